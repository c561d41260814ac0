//! What history says: a repository in which everything happens once, and what the audit tells of it.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use std::process::Command;
use support::{Repo, Run, compare_or_update, root};

fn history() -> Repo {
    let repo = Repo::without_git();
    let made = Command::new("bash").arg(root().join("fixtures/history/make.sh")).arg(repo.path()).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    repo
}

/// The text with each commit's subject in place of its id, which nobody can judge.
fn with_subjects(repo: &Repo, text: &str) -> String {
    let log = repo.git(&["log", "--format=%H %s"]);
    log.lines().fold(text.to_owned(), |text, line| {
        let (id, subject) = line.split_once(' ').unwrap();
        text.replace(&id[..7], &format!("<{subject}>"))
    })
}

fn audit(repo: &Repo, more: &[&str]) -> Run {
    repo.run(&[&["audit", "--today", "2026-05-04"], more].concat())
}

#[test]
fn everything_that_happened_is_told_and_nothing_else() {
    let repo = history();
    assert_eq!(repo.git(&["rev-list", "--first-parent", "--count", "HEAD"]), "60");
    let run = audit(&repo, &[]);
    assert_eq!(run.code, 1, "{}", run.err);
    compare_or_update(&root().join("tests/snapshots/audit.txt"), &with_subjects(&repo, &run.out));
}

#[test]
fn programs_read_the_same() {
    let repo = history();
    let run =
        audit(&repo, &["--format", "json=audit.json", "--format", "csv=audit.csv", "--format", "markdown=audit.md"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let page: Value = serde_json::from_str(&repo.read("audit.json")).unwrap();
    let transitions: Vec<&Value> = page["rollouts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|rollout| rollout["transitions"].as_array().unwrap())
        .collect();
    let mut reader = csv::Reader::from_path(repo.path().join("audit.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), transitions.len());
    for (row, transition) in rows.iter().zip(&transitions) {
        assert_eq!((&row[3], &row[4]), (transition["from"].as_str().unwrap(), transition["to"].as_str().unwrap()));
        assert_eq!(&row[10], transition["commit"]["id"].as_str().unwrap());
    }
    let later: Vec<&&Value> = transitions.iter().filter(|transition| transition["recorded"] == "later").collect();
    assert_eq!(later.len(), 1);
    assert_eq!(later[0]["recorded_in"]["pull_request"], 14);
    let markdown = repo.read("audit.md");
    for title in
        ["One-page checkout", "Search suggestions", "Invoices by mail", "Loyalty points", "Support chat", "Data export"]
    {
        assert!(markdown.contains(&format!("\n## {title} (RO-10")), "{title}");
    }
}

#[test]
fn a_part_of_history_and_a_part_of_the_plans_can_be_asked_for() {
    let repo = history();
    let told = |more: &[&str]| {
        let run = audit(&repo, &[&["--format", "json"], more].concat());
        let page: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
        let rollouts = page["rollouts"].as_array().unwrap().clone();
        let count = rollouts.iter().map(|rollout| rollout["transitions"].as_array().unwrap().len()).sum::<usize>();
        (rollouts.len(), count, run.code)
    };
    assert_eq!(told(&["rollouts/chat.md"]), (1, 2, 0));
    assert_eq!(told(&["--since", "2026-04-01", "rollouts/fast-checkout.md"]), (1, 1, 0));
    assert_eq!(told(&["--until", "2026-03-06"]).1, 5);
    let middle = repo.git(&["rev-parse", "HEAD~20"]);
    let (before, after) = (told(&["--until", &middle]).1, told(&["--since", &middle]).1);
    assert_eq!(before + after, told(&[]).1);
    assert_eq!(audit(&repo, &["--since", "nowhere"]).code, 2);
    assert_eq!(audit(&repo, &["--format", "pdf"]).code, 2);
}

#[test]
fn a_shallow_clone_says_what_it_cannot_know() {
    let repo = history();
    let clone = Repo::without_git();
    let url = format!("file://{}", repo.path().display());
    clone.git(&["clone", "-q", "--depth=30", &url, "."]);
    let run = audit(&clone, &[]);
    assert!(run.out.contains("note: this clone is shallow"), "{}", run.out);
}
