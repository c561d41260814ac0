//! The edits of configuration and template in a history.

use super::outcome::{CommitFacts, Found};
use crate::finding::Side;
use crate::loosening::{PolicyEdit, PolicyFile};
use crate::rule::HistoryFault;

/// What history says of the rules of the game.
#[derive(Default)]
pub(super) struct PolicyHistory {
    /// Whether the team had a configuration before. One that was taken away and comes back is no
    /// first one.
    had_configuration: bool,
    pub(super) found: Vec<Found>,
}

impl PolicyHistory {
    /// Reads the edits of a commit.
    pub(super) fn read(&mut self, edits: &[PolicyEdit], commit: &CommitFacts) {
        for edit in edits {
            let is_set_up = edit.is_first() && !self.had_configuration;
            self.had_configuration |= edit.kind == PolicyFile::Configuration && edit.base.is_some();
            let source = edit.side(Side::Head).or(edit.side(Side::Base));
            let (Some(message), Some(source)) = (edit.in_words().filter(|_| !is_set_up), source) else { continue };
            self.found.push(Found {
                fault: HistoryFault::PolicyLoosened,
                is_gentle: false,
                path: source.path.clone(),
                commit: commit.clone(),
                message,
                rewrite: None,
            });
        }
    }
}
