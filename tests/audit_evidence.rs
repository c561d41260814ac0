//! What an audit is evidence of: how far it reaches, who stands for what, which words were
//! rewritten, and whether history is the one that was seen before. Each accusation has its honest
//! twin.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use support::{FIRST, PLAN, Repo, SECOND, WAITING, compare_or_update, compliant, evidence, root, steady};

fn page(repo: &Repo, more: &[&str]) -> Value {
    let run = repo.run(&[&["audit", "--today", "2026-03-30", "--format", "json"], more].concat());
    run.json()
}

/// The findings of all lists, a line each.
fn found(page: &Value) -> Vec<String> {
    let lists = ["findings", "log_findings", "policy_findings", "history_findings"];
    let all = lists.iter().flat_map(|list| page[*list].as_array().unwrap());
    let line = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        format!("{} {}: {}", text("severity"), text("rule"), text("message"))
    };
    all.map(line).filter(|line| !line.contains("audit-stalled")).collect()
}

#[test]
fn what_an_auditor_asks_is_told_and_nothing_honest_is_accused() {
    let repo = evidence();
    let run = repo.run(&["audit", "--today", "2026-06-01"]);
    assert_eq!(run.code, 1, "{}", run.err);
    compare_or_update(
        &root().join("tests/snapshots/audit-evidence.txt"),
        &repo.with_subjects(&steady(&repo, &run.out)),
    );
}

// --- coverage ---

fn without_log(text: &str) -> String {
    let (before, rest) = text.split_once("## Decision Log").unwrap();
    let (_, after) = rest.split_once("---\n").unwrap();
    format!("{before}{after}")
}

#[test]
fn a_plan_without_a_log_is_not_judged_and_its_moves_are_told() {
    let repo = Repo::new();
    repo.write(PLAN, without_log(&compliant("stage-0")));
    repo.commit("Plan (#1)", "2026-02-20");
    let run = repo.run(&["audit", "--today", "2026-03-30"]);
    assert!(
        run.out.contains("stage 0, moves not judged: no decision log")
            || run.out.contains(", moves not judged: no decision log"),
        "{}",
        run.out
    );
    assert!(run.out.contains("\nmoves not judged: no decision log in 1 rollout\n"), "{}", run.out);
    assert!(!run.out.contains("no findings"), "{}", run.out);
    repo.write(PLAN, without_log(&compliant("stage-1")));
    repo.commit("Work on Stage 1 (#2)", "2026-03-09");
    let told = page(&repo, &[]);
    assert_eq!(found(&told), ["error audit-unlogged-transition: 0 → 1 was never recorded"]);
    assert_eq!((&told["rollouts"][0]["judged"], &told["coverage"]["judged"]), (&false.into(), &0.into()));
    // With its log, the same is recorded.
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-0"));
    repo.commit("Plan (#1)", "2026-02-20");
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Go to Stage 1 (#2)", "2026-03-02");
    assert_eq!(found(&page(&repo, &[])), [""; 0]);
}

#[test]
fn a_path_of_which_nothing_could_be_read_ends_with_2() {
    let repo = Repo::in_stage_1();
    repo.write("README.md", "# Shop\n");
    repo.write(".rolloutlint.yml", "plans: [\"rollouts/*.md\"]\n");
    std::fs::write(repo.path().join("rollouts/broken.md"), b"caf\xe9\n").unwrap();
    repo.write("notes/a.md", "# Notes\n");
    repo.commit("More (#2)", "2026-03-10");
    let run = repo.run(&["audit", "rollouts/broken.md"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("nothing of `rollouts/broken.md` could be read as a plan"), "{}", run.err);
    assert!(run.err.contains("it is not UTF-8: byte 3 is of no character"), "{}", run.err);
    let run = repo.run(&["audit", "README.md"]);
    assert!(run.code == 2 && run.err.contains("`README.md` was never a plan in this history"), "{}", run.err);
    // What is read, has no plan or says the rules is no fault.
    for name in [PLAN, "rollouts", "notes", ".rolloutlint.yml"] {
        assert_eq!(repo.run(&["audit", name]).code, 0, "{name}");
    }
    let told = page(&repo, &[]);
    let coverage = &told["coverage"];
    assert_eq!((&coverage["commits"], &coverage["versions"], &coverage["unread"]), (&2.into(), &1.into(), &1.into()));
    assert_eq!(coverage["unread_versions"][0]["path"], "rollouts/broken.md");
    assert_eq!(coverage["entries"][0]["read"], 1);
    assert_eq!(coverage["configurations"].as_array().unwrap().len(), 2, "{coverage}");
    assert_eq!(coverage["configurations"][1]["path"], ".rolloutlint.yml");
    assert_eq!(coverage["first_commit"]["subject"], "Plan (#1)");
}

#[test]
fn a_plan_whose_newest_version_cannot_be_read_is_not_judged_to_its_end() {
    let broken = [b"caf\xe9\n".to_vec(), vec![b'x'; 1_100_000]];
    for (bytes, why) in broken.into_iter().zip(["it is not UTF-8: byte 3", "it has 1100000 bytes"]) {
        let repo = Repo::in_stage_1();
        std::fs::write(repo.path().join(PLAN), bytes).unwrap();
        repo.commit("Break (#2)", "2026-03-10");
        let run = repo.run(&["audit", "--fail-on", "none"]);
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.err.contains("rollouts/checkout.md cannot be read as ") && run.err.contains(why), "{}", run.err);
        // What was before is told all the same.
        assert!(run.out.contains("stage 1, not judged since ") && run.out.contains(why), "{}", run.out);
        assert!(run.out.contains("(0 judged, 1 not judged)"), "{}", run.out);
        assert!(run.out.contains("; not judged, newest version not read: rollouts/checkout.md"), "{}", run.out);
        let told = repo.run(&["audit", "--format", "json"]).json();
        assert_eq!((&told["rollouts"][0]["judged"], &told["coverage"]["judged"]), (&false.into(), &0.into()));
        // A plan that is deleted has said all that it will say.
        repo.git(&["rm", "-q", PLAN]);
        repo.commit("Remove (#3)", "2026-03-11");
        assert_eq!(repo.run(&["audit", "--fail-on", "none"]).code, 0);
    }
}

#[test]
fn a_plan_that_lost_its_stages_is_not_judged_to_its_end() {
    let repo = Repo::in_stage_1();
    repo.write(PLAN, "# gone\n");
    repo.commit("Empty (#2)", "2026-03-10");
    let run = repo.run(&["audit", "--fail-on", "none"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("it has no stages any more") && run.err.contains("or delete it"), "{}", run.err);
}

#[test]
fn what_a_clone_puts_in_the_place_of_an_object_is_no_evidence() {
    let repo = Repo::in_stage_1();
    let (before, plan) = (repo.git(&["rev-parse", "HEAD"]), repo.git(&["rev-parse", &format!("HEAD:{PLAN}")]));
    repo.edit(PLAN, &[("team confident | Priya Nair |", "team confident | Tomas Lindqvist |")]);
    repo.commit("Change (#2)", "2026-03-10");
    let told = || (repo.run(&["audit", "--today", "2026-03-30"]).out, repo.run(&["check", "--base", &before]).code);
    let wanted = told();
    assert_eq!(wanted.1, 1);
    repo.git(&["replace", &repo.git(&["rev-parse", &format!("HEAD:{PLAN}")]), &plan]);
    assert_eq!(told(), wanted);
    // Nor does it lead round in a circle.
    repo.git(&["replace", "--force", &before, "HEAD"]);
    assert_eq!(told(), wanted);
}

#[test]
fn each_format_ends_with_what_was_read() {
    let repo = Repo::in_stage_1();
    repo.write("docs/like.md", compliant("stage-1").replace("RO-014", "RO-015"));
    repo.commit("Elsewhere (#2)", "2026-03-10");
    let formats = ["human", "csv", "markdown", "html", "ndjson", "json"];
    let wanted: Vec<String> = formats.iter().map(|format| format!("{format}=out.{format}")).collect();
    let args: Vec<&str> = wanted.iter().flat_map(|format| ["--format", format]).collect();
    assert_eq!(repo.run(&[&["audit", "--today", "2026-03-30"], &args[..]].concat()).code, 0);
    let digest = serde_json::from_str::<Value>(&repo.read("out.json")).unwrap()["digest"].as_str().unwrap().to_owned();
    for format in formats {
        let text = repo.read(&format!("out.{format}"));
        let end: String = text.chars().skip(text.chars().count().saturating_sub(6000)).collect();
        assert!(end.contains(&digest), "{format}: {end}");
        assert!(end.contains("docs/like.md"), "{format} tells what looks like a plan: {end}");
    }
}

// --- who ---

/// The decision for Stage 2 with what is said of it, and the findings.
fn second_move(repo: &Repo, more: &[&str]) -> (Value, Vec<String>) {
    let told = page(repo, more);
    let moves = told["rollouts"][0]["transitions"].as_array().unwrap().clone();
    (moves.into_iter().next_back().unwrap(), found(&told))
}

#[test]
fn the_commit_on_the_branch_that_wrote_the_row_is_named() {
    let repo = Repo::in_stage_1();
    repo.git(&["checkout", "-q", "-b", "go"]);
    repo.write("NEWS", "one\n");
    repo.commit_by("News", "Ines Ortega", "2026-03-15T09:00:00+01:00");
    repo.edit(PLAN, &[(WAITING, SECOND)]);
    repo.commit_by(
        "Go to Stage 2\n\nReviewed-by: Ines Ortega <ines@example.com>",
        "Sam Holt",
        "2026-03-16T17:20:00+01:00",
    );
    // Whoever lines up the table afterwards wrote no row.
    repo.edit(PLAN, &[("| 2026-03-16 | 1→2 |", "| 2026-03-16 |   1→2 |")]);
    repo.commit_by("Line up", "Lint Fan", "2026-03-16T18:00:00+01:00");
    repo.git(&["checkout", "-q", "main"]);
    repo.git_on(
        &["merge", "-q", "--no-ff", "-m", "Merge pull request #2 from acme/go", "-m", "Change-Ticket: CHG-9", "go"],
        "Tomas Lindqvist",
        "2026-03-16T19:00:00+00:00",
    );
    let (made, found) = second_move(&repo, &[]);
    assert_eq!(made["written_in"]["author"], "Sam Holt");
    assert_eq!(made["written_in"]["time"], "2026-03-16T17:20:00+01:00");
    assert_eq!((&made["commit"]["author"], &made["ticket"]), (&"Tomas Lindqvist".into(), &"CHG-9".into()));
    assert_eq!(made["approved_by"][0]["name"], "Ines Ortega");
    assert_eq!(found, [""; 0]);
    let run = repo.run(&["audit", "--today", "2026-03-30"]);
    let told = repo.with_subjects(&run.out);
    assert!(told.contains("written in <Go to Stage 2> by Sam Holt, 2026-03-16 17:20 +01:00"), "{told}");
    assert!(told.contains("approved by Ines Ortega (Reviewed-by); ticket CHG-9"), "{told}");
}

#[test]
fn nobody_but_the_author_is_told_only_where_somebody_could_tell() {
    let go = |message: &str| {
        let repo = Repo::in_stage_1();
        repo.edit(PLAN, &[(WAITING, SECOND)]);
        repo.commit_by(message, "Sam Holt", "2026-03-16T12:00:00+00:00");
        repo
    };
    let told = |repo: &Repo, more: &[&str]| second_move(repo, more).1;
    let alone = ["warning audit-self-approved: nobody but Sam Holt, who wrote the row, stands for 1 → 2"];
    // Nothing is known.
    let repo = go("Go to Stage 2 (#2)");
    assert_eq!(told(&repo, &[]), [""; 0]);
    let run = repo.run(&["audit", "--today", "2026-03-30"]);
    assert!(run.out.contains("nothing is known of them, so that audit-self-approved is off"), "{}", run.out);
    // A file tells of the pull request, and of another one.
    let file = |number: u64, reviews: &str| {
        format!(r#"{{"version":1,"pull_request":{number},"author":"sam","reviews":{reviews}}}"#)
    };
    let approved =
        r#"[{"login":"tomas","is_bot":false,"verdict":"approved","commit":null,"at":"2026-03-16T11:00:00Z"}]"#;
    let own = r#"[{"login":"sam","is_bot":false,"verdict":"approved","commit":null,"at":null}]"#;
    for (text, wanted) in [
        (file(2, "[]"), &alone[..]),
        (file(2, own), &alone[..]),
        (file(2, approved), &[]),
        (file(3, "[]"), &[]),
        (file(2, "null"), &[]),
    ] {
        repo.write("approvals.json", &text);
        assert_eq!(told(&repo, &["--approvals", "approvals.json"]), wanted, "{text}");
    }
    assert_eq!(repo.run(&["audit", "--approvals", "nowhere.json"]).code, 2);
    for (text, cause) in
        [("{}", "without its `number`"), ("null", "is wanted"), ("", "it is empty"), (" \n", "it is empty")]
    {
        repo.write("approvals.json", text);
        let run = repo.run(&["audit", "--approvals", "approvals.json"]);
        assert!(run.code == 2 && run.err.contains(cause), "{text}: {}", run.err);
    }
    repo.write("approvals.json", "[]");
    assert_ne!(repo.run(&["audit", "--approvals", "approvals.json"]).code, 2);
    // By trailers: one's own is none.
    assert_eq!(told(&go("Go to Stage 2 (#2)\n\nReviewed-by: Sam Holt <test@example.com>"), &[]), alone);
    assert_eq!(told(&go("Go to Stage 2 (#2)\n\nApproved-by: Ines Ortega <ines@example.com>"), &[]), [""; 0]);
    // Who could not know of trailers yet is not accused.
    let repo = go("Go to Stage 2 (#2)");
    repo.edit(PLAN, &[("**Owner:** Priya Nair", "**Owner:** Ines Ortega")]);
    repo.commit_by(
        "Hand over (#3)\n\nReviewed-by: Ines Ortega <ines@example.com>",
        "Sam Holt",
        "2026-03-17T12:00:00+00:00",
    );
    assert_eq!(told(&repo, &[]), [""; 0]);
}

#[test]
fn tickets_are_found_by_the_pattern_of_the_team() {
    let repo = Repo::in_stage_1();
    repo.write(".rolloutlint.yml", "tickets: \"CHG-[0-9]+\"\n");
    repo.commit("Configure (#2)", "2026-03-10");
    repo.edit(PLAN, &[(WAITING, &SECOND.replace("3 of 3", "XCHG-1 and CHG-204: 3 of 3"))]);
    repo.commit("Go to Stage 2 (#3)", "2026-03-16");
    assert_eq!(second_move(&repo, &[]).0["ticket"], "CHG-204");
    repo.write(".rolloutlint.yml", "tickets: \"CHG-[0-9\"\n");
    let run = repo.run(&["check"]);
    assert!(run.code == 2 && run.err.contains("no pattern that can be read"), "{}", run.err);
}

#[test]
fn a_program_that_decides_is_told_and_a_queue_that_merges_is_not() {
    let go = |author: &str, message: &str| {
        let repo = Repo::in_stage_1();
        repo.edit(PLAN, &[(WAITING, SECOND), ("- [x] Core flow validated", "- [x] Core flow validated")]);
        repo.commit_by(message, author, "2026-03-16T12:00:00+00:00");
        second_move(&repo, &[]).1
    };
    let told = |words: &[String]| words.iter().filter(|line| line.contains("audit-decision-by-agent")).count();
    assert_eq!(told(&go("Sam Holt", "Go to Stage 2 (#2)")), 0);
    assert_eq!(told(&go("release[bot]", "Go to Stage 2 (#2)")), 1);
    assert_eq!(told(&go("Sam Holt", "Go to Stage 2 (#2)\n\nCo-authored-by: helper[bot] <h@example.com>")), 1);
    assert_eq!(told(&go("Sam Holt", "Go to Stage 2 (#2)\n\nAssisted-by: A Model")), 1);
    assert_eq!(told(&go("Sam Holt", "Go to Stage 2 (#2)\n\nCo-authored-by: Ines Ortega <ines@example.com>")), 0);
    let repo = Repo::in_stage_1();
    repo.git(&["checkout", "-q", "-b", "go"]);
    repo.edit(PLAN, &[(WAITING, SECOND)]);
    repo.commit_by("Go to Stage 2", "Sam Holt", "2026-03-16T12:00:00+00:00");
    repo.git(&["checkout", "-q", "main"]);
    repo.git_on(
        &["merge", "-q", "--no-ff", "-m", "Merge pull request #2 from acme/go", "go"],
        "queue[bot]",
        "2026-03-16T13:00:00+00:00",
    );
    assert_eq!(told(&second_move(&repo, &[]).1), 0);
}

// --- the record ---

#[test]
fn a_rewrite_shows_its_words_in_each_format() {
    let repo = Repo::in_stage_1();
    repo.git(&["remote", "add", "origin", "git@github.com:acme/shop.git"]);
    repo.edit(PLAN, &[(FIRST, &FIRST.replace("Priya Nair", "Tomas Lindqvist"))]);
    repo.commit("Rewrite (#2)", "2026-03-10");
    let told = page(&repo, &[]);
    let rewrite = &told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["rule"] == "audit-log-rewritten")
        .unwrap()["rewrite"];
    assert_eq!(rewrite["cells"].as_array().unwrap().len(), 1);
    let cell = &rewrite["cells"][0];
    assert_eq!(
        (&cell["column"], &cell["before"], &cell["after"]),
        (&"Decided By".into(), &"Priya Nair".into(), &"Tomas Lindqvist".into())
    );
    assert_eq!(rewrite["recorded_in"]["subject"], "Plan (#1)");
    let (id, before) = (repo.git(&["rev-parse", "HEAD"]), repo.git(&["rev-parse", "HEAD~1"]));
    let line = rewrite["after"]["line"].as_u64().unwrap();
    assert_eq!(rewrite["after"]["url"], format!("https://github.com/acme/shop/blob/{id}/{PLAN}?plain=1#L{line}"));
    assert!(rewrite["before"]["url"].as_str().unwrap().contains(&before));
    let formats = ["human", "markdown", "html", "findings-csv", "ndjson"];
    for format in formats {
        let out = repo.run(&["audit", "--today", "2026-03-30", "--format", format]).out;
        assert!(out.contains("Tomas Lindqvist") && out.contains("Priya Nair"), "{format}: {out}");
        assert!(out.contains("Decided By"), "{format}: {out}");
    }
    let html = repo.run(&["audit", "--format", "html"]).out;
    assert_eq!(html.matches("<pre>").count(), 2);
    assert!(html.contains("<del>Priya Nair</del>") && html.contains("<ins>Tomas Lindqvist</ins>"));
}

/// What is told of each move: from, to, when it was recorded, and by which commit.
fn moves(repo: &Repo) -> Vec<String> {
    let told = page(repo, &[]);
    let moves = told["rollouts"][0]["transitions"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    moves
        .map(|made| {
            format!(
                "{}→{} {} <{}>",
                text(&made["from"]),
                text(&made["to"]),
                text(&made["recorded"]),
                text(&made["commit"]["subject"])
            )
        })
        .collect()
}

#[test]
fn moves_are_taken_back_one_by_one() {
    let repo = Repo::new();
    let open = |text: String| text.replace(FIRST, "| [Date] | 0→1 | Proceed | [Why] | [Name] |");
    let unrecorded = |stage: &str| {
        let text = open(compliant(stage));
        let row = text.lines().find(|line| line.contains("| 1→2 |")).unwrap().to_owned();
        text.replace(&row, WAITING)
    };
    for (stage, subject, day) in [
        ("stage-0", "Plan (#1)", "2026-02-20"),
        ("stage-1", "One (#2)", "2026-03-02"),
        ("stage-2", "Two (#3)", "2026-03-16"),
        ("stage-1", "Two back (#4)", "2026-03-17"),
        ("stage-0", "One back (#5)", "2026-03-18"),
        ("stage-1", "One again (#6)", "2026-03-19"),
    ] {
        repo.write(PLAN, unrecorded(stage));
        repo.commit(subject, day);
    }
    assert_eq!(moves(&repo), ["0→1 taken-back <One (#2)>", "1→2 taken-back <Two (#3)>", "0→1 never <One again (#6)>"]);
    let told = repo.with_subjects(&found(&page(&repo, &[])).join("\n"));
    assert!(
        told.contains(
            "warning audit-unlogged-transition: 1 → 2 was never recorded, and was taken back in <Two back (#4)>"
        ),
        "{told}"
    );
    assert!(
        told.contains(
            "warning audit-unlogged-transition: 0 → 1 was never recorded, and was taken back in <One back (#5)>"
        ),
        "{told}"
    );
}

#[test]
fn a_rollout_that_begins_again_is_no_reversal() {
    let repo = Repo::new();
    repo.write(PLAN, compliant("ga"));
    repo.commit("Plan (#1)", "2026-04-06");
    let text = repo.read(PLAN);
    let last = text.lines().rfind(|line| line.starts_with("| 2026-")).unwrap().to_owned();
    let again = "| 2026-04-20 | 0→1 | Proceed | Milestone 2 begins | Priya Nair |";
    repo.edit(PLAN, &[(last.as_str(), &format!("{last}\n{again}"))]);
    repo.commit("Begin again (#2)", "2026-04-20");
    let told = page(&repo, &[]);
    let moves = told["rollouts"][0]["transitions"].as_array().unwrap();
    let last = moves.last().unwrap();
    assert_eq!((&last["from"], &last["to"], &last["new_rollout"]), (&"0".into(), &"1".into(), &true.into()), "{last}");
    assert!(last["days"].is_null());
    assert!(moves[..moves.len() - 1].iter().all(|made| made["new_rollout"] == false));
}

#[test]
fn an_item_without_a_box_is_no_accusation() {
    let repo = Repo::new();
    let boxless = |text: String| {
        text.replace("- [x] Core flow validated", "- Core flow validated")
            .replace("- [x] No P0/P1 bugs found", "- No P0/P1 bugs found")
            .replace("- [x] Team confidence to proceed", "- Team confidence to proceed")
            .replace("- [ ] Core flow validated", "- Core flow validated")
            .replace("- [ ] No P0/P1 bugs found", "- No P0/P1 bugs found")
            .replace("- [ ] Team confidence to proceed", "- Team confidence to proceed")
    };
    repo.write("rollouts/TEMPLATE.md", boxless(rolloutlint::template::BUILT_IN.to_owned()));
    repo.write(".rolloutlint.yml", "template: rollouts/TEMPLATE.md\n");
    repo.write(PLAN, boxless(compliant("stage-0")));
    repo.commit("Plan (#1)", "2026-02-20");
    repo.write(PLAN, boxless(compliant("stage-1")));
    repo.commit("Go to Stage 1 (#2)", "2026-03-02");
    let made = &page(&repo, &[])["rollouts"][0]["transitions"][0];
    assert_eq!(made["open"].as_array().unwrap().len(), 0, "{made}");
    let items: Vec<&str> = made["no_box"].as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect();
    assert!(items.iter().any(|item| item.ends_with(": Core flow validated")), "{items:?}");
    assert!(repo.run(&["audit"]).out.contains("no box: "));
}

// --- logs without stages ---

#[test]
fn a_log_without_stages_is_followed_entry_by_entry() {
    let repo = Repo::new();
    let log = "docs/decisions.md";
    let entry =
        |id: &str, status: &str, text: &str| format!("## {id}\n\nDate: 2026-03-02\nStatus: {status}\n\n{text}\n\n");
    repo.write(".rolloutlint.yml", "log: { file: docs/decisions.md, append-only: true }\n");
    let (one, two) =
        (entry("D-1 Cache", "accepted", "We cache for an hour."), entry("D-2 Queue", "accepted", "We use one queue."));
    repo.write(log, format!("# Decisions\n\n{one}{two}"));
    repo.commit_by("Decide (#1)", "Sam Holt", "2026-03-02T10:00:00+00:00");
    // What grows, what gets another state, and what is only formatted otherwise, is honest.
    let three = entry("D-3 Retry", "accepted", "We retry twice.");
    let one_ = entry("D-1 Cache", "superseded by D-3", "We **cache** for an hour.");
    repo.write(log, format!("# Decisions\n\n{one_}{two}{three}"));
    repo.commit_by("Decide more (#2)", "Sam Holt", "2026-03-02T11:00:00+00:00");
    assert_eq!(found(&page(&repo, &[])), [""; 0]);
    // Fourteen minutes later it says something else, and one is gone.
    repo.write(log, format!("# Decisions\n\n{}{one_}{three}", entry("D-2 Queue", "accepted", "We use two queues.")));
    repo.commit_by("Tidy (#3)", "Sam Holt", "2026-03-02T11:14:00+00:00");
    repo.write(log, format!("# Decisions\n\n{one_}{three}"));
    repo.commit_by("Shorten (#4)", "Sam Holt", "2026-03-02T12:14:00+00:00");
    let told = page(&repo, &[]);
    let lines = repo.with_subjects(&found(&told).join("\n"));
    assert!(lines.contains("error audit-log-rewritten: the entry `D-2 Queue`, which <Decide (#1)> had added, was rewritten (Text) in <Tidy (#3)>, 74 minutes later"), "{lines}");
    assert!(lines.contains("error audit-log-rewritten: the entry `D-2 Queue`, which <Decide (#1)> had added, was taken out in <Shorten (#4)>"), "{lines}");
    assert_eq!(lines.lines().count(), 2, "{lines}");
    let cell = &told["log_findings"][0]["rewrite"]["cells"][0];
    assert!(
        cell["before"].as_str().unwrap().contains("one queue")
            && cell["after"].as_str().unwrap().contains("two queues"),
        "{cell}"
    );
    let entries = told["logs"][0]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    assert_eq!(entries[1]["removed_in"]["subject"], "Shorten (#4)");
    assert_eq!(repo.run(&["audit", log]).code, 1);
    assert_eq!(told["coverage"]["entries"][0]["read"], 2);
}

#[test]
fn entries_of_tables_and_lists_without_ids_are_known_by_likeness() {
    for (before, after, wanted) in [
        (
            "| Date | Decision |\n|---|---|\n| 2026-03-02 | We keep logs for ninety days in all regions |\n",
            "| Date | Decision |\n|---|---|\n| 2026-03-02 | We keep logs for thirty days in all regions |\n",
            1,
        ),
        (
            "- 2026-03-02: we keep logs for ninety days\n",
            "- 2026-03-02: we keep logs for ninety days\n- 2026-03-03: and traces for ten\n",
            0,
        ),
        (
            "- 2026-03-02: we keep logs for ninety days\n- 2026-03-01: one\n",
            "- 2026-03-02 — **we keep** logs for ninety days\n- 2026-03-01: one\n",
            0,
        ),
    ] {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", "log: { file: LOG.md, append-only: true }\n");
        repo.write("LOG.md", format!("# Log\n\n{before}"));
        repo.commit("One (#1)", "2026-03-02");
        repo.write("LOG.md", format!("# Log\n\n{after}"));
        repo.commit("Two (#2)", "2026-03-03");
        let told = found(&page(&repo, &[]));
        assert_eq!(told.len(), wanted, "{told:?}");
    }
}

// --- an earlier report ---

#[test]
fn an_earlier_report_must_stand_in_history() {
    let repo = Repo::in_stage_1();
    repo.edit(PLAN, &[(WAITING, SECOND)]);
    repo.commit("Go to Stage 2 (#2)", "2026-03-16");
    let audit = |more: &[&str]| repo.run(&[&["audit", "--today", "2026-03-20"], more].concat());
    assert_eq!(audit(&["--format", "json=.git/before.json"]).code, 0);
    let same = audit(&["--against", ".git/before.json"]);
    assert!(
        same.code == 0 && same.out.contains("its 2 decisions all stand here; both tell the same"),
        "{}{}",
        same.out,
        same.err
    );
    // A report that somebody wrote into is none.
    let text = repo.read(".git/before.json");
    repo.write(".git/changed.json", text.replace("Priya Nair", "Sam Holt"));
    let run = audit(&["--against", ".git/changed.json"]);
    assert!(run.code == 2 && run.err.contains("somebody changed it after it was written"), "{}", run.err);
    assert_eq!(audit(&["--against", PLAN]).code, 2);
    // Later commits, also one that rewrites the row, keep what was seen.
    repo.write("NEWS", "one\n");
    repo.commit("News", "2026-03-17");
    let later = audit(&["--against", ".git/before.json"]);
    assert!(later.code == 0 && later.out.contains("its 2 decisions all stand here\n"), "{}{}", later.out, later.err);
    // A force-push takes the decision out of history, and another one takes its place.
    repo.git(&["reset", "-q", "--hard", "HEAD~2"]);
    repo.edit(PLAN, &[(WAITING, &SECOND.replace("Priya Nair", "Sam Holt"))]);
    repo.commit("Go to Stage 2 (#2)", "2026-03-16");
    let run = audit(&["--against", ".git/before.json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("error[audit-history-rewritten] the newest commit of the report, "), "{}", run.out);
    assert!(run.out.contains("1 → 2, proceed by Priya Nair on 2026-03-16, was recorded in "), "{}", run.out);
    assert!(run.out.contains("1 of its 2 decisions stand here no more"), "{}", run.out);
    let told = page(&repo, &["--against", ".git/before.json"]);
    assert_eq!((&told["against"]["missing"], &told["against"]["is_ancestor"]), (&1.into(), &false.into()));
    assert_eq!(audit(&["--against", ".git/before.json", "--until", "2026-03-20"]).code, 2);
}

#[test]
fn nothing_comes_after_what_is_not_in_history() {
    let repo = Repo::in_stage_1();
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("NEWS", "one\n");
    repo.commit("Aside", "2026-03-10");
    repo.git(&["checkout", "-q", "main"]);
    let run = repo.run(&["audit", "--since", "side"]);
    assert!(run.code == 2 && run.err.contains("`side` is not in this history"), "{}", run.err);
    assert_eq!(repo.run(&["audit", "--since", "HEAD"]).code, 0);
}

/// As any other program would make the digest.
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(object) => {
            let sorted: BTreeMap<&String, &Value> = object.iter().collect();
            let entries =
                sorted.into_iter().map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
        scalar => scalar.to_string(),
    }
}

#[test]
fn programs_read_the_findings_and_the_digest() {
    let repo = evidence();
    let formats = ["json=a.json", "ndjson=a.ndjson", "findings-csv=f.csv", "csv=a.csv"];
    let args: Vec<&str> = formats.iter().flat_map(|format| ["--format", format]).collect();
    assert_eq!(repo.run(&[&["audit", "--today", "2026-06-01"], &args[..]].concat()).code, 1);
    let mut whole: Value = serde_json::from_str(&repo.read("a.json")).unwrap();
    let digest = whole.as_object_mut().unwrap().remove("digest").unwrap();
    let digits: String =
        Sha256::digest(canonical(&whole).as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, format!("sha256:{digits}"));
    let count = |list: &str| whole[list].as_array().unwrap().len();
    let findings = count("findings") + count("policy_findings") + count("log_findings") + count("history_findings");
    let mut reader = csv::Reader::from_path(repo.path().join("f.csv")).unwrap();
    assert_eq!(reader.records().count(), findings);
    let lines: Vec<Value> = repo.read("a.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of_kind = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
    let moves: usize =
        whole["rollouts"].as_array().unwrap().iter().map(|one| one["transitions"].as_array().unwrap().len()).sum();
    assert_eq!(
        (of_kind("rollout"), of_kind("transition"), of_kind("finding"), of_kind("coverage")),
        (count("rollouts"), moves, findings, 1)
    );
    assert!(lines.iter().all(|line| line["report"] == digest && line["repository"] == whole["repository"]));
    assert!(lines.iter().filter(|line| line["kind"] == "transition").all(|line| line["rollout"].is_string()));
}
