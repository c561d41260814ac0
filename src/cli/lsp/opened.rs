//! One open plan by itself: where its rollout stands, whatever the change does.

use super::judged::Asked;
use super::texts::{Home, OpenText, Texts};
use crate::error::Error;
use crate::git::Unsaved;
use crate::plan::Plan;
use crate::standing::Standing;
use crate::text::Source;
use crate::versions::{Input, plan_at};
use std::path::Path;

/// One open plan by itself.
pub(super) struct Opened {
    pub(super) home: Home,
    /// What stands in place of the files of the home.
    pub(super) unsaved: Unsaved,
    /// The path from the root.
    pub(super) path: String,
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

    pub(super) fn source(&self) -> &Source {
        &self.plan().source
    }
}
