use crate::exposure::Segment;
use crate::finding::Side;
use crate::rule::{ChangeContext, Spot};

rule! {
    /// The flag is turned on for a segment that no stage names
    ///
    /// A rule of the flag file lets some people see the feature, whoever else does: colleagues, a
    /// beta list, a country. A segment counts as a stage where `segments:` of the configuration or
    /// a `Segment:` line of the plan says so. This one is new here, and nothing says which stage it
    /// is. A segment that a stage is named for, and that others are in now, is told as well.
    ///
    /// ## Bad
    ///
    /// ~~~flag bad stage-1 goff
    /// checkout_one_page:
    ///   variations: { new: true, old: false }
    ///   defaultRule: { variation: old }
    /// @@ to
    /// checkout_one_page:
    ///   variations: { new: true, old: false }
    ///   targeting: [{ name: colleagues, query: 'email ew "@example.com"', variation: new }]
    ///   defaultRule: { variation: old }
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~flag good stage-1 goff
    /// checkout_one_page:
    ///   variations: { new: true, old: false }
    ///   defaultRule: { variation: old }
    /// @@ to
    /// checkout_one_page:
    ///   variations: { new: true, old: false }
    ///   targeting: [{ name: colleagues, query: 'email ew "@example.com"', variation: old }]
    ///   defaultRule: { variation: old }
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Nothing, when no stage is meant. Else name the segment in `segments:` of the entry.
    "exposure-segment", Exposure, Info, due: "always", fix: None, since: "0.1.0",
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let Some(standing) = ctx.change().after.as_ref() else { return };
    for exposure in standing.version.exposures() {
        let before = standing.exposure_before(exposure);
        let is_new =
            |segment: &&Segment| !before.iter().flat_map(|base| &base.segments).any(|old| old.name == segment.name);
        let is_unknown = |segment: &&Segment| standing.stage_of_segment(segment).is_none();
        // A version that nobody read before has nothing new.
        let Some(flag) = exposure.flag.as_deref().filter(|_| before.is_some()) else { continue };
        let redefined = |segment: &&Segment| {
            before
                .iter()
                .flat_map(|base| &base.segments)
                .any(|old| old.name == segment.name && old.means != segment.means)
        };
        for segment in &exposure.segments {
            let (message, help) = if is_new(&segment) && is_unknown(&segment) {
                let message = format!("{flag} is turned on for a segment that no stage names: {}", segment.name);
                (message, "if it is the audience of a stage, name it in `segments:` of the entry of `exposure:`")
            } else if redefined(&segment) {
                let message = format!(
                    "other people are in the segment {} than before, for which {flag} is turned on",
                    segment.name
                );
                (message, "look at who they are: no number tells how many see the feature by it")
            } else {
                continue;
            };
            let spot = Spot::in_flags(Side::Head, &segment.place);
            ctx.report_at(spot, format!("flag:{flag}/segment:{}", segment.name), message).help(help);
        }
    }
}
