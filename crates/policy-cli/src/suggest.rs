use std::io::Write;

use analysis::{Advice, Proof, advise, guess};
use catalog::Catalog;
use policy::PolicyType;
use workspace::file_text::FileText;
use workspace::{
    DocumentType, FixForm, Places, ProofForm, ProofStatus, SkippedForm, SuggestReport,
    SuggestionForm,
};

use crate::arguments::{Format, SuggestOptions};
use crate::check::{complain, refuse};
use crate::outcome::{Failure, Outcome};
use crate::snippet::{Snippets, plain};

/// `policy suggest`
pub(crate) fn run(
    options: &SuggestOptions,
    catalog: &Catalog,
    output: &mut impl Write,
) -> Result<Outcome, Failure> {
    let mut outcome = Outcome::Fine;
    for source in &options.sources {
        let name = source.name();
        let file = match source.read() {
            Ok(file) => file,
            Err(error) => {
                outcome = Outcome::Unusable;
                match options.format {
                    Format::Json => refuse(&name, error, output)?,
                    Format::Text => complain(&name, &error),
                }
                continue;
            }
        };
        let policy_type = options.policy_type.unwrap_or_else(|| guess(file.text()));
        let advice = advise(catalog, file.text(), Some(policy_type));
        match options.format {
            Format::Json => {
                serde_json::to_writer(&mut *output, &report(&name, &file, policy_type, &advice))?;
                writeln!(output)?;
            }
            Format::Text => write_text(&name, &file, &advice, output)?,
        }
    }
    Ok(outcome)
}

fn report(name: &str, file: &FileText, policy_type: PolicyType, advice: &Advice) -> SuggestReport {
    let places = Places::of_file(file);
    SuggestReport {
        file: name.to_owned(),
        document_type: DocumentType::from(Some(policy_type)),
        suggestions: advice
            .suggestions
            .iter()
            .map(|suggestion| SuggestionForm {
                code: suggestion.code,
                message: suggestion.message.clone(),
                because: suggestion.because.clone(),
                span: places.place(suggestion.span),
                removes: suggestion.removes.clone(),
                fix: FixForm::new(&suggestion.fix, &places),
                proof: ProofForm {
                    status: match suggestion.proof {
                        Proof::Same { .. } => ProofStatus::Same,
                        Proof::NothingNew { .. } => ProofStatus::NothingNew,
                        Proof::NotProven { .. } => ProofStatus::NotProven,
                    },
                    why: suggestion.proof.why().to_owned(),
                },
            })
            .collect(),
        skipped: advice
            .skipped
            .iter()
            .map(|skipped| SkippedForm::new(skipped.span, &skipped.why, &places))
            .collect(),
    }
}

fn write_text(
    name: &str,
    file: &FileText,
    advice: &Advice,
    output: &mut impl Write,
) -> Result<(), Failure> {
    let snippets = Snippets::new(name, file.text());
    for suggestion in &advice.suggestions {
        writeln!(output, "{}\n", snippets.suggestion(suggestion))?;
    }
    for skipped in &advice.skipped {
        writeln!(output, "{}\n", snippets.skipped(skipped))?;
    }
    let number = match advice.suggestions.len() {
        0 => "no suggestions".to_owned(),
        1 => "1 suggestion".to_owned(),
        number => format!("{number} suggestions"),
    };
    writeln!(output, "{}: {number}", plain(name))?;
    Ok(())
}
