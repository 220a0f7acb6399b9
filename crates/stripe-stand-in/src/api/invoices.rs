//! `/v1/invoices` and `/v1/invoice_payments`.

use super::list::{self, CREATED, PAGE};
use super::{Answer, Call, Route};
use crate::errors::ApiError;
use crate::shapes;
use crate::state::{Invoice, InvoicePayment, World};

const STATUSES: &[(&str, ())] = &[("draft", ()), ("open", ()), ("paid", ()), ("uncollectible", ()), ("void", ())];

pub(super) const ROUTES: &[Route] = &[
    Route {
        method: "GET",
        path: "/v1/invoices",
        allowed: &[PAGE, CREATED, &["customer", "status", "subscription"]],
        run: read_all,
    },
    Route { method: "GET", path: "/v1/invoices/{id}", allowed: &[], run: read },
    Route { method: "GET", path: "/v1/invoices/{id}/lines", allowed: &[PAGE], run: read_lines },
    Route {
        method: "GET",
        path: "/v1/invoice_payments",
        allowed: &[PAGE, CREATED, &["invoice", "payment[payment_intent]", "payment[type]", "status"]],
        run: read_payments,
    },
    Route { method: "GET", path: "/v1/invoice_payments/{id}", allowed: &[], run: read_payment },
];

fn read(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::invoice(world, world.find(&call.id)?))
}

fn read_all(world: &mut World, call: &Call) -> Answer {
    call.params.one_of("status", STATUSES)?;
    let is_wanted = |invoice: &Invoice| {
        list::is_of(&call.params, "customer", Some(&invoice.customer))
            && list::is_of(&call.params, "status", Some(invoice.status.as_str()))
            && list::is_of(&call.params, "subscription", Some(&invoice.subscription))
    };
    list::page(world, call, "/v1/invoices", is_wanted, shapes::invoice)
}

/// The lines of an invoice in their own order, a page at a time.
fn read_lines(world: &mut World, call: &Call) -> Answer {
    let invoice: &Invoice = world.find(&call.id)?;
    let limit = list::limit(&call.params)?;
    let after = call.params.text("starting_after");
    let begun = after.map_or(Some(0), |after| invoice.lines.iter().position(|line| line.id == after).map(|at| at + 1));
    let begun = begun.ok_or_else(|| ApiError::parameter("resource_missing", "starting_after", "No such line item."))?;
    let rows = invoice.lines.iter().skip(begun);
    let data = rows.take(limit).map(|line| shapes::line(world, invoice, line)).collect();
    Ok(shapes::page(&format!("/v1/invoices/{}/lines", invoice.id), data, invoice.lines.len() > begun + limit))
}

fn read_payment(world: &mut World, call: &Call) -> Answer {
    Ok(shapes::invoice_payment(world, world.find(&call.id)?))
}

fn read_payments(world: &mut World, call: &Call) -> Answer {
    let params = &call.params;
    let kind = params.one_of("payment[type]", &[("payment_intent", ()), ("charge", ())])?;
    if params.text("payment[payment_intent]").is_some() && kind.is_none() {
        return Err(ApiError::parameter(
            "parameter_missing",
            "payment[type]",
            "Missing required param: payment[type].",
        ));
    }
    let is_wanted = |payment: &InvoicePayment| {
        list::is_of(params, "invoice", Some(&payment.invoice))
            && list::is_of(params, "payment[type]", Some("payment_intent"))
            && list::is_of(params, "payment[payment_intent]", Some(&payment.payment))
            && list::is_of(params, "status", Some(payment.status.as_str()))
    };
    list::page(world, call, "/v1/invoice_payments", is_wanted, shapes::invoice_payment)
}
