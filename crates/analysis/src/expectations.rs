use catalog::Catalog;
use evaluation::{Decision, PreparedSet, decide, prepare};
use workspace::{DecisionForm, ReadError, SavedExpectation, Workspace};

/// What an expectation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The decision.
    pub decision: Decision,
    /// Whether it is the expected one.
    pub met: bool,
}

/// Holds a workspace's documents to each of its expectations, in order. Fast enough for every keystroke: the documents are
/// prepared once.
///
/// # Errors
/// In the place of an expectation: what is missing in its request or cannot be read.
pub fn check_expectations(
    catalog: &Catalog,
    workspace: &Workspace,
) -> Vec<Result<Checked, ReadError>> {
    if workspace.expectations.is_empty() {
        return Vec::new();
    }
    let policies = prepare(&workspace.policies(), catalog);
    let expectations = workspace.expectations.iter();
    expectations
        .map(|expectation| check(catalog, &policies, expectation))
        .collect()
}

fn check(
    catalog: &Catalog,
    policies: &PreparedSet,
    expectation: &SavedExpectation,
) -> Result<Checked, ReadError> {
    let request = expectation.request.to_request()?;
    let missing_keys = expectation.missing_keys.into();
    let decision = decide(policies, &request, missing_keys, catalog);
    Ok(Checked {
        met: expectation.expect.is_met_by(DecisionForm::from(&decision)),
        decision,
    })
}
