//! Which of two texts of one statement demands more.

use super::amount::{Amount, Unit};
use super::bound::{is_to_hold, read_bound, read_plain};
use super::quantity::{Measure, Purpose, Quantity};
use super::sentence::Sentence;
use super::statement::{Part, read_statement};
use crate::text::fold;
use crate::words::metrics::{ALERT, USAGE};
use crate::words::negations::NOT_ANY;
use crate::words::qualifiers::{Qualifier, is_harm};
use crate::words::remarks::is_same_noun;
use std::cmp::Ordering;

/// How strict a statement is beside the one that stood in its place before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// It demands more.
    Stricter,
    /// It demands the same in the same words.
    Same,
    /// It demands less.
    Laxer,
    /// Nobody can tell.
    Unknown,
}

/// How strict a statement is beside the one that stood in its place before. Both are lines of
/// Markdown. Numbers are judged where all other words are the same, and where it is known which
/// direction demands more.
pub(crate) fn compare(before: &str, after: &str, purpose: Purpose) -> Strictness {
    if before == after || fold(before) == fold(after) {
        return Strictness::Same;
    }
    if purpose == Purpose::Unclear {
        let [held, alarmed] = [Purpose::Hold, Purpose::Alarm].map(|purpose| compare(before, after, purpose));
        return if held == alarmed { held } else { Strictness::Unknown };
    }
    let (before, after) = (read_statement(before, purpose), read_statement(after, purpose));
    let (mut old, mut new) = (before.iter().peekable(), after.iter().peekable());
    let has_one = before.iter().chain(&after).any(|part| matches!(part, Part::Quantity(count) if count.counts(1.0)));
    let is_same = |one: &str, other: &str| one == other || (has_one && is_same_noun(one, other));
    let mut orders = Vec::new();
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => break,
            (Some(Part::Word(one)), Some(Part::Word(other))) if is_same(one, other) => Some(Ordering::Equal),
            // `No P1 bugs`, `0 P1 bugs`.
            (Some(Part::Word(word)), Some(Part::Quantity(count)))
            | (Some(Part::Quantity(count)), Some(Part::Word(word)))
                if count.counts(0.0) && count.side.is_none() && NOT_ANY.has(word) =>
            {
                Some(Ordering::Equal)
            }
            (Some(Part::Quantity(one)), Some(Part::Quantity(other))) => other.against(one),
            (Some(Part::Quantity(gone)), _) => {
                orders.push(without(gone, purpose));
                old.next();
                continue;
            }
            (_, Some(Part::Quantity(added))) => {
                orders.push(with(added, purpose));
                new.next();
                continue;
            }
            _ => None,
        };
        orders.push(order);
        old.next();
        new.next();
    }
    let Some(orders) = orders.into_iter().collect::<Option<Vec<Ordering>>>() else { return Strictness::Unknown };
    if orders.contains(&Ordering::Less) {
        Strictness::Laxer
    } else if orders.contains(&Ordering::Greater) {
        Strictness::Stricter
    } else {
        Strictness::Same
    }
}

/// Whether a text has a number that something keeps to: `< 2%`, `for 7 days`.
pub(crate) fn sets_limit(text: &str) -> bool {
    let is_limit = |part: &Part| matches!(part, Part::Quantity(found) if found.limit.is_some() || found.side.is_some());
    read_statement(text, Purpose::Hold).iter().any(is_limit)
}

/// How strict a statement is that has lost a number. An alarm that waits no longer goes off
/// earlier.
fn without(gone: &Quantity, purpose: Purpose) -> Option<Ordering> {
    gone.limit?;
    match (purpose, &gone.measure) {
        (Purpose::Hold, Measure::Length(..)) => Some(Ordering::Less),
        (Purpose::Hold, _) => gone.side.map(|_| Ordering::Less),
        (_, Measure::Length(..)) => Some(Ordering::Greater),
        _ => None,
    }
}

/// How strict a statement is that has got a number. What must hold for some time may have had to
/// hold for longer, and a bound in addition may be one in place of another; only an alarm that
/// waits is known to go off later.
fn with(added: &Quantity, purpose: Purpose) -> Option<Ordering> {
    added.limit.filter(|_| purpose == Purpose::Alarm && matches!(added.measure, Measure::Length(..)))?;
    Some(Ordering::Less)
}

/// What the threshold of a guardrail is for. One that the baseline keeps is one to hold, one that
/// it does not keep is an alarm. Without a baseline nobody knows what `< 1%` is for, nor `> 99%`.
pub(crate) fn threshold_purpose(threshold: &str, baseline: Option<&str>) -> Purpose {
    if is_to_hold(threshold) {
        return Purpose::Hold;
    }
    let Some(bound) = read_bound(threshold) else { return Purpose::Alarm };
    let is_kept = |value: &Amount| value.unit == bound.amount.unit && bound.holds(value.value);
    match baseline.and_then(read_plain) {
        Some((value, _)) if is_kept(&value) => Purpose::Hold,
        Some(_) => Purpose::Alarm,
        None => {
            let is_most = bound.amount.unit == Unit::Percent && bound.amount.value > MOST;
            if bound.is_upper() || is_most { Purpose::Unclear } else { Purpose::Alarm }
        }
    }
}

/// More per cent than this of something is as often what is wanted as what is feared.
const MOST: f64 = 50.0;

/// What a guardrail is for that is said in one sentence: harm above a number, and what falls below
/// one, is an alarm.
pub(crate) fn guard_purpose(text: &str) -> Purpose {
    let Some(bound) = read_bound(text) else { return Purpose::Hold };
    let sentence = Sentence::read(text);
    let indices = || 0..sentence.tokens.len();
    let has = |wanted: Qualifier| indices().any(|index| sentence.qualifier(index) == Some(wanted));
    let is_about_harm = || indices().filter_map(|index| sentence.word(index)).any(is_harm);
    let is_load = || USAGE.any_in(&sentence.text) || ALERT.any_in(&sentence.text);
    let is_alarm = has(Qualifier::Move) || (!bound.is_upper() && (is_about_harm() || is_load()));
    if is_alarm && !is_to_hold(text) && !has(Qualifier::Negation) { Purpose::Alarm } else { Purpose::Hold }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    /// Holds both ways of a change: from the first text to the second one is laxer, and back is
    /// stricter.
    fn assert_laxer(pairs: &[(&str, &str)], purpose: Purpose) {
        for (before, after) in pairs {
            assert_eq!(compare(before, after, purpose), Strictness::Laxer, "{before} -> {after}");
            assert_eq!(compare(after, before, purpose), Strictness::Stricter, "{after} -> {before}");
        }
    }

    fn assert_both_ways(pairs: &[(&str, &str)], purpose: Purpose, wanted: Strictness) {
        for (before, after) in pairs {
            assert_eq!(compare(before, after, purpose), wanted, "{before} -> {after}");
            assert_eq!(compare(after, before, purpose), wanted, "{after} -> {before}");
        }
    }

    #[test]
    fn english_bounds_are_compared() {
        assert_laxer(
            &[
                ("Error rate does not exceed 2%", "Error rate does not exceed 9%"),
                ("Error rate < 1%", "Error rate < 10%"),
                ("Error rate < 1%", "Error rate ≤ 1%"),
                ("Error rate stays within 0.5%", "Error rate stays within 1%"),
                ("Error rate is never above 1%", "Error rate is never above 2%"),
                ("Latency < 300 ms", "Latency < 3 s"),
                ("Latency stays under 300 ms", "Latency < 3 s"),
                ("At least 1M orders", "At least 900k orders"),
                ("At least 1,000 orders", "At least 900 orders"),
                ("At least 2 million orders", "At least 1.5 million orders"),
                ("At least five customers", "At least three customers"),
                ("5 or more customers onboarded", "3 or more customers onboarded"),
                ("5+ customers onboarded", "3+ customers onboarded"),
                ("Not more than 5 open bugs", "Not more than 9 open bugs"),
                ("Conversion at least 3%", "Conversion at least 2%"),
                ("Crash-free sessions > 99.5%", "Crash-free sessions > 99%"),
                ("Latency < 1.5x baseline", "Latency < 2x baseline"),
                ("Cost per order below $1.20", "Cost per order below $1.50"),
                ("No P1 bugs, error rate < 1%", "No P1 bugs, error rate < 2%"),
                ("Error rate < 1% and latency < 1 s", "Error rate < 1% and latency < 2 s"),
                ("Verify that error rate < 1%", "Verify that error rate < 2%"),
                ("API latency p95 < 100ms", "API latency p95 < 200ms"),
                ("User ratings ≥4.0/5", "User ratings ≥3.0/5"),
                ("Response within 2 hours", "Response within 4 hours"),
                ("Rollback in under 5 minutes", "Rollback in under 9 minutes"),
                ("Rollback tested (< 5 min)", "Rollback tested (< 9 min)"),
                ("Memory < 800 MB", "Memory < 1 GB"),
                ("Bundle smaller than 500 kB", "Bundle smaller than 2 MB"),
                ("CSAT 4.2 or higher", "CSAT 4.0 or higher"),
                ("At most one open P1 bug", "At most two open P1 bugs"),
                ("At least 2 reviewers agree", "At least 1 reviewer agree"),
                ("Help desk tickets at most 5 per week", "Help desk tickets at most 10 per week"),
                ("Complaints below 10 a day", "Complaints below 20 a day"),
                ("Anrufe höchstens 5 pro Tag", "Anrufe höchstens 10 pro Tag"),
                ("Error rate below 5 per mille", "Error rate below 1%"),
            ],
            Purpose::Hold,
        );
    }

    #[test]
    fn the_same_bound_has_many_words() {
        assert_laxer(
            &[
                ("No more than 2 rollbacks", "No more than 3 rollbacks"),
                ("Nicht mehr als 2 Abbrüche", "Nicht mehr als 3 Abbrüche"),
                ("Pas plus de 2 retours", "Pas plus de 3 retours"),
            ],
            Purpose::Hold,
        );
        assert_both_ways(
            &[
                ("No more than 2 rollbacks", "At most 2 rollbacks"),
                ("4 von 5 Pilotkunden", "Mindestens 4 von 5 Pilotkunden"),
                ("At most 60 tickets/week", "At most 60 tickets a week"),
                ("9/10 people find it", "9 of 10 people find it"),
            ],
            Purpose::Hold,
            Strictness::Same,
        );
    }

    #[test]
    fn german_bounds_are_compared() {
        assert_laxer(
            &[
                ("Fehlerrate höchstens 1 %", "Fehlerrate höchstens 10 %"),
                ("Fehlerrate bleibt unter 1,5 %", "Fehlerrate bleibt unter 2,5 %"),
                ("Die Fehlerrate überschreitet 2 % nicht", "Die Fehlerrate überschreitet 9 % nicht"),
                ("Fehlerrate liegt nicht über 2 %", "Fehlerrate liegt nicht über 9 %"),
                ("Mindestens 1.000 Bestellungen", "Mindestens 900 Bestellungen"),
                ("Mindestens fünf Kunden aktiv", "Mindestens drei Kunden aktiv"),
                ("5 von 5 Kunden zufrieden", "3 von 5 Kunden zufrieden"),
                ("Latenz unter 300 ms für 7 Tage", "Latenz unter 300 ms für 2 Tage"),
                ("Stabil für eine Woche", "Stabil für einen Tag"),
                ("7 Tage ohne Vorfälle", "2 Tage ohne Vorfälle"),
            ],
            Purpose::Hold,
        );
    }

    #[test]
    fn portuguese_bounds_are_compared() {
        assert_laxer(
            &[
                ("Taxa de erro abaixo de 1%", "Taxa de erro abaixo de 10%"),
                ("Taxa de erro no PIX abaixo de 0,5%", "Taxa de erro no PIX abaixo de 1%"),
                ("A taxa de erro não ultrapassa 2%", "A taxa de erro não ultrapassa 9%"),
                ("Pelo menos 12 clientes ativos", "Pelo menos 10 clientes ativos"),
                ("Conversão de no mínimo 3%", "Conversão de no mínimo 2%"),
                ("No máximo cinco chamados", "No máximo dez chamados"),
                ("4 de 5 clientes satisfeitos", "3 de 5 clientes satisfeitos"),
                ("Resposta em menos de 300 ms por 7 dias", "Resposta em menos de 300 ms por 3 dias"),
                ("Estável durante uma semana", "Estável durante um dia"),
            ],
            Purpose::Hold,
        );
    }

    #[test]
    fn spanish_bounds_are_compared() {
        assert_laxer(
            &[
                ("Tasa de error por debajo de 2%", "Tasa de error por debajo de 9%"),
                ("Tasa de error no más de 2 %", "Tasa de error no más de 9 %"),
                ("La tasa de error no supera el 2 %", "La tasa de error no supera el 9 %"),
                ("Al menos doce clientes", "Al menos dos clientes"),
                ("Como máximo 5 quejas", "Como máximo 9 quejas"),
                ("4 de cada 5 clientes satisfechos", "3 de cada 5 clientes satisfechos"),
                ("Tasa de errores inferior a 1 % durante 7 días", "Tasa de errores inferior a 1 % durante 1 día"),
                ("Estable durante una semana", "Estable durante dos días"),
            ],
            Purpose::Hold,
        );
    }

    #[test]
    fn french_bounds_are_compared() {
        assert_laxer(
            &[
                ("Taux d'erreur de moins de 2 %", "Taux d'erreur de moins de 9 %"),
                ("Taux d’erreur en dessous de 2 %", "Taux d’erreur en dessous de 9 %"),
                ("Le taux d'erreur ne dépasse pas 2 %", "Le taux d'erreur ne dépasse pas 9 %"),
                ("Le taux n'excède pas 2 %", "Le taux n'excède pas 9 %"),
                ("Au moins 12 clients actifs", "Au moins 10 clients actifs"),
                ("Au moins 1 000 commandes", "Au moins 900 commandes"),
                ("4 sur 5 clients satisfaits", "3 sur 5 clients satisfaits"),
                ("Latence sous 300 ms pendant une semaine", "Latence sous 300 ms pendant 3 jours"),
            ],
            Purpose::Hold,
        );
    }

    #[test]
    fn japanese_and_chinese_bounds_are_compared() {
        assert_laxer(
            &[
                ("エラー率が1%未満", "エラー率が10%未満"),
                ("エラー率が一%未満", "エラー率が十%未満"),
                ("エラー率１％以下", "エラー率５％以下"),
                ("可用性が99%以上", "可用性が90%以上"),
                ("最大5件", "最大9件"),
                ("错误率不超过1%", "错误率不超过10%"),
                ("错误率低于0.5%", "错误率低于1%"),
                ("至少五万订单", "至少三万订单"),
                ("连续7天错误率低于1%", "连续1天错误率低于1%"),
                ("注册转化率 ≥ 30%（访问→注册）", "注册转化率 ≥ 20%（访问→注册）"),
            ],
            Purpose::Hold,
        );
        assert_both_ways(&[("エラー率が一%未満", "エラー率が1%未満")], Purpose::Hold, Strictness::Same);
    }

    #[test]
    fn shares_lengths_percentiles_and_rates_are_compared() {
        assert_laxer(
            &[
                ("4 of 5 users successful", "4 of 50 users successful"),
                ("5 of 5 users successful", "4 of 5 users successful"),
                ("4 of 4 users successful", "3 of 3 users successful"),
                ("Four of five users happy", "three of five users happy"),
                ("9/10 people find it", "7/10 people find it"),
                ("At most 60 tickets/week", "At most 60 tickets/day"),
                ("At most 1 of 50 users complains", "At most 2 of 50 users complains"),
                ("Error rate < 1% for 7 days", "Error rate < 1% for 1 day"),
                ("Stable for a week", "Stable for a day"),
                ("Two weeks stable", "One week stable"),
                ("14 Tage stabil", "7 Tage stabil"),
                ("Stable for at least 7 days", "Stable for at least 3 days"),
                ("Stable for 5 business days", "Stable for 3 business days"),
                ("Stable for a month", "Stable for a week"),
                ("Error rate < 1% in production for 9 days", "Error rate < 1% in production for 7 days"),
                ("No P1 incidents for 7 days", "No P1 incidents for 1 day"),
                ("0 P1 incidents for 7 days", "0 P1 incidents for 1 day"),
                ("7 days without incidents", "2 days without incidents"),
                ("7 days without alerts", "2 days without alerts"),
                ("Ten consecutive days without alarms", "Six consecutive days without alarms"),
                ("At least 4 weeks stable", "At least 3 weeks stable"),
                ("Mindestens vier Wochen stabil", "Mindestens drei Wochen stabil"),
                ("Al menos 4 días estable", "Al menos 3 días estable"),
                ("p99 latency < 300 ms", "p50 latency < 300 ms"),
                ("99th percentile latency < 300 ms", "95th percentile latency < 300 ms"),
                ("p99 latency is fine", "p50 latency is fine"),
                ("Support tickets ≤ 30 a week", "Support tickets ≤ 30 a day"),
                ("Support tickets ≤ 4 a day", "Support tickets ≤ 30 a week"),
            ],
            Purpose::Hold,
        );
    }

    #[test]
    fn an_alarm_that_goes_off_later_is_laxer() {
        assert_laxer(
            &[
                ("Error rate exceeds 2%", "Error rate exceeds 9%"),
                ("Error rate ≥ 2%", "Error rate > 2%"),
                ("Error rate > 2% for 10 minutes", "Error rate > 2% for 60 minutes"),
                ("Error rate > 2%", "Error rate > 2% for 10 minutes"),
                ("Conversion drops below 3%", "Conversion drops below 2%"),
                ("Roll back if error rate > 2%", "Roll back if error rate > 9%"),
                ("Critical bug affecting > 1% of users", "Critical bug affecting > 5% of users"),
                ("3 of 5 customers complain", "4 of 5 customers complain"),
                ("No orders for 10 minutes", "No orders for 60 minutes"),
                ("p99 latency exceeds 500 ms", "p50 latency exceeds 500 ms"),
                ("> 5 errors within 10 minutes", "> 5 errors within 5 minutes"),
                ("> 60 a week", "> 60 a day"),
                ("Taxa de erro acima de 2%", "Taxa de erro acima de 20%"),
                ("Fehlerrate über 2 % für 10 Minuten", "Fehlerrate über 2 % für 60 Minuten"),
                ("Umsatz fällt unter 1.000 €", "Umsatz fällt unter 900 €"),
            ],
            Purpose::Alarm,
        );
        assert_both_ways(
            &[
                ("Error rate > 2% unless traffic < 100", "Error rate > 2% unless traffic < 1000"),
                ("Incident of severity 2 or higher", "Incident of severity 1 or higher"),
                ("Vorfall mit Schweregrad ≥ 3", "Vorfall mit Schweregrad ≥ 1"),
                ("Ticket of priority below 3", "Ticket of priority below 2"),
            ],
            Purpose::Alarm,
            Strictness::Unknown,
        );
    }

    #[test]
    fn a_bound_that_goes_is_laxer() {
        for (before, after) in
            [("Error rate low (< 1%)", "Error rate low"), ("Error rate < 1% for 7 days", "Error rate < 1%")]
        {
            assert_eq!(compare(before, after, Purpose::Hold), Strictness::Laxer, "{before}");
            assert_eq!(compare(after, before, Purpose::Hold), Strictness::Unknown, "{before}");
        }
    }

    #[test]
    fn equal_amounts_and_other_formatting_are_the_same() {
        assert_both_ways(
            &[
                ("Latency < 300 ms", "latency < 0.3 s"),
                ("Stable for 7 days", "Stable for a week"),
                ("A week without P1", "One week without P1"),
                ("At least a hundred orders", "At least 100 orders"),
                ("Monitor for 24 hours", "Monitor for 1 day"),
                ("Error rate &lt; 1%", "**Error rate** < 1 %."),
                ("Error rate &#60; 1&percnt;", "Error rate ＜ １％"),
                ("Error rate < 1%", "Error rate below 1%"),
                ("Error rate ≤ 0.5 ‰", "Error rate <= 0.05%"),
                ("Mindestens 1.000 Kunden", "Mindestens 1000 Kunden"),
                ("Tickets ≤ 30 per week", "Tickets ≤ 30/week"),
                ("3 of 3 happy", "3 out of 3 happy"),
                ("Zero P0 bugs", "No P0 bugs"),
                ("No open P0 bugs", "0 open P0 bugs"),
                ("Keine offenen Fehler", "0 offenen Fehler"),
                ("Memory < 1 GB", "Memory < 1000 MB"),
            ],
            Purpose::Hold,
            Strictness::Same,
        );
    }

    #[test]
    fn what_can_be_meant_in_two_ways_is_not_told() {
        assert_both_ways(
            &[
                ("Error rate 5%", "Error rate 8%"),
                ("99.9% uptime", "99% uptime"),
                ("Error rate < 1%", "Timeout rate < 1%"),
                ("Error rate < 1%", "Error rate > 1%"),
                ("Error rate < 1%", "Error rate < 5 s"),
                ("Orders ≥ 1.000", "Orders ≥ 900"),
                ("Stable for 4 weeks", "Stable for 1 month"),
                ("Conversion (7-day average) ≥ 3%", "Conversion (1-day average) ≥ 3%"),
                ("Average error rate < 1% over 7 days", "Average error rate < 1% over 1 day"),
                ("Tickets ≤ 30 a week", "Tickets ≤ 5 a day"),
                ("4 of 5 happy", "9 of 12 happy"),
                ("2 of 5 bugs open", "4 of 5 bugs open"),
                ("Legal sign-off", "Legal sign-off?"),
                ("~~Error rate < 1%~~", "Error rate < 1%"),
                // The bound says whom a sentence is about, and not what must hold.
                ("No customer with error rate > 5%", "No customer with error rate > 10%"),
                ("All customers under 100 seats migrated", "All customers under 10 seats migrated"),
                ("Requests over 5 s are retried", "Requests over 9 s are retried"),
                ("Approval for orders above 100 €", "Approval for orders above 200 €"),
                ("At most 5 customers offline for 10 minutes", "At most 5 customers offline for 60 minutes"),
                ("If traffic > 1000, error rate < 1%", "If traffic > 2000, error rate < 1%"),
                ("Alert at error rate > 2% configured", "Alert at error rate > 20% configured"),
                ("No outage for more than 5 minutes", "No outage for more than 9 minutes"),
                ("Error rate > 5%", "Error rate > 9%"),
            ],
            Purpose::Hold,
            Strictness::Unknown,
        );
    }

    #[test]
    fn thresholds_are_alarms_unless_the_baseline_keeps_them() {
        for (before, after, baseline, wanted) in [
            ("> 1%", "> 5%", Some("0.4%"), Strictness::Laxer),
            ("> 1%", "> 0.5%", Some("0.4%"), Strictness::Stricter),
            ("< 65%", "< 30%", Some("71%"), Strictness::Laxer),
            ("≤ 1%", "≤ 5%", Some("0.4%"), Strictness::Laxer),
            ("≥ 99%", "≥ 95%", Some("99.5%"), Strictness::Laxer),
            ("stays above 99%", "stays above 95%", None, Strictness::Laxer),
            ("> 60 a week", "> 60 a day", Some("30 a week"), Strictness::Laxer),
            ("> 2x baseline", "> 3x baseline", Some("0.4%"), Strictness::Laxer),
            ("> 300 ms", "> 0.3 s", Some("200 ms"), Strictness::Same),
            ("> 1%", "any data loss", Some("0.4%"), Strictness::Unknown),
            ("5%", "9%", Some("4%"), Strictness::Unknown),
            ("> 1%", "> 5%", None, Strictness::Laxer),
            ("< 1%", "< 5%", None, Strictness::Unknown),
            ("< 1%", "below 1%", None, Strictness::Same),
            ("> 99%", "> 95%", Some("unknown"), Strictness::Unknown),
        ] {
            assert_eq!(compare(before, after, threshold_purpose(before, baseline)), wanted, "{before} -> {after}");
        }
    }

    /// Bounds with the texts before and behind their number, and whether a larger number is
    /// stricter.
    const BOUNDS: &[(&str, &str, bool)] = &[
        ("Error rate < ", "%", false),
        ("Error rate does not exceed ", "%", false),
        ("Fehlerrate höchstens ", " %", false),
        ("Taxa de erro abaixo de ", "% por 7 dias", false),
        ("Le taux d'erreur ne dépasse pas ", " %", false),
        ("エラー率が", "%未満", false),
        ("错误率不超过", "%", false),
        ("p95 latency below ", " ms", false),
        ("At least ", " customers onboarded", true),
        ("Mindestens ", " Kunden", true),
        ("Al menos ", " clientes", true),
        ("可用性が", "%以上", true),
        ("Stable for ", " days", true),
        ("Estável por ", " dias", true),
    ];

    /// The same statement, shown in the same words.
    fn formatted(statement: &str, form: usize) -> String {
        match form {
            0 => statement.replace(' ', "  "),
            1 => format!("**{statement}**"),
            2 => format!("*{statement}*."),
            3 => statement.replace('<', "&lt;").replace('%', "&#37;"),
            4 => statement.replace('%', "％").replace('<', "＜"),
            5 => statement.to_uppercase(),
            6 => statement.replace(' ', "\u{a0}"),
            _ => format!(" {statement} "),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_as_strict_as_itself(text in any::<String>(), alarm in any::<bool>()) {
            let purpose = if alarm { Purpose::Alarm } else { Purpose::Hold };
            prop_assert_eq!(compare(&text, &text, purpose), Strictness::Same);
            prop_assert_eq!(compare(&text, &format!("{text} "), purpose), Strictness::Same);
        }

        #[test]
        fn what_is_stricter_is_laxer_the_other_way_round(
            one in "([0-9.,]{1,6}|[<>≤+~-]| |%|ms|h|days?|no|not|for|of|at least|p9|und|不|三|以上|a week|/|\\(|&lt;|x){0,12}",
            other in "([0-9.,]{1,6}|[<>≤+~-]| |%|ms|h|days?|no|not|for|of|at least|p9|und|不|三|以上|a week|/|\\(|&lt;|x){0,12}",
            alarm in any::<bool>(),
        ) {
            let purpose = if alarm { Purpose::Alarm } else { Purpose::Hold };
            let (there, back) = (compare(&one, &other, purpose), compare(&other, &one, purpose));
            prop_assert_eq!(there == Strictness::Same, back == Strictness::Same);
            if there == Strictness::Stricter {
                prop_assert_eq!(back, Strictness::Laxer);
            }
        }

        #[test]
        fn the_larger_number_is_told_from_the_smaller_one(
            bound in 0..BOUNDS.len(), one in 1..90_u32, other in 1..90_u32, form in 0..8_usize,
        ) {
            let (before, behind, is_lower) = BOUNDS[bound];
            let statement = |number: u32| format!("{before}{number}{behind}");
            let wanted = match one.cmp(&other) {
                Ordering::Equal => Strictness::Same,
                order if (order == Ordering::Less) == is_lower => Strictness::Stricter,
                _ => Strictness::Laxer,
            };
            let formatted = formatted(&statement(other), form);
            prop_assert_eq!(compare(&statement(one), &formatted, Purpose::Hold), wanted, "{}", formatted);
        }
    }

    #[test]
    fn hostile_texts_take_time_in_proportion() {
        for piece in [
            "1", "1 ", "1/", "1,", "1.", "第1", "< 1 ", "for 1 day ", "the ", "no 1 ", "1 of ", "一", "1 million ",
            "&#", "'",
        ] {
            // The quickest of three runs: a busy machine slows down each.
            let time = |length: usize| {
                let text = piece.repeat(length / piece.len());
                let run = || {
                    let began = Instant::now();
                    let read = compare(&text, &format!("{text} x"), Purpose::Hold);
                    assert_eq!(read, Strictness::Unknown, "{piece}");
                    began.elapsed()
                };
                run().min(run()).min(run())
            };
            let (short, long) = (time(10_000), time(80_000));
            // Eight times the text takes 64 times as long where each part is read once for each.
            assert!(long < 32 * short + Duration::from_millis(200), "{piece}: {short:?}, then {long:?}");
        }
    }

    #[test]
    fn a_guardrail_in_a_sentence_holds_or_alarms() {
        for held in [
            "Error rate < 1%", "p95 latency below 300 ms", "Conversion > 3%", "Error rate stays below 1%",
            "Error rate does not rise above 1%", "No drop of more than 2%", "Checkout works",
        ] {
            assert_eq!(guard_purpose(held), Purpose::Hold, "{held}");
        }
        for alarm in ["CPU > 80%: page", "Error rate > 2%", "Conversion drops below 3%", "More than 5 tickets a day"] {
            assert_eq!(guard_purpose(alarm), Purpose::Alarm, "{alarm}");
        }
    }
}
