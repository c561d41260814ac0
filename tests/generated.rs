//! Changes made by a generator: an honest step forward of a rollout, with one more edit from a
//! catalogue. A dishonest edit must never pass in silence, and an honest one must never be held up.
//!
//! The rollouts stand in `generated/rollouts.rs`, the edits in `generated/dishonest.rs` and
//! `generated/honest.rs`. A failure prints the seed, the edit and the lines that changed; the same
//! seed gives the same cases:
//!
//! - `GENERATED_CASES=20000` makes so many cases of each catalogue. Few are made without it.
//! - `GENERATED_SEED=7` makes the cases of a seed. Without it the suite has its usual seed, and
//!   `GENERATED_CASES` a new one each time.
//! - `GENERATED_ONLY=word` keeps the edits with this word in their names, and those that are known
//!   to be judged wrongly, too.
#![allow(clippy::unwrap_used)]

#[path = "generated/dishonest.rs"]
mod dishonest;
#[path = "generated/honest.rs"]
mod honest;
#[path = "generated/rollouts.rs"]
mod rollouts;
mod support;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{RngSeed, TestCaseError, TestRunner};
use rolloutlint::change::{Facts, Subject};
use rolloutlint::check::{Settings, check};
use rolloutlint::finding::Severity;
use rollouts::{Rollout, Scene, Text, rollouts};
use std::time::{SystemTime, UNIX_EPOCH};

/// What the report on a change must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// An error.
    Error,
    /// An error or a warning.
    Said,
    /// No error.
    NoError,
    /// Neither an error nor a warning.
    Clean,
}

impl Verdict {
    /// Whether the most severe finding fits.
    fn fits(self, worst: Option<Severity>) -> bool {
        let is_said = worst >= Some(Severity::Warning);
        match self {
            Verdict::Error => worst == Some(Severity::Error),
            Verdict::Said => is_said,
            Verdict::NoError => worst != Some(Severity::Error),
            Verdict::Clean => !is_said,
        }
    }
}

/// An edit of the catalogue.
struct Edit {
    name: &'static str,
    verdict: Verdict,
    way: Way,
    /// Whether the edit is known to be judged wrongly, and waits.
    is_known_fault: bool,
    /// The version after the edit. `None` where a rollout has no place for it.
    apply: fn(&Scene, &mut Choice) -> Option<Text>,
}

/// In which changes an edit is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In the change that takes the step.
    WithTheStep,
    /// In a change of its own before the step. The verdict is that of both changes.
    Ahead,
}

impl Edit {
    /// An edit in the change that takes the step.
    const fn new(name: &'static str, verdict: Verdict, apply: fn(&Scene, &mut Choice) -> Option<Text>) -> Edit {
        Edit { name, verdict, way: Way::WithTheStep, is_known_fault: false, apply }
    }

    /// The same edit in a change of its own before the step.
    const fn ahead(self) -> Edit {
        Edit { way: Way::Ahead, ..self }
    }

    /// The same edit, known to be judged wrongly.
    const fn known_fault(self) -> Edit {
        Edit { is_known_fault: true, ..self }
    }
}

/// The choices of one case, in their order.
struct Choice<'a> {
    indices: &'a [Index],
}

impl Choice<'_> {
    /// One of some things; `None` when there are none.
    fn of<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        let (first, rest) = self.indices.split_first().expect("a case has more choices than an edit asks for");
        self.indices = rest;
        (!things.is_empty()).then(|| first.get(things))
    }
}

/// How many choices a case has.
const CHOICES: usize = 8;

/// The findings about a change, as severity, rule and line.
fn judge(rollout: &Rollout, before: &Text, after: &Text) -> Vec<(Severity, String)> {
    let base = rollout.read(before, None);
    let head = rollout.read(after, Some(base.follows_template));
    let subject = Subject::change(Some(base), Some(head), rollout.day);
    let report = check(&[subject], &rollout.policy, &Facts::default(), Settings::default());
    let said = report.findings.iter().filter(|finding| finding.severity >= Severity::Warning);
    said.map(|finding| {
        let source = &finding.location.source;
        let line = source.slice(source.line_span(source.line(finding.location.span.start)));
        (finding.severity, format!("{:?} {}: {}", finding.severity, finding.rule, line.trim()))
    })
    .collect()
}

/// The lines that only one of two versions has.
fn lines_changed(before: &Text, after: &Text) -> String {
    let lines = |text: &Text| -> Vec<String> { text.files().flat_map(str::lines).map(str::to_owned).collect() };
    let (old, new) = (lines(before), lines(after));
    let gone = old.iter().filter(|line| !new.contains(line)).map(|line| format!("  - {line}\n"));
    let come = new.iter().filter(|line| !old.contains(line)).map(|line| format!("  + {line}\n"));
    gone.chain(come).collect()
}

/// The seed of the cases that the suite judges each time.
const USUAL_SEED: u64 = 20_260_302;

fn number_in(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|value| value.parse().expect("the variable holds a number"))
}

/// Judges cases of a catalogue. Each takes a rollout, an edit and the choices that the edit asks
/// for.
fn run(catalogue: &[Edit]) {
    let only = std::env::var("GENERATED_ONLY").ok();
    let is_meant = |edit: &&Edit| match &only {
        Some(word) => edit.name.contains(word.as_str()),
        None => !edit.is_known_fault,
    };
    let edits: Vec<&Edit> = catalogue.iter().filter(is_meant).collect();
    let rollouts: Vec<(Rollout, [Scene; 2])> = rollouts()
        .into_iter()
        .map(|rollout| {
            let scenes = rollout.scenes();
            (rollout, scenes)
        })
        .collect();
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| u64::from(time.subsec_nanos()));
    // The suite judges the same cases at any time; who asks for a number of cases gets others.
    let asked = number_in("GENERATED_CASES");
    let seed = number_in("GENERATED_SEED").unwrap_or_else(|| if asked.is_some() { now() } else { USUAL_SEED });
    let cases = asked.map_or(64, |cases| u32::try_from(cases).unwrap());
    let config = ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        // Not every rollout has a place for every edit.
        max_global_rejects: cases * 10,
        ..ProptestConfig::default()
    };
    let case = (any::<Index>(), any::<Index>(), prop::collection::vec(any::<Index>(), CHOICES));
    let judged = TestRunner::new(config).run(&case, |(rollout, edit, choices)| {
        let ((rollout, [before, after]), edit) = (rollout.get(&rollouts), edit.get(&edits));
        let edited = |scene: &Scene| {
            let edited = (edit.apply)(scene, &mut Choice { indices: &choices });
            let edited = edited.filter(|edited| *edited != scene.text);
            edited.ok_or_else(|| TestCaseError::reject("the rollout has no place for the edit"))
        };
        let last = edited(after)?;
        let found = match edit.way {
            Way::WithTheStep => judge(rollout, &rollout.before, &last),
            Way::Ahead => {
                let between = edited(before)?;
                [judge(rollout, &rollout.before, &between), judge(rollout, &between, &last)].concat()
            }
        };
        let worst = found.iter().map(|(severity, _)| *severity).max();
        if edit.verdict.fits(worst) {
            return Ok(());
        }
        let said: String = found.iter().map(|(_, said)| format!("  {said}\n")).collect();
        Err(TestCaseError::fail(format!(
            "{} in {}: not {:?}\nsaid:\n{said}changed, beside the step itself:\n{}",
            edit.name,
            rollout.name,
            edit.verdict,
            lines_changed(&after.text, &last)
        )))
    });
    if let Err(failure) = judged {
        panic!("GENERATED_SEED={seed}\n{failure}");
    }
}

#[test]
fn each_step_is_clean_by_itself() {
    for rollout in rollouts() {
        assert_eq!(judge(&rollout, &rollout.before, &rollout.after), [], "{}", rollout.name);
        let [before, after] = rollout.scenes();
        assert!(!after.gates.is_empty() && before.gates.len() == after.gates.len(), "{}", rollout.name);
    }
}

#[test]
fn no_dishonest_edit_passes_in_silence() {
    run(dishonest::EDITS);
}

#[test]
fn no_honest_edit_is_held_up() {
    run(honest::EDITS);
}
