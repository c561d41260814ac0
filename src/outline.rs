//! What any plan is made of: sections, labels, fields, list items, boxes and tables. Knows no template and no stage.

use crate::config::Policy;
use crate::markdown::inline::{self, PieceKind};
use crate::markdown::{self, Block, BlockKind, Document, FrontMatterFault, Row};
use crate::text::{Source, Span, fold};

/// A file read as sections with what stands in them, each kind in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The text between the `---` lines at the top of the file.
    pub front_matter: Option<Span>,
    /// What is wrong with it.
    pub front_matter_fault: Option<FrontMatterFault>,
    /// The sections. The first one is the text before any heading, with level 0.
    pub sections: Vec<Section>,
    /// Labels with their values, `**Owner:** Ann`, wherever they stand.
    pub fields: Vec<Field>,
    /// List items.
    pub items: Vec<Item>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Labels that the `---` below them turns into headings, with the line of the dashes.
    pub accidental_headings: Vec<(Span, Span)>,
    /// Conflicts that a merge left behind.
    pub conflicts: Vec<Span>,
    /// The destinations of links and images.
    pub links: Vec<Span>,
    /// HTML comments.
    pub comments: Vec<Comment>,
}

/// An HTML comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `<!--` to `-->`.
    pub span: Span,
    /// What it stands before, a paragraph, a list or a table; inside of one, the cell or the paragraph around it. Empty at the end of the file.
    pub covers: Span,
}

/// A heading with all that stands below it, up to the next heading of its level or above.
#[derive(Clone, Debug)]
pub struct Section {
    /// 1 for `#`; 0 for the text before any heading.
    pub level: u8,
    /// The heading's text.
    pub heading: Span,
    /// The heading as a reader sees it.
    pub title: String,
    /// The title folded for comparison, in the words that the team's configuration means.
    pub key: String,
    /// The whole section, heading included.
    pub span: Span,
    /// The section around it.
    pub parent: Option<usize>,
}

/// Where something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The innermost section.
    pub section: usize,
    /// The label in force: the field whose list, table or paragraph this is.
    pub label: Option<usize>,
}

/// A label with its value.
#[derive(Clone, Debug)]
pub struct Field {
    /// The label as a reader sees it, without its colon.
    pub label: String,
    /// The label folded for comparison, in the words that the team's configuration means.
    pub key: String,
    /// The label's place.
    pub label_span: Span,
    /// The value's place; empty, right behind the label, when there is none.
    pub value: Span,
    /// Where the field stands. Its label is the one that the field is a part of.
    pub scope: Scope,
}

/// A list item.
#[derive(Clone, Debug)]
pub struct Item {
    /// Which list of the file it belongs to.
    pub list: usize,
    /// How deep it is nested; 1 at the top.
    pub depth: usize,
    /// Its box, if it has one.
    pub checkbox: Option<CheckBox>,
    /// Its text, without the box. Several lines when it is wrapped.
    pub text: Span,
    /// Whether its text is a label with a value, so that it is also among the fields.
    pub is_field: bool,
    /// The item from its marker to the end of its first paragraph.
    pub span: Span,
    /// Where it stands.
    pub scope: Scope,
}

/// A box that can be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckBox {
    /// Its place: `[ ]`, `[x]`, or one character such as `☑`.
    pub span: Span,
    /// Whether it is ticked.
    pub ticked: bool,
    /// How it is written.
    pub form: BoxForm,
}

/// How a box is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoxForm {
    /// `[ ]`, `[x]` or `[X]` followed by a space: what Markdown knows.
    Standard,
    /// `[]`, `[✓]`, `[-]`, `[x]text`: a person sees a box, Markdown does not.
    Malformed,
    /// `☑`, `✅`, `☐`: a box only in a list that has boxes.
    Glyph,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// The column headers.
    pub header: Vec<Header>,
    /// The line of the headers.
    pub header_span: Span,
    /// The rows below, those that a blank or comment line cut off included.
    pub rows: Vec<TableRow>,
    /// From the first to the last row that Markdown sees as the table.
    pub span: Span,
    /// Where it stands.
    pub scope: Scope,
}

/// A column's header.
#[derive(Clone, Debug)]
pub struct Header {
    /// The header as a reader sees it.
    pub text: String,
    /// The header folded for comparison, in the words that the team's configuration means.
    pub key: String,
    /// Its place.
    pub span: Span,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// The row's line.
    pub span: Span,
    /// Its cells, as many as there are in the source.
    pub cells: Vec<Span>,
    /// A blank or comment line cuts it off from its table, so that a reader sees it as text.
    pub detached: bool,
}

/// A box inside a value or a cell, with the word behind it: `[x] Invited`.
#[derive(Clone, Debug)]
pub struct InlineBox {
    /// The box.
    pub checkbox: CheckBox,
    /// The text up to the next box.
    pub label: String,
}

impl Outline {
    /// Reads a file. Never fails.
    pub fn parse(source: &Source, policy: &Policy) -> Outline {
        Builder::new(source, policy).build(markdown::parse(source))
    }

    /// The section itself and those around it, innermost first.
    pub fn sections_around(&self, section: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(section), |section| self.sections[*section].parent)
    }

    /// The labels in force, innermost first.
    pub fn labels_around(&self, scope: Scope) -> impl Iterator<Item = &Field> + '_ {
        std::iter::successors(scope.label, |label| self.fields[*label].scope.label).map(|label| &self.fields[label])
    }
}

/// The cell of a row in a column; the empty place at the row's end when the row is short.
pub fn cell(row: &TableRow, column: usize) -> Span {
    row.cells.get(column).copied().unwrap_or(Span::at(row.span.end))
}

/// The boxes inside a value or a cell. Whether a bracket with an `x` is a box at all is for the caller to know, and whether signs such as `☑` are.
pub fn inline_boxes(source: &Source, span: Span, glyphs: bool) -> Vec<InlineBox> {
    let line = source.slice(span);
    if !line.contains('[') && (!glyphs || line.is_ascii()) {
        return Vec::new();
    }
    let mut found: Vec<(Span, bool, BoxForm)> = Vec::new();
    for piece in inline::pieces(line) {
        match piece.kind {
            PieceKind::Bracket { inner } => {
                let ticked = box_content(&line[inner.start..inner.end]);
                found.extend(ticked.map(|ticked| (piece.span, ticked, BoxForm::Standard)));
            }
            PieceKind::Text if glyphs => {
                let text = &line[piece.span.start..piece.span.end];
                for (at, _) in text.char_indices() {
                    let glyph = GLYPHS.iter().find(|(glyph, _)| text[at..].starts_with(glyph));
                    let place = |glyph: &str| Span::new(piece.span.start + at, piece.span.start + at + glyph.len());
                    found.extend(glyph.map(|(glyph, ticked)| (place(glyph), *ticked, BoxForm::Glyph)));
                }
            }
            _ => {}
        }
    }
    let (Some((first, _, _)), Some((last, _, _))) = (found.first(), found.last()) else { return Vec::new() };
    let says = |text: &str| text.chars().any(char::is_alphanumeric);
    // `Invited [x] Active [ ]`: the words stand before their boxes.
    let labels_lead = says(&line[..first.start]) && !says(&line[last.end..]);
    let starts: Vec<usize> = std::iter::once(0).chain(found.iter().map(|(place, _, _)| place.end)).collect();
    let ends: Vec<usize> = found.iter().skip(1).map(|(place, _, _)| place.start).chain([line.len()]).collect();
    let label_of = |index: usize, place: &Span| match labels_lead {
        true => &line[starts[index]..place.start],
        false => &line[place.end.min(ends[index])..ends[index]],
    };
    let inline_box = |(index, (place, ticked, form)): (usize, &(Span, bool, BoxForm))| InlineBox {
        checkbox: CheckBox {
            span: Span::new(span.start + place.start, span.start + place.end),
            ticked: *ticked,
            form: *form,
        },
        label: inline::visible(label_of(index, place)).into_owned(),
    };
    found.iter().enumerate().map(inline_box).collect()
}

/// What stands between the brackets of a box: nothing or a tick. `None` when it is no box.
fn box_content(inner: &str) -> Option<bool> {
    match inner.trim() {
        "" => Some(false),
        mark if TICKS.contains(&mark) => Some(true),
        _ => None,
    }
}

/// Marks that people write for a tick, in brackets.
const TICKS: &[&str] = &["x", "X", "✓", "✔", "✔️", "√", "✅", "☑", "☑️", "☒"];

/// Characters that stand for a whole box, ticked or not.
const GLYPHS: &[(&str, bool)] = &[
    ("☑️", true),
    ("☑", true),
    ("✅", true),
    ("✔️", true),
    ("✔", true),
    ("✓", true),
    ("☒", true),
    ("☐", false),
    ("⬜", false),
];

/// Reads the box at the start of a list item. Gives it with the offset of the text behind it, both relative to the text.
fn leading_box(text: &str) -> Option<(CheckBox, usize)> {
    for (glyph, ticked) in GLYPHS {
        if let Some(rest) = text.strip_prefix(glyph) {
            let span = Span::new(0, glyph.len());
            let text_start = text.len() - rest.trim_start().len();
            return Some((CheckBox { span, ticked: *ticked, form: BoxForm::Glyph }, text_start));
        }
    }
    let open = text.strip_prefix('\\').unwrap_or(text).strip_prefix('[')?;
    let start = text.len() - open.len();
    let close = start + open.find(']')?;
    let inner = text[start..close].trim_end_matches('\\');
    let rest = &text[close + 1..];
    let ticked = match inner.trim() {
        "-" | "~" => false,
        _ => box_content(inner)?,
    };
    // A link or a reference whose text is one letter.
    if rest.starts_with(['(', '[', ':']) {
        return None;
    }
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
    let known = matches!(&text[..close + 1], "[ ]" | "[x]" | "[X]");
    let form = if spaced && known { BoxForm::Standard } else { BoxForm::Malformed };
    let text_start = text.len() - rest.trim_start().len();
    Some((CheckBox { span: Span::new(0, close + 1), ticked, form }, text_start))
}

struct Builder<'a> {
    source: &'a Source,
    policy: &'a Policy,
    outline: Outline,
    /// The section that the next block belongs to.
    section: usize,
    /// The label without a value that opened the current group.
    group: Option<usize>,
    /// The label in force for what follows: the group, or a label with a value inside it.
    label: Option<usize>,
    /// Whether something already stands under the group.
    group_has_content: bool,
    /// Labels of list items that hold nested items, with their depths.
    item_labels: Vec<(usize, usize)>,
    /// The table that a row after a blank or comment line would belong to.
    open_table: Option<usize>,
    /// Where the texts of links may end in the file, which mostly has few.
    link_ends: Vec<usize>,
    /// Where comments begin in the file, which mostly has none.
    comment_starts: Vec<usize>,
    /// The start and the place of what the last comment was about.
    covered: Option<(usize, Span)>,
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
        };
        Builder {
            source,
            policy,
            outline: Outline { sections: vec![root], ..Outline::default() },
            section: 0,
            group: None,
            label: None,
            group_has_content: false,
            item_labels: Vec::new(),
            open_table: None,
            link_ends: places_of(source, ']', "]("),
            comment_starts: places_of(source, '<', "<!--"),
            covered: None,
        }
    }

    fn build(mut self, document: Document) -> Outline {
        self.outline.front_matter = document.front_matter;
        self.outline.front_matter_fault = document.front_matter_fault;
        self.outline.conflicts = document.conflicts;
        // For each block the next one below it that a comment can be about.
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
            self.links_of(block);
            self.comments_of(block, &document.blocks[below[index]..]);
            match &block.kind {
                BlockKind::Heading { level, setext } => self.heading(block, *level, *setext),
                BlockKind::Paragraph => self.paragraph(block),
                BlockKind::Item { list } => self.item(block, *list),
                BlockKind::Table { rows } => self.table(block, rows),
                BlockKind::Code | BlockKind::Html | BlockKind::Rule => {}
            }
        }
        self.outline
    }

    /// A label as it is compared.
    fn key(&self, label: &str) -> String {
        let folded = fold(label);
        let meant = self.policy.canonical(&folded);
        if meant == folded { folded } else { meant.to_owned() }
    }

    fn links_of(&mut self, block: &Block) {
        if !has_one_in(&self.link_ends, block.span) {
            return;
        }
        for text in texts_of(block) {
            let targets = inline::link_targets(self.source.slice(*text));
            let place = |target: Span| Span::new(text.start + target.start, text.start + target.end);
            self.outline.links.extend(targets.into_iter().map(place));
        }
    }

    fn comments_of(&mut self, block: &Block, below: &[Block]) {
        if !has_one_in(&self.comment_starts, block.span) {
            return;
        }
        if matches!(block.kind, BlockKind::Html) {
            let covers = match (below.first(), self.covered) {
                (None, _) => Span::at(block.span.end),
                // The comments before a block are about the same.
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

    fn scope(&self) -> Scope {
        Scope { section: self.section, label: self.label }
    }

    fn heading(&mut self, block: &Block, level: u8, setext: bool) {
        // A label directly above `---` is no heading that anybody meant: read it as the text that it is.
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
        let title = inline::visible(self.source.slice(heading)).into_owned();
        let span = Span::new(start, self.source.text.len());
        let key = self.key(&title);
        self.outline.sections.push(Section { level, heading, title, key, span, parent: Some(parent) });
        self.section = self.outline.sections.len() - 1;
        self.group = None;
        self.label = None;
        self.group_has_content = false;
        self.item_labels.clear();
        self.fields_of(&block.lines, false);
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
        self.fields_of(&block.lines, block.depth == 0);
    }

    /// Adds the labels of some lines. Outside lists a label takes charge of what follows.
    fn fields_of(&mut self, lines: &[Span], takes_charge: bool) {
        let mut found: Vec<(Span, Span)> = Vec::new();
        for line in lines {
            let labels = labels(self.source, *line);
            match found.last_mut() {
                // A line without a label goes on with the value above it.
                Some((_, value)) if labels.is_empty() => {
                    *value = if value.is_empty() { *line } else { value.to(*line) }
                }
                _ => found.extend(labels),
            }
        }
        for (label_span, value) in found {
            let label = inline::visible(self.source.slice(label_span)).trim_end_matches([':', '：']).trim().to_owned();
            let opens_group = value.is_empty();
            let parent =
                if takes_charge && opens_group { self.group_parent() } else { self.label_of_line(takes_charge) };
            let key = self.key(&label);
            let scope = Scope { section: self.section, label: parent };
            self.outline.fields.push(Field { label, key, label_span, value, scope });
            let index = self.outline.fields.len() - 1;
            if !takes_charge {
                continue;
            }
            self.label = Some(index);
            if opens_group {
                self.group = Some(index);
                self.group_has_content = false;
            }
        }
    }

    fn label_of_line(&self, takes_charge: bool) -> Option<usize> {
        if takes_charge { self.group } else { self.label }
    }

    /// `**Must have:**` right below `**Exit Criteria:**` is a part of it, and so is the `**Nice to have:**` that follows.
    fn group_parent(&self) -> Option<usize> {
        let group = self.group?;
        if self.group_has_content { self.outline.fields[group].scope.label } else { Some(group) }
    }

    fn item(&mut self, block: &Block, list: usize) {
        self.group_has_content = true;
        self.item_labels.retain(|(depth, _)| *depth < block.depth);
        let outer = self.label;
        if let Some((_, label)) = self.item_labels.last() {
            self.label = Some(*label);
        }
        let content = match (block.lines.first(), block.lines.last()) {
            (Some(first), Some(last)) => first.to(*last),
            _ => Span::at(block.span.end),
        };
        let scope = self.scope();
        let found = leading_box(self.source.slice(content));
        let checkbox = found.map(|(checkbox, _)| CheckBox {
            span: Span::new(content.start + checkbox.span.start, content.start + checkbox.span.end),
            ..checkbox
        });
        let text = Span::new(content.start + found.map_or(0, |(_, start)| start), content.end);
        let before = self.outline.fields.len();
        if checkbox.is_none() {
            self.fields_of(&block.lines, false);
        }
        let is_field = self.outline.fields.len() > before;
        if is_field {
            self.item_labels.push((block.depth, before));
        }
        self.outline.items.push(Item { list, depth: block.depth, checkbox, text, is_field, span: block.span, scope });
        self.label = outer;
    }

    fn table(&mut self, block: &Block, rows: &[Row]) {
        self.group_has_content = true;
        let Some((header, rows)) = rows.split_first() else { return };
        let header_of = |span: &Span| {
            let text = inline::visible(self.source.slice(*span)).into_owned();
            Header { key: self.key(&text), text, span: *span }
        };
        let columns: Vec<Header> = header.cells.iter().map(header_of).collect();
        // Markdown takes a line of text right below a table for a row; its writer did not.
        let rows = rows.iter().filter(|row| self.source.slice(row.span).contains('|'));
        let rows: Vec<TableRow> =
            rows.map(|row| TableRow { span: row.span, cells: row.cells.clone(), detached: false }).collect();
        let scope = self.scope();
        if columns.len() == 2 {
            for row in rows.iter().filter(|row| row.cells.len() == 2) {
                let label = inline::visible(self.source.slice(row.cells[0])).trim_end_matches([':', '：']).to_owned();
                let key = self.key(&label);
                self.outline.fields.push(Field { label, key, label_span: row.cells[0], value: row.cells[1], scope });
            }
        }
        self.outline.tables.push(Table { header: columns, header_span: header.span, rows, span: block.span, scope });
        self.open_table = Some(self.outline.tables.len() - 1);
    }
}

/// Where some signs stand in a file. One of them alone is found far quicker than several.
fn places_of(source: &Source, first: char, signs: &str) -> Vec<usize> {
    let places = source.text.match_indices(first).map(|(at, _)| at);
    places.filter(|at| source.text[*at..].starts_with(signs)).collect()
}

/// Whether any of some places, in the order of the text, is in a span.
fn has_one_in(places: &[usize], span: Span) -> bool {
    let next = places.partition_point(|place| *place < span.start);
    places.get(next).is_some_and(|place| *place < span.end)
}

/// What a block says, line by line and cell by cell.
fn texts_of(block: &Block) -> impl Iterator<Item = &Span> {
    let rows = match &block.kind {
        BlockKind::Table { rows } => rows.as_slice(),
        _ => &[],
    };
    block.lines.iter().chain(rows.iter().flat_map(|row| &row.cells))
}

/// The place of the first block; of a list with all of its items.
fn whole_block(blocks: &[Block]) -> Span {
    let Some((first, rest)) = blocks.split_first() else { return Span::default() };
    let BlockKind::Item { list } = first.kind else { return first.span };
    let belongs = |block: &&Block| {
        block.depth > first.depth || matches!(block.kind, BlockKind::Item { list: other } if other == list)
    };
    rest.iter().take_while(belongs).fold(first.span, |span, block| span.to(block.span))
}

/// The comments in a text, each with what it covers.
fn comments(source: &Source, text: Span, covers: Span) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut at = text.start;
    while let Some(open) = source.text[at..text.end].find("<!--").map(|open| at + open) {
        let Some(close) = source.text[open..text.end].find("-->").map(|close| open + close + 3) else { break };
        found.push(Comment { span: Span::new(open, close), covers });
        at = close;
    }
    found
}

fn is_row(line: &str) -> bool {
    line.len() > 1 && line.starts_with('|') && line.ends_with('|')
}

/// The labels of a line with their values. Bold ones may be several; plain ones stand at the start, or between ` | `.
fn labels(source: &Source, line: Span) -> Vec<(Span, Span)> {
    let text = source.slice(line);
    if !text.contains(':') && !text.contains('：') && !text.starts_with("**") && !text.starts_with("__") {
        return Vec::new();
    }
    let inside = emphasised(text).map_or(line, |inner| Span::new(line.start + inner.start, line.start + inner.end));
    let bold = bold_labels(source.slice(inside));
    let found = if bold.is_empty() { plain_labels(source.slice(inside)) } else { bold };
    let place = |span: Span| Span::new(inside.start + span.start, inside.start + span.end);
    found.into_iter().map(|(label, value)| (place(label), markdown::trimmed(source, place(value)))).collect()
}

/// The inside of a line that is wholly in `*…*` or `_…_`.
fn emphasised(text: &str) -> Option<Span> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '*' | '_'))?;
    let wrapped = text.len() > 2
        && text.ends_with(mark)
        && !text[1..].starts_with(mark)
        && !text[1..text.len() - 1].contains(mark);
    wrapped.then(|| Span::new(1, text.len() - 1))
}

/// `**Label:** value` and `**Label**: value`, the first at the start of the line; `__Label:__` is the same. A line that is bold as a whole is a
/// label, too.
fn bold_labels(text: &str) -> Vec<(Span, Span)> {
    let (mark, sign) = if text.contains("**") { ("**", b'*') } else { ("__", b'_') };
    let whole = text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    if whole.is_some_and(|inner| {
        !inner.is_empty() && inner.len() <= 60 && !inner.contains(mark) && !inner.contains(['.', '!', '?'])
    }) {
        return vec![(Span::new(0, text.len()), Span::at(text.len()))];
    }
    let mut found: Vec<(Span, Span)> = Vec::new();
    let mut at = 0;
    let next_mark =
        |from: usize| text.as_bytes()[from..].windows(2).position(|two| two == [sign; 2]).map(|at| from + at);
    while let Some(open) = next_mark(at) {
        let Some(close) = next_mark(open + 2) else { break };
        let inner = &text[open + 2..close];
        let behind = &text[close + 2..];
        let colon = behind.chars().next().filter(|c| matches!(c, ':' | '：'));
        let label_end = close + 2 + colon.map_or(0, char::len_utf8);
        let is_label = !inner.trim().is_empty() && (inner.trim_end().ends_with([':', '：']) || colon.is_some());
        let allowed = !found.is_empty() || text[..open].chars().all(|c| !c.is_alphanumeric() && c != '[');
        if is_label && allowed {
            if let Some((_, value)) = found.last_mut() {
                value.end =
                    value.start + text[value.start..open].trim_end_matches([' ', '|', '·', '•', ',', '/']).len();
            }
            found.push((Span::new(open, label_end), Span::new(label_end, text.len())));
        }
        at = close + 2;
    }
    found
}

/// `Label: value`, or several between ` | `.
fn plain_labels(text: &str) -> Vec<(Span, Span)> {
    let mut found = Vec::new();
    let mut start = 0;
    for segment in text.split(" | ") {
        match plain_label(segment) {
            Some((label, value)) => {
                found.push((Span::new(start, start + label), Span::new(start + value, start + segment.len())))
            }
            // The rest of the line belongs to the last value.
            None => {
                if let Some((_, value)) = found.last_mut() {
                    value.end = start + segment.len();
                }
            }
        }
        start += segment.len() + " | ".len();
        if found.is_empty() {
            break;
        }
    }
    found
}

/// The end of the label with its colon, and the start of the value.
fn plain_label(segment: &str) -> Option<(usize, usize)> {
    let colon = segment.find([':', '：'])?;
    let width = segment[colon..].chars().next().map_or(1, char::len_utf8);
    let label = &segment[..colon];
    let behind = &segment[colon + width..];
    let separated = width > 1 || behind.is_empty() || behind.starts_with(char::is_whitespace);
    let short = !label.trim().is_empty() && label.chars().count() <= 60;
    let is_prose = label.contains(['.', '?', '!', ';', '[', '`', '<', '|']);
    (separated && short && !is_prose).then_some((colon + width, colon + width))
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
            let tick =
                item.checkbox.map_or("plain".to_owned(), |checkbox| format!("{:?} {}", checkbox.form, checkbox.ticked));
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
                "Malformed true: tick []", "Malformed false: none []", "Malformed false: dash []",
                "Malformed true: glued []", "Malformed true: escaped []", "Glyph true: glyph []",
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

    #[test]
    fn inline_boxes_carry_the_word_behind_them() {
        let source = Source::new("plan.md", "[x] Staged %  [ ] Opt-in `[ ]`");
        let boxes = inline_boxes(&source, Span::new(0, source.text.len()), false);
        let shown: Vec<(bool, &str)> =
            boxes.iter().map(|inline| (inline.checkbox.ticked, inline.label.as_str())).collect();
        assert_eq!(shown, [(true, "Staged %"), (false, "Opt-in [ ]")]);
        let source = Source::new("plan.md", "Invited [x] Active [ ]");
        let boxes = inline_boxes(&source, Span::new(0, source.text.len()), false);
        let shown: Vec<(bool, &str)> =
            boxes.iter().map(|inline| (inline.checkbox.ticked, inline.label.as_str())).collect();
        assert_eq!(shown, [(true, "Invited"), (false, "Active")]);
    }
}
