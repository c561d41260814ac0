//! The kinds of values that only this configuration has: severities, ids of rules, paths, headings.

use super::key::Known;
use super::policy::{ApprovalMode, DecidedBy, OutsideDiff};
use super::read::{At, Kind, Name, Reader, Word, choice};
use super::yaml::Node;
use crate::error::Error;
use crate::finding::Severity;
use crate::stage_number::StageNumber;
use crate::text::{Span, fold};
use globset::Glob;
use regex::{Regex, RegexBuilder};
use serde_json::{Value, json};

impl Word for Severity {
    const NOUN: &'static str = "severity";
    const WORDS: &'static [(&'static str, Severity)] =
        &[("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];
}

/// What becomes of a rule; `None` turns it off.
#[derive(Clone, Copy)]
pub(super) struct Level(pub(super) Option<Severity>);

impl Word for Level {
    const NOUN: &'static str = "severity";
    const WORDS: &'static [(&'static str, Level)] = &[
        ("error", Level(Some(Severity::Error))),
        ("warning", Level(Some(Severity::Warning))),
        ("info", Level(Some(Severity::Info))),
        ("off", Level(None)),
    ];
}

impl Word for OutsideDiff {
    const NOUN: &'static str = "place";
    const WORDS: &'static [(&'static str, OutsideDiff)] =
        &[("summary", OutsideDiff::Summary), ("file", OutsideDiff::File)];
}

/// What stands in the line of a criterion that is ticked.
#[derive(Clone, Copy)]
pub(super) enum Evidence {
    /// A link, a commit, a ticket or a run.
    Link,
}

impl Word for Evidence {
    const NOUN: &'static str = "evidence";
    const WORDS: &'static [(&'static str, Evidence)] = &[("link", Evidence::Link)];
}

impl Word for ApprovalMode {
    const NOUN: &'static str = "mode of approval";
    const WORDS: &'static [(&'static str, ApprovalMode)] =
        &[("required", ApprovalMode::Required), ("reported", ApprovalMode::Reported)];
}

/// The step into the last stage, whatever its number.
const LAST: &str = "last";

/// A step that some people decide.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DecidedStep(pub(super) DecidedBy);

impl Name for DecidedStep {
    fn read_name(name: At<String>, reader: &Reader) -> Result<DecidedStep, Error> {
        let text = name.value.replace("->", "→").replace("=>", "→");
        let number = |text: &str| text.trim_matches(' ').parse().ok();
        let step = match text.split_once('→') {
            Some((from, to)) => number(from).zip(number(to)).map(|(from, to)| DecidedBy::Step(from, to)),
            None => (text == LAST).then_some(DecidedBy::Last),
        };
        let help = "write a step as `1→2`, or `last` for the step into the last stage";
        step.map(DecidedStep).ok_or_else(|| reader.fault(name.span, format!("`{}` is no step", name.value), help))
    }

    fn schema_of_map(value: Value, _: &Known) -> Value {
        let number = StageNumber::PATTERN.trim_start_matches('^').trim_end_matches('$');
        let pattern = format!("^({LAST}| *{number} *(→|->|=>) *{number} *)$");
        json!({ "type": "object", "patternProperties": { pattern: value }, "additionalProperties": false })
    }
}

/// The people who decide. Somebody must be named.
pub(super) struct People(pub(super) Vec<String>);

impl Kind for People {
    fn read(node: &Node, reader: &Reader) -> Result<People, Error> {
        Vec::read(node, reader).map(People)
    }

    fn schema(known: &Known) -> Value {
        Vec::<String>::schema(known)
    }
}

/// The id of a rule.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RuleId(pub(super) String);

impl Name for RuleId {
    fn read_name(name: At<String>, reader: &Reader) -> Result<RuleId, Error> {
        let ids: Vec<&str> = reader.known.rules.iter().map(|(id, _)| *id).collect();
        if !ids.contains(&name.value.as_str()) {
            return Err(reader.unknown("rule", &name, &ids, "`rolloutlint rules` lists them".to_owned()));
        }
        Ok(RuleId(name.value))
    }

    fn schema_of_map(value: Value, known: &Known) -> Value {
        closed(known.rules.iter().map(|(id, about)| {
            let mut value = value.clone();
            value["description"] = (*about).into();
            ((*id).to_owned(), value)
        }))
    }
}

/// A decision's own word.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DecisionWord(pub(super) String);

impl Name for DecisionWord {
    fn read_name(name: At<String>, reader: &Reader) -> Result<DecisionWord, Error> {
        let words = reader.known.decisions;
        if !words.contains(&name.value.as_str()) {
            return Err(reader.unknown("decision", &name, words, choice(words)));
        }
        Ok(DecisionWord(name.value))
    }

    fn schema_of_map(value: Value, known: &Known) -> Value {
        closed(known.decisions.iter().map(|word| ((*word).to_owned(), value.clone())))
    }
}

/// The schema of a map that has no other keys than these.
fn closed(properties: impl Iterator<Item = (String, Value)>) -> Value {
    json!({ "type": "object", "properties": serde_json::Map::from_iter(properties), "additionalProperties": false })
}

/// A glob of plan files.
pub(super) struct PlanGlob(pub(super) String);

impl Kind for PlanGlob {
    fn read(node: &Node, reader: &Reader) -> Result<PlanGlob, Error> {
        let glob = At::<String>::read(node, reader)?;
        let (giving_back, path) = glob.value.strip_prefix('!').map_or(("", &*glob.value), |path| ("!", path));
        let path = in_repository(path, glob.span, reader)?;
        if let Err(error) = Glob::new(&glob.value) {
            let message = format!("`{}` is no pattern that can be read", glob.value);
            let help = "write `[[]` and `[{]` for a bracket that is part of a name";
            return Err(reader.fault(glob.span, message, help).because(error.kind().to_string()));
        }
        Ok(PlanGlob(format!("{giving_back}{path}")))
    }

    fn schema(known: &Known) -> Value {
        let mut schema = String::schema(known);
        schema["not"] = json!({ "pattern": r"^!?/|^!?\.\.(/|$)|/\.\.(/|$)", "type": "string" });
        schema
    }
}

/// A pattern of texts, a regular expression.
pub(super) struct TextPattern(pub(super) Regex);

impl Kind for TextPattern {
    fn read(node: &Node, reader: &Reader) -> Result<TextPattern, Error> {
        let text = At::<String>::read(node, reader)?;
        let pattern = RegexBuilder::new(&text.value).size_limit(MOST_OF_A_PATTERN).build();
        let pattern = pattern.ok().filter(|pattern| !pattern.is_match(""));
        pattern.map(TextPattern).ok_or_else(|| {
            let message = format!("`{}` is no pattern that can be read", text.value);
            reader.fault(text.span, message, "write a regular expression that matches no empty text: `CHG-[0-9]+`")
        })
    }

    fn schema(known: &Known) -> Value {
        String::schema(known)
    }
}

/// The size of a compiled pattern, in bytes.
const MOST_OF_A_PATTERN: usize = 1 << 20;

/// A path from the repository's root, as Git writes it: without `./`.
fn in_repository<'p>(path: &'p str, span: Span, reader: &Reader) -> Result<&'p str, Error> {
    let inside = path.trim_start_matches(['.', '/']);
    let help = match path {
        _ if path.starts_with('/') && !inside.is_empty() => {
            format!("write the path from the repository's root, without a `/` before it: `{inside}`")
        }
        _ => "write the path from the repository's root, with `/`".to_owned(),
    };
    if path.starts_with('/') || path.split('/').any(|part| part == "..") {
        return Err(reader.fault(span, format!("`{path}` leads out of the repository"), help));
    }
    let path = path.trim_start_matches("./");
    if path.is_empty() {
        return Err(reader.fault(span, "the repository's root is named, and no file in it", help));
    }
    Ok(path)
}

/// A path from the repository's root that does not lead out of it.
pub(super) struct RepositoryPath(pub(super) String);

impl Kind for RepositoryPath {
    fn read(node: &Node, reader: &Reader) -> Result<RepositoryPath, Error> {
        let path = At::<String>::read(node, reader)?;
        Ok(RepositoryPath(in_repository(&path.value, path.span, reader)?.to_owned()))
    }

    fn schema(known: &Known) -> Value {
        let mut schema = String::schema(known);
        schema["not"] = json!({ "pattern": r"^/|^\.\.(/|$)|/\.\.(/|$)", "type": "string" });
        schema
    }
}

/// A path from the folder of the file that names it. Whether it stays in the repository is known
/// to those who know where the file is.
pub(super) struct RelativePath(pub(super) String);

impl Kind for RelativePath {
    fn read(node: &Node, reader: &Reader) -> Result<RelativePath, Error> {
        let path = At::<String>::read(node, reader)?;
        if path.value.starts_with('/') || path.value.contains("://") || path.value.trim().is_empty() {
            let message = format!("`{}` is no path from this file", path.value);
            return Err(reader.fault(path.span, message, "write the path from the folder of this file, with `/`"));
        }
        Ok(RelativePath(path.value))
    }

    fn schema(known: &Known) -> Value {
        let mut schema = String::schema(known);
        schema["not"] = json!({ "pattern": r"^/|://|^\s*$", "type": "string" });
        schema
    }
}

/// The folded word before the number in a pattern such as `Stage {n}: {name}`.
pub(super) struct StageHeading(pub(super) String);

impl Kind for StageHeading {
    fn read(node: &Node, reader: &Reader) -> Result<StageHeading, Error> {
        let pattern = At::<String>::read(node, reader)?;
        let word = pattern.value.split_once("{n}").map(|(before, _)| fold(before.trim_start_matches(['#', ' '])));
        word.filter(|word| word.chars().any(char::is_alphabetic)).map(StageHeading).ok_or_else(|| {
            let help = "write the word that your headings have before the number: `Fase {n}: {name}`";
            reader.fault(pattern.span, format!("`{}` has no word before `{{n}}`", pattern.value), help)
        })
    }

    fn schema(_: &Known) -> Value {
        json!({ "type": "string", "pattern": r"[^\s{][\s\S]*\{n\}" })
    }
}

/// The folded names of stages, in the order of the stages.
#[derive(Default)]
pub(super) struct StageNames(pub(super) Vec<String>);

impl Kind for StageNames {
    fn read(node: &Node, reader: &Reader) -> Result<StageNames, Error> {
        let mut names = Vec::new();
        for name in Vec::<At<String>>::read(node, reader)? {
            let folded = fold(&name.value);
            if names.contains(&folded) {
                let message = format!("two stages are called `{}`", name.value);
                return Err(reader.fault(name.span, message, "give each stage a name of its own"));
            }
            names.push(folded);
        }
        Ok(StageNames(names))
    }

    fn absent() -> Option<StageNames> {
        Some(StageNames::default())
    }

    fn schema(known: &Known) -> Value {
        Vec::<String>::schema(known)
    }
}
