//! Principals ("IAM JSON policy elements: Principal", IAM User Guide).

use json_text::Span;
use patterns::Arn;
use policy::PrincipalKind;

use super::Hover;

const EVERYONE: &str = "Everyone, in every account, also callers without credentials.";

/// The value of Principal that is no object.
pub(super) fn of_value(span: Span, written: &str) -> Option<Hover> {
    (written == "*").then(|| Hover::of_words(span, "*", &[EVERYONE]))
}

pub(super) fn of_kind(span: Span, kind: PrincipalKind) -> Option<Hover> {
    let line = match kind {
        PrincipalKind::Aws => "Accounts, users, roles and sessions of roles, by ARN or account id.",
        PrincipalKind::Service => {
            "AWS services that call by themselves, such as `lambda.amazonaws.com`."
        }
        PrincipalKind::Federated => "Identity providers, for people who sign in through one.",
        PrincipalKind::CanonicalUser => "Accounts by the canonical user id that S3 knows them by.",
    };
    Some(Hover::of_words(span, kind.as_str(), &[line]))
}

pub(super) fn of_entry(span: Span, kind: PrincipalKind, written: &str) -> Option<Hover> {
    match kind {
        PrincipalKind::Aws if written == "*" => of_value(span, written),
        PrincipalKind::Aws if is_account(written) => Some(account(span, written)),
        PrincipalKind::Aws => of_arn(span, written),
        PrincipalKind::Service => {
            let name = written.split('.').next().unwrap_or_default();
            let line =
                format!("The service `{name}` when it calls by itself, not for one of its users.");
            Some(Hover::new(span, written, vec![line]))
        }
        PrincipalKind::Federated => Some(Hover::of_words(
            span,
            written,
            &["People and programs that this identity provider vouches for."],
        )),
        PrincipalKind::CanonicalUser => Some(Hover::of_words(
            span,
            "Canonical user id",
            &["The account that S3 knows by this id."],
        )),
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn account(span: Span, id: &str) -> Hover {
    Hover::new(
        span,
        format!("Account {id}"),
        vec!["The account: its own policies say which of its users and roles may.".to_owned()],
    )
}

/// A user, role or session by its ARN.
pub(super) fn of_arn(span: Span, written: &str) -> Option<Hover> {
    let arn = Arn::parse(written).filter(|arn| arn.service == "iam" || arn.service == "sts")?;
    if arn.resource == "root" {
        return Some(account(span, arn.account));
    }
    let (kind, path) = arn.resource.split_once('/')?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let (title, line) = match kind {
        "user" => ("User", "One IAM user."),
        "role" => ("Role", "The role in every one of its sessions."),
        "assumed-role" => ("Session of a role:", "One session of the role."),
        "federated-user" => ("Federated user", "One session of a federated user."),
        "saml-provider" | "oidc-provider" => (
            "Identity provider",
            "People and programs that this identity provider vouches for.",
        ),
        _ => return None,
    };
    Some(Hover::new(
        span,
        format!("{title} {name}"),
        vec![line.to_owned(), format!("Account `{}`.", arn.account)],
    ))
}
