//! What is what between two versions of a rollout. Each thing of the version before is paired one
//! to one with a thing of the version after, or is left over. Nobody else compares two plans.

mod note;
mod pairs;
mod remark;
mod rows;
mod slip;
mod statements;
mod wording;

use crate::plan::log::{LogRow, Point, Route};
use crate::plan::{Plan, Stage};
use crate::text::fold;
use crate::version::Version;
pub use pairs::Pairs;
pub use rows::RATIONALE;
pub(crate) use rows::{ROLLOUT, edited_columns};
pub(crate) use statements::{joined_in_one, keeps_words, pair_statements, pair_texts, says_as_before};
use std::sync::Arc;
pub use wording::Rewording;
pub(crate) use wording::{Kind, Wording, is_taken_back_by, reworded};

/// Two versions of one rollout, with what is what between them. One of the two may be missing.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// The version before.
    pub base: Option<Arc<Version>>,
    /// The version after.
    pub head: Option<Arc<Version>>,
    /// The stages, by their places in [`Plan::stages`].
    pub stages: Pairs,
    /// The rows of the decision logs, by their places in the two logs.
    pub rows: Pairs,
    /// The stage cells of the log before, read in the stages of the version after.
    routes: Vec<Route>,
}

impl Pairing {
    /// Pairs two versions.
    pub fn new(base: Option<Arc<Version>>, head: Option<Arc<Version>>) -> Pairing {
        let (mut stages, mut rows, mut routes) = (Pairs::default(), Pairs::default(), Vec::new());
        match (&base, &head) {
            (Some(base), Some(head)) => {
                stages = pair_stages(&base.stages, &head.stages);
                routes = base.rows().iter().map(|row| route_at_head(row, base, head, &stages)).collect();
                rows = rows::pair_rows(base.rows(), &routes, head.rows());
            }
            (Some(base), None) => {
                stages = Pairs::of(Vec::new(), base.stages.len(), 0);
                rows = Pairs::of(Vec::new(), base.rows().len(), 0);
            }
            (None, Some(head)) => {
                stages = Pairs::of(Vec::new(), 0, head.stages.len());
                rows = Pairs::of(Vec::new(), 0, head.rows().len());
            }
            (None, None) => {}
        }
        Pairing { base, head, stages, rows, routes }
    }

    /// The stages that both versions have, before and after.
    pub(crate) fn kept_stages(&self) -> impl Iterator<Item = (&Stage, &Stage)> {
        let versions = self.base.as_ref().zip(self.head.as_ref());
        let pairs = versions.map(|(base, head)| {
            self.stages.pairs.iter().map(|(before, after)| (&base.stages[*before], &head.stages[*after]))
        });
        pairs.into_iter().flatten()
    }

    /// What a stage of the version after was before.
    pub(crate) fn stage_before(&self, after: &Stage) -> Option<&Stage> {
        self.kept_stages().find(|(_, kept)| kept.heading == after.heading).map(|(before, _)| before)
    }

    /// What the stage cell of a row of the log before says, in the stages of the version after.
    pub(crate) fn route_at_head(&self, row: usize) -> &Route {
        &self.routes[row]
    }
}

/// Pairs stages: by number and name together; then by name, where the order of the kept names is
/// the same, and a stage was really added or taken away or all names are kept; then by number.
fn pair_stages(before: &[Stage], after: &[Stage]) -> Pairs {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let is_free = |pairs: &[(usize, usize)], old: usize, new: usize| {
        pairs.iter().all(|(taken, other)| *taken != old && *other != new)
    };
    let name = |stage: &Stage| fold(&stage.name);
    let is_named = |old: &Stage, new: &Stage| !old.name.is_empty() && name(old) == name(new);
    let is_numbered = |old: &Stage, new: &Stage| old.number == new.number;
    let pair_all = |pairs: &mut Vec<(usize, usize)>, is_same: &dyn Fn(&Stage, &Stage) -> bool| {
        for (old, stage) in before.iter().enumerate() {
            let found = (0..after.len()).find(|new| is_free(pairs, old, *new) && is_same(stage, &after[*new]));
            pairs.extend(found.map(|new| (old, new)));
        }
    };
    pair_all(&mut pairs, &|old, new| is_numbered(old, new) && name(old) == name(new));
    let mut by_name = pairs.clone();
    pair_all(&mut by_name, &is_named);
    by_name.sort_unstable();
    // Where as many stages are there as before, and not all names, names have changed their
    // numbers: that renumbers nothing.
    let is_renumbering = before.len() != after.len() || by_name.len() == before.len();
    if is_renumbering && by_name.windows(2).all(|two| two[0].1 < two[1].1) {
        pairs = by_name;
    }
    pair_all(&mut pairs, &is_numbered);
    Pairs::of(pairs, before.len(), after.len())
}

/// What a stage cell of the version before says in the stages of the version after.
fn route_at_head(row: &LogRow, base: &Plan, head: &Plan, stages: &Pairs) -> Route {
    let at_head = |point: Point| match point {
        Point::Stage(number) => {
            let place = base.stages.iter().position(|stage| stage.number == number);
            let kept = place.and_then(|place| stages.after(place)).map(|place| head.stages[place].number);
            Point::Stage(kept.unwrap_or(number))
        }
        other => other,
    };
    match &row.route {
        Route::Move(from, to) => Route::Move(at_head(*from), at_head(*to)),
        Route::At(point) => Route::At(at_head(*point)),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Policy;
    use crate::plan::parse;
    use crate::template;
    use crate::text::Source;

    fn version(stages: &str) -> Arc<Version> {
        let text = format!("# Rollout: Search\n\n{stages}");
        let source = Source::new("rollouts/search.md", text);
        Version::new(parse::parse(source, template::built_in(), &Policy::default(), None))
    }

    /// The stages after by those before, each by its number and name; `-` for what is left over.
    fn paired(before: &str, after: &str) -> Vec<String> {
        let headings =
            |stages: &str| stages.split(", ").map(|stage| format!("## Stage {stage}\n\n")).collect::<String>();
        let (base, head) = (version(&headings(before)), version(&headings(after)));
        let pairing = Pairing::new(Some(Arc::clone(&base)), Some(Arc::clone(&head)));
        let name = |stage: &Stage| format!("{} {}", stage.number, stage.name);
        let kept = pairing.kept_stages().map(|(before, after)| format!("{} = {}", name(before), name(after)));
        let gone = pairing.stages.gone.iter().map(|place| format!("{} = -", name(&base.stages[*place])));
        let new = pairing.stages.new.iter().map(|place| format!("- = {}", name(&head.stages[*place])));
        kept.chain(gone).chain(new).collect()
    }

    #[test]
    fn stages_are_the_same_by_number_and_name() {
        assert_eq!(
            paired("0: Dogfood, 1: Beta, 2: GA", "0: Dogfood, 1: Pilot, 2: GA"),
            ["0 Dogfood = 0 Dogfood", "1 Beta = 1 Pilot", "2 GA = 2 GA"]
        );
    }

    #[test]
    fn a_stage_that_comes_between_renumbers_the_later_ones() {
        assert_eq!(
            paired("0: Dogfood, 1: Beta, 2: GA", "0: Dogfood, 1: Friends, 2: Beta, 3: GA"),
            ["0 Dogfood = 0 Dogfood", "1 Beta = 2 Beta", "2 GA = 3 GA", "- = 1 Friends"]
        );
        assert_eq!(
            paired("0: Dogfood, 1: Beta, 2: GA", "1: Dogfood, 2: Beta, 3: GA"),
            ["0 Dogfood = 1 Dogfood", "1 Beta = 2 Beta", "2 GA = 3 GA"]
        );
    }

    #[test]
    fn a_stage_whose_number_goes_to_the_next_one_is_gone() {
        assert_eq!(
            paired("0: Dogfood, 1: Beta, 2: GA", "0: Dogfood, 1: GA"),
            ["0 Dogfood = 0 Dogfood", "2 GA = 1 GA", "1 Beta = -"]
        );
    }

    #[test]
    fn names_that_move_up_renumber_nothing() {
        assert_eq!(
            paired("0: Dogfood, 1: Beta, 2: GA", "0: Prelude, 1: Dogfood, 2: Beta"),
            ["0 Dogfood = 0 Prelude", "1 Beta = 1 Dogfood", "2 GA = 2 Beta"]
        );
        assert_eq!(
            paired("0: Dogfood, 1: Beta, 2: GA", "0: Dogfood, 1: GA, 2: Beta"),
            ["0 Dogfood = 0 Dogfood", "1 Beta = 1 GA", "2 GA = 2 Beta"]
        );
    }

    #[test]
    fn every_stage_row_and_statement_is_its_own_counterpart_in_an_equal_version() {
        let plan = version(
            "## Stage 0: Dogfood\n\n**Exit Criteria:**\n- [ ] Error rate < 1%\n- [ ] Error rate < 1%\n\n## Stage 1: GA\n",
        );
        let pairing = Pairing::new(Some(Arc::clone(&plan)), Some(plan));
        assert_eq!(pairing.stages.pairs, [(0, 0), (1, 1)]);
        let keys = ["no open bugs", "error rate < 1%", "no open bugs"];
        assert_eq!(pair_texts(&keys, &keys).pairs, [(0, 0), (1, 1), (2, 2)]);
    }

    #[test]
    fn texts_that_nobody_writes_are_compared_by_their_words() {
        let text = |first: u32, changed: &str| {
            let words: Vec<String> = (first..first + 30_000).map(|number| format!("word{number}")).collect();
            [&words[..15_000].join(" "), changed, &words[15_000..].join(" ")].join(" ")
        };
        let (before, after) =
            ([text(0, "all"), text(40_000, "all")], [text(40_000, "some"), text(0, "some"), text(90_000, "some")]);
        let pairs = pair_texts(&before, &after);
        assert_eq!((pairs.pairs, pairs.new), (vec![(0, 1), (1, 0)], vec![2]));
    }

    #[test]
    fn of_two_equal_criteria_one_can_be_gone() {
        let pairs = pair_texts(&["no open bugs", "no open bugs"][..], &["no open bugs"]);
        assert_eq!((pairs.pairs, pairs.gone), (vec![(0, 0)], vec![1]));
    }

    #[test]
    fn a_reworded_text_goes_to_the_one_that_it_is_most_like() {
        let pairs = pair_texts(
            &["error rate < 1% on checkout", "error rate < 1% on search"],
            &["error rate < 2% on search", "error rate < 2% on checkout"],
        );
        assert_eq!(pairs.pairs, [(0, 1), (1, 0)]);
        assert_eq!(pair_texts(&["legal has signed"], &["no open bugs"]).gone, [0]);
    }
}
