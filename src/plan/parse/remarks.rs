//! What the first line of an entry says beside its parts. In a table the cell of a decision is read
//! whole; here its remark is what stands behind its word and is no part of its own.

use super::entries::Lead;
use super::log::{LONGEST_LINE, LogReader};
use super::pieces::{behind_address, split};
use crate::markdown::inline;
use crate::outline::Scope;
use crate::plan::decision::read_decision;
use crate::plan::pointers::{leads_on_alone, without_pointers};
use crate::text::{Memo, Span, remembered};
use crate::words::decisions::{is_bare_denial, is_crossed, is_denial, is_denying_name};
use crate::words::entries::BETWEEN;
use std::cell::RefCell;

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
}

/// Whether a character may stand between two parts, and is none of a remark before it.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | ':' | '|' | '·' | '•' | '-' | '–' | '—')
}

impl LogReader<'_> {
    /// Finds the remarks beside the decision of an entry. What takes a decision for going on back
    /// becomes a part of it, so that it is read and shown with it.
    pub(super) fn read_remarks(&self, lead: &mut Lead) {
        let (text, head) = (&self.source.text, lead.head);
        let Some(decision) = lead.decision.filter(|decision| head.contains(*decision)) else { return };
        let line = inline::kept(head.of(text));
        let said = |span: Span| {
            let place = Span::new(span.start - head.start, span.end - head.start);
            let remark = place.of(&line);
            // A link that says only where to look is no remark.
            match leads_on_alone(remark) {
                true => String::new(),
                false => inline::visible(&without_pointers(remark)).trim().to_owned(),
            }
        };
        let behind = behind_address(text, Span::new(decision.end, head.end));
        let (titles, remarks) = (Span::new(head.start, decision.start), Span::new(behind, head.end));
        let is_halt =
            read_decision(decision.of(text), self.policy, self.names).is_some_and(|decision| !decision.is_forward());
        let mut denials = Vec::new();
        for gap in lead.gaps(remarks) {
            let remark = said(gap);
            if !is_halt && is_denial(&remark) {
                denials.push(Span::new(gap.start, gap.start + gap.of(text).trim_end_matches(is_between).len()));
            } else if remark.contains(char::is_alphanumeric) {
                lead.remarks.push(gap);
            }
        }
        if !is_halt {
            let between: Vec<&str> = BETWEEN.iter().collect();
            let gaps = lead.gaps(titles);
            // A sign alone is no piece of the text.
            let is_cross = |gap: &&Span| {
                let signs = said(**gap);
                !signs.contains(char::is_alphanumeric) && is_crossed(&signs)
            };
            denials.extend(gaps.iter().filter(is_cross));
            let titles = gaps.into_iter().flat_map(|gap| split(text, gap, &between));
            denials.extend(titles.filter(|title| is_bare_denial(&said(*title))));
        }
        lead.is_taken_back = !denials.is_empty();
        lead.decision = Some(denials.into_iter().fold(decision, Span::to));
    }

    /// The name of a section or a list around a place of the log that says that what stands there
    /// is not decided: `### Proposed`.
    pub(super) fn denied_above(&self, scope: Scope) -> Option<Span> {
        // A name is short, but a heading may have any length.
        let is_denying = |key: &str| key.len() <= LONGEST_LINE && remembered(&KNOWN, key, is_denying_name);
        self.outline.names_around(scope).find(|(key, _)| is_denying(key)).map(|(_, name)| name)
    }
}

impl Lead {
    /// What is no part of the entry in a place of its first line.
    fn gaps(&self, place: Span) -> Vec<Span> {
        let parts = [self.date, self.stage, self.rationale, self.decided_by, self.rollout];
        let mut parts: Vec<Span> = parts.into_iter().flatten().filter(|part| place.contains(*part)).collect();
        parts.sort_unstable_by_key(|part| (part.start, part.end));
        let (mut gaps, mut at) = (Vec::new(), place.start);
        for part in parts.into_iter().chain([Span::at(place.end)]) {
            gaps.push(Span::new(at.min(part.start), part.start));
            at = at.max(part.end);
        }
        gaps.retain(|gap| !gap.is_empty());
        gaps
    }
}
