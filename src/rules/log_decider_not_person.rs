use crate::config::Policy;
use crate::finding::Severity;
use crate::plan::log::LogRow;
use crate::rule::StandingContext;
use crate::words::roles::{is_initial, is_no_person};

rule! {
    /// A decision names a role or a team where a person is needed
    ///
    /// "Product" cannot be asked a year later why it decided. Write who it was; the role may stand
    /// behind the name. A vote, a program, a ticket, a number and an address are no person either.
    /// With `people` in the configuration this is an error, and whoever is named there is a person,
    /// whatever the name.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -- **Decision maker:** Priya Nair
    /// +- **Decision maker:** PM, Engineering team
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | PM and Engineering team |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -- **Decision maker:** Priya Nair
    /// +- **Decision maker:** Priya Nair (PM)
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the names of the people who decided.
    "log-decider-not-person", Log, Warning, due: "always", fix: None, since: "0.1.0",
    conduct: [may_be_error, holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    for (index, row) in ctx.standing().rows_without_amendment() {
        let Some(role) = nobody(row, ctx.policy) else { continue };
        let message = format!("`{role}` is no person: {} needs somebody who can be asked", ctx.standing().step(index));
        // A team that says who its people are has no need for roles.
        let severity = if ctx.policy.people.is_empty() { ctx.rule.severity } else { Severity::Error };
        let draft = ctx.report_row(index, row.decided_by.span, message).severity(severity);
        draft.help("write the name of the person who decided; the role may stand behind it in parentheses");
    }
}

/// Whom a row names that is no person.
pub(super) fn nobody<'r>(row: &'r LogRow, policy: &Policy) -> Option<&'r String> {
    // `Nair, P.` are two names.
    let is_nobody = |name: &str| is_no_person(name) || (row.deciders.len() == 1 && is_initial(name));
    row.deciders.iter().find(|name| is_nobody(name) && !policy.knows_person(name))
}
