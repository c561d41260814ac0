//! A text with blanks, which a plan fills in: `config/{environment}.json`, `features.{flag}`.

use std::borrow::Cow;
use std::fmt;

/// A blank that may stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// `{flag}`: a flag of the plan.
    Flag,
    /// `{id}`: the plan's Rollout ID.
    Id,
    /// `{environment}`: an environment of the ladder.
    Environment,
}

/// What blanks are filled in with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Names<'a> {
    /// The flag.
    pub flag: Option<&'a str>,
    /// The plan's Rollout ID.
    pub id: Option<&'a str>,
    /// The environment.
    pub environment: Option<&'a str>,
}

/// A piece of a text with blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Blank(Blank),
}

/// A text with blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blanks(Vec<Piece>);

/// A blank that does not exist: the word in its braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoBlanks(pub String);

impl Blank {
    /// All blanks by their words.
    pub const ALL: [Blank; 3] = [Blank::Flag, Blank::Id, Blank::Environment];

    /// The word in the braces.
    pub fn word(self) -> &'static str {
        match self {
            Blank::Flag => "flag",
            Blank::Id => "id",
            Blank::Environment => "environment",
        }
    }
}

impl<'a> Names<'a> {
    /// The name that a blank is filled in with.
    pub fn of(&self, blank: Blank) -> Option<&'a str> {
        match blank {
            Blank::Flag => self.flag,
            Blank::Id => self.id,
            Blank::Environment => self.environment,
        }
    }
}

impl Blanks {
    /// Reads a text. Braces around one word are a blank; all other braces are a part of the text.
    ///
    /// # Errors
    /// When there is no blank of such a word.
    pub fn parse(text: &str) -> Result<Blanks, NoBlanks> {
        let mut blanks = Blanks::default();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let behind = &rest[open + 1..];
            let word = behind.split_once('}').map(|(word, _)| word).filter(|word| is_word(word));
            let Some(word) = word else {
                blanks.push_literal(&rest[..=open]);
                rest = behind;
                continue;
            };
            let found = Blank::ALL.into_iter().find(|blank| blank.word() == word);
            let blank = found.ok_or_else(|| NoBlanks(word.to_owned()))?;
            blanks.push_literal(&rest[..open]);
            blanks.0.push(Piece::Blank(blank));
            rest = &behind[word.len() + 1..];
        }
        blanks.push_literal(rest);
        Ok(blanks)
    }

    fn push_literal(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Literal(literal)) => literal.push_str(text),
            _ => self.0.push(Piece::Literal(text.to_owned())),
        }
    }

    /// Whether a blank stands in it.
    pub(crate) fn asks_for(&self, blank: Blank) -> bool {
        self.0.contains(&Piece::Blank(blank))
    }

    /// Whether no piece of it beside the blanks is of some kind.
    pub(crate) fn is_free_of(&self, is: impl Fn(&str) -> bool) -> bool {
        !self.0.iter().any(|piece| matches!(piece, Piece::Literal(text) if is(text)))
    }

    /// The text with its blanks filled in; `None` when there is no name for one of them.
    pub fn fill(&self, names: &Names) -> Option<Cow<'_, str>> {
        match &self.0[..] {
            [] => Some(Cow::Borrowed("")),
            [Piece::Literal(text)] => Some(Cow::Borrowed(text)),
            _ => self.map(|blank| names.of(blank).map(str::to_owned)).map(Cow::Owned),
        }
    }

    /// Whether a blank stands in it more than once, so that no text says its name.
    pub(crate) fn repeats(&self, blank: Blank) -> bool {
        self.0.iter().filter(|piece| **piece == Piece::Blank(blank)).count() > 1
    }

    /// The name that a text has in place of a blank, where the other blanks are filled in: of
    /// `eu-checkout` by `{environment}-{flag}` it is `checkout` in the environment `eu`. `None` for
    /// another text, and without a name for one of the other blanks.
    pub(crate) fn name_in<'t>(&self, blank: Blank, others: &Names, text: &'t str) -> Option<&'t str> {
        let place = self.0.iter().position(|piece| *piece == Piece::Blank(blank))?;
        let filled = |pieces: &[Piece]| Blanks(pieces.to_vec()).fill(others).map(Cow::into_owned);
        let (before, behind) = (filled(&self.0[..place])?, filled(&self.0[place + 1..])?);
        text.strip_prefix(&*before)?.strip_suffix(&*behind)
    }

    /// The text with its blanks filled in as far as there are names.
    pub(crate) fn fill_known(&self, names: &Names) -> String {
        let name = |blank: Blank| names.of(blank).map_or_else(|| format!("{{{}}}", blank.word()), str::to_owned);
        self.map(|blank| Some(name(blank))).unwrap_or_default()
    }

    /// The text with something in the place of each blank.
    pub fn map(&self, with: impl Fn(Blank) -> Option<String>) -> Option<String> {
        let piece = |piece: &Piece| match piece {
            Piece::Literal(text) => Some(text.clone()),
            Piece::Blank(blank) => with(*blank),
        };
        self.0.iter().map(piece).collect()
    }
}

impl fmt::Display for Blanks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Literal(text) => f.write_str(text),
            Piece::Blank(blank) => write!(f, "{{{}}}", blank.word()),
        })
    }
}

/// Whether a text between braces is a word that somebody meant as a blank. Braces in globs hold
/// commas.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
}
