//! A sentence read once: its normal form, its words and numbers, and how each number is compared.

use super::amount::{Amount, Side, Unit, amounts};
use crate::text::{Span, fold, is_cjk};
use crate::words::Words;
use crate::words::bounds::{
    ARTICLES, BEFORE, BEHIND, Comparison, LASTING, LENGTH, MOST_WORDS, NO_WORSE, OF_TIME, PERIODS, QUIET_TIMES,
};
use crate::words::force::{AFTERWARDS, FROM, IN_FORCE, NOT_IN_FORCE, SINCE};
use crate::words::months::{is_weekday, month};
use crate::words::negations::{DENIES_BEFORE, DENIES_NOTHING, PORTUGUESE};
use crate::words::numerals::fraction;
use crate::words::qualifiers::{DIFFERENCES, PLACES, QUALIFIERS, Qualifier, is_harm, qualifier};
use crate::words::units::{PERCENT, SCALES, TIME};
use aho_corasick::{AhoCorasick, MatchKind};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// A sentence in its normal form.
pub(super) struct Sentence {
    /// The text that all places are places of.
    pub(super) text: String,
    /// Its numbers.
    pub(super) amounts: Vec<Amount>,
    /// Its words and numbers, in their order.
    pub(super) tokens: Vec<Token>,
    is_portuguese: bool,
}

/// A word without the punctuation around it, or a number with its unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// Its place in the sentence.
    pub(super) place: Span,
    /// Which of the sentence's numbers it is; `None` for a word.
    pub(super) amount: Option<usize>,
    /// Whether a sign before it parts sentences: `,` `;` `:` `(`.
    pub(super) is_parted: bool,
}

/// How a number is compared.
pub(super) struct Compared {
    comparison: Comparison,
    /// The tokens of the comparison.
    pub(super) phrase: Range<usize>,
    /// The token that denies the comparison: `does not exceed`.
    pub(super) negation: Option<usize>,
}

impl Compared {
    /// On which side of the number something lies, and whether the number belongs to that side.
    pub(super) fn side(&self) -> (Side, bool) {
        let (side, is_inclusive) = match self.comparison {
            Comparison::AtLeast => (Side::Above, true),
            Comparison::MoreThan => (Side::Above, false),
            Comparison::AtMost => (Side::Below, true),
            Comparison::LessThan => (Side::Below, false),
        };
        if self.negation.is_some() { (side.other(), !is_inclusive) } else { (side, is_inclusive) }
    }
}

impl Sentence {
    /// Reads a text.
    pub(super) fn read(text: &str) -> Sentence {
        Sentence::of_normal(normal(text))
    }

    /// Reads a text that is in its normal form.
    pub(super) fn of_normal(text: String) -> Sentence {
        let amounts = amounts(&text);
        let mut tokens = Vec::new();
        let mut at = 0;
        let mut is_parted = true;
        for (index, amount) in amounts.iter().enumerate() {
            push_words(&text, Span::new(at, amount.place.start.max(at)), &mut tokens, &mut is_parted);
            tokens.push(Token { place: amount.place, amount: Some(index), is_parted });
            is_parted = false;
            at = amount.place.end;
        }
        push_words(&text, Span::new(at, text.len()), &mut tokens, &mut is_parted);
        let is_portuguese =
            text.contains("no") && tokens.iter().any(|token| PORTUGUESE.has(&text[token.place.start..token.place.end]));
        Sentence { text, amounts, tokens, is_portuguese }
    }

    /// The text of a token.
    pub(super) fn text_of(&self, token: &Token) -> &str {
        &self.text[token.place.start..token.place.end]
    }

    /// The word at an index, when there is one and it is no number.
    pub(super) fn word(&self, index: usize) -> Option<&str> {
        self.tokens.get(index).filter(|token| token.amount.is_none()).map(|token| self.text_of(token))
    }

    /// The number at an index, when there is one.
    pub(super) fn amount(&self, index: usize) -> Option<&Amount> {
        self.tokens.get(index)?.amount.map(|amount| &self.amounts[amount])
    }

    /// The words and numbers at some indices as one text, when only spaces stand between them.
    pub(super) fn phrase(&self, range: Range<usize>) -> Option<&str> {
        let tokens = self.tokens.get(range)?;
        let (first, last) = (tokens.first()?, tokens.last()?);
        Some(&self.text[first.place.start..last.place.end])
    }

    /// The digits of a number as they are written.
    pub(super) fn digits(&self, amount: &Amount) -> &str {
        &self.text[amount.digits.start..amount.digits.end]
    }

    /// The sign before a number, however it is written.
    pub(super) fn sign(&self, amount: &Amount) -> Option<char> {
        let sign = self.text[..amount.digits.start].chars().next_back().filter(|_| amount.signed)?;
        Some(if matches!(sign, '−' | '–') { '-' } else { sign })
    }

    /// The unit of a number as it is written.
    pub(super) fn unit_text(&self, amount: &Amount) -> &str {
        self.text[amount.digits.end..amount.place.end.max(amount.digits.end)].trim_start()
    }

    /// What the word at an index says of numbers.
    pub(super) fn qualifier(&self, index: usize) -> Option<Qualifier> {
        let word = self.word(index)?;
        qualifier(word).filter(|meaning| *meaning != Qualifier::Negation || word != "no" || !self.is_portuguese)
    }

    /// Whether words stand at an index. Gives the index behind the longest ones.
    pub(super) fn phrase_at(&self, words: &Words, index: usize) -> Option<usize> {
        self.word(index)?;
        (index + 1..=index + 3).rev().find(|end| self.phrase(index..*end).is_some_and(|phrase| words.has(phrase)))
    }

    /// How the number at an index is compared.
    pub(super) fn compared(&self, index: usize) -> Option<Compared> {
        let amount = self.amount(index)?;
        let has_article = || index > 1 && self.word(index - 1).is_some_and(|word| ARTICLES.has(word));
        let (phrase, comparison) = self
            .comparison_before(index)
            .or_else(|| has_article().then(|| self.comparison_before(index - 1)).flatten())
            .or_else(|| self.comparison_behind(index, amount))?;
        let start = phrase.start.min(index);
        let is_empty = |at: usize| {
            let is_symbol = self.word(at).is_some_and(|word| !word.contains(char::is_alphanumeric));
            is_symbol || matches!(self.qualifier(at), Some(Qualifier::Filler | Qualifier::Move))
        };
        let near = (0..start).rev().find(|at| !is_empty(*at)).filter(|at| self.is_negation(*at));
        let negation = near.or_else(|| self.negation_behind(index, amount));
        Some(Compared { comparison, phrase, negation })
    }

    /// The longest comparison that ends before an index.
    fn comparison_before(&self, end: usize) -> Option<(Range<usize>, Comparison)> {
        // `≤ +2%`: the sign belongs to the number.
        let is_sign = |at: usize| matches!(self.word(at), Some("+" | "±" | "∓" | "−"));
        let end = end - usize::from(self.amount(end).is_some_and(|it| it.signed) && end > 0 && is_sign(end - 1));
        let words = (end.saturating_sub(MOST_WORDS)..end).rev().take_while(|at| self.word(*at).is_some());
        let first = words.last().unwrap_or(end);
        let is_harmful = || (0..self.tokens.len()).filter_map(|at| self.word(at)).any(is_harm);
        (first..end).find_map(|start| {
            let phrase = self.phrase(start..end)?;
            let comparison = BEFORE.meaning(phrase)?;
            (!NO_WORSE.has(phrase) || is_harmful()).then_some((start..end, comparison))
        })
    }

    /// The comparison behind a number, or behind the word that says what it counts:
    /// `5 customers or more`, `1% errors or fewer`.
    fn comparison_behind(&self, index: usize, amount: &Amount) -> Option<(Range<usize>, Comparison)> {
        let is_choice = self.qualifier(index + 2) == Some(Qualifier::Or) && self.qualifier(index + 1).is_none();
        let starts = index + 1..index + if is_choice || matches!(amount.unit, Unit::Other(_)) { 3 } else { 2 };
        let ranges = starts.flat_map(|start| (1..=MOST_WORDS).rev().map(move |length| start..start + length));
        ranges.into_iter().find_map(|range| {
            self.word(range.start)?;
            // `< 5%, at least 3`: the comparison belongs to the number behind it. `5 + 3`: a sign
            // stands by itself.
            let is_attached = self.tokens[range.start].place.start == self.tokens[range.start - 1].place.end;
            let is_free = self.amount(range.end).is_none() && (is_attached || self.word(range.start) != Some("+"));
            Some((range.clone(), BEHIND.meaning(self.phrase(range)?)?)).filter(|_| is_free)
        })
    }

    /// The word that denies what stands before it, at the end of a sentence:
    /// `überschreitet 2 % nicht`.
    fn negation_behind(&self, index: usize, amount: &Amount) -> Option<usize> {
        let at = if matches!(amount.unit, Unit::Other(_)) { index + 2 } else { index + 1 };
        let ends = self.tokens.get(at + 1).is_none_or(|next| next.is_parted);
        (ends && DENIES_BEFORE.has(self.word(at)?)).then_some(at)
    }

    /// Whether the words before an index name a time in which nothing may happen: `soak of`,
    /// `observation period`.
    pub(super) fn is_quiet_time(&self, index: usize) -> bool {
        let word = |at: usize| at.checked_sub(1).and_then(|before| self.word(before)).unwrap_or_default();
        let behind = index - usize::from(OF_TIME.has(word(index)));
        QUIET_TIMES.has(word(behind)) || (PERIODS.has(word(behind)) && QUIET_TIMES.has(word(behind - 1)))
    }

    /// The index behind the name of such a time that begins at an index: `3 days soak`,
    /// `48 h of observation`.
    pub(super) fn behind_quiet_name(&self, index: usize) -> Option<usize> {
        let word = |at: usize| self.word(at).unwrap_or_default();
        let name = index + usize::from(OF_TIME.has(word(index)));
        QUIET_TIMES.has(word(name)).then(|| name + 1 + usize::from(PERIODS.has(word(name + 1))))
    }

    /// The tokens between the signs that part sentences around a token.
    pub(super) fn clause(&self, at: usize) -> Range<usize> {
        self.between(at, |index| self.tokens[index].is_parted)
    }

    /// The tokens of a clause between the words that add something: `3 customers and 20% of users`.
    pub(super) fn part(&self, at: usize) -> Range<usize> {
        let part = self.between(at, |index| self.tokens[index].is_parted || self.adds(index));
        let is_opened = part.start < at && self.adds(part.start);
        part.start + usize::from(is_opened)..part.end
    }

    /// The tokens around a token, from one that opens something to the next such one.
    fn between(&self, at: usize, opens: impl Fn(usize) -> bool) -> Range<usize> {
        let start = (0..=at).rev().find(|index| opens(*index)).unwrap_or(0);
        let end = (at + 1..self.tokens.len()).find(|index| opens(*index)).unwrap_or(self.tokens.len());
        start..end
    }

    /// Whether a word adds what stands behind it to what stands before.
    pub(super) fn adds(&self, index: usize) -> bool {
        let Some(word) = self.word(index) else { return false };
        // `5+ customers`, `1/5`: the sign belongs to the number.
        let is_detached = || index > 0 && self.tokens[index - 1].place.end < self.tokens[index].place.start;
        match word {
            "+" => is_detached(),
            "/" => is_detached() && self.amount(index - 1).is_none(),
            _ => matches!(self.qualifier(index), Some(Qualifier::And | Qualifier::Or)) || AFTERWARDS.has(word),
        }
    }

    /// Whether a word before a number says that it does not hold, or not yet.
    pub(super) fn is_past(&self, at: usize) -> bool {
        // `planned: 50%`: the word may stand before the sign.
        let start = self.clause(at).start.saturating_sub(1).max(at.saturating_sub(3));
        (start..at).any(|index| self.word(index).is_some_and(|word| NOT_IN_FORCE.has(word)))
    }

    /// Whether the token at an index begins to say since when something is in force:
    /// `since Monday`, `from 3 April`. `From 18 years` says something else.
    pub(super) fn is_dated(&self, index: usize) -> bool {
        let is_followed = |at: usize| {
            self.amount(at).is_some_and(|amount| self.is_number_of_day(amount))
                || self.word(at).is_some_and(|word| self.is_day(word))
        };
        self.word(index).is_some_and(|word| SINCE.has(word)) || self.phrase_at(&FROM, index).is_some_and(is_followed)
    }

    /// Whether a word is of a day, or says that something is in force.
    pub(super) fn is_day(&self, word: &str) -> bool {
        IN_FORCE.has(word) || is_weekday(word) || month(word).is_some()
    }

    /// Whether a number is that of a day: `15 March`, `15.3.`
    pub(super) fn is_number_of_day(&self, amount: &Amount) -> bool {
        let is_of_month = matches!(&amount.unit, Unit::Other(word) if month(word).is_some());
        is_of_month || amount.ranged || self.digits(amount).contains('.')
    }

    /// Whether some words lead to a day: `as of`.
    pub(super) fn leads_to_day(&self, range: Range<usize>) -> bool {
        self.phrase(range).is_some_and(|words| FROM.has(words))
    }

    /// Whether the word at an index denies something.
    pub(super) fn is_negation(&self, index: usize) -> bool {
        self.qualifier(index) == Some(Qualifier::Negation)
    }

    /// All tokens.
    pub(super) fn all(&self) -> Range<usize> {
        0..self.tokens.len()
    }

    /// The tokens that say what is meant by the bound at an index: its clause, those before, and
    /// those behind as far as the next one with a number of its own: `< 2% (baseline 0.2%)`.
    pub(super) fn demand(&self, index: usize) -> Range<usize> {
        let mut end = self.clause(index).end;
        while end < self.tokens.len() {
            let next = self.clause(end);
            if next.clone().any(|at| self.amount(at).is_some()) {
                break;
            }
            end = next.end;
        }
        0..end
    }

    /// Whether some words of the sentence say that a number is an estimate.
    pub(super) fn is_vague(&self, mut range: Range<usize>) -> bool {
        let end = self.tokens.get(range.end).map_or(self.text.len(), |token| token.place.start);
        let is_vague = |index: usize| self.qualifier(index) == Some(Qualifier::Vague);
        self.text[..end].contains(['~', '≈', '≃', '∼']) || range.any(is_vague)
    }

    /// Whether the word at an index is the verb behind a German bound: `wenn sie über 2 % steigt`.
    fn ends_german_clause(&self, index: usize) -> bool {
        let Some(compared) = index.checked_sub(1).and_then(|before| self.compared(before)) else { return false };
        let is_german = |phrase: &str| PLACES.de.contains(&phrase);
        self.qualifier(index) == Some(Qualifier::Move) && self.phrase(compared.phrase).is_some_and(is_german)
    }

    /// Whether some words of the sentence measure against something else: `+20%`, `2x baseline`,
    /// `20% above normal`, `a drop of 5%`.
    pub(super) fn is_relative(&self, mut range: Range<usize>) -> bool {
        let mut amounts = range.clone().filter_map(|index| self.amount(index));
        if amounts.any(|amount| amount.signed || amount.unit == Unit::Relative) {
            return true;
        }
        let first_end = self.amounts.first().map_or(usize::MAX, |amount| amount.place.end);
        range.any(|index| {
            let Some(word) = self.word(index) else { return false };
            match self.qualifier(index) {
                Some(Qualifier::Relative) => return true,
                // `drops below 65%` gives a number; a `drop of 5%` does not.
                Some(Qualifier::Move | Qualifier::Surge) => {
                    return self.phrase_at(&PLACES, index + 1).is_none() && !self.ends_german_clause(index);
                }
                _ => {}
            }
            if self.tokens[index].place.start < first_end {
                return false;
            }
            if DIFFERENCES.has(word) {
                return self.word(index + 1) != Some("than");
            }
            // `20% above normal`, and neither `above 20%` nor `2% over the last week`.
            let is_length = || LASTING.has(word) && self.word(index + 1).is_some_and(|next| LENGTH.has(next));
            self.phrase_at(&PLACES, index).is_some_and(|end| self.amount(end).is_none() && !is_length())
        })
    }
}

/// Signs that part sentences.
const PARTING: &[char] = &[',', ';', '.', ':', '(', '—', '–', '、', '。'];

/// Signs around a word that do not belong to it.
pub(super) const PUNCTUATION: &[char] =
    &['.', ',', ';', ':', '!', '?', '"', '\'', '`', '(', ')', '*', '—', '–', '-', '=', '、', '。'];

/// Adds the words that stand in a place.
fn push_words(text: &str, place: Span, tokens: &mut Vec<Token>, is_parted: &mut bool) {
    let mut at = place.start;
    for part in text[place.start..place.end].split(' ') {
        // In front of a word it denies: `!required`.
        let word = part.trim_start_matches(|c| c != '!' && PUNCTUATION.contains(&c));
        let start = at + part.len() - word.len();
        *is_parted |= text[at..start].contains(PARTING);
        let word = if word == "!" { word } else { word.trim_end_matches(PUNCTUATION) };
        let end = start + word.len();
        if !word.is_empty() {
            tokens.push(Token { place: Span::new(start, end), amount: None, is_parted: *is_parted });
            *is_parted = word == "→" || text[end..at + part.len()].contains(PARTING);
        }
        at += part.len() + 1;
    }
}

/// Whether a text that is not folded yet may hold a digit. Many signs beyond ASCII fold to one.
pub(super) fn may_hold_a_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || !c.is_ascii())
}

/// Signs that are written in several ways.
const AS_ONE: [(&str, &str); 11] = [
    ("->", "→"),
    ("=>", "→"),
    (">=", "≥"),
    ("<=", "≤"),
    ("≧", "≥"),
    ("≦", "≤"),
    ("!<", "≥"),
    ("!>", "≤"),
    ("≮", "≥"),
    ("≯", "≤"),
    ("’", "'"),
];

/// The text folded, with entities decoded, and with signs of comparison written in one way and set
/// apart. Words of Chinese and Japanese that say something of a number are set apart, too.
pub(super) fn normal(text: &str) -> String {
    let mut folded = fold(&with_decimals(decoded(text)));
    let is_sign = |c: char| "-=<>≧≦≤≥≮≯→’'".contains(c);
    if folded.contains(is_sign) {
        for (old, new) in AS_ONE {
            if folded.contains(old) {
                folded = folded.replace(old, new);
            }
        }
        folded = set_apart(&folded);
    }
    if folded.contains('/') {
        folded = with_rates(folded);
    }
    if folded.contains(is_cjk) { with_spaces(&folded) } else { folded }
}

/// What is counted apart from the time in which it is: `60 tickets/week` as `60 tickets /week`.
fn with_rates(text: String) -> String {
    let is_rate = |at: &usize| {
        let behind = &text[at + 1..];
        let unit = &behind[..behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len())];
        text[..*at].ends_with(char::is_alphabetic) && TIME.meaning(unit).is_some()
    };
    match text.match_indices('/').map(|(at, _)| at).find(is_rate) {
        Some(at) => [&text[..at], " ", &text[at..]].concat(),
        None => text,
    }
}

/// Spaces around signs of comparison, and behind what French leaves out: `n'excède` becomes
/// `n' excède`.
fn set_apart(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 4);
    let mut letters = (' ', ' ');
    for c in text.chars() {
        match c {
            '<' | '>' | '≤' | '≥' | '→' => spaced.extend([' ', c, ' ']),
            '\'' if !letters.0.is_alphanumeric() && matches!(letters.1, 'd' | 'l' | 'n') => spaced.push_str("' "),
            _ => spaced.push(c),
        }
        letters = (letters.1, c);
    }
    spaced
}

/// The words of Chinese and Japanese that are set apart.
static CJK: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let bounds = [&BEFORE, &BEHIND].into_iter().flat_map(|table| table.rows().iter().map(|(_, words)| words));
    let units = [&TIME, &SCALES].into_iter().flat_map(|table| table.rows().iter().map(|(_, words)| words));
    let qualifiers = QUALIFIERS.rows().iter().map(|(_, words)| words);
    let others = [&LASTING, &PERCENT, &QUIET_TIMES, &DENIES_NOTHING];
    let all = bounds.chain(units).chain(qualifiers).chain(others).flat_map(|words| [words.ja, words.zh]);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(all.flatten())
        .expect("a few hundred short words make a small automaton")
});

/// Spaces between scripts, and around the words of Chinese and Japanese that say something of a
/// number.
fn with_spaces(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for found in CJK.find_iter(text) {
        push_scripts(&text[at..found.start()], &mut spaced);
        spaced.extend([" ", &text[found.range()], " "]);
        at = found.end();
    }
    push_scripts(&text[at..], &mut spaced);
    spaced
}

fn push_scripts(text: &str, spaced: &mut String) {
    let mut before = None;
    for c in text.chars() {
        if before.is_some_and(|before| is_cjk(before) != is_cjk(c)) {
            spaced.push(' ');
        }
        spaced.push(c);
        before = Some(c);
    }
}

/// A text with its fractions as decimals: `½` as `0.5`, `1½` as `1.5`.
fn with_decimals(text: Cow<str>) -> Cow<str> {
    if text.is_ascii() || !text.contains(|c| fraction(c).is_some()) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        let Some((part, whole)) = fraction(c) else {
            out.push(c);
            continue;
        };
        let decimal = format!("{:.4}", f64::from(part) / f64::from(whole));
        out.push_str(if out.ends_with(|c: char| c.is_ascii_digit()) { &decimal[1..] } else { &decimal });
    }
    Cow::Owned(out)
}

/// The text with its entities as the signs that they stand for: `&lt;`, `&#60;`.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        let name = &rest[..rest
            .bytes()
            .take(LONGEST_ENTITY)
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            .count()];
        match entity(name).filter(|_| rest[name.len()..].starts_with(';')) {
            Some(sign) => {
                out.push(sign);
                rest = &rest[name.len() + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

const LONGEST_ENTITY: usize = 8;

/// The sign that an entity stands for.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']).map(|number| u32::from_str_radix(number, 16));
        return char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "le" | "leq" => '≤',
        "ge" | "geq" => '≥',
        "amp" => '&',
        "nbsp" => '\u{a0}',
        "percnt" => '%',
        "plus" => '+',
        "euro" => '€',
        "pound" => '£',
        "yen" => '¥',
        _ => return None,
    })
}
