//! Decisions, and what takes them back, as a log has them.

use super::*;

#[test]
fn a_word_for_a_decision_is_written_as_its_language_does() {
    for (language, word) in [
        (Language::English, "Proceed with exception"),
        (Language::German, "Weiter mit Ausnahme"),
        (Language::Portuguese, "Avançar com exceção"),
        (Language::Spanish, "Avanzar con excepción"),
        (Language::French, "Avancer avec exception"),
    ] {
        assert_eq!(Decision::ProceedWithException.word_in(language), word);
    }
}

#[test]
fn a_decision_is_read_by_its_first_words() {
    let none = BTreeMap::new();
    let read = |text: &str| Decision::read(text, &none).map(Decision::word);
    assert_eq!(read("Proceed"), Some("proceed"));
    assert_eq!(read("✅ GO"), Some("proceed"));
    assert_eq!(read("Proceed (7 of 8)"), Some("proceed"));
    assert_eq!(read("Proceed with exception: docs"), Some("proceed with exception"));
    assert_eq!(read("No-go"), Some("hold"));
    assert_eq!(read("Pause rollout"), Some("hold"));
    assert_eq!(read("Rollback to Alpha"), Some("rollback"));
    assert_eq!(read("Approved by the board"), Some("proceed"));
    assert_eq!(read("Go with caution"), None);
    assert_eq!(read("Go/No-go"), None);
    assert_eq!(read("Gone"), None);
    assert_eq!(read("Do not proceed"), Some("hold"));
    assert_eq!(read("Rejected"), Some("hold"));
    let more = BTreeMap::from([("proceed".to_owned(), vec!["Onward".to_owned()])]);
    assert_eq!(Decision::read("onward", &more), Some(Decision::Proceed));
    let worse = BTreeMap::from([("proceed".to_owned(), vec!["hold".to_owned()])]);
    assert_eq!(Decision::read("Hold", &worse), Some(Decision::Hold));
}

#[test]
fn a_text_beside_a_decision_may_take_it_back() {
    for denial in ["vetoed", "(Pending)", "if legal agrees", "on hold", "予定", "?"] {
        assert!(is_denial(denial), "{denial}");
    }
    for remark in ["Si Wei", "7 of 8", "no blockers", "Priya Nair", "Blockers are fixed", ""] {
        assert!(!is_denial(remark), "{remark}");
    }
    for denial in ["Vetoed", "rejeitada pela diretoria", "(draft)"] {
        assert!(is_bare_denial(denial), "{denial}");
    }
    for reason in
        ["Blocked: none", "No", "Blocked users are helped", "Pending bugs: 0", "if it breaks we go back", "No P0"]
    {
        assert!(!is_bare_denial(reason), "{reason}");
    }
}

#[test]
fn a_name_above_decisions_may_say_that_they_are_none() {
    for name in [
        "Proposed", "Proposed, to be agreed", "Decision Log (draft)", "Rejected decisions", "Dry run:",
        "Not yet decided", "Entwurf", "Registro (rascunho)", "Borrador", "Proposition", "草案",
    ] {
        assert!(is_denying_name(name), "{name}");
    }
    for name in ["Decision log", "Decisions", "2026 Q1", "Decided", "Stage 2: Beta", "Decisions of the steering group"]
    {
        assert!(!is_denying_name(name), "{name}");
    }
}

#[test]
fn a_line_below_a_decision_may_take_it_back() {
    for line in [
        "Not approved.", "Awaiting sign-off by legal.", "Pending approval from Ann", "Not approved yet",
        "Rejected by Ann Lee on 2026-03-17.", "Draft", "Superseded.", "Ann Lee did not approve.",
        "Noch nicht freigegeben.", "Wartet auf Freigabe", "Aguardando aprovação do jurídico", "Pendiente de firma",
        "Aún no aprobada", "En attente de validation", "承認待ち", "待审批",
    ] {
        assert!(is_denying_line(line), "{line}");
    }
    for line in [
        "Pending: release notes", "TBD: support briefing", "Declined by 12% since Monday", "Blocked by: none",
        "Rejected orders fell to 0.", "Later we add the EU.", "Approved.", "Not a single failure.",
        "Proposta de valor validada", "Pending refunds need approval",
    ] {
        assert!(!is_denying_line(line), "{line}");
    }
}

#[test]
fn a_word_for_go_counts_only_when_nothing_takes_it_back() {
    let read = |text: &str| Decision::read(text, &BTreeMap::new()).map(Decision::word);
    for denied in [
        "Approved: No",
        "Approved — rejected by legal",
        "Go (denied)",
        "Ship it (not yet)",
        "Go — not yet approved",
        "Proceed?",
        "Go (?)",
        "Proceed - really?",
        "Launch ❌",
        "⛔ Go",
        "Proceed (on hold)",
        "Go, but hold",
        "Proceed (rolled back)",
        "Go (no-go for the EU)",
        "Advance (hold until Monday)",
        "Approved: pending",
        "Freigabe (abgelehnt)",
        "Freigegeben: nein",
        "Freigabe (noch nicht erteilt)",
        "Aprovado: não",
        "Avançar (vetado)",
        "Aprobado (rechazado por legal)",
        "Avanzar: aún no",
        "Approuvé : non",
        "Avancer (refusé)",
        "承認（却下）",
        "承認？",
        "批准（驳回）",
        "通过：否",
        "Proceed (superseded)",
        "Go — later reversed",
        "Proceed, but not yet",
        "Freigabe (hinfällig)",
        "Aprobado (caducado)",
        "Approuvé (caduc)",
        "Proceed (if legal agrees)",
        "Proceed, subject to legal",
        "Proceed (draft)",
        "Approved (requested)",
        "Approved, conditionally",
        "Go (7 of 8), pending legal",
        "Go to Beta once paid",
        "Freigegeben, falls Recht zustimmt",
        "Avançar (se o jurídico aprovar)",
        "Aprobado (borrador)",
        "Approuvé (à condition que tout aille)",
        "承認（予定）",
        "同意（草案）",
        "同意（待法务确认）",
        "Proceed — 1 April: revoked",
        "Proceed — 2026-04-01 not yet",
        "Proceed — 2026-04-01: pending",
        "Go (Priya Nair: withdrawn)",
        "Proceed (Ann Lee did not approve)",
        "Freigabe (Ann Lee hat nicht zugestimmt)",
        "Avançar (Ana: recusada)",
        "Avanzar (legal: no aprobada)",
        "Avancer — 1er avril : refusé",
        "承認（2026-04-01：未承認）",
        "同意（法务不同意）",
    ] {
        assert_eq!(read(denied), None, "{denied}");
    }
    for go in [
        "Proceed (no blockers)",
        "Go — nothing pending",
        "Proceed (rollback tested)",
        "Go (kill switch is in place)",
        "Go (failed tests are fixed)",
        "Proceed, but watch the cancelled orders",
        "Approved (held for two days without an incident)",
        "Ship it!",
        "Proceed - no open bugs",
        "Go: 7 of 8",
        "Freigabe (keine Blocker)",
        "Avançar — nada pendente",
        "Avanzar (sin bloqueos)",
        "Avancer — rien en attente",
        "承認（問題なし）",
        "通过（无阻塞）",
        "Proceed (blockers fixed)",
        "Go (nobody rejected it)",
        "Go (once a day deploys are fine)",
        "Approved by the board (provided by Ann)",
        "Proceed — requires no downtime",
        "同意（待办已清）",
        "Proceed (docs: pending)",
        "Go (EU: later)",
        "Go (nobody did not agree)",
        "同意（没有人不同意）",
        "Go (EU: approved, US: approved)",
        "Proceed (legal: rejected the first draft, then agreed)",
        "Go — 2026-04-01 is the day",
    ] {
        assert_eq!(read(go), Some("proceed"), "{go}");
    }
    for hold in ["Hold?", "No-go ❌", "Hold (proposed)", "Halten", "Aguardar", "Mantener", "Attendre", "保留", "暂停"]
    {
        assert_eq!(read(hold), Some("hold"), "{hold}");
    }
}
