//! The elements that the screens are made of, one function for each tag.

use super::Element;

macro_rules! tags {
    ($($tag:ident),* $(,)?) => {
        $(
            #[doc = concat!("`<", stringify!($tag), ">`.")]
            #[must_use]
            pub fn $tag() -> Element {
                Element::new(stringify!($tag))
            }
        )*
    };
}

tags! {
    a, aside, button, dialog, div, footer, form, h1, h2, h3, header, img, input, label, li, optgroup, option, p, path, progress, section,
    select, span, strong, svg, textarea, time, ul, video,
}

/// `<main>`.
#[must_use]
pub fn main_area() -> Element {
    Element::new("main")
}

#[cfg(feature = "ssr")]
tags! { caption, code, table, tbody, td, tfoot, th, tr }
