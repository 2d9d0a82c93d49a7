//! Every text over a small alphabet up to some length, and sets of them.

/// All texts over `alphabet` with up to `length` characters, short ones first.
pub(crate) fn texts(alphabet: &str, length: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut start = 0;
    for _ in 0..length {
        let end = all.len();
        for index in start..end {
            for c in alphabet.chars() {
                let longer = format!("{}{c}", all[index]);
                all.push(longer);
            }
        }
        start = end;
    }
    all
}

/// Which of some texts a pattern matches.
#[derive(PartialEq, Eq)]
pub(crate) struct Matched(Vec<u64>);

impl Matched {
    pub(crate) fn of(texts: &[String], matches: impl Fn(&str) -> bool) -> Self {
        let word = |texts: &[String]| {
            texts.iter().enumerate().fold(0, |word, (bit, text)| {
                word | (u64::from(matches(text)) << bit)
            })
        };
        Self(texts.chunks(64).map(word).collect())
    }

    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| b & !a == 0)
    }

    /// The index of the first text that both match.
    pub(crate) fn first_common(&self, other: &Self) -> Option<usize> {
        self.0
            .iter()
            .zip(&other.0)
            .enumerate()
            .find_map(|(index, (a, b))| {
                (a & b != 0).then(|| 64 * index + (a & b).trailing_zeros() as usize)
            })
    }
}
