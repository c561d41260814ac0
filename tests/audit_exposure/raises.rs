//! Which raises an audit tells, and when: behind detours, cut in part, beside other plans, and as a
//! pull request with the same commit is judged.

use super::support::{Repo, compliant};
use super::{FILE, FIRST, FLAG, PLAN, decide, entry, flags, in_stage_1, last_move, record, set, stage_1, told};

const CONFIGURATION: &str = ".rolloutlint.yml";

// --- what lies between two numbers hides neither a raise nor a decision ---

/// Ways in which nobody asks for the number, or can read it: what stands in one file meanwhile, or
/// that it is gone.
fn detours() -> Vec<(&'static str, &'static str, Option<String>)> {
    let without_flag = stage_1().replace(&format!("`{FLAG}`"), "N/A — the flag has another home");
    let without_stages = stage_1().split("\n## Stage 1").next().unwrap().to_owned() + "\n";
    vec![
        ("the plan has no stages", PLAN, Some(without_stages)),
        ("the file is gone", FILE, None),
        ("the file is broken", FILE, Some("{ no json\n".to_owned())),
        ("the number is none", FILE, Some(flags("\"half\""))),
        ("the plan names no flag", PLAN, Some(without_flag)),
        ("the plan is deleted", PLAN, None),
        ("no entry is left", CONFIGURATION, Some("fail-on: error\n".to_owned())),
        ("the entry names another file", CONFIGURATION, Some(entry("other.json"))),
        ("the entry looks for another key", CONFIGURATION, Some(entry(FILE).replace("{flag}", "export"))),
    ]
}

/// When in a detour the number changes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    Away,
    Between,
    Back,
}

/// A flag at 5 % in Stage 1, a detour over three commits, and the flag at another number.
fn by_detour(path: &str, meanwhile: Option<&str>, percent: &str, when: When) -> Repo {
    let repo = in_stage_1();
    repo.write("other.json", flags("5"));
    repo.commit("Another file", FIRST);
    let before = repo.read(path);
    let change = |now: When| {
        if now == when {
            repo.write(FILE, flags(percent));
        }
    };
    change(When::Away);
    match meanwhile {
        Some(text) => repo.write(path, text),
        None => std::fs::remove_file(repo.path().join(path)).unwrap(),
    }
    repo.commit("Away (#2)", "2026-03-10");
    change(When::Between);
    repo.commit("Between (#3)", "2026-03-11");
    repo.write(path, before);
    change(When::Back);
    repo.commit("Back (#4)", "2026-03-12");
    repo
}

#[test]
fn a_detour_with_the_same_number_is_no_raise() {
    for (name, path, meanwhile) in detours() {
        for percent in ["5", "5.0", "3"] {
            let told = told(&by_detour(path, meanwhile.as_deref(), percent, When::Back));
            assert!(!told.contains("unlogged"), "{name}, {percent}: {told}");
        }
    }
}

#[test]
fn a_decided_raise_behind_a_detour_is_no_finding() {
    for (name, path, meanwhile) in detours() {
        let repo = by_detour(path, meanwhile.as_deref(), "5", When::Back);
        record(&repo, "2026-03-16", "1→2", "Proceed");
        set(&repo, "20", "2026-03-16");
        assert_eq!(told(&repo), "", "{name}");
    }
}

#[test]
fn no_detour_hides_a_raise() {
    let raised = "error audit-exposure-unlogged checkout_one_page was raised from 5 % to 100 %, which is stage 3, and no decision was ever recorded";
    for (name, path, meanwhile) in detours() {
        let whens = if path == FILE { &[When::Back][..] } else { &[When::Away, When::Between, When::Back] };
        for when in whens {
            let repo = by_detour(path, meanwhile.as_deref(), "100", *when);
            assert_eq!(told(&repo), raised, "{name}, {when:?}");
        }
    }
}

#[test]
fn a_plan_that_points_its_number_elsewhere_for_a_while_hides_no_raise() {
    let with = |file: &str| {
        let own = format!("**Rollout ID:** RO-014\n**Exposure:** {file}#{FLAG}.percent");
        stage_1().replace("**Rollout ID:** RO-014", &own)
    };
    for (percent, told_then) in [("5", 0), ("20", 1)] {
        let repo = in_stage_1();
        repo.write("other.json", flags("5"));
        repo.write(PLAN, with(FILE));
        repo.commit("Name the file (#2)", "2026-03-10");
        repo.write(PLAN, with("other.json"));
        repo.commit("Name another one (#3)", "2026-03-11");
        set(&repo, percent, "2026-03-12");
        repo.write(PLAN, with(FILE));
        repo.commit("Name the first one again (#4)", "2026-03-13");
        assert_eq!(told(&repo).lines().count(), told_then, "{}", told(&repo));
    }
}

// --- raises that are taken back in part ---

#[test]
fn a_cut_to_what_is_decided_takes_a_raise_back() {
    let back = "warning audit-exposure-unlogged checkout_one_page was raised from 5 % to 100 %, which is stage 3, without a decision, and taken back";
    let repo = in_stage_1();
    set(&repo, "100", "2026-03-12");
    set(&repo, "4", "2026-03-13");
    assert!(told(&repo).starts_with(back) && told(&repo).lines().count() == 2, "{}", told(&repo));
    // Down step by step.
    let repo = in_stage_1();
    for (percent, day) in [("100", "2026-03-12"), ("60", "2026-03-13"), ("12", "2026-03-14"), ("5", "2026-03-15")] {
        set(&repo, percent, day);
    }
    assert!(!told(&repo).contains("error"), "{}", told(&repo));
    // In the stage that is decided, the rest of an overshoot is at home.
    let repo = in_stage_1();
    decide(&repo, "2026-03-11");
    set(&repo, "100", "2026-03-12");
    set(&repo, "25", "2026-03-13");
    assert!(told(&repo).starts_with(back) && !told(&repo).contains("error"), "{}", told(&repo));
}

#[test]
fn the_rest_of_an_overshoot_waits_for_its_decision() {
    let past =
        "error audit-exposure-unlogged checkout_one_page was raised from 5 % to 100 %, past the gate of stage 2, and";
    let repo = in_stage_1();
    set(&repo, "100", "2026-03-12");
    set(&repo, "25", "2026-03-13");
    assert!(told(&repo).contains(&format!("{past} no decision was ever recorded")), "{}", told(&repo));
    assert!(told(&repo).contains("which is stage 3, without a decision, and taken back"), "{}", told(&repo));
    decide(&repo, "2026-03-16");
    assert!(told(&repo).contains(&format!("{past} the decision was recorded 4 days later")), "{}", told(&repo));
    // The decision for a part, before the rest is taken back.
    let repo = in_stage_1();
    set(&repo, "100", "2026-03-12");
    decide(&repo, "2026-03-13");
    assert!(told(&repo).contains(&format!("{past} the decision was recorded 1 day later")), "{}", told(&repo));
    assert!(told(&repo).contains("which is stage 3, and no decision was ever recorded"), "{}", told(&repo));
    set(&repo, "25", "2026-03-14");
    assert!(told(&repo).contains(&format!("{past} the decision was recorded 1 day later")), "{}", told(&repo));
    assert!(told(&repo).contains("which is stage 3, without a decision, and taken back"), "{}", told(&repo));
}

#[test]
fn more_of_the_same_raise_is_told_once() {
    let repo = in_stage_1();
    for (percent, day) in [("12", "2026-03-12"), ("15", "2026-03-13"), ("25", "2026-03-14")] {
        set(&repo, percent, day);
    }
    let once = "error audit-exposure-unlogged checkout_one_page was raised from 5 % to 12 %, which is stage 2, and no decision was ever recorded";
    assert_eq!(told(&repo), once);
    // Also of two plans.
    let repo = in_stage_1();
    repo.write("rollouts/z.md", stage_1().replace("RO-014", "RO-015"));
    repo.commit("Another plan (#2)", "2026-03-10");
    set(&repo, "12", "2026-03-12");
    set(&repo, "15", "2026-03-13");
    assert_eq!(told(&repo), once);
}

#[test]
fn a_number_that_moves_takes_its_open_raise_along() {
    let repo = in_stage_1();
    set(&repo, "25", "2026-03-12");
    repo.git(&["mv", FILE, "flags.json"]);
    repo.write(CONFIGURATION, entry("flags.json"));
    repo.commit("Move the flags (#3)", "2026-03-13");
    assert_eq!(told(&repo).lines().count(), 1, "{}", told(&repo));
    repo.write("flags.json", flags("5"));
    repo.commit("Cut (#4)", "2026-03-14");
    assert!(told(&repo).contains("warning audit-exposure-unlogged"), "{}", told(&repo));
    // A number in another place that is lower takes nothing back.
    let repo = in_stage_1();
    repo.write("other.json", flags("5"));
    repo.write(CONFIGURATION, entry("other.json"));
    set(&repo, "25", "2026-03-12");
    repo.write("other.json", flags("4"));
    repo.commit("Cut the other one (#3)", "2026-03-13");
    assert!(told(&repo).contains("error audit-exposure-unlogged"), "{}", told(&repo));
}

// --- as a pull request is judged ---

#[test]
fn the_next_audience_that_is_raised_in_the_same_commit_hides_no_raise() {
    let later = stage_1().replace("10-25%", "60-70%");
    assert_ne!(later, stage_1());
    let repo = in_stage_1();
    repo.write(PLAN, &later);
    repo.commit("Begin Stage 2 later (#2)", "2026-03-10");
    set(&repo, "50", "2026-03-11");
    assert_eq!(told(&repo), "");
    let repo = in_stage_1();
    repo.write(PLAN, &later);
    set(&repo, "50", "2026-03-10");
    let raised = "error audit-exposure-unlogged checkout_one_page was raised from 5 % to 50 %, which is stage 2, and no decision";
    assert!(told(&repo).contains(raised), "{}", told(&repo));
    // What is no way back through the gate that was passed takes nothing back.
    set(&repo, "45", "2026-03-11");
    assert!(told(&repo).contains(raised), "{}", told(&repo));
    set(&repo, "5", "2026-03-12");
    assert!(!told(&repo).contains("error"), "{}", told(&repo));
}

#[test]
fn a_raise_above_a_recorded_way_back_is_told_in_the_old_stage_too() {
    let rolled_back = || {
        let repo = in_stage_1();
        record(&repo, "2026-03-16", "1→2", "Proceed");
        set(&repo, "20", "2026-03-16");
        record(&repo, "2026-03-20", "2→1", "Rollback");
        repo.commit("Roll back (#3)", "2026-03-20");
        repo
    };
    let repo = rolled_back();
    set(&repo, "15", "2026-03-21");
    assert!(!told(&repo).contains("unlogged"), "{}", told(&repo));
    let repo = rolled_back();
    set(&repo, "50", "2026-03-21");
    assert!(told(&repo).contains("was raised from 20 % to 50 %, which is stage 2, and no decision"), "{}", told(&repo));
}

#[test]
fn a_rollout_that_is_over_has_no_decision_for_another_one() {
    let other = |name: &str, id: &str| {
        let named = compliant(name).replace("RO-014", id).replace("One-page checkout", "Old checkout");
        named.replace("3-5 customers", "1-5% of users")
    };
    let beside = |others: &[(&str, &str)]| {
        let repo = in_stage_1();
        for (name, id) in others {
            repo.write(&format!("rollouts/{id}.md"), other(name, id));
        }
        repo.commit("Others (#2)", "2026-03-10");
        repo
    };
    // One that goes on has it, beside one that is over.
    let repo = beside(&[("ga", "RO-009"), ("stage-2", "RO-010")]);
    set(&repo, "25", "2026-04-12");
    assert_eq!(told(&repo), "");
    let repo = beside(&[("ga", "RO-009")]);
    set(&repo, "25", "2026-04-12");
    assert!(told(&repo).contains("was raised from 5 % to 25 %, which is stage 2, and no decision"), "{}", told(&repo));
    // A plan that is deleted has none.
    let repo = beside(&[("stage-2", "RO-010")]);
    repo.git(&["rm", "-q", "rollouts/RO-010.md"]);
    repo.commit("Delete it (#3)", "2026-03-11");
    set(&repo, "25", "2026-04-12");
    assert!(told(&repo).contains("error audit-exposure-unlogged"), "{}", told(&repo));
}

// --- days ---

#[test]
fn a_decision_in_a_commit_of_an_earlier_date_is_recorded_later() {
    let with_decision_on = |day: &str| {
        let repo = in_stage_1();
        set(&repo, "25", "2026-05-12");
        decide(&repo, day);
        told(&repo)
    };
    let told = with_decision_on("2026-05-13");
    assert!(told.contains("and the decision was recorded 1 day later, in <Decide 1→2 (#2)>"), "{told}");
    let told = with_decision_on("2026-04-06");
    assert!(told.contains("was recorded later, in <Decide 1→2 (#2)>, which is dated 2026-04-06"), "{told}");
}

#[test]
fn nobody_knows_since_when_a_flag_is_live_that_comes_with_its_plan() {
    // A key that is put in is live from then on.
    let with_file_before = |before: Option<String>| {
        let repo = Repo::new();
        repo.write(CONFIGURATION, entry(FILE));
        if let Some(before) = before {
            repo.write(FILE, before);
        }
        repo.commit("Configure", "2026-02-01");
        repo.write(FILE, flags("5"));
        repo.write(PLAN, stage_1());
        repo.commit("Bring the rollout (#1)", FIRST);
        last_move(&repo).1
    };
    assert_eq!(with_file_before(Some(flags("5").replace(FLAG, "other"))), FIRST);
    assert_eq!(with_file_before(None), "-");
    // In the first commit of all, with a decision of a week before.
    assert_eq!(last_move(&in_stage_1()).1, "-");
}

// --- the way back of an abort ---

#[test]
fn an_aborted_rollout_waits_for_its_flag_to_go() {
    let repo = in_stage_1();
    record(&repo, "2026-03-16", "1→2", "Proceed");
    set(&repo, "20", "2026-03-16");
    record(&repo, "2026-03-20", "2", "Abort");
    repo.commit("Abort (#3)", "2026-03-20");
    let live = || {
        let run = repo.run(&["status", "--today", "2026-03-20"]);
        run.out.lines().find(|line| line.contains("live")).unwrap_or_default().trim().to_owned()
    };
    let still = "decided, flag still at 20 %";
    let check = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD"]);
    assert!(live().contains(still) && check.out.contains(still), "{}\n{}", live(), check.out);
    set(&repo, "0", "2026-03-20");
    assert!(live().contains("0 %") && !live().contains("still"), "{}", live());
}

// --- files and entries that have another name ---

#[test]
fn a_raise_is_told_where_its_file_gets_a_name_that_no_entry_knows() {
    const MOVED: &str = "config/live.json";
    for (percent, is_told) in [("5", false), ("20", true)] {
        let repo = in_stage_1();
        repo.git(&["mv", FILE, MOVED]);
        repo.write(MOVED, flags(percent));
        repo.commit("Rename the flags (#2)", "2026-03-10");
        assert_eq!(told(&repo).contains("was raised from 5 % to 20 %, which is stage 2"), is_told, "{}", told(&repo));
        // It is once and for all, also when the entry follows and when the file goes on.
        repo.write(CONFIGURATION, entry(MOVED));
        repo.commit("Follow the file (#3)", "2026-03-11");
        assert_eq!(told(&repo).lines().count(), usize::from(is_told), "{}", told(&repo));
        repo.write(MOVED, flags("4"));
        repo.commit("Go down (#4)", "2026-03-12");
        assert_eq!(told(&repo).contains("unlogged"), is_told, "{}", told(&repo));
        assert!(told(&repo).contains("audit-exposure-cut"), "{}", told(&repo));
    }
    // What happens to the file under its new name is followed, too.
    let repo = in_stage_1();
    repo.git(&["mv", FILE, MOVED]);
    repo.commit("Rename the flags (#2)", "2026-03-10");
    repo.write(MOVED, flags("20"));
    repo.commit("Raise (#3)", "2026-03-11");
    assert!(told(&repo).contains("was raised from 5 % to 20 %, which is stage 2"), "{}", told(&repo));
}

#[test]
fn an_entry_that_is_edited_before_its_file_hides_no_raise() {
    // The first new key is not there yet, and the second one asks of a number whether it is on.
    let edits = [(".percent\"", ".share\""), ("scale:", "when: \"{flag}.percent.on\"\n    scale:")];
    for (edit, is_known) in edits.into_iter().zip([false, true]) {
        for (percent, is_told) in [("5", false), ("20", true)] {
            let repo = in_stage_1();
            let at = if is_known { entry(FILE).replace(".percent\"", ".percent.share\"") } else { entry(FILE) };
            repo.write(CONFIGURATION, at.replace(edit.0, edit.1));
            repo.commit("Look for the new keys (#2)", "2026-03-10");
            let value = format!("{{ \"share\": {percent}, \"percent\": {{ \"on\": true, \"share\": {percent} }} }}");
            repo.write(
                FILE,
                flags("5").replace("{ \"percent\": 5 },\n  \"export\"", &format!("{value},\n  \"export\"")),
            );
            repo.commit("Write the new keys (#3)", "2026-03-11");
            let was = if is_known { "5 %" } else { "gone" };
            let raised = format!("was raised from {was} to 20 %, which is stage 2");
            assert_eq!(told(&repo).contains(&raised), is_told, "{}", told(&repo));
            assert_eq!(told(&repo).contains("unlogged"), is_told, "{}", told(&repo));
        }
    }
}
