//! What the server knows when it renders a page, sent along with the HTML so that the browser starts from the same values.

use credits::Credits;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Everything that a page's first rendering needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageData {
    /// What every page has.
    pub shell: Shell,
    /// The page to show.
    pub page: Page,
}

/// What every page has: who asks, what they have, what things cost, what time it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shell {
    /// Who is signed in.
    pub me: Option<wire::Me>,
    /// What they have; absent when nobody is signed in, or when it could not be read.
    pub balance: Option<wire::Balance>,
    /// What things cost.
    pub catalog: wire::Catalog,
    /// When the page was rendered. Relative times are told from it, so that server and browser write the same.
    pub now: wire::Time,
    /// The path that was asked for.
    pub path: String,
    /// What is chosen in the panel, as the browser remembers it (`Draft::choices`); empty when it does not.
    pub choices: String,
    /// What to say about a checkout that has just ended.
    pub notice: Option<Notice>,
}

/// How a checkout ended that led to this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// It was paid and its credits are on the account.
    CreditsAdded {
        /// How many.
        credits: Credits,
    },
    /// The person went back without paying.
    CheckoutCanceled,
    /// The person went back in the browser: whether they paid before that is not known here.
    CheckoutLeft,
    /// It ran out before it was paid.
    CheckoutExpired,
}

/// The pages. Those that never come alive in the browser exist on the server alone, so that no browser has to load them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Page {
    /// The studio: panel and generations.
    Workspace {
        /// The newest generations.
        generations: wire::List<wire::Generation>,
    },
    /// Balance, plans and packs.
    Billing,
    /// Sign in: a plain form.
    #[cfg(feature = "ssr")]
    SignIn {
        /// The path of ours to go to afterwards.
        redirect: String,
        /// The form as it is shown.
        form: AccountForm,
    },
    /// Sign up: a plain form.
    #[cfg(feature = "ssr")]
    SignUp {
        /// The path of ours to go to afterwards.
        redirect: String,
        /// The form as it is shown.
        form: AccountForm,
    },
    /// The way back from the payment gateway while the payment is not confirmed.
    CheckoutReturn {
        /// Which checkout.
        checkout: Uuid,
        /// How it stands.
        status: wire::CheckoutStatus,
        /// What it brings.
        credits: Credits,
        /// The path of ours to go to when it is paid; its query names the checkout.
        return_to: String,
    },
    /// The built-in gateway's checkout: plain forms.
    #[cfg(feature = "ssr")]
    TestCheckout {
        /// The gateway's name of the session, as it stands in the address.
        session: String,
        /// What is bought.
        lines: Vec<OrderLine>,
        /// What it costs in all.
        total: wire::Money,
        /// Whether it comes every month.
        is_plan: bool,
        /// How the session stands.
        state: TestCheckoutState,
        /// The path of ours to go back to.
        back: String,
    },
    /// The built-in gateway's portal: plain forms.
    #[cfg(feature = "ssr")]
    TestPortal {
        /// What is subscribed to.
        subscriptions: Vec<PortalPlan>,
        /// The portal's name, as it stands in the address.
        token: String,
    },
    /// What a code means.
    #[cfg(feature = "ssr")]
    Problem {
        /// The code.
        code: wire::Code,
        /// Paragraphs, separated by empty lines.
        body: String,
    },
    /// There is nothing at this address.
    #[cfg(feature = "ssr")]
    NotFound,
    /// A request that was not served.
    #[cfg(feature = "ssr")]
    Error {
        /// The request's name in our log.
        request_id: String,
        /// Why, in a few words; absent when the fault is ours.
        title: Option<String>,
        /// Why, and what to do, in a sentence; absent when the fault is ours and there is nothing more to say of it.
        detail: Option<String>,
    },
}

/// The form of signing in or up: empty at first, and after a refusal with what was typed and what is wrong with it. It has no place for
/// a password, which is never shown again.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountForm {
    /// The email address that was typed.
    pub email: String,
    /// The name that was typed.
    pub display_name: String,
    /// What is wrong as a whole.
    pub failure: Option<String>,
    /// What is wrong with single fields.
    pub errors: Vec<wire::FieldError>,
}

/// One line of an order.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// What it is.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// What all of them bring together.
    pub credits: Credits,
    /// What all of them cost together.
    pub price: wire::Money,
}

/// How a session of the built-in gateway stands.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestCheckoutState {
    /// It waits to be paid.
    Open,
    /// The last attempt was declined; it can still be paid.
    Declined,
    /// It ran out.
    Expired,
    /// It has been paid before.
    AlreadyPaid,
}

/// A subscription in the built-in gateway's portal.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalPlan {
    /// The gateway's name of it, as it stands in the address.
    pub id: String,
    /// The plan's name.
    pub name: String,
    /// What a month costs.
    pub price: wire::Money,
    /// What a month brings.
    pub credits_a_month: Credits,
    /// How it stands, in a word.
    pub state: String,
    /// When it renews, or ends once it has been cancelled.
    pub renews_or_ends_at: wire::Time,
    /// Whether it can be cancelled.
    pub is_cancelable: bool,
}

impl Page {
    /// Whether the browser part takes the page over. The others are plain HTML with plain forms and load no program.
    #[must_use]
    pub const fn is_hydrated(&self) -> bool {
        match self {
            Self::Workspace { .. } | Self::Billing | Self::CheckoutReturn { .. } => true,
            #[cfg(feature = "ssr")]
            Self::SignIn { .. }
            | Self::SignUp { .. }
            | Self::TestCheckout { .. }
            | Self::TestPortal { .. }
            | Self::Problem { .. }
            | Self::NotFound
            | Self::Error { .. } => false,
        }
    }
}
