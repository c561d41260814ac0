//! What a change to the configuration or to the template makes laxer: the rules of the game as they were, and as they are to be.

use crate::config::Policy;
use crate::error::Error;
use crate::finding::{Severity, Side};
use crate::stage_number::StageNumber;
use crate::template::{Place, TableSlot, Template};
use crate::text::{Source, Span, fold};
use std::collections::{BTreeMap, BTreeSet};

/// A file that says how plans are judged, and that a change edited.
#[derive(Clone, Debug)]
pub struct PolicyEdit {
    /// Which of the two.
    pub kind: PolicyFile,
    /// The file before the change; `None` when there was none.
    pub base: Option<Source>,
    /// The file after it; `None` when it is gone.
    pub head: Option<Source>,
    /// What became laxer.
    pub laxer: Vec<Laxer>,
    /// Why the file cannot be read any more.
    pub fault: Option<Fault>,
}

/// Which file of those that say how plans are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyFile {
    /// `.rolloutlint.yml`.
    Configuration,
    /// What plans are made from.
    Template,
}

impl PolicyFile {
    /// What people call it.
    pub fn as_str(self) -> &'static str {
        match self {
            PolicyFile::Configuration => "configuration",
            PolicyFile::Template => "template",
        }
    }
}

/// Something that asks for less than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laxer {
    /// What it is, without line numbers and values: `rules/log-order`.
    pub key: String,
    /// What became of it, in words.
    pub words: String,
    /// The version that shows it.
    pub side: Side,
    /// Where in that version.
    pub span: Span,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, in the version after the change.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
}

/// A configuration's text with what it says.
pub type Configuration<'a> = (&'a Source, &'a Policy);

impl PolicyEdit {
    /// What a change made of a configuration. `rules` are all rules with their own severities, `hidden` the plans that the new one does not look for
    /// any more.
    pub fn of_configuration(
        base: Option<Configuration>,
        head: Option<Configuration>,
        rules: &[(&str, Severity)],
        hidden: &[String],
    ) -> PolicyEdit {
        let (built_in, source) =
            (Policy::default(), |side: Option<Configuration>| side.map(|(source, _)| source.clone()));
        let policy =
            |side: Option<Configuration<'_>>| side.map_or_else(|| built_in.clone(), |(_, policy)| policy.clone());
        let mut edit = PolicyEdit {
            kind: PolicyFile::Configuration,
            base: source(base),
            head: source(head),
            laxer: Vec::new(),
            fault: None,
        };
        if edit.base.as_ref().is_some_and(says_something) && !edit.head.as_ref().is_some_and(says_something) {
            let how = if edit.head.is_none() { "it is deleted" } else { "nothing is left in it" };
            edit.push("configuration", None, format!("{how}, and rolloutlint's own settings count instead"));
        }
        edit.compare_policies(&policy(base), &policy(head), rules, hidden);
        edit
    }

    /// A configuration that cannot be read after the change.
    pub fn of_broken_configuration(base: Option<&Source>, head: &Source, error: &Error) -> PolicyEdit {
        let span = error.place().map_or(Span::at(0), |(_, span)| span);
        let fault = Fault { span, message: error.message().to_owned(), help: error.advice().map(str::to_owned) };
        PolicyEdit {
            kind: PolicyFile::Configuration,
            base: base.cloned(),
            head: Some(head.clone()),
            laxer: Vec::new(),
            fault: Some(fault),
        }
    }

    /// What a change made of a template that stays where it was. Each version is read by the configuration that it goes with.
    pub fn of_template(base: (&Source, &Policy), head: Option<(&Source, &Policy)>) -> PolicyEdit {
        let source = head.map(|(source, _)| source.clone());
        let mut edit = PolicyEdit {
            kind: PolicyFile::Template,
            base: Some(base.0.clone()),
            head: source,
            laxer: Vec::new(),
            fault: None,
        };
        let whole = |how: &str| Laxer {
            key: "template".to_owned(),
            words: format!("{how}, and asks for nothing any more"),
            side: Side::Base,
            span: base.0.line_span(1),
        };
        edit.laxer = match head {
            None => vec![whole("it is deleted")],
            Some((source, _)) if source.text.trim_matches('\u{feff}').trim().is_empty() => vec![whole("it is empty")],
            Some(head) => missing_requirements(base, head),
        };
        edit
    }

    /// Adds that another template is used that asks for less.
    pub fn push_other_template(&mut self, base: (&Source, &Policy), head: (&Source, &Policy)) {
        let missing: Vec<String> = missing_requirements(base, head).into_iter().map(|missing| missing.words).collect();
        let Some((first, rest)) = missing.split_first() else { return };
        let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
        let words = format!("the template `{}` asks for less than `{}`: {first}{more}", head.0.path, base.0.path);
        self.push("template", None, words);
    }

    /// Whether the change brings the first configuration, which judges it already, as far as it may.
    pub fn is_first(&self) -> bool {
        self.kind == PolicyFile::Configuration && self.base.is_none()
    }

    /// A version of the file.
    pub fn side(&self, side: Side) -> Option<&Source> {
        match side {
            Side::Base => self.base.as_ref(),
            Side::Head => self.head.as_ref(),
        }
    }

    /// Adds something that became laxer, at the line that says so. `item` is a word of the lines below the key.
    fn push(&mut self, key: &str, item: Option<&str>, words: String) {
        let sides = || [Side::Head, Side::Base].into_iter().filter_map(|side| Some((side, self.side(side)?)));
        let by_item = || sides().find_map(|(side, source)| Some((side, line_of_item(source, key, item?)?)));
        let by_key = || sides().find_map(|(side, source)| Some((side, line_of_key(source, key)?)));
        let first = || sides().map(|(side, source)| (side, source.line_span(1))).next();
        let Some((side, span)) = by_item().or_else(by_key).or_else(first) else { return };
        let key = item.map_or_else(|| key.to_owned(), |item| format!("{key}/{}", fold(item)));
        self.laxer.push(Laxer { key, words, side, span });
    }

    fn compare_policies(&mut self, base: &Policy, head: &Policy, rules: &[(&str, Severity)], hidden: &[String]) {
        if !hidden.is_empty() {
            self.push("plans", None, format!("`plans` no longer matches {}", listed(hidden)));
        }
        if head.fail_on > base.fail_on {
            self.push("fail-on", None, format!("`fail-on` is {} (was {})", head.fail_on, base.fail_on));
        }
        for (id, own) in rules {
            let level = |policy: &Policy| policy.rules.get(*id).copied().unwrap_or(Some(*own));
            let word = |level: Option<Severity>| level.map_or("off", Severity::as_str);
            let (was, is) = (level(base), level(head));
            if is < was {
                self.push("rules", Some(id), format!("the rule `{id}` is {} (was {})", word(is), word(was)));
            }
        }
        if (&head.stage_words, &head.stage_names) != (&base.stage_words, &base.stage_names) {
            self.push("stages", None, "`stages` finds other headings than before".to_owned());
        }
        for (decision, word) in added_words(&base.decisions, &head.decisions) {
            self.push("decisions", Some(&word), format!("`{word}` is read as *{decision}*"));
        }
        for stage in head.skipped.iter().filter(|stage| !base.skipped.contains(stage)) {
            self.push("skipped", Some(&stage.to_string()), format!("stage {stage} is left out"));
        }
        for word in head.not_applicable.iter().filter(|word| !base.not_applicable.contains(word)) {
            self.push("not-applicable", Some(word), format!("`{word}` says that something does not apply"));
        }
        for (word, meant) in head.aliases.iter().filter(|(word, meant)| base.aliases.get(*word) != Some(meant)) {
            self.push("aliases", Some(word), format!("`{word}` is read as `{meant}`"));
        }
        if head.initial_stage.unwrap_or(StageNumber::LOWEST) > base.initial_stage.unwrap_or(StageNumber::LOWEST) {
            let was = base.initial_stage.map_or_else(|| "not set".to_owned(), |stage| stage.to_string());
            let is = head.initial_stage.unwrap_or(StageNumber::LOWEST);
            self.push("initial-stage", None, format!("`initial-stage` is {is} (was {was})"));
        }
        if head.log != base.log {
            let place = |log: &Option<String>| log.as_ref().map_or("the plans".to_owned(), |path| format!("`{path}`"));
            let words = format!("decisions are looked for in {} (was in {})", place(&head.log), place(&base.log));
            self.push("log", None, words);
        }
        for (name, login) in &base.people {
            match head.people.get(name) {
                _ if head.people.is_empty() => {
                    self.push("people", None, "`people` names nobody, so that roles may decide".to_owned());
                    break;
                }
                Some(now) if now != login => {
                    self.push("people", Some(name), format!("`{name}` is `{now}` (was `{login}`)"));
                }
                _ => {}
            }
        }
        // Two names that become one person can sign for each other.
        for (name, login) in head.people.iter().filter(|(name, _)| !base.people.contains_key(*name)) {
            let other = |people: &BTreeMap<String, String>| people.iter().any(|(key, of)| key != name && of == login);
            if other(&base.people) || other(&head.people) {
                self.push("people", Some(name), format!("`{name}` is one person with others: `{login}`"));
            }
        }
    }
}

/// Whether a configuration has anything beside comments.
fn says_something(source: &Source) -> bool {
    source
        .text
        .trim_start_matches('\u{feff}')
        .lines()
        .any(|line| !matches!(line.trim().chars().next(), None | Some('#')))
}

/// How many names are listed before the rest is counted.
const LISTED: usize = 5;

/// `a`, `b` and 3 more.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The words for decisions that were not there before, or that meant another decision.
fn added_words(base: &BTreeMap<String, Vec<String>>, head: &BTreeMap<String, Vec<String>>) -> Vec<(String, String)> {
    let known: BTreeSet<(&String, String)> =
        base.iter().flat_map(|(decision, words)| words.iter().map(move |word| (decision, fold(word)))).collect();
    let words = head.iter().flat_map(|(decision, words)| words.iter().map(move |word| (decision, word)));
    let added = words.filter(|(decision, word)| !known.contains(&(*decision, fold(word))));
    added.map(|(decision, word)| (decision.clone(), word.clone())).collect()
}

/// The line that a key of a configuration stands on.
fn line_of_key(source: &Source, key: &str) -> Option<Span> {
    let is_key = |line: &u32| {
        let text = source.slice(source.line_span(*line)).trim_start_matches(['\u{feff}', '"', '\'', '{', ' ']);
        text.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    };
    (1..=source.line_count()).find(is_key).map(|line| source.line_span(line))
}

/// The line below a key, or its own, that has a word.
fn line_of_item(source: &Source, key: &str, item: &str) -> Option<Span> {
    let first = source.line(line_of_key(source, key)?.start);
    let text = |line: u32| source.slice(source.line_span(line));
    let is_other_key = |line: &u32| text(*line).starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\''));
    let last = (first + 1..=source.line_count()).find(is_other_key).map_or(source.line_count(), |next| next - 1);
    let wanted = fold(item);
    // A remark behind the value may name anything.
    let has_item = |line: &u32| fold(text(*line).split(" #").next().unwrap_or("")).contains(&wanted);
    (first..=last).find(has_item).map(|line| source.line_span(line))
}

// --- templates ---

/// What the one template asks for and the other does not, at its place in the first.
fn missing_requirements(base: (&Source, &Policy), head: (&Source, &Policy)) -> Vec<Laxer> {
    let (before, after) = (Template::parse(base.0, base.1), Template::parse(head.0, head.1));
    let mut found = Missing { source: base.0, before: &before, laxer: Vec::new() };
    // What belongs to a section that is gone is gone with it.
    let mut kept: Vec<(Place, Place)> = vec![(Place::Section(String::new()), Place::Section(String::new()))];
    for section in &before.sections {
        let place = Place::Section(section.key.clone());
        match after.sections.iter().any(|other| other.key == section.key) {
            true => kept.push((place.clone(), place)),
            false => found.push(&place, None, format!("the section `{}` is not asked for any more", section.title)),
        }
    }
    for (index, stage) in before.stages.iter().enumerate() {
        let name = fold(&stage.name);
        let by_name = after.stages.iter().position(|other| !name.is_empty() && fold(&other.name) == name);
        match by_name.or_else(|| after.stages.iter().position(|other| other.number == stage.number)) {
            Some(other) => kept.push((Place::Stage(index), Place::Stage(other))),
            None => found.push(&Place::Stage(index), None, format!("{} is gone", stage.title())),
        }
    }
    for (was, is) in &kept {
        found.compare_places(was, is, &after);
    }
    if !before.log_brackets.is_empty() && after.log_brackets.is_empty() {
        let words = "the decision log has no rows to fill in any more".to_owned();
        found.laxer.push(Laxer { key: "decision-log".to_owned(), words, side: Side::Base, span: base.0.line_span(1) });
    }
    found.laxer
}

/// What is missing in a template, as far as it was looked through.
struct Missing<'a> {
    source: &'a Source,
    before: &'a Template,
    laxer: Vec<Laxer>,
}

impl Missing<'_> {
    fn compare_places(&mut self, was: &Place, is: &Place, after: &Template) {
        let before = self.before;
        let inside = self.name_of(was);
        // The same label may stand under several others.
        let mut left: Vec<&str> = after
            .fields
            .iter()
            .filter(|field| field.place == *is && !field.optional)
            .map(|field| field.key.as_str())
            .collect();
        for field in before.fields.iter().filter(|field| field.place == *was && !field.optional) {
            match left.iter().position(|key| *key == field.key) {
                Some(index) => drop(left.swap_remove(index)),
                None => {
                    self.push(was, Some(&field.label), format!("`{}`{inside} is not asked for any more", field.label))
                }
            }
        }
        let mut left: Vec<(&str, bool)> = after
            .groups
            .iter()
            .filter(|group| group.place == *is)
            .map(|group| (group.key.as_str(), group.boxes))
            .collect();
        for group in before.groups.iter().filter(|group| group.place == *was) {
            let found = left.iter().position(|(key, _)| *key == group.key).map(|index| left.swap_remove(index));
            let words = match found {
                None => format!("`{}`{inside} is gone", group.label),
                Some((_, false)) if group.boxes => format!("`{}`{inside} has no boxes any more", group.label),
                Some(_) => continue,
            };
            self.push(was, Some(&group.label), words);
        }
        let mut left: Vec<&TableSlot> = after.tables.iter().filter(|table| table.place == *is).collect();
        for table in before.tables.iter().filter(|table| table.place == *was) {
            let shared =
                |other: &TableSlot| table.headers.iter().filter(|header| other.headers.contains(header)).count();
            let nearest =
                (0..left.len()).max_by_key(|index| shared(left[*index])).filter(|index| shared(left[*index]) > 0);
            let titles = table.titles.join(" | ");
            let Some(other) = nearest.map(|index| left.swap_remove(index)) else {
                self.push(was, table.titles.first(), format!("the table `{titles}`{inside} is gone"));
                continue;
            };
            let lost = |index: &usize| !other.headers.contains(&table.headers[*index]);
            let columns: Vec<String> =
                (0..table.headers.len()).filter(lost).map(|index| table.titles[index].clone()).collect();
            if !columns.is_empty() {
                let words = format!("the table `{titles}`{inside} lacks {}", listed(&columns));
                self.push(was, table.titles.first(), words);
            }
            let fewer = table.rows.len().saturating_sub(other.rows.len());
            if fewer > 0 {
                let rows = if fewer == 1 { "row" } else { "rows" };
                self.push(was, table.titles.first(), format!("the table `{titles}`{inside} has {fewer} {rows} less"));
            }
        }
        for list in before.lists.iter().filter(|list| list.place == *was) {
            let is_kept = after.lists.iter().any(|other| other.place == *is && other.group == list.group);
            let has_group =
                list.group.is_none() || after.groups.iter().any(|group| Some(&group.key) == list.group.as_ref());
            if let Some(written) = list.slot.written.first().filter(|_| !is_kept && has_group) {
                self.push(was, Some(written), format!("`{written}`{inside} is not to be filled in any more"));
            }
        }
    }

    /// Where something stands, as an addition to its name.
    fn name_of(&self, place: &Place) -> String {
        let title = match place {
            Place::Section(key) => {
                self.before.sections.iter().find(|section| section.key == *key).map(|section| section.title.clone())
            }
            Place::Stage(index) => self.before.stages.get(*index).map(|stage| stage.title()),
        };
        // A plan writes its own name in the place of a bracket.
        let title = title.as_deref().and_then(|title| title.split([':', '[']).next()).map_or("", str::trim);
        if title.is_empty() { String::new() } else { format!(" in {title}") }
    }

    /// Adds something, at the first line of its place that has the words.
    fn push(&mut self, place: &Place, item: Option<&String>, words: String) {
        let source = self.source;
        let text = self.before.texts.iter().find(|text| text.place == *place);
        let start = text.and_then(|text| source.text.find(&text.text)).unwrap_or(0);
        let first = source.line(start);
        let wanted = item.map(|item| fold(item));
        let has_item =
            |line: &u32| wanted.as_ref().is_some_and(|item| fold(source.slice(source.line_span(*line))).contains(item));
        let line = (first..=source.line_count()).find(has_item).unwrap_or(first);
        let key = format!("{place:?}/{}", wanted.unwrap_or_default());
        self.laxer.push(Laxer { key, words, side: Side::Base, span: source.line_span(line) });
    }
}
