//! Many things in one screen: a line for each, part by part, and how many more there are.

use super::columns::clipped_to;
use super::options::{BOLD, Options};
use super::phrase::counted;
use std::io::{self, Write};

/// How many lines a list may take, so that its beginning and what follows it stay in sight.
pub(crate) const SCREEN: usize = 18;

/// No line of a list is wider, however wide the terminal is.
const MOST_WIDTH: usize = 100;

/// Things that belong together. The texts are harmless already.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    /// What they belong to.
    pub(crate) title: String,
    /// A line for each of them.
    pub(crate) lines: Vec<String>,
    /// The line of the file that the first of them stands on.
    pub(crate) first_line: u32,
    /// Whether its lines come before those of other parts where not all have room.
    pub(crate) is_asked_for: bool,
}

/// Writes parts within `limit` lines; without a limit, everything. A part whose lines have no room
/// says how many there are. Gives whether everything had room.
pub(crate) fn write(parts: &[Part], limit: Option<usize>, options: &Options, out: &mut dyn Write) -> io::Result<bool> {
    let width = options.width.min(MOST_WIDTH);
    let limit = limit.unwrap_or(usize::MAX);
    let (named, left_out) = parts.split_at(parts.len().min(limit));
    for (part, shown) in named.iter().zip(shares(named, limit)) {
        let count = part.lines.len();
        let of = match shown {
            _ if shown == count => String::new(),
            0 => format!(": {count}, from line {}", part.first_line),
            _ => format!(": {shown} of {count}"),
        };
        let title = clipped_to(&part.title, width.saturating_sub(of.len()));
        writeln!(out, "{}{of}", options.paint(&title, BOLD))?;
        for line in &part.lines[..shown] {
            writeln!(out, "{}", clipped_to(&format!("  {line}"), width))?;
        }
    }
    let more: usize = left_out.iter().map(|part| part.lines.len()).sum();
    if more > 0 {
        writeln!(out, "and {more} more in {}", counted(left_out.len(), "more part"))?;
    }
    Ok(more == 0 && named.iter().zip(shares(named, limit)).all(|(part, shown)| shown == part.lines.len()))
}

/// How many lines each part shows: first those that were asked for, then one after the other.
fn shares(parts: &[Part], limit: usize) -> Vec<usize> {
    let mut room = limit.saturating_sub(parts.len());
    let mut shares = vec![0; parts.len()];
    for is_asked_for in [true, false] {
        loop {
            let before = room;
            for (part, share) in parts.iter().zip(&mut shares) {
                if part.is_asked_for == is_asked_for && *share < part.lines.len() && room > 0 {
                    *share += 1;
                    room -= 1;
                }
            }
            if room == before {
                break;
            }
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(title: &str, count: usize, is_asked_for: bool) -> Part {
        let lines = (1..=count).map(|number| format!("{number}  open")).collect();
        Part { title: title.to_owned(), lines, first_line: 7, is_asked_for }
    }

    fn written(parts: &[Part], limit: Option<usize>) -> String {
        let mut out = Vec::new();
        write(parts, limit, &Options::default(), &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn what_was_asked_for_has_room_first_and_every_part_is_named() {
        let parts = [part("Risks", 4, false), part("Exit", 3, true), part("Owner", 1, false)];
        assert_eq!(
            written(&parts, Some(8)),
            "Risks: 1 of 4\n  1  open\nExit\n  1  open\n  2  open\n  3  open\nOwner\n  1  open\n"
        );
        assert_eq!(written(&parts, None).lines().count(), 11);
        assert_eq!(
            written(&parts, Some(2)),
            "Risks: 4, from line 7\nExit: 3, from line 7\nand 1 more in 1 more part\n"
        );
        assert_eq!(written(&[], Some(8)), "");
    }

    #[test]
    fn no_line_is_wider_than_a_screen() {
        let wide = Part {
            title: "表".repeat(90),
            lines: vec!["é".repeat(300), "表".repeat(90)],
            first_line: 1,
            is_asked_for: true,
        };
        let text = written(&[wide], Some(9));
        assert!(text.lines().all(|line| super::super::columns::columns(line) <= MOST_WIDTH), "{text}");
        assert_eq!(text.matches('…').count(), 3, "{text}");
    }
}
