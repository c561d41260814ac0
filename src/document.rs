//! A file of values, such as JSON, YAML or TOML, as one tree in which everything has its place.
//!
//! Whoever reads values walks this tree, and need not know in which syntax they are written. The
//! three readers keep what is written: numbers are decimals, a key is the text of the key.

mod blanks;
mod json;
mod model;
mod number;
mod pointer;
mod syntax;
mod toml;
mod yaml;

pub use blanks::{Blank, Blanks, Names, NoBlanks};
pub use model::{Document, Entry, Fault, Map, Node, Value};
pub use number::Number;
pub(crate) use number::amount;
pub use pointer::{Found, NoPointer, Pointer, Selection};
pub use syntax::Syntax;

/// Reads a text. A byte order mark at its start is none of it.
///
/// # Errors
/// The first fault: broken syntax, a key that stands twice, values that are nested too deeply or
/// repeat themselves too often.
pub fn parse(syntax: Syntax, text: &str) -> Result<Document, Fault> {
    let body = text.trim_start_matches('\u{feff}');
    let offset = text.len() - body.len();
    match syntax {
        Syntax::Json | Syntax::Json5 => json::parse(syntax, body, offset),
        Syntax::Yaml => yaml::parse(body, offset),
        Syntax::Toml => self::toml::parse(body, offset),
    }
}
