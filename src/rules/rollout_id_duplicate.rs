use crate::plan::Due;
use crate::rule::StandingContext;
use crate::text::fold;

rule! {
    /// Two plans have the same Rollout ID
    ///
    /// The ID is what tickets, dashboards and the history know a rollout by. With two plans of one
    /// ID nobody can tell which of them a decision belongs to.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Rollout ID:** RO-014
    /// +**Rollout ID:** RO-013
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Rollout ID:** RO-014
    /// +**Rollout ID:** RO-015
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Give the newer plan an ID of its own; `rolloutlint new` takes the next free one.
    "rollout-id-duplicate", Filling, Error, due: "created", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    if !plan.follows_template {
        return;
    }
    let (Some(id), Some(span)) = (&plan.id, plan.id_span) else { return };
    let Some(paths) = ctx.facts.ids.get(&fold(id)) else { return };
    let others: Vec<&str> = paths.iter().map(String::as_str).filter(|path| *path != plan.source.path).collect();
    let Some((first, rest)) = others.split_first() else { return };
    let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
    let message = format!("`{id}` is also the Rollout ID of {first}{more}");
    ctx.report(span, "rollout-id", message).due(Due::Created).help("give the newer plan an ID of its own");
}
