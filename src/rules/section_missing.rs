use crate::config::quote;
use crate::plan::{Due, Missing, Plan, full_title};
use crate::rule::{Draft, StandingContext};
use crate::standing::OwedStage;
use crate::text::Span;

rule! {
    /// A section of the template is absent
    ///
    /// Every level-2 section of the template is a question that every rollout answers, unless the
    /// template marks it as `(Optional)`. A stage that a plan had before this change cannot just
    /// disappear either: a *skip* row of the decision log leaves a stage out, and its heading
    /// stays.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -## Communication Plan
    /// -
    /// -| Stage | Internal Comms | External Comms |
    /// -|-------|----------------|----------------|
    /// -| Stage 0 | Team Slack | None |
    /// -| Stage 1 | Team + CS | Alpha customer emails |
    /// -| Stage 2 | Full team + sales | Beta announcement (if opt-in) |
    /// -| Stage 3 | All hands | Full launch comms |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -## Communication Plan
    /// +## Communication plan
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put the section back, with the template's heading. A section that does not apply keeps its
    /// heading and says so: `N/A — reason`.
    "section-missing", Filling, Error, due: "created", fix: Suggested, since: "0.1.0",
    conduct: [never_hidden],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let standing = ctx.standing();
    let left_out =
        |anchor: &str| standing.replay.skipped.iter().any(|stage| anchor == format!("section:stage {stage}"));
    let missing = plan.missing_sections.iter().filter(|section| !left_out(&section.anchor));
    let (unread, gone): (Vec<&Missing>, Vec<&Missing>) = missing.partition(|section| section.unread.is_some());
    unread.chunk_by(|one, other| block_of(one) == block_of(other)).for_each(|block| report_block(ctx, block));
    for section in gone {
        let draft = report(ctx, plan, (&section.anchor, &section.name), section.instead.as_ref());
        if let Some(edit) = section.edit.clone() {
            draft.suggest("put the section back as the template has it", vec![edit]);
        }
    }
    let lacking: Vec<&OwedStage> = standing.owed.stages.iter().filter(|stage| is_lacking(ctx, stage)).collect();
    let unread: Vec<(String, Span)> =
        plan.unread_headings.iter().map(|heading| (heading.title.clone(), heading.span)).collect();
    // Of several headings nobody knows which one was the stage.
    let instead = if let [only] = &unread[..] { Some(only) } else { None };
    for stage in lacking {
        let (anchor, name) = (format!("section:stage {}", stage.number), full_title(&stage.title, &stage.name));
        report(ctx, plan, (&anchor, &name), instead);
    }
}

/// The line that opens the block of code in which a section stands.
fn block_of(section: &Missing) -> Option<Span> {
    section.unread.map(|(block, _)| block)
}

/// Reports the sections that stand in one block of code or HTML. Most often its end is missing.
fn report_block(ctx: &mut StandingContext, sections: &[&Missing]) {
    let Some((first, (block, _))) = sections.first().and_then(|first| Some((first, first.unread?))) else { return };
    let others = match sections.len() - 1 {
        0 => String::new(),
        others => format!(" and {others} more"),
    };
    let line = ctx.plan().source.line(block.start);
    let message = format!("the section `{}`{others} cannot be read inside of a block of code or HTML", first.name);
    let help = format!("end the block that line {line} opens before the first heading that belongs to the plan");
    let draft = ctx.report(block, first.anchor.clone(), message).due(Due::Created).help(help);
    for (section, (_, own)) in sections.iter().filter_map(|section| Some((section, section.unread?))) {
        draft.also(own, format!("`{}` stands here", section.name));
    }
}

/// Reports a section by its anchor and its name, with the heading that stands in its place.
fn report<'c>(
    ctx: &'c mut StandingContext,
    plan: &Plan,
    (anchor, name): (&str, &str),
    instead: Option<&(String, Span)>,
) -> &'c mut Draft {
    let is_stage = anchor.starts_with("section:stage ");
    let alias = instead.filter(|_| !is_stage);
    let help = match alias {
        Some((other, _)) => {
            let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '(' | ')' | '/');
            let in_yaml = |text: &str| if text.chars().all(is_plain) { text.to_owned() } else { quote(text) };
            let (meant, own) = (in_yaml(name), in_yaml(other));
            format!(
                "write `## {name}`, or say in the configuration what you call it, in a pull request before this one: `aliases: {{ {meant}: [{own}] }}`"
            )
        }
        None => format!("put back the heading `## {name}` with what belongs below it"),
    };
    let draft =
        ctx.report(plan.heading, anchor, format!("the section `{name}` is missing")).due(Due::Created).help(help);
    if let Some((other, span)) = instead {
        draft.also(*span, format!("`{other}` stands in its place"));
    }
    draft
}

/// Whether a stage that the version before had is really missing: nobody left it out on record, and
/// no section of the template is missed in its place.
fn is_lacking(ctx: &StandingContext, stage: &OwedStage) -> bool {
    let sections = &ctx.plan().missing_sections;
    let is_reported = sections.iter().any(|section| section.anchor == format!("section:stage {}", stage.number));
    !is_reported && !ctx.standing().is_skipped(stage.number)
}
