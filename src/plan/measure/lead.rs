//! Words that lead to a result, and could be taken for words that take something back.

use super::amount::Side;
use super::demand::Demand;
use super::numerals::with_digits;
use super::result::Remark;
use super::sentence::{Sentence, normal};
use crate::text::Span;
use crate::words::Words;
use crate::words::force::NOT_IN_FORCE;
use crate::words::qualifiers::{Qualifier, qualifier};
use crate::words::remarks::{AIMS, HALF_OF_BOUND, LEADS, NEARLY, RESULTS};

/// A remark without the words that lead to a result which keeps the bound of a statement, and
/// without what was planned instead: `only 0.2%`, `never above 0.4%`, `planned 0.5%, got 0.2%`.
/// `None` where no word leads to such a result.
pub(crate) fn without_leads(remark: &str, statement: &str) -> Option<String> {
    let demand = Demand::of(statement)?;
    let sentence = Sentence::of_normal(with_digits(&normal(remark)));
    let lead = Lead { sentence: &sentence, demand: &demand };
    if lead.is_half() {
        return Some(String::new());
    }
    let numbers: Vec<usize> = (0..sentence.tokens.len()).filter(|at| sentence.amount(*at).is_some()).collect();
    let place = |at: usize| sentence.tokens[at].place;
    let opens = |at: usize| place(sentence.clause(at).start).start;
    // `bisher` leads to a result, and to what was before: it is cut off once.
    let (led, others): (Vec<usize>, Vec<usize>) = numbers.into_iter().partition(|at| lead.leads_to_kept(*at));
    if led.is_empty() {
        return None;
    }
    let mut gone: Vec<Span> = led.iter().map(|at| Span::new(opens(*at), place(*at).start)).collect();
    gone.extend(others.iter().filter(|at| lead.is_aim(**at)).map(|at| Span::new(opens(*at), place(*at).end)));
    gone.sort_by_key(|span| span.start);
    let mut text = sentence.text.clone();
    gone.iter().rev().for_each(|span| text.replace_range(span.start..span.end, ""));
    Some(text)
}

/// A remark beside a bound, by the words before its numbers.
struct Lead<'a> {
    sentence: &'a Sentence,
    demand: &'a Demand,
}

impl Lead<'_> {
    /// Whether all words before a number in its clause lead to it, and say that it keeps the bound.
    fn leads_to_kept(&self, at: usize) -> bool {
        let (sentence, bound) = (self.sentence, &self.demand.bound);
        let Some(amount) = sentence.amount(at) else { return false };
        let before = sentence.clause(at).start..at;
        let compared = sentence.compared(at);
        let has = |words: &Words| before.clone().any(|index| sentence.word(index).is_some_and(|word| words.has(word)));
        let leads = |index: usize| {
            let is_compared = || compared.as_ref().is_some_and(|it| it.phrase.contains(&index));
            let is_silent =
                || matches!(sentence.qualifier(index), Some(Qualifier::Filler | Qualifier::Move | Qualifier::Vague));
            let is_lead = |word: &str| LEADS.has(word) || NEARLY.has(word) || RESULTS.has(word);
            let is_word = sentence.word(index).is_some_and(is_lead);
            is_word || is_compared() || is_silent() || sentence.is_negation(index)
        };
        let is_denied = before.clone().any(|index| sentence.is_negation(index));
        let is_of_side = match &compared {
            // `not once above`: the denial stands further before.
            Some(it) if it.negation.is_none() && is_denied => it.side().0.other() == bound.side,
            Some(it) => it.side().0 == bound.side,
            None => !is_denied,
        };
        let is_none = amount.value == 0.0 && amount.unit.is_count();
        let remark = Remark { sentence, demand: self.demand };
        let is_kept = if is_none { bound.is_upper() } else { remark.is_of_bound(at) && remark.keeps(at) };
        !before.is_empty() && is_of_side && is_kept && before.clone().all(leads) && (bound.is_upper() || !has(&NEARLY))
    }

    /// Whether a clause is nothing but what should have come out: `planned 0.5%`.
    fn is_aim(&self, at: usize) -> bool {
        let clause = self.sentence.clause(at);
        let is_aim = |word: &str| AIMS.has(word) || NOT_IN_FORCE.has(word);
        let is_word = |index: usize| self.sentence.word(index).is_some_and(is_aim);
        clause.end == at + 1 && clause.start < at && (clause.start..at).all(is_word)
    }

    /// Whether a remark says that a result is a part of the bound: `about half of that`.
    fn is_half(&self) -> bool {
        let text = self.sentence.text.trim_matches(|c: char| !c.is_alphanumeric());
        let is_silent = |word: &str| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            LEADS.has(bare) || NEARLY.has(bare) || qualifier(bare) == Some(Qualifier::Vague)
        };
        self.demand.bound.side == Side::Below
            && HALF_OF_BOUND.before(text).any(|before| before.split_whitespace().all(is_silent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_before_a_kept_result_are_cut_off_once() {
        for (remark, rest) in [
            ("only 0.2%", Some("0.2%")),
            ("bisher 0,2 %", Some("0,2 %")),
            ("planned 0.5%, got 0.2%", Some(", 0.2%")),
            ("half of that", Some("")),
            ("only 2%", None),
            ("never below 0.6%", None),
        ] {
            let rest_now = without_leads(remark, "Error rate < 0.5%");
            assert_eq!(rest_now.as_deref().map(str::trim), rest, "{remark}");
        }
    }
}
