//! Markdown as GitHub reads it, and the charts in it.

use super::template::{Harmless, Target};
use super::terminal::{TEXT_LIMIT, clipped, terminal};
use crate::text::{one_line, uri_segment};
use std::marker::PhantomData;

/// Markdown as GitHub reads it.
pub(crate) type Markdown = Harmless<InMarkdown>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct InMarkdown;

impl Target for InMarkdown {
    fn harmless(text: &str) -> String {
        markdown_text(text)
    }
}

/// Makes text harmless as Markdown on GitHub, also at the start of a list's item and in a table
/// cell. It shows the characters of the text: no formatting, HTML, comment, link, image, mention,
/// issue reference or formula comes out of it.
fn markdown_text(text: &str) -> String {
    let text = text.trim_start();
    // A sign that would open a heading, a list or a rule.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text[digits..].chars().next().filter(|sign| match digits {
        0 => matches!(sign, '#' | '-' | '+' | '='),
        _ => matches!(sign, '.' | ')'),
    });
    let opens = sign.filter(|sign| {
        let behind = text[digits..].trim_start_matches(*sign);
        behind.is_empty() || behind.starts_with(char::is_whitespace)
    });
    match opens {
        Some(_) => format!("{}\\{}", &text[..digits], markdown_words(&text[digits..])),
        None => markdown_words(text),
    }
}

/// The same for text that stands behind other text.
fn markdown_words(text: &str) -> String {
    let text = terminal(&clipped(text, TEXT_LIMIT));
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let before_word = characters.peek().is_some_and(|next| next.is_alphanumeric());
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' => out.push_str("&#124;"),
            // The first is GitHub's way to keep a dollar sign from opening a formula, the second
            // that of other readers.
            '$' => out.push_str("<span>\\$</span>"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '!' => out.extend(['\\', character]),
            // GitHub looks for these in the rendered text, which has no backslash any more: only
            // another character helps.
            '#' if before_word => out.extend([character, ZERO_WIDTH_SPACE]),
            // A host may begin with other signs: `0@.a`.
            '@' if before_word || characters.peek().is_some_and(|next| matches!(next, '.' | '-' | '_')) => {
                out.extend([character, ZERO_WIDTH_SPACE])
            }
            '-' if ends_with_word(&out, "gh") => out.extend([character, ZERO_WIDTH_SPACE]),
            '/' if out.ends_with(':') => out.extend([ZERO_WIDTH_SPACE, character]),
            '.' if ends_with_word(&out, "www") => out.extend([ZERO_WIDTH_SPACE, character]),
            _ => out.push(character),
        }
    }
    out.replace(ZERO_WIDTH_SPACE, "&#8203;")
}

/// Untrusted text never holds one, since [`terminal`] has replaced it.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

fn ends_with_word(text: &str, word: &str) -> bool {
    text.len().checked_sub(word.len()).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

impl Markdown {
    /// A code span that nothing in the text can leave. Not for table cells: a pipe ends a cell even
    /// inside a code span.
    pub(crate) fn code(text: &str) -> Markdown {
        let text = terminal(&clipped(text, TEXT_LIMIT));
        if text.trim().is_empty() {
            return Markdown::default();
        }
        let fence = fence(&text, 1);
        let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
        Harmless(format!("{fence}{pad}{text}{pad}{fence}"), PhantomData)
    }

    /// A message of ours: what it quotes in backticks becomes code spans, the rest is plain text.
    pub(crate) fn message(text: &str) -> Markdown {
        let text = clipped(text, TEXT_LIMIT);
        let parts: Vec<&str> = text.split('`').collect();
        let mut out = String::new();
        for (index, part) in parts.iter().enumerate() {
            let is_quoted = index % 2 == 1;
            let is_closed = index + 1 < parts.len();
            match (is_quoted, is_closed) {
                // An empty span would bring together what it keeps apart: `@`, and a name behind
                // it.
                (true, true) if part.trim().is_empty() => out.push_str("\\`\\`"),
                (true, true) => out.push_str(Markdown::code(part).as_str()),
                (true, false) => out.push_str(&format!("\\`{}", markdown_words(part))),
                (false, _) if index == 0 => out.push_str(&markdown_text(part)),
                (false, _) => out.push_str(&markdown_words(part)),
            }
        }
        Harmless(out, PhantomData)
    }

    /// A code block that no line of the text can close. Invisible characters of the text are made
    /// visible.
    pub(crate) fn block(language: &'static str, text: &str) -> Markdown {
        let text = block_text(text);
        let fence = fence(&text, 3);
        let break_after = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        Harmless(format!("{fence}{language}\n{text}{break_after}{fence}"), PhantomData)
    }

    /// A link with this text. Nothing in the address can end it.
    pub(crate) fn link(self, address: &str) -> Markdown {
        let encode = |c: char| match c {
            ')' | ' ' | '<' => uri_segment(&c.to_string()),
            _ if c.is_control() => uri_segment(&c.to_string()),
            _ => c.to_string(),
        };
        let address: String = address.chars().map(encode).collect();
        Harmless(format!("[{self}]({address})"), PhantomData)
    }

    /// The same, indented by two columns, like the paragraphs of a list's item.
    #[cfg(feature = "github")]
    pub(crate) fn indented(&self) -> Markdown {
        Harmless(self.0.replace('\n', "\n  "), PhantomData)
    }
}

/// At least so many backticks, and more than stand in a row in the text.
fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}

/// Lines of a plan as a code block shows them.
pub(crate) fn block_text(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| terminal(line.strip_suffix('\r').unwrap_or(line))).collect();
    lines.join("\n")
}

/// A name in a Mermaid chart, in letters, digits and few signs. Mermaid cannot quote a name:
/// colons, commas, semicolons and `#` mean something to it. So do some words at the start of a
/// line: each line of a chart must begin with a word of ours.
pub(in crate::report) fn mermaid_name(text: &str, limit: usize) -> String {
    let keep = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '+' | '→');
    let text: String = clipped(text, limit).chars().map(|c| if keep(c) { c } else { ' ' }).collect();
    one_line(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_text_is_shown_as_it_is_written() {
        for (text, markdown) in [
            ("plain text, 50 % (a-b)", "plain text, 50 % (a-b)"),
            ("**b** _i_ `c` ~~s~~", "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~\\~s\\~\\~"),
            ("![i](x) [l](y) [^1]", "\\!\\[i\\](x) \\[l\\](y) \\[^1\\]"),
            ("<!-- c --></details>&lt;", "&lt;\\!-- c --&gt;&lt;/details&gt;&amp;lt;"),
            ("@org/team a@b.c @ b", "@&#8203;org/team a@&#8203;b.c @ b"),
            ("#123 # 5 gh-7 o/r#1", "#&#8203;123 # 5 gh-&#8203;7 o/r#&#8203;1"),
            ("https://e.example www.e.example", "https:&#8203;//e.example www&#8203;.e.example"),
            ("a|b\\|c", "a&#124;b\\\\&#124;c"),
            ("$x$", "<span>\\$</span>x<span>\\$</span>"),
            ("# a", "\\# a"),
            ("## ", "\\## "),
            (" - a", "\\- a"),
            ("---", "\\---"),
            ("12) a", "12\\) a"),
            ("2 weeks, -0.5", "2 weeks, -0.5"),
            ("one\ntwo", "one␊two"),
        ] {
            assert_eq!(markdown_text(text), markdown, "{text}");
        }
    }

    #[test]
    fn a_code_span_has_a_fence_that_its_text_lacks() {
        for (text, markdown) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("```", "```` ``` ````"),
            (" a", "`  a `"),
            ("@team <b> #1", "`@team <b> #1`"),
            ("<!-- rolloutlint:1 -->", "`<!-- rolloutlint:1 -->`"),
            ("", ""),
        ] {
            assert_eq!(Markdown::code(text).as_str(), markdown, "{text:?}");
        }
    }

    #[test]
    fn a_block_outlasts_backticks() {
        assert_eq!(Markdown::block("suggestion", "```\nx").as_str(), "````suggestion\n```\nx\n````");
        assert_eq!(Markdown::block("suggestion", "").as_str(), "```suggestion\n```");
    }

    #[test]
    fn a_message_keeps_its_code_spans() {
        assert_eq!(
            Markdown::message("write `N/A — *why*`, or *tick* it").as_str(),
            "write `N/A — *why*`, or \\*tick\\* it"
        );
        assert_eq!(Markdown::message("an `open quote @team").as_str(), "an \\`open quote @&#8203;team");
        assert_eq!(Markdown::message("@``team").as_str(), "@\\`\\`team");
    }
}
