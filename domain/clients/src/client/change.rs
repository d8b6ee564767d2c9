//! Changing a client.

use db::{Tx, params};
use people::permission::WriteClients;
use people::{Actor, audit};
use serde_json::{Map, Value, json};

use super::access::ClientAccess;
use super::hand_over::HandedOver;
use super::known::check_owner;
use super::open::OpenError;
use super::tree::{self, LEVELS_MAX};
use super::{Client, ClientId, NewClient, check, find, store};
use crate::tally::Deltas;

db::statements! {
    UPDATE = "UPDATE client SET number = ?3, kind = ?4, legal_name = ?5, trading_name = ?6, given_name = ?7, family_name = ?8,
                  client_type = ?9, status = ?10, currency = ?11, payment_term = ?12, credit_limit_minor = ?13, owner_id = ?14,
                  parent_id = ?15, language = ?16, custom = ?17, sort_name = ?18, version = ?19, updated_at = ?20
              WHERE tenant_id = ?1 AND client_id = ?2 AND version = ?19::bigint - 1";
}

/// A change of a client: everything that people say of it, as it shall be.
#[derive(Clone, Debug)]
pub struct Change {
    /// The version that the change was made from.
    pub version: i64,
    /// All fields, as they shall be.
    pub fields: NewClient,
    /// Whether the currency may change, which it may until something is posted to the account; the ledger
    /// knows.
    pub may_change_currency: bool,
}

/// Why a client is not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Somebody else changed it first.
    #[error(
        "somebody changed this client meanwhile; look at it again (you had version {had}, it is at {now})"
    )]
    Moved {
        /// The version that the change was made from.
        had: i64,
        /// The version that there is.
        now: i64,
    },
    /// Something is posted to the account in its currency.
    #[error("the currency cannot change any more, for something is posted to this account in it")]
    CurrencyInUse,
    /// What would keep such a client from being opened.
    #[error(transparent)]
    Client(#[from] OpenError),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(ChangeError {
    Self::Moved { .. } => Conflict, "version-moved";
    Self::CurrencyInUse => Conflict, "currency-in-use", at "currency";
    Self::Client(e) => delegate e;
    Self::Db(e) => delegate e;
});

/// Changes a client and answers its version, which stays as it was where nothing is different. Another owner
/// is told of it.
pub fn change(
    tx: &Tx<'_>,
    actor: &Actor,
    access: &ClientAccess<WriteClients>,
    change: &Change,
) -> Result<i64, ChangeError> {
    let mut handed_over = HandedOver::default();
    let version = change_one_of_many(tx, actor, access, change, &mut handed_over)?;
    handed_over.publish(tx, actor)?;
    Ok(version)
}

/// As [`change`], where many are changed in one transaction: `handed_over` gathers those that got another
/// owner, for the caller to publish in the end.
pub fn change_one_of_many(
    tx: &Tx<'_>,
    actor: &Actor,
    access: &ClientAccess<WriteClients>,
    change: &Change,
    handed_over: &mut HandedOver,
) -> Result<i64, ChangeError> {
    let before = store::get(tx, access)?;
    let (had, now) = (change.version, before.version);
    if had != now {
        return Err(ChangeError::Moved { had, now });
    }
    let fields = check::fields(&change.fields).map_err(OpenError::Field)?;
    if fields == before.fields {
        return Ok(now);
    }
    if fields.currency != before.fields.currency && !change.may_change_currency {
        return Err(ChangeError::CurrencyInUse);
    }
    check_moves(tx, access, &before.fields, &fields)?;
    let after = Client {
        sort_name: check::sort_name_of(&fields),
        fields,
        version: now + 1,
        updated_at: tx.now(),
        ..before.clone()
    };
    save(tx, &before, &after)?;
    if let Some(owner) = after.fields.owner_id.filter(|new| before.fields.owner_id != Some(*new)) {
        handed_over.note(owner, after.id);
    }
    let detail = difference(&before.fields, &after.fields);
    audit::record(tx, actor, "client.changed", ("client", &after.id), detail)?;
    Ok(after.version)
}

/// The rules about what a client is moved to: another number, owner or parent.
fn check_moves(
    tx: &Tx<'_>,
    access: &ClientAccess<WriteClients>,
    before: &NewClient,
    after: &NewClient,
) -> Result<(), OpenError> {
    if after.number != before.number
        && !find::find_by_numbers(tx, std::slice::from_ref(&after.number))?.is_empty()
    {
        return Err(OpenError::NumberTaken(after.number.clone()));
    }
    if after.owner_id != before.owner_id {
        check_owner(tx, access.allowed(), after.owner_id)?;
    }
    match after.parent_id {
        Some(parent) if before.parent_id != Some(parent) => check_parent(tx, access, parent),
        _ => Ok(()),
    }
}

fn check_parent(
    tx: &Tx<'_>,
    access: &ClientAccess<WriteClients>,
    parent: ClientId,
) -> Result<(), OpenError> {
    let lines = tree::above(tx, vec![parent])?;
    let line = lines.get(&parent).filter(|line| access.allowed().covers(line.owner));
    let line = line.ok_or(OpenError::UnknownParent(parent))?;
    if line.ids.contains(&access.id()) {
        return Err(OpenError::ParentCycle);
    }
    if line.ids.len() + tree::levels_below(tx, access.id())? > LEVELS_MAX {
        return Err(OpenError::TooDeep);
    }
    Ok(())
}

fn save(tx: &Tx<'_>, before: &Client, after: &Client) -> Result<(), ChangeError> {
    let f = &after.fields;
    let changed = tx.execute(
        &UPDATE,
        params![
            after.id,
            &f.number,
            f.kind.word(),
            &f.legal_name,
            f.trading_name.as_deref(),
            f.given_name.as_deref(),
            f.family_name.as_deref(),
            &f.client_type,
            f.status.word(),
            f.currency,
            &f.payment_term,
            f.credit_limit_minor,
            f.owner_id,
            f.parent_id,
            &f.language,
            Value::Object(f.custom.clone()),
            &after.sort_name,
            after.version,
            after.updated_at
        ],
    )?;
    if changed == 0 {
        return Err(ChangeError::Moved { had: before.version, now: after.version });
    }
    let old = &before.fields;
    if (&f.addresses, &f.tax_numbers, &f.tags) != (&old.addresses, &old.tax_numbers, &old.tags) {
        store::delete_parts(tx, &[after.id])?;
        store::insert_parts(tx, std::iter::once((after.id, f)))?;
    }
    let mut deltas = Deltas::default();
    deltas.add(old.owner_id, old.status, old.kind, -1);
    deltas.add(f.owner_id, f.status, f.kind, 1);
    deltas.apply(tx)?;
    Ok(())
}

/// What was and what is, of the fields that are different.
pub fn difference(before: &NewClient, after: &NewClient) -> Value {
    let (mut old, mut new) = (store::shown(before), store::shown(after));
    let same: Vec<String> =
        old.iter().filter(|(k, v)| new.get(*k) == Some(v)).map(|(k, _)| k.clone()).collect();
    let without = |fields: &mut Map<String, Value>| {
        for key in &same {
            fields.remove(key);
        }
    };
    without(&mut old);
    without(&mut new);
    json!({"before": old, "after": new})
}
