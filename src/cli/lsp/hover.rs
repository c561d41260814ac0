//! What stands under the cursor: what it is, when it is due, and why.

use super::definition::flag_at;
use super::lens::gates_met;
use super::opened::Opened;
use crate::exposure::Exposure;
use crate::plan::log::{Log, LogRow, RowState};
use crate::plan::value::ValueState;
use crate::plan::{Criterion, Due, Filling, Met, Stage, Trigger};
use crate::report::Markdown;
use crate::standing::{DueReason, Standing, stage_title};
use crate::text::{Source, Span};

/// What an editor shows, and what it is about.
pub(super) struct Shown {
    pub(super) span: Span,
    pub(super) text: String,
}

/// What stands at a place of a plan. `against` says what its change is compared with.
pub(super) fn shown(opened: &Opened, offset: usize, against: Option<&str>) -> Option<Shown> {
    let here = Here { standing: opened.standing(), source: opened.source(), offset };
    let row = opened.log().and_then(|log| here.row(log));
    if row.is_some() || !opened.is_plan() {
        return row;
    }
    let of_stage = |stage: &Stage| here.criterion(stage).or_else(|| here.work(stage));
    let narrow = opened.plan().stages.iter().find_map(of_stage).or_else(|| here.trigger());
    narrow.or_else(|| here.rollout(against)).or_else(|| here.flag()).or_else(|| here.field()).or_else(|| here.stage())
}

/// A place in a plan.
struct Here<'a> {
    standing: &'a Standing,
    source: &'a Source,
    offset: usize,
}

impl Here<'_> {
    fn is_in(&self, span: Span) -> bool {
        span.start <= self.offset && self.offset <= span.end
    }

    /// Whether the place is on one of the lines of a span.
    fn is_on_lines_of(&self, span: Span) -> bool {
        let line = self.source.line(self.offset);
        (self.source.line(span.start)..=self.source.line(span.end)).contains(&line)
    }

    fn criterion(&self, stage: &Stage) -> Option<Shown> {
        let lists = [
            ("Entry criterion", &stage.entry, Due::Entering(stage.number)),
            ("Exit criterion", &stage.exit, Due::Leaving(stage.number)),
            ("Launch item", &stage.launch, Due::Entering(stage.number)),
        ];
        let found = lists.into_iter().find_map(|(what, list, due)| {
            let criterion = list.iter().find(|criterion| self.is_on(criterion))?;
            Some((what, criterion, due))
        });
        let (what, criterion, due) = found?;
        let state = match criterion.met {
            Met::Ticked => "met",
            Met::Reasoned => "does not apply, with a reason",
            Met::Open => "open",
        };
        let text = format!("**{what} of {}** · {state}\n\n{}", Markdown::of(&stage.title), self.due(due));
        Some(Shown { span: criterion.span.to(criterion.words), text })
    }

    fn is_on(&self, criterion: &Criterion) -> bool {
        self.is_in(criterion.span) || self.is_in(criterion.words) || self.is_on_lines_of(criterion.words)
    }

    fn work(&self, stage: &Stage) -> Option<Shown> {
        // A place in a box means that box; one beside it means what stands on the line.
        let inside = stage.work.iter().find(|work| self.is_in(work.span));
        let work = inside.or_else(|| stage.work.iter().find(|work| self.is_on_lines_of(work.span)))?;
        let title = Markdown::of(&stage.title);
        let ticked = if work.is_ticked { "ticked" } else { "not ticked" };
        let text = format!(
            "**Work of {title}** · {ticked}\n\nA tick shows that {title} runs, so that the decision to enter it must be in the log."
        );
        Some(Shown { span: work.span, text })
    }

    fn row(&self, log: &Log) -> Option<Shown> {
        let row = log.rows.iter().find(|row| self.is_in(row.whole))?;
        Some(Shown { span: row.whole, text: row_text(row) })
    }

    fn trigger(&self) -> Option<Shown> {
        let is_here = |trigger: &&Trigger| self.is_in(trigger.span);
        let trigger = self.standing.plan().triggers.iter().find(is_here)?;
        let whose = match trigger.stage {
            Some(stage) => format!(" of {}", Markdown::of(&stage_title(self.standing.plan(), stage))),
            None => String::new(),
        };
        Some(Shown {
            span: trigger.span,
            text: format!("**Rollback trigger{whose}**\n\nWhen it holds, the rollout goes back."),
        })
    }

    /// Who sees the feature, where the flags are named.
    fn flag(&self) -> Option<Shown> {
        let plan = self.standing.plan();
        let is_on_flag = plan.flags.as_ref().is_some_and(|slot| self.is_in(slot.span))
            || plan.own_exposure.as_ref().is_some_and(|own| self.is_in(own.span));
        let named = flag_at(plan, self.offset).filter(|_| is_on_flag)?;
        let exposures = self.standing.version.exposures().iter();
        let is_meant = |exposure: &&Exposure| named.is_none() || exposure.flag == named;
        let lines: Vec<String> = exposures.filter(is_meant).map(|exposure| self.live(exposure)).collect();
        let span = plan.flags.as_ref().map_or(Span::at(self.offset), |slot| slot.span);
        (!lines.is_empty()).then(|| Shown { span, text: lines.join("\n\n") })
    }

    fn live(&self, exposure: &Exposure) -> String {
        let place = exposure.place().map(|place| {
            format!(" in {}", Markdown::code(&format!("{}:{}", place.source.path, place.source.line(place.span.start))))
        });
        let stage = self.standing.live_stage(exposure);
        let stage = stage.map(|stage| format!(": {} is live", Markdown::of(&stage_title(self.standing.plan(), stage))));
        format!(
            "**{}** · {}{}{}",
            Markdown::of(exposure.name()),
            Markdown::of(&exposure.words()),
            place.unwrap_or_default(),
            stage.unwrap_or_default()
        )
    }

    fn field(&self) -> Option<Shown> {
        let slots = &self.standing.plan().slots;
        // A place in a value means that value; one beside it means what stands on the line.
        let inside = slots.iter().filter(|slot| self.is_in(slot.value.span)).min_by_key(|slot| slot.value.span.len());
        let beside = || slots.iter().find(|slot| self.is_on_lines_of(Span::at(slot.value.span.start)));
        let slot: &Filling = inside.or_else(beside)?;
        let state = match slot.value.state {
            ValueState::Filled => "filled",
            ValueState::NotApplicable { reason: true } => "does not apply, with a reason",
            ValueState::NotApplicable { reason: false } => "does not apply, without a reason",
            _ => "open",
        };
        let example = slot.example.trim();
        let example = match slot.value.is_open() && !example.is_empty() {
            true => format!("\n\nThe template has {}", Markdown::code(example)),
            false => String::new(),
        };
        let text = format!("**{}** · {state}\n\n{}{example}", Markdown::of(&slot.name), self.due(slot.due));
        Some(Shown { span: slot.value.span, text })
    }

    fn stage(&self) -> Option<Shown> {
        let plan = self.standing.plan();
        let stage = plan.stages.iter().find(|stage| self.is_on_lines_of(stage.heading))?;
        let gates = gates_met(stage).unwrap_or_else(|| "no gates".to_owned());
        let open = |what: &str, list: &[Criterion]| -> Vec<String> {
            Stage::open(list).map(|criterion| format!("- {what}: {}", Markdown::of(&criterion.text))).collect()
        };
        let lists = [open("entry", &stage.entry), open("exit", &stage.exit), open("launch", &stage.launch)].concat();
        let open = if lists.is_empty() { String::new() } else { format!("\n\nOpen:\n\n{}", lists.join("\n")) };
        Some(Shown { span: stage.heading, text: format!("**{}** · {gates}{open}", Markdown::of(&stage.title)) })
    }

    fn rollout(&self, against: Option<&str>) -> Option<Shown> {
        let plan = self.standing.plan();
        let place = self.standing.place();
        let place = place.stage().map_or_else(|| place.to_string(), |stage| stage_title(plan, stage));
        let judged = match against {
            Some(against) => format!("The change is judged against {}.", Markdown::of(against)),
            None => "Nothing is compared: the plan is judged by itself.".to_owned(),
        };
        self.is_in(plan.heading).then(|| Shown {
            span: plan.heading,
            text: format!("**The rollout is at {}**\n\n{judged}", Markdown::of(&place)),
        })
    }

    /// When something is due, and why, as a sentence.
    fn due(&self, due: Due) -> String {
        let plan = self.standing.plan();
        let title = |stage| Markdown::of(&stage_title(plan, stage));
        let now = |reason: DueReason| {
            let source = if reason.in_log { plan.log_file() } else { &plan.source };
            let line = reason.place.map(|(_, span)| format!(" (line {})", source.line(span.start))).unwrap_or_default();
            format!("Due now: {}{line}.", Markdown::of(&reason.message))
        };
        match due {
            Due::Always => "Due at any time.".to_owned(),
            Due::Created => "Due as soon as the plan exists.".to_owned(),
            Due::Never => "Never due.".to_owned(),
            Due::Entering(stage) => {
                self.standing.due(due).map_or_else(|| format!("Due when {} is entered.", title(stage)), now)
            }
            Due::Leaving(stage) => {
                self.standing.due(due).map_or_else(|| format!("Due when {} is left.", title(stage)), now)
            }
        }
    }
}

fn row_text(row: &LogRow) -> String {
    let state = match row.state {
        RowState::Recorded => "recorded",
        RowState::Struck => "struck out",
        RowState::Template | RowState::Pending => "not recorded yet: date, reason and person must be there",
    };
    let open: Vec<&str> = row.open_cells().into_iter().map(|(name, _)| name).collect();
    let open = match open.is_empty() {
        true => String::new(),
        false => format!("\n\nOpen: {}", Markdown::of(&open.join(", "))),
    };
    let verb = row.verb.map_or_else(|| row.decision.text.clone(), |verb| verb.word().to_owned());
    format!("**Decision {} {}** · {state}{open}", Markdown::of(&row.step()), Markdown::of(&verb))
}
