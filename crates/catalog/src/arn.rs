//! What an ARN template of the reference, such as `arn:${Partition}:s3:::${BucketName}`, can name.
//!
//! The reference says where variables stand, not what they hold. Most are taken for any text: a Lambda function's ARN
//! goes on with `:alias`, a log group's with `:*`, a role's name has a path. A few names are known to hold no slash,
//! and telling a bucket from its objects depends on it.

use patterns::{ResourcePattern, Token};

/// Variables that hold no slash where they end a template, with the service in the ARN: these names are limited to other
/// characters by their services, and another resource type goes on behind the slash.
const NO_SLASH: &[(&str, &str)] = &[
    ("s3", "BucketName"),
    ("s3", "AccessPointName"),
    ("s3express", "BucketName"),
    ("s3express", "AccessPointName"),
    ("s3-outposts", "BucketName"),
    ("s3-outposts", "AccessPointName"),
    ("s3-object-lambda", "AccessPointName"),
    ("s3tables", "TableBucketName"),
    ("s3vectors", "BucketName"),
    ("dynamodb", "TableName"),
];

/// The template with every variable as a `*`: `arn:*:s3:::*`.
#[must_use]
pub fn to_glob(template: &str) -> String {
    fill(template, |_| "*")
}

/// The template as a pattern to match with: as [`to_glob`], but the region, where there is one, is not empty. An account
/// may be empty in the ARNs of what AWS owns (`arn:aws:ssm:eu-west-1::document/AWS-RunPatchBaseline`), though not where S3
/// names one: `arn:aws:s3:::logs/*` is no access point.
fn to_matching_glob(template: &str) -> String {
    let is_filled =
        |name: &str| name == "Region" || name == "Account" && service_of(template) == "s3";
    fill(template, |name| if is_filled(name) { "?*" } else { "*" })
}

/// The template with something in the place of each variable.
fn fill<'a>(template: &'a str, value: impl Fn(&'a str) -> &'static str) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, behind) = after.split_once('}').unwrap_or_default();
        filled.push_str(before);
        filled.push_str(value(name));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

fn service_of(template: &str) -> &str {
    template.split(':').nth(2).unwrap_or_default()
}

/// The names of the template's variables, in order: `Partition`, `BucketName`.
pub fn variables(template: &str) -> impl Iterator<Item = &str> {
    template
        .split("${")
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

/// Whether the template ends in a variable that is known to hold no slash.
#[must_use]
pub fn last_variable_holds_no_slash(template: &str) -> bool {
    let last = template
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once("${"))
        .map(|(_, name)| name);
    last.is_some_and(|name| NO_SLASH.contains(&(service_of(template), name)))
}

/// A template made ready for matching.
#[derive(Clone, Debug)]
pub(crate) struct ArnTemplate {
    pattern: ResourcePattern,
    /// How many slashes the resource part of an ARN can have, where the last variable holds none.
    most_slashes: Option<usize>,
}

impl ArnTemplate {
    pub(crate) fn new(template: &str) -> Self {
        let slashes = template.bytes().filter(|&byte| byte == b'/').count();
        ArnTemplate {
            pattern: ResourcePattern::new(&to_matching_glob(template)),
            most_slashes: last_variable_holds_no_slash(template).then_some(slashes),
        }
    }

    pub(crate) fn matches(&self, arn: &str) -> bool {
        let slashes = arn.bytes().filter(|&byte| byte == b'/').count();
        self.most_slashes.is_none_or(|most| slashes <= most) && self.pattern.matches(arn)
    }

    /// Whether some ARN of the template matches the written pattern. A wildcard need not stand for a slash, so that only the
    /// slashes that are written count.
    pub(crate) fn could_match(&self, written: &ResourcePattern) -> bool {
        let (Some(own), Some(written)) = (self.pattern.alternatives(), written.alternatives())
        else {
            return true;
        };
        written.iter().any(|written| {
            let slashes = written
                .resource
                .tokens()
                .filter(|token| *token == Token::Char('/'))
                .count();
            self.most_slashes.is_none_or(|most| slashes <= most)
                && own.iter().any(|own| {
                    own.in_order()
                        .into_iter()
                        .zip(written.in_order())
                        .all(|(a, b)| a.intersects(b))
                })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_become_wildcards() {
        assert_eq!(
            to_glob("arn:${Partition}:s3:::${BucketName}/${ObjectName}"),
            "arn:*:s3:::*/*"
        );
        assert_eq!(
            to_glob("arn:${Partition}:dms:${Region}:${Account}:cert:*"),
            "arn:*:dms:*:*:cert:*"
        );
        assert_eq!(to_glob("arn:${Partition"), "arn:*");
        assert_eq!(
            variables("arn:${Partition}:s3:::${BucketName}").collect::<Vec<_>>(),
            ["Partition", "BucketName"]
        );
    }

    #[test]
    fn a_bucket_name_ends_at_a_slash_and_an_object_key_does_not() {
        assert!(last_variable_holds_no_slash(
            "arn:${Partition}:s3:::${BucketName}"
        ));
        assert!(!last_variable_holds_no_slash(
            "arn:${Partition}:s3:::${BucketName}/${ObjectName}"
        ));
        assert!(!last_variable_holds_no_slash(
            "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"
        ));
    }
}
