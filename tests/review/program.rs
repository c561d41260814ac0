//! The program itself in a checkout as a workflow has it, against the stand-in for GitHub.

use crate::github::fake::{Fake, File, State, TOKEN};
use crate::support::{Repo, Run, compliant, moved_on};
use rolloutlint::git::hunks;
use serde_json::{Value, json};

pub(crate) const PLAN: &str = "rollouts/checkout.md";

/// A repository on GitHub: `main` went on after the branch `beta` left it, so that the merge commit
/// that CI checks out has other line numbers than the branch.
pub(crate) struct Origin {
    pub(crate) repo: Repo,
    pub(crate) base: String,
    pub(crate) head: String,
    pub(crate) merge_base: String,
}

impl Origin {
    pub(crate) fn new(before: &str, after: &str) -> Origin {
        Origin::with_config(before, after, "")
    }

    /// The same with a configuration on all branches, unless it is empty.
    pub(crate) fn with_config(before: &str, after: &str, config: &str) -> Origin {
        let config = (!config.is_empty()).then_some((".rolloutlint.yml", config));
        Origin::of(before, config.as_slice(), &[(PLAN, after)])
    }

    /// A plan with other files, and what the branch changes.
    pub(crate) fn of(before: &str, others: &[(&str, &str)], changed: &[(&str, &str)]) -> Origin {
        let repo = Repo::new();
        others.iter().for_each(|(path, text)| repo.write(path, text));
        repo.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
        repo.write(PLAN, before);
        repo.write("docs/brief.md", "# Brief\n");
        repo.commit("Plan the checkout", "2026-03-09");
        let merge_base = repo.git(&["rev-parse", "HEAD"]);
        repo.git(&["checkout", "-q", "-b", "beta"]);
        changed.iter().for_each(|(path, text)| repo.write(path, text));
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

    /// What actions/checkout leaves behind: the merge commit, detached, with as much history as
    /// asked for.
    pub(crate) fn checkout(&self, depth: Option<&str>) -> Repo {
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

    pub(crate) fn github(&self) -> Fake {
        let at = |commit: &str, path: &str| self.repo.git(&["show", &format!("{commit}:{path}")]) + "\n";
        let changed = self.repo.git(&["diff", "--name-only", "--diff-filter=M", &self.merge_base, &self.head]);
        let file = |path: &str| {
            let hunks = hunks(&at(&self.merge_base, path), &at(&self.head, path), 3);
            File { path: path.to_owned(), hunks, ..File::default() }
        };
        let mut state = State::new(changed.lines().map(file).collect());
        state.head = self.head.clone();
        state.merge_base = Some(self.merge_base.clone());
        state.base_tip = Some(self.base.clone());
        state.objects = Some(self.repo.path().to_path_buf());
        Fake::start(state)
    }

    /// What actions/checkout leaves behind where the workflow runs on the default branch: its
    /// newest commit, and nothing of the pull request.
    pub(crate) fn checkout_of_main(&self, depth: Option<&str>) -> Repo {
        let clone = Repo::new();
        let url = format!("file://{}", self.repo.path().display());
        clone.git(&["remote", "add", "origin", &url]);
        let mut fetch = vec!["fetch", "-q"];
        fetch.extend(depth);
        fetch.extend(["origin", "+refs/heads/main:refs/remotes/origin/main"]);
        clone.git(&fetch);
        clone.git(&["checkout", "-q", "-B", "main", "refs/remotes/origin/main"]);
        clone
    }

    pub(crate) fn event(&self) -> Value {
        json!({
            "action": "synchronize",
            "number": 7,
            "pull_request": {
                "number": 7,
                "head": { "sha": self.head, "ref": "beta", "repo": { "full_name": "acme/shop" } },
                // Where the base branch was when the pull request was opened.
                "base": { "sha": self.merge_base, "ref": "main", "repo": { "full_name": "acme/shop" } },
            },
            "repository": { "full_name": "acme/shop", "name": "shop", "owner": { "login": "acme" }, "default_branch": "main" },
        })
    }

    /// The event of the run after a workflow of a pull request whose branch is `owner`'s. GitHub
    /// names the pull requests where they are not a fork's.
    pub(crate) fn event_after(&self, owner: &str, pull_requests: Value) -> Value {
        json!({
            "action": "completed",
            "workflow_run": {
                "event": "pull_request", "head_branch": "beta", "head_sha": self.head, "pull_requests": pull_requests,
                "head_repository": { "full_name": format!("{owner}/shop"), "owner": { "login": owner } },
            },
            "repository": { "full_name": "acme/shop", "default_branch": "main" },
        })
    }

    /// Runs `rolloutlint review` as the workflow does.
    pub(crate) fn review(&self, checkout: &Repo, fake: &Fake, token: Option<&str>, args: &[&str]) -> Run {
        self.review_of("pull_request", self.event(), checkout, fake, token, args).0
    }

    /// The same for any event; gives the JSON report, too.
    pub(crate) fn review_of(
        &self,
        name: &str,
        event: Value,
        checkout: &Repo,
        fake: &Fake,
        token: Option<&str>,
        args: &[&str],
    ) -> (Run, Value) {
        self.review_in(name, event, checkout, fake, token, args, &[])
    }

    /// The same with more variables.
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn review_in(
        &self,
        name: &str,
        event: Value,
        checkout: &Repo,
        fake: &Fake,
        token: Option<&str>,
        args: &[&str],
        more: &[(&str, &str)],
    ) -> (Run, Value) {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        std::fs::write(path("event.json"), event.to_string()).expect("the event");
        let graphql = format!("{}/graphql", fake.address);
        let (home, event, output, summary) = (path("."), path("event.json"), path("output"), path("summary"));
        let mut variables = vec![
            ("GITHUB_EVENT_NAME", name),
            ("GITHUB_EVENT_PATH", event.as_str()),
            ("GITHUB_API_URL", fake.address.as_str()),
            ("GITHUB_GRAPHQL_URL", graphql.as_str()),
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_OUTPUT", output.as_str()),
            ("GITHUB_STEP_SUMMARY", summary.as_str()),
            ("RUNNER_TEMP", home.as_str()),
            ("HOME", home.as_str()),
        ];
        variables.extend(token.map(|token| ("GITHUB_TOKEN", token)));
        variables.extend(more);
        let run = checkout.run_with(&[&["review"], args].concat(), &variables);
        let report = std::fs::read_to_string(path("rolloutlint-report.json")).unwrap_or_else(|_| "null".to_owned());
        let wrote_summary = std::fs::read_to_string(path("summary")).is_ok_and(|page| page.contains("# rolloutlint"));
        let had_work = run.code > 0 || report != "null";
        assert_eq!(wrote_summary, had_work, "the job summary is always written");
        assert_eq!(run.code == 2, run.out.contains("::error title=rolloutlint::error:"), "{}", run.out);
        (run, serde_json::from_str(&report).expect("JSON"))
    }
}

pub(crate) fn unrecorded() -> Origin {
    let before = compliant("stage-1");
    let after = moved_on(&before);
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
    let base = repo.git(&["rev-parse", "HEAD"]);
    repo.write(".rolloutlint.yml", "# ours\nfail-on: error\ninitial-stage: 2\n");
    repo.commit("Change the rules", "2026-03-11");
    let head = repo.git(&["rev-parse", "HEAD"]);
    let event = json!({
        "number": 7,
        "pull_request": {
            "number": 7,
            "head": { "sha": head, "ref": "rules", "repo": { "full_name": "acme/shop" } },
            "base": { "sha": base, "ref": "main", "repo": { "full_name": "acme/shop" } },
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
    assert!(run.err.contains("with 1 comment") && run.err.contains(said), "{}", run.err);
}

/// The finding's rule and where it is, for the one error of the story.
fn only_error(report: &Value) -> String {
    let findings = report["findings"].as_array().expect("findings");
    let errors = findings.iter().filter(|finding| finding["severity"] == "error");
    errors.map(|finding| finding["rule"].as_str().expect("a rule")).collect::<Vec<&str>>().join(" ")
}

#[test]
fn every_event_about_a_pull_request_is_judged_from_the_live_merge_base_and_commented_on() {
    let origin = unrecorded();
    for depth in [Some("--depth=1"), None] {
        for name in ["pull_request", "pull_request_target", "pull_request_review"] {
            let checkout =
                if name == "pull_request_target" { origin.checkout_of_main(depth) } else { origin.checkout(depth) };
            let fake = origin.github();
            let (run, report) = origin.review_of(name, origin.event(), &checkout, &fake, Some(TOKEN), &[]);
            assert_eq!(run.code, 1, "{name} {depth:?}: {}{}", run.out, run.err);
            assert_eq!((&report["base"], &report["head"]), (&json!(origin.merge_base), &json!(origin.head)), "{name}");
            assert_eq!(only_error(&report), "stage-change-without-log-entry");
            assert!(run.out.contains("::error file="), "{name}");
            assert_eq!((fake.state().threads.len(), fake.state().comments.len()), (1, 1), "{name}");
            let is_shallow = checkout.git(&["rev-parse", "--is-shallow-repository"]);
            assert_eq!(is_shallow == "true", depth.is_some(), "a full clone is not cut short");
        }
    }
}

#[test]
fn the_run_after_a_forks_workflow_comments_where_that_one_could_not() {
    let origin = unrecorded();
    let event = || origin.event_after("mallory", json!([]));
    for depth in [Some("--depth=1"), None] {
        let (checkout, fake) = (origin.checkout_of_main(depth), origin.github());
        fake.change(|state| state.head_repository = Some("mallory/shop".to_owned()));
        let before = checkout.git(&["rev-parse", "HEAD"]);
        let (run, report) = origin.review_of("workflow_run", event(), &checkout, &fake, Some(TOKEN), &[]);
        assert_eq!(run.code, 1, "{depth:?}: {}{}", run.out, run.err);
        assert_eq!((&report["base"], &report["head"]), (&json!(origin.merge_base), &json!(origin.head)));
        assert_eq!(fake.state().threads.len(), 1);
        assert_eq!(checkout.git(&["rev-parse", "HEAD"]), before, "nothing of the fork is checked out");

        // The pull request went on, and the run of its newer head will speak.
        fake.change(|state| state.head = "2".repeat(40));
        let (run, report) = origin.review_of("workflow_run", event(), &checkout, &fake, Some(TOKEN), &[]);
        assert_eq!((run.code, report), (0, Value::Null));
        assert!(run.err.contains("superseded"), "{}", run.err);
    }
}

#[test]
fn of_two_pull_requests_of_a_branch_the_one_that_is_named_is_reviewed() {
    let origin = unrecorded();
    let fake = origin.github();
    let event = origin.event_after("acme", json!([{ "number": 7 }]));
    let (run, _) = origin.review_of("workflow_run", event, &origin.checkout_of_main(None), &fake, Some(TOKEN), &[]);
    assert_eq!((run.code, fake.state().threads.len()), (1, 1), "{}{}", run.out, run.err);
    assert!(
        !fake.state().requests.iter().any(|seen| seen.path.ends_with("/pulls")),
        "nobody looks it up by its branch"
    );
}

#[test]
fn a_merge_group_and_a_push_are_judged_between_their_two_commits() {
    let origin = unrecorded();
    let merged = origin.repo.git(&["rev-parse", "refs/pull/7/merge"]);
    let repository = json!({ "full_name": "acme/shop", "default_branch": "main" });
    let group = json!({ "merge_group": { "head_sha": merged, "base_sha": origin.base }, "repository": repository });
    let push = json!({ "before": origin.base, "after": merged, "repository": repository });
    let branch = json!({ "before": "0".repeat(40), "after": origin.head, "repository": repository });
    for depth in [Some("--depth=1"), None] {
        for (name, event, base, head) in [
            ("merge_group", &group, &origin.base, &merged),
            ("push", &push, &origin.base, &merged),
            ("push", &branch, &origin.merge_base, &origin.head),
        ] {
            let (checkout, fake) = (origin.checkout(depth), origin.github());
            let (run, report) = origin.review_of(name, event.clone(), &checkout, &fake, Some(TOKEN), &[]);
            assert_eq!(run.code, 1, "{name} {depth:?}: {}{}", run.out, run.err);
            assert_eq!((&report["base"], &report["head"]), (&json!(base), &json!(head)), "{name} {depth:?}");
            assert_eq!(only_error(&report), "stage-change-without-log-entry");
            assert!(run.out.contains("::error file="), "{name}");
            assert_eq!(fake.state().writes, 0, "{name}: nobody to comment to");
        }
    }
}

#[test]
fn any_other_event_judges_the_whole_tree_in_the_summary() {
    let origin = unrecorded();
    let (checkout, fake) = (origin.checkout_of_main(Some("--depth=1")), origin.github());
    let (run, report) = origin.review_of("workflow_dispatch", json!({}), &checkout, &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!((&report["base"], &report["head"]), (&Value::Null, &Value::Null));
    assert!(!run.out.contains("::"), "{}", run.out);
    assert_eq!(fake.state().requests.len(), 0);
}

#[test]
fn jobs_that_judge_different_plans_leave_each_others_threads_alone() {
    let origin = unrecorded();
    let (checkout, fake) = (origin.checkout(None), origin.github());
    assert_eq!(origin.review(&checkout, &fake, Some(TOKEN), &[]).code, 1);
    let before = fake.state().seen();
    let run = origin.review(&checkout, &fake, Some(TOKEN), &["docs"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(fake.state().seen(), before);
}

#[test]
fn a_commit_that_cannot_be_had_is_exit_code_two_with_the_way_out() {
    let origin = unrecorded();
    let (checkout, fake) = (origin.checkout(Some("--depth=1")), origin.github());
    checkout.git(&["remote", "set-url", "origin", "file:///nowhere"]);
    fake.change(|state| state.objects = None);
    let run = origin.review(&checkout, &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("does not give the commit") && run.err.contains("fetch-depth: 0"), "{}", run.err);
    assert!(!run.err.contains(TOKEN), "{}", run.err);
}

#[test]
fn a_thread_goes_with_its_plan_from_push_to_push() {
    let origin = unrecorded();
    let fake = origin.github();
    origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    let (thread, notifications) = (fake.state().threads[0].clone(), fake.state().notifications);

    // The plan is renamed, and a paragraph is put in above.
    let new = "rollouts/fast-checkout.md";
    origin.repo.git(&["checkout", "-q", "beta"]);
    origin.repo.git(&["mv", PLAN, new]);
    let note = "One page instead of four between basket and payment.";
    let text = origin.repo.read(new).replace(note, &format!("{note}\n\nThe brief says more."));
    origin.repo.write(new, &text);
    origin.repo.commit("Rename the plan", "2026-03-12");
    let head = origin.repo.git(&["rev-parse", "HEAD"]);
    let before = origin.repo.git(&["show", &format!("{}:{PLAN}", origin.merge_base)]) + "\n";
    let previous_path = Some(PLAN.to_owned());
    let file = File { path: new.to_owned(), previous_path, hunks: hunks(&before, &text, 3), ..File::default() };
    fake.change(|state| state.push(&head, vec![file], |line| Some(line + 2)));
    let origin = Origin { head, ..origin };
    let checkout = origin.checkout_of_main(None);
    let run = origin.review(&checkout, &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let state = fake.state();
    let same = state.threads.iter().find(|other| other.comments[0].id == thread.comments[0].id);
    assert!(same.is_some_and(|same| same.path == new && same.line == thread.line.map(|line| line + 2)));
    assert!(!state.threads.iter().any(|other| other.comments[0].body.starts_with("**Fixed**")), "{}", run.err);
    // The rename itself is news, and nothing else is.
    let news: Vec<_> = state.threads.iter().filter(|other| other.comments[0].id != thread.comments[0].id).collect();
    assert!(news.iter().all(|other| other.comments[0].body.contains("plan-moved")), "{news:#?}");
    assert_eq!(state.notifications - notifications, usize::from(!news.is_empty()));
}

#[test]
fn where_nothing_is_to_be_said_one_request_tells_all_that_a_run_asks() {
    let before = compliant("stage-1");
    let origin = Origin::of(&before, &[("README.md", "# Shop\n")], &[("README.md", "# The shop\n")]);
    let (checkout, fake) = (origin.checkout(None), origin.github());
    let run = origin.review(&checkout, &fake, Some(TOKEN), &[]);
    assert!(run.code == 0 && run.err.contains("review: nothing to change"), "{}{}", run.out, run.err);
    assert_eq!(fake.state().requests.len(), 1);

    // With findings that stand there already, the files are asked for, too.
    let origin = unrecorded();
    let (checkout, fake) = (origin.checkout(None), origin.github());
    origin.review(&checkout, &fake, Some(TOKEN), &[]);
    let so_far = fake.state().requests.len();
    let again = origin.review(&checkout, &fake, Some(TOKEN), &[]);
    assert!(again.err.contains("review: nothing to change"), "{}", again.err);
    assert_eq!(fake.state().requests.len() - so_far, 2);
}

#[test]
fn a_push_that_touches_no_plan_changes_nothing_on_the_pull_request() {
    let origin = unrecorded();
    let fake = origin.github();
    origin.review(&origin.checkout(None), &fake, Some(TOKEN), &["--today", "2026-03-11"]);
    let before = fake.state();
    origin.repo.git(&["checkout", "-q", "beta"]);
    origin.repo.write("README.md", "# Shop\n");
    origin.repo.commit("Greet", "2026-03-12");
    let head = origin.repo.git(&["rev-parse", "HEAD"]);
    fake.change(|state| state.push(&head, state.files.clone(), Some));
    let origin = Origin { head, ..origin };
    let run = origin.review(&origin.checkout_of_main(None), &fake, Some(TOKEN), &["--today", "2026-03-12"]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.err.contains("nothing to change"), "{}", run.err);
    assert_eq!(fake.state().writes, before.writes);
}

#[test]
fn a_tag_called_like_the_base_branch_is_not_the_base() {
    let origin = unrecorded();
    let (checkout, fake) = (origin.checkout(None), origin.github());
    checkout.git(&["tag", "origin/main", &origin.head]);
    assert_eq!(origin.review(&checkout, &fake, Some(TOKEN), &[]).code, 1);
    assert_eq!(fake.state().threads.len(), 1);
}

#[test]
fn the_comments_of_a_pull_request_that_was_merged_stay() {
    let origin = unrecorded();
    let fake = origin.github();
    origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    let before = fake.state().seen();
    origin.repo.git(&["update-ref", "refs/heads/main", "refs/pull/7/merge"]);
    fake.change(|state| state.is_closed = true);
    let checkout = origin.checkout(None);
    let (run, _) = origin.review_of("pull_request_review", origin.event(), &checkout, &fake, Some(TOKEN), &[]);
    assert!(run.err.contains("the pull request is closed"), "{}", run.err);
    assert_eq!(fake.state().seen(), before);
}

#[test]
fn a_configuration_that_the_pull_request_brings_along_does_not_judge_it() {
    let origin = unrecorded();
    let fake = origin.github();
    let config = "ci/rolloutlint.yml";
    origin.repo.git(&["checkout", "-q", "main"]);
    origin.repo.write(config, "fail-on: error\n");
    origin.repo.commit("Configure", "2026-03-10");
    let base = origin.repo.git(&["rev-parse", "HEAD"]);
    origin.repo.git(&["checkout", "-q", "-B", "beta", "main"]);
    origin.repo.write(config, "plans: [\"nothing/*.md\"]\n");
    let plan = origin.repo.git(&["show", &format!("{}:{PLAN}", origin.head)]);
    origin.repo.write(PLAN, plan + "\n");
    origin.repo.commit("Start the beta unseen", "2026-03-12");
    let head = origin.repo.git(&["rev-parse", "HEAD"]);
    origin.repo.git(&["update-ref", "refs/pull/7/merge", "HEAD"]);
    origin.repo.git(&["checkout", "-q", "main"]);
    fake.change(|state| {
        (state.head, state.merge_base, state.base_tip) = (head.clone(), Some(base.clone()), Some(base));
    });
    let origin = Origin { head, ..origin };
    let checkout = origin.checkout(None);
    let run = origin.review(&checkout, &fake, Some(TOKEN), &["--config", config]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
}

#[test]
fn pushes_without_a_usable_commit_before_are_judged_all_the_same() {
    let origin = unrecorded();
    let repository = json!({ "full_name": "acme/shop", "default_branch": "main" });
    let push = |before: &str, after: &str| json!({ "before": before, "after": after, "repository": repository });
    let zeros = "0".repeat(40);
    for (event, checkout, code, base) in [
        // A force push left the old commit behind.
        (push(&"d".repeat(40), &origin.head), origin.checkout(None), 1, json!(origin.merge_base)),
        // The first push of the default branch: every plan is new, and good as it stands.
        (push(&zeros, &origin.base), origin.checkout_of_main(None), 0, Value::Null),
    ] {
        let fake = origin.github();
        let (run, report) = origin.review_of("push", event, &checkout, &fake, None, &[]);
        assert_eq!((run.code, &report["base"]), (code, &base), "{}{}", run.out, run.err);
    }
    let (checkout, fake) = (origin.checkout(None), origin.github());
    let (run, report) = origin.review_of("push", push(&origin.head, &zeros), &checkout, &fake, None, &[]);
    assert_eq!((run.code, report), (0, Value::Null));
    assert!(run.err.contains("the branch is gone"), "{}", run.err);
}

#[test]
fn nothing_is_told_of_a_plan_that_cannot_be_read() {
    let before = compliant("stage-1");
    let origin = Origin::new(&before, &before.replace("Priya Nair", "Pri\u{e9}a Nair"));
    let bytes = origin.repo.read(PLAN).replace("**Owner:** Priya", "**Owner:** Pri\u{1}a").into_bytes();
    let latin: Vec<u8> = bytes.into_iter().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect();
    origin.repo.git(&["checkout", "-q", "beta"]);
    origin.repo.write(PLAN, latin);
    origin.repo.commit("Save as Latin-1", "2026-03-12");
    let head = origin.repo.git(&["rev-parse", "HEAD"]);
    let fake = origin.github();
    fake.change(|state| state.head = head.clone());
    let origin = Origin { head, ..origin };
    let run = origin.review(&origin.checkout_of_main(None), &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let summary = &fake.state().comments[0].body;
    assert!(!summary.contains("Changed in the plan") && !summary.contains("| Stage |"), "{summary}");
}

#[test]
fn a_flag_that_is_raised_alone_is_commented_on_its_line() {
    let plan = compliant("stage-1").replace("3-5 customers", "1-5% of users");
    let config = "exposure:\n  - file: config/production.json\n    at: features.{flag}\n    scale: 100\n";
    let flags = |share: u32| {
        format!("{{\n  \"features\": {{\n    \"dark_mode\": true,\n    \"checkout_one_page\": {share}\n  }}\n}}\n")
    };
    let files = [(".rolloutlint.yml", config), ("config/production.json", &flags(5))];
    let origin = Origin::of(&plan, &files, &[("config/production.json", &flags(25))]);
    let fake = origin.github();
    let run = origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 1, "{}", run.err);
    let state = fake.state();
    let threads: Vec<(&str, Option<u64>)> =
        state.threads.iter().map(|thread| (thread.path.as_str(), thread.line)).collect();
    assert_eq!(threads, [("config/production.json", Some(4))]);
    let comment = &state.threads[0].comments[0].body;
    assert!(
        comment.contains("at 25 % moves the rollout from Stage 1 to Stage 2, and no decision is recorded"),
        "{comment}"
    );
    assert!(comment.contains("| 2026-03-11 | 1→2 | Proceed |"), "{comment}");
    let summary = &state.comments[0].body;
    assert!(summary.contains("`checkout_one_page`: **5 % → 25 %**"), "{summary}");
    println!("{comment}\n=====\n{summary}");
    // A second run has nothing to say.
    let writes = state.writes;
    origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    assert_eq!(fake.state().writes, writes);
}
