//! However a file is written, it says the same.

use super::{NOW, at, says, segments, share, steps};
use crate::exposure::Exposure;
use proptest::prelude::*;

/// A value, which can be written in several syntaxes.
#[derive(Clone, Debug)]
enum Tree {
    Bool(bool),
    /// A number in thousandths.
    Number(u32),
    Text(&'static str),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

/// Choices of a writer, used up one after the other.
struct Choices {
    all: Vec<u8>,
    at: usize,
}

impl Choices {
    fn of(&mut self, count: u8) -> u8 {
        self.at += 1;
        self.all[self.at % self.all.len()] % count
    }

    fn space(&mut self) -> &'static str {
        ["", " ", "\n", "\t", "\r\n  "][usize::from(self.of(5))]
    }

    /// White space, and in JSON5 comments with braces, quotes and the flag's name in them.
    fn gap(&mut self, is_json5: bool) -> &'static str {
        match (is_json5, self.of(4)) {
            (true, 0) => " /* \"checkout\": 99, } */ ",
            (true, 1) => " // { \"checkout\": true\n",
            _ => self.space(),
        }
    }

    /// One of the writings of a number in thousandths.
    fn number(&mut self, thousandths: u32, is_json5: bool) -> String {
        let (whole, part) = (thousandths / 1000, thousandths % 1000);
        let plain = match part {
            0 => whole.to_string(),
            _ => format!("{whole}.{part:03}").trim_end_matches('0').to_owned(),
        };
        match self.of(if is_json5 { 7 } else { 4 }) {
            0 => format!("{whole}.{part:03}00"),
            1 => format!("{thousandths}e-3"),
            2 => format!("{thousandths}.0E-03"),
            4 => format!("+{plain}"),
            5 if part == 0 => format!("0x{whole:X}"),
            6 if part == 0 => format!("{whole}."),
            _ => plain,
        }
    }

    /// The entries of a map in another order.
    fn shuffled<'t>(&mut self, entries: &'t [(String, Tree)]) -> Vec<&'t (String, Tree)> {
        let mut entries: Vec<&(String, Tree)> = entries.iter().collect();
        for at in (1..entries.len()).rev() {
            let other = usize::from(self.of(at as u8 + 1));
            entries.swap(at, other);
        }
        entries
    }

    fn json(&mut self, tree: &Tree, is_json5: bool, into: &mut String) {
        into.push_str(self.gap(is_json5));
        match tree {
            Tree::Bool(value) => into.push_str(&value.to_string()),
            Tree::Number(number) => into.push_str(&self.number(*number, is_json5)),
            Tree::Text(text) if is_json5 && self.of(2) == 0 => into.push_str(&format!("'{text}'")),
            Tree::Text(text) => into.push_str(&format!("{text:?}")),
            Tree::List(items) => self.between(items.len(), '[', ']', is_json5, into, |choices, at, into| {
                choices.json(&items[at], is_json5, into);
            }),
            Tree::Map(entries) => {
                let entries = self.shuffled(entries);
                self.between(entries.len(), '{', '}', is_json5, into, |choices, at, into| {
                    let (key, value) = entries[at];
                    into.push_str(choices.gap(is_json5));
                    let is_word = key.chars().all(|c| c.is_ascii_alphabetic());
                    match is_json5 && is_word && choices.of(2) == 0 {
                        true => into.push_str(key),
                        false => into.push_str(&format!("{key:?}")),
                    }
                    into.push_str(choices.gap(is_json5));
                    into.push(':');
                    choices.json(value, is_json5, into);
                });
            }
        }
        into.push_str(self.gap(is_json5));
    }

    fn between(
        &mut self,
        count: usize,
        open: char,
        close: char,
        is_json5: bool,
        into: &mut String,
        mut item: impl FnMut(&mut Choices, usize, &mut String),
    ) {
        into.push(open);
        for at in 0..count {
            item(self, at, into);
            if at + 1 < count || is_json5 && self.of(2) == 0 {
                into.push(',');
            }
        }
        into.push(close);
    }

    /// YAML in block style, where a list or map may be in flow style all the same.
    fn yaml(&mut self, tree: &Tree, indent: usize, into: &mut String) {
        let margin = |into: &mut String| into.push_str(&format!("\n{}", " ".repeat(indent)));
        match tree {
            Tree::List(items) if !items.is_empty() && self.of(3) > 0 => {
                for item in items {
                    margin(into);
                    into.push_str("- ");
                    self.yaml(item, indent + 2, into);
                }
            }
            Tree::Map(entries) if !entries.is_empty() && self.of(5) > 0 => {
                for (key, value) in self.shuffled(entries) {
                    if self.of(4) == 0 {
                        margin(into);
                        into.push_str("# checkout: 99");
                    }
                    margin(into);
                    match self.of(3) {
                        0 => into.push_str(&format!("{key:?}: ")),
                        1 => into.push_str(&format!("'{key}': ")),
                        _ => into.push_str(&format!("{key}: ")),
                    }
                    self.yaml(value, indent + 2, into);
                }
            }
            Tree::Text(text) => match self.of(3) {
                0 => into.push_str(&format!("'{text}'")),
                1 => into.push_str(&format!("{text:?}")),
                _ => into.push_str(text),
            },
            _ => {
                let mut flow = String::new();
                self.json(tree, false, &mut flow);
                into.push_str(&flow.replace(['\n', '\r', '\t'], " "));
            }
        }
    }

    /// TOML with inline tables below the first level.
    fn toml(&mut self, tree: &Tree, is_root: bool, into: &mut String) {
        match tree {
            Tree::Map(entries) if is_root => {
                for (key, value) in self.shuffled(entries) {
                    into.push_str(&format!("{key:?} = "));
                    self.toml(value, false, into);
                    into.push_str(["\n", "\r\n", " # checkout = 99\n"][usize::from(self.of(3))]);
                }
            }
            Tree::Map(entries) => {
                let mut parts = Vec::new();
                for (key, value) in self.shuffled(entries) {
                    let mut part = format!("{key:?} = ");
                    self.toml(value, false, &mut part);
                    parts.push(part);
                }
                into.push_str(&format!("{{ {} }}", parts.join(", ")));
            }
            Tree::List(items) => {
                into.push('[');
                for item in items {
                    self.toml(item, false, into);
                    into.push_str([",", " , ", ",\n"][usize::from(self.of(3))]);
                }
                into.push(']');
            }
            Tree::Number(number) => into.push_str(&format!("{}.{:03}", number / 1000, number % 1000)),
            Tree::Bool(value) => into.push_str(&value.to_string()),
            Tree::Text(text) => into.push_str(&format!("{text:?}")),
        }
    }
}

/// A file of these values, with its name.
fn written(tree: &Tree, all: Vec<u8>) -> (&'static str, String) {
    let mut choices = Choices { all, at: 0 };
    let mut text = String::new();
    let path = ["f.json", "f.json5", "f.yaml", "f.toml"][usize::from(choices.of(4))];
    if choices.of(4) == 0 {
        text.push('\u{feff}');
    }
    match path {
        "f.yaml" => choices.yaml(tree, 0, &mut text),
        "f.toml" => choices.toml(tree, true, &mut text),
        _ => choices.json(tree, path == "f.json5", &mut text),
    }
    (path, text)
}

fn map<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
    Tree::Map(entries.map(|(key, value)| (key.to_owned(), value)).to_vec())
}

/// What is said, without its place.
fn said(exposure: &Exposure) -> (String, Vec<String>, Vec<String>) {
    (share(&says(exposure)).to_owned(), steps(exposure), segments(exposure))
}

/// An entry with a file that it reads, and what that says.
fn cases(number: u32) -> Vec<(&'static str, Tree, String)> {
    let percent = |number: u32| format!("{} %", rust_decimal::Decimal::new(number.into(), 3).round_dp(4).normalize());
    let whole = number / 1000 * 1000;
    let other = || ("basket", Tree::Number(99_000));
    let names = || map([("on", Tree::Bool(true)), ("off", Tree::Bool(false))]);
    let arm = |name: &'static str, weight: u32| Tree::List(vec![Tree::Text(name), Tree::Number(weight)]);
    vec![
        (
            "at: features.{flag}\nscale: 100",
            map([("version", Tree::Number(1_000)), ("features", map([other(), ("checkout", Tree::Number(number))]))]),
            percent(number),
        ),
        (
            "at: \"list[name={flag}].share\"\nwhen: \"list[name={flag}].live\"\nscale: 100",
            map([(
                "list",
                Tree::List(vec![
                    map([("name", Tree::Text("basket")), ("live", Tree::Bool(false)), ("share", Tree::Number(1_000))]),
                    map([
                        ("name", Tree::Text("checkout")),
                        ("live", Tree::Bool(true)),
                        ("share", Tree::Number(number)),
                    ]),
                ]),
            )]),
            percent(number),
        ),
        (
            "format: flagd",
            map([(
                "flags",
                map([(
                    "checkout",
                    map([
                        ("state", Tree::Text("ENABLED")),
                        ("variants", names()),
                        ("defaultVariant", Tree::Text("off")),
                        (
                            "targeting",
                            map([("fractional", Tree::List(vec![arm("off", 100_000 - whole), arm("on", whole)]))]),
                        ),
                    ]),
                )]),
            )]),
            percent(whole),
        ),
        (
            "format: goff",
            map([(
                "checkout",
                map([
                    ("variations", names()),
                    (
                        "targeting",
                        Tree::List(vec![map([
                            ("query", Tree::Text("staff eq true")),
                            ("variation", Tree::Text("on")),
                        ])]),
                    ),
                    (
                        "defaultRule",
                        map([(
                            "percentage",
                            map([("on", Tree::Number(number)), ("off", Tree::Number(100_000 - number))]),
                        )]),
                    ),
                ]),
            )]),
            percent(number),
        ),
        (
            "format: flipt",
            map([
                ("namespace", Tree::Text("shop")),
                (
                    "flags",
                    Tree::List(vec![map([
                        ("key", Tree::Text("checkout")),
                        ("type", Tree::Text("BOOLEAN_FLAG_TYPE")),
                        ("enabled", Tree::Bool(false)),
                        (
                            "rollouts",
                            Tree::List(vec![map([(
                                "threshold",
                                map([("percentage", Tree::Number(whole)), ("value", Tree::Bool(true))]),
                            )])]),
                        ),
                    ])]),
                ),
            ]),
            percent(whole),
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn another_form_says_the_same(number in 0u32..=100_000, choices in prop::collection::vec(any::<u8>(), 40..80)) {
        for (keys, tree, percent) in cases(number) {
            let (path, text) = written(&tree, choices.clone());
            let (live, _, groups) = said(&at(keys, path, &text, NOW));
            prop_assert_eq!(&live, &percent, "{}\n{}", keys, text);
            // A group is one only where not everybody sees it.
            prop_assert_eq!(groups.len(), usize::from(keys.ends_with("goff") && percent != "100 %"));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in prop::collection::vec(prop::sample::select(&b"{}[]\":,'#-&*!<|>\n\t \\.0123eE+xo=ntrue\xff\xfe\xef\xbb\xbf"[..]), 0..60),
        end in 0usize..4,
    ) {
        let path = ["f.json", "f.json5", "f.yaml", "f.toml"][end];
        for keys in ["at: \"{flag}\"\nscale: 1", "format: flagd", "format: goff", "format: flipt"] {
            let exposure = super::of_files(&format!("file: {path}\n{keys}"), &[(None, path, &bytes)], NOW);
            prop_assert!(!says(&exposure).is_empty());
        }
    }
}
