//! Findings of different checks at places that overlap: mostly one mistake that is told twice.

use diagnostics::Finding;

/// Two checks that may both say something at places that overlap, and why that is no mistake told twice.
const COMPATIBLE: &[(&str, &str, &str)] = &[
    (
        "missing-version",
        "document-hard-limit",
        "both are about the whole policy, and stand at its first character",
    ),
    (
        "version-rejected-by-iam",
        "document-hard-limit",
        "both are about the whole policy, and stand at its first character",
    ),
    (
        "version-rejected-by-iam",
        "policy-size-exceeds-identity-policy-quota",
        "both are about the whole policy, and stand at its first character",
    ),
    (
        "json-syntax-error",
        "document-charset",
        "text without quotes can be of any script: quotes do not mend it",
    ),
    (
        "json-syntax-error",
        "data-type-mismatch",
        "text without quotes can be of the wrong type: quotes do not mend it",
    ),
    (
        "data-type-mismatch",
        "document-charset",
        "a value of the wrong type can hold any character",
    ),
    (
        "pass-role-star-in-resource",
        "resource-star-unneeded",
        "one is about the roles, the other about the other actions",
    ),
    (
        "privilege-escalation",
        "credentials-exposure",
        "one pattern can allow both: actions that lead to more permissions and actions that return credentials",
    ),
    (
        "type-mismatch",
        "deny-positive-operator-on-optional-key",
        "an operator of the right type can be false without the key as well",
    ),
    (
        "type-mismatch",
        "missing-qualifier",
        "an operator of the right type can lack its set operator as well",
    ),
    (
        "type-mismatch",
        "forallvalues-with-single-valued-key",
        "an operator of the right type can have the wrong set operator as well",
    ),
    (
        "missing-statement",
        "missing-version",
        "both are about the whole policy, and stand at its first character",
    ),
    (
        "missing-statement",
        "version-rejected-by-iam",
        "both are about the whole policy, and stand at its first character",
    ),
];

/// A place to fill in stands within text that any check may judge as far as it is written; filling it in is one thing
/// more to do.
const WITHIN_ANY: &str = "unfilled-placeholder";

/// The pairs of findings of different checks whose places overlap, other than those that tell different mistakes. No
/// policy has any.
pub fn overlaps(findings: &[Finding]) -> impl Iterator<Item = (&Finding, &Finding)> {
    let pairs = findings.iter().enumerate().flat_map(|(at, one)| {
        let others = findings.iter().skip(at.saturating_add(1));
        others.map(move |other| (one, other))
    });
    pairs.filter(|(one, other)| {
        let (a, b) = (one.span, other.span);
        let overlap = a == b || a.start < b.end && b.start < a.end;
        let may = |x: &str, y: &str| {
            let mut pairs = COMPATIBLE.iter();
            pairs.any(|(first, second, _)| (*first, *second) == (x, y))
        };
        one.code != other.code
            && ![one.code, other.code].contains(&WITHIN_ANY)
            && overlap
            && !may(one.code, other.code)
            && !may(other.code, one.code)
    })
}
