//! How the window looks: its size and theme, whether all of it fits, and whether everybody can use it.

use serde_json::{Value, json};

use super::Driven;

/// What of a page is cut off, sticks out of the window, or spills over what it stands in.
const FAULTS: &str = r#"
    const faults = [];
    const said = (e) => `${e.localName}.${e.className?.baseVal ?? e.className} "${e.textContent.trim().slice(0, 40)}"`;
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide`);
    if (root.scrollHeight > root.clientHeight) faults.push(`the page is ${root.scrollHeight} high`);
    for (const e of document.querySelectorAll('.sheet, .palette, .menu, .pop, .toast')) {
        const { left, top, right, bottom } = e.getBoundingClientRect();
        if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) faults.push(`outside: ${said(e)}`);
    }
    for (const e of document.querySelectorAll('body *')) {
        const sideways = ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
        if (sideways && e.scrollWidth > e.clientWidth) faults.push(`scrolls sideways: ${said(e)}`);
        const hasWords = [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!hasWords && !(e.matches('button') && e.innerText.trim())) continue;
        if (!e.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const { width, height, left, right } = e.getBoundingClientRect();
        const style = getComputedStyle(e);
        // What is only heard, and what says by three dots that it is cut.
        if (width <= 2 || height <= 2 || style.clipPath !== 'none' || style.textOverflow === 'ellipsis') continue;
        if (right > innerWidth + 1 || left < -1) faults.push(`outside: ${said(e)}`);
        if (style.display.startsWith('inline') && !e.matches('button')) continue;
        if (e.scrollWidth > e.clientWidth + 1 && !e.querySelector('.vh, [class*=tick]'))
            faults.push(`${e.scrollWidth} in ${e.clientWidth}: ${said(e)}`);
    }
    return faults;"#;

/// What breaks the rules of WCAG 2.2 AA that a program can check, or these rules.
const BROKEN: &str = "const [rules, done] = arguments;
    if (rules?.length === 0) return done([]);
    const asked = rules ? { type: 'rule', values: rules }
        : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
    axe.run(document, { runOnly: asked, resultTypes: ['violations'], preload: false }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map(({ html, any }) => `${id}: ${html.slice(0, 300)} ${any[0]?.message ?? ''}`))),
        (error) => done([String(error)]));";

impl Driven {
    /// Gives the window this size.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client().set_window_size(width, height).await.expect("the window can be resized");
        self.wait_for("the window's size", "return [innerWidth, innerHeight]", |size| {
            *size == json!([width, height])
        })
        .await;
    }

    /// Has the page wear a theme: `light`, `dark`; until its colours have come to rest.
    pub async fn wear(&self, theme: &str) {
        self.run(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
        let moving = "return document.getAnimations().some((it) => it.playState === 'running'
            && it.effect?.getComputedTiming().endTime !== Infinity)";
        self.wait_for("the page's rest", moving, |moving| *moving == false).await;
    }

    /// What on the page can't be seen as it should be, and what breaks these of axe's rules; without a list, all that
    /// WCAG 2.2 AA asks for and a program can check.
    pub async fn faults(&self, rules: Option<&[&str]>) -> Vec<String> {
        if self.run("return !window.axe").await == true {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js");
            let axe = std::fs::read_to_string(path).expect("the UI's packages are installed");
            self.run(&format!("{axe}\nwindow.axe = axe;")).await;
        }
        let cut = self.run(FAULTS).await;
        let broken =
            self.client().execute_async(BROKEN, vec![json!(rules)]).await.expect("axe runs in the page");
        let said = |faults: Value| serde_json::from_value::<Vec<String>>(faults).expect("faults are texts");
        [said(cut), said(broken)].concat()
    }
}
