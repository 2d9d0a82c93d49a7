use crate::document::PolicyDocument;
use crate::policy_type::PolicyType;
use crate::statement::Statement;

/// A type read off a document, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The most likely type.
    pub policy_type: PolicyType,
    /// The reason, for people: "its statements name principals and only sts:AssumeRole actions".
    pub because: &'static str,
}

/// Guesses what a policy is attached to. The grammar alone does not tell: an identity policy, a boundary
/// and a session policy look the same, and so may a bucket policy and a resource control policy. The most
/// common type that fits wins, so that a doubtful document is judged by the more usual rules.
pub fn guess(document: &PolicyDocument) -> Guess {
    let statements = &document.statements;
    let (policy_type, because) = if statements.iter().any(names_principals) {
        guess_with_principals(statements)
    } else if looks_like_scp(statements) {
        (
            PolicyType::Scp,
            "it only denies, and asks which account or principal is calling",
        )
    } else {
        (PolicyType::Identity, "its statements name no principal")
    };
    Guess {
        policy_type,
        because,
    }
}

fn guess_with_principals(statements: &[Statement]) -> (PolicyType, &'static str) {
    let without_resource = statements
        .iter()
        .all(|statement| statement.resource.is_none() && statement.not_resource.is_none());
    if without_resource && statements.iter().any(assumes_role) {
        return (
            PolicyType::Trust,
            "its statements name principals that may assume a role, and no resource",
        );
    }
    let for_everyone_on_everything = statements.iter().all(|statement| {
        let everyone = statement
            .principal
            .as_ref()
            .is_some_and(|principal| principal.names_everyone());
        let everything = statement.resource.as_ref().is_some_and(|resource| {
            !resource.value.is_empty() && resource.value.iter().all(|entry| entry.text == "*")
        });
        everyone && everything
    });
    if for_everyone_on_everything && statements.iter().all(Statement::is_deny) {
        return (
            PolicyType::Rcp,
            "it denies everyone, on every resource, and allows nothing",
        );
    }
    if for_everyone_on_everything && statements.iter().any(allows_every_action) {
        return (
            PolicyType::VpcEndpoint,
            "it lets everyone do everything with every resource, as the default policy of an endpoint does",
        );
    }
    (PolicyType::Resource, "its statements name principals")
}

fn names_principals(statement: &Statement) -> bool {
    statement.principal.is_some() || statement.not_principal.is_some()
}

fn assumes_role(statement: &Statement) -> bool {
    statement.action.as_ref().is_some_and(|action| {
        action.value.iter().any(|entry| {
            entry
                .text
                .split_at_checked("sts:".len())
                .is_some_and(|(prefix, _)| prefix.eq_ignore_ascii_case("sts:"))
        })
    })
}

fn allows_every_action(statement: &Statement) -> bool {
    statement.is_allow()
        && statement
            .action
            .as_ref()
            .is_some_and(|action| action.value.iter().any(|entry| entry.text == "*"))
}

/// Keys that matter where many accounts or principals are guarded at once.
const ORGANISATION_KEYS: [&str; 5] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:assumedroot",
];

fn looks_like_scp(statements: &[Statement]) -> bool {
    !statements.is_empty()
        && statements.iter().all(Statement::is_deny)
        && statements
            .iter()
            .flat_map(|statement| &statement.conditions)
            .any(|condition| {
                ORGANISATION_KEYS
                    .iter()
                    .any(|key| key.eq_ignore_ascii_case(&condition.key))
            })
}
