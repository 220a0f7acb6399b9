//! Views as data: what a page is made of, its parts that change, and what happens on an event.
//!
//! Leptos brings the signals, effects and contexts. Its own views give every element, attribute and closure a type of its own, and the
//! compiler writes the code of building, hydrating and changing for each: on these screens that was more than a third of the browser
//! part ([browser-size](../../../docs/decisions/browser-size.md)). Here a view is a small tree. One function writes it as HTML on the
//! server (`write`), one takes over that HTML in the browser or builds it anew (`grow`).

mod element;
#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
mod grow;
mod handle;
mod tags;
#[cfg(feature = "ssr")]
mod write;

use std::borrow::Cow;

use uuid::Uuid;

pub use element::Element;
#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
pub use grow::hydrate;
pub use handle::Handle;
pub use tags::*;
#[cfg(feature = "ssr")]
pub use write::write;

/// A text, fixed or made at the moment.
pub type Text = Cow<'static, str>;

/// A part of a page.
pub enum Piece {
    /// Nothing at all.
    Nothing,
    /// A text that stays.
    Text(Text),
    /// A text that changes.
    LiveText(Box<dyn FnMut() -> Text>),
    /// An element with everything in it.
    Element(Element),
    /// Several, one after the other.
    Group(Vec<Piece>),
    /// A part that is another at times, or absent.
    Part(Box<dyn FnMut() -> Option<Piece>>),
    /// One piece for each of the keys. Those whose keys stay are kept as they are.
    Each(Each),
}

/// What a keyed list is made of.
pub struct Each {
    keys: Box<dyn FnMut() -> Vec<Uuid>>,
    make: Box<dyn Fn(Uuid) -> Piece>,
}

/// A text that changes.
pub fn text<T: Into<Text>>(mut now: impl FnMut() -> T + 'static) -> Piece {
    Piece::LiveText(Box::new(move || now().into()))
}

/// A part of a page that changes, and is absent at times. When anything that it reads changes it is built anew.
pub fn part(now: impl FnMut() -> Option<Piece> + 'static) -> Piece {
    Piece::Part(Box::new(now))
}

/// One piece for each key, in the order of the keys. Each is one element.
pub fn each(keys: impl FnMut() -> Vec<Uuid> + 'static, make: impl Fn(Uuid) -> Piece + 'static) -> Piece {
    Piece::Each(Each { keys: Box::new(keys), make: Box::new(make) })
}

impl From<&'static str> for Piece {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Element> for Piece {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl<T: Into<Piece>> From<Option<T>> for Piece {
    fn from(piece: Option<T>) -> Self {
        piece.map_or(Self::Nothing, Into::into)
    }
}

impl<T: Into<Piece>> From<Vec<T>> for Piece {
    fn from(pieces: Vec<T>) -> Self {
        Self::Group(pieces.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Piece>, const N: usize> From<[T; N]> for Piece {
    fn from(pieces: [T; N]) -> Self {
        Self::Group(pieces.into_iter().map(Into::into).collect())
    }
}
