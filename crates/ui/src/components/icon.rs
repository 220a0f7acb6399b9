//! The icons: strokes on a grid of 24, drawn here. None of them says anything that the words beside it do not.

use crate::piece::{Element, path, svg};

/// Two sliders.
pub const SLIDERS: &str = "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M15 5v4M9 10v4M17 15v4";
/// Four tiles.
pub const GRID: &str = "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z";
/// A house.
pub const HOME: &str = "M4 11l8-7 8 7v9h-5v-6H9v6H4z";
/// A person.
pub const PERSON: &str = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0";
/// A cross.
pub const CROSS: &str = "M6 6l12 12M18 6L6 18";
/// An arrowhead that points down.
pub const DOWN: &str = "M6 9l6 6 6-6";
/// A star with four points.
pub const STAR: &str = "M12 4l1.9 6.1L20 12l-6.1 1.9L12 20l-1.9-6.1L4 12l6.1-1.9z";
/// A triangle with an exclamation mark.
pub const WARNING: &str = "M12 4L2.5 20h19zM12 10v4.5M12 17.2v.3";
/// A triangle that points right.
pub const PLAY: &str = "M8 5.5v13l10.5-6.5z";
/// An arrow into a tray.
pub const DOWNLOAD: &str = "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14";
/// An arrow that turns back.
pub const REUSE: &str = "M9 7L4 12l5 5M4 12h11a5 5 0 0 1 5 5v2";
/// A circle that is struck out.
pub const STOPPED: &str = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12";

/// An icon of these strokes.
pub fn icon(strokes: &'static str) -> Element {
    svg()
        .class("icon")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .child(path().attr("d", strokes))
}
