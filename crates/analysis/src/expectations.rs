use catalog::Catalog;
use evaluation::{Decision, prepare};
use workspace::{DecisionForm, ReadError, SavedExpectation, Workspace};

/// What an expectation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The decision.
    pub decision: Decision,
    /// Whether it is the expected one.
    pub met: bool,
}

/// So many statements are looked at for all expectations together, less than a second. Ordinary tables need thousands.
const MOST_STATEMENTS: usize = 2_000_000;

/// Holds a workspace's documents to each of its expectations, in order. Fast enough for every keystroke: the documents are
/// prepared once.
///
/// # Errors
/// In the place of an expectation: what is missing in its request or in the workspace's grants or cannot be read, and that those
/// before took too long.
pub fn check_expectations(
    catalog: &Catalog,
    workspace: &Workspace,
) -> Vec<Result<Checked, ReadError>> {
    if workspace.expectations.is_empty() {
        return Vec::new();
    }
    let policies = match workspace.policies() {
        Ok(policies) => prepare(&policies, catalog),
        Err(error) => {
            let expectations = workspace.expectations.iter();
            return expectations.map(|_| Err(error.clone())).collect();
        }
    };
    let mut effort = 0;
    let check = |(number, expectation): (usize, &SavedExpectation)| {
        if effort > MOST_STATEMENTS {
            return Err(ReadError::Value {
                path: format!("expectations[{number}]"),
                message: "it was not checked: those before it took too long".to_owned(),
            });
        }
        let request = expectation.request.to_request()?;
        let bound = policies.bind(&request, expectation.missing_keys.into(), catalog);
        let (decision, statements) = bound.decide_counting();
        effort = statements.saturating_add(effort);
        Ok(Checked {
            met: expectation.expect.is_met_by(DecisionForm::from(&decision)),
            decision,
        })
    };
    let expectations = workspace.expectations.iter().enumerate();
    expectations.map(check).collect()
}
