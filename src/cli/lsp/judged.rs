//! Judges the change that the open texts would make, as `check --base` judges it once they are
//! saved.

use super::texts::{Home, Texts};
use crate::check::Settings;
use crate::cli::judge::{compare, judge};
use crate::error::Error;
use crate::finding::Finding;
use crate::git::Unsaved;
use crate::versions::{Input, Memory, Request, plan_at};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What the command line asked for.
pub(super) struct Asked {
    /// The configuration to use instead of the repository's.
    pub(super) config: Option<PathBuf>,
    /// The revision to compare with instead of the branch's target.
    pub(super) base: Option<String>,
    /// The day to judge on.
    pub(super) today: Option<Date>,
    /// What the session need not read again.
    pub(super) memory: Memory,
}

impl Asked {
    /// Asks for all plans of a home, with the open texts in place of its files.
    pub(super) fn request<'a>(&'a self, root: &'a Path, unsaved: &'a Unsaved) -> Request<'a> {
        let (config, today) = (self.config.as_deref(), self.today);
        let (unsaved, memory) = (Some(unsaved), Some(&self.memory));
        Request { dir: root, config, paths: &[], today, unsaved, memory }
    }
}

/// What was found in one home.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) findings: Vec<Finding>,
    /// Why nothing could be judged.
    pub(super) fault: Option<Error>,
    /// What it was compared with, in words; `None` when each plan was judged by itself.
    pub(super) against: Option<String>,
    /// What a person should know of how the files were read.
    pub(super) notes: Vec<String>,
}

/// Judges a home.
pub(super) fn judged(home: &Home, texts: &Texts, asked: &Asked) -> Judged {
    let unsaved = texts.unsaved(home);
    let request = asked.request(&home.root, &unsaved);
    let compared = compared(home, asked, &request).and_then(|compared| match compared {
        Some((input, against)) => {
            let report = judge(&input, Settings::default());
            Ok(Judged { findings: report.findings, against: Some(against), notes: report.notes, fault: None })
        }
        None => alone(&request, &unsaved),
    });
    compared.unwrap_or_else(|fault| Judged { fault: Some(fault), ..Judged::default() })
}

/// What the change does since the merge base with the branch that it is meant for, with the words
/// for what it is compared with. `None` where no commit is.
fn compared(home: &Home, asked: &Asked, request: &Request) -> Result<Option<(Input, String)>, Error> {
    let Some(repository) = &home.repository else { return Ok(None) };
    if repository.head()?.is_none() {
        return Ok(None);
    }
    let target = match &asked.base {
        Some(base) => Some((base.clone(), base.clone())),
        None => repository.target_branch().map(|target| (target.revision, target.name)),
    };
    let (revision, name) = target.unwrap_or_else(|| ("HEAD".to_owned(), "HEAD".to_owned()));
    let input = compare(request, &revision, None)?;
    let base = input.base.as_ref().map_or_else(String::new, |base| base.short().to_owned());
    let against =
        if name == "HEAD" { format!("HEAD ({base})") } else { format!("the merge base with {name} ({base})") };
    Ok(Some((input, against)))
}

/// Each open plan by itself.
fn alone(request: &Request, unsaved: &Unsaved) -> Result<Judged, Error> {
    let mut judged = Judged::default();
    for path in unsaved.paths() {
        if let Some(input) = plan_at(request, Path::new(path))?.filter(|input| input.subjects[0].path() == path) {
            let report = judge(&input, Settings::default());
            judged.findings.extend(report.findings);
            judged.notes.extend(report.notes);
        }
    }
    Ok(judged)
}
