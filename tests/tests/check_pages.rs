//! The pages of the checks under `docs/checks`, and what the README says of them, are those of the code.
//!
//! `UPDATE=1 cargo test -p suite --test check_pages` writes the pages anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use diagnostics::Kind;
use findings::registry;
use suite::root;

/// Every file of the folder, by name.
fn pages() -> BTreeMap<String, String> {
    let mut index = String::from(
        "# The checks\n\n\
         What each finds, why it matters, an example and what to write instead. `policy explain <check>` shows the same.\n\
         Written by `UPDATE=1 cargo test -p suite --test check_pages` from the comments in `crates/findings/src/checks`.\n",
    );
    for kind in Kind::ALL {
        let mut checks = registry()
            .iter()
            .filter(|check| check.kind == kind)
            .peekable();
        if checks.peek().is_none() {
            continue;
        }
        let heading = kind.as_str().replace('-', " ");
        write!(index, "\n## Kind: {heading}\n\n| check | what it finds | in AWS's own validation |\n|---|---|---|\n").unwrap();
        for check in checks {
            let aws_code = check
                .aws_code
                .map(|code| format!("`{code}`"))
                .unwrap_or_default();
            writeln!(
                index,
                "| [`{0}`]({0}.md) | {1} | {aws_code} |",
                check.id, check.title
            )
            .unwrap();
        }
    }
    let mut pages = BTreeMap::from([("README.md".to_owned(), index)]);
    for check in registry() {
        pages.insert(format!("{}.md", check.id), check.page());
    }
    pages
}

#[test]
fn pages_are_as_committed() {
    let pages = pages();
    let folder = root().join("docs/checks");
    if std::env::var_os("UPDATE").is_some() {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for (name, page) in &pages {
            std::fs::write(folder.join(name), page).unwrap();
        }
    }
    let committed: BTreeMap<String, String> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let differing: Vec<&String> = pages
        .keys()
        .chain(committed.keys())
        .filter(|name| pages.get(*name) != committed.get(*name))
        .collect();
    assert!(
        differing.is_empty(),
        "docs/checks is not current: {differing:?}; `UPDATE=1 cargo test -p suite --test check_pages` writes it anew"
    );
}

#[test]
fn the_readme_has_the_number_of_checks() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let number = registry().len();
    assert!(
        readme.contains(&format!("- {number} checks so far")),
        "there are {number} checks, README.md says otherwise"
    );
}
