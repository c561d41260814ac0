//! What is open before a rollout goes on: the list that a person works through before anybody is
//! refused. A decision is recorded in memory, and what is found then is what has to be done. Pure:
//! no I/O, no clock.

use crate::config::Policy;
use crate::edit::decide::{Refusal, Wish, row_of};
use crate::finding::{Finding, Location, Severity, Side};
use crate::outline::{Outline, Section};
use crate::plan::log::{Decision, Point};
use crate::plan::{Criterion, Plan, Stage, full_title};
use crate::stage_number::StageNumber;
use crate::standing::Standing;
use crate::text::{Edit, Source, apply, before_edits};
use crate::words::roles::is_no_person;
use std::collections::{BTreeMap, BTreeSet};

/// What is open before a rollout goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// Where the rollout is.
    pub from: Point,
    /// The stage that comes next; `None` at the last one, after an abort and without stages.
    pub next: Option<NextStage>,
    /// What is open, the gates first.
    pub open: Vec<Open>,
    /// What a check refuses already, whatever is decided.
    pub refused: Vec<Open>,
    /// The row that records the decision; `None` where none is needed, or none can be written.
    pub row: Option<RowToWrite>,
    /// Why no decision to go on can be recorded, and what to do about it.
    pub why_not: Option<Refusal>,
}

/// A stage that comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextStage {
    /// Its number.
    pub number: StageNumber,
    /// `Stage 2: Beta`.
    pub title: String,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// What kind of thing.
    pub kind: OpenKind,
    /// The part of the plan that it stands in: `Exit criteria of Stage 1: Alpha`, or a heading.
    pub part: String,
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The text of the criterion, or what is wrong.
    pub text: String,
}

/// What kind of thing is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenKind {
    /// A criterion of the stage that is left.
    Exit,
    /// A criterion of the stage that is entered.
    Entry,
    /// An item of the review after the launch.
    Review,
    /// What a rule finds otherwise.
    Finding(&'static str, Severity),
}

impl Open {
    /// Whether it is what the person asks for: the decision itself, or a gate on its way.
    pub(crate) fn is_asked_for(&self) -> bool {
        !matches!(self.kind, OpenKind::Finding(..)) || self.part == DECISION
    }
}

impl OpenKind {
    /// The word for it, lower case.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            OpenKind::Exit => "exit",
            OpenKind::Entry => "entry",
            OpenKind::Review => "review",
            OpenKind::Finding(..) => "mend",
        }
    }
}

/// A row for the decision log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowToWrite {
    /// Its text, with marks where a person says why and who.
    pub text: String,
    /// The file of the log.
    pub path: String,
    /// The line that it takes the place of, or that it stands next to.
    pub line: u32,
    /// Whether the line has the row already, prepared to be filled in.
    pub is_prepared: bool,
    /// The lines of the plan that say the same, and have to follow: the Progression Decision, the
    /// declared stage, the day of the last update.
    pub follow: Vec<u32>,
}

/// The decision that leads to the next stage; `None` where there is none.
pub(crate) fn next_decision(standing: &Standing, word: Option<String>) -> Option<Wish> {
    let to = standing.plan().next_stage(standing.gate)?;
    Some(Wish {
        verb: Decision::Proceed,
        word,
        to: Some(to),
        // They are in no file: whoever decides says who and why.
        by: standing
            .plan()
            .owner
            .clone()
            .filter(|owner| !is_no_person(owner))
            .unwrap_or_else(|| "Priya Nair".to_owned()),
        because: "All criteria are met".to_owned(),
        date: standing.today,
    })
}

/// What was found after a decision was recorded in memory.
pub(crate) struct Tried {
    /// What the decision brings about.
    pub(crate) findings: Vec<Finding>,
    /// The edits of each file, in their order.
    pub(crate) edits: BTreeMap<String, Vec<Edit>>,
}

/// What is open before a rollout goes on. `had` is what is found as long as nothing is decided.
/// `wish` is the decision that leads on, with what was found when it was tried, or why it could not
/// be tried; `None` where nothing comes next.
pub(crate) fn ahead(
    standing: &Standing,
    had: &[Finding],
    wish: Option<(&Wish, &Result<Tried, Refusal>)>,
    policy: &Policy,
) -> Ahead {
    let plan = standing.plan();
    let errors = had.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
    let refused = open(standing, None, &Tried { findings: errors, edits: BTreeMap::new() }, policy);
    let Some((wish, tried)) = wish else {
        let review = Stage::open(&plan.review).filter(|_| matches!(standing.gate, Point::Stage(_)));
        let open = review.map(|item| to_do(plan, OpenKind::Review, REVIEW.to_owned(), item)).collect();
        return Ahead { from: standing.gate, next: None, open, refused, row: None, why_not: None };
    };
    let next = wish.to.and_then(|number| plan.stage(number));
    let (open, why_not) = match tried {
        Ok(tried) => (open(standing, wish.to, tried, policy), None),
        // Nobody can say what would be found then. The gates are there all the same.
        Err(refusal) => (gates(standing, wish.to), Some(refusal.clone())),
    };
    // The step into the first stage needs no row.
    let is_first = standing.gate == Point::Planned && wish.to == Some(plan.first_stage());
    let edits = tried.as_ref().map(|tried| &tried.edits).ok();
    let row = edits.filter(|_| !is_first).and_then(|edits| row_to_write(standing, wish, edits));
    Ahead {
        from: standing.gate,
        next: next.map(|stage| NextStage { number: stage.number, title: full_title(&stage.title, &stage.name) }),
        open,
        refused,
        row,
        why_not,
    }
}

/// What a decision that leads to `to` brings about, thing by thing, at its place before the
/// decision: what it writes itself, then the gates, then the rest in the order of the text.
pub(crate) fn open(standing: &Standing, to: Option<StageNumber>, tried: &Tried, policy: &Policy) -> Vec<Open> {
    let plan = standing.plan();
    let parts = Parts::of(plan, policy);
    let mut gates = gates(standing, to);
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    let mut asked: BTreeSet<(String, u32)> = BTreeSet::new();
    for finding in tried.findings.iter().filter(|finding| finding.severity >= Severity::Warning) {
        let own = tried.place(plan, &finding.location);
        let is_gate = |place: &Place| gates.iter().any(|gate| gate.path == place.path && gate.line == place.line);
        if is_gate(&own) {
            let others = finding.labels.iter().map(|label| tried.place(plan, &label.location));
            asked.extend(std::iter::once(own).chain(others).map(|place| (place.path, place.line)));
            continue;
        }
        let is_decision = tried.writes_at(&own);
        let part = if is_decision { DECISION.to_owned() } else { parts.at(&own) };
        let Place { path, line, .. } = own;
        let kind = OpenKind::Finding(finding.rule, finding.severity);
        let found = Open { kind, part, path, line, text: finding.message.clone() };
        if is_decision { first.push(found) } else { rest.push(found) }
    }
    // A gate counts when a rule says so.
    gates.retain(|gate| asked.contains(&(gate.path.clone(), gate.line)));
    first.into_iter().chain(gates).chain(rest).collect()
}

/// What the part of the list is called that is about what the decision itself writes.
const DECISION: &str = "The decision itself";

/// What the part of the list is called that is about the review after the launch.
const REVIEW: &str = "Review after the launch";

/// The criteria that are open on the way to a stage.
fn gates(standing: &Standing, to: Option<StageNumber>) -> Vec<Open> {
    let open = to.map(|to| standing.open_on_the_way(to)).unwrap_or_default();
    let item = |(stage, criterion, gate): (&Stage, &Criterion, &str)| {
        let (kind, which) = if gate == "exit" { (OpenKind::Exit, "Exit") } else { (OpenKind::Entry, "Entry") };
        to_do(
            standing.plan(),
            kind,
            format!("{which} criteria of {}", full_title(&stage.title, &stage.name)),
            criterion,
        )
    };
    open.into_iter().map(item).collect()
}

fn to_do(plan: &Plan, kind: OpenKind, part: String, criterion: &Criterion) -> Open {
    let line = plan.source.line(criterion.span.start);
    Open { kind, part, path: plan.source.path.clone(), line, text: criterion.text.clone() }
}

/// The row of a decision, whose edits with all that follows from it are known.
fn row_to_write(standing: &Standing, wish: &Wish, edits: &BTreeMap<String, Vec<Edit>>) -> Option<RowToWrite> {
    let wish = Wish { by: "<who decided>".to_owned(), because: "<why>".to_owned(), ..wish.clone() };
    let row = row_of(standing, &wish).ok()?;
    let log = standing.plan().log_file();
    let first = row.edits.first()?;
    let is_prepared = row.edits.iter().all(|edit| !edit.replacement.contains(['\n', '\r']));
    let line = log.line(first.span.start);
    // A prepared row keeps the words that it has.
    let prepared = || {
        let written = Source::new(log.path.clone(), apply(&log.text, &row.edits).ok()?);
        Some(written.slice(written.line_span(line)).trim().to_owned())
    };
    let text = if is_prepared { prepared()? } else { row.text.clone() };
    let plan = &standing.plan().source;
    let of_row = |edit: &&Edit| plan.path == log.path && row.edits.iter().any(|own| own.span == edit.span);
    let others = edits.get(&plan.path).into_iter().flatten().filter(|edit| !of_row(edit));
    let follow: BTreeSet<u32> = others.map(|edit| plan.line(edit.span.start)).collect();
    Some(RowToWrite { text, path: log.path.clone(), line, is_prepared, follow: follow.into_iter().collect() })
}

/// A place before the decision was recorded.
struct Place {
    path: String,
    at: usize,
    line: u32,
}

impl Tried {
    /// Whether the decision itself writes at a place.
    fn writes_at(&self, place: &Place) -> bool {
        let mut edits = self.edits.get(&place.path).into_iter().flatten();
        edits.any(|edit| edit.span.start <= place.at && place.at <= edit.span.end)
    }

    fn place(&self, plan: &Plan, location: &Location) -> Place {
        let path = location.source.path.clone();
        let before = plan.files().map(|(_, source, _)| source).find(|source| source.path == path);
        let edits = self.edits.get(&path).filter(|_| location.side == Side::Head);
        let at = edits.map_or(location.span.start, |edits| before_edits(location.span.start, edits));
        let line = before.map_or_else(|| location.line(), |source| source.line(at.min(source.text.len())));
        Place { path, at, line }
    }
}

/// The parts of a plan, as a reader names them.
struct Parts<'a> {
    plan: &'a Plan,
    outline: Outline,
}

impl Parts<'_> {
    fn of<'a>(plan: &'a Plan, policy: &Policy) -> Parts<'a> {
        Parts { plan, outline: Outline::parse(&plan.source, policy) }
    }

    /// The outermost section around a place that is not about several stages.
    fn at(&self, place: &Place) -> String {
        if place.path != self.plan.source.path {
            return place.path.clone();
        }
        let has_place = |section: &&Section| section.span.start <= place.at && place.at <= section.span.end;
        let holds_stages = |section: &&Section| {
            let within = |stage: &&Stage| section.span.contains(stage.heading) && section.heading != stage.heading;
            self.plan.stages.iter().filter(within).count() > 1
        };
        let sections = self.outline.sections.iter().filter(has_place).filter(|section| !section.title.is_empty());
        let section = sections.clone().find(|section| !holds_stages(section)).or(sections.clone().next_back());
        section.map_or_else(|| self.plan.source.path.clone(), |section| section.title.clone())
    }
}
