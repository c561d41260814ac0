//! What a remark says at its beginning of how something stands: `red, see OPS-3`, `due 2026-05-01`.

use crate::plan::date::{DateReading, read_date};
use crate::words::force::SINCE;
use crate::words::months::{is_weekday, month};
use crate::words::remarks::{BESIDE, MET, NONE};
use crate::words::stands::{
    BY_DAY, BY_DAY_BEHIND, COMES, END_OF, EXCEPTION_ALONE, FROM_DAY, STANDS, STANDS_UNDONE, TOMORROW,
};

/// Signs that end the beginning of a remark.
const ENDS: &[char] = &[',', ';', ':', '(', '[', '.', '—', '–', '、', '，', '：', '；', '。', '（'];

/// Whether a folded remark begins with a clause that says nothing but that something is not done:
/// `red (OPS-3)`, `exception EX-12`, `open: 2 bugs`, `by end of May`.
pub(super) fn opens_undone(text: &str) -> bool {
    let (head, behind) = split(text);
    if EXCEPTION_ALONE.has(without_mark(head)) {
        return !NONE.has(behind);
    }
    is_undone(text) || is_to_come(head, behind)
}

/// The beginning of a text, and what stands behind it.
fn split(text: &str) -> (&str, &str) {
    let (head, behind) = text.split_at(text.find(ENDS).unwrap_or(text.len()));
    (head.trim(), behind.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// A text without the tickets and numbers at its end.
fn without_mark(head: &str) -> &str {
    let is_mark = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let mut head = head;
    while let Some((before, _)) = head.rsplit_once(' ').filter(|(_, last)| is_mark(last)) {
        head = before;
    }
    head
}

/// Whether the light is red, or something stands open, and nothing behind says that it is over.
fn is_undone(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once(' ').filter(|(first, _)| STANDS.has(first.trim_end_matches(':'))) {
        rest = behind;
    }
    let (head, behind) = split(rest);
    let words: Vec<&str> = head.split(' ').collect();
    let end = words.iter().position(|word| SINCE.has(word)).unwrap_or(words.len());
    let is_over = || behind.split(|c: char| !c.is_alphanumeric()).any(|word| MET.has_form(word));
    STANDS_UNDONE.has(without_mark(&words[..end].join(" "))) && !is_over()
}

/// Whether it is said only until when something is to be done: `due 2026-05-01`, `by end of May`,
/// `from 2026-05-01`, `tomorrow`, `comes on Friday`.
fn is_to_come(head: &str, behind: &str) -> bool {
    let comes = COMES.behind(head).filter(|rest| rest.starts_with(' ')).map(str::trim_start).next();
    let head = comes.unwrap_or(head);
    let is_on_day = |rest: &str| BESIDE.behind(rest).chain([rest]).map(str::trim_start).any(is_weekday);
    if TOMORROW.has(head) || comes.is_some_and(is_on_day) {
        return true;
    }
    let is_day = |text: &str| {
        let first = text.split(' ').next().unwrap_or_default();
        read_date(text) != DateReading::None || month(first).is_some() || is_weekday(first)
    };
    let opens_with_day = |text: &str| {
        let ends = text.match_indices(' ').map(|(at, _)| at).take(3).chain([text.len()]);
        ends.into_iter().any(|end| is_day(&text[..end]))
    };
    let rest = |text: &'_ str| text.trim_start().to_owned();
    let is_end =
        |text: &str| END_OF.behind(text).map(rest).any(|rest| month(rest.split(' ').next().unwrap_or("")).is_some());
    let is_by = |text: String| opens_with_day(&text) || END_OF.any_opens(&text) || TOMORROW.has(&text);
    let spaced = |rest: &&str| rest.starts_with(' ');
    is_end(head)
        || BY_DAY.behind(head).filter(spaced).map(rest).any(is_by)
        || BY_DAY_BEHIND.before(head).any(|day| day.contains(|c: char| c.is_ascii_digit()))
        || behind.is_empty()
            && FROM_DAY.behind(head).filter(spaced).map(rest).any(|day| read_date(&day) != DateReading::None)
}
