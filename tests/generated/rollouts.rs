//! Rollouts before and after an honest step forward, in several languages, forms and templates.

use super::support::{compliant, root};
use jiff::civil::{Date, date};
use rolloutlint::config::{self, Policy};
use rolloutlint::plan::Criterion;
use rolloutlint::plan::log::{LogRow, RowState};
use rolloutlint::plan::parse::{self, LogFile};
use rolloutlint::template::{self, Template};
use rolloutlint::text::{Source, Span};
use rolloutlint::version::Version;
use std::fs;
use std::sync::Arc;

/// One version of a rollout: its plan, and its log when that is in a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) plan: String,
    pub(crate) log: Option<String>,
}

impl Text {
    fn of(plan: String) -> Text {
        Text { plan, log: None }
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        [Some(&self.plan), self.log.as_ref()].into_iter().flatten().map(String::as_str)
    }

    /// The file that the decision log is in.
    pub(crate) fn log_file(&self) -> &str {
        self.log.as_ref().unwrap_or(&self.plan)
    }

    /// The version with another text of its plan.
    pub(crate) fn with_plan(&self, plan: String) -> Text {
        Text { plan, ..self.clone() }
    }

    /// The version with another text of the file that the decision log is in.
    pub(crate) fn with_log_file(&self, text: String) -> Text {
        match self.log {
            Some(_) => Text { log: Some(text), ..self.clone() },
            None => Text::of(text),
        }
    }

    /// The version with each of its files changed.
    pub(crate) fn map(&self, change: impl Fn(&str) -> String) -> Text {
        Text { plan: change(&self.plan), log: self.log.as_deref().map(change) }
    }
}

/// A rollout that takes a step forward.
pub(crate) struct Rollout {
    pub(crate) name: String,
    pub(crate) before: Text,
    pub(crate) after: Text,
    pub(crate) day: Date,
    pub(crate) policy: Policy,
    template: Arc<Template>,
}

/// A version with the places in it that edits are made at.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) text: Text,
    /// Whether the words of criteria are those of a template.
    pub(crate) is_of_a_template: bool,
    /// Whether work in the stage that the step enters is ticked.
    pub(crate) shows_work: bool,
    /// The lines of the criteria that the step passes: of the plan. Those of the stage that it
    /// leaves come first.
    pub(crate) gates: Vec<Span>,
    /// How many of these are criteria of the stage that the step leaves.
    pub(crate) exits: usize,
    /// The lines of the criteria of the stages ahead: of the plan.
    pub(crate) ahead: Vec<Span>,
    /// The lines of work in stages that the step does not reach: of the plan.
    pub(crate) work_ahead: Vec<Span>,
    /// The rows that were recorded before the step: of the file of the log.
    pub(crate) rows: Vec<Span>,
    /// The row that the step records: of the file of the log. `None` before the step.
    pub(crate) new_row: Option<Span>,
}

impl Rollout {
    /// Reads a version.
    pub(crate) fn read(&self, text: &Text, held: Option<bool>) -> Arc<Version> {
        let source = Source::new("rollouts/checkout.md", text.plan.as_str());
        let plan = parse::parse(source, &self.template, &self.policy, held);
        let plan = match &text.log {
            Some(log) => {
                let file = LogFile::read(Source::new("docs/decision-log.md", log.as_str()), &self.policy);
                parse::with_log(plan, &file, true, &self.template, &self.policy)
            }
            None => plan,
        };
        Version::new(plan)
    }

    /// The versions before and after the step. The gates that the step passes stand in both in the
    /// same order.
    pub(crate) fn scenes(&self) -> [Scene; 2] {
        let (base, head) = (self.read(&self.before, None), self.read(&self.after, None));
        let entered = recorded(&head).last().and_then(|row| row.route.target()).and_then(|point| point.stage());
        let entered = entered.expect("the step enters a stage");
        let left = head.stages.iter().rfind(|stage| stage.number < entered).map(|stage| stage.number);
        let passed = |version: &Version| -> Vec<Criterion> {
            let exit = version.stages.iter().filter(|stage| Some(stage.number) == left).flat_map(|stage| &stage.exit);
            let entry = version.stages.iter().filter(|stage| stage.number == entered).flat_map(|stage| &stage.entry);
            exit.chain(entry).cloned().collect()
        };
        let (before, after) = (passed(&base), passed(&head));
        let exits = head.stages.iter().filter(|stage| Some(stage.number) == left).map(|stage| stage.exit.len()).sum();
        // A criterion that the step rewords is no gate to edit.
        let is_exit = (0..after.len()).map(|index| index < exits);
        let kept = before.iter().zip(&after).zip(is_exit).filter(|((before, after), _)| before.text == after.text);
        let exits = kept.clone().filter(|(_, is_exit)| *is_exit).count();
        let kept = kept.map(|(pair, _)| pair);
        let (before, after): (Vec<Span>, Vec<Span>) = kept.map(|(before, after)| (before.span, after.span)).unzip();
        let scene = |version: &Version, text: &Text, gates: Vec<Span>| {
            let line_of = |span: Span| version.source.line_span(version.source.line(span.start));
            let beyond = || version.stages.iter().filter(|stage| stage.number > entered);
            let of_entered = version.stages.iter().filter(|stage| stage.number == entered);
            let rows: Vec<Span> = recorded(version).map(|row| row.whole).collect();
            let old = recorded(&base).count();
            Scene {
                text: text.clone(),
                is_of_a_template: version.follows_template,
                shows_work: of_entered.flat_map(|stage| &stage.work).any(|work| work.is_ticked),
                gates: gates.into_iter().map(line_of).collect(),
                exits,
                ahead: beyond().flat_map(|stage| &stage.exit).map(|criterion| line_of(criterion.span)).collect(),
                work_ahead: beyond().flat_map(|stage| &stage.work).map(|work| line_of(work.span)).collect(),
                rows: rows[..old].to_vec(),
                new_row: rows.get(old).copied(),
            }
        };
        [scene(&base, &self.before, before), scene(&head, &self.after, after)]
    }
}

/// The recorded rows of a version.
fn recorded(version: &Version) -> impl Iterator<Item = &LogRow> {
    version.rows().iter().filter(|row| row.state == RowState::Recorded)
}

/// All rollouts.
pub(crate) fn rollouts() -> Vec<Rollout> {
    let mut all = Vec::new();
    for (before, after, day) in [
        ("stage-0", "stage-1", date(2026, 3, 9)),
        ("stage-1", "stage-2", date(2026, 3, 30)),
        ("stage-2", "ga", date(2026, 4, 20)),
    ] {
        all.push(Rollout {
            name: format!("the built-in template, {before} to {after}"),
            before: Text::of(compliant(before)),
            after: Text::of(compliant(after)),
            day,
            // The footer and the Progression Decision have examples of their own.
            policy: Policy { rules: [("last-updated-stale".to_owned(), None)].into(), ..Policy::default() },
            template: Arc::new(template::built_in().clone()),
        });
    }
    all.extend(fases());
    for language in LANGUAGES {
        for form in [Form::Table, Form::Headings, Form::List] {
            all.push(language.rollout(form));
        }
    }
    all
}

/// A team's own template and words, with the log in a file of its own.
fn fases() -> Vec<Rollout> {
    let folder = root().join("fixtures/fases/stories/vida-honesta");
    let read = |path: &str| fs::read_to_string(folder.join(path)).unwrap();
    let text = |plan: &str, log: &str| Text {
        plan: read(&format!("{plan}/lancamentos/pix.md")),
        log: Some(read(&format!("{log}/docs/decision-log.md"))),
    };
    let config = Source::new(".rolloutlint.yml", read("01-setup/.rolloutlint.yml").as_str());
    let decisions = ["proceed", "proceed with exception", "hold", "rollback", "skip", "abort", "restart", "amend"];
    let policy = config::parse(&config, &[], &decisions).unwrap();
    let model = Source::new("lancamentos/MODELO.md", read("01-setup/lancamentos/MODELO.md").as_str());
    let template = Arc::new(Template::parse(&model, &policy));
    let steps = [
        ("06-fase-1-feita", "01-setup", "07-fase-2", "07-fase-2", date(2026, 2, 13)),
        ("11-fase-3-trabalho", "10-fase-3", "12-fase-4", "12-fase-4", date(2026, 3, 2)),
    ];
    let rollout = |(plan, log, next, next_log, day): (&str, &str, &str, &str, Date)| Rollout {
        name: format!("a template with phases, {next}"),
        before: text(plan, log),
        after: text(next, next_log),
        day,
        policy: policy.clone(),
        template: Arc::clone(&template),
    };
    steps.into_iter().map(rollout).collect()
}

/// The form of a decision log.
#[derive(Clone, Copy, Debug)]
enum Form {
    Table,
    Headings,
    List,
}

/// The words of a plan in one language.
struct Language {
    name: &'static str,
    stage: &'static str,
    id: &'static str,
    owner: &'static str,
    entry: &'static str,
    exit: &'static str,
    activities: &'static str,
    log: &'static str,
    /// Date, stage, decision, rationale, decider.
    headers: [&'static str; 5],
    exit_criteria: [&'static str; 3],
    entry_criteria: [&'static str; 2],
    work: &'static str,
}

const LANGUAGES: &[Language] = &[
    Language {
        name: "English",
        stage: "Stage",
        id: "Rollout ID",
        owner: "Owner",
        entry: "Entry Criteria",
        exit: "Exit Criteria",
        activities: "Activities",
        log: "Decision Log",
        headers: ["Date", "Stage", "Decision", "Rationale", "Decided By"],
        exit_criteria: [
            "Error rate below 2% for 7 days", "At least 4 of 5 customers successful", "No serious incident",
        ],
        entry_criteria: ["Help desk trained", "Alerts configured"],
        work: "Watch the dashboards every day",
    },
    Language {
        name: "German",
        stage: "Phase",
        id: "Rollout-Kennung",
        owner: "Verantwortlich",
        entry: "Eingangskriterien",
        exit: "Ausstiegskriterien",
        activities: "Aktivitäten",
        log: "Entscheidungslog",
        headers: ["Datum", "Phase", "Entscheidung", "Begründung", "Entschieden von"],
        exit_criteria: [
            "Fehlerrate unter 2% für 7 Tage", "Mindestens 4 von 5 Kunden zufrieden", "Keine schweren Vorfälle",
        ],
        entry_criteria: ["Kundendienst geschult", "Warnungen eingerichtet"],
        work: "Täglich die Kurven ansehen",
    },
    Language {
        name: "Portuguese",
        stage: "Fase",
        id: "ID do rollout",
        owner: "Responsável",
        entry: "Critérios de entrada",
        exit: "Critérios de saída",
        activities: "Atividades",
        log: "Registro de decisões",
        headers: ["Data", "Fase", "Decisão", "Motivo", "Decidido por"],
        exit_criteria: [
            "Taxa de erro abaixo de 2% por 7 dias", "Pelo menos 4 de 5 clientes satisfeitos", "Nenhum incidente grave",
        ],
        entry_criteria: ["Atendimento treinado", "Alertas configurados"],
        work: "Acompanhar os painéis todos os dias",
    },
    Language {
        name: "Spanish",
        stage: "Fase",
        id: "ID del rollout",
        owner: "Responsable",
        entry: "Criterios de entrada",
        exit: "Criterios de salida",
        activities: "Actividades",
        log: "Registro de decisiones",
        headers: ["Fecha", "Fase", "Decisión", "Motivo", "Decidido por"],
        exit_criteria: [
            "Tasa de error menor que 2% durante 7 días",
            "Al menos 4 de 5 clientes satisfechos",
            "Ningún incidente grave",
        ],
        entry_criteria: ["Soporte capacitado", "Alertas configuradas"],
        work: "Mirar los paneles cada día",
    },
    Language {
        name: "French",
        stage: "Phase",
        id: "ID du rollout",
        owner: "Responsable",
        entry: "Critères d'entrée",
        exit: "Critères de sortie",
        activities: "Activités",
        log: "Journal des décisions",
        headers: ["Date", "Phase", "Décision", "Motif", "Décidé par"],
        exit_criteria: [
            "Taux d'erreur inférieur à 2% pendant 7 jours",
            "Au moins 4 sur 5 clients satisfaits",
            "Aucun incident grave",
        ],
        entry_criteria: ["Assistance formée", "Alertes configurées"],
        work: "Regarder les courbes chaque jour",
    },
];

/// The names of the stages.
const NAMES: [&str; 3] = ["Pilot", "Lisbon", "Europe"];

impl Language {
    fn rollout(&self, form: Form) -> Rollout {
        Rollout {
            name: format!("{}, log as {form:?}", self.name),
            before: Text::of(self.plan(form, 1)),
            after: Text::of(self.plan(form, 2)),
            day: date(2026, 3, 16),
            policy: Policy {
                stage_words: vec![self.stage.to_lowercase()],
                // The plan is short, and has no Progression Decision.
                rules: [("progression-decision-missing".to_owned(), None)].into(),
                ..Policy::default()
            },
            template: Arc::new(template::built_in().clone()),
        }
    }

    /// The plan in a stage.
    fn plan(&self, form: Form, current: usize) -> String {
        let mut plan = format!("# Checkout\n\n**{}:** RO-21  \n**{}:** Priya Nair\n\n", self.id, self.owner);
        for (index, name) in NAMES.iter().enumerate() {
            let number = index + 1;
            let items = |label: &str, texts: &[&str], is_ticked: bool| {
                let tick = if is_ticked { "x" } else { " " };
                let items: String = texts.iter().map(|text| format!("- [{tick}] {text}\n")).collect();
                format!("**{label}:**\n\n{items}\n")
            };
            plan.push_str(&format!("## {} {number}: {name}\n\n", self.stage));
            plan.push_str(&items(self.entry, &self.entry_criteria, number <= current));
            plan.push_str(&items(self.activities, &[self.work], number <= current));
            plan.push_str(&items(self.exit, &self.exit_criteria, number < current));
        }
        plan.push_str(&format!("## {}\n\n", self.log));
        let rows = [
            ("2026-03-02", "planned→1", "The core works and the team agrees"),
            ("2026-03-16", "1→2", "A week passed without any incident"),
        ];
        plan.push_str(&self.log(form, &rows[..current]));
        plan
    }

    fn log(&self, form: Form, rows: &[(&str, &str, &str)]) -> String {
        let [date, stage, decision, rationale, decider] = self.headers;
        let written = rows.iter().map(|(day, step, why)| match form {
            Form::Table => format!("| {day} | {step} | Go | {why} | Priya Nair |\n"),
            Form::Headings => format!("### {day}: {step} — Go\n\n- {rationale}: {why}\n- {decider}: Priya Nair\n\n"),
            Form::List => format!("- {day} — {step} — Go. {rationale}: {why}. {decider}: Priya Nair\n"),
        });
        let written: String = written.collect();
        match form {
            Form::Table => {
                format!("| {date} | {stage} | {decision} | {rationale} | {decider} |\n|---|---|---|---|---|\n{written}")
            }
            Form::Headings | Form::List => written,
        }
    }
}
