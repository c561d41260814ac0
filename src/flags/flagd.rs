//! flagd: what targeting gives to whom no condition names.

use super::said::{Answer, Group, Part, Said, Seen};
use super::variants::Variants;
use crate::document::{Document, Node, Number, Value};
use crate::exposure::{Step, Then};
use crate::text::Span;
use jiff::Timestamp;
use rust_decimal::Decimal;
use std::cell::Cell;
use std::collections::BTreeSet;

/// The largest sum of weights that flagd takes.
const LARGEST_SUM: i64 = i32::MAX as i64;

/// How deep a condition is put into words.
const DEPTH: usize = 50;

/// How many rules are followed; an evaluator may name itself.
const MOST_RULES: usize = 200;

/// How many times of a schedule are looked at; people write one or two.
const MOST_TIMES: usize = 100;

/// The time that flagd puts beside what a caller says of itself, in seconds of the Unix epoch.
/// <https://flagd.dev/reference/flag-definitions/#targeting-properties>
const TIME: &str = "$flagd.timestamp";

/// The key of the flag that is asked for, from the same source.
const KEY: &str = "$flagd.flagKey";

/// How long the words for a condition may be, in characters.
const LONGEST_NAME: usize = 80;

/// What a file says of the flag.
pub(super) fn answer(seen: &Seen, document: &Document) -> Answer {
    let Some(root) = document.roots.first().filter(|root| root.get("flags").is_some()) else {
        let cause = format!("{} has no `flags`: it is no file of flagd", seen.file.path());
        return Answer::of(seen.unreadable(Span::at(0), cause));
    };
    let Some(flag) = find(root, seen.names.flag.unwrap_or_default()) else {
        return Answer::of(Said::Absent { place: None });
    };
    seen.of_size(flag).and_then(|flag| over_time(seen, root, flag)).unwrap_or_else(Answer::of)
}

/// What a flag gives now, and what its conditions on the time change later.
fn over_time(seen: &Seen, root: &Node, flag: &Node) -> Result<Answer, Said> {
    let at = |time: Timestamp| Flag::new(seen, root, flag, time)?.everybody();
    let (part, groups) = at(seen.now)?;
    let mut rules: Vec<&Node> = flag.get("targeting").into_iter().collect();
    add_named(root, &mut rules);
    let mut times = BTreeSet::new();
    rules.into_iter().for_each(|rule| push_times(rule, &mut times, 0));
    times.retain(|time| *time > seen.now);
    if times.len() > MOST_TIMES {
        return Err(seen.unreadable(seen.start_of(flag.span), seen.flag_says("changes at more times than can be read")));
    }
    let (mut steps, mut before) = (Vec::new(), part.percent);
    for time in times {
        let Part { percent, span } = at(time)?.0;
        if percent != before {
            steps.push(Step { at: time, then: Then::Share { percent, ramp: None }, place: seen.place(span) });
        }
        before = percent;
    }
    Ok(Answer { steps, ..Answer::of_part(seen, part, groups) })
}

/// Adds the evaluators that some rules name, and those that these name.
fn add_named<'d>(root: &'d Node, rules: &mut Vec<&'d Node>) {
    let Some(evaluators) = root.get("$evaluators") else { return };
    let mut at = 0;
    while let Some(rule) = rules.get(at).copied().filter(|_| rules.len() < MOST_RULES) {
        let mut names = Vec::new();
        push_names(rule, &mut names, 0);
        for named in names.into_iter().filter_map(|name| evaluators.get(name)) {
            if !rules.iter().any(|known| known.span == named.span) {
                rules.push(named);
            }
        }
        at += 1;
    }
}

/// Adds the names of the evaluators in a rule.
fn push_names<'d>(rule: &'d Node, names: &mut Vec<&'d str>, depth: usize) {
    names.extend(rule.get("$ref").and_then(Node::as_text));
    if depth < DEPTH {
        children(rule).into_iter().for_each(|child| push_names(child, names, depth + 1));
    }
}

/// What a node holds.
fn children(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::Map(map) => map.entries().iter().map(|entry| &entry.value).collect(),
        Value::List(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}

/// Adds the times at which a condition may begin to hold or end: those that are compared with the
/// time, and the second behind each, since `>` holds from then on.
fn push_times(node: &Node, times: &mut BTreeSet<Timestamp>, depth: usize) {
    let items = node.as_list().unwrap_or_default();
    if items.iter().any(|item| names_variable(item, TIME)) {
        let seconds = items.iter().filter_map(number).filter_map(|number| i64::try_from(number).ok());
        let seconds = seconds.flat_map(|second| [second, second.saturating_add(1)]);
        times.extend(seconds.filter_map(|second| Timestamp::from_second(second).ok()));
    }
    if depth < DEPTH {
        children(node).into_iter().for_each(|child| push_times(child, times, depth + 1));
    }
}

/// Whether a node stands for a variable: `{"var": "email"}`, `{"var": ["email"]}`.
fn names_variable(node: &Node, name: &str) -> bool {
    let variable = node.get("var").map(|variable| match variable.as_list() {
        Some([variable, ..]) => variable,
        _ => variable,
    });
    variable.and_then(Node::as_text) == Some(name)
}

fn number(node: &Node) -> Option<Decimal> {
    match &node.value {
        Value::Number(Number::Finite(number)) => Some(*number),
        _ => None,
    }
}

/// Whether a node names a variable that a caller says of itself.
fn names_caller(node: &Node, depth: usize) -> bool {
    let is_own = node.get("var").is_some() && !["", TIME, KEY].iter().any(|name| names_variable(node, name));
    is_own || (depth < DEPTH && children(node).into_iter().any(|child| names_caller(child, depth + 1)))
}

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    /// For everybody, or for nobody.
    Known(bool),
    /// That depends on who asks.
    OfWhoAsks,
    /// It is the same for everybody, and nobody can tell what.
    Untold,
}

impl Truth {
    /// What some conditions come to together that are `known` where each of them is known.
    fn of_all(all: &[Truth], known: Truth) -> Truth {
        if all.contains(&Truth::Untold) || known == Truth::Untold {
            Truth::Untold
        } else if all.contains(&Truth::OfWhoAsks) {
            Truth::OfWhoAsks
        } else {
            known
        }
    }

    /// What it is where only some come to it.
    fn of_some(self) -> Truth {
        if self == Truth::Untold { self } else { Truth::OfWhoAsks }
    }
}

/// The flag in a map of flags, or in a list of them.
pub(super) fn find<'d>(root: &'d Node, name: &str) -> Option<&'d Node> {
    let flags = root.get("flags")?;
    let named = flags.items_named(&["key"], name).into_iter();
    named.filter(|(_, key)| key.as_text().is_some()).map(|(flag, _)| flag).next().or_else(|| flags.get(name))
}

/// A flag with what its targeting may name.
struct Flag<'s, 'd> {
    seen: &'s Seen<'s>,
    root: &'d Node,
    node: &'d Node,
    variants: Variants<'d>,
    /// The time at which somebody asks.
    time: Timestamp,
    /// How many rules were followed.
    followed: Cell<usize>,
}

impl<'s, 'd> Flag<'s, 'd> {
    fn new(seen: &'s Seen<'s>, root: &'d Node, node: &'d Node, time: Timestamp) -> Result<Flag<'s, 'd>, Said> {
        let none = || seen.unreadable(seen.start_of(node.span), seen.flag_says("has no `variants`"));
        let map = node.get("variants").and_then(Node::as_map).ok_or_else(none)?;
        let all = map.entries().iter().map(|entry| (&*entry.key, Some(&entry.value)));
        let variants = Variants::new(seen, all, node.span)?;
        Ok(Flag { seen, root, node, variants, time, followed: Cell::new(0) })
    }

    /// What everybody gets, and the groups that a condition names.
    fn everybody(&self) -> Result<(Part, Vec<Group>), Said> {
        if let Some(state) = self.node.get("state") {
            match state.as_text() {
                Some("ENABLED") => {}
                Some("DISABLED") => return Ok((Part::whole(false, state.span), Vec::new())),
                _ => return self.fail(state.span, "has a `state` that is neither ENABLED nor DISABLED"),
            }
        }
        let mut groups = Vec::new();
        let part = match self.node.get("targeting") {
            Some(targeting) if !targeting.as_map().is_some_and(|map| map.entries().is_empty()) => {
                self.walk(targeting, &mut groups)?
            }
            _ => self.default(self.node.span)?,
        };
        Ok((part, groups))
    }

    fn fail<T>(&self, span: Span, words: &str) -> Result<T, Said> {
        Err(self.seen.unreadable(self.seen.start_of(span), self.seen.flag_says(words)))
    }

    /// Who gets the default variant. `from` is where it was needed.
    fn default(&self, from: Span) -> Result<Part, Said> {
        match self.node.get("defaultVariant").filter(|variant| !variant.is_null()) {
            Some(variant) => self.variant(variant),
            None => self.fail(from, "has no `defaultVariant`: the code decides, and no file says how"),
        }
    }

    fn variant(&self, node: &Node) -> Result<Part, Said> {
        let name = match &node.value {
            Value::Text(text) => text.to_string(),
            Value::Bool(value) => value.to_string(),
            _ => return self.fail(node.span, "has a variant that is computed"),
        };
        Ok(Part::whole(self.variants.is_on(self.seen, &name, node.span)?, node.span))
    }

    /// What a rule gives to whom none of its conditions names.
    fn walk(&self, node: &Node, groups: &mut Vec<Group>) -> Result<Part, Said> {
        let map = match &node.value {
            Value::Null => return self.default(node.span),
            Value::Map(map) => map,
            _ => return self.variant(node),
        };
        let [entry] = map.entries() else {
            return self.fail(node.span, "has targeting that is no single rule");
        };
        self.followed.set(self.followed.get() + 1);
        if self.followed.get() > MOST_RULES {
            return self.fail(node.span, "has targeting that never ends");
        }
        match (&*entry.key, entry.value.as_list()) {
            ("if", Some(arms)) => self.branches(arms, entry.value.span, groups),
            ("fractional", Some(arms)) => self.fractional(arms, entry.value.span),
            ("$ref", None) => match self.evaluator(&entry.value) {
                Some(rule) => self.walk(rule, groups),
                None => self.fail(entry.value.span, "names an evaluator that there is not"),
            },
            _ => self.fail(entry.key_span, &format!("has targeting by `{}`, which is computed", entry.key)),
        }
    }

    fn evaluator(&self, name: &Node) -> Option<&'d Node> {
        self.root.get("$evaluators")?.get(name.as_text()?)
    }

    /// Conditions and what each gives, in turn; the last one is what everybody else gets.
    fn branches(&self, arms: &[Node], span: Span, groups: &mut Vec<Group>) -> Result<Part, Said> {
        let mut rest = arms;
        while let [condition, given, behind @ ..] = rest {
            rest = behind;
            match self.truth(condition, 0) {
                Truth::Known(false) => continue,
                Truth::Known(true) => return self.walk(given, groups),
                Truth::OfWhoAsks => {}
                Truth::Untold if self.followed.get() > MOST_RULES => {
                    return self.fail(condition.span, "has targeting that never ends");
                }
                Truth::Untold => {
                    let words = "has a condition that does not depend on who asks, and is computed";
                    return self.fail(condition.span, words);
                }
            }
            // What cannot be told of a group is told of nobody else.
            let mut inside = Vec::new();
            if let Ok(part) = self.walk(given, &mut inside) {
                let mut rules = vec![condition];
                add_named(self.root, &mut rules);
                let means = rules.into_iter().map(|rule| rule.span).collect();
                groups.push(Group { name: self.words(condition), means, part });
            }
            groups.append(&mut inside);
        }
        match rest {
            [otherwise] => self.walk(otherwise, groups),
            _ => self.default(span),
        }
    }

    /// Arms with weights, by which people are spread.
    fn fractional(&self, arms: &[Node], span: Span) -> Result<Part, Said> {
        let mut parts = Vec::new();
        for (at, arm) in arms.iter().enumerate() {
            let arm = match arm.as_list() {
                Some(arm) => arm,
                // By what people are spread.
                None if at == 0 => continue,
                None => return self.fail(arm.span, "has an arm of `fractional` that is no list"),
            };
            let (variant, weight) = match arm {
                [variant] => (variant, None),
                [variant, weight] => (variant, Some(weight)),
                _ => return self.fail(span, "has an arm of `fractional` that is no variant with a weight"),
            };
            let mut part = match variant.is_null() {
                true => self.default(variant.span)?,
                false => self.variant(variant)?,
            };
            let weight = match weight {
                None => Decimal::ONE,
                Some(node) => {
                    part.span = node.span;
                    self.weight(node)?
                }
            };
            parts.push((weight, part));
        }
        let sum: Decimal = parts.iter().map(|(weight, _)| weight).sum();
        if sum > LARGEST_SUM.into() {
            return self.fail(span, "has weights that add up to more than flagd takes");
        }
        Part::of_weights(&parts).map_or_else(|| self.default(span), Ok)
    }

    fn weight(&self, node: &Node) -> Result<Decimal, Said> {
        match &node.value {
            Value::Number(Number::Finite(number))
                if number.is_integer() && !number.is_sign_negative() && *number <= LARGEST_SUM.into() =>
            {
                Ok(*number)
            }
            Value::Map(_) => self.fail(node.span, "has a weight that is computed"),
            _ => self.fail(node.span, "has a weight that is no whole number from 0"),
        }
    }

    /// A condition in a few words: the name of an evaluator, or `email ends_with @shop.example`.
    fn words(&self, condition: &Node) -> String {
        let mut words = String::new();
        push_words(condition, &mut words, 0);
        match words.char_indices().nth(LONGEST_NAME) {
            Some((end, _)) => format!("{}…", &words[..end]),
            None => words,
        }
    }

    /// Whether a condition holds, as far as that does not depend on who asks.
    fn truth(&self, condition: &Node, depth: usize) -> Truth {
        let map = match &condition.value {
            Value::Bool(value) => return Truth::Known(*value),
            Value::Null => return Truth::Known(false),
            Value::Number(Number::Finite(number)) => return Truth::Known(!number.is_zero()),
            Value::Text(text) => return Truth::Known(!text.is_empty()),
            Value::List(items) => return Truth::Known(!items.is_empty()),
            Value::Map(map) if depth < DEPTH => map,
            Value::Map(_) => {
                // Nobody writes so many conditions inside of each other: one names itself.
                self.followed.set(MOST_RULES + 1);
                return Truth::Untold;
            }
            _ => return Truth::Untold,
        };
        let [entry] = map.entries() else { return Truth::Untold };
        let arguments = entry.value.as_list().unwrap_or(std::slice::from_ref(&entry.value));
        let each = |node: &Node| self.truth(node, depth + 1);
        match (&*entry.key, arguments) {
            // What a condition names may hold for everybody, too.
            ("$ref", [name]) => {
                self.followed.set(self.followed.get() + 1);
                let named = self.evaluator(name).filter(|_| self.followed.get() <= MOST_RULES);
                named.map_or(Truth::Untold, each)
            }
            ("!", [only]) => match each(only) {
                Truth::Known(is_true) => Truth::Known(!is_true),
                other => other,
            },
            ("!!", [only]) => each(only),
            // Each is looked at once: conditions stand inside of each other.
            (operator @ ("and" | "or"), all) => {
                let decides = Truth::Known(operator == "or");
                let all: Vec<Truth> = all.iter().map(each).collect();
                if all.contains(&decides) { decides } else { Truth::of_all(&all, Truth::Known(operator == "and")) }
            }
            ("if" | "?:", arms) => self.truth_of_branches(arms, depth),
            (_, arguments) => match self.comparison(&entry.key, arguments) {
                Some(is_true) => Truth::Known(is_true),
                None if matches!(&*entry.key, "missing" | "missing_some") => Truth::OfWhoAsks,
                None if self.asks_who(condition) => Truth::OfWhoAsks,
                None => Truth::Untold,
            },
        }
    }

    /// Whether a condition holds that is one of several by conditions of its own.
    fn truth_of_branches(&self, arms: &[Node], depth: usize) -> Truth {
        let each = |node: &Node| self.truth(node, depth + 1);
        let mut rest = arms;
        let mut all: Vec<Truth> = Vec::new();
        while let [condition, given, behind @ ..] = rest {
            rest = behind;
            match each(condition) {
                Truth::Known(false) => {}
                Truth::Known(true) => {
                    rest = std::slice::from_ref(given);
                    break;
                }
                Truth::Untold => return Truth::Untold,
                Truth::OfWhoAsks => all.push(each(given)),
            }
        }
        let last = rest.first().map_or(Truth::Known(false), each);
        if all.iter().all(|other| *other == last) { last } else { Truth::of_all(&all, last).of_some() }
    }

    /// What a comparison of texts and numbers says that are the same for everybody.
    fn comparison(&self, operator: &str, arguments: &[Node]) -> Option<bool> {
        match (operator, arguments) {
            ("in", [one, all]) => {
                let one = self.text(one)?;
                match all.as_list() {
                    Some(all) => {
                        let all: Option<Vec<&str>> = all.iter().map(|other| self.text(other)).collect();
                        Some(all?.contains(&one))
                    }
                    None => Some(self.text(all)?.contains(one)),
                }
            }
            (operator, [one, other]) => match (self.text(one), self.text(other)) {
                (Some(one), Some(other)) => match operator {
                    "==" | "===" => Some(one == other),
                    "!=" | "!==" => Some(one != other),
                    "starts_with" => Some(one.starts_with(other)),
                    "ends_with" => Some(one.ends_with(other)),
                    _ => None,
                },
                _ => compared(operator, self.number(one)?, self.number(other)?),
            },
            // Something lies between two others.
            (operator @ ("<" | "<="), [one, middle, other]) => {
                let (one, middle, other) = (self.number(one)?, self.number(middle)?, self.number(other)?);
                Some(compared(operator, one, middle)? && compared(operator, middle, other)?)
            }
            _ => None,
        }
    }

    /// Whether a condition depends on who asks: it names what a caller says of itself.
    fn asks_who(&self, condition: &Node) -> bool {
        let mut rules = vec![condition];
        if names_caller(condition, 0) {
            return true;
        }
        add_named(self.root, &mut rules);
        rules.into_iter().skip(1).any(|rule| names_caller(rule, 0))
    }

    /// A number that is the same for everybody.
    fn number(&self, node: &Node) -> Option<Decimal> {
        if names_variable(node, TIME) { Some(self.time.as_second().into()) } else { number(node) }
    }

    /// A text that is the same for everybody.
    fn text<'t>(&'t self, node: &'t Node) -> Option<&'t str> {
        if names_variable(node, KEY) { self.seen.names.flag } else { node.as_text() }
    }
}

fn compared(operator: &str, one: Decimal, other: Decimal) -> Option<bool> {
    Some(match operator {
        "==" | "===" => one == other,
        "!=" | "!==" => one != other,
        "<" => one < other,
        "<=" => one <= other,
        ">" => one > other,
        ">=" => one >= other,
        _ => return None,
    })
}

fn push_words(node: &Node, words: &mut String, depth: usize) {
    if depth > DEPTH || words.len() > 4 * LONGEST_NAME {
        return;
    }
    let push = |words: &mut String, text: &str| {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(text);
    };
    match &node.value {
        Value::Text(text) => push(words, text),
        Value::Bool(value) => push(words, &value.to_string()),
        Value::Number(Number::Finite(number)) => push(words, &number.normalize().to_string()),
        Value::List(items) => items.iter().for_each(|item| push_words(item, words, depth + 1)),
        Value::Map(map) => {
            for entry in map.entries() {
                match (&*entry.key, entry.value.as_list()) {
                    ("var" | "$ref", _) => push_words(&entry.value, words, depth + 1),
                    (operator, Some([first, rest @ ..])) if !rest.is_empty() => {
                        push_words(first, words, depth + 1);
                        for item in rest {
                            push(words, operator);
                            push_words(item, words, depth + 1);
                        }
                    }
                    (operator, _) => {
                        push(words, operator);
                        push_words(&entry.value, words, depth + 1);
                    }
                }
            }
        }
        Value::Number(_) | Value::Null | Value::Tagged => {}
    }
}
