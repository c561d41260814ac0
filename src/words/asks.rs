//! What a label or the header of a column asks for.

use super::{Lexicon, Words};

/// What a label or the header of a column asks for, as far as its words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    /// Somebody.
    Person,
    /// A day.
    Date,
    /// How far something is: done, open, accepted.
    Status,
    /// Where to look.
    Link,
    /// What was measured.
    Measure,
    /// A length of time.
    Duration,
    /// An identifier, a version, a name.
    Name,
    /// Anything else.
    Other,
}

/// The words of labels, by what they ask for.
pub(crate) static ASKS: Lexicon<Asks> = Lexicon::new(&[
    (
        Asks::Person,
        Words {
            en: &[
                "owner", "who", "owners", "lead", "leads", "maker", "approver", "approvers", "approved by",
                "decided by", "reviewer", "reviewers", "reviewed by", "author", "authors", "contact", "contacts",
                "dri", "sponsor", "assignee", "assigned", "signed by", "signature", "maintained by", "prepared by",
                "updated by", "responsible",
            ],
            de: &[
                "wer", "verantwortlich", "verantwortliche", "verantwortlicher", "ansprechpartner", "entscheider",
                "autor",
            ],
            pt: &["quem", "responsável", "aprovado por", "autor", "dono", "decisor"],
            es: &["quién", "responsable", "aprobado por", "autor", "decisor"],
            fr: &["responsable"],
            it: &["chi", "responsabile"],
            ja: &["担当"],
            zh: &["負責人", "负责人", "责任人"],
            ko: &["담당자"],
            ru: &["ответственный"],
            ..Words::NONE
        },
    ),
    (
        Asks::Date,
        Words {
            en: &[
                "date", "dates", "deadline", "due", "eta", "started", "start", "end", "scheduled", "created",
                "updated", "when",
            ],
            de: &["datum", "beginn", "ende", "stand"],
            pt: &["data", "início", "inicio", "fim", "prazo"],
            es: &["fecha", "inicio"],
            it: &["data"],
            ja: &["日時"],
            zh: &["日期"],
            ko: &["날짜"],
            ru: &["дата"],
            ..Words::NONE
        },
    ),
    (
        Asks::Status,
        Words {
            en: &["status", "state", "result", "results", "progress", "pass", "passed", "pass?", "outcome"],
            de: &["ergebnis"],
            pt: &["estado", "situação", "resultado"],
            es: &["estado", "resultado"],
            fr: &["statut"],
            it: &["stato", "esito"],
            zh: &["状态"],
            ko: &["상태"],
            ru: &["статус"],
            ..Words::NONE
        },
    ),
    (
        Asks::Link,
        Words {
            en: &[
                "link", "links", "url", "dashboard", "ticket", "tickets", "issue", "jira", "runbook", "evidence", "pr",
            ],
            zh: &["链接"],
            ..Words::NONE
        },
    ),
    (
        Asks::Measure,
        Words {
            en: &["actual", "current", "measured", "baseline"],
            de: &["aktuell", "ist"],
            pt: &["real", "atual"],
            es: &["real"],
            ..Words::NONE
        },
    ),
    (
        Asks::Duration,
        Words {
            en: &["duration", "length", "length of time"],
            de: &["dauer"],
            pt: &["duração"],
            es: &["duración"],
            fr: &["durée"],
            it: &["durata"],
            ja: &["期間"],
            zh: &["时长"],
            ko: &["기간"],
            ..Words::NONE
        },
    ),
    (
        Asks::Name,
        Words {
            en: &[
                "id", "version", "release", "name", "feature", "flag", "project", "tenant", "region", "target", "size",
                "segment", "population", "volume", "users", "channel",
            ],
            de: &["projekt"],
            pt: &["versão", "projeto", "população"],
            es: &["versión"],
            it: &["versione"],
            zh: &["版本"],
            ko: &["버전"],
            ..Words::NONE
        },
    ),
]);

/// What a folded label asks for. A word with a space or of another script is looked for anywhere,
/// others are whole words.
pub(crate) fn asks(label: &str) -> Asks {
    let words: Vec<&str> =
        label.split(|c: char| !c.is_alphanumeric() && c != '?').filter(|word| !word.is_empty()).collect();
    let has =
        |word: &str| if word.is_ascii() && !word.contains(' ') { words.contains(&word) } else { label.contains(word) };
    // The last word tells most: a `Link owner` is a person, a `Start date` a day.
    let by_last = words.last().and_then(|last| ASKS.meaning(last));
    let anywhere = || ASKS.words().find(|(word, _)| has(word)).map(|(_, asks)| asks);
    by_last.or_else(anywhere).unwrap_or(Asks::Other)
}
