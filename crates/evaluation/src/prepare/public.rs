use policy::values::IpNetwork;
use policy::{
    Condition, ConditionValue, Effect, OperatorFamily, PolicyDocument, PrincipalKind, Statement,
    Template, Version,
};

/// The condition keys that narrow a statement of a bucket's policy when their values are fixed. The page names "an AWS
/// principal, user, role, or service principal" with one key as the example; the others of that kind are listed after it.
const NARROWING_KEYS: [&str; 15] = [
    "aws:PrincipalOrgID",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalServiceName",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:SourceIp",
    "aws:userid",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

/// Whether S3 takes the bucket's policy for public: some statement allows everybody, or the users of an identity provider, and
/// no condition narrows it to fixed values ("Blocking public access to your Amazon S3 storage", The meaning of "public",
/// Amazon S3 User Guide).
pub(super) fn is_public(document: &PolicyDocument) -> bool {
    let language = document.language();
    document.statements.iter().any(|statement| {
        allows_everybody(statement)
            && !statement
                .conditions
                .iter()
                .any(|condition| narrows(condition, language))
    })
}

fn allows_everybody(statement: &Statement) -> bool {
    let effect = statement.effect.as_ref().map(|effect| effect.value);
    let mut groups = statement
        .principal
        .iter()
        .flat_map(|element| &element.value);
    effect == Some(Effect::Allow)
        && groups.any(|group| match group.kind {
            Some(PrincipalKind::Federated) => true,
            Some(PrincipalKind::Aws) | None => group.entries.iter().any(|entry| entry.text == "*"),
            Some(_) => false,
        })
}

fn narrows(condition: &Condition, language: Version) -> bool {
    let Some(operator) = condition.operator else {
        return false;
    };
    let has_fixed_family = matches!(
        operator.operator.family(),
        OperatorFamily::String | OperatorFamily::Arn | OperatorFamily::IpAddress
    );
    has_fixed_family
        && !operator.operator.is_negated()
        && !operator.if_exists
        && operator.set != Some(policy::SetOperator::ForAllValues)
        && !condition.values.is_empty()
        && NARROWING_KEYS
            .iter()
            .any(|key| key.eq_ignore_ascii_case(&condition.key))
        && condition
            .values
            .iter()
            .all(|value| is_fixed(&condition.key, value, language))
}

fn is_fixed(key: &str, value: &ConditionValue, language: Version) -> bool {
    if key.eq_ignore_ascii_case("aws:SourceIp") {
        return IpNetwork::parse(&value.text).is_some_and(|network| {
            network.prefix_length() >= if network.is_v6() { 32 } else { 8 }
        });
    }
    let text = value.text.as_str();
    if Template::new(text, language).has_variables() {
        return false;
    }
    // Whose the access point is counts, not which of them.
    let fields = if key.eq_ignore_ascii_case("s3:DataAccessPointArn") {
        5
    } else {
        usize::MAX
    };
    !text
        .split(':')
        .take(fields)
        .any(|field| field.contains(['*', '?']))
}
