//! Actions that a check looks out for, as bits: which of them an entry of Action names is found without the catalogue.

use policy::ActionEntry;

/// A set of the watched actions, a bit for each.
pub(crate) type Actions = u128;

/// The actions, sorted by service and name.
pub(crate) struct Watched {
    all: Vec<Name>,
}

/// The name of an action, and its parts before and after the colon.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    service: &'static str,
    action: &'static str,
    full: &'static str,
}

impl Watched {
    /// The actions of these full names; at most 128 are kept.
    pub(crate) fn new(names: impl Iterator<Item = &'static str>) -> Watched {
        let mut all: Vec<Name> = names
            .filter_map(|full| {
                let (service, action) = full.split_once(':')?;
                Some(Name {
                    service,
                    action,
                    full,
                })
            })
            .collect();
        json_text::sort_by(&mut all, Ord::cmp);
        all.dedup();
        all.truncate(Actions::BITS as usize);
        Watched { all }
    }

    /// Each with its bit.
    fn bits(&self) -> impl Iterator<Item = (&Name, Actions)> {
        let bits = (0..Actions::BITS).filter_map(|at| (1 as Actions).checked_shl(at));
        self.all.iter().zip(bits)
    }

    /// The names of a set, in order.
    pub(crate) fn names(&self, actions: Actions) -> impl Iterator<Item = &'static str> {
        self.bits()
            .filter(move |(_, bit)| actions & bit != 0)
            .map(|(name, _)| name.full)
    }

    /// The set of these names.
    pub(crate) fn all_of(&self, names: &[&str]) -> Actions {
        self.bits()
            .filter(|(name, _)| names.contains(&name.full))
            .fold(0, |set, (_, bit)| set | bit)
    }

    /// All of them.
    pub(crate) fn all(&self) -> Actions {
        self.bits().fold(0, |set, (_, bit)| set | bit)
    }

    /// Those that the entry names.
    pub(crate) fn named_by(&self, entry: &ActionEntry) -> Actions {
        if entry.pattern.is_match_all() {
            return self.all();
        }
        let (Some(service), Some(name)) = (entry.pattern.service(), entry.pattern.name()) else {
            return 0;
        };
        let first = self.all.partition_point(|own| own.service < service);
        self.bits()
            .skip(first)
            .take_while(|(own, _)| own.service == service)
            .filter(|(own, _)| name.matches_ignore_case(own.action))
            .fold(0, |set, (_, bit)| set | bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::indexing_slicing)]
    fn entries_name_actions() {
        let names = [
            "ec2:RunInstances",
            "iam:PassRole",
            "ec2-x:Run",
            "ec2:Stop",
            "iam:PassRole",
        ];
        let watched = Watched::new(names.into_iter());
        assert_eq!(watched.all().count_ones(), 4);
        for (text, expected) in [
            ("ec2:runinstances", vec!["ec2:RunInstances"]),
            ("EC2:*", vec!["ec2:RunInstances", "ec2:Stop"]),
            ("ec2-x:R?n", vec!["ec2-x:Run"]),
            ("iam:*Role", vec!["iam:PassRole"]),
            ("iam:GetRole", vec![]),
            ("s3:*", vec![]),
            ("ec2*", vec![]),
            (
                "*",
                vec!["ec2:RunInstances", "ec2:Stop", "ec2-x:Run", "iam:PassRole"],
            ),
        ] {
            let policy = format!("{{\"Statement\": {{\"Action\": \"{text}\"}}}}");
            let document = policy::parse(&policy);
            let entry = &document.statements[0].action.as_ref().unwrap().value[0];
            let named: Vec<&str> = watched.names(watched.named_by(entry)).collect();
            assert_eq!(named, expected, "{text}");
            assert_eq!(watched.all_of(&expected), watched.named_by(entry), "{text}");
        }
    }
}
