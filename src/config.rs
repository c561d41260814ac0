//! The team's rules of the game, from `.rolloutlint.yml`.

pub mod keys;

use crate::error::Error;
use crate::finding::Severity;
use crate::text::{Source, Span, Unreadable, fold};
use crate::words::not_applicable::NOT_APPLICABLE;
use crate::words::{labels, stages};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Where the configuration may stand, in the order of search, relative to the repository's root.
pub const CONFIG_PATHS: &[&str] = &[".rolloutlint.yml", ".github/.rolloutlint.yml", ".github/rolloutlint.yml"];

/// The largest configuration that is read, in bytes: YAML can cost far more than its size.
const CONFIG_SIZE_LIMIT: usize = 64 * 1024;

/// Where plans are kept when nobody says so. Files found this way must also look like a plan.
pub const DEFAULT_PLANS: &[&str] = &["rollouts/**/*.md", "rollout-plans/**/*.md", "**/*rollout*.md", "**/*.rollout.md"];

/// What a team has decided, with defaults for the rest.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Globs of the plan files; `None` means [`DEFAULT_PLANS`].
    pub plans: Option<Vec<String>>,
    /// The lowest severity that makes a run fail.
    pub fail_on: Severity,
    /// Rules with another level than their own; `None` turns a rule off.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// More words for a decision, by the decision's own word.
    pub decisions: BTreeMap<String, Vec<String>>,
    /// Folded words that say that something does not apply, the longest first.
    pub not_applicable: Vec<String>,
    /// Numbers of the stages that this team leaves out.
    pub skipped: Vec<u32>,
    /// Folded words that, with a number, head a stage section.
    pub stage_words: Vec<String>,
    /// Folded names that head a stage section without a number, in the order of the stages.
    pub stage_names: Vec<String>,
    /// The team's own template, a path in the repository. `None` means the built-in one.
    pub template: Option<String>,
    /// Where decisions are logged, when not in the plans: a file, or a folder with a file for each plan.
    pub log: Option<String>,
    /// The stage up to which a plan may be when it comes under rolloutlint without a row.
    pub initial_stage: Option<u32>,
    /// By the folded name of a person the folded login, without `@`.
    pub people: BTreeMap<String, String>,
    /// By the folded word that the team uses the folded one that is meant, for sections, labels and columns.
    pub aliases: BTreeMap<String, String>,
    /// Where findings go that no line of a pull request's diff can carry.
    pub outside_diff: OutsideDiff,
    /// Look in [`DEFAULT_PLANS`], too: the base had no configuration, and a first one cannot take a plan out of sight.
    pub also_default_plans: bool,
}

impl Default for Policy {
    fn default() -> Policy {
        let mut not_applicable: Vec<String> = NOT_APPLICABLE.words().map(|(word, _)| word.to_owned()).collect();
        not_applicable.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Policy {
            plans: None,
            fail_on: Severity::Error,
            rules: BTreeMap::new(),
            decisions: BTreeMap::new(),
            not_applicable,
            skipped: Vec::new(),
            stage_words: stages::HEADINGS.iter().map(str::to_owned).collect(),
            stage_names: Vec::new(),
            template: None,
            log: None,
            initial_stage: None,
            people: BTreeMap::new(),
            aliases: BTreeMap::new(),
            outside_diff: OutsideDiff::Summary,
            also_default_plans: false,
        }
    }
}

/// Where a review puts findings that no line of the diff can carry.
#[derive(Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum OutsideDiff {
    /// Into the summary comment.
    #[default]
    Summary,
    /// Into one thread on the file, for each file.
    File,
}

/// Where decisions are logged outside of the plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogPlace {
    /// One file, which several plans may share.
    File(String),
    /// A folder with a file for each plan; its path ends in `/`.
    Folder(String),
}

impl LogPlace {
    /// Where the log of a plan is to be, in words for a person.
    pub fn path_for(&self, id: Option<&str>) -> String {
        match self {
            LogPlace::File(path) => path.clone(),
            LogPlace::Folder(path) => format!("{path}{}.md", id.unwrap_or("<Rollout ID>")),
        }
    }
}

impl Policy {
    /// Where decisions are logged, when not in the plans. What ends in `/`, or has no dot in its last name, is a folder.
    pub fn log_place(&self) -> Option<LogPlace> {
        let path = self.log.as_deref()?;
        let path = path.strip_prefix("./").unwrap_or(path);
        let bare = path.trim_end_matches('/');
        let is_file = bare == path && bare.rsplit('/').next().is_some_and(|name| name.contains('.'));
        match bare {
            "" | "." => None,
            _ if is_file => Some(LogPlace::File(bare.to_owned())),
            _ => Some(LogPlace::Folder(format!("{bare}/"))),
        }
    }

    /// The word that is meant by a folded one, which may be the team's own.
    pub fn canonical<'a>(&'a self, key: &'a str) -> &'a str {
        // Most teams use the words of everybody, which needs no look at a word's parts.
        if self.aliases.is_empty() {
            return labels::canonical(key);
        }
        let known = |key: &'a str| self.aliases.get(key).map(String::as_str);
        // A remark in parentheses and a number in front make no other word.
        let bare = key.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
        let bare = bare.split(" (").next().unwrap_or(bare);
        known(key).or_else(|| known(bare)).unwrap_or_else(|| labels::canonical(key))
    }

    /// Who is meant by a name, a login or `@login`, in a form that is equal for the three. What stands behind the name in parentheses is no part of
    /// it.
    pub fn person(&self, name: &str) -> String {
        let folded = fold(name.split('(').next().unwrap_or(name));
        match folded.strip_prefix('@') {
            Some(login) => login.to_owned(),
            None => self.people.get(&folded).cloned().unwrap_or(folded),
        }
    }

    /// Whether the team has named this person, by name or by login.
    pub fn knows_person(&self, name: &str) -> bool {
        let person = self.person(name);
        self.people.values().any(|login| *login == person)
    }

    /// The policy for the change that brings this configuration. What exempts a stage or a criterion, or makes one person of two, counts from the
    /// next change on, so that no change brings its own exemption; and no plan or stage gets out of sight. `is_other` says of a word and what it is
    /// to mean whether it means something else without any configuration: that it keeps.
    pub fn introduced(mut self, is_other: impl Fn(&str, &str) -> bool) -> Policy {
        let Policy { skipped, not_applicable, people, mut stage_words, .. } = Policy::default();
        stage_words.extend(self.stage_words.into_iter().filter(|word| !stage_words.contains(word)).collect::<Vec<_>>());
        self.aliases.retain(|word, meant| !is_other(word, meant));
        Policy { also_default_plans: true, skipped, not_applicable, people, stage_words, ..self }
    }

    /// The policy with some rules at no less than these severities.
    pub fn with_core_rules(mut self, core: &[(&str, Severity)]) -> Policy {
        for (id, severity) in core {
            self.rules.retain(|configured, level| configured != id || level.is_some_and(|level| level >= *severity));
        }
        self
    }
}

/// The file as it is written. Its field names are the public keys.
#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct File {
    plans: Option<Vec<String>>,
    template: Option<String>,
    fail_on: Option<FailOn>,
    rules: BTreeMap<String, Level>,
    stages: Stages,
    decisions: BTreeMap<String, Vec<String>>,
    people: BTreeMap<String, String>,
    log: Option<String>,
    initial_stage: Option<u32>,
    skipped: Vec<u32>,
    aliases: BTreeMap<String, Vec<String>>,
    not_applicable: Vec<String>,
    review: Review,
}

/// How findings are said on a pull request.
#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Review {
    outside_diff: OutsideDiff,
}

/// How a team's stages are called.
#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Stages {
    heading: Option<String>,
    names: Vec<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum FailOn {
    Error,
    Warning,
    Info,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Info,
    Off,
}

/// Reads a configuration. `rules` and `decisions` are the ids and words that exist.
///
/// # Errors
/// The first fault, with its place: bad YAML, an unknown key, rule or decision, a value of the wrong kind, a file that is too large.
pub fn parse(source: &Source, rules: &[&str], decisions: &[&str]) -> Result<Policy, Error> {
    let fail = |span: Span, message: String, help: Option<String>| {
        let error = Error::new(message).at(source, span);
        match help {
            Some(help) => error.help(help),
            None => error,
        }
    };
    if source.text.len() > CONFIG_SIZE_LIMIT || matches!(source.unreadable, Some(Unreadable::TooLarge { .. })) {
        return Err(fail(Span::at(0), format!("the file is larger than {CONFIG_SIZE_LIMIT} bytes"), None));
    }
    if let Some(Unreadable::NotUtf8 { at, .. }) = source.unreadable {
        return Err(fail(Span::at(at), "the file is not UTF-8".to_owned(), Some("save it as UTF-8".to_owned())));
    }
    let text = source.text.trim_start_matches('\u{feff}');
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Policy::default());
    }
    let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
    let file: File = serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line() as u32);
        let (message, help) = in_our_words(&error.to_string());
        fail(source.line_span(line), message, help)
    })?;
    for (word, known, what) in file
        .rules
        .keys()
        .map(|id| (id, rules, "rule"))
        .chain(file.decisions.keys().map(|word| (word, decisions, "decision")))
    {
        if known.contains(&word.as_str()) {
            continue;
        }
        let help = closest(word, known).map(|close| format!("did you mean `{close}`?"));
        return Err(fail(line_of_key(source, word), format!("there is no {what} `{word}`"), help));
    }
    let mut policy = Policy {
        plans: file.plans,
        template: file.template,
        decisions: file.decisions,
        log: file.log,
        initial_stage: file.initial_stage,
        skipped: file.skipped,
        outside_diff: file.review.outside_diff,
        ..Policy::default()
    };
    for (key, path) in [("template", &policy.template), ("log", &policy.log)] {
        let leads_out = |path: &String| path.starts_with('/') || path.split('/').any(|part| part == "..");
        if path.as_ref().is_some_and(leads_out) {
            let help = "write the path from the repository's root, with `/`".to_owned();
            return Err(fail(line_of_key(source, key), format!("`{key}` leads out of the repository"), Some(help)));
        }
    }
    if let Some(heading) = &file.stages.heading {
        let word = stage_word(heading).ok_or_else(|| {
            let help = "write the word that your headings have before the number: `Fase {n}: {name}`".to_owned();
            fail(line_of_key(source, "heading"), format!("`{heading}` has no word before `{{n}}`"), Some(help))
        })?;
        policy.stage_words = vec![word];
    }
    policy.stage_names = file.stages.names.iter().map(|name| fold(name)).collect();
    let twice = (1..policy.stage_names.len()).find(|at| policy.stage_names[..*at].contains(&policy.stage_names[*at]));
    if let Some(name) = twice.map(|at| &file.stages.names[at]) {
        let help = "give each stage a name of its own".to_owned();
        return Err(fail(line_of_key(source, "names"), format!("two stages are called `{name}`"), Some(help)));
    }
    let login = |login: &str| fold(login).trim_start_matches('@').to_owned();
    policy.people = file.people.iter().map(|(name, of)| (fold(name), login(of))).collect();
    for (meant, words) in &file.aliases {
        policy.aliases.extend(words.iter().map(|word| (fold(word), fold(meant))));
    }
    policy.not_applicable.extend(file.not_applicable.iter().map(|word| fold(word)));
    policy.not_applicable.sort_by_key(|word| std::cmp::Reverse(word.len()));
    policy.rules = file.rules.into_iter().map(|(id, level)| (id, level.severity())).collect();
    if let Some(level) = file.fail_on {
        policy.fail_on = level.severity();
    }
    Ok(policy)
}

/// The folded word before the number in a pattern such as `Stage {n}: {name}`.
fn stage_word(pattern: &str) -> Option<String> {
    let (before, _) = pattern.split_once("{n}")?;
    let word = fold(before.trim_start_matches(['#', ' ']));
    word.chars().any(char::is_alphabetic).then_some(word)
}

impl Level {
    fn severity(self) -> Option<Severity> {
        match self {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Info => Some(Severity::Info),
            Level::Off => None,
        }
    }
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Info => Severity::Info,
        }
    }
}

/// Keys that will exist: a file that uses them was written for a later version.
const LATER_KEYS: &[&str] = &["deciders", "approvals"];

/// The library's message as a person can use it, with what to write.
fn in_our_words(message: &str) -> (String, Option<String>) {
    let line = message.lines().next().unwrap_or("the YAML cannot be read");
    let line = line.rsplit_once(" at line ").map_or(line, |(line, _)| line);
    // What follows is advice to programmers.
    let line =
        [", set ", "; use ", " (use "].iter().fold(line, |line, advice| line.split(advice).next().unwrap_or(line));
    if line == "expected sequence start" {
        return (
            "a list is needed here".to_owned(),
            Some("write it in brackets, `[a, b]`, or one item a line behind `- `".to_owned()),
        );
    }
    let Some(word) = line.split('`').nth(1).filter(|_| line.starts_with("unknown field")) else {
        return (line.to_owned(), None);
    };
    let keys: Vec<&str> = keys::KEYS.iter().map(|key| key.name).collect();
    if LATER_KEYS.contains(&word) {
        let help = format!("leave it out until then; the keys are {}", keys.join(", "));
        return (format!("`{word}` comes in a later version"), Some(help));
    }
    // The library names the keys that may stand there, which for a key inside of another are not ours.
    let expected = message.lines().next().and_then(|line| line.split_once("expected")).map_or("", |(_, rest)| rest);
    let is_key = |word: &&str| !word.is_empty() && !["one", "of", "or", "at", "line"].contains(word);
    let words = expected.split(" at line ").next().unwrap_or("").split(|c: char| !c.is_ascii_lowercase() && c != '-');
    let known: Vec<&str> = words.filter(is_key).collect();
    let known = if known.is_empty() { keys } else { known };
    let help = match closest(word, &known) {
        Some(key) => format!("did you mean `{key}`?"),
        None => format!("the keys are {}", known.join(", ")),
    };
    (format!("there is no key `{word}`"), Some(help))
}

fn line_of_key(source: &Source, key: &str) -> Span {
    let is_key = |line: &u32| {
        let text = source.slice(source.line_span(*line)).trim_start().trim_start_matches(['"', '\'', '{', ' ']);
        text.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    };
    source.line_span((1..=source.line_count()).find(is_key).unwrap_or(1))
}

/// The word that somebody probably meant, for "did you mean".
pub fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = fold(word);
    let scored =
        known.iter().map(|candidate| (strsim::normalized_damerau_levenshtein(&word, &fold(candidate)), *candidate));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.6).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Policy, String> {
        let source = Source::new(".rolloutlint.yml", text);
        parse(&source, &["placeholder", "log-order"], &["proceed", "hold"])
            .map_err(|error| format!("{error} / {}", error.advice().unwrap_or_default()))
    }

    #[test]
    fn keys_that_exist_are_read() {
        let policy = read("plans: [\"a/*.md\"]\nfail-on: warning\nrules: { log-order: off, placeholder: error }\ndecisions:\n  proceed: [Weiter]\nskipped: [2]\n").expect("a good file");
        assert_eq!(policy.plans.as_deref(), Some(&["a/*.md".to_owned()][..]));
        assert_eq!(policy.fail_on, Severity::Warning);
        assert_eq!(policy.rules["log-order"], None);
        assert_eq!(policy.rules["placeholder"], Some(Severity::Error));
        assert_eq!(policy.decisions["proceed"], ["Weiter"]);
        assert_eq!(policy.skipped, [2]);
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert!(read("# nothing yet\n").expect("a good file").plans.is_none());
    }

    #[test]
    fn faults_name_the_line_and_what_was_meant() {
        let fault = |text: &str| read(text).expect_err("a fault");
        assert_eq!(
            fault("plans: []\nrulez: {}\n"),
            ".rolloutlint.yml:2: there is no key `rulez` / did you mean `rules`?"
        );
        assert_eq!(
            fault("rules:\n  log-ordre: off\n"),
            ".rolloutlint.yml:2: there is no rule `log-ordre` / did you mean `log-order`?"
        );
        assert!(fault("fail-on: never\n").starts_with(".rolloutlint.yml:1: unknown variant `never`"));
        assert_eq!(fault("plans: []\nplans: []\n"), ".rolloutlint.yml:2: duplicate mapping key: plans / ");
        assert!(fault("plans: 3\n").starts_with(".rolloutlint.yml:1: a list is needed here"));
        assert!(fault("approvals: {}\n").starts_with(".rolloutlint.yml:1: `approvals` comes in a later version"));
        assert!(fault("stages:\n  headin: x\n").ends_with("did you mean `heading`?"));
        assert!(fault("stages: { heading: \"{n}. {name}\" }\n").contains("has no word before `{n}`"));
        assert!(fault("template: ../t.md\n").contains("`template` leads out of the repository"));
    }

    #[test]
    fn every_key_is_documented_and_every_documented_key_is_read() {
        let error = serde_yaml::from_str::<File>("zzz: 1\n").err().expect("no such key").to_string();
        let (_, expected) =
            error.lines().next().and_then(|line| line.split_once("expected")).expect("the keys are named");
        let (expected, _) = expected.split_once(" at line").unwrap_or((expected, ""));
        let known: Vec<&str> = expected
            .split(|c: char| !c.is_ascii_lowercase() && c != '-')
            .filter(|word| !["", "one", "of"].contains(word))
            .collect();
        let documented: Vec<&str> = keys::KEYS.iter().map(|key| key.name).collect();
        let sorted = |mut keys: Vec<&'static str>| {
            keys.sort_unstable();
            keys
        };
        let known = known.into_iter().map(|key| *documented.iter().find(|name| **name == key).expect(key)).collect();
        assert_eq!(sorted(known), sorted(documented));
        for key in keys::KEYS {
            let source = Source::new(".rolloutlint.yml", key.example);
            let rules = ["log-rationale-weak", "todo-marker"];
            parse(&source, &rules, &["proceed", "hold"]).unwrap_or_else(|error| panic!("{}: {error}", key.name));
            // What is said to be the default changes nothing.
            let default = key.written_default.map(|text| format!("{:?}", read(text).expect(text)));
            let same = Policy { initial_stage: (key.name == "initial-stage").then_some(0), ..Policy::default() };
            assert!(default.is_none_or(|default| default == format!("{same:?}")), "{}", key.name);
        }
    }

    #[test]
    fn a_teams_own_words_are_read() {
        let policy = read("stages: { heading: \"## Fase {n} - {name}\" }\naliases: { Exit Criteria: [Abnahme, Critérios de Saída] }\npeople: { Priya Nair: priya-n }\n").expect("a good file");
        assert_eq!(policy.stage_words, ["fase"]);
        assert_eq!(policy.canonical("critérios de saída"), "exit criteria");
        assert_eq!(policy.canonical("audience"), "audience");
        assert_eq!(policy.people["priya nair"], "priya-n");
    }

    #[test]
    fn a_name_a_login_and_a_mention_are_one_person() {
        let policy = read("people: { Priya Nair: \"@Priya-N\", Sam: sam-holt }\n").expect("a good file");
        for name in ["Priya Nair", "priya  nair", "Priya Nair (PM)", "priya-n", "@PRIYA-N"] {
            assert_eq!(policy.person(name), "priya-n");
            assert!(policy.knows_person(name));
        }
        // A mention is a login, whatever names there are.
        assert_ne!(policy.person("@sam"), policy.person("Sam"));
        assert_eq!(policy.person("Ann Lee (for Priya Nair)"), "ann lee");
        assert!(!policy.knows_person("Ann Lee"));
    }
}
