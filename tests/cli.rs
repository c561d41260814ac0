//! The program as people run it: arguments, exit codes, formats, and bad input.
#![allow(clippy::unwrap_used)]

mod support;

use std::io::Write;
use std::process::Stdio;
use support::{Repo, Run, assert_says, compliant, moved_on, root};

/// A repository with a compliant plan in Stage 1.
fn with_plan() -> Repo {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("Plan the checkout", "2026-03-09");
    repo
}

#[test]
fn a_plan_alone_is_judged_and_says_that_nothing_was_compared() {
    let repo = with_plan();
    assert_says(
        &repo.run(&["check"]),
        0,
        "nothing was compared, so it is not judged what changed; `--base BRANCH` compares",
    );
    assert_says(&repo.run(&["check", "rollouts"]), 0, "no findings in 1 plan");
    assert_says(&repo.run(&["check", "rollouts/checkout.md"]), 0, "no findings in 1 plan");
    assert_says(&repo.run(&["-C", "rollouts", "check", "checkout.md"]), 0, "no findings in 1 plan");
}

#[test]
fn in_another_folder_every_path_is_meant_from_there() {
    let repo = with_plan();
    let below = |args: &[&str]| repo.run(&[&["-C", "rollouts"], args].concat());
    assert_eq!(below(&["check", "checkout.md", "--format", "json=report.json"]).code, 0);
    assert_eq!(below(&["audit", "--format", "json=../audit.json"]).code, 0);
    for path in ["rollouts/report.json", "audit.json"] {
        assert!(repo.path().join(path).is_file(), "{path}");
    }
    assert_says(&below(&["audit", "--against", "../audit.json"]), 0, "against the report");
    repo.write("rollouts/approvals.json", "[]");
    assert_says(&below(&["audit", "--approvals", "approvals.json"]), 0, "coverage: 1 rollout");
}

#[test]
fn the_root_as_a_path_means_all_plans() {
    let repo = with_plan();
    repo.write("README.md", "# Shop\n");
    repo.commit("Describe the shop", "2026-03-10");
    repo.write("rollouts/checkout.md", compliant("stage-1").replace("[ ] Monitor leading", "[x] Monitor leading"));
    for args in [&["check"][..], &["check", "--base", "HEAD"]] {
        let root = [args, &["."]].concat();
        let from_below = [&["-C", "rollouts"], args, &[".."]].concat();
        assert_says(&repo.run(args), 1, "stage-");
        for run in [repo.run(&root), repo.run(&from_below)] {
            assert_eq!((run.code, run.out), (1, repo.run(args).out), "{}", run.err);
        }
    }
}

#[test]
fn no_plan_is_no_failure() {
    let repo = Repo::new();
    repo.write("README.md", "# Shop\n");
    repo.write("docs/rollout-of-the-new-office-chairs.md", "# Chairs\n\nRollout: everybody gets one.\n");
    repo.commit("Begin", "2026-03-01");
    assert_says(&repo.run(&["check"]), 0, "no plan found");
    assert_says(&repo.run(&["check", "--base", "HEAD"]), 0, "no plan changed");
}

#[test]
fn uncommitted_work_counts() {
    let repo = with_plan();
    let text = repo.read("rollouts/checkout.md");
    repo.write("rollouts/checkout.md", moved_on(&text));
    assert_says(&repo.run(&["check", "--base", "HEAD", "--today", "2026-03-10"]), 1, "stage-change-without-log-entry");
    repo.write("rollouts/new.md", compliant("planned").replace("RO-014", "RO-015"));
    let run = repo.run(&["check", "--base", "HEAD", "--today", "2026-03-10", "--format", "json"]);
    let report = run.json();
    let plans: Vec<&str> =
        report["plans"].as_array().unwrap().iter().map(|plan| plan["status"].as_str().unwrap()).collect();
    assert_eq!(plans, ["modified", "added"]);
}

#[test]
fn a_renamed_plan_is_the_same_plan() {
    let repo = with_plan();
    repo.git(&["mv", "rollouts/checkout.md", "rollouts/payments.md"]);
    repo.commit("Rename", "2026-03-10");
    let run = repo.run(&["check", "--base", "HEAD~1", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.out);
    let report = run.json();
    assert_eq!(report["plans"][0]["status"], "renamed");
    assert_eq!(report["plans"][0]["previous_path"], "rollouts/checkout.md");
}

#[test]
fn the_same_commits_always_say_the_same() {
    let repo = with_plan();
    let at = |zone: &str| {
        repo.run_with(
            &["check", "--base", "HEAD", "--head", "HEAD", "--format", "json", "rollouts/checkout.md"],
            &[("TZ", zone)],
        )
        .out
    };
    assert_eq!(at("Pacific/Kiritimati"), at("Pacific/Pago_Pago"));
}

#[test]
fn the_config_of_the_base_judges() {
    let repo = with_plan();
    repo.write(".rolloutlint.yml", "rules: { stage-change-without-log-entry: off }\n");
    let text = repo.read("rollouts/checkout.md");
    repo.write("rollouts/checkout.md", moved_on(&text));
    repo.commit("Turn the rule off and move on", "2026-03-10");
    // The base has no config, so the head's judges, but it cannot turn off what keeps the record
    // honest.
    assert_says(&repo.run(&["check", "--base", "HEAD~1"]), 1, "stage-change-without-log-entry");
    assert_says(&repo.run(&["check", "--base", "HEAD~1", "--config", ".rolloutlint.yml"]), 1, "not recorded");
    repo.write(".rolloutlint.yml", "rules: { stage-change-without-log-entry: error }\n");
    repo.commit("Turn it on", "2026-03-11");
    repo.write(".rolloutlint.yml", "rules: { stage-change-without-log-entry: off }\n");
    repo.write(
        "rollouts/checkout.md",
        repo.read("rollouts/checkout.md")
            .replace("- [ ] Watch guardrail dashboards", "- [x] Watch guardrail dashboards"),
    );
    repo.commit("Turn it off again", "2026-03-12");
    assert_says(&repo.run(&["check", "--base", "HEAD~1"]), 1, "stage-change-without-log-entry");
}

#[test]
fn faults_of_the_configuration_name_the_line() {
    let repo = with_plan();
    repo.write(".rolloutlint.yml", "plans: [\"rollouts/**/*.md\"]\nrulez: {}\n");
    assert_says(&repo.run(&["check"]), 2, ".rolloutlint.yml:2: there is no key `rulez`");
    assert_says(&repo.run(&["check"]), 2, "did you mean `rules`?");
    assert_says(&repo.run(&["check", "--config", "no.yml"]), 2, "no.yml is not there");
}

#[test]
fn bad_revisions_say_the_way_out() {
    let repo = with_plan();
    assert_says(&repo.run(&["check", "--base", "origin/main"]), 2, "origin/main");
    assert_says(&repo.run(&["check", "--base", "HEAD~7"]), 2, "HEAD~7");
    assert_says(&Repo::new().run(&["check", "--base", "HEAD"]), 2, "no commit");
    assert_says(&Repo::without_git().run(&["check", "--base", "HEAD"]), 2, "repository");
    let clone = Repo::without_git();
    let url = format!("file://{}", repo.path().display());
    repo.commit("More", "2026-03-10");
    clone.git(&["clone", "-q", "--depth=1", &url, "shop"]);
    assert_says(&clone.run(&["-C", "shop", "check", "--base", "HEAD~1"]), 2, "shallow");
}

#[test]
fn bad_files_give_a_finding_or_a_clear_error() {
    let repo = with_plan();
    let checked = |name: &str, bytes: &[u8]| {
        repo.write(name, bytes);
        repo.run(&["check", name, "--format", "short"])
    };
    assert_says(&checked("latin.md", b"## Rollout: Caf\xe9\n"), 1, "error[file-encoding]");
    assert_says(&checked("utf16.md", b"\xff\xfe#\0"), 1, "error[file-encoding]");
    assert_says(&checked("long.md", "x".repeat(2_000_000).as_bytes()), 1, "error[file-too-large]");
    assert_eq!(checked("quotes.md", "> ".repeat(100_000).as_bytes()).code, 0);
    assert_eq!(checked("lists.md", "- ".repeat(100_000).as_bytes()).code, 0);
    assert_eq!(checked("empty.md", b"").code, 0);
    assert_eq!(checked("bom.md", "\u{feff}".as_bytes()).code, 0);
    assert_says(&repo.run(&["check", "missing.md"]), 2, "missing.md is not there");
    assert_says(&repo.run(&["check", "missing.md", "--base", "HEAD"]), 2, "missing.md is in neither version");
    let huge = "## Rollout: x\n## Stage 0: A\n## Stage 1: B\n## Stage 4000000000: Z\n\n| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n| 2026-01-01 | 0→4000000000 | Skip | why not so | Ann |\n";
    assert_says(&checked("huge.md", huge.as_bytes()), 1, "log-stage-unknown");
    assert_says(&repo.run(&["check", "--format", "pdf"]), 2, "pdf");
    assert_says(&repo.run(&["check", "--format", "json=no/such/folder.json"]), 2, "cannot be written");
}

#[test]
fn a_plan_replaced_by_a_link_is_gone() {
    let repo = with_plan();
    std::fs::remove_file(repo.path().join("rollouts/checkout.md")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", repo.path().join("rollouts/checkout.md")).unwrap();
    assert_says(&repo.run(&["check", "--base", "HEAD", "--today", "2026-03-10"]), 1, "plan-removed");
}

#[test]
fn in_a_workflow_there_are_annotations_and_a_summary() {
    let repo = with_plan();
    let text = repo.read("rollouts/checkout.md");
    repo.write("rollouts/checkout.md", text.replace("**Owner:** Priya Nair", "**Owner:** [PM Name]"));
    let summary = repo.path().join("summary.md");
    std::fs::write(&summary, "from another step\n").unwrap();
    let path = summary.display().to_string();
    let run = repo.run_with(&["check"], &[("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", &path)]);
    assert_says(&run, 1, "::error file=rollouts/checkout.md,line=10");
    let written = std::fs::read_to_string(&summary).unwrap();
    assert!(written.starts_with("from another step\n") && written.contains("placeholder"), "{written}");
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let repo = with_plan();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_rolloutlint"))
        .args(["rules"])
        .current_dir(repo.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}

#[test]
fn rules_are_listed_and_explained() {
    let repo = Repo::without_git();
    assert_says(&repo.run(&["rules"]), 0, "stage-change-without-log-entry");
    assert_says(&repo.run(&["explain", "log-order"]), 0, "# log-order");
    assert_says(&repo.run(&["explain", "log-ordre"]), 2, "did you mean `log-order`?");
    let page = std::fs::read_to_string(root().join("docs/rules/log-order.md")).unwrap();
    assert_eq!(repo.run(&["explain", "log-order"]).out, page);
}

#[test]
fn the_demo_behaves_as_it_says() {
    let run = Repo::without_git().run(&["demo"]);
    assert_eq!(run.code, 0, "{}", run.err);
    support::compare_or_update(&root().join("tests/snapshots/demo.txt"), &without_commits(&run.out));
}

/// The commits of the example depend on nothing but its text; the snapshot is for people all the
/// same.
fn without_commits(text: &str) -> String {
    let is_id = |word: &str| {
        word.len() >= 7 && word.chars().all(|c| c.is_ascii_hexdigit()) && word.contains(|c: char| c.is_ascii_digit())
    };
    text.split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .map(|part| {
            let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if is_id(word) { part.replace(word, "<hash>") } else { part.to_owned() }
        })
        .collect()
}

#[test]
fn histories_that_merged_each_other_are_compared_with_one_ancestor_and_it_is_said() {
    let repo = with_plan();
    repo.git(&["checkout", "-q", "-b", "topic"]);
    repo.write("rollouts/checkout.md", compliant("stage-2"));
    repo.commit("Go to Stage 2", "2026-03-16");
    let topic = repo.git(&["rev-parse", "topic"]);
    repo.git(&["checkout", "-q", "main"]);
    repo.write("README.md", "main\n");
    repo.commit("Main goes on", "2026-03-17");
    let main = repo.git(&["rev-parse", "main"]);
    repo.git(&["merge", "-q", "--no-edit", &topic]);
    repo.git(&["checkout", "-q", "topic"]);
    repo.git(&["merge", "-q", "--no-edit", &main]);
    assert_eq!(repo.git(&["merge-base", "--all", "main", "topic"]).lines().count(), 2);
    let run = repo.run(&["check", "--base", "main", "--head", "topic"]);
    assert!(run.out.contains("have 2 common ancestors that are equally good"), "{}{}", run.out, run.err);
}

/// Runs the program in a shell whose reader closes at once.
fn unread(repo: &Repo, args: &str) -> i32 {
    let program = env!("CARGO_BIN_EXE_rolloutlint");
    let line = format!("'{program}' {args} | true; exit ${{PIPESTATUS[0]}}");
    let status = std::process::Command::new("bash")
        .args(["-c", &line])
        .current_dir(repo.path())
        .env_remove("GITHUB_ACTIONS")
        .status()
        .unwrap();
    status.code().unwrap()
}

#[test]
fn a_reader_that_closes_early_changes_no_verdict_and_loses_no_write() {
    let repo = Repo::new();
    // More than any pipe holds, so that nobody can have read all of it.
    for number in 0..300 {
        let text = moved_on(&compliant("stage-1"));
        repo.write(&format!("rollouts/plan-{number}.md"), text.replace("RO-014", &format!("RO-{number}")));
    }
    repo.commit("Plans with work ahead of their log", "2026-03-18");
    assert_eq!(repo.run(&["check"]).code, 1);
    assert_eq!(unread(&repo, "check"), 1);
    repo.write("rollouts/one.md", compliant("stage-1"));
    assert_eq!(
        unread(
            &repo,
            "decide rollouts/one.md --hold --by 'Priya Nair' --because 'Two reports are open' --date 2026-03-18"
        ),
        0
    );
    assert!(repo.read("rollouts/one.md").contains("Two reports are open"));
}

#[test]
fn words_of_an_error_do_not_make_it_harmless() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("A plan", "2026-03-10");
    let run = repo.run(&["check", "--base", "HEAD^{/Broken pipe}"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("Broken pipe"), "{}", run.err);
}

#[test]
fn the_environment_asks_for_colours_or_for_none() {
    let repo = with_plan();
    let has_color = |args: &[&str], variables: &[(&str, &str)]| {
        let run = repo.run_with(args, variables);
        format!("{}{}", run.out, run.err).contains('\u{1b}')
    };
    for args in [&["check"][..], &["check", "--no-such-option"]] {
        assert!(!has_color(args, &[]), "{args:?}: a pipe has no colours");
        assert!(has_color(args, &[("FORCE_COLOR", "1")]), "{args:?}");
        assert!(!has_color(args, &[("FORCE_COLOR", "0")]), "{args:?}");
        assert!(!has_color(args, &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]), "{args:?}: who asks for none gets none");
    }
    assert!(has_color(&["check", "--color", "always"], &[("NO_COLOR", "1")]), "the option goes before the variable");
    assert!(!has_color(&["check", "--color", "never"], &[("FORCE_COLOR", "1")]));
}

#[test]
fn findings_are_counted_by_their_rules() {
    let repo = with_plan();
    let text = repo.read("rollouts/checkout.md");
    let text = text.replace("**Owner:** Priya Nair", "**Owner:** [PM Name]").replace("9 weeks", "[X weeks]");
    repo.write("rollouts/checkout.md", text.replace("- [x] Core flow validated", "- [ ] Core flow validated"));
    let run = repo.run(&["check", "--statistics"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines[0].starts_with("2  error    placeholder       A bracket of the template"), "{}", run.out);
    assert!(lines[1].starts_with("1  error    stage-exit-unmet  "), "{}", run.out);
    assert_eq!(lines[2..], ["3 errors in 1 plan (14 requirements not due yet)"], "{}", run.out);
    let run = repo.run(&["check", "--statistics", "--format", "json", "--format", "short=out.txt"]);
    let json = run.json();
    assert_eq!(json["rules"][0]["rule"], "placeholder");
    assert_eq!((&json["rules"][0]["count"], json["rules"].as_array().unwrap().len()), (&2.into(), 2));
    assert_eq!(repo.read("out.txt").lines().count(), 3, "a file has the findings all the same");
    assert_says(&repo.run(&["check", "--statistics", "--format", "sarif"]), 2, "the formats are human, full, json");
}

#[test]
fn rules_and_their_pages_are_there_for_programs() {
    let repo = Repo::without_git();
    let json = |args: &[&str]| {
        let run = repo.run(args);
        assert_eq!(run.code, 0, "{}", run.err);
        serde_json::from_str::<serde_json::Value>(&run.out).unwrap()["rules"].as_array().unwrap().clone()
    };
    let list = json(&["rules", "--format", "json"]);
    let human = repo.run(&["rules"]).out;
    assert_eq!(human.lines().filter(|line| line.starts_with("  ")).count(), list.len());
    assert!(human.contains("Fix: ✓ safe to apply, ~ a suggestion, – none."), "{human}");
    assert!(list.iter().all(|rule| rule["page"].is_null() && rule["summary"].as_str().unwrap().len() > 5));
    let of = |id: &str| list.iter().find(|rule| rule["id"] == id).unwrap();
    assert_eq!((&of("date-format")["fix"], &of("placeholder")["fix"]), (&"safe".into(), &serde_json::Value::Null));
    assert_eq!(of("criterion-without-evidence")["level"], "off");
    let [page] = &json(&["explain", "placeholder", "--format", "json"])[..] else { panic!("one page") };
    assert_eq!(page["page"], repo.run(&["explain", "placeholder"]).out);
    let all = repo.run(&["explain", "--all"]).out;
    assert_eq!(all.matches("\n## Configuration\n").count(), list.len());
    assert_eq!(json(&["explain", "--all", "--format", "json"]).len(), list.len());
    assert_says(&repo.run(&["explain", "--all", "placeholder"]), 2, "cannot be used with");
}

#[test]
fn a_tick_needs_evidence_where_the_team_asks_for_it() {
    let repo = with_plan();
    let tick = |text: &str| {
        let plan = compliant("stage-1").replace("- [ ] Critical bugs fixed", text);
        repo.write("rollouts/checkout.md", plan);
        repo.run(&["check", "--base", "HEAD", "--today", "2026-03-10", "--format", "short"])
    };
    assert_says(&tick("- [x] Critical bugs fixed"), 0, "");
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.write(".rolloutlint.yml", "criteria: { evidence: link }\n");
    repo.commit("Ask for evidence", "2026-03-10");
    let bare = tick("- [x] Critical bugs fixed");
    assert_says(&bare, 1, "error[criterion-without-evidence] nothing shows that an exit criterion of Stage 1 is met");
    assert_eq!(bare.out.matches("nothing shows").count(), 1, "stages that were left are not asked: {}", bare.out);
    for honest in [
        "- [x] Critical bugs fixed (#4812)",
        "- [ ] Critical bugs fixed",
        "- [x] ~~Critical bugs fixed~~ — none came up",
    ] {
        assert_says(&tick(honest), 0, "");
    }
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.write(".rolloutlint.yml", "criteria: { evidence: link }\nrules: { criterion-without-evidence: warning }\n");
    repo.commit("Ask gently", "2026-03-10");
    assert_says(&tick("- [x] Critical bugs fixed"), 0, "warning[criterion-without-evidence]");
}

#[test]
fn a_text_on_standard_input_is_judged_as_the_file_that_it_stands_for() {
    let repo = with_plan();
    let check = |path: &str, text: &str, more: &[&str]| {
        let args = [&["check", "-", "--stdin-filename", path, "--format", "short"], more].concat();
        let mut child =
            repo.command(&args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        Run::of(child.wait_with_output().unwrap())
    };
    let (path, base) = ("rollouts/checkout.md", ["--base", "HEAD"]);
    let before = compliant("stage-1");
    let moved = moved_on(&before);
    assert_says(&check(path, &before, &base), 0, "");
    assert_says(&check(path, &moved, &base), 1, "rollouts/checkout.md:130:3: error[stage-change-without-log-entry]");
    assert_says(&check(path, &moved, &[]), 1, "error[stage-without-decision]");
    // A file that is not there yet is one of the plans, too.
    assert_says(&check("rollouts/new.md", &before, &base), 1, "error[rollout-id-duplicate]");
    assert_eq!(repo.read(path), before, "nothing is written");
    repo.write(path, &moved);
    assert_says(&check(path, &before, &base), 0, "");
}
