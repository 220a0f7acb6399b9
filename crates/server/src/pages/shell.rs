//! What every page shows around itself: who is signed in, what they have, what things cost.

use ui::{Notice, Shell};

use crate::App;
use crate::extract::SignedIn;

/// The shell of a page. A balance that cannot be read is unknown on the page, and the page is shown all the same: the server decides
/// when it comes to spending.
pub(crate) async fn shell(app: &App, path: &str, caller: Option<&SignedIn>, notice: Option<Notice>) -> Shell {
    let Some(caller) = caller else { return Shell { notice, ..of_nobody(app, path) } };
    let balance = match app.ledger.balance(caller.id()).await {
        Ok(balance) => Some(balance.into()),
        Err(cause) => {
            tracing::warn!(%cause, "a page was shown without its balance");
            None
        }
    };
    Shell { me: Some(caller.account.clone().into()), balance, notice, ..of_nobody(app, path) }
}

/// The shell of a page of nobody in particular.
pub(super) fn of_nobody(app: &App, path: &str) -> Shell {
    let catalog = wire::Catalog::from(&*app.catalog);
    Shell {
        me: None,
        balance: None,
        catalog,
        now: app.clock.now().into(),
        path: path.to_owned(),
        choices: String::new(),
        notice: None,
    }
}
