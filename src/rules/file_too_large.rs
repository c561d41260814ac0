use crate::finding::Side;
use crate::rule::{Spot, StandingContext};
use crate::text::{SIZE_LIMIT, Span, Unreadable};

rule! {
    /// The file is larger than a plan can be
    ///
    /// A plan of a megabyte is no plan: it is a log, a dump or an attack. It is not read any
    /// further, so nothing in it is judged.
    ///
    /// ## Bad
    ///
    /// ~~~bytes bad
    /// a file of 1 MiB and one byte
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~bytes good
    /// a file of 6 KiB
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Move what is not the plan into files of its own and link to them.
    "file-too-large", Source, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [never_hidden, holds_in_safe_direction, holds_when_preexisting, speaks_of_unreadable_plans],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for (in_log, source, _) in plan.files() {
        let Some(Unreadable::TooLarge { .. }) = source.unreadable else { continue };
        let message = format!("the file has more than {} KiB", SIZE_LIMIT / 1024);
        let help = match in_log {
            true => "keep a file for each plan: `log:` in the configuration may name a folder",
            false => "move what is not the plan into files of its own, and link to them",
        };
        ctx.report_at(Spot::in_file(in_log, Side::Head, Span::at(0)), "file", message).help(help);
    }
}
