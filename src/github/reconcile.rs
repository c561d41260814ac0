//! Compares the report with what stands on GitHub, and gives the operations that are to be done.
//! Pure.

mod summaries;

use super::body::{self, Stand};
use super::marker::{self, Marker, State, Words};
use super::observed::{Observed, Resolution, Thread};
use super::operation::{Anchor, Deleted, Edited, FileComment, LineComment, Operation, reviews};
use super::place::{Placed, Said, Shared, Target, anchor, link, listed_path, shared};
use super::summary;
use crate::check::Report;
use crate::config::OutsideDiff;
use crate::finding::{Finding, Fingerprint, Location, Severity, Side};
use crate::report::harmless::{Markdown, fill, terminal};
use crate::report::phrase::counted;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many threads of ours a pull request has at most. Further findings go into the summary:
/// nobody reads the hundredth comment.
const THREADS: usize = 100;

/// What a run has learned from refusals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Learned {
    /// Findings, or lists of findings, whose place GitHub refuses.
    pub(super) refused: BTreeSet<Fingerprint>,
    /// So many places were refused that no more are tried.
    pub(super) has_enough: bool,
    /// The token may not resolve threads, whatever GitHub said before.
    pub(super) cannot_resolve: bool,
    /// The token may not open threads again.
    pub(super) cannot_reopen: bool,
}

/// The operations, and where every finding is said after them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reconciled {
    /// The operations, in the order in which they are carried out. Empty when everything is said
    /// already.
    pub(super) operations: Vec<Operation>,
    /// Where each error and each warning is said.
    pub(super) places: BTreeMap<Fingerprint, Said>,
    /// Threads of mended findings that only a person can resolve.
    pub(super) unresolved: usize,
    /// What is to be told beside the outcome, a line each.
    pub(super) remarks: Vec<String>,
}

/// One thread as it should be.
struct Wanted<'a> {
    fingerprint: Fingerprint,
    findings: Vec<&'a Finding>,
    about: About,
}

/// What a thread is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    /// One finding.
    Finding,
    /// The findings that a line of the diff explains, and that themselves stand outside of the
    /// diff.
    Line,
    /// The findings of a file that no line carries.
    File,
}

struct Reconciling<'a> {
    report: &'a Report,
    observed: &'a Observed,
    learned: &'a Learned,
    target: &'a Target,
    /// Our threads by their fingerprints, the best first.
    threads: HashMap<&'a Fingerprint, Vec<&'a Thread>>,
    /// Findings for information, which get no thread.
    whispers: BTreeSet<&'a Fingerprint>,
    placed: Placed<'a>,
    news: Vec<LineComment>,
    /// The findings that these new threads are about.
    new: BTreeSet<Fingerprint>,
    on_files: Vec<FileComment>,
    edits: Vec<Operation>,
    deletes: Vec<Operation>,
}

/// The operations after which the pull request says what the report says.
pub(super) fn reconcile(report: &Report, observed: &Observed, learned: &Learned, target: &Target) -> Reconciled {
    let mut threads: HashMap<&Fingerprint, Vec<&Thread>> = HashMap::new();
    for thread in &observed.threads {
        threads.entry(&thread.marker.fingerprint).or_default().push(thread);
    }
    // Open threads go before closed ones, those on a line before outdated ones, and then the oldest
    // first.
    let worth = |thread: &&Thread| (thread.is_closed(), thread.is_outdated, thread.comment);
    threads.values_mut().for_each(|threads| threads.sort_by_key(worth));

    let mut work = Reconciling {
        report,
        observed,
        learned,
        target,
        threads,
        whispers: BTreeSet::new(),
        placed: Placed::default(),
        news: Vec::new(),
        new: BTreeSet::new(),
        on_files: Vec::new(),
        edits: Vec::new(),
        deletes: Vec::new(),
    };
    let mut findings: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.severity > Severity::Info).collect();
    // When there are too many findings, the errors get the threads.
    findings.sort_by_key(|finding| Reverse(finding.severity));
    let whispers = report.findings.iter().filter(|finding| finding.severity == Severity::Info);
    work.whispers = whispers.map(|finding| &finding.fingerprint).collect();
    work.say(&findings);
    let mut places: BTreeMap<Fingerprint, Said> = BTreeMap::new();
    let Placed { in_threads, on_files, in_summary, acknowledged, .. } = &work.placed;
    for (findings, said) in [(in_threads, Said::InThread), (on_files, Said::OnFile), (in_summary, Said::InSummary)] {
        places.extend(findings.iter().map(|finding| (finding.fingerprint.clone(), said)));
    }
    places.extend(acknowledged.iter().map(|(finding, _)| (finding.fingerprint.clone(), Said::Acknowledged)));
    places.extend(work.new.iter().map(|fingerprint| (fingerprint.clone(), Said::InNewThread)));

    work.placed.left_alone = observed.strangers.iter().collect();
    let unresolved = work.placed.to_resolve.len();
    let is_worth_a_comment = summary::is_worth_a_comment(report, &work.placed);
    let timeless = summary::text(&timeless(report), &work.placed, &target.timeless());
    let text = summary::text(report, &work.placed, target);
    let written = |text: Markdown| text.as_str().to_owned();
    let words = text.zip(timeless).map(|(text, meaning)| Words { text: written(text), meaning: written(meaning) });
    let mut operations: Vec<Operation> = reviews(work.news, &target.head).map(Operation::PostReview).collect();
    operations.extend(work.on_files.into_iter().map(Operation::PostOnFile));
    operations.extend(work.edits);
    // A comment that is said anew is deleted only when the new one stands.
    operations.extend(work.deletes);
    operations.extend(summaries::operations(words, is_worth_a_comment, observed, target));
    if observed.is_blind() {
        operations.retain(Operation::is_post);
    }
    Reconciled { operations, places, unresolved, remarks: remarks(observed) }
}

/// What a person should know of what was observed.
fn remarks(observed: &Observed) -> Vec<String> {
    let by_rest = observed.by_rest.as_ref().map(|why| {
        let blind = if observed.is_blind() {
            "nor whose token this is, so that no comment that stands is changed"
        } else {
            "and no thread is resolved"
        };
        format!(
            "read by REST, since GraphQL does not serve ({why}): REST does not tell which threads are resolved, {blind}"
        )
    });
    let adopted = observed.adopted.iter();
    let adopted = adopted
        .map(|name| format!("the comments of the set-up `{name}`, which no workflow runs any more, are taken over"));
    let mut strangers: BTreeMap<&str, usize> = BTreeMap::new();
    observed.strangers.iter().for_each(|stranger| *strangers.entry(&stranger.login).or_default() += 1);
    let strangers = strangers.into_iter().map(|(login, count)| {
        format!(
            "{} of this set-up, by the account {login}, left alone: this token is of another account",
            counted(count, "open thread")
        )
    });
    let is_edited = observed.summaries.iter().any(|summary| summary.is_edited);
    let edited = is_edited.then(|| "a person edited the summary comment: that one is left as it is".to_owned());
    by_rest.into_iter().chain(adopted).chain(strangers).chain(edited).collect()
}

/// The plans of a report with charts that do not grow from day to day.
fn timeless(report: &Report) -> Report {
    let mut plans = report.plans.clone();
    plans.iter_mut().for_each(|plan| plan.timeline.today = None);
    Report { plans, ..Report::default() }
}

impl<'a> Reconciling<'a> {
    fn say(&mut self, findings: &[&'a Finding]) {
        let mut outside: Vec<&'a Finding> = Vec::new();
        let mut said: BTreeSet<&Fingerprint> = BTreeSet::new();
        // Threads that go count all the same: else the next run on the same head would find more
        // room than this one.
        let stay = findings.iter().map(|finding| &finding.fingerprint).collect::<BTreeSet<&Fingerprint>>();
        let stay = stay.into_iter().filter(|fingerprint| self.threads.contains_key(fingerprint)).count();
        let mut room = THREADS.saturating_sub(stay);
        for finding in findings {
            if !said.insert(&finding.fingerprint) {
                continue;
            }
            let fingerprint = finding.fingerprint.clone();
            let wanted = Wanted { fingerprint, findings: vec![finding], about: About::Finding };
            let is_refused = self.is_refused(&finding.fingerprint);
            // A finding with a thread has its room already, also for a new thread in its place.
            let has_room = room > 0 || self.threads.contains_key(&finding.fingerprint);
            let place = anchor(finding, self.observed).filter(|_| !is_refused && has_room);
            if self.keep(&wanted, place.as_ref()) {
                continue;
            }
            match place {
                Some(anchor) => {
                    room -= usize::from(!self.threads.contains_key(&finding.fingerprint));
                    self.open(&wanted, anchor);
                }
                None => outside.push(finding),
            }
        }
        let mut lists: Vec<Fingerprint> = Vec::new();
        let outside = self.say_on_shared_lines(outside, &mut room, &mut lists);
        self.say_on_files(outside, &mut room, &mut lists);
        let observed = self.observed;
        let is_wanted = |fingerprint: &Fingerprint| said.contains(fingerprint) || lists.contains(fingerprint);
        for thread in observed.threads.iter().filter(|thread| !is_wanted(&thread.marker.fingerprint)) {
            self.close(thread);
        }
    }

    fn is_refused(&self, fingerprint: &Fingerprint) -> bool {
        self.learned.has_enough || self.learned.refused.contains(fingerprint)
    }

    /// Says findings at the other places that explain them, one thread for each place. Gives those
    /// that no such place carries.
    fn say_on_shared_lines(
        &mut self,
        outside: Vec<&'a Finding>,
        room: &mut usize,
        lists: &mut Vec<Fingerprint>,
    ) -> Vec<&'a Finding> {
        let mut left = Vec::new();
        let mut on_lines: BTreeMap<Fingerprint, (Anchor, Vec<&'a Finding>)> = BTreeMap::new();
        for finding in outside {
            match shared(finding, self.report, self.observed).filter(|place| !self.is_refused(&place.fingerprint)) {
                Some(Shared { anchor, fingerprint }) => {
                    on_lines.entry(fingerprint).or_insert_with(|| (anchor, Vec::new())).1.push(finding);
                }
                None => left.push(finding),
            }
        }
        let known = on_lines.keys().filter(|fingerprint| self.threads.contains_key(fingerprint)).count();
        *room = room.saturating_sub(known);
        for (fingerprint, (anchor, findings)) in on_lines {
            let is_known = self.threads.contains_key(&fingerprint);
            if *room == 0 && !is_known {
                left.extend(findings);
                continue;
            }
            *room -= usize::from(!is_known);
            lists.push(fingerprint.clone());
            let wanted = Wanted { fingerprint, findings, about: About::Line };
            if !self.keep(&wanted, Some(&anchor)) {
                self.open(&wanted, anchor);
            }
        }
        left
    }

    /// Says findings in threads on their files, or in the summary.
    fn say_on_files(&mut self, outside: Vec<&'a Finding>, room: &mut usize, lists: &mut Vec<Fingerprint>) {
        let mut by_file: BTreeMap<&str, Vec<&'a Finding>> = BTreeMap::new();
        for finding in outside {
            match listed_path(finding, self.observed) {
                Some(path) if self.target.outside_diff == OutsideDiff::File => {
                    by_file.entry(path).or_default().push(finding);
                }
                _ => self.placed.in_summary.push(finding),
            }
        }
        let known = by_file.keys().filter(|path| self.threads.contains_key(&marker::of_file(path))).count();
        *room = room.saturating_sub(known);
        for (path, findings) in by_file {
            let fingerprint = marker::of_file(path);
            let is_known = self.threads.contains_key(&fingerprint);
            if self.is_refused(&fingerprint) || (*room == 0 && !is_known) {
                self.placed.in_summary.extend(findings);
                continue;
            }
            *room -= usize::from(!is_known);
            lists.push(fingerprint.clone());
            let wanted = Wanted { fingerprint, findings, about: About::File };
            if !self.keep(&wanted, None) {
                let body = self.sealed(&wanted.fingerprint, &self.words(&wanted, None, None), State::Open);
                self.stays(&wanted);
                let (head, fingerprint) = (self.target.head.clone(), wanted.fingerprint);
                self.on_files.push(FileComment { head, path: path.to_owned(), body, fingerprint });
            }
        }
    }

    /// Opens a thread on lines.
    fn open(&mut self, wanted: &Wanted<'a>, anchor: Anchor) {
        let words = self.target.say(|target| text_on(wanted, &anchor, stand(&anchor).as_ref(), target));
        let gravest = wanted.findings.iter().max_by_key(|finding| finding.severity);
        let gravest = gravest.expect("a thread is about something");
        let more = wanted.findings.len() - 1;
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        self.placed.in_threads.extend(&wanted.findings);
        self.new.extend(wanted.findings.iter().map(|finding| finding.fingerprint.clone()));
        self.news.push(LineComment {
            body: self.sealed(&wanted.fingerprint, &words, State::Open),
            fingerprint: wanted.fingerprint.clone(),
            severities: wanted.findings.iter().map(|finding| finding.severity).collect(),
            summary: format!("{}: {}{more}", gravest.severity, terminal(&gravest.message)),
            anchor,
        });
    }

    /// Keeps the best thread about a finding or a file, if it may stay, and deletes the others.
    /// Gives whether it stays. `place` is where a new thread could be opened.
    fn keep(&mut self, wanted: &Wanted<'a>, place: Option<&Anchor>) -> bool {
        let Some(threads) = self.threads.get(&wanted.fingerprint).cloned() else {
            return false;
        };
        let (best, others) = threads.split_first().expect("a list of threads is made with its first one");
        let is_double = |other: &&&Thread| {
            !other.is_closed() && !other.is_answered && !other.is_edited && !other.resolution.is_resolved()
        };
        for other in others.iter().filter(is_double) {
            self.deletes.push(Operation::Delete { comment: other.own(), why: Deleted::SaidTwice });
        }
        if best.is_closed() {
            return self.bring_back(wanted, best, place);
        }
        let words = self.words(wanted, Some(best), place);
        let body = self.sealed(&wanted.fingerprint, &words, State::Open);
        let is_new = !best.marker.says(&words);
        let is_adopted = best.marker.instance != self.target.instance;
        if let Resolution::BySomebody(_) = best.resolution {
            self.links_to(wanted, best);
            match wanted.about != About::Finding && is_new {
                // Nobody has seen all findings of the new list.
                true => self.placed.in_summary.extend(&wanted.findings),
                false => self.placed.acknowledged.extend(wanted.findings.iter().map(|finding| (*finding, *best))),
            }
            return true;
        }
        let is_moved_file = place.is_some_and(|place| place.path != best.path);
        // A comment for this head stays where it is, also when GitHub calls it outdated.
        let is_of_this_head = best.marker.head == self.target.head;
        let may_go = !best.is_answered && !best.is_edited && best.resolution != Resolution::Unknown;
        if best.is_outdated && may_go && !is_moved_file && !is_of_this_head && place.is_some() {
            self.deletes.push(Operation::Delete { comment: best.own(), why: Deleted::SaidAnew });
            return false;
        }
        // The text of an edited comment is the person's own.
        if (is_new || is_adopted) && !best.is_edited {
            let why = match (best.is_outdated, is_adopted) {
                (_, true) => Edited::Adopted,
                (true, false) => Edited::StillOpen,
                (false, false) => Edited::Reworded,
            };
            self.edits.push(Operation::Edit { comment: best.own(), body, why });
        }
        self.links_to(wanted, best);
        self.stays(wanted);
        true
    }

    /// Notes where a thread stands.
    fn links_to(&mut self, wanted: &Wanted, thread: &Thread) {
        let addresses = wanted.findings.iter().zip(std::iter::repeat(thread.url.as_ref()));
        let addresses = addresses.filter_map(|(finding, url)| Some((finding.fingerprint.clone(), url?.clone())));
        self.placed.threads.extend(addresses);
    }

    fn stays(&mut self, wanted: &Wanted<'a>) {
        match wanted.about {
            About::Finding | About::Line => self.placed.in_threads.extend(&wanted.findings),
            About::File => self.placed.on_files.extend(&wanted.findings),
        }
    }

    /// Opens a closed thread again, because its finding is back. `false` when the thread stays
    /// closed, and the finding needs a new one.
    fn bring_back(&mut self, wanted: &Wanted<'a>, thread: &'a Thread, place: Option<&Anchor>) -> bool {
        let body = self.sealed(&wanted.fingerprint, &self.words(wanted, Some(thread), place), State::Open);
        let comment = thread.own();
        match (&thread.resolution, &thread.thread) {
            _ if thread.is_edited => return false,
            (Resolution::Open | Resolution::Unknown, _) => {
                self.edits.push(Operation::Edit { comment, body, why: Edited::Back });
            }
            (_, Some(id)) if thread.can_reopen && !self.learned.cannot_reopen => {
                self.edits.push(Operation::Reopen { thread: id.clone(), comment, body });
            }
            _ => return false,
        }
        self.links_to(wanted, thread);
        self.stays(wanted);
        true
    }

    /// Closes the thread of a mended finding, in the gentlest way that the token allows.
    fn close(&mut self, thread: &'a Thread) {
        let is_theirs = thread.is_answered || thread.is_edited;
        let sealed = |text: String, state: State| self.sealed(&thread.marker.fingerprint, &Words::literal(text), state);
        let head = &self.target.head;
        let closed = || match (thread.marker.state, self.whispers.contains(&thread.marker.fingerprint)) {
            // It says so already.
            (State::Left, _) => sealed(thread.text.clone(), State::Fixed),
            (_, true) => sealed(body::withdrawn(&thread.text, head), State::Fixed),
            (_, false) => sealed(body::fixed(&thread.text, head), State::Fixed),
        };
        let comment = thread.own();
        match (thread.marker.state, &thread.resolution, &thread.thread) {
            // Somebody who opened it again has something to say.
            (State::Fixed, _, _) => {}
            // A run was stopped between the two writes, or the owner of the token resolved it by
            // hand.
            (State::Open, Resolution::BySomebody(who), _)
                if who.is_some() && *who == self.observed.viewer && !thread.is_edited =>
            {
                self.edits.push(Operation::Edit { comment, body: closed(), why: Edited::Fixed });
            }
            (_, Resolution::ByUs | Resolution::BySomebody(_), _) => {}
            (_, _, Some(id)) if thread.can_resolve && !self.learned.cannot_resolve => {
                let body = (!thread.is_edited).then(closed);
                self.edits.push(Operation::Resolve { thread: id.clone(), comment, body });
            }
            (State::Left, _, _) => self.placed.to_resolve.push(thread),
            (State::Open, _, _) if !is_theirs => {
                self.deletes.push(Operation::Delete { comment, why: Deleted::Fixed });
            }
            (State::Open, _, _) => {
                if !thread.is_edited {
                    let body = sealed(body::tombstone(&thread.text, head), State::Left);
                    self.edits.push(Operation::Edit { comment, body, why: Edited::Tombstone });
                }
                self.placed.to_resolve.push(thread);
            }
        }
    }

    /// The text that a thread should have on its lines. `place` is where a new thread would be
    /// opened.
    fn words(&self, wanted: &Wanted, thread: Option<&Thread>, place: Option<&Anchor>) -> Words {
        self.target.say(|target| text(wanted, thread, place, target))
    }

    fn sealed(&self, fingerprint: &Fingerprint, words: &Words, state: State) -> String {
        Marker::of(words, &self.target.instance, fingerprint, &self.target.head, state).seal(&words.text)
    }
}

fn text(wanted: &Wanted, thread: Option<&Thread>, place: Option<&Anchor>, target: &Target) -> Markdown {
    let Some(anchor) = thread.filter(|thread| !thread.is_outdated).and_then(Thread::anchor) else {
        return text_off(wanted, target);
    };
    // One click replaces the lines of the thread, so that they must be the right ones. Right after
    // a push GitHub may not have moved the thread yet.
    let stand = stand(&anchor).filter(|_| place == Some(&anchor));
    text_on(wanted, &anchor, stand.as_ref(), target)
}

/// The text of a thread on lines of the diff.
fn text_on(wanted: &Wanted, anchor: &Anchor, stand: Option<&Stand>, target: &Target) -> Markdown {
    match wanted.findings[..] {
        [finding] => comment(finding, stand, remark(finding, anchor, target), target),
        _ => list(wanted, target),
    }
}

/// The text of a thread whose lines the diff does not show any more, or that is on a file.
fn text_off(wanted: &Wanted, target: &Target) -> Markdown {
    match (&wanted.findings[..], wanted.about) {
        ([finding], About::Finding | About::Line) => {
            comment(finding, None, Some(fill!("Still open at {}.", link(&finding.location, target))), target)
        }
        _ => list(wanted, target),
    }
}

fn comment(finding: &Finding, stand: Option<&Stand>, remark: Option<Markdown>, target: &Target) -> Markdown {
    let (name, edit) = (|place: &Location| link(place, target), |place: &Location| editor(place, target));
    let words = body::Words { name: &name, edit: &edit, rule: target.rule(finding) };
    body::comment(&target.told(finding), stand, remark, &words)
}

/// A link into the editor on GitHub.
fn editor(location: &Location, target: &Target) -> Option<Markdown> {
    let address = target.edit_address(&location.source.path, location.line())?;
    Some(Markdown::ours("edit").link(&address))
}

fn list(wanted: &Wanted, target: &Target) -> Markdown {
    let findings: Vec<Cow<Finding>> = wanted.findings.iter().map(|finding| target.told(finding)).collect();
    let findings: Vec<&Finding> = findings.iter().map(Cow::as_ref).collect();
    let title = match wanted.about {
        About::Line => "by this line, and not on a line that the diff shows:",
        About::Finding | About::File => "not on a line that the diff shows:",
    };
    body::list(&findings, title, &target.pages, |finding| link(&finding.location, target))
}

/// A comment at the place of the fix says where the finding is.
fn remark(finding: &Finding, anchor: &Anchor, target: &Target) -> Option<Markdown> {
    let location = &finding.location;
    let is_there = location.source.path == anchor.path && anchor.lines.contains(&location.line());
    (!is_there && location.side == Side::Head && anchor.side == Side::Head)
        .then(|| fill!("It is about {}.", link(location, target)))
}

/// The lines of a comment, when they are after the change, so that a suggestion may stand on them.
fn stand(anchor: &Anchor) -> Option<Stand<'_>> {
    (anchor.side == Side::Head).then(|| Stand { path: &anchor.path, lines: anchor.lines.clone() })
}
