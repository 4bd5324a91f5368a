//! Cutting rows of figures, alone and together.

use super::*;
use proptest::prelude::*;

const SEVEN: Shape = Shape { cells: 7, group: 7 };
const FIFTEEN: Shape = Shape { cells: 15, group: 5 };

fn cut_as(text: &str, shape: Shape) -> Cuts {
    let chunks: Vec<String> = text.split_whitespace().map(ToOwned::to_owned).collect();
    cut(&chunks, shape)
}

fn row(text: &str) -> Cuts {
    cut_as(text, SEVEN)
}

#[test]
fn a_row_is_cut_where_its_total_says() {
    for (text, expected) in [
        ("21710000218", [217, 1, 0, 0, 0, 0, 218]),
        ("823000085", [82, 3, 0, 0, 0, 0, 85]),
        ("390000039", [39, 0, 0, 0, 0, 0, 39]),
        ("430 000043", [43, 0, 0, 0, 0, 0, 43]),
        ("10000000100", [100, 0, 0, 0, 0, 0, 100]),
    ] {
        assert_eq!(row(text), Cuts::Possible(vec![expected.to_vec()]), "{text}");
    }
}

#[test]
fn one_digit_a_figure_needs_no_sum_to_be_cut() {
    assert_eq!(row("1 0 0 0 0 01"), Cuts::Certain(vec![1, 0, 0, 0, 0, 0, 1]));
    assert_eq!(row("10 0 0 0 0 0 10"), Cuts::Certain(vec![10, 0, 0, 0, 0, 0, 10]));
    assert_eq!(row("43 0 00 0 043"), Cuts::Certain(vec![43, 0, 0, 0, 0, 0, 43]));
    assert_eq!(row("0000000"), Cuts::Certain(vec![0; 7]));
    assert_eq!(row("1000002"), Cuts::Unclear);
}

#[test]
fn a_row_that_cannot_be_cut_is_unclear_and_one_of_too_few_digits_is_short() {
    assert_eq!(row("1818"), Cuts::Short);
    assert_eq!(row(""), Cuts::Short);
    assert_eq!(row("1 0 0 0 0 0 0 1"), Cuts::Unclear);
    assert_eq!(row("21710000219"), Cuts::Unclear);
    assert_eq!(row(&"1".repeat(70)), Cuts::Unclear);
}

#[test]
fn an_ambiguous_row_keeps_all_its_readings() {
    let expected = vec![vec![1, 10, 0, 0, 0, 0, 11], vec![11, 0, 0, 0, 0, 0, 11]];
    assert_eq!(row("110000011"), Cuts::Possible(expected));
}

#[test]
fn table_four_has_three_sums() {
    let expected = vec![2, 1, 4, 1, 8, 0, 0, 0, 0, 0, 12, 3, 5, 0, 20];
    assert_eq!(cut_as("21418000001235020", FIFTEEN), Cuts::Possible(vec![expected]));
    assert_eq!(cut_as("00 0 00 0 0 0 00 0 0 0 00", FIFTEEN), Cuts::Certain(vec![0; 15]));
    assert_eq!(cut_as("52 7 8 19", FIFTEEN), Cuts::Short);
}

/// Received, carried in, handled, carried out.
fn balance() -> Vec<Balance> {
    vec![vec![(0, 1), (1, 1), (2, -1), (3, -1)]]
}

#[test]
fn the_columns_decide_between_readings() {
    let rows = [row("110000011"), row("0000000"), row("1 10 0 0 0 0 11"), row("0000000")];
    let read = together(&rows, &balance());
    let expected = [1, 10, 0, 0, 0, 0, 11].map(Some).to_vec();
    assert_eq!(read[0], Some(Certain { figures: expected, derived: true }));
    assert!(!read[2].as_ref().unwrap().derived);
}

#[test]
fn what_the_readings_do_not_agree_on_stays_unread() {
    let rows = [row("110000011"), row("0000000"), row("110000011"), row("0000000")];
    let read = together(&rows, &balance());
    let zero = Some(0);
    let expected = vec![None, None, zero, zero, zero, zero, Some(11)];
    assert_eq!(read[0], Some(Certain { figures: expected, derived: true }));
}

#[test]
fn a_table_that_contradicts_its_sums_leaves_only_what_needs_none() {
    let rows = [row("21710000218"), row("0000000"), row("20710000208"), row("0000000")];
    let read = together(&rows, &balance());
    assert_eq!((&read[0], &read[2]), (&None, &None));
    assert_eq!(read[1].as_ref().unwrap().figures, vec![Some(0); 7]);
}

#[test]
fn a_row_whose_own_total_is_its_only_witness_stays_unread() {
    // The sums down the columns say nothing where one of their rows is unread.
    let rows = [row("110000011"), row("18"), row("1 10 0 0 0 0 11"), row("0000000")];
    let read = together(&rows, &balance());
    assert_eq!(read[..2], [None, None]);
    assert!(read[2].is_some() && read[3].is_some());
}

#[test]
fn a_search_that_was_broken_off_reads_no_row_that_needs_the_sums() {
    // One and a half dozen rows of one figure that is 1 or 2, and a total that many choices meet.
    let mut rows = vec![Cuts::Possible(vec![vec![1], vec![2]]); 18];
    rows.push(Cuts::Possible(vec![vec![1]]));
    rows.push(Cuts::Certain(vec![28]));
    let total = rows.len() - 1;
    let sum = (0..rows.len()).map(|row| (row, if row == total { -1 } else { 1 })).collect();
    let read = together(&rows, &[sum]);
    assert_eq!(read[..total], vec![None; total]);
    assert_eq!(read[total].as_ref().unwrap().figures, [Some(28)]);
}

proptest! {
    /// Whatever is read is what was printed: never another figure.
    #[test]
    fn nothing_wrong_is_read(
        received in prop::array::uniform6(0_i64..40),
        later in prop::array::uniform6(0_i64..3),
        blanks in prop::collection::vec(any::<bool>(), 7),
    ) {
        let whole = |parts: [i64; 6]| {
            let mut row = parts.to_vec();
            row.push(parts.iter().sum());
            row
        };
        let mut handled = received;
        let mut out = later;
        for (n, left) in handled.iter_mut().zip(out.iter_mut()) {
            *left = (*left).min(*n);
            *n -= *left;
        }
        let table = [whole(received), whole([0; 6]), whole(handled), whole(out)];
        let printed: Vec<Cuts> = table
            .iter()
            .map(|figures| {
                let figures = figures.iter().zip(&blanks);
                row(&figures.map(|(n, b)| format!("{n}{}", if *b { " " } else { "" })).collect::<String>())
            })
            .collect();
        for (read, printed) in together(&printed, &balance()).into_iter().zip(table) {
            let Some(read) = read else { continue };
            for (figure, printed) in read.figures.into_iter().zip(printed) {
                prop_assert!(figure.is_none_or(|it| it == printed));
            }
        }
    }

    #[test]
    fn no_digits_panic(text in "[0-9 ]{0,80}") {
        let _ = row(&text);
        let _ = cut_as(&text, FIFTEEN);
    }
}
