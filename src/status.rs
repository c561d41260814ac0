//! Where each rollout stands and what it waits for: the page that a team opens every Monday. Pure: no I/O, no clock.

use crate::change::Subject;
use crate::check::{GateReport, Report};
use crate::finding::Severity;
use crate::plan::date::read_date;
use crate::plan::duration::{DurationReading, end_of, read_duration};
use crate::plan::log::{Decision, Point};
use crate::plan::{DeclaredStage, Plan, Stage};
use crate::standing::{Standing, Timeline, stage_title};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Where one rollout stands, and what it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStatus {
    /// The plan's path.
    pub path: String,
    /// The Rollout ID, when it is filled.
    pub id: Option<String>,
    /// The rollout's name, when it is filled.
    pub title: Option<String>,
    /// Who answers for it, when somebody is named.
    pub owner: Option<String>,
    /// How it stands as a whole.
    pub state: State,
    /// Its stage: the number as text, `planned` or `aborted`. `None` when the file cannot be read.
    pub stage: Option<String>,
    /// What the plan calls that stage; `None` outside stages.
    pub current: Option<StageName>,
    /// What the plan calls the stage that comes next; `None` at the end.
    pub following: Option<StageName>,
    /// The day of the row by which the rollout came to its stage; `None` when no row tells.
    pub since: Option<Date>,
    /// How many days that is ago.
    pub days: Option<i32>,
    /// What must be met before the next stage, or at the last one before all is done. Empty when nothing is asked for.
    pub gates: Vec<Gate>,
    /// What happens next, when the plan says so.
    pub next: Option<NextDate>,
    /// The day until which it is meant to be in its stage, by the stage's duration.
    pub planned_until: Option<Date>,
    /// Where it was when, by its log.
    pub timeline: Timeline,
    /// How many errors a check of the plan as it stands gives.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
}

/// How a rollout stands as a whole, in the order in which a team should look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// A check finds errors: nothing else that the plan says can be relied on.
    Refused,
    /// The day has passed on which something should have been decided or done.
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
    pub const ALL: &'static [State] =
        &[State::Refused, State::Overdue, State::Running, State::Planned, State::Done, State::Aborted];

    /// The word for it, lower case.
    pub fn as_str(self) -> &'static str {
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
pub struct StageName {
    /// Its number.
    pub number: u32,
    /// `Stage 1`.
    pub title: String,
    /// `Alpha (Friendly Customers)`; empty when it has no name.
    pub name: String,
}

/// A list of things that must be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Which list.
    pub kind: GateKind,
    /// How it stands.
    pub report: GateReport,
}

/// Which list of things must be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GateKind {
    /// The exit criteria of the current stage.
    Exit,
    /// The entry criteria of the next stage.
    Entry,
    /// The items of the review after the launch.
    Review,
}

impl GateKind {
    /// The word for it, lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            GateKind::Exit => "exit",
            GateKind::Entry => "entry",
            GateKind::Review => "review",
        }
    }
}

/// What happens next, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextDate {
    /// What.
    pub kind: NextKind,
    /// When, as the plan has it: a day, or a quarter where a quarter will do.
    pub text: String,
    /// The day, when there is one.
    pub day: Option<Date>,
    /// How many days that is from now; negative when it has passed.
    pub days: Option<i32>,
}

impl NextDate {
    /// Whether the day has passed. Today has not.
    pub fn is_past(&self) -> bool {
        self.days.is_some_and(|days| days < 0)
    }
}

/// What a rollout waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextKind {
    /// The decision to leave the current stage.
    Decision,
    /// The end of the time that the current stage is meant to run.
    Duration,
    /// The launch.
    TargetGa,
    /// The review after the launch.
    Review,
}

impl NextKind {
    /// The word for it, lower case with hyphens.
    pub fn as_str(self) -> &'static str {
        match self {
            NextKind::Decision => "progression-decision",
            NextKind::Duration => "stage-duration",
            NextKind::TargetGa => "target-ga",
            NextKind::Review => "post-ga-review",
        }
    }
}

/// Where each plan stands, those first that a team should look at first. `report` is what a check says of the same changes. Plans that are gone
/// are left out.
///
/// First come the plans that a check refuses, then those with something overdue, then those that run, are planned, are done, and were aborted.
/// Inside each group the nearest date comes first, so that what is overdue the longest leads; then the stage that reaches more people; then
/// the path.
pub fn status(subjects: &[Subject], report: &Report) -> Vec<PlanStatus> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for finding in &report.findings {
        let (errors, warnings) = counts.entry(finding.location.source.path.as_str()).or_default();
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
    let standings = subjects.iter().filter_map(Subject::standing);
    let mut plans: Vec<PlanStatus> =
        standings.map(|standing| plan_status(standing, count_of(standing.plan()))).collect();
    let stage = |plan: &PlanStatus| plan.current.as_ref().map(|stage| stage.number);
    let days = |plan: &PlanStatus| plan.next.as_ref().and_then(|next| next.days).unwrap_or(i32::MAX);
    plans.sort_by(|a, b| {
        let key = |plan: &PlanStatus| (plan.state, days(plan), Reverse(stage(plan)));
        key(a).cmp(&key(b)).then_with(|| a.path.cmp(&b.path))
    });
    plans
}

fn plan_status(standing: &Standing, (errors, warnings): (usize, usize)) -> PlanStatus {
    let plan = standing.plan();
    let is_readable = plan.source.unreadable.is_none();
    let is_done = is_done(standing, plan);
    let is_open = is_readable && !is_done && standing.gate != Point::Aborted;
    let name = |number: u32| StageName {
        number,
        title: stage_title(plan, number),
        name: plan.stage(number).map(|stage| stage.name.clone()).unwrap_or_default(),
    };
    let since = standing.arrival().and_then(|index| standing.decided_on(index));
    let next = is_open.then(|| next_date(standing, plan, since)).flatten();
    let state = match standing.gate {
        _ if errors > 0 => State::Refused,
        _ if next.as_ref().is_some_and(NextDate::is_past) => State::Overdue,
        _ if is_done => State::Done,
        Point::Stage(_) => State::Running,
        Point::Planned => State::Planned,
        Point::Aborted => State::Aborted,
    };
    PlanStatus {
        path: plan.source.path.clone(),
        // What could be read of a broken file may be cut in the middle of a word.
        id: plan.id.clone().filter(|_| is_readable),
        title: plan.title.clone().filter(|_| is_readable),
        owner: plan.owner.clone().filter(|_| is_readable),
        state,
        stage: is_readable.then(|| standing.gate.to_string()),
        current: match standing.gate {
            Point::Stage(number) => Some(name(number)),
            Point::Planned | Point::Aborted => None,
        },
        following: plan.next_stage(standing.gate).filter(|_| is_open).map(name),
        since,
        // A row of the future is an error, and says nothing of how long something lasts.
        days: since.map(|since| (standing.today - since).get_days()).filter(|days| *days >= 0),
        gates: if is_open { gates(standing, plan) } else { Vec::new() },
        next,
        planned_until: is_open.then(|| planned_end(standing, plan, since)).flatten(),
        timeline: if is_readable { standing.timeline() } else { Timeline::default() },
        errors,
        warnings,
    }
}

/// Whether nothing is left to do: the plan says so, or it is at its last stage and all boxes of its review are ticked.
fn is_done(standing: &Standing, plan: &Plan) -> bool {
    let is_last = matches!(standing.gate, Point::Stage(_)) && plan.next_stage(standing.gate).is_none();
    let says_so = plan.declared.as_ref().is_some_and(|declared| declared.stage == DeclaredStage::Completed);
    let is_reviewed = !plan.review.is_empty() && Stage::open(&plan.review).next().is_none();
    is_last && (says_so || is_reviewed)
}

fn gates(standing: &Standing, plan: &Plan) -> Vec<Gate> {
    let current = match standing.gate {
        Point::Stage(number) => plan.stage(number),
        Point::Planned | Point::Aborted => None,
    };
    let next = plan.next_stage(standing.gate);
    let exit = current.map(|stage| (GateKind::Exit, &stage.exit));
    let entry = next.and_then(|number| plan.stage(number)).map(|stage| (GateKind::Entry, &stage.entry));
    let review = (current.is_some() && next.is_none()).then_some((GateKind::Review, &plan.review));
    let lists = [exit, entry, review].into_iter().flatten().filter(|(_, criteria)| !criteria.is_empty());
    lists.map(|(kind, criteria)| Gate { kind, report: GateReport::of(criteria) }).collect()
}

/// The nearest date that still means something: the decision to leave the stage, else the end of the stage's time, else the launch; at the last
/// stage the review.
fn next_date(standing: &Standing, plan: &Plan, since: Option<Date>) -> Option<NextDate> {
    let on = |kind: NextKind, text: String, day: Option<Date>| {
        let days = day.map(|day| (day - standing.today).get_days());
        NextDate { kind, text, day, days }
    };
    let written = |kind: NextKind, key: &str| {
        plan.filled(key).map(|slot| on(kind, slot.value.text.clone(), read_date(&slot.value.text).day()))
    };
    let Point::Stage(number) = standing.gate else { return written(NextKind::TargetGa, "target ga") };
    if plan.next_stage(standing.gate).is_none() {
        return written(NextKind::Review, "scheduled");
    }
    // A date before the stage began is left over from the first time that it ran, and a hold since answers a date as well as a move does.
    let held = last_hold(standing);
    let stands = |day: &Date| since.is_none_or(|since| since <= *day) && held.is_none_or(|held| held < *day);
    let decision = || {
        let date = plan.stage(number)?.progression.as_ref()?.date.as_ref().filter(|date| date.is_filled())?;
        let day = read_date(&date.text).day().filter(stands)?;
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
    match read_duration(&plan.duration_of(standing.gate.stage()?)?.value.text) {
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
