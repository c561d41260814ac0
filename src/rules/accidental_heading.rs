use crate::rule::StandingContext;
use crate::text::{Edit, Span};

rule! {
    /// A rule below a label turns the label into a heading
    ///
    /// Text directly above `---` is a heading in Markdown. `**Target GA:** …` becomes a large
    /// title, and the rest of the section belongs to it. rolloutlint reads the label as its writer
    /// meant it.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    ///  **Target GA:** 2026-Q2
    /// -
    ///  ---
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Target GA:** 2026-Q2
    /// +**Target GA:** 2026-Q2
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put a blank line above the `---`.
    "accidental-heading", Source, Error, due: "always", fix: Safe, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let ending = plan.source.line_ending();
    for (label, underline) in &plan.accidental_headings {
        // In a quote a blank line has the mark of the quote.
        let quote = plan.source.slice(*underline).trim_end_matches(['-', '=', ' ']).trim_end();
        let edit = Edit { span: Span::at(underline.start), replacement: [quote, ending].concat() };
        let message = format!("the line below turns `{}` into a heading", plan.source.slice(*label));
        ctx.report(*label, format!("heading:{}", plan.source.slice(*label)), message)
            .help("put a blank line above the `---`")
            .fix("put a blank line above the rule", vec![edit]);
    }
}
