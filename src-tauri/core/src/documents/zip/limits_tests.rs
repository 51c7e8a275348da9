//! The limits, measured.

use super::craft::*;
use super::*;

#[test]
fn an_entry_too_large_for_its_bytes_is_refused_when_it_is_past_the_size() {
    let limits = Limits { ratio: 10, ratio_from: 50_000, ..Limits::default() };
    let archive = zip([
        deflated("small.txt", "a".repeat(50_000)),
        deflated("bomb.txt", "a".repeat(50_001)),
        deflated("dense.txt", noise(60_000)),
        // A prefix that shrinks well is no bomb when the whole does not.
        deflated("mixed.txt", ["a".repeat(200_000).as_bytes(), &noise(60_000)].concat()),
        // What the list says of the size is not believed.
        Row { size: 10, ..deflated("liar.txt", "a".repeat(60_000)) },
    ]);
    let dry_run = run_within(&archive, &limits).unwrap();
    assert_eq!(dry_run.paths(), ["dense.txt", "mixed.txt", "small.txt"]);
    assert_eq!(dry_run.refused[0].why, Refusal::Ratio);
    assert_eq!(dry_run.refused[1].path, "liar.txt");
}

#[test]
fn more_bytes_than_the_limit_end_it_all_even_when_the_list_lies() {
    let limits = Limits { unpacked: 100_000, ..Limits::default() };
    let three = |size: u64| {
        ["1.txt", "2.txt", "3.txt"].map(|name| Row { size, ..deflated(name, "a".repeat(40_000)) })
    };
    assert_eq!(error(run_within(&zip(three(40_000)), &limits)), "zip_too_much");
    let exactly = zip([deflated("a.txt", "a".repeat(100_000))]);
    assert_eq!(run_within(&exactly, &limits).unwrap().bytes(), 100_000);
    // What is refused while it inflates has inflated all the same.
    assert_eq!(error(run_within(&zip(three(10)), &limits)), "zip_too_much");
}

#[test]
fn an_entry_that_is_longer_than_it_says_is_left_off_at_once() {
    let limits = Limits { unpacked: 200_000, ..Limits::default() };
    let liar = Row { size: 10, ..deflated("liar.txt", "a".repeat(300_000)) };
    assert_eq!(run_within(&zip([liar]), &limits).unwrap().reasons(), [("liar.txt", "wrong_size")]);
}

#[test]
fn folders_that_are_listed_after_all_do_not_count_as_unlisted() {
    let limits = Limits { entries: 8, ..Limits::default() };
    let rows =
        [stored("a/b/c/x", ""), folder("a/"), folder("a/b/"), folder("a/b/c/"), stored("d/e/f/g/h/i/y", "")];
    assert_eq!(run_within(&zip(rows), &limits).unwrap().rows(), 5);
}

#[test]
fn more_entries_than_the_limit_end_it_all_even_when_the_end_record_lies() {
    let rows = |count: usize| (0..count).map(|number| stored(format!("{number}.txt"), ""));
    assert_eq!(run(&zip(rows(10_000))).unwrap().accepted.len(), 10_000);
    assert_eq!(error(run(&zip(rows(10_001)))), "zip_too_many_entries");
    let lying = Craft { rows: rows(10_001).collect(), says_entries: Some(3), ..Craft::default() };
    assert_eq!(error(run(&lying.bytes())), "zip_too_many_entries");
    let lying = Craft { rows: rows(2).collect(), says_entries: Some(3), ..Craft::default() };
    assert_eq!(error(run(&lying.bytes())), "zip_damaged");
    // Refused ones count, and so do folders that only paths need.
    assert_eq!(error(run(&zip((0..10_001).map(|_| stored("../a", ""))))), "zip_too_many_entries");
    let deep = (0..60).map(|number| stored(format!("{number}{}", "/a".repeat(300)), ""));
    assert_eq!(error(run(&zip(deep))), "zip_too_many_entries");
}

#[test]
fn limits_hold_across_zips_inside() {
    let inner = zip([deflated("1.txt", "a".repeat(40_000)), stored("2.txt", "")]);
    let archive = zip(["a.zip", "b.zip", "c.zip"].map(|name| stored(name, &inner)));
    let within = |limits: Limits| run_within(&archive, &limits);
    assert_eq!(within(Limits { unpacked: 120_000, ..Limits::default() }).unwrap().bytes(), 120_000);
    assert_eq!(error(within(Limits { unpacked: 119_999, ..Limits::default() })), "zip_too_much");
    assert_eq!(within(Limits { entries: 9, ..Limits::default() }).unwrap().rows(), 9);
    assert_eq!(error(within(Limits { entries: 8, ..Limits::default() })), "zip_too_many_entries");
    // The zips inside are thrown away, and still may not fill the disk.
    let hollow = zip([deflated("hollow.zip", vec![0; 200_000])]);
    assert_eq!(
        error(run_within(&hollow, &Limits { unpacked: 100_000, ..Limits::default() })),
        "zip_too_much"
    );
}
