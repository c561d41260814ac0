//! Sentences that say when the rollout goes back, wherever they stand:
//! `We roll back when the error rate is above 2%.`

use super::reader::Reader;
use crate::markdown::inline;
use crate::plan::Trigger;
use crate::plan::measure;
use crate::template::Role;
use crate::text::{Memo, Span, fold, remembered};
use crate::words::gates::is_past;
use crate::words::going_back::case_of_going_back;
use std::cell::RefCell;

/// A longer text is not taken apart, in bytes.
const LONGEST: usize = 2000;

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
}

impl Reader<'_> {
    /// The sentences of paragraphs and items that say with a bound when the rollout goes back. What
    /// stands in a gate is read there.
    pub(super) fn trigger_sentences(&self) -> Vec<Trigger> {
        let outline = self.outline;
        let prose = outline.prose.iter().map(|prose| (prose.span, prose.scope));
        let items = outline.items.iter().filter(|item| !item.is_field).map(|item| (item.text, item.scope));
        let is_of_past = self.sections_of_past();
        let mut found = Vec::new();
        for (span, scope) in prose.chain(items).filter(|(span, _)| self.may_go_back(*span)) {
            if is_of_past[scope.section] || self.is_in_gate(scope) {
                continue;
            }
            let sentences = sentences(self.source.slice(span)).map(|sentence| sentence.shifted(span.start));
            found.extend(sentences.filter(|span| self.goes_back(*span)).filter_map(|span| self.trigger(span, scope)));
        }
        found
    }

    /// Whether a text has a number, and is no page of its own. Most end here.
    fn may_go_back(&self, span: Span) -> bool {
        let text = self.source.slice(span);
        text.len() <= LONGEST && text.contains(|c: char| c.is_ascii_digit() || !c.is_ascii())
    }

    /// Whether a sentence says with a bound when the rollout goes back.
    pub(super) fn goes_back(&self, span: Span) -> bool {
        remembered(&KNOWN, self.source.slice(span), |text| {
            let folded = fold(&inline::visible(text));
            case_of_going_back(&folded).is_some_and(|case| measure::read_bound(case).is_some())
        })
    }

    /// Whether each section tells what was, or one around it does.
    fn sections_of_past(&self) -> Vec<bool> {
        self.outline.sections_within(|section| {
            let is_record = matches!(self.section_roles[section], Role::Review | Role::DecisionLog);
            is_record || is_past(&self.outline.sections[section].key)
        })
    }
}

/// The places of the sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + (text[at..].len() - text[at..].trim_start().len());
        let rest = &text[start..];
        if rest.is_empty() {
            return None;
        }
        let is_end = |(place, sign): &(usize, char)| {
            let behind = &rest[place + sign.len_utf8()..];
            *sign == '。' || (matches!(sign, '.' | '!' | '?') && behind.starts_with(char::is_whitespace))
        };
        let end = rest.char_indices().find(is_end).map_or(rest.len(), |(place, sign)| place + sign.len_utf8());
        at = start + end;
        Some(Span::new(start, at))
    })
}
