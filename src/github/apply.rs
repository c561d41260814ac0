//! Carries operations out, one write at a time, and tells what became of them.

use super::client::{Client, Failure};
use super::observe;
use super::reconcile::{Item, Operation, Review, Target, reviews};
use super::{Conclusion, Posted, ReviewOutcome, ReviewRequest};
use crate::finding::Fingerprint;
use serde_json::Value;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// How often a write is tried when the server or the line fails.
const WRITE_ATTEMPTS: u32 = 3;

/// Why nothing more is written.
enum Stop {
    Superseded(String),
    ReadOnly(String),
    RateLimited(String),
    Failed(String),
}

/// What became of one review.
enum Attempt {
    /// It stands on GitHub.
    Posted,
    /// GitHub refuses it as it is, and does not say which part.
    Refused(String),
}

struct Apply<'a> {
    client: &'a Client,
    request: &'a ReviewRequest,
    target: &'a Target,
    interval: Duration,
    last_write: Option<Instant>,
    /// What is still to be posted.
    queue: VecDeque<Review>,
    /// Findings whose place GitHub refused, for a body.
    demoted: Vec<Item>,
    posted: Vec<Posted>,
}

/// Carries the operations out. Nothing is written once the pull request has a newer head: another run speaks for that.
pub(crate) async fn apply(
    client: &Client,
    request: &ReviewRequest,
    target: &Target,
    interval: Duration,
    operations: Vec<Operation>,
) -> ReviewOutcome {
    let queue = operations.into_iter().map(|Operation::PostReview(review)| review).collect();
    let (last_write, demoted, posted) = (None, Vec::new(), Vec::new());
    let mut apply = Apply { client, request, target, interval, last_write, queue, demoted, posted };
    let end = apply.run().await;
    let queued = apply.queue.iter().flat_map(Review::fingerprints);
    let skipped = queued.chain(apply.demoted.iter().map(|item| &item.fingerprint)).cloned().collect();
    ReviewOutcome { conclusion: conclusion(end, &apply.posted), posted: apply.posted, skipped, already_said: 0 }
}

fn conclusion(end: Result<(), Stop>, posted: &[Posted]) -> Conclusion {
    match end {
        Ok(()) if posted.is_empty() => Conclusion::NothingNew,
        Ok(()) => Conclusion::Posted,
        Err(Stop::Superseded(head)) => Conclusion::Superseded { head },
        Err(Stop::ReadOnly(reason)) => Conclusion::ReadOnly { reason },
        Err(Stop::RateLimited(reason)) => Conclusion::RateLimited { reason },
        Err(Stop::Failed(reason)) => Conclusion::Failed { reason },
    }
}

impl Apply<'_> {
    /// Works the queue off. What stays in it was not said.
    async fn run(&mut self) -> Result<(), Stop> {
        if self.queue.is_empty() {
            return Ok(());
        }
        self.guard_head().await?;
        while let Some(mut review) = self.next() {
            match self.create(&mut review).await {
                Ok(Attempt::Posted) => self.record(&review),
                Ok(Attempt::Refused(reason)) => self.narrow(review, reason).await?,
                Err(stop) => {
                    self.queue.push_front(review);
                    return Err(stop);
                }
            }
        }
        Ok(())
    }

    fn next(&mut self) -> Option<Review> {
        if self.queue.is_empty() {
            self.queue.extend(reviews(Vec::new(), std::mem::take(&mut self.demoted), self.target));
        }
        self.queue.pop_front()
    }

    /// Makes a refused review smaller: two halves, and a single comment goes one rung down, into a body.
    async fn narrow(&mut self, mut review: Review, reason: String) -> Result<(), Stop> {
        if review.comments.is_empty() {
            self.queue.push_front(review);
            return Err(Stop::Failed(reason));
        }
        // A force push takes the commit out of the pull request; then no part of the review would pass.
        if let Err(stop) = self.guard_head().await {
            self.queue.push_front(review);
            return Err(stop);
        }
        if review.comments.len() > 1 {
            let rest = review.comments.split_off(review.comments.len() / 2);
            self.queue.push_front(Review { comments: rest, items: Vec::new(), target: review.target.clone() });
            self.queue.push_front(review);
            return Ok(());
        }
        let refused = review.comments.into_iter().map(|comment| comment.item);
        if review.items.is_empty() {
            // More may follow; they share one review at the end.
            self.demoted.extend(refused);
            return Ok(());
        }
        review.items.extend(refused);
        for review in reviews(Vec::new(), review.items, self.target).into_iter().rev() {
            self.queue.push_front(review);
        }
        Ok(())
    }

    async fn guard_head(&self) -> Result<(), Stop> {
        let ReviewRequest { repository, number, .. } = self.request;
        let now = observe::head(self.client, repository, *number).await.map_err(stop)?;
        if now == self.target.head { Ok(()) } else { Err(Stop::Superseded(now)) }
    }

    /// Posts one review. What turns out to stand on GitHub already is taken out of it.
    async fn create(&mut self, review: &mut Review) -> Result<Attempt, Stop> {
        let ReviewRequest { repository, number, .. } = self.request;
        let route = repository.route(&format!("/pulls/{number}/reviews"));
        let mut attempt = 1;
        loop {
            self.pace().await;
            let failure = match self.client.post::<Value>(&route, &review.request()).await {
                Ok(_) => return Ok(Attempt::Posted),
                Err(failure) => failure,
            };
            match failure {
                Failure::Invalid { message } if is_about_the_draft(&message) => return Err(Stop::Failed(message)),
                Failure::Invalid { message } => return Ok(Attempt::Refused(message)),
                Failure::RateLimited { wait, .. } if self.client.wait_out(wait).await => {}
                failure @ Failure::Ambiguous { .. } => {
                    // The server may have done it and failed to say so: look, before anything is said twice.
                    tokio::time::sleep(self.interval * attempt).await;
                    if self.is_said_by_now(review).await? {
                        return Ok(Attempt::Posted);
                    }
                    if attempt == WRITE_ATTEMPTS {
                        return Err(stop(failure));
                    }
                    attempt += 1;
                }
                failure => return Err(stop(failure)),
            }
        }
    }

    /// Whether GitHub has the review after all. It takes a review whole or not at all, but another run may have raced.
    async fn is_said_by_now(&mut self, review: &mut Review) -> Result<bool, Stop> {
        let observed = observe::observe(self.client, self.request, &self.target.instance).await.map_err(stop)?;
        if observed.head != self.target.head {
            return Err(Stop::Superseded(observed.head));
        }
        let said = observed.said();
        if review.fingerprints().all(|fingerprint| said.contains(fingerprint)) {
            return Ok(true);
        }
        let is_new = |fingerprint: &Fingerprint| !said.contains(fingerprint);
        review.comments.retain(|comment| is_new(&comment.item.fingerprint));
        review.items.retain(|item| is_new(&item.fingerprint));
        Ok(false)
    }

    /// GitHub asks for a second between writes.
    async fn pace(&mut self) {
        if let Some(last) = self.last_write {
            tokio::time::sleep_until(last + self.interval).await;
        }
        self.last_write = Some(Instant::now());
    }

    fn record(&mut self, review: &Review) {
        let comments = review.comments.iter().map(|comment| Posted {
            fingerprint: comment.item.fingerprint.clone(),
            anchor: Some(comment.anchor.clone()),
        });
        let items = review.items.iter().map(|item| Posted { fingerprint: item.fingerprint.clone(), anchor: None });
        self.posted.extend(comments.chain(items));
    }
}

/// Whether a refusal is about a review that the same person has begun by hand. No smaller review would pass either.
fn is_about_the_draft(message: &str) -> bool {
    message.to_ascii_lowercase().contains("pending review")
}

fn stop(failure: Failure) -> Stop {
    let reason = failure.to_string();
    match failure {
        Failure::RateLimited { .. } => Stop::RateLimited(reason),
        // GitHub hides what a token may not touch, and the pull request was there a moment ago.
        Failure::Forbidden { .. } | Failure::NotFound => Stop::ReadOnly(reason),
        _ => Stop::Failed(reason),
    }
}
