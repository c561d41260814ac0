//! The page that a team opens every Monday, made from a small repository with a plan of each kind.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::{Repo, Run, compare_or_update, compliant, moved_on, root, with};

/// A compliant plan under another ID and name.
fn plan(fixture: &str, id: &str, title: &str) -> String {
    compliant(fixture).replace("RO-014", id).replace("## Rollout: One-page checkout", &format!("## Rollout: {title}"))
}

/// The text behind a heading changed, the rest left as it is.
fn within(text: &str, heading: &str, old: &str, new: &str) -> String {
    let at = text.find(heading).unwrap();
    format!("{}{}", &text[..at], with(&text[at..], old, new))
}

const HOSTILE: &str = "Sale \u{1b}[31m| 50% </details> <!-- x --> @team ::error::no \u{202e}end";

fn team() -> Repo {
    let repo = Repo::new();
    let add = |path: &str, text: String| repo.write(path, text);
    add("rollouts/checkout.md", compliant("stage-1"));
    add("rollouts/gift-cards.md", plan("planned", "RO-021", "Gift cards"));
    add("rollouts/search.md", plan("ga", "RO-009", "New search"));
    // A date for the decision that has passed, and nobody decided.
    let late = plan("stage-2", "RO-015", "Address lookup");
    add("rollouts/address.md", within(&late, "## Stage 2", "- **Date:** [Date]", "- **Date:** 2026-04-02"));
    // The same in time, with the line endings of Windows and a name in wide characters.
    let wide = plan(
        "stage-2",
        "RO-016",
        "新しい配送オプションの段階的な公開：全国の店舗と倉庫で一斉に切り替える前の確認手順と連絡体制の見直し",
    );
    let wide = within(&wide, "## Stage 2", "- **Date:** [Date]", "- **Date:** 2026-04-20").replace('\n', "\r\n");
    add("rollouts/delivery.md", wide);
    // Held on the day of the decision, so that the launch is what comes next.
    let held = plan("stage-2", "RO-017", "Saved baskets");
    let held = within(&held, "## Stage 2", "- **Date:** [Date]", "- **Date:** 2026-04-02");
    let step = "| [Date] | 2→GA | Proceed | [Why] | [Name] |";
    let hold = "| 2026-04-02 | 2→GA | Hold | Error rate at 2%, fix is on its way | Priya Nair |";
    add("rollouts/baskets.md", with(&held, step, &format!("{hold}\n{step}")));
    // Back from Stage 2: the days count from the way back, and the old decision to leave Stage 1 is
    // history.
    let back = plan("stage-2", "RO-018", "Parcel tracking");
    let way_back = "| 2026-04-03 | 2→1 | Rollback | Parcels of other people were shown | Priya Nair |";
    add("rollouts/tracking.md", with(&back, step, &format!("{way_back}\n{step}")));
    // Given up.
    let ended = plan("stage-1", "RO-011", "Chat bot");
    let abort = "| 2026-03-20 | 1 | Abort | Nobody wants to talk to it | Priya Nair |";
    let prepared = support::WAITING;
    add("rollouts/chat.md", with(&ended, prepared, &format!("{abort}\n{prepared}")));
    // Launched, and the review is done.
    let done = plan("ga", "RO-003", "Dark mode");
    let items =
        ["Core metrics vs. targets", "Feedback themes", "Iteration opportunities", "Scale/Iterate/Kill decision"];
    let done = items.iter().fold(done, |text, item| with(&text, &format!("- [ ] {item}"), &format!("- [x] {item}")));
    add("rollouts/dark-mode.md", done);
    // Work of the next stage without a decision, and every text hostile.
    let bad = plan("stage-1", "RO-020", HOSTILE);
    let bad = with(&bad, "**Owner:** Priya Nair", "**Owner:** Priya | Nair @all");
    let bad = with(&bad, "- [ ] Net positive qualitative feedback", "- [ ] </details> | `x` <b> ::error::y");
    add("rollouts/sale.md", moved_on(&bad));
    repo.write("rollouts/broken.md", b"## Rollout: Caf\xe9\n");
    repo.write("docs/notes.md", "# No plan\n");
    repo.commit("Plan", "2026-04-01");
    repo
}

const TODAY: &[&str] = &["status", "--today", "2026-04-06"];

fn page(repo: &Repo, more: &[&str]) -> Run {
    let run = repo.run(&[TODAY, more].concat());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    run
}

fn json(run: &Run) -> Value {
    run.json()
}

#[test]
fn a_page_for_people() {
    compare_or_update(&root().join("tests/snapshots/status.txt"), &page(&team(), &[]).out);
}

#[test]
fn a_page_for_github() {
    let text = page(&team(), &["--format", "markdown"]).out;
    compare_or_update(&root().join("tests/snapshots/status.md"), &text);
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    assert_eq!(rows[0], "| State | Plan | Stage | Days | Next date | Open | Owner |");
    assert_eq!(rows.len(), 2 + 11);
    assert!(rows.iter().all(|row| row.matches('|').count() == 8), "{text}");
    assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
}

#[test]
fn a_page_for_programs() {
    let text = page(&team(), &["--format", "json"]).out;
    compare_or_update(&root().join("tests/snapshots/status.json"), &without_version(&text));
    let page: Value = serde_json::from_str(&text).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&page), ["version", "tool", "today", "plans"]);
    let of_plan = [
        "path", "id", "title", "owner", "state", "stage", "stage_name", "since", "days", "next_stage", "gates", "open",
        "next_date", "live", "judged", "errors", "warnings",
    ];
    for plan in page["plans"].as_array().unwrap() {
        assert_eq!(keys(plan), of_plan);
    }
}

/// The snapshot outlives releases.
fn without_version(text: &str) -> String {
    text.replace(env!("CARGO_PKG_VERSION"), "<version>")
}

#[test]
fn a_page_counts_from_the_machines_own_day_and_not_from_the_commit() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("Plan", "2001-01-01");
    let today = |zone: &str| {
        let run = repo.run_with(&["status", "--format", "json"], &[("TZ", zone)]);
        json(&run)["today"].as_str().unwrap().to_owned()
    };
    assert!(!today("UTC").starts_with("2001"));
    // These two are never on the same day.
    assert_ne!(today("<+14>-14"), today("<-12>+12"));
}

/// The only plan of a repository, as a page of some day has it.
fn alone(text: &str, config: &str, today: &str) -> Value {
    let repo = Repo::new();
    repo.write("rollouts/plan.md", text);
    repo.write(".rolloutlint.yml", config);
    let run = repo.run(&["status", "--today", today, "--format", "json"]);
    json(&run)["plans"][0].clone()
}

#[test]
fn the_next_date_is_the_nearest_that_still_means_something() {
    let next = |text: &str, today: &str| {
        let plan = alone(text, "", today);
        let next = &plan["next_date"];
        let part = |key: &str| next[key].as_str().unwrap_or("none").to_owned();
        format!(
            "{} {} {} {} {}",
            part("kind"),
            part("text"),
            part("date"),
            next["days"],
            plan["state"].as_str().unwrap()
        )
    };
    let beta = compliant("stage-2");
    let decided = within(&beta, "## Stage 2", "- **Date:** [Date]", "- **Date:** 2026-04-01");
    assert_eq!(next(&decided, "2026-03-31"), "progression-decision 2026-04-01 2026-04-01 1 running");
    assert_eq!(next(&decided, "2026-04-01"), "progression-decision 2026-04-01 2026-04-01 0 running");
    assert_eq!(next(&decided, "2026-04-02"), "progression-decision 2026-04-01 2026-04-01 -1 overdue");
    // The upper bound of 1-2 weeks, from the row of 2026-03-16.
    assert_eq!(next(&beta, "2026-03-20"), "stage-duration 2026-03-30 2026-03-30 10 running");
    assert_eq!(next(&beta, "2026-03-31"), "stage-duration 2026-03-30 2026-03-30 -1 overdue");
    for length in ["Ongoing", "until it is good", "4000000000 weeks"] {
        let open = within(&beta, "## Stage 2", "**Duration:** 1-2 weeks", &format!("**Duration:** {length}"));
        assert!(next(&open, "2026-03-31").starts_with("target-ga 2026-Q2 none 91 running"), "{length}");
    }
    // Where no row tells when the stage began, its length says nothing.
    assert_eq!(next(&compliant("stage-0"), "2026-02-20"), "target-ga 2026-Q2 none 130 running");
    let planned = with(&compliant("planned"), "**Target GA:** 2026-Q2", "**Target GA:** 2026-05-01");
    assert_eq!(next(&planned, "2026-05-02"), "target-ga 2026-05-01 2026-05-01 -1 overdue");
    assert_eq!(next(&compliant("ga"), "2026-04-27"), "post-ga-review 2026-04-27 2026-04-27 0 running");
    assert_eq!(next(&compliant("ga"), "2026-05-04"), "post-ga-review 2026-04-27 2026-04-27 -7 overdue");
    let completed = with(&compliant("ga"), "**Owner:**", "**Status:** x  \n**Current stage:** completed  \n**Owner:**");
    assert_eq!(next(&completed, "2026-05-04"), "none none none null done");
}

#[test]
fn days_are_counted_from_the_row_that_led_to_the_stage() {
    let days = |text: &str, today: &str| {
        let plan = alone(text, "", today);
        format!("{} {} {}", plan["stage"].as_str().unwrap(), plan["since"].as_str().unwrap_or("none"), plan["days"])
    };
    assert_eq!(days(&compliant("planned"), "2026-03-01"), "planned none null");
    assert_eq!(days(&compliant("stage-0"), "2026-03-01"), "0 none null");
    assert_eq!(days(&compliant("stage-1"), "2026-03-02"), "1 2026-03-02 0");
    // A row of the future tells nothing yet.
    assert_eq!(days(&compliant("stage-1"), "2026-03-01"), "1 2026-03-02 null");
    let row = support::FIRST;
    let amended = format!("{row}\n| 2026-03-09 | 0→1 | Amend | 2026-03-04 is when it was decided | Priya Nair |");
    assert_eq!(days(&with(&compliant("stage-1"), row, &amended), "2026-03-12"), "1 2026-03-04 8");
}

#[test]
fn a_stage_that_the_team_leaves_out_is_not_the_next_one() {
    let plan = alone(&compliant("stage-0"), "skipped: [1]\n", "2026-02-20");
    assert_eq!(plan["next_stage"], "2");
    assert_eq!(plan["gates"][1]["open"][0], "Stage 1 complete with positive signal");
}

#[test]
fn a_page_is_about_what_was_named() {
    let repo = team();
    let plans = |args: &[&str]| {
        let page = json(&page(&repo, &[&["--format", "json"], args].concat()));
        let paths = page["plans"].as_array().unwrap().iter().map(|plan| plan["path"].as_str().unwrap().to_owned());
        paths.collect::<Vec<_>>()
    };
    assert_eq!(plans(&["rollouts/checkout.md"]), ["rollouts/checkout.md"]);
    assert_eq!(plans(&["rollouts"]).len(), 11);
    assert_eq!(plans(&["docs"]), Vec::<String>::new());
}

#[test]
fn no_plan_is_no_failure() {
    let repo = Repo::new();
    assert_eq!(page(&repo, &["-q"]).out, "no plan found\n");
    assert!(page(&repo, &[]).out.starts_with("no plan found\n\nnote: plans are looked for in rollouts/**/*.md, "));
    assert_eq!(page(&repo, &["-q", "--format", "markdown"]).out, "# Rollouts on 2026-04-06\n\nno plan found\n");
    assert_eq!(json(&page(&repo, &["--format", "json"]))["plans"], serde_json::json!([]));
}

#[test]
fn what_cannot_be_read_or_written_is_a_failure() {
    let repo = team();
    let fails = |args: &[&str], words: &str| {
        let run = repo.run(&[&["status"], args].concat());
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.err.contains(words), "{}", run.err);
        assert_eq!(run.out, "");
    };
    fails(&["missing.md"], "missing.md is not there");
    fails(&["--config", "no.yml"], "no.yml is not there");
    fails(&["--format", "short"], "the formats are human, json, markdown");
    fails(&["--format", "pdf"], "pdf");
    fails(&["--today", "Monday"], "Monday");
    fails(&["--format", "json=no/such/folder.json"], "cannot be written");
}

#[test]
fn several_formats_are_written_at_once() {
    let repo = team();
    let run = page(&repo, &["--color", "always", "--format", "human", "--format", "markdown=page.md"]);
    assert!(run.out.contains("\u{1b}[1;33mOverdue\u{1b}[0m"), "{:?}", run.out);
    assert!(repo.read("page.md").starts_with("# Rollouts on 2026-04-06\n\n11 plans: "));
}

#[test]
fn a_plan_that_is_judged_by_less_says_so_unless_asked_to_be_quiet() {
    let repo = Repo::new();
    let log = "| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n| 2026-04-01 | 0→1 | Proceed | All is well | Ann Lee |\n";
    let text = format!("# Rollout: Own way\n\n**Owner:** Ann Lee\n\n## Stage 0: In\n\n## Stage 1: Out\n\n{log}");
    repo.write("rollouts/own.md", text);
    let said = page(&repo, &[]).out;
    assert!(said.contains("now    Stage 1: Out, 5 days\n"), "{said}");
    assert!(said.contains("owner  Ann Lee\n") && said.contains("note: "), "{said}");
    assert!(!page(&repo, &["-q"]).out.contains("note: "));
}

#[test]
fn a_quarter_that_has_passed_is_overdue() {
    let repo = Repo::new();
    repo.write("rollouts/search.md", compliant("planned").replace("2026-Q2", "2026-Q1"));
    repo.commit("Plan", "2026-02-02");
    let said = |day: &str| repo.run(&["status", "--today", day]).out;
    assert!(said("2026-03-31").contains("next   2026-Q1: target GA"), "{}", said("2026-03-31"));
    let late = said("2026-04-02");
    assert!(late.contains("1 overdue") && late.contains("next   2026-Q1, overdue by 2 days: target GA"), "{late}");
}
