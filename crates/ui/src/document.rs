//! The HTML document around a page: head, root element, the page's data and the files that bring it to life.

use crate::PageData;

/// The element that the server renders into and the browser hydrates.
pub(crate) const ROOT_ID: &str = "app";
/// The script element that carries the page's data as JSON.
pub(crate) const PAGE_DATA_ID: &str = "page-data";

/// The content-hashed names of the files under `/assets/` that a page needs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AssetNames {
    /// The style sheet.
    pub css: String,
    /// The module that starts the browser part.
    pub boot: String,
    /// The module that joins JavaScript and wasm.
    pub glue: String,
    /// The browser part itself.
    pub wasm: String,
    /// The icon of the browser's tab.
    pub icon: String,
}

/// One page to send: what it shows and the files it names.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// What the page shows.
    pub page: &'a PageData,
    /// The built files; without them the page is plain HTML that nothing brings to life.
    pub assets: Option<&'a AssetNames>,
}

/// The whole HTML document, rendered at once: no streaming, no resources, no inline script.
#[cfg(feature = "ssr")]
#[must_use]
pub fn render(document: &Document<'_>) -> String {
    let mut html = String::with_capacity(16 * 1024);
    html.push_str("<!DOCTYPE html><html lang=\"en\"><head>");
    push_head(&mut html, document);
    html.push_str("</head><body><div id=\"");
    html.push_str(ROOT_ID);
    html.push_str("\">");
    html.push_str(&render_app(document.page));
    html.push_str("</div><script type=\"application/json\" id=\"");
    html.push_str(PAGE_DATA_ID);
    html.push_str("\">");
    html.push_str(&page_data_json(document.page));
    html.push_str("</script></body></html>");
    html
}

#[cfg(feature = "ssr")]
fn push_head(html: &mut String, document: &Document<'_>) {
    html.push_str("<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>");
    html.push_str(&escape_text(document.page.title()));
    html.push_str(concat!(
        "</title>",
        "<meta name=\"description\" content=\"Make pictures and clips, and always know what a click costs.\">",
        "<meta name=\"theme-color\" content=\"#0D0E12\"><meta name=\"color-scheme\" content=\"dark\">",
    ));
    let Some(assets) = document.assets else { return };
    for (before, name, after) in [
        ("<link rel=\"icon\" type=\"image/svg+xml\" href=\"", &assets.icon, "\">"),
        ("<link rel=\"stylesheet\" href=\"", &assets.css, "\">"),
        // The browser would otherwise find these one after the other, each a round trip later.
        ("<link rel=\"modulepreload\" href=\"", &assets.glue, "\">"),
        ("<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"", &assets.wasm, "\">"),
        ("<script type=\"module\" src=\"", &assets.boot, "\"></script>"),
    ] {
        html.push_str(before);
        html.push_str("/assets/");
        html.push_str(name);
        html.push_str(after);
    }
}

#[cfg(feature = "ssr")]
fn render_app(page: &PageData) -> String {
    use std::sync::Arc;

    use hydration_context::SsrSharedContext;
    use leptos::prelude::*;

    let page = page.clone();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    let html = owner.with(move || leptos::view! { <crate::App page/> }.to_html());
    owner.unset_with_forced_cleanup();
    html
}

/// The data as JSON that cannot end its own script element, whatever a person typed into a prompt.
#[cfg(feature = "ssr")]
fn page_data_json(page: &PageData) -> String {
    // Serialising plain data with string keys has no way to fail; an empty text would make the browser say so.
    serde_json::to_string(page).unwrap_or_default().replace('<', "\\u003c")
}

#[cfg(feature = "ssr")]
fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn names() -> AssetNames {
        AssetNames {
            css: "farebox-1.css".into(),
            boot: "boot-2.js".into(),
            glue: "farebox-3.js".into(),
            wasm: "farebox-4.wasm".into(),
            icon: "icon-5.svg".into(),
        }
    }

    #[test]
    fn a_page_names_every_file_it_needs() {
        let page = PageData::Counter { count: 7 };
        let html = render(&Document { page: &page, assets: Some(&names()) });
        for name in ["farebox-1.css", "boot-2.js", "farebox-3.js", "farebox-4.wasm", "icon-5.svg"] {
            assert!(html.contains(&format!("\"/assets/{name}\"")), "{name} is missing in {html}");
        }
    }

    #[test]
    fn a_page_without_built_files_has_no_script_to_run() {
        let page = PageData::Counter { count: 7 };
        let html = render(&Document { page: &page, assets: None });
        assert!(html.contains("Clicked "), "{html}");
        assert!(!html.contains("/assets/"), "{html}");
    }

    #[test]
    fn the_data_of_a_page_comes_back_as_it_was() {
        let page = PageData::Counter { count: 7 };
        let json = page_data_json(&page);
        assert_eq!(serde_json::from_str::<PageData>(&json).unwrap(), page);
    }
}
