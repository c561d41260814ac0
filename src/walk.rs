//! A proposed plan's honest life, judged in memory: the log is put in place, each box is ticked
//! while its stage runs, and each step is recorded on a day that fits.

use crate::change::{Facts, Subject};
use crate::check::{Report, Settings, check};
use crate::config::Policy;
use crate::edit::decide::{Wish, decide};
use crate::finding::{Applicability, Finding, Severity, Side};
use crate::outline::{Header, Item, Outline};
use crate::plan::log::{Decision, Point};
use crate::plan::parse::{self, LogFile};
use crate::plan::{Plan, Stage};
use crate::stage_number::StageNumber;
use crate::standing::Standing;
use crate::template::Template;
use crate::text::{Edit, Source, Span, apply, before_edits};
use crate::version::Version;
use crate::words::verdicts::is_verdict_column;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// By what a plan is judged on its way.
pub struct Ground<'a> {
    /// The proposed configuration.
    pub policy: &'a Policy,
    /// The proposed template.
    pub template: &'a Template,
    /// What is known of the repository.
    pub facts: &'a Facts,
    /// The day on which the plan is taken over.
    pub today: Date,
    /// The file with its decision log, where it is another one.
    pub log: Option<&'a Source>,
}

/// Something that would be said to an honest team, at its place in the plan as it was before.
#[derive(Clone, Debug)]
pub struct Met {
    /// The rule that speaks; empty where a decision cannot be written at all.
    pub rule: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Where, in the text before all edits.
    pub span: Span,
    /// What it says.
    pub message: String,
    /// The edits that cure it without changing what the plan means, in the text before all edits.
    pub fix: Option<Vec<Edit>>,
}

/// Longer than any stage wants to be baked, in days.
const STEP: i64 = 400;

/// What a check says of a plan that is taken over, before anything moves.
pub fn adopted(plan: &Source, adoption: &[Edit], ground: &Ground) -> Vec<Met> {
    Life::begin(plan, adoption, ground).map_or_else(Vec::new, |(life, _)| life.met)
}

/// Takes a plan through its life, and gives what a check would say on the way: `adoption` are the
/// edits by which the plan is taken over. Each finding is there once.
pub fn walk(plan: &Source, adoption: &[Edit], ground: &Ground) -> Vec<Met> {
    let Some((mut life, mut now)) = Life::begin(plan, adoption, ground) else { return Vec::new() };
    let stages: Vec<_> = now.plan().stages.iter().map(|stage| stage.number).collect();
    let begun = match Standing::alone(now.clone(), life.today).gate {
        Point::Stage(stage) => stages.iter().position(|number| *number == stage).unwrap_or(0),
        _ => 0,
    };
    for (position, number) in stages.iter().enumerate() {
        if position > begun {
            life.today = life.today.saturating_add(STEP.days());
            match life.decision(&now, *number) {
                Ok(edits) => now = life.step(&now, [edits, entry_ticks(now.plan(), ground.policy, *number)].concat()),
                Err(message) => {
                    let (span, severity) = (now.plan().heading, Severity::Error);
                    let span = life.back(span);
                    life.meet(Met { rule: "", severity, span, message, fix: None });
                    return life.met;
                }
            }
        }
        let edits = ticks(now.plan(), ground.policy, position, position + 1 == stages.len());
        now = life.step(&now, edits);
    }
    life.met
}

/// A plan on its way.
struct Life<'a> {
    ground: &'a Ground<'a>,
    today: Date,
    path: String,
    /// The texts so far, each with the edits that made it from the one before.
    texts: Vec<(String, Vec<Edit>)>,
    met: Vec<Met>,
}

impl<'a> Life<'a> {
    /// A plan that is taken over, judged as it stands. `None` where the edits overlap.
    fn begin(plan: &Source, adoption: &[Edit], ground: &'a Ground<'a>) -> Option<(Life<'a>, Arc<Version>)> {
        let texts = vec![(plan.text.to_string(), Vec::new())];
        let mut life = Life { ground, today: ground.today, path: plan.path.clone(), texts, met: Vec::new() };
        if !life.edit(adoption.to_vec()) {
            return None;
        }
        let now = life.version();
        life.judge(Subject::version(now.clone(), life.today));
        Some((life, now))
    }

    fn text(&self) -> &str {
        self.texts.last().map_or("", |(text, _)| text)
    }

    /// Edits the text. Edits that overlap change nothing, and give `false`.
    fn edit(&mut self, mut edits: Vec<Edit>) -> bool {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let Ok(text) = apply(self.text(), &edits) else { return false };
        self.texts.push((text, edits));
        true
    }

    fn version(&self) -> Arc<Version> {
        let source = Source::new(self.path.as_str(), self.text());
        let Ground { template, policy, log, .. } = *self.ground;
        let plan = parse::parse(source, template, policy, Some(true));
        Version::new(match log {
            Some(log) => parse::with_log(plan, &LogFile::read(log.clone(), policy), true, template, policy),
            None => plan,
        })
    }

    /// One change with its check. Without any edit there is none.
    fn step(&mut self, before: &Arc<Version>, edits: Vec<Edit>) -> Arc<Version> {
        if edits.is_empty() || !self.edit(edits) {
            return before.clone();
        }
        let after = self.version();
        self.judge(Subject::change(Some(before.clone()), Some(after.clone()), self.today));
        after
    }

    fn decision(&self, now: &Arc<Version>, to: StageNumber) -> Result<Vec<Edit>, String> {
        let words = self.ground.policy.decisions.get(Decision::Proceed.word());
        let wish = Wish {
            verb: Decision::Proceed,
            word: words.and_then(|words| words.first()).cloned(),
            to: Some(to),
            by: "Priya Nair".to_owned(),
            because: "All criteria are met".to_owned(),
            date: self.today,
        };
        let decided = decide(&Standing::alone(now.clone(), self.today), &wish).map_err(|refusal| refusal.message)?;
        Ok(decided.plan.into_iter().chain(decided.log).collect())
    }

    fn judge(&mut self, subject: Subject) {
        let report: Report = check(&[subject], self.ground.policy, self.ground.facts, Settings::default());
        for finding in &report.findings {
            // Who changes a plan writes the day of the change.
            if finding.severity == Severity::Info
                || finding.location.side == Side::Base
                || is_about_today(finding)
                || finding.location.source.path != self.path
            {
                continue;
            }
            let fix = finding.fix.as_ref().filter(|fix| fix.applicability == Applicability::Safe);
            let fix = fix
                .map(|fix| fix.edits.iter().map(|edit| Edit { span: self.back(edit.span), ..edit.clone() }).collect());
            self.meet(Met {
                rule: finding.rule,
                severity: finding.severity,
                span: self.back(finding.location.span),
                message: finding.message.clone(),
                fix,
            });
        }
    }

    fn meet(&mut self, met: Met) {
        let is_same = |other: &Met| other.rule == met.rule && other.span.start == met.span.start;
        if !self.met.iter().any(is_same) {
            self.met.push(met);
        }
    }

    /// A place of the text as it is now in the text before all edits. What an edit has put there is
    /// at the place of the edit.
    fn back(&self, span: Span) -> Span {
        let place = |at: usize| self.texts.iter().rev().fold(at, |at, (_, edits)| before_edits(at, edits));
        let (start, end) = (place(span.start), place(span.end));
        Span::new(start, end.max(start))
    }
}

/// Whether a finding says that the day of the last update is older than the change.
fn is_about_today(finding: &Finding) -> bool {
    finding.rule == "last-updated-stale"
}

/// The edits that tick what must hold before a stage is entered. A team ticks it together with the
/// row.
fn entry_ticks(plan: &Plan, policy: &Policy, number: StageNumber) -> Vec<Edit> {
    let outline = Outline::parse(&plan.source, policy);
    let open = plan.stage(number).into_iter().flat_map(|stage| Stage::open(&stage.entry));
    open.filter_map(|criterion| ticked(plan, &outline, criterion.span)).collect()
}

/// The edit that ticks what is open at a place: a box, or the cell of a row that says so in words
/// or by a sign.
fn ticked(plan: &Plan, outline: &Outline, open: Span) -> Option<Edit> {
    if plan.source.slice(open) == "[ ]" {
        return Some(Edit { span: open, replacement: "[x]".to_owned() });
    }
    let table = outline.tables.iter().find(|table| table.span.contains(open))?;
    let row = table.rows.iter().find(|row| row.span.contains(open))?;
    // A row with a blank cell for that is open as a whole.
    let is_blank = |(cell, header): &(&Span, &Header)| {
        open == row.span && plan.source.slice(**cell).trim().is_empty() && is_verdict_column(&header.key)
    };
    let blank = || row.cells.iter().zip(&table.header).find(is_blank).map(|(cell, _)| *cell);
    let cell = row.cells.iter().copied().find(|cell| *cell == open).or_else(blank)?;
    Some(Edit { span: cell, replacement: " ✅ ".to_owned() })
}

/// The edits that tick the open boxes of a stage: those of its section, and those elsewhere that
/// stand under its name. With the last stage, all that is left is ticked.
fn ticks(plan: &Plan, policy: &Policy, position: usize, is_last: bool) -> Vec<Edit> {
    let outline = Outline::parse(&plan.source, policy);
    let first = plan.stages.first().map_or(0, |stage| stage.heading.start);
    let of_item = |item: &Item| {
        let section = plan.stages.iter().rposition(|stage| stage.span.contains(item.span));
        section.or_else(|| named_stage(plan, &outline, item))
    };
    let is_now = |item: &&Item| match of_item(item) {
        Some(stage) => stage <= position,
        None => item.span.start < first || is_last,
    };
    let boxes = outline.items.iter().filter(is_now).filter_map(|item| item.checkbox);
    let of_items = boxes.filter(|checkbox| !checkbox.is_ticked).map(|checkbox| checkbox.span);
    // A gate may stand in the cells of a table.
    let reached = plan.stages.iter().take(position + 1);
    let of_gates = reached.flat_map(|stage| Stage::open(&stage.entry).chain(Stage::open(&stage.exit)));
    let all: BTreeMap<usize, Span> =
        of_items.chain(of_gates.map(|criterion| criterion.span)).map(|span| (span.start, span)).collect();
    all.into_values().filter_map(|span| ticked(plan, &outline, span)).collect()
}

/// The stage that an item outside of stages is about: its own text or a heading around it names it.
fn named_stage(plan: &Plan, outline: &Outline, item: &Item) -> Option<usize> {
    let named = |text: &str| {
        let number = plan.names.find(text.trim_matches(['*', '_', '`', ' ']))?;
        plan.stages.iter().position(|stage| stage.number == number)
    };
    let text = plan.source.slice(item.text);
    let label = text.split(['—', '–', ':', '(']).next().unwrap_or(text);
    let mut titles =
        outline.sections_around(item.scope.section).map(|section| outline.sections[section].title.as_str());
    named(label).or_else(|| titles.find_map(named))
}
