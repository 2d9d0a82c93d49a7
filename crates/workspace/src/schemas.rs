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

const WORKSPACE: &str = include_str!("../tests/fixtures/workspace_v1.json");
const WORKSPACE_WITH_EXPECTATIONS: &str =
    include_str!("../tests/fixtures/workspace_v1_expectations.json");

const SETTINGS: &str = r#"{
  "trusted": {"accounts": ["111122223333"], "organization": "o-a1b2c3d4e5"},
  "severity": {"action-star": "suggestion", "missing-version": "off"},
  "suppress": [
    {"code": "admin-star-star", "file": "break-glass/*", "sid": "BreakGlass", "reason": "every use is logged", "expires": "2027-06-30"}
  ]
}"#;

const SCENARIO: &str = r#"{
  "version": 1,
  "missingKeys": "unknown",
  "request": {
    "principal": "arn:aws:iam::123456789012:role/app",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::reports/2026.csv",
    "context": {"aws:SourceIp": "192.0.2.1", "aws:SecureTransport": true, "aws:TagKeys": ["team"]}
  },
  "policies": {
    "identity": [{"name": "app", "document": {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}}],
    "boundary": [{"name": "limit", "document": {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}}],
    "session": [{"name": "task", "document": {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}}],
    "scp": [
      {"level": "root", "policies": [{"name": "all", "document": {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}}]},
      {"level": "account", "policies": []}
    ],
    "rcp": [{"name": "perimeter", "document": {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}}}],
    "vpcEndpoint": [{"name": "endpoint", "document": {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}}],
    "resource": [{"name": "bucket", "document": "{\"Statement\": []}"}]
  },
  "switches": {"restrictPublicBuckets": true, "gatewayEndpoint": true, "bucketAbac": false},
  "expect": "allowed"
}"#;

const LESSON: &str = include_str!("../tests/fixtures/lesson_v1.json");

const DEPENDENT_SCENARIO: &str = r#"{
  "request": {
    "principal": {"arn": "arn:aws:iam::123456789012:user/ann", "groups": ["developers"], "managementAccount": true},
    "action": "lambda:CreateFunction",
    "resource": "arn:aws:lambda:us-east-1:123456789012:function:report",
    "dependentActions": [
      {
        "action": "iam:PassRole",
        "resource": "arn:aws:iam::123456789012:role/report",
        "context": {"iam:PassedToService": "lambda.amazonaws.com"}
      }
    ]
  },
  "policies": {
    "identity": [{"name": "developers", "group": "developers", "document": {"Statement": []}}],
    "grants": [
      {
        "name": "report",
        "keyId": "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "granteePrincipal": "arn:aws:iam::123456789012:role/report",
        "operations": ["Decrypt"],
        "constraints": {"encryptionContextSubset": {"department": "finance"}}
      }
    ]
  }
}"#;

const SESSION_SCENARIO: &str = r#"{
  "request": {
    "principal": {
      "arn": "arn:aws:iam::123456789012:role/app",
      "session": "build",
      "tags": {"team": "red"},
      "sessionTags": {"project": "unicorn"},
      "transitiveTags": {"costCenter": "1234"}
    },
    "action": "sts:AssumeRole",
    "resource": "arn:aws:iam::111122223333:role/deploy",
    "context": {"sts:ExternalId": "example", "aws:RequestTag/stage": "test"}
  }
}"#;

const ASSUME_ROOT_SCENARIO: &str = r#"{
  "request": {
    "principal": {"account": "123456789012", "credentials": "assume-root"},
    "action": "s3:DeleteBucketPolicy",
    "resource": "arn:aws:s3:::reports"
  },
  "policies": {
    "session": [{"name": "S3UnlockBucketPolicy", "document": {"Statement": {"Effect": "Allow", "Action": "s3:DeleteBucketPolicy", "Resource": "*"}}}]
  }
}"#;

const PATTERN_SCENARIO: &str = r#"{
  "request": {
    "principal": "arn:aws:iam::123456789012:role/app",
    "action": "s3:GetObject",
    "resourcePattern": "arn:aws:s3:::reports/*"
  },
  "policies": {
    "identity": [{"name": "app", "document": {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::reports/public/*"}}}]
  }
}"#;

const SHORT_SCENARIO: &str =
    r#"{"request": {"principal": {"account": "123456789012"}, "action": "iam:ListUsers"}}"#;

fn check_report() -> CheckReport {
    let file = FileText::new("{\r\n \"Statement\": {}}");
    let finding = Finding::warning("missing-version", Span::new(0, 1), "there is no `Version`")
        .because("policy variables are then literal text")
        .aws_code("MISSING_VERSION")
        .related(Span::new(3, 14), "the first element")
        .fix(Fix::safe(
            "add the `Version`",
            vec![Edit::insert(1, "\n \"Version\": \"2012-10-17\",")],
        ));
    let bare = Finding::error("json-syntax-error", Span::at(18), "the text ends");
    CheckReport::new(
        "policy.json",
        PolicyType::Identity,
        &[finding, bare],
        &Places::of_file(&file),
    )
}

fn suggest_report() -> SuggestReport {
    let places = Places::of_text("{}");
    SuggestReport {
        file: "-".to_owned(),
        document_type: Some(PolicyType::VpcEndpoint).into(),
        suggestions: vec![SuggestionForm {
            code: "narrow-resource-star",
            message: "`Resource` is `*`".to_owned(),
            because: "it reaches everything".to_owned(),
            span: places.place(Span::new(0, 2)),
            removes: vec!["`s3:GetObject` on anything that is not of type `object`".to_owned()],
            fix: FixForm::new(&Fix::narrows("name the objects", vec![]), &places),
            proof: ProofForm {
                status: ProofStatus::NotProven,
                why: "it rests on the catalogue".to_owned(),
            },
        }],
        skipped: vec![SkippedForm::new(
            Span::at(1),
            "list the actions first",
            &places,
        )],
    }
}

fn test_report() -> TestReport {
    let result = TestResultForm {
        name: "developers read reports".to_owned(),
        expected: Expectation::Allowed,
        met: true,
        decision: Some(DecisionForm::Allowed),
        missing: vec![],
        why: None,
        error: None,
    };
    TestReport {
        file: "team.json".to_owned(),
        results: vec![
            TestResultForm {
                met: false,
                decision: Some(DecisionForm::Undetermined),
                missing: vec!["aws:MultiFactorAuthPresent".to_owned()],
                why: Some("it depends on `aws:MultiFactorAuthPresent`".to_owned()),
                ..result.clone()
            },
            TestResultForm {
                met: false,
                decision: None,
                error: Some("`request.action`: there is no action".to_owned()),
                ..result.clone()
            },
            result,
        ],
    }
}

fn simulate_results() -> Vec<SimulateResult> {
    let form = ScenarioForm::from_json(SCENARIO).unwrap();
    let scenario = form.to_scenario().unwrap();
    let statement = |outcome, effect| StatementTrace {
        resource: 0,
        layer: Layer::Identity,
        policy: 0,
        policy_name: "app".into(),
        attached_to: Some("developers".into()),
        statement: 0,
        sid: None,
        effect,
        outcome,
        span: Span::new(14, 68),
        rules: vec![],
    };
    let layer = |resource, outcome| LayerTrace {
        resource,
        layer: Layer::Identity,
        outcome,
        why: "a statement applies".to_owned(),
        statements: vec![0],
    };
    let trace = |decision, resources: &[&str]| Trace {
        decision,
        why: "statement 1 of `app` applies".to_owned(),
        refusals: vec!["`s3:GetObjekt` is not in the catalogue".to_owned()],
        pattern: Some(PatternTrace {
            pattern: "arn:aws:s3:::a/*".to_owned(),
            reach: PatternReach::Some,
            examples: vec![PatternExample {
                resource: "arn:aws:s3:::a/b".to_owned(),
                decision: Decision::Allowed,
            }],
            exhaustive: true,
        }),
        resources: resources
            .iter()
            .map(|&resource| resource.to_owned())
            .collect(),
        actions: ["s3:GetObject", "kms:Decrypt"]
            .into_iter()
            .take(resources.len())
            .map(str::to_owned)
            .collect(),
        layers: vec![
            layer(0, LayerOutcome::Allowed),
            layer(1, LayerOutcome::Undetermined),
        ],
        statements: vec![
            statement(
                StatementOutcome::Matched { why: String::new() },
                Some(Effect::Allow),
            ),
            statement(
                StatementOutcome::NotMatched {
                    element: evaluation::Element::Condition { index: 2 },
                    span: Span::new(1, 2),
                    why: String::new(),
                },
                Some(Effect::Deny),
            ),
            statement(
                StatementOutcome::Undetermined {
                    missing: vec!["aws:SourceVpce".to_owned()],
                    span: Span::new(1, 2),
                    why: String::new(),
                },
                None,
            ),
        ],
        missing: vec![MissingKey {
            key: "aws:SourceVpce".to_owned(),
            ways: vec![
                Way {
                    values: vec![],
                    decision: Some(Decision::Allowed),
                },
                Way {
                    values: vec!["vpce-1".to_owned()],
                    decision: None,
                },
            ],
        }],
        exhaustive: true,
        derived: vec![],
        rules: vec![],
    };
    let undetermined = Decision::Undetermined {
        missing: vec!["aws:SourceVpce".to_owned()],
    };
    vec![
        SimulateResult::new(
            &scenario,
            &trace(Decision::Allowed, &["arn:aws:s3:::a/b"]),
            form.expect,
        ),
        SimulateResult::new(&scenario, &trace(undetermined, &["a", "b"]), None),
        SimulateResult::new(
            &scenario,
            &trace(Decision::ImplicitlyDenied, &["*"]),
            Some(Expectation::ExplicitlyDenied),
        ),
        SimulateResult::new(
            &scenario,
            &trace(Decision::ExplicitlyDenied, &["*"]),
            Some(Expectation::Denied),
        ),
    ]
}

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

fn compare_report() -> CompareReport {
    let request = Request {
        principal: Principal::new(Caller::example_user("111122223333")),
        action: "s3:GetObject".to_owned(),
        resources: vec!["arn:aws:s3:::b/k".to_owned()],
        resource_account: Some("111122223333".to_owned()),
        context: Context::new(),
        resource_is_pattern: false,
        dependent_actions: Vec::new(),
    };
    let change = |cause| Change {
        cause,
        actions: vec!["s3:GetObject".to_owned()],
        witness: request.clone(),
    };
    let comparison = Comparison {
        added: Access {
            changes: vec![change(Cause::Allowed {
                policy: 0,
                statement: 1,
            })],
            unknown: Vec::new(),
        },
        removed: Access {
            changes: vec![change(Cause::NotDenied {
                policy: 0,
                statement: 0,
            })],
            unknown: vec![Unknown::Callers],
        },
    };
    let new = NamedPolicy::parse("new", r#"{"Statement": []}"#);
    CompareReport::new(&comparison, PolicyType::Identity, &[new])
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
