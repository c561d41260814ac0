//! Where each rollout stands and what it waits for: the page that a team opens every Monday. Pure:
//! no I/O, no clock.

use crate::ahead::Ahead;
use crate::change::Subject;
use crate::check::{GateReport, JudgedReport, Report};
use crate::finding::Severity;
use crate::plan::date::{end_of_period, read_date};
use crate::plan::duration::{DurationReading, end_of, read_duration};
use crate::plan::log::{Decision, Point};
use crate::plan::{DeclaredStage, Plan, Stage};
use crate::stage_number::StageNumber;
use crate::standing::{Standing, Timeline, stage_title};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Where one rollout stands, and what it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlanStatus {
    /// The plan's path.
    pub(crate) path: String,
    /// The Rollout ID, when it is filled.
    pub(crate) id: Option<String>,
    /// The rollout's name, when it is filled.
    pub(crate) title: Option<String>,
    /// Who answers for it, when somebody is named.
    pub(crate) owner: Option<String>,
    /// How it stands as a whole.
    pub(crate) state: State,
    /// Where it is. `None` when the file cannot be read.
    pub(crate) stage: Option<Point>,
    /// What the plan calls that stage; `None` outside stages.
    pub(crate) current: Option<StageName>,
    /// What the plan calls the stage that comes next; `None` at the end.
    pub(crate) following: Option<StageName>,
    /// The day of the row by which the rollout came to its stage; `None` when no row tells.
    pub(crate) since: Option<Date>,
    /// How many days that is ago.
    pub(crate) days: Option<i32>,
    /// The criteria before the next stage; at the last stage those of the review. Empty when there
    /// are none.
    pub(crate) gates: Vec<Gate>,
    /// The next date, when the plan has one.
    pub(crate) next: Option<NextDate>,
    /// The day until which it is meant to be in its stage, by the stage's duration.
    pub(crate) planned_until: Option<Date>,
    /// The times in its stages, by its log.
    pub(crate) timeline: Timeline,
    /// What the flag files say of who sees the feature; `None` when none was read.
    pub(crate) live: Option<LiveStatus>,
    /// What was read of it, and whether its moves are judged.
    pub(crate) judged: JudgedReport,
    /// What is open before it goes on; `None` when nobody asked for it.
    pub(crate) ahead: Option<Ahead>,
    /// How many errors a check of the plan gives.
    pub(crate) errors: usize,
    /// How many warnings.
    pub(crate) warnings: usize,
}

/// Where one rollout stands on a day, and what is open before it goes on.
#[derive(Clone, Debug)]
pub(crate) struct NextPage {
    /// The day that everything is judged on.
    pub(crate) today: Date,
    /// The rollout.
    pub(crate) plan: PlanStatus,
    /// What is open before it goes on.
    pub(crate) ahead: Ahead,
}

/// Who sees the feature by the flag files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LiveStatus {
    /// In a few words: `25 %`, `production`.
    pub(crate) words: String,
    /// The stage that is live by it; `None` when none can be told.
    pub(crate) stage: Option<StageNumber>,
    /// Whether a decision is recorded that the flag files do not follow yet.
    pub(crate) is_behind: bool,
    /// Whether more see it than any decision leads to.
    pub(crate) is_ahead: bool,
}

impl LiveStatus {
    /// Whether those see the feature whom the decisions lead to.
    pub(crate) fn agrees(&self) -> bool {
        !self.is_behind && !self.is_ahead
    }
}

/// How a rollout stands as a whole, in the order in which a team should look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum State {
    /// A check finds errors, so that nobody can rely on the rest of the plan.
    Refused,
    /// The day of the next decision or deed has passed.
    Overdue,
    /// In a stage, and in time as far as anybody can tell.
    Running,
    /// Not begun.
    Planned,
    /// Declared as completed, or in the last stage with its review done.
    Done,
    /// Given up.
    Aborted,
}

impl State {
    /// All states, in their order.
    pub(crate) const ALL: &'static [State] =
        &[State::Refused, State::Overdue, State::Running, State::Planned, State::Done, State::Aborted];

    /// The word for it, lower case.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            State::Refused => "refused",
            State::Overdue => "overdue",
            State::Running => "running",
            State::Planned => "planned",
            State::Done => "done",
            State::Aborted => "aborted",
        }
    }
}

/// What a plan calls one of its stages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StageName {
    /// Its number.
    pub(crate) number: StageNumber,
    /// `Stage 1`.
    pub(crate) title: String,
    /// `Alpha (Friendly Customers)`; empty when it has no name.
    pub(crate) name: String,
}

/// A list of things that must be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gate {
    /// Which list.
    pub(crate) kind: GateKind,
    /// How it stands.
    pub(crate) report: GateReport,
}

/// Which list of things must be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GateKind {
    /// The exit criteria of the current stage.
    Exit,
    /// The entry criteria of the next stage.
    Entry,
    /// The items of the review after the launch.
    Review,
}

impl GateKind {
    /// The word for it, lower case.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            GateKind::Exit => "exit",
            GateKind::Entry => "entry",
            GateKind::Review => "review",
        }
    }
}

/// What happens next, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NextDate {
    /// What.
    pub(crate) kind: NextKind,
    /// When, in the plan's words: a day, or a quarter where the plan may give one.
    pub(crate) text: String,
    /// The day, when there is one.
    pub(crate) day: Option<Date>,
    /// How many days that is from now, to the last day of a quarter or a month; negative when it
    /// has passed.
    pub(crate) days: Option<i32>,
}

impl NextDate {
    /// Whether the day has passed. Today has not.
    pub(crate) fn is_past(&self) -> bool {
        self.days.is_some_and(|days| days < 0)
    }
}

/// What a rollout waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NextKind {
    /// The decision to leave the current stage.
    Decision,
    /// The end of the time that the current stage is meant to run.
    Duration,
    /// The launch.
    TargetGa,
    /// The review after the launch.
    Review,
}

/// Where each plan stands. `report` is the report of a check of the same changes. Plans that are
/// gone are left out.
///
/// The plans are in the order in which a team should look at them: by their state, then those whose
/// flags say something else than their logs, then the nearest date first, then the later stage
/// first, then by path.
pub(crate) fn status(subjects: &[Subject], report: &Report) -> Vec<PlanStatus> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for finding in &report.findings {
        let place = finding.location.source.path.as_str();
        let (errors, warnings) = counts.entry(finding.plan.as_deref().unwrap_or(place)).or_default();
        match finding.severity {
            Severity::Error => *errors += 1,
            Severity::Warning => *warnings += 1,
            Severity::Info => {}
        }
    }
    let count_of = |plan: &Plan| {
        let (own, log) = (plan.source.path.as_str(), plan.log_file().path.as_str());
        let files = std::iter::once(own).chain((log != own).then_some(log));
        files.filter_map(|path| counts.get(path)).fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1))
    };
    let judged: BTreeMap<&str, &JudgedReport> =
        report.plans.iter().map(|plan| (plan.path.as_str(), &plan.judged)).collect();
    let standings = subjects.iter().filter_map(Subject::standing);
    let mut plans: Vec<PlanStatus> = standings
        .map(|standing| {
            let plan = standing.plan();
            let judged = judged.get(plan.source.path.as_str()).copied().cloned().unwrap_or_default();
            plan_status(standing, judged, count_of(plan))
        })
        .collect();
    sort(&mut plans);
    plans
}

/// The same plans with who sees their features as `exported` has it, which is read from a file that
/// is not in Git. It changes no state.
pub(crate) fn as_exported(mut plans: Vec<PlanStatus>, exported: &[Subject]) -> Vec<PlanStatus> {
    let standings = exported.iter().filter_map(Subject::standing);
    let by_path: BTreeMap<&str, &Standing> =
        standings.map(|standing| (standing.plan().source.path.as_str(), standing)).collect();
    for plan in &mut plans {
        let standing = by_path.get(plan.path.as_str()).filter(|standing| standing.plan().source.unreadable.is_none());
        plan.live = standing.and_then(|standing| live(standing));
    }
    sort(&mut plans);
    plans
}

/// Puts plans in the order in which to look at them.
fn sort(plans: &mut [PlanStatus]) {
    let stage = |plan: &PlanStatus| plan.current.as_ref().map(|stage| stage.number);
    let days = |plan: &PlanStatus| plan.next.as_ref().and_then(|next| next.days).unwrap_or(i32::MAX);
    plans.sort_by(|a, b| {
        let agrees = |plan: &PlanStatus| plan.live.as_ref().is_none_or(LiveStatus::agrees);
        let key = |plan: &PlanStatus| (plan.state, agrees(plan), days(plan), Reverse(stage(plan)));
        key(a).cmp(&key(b)).then_with(|| a.path.cmp(&b.path))
    });
}

fn plan_status(standing: &Standing, judged: JudgedReport, (errors, warnings): (usize, usize)) -> PlanStatus {
    let plan = standing.plan();
    let is_readable = plan.source.unreadable.is_none();
    let is_done = is_done(standing, plan);
    let is_open = is_readable && !is_done && standing.place() != Point::Aborted;
    let name = |number: StageNumber| StageName {
        number,
        title: stage_title(plan, number),
        name: plan.stage(number).map(|stage| stage.name.clone()).unwrap_or_default(),
    };
    let since = standing.arrival().and_then(|index| standing.decided_on(index));
    let next = is_open.then(|| next_date(standing, plan, since)).flatten();
    let state = match standing.place() {
        _ if errors > 0 => State::Refused,
        _ if next.as_ref().is_some_and(NextDate::is_past) => State::Overdue,
        _ if is_done => State::Done,
        Point::Stage(_) => State::Running,
        Point::Planned => State::Planned,
        Point::Aborted => State::Aborted,
    };
    PlanStatus {
        path: plan.source.path.clone(),
        // The text of a broken file may end in the middle of a word.
        id: plan.id.clone().filter(|_| is_readable),
        title: plan.title.clone().filter(|_| is_readable),
        owner: plan.owner.clone().filter(|_| is_readable),
        state,
        stage: is_readable.then_some(standing.place()),
        current: match standing.place() {
            Point::Stage(number) => Some(name(number)),
            Point::Planned | Point::Aborted => None,
        },
        following: plan.next_stage(standing.place()).filter(|_| is_open).map(name),
        since,
        // A row with a date in the future is an error, and tells no duration.
        days: since.map(|since| (standing.today - since).get_days()).filter(|days| *days >= 0),
        gates: if is_open { gates(standing, plan) } else { Vec::new() },
        next,
        planned_until: is_open.then(|| planned_end(standing, plan, since)).flatten(),
        timeline: if is_readable { standing.timeline() } else { Timeline::default() },
        live: live(standing).filter(|_| is_readable),
        judged,
        ahead: None,
        errors,
        warnings,
    }
}

/// Who sees the feature: what the furthest of the flag files says.
pub(crate) fn live(standing: &Standing) -> Option<LiveStatus> {
    let exposures = standing.version.exposures();
    let exposure = standing.furthest_exposure().or(exposures.first())?;
    let (words, stage) = (exposure.words(), standing.live_stage(exposure));
    let is_behind = standing.is_flag_behind();
    let is_ahead = !is_behind && stage.is_some() && stage > standing.covered_stage();
    Some(LiveStatus { words, stage, is_behind, is_ahead })
}

/// Whether nothing is left to do at the last stage: the plan says so, or all boxes of its review
/// are ticked.
fn is_done(standing: &Standing, plan: &Plan) -> bool {
    let is_last = matches!(standing.place(), Point::Stage(_)) && plan.next_stage(standing.place()).is_none();
    let says_so = plan.declared.as_ref().is_some_and(|declared| declared.stage == DeclaredStage::Completed);
    let is_reviewed = !plan.review.is_empty() && Stage::open(&plan.review).next().is_none();
    is_last && (says_so || is_reviewed)
}

fn gates(standing: &Standing, plan: &Plan) -> Vec<Gate> {
    let current = match standing.place() {
        Point::Stage(number) => plan.stage(number),
        Point::Planned | Point::Aborted => None,
    };
    let next = plan.next_stage(standing.place());
    let exit = current.map(|stage| (GateKind::Exit, &stage.exit));
    let entry = next.and_then(|number| plan.stage(number)).map(|stage| (GateKind::Entry, &stage.entry));
    let review = (current.is_some() && next.is_none()).then_some((GateKind::Review, &plan.review));
    let lists = [exit, entry, review].into_iter().flatten().filter(|(_, criteria)| !criteria.is_empty());
    lists.map(|(kind, criteria)| Gate { kind, report: GateReport::of(criteria) }).collect()
}

/// The nearest date that still counts: the decision to leave the stage, else the end of the stage's
/// time, else the launch. At the last stage it is the review.
fn next_date(standing: &Standing, plan: &Plan, since: Option<Date>) -> Option<NextDate> {
    let on = |kind: NextKind, text: String, day: Option<Date>| {
        // A quarter or a month has passed when its last day has.
        let days = day.or_else(|| end_of_period(&text)).map(|day| (day - standing.today).get_days());
        NextDate { kind, text, day, days }
    };
    let written = |kind: NextKind, key: &str| {
        plan.filled(key).map(|slot| on(kind, slot.value.text.clone(), read_date(&slot.value.text).day()))
    };
    let Point::Stage(number) = standing.place() else { return written(NextKind::TargetGa, "target ga") };
    if plan.next_stage(standing.place()).is_none() {
        return written(NextKind::Review, "scheduled");
    }
    // A date before the stage began is from an earlier run of the stage. A hold settles a date as
    // well as a move does.
    let held = last_hold(standing);
    let stands = |day: &Date| since.is_none_or(|since| since <= *day) && held.is_none_or(|held| held < *day);
    let decision = || {
        let progression = plan.stage(number)?.progression.as_ref()?;
        let (date, day) = (progression.date.as_ref()?, progression.day.filter(stands)?);
        Some(on(NextKind::Decision, date.text.clone(), Some(day)))
    };
    let end_of_stage = || {
        let day = planned_end(standing, plan, since).filter(stands)?;
        Some(on(NextKind::Duration, day.to_string(), Some(day)))
    };
    decision().or_else(end_of_stage).or_else(|| written(NextKind::TargetGa, "target ga"))
}

/// The day on which the current stage's planned time ends.
fn planned_end(standing: &Standing, plan: &Plan, since: Option<Date>) -> Option<Date> {
    match read_duration(&plan.duration_of(standing.place().stage()?)?.value.text) {
        DurationReading::Days { most, .. } => end_of(since?, most),
        DurationReading::Open | DurationReading::None => None,
    }
}

/// The last day on which it was decided to stay in the current stage.
fn last_hold(standing: &Standing) -> Option<Date> {
    let began = standing.arrival().unwrap_or(0);
    let holds = (began..standing.record.len()).filter(|index| standing.row(*index).verb == Some(Decision::Hold));
    holds.filter_map(|index| standing.decided_on(index)).max()
}
