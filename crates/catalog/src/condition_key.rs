//! A condition key: what a policy's `Condition` element asks about a request.

use crate::catalog::Catalog;
use crate::encoding::{KEY_GLOBAL, KEY_MULTI, KEY_SINGLE};
use crate::tables::KeyRow;

/// The type of a condition key's values, which tells the operators that fit it
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>). Any key can be
/// asked about with `Null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyType {
    /// `String…` operators.
    String,
    /// `Arn…` operators; string operators compare the text of it.
    Arn,
    /// `Bool`.
    Bool,
    /// `Numeric…` operators.
    Numeric,
    /// `Date…` operators.
    Date,
    /// `IpAddress` and `NotIpAddress`.
    IpAddress,
    /// `BinaryEquals`.
    Binary,
}

impl KeyType {
    /// Every type, in the order of their bits in a catalogue file.
    pub const ALL: [KeyType; 7] = [
        KeyType::String,
        KeyType::Arn,
        KeyType::Bool,
        KeyType::Numeric,
        KeyType::Date,
        KeyType::IpAddress,
        KeyType::Binary,
    ];

    /// Its bit in a catalogue file.
    #[must_use]
    pub fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// How many values of a key one request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cardinality {
    /// One at most.
    Single,
    /// A list: policies ask about it with `ForAllValues:` or `ForAnyValue:`.
    Multi,
    /// Services differ, as for `identitystore:UserId`.
    Either,
}

/// A condition key.
#[derive(Clone, Copy, Debug)]
pub struct ConditionKey<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) number: u32,
    pub(crate) row: &'a KeyRow,
}

impl<'a> ConditionKey<'a> {
    /// The key as AWS spells it, with the part that policies fill in as a variable: `aws:RequestTag/${TagKey}`.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.catalog.tables.text(self.row.name)
    }

    /// What stands before the first colon: a service prefix, `aws`, `saml`, or the host of an identity provider.
    #[must_use]
    pub fn prefix(self) -> &'a str {
        self.name()
            .split_once(':')
            .map(|(prefix, _)| prefix)
            .unwrap_or_default()
    }

    /// Whether policies fill in a part of the key.
    #[must_use]
    pub fn is_template(self) -> bool {
        self.name().contains("${")
    }

    /// The types of its values: nearly always one. `aws:EpochTime` takes dates and numbers.
    pub fn value_types(self) -> impl Iterator<Item = KeyType> {
        let types = self.row.types;
        KeyType::ALL
            .into_iter()
            .filter(move |kind| types & kind.bit() != 0)
    }

    /// Whether a value can be of this type.
    #[must_use]
    pub fn takes(self, kind: KeyType) -> bool {
        self.row.types & kind.bit() != 0
    }

    /// How many values one request carries.
    #[must_use]
    pub fn cardinality(self) -> Cardinality {
        match (
            self.row.flags & KEY_SINGLE != 0,
            self.row.flags & KEY_MULTI != 0,
        ) {
            (true, true) => Cardinality::Either,
            (false, true) => Cardinality::Multi,
            _ => Cardinality::Single,
        }
    }

    /// Whether a request carries a list of values, for every service.
    #[must_use]
    pub fn is_multivalued(self) -> bool {
        self.cardinality() == Cardinality::Multi
    }

    /// Whether requests to any service may carry it
    /// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>). `aws:RequestTag/…`,
    /// `aws:ResourceTag/…` and `aws:TagKeys` stand on that page but depend on the action: they are not global here.
    #[must_use]
    pub fn is_global(self) -> bool {
        self.row.flags & KEY_GLOBAL != 0
    }

    /// Whether it is something that an identity provider said of the caller: `saml:aud`, `gitlab.com:sub`.
    #[must_use]
    pub fn is_identity_provider_claim(self) -> bool {
        is_provider_claim(self.name())
    }
}

/// Whose tags a key tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// Those that the request would set or take away.
    OfRequest,
    /// Those that the resource has.
    OfResource,
}

impl ConditionKey<'_> {
    pub(crate) fn tag(self) -> Option<Tag> {
        let name = self.name();
        if name == "aws:TagKeys" || name == "aws:RequestTag/${TagKey}" {
            return Some(Tag::OfRequest);
        }
        let start = name.strip_suffix("Tag/${TagKey}")?;
        (!start.contains("Request")).then_some(Tag::OfResource)
    }
}

impl PartialEq for ConditionKey<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.row, other.row)
    }
}

impl Eq for ConditionKey<'_> {}

/// Whether a key has the form of an identity provider's claim: a host name or `saml` before the colon. No service
/// prefix holds a dot.
pub(crate) fn is_provider_claim(name: &str) -> bool {
    name.split_once(':').is_some_and(|(prefix, claim)| {
        !claim.is_empty() && (prefix.contains('.') || prefix.eq_ignore_ascii_case("saml"))
    })
}
