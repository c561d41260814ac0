//! Edits that must not pass in silence.

use super::rollouts::{Scene, Text};
use super::{Choice, Edit, Verdict};
use rolloutlint::text::Span;

/// The catalogue.
pub(crate) const EDITS: &[Edit] = &[
    Edit::new("a gate passed: a bar is laxer", Verdict::Error, laxer_bar),
    Edit::new("in two changes: a bar of the running stage is laxer", Verdict::Said, |scene, choice| {
        laxer_bar(&running(scene), choice)
    })
    .ahead(),
    Edit::new("a gate passed: a criterion is gone", Verdict::Error, criterion_gone),
    Edit::new("in two changes: a criterion of the running stage is gone", Verdict::Said, |scene, choice| {
        criterion_gone(&running(scene), choice)
    })
    .ahead(),
    Edit::new("a gate passed: a criterion says something else", Verdict::Error, |scene, choice| {
        gate(scene, choice, |line, choice| {
            let other = choice.of(&["Something else", "Alles gut", "Tudo certo", "Todo bien", "Tout va bien"])?;
            Some(format!("{}{other}", &line[..line.find("] ")? + 2]))
        })
    }),
    Edit::new("a gate passed: a criterion loses its box", Verdict::Error, |scene, choice| {
        gate(scene, choice, |line, _| Some(line.replacen("[x] ", "", 1)))
    }),
    Edit::new("a gate passed: a criterion is hidden in a comment", Verdict::Error, |scene, choice| {
        gate(scene, choice, |line, _| Some(format!("<!-- {line} -->")))
    }),
    Edit::new("a gate passed: a criterion is struck without a reason", Verdict::Said, |scene, choice| {
        gate(scene, choice, |line, _| {
            let at = line.find("] ")? + 2;
            Some(format!("{}~~{}~~", &line[..at], &line[at..]))
        })
    })
    .known_fault(),
    Edit::new("a gate passed: a criterion is open", Verdict::Error, |scene, choice| {
        gate(scene, choice, |line, choice| {
            let open = choice.of(&["[ ]", "[-]", "[?]", "[~]", "[]"])?;
            line.contains("[x]").then(|| line.replacen("[x]", open, 1))
        })
    }),
    Edit::new("no row: the step is not recorded", Verdict::Error, |scene, _| {
        let row = scene.new_row?;
        scene.shows_work.then(|| scene.text.with_log_file(without(scene.text.log_file(), row)))
    }),
    Edit::new("no row: work of a later stage is ticked", Verdict::Error, |scene, choice| {
        let line = *choice.of(&scene.work_ahead)?;
        let tick = choice.of(&["[x]", "[X]"])?;
        let text = &scene.text.plan[line.start..line.end];
        text.contains("[ ]")
            .then(|| scene.text.with_plan(replaced(&scene.text.plan, line, &text.replacen("[ ]", tick, 1))))
    }),
    Edit::new("the record: a row is gone", Verdict::Error, |scene, choice| {
        let row = *choice.of(&scene.rows)?;
        Some(scene.text.with_log_file(without(scene.text.log_file(), row)))
    }),
    Edit::new("the record: a date is another one", Verdict::Error, |scene, choice| {
        row(scene, choice, |text, choice| {
            let at = text.find("2026-")?;
            let other = choice.of(&["2026-01-05", "2026-02-27", "2025-03-02"])?;
            (text.get(at..at + 10)? != *other).then(|| format!("{}{other}{}", &text[..at], &text[at + 10..]))
        })
    }),
    Edit::new("the record: a decision is another one", Verdict::Error, |scene, choice| {
        row(scene, choice, |text, choice| {
            let old = ["Proceed", "Go", "Avançar"].into_iter().find(|word| text.contains(word))?;
            let other = choice.of(&["Hold", "Rollback", "No-go", "Abort"])?;
            Some(text.replacen(old, other, 1))
        })
    }),
    Edit::new("the record: a decider is another one", Verdict::Error, |scene, choice| {
        row(scene, choice, |text, choice| {
            let old = ["Priya Nair", "Bia Souza", "Caio Lima"].into_iter().find(|name| text.contains(name))?;
            let other = choice.of(&["Mallory Quist", "Jon Reyes", "山田"])?;
            Some(text.replacen(old, other, 1))
        })
    }),
    Edit::new("the record: a row is hidden in a comment", Verdict::Error, |scene, choice| {
        row(scene, choice, |text, _| Some(format!("<!-- {} -->", text.trim_end())))
    }),
    Edit::new("the record: the whole log is gone", Verdict::Error, |scene, _| {
        let (first, last) = (scene.rows.first()?, scene.new_row.or(scene.rows.last().copied())?);
        let log = scene.text.log_file();
        let heading = log[..first.start].rfind("\n## ").map_or(0, |at| at + 1);
        Some(scene.text.with_log_file(format!("{}{}", &log[..heading], &log[last.end..])))
    }),
];

/// Parts of criteria, each with a laxer and a stricter one.
pub(crate) const BARS: &[(&str, &str, &str)] = &[
    ("below 2%", "below 5%", "below 1%"),
    ("unter 2%", "unter 4%", "unter 1%"),
    ("abaixo de 2%", "abaixo de 20%", "abaixo de 1%"),
    ("abaixo de 1%", "abaixo de 10%", "abaixo de 0,5%"),
    ("menor que 2%", "menor que 3%", "menor que 1%"),
    ("inférieur à 2%", "inférieur à 8%", "inférieur à 1%"),
    ("4 of 5", "3 of 5", "5 of 5"),
    ("4 von 5", "2 von 5", "5 von 5"),
    ("4 de 5", "1 de 5", "5 de 5"),
    ("4 sur 5", "3 sur 5", "5 sur 5"),
    ("7 days", "2 days", "10 days"),
    ("7 Tage", "3 Tage", "8 Tage"),
    ("7 dias", "1 dia", "14 dias"),
    ("7 días", "4 días", "9 días"),
    ("7 jours", "5 jours", "21 jours"),
];

fn laxer_bar(scene: &Scene, choice: &mut Choice) -> Option<Text> {
    gate(scene, choice, |line, choice| {
        let fits: Vec<_> = BARS.iter().filter(|(bar, _, _)| line.contains(bar)).collect();
        choice.of(&fits).map(|(bar, laxer, _)| line.replacen(bar, laxer, 1))
    })
}

fn criterion_gone(scene: &Scene, choice: &mut Choice) -> Option<Text> {
    gate(scene, choice, |_, _| Some(String::new()))
}

/// The scene with the gates of the running stage alone. What is ahead may be reworded.
fn running(scene: &Scene) -> Scene {
    let gates = scene.gates[..scene.exits].to_vec();
    Scene { gates, ..scene.clone() }
}

/// Changes the line of a criterion that the step passes.
pub(crate) fn gate(
    scene: &Scene,
    choice: &mut Choice,
    change: fn(&str, &mut Choice) -> Option<String>,
) -> Option<Text> {
    let line = *choice.of(&scene.gates)?;
    let plan = &scene.text.plan;
    let changed = change(&plan[line.start..line.end], choice)?;
    Some(scene.text.with_plan(if changed.is_empty() { without(plan, line) } else { replaced(plan, line, &changed) }))
}

/// Changes a row that was recorded before.
fn row(scene: &Scene, choice: &mut Choice, change: fn(&str, &mut Choice) -> Option<String>) -> Option<Text> {
    let row = *choice.of(&scene.rows)?;
    let log = scene.text.log_file();
    Some(scene.text.with_log_file(replaced(log, row, &change(&log[row.start..row.end], choice)?)))
}

pub(crate) fn replaced(text: &str, place: Span, new: &str) -> String {
    format!("{}{new}{}", &text[..place.start], &text[place.end..])
}

/// A text without a place and the line break behind it.
fn without(text: &str, place: Span) -> String {
    let rest = &text[place.end..];
    format!("{}{}", &text[..place.start], rest.strip_prefix('\n').unwrap_or(rest))
}
