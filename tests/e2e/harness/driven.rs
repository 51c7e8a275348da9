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
        Self::open_by(desktop, &built("studiolo").to_string_lossy(), arguments).await
    }

    /// Opens the app with its wall clock put forward by this much, `+4d`; from there it goes on.
    pub async fn open_later(desktop: &Desktop, later: &str, arguments: &[&str]) -> Self {
        let mut words: Vec<String> =
            studiolo_testkit::faketime().iter().map(|(name, value)| format!("{name}={value}")).collect();
        words.extend([format!("FAKETIME={later}"), built("studiolo").to_string_lossy().into_owned()]);
        let words: Vec<&str> = words.iter().map(String::as_str).chain(arguments.iter().copied()).collect();
        // Now and then libfaketime stops a program for good while it loads, before there is any window.
        for _ in 0..2 {
            match Self::try_to_open(desktop, "env", &words, PATIENCE / 2).await {
                Some(opened) => return opened,
                None => println!("the app did not load under faketime, and is started once more"),
            }
        }
        Self::open_by(desktop, "env", &words).await
    }

    /// Opens the app by a program that becomes it, or has it for its child.
    pub async fn open_by(desktop: &Desktop, program: &str, arguments: &[&str]) -> Self {
        let opened = Self::try_to_open(desktop, program, arguments, PATIENCE).await;
        opened.expect("the driver opened the app in time")
    }

    async fn try_to_open(
        desktop: &Desktop,
        program: &str,
        arguments: &[&str],
        patience: Duration,
    ) -> Option<Self> {
        let port = studiolo_testkit::free_port();
        let mut driver = desktop.command("WebKitWebDriver");
        driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            // WebDriver's screenshots never come from a page that is painted on the processor.
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "0");
        let driver = Program::start(driver, desktop.home());
        wait_until("the driver listened", || std::net::TcpStream::connect(("127.0.0.1", port)).ok());

        let mut capabilities = Capabilities::new();
        let which = json!({ "binary": which(desktop, program), "args": arguments });
        capabilities.insert("webkitgtk:browserOptions".to_owned(), which);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        let connected = tokio::time::timeout(patience, builder.connect(&address)).await.ok()?;
        Some(Self { client: connected.expect("the driver opened the app"), _driver: driver })
    }

    /// Ends the app at once.
    pub async fn end(self) {
        let _ = tokio::time::timeout(Duration::from_secs(5), self.client.close()).await;
    }

    /// Waits until there is no page any more, out of sight or not.
    pub async fn is_gone(&self) {
        let end = tokio::time::Instant::now() + PATIENCE;
        while self.client.windows().await.is_ok_and(|windows| !windows.is_empty()) {
            assert!(tokio::time::Instant::now() < end, "the page is still there");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Takes the window in hand that was opened in place of one that was closed.
    pub async fn go_to_the_new_window(&self) {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let windows = self.client.windows().await.unwrap_or_default();
            if let Some(last) = windows.into_iter().last()
                && self.client.switch_to_window(last).await.is_ok()
            {
                return;
            }
            assert!(tokio::time::Instant::now() < end, "the new window can't be reached");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
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
        self.find(&format!("//*{}", controls(name))).await
    }

    /// The field with this label, or with this name for a screen reader.
    pub async fn field(&self, label: &str) -> Element {
        self.find(&fields(label)).await
    }

    /// Clicks the control with this name, once it can be clicked.
    pub async fn click(&self, name: &str) {
        self.click_on(name, &format!("//*{}", controls(name))).await;
    }

    /// Clicks the control with this name in the part of the page that is called `part`.
    pub async fn click_in(&self, part: &str, name: &str) {
        let literal = literal(part);
        let named =
            format!("@aria-label = {literal} or @aria-labelledby = //*[normalize-space() = {literal}]/@id");
        self.click_on(&format!("{part}, {name}"), &format!("//*[{named}]//*{}", controls(name))).await;
    }

    /// Clicks what this selector finds, once it can be clicked.
    pub async fn click_what(&self, selector: &str) {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let found = self.client.find(Locator::Css(selector)).await;
            match found {
                Ok(element) if element.click().await.is_ok() => return,
                _ => assert!(tokio::time::Instant::now() < end, "{selector} can't be clicked"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn click_on(&self, name: &str, path: &str) {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            match self.find(path).await.click().await {
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
        self.click_on(label, &fields(label)).await;
        let field = self.field(label).await;
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{label:?} can't be typed into: {error}"));
    }

    /// What a script in the page returns.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// What a command of the table answers to the page; an error too is an answer.
    pub async fn call(&self, command: &str, request: &Value) -> Value {
        let script = "const [command, request, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('call', { command, request }).then(done, done);";
        let answer = self.client.execute_async(script, vec![json!(command), request.clone()]).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Waits until what a script in the page returns is as it should be.
    pub async fn wait_for(&self, what: &str, script: &str, is: impl Fn(&Value) -> bool) -> Value {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let found = self.client.execute(script, vec![]).await.unwrap_or_default();
            if is(&found) {
                return found;
            }
            assert!(tokio::time::Instant::now() < end, "waited in vain for {what}; there is {found:#}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A picture of the page, once its fonts are there and whatever moved has come to its end, into target/screens.
    pub async fn photograph(&self, name: &str) {
        let moving = "const moving = document.getAnimations().filter(({ playState, effect }) =>
              playState === 'running' && effect.getComputedTiming().iterations !== Infinity);
            moving.forEach((movement) => movement.finish());
            return moving.length > 0 || document.fonts.status === 'loading'";
        while self.run(moving).await == true {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // The picture is of what was painted last: all that has changed is painted before the second of two frames.
        let painted = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(done))";
        self.client.execute_async(painted, vec![]).await.expect("the page is painted");
        let picture = self.client.screenshot().await.expect("the page can be photographed");
        std::fs::write(super::screens().join(format!("{name}.png")), picture)
            .expect("target can be written to");
    }

    // The first that is shown; a page may keep others that are not.
    async fn find(&self, path: &str) -> Element {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            for element in self.client.find_all(Locator::XPath(path)).await.unwrap_or_default() {
                // WebKit's own answer is wrong for what stands in a table's cell that hides what overflows it. What a
                // sheet lies over is out of reach.
                let shown = "const [element] = arguments;
                    const covered = document.querySelector('.scrim') && element.closest('.window');
                    return !covered && element.checkVisibility({ visibilityProperty: true })";
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

fn fields(label: &str) -> String {
    let label = literal(label);
    let kinds = "self::input or self::textarea or self::select or @role = 'textbox' or @role = 'combobox' or \
                  @contenteditable = 'true'";
    let labelled = format!(
        "(@aria-label = {label} or @placeholder = {label} or @id = //label[normalize-space() = {label}]/@for \
         or ancestor::label[.//text()[normalize-space() = {label}]] \
         or @aria-labelledby = //*[normalize-space() = {label}]/@id)"
    );
    // What stands in for a field that is still coming is written into by quick hands, not by a driver's.
    format!("//*[({kinds}) and {labelled} and not(@data-coming)]")
}

fn controls(name: &str) -> String {
    let name = literal(name);
    // A text of its own may stand beside a key or a count.
    let named = format!(
        "(@aria-label = {name} or normalize-space() = {name} or .//text()[normalize-space() = {name}])"
    );
    let roles = "self::button or self::a or self::summary or @role = 'button' or @role = 'link' or @role = 'tab' \
                 or @role = 'menuitem' or @role = 'menuitemradio' or @role = 'option' or @role = 'switch' or @role = 'checkbox' \
                 or @type = 'checkbox'";
    format!("[({roles}) and {named}]")
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
