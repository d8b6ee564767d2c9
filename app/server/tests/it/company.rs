//! A company with people, a chart of accounts, terms and number series.

use std::ops::Deref;

use billing::payment_term;
use kernel::{TenantId, UserId};
use ledger::{account, series};
use money::Currency;
use people::role::{self, Role};
use people::tenant::{self, NewTenant};
use people::user::{self, NewUser, PasswordHash};
use people::{Actor, team, token};
use server::Config;
use testkit::TestDb;

use crate::app::{TestApp, Who};

/// The password of whoever signs in with one.
pub const PASSWORD: &str = "correct horse battery";

/// Northwind: everybody by API token. Mia's team is Ana and Ben.
pub struct Company {
    pub app: TestApp,
    pub administrator: Person,
    pub accountant: Person,
    /// Mia, who manages Ana and Ben.
    pub manager: Person,
    /// Ana, who sees her own clients.
    pub representative: Person,
    /// Ben, who sees his.
    pub other: Person,
    /// Somebody without any role.
    pub nobody: Person,
    pub operator: Actor,
}

/// A person with a token.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: UserId,
    pub email: String,
    pub who: Who,
}

impl Deref for Company {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Company {
    pub fn new(t: TestDb) -> Self {
        Self::with(t, Config::default())
    }

    pub fn with(t: TestDb, config: Config) -> Self {
        let operator = found(&t, t.tenant, "northwind");
        let roles = t.db.read(t.tenant, role::all).unwrap();
        let person = |name: &str, role: &str| person(&t, &operator, &roles, name, role);
        let administrator = person("adam", "Administrator");
        let accountant = person("clara", "Accountant");
        let manager = person("mia", "Manager");
        let representative = person("ana", "Representative");
        let other = person("ben", "Representative");
        let nobody = person("nora", "");
        let members = [representative.id, other.id];
        t.db.write(t.tenant, |tx| {
            let proof = operator.allow().unwrap();
            team::create(tx, &operator, &proof, "North", Some(manager.id), &members)
        })
        .unwrap();
        let app = TestApp::new(t, config);
        Self { app, administrator, accountant, manager, representative, other, nobody, operator }
    }

    /// The id of an account of the chart by its number.
    pub fn gl_account(&self, number: &str) -> String {
        let chart = self.t.db.read(self.t.tenant, account::all).unwrap();
        chart.iter().find(|a| a.number == number).unwrap().id.to_string()
    }

    /// Gives somebody the password, so that they can sign in.
    pub fn give_password(&self, person: &Person) {
        let hash = PasswordHash::of(PASSWORD).unwrap();
        let proof = self.operator.allow().unwrap();
        self.t
            .db
            .write(self.t.tenant, |tx| {
                user::set_password(tx, &self.operator, &proof, person.id, &hash)
            })
            .unwrap();
    }
}

/// Makes a company with the default roles, chart, terms and series.
pub fn found(t: &TestDb, tenant: TenantId, slug: &str) -> Actor {
    let operator = Actor::operator(tenant, "test");
    let new = NewTenant {
        slug: slug.to_owned(),
        legal_name: format!("{slug} Ltd."),
        base_currency: Currency::parse("USD").unwrap(),
        time_zone: "America/New_York".to_owned(),
        language: "en".to_owned(),
    };
    t.db.write(tenant, |tx| {
        tenant::create(tx, &operator, &new).unwrap();
        for (name, grants) in role::defaults() {
            role::create(tx, &operator, &operator.allow().unwrap(), name, &grants).unwrap();
        }
        let proof = operator.allow().unwrap();
        account::install_default(tx, &operator, &proof, "en").unwrap();
        series::install_default(tx, &operator, &proof).unwrap();
        for term in payment_term::defaults() {
            payment_term::create(tx, &operator, &proof, &term).unwrap();
        }
        Ok::<_, db::Error>(())
    })
    .unwrap();
    operator
}

/// Makes a user of a role (or of none) with an API token.
pub fn person(t: &TestDb, operator: &Actor, roles: &[Role], name: &str, role: &str) -> Person {
    let email = format!("{name}@example.com");
    let new = NewUser {
        email: email.clone(),
        name: name.to_owned(),
        password: None,
        language: "en".to_owned(),
        time_zone: "America/New_York".to_owned(),
        roles: roles.iter().filter(|r| r.name == role).map(|r| r.id).collect(),
    };
    let tenant = operator.tenant();
    t.db.write(tenant, |tx| {
        let id = user::create(tx, operator, &operator.allow().unwrap(), &new).unwrap();
        let actor = user::actor(tx, id, name.to_owned())?;
        let (_, token) = token::create(tx, &actor, "test", None).unwrap();
        Ok::<_, db::Error>(Person { id, email: email.clone(), who: Who::Token(token) })
    })
    .unwrap()
}
