//! The JSON Schemas in `docs/schemas`, made from the types and held against them.

use std::path::PathBuf;

use diagnostics::{Edit, Finding, Fix, Span};
use evaluation::{
    Caller, Context, Decision, Layer, LayerOutcome, LayerTrace, MissingKey, NamedPolicy,
    PatternExample, PatternReach, PatternTrace, Principal, Request, StatementOutcome,
    StatementTrace, Trace, Way,
};
use policy::{Effect, PolicyType};
use reasoning::{Access, Cause, Change, Comparison, Unknown};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::file_text::FileText;
use crate::{
    CheckReport, CheckSettings, CompareReport, DecisionForm, ErrorReport, Expectation, FixForm,
    LessonForm, PairForm, Places, ProofForm, ProofStatus, ScenarioForm, SimulateResult,
    SkippedForm, SuggestReport, SuggestionForm, TestReport, TestResultForm, Workspace,
};

mod examples;

use examples::*;

fn schema_of<T: JsonSchema>(settings: SchemaSettings, title: &str, examples: &[Value]) -> Schema {
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.insert("examples".to_owned(), examples.into());
    schema
}

/// Name, schema and examples of each published form.
fn schemas() -> Vec<(&'static str, Schema, Vec<Value>)> {
    let read = || SchemaSettings::draft2020_12().for_deserialize();
    let written = || SchemaSettings::draft2020_12().for_serialize();
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let workspaces = vec![
        value(WORKSPACE),
        value(WORKSPACE_WITH_EXPECTATIONS),
        json!({"version": 1, "documents": []}),
    ];
    let scenarios = vec![
        value(SCENARIO),
        value(SHORT_SCENARIO),
        value(DEPENDENT_SCENARIO),
        value(SESSION_SCENARIO),
        value(PATTERN_SCENARIO),
        value(ASSUME_ROOT_SCENARIO),
    ];
    let results: Vec<Value> = simulate_results()
        .iter()
        .map(|result| json!(result))
        .collect();
    let lessons = vec![value(LESSON)];
    let checks = vec![json!(check_report())];
    let suggestions = vec![json!(suggest_report())];
    let tests = vec![json!(test_report())];
    let comparisons = vec![json!(compare_report())];
    let pairs = vec![
        json!({"new": {"Statement": []}, "old": "{\"Statement\": []}", "type": "boundary"}),
        json!({"new": {}, "old": {}}),
    ];
    let errors = vec![
        json!(ErrorReport {
            error: "line 1, column 3: expected value".to_owned(),
            line: Some(7),
            file: None
        }),
        json!(ErrorReport {
            error: "it is a binary file, not text".to_owned(),
            line: None,
            file: Some("a.png".to_owned())
        }),
    ];
    let settings = vec![value(SETTINGS), json!({})];
    vec![
        (
            "policy-toml",
            schema_of::<CheckSettings>(read(), "What policy.toml holds", &settings),
            settings,
        ),
        (
            "workspace",
            schema_of::<Workspace>(read(), "The saved form of a workspace", &workspaces),
            workspaces,
        ),
        (
            "scenario",
            schema_of::<ScenarioForm>(read(), "What policy simulate reads", &scenarios),
            scenarios,
        ),
        (
            "lesson",
            schema_of::<LessonForm>(read(), "A lesson", &lessons),
            lessons,
        ),
        (
            "simulate-result",
            schema_of::<SimulateResult>(written(), "What policy simulate writes", &results),
            results,
        ),
        (
            "check-report",
            schema_of::<CheckReport>(written(), "What policy check writes for one input", &checks),
            checks,
        ),
        (
            "suggest-report",
            schema_of::<SuggestReport>(
                written(),
                "What policy suggest writes for one input",
                &suggestions,
            ),
            suggestions,
        ),
        (
            "test-report",
            schema_of::<TestReport>(
                written(),
                "What policy test writes for one input as JSON",
                &tests,
            ),
            tests,
        ),
        (
            "compare-report",
            schema_of::<CompareReport>(
                written(),
                "What policy compare writes as JSON",
                &comparisons,
            ),
            comparisons,
        ),
        (
            "compare-pair",
            schema_of::<PairForm>(read(), "A line that policy compare --ndjson reads", &pairs),
            pairs,
        ),
        (
            "error-report",
            schema_of::<ErrorReport>(
                written(),
                "What stands in the place of a result that cannot be given",
                &errors,
            ),
            errors,
        ),
    ]
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/schemas")
}

#[test]
fn the_published_schemas_are_those_of_the_types() {
    for (name, schema, _) in schemas() {
        let path = folder().join(format!("{name}.json"));
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(&path, text).unwrap();
        } else {
            let published = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                published == text,
                "{} is out of date: UPDATE_SCHEMAS=1 cargo test -p workspace schemas",
                path.display()
            );
        }
    }
}

#[test]
fn every_example_is_valid() {
    for (name, schema, examples) in schemas() {
        let validator = jsonschema::draft202012::new(schema.as_value()).unwrap();
        assert!(!examples.is_empty());
        for example in examples {
            if let Err(error) = validator.validate(&example) {
                panic!("{name}: {error} at {}\n{example:#}", error.instance_path());
            }
        }
    }
}

#[test]
fn our_own_readers_take_the_examples_and_write_what_is_valid() {
    let by_name = |wanted: &str| {
        schemas()
            .into_iter()
            .find(|(name, ..)| *name == wanted)
            .map(|(_, schema, examples)| {
                (
                    jsonschema::draft202012::new(schema.as_value()).unwrap(),
                    examples,
                )
            })
            .unwrap()
    };
    let (validator, examples) = by_name("workspace");
    for example in examples {
        let workspace = Workspace::from_json(&example.to_string()).unwrap();
        let written: Value = serde_json::from_str(&workspace.to_json()).unwrap();
        assert!(validator.is_valid(&written), "{written}");
    }
    let (validator, examples) = by_name("lesson");
    for example in examples {
        let lesson = LessonForm::from_json(&example.to_string()).unwrap();
        let written: Value = serde_json::from_str(&lesson.to_json()).unwrap();
        assert!(validator.is_valid(&written), "{written}");
    }
    let (validator, examples) = by_name("scenario");
    for example in examples {
        let form = ScenarioForm::from_json(&example.to_string()).unwrap();
        form.to_scenario().unwrap();
        let written: Value = serde_json::from_str(&form.to_json()).unwrap();
        assert!(validator.is_valid(&written), "{written}");
    }
}

#[test]
fn the_schemas_refuse_what_the_readers_refuse() {
    for (name, text) in [
        ("workspace", r#"{"documents": []}"#),
        ("workspace", r#"{"version": 2, "documents": []}"#),
        ("workspace", r#"{"version": 1, "documents": [], "x": 1}"#),
        (
            "workspace",
            r#"{"version": 1, "documents": [{"id": "1", "name": "", "text": "", "type": "group"}]}"#,
        ),
        (
            "workspace",
            r#"{"version": 1, "documents": [], "expectations": [{"request": {"principal": "anonymous", "action": "a:b"}}]}"#,
        ),
        ("scenario", r#"{"request": {"principal": "anonymous"}}"#),
        (
            "scenario",
            r#"{"request": {"principal": 1, "action": "a:b"}}"#,
        ),
        (
            "scenario",
            r#"{"request": {"principal": "anonymous", "action": "a:b"}, "switches": {"x": true}}"#,
        ),
        (
            "scenario",
            r#"{"request": {"principal": "anonymous", "action": "a:b"}, "policies": {"scp": [{"level": "root"}]}}"#,
        ),
        (
            "scenario",
            r#"{"request": {"principal": "anonymous", "action": "a:b"}, "policies": {"rcp": [{"level": "root"}]}}"#,
        ),
        (
            "scenario",
            r#"{"request": {"principal": {"account": "123456789012", "credentials": "mfa"}, "action": "a:b"}}"#,
        ),
        (
            "scenario",
            r#"{"request": {"principal": "anonymous", "action": "a:b", "context": {"a:b": null}}}"#,
        ),
        (
            "scenario",
            r#"{"request": {"principal": "anonymous", "action": "a:b", "resourceAccount": "12"}}"#,
        ),
        (
            "scenario",
            r#"{"request": {"principal": "anonymous", "action": "a:b"}, "expect": "maybe"}"#,
        ),
    ] {
        let (_, schema, _) = schemas()
            .into_iter()
            .find(|(known, ..)| *known == name)
            .unwrap();
        let value: Value = serde_json::from_str(text).unwrap();
        assert!(
            !jsonschema::draft202012::is_valid(schema.as_value(), &value),
            "{text}"
        );
        let refused = match name {
            "workspace" => Workspace::from_json(text).is_err(),
            _ => ScenarioForm::from_json(text)
                .and_then(|form| form.to_scenario())
                .is_err(),
        };
        assert!(refused, "{text}");
    }
}
