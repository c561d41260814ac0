//! Which kind of value stands in a place, and the bracket that asks for such a value.

use crate::markdown::inline::{self, PieceKind};
use crate::plan::date::{DateReading, read_date};
use crate::plan::duration::{DurationReading, read_duration};
use crate::plan::value::is_reference;
use crate::template::{SlotKind, read_slot};
use crate::text::{Source, Span, fold};
use crate::words::asks::{Asks, asks};
use crate::words::open::says_open;
use crate::words::roles::is_role;

/// Whether a text says nothing yet: no letter or digit, or a word such as TBD.
pub(super) fn is_open(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric) || says_open(&fold(text))
}

/// The bracket for a value behind a label, with the part of the value that stays around it. `None`
/// when the value is the same in every plan.
pub(super) fn bracket(label: &str, value: &str) -> Option<String> {
    let text = inline::visible(value);
    let text = text.trim();
    let key = fold(label);
    let asked = asks(&key);
    let named = || named(label);
    if is_open(text) {
        return match asked {
            Asks::Person => Some("[Name]".to_owned()),
            Asks::Date => Some("[Date]".to_owned()),
            _ => Some(named()),
        };
    }
    // A duration without an end is the same in every plan.
    if read_duration(text) == DurationReading::Open && text.split_whitespace().count() <= 2 {
        return None;
    }
    if asked == Asks::Person {
        // The person in a role changes from plan to plan, the role does not.
        return Some(if is_role(text) {
            plain(text).unwrap_or_else(|| "[Name]".to_owned())
        } else {
            "[Name]".to_owned()
        });
    }
    if read_date(text) != DateReading::None && text.split_whitespace().count() <= 5 {
        return Some("[Date]".to_owned());
    }
    if let Some(masked) = masked_number(text) {
        // A version is no count.
        return Some(if asked == Asks::Name && masked == "[X]" { named() } else { masked });
    }
    if has_link(value) || (asked == Asks::Link && is_reference(text)) {
        return Some("[Link]".to_owned());
    }
    if is_month_or_quarter(text) {
        return Some("[Date/Quarter]".to_owned());
    }
    Some(named())
}

/// `[Label]`, or `[Value]` where the label in brackets would be another kind of slot.
pub(super) fn named(label: &str) -> String {
    let bare = inline::visible(label);
    let bare = bare.trim().trim_end_matches([':', '：', '?']).trim();
    let bare = bare.split(" (").next().unwrap_or(bare).trim();
    plain(bare).unwrap_or_else(|| "[Value]".to_owned())
}

/// A text in brackets; `None` when a reader of templates takes it for another kind of slot than
/// words.
fn plain(text: &str) -> Option<String> {
    let short = text.chars().count() <= 40
        && text.chars().any(char::is_alphanumeric)
        && !text.contains(['[', ']', '|', '`', '<', '\\', '\n']);
    let bracket = format!("[{text}]");
    let slot = read_slot(&Source::new("", bracket.as_str()), Span::new(0, bracket.len()));
    (short && slot.kind == SlotKind::Text && slot.brackets.len() == 1).then_some(bracket)
}

fn has_link(value: &str) -> bool {
    let is_link = |kind: PieceKind| matches!(kind, PieceKind::Link { .. } | PieceKind::Autolink);
    inline::pieces(value).any(|piece| is_link(piece.kind))
}

fn is_month_or_quarter(text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| c.is_whitespace() || c == '/' || c == '-').collect();
    let is_year = |word: &&str| word.len() == 4 && word.starts_with("20") && word.chars().all(|c| c.is_ascii_digit());
    words.len() == 2 && words.iter().any(is_year)
}

/// A number or a range with its unit, masked: the number becomes `N` or `X`, the sign before it and
/// the unit stay. `< 5 %` gives `< [X%]`, `1-2 weeks` gives `[N weeks]`.
pub(super) fn masked_number(text: &str) -> Option<String> {
    let signs = text.len() - text.trim_start_matches(|c: char| "<>≤≥=~≈± ".contains(c)).len();
    let (before, rest) = text.split_at(signs);
    let number = number_end(rest)?;
    // `2-3 weeks (at most)` keeps its remark.
    let (unit, remark) = match rest[number..].split_once(" (") {
        Some((unit, remark)) => (unit.trim(), format!(" ({remark}")),
        None => (rest[number..].trim(), String::new()),
    };
    let is_unit = unit.split_whitespace().count() <= 2
        && unit.chars().count() <= 24
        && unit.chars().all(|c| c.is_alphabetic() || "%/ .-".contains(c))
        && !unit.starts_with(['-', '.', '/']);
    if !is_unit || remark.contains(['[', ']']) {
        return None;
    }
    let inner = match unit {
        "" => "X".to_owned(),
        _ if unit.starts_with('%') => format!("X{unit}"),
        _ => format!("N {unit}"),
    };
    Some(format!("{before}[{inner}]{remark}"))
}

/// Where a number or a range of numbers ends: `1-2`, `10,000+`, `1.5 – 2`.
fn number_end(text: &str) -> Option<usize> {
    let digits = |from: usize| {
        let rest = &text[from..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
        let kept = rest[..end].trim_end_matches(['.', ',']).len();
        rest.starts_with(|c: char| c.is_ascii_digit()).then_some(from + kept)
    };
    let first = digits(0)?;
    let behind = text[first..].trim_start();
    let second = behind
        .strip_prefix(['-', '–', '—'])
        .map(str::trim_start)
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let end = second.and_then(|rest| digits(text.len() - rest.len())).unwrap_or(first);
    Some(end + usize::from(text[end..].starts_with('+')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_say_what_belongs_there() {
        for (label, value, wanted) in [
            ("Owner", "Priya Nair", "[Name]"),
            ("Owner", "Product Owner", "[Product Owner]"),
            ("Approved by", "____", "[Name]"),
            ("Created", "2026-03-02", "[Date]"),
            ("Last updated", "January 31, 2026", "[Date]"),
            ("Stand", "November 2025", "[Date/Quarter]"),
            ("Duration", "1-2 weeks", "[N weeks]"),
            ("Duration", "3-5 business days", "[N business days]"),
            ("Volume", "< 100 guias/dia", "< [N guias/dia]"),
            ("Share", "10 %", "[X%]"),
            ("Sprint", "7 - Final Hardening", "[Sprint]"),
            ("Version", "1.0.0", "[Version]"),
            ("Start date", "TBD (after Alpha)", "[Date]"),
            ("Bet", "[Bet 12](../bets/12.md)", "[Link]"),
            ("Region", "Berlin", "[Region]"),
            ("Update cadence", "whenever", "[Value]"),
        ] {
            assert_eq!(bracket(label, value).as_deref(), Some(wanted), "{label}: {value}");
        }
        assert_eq!(bracket("Duration", "Ongoing"), None);
    }
}
