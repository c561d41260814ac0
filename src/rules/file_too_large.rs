use super::Context;
use crate::text::{SIZE_LIMIT, Span, Unreadable};

rule! {
    /// The file is larger than a plan can be
    ///
    /// A plan of a megabyte is no plan: it is a log, a dump or an attack. It is not read any further, so nothing in it is judged.
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
    "file-too-large", Source, Error, due: "always", fix: None, check
}

fn check(ctx: &mut Context) {
    let Some(plan) = ctx.head() else { return };
    let Some(Unreadable::TooLarge { .. }) = plan.source.unreadable else { return };
    let message = format!("the file has more than {} KiB", SIZE_LIMIT / 1024);
    ctx.report(Span::at(0), "file", message).help("move what is not the plan into files of its own, and link to them");
}
