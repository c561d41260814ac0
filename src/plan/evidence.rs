//! What the lines of a plan show beside their words: where a claim can be looked up, and what is
//! struck.

use super::pointers::names_evidence;
use super::{Criterion, Plan};
use crate::markdown::inline::{self, PieceKind};
use crate::text::Span;

impl Plan {
    /// Whether a criterion names what shows that it is met: a link, a commit, a ticket or a run.
    pub(crate) fn shows_evidence(&self, criterion: &Criterion) -> bool {
        let line = criterion.whole.as_deref().unwrap_or_else(|| self.source.slice(criterion.words));
        has_link(line) || names_evidence(&inline::visible(line))
    }

    /// Whether all that stands in a place of a line is struck through.
    pub(crate) fn is_struck_out(&self, place: Span) -> bool {
        inline::is_struck_out(&self.source, place)
    }
}

/// Whether a line has a link that leads somewhere.
pub(super) fn has_link(line: &str) -> bool {
    let leads = |kind: PieceKind| match kind {
        PieceKind::Autolink | PieceKind::Link { target: None, .. } => true,
        PieceKind::Link { target: Some(target), .. } => !target.of(line).trim_matches(['<', '>', '#', ' ']).is_empty(),
        _ => false,
    };
    inline::pieces(line).any(|piece| leads(piece.kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_a_commit_a_ticket_and_a_run_are_evidence() {
        for line in [
            "Core flow validated ([report](https://ci.example.com/7))",
            "Core flow validated <https://ci.example.com/7>",
            "Core flow validated — https://ci.example.com/7",
            "Core flow validated (4f2a91c)",
            "Fixed in `4f2a91c`",
            "No P0 bugs, see BET-42",
            "No P0 bugs (#4812)",
            "Soaked, shop/api#4812",
            "Soaked: run 4812",
            "Testlauf 17 war grün",
            "Ejecución 17 sin errores",
        ] {
            assert!(has_link(line) || names_evidence(&inline::visible(line)), "{line}");
        }
        for line in [
            "Core flow validated", "Net positive qualitative feedback", "Error rate < 1%",
            "3 of 3 alpha users successful", "Scale/Iterate/Kill decision", "No P0/P1 bugs found",
            "p95 below 300 ms since 2026-03-12", "Beta-2 accepted", "1000000 requests served", "Test run", "defaced",
            "[soon]()",
        ] {
            assert!(!has_link(line) && !names_evidence(&inline::visible(line)), "{line}");
        }
    }
}
