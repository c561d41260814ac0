use crate::exposure::{Exposure, Live};
use crate::finding::{Severity, Side};
use crate::rule::{ChangeContext, StandingContext};
use crate::standing::Standing;

rule! {
    /// Nobody can tell from the flag file who sees the feature
    ///
    /// The file does not parse, two entries disagree, the value is no number, or the weights are
    /// computed: rolloutlint says what it looked for, and never guesses. It is an error in the
    /// change that makes it so. Where it was so before, it is a warning in a change of the plan or
    /// of what nobody can read. Where only some of several places can be read, these are judged.
    /// After an abort, too, nobody makes the number one that cannot be told. A change that puts
    /// keys in place of the number, and an entry into `exposure:` that reads one of them, is a
    /// warning where the new entry reads no more than the old one did, by the same scale.
    ///
    /// ## Bad
    ///
    /// ~~~flag bad stage-1
    /// features: { checkout_one_page: 5 }
    /// @@ to
    /// features: { checkout_one_page: "a few" }
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~flag good stage-1
    /// features: { checkout_one_page: 5 }
    /// @@ to
    /// features: { checkout_one_page: "5.0" }
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Mend the file, or correct the entry of `exposure:` in the configuration.
    /// `rolloutlint exposure` shows what each entry reads.
    "exposure-unreadable", Exposure, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Change(check_change), Standing(check)]
}

/// What one exposure lacks, in words.
fn cause(exposure: &Exposure) -> Option<String> {
    match &exposure.live {
        Live::Unreadable { cause, .. } => Some(cause.clone()),
        Live::Gone { looked_for } => Some(format!("nothing is there: {looked_for}")),
        _ => None,
    }
}

fn check_change(ctx: &mut ChangeContext) {
    let Some(standing) = ctx.change().after.as_ref().filter(|standing| !standing.is_in_last_stage()) else { return };
    let became = |exposure: &&Exposure| standing.became_unreadable(exposure);
    let Some(exposure) = standing.version.exposures().iter().find(became) else { return };
    let Some(cause) = cause(exposure) else { return };
    let flag = exposure.name();
    let message = format!("nobody can tell any more who sees {flag}: {cause}");
    let draft = ctx.report(standing.flag_span(), format!("flag:{flag}/readable"), message);
    match standing.said_by_new_entry(exposure) {
        Some(new) => {
            if standing.is_reshaped(exposure, new) {
                draft.severity(Severity::Warning);
            }
            draft.help(format!(
                "the entry of `exposure:` before this change judges it, and the one that it brings reads {}; \
                 give a new entry a pull request of its own, before that of the flag file",
                new.words()
            ))
        }
        None => draft.help("mend the flag file; `rolloutlint exposure` shows what was looked for"),
    };
    label(draft, standing, exposure);
}

fn check(ctx: &mut StandingContext) {
    let standing = ctx.standing();
    if standing.is_over() {
        return;
    }
    // One place that can be read is enough: an entry need not know every flag.
    let is_enough = standing.has_readable_exposure();
    let is_old = |exposure: &&Exposure| {
        cause(exposure).is_some()
            && !standing.is_told_of(exposure)
            && !standing.is_about_what_is_known(exposure)
            && (!is_enough || standing.is_unread_otherwise(exposure))
    };
    let Some(exposure) = standing.version.exposures().iter().find(is_old) else { return };
    let Some(cause) = cause(exposure) else { return };
    let flag = exposure.name();
    let message = format!("nobody can tell who sees {flag}: {cause}");
    let draft = ctx.report(standing.flag_span(), format!("flag:{flag}/readable"), message).severity(Severity::Warning);
    draft.help(
        "correct the plan's flag or the entry of `exposure:`; `rolloutlint exposure` shows what each entry reads",
    );
    label(draft, standing, exposure);
}

fn label(draft: &mut crate::rule::Draft, standing: &Standing, exposure: &Exposure) {
    if let Live::Unreadable { place: Some(place), .. } = &exposure.live {
        draft.also_in_flags(Side::Head, place, "here");
    }
    if let Some((base, place)) = standing.exposure_before(exposure).and_then(|base| Some((base, base.place()?))) {
        draft.also_in_flags(Side::Base, place, format!("{}, before this change", base.words()));
    }
}
