//! What a change did to the words of a statement of a gate. A gate must read as it did: this is the
//! one place that says which other words still say the same.

use super::remark::{Beside, beside, without_bracket};
use crate::markdown::inline;
use crate::plan::measure::{Purpose, ResultOf, Strictness, compare, goes_off_no_later, result_in, result_inside};
use crate::text::fold;
use crate::words::negations::NEGATIONS;
use crate::words::numerals::NUMERALS;
use crate::words::remarks::{OUTCOMES, PLURALS};
use crate::words::units::{SCALES, TIME};

/// A statement of a gate as one version has it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wording<'v> {
    /// Its line or cell of Markdown.
    pub(crate) line: &'v str,
    /// Whether a reason says that it need not hold.
    pub(crate) is_excused: bool,
}

/// What a change did to the words of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewording {
    /// Nothing: it says the same.
    Same,
    /// It put a remark beside the old words.
    Remark,
    /// It filled the placeholders of the template in.
    Filled,
    /// It demands more.
    Stricter,
    /// It put something beside the old words that takes them back, or that goes on with them.
    TakenBack,
    /// It mended or made a slip of the pen in one word.
    Slip,
    /// It struck the statement, or marked it N/A, with a reason.
    Excused,
    /// It dropped or changed a bracket without a number behind the statement.
    Bracket,
    /// It worded an alarm anew, which goes off as early as before.
    Rephrased,
    /// It demands less.
    Laxer,
    /// It says something else.
    Other,
}

/// What a change did to the words of a statement. `known` are the folded statements of the template:
/// a slip may mend their words, not make them.
pub(crate) fn reworded(before: Wording, after: Wording, purpose: Purpose, known: &[String]) -> Rewording {
    if before.is_excused {
        // What was not asked for is still not asked for, or is asked for again.
        return if after.is_excused { Rewording::Same } else { Rewording::Stricter };
    }
    let old = plain(&inline::visible(before.line));
    // The text of a link may be a remark, or a part of the statement.
    let readings = inline::with_links_cut_off(after.line).into_iter().map(|text| plain(&text));
    let kinds = readings.map(|new| by_words(&old, &new, before.line, purpose, known));
    let kind = kinds.min_by_key(|kind| weight(*kind)).unwrap_or(Rewording::Other);
    match kind {
        Rewording::Laxer | Rewording::Other => kind,
        _ if after.is_excused => Rewording::Excused,
        _ => kind,
    }
}

/// How far a rewording is from saying the same.
fn weight(kind: Rewording) -> usize {
    use Rewording::{Bracket, Excused, Filled, Laxer, Other, Remark, Rephrased, Same, Slip, Stricter, TakenBack};
    let order = [Same, Filled, Remark, Stricter, Slip, Bracket, Rephrased, TakenBack, Excused, Laxer, Other];
    order.iter().position(|other| *other == kind).unwrap_or(order.len())
}

fn by_words(old: &str, new: &str, line: &str, purpose: Purpose, known: &[String]) -> Rewording {
    let (old_words, new_words) = (fold(old), fold(new));
    if without_spaces(&old_words) == without_spaces(&new_words) {
        return Rewording::Same;
    }
    if inline::brackets(line).next().is_some() {
        return if fills(&old_words, &new_words) { Rewording::Filled } else { Rewording::Other };
    }
    if let Some(kind) = remark(old, new) {
        return kind;
    }
    if let Some(result) = result_inside(old, new) {
        return match result {
            ResultOf::Kept => Rewording::Remark,
            ResultOf::Broken => Rewording::TakenBack,
        };
    }
    match compare(&old_words, &new_words, purpose) {
        Strictness::Same => return Rewording::Same,
        Strictness::Stricter => return Rewording::Stricter,
        Strictness::Laxer => return Rewording::Laxer,
        Strictness::Unknown => {}
    }
    if purpose == Purpose::Alarm && goes_off_no_later(old, new) {
        return Rewording::Rephrased;
    }
    let stricter_with_remark = |(head, beside): (&str, Beside)| {
        let is_stricter = matches!(compare(&old_words, &fold(head), purpose), Strictness::Stricter | Strictness::Same);
        is_stricter.then_some(if beside == Beside::Remark { Rewording::Stricter } else { Rewording::TakenBack })
    };
    if let Some(kind) = super::remark::heads(new).find_map(stricter_with_remark) {
        return kind;
    }
    if is_slip(&old_words, &new_words, known) {
        return Rewording::Slip;
    }
    // What stood behind the template's own statement was a remark already.
    let is_remark_of = |statement: &&String, text: &str| {
        without_spaces(statement) == without_spaces(&fold(text)) || remark(statement, text) == Some(Rewording::Remark)
    };
    let is_bound = |statement: &String| old_words.len() > statement.len() && result_bound(&old_words, statement);
    let template = known.iter().find(|statement| is_remark_of(statement, old) && !is_bound(statement));
    if let Some(kind) = template.and_then(|statement| again(statement, new)) {
        return kind;
    }
    match without_bracket(old).and_then(|core| again(core, new)) {
        Some(Rewording::Same | Rewording::Remark) => Rewording::Bracket,
        Some(kind) => kind,
        None => Rewording::Other,
    }
}

/// What a text does with a statement whose words it keeps; `None` when it does not keep them.
fn again(statement: &str, text: &str) -> Option<Rewording> {
    let is_same = without_spaces(&fold(statement)) == without_spaces(&fold(text));
    if is_same { Some(Rewording::Same) } else { remark(statement, text) }
}

/// Whether the words of an old text behind a statement of the template set a bound of their own.
fn result_bound(old: &str, statement: &str) -> bool {
    crate::plan::measure::read_bound(old).is_some() && crate::plan::measure::read_bound(statement).is_none()
}

/// Whether the old words stand unbroken in the new ones, and what the words beside them do.
fn remark(old: &str, new: &str) -> Option<Rewording> {
    let (kind, words) = beside(old, new)?;
    let is_kept = kind == Beside::Remark && result_in(&words, old) != Some(ResultOf::Broken);
    Some(if is_kept { Rewording::Remark } else { Rewording::TakenBack })
}

/// A text without the marks of footnotes and without the punctuation at its end.
fn plain(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("[^") {
        let end = rest[start..].find(']').map_or(rest.len(), |end| start + end + 1);
        kept.push_str(&rest[..start]);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept.truncate(kept.trim_end_matches(|c: char| c.is_whitespace() || ".;:,!。；：，、！．".contains(c)).len());
    kept
}

/// Whether a text is another one with its brackets filled in: the words outside are the same. What
/// stands behind may be a remark.
fn fills(old: &str, new: &str) -> bool {
    let brackets: Vec<_> = inline::brackets(old).map(|(whole, _)| whole).collect();
    let mut outside = Vec::new();
    let mut at = 0;
    for bracket in &brackets {
        outside.push(old[at..bracket.start].trim());
        at = bracket.end;
    }
    let last = old[at..].trim();
    let Some((first, between)) = outside.split_first() else { return false };
    let Some(mut rest) = new.strip_prefix(first) else { return false };
    for words in between.iter().chain([&last]).filter(|words| !words.is_empty()) {
        let Some(found) = rest.find(words) else { return false };
        rest = &rest[found + words.len()..];
    }
    last.is_empty() || rest.trim().is_empty() || super::remark::is_remark(rest)
}

/// Whether two texts differ in one word by one slip of the pen, or in number only.
fn is_slip(old: &str, new: &str, known: &[String]) -> bool {
    let words = |text: &str| -> Vec<String> {
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
    };
    let (before, after) = (words(old), words(new));
    let mut other = before.iter().zip(&after).filter(|(one, other)| one != other);
    let (Some((one, two)), None) = (other.next(), other.next()) else { return false };
    if before.len() != after.len() || [one, two].iter().any(|word| is_telling(word)) {
        return false;
    }
    if is_plural_of(one, two) || is_plural_of(two, one) {
        return true;
    }
    let is_mended = || known.iter().any(|statement| words(statement).contains(two));
    let is_of_template = || known.iter().any(|statement| words(statement).contains(one));
    let is_long = one.chars().count().max(two.chars().count()) >= 5;
    let is_one_edit = strsim::osa_distance(one, two) == 1;
    let is_inside = one.contains(two.as_str()) || two.contains(one.as_str());
    is_long && is_one_edit && (is_mended() || (!is_inside && !is_of_template()))
}

/// Whether a word says how much, whether, or how something ended.
fn is_telling(word: &str) -> bool {
    word.chars().any(char::is_numeric)
        || TIME.meaning(word).is_some()
        || SCALES.meaning(word).is_some()
        || NUMERALS.meaning(word).is_some()
        || NEGATIONS.has(word)
        || OUTCOMES.has(word)
}

fn is_plural_of(many: &str, one: &str) -> bool {
    let ending = many.strip_prefix(one).filter(|_| one.chars().count() >= 3);
    let is_y = || many.strip_suffix("ies").is_some_and(|stem| one.strip_suffix('y') == Some(stem));
    ending.is_some_and(|ending| PLURALS.has(ending)) || is_y()
}

/// A text without its spaces, but for those between two digits, where they part numbers.
pub(super) fn without_spaces(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if kept.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    kept
}
