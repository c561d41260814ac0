//! `rolloutlint init --from PLAN`: a template and a configuration made from plans as teams write
//! them, and what holds for every proposal.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use support::{Repo, compare_or_update, compliant, root};

fn team(name: &str) -> String {
    fs::read_to_string(root().join(format!("fixtures/teams/{name}.md"))).unwrap()
}

/// A repository with a plan that was taken over: template and configuration were made from it, and
/// its log and boxes are in place.
fn adopted(path: &str, text: &str) -> (Repo, String) {
    let repo = Repo::new();
    repo.write(path, text);
    repo.commit("The team's plan", "2026-07-01");
    let run = repo.run(&["init", "--from", path, "--write"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    (repo, run.out)
}

fn template_of(repo: &Repo) -> String {
    let config = repo.read(".rolloutlint.yml");
    let line = config.lines().find_map(|line| line.strip_prefix("template: ")).unwrap();
    line.trim_matches('"').to_owned()
}

/// What must hold of every proposal: the plan has no error, the template no fault, and a copy of it
/// is called a copy and nothing else.
fn assert_verifies(repo: &Repo, path: &str) {
    let template = template_of(repo);
    let check = repo.run(&["check", path, "--format", "short"]);
    assert_eq!(check.code, 0, "{path}:\n{}{}", check.out, check.err);
    let judged = repo.run(&["template", "check"]);
    assert!(!judged.out.contains("error:"), "{}", judged.out);
    let all = repo.run(&["check", "--format", "short"]);
    assert!(!all.out.contains(&template), "the template is no plan:\n{}", all.out);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let copy = format!("{folder}/a-copy.md");
    repo.write(&copy, repo.read(&template));
    let copied = repo.run(&["check", &copy, "--format", "short"]);
    let is_finding = |line: &&str| line.contains("warning[") || line.contains("error[");
    for line in copied.out.lines().filter(is_finding) {
        assert!(line.contains("[template-copy]"), "{line}");
    }
}

fn proposes(name: &str, path: &str) {
    let (repo, out) = adopted(path, &team(name));
    assert_verifies(&repo, path);
    // The folder of the repository is another one each time, and the workflow is everybody's.
    let (_, shown) = out.split_once("---").unwrap();
    let (before, after) = shown.split_once("--- .github/workflows").unwrap();
    let (_, verdict) = after.split_once("\n\n").unwrap();
    let (verdict, _) = verdict.split_once("\nin the workflow").unwrap();
    // The plan says that it was updated on the day of the proposal.
    let today = jiff::Zoned::now().date().to_string();
    let said = format!("---{before}\n{verdict}").replace(&today, "TODAY");
    compare_or_update(&root().join(format!("tests/snapshots/init-from-{name}.txt")), &said);
}

#[test]
fn what_is_written_into_the_plan_later_is_written() {
    let repo = Repo::new();
    repo.write("docs/till.md", team("phases"));
    repo.commit("The team's plan", "2026-07-01");
    repo.run(&["init", "--from", "docs/till.md"]);
    let said = repo.run(&["init", "--from", "docs/till.md", "--write"]).out;
    let is_edited = repo.read("docs/till.md") != team("phases");
    assert!(is_edited && !said.contains("nothing was written"), "{said}");
    let again = repo.run(&["init", "--from", "docs/till.md", "--write"]).out;
    assert!(again.contains("nothing was written: all is there"), "{again}");
}

#[test]
fn a_plan_in_another_language_keeps_its_words() {
    proposes("fases", "docs/plano-piloto.md");
}

#[test]
fn a_plan_under_way_gives_a_template_that_has_not_begun() {
    proposes("phases", "docs/rollouts/scanner.md");
}

#[test]
fn stages_without_numbers_are_told_by_their_names() {
    proposes("names", "docs/search-rollout.md");
}

#[test]
fn stages_with_letters_are_told_by_word_and_letter() {
    proposes("letters", "docs/release-plan.md");
}

/// For any compliant plan, however a formatter left it, the proposal verifies.
#[test]
fn a_proposal_from_a_compliant_plan_verifies() {
    let folder = root().join("fixtures/compliant");
    let files = [folder.clone(), folder.join("formatted")].into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let plans: Vec<_> =
        files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    assert!(plans.len() >= 15);
    for plan in plans {
        let text = fs::read_to_string(&plan).unwrap();
        for text in [text.clone(), format!("\u{feff}{}", text.replace('\n', "\r\n"))] {
            let (repo, out) = adopted("rollouts/checkout.md", &text);
            assert!(out.contains("by this: no error"), "{}:\n{out}", plan.display());
            assert_verifies(&repo, "rollouts/checkout.md");
        }
    }
}

#[test]
fn what_every_plan_says_is_kept_byte_for_byte() {
    let text = team("phases");
    let (repo, _) = adopted("docs/rollouts/scanner.md", &text);
    let template = repo.read("docs/rollouts/TEMPLATE.md");
    let plain = |line: &&str| {
        !line.is_empty() && !line.contains(['[', '|', ':']) && !line.contains("✅") && !line.contains("—")
    };
    for line in text.lines().filter(plain) {
        assert!(line.contains("Written on") || template.lines().any(|other| other == line), "{line}");
    }
    assert!(
        !template.contains("Dana Whitfield") && !template.contains("2026") && !template.contains("[x]"),
        "{template}"
    );
}

#[test]
fn line_endings_and_byte_order_mark_stay() {
    let text = format!("\u{feff}{}", team("fases").replace('\n', "\r\n"));
    let (repo, _) = adopted("docs/plano-piloto.md", &text);
    let template = repo.read(&template_of(&repo));
    assert!(template.starts_with('\u{feff}'));
    assert_eq!(template.matches('\n').count(), template.matches("\r\n").count());
    let plain = adopted("docs/plano-piloto.md", &team("fases")).0;
    assert_eq!(template.trim_start_matches('\u{feff}').replace("\r\n", "\n"), plain.read(&template_of(&plain)));
}

#[test]
fn nothing_is_written_on_a_dry_run_and_nothing_overwritten() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("The team's plan", "2026-07-01");
    let run = repo.run(&["init", "--from", "rollouts/checkout.md", "--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("writes  rollouts/TEMPLATE.md"), "{}", run.out);
    assert!(!repo.path().join("rollouts/TEMPLATE.md").exists() && !repo.path().join(".rolloutlint.yml").exists());
    repo.write("rollouts/TEMPLATE.md", "ours\n");
    let run = repo.run(&["init", "--from", "rollouts/checkout.md"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("leaves  rollouts/TEMPLATE.md"), "{}", run.out);
    assert_eq!(repo.read("rollouts/TEMPLATE.md"), "ours\n");
}

#[test]
fn a_file_without_stages_is_refused_with_what_to_do() {
    let repo = Repo::new();
    repo.write("notes.md", "# Notes\n\n## One\n\n## Two\n");
    let run = repo.run(&["init", "--from", "notes.md"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no stages") && run.err.contains("help: "), "{}", run.err);
    assert!(!repo.path().join(".rolloutlint.yml").exists());
}

#[test]
fn a_title_right_above_the_stages_stays_their_place() {
    let text = "# Rollout: Search\n\n| Phase | Who |\n|---|---|\n| Phase 1 | Staff |\n| Phase 2 | Everyone |\n\n## Phase 2: Everyone\n\nThe old page goes.\n";
    let (repo, out) = adopted("rollouts/search.md", text);
    let template = repo.read(&template_of(&repo));
    assert!(template.starts_with("# Rollout: Search\n"), "{template}");
    assert!(out.contains("found by the title `Rollout: Search`, which no other plan has"), "{out}");
    assert!(!out.contains("the template has no stages"), "{out}");
    let run = repo.run(&["check", "--format", "short"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

/// The decisions of a team stay where they are, under whatever heading and in whatever form: they are
/// the log from then on, there is no second one, and the template has decided nothing.
#[test]
fn the_decisions_that_a_team_has_are_its_log() {
    let plan = |word: &str, decisions: &str| {
        format!(
            "# Rollout: Till\n\n**Rollout ID:** TIL-3\n**Owner:** Jan Vos\n\n## {word} 1: North\n\n**Exit criteria**\n\n- [x] No call\n\n\
             ## {word} 2: South\n\n**Work**\n\n- [x] Train the shops\n\n**Exit criteria**\n\n- [ ] No call\n\n\
             ## {word} 3: Everyone\n\n**Work**\n\n- [ ] Train the rest\n\n{decisions}"
        )
    };
    for (word, decisions) in [
        (
            "Welle",
            "## Entscheidungen\n\n| Datum | Welle | Entscheidung | Grund | Wer |\n|---|---|---|---|---|\n\
             | 02.03.2026 | 1→2 | Weiter | Fünf Tage ohne einen Anruf | Jan Vos |\n",
        ),
        (
            "Phase",
            "## Log\n\n| When | Phase | Decision | Reason | By |\n|---|---|---|---|---|\n\
             | 2026-03-02 | 1→2 | Go | Five days without a call | Jan Vos |\n",
        ),
        (
            "Fase",
            "## Decisões\n\n### 2026-03-02: Fase 1 → 2 — Avançar\n\n- Motivo: Cinco dias sem uma ligação\n- Quem: Jan Vos\n",
        ),
        ("Week", "## Decisions\n\n- **2026-03-02** Week 1 → Week 2: Go. Five days without a call. (Jan Vos)\n"),
        ("Week", "## Go/No-Go meetings\n\n- 2026-03-02: Week 1 → 2, Go, five days without a call (Jan Vos)\n"),
        (
            "Fase",
            "## Besluitenlog\n\n| Datum | Fase | Besluit | Reden | Door |\n|---|---|---|---|---|\n\
             | 2026-03-02 | 1→2 | Doorgaan | Vijf dagen zonder een telefoontje | Jan Vos |\n",
        ),
        (
            "Phase",
            "## 결정\n\n| 날짜 | 단계 | 결정 | 사유 | 결정자 |\n|---|---|---|---|---|\n\
             | 2026-03-02 | 1→2 | 진행 | 닷새 동안 전화가 한 통도 없었음 | Jan Vos |\n",
        ),
        // No word of these headers is known: what stands below them tells the columns.
        (
            "Phase",
            "## Historiikki\n\n| Päivä | Siirto | Päätös | Syy | Kuka |\n|---|---|---|---|---|\n\
             | 2026-03-02 | 1→2 | Jatketaan | Viisi päivää ilman yhtään puhelua | Jan Vos |\n",
        ),
        (
            "Phase",
            "## History\n\n| Date | Gate | Result | Notes | Approved by |\n|---|---|---|---|---|\n\
             | 2026-03-02 | 1→2 | Go | Five days without a call | Jan Vos |\n",
        ),
    ] {
        let text = plan(word, decisions);
        let (repo, out) = adopted("docs/till-rollout.md", &text);
        assert!(!out.contains("no row of a log leads there"), "{word}: {out}");
        assert_eq!(repo.read("docs/till-rollout.md").matches("2026").count(), 1, "{word}");
        assert!(!repo.read("docs/till-rollout.md").contains("Decided By"), "{word}");
        let template = repo.read(&template_of(&repo));
        assert!(!template.contains("2026") && !template.contains("Jan Vos"), "{word}: {template}");
        repo.commit("Take the plan over", "2026-07-02");
        let plan = repo.read("docs/till-rollout.md");
        let (before, behind) = plan.rsplit_once("Jan Vos").unwrap();
        repo.write("docs/till-rollout.md", format!("{before}Eva Brown{behind}"));
        let run = repo.run(&["check", "--base", "HEAD", "--format", "short"]);
        assert!(run.code == 1 && run.out.contains("error[log-entry-modified]"), "{word}: {}{}", run.out, run.err);
    }
}

/// What looks like a decision and cannot be read is named, under whatever heading, with the columns
/// that its table lacks.
#[test]
fn decisions_that_cannot_be_read_are_named() {
    for (decisions, lacks) in [
        (
            "## Decisions\n\n| Date | Change | By |\n|---|---|---|\n| 2026-03-02 | Phase 1 → Phase 2, go | Jan Vos |\n",
            "its table has no column for stage, decision, rationale",
        ),
        (
            "## Changes\n\n| Date | Change | By |\n|---|---|---|\n| 2026-03-02 | Phase 1 → Phase 2, go | Jan Vos |\n",
            "its table has no column for stage, decision, rationale",
        ),
        (
            "## Decisions\n\n| Date | From | To | Decision | Notes | By |\n|---|---|---|---|---|---|\n\
             | 2026-03-02 | 1 | 2 | Go | Five days without a call | Jan Vos |\n",
            "with both stages in one cell such as `1→2`",
        ),
        ("## Meetings\n\n### 2026-03-02: Phase 1 → 2 — Go\n\nNo call in five days.\n", "it lacks a part of a decision"),
    ] {
        let text = format!(
            "# Rollout: Till\n\n**Rollout ID:** TIL-3\n**Owner:** Jan Vos\n\n## Phase 1: North\n\n**Exit criteria**\n\n- [x] No call\n\n\
             ## Phase 2: South\n\n**Work**\n\n- [ ] Train the shops\n\n{decisions}"
        );
        let (repo, out) = adopted("docs/till-rollout.md", &text);
        let said = out.lines().find(|line| line.contains("looks like a decision, and is not read")).unwrap_or_default();
        assert!(said.contains(lacks) && said.contains("stands beside it"), "{decisions}{out}");
        let template = repo.read(&template_of(&repo));
        assert!(!template.contains("2026"), "{template}");
    }
}

/// A log in a file that the plan links to is the log, and gets a key of its own.
#[test]
fn a_log_in_another_file_is_taken_over() {
    let repo = Repo::new();
    let text = "# Rollout: Till\n\n**Rollout ID:** TIL-3\n**Owner:** Jan Vos\n\n## Phase 1: North\n\n**Exit criteria**\n\n- [x] No call\n\n\
                ## Phase 2: South\n\n**Exit criteria**\n\n- [ ] No call\n\n## Decision Log\n\nSee [the log](../decisions.md) and [notes](../notes.md).\n";
    let row = "| 2026-03-02 | 1→2 | Go | Five days without a call | Jan Vos |\n";
    let log = format!("# Decisions\n\n| Date | Phase | Decision | Reason | By |\n|---|---|---|---|---|\n{row}");
    repo.write("docs/rollouts/till.md", text);
    repo.write("docs/decisions.md", &log);
    repo.write("docs/notes.md", "# Notes\n\nNothing.\n");
    repo.commit("The team's plan", "2026-07-01");
    let run = repo.run(&["init", "--from", "docs/rollouts/till.md", "--write"]);
    assert!(run.code == 0 && run.out.contains("no error, no warning"), "{}{}", run.out, run.err);
    assert!(repo.read(".rolloutlint.yml").contains("\nlog: \"docs/decisions.md\"\n"), "{}", run.out);
    assert_eq!(repo.read("docs/rollouts/till.md"), text);
    let check = repo.run(&["check", "--format", "short"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
    repo.commit("Adopt rolloutlint", "2026-07-02");
    repo.write("docs/decisions.md", log.replace("Jan Vos", "Eva Brown"));
    let check = repo.run(&["check", "--base", "HEAD", "--format", "short"]);
    assert!(check.code == 1 && check.out.contains("error[log-entry-modified]"), "{}{}", check.out, check.err);
    repo.write("docs/decisions.md", log);
    let made = repo.run(&["new", "Faster search"]);
    assert_eq!(made.code, 0, "{}{}", made.out, made.err);
    let check = repo.run(&["check", "--base", "HEAD", "--format", "short"]);
    assert!(!check.out.contains("stage-change"), "{}", check.out);
}

/// A log that the plan leads to is its log before the first step, too.
#[test]
fn a_log_in_another_file_may_have_no_step_yet() {
    let repo = Repo::new();
    let text = "# Rollout: Till\n\n**Rollout ID:** TIL-3\n**Owner:** Jan Vos\n\n## Phase 1: North\n\n**Exit criteria**\n\n- [ ] No call\n\n\
                ## Phase 2: South\n\n**Exit criteria**\n\n- [ ] No call\n\nDecision log: [here](till-log.md)\n";
    repo.write("rollouts/till.md", text);
    let row = "| 2026-03-02 | 1 | Hold | The printers come first | Jan Vos |\n";
    let log = format!("# Decisions\n\n| Date | Phase | Decision | Reason | By |\n|---|---|---|---|---|\n{row}");
    repo.write("rollouts/till-log.md", &log);
    repo.commit("The team's plan", "2026-07-01");
    let run = repo.run(&["init", "--from", "rollouts/till.md", "--write"]);
    assert!(run.code == 0 && run.out.contains("no error, no warning"), "{}{}", run.out, run.err);
    assert!(repo.read(".rolloutlint.yml").contains("\nlog: \"rollouts/till-log.md\"\n"), "{}", run.out);
    assert_eq!(repo.read("rollouts/till.md"), text);
}

/// A sign alone in the status of a stage says how far it is, and is no value that waits.
#[test]
fn a_sign_alone_is_the_status_of_a_stage() {
    let text = "# Rollout: Till\n\n**Rollout ID:** TIL-3\n**Owner:** Jan Vos\n\n## Status\n\n| Phase | Status | Notes |\n|---|---|---|\n\
                | Phase 1 | ⏳ Not started | |\n| Phase 2 | ⏳ Not started | |\n\n## Phase 1: North\n\n**Exit criteria**\n\n- [ ] No call\n\n\
                ## Phase 2: South\n\n**Exit criteria**\n\n- [ ] No call\n";
    let (repo, out) = adopted("rollouts/till-rollout.md", text);
    repo.commit("Adopt rolloutlint", "2026-07-02");
    let now = repo.read("rollouts/till-rollout.md");
    repo.write("rollouts/till-rollout.md", now.replace("⏳ Not started", "⏳"));
    let check = repo.run(&["check", "--base", "HEAD", "--format", "short"]);
    assert!(check.code == 0 && !check.out.contains("todo-marker"), "{}{}{out}", check.out, check.err);
    repo.write("rollouts/till-rollout.md", now.replace("⏳ Not started", "TODO"));
    let check = repo.run(&["check", "--base", "HEAD", "--format", "short"]);
    assert!(check.out.contains("todo-marker"), "{}{}", check.out, check.err);
}

/// What a team tells of its stages beside its log is neither a log nor a decision.
#[test]
fn dated_lines_of_other_things_are_no_log() {
    for other in [
        "## Schedule\n\n| When | Phase | Site | Notes | Owner |\n|---|---|---|---|---|\n| 2031-03-02 | 1→2 | South | Trains | Jan Vos |\n",
        "## Schedule\n\n| Date | What | Where |\n|---|---|---|\n| 2026-03-02 | Phase 1 begins | North |\n",
        "## Changelog\n\n- 2026-03-02: the text of Phase 2 is shorter (Jan Vos)\n",
    ] {
        let text = format!(
            "# Rollout: Till\n\n**Rollout ID:** TIL-3\n**Owner:** Jan Vos\n\n## Phase 1: North\n\n**Exit criteria**\n\n- [ ] No call\n\n\
             ## Phase 2: South\n\n**Work**\n\n- [ ] Train the shops\n\n{other}"
        );
        let (repo, out) = adopted("docs/till-rollout.md", &text);
        assert!(!out.contains("looks like a decision"), "{other}{out}");
        assert!(!repo.read(".rolloutlint.yml").contains("aliases"), "{other}{out}");
        assert_eq!(repo.read("docs/till-rollout.md").matches("Decided By").count(), 1, "{other}");
    }
}

/// Whatever says in the plan how far its stages are says in the template that nothing has begun: a
/// new plan shows no move.
#[test]
fn a_new_plan_has_not_begun_wherever_the_stages_say_how_far_they_are() {
    let log = "## Decision Log\n\n| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n\
               | 2026-03-02 | 1→2 | Proceed | Five days without a call | Jan Vos |\n";
    let plan = |head: &str, first: &str, second: &str| {
        format!(
            "# Rollout: Till\n\n**Rollout ID:** TIL-3\n**Owner:** Jan Vos\n{head}\n\n## Phase 1: North\n\n{first}**Exit criteria**\n\n- [x] No call\n\n\
             ## Phase 2: South\n\n{second}**Exit criteria**\n\n- [ ] No call\n\n## Phase 3: All\n\n**Exit criteria**\n\n- [ ] No call\n\n{log}"
        )
    };
    for (head, first, second) in [
        ("\n## Progress\n\n- ✅ Phase 1\n- 🔄 Phase 2\n- ⏳ Phase 3", "", ""),
        ("\n## Progress\n\n- [x] **Phase 1**\n- [x] **Phase 2**\n- [ ] **Phase 3**", "", ""),
        ("\n## Progress\n\n- **Phase 1** — ✅ Done\n- **Phase 2** — in progress\n- **Phase 3** — planned", "", ""),
        ("\n## Progress\n\n| | Phase |\n|---|---|\n| ✅ | Phase 1 |\n| 🔄 | Phase 2 |\n| | Phase 3 |", "", ""),
        ("**Status:** 🔄 Phase 2 in progress", "", ""),
        ("", "**Status:** concluída\n\n", "**Status:** em andamento\n\n"),
        ("", "**Status :** terminée\n\n", "**Status :** en cours\n\n"),
        ("", "✅ **Completed** (2026-02-03)\n\n", "🔄 **In progress**\n\n"),
        ("", "- Ended: 2026-02-03\n\n", "- Started: 2026-02-04\n\n"),
        ("\n## Notes\n\n- 2026-02-03 the first two shops were trained\n- 2026-02-04 nobody called", "", ""),
    ] {
        let (repo, out) = adopted("docs/rollouts/till.md", &plan(head, first, second));
        let template = repo.read(&template_of(&repo));
        let says = |sign: &&str| template.contains(*sign);
        let left = ["✅", "🔄", "rogress,", "Done", "in progress", "em andamento", "en cours", "2026-0", "[x]"]
            .into_iter()
            .find(says);
        assert_eq!(left, None, "{head}{first}{template}\n{out}");
        repo.commit("Adopt rolloutlint", "2026-07-02");
        let made = repo.run(&["new", "Faster search", "--owner", "Jan Vos"]);
        assert_eq!(made.code, 0, "{}{}", made.out, made.err);
        let check = repo.run(&["check", "--base", "HEAD", "--format", "short"]);
        assert!(check.code == 0 && !check.out.contains("stage-change"), "{head}{first}\n{template}\n{}", check.out);
    }
}

/// `new` works after a plan was taken over, or says what to type.
#[test]
fn a_new_plan_has_a_place_after_a_plan_was_taken_over() {
    let text = team("phases");
    let (repo, _) = adopted("docs/plan.md", &text);
    let made = repo.run(&["new", "Faster search"]);
    assert!(made.code == 0 && made.out.contains("docs/plan-faster-search.md"), "{}{}", made.out, made.err);
    let (repo, _) = adopted("docs/scanner.md", &text);
    let refused = repo.run(&["new", "Faster search"]);
    let typed = "plans: [\"docs/scanner.md\", \"docs/rollouts/*.md\"]";
    assert!(refused.code == 2 && refused.err.contains(typed), "{}", refused.err);
    let config = repo.read(".rolloutlint.yml");
    let line = config.lines().find(|line| line.starts_with("plans:")).unwrap().to_owned();
    repo.write(".rolloutlint.yml", config.replace(&line, typed));
    let made = repo.run(&["new", "Faster search"]);
    assert!(made.code == 0 && made.out.contains("docs/rollouts/faster-search.md"), "{}{}", made.out, made.err);
}

/// A sign in the cell of a gate is no place for an annotation: it would end the table.
#[test]
fn nothing_is_written_between_the_rows_of_a_table() {
    let text = "# Rollout: Till\n\nRollout ID: TIL-3\nOwner: Jan Vos\n\n## Stages\n\n\
        | Stage | Audience | Duration | Entry | Exit | Status |\n|---|---|---|---|---|---|\n\
        | 1 North | shops | 3 days | tills tested | no call; errors < 1% | ✅ Done |\n\
        | 2 South | 5% of shops | 1 week | people trained | errors < 1% | 🔄 In progress |\n\
        | 3 Everyone | 100% of shops | – | docs printed | – | ⏳ Planned |\n";
    let (repo, _) = adopted("docs/till-rollout.md", text);
    assert_verifies(&repo, "docs/till-rollout.md");
    repo.commit("Take the plan over", "2026-07-02");
    repo.write("docs/till-rollout.md", repo.read("docs/till-rollout.md").replace("⏳ Planned", "🔄 In progress"));
    let run = repo.run(&["check", "--base", "HEAD", "--format", "short"]);
    assert!(run.code == 1 && run.out.contains("error[stage-change-without-log-entry]"), "{}{}", run.out, run.err);
}

#[test]
fn what_is_no_plan_is_refused_with_the_reason() {
    for (text, reason) in [
        ("# Backup\n\n## Risk 1: Disk\n\n## Risk 2: Network\n", "has no stages"),
        ("# Mesh\n\n### 1. Dev\n\n### 2. Prod\n", "`stages: { names: [Dev, Staging] }`"),
        ("# Login\n\n## Module 1: Form\n\n## Module 2: Session\n", "nothing tells that they are the stages"),
        ("# Proposals\n\n## Stage 3\n\n## Stage 2\n", "do not ascend"),
        ("# Decision log\n\n## Week 1\n\n## Week 2\n", "is a decision log"),
    ] {
        let repo = Repo::new();
        repo.write("notes.md", text);
        let run = repo.run(&["init", "--from", "notes.md"]);
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.err.contains(reason) && run.err.contains("help: "), "{}", run.err);
    }
}

#[test]
fn what_the_configuration_says_of_stages_counts() {
    let repo = Repo::new();
    repo.write("docs/rollout-plan.md", "# Login\n\n## Module 1: Form\n\n## Module 2: Session\n");
    repo.write(".rolloutlint.yml", "plans: [\"docs/rollout-plan.md\"]\nstages: { heading: \"Module {n}: {name}\" }\n");
    let run = repo.run(&["init", "--from", "docs/rollout-plan.md", "--dry-run"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn two_kinds_of_stages_are_both_shown() {
    let text =
        "# Search rollout\n\n## Phase 1: Pilot\n\n### Week 1\n\n### Week 2\n\n## Phase 2: General\n\n### Week 3\n";
    let (_, out) = adopted("docs/rollout-plan.md", text);
    assert!(out.contains("taken to be `Phase 1` and so on; if `Week 1`, `Week 2`, `Week 3` are meant"), "{out}");
}

#[test]
fn without_write_the_edits_of_the_plan_are_shown() {
    let repo = Repo::new();
    let text = team("fases");
    repo.write("docs/plano-piloto.md", &text);
    repo.commit("The team's plan", "2026-07-01");
    let run = repo.run(&["init", "--from", "docs/plano-piloto.md"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("`rolloutlint init --from docs/plano-piloto.md --write` writes it"), "{}", run.out);
    assert!(run.out.contains("\n+## Registro de decisões\n"), "{}", run.out);
    assert_eq!(repo.read("docs/plano-piloto.md"), text);
}

/// The steps of an honest team after `init --from --write`: each box is ticked while its stage
/// runs, each step is recorded. No check has a word against any of them.
fn walks(path: &str, text: &str, last: u32) -> Repo {
    let (repo, out) = adopted(path, text);
    repo.commit("Adopt rolloutlint", "2026-07-02");
    let check = |step: &str| {
        let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
        assert_eq!(run.code, 0, "{step}:\n{}{}\n{out}", run.out, run.err);
        assert!(!run.out.contains("warning["), "{step}:\n{}", run.out);
    };
    check("adoption");
    for stage in 1..=last {
        let plan = repo.read(path);
        let mut now = 0;
        let ticked: Vec<String> = plan
            .lines()
            .map(|line| {
                now += u32::from(line.starts_with("## ") && line.contains(&stage.to_string()));
                let ends = line.starts_with("## ") && !line.contains(&stage.to_string());
                now = if ends { 0 } else { now };
                if now > 0 { line.replacen("- [ ]", "- [x]", 1) } else { line.to_owned() }
            })
            .collect();
        repo.write(path, ticked.join("\n") + "\n");
        repo.commit("Tick what was done", &format!("2026-0{}-03", stage + 6));
        check("ticks");
        if stage < last {
            let (to, day) = ((stage + 1).to_string(), format!("2026-0{}-20", stage + 6));
            let arguments = [
                "--by",
                "Priya Nair",
                "--because",
                "Fourteen days without an error, all criteria are met",
                "--date",
                &day,
                "--today",
                &day,
            ];
            let run = repo.run(&[&["decide", path, "--to", to.as_str()], &arguments[..]].concat());
            assert_eq!(run.code, 0, "{}{}\n{}", run.out, run.err, repo.read(path));
            repo.commit("Go on", &day);
            check("decision");
        }
    }
    repo
}

#[test]
fn an_honest_team_is_never_refused_in_its_own_language() {
    for (stage, gate, log, items, title) in [
        (
            "Stufe", "Freigabekriterien", "| Datum | Stufe | Entscheidung |", "der Dienst ist mit der Last stabil",
            "Einführung der Suche",
        ),
        (
            "Fase", "Critérios de saída", "| Data | Fase | Decisão |", "sem erros para os usuários do piloto",
            "Plano da busca",
        ),
        (
            "Fase",
            "Criterios de salida",
            "| Fecha | Fase | Decisión |",
            "sin errores para los usuarios del piloto",
            "Plan de la búsqueda",
        ),
        (
            "Étape",
            "Critères de sortie",
            "| Date | Étape | Décision |",
            "pas d'erreur pour les utilisateurs du pilote",
            "Plan de la recherche",
        ),
        (
            "Phase", "Exit criteria", "| Date | Phase | Decision |", "no errors for the users of the pilot",
            "Search rollout",
        ),
        ("阶段", "退出标准", "| 日期 | 阶段 | 决定 |", "内部用户没有发现错误", "搜索发布计划"),
        (
            "ステージ",
            "終了基準",
            "| 日付 | ステージ | 決定 |",
            "すべてのユーザーにエラーがない",
            "検索のロールアウト計画",
        ),
    ] {
        let section =
            |number: u32| format!("## {stage} {number}: Pilot {number}\n\n**{gate}:**\n- {items} ({number})\n\n");
        let text = format!("# {title}\n\n{}{}{}", section(1), section(2), section(3));
        let repo = walks("docs/rollout-plan.md", &text, 3);
        assert!(repo.read("docs/rollout-plan.md").contains(log), "{}", repo.read("docs/rollout-plan.md"));
    }
}

#[test]
fn boxes_in_a_table_are_ticked_on_the_way() {
    let gate = "Exit criteria:\n\n| Criterion | Owner | Done |\n|---|---|---|\n| No open P1 | Jo Reyes | [ ] |\n\n";
    let text =
        format!("# Search rollout\n\n## Phase 1: Pilot\n\n{gate}## Phase 2: Beta\n\n{gate}## Phase 3: General\n");
    let (_, out) = adopted("docs/rollout-plan.md", &text);
    assert!(out.contains("docs/rollout-plan.md by this: no error, no warning"), "{out}");
}

#[test]
fn a_gate_whose_rows_say_their_state_stays_one() {
    for open in ["⬜", "Open", "", "[ ]"] {
        let gate = |to: &str| {
            format!(
                "### Gate to {to}\n\n| # | Criterion | Limit | Status |\n|---|---|---|---|\n| 1 | Late parcels | < 2% | {open} |\n| 2 | Depot trained | yes | {open} |\n\n"
            )
        };
        let text = format!(
            "# Parcel lockers\n\n## Phase 1: Depot\n\nOne depot.\n\n{}## Phase 2: Region\n\nThe north.\n\n{}## Phase 3: Country\n\nAll.\n",
            gate("Region"),
            gate("Country")
        );
        let path = "docs/rollout-plan.md";
        let (repo, out) = adopted(path, &text);
        let plan = repo.read(path);
        assert!(!plan.contains("role=other") && !out.contains("at any time"), "{open}\n{out}\n{plan}");
        let explained = repo.run(&["template", "explain"]).out;
        assert!(explained.contains("exit criteria") && !explained.contains("without boxes"), "{explained}");
        let step = next_step(&repo, path);
        assert!(step.code == 1 && step.out.contains("stage-exit-unmet"), "{open}\n{}{}", step.out, step.err);
    }
}

#[test]
fn what_holds_a_stage_is_explained_wherever_it_stands() {
    let plan = "# Parcel lockers\n\n## Phase 1: Depot\n\nOne depot.\n\n## Phase 2: Region\n\nThe north.\n\n## Phase 3: Country\n\nAll.\n\n\
        ## Exit criteria\n\n| Phase | Criterion | Met |\n|---|---|---|\n| 1 | Depot trained | [ ] |\n| 1 | Late parcels < 2% | [ ] |\n| 2 | Call centre ready | [ ] |\n";
    let (repo, _) = adopted("docs/rollout-plan.md", plan);
    let explained = repo.run(&["template", "explain"]).out;
    for said in ["leaving 1  Phase 1: exit criteria (2)", "leaving 2  Phase 2: exit criteria (1)"] {
        assert!(explained.contains(said), "{said}\n{explained}");
    }
}

#[test]
fn sections_in_bold_behind_bold_stages_are_no_work_of_the_last_one() {
    let stage = |title: &str| format!("**{title}**\n\nTasks:\n- [ ] Hand out scanners\n\n");
    let stages = ["Wave 1: Leeds", "Wave 2: Hull", "Wave 3: All"].map(stage).concat();
    let text = format!(
        "# Stock app\n\nOwner: Jo Reyes\n\n{stages}**Communication**\n\n- [ ] Notice on the board\n\n**Way back**\n\n- [ ] Paper lists printed\n"
    );
    let path = "docs/rollout-plan.md";
    let (repo, _) = adopted(path, &text);
    repo.commit("Adopt rolloutlint", "2026-07-02");
    let explained = repo.run(&["template", "explain"]).out;
    assert!(explained.contains("section `Way back`"), "{explained}");
    let plan = repo.read(path);
    for (before, after, code) in [
        ("- [ ] Paper lists printed", "- [x] Paper lists printed", 0),
        ("**Wave 2: Hull**", "**Wave 2: Hull** (a month later)", 0),
        ("**Wave 2: Hull**", "**Wave 2:** Hull", 0),
        ("**Wave 2: Hull**", "**Wave 2: Hull**\nFrom 16 March on.", 0),
        ("**Wave 3: All**\n\nTasks:\n- [ ]", "**Wave 3: All**\n\nTasks:\n- [x]", 1),
    ] {
        repo.write(path, plan.replace(before, after));
        repo.commit("Go on", "2026-07-20");
        let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
        assert_eq!(run.code, code, "{after}: {}{}", run.out, run.err);
        repo.write(path, &plan);
        repo.commit("Go back", "2026-07-20");
    }
}

#[test]
fn a_plan_that_is_taken_over_says_when_it_was_updated() {
    let text = "# Search rollout\n\n**Last updated:** 2026-01-05\n\n## Phase 1: Pilot\n\n- [ ] Invite some\n\n## Phase 2: General\n\n- [ ] Invite all\n";
    let (repo, _) = adopted("docs/rollout-plan.md", text);
    repo.commit("Adopt rolloutlint", "2026-07-02");
    let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
}

#[test]
fn a_log_without_rows_is_filled_in_its_own_language() {
    let stage = |number: u32, name: &str| format!("## Stufe {number}: {name}\n\n- [ ] Alle Filialen sind geschult\n\n");
    let log =
        "## Entscheidungsprotokoll\n\n| Datum | Stufe | Entscheidung | Begründung | Entschieden von |\n|-|-|-|-|-|\n";
    let text = format!("# Neue Kasse\n\n{}{}{log}", stage(1, "Pilot"), stage(2, "Region"));
    let (repo, _) = adopted("docs/rollout-plan.md", &text);
    let decide = |what: &[&str]| {
        let who = ["--by", "Jana Weber", "--because", "Der Abschluss stimmt an allen Tagen", "--today", "2026-07-20"];
        let run = repo.run(&[&["decide", "docs/rollout-plan.md"], what, &who[..]].concat());
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    };
    decide(&["--to", "2"]);
    decide(&["--hold"]);
    decide(&["--to", "1", "--rollback"]);
    let plan = repo.read("docs/rollout-plan.md");
    for step in ["| 1→2 | Weiter |", "| 2 | Halten |", "| 2→1 | Zurück |"] {
        assert!(plan.contains(step), "{step}\n{plan}");
    }
}

#[test]
fn the_template_asks_in_the_language_of_the_log() {
    let plan = "# Till\n\n**Rollout ID:** TIL-3\n\n## Stage 1: North\n\n**Exit criteria:**\n- [x] No call\n\n## Stage 2: South\n\n**Exit criteria:**\n- [ ] No call at all\n\n";
    let table = "## Entscheidungsprotokoll\n\n| Datum | Stufe | Entscheidung | Begründung | Entschieden von |\n|---|---|---|---|---|\n\
        | 2026-03-02 | 1→2 | Weiter | Fünf Tage ohne Anruf | Jan Vos |\n";
    let headings = "## Entscheidungsprotokoll\n\n### 2026-03-02: 1→2 — Weiter\n\n- Begründung: Fünf Tage ohne Anruf\n- Entschieden von: Jan Vos\n";
    for log in [table, headings] {
        let (repo, _) = adopted("docs/till-rollout.md", &format!("{plan}{log}"));
        let template = repo.read(&template_of(&repo));
        assert!(template.contains("| [Datum] | 1→2 | Weiter | [Grund] | [Name] |"), "{template}");
    }
    // What cannot be read is taken out with all that stands below its heading.
    let unread = "## Entscheidungen\n\n### 2026-03-02: Stage 1: Weiter\n\nFünf Tage ohne Anruf.\n\nJan Vos\n\n## Notes\n\nCall Ann.\n";
    let (repo, _) = adopted("docs/till-rollout.md", &format!("{plan}{unread}"));
    let template = repo.read(&template_of(&repo));
    assert!(!template.contains("Anruf") && !template.contains("Jan Vos"), "{template}");
    assert!(template.contains("Call Ann.") && template.contains("| [Datum] | 1→2 | Weiter |"), "{template}");
}

#[test]
fn stages_under_bold_lines_are_taken_over() {
    let stage = |title: &str| format!("**{title}**\n\nExit criteria:\n\n- [ ] No open P1\n\n");
    let stages = ["Phase 1: Pilot", "Phase 2: Beta", "Phase 3: General"].map(stage).concat();
    let text = format!("# Search rollout\n\n**Owner:** Jo Reyes\n\n## Stages\n\n{stages}## Risks\n\nNone is known.\n");
    let (repo, _) = adopted("docs/rollout-plan.md", &text);
    repo.commit("Adopt rolloutlint", "2026-07-02");
    let plan = repo.read("docs/rollout-plan.md");
    let (first, second) = plan.split_at(plan.find("**Phase 2").unwrap());
    repo.write("docs/rollout-plan.md", format!("{first}{}", second.replacen("- [ ]", "- [x]", 1)));
    repo.commit("Go on in silence", "2026-07-20");
    let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
    assert!(run.code == 1 && run.out.contains("stage-change-without-log-entry"), "{}{}", run.out, run.err);
}

#[test]
fn an_unrecorded_move_is_refused_after_the_plan_was_taken_over() {
    let text = "# Search rollout\n\n## Phase 1: Pilot\n\n- [ ] Invite the pilot users\n\n## Phase 2: General\n\n- [ ] Invite all users\n";
    for (before, after) in [
        ("- [ ] Invite all users", "- [x] Invite all users"),
        ("## Phase 2: General", "## Phase 2: General — IN PROGRESS"),
    ] {
        let (repo, _) = adopted("docs/rollout-plan.md", text);
        repo.commit("Adopt rolloutlint", "2026-07-02");
        let plan = repo.read("docs/rollout-plan.md");
        repo.write("docs/rollout-plan.md", plan.replace(before, after));
        repo.commit("Go on in silence", "2026-07-20");
        let run = repo.run(&["check", "--base", "HEAD~1", "--format", "short"]);
        assert_eq!(run.code, 1, "{after}: {}{}", run.out, run.err);
    }
}

#[test]
fn a_label_in_each_task_is_no_duplicate_and_a_plan_without_slots_no_copy() {
    let task = |share: &str| format!("### {share}\n\n**Success Criteria:**\n- [ ] No errors at {share}\n\n");
    let text = format!(
        "# Search rollout\n\n## Phase 1: Pilot\n\n{}{}## Phase 2: General\n\nAll users.\n",
        task("a few hosts"),
        task("half of the hosts")
    );
    let (repo, _) = adopted("docs/rollout-plan.md", &text);
    let run = repo.run(&["check", "docs/rollout-plan.md", "--format", "short"]);
    assert!(!run.out.contains("error[") && !run.out.contains("warning["), "{}", run.out);
}

#[test]
fn a_sign_that_stands_right_before_a_word_becomes_a_box() {
    let path = "docs/pagos.md";
    let text = fs::read_to_string(root().join("fixtures/adoption/es-status.md")).unwrap();
    let (repo, out) = adopted(path, &text.replace("- ✅ Soporte", "- ✅Soporte"));
    assert!(repo.read(path).contains("\n- [ ] Soporte tiene la guía\n"), "{out}");
    assert_verifies(&repo, path);
}

#[test]
fn a_log_of_headings_or_items_has_decided_nothing_in_the_template() {
    let phases = "# Search rollout\n\n**Rollout ID:** S-1\n\n## Phase 1: Early\n\n**Exit criteria:**\n- [x] No errors\n\n\
                  ## Phase 2: Half\n\n**Exit criteria:**\n- [ ] No errors at all\n\n## Phase 3: All\n\nEverybody.\n\n\
                  ## Decision Log\n\n";
    let heading = "### 2026-02-02: Phase 1 → 2 — Proceed\n\n- Rationale: No errors in a week\n- Decided by: Ana Ruiz\n";
    let item = "- 2026-02-02 — 1→2 — Proceed — No errors in a week — Ana Ruiz\n";
    for entry in [heading, item] {
        let (repo, _) = adopted("docs/rollout-plan.md", &format!("{phases}{entry}"));
        let template = repo.read(&template_of(&repo));
        assert!(!template.contains("Ana Ruiz") && template.contains("| [Date] | 1→2 | Proceed |"), "{template}");
        assert_verifies(&repo, "docs/rollout-plan.md");
    }
}

#[test]
fn stages_in_a_table_have_not_begun_in_the_template() {
    let text = "---\nstatus: in progress\n---\n# Search rollout\n\n## Stages\n\n| Stage | Audience | Status |\n|---|---|---|\n\
                | 1. Early | 5% of users | ✅ Done |\n| 2. Half | 50% of users | 🔄 In progress |\n| 3. All | 100% of users | Planned |\n";
    let (repo, _) = adopted("docs/rollout-plan.md", text);
    let template = repo.read(&template_of(&repo));
    assert!(!template.contains("Done") && !template.contains("rogress"), "{template}");
    assert_verifies(&repo, "docs/rollout-plan.md");
}

/// A step that is recorded in the row that is prepared for it, and what a check says of it.
fn next_step(repo: &Repo, path: &str) -> support::Run {
    repo.commit("Adopt rolloutlint", "2026-07-02");
    let plan = repo.read(path);
    let row = plan.lines().find(|line| line.contains("| [Date] |")).unwrap();
    let filled = row.replace("[Date]", "2026-07-20").replace("[Why]", "0.1% errors in two weeks");
    repo.write(path, plan.replacen(row, &filled.replace("[Name]", "Priya Nair"), 1));
    repo.run(&["check", path, "--base", "HEAD", "--format", "short", "--today", "2026-07-20"])
}

#[test]
fn stages_with_time_left_out_between_them_go_on_one_by_one() {
    let path = "docs/rollout-plan.md";
    for [first, second, third] in [["Day 1", "Day 3", "Day 14"], ["Semana 1", "Semana 3", "Semana 6"]] {
        let gate = "\n\n**Go/No-Go:**\n\n- [ ] Errors < 1%\n\n";
        let text = format!(
            "# Payout rollout\n\n## {first}: 1%{gate}## {second}: 10%{gate}## {third}: 100%\n\n- [ ] Announce\n"
        );
        let (repo, out) = adopted(path, &text);
        assert!(out.contains("by this: no error, no warning"), "{out}");
        let names = format!("names: [\"{first}\", \"{second}\", \"{third}\"]");
        assert!(repo.read(".rolloutlint.yml").contains(&names), "{}", repo.read(".rolloutlint.yml"));
        assert!(out.contains(&format!("counted from 1 in the decision log: {first}, {second}, {third}")), "{out}");
        assert_verifies(&repo, path);
        fs::remove_file(repo.path().join("docs/a-copy.md")).unwrap();
        let open = next_step(&repo, path);
        assert!(open.code == 1 && open.out.contains("[stage-exit-unmet]"), "{}{}", open.out, open.err);
        repo.write(path, repo.read(path).replacen("- [ ]", "- [x]", 1));
        let met = repo.run(&["check", path, "--base", "HEAD", "--format", "short", "--today", "2026-07-20"]);
        assert_eq!((met.code, met.out.contains("error[")), (0, false), "{}{}", met.out, met.err);
    }
}

/// What `init` and `template explain` say of stages that nothing holds is what a check does.
#[test]
fn a_stage_that_can_be_left_at_any_time_is_said_to_be_so_and_no_other() {
    let path = "docs/rollout-plan.md";
    let stages =
        |first: &str| format!("# Search rollout\n\n## Phase 1: Pilot\n\n{first}## Phase 2: All\n\nAll users.\n");
    let box_of = "- [ ] Errors < 1%\n";
    for (text, is_held) in [
        (stages("Some users.\n\n"), false),
        (stages(&format!("{box_of}\n")), false),
        (stages("**Gate:** errors < 1%\n\nTen users.\n\n"), false),
        (stages("| Criterion | Weight | Ready |\n|---|---|---|\n| Errors | 3 | [ ] |\n\n"), false),
        (stages(&format!("**Exit criteria:**\n\n{box_of}\n")), true),
        (stages(&format!("<!-- rolloutlint: role=exit -->\n{box_of}\n")), true),
        (stages("Some users.\n\n") + &format!("\n## Exit criteria\n\n### Phase 1 → Phase 2\n\n{box_of}"), true),
        (
            stages("Some users.\n\n")
                + "\n## Overview\n\n| Phase | Size | Exit criteria |\n|---|---|---|\n| Phase 1 | 5 | [ ] No call |\n| Phase 2 | all | |\n",
            true,
        ),
        (stages("Some users.\n\n| Exit criterion | Target | Met |\n|---|---|---|\n| Errors | < 1% | [ ] |\n\n"), true),
    ] {
        let (repo, out) = adopted(path, &text);
        let said = "Phase 1 has no exit criteria";
        assert_eq!(out.contains(said), !is_held, "{text}\n{out}");
        let explained = repo.run(&["template", "explain"]).out;
        assert_eq!(explained.contains(said), !is_held, "{text}\n{explained}");
        assert!(!explained.contains("never "), "{explained}");
        let step = next_step(&repo, path);
        // What may be a gate is a warning.
        assert_eq!(step.out.contains("error[stage-exit-unmet]"), is_held, "{text}\n{}{}", step.out, step.err);
    }
}

#[test]
fn a_gate_under_a_name_that_nobody_knows_is_said_with_the_alias_for_it() {
    let text = "# Despliegue: Pagos\n\n## Fase 1: Piloto\n\n### Condiciones para seguir\n\n- [ ] Menos de 5 errores\n\n\
                ## Fase 2: Todos\n\n- [ ] Activar para todos\n";
    let (repo, out) = adopted("docs/rollout-plan.md", text);
    let way = "write `aliases: { Exit Criteria: [\"Condiciones para seguir\"] }`";
    assert!(out.contains(way), "{out}");
    let config =
        format!("{}\naliases: {{ Exit Criteria: [\"Condiciones para seguir\"] }}\n", repo.read(".rolloutlint.yml"));
    repo.write(".rolloutlint.yml", config);
    let explained = repo.run(&["template", "explain"]);
    assert!(!explained.out.contains("Fase 1 has no exit criteria"), "{}{}", explained.out, explained.err);
}

/// A ramp whose steps have numbers and shares is one of stages.
#[test]
fn a_table_of_steps_with_ascending_shares_is_taken_over() {
    let text = "# QUIC edge rollout\n\n**Owner:** Priya Raman\n\n## Ramp schedule\n\n| Step | Traffic | Hold | Gate |\n|---|---|---|---|\n\
                | 1 | 1% | 24h | 5xx < 0.05% |\n| 2 | 5% | 48h | 5xx < 0.05% |\n| 3 | 100% | - | - |\n";
    let (repo, out) = adopted("docs/rollout-plan.md", text);
    let config = repo.read(".rolloutlint.yml");
    assert!(config.contains("table: \"Ramp schedule\"") && config.contains("Step {n}"), "{config}\n{out}");
    assert_verifies(&repo, "docs/rollout-plan.md");
}

#[test]
fn a_table_whose_header_names_the_gate_gets_a_label() {
    let table = |name: &str| format!("| {name} | Target | Met |\n|---|---|---|\n| Errors | < 1% | [ ] |\n\n");
    let text = format!(
        "# Search rollout\n\n## Phase 1: Pilot\n\n{}## Phase 2: Half\n\nSome words.\n{}## Phase 3: All\n\n{}",
        table("Entry criterion"),
        table("Exit criterion"),
        table("Exit criteria")
    );
    let (repo, out) = adopted("docs/rollout-plan.md", &text);
    let (plan, template) = (repo.read("docs/rollout-plan.md"), repo.read(&template_of(&repo)));
    for text in [&plan, &template] {
        assert!(text.contains("## Phase 1: Pilot\n\n**Entry criterion:**\n\n| Entry criterion |"), "{text}");
        // The last stage is not left.
        assert!(text.contains("## Phase 3: All\n\n| Exit criteria |"), "{text}");
    }
    assert!(out.contains("the table is a gate by its column `Entry criterion`"), "{out}");
    assert_verifies(&repo, "docs/rollout-plan.md");
}

#[test]
fn a_log_in_a_quote_stays_one_in_the_template() {
    let text = compliant("stage-2");
    let (before, log) = text.split_at(text.find("| Date |").unwrap());
    let end = log.find("\n\n").unwrap_or(log.len());
    let quoted: String = log[..end].lines().map(|line| format!("> {line}\n")).collect();
    let (repo, _) = adopted("rollouts/checkout.md", &format!("{before}{quoted}{}", &log[end..]));
    let template = repo.read(&template_of(&repo));
    assert!(template.contains("\n> | [Date] | 1→2 |") && !template.contains("\n| [Date]"), "{template}");
    assert_verifies(&repo, "rollouts/checkout.md");
}

#[test]
fn boxes_in_a_value_are_said_to_be_read_by_nobody() {
    let stage = |title: &str, gate: &str| {
        format!("## {title}\n\n| Item | Details |\n|---|---|\n| **Duration** | 1 week |\n{gate}\n")
    };
    let gate = "| **Exit criteria** | [ ] Failures < 1%<br>[ ] No call |\n";
    let text = format!("# Search rollout\n\n{}{}", stage("Phase 1: Pilot", gate), stage("Phase 2: All", ""));
    let (_, out) = adopted("docs/rollout-plan.md", &text);
    assert!(out.contains("the boxes of `Exit criteria` of Phase 1 stand in a value"), "{out}");
    let (_, out) = adopted("docs/rollout-plan.md", &text.replace("[ ] ", ""));
    assert!(out.contains("`Exit criteria` of Phase 1 has no boxes"), "{out}");
}

#[test]
fn a_decision_that_stands_upright_is_named_and_a_form_is_not() {
    let stages = "# Search rollout\n\n## Phase 1: Pilot\n\n- [x] Tell them\n\n## Phase 2: All\n\n- [x] Tell all\n\n";
    let decision = "## Decision Log\n\n| Field | Value |\n|---|---|\n| Date | 2026-05-20 |\n| Phase | 1→2 |\n| Decision | Proceed |\n| Rationale | No errors |\n| Decided by | Dan Brown |\n";
    for text in [decision.to_owned(), decision.replace("| Field | Value |", "| | D1 |")] {
        let (repo, out) = adopted("docs/rollout-plan.md", &format!("{stages}{text}"));
        assert!(out.contains("line 13: this looks like a decision, and is not read"), "{out}");
        let template = repo.read(&template_of(&repo));
        assert!(!template.contains("Dan Brown") && template.contains("| [Date] | 1→2 |"), "{template}");
        assert_verifies(&repo, "docs/rollout-plan.md");
    }
    for form in [decision.replace("2026-05-20", "[Date]"), decision.replace("| Phase | 1→2 |", "| Vendor | Acme |")] {
        let (_, out) = adopted("docs/rollout-plan.md", &format!("{stages}{form}"));
        assert!(!out.contains("this looks like a decision"), "{out}");
    }
}

/// A plan with two stages, and what its team has of decisions.
fn till(decisions: &str) -> String {
    format!(
        "# Rollout: Till\n\n**Rollout ID:** TIL-3\n**Owner:** Jan Vos\n\n## Phase 1: North\n\n**Exit criteria**\n\n- [ ] No call\n\n\
         ## Phase 2: South\n\n**Work**\n\n- [ ] Train the shops\n\n{decisions}"
    )
}

/// What is said when the first decision goes into a log that was taken over, and then into it with
/// another person.
fn decided_and_rewritten(repo: &Repo, row: &str) -> (String, String) {
    let path = "docs/till-rollout.md";
    repo.commit("Take the plan over", "2026-07-02");
    let plan = repo.read(path).replace("- [ ] No call", "- [x] No call");
    repo.write(path, format!("{}\n{row}\n", plan.trim_end()));
    let decided = repo.run(&["check", "--base", "HEAD", "--format", "short"]);
    repo.commit("Go on", "2026-07-03");
    repo.write(path, repo.read(path).replace("Jan Vos |", "Eva Brown |"));
    (decided.out, repo.run(&["check", "--base", "HEAD", "--format", "short"]).out)
}

/// A log that waits for its first decision is the log, also where one or two of its columns have
/// names that nobody knows: what is left, or stands between its neighbours, tells which they are.
#[test]
fn a_log_without_decisions_is_told_by_the_columns_that_are_known() {
    for (header, word) in [
        ("| Date | Gate | Decision | Reason | Approved by |", "Gate"),
        ("| Datum | Schritt | Entscheidung | Begründung | Entschieden von | Ticket |", "Schritt"),
        ("| Fecha | Paso | Decisión | Motivo | Aprobado por |", "Paso"),
        ("| Date | Passage | Décision | Motif | Décidé par |", "Passage"),
        ("| Data | Etapa | Decisão | Motivo | Aprovador |", "Aprovador"),
        ("| 日付 | ステップ | 判断 | 理由 | 承認者 |", "ステップ"),
        ("| Date | Gate | Result | Notes | Approved by | PR |", "Result"),
    ] {
        let rule = "|---".repeat(header.matches('|').count() - 1);
        let (repo, out) = adopted("docs/till-rollout.md", &till(&format!("## Decision Log\n\n{header}\n{rule}|\n")));
        assert!(!repo.read("docs/till-rollout.md").contains("Decided By"), "{header}\n{out}");
        assert!(!repo.read(&template_of(&repo)).contains("Decided By"), "{header}\n{out}");
        assert!(repo.read(".rolloutlint.yml").contains(word), "{header}\n{out}");
        assert!(out.contains(&format!("`{word}` is read as")) && out.contains("mend `aliases:`"), "{header}\n{out}");
        let more = if header.matches('|').count() > 6 { " TIL-9 |" } else { "" };
        let row = format!("| 2026-07-02 | 1→2 | Go | Five days without a call | Jan Vos |{more}");
        let (decided, rewritten) = decided_and_rewritten(&repo, &row);
        assert!(!decided.contains("error["), "{header}\n{decided}");
        assert!(rewritten.contains("error[log-entry-modified]"), "{header}\n{rewritten}");
    }
}

/// Where the names tell too little, the log that is put in stands beside it, and a person hears it.
#[test]
fn a_log_without_decisions_whose_columns_nobody_knows_is_named() {
    for header in [
        "| Date | Subject | Area | Decision | Reason | Approved by |",
        "| Date | Decision | Item | Reason | Area | Owner |",
    ] {
        let rule = "|---".repeat(header.matches('|').count() - 1);
        let (repo, out) = adopted("docs/till-rollout.md", &till(&format!("## Decision Log\n\n{header}\n{rule}|\n")));
        assert!(out.contains("line 20: this looks like the decision log, and is not read"), "{header}\n{out}");
        assert!(repo.read(&template_of(&repo)).contains(header), "{header}\n{out}");
    }
}

/// Tables that say nothing of stages are left alone, as they were.
#[test]
fn a_table_without_decisions_beside_the_log_is_no_log() {
    for other in [
        "## Sign-off\n\n| Role | Decision | Approver | Date | Stage |\n|---|---|---|---|---|\n",
        "## Decisions\n\n| Topic | Options | Decision |\n|---|---|---|\n",
        "## Risks\n\n| Date | Risk | Decision | Reason | Owner |\n|---|---|---|---|---|\n",
    ] {
        let (repo, out) = adopted("docs/till-rollout.md", &till(other));
        assert!(!out.contains("this looks like") && !out.contains("is read as"), "{other}{out}");
        assert!(!repo.read(".rolloutlint.yml").contains("aliases"), "{other}{out}");
        assert_eq!(repo.read("docs/till-rollout.md").matches("Decided By").count(), 1, "{other}");
    }
}

/// The row that starts a rollout tells the columns as one between stages does.
#[test]
fn a_log_that_has_only_the_start_is_taken_over() {
    for start in ["planned→1", "→1", "0→1"] {
        let log = "## Protokoll\n\n| Datum | Schritt | Entscheidung | Begründung | Entschieden von |\n|---|---|---|---|---|\n";
        let row = format!("| 2026-03-02 | {start} | Freigabe | Fünf ruhige Tage im Test | Jan Vos |\n");
        let (repo, out) = adopted("docs/till-rollout.md", &till(&format!("{log}{row}")));
        assert!(repo.read(".rolloutlint.yml").contains("Stage: [\"Schritt\"]"), "{start}: {out}");
        assert!(repo.read("docs/till-rollout.md").ends_with(&row), "{start}: {out}");
        assert!(!repo.read(&template_of(&repo)).contains("2026"), "{start}: {out}");
    }
}

/// Decisions with a column for each end of the step, and those with a heading and labels, are named
/// below whatever heading they stand, and decide nothing in the template.
#[test]
fn decisions_in_other_forms_are_named_below_any_heading() {
    for decisions in [
        "## Change history\n\n| Date | From | To | Decision | Notes | Approver |\n|---|---|---|---|---|---|\n\
         | 2026-03-02 | Phase 1 | Phase 2 | Approved | Five days without a call | Jan Vos |\n",
        "## Revision history\n\n| Datum | Von | Nach | Entscheidung | Wer |\n|---|---|---|---|---|\n| 02.03.2026 | 1 | 2 | Freigabe | Jan Vos |\n",
        "## 判断の記録\n\n### 2026-03-02 北で開始\n\n- 判断：承認\n- 理由：五日間電話なし\n- 承認者：Jan Vos\n",
        "## Minutes\n\n### 2026-03-02: the north begins\n\n- Outcome: approved\n- Approved by: Jan Vos\n",
    ] {
        let (repo, out) = adopted("docs/till-rollout.md", &till(decisions));
        assert!(out.contains("this looks like a decision, and is not read"), "{decisions}{out}");
        assert!(!repo.read(&template_of(&repo)).contains("2026"), "{decisions}{out}");
    }
    for other in [
        "## Change history\n\n| Date | From | To | Change | Who |\n|---|---|---|---|---|\n| 2026-03-02 | v1 | v2 | Shorter text | Jan Vos |\n",
        "## Changes\n\n### 2026-03-02: shorter text\n\n- Author: Jan Vos\n",
    ] {
        let (_, out) = adopted("docs/till-rollout.md", &till(other));
        assert!(!out.contains("this looks like"), "{other}{out}");
    }
}
