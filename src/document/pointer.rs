//! A pointer to values in a document: `features.{flag}`, `[name={flag}].enabled`, `regions.*`.

use super::blanks::{Blank, Blanks, Names, NoBlanks};
use super::model::{Document, Entry, Node, Value};
use crate::text::Span;
use std::borrow::Cow;
use std::fmt;

/// A pointer, as it is written in the configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointer {
    written: String,
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// The value of a key.
    Key(Blanks),
    /// The items of a list in which some keys lead to a value.
    Item { keys: Vec<String>, is: Blanks },
    /// The item at a place, from 0.
    Nth(usize),
    /// All values of a map, or all items of a list.
    All,
}

/// Why a text is no pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPointer {
    /// A blank that does not exist.
    Blank(NoBlanks),
    /// Another fault: what is wrong, and what to write.
    Shape(&'static str, &'static str),
}

/// A value that a pointer leads to.
#[derive(Clone, Copy, Debug)]
pub struct Found<'d> {
    /// The value.
    pub node: &'d Node,
    /// The value around it, when it is a part of one.
    pub around: Option<&'d Node>,
    /// Its key, or that above it, where the pointer takes all keys.
    pub among: Option<&'d str>,
}

/// What a pointer leads to in a document.
#[derive(Clone, Debug, Default)]
pub struct Selection<'d> {
    /// The values, in the order of the text.
    pub found: Vec<Found<'d>>,
    /// How far the pointer led where it found nothing: the last key or value that it knew.
    pub last: Option<Span>,
    /// A value in which no step could be made, since it is of another kind.
    pub dead_end: Option<&'d Node>,
}

impl Pointer {
    /// Reads a pointer.
    ///
    /// # Errors
    /// When the text is none.
    pub fn parse(text: &str) -> Result<Pointer, NoPointer> {
        let mut steps = Vec::new();
        let mut rest = text.trim();
        loop {
            if let Some(behind) = rest.strip_prefix('[') {
                let help = "close the bracket: `[name={flag}]`, `[0]`";
                let (inside, behind) = behind.split_once(']').ok_or(NoPointer::Shape("a `[` is never closed", help))?;
                steps.push(bracket(inside)?);
                rest = behind;
            } else {
                let (key, behind) = key(rest)?;
                steps.push(key);
                rest = behind;
            }
            match rest.as_bytes() {
                [] => break,
                [b'[', ..] => {}
                [b'.', ..] => rest = &rest[1..],
                _ => return Err(NoPointer::Shape("keys need a `.` between them", "write a `.` behind the bracket")),
            }
        }
        Ok(Pointer { written: text.trim().to_owned(), steps })
    }

    /// Whether a blank stands in it.
    pub(crate) fn asks_for(&self, blank: Blank) -> bool {
        self.steps.iter().filter_map(Step::blanks).any(|blanks| blanks.asks_for(blank))
    }

    /// The pointer with its blanks filled in as far as there are names, for people.
    pub fn filled(&self, names: &Names) -> String {
        Blanks::parse(&self.written).map(|blanks| blanks.fill_known(names)).unwrap_or_else(|_| self.written.clone())
    }

    /// Whether a blank stands more than once in one of its steps.
    pub(crate) fn repeats(&self, blank: Blank) -> bool {
        self.steps.iter().filter_map(Step::blanks).any(|blanks| blanks.repeats(blank))
    }

    /// All names that lead on from the first step that asks for a blank, where the other blanks are
    /// filled in: those of the keys, or of the items of the list, in the order of the text. With
    /// any other name the pointer ends there. No step may repeat the blank.
    pub(crate) fn names<'d>(&self, document: &'d Document, blank: Blank, others: &Names) -> Vec<Cow<'d, str>> {
        let mut places: Vec<Place> =
            document.roots.iter().map(|node| Place { node, around: None, last: None, among: None }).collect();
        for step in &self.steps {
            if step.blanks().is_some_and(|blanks| blanks.asks_for(blank)) {
                return places.iter().flat_map(|place| step.names(place.node, blank, others)).collect();
            }
            let mut next = Vec::new();
            for place in &places {
                place.go(step, others, &mut next);
            }
            places = next;
        }
        Vec::new()
    }

    /// The values that it leads to. Without a name for one of its blanks it leads nowhere.
    pub fn select<'d>(&self, document: &'d Document, names: &Names) -> Selection<'d> {
        let mut selection = Selection::default();
        let mut deepest = 0;
        let mut places: Vec<Place> =
            document.roots.iter().map(|node| Place { node, around: None, last: None, among: None }).collect();
        for (depth, step) in self.steps.iter().enumerate() {
            let mut next = Vec::new();
            for place in &places {
                let before = next.len();
                let is_possible = place.go(step, names, &mut next);
                if next.len() > before {
                    continue;
                }
                if !is_possible {
                    selection.dead_end = Some(place.node);
                }
                if place.last.is_some() && depth >= deepest {
                    (selection.last, deepest) = (place.last, depth);
                }
            }
            places = next;
        }
        selection.found =
            places.iter().map(|place| Found { node: place.node, around: place.around, among: place.among }).collect();
        selection
    }
}

impl Step {
    /// The text in which blanks may stand.
    fn blanks(&self) -> Option<&Blanks> {
        match self {
            Step::Key(name) | Step::Item { is: name, .. } => Some(name),
            Step::Nth(_) | Step::All => None,
        }
    }

    /// The names that lead on from a value, in place of a blank of this step.
    fn names<'d>(&self, node: &'d Node, blank: Blank, others: &Names) -> Vec<Cow<'d, str>> {
        let name = |of: &Blanks, text: Cow<'d, str>| match text {
            Cow::Borrowed(text) => of.name_in(blank, others, text).map(Cow::Borrowed),
            Cow::Owned(text) => of.name_in(blank, others, &text).map(|name| Cow::Owned(name.to_owned())),
        };
        match (self, &node.value) {
            (Step::Key(key), Value::Map(map)) => {
                map.entries().iter().filter_map(|entry| name(key, Cow::Borrowed(&*entry.key))).collect()
            }
            (Step::Item { keys, is }, Value::List(items)) => {
                let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                let values = items.iter().filter_map(|item| item.below(&keys));
                values.filter_map(Node::name).filter_map(|text| name(is, text)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A value on the way.
struct Place<'d> {
    node: &'d Node,
    around: Option<&'d Node>,
    /// The last key or value that was looked for and found.
    last: Option<Span>,
    /// The last key that stands for all.
    among: Option<&'d str>,
}

impl<'d> Place<'d> {
    /// Goes one step. `false` when this is a value of a kind in which no such step can be made.
    fn go(&self, step: &Step, names: &Names, next: &mut Vec<Place<'d>>) -> bool {
        let to = |node: &'d Node, last: Option<Span>| {
            let (around, last, among) = (Some(self.node), last.or(self.last), self.among);
            Place { node, around, last, among }
        };
        let enter = |entry: &'d Entry| to(&entry.value, Some(entry.key_span));
        match (step, &self.node.value) {
            (_, Value::Null) => {}
            (Step::Key(key), Value::Map(map)) => {
                next.extend(key.fill(names).and_then(|key| map.get(&key)).map(enter));
            }
            (Step::Item { keys, is }, Value::List(_)) => {
                let Some(is) = is.fill(names) else { return true };
                let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
                let found = self.node.items_named(&keys, &is).into_iter();
                next.extend(found.map(|(item, value)| to(item, Some(value.span))));
            }
            (Step::Nth(at), Value::List(items)) => next.extend(items.get(*at).map(|item| to(item, Some(item.span)))),
            (Step::All, Value::Map(map)) => {
                next.extend(map.entries().iter().map(|entry| Place { among: Some(&*entry.key), ..enter(entry) }));
            }
            (Step::All, Value::List(items)) => next.extend(items.iter().map(|item| to(item, None))),
            _ => return false,
        }
        true
    }
}

/// What stands in a bracket.
fn bracket(inside: &str) -> Result<Step, NoPointer> {
    let inside = inside.trim();
    if inside == "*" {
        return Ok(Step::All);
    }
    let help = "write `[0]` for a place, or `[name={flag}]` for the item of that name";
    match inside.split_once('=') {
        Some((keys, is)) => {
            let keys: Vec<String> = keys.split('.').map(|key| unquoted(key.trim()).to_owned()).collect();
            if keys.iter().any(String::is_empty) {
                return Err(NoPointer::Shape("a bracket names no key", help));
            }
            Ok(Step::Item { keys, is: Blanks::parse(unquoted(is.trim())).map_err(NoPointer::Blank)? })
        }
        None => inside.parse().map(Step::Nth).map_err(|_| NoPointer::Shape("a bracket is no place and no name", help)),
    }
}

/// The key at the start of a text, and what stands behind it.
fn key(text: &str) -> Result<(Step, &str), NoPointer> {
    let (key, rest, is_quoted) = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let closed = text[1..].split_once(quote);
            let (key, rest) = closed.ok_or(NoPointer::Shape("a quote is never closed", "close it"))?;
            (key, rest, true)
        }
        _ => {
            let end = text.find(['.', '[']).unwrap_or(text.len());
            (&text[..end], &text[end..], false)
        }
    };
    if key.is_empty() && !is_quoted {
        return Err(NoPointer::Shape(
            "a key is missing in it",
            "write keys with one `.` between them: `features.{flag}`; a key with a dot in it in quotes",
        ));
    }
    let step = match key {
        "*" if !is_quoted => Step::All,
        _ => Step::Key(Blanks::parse(key).map_err(NoPointer::Blank)?),
    };
    Ok((step, rest))
}

fn unquoted(text: &str) -> &str {
    let inside = |quote: char| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
