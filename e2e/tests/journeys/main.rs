//! Journeys through the product, each a sentence about a person: in a real browser, in front of the real server.

#![cfg(test)]

/// Makes a journey at each of the usual widths; it is a function of the width.
macro_rules! at_every_width {
    ($journey:ident) => {
        mod $journey {
            use e2e::Width;

            #[tokio::test]
            async fn at_1440_px() {
                super::$journey(Width::Desktop).await;
            }

            #[tokio::test]
            async fn at_768_px() {
                super::$journey(Width::Tablet).await;
            }

            #[tokio::test]
            async fn at_360_px() {
                super::$journey(Width::Phone).await;
            }
        }
    };
}

mod aria;
mod billing_live;
mod busy_workspace;
mod buy_and_generate;
mod cancel_while_running;
mod checkout_outcomes;
mod failed_generation;
mod focus_in_sight;
mod funnel;
mod generation_list;
mod held_in_the_way;
mod keyboard_only;
mod layout;
mod lost_webhook;
mod modal;
mod payment_required_race;
mod plans;
mod reconnecting;
mod reload_while_running;
mod resume;
mod server_restart;
mod signed_out;
mod steady;
mod stripe;
mod ten_tabs;
mod two_servers;
mod two_tabs;
