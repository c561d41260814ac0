//! A template and a configuration from any plan, as `init --from` makes them: both can be read, and
//! the plan that is taken over keeps its words.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rolloutlint::change::Facts;
use rolloutlint::config::Policy;
use rolloutlint::propose::{Depth, Objection, Proposal, settle};
use rolloutlint::template::Template;
use rolloutlint::text::Source;
use rolloutlint::walk::{Ground, Met, adopted, walk};
use rolloutlint_fuzz::{configuration, edited, judge, plan, today, version_by};

fuzz_target!(|data: &[u8]| {
    let source = plan(data);
    if source.unreadable.is_some() {
        return;
    }
    let read = |proposal: &Proposal| {
        let config = Source::new(".rolloutlint.yml", proposal.config.as_str());
        let policy = configuration(&config).unwrap_or_else(|error| panic!("{error}\n{}", proposal.config));
        let text = Source::new(proposal.template_path.as_str(), proposal.template.as_str());
        (Template::parse(&text, &policy), policy)
    };
    let object = |proposal: &Proposal, depth: Depth| -> Vec<Objection> {
        let (template, policy) = read(proposal);
        let ground =
            Ground { policy: &policy, template: &template, facts: &Facts::default(), today: today(), log: None };
        let met = match depth {
            Depth::Once => adopted(&source, &proposal.plan_edits, &ground),
            Depth::Life => walk(&source, &proposal.plan_edits, &ground),
        };
        met.into_iter().map(|Met { rule, span, message, fix, .. }| Objection { rule, span, message, fix }).collect()
    };
    let Ok(proposal) = settle((&source, &[]), &Policy::default(), today(), &object) else { return };
    let (template, policy) = read(&proposal);
    assert!(template.stages.len() >= 2, "{}", proposal.template);
    let taken = edited(&source.text, &proposal.plan_edits);
    judge(None, &version_by(Source::new(&source.path, taken), &template, &policy), &policy);
});
