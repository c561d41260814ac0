//! One open plan, or its log, by itself: where the rollout stands, whatever the change does.

use super::judged::Asked;
use super::texts::{Home, OpenText, Texts};
use crate::error::Error;
use crate::git::Unsaved;
use crate::plan::Plan;
use crate::plan::log::Log;
use crate::standing::Standing;
use crate::text::Source;
use crate::versions::{Input, plan_at};
use std::path::Path;

/// One open plan by itself, or the log of one.
pub(super) struct Opened {
    pub(super) home: Home,
    /// What stands in place of the files of the home.
    pub(super) unsaved: Unsaved,
    /// The path of the open text from the root.
    path: String,
    pub(super) input: Input,
}

impl Opened {
    /// Reads an open text. `None` when it is no plan.
    ///
    /// # Errors
    /// When a file, the configuration or the template cannot be read.
    pub(super) fn read(text: &OpenText, texts: &Texts, asked: &Asked) -> Result<Option<Opened>, Error> {
        let home = Home::of(&text.file)?;
        let Some(path) = home.path_of(&text.file) else { return Ok(None) };
        let unsaved = texts.unsaved(&home);
        let input = plan_at(&asked.request(&home.root, &unsaved), Path::new(&path))?;
        Ok(input.map(|input| Opened { home, unsaved, path, input }))
    }

    pub(super) fn standing(&self) -> &Standing {
        self.input.subjects[0].standing().expect("an open plan is there")
    }

    pub(super) fn plan(&self) -> &Plan {
        self.standing().plan()
    }

    /// The path of the plan.
    pub(super) fn plan_path(&self) -> &str {
        &self.plan().source.path
    }

    /// Whether the plan itself is the open text, and not a log in another file.
    pub(super) fn is_plan(&self) -> bool {
        self.plan_path() == self.path
    }

    /// The open text.
    pub(super) fn source(&self) -> &Source {
        if self.is_plan() { &self.plan().source } else { self.plan().log_file() }
    }

    /// The decision log, when the open text holds it.
    pub(super) fn log(&self) -> Option<&Log> {
        self.plan().log.as_ref().filter(|_| self.plan().log_file().path == self.path)
    }
}
