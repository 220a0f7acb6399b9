//! The event stream as one tab holds it: opened, read, and opened again by ourselves once the browser has given up.

use leptos::prelude::set_timeout;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventSource, MessageEvent};

/// What the stream tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It is open.
    Opened,
    /// It broke off and is being opened again.
    Lost,
    /// A balance, as JSON.
    Balance(String),
    /// A generation, as JSON.
    Generation(String),
}

const ADDRESS: &str = "/api/events";
const WAIT_MS: u64 = 1_000;
const WAIT_MS_MAX: u64 = 30_000;

/// Reads the stream for as long as the page lives.
pub fn open(listener: Rc<dyn Fn(Told)>) {
    open_after(listener, 0, Rc::new(Cell::new(WAIT_MS)));
}

/// Opens the stream after a while; each time in vain doubles the next while.
fn open_after(listener: Rc<dyn Fn(Told)>, after_ms: u64, wait_ms: Rc<Cell<u64>>) {
    if after_ms == 0 {
        connect(listener, wait_ms);
    } else {
        set_timeout(move || connect(listener, wait_ms), Duration::from_millis(after_ms));
    }
}

fn connect(listener: Rc<dyn Fn(Told)>, wait_ms: Rc<Cell<u64>>) {
    let Ok(source) = EventSource::new(ADDRESS) else { return };
    let on_open = {
        let (listener, wait_ms) = (Rc::clone(&listener), Rc::clone(&wait_ms));
        Closure::<dyn Fn(JsValue)>::new(move |_| {
            wait_ms.set(WAIT_MS);
            listener(Told::Opened);
        })
    };
    source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
    // The page needs these for as long as it lives; a stream that was given up is rare, and what it leaves behind is small.
    on_open.forget();
    listen(&source, "balance", Rc::clone(&listener), Told::Balance);
    listen(&source, "generation", Rc::clone(&listener), Told::Generation);
    let on_error = {
        let source = source.clone();
        Closure::<dyn Fn(JsValue)>::new(move |_| {
            listener(Told::Lost);
            // While it is connecting the browser itself tries again; once it is closed nobody does.
            if source.ready_state() == EventSource::CLOSED {
                let wait = wait_ms.get();
                wait_ms.set((wait * 2).min(WAIT_MS_MAX));
                open_after(Rc::clone(&listener), wait, Rc::clone(&wait_ms));
            }
        })
    };
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
}

fn listen(source: &EventSource, name: &str, listener: Rc<dyn Fn(Told)>, told: fn(String) -> Told) {
    let closure = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(data) = event.data().as_string() {
            listener(told(data));
        }
    });
    // The name is a constant of ours, so that there is nothing to refuse.
    let _ = source.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    closure.forget();
}
