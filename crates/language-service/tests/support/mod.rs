//! Cases in files, and an editor that does what the page's editor does with a choice.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part")]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use catalog::Catalog;
use language_service::{Completions, Hover, Subject, complete, hover};
use policy::PolicyType;

/// The committed catalogue.
pub fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../catalog/data/catalog.bin");
        Catalog::decode(&std::fs::read(path).unwrap()).unwrap()
    })
}

/// Calls `ask` with a text as the page would: read once, the type guessed where none is given.
pub fn with_subject<T>(
    text: &str,
    policy_type: Option<PolicyType>,
    ask: impl FnOnce(&Subject<'_>) -> T,
) -> T {
    let document = policy::parse(text);
    let subject = Subject {
        document: &document,
        policy_type: policy_type.unwrap_or_else(|| policy::guess(&document).policy_type),
        type_is_chosen: policy_type.is_some(),
        catalog: catalog(),
        descriptions: None,
    };
    ask(&subject)
}

/// What is said about the place of `|` in a text.
pub fn hover_at(marked: &str, policy_type: Option<PolicyType>) -> Option<Hover> {
    let (text, at) = unmark(marked);
    with_subject(&text, policy_type, |subject| hover(subject, at))
}

/// A text without its `|`, and where it stood.
pub fn unmark(marked: &str) -> (String, usize) {
    let at = marked.find('|').expect("no | in the text");
    (format!("{}{}", &marked[..at], &marked[at + 1..]), at)
}

/// A text with a cursor and the stops that a choice left.
pub struct Editor {
    pub text: String,
    pub cursor: usize,
    policy_type: Option<PolicyType>,
    /// Where the cursor goes next, by the tabulator: start and end.
    stops: Vec<(usize, usize)>,
}

impl Editor {
    pub fn at(marked: &str, policy_type: Option<PolicyType>) -> Editor {
        let (text, cursor) = unmark(marked);
        Editor {
            text,
            cursor,
            policy_type,
            stops: Vec::new(),
        }
    }

    pub fn complete(&self) -> Option<Completions> {
        with_subject(&self.text, self.policy_type, |subject| {
            complete(subject, self.cursor)
        })
    }

    /// Takes the option of this label.
    pub fn choose(&mut self, label: &str) {
        let shown = self.shown();
        let found = self
            .complete()
            .unwrap_or_else(|| panic!("nothing is offered\n{shown}"));
        self.take(&found, label);
    }

    /// Takes the option of this label from a list.
    pub fn take(&mut self, found: &Completions, label: &str) {
        let shown = self.shown();
        let option = found
            .options
            .iter()
            .find(|option| option.label == label)
            .unwrap_or_else(|| {
                let labels: Vec<&str> = found
                    .options
                    .iter()
                    .map(|option| option.label.as_str())
                    .collect();
                panic!("{label} is not among {labels:?}\n{shown}")
            });
        let line = self.text[..found.replaced.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let indent: String = self.text[line..]
            .chars()
            .take_while(|c| [' ', '\t'].contains(c))
            .collect();
        let (insert, stops) = expand(&option.template, &indent);
        let mut start = found.replaced.start;
        let mut shift = insert.len() as isize - found.replaced.len() as isize;
        self.text
            .replace_range(found.replaced.start..found.replaced.end, &insert);
        if let Some(comma) = found.comma_at {
            assert!(comma <= start);
            self.text.insert(comma, ',');
            start += 1;
            shift += 1;
        }
        let moved = |at: usize| at.checked_add_signed(shift).unwrap();
        self.stops = self
            .stops
            .iter()
            .filter(|(from, _)| *from > self.cursor)
            .map(|&(from, to)| (moved(from), moved(to)))
            .collect();
        self.cursor = start + insert.len();
        if let Some(&(_, to)) = stops.first() {
            self.cursor = start + to;
        }
        // The stops of the newest choice replace those before, as in the page.
        if stops.len() > 1 {
            self.stops = stops[1..]
                .iter()
                .map(|(from, to)| (start + from, start + to))
                .collect();
        }
    }

    /// Goes to the next stop.
    pub fn tab(&mut self) {
        assert!(!self.stops.is_empty(), "no stop is left\n{}", self.shown());
        (_, self.cursor) = self.stops.remove(0);
    }

    /// Puts the cursor behind the first text of this kind after it.
    pub fn behind(&mut self, text: &str) {
        let at = self.text[self.cursor..].find(text).expect(text);
        self.cursor += at + text.len();
    }

    pub fn shown(&self) -> String {
        format!(
            "{}|{}",
            &self.text[..self.cursor],
            &self.text[self.cursor..]
        )
    }
}

/// A template's text with lines indented, and its stops.
fn expand(template: &str, indent: &str) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut stops = Vec::new();
    for (number, line) in template.split('\n').enumerate() {
        let mut rest = line;
        if number > 0 {
            text.push('\n');
            text.push_str(indent);
            let tabs = line.len() - line.trim_start_matches('\t').len();
            text.push_str(&"  ".repeat(tabs));
            rest = &line[tabs..];
        }
        while let Some(at) = rest.find(['\\', '$']) {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(brace) = rest
                .strip_prefix("\\")
                .filter(|after| after.starts_with(['{', '}']))
            {
                text.push_str(&brace[..1]);
                rest = &brace[1..];
            } else if let Some(inside) = rest.strip_prefix("${") {
                let mut end = 0;
                while !inside[end..].starts_with('}') {
                    end += if inside[end..].starts_with('\\') {
                        2
                    } else {
                        1
                    };
                }
                let start = text.len();
                text.push_str(&inside[..end].replace('\\', ""));
                stops.push((start, text.len()));
                rest = &inside[end + 1..];
            } else {
                text.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
        text.push_str(rest);
    }
    (text, stops)
}

/// A case of a file: under `==== what it shows | policy type`, a text with `|`, then lines `---- ` with the answer.
pub struct Case {
    pub heading: String,
    pub policy_type: Option<PolicyType>,
    pub text: String,
    /// The choices whose outcome is shown.
    pub choices: Vec<String>,
    answer: String,
}

fn read(path: &Path) -> Vec<Case> {
    let file = std::fs::read_to_string(path).unwrap();
    file.split("==== ")
        .skip(1)
        .map(|case| {
            let (heading, rest) = case.split_once('\n').unwrap();
            let (text, answer) = rest.split_once("\n----\n").unwrap_or((rest, ""));
            let choices = answer
                .lines()
                .filter_map(|line| line.strip_prefix("--- "))
                .map(str::to_owned)
                .collect();
            Case {
                heading: heading.to_owned(),
                policy_type: heading
                    .split_once(" | ")
                    .map(|(_, name)| PolicyType::from_name(name).expect(name)),
                text: text.trim_end().to_owned(),
                choices,
                answer: answer.trim_end().to_owned(),
            }
        })
        .collect()
}

/// Compares the answers of all cases of a folder with those written there, or writes them.
pub fn check_cases(folder: &str, answer: impl Fn(&Case) -> String) {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut differences = Vec::new();
    for path in paths {
        let mut file = String::new();
        for case in read(&path) {
            let actual = answer(&case);
            let actual = actual.trim_end();
            if actual != case.answer {
                differences.push(format!(
                    "{}: {}\n{}\n----\n{actual}",
                    path.display(),
                    case.heading,
                    case.text
                ));
            }
            file.push_str(&format!(
                "==== {}\n{}\n----\n{actual}\n\n",
                case.heading, case.text
            ));
        }
        if update {
            std::fs::write(&path, file.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(
        update || differences.is_empty(),
        "`UPDATE_CASES=1 cargo test -p language-service` accepts these:\n\n{}",
        differences.join("\n\n")
    );
}
