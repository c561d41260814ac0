//! The language of a plan, and what a decision log that is made for it says.

use super::Words;
use super::log_headers::PARTS;
use std::sync::LazyLock;
use whatlang::{Detector, Info, Lang};

/// A language that a decision log is made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
    Portuguese,
    Spanish,
    French,
    Japanese,
    Chinese,
}

/// The words of a decision log in one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LogWords {
    /// The heading of its section.
    pub(crate) heading: &'static str,
    /// The headers: date, stage, decision, rationale, decided by.
    pub(crate) headers: [&'static str; 5],
    /// What is to be filled in for date, rationale and decided by.
    pub(crate) brackets: [&'static str; 3],
    /// The word for going on.
    pub(crate) proceed: &'static str,
}

impl Language {
    /// All of them.
    pub(crate) const ALL: [Language; 7] = [
        Language::English,
        Language::German,
        Language::Portuguese,
        Language::Spanish,
        Language::French,
        Language::Japanese,
        Language::Chinese,
    ];

    /// The words of this language for a meaning.
    pub(crate) fn of_column(self, words: &Words) -> &'static [&'static str] {
        match self {
            Language::English => words.en,
            Language::German => words.de,
            Language::Portuguese => words.pt,
            Language::Spanish => words.es,
            Language::French => words.fr,
            Language::Japanese => words.ja,
            Language::Chinese => words.zh,
        }
    }

    /// The language in which most of some folded texts head the columns of a decision log.
    pub(crate) fn of_headers(headers: &[String]) -> Option<Language> {
        let is_of = |language: Language, header: &str| {
            PARTS.rows().iter().any(|(_, words)| language.of_column(words).contains(&header))
        };
        let count = |language: Language| headers.iter().filter(|header| is_of(language, header)).count();
        let most = Language::ALL.into_iter().map(count).max().filter(|most| *most > 0)?;
        Language::ALL.into_iter().find(|language| count(*language) == most)
    }

    /// The words of a decision log.
    pub(crate) fn log_words(self) -> LogWords {
        let (heading, headers, brackets, proceed) = match self {
            Language::English => (
                "Decision Log",
                ["Date", "Stage", "Decision", "Rationale", "Decided By"],
                ["[Date]", "[Why]", "[Name]"],
                "Proceed",
            ),
            Language::German => (
                "Entscheidungsprotokoll",
                ["Datum", "Stufe", "Entscheidung", "Begründung", "Entschieden von"],
                ["[Datum]", "[Grund]", "[Name]"],
                "Weiter",
            ),
            Language::Portuguese => (
                "Registro de decisões",
                ["Data", "Fase", "Decisão", "Motivo", "Decidido por"],
                ["[Data]", "[Motivo]", "[Nome]"],
                "Avançar",
            ),
            Language::Spanish => (
                "Registro de decisiones",
                ["Fecha", "Fase", "Decisión", "Motivo", "Decidido por"],
                ["[Fecha]", "[Motivo]", "[Nombre]"],
                "Avanzar",
            ),
            Language::French => (
                "Journal des décisions",
                ["Date", "Étape", "Décision", "Motif", "Décidé par"],
                ["[Date]", "[Raison]", "[Nom]"],
                "Avancer",
            ),
            Language::Japanese => {
                ("決定ログ", ["日付", "ステージ", "決定", "理由", "決定者"], ["[日付]", "[理由]", "[氏名]"], "承認")
            }
            Language::Chinese => {
                ("决策日志", ["日期", "阶段", "决定", "理由", "决定人"], ["[日期]", "[原因]", "[姓名]"], "批准")
            }
        };
        LogWords { heading, headers, brackets, proceed }
    }

    /// The language of a file of Markdown. One that tells too little is English. Beside Latin names
    /// a share of Japanese or Chinese letters is enough, and kana are Japanese only.
    pub(crate) fn of(text: &str) -> Language {
        let prose = prose(text);
        let count = |is_of: fn(char) -> bool| prose.chars().filter(|c| is_of(*c)).count();
        let kana = count(|c| matches!(c, '\u{3040}'..='\u{30ff}'));
        let han = count(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
        if (kana + han) * 8 > count(char::is_alphabetic) {
            return if kana * 20 > han { Language::Japanese } else { Language::Chinese };
        }
        // English has hardly a letter with an accent.
        let has_accents = || prose.chars().any(|c| matches!(c, '\u{c0}'..='\u{24f}') && c.is_alphabetic());
        let is_clear = |info: &Info| info.is_reliable() || has_accents();
        match DETECTOR.detect(&prose).filter(is_clear).map(|info| info.lang()) {
            Some(Lang::Deu) => Language::German,
            Some(Lang::Por) => Language::Portuguese,
            Some(Lang::Spa) => Language::Spanish,
            Some(Lang::Fra) => Language::French,
            _ => Language::English,
        }
    }
}

/// A file of Markdown without its code, which is in no language of people.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let lines = text.lines().filter(|line| {
        let bare = line.trim();
        // Code on one line, "```x```", opens nothing.
        let is_fence = bare.starts_with("~~~") || bare.rfind("```") == Some(0);
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    lines.flat_map(|line| line.split('`').step_by(2).chain(["\n"])).collect()
}

/// Tells the languages with a log from each other, and from their neighbours, which have none of
/// their own. To know more of them would make short texts doubtful.
static DETECTOR: LazyLock<Detector> = LazyLock::new(|| {
    Detector::with_allowlist(vec![Lang::Eng, Lang::Deu, Lang::Por, Lang::Spa, Lang::Fra, Lang::Ita, Lang::Nld])
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_plan_tells_its_language() {
        for (text, language) in [
            ("## Phase 1: Pilot\nNo errors for the users of the pilot", Language::English),
            ("## Phase 1: Pilot\nKeine Fehler bei den Nutzern, und der Dienst ist stabil", Language::German),
            ("## Fase 1: Piloto\nSem erros para os usuários, com métricas em dia", Language::Portuguese),
            ("## Fase 1: Piloto\nSin errores para los usuarios, y el servicio en línea", Language::Spanish),
            ("# Despliegue de la búsqueda\n## Piloto\n- Quitar la página", Language::Spanish),
            ("## Étape 1 : pilote\nPas d'erreur pour les utilisateurs, avec des mesures", Language::French),
            ("## ステージ1\n全ての指標が基準を満たす", Language::Japanese),
            ("## 阶段 1: 内部测试", Language::Chinese),
            ("# 導入計画 Search v2 rollout plan\n## Phase 1: 社内\n- [ ] 重大障害なし", Language::Japanese),
            // Shops (`lojas`) and `das` are Portuguese, too.
            ("# Plano de lançamento\n## Fase 1: Loja piloto\n- [ ] Avisar os gerentes das lojas", Language::Portuguese),
            ("# Plan de lancement\n## Phase 1 : pilote\n- [ ] Taux d'erreur < 1 %", Language::French),
            (
                "# Rollout-Plan\n## Phase 1: Testfiliale\n- [ ] Schulung abgeschlossen\n- [ ] Altsystem abschalten",
                Language::German,
            ),
            // Names and short forms of English are no other language.
            ("# Rollout LA\n## Phase 1: Los Angeles\n- [ ] LA staff trained\n- [ ] Las Vegas", Language::English),
            ("# E-mail rollout\n## Phase 1: Staff\n- [ ] Do a dry run\n- [ ] E-mail errors < 1%", Language::English),
            ("# Lancio della cassa\n## Fase 1: pilota\n- [ ] Nessun errore per gli utenti", Language::English),
            // Code is English in any plan, and a script that no log is made in tells nothing.
            (
                "# Plano de lançamento\n```\nif the error rate is high then stop the rollout\n```\n- `for all`",
                Language::Portuguese,
            ),
            ("# Выкатка «Café»\n## Фаза 1: пилот\n- нет ошибок", Language::English),
            ("", Language::English),
        ] {
            assert_eq!(Language::of(text), language, "{text}");
        }
    }
}
