//! Which thing of one version is which of another, one to one.

use std::collections::BTreeSet;

/// Things of two versions that are the same, by their places in the two versions, and what is left
/// over on either side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// The place before and the place after, in the order of the places before.
    pub pairs: Vec<(usize, usize)>,
    /// What only the version before has.
    pub gone: Vec<usize>,
    /// What only the version after has.
    pub new: Vec<usize>,
}

impl Pairs {
    /// The pairs that are given, with what they leave over of so many things.
    pub(super) fn of(mut pairs: Vec<(usize, usize)>, before: usize, after: usize) -> Pairs {
        pairs.sort_unstable();
        let (old, new): (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().copied().unzip();
        Pairs {
            pairs,
            gone: (0..before).filter(|place| !old.contains(place)).collect(),
            new: (0..after).filter(|place| !new.contains(place)).collect(),
        }
    }

    /// The place after of what was at a place before.
    pub fn after(&self, before: usize) -> Option<usize> {
        let found = self.pairs.binary_search_by_key(&before, |(before, _)| *before).ok()?;
        Some(self.pairs[found].1)
    }

    /// The place before of what is at a place after.
    pub fn before(&self, after: usize) -> Option<usize> {
        self.pairs.iter().find(|(_, place)| *place == after).map(|(before, _)| *before)
    }
}
