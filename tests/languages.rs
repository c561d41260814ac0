//! A plan with its log in each language of the product: what passes, and what is refused.
#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use proptest::prelude::*;
use rolloutlint::change::{Facts, Subject};
use rolloutlint::check::{Settings, check};
use rolloutlint::config::Policy;
use rolloutlint::edit::decide::{Wish, decide};
use rolloutlint::finding::Severity;
use rolloutlint::plan::log::Decision;
use rolloutlint::plan::parse;
use rolloutlint::standing::Standing;
use rolloutlint::template::Template;
use rolloutlint::text::{Source, apply, fold};
use rolloutlint::version::Version;

/// The words of one language.
struct Tongue {
    name: &'static str,
    /// The word for a stage, as headings and the log's column have it.
    stage: &'static str,
    /// The header of the column for the status.
    status: &'static str,
    done: &'static str,
    running: &'static str,
    planned: &'static str,
    /// The title of the log, and its columns.
    log: &'static str,
    columns: [&'static str; 5],
    /// Words for going on, for staying, and one that takes the first back.
    go: &'static str,
    hold: &'static str,
    denied: &'static str,
    reason: &'static str,
}

const TONGUES: &[Tongue] = &[
    Tongue {
        name: "English",
        stage: "Phase",
        status: "Status",
        done: "Done",
        running: "In progress",
        planned: "Not started",
        log: "Decision Log",
        columns: ["Date", "Stage", "Decision", "Rationale", "Decided By"],
        go: "Go",
        hold: "Hold",
        denied: "rejected",
        reason: "Two weeks without an error",
    },
    Tongue {
        name: "German",
        stage: "Stufe",
        status: "Status",
        done: "Abgeschlossen",
        running: "In Arbeit",
        planned: "Geplant",
        log: "Entscheidungsprotokoll",
        columns: ["Datum", "Stufe", "Entscheidung", "Begründung", "Entschieden von"],
        go: "Freigabe",
        hold: "Warten",
        denied: "abgelehnt",
        reason: "Zwei Wochen ohne Fehler",
    },
    Tongue {
        name: "Portuguese",
        stage: "Fase",
        status: "Situação",
        done: "Concluída",
        running: "Em andamento",
        planned: "Pendente",
        log: "Registro de decisões",
        columns: ["Data", "Fase", "Decisão", "Justificativa", "Decidido por"],
        go: "Avançar",
        hold: "Aguardar",
        denied: "negado",
        reason: "Duas semanas sem erro",
    },
    Tongue {
        name: "Spanish",
        stage: "Etapa",
        status: "Estado",
        done: "Completada",
        running: "En curso",
        planned: "Pendiente",
        log: "Registro de decisiones",
        columns: ["Fecha", "Etapa", "Decisión", "Motivo", "Decidido por"],
        go: "Proceder",
        hold: "Mantener",
        denied: "rechazado",
        reason: "Dos semanas sin errores",
    },
    Tongue {
        name: "French",
        stage: "Étape",
        status: "Statut",
        done: "Terminée",
        running: "En cours",
        planned: "À venir",
        log: "Journal des décisions",
        columns: ["Date", "Étape", "Décision", "Motif", "Décidé par"],
        go: "Poursuivre",
        hold: "Attendre",
        denied: "refusé",
        reason: "Deux semaines sans erreur",
    },
    Tongue {
        name: "Japanese",
        stage: "フェーズ",
        status: "状態",
        done: "完了",
        running: "進行中",
        planned: "未着手",
        log: "決定ログ",
        columns: ["日付", "フェーズ", "決定", "理由", "決定者"],
        go: "承認",
        hold: "保留",
        denied: "却下",
        reason: "二週間エラーなし",
    },
    Tongue {
        name: "Chinese",
        stage: "阶段",
        status: "状态",
        done: "已完成",
        running: "进行中",
        planned: "未开始",
        log: "决策日志",
        columns: ["日期", "阶段", "决定", "理由", "决定人"],
        go: "批准",
        hold: "暂停",
        denied: "否决",
        reason: "两周没有错误",
    },
];

impl Tongue {
    /// A plan with three stages. `states` says how far they are, `rows` are steps with decisions.
    fn plan(&self, states: [&str; 3], rows: &[(&str, &str, &str)]) -> String {
        let Tongue { stage, status, log, columns, reason, .. } = self;
        let mut text = format!("# Rollout: Search\n\n| {stage} | {status} |\n|---|---|\n");
        for (number, state) in (1..).zip(states) {
            text.push_str(&format!("| {stage} {number} | {state} |\n"));
        }
        for number in 1..=3 {
            text.push_str(&format!("\n## {stage} {number}: S{number}\n\nText.\n"));
        }
        text.push_str(&format!("\n## {log}\n\n| {} |\n|---|---|---|---|---|\n", columns.join(" | ")));
        for (day, step, decision) in rows {
            text.push_str(&format!("| {day} | {step} | {decision} | {reason} | Priya Nair |\n"));
        }
        text
    }

    /// The errors and warnings of a change.
    fn judge(&self, before: &str, after: &str) -> Vec<(Severity, &'static str)> {
        self.judge_by(Policy::default(), before, after)
    }

    /// A policy with the word for a stage.
    fn policy(&self, policy: Policy) -> Policy {
        let words = policy.stage_words.iter().cloned().chain([fold(self.stage)]).collect();
        Policy { stage_words: words, ..policy }
    }

    fn judge_by(&self, policy: Policy, before: &str, after: &str) -> Vec<(Severity, &'static str)> {
        let policy = self.policy(policy);
        let template = Template::parse(&Source::new("TEMPLATE.md", before), &policy);
        let read = |text: &str| {
            Version::new(parse::parse(Source::new("rollouts/search.md", text), &template, &policy, Some(false)))
        };
        let subject = Subject::change(Some(read(before)), Some(read(after)), date(2026, 3, 30));
        let report = check(&[subject], &policy, &Facts::default(), Settings::default());
        let loud = report.findings.iter().filter(|finding| finding.severity >= Severity::Warning);
        loud.map(|finding| (finding.severity, finding.rule)).collect()
    }
}

#[test]
fn each_language_has_a_plan_that_passes_and_changes_that_are_refused() {
    let first = ("2026-03-02", "1→2");
    for tongue in TONGUES {
        let Tongue { name, done, running, planned, go, hold, denied, .. } = tongue;
        let row = |decision: &'static str| [(first.0, first.1, decision)];
        let before = tongue.plan([running, planned, planned], &[]);
        let moved = tongue.plan([done, running, planned], &row(go));
        let unrecorded = tongue.plan([done, running, planned], &[]);
        assert_eq!(tongue.judge(&before, &moved), [], "{name}: a move with its row");
        let refused = [(Severity::Error, "stage-change-without-log-entry")];
        assert_eq!(tongue.judge(&before, &unrecorded), refused, "{name}: a move without a row");
        let held = tongue.plan([running, planned, planned], &row(hold));
        assert_eq!(tongue.judge(&before, &held), [], "{name}: a hold");
        let forgotten = tongue.plan([running, planned, planned], &row(go));
        let stale = [(Severity::Warning, "stage-status-stale")];
        assert_eq!(tongue.judge(&before, &forgotten), stale, "{name}: a table that was forgotten");
        let turned_down = format!("{before}| 2026-03-02 | 1→2 | {go}: {denied} | {} | Priya Nair |\n", tongue.reason);
        let said = tongue.judge(&before, &turned_down);
        assert!(said.contains(&(Severity::Error, "log-decision-unknown")), "{name}: {said:?}");
        let later = moved.replace(&format!("| {go} |"), &format!("| {hold} |"));
        let said = tongue.judge(&moved, &later);
        assert!(said.contains(&(Severity::Error, "log-entry-modified")), "{name}: {said:?}");
    }
}

#[test]
fn a_row_that_is_a_stage_says_how_far_it_is() {
    for tongue in TONGUES {
        let Tongue { name, stage, status, done, running, planned, log, columns, .. } = tongue;
        let plan = |states: [&str; 3]| {
            let rows =
                (1..).zip(states).map(|(number, state)| format!("| {stage} {number} | {number} % | {state} |\n"));
            let rows: String = rows.collect();
            let columns = columns.join(" | ");
            format!(
                "# Rollout: Search\n\n## Ladder\n\n| {stage} | % | {status} |\n|---|---|---|\n{rows}\n## {log}\n\n| {columns} |\n|---|---|---|---|---|\n"
            )
        };
        let policy = || Policy { stage_table: Some("ladder".to_owned()), ..Policy::default() };
        let (before, after) = (plan([running, planned, planned]), plan([done, running, planned]));
        let refused = [(Severity::Error, "stage-change-without-log-entry")];
        assert_eq!(tongue.judge_by(policy(), &before, &after), refused, "{name}");
        assert_eq!(tongue.judge_by(policy(), &after, &before), [], "{name}: the way back");
    }
}

#[test]
fn a_recorded_decision_brings_the_status_up_to_date() {
    for tongue in TONGUES {
        let Tongue { name, stage, running, planned, .. } = tongue;
        let before = tongue.plan([running, planned, planned], &[]);
        let policy = tongue.policy(Policy::default());
        let template = Template::parse(&Source::new("TEMPLATE.md", before.as_str()), &policy);
        let source = Source::new("rollouts/search.md", before.as_str());
        let version = Version::new(parse::parse(source, &template, &policy, Some(false)));
        let wish = Wish {
            verb: Decision::Proceed,
            word: Some(tongue.go.to_owned()),
            to: Some(2.into()),
            by: "Priya Nair".to_owned(),
            because: tongue.reason.to_owned(),
            date: date(2026, 3, 2),
        };
        let decided = decide(&Standing::alone(version, date(2026, 3, 2)), &wish).unwrap();
        let after = apply(&before, &decided.plan).unwrap();
        assert!(after.contains(&format!("| {stage} 2 | {running} |")), "{name}: {after}");
        assert!(!after.contains(&format!("| {stage} 1 | {running} |")), "{name}: {after}");
        assert_eq!(tongue.judge(&before, &after), [], "{name}: {after}");
    }
}

/// The places that say how far the stages are.
#[derive(Clone, Copy, Debug)]
enum Place {
    Table,
    List,
    Sections,
}

/// How far a stage is: ahead, under way, over.
type States = [usize; 4];

impl Tongue {
    /// A plan that says in one place how far its stages are, with rows up to a stage.
    fn told(&self, place: Place, states: States, logged: usize) -> String {
        let Tongue { stage, status, log, columns, reason, go, .. } = self;
        let word = |state: usize| [self.planned, self.running, self.done][state];
        let mut text = "# Rollout: Search\n\n## Roadmap\n\n".to_owned();
        if let Place::Table = place {
            text.push_str(&format!("| {stage} | {status} |\n|---|---|\n"));
        }
        for (number, state) in (1..).zip(states) {
            match place {
                Place::Table => text.push_str(&format!("| {stage} {number} | {} |\n", word(state))),
                Place::List => text.push_str(&format!("- [{}] {stage} {number}\n", [" ", " ", "x"][state])),
                Place::Sections => {}
            }
        }
        for (number, state) in (1..).zip(states) {
            text.push_str(&format!("\n## {stage} {number}: S{number}\n\nText.\n"));
            if let Place::Sections = place {
                text.push_str(&format!("\n**{status}:** {}\n", word(state)));
            }
        }
        text.push_str(&format!("\n## {log}\n\n| {} |\n|---|---|---|---|---|\n", columns.join(" | ")));
        for number in 1..logged {
            let next = number + 1;
            text.push_str(&format!("| 2026-03-0{next} | {number}→{next} | {go} | {reason} | Priya Nair |\n"));
        }
        text
    }
}

/// The furthest stage that a place shows.
fn shown(place: Place, states: States) -> usize {
    let begins = if let Place::List = place { 2 } else { 1 };
    states.iter().rposition(|state| *state >= begins).map_or(0, |place| place + 1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn only_a_raise_above_the_log_is_refused(
        tongue in 0..TONGUES.len(),
        place in prop_oneof![Just(Place::Table), Just(Place::List), Just(Place::Sections)],
        before in prop::array::uniform4(0usize..3),
        after in prop::array::uniform4(0usize..3),
        logged in 1usize..=4,
    ) {
        let tongue = &TONGUES[tongue];
        let found = tongue.judge(&tongue.told(place, before, logged), &tongue.told(place, after, logged));
        let errors: Vec<&str> =
            found.iter().filter(|(severity, _)| *severity == Severity::Error).map(|(_, rule)| *rule).collect();
        let is_raised = shown(place, after) > shown(place, before).max(logged);
        let expected = if is_raised { vec!["stage-change-without-log-entry"] } else { Vec::new() };
        prop_assert_eq!(errors, expected);
        prop_assert!(found.iter().all(|(severity, rule)| *severity == Severity::Error || *rule == "stage-status-stale"));
    }
}
