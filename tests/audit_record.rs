//! What an audit tells of a record that was edited and mended, of plans that were away, and of who
//! did what when. Each accusation has its honest twin.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::{FIRST, PLAN, Repo, SECOND, WAITING, compliant, with};

fn edit(repo: &Repo, subject: &str, day: &str, replacements: &[(&str, &str)]) {
    repo.edit(PLAN, replacements);
    repo.commit(subject, day);
}

/// What the audit says, with the subjects of the commits in place of their ids.
fn told(repo: &Repo, more: &[&str]) -> String {
    repo.with_subjects(&repo.run(&[&["audit", "--today", "2026-03-30"], more].concat()).out)
}

fn page(repo: &Repo, more: &[&str]) -> Value {
    repo.run(&[&["audit", "--today", "2026-03-30", "--format", "json"], more].concat()).json()
}

#[track_caller]
fn assert_told(repo: &Repo, words: &str) {
    let told = told(repo, &[]);
    assert!(told.contains(words), "no `{words}` in\n{told}");
}

/// The row of Stage 1 as somebody else is said to have decided it.
fn others() -> String {
    FIRST.replace("Priya Nair", "Tomas Lindqvist")
}

#[test]
fn a_backdated_row_changes_no_count_of_days() {
    let backdated = FIRST.replace("2026-03-02", "2026-01-10");
    let repo = Repo::in_stage_1();
    edit(&repo, "Backdate (#2)", "2026-03-10", &[(FIRST, &backdated)]);
    assert_eq!(page(&repo, &[])["rollouts"][0]["since"], "2026-03-02");
    edit(&repo, "Go to Stage 2 (#3)", "2026-03-16", &[(WAITING, SECOND)]);
    assert_eq!(page(&repo, &[])["rollouts"][0]["transitions"][1]["days"], 14);
    // Both in one commit are no other way.
    let repo = Repo::in_stage_1();
    edit(&repo, "Backdate and go (#2)", "2026-03-16", &[(FIRST, &backdated), (WAITING, SECOND)]);
    assert_eq!(page(&repo, &[])["rollouts"][0]["transitions"][1]["days"], 14);
}

#[test]
fn a_row_that_is_put_back_is_rewritten_once() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Claim (#2)", "2026-03-10", &[(FIRST, &others())]);
    edit(&repo, "Put back (#3)", "2026-03-11", &[(&others(), FIRST)]);
    let once = "rewritten in <Claim (#2)> on 2026-03-10 by Test Person, put back in <Put back (#3)> on 2026-03-11 by Test Person";
    assert_told(&repo, once);
    assert_told(&repo, "was rewritten (Decided By) in <Claim (#2)>, and put back in <Put back (#3)>\n");
    assert_told(&repo, "1 error, 1 info in 1 rollout");
    // What it says between the two is no way back.
    let repo = Repo::in_stage_1();
    edit(&repo, "Claim (#2)", "2026-03-10", &[(FIRST, &others())]);
    let third = FIRST.replace("Priya Nair", "Ines Ortega");
    edit(&repo, "Claim more (#3)", "2026-03-11", &[(&others(), &third)]);
    edit(&repo, "Claim again (#4)", "2026-03-12", &[(&third, &others())]);
    assert_told(&repo, "3 errors, 1 info in 1 rollout");
    // One of two cells is half of it.
    let repo = Repo::in_stage_1();
    let (both, day) = (others().replace("03-02", "03-01"), FIRST.replace("03-02", "03-01"));
    edit(&repo, "Claim (#2)", "2026-03-10", &[(FIRST, &both)]);
    edit(&repo, "Put the name back (#3)", "2026-03-11", &[(&both, &day)]);
    assert_told(&repo, "(Date, Decided By) in <Claim (#2)>, and put back in <Put the name back (#3)> (Decided By)\n");
}

#[test]
fn a_row_that_was_taken_out_and_put_back_is_one_decision() {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-0"));
    repo.commit("Plan (#1)", "2026-02-20");
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Go to Stage 1 (#2)", "2026-03-02");
    let open = "| [Date] | 0→1 | Proceed | [Why] | [Name] |";
    edit(&repo, "Take out (#3)", "2026-03-05", &[(FIRST, open)]);
    edit(&repo, "Put back (#4)", "2026-03-15", &[(open, FIRST)]);
    assert_told(&repo, "was taken out of the record in <Take out (#3)>, and put back in <Put back (#4)>\n");
    assert_told(&repo, "  2026-03-15  0 → 1     the decision was put back into the record\n");
    let told = told(&repo, &[]);
    assert!(!told.contains("audit-date-drift") && told.matches("Proceed by").count() == 1, "{told}");
    // Another day is another row, and drifts.
    edit(&repo, "Take out again (#5)", "2026-03-16", &[(FIRST, open)]);
    edit(&repo, "Record anew (#6)", "2026-03-17", &[(open, &FIRST.replace("03-02", "03-03"))]);
    assert_told(&repo, "warning[audit-date-drift] the decision 0→1 is dated 14 days before");
}

#[test]
fn an_entry_without_stages_that_is_put_back_is_rewritten_once() {
    let repo = Repo::in_stage_1();
    repo.write(".rolloutlint.yml", "log: { file: docs/decisions.md, append-only: true }\n");
    let log = "# Decisions\n\n## D-001 Keep one page\n\nDate: 2026-03-01\nStatus: accepted\n\nOne page is faster.\n";
    for (subject, text) in [
        ("Decide (#2)", log.to_owned()),
        ("Claim (#3)", log.replace("faster", "cheaper")),
        ("Put back (#4)", log.replace("accepted", "superseded by D-002")),
        ("Take out (#5)", "# Decisions\n".to_owned()),
        ("Put in again (#6)", log.to_owned()),
    ] {
        repo.write("docs/decisions.md", text);
        repo.commit(subject, "2026-03-02");
    }
    assert_told(&repo, "was rewritten (Text) in <Claim (#3)>, 0 minutes later, and put back in <Put back (#4)>\n");
    assert_told(&repo, "was taken out in <Take out (#5)>, 0 minutes later, and put back in <Put in again (#6)>\n");
    assert_told(&repo, "append-only, without stages, entries: 1\n");
    assert_told(&repo, "2 errors, 1 info in 1 rollout");
}

#[test]
fn a_plan_that_was_deleted_and_came_back_is_told() {
    let repo = Repo::in_stage_1();
    repo.git(&["rm", "-q", PLAN]);
    repo.commit("Drop (#2)", "2026-03-10");
    repo.write("rollouts/again.md", compliant("stage-1"));
    repo.commit("Restore (#3)", "2026-03-20");
    let gap = "rollouts/checkout.md was deleted in <Drop (#2)> on 2026-03-10 by Test Person, and came back as rollouts/again.md in <Restore (#3)> on 2026-03-20 by Test Person";
    assert_told(&repo, gap);
    assert_told(&repo, "rollouts/checkout.md until <Drop (#2)>\n");
    for format in ["markdown", "csv", "html"] {
        let told = told(&repo, &["--format", format]);
        assert!(told.contains(" was deleted in <Drop (#2)> on 2026-03-10 by Test Person, and came back as "), "{told}");
    }
    let gaps = page(&repo, &[])["rollouts"][0]["gaps"].clone();
    assert_eq!(gaps[0]["removed_in"]["subject"], "Drop (#2)", "{gaps}");
    // A plan that moves was never away.
    repo.git(&["mv", "rollouts/again.md", PLAN]);
    repo.commit("Move (#4)", "2026-03-21");
    assert_eq!(page(&repo, &[])["rollouts"][0]["gaps"].as_array().unwrap().len(), 1);
}

#[test]
fn who_wrote_the_row_and_programs_are_no_approvers() {
    let repo = Repo::in_stage_1();
    repo.edit(PLAN, &[(WAITING, SECOND)]);
    let trailers = "Approved-by: Test Person <test@example.com>\nReviewed-by: renovate[bot] <bot@example.com>\nReviewed-by: Ines Ortega <ines@example.com>";
    repo.commit(&format!("Go to Stage 2 (#2)\n\n{trailers}"), "2026-03-16");
    assert_told(&repo, "              approved by Ines Ortega (Reviewed-by)\n");
}

#[test]
fn who_approves_after_the_merge_does_not_count() {
    let repo = Repo::in_stage_1();
    let go = |subject: &str| {
        repo.edit(PLAN, &[(WAITING, SECOND)]);
        repo.commit(subject, "2026-03-16");
    };
    let reviewed = |at: &str| {
        let review = format!(r#"{{"author":{{"login":"ines"}},"state":"APPROVED","submittedAt":"{at}"}}"#);
        let file = format!(r#"[{{"number":2,"author":{{"login":"sam"}},"reviews":[{review}]}}]"#);
        repo.write("approvals.json", file);
        told(&repo, &["--approvals", "approvals.json"])
    };
    go("Go to Stage 2 (#2)");
    let late = reviewed("2026-03-28T09:00:00Z");
    assert!(late.contains("@ines (review) approved 12 days after the merge\n"), "{late}");
    assert!(late.contains("warning[audit-self-approved]"), "{late}");
    assert!(reviewed("2026-03-16T12:30:00Z").contains("@ines (review) approved on the day of the merge, after it\n"));
    let in_time = reviewed("2026-03-16T11:00:00Z");
    assert!(in_time.contains("approved by @ines (review)\n") && !in_time.contains("warning[audit-self"), "{in_time}");
    // A commit that names its pull request in a trailer was written before it was merged.
    repo.git(&["reset", "-q", "--hard", "HEAD~1"]);
    go("Go to Stage 2\n\nPull-Request: 2");
    assert!(reviewed("2026-03-17T09:00:00Z").contains("approved by @ines (review)\n"));
}

#[test]
fn a_part_of_history_says_what_lies_outside_of_it() {
    let repo = Repo::in_stage_1();
    repo.write("rollouts/search.md", compliant("stage-0").replace("RO-014", "RO-015"));
    repo.commit("Search (#2)", "2026-03-10");
    edit(&repo, "Go to Stage 2 (#3)", "2026-03-16", &[(WAITING, SECOND)]);
    repo.commit("Later (#4)", "2026-03-25");
    let window = ["--since", "2026-03-12", "--until", "2026-03-20"];
    let part = told(&repo, &window);
    let words = "window         since 2026-03-12, until 2026-03-20; outside of it: 2 commits before, 1 commit after, 1 rollout that no commit of it touched\n";
    assert!(part.contains(words) && !part.contains("nothing is left out"), "{part}");
    assert_eq!(page(&repo, &window)["coverage"]["window"]["commits_after"], 1);
    let empty = told(&repo, &["--since", "2026-03-18", "--until", "2026-03-20"]);
    assert!(
        empty.contains("nothing was judged: no commit of this part of history touched any of 2 rollouts"),
        "{empty}"
    );
    let whole = told(&repo, &[]);
    assert!(whole.contains("nothing is left out") && !whole.contains("  window "), "{whole}");
}

#[test]
fn a_guardrail_that_reads_again_as_it_did_was_not_lowered() {
    let (plan, row) = (compliant("stage-2"), "| Error rate | Guardrail | 0.4% | 0.4% | > 1% |");
    let raised = |bound: &str| with(&plan, row, &row.replace("> 1%", bound));
    let waiting = "| [Date] | 2→GA | Proceed | [Why] | [Name] |";
    let last_row = "| 2026-03-30 | 2→GA | Proceed | Adoption at 62 % | Priya Nair |";
    for (last, is_told) in [("> 1%", false), ("> 2%", true)] {
        let repo = Repo::new();
        repo.write(PLAN, &plan);
        repo.commit("Plan (#1)", "2026-03-16");
        repo.write(PLAN, raised("> 5%"));
        repo.commit("Raise (#2)", "2026-03-20");
        repo.write(PLAN, with(&raised(last), waiting, last_row));
        repo.commit("Launch (#3)", "2026-03-30");
        let told = told(&repo, &[]);
        assert_eq!(
            told.contains("passes the guardrail `Error rate`, which <Raise (#2)> had edited"),
            is_told,
            "{told}"
        );
    }
}

#[test]
fn moves_between_older_ones_are_told_with_their_steps() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Go to Stage 2 (#2)", "2026-03-16", &[(WAITING, SECOND)]);
    let back = "| 2026-03-10 | 1→0 | Rollback | Payment failed | Priya Nair |";
    let again = "| 2026-03-11 | 0→1 | Proceed | On again | Priya Nair |";
    edit(&repo, "Backfill (#3)", "2026-03-20", &[(FIRST, &format!("{FIRST}\n{back}\n{again}"))]);
    for words in [
        "2026-03-10  1 → 0     Rollback by Priya Nair, put in between older ones\n",
        "2026-03-11  0 → 1     Proceed by Priya Nair, put in between older ones\n",
        "stage 2\n",
    ] {
        assert_told(&repo, words);
    }
    let page = page(&repo, &[]);
    let inserted = &page["rollouts"][0]["transitions"][2];
    assert_eq!((&inserted["inserted"], inserted["rewritten_in"].as_array().unwrap().len()), (&true.into(), 0));
    // They move nobody, so that no measure counts them.
    repo.run(&["audit", "--today", "2026-03-30", "--format", "json=audit.json"]);
    let portfolio = repo.run(&["portfolio", "audit.json", "--format", "json"]).json();
    let metrics = portfolio["metrics"].as_array().unwrap();
    let failed = metrics.iter().find(|metric| metric["id"] == "change-failure-rate").unwrap();
    assert_eq!(failed["of"], 2, "{failed}");
}

#[test]
fn a_stage_that_lasts_is_told_with_the_commit_that_began_it() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Slip (#2)", "2026-03-10", &[("- [ ] Monitor leading", "- [x] Monitor leading")]);
    edit(&repo, "Undo (#3)", "2026-03-11", &[("- [x] Monitor leading", "- [ ] Monitor leading")]);
    let hold = format!("| 2026-03-12 | 1 | Hold | A customer is away | Priya Nair |\n{WAITING}");
    edit(&repo, "Hold (#4)", "2026-03-12", &[(WAITING, &hold)]);
    assert_told(&repo, "Stage 1 has lasted 28 days, and 7 were planned (<Plan (#1)>)");
}

#[test]
fn a_hold_of_the_first_stage_is_one_in_it() {
    let open = "| [Date] | 0→1 | Proceed | [Why] | [Name] |";
    let hold = format!("| 2026-02-25 | 0 | Hold | Waiting for legal | Priya Nair |\n{open}");
    for (plan, step) in [("stage-0", "0         Hold"), ("planned", "planned   Hold")] {
        let repo = Repo::new();
        repo.write(PLAN, compliant(plan));
        repo.commit("Plan (#1)", "2026-02-20");
        edit(&repo, "Hold (#2)", "2026-02-25", &[(open, &hold)]);
        assert_told(&repo, step);
    }
}

#[test]
fn stages_that_get_other_numbers_are_told() {
    let repo = Repo::in_stage_1();
    let renumbered = (0..4).rev().fold(repo.read(PLAN), |text, number| {
        let (was, is) = (format!("## Stage {number}:"), format!("## Stage {}:", number + 1));
        text.replace(&was, &is)
    });
    let rows = [("| 2→3 |", "| 3→4 |"), ("| 1→2 |", "| 2→3 |"), ("| 0→1 |", "| 1→2 |")];
    repo.write(PLAN, rows.iter().fold(renumbered, |text, (was, is)| text.replace(was, is)));
    repo.commit("Renumber (#2)", "2026-03-10");
    assert_told(&repo, "stages were renumbered in <Renumber (#2)> on 2026-03-10 by Test Person: 0 is 1, 1 is 2, ");
}

#[test]
fn nobody_is_credited_with_what_a_shallow_clone_begins_with() {
    let repo = Repo::in_stage_1();
    repo.write("notes.txt", "later");
    repo.commit_by("Note (#9)", "Eve Other", "2026-03-20T10:00:00+00:00");
    let clone = Repo::without_git();
    clone.git(&["clone", "-q", "--depth=1", &format!("file://{}", repo.path().display()), "."]);
    for format in ["human", "markdown", "csv"] {
        let told = clone.run(&["audit", "--today", "2026-03-30", "--format", format]).out;
        assert!(!told.contains("Eve Other") && told.contains("Priya Nair"), "{told}");
    }
    assert_told(&clone, ", with which this clone begins\n");
}

#[test]
fn whoever_merged_an_edit_is_not_said_to_have_written_it() {
    let repo = Repo::in_stage_1();
    repo.git(&["checkout", "-q", "-b", "claim"]);
    edit(&repo, "Claim", "2026-03-10", &[(FIRST, &others())]);
    repo.git(&["checkout", "-q", "main"]);
    repo.git_on(&["merge", "-q", "--no-ff", "-m", "Merge (#2)", "claim"], "Ines Ortega", "2026-03-11T10:00:00+00:00");
    assert_told(&repo, "rewritten in <Merge (#2)> on 2026-03-11, merged by Ines Ortega\n");
}

#[test]
fn all_findings_about_a_commit_have_the_path_that_the_plan_had_then() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Go on", "2026-03-10", &[("- [ ] Monitor leading", "- [x] Monitor leading")]);
    repo.git(&["mv", PLAN, "rollouts/moved.md"]);
    repo.commit("Move (#3)", "2026-03-12");
    let page = page(&repo, &[]);
    let found = page["findings"].as_array().unwrap();
    let paths: Vec<(&str, &str)> =
        found.iter().map(|one| (one["rule"].as_str().unwrap(), one["path"].as_str().unwrap())).collect();
    let wanted = [("audit-stalled", PLAN), ("audit-direct-push", PLAN), ("audit-unlogged-transition", PLAN)];
    assert_eq!(paths, wanted);
}
