//! Makes a new plan from a template.

use crate::plan::{Filling, FillingKind, Plan};
use crate::template::annotation_spans;
use crate::text::{Edit, Source, Span, apply};
use jiff::civil::Date;

/// What is known of a new rollout.
#[derive(Clone, Debug)]
pub struct NewPlan {
    /// Its name.
    pub name: String,
    /// Its Rollout ID.
    pub id: String,
    /// Who owns it, when that is known.
    pub owner: Option<String>,
    /// The day it is made on.
    pub today: Date,
}

/// The text of a new plan: the template, with what is known filled in. `template` is the template
/// read as if it were a plan, `name_label` the folded label that its name stands behind.
pub fn create(template: &Plan, name_label: &str, new: &NewPlan) -> String {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, id) = (one_line(&new.name), one_line(&new.id));
    let day = new.today.to_string();
    let owner = new.owner.as_deref().map(one_line);
    let mut edits: Vec<Edit> = Vec::new();
    // A cell that is called like a label is somebody else's.
    for slot in template.slots.iter().filter(|slot| slot.kind != FillingKind::Cell) {
        let known = match slot.key.as_str() {
            key if key == name_label => Some(name.as_str()),
            "rollout id" => Some(id.as_str()),
            "owner" => owner.as_deref(),
            "created" => Some(day.as_str()),
            key if key.contains("last updated") || key.contains("plan created") => Some(day.as_str()),
            _ => None,
        };
        edits.extend(known.map(|text| fill(slot, text)));
    }
    edits.extend(without_instructions(template));
    let text =
        apply(&template.source.text, &edits).expect("each slot is filled once, and none stands in the instructions");
    without_annotations(&text)
}

/// What the template says to rolloutlint is not for its plans.
fn without_annotations(text: &str) -> String {
    let source = Source::new("plan.md", text);
    let edits: Vec<Edit> = annotation_spans(&source)
        .into_iter()
        .map(|span| {
            let line = source.line_span(source.line(span.start));
            // A comment that has its line to itself goes with the line.
            let around = |from: usize, to: usize| text[from..to].trim().is_empty();
            let is_alone = around(line.start, span.start) && around(span.end, line.end.max(span.end));
            let span = match is_alone {
                true => Span::new(line.start, source.line_span(source.line(span.end) + 1).start.max(span.end)),
                false => Span::new(text[..span.start].trim_end_matches(' ').len(), span.end),
            };
            Edit { span, replacement: String::new() }
        })
        .collect();
    apply(text, &edits).expect("comments stand beside each other")
}

fn fill(slot: &Filling, text: &str) -> Edit {
    super::record::fill_value(&slot.value, text)
}

/// A template's title and its first words speak of the template; a plan has no use for them.
fn without_instructions(template: &Plan) -> Vec<Edit> {
    let text = &template.source.text;
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let first = template.source.line_span(template.source.line(start));
    let title = &text[start..first.end];
    let bare = title.trim_end().strip_suffix(" Template").filter(|_| title.starts_with("# "));
    let Some(bare) = bare else { return Vec::new() };
    let mut edits = vec![Edit { span: Span::new(start + bare.len(), first.end), replacement: String::new() }];
    // The paragraph below it, when it says how to use the template.
    let rest = &text[first.end..];
    let lead = rest.len() - rest.trim_start().len();
    let paragraph = &rest[lead..];
    if paragraph.to_lowercase().starts_with("use this template") {
        let end = ["\n\n", "\r\n\r\n"].iter().filter_map(|gap| paragraph.find(gap)).min().unwrap_or(paragraph.len());
        edits.push(Edit { span: Span::new(first.end, first.end + lead + end), replacement: String::new() });
    }
    edits
}
