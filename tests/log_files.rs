//! Decisions that are logged outside of the plans, in real repositories: what belongs to whom, on
//! which side, and what the commands write.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Repo, Run, compliant};

const SHARED: &str = "# Decisions\n\n| Rollout | Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|---|\n| RO-014 | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |\n| RO-015 | 2026-03-03 | 0→1 | Proceed | Nobody was blocked in a week | Sam Holt |\n";

/// A plan without any log of its own.
fn without_log(name: &str) -> String {
    let text = compliant(name);
    let start = text.find("## Decision Log").unwrap();
    let end = text.find("## Post-GA Review").unwrap();
    format!("{}{}", &text[..start], &text[end..])
}

/// A plan whose section for the log only says where the log is.
fn log_elsewhere(name: &str) -> String {
    let text = compliant(name);
    let (before, after) = text.split_once("## Decision Log").unwrap();
    format!("{before}## Decision Log\n\nSee docs.\n\n---\n{}", after.split_once("\n---\n").unwrap().1)
}

fn second(name: &str) -> String {
    let text = without_log(name).replace("RO-014", "RO-015").replace("One-page checkout", "Faster search");
    let text = text.replacen("- **Date:** 2026-03-02", "- **Date:** 2026-03-03", 1);
    text.replacen("- **Decision maker:** Priya Nair", "- **Decision maker:** Sam Holt", 1)
}

/// A team with two plans in Stage 1 that share a log.
fn team(config: &str, log: (&str, &str)) -> Repo {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", config);
    repo.write("rollouts/checkout.md", without_log("stage-1"));
    repo.write("rollouts/search.md", second("stage-1"));
    repo.write(log.0, log.1);
    repo.commit("Two rollouts in their alpha", "2026-03-09");
    repo
}

/// Ann Lee holds a plan on 2026-03-10 because two bugs are open.
fn hold(repo: &Repo, plan: &str) -> Run {
    let by = ["--by", "Ann Lee", "--because", "Two bugs are open", "--today", "2026-03-10"];
    repo.run(&[&["decide", plan, "--hold"][..], &by].concat())
}

const FILE: &str = "plans: [\"rollouts/*.md\"]\nlog: docs/decisions.md\n";

/// The lines of a run in the short format without the notes, those about fields that the example
/// leaves to other tests left out.
fn said(repo: &Repo, args: &[&str]) -> Vec<String> {
    let run = repo.run(&[args, &["--format", "short"]].concat());
    assert!(run.code < 2, "{}{}", run.out, run.err);
    let lines = run.out.lines().filter(|line| line.contains("error[") || line.contains("warning["));
    let known = ["last-updated-stale", "link-target-missing"];
    lines.filter(|line| !known.iter().any(|id| line.contains(id))).map(str::to_owned).collect()
}

fn rules(lines: &[String]) -> Vec<String> {
    let rule = |line: &String| {
        let path = line.split(':').next().unwrap();
        let rule = line.split(['[', ']']).nth(1).unwrap();
        format!("{path} {rule}")
    };
    lines.iter().map(rule).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn a_row_moves_the_rollout_that_it_names_and_no_other() {
    let moved = |cell: &str| {
        let repo = team(FILE, ("docs/decisions.md", SHARED));
        repo.write("rollouts/checkout.md", without_log("stage-2"));
        let row = format!("| {cell} | 2026-03-16 | 1→2 | Proceed | Task success at 94 % | Priya Nair |\n");
        repo.write("docs/decisions.md", format!("{SHARED}{row}"));
        let found = rules(&said(&repo, &["check", "--base", "HEAD", "--today", "2026-03-16"]));
        !found.contains(&"rollouts/checkout.md stage-change-without-log-entry".to_owned())
    };
    for cell in
        ["RO-014", "ro-014 (one page)", "One-page checkout", "RO-015, RO-014", "RO-015 and RO-014", "**RO-014**"]
    {
        assert!(moved(cell), "{cell}");
    }
    for cell in [
        "RO-015", "RO-015 (see RO-014)", "~~RO-014~~ RO-015", "RO-015, not RO-014", "RO-015 after RO-014", "not RO-014",
    ] {
        assert!(!moved(cell), "{cell}");
    }
}

#[test]
fn a_row_of_no_plan_is_told_to_whoever_writes_it() {
    for (rollout, told) in [
        ("RO-041", "info[plan-out-of-sight] no plan has the rollout `RO-041`"),
        ("", "warning[plan-out-of-sight] this decision names no rollout"),
    ] {
        let repo = team(FILE, ("docs/decisions.md", SHARED));
        let row = "2026-03-16 | 1→2 | Hold | Two bugs are open | Ann Lee";
        repo.write("docs/decisions.md", format!("{SHARED}| {rollout} | {row} |\n"));
        repo.commit("Hold one of them", "2026-03-16");
        let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
        assert!(run.code == 0 && run.out.matches(told).count() == 1, "{}", run.out);
        // What stands there from before is not told again.
        repo.write("docs/decisions.md", format!("{SHARED}| {rollout} | {row} |\n| RO-014 | {row} |\n"));
        repo.commit("Hold the other one", "2026-03-17");
        let next = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
        assert!(!next.out.contains("plan-out-of-sight"), "{rollout}: {}", next.out);
    }
}

#[test]
fn a_heading_with_the_id_of_no_plan_names_that_rollout() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", FILE);
    repo.write("rollouts/checkout.md", without_log("stage-1"));
    let entry = |title: &str, reason: &str| format!("## {title}\n\n- Reason: {reason}\n- Decided by: Priya Nair\n\n");
    let first = entry("2026-03-02: 0→1 — Proceed", "No P0 or P1 in 3 days, team confident");
    repo.write("docs/decisions.md", format!("# Decisions\n\n{first}"));
    repo.commit("One rollout", "2026-03-09");
    let other = entry("RO-077, 2026-03-12: 0→1 — Proceed", "Another team is done");
    repo.write("docs/decisions.md", format!("# Decisions\n\n{first}{other}"));
    repo.commit("Record that of a rollout without a plan", "2026-03-12");
    let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
    assert!(run.out.contains("info[plan-out-of-sight] no plan has the rollout `RO-077`"), "{}", run.out);
    assert!(!run.out.contains("several plans"), "{}", run.out);
}

#[test]
fn a_log_that_two_plans_share_is_that_of_both() {
    let repo = team(FILE, ("docs/decisions.md", SHARED));
    assert_eq!(said(&repo, &["check"]), NONE);

    // The move without a decision: the help says where it goes, and the entry names the rollout.
    repo.write("rollouts/checkout.md", without_log("stage-2"));
    let run = repo.run(&["check", "--base", "HEAD", "--today", "2026-03-16"]);
    assert!(
        run.out.contains("record the decision in docs/decisions.md: `| RO-014 | 2026-03-16 | 1→2 |"),
        "{}",
        run.out
    );
    assert_eq!(
        rules(&said(&repo, &["check", "--base", "HEAD", "--today", "2026-03-16"])),
        ["rollouts/checkout.md stage-change-without-log-entry"]
    );

    // With the decision, in the worktree and as commits.
    let row = "| RO-014 | 2026-03-16 | 1→2 | Proceed | Task success at 94 %, nobody blocked | Priya Nair |\n";
    repo.write("docs/decisions.md", format!("{SHARED}{row}"));
    assert_eq!(said(&repo, &["check", "--base", "HEAD", "--today", "2026-03-16"]), NONE);
    repo.commit("Go on to the beta", "2026-03-16");
    assert_eq!(said(&repo, &["check", "--base", "HEAD~1"]), NONE);
    assert_eq!(said(&repo, &["check", "--base", "HEAD~1", "--head", "HEAD"]), NONE);
    let json = repo.run(&["check", "--base", "HEAD~1", "--format", "json"]).out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["plans"].as_array().unwrap().len(), 1);
    assert_eq!(report["plans"][0]["transitions"][0]["to"], "2");

    // Only the log changes: the plan that it is about changes with it, and the other one does not.
    repo.write("docs/decisions.md", format!("{SHARED}{row}").replace("| Sam Holt |", "| Ann Lee |"));
    let found = said(&repo, &["check", "--base", "HEAD"]);
    assert_eq!(rules(&found), ["docs/decisions.md log-entry-modified"]);
    assert!(found[0].starts_with("docs/decisions.md:6:"), "{found:?}");
    let json = repo.run(&["check", "--base", "HEAD", "--format", "json"]).out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["plans"][0]["path"], "rollouts/search.md");
    assert_eq!(report["plans"][0]["status"], "modified");
    assert_eq!(report["plans"].as_array().unwrap().len(), 1);
    assert_eq!(report["findings"][0]["labels"][0]["path"], "docs/decisions.md");
    repo.commit("Rewrite the record", "2026-03-17");
    for args in
        [&["check", "--base", "HEAD~1", "--head", "HEAD"][..], &["check", "docs/decisions.md", "--base", "HEAD~1"]]
    {
        assert_eq!(rules(&said(&repo, args)), ["docs/decisions.md log-entry-modified"]);
    }

    // What belongs to nobody's plan is nobody's change.
    repo.write("docs/decisions.md", repo.read("docs/decisions.md").replace("# Decisions", "# Our decisions"));
    let json = repo.run(&["check", "--base", "HEAD", "--format", "json"]).out;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["plans"].as_array().unwrap().len(), 0);
    assert!(repo.run(&["status"]).out.contains("Beta"), "{}", repo.run(&["status"]).out);
}

#[test]
fn a_row_that_is_gone_is_missed_on_its_side() {
    let repo = team(FILE, ("docs/decisions.md", SHARED));
    let row = SHARED.lines().find(|line| line.contains("RO-014")).unwrap();
    repo.write("docs/decisions.md", SHARED.replace(&format!("{row}\n"), ""));
    let found = said(&repo, &["check", "--base", "HEAD"]);
    assert_eq!(rules(&found), ["docs/decisions.md log-entry-removed"]);
    // The file as a whole.
    std::fs::remove_file(repo.path().join("docs/decisions.md")).unwrap();
    let found = rules(&said(&repo, &["check", "--base", "HEAD"]));
    assert_eq!(found.iter().filter(|line| line.ends_with("log-missing")).count(), 2, "{found:?}");
    // A file that cannot be read refuses the change, and nothing else is said.
    repo.write("docs/decisions.md", b"\xff\xfe");
    let found = rules(&said(&repo, &["check", "--base", "HEAD"]));
    assert_eq!(found, ["docs/decisions.md file-encoding", "docs/decisions.md file-encoding"]);
    // A conflict in it mutes the rows, and is said.
    repo.write("docs/decisions.md", SHARED.replace(row, &format!("<<<<<<< HEAD\n{row}\n=======\n{row}\n>>>>>>> b")));
    assert!(
        rules(&said(&repo, &["check", "--base", "HEAD"]))
            .contains(&"docs/decisions.md merge-conflict-marker".to_owned())
    );
}

#[test]
fn decisions_are_written_where_they_are_kept() {
    let repo = team(FILE, ("docs/decisions.md", SHARED));
    let plan = repo.read("rollouts/checkout.md");
    let run = repo.run(&[
        "decide", "rollouts/checkout.md", "--hold", "--by", "Priya Nair", "--because", "Two bugs | are open",
        "--today", "2026-03-15",
    ]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("+++ b/docs/decisions.md"), "{}", run.out);
    let log = repo.read("docs/decisions.md");
    let rows: Vec<&str> = log.lines().filter(|line| line.contains("RO-0")).collect();
    assert_eq!(rows[1], "| RO-014 | 2026-03-15 | 1 | Hold | Two bugs \\| are open | Priya Nair |");
    assert_eq!(rows.len(), 3);
    assert_ne!(repo.read("rollouts/checkout.md"), "");
    assert!(plan.lines().count() == repo.read("rollouts/checkout.md").lines().count());
    assert_eq!(said(&repo, &["check", "--base", "HEAD", "--today", "2026-03-15"]), NONE);

    // Safe fixes go into the file that they are about, once, whoever shares it.
    repo.write("docs/decisions.md", log.replace("| 0→1 |", "| 0 -> 1 |"));
    let run = repo.run(&["check", "--fix"]);
    assert_eq!(run.out.matches("fixed docs/decisions.md:").count(), 2, "{}", run.out);
    assert_eq!(repo.read("docs/decisions.md"), log);
}

#[test]
fn a_folder_holds_a_file_for_each_plan() {
    let config = "plans: [\"rollouts/*.md\"]\nlog: docs/decisions/\n";
    let headings = "# Log\n\n## 2026-03-02: Stage 0 → 1 — Proceed\n\n**Rationale:** No P0 or P1 in 3 days, team confident\n**Decided by:** Priya Nair\n";
    let repo = team(config, ("docs/decisions/ro-014.md", headings));
    repo.write("docs/decisions/Search.md", "- 2026-03-03 — 0→1 — Proceed — Nobody was blocked in a week — Sam Holt\n");
    repo.commit("Log the other one, too", "2026-03-09");
    assert_eq!(said(&repo, &["check"]), NONE);
    assert_eq!(said(&repo, &["check", "--base", "HEAD~1"]), NONE);

    for (plan, file, wanted) in [
        (
            "rollouts/checkout.md",
            "docs/decisions/ro-014.md",
            "## 2026-03-10: 1 — Hold\n\n**Rationale:** Two bugs are open\n**Decided by:** Ann Lee\n",
        ),
        ("rollouts/search.md", "docs/decisions/Search.md", "- 2026-03-10 — 1 — Hold — Two bugs are open — Ann Lee\n"),
    ] {
        let run = hold(&repo, plan);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        assert!(repo.read(file).ends_with(wanted), "{}", repo.read(file));
    }
    repo.commit("Hold both", "2026-03-10");
    assert_eq!(said(&repo, &["check", "--base", "HEAD~1"]), NONE);
    // An entry that is rewritten, in a file that is named like an ID and in one that is named like
    // a plan.
    for (file, path) in [("docs/decisions/ro-014.md", "Priya Nair"), ("docs/decisions/Search.md", "Sam Holt")] {
        let text = repo.read(file);
        repo.write(file, text.replace(path, "Bo Kim"));
        assert_eq!(rules(&said(&repo, &["check", "--base", "HEAD"])), [format!("{file} log-entry-modified")]);
        repo.write(file, text);
    }
}

#[test]
fn a_log_that_names_no_rollout_is_that_of_the_only_plan() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", FILE);
    repo.write("rollouts/checkout.md", without_log("stage-1"));
    let log = "# Decisions\n\n- 2026-03-02 — 0→1 — Proceed — No P0 or P1 in 3 days, team confident — Priya Nair\n";
    repo.write("docs/decisions.md", log);
    repo.commit("One rollout", "2026-03-09");
    assert_eq!(said(&repo, &["check"]), NONE);
    assert_eq!(said(&repo, &["check", "rollouts/checkout.md"]), NONE);
    // A second plan takes nothing from it, and takes nothing away in the change that brings it.
    repo.write("rollouts/search.md", second("planned"));
    repo.commit("A second rollout", "2026-03-10");
    assert_eq!(said(&repo, &["check", "--base", "HEAD~1"]), NONE);
    let hold = ["decide", "rollouts/search.md", "--hold", "--by", "Ann Lee", "--because", "Nobody is free", "--today"];
    let run = repo.run(&[&hold[..], &["2026-03-10"]].concat());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let text = repo.read("docs/decisions.md");
    assert!(text.ends_with("\n\n## RO-015\n\n- 2026-03-10 — 0 — Hold — Nobody is free — Ann Lee\n"), "{text}");
    // From now on its decisions have to name the first one, and who touches that is told so.
    repo.commit("Hold the second one", "2026-03-10");
    repo.write("rollouts/checkout.md", without_log("stage-1").replace("Manual entry stays", "Manual entry helps"));
    repo.commit("Word a risk", "2026-03-11");
    let check = || repo.run(&["check", "--base", "HEAD~1"]);
    let hint =
        "1 decision there names no rollout, and counts for none while several plans share the log: write `RO-014`";
    assert!(check().out.contains(hint), "{}", check().out);
    repo.write("docs/decisions.md", repo.read("docs/decisions.md").replace("— 0→1", "— RO-014 — 0→1"));
    repo.commit("Name the rollout", "2026-03-12");
    assert_eq!(said(&repo, &["check", "--base", "HEAD~1"]), NONE);
}

#[test]
fn the_first_entry_of_a_file_names_its_rollout() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", FILE);
    repo.write("rollouts/checkout.md", without_log("stage-1"));
    repo.write("docs/decisions.md", "# Decision log\n");
    repo.commit("One rollout", "2026-03-01");
    let decide = ["decide", "rollouts/checkout.md", "--to", "1", "--by", "Priya Nair", "--today", "2026-03-02"];
    let run = repo.run(&[&decide[..], &["--because", "No P0 or P1 in 3 days, team confident"]].concat());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let log = repo.read("docs/decisions.md");
    assert!(log.contains("\n## 2026-03-02: RO-014, 0→1 — Proceed\n"), "{log}");
    // So it stays that of the first plan when a second one shares the file.
    repo.write("rollouts/search.md", second("planned"));
    assert_eq!(said(&repo, &["check", "rollouts/checkout.md"]), NONE);
    let run = hold(&repo, "rollouts/search.md");
    let log = repo.read("docs/decisions.md");
    assert!(run.code == 0 && log.contains("\n## 2026-03-10: RO-015, 0 — Hold\n"), "{}{log}", run.err);
}

#[test]
fn a_first_decision_is_that_of_its_rollout_by_the_title_alone() {
    let repo = team(FILE, ("docs/decisions.md", ""));
    for (plan, title) in [("rollouts/checkout.md", "One-page checkout"), ("rollouts/search.md", "Faster search")] {
        let text = repo.read(plan);
        let without_id: Vec<&str> = text.lines().filter(|line| !line.contains("Rollout ID")).collect();
        repo.write(plan, without_id.join("\n") + "\n");
        assert!(text.contains(title), "{text}");
    }
    repo.commit("Nobody numbers rollouts any more", "2026-03-09");
    let moves = |plan: &str, by: &str| {
        let options = ["--by", by, "--because", "Nobody was blocked in a week", "--today", "2026-03-10"];
        let run = repo.run(&[&["decide", plan, "--hold"][..], &options].concat());
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    };
    moves("rollouts/checkout.md", "Priya Nair");
    moves("rollouts/search.md", "Sam Holt");
    let entry = |title: &str, by: &str| {
        format!("## 2026-03-10: {title}, 0 — Hold\n\n- Rationale: Nobody was blocked in a week\n- Decided by: {by}\n")
    };
    let (first, second) = (entry("One-page checkout", "Priya Nair"), entry("Faster search", "Sam Holt"));
    assert_eq!(repo.read("docs/decisions.md"), format!("{first}\n{second}"));
    let run = repo.run(&["check", "--base", "HEAD", "--today", "2026-03-10", "--format", "json"]);
    assert_eq!(run.out.matches("\"decision\": \"hold\"").count(), 2, "{}", run.out);
}

#[test]
fn reason_and_person_stay_two_where_another_entry_has_one() {
    let log = "# Decisions\n\n- 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days\n";
    let repo = team(FILE, ("docs/decisions.md", log));
    assert_eq!(hold(&repo, "rollouts/checkout.md").code, 0);
    let written = "- 2026-03-10 | 0 | Hold | Two bugs are open. Decided by: Ann Lee\n";
    assert!(repo.read("docs/decisions.md").ends_with(written), "{}", repo.read("docs/decisions.md"));
}

#[test]
fn a_decision_that_nobody_would_read_is_not_recorded() {
    let repo = team(FILE, ("docs/decisions.md", &format!("{SHARED}\n<!-- from here on by hand\n")));
    let text = repo.read("docs/decisions.md");
    repo.write("docs/decisions.md", text.replacen("| Rollout |", "<!--\n| Rollout |", 1));
    let before = repo.read("docs/decisions.md");
    let run = hold(&repo, "rollouts/checkout.md");
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("would not be read"), "{}", run.err);
    assert_eq!(repo.read("docs/decisions.md"), before);
}

#[test]
fn a_log_with_a_section_for_each_rollout_gets_a_new_one() {
    let log = "# Decisions\n\n## RO-014: One-page checkout\n\n### 2026-03-02: 0→1 — Proceed\n\n- Rationale: No P0 or P1 in 3 days, team confident\n- Decided by: Priya Nair\n\n## RO-015\n\n### 2026-03-03: 0→1 — Proceed\n\n- Rationale: Nobody was blocked in a week\n- Decided by: Sam Holt\n";
    let repo = team(FILE, ("docs/decisions.md", log));
    assert_eq!(said(&repo, &["check"]), NONE);
    repo.write(
        "rollouts/third.md",
        without_log("stage-0").replace("RO-014", "RO-016").replace("One-page checkout", "Dark mode"),
    );
    repo.commit("A third rollout", "2026-03-10");
    assert_eq!(said(&repo, &["check", "--base", "HEAD~1"]), NONE);
    for (plan, id) in [("rollouts/third.md", "RO-016"), ("rollouts/checkout.md", "RO-014")] {
        let run = hold(&repo, plan);
        assert_eq!(run.code, 0, "{id}: {}{}", run.out, run.err);
    }
    let text = repo.read("docs/decisions.md");
    assert!(
        text.ends_with(
            "## RO-016\n\n### 2026-03-10: 0 — Hold\n\n- Rationale: Two bugs are open\n- Decided by: Ann Lee\n"
        ),
        "{text}"
    );
    let first = text.split("## RO-015").next().unwrap();
    assert!(
        first.ends_with("### 2026-03-10: 1 — Hold\n\n- Rationale: Two bugs are open\n- Decided by: Ann Lee\n\n"),
        "{text}"
    );
    assert_eq!(said(&repo, &["check", "--base", "HEAD", "--today", "2026-03-10"]), NONE);
}

#[test]
fn a_team_that_has_not_moved_its_decisions_yet_keeps_them_in_the_plans() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", FILE);
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("Say where decisions go", "2026-03-09");
    assert_eq!(said(&repo, &["check"]), NONE);
    // The file alone changes nothing; the change that moves the rows moves the log.
    repo.write(
        "docs/decisions.md",
        SHARED.replace(
            "| RO-014 | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |\n",
            "",
        ),
    );
    assert_eq!(said(&repo, &["check", "--base", "HEAD"]), NONE);
    repo.write("docs/decisions.md", SHARED);
    repo.write("rollouts/checkout.md", without_log("stage-1"));
    assert_eq!(said(&repo, &["check", "--base", "HEAD"]), NONE);
    let refused = Repo::new();
    refused.write(".rolloutlint.yml", "log: rollouts/\n");
    assert!(refused.run(&["check"]).err.contains("is the folder of the plans"));
}

/// The compliant plan of Stage 2 with its log in it, and what its log says as headings.
fn with_log_inside() -> (Repo, String, String) {
    let repo = Repo::new();
    let plan = compliant("stage-2");
    repo.write(".rolloutlint.yml", "plans: [\"rollouts/*.md\"]\n");
    repo.write("rollouts/checkout.md", &plan);
    repo.commit("A plan", "2026-03-30");
    let table = plan.split("## Decision Log\n\n").nth(1).unwrap().split("\n\n").next().unwrap().to_owned();
    (repo, plan, format!("# Decisions\n\n{table}\n"))
}

#[test]
fn a_log_may_be_moved_out_of_the_plan_in_one_change() {
    let (repo, plan, log) = with_log_inside();
    let table = log.split("\n\n").nth(1).unwrap().trim_end();
    repo.write(".rolloutlint.yml", "plans: [\"rollouts/*.md\"]\nlog: docs/log.md\n");
    repo.write("docs/log.md", &log);
    repo.write("rollouts/checkout.md", plan.replace(table, "Decisions stand in [the log](../docs/log.md)."));
    repo.commit("Move the log", "2026-03-31");
    let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("warning[policy-changed]") && !run.out.contains("error"), "{}", run.out);
}

#[test]
fn moving_a_log_launders_nothing() {
    let (repo, _, log) = with_log_inside();
    repo.write(".rolloutlint.yml", "plans: [\"rollouts/*.md\"]\nlog: docs/log.md\n");
    let altered = log.replace(
        "| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Priya Nair |",
        "| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Sam Holt |",
    );
    assert_ne!(altered, log);
    repo.write("docs/log.md", &altered);
    repo.commit("Another log", "2026-03-31");
    let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
    assert_eq!((run.code, run.out.contains("error[log-entry-modified]")), (1, true), "{}", run.out);
    let more = log.replace(
        "| [Date] | 2→GA | Proceed | [Why] | [Name] |",
        "| 2026-03-31 | 2→GA | Proceed | Adoption is good enough | Priya Nair |",
    );
    assert_ne!(more, log);
    repo.write("docs/log.md", more);
    repo.commit("A log that goes on", "2026-03-31");
    let run = repo.run(&["check", "--base", "HEAD~2", "--format", "short"]);
    assert_eq!((run.code, run.out.contains("error[stage-exit-unmet]")), (1, true), "{}", run.out);
}

/// The rows of a shared log name their rollouts. In a file of its own a rollout needs no name.
#[test]
fn a_shared_log_may_be_moved_into_a_folder_and_back() {
    let without_name = |row: &str| row[1..].split_once('|').map_or(String::new(), |(_, rest)| format!("|{rest}\n"));
    let own = |id: &str| -> String {
        let rows = SHARED.lines().filter(|line| line.starts_with('|') && (!line.contains("RO-") || line.contains(id)));
        format!("# Decisions\n\n{}", rows.map(without_name).collect::<String>())
    };
    // The globs of the plans may find the log, wherever it is.
    for globs in ["rollouts/*.md", "**/*.md"] {
        let config = |place: &str| format!("plans: [\"{globs}\"]\nlog: {place}\n");
        let repo = team(&config("docs/log.md"), ("docs/log.md", SHARED));
        let remove = |path: &str| std::fs::remove_file(repo.path().join(path)).unwrap();
        let told = || rules(&said(&repo, &["check", "--base", "HEAD~1"]));
        remove("docs/log.md");
        repo.write(".rolloutlint.yml", config("docs/log/"));
        repo.write("docs/log/checkout.md", own("RO-014"));
        repo.write("docs/log/search.md", own("RO-015"));
        repo.commit("A file for each rollout", "2026-03-10");
        assert_eq!(told(), [".rolloutlint.yml policy-changed"], "{globs}");
        remove("docs/log/checkout.md");
        remove("docs/log/search.md");
        repo.write(".rolloutlint.yml", config("docs/log.md"));
        repo.write("docs/log.md", SHARED);
        repo.commit("One file again", "2026-03-11");
        assert_eq!(told(), [".rolloutlint.yml policy-changed"], "{globs}");
    }
}

#[test]
fn two_plans_of_one_name_share_a_file_of_the_folder() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", "plans: [\"rollouts/**/*.md\"]\nlog: docs/decisions/\n");
    let table = "| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n";
    let row = "| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |\n";
    repo.write("docs/decisions/checkout.md", format!("{table}{row}"));
    repo.write("rollouts/eu/checkout.md", log_elsewhere("stage-1"));
    repo.commit("One plan", "2026-03-09");
    let alone = repo.run(&["check", "--today", "2026-03-09", "--format", "short"]);
    assert_eq!(alone.code, 0, "{}{}", alone.out, alone.err);
    repo.write("rollouts/us/checkout.md", log_elsewhere("stage-1").replace("RO-014", "RO-015"));
    repo.commit("Another one of that name", "2026-03-09");
    let both = repo.run(&["check", "--today", "2026-03-09", "--format", "short"]);
    assert_eq!(both.code, 1, "a row that names no rollout moves neither: {}", both.out);
}

/// Of two files for one rollout the one with the name of the plan counts. Whoever writes into the
/// other one is told.
#[test]
fn a_second_file_for_a_rollout_in_the_folder_is_told() {
    let config = "plans: [\"rollouts/*.md\"]\nlog: docs/decisions/\n";
    let entry = "## 2026-03-02: Stage 0 → 1 — Proceed\n\n**Rationale:** No P0 or P1 in 3 days, team confident\n**Decided by:** Priya Nair\n";
    let repo = team(config, ("docs/decisions/checkout.md", entry));
    repo.write("docs/decisions/RO-014.md", entry.replace("Priya Nair", "Ann Lee"));
    let told = said(&repo, &["check", "--base", "HEAD"]);
    assert_eq!(rules(&told), ["docs/decisions/RO-014.md plan-out-of-sight"], "{told:?}");
}

#[test]
fn a_new_plan_needs_no_file_in_the_folder_of_logs_yet() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", "plans: [\"rollouts/*.md\"]\nlog: docs/decisions/\n");
    repo.write("rollouts/checkout.md", log_elsewhere("planned"));
    let planned = repo.run(&["check", "--today", "2026-02-02", "--format", "short"]);
    assert_eq!((planned.code, planned.out.as_str()), (0, ""), "{}", planned.err);
    repo.write("rollouts/checkout.md", log_elsewhere("stage-0"));
    let begun = repo.run(&["check", "--today", "2026-02-20", "--format", "short"]);
    assert_eq!((begun.code, begun.out.contains("error[log-missing]")), (1, true), "{}", begun.out);
}

#[test]
fn two_plans_of_one_name_share_no_row_wherever_a_change_moves_them() {
    let row = |rollout: &str| {
        format!(
            "# Log\n\n| Date | Rollout | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|---|\n{rollout}"
        )
    };
    for (moves, folders) in [(false, ["a", "b"]), (true, ["c/1", "c/2"])] {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", "plans: [\"a/*.md\", \"b/*.md\"]\nlog: logs/\n");
        repo.write("a/x.md", compliant("stage-1"));
        repo.write("b/x.md", compliant("stage-1").replace("RO-014", "RO-015"));
        repo.write("logs/x.md", row(""));
        repo.commit("Plans", "2026-03-09");
        if moves {
            repo.write(".rolloutlint.yml", "plans: [\"c/*/*.md\"]\nlog: logs/\n");
            for (from, to) in ["a", "b"].iter().zip(folders) {
                std::fs::create_dir_all(repo.path().join(to)).unwrap();
                repo.git(&["mv", &format!("{from}/x.md"), &format!("{to}/x.md")]);
            }
        }
        repo.write("logs/x.md", row("| 2026-03-16 |  | 1→2 | Proceed | All succeeded | Priya Nair |\n"));
        repo.commit("Record it", "2026-03-16");
        let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json"]);
        let report = run.json();
        let recorded = |plan: &serde_json::Value| {
            plan["transitions"].as_array().unwrap().iter().any(|transition| transition["recorded"] == true)
        };
        assert!(!report["plans"].as_array().unwrap().iter().any(recorded), "{}", run.out);
    }
}

#[test]
fn a_plan_that_was_named_is_judged_when_only_its_log_changed() {
    let log = "docs/decisions.md";
    let repo = team(FILE, (log, SHARED));
    repo.write("notes/plan.md", without_log("stage-1").replace("RO-014", "RO-016"));
    let row = "| RO-016 | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |\n";
    repo.write(log, format!("{SHARED}{row}"));
    repo.commit("A plan outside of the folder of plans", "2026-03-09");
    repo.write(log, SHARED);
    repo.commit("Take its decision out", "2026-03-10");
    for args in [&["--base", "HEAD~1", "notes/plan.md"][..], &["--base", "HEAD~1", "--head", "HEAD", "notes/plan.md"]] {
        let found = rules(&said(&repo, &[&["check"], args].concat()));
        assert!(found.iter().any(|rule| rule.ends_with("log-entry-removed")), "{found:?}");
    }
}
