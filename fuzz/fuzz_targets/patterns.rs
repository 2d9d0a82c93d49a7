//! Any two patterns and any text: what the relations say of the patterns holds for the text and for the witness.

#![no_main]

use libfuzzer_sys::fuzz_target;
use patterns::{ActionPattern, ArnPattern, Glob, ResourcePattern, nearest};

/// The relations of `$a` and `$b`, held against matching.
macro_rules! check {
    ($kind:ty, $a:expr, $b:expr, $text:expr) => {{
        let (a, b) = (<$kind>::new($a), <$kind>::new($b));
        assert!(a.includes(&a) && b.includes(&b));
        assert!(!a.includes(&b) || !b.matches($text) || a.matches($text));
        assert_eq!(a.intersects(&b), b.intersects(&a));
        assert!(!(a.matches($text) && b.matches($text)) || a.intersects(&b));
        let witness = a.intersection_witness(&b);
        assert_eq!(witness.is_some(), a.intersects(&b));
        assert!(witness.is_none_or(|text| a.matches(&text) && b.matches(&text)));
    }};
}

fuzz_target!(|input: (&str, &str, &str)| {
    let (a, b, text) = input;
    check!(Glob, a, b, text);
    check!(ActionPattern, a, b, text);
    check!(ArnPattern, a, b, text);
    check!(ResourcePattern, a, b, text);
    // Where the fuzzer does not find the form of an ARN by itself.
    let (a, b, text) = (
        format!("arn:{a}"),
        format!("arn:{b}"),
        format!("arn:aws:s3::{text}"),
    );
    check!(ArnPattern, &a, &b, &text);
    check!(ResourcePattern, &a, &b, &text);
    assert!(Glob::literal(&a).matches(&a));
    assert!(!nearest(&a, [a.as_str(), b.as_str()], 2).contains(&a.as_str()));
});
