//! # Resource of no known form
//!
//! The last field of an ARN fits no resource type of its service.
//!
//! ## Why it matters
//!
//! The entry matches no resource: what it should allow stays forbidden, and what it should deny may be allowed. AWS's
//! validator reports it as an error.
//!
//! The forms are those of the service authorization reference of the day that the finding names. A resource type may be
//! newer than that, or missing there.
//!
//! ## Example
//!
//! ```json
//! {
//!   "Version": "2012-10-17",
//!   "Statement": {
//!     "Effect": "Allow",
//!     "Action": "iam:GetRole",
//!     "Resource": "arn:aws:iam::123456789012:roles/reader"
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
//!     "Action": "iam:GetRole",
//!     "Resource": "arn:aws:iam::123456789012:role/reader"
//!   }
//! }
//! ```
//!
//! ## References
//!
//! - "Actions, resources, and condition keys for AWS services", Service Authorization Reference
//! - "IAM Access Analyzer policy check reference", `INVALID_ARN_RESOURCE`

use std::collections::{BTreeSet, HashMap};

use catalog::{Catalog, ResourceType, Service};
use diagnostics::{Edit, Fix, Kind};
use patterns::ResourcePattern;

use crate::check::Check;
use crate::effort::{Effort, tell_stop};
use crate::facts::Facts;
use crate::placeholders::with_wildcards;
use crate::report::Report;
use crate::resource_entries::{NAMING_RESOURCES, entries};

pub(crate) const CHECK: Check = Check {
    id: "invalid-arn-resource",
    title: "Resource of no known form",
    aws_code: Some("INVALID_ARN_RESOURCE"),
    kind: Kind::Error,
    applies_to: &NAMING_RESOURCES,
    supersedes: &[],
    run,
};

/// How many forms are named in an explanation.
const FORMS: usize = 2;

/// Resources that are documented, though not in the reference: macros of CloudFormation.
const UNLISTED: (&str, &str) = ("cloudformation", "transform/");

fn run(subject: &Facts<'_>, report: &mut Report) {
    let catalog = subject.catalog;
    let effort = Effort::new();
    let mut known: HashMap<&str, bool> = HashMap::new();
    for entry in entries(subject.document) {
        let text = entry.text.as_str();
        let fits = *known
            .entry(text)
            .or_insert_with(|| fits(catalog, &effort, text));
        if effort.is_spent() {
            tell_stop(&CHECK, "resources are not looked up", entry.span, report);
            return;
        }
        let Some((service, at)) = service_and_resource(text).filter(|_| !fits) else {
            continue;
        };
        let Some(value) = subject.document.json().value(entry.node) else {
            continue;
        };
        let span = match at < text.len() {
            true => value.string_span(at..text.len()),
            false => entry.span,
        };
        if !report.has_room(&CHECK, span) {
            continue;
        }
        let resource = text.get(at..).unwrap_or_default();
        let mut forms = forms(catalog, service);
        // Those that begin in the same way are what was meant, else the shortest are the plainest.
        let word = word(resource);
        let rank = |form: &str| (word.is_none() || word != self::word(form), form.len());
        json_text::sort_by(&mut forms, |a, b| rank(a).cmp(&rank(b)));
        forms.dedup();
        let forms: Vec<String> = forms
            .iter()
            .take(FORMS)
            .map(|form| format!("`{form}`"))
            .collect();
        let date = catalog.date();
        let message = if resource.is_empty() {
            format!("`{text}` names no resource")
        } else {
            format!("`{service}` has no resource of the form `{resource}`")
        };
        let mut finding = CHECK
            .finding(span, message)
            .because(format!(
                "the entry matches nothing, unless the catalogue of {date} misses the form: it lists such as {}",
                forms.join(" and ")
            ));
        if let Some(nearest) = nearest(catalog, &effort, text, at) {
            finding = finding.fix(Fix::needs_review(
                format!("replace `{resource}` by `{nearest}`"),
                vec![Edit::new(span, nearest)],
            ));
        }
        report.push(finding);
    }
}

/// The service of an ARN and where its resource starts; `None` where one of both is open.
fn service_and_resource(text: &str) -> Option<(&str, usize)> {
    let mut fields = text.splitn(6, ':');
    let is_arn = fields.next() == Some("arn");
    let service = fields.nth(1)?;
    let resource = fields.nth(2)?;
    let at = text.len().checked_sub(resource.len())?;
    (is_arn && !service.contains(['*', '?', '{', '<'])).then_some((service, at))
}

/// Whether a resource type of the service has this form, wherever it is. What is not known fits.
fn fits(catalog: &Catalog, effort: &Effort, text: &str) -> bool {
    let Some((service, at)) = service_and_resource(text) else {
        return true;
    };
    // Services whose resources are paths have more of them than the reference lists: `/workspaces`, `/tags`.
    let resource = text.get(at..).unwrap_or_default();
    if resource.starts_with('/') || service == UNLISTED.0 && resource.starts_with(UNLISTED.1) {
        return true;
    }
    // Region and account have mistakes of their own.
    let pattern =
        ResourcePattern::new(&format!("arn:*:{service}:*:*:{}", with_wildcards(resource)));
    let steps = Effort::of_pattern(text);
    let could_be = |listed: ResourceType<'_>| {
        effort.spend(steps);
        effort.is_spent() || listed.could_match(&pattern)
    };
    let Some(own) = catalog.service(service) else {
        return true;
    };
    let mut types = own.resource_types().peekable();
    // The pages of other services list some of its resources.
    types.peek().is_none()
        || types.any(could_be)
        || catalog
            .services()
            .flat_map(Service::resource_types)
            .any(could_be)
}

/// The last fields of the ARNs of a service, as the catalogue lists them.
fn forms<'a>(catalog: &'a Catalog, service: &str) -> Vec<&'a str> {
    let types = catalog.service(service).into_iter();
    types
        .flat_map(Service::resource_types)
        .flat_map(ResourceType::arn_templates)
        .filter_map(|template| template.splitn(6, ':').nth(5))
        .collect()
}

/// The resource with another word at its start, if that is near to the one that is written and the form then fits.
fn nearest(catalog: &Catalog, effort: &Effort, text: &str, at: usize) -> Option<String> {
    let (service, _) = service_and_resource(text)?;
    let (before, resource) = text.split_at_checked(at)?;
    let written = word(resource)?;
    let rest = resource.strip_prefix(written)?;
    // Not collected: that would sort first, with a sort of its own.
    let mut words = BTreeSet::new();
    words.extend(forms(catalog, service).into_iter().filter_map(word));
    let nearest = patterns::nearest(written, words, 1).first().copied()?;
    let replaced = format!("{nearest}{rest}");
    fits(catalog, effort, &format!("{before}{replaced}")).then_some(replaced)
}

/// What stands before the first slash or colon.
fn word(resource: &str) -> Option<&str> {
    resource.split_once(['/', ':']).map(|(word, _)| word)
}
