//! System packages: installed on Debian and its children, named everywhere else.

use super::{Consent, Need};
use crate::Outcome;
use crate::process::Step;

const CORE: &[&str] = &["build-essential", "libssl-dev", "pkg-config"];

const APP: &[&str] = &[
    "dbus",
    "fonts-dejavu-core",
    "libayatana-appindicator3-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libwebkit2gtk-4.1-dev",
    "xdg-utils",
];

const TESTS: &[&str] = &[
    "appstream",
    "chromium",
    "desktop-file-utils",
    "dovecot-imapd",
    "dovecot-lmtpd",
    "faketime",
    "git",
    "gir1.2-gtk-3.0",
    "gnome-keyring",
    "imagemagick",
    "libarchive-tools",
    "libreoffice-writer-nogui",
    "mmdebstrap",
    "openbox",
    "openssl",
    "p7zip-full",
    "poppler-utils",
    "postfix",
    "python3",
    "python3-gi",
    "rpm",
    "rsync",
    "strace",
    "unzip",
    "webkit2gtk-driver",
    "wmctrl",
    "x11-utils",
    "xdotool",
    "xvfb",
    "yad",
    "zip",
];

const PEERS: &[&str] = &[
    "dovecot-imapd",
    "dovecot-lmtpd",
    "isync",
    "libarchive-tools",
    "notmuch",
    "postfix",
    "python3-venv",
    "unzip",
    "watchman",
    "zip",
];

const WINDOW_PEERS: &[&str] = &["dbus", "openbox", "thunderbird", "webkit2gtk-driver", "wmctrl", "xvfb"];

const ICONS: &[&str] = &["icoutils", "librsvg2-bin"];

/// Installs the packages that these needs lack on Debian; elsewhere trusts the compiler to complain about the
/// platform's own libraries, and says beforehand what it will look for.
pub fn ensure(needs: &[Need], consent: Consent) -> Outcome {
    if !cfg!(target_os = "linux") {
        return platform_tools();
    }
    let wanted = packages(needs);
    let Some(missing) = missing_on_debian(&wanted) else {
        eprintln!(
            "This Linux has no dpkg, so nothing is installed for it. The build needs what these Debian packages hold:\n  {}",
            wanted.join(" ")
        );
        return Ok(());
    };
    if missing.is_empty() {
        return Ok(());
    }
    let command = format!("apt-get install --no-install-recommends {}", missing.join(" "));
    consent.to_run(&missing.join(" "), &as_root_words(&command))?;
    install(&missing)
}

fn packages(needs: &[Need]) -> Vec<&'static str> {
    let lists = needs.iter().flat_map(|need| match need {
        Need::Core => [CORE, &[]],
        Need::App => [CORE, APP],
        Need::Tests => [TESTS, &[]],
        Need::Peers => [PEERS, &[]],
        Need::WindowPeers => [WINDOW_PEERS, &[]],
        Need::Icons => [ICONS, &[]],
        Need::Ui | Need::Deny | Need::Bundler => [&[] as &[&str], &[]],
    });
    let mut packages: Vec<_> = lists.flatten().copied().collect();
    packages.sort_unstable();
    packages.dedup();
    packages
}

// `None` where there is no dpkg.
fn missing_on_debian(wanted: &[&'static str]) -> Option<Vec<&'static str>> {
    Step::new("dpkg-query").arguments(["--version"]).answer()?;
    let installed = |package: &str| {
        Step::new("dpkg-query")
            .arguments(["--show", "--showformat=${db:Status-Status}\n", package])
            .answer()
            .is_some_and(|states| states.lines().any(|state| state == "installed"))
    };
    Some(wanted.iter().copied().filter(|package| !installed(package)).collect())
}

fn install(packages: &[&str]) -> Outcome {
    let services = ServicesStayStopped::begin()?;
    let installed = as_root(&["apt-get", "update"]).run().and_then(|()| {
        as_root(&[
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "--yes",
            "--no-install-recommends",
        ])
        .arguments(packages)
        .run()
    });
    services.end().and(installed)
}

/// While it lasts, packages that bring a service (the mail servers) don't start it: our tests run their own copies
/// with their own settings, and a developer's machine has no wish to become a mail server.
struct ServicesStayStopped {
    ours: bool,
}

const POLICY: &str = "/usr/sbin/policy-rc.d";

impl ServicesStayStopped {
    fn begin() -> Outcome<Self> {
        let ours = !std::path::Path::new(POLICY).exists();
        if ours {
            as_root(&["sh", "-c"])
                .arguments([format!("printf '#!/bin/sh\\nexit 101\\n' > {POLICY} && chmod 755 {POLICY}")])
                .run()?;
        }
        Ok(Self { ours })
    }

    fn end(self) -> Outcome {
        if self.ours { as_root(&["rm", "--force", POLICY]).run() } else { Ok(()) }
    }
}

fn is_root() -> bool {
    Step::new("id").arguments(["-u"]).answer().is_some_and(|id| id.trim() == "0")
}

fn as_root(words: &[&str]) -> Step {
    if is_root() { Step::new(words[0]).arguments(&words[1..]) } else { Step::new("sudo").arguments(words) }
}

fn as_root_words(command: &str) -> String {
    if is_root() { command.to_owned() } else { format!("sudo {command}") }
}

// macOS and Windows bring the web view; what they lack is a compiler, and only their own installers can bring it.
fn platform_tools() -> Outcome {
    if cfg!(target_os = "macos") && Step::new("xcode-select").arguments(["-p"]).answer().is_none() {
        return Err("the compiler is missing; run `xcode-select --install`, then this again".to_owned());
    }
    if cfg!(windows) && Step::new("perl").arguments(["-v"]).answer().is_none() {
        return Err("Perl is missing, which builds OpenSSL for the encrypted database; run `winget install \
                    StrawberryPerl.StrawberryPerl`, then this again. Rust also needs the C++ Build Tools \
                    (`winget install Microsoft.VisualStudio.2022.BuildTools`) and Windows 10 the WebView2 runtime \
                    (`winget install Microsoft.EdgeWebView2Runtime`)"
            .to_owned());
    }
    Ok(())
}
