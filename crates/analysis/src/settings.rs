//! What a team has agreed about findings, applied to an analysis.

use diagnostics::{Finding, Kind, Span};
use findings::{Surroundings, check_by_id};
use patterns::Glob;
use workspace::{CheckSettings, Date, SuppressionForm, TrustedForm};

use crate::Analysis;

/// Settings whose codes, patterns and reasons have been looked at.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    surroundings: Surroundings,
    /// `None`: the check is off.
    severities: Vec<(&'static str, Option<Kind>)>,
    suppressions: Vec<Suppression>,
}

#[derive(Clone, Debug)]
struct Suppression {
    code: &'static str,
    file: Option<Glob>,
    sid: Option<String>,
    reason: String,
    expires: Option<Date>,
}

/// A finding that is not told, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// The finding.
    pub finding: Finding,
    /// What the person wrote who accepted it.
    pub reason: String,
}

impl Settings {
    /// Reads the saved form.
    ///
    /// # Errors
    /// A code that no check has, a suppression without a reason, an account or organization that is none: a sentence that says
    /// which.
    pub fn new(form: &CheckSettings) -> Result<Settings, String> {
        let severities = form
            .severity
            .iter()
            .map(|(code, severity)| Ok((known(code)?, severity.kind())))
            .collect::<Result<_, String>>()?;
        let suppressions = form
            .suppress
            .iter()
            .map(Suppression::new)
            .collect::<Result<_, String>>()?;
        Ok(Settings {
            surroundings: trusted(&form.trusted)?,
            severities,
            suppressions,
        })
    }

    /// Whom they trust. Nothing is said of what a policy is attached to.
    pub fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// Gives the findings the severities that were agreed, and sets apart those that are not to be told.
    ///
    /// - `file`: the name of the file or document, held against the suppressions' patterns
    /// - `text`: what was analysed
    /// - `today`: a suppression that has expired by then does nothing, and its findings say so
    pub fn apply(&self, analysis: &mut Analysis, file: &str, text: &str, today: Date) {
        for (code, severity) in &self.severities {
            match severity {
                Some(kind) => analysis
                    .findings
                    .iter_mut()
                    .filter(|finding| finding.code == *code)
                    .for_each(|finding| finding.kind = *kind),
                None => analysis.findings.retain(|finding| finding.code != *code),
            }
        }
        let applying: Vec<&Suppression> = self
            .suppressions
            .iter()
            .filter(|suppression| suppression.is_about(file))
            .collect();
        if applying.is_empty() {
            return;
        }
        let statements = match applying.iter().any(|each| each.sid.is_some()) {
            true => sids(text),
            false => Vec::new(),
        };
        let (mut told, mut suppressed) = (Vec::new(), Vec::new());
        for mut finding in std::mem::take(&mut analysis.findings) {
            let fitting: Vec<&Suppression> = applying
                .iter()
                .copied()
                .filter(|suppression| suppression.fits(&finding, &statements))
                .collect();
            let valid = fitting
                .iter()
                .find(|suppression| suppression.holds_on(today));
            if let Some(suppression) = valid {
                let reason = suppression.reason.clone();
                suppressed.push(Suppressed { finding, reason });
                continue;
            }
            let expired = fitting.iter().find_map(|suppression| suppression.expires);
            if let Some(day) = expired {
                let note = format!("it was accepted until {day}, which is past");
                finding.because = [finding.because.as_str(), note.as_str()]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join("; ");
            }
            told.push(finding);
        }
        analysis.findings = told;
        analysis.suppressed = suppressed;
    }
}

impl Suppression {
    fn new(form: &SuppressionForm) -> Result<Suppression, String> {
        let code = known(&form.code)?;
        if form.reason.trim().is_empty() {
            return Err(format!(
                "the suppression of `{code}` needs a reason: why is the finding accepted?"
            ));
        }
        Ok(Suppression {
            code,
            file: form.file.as_deref().map(Glob::new),
            sid: form.sid.clone(),
            reason: form.reason.clone(),
            expires: form.expires,
        })
    }

    fn is_about(&self, file: &str) -> bool {
        self.file.as_ref().is_none_or(|glob| glob.matches(file))
    }

    fn fits(&self, finding: &Finding, statements: &[(Span, String)]) -> bool {
        let span = finding.span;
        self.code == finding.code
            && self.sid.as_ref().is_none_or(|wanted| {
                statements.iter().any(|(statement, sid)| {
                    sid == wanted && statement.start <= span.start && span.end <= statement.end
                })
            })
    }

    fn holds_on(&self, today: Date) -> bool {
        self.expires.is_none_or(|last| today <= last)
    }
}

/// The statements that have a Sid.
fn sids(text: &str) -> Vec<(Span, String)> {
    if findings::unread(text).is_some() {
        return Vec::new();
    }
    policy::parse(text)
        .statements
        .iter()
        .filter_map(|statement| Some((statement.span, statement.sid.as_ref()?.value.clone())))
        .collect()
}

fn known(code: &str) -> Result<&'static str, String> {
    if let Some(check) = check_by_id(code) {
        return Ok(check.id);
    }
    let ids = findings::registry().iter().map(|check| check.id);
    Err(match patterns::nearest(code, ids, 1).first() {
        Some(near) => format!("no check has the code `{code}`; did you mean `{near}`?"),
        None => format!("no check has the code `{code}`"),
    })
}

fn trusted(form: &TrustedForm) -> Result<Surroundings, String> {
    let is_account =
        |text: &String| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(wrong) = form.accounts.iter().find(|account| !is_account(account)) {
        return Err(format!("`{wrong}` is no account id: it has twelve digits"));
    }
    let is_organization = |text: &String| {
        let id = text.strip_prefix("o-").unwrap_or_default();
        let mut bytes = id.bytes();
        (10..=32).contains(&id.len())
            && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if let Some(wrong) = form.organization.as_ref().filter(|id| !is_organization(id)) {
        return Err(format!(
            "`{wrong}` is no id of an organization, such as `o-a1b2c3d4e5`"
        ));
    }
    Ok(Surroundings {
        trusted_accounts: form.accounts.clone(),
        trusted_organization: form.organization.clone(),
        resource_kind: None,
    })
}
