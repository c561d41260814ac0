use crate::rule::StandingContext;
use crate::text::{Edit, Span};

rule! {
    /// The `---` at the top of the file hides text
    ///
    /// A file that begins with `---` begins with front matter, up to the next `---`: settings for
    /// programs, in YAML. A reader does not see it as text. What stands there in this plan is no
    /// YAML mapping, so it is hidden from readers, or shown as an error, and no program can use it.
    /// rolloutlint reads it as its writer meant it.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// +---
    ///  # Rollout plan: one-page checkout
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// +---
    /// +team: checkout
    /// +---
    ///  # Rollout plan: one-page checkout
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put an empty line above the first `---`, or write `key: value` on each line between the two.
    "front-matter-misparse", Source, Error, due: "always", fix: Suggested, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let Some(fault) = &plan.front_matter_fault else { return };
    let last = plan.source.line(fault.close.start);
    if fault.is_meant {
        let message =
            format!("the front matter, up to line {last}, is no YAML that programs could read as keys with values");
        ctx.report(fault.open, "front-matter", message).help(
            "write `key: value` on each line, each key once, and values with brackets or special signs in quotes",
        );
        return;
    }
    let ending = plan.source.line_ending();
    let message = format!("the `---` in the first line hides the text up to line {last} from readers");
    let mut edits = vec![Edit { span: Span::at(fault.open.start), replacement: ending.to_owned() }];
    // Right below a line of text the second `---` would turn it into a heading.
    let above = plan.source.line_span(last - 1);
    if !plan.source.slice(above).trim().is_empty() {
        edits.push(Edit { span: Span::at(fault.close.start), replacement: ending.to_owned() });
    }
    ctx.report(fault.open, "front-matter", message)
        .also(fault.close, "up to here")
        .help("put an empty line above the first `---`")
        .suggest("put an empty line above the `---`", edits);
}
