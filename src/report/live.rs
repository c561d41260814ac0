//! Who sees the feature of each plan by its flag files, for a terminal and as JSON.

use super::harmless::{Harmless, Plain, Target, clipped, fill};
use super::json;
use super::options::{BOLD, Formats, Options};
use super::phrase::{name_of, place};
use crate::exposure::Then;
use crate::live::{LivePlan, LiveValue};
use std::io::{self, Write};

/// The formats, by the word that `--format` takes.
pub(crate) const FORMATS: Formats<[LivePlan]> = &[("human", human), ("json", json::live::write)];

/// How many characters of a value or a name are shown.
const TEXT_SHOWN: usize = 100;

fn human(plans: &[LivePlan], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for (index, plan) in plans.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let name: Plain = name_of(plan.title.as_deref(), plan.id.as_deref(), &plan.path, Plain::of);
        let logged = plan.logged.map_or_else(|| "the file cannot be read".to_owned(), place);
        writeln!(out, "{}  {}  {logged}", options.paint(name.as_str(), BOLD), Plain::of(&plan.path))?;
        for value in &plan.values {
            human_value(value, out)?;
        }
        if plan.values.is_empty() {
            let why = match plan.flags.is_empty() {
                true => "the plan names no flag",
                false => "no entry of `exposure:` looks for its flag",
            };
            writeln!(out, "  {why}")?;
        }
    }
    if plans.is_empty() {
        writeln!(out, "no plan found")?;
    }
    Ok(())
}

fn human_value(value: &LiveValue, out: &mut dyn Write) -> io::Result<()> {
    let show = |text: &str| -> Plain { Harmless::of(&clipped(text, TEXT_SHOWN)) };
    let what = value.flag.as_deref().or(value.key.as_deref()).unwrap_or(&value.file);
    writeln!(out, "  {}: {}", show(what), said(value, show))?;
    let line = value.line.map_or_else(String::new, |line| format!(":{line}"));
    let key = value.key.as_deref().filter(|key| *key != what);
    let way = [key, value.value.as_deref()].into_iter().flatten().map(show);
    let way: Plain = Harmless::joined(way, " = ");
    let between = if way.is_empty() { "" } else { "  " };
    writeln!(out, "    {}{line}{between}{way}", Plain::of(&value.file))?;
    for (at, then) in &value.steps {
        let way = match then {
            Then::Share { ramp: Some(_), .. } => "by",
            Then::Share { ramp: None, .. } | Then::Stage { .. } => "from",
        };
        writeln!(out, "    {way} {at}: {}", show(&then.to_string()))?;
    }
    for (name, stage) in &value.segments {
        let stage = stage.map_or_else(|| "no stage".to_owned(), |stage| format!("stage {stage}"));
        writeln!(out, "    segment {}: {stage}", show(name))?;
    }
    Ok(())
}

/// `25 %, stage 2`; `production, stage 3`; or why nothing can be told.
fn said<T: Target>(value: &LiveValue, show: impl Fn(&str) -> Harmless<T>) -> Harmless<T> {
    if let Some(problem) = &value.problem {
        return fill!("cannot be told: {}", Harmless::<T>::of(problem));
    }
    let stage = value.stage.map_or_else(|| "no stage".to_owned(), |stage| format!("stage {stage}"));
    let share = match (&value.percent, &value.word) {
        (Some(percent), _) => Harmless::of(&percent.to_string()),
        (None, word) => show(word.as_deref().unwrap_or_default()),
    };
    fill!("{}, {}", share, stage)
}
