//! `cargo xtask catalog`: encodes the service authorization reference from the pinned npm packages.

mod columns;
mod crosscheck;
mod difference;
mod encode;
mod floyd;
mod names;
mod overrides;
mod reference;
mod sentences;
mod source;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use catalog::Catalog;

use crate::workspace::root;

const HELP: &str = "\
cargo xtask catalog [--check | --update | --descriptions FILE]

  --check               rebuild the catalogue from the npm packages, compare it byte for byte with the committed file,
                        and compare the facts with a second source
  --update              write the committed file, and print what was added and removed
  --descriptions FILE   write the sentences and links that the page loads lazily; never committed

Without an option: rebuild and print the sizes.";

/// Where the committed catalogue stands in the repository.
pub(crate) const COMMITTED: &str = "crates/catalog/data/catalog.bin";

/// Runs the command.
///
/// # Errors
/// When the npm packages are missing or changed their form, or when `--check` finds a difference.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let root = root();
    match options {
        ["--help"] => println!("{HELP}"),
        [] => print_sizes(&build(&root)?),
        ["--check"] => check(&root)?,
        ["--update"] => update(&root)?,
        ["--descriptions", file] => {
            fs::write(file, descriptions()?).with_context(|| (*file).to_owned())?
        }
        _ => bail!("unknown arguments\n\n{HELP}"),
    }
    Ok(())
}

/// The lazy file of sentences and links, from the npm packages.
///
/// # Errors
/// When the npm packages are missing or changed their form.
pub(crate) fn descriptions() -> Result<Vec<u8>> {
    let root = root();
    let bytes = build(&root)?.1.to_bytes();
    sentences::encode(&root, &Catalog::decode(&bytes)?)
}

type Built = (reference::Reference, columns::Columns);

fn build(root: &Path) -> Result<Built> {
    let mut reference = source::load(root)?;
    overrides::apply(&mut reference)?;
    let columns = encode::encode(&reference)?;
    // What was written must read back as what was meant.
    let decoded = Catalog::decode(&columns.to_bytes()).context("the new file does not decode")?;
    reference::ensure_same(&reference, &decoded)?;
    Ok((reference, columns))
}

fn check(root: &Path) -> Result<()> {
    let (reference, columns) = build(root)?;
    let path = root.join(COMMITTED);
    let committed = fs::read(&path).with_context(|| path.display().to_string())?;
    if committed != columns.to_bytes() {
        if let (Ok(old), Ok(new)) = (
            Catalog::decode(&committed),
            Catalog::decode(&columns.to_bytes()),
        ) {
            print!("{}", difference::describe(&old, &new));
        }
        bail!("{COMMITTED} is not what the npm packages give; run `cargo xtask catalog --update`");
    }
    let size = columns::brotli(&committed).len();
    ensure!(
        size <= columns::BUDGET,
        "{size} bytes with brotli exceed the budget of {}",
        columns::BUDGET
    );
    crosscheck::run(root, &reference)?;
    println!("{COMMITTED} is up to date: {size} bytes with brotli");
    Ok(())
}

fn update(root: &Path) -> Result<()> {
    let built = build(root)?;
    let bytes = built.1.to_bytes();
    let path = root.join(COMMITTED);
    let new = Catalog::decode(&bytes)?;
    match fs::read(&path)
        .ok()
        .and_then(|bytes| Catalog::decode(&bytes).ok())
    {
        Some(old) => print!("{}", difference::describe(&old, &new)),
        None => println!("no readable catalogue before"),
    }
    fs::write(&path, &bytes).with_context(|| path.display().to_string())?;
    print_sizes(&built);
    Ok(())
}

fn print_sizes((reference, columns): &Built) {
    print!("{}", columns.sizes());
    println!("{}", reference.counts());
}
