//! The packages that `cargo xtask test` made of this build, in themselves: valid, complete, and honest about what they
//! need.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::harness::built;

const ENTRY: &str = "usr/share/applications/Studiolo.desktop";
const SHOP_PAGE: &str = "usr/share/metainfo/app.studiolo.office.metainfo.xml";

#[test]
fn the_desktop_entry_and_the_shop_page_are_valid_and_of_one_mind() {
    let package = Unpacked::new();
    let entry = said("desktop-file-validate", &["--warn-kde", &package.file(ENTRY)]);
    assert_eq!(entry, "");
    said("appstreamcli", &["validate", "--no-net", &package.file(SHOP_PAGE)]);

    let entry = fs::read_to_string(package.file(ENTRY)).unwrap();
    for line in ["Exec=studiolo %u", "StartupWMClass=studiolo", "MimeType=x-scheme-handler/studiolo;"] {
        assert!(entry.lines().any(|found| found == line), "no {line} in {entry}");
    }
    for key in ["GenericName", "Comment", "Keywords"] {
        assert!(entry.contains(&format!("\n{key}[it]=")), "no {key} in Italian");
    }
    let page = fs::read_to_string(package.file(SHOP_PAGE)).unwrap();
    assert!(page.contains("<launchable type=\"desktop-id\">Studiolo.desktop</launchable>"));
    let newest = format!("<release version=\"{}\"", env!("CARGO_PKG_VERSION"));
    let first = page.lines().find(|line| line.contains("<release ")).unwrap_or_default();
    assert!(first.trim().starts_with(&newest), "the newest release on the shop page is {first}");
}

#[test]
fn the_package_brings_its_icons_its_terms_and_nothing_unexpected() {
    let package = Unpacked::new();
    let mut found: Vec<_> = said("find", &[&package.file(""), "-type", "f", "-printf", "%P\n"])
        .lines()
        .map(str::to_owned)
        .collect();
    let mut wanted: Vec<_> = [16, 24, 32, 48, 64, 128, 256, 512]
        .map(|side| format!("usr/share/icons/hicolor/{side}x{side}/apps/studiolo.png"))
        .into();
    wanted.extend(
        [
            ENTRY,
            SHOP_PAGE,
            "usr/bin/studiolo",
            "usr/bin/studioloctl",
            "usr/share/doc/studiolo/copyright",
            "usr/share/doc/studiolo/third-party-licences.txt",
            "usr/share/icons/hicolor/scalable/apps/studiolo.svg",
        ]
        .map(str::to_owned),
    );
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);

    // Anybody may read all of it, and only root change it.
    let listed = said("dpkg-deb", &["--contents", text(&package_file("deb"))]);
    for line in listed.lines() {
        assert!(line.contains(" 0/0 ") || line.contains(" root/root "), "{line}");
        assert!(
            line.starts_with("drwxr-xr-x") || line.starts_with("-rw-r--r--") != line.contains("usr/bin/"),
            "{line}"
        );
    }
    let terms = fs::read_to_string(package.file("usr/share/doc/studiolo/third-party-licences.txt")).unwrap();
    for part in ["tauri ", "sqlx ", "svelte ", "@fontsource-variable/inter "] {
        assert!(terms.lines().any(|line| line.starts_with(part)), "{part} is not named");
    }
}

#[test]
fn each_package_asks_for_every_library_of_the_program() {
    let package = Unpacked::new();
    let program = package.file("usr/bin/studiolo");
    let asked = said("dpkg-deb", &["--field", text(&package_file("deb")), "Depends"]);
    let asked = names(&asked);
    let needed = said(
        "sh",
        &[
            "-c",
            &format!(
                "mkdir {0}/debian && cd {0} && touch debian/control && dpkg-shlibdeps -O -e '{program}'",
                package.file("")
            ),
        ],
    );
    let needed = needed.trim().strip_prefix("shlibs:Depends=").unwrap().to_owned();
    assert!(names(&needed).is_subset(&asked), "needed {needed}, asked {asked:?}");
    // Found by their names while it runs: the tray's library, and the authorities that mail servers are known by.
    for name in ["ca-certificates", "libayatana-appindicator3-1"] {
        assert!(asked.contains(name), "{name} is not asked for");
    }

    let asked = said("rpm", &["--query", "--requires", "--package", text(&package_file("rpm"))]);
    let needed = said("objdump", &["--private-headers", &program]);
    // The loader's name is that of the processor, and comes with the C library.
    for library in needed
        .lines()
        .filter_map(|line| line.trim().strip_prefix("NEEDED"))
        .map(str::trim)
        .filter(|name| !name.starts_with("ld-"))
    {
        assert!(asked.lines().any(|line| line.starts_with(library)), "{library} is not asked for: {asked}");
    }
}

/// The Debian package, taken apart.
struct Unpacked(TempDir);

impl Unpacked {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        said("dpkg-deb", &["--extract", text(&package_file("deb")), text(folder.path())]);
        Self(folder)
    }

    fn file(&self, path: &str) -> String {
        self.0.path().join(path).to_string_lossy().into_owned()
    }
}

// `a (>= 1), b | c`: the names alone.
fn names(list: &str) -> BTreeSet<&str> {
    list.trim().split(", ").filter_map(|one| one.split(' ').next()).collect()
}

/// The package of this kind, `deb` or `rpm`.
pub fn package_file(kind: &str) -> PathBuf {
    let target = built("studiolo").ancestors().nth(2).unwrap().to_owned();
    let folder = target.join("package-debug");
    let mut entries = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .find(|path| path.extension().is_some_and(|found| found == kind))
        .unwrap_or_else(|| panic!("no .{kind} in {}: run this by `cargo xtask test`", folder.display()))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("target has a plain name")
}

// What a program says that must end well.
fn said(program: &str, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } =
        Command::new(program).args(arguments).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    let said = String::from_utf8_lossy(&stdout).into_owned();
    assert!(status.success(), "{program}: {said}{}", String::from_utf8_lossy(&stderr));
    said
}
