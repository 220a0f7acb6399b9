//! Labels with numbers in them, made from the words in `messages`. A label that names a cost is made from the same quote that is sent.

use credits::words::{fill, grouped, in_words};
use credits::{Catalog, Credits, Kind, Money, Offer, Pack, Plan};
use wire::{Balance, Charge, Generation};

use super::credits::short;
use super::messages;

fn numbered(label: &str, number: impl Into<i64>) -> String {
    fill(label, &[("number", &grouped(number))])
}

fn whole(count: usize) -> i64 {
    // Nothing that fits into memory is more.
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// What follows an action's name: `· 80 cr`.
#[must_use]
pub fn cost(cost: Credits) -> String {
    numbered(messages::COST, cost)
}

/// What can be spent, beside the cost: `· 220 bal`.
#[must_use]
pub fn available(available: Credits) -> String {
    numbered(messages::AVAILABLE, available)
}

/// A model in the list of models: `Sora · 80 cr`.
#[must_use]
pub fn model(label: &str, cost: Credits) -> String {
    fill(messages::MODEL, &[("model", label), ("number", &grouped(cost))])
}

/// A duration in the list of durations: `5 s`.
#[must_use]
pub fn duration(seconds: u32) -> String {
    numbered(messages::SECONDS, seconds)
}

/// Why an action that looks disabled does: `Need 80 credits (you have 12)`.
#[must_use]
pub fn need(cost: Credits, available: Credits) -> String {
    fill(messages::NEED, &[("credits", &in_words(cost)), ("number", &grouped(available))])
}

/// The number on the pill: short, and a dash when it is not known.
#[must_use]
pub fn pill(balance: Option<Balance>) -> String {
    balance.map_or_else(|| messages::UNKNOWN.to_owned(), |balance| short(balance.available))
}

/// The pill's accessible name: `220 credits — view billing`.
#[must_use]
pub fn pill_name(balance: Option<Balance>) -> String {
    match balance {
        Some(balance) => fill(messages::PILL, &[("credits", &in_words(balance.available))]),
        None => messages::PILL_UNKNOWN.to_owned(),
    }
}

/// What is set aside, for the pill's tooltip and the billing page: `80 on hold`. Nothing when nothing is.
#[must_use]
pub fn on_hold(balance: Option<Balance>) -> Option<String> {
    let held = balance.map(|balance| balance.held).filter(|held| *held > Credits::ZERO)?;
    Some(numbered(messages::ON_HOLD, held))
}

/// A name with how many of it: `Studio Pack`, `2 × Studio Pack`.
#[must_use]
pub fn counted(name: &str, quantity: u32) -> String {
    if quantity == 1 {
        return name.to_owned();
    }
    fill(messages::COUNTED, &[("number", &grouped(quantity)), ("pack", name)])
}

/// The offer's button: `Buy Starter Pack — $15 (300 cr)`, `Buy 2 × Studio Pack — $240 (6,000 cr)`.
#[must_use]
pub fn buy(offer: &Offer) -> String {
    let (pack, price) = (counted(&offer.name, offer.quantity), offer.price.to_string());
    fill(messages::BUY, &[("pack", &pack), ("price", &price), ("number", &grouped(offer.credits))])
}

/// The other way to get credits, after the word `Or`: `subscribe from $19/mo for 500 credits/month`.
#[must_use]
pub fn subscribe(catalog: &Catalog) -> Option<String> {
    let plan = catalog.plans.iter().min_by_key(|plan| plan.price.amount_minor)?;
    let (price, credits) = (plan.price.to_string(), in_words(plan.credits_a_month));
    Some(fill(messages::SUBSCRIBE_FROM, &[("price", &price), ("credits", &credits)]))
}

/// What a plan is good for: `About 6 Sora renders, or 100 previews`. Nothing when the catalog has no such models or they are free.
#[must_use]
pub fn worth(catalog: &Catalog, plan: &Plan) -> Option<String> {
    let count = |kind, one, many| {
        let model = catalog.default_model(kind)?;
        let cost = model.quote(*model.seconds.first()?).ok()?.cost;
        let count = plan.credits_a_month.get().checked_div(cost.get())?;
        Some(fill(if count == 1 { one } else { many }, &[("number", &grouped(count)), ("model", &model.label)]))
    };
    let renders = count(Kind::Render, messages::ONE_RENDER, messages::RENDERS)?;
    let previews = count(Kind::Draft, messages::ONE_PREVIEW, messages::PREVIEWS)?;
    Some(fill(messages::WORTH, &[("renders", &renders), ("previews", &previews)]))
}

/// What a pack costs, and a credit of it: `$15 once · 5.0 ¢ a credit`.
#[must_use]
pub fn once(pack: &Pack) -> String {
    let price = pack.price.to_string();
    match cents_a_credit(&pack.price, pack.credits) {
        Some(cents) => fill(messages::ONCE_EACH, &[("price", &price), ("cents", &cents)]),
        None => fill(messages::ONCE, &[("price", &price)]),
    }
}

/// Rounded to the nearest tenth of a cent; only for a currency that has cents under that name.
fn cents_a_credit(price: &Money, credits: Credits) -> Option<String> {
    let credits = u64::try_from(credits.get()).ok().filter(|_| price.currency == "usd")?;
    let doubled = price.amount_minor.checked_mul(20)?.checked_add(credits)?;
    let tenths = doubled.checked_div(credits.checked_mul(2)?)?;
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

/// How many cards the list shows when it shows all: `1 output`, `3 outputs`.
#[must_use]
pub fn outputs(count: usize) -> String {
    if count == 1 { messages::ONE_OUTPUT.to_owned() } else { numbered(messages::OUTPUTS, whole(count)) }
}

/// How many cards the list shows when there are more to load: `24+ outputs`.
#[must_use]
pub fn outputs_and_more(count: usize) -> String {
    numbered(messages::OUTPUTS_AND_MORE, whole(count))
}

/// What a picture of several is to somebody who does not see it: `Frame 2 of 4`.
#[must_use]
pub fn frame(index: usize, count: usize) -> String {
    fill(messages::FRAME, &[("number", &grouped(whole(index + 1))), ("count", &grouped(whole(count)))])
}

/// How much is done: `62 %`.
#[must_use]
pub fn percent(permille: u32) -> String {
    numbered(messages::PERCENT, permille.min(1_000) / 10)
}

/// What a card says below its title: `Sora · 80 cr`, `Sora · 80 cr on hold`, `Veo ·`; the last one is followed by `Not charged`.
#[must_use]
pub fn card(model: Option<&credits::Model>, generation: &Generation) -> String {
    let label = model.map_or(generation.model.as_str(), |model| model.label.as_str());
    let words = match generation.charge {
        Charge::Held => messages::MODEL_HELD,
        Charge::Charged => messages::MODEL,
        Charge::NotCharged => messages::MODEL_FREE,
    };
    fill(words, &[("model", label), ("number", &grouped(generation.cost))])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        Catalog::from_toml(include_str!("../../../../catalog.toml")).unwrap()
    }

    fn balance(available: i64, held: u32) -> Option<Balance> {
        Some(Balance { available: Credits::new(available).unwrap(), held: held.into(), version: 1 })
    }

    #[test]
    fn the_pill_is_short_and_its_name_is_whole() {
        assert_eq!(pill(balance(220, 0)), "220");
        assert_eq!(pill_name(balance(220, 0)), "220 credits — view billing");
        assert_eq!(pill_name(balance(1, 0)), "1 credit — view billing");
        assert_eq!(
            (pill(balance(12_400, 0)).as_str(), pill_name(balance(12_400, 0)).as_str()),
            ("12.4k", "12,400 credits — view billing")
        );
        assert_eq!((pill(None).as_str(), pill_name(None).as_str()), ("–", "Credits unknown — view billing"));
    }

    #[test]
    fn holds_are_told_only_when_there_are_any() {
        assert_eq!(on_hold(balance(220, 80)).as_deref(), Some("80 on hold"));
        assert_eq!(on_hold(balance(220, 0)), None);
        assert_eq!(on_hold(None), None);
    }

    #[test]
    fn an_offer_names_pack_price_and_credits() {
        let catalog = catalog();
        let offer = |missing: u32| buy(&credits::cheapest_cover(&catalog, missing.into()).unwrap());
        assert_eq!(offer(80), "Buy Starter Pack — $15 (300 cr)");
        assert_eq!(offer(301), "Buy Booster Pack — $28 (600 cr)");
        assert_eq!(offer(3_001), "Buy 2 × Studio Pack — $240 (6,000 cr)");
        assert_eq!(subscribe(&catalog).as_deref(), Some("subscribe from $19/mo for 500 credits/month"));
    }

    #[test]
    fn packs_and_plans_say_what_they_are_worth() {
        let catalog = catalog();
        let worths: Vec<_> = catalog.plans.iter().filter_map(|plan| worth(&catalog, plan)).collect();
        assert_eq!(
            worths,
            [
                "About 6 Sora renders, or 100 previews",
                "About 22 Sora renders, or 360 previews",
                "About 75 Sora renders, or 1,200 previews"
            ]
        );
        let prices: Vec<_> = catalog.packs.iter().map(once).collect();
        assert_eq!(
            prices,
            [
                "$15 once · 5.0 ¢ a credit",
                "$28 once · 4.7 ¢ a credit",
                "$52 once · 4.3 ¢ a credit",
                "$120 once · 4.0 ¢ a credit"
            ]
        );
    }

    #[test]
    fn counts_are_singular_for_one() {
        assert_eq!(outputs(0), "0 outputs");
        assert_eq!(outputs(1), "1 output");
        assert_eq!(outputs_and_more(24), "24+ outputs");
        assert_eq!(need(80.into(), 12.into()), "Need 80 credits (you have 12)");
        assert_eq!(need(1.into(), 0.into()), "Need 1 credit (you have 0)");
        assert_eq!(percent(624), "62 %");
    }
}
