//! Takes over in the browser what the server wrote, and builds what comes later.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use uuid::Uuid;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{Comment, Event, Node};

use super::element::{Attribute, Parts};
use super::{Each, Piece, Text};

/// What an element needs for as long as it is on the page.
enum Kept {
    Effect(#[expect(dead_code, reason = "it ends when it is dropped")] RenderEffect<()>),
    Listener(#[expect(dead_code, reason = "it ends when it is dropped")] Closure<dyn FnMut(Event)>),
    Inside(#[expect(dead_code, reason = "it ends when it is dropped")] Vec<Grown>),
}

/// A piece that is on the page, or about to be.
enum Grown {
    Nothing,
    Node(Node, Vec<Kept>),
    Group(Vec<Grown>),
    Region(Rc<Region>, Kept),
}

/// A place whose content is another at times: whatever is there, and the mark before which it stands.
struct Region {
    content: RefCell<Vec<Item>>,
    mark: RefCell<Option<Node>>,
}

/// What stands in a region; in a keyed list under its key and with an owner of its own.
struct Item {
    key: Option<(Uuid, Owner)>,
    grown: Grown,
}

/// Where the server's HTML is being read: the parent and what comes next in it.
#[derive(Clone)]
struct Walk(Rc<RefCell<Steps>>);

struct Steps {
    parent: Node,
    next: Option<Node>,
    is_after_text: bool,
}

/// Takes over the HTML inside of the root that the server wrote from the same piece. Lives for as long as the page.
pub fn hydrate(piece: Piece, root: &web_sys::Element) {
    std::mem::forget(grow(piece, Some(&Walk::into(root))));
}

impl Walk {
    fn into(parent: &Node) -> Self {
        Self(Rc::new(RefCell::new(Steps { parent: parent.clone(), next: parent.first_child(), is_after_text: false })))
    }

    /// The next node. The page is this same program's, so that there is one; without it the program ends with a message.
    fn take(&self) -> Node {
        let mut steps = self.0.borrow_mut();
        steps.is_after_text = false;
        let node = steps.next.take().expect_throw("the page is not the one that this program renders");
        steps.next = node.next_sibling();
        node
    }

    /// Steps over the mark that parts what follows from a text before it.
    fn leave_text(&self) {
        let is_after_text = self.0.borrow().is_after_text;
        if is_after_text {
            self.take();
        }
    }

    /// The next text. An empty one leaves nothing in the HTML and is put there.
    fn text(&self) -> Node {
        self.leave_text();
        let is_there = self.0.borrow().next.as_ref().is_some_and(|next| next.node_type() == Node::TEXT_NODE);
        let node = if is_there {
            self.take()
        } else {
            let steps = self.0.borrow();
            let node: Node = document().create_text_node("").unchecked_into();
            // What is put before a child of its parent, or at its end, is always taken.
            let _ = steps.parent.insert_before(&node, steps.next.as_ref());
            node
        };
        self.0.borrow_mut().is_after_text = true;
        node
    }
}

fn grow(piece: Piece, walk: Option<&Walk>) -> Grown {
    match piece {
        Piece::Nothing => Grown::Nothing,
        Piece::Text(text) => Grown::Node(text_node(&text, walk), Vec::new()),
        Piece::LiveText(mut now) => {
            let node = text_node("", walk);
            let shown = node.clone();
            let mut last = walk.and_then(|_| node.node_value());
            let effect = effect(Box::new(move || {
                let text = now();
                if last.as_deref() != Some(&*text) {
                    shown.set_node_value(Some(&text));
                    last = Some(text.into_owned());
                }
            }));
            Grown::Node(node, vec![effect])
        }
        Piece::Element(element) => grow_element(*element.0, walk),
        Piece::Group(pieces) => Grown::Group(pieces.into_iter().map(|piece| grow(piece, walk)).collect()),
        Piece::Part(mut now) => grow_region(
            walk,
            Box::new(move |region, walk| {
                let grown = now().map(|piece| grow(piece, walk));
                region.replace(grown.map(|grown| Item { key: None, grown }).into_iter().collect());
            }),
        ),
        Piece::Each(Each { mut keys, make }) => {
            // The effect forgets what it owned whenever the keys change; an item lives for as long as its own key is there.
            let list = Owner::current().unwrap_or_default();
            grow_region(walk, Box::new(move |region, walk| region.keep_to(&keys(), &*make, &list, walk)))
        }
    }
}

fn text_node(text: &str, walk: Option<&Walk>) -> Node {
    walk.map_or_else(|| document().create_text_node(text).unchecked_into(), Walk::text)
}

fn effect(mut run: Box<dyn FnMut()>) -> Kept {
    Kept::Effect(RenderEffect::new(move |_| run()))
}

const SVG: &str = "http://www.w3.org/2000/svg";

fn grow_element(parts: Parts, walk: Option<&Walk>) -> Grown {
    let Parts { tag, attributes, children } = parts;
    let element: web_sys::Element = match walk {
        Some(walk) => walk.take().dyn_into().ok(),
        None if matches!(tag, "svg" | "path") => document().create_element_ns(Some(SVG), tag).ok(),
        None => document().create_element(tag).ok(),
    }
    .expect_throw("the page is not the one that this program renders");
    let mut kept: Vec<Kept> =
        attributes.into_iter().filter_map(|attribute| give(attribute, &element, walk.is_some())).collect();
    if !children.is_empty() {
        let inner = walk.map(|_| Walk::into(&element));
        let grown: Vec<_> = children.into_iter().map(|child| grow(child, inner.as_ref())).collect();
        if walk.is_none() {
            grown.iter().for_each(|child| child.put(&element, None));
        }
        kept.push(Kept::Inside(grown));
    }
    Grown::Node(element.into(), kept)
}

/// Gives an element one of its attributes, unless the server has.
fn give(attribute: Attribute, element: &web_sys::Element, is_written: bool) -> Option<Kept> {
    let target = element.clone();
    match attribute {
        Attribute::Fixed(name, value) => {
            if !is_written {
                set(element, name, Some(&value));
            }
            None
        }
        Attribute::Live(name, mut now) => {
            let mut last: Option<Option<Text>> = None;
            Some(effect(Box::new(move || {
                let value = now();
                if last.as_ref() != Some(&value) {
                    set(&target, name, value.as_deref());
                    last = Some(value);
                }
            })))
        }
        Attribute::Class(name, mut is_so) => Some(effect(Box::new(move || {
            // The name is a constant of ours, so that there is nothing to refuse.
            let _ = target.class_list().toggle_with_force(name, is_so());
        }))),
        Attribute::Property(name, mut is_so) => Some(effect(Box::new(move || {
            // An element of the page takes any property.
            let _ = js_sys::Reflect::set(&target, &name.into(), &is_so().into());
        }))),
        Attribute::On(name, mut act) => {
            let owner = Owner::current();
            let listener = Closure::<dyn FnMut(Event)>::new(move |event| match &owner {
                Some(owner) => owner.with(|| act(event)),
                None => act(event),
            });
            let _ = element.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
            Some(Kept::Listener(listener))
        }
        Attribute::Reached(handle) => {
            handle.reach(element);
            None
        }
    }
}

fn set(element: &web_sys::Element, name: &str, value: Option<&str>) {
    // The names are constants of ours, so that there is nothing to refuse.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

type Fill = Box<dyn FnMut(&Region, Option<&Walk>)>;

fn grow_region(walk: Option<&Walk>, mut fill: Fill) -> Grown {
    let region = Rc::new(Region { content: RefCell::default(), mark: RefCell::default() });
    if let Some(walk) = walk {
        walk.leave_text();
    }
    let (filled, mut first_walk) = (Rc::clone(&region), walk.cloned());
    let effect = effect(Box::new(move || fill(&filled, first_walk.take().as_ref())));
    let mark = match walk {
        Some(walk) => walk.take(),
        None => Comment::new().map(Into::into).expect_throw("a mark"),
    };
    region.mark.replace(Some(mark));
    Grown::Region(region, effect)
}

impl Region {
    /// Shows other items in the place of those that are there. Before the first are there is no mark, and nothing to do with the page.
    fn replace(&self, items: Vec<Item>) {
        let gone = self.content.replace(items);
        if let Some((mark, parent)) = self.place() {
            gone.iter().for_each(|item| item.grown.take_off());
            self.content.borrow().iter().for_each(|item| item.grown.put(&parent, Some(&mark)));
        }
    }

    fn place(&self) -> Option<(Node, Node)> {
        let mark = self.mark.borrow().clone()?;
        let parent = mark.parent_node()?;
        Some((mark, parent))
    }

    /// Shows one item for each key, in their order. An item whose key stays is not touched, or what plays in it would stop.
    fn keep_to(&self, keys: &[Uuid], make: &dyn Fn(Uuid) -> Piece, list: &Owner, walk: Option<&Walk>) {
        let mut before = self.content.take();
        let mut items = Vec::with_capacity(keys.len());
        let mut new = Vec::new();
        for key in keys {
            let is_this = |item: &Item| item.key.as_ref().is_some_and(|(known, _)| known == key);
            match before.iter().position(is_this) {
                Some(place) => items.push(before.remove(place)),
                None => {
                    let owner = list.child();
                    let grown = owner.with(|| untrack(|| grow(make(*key), walk)));
                    new.push(items.len());
                    items.push(Item { key: Some((*key, owner)), grown });
                }
            }
        }
        for item in &before {
            item.grown.take_off();
            if let Some((_, owner)) = &item.key {
                owner.cleanup();
            }
        }
        if let Some((mark, parent)) = self.place() {
            // From the end, so that what each new one stands before is in its place.
            for place in new.into_iter().rev() {
                let next = items.get(place + 1).and_then(|item| item.grown.first()).unwrap_or_else(|| mark.clone());
                if let Some(item) = items.get(place) {
                    item.grown.put(&parent, Some(&next));
                }
            }
        }
        self.content.replace(items);
    }
}

impl Grown {
    fn put(&self, parent: &Node, before: Option<&Node>) {
        match self {
            Self::Nothing => {}
            Self::Node(node, _) => {
                // What it is put before is a child of the parent, or nothing.
                let _ = parent.insert_before(node, before);
            }
            Self::Group(pieces) => pieces.iter().for_each(|piece| piece.put(parent, before)),
            Self::Region(region, _) => {
                region.content.borrow().iter().for_each(|item| item.grown.put(parent, before));
                if let Some(mark) = &*region.mark.borrow() {
                    let _ = parent.insert_before(mark, before);
                }
            }
        }
    }

    fn take_off(&self) {
        match self {
            Self::Nothing => {}
            Self::Node(node, _) => remove(node),
            Self::Group(pieces) => pieces.iter().for_each(Self::take_off),
            Self::Region(region, _) => {
                region.content.borrow().iter().for_each(|item| item.grown.take_off());
                if let Some(mark) = &*region.mark.borrow() {
                    remove(mark);
                }
            }
        }
    }

    /// The node that it begins with.
    fn first(&self) -> Option<Node> {
        match self {
            Self::Nothing => None,
            Self::Node(node, _) => Some(node.clone()),
            Self::Group(pieces) => pieces.iter().find_map(Self::first),
            Self::Region(region, _) => {
                let content = region.content.borrow();
                content.iter().find_map(|item| item.grown.first()).or_else(|| region.mark.borrow().clone())
            }
        }
    }
}

fn remove(node: &Node) {
    if let Some(parent) = node.parent_node() {
        // It is a child of its own parent.
        let _ = parent.remove_child(node);
    }
}
