//! Lists of triggers and guardrails that their names, or sentences beside them, take out of force.

use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{Field, Scope};
use crate::plan::measure::read_bound;
use crate::plan::metric::{VoidList, Watches};
use crate::template::metric_columns;
use crate::text::{Memo, Span, fold, remembered};
use crate::words::binding::{makes_unbinding, says_need_not_hold};
use crate::words::force::{is_out_of_force, lasts_until};
use std::cell::RefCell;

/// The most words of a value that only says whether the list below its label is in force.
const LONGEST_REMARK: usize = 5;

impl Reader<'_> {
    /// The lists that nobody is held to, by a remark beside their label or heading. A stage that is
    /// on hold keeps its bars.
    pub(super) fn void_lists(&self) -> Vec<VoidList> {
        let outline = self.outline;
        let labels = outline.fields.iter().enumerate().map(|(index, field)| {
            let scope = Scope { section: field.scope.section, label: Some(index) };
            (scope, Some(field), field.label_span.to(field.value))
        });
        let opens_stage = |index: usize| self.found.iter().any(|(section, _)| *section == index);
        let headings = outline.sections.iter().enumerate().filter(|(index, _)| !opens_stage(*index));
        let headings = headings.map(|(index, section)| (Scope { section: index, label: None }, None, section.heading));
        let is_void = |scope: Scope, label: Option<&Field>| match label {
            Some(field) => self.is_void(field),
            None => is_void_name(&outline.sections[scope.section].title),
        };
        // Most names have no list of such bars.
        let lists: Vec<(Scope, Option<&Field>, Span)> =
            labels.chain(headings).filter(|(scope, ..)| self.may_watch(*scope)).collect();
        let is_struck = |name: Span| inline::is_struck_out(self.source, name);
        let voids = lists.iter().copied().filter(|(scope, label, name)| is_void(*scope, *label) || is_struck(*name));
        let says = |span: Span| says_need_not_hold(&fold(&inline::visible(self.source.slice(span))));
        let prose = outline.prose.iter().filter(|prose| prose.item.is_none() && says(prose.span));
        let voids = voids.chain(prose.map(|prose| (prose.scope, None, prose.span)));
        let list = |scope: Scope, name: Span| {
            let text = inline::visible(self.source.slice(name)).into_owned();
            Some(VoidList { watches: self.watches(scope)?, stage: self.stage_around(scope), name, text, for_now: None })
        };
        let mut found: Vec<VoidList> = voids.filter_map(|(scope, _, name)| list(scope, name)).collect();
        for (scope, _, name) in lists {
            let lasts = lasts_until(&fold(&inline::visible(self.source.slice(name))));
            if lasts && found.iter().all(|known| known.name != name) {
                let below = self.below(scope, name);
                found.extend(list(scope, name).map(|list| VoidList { for_now: Some(below), ..list }));
            }
        }
        found
    }

    /// What stands in a scope behind its name: items and tables.
    fn below(&self, scope: Scope, name: Span) -> Span {
        let items = self.outline.items.iter().filter(|item| item.scope == scope).map(|item| item.span);
        let tables = self.outline.tables.iter().filter(|table| table.scope == scope).map(|table| table.span);
        items.chain(tables).filter(|span| span.start >= name.end).fold(name, Span::to)
    }

    /// Whether triggers, guardrails or a table stand in a scope.
    fn may_watch(&self, scope: Scope) -> bool {
        let has_table = || self.outline.tables.iter().any(|table| table.scope == scope);
        self.holds_triggers(scope) || self.holds_guardrails(scope) || has_table()
    }

    /// Whether a scope stands below the name of guardrails.
    pub(super) fn holds_guardrails(&self, scope: Scope) -> bool {
        self.around().guards.has(scope)
    }

    fn holds_triggers(&self, scope: Scope) -> bool {
        self.rollback.holds_triggers(scope) || (scope.label.is_none() && self.rollback.is_plan(scope.section))
    }

    /// Whether a label says that nothing below it is in force.
    pub(super) fn is_void(&self, field: &Field) -> bool {
        if is_void_name(&field.label) {
            return true;
        }
        let value = inline::visible(self.source.slice(field.value));
        let is_short = !value.is_empty() && value.split_whitespace().count() <= LONGEST_REMARK;
        is_short && read_bound(&value).is_none() && is_out_of_force(&fold(&value))
    }

    /// What stands in a scope; `None` when nothing there watches the rollout.
    fn watches(&self, scope: Scope) -> Option<Watches> {
        if self.holds_triggers(scope) {
            return Some(Watches::Triggers);
        }
        let guards = self.outline.tables.iter().filter(|table| table.scope == scope).any(|table| {
            let columns = metric_columns(&table.keys());
            columns.is_some_and(|columns| {
                self.metrics_table(table, columns, &[]).metrics.iter().any(|row| row.is_guardrail)
            })
        });
        (guards || self.holds_guardrails(scope)).then_some(Watches::Guardrails)
    }
}

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
}

/// Whether a name, or what stands behind it in brackets or behind a dash, takes it out of force.
fn is_void_name(name: &str) -> bool {
    let remark =
        |name: &str| name.find(['(', '（', '[', '—', '–']).is_some_and(|at| is_out_of_force(&fold(&name[at..])));
    remembered(&KNOWN, name, |name| remark(name) || makes_unbinding(&fold(name)))
}
