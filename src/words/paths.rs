//! Words in the names of folders and files.

use super::Words;

/// Words that say that plans are kept there.
pub(crate) const PLANS: Words = Words {
    en: &[
        "rollout", "rollouts", "rollout-plans", "releases", "launches", "pilots", "launch", "release", "pilot", "gtm",
    ],
    pt: &["piloto", "homologacao"],
    es: &["piloto"],
    ..Words::NONE
}
.indexed();

/// The name of a file that says no more than that it is a plan.
pub(crate) const PLAN: Words =
    Words { en: &["plan"], de: &["plan"], pt: &["plano"], ja: &["計画"], zh: &["计划"], ..Words::NONE }.indexed();

/// The endings of files of Markdown, in any dialect.
const MARKDOWN: &[&str] = &["md", "markdown", "mdx", "mdown", "mkd", "mkdn"];

/// Whether a path says that the file is Markdown, in any dialect.
pub(crate) fn is_markdown(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    MARKDOWN.iter().any(|known| ending.eq_ignore_ascii_case(known))
}
