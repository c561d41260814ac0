//! Values that an entry points at: numbers, booleans, and words that name stages.

use super::said::{Answer, Said, Seen};
use crate::config::Absent;
use crate::document::{Document, Found, Node, Number, Pointer, Selection, Value, amount};
use crate::exposure::{Percent, Ramp, Step, Then};
use crate::text::{Span, fold};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

/// The longest piece of a file that is repeated in a message, in characters.
const QUOTED: usize = 40;

/// What the values of one file say.
pub(super) fn answers(seen: &Seen, document: &Document) -> Vec<Answer> {
    let all: Vec<Answer> = seen.entry.at.iter().flat_map(|at| at_pointer(seen, document, at)).collect();
    let Some(when) = &seen.entry.when else { return all };
    match switch(seen, document, when) {
        Switch::On => all,
        Switch::Off(said) | Switch::Unclear(said) => vec![Answer::of(said)],
        Switch::Missing => {
            let has_no_value = all.iter().all(|answer| matches!(answer.said, Said::Absent { .. }));
            let place = all.into_iter().find_map(|answer| match answer.said {
                Said::Share { place, .. }
                | Said::Absent { place }
                | Said::NoFlag { place }
                | Said::Unreadable { place, .. } => place,
                Said::Stage { place, .. } => Some(place),
            });
            if has_no_value {
                return vec![Answer::of(Said::NoFlag { place })];
            }
            let cause = format!("{} is missing, so that nobody knows whether the flag is on", words(seen, when));
            vec![Answer::of(Said::Unreadable { cause, place })]
        }
    }
}

/// What is pointed at, for a message.
fn words(seen: &Seen, pointer: &Pointer) -> String {
    format!("`{}` in {}", pointer.filled(&seen.names), seen.file.path())
}

/// Whether a flag is on at all.
enum Switch {
    On,
    Off(Said),
    Missing,
    Unclear(Said),
}

fn switch(seen: &Seen, document: &Document, when: &Pointer) -> Switch {
    let selection = when.select(document, &seen.names);
    let mut off = None;
    for found in &selection.found {
        match found.node.as_bool() {
            Some(true) => return Switch::On,
            Some(false) => off = off.or(Some(found.node.span)),
            None => {
                let cause = format!("{} is {}, neither `true` nor `false`", words(seen, when), shown(seen, found.node));
                return Switch::Unclear(seen.unreadable(found.node.span, cause));
            }
        }
    }
    match off {
        Some(span) => Switch::Off(seen.share(Percent::NONE, span)),
        None => Switch::Missing,
    }
}

fn at_pointer(seen: &Seen, document: &Document, at: &Pointer) -> Vec<Answer> {
    let selection = at.select(document, &seen.names);
    if selection.found.is_empty() {
        let key = format!("{}#", at.filled(&seen.names));
        return vec![Answer { key, ..Answer::of(missing(seen, at, &selection)) }];
    }
    let key = |found: &Found| format!("{}#{}", at.filled(&seen.names), found.among.unwrap_or_default());
    selection.found.iter().map(|found| Answer { key: key(found), ..value(seen, at, found) }).collect()
}

/// Nothing stands where the pointer leads to.
fn missing(seen: &Seen, at: &Pointer, selection: &Selection) -> Said {
    match selection.dead_end {
        Some(node) => {
            let cause = format!("{} leads through {}, which holds no such key", words(seen, at), shown(seen, node));
            seen.unreadable(seen.start_of(node.span), cause)
        }
        None => Said::Absent { place: selection.last.map(|span| seen.place(span)) },
    }
}

/// What a value says.
fn value(seen: &Seen, at: &Pointer, found: &Found) -> Answer {
    let (entry, node) = (seen.entry, found.node);
    let is = || format!("{} is {}", words(seen, at), shown(seen, node));
    let unreadable = |cause: String| Answer::of(seen.unreadable(seen.start_of(node.span), cause));
    if !entry.values.is_empty()
        && let Some(word) = word_of(seen, node)
    {
        let named = |(name, _): &(&String, _)| **name == word || fold(name) == fold(&word);
        if let Some((_, stage)) = entry.values.iter().find(named) {
            return Answer::of(Said::Stage { stage: *stage, word, place: seen.place(node.span) });
        }
        if node.as_bool().is_none() && share_of(seen, node).is_none() {
            let known: Vec<String> = entry.values.keys().map(|word| format!("`{word}`")).collect();
            return unreadable(format!("{}, none of the words in `values:`: {}", is(), known.join(", ")));
        }
    }
    if node.is_null() {
        return match entry.absent {
            Absent::On | Absent::Off => Answer::of(Said::Absent { place: Some(seen.place(node.span)) }),
            Absent::Unreadable => unreadable(format!("{}: say with `absent:` what that means", is())),
        };
    }
    if let Some(is_on) = node.as_bool() {
        let percent = if is_on { Percent::ALL } else { Percent::NONE };
        return Answer::of(seen.share(turned(seen, percent), node.span));
    }
    let share = match share_of(seen, node) {
        Some(Share::Of(share)) => share,
        Some(Share::Unscaled(number)) if number.is_zero() => number,
        Some(Share::Unscaled(_)) => {
            return unreadable(format!("{}, and its entry has no `scale:`: write what 100 % is in the file", is()));
        }
        None => return unreadable(format!("{}, no share: a number, `true` or `false` is needed", is())),
    };
    if share < Decimal::ZERO || share > Decimal::ONE_HUNDRED {
        let all = entry.scale.map(|scale| format!(" by `scale: {}`", scale.normalize())).unwrap_or_default();
        return unreadable(format!("{}, no share{all}", is()));
    }
    match ramp(seen, found, Percent(share)) {
        Some((percent, steps)) => Answer { steps, ..Answer::of(seen.share(turned(seen, percent), node.span)) },
        None => Answer::of(seen.share(turned(seen, Percent(share)), node.span)),
    }
}

/// Who sees it, where the value says who does not.
fn turned(seen: &Seen, percent: Percent) -> Percent {
    match seen.entry.is_inverse {
        true => Percent(Decimal::ONE_HUNDRED - percent.0),
        false => percent,
    }
}

/// A number of a file.
enum Share {
    /// A share in percent, which may be none at all.
    Of(Decimal),
    /// A number of which nobody said what 100 % is.
    Unscaled(Decimal),
}

fn share_of(seen: &Seen, node: &Node) -> Option<Share> {
    // A sign of percent says by itself what 100 is.
    if let Some(number) = node.as_text().and_then(|text| text.trim().strip_suffix('%')) {
        return match amount(number.trim_end())? {
            Number::Finite(number) => Some(Share::Of(number)),
            Number::Boundless => None,
        };
    }
    let number = node.as_number()?;
    Some(match seen.entry.scale {
        None => Share::Unscaled(number),
        // A number that is too large to be multiplied is larger than any scale.
        Some(scale) => Share::Of(number.checked_div(scale)?.checked_mul(Decimal::ONE_HUNDRED)?.normalize()),
    })
}

/// The word of a value that may name a stage.
fn word_of(seen: &Seen, node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.trim().to_owned()),
        Value::Number(_) | Value::Bool(_) => Some(seen.file.source().slice(node.span).to_owned()),
        Value::Null | Value::List(_) | Value::Map(_) | Value::Tagged => None,
    }
}

/// A value as it is written, or what kind of value it is.
fn shown(seen: &Seen, node: &Node) -> String {
    let written = seen.file.source().slice(node.span).trim();
    let is_short = written.chars().count() <= QUOTED && !written.contains(['\n', '\r', '`']);
    match &node.value {
        Value::Text(text) if ["{{", "${", "<%"].iter().any(|sign| text.contains(sign)) => "a template".to_owned(),
        Value::Text(_) if is_short => format!("the text `{}`", written.trim_matches(['"', '\''])),
        Value::Number(_) | Value::Bool(_) if is_short => format!("`{written}`"),
        _ => node.kind().to_owned(),
    }
}

/// A rollout that goes on by itself: beside `start_percentage` stand `start_epoch`, in seconds of
/// Unix time, and `duration_minutes`, after which everybody has it. CoreOS writes it so.
fn ramp(seen: &Seen, found: &Found, first: Percent) -> Option<(Percent, Vec<Step>)> {
    let around = found.around?.as_map()?;
    let is_start = |span: Span| span == found.node.span;
    around.get("start_percentage").filter(|entry| is_start(entry.value.span))?;
    let number = |key: &str| around.get(key).and_then(|entry| entry.value.as_number());
    let start = Timestamp::from_second(i64::try_from(number("start_epoch")?.trunc()).ok()?).ok()?;
    let minutes = i64::try_from(number("duration_minutes").unwrap_or_default().trunc()).ok()?;
    let end = start.checked_add(SignedDuration::try_from_secs_f64(minutes as f64 * 60.0).ok()?).ok()?;
    let ramp = Ramp { start, end, from: first, to: Percent::ALL };
    let now = if seen.now < start { Percent::NONE } else { ramp.at(seen.now) };
    // What is left of it.
    let (begin, from) = if seen.now < start { (start, first) } else { (seen.now, now) };
    let left = Ramp { start: begin, end, from: turned(seen, from), to: turned(seen, Percent::ALL) };
    let step = |at: Timestamp, percent: Percent, ramp: Option<Ramp>| {
        let then = Then::Share { percent: turned(seen, percent), ramp };
        (at > seen.now).then(|| Step { at, then, place: seen.place(found.node.span) })
    };
    Some((now, [step(start, first, None), step(end, Percent::ALL, Some(left))].into_iter().flatten().collect()))
}
