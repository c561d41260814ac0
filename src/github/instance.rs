//! The names of set-ups of rolloutlint in one repository: that of a run, and those that the
//! workflows of a repository run.

use super::request::Options;
use crate::document::{Node, Syntax, parse};
use crate::finding::Fingerprint;
use std::collections::BTreeSet;

/// The name of a set-up that was given none: two jobs that judge different plans, or by different
/// rules, must not close each other's threads. The name of a job is no part of it, so that a job
/// may be renamed. Paths are those from the root of the repository.
pub(crate) fn instance_of(config: Option<&str>, paths: &[String]) -> String {
    if config.is_none() && paths.is_empty() {
        return Options::default().instance;
    }
    Fingerprint::new("instance", config.unwrap_or_default(), &paths.join("\n"), 0).0.chars().take(12).collect()
}

/// The names of the set-ups that workflows run, by the texts of their files; `None` when they do
/// not tell: an expression, a workflow or an action that calls it from elsewhere, a command line.
pub(crate) fn instances_in<'a>(workflows: impl IntoIterator<Item = &'a str>) -> Option<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for text in workflows {
        // What GitHub cannot read, it does not run.
        let Ok(document) = parse(Syntax::Yaml, text) else { continue };
        let jobs = document.roots.first().and_then(|root| root.get("jobs")).and_then(Node::as_map);
        for job in jobs.into_iter().flat_map(|jobs| jobs.entries()) {
            let called = text_of(&job.value, "uses");
            // A workflow of this repository is among the files.
            if called.is_some_and(|called| !called.starts_with("./")) {
                return None;
            }
            for step in job.value.get("steps").and_then(Node::as_list).unwrap_or_default() {
                if text_of(step, "run").is_some_and(|run| run.contains("rolloutlint")) {
                    return None;
                }
                let Some(action) = text_of(step, "uses") else { continue };
                if action.starts_with("./") {
                    return None;
                }
                if action.split('@').next().is_some_and(|name| name.ends_with("/rolloutlint")) {
                    found.extend(of_step(step)?);
                }
            }
        }
    }
    Some(found)
}

/// The name under which a step comments, when it does; `None` when that is only known in a run.
fn of_step(step: &Node) -> Option<Option<String>> {
    let input = |name: &str| {
        let value = step.get("with").and_then(|with| with.get(name));
        let text = match value {
            None => "",
            Some(value) => value.as_text()?,
        };
        (!text.contains("${{")).then(|| text.trim().to_owned())
    };
    let (name, config, paths) = (input("instance")?, input("config")?, input("paths")?);
    if !["", "review"].contains(&input("comments")?.as_str()) {
        return Some(None);
    }
    if !name.is_empty() {
        return Some(Some(name));
    }
    let clean = |path: &str| {
        let parts = path.split('/').filter(|part| !["", "."].contains(part));
        parts.collect::<Vec<_>>().join("/")
    };
    let paths: Vec<String> = paths.lines().map(str::trim).filter(|path| !path.is_empty()).map(clean).collect();
    let config = (!config.is_empty()).then(|| clean(&config));
    Some(Some(instance_of(config.as_deref(), &paths)))
}

fn text_of<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::as_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workflows_tell_which_set_ups_run() {
        let with = |inputs: &str| {
            format!(
                "on: pull_request\njobs:\n  lint:\n    steps:\n      - uses: actions/checkout@v7\n      - uses: acme/rolloutlint@v1\n{inputs}"
            )
        };
        let names = |text: &str| instances_in([text]).map(|names| names.into_iter().collect::<Vec<_>>().join(" "));
        let lines = |with: &[&str]| {
            let lines: String = with.iter().map(|line| format!("          {line}\n")).collect();
            format!("        with:\n{lines}")
        };
        assert_eq!(names(&with("")).as_deref(), Some("default"));
        assert_eq!(names(&with(&lines(&["instance: web"]))).as_deref(), Some("web"));
        assert_eq!(names(&with(&lines(&["comments: \"off\""]))).as_deref(), Some(""));
        let by_paths = instance_of(None, &["web/rollouts".to_owned(), "b.md".to_owned()]);
        let paths = lines(&["paths: |", "  ./web//rollouts/", "  b.md"]);
        assert_eq!(names(&with(&paths)), Some(by_paths));
        assert_eq!(names("on: push\njobs: { build: { steps: [{ run: make }] } }").as_deref(), Some(""));
        assert_eq!(names("no: [workflow").as_deref(), Some(""));
        for unknown in [
            with(&lines(&["instance: ${{ matrix.team }}"])),
            with("      - run: rolloutlint review --instance web\n"),
            with("      - uses: ./.github/actions/lint\n"),
            "jobs: { lint: { uses: acme/shared/.github/workflows/lint.yml@v1 } }".to_owned(),
        ] {
            assert_eq!(names(&unknown), None, "{unknown}");
        }
        assert_eq!(names("jobs: { lint: { uses: ./.github/workflows/lint.yml } }").as_deref(), Some(""));
    }
}
