//! The change that brings the first configuration is the one that could loosen every gate at once:
//! nothing that keeps the record honest may get laxer by it.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Repo, compliant};

/// What a change says that brings `config` at `path` and moves the plan at `plan` to Stage 2, with
/// `row` for the prepared one.
fn introduce(plan: &str, path: &str, config: &str, row: &str) -> (i32, String) {
    let repo = Repo::new();
    repo.write(plan, compliant("stage-1"));
    repo.commit("Plan the checkout", "2026-03-09");
    repo.write(path, config);
    let recorded = "| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Priya Nair |";
    repo.write(plan, compliant("stage-2").replace(recorded, row));
    repo.commit("Introduce rolloutlint", "2026-03-30");
    let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
    (run.code, format!("{}{}", run.out, run.err))
}

const PREPARED: &str = "| [Date] | 1→2 | Proceed | [Why] | [Name] |";
const HOLD: &str = "| 2026-03-16 | 1→2 | Hold | Two customers could not pay | Priya Nair |";

fn assert_refused(plan: &str, path: &str, config: &str, row: &str) {
    let (code, said) = introduce(plan, path, config, row);
    assert_eq!(code, 1, "{config}: {said}");
    assert!(said.contains("error[stage-change-without-log-entry]"), "{config}: {said}");
}

#[test]
fn no_first_configuration_hides_a_move() {
    for path in [".rolloutlint.yml", ".github/.rolloutlint.yml", ".github/rolloutlint.yml"] {
        assert_refused("rollouts/checkout.md", path, "rules: {stage-change-without-log-entry: off}\n", PREPARED);
    }
    for config in [
        "rules: {stage-change-without-log-entry: info}\n",
        "rules: {stage-change-without-log-entry: warning}\n",
        "plans: [\"nothing/*.md\"]\n",
        "plans: []\n",
        "fail-on: error\nplans: [\"docs/**\"]\nrules: {stage-change-without-log-entry: off, log-missing: off}\n",
        "skipped: [2, 3]\n",
        "initial-stage: 3\n",
        "stages: { heading: \"Fase {n}: {name}\" }\n",
        "stages: { names: [Canary, Everyone] }\n",
        "aliases: { Audience: [Activities] }\n",
        "aliases: { Audience: [\"activities\", Beta activities] }\n",
        "aliases: { Colour: [Decision Log, Exit Criteria, Activities] }\n",
    ] {
        assert_refused("rollouts/checkout.md", ".rolloutlint.yml", config, PREPARED);
    }
}

#[test]
fn no_first_configuration_makes_a_step_of_a_hold() {
    for word in ["hold", "Hold", "\"hold \"", "HOLD"] {
        let config = format!("decisions: {{proceed: [{word}]}}\n");
        assert_refused("rollouts/checkout.md", ".rolloutlint.yml", &config, HOLD);
    }
}

#[test]
fn no_first_configuration_opens_a_way_around_a_stage() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-0"));
    repo.commit("Plan the checkout", "2026-02-20");
    repo.write(".rolloutlint.yml", "skipped: [1]\n");
    let first = "| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |\n";
    repo.write("rollouts/checkout.md", compliant("stage-2").replace(first, "").replace("| 1→2 |", "| 0→2 |"));
    repo.commit("Leave Alpha out", "2026-03-30");
    let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("error[log-stage-skip]"), "{}", run.out);
}

#[test]
fn no_first_configuration_hides_a_plan_by_the_case_of_its_name() {
    for plan in ["Rollouts/checkout.md", "docs/Checkout-Rollout.md", "ROLLOUTS/Checkout.MD"] {
        assert_refused(plan, ".github/rolloutlint.yml", "plans: [\"nothing/*.md\"]\n", PREPARED);
    }
}

#[test]
fn a_first_configuration_may_tighten_and_may_come_with_an_honest_step() {
    let honest = "| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Priya Nair |";
    for config in [
        "plans: [\"rollouts/*.md\"]\n",
        "decisions: {proceed: [weiter]}\n",
        "rules: {log-rationale-weak: error, log-stage-format: warning}\n",
    ] {
        let (code, said) = introduce("rollouts/checkout.md", ".rolloutlint.yml", config, honest);
        assert_eq!(code, 0, "{config}: {said}");
    }
}

#[test]
fn a_plan_that_was_emptied_is_gone() {
    for text in ["", "\n", "\u{feff}\n \n"] {
        let repo = Repo::new();
        repo.write("rollouts/checkout.md", compliant("stage-1"));
        repo.commit("Plan the checkout", "2026-03-09");
        repo.write("rollouts/checkout.md", text);
        repo.commit("Empty the plan", "2026-03-10");
        let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
        assert_eq!(run.code, 1, "{}", run.out);
        let errors: Vec<&str> = run.out.lines().filter(|line| line.contains("error[")).collect();
        assert!(matches!(errors[..], [only] if only.contains("plan-removed")), "{}", run.out);
    }
}
