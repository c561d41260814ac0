//! What the program says when it cannot do what it was asked: every kind of fault of arguments and
//! of configuration, on one page for people to read.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::{Repo, Run, compare_or_update, compliant, root, steady};

/// One thing to try: the files that are there, and the arguments.
struct Try<'a> {
    files: &'a [(&'a str, &'a str)],
    args: &'a [&'a str],
}

/// The page, and what is wrong with the messages on it.
#[derive(Default)]
struct Page {
    text: String,
    faults: String,
}

impl Page {
    fn chapter(&mut self, title: &str, tries: &[Try]) {
        self.text.push_str(&format!("# {title}\n\n"));
        for one in tries {
            let repo = team();
            for (path, text) in one.files {
                repo.write(path, text.replace("\\xff", "\u{0}").as_bytes());
            }
            self.said(&repo, one.files, one.args);
        }
    }

    /// The command with the configuration that it met, and what it said.
    fn said(&mut self, repo: &Repo, files: &[(&str, &str)], args: &[&str]) {
        let run = repo.run(args);
        let quoted = |arg: &&str| {
            if arg.is_empty() || arg.contains([' ', '<', '*']) { format!("'{arg}'") } else { arg.to_string() }
        };
        let line = args.iter().map(quoted).collect::<Vec<_>>().join(" ");
        let met = files.iter().filter(|(path, _)| *path == CONFIG).map(|(_, text)| indented(text)).collect::<String>();
        let text = steady(repo, &run.err).replace(&repo.path().display().to_string(), "/shop");
        self.faults.push_str(&faults(&run, &line));
        self.text.push_str(&format!("{met}$ rolloutlint {line}\n{text}exit code {}\n\n", run.code));
    }

    /// Values of every shape for every key of the schema: what is wrong with each is said once.
    fn wrong_values(&mut self, properties: &Value, before: &str, after: &str) {
        for (key, schema) in properties.as_object().unwrap() {
            let mut known = Vec::new();
            for value in ["[]", "{}", "[[x]]", "{ x: { y: z } }", "nonsense", "-1", "true", "\"\""] {
                let text = format!("{before}{key}: {value}{after}\n");
                let repo = team();
                repo.write(CONFIG, &text);
                let run = repo.run(&["check"]);
                // Some of them are right for some keys.
                if run.code != 2 || known.contains(&run.err) {
                    continue;
                }
                self.said(&repo, &[(CONFIG, &text)], &["check"]);
                known.push(run.err);
            }
            let inner = schema.get("properties").filter(|_| key != "rules" && before.is_empty());
            if let Some(inner) = inner {
                self.wrong_values(inner, &format!("{key}: {{ "), " }");
            }
            if let Some(items) = schema.pointer("/items/properties") {
                self.wrong_values(items, &format!("{key}: [{{ file: a.json, at: x, "), " }]");
            }
        }
    }
}

/// A repository with a plan in Stage 1 and one in no stage yet.
fn team() -> Repo {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.write("rollouts/search.md", compliant("planned").replace("RO-014", "RO-015"));
    repo.commit("Plan", "2026-03-09");
    repo
}

const CONFIG: &str = ".rolloutlint.yml";

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}

/// What no message may do: speak of the program's own insides, leave out the next step, or advise what
/// cannot be followed.
fn faults(run: &Run, line: &str) -> String {
    let (text, mut faults) = (&run.err, String::new());
    let mut fault = |what: String| faults.push_str(&format!("{what}, for `{line}`:\n{text}\n"));
    if run.code != 2 {
        fault(format!("exit code {}, {}", run.code, run.out));
    }
    for inside in
        ["unknown variant", "missing field", "invalid type", "expected struct", "deserializ", "serde", "``", "panicked"]
    {
        if text.contains(inside) {
            fault(format!("`{inside}` says nothing to people"));
        }
    }
    let next = ["help: ", "For more information, try '--help'", "[possible values", "tip: "];
    if !next.iter().any(|next| text.contains(next)) {
        fault("no next step".to_owned());
    }
    if text.contains("origin/main") {
        fault("there is no remote".to_owned());
    }
    faults
}

#[test]
fn every_fault_of_arguments_and_configuration_is_said_to_people() {
    const PLAN: &str = "rollouts/checkout.md";
    const WHO: [&str; 4] = ["--by", "Priya Nair", "--because", "All criteria are met"];
    let plain = |args: &'static [&'static str]| Try { files: &[], args };
    let arguments: Vec<Try> = [
        &["chekc"][..],
        &["check", "--bsae", "HEAD"],
        &["check", "--format", "sarfi"],
        &["check", "--format", "xml=out.xml"],
        &["check", "--format", "json=no/such/folder/out.json"],
        &["check", "--fail-on", "fatal"],
        &["check", "--today", "yesterday"],
        &["check", "--color", "sometimes"],
        &["check", "--head", "HEAD"],
        &["check", "--base", ""],
        &["check", "--base", "nowhere"],
        &["check", "--base", "HEAD..HEAD"],
        &["check", "--base", "HEAD:rollouts"],
        &["check", "--base", "0123456789012345678901234567890123456789"],
        &["check", "--fix", "--base", "HEAD", "--head", "HEAD"],
        &["check", "no-such-file.md"],
        &["check", "../elsewhere.md"],
        &["check", "--config", "missing.yml"],
        &["check", "-"],
        &["check", "--stdin-filename", "rollouts/checkout.md"],
        &["check", "-", "--stdin-filename", "../elsewhere.md"],
        &["-C", "nowhere", "check"],
        &["-q", "-v", "check"],
        &["diff"],
        &["diff", "nowhere"],
        &["status", "--format", "sarif"],
        &["status", "--exposure", "missing.json"],
        &["next"],
        &["next", "missing.md"],
        &["next", "rollouts"],
        &["next", PLAN, "--format", "html"],
        &["exposure", "--format", "html"],
        &["decide"],
        &["decide", PLAN],
        &["decide", PLAN, "--to", "2"],
        &["decide", "missing.md", "--to", "2", WHO[0], WHO[1], WHO[2], WHO[3]],
        &["decide", PLAN, WHO[0], WHO[1], WHO[2], WHO[3]],
        &["decide", PLAN, "--to", "7", WHO[0], WHO[1], WHO[2], WHO[3]],
        &["decide", PLAN, "--to", "Betta", WHO[0], WHO[1], WHO[2], WHO[3]],
        &["decide", PLAN, "--to", "1", WHO[0], WHO[1], WHO[2], WHO[3]],
        &["decide", PLAN, "--to", "0", WHO[0], WHO[1], WHO[2], WHO[3]],
        &["decide", PLAN, "--rollback", WHO[0], WHO[1], WHO[2], WHO[3]],
        &["decide", PLAN, "--restart", WHO[0], WHO[1], WHO[2], WHO[3]],
        &["decide", "rollouts/search.md", "--amend", WHO[0], WHO[1], WHO[2], WHO[3]],
        &["decide", PLAN, "--to", "2", "--by", "?", "--because", "All criteria are met"],
        &["decide", PLAN, "--to", "2", "--by", "Priya Nair", "--because", "…"],
        &["decide", PLAN, "--hold", "--abort", WHO[0], WHO[1], WHO[2], WHO[3]],
        &["new"],
        &["new", "***"],
        &["new", "Checkout"],
        &["new", "Search", "--id", "one"],
        &["new", "Search", "--id", "RO-014"],
        &["init", "--from", "missing.md"],
        &["init", "--write"],
        &["template", "check", "missing.md"],
        &["explain", "no-such-rule"],
        &["explain", "placehodler"],
        &["explain"],
        &["schema", "plan"],
        &["audit", "missing.md"],
        &["audit", "--since", "nowhere"],
        &["audit", "--format", "xml"],
        &["audit", "--against", "missing.json"],
        &["audit", "--approvals", "missing.json"],
        &["portfolio"],
        &["portfolio", "missing.json"],
        &["review", "--pr", "x"],
        &["review", "--pr", "1"],
    ]
    .into_iter()
    .map(plain)
    .collect();
    let config = |text: &'static str| (CONFIG, text);
    let texts = [
        "plans: [rollouts/*.md\n",
        "plans:\n\t- rollouts/*.md\n",
        "plans: a\nplans: b\n",
        "plan: [rollouts/*.md]\n",
        "plans: [\"rollouts/[.md\"]\n",
        "plans: [\"\"]\n",
        "heading: \"Fase {n}\"\n",
        "- plans\n",
        "nonsense\n",
        "a: &a [*a]\n",
        "--- {}\n--- {}\n",
        "fail-on: !!int error\n",
        "rules: { placehodler: off }\n",
        "rules: { placeholder: fatal }\n",
        "rules:\nplaceholder: off\n",
        "template: missing.md\n",
        "template: ../TEMPLATE.md\n",
        "template: rollouts\n",
        "template: \".rolloutlint.yml\"\n",
        "log: ../log.md\n",
        "log: { file: docs/log.md, append-only: perhaps }\n",
        "stages: { heading: \"Fase\" }\n",
        "stages: { names: [Canary, Canary] }\n",
        "decisions: { go: [Weiter] }\n",
        "people: { Priya Nair: }\n",
        "initial-stage: seven\n",
        "skipped: [one]\n",
        "not-applicable: [\"\"]\n",
        "tickets: \"CHG-[0-9\"\n",
        "deciders: { somewhere: [a] }\n",
        "exposure: [{ at: x }]\n",
        "exposure: [{ file: flags.json, at: \"features.{flagg}\" }]\n",
        "exposure: [{ file: \"../flags.json\", at: x }]\n",
        "exposure: [{ file: flags.json, at: x, scale: 0 }]\n",
    ];
    let files: Vec<[(&str, &str); 1]> = texts.into_iter().map(|text| [config(text)]).collect();
    let configurations: Vec<Try> = files.iter().map(|files| Try { files, args: &["check"] }).collect();
    let mut page = Page::default();
    page.chapter("Arguments", &arguments);
    page.chapter("Configuration", &configurations);
    page.chapter("Values of a wrong shape", &[]);
    let schema: Value = serde_json::from_str(&rolloutlint::cli::config_schema()).unwrap();
    page.wrong_values(&schema["properties"], "", "");
    compare_or_update(&root().join("tests/snapshots/messages.txt"), &page.text);
    assert!(page.faults.is_empty(), "{}", page.faults);
}
