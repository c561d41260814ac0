//! What a change to the configuration or to the template makes laxer: the rules of the game as they were, and as they are to be.

mod configuration;
mod statement;
mod template;

use crate::config::Policy;
use crate::error::Error;
use crate::finding::{Severity, Side};
use crate::template::Template;
use crate::text::{Source, Span, fold};

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
            Some(head) => {
                let faults = |(source, policy): (&Source, &Policy)| Template::parse(source, policy).faults;
                edit.fault = faults(head).into_iter().next().filter(|_| faults(base).is_empty()).map(|fault| Fault {
                    span: fault.span,
                    message: fault.message,
                    help: Some(fault.help),
                });
                template::loosened(base, head)
            }
        };
        edit
    }

    /// A team's first template that asks for less than the one that was in force without it. The
    /// configuration names it.
    pub fn of_first_template(base: (&Source, &Policy), head: (&Source, &Policy), configuration: &Source) -> PolicyEdit {
        let head_source = Some(configuration.clone());
        let mut edit =
            PolicyEdit { kind: PolicyFile::Template, base: None, head: head_source, laxer: Vec::new(), fault: None };
        edit.push_other_template(base, head);
        edit
    }

    /// Adds that another template is used that asks for less.
    pub fn push_other_template(&mut self, base: (&Source, &Policy), head: (&Source, &Policy)) {
        let Some(less) = what_is_less(base, head) else { return };
        let words = format!("the template `{}` asks for less than `{}`: {less}", head.0.path, base.0.path);
        self.push("template", None, words);
    }

    /// Adds that the same template is read otherwise, where nothing else says so.
    pub fn push_other_reading(&mut self, base: (&Source, &Policy), head: (&Source, &Policy)) {
        let Some(less) = what_is_less(base, head).filter(|_| self.laxer.is_empty()) else { return };
        self.push("template", None, format!("the template `{}` is read so that it asks for less: {less}", head.0.path));
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
}

/// What a template asks for less than another one: the first thing, and how many more.
fn what_is_less(base: (&Source, &Policy), head: (&Source, &Policy)) -> Option<String> {
    let missing: Vec<String> = template::loosened(base, head).into_iter().map(|missing| missing.words).collect();
    let (first, rest) = missing.split_first()?;
    let more = if rest.is_empty() { String::new() } else { format!(", and {} more", rest.len()) };
    Some(format!("{first}{more}"))
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
