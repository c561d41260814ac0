//! What stands beside a statement without asking for more, so that it may go or say something else:
//! `Legal sign-off — asked on 2026-03-20`, `Adoption at least 60% — 48%`.

use super::remark::{CUTS, heads, is_open_ticket, is_ticket_or_day, is_unmet, says_more};
use crate::plan::date::{DateReading, read_date};
use crate::plan::measure::{ResultOf, read_bound, result_in, words_beside_numbers};
use crate::text::{fold, is_cjk, is_drawn};
use crate::words::Words;
use crate::words::bounds::LASTING;
use crate::words::force::{NOT_YET, SINCE};
use crate::words::months::{is_weekday, month};
use crate::words::numerals::NUMERALS;
use crate::words::open::says_open;
use crate::words::places::is_one_part;
use crate::words::qualifiers::{Qualifier, qualifier};
use crate::words::remarks::{AND_SO_ON, BESIDE, BESIDE_NUMBERS, LEFT_OVER, MET, REFUSED, RESULTS, UNMET, is_same_noun};
use crate::words::stages::SINCE as UNTIL;
use crate::words::stands::{ASKED, AWAITS, BY_DAY, SEEN_TO_BY, STANDS, STANDS_UNDONE, UNDER_WAY};
use crate::words::units::TIME;

/// So many bytes are read as a note at the most. What is longer says more than how things stand.
const LONGEST: usize = 160;

/// So many words may say what something waits for: `waiting for the board of Ann`.
const MOST_AWAITED: usize = 4;

/// A statement without what beside it only tells how far it is: signs in front, and a remark behind
/// that demands nothing. `None` where no such thing stands there.
pub(super) fn bare_statement(text: &str) -> Option<&str> {
    let own = text.trim_start_matches(|c: char| c.is_whitespace() || is_sign(c));
    let without_signs = own.trim_end_matches(|c: char| c.is_whitespace() || is_sign(c));
    let is_whole = |kept: &str| !says_more(kept, &own[kept.len()..]);
    let kept = if is_whole(without_signs) { without_signs } else { own };
    let is_note = |head: &&str| {
        let behind = &kept[head.len()..];
        head.contains(char::is_alphanumeric) && behind.len() <= LONGEST && is_note(behind, head)
    };
    // The longest remark that is nothing else.
    let bare = heads(kept).map(|(head, _)| head).filter(is_note).last().unwrap_or(kept);
    (bare.len() < text.trim().len() && bare.contains(char::is_alphanumeric)).then_some(bare)
}

/// Whether a sign is drawn to show how something stands. A flag says where, and some signs forbid.
fn is_sign(c: char) -> bool {
    is_drawn(c) && !matches!(c, '\u{1f1e6}'..='\u{1f1ff}' | '🚫' | '⛔' | '\u{20e3}')
}

/// Whether each part of a remark tells a result, or how something stands.
fn is_note(remark: &str, statement: &str) -> bool {
    let folded = fold(remark);
    // Who is on it, and where, is no part of what is asked: `pending (Lena)`, `in review, OPS-12`.
    let is_mark = |part: &str| {
        let text = part.trim_matches(|c: char| c.is_whitespace() || CUTS.contains(c));
        let is_word = !text.contains(|c: char| c.is_whitespace() || is_cjk(c));
        let is_name = is_word && !is_one_part(text) && names_somebody(&[text]);
        is_name || text.starts_with('@') || is_ticket_or_day(&text.to_uppercase())
    };
    // Behind a colon stands what is asked as well: `Support: pending tickets answered`.
    let is_aside = !folded.trim_start().starts_with([':', '=', '.']);
    let stands = |part: &str| stands(part, is_aside);
    let is_told = |part: &str| is_result_alone(part, statement).is_some() || stands(part);
    let is_any = |c: char| c.is_alphanumeric();
    if !folded.contains(is_any) {
        return folded.chars().all(|c| c.is_whitespace() || is_sign(c) || CUTS.contains(c) || "-()".contains(c));
    }
    let is_result = || is_result_alone(&folded, statement).is_some();
    let parts = || parts(&folded).filter(|part| part.contains(is_any));
    is_result() || parts().any(stands) && parts().all(|part| is_told(part) || is_mark(part))
}

/// Whether a remark tells a result of a statement, and nothing else but when it was measured:
/// `— 0.3% in week 1`.
pub(super) fn is_result_alone(remark: &str, statement: &str) -> Option<ResultOf> {
    let tells_when = |word: &String| {
        let is_link = qualifier(word) == Some(Qualifier::Adverb) && !LASTING.has(word);
        let is_time = TIME.meaning(word).is_some() || SINCE.has(word) || is_weekday(word);
        is_link || is_time || RESULTS.has(word) || month(word).is_some()
    };
    let result = result_in(remark, statement)?;
    (read_bound(remark).is_none() && words_beside_numbers(remark).iter().all(tells_when)).then_some(result)
}

/// The parts of a remark. A comma and a dot inside a number part nothing.
fn parts(remark: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let ends = remark.char_indices().filter(move |(at, c)| {
        let next = remark[at + c.len_utf8()..].chars().next();
        match c {
            ',' => !is_digit(next),
            '.' => next.is_none_or(char::is_whitespace),
            _ => ";()[]—–→、。；，（）【】|·".contains(*c),
        }
    });
    ends.map(|(at, c)| (at, at + c.len_utf8())).chain([(remark.len(), remark.len())]).map(move |(end, next)| {
        let part = &remark[start..end];
        start = next;
        part
    })
}

/// Whether a part of a folded remark says nothing but how something stands: `still open`,
/// `asked on 2026-03-20`, `waiting for Ann`, `owner TBD`, `2 left`.
fn stands(part: &str, may_wait: bool) -> bool {
    let (words, has_day) = without_days(words_of(part));
    let text = words.join(" ");
    is_undone(&words, may_wait) || has_day && (ASKED.has(&text) || MET.has_form(&text))
}

/// The words of a text without the signs around them.
fn words_of(text: &str) -> Vec<&str> {
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).collect()
}

/// Whether words without days say that something is not done: `still open`, `waiting for Ann`.
fn is_undone(words: &[&str], may_wait: bool) -> bool {
    let text = words.join(" ");
    let said = words.iter().position(|word| !STANDS.has(word)).unwrap_or(words.len());
    let rest = words[said..].join(" ");
    let is_open = |text: &str| {
        let opens = |word: &Words| word.has_form(text) || (text.contains(is_cjk) && word.has(text));
        [&UNDER_WAY, &UNMET, &REFUSED, &STANDS_UNDONE, &NOT_YET].into_iter().any(opens)
    };
    let is_short = words.len() <= MOST_AWAITED;
    let is_not_yet = || is_short && NOT_YET.behind(&text).any(|rest| rest.starts_with(' '));
    let is_left = matches!(words[..], [count, left] if count.parse::<u32>().is_ok() && LEFT_OVER.has(left));
    let is_said =
        || is_open(&text) || is_open(&rest) || is_not_yet() || is_short && (is_unmet(words) || says_open(&text));
    let is_seen_to = |rest: &str| rest.starts_with(|c: char| !c.is_alphanumeric() || is_cjk(c)) && says_open(rest);
    !words.is_empty() && (is_left || is_said() || may_wait && waits(words)) || SEEN_TO_BY.behind(&text).any(is_seen_to)
}

/// Whether a remark behind a statement tells, as far as that has come, that it is not met: a result
/// that breaks its bound, `— 12 so far`, or `— not yet measured`. What stands behind a colon is
/// asked for.
pub(super) fn tells_unmet(remark: &str, statement: &str) -> bool {
    let remark = fold(remark);
    let is_aside = !remark.trim_start().starts_with([':', '=', '.']);
    let is_unmet = |part: &str| {
        let is_not_yet = NOT_YET.any_opens(part.trim_start_matches(|c: char| !c.is_alphanumeric()));
        let words = without_days(words_of(part)).0;
        is_not_yet || is_undone(&words, true) || is_open_ticket(&words)
    };
    let is_broken = || result_in(&remark, statement) == Some(ResultOf::Broken);
    is_aside && remark.len() <= LONGEST && (is_broken() || parts(&remark).any(is_unmet))
}

/// Whether words say for whom something waits: `waiting for the board of Ann`, `pending legal`.
/// What is asked of others may follow the short form: `pending orders drained`.
fn waits(words: &[&str]) -> bool {
    let text = words.join(" ");
    let is_few = |rest: &str| {
        let names: Vec<&str> = rest.split_whitespace().collect();
        rest.starts_with(' ') && names.len() <= MOST_AWAITED && names_somebody(&names)
    };
    let is_pending = matches!(words, [first, name] if UNMET.has_form(first) && names_somebody(&[name]));
    is_pending || AWAITS.behind(&text).any(is_few)
}

/// Whether words may name people or things: none of them counts, qualifies, compares, or says that
/// something is done.
fn names_somebody(words: &[&str]) -> bool {
    let is_plain = |word: &&str| {
        let is_link = BESIDE.has(word) || matches!(qualifier(word), None | Some(Qualifier::Filler));
        let counts = word.contains(|c: char| c.is_numeric()) && !is_ticket_or_day(&word.to_uppercase());
        is_link && !counts && !MET.has_form(word) && NUMERALS.meaning(word).is_none() && TIME.meaning(word).is_none()
    };
    !words.is_empty() && words.iter().all(is_plain)
}

/// Words without the days among them and what leads to a day, and whether there was one.
fn without_days(words: Vec<&str>) -> (Vec<&str>, bool) {
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    let mut has_day = false;
    while at < words.len() {
        let is_day = |length: &usize| {
            let text = words[at..(at + length).min(words.len())].join(" ");
            let starts = text.starts_with(|c: char| c.is_ascii_digit()) || month(words[at]).is_some();
            starts && read_date(&text) != DateReading::None
        };
        let length = (1..=3).rev().find(is_day).or_else(|| is_weekday(words[at]).then_some(1));
        match length {
            Some(length) => {
                has_day = true;
                let leads = |word: &str| {
                    [&BESIDE, &BESIDE_NUMBERS, &SINCE, &UNTIL, &BY_DAY, &LASTING].iter().any(|it| it.has(word))
                };
                while kept.last().is_some_and(|word| leads(word)) {
                    kept.pop();
                }
                at += length;
            }
            None => {
                kept.push(words[at]);
                at += 1;
            }
        }
    }
    (kept, has_day)
}

/// What a bracket at the end of a statement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    /// Tickets, days or people, which are a remark.
    Remark,
    /// Words without a number.
    Words,
}

/// Whether a text ends by saying how many, or which, of each thing in a bracket there are, and
/// nothing else: `(14 calls, 3 mails)` beside `(calls, mail)`. `None` where one of them is not
/// there.
pub(super) fn tells_each(bracket: &str, text: &str) -> Option<bool> {
    let (bracket, text) = (fold(bracket), fold(text));
    let words = |text: &str| -> Vec<String> {
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && !"#@".contains(c)).to_owned();
        text.split(|c: char| c.is_whitespace() || ",;".contains(c)).map(bare).filter(|word| !word.is_empty()).collect()
    };
    let mut things = words(&bracket);
    things.retain(|word| !AND_SO_ON.has(word));
    let told = words(&text);
    // Each thing is there, in its order, and all between them are numbers or names of places.
    let first = things.first().and_then(|first| told.iter().rposition(|word| is_same_noun(word, first)))?;
    let is_number = |word: &str| word.parse::<u32>().is_ok_and(|count| count > 0);
    let is_mark = |word: &str| is_number(word) || word.starts_with(['#', '@']) && word.len() > 1;
    let mut left = things.iter().peekable();
    let is_other = |word: &&String| left.next_if(|thing| is_same_noun(word, thing)).is_none();
    let others: Vec<&String> = told[first..].iter().filter(is_other).collect();
    left.peek().is_none().then(|| others.iter().all(|word| is_mark(word)))
}

/// A text without the bracket at its end, with what that holds. `None` when the bracket holds a
/// number, which belongs to the statement.
pub(super) fn without_bracket(text: &str) -> Option<(&str, Bracket)> {
    let text = text.trim_end();
    let open = match text.chars().next_back()? {
        ')' => '(',
        '）' => '（',
        _ => return None,
    };
    let start = text.rfind(open)?;
    let (core, inner) = (text[..start].trim_end(), &text[start..]);
    if core.is_empty() {
        return None;
    }
    let mut parts = inner.split([',', '&', ';']).map(|part| part.trim_matches(|c: char| " ()（）".contains(c)));
    if parts.all(|part| part.starts_with('@') || is_ticket_or_day(part)) {
        return Some((core, Bracket::Remark));
    }
    (!inner.chars().any(char::is_numeric)).then_some((core, Bracket::Words))
}
