//! The HTML document around a page: head, root element, the page's data and the files that bring it to life.

#[cfg(feature = "ssr")]
use crate::{
    Page, PageData,
    format::{messages, messages::plain},
};

/// The element that the server renders into and the browser hydrates.
pub(crate) const ROOT_ID: &str = "app";
/// The script element that carries the page's data as JSON.
pub(crate) const PAGE_DATA_ID: &str = "page-data";

/// What follows the last thing that is seen.
#[cfg(feature = "ssr")]
const END_ID: &str = "end";

/// What a page needs of the built browser part: the content-hashed names of files under `/assets/`, and what stands in the page itself.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AssetNames {
    /// The style sheet.
    pub css: String,
    /// The text of the module that starts the browser part, and names the rest of it. It stands in the page, and the content policy
    /// allows it by its hash.
    pub boot: String,
    /// The icon of the browser's tab.
    pub icon: String,
}

/// The whole HTML document, rendered at once: no streaming, no resources, no inline script but the one that starts the rest.
///
/// Without assets (`None`) it is plain HTML that nothing styles or brings to life.
#[cfg(feature = "ssr")]
#[must_use]
pub fn render<'a>(data: &PageData, assets: impl Into<Option<&'a AssetNames>>) -> String {
    let app = render_app(data, || {});
    let title = title(&data.page);
    if data.page.is_hydrated() {
        let data = page_data_json(data);
        let after = format!("<script type=\"application/json\" id=\"{PAGE_DATA_ID}\">{data}</script>");
        write_document(&title, assets.into(), true, &app, &after)
    } else {
        write_document(&title, assets.into(), false, &app, "")
    }
}

/// A document that does not come alive, whatever is in it; `after` follows its root element.
#[cfg(all(feature = "ssr", debug_assertions))]
pub(crate) fn write_still(title: &str, assets: Option<&AssetNames>, app: &str, after: &str) -> String {
    write_document(title, assets, false, app, after)
}

#[cfg(feature = "ssr")]
fn write_document(title: &str, assets: Option<&AssetNames>, is_alive: bool, app: &str, after: &str) -> String {
    let mut html = String::with_capacity(32 * 1024);
    html.push_str("<!DOCTYPE html><html lang=\"en\"");
    if is_alive && assets.is_some() {
        // Taken away by the start-up module; until then the style sheet keeps pictures from taking the line from the first paint.
        html.push_str(" data-painting");
    }
    html.push_str("><head>");
    push_head(&mut html, title, assets, is_alive);
    html.push_str("</head><body><div id=\"");
    html.push_str(ROOT_ID);
    html.push_str("\">");
    html.push_str(app);
    html.push_str("</div>");
    if assets.is_some() {
        html.push_str("<template id=\"");
        html.push_str(END_ID);
        html.push_str("\"></template>");
    }
    html.push_str(after);
    html.push_str("</body></html>");
    html
}

#[cfg(feature = "ssr")]
fn push_head(html: &mut String, title: &str, assets: Option<&AssetNames>, is_alive: bool) {
    html.push_str(
        "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>",
    );
    html.push_str(&escape_text(title));
    html.push_str("</title><meta name=\"description\" content=\"");
    html.push_str(&escape_text(plain::DESCRIPTION));
    html.push_str(concat!(
        "\">",
        "<meta name=\"theme-color\" content=\"#0D0E12\"><meta name=\"color-scheme\" content=\"dark\">",
    ));
    let Some(assets) = assets else { return };
    let mut push = |before: &str, name: &str, after: &str| {
        html.push_str(before);
        html.push_str("/assets/");
        html.push_str(name);
        html.push_str(after);
    };
    push("<link rel=\"icon\" type=\"image/svg+xml\" href=\"", &assets.icon, "\">");
    push("<link rel=\"stylesheet\" href=\"", &assets.css, "\">");
    // Nothing is painted before all that is seen is there: a page that comes in pieces would move with each of them. It is a few kilobytes.
    // Browsers do not wait until what is expected has ended, but until it has begun.
    html.push_str("<link rel=\"expect\" href=\"#");
    html.push_str(END_ID);
    html.push_str("\" blocking=\"render\">");
    if is_alive {
        // It starts the rest once the page is painted; asked for earlier, the rest would take the line from what is painted first.
        html.push_str("<script type=\"module\">");
        html.push_str(&assets.boot);
        html.push_str("</script>");
    }
}

/// The title of the browser's tab.
#[cfg(feature = "ssr")]
fn title(page: &Page) -> String {
    let name = match page {
        Page::Workspace { .. } => return messages::PRODUCT.to_owned(),
        Page::Billing => messages::BILLING,
        Page::SignIn { .. } => messages::SIGN_IN,
        Page::SignUp { .. } => plain::SIGN_UP,
        Page::CheckoutReturn { status, .. } => match status {
            wire::CheckoutStatus::Expired => messages::EXPIRED,
            wire::CheckoutStatus::Open | wire::CheckoutStatus::Paid => messages::CONFIRMING,
        },
        Page::TestCheckout { .. } => plain::CHECKOUT,
        Page::TestPortal { .. } => plain::YOUR_PLANS,
        Page::Problem { code, .. } => code.title(),
        Page::NotFound => plain::NOT_FOUND,
        Page::Error { title, .. } => title.as_deref().unwrap_or(plain::FAULT),
    };
    format!("{name} · {}", messages::PRODUCT)
}

/// Everything inside the page's root element. What `before` provides the page finds.
#[cfg(feature = "ssr")]
pub(crate) fn render_app(data: &PageData, before: impl FnOnce()) -> String {
    use leptos::prelude::Owner;

    let data = data.clone();
    let owner = Owner::new_root(None);
    let html = owner.with(move || {
        before();
        crate::piece::write(crate::app::app(data))
    });
    owner.unset_with_forced_cleanup();
    html
}

/// The data as JSON that cannot end its own script element, whatever a person typed into a prompt.
#[cfg(feature = "ssr")]
fn page_data_json(data: &PageData) -> String {
    // Serialising plain data with string keys has no way to fail; an empty text would make the browser say so.
    serde_json::to_string(data).unwrap_or_default().replace('<', "\\u003c")
}

#[cfg(feature = "ssr")]
fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
