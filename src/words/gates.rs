//! What belongs to going through the gate of a stage.

use super::Words;

/// Between the name of a gate and what it is for, with the spaces around: `Go/No-Go Criteria for
/// Phase B`.
pub(crate) const FOR: Words = Words {
    en: &[" for ", " to ", " before "],
    de: &[" für "],
    pt: &[" para "],
    es: &[" para "],
    fr: &[" pour "],
    it: &[" per "],
    signs: &[" →"],
    ..Words::NONE
}
.indexed();

/// Words behind the label of a gate that lead to the list below it: `all of these must hold`.
pub(crate) const LEADS: Words = Words {
    en: &["all", "each", "every", "both", "following", "below", "these", "must", "required", "before"],
    de: &["alle", "alles", "jede", "jedes", "folgende", "folgendes", "unten", "diese", "müssen", "vor"],
    pt: &["todos", "todas", "seguintes", "abaixo", "estes", "estas", "antes"],
    es: &["todos", "todas", "siguientes", "abajo", "estos", "estas", "antes"],
    fr: &["tous", "toutes", "suivants", "suivantes", "dessous", "ces", "avant"],
    it: &["tutti", "tutte", "seguenti", "sotto", "questi", "prima"],
    ..Words::NONE
}
.indexed();

/// Labels above what came of a stage.
pub(crate) const RESULTS: Words = Words {
    en: &["result", "outcome", "actual", "retrospective", "lessons"],
    de: &["ergebnis"],
    pt: &["resultado"],
    es: &["resultado"],
    it: &["esito"],
    ..Words::NONE
}
.indexed();

/// Parts of labels above the conditions under which a rollout does not go on.
pub(crate) const STOPS: Words = Words {
    en: &[
        "no-go", "no go", "nogo", "stop", "abort", "rollback", "roll back", "halt", "hold", "pause", "trigger", "fail",
    ],
    de: &["abbruch", "stopp", "auslöser"],
    pt: &["não avançar", "parar", "parada", "abortar", "gatilho"],
    es: &["no avanzar", "detener", "abortar", "disparador"],
    fr: &["arrêt", "déclencheur"],
    ja: &["中止", "停止"],
    zh: &["中止", "停止", "回滚", "回滾"],
    ..Words::NONE
}
.indexed();

/// Whether a folded label names what stops a rollout: `No-go if`, and not `Go/No-Go`.
pub(crate) fn names_stop(key: &str) -> bool {
    STOPS.any_in(key) && !GOING_ON.any_in(key)
}

/// Labels above what is done before a stage begins, and is no criterion.
pub(crate) const PREPARATIONS: Words = Words {
    en: &[
        "preparation", "preparations", "prep", "pre-flight", "preflight", "pre-flight checks", "preflight checks",
        "pre-flight checklist", "preflight checklist", "pre-launch checklist", "prelaunch checklist",
        "before we start", "before launch", "readiness", "readiness checklist", "definition of ready",
        "go-live prerequisites", "launch prerequisites",
    ],
    de: &["vorbereitung", "vorbereitungen", "vor dem start"],
    pt: &["preparação", "preparativos", "antes de começar"],
    es: &["preparación", "preparativos", "antes de empezar"],
    fr: &["préparation", "préparatifs", "avant de commencer"],
    it: &["preparazione"],
    ja: &["準備", "事前準備"],
    zh: &["准备", "准备工作", "上线前准备"],
    ko: &["준비"],
    ru: &["подготовка"],
    ..Words::NONE
}
.indexed();

/// Parts of labels above the decision to go on.
pub(crate) const GOING_ON: Words = Words {
    en: &["go/no-go", "go / no-go", "sign-off", "signoff", "approval", "decision"],
    de: &["entscheidung", "freigabe"],
    pt: &["decisão", "aprovação"],
    es: &["decisión"],
    fr: &["décision"],
    ..Words::NONE
}
.indexed();

/// Parts of the names of what makes a team go back.
pub(crate) const TRIGGERS: Words = Words {
    en: &["trigger"],
    de: &["auslöser"],
    pt: &["gatilho"],
    es: &["disparador"],
    fr: &["déclencheur"],
    ja: &["トリガー", "発動条件"],
    zh: &["触发", "觸發"],
    ..Words::NONE
}
.indexed();
