//! What the columns of tables are called.

use super::Words;

/// First columns that list what each rollout has of its own.
pub(crate) const ENTITIES: Words = Words {
    en: &[
        "risk", "customer", "customers", "client", "clients", "name", "contact", "tester", "participant",
        "participants", "organization", "organisation", "tenant", "issue", "bug", "incident", "date", "version",
        "user", "member", "stakeholder", "person", "site", "school", "team member", "blocker", "problem",
    ],
    de: &["risiko", "kunde", "datum"],
    pt: &["risco", "cliente", "nome", "data"],
    es: &["riesgo", "cliente", "nombre", "fecha"],
    fr: &["risque"],
    it: &["rischio", "cliente", "nome", "data"],
    zh: &["风险", "客户"],
    ..Words::NONE
}
.indexed();

/// The column with the name of a stage, beside the one with its number.
pub(crate) const NAMES: Words = Words {
    en: &["name", "title"],
    de: &["bezeichnung", "titel"],
    pt: &["nome"],
    es: &["nombre"],
    fr: &["nom"],
    it: &["nome"],
    ja: &["名称", "名前"],
    zh: &["名称"],
    ..Words::NONE
}
.indexed();

/// The first of two columns that hold labels with values.
pub(crate) const LABELS: Words = Words {
    en: &["field", "parameter", "item", "attribute", "key", "property", "param", "info", "detail"],
    de: &["feld"],
    pt: &["campo", "parâmetro", "dado"],
    es: &["campo"],
    ..Words::NONE
}
.indexed();

/// The second of two columns that hold labels with values.
pub(crate) const VALUES: Words = Words {
    en: &["value", "details", "detail", "info", "setting"],
    de: &["wert"],
    pt: &["valor"],
    es: &["valor", "dato"],
    fr: &["valeur"],
    it: &["valore", "dato"],
    ..Words::NONE
}
.indexed();

/// Columns that say how far something is.
pub(crate) const STATES: Words = Words {
    en: &["status", "state", "progress", "stage status", "phase status", "current state", "rollout state"],
    de: &["stand", "zustand", "fortschritt"],
    pt: &["andamento", "progresso"],
    es: &["progreso", "avance"],
    fr: &["avancement"],
    ja: &["進捗", "状況"],
    zh: &["进度", "进展"],
    ..Words::NONE
}
.indexed();

/// Columns that number the rows.
pub(crate) const COUNTS: Words = Words {
    en: &["no", "no.", "id"],
    de: &["nr", "nr."],
    pt: &["nº", "n°", "núm"],
    es: &["n.º"],
    fr: &["n º"],
    ja: &["番号"],
    zh: &["序号", "編號"],
    signs: &["#", "№"],
    ..Words::NONE
}
.indexed();

/// Columns that say something beside the statement of a row: who, when, how it went, its number.
pub(crate) const BESIDE_STATEMENTS: Words = Words {
    en: &[
        "owner", "owners", "responsible", "who", "assignee", "person", "status", "state", "done", "met", "date", "due",
        "when", "deadline", "note", "notes", "comment", "comments", "remark", "remarks", "result", "results", "actual",
        "measured", "current", "evidence", "proof", "link", "links", "ticket", "no", "no.", "id", "ref",
    ],
    de: &[
        "verantwortlich", "zuständig", "wer", "stand", "datum", "frist", "bis", "wann", "notiz", "notizen",
        "bemerkung", "kommentar", "ergebnis", "gemessen", "nachweis", "beleg", "nr", "nr.",
    ],
    pt: &[
        "responsável", "dono", "quem", "situação", "data", "prazo", "quando", "nota", "notas", "observação",
        "observações", "comentário", "resultado", "medido", "evidência",
    ],
    es: &[
        "responsable", "quién", "estado", "fecha", "plazo", "cuándo", "nota", "notas", "observaciones", "comentario",
        "resultado", "medido", "evidencia",
    ],
    fr: &[
        "responsable", "qui", "statut", "état", "date", "échéance", "quand", "remarque", "remarques", "commentaire",
        "résultat", "mesuré", "preuve",
    ],
    ja: &["担当", "担当者", "状態", "日付", "期限", "備考", "結果", "実績", "証跡"],
    zh: &["负责人", "状态", "日期", "期限", "备注", "结果", "实际", "证据"],
    signs: &["#"],
    ..Words::NONE
}
.indexed();

/// Those of these columns that tell what came out, or how it stands, in words of their own.
pub(crate) const TELLING: Words = Words {
    en: &[
        "note", "notes", "comment", "comments", "remark", "remarks", "result", "results", "actual", "measured",
        "current", "evidence", "proof",
    ],
    de: &["notiz", "notizen", "bemerkung", "kommentar", "ergebnis", "gemessen", "nachweis", "beleg"],
    pt: &["nota", "notas", "observação", "observações", "comentário", "resultado", "medido", "evidência"],
    es: &["nota", "notas", "observaciones", "comentario", "resultado", "medido", "evidencia"],
    fr: &["remarque", "remarques", "commentaire", "résultat", "mesuré", "preuve"],
    ja: &["備考", "結果", "実績", "証跡"],
    zh: &["备注", "结果", "实际", "证据"],
    ..Words::NONE
}
.indexed();

/// Columns that say what is done when the condition of a row holds.
pub(crate) const ACTIONS: Words = Words {
    en: &["action", "actions", "response", "reaction", "what we do", "then", "step", "steps"],
    de: &["maßnahme", "maßnahmen", "reaktion", "aktion", "dann"],
    pt: &["ação", "ações", "resposta", "então"],
    es: &["acción", "acciones", "respuesta", "entonces"],
    fr: &["action", "actions", "réponse", "mesure", "alors"],
    ja: &["対応", "対処", "アクション"],
    zh: &["措施", "动作", "操作", "处理"],
    ..Words::NONE
}
.indexed();
