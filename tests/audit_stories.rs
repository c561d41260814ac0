//! What an audit tells of histories in which somebody hides something, forgets something, or does
//! nothing wrong in an unusual way. Each is a few commits long.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::{FIRST, PLAN, Repo, SECOND, WAITING, compliant};

/// Changes the plan by replacing texts, each of which must be there.
fn edit(repo: &Repo, subject: &str, day: &str, replacements: &[(&str, &str)]) {
    edit_at(repo, PLAN, subject, day, replacements);
}

fn edit_at(repo: &Repo, path: &str, subject: &str, day: &str, replacements: &[(&str, &str)]) {
    repo.edit(path, replacements);
    repo.commit(subject, day);
}

/// What an audit tells, a line for each rollout, transition and finding.
fn told_with(repo: &Repo, more: &[&str]) -> String {
    let run = repo.run(&[&["audit", "--today", "2026-03-30", "--format", "json"], more].concat());
    let page = run.json();
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut lines = Vec::new();
    for rollout in page["rollouts"].as_array().unwrap() {
        let gone = if rollout["removed_in"].is_null() { "" } else { ", gone" };
        lines.push(format!(
            "{} {}: stage {}{gone}",
            text(&rollout["id"]),
            text(&rollout["path"]),
            text(&rollout["stage"])
        ));
        for told in rollout["transitions"].as_array().unwrap() {
            let by: Vec<String> = told["decided_by"].as_array().unwrap().iter().map(text).collect();
            let after = told["days"].as_i64().map(|days| format!(" after {days} days")).unwrap_or_default();
            let completed = &told["completed_in"]["subject"];
            let completed = completed.as_str().map(|subject| format!(", completed by <{subject}>")).unwrap_or_default();
            lines.push(format!(
                "  {} → {} {} by {}{after}, {} by <{}>{completed}",
                text(&told["from"]),
                text(&told["to"]),
                text(&told["decision"]),
                by.join(" and "),
                text(&told["recorded"]),
                text(&told["commit"]["subject"])
            ));
        }
    }
    for finding in page["findings"].as_array().unwrap() {
        let rollout = &page["rollouts"][finding["rollout"].as_u64().unwrap() as usize];
        let of = text(&rollout["path"]);
        lines.push(format!(
            "{} {} {of}: {}",
            text(&finding["severity"]),
            text(&finding["rule"]),
            text(&finding["message"])
        ));
    }
    repo.with_subjects(&lines.join("\n"))
}

fn told(repo: &Repo) -> String {
    told_with(repo, &[])
}

const RECORDED: &str = "RO-014 rollouts/checkout.md: stage 1\n  0 → 1 proceed by Priya Nair, at-once by <Plan (#1)>\n";
/// What is said of a row whose decider another commit changed.
fn rewritten(by: &str) -> String {
    format!(
        "{RECORDED}info audit-stalled rollouts/checkout.md: Stage 1 has lasted 28 days, and 7 were planned\n\
         error audit-log-rewritten rollouts/checkout.md: the decision 0→1, which <Plan (#1)> had recorded, was rewritten (Decided By) in <{by}>"
    )
}

fn other_decider() -> String {
    compliant("stage-1").replace(FIRST, &FIRST.replace("Priya Nair", "Tomas Lindqvist"))
}

#[test]
fn a_plan_that_was_away_is_compared_with_what_it_last_said() {
    let repo = Repo::in_stage_1();
    repo.git(&["rm", "-q", PLAN]);
    repo.commit("Remove (#2)", "2026-03-10");
    repo.write(PLAN, other_decider());
    repo.commit("Bring back (#3)", "2026-03-11");
    assert_eq!(told(&repo), rewritten("Bring back (#3)"));
}

#[test]
fn a_version_that_nobody_can_read_hides_no_edit() {
    for broken in [b"caf\xe9\n".to_vec(), vec![b'x'; 1_100_000], b"# Notes\n".to_vec(), vec![0; 100]] {
        let repo = Repo::in_stage_1();
        std::fs::write(repo.path().join(PLAN), broken).unwrap();
        repo.commit("Break (#2)", "2026-03-10");
        repo.write(PLAN, other_decider());
        repo.commit("Mend (#3)", "2026-03-11");
        assert_eq!(told(&repo), rewritten("Mend (#3)"));
        let run = repo.run(&["audit", "--today", "2026-03-30"]);
        assert!(
            repo.with_subjects(&run.out).contains("note: rollouts/checkout.md cannot be read as <Break (#2)> has it")
        );
    }
}

#[test]
fn a_row_that_loses_its_cells_for_a_while_is_compared_when_they_are_back() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Spill (#2)", "2026-03-10", &[(FIRST, &FIRST.replace("Priya Nair |", "Tomas Lindqvist | |"))]);
    edit(&repo, "Tidy (#3)", "2026-03-11", &[("Tomas Lindqvist | |", "Tomas Lindqvist |")]);
    assert_eq!(told(&repo), rewritten("Tidy (#3)"));
}

#[test]
fn a_configuration_that_looks_elsewhere_hides_nothing() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", "plans: [\"rollouts/*.md\"]\n");
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Plan (#1)", "2026-03-09");
    repo.write(".rolloutlint.yml", "plans: [\"docs/*.md\"]\n");
    repo.commit("Look elsewhere (#2)", "2026-03-10");
    edit(&repo, "Rewrite (#3)", "2026-03-11", &[(FIRST, &FIRST.replace("Priya Nair", "Tomas Lindqvist"))]);
    assert_eq!(told(&repo), rewritten("Rewrite (#3)"));
    let run = repo.run(&["audit"]);
    assert!(run.out.contains("note: rollouts/checkout.md is no plan any more by the configuration"), "{}", run.out);
    // What has the name of a plan and looks like none is none, now as then.
    repo.write("rollouts/notes.md", "# Notes\n");
    repo.commit("Note (#4)", "2026-03-12");
    assert!(!told(&repo).contains("notes.md"), "{}", told(&repo));
}

#[test]
fn a_plan_that_is_called_the_template_stays_in_sight() {
    let repo = Repo::in_stage_1();
    repo.write(".rolloutlint.yml", "template: rollouts/checkout.md\n");
    repo.commit("Configure (#2)", "2026-03-10");
    edit(&repo, "Rewrite (#3)", "2026-03-11", &[(FIRST, &FIRST.replace("Priya Nair", "Tomas Lindqvist"))]);
    assert_eq!(told(&repo), rewritten("Rewrite (#3)"));
}

#[test]
fn moves_are_recorded_step_by_step_and_what_nobody_recorded_stays() {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-0"));
    repo.commit("Plan (#1)", "2026-02-20");
    let unrecorded = |text: String| {
        let text = text.replace(FIRST, "| [Date] | 0→1 | Proceed | [Why] | [Name] |");
        let row = text.lines().find(|line| line.contains("| 1→2 |")).unwrap().to_owned();
        text.replace(&row, WAITING)
    };
    repo.write(PLAN, unrecorded(compliant("stage-1")));
    repo.commit("Work on Stage 1 (#2)", "2026-03-02");
    repo.write(PLAN, unrecorded(compliant("stage-2")));
    repo.commit("Work on Stage 2 (#3)", "2026-03-16");
    assert_eq!(
        told(&repo),
        "RO-014 rollouts/checkout.md: stage 0\n  \
           0 → 1 - by , never by <Work on Stage 1 (#2)>\n  \
           1 → 2 - by , never by <Work on Stage 2 (#3)>\n\
         error audit-unlogged-transition rollouts/checkout.md: 0 → 1 was never recorded\n\
         error audit-unlogged-transition rollouts/checkout.md: 1 → 2 was never recorded"
    );
    edit(&repo, "Record the second (#4)", "2026-03-17", &[(WAITING, SECOND)]);
    assert_eq!(
        told(&repo),
        "RO-014 rollouts/checkout.md: stage 2\n  \
           0 → 1 - by , never by <Work on Stage 1 (#2)>\n  \
           1 → 2 proceed by Priya Nair, later by <Work on Stage 2 (#3)>\n\
         error audit-unlogged-transition rollouts/checkout.md: 0 → 1 was never recorded"
    );
}

#[test]
fn a_slip_that_was_taken_back_gets_no_credit_for_the_move() {
    let repo = Repo::in_stage_1();
    let (open, ticked) = ("- [ ] Monitor leading metrics daily", "- [x] Monitor leading metrics daily");
    edit(&repo, "Slip (#2)", "2026-03-10", &[(open, ticked)]);
    edit(&repo, "Undo (#3)", "2026-03-11", &[(ticked, open)]);
    edit(&repo, "Go to Stage 2 (#4)", "2026-03-16", &[(WAITING, SECOND)]);
    assert_eq!(
        told(&repo),
        "RO-014 rollouts/checkout.md: stage 2\n  \
           0 → 1 proceed by Priya Nair, at-once by <Plan (#1)>\n  \
           1 → 2 - by , taken-back by <Slip (#2)>\n  \
           1 → 2 proceed by Priya Nair after 14 days, at-once by <Go to Stage 2 (#4)>\n\
         warning audit-unlogged-transition rollouts/checkout.md: 1 → 2 was never recorded, and was taken back in <Undo (#3)>"
    );
}

#[test]
fn other_words_and_a_closed_gap_are_warnings() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Reword (#2)", "2026-03-10", &[("team confident", "the team is confident")]);
    assert!(told(&repo).contains("warning audit-log-rewritten"), "{}", told(&repo));
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-2").replace(&format!("{FIRST}\n"), ""));
    repo.commit("Plan (#1)", "2026-03-16");
    let row = compliant("stage-2").lines().find(|line| line.contains("| 1→2 |")).unwrap().to_owned();
    edit(&repo, "Record the first (#2)", "2026-03-17", &[(row.as_str(), &format!("{FIRST}\n{row}"))]);
    let told = told(&repo);
    assert!(told.contains("warning audit-log-rewritten") && !told.contains("error"), "{told}");
}

#[test]
fn a_row_between_older_ones_is_told_with_who_is_said_to_have_decided() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Go to Stage 2 (#2)", "2026-03-16", &[(WAITING, SECOND)]);
    let sneaked = "| 2026-03-05 | 1 | Hold | Waiting for legal | Mallory |";
    edit(&repo, "Sneak in (#3)", "2026-03-17", &[(SECOND, &format!("{sneaked}\n{SECOND}"))]);
    let told = told(&repo);
    assert!(told.contains("1 → 1 hold by Mallory, at-once by <Sneak in (#3)>"), "{told}");
    assert!(told.contains("warning audit-log-rewritten rollouts/checkout.md: the decision 1 was put in between older ones in <Sneak in (#3)>"), "{told}");
}

#[test]
fn each_rewrite_names_the_commit_that_recorded_the_row() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Redate (#2)", "2026-03-10", &[("| 2026-03-02 | 0→1", "| 2026-03-03 | 0→1")]);
    edit(&repo, "Rename (#3)", "2026-03-11", &[("confident | Priya Nair |", "confident | Tomas Lindqvist |")]);
    let told = told(&repo);
    for by in ["(Date) in <Redate (#2)>", "(Decided By) in <Rename (#3)>"] {
        assert!(
            told.contains(&format!("the decision 0→1, which <Plan (#1)> had recorded, was rewritten {by}")),
            "{told}"
        );
    }
}

#[test]
fn what_a_row_left_open_is_told_with_who_filled_it_in() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Go to Stage 2 (#2)", "2026-03-16", &[(WAITING, &SECOND.replace("Priya Nair", "[Name]"))]);
    edit(&repo, "Name the decider (#3)", "2026-03-28", &[("succeeded | [Name] |", "succeeded | Ines Ortega |")]);
    let told = told(&repo);
    let wanted = "1 → 2 proceed by Ines Ortega after 14 days, at-once by <Go to Stage 2 (#2)>, completed by <Name the decider (#3)>";
    assert!(told.contains(wanted) && !told.contains("audit-log-rewritten"), "{told}");
}

#[test]
fn days_in_a_stage_are_counted_from_the_day_that_an_amendment_gives() {
    let repo = Repo::in_stage_1();
    let amended = format!("{FIRST}\n| 2026-03-10 | 0→1 | Amend | 2026-03-06: the day was a slip | Priya Nair |");
    edit(&repo, "Amend (#2)", "2026-03-10", &[(FIRST, &amended)]);
    edit(&repo, "Go to Stage 2 (#3)", "2026-03-16", &[(WAITING, SECOND)]);
    assert!(told(&repo).contains("1 → 2 proceed by Priya Nair after 10 days"), "{}", told(&repo));
}

#[test]
fn plans_are_known_by_their_ids_where_paths_change_hands() {
    let repo = Repo::new();
    let other = other_decider().replace("RO-014", "RO-015").replace("One-page checkout", "Search");
    repo.write("rollouts/a.md", compliant("stage-1"));
    repo.write("rollouts/b.md", other);
    repo.commit("Plans (#1)", "2026-03-25");
    for (from, to) in [("a", "x"), ("b", "a"), ("x", "b")] {
        repo.git(&["mv", &format!("rollouts/{from}.md"), &format!("rollouts/{to}.md")]);
    }
    repo.commit("Swap (#2)", "2026-03-26");
    edit_at(&repo, "rollouts/b.md", "Go to Stage 2 (#3)", "2026-03-27", &[(WAITING, &SECOND.replace("16", "27"))]);
    assert_eq!(
        told(&repo).lines().filter(|line| !line.contains("audit-stalled")).collect::<Vec<_>>().join("\n"),
        "RO-014 rollouts/b.md: stage 2\n  \
           0 → 1 proceed by Priya Nair, at-once by <Plans (#1)>\n  \
           1 → 2 proceed by Priya Nair after 25 days, at-once by <Go to Stage 2 (#3)>\n\
         RO-015 rollouts/a.md: stage 1\n  \
           0 → 1 proceed by Tomas Lindqvist, at-once by <Plans (#1)>"
    );
    // A path that another rollout takes over is no way to be forgotten.
    repo.write("rollouts/b.md", compliant("stage-0").replace("RO-014", "RO-099"));
    repo.commit("Replace (#4)", "2026-03-28");
    let told = told(&repo);
    assert!(told.contains("RO-014 rollouts/b.md: stage 2, gone"), "{told}");
    assert!(
        told.contains("error audit-plan-lost rollouts/b.md: the plan was deleted while the rollout was at Stage 2"),
        "{told}"
    );
    assert!(told.contains("RO-099 rollouts/b.md: stage 0"), "{told}");
}

#[test]
fn a_plan_without_an_id_that_comes_back_was_not_lost() {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-1").replace("RO-014", ""));
    repo.commit("Plan (#1)", "2026-03-25");
    repo.git(&["rm", "-q", PLAN]);
    repo.commit("Remove (#2)", "2026-03-26");
    repo.git(&["revert", "--no-edit", "HEAD"]);
    assert!(!told(&repo).contains("audit-plan-lost"), "{}", told(&repo));
    assert_eq!(told(&repo).matches("proceed by").count(), 1, "{}", told(&repo));
}

#[test]
fn a_part_of_history_is_told_as_the_whole_shows_it() {
    let repo = Repo::in_stage_1();
    let ticked = "- [x] Monitor leading metrics daily";
    edit(&repo, "Go on", "2026-03-12", &[("- [ ] Monitor leading metrics daily", ticked)]);
    edit(&repo, "Record it (#3)", "2026-03-16", &[(WAITING, SECOND)]);
    edit(&repo, "Rewrite (#4)", "2026-03-18", &[("succeeded | Priya Nair |", "succeeded | Tomas Lindqvist |")]);
    let whole = told(&repo);
    for since in ["2026-03-14", "HEAD~2"] {
        let part = told_with(&repo, &["--since", since]);
        assert!(!part.contains("0 → 1"), "{part}");
        for line in part.lines() {
            assert!(whole.contains(line), "{line} is not in the whole: {whole}");
        }
        assert!(part.contains("later by <Go on>") && part.contains("which <Record it (#3)> had recorded"), "{part}");
    }
    // What is behind the end has not happened, and neither do days go on there.
    let until = told_with(&repo, &["--until", "2026-03-12"]);
    assert!(until.contains("1 → 2 was not recorded by 2026-03-12"), "{until}");
    assert!(!until.contains("audit-stalled"), "{until}");
    let old_name = repo.run(&["audit", "--until", "2026-03-12", "rollouts/nowhere.md"]);
    assert_eq!(old_name.code, 2, "{}", old_name.out);
}

#[test]
fn what_is_asked_for_by_folder_is_told_with_what_it_was_elsewhere() {
    let repo = Repo::new();
    repo.write("rollouts/a/checkout.md", compliant("stage-1"));
    repo.commit("Plan (#1)", "2026-03-25");
    edit_at(&repo, "rollouts/a/checkout.md", "Rewrite (#2)", "2026-03-26", &[(FIRST, &FIRST.replace("Priya", "Ines"))]);
    std::fs::create_dir(repo.path().join("rollouts/b")).unwrap();
    repo.git(&["mv", "rollouts/a/checkout.md", "rollouts/b/checkout.md"]);
    repo.commit("Move (#3)", "2026-03-27");
    let whole = told(&repo);
    assert!(whole.contains("error audit-log-rewritten"), "{whole}");
    for name in ["rollouts/a", "rollouts/b", "rollouts/a/checkout.md", "rollouts/b/checkout.md", "rollouts"] {
        assert_eq!(told_with(&repo, &[name]), whole, "{name}");
    }
}

#[test]
fn pull_requests_are_known_by_the_words_of_each_server() {
    let squashed: &[(&str, &str, Option<u64>)] = &[
        ("Go on (#12)", "", Some(12)),
        ("Go on (!12)", "", Some(12)),
        ("Go on (pull request #12)", "", Some(12)),
        ("Merged in checkout (pull request #12)", "", Some(12)),
        ("Merged PR 12: Go on", "", Some(12)),
        ("Pull request #12: Go on", "", Some(12)),
        ("Merge pull request #12 from acme/checkout", "", Some(12)),
        ("Merge pull request 'Go on' (#12) from checkout into main", "", Some(12)),
        ("Merge branch 'checkout' into 'main'", "Go on\n\nSee merge request acme/shop!12", Some(12)),
        ("Go on", "Merge-Request: acme/shop!12", Some(12)),
        ("Go on", "PR-URL: https://git.example/acme/shop/pull/12", Some(12)),
        ("Go on (#0)", "", None),
        ("Fix (#12) again", "", None),
        ("Revert \"Go on (#12)\"", "", None),
        ("Go on #12", "", None),
    ];
    for (subject, body, number) in squashed {
        let repo = Repo::in_stage_1();
        repo.write(PLAN, repo.read(PLAN).replace(WAITING, SECOND));
        repo.commit(&format!("{subject}\n\n{body}"), "2026-03-16");
        let run = repo.run(&["audit", "--today", "2026-03-30", "--format", "json"]);
        let page = run.json();
        let told = &page["rollouts"][0]["transitions"][1]["commit"]["pull_request"];
        assert_eq!(told.as_u64(), *number, "{subject}\n{body}");
    }
}

#[test]
fn a_late_record_that_nobody_reviewed_is_told() {
    let repo = Repo::in_stage_1();
    let ticked = "- [x] Monitor leading metrics daily";
    edit(&repo, "Go on (#2)", "2026-03-16", &[("- [ ] Monitor leading metrics daily", ticked)]);
    edit(&repo, "Record it", "2026-03-17", &[(WAITING, SECOND)]);
    let run = repo.run(&["audit", "--today", "2026-03-30"]);
    let wanted = "warning[audit-direct-push] 1 → 2 was recorded in no merge, and names no pull request (<Record it>)";
    assert!(repo.with_subjects(&run.out).contains(wanted), "{}", repo.with_subjects(&run.out));
}

#[test]
fn where_a_clone_begins_nobody_is_credited() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Go to Stage 2", "2026-03-16", &[(WAITING, SECOND)]);
    let clone = Repo::without_git();
    clone.git(&["clone", "-q", "--depth=1", &format!("file://{}", repo.path().display()), "."]);
    let told = told(&clone);
    assert_eq!(told.matches(", unknown by").count(), 2, "{told}");
    assert!(!told.contains("audit-direct-push") && !told.contains("audit-date-drift"), "{told}");
}

#[test]
fn a_first_configuration_puts_nothing_out_of_sight() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Rewrite (#2)", "2026-03-10", &[(FIRST, &FIRST.replace("Priya Nair", "Tomas Lindqvist"))]);
    let before = told(&repo);
    assert_eq!(before, rewritten("Rewrite (#2)"));
    repo.write(".rolloutlint.yml", "plans: [\"docs/*.md\"]\n");
    repo.commit("Use rolloutlint (#3)", "2026-03-11");
    assert_eq!(told(&repo), before);
    // Neither does it where it moves the plans at once.
    let repo = Repo::in_stage_1();
    edit(&repo, "Go to Stage 2 (#2)", "2026-03-16", &[(WAITING, SECOND)]);
    std::fs::create_dir(repo.path().join("delivery")).unwrap();
    repo.git(&["mv", PLAN, "delivery/c.md"]);
    repo.write(".rolloutlint.yml", "plans: [\"delivery/*.md\"]\n");
    repo.commit("Use rolloutlint (#3)", "2026-03-17");
    let told = told(&repo);
    assert!(told.contains("delivery/c.md: stage 2") && told.contains("by <Plan (#1)>"), "{told}");
}

#[test]
fn an_initial_stage_counts_for_what_was_there_before_it() {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-1").replace(FIRST, "| [Date] | 0→1 | Proceed | [Why] | [Name] |"));
    repo.commit("Plan (#1)", "2026-03-09");
    repo.write(".rolloutlint.yml", "initial-stage: 1\n");
    repo.commit("Use rolloutlint (#2)", "2026-03-10");
    assert_eq!(told(&repo), "RO-014 rollouts/checkout.md: stage 1");
    // Also where it went on without rows until then; and it is said.
    let repo = Repo::new();
    let without_rows = |stage: &str| {
        let text = compliant(stage);
        let rows = text.lines().filter(|line| !line.starts_with("| 2026-"));
        rows.map(|line| format!("{line}\n")).collect::<String>()
    };
    for (stage, day) in [("stage-0", "2026-02-20"), ("stage-1", "2026-03-09"), ("stage-2", "2026-03-16")] {
        repo.write(PLAN, without_rows(stage));
        repo.commit(&format!("At {stage} (#1)"), day);
    }
    assert!(told(&repo).contains("error audit-unlogged-transition"), "{}", told(&repo));
    repo.write(".rolloutlint.yml", "initial-stage: 2\n");
    repo.commit("Use rolloutlint (#2)", "2026-03-20");
    assert_eq!(told(&repo), "RO-014 rollouts/checkout.md: stage 2");
    let run = repo.run(&["audit"]);
    assert!(run.out.contains("note: by `initial-stage` no decision is asked for up to stage 2"), "{}", run.out);
}

#[test]
fn a_rollout_that_goes_on_in_a_copy_keeps_its_record() {
    let copied = |text: String| {
        let repo = Repo::in_stage_1();
        repo.write("rollouts/copy.md", text);
        repo.commit("Copy (#2)", "2026-03-10");
        repo.git(&["rm", "-q", PLAN]);
        repo.commit("Remove the original (#3)", "2026-03-11");
        told(&repo)
    };
    assert!(!copied(compliant("stage-1")).contains("error"), "{}", copied(compliant("stage-1")));
    let told = copied(other_decider());
    let wanted = "error audit-log-rewritten rollouts/copy.md: the decision 0→1, which <Plan (#1)> had recorded, was rewritten (Decided By)";
    assert!(told.contains(wanted), "{told}");
}

#[test]
fn plans_whose_ids_are_put_right_are_not_lost() {
    // Renamed, and another plan begun at the old path.
    let repo = Repo::in_stage_1();
    repo.git(&["mv", PLAN, "rollouts/pay.md"]);
    repo.write(PLAN, compliant("stage-0").replace("RO-014", "RO-015"));
    repo.commit("Rename and begin (#2)", "2026-03-10");
    assert!(!told(&repo).contains("error"), "{}", told(&repo));
    assert_eq!(told(&repo).matches("by <Plan (#1)>").count(), 1, "{}", told(&repo));
    // Begun as a copy with the ID and the rows of the other.
    let repo = Repo::in_stage_1();
    repo.write("rollouts/eu.md", compliant("stage-1"));
    repo.commit("Copy (#2)", "2026-03-10");
    repo.write("rollouts/eu.md", compliant("stage-0").replace("RO-014", "RO-021"));
    repo.commit("Put the ID right (#3)", "2026-03-11");
    assert!(!told(&repo).contains("audit-plan-lost"), "{}", told(&repo));
    // Moved, while all IDs get another form.
    let repo = Repo::in_stage_1();
    repo.git(&["mv", PLAN, "rollouts/pay.md"]);
    edit_at(&repo, "rollouts/pay.md", "Number anew (#2)", "2026-03-10", &[("RO-014", "ROL-14")]);
    assert!(!told(&repo).contains("error"), "{}", told(&repo));
}

#[test]
fn a_plan_that_is_dropped_before_it_begins_is_a_warning() {
    let repo = Repo::new();
    repo.write(PLAN, compliant("planned"));
    repo.commit("Plan (#1)", "2026-02-20");
    repo.git(&["rm", "-q", PLAN]);
    repo.commit("Drop (#2)", "2026-02-21");
    let wanted = "warning audit-plan-lost rollouts/checkout.md: the plan was deleted before the rollout began";
    assert!(told(&repo).contains(wanted), "{}", told(&repo));
}

#[test]
fn until_a_day_is_until_its_last_commit() {
    let repo = Repo::in_stage_1();
    edit(&repo, "Rewrite (#2)", "2026-03-10", &[(FIRST, &FIRST.replace("Priya Nair", "Tomas Lindqvist"))]);
    let then = repo.git(&["rev-parse", "HEAD"]);
    repo.write(".rolloutlint.yml", "rules: { audit-log-rewritten: off }\n");
    repo.commit("Look away (#3)", "2026-03-12");
    assert!(!told(&repo).contains("audit-log-rewritten"), "{}", told(&repo));
    let until = told_with(&repo, &["--until", "2026-03-11"]);
    assert!(until.contains("error audit-log-rewritten"), "{until}");
    assert_eq!(told_with(&repo, &["--until", &then]), until);
}

#[test]
fn one_log_for_one_plan_is_its_own_beside_a_template() {
    let repo = Repo::new();
    let config = "plans: [\"rollouts/*.md\"]\ntemplate: rollouts/vorlage.md\nlog: docs/decision-log.md\n";
    repo.write(".rolloutlint.yml", config);
    repo.write("rollouts/vorlage.md", rolloutlint::template::BUILT_IN);
    let plan = compliant("stage-1");
    let (before, after) = plan.split_once("## Decision Log").unwrap();
    let (table, rest) = after.split_once("---\n\n## Post-GA").unwrap();
    repo.write(PLAN, format!("{before}## Post-GA{rest}"));
    repo.write("docs/decision-log.md", format!("# Decision Log\n{table}"));
    repo.commit("Plan (#1)", "2026-03-09");
    edit_at(&repo, "docs/decision-log.md", "Go to Stage 2 (#2)", "2026-03-16", &[(WAITING, SECOND)]);
    let told = told(&repo);
    assert!(told.contains("RO-014 rollouts/checkout.md: stage 2") && !told.contains("error"), "{told}");
    assert!(!told.contains("vorlage"), "{told}");
}

/// What history says of the rules of the game, a line each: path, commit and words.
fn loosened(repo: &Repo, more: &[&str]) -> Vec<String> {
    let run = repo.run(&[&["audit", "--today", "2026-05-04", "--format", "json"], more].concat());
    let page = run.json();
    let findings = page["policy_findings"].as_array().unwrap().iter();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let line = |finding: &serde_json::Value| {
        assert_eq!(
            (text(finding, "rule").as_str(), text(finding, "severity").as_str()),
            ("audit-policy-loosened", "info")
        );
        let subject = repo.git(&["log", "-1", "--format=%s", &text(finding, "commit")]);
        format!("{} in {subject}: {}", text(finding, "path"), text(finding, "message"))
    };
    findings.map(line).collect()
}

#[test]
fn a_loosened_configuration_or_template_is_told_in_each_format() {
    const CONFIG: &str = ".rolloutlint.yml";
    const TEMPLATE: &str = "rollouts/vorlage.md";
    let repo = Repo::new();
    let config = "plans: [\"rollouts/*.md\"]\ntemplate: rollouts/vorlage.md\nfail-on: warning\n";
    repo.write(TEMPLATE, rolloutlint::template::BUILT_IN);
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Plan (#1)", "2026-03-09");
    // Whoever sets it up loosens nothing, and neither does who asks for more or writes a remark.
    repo.write(CONFIG, format!("{config}rules: {{ log-order: off }}\n"));
    repo.commit("Set up (#2)", "2026-03-10");
    repo.write(CONFIG, format!("# Ours.\n{config}"));
    repo.commit("Ask for more (#3)", "2026-03-11");
    repo.write(TEMPLATE, rolloutlint::template::BUILT_IN.replace("## Risks", "## Risks  "));
    repo.commit("Write a blank (#4)", "2026-03-12");
    assert_eq!(loosened(&repo, &[]), [""; 0]);
    repo.write(CONFIG, config.replace("warning", "error"));
    repo.commit("Look away, =1+1 (#5)", "2026-03-13");
    repo.write(TEMPLATE, rolloutlint::template::BUILT_IN.replace("- [ ] No guardrail breaches\n", ""));
    repo.commit("Ask for less (#6)", "2026-03-16");
    let fail_on = format!(
        "{CONFIG} in Look away, =1+1 (#5): this change makes the configuration laxer: `fail-on` is error (was warning)"
    );
    let told = loosened(&repo, &[]);
    assert_eq!((told.len(), &told[0]), (2, &fail_on));
    let wanted = format!("{TEMPLATE} in Ask for less (#6): this change makes the template laxer: ");
    assert!(told[1].starts_with(&wanted) && told[1].contains("No guardrail breaches"), "{told:?}");
    // Taken away, and brought back as a laxer one.
    std::fs::remove_file(repo.path().join(CONFIG)).unwrap();
    repo.commit("Do without (#7)", "2026-03-17");
    repo.write(CONFIG, "rules: { log-order: off }\n");
    repo.commit("Set up anew (#8)", "2026-03-18");
    let told = loosened(&repo, &[]);
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(
        told[2].contains("in Do without (#7): this change makes the configuration laxer: it is deleted"),
        "{told:?}"
    );
    assert!(told[3].contains("in Set up anew (#8): ") && told[3].contains("`log-order` is off"), "{told:?}");
    // The scope counts for them, too.
    assert_eq!(loosened(&repo, &["--since", "2026-03-17"]), told[2..]);
    assert_eq!(loosened(&repo, &["--until", "2026-03-13"]), told[..1]);
    assert_eq!(loosened(&repo, &[PLAN]), [""; 0]);
    assert_eq!(loosened(&repo, &["rollouts"]), told[1..2]);
    let run = repo.run(&[
        "audit", "--today", "2026-05-04", "--format", "human", "--format", "csv=a.csv", "--format", "markdown=a.md",
        "--format", "html=a.html",
    ]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let words = "`fail-on` is error (was warning)";
    let wanted = format!("info[audit-policy-loosened] this change makes the configuration laxer: {words}");
    assert!(run.out.contains("\nConfiguration and template\n  2026-03-13  .rolloutlint.yml, "), "{}", run.out);
    assert!(run.out.contains(&wanted) && run.out.contains("5 infos in 1 rollout and 1 transition"), "{}", run.out);
    let markdown = repo.read("a.md");
    assert!(markdown.contains("\n## Configuration and template\n\n- 2026-03-13, `.rolloutlint.yml`, "), "{markdown}");
    let html = repo.read("a.html");
    assert!(html.contains("<h2>Configuration and template</h2>") && html.contains("(was warning)"), "{html}");
    let csv = repo.read("a.csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let column = reader.headers().unwrap().iter().position(|name| name == "finding").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let rows: Vec<csv::StringRecord> = rows.into_iter().filter(|row| &row[column] != "coverage").collect();
    assert_eq!(
        rows.iter().map(|row| &row[column]).collect::<Vec<_>>(),
        ["", "audit-policy-loosened", "audit-policy-loosened", "audit-policy-loosened", "audit-policy-loosened"]
    );
    assert!(rows[1][2] == *".rolloutlint.yml" && rows[1][8].contains(words) && rows[1][3].is_empty(), "{csv}");
}
