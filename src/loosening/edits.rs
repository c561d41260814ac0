//! The edits of configuration and template, each with what it makes laxer.

use super::model::{Configuration, Fault, Laxer, PolicyEdit, PolicyFile};
use super::template;
use crate::config::Policy;
use crate::error::Error;
use crate::finding::{Severity, Side};
use crate::template::{BUILT_IN_NAME, Template};
use crate::text::{Source, Span};

impl PolicyEdit {
    fn new(kind: PolicyFile, base: Option<&Source>, head: Option<&Source>) -> PolicyEdit {
        PolicyEdit { kind, base: base.cloned(), head: head.cloned(), laxer: Vec::new(), fault: None }
    }

    /// What a change made of a configuration. `rules` are all rules with the level
    /// that each has without a configuration, `hidden` the plans that the new one does not look for
    /// any more, `restaged` those in which it does not find each stage of before.
    pub fn of_configuration(
        base: Option<Configuration>,
        head: Option<Configuration>,
        rules: &[(&str, Option<Severity>)],
        hidden: &[String],
        restaged: &[String],
    ) -> PolicyEdit {
        let built_in = Policy::default();
        let (old, new) = (base.map_or(&built_in, |(_, policy)| policy), head.map_or(&built_in, |(_, policy)| policy));
        let (base, head) = (base.map(|(source, _)| source), head.map(|(source, _)| source));
        let mut edit = PolicyEdit::new(PolicyFile::Configuration, base, head);
        if edit.base.as_ref().is_some_and(says_something) && !edit.head.as_ref().is_some_and(says_something) {
            let how = if edit.head.is_none() { "it is deleted" } else { "nothing is left in it" };
            edit.push("configuration", None, format!("{how}, and rolloutlint's own settings count instead"));
        }
        edit.compare_policies(old, new, rules, hidden, restaged);
        edit
    }

    /// A configuration that cannot be read after the change.
    pub(crate) fn of_broken_configuration(base: Option<&Source>, head: &Source, error: &Error) -> PolicyEdit {
        let span = error.place().map_or(Span::at(0), |(_, span)| span);
        let fault = Fault { span, message: error.message().to_owned(), help: error.advice().map(str::to_owned) };
        PolicyEdit { fault: Some(fault), ..PolicyEdit::new(PolicyFile::Configuration, base, Some(head)) }
    }

    /// What a change made of a template that stays where it was. Each version is read by the
    /// configuration that it goes with.
    pub fn of_template(base: (&Source, &Policy), head: Option<(&Source, &Policy)>) -> PolicyEdit {
        let mut edit = PolicyEdit::new(PolicyFile::Template, Some(base.0), head.map(|(source, _)| source));
        let whole = |how: &str| Laxer {
            key: "template".to_owned(),
            words: format!("{how}, and asks for nothing any more"),
            side: Side::Base,
            span: base.0.line_span(1),
        };
        let is_empty = |source: &Source| source.text.trim_matches('\u{feff}').trim().is_empty();
        edit.laxer = match head {
            // It asked for nothing before.
            None if is_empty(base.0) => Vec::new(),
            Some((source, _)) if is_empty(source) && is_empty(base.0) => Vec::new(),
            None => vec![whole("it is deleted")],
            Some((source, _)) if is_empty(source) => vec![whole("it is empty")],
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
    pub(crate) fn of_first_template(
        base: (&Source, &Policy),
        head: (&Source, &Policy),
        configuration: &Source,
    ) -> PolicyEdit {
        let mut edit = PolicyEdit::new(PolicyFile::Template, None, Some(configuration));
        edit.push_other_template(base, head);
        edit
    }

    /// Adds that another template is used that asks for less.
    pub(crate) fn push_other_template(&mut self, base: (&Source, &Policy), head: (&Source, &Policy)) {
        let Some(less) = what_is_less(base, head) else { return };
        // Only a file needs to be called a template.
        let name = |template: &Source, word: &str| match template.path.as_str() {
            BUILT_IN_NAME => BUILT_IN_NAME.to_owned(),
            path => format!("{word}`{path}`"),
        };
        let (head, base) = (name(head.0, "the template "), name(base.0, ""));
        self.push("template", None, format!("{head} asks for less than {base}: {less}"));
    }

    /// Adds that the same template is read otherwise, where nothing else says so.
    pub(crate) fn push_other_reading(&mut self, base: (&Source, &Policy), head: (&Source, &Policy)) {
        let Some(less) = what_is_less(base, head).filter(|_| self.laxer.is_empty()) else { return };
        self.push("template", None, format!("the template `{}` is read so that it asks for less: {less}", head.0.path));
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
