use super::*;

const KNOWN: [&str; 4] = [
    "net positive qualitative feedback", "critical bugs fixed", "gtm checklist complete (see below)",
    "checkout errors < 0.5%",
];

fn judged(old: &str, new: &str, kind: Kind) -> Rewording {
    let known: Vec<String> = KNOWN.iter().map(|statement| (*statement).to_owned()).collect();
    let wording = |line| Wording { line, is_excused: false };
    reworded(wording(old), wording(new), kind, &known)
}

fn assert_all(wanted: Rewording, pairs: &[(&str, &str)]) {
    for (old, new) in pairs {
        assert_eq!(judged(old, new, Kind::Criterion), wanted, "{old} -> {new}");
    }
}

#[test]
fn formatting_says_the_same() {
    assert_all(
        Rewording::Same,
        &[
            ("Critical bugs fixed", "**Critical** bugs  FIXED."),
            ("Critical bugs fixed", "[Critical bugs](https://x.y/1) fixed[^1]"),
            ("Error rate < 1%", "Error rate <1 %"),
            ("Error rate < 1%", "Error rate ＜ 1％"),
            ("Latency < 300 ms", "Latency < 0.3 s"),
            ("Stable for a week", "Stable for 7 days"),
            ("No user can't pay", "No user can’t pay"),
            ("Quiet for 3-5 days", "Quiet for 3–5 days"),
            ("Aprovação jurídica", "_Aprovação_ jurídica;"),
            ("エラー率が1%未満", "エラー率が １%未満。"),
        ],
    );
}

#[test]
fn a_remark_leaves_the_statement_as_it_was() {
    assert_all(
        Rewording::Remark,
        &[
            ("Critical bugs fixed", "Critical bugs fixed — BUG-7 closed, no bugs open"),
            ("Critical bugs fixed", "Critical bugs fixed — verified under load"),
            ("Critical bugs fixed", "SHOP-12: Critical bugs fixed"),
            ("Critical bugs fixed", "SHOP-12 Critical bugs fixed"),
            ("Critical bugs fixed", "✅ Critical bugs fixed 🎉 (0 open)"),
            ("Critical bugs fixed", "Critical bugs fixed [#12](https://x.y/12)"),
            ("Critical bugs fixed", "Critical bugs fixed<br>on all devices"),
            ("Critical bugs fixed", "Critical bugs fixed #123"),
            ("Critical bugs fixed", "Critical bugs fixed 2026-03-12"),
            ("Critical bugs fixed", "Critical bugs fixed @priya"),
            ("Critical bugs fixed", "Critical bugs fixed by Priya"),
            ("Critical bugs fixed", "Critical bugs fixed  \nSee notes"),
            ("Critical bugs fixed", "Critical bugs fixed in PR #431"),
            ("Critical bugs fixed", "Critical bugs fixed in v2.4.1"),
            ("Critical bugs fixed", "Critical bugs fixed via #431"),
            ("Critical bugs fixed", "Critical bugs fixed since 2026-03-12"),
            ("Kritische Fehler behoben", "Kritische Fehler behoben seit 12.03.2026"),
            ("Critical bugs fixed", "Critical bugs fixed with 3 customers"),
            ("Critical bugs fixed", "Critical bugs fixed — no blockers left"),
            ("Critical bugs fixed (2 open)", "Critical bugs fixed (0 open)"),
            ("Support briefed (PAY-1)", "Support briefed (PAY-1, PAY-2)"),
            ("Load test passed", "Load test passed — not a single failure"),
            ("Load test passed", "Load test passed (still green)"),
            ("Load test passed", "Load test passed — without remarks"),
            ("Load test passed", "Load test passed — open-source licences too"),
            ("Churn < 2%", "Churn 1.4 % (< 2 %)"),
            ("Error rate < 1%", "Error rate < 1%, measured 0.4%"),
            ("Error rate below 1 %", "Error rate below 1% — 0.4%"),
            ("p95 < 400ms", "p95 < 400 ms (288 ms)"),
            ("All P0/P1 bugs fixed", "All P0 / P1 bugs fixed — 0 open"),
            ("Tasa de error menor de 1 %", "Tasa de error menor de 1%: 0,3%"),
            ("Uptime ≥ 99.9%", "Uptime >= 99.9% — 99.97%"),
            ("Error rate below 1%", "Error rate below 1 percent — 0.4 percent"),
            ("Sign-off by legal", "Sign‑off by legal — Ann Lee"),
            ("No user can't pay", "No user can’t pay — Ann Lee"),
            ("Error rate < 1%", "Error rate < 1% → 0.4%"),
            ("Error rate < 1%", "Error rate 0.5% (< 1%)"),
            ("Error rate < 1%", "Error rate: 0.5% < 1%"),
            ("Fehlerrate < 1 %", "Fehlerrate < 1 % (gemessen: 0,4 %)"),
            ("Aprovação jurídica", "Aprovação jurídica: Ana, 12/03"),
            ("Revisión legal", "Revisión legal — hecha por Marta"),
            ("Relecture juridique", "Relecture juridique (Chloé)"),
            ("重大なバグを修正", "重大なバグを修正（0件）"),
            ("法务审批", "法务审批：已完成"),
            ("Error rate < 1%", "Error rate < 1% — 0.4% in EU, 0.7% in US"),
            ("Error rate < 1%", "Error rate < 1% — not exceeded"),
            ("At least 20 orders", "At least 20 orders — exceeded"),
            ("Load test passed", "Load test passed — none failed, 0 pending"),
            ("Load test passed", "Load test passed (no incidents confirmed)"),
            ("Load test passed", "Load test passed — old endpoint removed"),
            ("Load test passed", "Load test passed — pending items: none"),
            ("Load test passed", "Load test passed — will be repeated in May"),
            ("No regressions", "No regressions — 1 regression fixed"),
            ("No incidents", "No incidents — 3 weeks in a row"),
            ("No P1 open", "No P1 open (2 closed)"),
            ("Load test passed", "Load test passed (failed tests: 0)"),
            ("一週間安定", "一週間安定（不具合なし）"),
            ("一週間安定", "一週間安定 — 不具合0件"),
            ("一週間安定", "一週間安定（未解決の不具合なし）"),
            ("错误率低于 1%", "错误率低于 1% — 没有错误"),
            ("错误率低于 1%", "错误率低于 1%（未发现问题）"),
            ("Legal sign-off", "Legal sign-off — all channels open"),
            ("Aprovação jurídica", "Aprovação jurídica — aprovada por Ana"),
        ],
    );
}

#[test]
fn words_that_take_a_statement_back_are_told() {
    assert_all(
        Rewording::TakenBack,
        &[
            ("Critical bugs fixed", "Critical bugs fixed — BUG-7 still open"),
            ("Critical bugs fixed", "Critical bugs fixed (Tomas: BUG-7 open)"),
            ("Critical bugs fixed", "Critical bugs fixed — Priya: not all"),
            ("Critical bugs fixed", "Critical bugs fixed — all but two"),
            ("Critical bugs fixed", "Critical bugs fixed — ETA 2026-05-01"),
            ("Critical bugs fixed", "Critical bugs fixed *on desktop*"),
            ("Critical bugs fixed", "Critical bugs fixed in PagerDuty"),
            ("Critical bugs fixed", "Critical bugs fixed in 50%"),
            ("Critical bugs fixed", "Critical bugs fixed in 3/5"),
            ("Critical bugs fixed", "Critical bugs fixed in 2027"),
            ("Critical bugs fixed", "Critical bugs fixed in #431 (open)"),
            ("Critical bugs fixed", "Critical bugs fixed — EU ✅, US ❌"),
            ("Critical bugs fixed", "Critical bugs fixed — excl. mobile"),
            ("Error rate < 1%", "If applicable: Error rate < 1%"),
            ("Critical bugs fixed", "Critical bugs fixed (hopefully)"),
            ("Critical bugs fixed", "Critical bugs fixed (sous réserve)"),
            ("Critical bugs fixed", "Critical bugs fixed（口头）"),
            ("Error rate below 1 %", "Error rate below 1% — 4%"),
            ("Error rate below 1 %", "Error rate below 1%: not measured"),
            ("Uptime ≥ 99.9%", "Uptime >= 99.9% — 99.2%"),
            ("Uptime ≥ 99.9%", "Uptime >= 99.9% — waived"),
            ("Legal sign-off", "Legal sign-off — not yet"),
            ("Legal sign-off", "Legal sign-off (pending)"),
            ("Legal sign-off", "Legal sign-off — signatures: pending"),
            ("Legal sign-off", "Legal sign-off — will follow"),
            ("Security review passed", "Security review passed — with findings"),
            ("Error rate < 1%", "Error rate < 1% (no data)"),
            ("Error rate < 1%", "Error rate < 1% ⚠️"),
            ("Error rate < 1%", "Error rate < 1% — with one exception"),
            ("No regressions", "No regressions — 1 regression"),
            ("No P1 open", "No P1 open (one left)"),
            ("No guardrail breaches", "No guardrail breaches — one breach on 04-02"),
            ("Keine Ausfälle", "Keine Ausfälle — 2 Ausfälle"),
            ("法务审批", "法务审批（没有批准）"),
            ("Legal sign-off", "Legal sign-off, except for Denmark"),
            ("Legal sign-off", "Legal sign-off in Denmark"),
            ("Legal sign-off", "Legal sign-off later"),
            ("Legal sign-off", "Waived: Legal sign-off"),
            ("Legal sign-off", "Legal sign-off: no"),
            ("Legal sign-off", "Legal sign-off ❌"),
            ("Legal sign-off", "Legal sign-off (?)"),
            ("Legal sign-off", "Legal sign-off — N/A"),
            ("Legal sign-off", "Legal sign-off (optional)"),
            ("Rechtliche Freigabe", "Rechtliche Freigabe — entfällt"),
            ("Revisión legal", "Revisión legal — no aplica"),
            ("法務レビュー", "法務レビュー — 対象外"),
            ("Churn < 2%", "Churn < 2% — Churn < 5%"),
            ("At least 10 orders", "At least 10 orders (8)"),
            ("Critical bugs fixed", "Critical bugs fixed (2 still open)"),
            ("Error rate < 1%", "Error rate < 1%, measured 4%"),
            ("Error rate < 1%", "Error rate 5% (< 1%)"),
            ("Fehlerrate < 1 %", "Fehlerrate < 1 % (außer mobil)"),
            ("Rechtliche Freigabe", "Rechtliche Freigabe — noch nicht"),
            ("Rechtliche Freigabe", "Rechtliche Freigabe (steht aus)"),
            ("Aprovação jurídica", "Aprovação jurídica — ainda não"),
            ("Aprovação jurídica", "Aprovação jurídica (pendente)"),
            ("Revisión legal", "Revisión legal — todavía no"),
            ("Revisión legal", "Revisión legal (pendiente)"),
            ("Relecture juridique", "Relecture juridique — pas encore"),
            ("Relecture juridique", "Relecture juridique (en attente)"),
            ("法務レビュー", "法務レビュー（未完了）"),
            ("法务审批", "法务审批（尚未）"),
            ("Error rate < 1%", "Error rate < 1% — measured 0.4%, mobile 7%"),
            ("Error rate < 1%", "Error rate < 1% → < 5%"),
            ("At least 20 customers paid", "At least 20 customers paid (18 of 25)"),
            ("Error rate < 1%", "Error rate < 1% — exceeded"),
            ("Fehlerrate < 1 %", "Fehlerrate < 1 % — überschritten"),
            ("Error rate < 1%", "Removed: Error rate < 1%"),
            ("Error rate < 1%", "Error rate < 1% (mobile excluded)"),
            ("Error rate < 1%", "Error rate < 1% — exception granted"),
            ("Load test passed", "Load test passed — EU fine, US failed"),
            ("Legal sign-off", "Legal sign-off — unsigned"),
            ("Aprovação jurídica", "Aprovação jurídica — reprovada"),
            ("Rechtliche Prüfung", "Rechtliche Prüfung — unvollständig"),
            ("Aprobación legal", "Aprobación legal — incompleta"),
            ("Revisión legal", "Revisión legal — no hecha"),
            ("Validation juridique", "Validation juridique — pas faite"),
            ("Validation juridique", "Validation juridique (incomplète)"),
        ],
    );
}

#[test]
fn one_slip_of_the_pen_is_told() {
    assert_all(
        Rewording::Slip,
        &[
            ("No securty findings", "No security findings"),
            ("No open refund disputes", "No open refund dispute"),
            ("Net postive qualitative feedback", "Net positive qualitative feedback"),
            ("Critical bugs fixed", "Critical bug fixed"),
            ("Alle Kundinen zufrieden", "Alle Kundinnen zufrieden"),
            ("Nenhum relatorio aberto", "Nenhum relatório aberto"),
        ],
    );
}

#[test]
fn a_bracket_without_a_number_may_go() {
    assert_all(
        Rewording::Bracket,
        &[
            ("GTM checklist complete (see below)", "GTM checklist complete"),
            ("Feedback channel open (Slack, calls)", "Feedback channel open"),
            ("Rückmeldungen möglich (Chat, Telefon)", "Rückmeldungen möglich"),
        ],
    );
}

#[test]
fn placeholders_are_filled_in() {
    assert_all(
        Rewording::Filled,
        &[
            ("Error rate < [X%]", "Error rate < 1%"),
            ("[X] of [Y] alpha users successful", "3 of 3 alpha users successful"),
            ("[X] of [Y] alpha users successful", "3 of 3 alpha users successful (Ana, Ben, Cem)"),
        ],
    );
    assert_all(Rewording::Other, &[("Error rate < [X%]", "Errors are few"), ("Error rate < [X%]", "Error rate")]);
}

#[test]
fn all_else_is_another_statement() {
    assert_all(
        Rewording::Other,
        &[
            ("Critical bugs fixed", "Critical bugs filed"),
            ("Checkout works", "Checkout workshops held"),
            ("Churn < 2% or flat and NPS > 30", "Churn < 1% or flat and NPS > 40"),
            ("Critical bugs fixed", "Most critical bugs fixed"),
            ("Critical bugs fixed", "All 4 critical bugs fixed"),
            ("Net positive qualitative feedback", "Net postive qualitative feedback"),
            ("No security findings", "Security findings"),
            ("Security findings", "No security findings"),
            ("Error rate < 1%", "Timeout rate < 1%"),
            ("Error rate < 1%", "Error rate 0.5%"),
            ("No major usability blockers", "No usability blockers"),
            ("Support team trained", "Support team not trained"),
            ("Alle Kunden zufrieden", "Einige Kunden zufrieden"),
            ("Todos os clientes satisfeitos", "Alguns clientes satisfeitos"),
            ("Ningún incidente grave", "Incidente grave"),
            ("Aucun incident grave", "Incident grave"),
            ("Load test passed", "~~Load test passed~~"),
            ("Load test passed", "~~Load test passed~~ Load test started"),
            ("Load test passed (staging)", "Load test passed (laptop)"),
            ("至少十家客户", "至少三家客户"),
            ("重大なバグを修正", "軽微なバグを修正"),
            ("无严重缺陷", "严重缺陷"),
        ],
    );
}

#[test]
fn numbers_are_judged_by_their_bounds() {
    assert_all(
        Rewording::Laxer,
        &[
            ("At least 1M orders", "At least 900k orders"),
            ("Error rate < 1%", "Error rate < 10%"),
            ("Churn < 2%", "Churn < ~~2%~~ 5%"),
        ],
    );
    assert_all(
        Rewording::Stricter,
        &[
            ("Error rate < 1%", "Error rate < 0.5%"),
            ("Error rate < 1%", "Error rate < 0.5% — measured 0.3%"),
            ("Churn < 2% and NPS > 30", "Churn < 2% and NPS > 40"),
            ("Churn < 2%, NPS > 30", "Churn < 1%, NPS > 40"),
            ("Mindestens 10 Bestellungen und höchstens 2 Fehler", "Mindestens 12 Bestellungen und höchstens 2 Fehler"),
            ("3 of 3 alpha users successful", "4 of 4 alpha users successful"),
        ],
    );
}

#[test]
fn an_alarm_may_be_worded_anew_when_it_goes_off_as_early() {
    for (old, new) in [
        ("Critical bug affecting > 1% of users", "A critical bug affects > 1% of users"),
        ("Error rate exceeds 2%", "Error rate above 1%"),
    ] {
        assert_eq!(judged(old, new, Kind::Trigger), Rewording::Rephrased, "{old} -> {new}");
    }
    assert_eq!(judged("Error rate exceeds 2%", "Error rate exceeds 1%", Kind::Trigger), Rewording::Stricter);
    for (old, new) in
        [("Error rate exceeds 2%", "Errors above 3%"), ("Error rate > 1% or latency > 2 s", "Error rate > 1%")]
    {
        assert_eq!(judged(old, new, Kind::Trigger), Rewording::Other, "{old} -> {new}");
    }
    let waits = [
        "(for at least 1 hour)", ", twice in a row", ", and Priya agrees", "→ 5%", "— now for 30 minutes",
        "— disabled", "(alert off)", "— muted until Monday", "(weekdays only)", "— never", "— waived by Ann",
        "(weekends excluded)", "— no longer enforced", "(deaktiviert)", "— desativada", "(désactivée)",
    ];
    for remark in waits {
        let new = format!("Error rate exceeds 2% {remark}");
        assert_eq!(judged("Error rate exceeds 2%", &new, Kind::Trigger), Rewording::TakenBack, "{new}");
    }
    for remark in [
        "— 0.4%",
        "(never so far)",
        "— not happened",
        "→ flag off",
        "— fired on 3 April at 2.4%, flag off",
        "(only once so far)",
        "— none so far",
        "(was 5%)",
        "→ roll back, feature disabled for all",
        "— paused the ramp on 3 April",
        "(only 0.4% so far)",
        "— Ann watches it",
        "(alert on)",
    ] {
        let new = format!("Error rate exceeds 2% {remark}");
        assert_eq!(judged("Error rate exceeds 2%", &new, Kind::Trigger), Rewording::Remark, "{new}");
    }
    let same = ("No orders for 60 minutes", "No orders for 1 hour");
    assert_eq!(judged(same.0, same.1, Kind::Trigger), Rewording::Same);
}

#[test]
fn a_threshold_is_not_worded_anew() {
    let threshold = Kind::Threshold(Purpose::Alarm);
    for (old, new) in [("> 1% of users", "> 1% of sessions"), ("> 10 (per day)", "> 10 (per hour)")] {
        assert_eq!(judged(old, new, threshold), Rewording::Other, "{old} -> {new}");
    }
    for (old, new) in [("> 300 ms", "> 0.3 s"), ("> 1%", "**> 1 %**")] {
        assert_eq!(judged(old, new, threshold), Rewording::Same, "{old} -> {new}");
    }
}

#[test]
fn a_statement_with_a_reason_is_excused() {
    let excused = |line| Wording { line, is_excused: true };
    let asked = |line| Wording { line, is_excused: false };
    let judged = |old, new| reworded(old, new, Kind::Criterion, &[]);
    let plain = asked("Support load acceptable");
    for line in ["Support load acceptable — N/A: no calls", "~~Support load acceptable~~ — not measured here"] {
        assert_eq!(judged(plain, excused(line)), Rewording::Excused, "{line}");
    }
    assert_eq!(judged(plain, excused("~~Something else~~ — gone")), Rewording::Other);
    assert_eq!(judged(excused("~~Old~~ — gone"), excused("~~Old~~ — was wrong")), Rewording::Same);
    assert_eq!(judged(excused("Old: N/A — gone"), asked("Old")), Rewording::Stricter);
}

#[test]
fn what_a_known_bound_is_measured_over_is_a_part_of_it() {
    assert_all(
        Rewording::Other,
        &[
            ("Checkout errors < 0.5% (window 24h)", "Checkout errors < 0.5% (window 1h)"),
            ("Checkout errors < 0.5% (72 h)", "Checkout errors < 0.5%"),
            ("Checkout errors < 0.5% — 3 regions", "Checkout errors < 0.5% — 1 region"),
            ("Checkout errors < 0.5%, sample of 1000 requests", "Checkout errors < 0.5%, sample of 10 requests"),
            ("Checkout errors < 0.5% / day", "Checkout errors < 0.5% / month"),
        ],
    );
    // What came out, how far somebody is, days and numbers of tickets are notes.
    for old in [
        "Checkout errors < 0.5% — 0.7% in 24 h",
        "Checkout errors < 0.5% (2 of 7 days)",
        "Checkout errors < 0.5% — 3 days so far",
        "Checkout errors < 0.5% — measured for 3 days",
        "Checkout errors < 0.5% (12 May 2026)",
        "Checkout errors < 0.5%, 2026-05-12",
        "Checkout errors < 0.5% (PR 431 open)",
        "Checkout errors < 0.5% — dashboard is up",
    ] {
        for new in ["Checkout errors < 0.5%", "Checkout errors < 0.5% — 0.4% in the last 24 h"] {
            let rewording = judged(old, new, Kind::Criterion);
            assert!(rewording <= Rewording::Remark, "{old} -> {new}: {rewording:?}");
        }
    }
}

#[test]
fn words_behind_a_statement_tell_that_it_is_not_met() {
    let tells = |line: &str| Wording { line, is_excused: false }.unmet().is_some();
    for line in [
        "At least 40 orders a day — 25 so far",
        "At least 40 orders a day (25 so far)",
        "Error rate < 1% — now 1.3%, PAY-9 will help",
        "Error rate < 1% → 2.4%",
        "No guardrail breaches — not yet measured",
        "Legal has signed (pending)",
        "Runbook reviewed — still open",
        "Critical bugs fixed — BUG-4 still open",
        "Pentest behoben — noch offen",
    ] {
        assert!(tells(line), "{line}");
    }
    for line in [
        "At least 40 orders a day — 52",
        "Error rate < 1% — 0.4%",
        "Error rate < 1% (baseline 1.8%)",
        "Error rate < 1% (was 1.8%)",
        "Error rate < 1% for 7 days (window 24 h)",
        "At least 20 orders (in 5 regions)",
        "No critical bugs — 0 open",
        "No open bugs — none pending",
        "Docs published (except the API)",
        "Runbook reviewed (only tier 1)",
        "Sync: failed rows < 1%",
        "Support trained, pending tickets answered",
        "Legal has signed — ~~pending~~ done",
        "Critical bugs fixed | 3 open",
    ] {
        assert!(!tells(line), "{line}");
    }
}
