//! A configuration that extends a file of the same repository: the file is read with it, from the
//! same version, and whoever edits it edits the rules of the game.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Repo, Run, assert_says, compliant, moved_on};

const CONFIG: &str = ".rolloutlint.yml";
const TEAM: &str = "platform/rollouts.yml";
const EXTENDS: &str = "extends: platform/rollouts.yml\n";

/// A repository with a plan in Stage 1, and these files.
fn with(files: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    for (path, text) in files {
        repo.write(path, text);
    }
    repo.commit("Plan the checkout", "2026-03-09");
    repo
}

/// Ticks work of Stage 2, without a row.
fn move_on(repo: &Repo) {
    let ticked = moved_on(&compliant("stage-1"));
    repo.write("rollouts/checkout.md", ticked);
}

fn check(repo: &Repo, more: &[&str]) -> Run {
    repo.run(&[&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short"], more].concat())
}

#[test]
fn both_files_count_and_the_own_one_goes_first() {
    let weak = compliant("stage-2").replace("3 of 3 customers completed orders alone", "ok");
    let repo = with(&[(CONFIG, EXTENDS), (TEAM, "rules: { log-rationale-weak: error }\n")]);
    repo.write("rollouts/checkout.md", &weak);
    repo.commit("Go to Stage 2", "2026-03-16");
    assert_says(&check(&repo, &[]), 1, "error[log-rationale-weak]");
    assert_says(&repo.run(&["check"]), 1, "error[log-rationale-weak]");
    let own = format!("{EXTENDS}rules: {{ log-rationale-weak: warning }}\n");
    let repo = with(&[(CONFIG, &own), (TEAM, "rules: { log-rationale-weak: error }\n")]);
    repo.write("rollouts/checkout.md", weak);
    repo.commit("Go to Stage 2", "2026-03-16");
    assert_says(&check(&repo, &[]), 0, "warning[log-rationale-weak]");
}

#[test]
fn the_extended_file_of_the_base_judges() {
    let lax = "rules: { stage-change-without-log-entry: off, stage-entry-unmet: off }\n";
    let repo = with(&[(CONFIG, EXTENDS), (TEAM, "fail-on: error\n")]);
    repo.write(TEAM, lax);
    move_on(&repo);
    repo.commit("Turn the rule off and move on", "2026-03-10");
    let run = check(&repo, &[]);
    assert_says(&run, 1, "error[stage-change-without-log-entry]");
    assert_says(
        &run,
        1,
        "platform/rollouts.yml:1:1: warning[policy-changed] this change makes the configuration laxer",
    );
    // Nor does a file that was not extended, or a swap of the file for another one.
    for (before, after) in [(CONFIG, EXTENDS), (CONFIG, "extends: lax.yml\n")] {
        let repo = with(&[(before, "fail-on: error\n"), (TEAM, lax), ("lax.yml", lax)]);
        repo.write(CONFIG, after);
        move_on(&repo);
        repo.commit("Take other rules and move on", "2026-03-10");
        let run = check(&repo, &[]);
        assert_says(&run, 1, "error[stage-change-without-log-entry]");
        assert_says(&run, 1, ".rolloutlint.yml:1:1: warning[policy-changed]");
    }
}

#[test]
fn a_first_configuration_hides_nothing_behind_another_file() {
    let repo = with(&[]);
    repo.write(CONFIG, EXTENDS);
    repo.write(TEAM, "plans: [\"nothing/*.md\"]\nskipped: [2]\nrules: { stage-change-without-log-entry: off }\n");
    move_on(&repo);
    repo.commit("Introduce rolloutlint", "2026-03-10");
    assert_says(&check(&repo, &[]), 1, "error[stage-change-without-log-entry]");
}

#[test]
fn an_honest_edit_of_the_extended_file_is_silent() {
    for (before, after) in [
        ("fail-on: error\n", "# the same everywhere\nfail-on: error\n"),
        ("fail-on: error\n", "fail-on: error\nrules: { log-rationale-weak: error }\n"),
        ("rules: { log-order: warning }\n", "rules: { log-order: error }\n"),
    ] {
        let repo = with(&[(CONFIG, EXTENDS), (TEAM, before)]);
        repo.write(TEAM, after);
        repo.commit("Keep the rules up to date", "2026-03-10");
        let run = check(&repo, &[]);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""), "{after}");
    }
    // What the own file says is not changed by the other one.
    let own = format!("{EXTENDS}fail-on: error\n");
    let repo = with(&[(CONFIG, &own), (TEAM, "fail-on: info\n")]);
    repo.write(TEAM, "fail-on: warning\n");
    repo.commit("Lower what does not count here", "2026-03-10");
    assert_eq!(check(&repo, &[]).out, "");
    // The same keys in a file of their own ask for the same.
    let repo = with(&[(CONFIG, "rules: { log-rationale-weak: error }\n")]);
    repo.write(CONFIG, EXTENDS);
    repo.write(TEAM, "rules: { log-rationale-weak: error }\n");
    repo.commit("Share the rules", "2026-03-10");
    assert_eq!(check(&repo, &[]).out, "");
}

#[test]
fn what_an_edit_of_it_loosens_is_told_where_it_stands() {
    let says = |before: &str, after: Option<&str>, words: &str| {
        let repo = with(&[(CONFIG, EXTENDS), (TEAM, before)]);
        match after {
            Some(after) => repo.write(TEAM, after),
            None => std::fs::remove_file(repo.path().join(TEAM)).unwrap(),
        }
        repo.commit("Change the rules", "2026-03-10");
        let run = check(&repo, &[]);
        assert!(run.out.contains(words), "{}{}", run.out, run.err);
        run.code
    };
    let lowered = "platform/rollouts.yml:2:1: warning[policy-changed] this change makes the configuration laxer: the rule `log-order` is off (was error)";
    assert_eq!(says("{}\n", Some("rules:\n  log-order: off\n"), lowered), 0);
    assert_eq!(says("fail-on: info\n", Some("fail-on: error\n"), "`fail-on` is error (was info)"), 1);
    // Nothing could judge the next change.
    let gone = ".rolloutlint.yml:1:10: error[policy-changed] the configuration cannot be read after this change: there is no file platform/rollouts.yml";
    assert_eq!(says("{}\n", None, gone), 1);
    let broken = "platform/rollouts.yml:1:1: error[policy-changed] the configuration cannot be read after this change: there is no key `rulez`";
    assert_eq!(says("{}\n", Some("rulez: {}\n"), broken), 1);
    let circle = "platform/rollouts.yml:1:10: error[policy-changed] the configuration cannot be read after this change: .rolloutlint.yml is extended in a circle";
    assert_eq!(says("{}\n", Some("extends: ../.rolloutlint.yml\n"), circle), 1);
}

#[test]
fn a_chain_is_followed_from_each_file_and_told() {
    let repo = with(&[
        (".github/rolloutlint.yml", "extends: shared/team.yml\n"),
        (".github/shared/team.yml", "extends: ../../company.yml\nfail-on: warning\n"),
        ("company.yml", "rules: { log-rationale-weak: error }\nfail-on: info\n"),
    ]);
    let listed = repo.run(&["check", "--show-plans"]);
    let all = ".github/rolloutlint.yml, which extends .github/shared/team.yml, which extends company.yml";
    assert_says(&listed, 0, all);
    assert_says(&repo.run(&["check", "--base", "HEAD", "--show-plans"]), 0, &format!("{all} of the base"));
    repo.write("company.yml", "rules: { log-rationale-weak: warning }\nfail-on: info\n");
    repo.commit("Change the rules of the company", "2026-03-10");
    assert_says(&check(&repo, &[]), 1, "company.yml:1:1: warning[policy-changed]");
}

#[test]
fn faults_name_the_file_and_the_line() {
    let fails = |files: &[(&str, &str)], words: &str| assert_says(&with(files).run(&["check"]), 2, words);
    fails(&[(CONFIG, "fail-on: error\nextends: none.yml\n")], ".rolloutlint.yml:2: there is no file none.yml");
    fails(&[(CONFIG, "extends: .rolloutlint.yml\n")], ".rolloutlint.yml:1: .rolloutlint.yml is extended in a circle");
    let circle = [(CONFIG, "extends: a.yml\n"), ("a.yml", "\nextends: b.yml\n"), ("b.yml", "extends: ./a.yml\n")];
    fails(&circle, "b.yml:1: a.yml is extended in a circle");
    for path in ["../other.yml", "platform/../../other.yml", ".git/config"] {
        let text = format!("extends: {path}\n");
        fails(&[(CONFIG, &text)], &format!(".rolloutlint.yml:1: `{path}` leads out of the repository"));
    }
    fails(&[(CONFIG, "extends: /etc/rolloutlint.yml\n")], "is no path from this file");
    fails(&[(CONFIG, "extends: https://example.com/a.yml\n")], "is no path from this file");
    fails(&[(CONFIG, "extends: platform\n"), (TEAM, "{}\n")], ".rolloutlint.yml:1: platform is no file");
    fails(&[(CONFIG, EXTENDS), (TEAM, "\nrulez: {}\n")], "platform/rollouts.yml:2: there is no key `rulez`");
    fails(&[(CONFIG, "extend: a.yml\n")], "did you mean `extends`?");
    // A base that nobody can read stops the gate; a change that mends it may pass.
    let repo = with(&[(CONFIG, EXTENDS)]);
    repo.write("README.md", "# Shop\n");
    repo.commit("Describe the shop", "2026-03-10");
    let run = check(&repo, &[]);
    assert_says(&run, 2, "there is no file platform/rollouts.yml");
    assert!(run.err.contains(":.rolloutlint.yml:1: "), "the commit is named: {}", run.err);
    repo.write(TEAM, "{}\n");
    repo.commit("Add the rules", "2026-03-11");
    let run = repo.run(&["check", "--base", "HEAD~1"]);
    assert_says(&run, 0, "the configuration after the change judges it");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_repository_is_not_followed() {
    let repo = with(&[(CONFIG, EXTENDS)]);
    std::fs::create_dir(repo.path().join("platform")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", repo.path().join(TEAM)).unwrap();
    assert_says(&repo.run(&["check"]), 2, "platform/rollouts.yml leads out of the repository");
    std::fs::remove_file(repo.path().join(TEAM)).unwrap();
    std::os::unix::fs::symlink("../real.yml", repo.path().join(TEAM)).unwrap();
    repo.write("real.yml", "rulez: {}\n");
    assert_says(&repo.run(&["check"]), 2, "real.yml:1: there is no key `rulez`");
}

#[test]
fn a_named_configuration_of_the_base_judges_and_no_other_file_has_a_base() {
    let lax = "rules: { stage-change-without-log-entry: off, stage-entry-unmet: off }\n";
    let repo = with(&[("ci/own.yml", "fail-on: error\n")]);
    move_on(&repo);
    repo.write("ci/own.yml", lax);
    let on_disk = ["check", "--base", "HEAD", "--config", "ci/own.yml", "--format", "short"];
    let run = repo.run(&on_disk);
    assert_says(&run, 1, "error[stage-change-without-log-entry]");
    assert_says(&run, 1, "ci/own.yml:1:1: warning[policy-changed]");
    let shown = repo.run(&["check", "--base", "HEAD", "--config", "ci/own.yml", "--show-plans"]);
    assert_says(&shown, 0, "ci/own.yml of the base");
    // What nobody committed is no part of the change.
    repo.write("ci/local.yml", lax);
    assert_says(&repo.run(&["check", "--base", "HEAD", "--config", "ci/local.yml"]), 0, "not recorded");
    // What the change brings cannot turn off what keeps the record honest.
    repo.commit("Bring a configuration and move on", "2026-03-10");
    assert_says(&check(&repo, &["--config", "ci/local.yml"]), 1, "error[stage-change-without-log-entry]");
}

#[test]
fn a_configuration_that_the_command_line_names_extends_as_well() {
    let repo = with(&[("ci/own.yml", "extends: team.yml\n"), ("ci/team.yml", "fail-on: error\n")]);
    let arguments = ["--config", "ci/own.yml"];
    repo.write("ci/team.yml", "rules: { stage-change-without-log-entry: off, stage-entry-unmet: off }\n");
    move_on(&repo);
    repo.commit("Turn the rule off and move on", "2026-03-10");
    let run = check(&repo, &arguments);
    assert_says(&run, 1, "error[stage-change-without-log-entry]");
    assert_says(&run, 1, "ci/team.yml:1:1: warning[policy-changed]");
    let outside = tempfile::TempDir::new().unwrap();
    let own = outside.path().join("own.yml");
    std::fs::write(&own, "extends: team.yml\n").unwrap();
    let run = check(&repo, &["--config", &own.display().to_string()]);
    assert_says(&run, 2, "own.yml:1: `team.yml` cannot be read from here");
}

#[cfg(feature = "github")]
#[test]
fn a_gate_takes_what_a_named_configuration_extends_from_the_base() {
    let repo = with(&[("ci/own.yml", "extends: team.yml\n"), ("ci/team.yml", "fail-on: error\n")]);
    let before = repo.git(&["rev-parse", "HEAD"]);
    repo.write("ci/team.yml", "rules: { stage-change-without-log-entry: off, stage-entry-unmet: off }\n");
    move_on(&repo);
    repo.commit("Turn the rule off and move on", "2026-03-10");
    let after = repo.git(&["rev-parse", "HEAD"]);
    let event = format!(
        r#"{{"before": "{before}", "after": "{after}", "repository": {{"full_name": "acme/shop", "default_branch": "main"}}}}"#
    );
    repo.write(".git/event.json", event);
    let path = repo.path().join(".git/event.json").to_string_lossy().into_owned();
    let variables = [("GITHUB_EVENT_NAME", "push"), ("GITHUB_EVENT_PATH", path.as_str())];
    let run = repo.run_with(&["review", "--dry-run", "--config", "ci/own.yml", "--format", "short"], &variables);
    assert_says(&run, 1, "error[stage-change-without-log-entry]");
    assert_says(&run, 1, "ci/team.yml:1:1: warning[policy-changed]");
}

#[test]
fn an_audit_names_who_loosened_the_extended_file() {
    let repo = with(&[(CONFIG, EXTENDS), (TEAM, "fail-on: error\n")]);
    repo.write(TEAM, "rules: { log-order: off }\n");
    repo.commit_by("Be kind", "Mallory", "2026-03-10T12:00:00+00:00");
    repo.write(TEAM, "fail-on: error\n");
    repo.commit("Be strict again", "2026-03-11");
    let run = repo.run(&["audit", "--today", "2026-03-12", "--format", "json"]);
    let report = run.json();
    let said = report.to_string();
    assert!(said.contains("audit-policy-loosened") && said.contains("the rule `log-order` is off"), "{said}");
    let periods = report["coverage"]["configurations"].as_array().unwrap();
    let path = ".rolloutlint.yml with platform/rollouts.yml";
    assert_eq!(periods.len(), 3, "{periods:?}");
    assert!(periods.iter().all(|period| period["path"] == path), "{periods:?}");
    assert_ne!(periods[0]["id"], periods[1]["id"]);
}
