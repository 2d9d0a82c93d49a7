//! What the sources get wrong and the catalogue puts right: each test says what was wrong and why it matters.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::sync::OnceLock;

use catalog::{Action, Cardinality, Catalog, ConditionKey, KeyType, ResourceType};
use patterns::ResourcePattern;

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::decode(include_bytes!("../data/catalog.bin")).unwrap())
}

fn action(name: &str) -> Action<'static> {
    catalog()
        .action(name)
        .unwrap_or_else(|| panic!("no action {name}"))
}

fn key(name: &str) -> ConditionKey<'static> {
    catalog()
        .condition_key(name)
        .unwrap_or_else(|| panic!("no key {name}"))
}

fn resource_type(service: &str, name: &str) -> ResourceType<'static> {
    let service = catalog().service(service).unwrap();
    service
        .resource_type(name)
        .unwrap_or_else(|| panic!("no type {name}"))
}

fn type_names(name: &str) -> Vec<&'static str> {
    action(name)
        .resource_types()
        .map(|resource| resource.resource_type().name())
        .collect()
}

fn could_match(service: &str, name: &str, written: &str) -> bool {
    resource_type(service, name).could_match(&ResourcePattern::new(written))
}

/// Whether a statement with this action and `Resource` entry can apply to anything.
fn fits(action_name: &str, written: &str) -> bool {
    let written = ResourcePattern::new(written);
    action(action_name)
        .resource_types()
        .any(|resource| resource.resource_type().could_match(&written))
}

/// Defect 1. A prefix that spans several pages (classic and new load balancers, REST and HTTP APIs) kept one page's row
/// of an action: tagging a new load balancer, or reading a route, would have been called a mismatch.
#[test]
fn actions_on_several_pages_have_the_types_of_all() {
    for (name, types) in [
        (
            "elasticloadbalancing:AddTags",
            ["loadbalancer", "loadbalancer/app/", "targetgroup"],
        ),
        ("apigateway:GET", ["RestApi", "Route", "Apis"]),
        ("apigateway:PATCH", ["RestApi", "Route", "ApiMapping"]),
        (
            "greengrass:TagResource",
            ["group", "component", "coreDevice"],
        ),
        ("lex:TagResource", ["bot", "channel", "test set"]),
    ] {
        let found = type_names(name);
        for expected in types {
            assert!(found.contains(&expected), "{name} lacks {expected}");
        }
        // One page's types are as good as the other's.
        assert!(
            action(name)
                .resource_types()
                .all(|resource| !resource.required()),
            "{name}"
        );
    }
    assert_eq!(
        type_names("sms-voice:SendVoiceMessage"),
        ["PhoneNumber", "Pool"]
    );
    assert!(fits(
        "elasticloadbalancing:DeleteLoadBalancer",
        "arn:aws:elasticloadbalancing:*:*:loadbalancer/app/web/*"
    ));
    // The newer data keeps one page's keys only; the older one still has the other's.
    assert!(action("ses:DeleteArchive").supports_condition_key("aws:RequestTag/team"));
}

/// Defect 2. Variables are written as if they held anything, so that the pattern of a bucket takes objects: the classic
/// mistake `s3:ListBucket` on `bucket/*` would pass.
#[test]
fn a_bucket_is_not_its_objects() {
    assert!(fits("s3:ListBucket", "arn:aws:s3:::logs"));
    assert!(fits("s3:ListBucket", "arn:aws:s3:::logs*"));
    assert!(fits("s3:ListBucket", "arn:aws:s3:*"));
    assert!(fits("s3:ListBucket", "*"));
    assert!(!fits("s3:ListBucket", "arn:aws:s3:::logs/*"));
    assert!(!fits("s3:ListBucket", "arn:aws:s3:::*/*"));
    assert!(fits("s3:GetObject", "arn:aws:s3:::logs/*"));
    assert!(fits("s3:GetObject", "arn:aws:s3:::logs*"));
    assert!(!fits("s3:GetObject", "arn:aws:s3:::logs"));
    let bucket = resource_type("s3", "bucket");
    assert!(bucket.matches_arn("arn:aws:s3:::logs"));
    assert!(!bucket.matches_arn("arn:aws:s3:::logs/2026/a.txt"));
    assert!(resource_type("s3", "object").matches_arn("arn:aws:s3:::logs/2026/a.txt"));
}

/// Defect 2, its other side: `lambda:InvokeFunction` lists only the function, although calls name versions and aliases,
/// which have one colon more; log groups are written with `:*`, roles with a path.
#[test]
fn other_variables_take_what_follows_the_name() {
    assert_eq!(type_names("lambda:InvokeFunction"), ["function"]);
    let function = resource_type("lambda", "function");
    for arn in ["f", "f:live", "f:42", "f:$LATEST"] {
        assert!(function.matches_arn(&format!(
            "arn:aws:lambda:eu-central-1:123456789012:function:{arn}"
        )));
    }
    assert!(fits(
        "lambda:InvokeFunction",
        "arn:aws:lambda:*:123456789012:function:f:*"
    ));
    assert!(fits(
        "logs:CreateLogStream",
        "arn:aws:logs:*:*:log-group:/aws/lambda/f:*"
    ));
    assert!(fits(
        "iam:PassRole",
        "arn:aws:iam::123456789012:role/service-role/build"
    ));
    assert!(!could_match(
        "dynamodb",
        "table",
        "arn:aws:dynamodb:*:*:table/orders/index/*"
    ));
    assert!(fits(
        "dynamodb:Query",
        "arn:aws:dynamodb:*:*:table/orders/index/*"
    ));
}

/// Defect 3. Alternatives are listed as not required: asking for all of them would never be met, while `RunInstances` does
/// need several at once.
#[test]
fn required_types_are_told_from_alternatives() {
    let required = |name: &str| {
        let resources = action(name)
            .resource_types()
            .filter(|resource| resource.required());
        resources
            .map(|resource| resource.resource_type().name())
            .collect::<Vec<_>>()
    };
    assert_eq!(required("s3:GetObject"), [""; 0]);
    assert_eq!(type_names("s3:GetObject"), ["accesspointobject", "object"]);
    assert_eq!(
        required("ec2:RunInstances"),
        [
            "image",
            "instance",
            "network-interface",
            "security-group",
            "subnet"
        ]
    );
    assert!(type_names("ec2:RunInstances").contains(&"key-pair"));
    assert!(action("ec2:DescribeInstances").takes_only_star());
}

/// Defect 4. Thirteen types hold several ARNs in one string, which as one pattern match nothing.
#[test]
fn joined_arns_are_several() {
    let several = catalog()
        .services()
        .flat_map(|service| service.resource_types());
    let several: Vec<_> = several
        .filter(|resource_type| resource_type.arn_templates().count() > 1)
        .collect();
    // The thirteen, and the three to which a form is added (MediaConnect offerings, access points).
    assert_eq!(several.len(), 16);
    for resource_type in catalog()
        .services()
        .flat_map(|service| service.resource_types())
    {
        assert!(
            resource_type
                .arn_templates()
                .all(|arn| !arn.contains(',') && arn.starts_with("arn:"))
        );
    }
    let bot = resource_type("lex", "bot");
    assert!(bot.matches_arn("arn:aws:lex:eu-west-1:123456789012:bot/B1"));
    assert!(bot.matches_arn("arn:aws:lex:eu-west-1:123456789012:bot:Orders"));
}

/// Defect 5. ARNs with a `*` of their own, of another service, without the `$` of a variable, with a name where the account
/// belongs, or shared by several types.
#[test]
fn odd_arns_match_what_they_mean() {
    // A literal `*` is a wildcard like any.
    assert!(
        resource_type("dms", "Endpoint")
            .matches_arn("arn:aws:dms:eu-west-1:123456789012:endpoint:E1")
    );
    // Any service's ARN can be a recovery point.
    let recovery_point = resource_type("backup", "recoveryPoint");
    assert!(recovery_point.matches_arn("arn:aws:ec2:eu-west-1::snapshot:snap-1"));
    // The service in the ARN is not the prefix.
    assert!(fits(
        "sts:AssumeRole",
        "arn:aws:iam::123456789012:role/deploy"
    ));
    assert!(!fits(
        "sts:AssumeRole",
        "arn:aws:sts::123456789012:role/deploy"
    ));
    assert!(
        resource_type("es", "application").arn_globs() == ["arn:*:opensearch:*:*:application/*"]
    );
    // `{Date-and-Time-Stamp-of-Backup}` had lost its `$`.
    let backup = resource_type("opsworks-cm", "backup");
    assert!(backup.matches_arn("arn:aws:opsworks-cm::123456789012:backup/chef-20260102T030405Z"));
    // AWS's own resources have `aws` for an account, and no other.
    assert!(could_match(
        "eks",
        "access-policy",
        "arn:aws:eks::aws:cluster-access-policy/*"
    ));
    assert!(!could_match(
        "eks",
        "access-policy",
        "arn:aws:eks::123456789012:cluster-access-policy/*"
    ));
    // MediaConnect's offerings lack the account field.
    let offering = resource_type("mediaconnect", "Offering");
    assert!(offering.matches_arn("arn:aws:mediaconnect:eu-west-1:offering:O1"));
    assert!(offering.matches_arn("arn:aws:mediaconnect:eu-west-1:123456789012:offering:O1"));
    // Eight ARNs serve several types of a service.
    let arn = "arn:aws:iot:eu-west-1:123456789012:thinggroup/lamps";
    let types = catalog()
        .resource_types_of(arn)
        .filter(|found| found.service().prefix() == "iot");
    assert_eq!(
        types.map(ResourceType::name).collect::<Vec<_>>(),
        ["dynamicthinggroup", "thinggroup"]
    );
}

/// Defect 6. The part of a key that policies fill in is written in four ways: a key in three of them would be unknown.
#[test]
fn templates_of_keys_have_one_spelling() {
    for (written, name) in [
        ("aws:RequestTag/team", "aws:RequestTag/${TagKey}"),
        ("AWS:requesttag/Team", "aws:RequestTag/${TagKey}"),
        (
            "s3:ExistingObjectTag/class",
            "s3:ExistingObjectTag/${TagKey}",
        ),
        (
            "secretsmanager:ResourceTag/team",
            "secretsmanager:ResourceTag/${TagKey}",
        ),
        (
            "sagemaker:ResourceTag/team",
            "sagemaker:ResourceTag/${TagKey}",
        ),
        ("aws:PrincipalTag/a/b", "aws:PrincipalTag/${TagKey}"),
        (
            "kms:EncryptionContext:app",
            "kms:EncryptionContext:${EncryptionContextKey}",
        ),
        (
            "events:Metadata/a/Matcher",
            "events:Metadata/${MetadataKey}/Matcher",
        ),
        (
            "ssm:resourceTag/aws:ssmmessages:session-id",
            "ssm:resourceTag/aws:ssmmessages:session-id",
        ),
        ("catalog:ChangeType", "catalog:ChangeType"),
    ] {
        assert_eq!(key(written).name(), name, "{written}");
    }
    for key in catalog().condition_keys() {
        let name = key.name();
        assert!(
            !name.contains('<') && !name.contains("tag-key") && !name.ends_with('/'),
            "{name}"
        );
    }
    // A tag key must be there.
    for written in ["aws:RequestTag/", "aws:RequestTag", "s3:ExistingObjectTag"] {
        assert!(catalog().condition_key(written).is_none(), "{written}");
    }
}

/// Defect 6. Claims of identity providers stand under `sts`, keys of another prefix on pages of another service. Sessions
/// keep the claims, so that no action can be said never to send them.
#[test]
fn foreign_keys_belong_to_the_actions_that_list_them() {
    let assume = action("sts:AssumeRoleWithWebIdentity");
    assert!(assume.supports_condition_key("token.actions.githubusercontent.com:repository"));
    assert!(assume.supports_condition_key("token.actions.githubusercontent.com/acme:repository"));
    assert!(assume.supports_condition_key("oidc.example.com:sub"));
    assert!(action("s3:GetObject").supports_condition_key("cognito-identity.amazonaws.com:sub"));
    assert!(action("s3:GetObject").supports_condition_key("saml:sub"));
    assert!(action("aws-marketplace:StartChangeSet").supports_condition_key("catalog:ChangeType"));
    assert!(!action("s3:GetObject").supports_condition_key("catalog:ChangeType"));
}

/// Defect 7. Wrong or half-true types would make findings of sound operators, and hide those of unsound ones.
#[test]
fn types_of_keys() {
    let types = |name: &str| key(name).value_types().collect::<Vec<_>>();
    assert_eq!(types("aws:EpochTime"), [KeyType::Numeric, KeyType::Date]);
    assert_eq!(types("aws:SourceVpcArn"), [KeyType::Arn]);
    assert_eq!(types("aws:SignInSessionArn"), [KeyType::Arn]);
    assert_eq!(types("aws:SourceIp"), [KeyType::IpAddress]);
    assert_eq!(types("aws:SecureTransport"), [KeyType::Bool]);
    assert_eq!(types("s3:max-keys"), [KeyType::Numeric]);
    assert!(key("aws:ViaCustomerDomain").is_global());
    // One value in the session, a list on two services' pages.
    assert_eq!(
        key("identitystore:UserId").cardinality(),
        Cardinality::Either
    );
    assert!(key("aws:TagKeys").is_multivalued());
    assert!(key("aws:PrincipalOrgPaths").is_multivalued());
    assert!(!key("aws:PrincipalOrgID").is_multivalued());
    let multivalued = catalog()
        .global_condition_keys()
        .filter(|key| key.is_multivalued())
        .count();
    assert_eq!(multivalued, 6);
}

/// Defect 7. Every key of the documentation's page of global keys is global, but for the three of the next test.
#[test]
fn global_keys_are_complete() {
    for name in include_str!("global-keys.txt").lines() {
        let tag = name.replace("/*", "/team");
        assert!(key(&tag).is_global(), "{name}");
        assert!(action("ec2:RunInstances").supports_condition_key(&tag));
    }
}

/// Defect 8. The tag keys stand among the global ones but depend on the action: on an action that never sends them, a
/// condition on them is always missing.
#[test]
fn tag_keys_depend_on_the_action() {
    for name in ["aws:RequestTag/team", "aws:ResourceTag/team", "aws:TagKeys"] {
        assert!(!key(name).is_global());
        assert!(!action("s3:ListAllMyBuckets").supports_condition_key(name));
        assert!(action("ec2:RunInstances").supports_condition_key(name));
    }
    let stop = action("ec2:StopInstances");
    assert!(stop.supports_condition_key("aws:ResourceTag/team"));
    assert!(!stop.supports_condition_key("aws:RequestTag/team"));
}

/// Defect 9. Retired services are absent: a prefix that is not there is unknown or retired, not invalid.
#[test]
fn retired_services_are_not_known() {
    for prefix in ["deepracer", "mobilehub", "deepcomposer"] {
        assert!(catalog().service(prefix).is_none());
    }
}

/// The newest data lost what only December 2025's tells: dependent actions and permission-only flags. AWS marks few of the
/// actions that let a principal widen its own permissions.
#[test]
fn facts_of_other_sources() {
    let dependent = |name: &str| {
        let action = action(name);
        let of_types = action
            .resource_types()
            .flat_map(|resource| resource.dependent_actions());
        action
            .dependent_actions()
            .chain(of_types)
            .map(Action::full_name)
            .collect::<Vec<_>>()
    };
    assert!(dependent("lambda:CreateFunction").contains(&"iam:PassRole".to_owned()));
    assert!(action("iam:PassRole").is_permission_only());
    assert!(!action("s3:GetObject").is_permission_only());
    assert!(action("iam:AddUserToGroup").is_escalation_sensitive());
    assert!(!action("s3:GetObject").is_escalation_sensitive());
    let rcp = |prefix: &str| {
        catalog()
            .service(prefix)
            .unwrap()
            .supports_resource_control_policies()
    };
    assert!(rcp("s3") && rcp("kms") && !rcp("ec2"));
}
