//! From the bytes of a catalogue file to tables. Total: any bytes give tables or an error.

use crate::encoding::{
    ARN_MORE, Column, DecodeError, LEVEL_BASE, MAGIC, MAX_ROWS, MAX_TEXT, RECENT_SETS, Reader,
    arn_form, split_columns, with_suffix,
};
use crate::tables::{
    ActionResourceRow, ActionRow, KeyRow, Place, ResourceTypeRow, Run, ServiceRow, Tables,
};

/// Reads a catalogue file.
pub(crate) fn decode(bytes: &[u8]) -> Result<Tables, DecodeError> {
    let columns = split_columns(bytes, MAGIC, Column::ALL.len())?;
    Decoder::new(&columns).run()
}

/// A list of text of which each entry begins as the one before.
struct FrontCoded<'a> {
    shared: Reader<'a>,
    rest: Reader<'a>,
    last: String,
}

impl FrontCoded<'_> {
    /// Begins a new list.
    fn restart(&mut self) {
        self.last.clear();
    }

    fn next(&mut self) -> Result<&str, DecodeError> {
        let shared = usize::from(self.shared.byte()?);
        if !self.last.is_char_boundary(shared) {
            return Err(self.shared.damaged());
        }
        self.last.truncate(shared);
        self.last.push_str(self.rest.line()?);
        Ok(&self.last)
    }
}

/// Numbers in ascending order, written as the gaps between them: the first as it is, each other as its distance from
/// the one before, less one.
struct Gaps<'a> {
    reader: Reader<'a>,
    next: Option<u32>,
}

impl<'a> Gaps<'a> {
    fn new(mut reader: Reader<'a>) -> Result<Self, DecodeError> {
        let next = if reader.remaining() == 0 {
            None
        } else {
            Some(reader.varint()?)
        };
        Ok(Gaps { reader, next })
    }

    /// Whether `number` is in the list; asked for ascending numbers only.
    fn holds(&mut self, number: u32) -> Result<bool, DecodeError> {
        if self.next != Some(number) {
            return Ok(false);
        }
        self.next = if self.reader.remaining() == 0 {
            None
        } else {
            Some(sum(number, self.reader.varint()?, 1).ok_or_else(|| self.reader.damaged())?)
        };
        Ok(true)
    }
}

fn sum(a: u32, b: u32, c: u32) -> Option<u32> {
    a.checked_add(b)?.checked_add(c)
}

/// What a symbol of a set column stands for.
enum Symbol {
    Empty,
    New,
    Known(Run),
}

/// The sets used last, latest first: a column names a set by its place among them.
#[derive(Default)]
struct Recent {
    runs: Vec<Run>,
}

impl Recent {
    fn read(&mut self, symbol: u8, reader: &Reader<'_>) -> Result<Symbol, DecodeError> {
        match symbol {
            0 => Ok(Symbol::Empty),
            1 => Ok(Symbol::New),
            _ => {
                let place = usize::from(symbol) - 2;
                if place >= self.runs.len() {
                    return Err(reader.damaged());
                }
                let run = self.runs.remove(place);
                self.runs.insert(0, run);
                Ok(Symbol::Known(run))
            }
        }
    }

    fn add(&mut self, run: Run) {
        self.runs.truncate(RECENT_SETS - 1);
        self.runs.insert(0, run);
    }
}

/// A noun's verb form.
struct Form<'a> {
    verb: &'a str,
    suffix: &'a str,
    level: u8,
}

struct Decoder<'a> {
    columns: &'a [&'a [u8]],
    tables: Tables,
    forms: Vec<Form<'a>>,
    key_counts: Reader<'a>,
    key_items: Reader<'a>,
    dependency_counts: Reader<'a>,
    dependency_items: Reader<'a>,
    dependency_sets: Reader<'a>,
    dependencies: Vec<u32>,
    recent_dependencies: Recent,
    /// Actions that the file's counts promise; dependencies may name them before they are read.
    highest_dependency: Option<u32>,
}

impl<'a> Decoder<'a> {
    fn new(columns: &'a [&'a [u8]]) -> Self {
        let reader = |column: Column, name| {
            Reader::new(
                columns.get(column as usize).copied().unwrap_or_default(),
                name,
            )
        };
        Decoder {
            columns,
            tables: Tables::default(),
            forms: Vec::new(),
            key_counts: reader(Column::KeyCounts, "sizes of key sets"),
            key_items: reader(Column::KeyItems, "key sets"),
            dependency_counts: reader(Column::DependencyCounts, "sizes of dependency sets"),
            dependency_items: reader(Column::DependencyItems, "dependency sets"),
            dependency_sets: reader(Column::DependencySets, "dependencies"),
            dependencies: Vec::new(),
            recent_dependencies: Recent::default(),
            highest_dependency: None,
        }
    }

    fn column(&self, column: Column, name: &'static str) -> Reader<'a> {
        Reader::new(
            self.columns
                .get(column as usize)
                .copied()
                .unwrap_or_default(),
            name,
        )
    }

    fn front_coded(&self, shared: Column, rest: Column, name: &'static str) -> FrontCoded<'a> {
        FrontCoded {
            shared: self.column(shared, name),
            rest: self.column(rest, name),
            last: String::new(),
        }
    }

    fn add_text(&mut self, text: &str) -> Result<Place, DecodeError> {
        let start = self.tables.text.len();
        let end = start + text.len();
        if end > MAX_TEXT {
            return Err(DecodeError::Damaged("too much text"));
        }
        self.tables.text.push_str(text);
        Ok(Place {
            start: start as u32,
            end: end as u32,
        })
    }

    fn run(mut self) -> Result<Tables, DecodeError> {
        let mut header = self.column(Column::Header, "header");
        let date = header.line()?;
        self.tables.date = self.add_text(date)?;
        let services = header.count(MAX_ROWS)?;
        let keys = header.count(MAX_ROWS)?;
        let forms = header.count(MAX_ROWS)?;
        self.read_forms(forms)?;
        self.read_keys(keys)?;
        self.read_dependencies()?;
        self.read_services(services)?;
        match self.highest_dependency {
            Some(highest) if highest as usize >= self.tables.actions.len() => Err(
                DecodeError::Damaged("dependency on an action that is not there"),
            ),
            _ => Ok(self.tables),
        }
    }

    fn read_forms(&mut self, count: usize) -> Result<(), DecodeError> {
        let mut text = self.column(Column::Forms, "verbs");
        let mut levels = self.column(Column::FormLevels, "levels of verbs");
        for _ in 0..count {
            let line = text.line()?;
            let (verb, suffix) = line.split_once('|').unwrap_or((line, ""));
            self.forms.push(Form {
                verb,
                suffix,
                level: levels.byte()?,
            });
        }
        Ok(())
    }

    fn read_keys(&mut self, count: usize) -> Result<(), DecodeError> {
        let mut names = self.front_coded(Column::KeyShared, Column::KeyText, "condition keys");
        let mut flags = self.column(Column::KeyFlags, "condition key flags");
        let mut types = self.column(Column::KeyTypes, "condition key types");
        for _ in 0..count {
            let name = names.next()?.to_owned();
            let name = self.add_text(&name)?;
            self.tables.keys.push(KeyRow {
                name,
                flags: flags.byte()?,
                types: types.byte()?,
            });
        }
        Ok(())
    }

    fn read_dependencies(&mut self) -> Result<(), DecodeError> {
        let mut gaps = self.column(Column::Dependencies, "actions depended on");
        let mut last: Option<u32> = None;
        while gaps.remaining() > 0 {
            let gap = gaps.varint()?;
            let number = match last {
                None => Some(gap),
                Some(last) => sum(last, gap, 1),
            };
            let number = number.ok_or_else(|| gaps.damaged())?;
            self.dependencies.push(number);
            last = Some(number);
        }
        self.highest_dependency = last;
        Ok(())
    }

    fn read_dependency_set(&mut self) -> Result<Run, DecodeError> {
        let symbol = self.dependency_sets.byte()?;
        match self
            .recent_dependencies
            .read(symbol, &self.dependency_sets)?
        {
            Symbol::Empty => Ok(Run::default()),
            Symbol::Known(run) => Ok(run),
            Symbol::New => {
                let count = self.dependency_counts.varint()?;
                let start = self.tables.action_numbers.len();
                for _ in 0..count {
                    let place = self.dependency_items.varint()? as usize;
                    let number = self.dependencies.get(place).copied();
                    self.tables
                        .action_numbers
                        .push(number.ok_or_else(|| self.dependency_items.damaged())?);
                }
                let run = Run {
                    start: start as u32,
                    end: self.tables.action_numbers.len() as u32,
                };
                self.recent_dependencies.add(run);
                Ok(run)
            }
        }
    }

    fn read_key_set(
        &mut self,
        symbol: u8,
        recent: &mut Recent,
        own: Run,
    ) -> Result<Run, DecodeError> {
        match recent.read(symbol, &self.key_counts)? {
            Symbol::Empty => Ok(Run::default()),
            Symbol::Known(run) => Ok(run),
            Symbol::New => {
                let count = self.key_counts.varint()?;
                let start = self.tables.key_numbers.len();
                let mut place = own.start;
                for _ in 0..count {
                    place = sum(place, self.key_items.varint()?, 0)
                        .ok_or_else(|| self.key_items.damaged())?;
                    let number = if place < own.end {
                        self.tables.key_numbers.get(place as usize).copied()
                    } else {
                        None
                    };
                    self.tables
                        .key_numbers
                        .push(number.ok_or_else(|| self.key_items.damaged())?);
                    place += 1;
                }
                let run = Run {
                    start: start as u32,
                    end: self.tables.key_numbers.len() as u32,
                };
                recent.add(run);
                Ok(run)
            }
        }
    }

    fn read_services(&mut self, count: usize) -> Result<(), DecodeError> {
        let mut prefixes = self.front_coded(
            Column::ServiceShared,
            Column::ServiceText,
            "service prefixes",
        );
        let mut flags = self.column(Column::ServiceFlags, "service flags");
        let mut counts = self.column(Column::ServiceCounts, "sizes of services");
        let mut service_keys = self.column(Column::ServiceKeys, "keys of services");
        let mut types = TypeColumns::new(self);
        let mut actions = ActionColumns::new(self)?;
        for number in 0..count as u32 {
            let prefix = prefixes.next()?.to_owned();
            let prefix = self.add_text(&prefix)?;
            let flags = flags.byte()?;
            let nouns = counts.count(MAX_ROWS)?;
            let type_count = counts.count(MAX_ROWS)?;
            let keys = self.read_service_keys(&mut service_keys)?;
            let resource_types = self.read_types(&mut types, number, prefix, type_count, keys)?;
            let actions = self.read_actions(&mut actions, number, nouns, resource_types, keys)?;
            self.tables.services.push(ServiceRow {
                prefix,
                flags,
                actions,
                resource_types,
                keys,
            });
        }
        Ok(())
    }

    fn read_service_keys(&mut self, reader: &mut Reader<'a>) -> Result<Run, DecodeError> {
        let start = self.tables.key_numbers.len();
        let count = reader.count(self.tables.keys.len())?;
        let mut next = 0u32;
        for _ in 0..count {
            let number = sum(next, reader.varint()?, 0).ok_or_else(|| reader.damaged())?;
            if number as usize >= self.tables.keys.len() {
                return Err(reader.damaged());
            }
            self.tables.key_numbers.push(number);
            next = number + 1;
        }
        Ok(Run {
            start: start as u32,
            end: self.tables.key_numbers.len() as u32,
        })
    }

    fn read_types(
        &mut self,
        columns: &mut TypeColumns<'a>,
        service: u32,
        prefix: Place,
        count: usize,
        own_keys: Run,
    ) -> Result<Run, DecodeError> {
        let start = self.tables.resource_types.len();
        columns.names.restart();
        let mut recent = Recent::default();
        for _ in 0..count {
            let name = columns.names.next()?.to_owned();
            let name = self.add_text(&name)?;
            let arns_start = self.tables.arns.len();
            loop {
                let form = columns.arn_forms.byte()?;
                let rest = columns.arn_rests.line()?;
                let template = match arn_form(form) {
                    Some(middle) => format!(
                        "arn:${{Partition}}:{}{middle}{rest}",
                        self.tables.text(prefix)
                    ),
                    None => format!("arn:${{Partition}}:{rest}"),
                };
                let place = self.add_text(&template)?;
                self.tables.arns.push(place);
                if form & ARN_MORE == 0 {
                    break;
                }
            }
            let arns = Run {
                start: arns_start as u32,
                end: self.tables.arns.len() as u32,
            };
            let symbol = columns.keys.byte()?;
            let keys = self.read_key_set(symbol, &mut recent, own_keys)?;
            self.tables.resource_types.push(ResourceTypeRow {
                name,
                service,
                arns,
                keys,
            });
        }
        Ok(Run {
            start: start as u32,
            end: self.tables.resource_types.len() as u32,
        })
    }

    fn read_actions(
        &mut self,
        columns: &mut ActionColumns<'a>,
        service: u32,
        nouns: usize,
        types: Run,
        own_keys: Run,
    ) -> Result<Run, DecodeError> {
        let start = self.tables.actions.len();
        columns.begin_service();
        let mut name = String::new();
        for _ in 0..nouns {
            let noun = columns.nouns.next()?.to_owned();
            loop {
                let code = columns.noun_forms.varint()? as usize;
                if code == 0 {
                    break;
                }
                if self.tables.actions.len() >= MAX_ROWS {
                    return Err(columns.noun_forms.damaged());
                }
                let form = self
                    .forms
                    .get(code - 1)
                    .ok_or_else(|| columns.noun_forms.damaged())?;
                name.clear();
                name.push_str(form.verb);
                if form.suffix.is_empty() {
                    name.push_str(&noun);
                } else {
                    name.push_str(&with_suffix(&noun, form.suffix));
                }
                let usual = form.level;
                let row = self.read_action(columns, service, &name, usual, types, own_keys)?;
                self.tables.actions.push(row);
            }
        }
        let text = &self.tables.text;
        let name_of = |row: &ActionRow| {
            text.get(row.name.start as usize..row.name.end as usize)
                .unwrap_or_default()
        };
        if let Some(rows) = self.tables.actions.get_mut(start..) {
            rows.sort_by(|a, b| crate::catalog::compare_ignoring_case(name_of(a), name_of(b)));
        }
        Ok(Run {
            start: start as u32,
            end: self.tables.actions.len() as u32,
        })
    }

    fn read_action(
        &mut self,
        columns: &mut ActionColumns<'a>,
        service: u32,
        name: &str,
        usual_level: u8,
        types: Run,
        own_keys: Run,
    ) -> Result<ActionRow, DecodeError> {
        let number = self.tables.actions.len() as u32;
        let level = match columns.levels.byte()? {
            0 => usual_level,
            other => other - 1,
        };
        if level & LEVEL_BASE == LEVEL_BASE {
            return Err(columns.levels.damaged());
        }
        let symbol = columns.key_sets.byte()?;
        let keys = self.read_key_set(symbol, &mut columns.recent_keys, own_keys)?;
        let dependencies = self.read_dependency_set()?;
        let set = columns.read_resource_set(types)?;
        let resources_start = self.tables.action_resources.len();
        for place in set.range() {
            let resource_type = columns.set_items.get(place).copied().unwrap_or_default();
            let required = columns.required.byte()? != 0;
            let type_keys = self
                .tables
                .resource_types
                .get(resource_type as usize)
                .map(|row| row.keys)
                .unwrap_or_default();
            let keys = match columns.resource_key_sets.byte()? {
                0 => Run::default(),
                1 => type_keys,
                symbol => {
                    self.read_key_set(symbol - 1, &mut columns.recent_resource_keys, own_keys)?
                }
            };
            let dependencies = self.read_dependency_set()?;
            if self.tables.action_resources.len() >= MAX_ROWS {
                return Err(columns.required.damaged());
            }
            self.tables.action_resources.push(ActionResourceRow {
                resource_type,
                required,
                keys,
                dependencies,
            });
        }
        let resources = Run {
            start: resources_start as u32,
            end: self.tables.action_resources.len() as u32,
        };
        Ok(ActionRow {
            name: self.add_text(name)?,
            service,
            level,
            permission_only: columns.permission_only.holds(number)?,
            escalation_sensitive: columns.escalation_sensitive.holds(number)?,
            resources,
            keys,
            dependencies,
        })
    }
}

struct TypeColumns<'a> {
    names: FrontCoded<'a>,
    arn_forms: Reader<'a>,
    arn_rests: Reader<'a>,
    keys: Reader<'a>,
}

impl<'a> TypeColumns<'a> {
    fn new(decoder: &Decoder<'a>) -> Self {
        TypeColumns {
            names: decoder.front_coded(Column::TypeShared, Column::TypeText, "resource types"),
            arn_forms: decoder.column(Column::ArnForms, "ARN forms"),
            arn_rests: decoder.column(Column::ArnText, "ARNs"),
            keys: decoder.column(Column::TypeKeySets, "keys of resource types"),
        }
    }
}

struct ActionColumns<'a> {
    nouns: FrontCoded<'a>,
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
    recent_resources: Recent,
    recent_keys: Recent,
    recent_resource_keys: Recent,
    /// Sets of resource types of the service being read, end to end.
    set_items: Vec<u32>,
}

impl<'a> ActionColumns<'a> {
    fn new(decoder: &Decoder<'a>) -> Result<Self, DecodeError> {
        Ok(ActionColumns {
            nouns: decoder.front_coded(Column::NounShared, Column::NounText, "nouns"),
            noun_forms: decoder.column(Column::NounForms, "verbs of nouns"),
            levels: decoder.column(Column::ActionLevels, "access levels"),
            permission_only: Gaps::new(
                decoder.column(Column::PermissionOnly, "permission-only actions"),
            )?,
            escalation_sensitive: Gaps::new(
                decoder.column(Column::EscalationSensitive, "escalation-sensitive actions"),
            )?,
            resource_sets: decoder.column(Column::ResourceSets, "resource types of actions"),
            resource_counts: decoder.column(Column::ResourceCounts, "sizes of resource type sets"),
            resource_items: decoder.column(Column::ResourceItems, "resource type sets"),
            required: decoder.column(Column::ResourceRequired, "required resource types"),
            key_sets: decoder.column(Column::ActionKeySets, "keys of actions"),
            resource_key_sets: decoder.column(
                Column::ResourceKeySets,
                "keys of actions with resource types",
            ),
            recent_resources: Recent::default(),
            recent_keys: Recent::default(),
            recent_resource_keys: Recent::default(),
            set_items: Vec::new(),
        })
    }

    fn begin_service(&mut self) {
        self.nouns.restart();
        self.recent_resources = Recent::default();
        self.recent_keys = Recent::default();
        self.recent_resource_keys = Recent::default();
        self.set_items.clear();
    }

    /// The numbers of resource types of the next action, as a run of [`ActionColumns::set_items`].
    fn read_resource_set(&mut self, types: Run) -> Result<Run, DecodeError> {
        let symbol = self.resource_sets.byte()?;
        match self.recent_resources.read(symbol, &self.resource_sets)? {
            Symbol::Empty => Ok(Run::default()),
            Symbol::Known(run) => Ok(run),
            Symbol::New => {
                let count = self.resource_counts.varint()?;
                let start = self.set_items.len();
                let mut next = types.start;
                for _ in 0..count {
                    let number = sum(next, self.resource_items.varint()?, 0)
                        .filter(|&number| number < types.end);
                    let number = number.ok_or_else(|| self.resource_items.damaged())?;
                    self.set_items.push(number);
                    next = number + 1;
                }
                let run = Run {
                    start: start as u32,
                    end: self.set_items.len() as u32,
                };
                self.recent_resources.add(run);
                Ok(run)
            }
        }
    }
}
