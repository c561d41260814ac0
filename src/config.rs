//! The team's rules of the game, from `.rolloutlint.yml`.

mod exposure;
mod key;
mod keys;
mod kinds;
mod page;
mod policy;
mod read;
mod schema;
mod yaml;

use crate::error::Error;
use crate::finding::Severity;
use crate::text::{Source, fold};
use crate::words::not_applicable::NotApplicable;
use keys::{File, LogKeys};
use kinds::Evidence;
use read::Either;
use serde_json::Value;

pub use exposure::{Absent, Combination, ExposureEntry, ExposureFormat, FileBlanks, FilePattern};
pub use key::{Key, Known};
pub use keys::KEYS;
pub use policy::{ApprovalMode, DecidedBy, Deciders, LogPlace, OutsideDiff, Policy};
pub(crate) use read::closest;
pub(crate) use yaml::quote;

/// Where the configuration may stand, in the order of search, relative to the repository's root.
pub const CONFIG_PATHS: &[&str] = &[".rolloutlint.yml", ".github/.rolloutlint.yml", ".github/rolloutlint.yml"];

/// Where plans are kept when nobody says so. Files found this way must also look like a plan.
pub const DEFAULT_PLANS: &[&str] = &["rollouts/**/*.md", "rollout-plans/**/*.md", "**/*rollout*.md", "**/*.rollout.md"];

/// The rule that `criteria: { evidence: link }` turns on.
const NEEDS_EVIDENCE: &str = "criterion-without-evidence";

/// The page about the configuration, in Markdown.
pub fn page() -> String {
    page::of_file(KEYS)
}

/// The JSON Schema of the configuration.
pub fn schema(known: &Known) -> Value {
    schema::of_file(KEYS, known)
}

/// Gives the file that the last one extends, by the path that stands there.
pub type Extended<'a> = &'a mut dyn FnMut(&str) -> Result<Source, Error>;

/// Reads a configuration that extends no other file. `rules` and `decisions` are the ids and words
/// that exist.
///
/// # Errors
/// The first fault, at its place: bad YAML, an unknown key, rule or decision, a value of the wrong
/// kind, a file that is too large.
pub fn parse(source: &Source, rules: &[&str], decisions: &[&str]) -> Result<Policy, Error> {
    let alone = |path: &str| {
        Err(Error::new(format!("`{path}` cannot be read from here"))
            .help("`extends` names a file of the repository that the configuration is in"))
    };
    parse_extended(source, &mut { alone }, rules, decisions)
}

/// Reads a configuration with the files that it extends.
///
/// # Errors
/// The first fault of one of the files, at its place, and that of a file that cannot be had, at the
/// place that names it.
pub fn parse_extended(
    source: &Source,
    extended: Extended,
    rules: &[&str],
    decisions: &[&str],
) -> Result<Policy, Error> {
    let rules: Vec<(&str, &str)> = rules.iter().map(|id| (*id, "")).collect();
    let mut paths = Vec::new();
    let mut next = |file: &File, source: &Source| {
        let Some(path) = &file.extends else { return Ok(None) };
        let next = extended(&path.value.0).map_err(|error| error.at(source, path.span))?;
        paths.push(next.path.clone());
        Ok(Some(next))
    };
    let file: File = read::files(source, &Known { rules: &rules, decisions }, &mut next)?;
    let login = |login: &str| fold(login).trim_start_matches('@').to_owned();
    let mut policy = Policy {
        plans: file.plans.map(|globs| globs.into_iter().map(|glob| glob.0).collect()),
        template: file.template.map(|path| path.0),
        rules: file.rules.into_iter().map(|(id, level)| (id.0, level.0)).collect(),
        stage_names: file.stages.names.0,
        stage_table: file.stages.table.map(|name| fold(&name)),
        stage_list: file.stages.list.map(|name| fold(&name)),
        decisions: file.decisions.into_iter().map(|(word, words)| (word.0, words)).collect(),
        people: file.people.iter().map(|(name, of)| (fold(name), login(of))).collect(),
        initial_stage: file.initial_stage,
        skipped: file.skipped,
        not_applicable: NotApplicable::with(&file.not_applicable),
        exposure: file.exposure,
        approvals: file.approvals,
        tickets: file.tickets.map(|pattern| pattern.0),
        outside_diff: file.review.outside_diff.unwrap_or_default(),
        extended: paths,
        ..Policy::default()
    };
    let deciders = file.deciders.into_iter().map(|(step, people)| {
        let (of, at_least) = match people {
            Either::Value(of) => (of.0, None),
            Either::Map(people) => (people.of.0, people.at_least),
        };
        let of = of.iter().map(|name| policy.person(name)).collect();
        (step.0, Deciders { of, at_least: at_least.unwrap_or(1).max(1) as usize })
    });
    policy.deciders = deciders.collect();
    match file.log {
        Some(Either::Map(LogKeys { file, append_only: Some(true) })) => policy.append_only = Some(file.0),
        Some(Either::Map(LogKeys { file, .. }) | Either::Value(file)) => policy.log = Some(file.0),
        None => {}
    }
    if let Some(Evidence::Link) = file.criteria.evidence {
        policy.rules.entry(NEEDS_EVIDENCE.to_owned()).or_insert(Some(Severity::Error));
    }
    policy.agent_trailers = file.agent_trailers.unwrap_or(policy.agent_trailers);
    policy.fail_on = file.fail_on.unwrap_or(policy.fail_on);
    if let Some(word) = file.stages.heading {
        policy.stage_words = vec![word.0];
    }
    for (meant, words) in &file.aliases {
        policy.aliases.extend(words.iter().map(|word| (fold(word), fold(meant))));
    }
    Ok(policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Policy, Error> {
        parse(&Source::new(".rolloutlint.yml", text), &["placeholder", "log-order"], &["proceed", "hold"])
    }

    /// The text at the place of the fault, the message and the help.
    fn fault(text: &str) -> (String, String) {
        let error = read(text).expect_err("a fault");
        let (source, span) = error.place().expect("a place");
        let words = format!("{} / {}", error.message(), error.advice().unwrap_or_default());
        (source.slice(span).to_owned(), words)
    }

    #[test]
    fn keys_that_exist_are_read() {
        let policy = read("plans: [\"a/*.md\"]\nfail-on: warning\nrules: { log-order: off, placeholder: error }\ndecisions:\n  proceed: [Weiter]\nskipped: [2]\n").expect("a good file");
        assert_eq!(policy.plans.as_deref(), Some(&["a/*.md".to_owned()][..]));
        assert_eq!(policy.fail_on, Severity::Warning);
        assert_eq!(policy.rules["log-order"], None);
        assert_eq!(policy.rules["placeholder"], Some(Severity::Error));
        assert_eq!(policy.decisions["proceed"], ["Weiter"]);
        assert_eq!(policy.skipped, [2.into()]);
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert!(read("# nothing yet\n").expect("a good file").plans.is_none());
    }

    #[test]
    fn faults_name_the_place_and_what_was_meant() {
        let cases = [
            ("plans: []\nrulez: {}\n", "rulez", "there is no key `rulez` / did you mean `rules`?"),
            ("rules:\n  log-ordre: off\n", "log-ordre", "there is no rule `log-ordre` / did you mean `log-order`?"),
            (
                "rules: { log-order: loud }\n",
                "loud",
                "there is no severity `loud` / write `error`, `warning`, `info` or `off`",
            ),
            ("fail-on: never\n", "never", "there is no severity `never` / write `error`, `warning` or `info`"),
            ("fail-on: Warnings\n", "Warnings", "there is no severity `Warnings` / did you mean `warning`?"),
            ("decisions: { procede: [] }\n", "procede", "there is no decision `procede` / did you mean `proceed`?"),
            (
                "plans: 3\n",
                "3",
                "a list is needed here / write it in brackets, `[a, b]`, or one item a line behind `- `",
            ),
            (
                "rules: [log-order]\n",
                "[",
                "keys with values are needed here / write each as `key: value`, with a space behind the colon",
            ),
            (
                "people: { Ann: [PM Name] }\n",
                "[",
                "a text is needed here / write a text that begins with a bracket in quotes",
            ),
            (
                "skipped: [1, Beta]\n",
                "Beta",
                "the number of a stage is needed here / write it as the heading of the stage does: 2, 2a, 1.5 or 2-3",
            ),
            (
                "plans: [a, \"b[\"]\n",
                "\"b[\"",
                "`b[` is no pattern that can be read / write `[[]` and `[{]` for a bracket that is part of a name",
            ),
            ("approvals: always\n", "always", "there is no mode of approval `always` / write `required` or `reported`"),
            (
                "deciders: { first: [a] }\n",
                "first",
                "`first` is no step / write a step as `1→2`, or `last` for the step into the last stage",
            ),
            ("stages:\n  headin: x\n", "headin", "there is no key `headin` / did you mean `heading`?"),
            (
                "stages:\nheading: x\n",
                "heading",
                "there is no key `heading` / `heading` is a key of `stages`: indent it below",
            ),
            (
                "stages: { heading: \"{n}. {name}\" }\n",
                "\"{n}. {name}\"",
                "`{n}. {name}` has no word before `{n}` / write the word that your headings have before the number: `Fase {n}: {name}`",
            ),
            (
                "stages: { names: [Beta, beta] }\n",
                "beta",
                "two stages are called `beta` / give each stage a name of its own",
            ),
            (
                "log: a\ntemplate: ../t.md\n",
                "../t.md",
                "`../t.md` leads out of the repository / write the path from the repository's root, with `/`",
            ),
        ];
        for (text, place, words) in cases {
            assert_eq!(fault(text), (place.to_owned(), words.to_owned()), "{text}");
        }
    }

    #[test]
    fn each_key_changes_something_and_its_default_changes_nothing() {
        let example = |text: &str| {
            let source = Source::new(".rolloutlint.yml", text);
            let rules = ["log-rationale-weak", "todo-marker"];
            let empty = |path: &str| Ok(Source::new(path, ""));
            parse_extended(&source, &mut { empty }, &rules, &["proceed", "hold"])
                .unwrap_or_else(|error| panic!("{text}: {error}"))
        };
        let debug = |policy: &Policy| format!("{policy:?}");
        let same = debug(&Policy::default());
        let mut all: Vec<(String, Option<String>)> = Vec::new();
        for key in KEYS {
            all.push((key.example.to_owned(), key.written_default.map(str::to_owned)));
            // A key of an entry needs those that make it one.
            let inside = |text: &str| match key.name {
                "exposure" => format!("exposure:\n  - {}  {}", entry_around(text), text.replace('\n', "\n    ")),
                name => format!("{name}:\n  {text}"),
            };
            all.extend(key.keys.iter().map(|key| (inside(key.example), key.written_default.map(inside))));
        }
        for (uses, default) in all {
            assert_ne!(debug(&example(&uses)), same, "{uses}");
            let Some(default) = default else { continue };
            let policy = example(&default);
            // The first stage is what counts without the key.
            let initial_stage = policy.initial_stage.filter(|stage| *stage > 0.into());
            let is_entry = default.starts_with("exposure:\n");
            let same = if is_entry {
                debug(&example(&default[..default.rfind("\n    ").expect("a line")]))
            } else {
                same.clone()
            };
            assert_eq!(debug(&Policy { initial_stage, ..policy }), same, "{default}");
        }
    }

    /// What an entry of `exposure:` needs beside one of its keys.
    fn entry_around(key: &str) -> &'static str {
        match key.split(':').next() {
            Some("file") => "at: features.{flag}\n  ",
            Some("at") => "file: a.json\n  ",
            Some("ladder") if !key.contains("{}") => "file: \"{environment}/{flag}.json\"\n    at: share\n  ",
            Some("scale") => "file: a.json\n    at: features.{flag}\n  ",
            Some("format") => "file: a.json\n  ",
            Some("variant" | "segments") => "file: a.json\n    format: flagd\n  ",
            _ => "file: a.json\n    at: features.{flag}\n    scale: 100\n  ",
        }
    }

    #[test]
    fn no_key_is_newer_than_the_program() {
        let number =
            |version: &str| -> Vec<u32> { version.split('.').map(|part| part.parse().expect("a number")).collect() };
        for key in KEYS.iter().chain(KEYS.iter().flat_map(|key| key.keys)) {
            assert!(number(key.since) <= number(env!("CARGO_PKG_VERSION")), "{}", key.name);
        }
    }

    #[test]
    fn a_key_without_a_value_counts_as_absent() {
        for key in KEYS {
            let policy = read(&format!("{}:\n", key.name)).expect("a good file");
            assert_eq!(format!("{policy:?}"), format!("{:?}", Policy::default()), "{}", key.name);
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

    /// A policy from the first of some texts, each of which extends the next.
    fn read_all(texts: &[&str]) -> Result<Policy, Error> {
        let mut rest = texts.iter().enumerate().skip(1);
        let next = |_: &str| {
            let (number, text) = rest.next().expect("another file");
            Ok(Source::new(format!("{number}.yml"), *text))
        };
        parse_extended(
            &Source::new("0.yml", texts[0]),
            &mut { next },
            &["placeholder", "log-order"],
            &["proceed", "hold"],
        )
    }

    #[test]
    fn a_file_goes_before_what_it_extends_key_by_key() {
        let policy = read_all(&[
            "extends: 1.yml\nplans: [own/*.md]\nrules: { log-order: off }\nstages: { names: [Canary] }\nskipped: []\n",
            "extends: 2.yml\nplans: [a/*.md, b/*.md]\nrules: { log-order: error, placeholder: info }\nskipped: [3]\nfail-on:\n",
            "fail-on: warning\nstages: { table: Stages, names: [Beta] }\ndecisions: { hold: [Halt] }\ninitial-stage: 1.5\n",
        ])
        .expect("good files");
        assert_eq!(policy.plans.as_deref(), Some(&["own/*.md".to_owned()][..]));
        assert_eq!((policy.rules["log-order"], policy.rules["placeholder"]), (None, Some(Severity::Info)));
        assert_eq!((policy.stage_names[0].as_str(), policy.stage_names.len()), ("canary", 1));
        assert_eq!(policy.stage_table.as_deref(), Some("stages"));
        assert_eq!((policy.skipped.len(), policy.fail_on), (0, Severity::Warning));
        assert_eq!(policy.decisions["hold"], ["Halt"]);
        // A value is read from the text of its own file.
        assert_eq!(policy.initial_stage, "1.5".parse().ok());
        assert_eq!(policy.extended, ["1.yml", "2.yml"]);
    }

    #[test]
    fn each_file_must_be_right_by_itself() {
        let fault = |texts: &[&str]| read_all(texts).expect_err("a fault").to_string();
        assert_eq!(fault(&["extends: a\n", "\nrulez: {}\n"]), "1.yml:2: there is no key `rulez`");
        // Also where the other one goes before it.
        let hidden = ["extends: a\nfail-on: error\n", "fail-on: never\n"];
        assert_eq!(fault(&hidden), "1.yml:1: there is no severity `never`");
        assert_eq!(fault(&["\nextends: a\nrulez: {}\n", ""]), "0.yml:3: there is no key `rulez`");
        for path in ["/etc/a.yml", "https://example.com/a.yml"] {
            let text = format!("extends: {path}\n");
            assert_eq!(fault(&[&text]), format!("0.yml:1: `{path}` is no path from this file"));
        }
        assert_eq!(fault(&["extends: \" \"\n"]), "0.yml:1: a text is needed here");
        assert_eq!(fault(&["extends: [a, b]\n"]), "0.yml:1: a text is needed here");
    }

    #[test]
    fn deciders_are_people_by_step() {
        let text = "people: { Priya Nair: priya-n }\ndeciders: { \"1 -> 2\": [Priya Nair, \"@TLQ\"], last: { of: [sam], at-least: 2 } }\n";
        let policy = read(text).expect("a good file");
        let of = |names: &[&str], at_least: usize| Deciders {
            of: names.iter().map(|name| name.to_string()).collect(),
            at_least,
        };
        assert_eq!(policy.deciders[&DecidedBy::Step(1.into(), 2.into())], of(&["priya-n", "tlq"], 1));
        assert_eq!(policy.deciders[&DecidedBy::Last], of(&["sam"], 2));
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
