//! The rules of docs/evaluation.md by cases: text in, text out. The files under `cases/` are blocks of lines:
//!
//! ```text
//! ## 5.4 5.6 what it shows                     the rules it is about
//! allow {…} / deny {…}                         a condition; the rest of the policy is `*` (a Deny stands beside an Allow)
//! identity {…} / resource {…} / boundary {…} / session {…} / grant {…}
//!                                              a whole policy, on one line; several add up
//! group NAME {…} / scp LEVEL [{…}]             the same attached to a group or to a level of the organization
//! rcp {…} / endpoint {…}                       a resource control policy, the policy of the VPC endpoint
//! restrict-public-buckets, gateway-endpoint, aws-managed-key
//!                                              the setting is on
//! bucket-abac true                             whether attribute-based access control is enabled for the bucket
//! by ARN, do ACTION, on RESOURCE…, account ID  the request; by default ann gets an object
//! on-pattern ARN                               the request is for every resource that the ARN matches
//! also ACTION RESOURCE {…}                     an action that it depends on, with its own context; a second one replaces it
//! tag KEY VALUE, session-tag KEY VALUE, credentials NAME, id ID, org ID PATH, user ARN, groups NAME…, management
//!                                              what is known of the principal
//! absent                                       what is not supplied is not in the request
//! ? {…} => allowed                             a context and the decision
//! ? {…} => undetermined KEY…                   the same with the missing keys
//! ? {…} => allowed because TEXT                some sentence of the trace holds the text
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use catalog::Catalog;
use evaluation::{
    Caller, Context, ContextValue, Credentials, Decision, DependentAction, MissingKeys,
    NamedPolicy, Organization, PolicySet, Principal, Request, RuleId, ScpLevel, StatementOutcome,
    Trace, decide, explain, prepare,
};
use json_text::Kind;

fn catalog() -> Catalog {
    Catalog::decode(include_bytes!("../../catalog/data/catalog.bin")).unwrap()
}

struct Block {
    place: String,
    rules: Vec<String>,
    policies: PolicySet,
    request: Request,
    missing_keys: MissingKeys,
}

impl Block {
    fn new(place: String, header: &str) -> Block {
        Block {
            place,
            rules: header
                .split(' ')
                .take_while(|word| word.starts_with(|c: char| c.is_ascii_digit()))
                .map(str::to_owned)
                .collect(),
            policies: PolicySet::default(),
            request: Request {
                principal: Principal::parse("arn:aws:iam::111122223333:user/ann").unwrap(),
                action: "s3:GetObject".to_owned(),
                resources: vec!["arn:aws:s3:::bucket/key".to_owned()],
                resource_account: None,
                context: Context::new(),
                resource_is_pattern: false,
                dependent_actions: Vec::new(),
            },
            missing_keys: MissingKeys::Unknown,
        }
    }

    fn set(&mut self, word: &str, rest: &str) {
        let statement = |effect: &str| {
            format!(r#"{{"Effect":"{effect}","Action":"*","Resource":"*","Condition":{rest}}}"#)
        };
        let policy = |statements: String| {
            NamedPolicy::parse(
                "identity",
                &format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#),
            )
        };
        let all = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
        match word {
            "allow" => self.policies.identity.push(policy(statement("Allow"))),
            "deny" => self
                .policies
                .identity
                .push(policy(format!("{all},{}", statement("Deny")))),
            "identity" => self
                .policies
                .identity
                .push(NamedPolicy::parse("identity", rest)),
            "resource" => self
                .policies
                .resource
                .push(NamedPolicy::parse("resource", rest)),
            "boundary" => self
                .policies
                .boundary
                .push(NamedPolicy::parse("boundary", rest)),
            "session" => self
                .policies
                .session
                .push(NamedPolicy::parse("session", rest)),
            "grant" => self.policies.grants.push(NamedPolicy::parse("grant", rest)),
            "group" => {
                let (group, text) = rest.split_once(' ').unwrap();
                self.policies.identity.push(NamedPolicy {
                    group: Some(group.to_owned()),
                    ..NamedPolicy::parse("identity", text)
                });
            }
            "scp" => {
                let (name, text) = rest.split_once(' ').unwrap_or((rest, ""));
                let levels = &mut self.policies.scp;
                let at = levels.iter().position(|level| level.name == name);
                let at = at.unwrap_or_else(|| {
                    levels.push(ScpLevel {
                        name: name.to_owned(),
                        policies: Vec::new(),
                    });
                    levels.len() - 1
                });
                if !text.is_empty() {
                    levels[at].policies.push(NamedPolicy::parse("scp", text));
                }
            }
            "rcp" => self.policies.rcp.push(NamedPolicy::parse("rcp", rest)),
            "endpoint" => self
                .policies
                .vpc_endpoint
                .push(NamedPolicy::parse("endpoint", rest)),
            "restrict-public-buckets" => self.policies.switches.restrict_public_buckets = true,
            "gateway-endpoint" => self.policies.switches.gateway_endpoint = true,
            "aws-managed-key" => self.policies.switches.aws_managed_key = true,
            "bucket-abac" => self.policies.switches.bucket_abac = Some(rest == "true"),
            "credentials" => {
                let mut all = Credentials::ALL.into_iter();
                let known = all.find(|credentials| credentials.as_str() == rest);
                self.request.principal.credentials = Some(known.unwrap());
            }
            "session-tag" => {
                let (key, value) = rest.split_once(' ').unwrap();
                let tags = &mut self.request.principal.session_tags;
                tags.insert(key.to_owned(), value.to_owned());
            }
            "also" => {
                let mut words = rest.splitn(3, ' ').map(str::to_owned);
                self.request.dependent_actions = vec![DependentAction {
                    action: words.next().unwrap(),
                    resources: words.next().into_iter().collect(),
                    context: read_context(&words.next().unwrap()),
                }];
            }
            "groups" => {
                let groups = rest.split(' ').map(str::to_owned).collect();
                self.request.principal.groups = Some(groups);
            }
            "management" => self.request.principal.management_account = true,
            "by" => self.request.principal = Principal::parse(rest).unwrap(),
            "do" => self.request.action = rest.to_owned(),
            "on-pattern" => {
                self.request.resources = vec![rest.to_owned()];
                self.request.resource_is_pattern = true;
            }
            "on" => self.request.resources = rest.split_whitespace().map(str::to_owned).collect(),
            "account" => self.request.resource_account = Some(rest.to_owned()),
            "absent" => self.missing_keys = MissingKeys::Absent,
            "id" => self.request.principal.unique_id = Some(rest.to_owned()),
            "tag" => {
                let (key, value) = rest.split_once(' ').unwrap();
                self.request
                    .principal
                    .tags
                    .get_or_insert_default()
                    .insert(key.to_owned(), value.to_owned());
            }
            "org" => {
                let (id, path) = rest.split_once(' ').unwrap();
                self.request.principal.organization = Some(Organization {
                    id: id.to_owned(),
                    path: Some(path.to_owned()),
                });
            }
            "user" => match &mut self.request.principal.caller {
                Caller::FederatedUser { user, .. } => *user = Some(rest.to_owned()),
                _ => panic!("{}: not a federated user", self.place),
            },
            _ => panic!("{}: what is `{word}`", self.place),
        }
    }

    /// Decides and explains; returns what went wrong and the rules that had a part.
    fn ask(&mut self, question: &str, catalog: &Catalog, failures: &mut Vec<String>) -> Trace {
        let (context, expected) = question.split_once(" => ").expect(question);
        self.request.context = read_context(context);
        let prepared = prepare(&self.policies, catalog);
        let decision = decide(&prepared, &self.request, self.missing_keys, catalog);
        let trace = explain(&prepared, &self.request, self.missing_keys, catalog);
        assert_eq!(decision, trace.decision, "{}: {question}", self.place);
        let (wanted, because) = match expected.split_once(" because ") {
            None => (expected, None),
            Some((wanted, because)) => (wanted, Some(because)),
        };
        let got = show(&decision);
        if got != wanted {
            failures.push(format!(
                "{}: {question}\n    got {got}\n{}",
                self.place,
                tell(&trace)
            ));
        } else if let Some(because) = because
            && !tell(&trace).contains(because)
        {
            failures.push(format!(
                "{}: {question}\n    the trace says\n{}",
                self.place,
                tell(&trace)
            ));
        }
        trace
    }
}

fn show(decision: &Decision) -> String {
    let mut text = decision.as_str().to_owned();
    if let Decision::Undetermined { missing } = decision {
        for key in missing {
            text.push(' ');
            text.push_str(key);
        }
    }
    text
}

/// Every sentence of the trace.
fn tell(trace: &Trace) -> String {
    let mut lines = vec![trace.why.clone()];
    lines.extend(trace.refusals.iter().cloned());
    if let Some(pattern) = &trace.pattern {
        lines.push(format!("{} of {}", pattern.reach.as_str(), pattern.pattern));
        for example in &pattern.examples {
            lines.push(format!(
                "{} {}",
                example.resource,
                example.decision.as_str()
            ));
        }
    }
    for layer in &trace.layers {
        lines.push(format!(
            "{} {}: {}",
            layer.layer.as_str(),
            layer.outcome.as_str(),
            layer.why
        ));
    }
    for statement in &trace.statements {
        lines.push(match &statement.outcome {
            StatementOutcome::Matched { why } => format!("matched: {why}"),
            StatementOutcome::NotMatched { element, why, .. } => {
                format!("{}: {why}", element.as_str())
            }
            StatementOutcome::Undetermined { missing, why, .. } => {
                format!("undetermined {}: {why}", missing.join(" "))
            }
        });
    }
    for missing in &trace.missing {
        for way in &missing.ways {
            let decision = way.decision.as_ref().map_or("depends", Decision::as_str);
            lines.push(format!("{} {:?} -> {decision}", missing.key, way.values));
        }
    }
    lines.iter().map(|line| format!("      {line}\n")).collect()
}

/// Strings, numbers and booleans stand for one value, lists for several, null for none.
fn read_context(text: &str) -> Context {
    let document = json_text::parse(text);
    assert!(document.errors().is_empty(), "{text}");
    let scalar = |value: json_text::Value<'_>| match value.kind() {
        Kind::String => value.as_str().unwrap().to_owned(),
        _ => value.text().to_owned(),
    };
    document
        .root()
        .unwrap()
        .members()
        .map(|member| {
            let value = member.value().unwrap();
            let value = match value.kind() {
                Kind::Array => ContextValue::multiple(value.elements().map(scalar)),
                Kind::Null => ContextValue::absent(),
                _ => ContextValue::single(scalar(value)),
            };
            (member.name(), value)
        })
        .collect()
}

#[test]
fn every_rule_decides_as_its_cases_say() {
    let catalog = catalog();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut failures = Vec::new();
    let mut questions = 0;
    // The rules that the blocks are about, and those that their traces name.
    let mut claimed: BTreeMap<String, BTreeSet<RuleId>> = BTreeMap::new();
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let mut block: Option<Block> = None;
        for (number, line) in text.lines().enumerate() {
            let place = format!("{name}:{}", number + 1);
            if let Some(header) = line.strip_prefix("## ") {
                let new = Block::new(place, header);
                assert!(!new.rules.is_empty(), "{}: no rule", new.place);
                block = Some(new);
            } else if !line.is_empty() && !line.starts_with('#') {
                let block = block.as_mut().expect(&place);
                block.place.clone_from(&place);
                match line.split_once(' ') {
                    Some(("?", question)) => {
                        questions += 1;
                        let trace = block.ask(question, &catalog, &mut failures);
                        for rule in &block.rules {
                            let seen = claimed.entry(rule.clone()).or_default();
                            seen.extend(trace.rules.iter().copied());
                            seen.extend(
                                trace
                                    .statements
                                    .iter()
                                    .flat_map(|statement| &statement.rules),
                            );
                        }
                    }
                    Some((word, rest)) => block.set(word, rest),
                    None => block.set(line, ""),
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {questions} failed\n{}",
        failures.len(),
        failures.join("\n")
    );
    for rule in RuleId::all() {
        let seen = claimed
            .remove(&rule.to_string())
            .unwrap_or_else(|| panic!("no case is about rule {rule} {}", rule.title()));
        // A choice of ours has to show where it decides something.
        assert!(
            !rule.is_choice() || seen.contains(&rule),
            "rule {rule} shows in no trace of its cases"
        );
    }
    assert!(claimed.is_empty(), "there are no such rules: {claimed:?}");
    assert!(questions > 200, "{questions}");
}

#[test]
fn the_page_and_the_code_have_the_same_rules() {
    // One line for each item, as it would be without the page's line breaks.
    let page = include_str!("../../../docs/evaluation.md").replace("\n  ", " ");
    let on_page: Vec<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("- **")?.split_once(".** "))
        .map(|(rule, rest)| {
            let choice = if rest.starts_with("(u) ") { " (u)" } else { "" };
            assert!(rest.contains("(*"), "{rule} names no page");
            format!("{rule}{choice}")
        })
        .collect();
    let in_code: Vec<String> = RuleId::all()
        .map(|rule| {
            let choice = if rule.is_choice() { " (u)" } else { "" };
            format!("{rule} {}{choice}", rule.title())
        })
        .collect();
    assert_eq!(on_page, in_code);
    for rule in RuleId::all().filter(|rule| rule.is_choice()) {
        assert!(
            page.contains(&format!("| {rule} |")),
            "the ledger has no row for {rule}"
        );
    }
    assert!(RuleId::all().all(|rule| RuleId::from_number(&rule.to_string()) == Some(rule)));
}
