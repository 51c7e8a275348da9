//! Every screen, in both languages, both themes and both sizes: nothing is cut off, everybody can use it, and a
//! photograph of each goes into `target/screens/NAME.LANGUAGE.THEME.WIDTH.png`.

use serde_json::json;

use crate::harness::{Desktop, Driven, OfficeFolder, Screen, Step, Tour};

use Step::{Click, Fill, Find, In, Open, Press, Read, See, Write};

const VAT: &str = "Liquidazione IVA, 1° trimestre";
const MISSING: &str = "Mi manca ancora la delega firmata";

/// The screens of an office with something in it, and the way from each to the next.
const SCREENS: &[Screen] = &[
    ("chats", &[In("rail_label", "room_chats"), Open(VAT), Read("Metalsider")]),
    ("reminder", &[Click("reminder_change"), Find(".pop .dates time, .pop ol li, .pop dl dd")]),
    ("chat-menu", &[Press("Escape"), Click("more_actions"), See("record_answer")]),
    ("chat-answer", &[Click("record_answer"), See("answer_who")]),
    (
        "chat-written",
        &[
            Press("Escape"),
            Press("Escape"),
            Press("r"),
            Write(MISSING),
            Press("Enter Ctrl+Shift+8"),
            Press("Ctrl+b"),
            Write("Delega F24"),
            Find(".written li strong"),
            See("thread_draft"),
        ],
    ),
    ("chats-ticked", &[Press("Escape"), Press("x"), Press("Shift+ArrowDown"), Find(".bar b"), See("untick")]),
    (
        "attach",
        &[Press("Escape"), Open(VAT), In("conversation", "attach_title"), Read("Contratti e deleghe")],
    ),
    ("attach-computer", &[Click("attach_from_computer"), See("import_drop_hint")]),
    ("chats-none", &[Press("Escape Escape"), Click("chats_archived"), See("chats_none_archived")]),
    ("new-chat-missing", &[Press("Ctrl+n"), Find(".sheet"), Press("Ctrl+Enter"), See("need_message")]),
    ("new-chat-to", &[Write("f"), Find(".recipient-menu [data-highlighted], .recipient-menu .menu-item")]),
    (
        "new-chat",
        &[
            Press("Escape"),
            Press("Backspace"),
            Write("ferr"),
            Press("ArrowDown Enter"),
            Read("Lucia Ferretti"),
            Fill("subject", "Assicurazione vita"),
            Fill("message", MISSING),
            Click("task_add"),
            Write("Polizza"),
            See("draft_saved"),
        ],
    ),
    (
        "chats-draft",
        &[Press("Escape"), In("rail_label", "room_chats"), Read("Assicurazione vita"), See("thread_draft")],
    ),
    ("inbox", &[In("rail_label", "room_inbox"), Read("Officine Rinaldi")]),
    ("inbox-row", &[Open("Officine Rinaldi S.r.l."), See("inbox_open_chat")]),
    ("clients", &[In("rail_label", "room_clients"), Read("Immobiliare Aurora")]),
    ("clients-ticked", &[Press("F6"), Press("x"), Press("Shift+ArrowDown"), Find(".bar b"), See("untick")]),
    ("clients-none", &[Press("Escape"), Press("Ctrl+f"), Write("zzz"), Find(".none")]),
    ("client", &[Press("Escape"), Open("Officine Rinaldi S.r.l."), Read("paolo@officinerinaldi.example")]),
    ("client-edit", &[Click("client_rename"), See("field_kind")]),
    ("client-contact", &[Press("Escape"), Click("contact_add"), See("contact_new")]),
    ("client-chats", &[Press("Escape"), In("client_sections", "room_chats"), Read(VAT)]),
    (
        "client-documents",
        &[
            In("client_sections", "room_documents"),
            Open("Contabilità 2026"),
            Read("Metalsider fattura 218.xml"),
        ],
    ),
    ("client-audit", &[In("client_sections", "section_audit"), See("audit_clients_create")]),
    (
        "client-unreached",
        &[In("rail_label", "room_clients"), Open("Immobiliare Aurora"), See("contacts_unreached_fact")],
    ),
    (
        "documents",
        &[In("rail_label", "room_documents"), Open("Officine Rinaldi S.r.l."), Read("Note interne")],
    ),
    ("documents-search", &[Press("Ctrl+f"), Write("f24"), Read("Quietanza F24 marzo.pdf")]),
    (
        "viewer-pdf",
        &[
            Press("Escape"),
            Open("Contratti e deleghe"),
            Open("Delega F24.pdf"),
            Find("canvas"),
            See("viewer_versions"),
        ],
    ),
    ("viewer-find", &[Press("Ctrl+f"), Write("delega"), Find("search .hint:not(:empty)")]),
    ("viewer-text", &[Press("Escape Escape"), Open("Note interne"), Open("Appunti.txt"), Find(".text")]),
    (
        "viewer-invoice",
        &[
            Press("Escape"),
            Open("Contabilità 2026"),
            Open("Metalsider fattura 218.xml"),
            See("viewer_versions"),
        ],
    ),
    ("viewer-table", &[Press("Escape"), Open("Liquidazione IVA T1.csv"), Find("table")]),
    (
        "document-history",
        &[Press("Escape"), Find(".documents [data-row]:focus"), Press("h"), See("history_one")],
    ),
    (
        "document-rename",
        &[Press("Escape"), Find(".documents [data-row]:focus"), Press("F2"), See("document_rename_hint")],
    ),
    ("document-move", &[Press("Escape"), Find(".documents [data-row]:focus"), Press("m"), Find(".sheet")]),
    (
        "documents-trash",
        &[
            Press("Escape"),
            Find(".documents [data-row]:focus"),
            Press("Delete"),
            Click("trash"),
            See("trash_text"),
        ],
    ),
    ("new-client", &[Press("Ctrl+Shift+n"), Find(".sheet"), Press("Enter"), See("need_name")]),
    ("reminders", &[Press("Escape"), In("rail_label", "room_reminders"), See("reminders_pause_all")]),
    ("reminders-sent", &[Click("reminders_sent"), Read("Quietanza F24")]),
    ("reminders-over", &[Click("reminders_over"), Read("Quietanza F24")]),
    ("audit", &[In("rail_label", "section_audit"), See("audit_verify")]),
    (
        "audit-row",
        &[Press("F6"), Press("Enter"), Find(".opened dl, .opened table, .opened pre, .opened .facts")],
    ),
    ("settings-office", &[Press("Ctrl+,"), See("settings_email_hint")]),
    ("settings-mail", &[In("settings_sections", "settings_mail"), See("settings_mail_lede")]),
    (
        "settings-reminders",
        &[In("settings_sections", "settings_reminders"), Click("closing_add"), See("in_practice")],
    ),
    ("settings-folders", &[In("settings_sections", "settings_folders"), Read("{year}")]),
    ("settings-notices", &[In("settings_sections", "settings_notices"), See("notices_quiet_label")]),
    ("settings-appearance", &[In("settings_sections", "settings_appearance"), See("density_hint")]),
    ("settings-backup", &[In("settings_sections", "settings_backup"), See("backup_kept")]),
    (
        "templates",
        &[
            In("settings_sections", "templates_title"),
            Open("Scadenza F24"),
            See("templates_preview_for"),
            Find(".variables"),
        ],
    ),
    (
        "new-chat-template",
        &[
            Press("Ctrl+n"),
            Find(".sheet"),
            Write("ferr"),
            Press("ArrowDown Enter"),
            Press("Ctrl+Shift+m"),
            Open("IMU, raccolta dati"),
            Read("Buongiorno Lucia"),
        ],
    ),
    (
        "restore",
        &[
            Press("Escape"),
            Press("Ctrl+,"),
            In("settings_sections", "settings_backup"),
            Click("restore_from_file"),
            See("restore_mail"),
        ],
    ),
    ("palette", &[Press("Escape"), Press("Ctrl+k"), See("palette_recent")]),
    ("palette-found", &[Write("rin"), Find("mark"), See("palette_new_chat")]),
    ("palette-none", &[Write("zzz"), See("palette_none")]),
    (
        "keyboard",
        &[
            Press("Escape"),
            In("rail_label", "room_clients"),
            Read("Immobiliare Aurora"),
            Press("F6"),
            Press("?"),
            See("keyboard_list"),
        ],
    ),
    (
        "about",
        &[
            Press("Escape"),
            In("rail_label", "settings"),
            Find(".about"),
            Press("Ctrl+k"),
            Write(">studiolo"),
            Press("Enter"),
            See("about_licence"),
        ],
    ),
];

/// A screen of each kind, to be looked at in other sizes too.
const KINDS: &[Screen] = &[
    ("zoom-chats", &[In("rail_label", "room_chats"), Open(VAT), Read("Metalsider")]),
    ("zoom-inbox", &[In("rail_label", "room_inbox"), Read("Officine Rinaldi")]),
    ("zoom-clients", &[In("rail_label", "room_clients"), Read("Immobiliare Aurora")]),
    ("zoom-client", &[Open("Officine Rinaldi S.r.l."), Read("paolo@officinerinaldi.example")]),
    ("zoom-documents", &[In("client_sections", "room_documents"), Read("Note interne")]),
    ("zoom-reminders", &[In("rail_label", "room_reminders"), See("reminders_pause_all")]),
    ("zoom-audit", &[In("rail_label", "section_audit"), See("audit_verify")]),
    ("zoom-settings", &[Press("Ctrl+,"), See("settings_email_hint")]),
];

/// The largest screen that the window is made for; and one that is its smallest size once all is drawn twice as large.
const LARGE: [(u32, u32); 2] = [(2560, 1440), (1920, 1280)];

/// The first steps, from the firm's on.
const FIRST_STEPS: &[Screen] = &[
    ("first-firm", &[See("first_firm_title")]),
    ("first-firm-missing", &[Click("first_continue"), See("need_name")]),
    ("first-restore", &[Click("first_backup"), See("restore_mail")]),
    ("first-mail", &[Press("Escape"), Click("first_skip"), See("mail_title")]),
    ("first-client", &[Click("first_skip"), See("first_client_text")]),
];

/// An office in which nothing is yet.
const EMPTY: &[Screen] = &[
    ("empty-chats", &[In("rail_label", "room_chats"), See("first_text")]),
    ("empty-inbox", &[In("rail_label", "room_inbox"), See("inbox_none_title")]),
    ("empty-reminders", &[In("rail_label", "room_reminders"), See("reminders_pause_all")]),
    ("empty-audit", &[In("rail_label", "section_audit"), See("audit_verify")]),
    ("empty-settings", &[In("rail_label", "settings"), See("nameless_fact")]),
    ("empty-mail", &[In("settings_sections", "settings_mail"), See("account_none_fact")]),
];

#[tokio::test]
async fn every_screen_fits_in_italian() {
    an_office("it").await;
}

#[tokio::test]
async fn every_screen_fits_in_english() {
    an_office("en").await;
}

#[tokio::test]
async fn a_large_screen_and_twice_the_size_show_all_of_it() {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    let tour = Tour::begin(&window, "it");
    for (width, height) in LARGE {
        window.resize(width, height).await;
        for (name, way) in KINDS {
            for step in *way {
                tour.take(step).await;
            }
            tour.look_once(&format!("{name}.it.light.{width}")).await;
            window.press("Ctrl+= Ctrl+= Ctrl+= Ctrl+= Ctrl+=").await;
            window.wait_for("twice the size", "return innerWidth", |seen| *seen == width / 2).await;
            tour.look_once(&format!("{name}.it.light.{width}-200")).await;
            window.press("Ctrl+0").await;
            window.wait_for("the size as it was", "return innerWidth", |seen| *seen == width).await;
        }
        window.press("Escape").await;
    }
    tour.end();
    window.end().await;
}

#[tokio::test]
async fn the_first_steps_and_an_empty_office_fit() {
    let desktop = Desktop::start();
    let window = Driven::open(&desktop, &[]).await;
    let (italian, english) = (Tour::begin(&window, "it"), Tour::begin(&window, "en"));
    italian.go(&[("first-code", &[See("first_code_title")])]).await;
    window.field(&italian.words.say("first_code_kept")).await.click().await.unwrap();
    window.click(&italian.words.say("first_continue")).await;
    italian.go(FIRST_STEPS).await;
    window.click(&italian.words.say("back")).await;
    window.click(&italian.words.say("back")).await;
    window.field("English").await.click().await.unwrap();
    window.see(&english.words.say("first_firm_title")).await;
    window.click(&english.words.say("back")).await;
    english.go(&[("first-code", &[See("first_code_title")])]).await;
    window.click(&english.words.say("first_continue")).await;
    english.go(FIRST_STEPS).await;
    window.click(&english.words.say("first_steps_skip")).await;
    english.go(EMPTY).await;
    window.click_in(&english.words.say("settings_sections"), &english.words.say("settings_office")).await;
    window.field("Italiano").await.click().await.unwrap();
    italian.go(EMPTY).await;
    italian.end();
    english.end();
    window.end().await;
}

async fn an_office(language: &'static str) {
    let desktop = Desktop::start();
    let office = OfficeFolder::demo(&desktop);
    office.call(&desktop, "settings.update", &json!({ "language": language }));
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    let tour = Tour::begin(&window, language);
    tour.go(SCREENS).await;
    tour.end();
    window.end().await;
}
