//! The overview for whoever develops: what there is, how events were delivered, and buttons for what may happen.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::html::{escaped, page};
use crate::shared::Shared;
use crate::state::{
    Charge, ChargeStatus, DisputeStatus, Event, Invoice, InvoiceStatus, RefundStatus, Row, Session, SessionPayment,
    SessionStatus, Subscription, SubscriptionStatus, Table, World,
};
use crate::{money, months};

/// How many rows a table has at most, newest first.
const ROWS_MAX: usize = 100;

/// Answers `GET /`.
pub(crate) async fn overview(State(shared): State<Arc<Shared>>) -> Response {
    shared.with(|world| page(StatusCode::OK, "What there is", &body(world)))
}

fn body(world: &World) -> String {
    let mut body = format!(
        "<p>The clock shows {}.</p>\n<form method=\"post\" action=\"/_stand_in/advance_clock\">\
         <label for=\"seconds\">Seconds</label> <input id=\"seconds\" name=\"seconds\" value=\"86400\" inputmode=\"numeric\"> \
         <button>Advance the clock</button></form>\n{}{}{}",
        escaped(&months::shown(world.now_s)),
        button("replay_all_old_events", "", "Send all events again"),
        button("stop_deliveries", "", "Stop deliveries"),
        button("resume_deliveries", "", "Resume deliveries"),
    );
    body.push_str(&table("Checkouts", &["Id", "For", "Status", "What may happen"], &world.sessions, |session| {
        session_row(world, session)
    }));
    body.push_str(&table("Plans", &["Id", "What", "Status", "What may happen"], &world.subscriptions, |plan| {
        subscription_row(world, plan)
    }));
    body.push_str(&table("Invoices", &["Id", "Amount", "Status", "What may happen"], &world.invoices, invoice_row));
    body.push_str(&table("Charges", &["Id", "Amount", "Status", "What may happen"], &world.charges, |charge| {
        charge_row(world, charge)
    }));
    body.push_str(&table("Refunds", &["Id", "Of", "Status", "What may happen"], &world.refunds, |refund| {
        let buttons = match refund.status {
            RefundStatus::Pending => buttons(&refund.id, &[("refund_arrives", "Arrives"), ("refund_fails", "Fails")]),
            RefundStatus::Succeeded => buttons(&refund.id, &[("refund_fails", "Fails")]),
            RefundStatus::Failed => String::new(),
        };
        [escaped(&refund.id), escaped(&refund.charge), refund.status.as_str().to_owned(), buttons]
    }));
    body.push_str(&table("Disputes", &["Id", "Of", "Status", "What may happen"], &world.disputes, |dispute| {
        let buttons = match dispute.status {
            DisputeStatus::NeedsResponse => buttons(&dispute.id, &[("win_dispute", "Win"), ("lose_dispute", "Lose")]),
            DisputeStatus::WarningNeedsResponse => buttons(&dispute.id, &[("close_inquiry", "Close")]),
            DisputeStatus::Won | DisputeStatus::Lost | DisputeStatus::WarningClosed => String::new(),
        };
        [escaped(&dispute.id), escaped(&dispute.charge), dispute.status.as_str().to_owned(), buttons]
    }));
    body.push_str(&table("Endpoints", &["Id", "Address", "Events", "Since"], &world.endpoints, |endpoint| {
        let events = escaped(&endpoint.enabled_events.join(", "));
        [escaped(&endpoint.id), escaped(&endpoint.url), events, months::shown(endpoint.created_s)]
    }));
    body.push_str(&table("Events", &["Id", "Type", "Deliveries", "What may happen"], &world.events, event_row));
    body
}

fn session_row(world: &World, session: &Session) -> [String; 4] {
    let names: Vec<_> = session.lines.iter().map(|line| world.name_of_price(&line.price)).collect();
    let what = format!("{}, {}", names.join(", "), money::shown(session.total_minor, &session.currency));
    let status = format!("{}, {}", session.status.as_str(), session.payment_status.as_str());
    let buttons = match (session.status, session.payment_status) {
        (SessionStatus::Open, _) => {
            let link = format!("<a href=\"/pay/{}\">Open the page</a> ", escaped(&session.id));
            let verbs = [("pay", "Pay"), ("pay_by_transfer", "Pay by transfer"), ("expire_session", "Expire")];
            link + &buttons(&session.id, &verbs)
        }
        (SessionStatus::Complete, SessionPayment::Unpaid) => {
            buttons(&session.id, &[("transfer_arrives", "Transfer arrives"), ("transfer_fails", "Transfer fails")])
        }
        (SessionStatus::Complete | SessionStatus::Expired, _) => String::new(),
    };
    [escaped(&session.id), escaped(&what), status, buttons]
}

fn subscription_row(world: &World, plan: &Subscription) -> [String; 4] {
    let until = months::shown(plan.period_end_s);
    let status = match plan.status {
        SubscriptionStatus::Canceled => "canceled".to_owned(),
        status if plan.is_cancel_at_period_end => format!("{}, ends on {until}", status.as_str()),
        status => format!("{}, renews on {until}", status.as_str()),
    };
    let verbs: &[(&str, &str)] = match plan.status {
        SubscriptionStatus::Canceled => &[],
        _ if plan.is_cancel_at_period_end => &[("keep_plan", "Keep"), ("cancel_now", "Cancel now")],
        _ => &[
            ("renew", "Renew"),
            ("renewal_fails", "Renew with a declined card"),
            ("cancel_at_period_end", "Cancel"),
            ("cancel_now", "Cancel now"),
        ],
    };
    let what = escaped(world.name_of_price(&plan.price));
    [escaped(&plan.id), what, escaped(&status), buttons(&plan.id, verbs)]
}

fn invoice_row(invoice: &Invoice) -> [String; 4] {
    let amount = format!("{}, {}", money::shown(invoice.total_minor, &invoice.currency), invoice.reason.as_str());
    let buttons = match invoice.status {
        InvoiceStatus::Open => buttons(
            &invoice.id,
            &[("retry_invoice", "Pay after all"), ("give_up_invoice", "Give up"), ("void_invoice", "Void")],
        ),
        InvoiceStatus::Paid | InvoiceStatus::Void | InvoiceStatus::Uncollectible => String::new(),
    };
    [escaped(&invoice.id), escaped(&amount), invoice.status.as_str().to_owned(), buttons]
}

fn charge_row(world: &World, charge: &Charge) -> [String; 4] {
    let mut status = charge.status.as_str().to_owned();
    if charge.refunded_minor > 0 {
        status.push_str(&format!(", {} refunded", money::shown(charge.refunded_minor, &charge.currency)));
    }
    if charge.is_disputed {
        status.push_str(", disputed");
    }
    let has_more = charge.status == ChargeStatus::Succeeded && world.left_of(charge) > 0;
    let buttons = if has_more {
        buttons(&charge.id, &[("refund", "Refund"), ("open_dispute", "Dispute")])
    } else {
        String::new()
    };
    [escaped(&charge.id), escaped(&money::shown(charge.amount_minor, &charge.currency)), escaped(&status), buttons]
}

fn event_row(event: &Event) -> [String; 4] {
    let deliveries: Vec<_> = event
        .deliveries
        .iter()
        .map(|delivery| {
            let said =
                if delivery.last_answer.is_empty() { String::new() } else { format!(": {}", delivery.last_answer) };
            format!("{}: {} after {}{said}", delivery.endpoint, delivery.state.as_str(), delivery.attempts)
        })
        .collect();
    let buttons = buttons(&event.id, &[("redeliver", "Send again")]);
    [escaped(&event.id), event.kind.to_owned(), escaped(&deliveries.join("; ")), buttons]
}

fn table<T: Row>(name: &str, heads: &[&str; 4], rows: &Table<T>, row: impl Fn(&T) -> [String; 4]) -> String {
    if rows.len() == 0 {
        return String::new();
    }
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let rows: String = rows
        .iter()
        .rev()
        .take(ROWS_MAX)
        .map(|of| format!("<tr><td>{}</td></tr>\n", row(of).join("</td><td>")))
        .collect();
    format!("<h2>{name}</h2>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

fn buttons(id: &str, verbs: &[(&str, &str)]) -> String {
    verbs.iter().map(|(verb, words)| button(verb, id, words)).collect()
}

fn button(verb: &str, id: &str, words: &str) -> String {
    let id = if id.is_empty() {
        String::new()
    } else {
        format!("<input type=\"hidden\" name=\"id\" value=\"{}\">", escaped(id))
    };
    format!("<form method=\"post\" action=\"/_stand_in/{verb}\">{id}<button>{words}</button></form>\n")
}
