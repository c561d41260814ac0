//! What a report says of a commit.

use crate::audit::CommitFacts;
use crate::git::PastCommit;

/// What a report says of a commit.
pub(crate) fn commit_facts(commit: &PastCommit) -> CommitFacts {
    CommitFacts {
        id: commit.id.clone(),
        subject: commit.subject.clone(),
        author: commit.author.name.clone(),
        committer: commit.committer.name.clone(),
        day: commit.committed_on,
        is_signed: commit.is_signed,
        is_merge: commit.parents > 1,
        pull_request: pull_request(commit),
    }
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
