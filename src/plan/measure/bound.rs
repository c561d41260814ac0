//! What a text says of a number that something stays on one side of, or leaves: `error rate < 2%`.

use super::amount::{Amount, Side, Unit};
use super::sentence::{Sentence, may_hold_a_number, normal};
use crate::text::{Memo, remembered};
use crate::words::bounds::{BEHIND, EQUAL, HOLD, LASTING, LENGTH, MOST_WORDS, SUSTAINED};
use crate::words::metrics::{ALERT, BASELINE, THRESHOLD, WATCHING};
use crate::words::numerals::{NUMERALS, Numeral, SOME};
use crate::words::qualifiers::{OPENINGS, Qualifier};
use crate::words::remarks::RESULTS;
use crate::words::tables::BESIDE_STATEMENTS;
use crate::words::units::TIME;
use std::cell::RefCell;
use std::rc::Rc;

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
    /// The words and numbers behind: `of`, `sessions`.
    pub tail: Vec<String>,
    /// Whether the words behind only say for how long: `for 10 minutes`.
    is_tail_a_length: bool,
}

impl Bound {
    /// At least a number, which nothing else is said of.
    pub(super) fn at_least(amount: Amount) -> Bound {
        let (subject, tail) = (Vec::new(), Vec::new());
        Bound { subject, side: Side::Above, inclusive: true, amount, tail, is_tail_a_length: false }
    }

    /// Whether a value of the same unit lies on the bound's side.
    pub fn holds(&self, value: f64) -> bool {
        let number = self.amount.value;
        match self.side {
            Side::Above => is_more(value, number) || (self.inclusive && !is_more(number, value)),
            Side::Below => is_more(number, value) || (self.inclusive && !is_more(value, number)),
        }
    }

    /// Whether it lies above what is meant: `< 2%`.
    pub(crate) fn is_upper(&self) -> bool {
        self.side == Side::Below
    }

    /// Whether a value that meets this bound may still be one at which `trigger` goes off: `< 5%`
    /// lets pass what `exceeds 2%` does not.
    pub(crate) fn lets_pass(&self, trigger: &Bound) -> bool {
        match (self.side, trigger.side) {
            (Side::Below, Side::Above) => is_more(self.amount.value, trigger.amount.value),
            (Side::Above, Side::Below) => is_more(trigger.amount.value, self.amount.value),
            _ => false,
        }
    }

    /// Whether an alarm with this bound goes off before one with `other` does, as far as their
    /// numbers say.
    pub(crate) fn goes_off_before(&self, other: &Bound) -> bool {
        let (own, later) = (self.amount.value, other.amount.value);
        let is_before = match self.side {
            Side::Above => is_more(later, own),
            Side::Below => is_more(own, later),
        };
        is_before && self.side == other.side && self.amount.unit == other.amount.unit
    }

    /// Whether two bounds are clearly about the same thing in the same unit. For how long something
    /// lasts makes no difference; any other word does.
    pub(crate) fn is_about_the_same(&self, other: &Bound) -> bool {
        let is_same_tail = self.tail == other.tail || (self.is_tail_a_length && other.is_tail_a_length);
        !self.subject.is_empty()
            && self.subject == other.subject
            && self.amount.unit == other.amount.unit
            && self.amount.unit != Unit::Relative
            && is_same_tail
    }
}

/// Whether one number is more than another, by more than what is lost when `300 ms` becomes
/// seconds.
pub(super) fn is_more(one: f64, other: f64) -> bool {
    one - other > (one.abs() + other.abs()) * 1e-9
}

/// Reads the first bound of a text. `None` where it is not one plain number: a difference, an
/// estimate, a range.
pub(crate) fn read_bound(text: &str) -> Option<Bound> {
    // Most sentences have no number, and are not looked at any closer.
    if may_hold_a_number(text) { bound_in(&Sentence::read(text)) } else { None }
}

fn bound_in(sentence: &Sentence) -> Option<Bound> {
    let (index, compared) = (0..sentence.tokens.len()).find_map(|index| Some((index, sentence.compared(index)?)))?;
    let amount = sentence.amount(index)?;
    // `< 2% - 0.3% in week 1`: behind a bound a dash between spaces begins a remark.
    let is_parted = [" -", " –"].iter().any(|dash| sentence.text[amount.place.end..].starts_with(dash));
    let own = sentence.demand(index);
    if (amount.ranged && !is_parted) || amount.signed || sentence.is_vague(own.clone()) || sentence.is_relative(own) {
        return None;
    }
    let end = compared.phrase.start.min(index);
    // `does not exceed`: the denial belongs to the comparison.
    let end = compared.negation.filter(|negation| *negation < end).unwrap_or(end);
    // `Roll back if the error rate …`: what is measured comes after the condition.
    let opens = sentence.word(0).is_some_and(|word| OPENINGS.has(word));
    let is_condition = |at: &usize| {
        let is_opening = sentence.word(*at).is_some_and(|word| OPENINGS.has(word));
        is_opening && sentence.qualifier(*at) == Some(Qualifier::Condition)
    };
    let start = (0..end).rev().find(is_condition).filter(|_| opens).map_or(0, |condition| condition + 1);
    let is_said = |at: &usize| {
        let is_empty = matches!(sentence.qualifier(*at), Some(Qualifier::Filler | Qualifier::Move));
        !is_empty && sentence.text_of(&sentence.tokens[*at]).contains(char::is_alphanumeric)
    };
    let said: Vec<usize> = (start..end).filter(is_said).collect();
    if said.iter().any(|at| sentence.is_negation(*at)) {
        return None;
    }
    let is_behind = |at: &usize| !compared.phrase.contains(at) && Some(*at) != compared.negation;
    let behind: Vec<usize> =
        (index + 1..sentence.tokens.len()).filter(is_behind).take_while(|at| sentence.word(*at) != Some("→")).collect();
    let texts = |indices: &[usize]| -> Vec<String> {
        indices.iter().map(|at| sentence.text_of(&sentence.tokens[*at]).to_owned()).collect()
    };
    let (side, inclusive) = compared.side();
    Some(Bound {
        subject: said.iter().map(|at| name_of(sentence, *at).to_owned()).collect(),
        side,
        inclusive,
        amount: amount.clone(),
        is_tail_a_length: is_length(sentence, &behind),
        tail: texts(&behind),
    })
}

/// Whether the words and numbers at some indices only say for how long:
/// `for at least 3 consecutive days`.
fn is_length(sentence: &Sentence, indices: &[usize]) -> bool {
    let Some(first) = indices.first() else { return true };
    let is_part = |at: usize| match (sentence.amount(at), sentence.word(at)) {
        (Some(amount), _) => amount.unit == Unit::Time || amount.unit.is_count(),
        (_, Some(word)) => {
            let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
            LASTING.has(word) || SUSTAINED.has(word) || LENGTH.has(word) || TIME.meaning(unit).is_some()
        }
        (None, None) => false,
    };
    let opens = sentence.word(*first).is_some_and(|word| LASTING.has(word) || SUSTAINED.has(word));
    opens && indices.iter().all(|at| is_part(*at))
}

thread_local! {
    static ALL: RefCell<Memo<Rc<[Bound]>>> = RefCell::default();
    static EACH: RefCell<Memo<Rc<[Bound]>>> = RefCell::default();
}

/// All bounds that must hold together: `error rate < 2% and latency < 300 ms`. None where one would
/// do.
pub(crate) fn bounds_that_all_hold(text: &str) -> Rc<[Bound]> {
    if !may_hold_a_number(text) {
        return Rc::default();
    }
    remembered(&ALL, text, |text| {
        let sentence = Sentence::read(text);
        let would_one_do = (0..sentence.tokens.len()).any(|index| joins(&sentence, index, Qualifier::Or));
        if would_one_do { Rc::default() } else { bounds_between(&sentence, Qualifier::And).into() }
    })
}

/// The bounds of which each would do: `error rate > 2% or latency > 1 s`.
pub(crate) fn bounds_that_each_suffice(text: &str) -> Rc<[Bound]> {
    if !may_hold_a_number(text) {
        return Rc::default();
    }
    remembered(&EACH, text, |text| bounds_between(&Sentence::read(text), Qualifier::Or).into())
}

/// The bounds of the parts of a sentence that a kind of word or a semicolon joins.
fn bounds_between(sentence: &Sentence, joiner: Qualifier) -> Vec<Bound> {
    let mut at = 0;
    let mut bounds = Vec::new();
    for (index, token) in sentence.tokens.iter().enumerate() {
        if joins(sentence, index, joiner) {
            bounds.extend(bounds_of(&sentence.text[at..token.place.start]));
            at = token.place.end;
        }
    }
    let is_whole = at == 0 && !sentence.text.contains(';');
    if is_whole {
        return bound_in(sentence).into_iter().collect();
    }
    bounds.extend(bounds_of(&sentence.text[at..]));
    bounds
}

fn bounds_of(part: &str) -> impl Iterator<Item = Bound> {
    let parts = part.split(';').filter(|part| may_hold_a_number(part));
    parts.filter_map(|part| bound_in(&Sentence::of_normal(part.to_owned())))
}

/// Whether the word at an index joins two demands. That of `2% or more` does not.
fn joins(sentence: &Sentence, index: usize, joiner: Qualifier) -> bool {
    let is_comparison = || {
        let phrases = (index + 2..=index + MOST_WORDS).filter_map(|end| sentence.phrase(index..end));
        let has_equal = sentence.word(index + 1).is_some_and(|word| EQUAL.has(word));
        has_equal || phrases.into_iter().any(|phrase| BEHIND.meaning(phrase).is_some())
    };
    sentence.qualifier(index) == Some(joiner) && !is_comparison()
}

/// Whether a text says in words that a value is to be held: `must stay below 1%`, `at least 99.5%`.
pub(crate) fn is_to_hold(text: &str) -> bool {
    let text = normal(text);
    let begins_a_word = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    HOLD.iter().any(|words| text.match_indices(words).any(|(at, _)| begins_a_word(at)))
}

/// A word or number as a part of what is measured: `tickets` and `ticket` are the same thing.
fn name_of(sentence: &Sentence, index: usize) -> &str {
    let word = sentence.text_of(&sentence.tokens[index]);
    if sentence.amount(index).is_some() {
        return word;
    }
    let stem = word.strip_suffix('s').unwrap_or(word);
    if stem.len() >= 3 && !stem.ends_with(['s', 'u', 'i']) { stem } else { word }
}

/// Whether a threshold gives a number at all, in digits or in words.
pub(crate) fn gives_number(text: &str) -> bool {
    let sentence = Sentence::read(text);
    let is_number = |word: &str| matches!(NUMERALS.meaning(word), Some(Numeral::Clear(_))) || SOME.has(word);
    !sentence.amounts.is_empty() || (0..sentence.tokens.len()).filter_map(|index| sentence.word(index)).any(is_number)
}

/// Whether a text below the name of guardrails sets one: a number that is compared, is called the
/// most or the least, or is a share or a difference. What was measured, and how, sets none.
pub(crate) fn sets_guardrail(text: &str) -> bool {
    let sentence = Sentence::read(text);
    let is_measured = || {
        let is_day = sentence.amount(0).is_some_and(|amount| amount.ranged);
        let is_result = |word: &str| RESULTS.has(word) || BASELINE.has(word);
        let is_beside = || sentence.text.split_once(':').is_some_and(|(name, _)| BESIDE_STATEMENTS.has(name));
        is_day || sentence.word(0).is_some_and(is_result) || is_beside() || is_about_watching(&sentence)
    };
    let is_bound = |index: usize| {
        let is_difference = |amount: &Amount| matches!(amount.unit, Unit::Percent | Unit::Relative);
        sentence.compared(index).is_some() || sentence.amount(index).is_some_and(is_difference)
    };
    let names_end = || {
        let is_end = |word: &str| THRESHOLD.has(word) && !ALERT.has(word);
        !sentence.amounts.is_empty() && sentence.all().filter_map(|index| sentence.word(index)).any(is_end)
    };
    bound_in(&sentence).is_some() || (sentence.all().any(is_bound) || names_end()) && !is_measured()
}

/// Whether it is clear that a text sets a guardrail, and on which side of its number. How long
/// something takes may as well be said of who watches: `Alert delay: less than 5 minutes`.
pub(crate) fn is_clear_guardrail(text: &str) -> bool {
    let sentence = Sentence::read(text);
    bound_in(&sentence).is_some_and(|bound| bound.amount.unit != Unit::Time || !is_about_watching(&sentence))
}

/// Whether what stands before the first number is about how the rollout is watched. A note behind
/// it may well be.
fn is_about_watching(sentence: &Sentence) -> bool {
    sentence.amounts.first().is_some_and(|first| WATCHING.any_in(&sentence.text[..first.place.start]))
}

/// The unit of a value in a table. `None` when there is no number, when the numbers have several
/// units, when one of them is zero, which needs no unit, and when the value is a difference.
pub(crate) fn unit_of(text: &str) -> Option<Unit> {
    let sentence = Sentence::read(&split_remarks(text).0);
    let (first, rest) = sentence.amounts.split_first()?;
    let is_clear = !sentence.is_relative(sentence.all()) && sentence.amounts.iter().all(|amount| amount.value != 0.0);
    (is_clear && rest.iter().all(|other| other.unit == first.unit)).then(|| first.unit.clone())
}

/// A value of a table that is one plain number, with the words around it. `None` for bounds,
/// estimates, ranges and differences.
pub(crate) fn read_plain(text: &str) -> Option<(Amount, Vec<String>)> {
    let (outside, remarks) = split_remarks(text);
    let sentence = Sentence::read(&outside);
    let [amount] = &sentence.amounts[..] else { return None };
    let is_compared = (0..sentence.tokens.len()).any(|index| sentence.compared(index).is_some());
    if is_compared || amount.signed || sentence.is_vague(sentence.all()) || sentence.is_relative(sentence.all()) {
        return None;
    }
    let remarks = Sentence::read(&remarks);
    let own = sentence.tokens.iter().filter(|token| token.amount.is_none()).map(|token| sentence.text_of(token));
    let around = own.chain(remarks.tokens.iter().map(|token| remarks.text_of(token))).map(str::to_owned).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn bounds_are_read_in_all_languages() {
        for (exit, trigger) in [
            ("Fehlerrate bleibt unter 5 %", "Fehlerrate über 2 %"),
            ("Die Fehlerrate überschreitet 5 % nicht", "Zurückrollen, wenn die Fehlerrate 2 % übersteigt"),
            ("Taxa de erro no PIX abaixo de 5%", "Taxa de erro no PIX acima de 2%"),
            ("Tasa de error por debajo de 5 %", "La tasa de error supera el 2 %"),
            ("Taux d’erreur inférieur à 5 %", "Le taux d'erreur dépasse les 2 %"),
            ("エラー率が5%未満", "エラー率が2%を超える"),
            ("错误率低于5%", "错误率超过2%"),
        ] {
            let (exits, triggers) = (bounds_that_all_hold(exit), bounds_that_each_suffice(trigger));
            let ([exit], [trigger]) = (&exits[..], &triggers[..]) else { panic!("{exits:?}, {triggers:?}") };
            assert!(exit.is_about_the_same(trigger) && exit.lets_pass(trigger), "{exit:?}, {trigger:?}");
        }
        assert_eq!(bounds_that_all_hold("Fehlerrate < 5 % oder Latenz < 1 s")[..], []);
        assert_eq!(bounds_that_all_hold("Fehlerrate < 5 % und Latenz < 1 s").len(), 2);
        assert_eq!(bounds_that_each_suffice("Taxa de erro > 2% ou latência > 1 s").len(), 2);
        assert_eq!(read_bound("Fehlerrate etwa unter 5 %"), None);
        assert_eq!(read_bound("Fehlerrate 20 % über dem Normalwert"), None);
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
}
