//! Views and their changing parts behind a few types, so that the browser part stays small.
//!
//! Leptos gives every view, closure and handler a type of its own, and the compiler writes the code of building, hydrating and
//! changing for each. It has an erased view too, whose tables hold twice as much as these screens use. Here each view is behind one
//! pointer, and when another takes its place it is built anew: nothing large on these screens ever is.

use std::sync::{Arc, Mutex};

use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

/// Any view.
pub struct Piece(Box<dyn Erased>);

/// What is on the page of any view.
pub struct PieceState(Box<dyn Mountable>);

/// Makes a view one of the one type.
pub trait IntoPiece {
    /// This view as any view.
    fn piece(self) -> Piece;
}

trait Erased: Send {
    fn build(self: Box<Self>) -> Box<dyn Mountable>;
    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn Mountable>;
    #[cfg(feature = "ssr")]
    fn write(self: Box<Self>, html: &mut String, position: &mut Position, escape: bool);
}

impl<T> Erased for T
where
    T: RenderHtml + 'static,
    T::State: 'static,
{
    fn build(self: Box<Self>) -> Box<dyn Mountable> {
        Box::new(Render::build(*self))
    }

    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn Mountable> {
        Box::new(RenderHtml::hydrate::<true>(*self, cursor, position))
    }

    #[cfg(feature = "ssr")]
    fn write(self: Box<Self>, html: &mut String, position: &mut Position, escape: bool) {
        RenderHtml::to_html_with_buf(*self, html, position, escape, false, Vec::new());
    }
}

impl<T> IntoPiece for T
where
    T: RenderHtml + 'static,
    T::State: 'static,
{
    fn piece(self) -> Piece {
        Piece(Box::new(self))
    }
}

impl Render for Piece {
    type State = PieceState;

    fn build(self) -> PieceState {
        PieceState(self.0.build())
    }

    fn rebuild(self, state: &mut PieceState) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl RenderHtml for Piece {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        #[cfg(feature = "ssr")]
        self.0.write(html, position, escape);
        #[cfg(not(feature = "ssr"))]
        let _ = (self, html, position, escape);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> PieceState {
        PieceState(self.0.hydrate(cursor, position))
    }

    fn into_owned(self) -> Self {
        self
    }
}

no_attrs!(Piece);

impl Mountable for PieceState {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.0.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.0.elements()
    }
}

/// A text that changes.
pub fn text<T: Into<String>>(mut now: impl FnMut() -> T + Send + 'static) -> SharedReactiveFunction<String> {
    Arc::new(Mutex::new(move || now().into()))
}

/// An attribute that changes, and is absent at times.
pub fn attr<T: Into<String>>(
    mut now: impl FnMut() -> Option<T> + Send + 'static,
) -> SharedReactiveFunction<Option<String>> {
    Arc::new(Mutex::new(move || now().map(Into::into)))
}

/// Something that is so at times: an attribute without a value, a class, a property.
pub fn flag(now: impl FnMut() -> bool + Send + 'static) -> SharedReactiveFunction<bool> {
    Arc::new(Mutex::new(now))
}

/// A part of a page that changes, and is absent at times.
pub fn part(now: impl FnMut() -> Option<Piece> + Send + 'static) -> SharedReactiveFunction<Option<Piece>> {
    Arc::new(Mutex::new(now))
}

/// What happens on an event.
pub fn act<E>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}
