//! People as Git and forges name them, and who of them approved.

use crate::config::Policy;
use crate::text::fold;
use crate::words::roles::is_program;

/// Somebody as Git or a forge names them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Somebody {
    /// The name, or the login behind an `@`.
    pub name: String,
    /// The e-mail address; empty when nobody gave one.
    pub address: String,
}

/// Somebody who approved a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Approver {
    /// Who.
    pub who: Somebody,
    /// The trailer that says so: `Reviewed-by`; `None` when the forge told of a review.
    pub trailer: Option<String>,
    /// When, as the forge writes a moment.
    pub at: Option<String>,
}

/// What a forge told of the reviews of a pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownReviews {
    /// Who approved it in the end, without its author.
    pub approvers: Vec<Approver>,
}

impl Approver {
    /// How it is known: the trailer, or `review`.
    pub fn how(&self) -> &str {
        self.trailer.as_deref().unwrap_or("review")
    }
}

impl Somebody {
    /// Reads `Ann Lee <ann@example.com>`, a name, or a login.
    pub fn read(text: &str) -> Somebody {
        let text = text.trim();
        let parts = text.strip_suffix('>').and_then(|text| text.rsplit_once('<'));
        let (name, address) = parts.unwrap_or((text, ""));
        Somebody { name: name.trim().to_owned(), address: address.trim().to_owned() }
    }

    /// Whether this is the program of a forge that makes commits for the people who click there.
    pub(crate) fn is_forge(&self) -> bool {
        self.name == "GitHub" || self.address.eq_ignore_ascii_case("noreply@github.com")
    }

    /// Whether this is a program: `release[bot]`.
    pub fn is_program(&self) -> bool {
        is_program(&self.name) || self.address.to_ascii_lowercase().contains("[bot]@")
    }

    /// Whether two names are of one person, as far as the team or an address tells.
    pub(crate) fn is(&self, other: &Somebody, policy: &Policy) -> bool {
        let keys = |one: &Somebody| [Some(policy.person(&one.name)), one.login(), one.folded_address()];
        let others = keys(other);
        keys(self).into_iter().flatten().any(|key| !key.is_empty() && others.contains(&Some(key)))
    }

    /// The login in an address that GitHub gives its users: `7+ann@users.noreply.github.com`.
    fn login(&self) -> Option<String> {
        let name = self.address.strip_suffix("@users.noreply.github.com")?;
        Some(fold(name.rsplit('+').next().unwrap_or(name)))
    }

    fn folded_address(&self) -> Option<String> {
        (!self.address.is_empty()).then(|| self.address.to_ascii_lowercase())
    }
}
