//! What a resource policy is attached to, and what of the catalogue it can be about.

use catalog::{Catalog, ResourceType};
use diagnostics::{Finding, Fix, Span};
use json_text::{NodeId, edits};
use patterns::ResourcePattern;
use policy::{ActionEntry, ResourceEntry};

use crate::check::Check;
use crate::effort::Effort;
use crate::facts::Facts;
use crate::placeholders::with_wildcards;

/// A resource type of the catalogue to which policies can be attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceKind {
    service: String,
    name: String,
}

/// Services that CloudFormation calls by another name than the catalogue, as their resource types name them.
const OTHER_NAMES: [(&str, &str); 3] = [
    ("efs", "elasticfilesystem"),
    ("elasticsearch", "es"),
    ("opensearchservice", "es"),
];

impl ResourceKind {
    /// The kind of this name: as AWS's policy validation and CloudFormation have it (`AWS::S3::Bucket`), or as the catalogue
    /// does (`s3:bucket`).
    ///
    /// # Errors
    /// A sentence about a service or a resource type that the catalogue does not have.
    pub fn from_name(name: &str, catalog: &Catalog) -> Result<ResourceKind, String> {
        let short = name
            .strip_prefix("AWS::")
            .map_or_else(|| name.split_once(':'), |rest| rest.split_once("::"));
        let (service, kind) = short.ok_or_else(|| {
            format!("`{name}` is no resource type such as `AWS::S3::Bucket` or `s3:bucket`")
        })?;
        let plain = plain(service);
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == plain);
        let service = match other {
            Some((_, prefix)) => catalog.service(prefix),
            None => catalog
                .services()
                .find(|known| self::plain(known.prefix()) == plain),
        };
        let service = service.ok_or_else(|| {
            format!(
                "`{name}`: the catalogue of {} has no such service",
                catalog.date()
            )
        })?;
        let wanted = self::plain(kind);
        let found = service
            .resource_types()
            .find(|known| self::plain(known.name()) == wanted);
        match found {
            Some(found) => Ok(ResourceKind {
                service: service.prefix().to_owned(),
                name: found.name().to_owned(),
            }),
            None => {
                let names: Vec<&str> = service.resource_types().map(ResourceType::name).collect();
                Err(format!(
                    "`{}` has no resource type `{kind}` in the catalogue of {}; it has: {}",
                    service.prefix(),
                    catalog.date(),
                    names.join(", ")
                ))
            }
        }
    }

    fn resource_type<'a>(&self, catalog: &'a Catalog) -> Option<ResourceType<'a>> {
        catalog.service(&self.service)?.resource_type(&self.name)
    }
}

/// Lower case, letters and digits alone: what `EventBus` and `event-bus` have in common.
fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

/// Resource types that a policy is guessed to be attached to, by service and name: those whose policies people write, and
/// whose ARNs nobody would write into another one's.
const GUESSED: [(&str, &str); 8] = [
    ("dynamodb", "table"),
    ("kms", "key"),
    ("lambda", "function"),
    ("s3", "bucket"),
    ("s3", "accesspoint"),
    ("secretsmanager", "Secret"),
    ("sns", "topic"),
    ("sqs", "queue"),
];

/// So many entries of Resource are looked at to guess.
const LOOKED_AT: usize = 200;

/// The resource type that a policy is attached to.
pub(crate) struct Attached<'a> {
    kind: ResourceType<'a>,
    /// Whether it follows from the text alone.
    is_guessed: bool,
}

impl<'a> Attached<'a> {
    /// What was said, or what most ARNs of the policy name; of as many, the first. `None` where neither tells.
    pub(crate) fn of(subject: &Facts<'a>, effort: &Effort) -> Option<Attached<'a>> {
        let catalog = subject.catalog;
        if let Some(said) = &subject.surroundings.resource_kind {
            return Some(Attached {
                kind: said.resource_type(catalog)?,
                is_guessed: false,
            });
        }
        let statements = subject.document.statements.iter();
        let entries = statements
            .flat_map(|statement| statement.resource.iter())
            .flat_map(|resources| &resources.value);
        let mut counts = [0_usize; GUESSED.len()];
        for entry in entries.take(LOOKED_AT) {
            let service = service_of(&entry.text);
            let mut named = GUESSED
                .iter()
                .zip(&mut counts)
                .filter(|((prefix, _), _)| *prefix == service);
            let counted = named.find(|((prefix, name), _)| {
                let kind = catalog
                    .service(prefix)
                    .and_then(|service| service.resource_type(name));
                kind.is_some_and(|kind| {
                    let attached = Attached {
                        kind,
                        is_guessed: true,
                    };
                    attached.is_about(entry, effort)
                })
            });
            if let Some((_, count)) = counted {
                *count = count.saturating_add(1);
            }
        }
        let most = counts.iter().copied().max().filter(|most| *most > 0)?;
        let (found, _) = GUESSED
            .iter()
            .zip(counts)
            .find(|(_, count)| *count == most)?;
        Some(Attached {
            kind: catalog.service(found.0)?.resource_type(found.1)?,
            is_guessed: true,
        })
    }

    /// A finding about an entry of a list that does nothing in such a policy, with the fix that deletes it.
    pub(crate) fn finding(
        &self,
        check: &'static Check,
        subject: &Facts<'_>,
        (span, node): (Span, NodeId),
        text: &str,
        (what, end, is_alone): (&str, &str, bool),
    ) -> Finding {
        let because = match self.is_guessed {
            true => {
                "by its resources the policy is attached to one, and is asked about nothing else"
            }
            false => "the policy is attached to one, and is asked about nothing else",
        };
        let message = format!("`{text}` is no {what}{}{end}", self.title());
        let mut finding = check.finding(span, message).because(because);
        let value = subject.document.json().value(node).filter(|_| !is_alone);
        finding.fixes.extend(
            value.map(|value| {
                Fix::narrows(format!("delete `{text}`"), edits::remove_element(value))
            }),
        );
        finding
    }

    /// `bucket` of `s3`, for people.
    fn title(&self) -> String {
        format!(
            "`{}` of `{}`",
            self.kind.name(),
            self.kind.service().prefix()
        )
    }

    /// Whether an entry of Action names an action on such a resource or on what is in it. What is not in the catalogue is in
    /// doubt, and passes.
    pub(crate) fn takes(&self, entry: &ActionEntry, catalog: &Catalog, effort: &Effort) -> bool {
        let named = catalog.expand_pattern(&entry.pattern);
        let mut actions = named
            .iter()
            .filter_map(|id| catalog.action_by_id(id))
            .peekable();
        actions.peek().is_none()
            || actions.any(|action| {
                effort.spend(1);
                effort.is_spent()
                    || action
                        .resource_types()
                        .any(|each| self.holds(each.resource_type()))
            })
    }

    /// Whether an entry of Resource can name such a resource or something in it. What names everything or no resource type of
    /// the catalogue is in doubt, and passes.
    pub(crate) fn accepts(
        &self,
        entry: &ResourceEntry,
        catalog: &Catalog,
        effort: &Effort,
    ) -> bool {
        let service = catalog.service(service_of(&entry.text));
        service.is_none_or(|service| {
            self.is_about(entry, effort) || !could_be(entry, service.resource_types(), effort)
        })
    }

    fn is_about(&self, entry: &ResourceEntry, effort: &Effort) -> bool {
        let types = self.kind.service().resource_types();
        could_be(entry, types.filter(|other| self.holds(*other)), effort)
    }

    /// Whether a resource type is this one or in it, as objects are in a bucket.
    fn holds(&self, other: ResourceType<'a>) -> bool {
        other.service().prefix() == self.kind.service().prefix()
            && self.kind.arn_templates().any(|own| {
                other.arn_templates().any(|template| {
                    let rest = template.strip_prefix(own);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':']))
                })
            })
    }
}

fn could_be<'a>(
    entry: &ResourceEntry,
    mut types: impl Iterator<Item = ResourceType<'a>>,
    effort: &Effort,
) -> bool {
    let text = with_wildcards(&entry.text);
    let steps = Effort::of_pattern(&text);
    let pattern = ResourcePattern::new(&text);
    types.any(|listed| {
        effort.spend(steps);
        effort.is_spent() || listed.could_match(&pattern)
    })
}

/// The service that an ARN names; empty for a text that is none.
fn service_of(text: &str) -> &str {
    match text.strip_prefix("arn:") {
        Some(rest) => rest.split(':').nth(1).unwrap_or_default(),
        None => "",
    }
}
