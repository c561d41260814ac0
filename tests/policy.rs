//! A change of the rules of the game, judged by the rules as they were: what became laxer is said,
//! what is stricter is not.
#![allow(clippy::unwrap_used)]

mod support;

use rolloutlint::config::Policy;
use rolloutlint::loosening::PolicyEdit;
use rolloutlint::text::Source;
use support::{Repo, compliant, moved_on, root};

const CONFIG: &str = ".rolloutlint.yml";

/// What a change says that makes `after` of `before`, a file each side; `None` is no file.
fn change(files: &[(&str, Option<&str>, Option<&str>)], options: &[&str]) -> (i32, String) {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.write("plans/search.md", compliant("stage-1").replace("RO-014", "RO-015"));
    let write = |path: &str, text: Option<&str>| match text {
        Some(text) => repo.write(path, text),
        None => drop(std::fs::remove_file(repo.path().join(path))),
    };
    files.iter().for_each(|(path, before, _)| write(path, *before));
    repo.commit("Plan the checkout", "2026-03-09");
    files.iter().for_each(|(path, _, after)| write(path, *after));
    repo.commit("Change the rules", "2026-03-10");
    let run = repo.run(&[&["check", "--base", "HEAD~1", "--head", "HEAD"], options].concat());
    (run.code, format!("{}{}", run.out, run.err))
}

/// The one line that a change of the configuration gives, without what follows the findings.
fn said(before: &str, after: &str) -> String {
    // What a configuration names as the log is there.
    let log = ("docs/log.md", Some("# Decisions\n"), Some("# Decisions\n"));
    let (code, said) = change(&[(CONFIG, Some(before), Some(after)), log], &["--format", "short"]);
    // A version before that refuses warnings refuses to be made laxer.
    let refuses = ["fail-on: info", "fail-on: warning"].iter().any(|level| before.contains(level));
    // And nothing could judge the next change by one that cannot be read.
    let is_broken = said.contains("cannot be read after this change");
    assert_eq!(code, i32::from(is_broken || (refuses && !said.is_empty())), "{said}");
    said.trim_end().to_owned()
}

/// The place and the words of the finding that a change of the configuration gives.
fn assert_laxer(before: &str, after: &str, line: u32, words: &str) {
    let said = said(before, after);
    let wanted =
        format!("{CONFIG}:{line}:1: warning[policy-changed] this change makes the configuration laxer: {words}");
    assert_eq!(said, wanted, "{before}{after}");
}

#[test]
fn each_key_that_becomes_laxer_is_named_on_its_line() {
    assert_laxer("fail-on: info\n", "# ours\nfail-on: error\n", 2, "`fail-on` is error (was info)");
    assert_laxer("{}\n", "rules:\n  log-order: off\n", 2, "the rule `log-order` is off (was error)");
    assert_laxer("{}\n", "rules: { log-order: info }\n", 1, "the rule `log-order` is info (was error)");
    // Its findings are errors where a gate is passed, although its own severity is a warning.
    let lowered = "the rule `criteria-weakened` is warning (was error)";
    assert_laxer("{}\n", "rules: { criteria-weakened: warning }\n", 1, lowered);
    // Comments go to the version that has the line.
    let lowered = "the rule `log-rationale-weak` is warning (was error)";
    assert_laxer("fail-on: error\nrules: { log-rationale-weak: error }\n", "fail-on: error\n", 2, lowered);
    assert_laxer("{}\n", "decisions:\n  proceed: [Los]\n", 2, "`Los` is read as *proceed*");
    let other = "`Halten` is read as *proceed*";
    assert_laxer("{}\n", "decisions: { proceed: [Weiter, Halten] }\n", 1, other);
    assert_laxer("{}\n", "skipped: [2]\n", 1, "stage 2 is left out");
    assert_laxer("{}\n", "not-applicable:\n- hinfällig\n", 2, "`hinfällig` says that something does not apply");
    let read = "`exit criteria` is read as `activities` (was `exit criteria`)";
    assert_laxer("{}\n", "aliases: { Activities: [Exit Criteria] }\n", 1, read);
    let read = "`critères de sortie` is read as `audience` (was `exit criteria`)";
    assert_laxer("{}\n", "aliases: { Audience: [Critères de sortie] }\n", 1, read);
    let read = "`release bar` is read as itself (was `exit criteria`)";
    assert_laxer("aliases: { Exit Criteria: [Release bar] }\n", "aliases: {}\n", 1, read);
    assert_laxer("{}\n", "initial-stage: 2\n", 1, "`initial-stage` is 2 (was not set)");
    assert_laxer("initial-stage: 1\n", "initial-stage: 2\n", 1, "`initial-stage` is 2 (was 1)");
    assert_laxer("{}\n", "log: docs/log.md\n", 1, "decisions are looked for in `docs/log.md` (was in the plans)");
    let restaged = "`stages` finds other stages than before in `rollouts/checkout.md`";
    assert_laxer("{}\n", "stages: { heading: \"Fase {n}\" }\n", 1, restaged);
    assert_eq!(said("{}\n", "stages: { heading: \"Stage {n}: {name}\" }\n"), "");
    let nobody = "`people` names nobody, so that roles may decide";
    assert_laxer("people: { Ann: annlee }\n", "people: {}\n", 1, nobody);
    let evidence = "the rule `criterion-without-evidence` is off (was error)";
    assert_laxer("criteria: { evidence: link }\n", "fail-on: error\n", 1, evidence);
    let role = "`product team: pat` may decide, and is no person";
    assert_laxer("people: { Ann: annlee }\n", "people:\n  Ann: annlee\n  Product Team: pat\n", 3, role);
    let login = "`kim lau: shop-admins` may decide, and is no person";
    assert_laxer("people: { Ann: annlee }\n", "people:\n  Ann: annlee\n  Kim Lau: shop-admins\n", 3, login);
    let together = "`bo` is one person with others: `annlee`";
    assert_laxer("people: { Ann: annlee }\n", "people:\n  Ann: annlee\n  Bo: annlee\n", 3, together);
    let both = "`bo` is one person with others: `bo`; `cy` is one person with others: `bo`";
    assert_laxer("people: { Ann: annlee }\n", "people:\n  Ann: annlee\n  Bo: bo\n  Cy: bo\n", 3, both);
    let others = "`deciders` lets others decide 1→2";
    assert_laxer("deciders: { \"1→2\": [ann] }\n", "deciders:\n  \"1→2\": [ann, bo]\n", 2, others);
    let anybody = "`deciders` lets anybody decide 1→2";
    assert_laxer("deciders: { \"1→2\": [ann] }\n", "fail-on: error\n", 1, anybody);
    let fewer = "`deciders` asks for 1 of them for the last step (was 2)";
    let last = |least: u8| format!("deciders:\n  last: {{ of: [ann, bo], at-least: {least} }}\n");
    assert_laxer(&last(2), &last(1), 2, fewer);
}

#[test]
fn an_entry_of_exposure_that_goes_or_sees_less_is_named() {
    let entry = |keys: &str| format!("exposure:\n- file: flags.json\n  {}\n", keys.replace('\n', "\n  "));
    let shares = "at: f.{flag}\nscale: 100\nabsent: on";
    // What the flag files say is told by other rules.
    let laxer = |before: &str, after: &str| {
        let files = [(CONFIG, Some(before), Some(after)), ("flags.json", Some("{}\n"), Some("{}\n"))];
        let (_, said) = change(&files, &["--format", "short"]);
        said.lines().find(|line| line.contains("[policy-changed]")).unwrap_or_default().to_owned()
    };
    let told = |words: &str| {
        format!("{CONFIG}:2:1: warning[policy-changed] this change makes the configuration laxer: {words}")
    };
    let gone = "`exposure` does not look at `flags.json` any more";
    assert_eq!(laxer(&entry(shares), "exposure: []\n"), told(gone));
    // An entry of another file is the same one where it reads the same place in the same format.
    let other = "exposure:\n- file: more.json\n  at: g.{flag}\n  scale: 100\n  absent: on\n";
    assert_eq!(laxer(&entry(shares), other).rsplit_once(": ").unwrap().1, gone);
    for (before, after, words) in [
        (shares, "at: f.{flag}\nscale: 1000\nabsent: on", "`scale` is `1000` (was `100`)"),
        (shares, "at: f.{flag}\nscale: 100\nabsent: off", "`absent` is `off` (was `on`)"),
        (shares, "at: f.{flag}\nscale: 100", "`absent` is `unreadable` (was `on`)"),
        (shares, "at: g.{flag}\nscale: 100\nabsent: on", "`at` is `g.{flag}` (was `f.{flag}`)"),
        (shares, "at: f.{flag}\nscale: 100\nabsent: on\nwhen: live", "`when` is `live` (was not set)"),
        (shares, "at: f.{flag}\nscale: 100\nabsent: on\ninverse: true", "`inverse` is `true` (was `false`)"),
        (shares, "at: f.{flag}\nscale: 100\nabsent: on\nof: min", "`of` is `min` (was `max`)"),
        (
            shares,
            "format: goff",
            "`format` is `goff` (was not set), `at` is not set (was `f.{flag}`), `absent` is `unreadable` (was `on`), `scale` is not set (was `100`)",
        ),
        (
            "at: f.{flag}\nvalues: { beta: 2, stable: 3 }",
            "at: f.{flag}\nvalues: { beta: 1 }",
            "`values: beta` is stage 1 (was stage 2), `values: stable` is no stage (was stage 3)",
        ),
        (
            "format: goff\nsegments: { staff: 1 }",
            "format: goff\nvariant: new",
            "`variant` is `new` (was not set), `segments: staff` is no stage (was stage 1)",
        ),
        (
            "at: \"{environment}.{flag}\"\nladder: { 1: beta, 2: live }",
            "at: \"{environment}.{flag}\"\nladder: { 1: live, 2: beta }",
            "`ladder: live` is stage 1 (was stage 2)",
        ),
    ] {
        let words = format!("`exposure` sees less in `flags.json`: {words}");
        assert_eq!(laxer(&entry(before), &entry(after)), told(&words), "{before} to {after}");
    }
    // An entry that reads the same place of another file is that entry still.
    let words = "`exposure` sees less in `other.json`: `file` is `other.json` (was `flags.json`)";
    assert_eq!(laxer(&entry(shares), &entry(shares).replace("flags.json", "other.json")), told(words));
    // What sees more, or the same in other words, is none.
    for (before, after) in [
        ("at: f.{flag}\nscale: 100", shares),
        ("at: f.{flag}\nscale: 100", "at: f.{flag}\nscale: 1e2\nabsent: unreadable"),
        ("at: f.{flag}\nscale: 100", "at: [\"f.{flag}\", \"g.{flag}\"]\nscale: 100"),
        ("at: f.{flag}\nwhen: live", "at: f.{flag}"),
        ("at: f.{flag}\nvalues: { beta: 2 }", "at: f.{flag}\nvalues: { beta: 3, stable: 3 }"),
    ] {
        assert_eq!(laxer(&entry(before), &entry(after)), "", "{before} to {after}");
    }
}

#[test]
fn an_entry_that_moves_together_with_its_numbers_sees_no_less() {
    let entry = |file: &str, at: &str| format!("exposure:\n- file: \"{file}\"\n  at: \"{at}\"\n  scale: 100\n");
    let laxer = |configs: [&str; 2], files: &[(&str, Option<&str>, Option<&str>)]| {
        let config = [(CONFIG, Some(configs[0]), Some(configs[1]))];
        let (_, said) = change(&[&config[..], files].concat(), &["--format", "short"]);
        said.contains("[policy-changed]")
    };
    let (json, yaml) = ("{ \"f\": { \"a\": 5, \"b\": \"${B}\" } }\n", "f:\n  b: ${B}\n  a: 5.0\n");
    let old = entry("flags.json", "f.{flag}");
    // The file has another name, another place, another syntax, or other keys.
    for (to, path, text) in [
        (entry("conf/flags.json", "f.{flag}"), "conf/flags.json", json),
        (entry("flags.yaml", "f.{flag}"), "flags.yaml", yaml),
        (entry("flags.yaml", "flags.{flag}"), "flags.yaml", "flags: { a: 5, b: \"${B}\" }\n"),
        (entry("conf/*.json", "f.{flag}"), "conf/flags.json", json),
    ] {
        assert!(!laxer([&old, &to], &[("flags.json", Some(json), None), (path, None, Some(text))]), "{to}");
        // The old one is still there, a number is another one, or a flag is missing.
        assert!(laxer([&old, &to], &[("flags.json", Some(json), Some(json)), (path, None, Some(text))]), "{to}");
        let (lower, less) = (text.replace('5', "4"), text.replace('a', "x"));
        assert!(laxer([&old, &to], &[("flags.json", Some(json), None), (path, None, Some(&lower))]), "{to}");
        assert!(laxer([&old, &to], &[("flags.json", Some(json), None), (path, None, Some(&less))]), "{to}");
    }
    let moved = entry("flags.json", "g.{flag}");
    let to_g = json.replace("\"f\"", "\"g\"");
    assert!(!laxer([&old, &moved], &[("flags.json", Some(json), Some(&to_g))]));
    let both = "{ \"f\": { \"a\": 5 }, \"g\": { \"a\": 5 } }\n";
    assert!(laxer([&old, &moved], &[("flags.json", Some(both), Some(both))]));
    let by_name = [("flags/a.json", Some("{ \"f\": 5 }\n"), None), ("conf/a.json", None, Some("{ \"f\": 5 }\n"))];
    assert!(!laxer([&entry("flags/{flag}.json", "f"), &entry("conf/{flag}.json", "f")], &by_name));
    // A move hides nothing else.
    let inverse = format!("{}  inverse: true\n", entry("conf/flags.json", "f.{flag}"));
    let files = [("flags.json", Some(json), None), ("conf/flags.json", None, Some(json))];
    assert!(laxer([&old, &inverse], &files));
}

#[test]
fn a_path_that_takes_more_files_sees_no_less() {
    let laxer = |before: &str, after: &str| {
        let entry = |file: &str| format!("exposure:\n- {file}\n  at: \"f.{{flag}}\"\n  scale: 100\n");
        let (before, after) = (entry(before), entry(after));
        let flags = ("flags/a.json", Some("{ \"f\": { \"a\": 5 } }\n"), Some("{ \"f\": { \"a\": 5 } }\n"));
        let (_, said) = change(&[(CONFIG, Some(&before), Some(&after)), flags], &["--format", "short"]);
        said.contains("[policy-changed]")
    };
    for (before, after) in [
        ("file: flags/a.json", "file: flags/*.json"),
        ("file: flags/a.json", "file: \"**/a.json\""),
        ("file: flags/a-*.json", "file: flags/*.json"),
        ("file: \"flags/{flag}.json\"", "file: \"**/{flag}.json\""),
    ] {
        assert!(!laxer(before, after), "{before} to {after}");
        assert!(laxer(after, before), "{after} to {before}");
    }
    assert!(laxer("file: flags/a.json", "file: flags/*.json\n  of: min"));
    assert!(laxer("file: flags/a.json", "file: other/*.json"));
}

#[test]
fn plans_that_are_not_looked_for_any_more_are_named() {
    let both = "plans: [\"rollouts/*.md\", \"plans/*.md\"]\n";
    assert_laxer(both, "plans: [\"rollouts/*.md\"]\n", 1, "`plans` no longer matches `plans/search.md`");
    let more = said("plans: [\"rollouts/*.md\"]\n", both);
    assert!(more.contains("1 plan comes into sight") && more.lines().count() == 1, "{more}");
    // By default a file must look like a plan, and `plans/` is no place to look.
    let other = said("{}\n", "plans: [\"plans/*.md\"]\n");
    for words in ["`plans` no longer matches `rollouts/checkout.md`", "1 plan comes into sight"] {
        assert!(other.contains(words), "{other}");
    }
}

#[test]
fn several_things_are_one_finding() {
    let after = "fail-on: error\nrules: { log-order: off, placeholder: off }\n";
    let (_, said) = change(&[(CONFIG, Some("fail-on: warning\n"), Some(after))], &[]);
    support::compare_or_update(&root().join("tests/snapshots/policy-changed.txt"), &said);
}

#[test]
fn what_is_stricter_or_means_the_same_is_no_finding() {
    for (before, after) in [
        ("fail-on: error\n", "fail-on: warning\n"),
        ("rules: { log-order: off }\n", "rules: { log-rationale-weak: error }\n"),
        ("skipped: [2]\nnot-applicable: [hinfällig]\n", "skipped: []\n"),
        ("initial-stage: 2\n", "initial-stage: 0\n"),
        ("{}\n", "initial-stage: 0\n"),
        ("{}\n", "people: { Ann: annlee, Bo: bo }\n"),
        ("decisions: { proceed: [Weiter] }\n", "decisions: { proceed: [weiter] }\n"),
        ("# nothing\n", "# nothing yet\n"),
        ("{}\n", "aliases: { Exit Criteria: [Wishes, Wünsche] }\n"),
        ("aliases: { Exit Criteria: [A, B] }\n", "# ours\naliases:\n  Exit Criteria: [b, a]\n"),
        ("{}\n", "aliases: { Audience: [Zielgruppe] }\n"),
        ("log: docs/log.md\n", "log: ./docs/log.md\n"),
        ("stages: { heading: \"Fase {n}: {name}\" }\n", "stages: { heading: \"Fase {n} — {name}\" }\n"),
        ("stages: { names: [Canary, All] }\n", "stages: { names: [Canary, All, Archive] }\n"),
    ] {
        let said = said(before, after);
        // A plan whose stages are called otherwise is named, and that is no finding.
        assert!(
            said.is_empty() || (said.starts_with("note: ") && said.lines().count() == 1),
            "{before} to {after}: {said}"
        );
    }
    let moved = [(CONFIG, Some("skipped: [2]\n"), None), (".github/rolloutlint.yml", None, Some("skipped: [2]\n"))];
    assert!(!change(&moved, &["--format", "short"]).1.contains("policy-changed"));
}

#[test]
fn a_configuration_that_goes_says_what_goes_with_it() {
    let gone = "it is deleted, and rolloutlint's own settings count instead";
    let (code, said) = change(&[(CONFIG, Some("fail-on: warning\n"), None)], &["--format", "short"]);
    assert_eq!(code, 1, "the version before refuses warnings: {said}");
    let wanted = format!(
        "{CONFIG}:1:1: warning[policy-changed] this change makes the configuration laxer: {gone}; `fail-on` is error (was warning)"
    );
    assert_eq!(said.trim_end(), wanted);
    let empty = "nothing is left in it, and rolloutlint's own settings count instead";
    assert_laxer("rules: { todo-marker: off }\n", "# soon\n", 1, empty);
}

#[test]
fn a_broken_configuration_is_a_finding_where_another_judges() {
    let broken = "fail-on: error\nrulez: {}\n";
    let line = said("fail-on: error\n", broken);
    let wanted = "error[policy-changed] the configuration cannot be read after this change: there is no key `rulez`";
    assert_eq!(line, format!("{CONFIG}:2:1: {wanted}"));
    assert!(
        said("{}\n", "plans: [\"a[\"]\n")
            .contains("cannot be read after this change: `a[` is no pattern that can be read")
    );
    // Where nothing else could judge, it is an error as ever.
    assert_eq!(change(&[(CONFIG, None, Some(broken))], &[]).0, 2);
}

#[test]
fn what_mends_a_broken_configuration_can_pass() {
    let (code, said) = change(&[(CONFIG, Some("rulez: {}\n"), Some("fail-on: error\n"))], &[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("there is no key `rulez`; the configuration after the change judges it"), "{said}");
    // It judges as a first one does: what keeps the record honest stays on.
    let plan = compliant("stage-1");
    let unrecorded = moved_on(&plan);
    let mended = "rules: { stage-change-without-log-entry: off }\n";
    let files =
        [(CONFIG, Some("rulez: {}\n"), Some(mended)), ("rollouts/checkout.md", Some(&*plan), Some(&*unrecorded))];
    assert_eq!(change(&files, &[]).0, 1);
    assert_eq!(change(&[(CONFIG, Some("rulez: {}\n"), Some("rulez: []\n"))], &[]).0, 2);
}

#[test]
fn the_first_configuration_is_information() {
    let after = "plans: [\"plans/*.md\"]\nrules: { placeholder: off, policy-changed: error }\nfail-on: warning\n";
    let (code, said) = change(&[(CONFIG, None, Some(after))], &["--format", "short"]);
    assert_eq!(code, 0, "{said}");
    let wanted = format!(
        "{CONFIG}:1:1: info[policy-changed] the first configuration asks for less than rolloutlint by itself: `plans` no longer matches `rollouts/checkout.md`; the rule `placeholder` is off (was error)"
    );
    assert_eq!(said.trim_end(), wanted);
}

#[test]
fn the_rule_is_set_by_the_version_before() {
    let (before, after) = ("rules: { policy-changed: off }\n", "rules: { policy-changed: off, placeholder: off }\n");
    assert_eq!(said(before, after), "");
    let (code, said) = change(
        &[(CONFIG, Some("rules: { policy-changed: error }\n"), Some("rules: { policy-changed: off }\n"))],
        &["--format", "short"],
    );
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error[policy-changed]") && said.contains("`policy-changed` is off (was error)"), "{said}");
}

const TEMPLATE_NAMED: &str = "template: rollouts/TEMPLATE.md\n";

/// What a change of the team's template says.
fn template(after: Option<&str>) -> String {
    let template = std::fs::read_to_string(root().join("src/template.md")).unwrap();
    let files =
        [(CONFIG, Some(TEMPLATE_NAMED), Some(TEMPLATE_NAMED)), ("rollouts/TEMPLATE.md", Some(&*template), after)];
    change(&files, &["--format", "short"]).1.trim_end().to_owned()
}

/// A change from one template to another.
fn both_templates<'a>(before: &'a str, after: &'a str) -> [(&'a str, Option<&'a str>, Option<&'a str>); 2] {
    [(CONFIG, Some(TEMPLATE_NAMED), Some(TEMPLATE_NAMED)), ("rollouts/TEMPLATE.md", Some(before), Some(after))]
}

#[test]
fn a_template_that_asks_for_less_is_named_with_what_it_asked_for() {
    let text = std::fs::read_to_string(root().join("src/template.md")).unwrap();
    let said = |old: &str, new: &str| {
        assert!(text.contains(old), "{old}");
        let said = template(Some(&text.replacen(old, new, 1)));
        assert!(
            said.is_empty() || said.contains("warning[policy-changed] this change makes the template laxer: "),
            "{said}"
        );
        said.split_once("laxer: ").map_or_else(String::new, |(_, words)| words.to_owned())
    };
    assert_eq!(said("**Tech Lead:** [Name]", ""), "`Tech Lead` in Rollout is not asked for any more");
    assert_eq!(
        said("## Risk Register", "## Risk Register (Optional)"),
        "the section `Risk Register` is not asked for any more"
    );
    assert_eq!(said("## Risk Register", "## Risk register"), "");
    assert_eq!(said("**Exit Criteria:**", "**Wishes:**"), "`Exit Criteria` in Stage 0 is gone");
    assert_eq!(template(Some(&format!("{text}\n## More\n\n**Colour:** [Name]\n"))), "");
    let whole = "rollouts/TEMPLATE.md:1:1: warning[policy-changed] this change makes the template laxer: it is";
    assert_eq!(template(Some("\n")), format!("{whole} empty, and asks for nothing any more"));
    assert_eq!(template(None).lines().next().unwrap(), format!("{whole} deleted, and asks for nothing any more"));
}

#[test]
fn each_requirement_of_a_template_that_becomes_laxer_is_named() {
    let text = std::fs::read_to_string(root().join("src/template.md")).unwrap();
    let annotated = |what: &str, before: &str| format!("<!-- rolloutlint: {what} -->\n{before}");
    for (old, new, words) in [
        ("- [ ] Core flow validated\n", "", "the exit criterion `Core flow validated` in Stage 0 is gone"),
        (
            "- [ ] Core flow validated",
            "- [x] Core flow validated",
            "the exit criterion `Core flow validated` in Stage 0 is ticked already",
        ),
        (
            "- [ ] Core flow validated",
            "- [ ] ~~Core flow validated~~",
            "the exit criterion `Core flow validated` in Stage 0 is gone",
        ),
        (
            "- [ ] Core flow validated",
            "- [ ] If applicable: Core flow validated",
            "the exit criterion `Core flow validated` in Stage 0 has other words: `If applicable: Core flow validated`",
        ),
        (
            "- [ ] No guardrail breaches",
            "- [ ] Guardrails looked at",
            "the exit criterion `No guardrail breaches` in Stage 2 is gone",
        ),
        (
            "- [ ] Core flow validated",
            "- [ ] Core flow demonstrated",
            "the exit criterion `Core flow validated` in Stage 0 has other words: `Core flow demonstrated`",
        ),
        ("## Communication Plan", "## Compensation Plan", "the section `Communication Plan` is not asked for any more"),
        (
            "| Mitigation |",
            "| Meditation |",
            "the table `Risk | Likelihood | Impact | Mitigation` in Risk Register lacks `Mitigation`",
        ),
        ("- [ ] No known P0 bugs\n", "", "the entry criterion `No known P0 bugs` in Stage 0 is gone"),
        (
            "**Exit Criteria:**",
            &annotated("role=activities", "**Exit Criteria:**"),
            "`Exit Criteria` in Stage 0 is activities (was exit criteria)",
        ),
        (
            "**Activities:**",
            &annotated("role=audience", "**Activities:**"),
            "`Activities` in Stage 0 is the audience (was activities)",
        ),
        (
            "**Exit Criteria:**",
            &annotated("due=never", "**Exit Criteria:**"),
            "`Exit Criteria` in Stage 0 is due never (was on entering Stage 0)",
        ),
        (
            "due=entering-first",
            "due=entering-last",
            "`Feature Flag` in Rollout Overview is due on entering the last stage (was on entering Stage 0)",
        ),
        ("due=entering-first", "optional", "`Feature Flag` in Rollout Overview is not asked for any more"),
        ("[Date/Quarter]", "[Any time]", "`Target GA` in Rollout may be any words (was a date)"),
        ("**Owner:** [PM Name]", "**Owner:** Platform", "`Owner` in Rollout is not asked for any more"),
        (
            "**Duration:** [1-3 days]",
            "**Duration:** [As long as it takes]",
            "`Duration` in Stage 0 may be any words (was a duration)",
        ),
        (
            "- [ ] No P0/P1 bugs found\n- [ ] Core flow validated\n- [ ] Team confidence to proceed\n",
            "- No P0/P1 bugs found\n- Core flow validated\n- Team confidence to proceed\n",
            "`Exit Criteria` in Stage 0 has no boxes any more",
        ),
        (
            "1. [Step 1: Disable feature flag]\n2. [Step 2: Notify stakeholders]\n3. [Step 3: Communicate to affected users]\n\
             4. [Step 4: Triage root cause]\n",
            "1. Disable the feature flag\n",
            "`[Step 1: Disable feature flag]` in Rollback Plan is not to be filled in any more",
        ),
        (
            "## Risk Register",
            &annotated("role=other", "## Risk Register"),
            "`Risk Register` is nothing that is judged (was the risks)",
        ),
    ] {
        assert!(text.contains(old), "{old}");
        let said = template(Some(&text.replacen(old, new, 1)));
        let found = said.split_once("laxer: ").map_or("", |(_, words)| words);
        assert!(found.starts_with(words), "{old} to {new}\n  wanted {words}\n  got    {said}");
    }
    let rows = text.replacen("| Customer | Contact", &annotated("min-rows=3", "| Customer | Contact"), 1);
    let fewer = rows.replace("min-rows=3", "min-rows=1");
    let (_, said) = change(&both_templates(&rows, &fewer), &["--format", "short"]);
    let words = "the table `Customer | Contact | Use Case | Status` in Stage 1 needs 1 filled row (was 3)";
    assert!(said.contains(words), "{said}");
}

#[test]
fn a_gate_right_below_the_heading_of_a_stage_is_compared() {
    let text = |bound: &str| {
        format!(
            "# Rollout: [Name]\n\n## Stage 0: One site\n\n<!-- rolloutlint: role=exit -->\n\n- [ ] Docks charged\n- [ ] Lost picks < {bound}\n\n## Stage 1: All sites\n\n## Decision Log\n\n| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n| [Date] | 0→1 | Proceed | [Why] | [Name] |\n"
        )
    };
    let said = |after: &str| change(&both_templates(&text("1%"), after), &["--format", "short"]).1;
    assert_eq!(said(&text("0.5%")), "");
    let words = "laxer: the exit criterion `Lost picks < 1%` in Stage 0 asks for less: `Lost picks < 9%`";
    let lax = said(&text("9%"));
    assert!(lax.contains(words), "{lax}");
}

#[test]
fn a_template_that_asks_for_as_much_or_more_is_no_finding() {
    let text = std::fs::read_to_string(root().join("src/template.md")).unwrap();
    let criteria = "- [ ] Core flow validated\n- [ ] Team confidence to proceed\n";
    let other_order = "- [ ] Team confidence to proceed\n- [ ] Core flow validated\n";
    for (old, new) in [
        (criteria, &*format!("{criteria}- [ ] Support has a macro\n")),
        (criteria, other_order),
        ("- [ ] Core flow validated", "- [ ] Core flow **validated**"),
        ("- [ ] Core flow validated", "- [ ] Core flow validated (both shops)"),
        ("- [ ] Team confidence to proceed", "- [ ] Team confidance to proceed"),
        ("- [ ] Error rate < [X%]", "- [ ] Error rate < 1%"),
        ("**Exit Criteria:**", "<!-- agreed with Legal in May -->\n**Exit Criteria:**"),
        ("**Exit Criteria:**", "<!-- rolloutlint: role=exit -->\n**Exit Criteria:**"),
        ("**Exit Criteria:**", "**Exit criteria:**"),
        ("**Exit Criteria:**", "**Exit conditions:**"),
        ("due=entering-first", "due=created"),
        ("**Owner:** [PM Name]", "**Owner:** [Name of the PM]"),
        ("**Go/No-go meeting:** [If needed]", "**Go/No-go meeting:** [Date]"),
        ("| [Customer 3] | [Name] | [Relevance] | [ ] Invited [ ] Active |\n", ""),
        ("- [ ] Bugs logged\n", ""),
        ("# Rollout Plan Template", "# How we roll out"),
        ("## Communication Plan", "## Communications Plan"),
        ("**Tech Lead:**", "**Tech Leads:**"),
        ("| Mitigation |", "| Mitigations |"),
    ] {
        assert!(text.contains(old), "{old}");
        assert_eq!(template(Some(&text.replacen(old, new, 1))), "", "{old} to {new}");
    }
}

#[test]
fn a_stage_that_is_put_between_takes_nothing_from_those_behind_it() {
    let text = std::fs::read_to_string(root().join("src/template.md")).unwrap();
    let moved = text.replace("## Stage 3: GA", "## Stage 4: GA").replace(
        "## Stage 2: Beta",
        "## Stage 2: Pilot\n\n**Exit Criteria:**\n- [ ] The pilot shop agrees\n\n## Stage 3: Beta",
    );
    assert_eq!(template(Some(&moved)), "");
    let said = template(Some(&moved.replacen("- [ ] No guardrail breaches\n", "", 1)));
    assert!(said.contains("laxer: the exit criterion `No guardrail breaches` in Stage 2 is gone"), "{said}");
}

#[test]
fn tables_of_one_form_are_each_compared_with_themselves() {
    let table = |row: &str| format!("| Check | Who | Done |\n|---|---|---|\n| {row} | Ops | [ ] |\n");
    let (docks, network) = (table("Docks charged"), table("Network reaches aisle 9"));
    let text = |tables: &str| {
        format!(
            "# Rollout: [Name]\n\n## Stage 0: One site\n\n{tables}\n## Stage 1: All sites\n\n**Exit Criteria:**\n- [ ] No pick list lost\n\n## Decision Log\n\n| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n| [Date] | 0→1 | Proceed | [Why] | [Name] |\n"
        )
    };
    let both = text(&format!("{docks}\nThe others check this, too:\n\n{network}"));
    let more = both.replace("lost\n", "lost\n- [ ] Nobody waits\n");
    assert_eq!(change(&both_templates(&both, &more), &["--format", "short"]).1, "");
    let other_order = text(&format!("{network}\nThe others check this, too:\n\n{docks}"));
    assert_eq!(change(&both_templates(&both, &other_order), &["--format", "short"]).1, "");
    let (_, said) = change(&both_templates(&both, &text(&docks)), &["--format", "short"]);
    assert!(said.contains("the table `Check | Who | Done` in Stage 0 is gone"), "{said}");
    let (_, said) = change(&both_templates(&both, &text(&network)), &["--format", "short"]);
    assert!(said.contains("TEMPLATE.md:5:1") && !said.contains("the row"), "the first table is gone: {said}");
}

#[test]
fn an_empty_template_asked_for_nothing() {
    let policy = Policy::default();
    let source = |text: &str| Source::new("docs/template.md", text);
    let laxer = |before: &str, after: &str| {
        PolicyEdit::of_template((&source(before), &policy), Some((&source(after), &policy))).laxer.len()
    };
    assert_eq!(laxer("\n", "\u{feff}\n\n"), 0);
    assert_eq!(laxer(rolloutlint::template::BUILT_IN, "\n"), 1);
}

#[test]
fn no_template_is_laxer_than_itself() {
    // Of a table with a row twice, one that has it once has as many rows.
    let table = |rows: &str| format!("| Check | Owner | Status |\n|---|---|---|\n{rows}\n");
    let row = "| Docks charged | [Name] | [ ] |\n";
    let template =
        format!("{}\n\n## Checks\n\n{}{}", rolloutlint::template::BUILT_IN, table(row), table(&row.repeat(2)));
    let (source, policy) = (Source::new("template.md", template), Policy::default());
    let same = PolicyEdit::of_template((&source, &policy), Some((&source, &policy)));
    assert!(same.laxer.is_empty(), "{:?}", same.laxer);
}

#[test]
fn bounds_of_a_template_are_compared_in_any_language() {
    let text = std::fs::read_to_string(root().join("src/template.md")).unwrap();
    let said = |before: &str, after: &str| {
        let [one, other] = [before, after].map(|criterion| text.replace("Error rate < [X%]", criterion));
        change(&both_templates(&one, &other), &["--format", "short"]).1.trim_end().to_owned()
    };
    for (strict, lax) in [
        ("Error rate below 1%", "Error rate below 5%"),
        ("Fehlerquote höchstens 1 %", "Fehlerquote höchstens 10 %"),
        ("Taxa de erro abaixo de 1%", "Taxa de erro abaixo de 50%"),
        ("Taux d'erreur inférieur à 1 %", "Taux d'erreur inférieur à 3 %"),
        ("At least 10 customers active", "At least 4 customers active"),
    ] {
        let words = format!("the exit criterion `{strict}` in Stage 2 asks for less: `{lax}`");
        assert!(said(strict, lax).ends_with(&words), "{}", said(strict, lax));
        assert_eq!(said(lax, strict), "", "{lax} to {strict}");
    }
}

#[test]
fn a_first_template_is_measured_by_the_built_in_one_where_that_was_in_force() {
    let text = std::fs::read_to_string(root().join("src/template.md")).unwrap();
    let less = text.replace("- [ ] No guardrail breaches\n", "");
    let named = "template: docs/ours.md\n";
    for before in [Some("fail-on: error\n"), None] {
        let files = |text| [(CONFIG, before, Some(named)), ("docs/ours.md", None, Some(text))];
        let (code, said) = change(&files(&less), &["--format", "short"]);
        let words = "the template `docs/ours.md` asks for less than the built-in template: \
                     the exit criterion `No guardrail breaches` in Stage 2 is gone";
        assert!(code == 0 && said.contains("warning[policy-changed]") && said.contains(words), "{said}");
        assert_eq!(change(&files(&text), &["--format", "short"]).1, "");
    }
    // A team whose plans have another form makes rolloutlint fit them.
    let repo = Repo::new();
    repo.write("rollouts/busca.md", "# Lançamento: Busca\n\n## Fase 1: Canário\n\n## Fase 2: Todos\n");
    repo.commit("Plan", "2026-03-09");
    let stage = |title: &str| format!("## Fase {title}\n\n**Critérios de saída:**\n- [ ] Nenhum incidente\n\n");
    let log = "## Registro de decisões\n\n| Data | Fase | Decisão | Justificativa | Decidido por |\n|-|-|-|-|-|\n";
    let (first, last) = (stage("1: Canário"), stage("2: Todos"));
    repo.write("docs/ours.md", format!("# Lançamento: [Nome]\n\n- Dono: [Nome]\n\n{first}{last}{log}"));
    let named = format!("{named}stages: {{ heading: \"Fase {{n}}: {{name}}\" }}\n");
    repo.write(CONFIG, named);
    repo.commit("Set up", "2026-03-10");
    let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short"]);
    assert!(run.err.is_empty() && !run.out.contains("warning[policy-changed]"), "{}{}", run.out, run.err);
}

#[test]
fn a_template_that_could_judge_nothing_is_an_error() {
    let text = std::fs::read_to_string(root().join("src/template.md")).unwrap();
    let said = template(Some(&text.replace("due=entering-first", "due=entering-tuesday")));
    let words =
        "error[policy-changed] the template cannot be read after this change: `due=entering-tuesday` is no due point";
    assert!(said.contains(words), "{said}");
}

#[test]
fn another_template_is_measured_by_the_one_before() {
    let text = std::fs::read_to_string(root().join("src/template.md")).unwrap();
    let less = text.replace("**Tech Lead:** [Name]", "");
    let files = [
        (CONFIG, Some("template: docs/a.md\n"), Some("template: docs/b.md\n")),
        ("docs/a.md", Some(text.as_str()), Some(text.as_str())),
        ("docs/b.md", Some(less.as_str()), Some(less.as_str())),
    ];
    let (_, said) = change(&files, &["--format", "short"]);
    let words =
        "the template `docs/b.md` asks for less than `docs/a.md`: `Tech Lead` in Rollout is not asked for any more";
    assert_eq!(
        said.trim_end(),
        format!("{CONFIG}:1:1: warning[policy-changed] this change makes the configuration laxer: {words}")
    );
}

#[test]
fn every_format_has_a_place_for_it() {
    let both = [(CONFIG, Some("{}\n"), Some("{}\n# more\n")), (".github/rolloutlint.yml", None, None)];
    assert!(!change(&both, &["--format", "github"]).1.contains("policy-changed"));
    let files = [(CONFIG, Some("fail-on: warning\nskipped: []\n"), Some("skipped: [2]\n"))];
    let github = change(&files, &["--format", "github"]).1;
    assert!(github.starts_with("::warning file=.rolloutlint.yml,line=1,endLine=1,"), "{github}");
    // What stood on a line that is gone is annotated on the file.
    let gone = [(CONFIG, Some("skipped: []\nfail-on: warning\n"), Some("skipped: []\n"))];
    let github = change(&gone, &["--format", "github"]).1;
    assert!(github.starts_with("::warning file=.rolloutlint.yml,title=policy-changed::"), "{github}");
    let markdown = change(&files, &["--format", "markdown"]).1;
    assert!(markdown.contains("## Other files") && markdown.contains("`policy-changed`"), "{markdown}");
    let json = change(&files, &["--format", "json"]).1;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let finding = &json["findings"][0];
    assert_eq!((&finding["path"], &finding["side"]), (&CONFIG.into(), &"head".into()));
    assert_eq!(finding["labels"][0]["side"], "base");
    assert_eq!(json["plans"].as_array().unwrap().len(), 0);
}

#[test]
fn another_loosening_is_another_finding() {
    let fingerprint = |after: &str| {
        let json = change(&[(CONFIG, Some("{}\n"), Some(after))], &["--format", "json"]).1;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        json["findings"][0]["fingerprint"].as_str().unwrap().to_owned()
    };
    let first = fingerprint("rules: { log-order: off }\n");
    assert_eq!(first, fingerprint("# ours\nrules:\n  log-order: info\n"));
    assert_ne!(first, fingerprint("rules: { log-order: off, placeholder: off }\n"));
}

#[test]
fn a_change_that_moves_plans_with_their_configuration_moves_them() {
    let rules = |repo: &Repo, args: &[&str]| {
        let run = repo.run(&[&["check", "--format", "json", "--base", "HEAD~1"], args].concat());
        let report = run.json();
        let findings = report["findings"].as_array().unwrap().clone();
        let mut rules: Vec<String> =
            findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect();
        rules.sort();
        rules
    };
    let titled = "# Search: how it comes\n\n## Phase 1: Pilot\n\n- [x] Tell ten shops\n\n## Phase 2: Everyone\n\n- [ ] Remove the old page\n";
    for (after, to, plan) in [
        (Some("plans: [\"new/*.md\"]\n"), "new/a.md", &*compliant("stage-1")),
        (None, "rollouts/a.md", &*compliant("stage-1")),
        // By itself it looks like no plan.
        (Some("plans: [\"new/*.md\"]\n"), "new/a.md", titled),
    ] {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", "plans: [\"old/*.md\"]\n");
        repo.write("old/a.md", plan);
        repo.commit("Plan", "2026-03-09");
        repo.write(to, repo.read("old/a.md"));
        std::fs::remove_file(repo.path().join("old/a.md")).unwrap();
        match after {
            Some(config) => repo.write(".rolloutlint.yml", config),
            None => std::fs::remove_file(repo.path().join(".rolloutlint.yml")).unwrap(),
        }
        repo.git(&["add", "-A"]);
        repo.commit("Move", "2026-03-10");
        let on_disk = rules(&repo, &[]);
        assert!(
            on_disk.contains(&"plan-moved".to_owned()) && !on_disk.contains(&"plan-removed".to_owned()),
            "{on_disk:?}"
        );
        assert_eq!(on_disk, rules(&repo, &["--head", "HEAD"]), "the same on a laptop and in CI");
    }
}

#[test]
fn a_plan_may_take_its_last_step_into_an_archive() {
    let is_gone = |before: &str, after: &str| {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", "plans: [\"rollouts/*.md\"]\n");
        repo.write("rollouts/a.md", before);
        repo.commit("Plan", "2026-03-16");
        std::fs::create_dir(repo.path().join("archive")).unwrap();
        repo.git(&["mv", "rollouts/a.md", "archive/a.md"]);
        repo.write("archive/a.md", after);
        repo.commit("Archive", "2026-04-13");
        let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD", "--format", "short"]);
        (run.code, run.out.contains("[plan-removed]"))
    };
    let (beta, ga) = (compliant("stage-2"), compliant("ga"));
    assert_eq!(is_gone(&beta, &ga), (0, false));
    // It is judged there as anywhere, and one that goes on is gone.
    let open =
        ga.replacen("- [x] Leading metrics trending toward target", "- [ ] Leading metrics trending toward target", 1);
    assert_ne!(open, ga);
    assert_eq!(is_gone(&beta, &open), (1, false));
    assert_eq!(is_gone(&beta, &beta), (1, true));
    // What becomes of a finished plan there is nobody's concern.
    assert_eq!(is_gone(&ga, &ga.replace("| Priya Nair |", "| Priya N. |")), (0, false));
}

#[test]
fn an_id_that_is_taken_over_hides_no_edit() {
    let repo = Repo::new();
    let other = compliant("planned").replace("RO-014", "RO-015").replace("One-page checkout", "Search");
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.write("rollouts/search.md", other);
    repo.commit("Two plans", "2026-03-09");
    // The plan that bears the ID goes, and another one with a rewritten record calls itself by it.
    repo.git(&["rm", "-q", "rollouts/search.md"]);
    let rewritten =
        compliant("stage-1").replace("RO-014", "RO-015").replace("confident | Priya Nair |", "confident | Mallory |");
    repo.write("rollouts/checkout.md", rewritten);
    repo.commit("Take over", "2026-03-10");
    let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD"]);
    assert_eq!(run.code, 1, "{}", run.out);
    for rule in ["error[rollout-id-changed]", "error[log-entry-modified]"] {
        assert!(run.out.contains(rule), "{rule}: {}", run.out);
    }
    let audit = repo.run(&["audit"]);
    assert!(audit.out.contains("error[audit-log-rewritten]"), "{}", audit.out);
}

#[test]
fn plans_that_change_places_are_told_apart_by_their_ids() {
    let repo = Repo::new();
    repo.write("rollouts/a.md", compliant("stage-1"));
    repo.write(
        "rollouts/b.md",
        compliant("stage-2").replace("RO-014", "RO-015").replace("One-page checkout", "Search"),
    );
    repo.commit("Two plans", "2026-03-17");
    for (from, to) in [("a", "x"), ("b", "a"), ("x", "b")] {
        repo.git(&["mv", &format!("rollouts/{from}.md"), &format!("rollouts/{to}.md")]);
    }
    repo.commit("Swap", "2026-03-18");
    let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert_eq!(run.out.matches("info[plan-moved]").count(), 2, "{}", run.out);
}

/// What is said of globs and files that do not meet, a line each.
fn out_of_sight(run: &support::Run) -> Vec<String> {
    let lines = run.out.lines().filter(|line| line.contains("[plan-out-of-sight]"));
    lines.map(str::to_owned).collect()
}

#[test]
fn what_no_glob_takes_is_said() {
    let plan = compliant("stage-1").replace("RO-014", "RO-016");
    let edited = plan.clone() + "\nA note.\n";
    let launch = "docs/launch.md";
    let said = |config: Option<&str>, path: &str, before: &str, after: &str| {
        let (code, said) =
            change(&[(CONFIG, config, config), (path, Some(before), Some(after))], &["--format", "short"]);
        let about: Vec<String> =
            said.lines().filter(|line| line.contains("[plan-out-of-sight]")).map(str::to_owned).collect();
        assert_eq!(code, 0, "{said}");
        about.join("\n")
    };
    let line = plan.lines().position(|line| line.starts_with("## Rollout:")).unwrap() + 1;
    let file = |globs: &str| {
        format!("{launch}:{line}:4: info[plan-out-of-sight] this file looks like a plan, and no glob takes it: {globs}")
    };
    let glob = format!("{CONFIG}:2:4: warning[plan-out-of-sight] no file matches `rollout/*.md` of `plans`");
    let config = "plans:\n - rollout/*.md # `rollout/*.md` was it\n";
    assert_eq!(said(Some(config), launch, &plan, &edited), format!("{glob}\n{}", file("`rollout/*.md`")));
    let by_default = file("`rollouts/**/*.md`, `rollout-plans/**/*.md`, `**/*rollout*.md`, `**/*.rollout.md`");
    assert_eq!(said(None, launch, &plan, &edited), by_default);
    assert_eq!(said(Some("fail-on: error\n"), launch, &plan, &edited), by_default);
    let german = plan.replace("### Stage", "### Phase").replace("## Rollout: ", "# Rollout: ");
    assert!(said(Some("plans: [\"rollouts/*.md\"]\n"), launch, &german, &(german.clone() + "\n")).contains(launch));
    // Honest twins.
    let unfilled = rolloutlint::template::BUILT_IN;
    for (config, path, before, after) in [
        ("plans: [\"rollouts/*.md\", \"docs/*.md\"]\n", launch, &*plan, &*edited),
        ("plans: [\"**/*.md\"]\n", launch, &plan, &edited),
        ("plans: [\"{rollouts,docs}/*.md\"]\n", launch, &plan, &edited),
        // Somebody says that it is no plan.
        ("plans: [\"rollouts/*.md\", \"!docs/**\"]\n", launch, &plan, &edited),
        ("plans: [\"rollouts/*.md\", \"!docs/launch.md\"]\n", launch, &plan, &edited),
        ("plans: [\"!docs/**\"]\n", launch, &plan, &edited),
        // A template, by its name, by the configuration, or by what is in it.
        ("plans: [\"rollouts/*.md\"]\n", "docs/templates/rollout.md", &plan, &edited),
        ("plans: [\"rollouts/*.md\"]\n", "docs/form.md", unfilled, &unfilled.replace("Feedback", "Replies")),
        // A page, and a file that is no Markdown.
        ("plans: [\"rollouts/*.md\"]\n", "docs/page.md", "# Phases\n", "# Phases\n\n## Phase 1\n\n## Phase 2\n"),
        ("plans: [\"rollouts/*.md\"]\n", "docs/launch.txt", &plan, &edited),
        // No plan and no configuration changed, so that nobody looks for the files of a glob.
        ("plans: [\"rollouts/*.md\", \"gone/*.md\"]\n", "README.md", "# Readme\n", "# Read me\n"),
    ] {
        assert_eq!(said(Some(config), path, before, after), "", "{config} {path}");
    }
}

#[test]
fn a_glob_is_held_against_the_files_after_the_change() {
    let plan = compliant("stage-1").replace("RO-014", "RO-016");
    let globs = |names: &str| format!("plans: [{names}]\n");
    let (one, both) = (globs("\"rollouts/*.md\""), globs("\"rollouts/*.md\", \"launches/**/*.md\""));
    let misses = |files: &[(&str, Option<&str>, Option<&str>)]| {
        change(files, &["--format", "short"]).1.contains("no file matches `launches/**/*.md` of `plans`")
    };
    let path = "launches/2026/search.md";
    // A folder that the pull request creates, with its glob or for it.
    assert!(!misses(&[(CONFIG, Some(&one), Some(&both)), (path, None, Some(&plan))]));
    assert!(!misses(&[(CONFIG, None, Some(&both)), (path, None, Some(&plan))]));
    assert!(!misses(&[(CONFIG, Some(&both), Some(&both)), (path, None, Some(&plan))]));
    // A template waits for the first plan.
    assert!(!misses(&[(CONFIG, None, Some(&both)), ("launches/TEMPLATE.md", None, Some("# Rollout\n"))]));
    // The last file goes, a new glob is misspelt, a first configuration is.
    assert!(misses(&[(CONFIG, Some(&both), Some(&both)), (path, Some(&plan), None)]));
    assert!(misses(&[(CONFIG, Some(&one), Some(&both))]));
    assert!(misses(&[(CONFIG, None, Some(&both))]));
    // A plan of another glob changes.
    let edited = plan.clone() + "\nA note.\n";
    assert!(misses(&[(CONFIG, Some(&both), Some(&both)), ("rollouts/new.md", Some(&plan), Some(&edited))]));
    // A rule that is off says nothing, and one that is an error refuses.
    let level = |word: &str| format!("{both}rules: {{ plan-out-of-sight: {word} }}\n");
    let off = level("off");
    assert!(!misses(&[(CONFIG, Some(&off), Some(&off)), (path, Some(&plan), None)]));
    let error = level("error");
    let edits = [(CONFIG, Some(&*error), Some(&*error)), ("rollouts/new.md", Some(&*plan), Some(&*edited))];
    assert_eq!(change(&edits, &[]).0, 1);
}

#[test]
fn a_glob_is_held_against_the_files_on_disk() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.write(CONFIG, "plans:\n- rollouts/*.md\n- launches/*.md\n- \"!launches/old.md\"\n");
    let wanted = [format!("{CONFIG}:3:3: warning[plan-out-of-sight] no file matches `launches/*.md` of `plans`")];
    let check = |options: &[&str]| out_of_sight(&repo.run(&[&["check", "--format", "short"], options].concat()));
    assert_eq!(check(&[]), wanted);
    // Whoever asks for some plans asks nothing of the globs.
    assert!(check(&["rollouts"]).is_empty());
    repo.commit("Plan the checkout", "2026-03-09");
    repo.write("rollouts/checkout.md", compliant("stage-1") + "\nA note.\n");
    assert_eq!(check(&["--base", "HEAD"]), wanted);
    // A file counts before Git knows it, and one that Git ignores and does not have is none.
    repo.write("launches/TEMPLATE.md", "# Rollout\n");
    assert!(check(&[]).is_empty());
    assert!(check(&["--base", "HEAD"]).is_empty());
    repo.write(".gitignore", "launches\n");
    assert_eq!(check(&[]), wanted);
    assert_eq!(check(&["--base", "HEAD"]), wanted);
    // Whoever has no globs of the own is told of none.
    repo.write(CONFIG, "plans: [\"!rollouts/old/**\"]\n");
    assert!(check(&[]).is_empty());
    std::fs::remove_file(repo.path().join(CONFIG)).unwrap();
    assert!(check(&[]).is_empty());
}
