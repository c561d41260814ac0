//! What is called the work of a stage.

use super::Words;
use super::aside::{PREPARATIONS, WORK, is_aside_in_gate};
use super::gates::{GOING_ON, TO, is_past, names_stop};
use super::status;
use crate::text::{Memo, remembered};
use std::cell::RefCell;

/// Parts of the names of what is around the work: its planning, what follows it, who does what.
const AROUND_WORK: Words = Words {
    en: &["planning", "follow-up", "follow up", "followup", "work stream", "work breakdown"],
    de: &["planung", "nachbereitung", "nacharbeit", "arbeitspaket"],
    pt: &["planejamento", "planeamento", "acompanhamento"],
    es: &["planificación", "seguimiento"],
    fr: &["planification", "suivi"],
    it: &["pianificazione"],
    ja: &["計画", "フォローアップ"],
    zh: &["规划", "規劃", "后续", "後續"],
    ..Words::NONE
}
.indexed();

/// The length of the longest heading of work, in bytes.
const LONGEST_NAME: usize = 200;

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
}

/// Whether a folded heading or label is that of work, and not of what prepares it, decides about it
/// or leads to it.
pub(crate) fn names_work(key: &str) -> bool {
    remembered(&KNOWN, key, is_of_work)
}

fn is_of_work(key: &str) -> bool {
    let Some(place) = WORK.place_in(key) else { return false };
    let is_aside = || {
        let mut words = key.split(|c: char| !c.is_alphanumeric());
        words.any(|word| status::ASIDE.any_opens(word) || status::NEXT.has(word))
            || status::ASIDE_ANYWHERE.any_in(key)
            || names_stop(key)
    };
    // `to do` leads nowhere.
    let leads_to = || TO.any_in(&key[..place.start]) || TO.any_in(&key[place.end..]);
    let leads = || PREPARATIONS.any_in(key) || AROUND_WORK.any_in(key) || leads_to() || GOING_ON.any_in(key);
    key.len() <= LONGEST_NAME && !leads() && !is_aside() && !is_past(key)
}

/// Whether a folded name ends the gate that the heading above it opens: that of work, of notes, or
/// of what nobody asks for.
pub(crate) fn ends_gate(key: &str) -> bool {
    is_aside_in_gate(key) || names_work(key)
}
