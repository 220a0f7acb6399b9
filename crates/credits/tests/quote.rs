//! The price function and the offer: tables and properties.

#![cfg(test)]

use credits::limits::{PACK_QUANTITY_MAX, PROMPT_CHARACTERS_MAX};
use credits::{AspectRatio, Catalog, Credits, Kind, QuoteRefusal, Request, cheapest_cover, quote};
use proptest::prelude::*;

fn catalog() -> Catalog {
    Catalog::from_toml(include_str!("../../../catalog.toml")).unwrap()
}

fn request(kind: Kind, model: &str, seconds: u32) -> Request {
    Request {
        kind,
        model: model.to_owned(),
        prompt: "a lighthouse".to_owned(),
        aspect_ratio: AspectRatio::Wide,
        seconds,
    }
}

#[test]
fn each_model_costs_what_the_catalog_says_for_every_duration() {
    let catalog = catalog();
    for (kind, model, seconds, cost, operation) in [
        (Kind::Draft, "wan-2.5", 5, 5, "Wan 2.5 preview"),
        (Kind::Render, "sora-2", 10, 80, "Sora render"),
        (Kind::Render, "google/veo-3", 8, 30, "Veo render"),
        (Kind::Image, "flux-kontext-fast", 0, 1, "Image preview"),
        (Kind::Storyboard, "storyboard", 0, 4, "Storyboard"),
    ] {
        let quote = quote(&catalog, &request(kind, model, seconds)).unwrap();
        assert_eq!((quote.cost.get(), quote.operation.as_str()), (cost, operation), "{model}");
    }
}

#[test]
fn a_price_per_second_is_rounded_up_once_at_the_end() {
    let text = include_str!("../../../catalog.toml").replacen("cost = 80", "millicredits_per_second = 1501", 1);
    let catalog = Catalog::from_toml(&text).unwrap();
    for (seconds, cost) in [(5, 8), (8, 13), (10, 16)] {
        assert_eq!(quote(&catalog, &request(Kind::Render, "sora-2", seconds)).unwrap().cost.get(), cost);
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let mut wrong = request(Kind::Render, "nobody", 5);
    wrong.prompt = " \n ".to_owned();
    let fields: Vec<_> = quote(&catalog(), &wrong).unwrap_err().iter().map(QuoteRefusal::field).collect();
    assert_eq!(fields, ["model", "prompt"]);
    let mut wrong = request(Kind::Render, "sora-2", 7);
    wrong.prompt = "é".repeat(PROMPT_CHARACTERS_MAX + 1);
    let refusals = quote(&catalog(), &wrong).unwrap_err();
    assert_eq!(refusals[0], QuoteRefusal::UnknownDuration { seconds: 7, allowed: vec![5, 8, 10] });
    assert_eq!(refusals[1], QuoteRefusal::PromptTooLong { characters: 4_001 });
    assert_eq!(refusals[1].to_string(), "The prompt has 4,001 characters; at most 4,000 are allowed.");
    wrong.prompt = "a boat\0".to_owned();
    assert_eq!(quote(&catalog(), &wrong).unwrap_err()[1], QuoteRefusal::PromptHasNul);
    assert_eq!(refusals[0].to_string(), "7 seconds are not offered; allowed is 5, 8, 10.");
}

#[test]
fn a_model_of_another_kind_is_unknown_and_a_picture_has_no_duration() {
    let catalog = catalog();
    assert!(matches!(
        quote(&catalog, &request(Kind::Draft, "sora-2", 5)).unwrap_err()[..],
        [QuoteRefusal::UnknownModel { .. }]
    ));
    assert!(matches!(
        quote(&catalog, &request(Kind::Image, "flux-kontext-fast", 5)).unwrap_err()[..],
        [QuoteRefusal::UnknownDuration { .. }]
    ));
}

#[test]
fn a_prompt_may_be_exactly_as_long_as_the_limit() {
    let mut longest = request(Kind::Draft, "wan-2.5", 5);
    longest.prompt = "é".repeat(PROMPT_CHARACTERS_MAX);
    assert!(quote(&catalog(), &longest).is_ok());
}

#[test]
fn the_smallest_pack_that_covers_is_offered() {
    for (missing, name, quantity, credits, price) in [
        (1, "Starter Pack", 1, 300, "$15"),
        (300, "Starter Pack", 1, 300, "$15"),
        (301, "Booster Pack", 1, 600, "$28"),
        (1_200, "Pro Pack", 1, 1_200, "$52"),
        (3_000, "Studio Pack", 1, 3_000, "$120"),
        (3_001, "Studio Pack", 2, 6_000, "$240"),
        (6_001, "Studio Pack", 3, 9_000, "$360"),
    ] {
        let offer = cheapest_cover(&catalog(), Credits::new(missing).unwrap()).unwrap();
        assert_eq!(
            (offer.name.as_str(), offer.quantity, offer.credits.get(), offer.price.to_string().as_str()),
            (name, quantity, credits, price),
            "{missing}"
        );
    }
}

#[test]
fn no_offer_is_made_that_a_checkout_would_refuse() {
    let catalog = catalog();
    let most = Credits::new(3_000 * i64::from(PACK_QUANTITY_MAX)).unwrap();
    assert_eq!(cheapest_cover(&catalog, most).unwrap().quantity, PACK_QUANTITY_MAX);
    assert_eq!(cheapest_cover(&catalog, most.plus(Credits::from(1)).unwrap()), None);
    assert_eq!(cheapest_cover(&Catalog { packs: Vec::new(), ..catalog }, Credits::from(1)), None);
}

proptest! {
    #[test]
    fn an_offer_covers_and_one_pack_less_does_not(missing in 1_i64..=300_000) {
        let missing = Credits::new(missing).unwrap();
        let offer = cheapest_cover(&catalog(), missing).unwrap();
        prop_assert!(offer.credits >= missing);
        let one = catalog().pack(&offer.price_id).unwrap().credits;
        prop_assert!(offer.credits.minus(one).unwrap() < missing);
    }

    #[test]
    fn any_text_is_a_catalog_or_an_error_and_never_a_panic(text in "(?s).{0,400}") {
        let _ = Catalog::from_toml(&text);
    }
}
