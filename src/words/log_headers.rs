//! What the columns of a decision log and the labels of its entries are called.

use super::{Lexicon, Words};

/// What a column of a decision log holds, or a label of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// When it was decided.
    Date,
    /// From which stage to which.
    Stage,
    /// What was decided.
    Decision,
    /// Why.
    Rationale,
    /// By whom.
    DecidedBy,
    /// Of which rollout, in a log that several share.
    Rollout,
    /// Whether the decision stands.
    Standing,
    /// Something of the team's own.
    Other,
}

/// The words for each of the five parts, in the order in which columns are looked for: who decided
/// comes first, since `Decision maker` begins like the decision.
pub(crate) static PARTS: Lexicon<Column> = Lexicon::new(&[
    (
        Column::Date,
        Words {
            en: &["date", "when", "decision date", "date of decision", "decided on", "timestamp", "day"],
            de: &["datum", "wann", "entschieden am", "zeitpunkt", "tag"],
            pt: &["data", "quando", "decidido em", "dia"],
            es: &["fecha", "cuándo", "decidido el", "día"],
            fr: &["quand", "décidé le", "horodatage", "jour"],
            ja: &["日付", "決定日", "日時"],
            zh: &["日期", "决定日期", "決定日期", "时间", "時間"],
            it: &["data", "quando", "deciso il"],
            ko: &["날짜", "일자", "결정일"],
            ru: &["дата", "когда"],
            nl: &["datum", "wanneer"],
            pl: &["data", "kiedy"],
            tr: &["tarih"],
            vi: &["ngày"],
            ..Words::NONE
        },
    ),
    (
        Column::DecidedBy,
        Words {
            en: &[
                "decided by", "decision maker", "decision makers", "decider", "deciders", "approved by", "approver",
                "who", "owner", "by",
            ],
            de: &[
                "entschieden von", "entschieden durch", "entscheider", "entscheiderin", "entscheidungsträger",
                "beschlossen von", "freigegeben von", "wer",
            ],
            pt: &["decidido por", "aprovado por", "responsável", "decisor", "quem"],
            es: &["decidido por", "aprobado por", "responsable", "decisor", "quién"],
            fr: &["décidé par", "décideur", "approuvé par", "responsable", "qui"],
            ja: &["決定者", "承認者", "責任者"],
            zh: &["决定人", "決定人", "决策人", "決策人", "批准人", "负责人", "負責人"],
            it: &["deciso da", "approvato da", "responsabile", "chi"],
            ko: &["결정자", "승인자", "담당자"],
            ru: &["кто решил", "утвердил", "ответственный", "кто"],
            nl: &["besloten door", "goedgekeurd door", "beslisser", "door", "wie"],
            pl: &["zdecydował", "decydent", "zatwierdził", "kto"],
            tr: &["karar veren", "onaylayan"],
            vi: &["người quyết định", "người duyệt", "người phê duyệt"],
            ..Words::NONE
        },
    ),
    (
        Column::Stage,
        Words {
            en: &["stage", "transition", "phase", "wave", "ring", "cohort", "step"],
            de: &["stufe", "übergang", "etappe", "phase"],
            pt: &["fase", "etapa", "estágio", "transição"],
            es: &["fase", "etapa", "transición"],
            fr: &["étape", "palier", "phase", "transition"],
            ja: &["ステージ", "段階", "フェーズ"],
            zh: &["阶段", "階段"],
            it: &["fase", "tappa"],
            ko: &["단계"],
            ru: &["этап", "стадия", "фаза"],
            nl: &["fase", "stap"],
            pl: &["etap", "faza"],
            tr: &["aşama", "faz"],
            vi: &["giai đoạn"],
            ..Words::NONE
        },
    ),
    (
        Column::Decision,
        Words {
            en: &["decision", "outcome", "verdict"],
            de: &["entscheidung", "beschluss"],
            pt: &["decisão"],
            es: &["decisión"],
            fr: &["décision"],
            ja: &["決定", "判断"],
            zh: &["决定", "決定", "决策", "決策"],
            it: &["decisione", "esito"],
            ko: &["결정", "판단"],
            ru: &["решение"],
            nl: &["besluit", "beslissing"],
            pl: &["decyzja"],
            tr: &["karar"],
            vi: &["quyết định"],
            ..Words::NONE
        },
    ),
    (
        Column::Rationale,
        Words {
            en: &["rationale", "reason", "why", "grounds", "notes"],
            de: &["begründung", "grund", "warum"],
            pt: &["justificativa", "justificação", "motivo", "razão", "por quê"],
            es: &["justificación", "motivo", "razón", "por qué"],
            fr: &["justification", "motif", "raison", "pourquoi"],
            ja: &["理由", "根拠"],
            zh: &["理由", "原因", "依据", "依據"],
            it: &["motivazione", "motivo", "ragione", "perché"],
            ko: &["사유", "이유", "근거"],
            ru: &["обоснование", "причина", "почему"],
            nl: &["reden", "motivatie", "onderbouwing", "waarom"],
            pl: &["uzasadnienie", "powód", "dlaczego"],
            tr: &["gerekçe", "neden"],
            vi: &["lý do"],
            ..Words::NONE
        },
    ),
]);

/// Columns and labels that say whether a decision stands.
pub(crate) const STANDING: Words = Words {
    en: &[
        "status", "state", "approval", "approved", "approved?", "approval status", "vote", "final", "ratified",
        "confirmed", "accepted", "valid", "signed", "signed off", "sign-off", "sign off", "decision status",
    ],
    de: &["status", "genehmigt", "bestätigt", "gültig", "abstimmung", "freigabe", "zustimmung", "genehmigung"],
    pt: &["status", "situação", "estado", "aprovado", "confirmado", "votação", "aprovação"],
    es: &["estado", "aprobado", "confirmado", "votación", "aprobación"],
    fr: &["statut", "état", "approuvé", "validé", "confirmé", "vote", "approbation", "validation"],
    it: &["stato", "approvato"],
    ja: &["状態", "ステータス", "承認"],
    zh: &["状态", "狀態", "批准", "审批"],
    ko: &["상태", "승인"],
    ru: &["статус", "утверждено"],
    ..Words::NONE
}
.indexed();

/// Columns and labels that name the rollout of an entry.
pub(crate) const ROLLOUT: Words =
    Words { en: &["rollout", "rollout id", "rollout plan", "plan", "plan id", "id"], ..Words::NONE }.indexed();

/// Whole names of sections that hold decisions, and those about stages among them.
pub(crate) const DECISIONS: Words = Words {
    en: &[
        "decisions", "decision", "log", "decision history", "decision record", "decision records", "stage log",
        "rollout log", "stage decisions", "phase decisions", "gate decisions", "rollout decisions",
        "go/no-go decisions", "go/no-go log", "decisions made",
    ],
    de: &["entscheidungen", "beschlüsse", "getroffene entscheidungen", "entscheidungshistorie", "protokoll"],
    pt: &["decisões", "decisões tomadas", "histórico de decisões", "registro", "registo"],
    es: &["decisiones", "decisiones tomadas", "historial de decisiones", "registro", "bitácora"],
    fr: &["décisions", "décisions prises", "historique des décisions", "journal", "registre"],
    it: &["decisioni", "registro delle decisioni", "storico delle decisioni"],
    ja: &["決定", "決定事項", "決定履歴", "意思決定", "判断記録"],
    zh: &["决策", "決策", "决定", "決定", "决定事项", "決定事項", "决策历史"],
    ko: &["결정", "결정 사항", "결정 기록", "의사결정"],
    ru: &["решения", "принятые решения", "журнал решений", "история решений"],
    nl: &["besluiten", "besluitenlog", "besluitenlijst", "genomen besluiten"],
    pl: &["decyzje", "dziennik decyzji", "rejestr decyzji", "podjęte decyzje"],
    tr: &["kararlar", "karar günlüğü", "alınan kararlar"],
    vi: &["quyết định", "nhật ký quyết định", "các quyết định"],
    ..Words::NONE
}
.indexed();
