//! The catalogue: lookups by name, wildcard expansion, nearest names.

use std::cmp::Ordering;
use std::sync::OnceLock;

use patterns::ActionPattern;

use crate::action::Action;
use crate::action_set::{ActionId, ActionSet};
use crate::arn::ArnTemplate;
use crate::condition_key::ConditionKey;
use crate::decode;
use crate::encoding::DecodeError;
use crate::resource_type::ResourceType;
use crate::service::Service;
use crate::tables::{Place, Run, Tables};

/// The service authorization reference of one day.
#[derive(Clone, Debug)]
pub struct Catalog {
    pub(crate) tables: Tables,
    /// Keys with a part that policies fill in, those with the longest fixed text first.
    templates: Vec<KeyTemplate>,
    /// The ARN patterns of each resource type, compiled when first asked for.
    compiled: Vec<OnceLock<Vec<ArnTemplate>>>,
}

impl Catalog {
    /// Reads the bytes that `cargo xtask catalog` writes.
    ///
    /// # Errors
    /// When the bytes are not a catalogue, are of another version, or are damaged. Never panics; time and memory are
    /// bounded by the length of the bytes and fixed limits.
    pub fn decode(bytes: &[u8]) -> Result<Catalog, DecodeError> {
        let tables = decode::decode(bytes)?;
        let templates: Vec<KeyTemplate> = tables
            .keys
            .iter()
            .zip(0u32..)
            .filter_map(|(row, number)| KeyTemplate::new(number, row.name, tables.text(row.name)))
            .collect();
        // As numbers, which the decoder sorts too: the page downloads a sort for each type that is sorted.
        let mut order: Vec<u64> = templates
            .iter()
            .zip(0u64..)
            .map(|(template, place)| u64::from(u32::MAX - template.fixed_length()) << 32 | place)
            .collect();
        order.sort_unstable();
        let templates = order
            .iter()
            .filter_map(|&number| templates.get(number as u32 as usize).copied())
            .collect();
        let compiled = vec![OnceLock::new(); tables.resource_types.len()];
        Ok(Catalog {
            tables,
            templates,
            compiled,
        })
    }

    /// The day of the facts, `2026-09-26`.
    #[must_use]
    pub fn date(&self) -> &str {
        self.tables.text(self.tables.date)
    }

    /// All services, by prefix.
    pub fn services(&self) -> impl Iterator<Item = Service<'_>> {
        (0..self.tables.services.len() as u32).filter_map(|number| self.service_by_number(number))
    }

    /// The service with this prefix, whatever its case. `None` means that the reference of [that day](Catalog::date) does
    /// not list it: it may be unknown, newer, or retired.
    #[must_use]
    pub fn service(&self, prefix: &str) -> Option<Service<'_>> {
        let services = &self.tables.services;
        let place = services
            .binary_search_by(|row| compare_ignoring_case(self.tables.text(row.prefix), prefix))
            .ok()?;
        self.service_by_number(place as u32)
    }

    pub(crate) fn service_by_number(&self, number: u32) -> Option<Service<'_>> {
        self.tables
            .services
            .get(number as usize)
            .map(|row| Service {
                catalog: self,
                number,
                row,
            })
    }

    /// All actions, by prefix and name.
    pub fn actions(&self) -> impl Iterator<Item = Action<'_>> {
        (0..self.tables.actions.len() as u32)
            .filter_map(|number| self.action_by_id(ActionId(number)))
    }

    /// The action `s3:GetObject`, whatever its case.
    #[must_use]
    pub fn action(&self, full_name: &str) -> Option<Action<'_>> {
        let (prefix, name) = full_name.split_once(':')?;
        self.service(prefix)?.action(name)
    }

    /// The action of this number.
    #[must_use]
    pub fn action_by_id(&self, id: ActionId) -> Option<Action<'_>> {
        let row = self.tables.actions.get(id.0 as usize)?;
        let service = self.service_by_number(row.service)?;
        Some(Action { id, service, row })
    }

    pub(crate) fn actions_at(&self, run: Run) -> impl Iterator<Item = Action<'_>> {
        self.tables
            .action_numbers(run)
            .iter()
            .filter_map(|&number| self.action_by_id(ActionId(number)))
    }

    /// The set of all actions.
    #[must_use]
    pub fn all_actions(&self) -> ActionSet {
        ActionSet::range(0, self.tables.actions.len() as u32)
    }

    /// The actions that an `Action` entry names: `s3:GetObject`, `s3:Get*`, `*`. Names that are not in the catalogue, and
    /// patterns with a wildcard before the colon, name none.
    #[must_use]
    pub fn expand(&self, pattern: &str) -> ActionSet {
        self.expand_pattern(&ActionPattern::new(pattern))
    }

    /// As [`Catalog::expand`], with a compiled pattern.
    #[must_use]
    pub fn expand_pattern(&self, pattern: &ActionPattern) -> ActionSet {
        let mut set = ActionSet::new();
        self.expand_into(pattern, &mut set);
        set
    }

    /// Adds the actions that a pattern names to a set.
    pub fn expand_into(&self, pattern: &ActionPattern, set: &mut ActionSet) {
        if pattern.is_match_all() {
            set.insert_range(0, self.tables.actions.len() as u32);
            return;
        }
        let (Some(prefix), Some(name)) = (pattern.service(), pattern.name()) else {
            return;
        };
        let Some(service) = self.service(prefix) else {
            return;
        };
        if name.is_match_all() {
            let actions = service.row.actions;
            set.insert_range(actions.start, actions.end);
        } else if let Some(name) = name.as_literal() {
            set.extend(service.action(name).map(Action::id));
        } else {
            let matching = |action: &Action<'_>| name.matches_ignore_case(action.name());
            set.extend(service.actions().filter(matching).map(Action::id));
        }
    }

    pub(crate) fn resource_type(&self, number: u32) -> Option<ResourceType<'_>> {
        let row = self.tables.resource_types.get(number as usize)?;
        let service = self.service_by_number(row.service)?;
        Some(ResourceType {
            service,
            number,
            row,
        })
    }

    /// The resource types of all services of which the ARN is one.
    pub fn resource_types_of<'a>(&'a self, arn: &str) -> impl Iterator<Item = ResourceType<'a>> {
        (0..self.tables.resource_types.len() as u32)
            .filter_map(|number| self.resource_type(number))
            .filter(move |resource_type| resource_type.matches_arn(arn))
    }

    pub(crate) fn compiled_arns(
        &self,
        number: u32,
        resource_type: ResourceType<'_>,
    ) -> &[ArnTemplate] {
        let compile = || {
            resource_type
                .arn_templates()
                .map(ArnTemplate::new)
                .collect()
        };
        self.compiled
            .get(number as usize)
            .map(|held| held.get_or_init(compile).as_slice())
            .unwrap_or_default()
    }

    pub(crate) fn keys(&self, run: Run) -> impl Iterator<Item = ConditionKey<'_>> {
        self.tables
            .key_numbers(run)
            .iter()
            .filter_map(|&number| self.key_by_number(number))
    }

    pub(crate) fn key_by_number(&self, number: u32) -> Option<ConditionKey<'_>> {
        self.tables
            .keys
            .get(number as usize)
            .map(|row| ConditionKey {
                catalog: self,
                number,
                row,
            })
    }

    /// All condition keys, by name.
    pub fn condition_keys(&self) -> impl Iterator<Item = ConditionKey<'_>> {
        (0..self.tables.keys.len() as u32).filter_map(|number| self.key_by_number(number))
    }

    /// The condition keys that requests to any service may carry.
    pub fn global_condition_keys(&self) -> impl Iterator<Item = ConditionKey<'_>> {
        self.condition_keys().filter(|key| key.is_global())
    }

    /// The condition key of this name, whatever its case: as the catalogue spells it, or with the variable part filled in
    /// (`aws:RequestTag/team`).
    #[must_use]
    pub fn condition_key(&self, name: &str) -> Option<ConditionKey<'_>> {
        let keys = &self.tables.keys;
        if let Ok(place) =
            keys.binary_search_by(|row| compare_ignoring_case(self.tables.text(row.name), name))
        {
            return self.key_by_number(place as u32);
        }
        let matching = |template: &&KeyTemplate| template.matches(&self.tables, name);
        let template = self.templates.iter().find(matching)?;
        self.key_by_number(template.number)
    }

    /// Prefixes that `written` may have meant, best first.
    #[must_use]
    pub fn nearest_services(&self, written: &str, limit: usize) -> Vec<&str> {
        patterns::nearest(written, self.services().map(Service::prefix), limit)
    }

    /// Actions that `written` (`s3:GetObjekt`) may have meant, best first.
    #[must_use]
    pub fn nearest_actions(&self, written: &str, limit: usize) -> Vec<String> {
        let (prefix, name) = written.split_once(':').unwrap_or(("", written));
        if let Some(service) = self.service(prefix) {
            let names = patterns::nearest(name, service.actions().map(Action::name), limit);
            return names
                .into_iter()
                .map(|near| format!("{}:{near}", service.prefix()))
                .collect();
        }
        // The prefix is wrong: the same name under a near prefix, else under any.
        let near = self.nearest_services(prefix, limit);
        let named = |service: Service<'_>| service.action(name).map(Action::full_name);
        let mut found: Vec<String> = near
            .into_iter()
            .filter_map(|prefix| named(self.service(prefix)?))
            .collect();
        if found.is_empty() && !name.is_empty() {
            found = self.services().filter_map(named).take(limit).collect();
        }
        found
    }

    /// Condition keys that `written` may have meant, best first.
    #[must_use]
    pub fn nearest_condition_keys(&self, written: &str, limit: usize) -> Vec<&str> {
        patterns::nearest(
            written,
            self.condition_keys().map(ConditionKey::name),
            limit,
        )
    }
}

/// A condition key with a part that policies fill in, and the fixed text around that part.
#[derive(Clone, Copy, Debug)]
struct KeyTemplate {
    number: u32,
    before: Place,
    after: Place,
}

impl KeyTemplate {
    /// `None` for a key without such a part.
    fn new(number: u32, place: Place, name: &str) -> Option<Self> {
        let (before, rest) = name.split_once("${")?;
        let (_, after) = rest.split_once('}')?;
        Some(KeyTemplate {
            number,
            before: Place {
                start: place.start,
                end: place.start + before.len() as u32,
            },
            after: Place {
                start: place.end - after.len() as u32,
                end: place.end,
            },
        })
    }

    fn fixed_length(self) -> u32 {
        (self.before.end - self.before.start) + (self.after.end - self.after.start)
    }

    fn matches(&self, tables: &Tables, name: &str) -> bool {
        let before = tables.text(self.before);
        let after = tables.text(self.after);
        name.len() > before.len() + after.len()
            && name
                .get(..before.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(before))
            && name
                .get(name.len() - after.len()..)
                .is_some_and(|end| end.eq_ignore_ascii_case(after))
    }
}

/// The order of names in a catalogue: by bytes, ASCII letters without case.
pub(crate) fn compare_ignoring_case(a: &str, b: &str) -> Ordering {
    let lower = |byte: u8| byte.to_ascii_lowercase();
    a.bytes().map(lower).cmp(b.bytes().map(lower))
}
