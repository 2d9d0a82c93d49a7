//! Partition, region and account of the ARNs that a suggestion writes.

use std::collections::BTreeSet;

use patterns::Arn;
use policy::PolicyDocument;

/// Where the resources are, as far as the ARNs of the document agree.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Setting {
    /// `aws-cn`; `None` when no ARN names one.
    partition: Option<String>,
    region: Option<String>,
    account: Option<String>,
}

impl Setting {
    /// Reads the Resource and NotResource entries. Two ARNs that differ leave the field open.
    pub(crate) fn read(document: &PolicyDocument) -> Setting {
        let mut partitions = BTreeSet::new();
        let mut regions = BTreeSet::new();
        let mut accounts = BTreeSet::new();
        for statement in &document.statements {
            let elements = [&statement.resource, &statement.not_resource];
            for entry in elements
                .into_iter()
                .flatten()
                .flat_map(|element| &element.value)
            {
                let Some(arn) = Arn::parse(&entry.text) else {
                    continue;
                };
                partitions.extend(plain(arn.partition));
                regions.extend(plain(arn.region));
                if arn.account.len() == 12 && arn.account.bytes().all(|byte| byte.is_ascii_digit())
                {
                    accounts.insert(arn.account);
                }
            }
        }
        let partition = match partitions.len() {
            0 | 1 => partitions.first().map(|&partition| partition.to_owned()),
            // A policy for several partitions keeps working in each.
            _ => Some("*".to_owned()),
        };
        Setting {
            partition,
            region: only(&regions),
            account: only(&accounts),
        }
    }

    /// An ARN template of the reference as a Resource entry: known fields filled in, the rest `*`. `None`
    /// when it would be no narrower than `*`, or of a form that IAM refuses.
    pub(crate) fn fill(&self, template: &str) -> Option<String> {
        let mut fields = template.splitn(6, ':');
        let (arn, partition, service) = (fields.next()?, fields.next()?, fields.next()?);
        let (region, account, resource) = (fields.next()?, fields.next()?, fields.next()?);
        let partition = match partition {
            "${Partition}" => self.partition.as_deref().unwrap_or("aws").to_owned(),
            other => catalog::arn::to_glob(other),
        };
        let region = match (region, &self.region) {
            ("${Region}", Some(known)) => known.clone(),
            // The catalogue asks for a region that is not empty; in a policy everybody writes it so.
            ("${Region}", None) => "*".to_owned(),
            (other, _) => catalog::arn::to_glob(other),
        };
        let account = match (account, &self.account) {
            // Policies of AWS's own have the account `aws`.
            ("${Account}", Some(known))
                if !(service == "iam" && resource.starts_with("policy/")) =>
            {
                known.clone()
            }
            (other, _) => catalog::arn::to_glob(other),
        };
        let service = catalog::arn::to_glob(service);
        if arn != "arn" || service.contains(['*', '?']) {
            return None;
        }
        Some(format!(
            "arn:{partition}:{service}:{region}:{account}:{}",
            catalog::arn::to_glob(resource)
        ))
    }

    /// What the known fields take away from these ARNs, for people.
    pub(crate) fn removes(&self, arns: &[&str]) -> Option<String> {
        let names = |value: &Option<String>, field: fn(&Arn<'_>) -> String| {
            let value = value.as_ref()?;
            arns.iter()
                .any(|arn| Arn::parse(arn).is_some_and(|arn| field(&arn) == *value))
                .then(|| value.clone())
        };
        let region = names(&self.region, |arn| arn.region.to_owned());
        let account = names(&self.account, |arn| arn.account.to_owned());
        match (region, account) {
            (None, None) => None,
            (Some(region), None) => Some(format!("any of these in a region other than `{region}`")),
            (None, Some(account)) => {
                Some(format!("any of these in an account other than `{account}`"))
            }
            (Some(region), Some(account)) => Some(format!(
                "any of these in an account other than `{account}` or a region other than `{region}`"
            )),
        }
    }

    /// The account of the resources, where all name the same.
    pub(crate) fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The partition that was taken without the document saying so.
    pub(crate) fn assumed_partition(&self) -> Option<&'static str> {
        self.partition.is_none().then_some("aws")
    }
}

fn plain(field: &str) -> Option<&str> {
    (!field.is_empty() && !field.contains(['*', '?', '$', '{', '<'])).then_some(field)
}

fn only(values: &BTreeSet<&str>) -> Option<String> {
    match values.len() {
        1 => values.first().map(|&value| value.to_owned()),
        _ => None,
    }
}
