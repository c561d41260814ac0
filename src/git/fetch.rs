//! Fetching a commit that the clone lacks. This is the only file that runs the program `git`.

use super::repository::Repository;
use crate::error::Error;
use crate::text::CommitId;
use std::sync::Arc;

/// A credential helper for Git. GitHub takes a workflow's token as the password of this user.
const FETCH_HELPER: &str = "!f() { echo username=x-access-token; echo \"password=$ROLLOUTLINT_FETCH_TOKEN\"; }; f";

impl Repository {
    /// Fetches a commit from the remote `origin`, and gives the repository that holds it. The
    /// credentials are those of the checkout, else `login`: the address of a server, and a token
    /// for it. A shallow clone gets the commit without its history. A full clone gets the history,
    /// too, since `--depth` would cut the history that the clone has.
    ///
    /// # Errors
    /// When Git cannot be run, or when the remote does not give the commit.
    pub fn fetch_commit(&self, commit: &CommitId, login: Option<(&str, &str)>) -> Result<Repository, Error> {
        let short = commit.short().to_owned();
        // Only an id goes on the command line, so that Git cannot take it for an option.
        let is_id = commit.0.len() >= 40 && commit.0.bytes().all(|byte| byte.is_ascii_hexdigit());
        let folder = self.workdir().unwrap_or_else(|| self.inner.git_dir()).to_path_buf();
        let fetch = |login: Option<(&str, &str)>| {
            let mut git = std::process::Command::new("git");
            git.arg("-C")
                .arg(&folder)
                .env("GIT_TERMINAL_PROMPT", "0")
                .args(["-c", "gc.auto=0", "-c", "maintenance.auto=false"])
                // In a container the checkout belongs to another user.
                .args(["-c", &format!("safe.directory={}", folder.display())]);
            if let Some((server, token)) = login {
                // The token goes through the environment, which no list of processes shows, and
                // only to that server. Without the empty value Git would give the token to other
                // helpers, too, which may write it to disk.
                git.args(["-c", "credential.helper=", "-c", &format!("credential.{server}.helper={FETCH_HELPER}")])
                    .env("ROLLOUTLINT_FETCH_TOKEN", token);
            }
            let depth = self.is_shallow().then_some("--depth=1");
            let fetch = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules"];
            git.args(fetch).args(depth).args(["origin", &commit.0]).output()
        };
        let mut cause = "it is no full commit id".to_owned();
        // The checkout's own credentials come first: a server refuses a second login beside them.
        for login in std::iter::once(None).chain(login.map(Some)).filter(|_| is_id) {
            cause = match fetch(login) {
                Ok(output) if output.status.success() => {
                    let (source, fault) = (self.source.clone(), Arc::clone(&self.fault));
                    return Repository::discover(&folder).map(|fetched| Repository { source, fault, ..fetched });
                }
                Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
                Err(error) => format!("git cannot be run: {error}"),
            };
        }
        Err(Error::new(format!("the commit {short} is not in this clone and cannot be fetched from origin"))
            .because(cause)
            .help("check out with `fetch-depth: 0`, or fetch the commit in a step before"))
    }
}
