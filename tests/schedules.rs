//! Schedules in flag files: when time would pass a gate, and on which day.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Repo, compliant};

const SHARES: &str = "exposure:\n  - file: flags.yaml\n    format: goff\n";

const LADDER: &str =
    "exposure:\n  - file: \"{environment}.yaml\"\n    format: goff\n    ladder: { 1: canary, 2: production }\n";

fn flag(rule: &str) -> String {
    format!("checkout_one_page:\n  variations: {{ new: true, old: false }}\n{rule}\n")
}

fn fixed(share: u32) -> String {
    flag(&format!("  defaultRule: {{ percentage: {{ new: {share}, old: {} }} }}", 100 - share))
}

fn ramp(from: u32, to: u32) -> String {
    flag(&format!(
        "  defaultRule:\n    progressiveRollout:\n      initial: {{ variation: old, percentage: {from}, date: 2026-04-01T00:00:00Z }}\n      end: {{ variation: new, percentage: {to}, date: 2026-04-11T00:00:00Z }}"
    ))
}

/// The findings of a change from some files to others, on the first day of the ramp.
fn findings(config: &str, before: &[(&str, String)], after: &[(&str, String)]) -> Vec<String> {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", config);
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    before.iter().for_each(|(path, text)| repo.write(path, text));
    repo.commit("Plan", "2026-03-30");
    after.iter().for_each(|(path, text)| repo.write(path, text));
    repo.commit("Change the flag", "2026-04-01");
    let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short"]);
    let lines = run.out.lines().filter(|line| line.contains("exposure-schedule-crosses-gate"));
    lines.map(|line| line.split_once(": ").unwrap().1.to_owned()).collect()
}

#[test]
fn a_ramp_crosses_a_gate_on_the_day_on_which_it_comes_so_far() {
    let of = |after: String| findings(SHARES, &[("flags.yaml", fixed(5))], &[("flags.yaml", after)]);
    // 10 % begins Stage 2. The ramp comes there half way, and goes on to the last stage.
    let [told] = &of(ramp(0, 20))[..] else { panic!("one finding") };
    assert!(told.contains("to 10 % and so into Stage 2") && told.contains("on 2026-04-06,"), "{told}");
    let [told] = &of(ramp(0, 100))[..] else { panic!("one finding") };
    assert!(told.contains("to 10 % and so into Stage 2") && told.contains("on 2026-04-02,"), "{told}");
    // One that stays inside the audience, and one that goes down.
    assert!(of(ramp(0, 9)).is_empty());
    let down = flag(
        "  defaultRule:\n    progressiveRollout:\n      initial: { variation: new, percentage: 0, date: 2026-03-01T00:00:00Z }\n      end: { variation: old, percentage: 100, date: 2026-04-11T00:00:00Z }",
    );
    assert!(findings(SHARES, &[("flags.yaml", down.clone())], &[("flags.yaml", down)]).is_empty());
}

#[test]
fn a_schedule_on_a_ladder_is_read() {
    let off = || fixed(0);
    let scheduled = flag(
        "  defaultRule: { percentage: { new: 0, old: 100 } }\n  scheduledRollout:\n    - date: 2026-05-02\n      defaultRule: { percentage: { new: 100, old: 0 } }",
    );
    let before = [("canary.yaml", fixed(100)), ("production.yaml", off())];
    let [told] = &findings(LADDER, &before, &[("production.yaml", scheduled)])[..] else { panic!("one finding") };
    assert!(told.contains("to production and so into Stage 2") && told.contains("on 2026-05-02,"), "{told}");
    // A ramp lets the first ones see it on its first day.
    let [told] = &findings(LADDER, &before, &[("production.yaml", ramp(0, 30))])[..] else { panic!("one finding") };
    assert!(told.contains("on 2026-04-01,"), "{told}");
    // In the environment of its own stage it may do what it likes.
    let late = [("canary.yaml", off()), ("production.yaml", off())];
    assert!(findings(LADDER, &late, &[("canary.yaml", ramp(0, 100))]).is_empty());
}
