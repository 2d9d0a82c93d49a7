//! ARNs, and patterns that match them field by field.

use crate::glob::{Glob, Piece, Token, tokens_of};

/// An ARN in its six fields, `arn:partition:service:region:account:resource`, the first of which is always `arn`.
///
/// See "Amazon Resource Names" in the IAM User Guide (`reference-arns.html`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arn<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: &'a str,
    /// `s3`.
    pub service: &'a str,
    /// `eu-central-1`, or empty.
    pub region: &'a str,
    /// `123456789012`, or empty.
    pub account: &'a str,
    /// Everything after the fifth colon, further colons included.
    pub resource: &'a str,
}

impl<'a> Arn<'a> {
    /// Splits `text`; `None` unless it starts with `arn:` and has six fields. What the fields hold is not looked at.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix("arn:")?;
        let (partition, text) = split_at_colon(text)?;
        let (service, text) = split_at_colon(text)?;
        let (region, text) = split_at_colon(text)?;
        let (account, resource) = split_at_colon(text)?;
        Some(Self {
            partition,
            service,
            region,
            account,
            resource,
        })
    }
}

/// As `split_once(':')`, but faster on the few bytes of a field.
fn split_at_colon(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == b':')?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// A glob for each field of an ARN after the first. It matches the ARNs of which every field matches its glob.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArnGlobs {
    /// For [`Arn::partition`].
    pub partition: Glob,
    /// For [`Arn::service`].
    pub service: Glob,
    /// For [`Arn::region`].
    pub region: Glob,
    /// For [`Arn::account`].
    pub account: Glob,
    /// For [`Arn::resource`].
    pub resource: Glob,
}

impl ArnGlobs {
    /// From the tokens of six fields; `None` if the first does not match `arn` or there are not six. `compile` makes the
    /// globs of all fields but the last.
    pub(crate) fn from_fields(
        fields: &[Vec<Token>],
        compile: impl Fn(&[Token]) -> Glob,
    ) -> Option<Self> {
        let [arn, partition, service, region, account, resource] = fields else {
            return None;
        };
        compile(arn).matches("arn").then(|| Self {
            partition: compile(partition),
            service: compile(service),
            region: compile(region),
            account: compile(account),
            resource: Glob::from_tokens(resource.iter().copied()),
        })
    }

    /// Does every field match, case counting everywhere?
    pub(crate) fn matches(&self, arn: &Arn<'_>) -> bool {
        self.partition.matches(arn.partition)
            && self.service.matches(arn.service)
            && self.region.matches(arn.region)
            && self.account.matches(arn.account)
            && self.resource.matches(arn.resource)
    }

    /// Does every field match, case counting in the resource alone?
    pub(crate) fn matches_ignore_case(&self, arn: &Arn<'_>) -> bool {
        self.partition.matches_ignore_case(arn.partition)
            && self.service.matches_ignore_case(arn.service)
            && self.region.matches_ignore_case(arn.region)
            && self.account.matches_ignore_case(arn.account)
            && self.resource.matches(arn.resource)
    }

    pub(crate) fn includes(&self, other: &Self) -> bool {
        self.in_order()
            .into_iter()
            .zip(other.in_order())
            .all(|(a, b)| a.includes(b))
    }

    pub(crate) fn intersects(&self, other: &Self) -> bool {
        self.in_order()
            .into_iter()
            .zip(other.in_order())
            .all(|(a, b)| a.intersects(b))
    }

    pub(crate) fn intersection_witness(&self, other: &Self) -> Option<String> {
        let fields = self.in_order().into_iter().zip(other.in_order());
        join(fields.map(|(a, b)| a.intersection_witness(b)))
    }

    pub(crate) fn shortest_match(&self) -> String {
        join(
            self.in_order()
                .into_iter()
                .map(|glob| Some(glob.shortest_match())),
        )
        .unwrap_or_default()
    }

    /// The five globs from left to right.
    #[must_use]
    pub fn in_order(&self) -> [&Glob; 5] {
        [
            &self.partition,
            &self.service,
            &self.region,
            &self.account,
            &self.resource,
        ]
    }
}

fn join(fields: impl Iterator<Item = Option<String>>) -> Option<String> {
    let mut arn = String::from("arn");
    for field in fields {
        arn.push(':');
        arn.push_str(&field?);
    }
    Some(arn)
}

/// The tokens of a pattern, split at its first five colons.
pub(crate) fn split_fields(tokens: impl Iterator<Item = Token>) -> Vec<Vec<Token>> {
    let mut fields = Vec::new();
    let mut field = Vec::new();
    for token in tokens {
        if token == Token::Char(':') && fields.len() < 5 {
            fields.push(std::mem::take(&mut field));
        } else {
            field.push(token);
        }
    }
    fields.push(field);
    fields
}

/// Is the pattern nothing but `*`s?
pub(crate) fn is_star(fields: &[Vec<Token>]) -> bool {
    let [field] = fields else { return false };
    !field.is_empty() && field.iter().all(|token| *token == Token::Many)
}

/// A value of `ArnEquals` or `ArnLike`, which are one operator: six fields, each matched by itself, case counting.
///
/// A `*` never runs past one of the first five colons, so a pattern with fewer than six fields matches nothing; except
/// that a lone `*` matches every value, ARN or not. See "Amazon Resource Name (ARN) condition operators" in the IAM User
/// Guide (`reference_policies_elements_condition_operators.html`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ArnPattern(Values);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Values {
    All,
    Arns(Box<ArnGlobs>),
    None,
}

impl ArnPattern {
    /// Compiles `pattern`; every `*` and `?` in it is a wildcard.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        Self::from_pieces([Piece::Pattern(pattern)])
    }

    /// Compiles the concatenation of `pieces`.
    #[must_use]
    pub fn from_pieces<'a>(pieces: impl IntoIterator<Item = Piece<'a>>) -> Self {
        let fields = split_fields(tokens_of(pieces));
        if is_star(&fields) {
            return Self(Values::All);
        }
        let globs =
            ArnGlobs::from_fields(&fields, |field| Glob::from_tokens(field.iter().copied()));
        Self(globs.map_or(Values::None, |globs| Values::Arns(Box::new(globs))))
    }

    /// Does the pattern match `value`?
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        match &self.0 {
            Values::All => true,
            Values::Arns(globs) => Arn::parse(value).is_some_and(|arn| globs.matches(&arn)),
            Values::None => false,
        }
    }

    /// Is it a lone `*`, which matches every value?
    #[must_use]
    pub fn is_match_all(&self) -> bool {
        self.0 == Values::All
    }

    /// Does the pattern match no value at all?
    #[must_use]
    pub fn is_match_none(&self) -> bool {
        self.0 == Values::None
    }

    /// The globs of the fields, unless the pattern matches everything or nothing.
    #[must_use]
    pub fn globs(&self) -> Option<&ArnGlobs> {
        match &self.0 {
            Values::Arns(globs) => Some(globs),
            Values::All | Values::None => None,
        }
    }

    /// Does the pattern match every value that `other` matches? Exact; a pattern that matches nothing is included in all.
    #[must_use]
    pub fn includes(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Values::All, _) | (_, Values::None) => true,
            (Values::Arns(a), Values::Arns(b)) => a.includes(b),
            (Values::Arns(_), Values::All) | (Values::None, _) => false,
        }
    }

    /// Is there a value that both patterns match?
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Values::None, _) | (_, Values::None) => false,
            (Values::All, _) | (_, Values::All) => true,
            (Values::Arns(a), Values::Arns(b)) => a.intersects(b),
        }
    }

    /// A shortest ARN that both patterns match, if there is any.
    #[must_use]
    pub fn intersection_witness(&self, other: &Self) -> Option<String> {
        match (&self.0, &other.0) {
            (Values::None, _) | (_, Values::None) => None,
            (Values::All, Values::All) => Some("arn:::::".to_owned()),
            (Values::All, Values::Arns(globs)) | (Values::Arns(globs), Values::All) => {
                Some(globs.shortest_match())
            }
            (Values::Arns(a), Values::Arns(b)) => a.intersection_witness(b),
        }
    }
}
