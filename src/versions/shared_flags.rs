//! Flags that several plans name.

use crate::change::Change;
use crate::error::Error;
use crate::exposure::Exposure;
use crate::standing::StageVerdict;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// Settles what several plans say of one flag. A raise is covered when any plan that names the flag
/// covers it, and else told once: at the plan that is nearest to the flag file, which is one in the
/// same folder, or the first by its path. Rollouts that are over are not asked beside others.
/// `is_asked_for` says which plans may tell of it. `others` gives the plans that the change leaves
/// alone and that name some flags.
///
/// # Errors
/// When `others` fails.
pub(super) fn settle_shared_flags(
    changes: Vec<Change>,
    is_asked_for: &dyn Fn(&Change) -> bool,
    others: impl FnOnce(&[String]) -> Result<Vec<Change>, Error>,
) -> Result<Vec<Change>, Error> {
    let complaints = changes.iter().flat_map(flags_complained_of);
    let flags: Vec<String> = complaints.filter_map(|(_, exposure)| exposure.flag.clone()).collect();
    if flags.is_empty() {
        return Ok(changes);
    }
    let others = others(&flags)?;
    let mut sharing: HashMap<&String, Vec<&Change>> = HashMap::new();
    for change in changes.iter().chain(&others) {
        for flag in change.head().map(|version| version.flag_names()).unwrap_or_default() {
            sharing.entry(flag).or_default().push(change);
        }
    }
    let mut complaining: HashMap<_, BTreeSet<&str>> = HashMap::new();
    for change in &changes {
        for (_, exposure) in flags_complained_of(change) {
            complaining.entry(number_of(exposure)).or_default().insert(change.path());
        }
    }
    // Of one number of one flag, all plans are told the same.
    let mut tellers: HashMap<_, Teller> = HashMap::new();
    for (_, exposure) in changes.iter().flat_map(flags_complained_of) {
        let sharing = exposure.flag.as_ref().and_then(|flag| sharing.get(flag)).map_or(&[][..], Vec::as_slice);
        let complaining = &complaining[&number_of(exposure)];
        tellers.entry(number_of(exposure)).or_insert_with(|| Teller::of(exposure, sharing, complaining, is_asked_for));
    }
    let told_elsewhere = |change: &Change| -> BTreeSet<usize> {
        let is_elsewhere = |exposure: &Exposure| match tellers.get(&number_of(exposure)) {
            Some(Teller::Nobody) => true,
            Some(Teller::Plan(path)) => path != change.path(),
            Some(Teller::Each) | None => false,
        };
        flags_complained_of(change).filter(|(_, exposure)| is_elsewhere(exposure)).map(|(index, _)| index).collect()
    };
    let told_elsewhere: Vec<BTreeSet<usize>> = changes.iter().map(told_elsewhere).collect();
    let settled =
        changes.into_par_iter().zip(told_elsewhere).map(|(change, told_elsewhere)| match told_elsewhere.is_empty() {
            true => change,
            false => without_exposures(&change, &told_elsewhere),
        });
    Ok(settled.collect())
}

/// What is the same for all plans that name the flag of an exposure: the entry, the flag, and the
/// file that says so.
fn number_of(exposure: &Exposure) -> (usize, Option<String>, Option<String>) {
    let file = exposure.place().map(|place| place.source.path.clone());
    (exposure.entry, exposure.flag.clone(), file)
}

/// Which plan tells that a flag was raised.
enum Teller {
    /// None: some plan covers it.
    Nobody,
    /// The plan at this path.
    Plan(String),
    /// Each for itself, since no plan names the flag any more.
    Each,
}

impl Teller {
    /// Which of the plans that share the flag of an exposure tells of it.
    /// `complaining` are the paths of those that have something to say of it.
    fn of(
        exposure: &Exposure,
        sharing: &[&Change],
        complaining: &BTreeSet<&str>,
        is_asked_for: &dyn Fn(&Change) -> bool,
    ) -> Teller {
        let is_asked = |other: &&&Change| other.after.as_ref().is_some_and(|after| !after.is_over());
        let asked: Vec<&Change> = sharing.iter().filter(is_asked).copied().collect();
        let candidates = if asked.is_empty() { sharing } else { &asked };
        if candidates.iter().any(|other| covers(other, exposure)) {
            return Teller::Nobody;
        }
        let is_silent = |other: &Change| !complaining.contains(other.path());
        let rank = |other: &Change| (is_silent(other), !is_asked_for(other), !is_beside(other, exposure));
        let nearest = candidates.iter().min_by_key(|other| (rank(other), other.path()));
        nearest.map_or(Teller::Each, |nearest| Teller::Plan(nearest.path().to_owned()))
    }
}

/// The exposures of a change that stand above what its plan records, with their places in the
/// version.
pub(super) fn flags_complained_of(change: &Change) -> impl Iterator<Item = (usize, &Exposure)> {
    let standing = change.after.as_ref();
    let signs = standing.map_or(&[][..], |standing| match &standing.verdict {
        StageVerdict::Moved { signs, .. } | StageVerdict::Undecided { signs, .. } => &signs[..],
        _ => &[],
    });
    let indices = signs.iter().filter_map(|sign| Some(sign.exposure?.exposure));
    indices.filter_map(move |index| Some((index, standing?.version.exposures().get(index)?)))
}

/// Whether a plan has the decisions that an exposure needs.
fn covers(change: &Change, exposure: &Exposure) -> bool {
    let Some(after) = &change.after else { return false };
    let own = after.version.exposures().iter().find(|own| own.is_of(exposure));
    let Some(live) = own.and_then(|own| after.live_stage(own)) else { return false };
    // Who names the flag only now had it not to decide about, unless the decision comes along.
    let named_it = change.base().is_some_and(|base| exposure.flag.iter().all(|flag| base.flag_names().contains(flag)));
    Some(live) <= after.covered_stage() && (named_it || after.is_led_to(live))
}

/// Whether a plan is in the folder of the flag file.
fn is_beside(change: &Change, exposure: &Exposure) -> bool {
    let folder = |path| str::rsplit_once(path, '/').map_or("", |(folder, _)| folder);
    exposure.place().is_some_and(|place| folder(&place.source.path) == folder(change.path()))
}

/// The change without some exposures of the version after.
fn without_exposures(change: &Change, left_out: &BTreeSet<usize>) -> Change {
    let head = change.head().map(|head| {
        let kept = head.exposures().iter().enumerate().filter(|(index, _)| !left_out.contains(index));
        head.with_exposures(kept.map(|(_, exposure)| exposure.clone()).collect())
    });
    Change::between(change.base().cloned(), head, change.today)
}
