//! # Resource of another kind
//!
//! A resource policy names a resource that cannot be the one it is attached to, nor in it.
//!
//! ## Why it matters
//!
//! A resource policy decides over its own resource and what is in it. The entry does nothing, and some services refuse the
//! policy for it.
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
//!     "Action": "s3:GetObject",
//!     "Resource": ["arn:aws:s3:::amzn-s3-demo-bucket/*", "arn:aws:sqs:eu-west-1:123456789012:orders"]
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
//! ## References
//!
//! - "IAM Access Analyzer policy check reference", `UNSUPPORTED_RESOURCE_ARN_IN_POLICY`

use diagnostics::Kind;
use policy::PolicyType;

use crate::check::Check;
use crate::effort::Effort;
use crate::facts::Facts;
use crate::report::Report;
use crate::resource_kind::Attached;

pub(crate) const CHECK: Check = Check {
    id: "unsupported-resource-arn-in-policy",
    title: "Resource of another kind",
    aws_code: Some("UNSUPPORTED_RESOURCE_ARN_IN_POLICY"),
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
        let entries = statement
            .resource
            .iter()
            .flat_map(|resources| &resources.value);
        let is_alone = entries.clone().nth(1).is_none();
        for entry in entries {
            if attached.accepts(entry, subject.catalog, &effort)
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
                ("", ", and not in one", is_alone),
            );
            report.push(finding);
        }
    }
}
