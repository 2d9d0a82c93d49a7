//! # Action on another kind of resource
//!
//! A resource policy names an action that is none on the kind of resource that it is attached to.
//!
//! ## Why it matters
//!
//! A resource policy decides over its own resource and what is in it. The statement looks as if it allowed or denied the action,
//! and AWS never asks it.
//!
//! What the policy is attached to is said by `policy check --resource-type`, with a name such as `AWS::S3::Bucket`; otherwise it
//! follows from the ARNs of the policy, where most of them name one kind of resource.
//!
//! ## Example
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"AWS": "arn:aws:iam::123456789012:role/reports"},
//!     "Action": ["s3:GetObject", "kms:Decrypt"],
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json resource
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Principal": {"AWS": "arn:aws:iam::123456789012:role/reports"},
//!     "Action": "s3:GetObject",
//!     "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/*"
//!   }
//! }
//! ```
//!
//! The key has a policy of its own; that one allows `kms:Decrypt`.
//!
//! ## References
//!
//! - "IAM Access Analyzer policy check reference", `UNSUPPORTED_ACTION_IN_POLICY`
//! - "Actions, resources, and condition keys for AWS services", Service Authorization Reference

use diagnostics::Kind;
use policy::PolicyType;

use crate::check::Check;
use crate::effort::Effort;
use crate::facts::Facts;
use crate::report::Report;
use crate::resource_kind::Attached;

pub(crate) const CHECK: Check = Check {
    id: "unsupported-action-in-policy",
    title: "Action on another kind of resource",
    aws_code: Some("UNSUPPORTED_ACTION_IN_POLICY"),
    kind: Kind::Error,
    applies_to: &[PolicyType::Resource],
    supersedes: &["action-resource-mismatch"],
    run,
};

fn run(subject: &Facts<'_>, report: &mut Report) {
    let effort = Effort::new();
    let Some(attached) = Attached::of(subject, &effort) else {
        return;
    };
    for statement in &subject.document.statements {
        let resources = statement
            .resource
            .iter()
            .flat_map(|resources| &resources.value);
        let mut accepted = resources.map(|entry| attached.accepts(entry, subject.catalog, &effort));
        // A statement that is about something else altogether is told at its resources.
        if accepted
            .next()
            .is_some_and(|first| !first && !accepted.any(|accepts| accepts))
        {
            continue;
        }
        let entries = statement.action.iter().flat_map(|actions| &actions.value);
        let is_alone = entries.clone().nth(1).is_none();
        for entry in entries {
            if attached.takes(entry, subject.catalog, &effort)
                || !report.has_room(&CHECK, entry.span)
            {
                continue;
            }
            let place = (entry.span, entry.node);
            let finding = attached.finding(
                &CHECK,
                subject,
                place,
                &entry.text,
                ("action on a ", "", is_alone),
            );
            report.push(finding);
        }
    }
}
