//! From the bytes of a catalogue file to tables. Total: any bytes give tables or an error.

mod lists;
mod service;

use crate::encoding::{Column, DecodeError, MAGIC, MAX_ROWS, MAX_TEXT, Reader, split_columns};
use crate::tables::{KeyRow, Place, Run, ServiceRow, Tables};
use lists::{FrontCoded, Gaps, Lines, Names, Recent, Symbol, Words, sum};
use service::{ActionColumns, TypeColumns};

/// Reads a catalogue file.
pub(crate) fn decode(bytes: &[u8]) -> Result<Tables, DecodeError> {
    let columns = File {
        columns: split_columns(bytes, MAGIC, Column::ALL.len())?,
    };
    Decoder::new(&columns).run(&columns, bytes.len())
}

/// The columns of a file.
struct File<'a> {
    columns: Vec<&'a [u8]>,
}

impl<'a> File<'a> {
    fn bytes(&self, column: Column) -> &'a [u8] {
        self.columns
            .get(column as usize)
            .copied()
            .unwrap_or_default()
    }

    fn column(&self, column: Column, name: &'static str) -> Reader<'a> {
        Reader::new(self.bytes(column), name)
    }

    fn lines(&self, column: Column, name: &'static str) -> Result<Lines<'a>, DecodeError> {
        Lines::new(self.bytes(column), name)
    }

    fn front_coded(
        &self,
        shared: Column,
        rest: Column,
        name: &'static str,
    ) -> Result<FrontCoded<'a>, DecodeError> {
        Ok(FrontCoded::new(
            self.column(shared, name),
            self.lines(rest, name)?,
        ))
    }
}

/// A noun's verb form.
struct Form<'a> {
    verb: &'a str,
    suffix: &'a str,
    level: u8,
    /// The verb's place among all verbs in the order of names.
    rank: u32,
}

struct Decoder<'a> {
    tables: Tables,
    forms: Vec<Form<'a>>,
    words: Words,
    key_counts: Reader<'a>,
    key_items: Reader<'a>,
    dependency_counts: Reader<'a>,
    dependency_items: Reader<'a>,
    dependency_sets: Reader<'a>,
    /// Actions that others depend on: numbers that they have once all are read.
    dependencies: Vec<u32>,
    recent_dependencies: Recent,
}

impl<'a> Decoder<'a> {
    fn new(file: &File<'a>) -> Self {
        Decoder {
            tables: Tables::default(),
            forms: Vec::new(),
            words: Words::default(),
            key_counts: file.column(Column::KeyCounts, "sizes of key sets"),
            key_items: file.column(Column::KeyItems, "key sets"),
            dependency_counts: file.column(Column::DependencyCounts, "sizes of dependency sets"),
            dependency_items: file.column(Column::DependencyItems, "dependency sets"),
            dependency_sets: file.column(Column::DependencySets, "dependencies"),
            dependencies: Vec::new(),
            recent_dependencies: Recent::default(),
        }
    }

    fn run(mut self, file: &File<'a>, length: usize) -> Result<Tables, DecodeError> {
        self.reserve(file, length);
        let mut header = file.column(Column::Header, "header");
        self.tables.date = self.tables.add_text(header.line()?);
        let services = header.count(MAX_ROWS)?;
        let keys = header.count(MAX_ROWS)?;
        let forms = header.count(MAX_ROWS)?;
        let words = header.count(MAX_ROWS)?;
        self.read_forms(file, forms)?;
        self.read_words(file, words)?;
        self.read_keys(file, keys)?;
        let mut dependencies = Gaps::new(file.column(Column::Dependencies, "actions depended on"))?;
        while let Some(number) = dependencies.take()? {
            self.dependencies.push(number);
        }
        self.read_services(file, services)?;
        match self.dependencies.last() {
            Some(&highest) if highest as usize >= self.tables.actions.len() => Err(
                DecodeError::Damaged("dependency on an action that is not there"),
            ),
            _ => Ok(self.tables),
        }
    }

    /// Makes room: a table that grows is copied again and again. The text is nearly twice as long as the file; of each column
    /// here a row has a byte, or an item at least one.
    fn reserve(&mut self, file: &File<'a>, length: usize) {
        let rows = |column| file.bytes(column).len().min(MAX_ROWS);
        let tables = &mut self.tables;
        tables.text.reserve(length.saturating_mul(2).min(MAX_TEXT));
        tables.actions.reserve(rows(Column::ActionLevels));
        tables
            .action_resources
            .reserve(rows(Column::ResourceRequired));
        tables.resource_types.reserve(rows(Column::TypeKeySets));
        tables.arns.reserve(rows(Column::ArnForms));
        tables
            .key_numbers
            .reserve(rows(Column::ServiceKeys) + rows(Column::KeyItems));
        tables.action_numbers.reserve(rows(Column::DependencyItems));
    }

    fn read_forms(&mut self, file: &File<'a>, count: usize) -> Result<(), DecodeError> {
        let mut lines = file.lines(Column::Forms, "verbs")?;
        let mut levels = file.column(Column::FormLevels, "levels of verbs");
        for _ in 0..count {
            let line = lines.next()?;
            let (verb, suffix) = line.split_once('|').unwrap_or((line, ""));
            let level = levels.byte()?;
            self.forms.push(Form {
                verb,
                suffix,
                level,
                rank: 0,
            });
        }
        let mut verbs: Vec<String> = self
            .forms
            .iter()
            .map(|form| form.verb.to_ascii_lowercase())
            .collect();
        verbs.sort_unstable();
        for form in &mut self.forms {
            let verb = form.verb.to_ascii_lowercase();
            form.rank = verbs.partition_point(|held| *held < verb) as u32;
        }
        Ok(())
    }

    fn read_words(&mut self, file: &File<'a>, count: usize) -> Result<(), DecodeError> {
        let mut words = file.front_coded(Column::WordShared, Column::WordText, "words")?;
        for _ in 0..count {
            self.words.add(words.next()?);
            if self.words.length() > MAX_TEXT {
                return Err(DecodeError::Damaged("words"));
            }
        }
        Ok(())
    }

    fn read_keys(&mut self, file: &File<'a>, count: usize) -> Result<(), DecodeError> {
        let mut names = file.front_coded(Column::KeyShared, Column::KeyText, "condition keys")?;
        let mut flags = file.column(Column::KeyFlags, "condition key flags");
        let mut types = file.column(Column::KeyTypes, "condition key types");
        for _ in 0..count {
            let name = self.tables.add_text(names.next()?);
            let flags = flags.byte()?;
            let types = types.byte()?;
            self.tables.keys.push(KeyRow { name, flags, types });
            self.check_text()?;
        }
        Ok(())
    }

    fn read_services(&mut self, file: &File<'a>, count: usize) -> Result<(), DecodeError> {
        let mut prefixes = file.front_coded(
            Column::ServiceShared,
            Column::ServiceText,
            "service prefixes",
        )?;
        let mut flags = file.column(Column::ServiceFlags, "service flags");
        let mut counts = file.column(Column::ServiceCounts, "sizes of services");
        let mut service_keys = file.column(Column::ServiceKeys, "keys of services");
        let mut nouns = Names::new(
            file.column(Column::NounShared, "nouns"),
            file.column(Column::NounWords, "words of nouns"),
        );
        let mut types = TypeColumns::new(file)?;
        let mut actions = ActionColumns::new(file)?;
        for number in 0..count as u32 {
            let prefix = prefixes.next()?;
            let place = self.tables.add_text(prefix);
            let noun_count = counts.count(MAX_ROWS)?;
            let type_count = counts.count(MAX_ROWS)?;
            let keys = self.read_service_keys(&mut service_keys)?;
            let resource_types = self.read_types(&mut types, number, prefix, type_count, keys)?;
            nouns.restart();
            actions.begin_service(number, resource_types, keys);
            let actions = self.read_actions(&mut actions, &mut nouns, noun_count)?;
            self.tables.services.push(ServiceRow {
                prefix: place,
                flags: flags.byte()?,
                actions,
                resource_types,
                keys,
            });
            self.check_text()?;
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
        Ok(Run::between(start, self.tables.key_numbers.len()))
    }

    /// The set of a symbol of a key column; a new one holds some of the service's `own` keys.
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
                let mut next = own.start;
                for _ in 0..count {
                    let place = sum(next, self.key_items.varint()?, 0);
                    let place = place.filter(|&place| place < own.end);
                    let number = place
                        .and_then(|place| self.tables.key_numbers.get(place as usize).copied());
                    let (Some(place), Some(number)) = (place, number) else {
                        return Err(self.key_items.damaged());
                    };
                    self.tables.key_numbers.push(number);
                    next = place + 1;
                }
                let run = Run::between(start, self.tables.key_numbers.len());
                recent.add(run);
                Ok(run)
            }
        }
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
                    let number = number.ok_or_else(|| self.dependency_items.damaged())?;
                    self.tables.action_numbers.push(number);
                }
                let run = Run::between(start, self.tables.action_numbers.len());
                self.recent_dependencies.add(run);
                Ok(run)
            }
        }
    }

    /// Refuses more text than any catalogue has: a long noun or prefix in many names could else make a small file huge. Called
    /// whenever text was added.
    fn check_text(&self) -> Result<(), DecodeError> {
        if self.tables.text.len() > MAX_TEXT {
            return Err(DecodeError::Damaged("too much text"));
        }
        Ok(())
    }
}

impl Tables {
    /// Adds to the text.
    fn add_text(&mut self, text: &str) -> Place {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Place {
            start,
            end: self.text.len() as u32,
        }
    }
}
