//! Repositories of odd shapes: names, links, settings and states that Git allows, and in none of
//! which a plan that has to be refused may pass.
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;
use support::{PLAN, Repo, Run, assert_says, compliant, moved_on};

const REFUSED: &str = "stage-change-without-log-entry";

/// A plan in which Stage 2 has begun, and nobody recorded a decision.
fn bad() -> String {
    moved_on(&compliant("stage-1"))
}

/// A repository with a commit in which a plan is right, and one that makes it wrong.
fn with_bad_commit() -> Repo {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Begin the alpha", "2026-03-09");
    repo.write(PLAN, bad());
    repo.commit("Go on", "2026-03-10");
    repo
}

/// A repository in which a right plan is committed and a wrong one is on disk.
fn with_bad_file() -> Repo {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Begin the alpha", "2026-03-09");
    repo.write(PLAN, bad());
    repo
}

fn said(run: &Run) -> String {
    format!("exit code {}\n{}{}", run.code, run.out, run.err)
}

fn check(repo: &Repo, args: &[&str]) -> Run {
    repo.run(&[&["check", "--format", "short"], args].concat())
}

/// That an unrecorded move is refused, whether the last commit or the files on disk are judged.
#[track_caller]
fn assert_refused_in_both(repo: &Repo, base: &str) {
    assert_says(&check(repo, &["--base", base, "--head", "HEAD"]), 1, REFUSED);
    assert_says(&check(repo, &["--base", base]), 1, REFUSED);
}

#[cfg(unix)]
fn link(repo: &Repo, target: &str, path: &str) {
    std::os::unix::fs::symlink(target, repo.path().join(path)).unwrap();
}

// --- names ---

#[cfg(target_os = "linux")]
mod names {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    fn write(repo: &Repo, name: &[u8], text: String) {
        fs::create_dir_all(repo.path().join("rollouts")).unwrap();
        fs::write(repo.path().join("rollouts").join(OsStr::from_bytes(name)), text).unwrap();
    }

    #[test]
    fn two_names_that_look_alike_do_not_hide_each_other() {
        let repo = Repo::new();
        let other = |text: String| text.replace("RO-014", "RO-099");
        write(&repo, b"caf\xe8.md", compliant("stage-1"));
        write(&repo, b"caf\xe9.md", other(compliant("stage-1")));
        repo.commit("Begin two alphas", "2026-03-09");
        write(&repo, b"caf\xe8.md", bad());
        write(&repo, b"caf\xe9.md", other(compliant("stage-1")) + "\n");
        repo.commit("Go on", "2026-03-10");
        assert_refused_in_both(&repo, "HEAD~1");
        assert_says(&check(&repo, &["--base", "HEAD~1"]), 1, "rollouts/caf\u{fffd}E8.md:");
        assert_says(&repo.run(&["audit"]), 1, "audit-unlogged-transition");
    }

    #[test]
    fn a_name_that_is_not_utf8_is_judged_on_disk() {
        let repo = Repo::new();
        write(&repo, b"caf\xe9.md", compliant("stage-1"));
        repo.commit("Begin the alpha", "2026-03-09");
        write(&repo, b"caf\xe9.md", bad());
        assert_says(&check(&repo, &["--base", "HEAD"]), 1, REFUSED);
        let named = check(&repo, &["--base", "HEAD", "rollouts/caf\u{fffd}E9.md"]);
        assert_eq!(named.code, 2, "that is no name on disk: {}", said(&named));
        fs::remove_file(repo.path().join("rollouts").join(OsStr::from_bytes(b"caf\xe9.md"))).unwrap();
        assert_says(&check(&repo, &["--base", "HEAD"]), 1, "plan-removed");
        write(&repo, b"caf\xe9.md", compliant("stage-1"));
        write(&repo, b"new-\xe8.md", bad().replace("RO-014", "RO-099"));
        assert_says(&check(&repo, &["--base", "HEAD"]), 1, REFUSED);
    }

    #[test]
    fn a_file_whose_letters_are_not_composed_is_judged_where_git_composes_them() {
        let repo = with_bad_file();
        repo.git(&["checkout", "-q", "--", "."]);
        repo.git(&["config", "core.precomposeunicode", "true"]);
        repo.write("rollouts/cafe\u{301}.md", bad().replace("RO-014", "RO-099"));
        assert_says(&check(&repo, &["--base", "HEAD"]), 1, REFUSED);
    }
}

// --- symbolic links ---

#[cfg(unix)]
#[test]
fn a_configuration_behind_a_link_counts_in_commits_as_on_disk() {
    let repo = Repo::new();
    repo.write("real.yml", "plans: [\"plans/*.md\"]\n");
    link(&repo, "real.yml", ".rolloutlint.yml");
    repo.write("plans/c.md", compliant("stage-1"));
    repo.commit("Begin the alpha", "2026-03-09");
    repo.write("plans/c.md", bad());
    repo.commit("Go on", "2026-03-10");
    assert_refused_in_both(&repo, "HEAD~1");
    repo.write("real.yml", "plans: [\"plans/*.md\"]\nrules: { stage-change-without-log-entry: off }\n");
    repo.commit("Ask for less", "2026-03-11");
    assert_refused_in_both(&repo, "HEAD~2");
    assert_says(&check(&repo, &["--base", "HEAD~1", "--head", "HEAD"]), 0, "real.yml:2:1: warning[policy-changed]");
}

#[cfg(unix)]
#[test]
fn a_configuration_in_a_folder_that_is_a_link_counts_in_commits_as_on_disk() {
    let repo = Repo::new();
    repo.write("ci/.rolloutlint.yml", "plans: [\"plans/*.md\"]\n");
    link(&repo, "./ci/", ".github");
    repo.write("plans/c.md", compliant("stage-1"));
    repo.commit("Begin the alpha", "2026-03-09");
    repo.write("plans/c.md", bad());
    repo.commit("Go on", "2026-03-10");
    assert_refused_in_both(&repo, "HEAD~1");
}

#[cfg(unix)]
#[test]
fn a_template_behind_a_link_counts_in_commits_as_on_disk() {
    let repo = Repo::new();
    repo.write("docs/real.md", fs::read_to_string(support::root().join("src/template.md")).unwrap());
    link(&repo, "../docs/real.md", "docs/template.md");
    repo.write(".rolloutlint.yml", "template: docs/template.md\n");
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Begin the alpha", "2026-03-09");
    repo.write(PLAN, bad());
    repo.commit("Go on", "2026-03-10");
    assert_refused_in_both(&repo, "HEAD~1");
    assert_eq!(repo.run(&["template", "check"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_repository_is_refused_in_commits_as_on_disk() {
    for target in ["../elsewhere.yml", "/etc/hostname", ".git/config", "nothing.yml", ".rolloutlint.yml"] {
        let repo = with_bad_commit();
        link(&repo, target, ".rolloutlint.yml");
        repo.commit("Link", "2026-03-11");
        for args in [&["--base", "HEAD", "--head", "HEAD"][..], &["--base", "HEAD"], &[]] {
            assert_says(&check(&repo, args), 2, "help: put the file itself there");
        }
    }
}

// --- where the repository is ---

#[test]
fn a_worktree_whose_repository_is_gone_is_not_taken_for_a_folder_of_the_one_above() {
    let outer = Repo::new();
    outer.write(PLAN, compliant("stage-1"));
    outer.commit("Outer", "2026-03-09");
    let inner = with_bad_commit();
    let tree = outer.path().join("tree");
    inner.git(&["worktree", "add", "-q", "--detach", &tree.to_string_lossy(), "HEAD~1"]);
    fs::rename(inner.path().join(".git"), inner.path().join("moved")).unwrap();
    fs::write(tree.join(PLAN), bad()).unwrap();
    let dir = tree.to_string_lossy().into_owned();
    for args in [&["check", "--base", "HEAD"][..], &["diff", "HEAD"], &["audit"]] {
        assert_says(&outer.run(&[&["-C", &dir], args].concat()), 2, "help: `git worktree repair`");
    }
    let alone = outer.run(&["-C", &dir, "check", "--format", "short"]);
    assert_says(&alone, 1, "rollouts/checkout.md:130:3: error[stage-without-decision]");
    fs::write(tree.join(".git"), "gitdir: ../.git/modules/gone\n").unwrap();
    let submodule = || outer.run(&["-C", &dir, "check", "--base", "HEAD"]);
    assert_says(&submodule(), 2, "help: `git submodule update --init`");
    fs::create_dir_all(outer.path().join(".git/modules/gone")).unwrap();
    assert_says(&submodule(), 2, "help: `git submodule update --init`");
    // A bare repository in such a folder is one of its own.
    inner.git(&[
        "clone",
        "-q",
        "--bare",
        &inner.path().join("moved").to_string_lossy(),
        &tree.join("bare").to_string_lossy(),
    ]);
    let bare = tree.join("bare").to_string_lossy().into_owned();
    assert_says(
        &outer.run(&["-C", &bare, "check", "--format", "short", "--base", "HEAD~1", "--head", "HEAD"]),
        1,
        REFUSED,
    );
}

#[test]
fn a_repository_that_cannot_be_opened_still_says_where_paths_start() {
    let repo = with_bad_file();
    let config = repo.read(".git/config");
    repo.write(".git/config", config + "[broken\n");
    let below = ["-C", "rollouts"];
    let note = "note: what Git knows of the files does not count: cannot open the Git repository";
    let checked = repo.run(&[&below, &["check"][..]].concat());
    assert_says(&checked, 1, "rollouts/checkout.md:130:3");
    assert_says(&checked, 1, note);
    assert_says(&repo.run(&[&below, &["status"][..]].concat()), 0, "file rollouts/checkout.md");
    assert_says(&repo.run(&[&below, &["status"][..]].concat()), 0, note);
    assert_says(&repo.run(&[&below, &["new", "Search"][..]].concat()), 0, "wrote rollouts/search.md");
    assert!(repo.path().join("rollouts/search.md").is_file(), "where plans are, not below the folder it ran in");
    repo.write(".rolloutlint.yml", "template: docs/none.md\n");
    assert_says(&repo.run(&[&below, &["template", "check"][..]].concat()), 2, "the template docs/none.md is not there");
}

#[test]
fn the_repository_and_the_worktree_that_variables_name_are_the_ones() {
    let (here, there) = (with_bad_commit(), with_bad_file());
    let (git_dir, tree) = (there.path().join(".git"), there.path().to_path_buf());
    let (git_dir, tree) = (git_dir.to_string_lossy().into_owned(), tree.to_string_lossy().into_owned());
    let args = ["check", "--format", "short", "--base", "HEAD"];
    assert_says(&here.run_with(&args, &[]), 0, "");
    assert_says(&here.run_with(&args, &[("GIT_DIR", &git_dir), ("GIT_WORK_TREE", &tree)]), 1, REFUSED);
    assert_says(&here.run_with(&args, &[("GIT_DIR", &git_dir)]), 1, REFUSED);
    let nowhere = here.run_with(&args, &[("GIT_DIR", "nowhere")]);
    assert_says(&nowhere, 2, "cannot open the Git repository `nowhere` that GIT_DIR names");
}

#[cfg(unix)]
#[test]
fn a_hook_of_a_linked_worktree_judges_what_is_about_to_be_committed() {
    use std::os::unix::fs::PermissionsExt;
    let repo = with_bad_file();
    repo.git(&["checkout", "-q", "--", "."]);
    let folder = tempfile::TempDir::new().unwrap();
    let tree = folder.path().join("tree");
    repo.git(&["worktree", "add", "-q", "-b", "topic", &tree.to_string_lossy()]);
    let program = env!("CARGO_BIN_EXE_rolloutlint");
    let hook = format!("#!/bin/sh\nexec '{program}' check --format short --base HEAD\n");
    repo.write(".git/hooks/pre-commit", hook);
    let hook = repo.path().join(".git/hooks/pre-commit");
    fs::set_permissions(hook, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(tree.join(PLAN), bad()).unwrap();
    let commit = |dir: &Path| {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT")) {
            command.env_remove(name);
        }
        let command = command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        let command = command.args(["-c", "user.name=Priya Nair", "-c", "user.email=priya@example.com"]);
        command.current_dir(dir).args(["commit", "-q", "-a", "-m", "Go on"]).output().unwrap()
    };
    let refused = commit(&tree);
    let text = String::from_utf8_lossy(&refused.stdout) + String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && text.contains(REFUSED), "{text}");
    repo.write("README.md", "More\n");
    repo.git(&["add", "README.md"]);
    assert!(commit(repo.path()).status.success());
}

// --- what is on disk ---

fn sparse(repo: &Repo, folder: &str) {
    repo.git(&["sparse-checkout", "set", folder]);
}

#[test]
fn what_a_sparse_checkout_leaves_out_counts_as_it_was_committed() {
    for is_sparse_index in ["false", "true"] {
        let repo = Repo::new();
        repo.git(&["config", "index.sparse", is_sparse_index]);
        repo.write(".github/.rolloutlint.yml", "plans: [\"plans/*.md\"]\ntemplate: docs/TEMPLATE.md\n");
        repo.write("docs/TEMPLATE.md", fs::read_to_string(support::root().join("src/template.md")).unwrap());
        repo.write("plans/c.md", bad());
        repo.commit("Begin the alpha", "2026-03-09");
        sparse(&repo, "plans");
        assert!(!repo.path().join("docs").exists());
        assert_says(&check(&repo, &[]), 1, "plans/c.md:130:3: error[stage-without-decision]");
        assert_says(&repo.run(&["status"]), 0, "file plans/c.md");
        let compared = check(&repo, &["--base", "HEAD"]);
        assert_eq!((compared.code, compared.out.trim()), (0, ""), "{}", compared.err);
        assert_says(&repo.run(&["new", "Search"]), 0, "wrote plans/search.md");
    }
}

#[test]
fn a_plan_that_a_sparse_checkout_leaves_out_keeps_its_id() {
    let repo = Repo::new();
    repo.write("rollouts/a/one.md", compliant("stage-1"));
    repo.write("rollouts/b/other.txt", "Other\n");
    repo.commit("Begin the alpha", "2026-03-09");
    sparse(&repo, "rollouts/b");
    repo.write("rollouts/b/two.md", compliant("stage-0"));
    assert_says(&check(&repo, &["--base", "HEAD"]), 1, "error[rollout-id-duplicate]");
}

#[test]
fn a_file_that_the_index_says_to_skip_counts_without_any_sparse_checkout() {
    let repo = with_bad_commit();
    repo.git(&["update-index", "--skip-worktree", PLAN]);
    fs::remove_file(repo.path().join(PLAN)).unwrap();
    assert_says(&check(&repo, &[]), 1, "rollouts/checkout.md:130:3: error[stage-without-decision]");
    assert_says(&repo.run(&["status"]), 0, "file rollouts/checkout.md");
}

#[test]
fn what_git_tracks_counts_whatever_ignores_it() {
    for (file, pattern) in [(".ignore", "rollouts/"), (".rgignore", "*"), (".gitignore", "rollouts/*")] {
        let repo = with_bad_file();
        repo.write(file, format!("{pattern}\n"));
        repo.git(&["add", "-A"]);
        assert_says(&check(&repo, &[]), 1, "rollouts/checkout.md:130:3");
        assert_says(&check(&repo, &["rollouts"]), 1, "rollouts/checkout.md:130:3");
        assert_says(&repo.run(&["status"]), 0, "file rollouts/checkout.md");
        assert_says(&check(&repo, &["--base", "HEAD"]), 1, REFUSED);
        assert_says(&repo.run(&["new", "Search"]), 0, "Search is RO-015");
    }
}

#[test]
fn what_the_repository_is_told_to_ignore_elsewhere_is_ignored() {
    let repo = with_bad_commit();
    let folder = tempfile::TempDir::new().unwrap();
    let excludes = folder.path().join("excludes");
    fs::write(&excludes, "rollouts/loc*\n").unwrap();
    repo.git(&["config", "core.excludesFile", &excludes.to_string_lossy()]);
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Take it back", "2026-03-11");
    repo.write("rollouts/local.md", bad().replace("RO-014", "RO-099"));
    assert_eq!(repo.git(&["status", "--short"]), "");
    assert_eq!(check(&repo, &["--base", "HEAD"]).code, 0);
    assert_eq!(check(&repo, &[]).code, 0);
    fs::write(&excludes, "").unwrap();
    assert_says(&check(&repo, &["--base", "HEAD"]), 1, REFUSED);
}

#[test]
fn what_is_ignored_above_the_repository_is_not_ignored_in_it() {
    let outer = Repo::new();
    outer.write(".gitignore", "*\n");
    outer.git(&["init", "-q", "inner"]);
    outer.write("inner/rollouts/checkout.md", bad());
    for path in ["inner", "inner/rollouts"] {
        let run = outer.run(&["-C", path, "check", "--format", "short"]);
        assert_says(&run, 1, "rollouts/checkout.md:130:3: error[stage-without-decision]");
    }
    let named = outer.run(&["-C", "inner", "check", "--format", "short", "rollouts"]);
    assert_says(&named, 1, "rollouts/checkout.md:130:3: error[stage-without-decision]");
}

#[cfg(unix)]
#[test]
fn a_folder_of_plans_that_nobody_may_open_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let repo = with_bad_file();
    repo.write("rollouts/closed/new.md", bad());
    let closed = repo.path().join("rollouts/closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    for args in [&["check"][..], &["check", "rollouts/closed"], &["status"]] {
        let run = repo.run_as_ordinary_user(args);
        assert_says(&run, 2, "plans may be in the folder rollouts/closed, which cannot be opened");
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
}

// --- what is compared ---

#[test]
fn a_decision_that_only_one_of_two_common_ancestors_has_is_missed() {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Begin the alpha", "2026-03-09");
    repo.git(&["checkout", "-q", "-b", "a"]);
    repo.write(PLAN, compliant("stage-2"));
    repo.commit("Go to Stage 2", "2026-03-16");
    let a = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["checkout", "-q", "-b", "b", "main"]);
    repo.write("other.txt", "Other\n");
    repo.commit("Something else", "2026-03-16");
    let b = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["checkout", "-q", "a"]);
    repo.git(&["merge", "-q", "--no-edit", &b]);
    repo.git(&["checkout", "-q", "b"]);
    repo.git(&["merge", "-q", "--no-edit", &a]);
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Take the decision out", "2026-03-17");
    assert_eq!(repo.git(&["merge-base", "--all", "a", "b"]).lines().count(), 2);
    for args in [&["--base", "a", "--head", "b"][..], &["--base", "a"]] {
        assert_says(&check(&repo, args), 1, "error[log-entry-removed]");
    }
    let told = repo.run(&["check", "--base", "a", "--head", "b"]);
    assert_says(&told, 1, "have 2 common ancestors that are equally good; each was compared with");
}

#[cfg(unix)]
#[test]
fn a_path_that_was_named_is_compared_or_it_is_said_why_not() {
    let repo = Repo::new();
    repo.write(PLAN, compliant("stage-1"));
    repo.write(".gitignore", "drafts/\n");
    link(&repo, "rollouts", "lnk");
    repo.commit("Begin the alpha", "2026-03-09");
    repo.write(PLAN, bad());
    repo.write("drafts/d.md", bad());
    repo.write("n/p.md", bad());
    repo.git(&["init", "-q", "n"]);
    for path in ["lnk", "lnk/checkout.md", "rollouts"] {
        assert_says(&check(&repo, &["--base", "HEAD", path]), 1, REFUSED);
    }
    for path in ["drafts", "drafts/d.md"] {
        assert_says(&check(&repo, &["--base", "HEAD", path]), 2, "is ignored by Git");
        assert_says(&check(&repo, &[path]), i32::from(path != "drafts"), "");
    }
    for path in ["n", "n/p.md"] {
        let run = check(&repo, &["--base", "HEAD", path]);
        assert_says(&run, 2, &format!("{path} lies in the repository `n`, which has a history of its own"));
        assert_says(&run, 2, "`-C n`");
    }
    let other = repo.path().join("n").to_string_lossy().into_owned();
    repo.git(&["-C", &other, "add", "-A"]);
    repo.git(&["-C", &other, "commit", "-q", "-m", "Plan"]);
    repo.git(&["-c", "advice.addEmbeddedRepo=false", "add", "n", "rollouts"]);
    repo.commit("Go on, with a submodule", "2026-03-10");
    let run = check(&repo, &["--base", "HEAD~1", "--head", "HEAD", "n/p.md"]);
    assert_says(&run, 2, "n/p.md lies in the repository `n`");
    assert_says(&check(&repo, &["--base", "HEAD~1", "--head", "HEAD", "lnk"]), 1, REFUSED);
    assert_says(&check(&repo, &["--base", "HEAD", "nothing.md"]), 2, "nothing.md is in neither version");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_plan_that_was_named_does_not_hide_that_it_is_gone() {
    let repo = with_bad_commit();
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Take it back", "2026-03-11");
    repo.write("docs/other.md", compliant("stage-0").replace("RO-014", "RO-099"));
    fs::remove_file(repo.path().join(PLAN)).unwrap();
    link(&repo, "../docs/other.md", PLAN);
    repo.commit("Link", "2026-03-12");
    for args in [&["--base", "HEAD~1"][..], &["--base", "HEAD~1", "--head", "HEAD"]] {
        for path in [PLAN, "rollouts"] {
            assert_says(&check(&repo, &[args, &[path]].concat()), 1, "rollouts/checkout.md:7:4: error[plan-removed]");
        }
    }

    let repo = with_bad_commit();
    repo.write("docs/checkout.md", bad());
    fs::remove_dir_all(repo.path().join("rollouts")).unwrap();
    link(&repo, "docs", "rollouts");
    repo.commit("Link the folder", "2026-03-12");
    for args in [&["--base", "HEAD~1"][..], &["--base", "HEAD~1", "--head", "HEAD"]] {
        // A file that was named is a plan wherever it lies now; what is in a folder is one by the
        // configuration.
        assert_says(&check(&repo, &[args, &[PLAN]].concat()), 1, "the plan was moved here from rollouts/checkout.md");
        assert_says(&check(&repo, &[args, &["rollouts"]].concat()), 1, "error[plan-removed]");
    }
}

#[cfg(all(unix, feature = "github"))]
#[test]
fn a_configuration_that_was_named_is_that_of_the_base_also_behind_a_link() {
    let repo = Repo::new();
    repo.write("real.yml", "plans: [\"rollouts/*.md\"]\n");
    link(&repo, "real.yml", "rules.yml");
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Begin the alpha", "2026-03-09");
    let before = repo.git(&["rev-parse", "HEAD"]);
    repo.write("real.yml", "plans: [\"rollouts/*.md\"]\nrules: { stage-change-without-log-entry: off }\n");
    repo.write(PLAN, bad());
    repo.commit("Go on, and ask for less", "2026-03-10");
    let after = repo.git(&["rev-parse", "HEAD"]);
    let event = format!(
        r#"{{"before": "{before}", "after": "{after}", "repository": {{"full_name": "acme/shop", "default_branch": "main"}}}}"#
    );
    repo.write(".git/event.json", event);
    let path = repo.path().join(".git/event.json").to_string_lossy().into_owned();
    let variables = [("GITHUB_EVENT_NAME", "push"), ("GITHUB_EVENT_PATH", path.as_str())];
    let args = ["review", "--dry-run", "--config", "rules.yml", "--format", "short"];
    assert_says(&repo.run_with(&args, &variables), 1, REFUSED);
}

#[test]
fn two_commits_are_compared_whatever_is_checked_out() {
    let repo = with_bad_commit();
    repo.git(&["checkout", "-q", "--orphan", "empty"]);
    assert_says(&check(&repo, &["--base", "main~1", "--head", "main"]), 1, REFUSED);
    assert_says(&repo.run(&["diff", "main~1", "main"]), 0, "Monitor leading metrics daily");
    assert_says(&check(&repo, &["--base", "main"]), 2, "the branch that is checked out has no commit yet");
}

#[test]
fn a_bare_repository_takes_paths_from_its_root() {
    let repo = with_bad_commit();
    let folder = tempfile::TempDir::new().unwrap();
    let bare = folder.path().join("bare.git").to_string_lossy().into_owned();
    repo.git(&["clone", "-q", "--bare", ".", &bare]);
    let run = |args: &[&str]| repo.run(&[&["-C", &bare], args].concat());
    let compared = ["check", "--format", "short", "--base", "HEAD~1", "--head", "HEAD"];
    for path in [PLAN, "rollouts"] {
        assert_says(&run(&[&compared[..], &[path]].concat()), 1, REFUSED);
    }
    assert_says(&run(&[&compared[..], &["refs"]].concat()), 2, "refs is in neither version");
    assert_says(&run(&["check", PLAN]), 2, "a bare repository has no files on disk");
    assert_says(&run(&["diff", "HEAD~1"]), 2, "`diff REV REV`");
}

#[test]
fn a_commit_that_is_missing_is_named() {
    let repo = with_bad_commit();
    let lost = repo.git(&["rev-parse", "HEAD~1"]);
    fs::remove_file(repo.path().join(".git/objects").join(&lost[..2]).join(&lost[2..])).unwrap();
    let run = check(&repo, &["--base", "HEAD~2"]);
    assert_says(&run, 2, &format!("cannot follow the history to `HEAD~2`: the commit {lost} is missing"));
    assert_says(&run, 2, "help: `git fsck`");
    repo.git(&["update-ref", "--no-deref", "refs/heads/other", "HEAD"]);
    repo.write(".git/refs/heads/other", format!("{lost}\n"));
    assert_says(&check(&repo, &["--base", "other"]), 2, &format!("the commit {lost} is missing"));
    let pushed =
        repo.run_with(&["check", "--base", "HEAD", "--head", &lost], &[("GIT_OBJECT_DIRECTORY", "objects/incoming")]);
    assert_says(&pushed, 2, "What is only in GIT_OBJECT_DIRECTORY is not seen");
}

#[test]
fn a_commit_with_a_date_that_no_calendar_holds_is_judged() {
    let repo = with_bad_commit();
    let tree = repo.git(&["rev-parse", "HEAD^{tree}"]);
    let parent = repo.git(&["rev-parse", "HEAD~1"]);
    let who = "Priya Nair <priya@example.com> 99999999999999 +0000";
    repo.write("commit", format!("tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nGo on\n"));
    let odd = repo.git(&["hash-object", "-t", "commit", "-w", "--literally", "commit"]);
    fs::remove_file(repo.path().join("commit")).unwrap();
    repo.git(&["update-ref", "HEAD", &odd]);
    assert_refused_in_both(&repo, "HEAD~1");
    assert_says(&repo.run(&["audit"]), 1, "2026-03-09 1 → 2 no decision recorded");
}

// --- what Git makes of a file when it checks it out ---

/// The plan of the last commit is on disk anew, as Git checks it out, and not at the time that the
/// index knows.
fn check_out_anew(repo: &Repo) {
    fs::remove_file(repo.path().join(PLAN)).unwrap();
    repo.git(&["checkout", "-q", "--", "."]);
    let file = fs::File::options().write(true).open(repo.path().join(PLAN)).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000)).unwrap();
}

#[test]
fn a_plan_in_another_encoding_is_what_git_stores_of_it() {
    for encoding in ["UTF-16LE-BOM", "UTF-16", "UTF-16BE", "ISO-8859-1"] {
        let repo = Repo::new();
        repo.write(".gitattributes", format!("*.md text working-tree-encoding={encoding}\n"));
        let plan = compliant("stage-1").replace(|letter: char| !letter.is_ascii() && letter != '→', "é");
        let plan = if encoding.starts_with("ISO") { plan.replace('→', "->") } else { plan };
        repo.write("plain.txt", &plan);
        let blob = repo.git(&["hash-object", "-w", "plain.txt"]);
        fs::remove_file(repo.path().join("plain.txt")).unwrap();
        repo.git(&["add", "-A"]);
        repo.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{blob},{PLAN}")]);
        repo.git(&["commit", "-q", "-m", "Begin the alpha"]);
        repo.git(&["checkout", "-q", "--", "."]);
        check_out_anew(&repo);
        let run = check(&repo, &["--base", "HEAD"]);
        assert_eq!((run.code, run.out.trim()), (0, ""), "{encoding}: {}", run.err);
        let on_disk = fs::read(repo.path().join(PLAN)).unwrap();
        assert_ne!(on_disk, plan.as_bytes());
        let moved = moved_on(&plan);
        let units = |bytes: fn(u16) -> [u8; 2]| moved.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        repo.write(
            PLAN,
            match encoding {
                "ISO-8859-1" => moved.chars().map(|letter| u8::try_from(letter).unwrap()).collect(),
                "UTF-16BE" => units(u16::to_be_bytes),
                "UTF-16" => [&b"\xfe\xff"[..], &units(u16::to_be_bytes)].concat(),
                _ => [&b"\xff\xfe"[..], &units(u16::to_le_bytes)].concat(),
            },
        );
        assert_says(&check(&repo, &["--base", "HEAD"]), 1, REFUSED);
    }
}

#[test]
fn an_id_that_git_fills_in_is_no_change() {
    let repo = Repo::new();
    repo.write(".gitattributes", "*.md ident\n");
    repo.write(PLAN, compliant("stage-1") + "\n$Id$\n");
    repo.commit("Begin the alpha", "2026-03-09");
    check_out_anew(&repo);
    assert!(repo.read(PLAN).contains("$Id: "));
    let run = check(&repo, &["--base", "HEAD"]);
    assert_eq!((run.code, run.out.trim()), (0, ""), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_filter_is_not_run_and_nothing_passes_for_what_it_makes() {
    let repo = Repo::new();
    repo.write(".gitattributes", "*.md filter=up\n");
    repo.git(&["config", "filter.up.clean", "sed s/Two-page/One-page/"]);
    repo.git(&["config", "filter.up.smudge", "sed s/One-page/Two-page/"]);
    repo.write(PLAN, compliant("stage-1"));
    repo.commit("Begin the alpha", "2026-03-09");
    check_out_anew(&repo);
    assert!(repo.read(PLAN).contains("Two-page"));
    let run = check(&repo, &["--base", "HEAD"]);
    assert_says(&run, 2, "it goes through the filter `up`, which is not run here");
    repo.git(&["config", "--unset", "filter.up.clean"]);
    assert_says(&check(&repo, &["--base", "HEAD"]), 0, "warning[last-updated-stale]");
}

#[test]
fn a_text_that_git_lfs_keeps_elsewhere_is_not_passed_over() {
    let pointer =
        |size: usize| format!("version https://git-lfs.github.com/spec/v1\noid sha256:{size:064}\nsize {size}\n");
    let repo = Repo::new();
    repo.write(PLAN, pointer(1));
    repo.commit("Begin the alpha", "2026-03-09");
    repo.write(PLAN, pointer(2));
    repo.commit("Go on", "2026-03-10");
    let said = "rollouts/checkout.md is a Git LFS pointer, its text is not in Git";
    for args in [&["--base", "HEAD~1", "--head", "HEAD"][..], &["--base", "HEAD~1"], &[]] {
        assert_says(&check(&repo, args), 2, said);
    }
    assert_says(&repo.run(&["audit"]), 2, said);
    repo.write(PLAN, compliant("stage-1"));
    assert_says(&check(&repo, &["--base", "HEAD"]), 0, "warning[new-plan-mid-rollout]");
    // Where its text was put in its place, that is what was committed.
    let text = compliant("stage-1");
    let digest = sha2::Digest::finalize(sha2::Digest::chain_update(<sha2::Sha256 as sha2::Digest>::new(), &text));
    let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let lfs = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize {}\n", text.len());
    repo.write(PLAN, lfs);
    repo.write(".gitattributes", "*.md filter=lfs\n");
    repo.commit("Store it elsewhere", "2026-03-11");
    repo.git(&["config", "filter.lfs.clean", "false"]);
    repo.write(PLAN, &text);
    let run = check(&repo, &["--base", "HEAD"]);
    assert_eq!((run.code, run.out.trim()), (0, ""), "{}", run.err);
    repo.write(PLAN, bad());
    assert_says(&check(&repo, &["--base", "HEAD"]), 2, said);
}
