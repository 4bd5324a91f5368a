//! Where two texts part, with a few words around it.

/// Characters shown on either side of the difference.
const AROUND: usize = 8;
/// Characters of the difference that are shown.
const SHOWN: usize = 60;

/// The differing middle of both texts; `None` where they are the same.
pub(super) fn difference(before: &str, after: &str) -> Option<(String, String)> {
    if before == after {
        return None;
    }
    let a: Vec<char> = before.chars().collect();
    let b: Vec<char> = after.chars().collect();
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let shorter = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(shorter).take_while(|(x, y)| x == y).count();
    Some((middle(&a, start, end), middle(&b, start, end)))
}

fn middle(text: &[char], start: usize, end: usize) -> String {
    let from = start.saturating_sub(AROUND);
    let to = (text.len() - end + AROUND).min(text.len());
    let part = text.get(from..to).unwrap_or_default();
    let mut shown: String = part.iter().take(SHOWN).collect();
    if part.len() > SHOWN {
        shown.push('…');
    }
    if from > 0 {
        shown.insert(0, '…');
    }
    if to < text.len() && part.len() <= SHOWN {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_difference_is_shown_with_its_neighbours() {
        let (before, after) =
            difference("全年收到申请134件，均已答复。", "全年收到申请143件，均已答复。").unwrap();
        assert_eq!(
            (before.as_str(), after.as_str()),
            ("全年收到申请134件，均已答复。", "全年收到申请143件，均已答复。")
        );
    }

    #[test]
    fn repeats_do_not_overlap() {
        assert_eq!(difference("aa", "aaa"), Some(("aa".into(), "aaa".into())));
        assert_eq!(difference("", "x"), Some((String::new(), "x".into())));
    }

    proptest! {
        #[test]
        fn it_is_none_exactly_for_equal_texts(a in ".{0,80}", b in ".{0,80}") {
            prop_assert_eq!(difference(&a, &b).is_none(), a == b);
        }
    }
}
