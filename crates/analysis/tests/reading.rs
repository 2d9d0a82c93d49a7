#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]
//! Questions about places in a text that was read once.

use std::path::PathBuf;
use std::sync::OnceLock;

use analysis::{Reading, SNIPPETS, Surroundings, analyze};
use catalog::Catalog;
use diagnostics::Kind;
use policy::PolicyType;

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../catalog/data/catalog.bin");
        Catalog::decode(&std::fs::read(path).unwrap()).unwrap()
    })
}

#[test]
fn a_reading_answers() {
    let text = r#"{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject"}]}"#;
    let reading = Reading::new(text, None).unwrap();
    let at = text.find("GetObject").unwrap();
    let hover = reading.hover(catalog(), None, at).unwrap();
    assert_eq!(hover.title, "s3:GetObject (Read)");
    let found = reading.complete(catalog(), None, at + "Get".len()).unwrap();
    assert!(
        found
            .options
            .iter()
            .any(|option| option.label == "s3:GetBucketAcl")
    );
    assert!(Reading::new(&" ".repeat(2 * 1024 * 1024), None).is_none());
}

/// Statements to start from, with examples filled in, are such that nothing about them is an error.
#[test]
fn snippets_have_no_errors() {
    for snippet in &SNIPPETS {
        for &policy_type in snippet.types {
            let reading = Reading::new("", Some(policy_type)).unwrap();
            let found = reading.insert(catalog(), snippet).unwrap();
            let text = filled(&found.options[0].template);
            let analysis = analyze(
                catalog(),
                0,
                &text,
                Some(policy_type),
                &Surroundings::UNKNOWN,
            );
            let errors: Vec<_> = analysis
                .findings
                .iter()
                .filter(|finding| finding.kind == Kind::Error)
                .collect();
            assert!(errors.is_empty(), "{}: {errors:#?}\n{text}", snippet.title);
        }
    }
}

/// The template's text with examples in its places to fill in.
fn filled(template: &str) -> String {
    let mut text = template.replace("${}", "");
    for (name, example) in [
        ("Region", "eu-west-1"),
        ("Account", "123456789012"),
        ("Service", "lambda"),
        ("BucketName", "amzn-s3-demo-bucket"),
    ] {
        text = text.replace(&format!("${{$\\{{{name}\\}}}}"), example);
    }
    while let Some((before, after)) = text.split_once("${$\\{") {
        let (name, behind) = after.split_once("\\}}").unwrap();
        text = format!("{before}{}{behind}", name.to_lowercase());
    }
    text.replace("\\{", "{").replace("\\}", "}")
}

#[test]
fn a_type_is_guessed_from_what_is_read() {
    let reading = Reading::new("", Some(PolicyType::Trust)).unwrap();
    let found = reading.complete(catalog(), None, 0).unwrap();
    assert!(found.options[0].template.contains("Principal"));
    let reading = Reading::new("", None).unwrap();
    let found = reading.complete(catalog(), None, 0).unwrap();
    assert!(!found.options[0].template.contains("Principal"));
}
