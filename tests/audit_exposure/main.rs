//! What an audit tells of who really saw a feature: two years of one flag file, and the ways in
//! which a flag and a record come apart.
#![allow(clippy::unwrap_used)]

mod raises;
#[path = "../support/mod.rs"]
mod support;

use serde_json::Value;
use support::{PLAN, Repo, compare_or_update, compliant, root, steady};

const FLAG: &str = "checkout_one_page";

/// A flag file with other flags around the one that matters.
fn flags(percent: &str) -> String {
    format!(
        "{{\n  \"search_suggestions\": {{ \"percent\": 100 }},\n  \"{FLAG}\": {{ \"percent\": {percent} }},\n  \"export\": {{ \"percent\": 5 }}\n}}\n"
    )
}

fn entry(file: &str) -> String {
    format!("exposure:\n  - file: {file}\n    at: \"{{flag}}.percent\"\n    scale: 100\n")
}

/// A plan whose first stages are for shares of the users, too.
fn plan() -> String {
    let plan = compliant("planned").replace("[Flag name]", &format!("`{FLAG}`"));
    plan.replace("[5-10 customers]", "1-5% of users")
}

/// Records a decision: in the row that waits for its step, else below the last one.
fn record(repo: &Repo, day: &str, step: &str, decision: &str) {
    let text = repo.read(PLAN);
    let row = format!("| {day} | {step} | {decision} | Agreed in the launch review | Priya Nair |");
    let waiting = format!("| [Date] | {step} |");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let last = lines.iter().rposition(|line| line.starts_with("| 20") && line.contains('→'));
    match lines.iter().position(|line| line.starts_with(&waiting)) {
        Some(place) => lines[place] = row,
        None => lines.insert(last.unwrap() + 1, row),
    }
    repo.write(PLAN, lines.join("\n") + "\n");
}

/// Two years: the flag file is there from the first day, and rolloutlint hears of it on the last.
fn two_years() -> Repo {
    let repo = Repo::new();
    let set = |file: &str, percent: &str, day: &str, subject: &str| {
        repo.write(file, flags(percent));
        repo.commit(subject, day);
    };
    let decide = |day: &str, step: &str, decision: &str, subject: &str| {
        record(&repo, day, step, decision);
        repo.commit(subject, day);
    };
    const OLD: &str = "flags/production.json";
    const NEW: &str = "config/flags.json";
    set(OLD, "0", "2024-11-04", "Flags (#1)");
    repo.write(PLAN, plan());
    repo.commit("Plan (#2)", "2024-11-11");
    // Decided, and live nine days later.
    decide("2024-12-02", "0→1", "Proceed", "Decide 0→1 (#3)");
    set(OLD, "2", "2024-12-11", "Raise to 2 (#4)");
    set(OLD, "5", "2025-01-20", "Raise to 5 (#5)");
    // Live, and recorded three days later.
    set(OLD, "10", "2025-03-03", "Raise to 10 (#6)");
    decide("2025-03-06", "1→2", "Proceed", "Decide 1→2 (#7)");
    // A pause, and back within the same stage.
    set(OLD, "0", "2025-04-14", "Pause (#8)");
    set(OLD, "10", "2025-04-22", "Go on (#9)");
    // The file gets another name and another form, and one more person a day sees the feature.
    repo.git(&["rm", "-q", OLD]);
    set(NEW, "10.0", "2025-06-30", "Move the flags (#10)");
    set(NEW, "25", "2025-09-01", "Raise to 25 (#11)");
    // Never recorded, and cut again; then recorded, and never live.
    set(NEW, "100", "2026-02-09", "Raise to 100 (#12)");
    set(NEW, "25", "2026-02-12", "Cut to 25 (#13)");
    decide("2026-06-01", "2→1", "Rollback", "Roll back (#14)");
    set(NEW, "5", "2026-06-03", "Cut to 5 (#15)");
    set(NEW, "20", "2026-08-17", "Raise to 20 (#16)");
    repo.write(".rolloutlint.yml", entry(NEW));
    repo.commit("Tell rolloutlint of the flags (#17)", "2026-11-02");
    repo
}

fn audit(repo: &Repo, more: &[&str]) -> String {
    let run = repo.run(&[&["audit", "--today", "2026-11-09"], more].concat());
    assert!(run.code < 2, "{}", run.err);
    repo.with_subjects(&run.out)
}

fn json(repo: &Repo) -> Value {
    serde_json::from_str(&audit(repo, &["--format", "json"])).unwrap()
}

/// The findings about flags, a line for each.
fn told(repo: &Repo) -> String {
    let page = json(repo);
    let findings = page["findings"].as_array().unwrap().iter();
    let is_about_flags = |finding: &&Value| finding["rule"].as_str().unwrap().starts_with("audit-exposure-");
    let line = |finding: &Value| {
        let text = |key: &str| finding[key].as_str().unwrap().to_owned();
        format!("{} {} {}", text("severity"), text("rule"), text("message"))
    };
    findings.filter(is_about_flags).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn two_years_of_a_flag_file_are_told_to_the_day() {
    let repo = two_years();
    let run = steady(&repo, &audit(&repo, &[]));
    compare_or_update(&root().join("tests/snapshots/audit-exposure.txt"), &run);
    if let Some(folder) = std::env::var_os("KEEP") {
        std::process::Command::new("cp").arg("-r").arg(repo.path()).arg(folder).status().unwrap();
    }
}

#[test]
fn programs_read_when_each_move_came_into_effect() {
    let page = json(&two_years());
    let told = page["rollouts"][0]["transitions"].as_array().unwrap().iter().map(|told| {
        let text = |key: &str| told[key].as_str().unwrap_or("-").to_owned();
        let days = told["days_between"].as_i64().map_or("-".to_owned(), |days| days.to_string());
        format!("{}→{} {} {} {days}", text("from"), text("to"), text("decided_on"), text("live_on"))
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        ["0→1 2024-12-02 2024-12-11 9", "1→2 2025-03-06 2025-03-03 -3", "2→1 2026-06-01 2026-06-03 2",]
    );
    let live = page["rollouts"][0]["exposure"].as_array().unwrap();
    assert_eq!((live.len(), &live[3]["live"], &live[3]["percent"]), (11, &"10 %".into(), &10.0.into()));
    assert_eq!((&live[3]["path"], &live[3]["line"]), (&"flags/production.json".into(), &3.into()));
}

// --- small histories ---

const FILE: &str = "config/flags.json";
const FIRST: &str = "2026-03-09";

/// A plan in Stage 1, whose flag is at 5 %, and a configuration that knows of it.
fn in_stage_1() -> Repo {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", entry(FILE));
    repo.write(FILE, flags("5"));
    repo.write(PLAN, stage_1());
    repo.commit("Plan (#1)", FIRST);
    repo
}

fn stage_1() -> String {
    compliant("stage-1").replace("3-5 customers", "1-5% of users")
}

fn set(repo: &Repo, percent: &str, day: &str) {
    repo.write(FILE, flags(percent));
    repo.commit(&format!("Set to {percent}"), day);
}

fn decide(repo: &Repo, day: &str) {
    record(repo, day, "1→2", "Proceed");
    repo.commit("Decide 1→2 (#2)", day);
}

/// When the last move was decided, when it was live, and the days between.
fn last_move(repo: &Repo) -> (String, String, Option<i64>, bool) {
    let page = json(repo);
    let last = page["rollouts"][0]["transitions"].as_array().unwrap().last().unwrap().clone();
    let text = |key: &str| last[key].as_str().unwrap_or("-").to_owned();
    (text("decided_on"), text("live_on"), last["days_between"].as_i64(), last["waits_for_flag"].as_bool().unwrap())
}

/// What was live, a day and a few words each.
fn line(repo: &Repo) -> String {
    let page = json(repo);
    let live = page["rollouts"][0]["exposure"].as_array().unwrap().clone();
    let point = |point: &Value| format!("{} {}", point["date"].as_str().unwrap(), point["live"].as_str().unwrap());
    live.iter().map(point).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_raise_behind_its_decision_is_no_finding() {
    let repo = in_stage_1();
    decide(&repo, "2026-03-16");
    assert_eq!(last_move(&repo), ("2026-03-16".to_owned(), "-".to_owned(), None, true));
    assert!(audit(&repo, &[]).contains("not live yet, 238 days after the decision"));
    set(&repo, "10", "2026-03-17");
    set(&repo, "25", "2026-03-20");
    assert_eq!(last_move(&repo), ("2026-03-16".to_owned(), "2026-03-17".to_owned(), Some(1), false));
    assert_eq!(told(&repo), "");
}

#[test]
fn a_raise_with_its_decision_is_no_finding() {
    let repo = in_stage_1();
    repo.write(FILE, flags("10"));
    decide(&repo, "2026-03-16");
    assert_eq!(last_move(&repo), ("2026-03-16".to_owned(), "2026-03-16".to_owned(), Some(0), false));
    assert_eq!(told(&repo), "");
}

#[test]
fn a_raise_is_told_whoever_shows_it() {
    let repo = in_stage_1();
    set(&repo, "100", "2026-03-11");
    assert_eq!(
        told(&repo),
        "error audit-exposure-unlogged checkout_one_page was raised from 5 % to 100 %, which is stage 3, and no decision was ever recorded"
    );
    // The plan shows the move, too: then that is told, once.
    let repo = in_stage_1();
    repo.write(FILE, flags("10"));
    let text = repo.read(PLAN);
    let start = text.find("## Stage 2").unwrap();
    let end = start + text[start..].find("## Stage 3").unwrap();
    repo.write(PLAN, text[..start].to_owned() + &text[start..end].replace("- [ ]", "- [x]") + &text[end..]);
    repo.commit("Work in Stage 2 (#3)", "2026-03-16");
    assert_eq!(told(&repo), "");
    let page = json(&repo);
    let findings = page["findings"].as_array().unwrap().iter();
    assert_eq!(findings.filter(|finding| finding["rule"] == "audit-unlogged-transition").count(), 1);
}

#[test]
fn a_configuration_that_comes_or_changes_raises_nothing() {
    let repo = in_stage_1();
    repo.write(FILE, flags("0.05"));
    repo.write(".rolloutlint.yml", entry(FILE).replace("scale: 100", "scale: 1"));
    repo.commit("Count from 0 to 1", "2026-03-10");
    assert_eq!((told(&repo), line(&repo)), (String::new(), "2026-03-09 5 %".to_owned()));
    // A wrong scale that is mended is no raise.
    let repo = in_stage_1();
    repo.write(".rolloutlint.yml", entry(FILE).replace("scale: 100", "scale: 10"));
    repo.commit("Count from 0 to 10", "2026-03-10");
    assert_eq!(told(&repo), "");
    // The file moves together with its entry, and the number in it is raised.
    let repo = in_stage_1();
    repo.git(&["mv", FILE, "flags.json"]);
    repo.write("flags.json", flags("20"));
    repo.write(".rolloutlint.yml", entry("flags.json"));
    repo.commit("Move the flags", "2026-03-10");
    assert!(told(&repo).contains("was raised from 5 % to 20 %"), "{}", told(&repo));
}

#[test]
fn a_file_is_followed_through_its_names() {
    let repo = Repo::new();
    repo.write("a.json", flags("5"));
    repo.write(PLAN, stage_1());
    repo.commit("Plan (#1)", FIRST);
    repo.git(&["mv", "a.json", "b.json"]);
    repo.commit("Move", "2026-03-10");
    repo.write("b.json", flags("20"));
    repo.commit("Raise", "2026-03-11");
    repo.git(&["rm", "-q", "b.json"]);
    repo.write(FILE, flags("20").replace("\"export\": { \"percent\": 5 }", "\"export\": { \"percent\": 6 }"));
    repo.commit("Move again", "2026-03-12");
    repo.write(".rolloutlint.yml", entry(FILE));
    repo.commit("Configure", "2026-03-13");
    assert_eq!(line(&repo), "2026-03-09 5 %, 2026-03-11 20 %");
    assert!(told(&repo).contains("was raised from 5 % to 20 %"), "{}", told(&repo));
}

#[test]
fn a_key_that_appears_is_a_raise_and_a_file_is_none() {
    let repo = in_stage_1();
    repo.write(FILE, flags("5").replace(FLAG, "other"));
    repo.commit("Take the flag away", "2026-03-10");
    set(&repo, "25", "2026-03-11");
    assert!(told(&repo).contains("was raised from gone to 25 %"), "{}", told(&repo));
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", entry(FILE));
    repo.write(PLAN, stage_1());
    repo.commit("Plan (#1)", FIRST);
    set(&repo, "25", "2026-03-11");
    assert_eq!(told(&repo), "");
}

#[test]
fn another_plan_that_names_the_flag_may_have_the_decision() {
    let repo = in_stage_1();
    let other = |name: &str| compliant(name).replace("RO-014", "RO-015").replace("3-5 customers", "1-5% of users");
    repo.write("rollouts/other.md", other("stage-2"));
    repo.commit("Another plan (#2)", "2026-03-10");
    set(&repo, "20", "2026-03-11");
    assert_eq!(told(&repo), "");
    // Nobody has it: told once.
    repo.write("rollouts/other.md", other("stage-1").replace("RO-015", "RO-016"));
    repo.commit("Another one (#3)", "2026-03-12");
    set(&repo, "100", "2026-03-13");
    assert_eq!(told(&repo).lines().count(), 1, "{}", told(&repo));
}

#[test]
fn another_flag_hides_nothing() {
    let repo = in_stage_1();
    repo.write(PLAN, stage_1().replace(&format!("`{FLAG}`"), "`search_suggestions`"));
    repo.commit("Name another flag (#2)", "2026-03-10");
    assert!(told(&repo).contains("search_suggestions was raised from 5 % to 100 %"), "{}", told(&repo));
}

#[test]
fn a_plan_says_itself_where_its_number_is() {
    let repo = Repo::new();
    let own = format!("**Rollout ID:** RO-014\n**Exposure:** {FILE}#{FLAG}.on");
    let said = stage_1().replace("**Rollout ID:** RO-014", &own);
    assert!(said.contains("**Exposure:**"));
    let on = |on: bool| format!("{{ \"{FLAG}\": {{ \"on\": {on} }} }}\n");
    repo.write(FILE, on(false));
    repo.commit("Flags", "2026-03-01");
    repo.write(PLAN, said);
    repo.commit("Plan (#1)", FIRST);
    repo.write(FILE, on(true));
    repo.commit("Turn it on", "2026-03-12");
    assert_eq!(line(&repo), "2026-03-09 0 %, 2026-03-12 100 %");
    assert!(told(&repo).contains("was raised from 0 % to 100 %"), "{}", told(&repo));
}

#[test]
fn environments_are_steps_of_a_ladder() {
    let repo = Repo::new();
    repo.write(
        ".rolloutlint.yml",
        "exposure:\n  - file: \"config/{environment}.json\"\n    at: features.{flag}\n    ladder: { 0: development, 1: canary, 2: production }\n",
    );
    let on = |environment: &str, on: bool| {
        repo.write(&format!("config/{environment}.json"), format!("{{ \"features\": {{ \"{FLAG}\": {on} }} }}\n"));
    };
    on("development", true);
    on("canary", true);
    on("production", false);
    repo.write(PLAN, stage_1());
    repo.commit("Plan (#1)", FIRST);
    on("production", true);
    repo.commit("Production (#2)", "2026-03-12");
    on("production", false);
    repo.commit("Back (#3)", "2026-03-13");
    assert_eq!(line(&repo), "2026-03-09 canary, 2026-03-12 production, 2026-03-13 canary");
    let told = told(&repo);
    assert!(told.contains("warning audit-exposure-unlogged checkout_one_page was raised from canary to production, which is stage 2, without a decision, and taken back"), "{told}");
}

#[test]
fn a_file_that_nobody_can_read_is_no_cut() {
    let repo = in_stage_1();
    repo.write(FILE, "{ not json\n");
    repo.commit("Break", "2026-03-10");
    set(&repo, "5", "2026-03-11");
    assert_eq!(line(&repo), "2026-03-09 5 %, 2026-03-10 unreadable, 2026-03-11 5 %");
    assert_eq!(told(&repo), "");
}

#[test]
fn a_shallow_clone_does_not_know_since_when_it_is_live() {
    let repo = in_stage_1();
    decide(&repo, "2026-03-16");
    set(&repo, "10", "2026-03-17");
    repo.write("NOTES.md", "x\n");
    repo.commit("Notes", "2026-03-20");
    let clone = Repo::without_git();
    let from = format!("file://{}", repo.path().display());
    clone.git(&["clone", "-q", "--depth", "1", &from, "."]);
    assert_eq!(last_move(&clone).1, "-");
    assert_eq!(told(&clone), "");
}

#[test]
fn a_part_of_history_begins_with_what_was_live_then() {
    let repo = in_stage_1();
    set(&repo, "3", "2026-03-10");
    set(&repo, "4", "2026-03-20");
    let told = audit(&repo, &["--since", "2026-03-15"]);
    assert!(told.contains("2026-03-10  live: 3 %, stage 1") && told.contains("2026-03-20  live: 4 %"), "{told}");
    assert!(!told.contains("live: 5 %"), "{told}");
}

#[test]
fn a_plan_without_a_flag_has_no_line() {
    let repo = in_stage_1();
    repo.write(PLAN, stage_1().replace(&format!("`{FLAG}`"), "none"));
    repo.commit("No flag (#2)", "2026-03-10");
    let told = told(&repo);
    assert!(!told.contains("unlogged"), "{told}");
}

#[test]
fn a_stage_that_no_number_tells_has_no_day_on_which_it_was_live() {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", entry("flags.json"));
    repo.write("flags.json", flags("0"));
    repo.write(PLAN, compliant("planned").replace("[Flag name]", &format!("`{FLAG}`")));
    repo.commit("Plan (#1)", "2026-02-20");
    for (day, step, percent) in [("2026-03-02", "0→1", "1"), ("2026-03-16", "1→2", "20")] {
        record(&repo, day, step, "Proceed");
        repo.write("flags.json", flags(percent));
        repo.commit(&format!("Decide {step} (#2)"), day);
    }
    let page = repo.run(&["audit", "--today", "2026-03-17", "--format", "json"]).json();
    let live: Vec<&Value> =
        page["rollouts"][0]["transitions"].as_array().unwrap().iter().map(|made| &made["live_on"]).collect();
    assert_eq!(live, [&Value::Null, &Value::from("2026-03-16")]);
}
