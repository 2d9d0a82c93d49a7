use policy::PolicyType;

/// A policy to start from, with a sentence on what there is to see in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name.
    pub name: &'static str,
    /// What there is to see.
    pub about: &'static str,
    /// Its type.
    pub policy_type: PolicyType,
    /// Its text.
    pub text: &'static str,
    /// The check that it was made for; `None` for those that show something else.
    pub check: Option<&'static str>,
}

/// The hand-made samples. The AWS managed policies are a file of their own, loaded later.
pub const SAMPLES: &[Sample] = &[
    Sample {
        name: "Read one bucket",
        about: "A sound policy: list a bucket, read its objects, never without TLS.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/read-one-bucket.json"),
        check: None,
    },
    Sample {
        name: "Four slips",
        about: "No version, a misspelled action, a bucket action on objects, a condition operator that does not exist.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/four-slips.json"),
        check: Some("invalid-action"),
    },
    Sample {
        name: "Everything but IAM",
        about: "Allow with NotAction grants every service there is and will be; the second statement drops even that limit.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/everything-but-iam.json"),
        check: Some("notaction-allow"),
    },
    Sample {
        name: "Functions and queues",
        about: "Three actions on every resource: the Suggest panel narrows it.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/functions-and-queues.json"),
        check: None,
    },
    Sample {
        name: "MFA to terminate",
        about: "A Deny that asks for MFA: without the key in the request, the simulator says what it depends on.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/mfa-to-terminate.json"),
        check: None,
    },
    Sample {
        name: "Shared bucket",
        about: "A bucket policy that lets one role read, and nobody without TLS.",
        policy_type: PolicyType::Resource,
        text: include_str!("../samples/shared-bucket.json"),
        check: None,
    },
    Sample {
        name: "Administrator by detour",
        about: "Starts machines and passes any role to them: whoever can do both is an administrator.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/administrator-by-detour.json"),
        check: Some("privilege-escalation"),
    },
    Sample {
        name: "MFA that nobody is asked for",
        about: "Denies when the MFA key is false; with an access key the key is missing, and nothing is denied.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/mfa-that-nobody-is-asked-for.json"),
        check: Some("bad-mfa-condition"),
    },
    Sample {
        name: "Trust in anyone",
        about: "A role that any account on earth may assume.",
        policy_type: PolicyType::Trust,
        text: include_str!("../samples/trust-in-anyone.json"),
        check: Some("trust-any-principal"),
    },
    Sample {
        name: "Any repository",
        about: "Lets in every pipeline of the code host, not those of one repository.",
        policy_type: PolicyType::Trust,
        text: include_str!("../samples/any-repository.json"),
        check: Some("missing-github-repo-condition-key"),
    },
    Sample {
        name: "Confused deputy",
        about: "Lets a service in without saying for whom: another account can make it act here.",
        policy_type: PolicyType::Resource,
        text: include_str!("../samples/confused-deputy.json"),
        check: Some("restrict-access-to-service-principal"),
    },
    Sample {
        name: "Open bucket",
        about: "Principal * without a condition: everyone may read, and write.",
        policy_type: PolicyType::Resource,
        text: include_str!("../samples/open-bucket.json"),
        check: Some("principal-star-allow-unconditioned"),
    },
    Sample {
        name: "Stars that stand for stars",
        about: "StringEquals takes the * for a character; StringLike was meant.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/stars-that-stand-for-stars.json"),
        check: Some("wildcard-without-like-operator"),
    },
    Sample {
        name: "Home network",
        about: "Private addresses never reach AWS: the condition holds for nobody.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/home-network.json"),
        check: Some("private-ip-address"),
    },
    Sample {
        name: "All of nothing",
        about: "ForAllValues on a key with one value: it holds as well where the key is missing.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/all-of-nothing.json"),
        check: Some("forallvalues-with-single-valued-key"),
    },
    Sample {
        name: "A Deny with a gap",
        about: "Denies when MFA is older than an hour; who has none at all lacks the key and goes through.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/a-deny-with-a-gap.json"),
        check: Some("deny-positive-operator-on-optional-key"),
    },
    Sample {
        name: "Keys for everyone",
        about: "Hands out the passwords of every machine and every data warehouse.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/keys-for-everyone.json"),
        check: Some("credentials-exposure"),
    },
    Sample {
        name: "From a word processor",
        about: "Curly and single quotes, a missing comma, a comment: the rest is judged all the same.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/from-a-word-processor.json"),
        check: Some("json-syntax-error"),
    },
];
