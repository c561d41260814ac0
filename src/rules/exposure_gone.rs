use crate::exposure::{Exposure, Live};
use crate::finding::Side;
use crate::rule::ChangeContext;

rule! {
    /// The flag is gone from its file before the rollout is over
    ///
    /// This change takes the key or the file away. Without it nobody can tell whether the feature
    /// is off for all or on for all: that is in the code. `absent: on` or `absent: off` in the
    /// configuration says it, and then the number that follows is judged. After the last stage,
    /// after an abort and with the plan itself, a flag is cleaned up, and nothing is said.
    ///
    /// The same is said of a plan that does not name its flag any more, while the flag is still
    /// there, and of a flag file that is renamed to where no entry looks. The number in it is
    /// judged once more.
    ///
    /// ## Bad
    ///
    /// ~~~flag bad stage-2
    /// features: { checkout_one_page: 20, other: true }
    /// @@ to
    /// features: { other: true }
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~flag good stage-2
    /// features: { checkout_one_page: 20, other: true }
    /// @@ to
    /// features: { other: true, checkout_one_page: 20 }
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Say in the configuration what the absence means, or keep the key until the last stage.
    "exposure-gone", Exposure, Warning, due: "always", fix: None, since: "0.1.0",
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let Some(standing) = ctx.change().after.as_ref() else { return };
    if standing.is_over() {
        return;
    }
    let has_moved = |exposure: &&Exposure| exposure.moved_to.is_some() && exposure.is_readable();
    if let Some(moved) = standing.version.exposures().iter().find(has_moved) {
        let (flag, path) = (moved.name(), moved.moved_to.as_deref().unwrap_or_default());
        let message = format!("{flag} is in {path} now, where no entry of `exposure:` looks");
        let help = "write the new path into the entry of `exposure:` in the same change";
        let draft = ctx.report(standing.flag_span(), format!("flag:{flag}/moved"), message).help(help);
        if let Some(place) = moved.place().filter(|place| place.source.path == path) {
            draft.also_in_flags(Side::Head, place, format!("{}, and nobody looks from now on", moved.words()));
        }
        return;
    }
    // Who asks for the number of another flag, or of none, takes this one out of sight.
    let is_left = |exposure: &&Exposure| {
        !exposure.is_named
            && exposure.is_readable()
            && standing.exposure_before(exposure).is_some_and(Exposure::is_readable)
    };
    if let Some(left) = standing.version.exposures().iter().find(is_left) {
        let flag = left.name();
        let message = format!("the plan does not ask for {flag} any more, which is still there: {}", left.words());
        let help = "keep its name in the plan until the last stage, or take the flag out of its file";
        let draft = ctx.report(standing.flag_span(), format!("flag:{flag}/left"), message).help(help);
        if let Some(place) = left.place() {
            draft.also_in_flags(Side::Head, place, format!("{}, and nobody looks from now on", left.words()));
        }
        return;
    }
    for head in standing.version.exposures() {
        let Live::Gone { looked_for } = &head.live else { continue };
        let base = standing.exposure_before(head).filter(|base| base.is_readable());
        // The flag may go on under another name, in another file.
        let Some(base) = base.filter(|_| !standing.reads_elsewhere() && head.is_named) else { continue };
        let flag = head.name();
        let message =
            format!("{flag} is gone here ({looked_for}; it was {}): off for all, or on for all?", base.words());
        let help =
            "say it in the entry of `exposure:`: `absent: off` or `absent: on`; or keep the key until the last stage";
        let draft = ctx.report(standing.flag_span(), format!("flag:{flag}"), message).help(help);
        if let Some(place) = base.place() {
            draft.also_in_flags(Side::Base, place, format!("{}, before this change", base.words()));
        }
        return;
    }
}
