//! What an audit read, in words: each format ends with it.

use super::page::{AuditPage, Outside, Scope};
use crate::audit::{CommitFacts, Coverage, HistoryFault, RulesPeriod};
use crate::report::json::audit::digest;
use crate::report::phrase::counted;

/// How many files, versions or periods a line names before it counts the rest.
const NAMED: usize = 5;

/// What was read, a term and its fact each. The facts are plain text with words from the
/// repository.
pub(super) fn facts(page: &AuditPage) -> Vec<(&'static str, String)> {
    let (scope, coverage) = (&page.scope, &page.audit.coverage);
    let facts = [
        ("history", Some(history(scope))),
        ("window", scope.outside.as_ref().map(|outside| window(scope, outside))),
        ("versions", Some(versions(coverage))),
        ("plans", Some(plans(scope, coverage))),
        ("entries", Some(entries(coverage))),
        ("configuration", Some(rules(&coverage.configurations, "built-in"))),
        ("template", Some(rules(&coverage.templates, "built-in"))),
        ("approvals", Some(approvals(scope, coverage))),
        ("signatures", Some("what carries one is told; none is verified".to_owned())),
        ("earlier", page.compared()),
        ("report", Some(format!("{} is the digest of the JSON that belongs to this", digest(page)))),
        ("made by", (!scope.command.is_empty()).then(|| made_by(scope))),
    ];
    facts.into_iter().filter_map(|(term, fact)| Some((term, fact?))).collect()
}

fn history(scope: &Scope) -> String {
    let of = match &scope.branch {
        Some(branch) => format!("{}, branch {branch}", scope.repository),
        None => format!("{}, no branch is checked out", scope.repository),
    };
    let at = |commit: &CommitFacts| format!("{} on {}", commit.id.short(), commit.day);
    let ends = scope.oldest.as_ref().zip(scope.tip.as_ref());
    let ends = ends.map(|(first, last)| format!(" from {} to {}", at(first), at(last))).unwrap_or_default();
    let whole = match &scope.outside {
        _ if scope.is_shallow => "shallow: what was before is not in this clone",
        Some(_) => "read from its beginning",
        None => "nothing is left out",
    };
    format!("{of}: {} along first parents{ends}; {whole}", counted(scope.walked, "commit"))
}

/// `since 2026-03-10; outside of it: 1 commit before, 2 commits after, 1 rollout that …`.
fn window(scope: &Scope, outside: &Outside) -> String {
    let ends = [("since", &scope.since), ("until", &scope.until)];
    let ends = ends.into_iter().filter_map(|(word, end)| Some(format!("{word} {}", end.as_deref()?)));
    let ends: Vec<String> = ends.collect();
    let after = match outside.after {
        Some(after) => format!("{} after", counted(after, "commit")),
        None => "what came after, since it ends beside the branch".to_owned(),
    };
    let rollouts = format!("{} that no commit of it touched", counted(outside.rollouts, "rollout"));
    let before = counted(outside.before, "commit");
    format!("{}; outside of it: {before} before, {after}, {rollouts}", ends.join(", "))
}

fn versions(coverage: &Coverage) -> String {
    let read = format!("{} of plans read", counted(coverage.versions, "version"));
    let named = coverage
        .unread
        .iter()
        .map(|unread| format!("{} in {} ({})", unread.path, unread.commit.id.short(), unread.why()));
    match coverage.unread.len() {
        0 => format!("{read}, none left unread"),
        count => format!("{read}, {count} not: {}", listed(named)),
    }
}

fn plans(scope: &Scope, coverage: &Coverage) -> String {
    let taken =
        format!("{} taken for plans by any configuration on the way", counted(coverage.plan_files.len(), "file"));
    let Some(beside) = &scope.beside else { return taken };
    let read = if beside.read < beside.of {
        format!(" among the first {} of {} texts", beside.read, beside.of)
    } else {
        String::new()
    };
    match &beside.files[..] {
        [] => format!("{taken}; no other file looks like one{read}"),
        files => format!("{taken}; like plans, and taken for none{read}: {}", listed(files.iter().cloned())),
    }
}

fn entries(coverage: &Coverage) -> String {
    let read: usize = coverage.entries.values().map(|count| count.read).sum();
    let unread: usize = coverage.entries.values().map(|count| count.unread).sum();
    let files = counted(coverage.entries.len(), "log");
    let missed = coverage.entries.iter().filter(|(_, count)| count.unread > 0);
    let missed = missed.map(|(path, count)| format!("{path} ({})", count.unread));
    match unread {
        0 => format!("{read} dated in {files} read, none left unread"),
        count => format!("{read} dated in {files} read, {count} not: {}", listed(missed)),
    }
}

/// The periods of a configuration or a template, the newest first.
fn rules(periods: &[RulesPeriod], without: &str) -> String {
    let period = |period: &RulesPeriod| {
        let what = match (&period.path, &period.id) {
            (Some(path), Some(id)) => format!("{path} {}", &id[..id.len().min(7)]),
            (Some(path), None) => format!("{path}, which is not there"),
            (None, _) => without.to_owned(),
        };
        match &period.since {
            Some(commit) => format!("{what} since {} in {}", commit.day, commit.id.short()),
            None => what,
        }
    };
    if periods.is_empty() { without.to_owned() } else { listed(periods.iter().rev().map(period)) }
}

fn approvals(scope: &Scope, coverage: &Coverage) -> String {
    let mut known = Vec::new();
    if scope.reviews > 0 {
        known.push(format!("reviews of {}", counted(scope.reviews, "pull request")));
    }
    if coverage.has_trailers {
        known.push("trailers of commits".to_owned());
    }
    if known.is_empty() {
        return format!("nothing is known of them, so that {} is off", HistoryFault::SelfApproved.rule().id);
    }
    let (all, unknown) = (coverage.decisions, coverage.unknown_approvals);
    let rule = HistoryFault::SelfApproved.rule().id;
    let judged = format!("{} of {} judged by {rule}", all - unknown, counted(all, "decision"));
    format!("known from {}; {judged}", known.join(" and "))
}

fn made_by(scope: &Scope) -> String {
    let build = scope.build.as_deref().map(|build| format!(", build {build}")).unwrap_or_default();
    format!("rolloutlint {}{build}, as `{}`", env!("CARGO_PKG_VERSION"), scope.command.join(" "))
}

/// Some items, and how many more there are.
fn listed(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    let more = items.len().saturating_sub(NAMED);
    let named = items[..items.len() - more].join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}
