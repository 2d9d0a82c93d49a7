//! Sets of actions.

/// The number of an action within one [`Catalog`](crate::Catalog): dense, in order of service prefix and name. Numbers
/// of two catalogues have nothing to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionId(pub u32);

/// A set of actions of one catalogue, a bit for each.
#[derive(Clone, Debug, Default)]
pub struct ActionSet {
    words: Vec<u64>,
}

impl ActionSet {
    /// The empty set.
    #[must_use]
    pub fn new() -> Self {
        ActionSet::default()
    }

    /// The set of all numbers in `from..to`.
    #[must_use]
    pub fn range(from: u32, to: u32) -> Self {
        let mut set = ActionSet::new();
        set.insert_range(from, to);
        set
    }

    fn place(id: ActionId) -> (usize, u64) {
        ((id.0 / 64) as usize, 1u64 << (id.0 % 64))
    }

    /// Adds an action; says whether it was new.
    pub fn insert(&mut self, id: ActionId) -> bool {
        let (word, bit) = ActionSet::place(id);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        match self.words.get_mut(word) {
            Some(held) if *held & bit == 0 => {
                *held |= bit;
                true
            }
            _ => false,
        }
    }

    /// Adds all numbers in `from..to`.
    pub fn insert_range(&mut self, from: u32, to: u32) {
        if from >= to {
            return;
        }
        // The last one makes room for all.
        self.insert(ActionId(to - 1));
        let (first, last) = ((from / 64) as usize, (to / 64) as usize);
        for (index, word) in self.words.iter_mut().enumerate().skip(first) {
            if index > last {
                break;
            }
            let above = if index == first {
                u64::MAX << (from % 64)
            } else {
                u64::MAX
            };
            let below = if index == last {
                !(u64::MAX << (to % 64))
            } else {
                u64::MAX
            };
            *word |= above & below;
        }
    }

    /// Adds all actions of another set.
    pub fn insert_all(&mut self, other: &ActionSet) {
        if other.words.len() > self.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Whether the action is in the set.
    #[must_use]
    pub fn contains(&self, id: ActionId) -> bool {
        let (word, bit) = ActionSet::place(id);
        self.words.get(word).is_some_and(|held| held & bit != 0)
    }

    /// How many actions are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Whether no action is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The actions in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = ActionId> + '_ {
        self.words.iter().zip(0u32..).flat_map(|(&word, index)| {
            std::iter::successors((word != 0).then_some(word), |rest| {
                let rest = rest & (rest - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |rest| ActionId(index * 64 + rest.trailing_zeros()))
        })
    }

    fn combine(&self, other: &ActionSet, with: impl Fn(u64, u64) -> u64) -> ActionSet {
        let length = self.words.len().max(other.words.len());
        let padded = |words: &[u64]| {
            words
                .iter()
                .copied()
                .chain(std::iter::repeat(0))
                .take(length)
                .collect::<Vec<_>>()
        };
        let words = padded(&self.words)
            .into_iter()
            .zip(padded(&other.words))
            .map(|(a, b)| with(a, b))
            .collect();
        ActionSet { words }
    }

    /// The actions in either.
    #[must_use]
    pub fn union(&self, other: &ActionSet) -> ActionSet {
        self.combine(other, |a, b| a | b)
    }

    /// The actions in both.
    #[must_use]
    pub fn intersection(&self, other: &ActionSet) -> ActionSet {
        self.combine(other, |a, b| a & b)
    }

    /// The actions in this set that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &ActionSet) -> ActionSet {
        self.combine(other, |a, b| a & !b)
    }

    /// Whether every action of this set is in the other.
    #[must_use]
    pub fn is_subset(&self, other: &ActionSet) -> bool {
        self.difference(other).is_empty()
    }

    /// Whether no action is in both.
    #[must_use]
    pub fn is_disjoint(&self, other: &ActionSet) -> bool {
        self.intersection(other).is_empty()
    }
}

impl PartialEq for ActionSet {
    fn eq(&self, other: &Self) -> bool {
        self.is_subset(other) && other.is_subset(self)
    }
}

impl Eq for ActionSet {}

impl FromIterator<ActionId> for ActionSet {
    fn from_iter<I: IntoIterator<Item = ActionId>>(ids: I) -> Self {
        let mut set = ActionSet::new();
        for id in ids {
            set.insert(id);
        }
        set
    }
}

impl Extend<ActionId> for ActionSet {
    fn extend<I: IntoIterator<Item = ActionId>>(&mut self, ids: I) {
        for id in ids {
            self.insert(id);
        }
    }
}
