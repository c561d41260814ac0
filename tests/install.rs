//! How the action takes rolloutlint from its release, on a runner of each shape, and what it does
//! when somebody swaps a part of it.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{Repo, root};

const PROGRAM: &str = "#!/bin/sh\necho taken\n";
const OTHER: &str = "#!/bin/sh\necho swapped\n";
const LINUX: (&str, &str, &str) = ("Linux", "x86_64-unknown-linux-musl", "rolloutlint");
const WINDOWS: (&str, &str, &str) = ("Windows", "x86_64-pc-windows-msvc", "rolloutlint.exe");

/// A release of the action: the tree of its tag, and the folder that plays the server.
struct Release {
    folder: tempfile::TempDir,
    action: Repo,
    version: String,
    target: &'static str,
    program: &'static str,
    system: &'static str,
}

/// What a run of the script says, and what it hands to the next steps.
struct Installed {
    is_good: bool,
    said: String,
    outputs: String,
}

impl Installed {
    /// The text of the program, when it needs no building.
    fn program(&self) -> Option<String> {
        let is_ready = self.is_good && self.outputs.lines().any(|line| line == "ready=true");
        is_ready.then(|| fs::read_to_string(self.output("binary")).unwrap())
    }

    fn output(&self, name: &str) -> &str {
        let mut lines = self.outputs.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).unwrap()
    }

    /// Whether the next step is to build it, for this reason.
    fn is_built(&self, reason: &str) -> bool {
        self.is_good
            && !self.outputs.contains("ready")
            && self.said.contains("is built from source")
            && self.said.contains(reason)
    }
}

impl Release {
    fn new((system, target, program): (&'static str, &'static str, &'static str)) -> Release {
        let folder = tempfile::TempDir::new().unwrap();
        let action = Repo::new();
        for path in ["Cargo.toml", "Cargo.lock", "action/install.sh", "action/source-id.sh", "action/sums.sh"] {
            action.write(path, fs::read(root().join(path)).unwrap());
        }
        for path in ["schema/a", "src/a", "fixtures/compliant/a"] {
            action.write(path, "x");
        }
        let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"')).unwrap();
        let release = Release { folder, action, version: version.to_owned(), target, program, system };
        release.upload(PROGRAM);
        // As the workflow of the release does.
        let sums = run("bash", &["action/sums.sh", &release.assets().display().to_string()], release.action.path());
        release.action.write("action/SHA256SUMS", sums);
        release
    }

    fn assets(&self) -> PathBuf {
        self.folder.path().join(format!("acme/rolloutlint/releases/download/v{}", self.version))
    }

    fn archive(&self) -> PathBuf {
        self.assets().join(format!("rolloutlint-{}.tar.gz", self.target))
    }

    /// Puts an archive with a program into the release.
    fn upload(&self, text: &str) {
        let inside = tempfile::TempDir::new().unwrap();
        fs::create_dir_all(self.assets()).unwrap();
        fs::write(inside.path().join(self.program), text).unwrap();
        fs::create_dir(inside.path().join("man")).unwrap();
        fs::write(inside.path().join("man/rolloutlint.1"), "a page").unwrap();
        run("chmod", &["+x", self.program], inside.path());
        run("tar", &["-czf", &self.archive().display().to_string(), self.program, "man"], inside.path());
    }

    /// Runs the script as a step of a job would.
    fn install(&self, temp: &Path, more: &[(&str, &str)]) -> Installed {
        fs::create_dir_all(temp).unwrap();
        let output = temp.join("output");
        let _ = fs::remove_file(&output);
        let done = Command::new("bash")
            .arg(self.action.path().join("action/install.sh"))
            .env("GITHUB_ACTION_PATH", self.action.path())
            .env("GITHUB_SERVER_URL", format!("file://{}", self.folder.path().display()))
            .env("GITHUB_OUTPUT", &output)
            .env("ACTION_REPOSITORY", "acme/rolloutlint")
            .env("WANTED_VERSION", "")
            .env("RUNNER_OS", self.system)
            .env("RUNNER_ARCH", "X64")
            .env("RUNNER_TEMP", temp)
            .env("RUNNER_TOOL_CACHE", temp.join("tools"))
            .env("no_proxy", "127.0.0.1")
            .env_remove("GITHUB_API_URL")
            .envs(more.iter().copied())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        Installed { is_good: done.status.success(), said, outputs: fs::read_to_string(output).unwrap_or_default() }
    }
}

fn run(program: &str, args: &[&str], folder: &Path) -> Vec<u8> {
    let done = Command::new(program).args(args).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

#[test]
fn a_release_is_taken_also_where_the_paths_are_those_of_windows() {
    for (system, name) in [(LINUX, "temp"), (WINDOWS, "D:\\a\\_temp")] {
        let release = Release::new(system);
        let folder = tempfile::TempDir::new().unwrap();
        let installed = release.install(&folder.path().join(name), &[]);
        assert!(installed.said.contains("its SHA-256 is right"), "{}", installed.said);
        assert_eq!(installed.program().as_deref(), Some(PROGRAM), "{system:?}: {}", installed.outputs);
    }
}

#[test]
fn a_swapped_archive_is_not_used_even_with_swapped_sums() {
    for system in [LINUX, WINDOWS] {
        let release = Release::new(system);
        release.upload(OTHER);
        // Whoever may write to a release may swap the sums that lie there, too.
        let sums = run("bash", &["action/sums.sh", &release.assets().display().to_string()], release.action.path());
        fs::write(release.assets().join("SHA256SUMS"), sums).unwrap();
        let folder = tempfile::TempDir::new().unwrap();
        let installed = release.install(&folder.path().join("D:\\a\\_temp"), &[]);
        assert!(installed.is_built("not what was built"), "{}", installed.said);
        assert!(installed.said.contains("::warning title=rolloutlint::"), "{}", installed.said);
    }
}

#[test]
fn a_program_that_the_runner_kept_is_verified_again() {
    let release = Release::new(LINUX);
    let folder = tempfile::TempDir::new().unwrap();
    let binary = PathBuf::from(release.install(folder.path(), &[]).output("binary"));
    // A kept one needs no network.
    fs::remove_file(release.archive()).unwrap();
    let kept = release.install(folder.path(), &[]);
    assert_eq!(kept.program().as_deref(), Some(PROGRAM), "{}", kept.said);
    // Somebody plants another one: it is replaced, or built where no release can be had.
    fs::write(&binary, OTHER).unwrap();
    let planted = release.install(folder.path(), &[]);
    assert!(planted.is_built("cannot be had") && planted.said.contains("it is replaced"), "{}", planted.said);
    release.upload(PROGRAM);
    let sums = run("bash", &["action/sums.sh", &release.assets().display().to_string()], release.action.path());
    release.action.write("action/SHA256SUMS", sums);
    fs::write(&binary, OTHER).unwrap();
    run("chmod", &["+x", &binary.display().to_string()], folder.path());
    let planted = release.install(folder.path(), &[]);
    assert!(planted.said.contains("it is replaced"), "{}", planted.said);
    assert_eq!(planted.program().as_deref(), Some(PROGRAM));
}

#[test]
fn another_source_or_no_release_is_built() {
    let release = Release::new(LINUX);
    let folder = tempfile::TempDir::new().unwrap();
    release.action.write("src/a", "changed");
    let installed = release.install(folder.path(), &[]);
    assert!(installed.is_built("not the one that"), "{}", installed.said);
    // What is built is kept apart from what is released.
    let built = PathBuf::from(installed.output("root")).join("bin");
    fs::create_dir_all(&built).unwrap();
    fs::write(built.join("rolloutlint"), "built").unwrap();
    run("chmod", &["+x", "rolloutlint"], &built);
    assert_eq!(release.install(folder.path(), &[]).program().as_deref(), Some("built"));

    let release = Release::new(LINUX);
    fs::remove_file(release.action.path().join("action/SHA256SUMS")).unwrap();
    assert!(release.install(folder.path(), &[]).is_built("this ref is no release"));
    // Without a network.
    let release = Release::new(LINUX);
    let nowhere =
        [("GITHUB_SERVER_URL", "http://127.0.0.1:9"), ("GITHUB_API_URL", "http://127.0.0.1:9"), ("TOKEN", "t")];
    let installed = release.install(&folder.path().join("alone"), &nowhere);
    assert!(installed.is_built("cannot be had"), "{}", installed.said);
    assert!(release.install(&folder.path().join("mips"), &[("RUNNER_ARCH", "MIPS")]).is_built("no release for"));
}

/// Serves the release of a private repository: its pages are hidden, and its interface asks for a
/// token.
fn serve(archive: Vec<u8>, name: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head: Vec<String> =
                BufReader::new(&stream).lines().map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
            let is_signed = head.iter().any(|line| line.eq_ignore_ascii_case("authorization: Bearer ghs_app"));
            let wants_bytes = head.iter().any(|line| line.eq_ignore_ascii_case("accept: application/octet-stream"));
            let path = head[0].split(' ').nth(1).unwrap();
            let listed = format!(
                r#"{{"url":"https://api/repos/acme/rolloutlint/releases/1","name":"v1","author":{{"url":"https://api/users/x"}},"assets":[
                {{"url":"https://api/repos/acme/rolloutlint/releases/assets/11","id":11,"name":"SHA256SUMS","label":"","uploader":{{"login":"x"}}}},
                {{"url": "https://api/repos/acme/rolloutlint/releases/assets/12", "id": 12, "name": "{name}", "label": ""}}]}}"#
            );
            let body = match path {
                path if path.contains("/releases/tags/v") && is_signed => Some(listed.into_bytes()),
                path if path.ends_with("/releases/assets/12") && is_signed && wants_bytes => Some(archive.clone()),
                _ => None,
            };
            let status = if body.is_some() { "200 OK" } else { "404 Not Found" };
            let body = body.unwrap_or_default();
            let length = body.len();
            write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n").unwrap();
            stream.write_all(&body).unwrap();
        }
    });
    address
}

#[test]
fn a_private_action_repository_is_served_with_the_token() {
    let release = Release::new(LINUX);
    let name = release.archive().file_name().unwrap().to_str().unwrap().to_owned();
    let server = serve(fs::read(release.archive()).unwrap(), name);
    let at = |token| [("GITHUB_SERVER_URL", server.as_str()), ("GITHUB_API_URL", server.as_str()), ("TOKEN", token)];
    let folder = tempfile::TempDir::new().unwrap();
    let installed = release.install(&folder.path().join("good"), &at("ghs_app"));
    assert_eq!(installed.program().as_deref(), Some(PROGRAM), "{}", installed.said);
    for token in ["ghs_other", ""] {
        let installed = release.install(&folder.path().join("bad"), &at(token));
        assert!(installed.is_built("cannot be had"), "{}", installed.said);
        assert!(token.is_empty() || !installed.said.contains(token), "{}", installed.said);
    }
}
