//! # Private addresses as the source
//!
//! A condition compares `aws:SourceIp` with private addresses only.
//!
//! ## Why it matters
//!
//! The key holds the public address that a request comes from, and is missing in requests that pass a VPC endpoint. The
//! condition never holds: the statement allows nothing, or denies nothing. Addresses within a VPC are in
//! `aws:VpcSourceIp`; ask for the VPC with it, since different networks use the same private addresses.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"]}}
//!   }
//! }
//! ```
//!
//! ## Instead
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "s3:ListAllMyBuckets",
//!     "Resource": "*",
//!     "Condition": {
//!       "IpAddress": {"aws:VpcSourceIp": ["10.0.0.0/8", "192.168.0.0/16"]},
//!       "StringEquals": {"aws:SourceVpc": "vpc-1a2b3c4d"}
//!     }
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "AWS global condition context keys: aws:SourceIp, aws:VpcSourceIp", IAM User Guide
//! - "IAM Access Analyzer policy check reference", `PRIVATE_IP_ADDRESS`

use diagnostics::{Fix, Kind};
use json_text::{Member, edits};
use policy::values::IpNetwork;
use policy::{Condition, Operator, PolicyType};

use crate::check::Check;
use crate::conditions::conditions;
use crate::facts::Facts;
use crate::report::Report;

pub(crate) const CHECK: Check = Check {
    id: "private-ip-address",
    title: "Private addresses as the source",
    aws_code: Some("PRIVATE_IP_ADDRESS"),
    kind: Kind::Error,
    applies_to: &PolicyType::ALL,
    supersedes: &[],
    run,
};

const PUBLIC_KEY: &str = "aws:SourceIp";
const PRIVATE_KEY: &str = "aws:VpcSourceIp";

/// Blocks from which no request comes over the internet (RFC 1918, 1122, 3927, 4193, 4291, 6598).
const PRIVATE: [&str; 9] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
];

fn run(subject: &Facts<'_>, report: &mut Report) {
    for (statement, condition, operator) in conditions(subject.document) {
        let is_asked = condition.key.eq_ignore_ascii_case(PUBLIC_KEY);
        if !is_asked || operator.operator != Operator::IpAddress || !is_private(condition) {
            continue;
        }
        if !report.has_room(&CHECK, condition.values_span) {
            continue;
        }
        let because = if statement.is_deny() {
            "no request comes from there: the condition never holds, and the statement denies nothing"
        } else {
            "no request comes from there: the condition never holds, and the statement allows nothing"
        };
        let mut finding = CHECK
            .finding(
                condition.values_span,
                format!(
                    "`{}` is a public address, and these are private",
                    condition.key
                ),
            )
            .because(because);
        if let Some(member) = subject.document.json().member_at(condition.key_span.start) {
            let mut others = member.object().members();
            let is_taken = |other: Member<'_>| other.name().eq_ignore_ascii_case(PRIVATE_KEY);
            if !others.any(is_taken) {
                finding = finding.fix(Fix::needs_review(
                    format!("ask for `{PRIVATE_KEY}`, the address within a VPC"),
                    edits::rename(member, PRIVATE_KEY),
                ));
            }
        }
        report.push(finding);
    }
}

fn is_private(condition: &Condition) -> bool {
    let blocks: Vec<IpNetwork> = PRIVATE
        .iter()
        .filter_map(|block| IpNetwork::parse(block))
        .collect();
    let is_within = |text: &str| {
        let network = IpNetwork::parse(text);
        network.is_some_and(|network| blocks.iter().any(|block| block.contains(&network)))
    };
    !condition.values.is_empty() && condition.values.iter().all(|value| is_within(&value.text))
}
