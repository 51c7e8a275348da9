use super::Tally;

fn read(lines: &[&str]) -> Tally {
    let mut tally = Tally::default();
    for line in lines {
        tally.read(line);
    }
    tally
}

#[test]
fn closing_lines_of_both_runners_add_up() {
    let tally = read(&[
        "running 4 tests",
        "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 9 filtered out; finished in 0.00s",
        "test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        " Test Files  1 failed | 2 passed (3)",
        "      Tests  1 failed | 4 passed | 2 skipped | 1 todo (8)",
    ]);
    assert_eq!(tally, Tally { passed: 12, failed: 3, skipped: 4 });
}

#[test]
fn a_line_that_merely_mentions_tests_counts_for_nothing() {
    let tally =
        read(&["test the_server_passed ... ok", "3 passed, 0 failed", "Tests are sentences (7)", "Tests  "]);
    assert_eq!(tally, Tally::default());
}

#[test]
fn the_closing_line_names_skipped_tests_only_where_there_are_some() {
    assert_eq!(Tally { passed: 2, failed: 0, skipped: 0 }.to_string(), "2 passed, 0 failed");
    assert_eq!(Tally { passed: 2, failed: 1, skipped: 3 }.to_string(), "2 passed, 1 failed, 3 skipped");
}
