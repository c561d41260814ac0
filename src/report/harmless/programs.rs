//! What programs read: workflow commands, JSON and CSV.

use super::terminal::{deceives, terminal};
use serde::Serialize;
use std::io::{self, Write};

/// Escapes the message of a workflow command. A bare `\r` ends a line for GitHub's runner, too.
pub(crate) fn command_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a workflow command's property.
pub(in crate::report) fn command_property(text: &str) -> String {
    // A file's name may hold characters that a terminal or a log obeys.
    let harmless: String =
        text.chars().map(|c| if c.is_control() && !matches!(c, '\r' | '\n') { '\u{fffd}' } else { c }).collect();
    command_data(&harmless).replace(':', "%3A").replace(',', "%2C")
}

/// Writes a value as JSON that is harmless on a terminal and in a log.
pub(in crate::report) fn write_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", json(&serde_json::to_string_pretty(value)?))
}

/// The same in one line.
pub(in crate::report) fn write_json_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", json(&serde_json::to_string(value)?))
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
pub(in crate::report) fn csv_cell(text: &str) -> String {
    let text = terminal(text);
    // Wide signs are taken for narrow ones.
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn command_values_are_escaped_once() {
        assert_eq!(command_data("50%\r\n%0A::"), "50%25%0D%0A%250A::");
        assert_eq!(command_property("a:b,c%2C"), "a%3Ab%2Cc%252C");
    }
}
