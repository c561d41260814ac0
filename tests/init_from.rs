//! `rolloutlint init --from PLAN`: a template and a configuration made from plans as teams write them, and what holds for every proposal.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use support::{Repo, compare_or_update, compliant, root};

fn team(name: &str) -> String {
    fs::read_to_string(root().join(format!("fixtures/teams/{name}.md"))).unwrap()
}

/// A repository with a plan, from which template and configuration were made.
fn adopted(path: &str, text: &str) -> (Repo, String) {
    let repo = Repo::new();
    repo.write(path, text);
    repo.commit("The team's plan", "2026-07-01");
    let run = repo.run(&["init", "--from", path]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    (repo, run.out)
}

fn template_of(repo: &Repo) -> String {
    let config = repo.read(".rolloutlint.yml");
    let line = config.lines().find_map(|line| line.strip_prefix("template: ")).unwrap();
    line.trim_matches('"').to_owned()
}

/// What must hold of every proposal: the plan has no error, the template no fault, and a copy of it is called a copy and nothing else.
fn assert_verifies(repo: &Repo, path: &str) {
    let template = template_of(repo);
    let check = repo.run(&["check", path, "--format", "short"]);
    assert_eq!(check.code, 0, "{path}:\n{}{}", check.out, check.err);
    let judged = repo.run(&["template", "check"]);
    assert!(!judged.out.contains("error:"), "{}", judged.out);
    let all = repo.run(&["check", "--format", "short"]);
    assert!(!all.out.contains(&template), "the template is no plan:\n{}", all.out);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let copy = format!("{folder}/a-copy.md");
    repo.write(&copy, repo.read(&template));
    let copied = repo.run(&["check", &copy, "--format", "short"]);
    let is_finding = |line: &&str| line.contains("warning[") || line.contains("error[");
    for line in copied.out.lines().filter(is_finding) {
        assert!(line.contains("[template-copy]"), "{line}");
    }
}

fn proposes(name: &str, path: &str) {
    let (repo, out) = adopted(path, &team(name));
    assert_verifies(&repo, path);
    // The folder of the repository is another one each time, and the workflow is everybody's.
    let (_, shown) = out.split_once("---").unwrap();
    let (before, after) = shown.split_once("--- .github/workflows").unwrap();
    let (_, verdict) = after.split_once("\n\n").unwrap();
    let (verdict, _) = verdict.split_once("\nin the workflow").unwrap();
    let said = format!("---{before}\n{verdict}");
    compare_or_update(&root().join(format!("tests/snapshots/init-from-{name}.txt")), &said);
}

#[test]
fn a_plan_in_another_language_keeps_its_words() {
    proposes("fases", "docs/plano-piloto.md");
}

#[test]
fn a_plan_under_way_gives_a_template_that_has_not_begun() {
    proposes("phases", "docs/rollouts/scanner.md");
}

#[test]
fn stages_without_numbers_are_told_by_their_names() {
    proposes("names", "docs/search-rollout.md");
}

#[test]
fn stages_with_letters_are_told_by_word_and_letter() {
    proposes("letters", "docs/release-plan.md");
}

/// For any compliant plan, however a formatter left it, the proposal verifies.
#[test]
fn a_proposal_from_a_compliant_plan_verifies() {
    let folder = root().join("fixtures/compliant");
    let files = [folder.clone(), folder.join("formatted")].into_iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let plans: Vec<_> =
        files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    assert!(plans.len() >= 15);
    for plan in plans {
        let text = fs::read_to_string(&plan).unwrap();
        for text in [text.clone(), format!("\u{feff}{}", text.replace('\n', "\r\n"))] {
            let (repo, out) = adopted("rollouts/checkout.md", &text);
            assert!(out.contains("by this: no error"), "{}:\n{out}", plan.display());
            assert_verifies(&repo, "rollouts/checkout.md");
        }
    }
}

#[test]
fn what_every_plan_says_is_kept_byte_for_byte() {
    let text = team("phases");
    let (repo, _) = adopted("docs/rollouts/scanner.md", &text);
    let template = repo.read("docs/rollouts/TEMPLATE.md");
    let plain = |line: &&str| {
        !line.is_empty() && !line.contains(['[', '|', ':']) && !line.contains("✅") && !line.contains("—")
    };
    for line in text.lines().filter(plain) {
        assert!(line.contains("Written on") || template.lines().any(|other| other == line), "{line}");
    }
    assert!(
        !template.contains("Dana Whitfield") && !template.contains("2026") && !template.contains("[x]"),
        "{template}"
    );
}

#[test]
fn line_endings_and_byte_order_mark_stay() {
    let text = format!("\u{feff}{}", team("fases").replace('\n', "\r\n"));
    let (repo, _) = adopted("docs/plano-piloto.md", &text);
    let template = repo.read(&template_of(&repo));
    assert!(template.starts_with('\u{feff}'));
    assert_eq!(template.matches('\n').count(), template.matches("\r\n").count());
    let plain = adopted("docs/plano-piloto.md", &team("fases")).0;
    assert_eq!(template.trim_start_matches('\u{feff}').replace("\r\n", "\n"), plain.read(&template_of(&plain)));
}

#[test]
fn nothing_is_written_on_a_dry_run_and_nothing_overwritten() {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.commit("The team's plan", "2026-07-01");
    let run = repo.run(&["init", "--from", "rollouts/checkout.md", "--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("writes  rollouts/TEMPLATE.md"), "{}", run.out);
    assert!(!repo.path().join("rollouts/TEMPLATE.md").exists() && !repo.path().join(".rolloutlint.yml").exists());
    repo.write("rollouts/TEMPLATE.md", "ours\n");
    let run = repo.run(&["init", "--from", "rollouts/checkout.md"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("leaves  rollouts/TEMPLATE.md"), "{}", run.out);
    assert_eq!(repo.read("rollouts/TEMPLATE.md"), "ours\n");
}

#[test]
fn a_file_without_stages_is_refused_with_what_to_do() {
    let repo = Repo::new();
    repo.write("notes.md", "# Notes\n\n## One\n\n## Two\n");
    let run = repo.run(&["init", "--from", "notes.md"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no stages") && run.err.contains("help: "), "{}", run.err);
    assert!(!repo.path().join(".rolloutlint.yml").exists());
}
