//! Words that a plan's title has, whatever the plan is about.

use super::Words;

/// Whole words.
pub(crate) const GENERIC: Words = Words {
    en: &[
        "rollout", "roll-out", "plan", "strategy", "staged", "phased", "phase", "phases", "production", "release",
        "launch", "pilot", "beta", "checklist", "deployment", "deploy", "go-live", "gradual", "test", "feature",
        "execution", "controlled", "progressive", "canary", "migration", "timeline", "document", "template", "the",
        "a", "of", "for", "and", "two-phase", "30-day", "safe", "fast", "gtm", "implementation", "flag",
        "company-wide", "global", "full", "adoption", "schedule", "roadmap", "plan.md", "in", "five", "our", "v1",
    ],
    de: &["strategie", "der", "die", "für", "und", "stufenplan", "einführung", "freigabe", "phasen"],
    pt: &[
        "plano", "estratégia", "de", "do", "da", "e", "em", "homologação", "implantação", "lançamento", "piloto",
        "fase", "fases", "etapas",
    ],
    es: &["estrategia", "de", "y", "en", "piloto", "fase", "fases", "etapas"],
    ..Words::NONE
}
.indexed();

/// Parts of words, in scripts without spaces.
pub(crate) const GENERIC_PARTS: Words = Words {
    ja: &["計画", "ロールアウト", "出荷"],
    zh: &["发布", "方案", "计划"],
    ko: &["계획"],
    ru: &["план"],
    ..Words::NONE
}
.indexed();
