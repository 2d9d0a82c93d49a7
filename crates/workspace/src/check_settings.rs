use std::fmt;

use diagnostics::Kind;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a team has agreed about findings: what `policy.toml` holds, and what a workspace carries of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CheckSettings {
    /// Who may be given access without being told.
    #[serde(skip_serializing_if = "TrustedForm::is_empty")]
    pub trusted: TrustedForm,
    /// How grave the findings of a check are, by its code, where that is not what the check says.
    #[serde(skip_serializing_if = "Vec::is_empty", with = "severities")]
    #[cfg_attr(
        test,
        schemars(with = "std::collections::BTreeMap<String, SeverityForm>")
    )]
    pub severity: Vec<(String, SeverityForm)>,
    /// Findings that are not told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppress: Vec<SuppressionForm>,
}

impl CheckSettings {
    /// Reads what a `policy.toml` holds.
    ///
    /// # Errors
    /// Text that is not TOML, a field that the form does not have, a value of another type: what is wrong and in which line.
    pub fn from_toml(text: &str) -> Result<CheckSettings, String> {
        toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())
    }
}

/// Those who may be given access: their principals are no finding, and the principals of others are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TrustedForm {
    /// Account ids, of twelve digits each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(inner(regex(pattern = r"^[0-9]{12}$"))))]
    pub accounts: Vec<String>,
    /// The id of the organization, `o-a1b2c3d4e5`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(regex(pattern = r"^o-[a-z0-9]{10,32}$")))]
    pub organization: Option<String>,
}

impl TrustedForm {
    fn is_empty(&self) -> bool {
        *self == TrustedForm::default()
    }
}

/// How grave a finding is, or that the check is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SeverityForm {
    /// Its findings are not told.
    Off,
    /// The gravest.
    Error,
    /// Access that is overly broad.
    SecurityWarning,
    /// Not what it seems to say.
    Warning,
    /// The least grave.
    Suggestion,
}

impl SeverityForm {
    /// The kind; `None` for [`SeverityForm::Off`].
    pub fn kind(self) -> Option<Kind> {
        Some(match self {
            SeverityForm::Off => return None,
            SeverityForm::Error => Kind::Error,
            SeverityForm::SecurityWarning => Kind::SecurityWarning,
            SeverityForm::Warning => Kind::Warning,
            SeverityForm::Suggestion => Kind::Suggestion,
        })
    }
}

/// Findings that a person looked at and accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuppressionForm {
    /// The check's code.
    pub code: String,
    /// Which files or documents, `*` and `?` allowed; every one without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The Sid of the statement; every statement without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Why it is accepted. It may not be empty.
    pub reason: String,
    /// The last day on which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

/// A day of the Gregorian calendar, `2027-01-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The last day that can be written.
    pub const LAST: Date = Date {
        year: 9999,
        month: 12,
        day: 31,
    };

    /// The day, if there is such a one. Month and day count from 1.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Date> {
        let is_leap =
            year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let exists = (1..=days).contains(&day) && year <= 9999;
        exists.then_some(Date { year, month, day })
    }

    /// Reads `2027-01-31`.
    pub fn parse(text: &str) -> Option<Date> {
        let mut fields = text.split('-');
        let mut number = |digits: usize| {
            let field = fields.next()?;
            let is_number = field.len() == digits && field.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| field.parse::<u16>().ok()).flatten()
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if fields.next().is_some() {
            return None;
        }
        Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        deserializer.deserialize_any(DateVisitor)
    }
}

struct DateVisitor;

impl<'de> Visitor<'de> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day such as 2027-01-31")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Date, E> {
        Date::parse(text).ok_or_else(|| E::custom(format!("`{text}` is no day such as 2027-01-31")))
    }

    /// TOML has days of its own, without quotation marks; its readers hand them on as a map of one text.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Date, A::Error> {
        match map.next_entry::<String, String>()? {
            Some((_, text)) => self.visit_str(&text),
            None => Err(A::Error::custom("a day such as 2027-01-31 is missing")),
        }
    }
}

/// A map in files, a list in memory: it is short, and looked through once for each document.
mod severities {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serializer};

    use super::SeverityForm;

    pub(super) fn serialize<S: Serializer>(
        severities: &[(String, SeverityForm)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(severities.iter().map(|(code, severity)| (code, severity)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, SeverityForm)>, D::Error> {
        let map = BTreeMap::<String, SeverityForm>::deserialize(deserializer)?;
        Ok(map.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn days() {
        for (text, exists) in [
            ("2027-01-31", true),
            ("2028-02-29", true),
            ("2000-02-29", true),
            ("1900-02-29", false),
            ("2027-02-29", false),
            ("2027-04-31", false),
            ("2027-13-01", false),
            ("2027-00-10", false),
            ("2027-01-00", false),
            ("2027-1-31", false),
            ("2027-01-31T00:00:00Z", false),
            ("2027-01-31-1", false),
            ("+027-01-31", false),
            ("", false),
        ] {
            let day = Date::parse(text);
            assert_eq!(day.is_some(), exists, "{text}");
            if let Some(day) = day {
                assert_eq!(day.to_string(), text);
            }
        }
        assert!(Date::parse("2026-12-31") < Date::parse("2027-01-01"));
    }

    #[test]
    fn settings_survive_a_round() {
        let text = r#"{"trusted":{"accounts":["111122223333"],"organization":"o-a1b2c3d4e5"},"severity":{"action-star":"off","missing-version":"error"},"suppress":[{"code":"admin-star-star","file":"break-glass*","sid":"All","reason":"reviewed","expires":"2027-06-30"}]}"#;
        let settings: CheckSettings = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&settings).unwrap(), text);
        assert_eq!(
            serde_json::to_string(&CheckSettings::default()).unwrap(),
            "{}"
        );
        assert!(serde_json::from_str::<CheckSettings>(r#"{"severty":{}}"#).is_err());
    }

    #[test]
    fn toml_is_read_as_json_is() {
        let toml = "[trusted]\naccounts = [\"111122223333\"]\n\n[severity]\naction-star = \"off\"\n\n\
                    [[suppress]]\ncode = \"admin-star-star\"\nreason = \"reviewed\"\nexpires = 2027-06-30\n";
        let json = r#"{"trusted": {"accounts": ["111122223333"]}, "severity": {"action-star": "off"},
            "suppress": [{"code": "admin-star-star", "reason": "reviewed", "expires": "2027-06-30"}]}"#;
        assert_eq!(
            CheckSettings::from_toml(toml).unwrap(),
            serde_json::from_str(json).unwrap()
        );
        assert_eq!(CheckSettings::from_toml(""), Ok(CheckSettings::default()));
        let error = CheckSettings::from_toml("[trusted]\nacounts = []").unwrap_err();
        assert!(
            error.contains("line 2") && error.contains("acounts"),
            "{error}"
        );
    }
}
