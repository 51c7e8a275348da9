//! From the press of a key to its painted result, in the page of the real window.
//!
//! `WebDriver` presses the keys, so that they come by the way of a person's. The page notes the instant of each
//! `keydown` and looks on every frame whether the result is there; the frame after that one begins when the result
//! is painted, and this is the time that counts. So the least there can be is between one and two frames of 16.7 ms.
//!
//! - In a list of 5,000 chats, J moves to the next row: the focus is on another row.
//! - In a thread of 5,000 messages, the arrow up scrolls back from the newest: another part of the thread is in sight.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::desktop::Desktop;
use super::program::{PATIENCE, Program, Started, wait_until};
use super::screen::MESSAGE;
use super::{offices, studiolo};
use crate::Outcome;
use crate::figure::{Figure, Turns};

const CHATS: usize = 5_000;
const CHATS_OF_CLIENT: usize = 10;
const MESSAGES: usize = 5_000;
const PRESSES: usize = 200;
const TURNS: usize = 3;

/// Listens for keys. `STATE` stands for what a key changes.
const LISTEN: &str = "
    const state = () => STATE
    window.pressed = []
    window.unlisten?.()
    const listen = (event) => {
        const start = performance.now()
        const before = state()
        const look = (now) => {
            if (state() === before) requestAnimationFrame(look)
            else requestAnimationFrame(() => window.pressed.push(performance.now() - start))
        }
        requestAnimationFrame(look)
    }
    addEventListener('keydown', listen, { capture: true })
    window.unlisten = () => removeEventListener('keydown', listen, { capture: true })";

/// A key, where it is pressed, and what it changes.
struct Press {
    metric: &'static str,
    key: char,
    focus: &'static str,
    state: &'static str,
}

const PRESSED: [Press; 2] = [
    Press {
        metric: "key_to_paint_in_5000_chats_p95_ms",
        key: 'j',
        focus: "document.querySelector('.threads [data-row][tabindex=\"0\"]').focus()",
        state: "document.activeElement",
    },
    Press {
        metric: "key_to_paint_in_5000_messages_p95_ms",
        key: '\u{e013}',
        focus: "document.querySelector('.conversation [role=region]').focus()",
        state: "document.querySelector('.conversation [role=region]').scrollTop",
    },
];

/// Runs it.
pub async fn run() -> Outcome {
    eprintln!("window: writing {CHATS} chats, one of {MESSAGES} messages");
    let office = offices::with_long_thread(CHATS, CHATS_OF_CLIENT, MESSAGES).await?;
    let mut started = studiolo(office.path())?;
    started.arguments.push(offices::newest_chat().into());
    let desktop = Desktop::start()?;
    let screen = desktop.screen()?;
    let (page, driver) = open(&desktop, &started).await?;
    wait_until("the thread was painted", || Ok(screen.shows(MESSAGE)?.then_some(())))?;

    for Press { metric, key, focus, state } in PRESSED {
        let mut turns = Turns::default();
        for number in 1..=TURNS {
            page.execute(&LISTEN.replace("STATE", state), vec![]).await?;
            page.execute(focus, vec![]).await?;
            let mut times = Vec::new();
            for press in 0..PRESSES {
                hit(&page, key).await?;
                times = wait(&page, press + 1).await?;
            }
            times.sort_by(f64::total_cmp);
            let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
            eprintln!(
                "window: {metric}, turn {number}: median {}, p95 {}, worst {:?} ms",
                at(50),
                at(95),
                times.last()
            );
            turns.add(at(95));
        }
        Figure { bench: "window", metric, ours: &turns, peer: None, limit: Some(50.0) }.print();
    }
    // Ends the program too, without its order of closing.
    let _ = tokio::time::timeout(PATIENCE, page.close()).await;
    drop(driver);
    Ok(())
}

async fn hit(page: &Client, key: char) -> Outcome {
    let keys = KeyActions::new("keys".to_owned());
    let keys = keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
    Ok(page.perform_actions(keys).await?)
}

/// The times of all presses, once there are so many.
async fn wait(page: &Client, count: usize) -> Outcome<Vec<f64>> {
    let asked = std::time::Instant::now();
    loop {
        let times: Vec<f64> = serde_json::from_value(page.execute("return window.pressed", vec![]).await?)?;
        if times.len() >= count {
            return Ok(times);
        }
        if asked.elapsed() > PATIENCE {
            return Err(format!("of {count} keys only {} changed something", times.len()).into());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Opens the program in the hands of `WebDriver`.
async fn open(desktop: &Desktop, started: &Started) -> Outcome<(Client, Program)> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let mut driver = desktop.command("WebKitWebDriver");
    let driver =
        Program::start(driver.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true"))?;
    wait_until("the driver listened", || Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()))?;
    let arguments: Vec<_> = started.arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    let mut capabilities = Capabilities::new();
    let which = json!({ "binary": started.program, "args": arguments });
    capabilities.insert("webkitgtk:browserOptions".to_owned(), which);
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let address = format!("http://127.0.0.1:{port}");
    let page = tokio::time::timeout(PATIENCE, builder.capabilities(capabilities).connect(&address)).await??;
    Ok((page, driver))
}
