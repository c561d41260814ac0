//! What shows that something was done.

use super::Words;

/// Runs of programs that have a number: `run 4812`.
pub(crate) const RUNS: Words = Words {
    en: &["run", "build", "job", "pipeline", "deployment", "commit", "ticket", "incident"],
    de: &["lauf", "testlauf"],
    pt: &["execução", "compilação", "chamado"],
    es: &["ejecución", "compilación", "tique"],
    fr: &["exécution", "compilation"],
    ..Words::NONE
}
.indexed();

/// Texts of links that lead to more about something, and say nothing of it themselves:
/// `Proceed ([minutes](…))`.
pub(crate) const POINTERS: Words = Words {
    en: &[
        "minutes", "meeting minutes", "notes", "meeting notes", "meeting", "protocol", "thread", "slack",
        "slack thread", "chat", "recording", "doc", "document", "ticket", "issue", "pr", "pull request", "mr",
        "merge request", "dashboard", "report", "results", "recap", "summary", "agenda", "details", "link", "here",
        "source", "evidence", "proof", "log", "run", "wiki", "page", "e-mail", "email", "mail", "discussion",
        "comment", "more", "data", "query", "graph", "chart", "decision record", "adr",
    ],
    de: &[
        "protokoll", "notizen", "besprechung", "sitzung", "aufzeichnung", "dokument", "bericht", "ergebnisse",
        "zusammenfassung", "tagesordnung", "einzelheiten", "hier", "quelle", "nachweis", "beleg", "seite",
        "diskussion", "mehr", "auswertung", "grafik", "diagramm",
    ],
    pt: &[
        "ata", "atas", "notas", "reunião", "gravação", "documento", "relatório", "resultados", "resumo", "pauta",
        "detalhes", "aqui", "fonte", "página", "discussão", "mais", "painel", "gráfico",
    ],
    es: &[
        "acta", "actas", "notas", "reunión", "grabación", "documento", "informe", "resultados", "resumen", "agenda",
        "detalles", "aquí", "enlace", "fuente", "página", "discusión", "más", "panel", "gráfico",
    ],
    fr: &[
        "compte rendu", "compte-rendu", "cr", "notes", "réunion", "enregistrement", "document", "rapport", "résultats",
        "résumé", "ordre du jour", "détails", "ici", "lien", "source", "page", "discussion", "plus", "tableau de bord",
        "graphique",
    ],
    it: &["verbale", "note", "riunione", "documento", "rapporto", "dettagli", "qui", "pagina"],
    ja: &[
        "議事録", "メモ", "会議", "録画", "資料", "文書", "レポート", "結果", "詳細", "こちら", "スレッド", "チケット",
    ],
    zh: &["会议纪要", "纪要", "记录", "会议记录", "文档", "报告", "结果", "详情", "链接", "讨论", "工单"],
    ko: &["회의록", "자료", "보고서"],
    ru: &["протокол", "заметки", "отчёт", "отчет", "подробности"],
    ..Words::NONE
}
.indexed();
