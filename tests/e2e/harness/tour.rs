//! A walk through screens: the way to each, a photograph of each look of it, and what is wrong with it.

use std::cell::RefCell;

use fantoccini::Locator;

use super::{Driven, Words};

/// First and smallest size of the window.
const SIZES: [(u32, u32); 2] = [(1280, 800), (960, 640)];

/// One step on the way to a screen. Words are named by their message, so that the way is the same in each language.
pub enum Step {
    /// Clicks what is called so.
    Click(&'static str),
    /// Clicks what is called so in a part of the page.
    In(&'static str, &'static str),
    /// Clicks what the office calls so in any language.
    Open(&'static str),
    /// Clicks what this selector finds, for what is called by more than one message.
    On(&'static str),
    /// Presses keys.
    Press(&'static str),
    /// Types into whatever has the focus.
    Write(&'static str),
    /// Types into the field that is called so.
    Fill(&'static str, &'static str),
    /// Waits for a message, or the part of it that stands before its first gap.
    See(&'static str),
    /// Waits for words of the office.
    Read(&'static str),
    /// Waits for something on the page.
    Find(&'static str),
    /// Waits for something in the frame on the page.
    InFrame(&'static str),
}

use Step::{Click, Fill, Find, In, InFrame, On, Open, Press, Read, See, Write};

/// What a screen is called, and the way to it from the one before.
pub type Screen = (&'static str, &'static [Step]);

/// A walk through screens in one language.
pub struct Tour<'window> {
    window: &'window Driven,
    language: &'static str,
    /// What the window says.
    pub words: Words,
    /// What is wrong on the screens seen so far.
    faults: RefCell<Vec<String>>,
}

impl<'window> Tour<'window> {
    /// In this window, in this language: `it`, `en`.
    pub fn begin(window: &'window Driven, language: &'static str) -> Self {
        Self { window, language, words: Words::of(language), faults: RefCell::default() }
    }

    /// Photographs what is there, and asks whether all of it can be seen and reached.
    pub async fn look_once(&self, shot: &str) {
        self.window.photograph(shot).await;
        let faults = self.window.faults(Some(&["target-size"])).await;
        self.faults.borrow_mut().extend(faults.into_iter().map(|fault| format!("{shot}: {fault}")));
    }

    /// Fails with all that is wrong on the screens of the walk.
    pub fn end(self) {
        let faults = self.faults.into_inner();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    /// Walks from screen to screen, and looks at each.
    pub async fn go(&self, screens: &[Screen]) {
        for (name, way) in screens {
            for step in *way {
                self.take(step).await;
            }
            self.look(name).await;
        }
    }

    /// Takes one step.
    pub async fn take(&self, step: &Step) {
        let (window, words) = (self.window, &self.words);
        match *step {
            Click(key) => window.click(&words.say(key)).await,
            In(part, key) => window.click_in(&words.say(part), &words.say(key)).await,
            Open(name) => window.click(name).await,
            On(selector) => window.click_what(selector).await,
            Press(keys) => window.press(keys).await,
            Write(text) => window.write(text).await,
            Fill(key, text) => window.fill(&words.say(key), text).await,
            See(key) => window.see(words.say(key).split('{').next().unwrap_or_default().trim()).await,
            Read(text) => window.see(text).await,
            Find(selector) => {
                let script = format!("return document.querySelector({selector:?}) !== null");
                window.wait_for(selector, &script, |found| *found == true).await;
            }
            InFrame(selector) => {
                let client = window.client();
                client.enter_frame(0).await.expect("there is a frame");
                client.wait().for_element(Locator::Css(selector)).await.expect("it is in the frame");
                client.enter_parent_frame().await.expect("out of the frame");
            }
        }
    }

    async fn look(&self, name: &str) {
        for (width, height) in SIZES {
            self.window.resize(width, height).await;
            for theme in ["light", "dark"] {
                let shot = format!("{name}.{}.{theme}.{width}", self.language);
                self.window.wear(theme).await;
                self.window.photograph(&shot).await;
                // Each look is asked only for what it can break.
                let rules = match (theme, (width, height) == SIZES[0]) {
                    ("light", true) => None,
                    ("light", false) => Some(&["target-size"][..]),
                    (_, true) => Some(&["color-contrast"][..]),
                    (_, false) => Some(&[][..]),
                };
                let faults = self.window.faults(rules).await;
                self.faults.borrow_mut().extend(faults.into_iter().map(|fault| format!("{shot}: {fault}")));
            }
        }
        let (width, height) = SIZES[0];
        self.window.resize(width, height).await;
        self.window.wear("light").await;
    }
}
