//! Annotations: comments of a template, such as
//! `<!-- rolloutlint: due=entering-1 optional min-rows=1 role=decision-log -->`.

use super::{Role, SlotDue};
use crate::config::Policy;
use crate::outline::{Comment, Outline};
use crate::stage_number::StageNumber;
use crate::text::{Source, Span, fold};

/// The start of each annotation.
pub(super) const PREFIX: &str = "rolloutlint:";

/// An annotation of the block below it, or of the cell or paragraph around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Annotation {
    /// The part of the template that it applies to.
    pub(super) covers: Span,
    pub(super) due: Option<SlotDue>,
    pub(super) optional: bool,
    pub(super) min_rows: Option<usize>,
    pub(super) role: Option<Role>,
}

/// A fault of a template, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TemplateFault {
    pub(crate) span: Span,
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: String,
}

/// The annotations of a template, and the faults in them.
pub(super) fn annotations(source: &Source, outline: &Outline) -> (Vec<Annotation>, Vec<TemplateFault>) {
    let mut annotations = Vec::new();
    let mut faults = Vec::new();
    for comment in &outline.comments {
        let Some(words) = words_of(source, comment) else { continue };
        let mut annotation = Annotation { covers: comment.covers, ..Annotation::default() };
        for word in words.split_whitespace() {
            if let Err((message, help)) = annotation.read(word) {
                faults.push(TemplateFault { span: comment.span, message, help });
            }
        }
        annotations.push(annotation);
    }
    (annotations, faults)
}

/// The annotations of a text, by their places.
pub(crate) fn annotation_spans(source: &Source) -> Vec<Span> {
    let outline = Outline::parse(source, &Policy::default());
    outline.comments.iter().filter(|comment| words_of(source, comment).is_some()).map(|comment| comment.span).collect()
}

/// The words of an annotation. `None` for any other comment.
fn words_of<'s>(source: &'s Source, comment: &Comment) -> Option<&'s str> {
    let inner = source.slice(comment.span).strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    inner.strip_prefix(PREFIX)
}

impl Annotation {
    /// Reads one word of the annotation. The error is a message, and a help.
    fn read(&mut self, word: &str) -> Result<(), (String, String)> {
        let (key, value) = word.split_once('=').unwrap_or((word, ""));
        match key {
            "due" => self.due = Some(read_due(value)?),
            "optional" if value.is_empty() => self.optional = true,
            "min-rows" => {
                let rows = value.parse().map_err(|_| {
                    (
                        format!("`min-rows={value}` is no number"),
                        "write how many rows are needed: `min-rows=1`".to_owned(),
                    )
                })?;
                self.min_rows = Some(rows);
            }
            "role" => self.role = Some(read_role(value)?),
            _ => {
                let known = "due=…, optional, min-rows=N, role=…".to_owned();
                return Err((format!("`{word}` is no annotation"), format!("the annotations are {known}")));
            }
        }
        Ok(())
    }
}

/// The due point that a word names.
fn read_due(value: &str) -> Result<SlotDue, (String, String)> {
    let number = |text: &str| text.parse::<StageNumber>().ok();
    let due = match (value, value.split_once('-')) {
        ("created", _) => Some(SlotDue::Created),
        ("never", _) => Some(SlotDue::Never),
        (_, Some(("entering", "first"))) => Some(SlotDue::EnteringFirst),
        (_, Some(("entering", "second"))) => Some(SlotDue::EnteringSecond),
        (_, Some(("entering", "last"))) => Some(SlotDue::EnteringLast),
        (_, Some(("entering", stage))) => number(stage).map(SlotDue::Entering),
        (_, Some(("leaving", stage))) => number(stage).map(SlotDue::Leaving),
        _ => None,
    };
    due.ok_or_else(|| {
        let help = "write created, entering-N, leaving-N, entering-first, entering-second, entering-last or never";
        (format!("`due={value}` is no due point"), help.to_owned())
    })
}

/// The roles by the names that annotations have for them.
pub(super) const ROLES: &[(&str, Role)] = &[
    ("entry", Role::Entry),
    ("exit", Role::Exit),
    ("activities", Role::Activities),
    ("audience", Role::Audience),
    ("progression", Role::Progression),
    ("gtm", Role::GoToMarket),
    ("rollback", Role::Rollback),
    ("risks", Role::Risks),
    ("decision-log", Role::DecisionLog),
    ("review", Role::Review),
    ("other", Role::Other),
];

/// The role that a word names.
fn read_role(value: &str) -> Result<Role, (String, String)> {
    let found = ROLES.iter().find(|(name, _)| *name == fold(value)).map(|(_, role)| *role);
    found.ok_or_else(|| {
        let names: Vec<&str> = ROLES.iter().map(|(name, _)| *name).collect();
        (format!("`role={value}` is no role"), format!("the roles are {}", names.join(", ")))
    })
}
