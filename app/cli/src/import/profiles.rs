//! Which profiles there are, and what a profile can say.

use std::io::Write;

use imports::profile::saved::SavedProfile;
use imports::{Kind, Profile};

use crate::error::Result;
use crate::terminal::{Output, Table};

const EXAMPLE: &str = r##"
A profile of your own is a file in TOML, given as --profile PATH:

  name = "mine"
  kind = "receivables"
  source = "old-system"            # with a row's key it tells a row that was imported before
  date_format = "%d.%m.%Y"         # in the words of strftime; %Y-%m-%d unless said
  decimal_separator = ","          # a dot unless said
  thousands_separator = "."        # none unless said
  negative_amounts = "credit_note" # rows below nought are refused unless said
  optional = ["settled_on"]        # fields whose columns the file may lack

  [columns]                        # the field on the left, the file's heading on the right
  client_number = "Kunde"
  invoice_number = ["Jahr", "Nummer"]  # several are joined by a hyphen
  issued_on = "Datum"
  settled_on = "Bezahlt am"
  amount = "Betrag"
  "custom.region" = "Gebiet"

  [constants]                      # fields that are the same in every row
  currency = "EUR"
"##;

/// Lists the profiles that come with the program and those that the company keeps, and explains the fields.
pub fn run(kept: &[SavedProfile]) -> Result<()> {
    let mut out = Output::open(None)?;
    writeln!(out, "Profiles that come with the program:\n")?;
    let mut table = headed();
    for name in Profile::shipped() {
        table.row(row(name, &Profile::find(name)?));
    }
    table.write(&mut out, "  ")?;
    if !kept.is_empty() {
        writeln!(out, "\nProfiles that the company keeps:\n")?;
        let mut table = headed();
        for saved in kept {
            table.row(row(&saved.code, &saved.profile()?));
        }
        table.write(&mut out, "  ")?;
    }
    for kind in [Kind::Receivables, Kind::Clients, Kind::Contacts] {
        if kind.fields().is_empty() {
            continue;
        }
        writeln!(out, "\nFields of {}:\n", kind.word())?;
        let mut table = Table::new(vec![false, false, false]);
        for (name, must, what) in kind.fields() {
            let must = if *must { "must be there" } else { "" };
            table.row(vec![(*name).to_owned(), must.to_owned(), (*what).to_owned()]);
        }
        table.write(&mut out, "  ")?;
    }
    out.write_all(EXAMPLE.as_bytes())?;
    out.finish()
}

fn headed() -> Table {
    let mut table = Table::new(vec![false, false, false]);
    table.row(["profile", "kind", "reads the columns"].map(str::to_owned).to_vec());
    table
}

/// By what a profile is called for, and what it reads.
fn row(called: &str, profile: &Profile) -> Vec<String> {
    let columns: Vec<&str> = profile.columns.values().flat_map(|c| c.names()).collect();
    vec![called.to_owned(), profile.kind.word().to_owned(), columns.join(", ")]
}
