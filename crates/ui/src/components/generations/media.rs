//! What a generation made: a picture, four frames, or a clip, and how to keep it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlAnchorElement, HtmlElement};
use wire::{Asset, AssetRole, Generation};

use crate::components::icon::{self, icon};
use crate::format::{labels, messages};
use crate::piece::{Element, Piece, a, div, img, span, video};

/// The result itself.
#[must_use]
pub fn media(generation: &Generation) -> Piece {
    let clip = generation.assets.iter().find(|asset| asset.role == AssetRole::Clip);
    if let Some(clip) = clip.filter(|clip| !clip.media_type.starts_with("image/")) {
        let poster = generation.assets.iter().find(|asset| asset.role == AssetRole::Poster);
        return moving(clip, poster, &generation.prompt);
    }
    let pictures = results(generation);
    let count = pictures.len();
    let class = if count > 1 { "frames" } else { "frames frames--one" };
    // The card itself is named by its prompt; of several pictures each says which it is.
    let name = |index| if count > 1 { labels::frame(index, count) } else { generation.prompt.clone() };
    div().class(class).children(pictures.iter().enumerate().map(|(index, asset)| picture(asset, name(index)))).into()
}

/// A clip. Until it plays a mark lies over it; the controls come with the pointer or the focus, and stay where there is neither.
fn moving(clip: &Asset, poster: Option<&Asset>, prompt: &str) -> Piece {
    let is_playing = RwSignal::new(false);
    let clip = video()
        .class("result")
        .flag("controls", true)
        .flag("loop", true)
        .flag("playsinline", true)
        // Nothing of the clip is loaded before it is wanted: the poster is what one sees.
        .attr("preload", if poster.is_some() { "none" } else { "metadata" })
        .attr("aria-label", prompt.to_owned())
        .attr_if("poster", poster.map(|poster| poster.url.clone()))
        .attr("src", clip.url.clone())
        .attr("width", clip.width_px.to_string())
        .attr("height", clip.height_px.to_string())
        .on("play", move |_: Event| is_playing.set(true))
        .on("pause", move |_: Event| is_playing.set(false));
    let mark = span().class("clip__mark").child(icon(icon::PLAY));
    div().class("clip").class_when("clip--playing", move || is_playing.get()).child(clip).child(mark).into()
}

/// What is shown and kept: everything but the poster of a clip.
fn results(generation: &Generation) -> Vec<Asset> {
    generation.assets.iter().filter(|asset| asset.role != AssetRole::Poster).cloned().collect()
}

fn picture(asset: &Asset, name: String) -> Element {
    img()
        .class("result")
        .attr("loading", "lazy")
        .attr("decoding", "async")
        .attr("alt", name)
        .attr("src", asset.url.clone())
        .attr("width", asset.width_px.to_string())
        .attr("height", asset.height_px.to_string())
}

/// The link that keeps the result; for a storyboard it keeps all four frames.
#[must_use]
pub fn download(generation: &Generation) -> Option<Element> {
    let name = file_name(generation);
    let mut results = results(generation).into_iter();
    let first = results.next()?;
    let rest: Vec<Asset> = results.collect();
    let first_name = format!("{name}{}", ending(&first));
    let keep_rest = move || {
        for (index, asset) in rest.iter().enumerate() {
            keep(asset, &format!("{name}-{}{}", index + 2, ending(asset)));
        }
    };
    let link = a()
        .class("icon-button icon-button--small")
        .attr("aria-label", messages::DOWNLOAD)
        .attr("title", messages::DOWNLOAD)
        .attr("href", first.url)
        .attr("download", first_name)
        .on_click(keep_rest)
        .child(icon(icon::DOWNLOAD));
    Some(link)
}

fn keep(asset: &Asset, name: &str) {
    let Ok(element) = document().create_element("a") else { return };
    let Ok(link) = element.dyn_into::<HtmlAnchorElement>() else { return };
    link.set_href(&asset.url);
    link.set_download(name);
    link.click();
}

/// A name that says what the file shows: the first words of its prompt.
fn file_name(generation: &Generation) -> String {
    // Every character beyond ASCII is taken for a letter: the tables that know better are large.
    let is_between = |character: char| character.is_ascii() && !character.is_ascii_alphanumeric();
    let words = generation.prompt.split(is_between).filter(|word| !word.is_empty());
    let name = words.take(6).collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if name.is_empty() { "farebox".to_owned() } else { name.chars().take(60).collect() }
}

fn ending(asset: &Asset) -> String {
    let kind = asset.media_type.rsplit('/').next().unwrap_or_default().split(['+', ';']).next().unwrap_or_default();
    format!(".{}", if kind == "jpeg" { "jpg" } else { kind })
}

/// Puts the focus where the prompt is written.
pub fn focus_prompt() {
    let field = document().get_element_by_id("prompt").and_then(|field| field.dyn_into::<HtmlElement>().ok());
    if let Some(field) = field {
        // A field that cannot take the focus leaves it where it is.
        let _ = field.focus();
    }
}
