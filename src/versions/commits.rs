//! What a report says of a commit.

use crate::audit::{Approver, CommitFacts, Somebody};
use crate::config::Policy;
use crate::git::{PastCommit, Person};

/// The trailers by which somebody approves a commit, in lower case.
const APPROVING: &[&str] = &["reviewed-by", "approved-by", "acked-by"];

/// What a report says of a commit. The policy says how tickets are written, and what programs put
/// into the messages of their commits.
pub(crate) fn commit_facts(commit: &PastCommit, policy: &Policy) -> CommitFacts {
    CommitFacts {
        id: commit.id.clone(),
        parent: commit.parent.clone(),
        subject: commit.subject.clone(),
        author: somebody(&commit.author),
        committer: somebody(&commit.committer),
        day: commit.committed_on,
        at: commit.committed_at.clone(),
        is_signed: commit.is_signed,
        is_merge: commit.parents > 1,
        pull_request: pull_request(commit),
        approvers: approvers(commit),
        ticket: ticket(commit, policy),
        agent: agent(commit, policy),
    }
}

fn somebody(person: &Person) -> Somebody {
    Somebody { name: person.name.clone(), address: person.email.clone() }
}

fn approvers(commit: &PastCommit) -> Vec<Approver> {
    let approving =
        commit.trailers.iter().filter(|(token, _)| APPROVING.contains(&token.to_ascii_lowercase().as_str()));
    let approver =
        |(token, who): &(String, String)| Approver { who: Somebody::read(who), trailer: Some(token.clone()), at: None };
    approving.map(approver).collect()
}

/// The change ticket: that of its trailer, else what the team's pattern finds in the message.
fn ticket(commit: &PastCommit, policy: &Policy) -> Option<String> {
    let is_ticket = |token: &str| token.eq_ignore_ascii_case("change-ticket");
    let trailer = commit.trailers.iter().find(|(token, value)| is_ticket(token) && !value.trim().is_empty());
    let in_trailer = trailer.map(|(_, value)| value.trim().to_owned());
    in_trailer.or_else(|| policy.ticket_in(&commit.subject)).or_else(|| policy.ticket_in(&commit.body))
}

/// The program that wrote a commit or helped. The committer is none: a merge queue commits what
/// people wrote.
fn agent(commit: &PastCommit, policy: &Policy) -> Option<String> {
    let author = somebody(&commit.author);
    let co_authors = commit.trailers.iter().filter(|(token, _)| token.eq_ignore_ascii_case("co-authored-by"));
    let co_authors = co_authors.map(|(_, who)| Somebody::read(who));
    let program = std::iter::once(author).chain(co_authors).find(Somebody::is_program).map(|who| who.name);
    let is_meant = |token: &str, value: &str| {
        policy.agent_trailers.iter().any(|known| match known.split_once(':') {
            Some((name, begin)) => {
                let begin = begin.trim().to_lowercase();
                token.eq_ignore_ascii_case(name.trim()) && value.trim().to_lowercase().starts_with(&begin)
            }
            None => token.eq_ignore_ascii_case(known.trim()),
        })
    };
    let named = || commit.trailers.iter().find(|(token, value)| is_meant(token, value));
    program.or_else(|| named().map(|(_, value)| Somebody::read(value).name))
}

/// The number of the pull request, from the message that a server writes for a merge or a squash
/// merge, or from a trailer.
fn pull_request(commit: &PastCommit) -> Option<u64> {
    let number = |text: &str| {
        let digits = text.find(|c: char| !c.is_ascii_digit()).map_or(text, |end| &text[..end]);
        digits.parse::<u64>().ok().filter(|number| *number > 0)
    };
    let subject = commit.subject.trim_end();
    // GitHub and Bitbucket, and Azure for merges of both kinds.
    let merged = ["Merge pull request #", "Pull request #", "Merged PR "]
        .iter()
        .find_map(|words| number(subject.strip_prefix(words)?));
    // `Merge pull request 'Title' (#12) from …` is Gitea's.
    let quoted = || number(subject.strip_prefix("Merge pull request '")?.rsplit_once("(#")?.1);
    // `Title (#12)`, `Title (!12)`, and Bitbucket's `Title (pull request #12)`.
    let in_title = || {
        let (_, last) = subject.strip_suffix(')')?.rsplit_once('(')?;
        let digits = last.strip_prefix("pull request ").unwrap_or(last).strip_prefix(['#', '!'])?;
        number(digits).filter(|_| digits.chars().all(|c| c.is_ascii_digit()))
    };
    // GitLab's merges and squash merges.
    let referenced = || {
        let line = commit.body.lines().find_map(|line| line.trim().strip_prefix("See merge request "))?;
        number(line.rsplit_once('!')?.1)
    };
    let is_of_pull_request = |token: &str| {
        let token = token.to_ascii_lowercase().replace(['-', '_'], "");
        let token = token.strip_suffix("url").unwrap_or(&token);
        ["pr", "pullrequest", "mergerequest", "mr"].contains(&token)
    };
    let trailer = || {
        let (_, value) = commit.trailers.iter().find(|(token, _)| is_of_pull_request(token))?;
        // An address ends with the number.
        number(value.trim().rsplit(['/', ' ', '#', '!']).next()?)
    };
    merged.or_else(quoted).or_else(in_title).or_else(referenced).or_else(trailer)
}
