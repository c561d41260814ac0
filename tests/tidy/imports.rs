//! Reads what each source file imports: which file defines what each of its paths names. Tests
//! inside the files do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The names of a path, from left to right.
type Names = Vec<String>;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A name, a keyword or a number.
    Word(String),
    /// A text between quotation marks.
    Text(String),
    /// `::`
    Path,
    /// Any other sign.
    Sign(char),
}

/// A file of `src`.
pub(crate) struct File {
    /// Its path below `src`.
    pub(crate) name: String,
    /// How many lines it has.
    pub(crate) lines: usize,
    /// The line near its top that says why it is long.
    pub(crate) long_because: Option<String>,
    module: Names,
    tokens: Vec<Token>,
    /// The items that stand in the file.
    items: BTreeSet<String>,
    /// What each `use` brings in, by its name in this file.
    names: BTreeMap<String, Names>,
    /// What `use …::*` names.
    globs: Vec<Names>,
    /// All paths outside of `use`.
    paths: BTreeSet<Names>,
}

impl File {
    /// Reads a file, and adds the modules for tests that it has in files of their own.
    fn read(name: String, text: &str, tests: &mut BTreeSet<Names>) -> File {
        let (tokens, modules) = without_tests(&tokens(text));
        let stem = name.trim_end_matches(".rs");
        let module = if stem == "lib" { Vec::new() } else { stem.split('/').map(str::to_owned).collect() };
        tests.extend(modules.into_iter().map(|name| module.iter().cloned().chain([name]).collect::<Names>()));
        let mut top = text.lines().take(20);
        let long_because = top.find_map(|line| line.strip_prefix("// Long because: ")).map(str::to_owned);
        let mut file = File {
            name,
            lines: text.lines().count(),
            long_because,
            module,
            items: items(&tokens),
            tokens,
            names: BTreeMap::new(),
            globs: Vec::new(),
            paths: BTreeSet::new(),
        };
        file.read_paths();
        file
    }

    /// The texts of the file between quotation marks.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether a path of the file begins with the name, as paths into a library do.
    pub(crate) fn uses_library(&self, library: &str) -> bool {
        let mut all = self.names.values().chain(&self.globs).chain(&self.paths);
        all.any(|path| path.first().is_some_and(|first| first == library))
    }

    fn read_paths(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            match &self.tokens[at] {
                Token::Word(word) if word == "use" => at = self.read_use(at + 1, &[]),
                Token::Word(_) if self.tokens.get(at + 1) == Some(&Token::Path) => {
                    let (path, end) = self.path_at(at);
                    self.paths.insert(path);
                    at = end;
                }
                _ => at += 1,
            }
        }
    }

    /// The path that begins at a token, and where it ends.
    fn path_at(&self, mut at: usize) -> (Names, usize) {
        let mut path = Vec::new();
        while let Some(Token::Word(word)) = self.tokens.get(at) {
            path.push(word.clone());
            at += 1;
            match self.tokens.get(at..at + 2) {
                Some([Token::Path, Token::Word(_)]) => at += 1,
                _ => break,
            }
        }
        (path, at)
    }

    /// Reads what stands in a `use` behind the names of `before`, and tells where it ends.
    fn read_use(&mut self, at: usize, before: &[String]) -> usize {
        let (names, mut at) = self.path_at(at);
        let path: Names = before.iter().cloned().chain(names.into_iter().filter(|name| name != "self")).collect();
        match self.tokens.get(at..at + 2) {
            Some([Token::Path, Token::Sign('*')]) => {
                self.globs.push(path);
                return at + 2;
            }
            Some([Token::Path, Token::Sign('{')]) => at += 2,
            Some([Token::Word(word), Token::Word(name)]) if word == "as" => {
                self.names.insert(name.clone(), path);
                return at + 2;
            }
            _ => {
                self.names.extend(path.last().cloned().map(|name| (name, path)));
                return at;
            }
        }
        while self.tokens.get(at) != Some(&Token::Sign('}')) {
            at = self.read_use(at, &path);
            at += usize::from(self.tokens.get(at) == Some(&Token::Sign(',')));
        }
        at + 1
    }
}

/// All files of `src`, by name.
pub(crate) struct Sources {
    pub(crate) files: Vec<File>,
    by_module: BTreeMap<Names, usize>,
}

impl Sources {
    pub(crate) fn read(folder: &Path) -> Sources {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                    files.push((name, fs::read_to_string(&path).unwrap()));
                }
            }
        }
        Sources::of(files)
    }

    /// The sources with these names and texts.
    pub(crate) fn of(files: impl IntoIterator<Item = (String, String)>) -> Sources {
        let mut tests = BTreeSet::new();
        let files = files.into_iter().map(|(name, text)| File::read(name, &text, &mut tests));
        let mut files: Vec<File> = files.collect();
        files.retain(|file| !tests.contains(&file.module));
        files.sort_by(|one, other| one.name.cmp(&other.name));
        let by_module = files.iter().enumerate().map(|(index, file)| (file.module.clone(), index)).collect();
        Sources { files, by_module }
    }

    /// Which file needs which others: by index, never itself.
    pub(crate) fn imports(&self) -> Vec<BTreeSet<usize>> {
        let each = self.files.iter().enumerate();
        each.map(|(index, file)| {
            let names = file.names.values().filter_map(|path| self.defining(index, path, false));
            let globs = file.globs.iter().filter_map(|path| self.defining(index, path, true));
            let paths = file.paths.iter().filter_map(|path| self.defining(index, path, false));
            names.chain(globs).chain(paths).filter(|found| *found != index).collect()
        })
        .collect()
    }

    /// The file that defines what a path of a file names. None for what is no item of ours: a
    /// library, or a module itself, unless all that the module holds is meant.
    fn defining(&self, from: usize, path: &[String], is_glob: bool) -> Option<usize> {
        let mut seen = BTreeSet::new();
        let (file, is_module) = self.resolve(from, path, &mut seen)?;
        (is_glob || !is_module).then_some(file)
    }

    /// Finds the file of a path, and whether the path names the file's module.
    fn resolve(&self, from: usize, path: &[String], seen: &mut BTreeSet<(usize, Names)>) -> Option<(usize, bool)> {
        if !seen.insert((from, path.to_vec())) {
            return None;
        }
        let file = &self.files[from];
        let mut module = file.module.clone();
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => module.clear(),
            "self" => {}
            "super" => drop(module.pop()),
            _ => return self.resolve_in(from, path, seen),
        }
        let more = rest.iter().take_while(|name| *name == "super").count();
        module.truncate(module.len().saturating_sub(more));
        let rest = &rest[more..];
        self.resolve_inside(*self.by_module.get(&module)?, rest, seen)
    }

    /// The same for a path inside a module: what is not found there is made by a macro of the
    /// module.
    fn resolve_inside(&self, at: usize, path: &[String], seen: &mut BTreeSet<(usize, Names)>) -> Option<(usize, bool)> {
        self.resolve_in(at, path, seen).or(Some((at, false)))
    }

    /// The same for a path that begins among the names of a module.
    fn resolve_in(&self, at: usize, path: &[String], seen: &mut BTreeSet<(usize, Names)>) -> Option<(usize, bool)> {
        let file = &self.files[at];
        let Some((first, rest)) = path.split_first() else { return Some((at, true)) };
        let child: Names = file.module.iter().cloned().chain([first.clone()]).collect();
        if let Some(child) = self.by_module.get(&child) {
            return self.resolve_inside(*child, rest, seen);
        }
        if file.items.contains(first) {
            return Some((at, false));
        }
        // What a `use` takes from the library that it is called by is no name of ours.
        if let Some(full) = file.names.get(first).filter(|full| full.first() != Some(first)) {
            return self.resolve(at, &[full, rest].concat(), seen);
        }
        file.globs.iter().find_map(|glob| {
            let (inside, _) = self.resolve(at, glob, seen)?;
            (inside != at).then(|| self.resolve_in(inside, path, seen))?
        })
    }
}

/// A circle among imports: the files in their order, the first one again at the end.
pub(crate) fn circle(imports: &[BTreeSet<usize>]) -> Option<Vec<usize>> {
    // The shortest way from a file back to itself, of all files.
    let ways = (0..imports.len()).filter_map(|start| {
        let mut from: BTreeMap<usize, usize> = BTreeMap::new();
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            for next in &imports[at] {
                if !from.contains_key(next) {
                    from.insert(*next, at);
                    queue.push_back(*next);
                }
            }
        }
        let mut way = vec![start, *from.get(&start)?];
        while way.last() != Some(&start) {
            way.push(from[way.last().expect("a way has files")]);
        }
        way.reverse();
        Some(way)
    });
    ways.min_by_key(Vec::len)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment_length(rest)
        } else if let Some((inner, length)) = quoted(rest) {
            found.push(Token::Text(inner.to_owned()));
            length
        } else if first == '\'' {
            character_length(rest)
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(Token::Word(rest[..length].to_owned()));
            length
        } else if rest.starts_with("::") {
            found.push(Token::Path);
            2
        } else {
            if !first.is_whitespace() {
                found.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    found
}

/// How long the comment at the start is; comments stand inside comments.
fn comment_length(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if text[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The text between quotation marks at the start, raw or not, and its length with all around it.
fn quoted(text: &str) -> Option<(&str, usize)> {
    let after = text.trim_start_matches(['b', 'c']);
    let before = text.len() - after.len();
    let raw = after.strip_prefix('r').filter(|_| before < 2);
    let signs = raw.map_or(0, |raw| raw.len() - raw.trim_start_matches('#').len());
    let body = raw.map_or(after, |raw| &raw[signs..]).strip_prefix('"').filter(|_| before < 2)?;
    let start = text.len() - body.len();
    let end = if raw.is_some() {
        body.find(&format!("\"{}", "#".repeat(signs)))?
    } else {
        let mut is_escaped = false;
        body.find(|c| {
            let ends = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        })?
    };
    Some((&body[..end], start + end + 1 + signs))
}

/// How long the character or the lifetime at the start is.
fn character_length(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let from = at + escaped.len_utf8();
            text[from..].find('\'').map_or(text.len(), |end| from + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// The names of the items, those of methods among them.
fn items(tokens: &[Token]) -> BTreeSet<String> {
    const KINDS: &[&str] = &["fn", "struct", "enum", "trait", "type", "const", "static"];
    let named = tokens.iter().enumerate().filter_map(|(at, token)| {
        let Token::Word(kind) = token else { return None };
        let name = if kind == "macro_rules" { at + 2 } else { at + 1 };
        match tokens.get(name) {
            Some(Token::Word(name)) if kind == "macro_rules" || KINDS.contains(&kind.as_str()) => Some(name.clone()),
            _ => None,
        }
    });
    named.collect()
}

/// The tokens without the items that `#[cfg(test)]` stands before, and those of them that are
/// modules in files of their own.
fn without_tests(tokens: &[Token]) -> (Vec<Token>, Vec<String>) {
    let is_word = |at: usize, word: &str| matches!(tokens.get(at), Some(Token::Word(found)) if found == word);
    let is_sign = |at: usize, sign: char| tokens.get(at) == Some(&Token::Sign(sign));
    let (mut found, mut modules) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        if !(is_sign(at, '#') && is_sign(at + 1, '[') && is_word(at + 2, "cfg") && is_word(at + 4, "test")) {
            found.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += 7;
        // Up to the end of the item: a semicolon, or a block that no semicolon has to follow.
        let mut depth = 0;
        let mut is_statement = false;
        while at < tokens.len() {
            match &tokens[at] {
                Token::Word(word) if depth == 0 && ["use", "const", "static", "type"].contains(&word.as_str()) => {
                    is_statement = true;
                }
                Token::Word(word) if depth == 0 && word == "fn" => is_statement = false,
                Token::Sign('{' | '[' | '(') => depth += 1,
                Token::Sign(close @ ('}' | ']' | ')')) => {
                    depth -= 1;
                    if depth == 0 && *close == '}' && !is_statement {
                        break;
                    }
                }
                Token::Sign(';') if depth == 0 => {
                    if let Some([Token::Word(kind), Token::Word(name)]) = tokens.get(at - 2..at) {
                        modules.extend((kind == "mod").then(|| name.clone()));
                    }
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        at += 1;
    }
    (found, modules)
}
