//! A company with people in it, for the tests to work in.

use clients::client::access::{AccessError, ClientAccess};
use clients::client::change::{Change, ChangeError};
use clients::client::open::OpenError;
use clients::client::{access, change, get, open};
use clients::{Client, ClientId, NewClient};
use kernel::{Fault, TenantId, UserId};
use money::Currency;
use people::permission::{Permission, PermissionType, ReadClients, WriteClients};
use people::role::{self, Scope};
use people::tenant::{self, NewTenant};
use people::user::{self, NewUser};
use people::{Actor, Allowed, team};
use testkit::TestDb;

/// A company: Ana and Ben see their own clients, Mia those of Ana and herself, Zoe all; Tom may only read.
pub struct Office {
    pub t: TestDb,
    pub operator: Actor,
    pub ana: Actor,
    pub ben: Actor,
    pub mia: Actor,
    pub zoe: Actor,
    pub tom: Actor,
}

pub fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

pub fn id_of(actor: &Actor) -> UserId {
    actor.user_id().unwrap()
}

pub fn writes(actor: &Actor) -> Allowed<WriteClients> {
    actor.allow().unwrap()
}

pub fn reads(actor: &Actor) -> Allowed<ReadClients> {
    actor.allow().unwrap()
}

/// The kind, the code and the field of an error, as the API shows them.
pub fn fault(error: &impl Fault) -> (&'static str, Option<String>) {
    (error.code(), error.field())
}

/// Makes a tenant.
pub fn found(t: &TestDb, tenant: TenantId, slug: &str) -> Actor {
    let operator = Actor::operator(tenant, "test");
    let new = NewTenant {
        slug: slug.into(),
        legal_name: slug.into(),
        base_currency: currency("USD"),
        time_zone: "America/New_York".into(),
        language: "en".into(),
    };
    t.db.write(tenant, |tx| tenant::create(tx, &operator, &new)).unwrap();
    operator
}

impl Office {
    pub fn new(t: TestDb) -> Self {
        let operator = found(&t, t.tenant, "acme");
        let manage = || operator.allow().unwrap();
        let people = t.db.write(t.tenant, |tx| {
            let mut people = Vec::new();
            for (name, scope, writes) in [
                ("ana", Scope::Own, true),
                ("ben", Scope::Own, true),
                ("mia", Scope::Team, true),
                ("zoe", Scope::All, true),
                ("tom", Scope::All, false),
            ] {
                let mut grants = vec![(Permission::ReadClients, scope)];
                if writes {
                    grants.push((Permission::WriteClients, scope));
                }
                let role = role::create(tx, &operator, &manage(), name, &grants).unwrap();
                let new = NewUser {
                    email: format!("{name}@acme.example"),
                    name: name.to_owned(),
                    password: None,
                    language: "en".into(),
                    time_zone: "UTC".into(),
                    roles: vec![role],
                };
                people.push((user::create(tx, &operator, &manage(), &new)?, name));
            }
            let (ana, mia) = (people[0].0, people[2].0);
            team::create(tx, &operator, &manage(), "east", Some(mia), &[ana]).unwrap();
            Ok::<_, user::UserError>(people)
        });
        let actor = |(id, name): &(UserId, &str)| {
            t.db.read(t.tenant, |tx| user::actor(tx, *id, (*name).to_owned())).unwrap()
        };
        let actors: Vec<Actor> = people.unwrap().iter().map(actor).collect();
        let [ana, ben, mia, zoe, tom]: [Actor; 5] = actors.try_into().unwrap();
        Self { t, operator, ana, ben, mia, zoe, tom }
    }

    pub fn fields(&self, number: &str) -> NewClient {
        NewClient::organisation(number, &format!("Client {number}"), currency("USD"), "net30")
    }

    pub fn open(&self, actor: &Actor, new: &NewClient) -> Result<ClientId, OpenError> {
        self.t.db.write(self.t.tenant, |tx| open::open(tx, actor, &writes(actor), new))
    }

    pub fn access<P: PermissionType>(
        &self,
        actor: &Actor,
        id: ClientId,
    ) -> Result<ClientAccess<P>, AccessError> {
        self.t.db.read(self.t.tenant, |tx| access::access::<P>(tx, actor, id))
    }

    pub fn get(&self, id: ClientId) -> Client {
        let proof = self.access::<ReadClients>(&self.operator, id).unwrap();
        self.t.db.read(self.t.tenant, |tx| get(tx, &proof)).unwrap()
    }

    /// Changes what `edit` changes.
    pub fn edit(
        &self,
        actor: &Actor,
        id: ClientId,
        edit: impl FnOnce(&mut Change),
    ) -> Result<i64, ChangeError> {
        let client = self.get(id);
        let (version, fields) = (client.version, client.fields);
        let mut wanted = Change { version, fields, may_change_currency: false };
        edit(&mut wanted);
        self.change(actor, id, &wanted)
    }

    pub fn change(&self, actor: &Actor, id: ClientId, wanted: &Change) -> Result<i64, ChangeError> {
        self.t.db.write(self.t.tenant, |tx| {
            let proof = access::access::<WriteClients>(tx, actor, id).unwrap();
            change::change(tx, actor, &proof, wanted)
        })
    }

    /// How many audit events there are of an action, and the detail of the last.
    pub fn audited(&self, action: &str) -> (u64, serde_json::Value) {
        let proof = self.operator.allow().unwrap();
        let ask = db::Ask { sort: Some("-seq".into()), ..db::Ask::default() }
            .filter("action", Some(action));
        let page =
            self.t.db.read(self.t.tenant, |tx| people::audit::list(tx, &proof, &ask)).unwrap();
        (page.total, page.items.first().map(|e| e.detail.clone()).unwrap_or_default())
    }

    /// The tally holds what is counted.
    pub fn assert_tally(&self) {
        let wrong = self.t.db.read(self.t.tenant, clients::tally::check).unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
