//! What is open before a rollout goes on: `next` lists it, `decide` refuses by it, and `status`
//! shows it.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::{PLAN, Repo, Run, compare_or_update, compliant, root};

/// A screen as most terminals are when they open.
const ROWS: usize = 24;
const COLUMNS: usize = 100;

fn with(text: &str) -> Repo {
    let repo = Repo::new();
    repo.write(PLAN, text);
    repo.commit("Plan", "2026-03-01");
    repo
}

fn fresh() -> Repo {
    let repo = Repo::new();
    assert_eq!(repo.run(&["new", "Checkout", "--owner", "Priya Nair", "--today", "2026-03-01"]).code, 0);
    repo
}

fn fits(run: &Run) {
    assert!(run.out.lines().count() <= ROWS, "{} lines:\n{}", run.out.lines().count(), run.out);
    assert!(run.out.lines().all(|line| line.chars().count() <= COLUMNS), "{}", run.out);
}

fn next(repo: &Repo, day: &str) -> Value {
    let run = repo.run(&["next", PLAN, "--today", day, "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    run.json()
}

fn decide(repo: &Repo, to: &str, day: &str, more: &[&str]) -> Run {
    let who = ["--by", "Priya Nair", "--because", "No P0 or P1 in 3 days, team confident"];
    repo.run(&[&["decide", PLAN, "--to", to, "--today", day][..], &who, more].concat())
}

#[test]
fn the_list_fits_a_screen_at_each_point_of_a_plan_s_life() {
    let mut pages = String::new();
    let plans = ["planned", "stage-0", "stage-1", "stage-2", "ga"].map(|name| (name, with(&compliant(name))));
    for (name, repo) in [("new", fresh())].into_iter().chain(plans) {
        let run = repo.run(&["next", PLAN, "--today", "2026-05-04"]);
        assert_eq!(run.code, 0, "{}", run.err);
        fits(&run);
        pages.push_str(&format!("{name} $ rolloutlint next {PLAN}\n{}\n", run.out));
        assert_eq!(repo.git(&["status", "--short", "--untracked-files=no"]), "", "it only tells");
    }
    compare_or_update(&root().join("tests/snapshots/next.txt"), &pages);
}

#[test]
fn decide_refuses_by_what_next_lists() {
    for (name, to, day) in
        [("stage-0", "1", "2026-03-02"), ("stage-1", "2", "2026-03-16"), ("stage-2", "3", "2026-04-06")]
    {
        let repo = with(&compliant(name));
        let list = next(&repo, day);
        let findings: Vec<&str> = texts(&list, |open| open["rule"].is_string());
        let criteria: Vec<&str> = texts(&list, |open| open["rule"].is_null());
        assert!(findings.len() + criteria.len() > 5, "{list:#}");
        let refused = decide(&repo, to, day, &["--format", "full"]);
        assert_eq!(refused.code, 1, "{}{}", refused.out, refused.err);
        for text in findings.iter().chain(&criteria) {
            assert!(refused.out.contains(text), "`{text}` is not in:\n{}", refused.out);
        }
        let said =
            refused.out.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning[")).count();
        // One finding each for the exit and the entry criteria.
        assert_eq!(said, findings.len() + 2, "{}", refused.out);
        let status = repo.run(&["status", "--today", day, "--format", "json"]).json();
        assert_eq!(status["plans"][0]["open"], list["open"], "one list");
    }
}

fn texts(list: &Value, is_wanted: impl Fn(&Value) -> bool) -> Vec<&str> {
    let open = list["open"].as_array().unwrap().iter();
    open.filter(|open| is_wanted(open)).map(|open| open["text"].as_str().unwrap()).collect()
}

#[test]
fn lines_are_those_of_the_plan_as_it_is() {
    let repo = with(&compliant("stage-1"));
    let text = repo.read(PLAN);
    let lines: Vec<&str> = text.lines().collect();
    let list = next(&repo, "2026-03-16");
    for open in list["open"].as_array().unwrap() {
        let line = lines[open["line"].as_u64().unwrap() as usize - 1];
        let wanted = match open["rule"].is_null() {
            true => open["text"].as_str().unwrap(),
            false => "[",
        };
        assert!(line.contains(wanted), "{line}: {open}");
    }
    let row = &list["row"];
    assert_eq!(row["text"], "| 2026-03-16 | 1→2 | Proceed | <why> | <who decided> |");
    assert!(lines[row["line"].as_u64().unwrap() as usize - 1].contains("| 1→2 | Proceed | [Why]"), "{row}");
}

#[test]
fn when_nothing_is_open_the_row_is_left() {
    // All that stage-1 has to have is in stage-2, whose row is taken back.
    let row = "| 2026-03-16 | 1→2 | Proceed |";
    let text: String = compliant("stage-2")
        .lines()
        .map(|line| match line.starts_with(row) {
            true => "| [Date] | 1→2 | Proceed | [Why] | [Name] |\n".to_owned(),
            false => format!("{}\n", line.replace("[x] Monitor", "[ ] Monitor")),
        })
        .collect();
    let repo = with(&text);
    let list = next(&repo, "2026-03-16");
    let run = repo.run(&["next", PLAN, "--today", "2026-03-16"]);
    if list["stage"] == "1" && list["open"].as_array().unwrap().is_empty() {
        assert!(run.out.contains("nothing is open before Stage 2"), "{}", run.out);
        assert_eq!(decide(&repo, "2", "2026-03-16", &[]).code, 0);
        return;
    }
    // Boxes that are ticked already show the stage: a check refuses the plan, and the list says so.
    assert!(run.out.contains("a check refuses the plan already"), "{}", run.out);
}

#[test]
fn where_no_stage_comes_next_the_list_says_why() {
    let says = |text: &str, words: &str| {
        let repo = with(text);
        let run = repo.run(&["next", PLAN, "--today", "2026-05-04"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains(words), "`{words}` is not in:\n{}", run.out);
        fits(&run);
    };
    says(&compliant("ga"), "it is in its last stage; to close it: 4 review items");
    says(&compliant("ga").replace("[ ]", "[x]"), "nothing is left to do");
    says("# Search\n\n## Rollout: Search\n\nText.\n", "no stage comes next: no stages");
    let no_log = compliant("stage-1").split("## Decision Log").next().unwrap().to_owned();
    says(&no_log, "a decision cannot be recorded: the plan has no decision log");
    let repo = with(&compliant("stage-1"));
    let abort = ["decide", PLAN, "--abort", "--by", "Priya Nair", "--because", "The bet is lost, see BET-42"];
    assert_eq!(repo.run(&[&abort[..], &["--today", "2026-03-12"]].concat()).code, 0);
    let run = repo.run(&["next", PLAN, "--today", "2026-03-12"]);
    assert!(run.out.contains("the rollout was aborted; to begin again: rolloutlint decide"), "{}", run.out);
    repo.write(PLAN, b"# Rollout: \xff\xfe");
    let run = repo.run(&["next", PLAN]);
    assert_eq!((run.code, run.err.lines().count()), (2, 2), "{}", run.err);
}

#[test]
fn a_refusal_of_many_findings_is_a_screen() {
    let repo = fresh();
    let run = decide(&repo, "1", "2026-03-02", &[]);
    assert_eq!(run.code, 1, "{}", run.err);
    fits(&run);
    let asked = run.out.find("Exit criteria of Stage 0").unwrap();
    assert!(asked < run.out.find("Rollback Plan").unwrap(), "what was asked for comes first:\n{}", run.out);
    for untrue in ["was entered", "was left"] {
        assert!(!run.out.contains(untrue), "nothing has happened yet:\n{}", run.out);
    }
    let full = decide(&repo, "1", "2026-03-02", &["--format", "full"]);
    assert!(full.out.lines().count() > 100 && full.out.contains("help: "), "{}", full.out);
}

#[test]
fn all_brackets_of_a_row_and_of_a_value_are_named_at_once() {
    let repo = fresh();
    let full = decide(&repo, "1", "2026-03-02", &["--format", "full"]).out;
    for words in [
        "still holds the placeholders `[Customer 1]`, `[Name]`, `[Relevance]`",
        "Exit Criteria of Stage 1 still holds the placeholders `[X]`, `[Y]`",
    ] {
        assert!(full.contains(words), "`{words}` is not in:\n{full}");
    }
}
