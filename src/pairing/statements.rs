//! Which statement of the version before is which of the version after: criteria, triggers,
//! metrics, and what else a stage says.

use super::note::bare_statement;
use super::pairs::Pairs;
use super::remark::{beside, is_whole};
use super::slip::{LEAST_LIKENESS, likeness_by_words};
use crate::plan::Statement;
use crate::plan::measure::Purpose;
use crate::text::without_spaces;
use crate::words::qualifiers::{Qualifier, qualifier};
use std::collections::{HashMap, HashSet, VecDeque};

/// So many pairs of texts are compared at the most. No honest change rewords two hundred criteria
/// of one list; what is beyond is left over, and told as gone.
const MOST_COMPARISONS: usize = 40_000;

/// So many letters are compared with each other at the most. Longer lists than people reword are
/// compared by their words.
const MOST_LETTERS: usize = 100_000_000;

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
        let taken: HashSet<usize> = pairs.iter().map(|(_, taken)| *taken).collect();
        self.after.retain(|place| !taken.contains(place));
    }

    fn into_pairs(self, before: usize, after: usize) -> Pairs {
        Pairs::of(self.pairs, before, after)
    }
}

/// Pairs the folded texts of two lists: the same words, then the same with a remark, or with
/// another one, then those that are most alike.
pub(crate) fn pair_texts<T: AsRef<str>>(before: &[T], after: &[T]) -> Pairs {
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.iter().map(AsRef::as_ref).collect(), after.iter().map(AsRef::as_ref).collect());
    let mut free = Free::new(before.len(), after.len());
    free.pair_equal(|place| before[place], |place| after[place]);
    free.pair(|old, new| keeps_words(before[old], after[new]));
    // Only what has no pair yet is asked for what stands beside it.
    let mut bare: Vec<Option<&str>> = vec![None; before.len()];
    for old in free.before.iter().filter(|_| !free.after.is_empty()) {
        bare[*old] = bare_statement(before[*old]);
    }
    free.pair(|old, new| bare[old].is_some_and(|old| keeps_words(old, after[new])));
    if free.before.len() * free.after.len() <= MOST_COMPARISONS {
        let all = free.before.iter().flat_map(|old| free.after.iter().map(move |new| (*old, *new)));
        // All letters of one side meet all of the other.
        let length = |places: &[usize], texts: &[&str]| places.iter().map(|place| texts[*place].len()).sum::<usize>();
        let is_short = length(&free.before, &before) * length(&free.after, &after) <= MOST_LETTERS;
        let likeness = |(old, new): &(usize, usize)| match is_short {
            true => strsim::normalized_levenshtein(before[*old], after[*new]),
            false => likeness_by_words(before[*old], after[*new]),
        };
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

/// Pairs what two versions of a stage say: what says the same, then what has the same name, then
/// what only says more.
pub(crate) fn pair_statements(before: &[Statement], after: &[Statement]) -> Pairs {
    let mut free = Free::new(before.len(), after.len());
    free.pair(|old, new| before[old].key == after[new].key && says_as_before(&before[old], &after[new]));
    free.pair(|old, new| before[old].key == after[new].key);
    free.pair(|old, new| keeps_words(&before[old].key, &after[new].key));
    free.into_pairs(before.len(), after.len())
}

/// Whether each part of a statement says what it said. A column that is new says nothing about the
/// old ones.
pub(crate) fn says_as_before(old: &Statement, new: &Statement) -> bool {
    old.said.iter().all(|(column, said)| new.said.iter().any(|(other, now)| other == column && now == said))
}

/// Whether the words of one of two folded texts stand unbroken in the other one.
pub(crate) fn keeps_words(old: &str, new: &str) -> bool {
    without_spaces(old) == without_spaces(new)
        || beside(old, new, Purpose::Hold).is_some()
        || beside(new, old, Purpose::Hold).is_some()
}

/// More statements than these are no list that somebody made shorter by a word.
const MOST_JOINED: usize = 50;

/// The texts before that one text after holds together, with nothing but *and* between: `doors
/// close, and couriers know the code`. By their places.
pub(crate) fn joined_in_one(before: &[(usize, &str)], after: &[&str]) -> Vec<usize> {
    if before.len().max(after.len()) > MOST_JOINED {
        return Vec::new();
    }
    let mut joined = Vec::new();
    for text in after {
        let found = before.iter().filter(|(_, old)| !old.is_empty()).filter_map(|(place, old)| {
            let at = text.find(old)?;
            is_whole(text, at, at + old.len()).then_some((at, at + old.len(), *place))
        });
        let mut found: Vec<(usize, usize, usize)> = found.collect();
        found.sort_unstable();
        let starts = found.iter().map(|(start, ..)| *start).chain([text.len()]);
        let ends = [0].into_iter().chain(found.iter().map(|(_, end, _)| *end));
        let only_joins = |(end, start): (usize, usize)| {
            let between = text.get(end..start)?;
            let mut words = between.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.all(|word| qualifier(word) == Some(Qualifier::And)).then_some(())
        };
        if found.len() > 1 && ends.zip(starts).all(|gap| only_joins(gap).is_some()) {
            joined.extend(found.iter().map(|(.., place)| *place));
        }
    }
    joined
}
