//! Everything in the fragment of a link, which is never sent to a server. All versions decode for ever; the newest one is
//! written.
//!
//! - `#v2/LENGTH/DATA`: the saved form, deflated (RFC 1951), in base64url without padding (RFC 4648, section 5). LENGTH is
//!   what it unpacks to, in bytes: a link that would unpack to too much is refused before any of it is.
//! - `#v1/DATA`: the same without its length.

use std::fmt;

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::{DecodeError, Engine as _};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use crate::read_error::ReadError;
use crate::saved::Workspace;

/// The most that a link may unpack to, in bytes. Sixteen times the largest document that AWS takes.
pub const UNPACKED_LIMIT: usize = 2 * 1024 * 1024;

/// The most that is looked at of a fragment, in bytes. Deflate cannot shrink [`UNPACKED_LIMIT`] bytes of
/// real text to less than it; a browser's address bar holds about as much.
pub const FRAGMENT_LIMIT: usize = 2 * 1024 * 1024;

/// The strongest compression that stays quick: a link is made once and sent often.
const LEVEL: u8 = 9;

/// Why a fragment is not a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareError {
    /// It does not start with `v` and a number: the link was not made by this tool, or has no content.
    Foreign,
    /// A version that this build does not know.
    Newer {
        /// The version it says, as written.
        version: String,
    },
    /// It ends too early: the link lost its end on the way.
    CutOff,
    /// It is not what any version of the tool writes.
    Damaged {
        /// Where in the fragment, in bytes from its start, if one place can be named.
        offset: Option<usize>,
    },
    /// It is, or would unpack to, more than a link may hold.
    TooLarge,
    /// It unpacks, but what comes out is not a workspace.
    Unreadable(ReadError),
}

impl fmt::Display for ShareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShareError::Foreign => f.write_str(
                "the link holds no workspace: what follows `#` starts with `v1/` or `v2/` in a link of the playground",
            ),
            ShareError::Newer { version } => write!(
                f,
                "the link was made by a newer version of the playground (`v{version}`, this one reads up to `v2`): \
                 open it on the site that it came from, or load a newer version"
            ),
            ShareError::CutOff => f.write_str(
                "the link is incomplete: its end was cut off on the way, ask for it again",
            ),
            ShareError::Damaged { offset: Some(offset) } => write!(
                f,
                "the link was changed on the way: character {} does not belong there, ask for it again",
                offset.saturating_add(1)
            ),
            ShareError::Damaged { offset: None } => {
                f.write_str("the link was changed on the way, ask for it again")
            }
            ShareError::TooLarge => write!(
                f,
                "the link holds more than {} MiB: it was not opened",
                UNPACKED_LIMIT / (1024 * 1024)
            ),
            ShareError::Unreadable(error) => {
                write!(f, "the link opens, but what it holds is not a workspace: {error}")
            }
        }
    }
}

impl std::error::Error for ShareError {}

/// The fragment that opens this workspace again: `#v2/…`. [`decode`] gives back an equal workspace.
///
/// The page may add parameters of its own behind it, each after an `&`.
pub fn encode(workspace: &Workspace) -> String {
    format!("#{}", encode_text(&workspace.to_json()))
}

/// A text, such as that of a lesson, as it stands in a link: `v2/…`. [`decode_text`] gives it back.
pub fn encode_text(text: &str) -> String {
    let packed = compress_to_vec(text.as_bytes(), LEVEL);
    let mut encoded = format!("v2/{}/", text.len());
    URL_SAFE_NO_PAD.encode_string(&packed, &mut encoded);
    encoded
}

/// The workspace in a fragment, with or without its `#`. What follows the first `&` is the page's own and
/// is not looked at; white space, which mail programs put into long lines, is left out.
///
/// # Errors
/// Whatever is not a fragment of a known version. Nothing of the input is trusted: no more than
/// [`UNPACKED_LIMIT`] bytes are ever unpacked.
pub fn decode(fragment: &str) -> Result<Workspace, ShareError> {
    let text = decode_text(fragment)?;
    Workspace::from_json(&text).map_err(ShareError::Unreadable)
}

/// The text that [`encode_text`] has put into a link.
///
/// # Errors
/// As for [`decode`], whatever the text is.
pub fn decode_text(fragment: &str) -> Result<String, ShareError> {
    let own = fragment.split_once('&').map_or(fragment, |(own, _)| own);
    let (version, data) = split(own)?;
    let json = match version {
        "1" => unpack(own, data, None)?,
        "2" => {
            let digits = data.bytes().take_while(u8::is_ascii_digit).count();
            let (length, behind) = data.split_at_checked(digits).ok_or(ShareError::CutOff)?;
            if behind.is_empty() {
                return Err(ShareError::CutOff);
            }
            let damaged = ShareError::Damaged { offset: None };
            let data = without_slash(behind)
                .filter(|_| digits > 0)
                .ok_or(damaged)?;
            // Digits that are no number are one that is too large.
            let length = length.parse().unwrap_or(usize::MAX);
            if length > UNPACKED_LIMIT {
                return Err(ShareError::TooLarge);
            }
            unpack(own, data, Some(length))?
        }
        _ => {
            return Err(ShareError::Newer {
                version: version.to_owned(),
            });
        }
    };
    String::from_utf8(json).map_err(|_| ShareError::Damaged { offset: None })
}

/// Unpacks the data, which ends the fragment `own`, to no more than `length` or [`UNPACKED_LIMIT`] bytes.
fn unpack(own: &str, data: &str, length: Option<usize>) -> Result<Vec<u8>, ShareError> {
    if data.len() > FRAGMENT_LIMIT {
        return Err(ShareError::TooLarge);
    }
    let start = own.len().saturating_sub(data.len());
    let compact: String = data.split_ascii_whitespace().collect();
    let offset_of =
        |position: usize| (compact.len() == data.len()).then(|| start.saturating_add(position));
    let packed = URL_SAFE_NO_PAD
        .decode(&compact)
        .map_err(|error| base64_error(error, offset_of))?;
    let unpacked = decompress_to_vec_with_limit(&packed, length.unwrap_or(UNPACKED_LIMIT))
        .map_err(|error| match error.status {
            TINFLStatus::HasMoreOutput if length.is_none() => ShareError::TooLarge,
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
                ShareError::CutOff
            }
            _ => ShareError::Damaged { offset: None },
        })?;
    match length {
        Some(length) if unpacked.len() != length => Err(ShareError::Damaged { offset: None }),
        _ => Ok(unpacked),
    }
}

/// Version, and what stands behind it and its slash.
fn split(own: &str) -> Result<(&str, &str), ShareError> {
    let trimmed = own.trim_start();
    let body = trimmed.strip_prefix('#').unwrap_or(trimmed);
    let rest = body.strip_prefix('v').ok_or(ShareError::Foreign)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (version, behind) = rest.split_at_checked(digits).ok_or(ShareError::Foreign)?;
    if version.is_empty() {
        return Err(ShareError::Foreign);
    }
    let data = without_slash(behind).ok_or(if behind.is_empty() {
        ShareError::CutOff
    } else {
        ShareError::Foreign
    })?;
    Ok((version, data))
}

/// What stands behind a slash, which some programs escape when they copy a link.
fn without_slash(text: &str) -> Option<&str> {
    ["/", "%2F", "%2f"]
        .iter()
        .find_map(|slash| text.strip_prefix(slash))
}

fn base64_error(error: DecodeError, offset_of: impl Fn(usize) -> Option<usize>) -> ShareError {
    match error {
        // One or two characters are missing at the end, or bits of the last one.
        DecodeError::InvalidLength(_) | DecodeError::InvalidLastSymbol(..) => ShareError::CutOff,
        DecodeError::InvalidByte(position, _) => ShareError::Damaged {
            offset: offset_of(position),
        },
        DecodeError::InvalidPadding => ShareError::Damaged { offset: None },
    }
}
