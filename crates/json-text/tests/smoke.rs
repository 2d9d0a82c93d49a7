#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]
use json_text::*;
#[test]
fn reads() {
    let doc = parse("{\"a\": [1, {\"b\": \"x\\u0041\"}], \"c\": true}");
    assert_eq!(doc.errors(), &[]);
    let root = doc.root().unwrap();
    assert_eq!(
        root.members().map(|m| m.name()).collect::<Vec<_>>(),
        ["a", "c"]
    );
    let a = root.get("a").unwrap();
    let b = a.elements().nth(1).unwrap().get("b").unwrap();
    assert_eq!(b.as_str(), Some("xA"));
    assert_eq!(b.parent().unwrap().parent().unwrap().id(), a.id());
}
