//! Paths of flag files: globs in which blanks stand.

use super::{Blank, Blanks};
use crate::document::Names;
use globset::{Glob, GlobBuilder, GlobMatcher};
use std::fmt;

/// The characters by which a path is a glob.
const GLOB: [char; 5] = ['*', '?', '[', '{', '\\'];

/// The path of flag files as the configuration has it, a glob with blanks.
#[derive(Clone, Debug)]
pub struct FileBlanks {
    blanks: Blanks,
    /// Matches whatever the blanks are filled in with.
    any: GlobMatcher,
}

/// The files of one flag, in one environment of a ladder.
#[derive(Clone, Debug)]
pub struct FilePattern {
    /// The environment; `None` without a ladder.
    pub environment: Option<String>,
    /// The glob, in which names are literal.
    glob: String,
    files: Files,
}

/// Which files a pattern is of.
#[derive(Clone, Debug)]
enum Files {
    /// The one at a path, where there is no glob in it.
    At(String),
    /// Those that a glob matches.
    Matching(GlobMatcher),
}

impl FileBlanks {
    /// The path as a pattern.
    ///
    /// # Errors
    /// When it is no glob that can be read.
    pub(super) fn new(blanks: Blanks) -> Result<FileBlanks, globset::Error> {
        let written = blanks.map(|blank| Some(if blank == Blank::Environment { "*" } else { "**" }.to_owned()));
        // A flag may have a `/` in its name, so that here `*` is not held to one folder.
        let any = Glob::new(&written.unwrap_or_default())?.compile_matcher();
        // Each glob that comes of it is this one with literal names.
        glob(&blanks.map(|_| Some("x".to_owned())).unwrap_or_default())?;
        Ok(FileBlanks { blanks, any })
    }

    /// The path with its blanks filled in as far as there are names, for people.
    pub fn filled(&self, names: &Names) -> String {
        self.blanks.fill_known(names)
    }

    /// The file, or the folder below which all of its files lie, without a `/` at its end; empty
    /// for the repository itself.
    pub(super) fn place(&self) -> String {
        let text = self.blanks.map(|_| Some("*".to_owned())).unwrap_or_default();
        let fixed = text.find(GLOB).map(|end| &text[..end]);
        fixed.map_or_else(|| text.clone(), |fixed| fixed[..fixed.rfind('/').unwrap_or(0)].to_owned())
    }

    pub(super) fn asks_for(&self, blank: Blank) -> bool {
        self.blanks.asks_for(blank)
    }

    pub(super) fn may_be(&self, path: &str) -> bool {
        self.any.is_match(path)
    }

    /// Whether each file of another path is one of this, for the same names. `false` when that
    /// cannot be told.
    pub(crate) fn covers(&self, other: &FileBlanks) -> bool {
        // Only `*` and `**` take a name that nobody has.
        const ANY: &str = "\u{e000}any\u{e000}";
        let sample = Names { flag: Some("\u{e000}flag"), id: Some("\u{e000}id"), environment: Some("\u{e000}env") };
        let Some(path) = other.blanks.fill(&sample) else { return false };
        let is_simple = !path.contains("**") && !path.contains(['?', '[', '{', '\\']);
        let own = self.pattern(sample.flag, sample.id, sample.environment);
        is_simple && own.is_some_and(|own| own.matches(&path.replace('*', ANY)))
    }

    /// The flag that a file is named after in an environment, if any. `None` when that cannot be
    /// told, since the path is a glob.
    pub(super) fn flag_in<'p>(&self, path: &'p str, environment: Option<&str>) -> Option<Option<&'p str>> {
        let others = Names { environment, ..Names::default() };
        let is_told = self.blanks.is_free_of(has_glob) && !self.blanks.repeats(Blank::Flag);
        is_told.then(|| self.blanks.name_in(Blank::Flag, &others, path))
    }

    /// The pattern for some names; `None` without a name for one of the blanks.
    pub(super) fn pattern(
        &self,
        flag: Option<&str>,
        id: Option<&str>,
        environment: Option<&str>,
    ) -> Option<FilePattern> {
        let names = Names { flag, id, environment };
        let name = |blank: Blank| names.of(blank);
        let text = self.blanks.map(|blank| name(blank).map(globset::escape))?;
        let path = self.blanks.is_free_of(has_glob).then(|| self.blanks.map(|blank| name(blank).map(str::to_owned)));
        let files = match path.flatten() {
            Some(path) => Files::At(path),
            None => Files::Matching(glob(&text).ok()?),
        };
        Some(FilePattern { environment: environment.map(str::to_owned), glob: text, files })
    }
}

/// Two paths are the same when they are written the same.
impl PartialEq for FileBlanks {
    fn eq(&self, other: &FileBlanks) -> bool {
        self.blanks == other.blanks
    }
}

impl fmt::Display for FileBlanks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.blanks.fmt(f)
    }
}

impl FilePattern {
    /// Whether a file is one of these.
    pub fn matches(&self, path: &str) -> bool {
        match &self.files {
            Files::At(own) => own == path,
            Files::Matching(matcher) => matcher.is_match(path),
        }
    }

    /// The path, when it can be one file only.
    pub fn exact(&self) -> Option<&str> {
        match &self.files {
            Files::At(path) => Some(path),
            Files::Matching(_) => None,
        }
    }

    /// The folder below which all of these files lie, without a `/` at its end; empty for the
    /// repository itself.
    pub(crate) fn fixed_folder(&self) -> &str {
        let fixed = match &self.files {
            Files::At(path) => path,
            Files::Matching(_) => &self.glob[..self.glob.find(GLOB).unwrap_or(self.glob.len())],
        };
        fixed.rfind('/').map_or("", |end| &fixed[..end])
    }
}

impl fmt::Display for FilePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.exact().unwrap_or(&self.glob))
    }
}

fn glob(text: &str) -> Result<GlobMatcher, globset::Error> {
    Ok(GlobBuilder::new(text).literal_separator(true).build()?.compile_matcher())
}

/// Whether a literal piece of a path is a glob.
fn has_glob(text: &str) -> bool {
    text.contains(GLOB)
}
