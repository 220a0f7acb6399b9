//! What credits must be: worked out from what Stripe says was paid and not returned, without any rule of billing's.

use std::collections::BTreeMap;

use credits::decide::{Entry, EntryKind};
use credits::{AccountId, Catalog};
use stripe_stand_in::{DisputeState, Purchase};

use super::people::People;
use super::world::World;

/// Something that the oracle gets wrong on purpose, so that it can be seen to notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentsMistake {
    /// Nothing.
    None,
    /// Money that went back is forgotten.
    ForgetsReturns,
    /// A dispute that was won is taken for one that was lost.
    TakesWonForLost,
    /// What Stripe keeps of a buyer's money is paid out in credits a second time.
    ForgetsWhatIsKept,
}

/// How many entries are read at once.
const PAGE: usize = 1_000;

/// Everybody whose credits are not what they must be, in words.
pub(super) fn differences(world: &World, people: &People, mistake: PaymentsMistake) -> Result<Vec<String>, String> {
    world.audit()?;
    let mut purchases = world.stripe.paid_and_returned();
    // In the order in which they were paid; what was paid in the same second, in the order in which it was made.
    purchases.sort_by_key(|purchase| purchase.paid_at_s);
    let mut wanted: BTreeMap<String, i64> = BTreeMap::new();
    let mut kept: BTreeMap<String, i128> = BTreeMap::new();
    for purchase in &purchases {
        let account = purchase.account.clone().ok_or_else(|| format!("nobody paid {purchase:?}"))?;
        let kept = kept.entry(account.clone()).or_default();
        *wanted.entry(account).or_default() += credits_of(&world.catalog, purchase, kept, mistake)?;
    }
    let mut differences = Vec::new();
    for account in &people.accounts {
        let entries = entries_of(world, *account)?;
        let is_money =
            |entry: &&Entry| matches!(entry.kind, EntryKind::Deposit | EntryKind::Reverse | EntryKind::Reinstate);
        let came_in: i64 = entries.iter().filter(is_money).map(|entry| entry.available_delta.get()).sum();
        let wanted = wanted.remove(&account.to_string()).unwrap_or_default();
        if came_in != wanted {
            let bought = purchases.iter().filter(|purchase| purchase.account.as_deref() == Some(&account.to_string()));
            let bought: Vec<_> = bought.map(|purchase| format!("{purchase:?}")).collect();
            let entries: Vec<_> = entries
                .iter()
                .map(|entry| format!("{:?} {} {}", entry.kind, entry.available_delta, entry.note))
                .collect();
            differences.push(format!(
                "{account}: {came_in} credits came in, and {wanted} were paid for ({})\n  {}\n  {}",
                world.stripe_url(),
                bought.join("\n  "),
                entries.join("\n  ")
            ));
        }
    }
    differences.extend(wanted.into_keys().map(|account| format!("{account} paid, and nobody knows who that is")));
    Ok(differences)
}

fn entries_of(world: &World, account: AccountId) -> Result<Vec<Entry>, String> {
    let life = world.life()?;
    let mut all: Vec<Entry> = Vec::new();
    loop {
        let (ledger, before) = (life.ledger.clone(), all.last().map(|entry| entry.version));
        let page = life.does(async move { ledger.entries(account, before, PAGE).await });
        let page = page.ok_or("the last life ended")?.map_err(|error| error.to_string())?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// What was paid for, in credits: below zero where more time of a plan was given back than paid.
fn worth_of(catalog: &Catalog, purchase: &Purchase) -> Result<i128, String> {
    let mut worth = 0;
    for line in &purchase.lines {
        let name = line.price_lookup_key.as_deref().unwrap_or_default();
        let pack = catalog.packs.iter().find(|pack| pack.price_id == name).map(|pack| pack.credits.get());
        let plan = catalog.plans.iter().find(|plan| plan.price_id == name).map(|plan| plan.credits_a_month.get());
        let whole = pack.or(plan).ok_or_else(|| format!("{name} is not sold"))?;
        // As many of them as the line is of one's price; for time that was given back that is less than none.
        worth += (i128::from(whole) * i128::from(line.amount_minor)).div_euclid(i128::from(line.unit_amount_minor));
    }
    Ok(worth)
}

/// What is left of a purchase in credits. `kept` is what Stripe keeps of the buyer's money, in credits: it pays before a card does.
fn credits_of(
    catalog: &Catalog,
    purchase: &Purchase,
    kept: &mut i128,
    mistake: PaymentsMistake,
) -> Result<i64, String> {
    let worth = worth_of(catalog, purchase)?;
    let uses_kept = purchase.amount_paid_minor < purchase.total_minor;
    let bought = if purchase.invoice.is_some() {
        let bought = if uses_kept { (worth - *kept).max(0) } else { worth.max(0) };
        if mistake != PaymentsMistake::ForgetsWhatIsKept {
            *kept += bought - worth;
        }
        bought
    } else {
        worth
    };
    let disputed = match purchase.dispute {
        DisputeState::Open | DisputeState::Lost => purchase.disputed_minor,
        DisputeState::Won if mistake == PaymentsMistake::TakesWonForLost => purchase.disputed_minor,
        DisputeState::None | DisputeState::Won => 0,
    };
    let (cost, gone) = (i128::from(purchase.total_minor), i128::from(purchase.refunded_minor + disputed));
    let taken = match gone {
        _ if mistake == PaymentsMistake::ForgetsReturns => 0,
        0 => 0,
        gone if gone >= cost => bought,
        gone => bought.min(worth * gone / cost),
    };
    i64::try_from(bought - taken).map_err(|error| error.to_string())
}
