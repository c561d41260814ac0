//! Numbers with their units, bounds such as `error rate < 2%`, and counts, as plans write them. What can be meant in two ways is not read: the
//! rules that compare numbers would rather say nothing than something wrong.

use super::duration::seconds_in;
use crate::text::{Span, fold};

/// What a number is a number of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing stands behind it.
    Bare,
    /// A share, in percent.
    Percent,
    /// A time. The number is one of seconds, whatever was written.
    Time,
    /// An amount of money, by the sign of its currency.
    Money(String),
    /// A difference or a multiple, which only says something beside another number: `2x`, `3 points`.
    Relative,
    /// Anything else, by its first word: `a` of `30 a week`.
    Other(String),
}

impl Unit {
    /// The unit in words, for those that are known well enough to say that two of them differ.
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Unit::Bare => Some("a bare number"),
            Unit::Percent => Some("a percentage"),
            Unit::Time => Some("a time"),
            Unit::Money(_) => Some("an amount of money"),
            Unit::Relative | Unit::Other(_) => None,
        }
    }
}

/// A number with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The number, times in seconds, `5k` as 5000.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// Its place in the folded text, a currency's sign before it and the known unit behind it included.
    pub place: Span,
    /// A sign stands before it: `+20%`.
    pub signed: bool,
    /// It is one end of a range: `10-25%`.
    pub ranged: bool,
}

/// The numbers in a folded text. Digits that are a part of a name are none: `p95`, `5xx`, `SLO-12`, `7-day`.
pub fn amounts(folded: &str) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    let mut scales: Vec<f64> = Vec::new();
    let mut at = 0;
    let mut opens_range = false;
    while let Some(start) = folded[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let continues_range = opens_range && folded[at..start].chars().all(|c| c == ' ' || is_dash(c));
        opens_range = false;
        let end = number_end(folded, start);
        let before = &folded[..start];
        if !continues_range && is_in_word(before) {
            at = word_end(folded, end);
            continue;
        }
        let digits = &folded[start..end];
        let Some((unit, scale, unit_end)) = unit_behind(folded, end) else {
            at = word_end(folded, end);
            continue;
        };
        at = unit_end.max(end);
        let Some(value) = number(digits) else { continue };
        let (unit, number_start) = match currency_before(before) {
            Some((sign, start)) if matches!(unit, Unit::Bare | Unit::Other(_)) => (Unit::Money(sign), start),
            _ => (unit, start),
        };
        let signed = !continues_range && before.ends_with(['+', '-', '−', '–', '±', '∓']);
        let rest = folded[at..].trim_start();
        opens_range = rest.starts_with(is_dash) && rest.trim_start_matches(is_dash).trim_start().starts_with(is_digit);
        let place = Span::new(number_start, at);
        found.push(Amount { value: value * scale, unit, place, signed, ranged: continues_range || opens_range });
        scales.push(scale);
    }
    // `10-25%`: the unit behind the second number is the first one's, too.
    for index in (1..found.len()).rev() {
        if found[index - 1].ranged && found[index].ranged && found[index - 1].unit == Unit::Bare {
            found[index - 1].unit = found[index].unit.clone();
            found[index - 1].value *= scales[index];
        }
    }
    found
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '‐')
}

/// Where the digits end that begin at a place. A point or a comma between digits belongs to them.
fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while let Some(byte) = bytes.get(end) {
        let joins = matches!(byte, b'.' | b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !byte.is_ascii_digit() && !joins {
            break;
        }
        end += 1;
    }
    end
}

/// Whether what stands before a digit makes it a part of a word: `p95`, `#12`, `SLO-12`.
fn is_in_word(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    let joined = is_dash(last) && before[..before.len() - last.len_utf8()].ends_with(char::is_alphanumeric);
    last.is_alphabetic() || matches!(last, '_' | '#') || joined
}

fn word_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.')).unwrap_or(rest.len())
}

/// `1,000` is a thousand, `2,5` two and a half. Digits with several points are a version or a date.
fn number(digits: &str) -> Option<f64> {
    let groups: Vec<&str> = digits.split(',').collect();
    let is_thousands = groups.len() > 1
        && groups[0] != "0"
        && groups[1..].iter().enumerate().all(|(index, group)| {
            let whole = if index + 2 == groups.len() { group.split('.').next().unwrap_or(group) } else { group };
            whole.len() == 3
        });
    let plain = if is_thousands { digits.replace(',', "") } else { digits.replace(',', ".") };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The unit behind a number, what it multiplies the number by, and where it ends. `None` when the digits begin a word: `5xx`, `1st`, `7-day`.
fn unit_behind(text: &str, end: usize) -> Option<(Unit, f64, usize)> {
    let behind = &text[end..];
    let attached: &str = &behind[..behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len())];
    if matches!(attached, "xx" | "st" | "nd" | "rd" | "th") {
        return None;
    }
    if behind.starts_with('-') && behind[1..].starts_with(char::is_alphabetic) {
        return None;
    }
    // `$1.2m`: behind a currency an `m` is no minute.
    if matches!(attached, "m" | "mn" | "bn" | "million")
        && currency_before(text[..end].trim_end_matches(|c: char| is_digit(c) || ".,".contains(c))).is_some()
    {
        let scale = if attached == "bn" { 1e9 } else { 1e6 };
        return Some((Unit::Bare, scale, end + attached.len()));
    }
    if attached == "k" {
        let (unit, scale, unit_end) = unit_behind(text, end + 1)?;
        return Some((unit, scale * 1000.0, unit_end));
    }
    let rest = behind.trim_start();
    let start = text.len() - rest.len();
    let Some(first) = rest.chars().next() else { return Some((Unit::Bare, 1.0, end)) };
    if first == '‰' {
        return Some((Unit::Percent, 0.1, start + first.len_utf8()));
    }
    if first == '%' {
        let more = rest[1..].trim_start_matches(['-', ' ']);
        let unit = if more.starts_with("point") { Unit::Relative } else { Unit::Percent };
        return Some((unit, 1.0, start + 1));
    }
    if let Some(sign) = currency(first) {
        return Some((Unit::Money(sign.to_owned()), 1.0, start + first.len_utf8()));
    }
    if matches!(first, '×' | '/') || first.is_ascii_digit() {
        // `30/min` is a rate: its word belongs to the unit.
        let rate: String = rest.chars().take_while(|c| *c == '/' || c.is_alphanumeric()).collect();
        let unit = if first == '×' {
            Unit::Relative
        } else {
            Unit::Other(if first == '/' { rate } else { first.to_string() })
        };
        return Some((unit, 1.0, end));
    }
    let word = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    if word.is_empty() {
        return Some((Unit::Bare, 1.0, end));
    }
    let word_end = start + word.len();
    if let Some(seconds) = seconds_in(word) {
        return Some((Unit::Time, seconds, word_end));
    }
    let money = CURRENCY_WORDS.iter().find(|(code, _)| *code == word);
    Some(match word {
        _ if money.is_some() => (Unit::Money(money.map_or("", |(_, sign)| sign).to_owned()), 1.0, word_end),
        "percent" if !rest[word.len()..].trim_start().starts_with("point") => (Unit::Percent, 1.0, word_end),
        "pct" => (Unit::Percent, 1.0, word_end),
        "percent" | "percentage" | "pp" | "ppt" | "pts" | "pt" | "point" | "points" | "bp" | "bps" | "x" | "times"
        | "fold" | "sigma" | "σ" => (Unit::Relative, 1.0, word_end),
        _ => (Unit::Other(word.to_owned()), 1.0, end),
    })
}

/// Codes of currencies, folded, with the signs that mean the same.
const CURRENCY_WORDS: &[(&str, &str)] =
    &[("usd", "$"), ("dollar", "$"), ("dollars", "$"), ("eur", "€"), ("euro", "€"), ("euros", "€"), ("gbp", "£")];

fn currency(c: char) -> Option<&'static str> {
    ["$", "€", "£", "¥", "₹"].into_iter().find(|sign| sign.starts_with(c))
}

/// The currency before a number, and where it begins.
fn currency_before(before: &str) -> Option<(String, usize)> {
    let text = before.trim_end();
    let by_sign = text.chars().next_back().and_then(|last| Some((currency(last)?, last.len_utf8())));
    let by_word = || {
        let (code, sign) = CURRENCY_WORDS.iter().find(|(code, _)| text.ends_with(code))?;
        let kept = &text[..text.len() - code.len()];
        (!kept.ends_with(char::is_alphanumeric)).then_some((*sign, code.len()))
    };
    by_sign.or_else(by_word).map(|(sign, length)| (sign.to_owned(), text.len() - length))
}

/// Whether a text says in words that a value is to be held: `must stay below 1%`, `at least 99.5%`.
pub fn is_to_hold(text: &str) -> bool {
    let text = normal(text);
    [
        "stay", "remain", "keep", "kept", "hold", "at least", "at most", "no more than", "not above", "not below",
        "not exceed",
    ]
    .iter()
    .any(|words| text.contains(words))
}

/// The percentages in a folded text, with what stands behind each: `10-25 % of users` has 10 and 25.
pub fn percentages(folded: &str) -> impl Iterator<Item = (f64, &str)> {
    let shares = amounts(folded).into_iter().filter(|amount| amount.unit == Unit::Percent && amount.value <= 100.0);
    shares.map(|amount| (amount.value, &folded[amount.place.end..]))
}

/// On which side of a number something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It is more.
    Above,
    /// It is less.
    Below,
}

/// What a text says of a number that something stays on one side of, or leaves: `error rate < 2%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The words before, those that say nothing left out: what is measured.
    pub subject: Vec<String>,
    /// On which side of the number.
    pub side: Side,
    /// Whether the number itself belongs to that side: `at least 2%`.
    pub inclusive: bool,
    /// The number.
    pub amount: Amount,
    /// The words behind: `of`, `sessions`.
    pub tail: Vec<String>,
}

impl Bound {
    /// Whether a value of the same unit lies on the bound's side.
    pub fn holds(&self, value: f64) -> bool {
        let number = self.amount.value;
        match self.side {
            Side::Above => is_more(value, number) || (self.inclusive && !is_more(number, value)),
            Side::Below => is_more(number, value) || (self.inclusive && !is_more(value, number)),
        }
    }

    /// Whether a value that meets this bound may still be one at which `trigger` goes off: `< 5%` lets pass what `exceeds 2%` does not.
    pub fn lets_pass(&self, trigger: &Bound) -> bool {
        match (self.side, trigger.side) {
            (Side::Below, Side::Above) => is_more(self.amount.value, trigger.amount.value),
            (Side::Above, Side::Below) => is_more(trigger.amount.value, self.amount.value),
            _ => false,
        }
    }

    /// Whether two bounds are clearly about the same thing in the same unit. For how long something lasts makes no difference; any other word does.
    pub fn is_about_the_same(&self, other: &Bound) -> bool {
        let lasts = |tail: &[String]| {
            let begins = matches!(tail.first().map(String::as_str), Some("for" | "over" | "sustained"));
            tail.is_empty() || (begins && tail.iter().all(|word| is_word_of_length(word)))
        };
        let is_same_tail = self.tail == other.tail || (lasts(&self.tail) && lasts(&other.tail));
        !self.subject.is_empty()
            && self.subject == other.subject
            && self.amount.unit == other.amount.unit
            && self.amount.unit != Unit::Relative
            && is_same_tail
    }
}

/// Whether one number is more than another, by more than what is lost when `300 ms` becomes seconds.
fn is_more(one: f64, other: f64) -> bool {
    one - other > (one.abs() + other.abs()) * 1e-9
}

/// Whether a word belongs to one such as `for at least 3 consecutive days`.
fn is_word_of_length(word: &str) -> bool {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').len();
    let unit = &word[digits..];
    (digits > 0 && unit.is_empty())
        || seconds_in(unit).is_some()
        || matches!(
            word,
            "for"
                | "over"
                | "sustained"
                | "at"
                | "least"
                | "more"
                | "than"
                | "the"
                | "a"
                | "an"
                | "full"
                | "whole"
                | "consecutive"
                | "last"
                | "past"
                | "any"
        )
}

/// A phrase that stands before a number, the side that it names, and whether the number belongs to it.
type Comparison = (&'static str, Side, bool);

/// The comparisons that are read, longer ones first.
const COMPARISONS: &[Comparison] = &[
    ("greater than or equal to", Side::Above, true),
    ("less than or equal to", Side::Below, true),
    ("no more than", Side::Below, true),
    ("not more than", Side::Below, true),
    ("no greater than", Side::Below, true),
    ("no higher than", Side::Below, true),
    ("no less than", Side::Above, true),
    ("not less than", Side::Above, true),
    ("no fewer than", Side::Above, true),
    ("no lower than", Side::Above, true),
    ("more than", Side::Above, false),
    ("greater than", Side::Above, false),
    ("higher than", Side::Above, false),
    ("less than", Side::Below, false),
    ("fewer than", Side::Below, false),
    ("lower than", Side::Below, false),
    ("at least", Side::Above, true),
    ("at most", Side::Below, true),
    ("up to", Side::Below, true),
    ("minimum of", Side::Above, true),
    ("maximum of", Side::Below, true),
    (">", Side::Above, false),
    ("≥", Side::Above, true),
    ("<", Side::Below, false),
    ("≤", Side::Below, true),
    ("exceeds", Side::Above, false),
    ("exceed", Side::Above, false),
    ("exceeding", Side::Above, false),
    ("above", Side::Above, false),
    ("over", Side::Above, false),
    ("reaches", Side::Above, true),
    ("min", Side::Above, true),
    ("minimum", Side::Above, true),
    ("below", Side::Below, false),
    ("under", Side::Below, false),
    ("max", Side::Below, true),
    ("maximum", Side::Below, true),
];

/// Whether a word of a sentence does not tell what is measured.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "is"
            | "are"
            | "be"
            | "was"
            | "stays"
            | "stay"
            | "remains"
            | "remain"
            | "keeps"
            | "keep"
            | "kept"
            | "metric"
            | "metrics"
            | "guardrail"
            | "guardrails"
            | "does"
            | "do"
            | "must"
            | "should"
            | "shall"
            | "will"
            | "goes"
            | "go"
            | "gets"
            | "get"
            | "drops"
            | "drop"
            | "falls"
            | "fall"
            | "dips"
            | "dip"
            | "rises"
            | "rise"
            | "climbs"
            | "climb"
            | "increases"
            | "increase"
            | "decreases"
            | "decrease"
    )
}

fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "never" | "no" | "cannot" | "can't" | "doesn't" | "don't" | "isn't" | "won't" | "without")
}

/// Reads the first bound of a text. `None` where it is not one plain number: a difference, an estimate, a range.
pub fn read_bound(text: &str) -> Option<Bound> {
    // Most sentences have no number, and are not looked at any closer.
    if may_hold_a_number(text) { bound_in(&normal(text)) } else { None }
}

/// Reads the first bound of a text in its normal form.
fn bound_in(text: &str) -> Option<Bound> {
    let amounts = amounts(text);
    if amounts.is_empty() {
        return None;
    }
    let words = words(text);
    let (index, comparison, amount) = (0..words.len()).find_map(|index| comparison_at(&words, index, &amounts))?;
    if amount.ranged || amount.signed || is_vague(text, &words) || is_relative(&words, &amounts) {
        return None;
    }
    let mut subject: Vec<&str> = words[..index].iter().map(|(_, word)| *word).collect();
    // `Roll back if the error rate …`: what is measured comes after the condition.
    let opens =
        matches!(subject.first(), Some(&("if" | "when" | "whenever" | "roll" | "rollback" | "revert" | "abort")));
    if let Some(condition) = subject.iter().rposition(|word| matches!(*word, "if" | "when" | "whenever"))
        && opens
    {
        subject.drain(..=condition);
    }
    subject.retain(|word| !is_filler(word) && word.contains(char::is_alphanumeric));
    let (_, mut side, mut inclusive) = *comparison;
    // `does not exceed`, `never drops below`: the other side.
    if subject.last().is_some_and(|word| is_negation(word)) {
        subject.pop();
        side = if side == Side::Above { Side::Below } else { Side::Above };
        inclusive = !inclusive;
    }
    if subject.iter().any(|word| is_negation(word)) {
        return None;
    }
    let tail = words.iter().filter(|(start, _)| *start >= amount.place.end);
    let tail = tail.map(|(_, word)| *word).take_while(|word| *word != "→").map(str::to_owned).collect();
    let subject = subject.into_iter().map(|word| singular(word).to_owned()).collect();
    Some(Bound { subject, side, inclusive, amount: amount.clone(), tail })
}

/// The comparison that begins at a word, with the number right behind it.
fn comparison_at<'a>(
    words: &[(usize, &str)],
    index: usize,
    amounts: &'a [Amount],
) -> Option<(usize, &'static Comparison, &'a Amount)> {
    let first = words.get(index)?.1;
    let behind = |phrase: &str| {
        let mut at = index + 1;
        for word in phrase.strip_prefix(first)?.split(' ').skip(1) {
            if words.get(at)?.1 != word {
                return None;
            }
            at += 1;
        }
        let is_whole = phrase.as_bytes().get(first.len()).is_none_or(|byte| *byte == b' ');
        words.get(at).filter(|_| is_whole).map(|(start, _)| *start)
    };
    let letter = first.chars().next()?;
    let alike = COMPARISONS.iter().filter(|(phrase, _, _)| phrase.starts_with(letter));
    let (comparison, start) = alike.into_iter().find_map(|known| Some((known, behind(known.0)?)))?;
    let next = amounts.partition_point(|amount| amount.place.start < start);
    amounts.get(next).filter(|amount| amount.place.start == start).map(|amount| (index, comparison, amount))
}

/// Whether a text that is not folded yet may hold a digit. Many signs beyond ASCII fold to one.
fn may_hold_a_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || !c.is_ascii())
}

/// All bounds that must hold together: `error rate < 2% and latency < 300 ms`. None where one would do.
pub fn bounds_that_all_hold(text: &str) -> Vec<Bound> {
    if !may_hold_a_number(text) {
        return Vec::new();
    }
    let text = normal(text);
    if text.contains(" or ") && !text.contains(" or equal to ") {
        return Vec::new();
    }
    text.split(" and ").flat_map(|part| part.split(';')).filter_map(read_bound).collect()
}

/// The bounds of which each would do: `error rate > 2% or latency > 1 s`.
pub fn bounds_that_each_suffice(text: &str) -> Vec<Bound> {
    if !may_hold_a_number(text) {
        return Vec::new();
    }
    let text = normal(text).replace(" or equal to ", " or-equal-to ");
    text.split(" or ").flat_map(|part| part.split(';')).filter_map(read_bound).collect()
}

/// The text folded, with signs of comparison written in one way and set apart.
fn normal(text: &str) -> String {
    let mut folded = fold(text);
    let is_sign = |c: char| matches!(c, '&' | '-' | '=' | '<' | '>' | '≧' | '≦' | '≤' | '≥' | '→' | '’');
    if !folded.contains(is_sign) {
        return folded;
    }
    for (old, new) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&le;", "≤"),
        ("&ge;", "≥"),
        ("->", "→"),
        ("=>", "→"),
        (">=", "≥"),
        ("<=", "≤"),
        ("≧", "≥"),
        ("≦", "≤"),
        ("’", "'"),
        // What `bounds_that_each_suffice` has hidden from itself.
        (" or-equal-to ", " or equal to "),
    ] {
        if folded.contains(old) {
            folded = folded.replace(old, new);
        }
    }
    let mut spaced = String::with_capacity(folded.len() + 4);
    for c in folded.chars() {
        if matches!(c, '<' | '>' | '≤' | '≥' | '→') {
            spaced.extend([' ', c, ' ']);
        } else {
            spaced.push(c);
        }
    }
    spaced
}

/// The words of a folded text, with their places, without the punctuation around them.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in text.split(' ') {
        let word = part.trim_start_matches(PUNCTUATION);
        let start = at + part.len() - word.len();
        let word = word.trim_end_matches(PUNCTUATION);
        at += part.len() + 1;
        if !word.is_empty() {
            found.push((start, word));
        }
    }
    found
}

const PUNCTUATION: &[char] = &['.', ',', ';', ':', '!', '?', '"', '\'', '`', '(', ')', '*', '—', '–', '-', '='];

/// `tickets` and `ticket` are the same thing.
fn singular(word: &str) -> &str {
    let stem = word.strip_suffix('s').unwrap_or(word);
    if stem.len() >= 3 && !stem.ends_with(['s', 'u', 'i']) { stem } else { word }
}

/// Whether a folded text, which has these words, says that its number is an estimate.
fn is_vague(text: &str, words: &[(usize, &str)]) -> bool {
    text.contains(['~', '≈', '≃', '∼'])
        || words.iter().any(|(_, word)| {
            matches!(
                *word,
                "about"
                    | "approx"
                    | "approximately"
                    | "around"
                    | "roughly"
                    | "circa"
                    | "ca"
                    | "estimated"
                    | "est"
                    | "tbd"
            )
        })
}

/// Whether a word says that a number is measured against another one.
fn is_comparative(word: &str) -> bool {
    matches!(
        word,
        "baseline"
            | "control"
            | "relative"
            | "vs"
            | "versus"
            | "compared"
            | "delta"
            | "δ"
            | "change"
            | "changes"
            | "deviation"
            | "regression"
            | "growth"
            | "uplift"
            | "reduction"
            | "worse"
            | "better"
            | "faster"
            | "slower"
            | "usual"
            | "normal"
            | "current"
            | "previous"
            | "double"
            | "doubles"
            | "doubled"
            | "twice"
            | "half"
            | "triple"
            | "increased"
            | "decreased"
            | "by"
            | "std"
            | "stddev"
            | "decline"
            | "degradation"
    )
}

/// Whether a word says that something moves.
fn is_move(word: &str) -> bool {
    matches!(
        word,
        "increase"
            | "increases"
            | "decrease"
            | "decreases"
            | "drop"
            | "drops"
            | "rise"
            | "rises"
            | "fall"
            | "falls"
            | "dip"
            | "dips"
            | "climb"
            | "climbs"
            | "spike"
            | "spikes"
            | "jump"
            | "jumps"
    )
}

/// Whether a folded text with these words and amounts measures against something else: `+20%`, `2x baseline`, `20% above normal`, `a drop of 5%`.
fn is_relative(words: &[(usize, &str)], amounts: &[Amount]) -> bool {
    if words.iter().any(|(_, word)| matches!(*word, "wow" | "mom" | "yoy" | "dod" | "wow." | "mom." | "yoy.")) {
        return true;
    }
    if amounts.iter().any(|amount| amount.signed || amount.unit == Unit::Relative) {
        return true;
    }
    let is_start = |index: usize| {
        let number_at = |start: &usize| amounts.binary_search_by_key(start, |amount| amount.place.start);
        words.get(index).is_some_and(|(start, _)| number_at(start).is_ok())
    };
    words.iter().enumerate().any(|(index, (start, word))| {
        let next = words.get(index + 1).map_or("", |(_, word)| *word);
        let before_number = is_start(index + 1);
        let behind_number = amounts.first().is_some_and(|amount| amount.place.end <= *start);
        match *word {
            word if is_comparative(word) => true,
            // `drops below 65%` gives a number; a `drop of 5%` does not.
            word if is_move(word) => !matches!(next, "below" | "above" | "under" | "over" | "beyond"),
            "higher" | "lower" | "more" | "less" | "fewer" => next != "than" && behind_number,
            // `20% above normal`, and not `above 20%`.
            "over" if matches!(next, "the" | "a" | "any" | "last" | "past") => false,
            "above" | "below" | "under" | "over" => behind_number && !before_number,
            _ => false,
        }
    })
}

/// Whether a threshold gives a number at all, in digits or in words.
pub fn gives_number(text: &str) -> bool {
    let text = normal(text);
    !amounts(&text).is_empty()
        || words(&text).iter().any(|(_, word)| {
            matches!(
                *word,
                "any"
                    | "no"
                    | "none"
                    | "zero"
                    | "one"
                    | "two"
                    | "three"
                    | "four"
                    | "five"
                    | "six"
                    | "seven"
                    | "eight"
                    | "nine"
                    | "ten"
                    | "double"
                    | "doubles"
                    | "twice"
                    | "half"
                    | "halves"
                    | "triple"
                    | "triples"
            )
        })
}

/// The unit of a value in a table. `None` when there is no number, when the numbers have several units, when one of them is zero, which needs no
/// unit, and when the value is a difference.
pub fn unit_of(text: &str) -> Option<Unit> {
    let text = normal(&split_remarks(text).0);
    let found = amounts(&text);
    let (first, rest) = found.split_first()?;
    let is_clear = !is_relative(&words(&text), &found) && found.iter().all(|amount| amount.value != 0.0);
    (is_clear && rest.iter().all(|other| other.unit == first.unit)).then(|| first.unit.clone())
}

/// A value of a table that is one plain number, with the words around it. `None` for bounds, estimates, ranges and differences.
pub fn read_plain(text: &str) -> Option<(Amount, Vec<String>)> {
    let kept = normal(&split_remarks(text).0);
    let found = amounts(&kept);
    let [amount] = &found[..] else { return None };
    let all = words(&kept);
    let compares = (0..all.len()).any(|index| comparison_at(&all, index, &found).is_some());
    if compares || amount.signed || is_vague(&kept, &all) || is_relative(&all, &found) {
        return None;
    }
    let own = all.iter().filter(|(start, _)| *start < amount.place.start || *start >= amount.place.end);
    let remarks = normal(&split_remarks(text).1);
    let around = own.chain(&words(&remarks)).map(|(_, word)| (*word).to_owned()).collect();
    Some((amount.clone(), around))
}

/// A text as it stands outside of parentheses, and inside.
fn split_remarks(text: &str) -> (String, String) {
    let (mut outside, mut inside) = (String::new(), String::new());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '（' => {
                depth += 1;
                inside.push(' ');
                outside.push(' ');
            }
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(c),
            _ => outside.push(c),
        }
    }
    (outside, inside)
}

/// How many are meant: at least, and at most where there is an upper end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The lower end.
    pub least: u64,
    /// The upper end.
    pub most: Option<u64>,
}

impl Count {
    /// Whether a number lies within.
    pub fn includes(self, number: u64) -> bool {
        number >= self.least && self.most.is_none_or(|most| number <= most)
    }
}

/// Reads how many of something a text asks for: `5-10 customers`, `8`, `up to 10 customers`, `at least 5`. `None` when it counts something else
/// than `nouns` (folded), or says more than a number.
pub fn read_count(text: &str, nouns: &[&str]) -> Option<Count> {
    let text = normal(text);
    let all = words(&text);
    if text.contains(['%', '/']) || is_vague(&text, &all) {
        return None;
    }
    let amounts = amounts(&text);
    let whole = |amount: &Amount| {
        let is_count = matches!(amount.unit, Unit::Bare | Unit::Other(_)) && !amount.signed;
        (is_count && amount.value.fract() == 0.0 && amount.value < 1e9).then_some(amount.value as u64)
    };
    let numbers: Vec<u64> = amounts.iter().map(whole).collect::<Option<_>>()?;
    let (first, last) = (amounts.first()?, amounts.last()?);
    let word_list = |from: usize, to: usize| -> Vec<&str> {
        all.iter().filter(|(start, _)| *start >= from && *start < to).map(|(_, word)| *word).collect()
    };
    let before = word_list(0, first.place.start);
    let between = word_list(first.place.end, last.place.start);
    let mut behind = word_list(last.place.end, text.len() + 1);
    let opens = |words: &[&str]| words.iter().all(|word| matches!(*word, "the" | "exactly" | "all"));
    let comparison = (0..all.len()).find_map(|index| comparison_at(&all, index, &amounts));
    let count = match (&numbers[..], comparison) {
        ([least, most], None) => {
            let is_range = first.ranged && last.ranged
                || between == ["to"] && before.is_empty()
                || between == ["and"] && before == ["between"];
            let is_alone = before.is_empty() || before == ["between"];
            (is_range && is_alone && least <= most).then_some(Count { least: *least, most: Some(*most) })?
        }
        ([number], Some((0, (_, side, inclusive), _))) => {
            let step = u64::from(!inclusive);
            match side {
                Side::Above => Count { least: number + step, most: None },
                Side::Below => Count { least: 0, most: Some(number.saturating_sub(step)) },
            }
        }
        ([number], None) if opens(&before) => {
            let least = |most: Option<u64>| Count { least: *number, most };
            if text[last.place.end..].starts_with('+') {
                behind.retain(|word| *word != "+");
                least(None)
            } else if behind.starts_with(&["or", "more"]) || behind.starts_with(&["and", "more"]) {
                behind.drain(..2);
                least(None)
            } else if behind.starts_with(&["or", "fewer"]) || behind.starts_with(&["or", "less"]) {
                behind.drain(..2);
                Count { least: 0, most: Some(*number) }
            } else {
                least(Some(*number))
            }
        }
        _ => return None,
    };
    let noun = behind.iter().position(|word| nouns.contains(word));
    let joins = |word: &&str| {
        matches!(
            *word,
            "with"
                | "of"
                | "from"
                | "at"
                | "in"
                | "for"
                | "per"
                | "and"
                | "by"
                | "or"
                | "more"
                | "additional"
                | "each"
                | "every"
        )
    };
    let rates =
        |word: &&str| matches!(*word, "per" | "each" | "every" | "more" | "additional" | "then" | "plus" | "or" | "a");
    let clear = match noun {
        None => behind.is_empty(),
        Some(noun) => !behind[..noun].iter().any(joins) && !behind[noun..].iter().any(rates),
    };
    clear.then_some(count)
}

/// The pairs of `9 of 8` and `9 out of 8` in a text.
pub fn read_parts(text: &str) -> Vec<(u64, u64)> {
    if !may_hold_a_number(text) {
        return Vec::new();
    }
    let text = normal(text);
    if !text.contains("of") {
        return Vec::new();
    }
    let amounts = amounts(&text);
    let whole = |amount: &Amount| {
        let is_count = matches!(amount.unit, Unit::Bare | Unit::Other(_)) && !amount.signed && !amount.ranged;
        (is_count && amount.value.fract() == 0.0 && amount.value < 1e9).then_some(amount.value as u64)
    };
    let pair = |pair: &[Amount]| {
        // `1 000`: a space between the thousands makes another number of it.
        if text[pair[1].place.end..].trim_start_matches([' ', '\u{202f}']).starts_with(is_digit) {
            return None;
        }
        let between = text[pair[0].place.end..pair[1].place.start].trim();
        let joined = matches!(between, "of" | "of the" | "out of" | "out of the");
        Some((whole(&pair[0])?, whole(&pair[1])?)).filter(|_| joined)
    };
    amounts.windows(2).filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |amount: &Amount| {
            let signs = format!("{}{}", if amount.signed { "±" } else { "" }, if amount.ranged { "…" } else { "" });
            format!("{signs}{} {:?}", amount.value, amount.unit)
        };
        amounts(&fold(text)).iter().map(show).collect()
    }

    #[test]
    fn numbers_are_read_with_their_units() {
        assert_eq!(shown("0.4%"), ["0.4 Percent"]);
        assert_eq!(shown("2,5 % of 1,000 users"), ["2.5 Percent", "1000 Other(\"users\")"]);
        assert_eq!(shown("10–25%"), ["…10 Percent", "…25 Percent"]);
        assert_eq!(shown("10 - 25 percent"), ["…10 Percent", "…25 Percent"]);
        assert_eq!(shown("300ms, 2 s, 5 min"), ["0.3 Time", "2 Time", "300 Time"]);
        assert_eq!(shown("1-2 h"), ["…3600 Time", "…7200 Time"]);
        assert_eq!(shown("$1,200.50 or 5 EUR"), ["1200.5 Money(\"$\")", "5 Money(\"€\")"]);
        assert_eq!(shown("$5k per 10k"), ["5000 Money(\"$\")", "10000 Bare"]);
        assert_eq!(
            shown("+20%, 2x, 3 percentage points, 3 %-points"),
            ["±20 Percent", "2 Relative", "3 Relative", "3 Relative"]
        );
        assert_eq!(shown("５％"), ["5 Percent"]);
        assert_eq!(shown("2026-03-12"), ["…2026 Bare", "…3 Bare", "…12 Bare"]);
    }

    #[test]
    fn digits_of_names_are_no_numbers() {
        for text in ["p95", "5xx", "SLO-12", "a 7-day average", "#12", "Q2", "1st", "P0/P1", "v1.2.3", "1.2.3"] {
            assert!(shown(text).is_empty(), "{text}: {:?}", shown(text));
        }
    }

    fn bound(text: &str) -> Option<String> {
        let bound = read_bound(text)?;
        let side = if bound.side == Side::Above { ">" } else { "<" };
        let inclusive = if bound.inclusive { "=" } else { "" };
        let (subject, tail) = (bound.subject.join(" "), bound.tail.join(" "));
        Some(format!("{subject} {side}{inclusive} {} [{tail}]", bound.amount.value))
    }

    #[test]
    fn bounds_are_read_as_people_say_them() {
        for (text, wanted) in [
            ("Error rate < 5%", "error rate < 5 []"),
            ("Error rate &lt;5%", "error rate < 5 []"),
            ("The error rate stays below 5 %.", "error rate < 5 []"),
            ("✅ Error rate — below 5 %", "error rate < 5 []"),
            ("Guardrail metric error rate exceeds 2%", "error rate > 2 []"),
            ("Error rate does not exceed 2%", "error rate <= 2 []"),
            ("Conversion never drops below 3%", "conversion >= 3 []"),
            ("Conversion: at least 2%", "conversion >= 2 []"),
            ("Support tickets ≤ 30 a week", "support ticket <= 30 [a week]"),
            ("p95 latency >= 300ms", "p95 latency >= 0.3 []"),
            (
                "Roll back if the error rate rises above 2% for 10 minutes → page on-call",
                "error rate > 2 [for 10 minutes]",
            ),
            ("no more than 5 crashes", " <= 5 [crashes]"),
            ("Error rate less than or equal to 2%", "error rate <= 2 []"),
        ] {
            assert_eq!(bound(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_no_bound() {
        for text in [
            "Error rate", "Error rate 5%", "Error rate < ~5%", "Error rate about 5%", "Error rate within 1-2%",
            "Error rate < 1-2%", "Error rate > +20%", "Error rate > 2x baseline", "Error rate 20% above normal",
            "Error rate increases by more than 5%", "A drop of more than 5%", "No customer with error rate > 5%",
            "Error rate < [X%]", "over and over again", "", "<",
        ] {
            assert_eq!(bound(text), None, "{text}");
        }
    }

    #[test]
    fn bounds_are_compared_only_when_they_speak_of_the_same() {
        let conflict = |exit: &str, trigger: &str| {
            let triggers = bounds_that_each_suffice(trigger);
            let exits = bounds_that_all_hold(exit);
            exits.iter().any(|exit| triggers.iter().any(|other| exit.is_about_the_same(other) && exit.lets_pass(other)))
        };
        for (exit, trigger) in [
            ("Error rate < 5%", "Error rate exceeds 2%"),
            ("Error rates < 5% for 7 days", "Guardrail metric error rate > 2% for more than 10 minutes"),
            ("Latency under 1 s and error rate at most 5%", "Crash rate > 1% or error rate > 2%"),
            ("p95 latency < 1 s", "p95 latency > 900 ms"),
            ("Conversion at least 2%", "Conversion drops below 3%"),
            ("Error rate does not exceed 5%", "Roll back when error rate goes above 2%"),
        ] {
            assert!(conflict(exit, trigger), "{exit} / {trigger}");
        }
        for (exit, trigger) in [
            ("Error rate < 2%", "Error rate exceeds 2%"),
            ("Error rate ≤ 2%", "Error rate ≥ 2%"),
            ("Latency < 300 ms", "Latency > 0.3 s"),
            ("Error rate < 1%", "Error rate exceeds 2%"),
            ("Checkout error rate < 5%", "Error rate exceeds 2%"),
            ("Error rate < 5%", "Error rate exceeds 2% in the EU"),
            ("Error rate < 5 s", "Error rate exceeds 2%"),
            ("Error rate > 5%", "Error rate exceeds 2%"),
            ("Error rate < 5% or conversion > 3%", "Error rate exceeds 2%"),
            ("Error rate < 5%", "Error rate exceeds 2% and traffic > 1000"),
            ("Error rate < 5%", "Error rate > 2x baseline"),
            ("Support tickets < 60 a week", "Support tickets > 30 a day"),
            ("Conversion at least 4%", "Conversion drops below 3%"),
            ("< 5%", "> 2%"),
        ] {
            assert!(!conflict(exit, trigger), "{exit} / {trigger}");
        }
    }

    #[test]
    fn thresholds_without_any_number_are_told_from_those_with_one() {
        for text in ["> 1%", "2x", "any data loss", "> zero", "twice the baseline", "5", "p95 > 1s", "500kb"] {
            assert!(gives_number(text), "{text}");
        }
        for text in ["high", "see the dashboard", "SEV1", ">", "P0 bug", "SLO-12", "5xx", "—"] {
            assert!(!gives_number(text), "{text}");
        }
    }

    #[test]
    fn units_are_known_or_not_told() {
        assert_eq!(unit_of("> 1% (7-day average of 1000 orders)"), Some(Unit::Percent));
        assert_eq!(unit_of("≤ 300 ms"), Some(Unit::Time));
        assert_eq!(unit_of("5-10%"), Some(Unit::Percent));
        assert_eq!(unit_of("42"), Some(Unit::Bare));
        for text in ["0%", "+5%", "2x baseline", "20% above normal", "1% for 5 min", "none", "3 points", ""] {
            assert_eq!(unit_of(text), None, "{text}");
        }
        assert_eq!(unit_of("30 a week").and_then(|unit| unit.name()), None);
    }

    #[test]
    fn counts_are_read_when_they_count_the_right_thing() {
        let count = |text: &str| {
            let count = read_count(text, &["customer", "customers"])?;
            Some((count.least, count.most))
        };
        for (text, wanted) in [
            ("5-10 customers", (5, Some(10))),
            ("5 – 10", (5, Some(10))),
            ("5 to 10 friendly customers", (5, Some(10))),
            ("between 5 and 10 customers", (5, Some(10))),
            ("8 customers", (8, Some(8))),
            ("Exactly 8", (8, Some(8))),
            ("up to 10 customers", (0, Some(10))),
            ("at most 10", (0, Some(10))),
            ("fewer than 10", (0, Some(9))),
            ("at least 5", (5, None)),
            ("≥ 5 customers", (5, None)),
            ("5+ customers", (5, None)),
            ("5 or more customers", (5, None)),
        ] {
            assert_eq!(count(text), Some(wanted), "{text}");
        }
        for text in [
            "~8 customers", "about 8", "8-10 customers, more later", "20% of users", "200 users",
            "3-5 repositories of other teams", "5 users from customers", "8 customers with 3 users each",
            "3 customers per week", "10-5 customers", "customers", "8 customers (about 200 users)", "1.5 customers",
            "2026-03-12", "",
        ] {
            assert_eq!(count(text), None, "{text}");
        }
    }

    #[test]
    fn parts_of_a_whole_are_read() {
        assert_eq!(read_parts("9 of 8 alpha users successful"), [(9, 8)]);
        assert_eq!(read_parts("at least 3 out of the 5 customers"), [(3, 5)]);
        for text in
            ["9 of [8]", "5% of 3", "8 of many", "day 7 of a 5-day trial", "9/8", "10 of 8-12", "3 weeks of 2", ""]
        {
            assert_eq!(read_parts(text), [], "{text}");
        }
    }
}
