//! What a statement demands: its words, and its numbers, each with the direction in which it
//! demands more.

use super::amount::{Amount, Side, Unit};
use super::count::{Share, share_at};
use super::numerals::{percentile, with_digits, with_lengths};
use super::quantity::{Limit, Measure, Number, Purpose, Quantity};
use super::sentence::{Compared, Sentence, normal};
use crate::markdown::inline;
use crate::text::is_cjk;
use crate::words::bounds::{
    DAYS_OF_QUIET, IN_A_ROW, IN_WHICH, KIND_BEHIND, KIND_OF_DAY, LASTING, LASTING_BEHIND, LENGTH, OF, PER, Style,
    UP_TO, WITHIN, style,
};
use crate::words::force::NEVER;
use crate::words::qualifiers::{ALLOWS, FOR, LATENCY, PERCENTILES, PLACES, Qualifier, RANKS, SILENT, THAT};
use crate::words::remarks::{LEFT_OVER, UNMET};
use crate::words::units::{DAY, TIME};
use clause::{Bounded, Clause, clauses};
use std::iter;

mod clause;

/// A part of a statement.
pub(super) enum Part {
    /// A word.
    Word(String),
    /// A number, with the words that compare it.
    Quantity(Box<Quantity>),
}

/// Reads the parts of a statement from a line of Markdown, in their order.
pub(super) fn read_statement(text: &str, purpose: Purpose) -> Vec<Part> {
    let sentence = Sentence::of_normal(with_lengths(with_digits(&normal(&with_millions(&inline::visible(text))))));
    let slots = Reader::read(&sentence, purpose);
    let mut parts = Vec::new();
    // What is struck is no longer said.
    if text.contains('~') && !inline::struck(text).is_empty() {
        parts.push(Part::Word("~~".to_owned()));
    }
    let mut end = 0;
    for (token, slot) in sentence.tokens.iter().zip(slots) {
        // A question demands nothing.
        if sentence.text[end..token.place.start.max(end)].contains('?') {
            parts.push(Part::Word("?".to_owned()));
        }
        end = token.place.end;
        match slot {
            Slot::Free => parts.push(Part::Word(sentence.text_of(token).to_owned())),
            Slot::Used => {}
            Slot::Quantity(quantity) => parts.push(Part::Quantity(quantity)),
        }
    }
    if sentence.text[end..].contains('?') {
        parts.push(Part::Word("?".to_owned()));
    }
    parts
}

/// `1M` as `1 million`, as long as the letter's case is known.
pub(super) fn with_millions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends = !chars.peek().is_some_and(|next| next.is_alphanumeric());
        if c == 'M' && ends && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push_str(" million");
        } else {
            out.push(c);
        }
    }
    out
}

/// What a word or number of the sentence is in the statement.
enum Slot {
    /// A word.
    Free,
    /// A part of a quantity.
    Used,
    /// A quantity.
    Quantity(Box<Quantity>),
}

/// Goes through a sentence once, from its start to its end.
struct Reader<'s> {
    sentence: &'s Sentence,
    purpose: Purpose,
    /// How the language of the sentence writes numbers.
    style: Option<Style>,
    slots: Vec<Slot>,
    /// How each number is compared.
    compared: Vec<Option<Compared>>,
    /// The clause that is read.
    clause: Clause,
    has_condition: bool,
    /// Whether a word before takes something out of what the sentence says, or ends it.
    has_exception: bool,
    /// Whether the sentence is about alerts, whose numbers are not what must hold.
    is_about_alerts: bool,
}

impl<'s> Reader<'s> {
    /// What each word and number of a sentence is in the statement.
    fn read(sentence: &'s Sentence, purpose: Purpose) -> Vec<Slot> {
        let count = sentence.tokens.len();
        let compared: Vec<Option<Compared>> = (0..count).map(|index| sentence.compared(index)).collect();
        let mut slots: Vec<Slot> = iter::repeat_with(|| Slot::Free).take(count).collect();
        let mut is_read = vec![false; count];
        for (index, compared) in compared.iter().enumerate().filter_map(|(at, it)| Some((at, it.as_ref()?))) {
            let said = compared.phrase.clone().chain(compared.negation);
            said.clone().for_each(|index| is_read[index] = true);
            // `does not exceed`, `stays below`, `muss unter 1 % bleiben`.
            let first = said.clone().chain([index]).min().unwrap_or(index);
            let last = said.clone().chain([index]).max().unwrap_or(index);
            let is_denied = said.clone().any(|at| sentence.is_negation(at));
            let is_silent =
                |at: &usize| sentence.word(*at).is_some_and(|word| SILENT.has(word) || (is_denied && ALLOWS.has(word)));
            let before = (1..first).rev().take_while(is_silent);
            let between = (first..last).filter(is_silent);
            let ends = |at: &usize| sentence.tokens.get(at + 1).is_none_or(|next| next.is_parted);
            let behind = Some(last + 1).filter(is_silent).filter(ends);
            said.chain(before).chain(between).chain(behind).for_each(|index| slots[index] = Slot::Used);
        }
        let phrases = compared.iter().flatten().filter_map(|compared| sentence.phrase(compared.phrase.clone()));
        let mut reader = Reader {
            sentence,
            purpose,
            style: phrases.filter_map(style).next(),
            slots,
            compared,
            clause: Clause::default(),
            has_condition: false,
            has_exception: false,
            is_about_alerts: (0..count).any(|index| sentence.qualifier(index) == Some(Qualifier::Act)),
        };
        for clause in clauses(sentence, &is_read) {
            reader.clause = clause.1;
            for index in clause.0 {
                reader.read_token(index);
            }
        }
        reader.judge_percentiles();
        reader.slots
    }

    fn read_token(&mut self, index: usize) {
        match self.sentence.amount(index) {
            _ if !matches!(self.slots[index], Slot::Free) => {}
            Some(amount) => self.read_number(index, amount),
            None => self.read_word(index),
        }
    }

    fn read_word(&mut self, index: usize) {
        let word = self.sentence.word(index).unwrap_or_default();
        if let Some(percentile) = percentile(word) {
            self.put(index, Measure::Percentile(Number::plain(percentile)), Unit::Bare);
            self.clause.has_words = true;
        } else if !self.reads_window(index) {
            match self.sentence.qualifier(index) {
                Some(Qualifier::Filler | Qualifier::Move | Qualifier::Negation) => return,
                Some(Qualifier::Condition) => self.has_condition = true,
                Some(Qualifier::Exception) => self.has_exception = true,
                // What is done then is no part of what calls for it.
                _ if word == "→" && self.purpose == Purpose::Alarm => self.has_exception = true,
                // `Verify that …`: what follows is the demand.
                Some(Qualifier::Part) => self.clause.has_choice |= index != 1 || !THAT.has(word),
                Some(Qualifier::And | Qualifier::Or) => {
                    self.clause.bound.iter_mut().for_each(|bound| bound.is_joined = true);
                }
                _ => self.clause.has_purpose |= FOR.has(word),
            }
            self.clause.has_words = true;
        }
    }

    /// Reads the time in which the last number is counted, when it stands at an index: `a week`,
    /// `/min`.
    fn reads_window(&mut self, index: usize) -> bool {
        let Some((counted, (seconds, end))) = self.clause.counted.zip(self.window_at(index)) else { return false };
        let Slot::Quantity(quantity) = &mut self.slots[counted] else { return false };
        let Measure::Amount(count) = quantity.measure else { return false };
        quantity.measure = Measure::Rate { count, window: Number::one(seconds) };
        self.slots[index..end].fill_with(|| Slot::Used);
        self.clause.counted = None;
        self.clause.bound.iter_mut().for_each(|bound| bound.end = bound.end.max(end));
        true
    }

    fn read_number(&mut self, index: usize, amount: &Amount) {
        let compared = self.compared[index].take();
        let number = Number::of(amount, self.sentence.digits(amount), self.style);
        let is_beside =
            |at: Option<usize>| at.and_then(|at| self.sentence.word(at)).is_some_and(|it| PERCENTILES.has(it));
        if amount.unit.is_count()
            && compared.is_none()
            && (is_beside(Some(index + 1)) || is_beside(index.checked_sub(1)))
        {
            self.put(index, Measure::Percentile(number), Unit::Bare);
        } else if let Some(Share { part, whole, behind, is_rate }) =
            share_at(self.sentence, index).filter(|share| self.compared[share.behind.end - 1].is_none())
        {
            let end = behind.end - 1;
            self.slots[behind].fill_with(|| Slot::Used);
            let limit = self.limit_of_share(index, end, compared.as_ref(), is_rate);
            self.put_judged(index, Measure::Share { part, whole }, Unit::Bare, compared.as_ref(), limit);
            self.clause.bound = Some(Bounded { side: Side::Above, end: end + 1, is_count: true, is_joined: false });
        } else if let Some((start, word)) = self.length_word(index, amount, compared.as_ref()) {
            let is_comparison = compared.as_ref().is_some_and(|compared| compared.phrase.contains(&start));
            let compared = compared.filter(|_| !is_comparison);
            let limit = self.limit_of_length(index, start, amount, &number, compared.as_ref());
            self.put_judged(index, Measure::Length(number, word), amount.unit.clone(), compared.as_ref(), limit);
        } else {
            let end = self.end_of(index, amount, compared.as_ref());
            let limit = match &compared {
                Some(compared) => self.limit_of_bound(index, end, amount, compared),
                None => self.limit_of_multiple(amount).or_else(|| self.limit_of_row(index, amount)),
            };
            self.put_judged(index, Measure::Amount(number), amount.unit.clone(), compared.as_ref(), limit);
            self.clause.counted = matches!(amount.unit, Unit::Bare | Unit::Other(_) | Unit::Money(_)).then_some(index);
            self.clause.counts_none = amount.value == 0.0;
            if let Some(compared) = &compared {
                let is_count = amount.unit.is_count();
                self.clause.bound = Some(Bounded { side: compared.side().0, end, is_count, is_joined: false });
            }
        }
        self.clause.has_words = true;
    }

    fn put(&mut self, index: usize, measure: Measure, unit: Unit) {
        self.put_judged(index, measure, unit, None, None);
    }

    fn put_judged(
        &mut self,
        index: usize,
        measure: Measure,
        unit: Unit,
        compared: Option<&Compared>,
        limit: Option<Limit>,
    ) {
        let amount = self.sentence.amount(index);
        let is_relative = amount.filter(|amount| amount.unit == Unit::Relative);
        let sign = amount.and_then(|amount| self.sentence.sign(amount));
        let is_clear = |amount: &Amount| !amount.ranged && (!amount.signed || compared.is_some());
        let limit = limit.filter(|_| amount.is_none_or(is_clear));
        self.slots[index] = Slot::Quantity(Box::new(Quantity {
            measure,
            unit: if unit.is_count() { Unit::Bare } else { unit },
            unit_text: is_relative.map_or_else(String::new, |amount| self.sentence.unit_text(amount).to_owned()),
            side: compared.map(Compared::side),
            is_forever: compared.is_some_and(|compared| self.is_forever(compared)),
            sign,
            is_ranged: amount.is_some_and(|amount| amount.ranged),
            // The further below zero, the smaller.
            limit: if sign == Some('-') { limit.map(Limit::other) } else { limit },
        }));
    }

    /// Whether a word of a comparison says that it is never otherwise: `never exceeds`.
    fn is_forever(&self, compared: &Compared) -> bool {
        let mut words = compared.phrase.clone().chain(compared.negation).filter_map(|at| self.sentence.word(at));
        words.any(|word| NEVER.has(word))
    }

    /// The index behind a number and all that belongs to it: what is counted, a comparison, a
    /// denial.
    fn end_of(&self, index: usize, amount: &Amount, compared: Option<&Compared>) -> usize {
        let mut end = index + 1;
        let is_thing = |at: usize| {
            let word = self.sentence.word(at).filter(|word| self.sentence.qualifier(at).is_none() && !PER.has(word));
            word.is_some() && !self.sentence.tokens[at].is_parted
        };
        let is_counted = || compared.is_some_and(|compared| compared.phrase.start == end + 1);
        let is_kind_behind =
            || amount.unit == Unit::Time && self.sentence.word(end).is_some_and(|word| KIND_BEHIND.has(word));
        let names_thing = || (matches!(amount.unit, Unit::Other(_)) || is_counted()) && is_thing(end);
        let is_more = || usize::from(names_thing() || is_kind_behind());
        let more = if self.is_kind_of_day(index, amount) { 2 } else { is_more() };
        end += more;
        end = compared.filter(|compared| compared.phrase.start == end).map_or(end, |compared| compared.phrase.end);
        if compared.is_some_and(|compared| compared.negation == Some(end)) { end + 1 } else { end }
    }

    /// Whether the unit of a number stands behind a word: `5 business days`.
    fn is_kind_of_day(&self, index: usize, amount: &Amount) -> bool {
        let is_kind = self.sentence.word(index + 1).is_some_and(|word| KIND_OF_DAY.has(word));
        amount.unit.is_count() && is_kind && self.is_unit(index + 2)
    }

    /// Whether a number that ends before an index can be what a sentence says of its subject. In
    /// `orders over 100 € shipped` it picks some of them.
    fn is_predicate(&self, end: usize) -> bool {
        let Some(token) = self.sentence.tokens.get(end) else { return true };
        let Some(word) = self.sentence.word(end) else { return false };
        let is_remark = matches!(
            self.sentence.qualifier(end),
            Some(Qualifier::Adverb | Qualifier::And | Qualifier::Or | Qualifier::Condition | Qualifier::Relative)
        );
        // `10% above baseline`
        let is_difference = || {
            let behind = self.sentence.phrase_at(&PLACES, end).unwrap_or(end);
            let other = behind + usize::from(self.sentence.word(behind).is_some_and(|word| SILENT.has(word)));
            behind > end && self.sentence.qualifier(other) == Some(Qualifier::Relative)
        };
        let is_lasting = || LASTING.has(word) || self.is_window(end);
        token.is_parted || is_remark || word == "→" || is_lasting() || is_difference()
    }

    /// The time in which something is counted that stands at an index, in seconds, and the index
    /// behind it: `a week`, `/min`.
    fn window_at(&self, index: usize) -> Option<(f64, usize)> {
        let word = self.sentence.word(index)?;
        match word.strip_prefix('/').filter(|unit| !unit.is_empty()) {
            Some(unit) => Some((TIME.meaning(unit)?, index + 1)),
            None if PER.has(word) => Some((TIME.meaning(self.sentence.word(index + 1)?)?, index + 2)),
            None => None,
        }
    }

    /// Whether the time in which something is counted stands at an index, or of how many it is.
    fn is_window(&self, index: usize) -> bool {
        self.sentence.word(index).is_some_and(|word| word.starts_with('/')) || self.window_at(index).is_some()
    }

    fn is_unit(&self, index: usize) -> bool {
        self.sentence.word(index).is_some_and(|word| TIME.meaning(word).is_some())
    }

    fn limit_of_bound(&self, index: usize, end: usize, amount: &Amount, compared: &Compared) -> Option<Limit> {
        let (clause, side) = (&self.clause, compared.side().0);
        let phrase = self.sentence.phrase(compared.phrase.clone()).unwrap_or_default();
        let first = compared.phrase.start.min(index);
        let ranks = first.checked_sub(1).and_then(|before| self.sentence.word(before)).is_some_and(|it| RANKS.has(it));
        // `handles up to 1000 users` names what is reached; of errors it can only be a bound.
        let is_reach = UP_TO.has(phrase) && !clause.is_about_harm;
        if clause.is_denied || self.has_exception || is_reach || (ranks && amount.unit.is_count()) {
            return None;
        }
        let around = clause.bound.filter(|bound| !bound.is_joined);
        let is_clear = match self.purpose {
            Purpose::Hold => {
                let is_of_harm = side == Side::Above && clause.is_about_harm;
                // How soon somebody acts must hold: `rollback in under 5 minutes`.
                let is_of_alerts = self.is_about_alerts && !(amount.unit == Unit::Time && side == Side::Below);
                let is_of_others = is_of_alerts || self.has_condition || around.is_some();
                // `under 100 users the page is fast` begins with what is the case.
                let opens = !clause.has_words && !PLACES.has(phrase);
                let is_demand = opens || self.is_predicate(end);
                is_demand && !is_of_harm && !is_of_others && !self.may_choose(index, amount, compared)
            }
            // `> 5 errors within 10 minutes`, and not `act within 10 minutes`.
            _ if amount.unit == Unit::Time && WITHIN.has(phrase) => {
                around.is_some_and(|bound| bound.side == Side::Above && bound.end == compared.phrase.start)
            }
            _ => around.is_none_or(|bound| bound.side == Side::Above),
        };
        is_clear.then(|| self.limit(side))
    }

    /// An alarm at a multiple, `2x baseline`, goes off above it.
    fn limit_of_multiple(&self, amount: &Amount) -> Option<Limit> {
        let is_multiple = amount.unit == Unit::Relative && self.sentence.unit_text(amount) == "x" && amount.value > 1.0;
        (is_multiple && self.purpose == Purpose::Alarm && !self.clause.is_denied).then(|| self.limit(Side::Above))
    }

    /// More things in a row ask for more, where nothing around them means harm.
    fn limit_of_row(&self, index: usize, amount: &Amount) -> Option<Limit> {
        let clause = &self.clause;
        let is_other = clause.is_denied || clause.is_about_harm || self.has_exception || self.has_condition;
        if is_other || self.is_about_alerts || self.purpose != Purpose::Hold || amount.count().is_none() {
            return None;
        }
        let is_near = |at: usize| self.sentence.word(at).is_some() && !self.sentence.tokens[at].is_parted;
        let mut near = (index + 1..index + 5).take_while(|at| is_near(*at));
        near.any(|at| self.sentence.phrase_at(&IN_A_ROW, at).is_some()).then_some(Limit::Lower)
    }

    /// Whether a bound may pick some out of many: `all customers under 100 seats`,
    /// `orders over 100 €`.
    fn may_choose(&self, index: usize, amount: &Amount, compared: &Compared) -> bool {
        let clause = &self.clause;
        if !clause.has_words || amount.unit == Unit::Percent {
            return clause.has_choice;
        }
        let phrase = self.sentence.phrase(compared.phrase.clone()).unwrap_or_default();
        let is_word = phrase.contains(char::is_alphabetic);
        let is_more = compared.side() == (Side::Above, false);
        // `Latency stays under 300 ms`: the verb names nothing.
        let is_silent = |at: &usize| self.sentence.qualifier(*at) == Some(Qualifier::Filler);
        let before = (0..compared.phrase.start.min(index)).rev().find(|at| !is_silent(at));
        let is_plural = before.and_then(|before| self.sentence.word(before)).is_some_and(is_plural);
        let is_apart = self.sentence.text[amount.place.end..].starts_with(' ');
        // A word counts things in Japanese and Chinese: `3件以下`.
        let is_right_behind = || {
            let start = compared.phrase.start;
            start == index + 1 || (start == index + 2 && phrase.contains(is_cjk))
        };
        let of_times = || (is_word && is_more) || (is_plural && (is_word || is_more));
        let is_choice = match amount.unit {
            _ if self.is_kind_of_day(index, amount) => of_times(),
            // The comparison is all that stands behind a bare number: `4.0 or higher`.
            Unit::Other(_) if is_right_behind() && self.is_predicate(compared.phrase.end) => false,
            // `tickets at most 10 per week` counts them all.
            Unit::Other(_) if self.is_window(index + 1) => false,
            Unit::Other(_) => is_word && is_apart,
            Unit::Time | Unit::Money(_) | Unit::Data => of_times(),
            _ => false,
        };
        clause.has_choice || clause.has_purpose || is_choice
    }

    /// What a purpose makes of a side: what must stay below a number, and what goes off above it,
    /// is limited above.
    fn limit(&self, side: Side) -> Limit {
        match (self.purpose, side) {
            (Purpose::Hold, Side::Below) => Limit::Upper,
            (Purpose::Hold, Side::Above) => Limit::Lower,
            (_, Side::Above) => Limit::Upper,
            (_, Side::Below) => Limit::Lower,
        }
    }

    /// `4 of 5` alone means so many at least, where nothing around it means harm.
    fn limit_of_share(&self, index: usize, end: usize, compared: Option<&Compared>, is_rate: bool) -> Option<Limit> {
        if let Some(compared) = compared {
            let whole = self.sentence.amount(end)?;
            let share = Amount { unit: Unit::Bare, ..self.sentence.amount(index)?.clone() };
            return self.limit_of_bound(index, self.end_of(end, whole, None), &share, compared);
        }
        let is_other = self.clause.is_denied || self.has_exception || self.has_condition;
        // `1 in 1000 requests fails` can only be the most that may.
        if is_rate && self.purpose == Purpose::Hold {
            return (self.clause.is_about_harm && !is_other && !self.is_about_alerts).then_some(Limit::Upper);
        }
        let is_clear = match self.purpose {
            Purpose::Hold => !is_other && !self.clause.is_about_harm && !self.is_about_alerts,
            _ => !is_other,
        };
        is_clear.then(|| self.limit(Side::Above))
    }

    /// The word that makes a length of a time, with its index: `for` of `for 7 days`. A word behind
    /// a time, such as that of `7 days without incidents`, stays a word of the statement.
    fn length_word(&mut self, index: usize, amount: &Amount, compared: Option<&Compared>) -> Option<(usize, String)> {
        let is_adjective = |at: &usize| self.sentence.word(*at).is_some_and(|word| LENGTH.has(word));
        let start = compared.map_or(index, |compared| compared.phrase.start.min(index));
        let end =
            self.behind_unit(index, amount).filter(|end| *end != index + 2 || self.sentence.is_quiet_time(start))?;
        // `< 1% over 7 days`, and not `takes over 7 days`.
        if self.clause.bound.is_some_and(|bound| !bound.is_joined)
            && let Some(word) = self.sentence.phrase(start..index).filter(|word| LASTING.has(word))
        {
            return Some((start, word.to_owned()));
        }
        // `No P1 in 7 days`: of what there is none, there is none for so long.
        let has_none = self.clause.is_denied || self.clause.counts_none;
        // `No ticket open in 7 days` asks for something else.
        let is_left = |at: usize| {
            let word = at.checked_sub(1).and_then(|before| self.sentence.word(before));
            word.is_some_and(|word| LEFT_OVER.has(word) || UNMET.has_form(word))
        };
        let may_be_in = has_none && amount.unit == Unit::Time && amount.value >= DAY;
        let is_in = |at: usize, phrase: &str| may_be_in && IN_WHICH.has(phrase) && !is_left(at);
        if start < index
            && let Some(word) = self.sentence.phrase(start..index).filter(|word| is_in(start, word))
        {
            return Some((start, word.to_owned()));
        }
        let first = (self.clause.start..start).rev().take_while(is_adjective).last().unwrap_or(start);
        let before = (first.saturating_sub(2).max(self.clause.start)..first).find_map(|at| {
            Some((
                at,
                self.sentence.phrase(at..first).filter(|phrase| LASTING.has(phrase) || is_in(at, phrase))?.to_owned(),
            ))
        });
        if let Some((at, _)) = before.as_ref().filter(|_| first == start) {
            self.slots[*at..first].fill_with(|| Slot::Used);
        }
        let is_behind = || self.sentence.word(end).is_some_and(|word| LASTING_BEHIND.has(word));
        let is_length = || is_behind() || self.is_quiet(start, end) || self.is_denied_at_end(start);
        before.or_else(|| is_length().then(|| (index, String::new())))
    }

    /// What must hold must hold for long; an alarm that waits for long goes off late.
    fn limit_of_length(
        &self,
        index: usize,
        start: usize,
        amount: &Amount,
        number: &Number,
        compared: Option<&Compared>,
    ) -> Option<Limit> {
        let clause = &self.clause;
        let side = compared.map_or(Side::Above, |compared| compared.side().0);
        if self.has_exception || clause.is_about_averages {
            return None;
        }
        let end = self.behind_unit(index, amount)?;
        // `At least 2 weeks stable` begins with its comparison.
        let start = compared.map_or(start, |compared| compared.phrase.start.min(start));
        // `No alerts for 7 days`, `7 days without alerts`
        let is_none = self.sentence.is_negation(clause.start) || self.sentence.is_negation(end);
        let is_clear = match self.purpose {
            // `3-day soak`: nothing but watching takes so long, whatever else is said.
            Purpose::Hold if self.is_quiet(start, end) => side == Side::Above && !self.has_condition,
            // `No rollback for 7 days` tells nobody to go back.
            Purpose::Hold if self.has_condition => false,
            Purpose::Hold if self.is_about_alerts && !is_none => false,
            // `no incidents for 7 days`, and not `no outage for more than 5 minutes`.
            Purpose::Hold if clause.is_denied => {
                let unit = end.checked_sub(1).and_then(|unit| TIME.meaning(self.sentence.word(unit)?));
                let is_long = unit.map_or(number.is_at_least(DAY), |unit| unit >= DAY);
                // `at least 7 days without P1`: the time is not what is denied.
                let is_free = || {
                    let is_denied = (clause.start..start).any(|at| self.sentence.is_negation(at));
                    side == Side::Above && !is_denied && self.sentence.is_negation(end)
                };
                is_long && (compared.is_none() || is_free())
            }
            Purpose::Hold if start > clause.start && !self.is_predicate(end) => false,
            Purpose::Hold => match clause.bound.filter(|bound| !bound.is_joined) {
                Some(bound) => side == Side::Above && (bound.side == Side::Above || self.lasts(&bound, start)),
                None => !clause.is_about_harm || clause.counts_none || clause.has_bound,
            },
            _ => side == Side::Above || !clause.is_denied,
        };
        is_clear.then(|| self.limit(side))
    }

    /// Whether a length that begins at an index says how long a bound lasts, and does not describe
    /// what the bound counts: `at most 5 customers offline for 10 minutes`.
    fn lasts(&self, bound: &Bounded, start: usize) -> bool {
        let is_remark = self.sentence.qualifier(bound.end) == Some(Qualifier::Adverb);
        let is_part = self.sentence.word(bound.end).is_some_and(|word| OF.has(word));
        start == bound.end || (!bound.is_count && is_remark && !is_part)
    }

    /// The index behind a number of a time and its unit: behind `days` in `5 business days`. `None`
    /// where no unit of time stands there.
    fn behind_unit(&self, index: usize, amount: &Amount) -> Option<usize> {
        let is_day = |noun: &str| DAYS_OF_QUIET.has(noun);
        match &amount.unit {
            Unit::Time => Some(index + 1),
            _ if self.is_kind_of_day(index, amount) => Some(index + 3),
            Unit::Other(noun) if is_day(noun) => Some(index + 2),
            _ => None,
        }
    }

    /// Whether the name of a time in which nothing may happen stands before a length or behind it.
    fn is_quiet(&self, start: usize, end: usize) -> bool {
        self.sentence.is_quiet_time(start) || self.sentence.behind_quiet_name(end).is_some()
    }

    /// Whether a time opens a clause of Japanese that ends by denying all of it: `7日間P1なし`.
    fn is_denied_at_end(&self, start: usize) -> bool {
        let last = self.sentence.clause(start).end - 1;
        let is_cjk_word = || self.sentence.word(last).is_some_and(|word| word.contains(is_cjk));
        start == self.clause.start && last > start && self.sentence.is_negation(last) && is_cjk_word()
    }

    /// A percentile demands more the other way round than the bound of its value: with `< 300 ms`,
    /// `p99` demands more than `p50`.
    fn judge_percentiles(&mut self) {
        let mut limits = self.slots.iter().filter_map(|slot| match slot {
            Slot::Quantity(quantity) if quantity.side.is_some() && !matches!(quantity.measure, Measure::Length(..)) => {
                Some(quantity.limit)
            }
            _ => None,
        });
        let limit = match limits.next() {
            Some(limit) => limit.filter(|limit| limits.all(|other| other == Some(*limit))).map(Limit::other),
            None => {
                let is_latency = |word: &str| LATENCY.iter().any(|start| word.starts_with(start));
                let mut words = (0..self.slots.len()).filter_map(|index| self.sentence.word(index));
                let is_other = self.is_about_alerts || self.has_condition || self.has_exception;
                (!is_other && words.any(is_latency)).then_some(Limit::Lower)
            }
        };
        for slot in &mut self.slots {
            if let Slot::Quantity(quantity) = slot
                && matches!(quantity.measure, Measure::Percentile(_))
            {
                quantity.limit = limit;
            }
        }
    }
}

/// Whether a word may name several things.
fn is_plural(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
}
