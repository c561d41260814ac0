//! What the gates of a stage are called where teams do not use the words of the built-in template,
//! and what belongs to going through them.

use super::Words;

/// What a stage is left by.
pub(crate) const EXIT: Words = Words {
    en: &[
        "exit", "exit gate", "exit criterion", "gate", "gates", "quality gates", "gate criteria", "gate checks",
        "done when", "definition of done", "acceptance criteria", "acceptance", "success metrics",
        "promotion criteria", "graduation criteria", "advance criteria", "advancement criteria", "criteria to advance",
        "go criteria", "go/no-go criteria", "go/no-go", "go/no-go gate", "validation", "validation criteria",
        "completion criteria", "ready when", "criteria",
    ],
    de: &["kriterien", "freigabekriterien", "akzeptanzkriterien"],
    pt: &["critérios", "critérios de aceite", "critérios de avanço", "critérios de aprovação"],
    es: &["criterios", "criterios de aceptación", "criterios de avance"],
    fr: &["critères"],
    it: &["criteri di uscita", "criteri di successo", "criteri"],
    ja: &["完了条件", "成功基準", "移行条件", "成功判定基準"],
    zh: &["成功标准", "成功指标", "退出条件", "退出标准", "验收标准"],
    ko: &["종료 기준"],
    ru: &["критерии выхода", "критерии успеха"],
    ..Words::NONE
};

/// What a stage is entered by.
pub(crate) const ENTRY: Words = Words {
    en: &[
        "entry", "entry gate", "entry criterion", "prerequisites", "pre-requisites", "prerequisite", "preconditions",
        "before you start", "start criteria",
    ],
    de: &["voraussetzungen", "vorbedingungen"],
    pt: &["pré-requisitos", "requisitos de entrada"],
    es: &["prerrequisitos", "requisitos de entrada"],
    fr: &["prérequis", "pré-requis"],
    it: &["prerequisiti"],
    ja: &["開始条件", "前提条件"],
    zh: &["前提条件", "准入条件", "进入条件"],
    ..Words::NONE
};

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
};

/// Labels above what came of a stage.
pub(crate) const RESULTS: Words = Words {
    en: &["result", "outcome", "actual", "retrospective", "lessons"],
    de: &["ergebnis"],
    pt: &["resultado"],
    es: &["resultado"],
    it: &["esito"],
    ..Words::NONE
};

/// Parts of labels above the decision to go on.
pub(crate) const GOING_ON: Words = Words {
    en: &["go/no-go", "go / no-go", "sign-off", "signoff", "approval", "decision"],
    de: &["entscheidung", "freigabe"],
    pt: &["decisão", "aprovação"],
    es: &["decisión"],
    fr: &["décision"],
    ..Words::NONE
};

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
};
