//! Whose session the browser holds by now, told from the account whose page it shows.

use uuid::Uuid;
use wire::Me;

use crate::api::error::ApiError;

/// Whose session the browser holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of the page's account.
    Ours,
    /// That of another account: somebody signed out and somebody else signed in, in another tab.
    Anothers,
    /// None: it has ended.
    Nobodys,
    /// The question was not answered.
    Unknown,
}

/// Whose session it is, from the answer to the question who is signed in.
#[must_use]
pub fn whose(answer: Result<Me, ApiError>, account: Uuid) -> Whose {
    match answer {
        Ok(me) if me.account == account => Whose::Ours,
        Ok(_) => Whose::Anothers,
        Err(error) if error.is_signed_out() => Whose::Nobodys,
        Err(_) => Whose::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use wire::{Code, Problem};

    use super::*;

    #[test]
    fn a_page_knows_its_own_session_from_anothers_and_from_none() {
        let mine = Uuid::from_u128(1);
        let me = |account| Ok(Me { account, email: "ada@example.com".to_owned(), display_name: "Ada".to_owned() });
        let refused = |code| Err(ApiError::Refused(Box::new(Problem::new(code, ""))));
        assert_eq!(whose(me(mine), mine), Whose::Ours);
        assert_eq!(whose(me(Uuid::from_u128(2)), mine), Whose::Anothers);
        assert_eq!(whose(refused(Code::AuthRequired), mine), Whose::Nobodys);
        assert_eq!(whose(refused(Code::ServiceUnavailable), mine), Whose::Unknown);
        assert_eq!(whose(Err(ApiError::Unreachable), mine), Whose::Unknown);
    }
}
