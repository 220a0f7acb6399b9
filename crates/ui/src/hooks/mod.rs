//! What components do, apart from how they look: each file one hook.

pub mod use_cancellation;
pub mod use_checkout;
pub mod use_checkout_return;
pub mod use_credit_gate;
pub mod use_draft_storage;
pub mod use_event_stream;
pub mod use_generation_actions;
pub mod use_intent;
pub mod use_screen_clock;
pub mod use_user_credit_balance;
