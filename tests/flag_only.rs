//! Changes that touch only a flag file: whatever tells the reader who sees a feature leads to its
//! plan.
#![allow(clippy::unwrap_used)]

mod support;

use support::{PLAN, Repo, assert_says, compliant};

/// The rules that `check` names when files change and the plan does not; `slot` is what the plan
/// has as its flag. A file that is empty after the change is gone. Stage 1 is for 1 to 5 % of the users, and Stage 2 begins at 20 %.
fn rules(slot: &str, config: &str, before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", config);
    let plan = compliant("stage-1").replace("3-5 customers", "1-5% of users").replace("`checkout_one_page`", slot);
    repo.write(PLAN, plan);
    before.iter().for_each(|(path, text)| repo.write(path, text));
    repo.commit("Plan", "2026-03-10");
    for (path, text) in after {
        match text.is_empty() {
            true => std::fs::remove_file(repo.path().join(path)).unwrap(),
            false => repo.write(path, text),
        }
    }
    repo.commit("Edit the flags", "2026-03-20");
    let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json"]);
    let page = run.json();
    let findings = page["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

/// An entry of the configuration.
fn entry(keys: &str) -> String {
    format!("exposure:\n  - {}\n", keys.replace('\n', "\n    "))
}

/// Asserts that a raise is refused, and that an edit of other flags is not even told.
fn assert_judged(slot: &str, keys: &str, path: &str, [before, honest, raised]: [&str; 3]) {
    let of = |after: &str| rules(slot, &entry(keys), &[(path, before)], &[(path, after)]);
    assert!(of(honest).is_empty(), "{keys}: {:?}", of(honest));
    assert_eq!(of(raised), ["stage-change-without-log-entry"], "{keys}");
}

#[test]
fn every_way_to_a_value_leads_to_the_plan() {
    let slot = "`checkout_one_page`";
    assert_judged(
        slot,
        "file: env.yaml\nat: \"{environment}.{flag}\"\nladder: { 1: staging, 2: live }",
        "env.yaml",
        [
            "staging: { checkout_one_page: true, basket: false }\nlive: { basket: false }\n",
            "staging: { checkout_one_page: true, basket: false }\nlive: { basket: true }\n",
            "staging: { checkout_one_page: true, basket: false }\nlive: { basket: false, checkout_one_page: true }\n",
        ],
    );
    assert_judged(
        slot,
        "file: \"flags/{flag}.toml\"\nat: share\nscale: 1",
        "flags/checkout_one_page.toml",
        ["share = 0.05\n", "# The same.\nshare = 0.050\nowner = \"Sam\"\n", "share = 0.5\n"],
    );
    assert_judged(
        slot,
        "file: \"*/{flag}.toml\"\nat: share\nscale: 1",
        "flags/checkout_one_page.toml",
        ["share = 0.05\n", "# The same.\nshare = 0.050\nowner = \"Sam\"\n", "share = 0.5\n"],
    );
    assert_judged(
        slot,
        "file: f.yaml\nat: [\"new.{flag}\", \"old[name={flag}].share\"]\nscale: 100",
        "f.yaml",
        [
            "new: { basket: 5 }\nold: [{ name: checkout_one_page, share: 5 }]\n",
            "new: { basket: 50 }\nold: [{ name: search, share: 50 }, { name: checkout_one_page, share: 5 }]\n",
            "new: { basket: 5 }\nold: [{ name: checkout_one_page, share: 50 }]\n",
        ],
    );
    assert_judged(
        slot,
        "file: f.yaml\nat: share.{flag}\nwhen: on.{flag}\nabsent: on\nscale: 100",
        "f.yaml",
        [
            "share: { basket: 5 }\non: { checkout_one_page: false, basket: false }\n",
            "share: { basket: 5 }\non: { checkout_one_page: false, basket: true }\n",
            "share: { basket: 5 }\non: { checkout_one_page: true, basket: false }\n",
        ],
    );
    assert_judged(
        slot,
        "file: f.yaml\nat: share.{flag}\nwhen: on\nscale: 100",
        "f.yaml",
        [
            "on: false\nshare: { checkout_one_page: 50 }\n",
            "on: false\nshare: { checkout_one_page: 50, basket: 10 }\n",
            "on: true\nshare: { checkout_one_page: 50 }\n",
        ],
    );
}

#[test]
fn a_namespace_in_the_slot_leads_to_the_plan() {
    let flags = |live: u32, test: u32| {
        let of = |namespace: &str, share: u32| {
            format!(
                "namespace: {namespace}\nflags:\n  - key: checkout_one_page\n    type: BOOLEAN_FLAG_TYPE\n    enabled: false\n    rollouts: [{{ threshold: {{ percentage: {share}, value: true }} }}]\n"
            )
        };
        format!("{}---\n{}", of("live", live), of("test", test))
    };
    assert_judged(
        "`live/checkout_one_page`",
        "file: \"flipt/**/features.yaml\"\nformat: flipt",
        "flipt/all/features.yaml",
        [&flags(5, 5), &flags(5, 100), &flags(100, 5)],
    );
}

#[test]
fn a_schedule_leads_to_the_plan_however_large_its_map_is() {
    let note = "x".repeat(5000);
    let release = |schedule: &str| {
        format!(
            r#"{{ "checkout_one_page": {{ "start_percentage": 0.05, {schedule} "duration_minutes": 60, "note": "{note}" }} }}"#
        )
    };
    let config = entry("file: releases.json\nat: \"{flag}.start_percentage\"\nscale: 1");
    let of = |before: &str, after: &str| {
        let (before, after) = (release(before), release(after));
        rules("`checkout_one_page`", &config, &[("releases.json", &before)], &[("releases.json", &after)])
    };
    let begins = r#""start_epoch": 1774300000,"#;
    assert!(!of(begins, "\"start_epoch\": 1774300000.0,").contains(&"exposure-schedule-crosses-gate".to_owned()));
    assert!(of("", begins).contains(&"exposure-schedule-crosses-gate".to_owned()));
}

#[test]
fn a_slot_is_read_as_it_is_shown() {
    for slot in
        ["checkout_one_page", "checkout\\_one\\_page", "checkout&#95;one&lowbar;page", "**checkout\\_one_page**"]
    {
        assert_judged(
            slot,
            "file: f.json\nat: \"{flag}\"\nscale: 100",
            "f.json",
            [
                r#"{ "checkout_one_page": 5, "checkout": 5 }"#,
                r#"{ "checkout_one_page": 5, "checkout": 50 }"#,
                r#"{ "checkout_one_page": 50, "checkout": 5 }"#,
            ],
        );
    }
}

#[test]
fn flags_may_stand_in_a_list_below_their_label() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", entries(&["f.yaml"]));
    let list = "**Feature Flags:**\n- `sharing`\n- `checkout_one_page` in production\n";
    let plan = compliant("stage-1").replace("3-5 customers", "1-5% of users");
    let plan = plan.replace("| **Feature Flag** | `checkout_one_page` |\n", "");
    repo.write(PLAN, plan.replacen("\n---\n", &format!("\n{list}\n---\n"), 1));
    repo.write("f.yaml", AT_5);
    repo.commit("Plan", "2026-03-10");
    repo.write("f.yaml", AT_50);
    repo.commit("Raise", "2026-03-20");
    let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD"]);
    assert_says(&run, 1, "checkout_one_page at 50 % moves the rollout");
}

#[test]
fn what_can_be_read_is_judged_beside_what_cannot() {
    let config = entry("file: \"deploy/*.yaml\"\nat: \"{flag}\"\nscale: 100");
    let of = |eu: [&str; 2], us: [&str; 2]| {
        let files = |at: usize| [("deploy/eu.yaml", eu[at]), ("deploy/us.yaml", us[at])];
        rules("`checkout_one_page`", &config, &files(0), &files(1))
    };
    let (eu, us) = ("checkout_one_page: \"${EU}\"\nbasket: 1\n", "checkout_one_page: 5\nbasket: 1\n");
    let nothing: [&str; 0] = [];
    assert_eq!(of([eu, "basket: 2\ncheckout_one_page: \"${EU}\"\n"], [us, "checkout_one_page: 5.0\n"]), nothing);
    assert_eq!(of([eu; 2], [us, "checkout_one_page: 100\n"]), ["stage-change-without-log-entry"]);
    assert_eq!(of([eu; 2], [us, "checkout_one_page: 50\n"]), ["stage-change-without-log-entry"]);
    assert_eq!(of([eu; 2], [us, "checkout_one_page: 3\n"]), ["exposure-cut"]);
    assert_eq!(of([eu, "checkout_one_page: \"${REST}\"\n"], [us; 2]), ["exposure-unreadable"]);
}

#[test]
fn a_value_that_nobody_can_read_is_told_when_it_is_another_one() {
    let config = entry("file: f.yaml\nat: features.{flag}\nscale: 100");
    let of =
        |before: &str, after: &str| rules("`checkout_one_page`", &config, &[("f.yaml", before)], &[("f.yaml", after)]);
    let off = "features: { checkout_one_page: off, basket: off }\n";
    let nothing: [&str; 0] = [];
    assert_eq!(of(off, "features:\n  basket: on\n  checkout_one_page: off\n"), nothing);
    assert_eq!(of(off, "features: { checkout_one_page: on, basket: off }\n"), ["exposure-unreadable"]);
}

#[cfg(unix)]
#[test]
fn what_is_behind_a_link_is_told_when_it_is_another_file() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", entry("file: flags.json\nat: \"{flag}\"\nscale: 100"));
    repo.write(PLAN, compliant("stage-1"));
    let flag = |share: u32| format!("{{ \"checkout_one_page\": {share} }}\n");
    let link = |to: &str| {
        let _ = std::fs::remove_file(repo.path().join("flags.json"));
        std::os::unix::fs::symlink(to, repo.path().join("flags.json")).unwrap();
    };
    let said = || {
        let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short"]);
        (run.code, run.out.matches("[exposure-unreadable]").count(), run.out.matches("error[").count())
    };
    repo.write("real/a.json", flag(5));
    repo.write("real/b.json", flag(100));
    link("real/a.json");
    repo.commit("Plan", "2026-03-10");
    repo.write("real/b.json", flag(50));
    repo.commit("Edit what nobody looks at", "2026-03-11");
    assert_eq!(said(), (0, 0, 0));
    link("real/b.json");
    repo.commit("Point at another file", "2026-03-12");
    assert_eq!(said(), (0, 1, 0));
    repo.write("real/b.json", flag(100));
    repo.commit("Raise what is behind the link", "2026-03-13");
    assert_eq!(said(), (0, 1, 0));
}

#[test]
fn who_edits_a_flag_alone_is_not_asked_about_the_rest_of_the_plan() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", entry("file: f.yaml\nat: \"f.{flag}\"\nscale: 100"));
    let plan = compliant("stage-1").replace("3-5 customers", "1-5% of users").replace("2026-Q2", "[Date/Quarter]");
    repo.write(PLAN, &plan);
    repo.write("f.yaml", "f: { checkout_one_page: 2 }\n");
    repo.commit("Plan", "2026-03-10");
    let said = |subject: &str| {
        repo.commit(subject, "2026-03-20");
        let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short"]);
        format!("{}{}", run.out, run.err)
    };
    repo.write("f.yaml", "f: { checkout_one_page: 4 }\n");
    let of_the_flag = said("Show it to a few more");
    assert!(!of_the_flag.contains("[placeholder]"), "{of_the_flag}");
    repo.write("f.yaml", "f: { checkout_one_page: 5 }\n");
    repo.write(PLAN, plan.replace("9 weeks", "ten weeks"));
    let of_both = said("Show it to a few more, for longer");
    assert!(of_both.contains("[placeholder]"), "{of_both}");
}

/// How `check` names the plans that a change of a flag file is about, by their exposure before and
/// after.
fn judged(keys: &str, path: &str, before: &str, after: &str) -> Vec<(String, String)> {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", entry(keys));
    repo.write(PLAN, compliant("stage-1").replace("3-5 customers", "1-5% of users"));
    repo.write(path, before);
    repo.commit("Plan", "2026-03-10");
    repo.write(path, after);
    repo.commit("Edit the flags", "2026-03-20");
    let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json"]);
    let page = run.json();
    let exposures = page["plans"].as_array().unwrap().iter().flat_map(|plan| plan["exposure"].as_array().unwrap());
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    exposures.map(|exposure| (text(&exposure["before"]), text(&exposure["live"]))).collect()
}

#[test]
fn only_what_a_flag_says_makes_a_change_be_about_its_plan() {
    let keys = "file: f.yaml\nat: features.{flag}\nscale: 100";
    let of = |after: &str| judged(keys, "f.yaml", "features: { checkout_one_page: 5, basket: 5 }\n", after);
    assert_eq!(of("features: { checkout_one_page: 5, basket: 50 }\n"), []);
    assert_eq!(of("features: { basket: 5, checkout_one_page: 5.0 }\n"), []);
    let raised = ("5 %".to_owned(), "4 %".to_owned());
    assert_eq!(of("features: { checkout_one_page: 4, basket: 5 }\n"), [raised]);
}

#[test]
fn a_segment_or_a_schedule_makes_it_so_while_the_share_stays() {
    let flag = |rules: &str, schedule: &str| {
        format!(
            "checkout_one_page:\n  variations: {{ on: true, off: false }}\n{rules}  defaultRule: {{ variation: off }}\n{schedule}basket:\n  variations: {{ on: true, off: false }}\n  defaultRule: {{ variation: off }}\n"
        )
    };
    let keys = "file: f.yaml\nformat: goff\nsegments: { colleagues: 1 }";
    let of = |after: &str| judged(keys, "f.yaml", &flag("", ""), after);
    let colleagues = "  targeting: [{ name: colleagues, query: staff eq true, variation: on }]\n";
    let later = "  scheduledRollout: [{ date: 2026-03-25T00:00:00Z, defaultRule: { variation: on } }]\n";
    assert_eq!(of(&flag(colleagues, "")), [("0 %".to_owned(), "0 % and colleagues".to_owned())]);
    assert_eq!(of(&flag("", later)), [("0 %".to_owned(), "0 %".to_owned())]);
    assert_eq!(of(&flag("", "").replace("basket:", "# All others.\nbasket:")), []);
}

/// The rules that a change of several flag files breaks; each entry reads `features` of one file.
fn of_entries(slot: &str, paths: &[&str], before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<String> {
    rules(slot, &entries(paths), before, after)
}

fn entries(paths: &[&str]) -> String {
    let entry = |path: &&str| format!("  - {{ file: \"{path}\", at: \"features.{{flag}}\", scale: 100 }}\n");
    format!("exposure:\n{}", paths.iter().map(entry).collect::<String>())
}

const SLOT: &str = "`checkout_one_page`";
const AT_5: &str = "features:\n  basket: 100\n  checkout_one_page: 5\n";
const AT_50: &str = "features:\n  basket: 100\n  checkout_one_page: 50\n";
const REFUSED: &str = "stage-change-without-log-entry";

#[test]
fn a_flag_goes_down_beside_one_that_stays_high() {
    let both = "`checkout_one_page` and `sharing`";
    let text = |checkout: u8, sharing: u8| format!("features: {{ checkout_one_page: {checkout}, sharing: {sharing} }}");
    let of = |before: [u8; 2], after: [u8; 2]| {
        let (before, after) = (text(before[0], before[1]), text(after[0], after[1]));
        of_entries(both, &["f.yaml"], &[("f.yaml", &before)], &[("f.yaml", &after)])
    };
    assert_eq!(of([50, 50], [0, 50]), ["exposure-cut"]);
    assert_eq!(of([50, 100], [20, 100]), ["exposure-cut"]);
    assert_eq!(of([5, 100], [50, 0]), [REFUSED]);
    let entries = ["a.yaml", "b.yaml"];
    let before = [("a.yaml", AT_50), ("b.yaml", AT_50)];
    assert_eq!(of_entries(SLOT, &entries, &before, &[("b.yaml", AT_5)]), ["exposure-cut"]);
    let before = [("a.yaml", AT_5), ("b.yaml", AT_50)];
    assert_eq!(of_entries(SLOT, &entries, &before, &[("a.yaml", AT_50), ("b.yaml", AT_5)]), [REFUSED]);
    // The number has another place.
    let nothing = "features:\n  basket: 100\n";
    let before = [("a.yaml", AT_5), ("b.yaml", nothing)];
    assert!(of_entries(SLOT, &entries, &before, &[("a.yaml", nothing), ("b.yaml", AT_5)]).is_empty());
}

#[test]
fn an_entry_that_a_change_brings_hides_no_raise() {
    let is_refused = |config: &str, before: &[(&str, &str)], after: &[(&str, &str)]| {
        let broken = rules(SLOT, config, before, after);
        broken.iter().any(|rule| rule == REFUSED) && !broken.iter().any(|rule| rule == "exposure-cut")
    };
    let one = entries(&["f.yaml"]);
    let before = [("f.yaml", AT_5), ("old.yaml", AT_50)];
    let both = entries(&["f.yaml", "old.yaml"]);
    let raised = [(".rolloutlint.yml", both.as_str()), ("f.yaml", AT_50)];
    assert!(is_refused(&one, &before, &raised));
    assert!(is_refused(&one, &before, &[&raised[..], &[("old.yaml", AT_5)]].concat()));
    let inverse = one.replace("scale: 100", "scale: 100, inverse: true");
    assert!(is_refused(&one, &before, &[(".rolloutlint.yml", &inverse), ("f.yaml", AT_50)]));
    // A number by another scale is no fall, and may be a raise.
    let scaled = one.replace("scale: 100", "scale: 1");
    let by_scale = |number: &str| AT_5.replace("100", "1").replace("page: 5", &format!("page: {number}"));
    assert!(is_refused(&one, &before, &[(".rolloutlint.yml", &scaled), ("f.yaml", &by_scale("0.5"))]));
    let same = rules(SLOT, &one, &before, &[(".rolloutlint.yml", &scaled), ("f.yaml", &by_scale("0.05"))]);
    assert!(!same.iter().any(|rule| rule == "exposure-cut" || rule == REFUSED), "{same:?}");
    // Who brings an entry and lowers the number goes down.
    let lowered = rules(SLOT, &one, &before, &[(".rolloutlint.yml", &both), ("old.yaml", AT_5)]);
    assert_eq!(lowered, ["exposure-cut"]);
}

#[test]
fn a_raise_in_one_region_is_seen_beside_another_that_is_higher() {
    let of = |after: &[(&str, &str)]| {
        of_entries(SLOT, &["prod-*.yaml"], &[("prod-eu.yaml", AT_5), ("prod-us.yaml", AT_50)], after)
    };
    assert_eq!(of(&[("prod-eu.yaml", AT_50)]), [REFUSED]);
    assert_eq!(of(&[("prod-asia.yaml", AT_50)]), [REFUSED]);
    assert_eq!(of(&[("prod-eu.yaml", &AT_5.replace("page: 5", "page: 4"))]), ["exposure-cut"]);
    assert!(of(&[("prod-eu.yaml", &AT_5.replace("basket: 100", "basket: 50"))]).is_empty());
    assert!(of(&[("prod-eu.yaml", ""), ("prod-europe.yaml", AT_5)]).is_empty());
    let regions = |eu: u8, us: u8| format!("checkout_one_page: {{ us: {us}, eu: {eu} }}\n");
    let keys = entry("file: f.yaml\nat: \"{flag}.*\"\nscale: 100");
    let of = |eu: u8, us: u8| rules(SLOT, &keys, &[("f.yaml", &regions(5, 50))], &[("f.yaml", &regions(eu, us))]);
    assert_eq!(of(50, 50), [REFUSED]);
    assert_eq!(of(50, 5), [REFUSED]);
    assert_eq!(of(5, 20), ["exposure-cut"]);
}

#[test]
fn a_flag_file_is_followed_to_its_new_name() {
    let gone = "exposure-gone";
    let of = |path: &str, new: &str, text: &str| {
        of_entries(SLOT, &[path], &[("conf/a.yaml", AT_5)], &[("conf/a.yaml", ""), (new, text)])
    };
    assert_eq!(of("conf/a.yaml", "conf/b.yaml", AT_50), [REFUSED, gone]);
    assert_eq!(of("conf/*.yaml", "other/a.yaml", AT_50), [REFUSED, gone]);
    assert_eq!(of("conf/a.yaml", "conf/b.yaml", AT_5), [gone]);
    assert!(of("conf/*.yaml", "conf/b.yaml", AT_5).is_empty());
    let ladder = entry("file: \"conf/{environment}.yaml\"\nat: features.{flag}\nladder: { 1: staging, 2: live }");
    let [off, on] = ["false", "true"].map(|is_on| AT_5.replace("5", is_on));
    let before = [("conf/staging.yaml", on.as_str()), ("conf/live.yaml", &off)];
    assert_eq!(rules(SLOT, &ladder, &before, &[("conf/live.yaml", ""), ("conf/prod.yaml", &on)]), [REFUSED, gone]);
    // Another file is none that was renamed.
    assert_eq!(of("conf/a.yaml", "conf/b.yaml", "workers: 4\nqueue: mail\n"), [gone]);
    let line = |number: u8| format!("{{ features: {{ checkout_one_page: {number} }} }}\n");
    let before = [("a.yaml", &*line(5))];
    let after = [("a.yaml", ""), ("b.yaml", &*line(50))];
    assert_eq!(rules(SLOT, &entries(&["a.yaml"]), &before, &after), [REFUSED, gone]);
    // An entry that follows the file itself needs nobody to do so.
    let moved = entries(&["b.yaml"]);
    let after = [("a.yaml", ""), ("b.yaml", &*line(5)), (".rolloutlint.yml", &moved)];
    assert!(rules(SLOT, &entries(&["a.yaml"]), &before, &after).is_empty());
}

#[test]
fn a_plan_that_names_the_flag_only_now_covers_no_raise() {
    let other = compliant("stage-2").replace("RO-014", "RO-015");
    let path = "rollouts/other.md";
    let is_refused = |before: &str, after: &str| {
        let before = [("f.yaml", AT_5), (path, before)];
        let after = [("f.yaml", AT_50), (path, after)];
        of_entries(SLOT, &["f.yaml"], &before, &after).iter().any(|rule| rule == REFUSED)
    };
    let without = other.replace("`checkout_one_page`", "`sharing`");
    assert!(!is_refused(&other, &other));
    assert!(is_refused(&without, &other));
    assert!(is_refused("# Notes\n", &other.replace("| 2026-03-16 | 1→2 |", "| [Date] | 1→2 |")));
}

#[test]
fn a_segment_is_told_where_it_is_turned_on() {
    let flag = |rules: &str, share: u8| {
        let share = format!("defaultRule: {{ percentage: {{ on: {share}, off: {} }} }}", 100 - share);
        format!("checkout_one_page:\n  variations: {{ on: true, off: false }}\n{rules}  {share}\n")
    };
    let keys = entry("file: f.yaml\nformat: goff\nsegments: { colleagues: 2, everywhere: 3 }");
    let rule = |name: &str| format!("  targeting:\n    - {{ name: {name}, query: staff eq true, variation: on }}\n");
    let finding = |before: &str, after: &str| {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", &keys);
        repo.write(PLAN, compliant("stage-1").replace("3-5 customers", "1-5% of users"));
        repo.write("f.yaml", before);
        repo.commit("Plan", "2026-03-10");
        repo.write("f.yaml", after);
        repo.commit("Edit the flags", "2026-03-20");
        let page = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json"]).json();
        let finding = page["findings"].as_array().unwrap().first().cloned().unwrap_or_default();
        let words = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        (words("rule"), finding["start"]["line"].as_u64().unwrap_or_default(), words("message"))
    };
    let (broken, line, message) = finding(&flag("", 5), &flag(&rule("colleagues"), 5));
    assert_eq!((broken.as_str(), line), (REFUSED, 4), "{message}");
    assert!(message.starts_with("checkout_one_page for colleagues moves the rollout"), "{message}");
    // A segment that goes hides no raise of everybody else.
    let (broken, line, message) = finding(&flag(&rule("everywhere"), 5), &flag("", 50));
    assert_eq!((broken.as_str(), line), (REFUSED, 3), "{message}");
    assert_eq!(finding(&flag(&rule("everywhere"), 5), &flag("", 5)).0, "exposure-cut");
}

/// The rules that a comparison of the last commit names when something is asked for.
fn asked(repo: &Repo, asked: &[&str]) -> Vec<String> {
    let run = repo.run(&[&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json"], asked].concat());
    let page = run.json();
    let findings = page["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

/// A repository with a plan in Stage 1 that has a share, and with what a team wrote besides.
fn team(config: &str, slot: &str, files: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", config);
    repo.write("team.yml", config);
    repo.write(PLAN, compliant("stage-1").replace("3-5 customers", "1-5% of users").replace(SLOT, slot));
    repo.write("rollouts/other/search.md", compliant("stage-1").replace("RO-014", "RO-015").replace(SLOT, "`search`"));
    files.iter().for_each(|(path, text)| repo.write(path, text));
    repo.commit("Plan", "2026-03-10");
    repo
}

#[test]
fn a_plan_has_the_same_verdict_by_whatever_it_is_asked_for() {
    let repo = team(&entries(&["conf/f.yaml"]), SLOT, &[("conf/f.yaml", AT_5)]);
    repo.write("conf/f.yaml", AT_50);
    repo.commit("Raise", "2026-03-20");
    let ways = [&[][..], &["."], &["rollouts"], &[PLAN], &["conf/f.yaml"], &["conf"], &[PLAN, "conf/f.yaml"]];
    for way in ways.iter().chain(&[&["--config", "team.yml"][..], &["conf/f.yaml", "rollouts/other"]]) {
        assert_eq!(asked(&repo, way), [REFUSED], "{way:?}");
    }
    assert!(asked(&repo, &["rollouts/other"]).is_empty());
    let alone = repo.run(&["check", "conf/f.yaml", "--format", "short"]);
    assert_says(&alone, 1, "stage-without-decision");
    // A file that no entry knows: a plan names it, or it was one that an entry knows.
    let own = "`checkout_one_page` |\n\n**Exposure:** own.yaml#features.checkout_one_page\n\n| x ";
    let repo = team("fail-on: error\n", own, &[("own.yaml", &AT_5.replace('5', "false"))]);
    repo.write("own.yaml", AT_5.replace('5', "true"));
    repo.commit("Raise", "2026-03-20");
    for way in [&[][..], &["."], &["rollouts"], &["own.yaml"], &["--config", "team.yml"]] {
        assert_eq!(asked(&repo, way), [REFUSED], "{way:?}");
    }
    let repo = team(&entries(&["f.yaml"]), SLOT, &[("f.yaml", AT_5)]);
    repo.git(&["mv", "f.yaml", "g.yaml"]);
    repo.write("g.yaml", AT_50);
    repo.commit("Raise", "2026-03-20");
    for way in [&[][..], &["."], &["rollouts"], &["g.yaml"], &["f.yaml"], &["--config", "team.yml"]] {
        assert_eq!(asked(&repo, way), [REFUSED, "exposure-gone"], "{way:?}");
    }
}

#[test]
fn what_is_not_asked_for_is_read_all_the_same() {
    let repo = team(&entries(&["f.yaml"]), SLOT, &[("f.yaml", AT_5)]);
    let other = "rollouts/other/search.md";
    let of_both = |stage: &str| compliant(stage).replace("RO-014", "RO-015");
    repo.write(other, of_both("stage-1"));
    repo.commit("Share the flag", "2026-03-11");
    repo.write("f.yaml", AT_50);
    repo.commit("Raise", "2026-03-12");
    // Whoever is asked for tells of it.
    assert_eq!([asked(&repo, &[PLAN]), asked(&repo, &["rollouts/other"])], [[REFUSED], [REFUSED]]);
    repo.git(&["reset", "-q", "--hard", "HEAD~1"]);
    repo.write("f.yaml", AT_50);
    repo.write(other, of_both("stage-2"));
    repo.commit("Raise by a decision (#2)", "2026-03-16");
    assert!(asked(&repo, &[PLAN]).is_empty(), "{:?}", asked(&repo, &[PLAN]));
    // A plan that moves to another folder is not gone for the first one.
    repo.git(&["mv", other, "rollouts/search.md"]);
    repo.commit("Move", "2026-03-17");
    for way in ["rollouts/other", other, "rollouts/search.md"] {
        let told = asked(&repo, &[way]);
        assert!(told.contains(&"plan-moved".to_owned()) && !told.contains(&"plan-removed".to_owned()), "{told:?}");
    }
}

#[test]
fn the_absence_of_a_value_means_nothing_before_its_entry() {
    let of = |keys: &str| entry(&format!("file: f.yaml\nat: features.{{flag}}.{keys}\nabsent: on\nscale: 100"));
    let (before, after) = (of("percent"), of("rollout"));
    let at =
        |more: &str| format!("features:\n  basket: {{ percent: 5 }}\n  checkout_one_page: {{ percent: 5{more} }}\n");
    let of = |more: &str| {
        rules(SLOT, &before, &[("f.yaml", &at(""))], &[(".rolloutlint.yml", &after), ("f.yaml", &at(more))])
    };
    let is_refused = |told: Vec<String>| told.iter().any(|rule| rule == REFUSED);
    assert!(is_refused(of(", rollout: 50")));
    assert!(!is_refused(of(", rollout: 5")) && !is_refused(of("")));
}

#[test]
fn a_number_that_becomes_keys_is_read_by_the_entry_that_comes_with_them() {
    let was = "file: f.yaml\nat: features.{flag}\nscale: 100";
    let is = was.replace("{flag}", "{flag}.share");
    let at = |value: &str| format!("features:\n  basket: 5\n  checkout_one_page: {value}\n");
    let level = |keys: &str, value: &str| {
        let repo = team(&entry(was), SLOT, &[("f.yaml", &at("5"))]);
        repo.write(".rolloutlint.yml", entry(keys));
        repo.write("f.yaml", at(value));
        repo.commit("Put keys in place of the number", "2026-03-20");
        let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short"]);
        assert!(run.out.contains("[exposure-unreadable]"), "{}", run.out);
        run.code
    };
    for value in ["{ share: 5 }", "{ on: true, share: 3 }"] {
        assert_eq!(level(&is, value), 0, "{value}");
    }
    assert_eq!(level(&is, "{ share: 50 }"), 1);
    // Another scale may hide a raise, and so may what stands elsewhere.
    assert_eq!(level(&is.replace("100", "1000"), "{ share: 50 }"), 1);
    assert_eq!(level(&was.replace("100", "10000"), "500"), 1);
    assert_eq!(level(&was.replace("{flag}", "basket"), "{ share: 50 }"), 1);
}
