//! Links: what goes in comes out, old ones for ever, and nothing hostile does harm.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use proptest::prelude::*;
use workspace::share::{self, ShareError, UNPACKED_LIMIT};
use workspace::{
    ContextForm, ContextValueForm, DependentActionForm, DocumentType, Expectation, MissingKeysForm,
    PrincipalForm, RequestForm, SavedDocument, SavedExpectation, SavedScenario, ScalarForm,
    Settings, Theme, Workspace,
};

/// A link as it was made by the first version (by another implementation of its form). Never edit these two files.
const LINK_V1: &str = include_str!("fixtures/link_v1.txt");
const WORKSPACE_V1: &str = include_str!("fixtures/workspace_v1.json");

#[test]
fn links_of_version_1_open_for_ever() {
    let opened = share::decode(LINK_V1).unwrap();
    assert_eq!(opened, Workspace::from_json(WORKSPACE_V1).unwrap());
    assert_eq!(opened.documents.len(), 2);
    assert!(opened.to_json().contains("1000000000000000000001"));
    assert_eq!(share::decode(&share::encode(&opened)).unwrap(), opened);
}

/// A link of the second version, with a text in force (by another implementation). Never edit these two files.
const LINK_V2: &str = include_str!("fixtures/link_v2.txt");
const WORKSPACE_V2: &str = include_str!("fixtures/workspace_v2.json");

#[test]
fn links_of_version_2_open_for_ever() {
    let opened = share::decode(LINK_V2).unwrap();
    assert_eq!(opened, Workspace::from_json(WORKSPACE_V2).unwrap());
    let current = opened.documents[0].current.as_deref().unwrap();
    assert!(current.contains("s3:*"), "{current}");
    assert_eq!(opened.documents[1].current, None);
    let written = share::encode(&opened);
    assert!(written.starts_with("#v2/"), "{written}");
    assert_eq!(share::decode(&written).unwrap(), opened);
}

#[test]
fn account_ids_are_replaced_everywhere_and_alike() {
    let workspace = Workspace::from_json(WORKSPACE_WITH_EXPECTATIONS).unwrap();
    let before = workspace.to_json();
    let other = Workspace::from_json(&before.replace("123456789012", "999988887777")).unwrap();
    assert_ne!(before, other.to_json());
    let replaced = other.with_example_accounts().unwrap().to_json();
    assert!(!replaced.contains("999988887777"), "{replaced}");
    assert_eq!(
        replaced.matches("111122223333").count(),
        before.matches("123456789012").count()
    );
    assert_eq!(replaced.len(), before.len());
}

/// A link as it was made when expectations came in. Never edit these two files.
const LINK_WITH_EXPECTATIONS: &str = include_str!("fixtures/link_v1_expectations.txt");
const WORKSPACE_WITH_EXPECTATIONS: &str = include_str!("fixtures/workspace_v1_expectations.json");

#[test]
fn expectations_open_for_ever() {
    let opened = share::decode(LINK_WITH_EXPECTATIONS).unwrap();
    let written = Workspace::from_json(WORKSPACE_WITH_EXPECTATIONS).unwrap();
    assert_eq!(opened, written);
    let expectations: Vec<_> = opened
        .expectations
        .iter()
        .map(|expectation| (expectation.name.as_deref(), expectation.expect))
        .collect();
    assert_eq!(
        expectations,
        [
            (Some("developers read reports"), Expectation::Allowed),
            (None, Expectation::Denied),
            (None, Expectation::Undetermined),
        ]
    );
    assert_eq!(
        opened.expectations[1].describe(),
        "s3:PutObject on arn:aws:s3:::reports/a by arn:aws:iam::123456789012:user/eve"
    );
    assert_eq!(
        opened.documents[1].attached_to.as_deref(),
        Some("Production")
    );
}

#[test]
fn documents_are_attached_by_their_types() {
    let workspace = Workspace::from_json(WORKSPACE_WITH_EXPECTATIONS).unwrap();
    let policies = workspace.policies().unwrap();
    assert_eq!(policies.identity[0].group.as_deref(), Some("developers"));
    let levels: Vec<&str> = policies.scp.iter().map(|level| &*level.name).collect();
    assert_eq!(levels, ["Production", "organization"]);
    // Guessed by its principal.
    assert_eq!(policies.resource[0].name, "bucket");
    assert_eq!(policies.boundary.len() + policies.session.len(), 0);
}

#[test]
fn what_programs_do_to_links() {
    let expected = Workspace::from_json(WORKSPACE_V1).unwrap();
    let link = LINK_V1.trim_end();
    let bare = link.strip_prefix('#').unwrap();
    let (head, tail) = link.split_at(100);
    for written in [
        bare.to_owned(),
        format!("  {link}\n"),
        format!("{head}\r\n {tail}"),
        link.replace('/', "%2F"),
        format!("{link}&embed=1&theme=dark"),
    ] {
        assert_eq!(share::decode(&written).as_ref(), Ok(&expected), "{written}");
    }
}

fn link_of(bytes: &[u8]) -> String {
    format!("#v1/{}", URL_SAFE_NO_PAD.encode(compress_to_vec(bytes, 6)))
}

#[test]
fn what_is_no_link() {
    for (fragment, expected) in [
        ("", "the link holds no workspace"),
        ("#", "the link holds no workspace"),
        ("#top", "the link holds no workspace"),
        ("#v", "the link holds no workspace"),
        ("#version1", "the link holds no workspace"),
        ("#v1x/abc", "the link holds no workspace"),
        ("#vé", "the link holds no workspace"),
        ("&v1/abcd", "the link holds no workspace"),
        ("#v1", "the link is incomplete"),
        ("#v1/", "the link is incomplete"),
        (
            "#v9/abcd",
            "the link was made by a newer version of the playground (`v9`",
        ),
        (
            "#v10/",
            "the link was made by a newer version of the playground (`v10`",
        ),
        ("#v0/abcd", "made by a newer version"),
        ("#v1/ab+d", "character 7 does not belong there"),
        ("#v1/éééé", "character 5 does not belong there"),
        ("#v1/abcde", "the link is incomplete"),
        ("#v1/____", "the link was changed on the way"),
        ("#v2", "the link is incomplete"),
        ("#v2/12", "the link is incomplete"),
        ("#v2/12/", "the link is incomplete"),
        ("#v2//abcd", "the link was changed on the way"),
        ("#v2/12x/abcd", "the link was changed on the way"),
        ("#v2/12/ab+d", "character 10 does not belong there"),
    ] {
        let message = share::decode(fragment).unwrap_err().to_string();
        assert!(message.contains(expected), "{fragment}: {message}");
    }
}

#[test]
fn what_a_link_may_not_hold() {
    for (json, expected) in [
        ("", "line 1, column 1: EOF while parsing"),
        ("[]", "line 1, column 1: expected an object, found a list"),
        ("{}", "`version` is missing"),
        ("{\"version\":2}", "version 2 is not known"),
        ("{\"version\":1}", "missing field `documents`"),
        (
            "{\"version\":1,\"documents\":[],\"x\":1}",
            "unknown field `x`",
        ),
        (
            "{\"version\":1,\"documents\":[],\"active\":\"a\"}",
            "`active`: no document has the id `a`",
        ),
        (
            "{\"version\":1,\"documents\":[{\"id\":\"a\",\"name\":\"\",\"text\":\"\"},{\"id\":\"a\",\"name\":\"\",\"text\":\"\"}]}",
            "`documents`: two documents have the id `a`",
        ),
    ] {
        let error = share::decode(&link_of(json.as_bytes())).unwrap_err();
        assert!(
            matches!(error, ShareError::Unreadable(_)),
            "{json}: {error:?}"
        );
        assert!(error.to_string().contains(expected), "{json}: {error}");
    }
    assert_eq!(
        share::decode(&link_of(b"{\"version\":1,\"documents\":[]}\xff")),
        Err(ShareError::Damaged { offset: None })
    );
    let deep = format!("{{\"version\":1,\"documents\":{}", "[".repeat(100_000));
    assert!(matches!(
        share::decode(&link_of(deep.as_bytes())),
        Err(ShareError::Unreadable(_))
    ));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = link_of(&vec![b' '; 50 * UNPACKED_LIMIT]);
    assert!(bomb.len() < 200_000);
    assert_eq!(share::decode(&bomb), Err(ShareError::TooLarge));
    // What a link says of itself is enough: nothing of this one is even read.
    for length in ["2097153", "99999999999999999999999999"] {
        let bomb = format!("#v2/{length}/not even base64");
        assert_eq!(share::decode(&bomb), Err(ShareError::TooLarge));
    }
    // And it is held to it.
    let data = URL_SAFE_NO_PAD.encode(compress_to_vec(&vec![b' '; 1000], 6));
    for length in [0, 10, 999, 1001] {
        let link = format!("#v2/{length}/{data}");
        let damaged = Err(ShareError::Damaged { offset: None });
        assert_eq!(share::decode(&link), damaged, "{length}");
    }
    let huge = format!("#v1/{}", "A".repeat(share::FRAGMENT_LIMIT + 1));
    assert_eq!(share::decode(&huge), Err(ShareError::TooLarge));
}

#[test]
fn every_cut_is_told() {
    for link in [LINK_V1.trim_end(), LINK_V2.trim_end()] {
        for end in "#v1/".len()..link.len() {
            assert_eq!(
                share::decode(&link[..end]),
                Err(ShareError::CutOff),
                "{end}"
            );
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            Just("\u{0}".to_owned()),
            Just("\n".to_owned()),
            Just("\"\\".to_owned()),
            Just("{\"Version\": \"2012-10-17\"".to_owned()),
            any::<char>().prop_map(String::from),
            any::<char>().prop_map(String::from),
        ],
        0..20,
    )
    .prop_map(|parts| parts.concat())
}

fn scalar() -> impl Strategy<Value = ScalarForm> {
    prop_oneof![
        text().prop_map(ScalarForm::Text),
        any::<i64>().prop_map(|number| ScalarForm::Number(number.to_string())),
        (any::<u32>(), any::<u32>()).prop_map(|(a, b)| ScalarForm::Number(format!("{a}.{b}e-7"))),
        any::<bool>().prop_map(ScalarForm::Bool),
    ]
}

fn scenario() -> impl Strategy<Value = SavedScenario> {
    let value = prop_oneof![
        scalar().prop_map(ContextValueForm::Single),
        prop::collection::vec(scalar(), 0..3).prop_map(ContextValueForm::List),
    ];
    (
        text(),
        text(),
        prop::option::of(text()),
        prop::option::of(prop::collection::vec(text(), 0..3)),
        prop::collection::vec((text(), value), 0..4),
        any::<bool>(),
    )
        .prop_map(
            |(principal, action, resource, resources, entries, absent)| SavedScenario {
                missing_keys: if absent {
                    MissingKeysForm::Absent
                } else {
                    MissingKeysForm::Unknown
                },
                request: RequestForm {
                    principal: PrincipalForm::Name(principal),
                    action,
                    resource,
                    resources,
                    resource_account: None,
                    resource_pattern: None,
                    dependent_actions: Vec::new(),
                    context: ContextForm { entries },
                },
            },
        )
}

fn expectation() -> impl Strategy<Value = SavedExpectation> {
    let expectations = [
        Expectation::Allowed,
        Expectation::Denied,
        Expectation::ExplicitlyDenied,
        Expectation::ImplicitlyDenied,
        Expectation::Undetermined,
    ];
    (
        scenario(),
        prop::option::of(text()),
        prop::sample::select(expectations.to_vec()),
    )
        .prop_map(|(scenario, name, expect)| SavedExpectation {
            name,
            missing_keys: scenario.missing_keys,
            request: RequestForm {
                dependent_actions: vec![DependentActionForm {
                    action: "iam:PassRole".to_owned(),
                    resource: scenario.request.resource.clone(),
                    resources: None,
                    context: scenario.request.context.clone(),
                }],
                ..scenario.request
            },
            expect,
        })
}

fn workspaces() -> impl Strategy<Value = Workspace> {
    let types = [
        DocumentType::Auto,
        DocumentType::Identity,
        DocumentType::Trust,
        DocumentType::VpcEndpoint,
    ];
    (
        prop::collection::vec(
            (text(), text(), 0..types.len(), any::<bool>(), any::<bool>()),
            0..4,
        ),
        prop::option::of(scenario()),
        prop::collection::vec(expectation(), 0..3),
        any::<bool>(),
        0_u8..9,
    )
        .prop_map(move |(documents, scenario, expectations, dark, indent)| {
            let documents: Vec<SavedDocument> = documents
                .into_iter()
                .enumerate()
                .map(
                    |(id, (name, text, kind, byte_order_mark, crlf))| SavedDocument {
                        id: id.to_string(),
                        name,
                        document_type: types[kind],
                        attached_to: crlf.then(|| format!("group {id}")),
                        current: byte_order_mark.then(|| text.clone()),
                        text,
                        byte_order_mark,
                        crlf,
                    },
                )
                .collect();
            Workspace {
                active: documents.last().map(|document| document.id.clone()),
                documents,
                scenario,
                expectations,
                settings: Settings {
                    theme: if dark { Theme::Dark } else { Theme::Auto },
                    indent,
                },
                ..Workspace::default()
            }
        })
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(workspace in workspaces()) {
        prop_assert_eq!(share::decode(&share::encode(&workspace)), Ok(workspace.clone()));
        prop_assert_eq!(Workspace::from_json(&workspace.to_json()), Ok(workspace));
    }

    #[test]
    fn nothing_breaks_the_reader(fragment in ".{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = share::decode(&fragment);
        let _ = share::decode(&format!("#v1/{}", URL_SAFE_NO_PAD.encode(&bytes)));
        let _ = share::decode(&link_of(&bytes));
        let _ = share::decode(&link_of(&bytes).replace("#v1/", "#v2/100/"));
    }
}
