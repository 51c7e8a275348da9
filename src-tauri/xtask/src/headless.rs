//! `cargo xtask run` where there is no display: the same office, without its window, by `studioloctl`.

use std::path::{Path, PathBuf};

use clap::Parser;

use crate::process::Step;
use crate::{Outcome, workspace};

/// What the app would be told; `--hidden` means nothing here.
#[derive(Parser)]
#[command(name = "cargo xtask run --")]
struct Arguments {
    #[arg(long, conflicts_with = "demo")]
    office: Option<PathBuf>,
    #[arg(long)]
    key_file: Option<PathBuf>,
    #[arg(long)]
    demo: bool,
    #[arg(long)]
    hidden: bool,
}

/// The office that the app would open with the same arguments.
struct Office {
    folder: PathBuf,
    key_file: Option<PathBuf>,
}

/// Runs it until it is interrupted, after saying where it is and what to try.
pub fn run(app: &[String]) -> Outcome {
    let words = std::iter::once("run").chain(app.iter().map(String::as_str));
    let arguments = Arguments::try_parse_from(words).map_err(|error| error.to_string())?;
    Step::cargo().arguments(["build", "--package", "studioloctl"]).run()?;
    let office = Office::of(&arguments)?;

    println!("\nThere is no display here, so the office runs without its window. It is the same office.");
    println!("Its folder: {}", office.folder.display());
    println!(
        "From another terminal, once this one is stopped by Ctrl-C, or with the mails that it sends meanwhile:"
    );
    for verb in
        ["call clients.list '{}'", "call chats.list '{}'", "call reminders.forecast '{\"days\":30}'", "api"]
    {
        println!("  {} {verb}", office.words());
    }
    office.ctl().arguments(["serve"]).take_over()
}

impl Office {
    // The same folders as those of the app; see src-tauri/src/arguments.rs.
    fn of(arguments: &Arguments) -> Outcome<Self> {
        let data = dirs::data_dir()
            .ok_or("this system names no folder for application data; use -- --office DIR")?;
        if let Some(folder) = &arguments.office {
            return Ok(Self { folder: folder.clone(), key_file: arguments.key_file.clone() });
        }
        if arguments.demo {
            let folder = data.join("Studiolo Demo");
            let office = Self { key_file: Some(folder.join("demo.key")), folder };
            if !office.exists() {
                Step::new(workspace::built("studioloctl"))
                    .arguments(["demo"])
                    .arguments([&office.folder])
                    .run()?;
            }
            return Ok(office);
        }
        let custom = dirs::config_dir().unwrap_or_else(|| data.clone()).join("Studiolo").join("office.key");
        let folder = data.join("Studiolo");
        let key_file = arguments.key_file.clone();
        let office =
            Self { folder, key_file: key_file.or_else(|| custom.exists().then_some(custom.clone())) };
        if office.exists() { Ok(office) } else { office.make(&custom) }
    }

    fn exists(&self) -> bool {
        self.folder.join("studiolo.db").exists()
    }

    // Where nobody sits at a display there is seldom a keyring, so the key of a new office goes into a file.
    fn make(self, custom: &Path) -> Outcome<Self> {
        if let Some(folder) = custom.parent() {
            std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let office = Self { key_file: self.key_file.or_else(|| Some(custom.to_path_buf())), ..self };
        // Nothing leaves before the owner gives their own address and a sending account (RFC 2606 on `.invalid`).
        let owner = ["--firm", "Studiolo", "--owner", "Studiolo", "--email", "owner@office.invalid"];
        office.ctl().arguments(["init"]).arguments(owner).run()?;
        Ok(office)
    }

    fn ctl(&self) -> Step {
        let step =
            Step::new(workspace::built("studioloctl")).arguments(["--office"]).arguments([&self.folder]);
        match &self.key_file {
            Some(file) => step.arguments(["--key-file"]).arguments([file]),
            None => step,
        }
    }

    fn words(&self) -> String {
        let program = workspace::built("studioloctl");
        let key = self.key_file.as_ref().map(|file| format!(" --key-file '{}'", file.display()));
        format!("'{}' --office '{}'{}", program.display(), self.folder.display(), key.unwrap_or_default())
    }
}
