//! Actions in, state and effects out.
use std::rc::Rc;

use crate::acting::{analysis_of, names, opened, steps, tabs, typed};
use analysis::{Advice, Checked};
use diagnostics::{Edit, Finding, Fix, Span};
use evaluation::{Decision, Layer};
use policy::PolicyType;
use workbench::{
    Action, ContextRow, DocumentId, Effect, NoticeKind, Panel, RequestDraft, State, Theme, reduce,
};

#[test]
fn typing_is_analysed_and_kept() {
    let state = State::new();
    let active = state.active;
    let (state, effects) = reduce(state, typed(active, "{}", 7));
    assert_eq!(names(&effects), ["analyze", "keep"]);
    let document = state.active_document().unwrap();
    assert_eq!(
        (&*document.text, document.revision, document.editor_revision),
        ("{}", 1, Some(7))
    );
    let (state, effects) = reduce(state, typed(active, "{}", 8));
    assert_eq!(names(&effects), [""; 0], "the same text again is no change");
    assert_eq!(state.active_document().unwrap().editor_revision, Some(8));
}

#[test]
fn a_result_for_an_older_text_is_dropped() {
    let state = State::new();
    let document = state.active;
    let ready = |revision| Action::AnalysisReady {
        document,
        analysis: analysis_of(revision, vec![]),
    };
    let (state, _) = steps(
        state,
        [typed(document, "a", 1), typed(document, "ab", 2), ready(1)],
    );
    assert!(state.active_document().unwrap().analysis.is_none());
    let (state, _) = reduce(state, ready(2));
    assert!(
        state
            .active_document()
            .unwrap()
            .current_analysis()
            .is_some()
    );
    let (state, _) = reduce(state, typed(document, "abc", 3));
    let shown = state.active_document().unwrap();
    assert!(
        shown.analysis.is_some(),
        "what was found stays in view until the next result"
    );
    assert!(shown.current_analysis().is_none());
}

#[test]
fn only_the_panel_in_view_is_worked_for() {
    let state = State::new();
    let document = state.active;
    let (state, effects) = reduce(state, Action::PanelOpened(Panel::Suggest));
    assert_eq!(names(&effects), ["advise"]);
    let (state, effects) = reduce(state, typed(document, "x", 1));
    assert_eq!(names(&effects), ["analyze", "advise", "keep"]);
    let (state, effects) = reduce(state, Action::PanelOpened(Panel::Simulate));
    assert_eq!(names(&effects), ["simulate"]);
    let (state, effects) = reduce(state, typed(document, "xy", 2));
    assert_eq!(names(&effects), ["analyze", "simulate", "keep"]);
    let (_, effects) = reduce(state, Action::PanelOpened(Panel::Findings));
    assert_eq!(names(&effects), [""; 0]);
}

#[test]
fn advice_that_is_there_is_not_asked_for_again() {
    let state = State::new();
    let document = state.active;
    let (state, effects) = steps(
        state,
        [
            Action::AdviceReady {
                document,
                revision: 0,
                advice: Rc::new(Advice::default()),
            },
            Action::PanelOpened(Panel::Suggest),
        ],
    );
    assert_eq!(names(&effects), [""; 0]);
    assert!(state.active_document().unwrap().current_advice().is_some());
}

#[test]
fn the_newest_simulation_counts() {
    let (state, effects) = steps(
        State::new(),
        [
            Action::PanelOpened(Panel::Simulate),
            Action::RequestChanged(RequestDraft {
                action: "s3:GetObject".to_owned(),
                ..RequestDraft::default()
            }),
        ],
    );
    assert_eq!(names(&effects), ["simulate", "simulate", "keep"]);
    let answer = |number, text: &str| Action::SimulationReady {
        number,
        result: Err(text.into()),
    };
    let (state, _) = steps(state, [answer(2, "new"), answer(1, "old")]);
    assert_eq!(state.simulation, Some(Err("new".into())));
}

#[test]
fn expectations_are_checked_whenever_a_text_changes() {
    let state = State::new();
    let document = state.active;
    let request = RequestDraft {
        action: "s3:GetObject".to_owned(),
        ..RequestDraft::default()
    };
    let expected = Rc::new(request.expecting(&Decision::Allowed));
    assert_eq!(RequestDraft::of_expectation(&expected), request);
    let (state, effects) = reduce(state, Action::ExpectationAdded(expected.clone()));
    assert_eq!(names(&effects), ["check expectations", "keep"]);
    // The same once more changes nothing.
    let (state, effects) = reduce(state, Action::ExpectationAdded(expected));
    assert_eq!((names(&effects).len(), state.expectations.len()), (0, 1));
    let (state, effects) = reduce(state, typed(document, "x", 1));
    assert_eq!(names(&effects), ["analyze", "check expectations", "keep"]);
    let checked = |number, met| Action::ExpectationsChecked {
        number,
        outcomes: Rc::new([Ok(Checked {
            decision: Decision::ImplicitlyDenied,
            met,
        })]),
    };
    let (state, _) = steps(state, [checked(2, false), checked(1, true)]);
    assert_eq!(state.failed_expectations(), 1);
    let (state, effects) = reduce(state, Action::ExpectationRemoved(0));
    assert_eq!(names(&effects), ["keep"]);
    assert_eq!(state.failed_expectations(), 0);
    let (_, effects) = reduce(state, Action::ExpectationRemoved(0));
    assert_eq!(names(&effects), [""; 0]);
}

#[test]
fn a_fix_is_applied_to_the_text_it_was_made_for() {
    let state = State::new();
    let document = state.active;
    let fix = Fix::safe("mend", vec![Edit::new(Span::new(0, 1), "b")]);
    let found = analysis_of(
        1,
        vec![Finding::error("x", Span::new(0, 1), "m").fix(fix.clone())],
    );
    let (state, effects) = steps(
        state,
        [
            typed(document, "a", 4),
            Action::AnalysisReady {
                document,
                analysis: found,
            },
            Action::FixTaken { finding: 0, fix: 0 },
        ],
    );
    assert_eq!(
        effects.last(),
        Some(&Effect::ApplyEdits {
            document,
            editor_revision: Some(4),
            edits: fix.edits
        })
    );
    let (state, effects) = steps(
        state,
        [
            typed(document, "ab", 5),
            Action::FixTaken { finding: 0, fix: 0 },
        ],
    );
    assert!(!names(&effects).contains(&"apply"));
    assert_eq!(state.notice.unwrap().kind, NoticeKind::Problem);
}

#[test]
fn safe_fixes_are_applied_together_as_far_as_they_do_not_meet() {
    let state = State::new();
    let document = state.active;
    let edit = |start, end| Edit::new(Span::new(start, end), "x");
    let finding = |fix| Finding::error("x", Span::new(0, 1), "m").fix(fix);
    let found = analysis_of(
        1,
        vec![
            finding(Fix::safe("first", vec![edit(0, 1), edit(4, 5)])),
            finding(Fix::safe("meets the first", vec![edit(2, 3), edit(5, 6)])),
            finding(Fix::needs_review("not safe", vec![edit(8, 9)])),
            finding(Fix::safe("apart", vec![edit(2, 3)])),
        ],
    );
    let (state, effects) = steps(
        state,
        [
            typed(document, "0123456789", 4),
            Action::AnalysisReady {
                document,
                analysis: found,
            },
            Action::SafeFixesTaken,
        ],
    );
    assert_eq!(
        effects.last(),
        Some(&Effect::ApplyEdits {
            document,
            editor_revision: Some(4),
            edits: vec![edit(0, 1), edit(4, 5), edit(2, 3)]
        })
    );
    let (_, effects) = steps(state, [typed(document, "", 5), Action::SafeFixesTaken]);
    assert!(!names(&effects).contains(&"apply"));
}

#[test]
fn equal_placeholders_are_filled_in_together() {
    let state = State::new();
    let document = state.active;
    let text = r#"["<a>", "<b>", "<a>"]"#;
    let finding = Finding::warning("unfilled-placeholder", Span::new(2, 5), "m")
        .related(Span::new(9, 12), "m")
        .related(Span::new(16, 19), "m");
    let (_, effects) = steps(
        state,
        [
            typed(document, text, 1),
            Action::AnalysisReady {
                document,
                analysis: analysis_of(1, vec![finding]),
            },
            Action::PlaceholdersFilled {
                values: vec![("<a>".to_owned(), r#"say "a""#.to_owned())],
            },
        ],
    );
    let Some(Effect::ApplyEdits { edits, .. }) = effects.last() else {
        panic!("{effects:?}");
    };
    assert_eq!(
        json_text::apply(text, edits).unwrap(),
        r#"["say \"a\"", "<b>", "say \"a\""]"#
    );
}

#[test]
fn the_choice_of_editor_is_kept_where_anything_is() {
    let (state, effects) = steps(State::new(), [Action::PlainEditorChosen(true)]);
    assert!(state.plain_editor);
    assert_eq!(names(&effects), ["keep editor"]);
    let (_, effects) = steps(
        state,
        [
            Action::KeepingChosen(false),
            Action::PlainEditorChosen(false),
        ],
    );
    assert_eq!(names(&effects), ["forget"]);
}

#[test]
fn a_snippet_without_a_place_is_told() {
    let (state, effects) = steps(State::new(), [Action::SnippetTaken { snippet: 0 }]);
    assert_eq!(names(&effects), ["insert"]);
    let (state, _) = steps(state, [Action::SnippetUnplaced]);
    assert_eq!(state.notice.unwrap().kind, NoticeKind::Problem);
}

#[test]
fn formatting_is_one_edit_and_leaves_broken_text_alone() {
    let state = State::new();
    let document = state.active;
    let (state, effects) = steps(
        state,
        [
            typed(document, r#"{"Version":"2012-10-17"}"#, 1),
            Action::FormatAsked,
        ],
    );
    let Some(Effect::ApplyEdits { edits, .. }) = effects.last() else {
        panic!("{effects:?}");
    };
    assert_eq!(edits.len(), 1);
    let (state, effects) = steps(state, [typed(document, "{", 2), Action::FormatAsked]);
    assert!(!names(&effects).contains(&"apply"));
    assert!(state.notice.unwrap().text.contains("not valid JSON"));
}

#[test]
fn an_empty_document_makes_room_and_a_used_one_stays() {
    let (state, _) = reduce(State::new(), opened("first", "{}"));
    assert_eq!(tabs(&state), "[first]");
    let (state, effects) = reduce(state, opened("second", "{}"));
    assert_eq!(tabs(&state), "first [second]");
    assert_eq!(names(&effects), ["analyze", "select", "keep"]);
}

#[test]
fn closing_can_be_undone() {
    let (state, _) = steps(
        State::new(),
        [opened("a", "1"), opened("b", "2"), opened("c", "3")],
    );
    let b = state.documents[1].id;
    let (state, _) = steps(
        state,
        [Action::DocumentChosen(b), Action::DocumentClosed(b)],
    );
    assert_eq!(tabs(&state), "a [c]");
    assert!(state.notice.as_ref().unwrap().reopens);
    let (state, _) = reduce(state, Action::CloseUndone);
    assert_eq!(tabs(&state), "a [b] c");
    assert_eq!(state.notice, None);
}

#[test]
fn there_is_always_a_document() {
    let state = State::new();
    let only = state.active;
    let (state, _) = reduce(state, Action::DocumentClosed(only));
    assert_eq!(tabs(&state), "[policy]");
    assert_ne!(state.active, only);
    assert_eq!(state.notice, None, "nothing was in it, nothing can be lost");
}

#[test]
fn a_place_in_another_document_opens_it() {
    let (state, _) = steps(State::new(), [opened("a", "1"), opened("b", "2")]);
    let a = state.documents[0].id;
    let span = Span::new(0, 1);
    let (state, effects) = reduce(state, Action::PlaceChosen { document: a, span });
    assert_eq!(tabs(&state), "[a] b");
    assert_eq!(effects.last(), Some(&Effect::Select { document: a, span }));
}

#[test]
fn statements_lead_to_their_documents_not_to_namesakes() {
    let mut state = State::new();
    for policy_type in [
        PolicyType::Identity,
        PolicyType::Scp,
        PolicyType::Trust,
        PolicyType::Identity,
    ] {
        let action = Action::DocumentOpened {
            name: "same".into(),
            text: "{}".into(),
            policy_type: Some(policy_type),
        };
        state = reduce(state, action).0;
    }
    let ids: Vec<DocumentId> = state.documents.iter().map(|document| document.id).collect();
    let of = |layer, position| RequestDraft::document_of(&state.documents, layer, position);
    assert_eq!(of(Layer::Identity, 0), Some(ids[0]));
    assert_eq!(of(Layer::Identity, 1), Some(ids[3]));
    assert_eq!(of(Layer::Identity, 2), None);
    assert_eq!(of(Layer::Resource, 0), Some(ids[2]));
    assert_eq!(of(Layer::Scp, 0), Some(ids[1]));
}

#[test]
fn a_workspace_keeps_what_the_page_does_not_show() {
    let saved = include_str!("../../../workspace/tests/fixtures/workspace_v1_expectations.json");
    let mut saved = workspace::Workspace::from_json(saved).unwrap();
    saved.policy_toml = "[trusted]\naccounts = [\"111122223333\"]\n".to_owned();
    saved.switches.restrict_public_buckets = true;
    let grants = r#"{"version": 1, "documents": [], "grants": [{"name": "report", "keyId": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", "granteePrincipal": "arn:aws:iam::111122223333:role/report", "operations": ["Decrypt"]}]}"#;
    saved.grants = workspace::Workspace::from_json(grants).unwrap().grants;
    let mut state = State::new();
    workbench::from_workspace(&mut state, &saved);
    let kept = workbench::to_workspace(&state);
    assert_eq!(kept.expectations, saved.expectations);
    assert_eq!(kept.policy_toml, saved.policy_toml);
    assert_eq!(kept.switches, saved.switches);
    assert_eq!(kept.grants, saved.grants);
    let attached = |workspace: &workspace::Workspace| -> Vec<Option<String>> {
        let documents = workspace.documents.iter();
        documents.map(|of| of.attached_to.clone()).collect()
    };
    assert_eq!(attached(&kept), attached(&saved));
}

#[test]
fn policies_of_several_levels_are_found_level_by_level() {
    let mut state = State::new();
    let text = r#"{"version": 1, "documents": [
        {"id": "1", "name": "", "type": "scp", "attachedTo": "root", "text": "1"},
        {"id": "2", "name": "", "type": "scp", "text": "2"},
        {"id": "3", "name": "", "type": "scp", "attachedTo": "root", "text": "3"},
        {"id": "4", "name": "", "type": "scp", "attachedTo": "organization", "text": "4"}
    ]}"#;
    workbench::from_workspace(&mut state, &workspace::Workspace::from_json(text).unwrap());
    state.request.action = "s3:GetObject".to_owned();
    let scenario = state.request.scenario(&state.documents).unwrap();
    let of_layer = scenario.policies.of_layer(Layer::Scp);
    let texts: Vec<&str> = of_layer.map(|policy| policy.document.text()).collect();
    let found: Vec<&str> = (0..4)
        .map(|position| {
            let id = RequestDraft::document_of(&state.documents, Layer::Scp, position);
            &*state.document(id.unwrap()).unwrap().text
        })
        .collect();
    assert_eq!(found, ["1", "3", "2", "4"]);
    assert_eq!(found, texts);
}

#[test]
fn keeping_can_be_refused() {
    let state = State::new();
    let document = state.active;
    let (state, effects) = steps(
        state,
        [
            typed(document, "a", 1),
            Action::KeepingChosen(false),
            typed(document, "ab", 2),
        ],
    );
    assert_eq!(names(&effects), ["analyze", "keep", "forget", "analyze"]);
    let (_, effects) = reduce(state, Action::KeepingChosen(true));
    assert_eq!(names(&effects), ["keep"]);
}

#[test]
fn a_workspace_comes_back_as_it_was() {
    let (state, _) = steps(
        State::new(),
        [
            opened("a", "1"),
            Action::DocumentOpened {
                name: "b".into(),
                text: "2\r\n3\r\n".into(),
                policy_type: Some(PolicyType::Trust),
            },
            opened("c", "4"),
            Action::ThemeChosen(Theme::Dark),
            Action::RequestChanged(RequestDraft {
                principal: "anonymous".to_owned(),
                action: "s3:GetObject".to_owned(),
                resource: "arn:aws:s3:::b/k".to_owned(),
                context: vec![
                    ContextRow {
                        key: "aws:SourceIp".to_owned(),
                        values: "203.0.113.9".to_owned(),
                    },
                    ContextRow {
                        key: "aws:TagKeys".to_owned(),
                        values: "a, b".to_owned(),
                    },
                    ContextRow {
                        key: "aws:SourceVpc".to_owned(),
                        values: String::new(),
                    },
                ],
                missing_keys: evaluation::MissingKeys::Absent,
            }),
        ],
    );
    let b = state.documents[1].id;
    let (state, _) = reduce(state, Action::DocumentChosen(b));
    let saved = workbench::to_workspace(&state).to_json();
    let mut restored = State::new();
    workbench::from_workspace(
        &mut restored,
        &workspace::Workspace::from_json(&saved).unwrap(),
    );
    assert_eq!(tabs(&restored), "a [b] c");
    assert_eq!(restored.request, state.request);
    assert_eq!(restored.theme, Theme::Dark);
    let b = restored.active_document().unwrap();
    assert_eq!(
        (&*b.text, b.chosen_type, b.crlf),
        ("2\n3\n", Some(PolicyType::Trust), true)
    );
}

#[test]
fn an_embed_that_is_for_reading_applies_nothing_and_keeps_nothing() {
    let mut state = State::new();
    state.embed = workbench::Fragment::parse("embed=1").embed;
    let (state, _) = reduce(state, opened("a", "{}"));
    let (_, effects) = reduce(state, Action::FormatAsked);
    assert_eq!(names(&effects), [""; 0]);
}

#[test]
fn a_document_with_errors_is_named_where_it_decides() {
    let (state, _) = steps(State::new(), [opened("sound", "{}"), opened("broken", "{")]);
    let [sound, broken] = [state.documents[0].id, state.documents[1].id];
    let ready = |document, findings| Action::AnalysisReady {
        document,
        analysis: analysis_of(0, findings),
    };
    let error = Finding::error("json-syntax-error", Span::new(0, 1), "m");
    let warning = Finding::warning("missing-version", Span::new(0, 1), "m");
    let (state, _) = steps(
        state,
        [ready(sound, vec![warning]), ready(broken, vec![error])],
    );
    assert_eq!(RequestDraft::refused(&state.documents), ["broken"]);
}

#[test]
fn the_text_in_force_is_kept_with_the_document() {
    let state = State::new();
    let active = state.active;
    let (state, _) = steps(
        state,
        [
            typed(active, "{}", 1),
            Action::BaselineMarked,
            typed(active, "[]", 2),
        ],
    );
    let saved = workbench::to_workspace(&state);
    assert_eq!(saved.documents[0].current.as_deref(), Some("{}"));
    let mut opened = State::new();
    workbench::from_workspace(&mut opened, &saved);
    let document = opened.active_document().unwrap();
    assert_eq!(opened.baseline_text(document).as_deref(), Some("{}"));
}
