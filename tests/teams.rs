//! Plans of teams that do not use the built-in template: stages as the rows of a table, and gates
//! under names of their own, in several languages. Each has the same four verdicts.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Repo, Run, assert_says};

const PLAN: &str = "rollouts/search.md";

/// A team's plan at its second stage, and what its people do next.
struct Team {
    config: &'static str,
    plan: &'static str,
    /// The open box of the gate, and the same box ticked.
    gate: (&'static str, &'static str),
    /// Work of the third stage, and the same work ticked.
    work: (&'static str, &'static str),
    /// The last row of the log, the same row rewritten, and the row that records the next step.
    rows: (&'static str, &'static str, &'static str),
}

const ENGLISH: Team = Team {
    config: "stages: { table: Rollout stages }\n",
    plan: "# Rollout: Search\n\n**Rollout ID:** RO-7\n\n## Rollout stages\n\n\
| Phase | Audience | Exit criteria | To do |\n|---|---|---|---|\n\
| Phase 1: Dogfood | Our own people | [x] Crash rate < 1%<br>[x] No open bug | [x] Announce |\n\
| Phase 2: Beta | 5% of users | [ ] Crash rate < 0.5%<br>[x] Support is trained | [x] Write to customers |\n\
| Phase 3: Everyone | 100% of users | | [ ] Remove the old page |\n\n\
## Decision log\n\n| Date | Stage | Decision | Why | Decided by |\n|---|---|---|---|---|\n\
| 2026-03-02 | 1→2 | Proceed | Dogfood went well for two weeks | Priya Nair |\n",
    gate: ("[ ] Crash rate < 0.5%", "[x] Crash rate < 0.5%"),
    work: ("[ ] Remove the old page", "[x] Remove the old page"),
    rows: (
        "| 2026-03-02 | 1→2 | Proceed | Dogfood went well for two weeks | Priya Nair |\n",
        "| 2026-03-02 | 1→2 | Proceed | Dogfood went well for two weeks | Tomas Lindqvist |\n",
        "| 2026-03-16 | 2→3 | Proceed | Crash rate was 0.2% for two weeks | Priya Nair |\n",
    ),
};

const GERMAN: Team = Team {
    config: "stages: { table: Stufen, names: [1 %, 10 %, 100 %] }\n",
    plan: "# Rollout: Suche\n\n**Rollout ID:** RO-8\n\n## Stufen\n\n\
| Anteil | Dauer | Freigabekriterien | Aufgaben |\n|---|---|---|---|\n\
| 1 % | 1 Woche | [x] Fehlerrate unter 1 % | [x] Ankündigen |\n\
| 10 % | 1 Woche | [ ] Fehlerrate unter 0,5 % | [x] Kunden anschreiben |\n\
| 100 % | | | [ ] Alte Seite entfernen |\n\n\
## Entscheidungsprotokoll\n\n| Datum | Stufe | Entscheidung | Begründung | Entschieden von |\n|---|---|---|---|---|\n\
| 2026-03-02 | 1 % → 10 % | Freigabe | Eine Woche ohne Fehler | Anna Weber |\n",
    gate: ("[ ] Fehlerrate unter 0,5 %", "[x] Fehlerrate unter 0,5 %"),
    work: ("[ ] Alte Seite entfernen", "[x] Alte Seite entfernen"),
    rows: (
        "| 2026-03-02 | 1 % → 10 % | Freigabe | Eine Woche ohne Fehler | Anna Weber |\n",
        "| 2026-03-03 | 1 % → 10 % | Freigabe | Eine Woche ohne Fehler | Anna Weber |\n",
        "| 2026-03-16 | 10 % → 100 % | Freigabe | Fehlerrate lag bei 0,1 % | Anna Weber |\n",
    ),
};

const JAPANESE: Team = Team {
    config: "stages: { table: 段階, heading: \"段階 {n}\" }\n",
    plan: "# Rollout: 検索\n\n**Rollout ID:** RO-9\n\n## 段階\n\n\
| 段階 | 名称 | 完了条件 | 作業 |\n|---|---|---|---|\n\
| 1 | 社内 | [x] エラー率 < 1% | [x] 告知 |\n\
| 2 | ベータ | [ ] エラー率 < 0.5% | [x] 顧客へ連絡 |\n\
| 3 | 全体公開 | | [ ] 旧ページを削除 |\n\n\
## 決定ログ\n\n| 日付 | 段階 | 決定 | 理由 | 決定者 |\n|---|---|---|---|---|\n\
| 2026-03-02 | 1→2 | 承認 | 二週間エラーなしで運用できた | 佐藤花子 |\n",
    gate: ("[ ] エラー率 < 0.5%", "[x] エラー率 < 0.5%"),
    work: ("[ ] 旧ページを削除", "[x] 旧ページを削除"),
    rows: (
        "| 2026-03-02 | 1→2 | 承認 | 二週間エラーなしで運用できた | 佐藤花子 |\n",
        "| 2026-03-02 | 1→2 | 承認 | 二週間エラーなしで運用できた | 田中一郎 |\n",
        "| 2026-03-16 | 2→3 | 承認 | エラー率は二週間で 0.2% だった | 佐藤花子 |\n",
    ),
};

/// A list with boxes under a name for gates, in stages that are headings.
const SPANISH: Team = Team {
    config: "stages: { heading: \"Etapa {n}\" }\n",
    plan: "# Rollout: Búsqueda\n\n**Rollout ID:** RO-10\n\n\
## Etapa 1: Interna\n\n**Criterios de avance:**\n\n- [x] Tasa de error < 1%\n\n\
## Etapa 2: Beta\n\n**Criterios de avance:**\n\n- [ ] Tasa de error < 0,5%\n\n\
## Etapa 3: Todos\n\n- [ ] Quitar la página antigua\n\n\
## Registro de decisiones\n\n| Fecha | Etapa | Decisión | Motivo | Decidido por |\n|---|---|---|---|---|\n\
| 2026-03-02 | 1→2 | Avanzar | Dos semanas sin errores | Ana Ruiz |\n",
    gate: ("[ ] Tasa de error < 0,5%", "[x] Tasa de error < 0,5%"),
    work: ("[ ] Quitar la página", "[x] Quitar la página"),
    rows: (
        "| 2026-03-02 | 1→2 | Avanzar | Dos semanas sin errores | Ana Ruiz |\n",
        "| 2026-03-02 | 1→2 | Pausa | Dos semanas sin errores | Ana Ruiz |\n",
        "| 2026-03-16 | 2→3 | Avanzar | La tasa fue 0,1% | Ana Ruiz |\n",
    ),
};

impl Team {
    /// What is said of a change of the team's plan.
    fn after(&self, edit: impl Fn(&str) -> String) -> Run {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", self.config);
        repo.write(PLAN, self.plan);
        repo.commit("Go on to the second stage", "2026-03-02");
        let edited = edit(self.plan);
        assert_ne!(edited, self.plan);
        repo.write(PLAN, edited);
        repo.commit("Change the plan", "2026-03-16");
        repo.run(&["check", "--format", "short", "--base", "HEAD~1", "--head", "HEAD"])
    }

    /// The plan with the next step in its log.
    fn recorded(&self, plan: &str) -> String {
        plan.replace(self.rows.0, &[self.rows.0, self.rows.2].concat())
    }
}

#[test]
fn plans_of_any_shape_have_the_same_verdicts() {
    for team in [ENGLISH, GERMAN, JAPANESE, SPANISH] {
        let (open, ticked) = team.gate;
        let honest = team.after(|plan| team.recorded(plan).replace(open, ticked));
        assert_eq!((honest.code, honest.out.contains("warning[")), (0, false), "{}{}", honest.out, honest.err);
        let unrecorded = team.after(|plan| plan.replace(team.work.0, team.work.1));
        assert_says(&unrecorded, 1, "stage-change-without-log-entry");
        assert_says(&team.after(|plan| team.recorded(plan)), 1, "stage-exit-unmet");
        assert_says(&team.after(|plan| plan.replace(team.rows.0, team.rows.1)), 1, "log-entry-modified");
    }
}

#[test]
fn a_weaker_bar_in_the_cell_of_a_stage_is_refused() {
    let run = ENGLISH.after(|plan| ENGLISH.recorded(plan).replace("[ ] Crash rate < 0.5%", "[x] Crash rate < 5%"));
    assert_says(&run, 1, "criteria-weakened");
    let cut = ENGLISH.after(|plan| plan.replace("| Phase 2: Beta | 5% of users | [ ] Crash rate < 0.5%<br>[x] Support is trained | [x] Write to customers |\n", ""));
    assert_says(&cut, 1, "section-missing");
}

#[test]
fn a_gate_without_boxes_is_one_warning() {
    let plan = SPANISH.plan.replace("- [ ] Tasa de error < 0,5%", "- Tasa de error < 0,5%\n- Soporte listo");
    let team = Team { plan: Box::leak(plan.into_boxed_str()), ..SPANISH };
    let run = team.after(|plan| team.recorded(plan));
    assert_says(&run, 0, "gate-without-boxes");
    assert_eq!(run.out.matches("warning[").count(), 1, "{}", run.out);
}

/// Wherever nobody can see what is met, or which list is the gate, that is told once.
#[test]
fn a_gate_in_another_form_is_told() {
    let gate = "**Criterios de avance:**\n\n- [ ] Tasa de error < 0,5%\n";
    for (other, rule) in [
        (
            "**Criterios de avance:**\n\n| Criterio | Medido |\n|---|---|\n| Tasa de error < 0,5% | 0,4% |\n",
            "gate-without-boxes",
        ),
        ("**Criterios de avance:** tasa de error < 0,5%, 3 clientes\n", "gate-without-boxes"),
        ("**Antes de seguir con todos:**\n\n- [ ] Tasa de error < 0,5%\n", "stage-exit-unmet"),
        ("- Antes de seguir\n  - [ ] Tasa de error < 0,5%\n", "stage-exit-unmet"),
    ] {
        let plan = SPANISH.plan.replace(gate, other);
        assert_ne!(plan, SPANISH.plan);
        let team = Team { plan: Box::leak(plan.into_boxed_str()), ..SPANISH };
        let run = team.after(|plan| team.recorded(plan));
        assert_says(&run, 0, rule);
        assert_eq!(run.out.matches("warning[").count(), 1, "{other}: {}", run.out);
    }
    // A gate beside the stages that does not say whose it is may be that of each.
    let beside = "## Criterios de avance\n\n- [ ] Tasa de error < 0,5%\n\n## Registro";
    let plan = SPANISH.plan.replace("**Criterios de avance:**\n\n- [ ] Tasa de error < 0,5%\n", "Una semana.\n");
    let plan = plan.replace("## Registro", beside);
    let team = Team { plan: Box::leak(plan.into_boxed_str()), ..SPANISH };
    assert_says(&team.after(|plan| team.recorded(plan)), 0, "stage-exit-unmet");
    for told in
        ["**Tareas:**\n\n- [ ] Limpiar\n", "**Antes de seguir:**\n\n- [x] Tasa de error < 0,5%\n", "Una semana.\n"]
    {
        let plan = SPANISH.plan.replace(gate, told);
        let team = Team { plan: Box::leak(plan.into_boxed_str()), ..SPANISH };
        let run = team.after(|plan| team.recorded(plan));
        assert_eq!((run.code, run.out.contains("warning[")), (0, false), "{told}: {}", run.out);
    }
}

#[test]
fn a_list_right_below_a_heading_is_a_gate_where_the_template_says_so() {
    let plan = "# Rollout: Search\n\n**Rollout ID:** RO-7\n\n## Phase 1: Alpha\n\n- [x] Docs are written\n\n\
## Phase 2: Beta\n\n- [ ] Tests are green\n- [ ] Two users gave feedback\n\n## Phase 3: GA\n\n\
## Decision log\n\n| Date | Stage | Decision | Why | Decided by |\n|---|---|---|---|---|\n\
| 2026-03-02 | 1→2 | Proceed | Dogfood went well for two weeks | Priya Nair |\n";
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", "template: TEMPLATE.md\n");
    let gate = |heading: &str| format!("{heading}\n\n<!-- rolloutlint: role=exit -->");
    let template = plan
        .replace("## Phase 2: Beta\n", &gate("## Phase 2: Beta\n"))
        .replace("Search", "[Name]")
        .replace("RO-7", "[ID]");
    repo.write("TEMPLATE.md", template.split("| 2026-").next().unwrap());
    repo.write(PLAN, plan);
    repo.commit("Go on to the second stage", "2026-03-02");
    let next = "| 2026-03-16 | 2→3 | Proceed | Both users liked it | Priya Nair |\n";
    repo.write(PLAN, [plan, next].concat());
    assert_says(&repo.run(&["check", "--format", "short", "--base", "HEAD"]), 1, "stage-exit-unmet");
    repo.write(PLAN, [&plan.replace("- [ ]", "- [x]"), next].concat());
    let met = repo.run(&["check", "--format", "short", "--base", "HEAD"]);
    assert_eq!(met.code, 0, "{}{}", met.out, met.err);
}

/// A template may call a gate as nobody else does. What is open there is told; work is not.
#[test]
fn a_template_without_a_word_for_its_gate_is_not_green() {
    let plan = |name: &str| {
        format!(
            "# Rollout: Search\n\n**Rollout ID:** RO-7\n\n## Phase 1: Alpha\n\n**Entry criteria:**\n\n- [x] Docs are written\n\n\
            **{name}:**\n\n- [ ] Tests are green\n- [ ] Two users gave feedback\n\n## Phase 2: GA\n\n\
            **Entry criteria:**\n\n- [x] Page is up\n\n\
            ## Decision log\n\n| Date | Stage | Decision | Why | Decided by |\n|---|---|---|---|---|\n"
        )
    };
    let told = |name: &str| {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", "template: TEMPLATE.md\n");
        repo.write("TEMPLATE.md", plan(name).replace("Search", "[Name]").replace("RO-7", "[ID]").replace("[x]", "[ ]"));
        let plan = [&plan(name), "| 2026-03-02 | planned→1 | Proceed | The docs are there | Priya Nair |\n"].concat();
        repo.write(PLAN, &plan);
        repo.commit("Begin", "2026-03-02");
        repo.write(PLAN, [&plan, "| 2026-03-16 | 1→2 | Proceed | Both users liked it | Priya Nair |\n"].concat());
        repo.run(&["check", "--format", "short", "--base", "HEAD"])
    };
    for name in ["Moonshot list", "Bereitmeldung", "Sair daqui", "到达"] {
        let run = told(name);
        assert_says(&run, 0, "no list of Phase 1 is called its exit criteria, and 2 boxes are open");
    }
    for name in ["Activities", "Tasks", "Arbeiten", "Notas"] {
        let run = told(name);
        assert!(!run.out.contains("stage-exit-unmet"), "{name}: {}", run.out);
    }
}

/// How far a stage is stands in its row, by a word, a sign, a box, or several of them.
#[test]
fn a_stage_in_a_row_says_how_far_it_is() {
    let plan = |column: &str, second: &str| {
        format!(
            "# Rollout: Search\n\n**Rollout ID:** RO-7\n\n## Stages\n\n| Phase | {column} | Exit criteria |\n|---|---|---|\n\
             | Phase 1: Dogfood | Done | [x] No open bug |\n| Phase 2: Beta | In progress | [ ] Crash rate < 0.5% |\n\
             | Phase 3: Everyone | {second} | |\n\n## Decision log\n\n| Date | Stage | Decision | Why | Decided by |\n\
             |---|---|---|---|---|\n| 2026-03-02 | 1→2 | Proceed | Dogfood went well for two weeks | Priya Nair |\n"
        )
    };
    let refuses = |column: &str, second: &str| {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", "plans: [\"rollouts/*.md\"]\nstages: { table: Stages }\n");
        repo.write("rollouts/search.md", plan(column, "Not started"));
        repo.commit("Plan", "2026-03-09");
        repo.write("rollouts/search.md", plan(column, second));
        let run = repo.run(&["check", "--base", "HEAD", "--today", "2026-03-16", "--format", "short"]);
        run.out.contains("stage-change-without-log-entry")
    };
    for second in ["Live", "✅ Done", "Done ✅", "✅", "☑ Live", "✔ Done", "[x]", "[x] Done", ":white_check_mark: Done"]
    {
        assert!(refuses("Status", second), "{second}");
    }
    for column in ["State", "Progress", "Phase status"] {
        assert!(refuses(column, "In progress"), "{column}");
    }
    for second in ["⬜ Not started", "[ ]", "[ ] Done", "⏳", "Planned"] {
        assert!(!refuses("Status", second), "{second}");
    }
}
