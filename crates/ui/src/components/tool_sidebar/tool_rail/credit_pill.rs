//! The credit pill: what one has, always in sight, and the way to more.

use leptos::prelude::*;

use crate::contexts::credit_balance::use_credit_balance;
use crate::format::labels;

/// The credit pill.
#[component]
pub fn CreditPill() -> impl IntoView {
    let credits = use_credit_balance();
    let tooltip = move || {
        let parts = [labels::on_hold(credits.balance.get()), credits.error.get().map(str::to_owned)];
        let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        (!text.is_empty()).then_some(text)
    };
    let number = move || match credits.balance.get() {
        Some(balance) if balance.available > credits::Credits::ZERO => "pill__number",
        Some(_) | None => "pill__number pill__number--amber",
    };
    view! {
        <a
            class="pill"
            class:pill--stale=move || credits.error.with(Option::is_some)
            href="/billing"
            aria-label=move || labels::pill_name(credits.balance.get())
            aria-busy=move || credits.is_loading.get().then_some("true")
            title=tooltip
        >
            {move || if credits.is_loading.get() {
                view! { <span class="pill__skeleton"></span> }.into_any()
            } else {
                view! {
                    <span class=number>{move || labels::pill(credits.balance.get())}</span>
                    <span class="pill__unit">"cr"</span>
                }
                .into_any()
            }}
        </a>
    }
    .into_any()
}
