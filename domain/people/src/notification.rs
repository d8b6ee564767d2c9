//! Notifications: what happened that somebody wants to know of, as facts; the screen makes the sentence.

use db::{Ask, List, SortKind, Tx, params};
use jiff::{SignedDuration, Timestamp};
use kernel::{Id, Page, UserId};
use serde_json::Value;
use uuid::Uuid;

use crate::Actor;

/// How long a notification is kept, read or not.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Notifications that are marked by their ids at a time.
pub const IDS_MAX: usize = 500;

/// Marks the id of a notification.
pub enum NotificationMark {}
/// A notification's id.
pub type NotificationId = Id<NotificationMark>;

db::statements! {
    /// Once for a message and user, and for nobody who may not sign in any more.
    ADD = "INSERT INTO notification (tenant_id, notification_id, user_id, message_id, kind, subject_kind, subject_id, args, created_at)
           SELECT u.tenant_id, ?2::uuid, u.user_id, ?4::uuid, ?5::text, ?6::text, ?7::text, ?8::jsonb, ?9::timestamptz
           FROM app_user u WHERE u.tenant_id = ?1 AND u.user_id = ?3 AND u.status = 'active'
           ON CONFLICT (tenant_id, message_id, user_id) DO NOTHING";
    FORGET = "DELETE FROM notification WHERE tenant_id = ?1 AND created_at < ?2";
    NEWEST = "SELECT created_at, notification_id FROM notification WHERE tenant_id = ?1 ORDER BY created_at DESC, notification_id DESC LIMIT 1";
    TOLD_SINCE = "SELECT user_id, created_at, notification_id FROM notification
                  WHERE tenant_id = ?1 AND created_at >= ?2 AND (created_at, notification_id) > (?2::timestamptz, ?3::uuid)
                  ORDER BY created_at, notification_id";
    UNREAD = "SELECT COUNT(*) FROM notification WHERE tenant_id = ?1 AND user_id = ?2 AND read_at IS NULL";
    READ_UNTIL = "UPDATE notification SET read_at = ?4 WHERE tenant_id = ?1 AND user_id = ?2 AND read_at IS NULL AND created_at <= ?3";
    READ_SOME = "UPDATE notification SET read_at = ?4 WHERE tenant_id = ?1 AND user_id = ?2 AND read_at IS NULL AND notification_id IN LIST(?3)";
}

db::list! {
    /// Notifications, newest first when asked with `-created_at`.
    NOTIFICATIONS = List {
        name: "notifications",
        columns: "notification_id, kind, subject_kind, subject_id, args, created_at, read_at",
        from: "notification",
        base: "tenant_id = ?1",
        filters: &[("user", "user_id = {}"), ("unread", "(read_at IS NULL) = {}::boolean")],
        sorts: &[("created_at", "created_at", SortKind::Instant)],
        key: ("notification_id", SortKind::Uuid),
    };
}

/// Something that somebody wants to know of.
#[derive(Clone, Debug)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// What happened, such as `import.applied`.
    pub kind: String,
    /// What kind of thing it happened to.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// The facts of which a sentence is made.
    pub args: Value,
    /// When it was noticed.
    pub created_at: Timestamp,
    /// When it was marked as read.
    pub read_at: Option<Timestamp>,
}

/// What users are told.
#[derive(Clone, Debug)]
pub struct News<'a> {
    /// The message that it comes of; a user is told once of each.
    pub message: Uuid,
    /// What happened, such as `import.applied`.
    pub kind: &'a str,
    /// What kind of thing it happened to, and which one.
    pub subject: (&'a str, String),
    /// The facts of which a sentence is made.
    pub args: Value,
}

/// Which notifications are marked as read.
#[derive(Clone, Debug)]
pub enum Which {
    /// All up to an instant.
    Until(Timestamp),
    /// These.
    Ids(Vec<NotificationId>),
}

/// Why notifications are not shown or marked.
#[derive(Debug, thiserror::Error)]
pub enum NotificationError {
    /// Only users have notifications.
    #[error("only a user has notifications")]
    NoUser,
    /// Too many at a time.
    #[error("{0} notifications are marked at a time, and {IDS_MAX} are the most")]
    TooMany(usize),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

kernel::fault!(NotificationError {
    Self::NoUser => Forbidden, "no-user";
    Self::TooMany(_) => Invalid, "too-many", at "ids";
    Self::Db(e) => delegate e;
});

/// Tells users, each once for a message however often this runs, and forgets what is too old.
pub fn tell(tx: &Tx<'_>, users: &[UserId], news: &News<'_>) -> Result<(), db::Error> {
    tx.execute(&FORGET, params![tx.now() - KEPT_FOR])?;
    for user in users {
        let id: NotificationId = tx.new_id();
        let (subject_kind, subject_id) = (news.subject.0, &news.subject.1);
        tx.execute(
            &ADD,
            params![
                id,
                *user,
                news.message,
                news.kind,
                subject_kind,
                subject_id,
                &news.args,
                tx.now()
            ],
        )?;
    }
    Ok(())
}

/// Where a company's notifications stand: the newest of them.
pub type Newest = (Timestamp, NotificationId);

/// The newest notification of the company; `None` before the first.
pub fn newest(tx: &Tx<'_>) -> Result<Option<Newest>, db::Error> {
    tx.query_opt(&NEWEST, &[], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// Who was told something after a notification, and which is the newest now.
pub fn told_since(
    tx: &Tx<'_>,
    seen: Option<Newest>,
) -> Result<(Vec<UserId>, Option<Newest>), db::Error> {
    let (at, id) = seen.unwrap_or((Timestamp::UNIX_EPOCH, NotificationId::NIL));
    let mut newest = seen;
    let users = tx.query(&TOLD_SINCE, params![at, id], |r| {
        newest = Some((r.get(1)?, r.get(2)?));
        r.get(0)
    })?;
    Ok((users, newest))
}

/// A page of the acting user's notifications. Filter: `unread`.
pub fn list(
    tx: &Tx<'_>,
    actor: &Actor,
    ask: Ask<'_>,
) -> Result<Page<Notification>, NotificationError> {
    let user = actor.user_id().ok_or(NotificationError::NoUser)?;
    let ask = ask.filter("user", Some(user));
    Ok(NOTIFICATIONS.page(
        tx,
        &ask,
        |_| Ok(None),
        |r| {
            Ok(Notification {
                id: r.get(0)?,
                kind: r.get(1)?,
                subject_kind: r.get(2)?,
                subject_id: r.get(3)?,
                args: r.get(4)?,
                created_at: r.get(5)?,
                read_at: r.get(6)?,
            })
        },
    )?)
}

/// How many the acting user has not read.
pub fn unread(tx: &Tx<'_>, actor: &Actor) -> Result<u64, NotificationError> {
    let user = actor.user_id().ok_or(NotificationError::NoUser)?;
    Ok(tx.query_one(&UNREAD, params![user], |r| r.get(0))?)
}

/// Marks the acting user's notifications as read. Twice is as good as once, and somebody else's are left alone.
pub fn mark_read(tx: &Tx<'_>, actor: &Actor, which: &Which) -> Result<(), NotificationError> {
    let user = actor.user_id().ok_or(NotificationError::NoUser)?;
    match which {
        Which::Until(at) => tx.execute(&READ_UNTIL, params![user, *at, tx.now()])?,
        Which::Ids(ids) if ids.len() > IDS_MAX => {
            return Err(NotificationError::TooMany(ids.len()));
        }
        Which::Ids(ids) => tx.execute(&READ_SOME, params![user, ids.as_slice(), tx.now()])?,
    };
    Ok(())
}
