//! What somebody measured, beside the bound that it should keep.

use super::amount::{Amount, Side, Unit};
use super::bound::{Bound, read_bound};
use super::compare::{Strictness, compare};
use super::count::{LEAST_OF_MANY, part_at, share_at};
use super::demand::{Demand, is_all, remark_in_digits, statement_in_digits};
use super::quantity::Purpose;
use super::sentence::{Sentence, may_hold_a_number};
use crate::words::audiences::PEOPLE;
use crate::words::bounds::OF;
use crate::words::evidence::{POINTERS, RUNS};
use crate::words::force::{AFTERWARDS, IN_FORCE, SET_ANEW};
use crate::words::months::month;
use crate::words::qualifiers::{DIFFERENCES, PLACES, Qualifier};
use crate::words::remarks::{AIMS, GOOD_SHARES, OTHER_SHARES, RESULTS, SO_FAR};
use crate::words::units::TIME;

/// Whether a result keeps a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResultOf {
    /// It does: `0.4%` beside `< 1%`.
    Kept,
    /// It does not: `4%` beside `< 1%`.
    Broken,
}

/// Whether the results in a remark keep the bound of a statement: one that does not speaks for all.
/// `None` where the statement has no bound, or the remark no plain number of the bound's unit.
pub(crate) fn result_in(remark: &str, statement: &str) -> Option<ResultOf> {
    let remark = &*remark_in_digits(remark);
    if !may_hold_a_number(remark) {
        return None;
    }
    let statement = &*statement_in_digits(statement);
    let by_demand = Demand::of(statement).and_then(|demand| result_of(remark, &demand));
    let by_length = || Demand::of_length(statement).and_then(|demand| result_of(remark, &demand));
    let by_part = || is_all(remark, statement).map(|is_all| if is_all { ResultOf::Kept } else { ResultOf::Broken });
    by_demand.or_else(by_length).or_else(by_part)
}

/// Whether the results in a remark are what is demanded.
fn result_of(remark: &str, demand: &Demand) -> Option<ResultOf> {
    let sentence = Sentence::read(&demand.in_words(remark));
    let bound = &demand.bound;
    let remark = Remark { sentence: &sentence, demand };
    let found: Vec<usize> = (0..sentence.tokens.len()).filter(|at| remark.may_be_result(*at)).collect();
    let clear: Vec<usize> = found.iter().copied().filter(|at| remark.is_clear(*at)).collect();
    // A number alone is the result, wherever it stands.
    let results = if found.len() > 1 && !clear.is_empty() { &clear[..] } else { &found[..found.len().min(1)] };
    let (first, others) = results.split_first()?;
    let values = || results.iter().filter_map(|at| remark.value(*at));
    let is_kept = match bound.side {
        // What is counted in several places counts together.
        Side::Above if bound.amount.unit.is_count() && !others.is_empty() => bound.holds(values().sum()),
        _ => remark.keeps(*first) && others.iter().all(|at| remark.keeps(*at)),
    };
    Some(if is_kept { ResultOf::Kept } else { ResultOf::Broken })
}

/// So many times another unit of time may be as long and still give a result: a bound in
/// milliseconds is measured in seconds, and not in days.
const MOST_TIMES: f64 = 1000.0;

/// A remark beside a bound.
pub(super) struct Remark<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) demand: &'a Demand,
}

impl Remark<'_> {
    /// Whether the number at a token may be what was measured.
    fn may_be_result(&self, at: usize) -> bool {
        self.is_of_bound(at) && !self.sentence.is_past(at)
    }

    /// Whether the number at a token is of the kind that the bound is of.
    pub(super) fn is_of_bound(&self, at: usize) -> bool {
        let (sentence, own) = (self.sentence, &self.bound().amount);
        let Some(amount) = sentence.amount(at).filter(|amount| !amount.signed && !amount.ranged) else { return false };
        let near = [at.checked_sub(1).and_then(|before| sentence.word(before)), sentence.word(at + 1)];
        let is_other = near[0].is_some_and(|word| AIMS.has(word))
            || (own.unit == Unit::Percent && near.into_iter().flatten().any(|word| OTHER_SHARES.has(word)));
        let is_of_people = || {
            let reaches = |words: &[String]| words.iter().any(|word| PEOPLE.has(word));
            let clause = sentence.clause(at);
            let behind = (at + 1..clause.end.min(at + 4)).filter_map(|index| sentence.word(index));
            own.unit == Unit::Percent && !reaches(&self.bound().tail) && behind.into_iter().any(|word| PEOPLE.has(word))
        };
        let is_of_unit = match &own.unit {
            // Of a bare count only a number alone speaks, and a part of the same whole.
            _ if self.is_bare_count() => {
                let part = part_at(sentence, at);
                let is_part =
                    part.is_some_and(|(_, whole, end)| whole as f64 == own.value && end + 1 == sentence.tokens.len());
                at == 0 && amount.unit.is_count() && (sentence.tokens.len() == 1 || is_part)
            }
            Unit::Time if self.demand.is_bare => self.tells_length(at, amount),
            Unit::Time => amount.unit == Unit::Time && amount.scale <= own.scale * MOST_TIMES * (1.0 + f64::EPSILON),
            // The share that the part is of the whole.
            _ if self.demand.whole.is_some() && amount.unit == Unit::Percent => sentence.tokens.len() == 1,
            unit if self.demand.whole.is_some() => unit.is_count() && amount.unit.is_count() && self.counts(at, amount),
            unit => amount.unit == *unit || (unit.is_count() && self.counts(at, amount)) || self.rate(at).is_some(),
        };
        is_of_unit && !is_other && !is_of_people()
    }

    /// Whether a number counts what the statement counts: `(8)`, `18 of 25`, `18 so far`,
    /// `measured 18`, `18 paid`.
    fn counts(&self, at: usize, amount: &Amount) -> bool {
        let sentence = self.sentence;
        let noun = |unit: &Unit| match unit {
            Unit::Other(noun) => Some(noun.clone()),
            _ => None,
        };
        if let Some((_, whole_count, whole)) = part_at(sentence, at) {
            let counted = sentence.amount(whole).and_then(|whole| noun(&whole.unit));
            // `3 of 5 regions` beside `4 of 5 users`: nobody knows, so that the wholes must agree.
            let is_of_whole = self.demand.whole.is_none_or(|own| own == whole_count);
            return is_of_whole
                && (self.demand.whole.is_some()
                    || counted.is_none_or(|counted| Some(counted) == noun(&self.bound().amount.unit)));
        }
        if self.is_whole(at) {
            return false;
        }
        let is_alone = sentence.tokens.len() == 1;
        let behind = sentence.text[amount.place.end..].trim_start();
        let is_so_far = || SO_FAR.any_opens(behind);
        let is_of_statement = || noun(&amount.unit).is_some_and(|noun| self.bound().tail.contains(&noun));
        (amount.unit == Unit::Bare && (is_alone || self.is_measured(at)))
            || (amount.unit.is_count() && (is_so_far() || is_of_statement()))
    }

    /// So many per cent as a rate says that was measured, where the bound is a percentage:
    /// `1 in 50`, `actual 9/1000`. One of some things that are named may be a share of something
    /// else, and one of few may count what is done.
    fn rate(&self, at: usize) -> Option<f64> {
        let sentence = self.sentence;
        let start = sentence.clause(at).start;
        if self.bound().amount.unit != Unit::Percent || (start < at && !self.is_measured(at)) {
            return None;
        }
        let (whole_at, is_rate) = match share_at(sentence, at) {
            Some(share) => (share.behind.end - 1, share.is_rate),
            None if sentence.word(at + 1) == Some("/") => (at + 2, false),
            None => return None,
        };
        let (part, whole) = (sentence.amount(at)?, sentence.amount(whole_at)?);
        let is_bare = part.unit.is_count() && whole.unit == Unit::Bare;
        // `12/2026` is a month.
        let is_year = || sentence.word(at + 1) == Some("/") && whole.may_be_year();
        let is_of_many = whole.value >= LEAST_OF_MANY && part.value * 2.0 <= whole.value && !is_year();
        (is_bare && whole.value > 0.0 && (is_rate || is_of_many)).then(|| part.value / whole.value * 100.0)
    }

    /// Whether the words behind a percentage make it a share of what is well: `99.8% success`.
    fn is_of_good(&self, at: usize, amount: &Amount) -> bool {
        let (sentence, bound) = (self.sentence, self.bound());
        let end = sentence.clause(at).end.min(at + 5);
        let is_good = |index: usize| sentence.word(index).is_some_and(|word| GOOD_SHARES.has(word));
        let is_last_of = || sentence.phrase_at(&OF, at + 1).is_some() && (at + 2..end).any(is_good);
        bound.is_upper() && amount.unit == Unit::Percent && amount.value >= 50.0 && (is_good(at + 1) || is_last_of())
    }

    /// Whether all words before a number in its clause say that it was measured.
    fn is_measured(&self, at: usize) -> bool {
        let start = self.sentence.clause(at).start;
        start < at && (start..at).all(|index| self.sentence.word(index).is_some_and(|word| RESULTS.has(word)))
    }

    /// Whether a number says for how long something has lasted: `5 days`, `5 so far`.
    fn tells_length(&self, at: usize, amount: &Amount) -> bool {
        let sentence = self.sentence;
        let is_so_far = SO_FAR.any_opens(sentence.text[amount.place.end..].trim_start());
        let is_first = || at == 0 && sentence.clause(at).len() == 1;
        let is_alone = is_first() || self.is_measured(at);
        (amount.unit == Unit::Time && (is_alone || is_so_far)) || (amount.unit.is_count() && is_so_far)
    }

    /// Whether so many things are demanded, without a word that compares: `two approvals`.
    fn is_bare_count(&self) -> bool {
        self.demand.is_bare && self.demand.whole.is_none() && self.bound().amount.unit.is_count()
    }

    fn bound(&self) -> &Bound {
        &self.demand.bound
    }

    /// What a number says in the unit of the bound.
    fn value(&self, at: usize) -> Option<f64> {
        let (amount, own) = (self.sentence.amount(at)?, &self.bound().amount);
        let whole = self.demand.whole.filter(|_| amount.unit == Unit::Percent);
        Some(match whole {
            Some(whole) => amount.value / 100.0 * whole as f64,
            None if own.unit == Unit::Time && amount.unit != Unit::Time => amount.value * own.scale,
            None if self.is_of_good(at, amount) => 100.0 - amount.value,
            None => self.rate(at).unwrap_or(amount.value),
        })
    }

    /// Whether a number is the whole of the part before it: `18 of 25`.
    fn is_whole(&self, at: usize) -> bool {
        (0..at).any(|part| part_at(self.sentence, part).is_some_and(|(.., whole)| whole == at))
    }

    /// Whether a number says by itself what was measured: no word beside it makes it a place, a
    /// difference or a part of something else.
    fn is_clear(&self, at: usize) -> bool {
        let sentence = self.sentence;
        let joins = |index: usize| {
            matches!(
                sentence.qualifier(index),
                Some(
                    Qualifier::Adverb
                        | Qualifier::Relative
                        | Qualifier::Negation
                        | Qualifier::Exception
                        | Qualifier::Condition
                        | Qualifier::Part
                        | Qualifier::Act
                )
            )
        };
        let is_inside = sentence.clause(at).start < at && joins(at - 1);
        let is_compared_behind = || {
            let is_place = sentence.phrase_at(&PLACES, at + 1).is_some();
            let is_relative = sentence.qualifier(at + 1) == Some(Qualifier::Relative);
            is_place || is_relative || sentence.word(at + 1).is_some_and(|word| DIFFERENCES.has(word))
        };
        !is_inside && !is_compared_behind() && !self.is_whole(at)
    }

    /// Whether the number at a token keeps the bound. One that repeats the bound does.
    pub(super) fn keeps(&self, at: usize) -> bool {
        let Some(value) = self.value(at) else { return true };
        let bound = self.bound();
        let repeats = || {
            let side = self.sentence.compared(at).map(|compared| compared.side().0);
            side == Some(bound.side) && value == bound.amount.value
        };
        bound.holds(value) || repeats()
    }
}

/// Whether a remark puts another number in force by which a statement demands less: `→ 5%`,
/// `(now > 5%)`, `relaxed to 5%`. A number alone is what somebody measured, and `was 5%` is over.
pub(crate) fn demands_less_with(remark: &str, statement: &str, purpose: Purpose) -> bool {
    if !may_hold_a_number(remark) || !may_hold_a_number(statement) {
        return false;
    }
    let (sentence, own) = (Sentence::read(remark), Sentence::read(statement));
    let side = read_bound(statement).map(|bound| bound.side);
    // `→ within 30 minutes the flag is off` is no bound of the statement.
    let is_of_side = |at: &usize| sentence.compared(*at).is_none_or(|it| side.is_none_or(|side| it.side().0 == side));
    let in_force = (0..sentence.tokens.len()).filter(|at| is_put_in_force(&sentence, *at)).filter(is_of_side);
    in_force.filter_map(|at| sentence.amount(at)).any(|amount| {
        own.amounts.iter().any(|old| {
            let place = match (&old.unit, &amount.unit) {
                (old_unit, unit) if old_unit == unit => old.place,
                (old_unit, Unit::Bare) if old_unit.is_count() => old.digits,
                _ => return false,
            };
            let written = &sentence.text[amount.place.start..amount.place.end];
            let moved = [&own.text[..place.start], written, &own.text[place.end..]].concat();
            compare(&own.text, &moved, purpose) == Strictness::Laxer
        })
    })
}

/// Whether words beside a bound say with an amount what is measured, and not what came out:
/// `(window 24h)`, `3 regions`. How far it is (`3 days so far`, `2 of 3 regions`), a day and a
/// number of something else (`PR 431`) say no such thing.
pub(crate) fn narrows(words: &str, statement: &str) -> bool {
    if !may_hold_a_number(words) || read_bound(statement).is_none() || result_in(words, statement).is_some() {
        return false;
    }
    let sentence = Sentence::read(words);
    let word = |at: usize| sentence.word(at).unwrap_or_default();
    let is_narrowing = |at: usize| {
        let is_named = || at > 0 && (RUNS.has(word(at - 1)) || POINTERS.has(word(at - 1)));
        let counts = |amount: &Amount| match &amount.unit {
            Unit::Time | Unit::Data => true,
            Unit::Other(noun) => month(noun).is_none(),
            _ => false,
        };
        sentence.amount(at).is_some_and(|amount| counts(amount) && !is_named())
    };
    let is_part = |at: usize| sentence.amount(at).is_some() && sentence.phrase_at(&OF, at + 1).is_some();
    let is_progress = |at: usize| is_part(at) || RESULTS.has(word(at));
    let tokens = || 0..sentence.tokens.len();
    tokens().any(is_narrowing) && !tokens().any(is_progress) && !SO_FAR.any_in(&sentence.text)
}

/// Whether words or an arrow before a number say that it holds from now on. They stand at the
/// beginning of a part of the text.
fn is_put_in_force(sentence: &Sentence, at: usize) -> bool {
    let compared = sentence.compared(at).map(|compared| compared.phrase);
    let marks = |index: usize| {
        let word = sentence.word(index).unwrap_or_default();
        let is_word = word == "→" || IN_FORCE.has(word) || SET_ANEW.has(word) || AFTERWARDS.has(word);
        is_word || sentence.qualifier(index) == Some(Qualifier::Act)
    };
    let is_compared = |index: usize| compared.as_ref().is_some_and(|phrase| phrase.contains(&index));
    let is_silent = |index: usize| {
        matches!(sentence.qualifier(index), Some(Qualifier::Filler | Qualifier::Adverb)) && !sentence.is_past(index + 1)
    };
    let start = (0..at).rev().take_while(|index| marks(*index) || is_compared(*index) || is_silent(*index)).last();
    let Some(start) = start else { return false };
    let opens = start == 0 || sentence.tokens[start].is_parted || sentence.word(start) == Some("→");
    opens && (start..at).any(|index| marks(index) || is_compared(index))
}

fn judged(bound: &Bound, result: &Amount) -> ResultOf {
    if bound.holds(result.value) { ResultOf::Kept } else { ResultOf::Broken }
}

/// Whether the second text is the first one with a result inside, and whether that keeps the bound:
/// `Error rate 0.5% (< 1%)` is `Error rate < 1%`. `None` where anything else differs.
pub(crate) fn result_inside(before: &str, after: &str) -> Option<ResultOf> {
    if !may_hold_a_number(before) {
        return None;
    }
    let (old, new) = (Sentence::read(before), Sentence::read(after));
    if new.tokens.len() != old.tokens.len() + 1 {
        return None;
    }
    let is_same = |one: usize, other: usize| match (old.amount(one), new.amount(other)) {
        (Some(one), Some(other)) => one.value == other.value && one.unit == other.unit,
        _ => old.text_of(&old.tokens[one]) == new.text_of(&new.tokens[other]),
    };
    let added = (0..old.tokens.len()).find(|index| !is_same(*index, *index))?;
    let keeps_all_else = (added..old.tokens.len()).all(|index| is_same(index, index + 1));
    let result = new.amount(added).filter(|amount| !amount.signed && !amount.ranged)?;
    let bound = read_bound(before).filter(|bound| keeps_all_else && bound.amount.unit == result.unit)?;
    Some(judged(&bound, result))
}

/// So many numbers before a bound are tried at the most. No person writes so many.
const MOST_RESULTS: usize = 8;

/// A statement with the bound that stands in a bracket behind what came out in the place of that,
/// for each number that may be it, with whether it keeps the bound: `Error rate < 1%` for
/// `Error rate 0.2% (< 1%)`, `at most 5 open tickets` for `3 open tickets (at most 5)`.
pub(crate) fn bounds_behind(text: &str) -> Vec<(String, ResultOf)> {
    if !may_hold_a_number(text) {
        return Vec::new();
    }
    let sentence = Sentence::read(text);
    let whole = &sentence.text;
    let bracket = |open: usize| {
        let close = open + whole[open..].find(')')?;
        let words = whole[open + 1..close].trim();
        let bound = read_bound(words).filter(|bound| bound.subject.is_empty() && bound.tail.is_empty())?;
        let inner = Sentence::read(words);
        (!inner.all().any(|at| inner.is_past(at))).then_some((open, close, words, bound))
    };
    let Some((open, close, words, bound)) = whole.match_indices('(').find_map(|(open, _)| bracket(open)) else {
        return Vec::new();
    };
    let is_before = |at: &usize| sentence.tokens[*at].place.end <= open && sentence.compared(*at).is_none();
    let results = sentence.all().filter(is_before).filter_map(|at| sentence.amount(at));
    let own = &bound.amount.unit;
    let is_result = |amount: &&Amount| {
        let is_alike = amount.unit == *own || (amount.unit.is_count() && own.is_count());
        is_alike && !amount.signed && !amount.ranged
    };
    let in_place = |amount: &Amount| {
        let parts = [&whole[..amount.place.start], words, &whole[amount.place.end..open], &whole[close + 1..]];
        (parts.concat(), judged(&bound, amount))
    };
    results.filter(is_result).take(MOST_RESULTS).map(in_place).collect()
}

/// Whether an alarm that says the same in other words goes off no later: its bound is on the same
/// side of a number of the same unit that is reached as early, and it has no other number, no other
/// time and no other condition beside it.
pub(crate) fn goes_off_no_later(before: &str, after: &str) -> bool {
    let (Some(old), Some(new)) = (read_bound(before), read_bound(after)) else { return false };
    let is_alike = old.side == new.side && old.amount.unit == new.amount.unit && beside(before) == beside(after);
    let is_as_early = old.amount.value == new.amount.value && (new.inclusive || !old.inclusive);
    is_alike && (is_as_early || new.holds(old.amount.value))
}

/// The words of a text beside its numbers.
pub(crate) fn words_beside_numbers(text: &str) -> Vec<String> {
    let sentence = Sentence::read(text);
    (0..sentence.tokens.len()).filter_map(|index| sentence.word(index)).map(str::to_owned).collect()
}

/// What stands beside the first bound of a text and changes when it is reached: other numbers,
/// units of time, and words that join, deny or take out.
fn beside(text: &str) -> (Vec<(u64, Unit)>, Vec<String>) {
    let sentence = Sentence::read(text);
    let bound = (0..sentence.tokens.len()).find(|index| sentence.compared(*index).is_some());
    let others = (0..sentence.tokens.len()).filter(|index| Some(*index) != bound);
    let numbers = others.clone().filter_map(|index| sentence.amount(index));
    let is_telling = |index: &usize| {
        let joins = matches!(
            sentence.qualifier(*index),
            Some(Qualifier::And | Qualifier::Or | Qualifier::Negation | Qualifier::Exception | Qualifier::Average)
        );
        joins || sentence.word(*index).is_some_and(|word| TIME.meaning(word).is_some())
    };
    let words = others.clone().filter(is_telling).filter_map(|index| sentence.word(index)).map(str::to_owned);
    (numbers.map(|amount| (amount.value.to_bits(), amount.unit.clone())).collect(), words.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_keeps_or_breaks_its_bound() {
        for (remark, statement, wanted) in [
            ("measured 0.4%", "Error rate < 1%", Some(ResultOf::Kept)),
            ("4 %", "Error rate < 1%", Some(ResultOf::Broken)),
            ("230 ms", "Latenz unter 0,3 s", Some(ResultOf::Kept)),
            ("on 3 days", "Error rate < 1%", None),
            ("Priya", "Error rate < 1%", None),
            ("(8)", "At least 10 orders", Some(ResultOf::Broken)),
            ("Churn < 5%", "Churn < 2%", Some(ResultOf::Broken)),
            ("4%", "Legal sign-off", None),
            ("0.4% in EU, 0.7% in US", "Error rate < 1%", Some(ResultOf::Kept)),
            ("0.4% in EU, 7% in US", "Error rate < 1%", Some(ResultOf::Broken)),
            ("0,4 %, mobil 7 %", "Fehlerrate < 1 %", Some(ResultOf::Broken)),
            ("0.4% (was 3% in May)", "Error rate < 1%", Some(ResultOf::Kept)),
            ("0.4%, down from 4%", "Error rate < 1%", Some(ResultOf::Kept)),
            ("0.4% (target: 1%)", "Error rate < 1%", Some(ResultOf::Kept)),
            ("0.4% for 20% of users", "Error rate < 1%", Some(ResultOf::Kept)),
            ("0.4%, 60% less than in May", "Error rate < 1%", Some(ResultOf::Kept)),
            ("0.4%, 95% confidence", "Error rate < 1%", Some(ResultOf::Kept)),
            ("250 ms over 7 days", "p95 latency < 300 ms", Some(ResultOf::Kept)),
            ("7 days, p95 of 250 ms", "p95 latency < 300 ms", Some(ResultOf::Kept)),
            ("250 ms, 420 ms on mobile", "p95 latency < 300 ms", Some(ResultOf::Broken)),
            ("(18 of 25)", "At least 20 customers paid", Some(ResultOf::Broken)),
            ("(25 of 30)", "At least 20 customers paid", Some(ResultOf::Kept)),
            ("18 so far", "At least 20 customers paid", Some(ResultOf::Broken)),
            ("gezählt 18", "Mindestens 20 Kunden", Some(ResultOf::Broken)),
            ("12 in EU, 10 in US", "At least 20 customers paid", None),
            ("3 of 5 regions", "At least 20 customers paid", None),
            ("Ana, 12/03", "At least 20 customers paid", None),
            ("stays < 1%", "Error rate < 1%", Some(ResultOf::Kept)),
            ("3 of 5", "4 of 5 users successful", Some(ResultOf::Broken)),
            ("3/5", "4 of 5 users successful", Some(ResultOf::Broken)),
            ("(3)", "4 of 5 users successful", Some(ResultOf::Broken)),
            ("60%", "4 of 5 users successful", Some(ResultOf::Broken)),
            ("80%", "4 of 5 users successful", Some(ResultOf::Kept)),
            ("5 von 5", "4 von 5 Nutzern zufrieden", Some(ResultOf::Kept)),
            ("3 of 4 regions", "4 of 5 users successful", None),
            ("Ana, 3/5/2026", "4 of 5 users successful", None),
            ("5 so far", "Stable for 7 days", Some(ResultOf::Broken)),
            ("5 days", "Stable for 7 days", Some(ResultOf::Broken)),
            ("9 days", "Stable for a week", Some(ResultOf::Kept)),
            ("fixed in 2 days", "Stable for 7 days", None),
            ("(3 days, no alert)", "Stable for 7 days", Some(ResultOf::Broken)),
            ("(9 days, 2 days of which at night)", "Stable for 7 days", Some(ResultOf::Kept)),
        ] {
            assert_eq!(result_in(remark, statement), wanted, "{remark}");
        }
    }

    #[test]
    fn a_result_may_stand_inside_the_statement() {
        assert_eq!(result_inside("Error rate < 1%", "Error rate 0.5% (< 1%)"), Some(ResultOf::Kept));
        assert_eq!(result_inside("Error rate < 1%", "Error rate 5% (< 1%)"), Some(ResultOf::Broken));
        assert_eq!(result_inside("Error rate < 1%", "Error rate 0.5 % (< 1 %)"), Some(ResultOf::Kept));
        assert_eq!(result_inside("Error rate < 1%", "Error rate 0.5% (< 2%)"), None);
        assert_eq!(result_inside("Error rate < 1%", "Error rate 0.5%"), None);
    }

    #[test]
    fn a_bound_behind_what_came_out_goes_back_to_its_place() {
        let kept = |text: &str, wanted: &str| {
            assert_eq!(bounds_behind(text), [(wanted.to_owned(), ResultOf::Kept)], "{text}");
        };
        kept("Queue 40 s (below 60 s)", "queue below 60 s ");
        kept("3 open complaints (at most 5)", "at most 5 open complaints ");
        kept("31 avis positifs (au moins 25)", "au moins 25 avis positifs ");
        assert_eq!(bounds_behind("7 open complaints (at most 5)")[0].1, ResultOf::Broken);
        for text in ["Queue 40 s", "Queue < 40 s (below 60 s)", "Queue 40 s (was below 60 s)", "Queue 40 s (60 s)"] {
            assert_eq!(bounds_behind(text), [], "{text}");
        }
    }

    #[test]
    fn a_remark_may_put_another_number_in_force() {
        for (remark, statement) in [
            ("→ 5%", "Error rate exceeds 2%"),
            ("→ > 5%", "> 1%"),
            ("(now 5%)", "> 1%"),
            ("— raised to 5%", "Error rate exceeds 2%"),
            ("(new threshold: 5%)", "Error rate exceeds 2%"),
            ("; above 5%", "Error rate exceeds 2%"),
            ("→ 30 minutes", "Error rate exceeds 2% for 5 minutes"),
            ("(lowered to 2%)", "Conversion drops below 3%"),
            ("→ 20", "More than 10 complaints"),
            ("— jetzt 5 %", "Fehlerquote über 2 %"),
            ("(agora 5%)", "Taxa de erro acima de 2%"),
            ("— ahora 5 %", "Tasa de error superior a 2 %"),
            ("→ 5 %", "Taux d'erreur au-dessus de 2 %"),
        ] {
            assert!(demands_less_with(remark, statement, Purpose::Alarm), "{statement} {remark}");
        }
        for (remark, statement) in [
            ("→ 1%", "Error rate exceeds 2%"),
            ("(lowered to 1%)", "Error rate exceeds 2%"),
            ("(was 5%)", "Error rate exceeds 2%"),
            ("(5% before March)", "Error rate exceeds 2%"),
            ("— 0.4%", "Error rate exceeds 2%"),
            ("— fired on 3 April at 5%", "Error rate exceeds 2%"),
            ("— rose above 5% on 3 April, flag off", "Error rate exceeds 2%"),
            ("→ 2 hours to go back", "Error rate exceeds 2%"),
            ("(now 4%)", "Conversion drops below 3%"),
            ("→ flag off", "Error rate exceeds 2%"),
            ("→ within 30 minutes the flag is off", "Error rate exceeds 2% for 5 minutes"),
        ] {
            assert!(!demands_less_with(remark, statement, Purpose::Alarm), "{statement} {remark}");
        }
    }

    #[test]
    fn an_alarm_in_other_words_goes_off_no_later() {
        for (before, after) in [
            ("Error rate exceeds 2%", "Error rate above 1%"),
            ("Critical bug affecting > 1% of users", "A critical bug affects > 1% of users"),
            ("Error rate > 2%", "Errors are at least 2%"),
            ("Conversion drops below 3%", "Conversion falls under 4%"),
        ] {
            assert!(goes_off_no_later(before, after), "{before} -> {after}");
        }
        for (before, after) in [
            ("Error rate above 1%", "Errors exceed 2%"),
            ("Errors are at least 2%", "Error rate > 2%"),
            ("Error rate > 2%", "Errors above 2% for 60 minutes"),
            ("More than 1 in 1000 orders fails", "More than 1 in 100 orders fails"),
            ("Mehr als 10 Beschwerden am Tag", "Mehr als 10 Beschwerden in der Stunde"),
            ("Data loss or error rate > 2%", "Error rate > 2%"),
            ("Conversion drops below 3%", "Conversion above 3%"),
        ] {
            assert!(!goes_off_no_later(before, after), "{before} -> {after}");
        }
    }
}
