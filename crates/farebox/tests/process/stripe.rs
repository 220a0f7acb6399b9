//! Money at Stripe: the stand-in as a program, the operator's commands, secrets that nobody sees, and a server that is killed in between.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Person, Place, Server, said, wait_until};

/// A stand-in that runs, and the variables with which it says that a server is to be started.
struct Stripe {
    process: Server,
    variables: Vec<(String, String)>,
}

impl Stripe {
    fn start(place: &Place, server: &str) -> Self {
        let mut program = place.program();
        let process =
            Server::start(program.args(["dev", "stripe", "--listen", "127.0.0.1:0", "--server", server, "--json"]));
        let greeting: Value = serde_json::from_str(&process.greeting).unwrap();
        let variables = greeting["variables"].as_object().unwrap();
        let variables = variables.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()));
        let variables = variables.collect();
        Self { process, variables }
    }

    /// The program with these variables.
    fn program(&self, place: &Place) -> Command {
        let mut program = place.program();
        program.envs(self.variables.clone());
        program
    }

    /// One of the stand-in's own verbs.
    async fn does(&self, verb: &str, body: &Value) -> Value {
        let address = format!("{}/_stand_in/{verb}", self.process.origin);
        let answer = reqwest::Client::new().post(address).json(body).send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{verb}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
}

/// A port that is free now, for a server whose address must be known before it starts.
fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn serve(stripe: &Stripe, place: &Place, address: &str) -> Server {
    Server::start(stripe.program(place).args(["serve", "--listen", address]))
}

/// Begins to buy a Starter Pack and gives the session.
async fn begins(person: &Person, origin: &str, key: &str) -> String {
    let order = json!({"price_id": "price_credits_250", "quantity": 1, "return_to": "/"});
    let answer = person.ask(origin, "/api/checkout", key, &order).await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    let url: Value = answer.json().await.unwrap();
    url["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_was_paid_while_the_server_was_lost_is_credited_when_it_is_back() {
    let place = Place::new();
    let address = free_address();
    let stripe = Stripe::start(&place, &format!("http://{address}"));
    let server = serve(&stripe, &place, &address);
    assert!(server.log().contains("ready") || server.greeting.contains("ready"));
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    let (first, second) = (begins(&ada, &server.origin, "one").await, begins(&ada, &server.origin, "two").await);
    stripe.does("pay", &json!({"id": first})).await;
    wait_until("the first pack is credited", async || ada.balance(&server.origin).await.available.get() == 300).await;
    server.kill();
    // Paid, and every message of it lost.
    stripe.does("faults", &json!({"drop_permille": 1000})).await;
    stripe.does("pay", &json!({"id": second})).await;
    let server = serve(&stripe, &place, &address);
    wait_until("the second pack is credited", async || ada.balance(&server.origin).await.available.get() == 600).await;
    let listed = said(stripe.program(&place).args(["billing", "problems"])).done().stdout;
    assert_eq!(listed, "Nothing about payments needs a person.\n");
    for secret in stripe.variables.iter().filter(|(name, _)| name.contains("SECRET")) {
        assert!(!server.log().contains(&secret.1), "{} is in the log", secret.0);
    }
}

#[tokio::test]
async fn the_operator_compares_beside_a_server_and_without_one_and_tries_again() {
    let place = Place::new();
    let address = free_address();
    let stripe = Stripe::start(&place, &format!("http://{address}"));
    let mut server = serve(&stripe, &place, &address);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    let sessions = [begins(&ada, &server.origin, "one").await, begins(&ada, &server.origin, "two").await];
    stripe.does("faults", &json!({"drop_permille": 1000})).await;
    stripe.does("pay", &json!({"id": sessions[0]})).await;
    let reconcile = ["billing", "reconcile", "--since", "1d"];
    let healed = said(stripe.program(&place).args(reconcile)).done().stdout;
    assert!(
        healed.starts_with("2 things compared, 1 put right, 0 need a person.\ncredited 300 credits: session:"),
        "{healed}"
    );
    assert_eq!(ada.balance(&server.origin).await.available.get(), 300);
    server.signal("TERM");
    assert!(server.ended().success());
    stripe.does("pay", &json!({"id": sessions[1]})).await;
    let healed = said(stripe.program(&place).args(reconcile).arg("--json")).done().json();
    assert_eq!((&healed["compared"], healed["healed"].as_array().unwrap().len()), (&json!(4), 1), "{healed}");
    let nothing = said(stripe.program(&place).args(["billing", "reconcile", "--since", "soon"]));
    nothing.failed(2, &["--since soon is not allowed", "30d"]);
    let unknown = said(stripe.program(&place).args(["billing", "retry", "evt_nobody"]));
    unknown.failed(1, &["no event evt_nobody needs a person"]);
    let unknown = said(stripe.program(&place).args(["billing", "dismiss", "evt_nobody"]));
    unknown.failed(1, &["no event evt_nobody needs a person"]);
}

#[test]
fn what_is_not_set_up_at_stripe_is_named_and_what_is_missing_is_made_after_asking() {
    let place = Place::new();
    let stripe = Stripe::start(&place, "http://127.0.0.1:8080");
    let right = said(stripe.program(&place).args(["billing", "check"])).done().stdout;
    assert_eq!(right.lines().filter(|line| line.starts_with("right")).count(), 9, "{right}");
    // A catalog that sells something else: one price more, and one that differs.
    let catalog = include_str!("../../../../catalog.toml");
    let catalog =
        catalog.replace("price_minor = 1500\n", "price_minor = 1600\n").replace("price_credits_500\"", "price_new\"");
    place.write("other.toml", &catalog);
    let check = ["billing", "check", "--set", "catalog=other.toml"];
    let wrong = said(stripe.program(&place).args(check));
    assert_eq!(wrong.code, Some(1), "{wrong:?}");
    for words in ["WRONG  price_new", "`farebox billing sync` makes it", "it is 1500 instead of 1600"] {
        assert!(wrong.stdout.contains(words), "{wrong:?}");
    }
    let elsewhere = said(stripe.program(&place).args([
        "billing",
        "check",
        "--set",
        "public_url=https://other.example",
        "--set",
        "checkout.test_checkout_on_public_address=true",
        "--json",
    ]));
    assert_eq!(elsewhere.json()["right"], false);
    assert!(elsewhere.stdout.contains("Stripe has no endpoint https://other.example/webhooks/stripe"), "{elsewhere:?}");
    // Nobody at the terminal is a no.
    let sync = ["billing", "sync", "--set", "catalog=other.toml"];
    let asked = said(stripe.program(&place).args(sync));
    assert_eq!(asked.code, Some(1), "{asked:?}");
    assert!(asked.stdout.starts_with("Nothing was made. Stripe does not have:\n  price_new"), "{asked:?}");
    let made = said(stripe.program(&place).args(sync).arg("--yes")).done().stdout;
    assert!(made.starts_with("made price_new") && made.lines().count() == 1, "{made}");
    let again = said(stripe.program(&place).args(sync).arg("--yes")).done().stdout;
    assert_eq!(again, "Stripe has every price of the catalog.\n");
}

#[test]
fn a_wrong_key_and_a_stripe_that_is_not_there_are_said_in_words_without_the_key() {
    let place = Place::new();
    let stripe = Stripe::start(&place, "http://127.0.0.1:8080");
    let key = "sk_test_a_secret_that_is_not_right";
    let refused = said(stripe.program(&place).env("FAREBOX_STRIPE_SECRET_KEY", key).args(["billing", "check"]));
    refused.failed(1, &["401"]);
    let mut nowhere = stripe.program(&place);
    nowhere.env("FAREBOX_STRIPE_SECRET_KEY", key).env("FAREBOX_STRIPE_API_URL", format!("http://{}", free_address()));
    let lost = said(nowhere.args(["billing", "check", "--json"]));
    lost.failed(3, &["UNAVAILABLE", "out of reach"]);
    let without = said(place.program().args(["billing", "check"]));
    without.failed(2, &["stripe.secret_key", "FAREBOX_STRIPE_SECRET_KEY"]);
    for output in [refused, lost] {
        assert!(!output.stderr.contains("a_secret") && !output.stdout.contains("a_secret"), "{output:?}");
    }
}

#[test]
fn secrets_are_masked_and_what_cannot_be_one_is_refused_without_being_repeated() {
    let place = Place::new();
    let mut config = place.program();
    config
        .env("FAREBOX_STRIPE_SECRET_KEY", "sk_test_a_secret")
        .env("FAREBOX_STRIPE_WEBHOOK_SECRETS", "whsec_a_secret,whsec_b_secret");
    let shown = said(config.env("FAREBOX_CHECKOUT_GATEWAY", "stripe").arg("config")).done().stdout;
    assert!(
        shown.contains("secret_key = \"***\"") && shown.contains("webhook_secrets = [\"***\", \"***\"]"),
        "{shown}"
    );
    assert!(!shown.contains("a_secret"), "{shown}");
    for (variable, value) in [
        ("FAREBOX_STRIPE_SECRET_KEY", "pk_test_not_a_secret_one"),
        ("FAREBOX_STRIPE_SECRET_KEY", "sk_test with spaces"),
        ("FAREBOX_STRIPE_WEBHOOK_SECRETS", "whsec_right,not_right"),
    ] {
        let refused = said(place.program().env(variable, value).arg("config"));
        refused.failed(2, &[variable, "allowed is"]);
        assert!(!refused.stderr.contains(value), "{refused:?}");
    }
    let without = said(place.program().env("FAREBOX_CHECKOUT_GATEWAY", "stripe").arg("config"));
    without.failed(2, &["checkout.gateway", "stripe.secret_key"]);
    let mut overheard = place.program();
    overheard.env("FAREBOX_CHECKOUT_GATEWAY", "stripe").env("FAREBOX_STRIPE_SECRET_KEY", "sk_test_a");
    said(overheard.env("FAREBOX_STRIPE_API_URL", "http://stripe.example").arg("config"))
        .failed(2, &["stripe.api_url", "in the clear"]);
    said(place.program().args(["dev", "stripe", "--listen", "0.0.0.0:0"])).failed(2, &["loopback"]);
    // With a test key nobody pays: it stays on this machine, unless that is wanted.
    let public = |key: &str, flag: &str| {
        let mut program = place.program();
        program.env("FAREBOX_CHECKOUT_GATEWAY", "stripe").env("FAREBOX_STRIPE_SECRET_KEY", key);
        said(program.env("FAREBOX_PUBLIC_URL", "https://studio.example").args(["config", "--set", flag]))
    };
    let wanted = "checkout.test_checkout_on_public_address";
    public("sk_test_a", &format!("{wanted}=false")).failed(2, &["public_url", "Stripe in its test mode", wanted]);
    public("sk_test_a", &format!("{wanted}=true")).done();
    public("sk_live_a", &format!("{wanted}=false")).done();
}
