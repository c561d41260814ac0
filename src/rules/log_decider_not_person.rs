use super::StandingContext;
use crate::finding::Severity;
use crate::text::fold;

rule! {
    /// A decision names a role or a team where a person is needed
    ///
    /// "Product" cannot be asked a year later why it decided. Write who it was; the role may stand behind the name. With `people` in the configuration
    /// this is an error, and whoever is named there is a person, whatever the name.
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
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    for (index, row) in ctx.standing().judged_rows() {
        // What an amendment says counts from then on.
        if ctx.standing().replay.amended.contains_key(&index) {
            continue;
        }
        let is_no_person = |name: &&String| is_role(name) && !ctx.policy.knows_person(name);
        let Some(role) = row.deciders.iter().find(is_no_person) else { continue };
        let message = format!("`{role}` is no person: {} needs somebody who can be asked", ctx.standing().step(index));
        // A team that says who its people are has no need for roles.
        let severity = if ctx.policy.people.is_empty() { ctx.rule.severity } else { Severity::Error };
        let draft = ctx.report_row(index, row.decided_by.span, message).severity(severity);
        draft.help("write the name of the person who decided; the role may stand behind it in parentheses");
    }
}

/// Words that name a function, not a person. A name is a role only when all of its words are.
const ROLE_WORDS: &[&str] = &[
    "team", "teams", "the", "product", "engineering", "eng", "design", "marketing", "support", "sales", "legal",
    "security", "qa", "ops", "operations", "pm", "pmm", "po", "cto", "ceo", "cpo", "vp", "head", "lead", "leads",
    "leadership", "manager", "management", "owner", "board", "committee", "group", "council", "everyone", "everybody",
    "all", "we", "us", "staff", "of", "tech", "director", "stakeholders", "release", "on-call", "oncall", "sre",
    "devops", "platform", "business", "customer", "success",
];

fn is_role(name: &str) -> bool {
    let folded = fold(name);
    // `@org/team` is a team on GitHub, `@login` a person.
    if folded.starts_with('@') {
        return folded.contains('/');
    }
    let mut words = folded
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some() && words.all(|word| ROLE_WORDS.contains(&word))
}
