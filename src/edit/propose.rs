//! Proposes a template and a configuration from a plan that a team has already. What every plan would say stays as it is, byte for byte; what only
//! this one says becomes a bracket.

mod roles;
mod settings;
mod stages;
mod tables;
mod words;

use crate::config::Policy;
use crate::markdown::inline;
use crate::outline::{BoxForm, Field, Item, Outline, Scope, Section, inline_boxes};
use crate::plan::date::{DateReading, read_date};
use crate::plan::log::{Decision, LogRow, Point, Route, RowState};
use crate::plan::value::has_reason;
use crate::plan::{DeclaredStage, parse};
use crate::standing::{StageVerdict, Standing};
use crate::template::{self, Place, Role, StageHeading, Template, role_of};
use crate::text::{Edit, Source, Span, apply, fold};
use crate::version::Version;
use jiff::civil::Date;
use settings::Settings;
use stages::StageStyle;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is proposed.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Where the template goes, a path in the repository.
    pub template_path: String,
    /// The template's text.
    pub template: String,
    /// The configuration's text.
    pub config: String,
    /// What a person should look at, since it could not be told from the plan.
    pub notes: Vec<String>,
}

/// What a check found out about a proposal: a fault that the plan has when it is judged by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// The rule that speaks.
    pub rule: &'static str,
    /// Where in the plan.
    pub span: Span,
    /// What it says.
    pub message: String,
}

/// How often a proposal is corrected. Each round takes back what the round before showed to be wrong.
const ROUNDS: usize = 12;

/// Proposes a template and a configuration by which the plan has no fault. `judge` checks the plan by a proposal; what it objects to is taken back
/// where the proposal is to blame, and told where the plan is. `None` when no stages can be told from the plan's headings.
pub fn settle(plan: &Source, today: Date, judge: &dyn Fn(&Proposal) -> Vec<Objection>) -> Option<Proposal> {
    let mut remedies = Remedies::default();
    let mut proposal = propose(plan, today, &remedies)?;
    for _ in 0..ROUNDS {
        let objections = judge(&proposal);
        let before = remedies.clone();
        for objection in &objections {
            remedies.answer(plan, objection);
        }
        if remedies == before {
            let mut said: Vec<String> = Vec::new();
            for objection in &objections {
                let line = plan.line(objection.span.start);
                let note = format!("the plan itself, line {line}: {} ({})", objection.message, objection.rule);
                if !said.contains(&note) {
                    said.push(note);
                }
            }
            proposal.notes.extend(said);
            break;
        }
        proposal = propose(plan, today, &remedies)?;
    }
    Some(proposal)
}

/// What is taken back of a proposal, by places in the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Remedies {
    /// Values whose bracket asks for any words.
    any_words: BTreeSet<usize>,
    /// Values that need not be there.
    optional: BTreeSet<usize>,
    /// Values that stay as they are.
    kept: BTreeSet<usize>,
    /// Sections and labels that are no gate.
    no_role: BTreeSet<usize>,
    /// Sections that need not be there.
    optional_sections: BTreeSet<usize>,
    /// Gates that nobody called so, and that would have been passed while they were open.
    no_gates: BTreeSet<&'static str>,
    /// Rules that warn only.
    warnings: BTreeSet<&'static str>,
}

impl Remedies {
    /// Takes back what an objection is about, as far as the proposal can be to blame.
    fn answer(&mut self, plan: &Source, objection: &Objection) {
        let at = objection.span.start;
        let is_format =
            matches!(objection.rule, "date-format" | "link-required" | "duration-format" | "bracketed-value");
        match objection.rule {
            _ if is_format && !self.any_words.contains(&at) => self.any_words.extend([at]),
            "placeholder" | "field-empty" | "todo-marker" | "choice-unresolved" | "approach-unselected" => {
                self.optional.extend([at]);
            }
            _ if is_format => self.optional.extend([at]),
            "field-duplicate" => self.kept.extend([at]),
            "section-duplicate" => self.optional_sections.extend([at]),
            "rollback-plan-incomplete" => self.no_role.extend([at]),
            "stage-entry-unmet" if !self.no_gates.contains("Entry Criteria") => {
                self.no_gates.extend(["Entry Criteria"])
            }
            "stage-exit-unmet" if !self.no_gates.contains("Exit Criteria") => self.no_gates.extend(["Exit Criteria"]),
            // A list without boxes cannot be ticked, so that it can be no gate yet.
            "stage-exit-unmet" | "stage-entry-unmet" if !plan.slice(plan.line_span(plan.line(at))).contains('[') => {
                self.no_role.extend([at]);
            }
            "log-missing" | "guardrail-missing" => self.warnings.extend([objection.rule]),
            _ => {}
        }
    }

    /// Whether something was said about a place inside a span, its end included: an empty value has no other place.
    fn has(set: &BTreeSet<usize>, span: Span) -> bool {
        set.range(span.start..=span.end).next().is_some()
    }
}

fn propose(plan: &Source, today: Date, remedies: &Remedies) -> Option<Proposal> {
    let defaults = Policy::default();
    let outline = Outline::parse(plan, &defaults);
    let style = StageStyle::of(&outline);
    let mut settings = Settings::new(&plan.path, style);
    let policy = settings.policy();
    let outline = Outline::parse(plan, &policy);
    let found = template::stage_sections(&outline, &policy);
    if found.len() < 2 {
        return None;
    }
    let places = template::places(&outline, &found);
    settings.no_gates = remedies.no_gates.clone();
    settings.name_the_parts(plan, &outline, &places);
    // Labels are read anew by the names that they are given.
    let mut policy = settings.policy();
    let outline = Outline::parse(plan, &policy);
    let own = Template::parse(plan, &policy);
    let standing = Standing::alone(Version::new(parse::parse(plan.clone(), &own, &policy, Some(true))), today);
    settings.learn_decisions(&standing);
    policy.decisions = settings.decisions.clone();
    settings.initial_stage = stage_without_rows(&standing);
    settings.warnings = remedies.warnings.clone();
    let mut drafter = Drafter {
        source: plan,
        outline: &outline,
        places: &places,
        found: &found,
        standing: &standing,
        policy: &policy,
        remedies,
        items_by_start: outline.items.iter().map(|item| item.span.start).collect(),
        boxes: lists_with_boxes(&outline),
        texts: text_lists(plan, &outline),
        repeated: labels_by_stage(&outline, &places),
        edits: BTreeMap::new(),
        notes: Vec::new(),
    };
    drafter.draft();
    let Drafter { edits, mut notes, .. } = drafter;
    let edits: Vec<Edit> = edits.into_values().collect();
    // No two edits touch the same bytes, or the second one would not have been taken.
    let template = apply(&plan.text, &edits).ok()?;
    let template = match has_log_section(&standing, &outline) {
        true => template,
        false => with_log(&template, plan.line_ending(), &standing),
    };
    notes.extend(name_left(&template, plan, &outline));
    notes.extend(settings.notes(standing.plan().log.is_none() && has_log_section(&standing, &outline)));
    let config = settings.render(&plan.path);
    Some(Proposal { template_path: settings.template, template, config, notes })
}

/// The stage that a rollout has reached by what its plan shows, when no row of a log tells.
fn stage_without_rows(standing: &Standing) -> Option<u32> {
    let plan = standing.plan();
    if plan.log.iter().flat_map(|log| &log.rows).any(|row| row.state == RowState::Recorded) {
        return None;
    }
    match &standing.verdict {
        StageVerdict::Undecided { to, .. } | StageVerdict::Moved { to, .. } => Some(*to),
        StageVerdict::Mismatch { declared: DeclaredStage::Stage(stage), .. } => Some(*stage),
        StageVerdict::Mismatch { declared: DeclaredStage::Completed, .. } => {
            plan.stages.last().map(|stage| stage.number)
        }
        _ => None,
    }
}

fn has_log_section(standing: &Standing, outline: &Outline) -> bool {
    standing.plan().log.is_some()
        || outline.sections.iter().any(|section| section.level == 2 && role_of(&section.key) == Role::DecisionLog)
}

/// A row of a decision log for each step, with what is to be filled in: the step as the team writes it, and the word.
fn prepared_rows(standing: &Standing) -> Vec<(String, String)> {
    let plan = standing.plan();
    let word = proceed_word(standing);
    let written = |from: u32, to: u32| {
        let mut rows = plan.log.iter().flat_map(|log| &log.rows);
        let is_step =
            |row: &&LogRow| row.route == Route::Move(Point::Stage(from), Point::Stage(to)) && row.stage.is_filled();
        rows.find(is_step).map(|row| row.stage.text.clone()).filter(|text| text.contains('→'))
    };
    let step = |from: u32, to: u32| written(from, to).unwrap_or_else(|| format!("{from}→{to}"));
    plan.stages.windows(2).map(|pair| (step(pair[0].number, pair[1].number), word.clone())).collect()
}

/// The word by which a team goes on.
fn proceed_word(standing: &Standing) -> String {
    let rows = standing.plan().log.iter().flat_map(|log| &log.rows);
    let goes_on = |row: &&LogRow| matches!(row.route, Route::Move(Point::Stage(from), Point::Stage(to)) if to > from);
    let said = rows.filter(goes_on).map(|row| row.decision.text.trim().to_owned());
    let plain = |word: &String| {
        let is_known = Decision::read(word, &BTreeMap::new()).is_none_or(|decision| decision == Decision::Proceed);
        is_known && !word.is_empty() && !word.contains(['[', '|']) && word.split_whitespace().count() == 1
    };
    said.into_iter().find(plain).unwrap_or_else(|| "Proceed".to_owned())
}

/// A decision log with a row for each step.
fn log_table(standing: &Standing) -> String {
    let row = |(step, word): (String, String)| format!("| [Date] | {step} | {word} | [Why] | [Name] |\n");
    let rows: String = prepared_rows(standing).into_iter().map(row).collect();
    format!(
        "| Date | Stage | Decision | Rationale | Decided By |\n|------|-------|----------|-----------|------------|\n{rows}"
    )
}

/// The template with a decision log behind what it has: before the last rule, when only a footer follows it.
fn with_log(template: &str, ending: &str, standing: &Standing) -> String {
    let table = format!("## Decision Log\n\n{}", log_table(standing));
    let rule = ["\n---", "\n***", "\n___"].iter().filter_map(|rule| template.rfind(rule)).max();
    let is_footer = |rest: &str| {
        let text = rest.trim_start_matches(['-', '*', '_']).trim();
        !text.is_empty() && text.lines().count() <= 4 && !text.contains(['#', '|']) && !text.starts_with("- ")
    };
    let at = rule.filter(|at| is_footer(template[at + 1..].trim_end())).map_or(template.len(), |at| at + 1);
    let (before, behind) = template.split_at(at);
    let gap = match (before.trim_end().is_empty(), behind.is_empty()) {
        (true, _) => "",
        (false, _) if before.ends_with("\n\n") || before.ends_with("\r\n\r\n") => "",
        (false, _) if before.ends_with('\n') => "\n",
        (false, _) => "\n\n",
    };
    let close = if behind.is_empty() { "" } else { "\n" };
    format!("{before}{}{behind}", format!("{gap}{table}{close}").replace('\n', ending))
}

/// Where the name of this rollout is left in the text that every plan would have.
fn name_left(template: &str, plan: &Source, outline: &Outline) -> Option<String> {
    let title = outline.sections.iter().find(|section| section.level == 1)?;
    let name = &title.title[words::name_in(&title.title).map(|span| span.start..span.end)?];
    let first = plan.line(title.heading.start) as usize;
    let has_name = |line: &&str| name.len() >= 3 && line.contains(name);
    let lines: Vec<String> = template
        .lines()
        .enumerate()
        .filter(|(_, line)| has_name(line))
        .map(|(index, _)| (index + 1).to_string())
        .filter(|line| *line != first.to_string())
        .collect();
    let shown = lines.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
    (!lines.is_empty()).then(|| format!("`{name}` is still in the template's text, line {shown}: put `[Name]` there if other plans are about something else"))
}

/// The lists in which a box is more than a sign: some item has one that Markdown knows, or an empty one.
fn lists_with_boxes(outline: &Outline) -> BTreeSet<usize> {
    let is_box =
        |item: &&Item| item.checkbox.is_some_and(|checkbox| checkbox.form != BoxForm::Glyph || !checkbox.ticked);
    outline.items.iter().filter(is_box).map(|item| item.list).collect()
}

/// The lists whose items are sentences and no labels with values.
fn text_lists(source: &Source, outline: &Outline) -> BTreeSet<usize> {
    let mut counts: HashMap<usize, (usize, usize, usize)> = HashMap::new();
    for item in &outline.items {
        let (items, fields, words) = counts.entry(item.list).or_default();
        *items += 1;
        *fields += usize::from(item.is_field);
        *words += source.slice(item.text).split_whitespace().count();
    }
    let is_text = |(items, fields, words): &(usize, usize, usize)| fields * 5 < items * 3 || *words > items * 9;
    counts.into_iter().filter(|(_, count)| is_text(count)).map(|(list, _)| list).collect()
}

/// In how many stages each label stands.
fn labels_by_stage(outline: &Outline, places: &[Place]) -> HashMap<String, usize> {
    let mut stages: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for field in &outline.fields {
        if let Place::Stage(stage) = places[field.scope.section] {
            stages.entry(field.key.clone()).or_default().insert(stage);
        }
    }
    stages.into_iter().map(|(key, stages)| (key, stages.len())).collect()
}

/// Labels that open a sentence: what stands behind them is said once and for all.
const SENTENCES: &[&str] = &[
    "if", "se", "si", "wenn", "falls", "bei", "on", "when", "note", "nota", "hinweis", "warning", "important", "tip",
    "example", "exemplo", "beispiel", "expected", "stop", "goal", "objective", "objetivo", "ziel", "purpose",
    "definition", "rule", "action", "why", "how", "what", "option", "scenario", "then", "milestone", "pick", "check",
    "else", "principle", "principio", "princípio", "prinzip", "motto", "tier", "method", "strategy", "impact",
    "symptoms", "cause", "solution", "pros", "cons", "deliverable", "file", "focus", "communication", "celebration",
];

/// Parts of labels above lists whose items are rules for every plan, however they are written.
const RULES_ABOVE: &[&str] = &[
    "criteri", "kriteri", "critér", "critèr", "trigger", "threshold", "limiar", "schwell", "kpi", "metric", "métric",
    "metrik", "benchmark", "gate", "stop", "principle", "prinzip", "princip", "goal", "objective", "objetivo", "ziel",
    "flag", "config", "setting", "step", "alert", "task", "procedure", "agenda", "指标", "标准", "目标", "条件",
];

struct Drafter<'a> {
    source: &'a Source,
    outline: &'a Outline,
    places: &'a [Place],
    found: &'a [(usize, StageHeading)],
    /// The plan as it is judged by itself.
    standing: &'a Standing,
    policy: &'a Policy,
    remedies: &'a Remedies,
    /// Where the items begin, in the order of the text.
    items_by_start: Vec<usize>,
    boxes: BTreeSet<usize>,
    texts: BTreeSet<usize>,
    repeated: HashMap<String, usize>,
    /// By the first and the last byte.
    edits: BTreeMap<(usize, usize), Edit>,
    notes: Vec<String>,
}

impl Drafter<'_> {
    fn draft(&mut self) {
        self.declared();
        self.log_section();
        self.headings();
        self.tables();
        self.fields();
        self.items();
        self.front_matter();
        self.footer();
        self.roles();
        self.due_when_left();
    }

    /// Takes an edit, unless another one has changed these bytes already.
    fn put(&mut self, span: Span, replacement: impl Into<String>) {
        let replacement = replacement.into();
        if span.is_empty() && replacement.is_empty() || self.source.slice(span) == replacement {
            return;
        }
        let overlaps = |other: Span| span.start < other.end && other.start < span.end || span == other;
        let before =
            self.edits.range(..=(span.start, usize::MAX)).next_back().is_some_and(|(_, edit)| overlaps(edit.span));
        let behind = self.edits.range((span.start, 0)..).next().is_some_and(|(_, edit)| overlaps(edit.span));
        if !before && !behind {
            self.edits.insert((span.start, span.end), Edit { span, replacement });
        }
    }

    /// What is said of something that the plan has not filled in when it would be due: it is due when the rollout begins, or not at all.
    fn later(&self, scope: Scope) -> &'static str {
        let is_outside = matches!(self.places[scope.section], Place::Section(_));
        if is_outside && self.standing.gate == Point::Planned { "due=entering-first" } else { "optional" }
    }

    /// Replaces a cell, and keeps the width that it is padded to as far as there are spaces.
    fn put_cell(&mut self, cell: Span, text: &str) {
        let number = self.source.line(cell.end);
        let line = self.source.line_span(number);
        let width = |line: Span| self.source.slice(line).chars().count();
        // In a table whose lines are all of one width somebody minds.
        let is_padded = width(line) == width(self.source.line_span(number.saturating_sub(1)));
        let behind = &self.source.text[cell.end..line.end];
        let spaces = behind.len() - behind.trim_start_matches(' ').len();
        let (old, new) = (self.source.slice(cell).chars().count(), text.chars().count());
        let taken = if is_padded { new.saturating_sub(old).min(spaces.saturating_sub(1)) } else { 0 };
        let padding = if is_padded { " ".repeat(old.saturating_sub(new)) } else { String::new() };
        self.put(Span::new(cell.start, cell.end + taken), format!("{text}{padding}"));
    }

    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn line(&self, at: usize) -> u32 {
        self.source.line(at)
    }

    /// A plan made from the template has not begun.
    fn declared(&mut self) {
        if let Some(declared) = self.standing.plan().declared.clone() {
            let is_heading = self.outline.sections.iter().any(|section| section.heading.contains(declared.span));
            if !is_heading {
                self.put(declared.span, "planned");
            }
        }
    }

    /// A section for decisions that nobody can read as a log gets one.
    fn log_section(&mut self) {
        let is_it = |section: &&Section| section.level == 2 && role_of(&section.key) == Role::DecisionLog;
        let Some(section) = self.outline.sections.iter().find(is_it).filter(|_| self.standing.plan().log.is_none())
        else {
            return;
        };
        let is_rule = |line: &&str| line.trim().len() >= 3 && line.trim().chars().all(|c| matches!(c, '-' | '*' | '_'));
        let text = self.source.slice(section.span).trim_end();
        let last = text.lines().next_back().filter(is_rule).map_or(0, str::len);
        let end = section.span.start + text[..text.len() - last].trim_end().len();
        let table = format!("\n\n{}", log_table(self.standing).trim_end());
        self.put(Span::at(end), table.replace('\n', self.source.line_ending()));
    }

    fn headings(&mut self) {
        let first = self.outline.sections.iter().position(|section| section.level == 1);
        if let Some(section) = first.map(|index| &self.outline.sections[index]) {
            let raw = self.source.slice(section.heading);
            let name = words::name_in(&section.title).map(|span| &section.title[span.start..span.end]);
            if let Some(at) = name.and_then(|name| raw.find(name).map(|at| Span::new(at, at + name.len()))) {
                let start = section.heading.start;
                self.put(Span::new(start + at.start, start + at.end), "[Name]");
            } else {
                self.note(format!(
                    "the title `{}` names nothing that could be told from other plans: put `[Name]` into it if it does",
                    section.title
                ));
            }
        }
        for (index, heading) in self.found {
            self.stage_heading(*index, heading);
        }
        let rollout = self.outline.fields.iter().find(|field| field.key == "rollout" && self.in_heading(field));
        if let Some(field) = rollout {
            self.put(field.value, "[Name]");
        }
        for section in &self.outline.sections {
            if Remedies::has(&self.remedies.optional_sections, section.heading) {
                self.annotate(section.heading, "optional");
            } else if Remedies::has(&self.remedies.no_role, section.heading) {
                self.annotate(section.heading, "role=other");
            }
        }
    }

    /// Takes the mark off a stage's heading that says how far it is, and the days that it is planned for.
    fn stage_heading(&mut self, index: usize, heading: &StageHeading) {
        const MARKS: &[&str] = &["🚧", "🔄", "▶️", "▶", "✅", "✔️", "✔", "⏳", "🔜"];
        let span = self.outline.sections[index].heading;
        let raw = self.source.slice(span);
        if let Some(mark) = MARKS.iter().find(|mark| raw.starts_with(**mark)) {
            let rest = &raw[mark.len()..];
            self.put(Span::new(span.start, span.start + mark.len() + rest.len() - rest.trim_start().len()), "");
        }
        let shown = if heading.name.is_empty() { heading.number.to_string() } else { heading.name.clone() };
        let Some(end) = raw.rfind(&shown).map(|at| at + shown.len()) else { return };
        let tail = &raw[end..];
        let says = |c: char| c.is_alphanumeric() || !c.is_ascii() && !"—–·：）".contains(c);
        if tail.contains(says) {
            let closes = tail.len() - tail.trim_start_matches([')', '*', '_']).len();
            self.put(Span::new(span.start + end + closes, span.end), "");
        }
        for (open, _) in raw[..end].match_indices('(').collect::<Vec<_>>() {
            let inside = raw[open + 1..].split(')').next().unwrap_or("");
            let is_day = read_date(inside) != DateReading::None;
            if is_day && !inside.is_empty() {
                self.put(Span::new(span.start + open + 1, span.start + open + 1 + inside.len()), "[Dates]");
            }
        }
    }

    fn in_heading(&self, field: &Field) -> bool {
        self.outline.sections[field.scope.section].heading.contains(field.label_span)
    }

    /// The item that a place lies in.
    fn item_at(&self, at: usize) -> Option<&Item> {
        let before = self.items_by_start.partition_point(|start| *start <= at);
        let item = &self.outline.items[before.checked_sub(1)?];
        (at <= item.span.end).then_some(item)
    }

    /// What the labels and headings around a place are for.
    fn role_around(&self, scope: Scope) -> Role {
        let labels = self.outline.labels_around(scope).map(|field| role_of(&field.key));
        let sections =
            self.outline.sections_around(scope.section).map(|section| role_of(&self.outline.sections[section].key));
        labels.chain(sections).find(|role| *role != Role::Other).unwrap_or(Role::Other)
    }

    fn under_rules(&self, scope: Scope) -> bool {
        let gates = matches!(self.role_around(scope), Role::Entry | Role::Exit | Role::Activities);
        let is_rule = |key: &str| RULES_ABOVE.iter().any(|part| key.contains(part));
        let label = self.outline.labels_around(scope).next().map(|field| field.key.as_str());
        let section = &self.outline.sections[scope.section];
        let in_stage = self.found.iter().any(|(stage, _)| *stage == scope.section);
        gates || label.map_or(!in_stage && section.level > 1 && is_rule(&section.key), is_rule)
    }

    fn fields(&mut self) {
        let in_tables = |field: &Field| self.outline.tables.iter().any(|table| table.span.contains(field.label_span));
        let fields: Vec<Field> =
            self.outline.fields.iter().filter(|field| !in_tables(field) && !self.in_heading(field)).cloned().collect();
        for (index, field) in fields.iter().enumerate() {
            let line = self.line(field.label_span.start);
            let beside = |other: Option<&Field>| {
                other.is_some_and(|other| self.line(other.label_span.start).abs_diff(line) <= 1)
            };
            let has_neighbour =
                beside(fields.get(index + 1)) || index.checked_sub(1).is_some_and(|before| beside(fields.get(before)));
            self.field(field, has_neighbour);
        }
    }

    fn field(&mut self, field: &Field, has_neighbour: bool) {
        let whole = field.label_span.to(field.value);
        let value = self.source.slice(field.value).to_owned();
        if self.stays(field) {
            return;
        }
        let is_weak = Remedies::has(&self.remedies.optional, whole);
        let in_item = self.item_at(field.label_span.start).is_some();
        if is_weak && (in_item || self.keeps(field, &value, has_neighbour)) && !value.is_empty() {
            let bracket = if in_item { self.bracket(field, &value) } else { None };
            let text = bracket.unwrap_or(value);
            return self.put(field.value, format!("{text} <!-- rolloutlint: {} -->", self.later(field.scope)));
        }
        if is_weak {
            let inner = words::bracket(&field.label, &value).unwrap_or_else(|| words::named(&field.label));
            let space = if value.is_empty() { " " } else { "" };
            return self.put(
                field.value,
                format!("{space}[Optional: {}]", inner.trim_matches(|c: char| "[]<>~ ".contains(c))),
            );
        }
        if self.keeps(field, &value, has_neighbour) {
            return;
        }
        if let Some(bracket) = self.bracket(field, &value) {
            self.put(field.value, bracket);
        }
    }

    /// Whether a label stands twice where a bracket would make one of it.
    fn stays(&self, field: &Field) -> bool {
        if self.remedies.kept.is_empty() {
            return false;
        }
        let is_same = |other: &&Field| {
            other.key == field.key && self.places[other.scope.section] == self.places[field.scope.section]
        };
        let mut same = self.outline.fields.iter().filter(is_same);
        same.any(|other| Remedies::has(&self.remedies.kept, other.label_span.to(other.value)))
    }

    fn bracket(&self, field: &Field, value: &str) -> Option<String> {
        if Remedies::has(&self.remedies.any_words, field.label_span.to(field.value)) {
            return Some(words::named(&field.label));
        }
        words::bracket(&field.label, value)
    }

    /// Whether what stands behind a label is said for every plan.
    fn keeps(&self, field: &Field, value: &str, has_neighbour: bool) -> bool {
        let text = inline::visible(value);
        let words = text.split_whitespace().count();
        let asked = words::asks(&field.key);
        let is_cut = value.matches("**").count() % 2 == 1;
        if value.is_empty() || is_cut || is_bracketed(value) || self.has_boxes(field.value) {
            return true;
        }
        let first = field.key.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let is_sentence = |text: &str| text.ends_with('.') && words > 3 || words > 12 || text.lines().count() > 1;
        if asked == words::Asks::Other && SENTENCES.contains(&first) || is_sentence(&text) {
            return true;
        }
        let in_stage = matches!(self.places[field.scope.section], Place::Stage(_));
        let repeats = in_stage && self.repeated.get(&field.key).is_some_and(|stages| *stages > 1);
        // A number with a sign before it is a bound, and bounds are rules.
        let is_number = words::masked_number(&text).is_some_and(|masked| masked.starts_with('['));
        let is_known = asked != words::Asks::Other || is_number || words::is_open(&text);
        if let Some(item) = self.item_at(field.label_span.start) {
            let is_numbered = self.source.slice(item.span).starts_with(|c: char| c.is_ascii_digit());
            let is_text = self.texts.contains(&item.list) || self.boxes.contains(&item.list);
            let is_data = asked != words::Asks::Other || !is_text && (is_known || repeats);
            return is_numbered || self.under_rules(field.scope) || !is_data;
        }
        let is_bold = self.source.slice(field.label_span).starts_with(['*', '_']);
        let is_likely = if in_stage { repeats && words <= 8 } else { words <= 8 && (is_bold || has_neighbour) };
        role_of(&field.key) == Role::Exit || role_of(&field.key) == Role::Entry || !(is_known || is_likely)
    }

    fn has_boxes(&self, span: Span) -> bool {
        !inline_boxes(self.source, span, false).is_empty()
    }

    fn items(&mut self) {
        let mut signs: BTreeMap<usize, u32> = BTreeMap::new();
        for item in &self.outline.items {
            if let Some(checkbox) = item.checkbox {
                let is_sign = checkbox.form == BoxForm::Glyph && !self.boxes.contains(&item.list);
                match (checkbox.ticked, is_sign) {
                    (true, true) => {
                        signs.entry(item.list).or_insert(self.source.line(item.span.start));
                    }
                    (true, false) if checkbox.form == BoxForm::Glyph => self.put(checkbox.span, "☐"),
                    (true, false) => self.put(checkbox.span, "[ ]"),
                    (false, _) => {}
                }
            }
            if Remedies::has(&self.remedies.optional, item.text) && !item.is_field {
                self.put(Span::at(item.text.end), format!(" <!-- rolloutlint: {} -->", self.later(item.scope)));
            }
            if item.checkbox.is_some() && has_reason(self.source.slice(item.text), self.policy) {
                self.without_reason(item);
            }
        }
        for field in &self.outline.fields {
            self.untick(field.value, false);
        }
        if let Some(line) = signs.values().next() {
            let count = signs.len();
            self.note(format!("{count} list(s) begin their items with a tick, the first in line {line}; they count as met: write `- [ ]` where something is still to be checked"));
        }
    }

    /// What a criterion says without the reason why it need not be met here.
    fn without_reason(&mut self, item: &Item) {
        let line = self.source.slice(item.text);
        if let Some(struck) = inline::struck(line).first() {
            let text = line[struck.start..struck.end].trim_matches('~').to_owned();
            return self.put(item.text, text);
        }
        let cut = [" — N/A", " – N/A", " - N/A", " — n/a", " (N/A"].iter().filter_map(|mark| line.find(mark)).min();
        if let Some(cut) = cut {
            self.put(Span::new(item.text.start + cut, item.text.end), "");
        }
    }

    /// Takes the ticks out of the boxes of a value or a cell. A lone `[X]` is a placeholder, unless there are other boxes beside it.
    fn untick(&mut self, span: Span, has_boxes: bool) {
        let boxes = inline_boxes(self.source, span, false);
        let has_boxes = has_boxes || boxes.len() > 1;
        for inline in boxes.into_iter().filter(|inline| inline.checkbox.ticked) {
            if has_boxes || self.source.slice(inline.checkbox.span) != "[X]" {
                self.put(inline.checkbox.span, "[ ]");
            }
        }
    }

    /// The keys at the top of the file that say something of this plan only. Brackets are lists in YAML, so that they stand in quotes.
    fn front_matter(&mut self) {
        let Some(matter) = self.outline.front_matter else { return };
        for number in self.line(matter.start)..self.line(matter.end) {
            let span = self.source.line_span(number);
            let text = self.source.slice(span);
            let Some((key, value)) = text.split_once(": ").filter(|(key, _)| !key.starts_with([' ', '-', '#'])) else {
                continue;
            };
            let bracket = match words::asks(&fold(key).replace(['_', '-'], " ")) {
                words::Asks::Person => "\"[Name]\"",
                words::Asks::Date => "\"[Date]\"",
                _ if matches!(fold(key).as_str(), "title" | "name" | "rollout" | "feature") => "\"[Name]\"",
                _ if matches!(fold(key).as_str(), "id" | "rollout-id" | "rollout_id" | "ticket" | "version") => {
                    "\"[ID]\""
                }
                _ => continue,
            };
            let value = value.trim();
            if !value.is_empty() {
                let start = span.start + text.rfind(value).unwrap_or(0);
                self.put(Span::new(start, start + value.len()), bracket);
            }
        }
    }

    /// The days in the last line, where it is no label: `Generated on 2026-02-01`.
    fn footer(&mut self) {
        let text = &self.source.text;
        let trimmed = text.trim_end();
        let start = trimmed.rfind('\n').map_or(0, |at| at + 1);
        let line = &trimmed[start..];
        if line.starts_with(['|', '#', '-']) {
            return;
        }
        for (at, _) in line.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect::<Vec<_>>() {
            let is_day = |text: &str| text.len() == 10 && matches!(read_date(text), DateReading::Iso(_));
            if line.get(at..at + 10).is_some_and(is_day) {
                self.put(Span::new(start + at, start + at + 10), "[Date]");
            }
        }
    }
}

/// Whether a value still has a bracket with words to replace, so that nobody has filled it in. A day in brackets is a value.
fn is_bracketed(value: &str) -> bool {
    let slot = template::read_slot(&Source::new("", value), Span::new(0, value.len()));
    let inner = value.trim().trim_matches(['*', '_', '[', ']']);
    !slot.brackets.is_empty() && read_date(inner) == DateReading::None
}
