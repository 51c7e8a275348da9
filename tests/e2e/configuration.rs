//! What the window is permitted, as it is configured: single permissions, a strict policy, no tools, nothing remote.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// Addresses that stand in the built page and are never fetched: names of XML's kinds, where the libraries' own errors are
/// explained, and where licences stand.
const NEVER_FETCHED: [&str; 10] = [
    "http://www.w3.org/",
    "https://svelte.dev/e/",
    "https://paraglidejs.com/errors",
    "https://prosemirror.net/docs/",
    "http://dummy.com",
    "http://ns.adobe.com/",
    "http://www.xfa.org/schema/",
    "http://www.apache.org/licenses/",
    "http://scripts.sil.org/OFL",
    "https://github.com/zloirock/core-js",
];

/// What pdf.js tries its reading of addresses with, whole: no beginning of another address.
const TRIED: [&str; 8] = [
    "http://example.com",
    "https://a",
    "https://a#б",
    "https://a/c%20d?a=1&c=3",
    "https://a@b",
    "https://foo.bar",
    "https://x",
    "https://тест",
];

#[test]
fn each_window_is_granted_single_permissions_by_name() {
    let named = configuration()["app"]["security"]["capabilities"].clone();
    let folder = root().join("src-tauri").join("capabilities");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let capability: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let path = path.display();
        assert!(named.as_array().unwrap().contains(&capability["identifier"]), "{path} is not in use");
        for list in ["windows", "permissions"] {
            for name in capability[list].as_array().unwrap_or_else(|| panic!("{path} lists no {list}")) {
                let name = name.as_str().unwrap_or_else(|| panic!("{path}: {name} is not a plain name"));
                let whole_set = name == "default" || name.ends_with(":default") || name.contains("allow-all");
                assert!(!name.contains('*') && !whole_set, "{path} grants {name}");
            }
        }
        for wide in ["remote", "webviews"] {
            assert!(capability[wide].is_null(), "{path} has {wide}");
        }
    }
}

#[test]
fn the_policy_allows_nothing_inline_and_nothing_remote() {
    let configuration = configuration();
    let security = &configuration["app"]["security"];
    let policy = security["csp"].as_object().unwrap();
    assert_eq!(policy["default-src"], "'none'");
    for (directive, sources) in policy {
        for source in sources.as_str().unwrap().split(' ') {
            let ours = ["'none'", "'self'", "blob:", "data:", "ipc:", "http://ipc.localhost"];
            // Received mails have an origin, and a policy, of their own.
            let mails = directive == "frame-src" && ["mail:", "http://mail.localhost"].contains(&source);
            assert!(mails || ours.contains(&source), "{directive} allows {source}");
            // Pictures alone may be made in the page.
            assert!(
                directive == "img-src" || !["blob:", "data:"].contains(&source),
                "{directive} allows {source}"
            );
        }
    }
    assert_eq!(security["freezePrototype"], true);
    for open in ["dangerousDisableAssetCspModification", "devCsp", "assetProtocol"] {
        assert!(security[open].is_null(), "{open} is set");
    }
    assert_ne!(configuration["app"]["withGlobalTauri"], true);
}

#[test]
fn a_release_has_no_developer_tools() {
    let metadata = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version", "1", "--offline", "--all-features"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let tauri = nodes.iter().find(|node| node["id"].as_str().unwrap().contains("#tauri@")).unwrap();
    assert!(!tauri["features"].as_array().unwrap().contains(&json!("devtools")));
}

#[test]
fn the_built_page_names_no_address_that_it_could_fetch() {
    let mut read = 0;
    let mut folders = vec![root().join("ui").join("dist")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the UI is built: run this by `cargo xtask test`") {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                read += 1;
                let foreign = addresses(&text);
                assert!(foreign.is_empty(), "{} names {foreign:?}", path.display());
            }
        }
    }
    assert!(read >= 3, "a page, a style sheet and a script at least");
}

// With the host or path that follows; `https://` alone, as in a form's placeholder, leads nowhere.
fn addresses(text: &str) -> Vec<&str> {
    let starts =
        ["http://", "https://", "ws://", "wss://"].iter().flat_map(|scheme| text.match_indices(scheme));
    let whole = starts.map(|(at, _)| {
        let end = text[at..].find(|letter: char| letter.is_whitespace() || "\"'`)<>\\${}|".contains(letter));
        end.map_or(&text[at..], |end| &text[at..at + end])
    });
    whole
        .filter(|address| {
            !address.ends_with("//")
                && !TRIED.contains(address)
                && !NEVER_FETCHED.iter().any(|known| address.starts_with(known))
        })
        .collect()
}

fn configuration() -> Value {
    serde_json::from_slice(&fs::read(root().join("tauri.conf.json")).unwrap()).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
