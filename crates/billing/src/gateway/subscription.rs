//! A plan that somebody has at a gateway, and the page on which it is managed.

use credits::{AccountId, Timestamp};
use uuid::Uuid;

use crate::SubscriptionId;

/// A portal to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPortal {
    /// Whose plans.
    pub account: AccountId,
    /// Where the browser goes afterwards.
    pub back_url: String,
}

/// A plan that an account has or had, as the gateway has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewaySubscription {
    /// Its id.
    pub id: SubscriptionId,
    /// The order by which it began.
    pub checkout: Uuid,
    /// What the gateway knows the plan by that it is for now, where that may be another one than was ordered.
    pub price_id: Option<String>,
    /// How it stands.
    pub state: SubscriptionState,
}

/// How a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionState {
    /// It runs.
    Active {
        /// The end of the month that is paid.
        renews_at: Timestamp,
    },
    /// It runs, and its last month could not be paid so far.
    PastDue {
        /// The end of the month that was to be paid.
        renews_at: Timestamp,
    },
    /// It was cancelled and runs until the end of the month that is paid.
    Canceling {
        /// That end.
        ends_at: Timestamp,
    },
    /// It is over.
    Ended {
        /// Since when.
        ended_at: Timestamp,
    },
}

impl SubscriptionState {
    /// The word for it on screen and in answers: `active`, `past_due`, `canceling`, `ended`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active { .. } => "active",
            Self::PastDue { .. } => "past_due",
            Self::Canceling { .. } => "canceling",
            Self::Ended { .. } => "ended",
        }
    }

    /// The moment that goes with the state: when it renews, ends or ended.
    #[must_use]
    pub const fn renews_or_ends_at(self) -> Timestamp {
        match self {
            Self::Active { renews_at } | Self::PastDue { renews_at } => renews_at,
            Self::Canceling { ends_at } => ends_at,
            Self::Ended { ended_at } => ended_at,
        }
    }

    /// Whether months of it are still paid.
    #[must_use]
    pub const fn is_running(self) -> bool {
        match self {
            Self::Active { .. } | Self::PastDue { .. } | Self::Canceling { .. } => true,
            Self::Ended { .. } => false,
        }
    }

    /// Whether there is anything to cancel.
    #[must_use]
    pub const fn is_cancelable(self) -> bool {
        match self {
            Self::Active { .. } | Self::PastDue { .. } => true,
            Self::Canceling { .. } | Self::Ended { .. } => false,
        }
    }
}
