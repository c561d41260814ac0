//! Remarks beside the words of a statement: what is cut off from them, and what takes them back.

use crate::plan::date::{DateReading, read_date};
use crate::plan::measure::{Purpose, percentile, read_bound, result_in, unit_of, without_leads};
use crate::plan::value::is_reference;
use crate::text::{behind_hyphens, fold, is_cjk, is_drawn, places_of};
use crate::words::Words;
use crate::words::decisions::is_bare_denial;
use crate::words::evidence::{POINTERS, RUNS};
use crate::words::force::{
    NOT_IN_FORCE, SHORT, SINCE, WAIVED, clauses, ends_with_form, is_denied, is_out_of_force, is_restricted, is_timed,
    is_void, opens_with_form,
};
use crate::words::negations::NEGATIONS;
use crate::words::not_applicable::{Means, NOT_APPLICABLE};
use crate::words::places::is_one_part;
use crate::words::qualifiers::{PERCENTILES, Qualifier, STATISTICS, is_harm, qualifier};
use crate::words::remarks::{
    ABOVE_BOUND, AFFIRMS, BELOW_BOUND, BESIDE, BESIDE_NUMBERS, BEYOND, BEYOND_SILENT, CAUTIONS, EXPECTATIONS, FIRED,
    LATE, LEFT_OVER, MET, NO_MORE, NONE, NONE_OF, NOT_ALL, NOT_DONE, OPPOSITES, REFUSED, RESULTS, SO_FAR, TAKES_BACK,
    TAKES_BACK_ALONE, UNMET, WITHOUT,
};
use crate::words::stands::{NEEDS, NOTHING};
use crate::words::units::TIME;
use alarm::delays;
use counts::{counts_denied, denies, leaves_enough, leaves_few};
use opening::opens_undone;
use std::ops::Range;

mod alarm;
mod counts;
mod opening;

/// What stands beside the unbroken words of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// A remark, or nothing.
    Remark,
    /// Something that takes the words back, or goes on with them.
    TakenBack,
}

/// Signs that cut a remark off from what it is about.
pub(super) const CUTS: &str = "—–―:;,.…([{→←⇒⟶↦=≈≃»‣、。：；，（「『【〔〈《|¦·・⋅∙•※†‡§";

/// Signs with which a number is reckoned, where another one follows.
const FACTORS: &str = "×✕✖⨉÷·⋅∙∗➗➕➖*^x";

/// What stands in a text beside the words of a statement, in words and by its kind. `None` when the
/// words of the statement do not stand there unbroken, or follow words that belong to them.
pub(super) fn beside(statement: &str, text: &str, purpose: Purpose) -> Option<(Beside, String)> {
    let (statement, folded) = (fold(statement), fold(text));
    if statement.is_empty() {
        return None;
    }
    let is_own = |at: &Range<usize>| {
        is_whole(&folded, at.start, at.end)
            && !says_more(&folded[at.start..at.end], &folded[at.end..])
            && !has_sign_before(&folded[..at.start])
    };
    let found = places_of(&folded, &statement).into_iter().filter(is_own);
    let kinds = found.filter_map(|at| {
        let (before, behind) = (&folded[..at.start], &folded[at.end..]);
        if !is_cut_off_before(before, text) {
            return None;
        }
        // A comma that stands in no number parts, whatever follows it: `无故障，14 天内`.
        let is_comma = behind.starts_with(',') && !folded[..at.end].ends_with(|c: char| c.is_ascii_digit());
        let is_cut = is_comma || is_remark(behind) || is_mark_or_name(behind, text);
        let undoes = |remark: &str| match purpose {
            // `No open bugs: none`
            Purpose::Hold if NONE.has(bare(remark)) && denies(&statement) => false,
            Purpose::Hold if leaves_enough(bare(remark), &statement) => false,
            Purpose::Hold if leaves_few(bare(remark), &statement, takes_back) => false,
            Purpose::Hold => {
                counts_denied(bare(remark), &statement)
                    || goes_beyond(remark, &statement).unwrap_or_else(|| takes_back_beside(remark, &statement))
            }
            _ => {
                let is_part = || is_restricted(remark) || is_one_part(bare(remark)) || is_timed(remark);
                delays(remark, &statement) || is_out_of_force(remark) || is_part()
            }
        };
        let changes = |remark: &str| undoes(remark) || takes_one_of_many(remark, &statement, purpose);
        let is_kept = is_cut && !changes(before) && !changes(behind);
        Some((if is_kept { Beside::Remark } else { Beside::TakenBack }, [before, " ", behind].concat()))
    });
    kinds.min_by_key(|(kind, _)| *kind != Beside::Remark)
}

/// So many signs are tried as the beginning of a remark at the most. No person writes so many
/// behind a statement.
const MOST_HEADS: usize = 40;

/// The beginnings of a text that a remark may follow, the longest first, with what the remark does.
pub(super) fn heads(text: &str) -> impl Iterator<Item = (&str, Beside)> {
    let cuts = text.char_indices().rev().filter(|(at, c)| {
        let rest = &text[*at..];
        let is_cut = CUTS.contains(*c) || rest.starts_with(" -");
        is_cut && is_remark(rest) && !says_more(&text[..*at], &text[text[..*at].trim_end().len()..])
    });
    cuts.take(MOST_HEADS).map(|(at, _)| {
        let kind = if takes_back_beside(&fold(&text[at..]), text[..at].trim_end()) {
            Beside::TakenBack
        } else {
            Beside::Remark
        };
        (text[..at].trim_end(), kind)
    })
}

/// Whether a text behind a statement stands apart from it: a sign cuts it off, or it is a ticket, a
/// day or a name. `text` is all of it.
pub(super) fn is_apart(behind: &str, text: &str) -> bool {
    is_remark(behind) || is_mark_or_name(behind, text)
}

/// Whether a text behind a statement is cut off from it by a sign, or shows nothing but signs.
pub(super) fn is_remark(behind: &str) -> bool {
    let rest = behind.trim_start();
    let is_parted = rest.len() < behind.len();
    if !rest.chars().any(char::is_alphanumeric) {
        return true;
    }
    let Some(first) = rest.chars().next() else { return true };
    let follows_digit = rest[first.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    match first {
        // `1.5` and `1,000` are one number.
        '.' | ',' if !is_parted && follows_digit => false,
        '-' => is_parted && behind_hyphens(rest).is_some(),
        '/' | '*' | '×' => is_parted && rest[first.len_utf8()..].starts_with(char::is_whitespace),
        _ => CUTS.contains(first) || is_drawn(first),
    }
}

/// Whether a sign of mathematics says something of the words beside it: `≠`, `¬`, `≥`. Others are
/// dashes, dots and crosses, or tell a result.
fn is_mathematical(c: char) -> bool {
    matches!(c, '¬' | '±' | '\u{2200}'..='\u{22ff}' | '\u{2a00}'..='\u{2aff}') && !"−∼≈≃⋅∙∗".contains(c)
}

/// Whether the sign right behind a statement goes on with it: a sign of mathematics, or behind a
/// number another end of its range, a factor, a power, a unit or a time that it is counted in.
pub(super) fn says_more(statement: &str, behind: &str) -> bool {
    let rest = behind.trim_start();
    let Some(sign) = rest.chars().next() else { return false };
    if sign.is_alphabetic() && sign != 'x' {
        return false;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let is_parted = rest.len() < behind.len();
    let next = &rest[sign.len_utf8()..];
    let is_spaced = next.starts_with(char::is_whitespace);
    let precedes_number = || next.trim_start_matches([sign, ' ', '\u{fe0f}']).starts_with(is_digit);
    let is_number = || statement.split_whitespace().rev().take(2).any(|word| word.contains(is_digit));
    // Nobody multiplies a share by a share: it is a result.
    let is_share = || {
        let number = next.trim_start_matches([sign, ' ', '\u{fe0f}']);
        let behind = number.trim_start_matches(|c: char| is_digit(c) || matches!(c, '.' | ',')).trim_start();
        statement.ends_with('%') && behind.starts_with('%')
    };
    is_mathematical(sign)
        || is_number()
            && match sign {
                '%' | '‰' | '‱' | '°' | '$' | '€' | '£' | '¥' | '₹' => true,
                '-' | '–' | '−' | '‒' => !is_parted && next.starts_with(is_digit),
                '~' | '〜' | '∼' => is_parted == is_spaced && precedes_number(),
                '+' if !is_parted => true,
                '0'..='9' => !is_parted,
                '·' => !is_parted && precedes_number(),
                '/' => next.split_whitespace().next().is_some_and(|unit| TIME.meaning(unit).is_some()),
                _ => FACTORS.contains(sign) && precedes_number() && !(is_parted && is_spaced && is_share()),
            }
}

/// Whether the sign before a statement says something of it: `¬ Error rate < 1%`, `> 5 customers`.
fn has_sign_before(before: &str) -> bool {
    let signs = before.trim_end();
    let says = |c: char| is_mathematical(c) || "<>~≈≃".contains(c);
    let is_arrow = || signs.ends_with("->") || signs.ends_with("=>");
    signs.ends_with(says) && !is_arrow() || signs.ends_with('!') && !signs.contains(char::is_alphanumeric)
}

/// Whether the words at a place begin and end there. Scripts without spaces have no such borders.
pub(super) fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let is_border = |one: Option<char>, other: Option<char>| {
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
        !(is_word(one) && is_word(other))
    };
    let last_before = text[..start].chars().next_back();
    let first_behind = text[end..].chars().next();
    let splits_number = |before: Option<char>, behind: &str| {
        before.is_some_and(|c| c.is_ascii_digit())
            && behind.strip_prefix(['.', ',']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    is_border(last_before, text[start..].chars().next())
        && is_border(text[..end].chars().next_back(), first_behind)
        && !splits_number(text[..end].chars().next_back(), &text[end..])
}

/// Whether the words before a statement do not belong to it: a sign cuts them off, or they are a
/// mark, a ticket, a day.
fn is_cut_off_before(before: &str, text: &str) -> bool {
    let words = before.trim_end();
    if !words.chars().any(char::is_alphanumeric) {
        return true;
    }
    let is_cut = words.ends_with(|c: char| CUTS.contains(c) || c == ')' || c == ']' || c == '）');
    let is_dash = words.trim_end_matches('-').ends_with(' ');
    // A login alone is the one who sees to it.
    let is_login = words.split_whitespace().all(|word| word.len() > 1 && word.starts_with('@'));
    is_cut || is_dash || is_login || is_ticket_or_day(first_words(text, words.split(' ').count()))
}

/// So many words from the start of a text.
fn first_words(text: &str, count: usize) -> &str {
    let end = text
        .split_whitespace()
        .nth(count - 1)
        .map_or(text.len(), |word| word.as_ptr() as usize - text.as_ptr() as usize + word.len());
    &text[..end]
}

/// So many words from the end of a text.
fn last_words(text: &str, count: usize) -> &str {
    let from = text.split_whitespace().rev().nth(count - 1);
    from.map_or(text, |word| &text[word.as_ptr() as usize - text.as_ptr() as usize..])
}

/// Whether a text behind a statement is a ticket, a day or a name, or tells with whom or when.
fn is_mark_or_name(behind: &str, text: &str) -> bool {
    let count = behind.split_whitespace().count();
    if count == 0 {
        return true;
    }
    let words = last_words(text, count);
    if is_ticket_or_day(words) {
        return true;
    }
    let own = words.split(|c: char| CUTS.contains(c)).next().unwrap_or(words);
    let mut own_words = own.split_whitespace();
    let is_named = |word: &str| {
        let mut letters = word.trim_start_matches(['@', '#']).chars();
        let first = letters.next();
        word.starts_with(['@', '#']) || first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
    };
    // `#431`, `v2.4.1`, `2.4.1`, `PR 431`, `SHOP-12`, and nothing else behind it.
    let is_numbered = |rest: &[&str]| {
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let is_version = |word: &str| {
            let bare = word.strip_prefix(['v', 'V']).unwrap_or(word);
            bare.split('.').all(digits) && (bare.len() < word.len() || bare.contains('.'))
        };
        let is_ticket = |word: &str| RUNS.has(&fold(word)) || POINTERS.has(&fold(word));
        let is_key = |word: &str| is_reference(word) && word.contains(char::is_alphabetic);
        match rest {
            [only] => is_version(only) || only.strip_prefix('#').is_some_and(digits) || is_key(only),
            [first, second] => is_ticket(first) && digits(second.trim_start_matches('#')),
            _ => false,
        }
    };
    let first = own_words.next().map(fold).unwrap_or_default();
    let rest: Vec<&str> = own_words.collect();
    if BESIDE.has(&first) && rest.first().is_some_and(|word| is_named(word)) {
        return true;
    }
    let is_past = || SINCE.has(&first) && is_ticket_or_day(&rest.join(" "));
    let all: Vec<&str> = words.split_whitespace().skip(1).collect();
    if is_past() || BESIDE_NUMBERS.has(&first) && is_numbered(&all) {
        return true;
    }
    // A name alone: `@priya`, `Priya Nair`.
    own.split_whitespace().all(|word| word.starts_with('@'))
}

/// A text without the ticket, the day or the login in front of it: `PAY-31: `, `[2026-03-12]`.
/// `None` where none stands there, or nothing behind it.
pub(super) fn behind_mark(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let is_mark = |count: &usize| {
        let words = first_words(text, *count);
        let is_login = || *count == 1 && words.len() > 1 && words.starts_with('@');
        words.split_whitespace().count() == *count && (is_login() || is_ticket_or_day(words))
    };
    let mark = first_words(text, (1..=MOST_OF_MARK).find(is_mark)?);
    let rest =
        text[mark.len()..].trim_start_matches(|c: char| c.is_whitespace() || CUTS.contains(c) || "-)]".contains(c));
    rest.contains(char::is_alphanumeric).then_some(rest)
}

/// The most words of a mark: `16 March 2026`.
const MOST_OF_MARK: usize = 3;

pub(super) fn is_ticket_or_day(words: &str) -> bool {
    let bare = words.trim_matches(|c: char| c.is_whitespace() || "()[]:,".contains(c));
    let is_number = bare.strip_prefix('#').is_some_and(|number| number.parse::<u64>().is_ok());
    let is_one = !bare.contains(char::is_whitespace);
    (is_one && (is_number || is_reference(bare))) || read_date(bare) != DateReading::None
}

/// Whether a remark says nothing but that something bad is over: `no longer blocked`.
fn is_over(remark: &str) -> bool {
    let is_bad = |rest: &str| {
        let mut clauses = clauses(rest);
        let (Some(clause), None) = (clauses.next(), clauses.next()) else { return false };
        [&REFUSED, &UNMET, &LEFT_OVER].iter().any(|words| opens_with_form(&clause, words))
    };
    NO_MORE.behind(remark).filter_map(|rest| rest.strip_prefix(' ')).any(is_bad)
}

/// Whether a remark says of what is more than was asked for, or of what was late, that it is met,
/// and says nothing else: `stretch goal also met`.
fn is_met_beyond(remark: &str) -> bool {
    let is_bad = |word: &str| [&LEFT_OVER, &REFUSED, &UNMET, &WAIVED].iter().any(|words| words.has_form(word));
    let is_said = |rest: &str, is_named: bool| {
        let words = rest.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let Some(met) = words.iter().position(|word| MET.has_form(word)) else { return false };
        let is_silent = |word: &&str| BEYOND_SILENT.has(word) || word.starts_with(|c: char| c.is_ascii_digit());
        let names = |word: &&str| is_named && qualifier(word).is_none() && !is_bad(word);
        let ends = words[met + 1..].iter().find(|word| !is_silent(word));
        let denies = |word: &&str| {
            let meaning = qualifier(word);
            matches!(meaning, Some(Qualifier::Negation | Qualifier::Exception | Qualifier::Condition)) || is_bad(word)
        };
        words[..met].iter().all(|word| is_silent(word) || names(word))
            && ends.is_none_or(|word| BESIDE.has(word))
            && !words[met + 1..].iter().any(denies)
    };
    let behind = |words: &Words| words.behind(remark).filter_map(|rest| rest.strip_prefix(' ')).collect::<Vec<_>>();
    behind(&BEYOND).into_iter().any(|rest| is_said(rest, true))
        || behind(&LATE).into_iter().any(|rest| is_said(rest, false))
}

/// Whether a remark says nothing but that a bound was never hit: `never hit so far`.
fn was_never_hit(remark: &str) -> bool {
    let mut clauses = clauses(remark);
    let (Some(clause), None) = (clauses.next(), clauses.next()) else { return false };
    let Some((first, rest)) = clause.split_first() else { return false };
    let text = rest.join(" ");
    let ends = |rest: &str| rest.is_empty() || SO_FAR.has(rest.trim_start());
    NEGATIONS.has(first) && FIRED.behind(&text).any(ends)
}

/// Whether a clause says that something more is needed: `needs Maria`, and not `needs no rework`.
/// What needs a version or a number is described.
fn needs_more(clause: &[&str]) -> bool {
    let text = clause.join(" ");
    let is_more = |rest: &str| {
        let is_none = |word: &str| NEGATIONS.has(word) || NONE.has(word) || NOTHING.has(word);
        rest.starts_with(' ') && !rest.split_whitespace().any(is_none) && !rest.contains(|c: char| c.is_ascii_digit())
    };
    clause.len() <= SHORT && NEEDS.behind(&text).any(is_more)
}

/// Whether a clause leaves out a part of those who use something: `without the EU`.
fn leaves_out(clause: &[&str]) -> bool {
    clause.split_first().is_some_and(|(first, rest)| WITHOUT.has(first) && is_one_part(&rest.join(" ")))
}

/// A remark without the signs that cut it off.
fn bare(remark: &str) -> &str {
    remark.trim_matches(|c: char| c.is_whitespace() || CUTS.contains(c) || "-)]）】".contains(c))
}

/// Whether a remark says that a value went beyond the bound of a statement: `exceeded`.
/// `Some(false)` when it denies that.
fn goes_beyond(remark: &str, statement: &str) -> Option<bool> {
    let says = |words: &Words| {
        let is_word = |word: &&str| words.has_form(word) || (word.contains(is_cjk) && words.any_in(word));
        // `exceeded expectations` speaks of them.
        let is_of_others = |word: &&str| EXPECTATIONS.has(word) || (word.contains(is_cjk) && EXPECTATIONS.any_in(word));
        let says = |clause: &Vec<&str>| {
            [clause.first(), clause.last()].into_iter().flatten().any(is_word) && !clause.iter().any(is_of_others)
        };
        clauses(remark).find(says)
    };
    let (above, below) = (says(&ABOVE_BOUND), says(&BELOW_BOUND));
    if above.is_none() && below.is_none() {
        return None;
    }
    let clause = if read_bound(statement)?.is_upper() { above } else { below };
    Some(!is_denied(&clause?))
}

/// Whether a clause says that something is not met: `pas faite`, `incompleta`, `not signed`.
pub(super) fn is_unmet(clause: &[&str]) -> bool {
    let Some((last, before)) = clause.split_last() else { return false };
    let is_opposite = |word: &str| {
        let mut bare = OPPOSITES.iter().filter_map(|start| word.strip_prefix(start));
        bare.any(|rest| MET.has_form(rest))
    };
    let is_denied_met = || before.last().is_some_and(|word| NEGATIONS.has(word)) && MET.has_form(last);
    is_denied_met() || is_opposite(clause[0]) || (is_opposite(last) && !is_denied(before))
}

/// Whether a clause says that a ticket is not done: `BUG-7 still open`.
pub(super) fn is_open_ticket(clause: &[&str]) -> bool {
    let is_ticket = |word: &&str| {
        let parts = word.split_once('-');
        parts.is_some_and(|(key, number)| key.starts_with(char::is_alphabetic) && number.parse::<u64>().is_ok())
    };
    let Some((last, before)) = clause.split_last() else { return false };
    LEFT_OVER.has(last) && before.iter().any(is_ticket) && !is_denied(before)
}

/// Whether a remark takes back a statement. A number that keeps its bound wins over the words that
/// lead to it, and that a bound was never hit says that it was kept.
fn takes_back_beside(remark: &str, statement: &str) -> bool {
    let is_kept = || without_leads(remark, statement).is_some_and(|rest| !takes_back(&rest));
    let is_upper = || read_bound(statement).is_some_and(|bound| bound.is_upper());
    takes_back(remark) && !is_kept() && !(was_never_hit(remark) && is_upper())
}

/// Whether a remark takes back what it stands beside: by its first word, by the last word of a
/// short part of it, or by what it says is left.
fn takes_back(remark: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric();
    if has_undone_part(remark) {
        return true;
    }
    if !remark.contains(is_word) {
        return TAKES_BACK.signs.iter().any(|sign| remark.contains(sign));
    }
    let text = remark.trim_matches(|c: char| !is_word(c));
    let begins = |words: &str| {
        text.strip_prefix(words).is_some_and(|rest| {
            let goes_on = rest.starts_with(|c: char| is_word(c) && !is_cjk(c));
            !goes_on || words.ends_with(is_cjk)
        })
    };
    if is_met_beyond(text) {
        return false;
    }
    if NEGATIONS.has(text) || TAKES_BACK_ALONE.has(text) || is_bare_denial(text) {
        return true;
    }
    let inflected = [&REFUSED, &UNMET, &WAIVED];
    if AFFIRMS.iter().any(begins) || says_none_is_left(text) || is_over(text) {
        return false;
    }
    if opens_undone(text) {
        return true;
    }
    let mut words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !is_word(c)));
    let counts = words.next().is_some_and(|first| first.parse::<f64>().is_ok_and(|count| count > 0.0));
    let is_left = counts && words.next().is_some_and(|word| LEFT_OVER.has(word));
    let is_inapplicable = || NOT_APPLICABLE.words().any(|(word, means)| means == Means::Anywhere && begins(word));
    let opens = |clause: &[&str]| {
        let mut beginnings = (1..=clause.len().min(3)).map(|length| clause[..length].join(" "));
        beginnings.any(|beginning| inflected.iter().any(|words| words.has_form(&beginning)))
    };
    let is_clause = |(index, clause): (usize, Vec<&str>)| {
        let is_first = index == 0 && (is_void(&clause) || opens(&clause) || needs_more(&clause));
        is_first
            || is_unmet(&clause)
            || leaves_out(&clause)
            || is_open_ticket(&clause)
            || ends_with_form(&clause, &UNMET)
            || ends_with_form(&clause, &WAIVED)
    };
    // `⚠️ Denmark open`; without the sign a shop may be open there.
    let is_cautioned = || {
        let is_cautious = CAUTIONS.signs.iter().any(|sign| remark.contains(sign));
        is_cautious && clauses(text).any(|clause| ends_with_form(&clause, &LEFT_OVER))
    };
    let begins_so = || inflected.iter().chain([&&TAKES_BACK]).any(|words| words.iter().any(begins));
    is_left
        || begins_so()
        || is_cautioned()
        || NOT_ALL.any_in(text)
        || is_inapplicable()
        || is_restricted(text)
        || is_one_part(text)
        || clauses(text).enumerate().any(is_clause)
}

/// Whether a remark says which of many values keeps the bound of a statement: `on average`,
/// `(p50)`, where the statement said nothing of that, or asked for more of them: `p95`. One that
/// tells what was measured, or where, changes nothing.
fn takes_one_of_many(remark: &str, statement: &str, purpose: Purpose) -> bool {
    let is_link =
        |word: &&&str| RESULTS.has(word) || matches!(qualifier(word), Some(Qualifier::Adverb | Qualifier::Filler));
    let asked = || share_of_values(&statement.split_whitespace().collect::<Vec<_>>());
    let is_one = |word: &str| share_of_values(&[word]).is_some();
    let is_said = clauses(remark).any(|clause| {
        let first = clause.iter().find(|word| !is_link(word)).copied().unwrap_or_default();
        let is_last = || clause.len() <= SHORT && clause.last().is_some_and(|last| is_one(last));
        let is_less = || asked().is_none_or(|asked| share_of_values(&clause).is_some_and(|share| share < asked));
        (is_one(first) || is_last()) && is_less() && !clause.iter().any(|word| POINTERS.has(word))
    });
    // An alarm may be measured against something else: `> 2x baseline`.
    let has_bound = || match purpose {
        Purpose::Hold => read_bound(statement).is_some(),
        _ => statement.contains(|c: char| c.is_ascii_digit()),
    };
    // `p95 latency 240 ms` beside an error rate is about something else.
    let is_about_other = || {
        let (measured, bound) = (unit_of(remark), read_bound(statement).map(|bound| bound.amount.unit));
        measured.is_some() && bound.is_some() && measured != bound
    };
    is_said && has_bound() && result_in(remark, statement).is_none() && !is_about_other()
}

/// So many per cent of the values keep a bound by what some words say: 95 by `p95`, about half of
/// them by `average`, and more by a percentile without a number.
fn share_of_values(words: &[&str]) -> Option<f64> {
    let words = || words.iter().flat_map(|word| word.split('-'));
    let is_named = words().any(|word| PERCENTILES.has(word));
    let shares = words().filter_map(|word| {
        let is_statistic = || STATISTICS.has(word) || (word.contains(is_cjk) && STATISTICS.any_in(word));
        match percentile(word).filter(|_| is_named || word.starts_with('p')) {
            None if PERCENTILES.has(word) => Some(51.0),
            None => is_statistic().then_some(50.0),
            share => share,
        }
    });
    shares.reduce(f64::max)
}

/// Whether a part of a remark has a sign that it is not done, `EU ✅, US ❌`, which nothing before
/// denies: `12 ✅ 0 ❌`.
fn has_undone_part(remark: &str) -> bool {
    NOT_DONE.iter().any(|sign| {
        remark.match_indices(sign).any(|(at, _)| {
            let before = remark[..at].split_whitespace().next_back().unwrap_or_default();
            let word = before.trim_matches(|c: char| !c.is_alphanumeric());
            !(word == "0" || NEGATIONS.has(word) || NONE.has(word) || NOT_IN_FORCE.has(word))
        })
    })
}

/// Whether a remark says that there is none of what would be bad: `pending items: none`,
/// `failed tests: 0`, `不具合なし`, `没有错误`. `Reviews: none` says the opposite.
fn says_none_is_left(text: &str) -> bool {
    let is_none = |count: &str| NONE.has(count) || count == "0";
    if let Some((what, _)) = text.rsplit_once([':', '：']).filter(|(_, count)| is_none(count.trim())) {
        let first = what.split_whitespace().next().unwrap_or_default();
        return is_harm(what) || [&LEFT_OVER, &REFUSED, &UNMET, &WAIVED].iter().any(|words| words.has_form(first));
    }
    let behind = || NONE.ja.iter().chain(NONE.zh).find_map(|none| text.strip_suffix(none));
    let what = behind().or_else(|| NONE_OF.iter().find_map(|none| text.strip_prefix(none)));
    what.is_some_and(|what| is_harm(what) || WAIVED.has(what.trim()))
}
