//! The program itself in a checkout as a workflow has it, against the stand-in for GitHub.

use crate::github::fake::{Fake, File, State, TOKEN};
use crate::support::{Repo, Run, compliant};
use rolloutlint::git::hunks;
use serde_json::json;

const PLAN: &str = "rollouts/checkout.md";

/// A repository on GitHub: `main` went on after the branch `beta` left it, so that the merge commit that CI checks out has other line numbers
/// than the branch.
struct Origin {
    repo: Repo,
    base: String,
    head: String,
    merge_base: String,
}

impl Origin {
    fn new(before: &str, after: &str) -> Origin {
        let repo = Repo::new();
        repo.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
        repo.write(PLAN, before);
        repo.commit("Plan the checkout", "2026-03-09");
        let merge_base = repo.git(&["rev-parse", "HEAD"]);
        repo.git(&["checkout", "-q", "-b", "beta"]);
        repo.write(PLAN, after);
        repo.commit("Start the beta", "2026-03-11");
        let head = repo.git(&["rev-parse", "HEAD"]);
        repo.git(&["checkout", "-q", "main"]);
        let note = "One page instead of four between basket and payment.";
        repo.write(
            PLAN,
            before.replace(note, &format!("{note}\n\nMore on this in the brief.\n\nAnd a third paragraph.")),
        );
        repo.commit("Say more", "2026-03-10");
        let base = repo.git(&["rev-parse", "HEAD"]);
        repo.git(&["checkout", "-q", "--detach"]);
        repo.git(&["merge", "-q", "--no-edit", "beta"]);
        repo.git(&["update-ref", "refs/pull/7/merge", "HEAD"]);
        repo.git(&["checkout", "-q", "main"]);
        Origin { repo, base, head, merge_base }
    }

    /// What actions/checkout leaves behind: the merge commit, detached, with as much history as asked for.
    fn checkout(&self, depth: Option<&str>) -> Repo {
        let clone = Repo::new();
        let url = format!("file://{}", self.repo.path().display());
        clone.git(&["remote", "add", "origin", &url]);
        let mut fetch = vec!["fetch", "-q"];
        match depth {
            Some(depth) => fetch.extend([depth, "origin", "+refs/pull/7/merge:refs/remotes/pull/7/merge"]),
            None => fetch.extend([
                "origin",
                "+refs/heads/*:refs/remotes/origin/*",
                "+refs/pull/7/merge:refs/remotes/pull/7/merge",
            ]),
        }
        clone.git(&fetch);
        clone.git(&["checkout", "-q", "--detach", "refs/remotes/pull/7/merge"]);
        clone
    }

    fn github(&self) -> Fake {
        let at = |commit: &str| self.repo.git(&["show", &format!("{commit}:{PLAN}")]) + "\n";
        let hunks = hunks(&at(&self.merge_base), &at(&self.head), 3);
        let mut state = State::new(vec![File { path: PLAN.to_owned(), hunks, ..File::default() }]);
        state.head = self.head.clone();
        state.merge_base = Some(self.merge_base.clone());
        Fake::start(state)
    }

    fn event(&self) -> String {
        json!({
            "action": "synchronize",
            "number": 7,
            "pull_request": {
                "number": 7,
                "head": { "sha": self.head, "ref": "beta", "repo": { "full_name": "acme/shop" } },
                "base": { "sha": self.base, "ref": "main", "repo": { "full_name": "acme/shop" } },
            },
            "repository": { "full_name": "acme/shop", "name": "shop", "owner": { "login": "acme" }, "default_branch": "main" },
        })
        .to_string()
    }

    /// Runs `rolloutlint review` as the workflow does.
    fn review(&self, checkout: &Repo, fake: &Fake, token: Option<&str>, args: &[&str]) -> Run {
        let folder = tempfile::TempDir::new().expect("a folder");
        let event = folder.path().join("event.json");
        std::fs::write(&event, self.event()).expect("the event");
        let graphql = format!("{}/graphql", fake.address);
        let home = folder.path().display().to_string();
        let event = event.display().to_string();
        let mut variables = vec![
            ("GITHUB_EVENT_NAME", "pull_request"),
            ("GITHUB_EVENT_PATH", event.as_str()),
            ("GITHUB_API_URL", fake.address.as_str()),
            ("GITHUB_GRAPHQL_URL", graphql.as_str()),
            ("GITHUB_ACTIONS", "true"),
            ("HOME", home.as_str()),
        ];
        variables.extend(token.map(|token| ("GITHUB_TOKEN", token)));
        checkout.run_with(&[&["review"], args].concat(), &variables)
    }
}

fn unrecorded() -> Origin {
    let before = compliant("stage-1");
    let after = before.replace("- [ ] Monitor leading metrics daily", "- [x] Monitor leading metrics daily");
    Origin::new(&before, &after)
}

#[test]
fn a_review_stands_on_the_line_of_the_head_also_where_the_merge_commit_is_checked_out() {
    for depth in [None, Some("--depth=1"), Some("--depth=2")] {
        let origin = unrecorded();
        let (checkout, fake) = (origin.checkout(depth), origin.github());
        let run = origin.review(&checkout, &fake, Some(TOKEN), &[]);
        assert_eq!(run.code, 1, "{depth:?}: {}{}", run.out, run.err);
        assert!(run.err.contains("review: 1 thread opened, summary written"), "{depth:?}: {}", run.err);
        let state = fake.state();
        let [comment] = &state.threads[..] else { panic!("{depth:?}: one thread, not {:?}", state.threads) };
        let text = origin.repo.git(&["show", &format!("{}:{PLAN}", origin.head)]);
        let line = comment.line.expect("a line") as usize;
        assert_eq!(text.lines().nth(line - 1), Some("- [x] Monitor leading metrics daily"));
        assert_eq!(comment.side, "RIGHT");
        assert_eq!(state.violations, [""; 0]);
        assert!(run.out.contains(&format!("::error file={PLAN},line={line}")), "{}", run.out);

        let again = origin.review(&checkout, &fake, Some(TOKEN), &[]);
        assert_eq!(again.code, 1);
        assert!(again.err.contains("review: nothing to change"), "{}", again.err);
        assert_eq!((fake.state().threads.len(), fake.state().comments.len()), (1, 1));
    }
}

#[test]
fn a_removed_row_is_commented_where_it_was() {
    let before = compliant("stage-1");
    let row = "| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |\n";
    let origin = Origin::new(&before, &before.replace(row, ""));
    let (checkout, fake) = (origin.checkout(None), origin.github());
    let run = origin.review(&checkout, &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let state = fake.state();
    let [comment] = &state.threads[..] else { panic!("one thread, not {:?}\n{}", state.threads, run.out) };
    let line = before.lines().position(|line| line.starts_with("| 2026-03-02")).expect("the row") as u64 + 1;
    assert_eq!((comment.side.as_str(), comment.line), ("LEFT", Some(line)));
}

#[test]
fn without_a_token_the_findings_are_annotations() {
    let origin = unrecorded();
    let (checkout, fake) = (origin.checkout(None), origin.github());
    let run = origin.review(&checkout, &fake, None, &[]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("::error file="), "{}", run.out);
    assert!(run.err.contains("no GITHUB_TOKEN"), "{}", run.err);
    assert_eq!(fake.state().requests.len(), 0);
}

#[test]
fn a_fork_whose_token_only_reads_gets_annotations() {
    let origin = unrecorded();
    let (checkout, fake) = (origin.checkout(None), origin.github());
    fake.change(|state| state.account().may_write = false);
    let run = origin.review(&checkout, &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("::error file="), "{}", run.out);
    assert!(run.err.contains("review: not posted"), "{}", run.err);
    let required = origin.review(&checkout, &fake, Some(TOKEN), &["--require-post"]);
    assert_eq!(required.code, 2, "{}", required.err);
}

#[test]
fn a_dry_run_prints_what_it_would_post() {
    let origin = unrecorded();
    let (checkout, fake) = (origin.checkout(None), origin.github());
    let run = origin.review(&checkout, &fake, Some(TOKEN), &["--dry-run"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("with 1 comment"), "{}", run.out);
    assert_eq!(fake.count("POST"), 0);
}

#[test]
fn a_shallow_clone_without_a_token_says_the_way_out() {
    let origin = unrecorded();
    let (checkout, fake) = (origin.checkout(Some("--depth=1")), origin.github());
    let run = origin.review(&checkout, &fake, None, &[]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains("fetch-depth: 0"), "{}", run.err);
}

#[test]
fn a_laxer_configuration_is_said_on_the_line_of_the_diff() {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-1"));
    repo.write(".rolloutlint.yml", "# ours\nfail-on: error\nrules: { log-rationale-weak: error }\n");
    repo.commit("Plan the checkout", "2026-03-09");
    repo.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repo.write(".rolloutlint.yml", "# ours\nfail-on: error\ninitial-stage: 2\n");
    repo.commit("Change the rules", "2026-03-11");
    let head = repo.git(&["rev-parse", "HEAD"]);
    let event = json!({
        "number": 7,
        "pull_request": {
            "number": 7,
            "head": { "sha": head, "ref": "rules", "repo": { "full_name": "acme/shop" } },
            "base": { "sha": head, "ref": "main", "repo": { "full_name": "acme/shop" } },
        },
        "repository": { "full_name": "acme/shop", "name": "shop", "owner": { "login": "acme" }, "default_branch": "main" },
    });
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("event.json");
    std::fs::write(&path, event.to_string()).unwrap();
    let variables = [("GITHUB_EVENT_NAME", "pull_request"), ("GITHUB_EVENT_PATH", path.to_str().unwrap())];
    let run = repo.run_with(&["review", "--dry-run", "--format", "short"], &variables);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let said = ".rolloutlint.yml, line 3: warning: this change makes the configuration laxer: `initial-stage` is 2 (was not set)";
    assert!(run.out.contains("with 1 comment") && run.out.contains(said), "{}", run.out);
}
