//! Resource types and actions of one service.

use crate::catalog::compare_ignoring_case;
use crate::encoding::{
    ARN_MORE, ARN_RESOURCE_ID, ARN_TYPE, ARN_TYPE_VARIABLE, ARN_VARIABLE, Column, DecodeError,
    LEVEL_BASE, MAX_ROWS, Reader, arn_form, camel_case,
};
use crate::tables::{ActionResourceRow, ActionRow, Place, ResourceTypeRow, Run, Tables};

use super::lists::{FrontCoded, Gaps, Lines, Names, Recent, Symbol, sum};
use super::{Decoder, File};

pub(super) struct TypeColumns<'a> {
    names: FrontCoded<'a>,
    arn_forms: Reader<'a>,
    arn_rests: Lines<'a>,
    keys: Reader<'a>,
    recent: Recent,
}

impl<'a> TypeColumns<'a> {
    pub(super) fn new(file: &File<'a>) -> Result<Self, DecodeError> {
        Ok(TypeColumns {
            names: file.front_coded(Column::TypeShared, Column::TypeText, "resource types")?,
            arn_forms: file.column(Column::ArnForms, "ARN forms"),
            arn_rests: file.lines(Column::ArnText, "ARNs")?,
            keys: file.column(Column::TypeKeySets, "keys of resource types"),
            recent: Recent::default(),
        })
    }
}

pub(super) struct ActionColumns<'a> {
    noun_forms: Reader<'a>,
    levels: Reader<'a>,
    permission_only: Gaps<'a>,
    escalation_sensitive: Gaps<'a>,
    resource_sets: Reader<'a>,
    resource_counts: Reader<'a>,
    resource_items: Reader<'a>,
    required: Reader<'a>,
    key_sets: Reader<'a>,
    resource_key_sets: Reader<'a>,
    service: u32,
    types: Run,
    keys: Run,
    recent_resources: Recent,
    recent_keys: Recent,
    recent_resource_keys: Recent,
    /// Sets of resource types of the service being read, end to end.
    set_items: Vec<u32>,
    /// Actions of the service being read, in the order of nouns.
    rows: Vec<ActionRow>,
    /// For each of them its verb's rank, then its place among the rows: sorted, they are in the order of verbs and nouns.
    order: Vec<u64>,
    /// Actions read before.
    read_before: u32,
}

impl<'a> ActionColumns<'a> {
    pub(super) fn new(file: &File<'a>) -> Result<Self, DecodeError> {
        let permission_only = file.column(Column::PermissionOnly, "permission-only actions");
        let escalation_sensitive =
            file.column(Column::EscalationSensitive, "escalation-sensitive actions");
        Ok(ActionColumns {
            noun_forms: file.column(Column::NounForms, "verbs of nouns"),
            levels: file.column(Column::ActionLevels, "access levels"),
            permission_only: Gaps::new(permission_only)?,
            escalation_sensitive: Gaps::new(escalation_sensitive)?,
            resource_sets: file.column(Column::ResourceSets, "resource types of actions"),
            resource_counts: file.column(Column::ResourceCounts, "sizes of resource type sets"),
            resource_items: file.column(Column::ResourceItems, "resource type sets"),
            required: file.column(Column::ResourceRequired, "required resource types"),
            key_sets: file.column(Column::ActionKeySets, "keys of actions"),
            resource_key_sets: file.column(Column::ResourceKeySets, "keys with resource types"),
            service: 0,
            types: Run::default(),
            keys: Run::default(),
            recent_resources: Recent::default(),
            recent_keys: Recent::default(),
            recent_resource_keys: Recent::default(),
            set_items: Vec::new(),
            rows: Vec::new(),
            order: Vec::new(),
            read_before: 0,
        })
    }

    pub(super) fn begin_service(&mut self, service: u32, types: Run, keys: Run) {
        self.service = service;
        self.types = types;
        self.keys = keys;
        self.recent_resources.clear();
        self.recent_keys.clear();
        self.recent_resource_keys.clear();
        self.set_items.clear();
        self.rows.clear();
        self.order.clear();
    }

    /// The numbers of resource types of the next action, as a run of [`ActionColumns::set_items`].
    fn read_resource_set(&mut self) -> Result<Run, DecodeError> {
        let symbol = self.resource_sets.byte()?;
        match self.recent_resources.read(symbol, &self.resource_sets)? {
            Symbol::Empty => Ok(Run::default()),
            Symbol::Known(run) => Ok(run),
            Symbol::New => {
                let count = self.resource_counts.varint()?;
                let start = self.set_items.len();
                let mut next = self.types.start;
                for _ in 0..count {
                    let number = sum(next, self.resource_items.varint()?, 0);
                    let number = number.filter(|&number| number < self.types.end);
                    let number = number.ok_or_else(|| self.resource_items.damaged())?;
                    self.set_items.push(number);
                    next = number + 1;
                }
                let run = Run::between(start, self.set_items.len());
                self.recent_resources.add(run);
                Ok(run)
            }
        }
    }
}

impl<'a> Decoder<'a> {
    pub(super) fn read_types(
        &mut self,
        columns: &mut TypeColumns<'a>,
        service: u32,
        prefix: &str,
        count: usize,
        own_keys: Run,
    ) -> Result<Run, DecodeError> {
        let start = self.tables.resource_types.len();
        columns.names.restart();
        columns.recent.clear();
        for _ in 0..count {
            let name = columns.names.next()?;
            let camel = camel_case(name);
            let place = self.tables.add_text(name);
            let first_arn = self.tables.arns.len();
            loop {
                let form = columns.arn_forms.byte()?;
                let rest = columns.arn_rests.next()?;
                let start = self.tables.text.len() as u32;
                self.tables.text.push_str("arn:${Partition}:");
                if let Some(middle) = arn_form(form) {
                    self.tables.text.push_str(prefix);
                    self.tables.text.push_str(middle);
                }
                self.add_arn_rest(rest, name, &camel)?;
                let end = self.tables.text.len() as u32;
                self.tables.arns.push(Place { start, end });
                if form & ARN_MORE == 0 {
                    break;
                }
            }
            let arns = Run::between(first_arn, self.tables.arns.len());
            let symbol = columns.keys.byte()?;
            let keys = self.read_key_set(symbol, &mut columns.recent, own_keys)?;
            self.tables.resource_types.push(ResourceTypeRow {
                name: place,
                service,
                arns,
                keys,
            });
        }
        Ok(Run::between(start, self.tables.resource_types.len()))
    }

    /// Adds an ARN's rest to the text, what recurs spelt out.
    fn add_arn_rest(&mut self, rest: &str, name: &str, camel: &str) -> Result<(), DecodeError> {
        for part in
            rest.split_inclusive([ARN_TYPE, ARN_TYPE_VARIABLE, ARN_RESOURCE_ID, ARN_VARIABLE])
        {
            let text = &mut self.tables.text;
            text.push_str(part);
            let (start, end) = match text.pop() {
                Some(ARN_TYPE) => (name, ""),
                Some(ARN_TYPE_VARIABLE) => ("${", camel),
                Some(ARN_RESOURCE_ID) => ("${ResourceId}", ""),
                Some(ARN_VARIABLE) => ("/${", ""),
                Some(letter) => {
                    text.push(letter);
                    ("", "")
                }
                None => ("", ""),
            };
            text.push_str(start);
            text.push_str(end);
            self.check_text()?;
        }
        self.check_text()
    }

    pub(super) fn read_actions(
        &mut self,
        columns: &mut ActionColumns<'a>,
        nouns: &mut Names<'a>,
        noun_count: usize,
    ) -> Result<Run, DecodeError> {
        for _ in 0..noun_count {
            let noun = nouns.next(&self.words)?;
            loop {
                let code = columns.noun_forms.varint()? as usize;
                let Some(place) = code.checked_sub(1) else {
                    break;
                };
                if self.tables.actions.len() + columns.rows.len() >= MAX_ROWS {
                    return Err(columns.noun_forms.damaged());
                }
                let form = self.forms.get(place);
                let form = form.ok_or_else(|| columns.noun_forms.damaged())?;
                let name = self.tables.add_name(form.verb, noun, form.suffix);
                let order = u64::from(form.rank) << 32 | columns.rows.len() as u64;
                let usual_level = form.level;
                let row = self.read_action(columns, name, usual_level)?;
                columns.order.push(order);
                columns.rows.push(row);
                self.check_text()?;
            }
        }
        columns.read_before += columns.rows.len() as u32;
        let start = self.tables.actions.len();
        columns.order.sort_unstable();
        let places = columns.order.iter().map(|&order| order as u32 as usize);
        let rows = places.filter_map(|place| columns.rows.get(place).copied());
        self.tables.actions.extend(rows);
        self.tables.sort_actions(start)?;
        Ok(Run::between(start, self.tables.actions.len()))
    }

    fn read_action(
        &mut self,
        columns: &mut ActionColumns<'a>,
        name: Place,
        usual_level: u8,
    ) -> Result<ActionRow, DecodeError> {
        let number = columns.read_before + columns.rows.len() as u32;
        let level = match columns.levels.byte()? {
            0 => usual_level,
            other => other - 1,
        };
        if level & LEVEL_BASE == LEVEL_BASE {
            return Err(columns.levels.damaged());
        }
        let symbol = columns.key_sets.byte()?;
        let keys = self.read_key_set(symbol, &mut columns.recent_keys, columns.keys)?;
        let dependencies = self.read_dependency_set()?;
        let set = columns.read_resource_set()?;
        let first_resource = self.tables.action_resources.len();
        for place in set.range() {
            let resource_type = columns.set_items.get(place).copied();
            let row = self.read_action_resource(columns, resource_type.unwrap_or_default())?;
            self.tables.action_resources.push(row);
        }
        Ok(ActionRow {
            name,
            service: columns.service,
            level,
            permission_only: columns.permission_only.holds(number)?,
            escalation_sensitive: columns.escalation_sensitive.holds(number)?,
            resources: Run::between(first_resource, self.tables.action_resources.len()),
            keys,
            dependencies,
        })
    }

    fn read_action_resource(
        &mut self,
        columns: &mut ActionColumns<'a>,
        resource_type: u32,
    ) -> Result<ActionResourceRow, DecodeError> {
        let required = columns.required.byte()? != 0;
        let keys = match columns.resource_key_sets.byte()? {
            0 => Run::default(),
            1 => {
                let row = self.tables.resource_types.get(resource_type as usize);
                row.map(|row| row.keys).unwrap_or_default()
            }
            symbol => {
                self.read_key_set(symbol - 1, &mut columns.recent_resource_keys, columns.keys)?
            }
        };
        Ok(ActionResourceRow {
            resource_type,
            required,
            keys,
            dependencies: self.read_dependency_set()?,
        })
    }
}

impl Tables {
    fn add_name(&mut self, verb: &str, noun: &str, suffix: &str) -> Place {
        let start = self.text.len() as u32;
        self.text.push_str(verb);
        self.text.push_str(match suffix {
            // `Policy` and `Policies`
            "ies" => noun.strip_suffix('y').unwrap_or(noun),
            _ => noun,
        });
        self.text.push_str(suffix);
        Place {
            start,
            end: self.text.len() as u32,
        }
    }

    /// Sorts the actions from `start` on by name. They come sorted by verb and noun, which is nearly the same, so that each
    /// is put in its place among those before. A file where that takes long is refused.
    fn sort_actions(&mut self, start: usize) -> Result<(), DecodeError> {
        let Some(rows) = self.actions.get_mut(start..) else {
            return Ok(());
        };
        let text = &self.text;
        let name = |row: &ActionRow| {
            let place = row.name.start as usize..row.name.end as usize;
            text.get(place).unwrap_or_default()
        };
        let mut swaps_left = rows.len() * 4;
        for end in 1..rows.len() {
            let mut place = end;
            while let Some([before, row]) = rows.get_mut(place - 1..=place) {
                if compare_ignoring_case(name(before), name(row)).is_le() {
                    break;
                }
                std::mem::swap(before, row);
                swaps_left = swaps_left.saturating_sub(1);
                place -= 1;
                if place == 0 {
                    break;
                }
            }
            if swaps_left == 0 {
                return Err(DecodeError::Damaged("order of actions"));
            }
        }
        Ok(())
    }
}
