//! How the action takes rolloutlint from its release, on a runner of each shape.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{Repo, root};

const PROGRAM: &str = "#!/bin/sh\necho taken\n";

/// A repository of the action whose `v1` is the commit of its release, in a folder that plays the server.
struct Server {
    folder: tempfile::TempDir,
    home: Repo,
    version: String,
}

impl Server {
    fn new(target: &str, program: &str) -> Server {
        let folder = tempfile::TempDir::new().unwrap();
        let home = Repo::new();
        for path in ["Cargo.toml", "Cargo.lock", "action/install.sh"] {
            home.write(path, fs::read(root().join(path)).unwrap());
        }
        for path in ["schema/a", "src/a", "fixtures/compliant/a"] {
            home.write(path, "x");
        }
        home.commit("Release", "2026-03-09");
        let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
        let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"')).unwrap();
        home.git(&["tag", &format!("v{version}")]);
        home.git(&["tag", "v1"]);
        let assets = home.path().join(format!("releases/download/v{version}"));
        fs::create_dir_all(&assets).unwrap();
        fs::write(assets.join(program), PROGRAM).unwrap();
        run("chmod", &["+x", program], &assets);
        let archive = format!("rolloutlint-{target}.tar.gz");
        run("tar", &["-czf", &archive, program], &assets);
        let sums = run("sha256sum", &[&archive], &assets);
        fs::write(assets.join("SHA256SUMS"), sums).unwrap();
        std::os::unix::fs::symlink(home.path(), folder.path().join("action")).unwrap();
        Server { folder, home, version: version.to_owned() }
    }

    fn asset(&self, name: &str) -> PathBuf {
        self.home.path().join(format!("releases/download/v{}/{name}", self.version))
    }

    /// Runs the script as a step of a job would, and gives what it says and what it hands to the next steps.
    fn install(&self, system: &str, arch: &str, temp: &Path) -> (bool, String, String) {
        fs::create_dir_all(temp).unwrap();
        let output = temp.join("output");
        let done = Command::new("bash")
            .arg(self.home.path().join("action/install.sh"))
            .env("GITHUB_ACTION_PATH", self.home.path())
            .env("GITHUB_SERVER_URL", format!("file://{}", self.folder.path().display()))
            .env("GITHUB_OUTPUT", &output)
            .env("ACTION_REPOSITORY", "action")
            .env("ACTION_REF", "v1")
            .env("WANTED_VERSION", "")
            .env("RUNNER_OS", system)
            .env("RUNNER_ARCH", arch)
            .env("RUNNER_TEMP", temp)
            .env("RUNNER_TOOL_CACHE", temp.join("tools"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        (done.status.success(), said, fs::read_to_string(output).unwrap_or_default())
    }
}

fn run(program: &str, args: &[&str], folder: &Path) -> Vec<u8> {
    let done = Command::new(program).args(args).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

#[test]
fn a_release_is_taken_also_where_the_paths_are_those_of_windows() {
    for (system, arch, target, program, name) in [
        ("Linux", "X64", "x86_64-unknown-linux-musl", "rolloutlint", "temp"),
        ("Windows", "X64", "x86_64-pc-windows-msvc", "rolloutlint.exe", "D:\\a\\_temp"),
    ] {
        let server = Server::new(target, program);
        let folder = tempfile::TempDir::new().unwrap();
        let (is_good, said, outputs) = server.install(system, arch, &folder.path().join(name));
        assert!(is_good && said.contains("its SHA-256 is right"), "{system}: {said}");
        assert!(outputs.contains("ready=true"), "{system}: {outputs}");
        let binary = outputs.lines().find_map(|line| line.strip_prefix("binary=")).unwrap();
        assert_eq!(fs::read_to_string(binary).unwrap(), PROGRAM, "{system}");
    }
}

#[test]
fn an_archive_that_is_not_the_one_of_the_sums_is_not_used() {
    let server = Server::new("x86_64-pc-windows-msvc", "rolloutlint.exe");
    fs::write(server.asset("rolloutlint-x86_64-pc-windows-msvc.tar.gz"), "another one").unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let (is_good, said, outputs) = server.install("Windows", "X64", &folder.path().join("D:\\a\\_temp"));
    assert!(!is_good && said.contains("it is not used"), "{said}");
    assert!(!outputs.contains("ready=true"), "{outputs}");
}

#[test]
fn without_a_network_or_a_release_it_is_built() {
    let server = Server::new("x86_64-unknown-linux-musl", "rolloutlint");
    fs::remove_file(server.asset("SHA256SUMS")).unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let (is_good, said, outputs) = server.install("Linux", "X64", folder.path());
    assert!(is_good && said.contains("is built from source: the release"), "{said}");
    assert!(!outputs.contains("ready=true"), "{outputs}");
    fs::remove_file(server.folder.path().join("action")).unwrap();
    let (is_good, said, _) = server.install("Linux", "X64", folder.path());
    assert!(is_good && said.contains("is built from source") && said.contains("cannot be read"), "{said}");
}
