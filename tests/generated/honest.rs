//! Edits of every day that must stay clean, or at the most be warned of.

use super::dishonest::{BARS, gate};
use super::rollouts::{Scene, Text};
use super::{Edit, Verdict};

/// The catalogue.
pub(crate) const EDITS: &[Edit] = &[
    Edit::new("format: other bullets", Verdict::Clean, |scene, _| {
        each_line(scene, |line| match line.strip_prefix("- ") {
            Some(rest) => format!("* {rest}"),
            None => line.to_owned(),
        })
    }),
    Edit::new("format: other line endings", Verdict::Clean, |scene, _| {
        Some(scene.text.map(|text| text.replace('\n', "\r\n")))
    }),
    Edit::new("format: a byte order mark", Verdict::Clean, |scene, _| {
        Some(scene.text.map(|text| format!("\u{feff}{text}")))
    }),
    Edit::new("format: spaces at the ends of lines", Verdict::Clean, |scene, _| {
        each_line(scene, |line| format!("{line}  "))
    }),
    Edit::new("format: one more blank line before headings", Verdict::Clean, |scene, _| {
        each_line(scene, |line| if line.starts_with("## ") { format!("\n{line}") } else { line.to_owned() })
    }),
    Edit::new("format: padded cells", Verdict::Clean, |scene, _| {
        each_line(scene, |line| match line.starts_with("| ") {
            true => line.replace(" | ", "   |   "),
            false => line.to_owned(),
        })
    }),
    Edit::new("format: capital ticks", Verdict::Clean, |scene, _| {
        each_line(scene, |line| line.replacen("- [x] ", "- [X] ", 1))
    }),
    Edit::new("format: bold with underscores", Verdict::Clean, |scene, _| {
        each_line(scene, |line| match line.starts_with("**") {
            true => line.replace("**", "__"),
            false => line.to_owned(),
        })
    }),
    Edit::new("a gate passed: emphasis", Verdict::Clean, |scene, choice| {
        gate(scene, choice, |line, choice| {
            let mark = choice.of(&["*", "**", "_"])?;
            let at = line.find("] ")? + 2;
            Some(format!("{}{mark}{}{mark}", &line[..at], &line[at..]))
        })
    }),
    Edit::new("a gate passed: a link around the words", Verdict::Clean, |scene, choice| {
        gate(scene, choice, |line, _| {
            let at = line.find("] ")? + 2;
            Some(format!("{}[{}](https://example.com/42)", &line[..at], &line[at..]))
        })
    }),
    Edit::new("a gate passed: a full stop", Verdict::Clean, |scene, choice| {
        gate(scene, choice, |line, _| Some(format!("{line}.")))
    }),
    Edit::new("a criterion ahead: a stricter bar", Verdict::Clean, |scene, choice| {
        let line = *choice.of(&scene.ahead)?;
        let text = &scene.text.plan[line.start..line.end];
        let fits: Vec<_> = BARS.iter().filter(|(bar, _, _)| text.contains(bar)).collect();
        let (bar, _, stricter) = choice.of(&fits)?;
        let plan = super::dishonest::replaced(&scene.text.plan, line, &text.replacen(bar, stricter, 1));
        Some(scene.text.with_plan(plan))
    }),
    Edit::new("a gate passed: a stricter bar", Verdict::Clean, |scene, choice| {
        gate(scene, choice, |line, choice| {
            let fits: Vec<_> = BARS.iter().filter(|(bar, _, _)| line.contains(bar)).collect();
            choice.of(&fits).map(|(bar, _, stricter)| line.replacen(bar, stricter, 1))
        })
    }),
    Edit::new("a gate passed: a remark", Verdict::Clean, |scene, choice| {
        gate(scene, choice, |line, choice| {
            let remark = choice.of(&[
                " — seen on 2026-03-15", " (see OPS-12)", ", checked by Priya Nair", ": dashboard",
                " ([report](https://example.com/7))", " → OPS-7", " — 0 open",
            ])?;
            Some(format!("{line}{remark}"))
        })
    }),
    Edit::new("a gate passed: a ticket in front", Verdict::Clean, |scene, choice| {
        gate(scene, choice, |line, choice| {
            let ticket = choice.of(&["OPS-12: ", "[OPS-12](https://example.com/12) — ", "PAY-7 — "])?;
            let at = line.find("] ")? + 2;
            Some(format!("{}{ticket}{}", &line[..at], &line[at..]))
        })
    }),
    Edit::new("a gate passed: one more criterion", Verdict::Clean, |scene, choice| {
        gate(scene, choice, |line, _| Some(format!("{line}\n{}Latency measured", &line[..line.find("] ")? + 2])))
    }),
    Edit::new("a gate passed: a slip", Verdict::NoError, |scene, choice| {
        // The template's own words may not be changed.
        if scene.is_of_a_template {
            return None;
        }
        gate(scene, choice, |line, choice| {
            let words: Vec<&str> = line.split(' ').filter(|word| SLIPPERY.contains(word)).collect();
            let word = choice.of(&words)?;
            let cut = word.char_indices().nth(3)?.0;
            let doubled = word[cut..].chars().next()?;
            Some(line.replacen(word, &format!("{}{doubled}{}", &word[..cut], &word[cut..]), 1))
        })
    }),
];

/// Words that no criterion of the built-in template has, and in which a slip changes no number,
/// nothing that is counted, no comparison and no denial.
const SLIPPERY: &[&str] = &[
    "incident", "Vorfälle", "Kundendienst", "geschult", "Warnungen", "incidente", "Atendimento", "Alertas",
    "configurados", "Soporte", "capacitado", "Assistance", "Alertes", "configurées",
];

/// Changes all lines of all files.
fn each_line(scene: &Scene, change: impl Fn(&str) -> String) -> Option<Text> {
    let changed = |text: &str| text.lines().map(&change).map(|line| line + "\n").collect::<String>();
    Some(scene.text.map(changed))
}
