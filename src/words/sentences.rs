//! Labels before sentences and rules, which are the same for every plan.

use super::Words;

/// The first words of labels that open a sentence.
pub(crate) const OPENING: Words = Words {
    en: &[
        "if", "on", "when", "note", "warning", "important", "tip", "example", "expected", "stop", "goal", "objective",
        "purpose", "definition", "rule", "action", "why", "how", "what", "option", "scenario", "then", "milestone",
        "pick", "check", "else", "principle", "motto", "tier", "method", "strategy", "impact", "symptoms", "cause",
        "solution", "pros", "cons", "deliverable", "file", "focus", "communication", "celebration",
    ],
    de: &["wenn", "falls", "bei", "hinweis", "beispiel", "ziel", "prinzip"],
    pt: &["se", "nota", "exemplo", "objetivo", "princípio"],
    es: &["si", "nota", "objetivo", "principio"],
    fr: &["si"],
    ..Words::NONE
}
.indexed();

/// Parts of labels above lists whose items are rules, however they are written.
pub(crate) const RULES: Words = Words {
    en: &[
        "criteri", "trigger", "threshold", "kpi", "metric", "benchmark", "gate", "stop", "princip", "goal",
        "objective", "flag", "config", "setting", "step", "alert", "task", "procedure", "agenda",
    ],
    de: &["kriteri", "schwell", "metrik", "prinzip", "ziel"],
    pt: &["critér", "limiar", "métric", "objetivo"],
    es: &["métric", "objetivo"],
    fr: &["critèr"],
    zh: &["指标", "标准", "目标", "条件"],
    ..Words::NONE
}
.indexed();
