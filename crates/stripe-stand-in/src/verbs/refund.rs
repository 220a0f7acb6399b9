//! Refund: money goes back, all or a part, and sometimes does not arrive.

use crate::errors::Refusal;
use crate::money;
use crate::state::{Charge, ChargeStatus, DisputeStatus, Metadata, Method, Refund, RefundStatus, World};

impl World {
    /// Gives back a part of a charge, or all that is left of it, and gives the refund's id. What was paid by card is back at once;
    /// what was paid by transfer is on its way until it is said to have arrived.
    ///
    /// # Errors
    /// When there is no such charge, nothing was paid by it, it is disputed, or less is left of it.
    pub(crate) fn refund(
        &mut self,
        charge_or_payment: &str,
        amount_minor: Option<i64>,
        reason: Option<String>,
        metadata: Metadata,
    ) -> Result<String, Refusal> {
        let charge = self.charge_of(charge_or_payment)?.clone();
        let amount_minor = self.refundable(&charge, amount_minor)?;
        let id = self.ids.object("re_");
        let status = match charge.method {
            Method::Card => RefundStatus::Succeeded,
            Method::BankTransfer => RefundStatus::Pending,
        };
        self.refunds.insert(Refund {
            id: id.clone(),
            created_s: self.now_s,
            charge: charge.id.clone(),
            payment: charge.payment,
            amount_minor,
            currency: charge.currency,
            reason,
            status,
            metadata,
        });
        self.change::<Charge>(&charge.id, |charge| charge.refunded_minor += amount_minor);
        self.tell("refund.created", &id);
        self.tell("charge.refunded", &charge.id);
        Ok(id)
    }

    /// A refund that was on its way has arrived.
    ///
    /// # Errors
    /// When there is no such refund, or it was not on its way.
    pub(crate) fn refund_arrives(&mut self, id: &str) -> Result<(), Refusal> {
        self.refund_in(id, &[RefundStatus::Pending])?;
        self.change::<Refund>(id, |refund| refund.status = RefundStatus::Succeeded);
        self.tell_all(&["refund.updated", "charge.refund.updated"], id);
        Ok(())
    }

    /// A refund does not arrive, even if it was said to: the money is the seller's again.
    ///
    /// # Errors
    /// When there is no such refund, or it failed already.
    pub(crate) fn refund_fails(&mut self, id: &str) -> Result<(), Refusal> {
        let refund = self.refund_in(id, &[RefundStatus::Pending, RefundStatus::Succeeded])?.clone();
        self.change::<Refund>(id, |refund| refund.status = RefundStatus::Failed);
        self.change::<Charge>(&refund.charge, |charge| charge.refunded_minor -= refund.amount_minor);
        self.tell_all(&["refund.failed", "refund.updated", "charge.refund.updated"], id);
        Ok(())
    }

    /// What is left of a charge: neither refunded nor taken by a bank.
    pub(crate) fn left_of(&self, charge: &Charge) -> i64 {
        let taken = self.disputes.iter().filter(|dispute| dispute.charge == charge.id);
        let taken_minor: i64 =
            taken.filter(|dispute| dispute.status.is_taken()).map(|dispute| dispute.amount_minor).sum();
        charge.amount_minor - charge.refunded_minor - taken_minor
    }

    fn refundable(&self, charge: &Charge, amount_minor: Option<i64>) -> Result<i64, Refusal> {
        if charge.status != ChargeStatus::Succeeded {
            let message =
                format!("Charge {} is {}; only one that succeeded is refunded.", charge.id, charge.status.as_str());
            return Err(Refusal::refused("charge_not_refundable", message));
        }
        let is_taken = DisputeStatus::is_taken;
        if self.disputes.iter().any(|dispute| dispute.charge == charge.id && is_taken(dispute.status)) {
            let message = format!("Charge {} has been charged back; cannot issue a refund.", charge.id);
            return Err(Refusal::refused("charge_disputed", message));
        }
        let left_minor = self.left_of(charge);
        if left_minor == 0 {
            let message = format!("Charge {} has already been refunded.", charge.id);
            return Err(Refusal::refused("charge_already_refunded", message));
        }
        let wanted_minor = amount_minor.unwrap_or(left_minor);
        if wanted_minor < 1 || wanted_minor > left_minor {
            let message = format!(
                "Refund amount ({}) is greater than unrefunded amount on charge ({}), or not positive.",
                money::shown(wanted_minor, &charge.currency),
                money::shown(left_minor, &charge.currency)
            );
            return Err(Refusal::refused("amount_too_large", message));
        }
        Ok(wanted_minor)
    }

    fn refund_in(&self, id: &str, states: &[RefundStatus]) -> Result<&Refund, Refusal> {
        let refund = self.find::<Refund>(id)?;
        if !states.contains(&refund.status) {
            let message = format!("Refund {id} is {} and stays so.", refund.status.as_str());
            return Err(Refusal::refused("refund_is_over", message));
        }
        Ok(refund)
    }
}
