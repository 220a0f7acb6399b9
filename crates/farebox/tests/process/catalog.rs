//! A broken catalog stops the start, with file, line, key and what is allowed.

use crate::support::Place;

/// The catalog that is built in, to break it in one place.
const CATALOG: &str = include_str!("../../../../catalog.toml");

fn line_of(text: &str, part: &str) -> String {
    let before = text.split_once(part).unwrap_or_else(|| panic!("{part:?} is in the catalog")).0;
    format!("line {}", before.matches('\n').count() + 1)
}

#[track_caller]
fn refuses(from: &str, to: &str, words: &[&str]) {
    let place = Place::new();
    let broken = CATALOG.replacen(from, to, 1);
    assert_ne!(broken, CATALOG, "{from:?} is in the catalog");
    place.write("prices.toml", &broken);
    let words = [&["prices.toml"], words].concat();
    let set = ["--set", "catalog=prices.toml"];
    place.run(&[&["config"], &set[..]].concat()).failed(2, &words);
    place.run(&[&["serve", "--listen", "127.0.0.1:0"], &set[..]].concat()).failed(2, &words);
    assert!(!place.data().exists(), "nothing was begun");
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    refuses("cost = 80", "cots = 80", &[&line_of(CATALOG, "cost = 80"), "`cots`", "unknown key", "`cost`"]);
}

#[test]
fn a_duplicate_id_is_named_with_its_line() {
    refuses("id = \"wan-2.2\"", "id = \"wan-2.5\"", &[&line_of(CATALOG, "id = \"wan-2.2\""), "`id`", "stands twice"]);
}

#[test]
fn a_negative_cost_is_refused() {
    refuses("cost = 80", "cost = -80", &[&line_of(CATALOG, "cost = 80"), "`cost`", "-80", "from 0 to"]);
}

#[test]
fn a_pack_without_credits_is_refused() {
    refuses("credits = 300", "credits = 0", &[&line_of(CATALOG, "credits = 300"), "`credits`", "from 1 to"]);
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    refuses("cost = 80", "cost = \"80\"", &[&line_of(CATALOG, "cost = 80"), "`cost`", "allowed is a whole number"]);
    refuses("price_minor = 1500", "price_minor = 15.0", &[&line_of(CATALOG, "price_minor = 1500"), "`price_minor`"]);
}

#[test]
fn a_missing_catalog_is_named() {
    let place = Place::new();
    place.run(&["serve", "--set", "catalog=nowhere.toml"]).failed(2, &["nowhere.toml", "cannot be read"]);
}
