//! Comparing with what the payment gateway lists.

use billing::{Applied, Reference};
use serde::{Deserialize, Serialize};

use super::Answer;
use super::desk::Desk;

/// Compare.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingReconcile {
    /// From which moment on.
    pub since: wire::Time,
}

/// What was compared and done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BillingReconciled {
    /// How many things were compared.
    pub compared: u64,
    /// What was put right.
    pub healed: Vec<Healed>,
    /// What needs a person.
    pub problems: Vec<Problem>,
}

/// Something that was put right.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Healed {
    /// What it is about.
    pub about: String,
    /// `credited`, `reversed` or `reinstated`.
    pub done: String,
    /// How many credits.
    pub credits: i64,
}

/// Something that needs a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Problem {
    /// What it is about.
    pub about: String,
    /// Why.
    pub problem: String,
}

impl Desk {
    pub(super) async fn billing_reconcile(&self, reconcile: BillingReconcile) -> Answer {
        match self.billing.reconcile(reconcile.since.0, &mut |_, _| {}).await {
            Ok(report) => Answer::BillingReconciled(BillingReconciled {
                compared: report.compared,
                healed: report.healed.into_iter().filter_map(healed).collect(),
                problems: report
                    .problems
                    .into_iter()
                    .map(|(about, problem)| Problem { about: about.to_string(), problem })
                    .collect(),
            }),
            Err(error) => {
                tracing::error!(cause = %error, "a comparison with the payment gateway was interrupted");
                Answer::Unavailable(format!("the comparison was interrupted and goes on here next time: {error}"))
            }
        }
    }
}

fn healed((about, applied): (Reference, Applied)) -> Option<Healed> {
    let (done, credits) = match applied {
        Applied::Nothing => return None,
        Applied::Credited(credits) => ("credited", credits),
        Applied::Reversed(credits) => ("reversed", credits),
        Applied::Reinstated(credits) => ("reinstated", credits),
    };
    Some(Healed { about: about.to_string(), done: done.to_owned(), credits: credits.get() })
}
