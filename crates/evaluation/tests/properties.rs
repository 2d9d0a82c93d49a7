//! What holds for every scenario, over generated ones.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    unreachable_pub
)]

mod generated;

use evaluation::{
    Caller, ContextValue, Decision, Layer, LayerOutcome, MissingKeys, NamedPolicy, PatternReach,
    PolicySet, Request, ScpLevel, StatementOutcome, Trace, decide, explain, prepare,
};
use generated::{
    ADDRESS, ANN, KEYS, Layers, brute_force, catalog, for_everyone, layers, policy_of, possible,
    request, requests, resource_statement, statement, without,
};
use policy::Effect;
use proptest::prelude::*;
use proptest::sample::subsequence;

/// The decision by the flow chart of "Policy evaluation for requests within a single account" (IAM User Guide), box by box, and by
/// its table of principals, from the statements that the trace says apply.
fn by_flow_chart(layers: &Layers, request: &Request, trace: &Trace) -> Decision {
    let applying = |layer: Layer, effect: Effect| {
        trace.statements.iter().filter(move |statement| {
            statement.layer == layer
                && statement.effect == Some(effect)
                && matches!(statement.outcome, StatementOutcome::Matched { .. })
        })
    };
    let allows = |layer| applying(layer, Effect::Allow).next().is_some();
    let denies = |layer| applying(layer, Effect::Deny).next().is_some();
    let caller = &request.principal.caller;
    let is_root = matches!(caller, Caller::AccountRoot { .. });
    let is_federated = matches!(caller, Caller::FederatedUser { .. });
    let is_role = matches!(caller, Caller::RoleSession { .. });
    let has_boundary = !is_root && layers.boundary.is_some();
    let has_session_policy = (is_federated || is_role) && layers.session.is_some();
    // A request that has a public address does not pass the endpoint.
    let address = request.context.get(ADDRESS);
    let through_endpoint =
        layers.endpoint.is_some() && address.is_none_or(|address| address.values.is_empty());
    if denies(Layer::Scp)
        || (through_endpoint && denies(Layer::VpcEndpoint))
        || denies(Layer::Rcp)
        || denies(Layer::Resource)
        || (!is_root && denies(Layer::Identity))
        || (has_boundary && denies(Layer::Boundary))
        || (has_session_policy && denies(Layer::Session))
    {
        return Decision::ExplicitlyDenied;
    }
    let is_open = |level| applying(Layer::Scp, Effect::Allow).any(|of| of.policy == level);
    if !(0..layers.scp.len()).all(is_open) || (through_endpoint && !allows(Layer::VpcEndpoint)) {
        return Decision::ImplicitlyDenied;
    }
    if is_root {
        return Decision::Allowed;
    }
    let boundary = !has_boundary || allows(Layer::Boundary);
    let session = if has_session_policy {
        allows(Layer::Session)
    } else {
        !is_federated
    };
    for granting in applying(Layer::Resource, Effect::Allow) {
        let text = &layers.resource[granting.statement];
        let names = |principal: &str| text.contains(&format!(r#""{principal}""#));
        let by_role_or_maker =
            (is_role && names("arn:aws:iam::111122223333:role/r")) || (is_federated && names(ANN));
        if names("111122223333") || (by_role_or_maker && !(boundary && session)) {
            continue;
        }
        return Decision::Allowed;
    }
    if allows(Layer::Identity) && boundary && session {
        Decision::Allowed
    } else {
        Decision::ImplicitlyDenied
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undetermined_is_exact(
        layers in layers(),
        request in requests(),
        missing in subsequence(&KEYS[..], 1..=2),
    ) {
        let policies = layers.set();
        let request = without(&request, &missing);
        let decision = layers.decide(&request);
        let outcomes = brute_force(&policies, &request, &missing, &missing);
        match &decision {
            Decision::Undetermined { missing: named } => {
                prop_assert!(outcomes.len() > 1, "undetermined, but always {outcomes:?}");
                // Every key that is named changes the decision by itself for some values of the others.
                for key in named {
                    let key = *missing.iter().find(|missing| missing.eq_ignore_ascii_case(key)).unwrap();
                    let others: Vec<&str> = missing.iter().copied().filter(|other| *other != key).collect();
                    let settings = match others.first() {
                        None => vec![request.context.clone()],
                        Some(other) => possible(&policies, &request, other, &missing)
                            .into_iter()
                            .map(|value| {
                                let mut context = request.context.clone();
                                context.insert(other, value);
                                context
                            })
                            .collect(),
                    };
                    let varies = settings.into_iter().any(|context| {
                        let request = Request { context, ..request.clone() };
                        brute_force(&policies, &request, &[key], &missing).len() > 1
                    });
                    prop_assert!(varies, "{key} makes no difference");
                }
            }
            settled => prop_assert_eq!(outcomes, vec![settled.clone()]),
        }
    }

    #[test]
    fn the_trace_has_the_same_decision(
        layers in layers(),
        request in requests(),
        missing in subsequence(&KEYS[..], 0..=4),
        unknown: bool,
    ) {
        let prepared = prepare(&layers.set(), catalog());
        let request = without(&request, &missing);
        let missing_keys = if unknown { MissingKeys::Unknown } else { MissingKeys::Absent };
        let trace = explain(&prepared, &request, missing_keys, catalog());
        prop_assert_eq!(&trace.decision, &decide(&prepared, &request, missing_keys, catalog()));
        // The layers by themselves agree with it, too.
        let says = |outcome| trace.layers.iter().any(|layer| layer.outcome == outcome);
        if says(LayerOutcome::ExplicitlyDenied) {
            prop_assert_eq!(&trace.decision, &Decision::ExplicitlyDenied);
        }
        if !says(LayerOutcome::Undetermined) {
            let is_open = matches!(trace.decision, Decision::Undetermined { .. });
            prop_assert!(!is_open);
        }
        let layers_of_each = trace.resources.iter().flat_map(|_| Layer::ALL);
        prop_assert!(trace.layers.iter().map(|layer| layer.layer).eq(layers_of_each));
        prop_assert!(!trace.why.is_empty() && trace.layers.iter().all(|layer| !layer.why.is_empty()));
        if let Decision::Undetermined { missing } = &trace.decision {
            let keys: Vec<&String> = trace.missing.iter().map(|missing| &missing.key).collect();
            prop_assert_eq!(keys, missing.iter().collect::<Vec<_>>());
            prop_assert!(missing_keys == MissingKeys::Unknown);
        }
        prop_assert_eq!(trace.statements.len(), layers.statements() * trace.resources.len());
    }

    #[test]
    fn the_decision_is_that_of_the_flow_chart(layers in layers(), request in requests()) {
        let request = Request { resource_account: None, dependent_actions: Vec::new(), ..request };
        let prepared = prepare(&layers.set(), catalog());
        let trace = explain(&prepared, &request, MissingKeys::Absent, catalog());
        prop_assert_eq!(&by_flow_chart(&layers, &request, &trace), &trace.decision);
    }

    #[test]
    fn an_allow_takes_nothing_away_and_a_deny_gives_nothing(
        layers in layers(),
        request in requests(),
        allow in (statement(&["Allow"]), resource_statement(&["Allow"])),
        deny in (statement(&["Deny"]), resource_statement(&["Deny"])),
    ) {
        let before = layers.decide(&request);
        // One more statement in each of the layers that there are.
        let with = |number: usize, (other, of_resource): &(String, String)| {
            let mut more = layers.clone();
            let (statements, is_resource) = more.each().into_iter().nth(number)?;
            statements.push(if is_resource { of_resource.clone() } else { other.clone() });
            Some(more.decide(&request))
        };
        for number in 0.. {
            let (Some(allowed), Some(denied)) = (with(number, &allow), with(number, &deny)) else {
                break;
            };
            match before {
                Decision::Allowed => prop_assert_eq!(allowed, Decision::Allowed),
                Decision::ExplicitlyDenied => {
                    prop_assert_eq!(allowed, Decision::ExplicitlyDenied);
                    prop_assert_eq!(denied, Decision::ExplicitlyDenied);
                }
                _ => prop_assert_ne!(denied, Decision::Allowed),
            }
        }
    }

    #[test]
    fn a_limit_that_is_added_gives_nothing(
        layers in layers(),
        request in requests(),
        limit in proptest::collection::vec(statement(&["Allow", "Deny"]), 0..3),
    ) {
        let before = layers.decide(&request);
        let prepared = |policies: &PolicySet| {
            decide(&prepare(policies, catalog()), &request, MissingKeys::Unknown, catalog())
        };
        let mut with_boundary = layers.set();
        with_boundary.boundary.push(policy_of(&limit));
        let mut with_rcp = layers.set();
        with_rcp.rcp.push(policy_of(&limit.iter().map(|text| for_everyone(text.clone())).collect::<Vec<_>>()));
        let mut with_level = layers.set();
        with_level.scp.push(ScpLevel { name: "more".to_owned(), policies: vec![policy_of(&limit)] });
        let mut with_session = layers.set();
        // A federated user has nothing without, and one of several session policies is enough.
        if layers.session.is_none() && !matches!(request.principal.caller, Caller::FederatedUser { .. }) {
            with_session.session.push(policy_of(&limit));
        }
        for policies in [with_boundary, with_level, with_session, with_rcp] {
            if before != Decision::Allowed {
                prop_assert_ne!(prepared(&policies), Decision::Allowed);
            }
        }
    }

    #[test]
    fn the_reason_is_sufficient_and_necessary(
        layers in layers(),
        request in requests(),
        missing in subsequence(&KEYS[..], 0..=2),
    ) {
        // One resource, so that a statement stands in the trace once.
        let request = Request { dependent_actions: Vec::new(), ..without(&request, &missing) };
        let trace = explain(&prepare(&layers.set(), catalog()), &request, MissingKeys::Unknown, catalog());
        let find = |layer, policy, statement| {
            let statements = trace.statements.iter().enumerate();
            let mut found = statements.filter(|(_, each)| (each.layer, each.policy, each.statement) == (layer, policy, statement));
            found.next().unwrap()
        };
        let decide = |kept: &dyn Fn(Layer, usize, usize) -> bool| layers.keep(kept).decide(&request);
        // Without those that do not apply, and those of layers that have no say, nothing changes.
        let has_say = |layer| trace.layers.iter().any(|each| each.layer == layer && each.outcome != LayerOutcome::NotApplicable);
        let left = decide(&|layer, policy, statement| {
            let (_, found) = find(layer, policy, statement);
            has_say(layer) && !matches!(found.outcome, StatementOutcome::NotMatched { .. })
        });
        prop_assert_eq!(&left, &trace.decision);
        // What statements of which each may apply come to together, no layer tells.
        if trace.layers.iter().any(|layer| layer.outcome == LayerOutcome::Undetermined) {
            return Ok(());
        }
        let deciding = |outcomes: &[LayerOutcome], place: usize| {
            let mut of_layers = trace.layers.iter().filter(|layer| outcomes.contains(&layer.outcome));
            of_layers.any(|layer| layer.statements.contains(&place))
        };
        let outcomes: &[LayerOutcome] = match trace.decision {
            Decision::ExplicitlyDenied => &[LayerOutcome::ExplicitlyDenied],
            Decision::Allowed => &[LayerOutcome::Allowed, LayerOutcome::Delegated],
            _ => return Ok(()),
        };
        let with = decide(&|layer, policy, statement| deciding(outcomes, find(layer, policy, statement).0));
        prop_assert_eq!(&with, &trace.decision);
        let without = decide(&|layer, policy, statement| !deciding(outcomes, find(layer, policy, statement).0));
        // A root user needs no statement in its account, as the trace says.
        let is_root = matches!(request.principal.caller, Caller::AccountRoot { .. });
        prop_assert!(without != trace.decision || (is_root && trace.decision == Decision::Allowed));
    }

    #[test]
    fn a_pattern_tells_of_every_resource_that_it_matches(
        layers in layers(),
        request in requests(),
        name in proptest::sample::select(&["*", "a*", "*b", "?b", "a?*"][..]),
        missing in subsequence(&KEYS[..], 0..=1),
    ) {
        let arn = |name: &str| format!("arn:aws:sqs:us-east-1:111122223333:{name}");
        let request = Request { dependent_actions: Vec::new(), ..without(&request, &missing) };
        let of_pattern = Request {
            resources: vec![arn(name)],
            resource_is_pattern: true,
            ..request.clone()
        };
        let prepared = prepare(&layers.set(), catalog());
        let decide = |request: &Request| decide(&prepared, request, MissingKeys::Unknown, catalog());
        let trace = explain(&prepared, &of_pattern, MissingKeys::Unknown, catalog());
        prop_assert_eq!(&trace.decision, &decide(&of_pattern));
        let told = trace.pattern.unwrap();
        for example in &told.examples {
            let request = Request { resources: vec![example.resource.clone()], ..request.clone() };
            prop_assert_eq!(&decide(&request), &example.decision);
        }
        let glob = patterns::Glob::new(name);
        let letters = ["", "a", "b", "*"];
        let names = (0..letters.len().pow(3)).map(|number| {
            let letter = |place: u32| letters[number / letters.len().pow(place) % letters.len()];
            format!("{}{}{}", letter(0), letter(1), letter(2))
        });
        for name in names.filter(|name| !name.is_empty() && glob.matches(name)) {
            let request = Request { resources: vec![arn(&name)], ..request.clone() };
            let decision = decide(&request);
            match told.reach {
                PatternReach::All => prop_assert_eq!(decision, Decision::Allowed, "{}", name),
                PatternReach::None => prop_assert!(matches!(decision, Decision::ExplicitlyDenied | Decision::ImplicitlyDenied), "{}", name),
                PatternReach::Some | PatternReach::Unknown => {}
            }
        }
    }

    #[test]
    fn the_order_of_statements_makes_no_difference(
        layers in layers(),
        request in requests(),
        missing in subsequence(&KEYS[..], 0..=2),
        split in 0usize..4,
    ) {
        let request = without(&request, &missing);
        let before = layers.decide(&request);
        let mut reversed = layers.clone();
        for (statements, _) in reversed.each() {
            statements.reverse();
        }
        reversed.scp.reverse();
        prop_assert_eq!(&before, &reversed.decide(&request));
        // Nor does it in how many policies they stand.
        let apart = |statements: &[String]| {
            let (first, second) = statements.split_at(split.min(statements.len()));
            vec![policy_of(second), policy_of(first)]
        };
        let mut policies = layers.set();
        policies.identity = apart(&layers.identity);
        policies.resource = apart(&layers.resource);
        policies.session = layers.session.iter().flat_map(|statements| apart(statements)).collect();
        for (level, statements) in policies.scp.iter_mut().zip(&layers.scp) {
            level.policies = apart(statements);
        }
        let decision = decide(&prepare(&policies, catalog()), &request, MissingKeys::Unknown, catalog());
        prop_assert_eq!(&before, &decision);
    }

    #[test]
    fn any_text_is_decided(text in "\\PC{0,60}", context in "\\PC{0,12}", action in "\\PC{0,12}", resource in "\\PC{0,20}") {
        let policies = PolicySet {
            identity: vec![NamedPolicy::parse("p", &text)],
            resource: vec![policy_of(&[format!(
                r#"{{"Effect":"Allow","Principal":"*","Action":{action:?},"Resource":{resource:?},"Condition":{{"StringLike":{{"a:b":{context:?}}}}}}}"#
            )])],
            boundary: vec![NamedPolicy::parse("p", &text)],
            ..PolicySet::default()
        };
        let mut request = request(ANN, &[], None);
        request.action = action;
        request.resources = vec![resource];
        request.context.insert("a:b", ContextValue::single(context));
        let prepared = prepare(&policies, catalog());
        let trace = explain(&prepared, &request, MissingKeys::Unknown, catalog());
        prop_assert_eq!(trace.decision, decide(&prepared, &request, MissingKeys::Unknown, catalog()));
    }
}
