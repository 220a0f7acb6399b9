//! Dispute: a bank takes all that is left of a charge, and may give it back.

use crate::errors::Refusal;
use crate::state::{Charge, ChargeStatus, Dispute, DisputeStatus, World};

impl World {
    /// The buyer's bank takes back all that is left of a charge; gives the dispute's id.
    ///
    /// # Errors
    /// When there is no such charge, nothing was paid by it, or nothing is left of it.
    pub(crate) fn open_dispute(&mut self, charge_or_payment: &str) -> Result<String, Refusal> {
        let id = self.insert_dispute(charge_or_payment, DisputeStatus::NeedsResponse)?;
        self.tell_all(&["charge.dispute.created", "charge.dispute.funds_withdrawn"], &id);
        Ok(id)
    }

    /// The buyer's bank asks about all that is left of a charge, and takes nothing; gives the dispute's id.
    ///
    /// # Errors
    /// As for a dispute.
    pub(crate) fn open_inquiry(&mut self, charge_or_payment: &str) -> Result<String, Refusal> {
        let id = self.insert_dispute(charge_or_payment, DisputeStatus::WarningNeedsResponse)?;
        self.tell("charge.dispute.created", &id);
        Ok(id)
    }

    fn insert_dispute(&mut self, charge_or_payment: &str, status: DisputeStatus) -> Result<String, Refusal> {
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
            status,
        });
        self.change::<Charge>(&charge.id, |charge| charge.is_disputed = true);
        Ok(id)
    }

    /// Ends an open inquiry.
    ///
    /// # Errors
    /// When there is no such inquiry, or it is closed.
    pub(crate) fn close_inquiry(&mut self, id: &str) -> Result<(), Refusal> {
        self.open_as(id, DisputeStatus::WarningNeedsResponse)?;
        self.change::<Dispute>(id, |dispute| dispute.status = DisputeStatus::WarningClosed);
        self.tell("charge.dispute.closed", id);
        Ok(())
    }

    fn open_as(&self, id: &str, status: DisputeStatus) -> Result<(), Refusal> {
        let dispute = self.find::<Dispute>(id)?;
        if dispute.status == status {
            return Ok(());
        }
        let message = format!("Dispute {id} is {} and stays so.", dispute.status.as_str());
        Err(Refusal::refused("dispute_is_closed", message))
    }

    /// Ends an open dispute. When it is won, the money comes back.
    ///
    /// # Errors
    /// When there is no such dispute, or it is closed.
    pub(crate) fn close_dispute(&mut self, id: &str, is_won: bool) -> Result<(), Refusal> {
        self.open_as(id, DisputeStatus::NeedsResponse)?;
        let status = if is_won { DisputeStatus::Won } else { DisputeStatus::Lost };
        self.change::<Dispute>(id, |dispute| dispute.status = status);
        self.tell("charge.dispute.closed", id);
        if is_won {
            self.tell("charge.dispute.funds_reinstated", id);
        }
        Ok(())
    }
}
