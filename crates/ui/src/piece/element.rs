//! An element: its tag, what stands in it, and what it does.

use wasm_bindgen::JsCast;
use web_sys::Event;

use super::{Handle, Piece, Text};

/// An element that is being put together.
pub struct Element(pub(super) Box<Parts>);

/// What an element is made of.
pub(super) struct Parts {
    pub tag: &'static str,
    pub attributes: Vec<Attribute>,
    pub children: Vec<Piece>,
}

/// One thing that an element has or does.
#[cfg_attr(
    not(all(feature = "hydrate", target_arch = "wasm32")),
    expect(dead_code, reason = "what happens on an event happens in the browser alone")
)]
pub(super) enum Attribute {
    /// An attribute that stays.
    Fixed(&'static str, Text),
    /// An attribute that changes, and is absent at times.
    Live(&'static str, Box<dyn FnMut() -> Option<Text>>),
    /// A class that the element has at times.
    Class(&'static str, Box<dyn FnMut() -> bool>),
    /// A property of the element's object, which the browser changes as well.
    Property(&'static str, Box<dyn FnMut() -> bool>),
    /// What happens on an event.
    On(&'static str, Box<dyn FnMut(Event)>),
    /// Who reaches the element.
    Reached(Handle),
}

impl Element {
    /// An element without anything. `tags` has a function for each tag in use.
    #[must_use]
    pub(super) fn new(tag: &'static str) -> Self {
        Self(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
    }

    fn with(mut self, attribute: Attribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    /// Its classes, after those that it has.
    #[must_use]
    pub fn class(mut self, names: &'static str) -> Self {
        for attribute in &mut self.0.attributes {
            if let Attribute::Fixed("class", present) = attribute {
                *present = format!("{present} {names}").into();
                return self;
            }
        }
        self.attr("class", names)
    }

    /// A class that it has at times.
    #[must_use]
    pub fn class_when(self, name: &'static str, is_so: impl FnMut() -> bool + 'static) -> Self {
        self.with(Attribute::Class(name, Box::new(is_so)))
    }

    /// An attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.with(Attribute::Fixed(name, value.into()))
    }

    /// An attribute, if there is a value for it.
    #[must_use]
    pub fn attr_if<T: Into<Text>>(self, name: &'static str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute without a value, if it is so.
    #[must_use]
    pub fn flag(self, name: &'static str, is_so: bool) -> Self {
        self.attr_if(name, is_so.then_some(""))
    }

    /// An attribute that changes, and is absent at times.
    #[must_use]
    pub fn live<T: Into<Text>>(self, name: &'static str, mut now: impl FnMut() -> Option<T> + 'static) -> Self {
        self.with(Attribute::Live(name, Box::new(move || now().map(Into::into))))
    }

    /// An attribute without a value that is there at times.
    #[must_use]
    pub fn live_flag(self, name: &'static str, mut is_so: impl FnMut() -> bool + 'static) -> Self {
        self.live(name, move || is_so().then_some(""))
    }

    /// A property of the element's object that follows, whatever the browser or a person has set it to. In HTML it is the attribute of
    /// the same name.
    #[must_use]
    pub fn property(self, name: &'static str, is_so: impl FnMut() -> bool + 'static) -> Self {
        self.with(Attribute::Property(name, Box::new(is_so)))
    }

    /// What happens on an event of that name.
    #[must_use]
    pub fn on<E: JsCast>(self, event: &'static str, mut act: impl FnMut(E) + 'static) -> Self {
        self.with(Attribute::On(event, Box::new(move |event| act(event.unchecked_into()))))
    }

    /// What happens on a click.
    #[must_use]
    pub fn on_click(self, mut act: impl FnMut() + 'static) -> Self {
        self.with(Attribute::On("click", Box::new(move |_| act())))
    }

    /// Lets code reach the element once it is on the page.
    #[must_use]
    pub fn reached_by(self, handle: Handle) -> Self {
        self.with(Attribute::Reached(handle))
    }

    /// Puts something into it, after what is there.
    #[must_use]
    pub fn child(mut self, child: impl Into<Piece>) -> Self {
        self.0.children.push(child.into());
        self
    }

    /// Puts several things into it, after what is there.
    #[must_use]
    pub fn children<T: Into<Piece>>(mut self, children: impl IntoIterator<Item = T>) -> Self {
        self.0.children.extend(children.into_iter().map(Into::into));
        self
    }
}
