//! Gates of several stages in one list, whose items say by their first words whose they are:
//! `Phase 1 → 2: error rate < 1%`, or the items below `Phase 2`.

use super::gates::GateList;
use super::of_stages::{Ends, ItemOfStage, is_gate_of};
use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::Item;
use crate::plan::log::{Point, Route};
use crate::plan::status::Numbers;
use crate::template::Role;
use crate::text::{Span, fold};
use crate::words::gates::leads_to;

impl Reader<'_> {
    /// The items in the sections for the gates of all stages that say whose they are.
    pub(super) fn items_of_stages(&self) -> &[ItemOfStage] {
        self.items_of_stages.get_or_init(|| {
            let role = |item: &Item| self.section_roles[item.scope.section];
            let is_of_all = |item: &Item| role(item).is_gate() && self.is_gate_of_all(item.scope.section);
            let items: Vec<usize> =
                (0..self.outline.items.len()).filter(|item| is_of_all(&self.outline.items[*item])).collect();
            let list_of = |item: &usize| &self.outline.items[*item];
            let lists = items.chunk_by(|_, other| list_of(other).depth > 1 || self.is_same_list(other));
            lists.flat_map(|list| self.items_in(list)).collect()
        })
    }

    /// Whether an item at the top is of the same list as the one at the top before it.
    fn is_same_list(&self, item: &usize) -> bool {
        let tops = self.outline.items[..*item].iter().rev();
        tops.into_iter()
            .find(|other| other.depth == 1)
            .is_some_and(|other| other.list == self.outline.items[*item].list)
    }

    /// The items of a list that say whose they are. One that does so among others that do not is
    /// about something else.
    fn items_in(&self, list: &[usize]) -> Vec<ItemOfStage> {
        let (mut found, mut tops, mut named) = (Vec::new(), 0, 0);
        let mut own = None;
        for item in list {
            let mut item = self.outline.items[*item].clone();
            let is_top = item.depth == 1;
            if is_top {
                own = self.stage_opening(&item);
                tops += 1;
                named += usize::from(own.is_some());
            }
            let Some((ends, text)) = own else { continue };
            let is_bare = is_top && text.is_empty();
            if is_top && !is_bare {
                item.text = text;
            }
            found.push(ItemOfStage { item, ends, is_bare });
        }
        if named > 1 || named == tops { found } else { Vec::new() }
    }

    /// The stages that the first words of an item name, and the text behind them.
    fn stage_opening(&self, item: &Item) -> Option<(Ends, Span)> {
        let text = self.source.slice(item.text);
        let line = text.lines().next().unwrap_or(text);
        let signs = [":", "：", " — ", " – ", " - "];
        let found = signs.iter().filter_map(|sign| Some((line.find(sign)?, sign.len()))).min();
        let (at, length) = found.unwrap_or((line.len(), 0));
        let ends = self.ends_of_name(&inline::visible(&line[..at]))?;
        let behind = text[at + length..].trim_start_matches(|c: char| c.is_whitespace() || "*_".contains(c));
        let behind = if behind.contains(char::is_alphanumeric) { behind.len() } else { 0 };
        Some((ends, Span::new(item.text.end - behind, item.text.end)))
    }

    /// The stages that the name of a gate in a list is about: `1 → 2`, `Beta`, `Before GA`.
    fn ends_of_name(&self, name: &str) -> Option<Ends> {
        let bare = name.trim_matches(|c: char| c.is_whitespace() || "*_".contains(c));
        if let Route::Move(Point::Stage(from), Point::Stage(to)) = self.names.read_route(bare) {
            return Some((from, to));
        }
        let about = |name: &str| self.names.about(name, Numbers::Count);
        match leads_to(&fold(bare)) {
            Some(stage) => {
                let to = about(stage)?;
                Some((self.names.numbers().rev().find(|number| *number < to)?, to))
            }
            None => about(bare).map(|stage| (stage, stage)),
        }
    }

    /// The lists of a gate among those of all stages, and whether they have boxes.
    pub(super) fn lists_of_all(&self, position: usize, role: Role) -> Vec<GateList<'_>> {
        let number = self.found[position].1.number;
        let is_own = |of_stage: &&ItemOfStage| !of_stage.is_bare && is_gate_of(number, role, of_stage.ends);
        let own = self.items_of_stages().iter().filter(is_own);
        let items = own.map(|of_stage| &of_stage.item);
        let items: Vec<&Item> = items.filter(|item| self.section_roles[item.scope.section] == role).collect();
        let lists = items.chunk_by(|one, other| one.scope.section == other.scope.section);
        lists.map(|list| (list.to_vec(), list.iter().any(|item| item.has_box()))).collect()
    }

    /// Whether an item says whose gate it is of.
    pub(super) fn is_of_a_stage(&self, item: &Item) -> bool {
        let place = |of_stage: &ItemOfStage| of_stage.item.span.start;
        self.items_of_stages().binary_search_by_key(&item.span.start, place).is_ok()
    }
}
