//! What the packages get wrong or do not tell. Each correction has a test in `crates/catalog/tests` that says why.

use anyhow::{Context, Result, ensure};
use catalog::KeyType;
use catalog::encoding::KEY_GLOBAL;

use super::reference::Reference;
use super::source::add_key;

/// Prefixes that several pages of the reference share.
pub(crate) const SEVERAL_PAGES: [&str; 9] = [
    "apigateway",
    "aws-marketplace",
    "cloudformation",
    "elasticloadbalancing",
    "greengrass",
    "kinesisanalytics",
    "lex",
    "ses",
    "sms-voice",
];

/// Global keys that the package lacks, from
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>. The page's markdown does not
/// say what `aws:ViaCustomerDomain` holds: both a boolean and a text are taken.
const MISSING_GLOBALS: [(&str, &str); 5] = [
    ("aws:SignInSessionArn", "ARN"),
    ("aws:ViaCustomerDomain", "Bool"),
    ("aws:ViaCustomerDomain", "String"),
    ("codebuild:BuildArn", "ARN"),
    ("codebuild:ProjectArn", "ARN"),
];

/// Keys that stand among the global ones but come with some actions only; the reference lists them for those.
const NOT_GLOBAL: [&str; 3] = [
    "aws:requesttag/${tagkey}",
    "aws:resourcetag/${tagkey}",
    "aws:tagkeys",
];

/// Keys whose type is wrong or only half the truth.
const KEY_TYPES: [(&str, &[KeyType]); 2] = [
    ("aws:epochtime", &[KeyType::Date, KeyType::Numeric]),
    ("aws:sourcevpcarn", &[KeyType::Arn]),
];

const ESCALATION_SENSITIVE: &str = include_str!("escalation-sensitive.txt");
const SPANNED_PAGES: &str = include_str!("spanned-pages.txt");

/// Puts right what the packages get wrong.
///
/// # Errors
/// When a correction no longer applies, so that it is looked at again.
pub(crate) fn apply(reference: &mut Reference) -> Result<()> {
    for (name, kind) in MISSING_GLOBALS {
        add_key(reference, name, kind, KEY_GLOBAL)?;
    }
    for name in NOT_GLOBAL {
        let key = reference
            .keys
            .get_mut(name)
            .with_context(|| format!("{name} is gone"))?;
        key.flags &= !KEY_GLOBAL;
    }
    for (name, types) in KEY_TYPES {
        let key = reference
            .keys
            .get_mut(name)
            .with_context(|| format!("{name} is gone"))?;
        key.types = types.iter().map(|kind| kind.bit()).sum();
    }
    for name in entries(ESCALATION_SENSITIVE) {
        let action = reference
            .action_mut(name)
            .with_context(|| format!("escalation-sensitive action {name} is gone"))?;
        action.escalation_sensitive = true;
    }
    for entry in entries(SPANNED_PAGES) {
        add_lost_types(reference, entry)?;
    }
    Ok(())
}

/// Gives an action the types of another page. The pages are alternatives, so that none of the types is required any more.
fn add_lost_types(reference: &mut Reference, entry: &str) -> Result<()> {
    let (name, types) = entry.split_once(" = ").with_context(|| entry.to_owned())?;
    let (prefix, _) = name.split_once(':').with_context(|| entry.to_owned())?;
    ensure!(
        SEVERAL_PAGES.contains(&prefix),
        "{prefix} does not span several pages"
    );
    let known = reference
        .services
        .get(prefix)
        .map(|service| service.resource_types.clone())
        .unwrap_or_default();
    let action = reference
        .action_mut(name)
        .with_context(|| format!("{name} is gone"))?;
    for resource_type in types.split(", ") {
        ensure!(
            known.contains_key(resource_type),
            "{prefix} has no resource type {resource_type}"
        );
        ensure!(
            !action.resources.contains_key(resource_type),
            "{name} has {resource_type} again"
        );
        action
            .resources
            .insert(resource_type.to_owned(), Default::default());
    }
    action
        .resources
        .values_mut()
        .for_each(|facts| facts.required = false);
    Ok(())
}

/// The lines of a list of ours that are not comments.
pub(crate) fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// A condition key in one spelling: the reference writes the part that policies fill in as `${TagKey}`, `<key>`, `tag-key`,
/// or leaves it out after the slash.
pub(crate) fn key_name(written: &str) -> String {
    if written.ends_with('/') {
        return format!("{written}${{TagKey}}");
    }
    match written
        .strip_suffix("/<key>")
        .or_else(|| written.strip_suffix("/tag-key"))
    {
        Some(start) => format!("{start}/${{TagKey}}"),
        None => written.to_owned(),
    }
}

/// ARN forms that the reference does not list: MediaConnect's offerings have the type where the account belongs, and
/// access points of several regions
/// (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html>) have no region.
const MISSING_ARNS: [(&str, &str, &str); 3] = [
    (
        "mediaconnect",
        "Offering",
        "arn:${Partition}:mediaconnect:${Region}:${Account}:offering:${OfferingId}",
    ),
    (
        "s3",
        "accesspoint",
        "arn:${Partition}:s3::${Account}:accesspoint/${AccessPointName}",
    ),
    (
        "s3",
        "accesspointobject",
        "arn:${Partition}:s3::${Account}:accesspoint/${AccessPointName}/object/${ObjectName}",
    ),
];

/// The ARN templates of a resource type. The reference joins several with commas, and forgot a `$`.
pub(crate) fn arn_templates(prefix: &str, resource_type: &str, written: &str) -> Vec<String> {
    let written = written.split(", ").map(|arn| arn.replace("-{", "-${"));
    let missing = MISSING_ARNS
        .iter()
        .filter(|(service, name, _)| (*service, *name) == (prefix, resource_type));
    written
        .chain(missing.map(|(_, _, arn)| (*arn).to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_spellings_of_a_template_are_one() {
        for written in ["a:Tag/${TagKey}", "a:Tag/<key>", "a:Tag/tag-key", "a:Tag/"] {
            assert_eq!(key_name(written), "a:Tag/${TagKey}");
        }
        assert_eq!(key_name("a:Request/Stage"), "a:Request/Stage");
    }

    #[test]
    fn joined_arns_are_split_and_the_missing_dollar_is_put_back() {
        assert_eq!(arn_templates("x", "y", "arn:a, arn:b").len(), 2);
        assert_eq!(
            arn_templates("opsworks-cm", "backup", "b/${ServerName}-{Date}"),
            ["b/${ServerName}-${Date}"]
        );
    }
}
