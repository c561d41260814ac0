//! What a command is about to write, kept while it does: whoever comes behind a killed command
//! takes back what that left half done.

use super::fault::failed_to_write;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const NAME: &str = "unfinished.json";

/// A file that is about to be written.
#[derive(Serialize, Deserialize)]
pub(super) struct Text {
    path: PathBuf,
    before: String,
    after: String,
}

impl Text {
    pub(super) fn new(path: &Path, before: &str, after: &str) -> Text {
        Text { path: path.to_path_buf(), before: before.to_owned(), after: after.to_owned() }
    }

    /// Whether these bytes are what a writer of this text leaves when it is stopped, on the way
    /// there or back: each byte is one of the text before or of the text after.
    fn may_be_left_as(&self, found: &[u8]) -> bool {
        let (before, after) = (self.before.as_bytes(), self.after.as_bytes());
        let is_of_either = |(at, byte): (usize, &u8)| before.get(at) == Some(byte) || after.get(at) == Some(byte);
        let lengths = before.len().min(after.len())..=before.len().max(after.len());
        lengths.contains(&found.len()) && found.iter().enumerate().all(is_of_either)
    }
}

/// A journal of what is being written.
pub(super) struct Journal {
    path: PathBuf,
    texts: Vec<Text>,
}

impl Journal {
    /// Begins a journal; `None` where there is no folder for it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn begin(folder: Option<&Path>, texts: Vec<Text>) -> Result<Option<Journal>, Error> {
        let Some(folder) = folder else { return Ok(None) };
        let path = folder.join(NAME);
        let new = folder.join("journal");
        let failed = failed_to_write(&new);
        let mut file = File::create(&new).map_err(&failed)?;
        let bytes = serde_json::to_vec(&texts).map_err(|error| failed(error.into()))?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(&failed)?;
        fs::rename(&new, &path).map_err(&failed)?;
        Ok(Some(Journal { path, texts }))
    }

    /// All is written.
    ///
    /// # Errors
    /// When the journal cannot be taken away: the next command would take back what was written.
    pub(super) fn end(self) -> Result<(), Error> {
        fs::remove_file(&self.path).map_err(failed_to_write(&self.path))
    }

    /// Gives each file its text from before, and ends.
    ///
    /// # Errors
    /// When one cannot be written.
    pub(super) fn take_back(self) -> Result<(), Error> {
        take_back(&self.texts)?;
        self.end()
    }
}

/// Takes back what the journal in a folder says, if one is there. Gives the files that have their
/// old text again.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn take_back_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let path = folder.join(NAME);
    let Some(texts) = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice::<Vec<Text>>(&bytes).ok()) else {
        return Ok(Vec::new());
    };
    let back = take_back(&texts)?;
    fs::remove_file(&path).map_err(failed_to_write(&path))?;
    Ok(back)
}

/// Gives each file its text from before. What somebody wrote since stays.
fn take_back(texts: &[Text]) -> Result<Vec<PathBuf>, Error> {
    let found: Vec<Option<Vec<u8>>> = texts.iter().map(|text| fs::read(&text.path).ok()).collect();
    let is_ours =
        |(text, found): (&Text, &Option<Vec<u8>>)| found.as_ref().is_some_and(|found| text.may_be_left_as(found));
    let mut back = Vec::new();
    if !texts.iter().zip(&found).all(is_ours) {
        return Ok(back);
    }
    for (text, _) in texts.iter().zip(&found).filter(|(text, found)| found.as_deref() != Some(text.before.as_bytes())) {
        write_in_place(&text.path, &text.before).map_err(failed_to_write(&text.path))?;
        back.push(text.path.clone());
    }
    Ok(back)
}

/// Writes a text over that of a file, which stays the same file.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write_in_place(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)?;
    file.sync_all()
}
