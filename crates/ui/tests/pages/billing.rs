//! The billing page as it comes from the server.

use ui::Page;

use crate::shown::{page_of, shows};

#[test]
fn the_balance_is_large_and_says_what_is_on_hold() {
    let page = page_of(1_220, "/billing", Page::Billing);
    shows(&page, &["<span class=\"balance__number\">1,220</span>", "80 on hold", "Manage billing"]);
}

#[test]
fn three_plans_and_four_packs_are_sold_and_each_button_says_of_what() {
    let page = page_of(0, "/billing", Page::Billing);
    assert_eq!(page.matches(">Subscribe</button>").count(), 3);
    assert_eq!(page.matches(">Buy credits</button>").count(), 4);
    shows(
        &page,
        &[
            "id=\"offer-price_creator_monthly\">Creator</span>",
            "aria-describedby=\"offer-price_creator_monthly\"",
            "Recommended",
            "About 22 Sora renders, or 360 previews",
            "aria-describedby=\"offer-price_credits_250\"",
            "$15 once · 5.0 ¢ a credit",
        ],
    );
    assert_eq!(page.matches("offer--highlighted").count(), 1);
}
