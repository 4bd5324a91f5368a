//! A text as the set of its runs of four letters, and what two such sets have in common.
//!
//! A run never crosses a sentence, so that dropping or moving one leaves the others as they were.

/// Letters of a run. Shorter runs are shared by chance, longer ones let a changed word count for more
/// than itself.
const WIDTH: usize = 4;

/// The different runs of a text, hashed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shingles(Vec<u64>);

/// What two texts have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Shared runs among all runs of both (Jaccard), 0 to 1.
    pub shared: f64,
    /// Shared runs among those of the first text (containment), 0 to 1.
    pub contained: f64,
}

impl Shingles {
    /// The runs of some sentences.
    pub fn of(sentences: impl Iterator<Item = String>) -> Self {
        let mut runs = Vec::new();
        for sentence in sentences {
            let letters: Vec<u64> = sentence.chars().map(|c| u64::from(u32::from(c))).collect();
            if letters.len() < WIDTH {
                runs.push(hash(&letters));
            }
            runs.extend(letters.windows(WIDTH).map(hash));
        }
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    /// How many different runs there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// True where nothing was left of the text.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their hashes, in rising order.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
    }

    /// What this text has in common with another. An empty text has nothing in common with any.
    #[expect(clippy::cast_precision_loss, reason = "no text has 2^52 letters")]
    pub fn likeness(&self, other: &Self) -> Likeness {
        let shared = self.shared(other);
        let all = self.len() + other.len() - shared;
        let share = |of: usize| if of == 0 { 0.0 } else { shared as f64 / of as f64 };
        Likeness { shared: share(all), contained: share(self.len()) }
    }

    fn shared(&self, other: &Self) -> usize {
        let (mut count, mut theirs) = (0, other.0.iter().peekable());
        for run in &self.0 {
            while theirs.next_if(|it| *it < run).is_some() {}
            count += usize::from(theirs.next_if_eq(&run).is_some());
        }
        count
    }
}

/// FNV-1a over letters, finished by [`mix`]; fixed, because signatures made from it are stored.
fn hash(letters: &[u64]) -> u64 {
    let fnv = letters.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, letter| {
        (hash ^ letter).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mix(fnv)
}

/// The finalizer of `SplitMix64`: every bit of the input moves every bit of the output.
pub(super) const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shingles(text: &str) -> Shingles {
        Shingles::of(text.split('。').map(ToOwned::to_owned).filter(|it| !it.is_empty()))
    }

    #[test]
    fn runs_are_counted_once_and_never_cross_a_sentence() {
        assert_eq!(shingles("甲乙丙丁戊").len(), 2);
        assert_eq!(shingles("甲乙丙丁。甲乙丙丁").len(), 1);
        assert_eq!(shingles("甲乙。丙丁").len(), 2);
        assert!(shingles("").is_empty());
    }

    #[test]
    fn likeness_has_the_known_values() {
        let (six, five) = (shingles("甲乙丙丁戊己"), shingles("甲乙丙丁戊"));
        assert_eq!(six.likeness(&five), Likeness { shared: 2.0 / 3.0, contained: 2.0 / 3.0 });
        assert_eq!(five.likeness(&six), Likeness { shared: 2.0 / 3.0, contained: 1.0 });
        let nothing = Likeness { shared: 0.0, contained: 0.0 };
        assert_eq!(shingles("").likeness(&shingles("")), nothing);
        assert_eq!(six.likeness(&shingles("子丑寅卯")), nothing);
    }

    proptest! {
        #[test]
        fn likeness_is_between_nothing_and_all_and_sharing_is_mutual(
            a in "[甲乙丙丁。]{0,40}", b in "[甲乙丙丁。]{0,40}",
        ) {
            let (a, b) = (shingles(&a), shingles(&b));
            let (there, back) = (a.likeness(&b), b.likeness(&a));
            prop_assert_eq!(there.shared.to_bits(), back.shared.to_bits());
            prop_assert!((0.0..=1.0).contains(&there.shared));
            prop_assert!(there.shared <= there.contained);
        }

        #[test]
        fn the_order_of_sentences_does_not_matter(
            mut sentences in prop::collection::vec("[甲乙丙丁戊]{1,12}", 1..6),
        ) {
            let before = Shingles::of(sentences.clone().into_iter());
            sentences.reverse();
            prop_assert_eq!(before, Shingles::of(sentences.into_iter()));
        }
    }
}
