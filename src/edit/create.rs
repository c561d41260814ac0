//! Makes a new plan from a template.

use crate::plan::{Filling, FillingKind, Plan};
use crate::template::{KnownAtFirst, annotation_spans, known_at_first};
use crate::text::{Edit, Source, Span, apply, one_line};
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
pub fn create(template: &Plan, name_label: Option<&str>, new: &NewPlan) -> String {
    let (name, id) = (one_line(&new.name), one_line(&new.id));
    let day = new.today.to_string();
    let owner = new.owner.as_deref().map(one_line);
    let mut edits: Vec<Edit> = Vec::new();
    // A cell that is called like a label is somebody else's.
    for slot in template.slots.iter().filter(|slot| slot.kind != FillingKind::Cell) {
        let known = match known_at_first(&slot.key, name_label) {
            Some(KnownAtFirst::Name) => Some(name.as_str()),
            Some(KnownAtFirst::Id) => Some(id.as_str()),
            Some(KnownAtFirst::Owner) => owner.as_deref(),
            Some(KnownAtFirst::Day) => Some(day.as_str()),
            None => None,
        };
        // Two slots of one name have one value.
        let is_new = |edit: &Edit| edits.iter().all(|other| other.span != edit.span && edit.is_clear_of(other));
        let edit = known.map(|text| fill(slot, text)).filter(is_new);
        edits.extend(edit);
    }
    let filled = edits.len();
    for edit in without_instructions(template) {
        // A title with the name in it is filled in as a whole.
        if edits[..filled].iter().all(|fill| edit.is_clear_of(fill)) {
            edits.push(edit);
        }
    }
    let text = apply(&template.source.text, &edits).expect("no edit overlaps with one before it");
    without_annotations(&text)
}

/// What the template says to rolloutlint is not for its plans.
fn without_annotations(text: &str) -> String {
    let source = Source::new("plan.md", text);
    let edits: Vec<Edit> = annotation_spans(&source)
        .into_iter()
        .map(|span| {
            let (first, last) = (source.line(span.start), source.line(span.end));
            let lines = source.line_span(first).to(source.line_span(last));
            // A comment that has its lines to itself goes with them.
            let around = |from: usize, to: usize| text[from..to].trim().is_empty();
            let is_alone = around(lines.start, span.start) && around(span.end, lines.end);
            let span = match is_alone {
                true => Span::new(lines.start, source.line_span(last + 1).start),
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
    // The paragraph below it, when it says how to use the template. A line with something to fill
    // in, and what follows, belong to the plan.
    let rest = &text[first.end..];
    let lead = rest.len() - rest.trim_start().len();
    let (start, paragraph) = (first.end + lead, &rest[lead..]);
    if paragraph.to_lowercase().starts_with("use this template") {
        let end = ["\n\n", "\r\n\r\n"].iter().filter_map(|gap| paragraph.find(gap)).min().unwrap_or(paragraph.len());
        let whole = Span::new(start, start + end);
        let places = template.slots.iter().map(|slot| slot.value.span).filter(|place| whole.contains(*place));
        let to_fill_in = places.map(|place| template.source.line_span(template.source.line(place.start)).start).min();
        let span = to_fill_in.map_or(Span::new(first.end, whole.end), |line| Span::new(start, line.max(start)));
        edits.push(Edit { span, replacement: String::new() });
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Policy;
    use crate::plan::parse;
    use crate::template::Template;

    /// A plan that is made from the beginning of a template.
    fn made(beginning: &str) -> String {
        let log = "| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n";
        let rest = format!("\n## Stage 1: A\n\n## Stage 2: B\n\n{log}");
        let source = Source::new("docs/template.md", format!("{beginning}{rest}"));
        let template = Template::parse(&source, &Policy::default());
        let plan = parse::parse(source, &template, &Policy::default(), Some(true));
        let (name, id, owner) = ("Faster search".to_owned(), "RO-007".to_owned(), Some("Ann Lee".to_owned()));
        let new = NewPlan { name, id, owner, today: jiff::civil::date(2026, 5, 4) };
        let text = create(&plan, template.name.as_deref(), &new);
        text.strip_suffix(&rest).expect("the rest stays as it is").to_owned()
    }

    #[test]
    fn a_title_with_the_name_in_it_is_filled_in_as_a_whole() {
        assert_eq!(made("# Rollout: [Name] Template\n"), "# Rollout: Faster search\n");
        assert_eq!(made("# Launch Template\n\n**Owner:** [Who]\n"), "# Launch\n\n**Owner:** Ann Lee\n");
    }

    #[test]
    fn two_slots_of_one_name_are_filled_in_once() {
        let twice = "# Rollout: [Name]\n\n**Rollout:** [Name]\n";
        assert_eq!(made(twice), "# Rollout: Faster search\n\n**Rollout:** [Name]\n");
    }

    #[test]
    fn instructions_end_where_something_is_to_be_filled_in() {
        let lead = "# Plan Template\n\nUse this template for all launches.  \n";
        assert_eq!(made(&format!("{lead}\nWhy: because\n")), "# Plan\n\nWhy: because\n");
        let below = format!("{lead}**Rollout ID:** [ID]  \n**Team:** [Team]\n");
        assert_eq!(made(&below), "# Plan\n\n**Rollout ID:** RO-007  \n**Team:** [Team]\n");
    }

    #[test]
    fn annotations_go_and_take_nothing_else_along() {
        let (due, optional) = ("<!-- rolloutlint: due=created -->", "<!--\nrolloutlint: optional\n-->");
        assert_eq!(made(&format!("# Plan\n\n{due}\n{optional}\n**Team:** [T]\n")), "# Plan\n\n**Team:** [T]\n");
        assert_eq!(made(&format!("# Plan\n\n{optional} {due}\n\nWords\n")), "# Plan\n\n\n\nWords\n");
        assert_eq!(made(&format!("# Plan\n\n{optional} Words\n")), "# Plan\n\n Words\n");
        assert_eq!(made(&format!("# Plan\n\n**Team:** [T] {due}\n")), "# Plan\n\n**Team:** [T]\n");
    }
}
