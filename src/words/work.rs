//! What is called the work of a stage.

use super::Words;
use super::aside::{ASIDE, PREPARATIONS, without_remark};
use super::gates::{GOING_ON, TO, is_past, names_stop};
use super::status;
use crate::text::is_cjk;

/// Words in headings above what is done in a stage.
const WORK: Words = Words {
    en: &[
        "activities", "actions", "chores", "task", "tasks", "todo", "todos", "to-do", "to do", "work", "steps",
        "action items", "execution",
    ],
    de: &["aktivitäten", "aufgaben", "schritte", "arbeiten", "zu tun"],
    pt: &["atividades", "tarefas", "passos", "a fazer"],
    es: &["actividades", "tareas", "pasos", "por hacer"],
    fr: &["activités", "tâches", "à faire"],
    it: &["attività", "azioni", "passi", "da fare"],
    ja: &["タスク", "作業"],
    zh: &["任务", "任務", "待办", "待辦", "工作"],
    ko: &["할 일", "작업"],
    ru: &["задачи"],
    ..Words::NONE
}
.indexed();

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

/// Whether a folded heading or label is that of work, and not of what prepares it, decides about it
/// or leads to it.
pub(crate) fn names_work(key: &str) -> bool {
    let is_whole = |(at, word): (usize, &str)| {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
        !is_letter(key[..at].chars().next_back()) && !is_letter(key[at + word.len()..].chars().next())
    };
    let places = || WORK.iter().flat_map(|word| key.match_indices(word));
    let Some((at, word)) = WORK.any_in(key).then(|| places().find(|place| is_whole(*place))).flatten() else {
        return false;
    };
    let is_aside = || {
        let mut words = key.split(|c: char| !c.is_alphanumeric());
        words.any(|word| status::ASIDE.any_opens(word) || status::NEXT.has(word))
            || status::ASIDE_ANYWHERE.any_in(key)
            || names_stop(key)
    };
    // `to do` leads nowhere.
    let leads_to = || TO.any_in(&key[..at]) || TO.any_in(&key[at + word.len()..]);
    let leads = || PREPARATIONS.any_in(key) || AROUND_WORK.any_in(key) || leads_to() || GOING_ON.any_in(key);
    key.len() <= LONGEST_NAME && !leads() && !is_aside() && !is_past(key)
}

/// Whether a folded name ends the gate that the heading above it opens: that of work, of notes, or
/// of what nobody asks for.
pub(crate) fn ends_gate(key: &str) -> bool {
    ASIDE.has(without_remark(key)) || names_work(key)
}
