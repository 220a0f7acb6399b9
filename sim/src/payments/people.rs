//! What happens: people buy, come back and change their minds, banks take money back, time goes on, the server crashes.

use std::time::Duration;

use billing::{Order, ReturnPath};
use credits::{AccountId, IdempotencyKey};
use stripe_stand_in::{DisputeState, Purchase};
use uuid::Uuid;

use super::tally::PaymentsTally;
use super::world::World;
use crate::dice::Dice;

/// How many people there are.
const PEOPLE: usize = 24;

/// How often somebody presses the same button again.
const PATIENCE: u32 = 4;

pub(super) struct People {
    pub accounts: Vec<AccountId>,
    /// Sessions whose money is under way.
    transfers: Vec<String>,
    refunds: Vec<String>,
    disputes: Vec<String>,
    open_invoices: Vec<String>,
    /// Checkouts to come back to, with whose they are.
    checkouts: Vec<(AccountId, Uuid)>,
    intents: u64,
}

impl People {
    pub fn new(dice: &mut Dice) -> Self {
        let account = |dice: &mut Dice| {
            let bits = (u128::from(dice.number()) << 64) | u128::from(dice.number());
            AccountId(uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid())
        };
        Self {
            accounts: (0..PEOPLE).map(|_| account(dice)).collect(),
            transfers: Vec::new(),
            refunds: Vec::new(),
            disputes: Vec::new(),
            open_invoices: Vec::new(),
            checkouts: Vec::new(),
            intents: 0,
        }
    }

    /// One thing happens.
    pub fn step(&mut self, world: &mut World, dice: &mut Dice, tally: &mut PaymentsTally) -> Result<(), String> {
        world.clock.advance(Duration::from_secs(1));
        match dice.below(100) {
            0..35 => self.buys(world, dice, tally)?,
            35..45 => self.something_about_a_plan(world, dice, tally),
            45..63 => self.money_goes_back(world, dice, tally),
            63..70 => self.money_comes_again(world, dice, tally),
            70..78 => self.transfer_ends(world, dice, tally),
            78..86 => self.comes_back(world, dice, tally)?,
            86..91 => {
                tally.count("old events told again");
                world.stripe.replay_some(dice);
            }
            91..96 => {
                world.clock.advance(Duration::from_secs(dice.below(3 * 60 * 60)));
                tally.count("jumps of the clock");
            }
            _ => {
                tally.count("crashes");
                world.crashes()?;
            }
        }
        Ok(())
    }

    fn buys(&mut self, world: &mut World, dice: &mut Dice, tally: &mut PaymentsTally) -> Result<(), String> {
        let account = self.accounts.get(dice.place(self.accounts.len())).copied().ok_or("nobody is there")?;
        let is_plan = dice.happens(25);
        let (packs, plans) = (&world.catalog.packs, &world.catalog.plans);
        let price_id = if is_plan {
            plans.get(dice.place(plans.len())).map(|plan| plan.price_id.clone())
        } else {
            packs.get(dice.place(packs.len())).map(|pack| pack.price_id.clone())
        };
        let price_id = price_id.ok_or("nothing is sold")?;
        let quantity = if is_plan { 1 } else { 1 + u32::from(dice.small(3)) };
        self.intents += 1;
        let key = IdempotencyKey::new(format!("intent-{}", self.intents)).map_err(|error| error.to_string())?;
        let Some((checkout, session)) = self.presses(world, dice, tally, (account, key, price_id, quantity))? else {
            tally.count("orders given up");
            return Ok(());
        };
        self.checkouts.push((account, checkout));
        let stripe = &world.stripe;
        let outcome = match dice.below(100) {
            0..75 => stripe.pay(&session).map(|_| "paid"),
            75..88 => stripe.pay_by_transfer(&session).map(|_| {
                self.transfers.push(session.clone());
                "transfers begun"
            }),
            88..93 => stripe.decline(&session).and_then(|()| stripe.pay(&session)).map(|_| "paid after a decline"),
            93..96 => stripe.expire_session(&session).map(|()| "sessions expired"),
            _ => Ok("left"),
        };
        tally.count(outcome.unwrap_or("refused by Stripe"));
        if dice.happens(40) {
            self.returns(world, account, checkout)?;
        }
        Ok(())
    }

    /// Presses the button until there is an address to go to: each time with the same key, over a crash if there is one.
    fn presses(
        &self,
        world: &mut World,
        dice: &mut Dice,
        tally: &mut PaymentsTally,
        (account, key, price_id, quantity): (AccountId, IdempotencyKey, String, u32),
    ) -> Result<Option<(Uuid, String)>, String> {
        for _ in 0..PATIENCE {
            let return_to = ReturnPath::new("/").map_err(|error| error.to_string())?;
            let order = Order { price_id: price_id.clone(), quantity, return_to };
            let (billing, key) = (world.life()?.billing.clone(), key.clone());
            if dice.happens(5) {
                tally.count("crashes under way");
                world.life()?.begins(async move { drop(billing.start_checkout(account, key, order).await) });
                std::thread::sleep(Duration::from_micros(dice.below(4_000)));
                world.crashes()?;
                continue;
            }
            let started = world.life()?.does(async move { billing.start_checkout(account, key, order).await });
            match started {
                Some(Ok(started)) if started.url.contains("/pay/") => {
                    let session = started.url.rsplit('/').next().unwrap_or_default().to_owned();
                    return Ok(Some((started.checkout, session)));
                }
                Some(Ok(_)) => {
                    tally.count("sent to the portal");
                    return Ok(None);
                }
                Some(Err(_)) | None => {
                    tally.count("orders answered by an error");
                    world.clock.advance(Duration::from_secs(20));
                }
            }
        }
        Ok(None)
    }

    /// Opens the return page, and does not wait for it.
    fn returns(&self, world: &World, account: AccountId, checkout: Uuid) -> Result<(), String> {
        let life = world.life()?;
        let billing = life.billing.clone();
        life.begins(async move { drop(billing.checkout(account, checkout).await) });
        Ok(())
    }

    fn comes_back(&self, world: &World, dice: &mut Dice, tally: &mut PaymentsTally) -> Result<(), String> {
        if let Some((account, checkout)) = self.checkouts.get(dice.place(self.checkouts.len())).copied() {
            tally.count("return pages");
            self.returns(world, account, checkout)?;
        }
        Ok(())
    }

    fn something_about_a_plan(&mut self, world: &World, dice: &mut Dice, tally: &mut PaymentsTally) {
        let stripe = &world.stripe;
        let plans = stripe.subscriptions();
        let Some(plan) = plans.get(dice.place(plans.len())) else { return };
        let outcome = match dice.below(100) {
            0..40 => stripe.renew(plan).map(|_| "renewals"),
            40..52 => stripe.renewal_fails(plan).map(|invoice| {
                self.open_invoices.push(invoice);
                "renewals that failed"
            }),
            52..64 => match self.open_invoices.pop() {
                Some(invoice) => stripe.retry_invoice(&invoice).map(|()| "renewals paid late"),
                None => Ok("nothing to pay late"),
            },
            64..86 => {
                let prices = world.catalog.plans.get(dice.place(world.catalog.plans.len()));
                let price = prices.and_then(|plan| stripe.price_of(&plan.price_id));
                stripe.change_plan(plan, &price.unwrap_or_default()).map(|_| "changes of a plan")
            }
            86..92 => stripe.cancel_at_period_end(plan).map(|()| "cancellations"),
            92..97 => stripe.cancel_now(plan).map(|()| "ends at once"),
            _ => {
                let customer = stripe.customer_of(plan);
                stripe.delete_customer(&customer.unwrap_or_default()).map(|()| "customers deleted")
            }
        };
        tally.count(outcome.unwrap_or("refused by Stripe"));
    }

    fn money_goes_back(&mut self, world: &World, dice: &mut Dice, tally: &mut PaymentsTally) {
        let paid: Vec<Purchase> = world.stripe.paid_and_returned();
        let Some(purchase) = paid.get(dice.place(paid.len())) else { return };
        let Some(payment) = &purchase.payment_intent else { return };
        if dice.happens(25) && purchase.dispute == DisputeState::None {
            match world.stripe.open_dispute(payment) {
                Ok(dispute) => {
                    self.disputes.push(dispute);
                    tally.count("disputes");
                }
                Err(_) => tally.count("refused by Stripe"),
            }
            return;
        }
        let amount = if dice.happens(50) { None } else { Some(dice.between(1, purchase.amount_paid_minor.max(1))) };
        match world.stripe.refund(payment, amount) {
            Ok(refund) => {
                self.refunds.push(refund);
                tally.count("refunds");
            }
            Err(_) => tally.count("refused by Stripe"),
        }
    }

    fn money_comes_again(&mut self, world: &World, dice: &mut Dice, tally: &mut PaymentsTally) {
        let stripe = &world.stripe;
        let outcome = if dice.happens(30) {
            match self.refunds.pop() {
                Some(refund) => stripe.refund_fails(&refund).map(|()| "refunds that failed"),
                None => return,
            }
        } else {
            match self.disputes.pop() {
                Some(dispute) if dice.happens(50) => stripe.win_dispute(&dispute).map(|()| "disputes won"),
                Some(dispute) => stripe.lose_dispute(&dispute).map(|()| "disputes lost"),
                None => return,
            }
        };
        tally.count(outcome.unwrap_or("refused by Stripe"));
    }

    fn transfer_ends(&mut self, world: &World, dice: &mut Dice, tally: &mut PaymentsTally) {
        let Some(session) = self.transfers.pop() else { return };
        let outcome = if dice.happens(80) {
            world.stripe.transfer_arrives(&session).map(|()| "transfers that arrived")
        } else {
            world.stripe.transfer_fails(&session).map(|()| "transfers that failed")
        };
        tally.count(outcome.unwrap_or("refused by Stripe"));
    }
}

/// What the stand-in is asked beside its verbs.
trait Asked {
    fn price_of(&self, lookup_key: &str) -> Option<String>;
    fn customer_of(&self, subscription: &str) -> Option<String>;
    fn replay_some(&self, dice: &mut Dice);
}

impl Asked for stripe_stand_in::Control {
    fn price_of(&self, lookup_key: &str) -> Option<String> {
        let named = |purchase: Purchase| {
            purchase.lines.into_iter().find(|line| line.price_lookup_key.as_deref() == Some(lookup_key))
        };
        self.paid_and_returned().into_iter().find_map(named).map(|line| line.price)
    }

    fn customer_of(&self, subscription: &str) -> Option<String> {
        let object = self.object(subscription)?;
        Some(object.get("customer")?.as_str()?.to_owned())
    }

    fn replay_some(&self, dice: &mut Dice) {
        let events = self.events();
        for _ in 0..dice.below(5) {
            let id = events.get(dice.place(events.len())).and_then(|event| event.get("id")?.as_str());
            // What was told once is there to be told again.
            let _ = id.map(|id| self.redeliver(id));
        }
    }
}
