//! Reading a plan against a template. Never fails: a part that cannot be read is a part of the
//! result, too.

mod around;
mod audience;
mod blocks;
mod communication;
mod duplicates;
mod elsewhere;
mod entries;
mod faults;
mod flags;
mod gate_items;
mod gate_prose;
mod gates;
mod gates_beside;
mod links;
mod log;
mod meaning;
mod measured;
mod metrics;
mod missing;
mod of_stages;
mod owner;
mod pieces;
mod reader;
mod record;
mod remarks;
mod rollback;
mod signers;
mod slots;
mod stages;
mod status;
mod suppressions;
mod tables;
mod trigger_sentences;
mod void;

pub use log::LogFile;

use super::log::{Ladder, Log, LogRow, RowState};
use super::{Faults, Plan, Trigger};
use crate::config::Policy;
use crate::outline::Outline;
use crate::template::{Family, Place, Template};
use crate::text::Source;
use blocks::Reading;
use log::LogReader;
use owner::Owner;
use reader::Reader;
use std::collections::HashSet;
use std::sync::Arc;

/// Reads one version of a plan against a template. `held` says whether the plan must follow the
/// template. `None` leaves the decision to the plan's own sections.
pub fn parse(source: Source, template: &Template, policy: &Policy, held: Option<bool>) -> Plan {
    read(source, template, policy, held, None)
}

/// Reads a version of a plan as another one was read: it follows the template if the other one
/// does, and has the same headings for its stages, whatever else it numbers now. So in a comparison
/// nobody gets rid of the template by deleting sections, nor of the stages by adding some.
pub fn parse_as(other: &Plan, source: Source, template: &Template, policy: &Policy) -> Plan {
    read(source, template, policy, Some(other.follows_template), Some(&other.family))
}

fn read(source: Source, template: &Template, policy: &Policy, held: Option<bool>, before: Option<&Family>) -> Plan {
    let mut outline = Outline::parse(&source, policy);
    outline.respell(&template.names);
    if outline.items.iter().any(|item| item.doubtful.is_some()) {
        let lists = Reader::new(&source, &outline, template, policy, before).lists_with_boxes_in_template();
        outline.settle_boxes(|item| lists.contains(&item.list));
    }
    let mut reader = Reader::new(&source, &outline, template, policy, before);
    let (shared, total) = reader.shared_sections();
    let follows_template = held.unwrap_or(total > 0 && shared * 2 >= total);
    reader.follows_template = follows_template;
    let heading = reader.heading();
    let ladder = Ladder {
        stages: reader.names.numbers().collect(),
        skipped: policy.skipped.clone(),
        initial: policy.initial_stage.map(|initial| initial.min(reader.names.last())),
        only_for_known: policy.also_default_plans,
    };
    let mut example_rows = Vec::new();
    let mut empty_rollback_lists = Vec::new();
    let mut missing_sections = Vec::new();
    let mut missing_fields = Vec::new();
    let mut slots = Vec::new();
    let mut customers = Vec::new();
    let mut wants_guardrails = false;
    if follows_template {
        missing_sections = reader.missing_sections(heading);
        missing_fields = reader.missing_fields();
        slots = reader.fillings(&mut example_rows);
        empty_rollback_lists = reader.empty_rollback_lists();
        customers = reader.customers();
        let is_lacking =
            |index: usize| reader.lacking.iter().any(|stage| stage.number == template.stages[index].number);
        wants_guardrails = reader.wants_guardrails(|place| matches!(place, Place::Stage(index) if is_lacking(*index)));
    }
    let (id, id_span) = reader.named("rollout id");
    let (owner, _) = reader.named("owner");
    let owner = owner.or_else(|| reader.front_matter(|key| key == "owner").map(|(text, _)| text));
    let Reading { log, unread } = reader.log();
    let declared = reader.declared();
    let (rollback_steps, struck_steps) = reader.rollback_steps();
    let (struck_triggers, triggers): (Vec<Trigger>, Vec<Trigger>) =
        reader.triggers().into_iter().partition(|trigger| trigger.is_struck);
    Plan {
        title: reader.title(),
        id,
        id_span,
        owner,
        flags: reader.flag_slot(),
        own_exposure: reader.own_exposure(),
        names_rollout: reader.rollout_section().is_some(),
        other_rollouts: reader.other_rollouts(),
        heading,
        stages: reader.stages(&slots),
        boxes_elsewhere: reader.boxes_elsewhere(),
        unread_headings: reader.unread_headings(),
        family: std::mem::take(&mut reader.family),
        ladder,
        review: reader.review(),
        stage_lines: reader.stage_lines(declared.as_ref()),
        statuses: reader.statuses(declared.as_ref()),
        declared,
        missing_sections,
        missing_log: if log.is_none() && follows_template { reader.missing_log() } else { None },
        missing_fields,
        empty_rollback_lists,
        example_rows,
        duplicates: reader.duplicates(),
        communication: reader.communication(),
        metrics: reader.metrics(),
        wants_guardrails,
        guards: reader.guards(&triggers),
        measured: reader.measured(),
        void_lists: reader.void_lists(),
        triggers,
        has_struck_triggers: !struck_triggers.is_empty(),
        rollback_steps,
        has_struck_steps: !struck_steps.is_empty(),
        known_statements: Arc::clone(&template.statements),
        customers,
        follows_template,
        untouched: reader.untouched(),
        malformed_boxes: reader.malformed_boxes(),
        faults: faults::faults(&source, &outline),
        log_faults: Faults::default(),
        links: links::file_links(&source, &outline),
        suppressions: suppressions::suppressions(&source, &outline),
        log,
        unread,
        unclaimed: 0,
        log_source: None,
        slots,
        names: reader.names,
        accidental_headings: outline.accidental_headings,
        front_matter_fault: outline.front_matter_fault,
        source,
    }
}

/// The plan with its decision log from a file of its own. `is_only` says that no other plan uses
/// the file, so that an entry that names no rollout belongs to this one. A plan that has decisions
/// of its own, and none in the file, keeps its own log: nobody has moved them yet.
pub fn with_log(plan: Plan, file: &LogFile, is_only: bool, template: &Template, policy: &Policy) -> Plan {
    let owner = Owner { id: plan.id.as_deref(), title: plan.title.as_deref(), has_the_rest: is_only };
    let reader = LogReader {
        source: &file.source,
        outline: file.outline(),
        names: &plan.names,
        template,
        policy,
        owner: Some(owner),
    };
    // An empty file is a log, too: its first entry will set the form of the others.
    let Reading { log, unread } = reader.in_file();
    let found = log.unwrap_or_else(|| reader.empty());
    let has_decisions = |log: &Log| log.rows.iter().any(|row| row.state == RowState::Recorded);
    let keeps_its_own = plan.log.as_ref().is_some_and(has_decisions) && found.rows.is_empty();
    // A file that cannot be read may hold decisions.
    let is_unreadable = file.source.unreadable.is_some();
    if !is_unreadable && keeps_its_own {
        return plan;
    }
    let mut log_faults = faults::faults(&file.source, file.outline());
    let own: HashSet<usize> = found.rows.iter().map(|row| row.whole.start).collect();
    log_faults.uneven_rows.retain(|row| own.contains(&row.span.start));
    // Rows that are cut off together are one fault, even when other rollouts have some of them.
    log_faults.detached_rows.retain(|rows| own.contains(&rows.span.start));
    let recorded = |log: &Log| log.rows.iter().filter(|row| row.state == RowState::Recorded).count();
    let unclaimed = match !is_only && !has_decisions(&found) {
        true => {
            let owner = Some(Owner { id: plan.id.as_deref(), title: plan.title.as_deref(), has_the_rest: true });
            LogReader { owner, ..reader }.in_file().log.as_ref().map_or(0, recorded)
        }
        false => 0,
    };
    let log_source = Some(file.source.clone());
    Plan { log: Some(found), unread, unclaimed, log_source, log_faults, missing_log: None, ..plan }
}

/// The recorded moves in a file with the log of several plans, whichever rollout they are of, as a
/// plan with some names for its stages reads them.
pub(crate) fn rows_of_all(plan: &Plan, file: &LogFile, template: &Template, policy: &Policy) -> Vec<LogRow> {
    let (source, outline) = (&file.source, file.outline());
    let reader = LogReader { source, outline, names: &plan.names, template, policy, owner: None };
    let rows = reader.in_file().log.map(|log| log.rows).unwrap_or_default();
    let is_move = |row: &LogRow| row.state == RowState::Recorded && row.route.target().is_some();
    // The first line of an entry may name a rollout that no plan is of. In a row of a table an ID
    // may stand for anything.
    let owner = Owner { id: plan.id.as_deref(), title: None, has_the_rest: false };
    let named = |row: LogRow| {
        let line = source.slice(row.span);
        let found = || owner.id_in(line).filter(|_| !line.trim_start().starts_with('|'));
        let rollout = row.rollout.or_else(|| Some(found()?.shifted(row.span.start)));
        LogRow { rollout, ..row }
    };
    rows.into_iter().filter(is_move).map(named).collect()
}
