//! Who sees a feature, by the files of one entry: what each value says, and what they come to.

use super::file::FlagFile;
use super::print::print_of;
use super::said::{Answer, Said, Seen};
use super::{flagd, flipt, goff, pointer};
use crate::config::{Absent, Combination, ExposureEntry, ExposureFormat};
use crate::document::Names;
use crate::exposure::{Exposure, Live, Part, Percent, Place, Segment, Step, Then};
use crate::stage_number::StageNumber;
use jiff::Timestamp;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an entry of the configuration, the one at `place`, says of a flag of the plan with an id.
/// `files` are those of its files that exist in one version, each with its environment on a ladder.
/// `now` decides what a schedule says.
pub fn read(
    entry: &ExposureEntry,
    place: usize,
    flag: Option<&str>,
    id: Option<&str>,
    files: &[(Option<String>, Arc<FlagFile>)],
    now: Timestamp,
) -> Exposure {
    let seen = files.iter().map(|(environment, file)| {
        let names = Names { flag, id, environment: environment.as_deref() };
        Seen { entry, file, names, now }
    });
    let seen: Vec<Seen> = seen.collect();
    let mut answers: Vec<(Option<&str>, Answer)> = Vec::new();
    let mut unread: Vec<Seen> = Vec::new();
    for seen in &seen {
        let said = answers_in(seen);
        let is_unread = said.iter().any(|answer| matches!(answer.said, Said::Unreadable { .. }));
        unread.extend(is_unread.then_some(*seen));
        let of_file = |answer: Answer| Answer { key: format!("{} {}", seen.file.path(), answer.key), ..answer };
        answers.extend(said.into_iter().map(|answer| (seen.names.environment, of_file(answer))));
    }
    let names = Names { flag, id, environment: None };
    let looked_for = || looked_for(entry, &names, files);
    let answer = match entry.ladder.is_empty() {
        true => combined(entry, answers.into_iter().map(|(_, answer)| answer).collect(), looked_for),
        false => furthest(entry, answers, looked_for),
    };
    let flag = entry.asks_for_flag().then_some(flag).flatten().map(str::to_owned);
    let Answered { mut live, parts, steps, segments } = answer;
    if let Live::Unreadable { print, .. } = &mut live {
        *print = print_of(if unread.is_empty() { &seen } else { &unread });
    }
    let (is_brought, is_named, moved_to) = (false, true, None);
    let scale = entry.scale;
    Exposure { entry: place, flag, is_brought, is_named, moved_to, scale, live, parts, steps, segments }
}

/// What the values of one file say.
pub(super) fn answers_in(seen: &Seen) -> Vec<Answer> {
    let document = match seen.file.document() {
        Ok(document) => document,
        Err(none) => {
            let cause = format!("{}: {}", seen.file.path(), none.cause);
            return vec![Answer::of(seen.unreadable(none.span, cause))];
        }
    };
    match seen.entry.format {
        ExposureFormat::Pointer => pointer::answers(seen, document),
        ExposureFormat::Flagd => vec![flagd::answer(seen, document)],
        ExposureFormat::Goff => vec![goff::answer(seen, document)],
        ExposureFormat::Flipt => vec![flipt::answer(seen, document)],
    }
}

/// What was looked for, in words.
fn looked_for(entry: &ExposureEntry, names: &Names, files: &[(Option<String>, Arc<FlagFile>)]) -> String {
    let what = match &entry.at[..] {
        [] => format!("flag `{}`", names.flag.unwrap_or_default()),
        [at, ..] => format!("`{}`", at.filled(names)),
    };
    match files {
        [(_, file)] => format!("{what} in {}", file.path()),
        _ => format!("{what} in {}", entry.file.filled(names)),
    }
}

/// What several answers come to.
struct Answered {
    live: Live,
    parts: Vec<Part>,
    steps: Vec<Step>,
    segments: Vec<Segment>,
}

/// What is absent is on, off, or nothing at all. A flag that is not there is on for nobody.
fn settle(entry: &ExposureEntry, said: Said) -> Said {
    match (said, entry.absent) {
        (Said::Absent { place }, Absent::On) => Said::Share { percent: Percent::ALL, place },
        (Said::Absent { place } | Said::NoFlag { place }, Absent::Off) => Said::Share { percent: Percent::NONE, place },
        (said, _) => said,
    }
}

/// Several values of one flag, without a ladder.
fn combined(entry: &ExposureEntry, answers: Vec<Answer>, looked_for: impl Fn() -> String) -> Answered {
    let (mut steps, mut segments, mut all) = (Vec::new(), Vec::new(), Vec::new());
    let mut parts = Vec::new();
    for answer in answers {
        steps.extend(answer.steps);
        segments.extend(answer.segments);
        let said = settle(entry, answer.said);
        let live = said.live().filter(|_| entry.of == Combination::Max);
        parts.extend(live.map(|live| Part { name: answer.key, live }));
        all.push(said);
    }
    steps.sort_by_key(|step| step.at);
    if all.is_empty() {
        // Where a switch belongs to a value, no file has either of the two.
        let nothing = if entry.when.is_some() { Said::NoFlag { place: None } } else { Said::Absent { place: None } };
        all.push(settle(entry, nothing));
    }
    Answered { live: live(entry, all, looked_for), parts, steps, segments }
}

fn live(entry: &ExposureEntry, all: Vec<Said>, looked_for: impl Fn() -> String) -> Live {
    let (mut shares, mut stages, mut unread) = (Vec::new(), Vec::new(), None);
    for said in all {
        match said {
            Said::Unreadable { cause, place } => unread = unread.or(Some((cause, place))),
            Said::Share { percent, place } => shares.push((percent, place)),
            Said::Stage { stage, word, place } => stages.push((stage, word, place)),
            Said::Absent { .. } | Said::NoFlag { .. } => {}
        }
    }
    let read = of_values(entry, shares, stages, looked_for);
    let adds = matches!(entry.of, Combination::Max | Combination::Sum);
    match (unread, &read) {
        (None, _) => read,
        // Nothing can be added to everybody.
        (Some(_), Live::Share { percent, .. }) if adds && *percent == Percent::ALL => read,
        (Some((cause, place)), _) => {
            let is_known = adds && read.known().is_some();
            Live::Unreadable { cause, place, at_least: is_known.then(|| Box::new(read)), print: 0 }
        }
    }
}

/// What the values that can be read come to.
fn of_values(
    entry: &ExposureEntry,
    shares: Vec<(Percent, Option<Place>)>,
    mut stages: Vec<(StageNumber, String, Place)>,
    looked_for: impl Fn() -> String,
) -> Live {
    let unreadable = |cause: String, place| Live::Unreadable { cause, place, at_least: None, print: 0 };
    match (shares.is_empty(), stages.is_empty()) {
        (true, true) => Live::Gone { looked_for: looked_for() },
        (false, false) => {
            let place = stages.swap_remove(0).2;
            let cause = format!("{} is a stage in one place and a share in another", looked_for());
            unreadable(cause, Some(place))
        }
        (true, false) => {
            let chosen = match entry.of {
                Combination::Min => stages.into_iter().min_by_key(|(stage, ..)| *stage),
                Combination::Max | Combination::Sum => stages.into_iter().rev().max_by_key(|(stage, ..)| *stage),
            };
            let (stage, word, place) = chosen.expect("there is a stage");
            Live::Stage { stage: Some(stage), word, place: Some(place) }
        }
        (false, true) => {
            let sum: Decimal = shares.iter().map(|(percent, _)| percent.0).sum();
            let chosen = match entry.of {
                Combination::Min => shares.into_iter().min_by_key(|(percent, _)| *percent),
                Combination::Max | Combination::Sum => shares.into_iter().rev().max_by_key(|(percent, _)| *percent),
            };
            let (percent, place) = chosen.expect("there is a share");
            match entry.of {
                Combination::Sum if sum > Decimal::ONE_HUNDRED => {
                    let cause = format!("{}: the values add up to {}, more than all", looked_for(), Percent(sum));
                    unreadable(cause, place)
                }
                Combination::Sum => Live::Share { percent: Percent(sum), place },
                Combination::Max | Combination::Min => Live::Share { percent, place },
            }
        }
    }
}

/// The furthest environment in which somebody sees it.
fn furthest(entry: &ExposureEntry, answers: Vec<(Option<&str>, Answer)>, looked_for: impl Fn() -> String) -> Answered {
    let mut segments = Vec::new();
    let mut off: Option<Option<Place>> = None;
    let (mut found, mut unread) = (None, None);
    let mut by_environment: Vec<(usize, Answer)> = Vec::new();
    for (environment, answer) in answers {
        let rung = entry.ladder.iter().position(|(_, name)| Some(name.as_str()) == environment);
        by_environment.extend(rung.map(|rung| (rung, answer)));
    }
    by_environment.sort_by_key(|(rung, _)| std::cmp::Reverse(*rung));
    let steps = steps_of_ladder(entry, &by_environment);
    for (rung, answer) in by_environment {
        segments.extend(answer.segments);
        if found.is_some() {
            continue;
        }
        match settle(entry, answer.said) {
            Said::Unreadable { cause, place } => unread = unread.or(Some((cause, place))),
            Said::Share { percent, place } if percent > Percent::NONE => {
                let (stage, word) = entry.ladder[rung].clone();
                found = Some(Live::Stage { stage: Some(stage), word, place });
            }
            Said::Share { place, .. } => off = off.or(Some(place)),
            Said::Stage { stage, word, place } => {
                found = Some(Live::Stage { stage: Some(stage), word, place: Some(place) });
            }
            Said::Absent { .. } | Said::NoFlag { .. } => {}
        }
    }
    let nowhere = |place| Live::Stage { stage: None, word: NOWHERE.to_owned(), place };
    let live = match unread {
        // It may be on further than where it is found.
        Some((cause, place)) => Live::Unreadable { cause, place, at_least: found.map(Box::new), print: 0 },
        None => found.or(off.map(nowhere)).unwrap_or_else(|| match entry.absent {
            Absent::Off => nowhere(None),
            Absent::On | Absent::Unreadable => Live::Gone { looked_for: looked_for() },
        }),
    };
    Answered { live, parts: Vec::new(), steps, segments }
}

/// What time brings on a ladder: when the furthest environment in which somebody sees it is another
/// one.
fn steps_of_ladder(entry: &ExposureEntry, answers: &[(usize, Answer)]) -> Vec<Step> {
    let is_on = |answer: &Answer| matches!(&answer.said, Said::Share { percent, .. } if *percent > Percent::NONE);
    let mut are_on: BTreeMap<usize, usize> = BTreeMap::new();
    let mut later: Vec<(Timestamp, usize, bool, &Step)> = Vec::new();
    for (rung, answer) in answers {
        *are_on.entry(*rung).or_default() += usize::from(is_on(answer));
        let mut was_on = is_on(answer);
        for step in &answer.steps {
            let Then::Share { percent, ramp } = &step.then else { continue };
            let will_be_on = *percent > Percent::NONE;
            if will_be_on != was_on {
                // A ramp from nobody on lets the first ones see it at its start.
                let begins = ramp.filter(|ramp| will_be_on && ramp.to > ramp.from).map(|ramp| ramp.start);
                later.push((begins.unwrap_or(step.at), *rung, will_be_on, step));
            }
            was_on = will_be_on;
        }
    }
    later.sort_by_key(|(at, ..)| *at);
    let furthest =
        |are_on: &BTreeMap<usize, usize>| are_on.iter().rev().find(|(_, count)| **count > 0).map(|(rung, _)| *rung);
    let mut now = furthest(&are_on);
    let mut steps = Vec::new();
    for (at, rung, will_be_on, step) in later {
        let count = are_on.entry(rung).or_default();
        *count = if will_be_on { *count + 1 } else { count.saturating_sub(1) };
        let next = furthest(&are_on);
        if next != now {
            let then = match next.map(|rung| entry.ladder[rung].clone()) {
                Some((stage, word)) => Then::Stage { stage: Some(stage), word },
                None => Then::Stage { stage: None, word: NOWHERE.to_owned() },
            };
            steps.push(Step { at, then, place: step.place.clone() });
            now = next;
        }
    }
    steps
}

/// What is said of a flag that is on in no environment.
const NOWHERE: &str = "no environment";
