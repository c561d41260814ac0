//! What labels, sections and columns are called.

use super::audiences::{self, AudienceLabel};
use super::tables::STATES;
use super::{Lexicon, Words};

/// By the words of other languages the English one that the built-in template has.
pub(super) static LABELS: Lexicon<&str> = Lexicon::new(&[
    (
        "rollout id",
        Words {
            en: &["rollout-id"],
            de: &["rollout-kennung", "rollout-nr"],
            pt: &["id do rollout"],
            es: &["id del rollout"],
            fr: &["id du rollout"],
            ..Words::NONE
        },
    ),
    (
        "owner",
        Words {
            de: &["verantwortlich", "verantwortliche", "verantwortlicher"],
            pt: &["responsável", "dono"],
            es: &["responsable", "dueño"],
            fr: &["responsable", "propriétaire"],
            ..Words::NONE
        },
    ),
    (
        "created",
        Words {
            en: &["created on"],
            de: &["erstellt", "erstellt am"],
            pt: &["criado", "criado em"],
            es: &["creado", "creado el"],
            fr: &["créé", "créé le"],
            ..Words::NONE
        },
    ),
    (
        "last updated",
        Words {
            de: &["zuletzt aktualisiert", "zuletzt geändert"],
            pt: &["última atualização", "atualizado em"],
            es: &["última actualización", "actualizado el"],
            fr: &["dernière mise à jour"],
            ..Words::NONE
        },
    ),
    (
        "target ga",
        Words {
            de: &["ziel-ga", "ga-ziel"],
            pt: &["ga prevista", "ga previsto", "previsão de ga"],
            es: &["ga prevista", "ga previsto"],
            fr: &["ga prévue"],
            ..Words::NONE
        },
    ),
    ("duration", Words { de: &["dauer"], pt: &["duração"], es: &["duración"], fr: &["durée"], ..Words::NONE }),
    // The Portuguese and Italian word for a date means something else in English.
    ("date", Words { de: &["datum"], es: &["fecha"], ..Words::NONE }),
    (
        "decision maker",
        Words {
            de: &["entscheider", "entscheiderin", "entschieden von"],
            pt: &["decisor", "decisora", "decidido por", "responsável pela decisão"],
            es: &["decisor", "decisora", "decidido por"],
            fr: &["décideur", "décidé par"],
            ..Words::NONE
        },
    ),
    (
        "current stage",
        Words {
            en: &["current phase"],
            de: &["aktuelle phase", "aktuelle stufe"],
            pt: &["fase atual", "etapa atual"],
            es: &["fase actual", "etapa actual"],
            fr: &["étape actuelle", "phase actuelle"],
            ..Words::NONE
        },
    ),
    (
        "status",
        Words {
            en: &["current status", "rollout status"],
            de: &["aktueller status", "aktueller stand"],
            pt: &["situação", "estado", "estado atual", "situação atual", "status atual"],
            es: &["estado", "situación", "estado actual"],
            fr: &["statut", "état", "statut actuel", "état actuel"],
            it: &["stato"],
            ja: &["ステータス", "状態", "状況", "現状", "進捗状況"],
            zh: &["状态", "狀態", "当前状态", "目前状态"],
            ko: &["상태"],
            ru: &["статус"],
            ..Words::NONE
        },
    ),
    (
        "exit criteria",
        Words {
            de: &[
                "ausstiegskriterien", "austrittskriterien", "ausgangskriterien", "abschlusskriterien",
                "abnahmekriterien", "erfolgskriterien",
            ],
            pt: &["critérios de saída", "critérios de conclusão", "critérios de sucesso"],
            es: &["criterios de salida", "criterios de éxito"],
            fr: &["critères de sortie", "critères de succès"],
            ..Words::NONE
        },
    ),
    (
        "entry criteria",
        Words {
            de: &["eingangskriterien", "einstiegskriterien", "eintrittskriterien"],
            pt: &["critérios de entrada"],
            es: &["criterios de entrada"],
            fr: &["critères d'entrée"],
            ..Words::NONE
        },
    ),
    (
        "activities",
        Words { de: &["aktivitäten"], pt: &["atividades"], es: &["actividades"], fr: &["activités"], ..Words::NONE },
    ),
    (
        "audience",
        Words {
            de: &["zielgruppe"],
            pt: &["público-alvo", "público alvo", "público", "audiência"],
            es: &["público", "público objetivo", "audiencia"],
            fr: &["public cible", "public"],
            ..Words::NONE
        },
    ),
    (
        "progression decision",
        Words {
            de: &["fortschrittsentscheidung", "freigabeentscheidung"],
            pt: &["decisão de avanço", "decisão de progressão"],
            es: &["decisión de avance"],
            fr: &["décision de progression"],
            ..Words::NONE
        },
    ),
    (
        "decision log",
        Words {
            de: &["entscheidungslog", "entscheidungsprotokoll"],
            pt: &["registro de decisões", "log de decisões"],
            es: &["registro de decisiones"],
            fr: &["journal des décisions", "journal de décisions"],
            ..Words::NONE
        },
    ),
    (
        "rollback plan",
        Words {
            de: &["rückfallplan"],
            pt: &["plano de reversão", "plano de rollback"],
            es: &["plan de reversión"],
            fr: &["plan de retour arrière", "plan de repli"],
            ..Words::NONE
        },
    ),
    (
        "risk register",
        Words {
            de: &["risikoregister", "risiken"],
            pt: &["riscos", "registro de riscos"],
            es: &["riesgos", "registro de riesgos"],
            fr: &["risques", "registre des risques"],
            ..Words::NONE
        },
    ),
    (
        "communication plan",
        Words {
            de: &["kommunikationsplan"],
            pt: &["plano de comunicação"],
            es: &["plan de comunicación"],
            fr: &["plan de communication"],
            ..Words::NONE
        },
    ),
]);

/// English labels at the head of a plan.
const OF_HEAD: Words = Words {
    en: &["rollout id", "owner", "tech lead", "created", "last updated", "target ga", "current stage", "status"],
    ..Words::NONE
}
.indexed();

/// Whether a folded label is one at the head of a plan: its ID, its people, its days, its stage.
pub(crate) fn is_of_head(key: &str) -> bool {
    let likely = [&LIKELY_ID, &LIKELY_OWNER, &LIKELY_UPDATED];
    OF_HEAD.has(meaning(key).unwrap_or(key)) || likely.iter().any(|words| words.has(key))
}

/// Labels that name the rollout's identifier where no other label does.
pub(crate) const LIKELY_ID: Words = Words {
    en: &["id", "plan id", "release id", "launch id", "change id", "rollout #", "ticket", "epic"],
    de: &["kennung"],
    ..Words::NONE
}
.indexed();

/// Labels that name the owner of the rollout where no other label does.
pub(crate) const LIKELY_OWNER: Words = Words {
    en: &[
        "rollout lead", "rollout owner", "release manager", "release owner", "project owner", "dri", "plan owner",
        "lead", "author", "maintainer", "owner(s)", "owners", "product owner",
    ],
    de: &["autor"],
    pt: &["responsável técnico", "autor"],
    es: &["autor"],
    it: &["responsabile"],
    ja: &["担当", "担当者"],
    zh: &["负责人"],
    ..Words::NONE
}
.indexed();

/// Labels of the day on which somebody last looked at the plan, where no other label names it.
pub(crate) const LIKELY_UPDATED: Words = Words {
    en: &["updated", "last update", "last modified", "last revised", "revised", "last reviewed"],
    de: &["stand", "aktualisiert"],
    ja: &["最終更新"],
    zh: &["最后更新", "更新日期"],
    ..Words::NONE
}
.indexed();

/// Parts of the titles of sections for going back.
pub(crate) const LIKELY_ROLLBACK: Words = Words {
    de: &["rückfall"],
    pt: &["reversão", "desligamento", "contingência", "plano b"],
    fr: &["retour arrière"],
    ja: &["ロールバック"],
    zh: &["回滚"],
    ru: &["откат"],
    ..Words::NONE
}
.indexed();

/// Parts of the titles of sections for risks.
pub(crate) const LIKELY_RISKS: Words =
    Words { it: &["rischi"], ja: &["リスク"], zh: &["风险"], ru: &["риск"], ..Words::NONE }.indexed();

/// Labels of the flags that a rollout is about; the first one is the template's.
pub(crate) const FLAG: Words = Words {
    en: &[
        "feature flag", "feature flags", "feature-flag", "feature flag key", "feature flag name", "feature toggle",
        "flag key", "flag name", "flag", "flags", "toggle",
    ],
    de: &["feature-schalter", "schalter"],
    pt: &["flag de recurso", "flag da funcionalidade", "chave"],
    es: &["bandera de función", "indicador de función", "bandera", "interruptor"],
    fr: &["drapeau de fonctionnalité", "indicateur de fonctionnalité", "drapeau", "interrupteur"],
    ja: &["フィーチャーフラグ", "機能フラグ", "フラグ"],
    zh: &["功能开关", "特性开关", "功能標誌", "开关", "開關"],
    ..Words::NONE
}
.indexed();

/// Labels of where the number of a rollout's flag is.
pub(crate) const EXPOSURE: Words = Words { en: &["exposure", "flag file"], ..Words::NONE }.indexed();

/// The English label for a folded one of another language; `None` when no language has it.
pub(crate) fn meaning(key: &str) -> Option<&'static str> {
    LABELS.meaning(key)
}

/// Whether a folded name is one that a value belongs to, wherever it stands: a heading with a value
/// below it, or bold words with a dash behind them, say the same as a label with a colon.
pub(crate) fn asks_for_value(key: &str) -> bool {
    let is_audience = || {
        matches!(
            audiences::LABELS.meaning(key),
            Some(AudienceLabel::Audience | AudienceLabel::Percent | AudienceLabel::Size)
        )
    };
    let meant = meaning(key).unwrap_or(key);
    matches!(meant, "current stage" | "status" | "duration") || STATES.has(key) || FLAG.has(key) || is_audience()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_languages_mean_the_same() {
        assert_eq!(meaning("critérios de saída"), Some("exit criteria"));
        assert_eq!(meaning("verantwortlich"), Some("owner"));
        assert_eq!(meaning("audience"), None);
        assert_eq!([meaning("public"), meaning("público objetivo")], [Some("audience"); 2]);
    }
}
