//! Any workspace is refused or read; what was read is written and read again as it was, and its expectations come to the
//! decisions that the simulator tells.
#![no_main]

use std::sync::LazyLock;

use analysis::{check_expectations, simulate};
use catalog::Catalog;
use evaluation::Scenario;
use libfuzzer_sys::fuzz_target;
use workspace::{DocumentType, SavedDocument, SavedExpectation, Workspace};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::decode(include_bytes!("../../crates/catalog/data/catalog.bin"))
        .expect("the committed catalogue decodes")
});

const TYPES: [DocumentType; 6] = [
    DocumentType::Auto,
    DocumentType::Identity,
    DocumentType::Boundary,
    DocumentType::Session,
    DocumentType::Resource,
    DocumentType::Scp,
];

/// Documents by type and text, the group or level of the first, expectations as JSON.
type Input<'a> = (Vec<(u8, &'a str)>, Option<&'a str>, Vec<&'a str>);

fuzz_target!(|input: Input<'_>| {
    let (documents, attached_to, expectations) = input;
    for text in &expectations {
        if let Ok(workspace) = Workspace::from_json(text) {
            assert_eq!(
                Workspace::from_json(&workspace.to_json()),
                Ok(workspace.clone())
            );
            check(&workspace);
        }
    }
    check(&Workspace {
        documents: documents
            .iter()
            .enumerate()
            .map(|(number, (document_type, text))| SavedDocument {
                id: number.to_string(),
                name: String::new(),
                document_type: TYPES[usize::from(*document_type) % TYPES.len()],
                attached_to: attached_to.filter(|_| number == 0).map(str::to_owned),
                text: (*text).to_owned(),
                current: attached_to.map(str::to_owned),
                byte_order_mark: false,
                crlf: false,
            })
            .collect(),
        expectations: expectations
            .iter()
            .filter_map(|text| serde_json::from_str::<SavedExpectation>(text).ok())
            .collect(),
        ..Workspace::default()
    });
});

fn check(workspace: &Workspace) {
    let checked = check_expectations(&CATALOG, workspace);
    assert_eq!(checked.len(), workspace.expectations.len());
    for (expectation, checked) in workspace.expectations.iter().zip(checked) {
        let Ok(checked) = checked else {
            continue;
        };
        let scenario = Scenario {
            missing_keys: expectation.missing_keys.into(),
            request: expectation.request.to_request().expect("it was decided"),
            policies: workspace.policies(),
        };
        assert_eq!(simulate(&CATALOG, &scenario).decision, checked.decision);
    }
}
