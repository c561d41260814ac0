//! A rollout among many, and all of them.

use crate::stage_number::StageNumber;
use jiff::civil::Date;
use std::fmt;

/// Many rollouts.
#[derive(Clone, Debug, Default)]
pub struct Portfolio {
    /// The day that it is made for.
    pub today: Option<Date>,
    /// The reports that it is made of.
    pub sources: Vec<SourceReport>,
    /// The rollouts: stalled and overdue ones first, then by owner.
    pub rollouts: Vec<Rollout>,
    /// What is counted over all of them.
    pub metrics: Vec<Metric>,
    /// What a person should know about the page itself.
    pub notes: Vec<String>,
}

/// Something that is counted.
#[derive(Clone, Debug)]
pub struct Metric {
    /// The id, which other programs compare.
    pub id: &'static str,
    /// What a person calls it.
    pub name: &'static str,
    /// What exactly is counted.
    pub definition: &'static str,
    /// How the result is measured.
    pub measure: Measure,
    /// Over all of the time.
    pub all: Counted,
    /// By month, `2026-03`, in their order. A month without a case is left out.
    pub months: Vec<(String, Counted)>,
}

/// How a result is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A share of the cases, from 0 to 1.
    Share,
    /// Days: the median, and the ninetieth percentile.
    Days,
    /// So many of a hundred cases.
    OfHundred,
}

/// A result.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counted {
    /// The result; `None` without a case. Of days it is the median.
    pub value: Option<f64>,
    /// The ninetieth percentile of days.
    pub p90: Option<f64>,
    /// How many cases have what is counted. Of days these are all cases.
    pub count: usize,
    /// How many cases there are.
    pub of: usize,
}

/// A report that a portfolio is made of.
#[derive(Clone, Debug, Default)]
pub struct SourceReport {
    /// The name of the repository.
    pub repository: String,
    /// The day of the report.
    pub today: Option<Date>,
    /// Its digest, when it has one.
    pub digest: Option<String>,
    /// The id of the commit that its walk began at.
    pub tip: Option<String>,
    /// The id of the oldest commit that it came to.
    pub first_commit: Option<String>,
    /// How many rollouts it tells of.
    pub rollouts: usize,
}

/// Where a rollout is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Given up.
    Aborted,
    /// Not begun.
    Planned,
    /// In a stage.
    Stage(StageNumber),
}

/// The stage's number, `planned` or `aborted`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Aborted => f.write_str("aborted"),
            Place::Planned => f.write_str("planned"),
            Place::Stage(stage) => stage.fmt(f),
        }
    }
}

/// A decision or a move.
#[derive(Clone, Debug)]
pub struct Move {
    /// The stage left.
    pub from: Place,
    /// The stage reached.
    pub to: Place,
    /// The decision's own word; `None` where nobody recorded one.
    pub decision: Option<String>,
    /// The day of the decision, or of the commit that moved without one.
    pub day: Option<Date>,
    /// When it was recorded, in the word of the report.
    pub recorded: String,
    /// How many days the rollout was in the stage that it left.
    pub days: Option<i64>,
    /// Whether a rollout begins again with it.
    pub is_new_rollout: bool,
}

/// Where a rollout stands, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// In its stage for more than twice the time that was planned.
    Stalled,
    /// In its stage for longer than planned.
    Overdue,
    /// Under way.
    Running,
    /// Nobody can judge its moves.
    NotJudged,
    /// Not begun.
    Planned,
    /// In its last stage.
    Done,
    /// Given up.
    Aborted,
    /// Its plan is gone.
    Removed,
}

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Stalled => "stalled",
            Standing::Overdue => "overdue",
            Standing::Running => "running",
            Standing::NotJudged => "not judged",
            Standing::Planned => "planned",
            Standing::Done => "done",
            Standing::Aborted => "aborted",
            Standing::Removed => "removed",
        }
    }
}

/// One rollout of a repository.
#[derive(Clone, Debug)]
pub struct Rollout {
    /// The repository.
    pub repository: String,
    /// The path of its plan.
    pub path: String,
    /// The Rollout ID.
    pub id: Option<String>,
    /// Its name.
    pub title: Option<String>,
    /// Who owns it.
    pub owner: Option<String>,
    /// Where it is.
    pub place: Place,
    /// The last stage of its plan.
    pub last_stage: Option<StageNumber>,
    /// The day of the first commit with its plan.
    pub began: Option<Date>,
    /// The day on which it came to its stage.
    pub since: Option<Date>,
    /// How many days are planned at most for its stage.
    pub planned: Option<u32>,
    /// Whether there is a record to hold its moves against.
    pub is_judged: bool,
    /// The day on which its plan was deleted.
    pub removed_on: Option<Date>,
    /// What was decided and done, in the order of time.
    pub moves: Vec<Move>,
    /// How many errors and warnings the report has of it.
    pub errors: usize,
    /// See above.
    pub warnings: usize,
    /// Where it stands on the day of the portfolio.
    pub standing: Standing,
    /// For how many days it has been in its stage.
    pub days_here: Option<i64>,
}

impl Rollout {
    /// Finds out where it stands on a day.
    pub(super) fn settle(&mut self, today: Option<Date>) {
        let since =
            self.since.or_else(|| self.moves.iter().rev().find(|made| made.from != made.to).and_then(|made| made.day));
        self.days_here = today.zip(since).map(|(today, since)| i64::from((today - since).get_days()));
        let late = |times: i64| {
            let days = self.days_here.zip(self.planned);
            days.is_some_and(|(days, planned)| days > times * i64::from(planned))
        };
        let is_last = matches!(self.place, Place::Stage(stage) if Some(stage) == self.last_stage);
        self.standing = match self.place {
            _ if self.removed_on.is_some() => Standing::Removed,
            _ if !self.is_judged => Standing::NotJudged,
            Place::Aborted => Standing::Aborted,
            Place::Planned => Standing::Planned,
            Place::Stage(_) if is_last => Standing::Done,
            Place::Stage(_) if late(2) => Standing::Stalled,
            Place::Stage(_) if late(1) => Standing::Overdue,
            Place::Stage(_) => Standing::Running,
        };
    }

    /// The order of rollouts on a page.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        let owner = (self.owner.is_none(), self.owner.as_deref().map(str::to_lowercase));
        let longest = std::cmp::Reverse(self.days_here.unwrap_or_default());
        let urgent = self.standing <= Standing::Overdue;
        let order = if urgent { longest } else { std::cmp::Reverse(0) };
        (self.standing, order, owner, self.repository.clone(), self.path.clone())
    }
}
