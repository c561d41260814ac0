use crate::finding::Side;
use crate::rule::{Spot, StandingContext};
use crate::text::{Span, Unreadable};

rule! {
    /// The file is not UTF-8
    ///
    /// Git stores bytes. A file in another encoding shows as garbage on the web, and no tool can
    /// read it safely, so nothing else in it is judged. A byte order mark is fine, and so is any
    /// kind of line ending.
    ///
    /// ## Bad
    ///
    /// ~~~bytes bad
    /// ## Rollout: Caf\xe9
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~bytes good
    /// ## Rollout: Caf\xc3\xa9
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Save the file as UTF-8: in most editors under "Save with encoding", or
    /// `iconv -f latin1 -t utf-8 plan.md`.
    "file-encoding", Source, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [never_hidden, holds_in_safe_direction, holds_when_preexisting, speaks_of_unreadable_plans],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for (in_log, source, _) in plan.files() {
        let Some(Unreadable::NotUtf8 { at, wide }) = source.unreadable else { continue };
        let encoding = if wide { "utf-16" } else { "latin1" };
        let what = if in_log { "its decision log" } else { "the plan" };
        let message = format!("byte {at} is not UTF-8, so {what} cannot be read");
        ctx.report_at(Spot::in_file(in_log, Side::Head, Span::at(source.text.len())), "file", message)
            .help(format!("save the file as UTF-8, for example with `iconv -f {encoding} -t utf-8`"));
    }
}
