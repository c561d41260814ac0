//! Many rollouts on one page: for a terminal, as JSON, and as HTML.

mod html;
mod json;
mod page;

pub use json::JSON_SCHEMA;

use super::harmless::Plain;
use super::options::{BOLD, Formats, Options};
use super::phrase::name_of;
use crate::portfolio::Portfolio;
use page::{result, standing, summary};
use std::io::{self, Write};

/// The formats that a portfolio can be written in, by the word that `--format` takes.
pub const FORMATS: Formats<Portfolio> = &[("human", human), ("json", json::write), ("html", html::write)];

fn human(portfolio: &Portfolio, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for rollout in &portfolio.rollouts {
        let name: Plain = name_of(rollout.title.as_deref(), rollout.id.as_deref(), &rollout.path, Plain::of);
        let name = options.paint(name.as_str(), BOLD);
        let owner = rollout.owner.as_deref().map(Plain::of).unwrap_or_default();
        let (repository, standing) = (Plain::of(&rollout.repository), standing(rollout));
        writeln!(out, "{standing}  {name}  {repository}/{}  {owner}", Plain::of(&rollout.path))?;
    }
    writeln!(out)?;
    for metric in &portfolio.metrics {
        writeln!(out, "{:24}  {}", metric.name, result(metric, &metric.all))?;
    }
    for note in &portfolio.notes {
        writeln!(out, "note: {}", Plain::of(note))?;
    }
    writeln!(out, "{}", summary(portfolio))
}
