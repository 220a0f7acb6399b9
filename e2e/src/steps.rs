//! Steps that many journeys share.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::{Person, Server};

/// What everybody here signs up with.
pub const PASSWORD: &str = "correct horse battery";

impl Person {
    /// Signs up with an address that nobody has yet, and arrives on the workspace with nothing. Returns the address.
    ///
    /// # Panics
    /// When any of it does not work.
    pub async fn signs_up(&self) -> String {
        static PEOPLE: AtomicU32 = AtomicU32::new(0);
        let email = format!("person{}@example.com", PEOPLE.fetch_add(1, Ordering::Relaxed));
        self.goes_to("/signup").await;
        self.fills_sign_up(&email).await;
        self.clicks("button", "Sign up").await;
        self.arrives_at("/").await;
        email
    }

    /// Signs up and is given credits by the operator, so that the journey can begin with them. Returns the address.
    ///
    /// # Panics
    /// When any of it does not work.
    pub async fn signs_up_with(&self, server: &Server, credits: i64) -> String {
        let email = self.signs_up().await;
        server.gives(&email, credits);
        self.has(credits).await;
        email
    }

    /// Fills the form of who signs up or in, without sending it.
    ///
    /// # Panics
    /// When a field is missing.
    pub async fn fills_sign_up(&self, email: &str) {
        self.fills("Email", email).await;
        self.fills("Password", PASSWORD).await;
    }

    /// Signs in with an address that has an account, and arrives on the workspace.
    ///
    /// # Panics
    /// When any of it does not work.
    pub async fn signs_in(&self, email: &str) {
        self.goes_to("/signin").await;
        self.fills_sign_up(email).await;
        self.clicks("button", "Sign in").await;
        self.arrives_at("/").await;
    }

    /// Signs out by the menu of the avatar, and is on the workspace as nobody.
    ///
    /// # Panics
    /// When any of it does not work.
    pub async fn signs_out(&self) {
        self.clicks("button", "Account menu").await;
        self.clicks("button", "Sign out").await;
        self.finds("link", "Sign in").await;
        self.waits_until_the_page_works().await;
    }

    /// Goes back to the page before, by the browser's own button, and waits until it works.
    ///
    /// # Panics
    /// When there is none.
    pub async fn goes_back(&self) {
        self.driver.back().await.expect("there is a page before");
        self.waits_until_the_page_works().await;
    }

    /// Makes one of each that ends: a picture, and a clip that fails, where the server refuses the word "forbidden".
    ///
    /// # Panics
    /// When any of it does not work.
    pub async fn makes_a_picture_and_a_failure(&self) {
        self.clicks("tab", "Image").await;
        self.fills("Prompt", "a red kite").await;
        self.clicks("button", "Image preview · 1 cr").await;
        self.finds("link", "Download").await;
        self.clicks("tab", "Video").await;
        self.fills("Prompt", "a forbidden castle").await;
        self.clicks("button", "Preview · 5 cr").await;
        self.finds("button", "Retry").await;
    }

    /// Waits until the pill says so many credits.
    ///
    /// # Panics
    /// When it never does.
    pub async fn has(&self, credits: i64) {
        self.finds("link", &pill(credits)).await;
    }

    /// From the open modal through the checkout and back.
    ///
    /// # Panics
    /// When any of it does not work.
    pub async fn buys_the_starter_pack(&self) {
        self.clicks("button", "Buy Starter Pack — $15 (300 cr)").await;
        self.finds("button", "Pay").await;
        self.clicks("button", "Pay").await;
        self.arrives_at("/").await;
    }
}

/// The pill's accessible name.
fn pill(credits: i64) -> String {
    let plural = if credits == 1 { "" } else { "s" };
    format!("{} credit{plural} — view billing", grouped(credits))
}

/// A number as people read it: `1,234,567`.
fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(",")
}
