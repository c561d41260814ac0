//! Which statement of the version before is which of the version after: criteria, triggers, metrics,
//! and what else a stage says.

use super::pairs::Pairs;
use crate::plan::Statement;
use std::collections::{HashMap, VecDeque};

/// So many pairs of texts are compared at the most. No honest change rewords two hundred criteria of
/// one list; what is beyond is left over, and told as gone.
const MOST_COMPARISONS: usize = 40_000;

/// Texts that have less than this in common are not the same one, reworded.
const LEAST_LIKENESS: f64 = 0.5;

/// Places that are still free on both sides, while pairs are made.
struct Free {
    before: Vec<usize>,
    after: Vec<usize>,
    pairs: Vec<(usize, usize)>,
}

impl Free {
    fn new(before: usize, after: usize) -> Free {
        Free { before: (0..before).collect(), after: (0..after).collect(), pairs: Vec::new() }
    }

    /// Pairs each free place before with the first free place after that is the same.
    fn pair(&mut self, is_same: impl Fn(usize, usize) -> bool) {
        if self.before.len() * self.after.len() > MOST_COMPARISONS {
            return;
        }
        let after = &mut self.after;
        let pairs = &mut self.pairs;
        self.before.retain(|old| match after.iter().position(|new| is_same(*old, *new)) {
            Some(found) => {
                pairs.push((*old, after.remove(found)));
                false
            }
            None => true,
        });
    }

    /// Pairs what is equal by a key, without comparing each with each.
    fn pair_equal<'k>(&mut self, before: impl Fn(usize) -> &'k str, after: impl Fn(usize) -> &'k str) {
        let mut waiting: HashMap<&str, VecDeque<usize>> = HashMap::new();
        for place in &self.after {
            waiting.entry(after(*place)).or_default().push_back(*place);
        }
        let pairs = &mut self.pairs;
        self.before.retain(|place| match waiting.get_mut(before(*place)).and_then(VecDeque::pop_front) {
            Some(found) => {
                pairs.push((*place, found));
                false
            }
            None => true,
        });
        self.after.retain(|place| pairs.iter().all(|(_, taken)| taken != place));
    }

    fn into_pairs(self, before: usize, after: usize) -> Pairs {
        Pairs::of(self.pairs, before, after)
    }
}

/// Pairs the folded texts of two lists: the same words, then the same with a remark, then those that
/// are most alike.
pub(crate) fn pair_texts(before: &[&str], after: &[&str]) -> Pairs {
    let mut free = Free::new(before.len(), after.len());
    free.pair_equal(|place| before[place], |place| after[place]);
    free.pair(|old, new| says_the_same(before[old], after[new]));
    if free.before.len() * free.after.len() <= MOST_COMPARISONS {
        let all = free.before.iter().flat_map(|old| free.after.iter().map(move |new| (*old, *new)));
        let likeness = |(old, new): &(usize, usize)| strsim::normalized_levenshtein(before[*old], after[*new]);
        let mut alike: Vec<(f64, (usize, usize))> = all.map(|pair| (likeness(&pair), pair)).collect();
        alike.retain(|(likeness, _)| *likeness >= LEAST_LIKENESS);
        alike.sort_by(|(one, first), (other, second)| other.total_cmp(one).then_with(|| first.cmp(second)));
        for (_, (old, new)) in alike {
            if free.before.contains(&old) && free.after.contains(&new) {
                free.before.retain(|place| *place != old);
                free.after.retain(|place| *place != new);
                free.pairs.push((old, new));
            }
        }
    }
    free.into_pairs(before.len(), after.len())
}

/// Pairs things that are known by their folded names alone.
pub(crate) fn pair_names(before: &[String], after: &[String]) -> Pairs {
    let mut free = Free::new(before.len(), after.len());
    free.pair_equal(|place| &before[place], |place| &after[place]);
    free.into_pairs(before.len(), after.len())
}

/// Pairs what two versions of a stage say: what says the same, then what has the same name, then what
/// only says more.
pub(crate) fn pair_statements(before: &[Statement], after: &[Statement]) -> Pairs {
    let mut free = Free::new(before.len(), after.len());
    free.pair(|old, new| before[old].key == after[new].key && says_as_before(&before[old], &after[new]));
    free.pair(|old, new| before[old].key == after[new].key);
    free.pair(|old, new| says_the_same(&before[old].key, &after[new].key));
    free.into_pairs(before.len(), after.len())
}

/// Whether each part of a statement says what it said. A column that is new says nothing about the
/// old ones.
pub(crate) fn says_as_before(old: &Statement, new: &Statement) -> bool {
    old.said.iter().all(|(column, said)| new.said.iter().any(|(other, now)| other == column && now == said))
}

/// The words of a criterion without the reason behind them, `N/A — …`: giving a reason does not make
/// another criterion of it.
pub(crate) fn core_words(key: &str) -> &str {
    let end = [" — n/a", " - n/a", " n/a", ": n/a"].iter().filter_map(|mark| key.find(mark)).min();
    key[..end.unwrap_or(key.len())].trim_end_matches([' ', '—', '-', ':'])
}

/// Whether two folded texts are the same statement: the same words and numbers, whatever their
/// spaces. A remark behind them makes no other one: `— BUG-12`, `(see BUG-12)`.
pub(crate) fn says_the_same(old: &str, new: &str) -> bool {
    let (old, new) = (core_words(old), core_words(new));
    let is_remark = |rest: &str| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with(['—', '–', '(', '[', ';', ':']) || rest.starts_with("- ")
    };
    let extends = |short: &str, long: &str| long.strip_prefix(short).is_some_and(is_remark);
    extends(old, new) || extends(new, old) || without_spaces(old) == without_spaces(new)
}

/// A text without its spaces, but for those between two digits, where they part numbers.
fn without_spaces(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if kept.ends_with(|c: char| c.is_ascii_digit()) && word.starts_with(|c: char| c.is_ascii_digit()) {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    kept
}
