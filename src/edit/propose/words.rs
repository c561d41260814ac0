//! What a value is, and the bracket that asks for one of its kind.

use crate::markdown::inline::{self, PieceKind};
use crate::plan::date::{DateReading, read_date};
use crate::plan::duration::{DurationReading, read_duration};
use crate::plan::value::is_reference;
use crate::template::{SlotKind, read_slot};
use crate::text::{Source, Span, fold};

/// What a label or a column header asks for, as far as its words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// Somebody.
    Person,
    /// A day.
    Date,
    /// Where something stands: done, open, accepted.
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

/// Words of labels, by what they ask for. A word with a space or of another script is looked for anywhere, others are whole words.
const LABELS: &[(Asks, &[&str])] = &[
    (
        Asks::Person,
        &[
            "owner", "who", "quem", "quién", "wer", "chi", "owners", "lead", "leads", "maker", "approver", "approvers",
            "approved by", "decided by", "reviewer", "reviewers", "reviewed by", "author", "authors", "contact",
            "contacts", "dri", "sponsor", "assignee", "assigned", "signed by", "signature", "maintained by",
            "prepared by", "updated by", "responsible", "responsável", "responsable", "verantwortlich",
            "verantwortliche", "verantwortlicher", "ansprechpartner", "entscheider", "aprovado por", "aprobado por",
            "autor", "dono", "decisor", "responsabile", "負責人", "负责人", "担当", "责任人", "담당자",
            "ответственный",
        ],
    ),
    (
        Asks::Date,
        &[
            "date", "dates", "deadline", "due", "eta", "started", "start", "end", "scheduled", "created", "updated",
            "when", "data", "datum", "fecha", "inicio", "início", "fim", "prazo", "beginn", "ende", "stand", "日期",
            "日時", "날짜", "дата",
        ],
    ),
    (
        Asks::Status,
        &[
            "status", "state", "estado", "situação", "statut", "stato", "result", "results", "resultado", "ergebnis",
            "esito", "progress", "pass", "passed", "pass?", "outcome", "状态", "상태", "статус",
        ],
    ),
    (
        Asks::Link,
        &[
            "link", "links", "url", "dashboard", "ticket", "tickets", "issue", "jira", "runbook", "evidence", "pr",
            "链接",
        ],
    ),
    (Asks::Measure, &["actual", "current", "measured", "baseline", "real", "atual", "aktuell", "ist"]),
    (
        Asks::Duration,
        &[
            "duration", "length", "dauer", "duração", "duración", "durata", "durée", "length of time", "时长", "期間",
            "기간",
        ],
    ),
    (
        Asks::Name,
        &[
            "id", "version", "versão", "versión", "versione", "release", "name", "feature", "flag", "project",
            "projekt", "projeto", "tenant", "region", "target", "size", "segment", "population", "população", "volume",
            "users", "channel", "版本", "버전",
        ],
    ),
];

/// What a folded label asks for.
pub(super) fn asks(label: &str) -> Asks {
    let words: Vec<&str> =
        label.split(|c: char| !c.is_alphanumeric() && c != '?').filter(|word| !word.is_empty()).collect();
    let has =
        |word: &&str| if word.is_ascii() && !word.contains(' ') { words.contains(word) } else { label.contains(*word) };
    // The last word tells most: a `Link owner` is a person, a `Start date` a day.
    let by_last = LABELS.iter().find(|(_, known)| words.last().is_some_and(|last| known.contains(last)));
    let anywhere = || LABELS.iter().find(|(_, known)| known.iter().any(&has));
    by_last.or_else(anywhere).map_or(Asks::Other, |(asks, _)| *asks)
}

/// Words that a team's roles are made of.
const ROLES: &[&str] = &[
    "team", "teams", "lead", "leads", "manager", "product", "engineer", "engineers", "engineering", "dev", "devs",
    "developer", "developers", "ops", "devops", "qa", "pm", "pmm", "cto", "ceo", "cfo", "coo", "security", "support",
    "marketing", "owner", "office", "on-call", "oncall", "sre", "legal", "sales", "data", "platform", "backend",
    "frontend", "mobile", "design", "designer", "docs", "finance", "business", "operations", "tech", "technical",
    "release", "success", "customer", "eng", "it", "admin", "user", "users", "pilot", "all", "and", "team(s)",
    "equipe", "time", "sviluppo", "entwicklung", "suporte", "soporte", "infra", "infrastructure", "everyone",
    "stakeholders", "leadership", "pd", "po", "em", "tl", "bd", "hr", "director", "head", "of", "the", "system",
    "auto", "automated", "continuous",
];

/// Whether a value names a role and nobody in particular: `PM`, `Product Owner`, `Team sviluppo`.
pub(super) fn is_role(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || "/&+,()".contains(c)).filter(|word| !word.is_empty());
    let is_short = |word: &str| word.len() <= 5 && word.chars().all(|c| c.is_ascii_uppercase());
    let mut words = words.peekable();
    words.peek().is_some() && words.all(|word| ROLES.contains(&fold(word).as_str()) || is_short(word))
}

/// Whether a text says nothing yet: no letter or digit, or a word such as TBD.
pub(super) fn is_open(text: &str) -> bool {
    let folded = fold(text);
    let first = folded.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
    first.is_none_or(|word| matches!(word, "tbd" | "todo" | "tba" | "tbc" | "tk"))
}

/// The bracket for a value behind a label, with what of the value stays around it. `None` when the value is no data: it is for every plan.
pub(super) fn bracket(label: &str, value: &str) -> Option<String> {
    let text = inline::visible(value);
    let text = text.trim();
    let key = fold(label);
    let asked = asks(&key);
    let named = || named(label);
    if is_open(text) {
        return match asked {
            Asks::Person => Some("[Name]".to_owned()),
            Asks::Date => Some("[Date]".to_owned()),
            _ => Some(named()),
        };
    }
    // What never ends is the same in every plan.
    if read_duration(text) == DurationReading::Open && text.split_whitespace().count() <= 2 {
        return None;
    }
    if asked == Asks::Person {
        // Who has a role changes from plan to plan, the role does not.
        return Some(if is_role(text) {
            plain(text).unwrap_or_else(|| "[Name]".to_owned())
        } else {
            "[Name]".to_owned()
        });
    }
    if read_date(text) != DateReading::None && text.split_whitespace().count() <= 5 {
        return Some("[Date]".to_owned());
    }
    if let Some(masked) = masked_number(text) {
        // A version is no number that somebody counts.
        return Some(if asked == Asks::Name && masked == "[X]" { named() } else { masked });
    }
    if has_link(value) || (asked == Asks::Link && is_reference(text)) {
        return Some("[Link]".to_owned());
    }
    if is_month_or_quarter(text) {
        return Some("[Date/Quarter]".to_owned());
    }
    Some(named())
}

/// `[Label]`, in words that make no other kind of slot of it.
pub(super) fn named(label: &str) -> String {
    let bare = inline::visible(label);
    let bare = bare.trim().trim_end_matches([':', '：', '?']).trim();
    let bare = bare.split(" (").next().unwrap_or(bare).trim();
    plain(bare).unwrap_or_else(|| "[Value]".to_owned())
}

/// A text in brackets; `None` when it would be read as something else than words to replace.
fn plain(text: &str) -> Option<String> {
    let short = text.chars().count() <= 40
        && text.chars().any(char::is_alphanumeric)
        && !text.contains(['[', ']', '|', '`', '<', '\\', '\n']);
    let bracket = format!("[{text}]");
    let slot = read_slot(&Source::new("", bracket.as_str()), Span::new(0, bracket.len()));
    (short && slot.kind == SlotKind::Text && slot.brackets.len() == 1).then_some(bracket)
}

fn has_link(value: &str) -> bool {
    let is_link = |kind: PieceKind| matches!(kind, PieceKind::Link { .. } | PieceKind::Autolink);
    inline::pieces(value).iter().any(|piece| is_link(piece.kind))
}

fn is_month_or_quarter(text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| c.is_whitespace() || c == '/' || c == '-').collect();
    let is_year = |word: &&str| word.len() == 4 && word.starts_with("20") && word.chars().all(|c| c.is_ascii_digit());
    words.len() == 2 && words.iter().any(is_year)
}

/// A number, or a range, with its unit: the number becomes `N` or `X`, what stands before it and the unit stay: `< 5 %` gives `< [X%]`, `1-2 weeks`
/// `[N weeks]`.
pub(super) fn masked_number(text: &str) -> Option<String> {
    let signs = text.len() - text.trim_start_matches(|c: char| "<>≤≥=~≈± ".contains(c)).len();
    let (before, rest) = text.split_at(signs);
    let number = number_end(rest)?;
    // `2-3 weeks (at most)` keeps its remark.
    let (unit, remark) = match rest[number..].split_once(" (") {
        Some((unit, remark)) => (unit.trim(), format!(" ({remark}")),
        None => (rest[number..].trim(), String::new()),
    };
    let is_unit = unit.split_whitespace().count() <= 2
        && unit.chars().count() <= 24
        && unit.chars().all(|c| c.is_alphabetic() || "%/ .-".contains(c))
        && !unit.starts_with(['-', '.', '/']);
    if !is_unit || remark.contains(['[', ']']) {
        return None;
    }
    let inner = match unit {
        "" => "X".to_owned(),
        _ if unit.starts_with('%') => format!("X{unit}"),
        _ => format!("N {unit}"),
    };
    Some(format!("{before}[{inner}]{remark}"))
}

/// Where a number or a range of numbers ends: `1-2`, `10,000+`, `1.5 – 2`.
fn number_end(text: &str) -> Option<usize> {
    let digits = |from: usize| {
        let rest = &text[from..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
        let kept = rest[..end].trim_end_matches(['.', ',']).len();
        rest.starts_with(|c: char| c.is_ascii_digit()).then_some(from + kept)
    };
    let first = digits(0)?;
    let behind = text[first..].trim_start();
    let second = behind
        .strip_prefix(['-', '–', '—'])
        .map(str::trim_start)
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let end = second.and_then(|rest| digits(text.len() - rest.len())).unwrap_or(first);
    Some(end + usize::from(text[end..].starts_with('+')))
}

/// Words that a plan's title is made of whatever the plan is about.
const GENERIC: &[&str] = &[
    "rollout", "roll-out", "plan", "plano", "strategy", "estratégia", "estrategia", "strategie", "staged", "phased",
    "phase", "phases", "production", "release", "launch", "pilot", "piloto", "beta", "checklist", "deployment",
    "deploy", "go-live", "gradual", "test", "feature", "execution", "controlled", "progressive", "canary", "migration",
    "timeline", "document", "template", "the", "a", "of", "for", "and", "de", "do", "da", "e", "em", "y", "der", "die",
    "für", "und", "&", "two-phase", "30-day", "safe", "fast", "gtm", "homologação", "implementation", "implantação",
    "lançamento", "stufenplan", "einführung", "freigabe", "flag", "company-wide", "global", "full", "adoption",
    "schedule", "roadmap", "plan.md", "fases", "fase", "phasen", "etapas", "em", "in", "en", "five", "our", "v1",
];

/// Parts of words that a plan's title is made of in scripts without spaces.
const GENERIC_PARTS: &[&str] = &["发布", "方案", "计划", "計画", "ロールアウト", "出荷", "계획", "план"];

fn is_generic(word: &str) -> bool {
    let folded = fold(word);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty()
        || bare.chars().all(|c| c.is_ascii_digit())
        || GENERIC.contains(&bare)
        || GENERIC_PARTS.iter().any(|part| bare.contains(part))
}

/// The part of a plan's title that names what is rolled out.
pub(super) fn name_in(title: &str) -> Option<Span> {
    let place = |part: &str, from: usize| {
        let start = title[from..].find(part).map_or(from, |at| from + at);
        Span::new(start, start + part.len())
    };
    let share = |part: &str| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let generic = words.iter().filter(|word| is_generic(word)).count();
        if words.is_empty() { 1.0 } else { generic as f64 / words.len() as f64 }
    };
    for separator in [": ", "：", " — ", " – ", " - ", " | "] {
        let Some((one, other)) = title.split_once(separator) else { continue };
        let (first, second) = (one.trim(), other.trim());
        let behind = one.len() + separator.len();
        return match (share(first), share(second)) {
            (first_share, second_share) if first_share >= 1.0 && second_share >= 1.0 => None,
            (first_share, second_share) if first_share >= second_share => Some(place(second, behind)),
            _ => name_in(first)
                .map(|span| if share(first) > 0.0 { span } else { place(first, 0) })
                .or(Some(place(first, 0))),
        };
    }
    let mut best: Option<Span> = None;
    let mut run: Option<Span> = None;
    let mut generic = 0;
    let mut at = 0;
    for word in title.split(' ') {
        let span = Span::new(at, at + word.len());
        at = span.end + 1;
        if is_generic(word) {
            generic += usize::from(word.chars().any(char::is_alphabetic));
            run = None;
            continue;
        }
        run = Some(run.map_or(span, |run| run.to(span)));
        best = match (best, run) {
            (Some(best), Some(run)) if best.len() >= run.len() => Some(best),
            (_, run) => run,
        };
    }
    // A title without a word of its own kind may be anything.
    best.filter(|_| generic > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_say_what_belongs_there() {
        for (label, value, wanted) in [
            ("Owner", "Priya Nair", "[Name]"),
            ("Owner", "Product Owner", "[Product Owner]"),
            ("Approved by", "____", "[Name]"),
            ("Created", "2026-03-02", "[Date]"),
            ("Last updated", "January 31, 2026", "[Date]"),
            ("Stand", "November 2025", "[Date/Quarter]"),
            ("Duration", "1-2 weeks", "[N weeks]"),
            ("Duration", "3-5 business days", "[N business days]"),
            ("Volume", "< 100 guias/dia", "< [N guias/dia]"),
            ("Share", "10 %", "[X%]"),
            ("Sprint", "7 - Final Hardening", "[Sprint]"),
            ("Version", "1.0.0", "[Version]"),
            ("Start date", "TBD (after Alpha)", "[Date]"),
            ("Bet", "[Bet 12](../bets/12.md)", "[Link]"),
            ("Region", "Berlin", "[Region]"),
            ("Update cadence", "whenever", "[Value]"),
        ] {
            assert_eq!(bracket(label, value).as_deref(), Some(wanted), "{label}: {value}");
        }
        assert_eq!(bracket("Duration", "Ongoing"), None);
    }

    #[test]
    fn a_title_gives_up_its_name_only() {
        for (title, wanted) in [
            ("Rollout Plan: Checkout v2", "Checkout v2"),
            ("Rollout Plan - MPS Building", "MPS Building"),
            ("Porter — 30-Day Rollout Strategy", "Porter"),
            ("UPES-ECS Pilot Test Plan", "UPES-ECS"),
            ("Plano de Homologação - Glox", "Glox"),
            ("CreatorHub 灰度发布方案", "CreatorHub"),
        ] {
            assert_eq!(name_in(title).map(|span| &title[span.start..span.end]), Some(wanted), "{title}");
        }
        assert_eq!(name_in("Staged Rollout Execution Plan"), None);
        assert_eq!(name_in("Rollout Plan — Two-Phase"), None);
    }
}
