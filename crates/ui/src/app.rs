//! The root component: the page that the data names, inside what surrounds it.

use leptos::prelude::*;
use wire::List;

use crate::components::app_shell::AppShell;
use crate::pages::{
    billing::Billing, checkout_return::CheckoutReturn, sign_in::SignIn, sign_up::SignUp, workspace::Workspace,
};
#[cfg(feature = "ssr")]
use crate::pages::{
    error::ErrorPage, not_found::NotFound, problem::Problem, test_checkout::TestCheckout, test_portal::TestPortal,
};
use crate::piece::{IntoPiece, Piece};
use crate::{Page, PageData};

/// Everything inside the page's root element, on the server and in the browser alike.
#[component]
pub fn App(
    /// What the server rendered the page from.
    data: PageData,
) -> Piece {
    let PageData { shell, page } = data;
    match page {
        Page::Workspace { generations } => {
            view! { <AppShell shell generations page=|| view! { <Workspace/> }.piece()/> }.piece()
        }
        Page::Billing => {
            let generations = List { items: Vec::new(), next_cursor: None };
            view! { <AppShell shell generations page=|| view! { <Billing/> }.piece()/> }.piece()
        }
        Page::SignIn { redirect } => view! { <SignIn redirect/> }.piece(),
        Page::SignUp { redirect } => view! { <SignUp redirect/> }.piece(),
        Page::CheckoutReturn { checkout, status, credits, return_to } => {
            view! { <CheckoutReturn checkout status credits return_to/> }.piece()
        }
        #[cfg(feature = "ssr")]
        Page::TestCheckout { session, lines, total, is_plan, state, back } => {
            view! { <TestCheckout session lines total is_plan state back/> }.piece()
        }
        #[cfg(feature = "ssr")]
        Page::TestPortal { subscriptions, token } => view! { <TestPortal subscriptions token/> }.piece(),
        #[cfg(feature = "ssr")]
        Page::Problem { code, body } => view! { <Problem code body/> }.piece(),
        #[cfg(feature = "ssr")]
        Page::NotFound => view! { <NotFound/> }.piece(),
        #[cfg(feature = "ssr")]
        Page::Error { request_id, title, detail } => view! { <ErrorPage request_id title detail/> }.piece(),
    }
}
