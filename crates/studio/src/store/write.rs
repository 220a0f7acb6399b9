//! What is written to the store.

use credits::AccountId;
use ledger::StorageError;
use ledger::database::Transaction;
use uuid::Uuid;

use super::row::{role_word, stage_columns};
use crate::Asset;
use crate::record::{Record, Stage};

/// Writes a new record. It is `accepted` and nothing else, so that only what is immutable is taken from it.
pub(super) fn insert(transaction: &Transaction<'_>, record: &Record) -> Result<(), StorageError> {
    let sql = "INSERT INTO studio_generations (account, id, key, fingerprint, kind, model, prompt, aspect_ratio, seconds, operation, \
         cost_credits, seed, created_at_us, state, revision, attempt, leases_lost, is_open) \
         VALUES (:account, :id, :key, :fingerprint, :kind, :model, :prompt, :aspect_ratio, :seconds, :operation, \
         :cost_credits, :seed, :created_at_us, 'accepted', :revision, 0, 0, 1)";
    transaction.execute(
        sql,
        &[
            ("account", &record.account),
            ("id", &record.id),
            ("key", &record.key.as_str()),
            ("fingerprint", &record.fingerprint),
            ("kind", &record.request.kind.as_str()),
            ("model", &record.request.model),
            ("prompt", &record.request.prompt),
            ("aspect_ratio", &record.request.aspect_ratio.as_str()),
            ("seconds", &record.request.seconds),
            ("operation", &record.operation),
            ("cost_credits", &record.cost.get()),
            ("seed", &record.seed.cast_signed()),
            ("created_at_us", &record.created_at.0),
            ("revision", &record.revision),
        ],
    )?;
    Ok(())
}

/// Writes how a record stands now, and its files when they have just been stored or given up.
pub(super) fn update(transaction: &Transaction<'_>, before: &Record, after: &Record) -> Result<(), StorageError> {
    let stage = stage_columns(&after.stage);
    let sql = "UPDATE studio_generations SET state = :state, revision = :revision, started_at_us = :started_at_us, \
         lease_until_us = :lease_until_us, ended_at_us = :ended_at_us, reason = :reason, hold_return = :hold_return, \
         attempt = :attempt, leases_lost = :leases_lost, is_open = :is_open WHERE account = :account AND id = :id";
    transaction.execute(
        sql,
        &[
            ("account", &after.account),
            ("id", &after.id),
            ("state", &stage.state),
            ("revision", &after.revision),
            ("started_at_us", &stage.started_at_us),
            ("lease_until_us", &stage.lease_until_us),
            ("ended_at_us", &stage.ended_at_us),
            ("reason", &stage.reason),
            ("hold_return", &stage.hold_return),
            ("attempt", &after.attempt),
            ("leases_lost", &after.leases_lost),
            ("is_open", &after.is_open()),
        ],
    )?;
    if let Stage::Stored { assets, .. } = &after.stage {
        insert_assets(transaction, after, assets)?;
    }
    if matches!((&before.stage, &after.stage), (Stage::Stored { .. }, Stage::Failed { .. })) {
        remove_assets(transaction, after)?;
    }
    Ok(())
}

fn insert_assets(transaction: &Transaction<'_>, record: &Record, assets: &[Asset]) -> Result<(), StorageError> {
    let sql = "INSERT INTO studio_assets (account, generation, n, role, media_type, width_px, height_px, bytes_len, file) \
         VALUES (:account, :generation, :n, :role, :media_type, :width_px, :height_px, :bytes_len, :file)";
    for (n, asset) in (0_i64..).zip(assets) {
        transaction.execute(
            sql,
            &[
                ("account", &record.account),
                ("generation", &record.id),
                ("n", &n),
                ("role", &role_word(asset.role)),
                ("media_type", &asset.media_type),
                ("width_px", &asset.width_px),
                ("height_px", &asset.height_px),
                ("bytes_len", &asset.bytes_len.cast_signed()),
                ("file", &asset.file),
            ],
        )?;
    }
    Ok(())
}

fn remove_assets(transaction: &Transaction<'_>, record: &Record) -> Result<(), StorageError> {
    let sql = "DELETE FROM studio_assets WHERE account = :account AND generation = :id";
    transaction.execute(sql, &[("account", &record.account), ("id", &record.id)]).map(drop)
}

/// Removes a record that is still `accepted`.
pub(super) fn remove_accepted(transaction: &Transaction<'_>, account: AccountId, id: Uuid) -> Result<(), StorageError> {
    let sql = "DELETE FROM studio_generations WHERE account = :account AND id = :id AND state = 'accepted'";
    transaction.execute(sql, &[("account", &account), ("id", &id)]).map(drop)
}
