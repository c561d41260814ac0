//! Reads the cell of a decision: its word, or the boxes of which one is ticked.

use crate::config::Policy;
use crate::markdown::inline::{self, Piece, PieceKind};
use crate::outline::{InlineBox, Look, inline_boxes};
use crate::plan::stage::StageNames;
use crate::text::{Source, Span, fold};
use crate::words::decisions::{CROSSES, Decision, is_bare_denial, is_crossed, is_denial};
use crate::words::negations::NEGATIONS;
use crate::words::ticks::CROSSED_BOXES;
use std::collections::BTreeSet;

/// What a cell decides, from its Markdown. Of several choices with boxes the ticked one counts:
/// `[ ] Go [x] No-go`. `None` when nothing is decided, or more than one thing.
pub(crate) fn read_decision(cell: &str, policy: &Policy, names: &StageNames) -> Option<Decision> {
    let read = |text: &str| Decision::read_about(text, &policy.decisions, &|name| names.is_stage(name));
    let boxes = boxes_in(cell);
    if boxes.is_empty() {
        // A break parts a remark from the word before it: `Proceed<br>unanimous`.
        return read(&inline::said(cell)).or_else(|| read(&with_dashes(cell)?));
    }
    if let [only] = &boxes[..] {
        let decision = read(before_cross(&without(cell, &[only.checkbox.span])));
        // Alone, a box with a cross may mean either. A way back must not fail by it.
        let is_clear = |decision: &Decision| !decision.is_forward() || !is_crossed_box(cell, only);
        return decision.filter(|_| only.checkbox.is_ticked).filter(is_clear);
    }
    let chosen = |ticked: bool| -> BTreeSet<Decision> {
        let choices = boxes.iter().filter(|choice| choice.checkbox.is_ticked == ticked);
        choices.filter_map(|choice| read(before_cross(&choice.label))).collect()
    };
    let (ticked, open) = (chosen(true), chosen(false));
    match (ticked.first(), ticked.len()) {
        (Some(only), 1) => Some(*only),
        // The boxes are about something else.
        (None, _) if open.is_empty() => {
            read(&without(cell, &boxes.iter().map(|choice| choice.checkbox.span).collect::<Vec<_>>()))
        }
        _ => None,
    }
}

/// Whether the cell of a step takes back a decision for going on, as a reader sees the cell and the
/// words in it that name no stage: `1→2 (vetoed)`, `1→2?`, `[ ] 1→2`.
pub(crate) fn is_taken_back_by(cell: &str, beside: &[String]) -> bool {
    is_denial(&beside.join(" ")) || is_crossed(&inline::said(cell)) || has_open_boxes_alone(cell)
}

/// Whether a cell that tells whether a decision stands says that it does not: `rejected`, `no`,
/// `[ ]`. A sentence may be about anything.
pub(crate) fn denies_standing(cell: &str, policy: &Policy) -> bool {
    let said = inline::said(cell);
    let bare = fold(said.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_short = bare.split_whitespace().count() <= 2;
    let halts = || Decision::read_word(&said, &policy.decisions).is_some_and(|decision| !decision.is_forward());
    (is_short && is_denial(&said))
        || is_bare_denial(&said)
        || NEGATIONS.has(&bare)
        || halts()
        || has_open_boxes_alone(cell)
}

/// Whether a cell has boxes, none of which is clearly ticked.
fn has_open_boxes_alone(cell: &str) -> bool {
    let boxes = boxes_in(cell);
    let is_open = |choice: &InlineBox| !choice.checkbox.is_ticked || (boxes.len() == 1 && is_crossed_box(cell, choice));
    !boxes.is_empty() && boxes.iter().all(is_open)
}

/// Whether a box has a cross in it, which nobody can tell from a refusal where it is the only one.
fn is_crossed_box(cell: &str, choice: &InlineBox) -> bool {
    CROSSED_BOXES.any_in(&inline::visible(choice.checkbox.span.of(cell)))
}

/// The boxes of a cell, by their places in it.
fn boxes_in(cell: &str) -> Vec<InlineBox> {
    // Most cells have a word and nothing else.
    if cell.is_ascii() && !cell.contains(['[', '&', ':']) {
        return Vec::new();
    }
    inline_boxes(&Source::new("", cell), Span::new(0, cell.len()), Look::Everything)
}

/// A cell without some places, as a reader sees it.
fn without(cell: &str, places: &[Span]) -> String {
    let mut kept = String::with_capacity(cell.len());
    let mut at = 0;
    for place in places {
        kept.push_str(&cell[at..place.start]);
        at = place.end;
    }
    kept.push_str(&cell[at..]);
    inline::said(&kept)
}

/// A cell as a reader sees it, with dashes in place of its breaks. `None` where it has none.
fn with_dashes(cell: &str) -> Option<String> {
    let kept = inline::kept(cell);
    let is_break = |piece: &Piece| piece.kind == PieceKind::Hidden && inline::is_break(piece.span.of(&kept));
    let mut lines = vec![0];
    lines.extend(inline::pieces(&kept).filter(is_break).flat_map(|piece| [piece.span.start, piece.span.end]));
    lines.push(kept.len());
    let lines: Vec<&str> = lines.chunks(2).map(|line| &kept[line[0]..line[1]]).collect();
    (lines.len() > 1).then(|| inline::visible(&lines.join(" — ")).into_owned())
}

/// A choice up to the cross that marks the next one: `Go ❌ No-go`.
fn before_cross(label: &str) -> &str {
    let cross = CROSSES.iter().filter_map(|cross| Some((label.find(cross)?, cross.len()))).min();
    let has_words = |text: &str| text.chars().any(char::is_alphanumeric);
    match cross {
        Some((at, length)) if has_words(&label[..at]) && has_words(&label[at + length..]) => &label[..at],
        _ => label,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_choices_the_ticked_one_counts() {
        let read = |text: &str| read_decision(text, &Policy::default(), &StageNames::default()).map(Decision::word);
        for go in [
            "[x] Go [ ] No-go", "[X] Go / [ ] No-go", "Go [x] No-go [ ]", "☑ Go ☐ No-go", "✅ Go ❌ No-go", "✅ GO",
            "Go ✅ (7 of 8)", "Proceed (docs ✅, legal ✅)", "[x] Weiter<br>[ ] Halten", "~~Hold~~ Proceed", "**Go**",
            "[x] 承認 [ ] 保留", "[x] Go ✅", "Proceed<br>unanimous", "Go<br />all of us<br>agree",
        ] {
            assert_eq!(read(go), Some("proceed"), "{go}");
        }
        for hold in ["[ ] Go [x] No-go", "☐ Go ☑ No-go", "Go [ ] No-go [x]", "[ ] Avançar [x] Aguardar", "❌ No-go"]
        {
            assert_eq!(read(hold), Some("hold"), "{hold}");
        }
        for nothing in [
            "[ ] Go [ ] No-go", "[x] Go [x] No-go", "[ ] Go", "☐ Proceed", "❌ Go", "~~Proceed~~", "",
            "Proceed<br>rejected", "Proceed<br>not yet", "Notes<br>Proceed", "Proceed<br>hold until May",
        ] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }
}
