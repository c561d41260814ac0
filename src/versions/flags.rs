//! Who sees the features of plans, by the flag files of a version.

use super::matching::Pair;
use super::plan_files::PlanFiles;
use super::renamed::renamed;
use super::shared_flags::flags_complained_of;
use super::snapshot::Snapshot;
use crate::change::{Change, Missed, OutOfSight};
use crate::config::{Absent, ExposureEntry, FilePattern, Policy};
use crate::document::Syntax;
use crate::error::Error;
use crate::exposure::{Exposure, Live, Percent};
use crate::flags::{self, Differing, FlagFile};
use crate::git::{CommitId, Contents, FileChange, Places, Repository};
use crate::plan::Plan;
use crate::plan::log::Point;
use crate::plan::shown::ShownWords;
use crate::version::Version;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use parking_lot::Mutex;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The entries of `exposure:` that a run reads by.
#[derive(Default)]
pub(super) struct Entries {
    entries: Vec<Entry>,
}

#[derive(Clone)]
struct Entry {
    entry: Arc<ExposureEntry>,
    /// Whether the change that is judged brings it.
    is_brought: bool,
}

impl Entries {
    /// Some entries that everybody is held to.
    pub(super) fn new(entries: &[ExposureEntry]) -> Entries {
        let entry = |entry: &ExposureEntry| Entry { entry: Arc::new(entry.clone()), is_brought: false };
        Entries { entries: entries.iter().map(entry).collect() }
    }

    /// Those of one configuration.
    pub(super) fn of(policy: &Policy) -> Entries {
        Entries::new(&policy.exposure)
    }

    /// Those that judge a change, with those that it brings. `before` is the configuration before
    /// it, if there was one.
    pub(super) fn of_change(judging: &Policy, before: Option<&Policy>, after: Option<&Policy>) -> Entries {
        let is_old = |entry: &ExposureEntry| before.is_some_and(|before| before.exposure.contains(entry));
        let new = after.into_iter().flat_map(|after| &after.exposure).filter(|entry| !judging.exposure.contains(entry));
        let entries = judging.exposure.iter().chain(new);
        let entry = |entry: &ExposureEntry| Entry { entry: Arc::new(entry.clone()), is_brought: !is_old(entry) };
        Entries { entries: entries.map(entry).collect() }
    }

    /// Whether some entry may read a file.
    pub(super) fn may_read(&self, path: &str) -> bool {
        self.entries.iter().any(|entry| entry.entry.may_read(path))
    }

    /// The entries that a change brings and by which no plan of it finds anything, of those that
    /// have files.
    pub(super) fn idle(&self, changes: &[Change], has_files: impl Fn(&ExposureEntry) -> bool) -> BTreeSet<usize> {
        let said = || changes.iter().filter_map(Change::head).flat_map(|head| head.exposures());
        let found = said().filter(|said| !matches!(said.live, Live::Gone { .. })).map(|said| said.entry);
        let found: BTreeSet<usize> = found.collect();
        let brought = said().filter(|said| said.is_brought).map(|said| said.entry);
        let idle: BTreeSet<usize> = brought.filter(|place| !found.contains(place)).collect();
        let has_files = |place: &usize| self.entries.get(*place).is_some_and(|entry| has_files(&entry.entry));
        idle.into_iter().filter(has_files).collect()
    }

    /// Whether some entry reads a file, as far as its path tells.
    fn reads(&self, path: &str) -> bool {
        let is_read = |entry: &ExposureEntry| {
            let patterns = entry.files(None, None);
            entry.may_read(path) && (patterns.is_empty() || patterns.iter().any(|pattern| pattern.matches(path)))
        };
        self.entries.iter().any(|entry| is_read(&entry.entry))
    }

    /// What is to be asked for a plan, in the order of the entries. `others` are those of the
    /// version before: pointing the plan at another flag hides nothing.
    pub(super) fn asked_for(&self, version: &Version, others: &[Asked]) -> Vec<Asked> {
        let names = version.flag_names();
        let mut asked: Vec<Asked> = Vec::new();
        for (place, Entry { entry, is_brought }) in self.entries_of(version, others) {
            let flags: Vec<Option<String>> = match entry.asks_for_flag() {
                true => names.iter().cloned().map(Some).collect(),
                false => vec![None],
            };
            let ask = |flag| Asked { entry: Arc::clone(&entry), place, is_brought, is_named: true, flag };
            asked.extend(flags.into_iter().map(ask));
        }
        let is_new = |other: &&Asked| !asked.iter().any(|one| one.place == other.place && one.flag == other.flag);
        let more = others.iter().filter(is_new).map(|other| Asked { is_named: false, ..other.clone() });
        let more: Vec<Asked> = more.collect();
        asked.extend(more);
        asked
    }

    /// The entries for a plan, each with its place: the one that the plan says itself, with the
    /// rest from the entry for that file; else those of the configuration.
    fn entries_of(&self, plan: &Plan, others: &[Asked]) -> Vec<(usize, Entry)> {
        match self.own_entry(plan) {
            Some(own) => {
                let same = others.iter().find(|other| other.entry == own.entry).map(|other| other.place);
                let last = others.iter().map(|other| other.place + 1).max().unwrap_or(0);
                vec![(same.unwrap_or(last.max(self.entries.len())), own)]
            }
            None => self.entries.iter().cloned().enumerate().collect(),
        }
    }

    /// The entry that a plan says itself.
    fn own_entry(&self, plan: &Plan) -> Option<Entry> {
        let own = plan.own_exposure.as_ref()?;
        let configured = self.entries.iter().find(|entry| entry.entry.may_read(&own.file));
        let is_brought = configured.is_some_and(|entry| entry.is_brought);
        let entry = ExposureEntry::of_plan(&own.file, own.at.as_deref(), configured.map(|entry| &*entry.entry))?;
        Some(Entry { entry: Arc::new(entry), is_brought })
    }
}

/// One entry, asked about one flag.
#[derive(Clone)]
pub(super) struct Asked {
    entry: Arc<ExposureEntry>,
    place: usize,
    is_brought: bool,
    /// Whether the version asks for it itself, and not only the one before.
    is_named: bool,
    flag: Option<String>,
}

impl Asked {
    /// An entry that everybody is held to, asked about a flag that no plan need name.
    pub(super) fn for_flag(entry: &Arc<ExposureEntry>, place: usize, flag: &str) -> Asked {
        let (entry, flag) = (Arc::clone(entry), Some(flag.to_owned()));
        Asked { entry, place, is_brought: false, is_named: true, flag }
    }

    /// The same without what the entry says of the absence of a value.
    fn without_absent(&self) -> Asked {
        let entry = ExposureEntry { absent: Absent::default(), ..(*self.entry).clone() };
        Asked { entry: Arc::new(entry), ..self.clone() }
    }

    /// The files that hold the answer for the plan with an ID; none when it needs an ID and there
    /// is none.
    pub(super) fn files(&self, id: Option<&str>) -> Vec<FilePattern> {
        self.entry.files(self.flag.as_deref(), id)
    }

    /// The entry.
    pub(super) fn entry(&self) -> Arc<ExposureEntry> {
        Arc::clone(&self.entry)
    }

    /// Whether the same is asked by the same entry, wherever that stands in the configuration.
    pub(super) fn is_same(&self, other: &Asked) -> bool {
        (&self.entry, &self.flag) == (&other.entry, &other.flag)
    }

    /// What the entry says of the flag of the plan with an ID, by the files in a store.
    ///
    /// # Errors
    /// When a flag file cannot be looked for.
    pub(super) fn answer(
        &self,
        id: Option<&str>,
        patterns: &[FilePattern],
        store: &impl FlagStore,
        now: Timestamp,
    ) -> Result<Exposure, Error> {
        let (mut files, mut moved_to) = (Vec::new(), None);
        for pattern in patterns {
            for path in store.paths(pattern)?.iter() {
                let Some(file) = store.file(path)? else { continue };
                moved_to = moved_to.or_else(|| (file.path() != path).then(|| file.path().to_owned()));
                files.push((pattern.environment.clone(), file));
            }
        }
        let exposure = flags::read(&self.entry, self.place, self.flag.as_deref(), id, &files, now);
        let Asked { is_brought, is_named, .. } = *self;
        Ok(Exposure { is_brought, is_named, moved_to, ..exposure })
    }
}

/// The flag files of one version.
pub(super) trait FlagStore {
    /// The paths of the files that a pattern names.
    ///
    /// # Errors
    /// When they cannot be looked for.
    fn paths(&self, pattern: &FilePattern) -> Result<Arc<[String]>, Error>;

    /// A flag file; `None` when it is not there.
    ///
    /// # Errors
    /// When it cannot be looked for.
    fn file(&self, path: &str) -> Result<Option<Arc<FlagFile>>, Error>;
}

/// The flag files of one version that were read, each once.
#[derive(Default)]
pub(super) struct FlagCache {
    files: Mutex<HashMap<String, Option<Arc<FlagFile>>>>,
    listed: Mutex<HashMap<String, Arc<[String]>>>,
    /// The files that stand in for those of the version, or beside them.
    stand_ins: BTreeSet<String>,
}

impl FlagCache {
    /// A cache for the version after a change, in which the new files that some are renamed to
    /// stand in for these, where no entry reads them. `changed` are all files that may be.
    pub(super) fn with_renamed<'f>(
        entries: &Entries,
        changed: impl Iterator<Item = &'f FileChange> + Clone,
    ) -> FlagCache {
        let gone = changed.clone().filter(|file| file.base.is_some() && file.head.is_none());
        let gone: Vec<&FileChange> = gone.filter(|file| entries.reads(&file.path)).collect();
        if gone.is_empty() {
            return FlagCache::default();
        }
        let new = changed.filter(|file| file.base.is_none() && !entries.reads(&file.path));
        let read = |(gone, new): (&FileChange, &FileChange)| {
            let contents = new.head.as_ref()?;
            Some((gone.path.clone(), FlagFile::read(&new.path, &contents.bytes)))
        };
        let new: Vec<&FileChange> = new.collect();
        FlagCache::with_stand_ins(renamed(&gone, &new).into_iter().filter_map(read).collect())
    }

    /// A cache in which some files stand in for those of the version. Each has the path that the
    /// entries know it by.
    pub(super) fn with_stand_ins(files: Vec<(String, FlagFile)>) -> FlagCache {
        let stand_ins = files.iter().map(|(path, _)| path.clone()).collect();
        let files = files.into_iter().map(|(path, file)| (path, Some(Arc::new(file)))).collect();
        FlagCache { files: Mutex::new(files), stand_ins, ..FlagCache::default() }
    }
}

/// The flag files of one version.
pub(super) struct FlagFiles<'a> {
    pub(super) entries: &'a Entries,
    pub(super) snapshot: &'a Snapshot<'a>,
    pub(super) cache: &'a FlagCache,
    /// The time that schedules are read at.
    pub(super) now: Timestamp,
}

/// The flag files before a change and after it.
pub(super) struct FlagSides<'a> {
    pub(super) before: FlagFiles<'a>,
    pub(super) after: FlagFiles<'a>,
}

/// The beginning of a day, by which both sides of a change are read.
pub(super) fn beginning_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp())
}

impl FlagFiles<'_> {
    /// A version with who sees the feature.
    ///
    /// # Errors
    /// When a flag file cannot be looked for.
    pub(super) fn add_to(&self, version: &Arc<Version>) -> Result<Arc<Version>, Error> {
        self.with(version, &self.entries.asked_for(version, &[]))
    }

    fn with(&self, version: &Arc<Version>, asked: &[Asked]) -> Result<Arc<Version>, Error> {
        match asked.is_empty() {
            true => Ok(Arc::clone(version)),
            false => {
                let exposures = asked.iter().map(|asked| self.exposure(version.id.as_deref(), asked));
                let exposures: Vec<Option<Exposure>> = exposures.collect::<Result<_, Error>>()?;
                Ok(version.with_exposures(exposures.into_iter().flatten().collect()))
            }
        }
    }

    /// What an entry says of a flag of the plan with an ID; `None` when it needs an ID and there is
    /// none.
    pub(super) fn exposure(&self, id: Option<&str>, asked: &Asked) -> Result<Option<Exposure>, Error> {
        let patterns = asked.files(id);
        (!patterns.is_empty()).then(|| asked.answer(id, &patterns, self, self.now)).transpose()
    }
}

impl FlagSides<'_> {
    /// Reads the flag files that a change touches, all at once: most of the time goes into the text
    /// of large ones.
    pub(super) fn read(&self, changed: &[FileChange]) {
        let (before, after) = (self.before.cache, self.after.cache);
        let before = changed.iter().map(|file| (before, &file.path, &file.base));
        let after = changed.iter().map(|file| (after, &file.path, &file.head));
        let sides: Vec<_> =
            before.chain(after).filter_map(|(cache, path, side)| Some((cache, path, side.as_ref()?))).collect();
        sides.into_par_iter().for_each(|(cache, path, contents)| {
            let file = Arc::new(FlagFile::read(path, &contents.bytes));
            cache.files.lock().insert(path.clone(), Some(file));
        });
    }
}

impl FlagStore for FlagFiles<'_> {
    fn paths(&self, pattern: &FilePattern) -> Result<Arc<[String]>, Error> {
        if let Some(path) = pattern.exact() {
            return Ok(Arc::from([path.to_owned()]));
        }
        let known = |cache: &FlagCache| cache.listed.lock().get(&pattern.to_string()).cloned();
        if let Some(paths) = known(self.cache) {
            return Ok(paths);
        }
        let places = Places::new([pattern.fixed_folder().to_owned()]);
        let found = self.snapshot.paths(&places, &|path| pattern.matches(path))?;
        let more = self.cache.stand_ins.iter().filter(|path| pattern.matches(path)).cloned();
        let paths: BTreeSet<String> = found.into_iter().chain(more).collect();
        let paths: Arc<[String]> = paths.into_iter().collect();
        self.cache.listed.lock().insert(pattern.to_string(), Arc::clone(&paths));
        Ok(paths)
    }

    fn file(&self, path: &str) -> Result<Option<Arc<FlagFile>>, Error> {
        if let Some(known) = self.cache.files.lock().get(path) {
            return Ok(known.clone());
        }
        let file = match self.snapshot.bytes(path)? {
            Some(bytes) => Some(FlagFile::read(path, &bytes)),
            // No review sees what lies behind a link.
            None if self.snapshot.exists(path)? => {
                let text = self.snapshot.behind_link(path)?.unwrap_or_default();
                Some(FlagFile::refused(path, "it is no file: put the file itself there", &text))
            }
            None => None,
        };
        let file = file.map(Arc::new);
        self.cache.files.lock().insert(path.to_owned(), file.clone());
        Ok(file)
    }
}

/// The flags of which changed files say something else than before; `None` when any flag may be one
/// of them.
///
/// # Errors
/// When a flag file cannot be looked for.
pub(super) fn changed_flags(
    files: &[FileChange],
    entries: &Entries,
    FlagSides { before, after }: &FlagSides,
) -> Result<Option<Vec<String>>, Error> {
    let mut changed: BTreeSet<String> = BTreeSet::new();
    for Entry { entry, is_brought } in &entries.entries {
        if *is_brought {
            return Ok(None);
        }
        for file in files.iter().filter(|file| entry.may_read(&file.path)) {
            let (was, is) = (before.file(&file.path)?, after.file(&file.path)?);
            // Of each flag in a file that has moved, the next change would not see the number.
            if is.as_ref().is_some_and(|is| is.path() != file.path) {
                return Ok(None);
            }
            match flags::differing(entry, &file.path, [was.as_deref(), is.as_deref()], after.now) {
                Differing::Any => return Ok(None),
                Differing::Named(flags) => changed.extend(flags),
            }
        }
    }
    Ok(Some(changed.into_iter().collect()))
}

/// The links in the place of flag files behind which something else is than before. They have no
/// content of their own, and no comparison of files finds what is behind them.
///
/// # Errors
/// When a link cannot be read.
pub(super) fn changed_links(entries: &Entries, before: &Snapshot, after: &Snapshot) -> Result<Vec<FileChange>, Error> {
    let patterns = entries.entries.iter().flat_map(|entry| entry.entry.files(None, None));
    let paths: BTreeSet<String> = patterns.filter_map(|pattern| pattern.exact().map(str::to_owned)).collect();
    let mut changed = Vec::new();
    for path in paths {
        let (was, is) = (before.behind_link(&path)?, after.behind_link(&path)?);
        if was.zip(is).is_some_and(|(was, is)| was != is) {
            changed.push(FileChange { path, base: None, head: None });
        }
    }
    Ok(changed)
}

/// Whether a path says that the file may be a flag file, for a plan that names it.
pub(super) fn is_data(path: &str) -> bool {
    Syntax::of(path).is_some()
}

/// The plans that a change leaves alone and that changed flag files, or new entries, may be about:
/// those in which one of the words is shown, or all without words.
///
/// # Errors
/// When Git cannot be read.
pub(super) fn plans_for_flags(
    touched: &BTreeSet<String>,
    words: Option<&[String]>,
    files: &PlanFiles,
    repository: &Repository,
    base: &CommitId,
) -> Result<Vec<FileChange>, Error> {
    let finder = words.map(ShownWords::new);
    let has_word = |bytes: &[u8]| finder.as_ref().is_none_or(|finder| finder.are_in(bytes));
    let is_other = |path: &str| files.may_be_plan(path) && !touched.contains(path);
    let plans = repository.files_holding(base, &files.places(), &is_other, &has_word)?;
    let plan =
        |(path, contents): (String, Contents)| FileChange { path, base: Some(contents.clone()), head: Some(contents) };
    Ok(plans.into_iter().map(plan).collect())
}

/// Gives the plans what the flag files say, each from its own side.
///
/// # Errors
/// When a flag file cannot be looked for.
pub(super) fn with_exposures(
    pairs: Vec<Pair>,
    entries: &Entries,
    FlagSides { before, after }: &FlagSides,
) -> Result<Vec<Pair>, Error> {
    let with = |Pair { base, head }: Pair| {
        let asked_before = base.as_ref().map(|base| entries.asked_for(base, &[])).unwrap_or_default();
        let asked_after = head.as_ref().map(|head| entries.asked_for(head, &asked_before)).unwrap_or_default();
        let base = base.map(|base| before.with(&base, &asked_before)).transpose()?;
        let head = head.map(|head| after.with(&head, &asked_after)).transpose()?;
        let base = match (base, &head) {
            (Some(base), Some(head)) => Some(without_new_absence(base, &asked_before, head, [before, after])?),
            (base, _) => base,
        };
        Ok(Pair { base, head })
    };
    pairs.into_iter().map(with).collect()
}

/// The version before a change, where nothing is said by an entry that the change brings and of a
/// value that only the change sets: nobody had said yet what its absence means.
fn without_new_absence(
    base: Arc<Version>,
    asked: &[Asked],
    head: &Version,
    [before, after]: [&FlagFiles; 2],
) -> Result<Arc<Version>, Error> {
    let mut exposures = base.exposures().to_vec();
    let mut is_other = false;
    for said in exposures.iter_mut().filter(|said| said.is_brought && said.is_readable()) {
        let is_it = |asked: &&Asked| (asked.place, &asked.flag) == (said.entry, &said.flag);
        let own = asked.iter().find(|asked| is_it(asked) && asked.entry.absent != Absent::default());
        let Some(own) = own.map(Asked::without_absent) else { continue };
        let was = before.exposure(base.id.as_deref(), &own)?.filter(|was| !was.is_readable());
        let is_set = after.exposure(head.id.as_deref(), &own)?.is_some_and(|is| is.is_readable());
        if let Some(was) = was.filter(|_| is_set) {
            (*said, is_other) = (was, true);
        }
    }
    Ok(if is_other { base.with_exposures(exposures) } else { base })
}

/// Whether a change of flag files is about a plan: they say something else than before, or a new
/// entry of the configuration finds a number that no decision leads to.
pub(super) fn is_exposed_otherwise(change: &Change) -> bool {
    let Some(after) = change.after.as_ref().filter(|_| change.base().is_some()) else { return false };
    let is_new =
        |exposure: &Exposure| after.exposure_before(exposure).is_none_or(|before| !before.says_the_same(exposure));
    let has_moved = |exposure: &Exposure| exposure.moved_to.is_some() && exposure.is_readable();
    after.version.exposures().iter().any(|exposure| is_new(exposure) || has_moved(exposure))
        || flags_complained_of(change).any(|(_, exposure)| exposure.is_brought)
}

/// Whether a rollout that is under way has nothing to say who sees it but `idle` entries.
pub(super) fn is_seen_by_none_but(idle: &BTreeSet<usize>, change: &Change) -> bool {
    let Some(after) = change.after.as_ref().filter(|after| matches!(after.gate, Point::Stage(_))) else { return false };
    let is_idle = |said: &Exposure| matches!(said.live, Live::Gone { .. }) && idle.contains(&said.entry);
    !after.has_readable_exposure() && after.version.exposures().iter().any(is_idle)
}

// --- flags of no plan ---

/// The flags that a change raises in its flag files and that no plan names.
///
/// # Errors
/// When a flag file cannot be looked for.
pub(super) fn flags_without_plans(
    files: &[FileChange],
    changes: &[Change],
    entries: &Entries,
    FlagSides { before, after }: &FlagSides,
) -> Result<Vec<OutOfSight>, Error> {
    let versions = changes.iter().flat_map(|change| change.base().into_iter().chain(change.head()));
    let planned: BTreeSet<&String> = versions.flat_map(|version| version.flag_names()).collect();
    let mut missed = Vec::new();
    for (place, entry) in entries.entries.iter().enumerate().filter(|(_, entry)| entry.entry.asks_for_flag()) {
        let changed = files.iter().filter(|file| entry.entry.may_read(&file.path));
        let mut names: BTreeSet<String> = BTreeSet::new();
        for file in changed {
            let file = after.file(&file.path)?;
            names.extend(file.iter().flat_map(|file| flags::names_in(&entry.entry, file)).map(Cow::into_owned));
        }
        for flag in names.into_iter().filter(|name| !planned.contains(name)) {
            let asked = Asked::for_flag(&entry.entry, place, &flag);
            let (was, is) = (before.exposure(None, &asked)?, after.exposure(None, &asked)?);
            missed.extend(is.and_then(|is| raised(was.as_ref(), &is)));
        }
    }
    Ok(missed)
}

/// What is to be told of a flag that no plan names, when more see it than before.
fn raised(was: Option<&Exposure>, is: &Exposure) -> Option<OutOfSight> {
    let amount = |exposure: &Exposure| match exposure.live {
        Live::Share { percent, .. } => Some((None, percent)),
        Live::Stage { stage, .. } => Some((stage, Percent::NONE)),
        Live::Gone { .. } | Live::Unreadable { .. } => None,
    };
    let is_raised = amount(is)? > was.and_then(amount).unwrap_or((None, Percent::NONE));
    let (place, flag) = (is.place().filter(|_| is_raised)?, is.flag.clone()?);
    let before = was.map_or_else(|| "nothing".to_owned(), Exposure::words);
    let what = Missed::Flag { flag, before, after: is.words() };
    Some(OutOfSight { source: place.source.clone(), span: place.span, what })
}
