//! Dispute: a bank takes all that is left of a charge, and may give it back.

use crate::errors::Refusal;
use crate::state::{Charge, ChargeStatus, Dispute, DisputeStatus, World};

impl World {
    /// The buyer's bank takes back all that is left of a charge; gives the dispute's id.
    ///
    /// # Errors
    /// When there is no such charge, nothing was paid by it, or nothing is left of it.
    pub(crate) fn open_dispute(&mut self, charge_or_payment: &str) -> Result<String, Refusal> {
        let charge = self.charge_of(charge_or_payment)?.clone();
        let left_minor = self.left_of(&charge);
        if charge.status != ChargeStatus::Succeeded || left_minor <= 0 {
            let message = format!("There is nothing left of charge {} that could be disputed.", charge.id);
            return Err(Refusal::refused("charge_not_disputable", message));
        }
        let id = self.ids.object("dp_");
        self.disputes.insert(Dispute {
            id: id.clone(),
            created_s: self.now_s,
            charge: charge.id.clone(),
            payment: charge.payment,
            amount_minor: left_minor,
            currency: charge.currency,
            status: DisputeStatus::NeedsResponse,
        });
        self.change::<Charge>(&charge.id, |charge| charge.is_disputed = true);
        self.tell_all(&["charge.dispute.created", "charge.dispute.funds_withdrawn"], &id);
        Ok(id)
    }

    /// Ends an open dispute. When it is won, the money comes back.
    ///
    /// # Errors
    /// When there is no such dispute, or it is closed.
    pub(crate) fn close_dispute(&mut self, id: &str, is_won: bool) -> Result<(), Refusal> {
        let dispute = self.find::<Dispute>(id)?;
        if dispute.status != DisputeStatus::NeedsResponse {
            let message = format!("Dispute {id} is {} and stays so.", dispute.status.as_str());
            return Err(Refusal::refused("dispute_is_closed", message));
        }
        let status = if is_won { DisputeStatus::Won } else { DisputeStatus::Lost };
        self.change::<Dispute>(id, |dispute| dispute.status = status);
        self.tell("charge.dispute.closed", id);
        if is_won {
            self.tell("charge.dispute.funds_reinstated", id);
        }
        Ok(())
    }
}
