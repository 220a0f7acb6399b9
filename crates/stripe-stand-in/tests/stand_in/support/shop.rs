//! What the shop of the tests sells, and how somebody buys it.

use serde_json::Value;

use super::{Answer, House};

impl House {
    /// A price for one payment, and its id.
    pub async fn pack(&self, key: &str, unit_amount: i64) -> String {
        self.price(key, unit_amount, &[]).await
    }

    /// A price for every month, and its id.
    pub async fn plan(&self, key: &str, unit_amount: i64) -> String {
        self.price(key, unit_amount, &[("recurring[interval]", "month")]).await
    }

    async fn price(&self, key: &str, unit_amount: i64, more: &[(&str, &str)]) -> String {
        let (name, amount) = (format!("The {key}"), unit_amount.to_string());
        let mut params = vec![
            ("product_data[name]", name.as_str()),
            ("currency", "usd"),
            ("unit_amount", amount.as_str()),
            ("lookup_key", key),
        ];
        params.extend_from_slice(more);
        self.post("/v1/prices", &params).await.ok().id()
    }

    pub async fn customer(&self) -> String {
        self.post("/v1/customers", &[("email", "ann@example.com")]).await.ok().id()
    }

    /// A session, open.
    pub async fn session(&self, mode: &str, price: &str, more: &[(&str, &str)]) -> Answer {
        let mut params = vec![
            ("mode", mode),
            ("line_items[0][price]", price),
            ("line_items[0][quantity]", "1"),
            ("success_url", "http://shop.example/done?session={CHECKOUT_SESSION_ID}"),
            ("cancel_url", "http://shop.example/back"),
        ];
        params.extend_from_slice(more);
        self.post("/v1/checkout/sessions", &params).await
    }

    /// A session for a pack at 10.00, open, and its id.
    pub async fn open_session(&self) -> String {
        let price = self.pack("pack", 1_000).await;
        self.session("payment", &price, &[("metadata[account]", "acc_1")]).await.ok().id()
    }

    /// The payment of a pack at 10.00.
    pub async fn payment(&self) -> String {
        let session = self.open_session().await;
        self.control.pay(&session).unwrap().unwrap()
    }

    /// A plan that somebody pays for, at this price.
    pub async fn subscription(&self, price: &str) -> String {
        let customer = self.customer().await;
        let account = ("subscription_data[metadata][account]", "acc_1");
        let session = self.session("subscription", price, &[("customer", &customer), account]).await.ok().id();
        self.control.pay(&session).unwrap();
        self.get(&format!("/v1/checkout/sessions/{session}")).await.text_at("/subscription")
    }

    /// An object as it is now.
    #[track_caller]
    pub fn object(&self, id: &str) -> Value {
        self.control.object(id).unwrap_or_else(|| panic!("there is no {id}"))
    }
}
