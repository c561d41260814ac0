//! Runs of one sign: the backticks of a code span, and single `~`, which strike the text between
//! them through where GitHub shows it so.

/// How often a byte is repeated from an offset on.
pub(super) fn run_length(bytes: &[u8], at: usize, byte: u8) -> usize {
    bytes[at..].iter().take_while(|other| **other == byte).count()
}

/// The end of a code span that a run of backticks before `at` opens.
pub(super) fn code_end(bytes: &[u8], mut at: usize, run: usize) -> Option<usize> {
    while at < bytes.len() {
        if bytes[at] != b'`' {
            at += 1;
            continue;
        }
        let length = run_length(bytes, at, b'`');
        at += length;
        if length == run {
            return Some(at);
        }
    }
    None
}

/// On which side of a struck text a `~` stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
}

/// Whether a single `~` may stand at an edge of struck text: inside stands a word, or a sign beside
/// one, and outside none.
pub(super) fn may_strike(line: &str, at: usize, edge: Edge) -> bool {
    let (before, after) = (line[..at].chars().next_back(), line[at + 1..].chars().next());
    let (outside, inside) = if edge == Edge::Start { (before, after) } else { (after, before) };
    let is_other = |c: char| c.is_alphanumeric() || matches!(c, '~' | '\\' | '`');
    let is_inner = |c: char| !c.is_whitespace() && !"~[]()/\\`".contains(c);
    !outside.is_some_and(is_other) && inside.is_some_and(is_inner)
}

/// The `~` that ends the text which one at an offset strikes through: `~1~ 2`, and not
/// `~5 to ~10`.
pub(super) fn strike_end(line: &str, start: usize) -> Option<usize> {
    let ends = line[start + 1..].match_indices('~').map(|(end, _)| start + 1 + end);
    ends.into_iter().find(|end| may_strike(line, *end, Edge::End))
}
