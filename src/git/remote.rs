//! Where a repository comes from.

use super::repository::Repository;
use gix::bstr::ByteSlice;

/// A place on a host, without user names and passwords.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remote {
    /// The host, in lower case.
    pub(crate) host: String,
    /// The path there, without `.git`: `shop/web`.
    pub(crate) path: String,
}

impl Remote {
    /// The place that an address names: `git@github.com:shop/web.git`,
    /// `https://gitlab.com/shop/web`. `None` for a folder, and for a path that is no plain one.
    fn read(address: &str) -> Option<Remote> {
        let url = gix::url::parse(address.as_bytes().as_bstr()).ok()?;
        let host = url.host()?.to_ascii_lowercase();
        let path = url.path.to_str().ok()?.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.~/".contains(c);
        let leads_there = path.split('/').all(|name| !name.is_empty() && name != "..");
        (leads_there && path.chars().all(is_plain)).then(|| Remote { host, path: path.to_owned() })
    }
}

impl Repository {
    /// Where the repository comes from: the first remote on a wanted host, `origin` before others.
    fn remote_on(&self, is_wanted: impl Fn(&str) -> bool) -> Option<Remote> {
        let mut names: Vec<String> = self.inner.remote_names().iter().map(|name| name.to_string()).collect();
        names.sort_by_key(|name| name != "origin");
        let mut remotes = names.iter().filter_map(|name| Remote::read(&self.config(&format!("remote.{name}.url"))?));
        remotes.find(|remote| is_wanted(&remote.host))
    }

    /// Where the repository comes from; `None` when no remote is on a host.
    pub(crate) fn remote(&self) -> Option<Remote> {
        self.remote_on(|_| true)
    }

    /// Who owns the repository on GitHub, when a remote is there.
    pub(crate) fn github_owner(&self) -> Option<String> {
        let remote = self.remote_on(|host| host == "github.com")?;
        remote.path.split('/').next().map(str::to_owned)
    }

    /// What people call the repository: its path where it comes from, `shop/web`, else the name of
    /// its folder. A clone may lie in a folder of any name.
    pub(crate) fn name(&self) -> String {
        if let Some(remote) = self.remote() {
            return remote.path;
        }
        let folder = self.workdir().unwrap_or_else(|| self.inner.common_dir());
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.strip_suffix(".git").map(str::to_owned).filter(|name| !name.is_empty()).unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_place_are_read_alike_and_carry_no_secret() {
        let place = |address: &str| Remote::read(address).map(|remote| format!("{} {}", remote.host, remote.path));
        for address in [
            "git@github.com:shop-inc/web.git",
            "https://github.com/shop-inc/web",
            "ssh://git@github.com/shop-inc/web.git",
            "https://ann:secret@github.com/shop-inc/web.git/",
            "https://GitHub.com:443/shop-inc/web",
        ] {
            assert_eq!(place(address).as_deref(), Some("github.com shop-inc/web"), "{address}");
        }
        for (address, wanted) in [
            ("https://github.com.evil.example/x/web", "github.com.evil.example x/web"),
            ("https://gitlab.acme.example/shop/pay/web.git", "gitlab.acme.example shop/pay/web"),
            ("git@git.acme.example:web.git", "git.acme.example web"),
        ] {
            assert_eq!(place(address).as_deref(), Some(wanted), "{address}");
        }
        for address in [
            "/srv/git/web.git", "../web", "file:///srv/web", "", "https://github.com/", "git@github.com:../web",
            "https://github.com/a b/web", "https://github.com/a\"b/c",
        ] {
            assert_eq!(place(address), None, "{address}");
        }
    }
}
