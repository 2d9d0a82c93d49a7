//! An example of every form.

use super::*;

pub(super) const WORKSPACE: &str = include_str!("../../tests/fixtures/workspace_v1.json");
pub(super) const WORKSPACE_WITH_EXPECTATIONS: &str =
    include_str!("../../tests/fixtures/workspace_v1_expectations.json");

pub(super) const SETTINGS: &str = r#"{
  "trusted": {"accounts": ["111122223333"], "organization": "o-a1b2c3d4e5"},
  "severity": {"action-star": "suggestion", "missing-version": "off"},
  "suppress": [
    {"code": "admin-star-star", "file": "break-glass/*", "sid": "BreakGlass", "reason": "every use is logged", "expires": "2027-06-30"}
  ]
}"#;

pub(super) const SCENARIO: &str = r#"{
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

pub(super) const LESSON: &str = include_str!("../../tests/fixtures/lesson_v1.json");

pub(super) const DEPENDENT_SCENARIO: &str = r#"{
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

pub(super) const SESSION_SCENARIO: &str = r#"{
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

pub(super) const ASSUME_ROOT_SCENARIO: &str = r#"{
  "request": {
    "principal": {"account": "123456789012", "credentials": "assume-root"},
    "action": "s3:DeleteBucketPolicy",
    "resource": "arn:aws:s3:::reports"
  },
  "policies": {
    "session": [{"name": "S3UnlockBucketPolicy", "document": {"Statement": {"Effect": "Allow", "Action": "s3:DeleteBucketPolicy", "Resource": "*"}}}]
  }
}"#;

pub(super) const PATTERN_SCENARIO: &str = r#"{
  "request": {
    "principal": "arn:aws:iam::123456789012:role/app",
    "action": "s3:GetObject",
    "resourcePattern": "arn:aws:s3:::reports/*"
  },
  "policies": {
    "identity": [{"name": "app", "document": {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::reports/public/*"}}}]
  }
}"#;

pub(super) const SHORT_SCENARIO: &str =
    r#"{"request": {"principal": {"account": "123456789012"}, "action": "iam:ListUsers"}}"#;

pub(super) fn check_report() -> CheckReport {
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

pub(super) fn suggest_report() -> SuggestReport {
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

pub(super) fn test_report() -> TestReport {
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

pub(super) fn simulate_results() -> Vec<SimulateResult> {
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

pub(super) fn compare_report() -> CompareReport {
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
