//! Archives that real programs made: what they wrote is what lands.

use std::fs;
use std::process::Command;

use super::craft::*;

/// A folder as an office has them, packed by `program` with `arguments` and the archive's name.
fn packed(program: &str, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let tree = folder.path().join("pratica");
    fs::create_dir_all(tree.join("Contabilità 2026/vuota")).unwrap();
    fs::write(tree.join("Contabilità 2026/perché.txt"), "ciao ".repeat(20_000)).unwrap();
    fs::write(tree.join("fattura.pdf"), "%PDF-1.7\n").unwrap();
    fs::write(tree.join("vuoto.txt"), "").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", tree.join("collegamento")).unwrap();
    let status = Command::new(program)
        .args(arguments)
        .current_dir(&tree)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status();
    let made = tree.join("../out.zip");
    match status {
        Ok(status) if status.success() => fs::read(made).unwrap(),
        Ok(status) => panic!("{program} ended with {status}"),
        Err(error) => panic!("{program}: {error}; `cargo xtask test` installs what is missing"),
    }
}

#[test]
fn what_real_programs_pack_lands_as_it_was() {
    let packers: [(&str, &[&str]); 6] = [
        ("zip", &["-q", "-r", "-y", "../out.zip", "."]),
        ("zip", &["-q", "-r", "-y", "-0", "-fz", "../out.zip", "."]),
        ("7z", &["a", "-snl", "-tzip", "../out.zip", "."]),
        ("bsdtar", &["-c", "--format", "zip", "-f", "../out.zip", "."]),
        ("bsdtar", &["-c", "--format", "zip", "--options", "zip:compression=store", "-f", "../out.zip", "."]),
        ("python3", &["-m", "zipfile", "-c", "../out.zip", "Contabilità 2026", "fattura.pdf", "vuoto.txt"]),
    ];
    for (program, arguments) in packers {
        let archive = packed(program, arguments);
        let dry_run = run(&archive).unwrap();
        let files: Vec<_> = dry_run.paths().into_iter().filter(|path| !path.ends_with('/')).collect();
        assert_eq!(files, ["Contabilità 2026/perché.txt", "fattura.pdf", "vuoto.txt"], "{program}");
        for (path, code) in dry_run.reasons() {
            let is_link = path.trim_start_matches("./") == "collegamento" && code == "link";
            assert!(is_link || (path, code) == ("./", "name_dots"), "{program} {path} {code}");
        }
        let staging = Staging::new();
        staging.unpack(&archive, &dry_run).unwrap();
        let text = staging.dir.read_to_string("Contabilità 2026/perché.txt").unwrap();
        assert_eq!(text, "ciao ".repeat(20_000), "{program}");
    }
}

#[test]
fn what_real_programs_protect_is_refused_by_name() {
    let packers: [(&str, &[&str]); 3] = [
        ("zip", &["-q", "-r", "-P", "segreto", "../out.zip", "fattura.pdf"]),
        ("7z", &["a", "-tzip", "-psegreto", "-mem=AES256", "../out.zip", "fattura.pdf"]),
        ("7z", &["a", "-tzip", "-psegreto", "../out.zip", "fattura.pdf"]),
    ];
    for (program, arguments) in packers {
        let archive = packed(program, arguments);
        assert_eq!(run(&archive).unwrap().reasons(), [("fattura.pdf", "encrypted")], "{program}");
    }
}

#[test]
fn methods_of_real_programs_other_than_store_and_deflate_are_refused_by_name() {
    for method in ["Deflate64", "BZip2", "LZMA"] {
        let option = format!("-mm={method}");
        let arguments = ["a", "-tzip", &option, "../out.zip", "Contabilità 2026/perché.txt"];
        let archive = packed("7z", &arguments);
        let dry_run = run(&archive).unwrap();
        assert_eq!(dry_run.refused[0].why.code(), "unsupported_method", "{method}");
    }
}

#[test]
fn archives_of_other_kinds_by_real_programs_are_told() {
    for (program, arguments, code) in [
        ("7z", ["a", "-t7z", "../out.zip", "."], "seven_zip"),
        ("tar", ["-c", "-f", "../out.zip", "."], "not_a_zip"),
    ] {
        let archive = packed(program, &arguments);
        assert_eq!(run(&archive).unwrap_err().code(), code, "{program}");
    }
}

#[test]
fn a_split_archive_of_a_real_program_is_told() {
    let arguments = ["-q", "-0", "-s", "64k", "-r", "../out.zip", "."];
    let archive = packed("zip", &arguments);
    assert_eq!(run(&archive).unwrap_err().code(), "zip_split");
}

#[test]
fn an_archive_written_as_a_stream_has_descriptors_and_lands() {
    let archive = packed("sh", &["-c", "zip -q -r - Cont* | cat > ../out.zip"]);
    let dry_run = run(&archive).unwrap();
    assert!(archive.windows(4).any(|four| four == b"PK\x07\x08"));
    let folders = ["Contabilità 2026/", "Contabilità 2026/perché.txt", "Contabilità 2026/vuota/"];
    assert_eq!(dry_run.paths(), folders);
}
