//! Everyday jobs whose checkout lacks what a comparison needs: the objects come from GitHub, and
//! the verdict is the same.

use crate::github::fake::{Fake, TOKEN};
use crate::program::{Origin, PLAN, unrecorded};
use crate::support::{Repo, Run};
use serde_json::json;

/// The requests for objects.
fn asked(fake: &Fake) -> usize {
    fake.state().requests.iter().filter(|seen| seen.path.contains("/git/")).count()
}

fn assert_right(origin: &Origin, fake: &Fake, run: &Run, report: &serde_json::Value) {
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert_eq!((&report["base"], &report["head"]), (&json!(origin.merge_base), &json!(origin.head)), "{}", run.err);
    assert!(run.out.contains("::error file=rollouts/checkout.md"), "{}", run.out);
    let state = fake.state();
    let [thread] = &state.threads[..] else { panic!("one thread, not {:?}", state.threads) };
    assert_eq!(thread.path, PLAN);
}

#[test]
fn a_sparse_checkout_without_files_gets_those_it_needs() {
    let origin = unrecorded();
    origin.repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let fake = origin.github();
    let clone = Repo::new();
    clone.git(&["remote", "add", "origin", &format!("file://{}", origin.repo.path().display())]);
    clone.git(&["sparse-checkout", "set", "docs"]);
    let merge = "+refs/pull/7/merge:refs/remotes/pull/7/merge";
    clone.git(&["-c", "protocol.version=2", "fetch", "-q", "--filter=blob:none", "--depth=1", "origin", merge]);
    clone.git(&["config", "remote.origin.promisor", "true"]);
    clone.git(&["config", "remote.origin.partialclonefilter", "blob:none"]);
    clone.git(&["checkout", "-q", "--detach", "refs/remotes/pull/7/merge"]);
    assert!(!clone.path().join(PLAN).exists());
    // The files of the plan's folder are in none of the packs.
    let (run, report) = origin.review_of("pull_request", origin.event(), &clone, &fake, Some(TOKEN), &[]);
    assert_right(&origin, &fake, &run, &report);
    println!("sparse, blob:none, depth 1: {} requests for objects", asked(&fake));
}

#[test]
fn an_image_without_git_gets_all_of_it() {
    let origin = unrecorded();
    let fake = origin.github();
    let nowhere = tempfile::TempDir::new().expect("a folder");
    let path = nowhere.path().display().to_string();
    // actions/checkout without Git leaves the files and no repository.
    let files = Repo::without_git();
    files.write(PLAN, origin.repo.git(&["show", &format!("refs/pull/7/merge:{PLAN}")]) + "\n");
    let event = || origin.event();
    let (run, report) = origin.review_in("pull_request", event(), &files, &fake, Some(TOKEN), &[], &[("PATH", &path)]);
    assert_right(&origin, &fake, &run, &report);
    println!("no Git, no repository: {} requests for objects", asked(&fake));
    // A checkout at depth 1 that was made elsewhere.
    let fake = origin.github();
    let checkout = origin.checkout(Some("--depth=1"));
    let (run, report) =
        origin.review_in("pull_request", event(), &checkout, &fake, Some(TOKEN), &[], &[("PATH", &path)]);
    assert_right(&origin, &fake, &run, &report);
    println!("no Git, depth 1: {} requests for objects", asked(&fake));
    assert!(asked(&fake) > 0);
    // Without a token there is nobody to ask.
    let (run, _) = origin.review_in("pull_request", event(), &files, &fake, None, &[], &[("PATH", &path)]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
}

#[cfg(unix)]
#[test]
fn a_checkout_that_belongs_to_another_user_is_fetched_into() {
    use std::os::unix::fs::{MetadataExt, lchown};
    let origin = unrecorded();
    let fake = origin.github();
    let checkout = origin.checkout(Some("--depth=1"));
    if checkout.path().metadata().expect("a folder").uid() == 0 {
        fn give(path: &std::path::Path) {
            lchown(path, Some(1001), Some(1001)).expect("root may");
            if path.is_dir() && !path.is_symlink() {
                std::fs::read_dir(path).expect("a folder").for_each(|entry| give(&entry.expect("an entry").path()));
            }
        }
        give(checkout.path());
    }
    let (run, report) = origin.review_of("pull_request", origin.event(), &checkout, &fake, Some(TOKEN), &[]);
    assert_right(&origin, &fake, &run, &report);
    assert_eq!(asked(&fake), 0, "Git fetched them");
}

#[test]
fn a_server_that_fails_is_asked_again_and_the_fault_is_said() {
    let origin = unrecorded();
    let checkout = || {
        let checkout = origin.checkout(Some("--depth=1"));
        checkout.git(&["remote", "set-url", "origin", "file:///nowhere"]);
        checkout
    };
    let fake = origin.github();
    fake.change(|state| state.object_faults = 2);
    let (run, report) = origin.review_of("pull_request", origin.event(), &checkout(), &fake, Some(TOKEN), &[]);
    assert_right(&origin, &fake, &run, &report);
    fake.change(|state| state.object_faults = 99);
    let run = origin.review(&checkout(), &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains("502") && run.err.contains("fetch-depth: 0"), "{}", run.err);
    assert!(!run.err.contains(TOKEN), "{}", run.err);
}
