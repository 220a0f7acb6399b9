//! A server on which credits are bought at Stripe: at a stand-in with pages of its own, which can be told what happens.

use stripe_stand_in::{Control, DeliverySettings, Endpoint, Settings, StandIn, system_clock};
use tokio::runtime::Runtime;

use crate::Server;

/// The key of the account at the stand-in.
const SECRET_KEY: &str = "sk_test_journey";

/// What the stand-in signs with.
const WEBHOOK_SECRET: &str = "whsec_journey";

/// A server and its Stripe.
pub struct Shop {
    /// The server.
    pub server: Server,
    /// What happens at Stripe.
    pub stripe: Control,
    stand_in: StandIn,
    /// The stand-in's own threads: a journey waits for the operator's commands, which wait for Stripe.
    runtime: Option<Runtime>,
}

impl Shop {
    /// Starts both, and has the operator make the prices.
    ///
    /// # Panics
    /// When one of them does not start.
    #[must_use]
    pub fn open() -> Self {
        let (runtime, stand_in) = std::thread::spawn(start).join().expect("a stand-in for Stripe");
        let config = format!(
            "[checkout]\ngateway = \"stripe\"\n\n[stripe]\nsecret_key = {SECRET_KEY:?}\nwebhook_secrets = [{WEBHOOK_SECRET:?}]\napi_url = {:?}\n",
            stand_in.base_url()
        );
        let server = Server::start_configured(&config);
        let stripe = stand_in.control();
        let _endpoint =
            stripe.add_endpoint(Endpoint::new(&format!("{}/webhooks/stripe", server.origin), WEBHOOK_SECRET));
        let _made = server.operator(&["billing", "sync", "--yes"]);
        Self { server, stripe, stand_in, runtime: Some(runtime) }
    }

    /// Where Stripe's pages are.
    #[must_use]
    pub fn stripe_url(&self) -> String {
        self.stand_in.base_url().to_owned()
    }

    /// The payment that was made last.
    ///
    /// # Panics
    /// When nothing was paid.
    #[must_use]
    pub fn last_payment(&self) -> String {
        let paid = self.stripe.paid_and_returned();
        paid.into_iter().filter_map(|purchase| purchase.payment_intent).next_back().expect("something was paid")
    }
}

/// A stand-in on threads of its own.
fn start() -> (Runtime, StandIn) {
    let runtime = Runtime::new().expect("threads");
    let mut settings = Settings::new(SECRET_KEY, 1, system_clock());
    settings.delivery = DeliverySettings::quick();
    let stand_in = runtime.block_on(StandIn::start(settings)).expect("a stand-in for Stripe");
    (runtime, stand_in)
}

impl Drop for Shop {
    fn drop(&mut self) {
        // Its owner is asynchronous, and may not wait.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
