//! One event stream for all tabs: whoever holds the lock reads it and tells the others, so that ten tabs take one connection.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::stream::{self, Told};

/// Listens to the stream of an account, alone or through another tab, for as long as the page lives.
pub fn listen(account: &str, listener: Rc<dyn Fn(Told)>) {
    let name = format!("farebox-events-{account}");
    let Ok(channel) = BroadcastChannel::new(&name) else { return stream::open(listener) };
    // What a tab that comes later has to be told at once: the last balance and whether the stream is open.
    let latest = Rc::new(RefCell::new(Latest::default()));
    let on_message = {
        let (listener, latest, channel) = (Rc::clone(&listener), Rc::clone(&latest), channel.clone());
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| match event.data().as_string().as_deref() {
            Some(HELLO) => latest.borrow().told().for_each(|told| post(&channel, told)),
            Some(text) => read(text).into_iter().for_each(|told| listener(told)),
            None => {}
        })
    };
    channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    // Nothing can be done about a channel that takes no message: the tab goes on with what its page brought along.
    let _ = channel.post_message(&JsValue::from_str(HELLO));
    let lead = {
        let listener = Rc::clone(&listener);
        move || {
            stream::open(Rc::new(move |told| {
                post(&channel, &told);
                latest.borrow_mut().keep(&told);
                listener(told);
            }));
        }
    };
    if let Err(lead) = when_alone(&name, lead) {
        lead();
    }
}

const HELLO: &str = "hello";

#[derive(Default)]
struct Latest {
    status: Option<Told>,
    balance: Option<Told>,
}

impl Latest {
    fn keep(&mut self, told: &Told) {
        match told {
            Told::Opened | Told::Lost => self.status = Some(told.clone()),
            Told::Balance(_) => self.balance = Some(told.clone()),
            Told::Generation(_) => {}
        }
    }

    fn told(&self) -> impl Iterator<Item = &Told> {
        self.balance.iter().chain(&self.status)
    }
}

fn post(channel: &BroadcastChannel, told: &Told) {
    let text = match told {
        Told::Opened => "o".to_owned(),
        Told::Lost => "l".to_owned(),
        Told::Balance(json) => format!("b{json}"),
        Told::Generation(json) => format!("g{json}"),
    };
    let _ = channel.post_message(&JsValue::from_str(&text));
}

fn read(text: &str) -> Option<Told> {
    let mut rest = text.chars();
    let told = match rest.next()? {
        'o' => Told::Opened,
        'l' => Told::Lost,
        'b' => Told::Balance(rest.as_str().to_owned()),
        'g' => Told::Generation(rest.as_str().to_owned()),
        _ => return None,
    };
    Some(told)
}

/// Runs something once this tab holds the lock, and holds it until the page goes. Gives it back where there are no locks.
///
/// The Web Locks API is not among the stable bindings, so that it is looked up by name.
fn when_alone<F: FnOnce() + 'static>(name: &str, lead: F) -> Result<(), F> {
    let get = |object: &JsValue, key: &str| {
        Reflect::get(object, &JsValue::from_str(key)).ok().filter(|it| !it.is_undefined())
    };
    let Some(window) = web_sys::window() else { return Err(lead) };
    let Some(locks) = get(&window.navigator(), "locks") else { return Err(lead) };
    let Some(Ok(request)) = get(&locks, "request").map(JsCast::dyn_into::<Function>) else { return Err(lead) };
    let held = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        lead();
        // A promise that never ends holds the lock until the page is gone.
        Promise::new(&mut |_, _| {})
    });
    let _ = request.call2(&locks, &JsValue::from_str(name), &held);
    Ok(())
}
