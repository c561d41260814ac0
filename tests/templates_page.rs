//! The page about templates: each plan in its worked examples is taken over as the page says, and
//! has the verdicts that the page names.
#![allow(clippy::unwrap_used)]

mod support;

use support::{Repo, Run, root};

const PATH: &str = "docs/search-rollout.md";

/// A plan of the page with what `init` writes about its stages.
struct Example {
    title: String,
    plan: String,
    stages: Option<String>,
}

fn examples() -> Vec<Example> {
    let page = std::fs::read_to_string(root().join("docs/templates.md")).unwrap();
    let (_, part) = page.split_once("\n## Worked examples\n").unwrap();
    let (part, _) = part.split_once("\n## ").filter(|(part, _)| part.contains("→ ")).map_or((part, ""), |found| found);
    let (mut examples, mut shape, mut language, mut plan) = (Vec::new(), "", "", String::new());
    let mut lines = part.lines();
    while let Some(line) = lines.next() {
        if line == "```markdown" {
            plan = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
        } else if let Some(title) = line.strip_prefix("### ") {
            shape = title;
        } else if let Some(said) = line.strip_prefix("→ ") {
            let stages = said.strip_prefix('`').map(|said| said.trim_end_matches('`').to_owned());
            let title = format!("{shape}, {language}");
            examples.push(Example { title, plan: std::mem::take(&mut plan), stages });
        } else if line.ends_with(':') {
            language = line.trim_end_matches(':');
        }
    }
    examples
}

/// The keys below `stages:` in a configuration, in one line.
fn stages_of(config: &str) -> Option<String> {
    let line = config.lines().position(|line| line.starts_with("stages:"))?;
    let mut lines = config.lines().skip(line);
    let first = lines.next()?;
    if first != "stages:" {
        return Some(first.to_owned());
    }
    let keys: Vec<&str> = lines.take_while(|line| line.starts_with("  ")).map(str::trim).collect();
    Some(format!("stages: {{ {} }}", keys.join(", ")))
}

fn check(repo: &Repo, text: &str) -> Run {
    let before = repo.read(PATH);
    assert_ne!(before, text);
    repo.write(PATH, text);
    let run = repo.run(&["check", "--format", "short", "--base", "HEAD", "--today", "2026-12-20"]);
    repo.write(PATH, before);
    run
}

/// The text with its last box ticked; without one, with the status of the last stage raised.
fn moved(text: &str) -> String {
    let statuses = [("Not started", "In progress"), ("geplant", "läuft"), ("Pendiente", "En curso")];
    let raised = statuses.iter().fold(text.to_owned(), |text, (before, after)| text.replace(before, after));
    let box_at = text.rfind("[ ]").filter(|_| raised == text);
    box_at.map_or(raised, |at| format!("{}[x]{}", &text[..at], &text[at + 3..]))
}

#[track_caller]
fn assert_refused(run: &Run, rule: &str, title: &str) {
    let errors = run.out.matches("error[").count();
    let is_refused = (run.code, errors) == (1, 1) && run.out.contains(&format!("error[{rule}]"));
    assert!(is_refused, "{title}: {rule}\n{}{}", run.out, run.err);
}

#[test]
fn each_example_is_taken_over_and_judged_as_the_page_says() {
    let examples = examples();
    assert_eq!(examples.len(), 18);
    for Example { title, plan, stages } in examples {
        let repo = Repo::new();
        repo.write(PATH, &plan);
        repo.commit("The team's plan", "2026-07-01");
        let init = repo.run(&["init", "--from", PATH, "--write"]);
        assert_eq!(init.code, 0, "{title}: {}{}", init.out, init.err);
        assert!(init.out.contains("by this: no error, no warning"), "{title}: {}", init.out);
        assert!(!init.out.contains("the plan itself"), "{title}: {}", init.out);
        assert_eq!(stages_of(&repo.read(".rolloutlint.yml")), stages, "{title}");
        repo.commit("Adopt rolloutlint", "2026-07-02");
        let adopted = repo.read(PATH);
        assert_refused(&check(&repo, &moved(&adopted)), "stage-change-without-log-entry", &title);
        repo.write(PATH, adopted.replacen("[ ]", "[x]", 1));
        let decide = [
            "decide", PATH, "--to", "2", "--by", "Priya Nair", "--because", "Two weeks without an error", "--today",
            "2026-12-01",
        ];
        let decided = repo.run(&decide);
        assert_eq!(decided.code, 0, "{title}: {}{}", decided.out, decided.err);
        let recorded = repo.read(PATH);
        repo.write(PATH, &adopted);
        let honest = check(&repo, &recorded);
        assert!(honest.code == 0 && honest.out.is_empty(), "{title}: {}{}", honest.out, honest.err);
        assert_refused(&check(&repo, &recorded.replacen("[x]", "[ ]", 1)), "stage-exit-unmet", &title);
        repo.write(PATH, &recorded);
        repo.commit("Record the step", "2026-12-01");
        let rewritten = recorded.replace("Priya Nair", "Tomas Lindqvist");
        assert_refused(&check(&repo, &rewritten), "log-entry-modified", &title);
    }
}

/// The names of gates that the page lists.
fn gates() -> Vec<String> {
    let page = std::fs::read_to_string(root().join("docs/templates.md")).unwrap();
    let (_, part) = page.split_once("\n## Gates\n").unwrap();
    let (_, names) = part.split_once("another name for them:").unwrap();
    let (names, _) = names.split_once(" and their like").unwrap();
    names.split(',').map(|name| name.trim().replace('…', "Phase 2")).collect()
}

/// A plan with a list without boxes in one of its stages.
fn with_gate(name: &str, stage: usize) -> String {
    let list = format!("**{name}:**\n\n- No open bug\n- Support is ready\n");
    let [first, second] = [1, 2].map(|number| if number == stage { list.as_str() } else { "Some users.\n" });
    format!(
        "# Rollout: Search\n\n**Rollout ID:** RO-7\n\n## Phase 1: Alpha\n\n{first}\n## Phase 2: Beta\n\n{second}\n\
         ## Decision log\n\n| Date | Stage | Decision | Why | Decided by |\n|---|---|---|---|---|\n"
    )
}

#[test]
fn the_page_and_the_explanation_and_a_check_agree_on_gates() {
    let names = gates();
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        let repo = Repo::new();
        repo.write(".rolloutlint.yml", "plans: [\"docs/*-rollout.md\"]\ntemplate: docs/TEMPLATE.md\n");
        let template = |plan: &str| plan.replace("Search", "[Name]").replace("RO-7", "[ID]");
        repo.write("docs/TEMPLATE.md", template(&with_gate(&name, 1)));
        let explained = repo.run(&["template", "explain"]).out;
        let is_entry = explained.contains("entry criteria without boxes (gate-without-boxes)");
        let is_exit = explained.contains("exit criteria without boxes (gate-without-boxes)");
        assert!(is_entry != is_exit, "{name}: {explained}");
        assert_eq!(explained.contains("Phase 1 has no exit criteria: it can be left at any time"), is_entry, "{name}");
        // What is to hold before a stage is entered stands in that stage.
        let plan = with_gate(&name, if is_entry { 2 } else { 1 });
        repo.write("docs/TEMPLATE.md", template(&plan));
        repo.write(PATH, &plan);
        repo.commit("Plan", "2026-07-01");
        let row = "| 2026-07-20 | 1→2 | Proceed | Two weeks without an error | Priya Nair |\n";
        repo.write(PATH, [&plan, row].concat());
        let run = repo.run(&["check", "--format", "short", "--base", "HEAD", "--today", "2026-07-20"]);
        assert_eq!(
            (run.code, run.out.matches("[gate-without-boxes]").count()),
            (0, 1),
            "{name}: {}{}",
            run.out,
            run.err
        );
        assert_eq!(run.out.lines().count(), 1, "{name}: {}", run.out);
    }
}
