//! Carries out operations, one write at a time, until nothing is left to do.

use super::client::{Client, Failure};
use super::observe;
use super::observed::{ChangedFile, Observed};
use super::operation::{Deleted, Edited, LineComment, Operation, OwnComment, Review};
use super::outcome::{Capability, Conclusion, Done, ReviewOutcome};
use super::place::Target;
use super::reconcile::{Learned, Reconciled, reconcile};
use super::request::{Options, ReviewRequest};
use crate::check::Report;
use crate::finding::{Fingerprint, Severity};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::Instant;

/// How often a write is tried when the server or the line fails.
const WRITE_ATTEMPTS: u32 = 3;
/// How often a run looks whether everything is said. Each look but the last taught the run
/// something, or found something that a second run left.
const ROUNDS: u32 = 10;
/// How many places GitHub may refuse in a run. Then the run tries no more places: each one costs
/// several requests.
const REFUSALS: usize = 20;

/// Why an operation was not done.
enum Trouble {
    /// The run knows another way now, or the comment is gone.
    Retry,
    /// Nobody knows whether it was done.
    Unclear,
    /// Nothing more is written.
    Stop(Conclusion),
}

struct Apply<'a> {
    client: &'a Client,
    report: &'a Report,
    request: &'a ReviewRequest,
    target: &'a Target,
    interval: Duration,
    files: Option<BTreeMap<String, ChangedFile>>,
    learned: Learned,
    /// What this run has written. GitHub may show it late, and it is not written a second time.
    written: BTreeSet<Key>,
    done: Done,
    /// How many writes ended without a usable answer.
    ambiguous: u32,
    last_write: Option<Instant>,
    last: Reconciled,
    /// What each look had to tell. What is taken over is ours in the next one.
    remarks: Vec<String>,
}

/// Which thing an operation changes, and how. Of a comment the text counts, too: another text may
/// be right a moment later.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Open(Fingerprint),
    Write(u64, Option<String>),
    Delete(u64),
    PostSummary,
    WriteSummary(u64, String),
    DeleteSummary(u64),
}

/// Makes the pull request say what the report says. A run writes nothing once the pull request has
/// a newer head: another run speaks for that head.
pub(crate) async fn apply(
    client: &Client,
    report: &Report,
    request: &ReviewRequest,
    target: &Target,
    options: &Options,
) -> Result<ReviewOutcome, Failure> {
    let mut apply = Apply {
        client,
        report,
        request,
        target,
        interval: options.interval,
        files: None,
        learned: Learned::default(),
        written: BTreeSet::new(),
        done: Done::default(),
        ambiguous: 0,
        last_write: None,
        last: Reconciled::default(),
        remarks: Vec::new(),
    };
    let conclusion = apply.run().await?;
    let Apply { done, learned, last, remarks, .. } = apply;
    let capability = match &conclusion {
        Conclusion::ReadOnly { .. } => Capability::ReadOnly,
        _ if learned.cannot_resolve || done.without_resolving > 0 || last.unresolved > 0 => Capability::NoResolve,
        _ => Capability::Full,
    };
    Ok(ReviewOutcome { conclusion, capability, done, places: last.places, requests: client.requests(), remarks })
}

/// What there is to do now, or why that is for another run. The files are read once, and only for
/// a report with findings to place. What was said is read, unless it was `seen` already.
pub(crate) async fn look(
    seen: Option<Observed>,
    client: &Client,
    report: &Report,
    request: &ReviewRequest,
    target: &Target,
    learned: &Learned,
    files: &mut Option<BTreeMap<String, ChangedFile>>,
) -> Result<Result<Reconciled, Conclusion>, Failure> {
    let mut observed = match seen {
        Some(seen) => seen,
        None => observe::talk(client, request, &target.instance).await?,
    };
    if let Some(superseded) = superseded(request, &observed.head, &observed.base_ref) {
        return Ok(Err(superseded));
    }
    if files.is_none() && report.findings.iter().any(|finding| finding.severity > Severity::Info) {
        *files = Some(observe::files(client, request).await?);
    }
    observed.keep_to(&target.instance, |other| request.gone.is_gone(other));
    observed.files = files.clone().unwrap_or_default();
    Ok(Ok(reconcile(report, &observed, learned, target)))
}

/// Why nothing is written about a pull request that has this head and this base now.
fn superseded(request: &ReviewRequest, head: &str, base_ref: &str) -> Option<Conclusion> {
    match (head == request.head, base_ref == request.base_ref) {
        (false, _) => Some(Conclusion::Superseded { head: head.to_owned() }),
        (true, false) => Some(Conclusion::Retargeted { base_ref: base_ref.to_owned() }),
        (true, true) => None,
    }
}

impl Apply<'_> {
    async fn run(&mut self) -> Result<Conclusion, Failure> {
        for round in 0..ROUNDS {
            let mut found = if round == 0 { self.first_look().await } else { self.look().await };
            if round == 0 && matches!(found, Ok(Err(Conclusion::Superseded { .. }))) {
                // Right after a push GitHub may still show the head before ours.
                tokio::time::sleep(self.interval).await;
                found = self.look().await;
            }
            let reconciled = match found {
                Ok(Ok(reconciled)) => reconciled,
                Ok(Err(superseded)) => return Ok(superseded),
                // The outcome names what was written so far.
                Err(failure) if !self.written.is_empty() => return Ok(conclusion(failure)),
                Err(failure) => return Err(failure),
            };
            let operations: Vec<Operation> =
                reconciled.operations.iter().filter_map(|operation| self.rest_of(operation)).collect();
            let news = reconciled.remarks.iter().filter(|remark| !self.remarks.contains(remark)).cloned();
            self.remarks.extend(news.collect::<Vec<String>>());
            self.last = reconciled;
            if operations.is_empty() {
                return Ok(if self.written.is_empty() { Conclusion::NothingNew } else { Conclusion::Written });
            }
            if round == 0
                && let Err(Trouble::Stop(conclusion)) = self.guard().await
            {
                return Ok(conclusion);
            }
            if let Err(conclusion) = self.work(operations).await {
                return Ok(conclusion);
            }
        }
        Ok(Conclusion::Failed { reason: "the pull request's comments change as fast as they are written".to_owned() })
    }

    /// What was seen when the run began counts where nothing is left to do. Before a first write
    /// the run looks again.
    async fn first_look(&mut self) -> Result<Result<Reconciled, Conclusion>, Failure> {
        if self.request.seen.is_some() {
            let found = self.look_with(self.request.seen.clone()).await?;
            if found.as_ref().is_ok_and(|reconciled| reconciled.operations.is_empty()) {
                return Ok(found);
            }
        }
        self.look().await
    }

    async fn look(&mut self) -> Result<Result<Reconciled, Conclusion>, Failure> {
        self.look_with(None).await
    }

    async fn look_with(&mut self, seen: Option<Observed>) -> Result<Result<Reconciled, Conclusion>, Failure> {
        look(seen, self.client, self.report, self.request, self.target, &self.learned, &mut self.files).await
    }

    /// Carries operations out until something makes it necessary to look again.
    async fn work(&mut self, operations: Vec<Operation>) -> Result<(), Conclusion> {
        let (mut has_written, mut has_posted, mut must_look) = (false, false, false);
        for operation in operations {
            let is_post = matches!(operation, Operation::PostReview(_) | Operation::PostOnFile(_));
            let is_delete = matches!(operation, Operation::Delete { .. });
            let is_summary = matches!(operation, Operation::PostSummary { .. } | Operation::EditSummary { .. });
            // One refused place says nothing of the next. Before a deletion the run looks again:
            // somebody may have answered. So it does before the summary, which links to the new
            // threads.
            if must_look && !is_post || is_delete && has_written || is_summary && has_posted {
                break;
            }
            has_written |= !is_delete;
            has_posted |= is_post;
            match self.perform(operation).await {
                Ok(()) => {}
                Err(Trouble::Retry) => must_look = true,
                Err(Trouble::Unclear) => {
                    // The write may still be on its way.
                    tokio::time::sleep(self.interval * (1 + self.ambiguous)).await;
                    break;
                }
                Err(Trouble::Stop(conclusion)) => return Err(conclusion),
            }
        }
        Ok(())
    }

    /// The part of an operation that this run has not done; `None` when that is all of it.
    fn rest_of(&self, operation: &Operation) -> Option<Operation> {
        let is_new = |key: Key| !self.written.contains(&key);
        let is_left = match operation {
            Operation::PostReview(review) => {
                let left = |comment: &&LineComment| is_new(Key::Open(comment.fingerprint.clone()));
                let comments: Vec<LineComment> = review.comments.iter().filter(left).cloned().collect();
                return (!comments.is_empty()).then(|| Operation::PostReview(Review { comments, ..review.clone() }));
            }
            Operation::PostOnFile(comment) => is_new(Key::Open(comment.fingerprint.clone())),
            Operation::Edit { comment, body, .. } | Operation::Reopen { comment, body, .. } => {
                is_new(Key::Write(comment.id, Some(body.clone())))
            }
            Operation::Resolve { comment, body, .. } => is_new(Key::Write(comment.id, body.clone())),
            Operation::Delete { comment, .. } => is_new(Key::Delete(comment.id)),
            Operation::PostSummary { .. } => is_new(Key::PostSummary),
            Operation::EditSummary { comment, body } => is_new(Key::WriteSummary(*comment, body.clone())),
            Operation::DeleteSummary { comment } => is_new(Key::DeleteSummary(*comment)),
        };
        is_left.then(|| operation.clone())
    }

    async fn perform(&mut self, operation: Operation) -> Result<(), Trouble> {
        let repository = &self.request.repository;
        let number = self.request.number;
        let is_post = matches!(operation, Operation::PostReview(_) | Operation::PostOnFile(_));
        if is_post && self.learned.has_enough {
            return Err(Trouble::Retry);
        }
        match operation {
            Operation::PostReview(review) => self.post_review(review).await,
            Operation::PostOnFile(comment) => {
                let route = repository.route(&format!("/pulls/{number}/comments"));
                match self.write(Write::Post(&route, &comment.request())).await {
                    Err(Refusal::Invalid(_)) => {
                        self.learned.refused.insert(comment.fingerprint);
                        self.learned.has_enough = self.learned.refused.len() >= REFUSALS;
                        Err(Trouble::Retry)
                    }
                    answer => {
                        self.or_stop(answer)?;
                        self.written.insert(Key::Open(comment.fingerprint));
                        self.done.opened += 1;
                        Ok(())
                    }
                }
            }
            Operation::Edit { comment, body, why } => {
                self.edit(&comment, &body).await?;
                self.done.edited += 1;
                self.done.without_resolving += usize::from(why == Edited::Tombstone);
                Ok(())
            }
            Operation::Reopen { thread, comment, body } => {
                self.turn("unresolveReviewThread", &thread, |learned| learned.cannot_reopen = true).await?;
                self.edit(&comment, &body).await?;
                self.done.opened += 1;
                Ok(())
            }
            Operation::Resolve { thread, comment, body } => {
                self.turn("resolveReviewThread", &thread, |learned| learned.cannot_resolve = true).await?;
                match body {
                    Some(body) => self.edit(&comment, &body).await?,
                    None => drop(self.written.insert(Key::Write(comment.id, None))),
                }
                self.done.closed += 1;
                Ok(())
            }
            Operation::Delete { comment, why } => {
                let route = repository.route(&format!("/pulls/comments/{}", comment.id));
                self.write_or_stop(Write::Delete(&route)).await?;
                self.written.insert(Key::Delete(comment.id));
                self.done.closed += 1;
                self.done.without_resolving += usize::from(why == Deleted::Fixed);
                Ok(())
            }
            Operation::PostSummary { body } => {
                let route = repository.route(&format!("/issues/{number}/comments"));
                self.write_or_stop(Write::Post(&route, &json!({ "body": body }))).await?;
                self.written.insert(Key::PostSummary);
                self.done.has_summary = true;
                Ok(())
            }
            Operation::EditSummary { comment, body } => {
                let route = repository.route(&format!("/issues/comments/{comment}"));
                self.write_or_stop(Write::Patch(&route, &json!({ "body": body }))).await?;
                self.written.insert(Key::WriteSummary(comment, body));
                self.done.has_summary = true;
                Ok(())
            }
            Operation::DeleteSummary { comment } => {
                let route = repository.route(&format!("/issues/comments/{comment}"));
                self.write_or_stop(Write::Delete(&route)).await?;
                self.written.insert(Key::DeleteSummary(comment));
                Ok(())
            }
        }
    }

    async fn edit(&mut self, comment: &OwnComment, body: &str) -> Result<(), Trouble> {
        let route = self.request.repository.route(&format!("/pulls/comments/{}", comment.id));
        self.write_or_stop(Write::Patch(&route, &json!({ "body": body }))).await?;
        self.written.insert(Key::Write(comment.id, Some(body.to_owned())));
        Ok(())
    }

    /// Resolves a thread, or opens it again. When GitHub refuses, `learn` notes that, and the next
    /// look finds another way.
    async fn turn(&mut self, mutation: &str, thread: &str, learn: fn(&mut Learned)) -> Result<(), Trouble> {
        match self.write(Write::Mutation(&thread_mutation(mutation, thread))).await {
            Err(Refusal::Invalid(_) | Refusal::Forbidden(_)) => {
                learn(&mut self.learned);
                Err(Trouble::Retry)
            }
            answer => self.or_stop(answer).map(drop),
        }
    }

    /// Posts a review. GitHub takes it whole or not at all, and does not name the comment that it
    /// refuses. So a refused review is halved until the refused comments stand alone.
    async fn post_review(&mut self, review: Review) -> Result<(), Trouble> {
        let ReviewRequest { repository, number, .. } = self.request;
        let route = repository.route(&format!("/pulls/{number}/reviews"));
        let mut parts = vec![review];
        let mut has_refused = false;
        while let Some(mut part) = parts.pop() {
            let answer = self.write(Write::Post(&route, &part.request())).await;
            let Err(Refusal::Invalid(reason)) = answer else {
                self.or_stop(answer)?;
                self.done.opened += part.comments.len();
                self.written.extend(part.fingerprints().cloned().map(Key::Open));
                continue;
            };
            if is_about_the_draft(&reason) {
                return Err(Trouble::Stop(Conclusion::Failed { reason }));
            }
            if !has_refused {
                // A force push takes the commit out of the pull request. Then no part of the review
                // would pass.
                self.guard().await?;
                has_refused = true;
            }
            if part.comments.len() == 1 || self.learned.has_enough {
                self.learned.refused.extend(part.fingerprints().cloned());
                self.learned.has_enough = self.learned.refused.len() >= REFUSALS;
                continue;
            }
            let rest = part.comments.split_off(part.comments.len() / 2);
            parts.push(Review { comments: rest, ..part.clone() });
            parts.push(part);
        }
        if has_refused { Err(Trouble::Retry) } else { Ok(()) }
    }

    async fn guard(&mut self) -> Result<(), Trouble> {
        let ReviewRequest { repository, number, .. } = self.request;
        let now = observe::pull_request(self.client, repository, *number)
            .await
            .map_err(|failure| Trouble::Stop(conclusion(failure)))?;
        superseded(self.request, &now.head, &now.base_ref).map_or(Ok(()), |conclusion| Err(Trouble::Stop(conclusion)))
    }

    /// Writes, and waits as long as GitHub asks for it.
    async fn write(&mut self, write: Write<'_>) -> Result<(), Refusal> {
        loop {
            self.pace().await;
            let answer = match &write {
                Write::Post(route, body) => self.client.post(route, body).await,
                Write::Patch(route, body) => self.client.patch(route, body).await,
                Write::Delete(route) => self.client.delete(route).await,
                Write::Mutation(mutation) => self.client.mutate(mutation).await,
            };
            match answer {
                Ok(()) => return Ok(()),
                Err(Failure::RateLimited { wait, .. }) if self.client.wait_out(wait).await => {}
                Err(Failure::Invalid { message }) => return Err(Refusal::Invalid(message)),
                Err(Failure::Refused { message }) if matches!(write, Write::Mutation(_)) => {
                    return Err(Refusal::Invalid(message));
                }
                // GitHub hides a pull request that the token may not write to, and it was there a
                // moment ago.
                Err(Failure::NotFound) if matches!(write, Write::Post(..)) => {
                    return Err(Refusal::Forbidden(Failure::NotFound.to_string()));
                }
                Err(Failure::NotFound) => return Err(Refusal::NotFound),
                Err(Failure::Forbidden { message }) => return Err(Refusal::Forbidden(message)),
                Err(failure) => return Err(Refusal::Other(failure)),
            }
        }
    }

    /// The same, when there is no other way than this one.
    async fn write_or_stop(&mut self, write: Write<'_>) -> Result<(), Trouble> {
        let answer = self.write(write).await;
        self.or_stop(answer)
    }

    /// What a refusal means when there is no other way.
    fn or_stop(&mut self, answer: Result<(), Refusal>) -> Result<(), Trouble> {
        let refusal = match answer {
            Ok(()) => return Ok(()),
            Err(refusal) => refusal,
        };
        Err(match refusal {
            // The server may have done it and failed to say so. The run looks first, so that
            // nothing is said twice.
            Refusal::Other(Failure::Ambiguous { message }) => {
                self.ambiguous += 1;
                match self.ambiguous < WRITE_ATTEMPTS {
                    true => Trouble::Unclear,
                    false => Trouble::Stop(conclusion(Failure::Ambiguous { message })),
                }
            }
            Refusal::Other(failure) => Trouble::Stop(conclusion(failure)),
            Refusal::Forbidden(message) => Trouble::Stop(conclusion(Failure::Forbidden { message })),
            Refusal::Invalid(reason) => Trouble::Stop(Conclusion::Failed { reason }),
            // Somebody deleted it meanwhile.
            Refusal::NotFound => Trouble::Retry,
        })
    }

    /// GitHub asks for a second between writes, and for more after each failed one.
    async fn pace(&mut self) {
        if let Some(last) = self.last_write {
            tokio::time::sleep_until(last + self.interval * (1 + self.ambiguous)).await;
        }
        self.last_write = Some(Instant::now());
    }
}

/// One request that changes something.
enum Write<'a> {
    Post(&'a str, &'a Value),
    Patch(&'a str, &'a Value),
    Delete(&'a str),
    Mutation(&'a Value),
}

/// Why GitHub did not change something.
enum Refusal {
    Invalid(String),
    Forbidden(String),
    NotFound,
    Other(Failure),
}

fn thread_mutation(name: &str, thread: &str) -> Value {
    let query =
        format!("mutation($thread: ID!) {{ {name}(input: {{ threadId: $thread }}) {{ thread {{ isResolved }} }} }}");
    json!({ "query": query, "variables": { "thread": thread } })
}

/// Whether a refusal is about a review that the same person has begun by hand. No smaller review
/// would pass either.
fn is_about_the_draft(message: &str) -> bool {
    message.to_ascii_lowercase().contains("pending review")
}

/// What a failure means for a run that has begun.
pub(crate) fn conclusion(failure: Failure) -> Conclusion {
    let reason = failure.to_string();
    match failure {
        Failure::RateLimited { .. } => Conclusion::RateLimited { reason },
        Failure::Forbidden { .. } => Conclusion::ReadOnly { reason },
        _ => Conclusion::Failed { reason },
    }
}
