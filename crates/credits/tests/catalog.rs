//! The catalog file: the one that ships, and every way in which another could be wrong.

#![cfg(test)]

use credits::{AspectRatio, Catalog, Credits, Kind, Money};

const SHIPPED: &str = include_str!("../../../catalog.toml");

fn wrong(text: &str) -> (usize, String, String) {
    let error = Catalog::from_toml(text).expect_err("this catalog breaks a rule");
    (error.line, error.key, error.problem)
}

/// The shipped catalog with one line replaced, and the number of that line.
fn changed(from: &str, to: &str) -> (String, usize) {
    let at = SHIPPED.find(from).unwrap_or_else(|| panic!("the shipped catalog has no `{from}`"));
    let line = SHIPPED[..at].matches('\n').count() + 1;
    (SHIPPED.replacen(from, to, 1), line)
}

#[test]
fn the_shipped_catalog_has_the_plans_numbers() {
    let catalog = Catalog::from_toml(SHIPPED).unwrap();
    let models: Vec<_> = catalog
        .models
        .iter()
        .map(|m| {
            (m.id.as_str(), m.label.as_str(), m.quote(m.seconds.first().copied().unwrap_or(0)).unwrap().cost.get())
        })
        .collect();
    assert_eq!(
        models,
        [
            ("wan-2.5", "Wan 2.5", 5),
            ("wan-2.2", "Wan 2.2", 5),
            ("sora-2", "Sora", 80),
            ("kling-v2-1-master", "Kling", 35),
            ("google/veo-3", "Veo", 30),
            ("luma-ray3", "Luma", 40),
            ("flux-kontext-fast", "Kontext", 1),
            ("storyboard", "Storyboard", 4),
        ]
    );
    let packs: Vec<_> = catalog
        .packs
        .iter()
        .map(|p| (p.name.as_str(), p.price_id.as_str(), p.credits.get(), p.price.to_string()))
        .collect();
    assert_eq!(
        packs,
        [
            ("Starter Pack", "price_credits_250", 300, "$15".to_owned()),
            ("Booster Pack", "price_credits_500", 600, "$28".to_owned()),
            ("Pro Pack", "price_credits_1000", 1_200, "$52".to_owned()),
            ("Studio Pack", "price_credits_2500", 3_000, "$120".to_owned()),
        ]
    );
    let plans: Vec<_> = catalog
        .plans
        .iter()
        .map(|p| (p.name.as_str(), p.price.to_string(), p.credits_a_month.get(), p.is_highlighted))
        .collect();
    assert_eq!(
        plans,
        [
            ("Explorer", "$19".to_owned(), 500, false),
            ("Creator", "$59".to_owned(), 1_800, true),
            ("Agency", "$179".to_owned(), 6_000, false)
        ]
    );
    assert_eq!(catalog.default_model(Kind::Draft).map(|m| m.id.as_str()), Some("wan-2.5"));
    assert_eq!(catalog.default_model(Kind::Render).map(|m| m.id.as_str()), Some("sora-2"));
    let operations: Vec<_> = Kind::ALL.iter().map(|kind| catalog.default_model(*kind).unwrap().operation()).collect();
    assert_eq!(operations, ["Wan 2.5 preview", "Sora render", "Image preview", "Storyboard"]);
}

#[test]
fn each_broken_rule_names_its_line_its_key_and_what_is_allowed() {
    let table = [
        ("label = \"Sora\"", "colour = \"red\"", "colour", "unknown key `colour`, expected one of"),
        ("id = \"wan-2.2\"", "id = \"wan-2.5\"", "id", "stands twice"),
        ("cost = 80", "cost = -80", "cost", "allowed are whole numbers from 0"),
        ("cost = 80", "cost = 1.5", "cost", "allowed is a whole number"),
        ("label = \"Sora\"", "label = 7", "label", "allowed is a text in quotes"),
        ("default = true", "default = \"yes\"", "default", "allowed is true or false"),
        ("seconds = [5, 8, 10]", "seconds = 5", "seconds", "allowed is a list like"),
        ("cost = 80", "cost = 2_000_000_000_000_000", "cost", "out of range"),
        ("kind = \"render\"", "kind = \"movie\"", "kind", "`draft`, `render`, `image`, `storyboard`"),
        ("credits = 300", "credits = 0", "credits", "allowed are whole numbers from 1"),
        ("credits_a_month = 500", "credits_a_month = 0", "credits_a_month", "allowed are whole numbers from 1"),
        ("price_minor = 1500", "price_minor = 0", "price_minor", "from 1 to"),
        ("price_id = \"price_credits_500\"", "price_id = \"price_credits_250\"", "price_id", "stands twice"),
        ("price_id = \"price_explorer_monthly\"", "price_id = \"price_credits_250\"", "price_id", "stands twice"),
        ("seconds = [5, 8, 10]", "seconds = []", "seconds", "is empty"),
        ("seconds = [5, 8, 10]", "seconds = [5, 5]", "seconds", "stands twice"),
        ("seconds = [5, 8, 10]", "seconds = [0]", "seconds", "from 1 to 60"),
        ("name = \"Pro Pack\"", "name = \"\"", "name", "1 to 100 characters"),
        ("currency = \"usd\"", "currency = \"dollars\"", "currency", "ISO 4217"),
        ("cost = 1\n", "cost = 1\nseconds = [5]\n", "seconds", "no duration"),
    ];
    for (from, to, key, allowed) in table {
        let (text, line) = changed(from, to);
        let (found_line, found_key, problem) = wrong(&text);
        assert_eq!(found_key, key, "{to}: {problem}");
        assert!(problem.contains(allowed), "{to}: {problem}");
        assert!(found_line == line || found_line == line + 1, "{to}: line {found_line}, expected {line}");
    }
}

#[test]
fn what_is_missing_is_named_too() {
    let (text, _) = changed("cost = 80\n", "");
    assert_eq!(wrong(&text).1, "cost");
    let (text, _) = changed("label = \"Sora\"\n", "");
    assert_eq!(wrong(&text).1, "label");
    let (text, _) = changed("cost = 80\n", "cost = 80\nmillicredits_per_second = 1\n");
    assert_eq!(wrong(&text).1, "millicredits_per_second");
    let (text, _) = changed("cost = 5\nseconds = [5, 8, 10]\n", "cost = 5\n");
    assert_eq!(wrong(&text).1, "seconds");
    let (text, _) = changed("kind = \"image\"", "kind = \"storyboard\"");
    assert!(wrong(&text).2.contains("no model of kind `image`"));
    let (text, _) = changed("cost = 35\nseconds = [5, 8, 10]\n", "cost = 35\nseconds = [5, 8, 10]\ndefault = true\n");
    assert_eq!(wrong(&text).1, "default");
    assert_eq!(wrong("currency = \"usd\"").1, "model");
    assert_eq!(wrong("currency = ").0, 1);
}

#[test]
fn money_reads_as_people_write_it() {
    let money = |amount_minor, currency: &str| Money { amount_minor, currency: currency.to_owned() }.to_string();
    assert_eq!(money(1_500, "usd"), "$15");
    assert_eq!(money(1_550, "usd"), "$15.50");
    assert_eq!(money(264_000, "usd"), "$2,640");
    assert_eq!(money(5, "usd"), "$0.05");
    assert_eq!(money(1_500, "eur"), "EUR 15");
}

#[test]
fn words_of_requests_are_read_and_others_are_told_what_is_allowed() {
    for ratio in AspectRatio::ALL {
        assert_eq!(ratio.as_str().parse(), Ok(ratio));
    }
    let refusal = "4:3".parse::<AspectRatio>().unwrap_err().to_string();
    assert_eq!(refusal, "`4:3` is not one of `16:9`, `9:16`, `1:1`");
    assert_eq!("render".parse(), Ok(Kind::Render));
}

#[test]
fn credits_beyond_the_range_cannot_come_in_by_serde_either() {
    assert!(
        serde::Deserialize::deserialize(serde::de::value::I64Deserializer::<serde::de::value::Error>::new(i64::MAX))
            .map(|c: Credits| c)
            .is_err()
    );
}
