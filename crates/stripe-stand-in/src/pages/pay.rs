//! The page on which a session is paid.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::html::{escaped, not_found, page, see_other};
use crate::control::Control;
use crate::money;
use crate::shared::Shared;
use crate::state::{Mode, Session, SessionPayment, SessionStatus, World};

/// What success addresses have for the session's id.
const ID_PLACE: &str = "{CHECKOUT_SESSION_ID}";

const DECLINED: &str = "<p role=\"alert\">Your card was declined.</p>\n";

/// Answers `GET /pay/{session}`.
pub(crate) async fn pay(State(shared): State<Arc<Shared>>, Path(id): Path<String>) -> Response {
    shared.with(|world| show(world, &id, ""))
}

/// Answers `POST /pay/{session}`: the button says in which way.
pub(crate) async fn pay_submitted(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: Bytes) -> Response {
    let way = form_urlencoded::parse(&body).find(|(name, _)| name == "way").map(|(_, way)| way.into_owned());
    let control = Control::new(Arc::clone(&shared));
    let addresses = shared.with(|world| world.sessions.get(&id).map(addresses));
    let Some((success_url, cancel_url)) = addresses else { return not_found("checkout") };
    let paid = match way.as_deref() {
        Some("card") => control.pay(&id),
        Some("transfer") => control.pay_by_transfer(&id),
        Some("declined") => {
            let declined = control.decline(&id).is_ok();
            return shared.with(|world| show(world, &id, if declined { DECLINED } else { "" }));
        }
        _ => return cancel_url.map_or_else(|| not_found("way to pay"), |address| see_other(&address)),
    };
    match paid {
        Ok(_) => see_other(&success_url),
        // The page says why: it is paid, it has expired, or the buyer is gone.
        Err(error) => {
            let alert = format!("<p role=\"alert\">{}</p>\n", escaped(&error.to_string()));
            shared.with(|world| show(world, &id, &alert))
        }
    }
}

/// Where paying leads, and where leaving does.
fn addresses(session: &Session) -> (String, Option<String>) {
    (session.success_url.replace(ID_PLACE, &session.id), session.cancel_url.clone())
}

fn show(world: &World, id: &str, alert: &str) -> Response {
    let Some(session) = world.sessions.get(id) else { return not_found("checkout") };
    let (success_url, cancel_url) = addresses(session);
    let body = match (session.status, session.payment_status) {
        (SessionStatus::Open, _) => format!("{alert}{}{}", bought(world, session), buttons(session)),
        (SessionStatus::Complete, SessionPayment::Unpaid) => {
            let said = "This checkout is complete. The money is on its way by bank transfer, or it never came.";
            format!("<p>{said}</p>\n{}", link(&success_url))
        }
        (SessionStatus::Complete, _) => {
            format!("<p>This checkout is paid.</p>\n{}{}", bought(world, session), link(&success_url))
        }
        (SessionStatus::Expired, _) => {
            let back = cancel_url.map(|address| link(&address)).unwrap_or_default();
            format!("<p>This checkout has expired. Nothing was charged.</p>\n{back}")
        }
    };
    page(StatusCode::OK, "Checkout", &body)
}

fn bought(world: &World, session: &Session) -> String {
    let rows: String = session
        .lines
        .iter()
        .map(|line| {
            format!(
                "<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                escaped(world.name_of_price(&line.price)),
                line.quantity,
                escaped(&money::shown(line.amount_minor, &session.currency))
            )
        })
        .collect();
    let every = match session.mode {
        Mode::Payment => "",
        Mode::Subscription => " every month",
    };
    format!(
        "<table>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">How many</th><th scope=\"col\">Amount</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table>\n<p>Total: <strong>{}</strong>{every}</p>\n",
        escaped(&money::shown(session.total_minor, &session.currency))
    )
}

fn buttons(session: &Session) -> String {
    let cancel = match session.cancel_url {
        Some(_) => "<button name=\"way\" value=\"cancel\">Cancel</button>\n",
        None => "",
    };
    format!(
        "<form class=\"choices\" method=\"post\" action=\"/pay/{}\">\n<button name=\"way\" value=\"card\">Pay</button>\n\
         <button name=\"way\" value=\"transfer\">Pay by bank transfer</button>\n\
         <button name=\"way\" value=\"declined\">Pay with a card that is declined</button>\n{cancel}</form>\n",
        escaped(&session.id)
    )
}

fn link(address: &str) -> String {
    format!("<p><a href=\"{}\">Return to the shop</a></p>\n", escaped(address))
}
