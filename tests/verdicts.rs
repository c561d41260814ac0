//! What a change means, sentence by sentence. The cases stand in `fixtures/verdicts`, a chapter a
//! file: each is a compliant plan, a few edits, and all that is to be said.
//!
//! A chapter begins with its title behind `#` and a few words about it. A case begins with its name
//! behind `##`. Then come, in lines of their own,
//! - `from PLAN [to PLAN] on DAY`: the plan before and after, until edits change them;
//!   `new PLAN on DAY`, `gone PLAN on DAY` and `alone PLAN on DAY` have one side. A plan is one of
//!   `fixtures/compliant`; `teams/NAME` is a team's own, without a template;
//! - `both EDIT`, `head EDIT`: an edit of both versions, or of the one after;
//! - `skipped N`, `initial N` and `person NAME: LOGIN`, which set `skipped`, `initial-stage` and
//!   `people` of the configuration; `introduced` says that the change brings it;
//! - `flag BEFORE => AFTER`: what `config/flags.yaml` has at `features.checkout_one_page` before
//!   and after, a share of 100; `nothing` says that it has no such key, and `missing` that there is
//!   no such file;
//! - `entry KEYS`: the entry of `exposure:` for that file, when it is another one;
//! - `error RULE: WORDS` and `warning RULE: WORDS`: every finding that is to be there, with words
//!   of its line. Nothing else may be; but for information, `info RULE: WORDS` is what must be
//!   there beside others.
//!
//! The edits are
//! - `replace A => B`, `delete WORDS`, `after WORDS add ROW`, which take the first line that has
//!   the words; `\n` is a line break;
//! - `tick TEXT` and `untick TEXT`, for the box before the text;
//! - `declare STAGE`, which writes the field `Current stage`;
//! - `log headings` and `log list`, which write the decisions of the log as headings or as items;
//! - `record CELLS`, which puts a row next to the newest decision. Cells that are left out at the
//!   end say what they say everywhere;
//! - `in HEADING: EDIT`, which keeps an edit inside one section; there `clear` unticks all boxes,
//!   and `drop` deletes the section.
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
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::flags::{FLAG, with_flags};
use support::{compliant, root};

/// The plan that a case calls by a name.
fn plan(name: &str) -> String {
    match name.split_once('/') {
        Some(_) => fs::read_to_string(root().join(format!("fixtures/{name}.md"))).unwrap(),
        None => compliant(name),
    }
}

/// The log's row of dashes, below which the first decision goes.
const DASHES: &str = "|------|-------|----------|-----------|------------|";

/// An edited version, or what is wrong with the edit.
type Edited = Result<String, String>;

fn edit(text: &str, edit: &str) -> Edited {
    if let Some((heading, inner)) = edit.strip_prefix("in ").and_then(|rest| rest.split_once(": ")) {
        let start = text.find(&format!("## {heading}")).ok_or_else(|| format!("no section `{heading}`"))?;
        let end = text[start + 3..].find("\n## ").map_or(text.len(), |found| start + 3 + found + 1);
        return Ok(format!("{}{}{}", &text[..start], edit_section(&text[start..end], inner)?, &text[end..]));
    }
    edit_section(text, edit)
}

fn edit_section(text: &str, edit: &str) -> Edited {
    let (verb, rest) = edit.split_once(' ').unwrap_or((edit, ""));
    let rest = rest.replace("\\n", "\n");
    let halves = |mark: &str| rest.split_once(mark).ok_or_else(|| format!("`{edit}` has no `{}`", mark.trim()));
    match verb {
        "replace" => {
            let (old, new) = halves(" => ")?;
            swap(text, old, new)
        }
        "delete" => change_line(text, &rest, |_| String::new()),
        "after" => {
            let (words, row) = halves(" add ")?;
            change_line(text, words, |line| format!("{line}{row}\n"))
        }
        "tick" => swap(text, &format!("- [ ] {rest}"), &format!("- [x] {rest}")),
        "untick" => swap(text, &format!("- [x] {rest}"), &format!("- [ ] {rest}")),
        "declare" => match text
            .split_once("**Current stage:** ")
            .and_then(|(before, after)| Some((before, after.split_once('\n')?)))
        {
            Some((before, (_, after))) => Ok(format!("{before}**Current stage:** {rest}  \n{after}")),
            None => swap(text, "**Created:**", &format!("**Current stage:** {rest}  \n**Created:**")),
        },
        "record" => record(text, &rest),
        "log" => written(text, &rest),
        "clear" => Ok(text.replace("[x]", "[ ]")),
        "drop" => Ok(String::new()),
        _ => Err(format!("`{edit}` is no edit")),
    }
}

fn swap(text: &str, old: &str, new: &str) -> Edited {
    if text.contains(old) { Ok(text.replacen(old, new, 1)) } else { Err(format!("`{old}` is not there")) }
}

/// Changes the first line that holds the words.
fn change_line(text: &str, words: &str, change: impl FnOnce(&str) -> String) -> Edited {
    let found = text.find(words).ok_or_else(|| format!("there is no line with `{words}`"))?;
    let start = text[..found].rfind('\n').map_or(0, |end| end + 1);
    let end = text[found..].find('\n').map_or(text.len(), |end| found + end + 1);
    Ok(format!("{}{}{}", &text[..start], change(&text[start..end]), &text[end..]))
}

/// Puts a row behind the newest decision. Its cells are date, stage, decision, rationale and
/// decider; the last two may be left out.
fn record(text: &str, cells: &str) -> Edited {
    let mut cells: Vec<&str> = cells.split(" | ").collect();
    let usual = ["2026-03-18", "1", "Hold", "Payments failed for two customers", "Priya Nair"];
    cells.extend(usual.iter().skip(cells.len()));
    let log = text.find(DASHES).ok_or("there is no log")?;
    let is_decision = |line: &&str| line.starts_with("| 20");
    let newest = text[log..].lines().rfind(is_decision).unwrap_or(DASHES);
    let at = log + text[log..].find(newest).expect("a line of the text") + newest.len();
    Ok(format!("{}\n| {} |{}", &text[..at], cells.join(" | "), &text[at..]))
}

/// Writes the decisions of the log in another form than a table. Rows of the template are left out.
fn written(text: &str, form: &str) -> Edited {
    let (before, log) = text.split_once("| Date | Stage | Decision |").ok_or("there is no log")?;
    let rows: Vec<&str> = log.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    let behind = &log[log.find(rows[rows.len() - 1]).expect("a line of the text") + rows[rows.len() - 1].len()..];
    let entry = |row: &&str| -> Edited {
        let cells: Vec<&str> = row.trim_matches(['|', ' ']).split(" | ").collect();
        let [date, stage, decision, rationale, who] = cells[..] else {
            return Err(format!("`{row}` has no five cells"));
        };
        Ok(match form {
            "headings" => {
                format!("### {date}: {stage} — {decision}\n\n- Rationale: {rationale}\n- Decided by: {who}\n")
            }
            "list" => format!("- {date} — {stage} — {decision} — {rationale} — {who}"),
            _ => return Err(format!("`{form}` is no form of a log")),
        })
    };
    let entries: Result<Vec<String>, String> = rows.iter().filter(|row| row.starts_with("| 20")).map(entry).collect();
    Ok(format!("{before}{}{behind}", entries?.join("\n")))
}

#[derive(Default)]
struct Case {
    /// File and line of its name.
    place: String,
    name: String,
    base: Option<String>,
    head: Option<String>,
    alone: bool,
    day: Date,
    policy: Policy,
    is_introduced: bool,
    flag: Option<(String, String)>,
    entry: Option<String>,
    expected: Vec<String>,
}

impl Case {
    /// Takes one line of the case in.
    fn take(&mut self, line: &str) -> Result<(), String> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let edited = |side: &Option<String>| side.as_deref().map(|text| edit(text, rest)).transpose();
        match verb {
            "from" | "new" | "gone" | "alone" => return self.begin(verb, rest),
            "skipped" => self.policy.skipped.push(number(rest)?),
            "initial" => self.policy.initial_stage = Some(number(rest)?),
            "person" => {
                let (name, login) = rest.split_once(": ").ok_or("a person is `NAME: LOGIN`")?;
                self.policy.people.insert(fold(name), fold(login));
            }
            "introduced" => self.is_introduced = true,
            "both" => (self.base, self.head) = (edited(&self.base)?, edited(&self.head)?),
            "head" => self.head = edited(&self.head)?,
            "flag" => {
                let (before, after) = rest.split_once(" => ").ok_or("a flag is `BEFORE => AFTER`")?;
                self.flag = Some((before.to_owned(), after.to_owned()));
            }
            "entry" => self.entry = Some(rest.to_owned()),
            "error" | "warning" | "info" if rest.contains(": ") => self.expected.push(line.to_owned()),
            _ => return Err(format!("`{line}` is nothing that a case can say")),
        }
        Ok(())
    }

    /// The plans that the case begins with, and the day.
    fn begin(&mut self, verb: &str, rest: &str) -> Result<(), String> {
        let (plans, day) = rest.split_once(" on ").ok_or("a case is on a day")?;
        self.day = day.parse().map_err(|_| format!("`{day}` is no day"))?;
        let (base, head) = plans.split_once(" to ").unwrap_or((plans, plans));
        self.alone = verb == "alone";
        self.base = matches!(verb, "from" | "gone").then(|| plan(base));
        self.head = (verb != "gone").then(|| plan(head));
        Ok(())
    }
}

fn number<T: std::str::FromStr>(word: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("`{word}` is no number"))
}

/// The cases of a chapter. Whatever is wrong with its text is told with file and line.
fn chapter(file: &Path) -> Vec<Case> {
    let name = file.strip_prefix(root()).unwrap().display().to_string().replace('\\', "/");
    let text = fs::read_to_string(file).unwrap();
    let (heading, _) = text.split_once("\n## ").unwrap_or((&text, ""));
    let about = heading.strip_prefix("# ").and_then(|heading| heading.split_once("\n\n"));
    assert!(about.is_some_and(|(_, about)| !about.trim().is_empty()), "{name}:1: a chapter says what it is about");
    let mut cases: Vec<Case> = Vec::new();
    for (index, line) in text.lines().enumerate().skip(heading.lines().count()).filter(|(_, line)| !line.is_empty()) {
        let place = format!("{name}:{}", index + 1);
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { place, name: name.to_owned(), ..Case::default() });
        } else {
            let case = cases.last_mut().expect("what follows the heading is a case");
            case.take(line).unwrap_or_else(|fault| panic!("{place}: {fault}, in the case `{}`", case.name));
        }
    }
    cases
}

fn file_of(chapter: &str) -> PathBuf {
    root().join(format!("fixtures/verdicts/{}.txt", chapter.replace('_', "-")))
}

fn cases() -> Vec<Case> {
    CHAPTERS.iter().flat_map(|name| chapter(&file_of(name))).collect()
}

/// Rules that speak of something else than stages, the record and what is due, and that the cases
/// would trip over: each has its own examples.
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

/// All findings at warning and above, and information where a case asks for it, each as severity,
/// rule and its line.
fn judge(case: &Case) -> Vec<String> {
    let policy = policy_of(case);
    let read = |text: &String, base: Option<&Version>| {
        let source = Source::new("rollouts/checkout.md", text.as_str());
        Version::new(match base {
            Some(base) => parse::parse_as(base, source, template::built_in(), &policy),
            None => parse::parse(source, template::built_in(), &policy, None),
        })
    };
    let base = case.base.as_ref().map(|text| read(text, None));
    let head = case.head.as_ref().map(|text| read(text, base.as_deref()));
    let flags = |version: &Version, before: Option<&Version>, value: &str| {
        let text = match value {
            "missing" => None,
            "nothing" => Some("features: { other: true }\n".to_owned()),
            value => Some(format!("features: {{ {FLAG}: {value} }}\n")),
        };
        let entry = case.entry.as_deref().unwrap_or("at: \"features.{flag}\", scale: 100");
        with_flags(version, before, entry, text.as_deref(), case.day)
    };
    let (base, head) = match &case.flag {
        Some((before, after)) => {
            let with_flags_after = head.map(|head| flags(&head, base.as_deref(), after));
            (base.map(|base| flags(&base, None, before)), with_flags_after)
        }
        None => (base, head),
    };
    let subject = match head {
        Some(head) if case.alone => Subject::version(head, case.day),
        head => Subject::change(base, head, case.day),
    };
    let report = check(&[subject], &policy, &Facts::default(), Settings::default());
    assert!(report.unsound.is_empty(), "{}: {} is a move that no rule sees", case.place, case.name);
    let wants_infos = case.expected.iter().any(|expected| expected.starts_with("info "));
    let lowest = if wants_infos { Severity::Info } else { Severity::Warning };
    let findings = report.findings.iter().filter(|finding| finding.severity >= lowest);
    let line = |at: usize, source: &Source| source.slice(source.line_span(source.line(at))).trim().to_owned();
    findings
        .map(|finding| {
            let line = line(finding.location.span.start, &finding.location.source);
            let message = &finding.message;
            assert!(!message.contains('\n'), "{}: more than a line: {message:?}", case.place);
            format!("{} {}: {line}", finding.severity, finding.rule)
        })
        .collect()
}

/// Whether a finding is the expected one: the same severity and rule, and the line holds the words.
fn is_expected(found: &str, expected: &str) -> bool {
    let (what, words) = expected.split_once(": ").expect("a finding is `error RULE: WORDS`");
    found.split_once(": ").is_some_and(|(found, line)| found == what && line.contains(words))
}

/// A test for each chapter, so that one can be run alone: `cargo test --test verdicts moves`.
macro_rules! chapters {
    ($($name:ident)*) => {
        const CHAPTERS: &[&str] = &[$(stringify!($name)),*];

        mod chapter {
            $(#[test]
            fn $name() {
                super::every_change_is_judged_as_it_says(stringify!($name));
            })*
        }
    };
}

chapters! {
    adoptions amendments audiences comments customers decision_words declared_stage
    deleted_plans due finished_stages first_configuration flag_files front_matter frozen_gates
    gates_elsewhere gates gone_back guardrails holds logs lower_bars metrics moves names notes open_values people recorded_rows
    remembered_gates results rollbacks rows signs skips stage_headings stage_numbers stages starts status_readings ticks unnamed_gates
    whole_lists
}

/// Writes the versions of each case of a chapter where the fuzzing target `change` begins, see
/// `fuzz/`.
fn write_seeds(name: &str, cases: &[Case], folder: &Path) {
    fs::create_dir_all(folder.join("change")).unwrap();
    for (index, case) in cases.iter().enumerate() {
        let versions: Vec<&str> = [&case.base, &case.head].into_iter().flatten().map(String::as_str).collect();
        fs::write(folder.join(format!("change/case-{name}-{index}")), versions.join("\0")).unwrap();
    }
}

fn every_change_is_judged_as_it_says(name: &str) {
    let mut wrong = String::new();
    let cases = chapter(&file_of(name));
    if let Some(folder) = std::env::var_os("FUZZ_SEEDS") {
        write_seeds(name, &cases, &PathBuf::from(folder));
    }
    for case in cases {
        let mut found = judge(&case);
        let mut missed = Vec::new();
        for expected in &case.expected {
            match found.iter().position(|found| is_expected(found, expected)) {
                Some(index) => drop(found.remove(index)),
                None => missed.push(expected),
            }
        }
        if !found.is_empty() || !missed.is_empty() {
            wrong.push_str(&format!("{}: {}\n", case.place, case.name));
            missed.iter().for_each(|expected| wrong.push_str(&format!("  not said: {expected}\n")));
            found.iter().for_each(|found| wrong.push_str(&format!("  said:     {found}\n")));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn no_chapter_is_left_out() {
    let folder = root().join("fixtures/verdicts");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files, CHAPTERS.iter().map(|name| file_of(name)).collect::<Vec<_>>(), "add it to `chapters!`");
    let cases = cases().len();
    assert!(cases >= 550, "cases are lost: there are {cases} of them");
}

#[test]
fn no_two_cases_have_the_same_name() {
    let mut places = BTreeMap::new();
    for case in cases() {
        if let Some(other) = places.insert(case.name, case.place.clone()) {
            panic!("{}: {other} has the same name", case.place);
        }
    }
}
