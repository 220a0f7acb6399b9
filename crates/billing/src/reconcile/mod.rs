//! Compare what a gateway lists with what we know, and do what is missing: paid and not credited, gone back and not taken back. What cannot be
//! healed is reported and kept for the operator.
//!
//! How far a comparison has come is written down after each page, so that one which was interrupted goes on where it was.

mod ours;
mod record;
mod run;

use std::collections::HashSet;
use std::time::Duration;

use credits::Timestamp;
use ledger::StorageError;

use crate::events::{self, EventState, GatewayEvent};
use crate::{Applied, Billing, BillingError, EventId, GatewayError, Listed, Page, Reference};
use record::Pass;

/// How many events that were given up are looked at.
const DEAD_MAX: u64 = 10_000;

/// Clocks differ: what was made just before a comparison began is compared again.
const CLOCKS_DIFFER_BY: Duration = Duration::from_secs(5 * 60);

/// What a comparison did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many things were compared.
    pub compared: u64,
    /// What was healed, in the order in which it was.
    pub healed: Vec<(Reference, Applied)>,
    /// What needs a person, and why.
    pub problems: Vec<(Reference, String)>,
}

impl Billing {
    /// Compares everything that the gateway lists since a moment with what we know, and what we credited since then with the gateway.
    /// `progress` is told what is compared and how much was so far.
    ///
    /// # Errors
    /// When gateway, ledger or store is out of reach: what was done until then is kept, and the next comparison goes on from there.
    pub async fn reconcile(
        &self,
        since: Timestamp,
        progress: &mut (dyn FnMut(Listed, u64) + Send),
    ) -> Result<Report, BillingError> {
        let mut report = self.reconcile_listed(since, progress).await?;
        self.reconcile_ours(since, &mut report).await?;
        Ok(report)
    }

    /// Compares everything that the gateway lists since a moment.
    async fn reconcile_listed(
        &self,
        since: Timestamp,
        progress: &mut (dyn FnMut(Listed, u64) + Send),
    ) -> Result<Report, BillingError> {
        let mut report = Report::default();
        let dead = self.dead_things().await?;
        for listed in Listed::ALL {
            let mut since = since;
            loop {
                let (gateway, now) = (self.gateway.name(), self.clock.now());
                let pass: Pass = self
                    .database
                    .run("billing_begin_reconciliation", move |tx| record::begin(tx, gateway, listed, since, now))
                    .await?;
                let was_interrupted = pass.after.is_some();
                let began_at = pass.started_at;
                self.reconcile_pass(listed, pass, &dead, &mut report, progress).await?;
                if !was_interrupted {
                    break;
                }
                // Lists begin with the newest: what came after the interrupted comparison had begun was not among its rest.
                since = since.max(began_at.before(CLOCKS_DIFFER_BY));
            }
        }
        Ok(report)
    }

    /// What events were given up about: healing it closes them.
    async fn dead_things(&self) -> Result<HashSet<Reference>, StorageError> {
        let dead = self.list_events(EventState::Dead, DEAD_MAX).await?;
        Ok(dead.into_iter().filter_map(|event| event.about).collect())
    }

    async fn reconcile_pass(
        &self,
        listed: Listed,
        mut pass: Pass,
        dead: &HashSet<Reference>,
        report: &mut Report,
        progress: &mut (dyn FnMut(Listed, u64) + Send),
    ) -> Result<(), BillingError> {
        loop {
            let after = pass.after.take();
            let is_continued = after.is_some();
            let page = match self.gateway.list(listed, pass.since, after).await {
                // What it was to go on behind is not there any more: it begins anew.
                Err(GatewayError::Refused(why)) if is_continued => {
                    tracing::warn!(listed = listed.as_str(), why, "the comparison begins anew");
                    continue;
                }
                page => page?,
            };
            let Page { items, next_after } = page;
            for about in items {
                self.reconcile_one(about, dead, report).await?;
                progress(listed, report.compared);
            }
            let (gateway, now, after) = (self.gateway.name(), self.clock.now(), next_after.clone());
            self.database
                .run("billing_continue_reconciliation", move |tx| {
                    record::go_on(tx, gateway, listed, after.as_deref(), now)
                })
                .await?;
            match next_after {
                Some(after) => pass.after = Some(after),
                None => return Ok(()),
            }
        }
    }

    async fn reconcile_one(
        &self,
        about: Reference,
        dead: &HashSet<Reference>,
        report: &mut Report,
    ) -> Result<(), BillingError> {
        report.compared += 1;
        match self.apply(&about).await {
            Ok(applied) => {
                if dead.contains(&about) {
                    let (gateway, at, healed) = (self.gateway.name(), self.clock.now(), about.clone());
                    self.database
                        .run("billing_mark_healed", move |tx| events::mark_healed(tx, gateway, &healed, at))
                        .await?;
                }
                if applied != Applied::Nothing {
                    tracing::warn!(%about, ?applied, "nobody had told us, and the gateway knew: healed");
                    report.healed.push((about, applied));
                }
                Ok(())
            }
            // Whoever is out of reach now is asked again from here later.
            Err(error @ (BillingError::GatewayUnavailable(_) | BillingError::Unavailable(_))) => Err(error),
            Err(error) => self.report_problem(about, error.to_string(), report).await,
        }
    }

    /// Keeps something for a person, and reports it.
    async fn report_problem(&self, about: Reference, problem: String, report: &mut Report) -> Result<(), BillingError> {
        tracing::error!(%about, cause = %problem, "found by comparison, and needs a person");
        self.keep_problem(found(&about, self.clock.now())?, problem.clone()).await?;
        report.problems.push((about, problem));
        Ok(())
    }
}

/// The event that nobody told: it has a name of ours, so that finding the same thing again is the same event.
fn found(about: &Reference, at: Timestamp) -> Result<GatewayEvent, StorageError> {
    let id = EventId::new(format!("found:{about}"))
        .map_err(|error| StorageError::damaged(format!("the name of {about}: {error}")))?;
    Ok(GatewayEvent { id, kind: "found by comparison".to_owned(), about: Some(about.clone()), created_at: at })
}
