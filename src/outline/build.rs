//! Builds the outline of a file from the blocks of its Markdown.

use super::boxes::{BoxForm, CheckBox, box_of, glued_marker};
use super::comments::{comments, whole_block};
use super::gate_labels::{names_gate, promote_bare_labels, promote_gate_labels};
use super::headings::bare_heading;
use super::labels::{labels, unbroken};
use super::model::{AroundItems, Field, Header, Item, Outline, Prose, Scope, Section, Table, TableRow};
use super::promote::promote;
use crate::config::Policy;
use crate::markdown::{self, Block, BlockKind, Document, Row, inline};
use crate::stage_heading::without_marks;
use crate::text::{Source, Span, fold, without_drawings, without_number};
use crate::words::labels::asks_for_value;
use memchr::memmem;

impl Outline {
    /// The outline of a file. Never fails.
    pub(crate) fn parse(source: &Source, policy: &Policy) -> Outline {
        let mut document = markdown::parse(source);
        promote(&mut document, source, policy);
        promote_gate_labels(&mut document, source, policy);
        promote_bare_labels(&mut document, source);
        Builder::new(source, policy).build(document)
    }
}

/// An outline under construction, block by block.
pub(super) struct Builder<'a> {
    pub(super) source: &'a Source,
    pub(super) policy: &'a Policy,
    pub(super) outline: Outline,
    /// The section that the next block belongs to.
    pub(super) section: usize,
    /// The last label without a value: it opens a group.
    pub(super) group: Option<usize>,
    /// The label in force for the next block: that of the group, or one with a value inside the
    /// group.
    pub(super) label: Option<usize>,
    /// Whether the group already has an item or a table.
    pub(super) group_has_content: bool,
    /// Whether something else stands behind the list or the table right below the group's label.
    pub(super) is_beyond: bool,
    /// Where the quote around the next block begins.
    pub(super) quote: Option<usize>,
    /// The labels among the list items around the next block, each with its depth.
    pub(super) item_labels: Vec<(usize, usize)>,
    /// What holds around the list whose items are stages, while one of them is open.
    pub(super) around_items: Option<AroundItems>,
    /// The list at the top level that the next block may go on, with its scope.
    open_list: Option<(usize, Scope)>,
    /// The table that a row belongs to after a blank line or a comment.
    open_table: Option<usize>,
    /// The offsets at which the text of a link may end. Most files have few.
    link_ends: Vec<usize>,
    /// The offsets at which a comment begins. Most files have none.
    comment_starts: Vec<usize>,
    /// Whether items stand inside of the next block.
    heads_items: bool,
    /// The section whose heading asks for a value, until its first block: its title and its key.
    pub(super) asking: Option<(String, String)>,
    /// The block that the last comment covers: its start, and its span with all items when it is a
    /// list.
    covered: Option<(usize, Span)>,
}

/// How far the labels of some lines reach.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// A label has a value on its own lines only. So it is in lists.
    Line,
    /// The same in a heading, where a colon at the end is no label.
    Heading,
    /// A label also heads the blocks below it, up to the next label.
    Following,
}

impl<'a> Builder<'a> {
    fn new(source: &'a Source, policy: &'a Policy) -> Builder<'a> {
        let root = Section {
            level: 0,
            heading: Span::at(0),
            title: String::new(),
            key: String::new(),
            span: Span::new(0, source.text.len()),
            parent: None,
            is_listed: false,
        };
        Builder {
            source,
            policy,
            outline: Outline { sections: vec![root], ..Outline::default() },
            section: 0,
            group: None,
            label: None,
            group_has_content: false,
            is_beyond: false,
            quote: None,
            item_labels: Vec::new(),
            around_items: None,
            open_list: None,
            open_table: None,
            link_ends: offsets_of(source, "]("),
            comment_starts: offsets_of(source, "<!--"),
            heads_items: false,
            asking: None,
            covered: None,
        }
    }

    fn build(mut self, document: Document) -> Outline {
        self.outline.front_matter = document.front_matter;
        self.outline.front_matter_fault = document.front_matter_fault;
        self.outline.conflicts = document.conflicts;
        // About each second block is a label, or has one.
        let items = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Item { .. })).count();
        self.outline.items.reserve(items);
        self.outline.fields.reserve(document.blocks.len() / 2);
        // For each block, the next one below it that a comment can cover.
        let mut below = vec![document.blocks.len(); document.blocks.len()];
        for index in (1..document.blocks.len()).rev() {
            let is_html = matches!(document.blocks[index].kind, BlockKind::Html);
            below[index - 1] = if is_html { below[index] } else { index };
        }
        for (index, block) in document.blocks.iter().enumerate() {
            let keeps_table_open =
                matches!(block.kind, BlockKind::Html | BlockKind::Table { .. } | BlockKind::Paragraph);
            if !keeps_table_open {
                self.open_table = None;
            }
            let ends_list = match block.kind {
                BlockKind::Item { .. } | BlockKind::Html => false,
                BlockKind::Paragraph => block.depth == 0 && !self.is_glued_item(block.lines.first()),
                _ => true,
            };
            if ends_list {
                self.open_list = None;
            }
            if ends_list && block.depth == 0 {
                self.end_stage_item(block.span.start);
            }
            self.quote_around(block);
            self.links_of(block);
            self.comments_of(block, &document.blocks[below[index]..]);
            let is_inside = |next: &Block| matches!(next.kind, BlockKind::Item { .. }) && next.depth > block.depth;
            self.heads_items = document.blocks.get(index + 1).is_some_and(is_inside);
            if !matches!(block.kind, BlockKind::Html) {
                self.value_below_heading(block);
            }
            match &block.kind {
                BlockKind::Heading { level, setext } => self.heading(block, *level, *setext),
                BlockKind::Paragraph => self.paragraph(block),
                BlockKind::Label => {
                    self.add_found(block.lines.iter().map(|line| (*line, Span::at(line.end))), Reach::Following)
                }
                BlockKind::Item { list } => self.item(block, *list),
                BlockKind::Table { rows } => self.table(block, rows),
                BlockKind::Rule if block.depth == 0 && self.group_has_content => self.end_group(None),
                BlockKind::Code | BlockKind::Html => self.outline.raw.push(block.span),
                BlockKind::Rule => {}
            }
        }
        let lists = self.outline.lists_with(|form| form != BoxForm::Doubtful);
        self.outline.settle_boxes(|item| lists.binary_search(&item.list).is_ok());
        self.outline
    }

    /// Whether a line is an item whose marker stands right before its box, so that Markdown takes
    /// it for text.
    fn is_glued_item(&self, line: Option<&Span>) -> bool {
        line.is_some_and(|line| glued_marker(self.source.slice(*line)).is_some())
    }

    /// The lines of a text before the first such item, and the lines from there on.
    fn before_glued<'l>(&self, lines: &'l [Span], from: usize) -> (&'l [Span], &'l [Span]) {
        let at = lines.iter().skip(from).position(|line| self.is_glued_item(Some(line)));
        lines.split_at(at.map_or(lines.len(), |at| from + at))
    }

    /// Adds the items of some lines, each of which begins with a line as above.
    fn glued_items(&mut self, lines: &[Span], depth: usize) {
        let mut rest = lines;
        while let Some(first) = rest.first() {
            let (own, others) = self.before_glued(rest, 1);
            let around = self.outline.items.last().filter(|_| depth > 0);
            let list = around.map_or(first.start, |item| item.list);
            self.add_item(own, first.to(*own.last().unwrap_or(first)), list, depth.max(1));
            rest = others;
        }
    }

    /// The key of a label, a title or a header, see [`Section::key`].
    pub(super) fn key(&self, label: &str) -> String {
        let folded = fold(without_drawings(label));
        // A drawing may stand behind the number: `1. 📊 Status`.
        let bare = without_drawings(without_number(&folded));
        let meant = |key| Some(self.policy.canonical(key)).filter(|meant| *meant != key);
        let of_bare = || if bare.len() < folded.len() { meant(bare) } else { None };
        match meant(&folded).or_else(of_bare) {
            Some(meant) => meant.to_owned(),
            None => folded,
        }
    }

    fn links_of(&mut self, block: &Block) {
        if !has_one_in(&self.link_ends, block.span) {
            return;
        }
        for text in texts_of(block) {
            let targets = inline::link_targets(self.source.slice(*text));
            self.outline.links.extend(targets.into_iter().map(|target| target.shifted(text.start)));
        }
    }

    fn comments_of(&mut self, block: &Block, below: &[Block]) {
        if !has_one_in(&self.comment_starts, block.span) {
            return;
        }
        if matches!(block.kind, BlockKind::Html) {
            let covers = match (below.first(), self.covered) {
                (None, _) => Span::at(block.span.end),
                // All comments before a block cover the same block.
                (Some(first), Some((start, span))) if start == first.span.start => span,
                (Some(first), _) => {
                    let span = whole_block(below);
                    self.covered = Some((first.span.start, span));
                    span
                }
            };
            return self.outline.comments.extend(comments(self.source, block.span, covers));
        }
        for text in texts_of(block) {
            let is_cell = matches!(block.kind, BlockKind::Table { .. });
            let covers = if is_cell { *text } else { block.span };
            self.outline.comments.extend(comments(self.source, *text, covers));
        }
    }

    pub(super) fn scope(&self) -> Scope {
        Scope { section: self.section, label: self.label }
    }

    fn heading(&mut self, block: &Block, level: u8, setext: bool) {
        // Nobody means a label right above `---` as a heading. It is read as text.
        let is_label =
            |line: &Span| !labels(self.source, *line).is_empty() && self.source.slice(*line).starts_with("**");
        if setext && block.lines.iter().any(is_label) {
            let underline = self.source.line_span(self.source.line(block.span.end));
            self.outline.accidental_headings.extend(block.lines.last().map(|line| (*line, underline)));
            return self.paragraph(block);
        }
        let heading = match (block.lines.first(), block.lines.last()) {
            (Some(first), Some(last)) => first.to(*last),
            _ => Span::at(block.span.start),
        };
        let around = self.outline.sections_around(self.section);
        let parent = around.into_iter().find(|section| self.outline.sections[*section].level < level).unwrap_or(0);
        let start = block.span.start;
        let mut closed = self.section;
        while self.outline.sections[closed].level >= level {
            self.outline.sections[closed].span.end = start;
            closed = self.outline.sections[closed].parent.unwrap_or(0);
        }
        let heading = bare_heading(self.source, heading);
        let title = inline::visible(self.source.slice(heading)).into_owned();
        let span = Span::new(start, self.source.text.len());
        let key = self.key(without_marks(&title));
        let (parent, is_listed) = (Some(parent), false);
        self.outline.sections.push(Section { level, heading, title, key, span, parent, is_listed });
        self.section = self.outline.sections.len() - 1;
        self.forget_labels();
        let Section { title, key, .. } = &self.outline.sections[self.section];
        self.asking = asks_for_value(key.trim_end_matches([':', '：', '!', '.'])).then(|| (title.clone(), key.clone()));
        let lines = if block.lines.len() == 1 { std::slice::from_ref(&heading) } else { &block.lines };
        self.add_fields(lines, Reach::Heading);
    }

    fn paragraph(&mut self, block: &Block) {
        if let Some(table) = self.open_table
            && !block.lines.is_empty()
            && block.lines.iter().all(|line| is_row(self.source.slice(*line)))
        {
            let rows = block.lines.iter().map(|line| TableRow {
                span: *line,
                cells: markdown::split_cells(self.source, *line),
                detached: true,
            });
            self.outline.tables[table].rows.extend(rows);
            return;
        }
        self.open_table = None;
        if block.depth == 0 {
            self.item_labels.clear();
        }
        let (text, glued) = self.before_glued(&block.lines, 0);
        let is_top = block.depth == usize::from(self.around_items.is_some());
        let fields = self.outline.fields.len();
        let ends_reach = block.depth == 0 && !text.is_empty() && self.group_has_content && !self.is_remark(block);
        self.is_beyond |= ends_reach;
        self.add_fields(text, if is_top { Reach::Following } else { Reach::Line });
        let is_bare = self.outline.fields.len() == fields;
        let is_behind = block.depth == 0 && self.group_has_content;
        if let (Some(first), Some(last), true) = (text.first(), text.last(), is_bare) {
            let item = (block.depth > 0).then(|| self.outline.items.len().saturating_sub(1));
            self.outline.prose.push(Prose { span: first.to(*last), scope: self.scope(), item, is_behind });
        }
        self.glued_items(glued, block.depth);
    }

    /// Whether a line break stands behind a text: two spaces or a backslash at the end of its line.
    fn ends_with_break(&self, text: Span) -> bool {
        let line = self.source.line_span(self.source.line(text.end));
        let behind = self.source.slice(Span::new(text.end, line.end.max(text.end)));
        behind.starts_with("  ") || behind.trim_start().starts_with('\\')
    }

    /// Adds the fields of some lines.
    fn add_fields(&mut self, lines: &[Span], reach: Reach) {
        let mut found: Vec<(Span, Span)> = Vec::new();
        for line in unbroken(self.source, lines).iter() {
            let labels = labels(self.source, *line);
            match found.last_mut() {
                // A line without a label continues the value above it, up to a line break.
                Some((_, value)) if labels.is_empty() => {
                    if value.is_empty() {
                        *value = *line;
                    } else if !self.ends_with_break(*value) {
                        *value = value.to(*line);
                    }
                }
                _ => found.extend(labels),
            }
        }
        if reach == Reach::Heading && found.iter().all(|(_, value)| value.is_empty()) {
            return;
        }
        self.add_found(found, reach);
    }

    /// Adds a field for each label, with its value.
    fn add_found(&mut self, found: impl IntoIterator<Item = (Span, Span)>, reach: Reach) {
        for (label_span, value) in found {
            let label = inline::visible(self.source.slice(label_span)).trim_end_matches([':', '：']).trim().to_owned();
            let opens_group = value.is_empty();
            let parent = match reach {
                Reach::Following if opens_group => self.group_parent(),
                Reach::Following => self.group,
                Reach::Line | Reach::Heading => self.label,
            };
            let key = self.key(&label);
            let scope = Scope { section: self.section, label: parent };
            self.outline.fields.push(Field { label, key, label_span, value, scope });
            let index = self.outline.fields.len() - 1;
            if reach != Reach::Following {
                continue;
            }
            self.label = Some(index);
            if opens_group {
                self.group = Some(index);
                self.group_has_content = false;
                self.is_beyond = false;
            }
        }
    }

    fn item(&mut self, block: &Block, list: usize) {
        let (own, glued) = self.before_glued(&block.lines, 1);
        if let Some(below) = self.stage_item(block, list, own) {
            self.add_fields(below, Reach::Following);
            return self.glued_items(glued, block.depth);
        }
        if block.depth == 1 {
            self.end_stage_item(block.span.start);
        }
        let end = if glued.is_empty() { block.span.end } else { own.last().map_or(block.span.end, |line| line.end) };
        self.add_item(own, Span::new(block.span.start, end), list, block.depth);
        self.glued_items(glued, block.depth);
    }

    /// Adds an item by the lines of its text. The span has the item's marker, too.
    pub(super) fn add_item(&mut self, lines: &[Span], span: Span, list: usize, depth: usize) {
        let content = match (lines.first(), lines.last()) {
            (Some(first), Some(last)) => first.to(*last),
            _ => Span::at(span.end),
        };
        let is_markdown = content.start > span.start || lines.is_empty();
        let marker = if is_markdown { 0 } else { glued_marker(self.source.slice(content)).unwrap_or(0) };
        self.group_has_content = true;
        self.item_labels.retain(|(other, _)| *other < depth);
        let outer = self.label;
        if let Some((_, label)) = self.item_labels.last() {
            self.label = Some(*label);
        }
        let scope = self.scope();
        let list = if depth == 1 { self.list_at(list, scope) } else { list };
        let start = content.start + marker;
        let bare = Span::new(start, content.end);
        let found = box_of(self.source.slice(bare)).map(|boxed| boxed.shifted(start)).map(|boxed| {
            let form = if marker > 0 { BoxForm::Malformed } else { boxed.checkbox.form };
            (CheckBox { form, ..boxed.checkbox }, boxed.text)
        });
        // A sign in front is no part of the text in any list.
        let is_sign = |checkbox: &CheckBox| {
            checkbox.span.start == start && self.source.slice(checkbox.span).starts_with(|c: char| !c.is_ascii())
        };
        let (sure, doubtful) = match found {
            Some((checkbox, _)) if checkbox.form != BoxForm::Doubtful || is_sign(&checkbox) => (found, None),
            _ => (None, found),
        };
        let before = self.outline.fields.len();
        if sure.is_none() {
            self.add_fields(lines, Reach::Line);
            // The name of a gate above its items needs no sign of a label.
            let has_none = self.outline.fields.len() == before && self.heads_items;
            if let [line] = lines[..]
                && has_none
                && names_gate(self.source.slice(line))
            {
                self.add_found([(line, Span::at(line.end))], Reach::Line);
            }
        }
        let is_field = self.outline.fields.len() > before;
        if is_field {
            self.item_labels.push((depth, before));
        }
        let checkbox = sure.map(|(checkbox, _)| checkbox);
        let text = sure.map_or(bare, |(_, text)| text);
        let is_beyond = self.is_beyond;
        self.outline.items.push(Item {
            list,
            depth,
            checkbox,
            text,
            doubtful,
            content,
            is_field,
            span,
            scope,
            is_beyond,
        });
        self.label = outer;
    }

    /// The list of an item at the top level, by the list that Markdown gives it.
    fn list_at(&mut self, list: usize, scope: Scope) -> usize {
        let first = self.open_list.filter(|(_, open)| *open == scope).map_or(list, |(first, _)| first);
        self.open_list = Some((first, scope));
        first
    }

    fn table(&mut self, block: &Block, rows: &[Row]) {
        self.group_has_content = true;
        let Some((header, rows)) = rows.split_first() else { return };
        let header_of = |span: &Span| {
            let text = inline::visible(self.source.slice(*span)).into_owned();
            Header { key: self.key(&text), text }
        };
        let columns: Vec<Header> = header.cells.iter().map(header_of).collect();
        // To Markdown a line of text right below a table is a row. To its writer it is not.
        let rows = rows.iter().filter(|row| self.source.slice(row.span).contains('|'));
        let rows: Vec<TableRow> =
            rows.map(|row| TableRow { span: row.span, cells: row.cells.clone(), detached: false }).collect();
        let scope = self.scope();
        let (span, is_beyond) = (block.span, self.is_beyond);
        let table = Table { header: columns, header_span: header.span, rows, span, scope, is_beyond };
        self.is_beyond |= block.depth == 0;
        if self.holds_stages(&table) {
            self.stage_rows(&table);
        } else if table.holds_labels() {
            for row in table.rows.iter().filter(|row| row.cells.len() == table.header.len()) {
                let label = inline::visible(self.source.slice(row.cells[0])).trim_end_matches([':', '：']).to_owned();
                let key = self.key(&label);
                self.outline.fields.push(Field { label, key, label_span: row.cells[0], value: row.cells[1], scope });
            }
        }
        self.outline.tables.push(table);
        self.open_table = Some(self.outline.tables.len() - 1);
    }
}

/// The offsets of some signs in a file.
fn offsets_of(source: &Source, signs: &str) -> Vec<usize> {
    memmem::find_iter(source.text.as_bytes(), signs).collect()
}

/// Whether any of some offsets, which are sorted, lies in a span.
fn has_one_in(offsets: &[usize], span: Span) -> bool {
    let next = offsets.partition_point(|offset| *offset < span.start);
    offsets.get(next).is_some_and(|offset| *offset < span.end)
}

/// The texts of a block: its lines, or its cells.
fn texts_of(block: &Block) -> impl Iterator<Item = &Span> {
    let rows = match &block.kind {
        BlockKind::Table { rows } => rows.as_slice(),
        _ => &[],
    };
    block.lines.iter().chain(rows.iter().flat_map(|row| &row.cells))
}

/// Whether a line looks like the row of a table.
fn is_row(line: &str) -> bool {
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<String> {
        let source = Source::new("plan.md", text);
        let outline = Outline::parse(&source, &Policy::default());
        let shown = |field: &Field| {
            let around: Vec<&str> = outline.labels_around(field.scope).map(|field| field.label.as_str()).collect();
            format!("{} = {} {around:?}", field.label, source.slice(field.value))
        };
        outline.fields.iter().map(shown).collect()
    }

    #[test]
    fn fields_are_read_in_every_form_that_teams_write() {
        let text = "## Rollout: New **x**\n\n**Owner:** Ann\n**Lead**: Bo\nfull：width\nPlain: text: more\n\n- Target: 5\n- **Date:**\n  later\n\n> **Quoted:** v\n\n| Field | Value |\n|---|---|\n| **Bet** | B-1 |\n\n*Created: a | Last updated: b*\n\n**A:** 1 · **B:** 2\nhttps://x.y/z\n";
        assert_eq!(
            fields(text),
            [
                "Rollout = New **x** []", "Owner = Ann []", "Lead = Bo []", "full = width []", "Plain = text: more []",
                "Target = 5 [\"Plain\"]", "Date = later [\"Plain\"]", "Quoted = v []", "Bet = B-1 [\"Quoted\"]",
                "Created = a []", "Last updated = b []", "A = 1 []", "B = 2\nhttps://x.y/z []",
            ]
        );
    }

    fn items(text: &str) -> Vec<String> {
        let source = Source::new("plan.md", text);
        let outline = Outline::parse(&source, &Policy::default());
        let shown = |item: &Item| {
            let tick = item
                .checkbox
                .map_or("plain".to_owned(), |checkbox| format!("{:?} {}", checkbox.form, checkbox.is_ticked));
            let around: Vec<&str> = outline.labels_around(item.scope).map(|field| field.label.as_str()).collect();
            format!("{tick}: {} {around:?}", source.slice(item.text))
        };
        outline.items.iter().map(shown).collect()
    }

    #[test]
    fn boxes_are_told_from_links_and_placeholders() {
        let text = "- [ ] open\n- [x] done\n* [X] done\n- [✓] tick\n- [] none\n- [-] dash\n- [x]glued\n- \\[x\\] escaped\n- ☑ glyph\n- [x](link)\n- [Name]\n- plain\n";
        assert_eq!(
            items(text),
            [
                "Standard false: open []", "Standard true: done []", "Standard true: done []",
                "Malformed true: tick []", "Malformed false: none []", "Doubtful false: dash []",
                "Malformed true: glued []", "Malformed true: escaped []", "Doubtful true: glyph []",
                "plain: [x](link) []", "plain: [Name] []", "plain: plain []",
            ]
        );
    }

    #[test]
    fn a_label_is_in_force_until_the_next_one() {
        let text = "**Exit Criteria:**\n\n**Must have:**\n- [ ] a\n\n**Nice to have:**\n- [ ] b\n  - nested\n\n**Notes:**\n- [ ] c\n\n## Next\n- [ ] d\n- Group:\n  - [ ] e\n- [ ] f\n";
        assert_eq!(
            items(text),
            [
                "Standard false: a [\"Must have\", \"Exit Criteria\"]",
                "Standard false: b [\"Nice to have\", \"Exit Criteria\"]",
                "plain: nested [\"Nice to have\", \"Exit Criteria\"]",
                "Standard false: c [\"Notes\", \"Exit Criteria\"]",
                "Standard false: d []",
                "plain: Group: []",
                "Standard false: e [\"Group\"]",
                "Standard false: f []",
            ]
        );
    }

    #[test]
    fn rows_cut_off_by_a_blank_or_comment_line_belong_to_their_table() {
        let source = Source::new(
            "plan.md",
            "| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n<!-- note -->\n| 5 | 6 |\n\ntext\n\n| 7 | 8 |\n",
        );
        let outline = Outline::parse(&source, &Policy::default());
        let rows: Vec<(&str, bool)> =
            outline.tables[0].rows.iter().map(|row| (source.slice(row.cells[0]), row.detached)).collect();
        assert_eq!(rows, [("1", false), ("3", true), ("5", true)]);
    }
}
