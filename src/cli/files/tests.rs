use super::*;
use crate::git::Repository;

fn rewritten(name: &str, before: &str, after: &str) -> Rewritten {
    Rewritten { path: name.to_owned(), before: before.to_owned(), after: after.to_owned() }
}

#[test]
fn a_file_that_changed_in_the_meantime_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("plan.md");
    fs::write(&path, "theirs").expect("a file");
    let other = folder.path().join("log.md");
    fs::write(&other, "log").expect("a file");
    let both = [rewritten("log.md", "log", "ours"), rewritten("plan.md", "ours before", "ours")];
    let desk = Desk::take(folder.path()).expect("nobody else writes");
    let error =
        desk.replace_all(folder.path(), &both, |name| folder.path().join(name)).expect_err("somebody else wrote it");
    assert!(error.to_string().contains("was changed in the meantime"), "{error}");
    assert_eq!(fs::read(&path).expect("the file"), b"theirs");
    assert_eq!(fs::read(&other).expect("the file"), b"log");
    let both = [rewritten("log.md", "log", "ours"), rewritten("plan.md", "theirs", "ours")];
    desk.replace_all(folder.path(), &both, |name| folder.path().join(name)).expect("now it is as it was read");
    assert_eq!(fs::read(&path).expect("the file"), b"ours");
    desk.create_all(folder.path(), &[(path.clone(), "again")]).expect_err("it is there already");
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 2);
}

#[test]
fn what_a_killed_command_left_is_taken_back_unless_somebody_wrote_since() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Repository::init(folder.path()).expect("a repository");
    let (plan, log) = (folder.path().join("plan.md"), folder.path().join("log.md"));
    let own = folder.path().join(".git/rolloutlint");
    let texts = || vec![Text::new(&plan, "one two three", "one 2 three, four"), Text::new(&log, "log", "log row")];
    for (left, log_left, found) in [
        // Half written twice, written, not written.
        ("one 2 three,e", "log", "one two three"),
        ("one 2wo three", "log row", "one two three"),
        ("one 2 three, four", "log ", "one two three"),
        ("one two three", "log row", "one two three"),
        // Somebody has edited it since.
        ("one 2 three, four, and five", "log row", "one 2 three, four, and five"),
        ("another", "log", "another"),
    ] {
        drop(Desk::take(folder.path()).expect("nobody else writes"));
        drop(Journal::begin(Some(&own), texts()).expect("a journal"));
        fs::write(own.join(".rolloutlint-left"), "left").expect("a file");
        fs::write(&plan, left).expect("a file");
        fs::write(&log, log_left).expect("a file");
        drop(Desk::take(folder.path()).expect("nobody else writes"));
        let log_found = if found == "one two three" { "log" } else { log_left };
        let now = |path: &Path| fs::read_to_string(path).expect("the file");
        assert_eq!((now(&plan), now(&log)), (found.to_owned(), log_found.to_owned()), "{left}");
        assert_eq!(fs::read_dir(&own).expect("the folder").count(), 1, "only the lock is left");
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_other_names_stays_the_same_file() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let folder = tempfile::tempdir().expect("a temporary folder");
    Repository::init(folder.path()).expect("a repository");
    let (plan, other) = (folder.path().join("plan.md"), folder.path().join("other.md"));
    for before in ["a long text before", "short"] {
        fs::write(&plan, before).expect("a file");
        fs::set_permissions(&plan, fs::Permissions::from_mode(0o640)).expect("its permissions");
        let _ = fs::remove_file(&other);
        fs::hard_link(&plan, &other).expect("another name");
        let number = fs::metadata(&plan).expect("the file").ino();
        let desk = Desk::take(folder.path()).expect("nobody else writes");
        let files = [rewritten("plan.md", before, "the new text")];
        desk.replace_all(folder.path(), &files, |name| folder.path().join(name)).expect("it can be written");
        assert_eq!(fs::read(&other).expect("the file"), b"the new text");
        assert_eq!(fs::metadata(&plan).expect("the file").ino(), number);
        assert_eq!(fs::metadata(&plan).expect("the file").mode() & 0o777, 0o640);
    }
}

#[test]
fn a_new_file_is_there_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Repository::init(folder.path()).expect("a repository");
    let desk = Desk::take(folder.path()).expect("nobody else writes");
    let path = |name: &str| folder.path().join(name);
    desk.create_all(folder.path(), &[(path("a/b/one.md"), "one"), (path("two.md"), "two")])
        .expect("they can be written");
    assert_eq!(fs::read(path("a/b/one.md")).expect("the file"), b"one");
    desk.create_all(folder.path(), &[(path("three.md"), "three"), (path("two.md"), "again")])
        .expect_err("one is there");
    assert_eq!(fs::read(path("two.md")).expect("the file"), b"two");
}

#[cfg(unix)]
#[test]
fn no_file_is_written_behind_a_link_that_leads_out() {
    let (folder, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("another one"));
    Repository::init(folder.path()).expect("a repository");
    std::os::unix::fs::symlink(other.path(), folder.path().join("out")).expect("a link");
    fs::create_dir(folder.path().join("real")).expect("a folder");
    std::os::unix::fs::symlink("real", folder.path().join("in")).expect("a link");
    let desk = Desk::take(folder.path()).expect("nobody else writes");
    for name in ["out/one.md", "out/below/one.md"] {
        let files = [(folder.path().join("two.md"), "two"), (folder.path().join(name), "one")];
        let error = desk.create_all(folder.path(), &files).expect_err("it leads out");
        assert!(error.to_string().contains("leads out of the repository"), "{error}");
    }
    assert!(fs::read_dir(other.path()).expect("the folder").next().is_none());
    assert!(!folder.path().join("two.md").exists());
    desk.create_all(folder.path(), &[(folder.path().join("in/one.md"), "one")]).expect("it stays inside");
    assert_eq!(fs::read(folder.path().join("real/one.md")).expect("the file"), b"one");
}
