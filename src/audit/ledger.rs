//! Follows a decision log without stages through history, entry by entry. What it says may grow,
//! and may not change: it is append-only.

use super::outcome::{CellEdit, CommitFacts, Excerpt, Found, LedgerEntryHistory, LedgerHistory, RewrittenRow};
use crate::plan::ledger::{Ledger, LedgerEntry, LedgerPart};
use crate::rule::HistoryFault;
use std::collections::{BTreeMap, BTreeSet};

/// How many days may lie between the day of an entry and the commit that brings it.
const DRIFT: i32 = 3;

/// How many entries without an ID are compared with each other at the most.
const MOST_COMPARISONS: usize = 250_000;

/// A log in the making.
pub(super) struct FollowedLedger {
    pub(super) history: LedgerHistory,
    pub(super) found: Vec<Found>,
    /// The last version that was there, and for each of its entries the place in the history.
    last: Ledger,
    places: Vec<usize>,
    /// What the entries said first that were rewritten or taken out, by their places in the
    /// history.
    first: BTreeMap<usize, LedgerEntry>,
    /// The places in `found` of what is told of that.
    told: BTreeMap<usize, Vec<usize>>,
}

impl FollowedLedger {
    /// Begins to follow a log. A commit at the cut of a shallow clone shows what was there.
    pub(super) fn new(ledger: &Ledger, commit: &CommitFacts, is_cut_off: bool) -> FollowedLedger {
        let history = LedgerHistory { path: ledger.source.path.clone(), entries: Vec::new(), unread: ledger.unread };
        let mut followed = FollowedLedger {
            history,
            found: Vec::new(),
            last: ledger.clone(),
            places: Vec::new(),
            first: BTreeMap::new(),
            told: BTreeMap::new(),
        };
        let added_in = (!is_cut_off).then_some(commit);
        followed.places = ledger.entries.iter().map(|entry| followed.add(entry, added_in)).collect();
        followed
    }

    pub(super) fn path(&self) -> &str {
        &self.history.path
    }

    fn add(&mut self, entry: &LedgerEntry, added_in: Option<&CommitFacts>) -> usize {
        self.history.entries.push(LedgerEntryHistory {
            id: entry.id.clone(),
            name: entry.name.clone(),
            day: entry.day,
            added_in: added_in.cloned(),
            changed_in: Vec::new(),
            put_back_in: Vec::new(),
            moved_in: Vec::new(),
            removed_in: None,
        });
        self.history.entries.len() - 1
    }

    fn find(&mut self, fault: HistoryFault, commit: &CommitFacts, message: String) -> &mut Found {
        let path = self.history.path.clone();
        self.found.push(Found { fault, is_gentle: false, path, commit: commit.clone(), message, rewrite: None });
        self.found.last_mut().expect("one was just put there")
    }

    /// Reads what a commit made of the log.
    pub(super) fn read(&mut self, after: &Ledger, commit: &CommitFacts) {
        self.history.path.clone_from(&after.source.path);
        self.history.unread = after.unread;
        let before = std::mem::replace(&mut self.last, after.clone());
        let known = std::mem::take(&mut self.places);
        let pairs = pair(&before.entries, &after.entries);
        let was_at = |is: usize| pairs.iter().find(|(_, after)| *after == is).map(|(before, _)| *before);
        let moved = moved(&pairs);
        let mut places = Vec::new();
        for (is, entry) in after.entries.iter().enumerate() {
            let Some(was) = was_at(is) else {
                if let Some(place) = self.read_return(entry, commit) {
                    places.push(place);
                    continue;
                }
                places.push(self.add(entry, Some(commit)));
                self.read_new(entry, commit);
                continue;
            };
            let place = known[was];
            places.push(place);
            let old = &before.entries[was];
            self.history.entries[place].name.clone_from(&entry.name);
            if moved.contains(&was) {
                self.history.entries[place].moved_in.push(commit.clone());
            }
            self.read_edit(place, (&before, old), (after, entry), commit);
        }
        for (was, old) in before.entries.iter().enumerate() {
            if pairs.iter().any(|(before, _)| *before == was) {
                continue;
            }
            let place = known[was];
            self.history.entries[place].removed_in = Some(commit.clone());
            let cells = old.parts.iter().map(|part| CellEdit {
                column: part.name.clone(),
                before: Some(part.text.clone()),
                after: None,
            });
            let cells = cells.filter(|cell| cell.before.as_ref().is_some_and(|text| !text.is_empty())).collect();
            let before = Some(Excerpt::around(&before.source, old.span));
            self.first.entry(place).or_insert_with(|| old.clone());
            self.tell(place, "was taken out", cells, (before, None), commit);
        }
        self.places = places;
    }

    /// Reads that a commit deleted the log.
    pub(super) fn read_removal(&mut self, commit: &CommitFacts) {
        let count = self.places.len();
        for (place, entry) in std::mem::take(&mut self.places).into_iter().zip(std::mem::take(&mut self.last.entries)) {
            self.history.entries[place].removed_in = Some(commit.clone());
            self.first.entry(place).or_insert(entry);
        }
        if count > 0 {
            let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
            let message = format!("the log was deleted with its {entries} in {}", commit.id.short());
            self.find(HistoryFault::LogRewritten, commit, message);
        }
    }

    /// Reads that an entry is one that was taken out, as it was added. Gives its place.
    fn read_return(&mut self, entry: &LedgerEntry, commit: &CommitFacts) -> Option<usize> {
        let is_out = |place: &usize| self.history.entries[*place].removed_in.is_some();
        let is_it = |first: &LedgerEntry| first.id == entry.id && edited_cells(first, entry).is_empty();
        let (place, _) = self.first.iter().find(|(place, first)| is_out(place) && is_it(first))?;
        let place = *place;
        self.history.entries[place].removed_in = None;
        self.read_put_back(place, commit);
        Some(place)
    }

    /// Reads that an entry says again what it said first: what is told of it says so.
    fn read_put_back(&mut self, place: usize, commit: &CommitFacts) {
        for found in self.told.remove(&place).unwrap_or_default() {
            self.found[found].message.push_str(&format!(", and put back in {}", commit.id.short()));
        }
        self.history.entries[place].put_back_in.push(commit.clone());
    }

    fn read_new(&mut self, entry: &LedgerEntry, commit: &CommitFacts) {
        let drift = entry.day.map(|day| (commit.day - day).get_days());
        if let Some(drift) = drift.filter(|drift| drift.abs() > DRIFT) {
            let side = if drift > 0 { "before" } else { "after" };
            let days = drift.abs();
            let name = called(&entry.name);
            let message = format!("the entry {name} is dated {days} days {side} the commit that brings it");
            self.find(HistoryFault::DateDrift, commit, message);
        }
    }

    /// Reads what became of the words of an entry.
    fn read_edit(
        &mut self,
        place: usize,
        (before, old): (&Ledger, &LedgerEntry),
        (after, new): (&Ledger, &LedgerEntry),
        commit: &CommitFacts,
    ) {
        let cells = edited_cells(old, new);
        if cells.is_empty() {
            return;
        }
        if self.first.get(&place).is_some_and(|first| edited_cells(first, new).is_empty()) {
            return self.read_put_back(place, commit);
        }
        self.first.entry(place).or_insert_with(|| old.clone());
        let columns: Vec<&str> = cells.iter().map(|cell| cell.column.as_str()).collect();
        let what = format!("was rewritten ({})", columns.join(", "));
        // Who adds words takes none back.
        let (was, is) = (old.words(), new.words());
        let only_adds = is.len() > was.len() && is.starts_with(&was);
        let places = (Some(Excerpt::around(&before.source, old.span)), Some(Excerpt::around(&after.source, new.span)));
        self.history.entries[place].changed_in.push(commit.clone());
        self.tell(place, &what, cells, places, commit).is_gentle = only_adds;
    }

    /// Tells what a commit did to an entry, with the commit that had added it.
    fn tell(
        &mut self,
        place: usize,
        what: &str,
        cells: Vec<CellEdit>,
        (before, after): (Option<Excerpt>, Option<Excerpt>),
        commit: &CommitFacts,
    ) -> &mut Found {
        let entry = &self.history.entries[place];
        let recorded_in = entry.added_in.clone();
        let by = recorded_in.as_ref().map(|by| format!(", which {} had added,", by.id.short())).unwrap_or_default();
        let later = recorded_in.as_ref().and_then(|by| later(by, commit)).unwrap_or_default();
        let message = format!("the entry {}{by} {what} in {}{later}", called(&entry.name), commit.id.short());
        self.told.entry(place).or_default().push(self.found.len());
        let found = self.find(HistoryFault::LogRewritten, commit, message);
        found.rewrite = Some(Box::new(RewrittenRow { recorded_in, cells, before, after }));
        found
    }
}

/// The parts of an entry whose words are others. A state may change, and so may everything that is
/// no word.
fn edited_cells(old: &LedgerEntry, new: &LedgerEntry) -> Vec<CellEdit> {
    let mut cells = Vec::new();
    if old.words() == new.words() {
        return cells;
    }
    let mut names: Vec<&str> = old.parts.iter().map(|part| part.name.as_str()).collect();
    names.extend(new.parts.iter().map(|part| part.name.as_str()));
    let mut told = BTreeSet::new();
    for name in names.into_iter().filter(|name| told.insert(*name)) {
        let part = |entry: &LedgerEntry| entry.parts.iter().find(|part| part.name == name).cloned();
        let (was, is) = (part(old), part(new));
        let is_state = was.iter().chain(&is).any(|part| part.is_status);
        let says_the_same = was.as_ref().map(|part| part.words()) == is.as_ref().map(|part| part.words());
        let text = |part: &Option<LedgerPart>| part.as_ref().map(|part| part.text.clone());
        if !is_state && !says_the_same {
            let (before, after) = changed_words(text(&was), text(&is));
            cells.push(CellEdit { column: name.to_owned(), before, after });
        }
    }
    cells
}

/// `, 14 minutes later`; `None` when a clock says nothing.
fn later(first: &CommitFacts, then: &CommitFacts) -> Option<String> {
    let (first, then) = (first.at.as_ref()?, then.at.as_ref()?);
    let minutes = (then.timestamp().as_second() - first.timestamp().as_second()) / 60;
    let words = |count: i64, noun: &str| format!(", {count} {noun}{} later", if count == 1 { "" } else { "s" });
    match minutes {
        i64::MIN..0 => None,
        0..120 => Some(words(minutes, "minute")),
        120..2880 => Some(words(minutes / 60, "hour")),
        _ => Some(words(minutes / 1440, "day")),
    }
}

/// The name of an entry in a message: its first words.
fn called(name: &str) -> String {
    const MOST: usize = 60;
    let short: String = name.chars().take(MOST).collect();
    if name.chars().count() > MOST { format!("`{short}…`") } else { format!("`{short}`") }
}

/// The words that changed of two texts, with a few that stayed around them.
fn changed_words(before: Option<String>, after: Option<String>) -> (Option<String>, Option<String>) {
    const AROUND: usize = 4;
    let (Some(before), Some(after)) = (&before, &after) else { return (before, after) };
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), after.split(' ').collect());
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    let (from, rest) = (start.saturating_sub(AROUND), end.saturating_sub(AROUND));
    let part = |words: &[&str]| {
        let (left, right) = (if from > 0 { "… " } else { "" }, if rest > 0 { " …" } else { "" });
        format!("{left}{}{right}", words[from..words.len() - rest].join(" "))
    };
    (Some(part(&old)), Some(part(&new)))
}

/// Which entry of the log before is which of the log after: by the ID, else by the same words, else
/// by likeness.
fn pair(before: &[LedgerEntry], after: &[LedgerEntry]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let is_open = |pairs: &[(usize, usize)], was: usize, is: usize| pairs.iter().all(|(a, b)| *a != was && *b != is);
    let words = |entries: &[LedgerEntry]| entries.iter().map(LedgerEntry::words).collect::<Vec<_>>();
    let (old, new) = (words(before), words(after));
    for same_id in [true, false] {
        for (was, entry) in before.iter().enumerate() {
            let is_it = |is: &usize| match same_id {
                true => entry.id.is_some() && entry.id == after[*is].id,
                false => old[was] == new[*is],
            };
            let found = (0..after.len()).filter(|is| is_open(&pairs, was, *is)).find(is_it);
            pairs.extend(found.map(|is| (was, is)));
        }
    }
    let left: Vec<usize> = (0..before.len()).filter(|was| pairs.iter().all(|(a, _)| a != was)).collect();
    let right: Vec<usize> = (0..after.len()).filter(|is| pairs.iter().all(|(_, b)| b != is)).collect();
    if left.len() * right.len() > MOST_COMPARISONS {
        return pairs;
    }
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for was in &left {
        for is in &right {
            let (one, other) = (&old[*was], &new[*is]);
            let set: BTreeSet<&String> = one.iter().collect();
            let shared = other.iter().collect::<BTreeSet<_>>().intersection(&set).count();
            let all = one.iter().chain(other).collect::<BTreeSet<_>>().len().max(1);
            let same_day = before[*was].day.is_some() && before[*was].day == after[*is].day;
            // Two IDs are two entries, however like they are.
            let are_named = before[*was].id.is_some() && after[*is].id.is_some();
            let likeness = 100 * shared / all + if same_day { 20 } else { 0 };
            if likeness >= 50 && !are_named {
                scored.push((likeness, *was, *is));
            }
        }
    }
    scored.sort_by_key(|(likeness, was, is)| (std::cmp::Reverse(*likeness), *was, *is));
    for (_, was, is) in scored {
        if is_open(&pairs, was, is) {
            pairs.push((was, is));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The entries, by their places before, that stand elsewhere among the others. A log that is turned
/// around as a whole moves none.
fn moved(pairs: &[(usize, usize)]) -> BTreeSet<usize> {
    let after: Vec<usize> = pairs.iter().map(|(_, is)| *is).collect();
    let is_turned = after.len() > 1 && after.windows(2).all(|pair| pair[0] > pair[1]);
    if is_turned {
        return BTreeSet::new();
    }
    // What belongs to the longest run in order stays where it is.
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (place, is) in after.iter().enumerate() {
        let before = (0..place).filter(|other| after[*other] < *is).max_by_key(|other| best[*other].0);
        best.push((before.map_or(1, |before| best[before].0 + 1), before));
    }
    let mut stays = BTreeSet::new();
    let mut at = (0..after.len()).max_by_key(|place| best[*place].0);
    while let Some(place) = at {
        stays.insert(place);
        at = best[place].1;
    }
    (0..pairs.len()).filter(|place| !stays.contains(place)).map(|place| pairs[place].0).collect()
}
