//! The outcome of a check: the report, from which every format is written. It holds facts as types;
//! the writers make the words.

use crate::ahead::Ahead;
use crate::change::{Change, Status, Subject, Transition};
use crate::config::Policy;
use crate::difference::{Difference, difference};
use crate::exposure::Exposure;
use crate::finding::{Finding, Severity};
use crate::plan::log::{Decision, Log, Point};
use crate::plan::{Criterion, Stage};
use crate::stage_number::StageNumber;
use crate::standing::{Reading, Standing, Timeline};
use crate::text::CommitId;
use jiff::civil::Date;

/// The outcome of one run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The commit that was compared against. `None` when nothing was compared.
    pub base: Option<CommitId>,
    /// The commit that was judged. `None` for a worktree.
    pub head: Option<CommitId>,
    /// What happened to each plan, in the order of their paths.
    pub plans: Vec<PlanReport>,
    /// All findings, by path, then by place.
    pub findings: Vec<Finding>,
    /// The files at head that findings may be about and that are no plans.
    pub other_files: Vec<String>,
    /// Counts.
    pub summary: Summary,
    /// Findings that are due and that a comment in the plan hides, by path, then by place.
    pub suppressed: Vec<Suppressed>,
    /// What a person should know about the run itself, such as that nothing was compared.
    pub notes: Vec<String>,
    /// The plans that went up without a recorded decision and without an error that says so: a
    /// fault of rolloutlint itself, for which no run may be green.
    pub unsound: Vec<String>,
}

/// A finding that is due, and that a comment in the plan hides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suppressed {
    /// The plan.
    pub path: String,
    /// The line of the finding, from 1.
    pub line: u32,
    /// The rule.
    pub rule: &'static str,
    /// Why, in the words of the comment; empty when it gives no reason.
    pub reason: String,
}

/// Counts over a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings for information.
    pub infos: usize,
    /// Findings that a suppression comment in the plan hides.
    pub suppressed: usize,
    /// Findings whose due point has not come.
    pub not_due: usize,
    /// Plans whose moves are judged.
    pub judged: usize,
    /// Plans whose moves nobody judges.
    pub not_judged: usize,
}

impl ExposureReport {
    /// The name of the flag, for a sentence.
    pub(crate) fn name(&self) -> &str {
        self.flag.as_deref().unwrap_or("the flag")
    }

    /// Whether the change made it say something else.
    pub(crate) fn is_changed(&self) -> bool {
        self.before.as_ref().is_some_and(|before| *before != self.live)
    }
}

impl TransitionReport {
    /// Whether it leads to a higher stage than before.
    pub(crate) fn is_upwards(&self) -> bool {
        self.to.stage() > self.from.stage()
    }
}

impl Report {
    /// Whether a finding is at or above `level`: the verdict.
    pub(crate) fn fails_at(&self, level: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity >= level)
    }
}

/// What happened to one plan.
#[derive(Clone, Debug)]
pub struct PlanReport {
    /// Its path now; for a removed plan the path it had.
    pub path: String,
    /// Its path before, when that was another.
    pub previous_path: Option<String>,
    /// What the change did to the file.
    pub status: Status,
    /// The Rollout ID, when it is filled.
    pub id: Option<String>,
    /// The rollout's name, when it is filled.
    pub title: Option<String>,
    /// Where it was before. `None` when nothing was compared or there was no plan.
    pub base_stage: Option<Point>,
    /// Where it is now. `None` for a removed plan.
    pub head_stage: Option<Point>,
    /// The decisions that this change records, and the moves that it makes without one.
    pub transitions: Vec<TransitionReport>,
    /// The plan's stages, in order, with their gates; of a removed plan those that it had. Empty
    /// when the plan cannot be read.
    pub stages: Vec<StageReport>,
    /// What was read of it, and whether its moves are judged.
    pub judged: JudgedReport,
    /// Who sees the feature by the flag files: what each entry of the configuration says of each
    /// flag.
    pub exposures: Vec<ExposureReport>,
    /// What the flag files say, in a few words, while they do not follow the decision that is
    /// recorded.
    pub flag_still_at: Option<String>,
    /// What a comparison finds in the plan's own words; `None` when nothing was compared.
    pub difference: Option<Difference>,
    /// In which stage it was when, and what was decided when.
    pub timeline: Timeline,
    /// What is open before it goes on; `None` when nobody asked for it.
    pub ahead: Option<Ahead>,
}

impl PlanReport {
    /// A changed plan of which only the path is known.
    pub fn new(path: &str) -> PlanReport {
        PlanReport {
            path: path.to_owned(),
            previous_path: None,
            status: Status::Modified,
            id: None,
            title: None,
            base_stage: None,
            head_stage: None,
            transitions: Vec::new(),
            stages: Vec::new(),
            judged: JudgedReport::default(),
            exposures: Vec::new(),
            flag_still_at: None,
            difference: None,
            timeline: Timeline::default(),
            ahead: None,
        }
    }
}

/// What one entry of the configuration says of one flag of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExposureReport {
    /// The flag; `None` when the entry asks for none.
    pub flag: Option<String>,
    /// The flag file, and the line of what says so, from 1; `None` where nothing does.
    pub place: Option<(String, u32)>,
    /// What it says, in a few words: `25 %`, `production`.
    pub live: String,
    /// What it said before the change; `None` when nothing was compared.
    pub before: Option<String>,
    /// The stage that is live by it; `None` when none can be told.
    pub stage: Option<StageNumber>,
}

/// What was read of a rollout to judge its moves by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JudgedReport {
    /// The readings of the stage that say something, in their order.
    pub readings: Vec<Reading>,
    /// Where its decision log is; `None` when it has none.
    pub log: Option<LogPlaceReport>,
    /// How many recorded decisions were read.
    pub entries: usize,
    /// How many dated entries of the log could not be read.
    pub unread: usize,
    /// How many gates its moves are held against: lists of entry and exit criteria, and launch
    /// checklists. None where its moves are not judged.
    pub gates: usize,
    /// Why its moves are not judged; `None` when they are.
    pub why_not: Option<WhyNotJudged>,
}

/// The place of a decision log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPlaceReport {
    /// The file.
    pub path: String,
    /// The line that it begins at, from 1.
    pub line: u32,
}

/// Why the moves of a rollout are not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNotJudged {
    /// The plan or its log cannot be read.
    Unreadable,
    /// No stage was found.
    NoStages,
    /// There is no decision log to hold moves against.
    NoLog,
}

impl WhyNotJudged {
    /// The reason in words, behind "not judged: ".
    pub fn as_str(self) -> &'static str {
        match self {
            WhyNotJudged::Unreadable => "it cannot be read",
            WhyNotJudged::NoStages => "no stages",
            WhyNotJudged::NoLog => "no decision log",
        }
    }
}

/// One move from a stage to a stage, or one decision not to move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitionReport {
    /// The stage left.
    pub from: Point,
    /// The stage reached.
    pub to: Point,
    /// What was decided; `None` when no row records it, or the row's word is unknown.
    pub decision: Option<Decision>,
    /// The day of the decision.
    pub date: Option<Date>,
    /// Who decided, a name each.
    pub decided_by: Vec<String>,
    /// Why, in the plan's own words.
    pub rationale: Option<String>,
    /// Whether a row of the decision log records it.
    pub is_recorded: bool,
    /// The readings by which the change shows it, the plainest first.
    pub shown_by: Vec<Reading>,
    /// The line of that row, or the line that shows the move, in the head version.
    pub line: u32,
}

/// One stage of a plan with its gates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageReport {
    /// The stage's number.
    pub number: StageNumber,
    /// The stage's name, without the number: `Alpha (Friendly Customers)`.
    pub name: String,
    /// Its entry criteria.
    pub entry: GateReport,
    /// Its exit criteria.
    pub exit: GateReport,
}

/// A list of criteria.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GateReport {
    /// How many criteria are met.
    pub met: usize,
    /// The texts of the open ones.
    pub open: Vec<String>,
}

impl GateReport {
    /// How a list of criteria stands.
    pub(crate) fn of(criteria: &[Criterion]) -> GateReport {
        let open: Vec<String> = Stage::open(criteria).map(|criterion| criterion.text.clone()).collect();
        GateReport { met: criteria.len() - open.len(), open }
    }

    /// How many criteria there are.
    pub(crate) fn total(&self) -> usize {
        self.met + self.open.len()
    }
}

/// What happened to one plan.
pub(super) fn plan_report(subject: &Subject, policy: &Policy) -> PlanReport {
    let plan = subject.plan();
    let change = subject.as_change();
    let path_before = subject.base().map(|base| base.source.path.clone());
    // The text of a broken file may be cut anywhere, so that nothing of it is reported.
    let is_readable = plan.is_readable();
    let stages = plan.stages.iter().filter(|_| is_readable).map(|stage| StageReport {
        number: stage.number,
        name: stage.name.clone(),
        entry: GateReport::of(&stage.entry),
        exit: GateReport::of(&stage.exit),
    });
    PlanReport {
        path: plan.source.path.clone(),
        previous_path: path_before.filter(|path| *path != plan.source.path),
        status: subject.status(),
        id: plan.id.clone(),
        title: plan.title.clone(),
        base_stage: change.and_then(Change::place_before),
        head_stage: subject.standing().map(Standing::place),
        transitions: change.map(transition_reports).unwrap_or_default(),
        stages: stages.collect(),
        judged: judged_report(subject, policy),
        exposures: subject.standing().filter(|_| is_readable).map(exposure_reports).unwrap_or_default(),
        flag_still_at: subject.standing().filter(|_| is_readable).and_then(flag_still_at),
        difference: change.filter(|_| is_readable).map(|change| difference(change, policy)),
        timeline: subject.standing().filter(|_| is_readable).map(Standing::timeline).unwrap_or_default(),
        ahead: None,
    }
}

/// What was read of a rollout to judge its moves by; of a removed plan what it was before.
fn judged_report(subject: &Subject, policy: &Policy) -> JudgedReport {
    let before = || subject.as_change().and_then(|change| change.before.as_ref());
    let Some(standing) = subject.standing().or_else(before) else { return JudgedReport::default() };
    let plan = standing.plan();
    // A log in a file of its own begins with the first decision. Until then every move of a plan
    // that follows the template needs one.
    let is_awaited = plan.follows_template && policy.log_place().is_some();
    let has_record = plan.log.is_some() || !standing.record.is_empty() || is_awaited;
    let why_not = match () {
        () if !plan.is_readable() => Some(WhyNotJudged::Unreadable),
        () if plan.stages.is_empty() => Some(WhyNotJudged::NoStages),
        () if !has_record => Some(WhyNotJudged::NoLog),
        () => None,
    };
    if why_not == Some(WhyNotJudged::Unreadable) {
        return JudgedReport { why_not, ..JudgedReport::default() };
    }
    let gates = plan.stages.iter().flat_map(|stage| [&stage.entry, &stage.exit, &stage.launch]);
    let begins_at = |log: &Log| log.blocks.first().map_or(1, |block| plan.log_file().line(block.header.start));
    JudgedReport {
        readings: standing.readings().into_iter().collect(),
        log: plan.log.as_ref().map(|log| LogPlaceReport { path: plan.log_file().path.clone(), line: begins_at(log) }),
        entries: standing.record.len(),
        unread: plan.unread.len(),
        gates: gates.filter(|criteria| why_not.is_none() && !criteria.is_empty()).count(),
        why_not,
    }
}

/// Who sees the feature by the flag files.
fn exposure_reports(standing: &Standing) -> Vec<ExposureReport> {
    let report = |exposure: &Exposure| ExposureReport {
        flag: exposure.flag.clone(),
        place: exposure.place().map(|place| (place.source.path.clone(), place.source.line(place.span.start))),
        live: exposure.words(),
        before: standing.exposure_before(exposure).map(Exposure::words),
        stage: standing.live_stage(exposure),
    };
    standing.version.exposures().iter().map(report).collect()
}

fn flag_still_at(standing: &Standing) -> Option<String> {
    standing.furthest_exposure().filter(|_| standing.is_flag_behind()).map(Exposure::words)
}

fn transition_reports(change: &Change) -> Vec<TransitionReport> {
    let Some(standing) = &change.after else { return Vec::new() };
    let plan = standing.plan();
    let report = |transition: Transition| {
        let row = transition.row.map(|index| standing.row(index));
        let source = if row.is_some() { plan.log_file() } else { &plan.source };
        TransitionReport {
            from: transition.from,
            to: transition.to,
            decision: row.and_then(|row| row.verb),
            date: row.and_then(|row| row.day.day()),
            decided_by: row.map_or_else(Vec::new, |row| row.deciders.clone()),
            rationale: row.filter(|row| row.rationale.is_filled()).map(|row| row.rationale.text.clone()),
            is_recorded: row.is_some(),
            shown_by: change.shown_by(&transition),
            line: source.line(transition.span.start),
        }
    };
    change.transitions().into_iter().map(report).collect()
}
