//! Makes text harmless, once for each target. Text from a plan, from Git and from GitHub is
//! untrusted: no other file prints it.
//!
//! [`Html`] and [`Markdown`] are types. [`fill`] composes them from templates of ours, and makes
//! every text harmless that it puts into a hole of a template.

#[cfg(feature = "github")]
use crate::text::uri_segment;
use jiff::civil::Date;
use serde::Serialize;
use std::fmt;
use std::io::{self, Write};
use std::marker::PhantomData;

// --- text that is harmless already ---

/// Text that does no harm at its target. Only this file makes it from untrusted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Harmless<T>(String, PhantomData<T>);

/// Where text is shown.
pub(crate) trait Target: Clone + Default {
    /// Makes text harmless there, in one line.
    fn harmless(text: &str) -> String;
}

/// A part of a line on a terminal or in a log.
pub(crate) type Plain = Harmless<OnTerminal>;

/// Markdown as GitHub reads it.
pub(crate) type Markdown = Harmless<InMarkdown>;

/// HTML or SVG, for an attribute in double quotes too.
pub(crate) type Html = Harmless<InHtml>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OnTerminal;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct InMarkdown;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct InHtml;

impl Target for OnTerminal {
    fn harmless(text: &str) -> String {
        terminal_line(text)
    }
}

impl Target for InMarkdown {
    fn harmless(text: &str) -> String {
        markdown_text(text)
    }
}

impl Target for InHtml {
    fn harmless(text: &str) -> String {
        html_text(text)
    }
}

impl<T: Target> Harmless<T> {
    /// Makes text harmless.
    pub(crate) fn of(text: &str) -> Harmless<T> {
        Harmless(T::harmless(text), PhantomData)
    }

    /// Text of ours that stands in the program, as it is.
    pub(crate) fn ours(text: &'static str) -> Harmless<T> {
        Harmless(text.to_owned(), PhantomData)
    }

    /// Puts parts into the holes `{}` of a template of ours. [`fill`] sees to it that there is a
    /// part for each hole.
    pub(crate) fn filled(template: &'static str, parts: &[&dyn Part<T>]) -> Harmless<T> {
        let mut out = Harmless::default();
        let mut parts = parts.iter();
        for (index, piece) in template.split("{}").enumerate() {
            if index > 0 {
                parts.next().expect("a part for each hole").append_to(&mut out.0);
            }
            out.0.push_str(piece);
        }
        out
    }

    /// Items with a text of ours between them.
    pub(crate) fn joined(items: impl IntoIterator<Item = Harmless<T>>, between: &'static str) -> Harmless<T> {
        let items: Vec<String> = items.into_iter().map(|item| item.0).collect();
        Harmless(items.join(between), PhantomData)
    }

    pub(crate) fn push(&mut self, more: &Harmless<T>) {
        self.0.push_str(&more.0);
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same without white space at its end.
    pub(crate) fn trim_end(&self) -> Harmless<T> {
        Harmless(self.0.trim_end().to_owned(), PhantomData)
    }
}

impl<T> fmt::Display for Harmless<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<T: Target> FromIterator<Harmless<T>> for Harmless<T> {
    fn from_iter<I: IntoIterator<Item = Harmless<T>>>(items: I) -> Harmless<T> {
        Harmless::joined(items, "")
    }
}

/// A value for a hole of a template. Harmless text stays as it is; other text becomes harmless.
pub(crate) trait Part<T> {
    fn append_to(&self, out: &mut String);
}

impl<T> Part<T> for Harmless<T> {
    fn append_to(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

impl<T: Target> Part<T> for str {
    fn append_to(&self, out: &mut String) {
        out.push_str(&T::harmless(self));
    }
}

impl<T: Target> Part<T> for String {
    fn append_to(&self, out: &mut String) {
        out.push_str(&T::harmless(self));
    }
}

impl<T, P: Part<T> + ?Sized> Part<T> for &P {
    fn append_to(&self, out: &mut String) {
        (**self).append_to(out);
    }
}

/// Nothing where there is nothing.
impl<T, P: Part<T>> Part<T> for Option<P> {
    fn append_to(&self, out: &mut String) {
        if let Some(part) = self {
            part.append_to(out);
        }
    }
}

/// A number with one digit behind the point.
pub(crate) struct Tenths(pub(crate) f64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.0)
    }
}

/// Makes parts of types that show as digits, points and hyphens.
macro_rules! harmless_numbers {
    ($($number:ty),*) => {
        $(impl<T> Part<T> for $number {
            fn append_to(&self, out: &mut String) {
                out.push_str(&self.to_string());
            }
        })*
    };
}

harmless_numbers!(u8, u32, u64, usize, i32, f64, Tenths, Date);

/// Puts parts into the holes `{}` of a template: `fill!("<b>{}</b>", name)`.
macro_rules! fill {
    ($template:literal $(, $part:expr)* $(,)?) => {{
        const {
            let (holes, parts) = $crate::report::harmless::holes($template, [$(stringify!($part)),*]);
            assert!(holes == parts, "a part for each hole");
        }
        $crate::report::harmless::Harmless::filled($template, &[$(&$part),*])
    }};
}

pub(crate) use fill;

/// How many holes a template has, and how many parts there are for them.
pub(crate) const fn holes<const PARTS: usize>(template: &str, _: [&str; PARTS]) -> (usize, usize) {
    let bytes = template.as_bytes();
    let (mut count, mut at) = (0, 1);
    while at < bytes.len() {
        if bytes[at - 1] == b'{' && bytes[at] == b'}' {
            count += 1;
        }
        at += 1;
    }
    (count, PARTS)
}

// --- lengths ---

/// How many characters of a message, a path or a cell are shown. Nobody reads more, and a plan may
/// hold a megabyte in one cell.
const TEXT_LIMIT: usize = 1000;

/// The first `limit` characters, with a sign that there are more.
pub(crate) fn clipped(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

// --- terminals and logs ---

/// Makes text harmless in a terminal and in a workflow's log, in one line. It cannot move the
/// cursor, change colours, or reorder or hide text, and GitHub's runner finds no command in it.
///
/// It judges a character by itself and by those before it, so that the output for a prefix is a
/// prefix of the output.
pub(crate) fn terminal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // The runner obeys `##[add-mask]…` anywhere in a line, and `::error::…` behind blanks
            // at its start.
            '[' if out.ends_with("##") => out.push('［'),
            ':' if out.trim_start() == ":" => out.push('：'),
            _ => out.push(visible(character)),
        }
    }
    out
}

/// A path as the first thing of a line, where `::error::` would be a command to GitHub's runner.
pub(crate) fn terminal_path(path: &str) -> String {
    let prefix = if path.trim_start().starts_with("::") { "./" } else { "" };
    terminal(&format!("{prefix}{}", clipped(path, TEXT_LIMIT)))
}

/// A message as a part of a line.
fn terminal_line(text: &str) -> String {
    terminal(&clipped(text, TEXT_LIMIT))
}

/// The character, or a visible one in place of an invisible one and of one that changes others.
fn visible(character: char) -> char {
    match character {
        '\t' => '\t',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + character as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '␡',
        _ if deceives(character) => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

/// Controls, and format characters that reorder or hide text. The two joiners pass: Persian and
/// Indic names need them.
fn deceives(character: char) -> bool {
    let hidden = matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    hidden || character.is_control()
}

/// A line that begins with text, where two colons behind blanks would be a command to GitHub's
/// runner.
pub(super) fn line_start(line: &str) -> String {
    let rest = line.trim_start();
    rest.strip_prefix("::").map_or_else(|| rest.to_owned(), |rest| format!("：:{rest}"))
}

/// A server's message as a short line.
#[cfg(feature = "github")]
pub(crate) fn server_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    line.trim().to_owned()
}

// --- Markdown ---

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
                // An empty span would bring together what it keeps apart: `@`, and a name behind it.
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
    #[cfg(feature = "github")]
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
pub(super) fn mermaid_name(text: &str, limit: usize) -> String {
    let keep = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '+' | '→');
    let text: String = clipped(text, limit).chars().map(|c| if keep(c) { c } else { ' ' }).collect();
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

// --- HTML ---

/// Makes text harmless in HTML and SVG, in an attribute too.
fn html_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in terminal(&clipped(text, TEXT_LIMIT)).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

// --- workflow commands ---

/// Escapes the message of a workflow command. A bare `\r` ends a line for GitHub's runner, too.
pub(crate) fn command_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a workflow command's property.
pub(crate) fn command_property(text: &str) -> String {
    // A file's name may hold characters that a terminal or a log obeys.
    let harmless: String =
        text.chars().map(|c| if c.is_control() && !matches!(c, '\r' | '\n') { '\u{fffd}' } else { c }).collect();
    command_data(&harmless).replace(':', "%3A").replace(',', "%2C")
}

// --- files that programs read ---

/// Writes a value as JSON that is harmless on a terminal and in a log.
pub(super) fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", json(&serde_json::to_string_pretty(value)?))
}

/// Escapes the characters that act on a terminal or a log. They stand inside strings only, and so
/// does `##[`, so that every reader gets the same text.
fn json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        let escape = deceives(character) && character != '\n' || character == '[' && out.ends_with("##");
        if !escape {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    }
    out
}

/// A cell of CSV that no spreadsheet takes for a formula.
pub(super) fn csv_cell(text: &str) -> String {
    let text = terminal(text);
    // Wide signs are taken for narrow ones.
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text }
}

/// Asserts that an output cannot act on a terminal or on GitHub's runner.
#[cfg(test)]
pub(super) fn assert_inert_in_logs(output: &str) {
    for line in output.split(['\n', '\r']) {
        let hidden: Vec<char> = line.chars().filter(|character| deceives(*character) && *character != '\t').collect();
        assert!(hidden.is_empty(), "{hidden:?} in {line:?}");
        assert!(!line.trim_start().starts_with("::"), "a workflow command: {line:?}");
        assert!(!line.contains("##["), "an old workflow command: {line:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn terminal_text_shows_what_is_hidden_and_keeps_what_names_need() {
        assert_eq!(
            terminal("a\u{1b}[31m\r\n\u{9b}\u{202e}\u{200b}\u{feff}\u{e0041}"),
            "a␛[31m␍␊\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}"
        );
        assert_eq!(terminal("##[add-mask]x ###[y] #[z]"), "##［add-mask]x ###［y] #[z]");
        let names = "Łukasz 山田\tنیم‌فاصله 👩‍💻 क्‍ष";
        assert_eq!(terminal(names), names);
    }

    #[test]
    fn terminal_text_of_a_prefix_is_a_prefix() {
        let whole = terminal(sample::HOSTILE);
        for (at, _) in sample::HOSTILE.char_indices() {
            assert!(whole.starts_with(&terminal(&sample::HOSTILE[..at])));
        }
    }

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

    #[test]
    fn command_values_are_escaped_once() {
        assert_eq!(command_data("50%\r\n%0A::"), "50%25%0D%0A%250A::");
        assert_eq!(command_property("a:b,c%2C"), "a%3Ab%2Cc%252C");
    }
}
