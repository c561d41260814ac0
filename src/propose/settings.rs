//! The configuration that is needed to read a plan, each key with the reason for it.

use super::style::StageStyle;
use crate::config::{Policy, quote};
use crate::markdown::inline;
use crate::outline::{Field, Outline};
use crate::plan::is_rollout_id;
use crate::plan::log::{Decision, Point, Route, RowState};
use crate::stage_number::StageNumber;
use crate::standing::Standing;
use crate::template::{Place, Role, role_of};
use crate::text::{Source, fold};
use crate::words::parts::{GateName, gate_named};
use crate::words::{Words, labels, paths};
use std::collections::{BTreeMap, BTreeSet};

/// The keys of the configuration.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    /// The globs of the plans.
    pub(super) plans: Vec<String>,
    /// Where the template goes.
    pub(super) template: String,
    pub(super) style: StageStyle,
    /// The team's own words, by the label that they mean.
    pub(super) aliases: BTreeMap<&'static str, Vec<String>>,
    pub(super) decisions: BTreeMap<String, Vec<String>>,
    /// The file with the decisions, where it is not the plan.
    pub(super) log: Option<String>,
    pub(super) initial_stage: Option<StageNumber>,
    pub(super) warnings: BTreeSet<&'static str>,
    /// Gates that must not be named.
    pub(super) no_gates: BTreeSet<&'static str>,
    left_out: Vec<String>,
    /// The glob matches one file only.
    is_one_file: bool,
}

/// Signs between the words of a file's name.
const SEPARATORS: [char; 4] = ['-', '_', '.', ' '];

impl Settings {
    pub(super) fn new(plan: &str, style: StageStyle) -> Settings {
        let (folder, file) = plan.rsplit_once('/').map_or(("", plan), |(folder, file)| (folder, file));
        let inside = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let is_plan_folder = folder.rsplit('/').next().is_some_and(|last| paths::PLANS.has(&fold(last)));
        if is_plan_folder {
            let (plans, template) = (vec![inside("**/*.md")], inside("TEMPLATE.md"));
            return Settings { plans, template, style, ..Settings::default() };
        }
        let template =
            if folder.is_empty() { "rollouts/TEMPLATE.md".to_owned() } else { inside("ROLLOUT_TEMPLATE.md") };
        // In a folder of other documents a word in their names tells the plans. New plans have it
        // behind their own name.
        let name = file.trim_end_matches(".md");
        let parts: Vec<&str> = name.split(SEPARATORS).collect();
        let Some(word) = parts.iter().find(|part| paths::PLANS.has(&fold(part))) else {
            // A name that any plan could have stands before the names of others.
            if paths::PLAN.has(&fold(name)) {
                let plans = vec![inside(&format!("{{{name}-*,{name}}}.md"))];
                return Settings { plans, template, style, ..Settings::default() };
            }
            return Settings { plans: vec![inside(file)], template, style, is_one_file: true, ..Settings::default() };
        };
        let at = name.find(word).unwrap_or(0);
        let separator =
            name[..at].chars().next_back().or_else(|| name[at + word.len()..].chars().next()).unwrap_or('-');
        // A glob that takes not even this plan would be a fault from the first day on.
        let plans = match (at, name == *word) {
            (0, true) => format!("{word}*.md"),
            (0, false) => format!("{word}{separator}*.md"),
            _ => format!("*{separator}{word}*.md"),
        };
        Settings { plans: vec![inside(&plans)], template, style, ..Settings::default() }
    }

    /// The policy that the configuration makes.
    pub(super) fn policy(&self) -> Policy {
        let mut policy = self.style.policy(Policy::default());
        for (meant, words) in &self.aliases {
            policy.aliases.extend(words.iter().map(|word| (fold(word), fold(meant))));
        }
        policy.decisions = self.decisions.clone();
        policy.log = self.log.clone();
        policy
    }

    /// Finds the labels and sections whose meaning is clear from their words and their place.
    pub(super) fn name_the_parts(&mut self, plan: &Source, outline: &Outline, places: &[Place]) {
        self.gates(outline, places);
        let has = |key: &str| outline.fields.iter().any(|field| field.key == key);
        let value = |field: &Field| inline::visible(plan.slice(field.value)).trim().to_owned();
        let head: Vec<&Field> = outline
            .fields
            .iter()
            .filter(|field| !matches!(places[field.scope.section], Place::Stage(_)) && !field.value.is_empty())
            .collect();
        let find = |words: Words, fits: &dyn Fn(&Field) -> bool| {
            words
                .iter()
                .find_map(|word| head.iter().find(|field| field.key == word && fits(field)))
                .map(|field| field.label.clone())
        };
        let is_short = |field: &Field| value(field).split_whitespace().count() <= 8;
        let is_id = |field: &Field| is_rollout_id(&value(field));
        for (meant, words, fits) in [
            ("Rollout ID", labels::LIKELY_ID, &is_id as &dyn Fn(&Field) -> bool),
            ("Owner", labels::LIKELY_OWNER, &is_short),
            ("Last updated", labels::LIKELY_UPDATED, &is_short),
        ] {
            if !has(&fold(meant)) {
                let label = find(words, fits);
                self.aliases.entry(meant).or_default().extend(label);
            }
        }
        for section in
            outline.sections.iter().filter(|section| section.level == 2 && role_of(&section.key) == Role::Other)
        {
            let title = bare_title(&section.title);
            for (meant, words) in [("Rollback Plan", labels::LIKELY_ROLLBACK), ("Risk Register", labels::LIKELY_RISKS)]
            {
                if words.any_in(&section.key) && !self.aliases.contains_key(meant) {
                    self.aliases.entry(meant).or_default().push(title.clone());
                }
            }
        }
        self.aliases.retain(|_, words| !words.is_empty());
    }

    /// The labels of lists that may be exit criteria, in stages that have no others.
    fn gates(&mut self, outline: &Outline, places: &[Place]) {
        let last = places.iter().filter_map(|place| if let Place::Stage(stage) = place { Some(*stage) } else { None });
        for stage in 0..last.max().map_or(0, |last| last + 1) {
            let is_here = |section: usize| places[section] == Place::Stage(stage);
            let labels = outline.fields.iter().filter(|field| is_here(field.scope.section));
            let labels = labels.map(|field| (field.label.as_str(), field.key.as_str()));
            let sections = outline.sections.iter().enumerate();
            let sections = sections.filter(|(index, section)| is_here(*index) && section.level > 2);
            let titles = sections.map(|(_, section)| (section.title.as_str(), section.key.as_str()));
            let all: Vec<(&str, &str)> = labels.chain(titles).collect();
            if all.iter().any(|(_, key)| role_of(key) == Role::Exit) {
                continue;
            }
            let Some((label, _)) = all.iter().find(|(_, key)| gate_named(key) == Some(GateName::PerhapsExit)) else {
                continue;
            };
            let name = bare_title(label);
            if self.no_gates.contains("Exit Criteria") {
                self.left_out.push(format!("`{name}`"));
                continue;
            }
            let names = self.aliases.entry("Exit Criteria").or_default();
            if !names.iter().any(|known| fold(known) == fold(&name)) {
                names.push(name);
            }
        }
    }

    /// The same with some words of the team more.
    pub(super) fn with_names(&self, names: &[(&'static str, String)]) -> Settings {
        let mut settings = self.clone();
        for (meant, word) in names {
            settings.aliases.entry(meant).or_default().push(word.clone());
        }
        settings
    }

    /// Learns the log's own words for decisions from where their rows lead.
    pub(super) fn learn_decisions(&mut self, standing: &Standing) {
        for row in standing
            .plan()
            .log
            .iter()
            .flat_map(|log| &log.rows)
            .filter(|row| row.state == RowState::Recorded && row.verb.is_none())
        {
            let decision = match row.route {
                Route::Move(Point::Stage(from), Point::Stage(to)) if to > from => Decision::Proceed,
                Route::Move(Point::Stage(from), Point::Stage(to)) if to < from => Decision::Rollback,
                Route::Move(..) | Route::At(_) => Decision::Hold,
                _ => continue,
            };
            let said = row.decision.text.trim().to_owned();
            let words = self.decisions.entry(decision.word().to_owned()).or_default();
            if !said.is_empty() && !words.contains(&said) {
                words.push(said);
            }
        }
        self.decisions.retain(|_, words| !words.is_empty());
    }

    /// Takes the word for going on that the log is made with, where the plan has no log of its own.
    pub(super) fn learn_word(&mut self, standing: &Standing, word: &str) {
        let proceed = Decision::Proceed.word();
        if standing.plan().log.is_none() && fold(word) != proceed {
            self.decisions.insert(proceed.to_owned(), vec![word.to_owned()]);
        }
    }

    /// What a person should look at.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.is_one_file {
            notes.push(format!("nothing in the path tells plans from other files, so `plans:` names {} alone: write a pattern that your other plans fit", self.plans.join(", ")));
        }
        let mut left_out = self.left_out.clone();
        left_out.sort();
        left_out.dedup();
        if !left_out.is_empty() {
            let names = left_out.join(", ");
            notes.push(format!("{names} could be gates, but by their ticks they would have been passed while open, or be met from the start: name them under `aliases:` when they are ticked one by one"));
        }
        if let Some(stage) = self.initial_stage {
            notes.push(format!("the plan shows stage {stage}, and no row of a log leads there: `initial-stage` lets plans come under rolloutlint up to there"));
        }
        if let Some(log) = &self.log {
            notes.push(format!("decisions are read from {log}, and `log:` names it for all plans; where each plan is to have its own, put its rows into the plan and take the key out"));
        }
        if !self.style.names.is_empty() {
            notes.push(format!(
                "the stages are told by their names, and counted from 1 in the decision log: {}",
                self.style.names.join(", ")
            ));
        }
        notes
    }

    /// The configuration's text.
    pub(super) fn render(&self, plan: &str) -> String {
        let quoted = |words: &[String]| words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(", ");
        let mut out = format!(
            "# What rolloutlint judges, and how: proposed from {}. All keys but `plans` and `template` may go when they are wrong.\n",
            plan.replace(['\n', '\r'], " ")
        );
        let mut add = |why: &str, text: String| out.push_str(&format!("\n# {why}\n{text}\n"));
        add("Which files are rollout plans. The template never is one.", format!("plans: [{}]", quoted(&self.plans)));
        add(
            "What plans are held to. `rolloutlint template explain` prints what it asks for.",
            format!("template: {}", quote(&self.template)),
        );
        let is_in_rows = self.style.table.is_some() || self.style.list.is_some();
        if let Some(word) = self.style.word.as_ref().filter(|_| !is_in_rows) {
            add(
                "The stages are headed by this word and a number.",
                format!("stages: {{ heading: {} }}", quote(&format!("{word} {{n}}: {{name}}"))),
            );
        }
        if !self.style.names.is_empty() && !is_in_rows {
            add(
                "The stages are told by their names, in this order. The decision log counts them from 1.",
                format!("stages:\n  names: [{}]", quoted(&self.style.names)),
            );
        }
        let places =
            [("table", "rows of the table", &self.style.table), ("list", "items of the list", &self.style.list)];
        for (key, what, name) in places.iter().filter_map(|(key, what, name)| Some((key, what, name.as_ref()?))) {
            let heading = self
                .style
                .word
                .as_ref()
                .map(|word| format!("\n  heading: {}", quote(&format!("{word} {{n}}: {{name}}"))));
            let names = Some(&self.style.names).filter(|names| !names.is_empty());
            let names = names.map(|names| format!("\n  names: [{}]", quoted(names)));
            let (heading, names) = (heading.unwrap_or_default(), names.unwrap_or_default());
            add(
                &format!("The stages are the {what} under this heading."),
                format!("stages:\n  {key}: {}{heading}{names}", quote(name)),
            );
        }
        if let Some(stage) = self.initial_stage {
            add(
                "The plan is in this stage already, and no row of a decision log leads there. From here on each step needs one.",
                format!("initial-stage: {stage}"),
            );
        }
        if let Some(log) = &self.log {
            add("Where decisions are logged.", format!("log: {}", quote(log)));
        }
        if !self.aliases.is_empty() {
            let lines: Vec<String> =
                self.aliases.iter().map(|(meant, words)| format!("  {meant}: [{}]", quoted(words))).collect();
            add("What the plan calls these things.", format!("aliases:\n{}", lines.join("\n")));
        }
        if !self.decisions.is_empty() {
            let lines: Vec<String> =
                self.decisions.iter().map(|(word, words)| format!("  {word}: [{}]", quoted(words))).collect();
            add("The decision log's own words.", format!("decisions:\n{}", lines.join("\n")));
        }
        for rule in &self.warnings {
            let why = "The plan does not have this yet. Take this out when it has.";
            add(why, format!("rules:\n  {rule}: warning"));
        }
        // Several rules share one key.
        let mut first = true;
        let lines: Vec<&str> = out.lines().filter(|line| *line != "rules:" || std::mem::take(&mut first)).collect();
        lines.join("\n") + "\n"
    }
}

/// A title without the number or sign before it and the remark in parentheses behind it.
fn bare_title(title: &str) -> String {
    let start = title.find(char::is_alphabetic).unwrap_or(0);
    let title = title[start..].trim_end_matches([':', '：', ' ']);
    title.split(" (").next().unwrap_or(title).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_told_by_their_folder_or_their_name() {
        let plans = |path: &str| {
            let settings = Settings::new(path, StageStyle::default());
            format!("{} {}", settings.plans.join(" "), settings.template)
        };
        assert_eq!(plans("docs/rollouts/checkout.md"), "docs/rollouts/**/*.md docs/rollouts/TEMPLATE.md");
        assert_eq!(plans("docs/ROLLOUT_PLAN.md"), "docs/ROLLOUT_*.md docs/ROLLOUT_TEMPLATE.md");
        assert_eq!(plans("checkout-rollout.md"), "*-rollout*.md rollouts/TEMPLATE.md");
        assert_eq!(plans("docs/plan.md"), "docs/{plan-*,plan}.md docs/ROLLOUT_TEMPLATE.md");
        assert_eq!(plans("docs/checkout.md"), "docs/checkout.md docs/ROLLOUT_TEMPLATE.md");
    }
}
