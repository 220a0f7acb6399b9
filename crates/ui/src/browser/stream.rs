//! The event stream as one tab holds it: opened, read, and opened again.
//!
//! When it breaks off for the first time the browser itself tries again, as soon as the server has asked it to and with `Last-Event-ID`.
//! When that fails too, or the browser has given up, it is opened anew by ourselves, after waits that grow.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventSource, MessageEvent};

use super::{clock, random};
use crate::state::backoff;

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

/// Reads the stream for as long as the page lives.
pub fn open(listener: Rc<dyn Fn(Told)>) {
    let stream = Stream { listener, last_event_id: RefCell::default(), attempts_in_vain: Cell::new(0) };
    Rc::new(stream).connect();
}

struct Stream {
    listener: Rc<dyn Fn(Told)>,
    /// The version of the last balance that was told, which a stream that is opened anew goes on from.
    last_event_id: RefCell<String>,
    attempts_in_vain: Cell<u32>,
}

impl Stream {
    fn connect(self: Rc<Self>) {
        let id = self.last_event_id.borrow().clone();
        let address = if id.is_empty() { ADDRESS.to_owned() } else { format!("{ADDRESS}?last_event_id={id}") };
        let Ok(source) = EventSource::new(&address) else { return };
        // The page needs what listens for as long as it lives; a stream that was given up is rare, and what it leaves behind is small.
        let opened = Rc::clone(&self);
        let on_open = Closure::<dyn Fn(JsValue)>::new(move |_| {
            opened.attempts_in_vain.set(0);
            (opened.listener)(Told::Opened);
        });
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        on_open.forget();
        self.listen(&source, "balance", Told::Balance);
        self.listen(&source, "generation", Told::Generation);
        let broken = source.clone();
        let on_error = Closure::<dyn Fn(JsValue)>::new(move |_| {
            (self.listener)(Told::Lost);
            let attempts = self.attempts_in_vain.get();
            self.attempts_in_vain.set(attempts.saturating_add(1));
            // While it is connecting the browser itself tries again, once; what is closed nobody opens.
            if attempts == 0 && broken.ready_state() == EventSource::CONNECTING {
                return;
            }
            broken.close();
            broken.set_onerror(None);
            spawn_local(Rc::clone(&self).connect_after(backoff::wait_ms(attempts, random::chance())));
        });
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        on_error.forget();
    }

    async fn connect_after(self: Rc<Self>, wait_ms: u32) {
        clock::sleep_ms(i32::try_from(wait_ms).unwrap_or(i32::MAX)).await;
        self.connect();
    }

    fn listen(self: &Rc<Self>, source: &EventSource, name: &str, told: fn(String) -> Told) {
        let stream = Rc::clone(self);
        let closure = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(data) = event.data().as_string() {
                stream.last_event_id.replace(event.last_event_id());
                (stream.listener)(told(data));
            }
        });
        // The name is a constant of ours, so that there is nothing to refuse.
        let _ = source.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        closure.forget();
    }
}
