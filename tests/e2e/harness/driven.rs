//! The app's window in the hands of `WebDriver`: what a person sees, clicks and types.

use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::{Desktop, PATIENCE, Program, built, wait_until};

/// A window under control. Ended by [`Driven::end`], which does not let the app close in order; tests of closing
/// start the app by [`Desktop::start_app`].
pub struct Driven {
    client: Client,
    _driver: Program,
}

impl Driven {
    /// Opens the app on this desktop.
    pub async fn open(desktop: &Desktop, arguments: &[&str]) -> Self {
        Self::start(desktop, &built("studiolo").to_string_lossy(), arguments).await
    }

    /// Opens the app with its wall clock put forward by this much, `+4d`; from there it goes on.
    pub async fn open_later(desktop: &Desktop, later: &str, arguments: &[&str]) -> Self {
        let app = built("studiolo").to_string_lossy().into_owned();
        let arguments = [&["-f", later, app.as_str()], arguments].concat();
        Self::start(desktop, "faketime", &arguments).await
    }

    async fn start(desktop: &Desktop, program: &str, arguments: &[&str]) -> Self {
        let port = studiolo_testkit::free_port();
        let mut driver = desktop.command("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            // Timed waits of a program under faketime return only with the real monotonic clock.
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        let driver = Program::start(driver, desktop.home());
        wait_until("the driver listened", || std::net::TcpStream::connect(("127.0.0.1", port)).ok());

        let mut capabilities = Capabilities::new();
        let which = json!({ "binary": which(desktop, program), "args": arguments });
        capabilities.insert("webkitgtk:browserOptions".to_owned(), which);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        let connected = tokio::time::timeout(PATIENCE, builder.connect(&address)).await;
        let client =
            connected.expect("the driver opened the app in time").expect("the driver opened the app");
        Self { client, _driver: driver }
    }

    /// Ends the app at once.
    pub async fn end(self) {
        let _ = tokio::time::timeout(Duration::from_secs(5), self.client.close()).await;
    }

    /// The driver's own client, for what has no name here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Waits for this text anywhere on the page; white space counts as one blank.
    pub async fn see(&self, text: &str) {
        let body = "return document.body.innerText.replace(/\\s+/g, ' ').includes(arguments[0])";
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            if self.client.execute(body, vec![json!(text)]).await.is_ok_and(|found| found == true) {
                return;
            }
            if tokio::time::Instant::now() > end {
                let shown = self.client.execute("return document.body.innerText", vec![]).await;
                panic!("waited in vain for {text:?} on the page, which says:\n{shown:#?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The button, link, tab, menu item … with this name.
    pub async fn control(&self, name: &str) -> Element {
        let name = literal(name);
        // A text of its own may stand beside a key or a count.
        let named = format!(
            "(@aria-label = {name} or normalize-space() = {name} or .//text()[normalize-space() = {name}])"
        );
        let roles = "self::button or self::a or self::summary or @role = 'button' or @role = 'link' or @role = 'tab' \
                     or @role = 'menuitem' or @role = 'option' or @role = 'switch' or @role = 'checkbox'";
        self.find(&format!("//*[({roles}) and {named}]")).await
    }

    /// The field with this label, or with this name for a screen reader.
    pub async fn field(&self, label: &str) -> Element {
        let label = literal(label);
        let fields = "self::input or self::textarea or self::select or @role = 'textbox' or @role = 'combobox' or \
                      @contenteditable = 'true'";
        let labelled = format!(
            "(@aria-label = {label} or @placeholder = {label} or @id = //label[normalize-space() = {label}]/@for \
             or ancestor::label[.//text()[normalize-space() = {label}]] \
             or @aria-labelledby = //*[normalize-space() = {label}]/@id)"
        );
        self.find(&format!("//*[({fields}) and {labelled}]")).await
    }

    /// Clicks the control with this name, once it can be clicked.
    pub async fn click(&self, name: &str) {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            match self.control(name).await.click().await {
                Ok(()) => return,
                // It moved, was drawn anew, or a sheet that is going away still lies over it.
                Err(error) => {
                    assert!(tokio::time::Instant::now() < end, "{name:?} can't be clicked: {error:?}");
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into the field with this label.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        field.click().await.unwrap_or_else(|error| panic!("{label:?} can't be clicked: {error}"));
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{label:?} can't be typed into: {error}"));
    }

    /// What a script in the page returns.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// A picture of the page, once nothing on it moves any more, into target/screens.
    pub async fn photograph(&self, name: &str) {
        let moving = "return document.getAnimations().some(({ playState, effect }) =>
            playState === 'running' && effect.getComputedTiming().iterations !== Infinity)";
        while self.run(moving).await == true {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let picture = self.client.screenshot().await.expect("the page can be photographed");
        std::fs::write(super::screens().join(format!("{name}.png")), picture)
            .expect("target can be written to");
    }

    // The first that is shown; a page may keep others that are not.
    async fn find(&self, path: &str) -> Element {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            for element in self.client.find_all(Locator::XPath(path)).await.unwrap_or_default() {
                // WebKit's own answer is wrong for what stands in a table's cell that hides what overflows it.
                let shown = "return arguments[0].checkVisibility({ visibilityProperty: true })";
                let argument = serde_json::to_value(&element).expect("an element is a reference");
                if self.client.execute(shown, vec![argument]).await.is_ok_and(|shown| shown == true) {
                    return element;
                }
            }
            if tokio::time::Instant::now() > end {
                let shown = self.client.execute("return document.body.innerText", vec![]).await;
                panic!("{path} is not on the page, which says:\n{shown:#?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

// XPath 1.0 knows no escapes: a text with both kinds of quotes is put together from parts.
fn literal(text: &str) -> String {
    let parts: Vec<_> = text.split('\'').map(|part| format!("'{part}'")).collect();
    if let [one] = parts.as_slice() { one.clone() } else { format!("concat({})", parts.join(", \"'\", ")) }
}

// The driver wants an absolute path.
fn which(desktop: &Desktop, program: &str) -> String {
    if program.starts_with('/') {
        return program.to_owned();
    }
    let found = desktop.answer("which", &[program]).unwrap_or_else(|| panic!("{program} is not installed"));
    found.trim().to_owned()
}
