//! Spell check while the owner writes. WebKitGTK has it off; the other systems' web views check by themselves.

use tauri::WebviewWindow;

/// Switches it on, in the system's languages and that of the office.
#[cfg(target_os = "linux")]
pub fn check(window: &WebviewWindow, office: &str) {
    use webkit2gtk::{WebContextExt, WebViewExt};

    let languages = languages(sys_locale::get_locales().chain([office.to_owned()]));
    let checked = window.with_webview(move |webview| {
        let Some(context) = webview.inner().context() else { return };
        let languages: Vec<&str> = languages.iter().map(String::as_str).collect();
        context.set_spell_checking_languages(&languages);
        context.set_spell_checking_enabled(true);
    });
    if let Err(error) = checked {
        tracing::warn!(%error, "spelling is not checked");
    }
}

/// Nothing is to be done.
#[cfg(not(target_os = "linux"))]
pub fn check(_: &WebviewWindow, _: &str) {}

/// The names under which dictionaries are installed, `it_IT`, each once.
#[cfg(any(target_os = "linux", test))]
fn languages(locales: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for locale in locales {
        let name = locale.split(['.', '@']).next().unwrap_or_default().replace('-', "_");
        // The plain language finds any of its dictionaries; it adds nothing where a country is named.
        let known = names.iter().any(|one| *one == name || one.starts_with(&format!("{name}_")));
        if !matches!(name.as_str(), "" | "C" | "POSIX") && !known {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::languages;

    fn of(locales: &[&str]) -> Vec<String> {
        languages(locales.iter().map(|locale| (*locale).to_owned()))
    }

    #[test]
    fn dictionaries_are_named_as_the_system_names_its_languages() {
        assert_eq!(of(&["it-IT", "en-GB", "it"]), ["it_IT", "en_GB"]);
        assert_eq!(of(&["en_US.UTF-8", "it"]), ["en_US", "it"]);
        assert_eq!(of(&["de_AT@euro", "de-AT"]), ["de_AT"]);
    }

    #[test]
    fn a_system_without_a_language_names_none() {
        assert!(of(&["C", "POSIX", ""]).is_empty());
        assert_eq!(of(&["C.UTF-8", "it"]), ["it"]);
    }
}
