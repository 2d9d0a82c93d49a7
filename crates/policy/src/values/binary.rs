use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Reads the bytes that a base64 text stands for; padding is required. Operators on binary values compare these,
/// not the text.
pub fn read_binary(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// The base64 text that [`read_binary`] reads.
pub fn write_binary(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded() {
        for (text, expected) in [
            ("", Some(&b""[..])),
            (
                "QmluYXJ5VmFsdWVJbkJhc2U2NA==",
                Some(&b"BinaryValueInBase64"[..]),
            ),
            ("AA==", Some(&[0][..])),
            ("/+8=", Some(&[0xff, 0xef][..])),
            ("AA", None),
            ("AB==", None),
            ("A A=", None),
            ("_-8=", None),
            ("é", None),
        ] {
            let read = read_binary(text);
            assert_eq!(read.as_deref(), expected, "{text}");
            assert!(read.is_none_or(|bytes| write_binary(&bytes) == text));
        }
    }
}
