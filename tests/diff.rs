//! `rolloutlint diff`: a change in the plans' own words.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Repo, compare_or_update, compliant, root};

fn changed() -> Repo {
    let repo = Repo::new();
    let plan = compliant("stage-2");
    repo.write("rollouts/checkout.md", &plan);
    repo.write("rollouts/other.md", plan.replace("RO-014", "RO-015").replace("One-page checkout", "Search"));
    repo.write("rollouts/third.md", plan.replace("RO-014", "RO-016").replace("One-page checkout", "Mail"));
    repo.commit("Plans", "2026-03-30");
    let plan = plan
        .replace("**Owner:** Priya Nair", "**Owner:** Ann Lee\u{1b}[31m")
        .replace("- [ ] No guardrail breaches", "- [x] No guardrail breaches")
        .replace("- [x] Support team briefed", "- [ ] Support team briefed")
        .replace("| Error rate | Guardrail | 0.4% | 0.4% | > 1% |", "| Error rate | Guardrail | 0.4% | 0.4% | > 5% |")
        .replace("- [ ] Error rate exceeds 2%", "- [ ] Error rate exceeds 4%")
        .replace(
            "| [Date] | 2→GA |",
            "| 2026-04-01 | 2→1 | Rollback | Error rate at 6% | Tomas Lindqvist |\n| [Date] | 2→GA |",
        );
    repo.write("rollouts/checkout.md", plan);
    repo.write("rollouts/other.md", repo.read("rollouts/other.md").replace("- [ ]", "* [ ]"));
    repo.git(&["rm", "-q", "rollouts/third.md"]);
    repo.write("rollouts/fourth.md", compliant("planned").replace("RO-014", "RO-017"));
    repo.commit("Go back, give the plan to Ann, and drop the mail", "2026-04-01");
    repo
}

#[test]
fn a_change_is_told_in_the_plans_own_words() {
    let repo = changed();
    let mut told = String::new();
    for format in ["human", "markdown", "json"] {
        let run = repo.run(&["diff", "HEAD~1", "HEAD", "--format", format]);
        assert_eq!(run.code, 0, "{}", run.err);
        told.push_str(&format!("$ rolloutlint diff HEAD~1 HEAD --format {format}\n\n{}\n", run.out));
    }
    assert!(!told.contains('\u{1b}'), "no escape reaches a terminal");
    compare_or_update(&root().join("tests/snapshots/diff.txt"), &told);
}

#[test]
fn what_a_stage_a_criterion_and_a_value_say_less_is_told_as_it_stands() {
    for (was, is, told) in [
        ("## Stage 2: Beta (Limited Release)", "## Stage 2: Regional Release", "→ Stage 2: Regional Release\n["),
        (
            "- [ ] Support load acceptable",
            "- [x] ~~Support load acceptable~~ — one customer only",
            "excused: Support load acceptable → Support load acceptable — one customer only\n[",
        ),
        ("- [ ] No guardrail breaches", "- [x] No guardrail breaches", "    No guardrail breaches\n["),
        ("**Owner:** Priya Nair", "**Owner:** TBD", "  Owner: Priya Nair → TBD\n["),
        ("**Owner:** Priya Nair", "**Owner:**", "  Owner: Priya Nair → nothing\n["),
    ] {
        let repo = Repo::new();
        repo.write("rollouts/checkout.md", compliant("stage-2"));
        repo.commit("Plan", "2026-03-30");
        repo.edit("rollouts/checkout.md", &[(was, is)]);
        let run = repo.run(&["diff", "HEAD"]);
        assert!(format!("{}[", run.out).contains(told), "no `{told}` in {}", run.out);
    }
}

#[test]
fn nothing_is_told_of_a_change_of_format() {
    let repo = changed();
    assert_eq!(repo.run(&["diff", "HEAD"]).out, "no plan says anything else\n");
    let wrong = repo.run(&["diff", "HEAD", "--format", "github"]);
    assert_eq!((wrong.code, wrong.err.contains("human, json, markdown")), (2, true), "{}", wrong.err);
}

#[test]
fn what_cannot_be_read_is_not_told_as_gone() {
    let repo = changed();
    let plan = repo.read("rollouts/checkout.md").into_bytes();
    for (bytes, cause) in [([&plan[..], b"\xff"].concat(), "it is not UTF-8"), (vec![b'x'; 1_100_000], "1100000 bytes")]
    {
        std::fs::write(repo.path().join("rollouts/checkout.md"), bytes).unwrap();
        let run = repo.run(&["diff", "HEAD"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(run.err.contains("cannot be read after the change") && run.err.contains(cause), "{}", run.err);
        repo.commit("Break", "2026-04-02");
        repo.write("rollouts/checkout.md", String::from_utf8(plan.clone()).unwrap());
        assert!(repo.run(&["diff", "HEAD"]).err.contains("cannot be read before the change"));
        repo.commit("Mend", "2026-04-03");
    }
}

#[test]
fn what_is_reworded_is_one_edited_thing() {
    let repo = Repo::new();
    let plan = compliant("stage-1");
    repo.write("rollouts/checkout.md", &plan);
    repo.commit("Plan", "2026-03-09");
    let plan = plan
        .replace("- [ ] Critical bugs fixed", "- [x] Critical bugs fixed — BUG-12")
        .replace("- [ ] Error rate exceeds 2%", "- [ ] Error rate exceeds 1.5%")
        .replace("- [ ] Customer escalation at severity 1\n", "");
    repo.write("rollouts/checkout.md", plan);
    repo.commit("Fix the bugs", "2026-03-10");
    let out = repo.run(&["diff", "HEAD~1", "HEAD"]).out;
    assert!(out.contains("Critical bugs fixed → Critical bugs fixed — BUG-12"), "{out}");
    assert!(out.contains("edited: Error rate exceeds 2% → Error rate exceeds 1.5%"), "{out}");
    assert!(out.contains("gone: Customer escalation at severity 1") && !out.contains("new: "), "{out}");
}

#[test]
fn a_placeholder_that_is_filled_in_is_told_so() {
    let repo = Repo::new();
    let plan = compliant("stage-1");
    let open = plan.replace("- [ ] Critical bugs fixed", "- [ ] [Number] critical bugs fixed");
    repo.write("rollouts/checkout.md", &open);
    repo.commit("Plan", "2026-03-09");
    let filled = plan.replace("- [ ] Critical bugs fixed", "- [ ] 12 critical bugs fixed");
    repo.write("rollouts/checkout.md", &filled);
    repo.commit("Fill it in", "2026-03-10");
    let out = repo.run(&["diff", "HEAD~1", "HEAD"]).out;
    assert!(out.contains("filled in: 12 critical bugs fixed") && !out.contains("edited"), "{out}");
    // Another statement in its place is none.
    repo.write("rollouts/checkout.md", open.replace("[Number] critical bugs fixed", "Support knows of the refunds"));
    repo.commit("Write another one", "2026-03-11");
    let out = repo.run(&["diff", "HEAD~2", "HEAD"]).out;
    assert!(!out.contains("filled in"), "{out}");
}

#[test]
fn what_comes_and_goes_is_told_beside_other_changes() {
    let repo = Repo::new();
    let plan = compliant("stage-2").replace("- [ ] No guardrail breaches", "- [x] No guardrail breaches");
    repo.write("rollouts/checkout.md", compliant("stage-2"));
    repo.commit("Plan", "2026-03-30");
    for (old, new, told) in [
        ("| Error rate | Guardrail | 0.4% | 0.4% | > 1% |\n", "", "gone: Error rate"),
        ("| Error rate | Guardrail |", "| Error rate | Leading |", "no guardrail any more: Error rate"),
        ("## Stage 3: GA (Full Release)", "## Stage 3: Everyone", "Stage 3: GA (Full Release) → Stage 3: Everyone"),
        ("2. Write to #checkout\n", "", "gone: Write to #checkout"),
        ("- Target: 20% of users\n", "", "Target of Stage 2: 20% of users"),
        ("- 100% of users\n", "- Everybody we like\n", "Stage 3, audience"),
    ] {
        repo.write("rollouts/checkout.md", plan.replace(old, new));
        let out = repo.run(&["diff", "HEAD"]).out;
        assert!(out.contains("No guardrail breaches") && out.contains(told), "{told}:\n{out}");
    }
}
