//! The keys of the configuration as people read about them: what the documentation and the JSON Schema are made of.

use serde_json::{Map, Value, json};

/// One key of `.rolloutlint.yml`.
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What it sets, in Markdown.
    pub about: &'static str,
    /// What counts without it, in words.
    pub default: &'static str,
    /// The same as YAML; `None` where no value says it.
    pub written_default: Option<&'static str>,
    /// A configuration that uses it.
    pub example: &'static str,
    /// What it does in the change that brings the first configuration.
    pub first: &'static str,
    /// Which values it takes.
    kind: Kind,
}

/// What kind of value a key takes.
enum Kind {
    Text,
    Texts,
    Number,
    Numbers,
    /// One of the severities.
    Severity,
    /// By a rule's id its level.
    Levels,
    /// By a decision's word more words.
    Words,
    /// By any name a text.
    TextByName,
    /// By any name texts.
    TextsByName,
    /// `heading` and `names`.
    Stages,
    /// `outside-diff`.
    Review,
}

const AT_ONCE: &str = "counts at once";
const FROM_THE_NEXT: &str = "counts from the next change on, so that no change brings its own exemption";

/// All keys, in the order in which a configuration is best written.
pub const KEYS: &[Key] = &[
    Key {
        name: "plans",
        about: "Globs of the files that are rollout plans, from the repository's root, with `/`. `*` stays inside a folder, `**` does not. Every file \
                that matches is a plan, whatever it looks like. `TEMPLATE.md` and the configured template never are.",
        default: "`rollouts/**/*.md`, `rollout-plans/**/*.md`, `**/*rollout*.md` and `**/*.rollout.md`, as far as a file looks like a plan: it has a `Rollout:` \
                  heading or a Rollout ID, and at least two stages",
        written_default: None,
        example: "plans: [\"rollouts/**/*.md\"]\n",
        first: "adds to the default, so that no plan gets out of sight",
        kind: Kind::Texts,
    },
    Key {
        name: "template",
        about: "The team's own template: a path from the repository's root. Its sections, labels, tables and brackets are what plans are held to.",
        default: "the template that `rolloutlint init` writes",
        written_default: None,
        example: "template: rollouts/TEMPLATE.md\n",
        first: AT_ONCE,
        kind: Kind::Text,
    },
    Key {
        name: "fail-on",
        about: "The lowest severity that makes a run fail: `error`, `warning` or `info`. `--fail-on` goes before it.",
        default: "`error`",
        written_default: Some("fail-on: error\n"),
        example: "fail-on: warning\n",
        first: AT_ONCE,
        kind: Kind::Severity,
    },
    Key {
        name: "rules",
        about: "Rules with another level than their own: `error`, `warning`, `info` or `off`. `rolloutlint rules` lists them with theirs.",
        default: "each rule's own level",
        written_default: Some("rules: {}\n"),
        example: "rules:\n  log-rationale-weak: error\n  todo-marker: off\n",
        first: "may lower only rules about what is filled in; all others can only become stricter",
        kind: Kind::Levels,
    },
    Key {
        name: "stages",
        about: "How stages are called. `heading` is the pattern of a stage's heading, with its word before `{n}`. `names` are headings without a number that open a \
                stage each, in their order.",
        default: "`Stage`, `Phase`, `Wave`, `Ring` or `Cohort`, each with a number",
        written_default: Some("stages: {}\n"),
        example: "stages:\n  heading: \"Fase {n}: {name}\"\n",
        first: "adds to the default, so that no stage gets out of sight",
        kind: Kind::Stages,
    },
    Key {
        name: "decisions",
        about: "More words for a decision, by the decision's own word, in any language. A word that rolloutlint knows keeps its meaning.",
        default: "`Go`, `Approved`, `No-go`, `Revert` and the like are known",
        written_default: Some("decisions: {}\n"),
        example: "decisions:\n  proceed: [Weiter]\n  hold: [Halt]\n",
        first: AT_ONCE,
        kind: Kind::Words,
    },
    Key {
        name: "people",
        about: "By the name of each person the login. A name, a login and `@login` are one person wherever deciders are compared. Whoever is named here is a person, \
                whatever the name; and `log-decider-not-person` is an error then.",
        default: "nobody is named, and names are compared as they are written",
        written_default: Some("people: {}\n"),
        example: "people:\n  Priya Nair: priya-n\n  Tomas Lindqvist: tlq\n",
        first: FROM_THE_NEXT,
        kind: Kind::TextByName,
    },
    Key {
        name: "log",
        about: "Where decisions are logged, when not in the plans: a file for all of them, or a folder with a file for each plan.",
        default: "each plan holds its own log",
        written_default: None,
        example: "log: docs/decision-log.md\n",
        first: AT_ONCE,
        kind: Kind::Text,
    },
    Key {
        name: "initial-stage",
        about: "Up to which stage a rollout may have come, without a row in its log, when its plan comes under rolloutlint. Its first row may start there. What it \
                does from then on needs rows as everywhere, and a plan that has rows gains nothing by it.",
        default: "the first stage",
        written_default: Some("initial-stage: 0\n"),
        example: "initial-stage: 2\n",
        first: "counts for plans that were there before, as far as they had come; a plan that is new in that change needs a row *adopt*",
        kind: Kind::Number,
    },
    Key {
        name: "skipped",
        about: "Numbers of the stages that this team leaves out. Nothing is due in them, and a step may go over them.",
        default: "none",
        written_default: Some("skipped: []\n"),
        example: "skipped: [1]\n",
        first: FROM_THE_NEXT,
        kind: Kind::Numbers,
    },
    Key {
        name: "aliases",
        about: "A team's own words for sections, labels and columns, by the word that rolloutlint knows.",
        default: "none",
        written_default: Some("aliases: {}\n"),
        example: "aliases:\n  Exit Criteria: [Success gates, Critérios de saída]\n",
        first: "counts at once, but for words that the built-in template has itself",
        kind: Kind::TextsByName,
    },
    Key {
        name: "not-applicable",
        about: "More words that say that something does not apply. A reason is asked for behind them all the same.",
        default: "`N/A`, `n.a.`, `none`, `not applicable` and dashes are known",
        written_default: Some("not-applicable: []\n"),
        example: "not-applicable: [entfällt, não se aplica]\n",
        first: FROM_THE_NEXT,
        kind: Kind::Texts,
    },
    Key {
        name: "review",
        about: "How findings are said on a pull request. `outside-diff` is where those go that no line of the diff can carry: `summary` lists them in the summary \
                comment, `file` opens one thread for each file.",
        default: "`outside-diff: summary`",
        written_default: Some("review: { outside-diff: summary }\n"),
        example: "review:\n  outside-diff: file\n",
        first: AT_ONCE,
        kind: Kind::Review,
    },
];

/// The JSON Schema of the configuration. `rules` are the ids with what each rule finds, `decisions` the decisions' own words.
pub fn schema(rules: &[(&str, &str)], decisions: &[&str]) -> Value {
    let keys: Map<String, Value> = KEYS
        .iter()
        .map(|key| {
            let mut schema = key.kind.schema(rules, decisions);
            schema.insert("description".to_owned(), format!("{} Default: {}.", key.about, key.default).into());
            if let Some(default) = key.written_default.and_then(value_of) {
                schema.insert("default".to_owned(), default);
            }
            let examples: Vec<Value> = value_of(key.example).into_iter().collect();
            schema.insert("examples".to_owned(), examples.into());
            (key.name.to_owned(), schema.into())
        })
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of rolloutlint",
        "description": "The file .rolloutlint.yml in a repository's root or in .github. All keys are optional.",
        "type": ["object", "null"],
        "properties": keys,
        "additionalProperties": false,
    })
}

/// The value of the one key of a configuration.
fn value_of(text: &str) -> Option<Value> {
    let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
    let value: Map<String, Value> = serde_yaml::from_str_with_options(text, options).ok()?;
    value.into_iter().next().map(|(_, value)| value)
}

impl Kind {
    fn schema(&self, rules: &[(&str, &str)], decisions: &[&str]) -> Map<String, Value> {
        let texts = json!({ "type": "array", "items": { "type": "string" } });
        let closed = |properties: Map<String, Value>| json!({ "type": "object", "properties": properties, "additionalProperties": false });
        let schema = match self {
            Kind::Text => json!({ "type": "string" }),
            Kind::Texts => texts,
            Kind::Number => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
            Kind::Numbers => {
                json!({ "type": "array", "items": { "type": "integer", "minimum": 0, "maximum": u32::MAX } })
            }
            Kind::Severity => json!({ "enum": ["error", "warning", "info"] }),
            Kind::Levels => {
                let level = |about: &str| json!({ "enum": ["error", "warning", "info", "off"], "description": about });
                closed(rules.iter().map(|(id, about)| ((*id).to_owned(), level(about))).collect())
            }
            Kind::Words => closed(decisions.iter().map(|word| ((*word).to_owned(), texts.clone())).collect()),
            Kind::TextByName => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            Kind::TextsByName => json!({ "type": "object", "additionalProperties": texts }),
            Kind::Stages => {
                let heading = json!({
                    "type": "string",
                    "pattern": "[^\\s{].*\\{n\\}",
                    "description": "The pattern of a stage's heading, with its word before `{n}`. Default: any of the known words.",
                });
                let mut names = texts;
                names["description"] =
                    "Headings without a number that open a stage each, in their order. Default: none.".into();
                closed(Map::from_iter([("heading".to_owned(), heading), ("names".to_owned(), names)]))
            }
            Kind::Review => {
                let outside_diff = json!({
                    "enum": ["summary", "file"],
                    "description": "Where findings go that no line of the diff can carry. Default: summary.",
                });
                closed(Map::from_iter([("outside-diff".to_owned(), outside_diff)]))
            }
        };
        match schema {
            Value::Object(schema) => schema,
            _ => Map::new(),
        }
    }
}

/// The page about the configuration, in Markdown.
pub fn page() -> String {
    let mut page = String::from(
        "# Configuration\n\n\
         rolloutlint reads `.rolloutlint.yml` in the repository's root, or `.github/.rolloutlint.yml`, or `.github/rolloutlint.yml`; the first one that is there, and only\n\
         that. `--config FILE` names another one. All keys are optional. A key, rule or decision that does not exist is an error with exit code 2, and the message names the line.\n\
         `rolloutlint schema config` prints the JSON Schema of the file, for editors.\n\n\
         ## Which side judges\n\n\
         In a comparison (`check --base`, `review`) the configuration and the template of the **base** judge, so that no change loosens the gate that it is about to pass; what becomes\n\
         laxer is said by [`policy-changed`](rules/policy-changed.md). This holds for every key below. When the base has no configuration, the one of the change judges it, so that the\n\
         pull request that introduces rolloutlint can pass; what each key does then is said with the key. `check` without `--base`, and `status`, read the file on disk.\n\n\
         ## All keys\n\n\
         | key | default |\n|---|---|\n",
    );
    for key in KEYS {
        page.push_str(&format!("| [`{0}`](#{0}) | {1} |\n", key.name, key.default));
    }
    for key in KEYS {
        page.push_str(&format!(
            "\n## {}\n\n{}\n\n```yaml\n{}```\n\nDefault: {}. In a comparison the base judges; in the first configuration it {}.\n",
            key.name, key.about, key.example, key.default, key.first
        ));
    }
    page
}
