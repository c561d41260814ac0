//! The language of a plan, and what a decision log that is made for it says.

use super::Words;
use super::log_headers::PARTS;

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

    /// The language that most of the small words of a text belong to. Kana are Japanese only. A
    /// text that tells nothing is English.
    pub(crate) fn of(text: &str) -> Language {
        let count = |is_of: fn(char) -> bool| text.chars().filter(|c| is_of(*c)).count();
        let (kana, han) =
            (count(|c| matches!(c, '\u{3040}'..='\u{30ff}')), count(|c| matches!(c, '\u{4e00}'..='\u{9fff}')));
        let letters = count(char::is_alphabetic);
        if kana * 20 > letters {
            return Language::Japanese;
        }
        if han * 8 > letters {
            return Language::Chinese;
        }
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
        let share = |small: &[&str]| words.iter().filter(|word| small.contains(word)).count();
        let (mut best, mut most) = (Language::English, share(ENGLISH));
        for (language, small) in SMALL_WORDS {
            if share(small) > most {
                (best, most) = (*language, share(small));
            }
        }
        best
    }
}

/// Small words of English.
const ENGLISH: &[&str] = &["the", "and", "for", "with", "of", "to", "is", "are", "in", "all", "on", "no"];

/// Small words of the other languages that are told by them.
const SMALL_WORDS: &[(Language, &[&str])] = &[
    (Language::German, &["der", "die", "das", "und", "für", "mit", "nicht", "ist", "bei", "von", "alle", "kein"]),
    (Language::Portuguese, &["não", "para", "com", "uma", "dos", "da", "do", "em", "até", "ao", "sem", "e"]),
    (Language::Spanish, &["el", "los", "las", "para", "con", "una", "del", "en", "y", "sin", "se", "hasta", "la"]),
    // Italian has no log of its own, and is neither of its neighbours.
    (Language::English, &["il", "di", "che", "per", "con", "della", "una", "non", "è", "gli", "nel", "e", "la"]),
    (Language::French, &["les", "des", "pour", "avec", "et", "une", "du", "la", "le", "aux", "sans", "est"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_the_language() {
        for (text, language) in [
            ("## Phase 1: Pilot\nNo errors for the users of the pilot", Language::English),
            ("## Phase 1: Pilot\nKeine Fehler bei den Nutzern, und der Dienst ist stabil", Language::German),
            ("## Fase 1: Piloto\nSem erros para os usuários, com métricas em dia", Language::Portuguese),
            ("## Fase 1: Piloto\nSin errores para los usuarios, y el servicio en línea", Language::Spanish),
            ("# Despliegue de la búsqueda\n## Piloto\n- Quitar la página", Language::Spanish),
            ("## Étape 1 : pilote\nPas d'erreur pour les utilisateurs, avec des mesures", Language::French),
            ("## ステージ1\n全ての指標が基準を満たす", Language::Japanese),
            ("## 阶段 1: 内部测试", Language::Chinese),
            ("", Language::English),
        ] {
            assert_eq!(Language::of(text), language, "{text}");
        }
    }
}
