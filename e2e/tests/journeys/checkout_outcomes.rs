//! A checkout that does not end in a payment: a sentence, and nothing lost.

use e2e::{Browser, Person, Server, ServerOptions, Width};

const PROMPT: &str = "neon alley in the rain, handheld";

async fn stands_in_front_of_the_checkout(person: &Person) {
    person.signs_up().await;
    person.fills("Prompt", PROMPT).await;
    person.clicks("button", "Generate").await;
    person.clicks("button", "Buy Starter Pack — $15 (300 cr)").await;
    person.finds("button", "Pay").await;
    assert!(person.reads().await.contains("no money moves"));
}

at_every_width!(a_declined_card_is_told_and_another_try_works);

async fn a_declined_card_is_told_and_another_try_works(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    stands_in_front_of_the_checkout(&person).await;
    person.keeps_picture("checkout").await;
    person.clicks("button", "Decline").await;
    person.reads_eventually("Your card was declined. Nothing was charged.").await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/").await;
    person.has(300).await;
    assert_eq!(person.reads_field("Prompt").await, PROMPT);
    browser.finish(&[]).await;
}

at_every_width!(a_cancelled_checkout_leads_back_with_nothing_lost);

async fn a_cancelled_checkout_leads_back_with_nothing_lost(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    stands_in_front_of_the_checkout(&person).await;
    person.clicks("button", "Cancel").await;
    person.arrives_at("/").await;
    person.reads_eventually("Checkout canceled. Nothing was charged.").await;
    person.has(0).await;
    assert_eq!(person.reads_field("Prompt").await, PROMPT);
    browser.finish(&[]).await;
}
