//! What lands, what is told on the way, and what is left behind when it does not.

use std::io::{self, Cursor};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use sha2::{Digest, Sha256};

use super::craft::*;
use super::*;

#[test]
fn an_honest_archive_lands_whole() {
    let long = noise(400_000);
    let archive = zip([
        folder("Contabilità 2026/"),
        deflated("Contabilità 2026/conti.csv", "a;b;c\n".repeat(90_000)),
        stored("Contabilità 2026/a/b/c.txt", "ciao"),
        deflated("rumore.dat", &long),
        stored("vuoto.pdf", ""),
        deflated("vuoto.txt", ""),
    ]);
    let dry_run = run(&archive).unwrap();
    assert_eq!(dry_run.refused, []);
    assert_eq!(
        dry_run.paths(),
        [
            "Contabilità 2026/",
            "Contabilità 2026/a/b/c.txt",
            "Contabilità 2026/conti.csv",
            "rumore.dat",
            "vuoto.pdf",
            "vuoto.txt"
        ]
    );
    assert_eq!(dry_run.bytes(), 540_000 + 4 + 400_000);
    assert_eq!(dry_run.accepted[3].content, Content::File { size: 400_000, crc32: crc32fast::hash(&long) });

    let staging = Staging::new();
    let unpacked = staging.unpack(&archive, &dry_run).unwrap();
    let there = [
        "Contabilità 2026/",
        "Contabilità 2026/a/",
        "Contabilità 2026/a/b/",
        "Contabilità 2026/a/b/c.txt",
        "Contabilità 2026/conti.csv",
        "rumore.dat",
        "vuoto.pdf",
        "vuoto.txt",
    ];
    assert_eq!(staging.paths(), there);
    assert_eq!(staging.dir.read("rumore.dat").unwrap(), long);
    let noisy = unpacked.iter().find(|file| file.path == "rumore.dat").unwrap();
    assert_eq!((noisy.size, noisy.sha256), (400_000, <[u8; 32]>::from(Sha256::digest(&long))));
    assert_eq!(unpacked.len(), 5);
}

#[test]
fn only_the_chosen_land_with_the_folders_above_them() {
    let archive = zip([folder("x/"), stored("a/b/1.txt", "1"), stored("a/2.txt", "2"), stored("3.txt", "3")]);
    let dry_run = run(&archive).unwrap();
    let staging = Staging::new();
    let chosen = ["a/b/1.txt", "x", "x"];
    let unpacked = unpack(Cursor::new(&archive), &dry_run, chosen, &staging.dir, &scratch(), &go_on).unwrap();
    assert_eq!(staging.paths(), ["a/", "a/b/", "a/b/1.txt", "x/"]);
    assert_eq!(unpacked.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["a/b/1.txt"]);
}

#[test]
fn choosing_what_was_refused_or_never_there_is_an_error_and_writes_nothing() {
    let archive = zip([stored("a.txt", "1"), stored("b.exe", "2")]);
    let dry_run = run(&archive).unwrap();
    for wrong in ["b.exe", "c.txt", "../a.txt", ""] {
        let staging = Staging::new();
        let chosen = ["a.txt", wrong];
        let unpacked = unpack(Cursor::new(&archive), &dry_run, chosen, &staging.dir, &scratch(), &go_on);
        assert_eq!(error(unpacked), "not_accepted");
        assert!(staging.paths().is_empty());
    }
}

#[test]
fn it_can_be_cancelled_at_any_instant_and_leaves_nothing() {
    let inner = zip([stored("1.txt", "1")]);
    let archive = zip([
        deflated("a/a.txt", "a".repeat(300_000)),
        stored("b.zip", inner),
        folder("c/"),
        stored("d/e/f.txt", "f"),
    ]);
    let dry_run = run(&archive).unwrap();
    let (mut cancelled, mut whole) = (0, false);
    for after in 0..200 {
        let calls = AtomicUsize::new(0);
        let watch = |_: Progress| {
            if calls.fetch_add(1, Relaxed) < after {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        let staging = Staging::new();
        let again = judged(&mut Cursor::new(&archive), &Limits::default(), &scratch(), &watch);
        calls.store(0, Relaxed);
        let unpacked =
            unpack(Cursor::new(&archive), &dry_run, dry_run.all(), &staging.dir, &scratch(), &watch);
        match unpacked {
            Ok(_) => whole = true,
            Err(error) => {
                assert_eq!(error.code(), "cancelled");
                assert!(staging.paths().is_empty());
                cancelled += 1;
            }
        }
        assert!(again.is_ok() || error(again) == "cancelled");
    }
    assert!(whole && cancelled > 5);
}

#[test]
fn progress_reaches_the_end() {
    let archive = zip([
        deflated("a.txt", "a".repeat(300_000)),
        stored("../b", ""),
        stored("c.zip", zip([folder("d/")])),
    ]);
    let last = std::sync::Mutex::new(Progress { entries: 0, bytes: 0 });
    let watch = |now: Progress| {
        let mut last = last.lock().unwrap();
        if now.entries >= last.entries && now.bytes >= last.bytes {
            *last = now;
        }
        ControlFlow::Continue(())
    };
    judged(&mut Cursor::new(&archive), &Limits::default(), &scratch(), &watch).unwrap();
    assert_eq!(*last.lock().unwrap(), Progress { entries: 1, bytes: 300_000 });
}

#[test]
fn what_changed_between_the_passes_is_told_and_leaves_nothing() {
    let archive = zip([
        stored("a.txt", "a"),
        deflated("b.txt", "b".repeat(500)),
        stored("c.zip", zip([stored("d.txt", "d")])),
    ]);
    let dry_run = run(&archive).unwrap();
    for byte in 0..archive.len() {
        let mut changed = archive.clone();
        changed[byte] ^= 0x55;
        let staging = Staging::new();
        let chosen = dry_run.all();
        match unpack(Cursor::new(&changed), &dry_run, chosen, &staging.dir, &scratch(), &go_on) {
            Ok(Unpacked { files, refused }) => {
                assert_eq!(files.len() + refused.len(), 3);
                let there = staging.paths().into_iter().filter(|path| !path.ends_with('/'));
                assert!(there.eq(files.into_iter().map(|file| file.path)), "byte {byte}");
            }
            Err(error) => {
                assert_eq!(error.code(), "zip_changed", "byte {byte}");
                assert!(staging.paths().is_empty());
            }
        }
    }
    let staging = Staging::new();
    assert_eq!(error(staging.unpack(b"", &dry_run)), "zip_changed");
}

#[test]
fn a_staging_folder_with_something_in_it_is_left_alone() {
    let archive = zip([stored("a.txt", "a")]);
    let dry_run = run(&archive).unwrap();
    let staging = Staging::new();
    staging.dir.write("mine.txt", "mine").unwrap();
    assert_eq!(error(staging.unpack(&archive, &dry_run)), "staging_not_empty");
    assert_eq!(staging.paths(), ["mine.txt"]);
}

#[test]
fn a_reader_that_fails_is_told_and_leaves_nothing() {
    struct Failing<'a>(Cursor<&'a [u8]>, AtomicUsize);
    impl io::Read for Failing<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.1.fetch_sub(1, Relaxed) == 0 {
                self.1.store(0, Relaxed);
                return Err(io::Error::other("unplugged"));
            }
            self.0.read(into)
        }
    }
    impl io::Seek for Failing<'_> {
        fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }
    let archive = zip([stored("a/a.txt", noise(300_000)), stored("b.zip", zip([stored("c.txt", "c")]))]);
    let plan = run(&archive).unwrap();
    let mut failures = 0;
    for after in 0..30 {
        let failing = || Failing(Cursor::new(archive.as_slice()), AtomicUsize::new(after));
        let ran = judged(&mut failing(), &Limits::default(), &scratch(), &go_on);
        assert!(ran.is_ok() || error(ran) == "zip_unreadable");
        let staging = Staging::new();
        match unpack(failing(), &plan, plan.all(), &staging.dir, &scratch(), &go_on) {
            Ok(_) => assert_eq!(staging.paths(), ["a/", "a/a.txt", "b/", "b/c.txt"]),
            Err(error) => {
                assert_eq!(error.code(), "zip_unreadable");
                assert!(staging.paths().is_empty());
                failures += 1;
            }
        }
    }
    assert!(failures > 3);
}

#[test]
fn a_zip_inside_that_is_large_goes_through_the_scratch_folder_and_leaves_nothing_there() {
    let scratch = tempfile::tempdir().unwrap();
    let inner = zip([stored("big.dat", noise(9 << 20))]);
    let archive = zip([stored("big.zip", &inner)]);
    let plan = judged(&mut Cursor::new(&archive), &Limits::default(), scratch.path(), &go_on).unwrap();
    let staging = Staging::new();
    unpack(Cursor::new(&archive), &plan, plan.all(), &staging.dir, scratch.path(), &go_on).unwrap();
    assert_eq!(staging.paths(), ["big/", "big/big.dat"]);
    assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0);
    let missing = scratch.path().join("missing");
    let failed = judged(&mut Cursor::new(&archive), &Limits::default(), &missing, &go_on);
    assert_eq!(error(failed), "write_failed");
}
