//! What a script that got into the page could do in the real window: nothing. See `configuration` for what says so.

use serde_json::json;

use crate::harness::{Desktop, Driven, OfficeFolder};

#[tokio::test]
async fn the_policy_holds_in_the_window() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    let refused = window
        .client()
        .execute_async(
            "const [wanted, done] = arguments;
             const refused = new Set();
             document.addEventListener('securitypolicyviolation', event => {
               refused.add(event.effectiveDirective);
               if (wanted.every(directive => refused.has(directive))) done([...refused].sort());
             });
             const add = (name, attributes) => {
               const element = document.createElement(name);
               for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
               document.body.append(element);
               return element;
             };
             add('script', { src: 'data:text/javascript,window.foreign = true' });
             add('b', { onclick: 'window.foreign = true' }).click();
             add('b', { style: 'color: red' });
             add('link', { rel: 'stylesheet', href: 'https://127.0.0.1/foreign.css' });
             add('img', { src: 'https://127.0.0.1/foreign.png' });
             add('video', { src: 'https://127.0.0.1/foreign.mp4' });
             add('iframe', { src: 'https://127.0.0.1/' });
             add('object', { data: 'https://127.0.0.1/' });
             add('base', { href: 'https://127.0.0.1/' });
             add('form', { action: 'https://127.0.0.1/', method: 'post' }).submit();
             new FontFace('Foreign', 'url(https://127.0.0.1/foreign.woff2)').load().catch(() => {});
             try { new WebSocket('wss://127.0.0.1/') } catch {}
             try { new Worker(URL.createObjectURL(new Blob(['0']))) } catch {}
             try { eval('window.foreign = true') } catch {}
             try { new Function('window.foreign = true')() } catch {}",
            vec![json!([
                "base-uri",
                "connect-src",
                "font-src",
                "form-action",
                "frame-src",
                "img-src",
                "media-src",
                "object-src",
                "script-src",
                "script-src-attr",
                "script-src-elem",
                "style-src-attr",
                "style-src-elem",
                "worker-src"
            ])],
        )
        .await
        .unwrap();
    assert!(refused.as_array().is_some_and(|refused| refused.len() == 14), "{refused}");
    assert_eq!(window.run("return window.foreign ?? null").await, json!(null));
    window.end().await;
}

#[tokio::test]
async fn a_script_reaches_the_command_table_and_nothing_else_of_the_computer() {
    let desktop = Desktop::start();
    let office = OfficeFolder::make(&desktop, "it");
    let window = Driven::open(&desktop, &office.arguments()).await;
    window.see("Studio Vannini").await;
    assert_eq!(window.run("return typeof window.__TAURI__").await, "undefined");
    assert_eq!(window.run("return Object.isFrozen(Object.prototype)").await, true);
    let ask = "const [command, request, done] = arguments;
               window.__TAURI_INTERNALS__.invoke(command, request).then(() => done('done'), done)";
    for (command, request) in [
        ("plugin:app|version", json!({})),
        ("plugin:dialog|open", json!({ "options": {} })),
        ("plugin:event|emit", json!({ "event": "office-changed", "payload": {} })),
        ("plugin:image|from_path", json!({ "path": "/etc/passwd" })),
        ("plugin:path|resolve_directory", json!({ "directory": 1 })),
        ("plugin:resources|close", json!({ "rid": 0 })),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": { "label": "other", "url": "http://127.0.0.1:9/" } }),
        ),
        ("plugin:window|destroy", json!({ "label": "office" })),
    ] {
        let answer = window.client().execute_async(ask, vec![json!(command), request]).await.unwrap();
        let answer = answer.as_str().unwrap_or_default();
        assert!(answer.contains("not allowed"), "{command}: {answer}");
    }
    // The same way is open to what the window may do.
    let listed = json!({ "command": "clients.list", "request": {} });
    assert_eq!(window.client().execute_async(ask, vec![json!("call"), listed]).await.unwrap(), "done");
    window.end().await;
}
