//! Terminals and logs, and the lengths of all texts.

use super::template::{Harmless, Target};

/// A part of a line on a terminal or in a log.
pub(crate) type Plain = Harmless<OnTerminal>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OnTerminal;

impl Target for OnTerminal {
    fn harmless(text: &str) -> String {
        terminal(&clipped(text, TEXT_LIMIT))
    }
}

/// How many characters of a message, a path or a cell are shown. Nobody reads more, and a plan may
/// hold a megabyte in one cell.
pub(super) const TEXT_LIMIT: usize = 1000;

/// The first `limit` characters, with a sign that there are more.
pub(crate) fn clipped(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

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
pub(super) fn deceives(character: char) -> bool {
    let hidden = matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    hidden || character.is_control()
}

/// A line that begins with text, where two colons behind blanks would be a command to GitHub's
/// runner.
pub(in crate::report) fn line_start(line: &str) -> String {
    let rest = line.trim_start();
    rest.strip_prefix("::").map_or_else(|| rest.to_owned(), |rest| format!("：:{rest}"))
}

/// A server's message as a short line.
#[cfg(feature = "github")]
pub(crate) fn server_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    line.trim().to_owned()
}

/// Asserts that an output cannot act on a terminal or on GitHub's runner.
#[cfg(test)]
pub(in crate::report) fn assert_inert_in_logs(output: &str) {
    for line in output.split(['\n', '\r']) {
        let hidden: Vec<char> = line.chars().filter(|character| deceives(*character) && *character != '\t').collect();
        assert!(hidden.is_empty(), "{hidden:?} in {line:?}");
        assert!(!line.trim_start().starts_with("::"), "a workflow command: {line:?}");
        assert!(!line.contains("##["), "an old workflow command: {line:?}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

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
}
