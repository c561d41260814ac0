//! `rolloutlint exposure`: what flag files say of each plan, in a small repository.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::{Repo, Run, compliant};

const CONFIG: &str = "exposure:\n  - file: config/production.json\n    at: features.{flag}\n    scale: 100\n  - file: flags/goff.yaml\n    format: goff\n    segments: { colleagues: 1 }\n";

const GOFF: &str = "basket_sharing:\n  variations: { on: true, off: false }\n  targeting: [{ name: colleagues, query: staff eq true, variation: on }]\n  defaultRule:\n    progressiveRollout:\n      initial: { variation: off, date: 2026-05-01 }\n      end: { variation: on, percentage: 20, date: 2026-05-11 }\n";

fn team(number: &str) -> Repo {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", CONFIG);
    repo.write("rollouts/checkout.md", compliant("stage-2"));
    let basket = compliant("stage-2").replace("checkout_one_page", "basket_sharing").replace("RO-014", "RO-015");
    repo.write("rollouts/basket.md", basket);
    let none = compliant("stage-1").replace("`checkout_one_page`", "").replace("RO-014", "RO-016");
    repo.write("rollouts/none.md", none);
    repo.write(
        "config/production.json",
        format!("{{\n  \"features\": {{\n    \"checkout_one_page\": {number}\n  }}\n}}\n"),
    );
    repo.write("flags/goff.yaml", GOFF);
    repo.commit("Plan", "2026-03-09");
    repo
}

fn exposure(repo: &Repo, args: &[&str]) -> Run {
    repo.run(&[&["exposure", "--today", "2026-05-06"], args].concat())
}

#[test]
fn each_value_has_its_file_line_share_and_stage() {
    let run = exposure(&team("25"), &[]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let wanted = "\
One-page checkout (RO-015)  rollouts/basket.md  stage 2
  basket_sharing: cannot be told: there is no `features.basket_sharing` in config/production.json
    config/production.json  features.basket_sharing
  basket_sharing: 10 %, stage 1
    flags/goff.yaml:7  20
    by 2026-05-11T00:00:00Z: 20 %
    segment colleagues: stage 1

One-page checkout (RO-014)  rollouts/checkout.md  stage 2
  checkout_one_page: 25 %, stage 2
    config/production.json:3  features.checkout_one_page = 25
  checkout_one_page: cannot be told: there is no flag `checkout_one_page` in flags/goff.yaml
    flags/goff.yaml

One-page checkout (RO-016)  rollouts/none.md  stage 1
  the plan names no flag
";
    assert_eq!(run.out, wanted);
}

#[test]
fn one_plan_is_asked_for_by_its_path_also_as_json() {
    let run = exposure(&team("[25]"), &["rollouts/checkout.md", "--format", "json"]);
    let page = run.json();
    let [plan] = &page["plans"].as_array().unwrap()[..] else { panic!("{page}") };
    assert_eq!((&plan["path"], &plan["stage"]), (&"rollouts/checkout.md".into(), &"2".into()));
    let value = &plan["exposures"][0];
    assert_eq!((&value["file"], &value["line"]), (&"config/production.json".into(), &3.into()));
    assert_eq!((&value["percent"], &value["stage"]), (&Value::Null, &Value::Null));
    let problem = "`features.checkout_one_page` in config/production.json is a list, no share: a number, `true` or `false` is needed";
    assert_eq!(value["problem"], problem);
    let run = exposure(&team("37.5"), &["rollouts/checkout.md", "--format", "json"]);
    let page = run.json();
    let value = &page["plans"][0]["exposures"][0];
    assert_eq!((&value["percent"], &value["stage"], &value["value"]), (&37.5.into(), &"2".into(), &"37.5".into()));
}

#[test]
fn without_entries_it_says_so() {
    let repo = team("25");
    repo.write(".rolloutlint.yml", "fail-on: error\n");
    let run = exposure(&repo, &["rollouts/checkout.md"]);
    assert!(run.out.ends_with("\n  no entry of `exposure:` looks for its flag\n"), "{}", run.out);
}

#[test]
fn init_proposes_the_flag_file_that_it_finds() {
    let repo = Repo::new();
    repo.write("package.json", "{ \"name\": \"shop\", \"defaultRule\": 1 }\n");
    repo.write("deploy/flags.goff.yaml", GOFF);
    let run = repo.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let config = repo.read(".rolloutlint.yml");
    assert!(config.ends_with("\nexposure:\n  - file: \"deploy/flags.goff.yaml\"\n    format: goff\n"), "{config}");
    repo.write("rollouts/basket.md", compliant("stage-1").replace("checkout_one_page", "basket_sharing"));
    let run = exposure(&repo, &["rollouts/basket.md"]);
    assert!(run.out.contains("basket_sharing: 10 %"), "{}{}", run.out, run.err);
}

#[test]
fn init_leaves_the_choice_between_flag_files_to_people() {
    let repo = Repo::new();
    let flagd =
        r#"{"flags": {"a": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "on"}}}"#;
    let flipt = "flags:\n- { key: a, type: BOOLEAN_FLAG_TYPE, enabled: true }\n";
    repo.write("flags/dev.json", flagd);
    repo.write("flags/[prod].json", flagd);
    repo.write("features.yml", flipt);
    // Flags of another team's own format, and a file of flags and other things.
    repo.write("other.json", r#"{"flags": {"a": {"defaultVariant": "on"}}}"#);
    repo.run(&["init"]);
    let config = repo.read(".rolloutlint.yml");
    let lines: Vec<&str> = config.lines().skip_while(|line| !line.contains("hold flags")).collect();
    let wanted = [
        "# These files hold flags. Take the lines of the one that production reads.",
        "# exposure:",
        "#   - file: \"features.yml\"",
        "#     format: flipt",
        "#   - file: \"flags/[[]prod[]].json\"",
        "#     format: flagd",
        "#   - file: \"flags/dev.json\"",
        "#     format: flagd",
    ];
    assert_eq!(lines, wanted, "{config}");
    assert_eq!(repo.run(&["check"]).code, 0, "it is read");
}

#[test]
fn init_proposes_a_form_of_the_teams_own_where_the_flags_of_its_plans_have_numbers() {
    let proposed = |path: &str, text: &str| {
        let repo = Repo::new();
        repo.write("rollouts/checkout.md", compliant("stage-2"));
        repo.write(path, text);
        assert_eq!(repo.run(&["init"]).code, 0);
        let config = repo.read(".rolloutlint.yml");
        let found = config.split_once("\nexposure:\n").map(|(_, entry)| entry.to_owned());
        if found.is_some() {
            let run = exposure(&repo, &["rollouts/checkout.md"]);
            assert!(run.out.contains("checkout_one_page: 25 %"), "{config}\n{}{}", run.out, run.err);
        }
        found
    };
    let entry = |path: &str, rest: &str| Some(format!("  - file: \"{path}\"\n    {rest}\n"));
    let keys = r#"{"limits": {"retries": 3}, "features": {"basket": 100, "checkout_one_page": 25}}"#;
    assert_eq!(
        proposed("config/prod.json", keys),
        entry("config/prod.json", "at: \"features.{flag}\"\n    scale: 100")
    );
    let list = "flags:\n- { name: basket, enabled: true, share: 1 }\n- { name: checkout_one_page, enabled: true, share: 0.25 }\n";
    let found = "at: \"flags[name={flag}].share\"\n    when: \"flags[name={flag}].enabled\"\n    scale: 1";
    assert_eq!(proposed("server/flags.yaml", list), entry("server/flags.yaml", found));
    let toml = "[flags.checkout_one_page]\npercent = 25\n";
    assert_eq!(proposed("flags.toml", toml), entry("flags.toml", "at: \"flags.{flag}.percent\"\n    scale: 100"));
    // A switch says no share, one is no share of anything, two numbers leave a choice, and so do
    // two places.
    for text in [
        r#"{"features": {"checkout_one_page": true}}"#,
        r#"{"features": {"checkout_one_page": 1}}"#,
        r#"{"features": {"checkout_one_page": 2500, "basket": 10}}"#,
        r#"{"features": {"checkout_one_page": {"from": 1, "to": 25}}}"#,
        r#"{"eu": {"checkout_one_page": 25}, "us": {"checkout_one_page": 10}}"#,
        r#"{"features": {"basket_sharing": 25}, "notes": "checkout_one_page comes later"}"#,
    ] {
        assert_eq!(proposed("config/prod.json", text), None, "{text}");
    }
}

#[test]
fn a_decision_that_the_flag_does_not_follow_is_told_beside_it() {
    // The lines of the plan after a change: the plan, its log and its flag before and after it.
    let told = |stages: [&str; 2], row: &str, shares: [u32; 2]| {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", "exposure:\n  - file: f.json\n    at: features.{flag}\n    scale: 100\n");
        let flags = |share: u32| format!("{{ \"features\": {{ \"checkout_one_page\": {share} }} }}\n");
        let plan = |stage: &str| compliant(stage).replace("3-5 customers", "1-5% of users");
        repo.write("rollouts/checkout.md", plan(stages[0]));
        repo.write("f.json", flags(shares[0]));
        repo.commit("Plan", "2026-03-10");
        let after = plan(stages[1]).replace("| [Date] | 2→GA", &format!("{row}| [Date] | 2→GA"));
        repo.write("rollouts/checkout.md", after);
        repo.write("f.json", flags(shares[1]));
        repo.commit("Decide", "2026-04-01");
        let run = repo.run(&["check", "--base", "HEAD~1", "--head", "HEAD"]);
        let flag = run.out.lines().find(|line| line.contains("  checkout_one_page  ")).map(str::to_owned);
        flag.map(|line| line.rsplit_once("  ").unwrap().1.to_owned()).unwrap_or_default()
    };
    assert_eq!(told(["stage-1", "stage-2"], "", [5, 5]), "decided, flag still at 5 %");
    assert_eq!(told(["stage-1", "stage-2"], "", [5, 20]), "5 % → 20 %");
    assert_eq!(told(["stage-2", "stage-2"], "", [20, 20]), "");
    let abort = "| 2026-04-01 | 2 | Abort | Nobody wants it | Priya Nair |\n";
    assert_eq!(told(["stage-2", "stage-2"], abort, [20, 20]), "decided, flag still at 20 %");
    assert_eq!(told(["stage-2", "stage-2"], abort, [0, 0]), "");
    let back = "| 2026-04-01 | 2→1 | Rollback | Errors above 2% | Priya Nair |\n";
    assert_eq!(told(["stage-2", "stage-2"], back, [20, 20]), "decided, flag still at 20 %");
    assert_eq!(told(["stage-2", "stage-2"], back, [5, 5]), "");
}
