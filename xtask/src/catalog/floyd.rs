//! Reads iam-floyd, a library generated from the same pages of the reference by other hands.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

const FOLDER: &str = "node_modules/iam-floyd/lib/generated/policy-statements";

/// What iam-floyd says of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) prefix: String,
    /// An action, a resource type, or a condition key without the prefix of its own service.
    pub(crate) name: String,
    /// Of an action: `Tagging, Write`.
    pub(crate) level: String,
    /// Its page in the documentation.
    pub(crate) url: String,
}

/// Everything of iam-floyd that is of use here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Floyd {
    /// Prefixes, each with the page of the reference; some have several.
    pub(crate) pages: Vec<(String, String)>,
    pub(crate) actions: Vec<Fact>,
    pub(crate) resource_types: Vec<Fact>,
    pub(crate) keys: Vec<Fact>,
}

/// Reads all its services.
///
/// # Errors
/// When the package is missing or changed its form.
pub(crate) fn load(root: &Path) -> Result<Floyd> {
    let folder = root.join(FOLDER);
    let entries = fs::read_dir(&folder).with_context(|| {
        format!(
            "{} is missing: run `npm ci --no-audit --no-fund`",
            folder.display()
        )
    })?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "js") {
            files.push(path);
        }
    }
    files.sort();
    let mut floyd = Floyd::default();
    for path in files {
        floyd
            .read(&fs::read_to_string(&path)?)
            .with_context(|| path.display().to_string())?;
    }
    ensure!(
        floyd.actions.len() > 20_000,
        "only {} actions in iam-floyd",
        floyd.actions.len()
    );
    Ok(floyd)
}

/// What a comment before a method says.
#[derive(Default)]
struct Comment<'a> {
    level: &'a str,
    url: &'a str,
    resource_type: &'a str,
}

impl Floyd {
    fn read(&mut self, script: &str) -> Result<()> {
        let between = |line: &str, start: &str, end: char| {
            let (_, rest) = line.split_once(start)?;
            rest.split_once(end).map(|(found, _)| found.to_owned())
        };
        let Some(prefix) = script
            .lines()
            .find_map(|line| between(line, "this.servicePrefix = '", '\''))
        else {
            // The index of the package.
            return Ok(());
        };
        let page = script
            .lines()
            .find_map(|line| between(line, "* Statement provider for service [", ')'));
        let page = page.and_then(|page| page.split_once("](").map(|(_, url)| url.to_owned()));
        self.pages
            .push((prefix.clone(), page.context("no page of the reference")?));
        let mut comment = Comment::default();
        for line in script.lines().map(str::trim) {
            if line == "/**" {
                comment = Comment::default();
            } else if let Some(level) = line.strip_prefix("* Access Level: ") {
                comment.level = level;
            } else if let Some(name) = line.strip_prefix("* Adds a resource of type ") {
                comment.resource_type = name.strip_suffix(" to the statement").unwrap_or(name);
            } else if line.starts_with("* https://") && comment.url.is_empty() {
                comment.url = line.trim_start_matches("* ");
            }
            let fact = |name: &str| Fact {
                prefix: prefix.clone(),
                name: name.to_owned(),
                level: comment.level.to_owned(),
                url: comment.url.to_owned(),
            };
            if let Some(name) = between(line, "return this.to('", '\'') {
                self.actions.push(fact(&name));
            } else if line.starts_with("return this.on(") {
                self.resource_types.push(fact(comment.resource_type));
            } else if let Some(name) = between(line, "return this.if(`", '`') {
                self.keys.push(fact(&name));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_belong_to_the_method_below() {
        let script = "
            /**
             * Statement provider for service [a](https://docs/list_a.html).
             */
            this.servicePrefix = 'a';
            /**
             * Grants permission to do
             *
             * Access Level: Write
             *
             * https://docs/API_Do.html
             */
            toDo() {
                return this.to('Do');
            }
            /**
             * Adds a resource of type big thing to the statement
             */
            return this.on(`arn:…`);";
        let mut floyd = Floyd::default();
        floyd.read(script).unwrap();
        let fact = |name: &str, level: &str, url: &str| Fact {
            prefix: "a".into(),
            name: name.into(),
            level: level.into(),
            url: url.into(),
        };
        assert_eq!(
            floyd.actions,
            [fact("Do", "Write", "https://docs/API_Do.html")]
        );
        assert_eq!(floyd.resource_types, [fact("big thing", "", "")]);
        assert_eq!(
            floyd.pages,
            [("a".to_owned(), "https://docs/list_a.html".to_owned())]
        );
    }
}
