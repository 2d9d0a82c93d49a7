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
}

/// The hand-made samples. The AWS managed policies are a file of their own, loaded later.
pub const SAMPLES: &[Sample] = &[
    Sample {
        name: "Read one bucket",
        about: "A sound policy: list a bucket, read its objects, never without TLS.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/read-one-bucket.json"),
    },
    Sample {
        name: "Four slips",
        about: "No version, a misspelled action, a bucket action on objects, a condition operator that does not exist.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/four-slips.json"),
    },
    Sample {
        name: "Everything but IAM",
        about: "Allow with NotAction grants every service there is and will be; the second statement drops even that limit.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/everything-but-iam.json"),
    },
    Sample {
        name: "Functions and queues",
        about: "Three actions on every resource: the Suggest panel narrows it.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/functions-and-queues.json"),
    },
    Sample {
        name: "MFA to terminate",
        about: "A Deny that asks for MFA: without the key in the request, the simulator says what it depends on.",
        policy_type: PolicyType::Identity,
        text: include_str!("../samples/mfa-to-terminate.json"),
    },
    Sample {
        name: "Shared bucket",
        about: "A bucket policy that lets one role read, and nobody without TLS.",
        policy_type: PolicyType::Resource,
        text: include_str!("../samples/shared-bucket.json"),
    },
];
