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
    /// The place of the repository at a path of a host: `github.com`, `shop/web`. `None` for a host
    /// whose addresses nobody knows.
    pub fn of(host: &str, path: &str) -> Option<WebPlace> {
        let kind = match host {
            "github.com" => Host::GitHub,
            "bitbucket.org" => Host::Bitbucket,
            "codeberg.org" => Host::Gitea,
            host if host == "gitlab.com" || host.starts_with("gitlab.") => Host::GitLab,
            _ => return None,
        };
        // These hosts have a repository below its owner.
        path.contains('/').then(|| WebPlace { base: format!("https://{host}/{path}"), host: kind })
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
    fn addresses_lead_to_the_line() {
        let excerpt = Excerpt { path: "rollouts/a b#1.md".to_owned(), line: 12, lines: Vec::new() };
        let line =
            |host: &str, path: &str| Some(WebPlace::of(host, path)?.line(&CommitId("1a2b".to_owned()), &excerpt));
        let github = "https://github.com/shop/web/blob/1a2b/rollouts/a%20b%231.md?plain=1#L12";
        assert_eq!(line("github.com", "shop/web").as_deref(), Some(github));
        let gitlab = "https://gitlab.acme.example/shop/pay/web/-/blob/1a2b/rollouts/a%20b%231.md?plain=1#L12";
        assert_eq!(line("gitlab.acme.example", "shop/pay/web").as_deref(), Some(gitlab));
        assert_eq!(line("git.acme.example", "shop/web"), None);
        assert_eq!(line("github.com", "shop"), None);
    }
}
