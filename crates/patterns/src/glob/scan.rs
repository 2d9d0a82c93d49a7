//! The greedy scan that matching, inclusion and intersection share.

use super::Token;

/// What a token that is not [`Token::Many`] makes of a symbol.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// The token takes the symbol.
    Over,
    /// The symbol passes and the token still stands.
    Stay,
    /// The token does not take the symbol.
    Refuse,
}

impl Step {
    pub(super) fn over_if(taken: bool) -> Self {
        if taken { Self::Over } else { Self::Refuse }
    }
}

/// Do `tokens` take all of `symbols`, one after the other, where [`Token::Many`] takes any run of them?
///
/// What stands between two `Many` is placed as far left as it goes. That loses nothing, because the later `Many` takes
/// whatever an earlier place leaves over; so a failure only ever moves the last `Many`, and the number of steps is at most
/// the product of the two lengths.
pub(super) fn scan<S>(
    tokens: impl Iterator<Item = Token> + Clone,
    symbols: impl Iterator<Item = S> + Clone,
    mut take: impl FnMut(Token, S) -> Step,
) -> bool {
    let (mut tokens, mut symbols) = (tokens, symbols);
    // Behind the last `Many`, and the first symbol that it has not taken.
    let mut retry = None;
    loop {
        let (mut tokens_ahead, mut symbols_ahead) = (tokens.clone(), symbols.clone());
        match (tokens_ahead.next(), symbols_ahead.next()) {
            (Some(Token::Many), _) => {
                if tokens_ahead.clone().next().is_none() {
                    return true;
                }
                retry = Some((tokens_ahead.clone(), symbols.clone()));
                tokens = tokens_ahead;
                continue;
            }
            (Some(token), Some(symbol)) => match take(token, symbol) {
                Step::Over => {
                    (tokens, symbols) = (tokens_ahead, symbols_ahead);
                    continue;
                }
                Step::Stay => {
                    symbols = symbols_ahead;
                    continue;
                }
                Step::Refuse => {}
            },
            (None, None) => return true,
            // Moving `Many` on would leave even fewer symbols.
            (Some(_), None) => return false,
            (None, Some(_)) => {}
        }
        let Some((tokens_behind, symbols_left)) = &mut retry else {
            return false;
        };
        symbols_left.next();
        (tokens, symbols) = (tokens_behind.clone(), symbols_left.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::super::Glob;
    use super::*;

    /// Does `pattern` match `text`, and how many comparisons does that take?
    fn count(pattern: &str, text: &str) -> (bool, usize) {
        let mut steps = 0;
        let glob = Glob::new(pattern);
        let matched = scan(glob.tokens(), text.chars(), |token, c| {
            steps += 1;
            Step::over_if(token == Token::Char(c))
        });
        (matched, steps)
    }

    #[test]
    fn many_stars_against_a_long_text_take_few_steps() {
        let text = "a".repeat(100_000);
        let stars = "*a".repeat(40);
        assert_eq!(count(&format!("{stars}*"), &text), (true, 40));
        assert_eq!(count(&format!("{stars}*b"), &text), (false, 100_000));
        let runs = "*aaaaaaaab".repeat(40);
        let (matched, steps) = count(&runs, &text);
        assert!(!matched && steps <= 9 * text.len(), "{steps}");
    }

    #[test]
    fn a_miss_at_the_start_takes_one_step() {
        assert_eq!(count("ab*c", "xbbbbbbbbbc"), (false, 1));
    }
}
