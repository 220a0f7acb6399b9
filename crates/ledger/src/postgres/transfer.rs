//! A ledger's database as the end of a transfer: read into, some thousand rows at a time, by the statements of the writer.

use std::collections::HashMap;

use credits::decide::{Balance, Chain, Entry, Hold};
use credits::{AccountId, Timestamp};
use uuid::Uuid;

use super::address::Server;
use super::announce::announcements;
use super::connection::{Connection, Parameters, Session};
use super::failure::Failure;
use super::statements::{ADD_HOLDS, BEGIN, COMMIT, KNOWN, LOCK_ALL, OF_AN_IMPORT, PUT_BALANCES, SET_LAST_MOMENT};
use super::write::{KeyRow, LotState, add_keys, add_lots, announce, column, each, write_entries, write_holds};
use super::{rows, schema};
use crate::store::columns::version_to_sql;
use crate::store::{EntryRow, HoldPath};
use crate::transfer::{AccountLine, Inlet, KeyLine, Line, LotLine};
use crate::{OpenError, StorageError};

/// How many rows wait before they are sent.
const ROWS_AT_ONCE: usize = 4_000;

/// How many of the accounts that are there already are read at once.
const ACCOUNTS_A_PAGE: i64 = 1_000;

/// Writes while nobody else does: each of its transactions has the lock of all accounts.
pub(crate) struct PostgresInlet {
    connection: Connection,
    is_in_transaction: bool,
    /// The account of which entries come, and the moment of the last one that came.
    begun: Option<(AccountLine, Timestamp)>,
    waiting: Waiting,
    known: Known,
}

/// Rows that are not sent yet.
#[derive(Default)]
struct Waiting {
    rows: usize,
    balances: Vec<(AccountLine, Timestamp)>,
    entries: Vec<EntryRow>,
    holds: Vec<(HoldPath, Hold)>,
    keys: Vec<(AccountId, KeyLine)>,
    lots: Vec<LotState>,
}

/// Accounts that were there when the transaction began, from one account to another.
#[derive(Default)]
struct Known {
    range: Option<(Uuid, Uuid)>,
    newest: HashMap<Uuid, (u64, Chain)>,
}

impl PostgresInlet {
    /// Connects, and makes the tables if there are none.
    pub fn open(server: &Server) -> Result<Self, OpenError> {
        let opened = schema::bring_up_to_date(server)
            .and_then(|()| Connection::open_prepared(server, &OF_AN_IMPORT).map_err(StorageError::from));
        let connection = opened.map_err(|source| OpenError::Database { database: server.to_string(), source })?;
        let (waiting, known) = (Waiting::default(), Known::default());
        Ok(Self { connection, is_in_transaction: false, begun: None, waiting, known })
    }

    /// Sees to it that there is a transaction, and that nobody else writes.
    fn begin(&mut self) -> Result<(), StorageError> {
        if !std::mem::replace(&mut self.is_in_transaction, true) {
            self.connection.run(async |session| {
                session.control(BEGIN).await?;
                session.control(LOCK_ALL).await
            })?;
        }
        Ok(())
    }

    /// All entries of an account have come, so that its balance can follow.
    fn end_account(&mut self) {
        self.waiting.balances.extend(self.begun.take());
    }

    fn send_if_many(&mut self) -> Result<(), StorageError> {
        self.waiting.rows += 1;
        if self.waiting.rows < ROWS_AT_ONCE { Ok(()) } else { self.send() }
    }

    fn send(&mut self) -> Result<(), StorageError> {
        self.begin()?;
        let waiting = std::mem::take(&mut self.waiting);
        Ok(self.connection.run(async |session| waiting.send(session).await)?)
    }
}

impl Waiting {
    async fn send(&self, session: &Session) -> Result<(), Failure> {
        let balance =
            |said: &AccountLine| Balance { available: said.available, held: said.held, version: said.version };
        let told = announcements(self.balances.iter().map(|(said, _)| (AccountId(said.id), balance(said))));
        let holds: Vec<_> = self.holds.iter().map(|(path, hold)| (path, hold)).collect();
        let key = |(account, line): &(AccountId, KeyLine)| (account.0, line.version, line.last_version);
        let keys: Vec<KeyRow<'_>> = self
            .keys
            .iter()
            .map(|row| {
                let (account, version, last_version) = key(row);
                KeyRow { account, key: &row.1.key, fingerprint: &row.1.fingerprint, version, last_version }
            })
            .collect();
        tokio::try_join!(
            biased;
            write_entries(session, &self.entries),
            write_holds(session, ADD_HOLDS, &holds),
            add_keys(session, &keys),
            add_lots(session, &self.lots),
            put_balances(session, &self.balances),
            announce(session, &told),
        )?;
        Ok(())
    }
}

async fn put_balances(session: &Session, balances: &[(AccountLine, Timestamp)]) -> Result<(), Failure> {
    let version = |(said, _): &(AccountLine, Timestamp)| version_to_sql(said.version);
    let versions: Vec<i64> = balances.iter().map(version).collect::<Result<_, _>>()?;
    let accounts = column(balances, |(said, _)| said.id);
    let available = column(balances, |(said, _)| said.available.get());
    let held = column(balances, |(said, _)| said.held.get());
    let moments = column(balances, |(_, at)| at.0);
    let chain: Vec<&[u8]> = balances.iter().map(|(said, _)| said.chain.as_slice()).collect();
    let parameters: Parameters<'_> = &[&accounts, &available, &held, &versions, &chain, &moments];
    each(session, PUT_BALANCES, parameters, balances.len()).await
}

impl Known {
    /// Reads which accounts there are from this one on.
    async fn read(session: &Session, first: Uuid) -> Result<Self, Failure> {
        let found = session.query(KNOWN, &[&first, &ACCOUNTS_A_PAGE]).await?;
        let mut known = Self::default();
        let mut last = Uuid::max();
        for row in &found {
            last = rows::account(row, 0)?.0;
            known.newest.insert(last, (rows::version(row, 1)?, rows::chain(row, 2)?));
        }
        // Behind the last page there are no more.
        let is_last_page = i64::try_from(found.len()).is_ok_and(|found| found < ACCOUNTS_A_PAGE);
        known.range = Some((first, if is_last_page { Uuid::max() } else { last }));
        Ok(known)
    }
}

impl Inlet for PostgresInlet {
    fn known(&mut self, account: AccountId) -> Result<Option<(u64, Chain)>, StorageError> {
        self.begin()?;
        if self.known.range.is_none_or(|(first, last)| !(first..=last).contains(&account.0)) {
            self.known = self.connection.run(async |session| Known::read(session, account.0).await)?;
        }
        Ok(self.known.newest.get(&account.0).copied())
    }

    fn put(&mut self, account: AccountId, line: &Line) -> Result<(), StorageError> {
        match line {
            Line::Account(said) => {
                self.end_account();
                self.begun = Some((said.clone(), Timestamp(i64::MIN)));
            }
            Line::Lot(lot) => {
                let LotLine { remaining, reversed, .. } = *lot;
                self.waiting.lots.push(LotState { account, begun: lot.begun(), remaining, reversed });
            }
            Line::Hold(line) => {
                let hold = line.hold()?;
                self.waiting.holds.push(((account, hold.id), hold));
            }
            Line::Key(key) => self.waiting.keys.push((account, key.clone())),
            Line::Ledger(_) | Line::Entry(_) | Line::End(_) => return Ok(()),
        }
        self.send_if_many()
    }

    fn put_entry(&mut self, entry: &Entry, after: Balance, chain: Chain) -> Result<(), StorageError> {
        if let Some((_, newest_at)) = &mut self.begun {
            *newest_at = entry.at;
        }
        self.waiting.entries.push(EntryRow { entry: entry.clone(), after, chain });
        self.send_if_many()
    }

    fn commit(&mut self) -> Result<(), StorageError> {
        self.end_account();
        self.send()?;
        self.connection.run(async |session| session.control(COMMIT).await)?;
        // Others may write now.
        (self.is_in_transaction, self.known) = (false, Known::default());
        Ok(())
    }

    fn set_last_batch(&mut self, at: Timestamp) -> Result<(), StorageError> {
        self.begin()?;
        Ok(self.connection.run(async |session| session.execute(SET_LAST_MOMENT, &[&at.0]).await).map(drop)?)
    }
}
