//! Where a rollout can be, and what a row of the log says of its way.

use crate::stage_number::StageNumber;
use crate::words::decisions::Decision;
use std::fmt;

/// What a stage cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `1→2`.
    Move(Point, Point),
    /// `2`, or `→2`.
    At(Point),
    /// A word that names no stage.
    Unknown(String),
    /// Nothing, or the template's bracket.
    Open,
}

impl Route {
    /// Where the row leads.
    pub fn target(&self) -> Option<Point> {
        match self {
            Route::Move(_, to) | Route::At(to) => Some(*to),
            Route::Unknown(_) | Route::Open => None,
        }
    }

    /// The only stage that it names: `1`, `1→1`.
    pub(super) fn stays(&self) -> Option<StageNumber> {
        match self {
            Route::At(point) => point.stage(),
            Route::Move(from, to) if from == to => to.stage(),
            Route::Move(..) | Route::Unknown(_) | Route::Open => None,
        }
    }
}

/// Where a rollout can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Point {
    /// Not begun.
    Planned,
    /// In a stage.
    Stage(StageNumber),
    /// Given up.
    Aborted,
}

impl Point {
    /// The number of the stage, when it is one. In this order planned and aborted come before the
    /// first stage.
    pub fn stage(self) -> Option<StageNumber> {
        match self {
            Point::Stage(number) => Some(number),
            Point::Planned | Point::Aborted => None,
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Point::Planned => f.write_str("planned"),
            Point::Stage(number) => write!(f, "{number}"),
            Point::Aborted => f.write_str("aborted"),
        }
    }
}

/// What a recorded row says of the way of the rollout.
#[derive(Clone, Debug)]
pub struct Step {
    /// From which stage to which, in the stages of the version that is judged.
    pub route: Route,
    /// What was decided.
    pub verb: Option<Decision>,
    /// The row was recorded when the stages had other numbers.
    pub is_renumbered: bool,
}
