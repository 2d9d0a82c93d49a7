use patterns::Piece;

use crate::document::Version;

/// A part of a text that may hold policy variables.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TemplatePiece {
    /// Text as written; where the place takes wildcards, `*` and `?` are wildcards.
    Text(String),
    /// A character that stands for itself: what `${*}`, `${?}` and `${$}` give.
    Literal(char),
    /// `${key}` or `${key, 'default'}`: replaced by the key's value in the request.
    Variable {
        /// The condition key, as written.
        key: String,
        /// What stands in when the request has no value.
        default: Option<String>,
    },
}

/// A text taken apart at its policy variables ("IAM policy elements: Variables and tags", IAM User
/// Guide). Before version 2012-10-17 there are none: `${` is text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Template {
    pieces: Vec<TemplatePiece>,
}

impl Template {
    /// Takes the text apart. What looks like a variable and is not one (`${`, never closed; `${}`) is text.
    pub fn new(text: &str, language: Version) -> Template {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        if language == Version::V2008 {
            return Template {
                pieces: match text {
                    "" => pieces,
                    _ => vec![TemplatePiece::Text(text.to_owned())],
                },
            };
        }
        while let Some((before, after)) = rest.split_once("${")
            && let Some((inside, behind)) = after.split_once('}')
        {
            let Some(piece) = read_variable(inside) else {
                // Not a variable: keep the two characters as text and look on behind them, since the
                // next one may start inside.
                plain.push_str(before);
                plain.push_str("${");
                rest = after;
                continue;
            };
            plain.push_str(before);
            if !plain.is_empty() {
                pieces.push(TemplatePiece::Text(std::mem::take(&mut plain)));
            }
            pieces.push(piece);
            rest = behind;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(TemplatePiece::Text(plain));
        }
        Template { pieces }
    }

    /// Its parts in order. Text pieces are never empty and never stand side by side.
    pub fn pieces(&self) -> &[TemplatePiece] {
        &self.pieces
    }

    /// Whether a value of the request is needed to know what it says.
    pub fn has_variables(&self) -> bool {
        self.variables().next().is_some()
    }

    /// The keys of its variables, in order.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            TemplatePiece::Variable { key, .. } => Some(key.as_str()),
            _ => None,
        })
    }

    /// The pattern's parts with every variable replaced by what `value_of` gives for its key, or by its
    /// default. What is put in is literal: its `*` is no wildcard. `None` when a variable has neither.
    pub fn resolve<F>(&self, mut value_of: F) -> Option<Vec<ResolvedPiece<'_>>>
    where
        F: FnMut(&str) -> Option<String>,
    {
        self.pieces
            .iter()
            .map(|piece| match piece {
                TemplatePiece::Text(text) => Some(ResolvedPiece::Text(text)),
                TemplatePiece::Literal(character) => {
                    Some(ResolvedPiece::Value(character.to_string()))
                }
                TemplatePiece::Variable { key, default } => value_of(key)
                    .or_else(|| default.clone())
                    .map(ResolvedPiece::Value),
            })
            .collect()
    }
}

/// A part of a template whose variables have been replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedPiece<'a> {
    /// Text of the policy.
    Text(&'a str),
    /// A value of the request, a default or an escaped character: literal.
    Value(String),
}

impl<'a> ResolvedPiece<'a> {
    /// The part as a pattern's: text has wildcards, values have none.
    pub fn as_pattern(&'a self) -> Piece<'a> {
        match self {
            ResolvedPiece::Text(text) => Piece::Pattern(text),
            ResolvedPiece::Value(value) => Piece::Literal(value),
        }
    }

    /// The part where nothing is a wildcard.
    pub fn as_str(&self) -> &str {
        match self {
            ResolvedPiece::Text(text) => text,
            ResolvedPiece::Value(value) => value,
        }
    }
}

/// What stands between `${` and `}`; `None` when it is no variable.
fn read_variable(inside: &str) -> Option<TemplatePiece> {
    match inside {
        "*" => return Some(TemplatePiece::Literal('*')),
        "?" => return Some(TemplatePiece::Literal('?')),
        "$" => return Some(TemplatePiece::Literal('$')),
        _ => {}
    }
    let (key, default) = match inside.split_once(',') {
        None => (inside, None),
        Some((key, default)) => {
            let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            (key, Some(default.to_owned()))
        }
    };
    let key = key.trim();
    // A condition key is `prefix:name`; `${AccountId}` is a placeholder of some template language.
    let (prefix, name) = key.split_once(':')?;
    let is_key = !prefix.is_empty()
        && !name.is_empty()
        && !key.contains(|c: char| c.is_whitespace() && c != ' ' || "{}\"'$*?".contains(c));
    is_key.then(|| TemplatePiece::Variable {
        key: key.to_owned(),
        default,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces in one line: text in `[]`, variables in `<>`, literals bare.
    fn show(text: &str, language: Version) -> String {
        Template::new(text, language)
            .pieces()
            .iter()
            .map(|piece| match piece {
                TemplatePiece::Text(text) => format!("[{text}]"),
                TemplatePiece::Literal(character) => character.to_string(),
                TemplatePiece::Variable { key, default: None } => format!("<{key}>"),
                TemplatePiece::Variable {
                    key,
                    default: Some(default),
                } => format!("<{key}|{default}>"),
            })
            .collect()
    }

    #[test]
    fn variables_are_found() {
        for (text, expected) in [
            ("", ""),
            ("plain", "[plain]"),
            ("home/${aws:username}/*", "[home/]<aws:username>[/*]"),
            ("${aws:username}", "<aws:username>"),
            ("${aws:a}${aws:b}", "<aws:a><aws:b>"),
            (
                "${aws:PrincipalTag/team, 'none'}",
                "<aws:PrincipalTag/team|none>",
            ),
            ("${aws:PrincipalTag/team,''}", "<aws:PrincipalTag/team|>"),
            ("a${*}b${?}c${$}", "[a]*[b]?[c]$"),
            ("${", "[${]"),
            ("${aws:username", "[${aws:username]"),
            ("${}", "[${}]"),
            ("${AccountId}", "[${AccountId}]"),
            ("${:x}", "[${:x}]"),
            ("${x:}", "[${x:}]"),
            ("${aws:x, none}", "[${aws:x, none}]"),
            ("${aws:x, 'none}", "[${aws:x, 'none}]"),
            ("${${aws:username}", "[${]<aws:username>"),
            ("${aws:*}", "[${aws:*}]"),
            (
                "${aws:PrincipalTag/cost center}",
                "<aws:PrincipalTag/cost center>",
            ),
            ("$aws:username}", "[$aws:username}]"),
            ("${aws:tab\tx}", "[${aws:tab\tx}]"),
        ] {
            assert_eq!(show(text, Version::V2012), expected, "{text}");
        }
    }

    #[test]
    fn the_language_of_2008_has_none() {
        assert_eq!(
            show("${aws:username}${*}", Version::V2008),
            "[${aws:username}${*}]"
        );
        assert!(!Template::new("${aws:username}", Version::V2008).has_variables());
        assert!(Template::new("${aws:username}", Version::V2012).has_variables());
        assert!(!Template::new("${*}", Version::V2012).has_variables());
    }

    #[test]
    fn values_are_put_in() {
        let template = Template::new("${aws:username}/${aws:x, 'd'}${*}", Version::V2012);
        let joined = |value: Option<&str>| {
            template
                .resolve(|key| value.filter(|_| key == "aws:username").map(str::to_owned))
                .map(|pieces| {
                    pieces
                        .iter()
                        .map(|piece| piece.as_str().to_owned())
                        .collect::<String>()
                })
        };
        assert_eq!(joined(Some("ann")).as_deref(), Some("ann/d*"));
        assert_eq!(joined(None), None);
        let pieces = template.resolve(|_| Some("*".to_owned())).unwrap();
        assert!(matches!(pieces[0].as_pattern(), Piece::Literal("*")));
        assert!(matches!(pieces[1].as_pattern(), Piece::Pattern("/")));
    }
}
