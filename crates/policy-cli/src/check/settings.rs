use std::fs;
use std::path::{Path, PathBuf};

use analysis::{Analysis, Settings, Surroundings};
use time::OffsetDateTime;
use workspace::{CheckSettings, Date};

use super::baseline::plain_path;
use crate::outcome::Failure;

/// The name under which settings are found.
const NAME: &str = "policy.toml";

/// The settings that count, and the folder they are about.
pub(crate) struct FoundSettings {
    settings: Settings,
    folder: Option<PathBuf>,
    today: Date,
}

impl FoundSettings {
    /// Reads the named file, or the nearest `policy.toml` of the working folder and those above it.
    pub(crate) fn read(named: Option<&Path>) -> Result<FoundSettings, Failure> {
        let path = named.map(Path::to_owned).or_else(nearest);
        let settings = match &path {
            Some(path) => parse(path)?,
            None => Settings::default(),
        };
        let folder = path.and_then(|path| path.canonicalize().ok()?.parent().map(Path::to_owned));
        Ok(FoundSettings {
            settings,
            folder,
            today: today(),
        })
    }

    /// Whom they trust.
    pub(crate) fn surroundings(&self) -> &Surroundings {
        self.settings.surroundings()
    }

    pub(crate) fn apply(&self, analysis: &mut Analysis, name: &str, text: &str) {
        self.settings
            .apply(analysis, &self.name_in_folder(name), text, self.today);
    }

    /// The file as the settings name it: from their own folder.
    fn name_in_folder(&self, name: &str) -> String {
        let inside = self.folder.as_ref().and_then(|folder| {
            let path = Path::new(name).canonicalize().ok()?;
            Some(
                path.strip_prefix(folder)
                    .ok()?
                    .to_string_lossy()
                    .into_owned(),
            )
        });
        plain_path(inside.as_deref().unwrap_or(name))
    }
}

fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors()
        .map(|folder| folder.join(NAME))
        .find(|path| path.is_file())
}

fn parse(path: &Path) -> Result<Settings, Failure> {
    let name = path.display();
    let text =
        fs::read_to_string(path).map_err(|error| Failure::unusable(format!("{name}: {error}")))?;
    CheckSettings::from_toml(&text)
        .and_then(|form| Settings::new(&form))
        .map_err(|error| Failure::unusable(format!("{name}: {error}")))
}

fn today() -> Date {
    let now = OffsetDateTime::now_utc();
    let year = u16::try_from(now.year()).unwrap_or(u16::MAX);
    // A clock beyond the year 9999 finds every suppression expired.
    Date::new(year, now.month().into(), now.day()).unwrap_or(Date::LAST)
}
