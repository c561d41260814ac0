//! Where GitHub is, and who we are there.

use crate::error::Error;
use std::fmt;

/// A fault of the token or of an address.
pub(super) fn unusable(reason: impl fmt::Display) -> Error {
    Error::new(format!("cannot sign in to GitHub: {reason}"))
        .help("set GITHUB_TOKEN, and GITHUB_API_URL to an https address")
}

/// A token that no message and no debug output shows.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Takes a token from a variable or a file. A line break often follows it there.
    pub fn new(text: &str) -> Result<Token, Error> {
        let text = text.trim();
        if text.is_empty() {
            return Err(unusable("the token is empty"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            // octocrab panics on a token that cannot stand in a header.
            return Err(unusable("the token holds blanks or other odd characters"));
        }
        Ok(Token(text.to_owned()))
    }
}

impl Token {
    /// The token itself, to sign in with. Never print it.
    pub(crate) fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Where GitHub is, and who we are there.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The root of the REST interface: `https://api.github.com`, or `https://HOST/api/v3` on GitHub
    /// Enterprise Server.
    pub api_url: String,
    /// The GraphQL endpoint: `https://api.github.com/graphql`, or `https://HOST/api/graphql`.
    pub graphql_url: String,
    /// The token that signs every request.
    pub token: Token,
}

impl Credentials {
    /// Credentials from the variables that GitHub Actions sets: `GITHUB_TOKEN` (or `GH_TOKEN`),
    /// `GITHUB_API_URL` and `GITHUB_GRAPHQL_URL`. `None` when there is no token. `variable` looks a
    /// variable up.
    pub(crate) fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Option<Credentials>, Error> {
        let filled = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let Some(token) = filled("GITHUB_TOKEN").or_else(|| filled("GH_TOKEN")) else {
            return Ok(None);
        };
        let api_url = filled("GITHUB_API_URL").unwrap_or_else(|| "https://api.github.com".to_owned());
        let graphql_url = filled("GITHUB_GRAPHQL_URL").unwrap_or_else(|| graphql_url_beside(&api_url));
        Ok(Some(Credentials { api_url, graphql_url, token: Token::new(&token)? }))
    }
}

/// The address of GitHub's pages: `GITHUB_SERVER_URL`, or the address that belongs to
/// `GITHUB_API_URL`. `variable` looks a variable up.
pub(crate) fn server(variable: impl Fn(&str) -> Option<String>) -> String {
    let server = variable("GITHUB_SERVER_URL").filter(|url| url.starts_with("https://")).or_else(|| {
        let api = variable("GITHUB_API_URL")?;
        api.trim().trim_end_matches('/').strip_suffix("/api/v3").map(String::from)
    });
    server.unwrap_or_else(|| "https://github.com".to_owned()).trim().trim_end_matches('/').to_owned()
}

/// The GraphQL endpoint that belongs to a REST root: beside `v3` on GitHub Enterprise Server, below
/// the root elsewhere.
fn graphql_url_beside(api_url: &str) -> String {
    let root = api_url.trim().trim_end_matches('/');
    format!("{}/graphql", root.strip_suffix("/v3").unwrap_or(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_trimmed_checked_and_never_shown() {
        let token = Token::new(" ghp_secret\n").unwrap();
        assert_eq!(token.0, "ghp_secret");
        assert!(!format!("{token:?}").contains("secret"));
        for bad in ["", " \n", "two\nlines", "a b", "schlüssel"] {
            assert!(Token::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn roots_follow_from_the_variables() {
        let with = |pairs: &'static [(&str, &str)]| {
            let variable = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_string());
            Credentials::from_variables(variable).unwrap()
        };
        assert!(with(&[("GITHUB_TOKEN", "")]).is_none());
        let cloud = with(&[("GH_TOKEN", "t")]).unwrap();
        assert_eq!(cloud.graphql_url, "https://api.github.com/graphql");
        let server = with(&[("GITHUB_TOKEN", "t"), ("GITHUB_API_URL", "https://ghe.example/api/v3")]).unwrap();
        assert_eq!(server.graphql_url, "https://ghe.example/api/graphql");
    }
}
