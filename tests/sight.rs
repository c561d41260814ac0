//! What a comparison does not look at is said: entries and globs that find nothing or lead into
//! another repository, plans that come into sight, and configurations that nobody reads.
#![allow(clippy::unwrap_used)]

mod support;

use support::{PLAN, Repo, Run, compliant};

const CONFIG: &str = ".rolloutlint.yml";
const FLAGS: &str = "features:\n  checkout_one_page: 5\n";

fn entry(file: &str) -> String {
    format!("exposure:\n  - file: \"{file}\"\n    at: features.{{flag}}\n    scale: 100\n")
}

/// A team with a plan in Stage 1, and a flag file that no configuration names yet.
fn team(config: Option<&str>) -> Repo {
    let repo = Repo::new();
    if let Some(config) = config {
        repo.write(CONFIG, config);
    }
    repo.write(PLAN, compliant("stage-1").replace("3-5 customers", "1-5% of users"));
    repo.write("config/prod.yaml", FLAGS);
    repo.commit("Plan", "2026-03-09");
    repo
}

/// What a comparison with the commit before says of what is out of sight and of what nobody can
/// read, a line each.
fn said(repo: &Repo, asked: &[&str]) -> Vec<String> {
    let run = repo.run(&[&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short"], asked].concat());
    assert!(run.code < 2, "{}{}", run.out, run.err);
    let is_meant = |line: &&str| ["plan-out-of-sight", "exposure-unreadable"].iter().any(|rule| line.contains(rule));
    run.out.lines().filter(is_meant).map(|line| line.split_once(": ").unwrap().1.to_owned()).collect()
}

fn brought(before: Option<&str>, after: &str) -> Vec<String> {
    let repo = team(before);
    repo.write(CONFIG, after);
    repo.commit("Configure", "2026-03-10");
    said(&repo, &[])
}

#[test]
fn an_entry_that_finds_nothing_is_told_in_the_change_that_brings_it() {
    let missed = |file: &str| vec![format!("warning[plan-out-of-sight] no flag file matches `{file}`")];
    assert_eq!(brought(None, &entry("config/production-*.yaml")), missed("config/production-*.yaml"));
    assert_eq!(brought(Some("fail-on: error\n"), &entry("conf/**/*.yaml")), missed("conf/**/*.yaml"));
    let ladder = |file: &str| {
        format!("exposure:\n  - file: \"{file}\"\n    at: features.{{flag}}\n    ladder: {{ 1: stage, 2: prod }}\n")
    };
    assert_eq!(brought(None, &ladder("conf/{environment}.yaml")), missed("conf/{environment}.yaml"));
    let lost = brought(None, &entry("config/prod.yaml").replace("features.", "feature."));
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert!(lost[0].starts_with("warning[exposure-unreadable] nobody can tell who sees checkout_one_page"), "{lost:?}");
    // One that finds something is silent, and so is one that waits for the first of its files.
    for config in [entry("config/*.yaml"), entry("config/prod.yaml"), ladder("config/{environment}.yaml")] {
        assert!(brought(None, &config).is_empty(), "{config}: {:?}", brought(None, &config));
    }
}

#[test]
fn an_entry_is_idle_only_where_no_plan_finds_anything_by_it() {
    let repo = team(None);
    repo.write("rollouts/search.md", compliant("stage-1").replace("RO-014", "RO-015").replace("_one_page", "_later"));
    repo.commit("Another plan", "2026-03-10");
    repo.write(CONFIG, entry("config/prod.yaml"));
    repo.commit("Configure", "2026-03-11");
    assert!(said(&repo, &[]).is_empty(), "{:?}", said(&repo, &[]));
    // A rollout that has not begun has no flag yet.
    let repo = team(None);
    repo.write(PLAN, compliant("planned").replace("[Flag name]", "`checkout_one_page`"));
    repo.write("config/prod.yaml", "features:\n  basket: 5\n");
    repo.commit("Plan anew", "2026-03-10");
    repo.write(CONFIG, entry("config/prod.yaml"));
    repo.commit("Configure", "2026-03-11");
    assert!(said(&repo, &[]).is_empty(), "{:?}", said(&repo, &[]));
}

#[test]
fn plans_that_come_into_sight_are_counted() {
    let info =
        "info[plan-out-of-sight] 1 plan comes into sight by this change of `plans`, which judges nothing in there yet";
    let (wrong, right) = ("plans: [\"rollout/*.md\"]\n", "plans: [\"rollouts/*.md\"]\n");
    assert_eq!(brought(Some(wrong), right), [info]);
    // Who begins with rolloutlint knows that nothing was judged, and the same globs bring nothing.
    assert!(brought(None, right).is_empty());
    assert!(brought(Some(right), &format!("{right}fail-on: error\n")).is_empty());
    // A plan that moves to where the new globs look is judged.
    let repo = team(Some(right));
    std::fs::create_dir(repo.path().join("launches")).unwrap();
    repo.git(&["mv", PLAN, "launches/checkout.md"]);
    repo.write("launches/README.md", "# Launches\n");
    repo.write(CONFIG, "plans: [\"launches/*.md\"]\n");
    repo.commit("Move", "2026-03-10");
    assert!(said(&repo, &[]).is_empty(), "{:?}", said(&repo, &[]));
}

#[test]
fn what_lies_in_a_submodule_is_told_when_it_points_elsewhere() {
    let other = Repo::new();
    other.write("prod.yaml", FLAGS);
    other.commit("Flags", "2026-03-01");
    let repo = Repo::in_stage_1();
    let source = other.path().to_str().unwrap();
    repo.git(&["submodule", "--quiet", "add", source, "flags"]);
    repo.write(CONFIG, entry("flags/prod.yaml"));
    repo.commit("Flags (#2)", "2026-03-09");
    let told = [
        "warning[plan-out-of-sight] `flags/prod.yaml` leads into the repository `flags`, and no comparison judges what is there",
    ];
    assert_eq!(said(&repo, &[])[..1], told);
    repo.write("README.md", "# Shop\n");
    repo.commit("Readme (#3)", "2026-03-10");
    assert!(said(&repo, &[]).is_empty());
    other.write("prod.yaml", FLAGS.replace('5', "50"));
    other.commit("Raise", "2026-03-11");
    repo.git(&["-C", "flags", "pull", "-q"]);
    repo.commit("Take the new flags (#4)", "2026-03-11");
    assert_eq!(said(&repo, &[]), told);
}

/// A plan of one team, whose configuration only the command line names.
fn of_one_team(config: &str) -> Repo {
    let repo = Repo::new();
    repo.write("pay/rollouts/checkout.md", compliant("stage-1"));
    repo.write("pay/rl.yml", config);
    repo.commit("Plan", "2026-03-09");
    repo
}

#[test]
fn a_named_configuration_is_held_against_the_files_as_any_other() {
    let edit = |repo: &Repo| {
        repo.write("pay/rollouts/checkout.md", compliant("stage-1") + "\nA note.\n");
        repo.commit("Note", "2026-03-10");
    };
    let repo = of_one_team("plans: [\"rollouts/*.md\"]\n");
    edit(&repo);
    let missed = ["warning[plan-out-of-sight] no file matches `rollouts/*.md` of `plans`"];
    assert_eq!(said(&repo, &["--config", "pay/rl.yml"]), missed);
    // The plans of another team are no concern of this one.
    let repo = of_one_team("plans: [\"pay/rollouts/*.md\"]\n");
    repo.write("search/rollouts/search.md", compliant("stage-1").replace("RO-014", "RO-015"));
    edit(&repo);
    assert!(said(&repo, &["--config", "pay/rl.yml"]).is_empty());
}

#[test]
fn a_named_configuration_with_another_name_is_no_first_one() {
    let repo = of_one_team("plans: [\"pay/rollouts/*.md\"]\n");
    repo.git(&["mv", "pay/rl.yml", "pay/rollouts.yml"]);
    repo.write("pay/rollouts.yml", "plans: [\"pay/launches/*.md\"]\n");
    repo.edit(
        "pay/rollouts/checkout.md",
        &[("- [ ] Monitor leading metrics daily", "- [x] Monitor leading metrics daily")],
    );
    repo.commit("Rename", "2026-03-10");
    let run: Run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--config", "pay/rollouts.yml"]);
    assert_eq!(run.code, 1, "{}", run.out);
    for rule in ["error[stage-change-without-log-entry]", "warning[policy-changed]"] {
        assert!(run.out.contains(rule), "{}", run.out);
    }
}

#[test]
fn a_configuration_in_the_folder_of_the_command_is_told() {
    let repo = of_one_team("plans: [\"pay/rollouts/*.md\"]\n");
    let note = "pay/.rolloutlint.yml is not read";
    repo.write("pay/.rolloutlint.yml", "plans: [\"pay/rollouts/*.md\"]\n");
    repo.commit("Configure", "2026-03-10");
    let here = repo.run(&["-C", "pay", "check", "--base", "HEAD~1", "--head", "HEAD"]);
    assert!(here.out.contains(note) || here.err.contains(note), "{}{}", here.out, here.err);
    let named = repo.run(&["-C", "pay", "check", "--config", ".rolloutlint.yml"]);
    assert!(!named.out.contains(note) && !named.err.contains(note), "{}{}", named.out, named.err);
}
