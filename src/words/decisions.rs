//! What was decided.

use super::{Lexicon, Words};
use crate::text::fold;
use std::collections::BTreeMap;

/// A decision's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// Go on to the next stage.
    Proceed,
    /// Go on although an exit criterion is open: the one sanctioned way.
    ProceedWithException,
    /// Considered, and stay.
    Hold,
    /// Back to an earlier stage.
    Rollback,
    /// Jump over stages.
    Skip,
    /// End the rollout.
    Abort,
    /// Begin again after an abort.
    Restart,
    /// Bring a running rollout under this plan.
    Adopt,
    /// Correct an earlier row.
    Amend,
}

/// The words for each decision. The first English one is the decision's own word.
pub(super) static DECISIONS: Lexicon<Decision> = Lexicon::new(&[
    (
        Decision::Proceed,
        Words {
            en: &[
                "proceed", "go", "advance", "advanced", "approved", "approve", "ship", "ship it", "launch", "promote",
                "promoted", "proceeded", "go live",
            ],
            ..Words::NONE
        },
    ),
    (
        Decision::ProceedWithException,
        Words {
            en: &[
                "proceed with exception", "proceed with exceptions", "go with exception", "go with exceptions",
                "approved with exception", "conditional go",
            ],
            pt: &["go condicionado"],
            es: &["go condicionado"],
            ..Words::NONE
        },
    ),
    (
        Decision::Hold,
        Words {
            en: &[
                "hold", "no-go", "no go", "nogo", "pause", "paused", "extend", "extended", "held", "wait", "stay",
                "not ready",
            ],
            ..Words::NONE
        },
    ),
    (
        Decision::Rollback,
        Words { en: &["rollback", "roll back", "rolled back", "roll-back", "revert", "reverted"], ..Words::NONE },
    ),
    (Decision::Skip, Words { en: &["skip", "skipped"], ..Words::NONE }),
    (
        Decision::Abort,
        Words {
            en: &["abort", "aborted", "kill", "killed", "stop", "stopped", "cancel", "cancelled", "canceled"],
            ..Words::NONE
        },
    ),
    (Decision::Restart, Words { en: &["restart", "resume", "resumed", "restarted"], ..Words::NONE }),
    (Decision::Adopt, Words { en: &["adopt", "adopted"], ..Words::NONE }),
    (Decision::Amend, Words { en: &["amend", "amended", "amendment", "correction", "corrected"], ..Words::NONE }),
]);

/// Words that say where a decision leads: `Proceed to Beta`.
const LEADS: Words = Words { en: &["to ", "by ", "ahead", "into ", "on "], ..Words::NONE };

/// The decisions' own words, to which a configuration may add words.
pub fn decision_words() -> Vec<&'static str> {
    DECISIONS.rows().iter().map(|(decision, _)| decision.word()).collect()
}

/// A team's own words, by the decisions' own words.
type OwnWords = BTreeMap<String, Vec<String>>;

impl Decision {
    /// The decision's own word, lower case.
    pub fn word(self) -> &'static str {
        let row = DECISIONS.rows().iter().find(|(decision, _)| *decision == self);
        row.and_then(|(_, words)| words.en.first().copied()).expect("each decision has an English word")
    }

    /// Reads a decision cell. A remark may stand behind the word: `Proceed (7 of 8)`, `Rollback to
    /// Alpha`. A team's own words never change what a built-in word means.
    pub fn read(text: &str, own: &OwnWords) -> Option<Decision> {
        Decision::read_before(text, own, Decision::takes_remark)
    }

    /// Reads a text that is the word for a decision and nothing else: in running text a remark
    /// cannot be told from a sentence.
    pub fn read_word(text: &str, own: &OwnWords) -> Option<Decision> {
        Decision::read_before(text, own, |_, rest| rest.is_empty())
    }

    /// Reads the longest word at the start of a text behind which `allows` accepts the rest.
    fn read_before(text: &str, own: &OwnWords, allows: fn(Decision, &str) -> bool) -> Option<Decision> {
        let folded = fold(text);
        let said = folded.trim_matches(|c: char| !c.is_alphanumeric());
        let built_in = DECISIONS.prefix(said, allows);
        let words_of = |decision: Decision| own.get(decision.word()).into_iter().flatten();
        let own_lengths = DECISIONS.rows().iter().flat_map(|(decision, _)| {
            words_of(*decision).filter_map(|word| {
                let word = fold(word);
                said.strip_prefix(word.as_str()).filter(|rest| allows(*decision, rest)).map(|_| (word.len(), *decision))
            })
        });
        match (built_in, own_lengths.max_by_key(|(length, _)| *length)) {
            // A way back stays one, whatever words a team adds.
            (Some((_, halt)), _) if halt.is_halt() => Some(halt),
            (Some((word, decision)), Some((length, other))) => Some(if length > word.len() { other } else { decision }),
            (Some((_, decision)), None) | (None, Some((_, decision))) => Some(decision),
            (None, None) => None,
        }
    }

    /// Whether the text behind the word can be a remark. Behind a halt any words can: a way back
    /// must not fail by its wording. Behind the other words only a sign, or where it leads: `Go
    /// with caution` may mean something else.
    fn takes_remark(self, rest: &str) -> bool {
        let Some(next) = rest.trim_start().chars().next() else { return true };
        if next == '-' || next == '/' || rest.starts_with(char::is_alphanumeric) {
            return false;
        }
        !next.is_alphanumeric() || self.is_halt() || LEADS.any_opens(rest.trim_start())
    }

    /// Whether the decision keeps the rollout from going further.
    fn is_halt(self) -> bool {
        matches!(self, Decision::Hold | Decision::Rollback | Decision::Abort)
    }

    /// Whether the decision takes the rollout further.
    pub fn is_forward(self) -> bool {
        matches!(
            self,
            Decision::Proceed | Decision::ProceedWithException | Decision::Skip | Decision::Adopt | Decision::Restart
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_read_by_its_first_words() {
        let none = BTreeMap::new();
        let read = |text: &str| Decision::read(text, &none).map(Decision::word);
        assert_eq!(read("Proceed"), Some("proceed"));
        assert_eq!(read("✅ GO"), Some("proceed"));
        assert_eq!(read("Proceed (7 of 8)"), Some("proceed"));
        assert_eq!(read("Proceed with exception: docs"), Some("proceed with exception"));
        assert_eq!(read("No-go"), Some("hold"));
        assert_eq!(read("Pause rollout"), Some("hold"));
        assert_eq!(read("Rollback to Alpha"), Some("rollback"));
        assert_eq!(read("Approved by the board"), Some("proceed"));
        assert_eq!(read("Go with caution"), None);
        assert_eq!(read("Go/No-go"), None);
        assert_eq!(read("Gone"), None);
        assert_eq!(read("Do not proceed"), None);
        let more = BTreeMap::from([("proceed".to_owned(), vec!["Weiter".to_owned()])]);
        assert_eq!(Decision::read("weiter", &more), Some(Decision::Proceed));
        let worse = BTreeMap::from([("proceed".to_owned(), vec!["hold".to_owned()])]);
        assert_eq!(Decision::read("Hold", &worse), Some(Decision::Hold));
    }
}
