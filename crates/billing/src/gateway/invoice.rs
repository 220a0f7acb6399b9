//! An invoice: what a month of a plan costs, or what changing to another plan does.

use credits::{AccountId, Money, Timestamp};
use uuid::Uuid;

use crate::{InvoiceId, PaymentId, SubscriptionId};

/// An invoice as the gateway has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// Whether it is paid, or there was nothing to pay.
    pub is_paid: bool,
    /// The plan that it is for; `None` for an invoice that is for something else.
    pub subscription: Option<SubscriptionId>,
    /// The order by which the plan began, if the gateway carries it back.
    pub checkout: Option<Uuid>,
    /// Whose plan it is, if the gateway carries it back. Compared with the order and never credited.
    pub account: Option<AccountId>,
    /// In which currency its amounts are: ISO 4217 in lower case.
    pub currency: String,
    /// What it costs after discounts and taxes, in the currency's minor unit. Below zero when more is given back than paid.
    pub total_minor: i64,
    /// Whether it was paid in part or whole by money that the gateway had kept of the buyer's.
    pub uses_kept_money: bool,
    /// What it is made of.
    pub lines: Vec<InvoiceLine>,
    /// The payment that paid it; `None` when there was nothing to pay.
    pub payment: Option<PaymentId>,
}

/// One line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceLine {
    /// What the gateway knows the plan by.
    pub price_id: String,
    /// Whether that is a name that the catalog could have, and not one of the gateway's own.
    pub is_named: bool,
    /// What a whole month of it costs at the gateway, where it says so.
    pub price: Option<Money>,
    /// How many of it.
    pub quantity: u32,
    /// What it costs before discounts and taxes, in the currency's minor unit. Below zero for time that was paid and not used.
    pub amount_minor: i64,
    /// Whether it is for a part of a month, because the plan was changed within it.
    pub is_proration: bool,
    /// The end of the time that it is for.
    pub period_ends_at: Timestamp,
}

impl Invoice {
    /// Whether there is anything to be credited for it.
    #[must_use]
    pub const fn is_of_a_paid_plan(&self) -> bool {
        self.is_paid && self.subscription.is_some()
    }
}
