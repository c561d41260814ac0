//! What a change means, sentence by sentence of the specification: each case is a compliant plan, a few edits, and all that is to be said.
//!
//! A case begins with its name behind `#`. Then come
//! - `from PLAN [to PLAN] on DAY`: the plan before and after, until edits change them; `new PLAN`, `gone PLAN` and `alone PLAN` have one side;
//! - `both EDIT`, `head EDIT`: edits of both versions, or of the one after;
//! - `skipped N`, `initial N` and `person NAME: LOGIN` set `skipped`, `initial-stage` and `people` of the configuration; `introduced` says that the
//!   change brings it;
//! - `error RULE: WORDS` and `warning RULE: WORDS`: every finding that is to be there, with words of its line. Nothing else may be.
//!
//! The edits are `replace A => B`, `delete LINE`, `after LINE add ROW`, `tick TEXT`, `untick TEXT`, `declare STAGE`, `clear`, `drop`, and
//! `record CELLS`, which puts a row next to the newest decision; a cell that is left out says what it says everywhere. `in HEADING: EDIT` keeps
//! an edit inside one section: `clear` unticks all of its boxes, `drop` deletes it.
#![allow(clippy::unwrap_used)]

mod support;

use jiff::civil::Date;
use rolloutlint::change::{Facts, Subject};
use rolloutlint::check::{Settings, check};
use rolloutlint::config::Policy;
use rolloutlint::finding::Severity;
use rolloutlint::plan::parse;
use rolloutlint::template;
use rolloutlint::text::{Source, fold};
use rolloutlint::version::Version;
use support::compliant;

/// The log's row of dashes, below which the first decision goes.
const DASHES: &str = "|------|-------|----------|-----------|------------|";

fn edit(text: &str, edit: &str) -> String {
    if let Some((heading, inner)) = edit.strip_prefix("in ").and_then(|rest| rest.split_once(": ")) {
        let start = text.find(&format!("## {heading}")).unwrap_or_else(|| panic!("no section `{heading}`"));
        let end = text[start + 3..].find("\n## ").map_or(text.len(), |found| start + 3 + found + 1);
        return format!("{}{}{}", &text[..start], edit_section(&text[start..end], inner), &text[end..]);
    }
    edit_section(text, edit)
}

fn edit_section(text: &str, edit: &str) -> String {
    let (verb, rest) = edit.split_once(' ').unwrap_or((edit, ""));
    let rest = rest.replace("\\n", "\n");
    let swap = |old: &str, new: &str| {
        assert!(text.contains(old), "`{edit}`: `{old}` is not there");
        text.replacen(old, new, 1)
    };
    let lines = |change: &dyn Fn(&str) -> String| {
        let mut is_done = false;
        let out = text.split_inclusive('\n').map(|line| {
            let (found, is_first) = (line.contains(rest.split(" add ").next().unwrap()), !is_done);
            is_done |= found;
            if found && is_first { change(line) } else { line.to_owned() }
        });
        let out: String = out.collect();
        assert!(is_done, "`{edit}`: there is no such line");
        out
    };
    match verb {
        "replace" => {
            let (old, new) = rest.split_once(" => ").unwrap_or_else(|| panic!("`{edit}` has no arrow"));
            swap(old, new)
        }
        "delete" => lines(&|_| String::new()),
        "after" => {
            let (_, row) = rest.split_once(" add ").unwrap_or_else(|| panic!("`{edit}` adds nothing"));
            lines(&|line| format!("{line}{row}\n"))
        }
        "tick" => swap(&format!("- [ ] {rest}"), &format!("- [x] {rest}")),
        "untick" => swap(&format!("- [x] {rest}"), &format!("- [ ] {rest}")),
        "declare" => match text.split_once("**Current stage:** ") {
            Some((before, after)) => {
                format!("{before}**Current stage:** {rest}  {}", &after[after.find('\n').unwrap()..])
            }
            None => swap("**Created:**", &format!("**Current stage:** {rest}  \n**Created:**")),
        },
        "record" => record(text, &rest),
        "clear" => text.replace("[x]", "[ ]"),
        "drop" => String::new(),
        _ => panic!("`{edit}` is no edit"),
    }
}

/// Puts a row behind the newest decision. Its cells are date, stage, decision, rationale and decider; the last two may be left out.
fn record(text: &str, cells: &str) -> String {
    let mut cells: Vec<&str> = cells.split(" | ").collect();
    let usual = ["2026-03-18", "1", "Hold", "Payments failed for two customers", "Priya Nair"];
    cells.extend(&usual[cells.len()..]);
    let log = text.find(DASHES).unwrap();
    let is_decision = |line: &&str| line.starts_with("| 20");
    let newest = text[log..].lines().rfind(is_decision).unwrap_or(DASHES);
    let at = log + text[log..].find(newest).unwrap() + newest.len();
    format!("{}\n| {} |{}", &text[..at], cells.join(" | "), &text[at..])
}

#[derive(Default)]
struct Case {
    name: String,
    base: Option<String>,
    head: Option<String>,
    alone: bool,
    day: Date,
    policy: Policy,
    is_introduced: bool,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in CASES.lines().filter(|line| !line.is_empty()) {
        if let Some(name) = line.strip_prefix("# ") {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a case begins with its name");
        let words: Vec<&str> = line.split(' ').collect();
        let edit = |side: &Option<String>, rest: &str| side.as_deref().map(|text| edit(text, rest));
        match &words[..] {
            ["from", plan, rest @ ..] => {
                case.base = Some(compliant(plan));
                case.head = Some(compliant(if rest[0] == "to" { rest[1] } else { plan }));
            }
            ["new", plan, ..] => case.head = Some(compliant(plan)),
            ["gone", plan, ..] => case.base = Some(compliant(plan)),
            ["alone", plan, ..] => (case.alone, case.head) = (true, Some(compliant(plan))),
            ["skipped", number] => case.policy.skipped.push(number.parse().unwrap()),
            ["initial", number] => case.policy.initial_stage = Some(number.parse().unwrap()),
            ["person", ..] => {
                let (name, login) = line[7..].split_once(": ").unwrap();
                case.policy.people.insert(fold(name), fold(login));
            }
            ["introduced"] => case.is_introduced = true,
            ["both", ..] => {
                (case.base, case.head) = (edit(&case.base, &line[5..]), edit(&case.head, &line[5..]));
            }
            ["head", ..] => case.head = edit(&case.head, &line[5..]),
            ["error" | "warning", ..] => case.expected.push(line.to_owned()),
            _ => panic!("{}: `{line}` is nothing that a case can say", case.name),
        }
        if let Some(day) = line.rsplit_once(" on ").filter(|_| ["from", "new", "gone", "alone"].contains(&words[0])) {
            case.day = day.1.parse().unwrap();
        }
    }
    cases
}

/// Rules that speak of something else than stages, the record and what is due, and that the cases would trip over: each has its own examples.
const ASIDE: &[&str] = &["last-updated-stale", "progression-log-mismatch"];

/// The policy of a case. Who decided is compared only where the case is about people.
fn policy_of(case: &Case) -> Policy {
    let aside = ASIDE.iter().filter(|id| case.policy.people.is_empty() || **id != "progression-log-mismatch");
    let rules = aside.map(|id| ((*id).to_owned(), None)).collect();
    let policy = Policy { rules, ..case.policy.clone() };
    if case.is_introduced {
        policy.introduced(|word, meant| template::built_in().means_other(word, meant))
    } else {
        policy
    }
}

/// All findings at warning and above, each as severity, rule and its line.
fn judge(case: &Case) -> Vec<String> {
    let policy = policy_of(case);
    let read = |text: &String, held: Option<bool>| {
        let source = Source::new("rollouts/checkout.md", text.as_str());
        Version::new(parse::parse(source, template::built_in(), &policy, held))
    };
    let base = case.base.as_ref().map(|text| read(text, None));
    let head = case.head.as_ref().map(|text| read(text, base.as_ref().map(|base| base.follows_template)));
    let subject = match head {
        Some(head) if case.alone => Subject::version(head, case.day),
        head => Subject::change(base, head, case.day),
    };
    let report = check(&[subject], &policy, &Facts::default(), Settings::default());
    let findings = report.findings.iter().filter(|finding| finding.severity >= Severity::Warning);
    let line = |at: usize, source: &Source| source.slice(source.line_span(source.line(at))).trim().to_owned();
    findings
        .map(|finding| {
            let severity = if finding.severity == Severity::Error { "error" } else { "warning" };
            let line = line(finding.location.span.start, &finding.location.source);
            format!("{severity} {}: {line}", finding.rule)
        })
        .collect()
}

/// Whether a finding is the expected one: the same severity and rule, and the line holds the words.
fn is_expected(found: &str, expected: &str) -> bool {
    let (what, words) = expected.split_once(": ").expect("a finding is `error RULE: WORDS`");
    found.split_once(": ").is_some_and(|(found, line)| found == what && line.contains(words))
}

#[test]
fn every_change_is_judged_as_the_specification_says() {
    let cases = cases();
    assert!(cases.len() >= 90, "{}", cases.len());
    let mut wrong = String::new();
    for case in &cases {
        let mut found = judge(case);
        let mut missed = Vec::new();
        for expected in &case.expected {
            match found.iter().position(|found| is_expected(found, expected)) {
                Some(index) => drop(found.remove(index)),
                None => missed.push(expected),
            }
        }
        if !found.is_empty() || !missed.is_empty() {
            wrong.push_str(&format!("# {}\n", case.name));
            missed.iter().for_each(|expected| wrong.push_str(&format!("  not said: {expected}\n")));
            found.iter().for_each(|found| wrong.push_str(&format!("  said:     {found}\n")));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn no_two_cases_have_the_same_name() {
    let mut names: Vec<String> = cases().into_iter().map(|case| case.name).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

const CASES: &str = r##"
# the first stage is prepared, begun and worked in without a row
from planned to stage-0 on 2026-02-20

# naming the first stage is no stage change, and makes entering it due
from stage-0 on 2026-02-20
head declare 0

# a step that is recorded with all its gates met is silent
from stage-0 to stage-1 on 2026-03-09

# the same for the second step
from stage-1 to stage-2 on 2026-03-30

# and for the last one
from stage-2 to ga on 2026-04-20

# a recorded row without other evidence is fine
from stage-1 to stage-2 on 2026-03-30
both in Stage 2: clear
head in Stage 2: tick Stage 1 complete
head in Stage 2: tick Leading metrics
head in Stage 2: tick Guardrail alerts
head in Stage 2: tick Support team

# a format-only change says nothing
from stage-1 on 2026-03-20
head replace | 2026-03-02 | 0→1 | Proceed => |  2026-03-02 |  **0→1** |Proceed

# work of the next stage needs a row, and one error is all
from stage-1 on 2026-03-20
head tick Monitor leading metrics
error stage-change-without-log-entry: Monitor leading metrics

# a declaration above the log needs a row
from stage-1 on 2026-03-20
both declare 1
head declare Beta
error stage-change-without-log-entry: Current stage

# a Progression Decision that is filled needs a row
from stage-1 on 2026-03-20
head in Stage 1: replace **Date:** [Date] => **Date:** 2026-03-19
head in Stage 1: replace [PM] => Priya Nair
error stage-change-without-log-entry: 2026-03-19

# a date to come is a target, not a claim
from stage-1 on 2026-03-20
head in Stage 1: replace **Date:** [Date] => **Date:** 2026-03-27
head in Stage 1: replace [PM] => Priya Nair

# a target date that has come, with the stage unfinished, is no secret move
from stage-1 on 2026-03-28
both in Stage 1: replace **Date:** [Date] => **Date:** 2026-03-27
both in Stage 1: replace [PM] => Priya Nair
head replace Queue and retry => Queue
warning progression-decision-overdue: 2026-03-27

# all entry criteria with "Stage 1 complete" among them are a claim
from stage-1 on 2026-03-20
head tick Stage 1 complete
head tick Leading metrics instrumented
head tick Guardrail alerts
head tick Support team briefed
error stage-change-without-log-entry: Stage 1 complete

# some entry criteria are preparation
from stage-1 on 2026-03-20
head tick Leading metrics instrumented
head tick Support team briefed

# a tick that Markdown does not know counts in a list that has boxes
from stage-1 on 2026-03-20
head replace - [ ] Monitor leading => - [✓] Monitor leading
error stage-change-without-log-entry: Monitor leading metrics
warning malformed-checkbox: [✓] Monitor leading metrics daily

# a customer who is active is evidence
from stage-0 on 2026-02-25
head replace | [ ] Invited [ ] Active | => | [x] Invited [x] Active |
error stage-change-without-log-entry: [Customer 1]

# so is one whose box is a sign
from stage-0 on 2026-02-25
head replace [ ] Invited [ ] Active => ☑ Invited ☑ Active
error stage-change-without-log-entry: [Customer 1]

# an invitation is a plan
from stage-0 on 2026-02-25
head replace [ ] Invited => [x] Invited

# a row without a date is a plan, not a decision
from stage-1 on 2026-03-20
head replace | [Date] | 1→2 | Proceed | [Why] | [Name] | => | [Date] | 1→2 | Proceed | After the March numbers | Priya Nair |
head tick Monitor leading metrics
error stage-change-without-log-entry: Monitor leading metrics

# a date that cannot be read in one way records nothing
from stage-1 to stage-2 on 2026-03-30
head replace | 2026-03-16 | 1→2 => | 03/04/2026 | 1→2
error stage-change-without-log-entry: Monitor leading metrics
error date-format: 03/04/2026

# a pending row is edited freely
from stage-1 on 2026-03-20
both replace | [Date] | 1→2 | Proceed | [Why] => | TBD | 1→2 | Proceed | After the March numbers
head replace After the March numbers => After the April numbers

# an edit of an old row covers nothing
from stage-1 to stage-2 on 2026-03-30
head delete | 2026-03-16 | 1→2
head replace | 2026-03-02 | 0→1 | Proceed | No P0 => | 2026-03-16 | 1→2 | Proceed | No P0
error log-entry-modified: | 2026-03-16 | 1→2
error stage-change-without-log-entry: Monitor leading metrics

# steps go up one at a time
from stage-1 to ga on 2026-04-20
head delete | 2026-03-16 | 1→2
head replace | 2→GA | => | 1→3 |
error log-stage-skip: 1→3

# two steps in one change are allowed, and mentioned
from stage-0 to stage-2 on 2026-03-30
warning multiple-transitions: 1→2

# a hold on the next step opens no way to it
from stage-1 on 2026-03-20
head record 2026-03-18 | 1→2 | Hold
head tick Monitor leading metrics
error stage-change-without-log-entry: Monitor leading metrics

# nor does an abort on the next step
from stage-1 on 2026-03-20
both declare 1
head declare 2
head record 2026-03-18 | 1→2 | Abort
error stage-change-without-log-entry: Current stage

# nor does a hold after a way back from there
from stage-2 on 2026-03-30
both in Stage 2: clear
both record 2026-03-18 | 2→1 | Rollback
head record 2026-03-20 | 1→2 | Hold
head tick Monitor leading metrics
error stage-change-without-log-entry: Monitor leading metrics

# a row whose step cannot be read may be the decision, and has its own error
from stage-1 to stage-2 on 2026-03-30
head replace | 1→2 | => | 1→Betta |
error log-stage-unknown: Betta

# a declaration that is lowered needs a rollback
from stage-2 on 2026-03-30
both declare 2
head declare 1
error stage-reset-without-decision: Current stage

# with the rollback it is silent
from stage-2 on 2026-03-30
both declare 2
head declare 1
head record 2026-03-18 | 2→1 | Rollback

# a declaration that is added below the log is a mismatch, not a way back
from stage-2 on 2026-03-30
head declare 1
error stage-declared-mismatch: Current stage

# so is one that is raised to below the log
from stage-2 on 2026-03-30
both declare 0
head declare 1
error stage-declared-mismatch: Current stage

# and one that a step left behind
from stage-1 to stage-2 on 2026-03-30
both declare 1
error stage-declared-mismatch: Current stage

# a mismatch of old stays an error in a change that touches the plan
from stage-2 on 2026-03-30
both declare 1
head replace Queue and retry => Queue
error stage-declared-mismatch: Current stage

# a declaration that names no stage is a mismatch
from stage-1 on 2026-03-20
head declare Betta
error stage-declared-mismatch: Current stage

# a placeholder declares nothing
from stage-1 on 2026-03-20
head declare [Stage]

# nor does TBD
from stage-1 on 2026-03-20
head declare TBD

# another spelling is no change
from stage-1 on 2026-03-20
both declare 1
head declare Alpha (Friendly Customers)

# a status that names a stage declares it
from stage-1 on 2026-03-20
head after **Owner:** add **Status:** Stage 2: Beta (Limited Release)  
error stage-change-without-log-entry: Status:

# a status that says something else does not
from stage-1 on 2026-03-20
head after **Owner:** add **Status:** Stage 2 is blocked  

# a nested key of the front matter is another one
from stage-1 on 2026-03-20
head replace # Rollout plan: => ---\nreview:\n  stage: 2\n---\n\n# Rollout plan:

# the front matter declares
from stage-1 on 2026-03-20
head replace # Rollout plan: => ---\nstage: 2\n---\n\n# Rollout plan:
error stage-change-without-log-entry: stage: 2

# a mark in one stage's heading declares
from stage-1 on 2026-03-20
head replace ## Stage 2: Beta (Limited Release) => ## Stage 2: Beta (Limited Release) 🚧
error stage-change-without-log-entry: ## Stage 2

# completed agrees with the last stage
from ga on 2026-04-25
head declare completed

# completed before the last stage is a move
from stage-2 on 2026-03-30
head declare completed
error stage-change-without-log-entry: Current stage

# work above the log that was there before is refused in every change
from stage-1 on 2026-03-20
both tick Monitor leading metrics
head replace Queue and retry => Queue
error stage-without-decision: Monitor leading metrics

# and in a single file
alone stage-1 on 2026-03-20
head tick Monitor leading metrics
error stage-without-decision: Monitor leading metrics

# a plan without a log has one error for it
from stage-1 on 2026-03-20
head in Decision Log: drop
error log-missing: Rollout: One-page checkout

# a log that is deleted covers no move
from stage-1 on 2026-03-20
head in Decision Log: drop
head tick Monitor leading metrics
error log-missing: Rollout: One-page checkout
error stage-change-without-log-entry: Monitor leading metrics

# a first row that does not start at the first stage is a gap
from stage-0 to stage-2 on 2026-03-30
head delete | 2026-03-02 | 0→1
error log-transition-gap: 1→2

# a new plan that already runs is pointed out
new stage-1 on 2026-03-09
warning new-plan-mid-rollout: 0→1

# a plan that takes a rollout over says so by one row
new stage-2 on 2026-03-30
head delete | 2026-03-02 | 0→1
head replace | 2026-03-16 | 1→2 | Proceed => | 2026-03-16 | →2 | Adopt

# nobody adopts in a plan that is there
from stage-1 to stage-2 on 2026-03-30
head replace | 2026-03-16 | 1→2 | Proceed => | 2026-03-16 | →2 | Adopt
error log-transition-gap: Adopt

# nor in one that is planned
from planned to stage-1 on 2026-03-09
head replace | 2026-03-02 | 0→1 | Proceed => | 2026-03-02 | →1 | Adopt
error log-transition-gap: Adopt

# an amendment in the same change does not help an adoption
from stage-1 to stage-2 on 2026-03-30
head replace | 2026-03-16 | 1→2 | Proceed => | 2026-03-16 | →2 | Adopt
head record 2026-03-17 | →2 | Amend
error log-transition-gap: Adopt

# nor a jump
from stage-1 to ga on 2026-04-20
head delete | 2026-03-16 | 1→2
head replace | 2→GA | => | 1→3 |
head record 2026-04-07 | 1→3 | Amend
error log-stage-skip: 2026-04-06

# a way from planned past the first stage leaves the first stage
from stage-0 to stage-1 on 2026-03-09
head replace | 0→1 | => | planned→1 |
head untick Core flow validated
error log-stage-skip: planned→1
error stage-exit-unmet: Core flow validated

# holds are written in three ways, and none leaves a stage
from stage-1 on 2026-03-20
head record 2026-03-16 | 1→2 | Hold
head record 2026-03-17 | 1→1 | No-go
head record 2026-03-18 | 1 | Pause rollout

# a hold before a step is no gap and no repetition later
from stage-1 to stage-2 on 2026-03-30
both after | 2026-03-02 | 0→1 add | 2026-03-09 | 1→2 | Hold | Two bugs are open still | Priya Nair |

# a hold that jumps is no hold
from stage-1 on 2026-03-20
head record 2026-03-18 | 1→3 | Hold
error log-decision-direction: 1→3

# an abort ends the plan, and fill-in rules with it
from stage-1 on 2026-03-20
head record 2026-03-18 | 1 | Abort
head replace **Owner:** Priya Nair => **Owner:** [PM Name]

# a hold after an abort is refused
from stage-1 on 2026-03-20
both record 2026-03-16 | 1 | Abort
head record 2026-03-18 | 1 | Hold
error log-after-terminal: Hold

# so is a step
from stage-1 on 2026-03-20
both record 2026-03-16 | 1 | Abort
head record 2026-03-18 | 1→2 | Proceed
error log-after-terminal: 1→2

# work after an abort needs the restart
from stage-1 on 2026-03-20
both in Stage 1: untick Usability observation
both record 2026-03-16 | 1 | Abort
head tick Usability observation
error stage-change-without-log-entry: Usability observation

# with the restart it goes on
from stage-1 on 2026-03-20
both in Stage 1: untick Usability observation
both record 2026-03-16 | 1 | Abort
head record 2026-03-18 | 1 | Restart
head tick Usability observation

# a restart goes no higher than where the rollout was
from stage-1 to stage-2 on 2026-03-30
both after | 2026-03-02 | 0→1 add | 2026-03-09 | 1 | Abort | Payments failed for two | Priya Nair |
head replace | 1→2 | Proceed => | 2 | Restart
error log-decision-direction: Restart

# a restart of what was not aborted is no way forward
from stage-1 to stage-2 on 2026-03-30
head replace | 1→2 | Proceed => | 1→2 | Restart
error log-decision-direction: Restart

# work that is ticked while aborting was done before
from stage-1 on 2026-03-20
head record 2026-03-18 | 1 | Abort
head tick Critical bugs fixed

# work that is ticked while rolling back was done there
from stage-2 on 2026-03-30
head tick No guardrail breaches
head record 2026-03-18 | 2→1 | Rollback

# a skip jumps, and the skipped stage is exempt
from stage-0 to stage-2 on 2026-03-30
head delete | 2026-03-02 | 0→1
head replace | 1→2 | Proceed => | 0→2 | Skip
head in Stage 1: clear
head in Stage 1: replace 2026-03-16 => [Date]

# its section may go
from stage-0 to stage-2 on 2026-03-30
head delete | 2026-03-02 | 0→1
head replace | 1→2 | Proceed => | 0→2 | Skip
head in Stage 1: drop

# a stage that the configuration leaves out is jumped over by a step
from stage-0 to stage-2 on 2026-03-30
skipped 1
head delete | 2026-03-02 | 0→1
head replace | 1→2 | Proceed => | 0→2 | Proceed
head in Stage 1: drop

# proceed with exception is the way past an open exit criterion
from stage-1 to stage-2 on 2026-03-30
head replace | 1→2 | Proceed => | 1→2 | Proceed with exception
head untick Critical bugs fixed
warning stage-exit-unmet: Critical bugs fixed

# it is no way past an open entry criterion
from stage-1 to stage-2 on 2026-03-30
head replace | 1→2 | Proceed => | 1→2 | Proceed with exception
head untick Support team briefed
error stage-entry-unmet: Support team briefed

# the word and the arrow agree
from stage-2 on 2026-03-30
head record 2026-03-18 | 2→1 | Proceed
error log-decision-direction: 2→1

# the same step twice is one too many
from stage-2 on 2026-03-30
head record 2026-03-18 | 1→2 | Proceed
error log-transition-repeated: 2026-03-18

# unless a way back is between
from stage-2 on 2026-03-30
both record 2026-03-18 | 2→1 | Rolled back
head record 2026-03-20 | 1→2 | Proceed

# a rollback may say where to
from stage-2 on 2026-03-30
head record 2026-03-18 | 2→1 | Rollback to Alpha

# an approval may say by whom
from stage-1 to stage-2 on 2026-03-30
head replace | 1→2 | Proceed => | 1→2 | Approved by the board

# a word that nobody knows is refused
from stage-1 to stage-2 on 2026-03-30
head replace | 1→2 | Proceed => | 1→2 | Go with caution
error log-decision-unknown: Go with caution

# a date that a decision has is immutable
from stage-1 on 2026-03-20
head replace 2026-03-02 | 0→1 => 2026-03-01 | 0→1
error log-entry-modified: 2026-03-01

# so is its stage
from stage-2 on 2026-03-30
head replace | 1→2 | => | 1→3 |
error log-entry-modified: 1→3

# so is its decision
from stage-1 on 2026-03-20
head replace 0→1 | Proceed => 0→1 | Hold
error log-entry-modified: Hold

# so are its deciders, and their order is nothing
from ga on 2026-04-25
head replace Priya Nair, Tomas Lindqvist | => Tomas Lindqvist and Priya Nair |
head replace confident | Priya Nair => confident | Ann Lee
error log-entry-modified: Ann Lee

# a reworded rationale is a warning
from stage-1 on 2026-03-20
head replace team confident => everybody is confident
warning log-entry-modified: everybody

# a row that is gone is gone
from stage-1 on 2026-03-20
head delete | 2026-03-02 | 0→1
error log-entry-removed: 0→1

# a struck row is a removed row
from stage-1 on 2026-03-20
head replace | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair | => | ~~2026-03-02~~ | ~~0→1~~ | ~~Proceed~~ | ~~No P0 or P1 in 3 days, team confident~~ | ~~Priya Nair~~ |
error log-entry-removed: ~~0→1~~

# striking the date is enough
from stage-1 on 2026-03-20
head replace | 2026-03-02 | 0→1 => | ~~2026-03-02~~ | 0→1
error log-entry-removed: ~~2026-03-02~~

# a row at the wrong end is one error
from stage-2 to ga on 2026-04-20
head delete | 2026-04-06 | 2→GA
head replace | 2026-03-02 | 0→1 => | 2026-04-06 | 2→GA | Proceed | Adoption 64%, error rate 0.5% | Priya Nair, Tomas Lindqvist |\n| 2026-03-02 | 0→1
error log-entry-inserted: 2→GA

# a row that closes a gap of the base is a warning
from stage-2 on 2026-03-30
both delete | 2026-03-02 | 0→1
head replace | 2026-03-16 | 1→2 => | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |\n| 2026-03-16 | 1→2
warning log-entry-inserted: 0→1

# a gap of old stays an error in a change that touches the plan
from stage-2 on 2026-03-30
both delete | 2026-03-02 | 0→1
head replace Queue and retry => Queue
error log-transition-gap: 1→2

# two rows that change places break the chain
from ga on 2026-04-25
head delete | 2026-03-02 | 0→1
head after | 2026-03-16 | 1→2 add | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
error log-transition-gap: 1→2
error log-transition-gap: 0→1
error log-order: 0→1
error log-transition-gap: 2→GA

# a log with the newest row first grows at its top
from stage-2 to ga on 2026-04-20
both delete | 2026-03-02 | 0→1
both delete | 2→GA |
both after | 2026-03-16 | 1→2 add | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
head after |------|-------|----------|-----------| add | 2026-04-06 | 2→GA | Proceed | Adoption 64%, error rate 0.5% | Priya Nair, Tomas Lindqvist |

# and not at its bottom
from stage-2 to ga on 2026-04-20
both delete | 2026-03-02 | 0→1
both delete | 2→GA |
both after | 2026-03-16 | 1→2 add | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
head after | 2026-03-02 | 0→1 add | 2026-04-06 | 2→GA | Proceed | Adoption 64%, error rate 0.5% | Priya Nair, Tomas Lindqvist |
error log-entry-inserted: 2→GA

# with one recorded row the prepared ones tell which end grows
from stage-1 on 2026-03-20
both delete | 2→GA |
both delete | 1→2 |
both replace | 2026-03-02 => | [Date] | 2→GA | Proceed | [Why] | [Name] |\n| [Date] | 1→2 | Proceed | [Why] | [Name] |\n| 2026-03-02
head replace | [Date] | 1→2 | Proceed | [Why] | [Name] | => | 2026-03-18 | 1→2 | Hold | Two bugs are open still | Priya Nair |

# with one recorded row and nothing prepared the dates do
from stage-1 on 2026-03-20
both delete | 2→GA |
both delete | 1→2 |
head replace | 2026-03-02 => | 2026-03-18 | 1→2 | Hold | Two bugs are open still | Priya Nair |\n| 2026-03-02

# a log may be turned round
from ga on 2026-04-25
head delete | 2026-03-02
head delete | 2026-03-16
head after | 2026-04-06 add | 2026-03-16 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Priya Nair |\n| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |

# a hold may be edited into the row that the template prepared
from stage-1 on 2026-03-20
head replace | [Date] | 1→2 | Proceed | [Why] | [Name] | => | 2026-03-18 | 1→2 | Hold | Two bugs are open still | Priya Nair |

# a cell that was open is filled in without a fuss
from stage-1 on 2026-03-20
both replace | No P0 or P1 in 3 days, team confident | => | [Why] |
head replace | [Why] | Priya Nair | => | No P0 or P1 in 3 days | Priya Nair |

# a bar is escaped without a fuss
from stage-1 on 2026-03-20
both replace | No P0 or P1 in => | No P0 | P1 in
head replace No P0 | P1 => No P0 \| P1

# not together with another decider
from stage-1 on 2026-03-20
both replace | No P0 or P1 in => | No P0 | P1 in
head replace No P0 | P1 => No P0 \| P1
head replace confident | Priya Nair => confident | Ann Lee
error log-entry-modified: Ann Lee

# a word that nobody knew is not cured into a hold
from stage-2 on 2026-03-30
both replace | 1→2 | Proceed => | 1→2 | Banana
head replace | 1→2 | Banana => | 1→2 | Hold
error log-entry-modified: Hold

# it may become the step that it was
from stage-2 on 2026-03-30
both replace | 1→2 | Proceed => | 1→2 | Banana
head replace | 1→2 | Banana => | 1→2 | Proceed

# a row that lost its cells is one error
from stage-2 on 2026-03-30
head replace | 2026-03-16 | 1→2 => | 1→2
error table-cell-count: | 1→2 | Proceed

# a dash is no rationale and no decider
from stage-1 to stage-2 on 2026-03-30
head replace | 3 of 3 customers completed orders alone | Priya Nair | => | - | - |
error log-entry-incomplete: 1→2

# a dash is no Progression Decision
from stage-1 to stage-2 on 2026-03-30
head in Stage 1: replace **Date:** 2026-03-16 => **Date:** -
error progression-decision-missing: **Date:** -

# what an amendment corrects is a warning: a word
from stage-2 on 2026-03-30
both replace | 1→2 | Proceed => | 1→2 | Banana
head record 2026-03-18 | 1→2 | Amend
warning log-decision-unknown: Banana

# a date to come
from stage-2 on 2026-03-30
both replace | 2026-03-16 | 1→2 => | 2026-05-16 | 1→2
head record 2026-03-18 | 1→2 | Amend | 2026-03-16 was the day, not May
warning log-date-future: 2026-05-16

# a rationale that was open
from stage-2 on 2026-03-30
both replace | 3 of 3 customers completed orders alone | => |  |
head record 2026-03-18 | 1→2 | Amend | All three customers completed orders
warning log-entry-incomplete: 2026-03-16

# an order that was wrong
from stage-2 on 2026-03-30
both replace | 2026-03-16 | 1→2 => | 2026-03-01 | 1→2
head record 2026-03-18 | 1→2 | Amend
warning log-order: 2026-03-01

# a gap
from stage-2 on 2026-03-30
both delete | 2026-03-02 | 0→1
head record 2026-03-18 | 1→2 | Amend
warning log-transition-gap: 2026-03-16

# an amendment moves nothing
from stage-1 on 2026-03-20
head record 2026-03-18 | 0→1 | Amend
head tick Monitor leading metrics
error stage-change-without-log-entry: Monitor leading metrics

# a stage that was renumbered is matched by its name, with the old numbers in the log
from stage-1 on 2026-03-20
head replace ## Stage 3: => ## Stage 4:
head replace ## Stage 2: => ## Stage 3:
head replace ## Stage 1: => ## Stage 2:
head replace ## Stage 0: => ## Stage 1:

# and with the new ones
from stage-1 on 2026-03-20
head replace ## Stage 3: => ## Stage 4:
head replace ## Stage 2: => ## Stage 3:
head replace ## Stage 1: => ## Stage 2:
head replace ## Stage 0: => ## Stage 1:
head replace | 2→GA | => | 3→GA |
head replace | 1→2 | => | 2→3 |
head replace | 0→1 | => | 1→2 |

# a stage that comes between wants its own labels, and leaves an old step what it was
from stage-2 on 2026-03-30
both replace | 1→2 | => | Alpha→Beta |
head replace ## Stage 3: => ## Stage 4:
head replace ## Stage 2: => ## Stage 2: Regions\n\n**Duration:** 1 week\n\n---\n\n## Stage 3:
error field-missing: ## Stage 2: Regions
error field-missing: ## Stage 2: Regions
error field-missing: ## Stage 2: Regions
error field-missing: ## Stage 2: Regions
error field-missing: ## Stage 2: Regions

# a stage may get another name, with the old one in the log
from stage-2 on 2026-03-30
both replace | 1→2 | => | Alpha→Beta |
head replace ## Stage 1: Alpha (Friendly Customers) => ## Stage 1: Pilot (Friendly Customers)

# boxes may be cleared after a way back
from stage-2 on 2026-03-30
both record 2026-03-18 | 2→1 | Rollback
head in Stage 1: clear
head in Stage 2: clear

# a rollback may untick what it likes
from stage-2 on 2026-03-30
head record 2026-03-18 | 2→1 | Rollback
head in Stage 1: clear
head in Stage 2: clear

# what is ticked anew above the log needs a new decision
from stage-2 on 2026-03-30
both in Stage 2: clear
both record 2026-03-18 | 2→1 | Rollback
head tick Monitor leading metrics
error stage-change-without-log-entry: Monitor leading metrics

# what stands there from before is history
from stage-2 on 2026-03-30
both record 2026-03-18 | 2→1 | Rollback
head replace Queue and retry => Queue

# after a way back only the stages below are left
from stage-2 on 2026-03-30
both record 2026-03-18 | 2→1 | Rollback
head in Stage 0: untick Core flow validated
error stage-exit-unmet: Core flow validated

# leaving a stage with an exit criterion open is refused
from stage-1 to stage-2 on 2026-03-30
head untick Critical bugs fixed
error stage-exit-unmet: Critical bugs fixed

# a criterion that says why it is not met is met
from stage-1 to stage-2 on 2026-03-30
head replace - [x] Critical bugs fixed => - [ ] Critical bugs fixed — N/A: there were none
warning criteria-weakened: Critical bugs fixed

# an item without a box is an open criterion
from stage-1 to stage-2 on 2026-03-30
head replace - [x] Critical bugs fixed => - Critical bugs fixed
error stage-exit-unmet: Critical bugs fixed

# a gate whose criteria are all gone is not met
from stage-1 to stage-2 on 2026-03-30
head in Stage 1: delete alpha users successful
head in Stage 1: delete Net positive qualitative
head in Stage 1: delete No major usability
head in Stage 1: delete Critical bugs fixed
error stage-exit-unmet: ## Stage 1

# criteria may stand in a table with boxes
from stage-1 to stage-2 on 2026-03-30
head in Stage 1: delete alpha users successful
head in Stage 1: delete Net positive qualitative
head in Stage 1: delete No major usability
head replace - [x] Critical bugs fixed => | Criterion | Met |\n|---|---|\n| Critical bugs fixed | [x] |\n| No major usability blockers | [ ] |
error stage-exit-unmet: No major usability
error criteria-weakened: 3 of 3 alpha users
error criteria-weakened: Net positive

# in such a table a row without a box is open
from stage-1 to stage-2 on 2026-03-30
head in Stage 1: delete alpha users successful
head in Stage 1: delete Net positive qualitative
head in Stage 1: delete No major usability
head replace - [x] Critical bugs fixed => | Criterion | Met |\n|---|---|\n| Critical bugs fixed | ✅ |\n| No major usability blockers | ❌ |
error stage-exit-unmet: No major usability
error criteria-weakened: 3 of 3 alpha users
error criteria-weakened: Net positive

# a bold label needs no colon
from stage-1 to stage-2 on 2026-03-30
head in Stage 1: replace **Exit Criteria:** => **Exit Criteria**
head untick Critical bugs fixed
error stage-exit-unmet: Critical bugs fixed

# nor asterisks
from stage-1 to stage-2 on 2026-03-30
head in Stage 1: replace **Exit Criteria:** => __Exit Criteria:__
head untick Critical bugs fixed
error stage-exit-unmet: Critical bugs fixed

# a second exit box that loses its tick is new, whatever was open before
from stage-2 on 2026-03-30
both untick Critical bugs fixed
head untick No major usability
error stage-exit-unmet: No major usability

# the one of old is a warning
from stage-2 on 2026-03-30
both untick Critical bugs fixed
head replace Queue and retry => Queue
warning stage-exit-unmet: Critical bugs fixed

# and an error again when the rollout moves
from stage-2 to ga on 2026-04-20
both untick Critical bugs fixed
error stage-exit-unmet: Critical bugs fixed

# before it is due nothing is asked for
alone planned on 2026-02-02

# what is due on entering is due then
from stage-1 to stage-2 on 2026-03-30
head in Stage 2: replace 1-2 weeks => [1-2 weeks]
error placeholder: [1-2 weeks]

# a name beside the template's bracket is a name
from stage-1 to stage-2 on 2026-03-30
head in Stage 1: replace Priya Nair => Priya Nair [PM]

# a hold is not held up by what is wrong elsewhere
from stage-1 on 2026-03-20
head record 2026-03-18 | 1→2 | Hold
head replace **Owner:** Priya Nair => **Owner:**
warning field-empty: **Owner:**

# a hold beside a step is no safe direction
from stage-1 to stage-2 on 2026-03-30
head after | 2026-03-02 | 0→1 add | 2026-03-09 | 1→2 | Hold | Two bugs are open still | Priya Nair |
head replace **Owner:** Priya Nair => **Owner:**
error field-empty: **Owner:**

# a hold hides no stage change
from stage-1 on 2026-03-20
head record 2026-03-18 | 1 | Hold
head declare 2
error stage-change-without-log-entry: Current stage

# nor another Rollout ID
from stage-1 on 2026-03-20
head record 2026-03-18 | 1 | Hold
head replace RO-014 => RO-015
error rollout-id-changed: RO-015

# a way back is not held up by an old fault of the log
from stage-2 on 2026-03-30
both replace | 2026-03-02 | 0→1 | Proceed | No P0 => | 2026-03-02 | 0→1 | Banana | No P0
head record 2026-03-18 | 2→1 | Rollback
warning log-decision-unknown: Banana

# a new fault in its own row is an error
from stage-2 on 2026-03-30
head record 2026-03-18 | 2→1 | Rollback | Payments failed for two | 
error log-entry-incomplete: 2026-03-18

# a placeholder of old is a warning
from stage-1 on 2026-03-20
both replace **Owner:** Priya Nair => **Owner:** [PM Name]
head replace Queue and retry => Queue
warning placeholder: [PM Name]

# it stays one when the Rollout ID is filled
from stage-1 on 2026-03-20
both replace **Owner:** Priya Nair => **Owner:** [PM Name]
both replace RO-014 => [RO-XXX]
head replace [RO-XXX] => RO-014
warning placeholder: [PM Name]

# a plan whose Rollout ID is not filled is judged like any other
from stage-1 on 2026-03-20
both replace RO-014 => [RO-XXX]
head tick Monitor leading metrics
error stage-change-without-log-entry: Monitor leading metrics
error placeholder: [RO-XXX]

# a stage's section cannot just go
from stage-1 on 2026-03-20
head in Stage 2: drop
error section-missing: Rollout: One-page checkout

# nor any other
from stage-1 on 2026-03-20
head in Risk Register: drop
error section-missing: Rollout: One-page checkout

# the base decides whether a plan is held to the template
from stage-1 on 2026-03-20
head in Rollout Overview: drop
head in Rollout Strategy: drop
head in Rollback Plan: drop
head in Communication Plan: drop
head in Risk Register: drop
head in Rollout Timeline: drop
head in Post-GA Review: drop
error section-missing: Rollout: One-page checkout
error section-missing: Rollout: One-page checkout
error section-missing: Rollout: One-page checkout
error section-missing: Rollout: One-page checkout
error section-missing: Rollout: One-page checkout
error section-missing: Rollout: One-page checkout
error section-missing: Rollout: One-page checkout

# a sign before a section's title is decoration
from stage-1 on 2026-03-20
head replace ## Risk Register => ## ⚠️ Risk Register

# the rollout may be named behind a dash
from stage-1 on 2026-03-20
head replace ## Rollout: One-page => ## Rollout — One-page

# the footer's absence is a warning
from stage-1 on 2026-03-20
head delete *Rollout plan created:
warning field-missing: ## Post-GA Review
warning field-missing: ## Post-GA Review

# rows that are cut off together are one finding
from stage-1 on 2026-03-20
head replace |------------|\n| 2026-03-02 => |------------|\n\n| 2026-03-02
error table-row-detached: 2026-03-02

# deleting a planned plan is pointed out
gone planned on 2026-02-20
warning plan-removed: Rollout: One-page checkout

# deleting one whose first stage runs is refused, though no row is recorded
gone stage-0 on 2026-02-20
error plan-removed: Rollout: One-page checkout

# deleting one in the middle is refused
gone stage-1 on 2026-03-20
error plan-removed: Rollout: One-page checkout

# deleting one that was aborted is fine
gone stage-1 on 2026-03-20
both record 2026-03-18 | 1 | Abort

# deleting one at its last stage is fine
gone ga on 2026-04-25

# a finished stage that is reworded is rewritten
from stage-2 on 2026-04-01
head replace - [x] Bugs logged => - [x] Bugs written down
warning completed-stage-edited: Bugs logged

# unticking a box of a finished stage is a rewriting, too
from stage-2 on 2026-04-01
head untick Bugs logged
warning completed-stage-edited: Bugs logged

# a late tick, a remark and another order of bullets are none
from stage-2 on 2026-04-01
both untick Bugs logged
head tick Bugs logged
head after Bugs logged add - Two of them came from the field

# the stage that runs may be edited
from stage-2 on 2026-04-01
head replace Monitor leading metrics daily => Monitor leading metrics twice a day

# after the way back the stage is open again
from stage-2 on 2026-04-01
head record 2026-04-01 | 2→1 | Rollback | Error rate went over the trigger | Priya Nair
head in Stage 1: replace **Duration:** 1 week => **Duration:** 2 weeks

# a comment with a reason hides what is not filled in
from stage-1 on 2026-03-20
head replace **Target GA:** 2026-Q2 => **Target GA:** [Date/Quarter]
head replace **Rollout ID:** => <!-- rolloutlint-disable-next-line placeholder -- set after the pricing talk -->\n**Rollout ID:**

# it covers the paragraph below it and nothing else
from stage-1 on 2026-03-20
head replace **Total duration:** 9 weeks => **Total duration:** [X weeks]
head replace **Rollout ID:** => <!-- rolloutlint-disable-next-line placeholder -- set after the pricing talk -->\n**Rollout ID:**
error placeholder: Total duration
warning suppression-unused: set after the pricing talk

# inside a cell it covers the cell
from stage-1 on 2026-03-20
head replace [BET-42](https://bets.example.com/42) => [Link to bet] <!-- rolloutlint-disable-next-line placeholder -- the bet is secret -->

# no comment opens a gate
from stage-1 to stage-2 on 2026-03-30
head untick Critical bugs fixed
head in Stage 1: replace **Exit Criteria:** => <!-- rolloutlint-disable-next-line stage-exit-unmet -- no time -->\n\n**Exit Criteria:**
error stage-exit-unmet: Critical bugs
error suppression-not-allowed: no time

# no comment hides what is wrong with the record
from stage-1 on 2026-03-20
head replace | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair | => | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident |
head replace | Date | Stage | => <!-- rolloutlint-disable-next-line table-cell-count -- sorry -->\n| Date | Stage |
error table-cell-count: 2026-03-02
error suppression-not-allowed: sorry

# no comment hides a stage that was deleted
from stage-1 on 2026-03-20
head in Stage 2: drop
head replace ## Rollout: => <!-- rolloutlint-disable-next-line section-missing -- we skip it -->\n\n## Rollout:
error section-missing: Rollout: One-page
error suppression-not-allowed: we skip it

# a percentage without a guardrail is refused
from stage-1 to stage-2 on 2026-03-30
head delete | Error rate | Guardrail
head delete | Support tickets | Guardrail
error guardrail-missing: | Metric | Type

# one guardrail is enough, and its columns may stand in any order
from stage-1 to stage-2 on 2026-03-30
head delete | Error rate | Guardrail
head delete | Support tickets | Guardrail
head delete | Adoption rate | Leading
head delete | Task completion | Leading
head replace |--------|------|----------|--------|-----------------| => |--|--|--|--|--|\n| > 60 | Guard-rail | 30 | Tickets | 30 |
head replace | Metric | Type | Baseline | Target | Alert Threshold | => | Alert Threshold | Type | Target | Metric | Baseline |

# a guardrail that nobody can be woken by is none, and one finding says so
from stage-1 to stage-2 on 2026-03-30
head replace > 1% => noticeable
head replace > 60 a week => too many
error guardrail-missing: noticeable

# beside one that has a number it is only suspect
from stage-1 to stage-2 on 2026-03-30
head replace > 1% => noticeable
warning metric-threshold-suspect: noticeable

# a reason is an answer
from stage-1 to stage-2 on 2026-03-30
head replace > 1% => N/A — alerts come with the next release
head delete | Support tickets | Guardrail

# a guardrail that waits for a value is for the rules about filling in
from stage-1 to stage-2 on 2026-03-30
head replace > 1% => > [Z]
head delete | Support tickets | Guardrail
error placeholder: > [Z]

# and so is one whose value is to come
from stage-1 to stage-2 on 2026-03-30
head replace | 0.4% | 0.4% | > 1% | => | 0.4% | TBD | high |
head delete | Support tickets | Guardrail
error todo-marker: TBD

# guardrails that are left as examples beside rows that are filled guard nothing
from stage-1 to stage-2 on 2026-03-30
head replace | Error rate | Guardrail | 0.4% | 0.4% | > 1% | => | [Error rate] | Guardrail | [X] | [Y] | > [Z] |
head replace | Support tickets | Guardrail | 30 a week | 30 a week | > 60 a week | => | [Support tickets] | Guardrail | [X] | [Y] | > [Z] |
error guardrail-missing: [Error rate]

# a table that nobody has touched is one placeholder
from stage-1 to stage-2 on 2026-03-30
head replace | Error rate | Guardrail | 0.4% | 0.4% | > 1% | => | [Error rate] | Guardrail | [X] | [Y] | > [Z] |
head delete | Support tickets | Guardrail
head delete | Adoption rate | Leading
head delete | Task completion | Leading
error placeholder: [Error rate]

# a label that is gone is one finding
from stage-1 to stage-2 on 2026-03-30
head delete **Metrics to Watch:**
head delete | Error rate | Guardrail
head delete | Support tickets | Guardrail
error field-missing: ## Stage 2

# without a baseline nobody knows what is worse
from stage-1 to stage-2 on 2026-03-30
head replace | Metric | Type | Baseline | => | Metric | Type | Owner |
error guardrail-missing: | Metric | Type

# a guardrail that is struck is none
from stage-1 to stage-2 on 2026-03-30
head replace | Error rate | Guardrail => | ~~Error rate~~ | Guardrail
head delete | Support tickets | Guardrail
error guardrail-missing: | Metric | Type

# a share of the own team needs no guardrail, and is no larger audience than the users
from stage-0 to stage-1 on 2026-03-09
head in Stage 0: replace - Size: 60 people => - Size: 100% of the engineering team
head delete | [Error rate] | Guardrail
head delete | [Support tickets] | Guardrail

# a rollout by segments needs none before the full release
from stage-1 to stage-2 on 2026-03-30
head replace - Target: 20% of users => - Target: buyers in the EU
head delete | Error rate | Guardrail
head delete | Support tickets | Guardrail

# and then it does
from stage-2 to ga on 2026-04-20
both replace - Target: 20% of users => - Target: buyers in the EU
both delete | Error rate | Guardrail
both delete | Support tickets | Guardrail
error guardrail-missing: | Metric | Type

# a guardrail of a later stage is too late
from stage-1 to stage-2 on 2026-03-30
head delete | Error rate | Guardrail
head delete | Support tickets | Guardrail
head after **GTM Checklist:** add \n| Metric | Type | Baseline | Target | Alert Threshold |\n|--|--|--|--|--|\n| Error rate | Guardrail | 1% | 1% | > 2% |\n\n**Launch:**
error guardrail-missing: | Metric | Type

# a row that does not fit its table is one finding
from stage-1 to stage-2 on 2026-03-30
head replace | Error rate | Guardrail | 0.4% | 0.4% | > 1% | => | Error rate | Guardrail | 0.4% | > 1% |
head delete | Support tickets | Guardrail
error table-cell-count: | Error rate |

# a threshold in another unit is suspect
from stage-1 to stage-2 on 2026-03-30
head replace | 71% | 80% | < 65% | => | 71 | 80% | < 65% |
warning metric-threshold-suspect: Task completion

# so is one that only the target differs from
from stage-1 to stage-2 on 2026-03-30
head replace | 71% | 80% | < 65% | => | unknown | 80 s | < 65% |
warning metric-threshold-suspect: Task completion

# units that cannot be told, zero, and differences are not
from stage-1 to stage-2 on 2026-03-30
head replace | 71% | 80% | < 65% | => | 71 orders | 0 | < 65% |
head replace | 0% | 60% | < 30% | => | 12 s | +20% | 2x baseline |
head replace | 0.4% | 0.4% | > 1% | => | 40 (last month) | 40 | 20% above baseline |
head replace | 30 a week | 30 a week | > 60 a week | => | 30 a week | 25 | > 60 a month |

# a bare number has the unit that its name says
from stage-1 to stage-2 on 2026-03-30
head replace | Error rate | Guardrail | 0.4% | 0.4% | > 1% | => | Latency (ms) | Guardrail | 300 | 280 | > 0.5 s |

# milliseconds are seconds
from stage-1 to stage-2 on 2026-03-30
head replace | 0.4% | 0.4% | > 1% | => | 300 ms | 300 ms | > 0.3 s |

# a guardrail that is breached before the rollout is suspect
from stage-1 to stage-2 on 2026-03-30
head replace | 0.4% | 0.4% | > 1% | => | 400 ms | 300 ms | ≥ 0.4 s |
warning metric-threshold-suspect: ≥ 0.4 s

# in words that are not known only where they are the same
from stage-1 to stage-2 on 2026-03-30
head replace 30 a week | 30 a week => 90 a week | 30 a week
warning metric-threshold-suspect: Support tickets

# an estimate and another percentile breach nothing
from stage-1 to stage-2 on 2026-03-30
head replace | 0.4% | 0.4% | > 1% | => | ~2% | 0.4% | > 1% |
head replace 30 a week | 30 a week | > 60 a week => 800 ms (p99) | 500 ms | > 600 ms (p50)

# an exit criterion that is laxer than a trigger is pointed out once
from stage-1 to stage-2 on 2026-03-30
head in Stage 2: replace Error rate < 1% => The **error rate** stays below 5 %
warning exit-rollback-conflict: stays below

# so is one with a lower bound
from stage-1 to stage-2 on 2026-03-30
head in Stage 2: replace Error rate < 1% => Conversion at least 2%
both replace - [ ] Error rate exceeds 2% => - [ ] Conversion drops below 3%
warning exit-rollback-conflict: Conversion at least 2%

# a trigger that is struck, does not apply or waits conflicts with nothing
from stage-1 to stage-2 on 2026-03-30
head in Stage 2: replace Error rate < 1% => Error rate < 5%
both replace Guardrail metric error rate exceeds 2% => ~~Error rate exceeds 2%~~
head replace - [ ] Error rate exceeds 2% => - [ ] Error rate exceeds 2% — N/A: internal tool

# nor does a criterion that is struck
from stage-1 to stage-2 on 2026-03-30
head in Stage 2: replace Error rate < 1% => ~~Error rate < 5%~~

# more customers than the audience asks for
from stage-0 to stage-1 on 2026-03-09
head replace 3-5 customers => up to 2 customers
warning customer-count-mismatch: up to 2

# fewer, one being struck and one not coming
from stage-0 to stage-1 on 2026-03-09
head replace | Mira Ceramics => | ~~Mira Ceramics~~
head replace | Oak & Ash | Jon Reyes | Large baskets => | N/A — left | Jon Reyes | Large baskets
warning customer-count-mismatch: 3-5 customers

# an example row is no customer
from stage-0 to stage-1 on 2026-03-09
head replace 3-5 customers => 4 customers
head after | Petal Post add | [Customer 3] | [Name] | [Relevance] | [ ] Invited [ ] Active |
warning template-row-left: [Customer 3]

# what is not counted in customers is not compared
from stage-0 to stage-1 on 2026-03-09
head replace 3-5 customers => 200 users at 12 companies

# nor an estimate
from stage-0 to stage-1 on 2026-03-09
head replace 3-5 customers => ~8 customers

# nor rows that stand for several
from stage-0 to stage-1 on 2026-03-09
head replace 3-5 customers => 8 customers
head replace | Petal Post => | Petal Post and 5 more

# more successes than users
from stage-0 to stage-1 on 2026-03-09
head in Stage 1: replace 3 of 3 alpha => 9 of 8 alpha
warning customer-count-mismatch: 9 of 8

# a guardrail that wakes somebody later is a lower bar
from stage-2 on 2026-04-01
head replace > 1% => > 5%
warning criteria-weakened: > 5%

# one that wakes somebody earlier is a higher one, and new words for the same are none
from stage-2 on 2026-04-01
head replace > 1% => > 0.8%
head replace > 60 a week => more than 60 a week

# a guardrail that is gone was taken away
from stage-2 on 2026-04-01
head delete | Support tickets | Guardrail
warning criteria-weakened: Support tickets

# and one that is called leading now is none any more
from stage-2 on 2026-04-01
head replace | Support tickets | Guardrail => | Support tickets | Leading
warning criteria-weakened: Support tickets

# a leading metric may change, and so may a guardrail before its stage
from stage-2 on 2026-04-01
head replace < 30% => < 20%

# before its stage a guardrail is still being thought about
from stage-1 on 2026-03-20
both replace | [Error rate] | Guardrail | [X] | [Y] | > [Z] => | Error rate | Guardrail | 0.4% | 0.4% | > 1%
head replace > 1% => > 2%

# a rollback trigger that goes off later is a lower bar once there are users
from stage-1 on 2026-03-20
head replace - [ ] Error rate exceeds 2% => - [ ] Error rate exceeds 6%
warning criteria-weakened: exceeds 6%

# one that goes off earlier is not, nor is one more
from stage-1 on 2026-03-20
head replace - [ ] Error rate exceeds 2% => - [ ] Error rate exceeds 1.5%\n- [ ] Refund rate exceeds 3%

# a trigger that is gone
from stage-1 on 2026-03-20
head delete Customer escalation
warning criteria-weakened: Customer escalation

# before there are users, triggers may change
from stage-0 on 2026-02-25
both replace - [ ] Error rate exceeds [X%] => - [ ] Error rate exceeds 2%
head replace - [ ] Error rate exceeds 2% => - [ ] Error rate exceeds 6%

# more users than the stage began with
from stage-2 on 2026-04-01
head replace - Target: 20% of users => - Target: 30% of users
warning criteria-weakened: 30% of users

# as many users as in the next stage
from stage-2 on 2026-04-01
head replace - Target: 20% of users => - Target: 100% of users
error criteria-weakened: 100% of users

# fewer users, or a stage that has not begun
from stage-2 on 2026-04-01
head replace - Target: 20% of users => - Target: 15% of users

# a name, a login and a mention are one person, in the log and in the Progression Decision
from stage-1 to stage-2 on 2026-03-30
person Priya Nair: priya-n
head in Stage 1: replace **Decision maker:** Priya Nair => **Decision maker:** @priya-n

# and another login is another person
from stage-1 to stage-2 on 2026-03-30
person Priya Nair: priya-n
person Ann Lee: annlee
head in Stage 1: replace **Decision maker:** Priya Nair => **Decision maker:** annlee
error progression-log-mismatch: annlee

# a recorded name may become its login
from stage-1 on 2026-03-20
person Priya Nair: priya-n
head replace team confident | Priya Nair | => team confident | @Priya-N |

# without people that is another decider
from stage-1 on 2026-03-20
head replace team confident | Priya Nair | => team confident | @Priya-N |
error log-entry-modified: @Priya-N

# the change that names people makes no one of two
from stage-1 on 2026-03-20
person Priya Nair: priya-n
introduced
head replace team confident | Priya Nair | => team confident | @Priya-N |
error log-entry-modified: @Priya-N

# with people a role is an error
from stage-1 on 2026-03-20
person Priya Nair: priya-n
head record 2026-03-18 | 1 | Hold | Payments failed for two customers | Product team
error log-decider-not-person: Product team

# whoever is named is a person
from stage-1 on 2026-03-20
person Product Owner: po-shop
head record 2026-03-18 | 1 | Hold | Payments failed for two customers | Product Owner

# the login of somebody who is named, too
from stage-1 on 2026-03-20
person Sam Holt: ops
head record 2026-03-18 | 1 | Hold | Payments failed for two customers | ops

# a rollout that was under way needs no row for the stages up to the initial one
alone stage-2 on 2026-03-30
initial 2
both delete | 2026-03-02 | 0→1
both delete | 2026-03-16 | 1→2

# above it, it does
alone stage-2 on 2026-03-30
initial 1
both delete | 2026-03-02 | 0→1
both delete | 2026-03-16 | 1→2
error stage-without-decision: Monitor leading metrics

# an initial stage that is the first one changes nothing
alone stage-1 on 2026-03-20
initial 0
both delete | 2026-03-02 | 0→1
error stage-without-decision: Daily check-ins

# the first row of such a rollout starts where it is
from stage-1 to stage-2 on 2026-03-30
initial 1
both delete | 2026-03-02 | 0→1

# and nowhere else
from stage-1 to ga on 2026-04-20
initial 1
both delete | 2026-03-02 | 0→1
head delete | 2026-03-16 | 1→2
error log-transition-gap: 2→GA

# it is read so in all later changes
from stage-2 to ga on 2026-04-20
initial 1
both delete | 2026-03-02 | 0→1

# a rollout that had not come that far takes each step by a row
from stage-0 to stage-1 on 2026-03-09
initial 2
head delete | 2026-03-02 | 0→1
error stage-change-without-log-entry: Mira Ceramics

# so does one that begins later
from planned to stage-0 on 2026-02-20
initial 2
head in Stage 1: replace [ ] Invited [ ] Active => [x] Invited [x] Active
error stage-change-without-log-entry: [Customer 1]

# a row cannot start where the rollout never was
from stage-0 to stage-2 on 2026-03-30
initial 1
head delete | 2026-03-02 | 0→1
error log-transition-gap: 1→2

# not even with a hold before it
from stage-0 on 2026-02-25
initial 2
both record 2026-02-23 | 2 | Hold
head in Stage 1: replace | [ ] Invited [ ] Active | => | [x] Invited [x] Active |
error stage-change-without-log-entry: [Customer 1]

# a hold leaves it where it is
from stage-1 on 2026-03-20
initial 1
both delete | 2026-03-02 | 0→1
both record 2026-03-18 | 1→2 | Hold
head replace Queue and retry => Queue

# a hold in an earlier stage does not
from stage-1 on 2026-03-20
initial 1
both delete | 2026-03-02 | 0→1
both record 2026-03-18 | 0 | Hold
head replace Queue and retry => Queue
error stage-without-decision: Daily check-ins

# the way back is a row like any other
from stage-1 on 2026-03-20
initial 1
both delete | 2026-03-02 | 0→1
head record 2026-03-18 | 1→0 | Rollback

# and must be recorded
from stage-1 on 2026-03-20
initial 1
both delete | 2026-03-02 | 0→1
both declare 1
head declare 0
error stage-reset-without-decision: Current stage

# a plan with rows gains nothing by an initial stage
from stage-1 on 2026-03-20
initial 3
head tick Monitor leading metrics
error stage-change-without-log-entry: Monitor leading metrics

# nor does it lose its rows by one
from stage-2 on 2026-03-30
initial 2
head delete | 2026-03-02 | 0→1
head delete | 2026-03-16 | 1→2
error log-entry-removed: 0→1
error log-entry-removed: 1→2

# a new plan may come under way
new stage-1 on 2026-03-20
initial 1
head delete | 2026-03-02 | 0→1

# unless the same change brings the initial stage
new stage-1 on 2026-03-20
initial 1
introduced
head delete | 2026-03-02 | 0→1
error stage-change-without-log-entry: Mira Ceramics

# what was there before that change stays
from stage-1 on 2026-03-20
initial 1
introduced
both delete | 2026-03-02 | 0→1
head replace Queue and retry => Queue

# and goes no further by it
from stage-1 on 2026-03-20
initial 2
introduced
both delete | 2026-03-02 | 0→1
head tick Monitor leading metrics
error stage-change-without-log-entry: Monitor leading metrics
# a remark behind a criterion is no other criterion, also in the change that passes its gate
from stage-1 to stage-2 on 2026-03-30
head replace - [x] Critical bugs fixed => - [x] Critical bugs fixed — BUG-12 and BUG-14
head replace - [x] No major usability blockers => - [x] No major usability blockers (see BUG-3)

# spaces and zeros make no other number
from stage-2 on 2026-04-01
head replace - [ ] Error rate < 1% => - [ ] Error rate < 1.0 %

# a criterion that is struck with a reason while its gate is passed is excused
from stage-1 to stage-2 on 2026-03-30
head replace - [x] Critical bugs fixed => - [ ] ~~Critical bugs fixed~~ — none were reported
warning criteria-weakened: none were reported

# what a help line has in the place of a reason is none
alone stage-2 on 2026-03-30
head replace - [x] Critical bugs fixed => - [ ] Critical bugs fixed — N/A — reason
error stage-exit-unmet: Critical bugs

# nor is one that no reader sees
alone stage-2 on 2026-03-30
head replace - [x] Critical bugs fixed => - [ ] ~~Critical bugs fixed~~ <!-- legal said so -->
error stage-exit-unmet: Critical bugs

# a Progression Decision that a hold of its day answers claims nothing
from stage-2 on 2026-03-30
head in Stage 2: replace - **Date:** [Date] => - **Date:** 2026-03-30
head in Stage 2: replace - **Decision maker:** [PM + Eng Lead] => - **Decision maker:** Priya Nair
head record 2026-03-30 | 2→3 | Hold | Support load is too high | Priya Nair

# nor one that a way back answers
from stage-2 on 2026-03-30
head in Stage 2: replace - **Date:** [Date] => - **Date:** 2026-03-30
head in Stage 2: replace - **Decision maker:** [PM + Eng Lead] => - **Decision maker:** Priya Nair
head record 2026-03-30 | 2→1 | Rollback | Error rate at 4% for an hour | Priya Nair

# a hold answers a decision that is overdue
from stage-2 on 2026-03-30
both in Stage 2: replace - **Date:** [Date] => - **Date:** 2026-03-27
both in Stage 2: replace - **Decision maker:** [PM + Eng Lead] => - **Decision maker:** Priya Nair
both record 2026-03-29 | 2 | Hold | Support load is too high | Priya Nair

# the same people, however they are joined
from ga on 2026-04-20
both replace - **Decision maker:** Priya Nair and Tomas Lindqvist => - **Decision maker:** PM: Priya Nair / Eng: Tomas Lindqvist.

# a role behind the name is the same person
from stage-2 on 2026-03-30
head replace completed orders alone | Priya Nair | => completed orders alone | Priya Nair (PM) |

# a step with a hyphen is read, and only its form is worth a word
from stage-2 on 2026-03-30
both replace | 1→2 | => | 1-2 |

# a value may stand in the list below its label
from stage-2 on 2026-03-30
both replace **Rollback owner:** Tomas Lindqvist => **Rollback owner:**\n- Tomas Lindqvist
both replace **Approach:** [x] Staged %  [ ] Segment-based  [ ] Opt-in beta  [ ] Geography-based => **Approach:**\n- [x] Staged %\n- [ ] Segment-based

# an empty value swallows nothing
alone stage-2 on 2026-03-30
head replace **Rollback owner:** Tomas Lindqvist => **Rollback owner:**
error field-empty: Rollback owner

# a stage that stands twice is refused
from stage-1 on 2026-03-20
head replace ## Rollback Plan => ## Stage 1: Alpha (Friendly Customers)\n\n**Exit Criteria:**\n- [x] All is well\n\n---\n\n## Rollback Plan
error section-duplicate: ## Stage 1: Alpha

# no comment hides a label behind which a gate would be
from stage-2 on 2026-03-30
head delete **Exit Criteria:**
head replace ## Stage 0: => <!-- rolloutlint-disable-next-line field-missing -- agreed -->\n\n## Stage 0:
error field-missing: ## Stage 0
error suppression-not-allowed: agreed

# a row struck by tags is struck
from stage-2 on 2026-03-30
head replace | 2026-03-02 | 0→1 => | <del>2026-03-02</del> | 0→1
error log-entry-removed: 2026-03-02

# customers that change in a finished stage are rewritten
from stage-2 on 2026-03-30
head replace Petal Post | Ines Roth => Vinyl Attic | Jo Marsh
warning completed-stage-edited: Petal Post

# a column more, and a remark more, rewrite nothing
from stage-2 on 2026-03-30
head replace - [x] Bugs logged => - [x] Bugs logged (17 of them)
head replace - [x] Quick usability feedback => - [x] [Quick usability feedback](https://notes.example.com/7)

# a Duration that is an upper bound asks for no time
from stage-2 on 2026-03-30
both in Stage 1: replace **Duration:** 1 week => **Duration:** up to 4 weeks

# rows of the communication plan may speak of several stages
from stage-2 on 2026-03-30
both delete | Stage 0 | Team Slack
both replace | Stage 1 | Team + CS => | Stages 0-1 | Team + CS

# the same runbook with a remark is the same runbook
from stage-2 on 2026-03-30
both replace **Rollback runbook:** https://runbooks.example.com/checkout => **Rollback runbook:** http://runbooks.example.com/checkout/ (ask Tomas)

# the stage is named although more stands behind it
from stage-2 on 2026-03-30
both declare Beta, 20 %
"##;
