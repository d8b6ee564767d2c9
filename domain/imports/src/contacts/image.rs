//! A contact as it was before an import changed it, as JSON, and back.

use clients::{Contact, NewContact};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A contact before a change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Image {
    /// Its version.
    pub(crate) version: i64,
    /// The version that the import left; while it is that, nobody has changed the contact since.
    pub(crate) left_at: i64,
    given_name: String,
    family_name: String,
    roles: Vec<String>,
    emails: Vec<String>,
    phones: Vec<String>,
    language: Option<String>,
    time_zone: Option<String>,
}

impl Image {
    pub(crate) fn of(contact: &Contact, left_at: i64) -> Self {
        let f = contact.fields.clone();
        Self {
            version: contact.version,
            left_at,
            given_name: f.given_name,
            family_name: f.family_name,
            roles: f.roles,
            emails: f.emails,
            phones: f.phones,
            language: f.language,
            time_zone: f.time_zone,
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    pub(crate) fn from_json(value: Value) -> Result<Self, String> {
        serde_json::from_value(value).map_err(|e| e.to_string())
    }

    /// The contact's name.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name).trim().to_owned()
    }

    /// The fields as they were.
    pub(crate) fn fields(self) -> NewContact {
        NewContact {
            given_name: self.given_name,
            family_name: self.family_name,
            roles: self.roles,
            emails: self.emails,
            phones: self.phones,
            language: self.language,
            time_zone: self.time_zone,
        }
    }
}
