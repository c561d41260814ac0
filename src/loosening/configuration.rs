//! What one configuration asks for and the other does not, key by key.

use super::model::{PolicyEdit, listed};
use crate::config::{ApprovalMode, DecidedBy, Policy};
use crate::finding::Severity;
use crate::plan::log::Decision;
use crate::stage_number::StageNumber;
use crate::template::{Role, role_of};
use crate::words::roles::is_no_person;
use std::collections::{BTreeMap, BTreeSet};

impl PolicyEdit {
    /// Adds what the configuration after asks for less. `rules` are all rules, each
    /// with how grave its findings can be without a configuration, `hidden` the plans that it does
    /// not look for any more, `restaged` those in which it does not find each stage of before.
    pub(super) fn compare_policies(
        &mut self,
        before: &Policy,
        after: &Policy,
        rules: &[(&str, Option<Severity>)],
        hidden: &[String],
        restaged: &[String],
    ) {
        // Each key is compared, or is said why not: a new one does not compile before.
        let Policy {
            // By the files that they take.
            plans: _,
            fail_on,
            rules: _,
            decisions,
            not_applicable,
            skipped,
            // By the stages that plans have.
            stage_words: _,
            stage_names: _,
            stage_table: _,
            stage_list: _,
            // By what the two templates ask for, see `push_other_template`.
            template: _,
            log: _,
            append_only,
            initial_stage,
            people,
            aliases: _,
            approvals,
            deciders,
            // They ask for nothing of a plan.
            tickets: _,
            agent_trailers: _,
            outside_diff: _,
            extended: _,
            also_default_plans: _,
            exposure,
        } = before;
        if !hidden.is_empty() {
            self.push("plans", None, format!("`plans` no longer matches {}", listed(hidden)));
        }
        if after.fail_on > *fail_on {
            self.push("fail-on", None, format!("`fail-on` is {} (was {fail_on})", after.fail_on));
        }
        for (id, own) in rules {
            let level = |policy: &Policy| policy.rules.get(*id).copied().unwrap_or(*own);
            let word = |level: Option<Severity>| level.map_or("off", Severity::as_str);
            let (was, is) = (level(before), level(after));
            if is < was {
                self.push("rules", Some(id), format!("the rule `{id}` is {} (was {})", word(is), word(was)));
            }
        }
        if !restaged.is_empty() {
            let words = format!("`stages` finds other stages than before in {}", listed(restaged));
            self.push("stages", None, words);
        }
        for (decision, word) in added_words(decisions, &after.decisions) {
            self.push("decisions", Some(&word), format!("`{word}` is read as *{decision}*"));
        }
        for stage in after.skipped.iter().filter(|stage| !skipped.contains(stage)) {
            self.push("skipped", Some(&stage.to_string()), format!("stage {stage} is left out"));
        }
        let is_new = |word: &&String| !not_applicable.words().contains(word);
        for word in after.not_applicable.words().iter().filter(is_new) {
            self.push("not-applicable", Some(word), format!("`{word}` says that something does not apply"));
        }
        self.compare_aliases(before, after);
        if after.initial_stage.unwrap_or(StageNumber::LOWEST) > initial_stage.unwrap_or(StageNumber::LOWEST) {
            let was = initial_stage.map_or_else(|| "not set".to_owned(), |stage| stage.to_string());
            let is = after.initial_stage.unwrap_or(StageNumber::LOWEST);
            self.push("initial-stage", None, format!("`initial-stage` is {is} (was {was})"));
        }
        if after.log_place() != before.log_place() {
            let place = |log: &Option<String>| log.as_ref().map_or("the plans".to_owned(), |path| format!("`{path}`"));
            let words = format!("decisions are looked for in {} (was in {})", place(&after.log), place(&before.log));
            self.push("log", None, words);
        }
        if append_only.is_some() && after.append_only != *append_only {
            let was = append_only.as_deref().unwrap_or_default();
            self.push("log", Some("append-only"), format!("`{was}` is no append-only log any more"));
        }
        let word = |mode: Option<ApprovalMode>| match mode {
            Some(ApprovalMode::Required) => "required",
            Some(ApprovalMode::Reported) => "reported",
            None => "not set",
        };
        let asks = |mode: Option<ApprovalMode>| match mode {
            Some(ApprovalMode::Required) => 2,
            Some(ApprovalMode::Reported) => 1,
            None => 0,
        };
        if asks(after.approvals) < asks(*approvals) {
            let words = format!("`approvals` is {} (was {})", word(after.approvals), word(*approvals));
            self.push("approvals", None, words);
        }
        for (step, people) in deciders {
            let name = match step {
                DecidedBy::Step(from, to) => format!("{from}→{to}"),
                DecidedBy::Last => "last".to_owned(),
            };
            let what = if *step == DecidedBy::Last { "the last step" } else { &name };
            let words = match after.deciders.get(step) {
                Some(now) if now.of.iter().all(|person| people.of.contains(person)) => {
                    let (is, was) = (now.at_least, people.at_least);
                    (is < was).then(|| format!("`deciders` asks for {is} of them for {what} (was {was})"))
                }
                Some(_) => Some(format!("`deciders` lets others decide {what}")),
                None => Some(format!("`deciders` lets anybody decide {what}")),
            };
            if let Some(words) = words {
                self.push("deciders", Some(&name), words);
            }
        }
        self.compare_people(people, &after.people);
        self.compare_exposure(exposure, &after.exposure);
    }

    /// A word that meant a gate, and means another one or none. A word that meant nothing may mean
    /// anything from now on.
    fn compare_aliases(&mut self, before: &Policy, after: &Policy) {
        for word in before.aliases.keys().chain(after.aliases.keys()).collect::<BTreeSet<_>>() {
            let (was, is) = (before.canonical(word), after.canonical(word));
            let is_known = was != word || role_of(was) != Role::Other;
            if was == is || !is_known {
                continue;
            }
            let words = match is == word {
                true => format!("`{word}` is read as itself (was `{was}`)"),
                false => format!("`{word}` is read as `{is}` (was `{was}`)"),
            };
            self.push("aliases", Some(word), words);
        }
    }

    fn compare_people(&mut self, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
        for (name, login) in before {
            match after.get(name) {
                _ if after.is_empty() => {
                    self.push("people", None, "`people` names nobody, so that roles may decide".to_owned());
                    break;
                }
                Some(now) if now != login => {
                    self.push("people", Some(name), format!("`{name}` is `{now}` (was `{login}`)"));
                }
                _ => {}
            }
        }
        // Two names that become one person can sign for each other, and a role that becomes a
        // person can sign for everybody.
        for (name, login) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            if is_no_person(name) || is_no_person(&format!("@{login}")) {
                self.push("people", Some(name), format!("`{name}: {login}` may decide, and is no person"));
            }
            let other = |people: &BTreeMap<String, String>| people.iter().any(|(key, of)| key != name && of == login);
            if other(before) || other(after) {
                self.push("people", Some(name), format!("`{name}` is one person with others: `{login}`"));
            }
        }
    }
}

/// The words for decisions that meant another decision before, or none.
fn added_words(base: &BTreeMap<String, Vec<String>>, head: &BTreeMap<String, Vec<String>>) -> Vec<(String, String)> {
    let words = head.iter().flat_map(|(decision, words)| words.iter().map(move |word| (decision, word)));
    let meant = |word: &str| Decision::read(word, base).map(Decision::word);
    let added = words.filter(|(decision, word)| meant(word) != Some(decision.as_str()));
    added.map(|(decision, word)| (decision.clone(), word.clone())).collect()
}
