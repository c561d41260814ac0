//! Proposes a template and a configuration from a plan that a team has already. The words of every
//! plan stay as they are, byte for byte; the words of this plan alone become brackets.

mod brackets;
mod drafter;
mod fields;
mod gates;
mod headings;
mod log;
mod remedies;
mod settings;
mod stages;
mod tables;
mod titles;

use crate::config::Policy;
use crate::outline::Outline;
use crate::plan::log::RowState;
use crate::plan::{DeclaredStage, parse};
use crate::stage_number::StageNumber;
use crate::standing::{StageVerdict, Standing};
use crate::template::{self, Template};
use crate::text::{Source, apply};
use crate::version::Version;
use drafter::Drafter;
use jiff::civil::Date;
use log::{has_log_section, with_log};
pub use remedies::Objection;
use remedies::Remedies;
use settings::Settings;
use stages::StageStyle;

/// A template and a configuration for a team.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Where the template goes, a path in the repository.
    pub template_path: String,
    /// The template's text.
    pub template: String,
    /// The configuration's text.
    pub config: String,
    /// What a person should look at, because the plan does not tell it.
    pub notes: Vec<String>,
}

/// How often a proposal is corrected. Each round corrects what the round before showed to be wrong.
const ROUNDS: usize = 12;

/// Proposes a template and a configuration by which the plan has no fault. `judge` checks the plan
/// by a proposal. Where the proposal is to blame for an objection, it is corrected; where the plan
/// is, a note says so. `None` when the plan's headings show no stages.
pub fn settle(plan: &Source, today: Date, judge: &dyn Fn(&Proposal) -> Vec<Objection>) -> Option<Proposal> {
    let mut remedies = Remedies::default();
    let mut proposal = propose(plan, today, &remedies)?;
    for _ in 0..ROUNDS {
        let objections = judge(&proposal);
        let before = remedies.clone();
        for objection in &objections {
            remedies.answer(plan, objection);
        }
        if remedies == before {
            let mut said: Vec<String> = Vec::new();
            for objection in &objections {
                let line = plan.line(objection.span.start);
                let note = format!("the plan itself, line {line}: {} ({})", objection.message, objection.rule);
                if !said.contains(&note) {
                    said.push(note);
                }
            }
            proposal.notes.extend(said);
            break;
        }
        proposal = propose(plan, today, &remedies)?;
    }
    Some(proposal)
}

/// Whether a text has stages that a proposal could be made from, whatever they are called.
pub(crate) fn has_stages(text: &Source) -> bool {
    let outline = Outline::parse(text, &Policy::default());
    let policy = StageStyle::of(&outline).policy(Policy::default());
    let outline = Outline::parse(text, &policy);
    template::stage_sections(&outline, &policy, &[]).found.len() >= 2
}

fn propose(plan: &Source, today: Date, remedies: &Remedies) -> Option<Proposal> {
    let defaults = Policy::default();
    let outline = Outline::parse(plan, &defaults);
    let style = StageStyle::of(&outline);
    let mut settings = Settings::new(&plan.path, style);
    let policy = settings.policy();
    let outline = Outline::parse(plan, &policy);
    let found = template::stage_sections(&outline, &policy, &[]).found;
    if found.len() < 2 {
        return None;
    }
    let places = template::places(&outline, &found);
    settings.no_gates = remedies.no_gates.clone();
    settings.name_the_parts(plan, &outline, &places);
    // The labels are read again, by the names that the settings give them.
    let mut policy = settings.policy();
    let outline = Outline::parse(plan, &policy);
    let own = Template::parse(plan, &policy);
    let standing = Standing::alone(Version::new(parse::parse(plan.clone(), &own, &policy, Some(true))), today);
    settings.learn_decisions(&standing);
    policy.decisions = settings.decisions.clone();
    settings.initial_stage = stage_without_rows(&standing);
    settings.warnings = remedies.warnings.clone();
    let (edits, mut notes) = Drafter::new(plan, &outline, &places, &found, &standing, &policy, remedies).draft();
    // No two edits touch the same bytes: the drafter refuses the second one.
    let template = apply(&plan.text, &edits).ok()?;
    let template = match has_log_section(&standing, &outline) {
        true => template,
        false => with_log(&template, plan.line_ending(), &standing),
    };
    notes.extend(name_left(&template, plan, &outline));
    notes.extend(settings.notes(standing.plan().log.is_none() && has_log_section(&standing, &outline)));
    let config = settings.render(&plan.path);
    Some(Proposal { template_path: settings.template, template, config, notes })
}

/// The stage that the plan shows, when the log has no recorded row.
fn stage_without_rows(standing: &Standing) -> Option<StageNumber> {
    let plan = standing.plan();
    if plan.log.iter().flat_map(|log| &log.rows).any(|row| row.state == RowState::Recorded) {
        return None;
    }
    let shown = match &standing.verdict {
        StageVerdict::Undecided { to, .. } | StageVerdict::Moved { to, .. } => Some(*to),
        StageVerdict::Mismatch { declared: DeclaredStage::Stage(stage), .. } => Some(*stage),
        StageVerdict::Mismatch { declared: DeclaredStage::Completed, .. } => {
            plan.stages.last().map(|stage| stage.number)
        }
        _ => None,
    };
    shown.max(plan.shown_by_status().filter(|stage| *stage > plan.first_stage()))
}

/// A note on the lines in which the template still has the name of this rollout.
fn name_left(template: &str, plan: &Source, outline: &Outline) -> Option<String> {
    let title = outline.sections.iter().find(|section| section.level == 1)?;
    let name = &title.title[titles::name_in(&title.title).map(|span| span.start..span.end)?];
    let first = plan.line(title.heading.start) as usize;
    let has_name = |line: &&str| name.len() >= 3 && line.contains(name);
    let lines: Vec<String> = template
        .lines()
        .enumerate()
        .filter(|(_, line)| has_name(line))
        .map(|(index, _)| (index + 1).to_string())
        .filter(|line| *line != first.to_string())
        .collect();
    let shown = lines.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
    (!lines.is_empty()).then(|| format!("`{name}` is still in the template's text, line {shown}: put `[Name]` there if other plans are about something else"))
}
