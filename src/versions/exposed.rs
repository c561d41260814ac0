//! Who saw the features of plans along a history, by the flag files of each commit. A file is read
//! once for each commit that changes it, and of the plans only those are asked that it may be
//! about.

use super::flags::{Asked, Entries, FlagStore, beginning_of, is_data};
use super::renamed::renamed;
use crate::audit::{Answer, Exposed, Step};
use crate::config::{ExposureEntry, FilePattern, Policy};
use crate::error::Error;
use crate::exposure::{Exposure, Live};
use crate::flags::FlagFile;
use crate::git::{CommitId, FileChange, Repository};
use crate::version::Version;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a history has to be read by, beside the configurations on its way, and what only reading it
/// can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FlagNames {
    /// What flag files were called before, with what the entries of today call them.
    renamed: BTreeMap<String, String>,
    /// The flag files that plans name themselves.
    named: BTreeSet<String>,
}

impl FlagNames {
    /// Takes in what reading a history has told. Gives whether any of it is new.
    pub(crate) fn take_in(&mut self, found: FlagNames) -> bool {
        let before = self.clone();
        self.renamed.extend(found.renamed);
        self.named.extend(found.named);
        *self != before
    }
}

/// The flag files of a history.
#[derive(Default)]
pub(super) struct FlagPlaces {
    /// The entries of all configurations on the way, each once.
    entries: Vec<ExposureEntry>,
    /// The entries for the time before any configuration had some: those of the newest
    /// configuration, and where these say nothing those of the first one.
    before: Vec<Arc<[ExposureEntry]>>,
    names: FlagNames,
}

impl FlagPlaces {
    /// The flag files by all configurations of a history, the newest first.
    pub(super) fn of(policies: &[Arc<Policy>], names: &FlagNames) -> FlagPlaces {
        let mut entries: Vec<ExposureEntry> = Vec::new();
        for entry in policies.iter().flat_map(|policy| &policy.exposure) {
            if !entries.contains(entry) {
                entries.push(entry.clone());
            }
        }
        let with_entries = || policies.iter().filter(|policy| !policy.exposure.is_empty());
        let newest = policies.first().filter(|policy| !policy.exposure.is_empty());
        let mut before: Vec<Arc<[ExposureEntry]>> = Vec::new();
        for policy in newest.into_iter().chain(with_entries().next_back()) {
            if !before.iter().any(|known| known[..] == policy.exposure[..]) {
                before.push(policy.exposure.clone().into());
            }
        }
        FlagPlaces { entries, before, names: names.clone() }
    }

    /// The files, and the folders below which the rest of them lie.
    pub(super) fn places(&self) -> impl Iterator<Item = String> {
        let own = self.names.renamed.keys().chain(&self.names.named).cloned();
        self.entries.iter().map(ExposureEntry::place).chain(own)
    }

    /// Whether a file may be a flag file, in some commit of the history.
    pub(super) fn may_read(&self, path: &str) -> bool {
        self.names.renamed.contains_key(path)
            || self.names.named.contains(path)
            || self.entries.iter().any(|entry| entry.may_read(path))
    }

    /// What the entries of today call a file.
    fn name_of<'a>(&'a self, path: &'a str) -> &'a str {
        self.names.renamed.get(path).map_or(path, String::as_str)
    }
}

/// What one commit of a history did to flag files.
pub(super) struct FlagStep {
    /// The configuration of the commit; `None` when it has none that can be read.
    policy: Option<Arc<Policy>>,
    /// The files that it touched, and whether they are there now.
    touched: Vec<(String, bool)>,
    /// Those of them that it renamed: the earlier name, and the one that the entries know.
    renamed: Vec<(String, String)>,
    /// Those of them that are gone, with the file that each has become.
    moved: Vec<(String, String)>,
}

impl FlagStep {
    /// Whether there is a flag file to read.
    pub(super) fn touches_files(&self) -> bool {
        !self.touched.is_empty()
    }

    /// # Errors
    /// When the files of the commit cannot be compared.
    pub(super) fn of(
        changed: &[FileChange],
        policy: Option<Arc<Policy>>,
        places: &FlagPlaces,
        (repository, base, head): (&Repository, Option<&CommitId>, &CommitId),
    ) -> Result<FlagStep, Error> {
        let touched = changed.iter().map(|file| (file.path.clone(), file.head.is_some())).collect();
        let is_new = |file: &&FileChange| file.base.is_none() && file.head.is_some();
        let is_gone = |file: &&FileChange| file.base.is_some() && file.head.is_none();
        let new: Vec<&FileChange> = changed.iter().filter(is_new).collect();
        let gone: Vec<&FileChange> = changed.iter().filter(is_gone).collect();
        let mut step = FlagStep { policy, touched, renamed: Vec::new(), moved: Vec::new() };
        let Some(base) = base.filter(|_| !new.is_empty() || !gone.is_empty()) else { return Ok(step) };
        let is_other = |path: &str| is_data(path) && !places.may_read(path);
        let others = repository.changed_between_and_beside(base, head, &|_| false, &is_other)?;
        let other_gone: Vec<&FileChange> = others.iter().filter(is_gone).collect();
        let name = |new: &FileChange| places.name_of(&new.path).to_owned();
        step.renamed =
            renamed(&other_gone, &new).into_iter().map(|(gone, new)| (gone.path.clone(), name(new))).collect();
        let all_new: Vec<&FileChange> = new.into_iter().chain(others.iter().filter(is_new)).collect();
        let moved = renamed(&gone, &all_new);
        step.moved = moved.into_iter().map(|(gone, new)| (gone.path.clone(), new.path.clone())).collect();
        Ok(step)
    }
}

/// A flag file after a commit; `None` when it is gone.
pub(super) type FileAfter = (String, Option<Arc<FlagFile>>);

/// The flag files that a commit touched.
///
/// # Errors
/// When one cannot be read.
pub(super) fn files_after(
    repository: &Repository,
    commit: &CommitId,
    step: &FlagStep,
) -> Result<Vec<FileAfter>, Error> {
    let read = |(path, is_there): &(String, bool)| {
        let bytes = if *is_there { repository.read_at(commit, path)? } else { None };
        Ok((path.clone(), bytes.map(|bytes| Arc::new(FlagFile::read(path, &bytes)))))
    };
    step.touched.iter().map(read).collect()
}

/// The flag files as one commit has them, by the names that the entries of today know.
#[derive(Default)]
struct Files(BTreeMap<String, Arc<FlagFile>>);

impl FlagStore for Files {
    fn paths(&self, pattern: &FilePattern) -> Result<Arc<[String]>, Error> {
        Ok(match pattern.exact() {
            Some(path) => Arc::from([path.to_owned()]),
            None => self.0.keys().filter(|path| pattern.matches(path)).cloned().collect(),
        })
    }

    fn file(&self, path: &str) -> Result<Option<Arc<FlagFile>>, Error> {
        Ok(self.0.get(path).cloned())
    }
}

/// A question with the files that answer it, for the plan with an ID.
struct Question {
    asked: Asked,
    id: Option<String>,
    patterns: Vec<FilePattern>,
}

impl Question {
    /// `None` where an entry needs a Rollout ID and there is none.
    fn new(asked: Asked, id: Option<&String>) -> Option<Arc<Question>> {
        let patterns = asked.files(id.map(String::as_str));
        (!patterns.is_empty()).then(|| Arc::new(Question { asked, id: id.cloned(), patterns }))
    }

    fn reads(&self, path: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(path))
    }

    fn has_file(&self, files: &Files) -> bool {
        files.0.keys().any(|path| self.reads(path))
    }

    fn answer(&self, files: &Files, now: Timestamp) -> Result<Exposure, Error> {
        self.asked.answer(self.id.as_deref(), &self.patterns, files, now)
    }

    /// What was said before a commit, as far as what is said after it can be held against it.
    /// `files` are those of the commit before, and `last` is what was answered by them, where the
    /// plan and the entries are the same. A key that is not there is one that nobody had set,
    /// unless its file was not there either.
    fn answer_before(&self, last: Option<&Exposure>, files: &Files, now: Timestamp) -> Result<Option<Exposure>, Error> {
        let said = match last.filter(|last| last.steps.is_empty()) {
            Some(last) => last.clone(),
            None => self.answer(files, now)?,
        };
        Ok(Some(said).filter(|said| !matches!(said.live, Live::Gone { .. }) || self.has_file(files)))
    }
}

/// The questions of a plan, by the entries in force. Before there were any, those by each of the
/// others, of which the first ones count that can say something.
type Questions = Vec<Vec<Arc<Question>>>;

/// A question with its answer.
type Answered = (Arc<Question>, Exposure);

/// A plan of one commit, with what is asked for it and what was last answered.
struct Watched {
    version: Arc<Version>,
    questions: Questions,
    /// What was last asked and answered.
    answers: Vec<Answered>,
    /// The plan before the commit that is read; `None` when it is new.
    base: Option<Arc<Version>>,
    /// Whether the plan or the entries are other ones than in the commit before.
    is_other: bool,
}

/// A plan that is asked about, with what was said before the commit.
struct Held<'w> {
    watched: &'w mut Watched,
    before: Vec<Before>,
}

/// A question with what was said before the commit.
struct Before {
    question: Arc<Question>,
    said: Option<Exposure>,
    /// Whether the plan before asks it, by the entries before the commit or those after it.
    is_asked: bool,
}

fn questions(version: &Version, entries: &[Entries]) -> Questions {
    let ask = |asked: Asked| Question::new(asked, version.id.as_ref());
    entries.iter().map(|entries| entries.asked_for(version, &[]).into_iter().filter_map(ask).collect()).collect()
}

impl Watched {
    /// Asks what was said before a commit. What the plan before was asked, the plan after is asked,
    /// too, so that no other entry and no other flag hides a number. A plan that is new has no
    /// number before but its own.
    fn held(&mut self, entries: &[Entries], files: &Files, now: Timestamp) -> Result<Held<'_>, Error> {
        let old = self.answers.iter().map(|(question, _)| Arc::clone(question));
        let base = self.base.as_ref().filter(|_| self.is_other).map(|base| questions(base, entries));
        let base = base.as_ref().unwrap_or(&self.questions).iter().flatten().cloned();
        let asked = old.chain(base).map(|question| (question, true));
        let own = self.questions.iter().flatten().cloned().map(|question| (question, false));
        let mut before: Vec<Before> = Vec::new();
        for (question, is_asked) in asked.chain(own) {
            if !before.iter().any(|known| known.question.asked.is_same(&question.asked)) {
                let is_it = |(other, _): &&Answered| other.asked.is_same(&question.asked);
                let last = self.answers.iter().find(is_it).filter(|_| !self.is_other);
                let said = match is_asked {
                    true => question.answer_before(last.map(|(_, said)| said), files, now)?,
                    false => None,
                };
                before.push(Before { question, said, is_asked });
            }
        }
        Ok(Held { watched: self, before })
    }

    /// What the first entries say that can say something.
    fn ask(&self, files: &Files, now: Timestamp) -> Result<Vec<Answered>, Error> {
        let mut first = None;
        for questions in &self.questions {
            let answer = |question: &Arc<Question>| Ok((Arc::clone(question), question.answer(files, now)?));
            let answers: Vec<_> = questions.iter().map(answer).collect::<Result<_, Error>>()?;
            if answers.iter().any(|(_, said)| said.is_readable()) {
                return Ok(answers);
            }
            first = first.or(Some(answers));
        }
        Ok(first.unwrap_or_default())
    }
}

impl Held<'_> {
    /// Asks what is said after the commit. `None` when nothing is other than it was.
    fn exposed(self, files: &Files, now: Timestamp) -> Result<Option<Exposed>, Error> {
        let Held { watched, before } = self;
        let own = watched.ask(files, now)?;
        let old = std::mem::replace(&mut watched.answers, own);
        let own = &watched.answers;
        let mut answers = Vec::new();
        for Before { question, said: before, is_asked: is_asked_before } in before {
            let is_it = |(other, _): &&Answered| other.asked.is_same(&question.asked);
            let (asker, after, is_asked) = match own.iter().find(is_it) {
                Some((asker, said)) => (asker, said.clone(), true),
                None if old.iter().any(|old| is_it(&old)) => (&question, question.answer(files, now)?, false),
                None => continue,
            };
            let (entry, has_file) = (asker.asked.entry(), asker.has_file(files));
            answers.push(Answer { entry, before, after, has_file, is_asked_before, is_asked });
        }
        let is_same =
            |(one, other): (&Answered, &Answered)| one.0.asked.is_same(&other.0.asked) && one.1.says_the_same(&other.1);
        let are_same = old.len() == own.len() && old.iter().zip(own).all(is_same);
        let is_other = std::mem::take(&mut watched.is_other) && !answers.is_empty();
        let base = watched.base.replace(Arc::clone(&watched.version));
        if are_same && !is_other {
            return Ok(None);
        }
        let said = own.iter().map(|(_, said)| said.clone()).collect();
        Ok(Some(Exposed { version: watched.version.with_exposures(said), base, answers }))
    }
}

/// Follows flag files and plans through a history.
pub(super) struct Watch<'a> {
    places: &'a FlagPlaces,
    /// The entries in force, and whether a configuration has had some.
    entries: Vec<Arc<[ExposureEntry]>>,
    has_had_entries: bool,
    files: Files,
    /// The files that stand in for those which they were before, whose names the entries in force
    /// know, with these names.
    stand_ins: BTreeMap<String, String>,
    plans: BTreeMap<String, Watched>,
    /// What only another reading of the history can take in.
    found: FlagNames,
}

impl Watch<'_> {
    pub(super) fn new(places: &FlagPlaces) -> Watch<'_> {
        let (files, plans, found) = (Files::default(), BTreeMap::new(), FlagNames::default());
        let (entries, stand_ins) = (places.before.clone(), BTreeMap::new());
        Watch { places, entries, has_had_entries: false, files, stand_ins, plans, found }
    }

    /// What is to be read otherwise next time.
    pub(super) fn into_found(self) -> FlagNames {
        self.found
    }

    /// Reads what a commit did, and gives the plans whose features others see from then on, or that
    /// are other ones.
    ///
    /// # Errors
    /// When a flag file cannot be looked for.
    pub(super) fn read(&mut self, step: &Step, flags: &FlagStep, files: Vec<FileAfter>) -> Result<Vec<Exposed>, Error> {
        self.found.renamed.extend(flags.renamed.iter().cloned());
        let is_other = self.read_entries(flags.policy.as_deref());
        self.read_plans(step);
        // Only plans and entries that are other ones ask something else than before.
        let entries = if is_other || !step.changes.is_empty() { self.entries() } else { Vec::new() };
        if is_other {
            for watched in self.plans.values_mut() {
                watched.questions = questions(&watched.version, &entries);
                watched.is_other = true;
            }
        }
        let now = beginning_of(step.commit.day);
        let known_again = self.read_stand_ins(flags, is_other);
        let files: Vec<(Vec<String>, Option<Arc<FlagFile>>)> =
            files.into_iter().map(|(path, file)| (self.names_of(&path).collect(), file)).collect();
        let touched: Vec<String> = files.iter().flat_map(|(names, _)| names.clone()).collect();
        let is_asked = |watched: &Watched| {
            let mut questions = watched.questions.iter().flatten();
            watched.is_other || questions.any(|question| touched.iter().any(|path| question.reads(path)))
        };
        let asked = self.plans.values_mut().filter(|watched| is_asked(watched));
        let held: Vec<Held> =
            asked.map(|watched| watched.held(&entries, &self.files, now)).collect::<Result<_, Error>>()?;
        // A renamed file is one that is gone, and one that is new.
        let (there, gone): (Vec<_>, Vec<_>) = files.into_iter().partition(|(_, file)| file.is_some());
        known_again.iter().for_each(|name| drop(self.files.0.remove(name)));
        for (names, file) in gone.into_iter().chain(there) {
            for name in names {
                match &file {
                    Some(file) => self.files.0.insert(name, Arc::clone(file)),
                    None => self.files.0.remove(&name),
                };
            }
        }
        let exposed = held.into_iter().filter_map(|held| held.exposed(&self.files, now).transpose());
        exposed.collect()
    }

    /// The names by which the entries know a file.
    fn names_of(&self, path: &str) -> impl Iterator<Item = String> {
        std::iter::once(self.places.name_of(path).to_owned()).chain(self.stand_ins.get(path).cloned())
    }

    /// Reads which files have another name than the entries know after a commit, and gives the
    /// names of those before whose files they know again.
    fn read_stand_ins(&mut self, flags: &FlagStep, are_entries_new: bool) -> Vec<String> {
        let entries: Vec<&ExposureEntry> = self.entries.iter().flat_map(|entries| entries.iter()).collect();
        let is_read = |path: &str| entries.iter().any(|entry| entry.may_read(path));
        let mut known_again = Vec::new();
        if are_entries_new {
            self.stand_ins.retain(|path, name| {
                let is_kept = !is_read(path);
                if !is_kept {
                    known_again.push(name.clone());
                }
                is_kept
            });
        }
        for (gone, new) in flags.moved.iter().filter(|(gone, new)| is_read(gone) && !is_read(new)) {
            self.stand_ins.insert(new.clone(), self.places.name_of(gone).to_owned());
            self.found.named.insert(new.clone());
        }
        known_again
    }

    /// Reads which entries are in force after a commit, and gives whether they are other ones.
    fn read_entries(&mut self, policy: Option<&Policy>) -> bool {
        let Some(policy) = policy.filter(|policy| self.has_had_entries || !policy.exposure.is_empty()) else {
            return false;
        };
        self.has_had_entries = true;
        if self.entries.len() == 1 && self.entries[0][..] == policy.exposure[..] {
            return false;
        }
        self.entries = vec![policy.exposure.clone().into()];
        true
    }

    fn entries(&self) -> Vec<Entries> {
        match self.entries.is_empty() {
            // A plan may say itself where its number is.
            true => vec![Entries::default()],
            false => self.entries.iter().map(|entries| Entries::new(entries)).collect(),
        }
    }

    /// Reads which plans there are after a commit. Two plans may change places in it. A version
    /// that nobody can read changes nothing.
    fn read_plans(&mut self, step: &Step) {
        let changes = || step.changes.iter().filter(|change| change.head().is_none_or(|head| head.is_readable()));
        let before = changes().map(|change| self.plans.remove(change.base()?.source.path.as_str()));
        let before: Vec<Option<Watched>> = before.collect();
        let entries = if before.is_empty() { Vec::new() } else { self.entries() };
        for (change, before) in changes().zip(before) {
            let Some(head) = change.head() else { continue };
            let named = head.own_exposure.as_ref().map(|own| &own.file);
            self.found.named.extend(named.filter(|path| !self.places.may_read(path)).cloned());
            let (base, answers) = before.map(|watched| (watched.version, watched.answers)).unzip();
            let (questions, answers) = (questions(head, &entries), answers.unwrap_or_default());
            let watched = Watched { version: Arc::clone(head), questions, answers, base, is_other: true };
            self.plans.insert(head.source.path.clone(), watched);
        }
    }
}
