use crate::plan::log::{Point, RowState};
use crate::plan::{DeclaredStage, Due, Plan};
use crate::rule::StandingContext;

rule! {
    /// The plan is an untouched copy of the template
    ///
    /// Nobody has begun to fill it in: at least nine of ten brackets stand as in the template, and
    /// no stage has begun. One finding stands for the hundred that would follow; it names what is
    /// due first.
    ///
    /// ## Bad
    ///
    /// ~~~template bad
    /// the template as it is
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good planned
    ///  **Owner:** Priya Nair
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Fill in what is due when a plan is created. If the file is the template itself, call it
    /// `TEMPLATE.md`.
    "template-copy", Filling, Warning, due: "always", fix: None, since: "0.1.0",
    mutes: [Group(Filling), Rule("section-missing"), Rule("field-missing")],
    checks: [Standing(check)]
}

/// The share of untouched brackets from which a plan is called a copy.
const UNTOUCHED: f64 = 0.9;

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    if plan.untouched < UNTOUCHED || shows_a_stage(ctx, plan) {
        return;
    }
    // Whoever filled in most of what is due at once has begun.
    let due = || plan.slots.iter().filter(|slot| slot.due == Due::Created && !slot.gentle);
    let waiting: Vec<_> = due().filter(|slot| slot.value.is_open()).collect();
    if waiting.is_empty() || waiting.len() * 2 < due().count() {
        return;
    }
    let names: Vec<&str> = waiting.into_iter().map(|slot| slot.name.as_str()).collect();
    let message = "this plan is still the template: almost nothing is filled in".to_owned();
    ctx.report(plan.heading, "plan", message).help(format!("fill in first: {}", names.join(", ")));
}

fn shows_a_stage(ctx: &StandingContext, plan: &Plan) -> bool {
    let declares = plan.declared.as_ref().is_some_and(|declared| declared.stage != DeclaredStage::Planned);
    let records = plan.log.iter().flat_map(|log| &log.rows).any(|row| row.state == RowState::Recorded);
    declares || records || ctx.standing().gate != Point::Planned || !ctx.standing().verdict.agrees()
}
