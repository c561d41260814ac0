//! Where a browser shows the files of a repository, for the hosts whose addresses are known.

use crate::audit::Excerpt;
use crate::text::CommitId;

/// A repository on the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebPlace {
    /// The address of the repository, without a slash at its end.
    base: String,
    host: Host,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Host {
    GitHub,
    GitLab,
    Bitbucket,
    Gitea,
}

impl WebPlace {
    /// The place of a repository by the address of its remote: `git@github.com:shop/web.git`,
    /// `https://gitlab.com/shop/web`. `None` for a host whose addresses nobody knows. User names
    /// and passwords do not get through.
    pub fn of(remote: &str) -> Option<WebPlace> {
        let (scheme, rest) = remote.split_once("://").unwrap_or(("ssh", remote));
        if !["https", "http", "ssh", "git"].contains(&scheme) {
            return None;
        }
        let is_written_short = !remote.contains("://");
        let (place, path) = rest.split_once(if is_written_short { ':' } else { '/' })?;
        let host = place.rsplit('@').next()?;
        let host = host.split(':').next()?.to_ascii_lowercase();
        let path = path.trim_matches('/').trim_end_matches(".git");
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.~/".contains(c);
        let names = path.split('/').filter(|name| !name.is_empty() && *name != "..").count();
        if names < 2 || !path.chars().all(is_plain) || path.split('/').any(|name| name == "..") {
            return None;
        }
        let kind = match host.as_str() {
            "github.com" => Host::GitHub,
            "bitbucket.org" => Host::Bitbucket,
            "codeberg.org" => Host::Gitea,
            host if host == "gitlab.com" || host.starts_with("gitlab.") => Host::GitLab,
            _ => return None,
        };
        Some(WebPlace { base: format!("https://{host}/{path}"), host: kind })
    }

    /// The address of the first line of an excerpt in a commit.
    pub fn line(&self, commit: &CommitId, excerpt: &Excerpt) -> String {
        let path: String = excerpt.path.bytes().map(escaped).collect();
        let (base, commit, line) = (&self.base, &commit.0, excerpt.line);
        match self.host {
            Host::GitHub => format!("{base}/blob/{commit}/{path}?plain=1#L{line}"),
            Host::GitLab => format!("{base}/-/blob/{commit}/{path}?plain=1#L{line}"),
            Host::Bitbucket => format!("{base}/src/{commit}/{path}#lines-{line}"),
            Host::Gitea => format!("{base}/src/commit/{commit}/{path}?display=source#L{line}"),
        }
    }
}

/// A byte of a path as it stands in an address.
fn escaped(byte: u8) -> String {
    let is_plain = byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_the_line_and_carry_no_secret() {
        let excerpt = Excerpt { path: "rollouts/a b#1.md".to_owned(), line: 12, lines: Vec::new() };
        let line = |remote: &str| WebPlace::of(remote).map(|place| place.line(&CommitId("1a2b".to_owned()), &excerpt));
        let github = Some("https://github.com/shop/web/blob/1a2b/rollouts/a%20b%231.md?plain=1#L12".to_owned());
        for remote in [
            "git@github.com:shop/web.git",
            "https://github.com/shop/web",
            "ssh://git@github.com/shop/web.git",
            "https://ann:secret@github.com/shop/web.git/",
            "https://GitHub.com:443/shop/web",
        ] {
            assert_eq!(line(remote), github, "{remote}");
        }
        let gitlab = line("https://gitlab.acme.example/shop/pay/web.git");
        let wanted = "https://gitlab.acme.example/shop/pay/web/-/blob/1a2b/rollouts/a%20b%231.md?plain=1#L12";
        assert_eq!(gitlab.as_deref(), Some(wanted));
        for remote in [
            "/srv/git/web.git", "https://git.acme.example/shop/web", "file:///srv/web", "https://github.com/shop", "",
            "git@github.com:../web", "https://github.com/a\"b/c",
        ] {
            assert_eq!(line(remote), None, "{remote}");
        }
    }
}
