//! Finding, among many texts, the pairs that are worth comparing exactly.
//!
//! A signature keeps the smallest of each of [`REGISTERS`] hashes over the shingles of a text; two
//! texts agree in a register with the probability of their Jaccard similarity (Broder 1997). Bands of
//! registers that agree as a whole make a pair a candidate (Leskovec, Rajaraman and Ullman, *Mining of
//! Massive Datasets*, chapter 3). What is found here is only worth a look: the exact comparison decides.
//!
//! Signatures are stored, so these few lines are part of the file format; a library that improves its
//! hash from one release to the next would make every stored signature silently worthless.

use super::shingle::Shingles;
use super::shingle::mix;

/// Hashes of a signature.
pub const REGISTERS: usize = BANDS * ROWS;
/// Bands of a signature. At a similarity of 0.90 a pair is missed once in four million; one of 0.30,
/// as two honest reports may have, becomes a candidate once in seventy.
const BANDS: usize = 20;
/// Registers of a band.
const ROWS: usize = 6;
/// A candidate whose estimate is below this is not near 0.90: five standard errors (0.027) lie between.
const LIKELY: f64 = 0.76;
/// Of many texts that are all the same, each is paired with its next few: whoever reads the finding
/// needs one of them, and all pairs of a template that a thousand bodies use would be half a million.
const NEXT: usize = 32;
/// The odd constant of `SplitMix64`, which makes one seed from each number.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The signature of a text.
pub fn signature(shingles: &Shingles) -> Vec<u32> {
    let mut smallest = vec![u32::MAX; REGISTERS];
    for run in shingles.iter() {
        for (n, register) in (1_u64..).zip(&mut smallest) {
            *register = upper(mix(run ^ n.wrapping_mul(STEP))).min(*register);
        }
    }
    smallest
}

/// The upper half of a hash.
fn upper(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or(u32::MAX)
}

/// The similarity that two signatures let expect, 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a signature has 120 registers")]
pub fn estimate(a: &[u32], b: &[u32]) -> f64 {
    let equal = a.iter().zip(b).filter(|(a, b)| a == b).count();
    equal as f64 / a.len().max(b.len()).max(1) as f64
}

/// The pairs that are likely to be near copies, each once, the smaller place first. Memory beside the
/// signatures is one band and the pairs.
pub fn pairs(signatures: &[&[u32]]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut keys: Vec<(u64, usize)> = Vec::with_capacity(signatures.len());
    for band in 0..BANDS {
        keys.clear();
        keys.extend(signatures.iter().enumerate().filter_map(|(place, signature)| {
            let rows = signature.get(band * ROWS..(band + 1) * ROWS)?;
            Some((rows.iter().fold(0, |key, row| mix(key ^ u64::from(*row))), place))
        }));
        keys.sort_unstable();
        for same in keys.chunk_by(|a, b| a.0 == b.0) {
            for (n, (_, a)) in same.iter().enumerate() {
                let next = same.iter().skip(n + 1).take(NEXT).map(|(_, b)| (*a, *b));
                pairs.extend(next.filter(|(a, b)| is_likely(signatures, *a, *b)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn is_likely(signatures: &[&[u32]], a: usize, b: usize) -> bool {
    match (signatures.get(a), signatures.get(b)) {
        (Some(a), Some(b)) => estimate(a, b) >= LIKELY,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A text of random letters, and the same with every `nth` of its sentences written anew.
    fn texts(seed: u64, nth: usize) -> (Shingles, Shingles) {
        let sentence = |seed: u64| -> String {
            (0..40_u64)
                .filter_map(|i| char::from_u32(0x4e00 + upper(mix(seed * 977 + i)) % 3000))
                .collect()
        };
        let old: Vec<String> = (0..40).map(|i| sentence(seed * 1000 + i)).collect();
        let mut new = old.clone();
        for (i, it) in new.iter_mut().enumerate().skip(1).step_by(nth) {
            *it = sentence(seed * 1000 + 500 + u64::try_from(i).unwrap());
        }
        (Shingles::of(old.into_iter()), Shingles::of(new.into_iter()))
    }

    #[test]
    fn a_near_copy_among_strangers_is_the_only_pair() {
        let mut all = Vec::new();
        for seed in 1..30 {
            all.push(signature(&texts(seed, 40).0));
        }
        all.push(signature(&texts(7, 40).1));
        let all: Vec<&[u32]> = all.iter().map(Vec::as_slice).collect();
        assert_eq!(pairs(&all), [(6, 29)]);
    }

    #[test]
    fn many_copies_of_one_text_are_not_all_paired_but_none_is_left_out() {
        let one = signature(&texts(1, 40).0);
        let all: Vec<&[u32]> = (0..200).map(|_| one.as_slice()).collect();
        let pairs = pairs(&all);
        assert!(pairs.len() <= 200 * NEXT, "{}", pairs.len());
        for place in 0..200 {
            assert!(pairs.iter().any(|(a, b)| *a == place || *b == place), "{place}");
        }
    }

    #[test]
    fn the_signature_of_a_text_never_changes() {
        let words = ["在窗口安排专人解答", "下一步把补贴名单张贴到村"].map(ToOwned::to_owned);
        let signature = signature(&Shingles::of(words.into_iter()));
        assert_eq!(signature.len(), REGISTERS);
        let bytes: Vec<u8> = signature.iter().flat_map(|it| it.to_be_bytes()).collect();
        // A change here makes every stored signature worthless: raise `SCHEME` with it.
        assert_eq!(crate::domain::Digest::of(&bytes).short(), "8255d40710c5fd28");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_estimate_is_near_the_exact_value(seed in 1_u64..1000, nth in 2_usize..40) {
            let (a, b) = texts(seed, nth);
            let exact = a.likeness(&b).shared;
            let estimated = estimate(&signature(&a), &signature(&b));
            // Five standard errors of 120 registers.
            prop_assert!((exact - estimated).abs() < 0.23, "{exact} {estimated}");
        }

        #[test]
        fn a_copy_of_nine_tenths_is_always_found(seed in 1_u64..1000) {
            let (a, b) = texts(seed, 40);
            prop_assert!(a.likeness(&b).shared > 0.90);
            prop_assert_eq!(pairs(&[&signature(&a), &signature(&b)]), [(0, 1)]);
        }
    }
}
