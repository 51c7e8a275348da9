//! What mail programs write around a reply, language by language. All of it as [`folded`](super::lines::folded) text is.

/// What programs write in one language.
pub(super) struct Language {
    /// The words before the date in "On … wrote:".
    pub openers: &'static [&'static str],
    /// What weekdays and months begin with: all that may stand between an opener and the first number.
    pub dates: &'static [&'static str],
    /// The verbs of "On … wrote:".
    pub verbs: &'static [&'static str],
    /// Whether the name may follow the verb: "schrieb Paolo:".
    pub name_follows: bool,
    /// Labels of a header block.
    pub from: &'static [&'static str],
    pub sent: &'static [&'static str],
    pub to: &'static [&'static str],
    pub subject: &'static [&'static str],
    /// What stands between dashes above a message that is answered.
    pub original: &'static [&'static str],
    /// The same above one that is passed on, …
    pub forwarded: &'static [&'static str],
    /// … and on a line of its own.
    pub begin_forwarded: &'static [&'static str],
    /// How a phone's line begins.
    pub sent_from: &'static [&'static str],
    /// The small words that a phone's line may have besides [`DEVICES`].
    pub glue: &'static [&'static str],
    /// How a disclaimer begins.
    pub disclaimers: &'static [&'static str],
    /// What disclaimers speak of, as beginnings of words or as phrases.
    pub legal: &'static [&'static str],
}

/// What phones, and programs on them, are called.
pub(super) const DEVICES: &[&str] = &[
    "iphone",
    "ipad",
    "ios",
    "android",
    "outlook",
    "samsung",
    "galaxy",
    "huawei",
    "xiaomi",
    "redmi",
    "poco",
    "oppo",
    "realme",
    "honor",
    "pixel",
    "nokia",
    "motorola",
    "moto",
    "oneplus",
    "sony",
    "xperia",
    "lg",
    "asus",
    "wiko",
    "blackberry",
    "smartphone",
    "tablet",
    "cellulare",
    "telefono",
    "telefonino",
    "dispositivo",
    "handy",
    "mobile",
    "mobil",
    "mobiltelefon",
    "móvil",
    "celular",
    "telemóvel",
    "téléphone",
    "portable",
    "phone",
    "yahoo",
    "libero",
    "virgilio",
    "gmail",
    "icloud",
    "aruba",
    "windows",
    "mac",
    "macbook",
    "apple",
    "watch",
    "proton",
    "protonmail",
    "mail",
    "e-mail",
    "posta",
    "correo",
    "correio",
    "courrier",
    "spark",
    "bluemail",
    "aquamail",
    "mymail",
    "thunderbird",
    "k-9",
    "fairemail",
    "gmx",
    "web.de",
    "device",
];

/// What a device's name may have besides a number in it.
pub(super) const MODELS: &[&str] =
    &["pro", "max", "mini", "plus", "ultra", "lite", "note", "edge", "air", "se", "fe", "5g"];
