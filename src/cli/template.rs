//! `rolloutlint template check` and `template explain`: what a template asks for, before it judges
//! anybody.

use super::arguments::{COULD_NOT_CHECK, Common, Outcome};
use crate::config::Policy;
use crate::error::Error;
use crate::plan::{BoxlessList, Due, Plan, parse};
use crate::report::phrase::counted;
use crate::report::terminal;
use crate::stage_number::StageNumber;
use crate::template::{Group, Place, Role, SlotDue, Template};
use crate::versions::template_with_faults;
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct TemplateArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Judge the team's template itself.
    Check(FileArgs),
    /// Print every requirement that the template makes, when it is due, and where it stands.
    Explain(FileArgs),
}

#[derive(Args)]
struct FileArgs {
    /// The template; the one of the configuration, or the built-in one, when none is given.
    file: Option<PathBuf>,
}

pub(super) fn run(common: &Common, args: &TemplateArgs, out: &mut dyn Write) -> Outcome {
    let (file, is_check) = match &args.verb {
        Verb::Check(args) => (args.file.as_deref(), true),
        Verb::Explain(args) => (args.file.as_deref(), false),
    };
    let request = common.request();
    let (template, policy) = template_with_faults(&request, file)?;
    let plan = as_plan(&template, &policy);
    let free = left_freely(&template, &plan);
    for fault in &template.faults {
        let line = template.source.line(fault.span.start);
        writeln!(out, "error: {}:{line}: {}", terminal(&template.source.path), terminal(&fault.message))?;
        writeln!(out, "  help: {}", terminal(&fault.help))?;
    }
    if is_check {
        return check(&template, &free, out);
    }
    explain(&template, &plan, &free, out)?;
    Ok(if template.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(COULD_NOT_CHECK) })
}

/// Judges a template. Its faults keep it from being used. Its weak points only say that a gate may
/// be missing.
fn check(template: &Template, free: &[StageNumber], out: &mut dyn Write) -> Outcome {
    let weak = weak_points(template, free);
    for point in &weak {
        writeln!(out, "warning: {}: {}", terminal(&template.source.path), terminal(point))?;
    }
    let counts = format!(
        "{} sections, {} stages, {} labels, {} tables, {} lists with brackets",
        template.sections.len(),
        template.stages.len(),
        template.fields.len() + template.groups.len(),
        template.tables.len(),
        template.lists.len()
    );
    writeln!(out, "{}: {counts}", terminal(&template.source.path))?;
    Ok(if template.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(COULD_NOT_CHECK) })
}

/// A template as the plans that are made from it are read: a gate may stand outside of its stage.
pub(super) fn as_plan(template: &Template, policy: &Policy) -> Plan {
    parse::parse(template.source.clone(), template, policy, Some(true))
}

/// The stages before the last one that have no exit criteria.
pub(super) fn left_freely(template: &Template, plan: &Plan) -> Vec<StageNumber> {
    let is_held = |index: usize, number: StageNumber| {
        template.has_gate(index, Role::Exit) || plan.stage(number).is_some_and(|stage| !stage.exit.is_empty())
    };
    let numbers = template.stages.iter().map(|stage| stage.number).enumerate();
    let before_last = numbers.take(template.stages.len().saturating_sub(1));
    before_last.filter(|(index, number)| !is_held(*index, *number)).map(|(_, number)| number).collect()
}

/// What a template lacks, and probably should have.
fn weak_points(template: &Template, free: &[StageNumber]) -> Vec<String> {
    let mut points = Vec::new();
    for stage in template.stages.iter().filter(|stage| free.contains(&stage.number)) {
        points.push(format!(
            "{} has no exit criteria: it can be left at any time; write `<!-- rolloutlint: role=exit -->` above their label",
            stage.title()
        ));
    }
    for group in template.groups.iter().filter(|group| group.boxes && group.role == Role::Other) {
        if let Place::Stage(index) = group.place {
            points.push(format!(
                "`{}` of {} has boxes, and nothing tells what they are for: a tick counts as work of the stage; if they are criteria, write `<!-- rolloutlint: role=entry -->` or `role=exit` above",
                group.label,
                template.stages[index].title()
            ));
        }
    }
    let has_field = |key: &str| template.fields.iter().any(|field| field.key == key);
    if !has_field("rollout id") {
        points.push(
            "no label is called Rollout ID, so a plan is known by its path alone; name yours under `aliases:`"
                .to_owned(),
        );
    }
    if !has_field("owner") {
        points.push("no label is called Owner; name yours under `aliases:`".to_owned());
    }
    points
}

/// Prints the requirements as a table: what is required, when it is due, and which line of the
/// template asks for it.
fn explain(template: &Template, plan: &Plan, free: &[StageNumber], out: &mut dyn Write) -> Result<(), Error> {
    let mut rows: Vec<(usize, String, String)> = Vec::new();
    for section in &template.sections {
        rows.push((section.span.start, format!("section `{}`", section.title), "created".to_owned()));
    }
    for group in &template.groups {
        let boxes = if lacks_boxes(template, plan, group) { " without boxes (gate-without-boxes)" } else { "" };
        let role = role_name(group.role).map(|role| format!(", {role}{boxes}")).unwrap_or_default();
        let what = match group.is_unlabelled() {
            true => format!("{}list below the heading{role}", within(template, &group.place)),
            false => format!("{}label `{}`{role}", within(template, &group.place), group.label),
        };
        // No plan can lack a label that is none. What stands there is due as the gate is.
        let when = match group.role {
            Role::Entry if group.is_unlabelled() => SlotDue::EnteringStage,
            Role::Exit if group.is_unlabelled() => SlotDue::LeavingStage,
            _ => group.due,
        };
        rows.push((group.span.start, what, due(template, &group.place, when)));
    }
    for field in &template.fields {
        let what = format!("{}value of `{}`", within(template, &field.place), field.label);
        let due = if field.optional { "optional".to_owned() } else { due(template, &field.place, field.due) };
        rows.push((field.span.start, what, due));
    }
    for table in &template.tables {
        let least = counted(table.min_rows.unwrap_or(1), "row");
        let what = format!("{}table `{}`, {least}", within(template, &table.place), table.titles.join(" | "));
        rows.push((table.span.start, what, due(template, &table.place, table.due)));
    }
    for list in &template.lists {
        let what =
            format!("{}brackets in the list `{}`", within(template, &list.place), list.group.as_deref().unwrap_or("—"));
        rows.push((list.span.start, what, due(template, &list.place, list.due)));
    }
    // A gate may have no name of its own in the stage: the rows of a table beside the stages.
    for (index, own) in template.stages.iter().enumerate() {
        let Some(stage) = plan.stage(own.number) else { continue };
        let gates =
            [(Role::Entry, &stage.entry, SlotDue::EnteringStage), (Role::Exit, &stage.exit, SlotDue::LeavingStage)];
        let unnamed = gates.into_iter().filter(|(role, ..)| !template.has_gate(index, *role));
        for (role, criteria, when) in unnamed {
            let (Some(first), Some(role)) = (criteria.first(), role_name(role)) else { continue };
            let place = Place::Stage(index);
            let what = format!("{}{role} ({})", within(template, &place), criteria.len());
            rows.push((first.words.start, what, due(template, &place, when)));
        }
    }
    rows.sort();
    let titles = template.stages.iter().map(|stage| match stage.title() {
        title if title == stage.name => title,
        title => format!("{title} {}", stage.name),
    });
    let stages: Vec<String> = titles.collect();
    writeln!(out, "stages: {}", terminal(&stages.join(", ")))?;
    for stage in template.stages.iter().filter(|stage| free.contains(&stage.number)) {
        writeln!(out, "{} has no exit criteria: it can be left at any time", terminal(&stage.title()))?;
    }
    let width = rows.iter().map(|(_, _, due)| due.chars().count()).max().unwrap_or(0);
    for (start, what, due) in rows {
        let line = template.source.line(start);
        let padding = " ".repeat(width - due.chars().count());
        writeln!(out, "{:>5}  {due}{padding}  {}", line, terminal(&what))?;
    }
    Ok(())
}

/// Whether a group is a gate in which no plan has anything to tick.
fn lacks_boxes(template: &Template, plan: &Plan, group: &Group) -> bool {
    let Place::Stage(index) = group.place else { return group.role.is_gate() && !template.has_boxes(group) };
    let number = template.stages[index].number;
    let is_of = |list: &BoxlessList| match group.role {
        Role::Entry => list.due == Due::Entering(number),
        Role::Exit => list.due == Due::Leaving(number),
        _ => false,
    };
    !template.has_boxes(group) && plan.stage(number).is_some_and(|stage| stage.boxless.iter().any(is_of))
}

/// `Stage 1: `, for what stands in a stage.
fn within(template: &Template, place: &Place) -> String {
    match place {
        Place::Stage(index) => format!("{}: ", template.stages[*index].title()),
        Place::Section(_) => String::new(),
    }
}

fn due(template: &Template, place: &Place, due: SlotDue) -> String {
    let own = match place {
        Place::Stage(index) => template.stages[*index].number,
        Place::Section(_) => StageNumber::LOWEST,
    };
    let numbered = |index: usize| template.stages.get(index).map_or(StageNumber::LOWEST, |stage| stage.number);
    match due {
        SlotDue::Created => "created".to_owned(),
        SlotDue::EnteringFirst => format!("entering {}", numbered(0)),
        SlotDue::EnteringSecond => format!("entering {}", numbered(1)),
        SlotDue::EnteringLast => format!("entering {}", numbered(template.stages.len().saturating_sub(1))),
        SlotDue::EnteringStage => format!("entering {own}"),
        SlotDue::LeavingStage => format!("leaving {own}"),
        SlotDue::Entering(number) => format!("entering {number}"),
        SlotDue::Leaving(number) => format!("leaving {number}"),
        SlotDue::Never => "never".to_owned(),
    }
}

fn role_name(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Entry => "entry criteria",
        Role::Exit => "exit criteria",
        Role::Activities => "activities",
        Role::Audience => "audience",
        Role::Progression => "progression decision",
        Role::GoToMarket => "launch checklist",
        Role::Rollback => "rollback",
        Role::Risks => "risks",
        Role::DecisionLog => "decision log",
        Role::Review => "review",
        Role::Other => return None,
    })
}
