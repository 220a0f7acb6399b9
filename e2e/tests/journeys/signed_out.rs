//! Signed out, the workspace is visible; Generate leads to sign-in and back, with the prompt kept.

use e2e::{Browser, Server, ServerOptions, Width};

at_every_width!(a_prompt_typed_while_signed_out_is_kept_through_sign_up_and_sign_in);

async fn a_prompt_typed_while_signed_out_is_kept_through_sign_up_and_sign_in(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.goes_to("/").await;
    person.finds("link", "Sign in").await;
    person.fills("Prompt", "a harbour at dawn").await;
    person.clicks("button", "Generate").await;
    person.arrives_at("/signin").await;
    person.clicks("link", "Sign up").await;
    person.arrives_at("/signup").await;
    person.fills_sign_up("later@example.com").await;
    person.clicks("button", "Sign up").await;
    person.arrives_at("/").await;
    assert_eq!(person.reads_field("Prompt").await, "a harbour at dawn");
    person.has(0).await;

    // Out again, and in with the same address: a wrong password first.
    person.clicks("button", "Account menu").await;
    person.clicks("button", "Sign out").await;
    person.finds("link", "Sign in").await;
    person.waits_until_the_page_works().await;
    person.goes_to("/billing").await;
    person.arrives_at("/signin").await;
    person.fills("Email", "later@example.com").await;
    person.fills("Password", "wrong horse battery").await;
    person.clicks("button", "Sign in").await;
    person.reads_eventually("Email or password is wrong.").await;
    person.fills("Password", "correct horse battery").await;
    person.clicks("button", "Sign in").await;
    person.arrives_at("/billing").await;
    browser.finish(&[401]).await;
}
