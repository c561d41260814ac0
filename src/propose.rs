//! Proposes a template and a configuration from a plan that a team has already. The words of every
//! plan stay as they are, byte for byte; the words of this plan alone become brackets.

mod brackets;
mod drafter;
mod exposure;
mod fields;
mod gates;
mod headings;
mod log;
mod own_log;
mod progress;
mod remedies;
mod rows;
mod settings;
mod stages;
mod style;
mod tables;
mod titles;

use crate::config::Policy;
use crate::edit::record::log_language;
use crate::outline::Outline;
use crate::plan::DeclaredStage;
use crate::plan::log::RowState;
use crate::stage_number::StageNumber;
use crate::standing::{StageVerdict, Standing};
use crate::template;
use crate::text::{Edit, Source, apply};
use drafter::{Draft, Drafter};
pub(crate) use exposure::{FoundFlags, HowRead, exposure};
use jiff::civil::Date;
pub use remedies::Objection;
use remedies::Remedies;
use settings::Settings;
pub use stages::NoPlan;
use style::StageStyle;

/// A template and a configuration for a team.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Where the template goes, a path in the repository.
    pub template_path: String,
    /// The template's text.
    pub template: String,
    /// The configuration's text.
    pub config: String,
    /// The edits by which the plan itself is taken over: its log is put in place, boxes before the
    /// items of its gates, and what can be cured without changing what the plan means.
    pub plan_edits: Vec<Edit>,
    /// What a person should look at, because the plan does not tell it.
    pub notes: Vec<String>,
    /// The file with the plan's decision log, where it is another one.
    pub log: Option<Source>,
}

/// How often a proposal is corrected. Each round corrects what the round before showed to be wrong.
const ROUNDS: usize = 12;

/// How a proposal is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// As the plan stands, taken over by the proposal.
    Once,
    /// On the whole of an honest life.
    Life,
}

/// Whether a text has stages that a proposal could be made from, whatever they are called.
pub(crate) fn has_stages(text: &Source) -> bool {
    let policy = Policy::default();
    StageStyle::of(text, &Outline::parse(text, &policy), &policy).is_ok()
}

/// Proposes a template and a configuration by which nothing refuses an honest team. `judge` checks
/// the plan by a proposal. Where the proposal is to blame for an objection, it is corrected; where
/// the plan is, a note says so. `known` is what the configuration says already, and `logs` are the
/// files that may hold the plan's decisions.
///
/// # Errors
/// When the plan shows no stages, with the reason.
pub fn settle(
    (plan, logs): (&Source, &[Source]),
    known: &Policy,
    today: Date,
    judge: &dyn Fn(&Proposal, Depth) -> Vec<Objection>,
) -> Result<Proposal, NoPlan> {
    let mut remedies = Remedies::default();
    let mut proposal = propose((plan, logs), known, today, &remedies)?;
    for depth in [Depth::Once, Depth::Life] {
        for _ in 0..ROUNDS {
            let objections = judge(&proposal, depth);
            let before = remedies.clone();
            for objection in &objections {
                remedies.answer(plan, objection);
            }
            if remedies == before {
                if depth == Depth::Life {
                    proposal.notes.extend(notes_on(plan, &objections));
                }
                break;
            }
            proposal = propose((plan, logs), known, today, &remedies)?;
        }
    }
    Ok(proposal)
}

/// A line for each objection that stays: a person must decide about it.
fn notes_on(plan: &Source, objections: &[Objection]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for objection in objections {
        let line = plan.line(objection.span.start);
        let rule = if objection.rule.is_empty() { String::new() } else { format!(" ({})", objection.rule) };
        let note = format!("the plan itself, line {line}: {}{rule}", objection.message);
        if !said.contains(&note) {
            said.push(note);
        }
    }
    said
}

fn propose(
    (plan, logs): (&Source, &[Source]),
    known: &Policy,
    today: Date,
    remedies: &Remedies,
) -> Result<Proposal, NoPlan> {
    let defaults = Policy::default();
    let outline = Outline::parse(plan, &defaults);
    let (style, rivals) = StageStyle::of(plan, &outline, known)?;
    let mut settings = Settings::new(&plan.path, style);
    let policy = settings.policy();
    let outline = Outline::parse(plan, &policy);
    let found = template::stage_sections((plan, &outline), &policy, &[], None).found;
    let places = template::places(&outline, &found, &[], &policy).of;
    settings.no_gates = remedies.no_gates.clone();
    settings.name_the_parts(plan, &outline, &places);
    // The labels are read again, by the names that the settings give them.
    let mut policy = settings.policy();
    let mut standing = own_log::standing_by((plan, None), &policy, today);
    let (mut unread, mut note) = (Vec::new(), None);
    if standing.plan().log.is_none() {
        let outline = Outline::parse(plan, &policy);
        let read =
            |words: &own_log::Names| own_log::standing_by((plan, None), &settings.with_names(words).policy(), today);
        let own = own_log::find((plan, &outline), &places, (&standing, &policy), &read);
        if !own.names.is_empty() {
            settings = settings.with_names(&own.names);
            policy = settings.policy();
            standing = own_log::standing_by((plan, None), &policy, today);
        }
        (unread, note) = (own.unread, own.note);
    }
    let in_file = |log: &&Source| own_log::is_of((plan, log), &policy, today);
    let log = logs.iter().filter(|_| standing.plan().log.is_none()).find(in_file);
    if let Some(log) = log {
        settings.log = Some(log.path.clone());
        policy = settings.policy();
        standing = own_log::standing_by((plan, Some(log)), &policy, today);
    }
    let outline = Outline::parse(plan, &policy);
    let words = log_language(standing.plan()).log_words();
    settings.learn_decisions(&standing);
    settings.learn_word(&standing, words.proceed);
    policy.decisions = settings.decisions.clone();
    settings.initial_stage = stage_without_rows(&standing);
    settings.warnings = remedies.warnings.clone();
    let drafter = Drafter::new(plan, &outline, &places, &found, &standing, &policy, remedies, words, unread);
    let Draft { edits, plan_edits, mut notes } = drafter.draft();
    // No two edits touch the same bytes: the drafter refuses the second one.
    let template = apply(&plan.text, &edits).expect("no two edits of a drafter overlap");
    notes.extend(name_left(&template, plan, &outline));
    notes.extend(note);
    notes.extend(settings.notes());
    let first = found.first().map(|(_, heading)| heading.title()).unwrap_or_default();
    notes.extend(rivals.iter().map(|rival| {
        format!("the stages are taken to be `{first}` and so on; if {rival} are meant, name them under `stages:`")
    }));
    let config = settings.render(&plan.path);
    Ok(Proposal { template_path: settings.template, template, config, plan_edits, notes, log: log.cloned() })
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
