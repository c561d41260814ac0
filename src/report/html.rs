//! What the pages of HTML share: a document that loads nothing and runs nothing, and tables that
//! become blocks on a phone.

pub(super) mod chart;
mod scale;

use super::harmless::{Html, fill};
use jiff::civil::Date;
use std::io::{self, Write};

const STYLE: &str = include_str!("html.css");

/// A page.
pub(super) struct Document<'a> {
    pub(super) title: &'static str,
    /// The day that the page is made for.
    pub(super) today: Date,
    /// What the page says in one sentence, without its dot.
    pub(super) summary: String,
    /// What the page is about, a term and its fact each.
    pub(super) facts: Vec<(&'static str, Html)>,
    /// What a person should know about the page itself.
    pub(super) notes: &'a [String],
    pub(super) body: Html,
}

impl Document<'_> {
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let version = fill!("<dt>rolloutlint</dt><dd>{}</dd>\n", env!("CARGO_PKG_VERSION"));
        let today = fill!("<dt>As of</dt><dd>{}</dd>\n", self.today);
        let facts = self.facts.iter().map(|(term, fact)| fill!("<dt>{}</dt><dd>{}</dd>\n", term, fact));
        let facts: Html = facts.chain([today, version]).collect();
        let page: Html = fill!(
            r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{}, {}</title>
<style>
{}</style>
</head>
<body>
<main>
<h1>{}</h1>
<dl>
{}</dl>
<p>{}.</p>
{}{}</main>
</body>
</html>
"#,
            self.title,
            self.today,
            Html::ours(STYLE),
            self.title,
            facts,
            self.summary,
            self.notes(),
            self.body
        );
        out.write_all(page.as_str().as_bytes())
    }

    /// The notes, each once.
    fn notes(&self) -> Html {
        let count = |note: &String| self.notes.iter().filter(|other| *other == note).count();
        let firsts = self.notes.iter().enumerate().filter(|(index, note)| !self.notes[..*index].contains(note));
        let shown = firsts.map(|(_, note)| match count(note) {
            1 => fill!("<p class=\"warning\">{}</p>\n", note),
            count => fill!("<p class=\"warning\">{} ({} times)</p>\n", note, count),
        });
        shown.collect()
    }
}

/// A column of a table: its head, and its part of the width in percent.
pub(super) type Column = (&'static str, u8);

/// A line of a table: its class, and its cells.
pub(super) type Line = (&'static str, Vec<Html>);

/// A table. On a phone each line is a block with the heads as labels. The roles say that it still
/// is a table.
pub(super) fn table(caption: &str, columns: &[Column], lines: &[Line]) -> Html {
    let heads = columns
        .iter()
        .map(|(head, width)| fill!("<th scope=\"col\" role=\"columnheader\" style=\"width:{}%\">{}</th>", width, head));
    fill!(
        r#"<table role="table"><caption>{}</caption>
<thead role="rowgroup"><tr role="row">{}</tr></thead>
<tbody role="rowgroup">
{}</tbody></table>
"#,
        caption,
        heads.collect::<Html>(),
        lines.iter().map(|line| table_line(line, columns)).collect::<Html>()
    )
}

fn table_line((class, cells): &Line, columns: &[Column]) -> Html {
    let cell = |(index, (cell, (head, _))): (usize, (&Html, &Column))| match index {
        0 => fill!("<th scope=\"row\" role=\"rowheader\" data-head=\"{}\">{}</th>", head, cell),
        _ => fill!("<td role=\"cell\" data-head=\"{}\">{}</td>", head, cell),
    };
    let class: Option<Html> = (!class.is_empty()).then(|| fill!(" class=\"{}\"", class));
    let cells: Html = cells.iter().zip(columns).enumerate().map(cell).collect();
    fill!("<tr role=\"row\"{}>{}</tr>\n", class, cells)
}

/// A day that no line breaks.
pub(super) fn day_cell(day: Date) -> Html {
    fill!("<span class=\"day\">{}</span>", day)
}
