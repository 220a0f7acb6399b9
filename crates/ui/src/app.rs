//! The root of every page: the page that the data names, inside what surrounds it.

use wire::List;

use crate::components::app_shell::app_shell;
use crate::pages::{billing::billing, checkout_return::checkout_return, workspace::workspace};
#[cfg(feature = "ssr")]
use crate::pages::{
    error::error_page, not_found::not_found, problem::problem, sign_in::sign_in, sign_up::sign_up,
    test_checkout::test_checkout, test_portal::test_portal,
};
use crate::piece::Piece;
use crate::{Page, PageData};

/// Everything inside the page's root element, on the server and in the browser alike.
pub fn app(data: PageData) -> Piece {
    let PageData { shell, page } = data;
    match page {
        Page::Workspace { generations } => app_shell(shell, generations, workspace),
        Page::Billing => app_shell(shell, List { items: Vec::new(), next_cursor: None }, billing),
        Page::CheckoutReturn { checkout, status, credits, return_to } => {
            checkout_return(checkout, status, credits, return_to)
        }
        #[cfg(feature = "ssr")]
        Page::SignIn { redirect, form } => sign_in(&redirect, &form),
        #[cfg(feature = "ssr")]
        Page::SignUp { redirect, form } => sign_up(&redirect, &form),
        #[cfg(feature = "ssr")]
        Page::TestCheckout { session, lines, total, is_plan, state, back } => {
            test_checkout(&session, lines, total, is_plan, state, back)
        }
        #[cfg(feature = "ssr")]
        Page::TestPortal { subscriptions, token } => test_portal(subscriptions, &token),
        #[cfg(feature = "ssr")]
        Page::Problem { code, body } => problem(code, &body),
        #[cfg(feature = "ssr")]
        Page::NotFound => not_found(),
        #[cfg(feature = "ssr")]
        Page::Error { request_id, title, detail } => error_page(request_id, title, detail),
    }
}
