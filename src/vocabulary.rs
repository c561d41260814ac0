//! What labels, sections and columns are called in several languages. One table, so that a language is added in one place. Words that mean
//! something else in English are left out: a team that uses them says so in its configuration.

use crate::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Folded words with the folded words of other languages that mean the same.
const WORDS: &[(&str, &[&str])] = &[
    (
        "rollout id",
        &["rollout-id", "id do rollout", "id del rollout", "id du rollout", "rollout-kennung", "rollout-nr"],
    ),
    (
        "owner",
        &[
            "verantwortlich", "verantwortliche", "verantwortlicher", "responsável", "responsable", "dono",
            "propriétaire", "dueño",
        ],
    ),
    (
        "created",
        &["erstellt", "erstellt am", "criado", "criado em", "creado", "creado el", "créé", "créé le", "created on"],
    ),
    (
        "last updated",
        &[
            "zuletzt aktualisiert", "zuletzt geändert", "última atualização", "atualizado em", "última actualización",
            "actualizado el", "dernière mise à jour",
        ],
    ),
    ("target ga", &["ziel-ga", "ga-ziel", "ga prevista", "ga previsto", "previsão de ga", "ga prévue"]),
    ("duration", &["dauer", "duração", "duración", "durée"]),
    ("date", &["datum", "fecha"]),
    (
        "decision maker",
        &[
            "entscheider", "entscheiderin", "entschieden von", "decisor", "decisora", "decidido por",
            "responsável pela decisão", "décideur", "décidé par",
        ],
    ),
    (
        "current stage",
        &[
            "current phase", "aktuelle phase", "aktuelle stufe", "fase atual", "etapa atual", "fase actual",
            "etapa actual", "étape actuelle", "phase actuelle",
        ],
    ),
    (
        "exit criteria",
        &[
            "ausstiegskriterien", "austrittskriterien", "abschlusskriterien", "abnahmekriterien", "critérios de saída",
            "critérios de conclusão", "critérios de sucesso", "criterios de salida", "criterios de éxito",
            "critères de sortie", "critères de succès", "erfolgskriterien",
        ],
    ),
    (
        "entry criteria",
        &[
            "eingangskriterien", "einstiegskriterien", "eintrittskriterien", "critérios de entrada",
            "criterios de entrada", "critères d'entrée",
        ],
    ),
    ("activities", &["aktivitäten", "atividades", "actividades", "activités"]),
    ("audience", &["zielgruppe", "público-alvo", "público alvo", "público", "audiência", "audiencia", "public cible"]),
    (
        "progression decision",
        &[
            "fortschrittsentscheidung", "freigabeentscheidung", "decisão de avanço", "decisão de progressão",
            "decisión de avance", "décision de progression",
        ],
    ),
    (
        "decision log",
        &[
            "entscheidungslog", "entscheidungsprotokoll", "registro de decisões", "log de decisões",
            "registro de decisiones", "journal des décisions", "journal de décisions",
        ],
    ),
    (
        "rollback plan",
        &[
            "rückfallplan", "plano de reversão", "plano de rollback", "plan de reversión", "plan de retour arrière",
            "plan de repli",
        ],
    ),
    (
        "risk register",
        &[
            "risikoregister", "risiken", "riscos", "registro de riscos", "riesgos", "registro de riesgos", "risques",
            "registre des risques",
        ],
    ),
    (
        "communication plan",
        &["kommunikationsplan", "plano de comunicação", "plan de comunicación", "plan de communication"],
    ),
];

/// The word that is meant by a folded one of another language; the word itself when it is known in none.
pub fn canonical(key: &str) -> &str {
    static BY_WORD: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let pairs = WORDS.iter().flat_map(|(meant, words)| words.iter().map(move |word| (fold(word), *meant)));
        pairs.collect()
    });
    BY_WORD.get(key).copied().unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_languages_mean_the_same() {
        assert_eq!(canonical("critérios de saída"), "exit criteria");
        assert_eq!(canonical("verantwortlich"), "owner");
        assert_eq!(canonical("audience"), "audience");
    }

    #[test]
    fn each_word_means_one_thing() {
        let mut words: Vec<String> = WORDS.iter().flat_map(|(_, words)| words.iter().map(|word| fold(word))).collect();
        let count = words.len();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), count);
    }
}
