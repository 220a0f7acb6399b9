//! When the sums of an account's holds or keys do not agree with its entries: which ones.

use credits::AccountId;

use super::Report;
use crate::StorageError;
use crate::store::rows::Columns;
use crate::store::snapshot::Asked;

/// A question about one account, whose answers are what does not agree. Written so that every store understands it.
struct Question {
    /// Asks for rows; at most a few, because the first ones tell the story.
    sql: &'static str,
    /// What each row means. `{0}`, `{1}`, `{2}` are its columns.
    sentence: &'static str,
}

/// How entries say that holds ended, in the words of the holds.
macro_rules! ends {
    () => {
        "SELECT hold, CASE kind WHEN 'settle' THEN 'settled' WHEN 'release' THEN 'released' ELSE 'expired' END,
                -held_delta, CASE kind WHEN 'settle' THEN -(available_delta + held_delta) ELSE 0 END, at
         FROM entries WHERE account = $1 AND kind IN ('settle', 'release', 'expire')"
    };
}

/// How holds say that they ended: those that were settled after they had expired say both.
macro_rules! ended {
    () => {
        "SELECT * FROM (
             SELECT hold, state, CASE WHEN expired_at IS NULL THEN amount ELSE 0 END, coalesce(spent, 0), ended_at
             FROM holds WHERE account = $1 AND state <> 'active'
             UNION ALL
             SELECT hold, 'expired', amount, 0, expired_at FROM holds WHERE account = $1 AND expired_at IS NOT NULL) AS ended"
    };
}

const QUESTIONS: [Question; 12] = [
    Question {
        sql: "SELECT hold, amount FROM holds WHERE account = $1
              EXCEPT SELECT hold, held_delta FROM entries WHERE account = $1 AND kind = 'hold' LIMIT 10",
        sentence: "Hold {0} over {1} credits has no entry that made it.",
    },
    Question {
        sql: "SELECT hold, held_delta FROM entries WHERE account = $1 AND kind = 'hold'
              EXCEPT SELECT hold, amount FROM holds WHERE account = $1 LIMIT 10",
        sentence: "An entry made hold {0} over {1} credits, and there is no such hold.",
    },
    Question {
        sql: "SELECT hold, count(*) FROM entries WHERE account = $1 AND kind = 'hold'
              GROUP BY hold HAVING count(*) > 1 LIMIT 10",
        sentence: "Hold {0} was made {1} times.",
    },
    Question {
        sql: concat!(ended!(), " EXCEPT ", ends!(), " LIMIT 10"),
        sentence: "Hold {0} is {1}, and no entry says so.",
    },
    Question {
        sql: concat!(ends!(), " EXCEPT ", ended!(), " LIMIT 10"),
        sentence: "An entry says that hold {0} is {1}, and the hold does not.",
    },
    Question {
        sql: "SELECT hold, count(*) FROM entries WHERE account = $1 AND kind IN ('settle', 'release', 'expire')
              GROUP BY hold HAVING count(*) > 1 + (SELECT count(expired_at) FROM holds h
                                                   WHERE h.account = $1 AND h.hold = entries.hold) LIMIT 10",
        sentence: "Hold {0} was ended {1} times.",
    },
    Question {
        sql: "SELECT lot, amount FROM lots WHERE account = $1
              EXCEPT SELECT version, available_delta FROM entries WHERE account = $1 AND kind = 'deposit' LIMIT 10",
        sentence: "Lot {0} of {1} credits has no entry that began it.",
    },
    Question {
        sql: "SELECT version, available_delta FROM entries WHERE account = $1 AND kind = 'deposit'
              EXCEPT SELECT lot, amount FROM lots WHERE account = $1 LIMIT 10",
        sentence: "Entry {0} brought {1} credits, and there is no such lot.",
    },
    Question {
        sql: "SELECT * FROM (
                  SELECT lot, reversed, coalesce((SELECT CAST(-sum(available_delta) AS BIGINT) FROM entries e
                         WHERE e.account = $1 AND e.lot = lots.lot AND e.kind IN ('reverse', 'reinstate')), 0) AS said
                  FROM lots WHERE account = $1) AS told
              WHERE reversed <> said LIMIT 10",
        sentence: "Of lot {0} {1} credits are reversed; the entries say {2}.",
    },
    Question {
        sql: "SELECT version FROM keys WHERE account = $1
              EXCEPT SELECT version FROM entries WHERE account = $1 AND kind NOT IN ('expire', 'lapse') LIMIT 10",
        sentence: "A key answers with entry {0}, which no request wrote.",
    },
    Question {
        sql: "SELECT version FROM entries WHERE account = $1 AND kind NOT IN ('expire', 'lapse')
              EXCEPT SELECT version FROM keys WHERE account = $1 LIMIT 10",
        sentence: "Entry {0} has no key: its request could be done twice.",
    },
    Question {
        sql: "SELECT version, count(*) FROM keys WHERE account = $1 GROUP BY version HAVING count(*) > 1 LIMIT 10",
        sentence: "Entry {0} is the answer of {1} keys.",
    },
];

/// Reports which holds and keys of an account do not agree with its entries.
pub(super) fn diagnose(asked: &dyn Asked, account: AccountId, report: &mut Report) -> Result<(), StorageError> {
    let mut is_explained = false;
    for question in &QUESTIONS {
        asked.ask(question.sql, account, &mut |row| {
            report.differs(account, fill(question.sentence, row)?);
            is_explained = true;
            Ok(())
        })?;
    }
    if !is_explained {
        report.differs(account, "Holds or keys do not agree with the entries.".to_owned());
    }
    Ok(())
}

fn fill(sentence: &str, row: &dyn Columns) -> Result<String, StorageError> {
    let mut filled = sentence.to_owned();
    for column in 0..3 {
        if let Some(words) = row.in_words(column)? {
            filled = filled.replace(&format!("{{{column}}}"), &words);
        }
    }
    Ok(filled)
}
