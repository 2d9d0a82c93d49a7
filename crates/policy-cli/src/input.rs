use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use catalog::Catalog;
use workspace::file_text::FileText;

use crate::outcome::Failure;

/// The catalogue of the day on which this command was built.
const CATALOG: &[u8] = include_bytes!("../../catalog/data/catalog.bin");

/// Larger inputs are refused. The largest policy that AWS takes has 131,072 characters.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The built-in catalogue, or that of a file.
pub(crate) fn catalog(path: Option<&Path>) -> Result<Catalog, Failure> {
    let decoded = match path {
        None => Catalog::decode(CATALOG),
        Some(path) => Catalog::decode(
            &fs::read(path)
                .map_err(|error| Failure::unusable(format!("{}: {error}", path.display())))?,
        ),
    };
    decoded.map_err(|error| {
        let name = path.map_or_else(
            || "the built-in catalogue".to_owned(),
            |path| path.display().to_string(),
        );
        Failure::unusable(format!("{name}: {error}"))
    })
}

/// A file or standard input.
pub(crate) enum Source {
    File(PathBuf),
    StandardInput,
}

impl From<OsString> for Source {
    fn from(argument: OsString) -> Source {
        if argument == "-" {
            Source::StandardInput
        } else {
            Source::File(argument.into())
        }
    }
}

impl Source {
    /// Its name in reports.
    pub(crate) fn name(&self) -> String {
        match self {
            Source::File(path) => path.display().to_string(),
            Source::StandardInput => "-".to_owned(),
        }
    }

    /// Its lines, for inputs that may go on for ever.
    pub(crate) fn open(&self) -> Result<Box<dyn BufRead>, String> {
        match self {
            Source::StandardInput => Ok(Box::new(io::stdin().lock())),
            Source::File(path) => {
                let file = fs::File::open(path).map_err(|error| error.to_string())?;
                Ok(Box::new(BufReader::new(file)))
            }
        }
    }

    /// Its whole text. The error is a sentence without the name.
    pub(crate) fn read(&self) -> Result<FileText, String> {
        let mut bytes = Vec::new();
        self.open()?
            .take(LARGEST.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| error.to_string())?;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
            return Err("it is larger than 64 MiB, which no policy is".to_owned());
        }
        FileText::from_bytes(&bytes).map_err(|error| error.to_string())
    }
}
