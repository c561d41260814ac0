//! In which syntax a file is written, by its name.

/// A syntax that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// JSON, also with comments and commas at the end.
    Json,
    /// JSON5.
    Json5,
    /// YAML 1.2.
    Yaml,
    /// TOML 1.1.
    Toml,
}

/// The ends of file names, with what each says.
const ENDS: &[(&str, Syntax)] = &[
    ("json", Syntax::Json),
    ("jsonc", Syntax::Json),
    ("json5", Syntax::Json5),
    ("yaml", Syntax::Yaml),
    ("yml", Syntax::Yaml),
    ("toml", Syntax::Toml),
];

impl Syntax {
    /// The ends of the names of files that are read, in words.
    pub const NAMES: &'static str = "`.json`, `.jsonc`, `.json5`, `.yaml`, `.yml` or `.toml`";

    /// The syntax of the file at a path.
    pub fn of(path: &str) -> Option<Syntax> {
        let (_, end) = path.rsplit_once('.')?;
        ENDS.iter().find(|(name, _)| end.eq_ignore_ascii_case(name)).map(|(_, syntax)| *syntax)
    }
}
