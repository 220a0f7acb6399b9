//! What money says: everything that was paid for, and what became of it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::state::{
    DisputeStatus, Invoice, InvoiceLine, InvoiceStatus, Session, SessionLine, SessionPayment, SessionStatus, World,
};

/// The entry of metadata by which Farebox knows whose a purchase is.
const ACCOUNT: &str = "account";

/// Something that was paid for: a session with one payment, or an invoice of a subscription. What costs nothing counts as paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Purchase {
    /// The payment; `None` when no money was needed.
    pub payment_intent: Option<String>,
    /// The charge by which the payment succeeded.
    pub charge: Option<String>,
    /// The session that it was bought by; `None` for an invoice that no session led to.
    pub session: Option<String>,
    /// The invoice; `None` for a session with one payment.
    pub invoice: Option<String>,
    /// Such as `subscription_cycle`; `None` without an invoice.
    pub billing_reason: Option<&'static str>,
    /// The subscription that was billed.
    pub subscription: Option<String>,
    /// Who paid.
    pub customer: Option<String>,
    /// The entry `account` of the metadata.
    pub account: Option<String>,
    /// What the session carries, or the subscription when it was billed.
    pub metadata: BTreeMap<String, String>,
    /// The lookup key of the last line that was not given back: what the buyer has now.
    pub price_lookup_key: Option<String>,
    /// What was bought.
    pub lines: Vec<PurchaseLine>,
    /// The currency, in lower case.
    pub currency: String,
    /// The sum of the lines, in the currency's smallest unit. Less than zero when more was given back than billed.
    pub total_minor: i64,
    /// What was really paid, in the currency's smallest unit: the total, without what was left from earlier invoices.
    pub amount_paid_minor: i64,
    /// What went back or is on its way back, in the currency's smallest unit. Refunds that failed are none.
    pub refunded_minor: i64,
    /// When an invoice was paid, in Unix seconds; `None` for a session with one payment.
    pub paid_at_s: Option<i64>,
    /// How the last dispute stands.
    pub dispute: DisputeState,
    /// What the bank took for that dispute, in the currency's smallest unit, even if it gave it back.
    pub disputed_minor: i64,
}

/// One line of a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PurchaseLine {
    /// The price's id.
    pub price: String,
    /// The price's lookup key, or the one that it had last.
    pub price_lookup_key: Option<String>,
    /// How many.
    pub quantity: i64,
    /// The whole line, in the currency's smallest unit. Less than zero for time that was given back.
    pub amount_minor: i64,
    /// What one costs for a whole month, or for good, in the currency's smallest unit: the price's own amount.
    pub unit_amount_minor: i64,
    /// Whether the line is for a part of a month.
    pub proration: bool,
}

/// How the dispute of a purchase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeState {
    /// There is none.
    None,
    /// The bank has the money, and it is not decided whose it is.
    Open,
    /// The seller has the money again.
    Won,
    /// The buyer has the money for good.
    Lost,
}

/// Everything that was paid for: sessions first, then invoices, each oldest first.
pub(crate) fn paid_and_returned(world: &World) -> Vec<Purchase> {
    let sessions = world.sessions.iter().filter(|session| is_paid_once(session));
    let invoices = world.invoices.iter().filter(|invoice| invoice.status == InvoiceStatus::Paid);
    let of_sessions = sessions.map(|session| of_session(world, session));
    of_sessions.chain(invoices.map(|invoice| of_invoice(world, invoice))).collect()
}

fn is_paid_once(session: &Session) -> bool {
    let has_money = session.payment_status != SessionPayment::Unpaid;
    session.status == SessionStatus::Complete && session.subscription.is_none() && has_money
}

fn of_session(world: &World, session: &Session) -> Purchase {
    let lines = session.lines.iter().map(|line| session_line(world, line)).collect();
    let money = Money::of(world, session.payment.as_deref());
    Purchase {
        session: Some(session.id.clone()),
        invoice: None,
        billing_reason: None,
        subscription: None,
        customer: session.customer.clone(),
        total_minor: session.total_minor,
        amount_paid_minor: session.total_minor,
        ..money.purchase(&session.metadata, &session.currency, lines)
    }
}

fn of_invoice(world: &World, invoice: &Invoice) -> Purchase {
    let session = world.sessions.iter().find(|session| session.invoice.as_ref() == Some(&invoice.id));
    let lines = invoice.lines.iter().map(|line| invoice_line(world, line)).collect();
    let money = Money::of(world, invoice.payment.as_deref());
    Purchase {
        session: session.map(|session| session.id.clone()),
        invoice: Some(invoice.id.clone()),
        billing_reason: Some(invoice.reason.as_str()),
        subscription: Some(invoice.subscription.clone()),
        customer: Some(invoice.customer.clone()),
        total_minor: invoice.total_minor,
        amount_paid_minor: invoice.paid_minor,
        paid_at_s: invoice.paid_at_s,
        ..money.purchase(&invoice.subscription_metadata, &invoice.currency, lines)
    }
}

fn session_line(world: &World, line: &SessionLine) -> PurchaseLine {
    purchase_line(world, &line.price, (line.quantity, line.amount_minor), false)
}

fn invoice_line(world: &World, line: &InvoiceLine) -> PurchaseLine {
    purchase_line(world, &line.price, (line.quantity, line.amount_minor), line.proration.is_some())
}

fn purchase_line(world: &World, price_id: &str, (quantity, amount_minor): (i64, i64), proration: bool) -> PurchaseLine {
    let price = world.prices.get(price_id);
    PurchaseLine {
        price: price_id.to_owned(),
        price_lookup_key: price.and_then(|price| price.last_lookup_key.clone()),
        quantity,
        amount_minor,
        unit_amount_minor: price.map_or(0, |price| price.unit_amount_minor),
        proration,
    }
}

/// What became of the money of one payment.
struct Money {
    payment: Option<String>,
    charge: Option<String>,
    refunded_minor: i64,
    dispute: DisputeState,
    disputed_minor: i64,
}

impl Money {
    fn of(world: &World, payment: Option<&str>) -> Self {
        let charge = payment.and_then(|payment| world.charge_of(payment).ok());
        let dispute = charge
            .and_then(|charge| world.disputes.iter().rfind(|dispute| dispute.charge == charge.id))
            .map(|dispute| (state_of(dispute.status), dispute.amount_minor));
        let (dispute, disputed_minor) = dispute.unwrap_or((DisputeState::None, 0));
        Self {
            payment: payment.map(str::to_owned),
            charge: charge.map(|charge| charge.id.clone()),
            refunded_minor: charge.map_or(0, |charge| charge.refunded_minor),
            dispute,
            disputed_minor,
        }
    }

    /// A purchase of which the rest is for the caller to fill in.
    fn purchase(self, metadata: &BTreeMap<String, String>, currency: &str, lines: Vec<PurchaseLine>) -> Purchase {
        let main = lines.iter().rfind(|line| line.amount_minor >= 0);
        Purchase {
            payment_intent: self.payment,
            charge: self.charge,
            session: None,
            invoice: None,
            billing_reason: None,
            subscription: None,
            customer: None,
            account: metadata.get(ACCOUNT).cloned(),
            metadata: metadata.clone(),
            price_lookup_key: main.and_then(|line| line.price_lookup_key.clone()),
            lines,
            currency: currency.to_owned(),
            total_minor: 0,
            amount_paid_minor: 0,
            paid_at_s: None,
            refunded_minor: self.refunded_minor,
            dispute: self.dispute,
            disputed_minor: self.disputed_minor,
        }
    }
}

const fn state_of(status: DisputeStatus) -> DisputeState {
    match status {
        DisputeStatus::WarningNeedsResponse | DisputeStatus::WarningClosed => DisputeState::None,
        DisputeStatus::NeedsResponse => DisputeState::Open,
        DisputeStatus::Won => DisputeState::Won,
        DisputeStatus::Lost => DisputeState::Lost,
    }
}
