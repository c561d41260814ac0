//! A team's own template is the schema: what it asks for, when, and what keeps it from being used.
#![allow(clippy::unwrap_used)]

mod support;

use support::Repo;

const CONFIG: &str = "plans: [\"plaene/*.md\"]\ntemplate: plaene/VORLAGE.md\nstages: { names: [Kanarienvogel, Hälfte, Alle] }\ndecisions: { proceed: [Weiter], hold: [Warten] }\naliases: { Rollout ID: [Kennung], Owner: [Federführung] }\nnot-applicable: [entfällt]\n";

const TEMPLATE: &str = "# Vorlage

## Einführung: [Name]

- Kennung: [EIN-001]
- Federführung: [Name]
- Erstellt am: [Datum]
- Schalter: ____ <!-- rolloutlint: due=entering-first -->
- Anmerkung (Optional): [Text]

## Kanarienvogel

<!-- rolloutlint: role=exit -->
### Bevor es weitergeht

- [ ] Keine Störung
- [ ] Fehlerrate unter [X%]

## Hälfte

<!-- rolloutlint: role=exit -->
### Bevor es weitergeht

- [ ] Keine Störung

## Alle

### Aktivitäten

- [ ] Zahlen ansehen

## Rückfallplan

<!-- rolloutlint: min-rows=2 -->
| Auslöser | Antwort |  Wer |
|----------|---------|------|
| [Auslöser] | [Antwort] | [Name] |

## Entscheidungsprotokoll

| Datum | Stufe | Entscheidung | Begründung | Entschieden von |
|-------|-------|--------------|------------|-----------------|
| [Datum] | Kanarienvogel → Hälfte | Weiter | [Warum] | [Name] |
| [Datum] | Hälfte → Alle | Weiter | [Warum] | [Name] |
";

fn filled() -> String {
    TEMPLATE
        .replace("Einführung: [Name]", "Einführung: Neue Suche")
        .replace("[EIN-001]", "EIN-012")
        .replacen("Federführung: [Name]", "Federführung: Ute Kern", 1)
        .replacen("Erstellt am: [Datum]", "Erstellt am: 2026-02-02", 1)
        .replace("- Anmerkung (Optional): [Text]\n", "")
        .replace(" <!-- rolloutlint: due=entering-first -->", "")
        .replace("<!-- rolloutlint: role=exit -->\n", "")
        .replace("<!-- rolloutlint: min-rows=2 -->\n", "")
}

fn team() -> Repo {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", CONFIG);
    repo.write("plaene/VORLAGE.md", TEMPLATE);
    repo.write("plaene/suche.md", filled());
    repo.commit("Plan", "2026-02-02");
    repo
}

/// Checks on a day, and gives the findings as rule and line.
fn said(repo: &Repo, args: &[&str]) -> (i32, String) {
    let run = repo.run(&[&["check", "--format", "short", "--today", "2026-03-20"], args].concat());
    (run.code, run.out + &run.err)
}

#[test]
fn what_is_due_follows_the_annotations() {
    let repo = team();
    assert_eq!(said(&repo, &[]), (0, String::new()));
    // The first stage has begun: the switch is due, which the built-in rule would have asked for at
    // once.
    let begun = filled().replacen("- [ ] Keine Störung", "- [x] Keine Störung", 1);
    repo.write("plaene/suche.md", &begun);
    let (code, out) = said(&repo, &[]);
    assert_eq!(code, 1);
    assert!(
        out.contains("error[placeholder] Schalter")
            && out.contains("error[placeholder] Bevor es weitergeht of Kanarienvogel"),
        "{out}"
    );
    assert_eq!(out.lines().count(), 2, "{out}");
}

#[test]
fn a_label_with_another_name_is_pointed_to() {
    let repo = team();
    let missing = |plan: String| {
        repo.write("plaene/suche.md", plan);
        repo.run(&["check", "--format", "full", "--today", "2026-03-20"]).out
    };
    let dated = "- Erstellt am: 2026-02-02\n";
    for (own, name) in [("- Angelegt: 2026-02-02\n", "Angelegt"), ("- Erstell am: 2026-02-02\n", "Erstell am")] {
        let out = missing(filled().replace(dated, own));
        assert!(out.contains("the label `Erstellt am` is missing"), "{out}");
        assert!(out.contains(&format!("did you mean it by `{name}`?")), "{out}");
    }
    // Of two strange labels nobody knows which one it is, and without any it is gone.
    for own in ["- Angelegt: 2026-02-02\n- Stand: heute\n", ""] {
        let out = missing(filled().replace(dated, own));
        assert!(out.contains("the label `Erstellt am` is missing") && !out.contains("did you mean"), "{out}");
    }
}

#[test]
fn a_role_that_an_annotation_gives_is_a_gate() {
    let repo = team();
    let ready = filled()
        .replace("____", "`suche_neu`")
        .replace("[X%]", "1%")
        .replace(
            "| [Auslöser] | [Antwort] | [Name] |",
            "| Fehler über 2% | Schalter aus | Jo Bach |\n| Anrufe | Text bereit | Jo Bach |",
        )
        .replacen("- [ ] Keine Störung", "- [x] Keine Störung", 1);
    repo.write("plaene/suche.md", &ready);
    repo.commit("Ready but for one", "2026-03-01");
    let row = "| [Datum] | Kanarienvogel → Hälfte | Weiter | [Warum] | [Name] |";
    let moved =
        ready.replace(row, "| 2026-03-02 | Kanarienvogel → Hälfte | Weiter | Drei Tage ohne Störung | Ute Kern |");
    repo.write("plaene/suche.md", &moved);
    let (code, out) = said(&repo, &["--base", "HEAD"]);
    assert_eq!(code, 1);
    assert!(out.contains("error[stage-exit-unmet] 1 exit criterion of Kanarienvogel is open"), "{out}");
    repo.write("plaene/suche.md", moved.replace("- [ ] Fehlerrate", "- [x] Fehlerrate"));
    assert_eq!(said(&repo, &["--base", "HEAD"]), (0, String::new()));
    // One row is not two.
    repo.write(
        "plaene/suche.md",
        moved.replace("- [ ] Fehlerrate", "- [x] Fehlerrate").replace("| Anrufe | Text bereit | Jo Bach |\n", ""),
    );
    let (code, out) = said(&repo, &["--base", "HEAD"]);
    assert_eq!((code, out.matches("error[field-empty]").count()), (1, 1), "{out}");
}

#[test]
fn a_role_before_a_list_is_that_of_the_list() {
    let stage =
        |number: u8, list: &str| format!("## Stage {number}: S{number}\n\n**Notes:**\n{list}- [ ] write the post\n\n");
    let plan = |list: &str| {
        let log = "## Decision Log\n\n| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n";
        format!("# Plan\n\n## Rollout: X\n\n{}{}{log}", stage(1, list), stage(2, list))
    };
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", "template: docs/template.md\nplans: [plans/*.md]\n");
    repo.write("docs/template.md", plan("<!-- rolloutlint: role=exit -->\n"));
    repo.write("plans/x.md", plan(""));
    repo.commit("Plan", "2026-03-01");
    let row = "| 2026-03-02 | 1→2 | Proceed | Three days without an incident | Ute Kern |\n";
    repo.write("plans/x.md", plan("") + row);
    let run = repo.run(&["check", "--base", "HEAD", "--today", "2026-03-02", "--format", "short"]);
    assert!(run.out.contains("error[stage-exit-unmet] 1 exit criterion of Stage 1 is open"), "{}", run.out);
}

#[test]
fn an_unrecorded_move_is_refused_in_the_teams_own_words() {
    let repo = team();
    repo.write("plaene/suche.md", filled().replace("- [ ] Zahlen ansehen", "- [x] Zahlen ansehen"));
    let (code, out) = said(&repo, &["--base", "HEAD"]);
    assert_eq!(code, 1);
    assert!(out.contains("error[stage-change-without-log-entry] the rollout moves to Alle"), "{out}");
}

#[test]
fn a_template_that_cannot_be_used_is_an_error_with_its_line() {
    let cases = [
        ("due=entering-first", "due=entering-soon", "plaene/VORLAGE.md:8: `due=entering-soon` is no due point"),
        ("role=exit", "role=door", "plaene/VORLAGE.md:13: `role=door` is no role"),
        ("min-rows=2", "min-row=2", "plaene/VORLAGE.md:34: `min-row=2` is no annotation"),
    ];
    for (good, bad, message) in cases {
        let repo = team();
        repo.write("plaene/VORLAGE.md", TEMPLATE.replacen(good, bad, 1));
        let (code, out) = said(&repo, &[]);
        assert_eq!((code, out.contains(message)), (2, true), "{out}");
        let check = repo.run(&["template", "check"]);
        assert_eq!((check.code, check.out.contains(message)), (2, true), "{}", check.out);
    }
    let repo = team();
    repo.write("plaene/VORLAGE.md", "# Vorlage\n\n## Einführung: [Name]\n");
    let (code, out) = said(&repo, &[]);
    assert_eq!((code, out.contains("the template has no stages")), (2, true), "{out}");
    let repo = team();
    std::fs::remove_file(repo.path().join("plaene/VORLAGE.md")).unwrap();
    let (code, out) = said(&repo, &[]);
    assert_eq!((code, out.contains("the template plaene/VORLAGE.md is not there")), (2, true), "{out}");
    // The base has it still, and judges.
    assert_eq!(said(&repo, &["--base", "HEAD"]).0, 0);
}

#[test]
fn a_new_plan_is_made_from_the_teams_template() {
    let repo = team();
    let new = repo.run(&["new", "Schnelle Kasse", "--owner", "Ute Kern", "--today", "2026-03-01"]);
    assert_eq!(new.code, 0, "{}", new.err);
    let text = repo.read("plaene/schnelle-kasse.md");
    for line in
        ["## Einführung: Schnelle Kasse", "- Kennung: EIN-013", "- Federführung: Ute Kern", "- Erstellt am: 2026-03-01"]
    {
        assert!(text.contains(line), "{line}:\n{text}");
    }
    assert!(!text.contains("rolloutlint:"), "{text}");
}

const RINGS: &str = "# Template

## Rollout: [Name]

- Rollout ID: [RO-001]
- Owner: [Name]

## Canary (1 %)

### Exit Criteria

| Criterion | Met |
|-----------|-----|
| No severe bugs | [ ] |

**Progression Decision:**
- Datum: [Datum]
- Decision maker: [Name]

## Early adopters (10 %)

### Exit Criteria

| Criterion | Met |
|-----------|-----|
| No severe bugs | [ ] |

**Progression Decision:**
- Date: [YYYY-MM-DD]
- Decision maker: [Name]

## Everyone (100 %)

### Activities

- [ ] Watch

## Risks

<!-- rolloutlint: min-rows=2 -->
| Risk | Answer |
|------|--------|
| [Risk] | [Answer] |

## Decision Log

| Date | Stage | Decision | Rationale | Decided By |
|------|-------|----------|-----------|------------|
| [Date] | Canary→Early adopters | Proceed | [Why] | [Name] |
| [Date] | Early adopters→Everyone | Proceed | [Why] | [Name] |
";

fn rings(config: &str) -> Repo {
    let repo = Repo::new();
    repo.write(
        ".rolloutlint.yml",
        format!("plans: [\"rollouts/*.md\"]\ntemplate: TEMPLATE.md\nstages: {{ names: [Canary, Early adopters, Everyone] }}\n{config}"),
    );
    repo.write("TEMPLATE.md", RINGS);
    let plan = RINGS
        .replace("Rollout: [Name]", "Rollout: Search")
        .replace("[RO-001]", "RO-003")
        .replacen("Owner: [Name]", "Owner: Ann Lee", 1)
        .replace("<!-- rolloutlint: min-rows=2 -->\n", "")
        .replace("| [Risk] | [Answer] |", "| Index is slow | Warm it up |\n| Wrong results | Turn it off |");
    repo.write("rollouts/search.md", plan);
    repo.commit("Plan", "2026-03-01");
    repo
}

#[test]
fn stages_may_be_called_by_name_and_criteria_stand_in_tables() {
    let repo = rings("");
    let decide = |args: &[&str]| {
        repo.run(
            &[&["decide", "rollouts/search.md", "--by", "Ann Lee", "--because", "Three days without a bug"], args]
                .concat(),
        )
    };
    let early = decide(&["--to", "Early adopters", "--today", "2026-03-05"]);
    assert_eq!(early.code, 1, "{}{}", early.out, early.err);
    assert!(early.out.contains("error[stage-exit-unmet]: 1 exit criterion of Canary"), "{}", early.out);
    assert!(!early.out.contains("approach-unselected"), "{}", early.out);
    repo.write(
        "rollouts/search.md",
        repo.read("rollouts/search.md").replacen("| No severe bugs | [ ] |", "| No severe bugs | [x] |", 1),
    );
    let moved = decide(&["--to", "Early adopters", "--today", "2026-03-05"]);
    assert_eq!(moved.code, 0, "{}{}", moved.out, moved.err);
    let text = repo.read("rollouts/search.md");
    assert!(text.contains("- Datum: 2026-03-05\n- Decision maker: Ann Lee\n"), "{text}");
    assert!(text.contains("| 2026-03-05 | Canary→Early adopters | Proceed |"), "{text}");
    repo.commit("Move", "2026-03-05");
    assert_eq!(said(&repo, &["--base", "HEAD~1"]), (0, String::new()));
}

#[test]
fn a_teams_own_word_for_not_applicable_answers_a_criterion() {
    let repo = rings("not-applicable: [entfällt]\n");
    let plan = repo.read("rollouts/search.md");
    repo.write(
        "rollouts/search.md",
        plan.replacen("| No severe bugs | [ ] |", "| No severe bugs — entfällt — nobody has access yet | [ ] |", 1),
    );
    let args = [
        "decide", "rollouts/search.md", "--to", "Early adopters", "--by", "Ann Lee", "--because",
        "Nobody could try it yet",
    ];
    let moved = repo.run(&[&args[..], &["--today", "2026-03-05"]].concat());
    assert_eq!(moved.code, 0, "{}{}", moved.out, moved.err);
}

#[test]
fn a_plan_cannot_be_hidden_as_template_or_log() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", support::compliant("stage-2"));
    repo.commit("Plan", "2026-03-30");
    repo.write(
        "rollouts/checkout.md",
        support::compliant("stage-2").replace("- [ ] Monitor core", "- [x] Monitor core"),
    );
    for (key, message) in [("template", "is the plan of a rollout"), ("log", "names a plan")] {
        repo.write(".rolloutlint.yml", format!("{key}: rollouts/checkout.md\n"));
        let (code, out) = said(&repo, &["--base", "HEAD"]);
        assert_eq!((code, out.contains(message)), (2, true), "{key}: {out}");
    }
}

#[test]
fn a_team_may_tidy_its_headings() {
    let tidied: [&dyn Fn(&str) -> String; 5] = [
        &|plan| plan.replace("## Rückfallplan", "## 4. Rückfallplan {#zurueck}"),
        &|plan| plan.replace("### Bevor es weitergeht", "### **Bevor es weitergeht**"),
        &|plan| plan.replace("## Einführung: Neue Suche", "## **Einführung: Neue Suche**"),
        &|plan| plan.replace("- Kennung:", "- __Kennung:__"),
        // All headings one level down, as a generator of pages wants them.
        &|plan| plan.replace("\n#", "\n##").replacen('#', "##", 1),
    ];
    for tidied in tidied {
        let repo = team();
        let plan = tidied(&filled());
        assert_ne!(plan, filled());
        repo.write("plaene/suche.md", &plan);
        repo.commit("Tidy", "2026-03-20");
        assert_eq!(said(&repo, &["--base", "HEAD~1"]), (0, String::new()), "{plan}");
        // The stages are still those of the plan.
        repo.write("plaene/suche.md", plan.replace("- [ ] Zahlen ansehen", "- [x] Zahlen ansehen"));
        repo.commit("Tick", "2026-03-21");
        let (code, said) = said(&repo, &["--base", "HEAD~1"]);
        assert!(code == 1 && said.contains("stage-change-without-log-entry"), "{said}");
    }
}

#[test]
fn numbers_before_headings_change_nothing() {
    let plans = [
        (
            "stages: { table: Rollout stages }\n",
            "# Search\n\n**Rollout ID:** RO-7\n\n## Overview\n\nFaster.\n\n## Rollout stages\n\n| Phase | Audience | Exit criteria | To do |\n|---|---|---|---|\n| Phase 1: Dogfood | Our own people | [ ] Crash rate < 1% | |\n| Phase 2: Everyone | 100% of users | | [ ] Remove the old page |\n",
        ),
        (
            "stages: { list: Stages }\n",
            "# Search\n\n**Rollout ID:** RO-7\n\n## Overview\n\nFaster.\n\n## Stages\n\n- Phase 1: our own people\n  - Exit criteria:\n    - [ ] Crash rate < 1%\n- Phase 2: everyone\n  - [ ] Remove the old page\n",
        ),
        (
            "stages: { names: [Pilot, GA] }\n",
            "# Search\n\n**Rollout ID:** RO-7\n\n## Current Status\n\nNothing has begun.\n\n## Pilot\n\n**Exit criteria:**\n- [ ] Crash rate < 1%\n\n## GA\n\n- [ ] Remove the old page\n",
        ),
    ];
    for (stages, plan) in plans {
        let log = "\n## Decision log\n\n| Date | Stage | Decision | Why | Decided by |\n|---|---|---|---|---|\n";
        let plan = format!("{plan}{log}");
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", format!("template: docs/TEMPLATE.md\nplans: [\"docs/plans/*.md\"]\n{stages}"));
        repo.write("docs/TEMPLATE.md", plan.replace("RO-7", "[RO-7]"));
        repo.write("docs/plans/search.md", &plan);
        repo.commit("Plan", "2026-03-02");
        let mut number = 0;
        let numbered = plan.lines().map(|line| match line.strip_prefix("## ") {
            Some(title) => {
                number += 1;
                format!("## {number}. {title}\n")
            }
            None => format!("{line}\n"),
        });
        let numbered: String = numbered.collect();
        repo.write("docs/plans/search.md", &numbered);
        repo.commit("Number", "2026-03-20");
        assert_eq!(said(&repo, &["--base", "HEAD~1"]), (0, String::new()), "{numbered}");
        repo.write("docs/plans/search.md", numbered.replace("[ ] Remove", "[x] Remove"));
        repo.commit("Tick", "2026-03-21");
        let (code, said) = said(&repo, &["--base", "HEAD~1"]);
        assert!(code == 1 && said.contains("stage-change-without-log-entry"), "{said}");
    }
}

#[test]
fn a_new_plan_of_a_small_template_is_one_finding() {
    let template = "# Rollout: [Name]\n\n**Owner:** [Owner]\n**Goal:** [What for]\n**Measure:** [By what]\n\n## Stage 1: Pilot\n\n**Exit Criteria:**\n- [ ] Errors below [X%]\n\n## Stage 2: Everyone\n\n## Decision Log\n\n| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n| [Date] | 0→1 | Proceed | [Why] | [Name] |\n";
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", "template: template.md\nplans: [rollouts/*.md]\n");
    repo.write("template.md", template);
    repo.commit("Template", "2026-03-01");
    repo.run(&["new", "Search", "--owner", "Ute Kern"]);
    let check = || repo.run(&["check", "--format", "short", "--today", "2026-03-20"]).out;
    let (fresh, plan) = (check(), repo.read("rollouts/search.md"));
    assert!(fresh.contains("warning[template-copy]") && fresh.lines().count() == 1, "{fresh}");
    let status = repo.run(&["status", "--today", "2026-03-20", "--quiet"]).out;
    assert_eq!(status.matches("mend ").count(), 1, "{status}");
    // Who has written a word has begun, and hears what is open.
    repo.write("rollouts/search.md", plan.replace("[What for]", "Faster answers"));
    let begun = check();
    assert!(begun.contains("error[placeholder] Measure") && begun.lines().count() == 1, "{begun}");
}

/// A template whose stages have no names, and a plan that was made from it.
const NAMELESS: &str = "# Rollout: [Name]\n\nOwner: [Name]\n\n## Phase 1\n\n**Exit criteria:**\n\n- [ ] Staff see no fault\n\n\
    ## Phase 2\n\n- [ ] Write to customers\n\n## Phase 3\n\n- [ ] Close the old form\n\n\
    ## Decision log\n\n| Date | Phase | Decision | Rationale | Decided by |\n|---|---|---|---|---|\n\
    | [Date] | 1→2 | Proceed | [Why] | [Name] |\n";

/// What is said of a plan that loses its owner, where the template and the plan are these.
fn owner_lost(template: &str, plan: &str) -> (i32, String) {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", "plans: [\"rollouts/**/*.md\"]\ntemplate: rollouts/TEMPLATE.md\n");
    repo.write("rollouts/TEMPLATE.md", template);
    let plan = plan.replace("# Rollout: [Name]", "# Rollout: Search").replace("Owner: [Name]", "Owner: Priya Nair");
    repo.write("rollouts/search.md", &plan);
    repo.commit("Plan the search", "2026-03-02");
    repo.write("rollouts/search.md", plan.replace("Owner: Priya Nair\n\n", ""));
    repo.commit("Tidy up", "2026-03-03");
    said(&repo, &["--base", "HEAD~1"])
}

#[test]
fn a_plan_whose_stages_have_no_names_is_held_to_its_template() {
    let in_words = ["1", "2", "3"].into_iter().zip(["One", "Two", "Three"]);
    let in_words = in_words.fold(NAMELESS.to_owned(), |plan, (digit, word)| {
        plan.replace(&format!("## Phase {digit}"), &format!("## Phase {word}"))
    });
    for template in [NAMELESS.to_owned(), NAMELESS.replace("## Phase", "## Ring"), in_words] {
        let (code, said) = owner_lost(&template, &template);
        assert!(code == 1 && said.contains("field-missing"), "{template}\n{said}");
    }
}

#[test]
fn a_plan_of_another_kind_is_not_held_to_a_template_without_names() {
    let other = "# Rollout: [Name]\n\nOwner: [Name]\n\n## Wave 1\n\n- [ ] Staff\n\n## Wave 2\n\n- [ ] All\n\n## Wave 3\n\n- [ ] Tidy\n";
    let (code, said) = owner_lost(NAMELESS, other);
    assert!(code == 0 && !said.contains("field-missing"), "{said}");
}
