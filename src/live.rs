//! Who sees the feature of each plan, as its flag files say it: which file, which value, how many
//! people, which stage.

use crate::change::Subject;
use crate::config::Policy;
use crate::document::Names;
use crate::exposure::{Exposure, Live, Percent, Place, Then};
use crate::plan::Plan;
use crate::plan::log::Point;
use crate::stage_number::StageNumber;
use crate::standing::Standing;
use jiff::Timestamp;

/// What flag files say of one plan.
#[derive(Clone, Debug)]
pub(crate) struct LivePlan {
    /// The plan's path.
    pub(crate) path: String,
    /// The Rollout ID, when it is filled.
    pub(crate) id: Option<String>,
    /// The rollout's name, when it is filled.
    pub(crate) title: Option<String>,
    /// Where the record says that the rollout is. `None` when the file cannot be read.
    pub(crate) logged: Option<Point>,
    /// The flags that the plan names.
    pub(crate) flags: Vec<String>,
    /// What each entry says of each flag.
    pub(crate) values: Vec<LiveValue>,
}

/// What one entry of the configuration says of one flag.
#[derive(Clone, Debug)]
pub(crate) struct LiveValue {
    /// The flag; `None` when the entry asks for none.
    pub(crate) flag: Option<String>,
    /// The file, or the pattern that no file has.
    pub(crate) file: String,
    /// Where in the file, as the configuration says it; `None` when the format says it.
    pub(crate) key: Option<String>,
    /// The line of the value, from 1; `None` where nothing stands.
    pub(crate) line: Option<u32>,
    /// The value as it is written, in one line.
    pub(crate) value: Option<String>,
    /// The share of everybody.
    pub(crate) percent: Option<Percent>,
    /// The word or the environment that says the stage.
    pub(crate) word: Option<String>,
    /// The stage that it comes to; `None` when no stage of the plan begins there.
    pub(crate) stage: Option<StageNumber>,
    /// Why nothing can be told.
    pub(crate) problem: Option<String>,
    /// What time will bring, in its order.
    pub(crate) steps: Vec<(Timestamp, Then)>,
    /// Who has a rule of their own, with the stage that it is.
    pub(crate) segments: Vec<(String, Option<StageNumber>)>,
}

/// What flag files say of some plans, in the order of the plans.
pub(crate) fn live(subjects: &[Subject], policy: &Policy) -> Vec<LivePlan> {
    subjects.iter().map(|subject| plan_of(subject, policy)).collect()
}

fn plan_of(subject: &Subject, policy: &Policy) -> LivePlan {
    let (plan, standing) = (subject.plan(), subject.standing());
    let exposures = standing.map_or(&[][..], |standing| standing.version.exposures());
    LivePlan {
        path: plan.source.path.clone(),
        id: plan.id.clone(),
        title: plan.title.clone(),
        logged: standing.map(|standing| standing.logged().point()),
        flags: plan.flags.as_ref().map(|flags| flags.names.clone()).unwrap_or_default(),
        values: standing.map_or_else(Vec::new, |standing| {
            exposures.iter().map(|exposure| value_of(exposure, standing, policy)).collect()
        }),
    }
}

fn value_of(exposure: &Exposure, standing: &Standing, policy: &Policy) -> LiveValue {
    let (file, key) = looked_at(exposure, standing.plan(), policy);
    let place = exposure.place();
    let (percent, word, problem) = match &exposure.live {
        Live::Share { percent, .. } => (Some(*percent), None, None),
        Live::Stage { word, .. } => (None, Some(word.clone()), None),
        Live::Gone { looked_for } => (None, None, Some(format!("there is no {looked_for}"))),
        Live::Unreadable { cause, .. } => (None, None, Some(cause.clone())),
    };
    LiveValue {
        flag: exposure.flag.clone(),
        file: place.map_or(file, |place| place.source.path.clone()),
        key,
        line: place.map(|place| place.source.line(place.span.start)),
        value: place.map(written),
        percent,
        word,
        stage: standing.live_stage(exposure),
        problem,
        steps: exposure.steps.iter().map(|step| (step.at, step.then.clone())).collect(),
        segments: (exposure.segments.iter())
            .map(|segment| (segment.name.clone(), standing.stage_of_segment(segment)))
            .collect(),
    }
}

/// The first line of what stands at a place.
fn written(place: &Place) -> String {
    place.source.slice(place.span).lines().next().unwrap_or_default().trim().to_owned()
}

/// The file and the place in it that an exposure looks at: those that the plan says itself, or
/// those of the entry.
fn looked_at(exposure: &Exposure, plan: &Plan, policy: &Policy) -> (String, Option<String>) {
    let names = Names { flag: exposure.flag.as_deref(), id: plan.id.as_deref(), environment: None };
    let own = plan.own_exposure.as_ref();
    let entry = policy.exposure.get(exposure.entry);
    let file = own.map(|own| own.file.clone()).or_else(|| entry.map(|entry| entry.file.filled(&names)));
    let keys = entry.map_or(&[][..], |entry| &entry.at).iter().map(|at| at.filled(&names)).collect::<Vec<_>>();
    let key = own.and_then(|own| own.at.clone()).or_else(|| (!keys.is_empty()).then(|| keys.join(", ")));
    (file.unwrap_or_default(), key)
}
