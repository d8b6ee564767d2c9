//! The people who work at the company, every one of them invented.

/// What a person does, and so may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Representative,
    Manager,
    Accountant,
    Administrator,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Representative => "representative",
            Role::Manager => "manager",
            Role::Accountant => "accountant",
            Role::Administrator => "administrator",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub key: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub language: &'static str,
    pub time_zone: &'static str,
    pub role: Role,
    /// The key of a team of the company.
    pub team: Option<&'static str>,
}

pub(crate) static STAFF: [Staff; 8] = [
    Staff {
        key: "ingrid-marlowick",
        name: "Ingrid Marlowick",
        email: "ingrid.marlowick@harbour-vale.example.com",
        language: "en",
        time_zone: "America/New_York",
        role: Role::Manager,
        team: None,
    },
    Staff {
        key: "tobias-quennelby",
        name: "Tobias Quennelby",
        email: "tobias.quennelby@harbour-vale.example.com",
        language: "en",
        time_zone: "America/New_York",
        role: Role::Accountant,
        team: None,
    },
    Staff {
        key: "odile-fenwarren",
        name: "Odile Fenwarren",
        email: "odile.fenwarren@harbour-vale.example.com",
        language: "en",
        time_zone: "America/New_York",
        role: Role::Administrator,
        team: None,
    },
    Staff {
        key: "nora-pellingray",
        name: "Nora Pellingray",
        email: "nora.pellingray@harbour-vale.example.com",
        language: "en",
        time_zone: "America/New_York",
        role: Role::Representative,
        team: Some("harbour"),
    },
    Staff {
        key: "desmond-larkspar",
        name: "Desmond Larkspar",
        email: "desmond.larkspar@harbour-vale.example.com",
        language: "en",
        time_zone: "America/New_York",
        role: Role::Representative,
        team: Some("harbour"),
    },
    Staff {
        key: "priya-ashpennant",
        name: "Priya Ashpennant",
        email: "priya.ashpennant@harbour-vale.example.com",
        language: "en",
        time_zone: "America/Chicago",
        role: Role::Representative,
        team: Some("vale"),
    },
    Staff {
        key: "ximena-torrebrisa",
        name: "Ximena Torrebrisa",
        email: "ximena.torrebrisa@harbour-vale.example.com",
        language: "es",
        time_zone: "America/Chicago",
        role: Role::Representative,
        team: Some("vale"),
    },
    Staff {
        key: "rafael-campolirio",
        name: "Rafael Campolirio",
        email: "rafael.campolirio@harbour-vale.example.com",
        language: "es",
        time_zone: "America/New_York",
        role: Role::Representative,
        team: Some("harbour"),
    },
];

/// The representatives for clients of a language, with how many of them each
/// looks after; those who speak Spanish take some English clients as well.
pub(crate) fn representatives(language: &str) -> &'static [(u64, &'static str)] {
    if language == "es" {
        &[(55, "ximena-torrebrisa"), (45, "rafael-campolirio")]
    } else {
        &[
            (30, "nora-pellingray"),
            (28, "desmond-larkspar"),
            (26, "priya-ashpennant"),
            (8, "ximena-torrebrisa"),
            (8, "rafael-campolirio"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_are_given_to_representatives_only() {
        for (_, key) in [representatives("en"), representatives("es")].concat() {
            let owner = STAFF.iter().find(|staff| staff.key == key);
            assert_eq!(owner.map(|staff| staff.role), Some(Role::Representative));
        }
    }
}
