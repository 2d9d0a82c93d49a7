//! Keys of which a wildcard in the value is seldom meant: they say whose request it is, and whose resource.

/// The keys that AWS calls sensitive ("AWS global condition context keys", IAM User Guide).
const SENSITIVE: [&str; 10] = [
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
];

/// Whether AWS calls the key sensitive.
pub(crate) fn is_sensitive(key: &str) -> bool {
    SENSITIVE
        .iter()
        .any(|sensitive| sensitive.eq_ignore_ascii_case(key))
}
