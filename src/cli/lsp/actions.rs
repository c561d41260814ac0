//! What an editor offers to do: fixes of findings, boxes before a list, decisions.

use super::completion::next_steps;
use super::diagnostics::Writer;
use super::judged::Asked;
use super::opened::Opened;
use crate::check::{Report, Settings};
use crate::cli::judge::judge;
use crate::cli::trial::{Trial, attempt};
use crate::edit::boxes::put_boxes;
use crate::edit::decide::{Wish, decide};
use crate::error::Error;
use crate::finding::{Applicability, Finding, Side};
use crate::plan::BoxlessList;
use crate::plan::log::{Decision, Point};
use crate::report::terminal;
use crate::text::{Edit, Source, Span, capitalized};
use crate::versions::plan_to_edit;
use ls_types::{CodeAction, CodeActionDisabled, CodeActionKind, WorkspaceEdit};
use std::collections::HashMap;
use std::path::Path;

/// The fixes of the findings on the lines of a selection in a file.
pub(super) fn fixes(findings: &[Finding], path: &str, selected: Span, writer: &Writer) -> Vec<CodeAction> {
    let is_here = |finding: &&Finding| {
        let location = &finding.location;
        location.side == Side::Head
            && location.source.path == path
            && touches(&location.source, location.span, selected)
    };
    let action = |finding: &Finding| {
        let fix = finding.fix.as_ref()?;
        Some(CodeAction {
            title: capitalized(&terminal(&fix.title)),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![writer.diagnostic(finding)]),
            edit: Some(writer.edit(&[(&fix.source, &fix.edits)])?),
            is_preferred: (fix.applicability == Applicability::Safe).then_some(true),
            ..CodeAction::default()
        })
    };
    findings.iter().filter(is_here).filter_map(action).collect()
}

/// Whether two places share a line.
fn touches(source: &Source, span: Span, selected: Span) -> bool {
    source.line(span.start) <= source.line(selected.end) && source.line(selected.start) <= source.line(span.end)
}

impl Writer<'_> {
    /// The edits of some files as an editor makes them.
    fn edit(&self, files: &[(&Source, &Vec<Edit>)]) -> Option<WorkspaceEdit> {
        let mut changes = HashMap::new();
        for (source, edits) in files.iter().filter(|(_, edits)| !edits.is_empty()) {
            let edits = edits.iter().map(|edit| self.columns.edit(source, edit)).collect();
            changes.insert(self.uri(&source.path)?, edits);
        }
        Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
    }
}

/// Boxes before the list that a selection is in, or right above.
pub(super) fn boxes(opened: &Opened, selected: Span, writer: &Writer) -> Vec<CodeAction> {
    let plan = opened.plan();
    let source = opened.source();
    let is_here = |list: &&BoxlessList| {
        let (Some(first), Some(last)) = (list.items.first(), list.items.last()) else { return false };
        // The label stands on the line above, or behind an empty one.
        let top = source.line(first.start).saturating_sub(2).max(1);
        touches(source, Span::new(source.line_span(top).start, last.end), selected)
    };
    let stages = plan.stages.iter().filter(|_| opened.is_plan());
    let lists = stages.flat_map(|stage| &stage.boxless).filter(is_here);
    let action = |list: &BoxlessList| {
        let edits = put_boxes(plan, list)?;
        Some(CodeAction {
            title: "Put boxes before this list".to_owned(),
            kind: Some(CodeActionKind::REFACTOR),
            edit: Some(writer.edit(&[(source, &edits)])?),
            ..CodeAction::default()
        })
    };
    lists.filter_map(action).collect()
}

/// A decision that can be recorded, or why it cannot.
pub(super) struct OfferedDecision {
    title: String,
    outcome: Result<WorkspaceEdit, String>,
}

impl OfferedDecision {
    /// The action, with the reason where it cannot be taken, if the editor shows such.
    pub(super) fn action(&self, has_disabled: bool) -> Option<CodeAction> {
        let (edit, reason) = match &self.outcome {
            Ok(edit) => (Some(edit.clone()), None),
            Err(reason) => (None, Some(CodeActionDisabled { reason: reason.clone() })),
        };
        (reason.is_none() || has_disabled).then(|| CodeAction {
            title: self.title.clone(),
            kind: Some(CodeActionKind::REFACTOR),
            edit,
            disabled: reason,
            ..CodeAction::default()
        })
    }
}

/// Whether a decision is what somebody may want to record at a place: in the log, or in a stage.
pub(super) fn is_place_for_decisions(opened: &Opened, selected: Span) -> bool {
    let plan = opened.plan();
    let source = opened.source();
    let rows = opened.log().into_iter().flat_map(|log| {
        let ends = log.rows.iter().map(|row| row.whole);
        ends.chain(log.blocks.iter().map(|block| block.header))
    });
    let stages = plan.stages.iter().filter(|_| opened.is_plan()).map(|stage| stage.span);
    rows.chain(stages).any(|span| touches(source, span, selected))
}

/// The decisions that can be recorded now, each as `decide` would write it, and refused where
/// `decide` would refuse it.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(super) fn decisions(opened: &Opened, asked: &Asked, writer: &Writer) -> Result<Vec<OfferedDecision>, Error> {
    let input = plan_to_edit(&asked.request(&opened.home.root, &opened.unsaved), Path::new(opened.plan_path()))?;
    let [subject] = &input.subjects[..] else { return Ok(Vec::new()) };
    let Some(standing) = subject.standing() else { return Ok(Vec::new()) };
    let plan = standing.plan();
    let had = judge(&input, Settings::default());
    let writes = opened.home.repository.as_ref().and_then(|repository| repository.user_name());
    let offer = |(from, to, verb): (Point, Point, Decision)| {
        let name = |point| plan.name_in_log(point);
        let step = if from == to { name(to) } else { format!("{} → {}", name(from), name(to)) };
        let wish = Wish {
            verb,
            word: input.word_for(verb),
            to: to.stage(),
            by: writes.clone().unwrap_or_else(|| "<who decided>".to_owned()),
            because: "<why>".to_owned(),
            date: standing.today,
        };
        let edit = || {
            let decided = decide(standing, &wish)?;
            let files: Vec<(&Source, &Vec<Edit>)> = plan
                .files()
                .map(|(in_log, source, _)| (source, if in_log { &decided.log } else { &decided.plan }))
                .collect();
            writer.edit(&files).ok_or_else(|| Error::new("the file of the log has no name that an editor knows"))
        };
        // What is still to be filled in is no reason to refuse.
        let filled = Wish {
            by: writes.clone().or_else(|| plan.owner.clone()).unwrap_or_else(|| "Robin Doe".to_owned()),
            because: "the reason that is still to be written here".to_owned(),
            ..wish.clone()
        };
        let outcome = match attempt(&input, &had, &filled) {
            Err(refusal) => Err(Error::from(refusal).to_string()),
            Ok(Trial { new, .. }) if new.fails_at(input.ruleset.policy.fail_on) => Err(refused(&new)),
            Ok(_) => edit().map_err(|error| error.to_string()),
        };
        OfferedDecision { title: format!("Record the decision {step}: {}", capitalized(verb.word())), outcome }
    };
    Ok(next_steps(standing).into_iter().map(offer).collect())
}

/// Why a check would refuse a decision.
fn refused(judged: &Report) -> String {
    let mut findings: Vec<&Finding> = judged.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let first = findings.first().map_or_else(String::new, |finding| format!(": {}", terminal(&finding.message)));
    let more = match findings.len() {
        0 | 1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    format!("a check would refuse it{first}{more}")
}
