//! A desktop's notification daemon, as a test needs it: it keeps what it is shown, and clicks when it is told to.

#![allow(
    clippy::too_many_arguments,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "as the interface is specified"
)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedValue;

use super::{Desktop, wait_until};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A notice that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its number.
    pub id: u32,
    /// Its title.
    pub title: String,
    /// What stands below.
    pub body: String,
}

/// The daemon, there until it is dropped.
pub struct NoticeDaemon {
    bus: Connection,
    shown: Arc<Mutex<Vec<Notice>>>,
}

struct Service(Arc<Mutex<Vec<Notice>>>);

impl NoticeDaemon {
    /// Takes its place on the desktop's bus.
    pub fn start(desktop: &Desktop) -> Self {
        let shown = Arc::new(Mutex::new(Vec::new()));
        let bus = Builder::address(desktop.bus())
            .and_then(|builder| builder.serve_at(PATH, Service(shown.clone())))
            .and_then(|builder| builder.name(NAME))
            .and_then(Builder::build)
            .expect("the bus can be joined");
        Self { bus, shown }
    }

    /// What was shown so far, oldest first.
    pub fn shown(&self) -> Vec<Notice> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for the first notice.
    pub fn wait(&self) -> Notice {
        wait_until("a notice was shown", || self.shown().into_iter().next())
    }

    /// Clicks a notice.
    pub fn click(&self, notice: &Notice) {
        self.bus
            .emit_signal(None::<&str>, PATH, NAME, "ActionInvoked", &(notice.id, "default"))
            .expect("the bus takes it");
    }
}

// As the Desktop Notifications Specification has it, of which these tests ask little.
#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    fn get_capabilities(&self) -> Vec<&str> {
        vec!["actions", "body", "body-markup"]
    }

    fn notify(
        &self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        title: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        assert_eq!(actions.first().map(String::as_str), Some("default"), "a click on it does something");
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let id = u32::try_from(shown.len() + 1).unwrap_or_default();
        shown.push(Notice { id, title, body });
        id
    }
}
