//! Commits, folders and files of a repository, where the clone lacks them.

use super::client::{Client, Failure};
use super::credentials::Credentials;
use super::request::{Options, Repository};
use crate::error::Error;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// The Git objects of a repository on GitHub, by their ids.
pub struct Objects {
    repository: Repository,
    work: Mutex<Work>,
}

/// One connection for all requests.
struct Work {
    runtime: tokio::runtime::Runtime,
    client: Client,
    commits: HashMap<String, (String, Date)>,
}

/// An entry of a folder: the octal digits of its kind, its name, its id.
pub(super) type Entry = (String, String, String);

#[derive(Deserialize)]
struct TreeAnswer {
    tree: Vec<EntryAnswer>,
    truncated: bool,
}

#[derive(Deserialize)]
struct EntryAnswer {
    path: String,
    mode: String,
    sha: String,
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Objects({})", self.repository)
    }
}

impl Objects {
    /// The objects of a repository. Nothing is asked yet.
    ///
    /// # Errors
    /// When the credentials cannot be used.
    pub(super) fn new(
        repository: &Repository,
        credentials: &Credentials,
        options: &Options,
        runtime: tokio::runtime::Runtime,
    ) -> Result<Objects, Error> {
        let client = runtime.block_on(async { Client::new(credentials, options) })?;
        let work = Mutex::new(Work { runtime, client, commits: HashMap::new() });
        Ok(Objects { repository: repository.clone(), work })
    }

    /// The folder of a commit, and the day on which it was made, in UTC.
    ///
    /// # Errors
    /// When GitHub does not tell.
    pub fn commit(&self, id: &str) -> Result<(String, Date), Error> {
        let mut work = self.work.lock();
        if let Some(known) = work.commits.get(id) {
            return Ok(known.clone());
        }
        let answer: Value = self.get(&work, &format!("/git/commits/{id}"), "commit", id)?;
        let text = |pointer: &str| answer.pointer(pointer).and_then(Value::as_str);
        let day = text("/committer/date").and_then(|date| date.parse::<Timestamp>().ok());
        let day = day.map_or_else(Date::default, |moment| moment.to_zoned(TimeZone::UTC).date());
        let tree = text("/tree/sha").ok_or_else(|| Error::new(format!("GitHub names no folder of the commit {id}")))?;
        let found = (tree.to_owned(), day);
        work.commits.insert(id.to_owned(), found.clone());
        Ok(found)
    }

    /// A folder with all folders below it; of a very large one itself alone.
    ///
    /// # Errors
    /// When GitHub does not tell.
    pub(crate) fn trees(&self, id: &str) -> Result<Vec<Vec<Entry>>, Error> {
        let work = self.work.lock();
        let answer: TreeAnswer = self.get(&work, &format!("/git/trees/{id}?recursive=1"), "folder", id)?;
        if answer.truncated {
            let answer: TreeAnswer = self.get(&work, &format!("/git/trees/{id}"), "folder", id)?;
            return Ok(vec![answer.tree.into_iter().map(|entry| (entry.mode, entry.path, entry.sha)).collect()]);
        }
        let mut folders: BTreeMap<String, Vec<Entry>> = BTreeMap::from([(String::new(), Vec::new())]);
        for EntryAnswer { path, mode, sha } in answer.tree {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            folders.entry(folder.to_owned()).or_default().push((mode, name.to_owned(), sha));
        }
        Ok(folders.into_values().collect())
    }

    /// A file.
    ///
    /// # Errors
    /// When GitHub does not give it.
    pub fn blob(&self, id: &str) -> Result<Vec<u8>, Error> {
        let work = self.work.lock();
        let answer: Value = self.get(&work, &format!("/git/blobs/{id}"), "file", id)?;
        let content: String =
            answer.get("content").and_then(Value::as_str).unwrap_or_default().split_whitespace().collect();
        STANDARD.decode(content).map_err(|error| Error::new(format!("GitHub gives no file {id}")).because(error))
    }

    fn get<T: serde::de::DeserializeOwned>(&self, work: &Work, route: &str, what: &str, id: &str) -> Result<T, Error> {
        let answer: Result<Value, Failure> = work.runtime.block_on(work.client.get(&self.repository.route(route)));
        let failed = || Error::new(format!("GitHub does not give the {what} {id}"));
        let answer = answer.map_err(|failure| failed().because(failure).help("the token needs `contents: read`"))?;
        serde_json::from_value(answer).map_err(|error| failed().because(error))
    }
}
