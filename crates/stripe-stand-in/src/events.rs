//! Events: what happened is put down with the object as it was, and laid out to be delivered.

use serde_json::{Value, json};

use crate::API_VERSION;
use crate::settings::Endpoint;
use crate::shapes;
use crate::state::{DeliveryState, Event, WebhookEndpoint, World};

/// How long Stripe lists events and gives them out, in seconds.
pub(crate) const KEPT_S: i64 = 30 * 24 * 60 * 60;

impl World {
    /// Tells of something that happened to an object, which is read as it is now.
    pub(crate) fn tell(&mut self, kind: &'static str, id: &str) {
        let Some(object) = shapes::object(self, id) else { return };
        let event = Event {
            id: self.ids.object("evt_"),
            created_s: self.now_s,
            kind,
            object,
            cause: self.cause.clone(),
            deliveries: Vec::new(),
        };
        self.outbox.push(event.id.clone());
        self.events.insert(event);
    }

    /// Adds somebody who is told of events from now on, and gives the endpoint's id.
    pub(crate) fn add_endpoint(&mut self, endpoint: Endpoint) -> String {
        let id = self.ids.object("we_");
        self.endpoints.insert(WebhookEndpoint {
            id: id.clone(),
            created_s: self.now_s,
            url: endpoint.url,
            secrets: endpoint.secrets,
            enabled_events: endpoint.enabled_events,
        });
        id
    }

    /// Tells of several things that happened to one object.
    pub(crate) fn tell_all(&mut self, kinds: &[&'static str], id: &str) {
        for kind in kinds {
            self.tell(kind, id);
        }
    }
}

/// An event as the API gives it out, and as it is delivered.
pub(crate) fn shape(event: &Event) -> Value {
    let pending = event.deliveries.iter().filter(|delivery| delivery.state == DeliveryState::Waiting).count();
    json!({
        "id": event.id, "object": "event", "type": event.kind, "created": event.created_s, "livemode": false,
        "api_version": API_VERSION, "pending_webhooks": pending, "data": { "object": event.object },
        "request": { "id": event.cause.request, "idempotency_key": event.cause.idempotency_key },
    })
}
