//! One table in every form that people send it in.

use imports::{Plan, Profile};
use sheets::{Cell, Writer};
use testkit::{TestDb, db_test};

use crate::books::{File, company, plan, profile};

const HEAD: [&str; 6] = ["Kunde", "Name", "Nummer", "Datum", "Betrag", "Bezahlt"];
const ROWS: [[&str; 6]; 4] = [
    ["K-1", "Müller & Söhne", "R-1", "01.06.2025", "1.234,50", "03.07.2025"],
    ["K-2", "Café Ñandú", "R-2", "02.06.2025", "99,99", ""],
    ["K-2", "Café Ñandú", "R-3", "3.6.2025", "0,01", ""],
    ["K-3", "Straße 5, \"hinten\"", "R-4", "31.06.2025", "5,00", ""],
];

fn table(separator: &str) -> String {
    let quoted = |cell: &&str| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |cells: &[&str]| cells.iter().map(quoted).collect::<Vec<_>>().join(separator);
    let lines: Vec<String> =
        std::iter::once(line(&HEAD)).chain(ROWS.iter().map(|row| line(row))).collect();
    lines.join("\r\n")
}

fn german(more: &str) -> Profile {
    profile(&format!(
        r#"
name = "vogt"
kind = "receivables"
source = "vogt"
date_format = "%d.%m.%Y"
decimal_separator = ","
thousands_separator = "."
{more}
[columns]
client_number = "Kunde"
client_name = "Name"
invoice_number = "Nummer"
issued_on = "Datum"
amount = "Betrag"
settled_on = "Bezahlt"
[constants]
currency = "EUR"
"#
    ))
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|u: u16| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
}

/// Every character of the table is in Latin-1, of which windows-1252 has the letters.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

/// A workbook in which days are days and amounts are numbers.
fn xlsx() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let mut writer = Writer::xlsx(&mut out, "Rechnungen").unwrap();
    writer.headers(&HEAD).unwrap();
    for row in ROWS {
        let date = |text: &str| {
            let mut parts: Vec<String> = text.split('.').map(|p| format!("{p:0>2}")).collect();
            parts.reverse();
            parts.join("-")
        };
        let (issued, settled) = (date(row[3]), date(row[5]));
        let amount = row[4].replace('.', "").replace(',', ".");
        let day = |text: &'static str, iso: &'static str| match text {
            "" => Cell::Empty,
            "31.06.2025" => Cell::Text(text),
            _ => Cell::Date(iso),
        };
        let (issued, settled): (&'static str, &'static str) =
            (Box::leak(issued.into_boxed_str()), Box::leak(settled.into_boxed_str()));
        let cells = [
            Cell::Text(row[0]),
            Cell::Text(row[1]),
            Cell::Text(row[2]),
            day(row[3], issued),
            Cell::Number(&amount),
            day(row[5], settled),
        ];
        writer.row(&cells).unwrap();
    }
    writer.finish().unwrap();
    out.into_inner()
}

fn check(plan: &Plan, detected: &str) {
    assert!(plan.detected.contains(detected), "{detected}: {}", plan.detected);
    let eur = "EUR".parse().unwrap();
    let counts = (plan.rows, plan.refused, plan.new_clients);
    assert_eq!(counts, (4, 1, 2), "{detected}: {:?}", plan.refusals);
    assert_eq!(plan.invoices[&eur], (3, 133_450), "{detected}");
    assert_eq!(plan.receipts[&eur], (1, 123_450), "{detected}");
    let refusal = &plan.refusals[0];
    assert_eq!((refusal.column.as_str(), refusal.value.as_str()), ("Datum", "31.06.2025"));
}

#[db_test]
fn the_form_makes_no_difference(t: TestDb) {
    company(&t);
    let (comma, semicolon, tab) = (table(","), table(";"), table("\t"));
    let bom = |text: &str| ["\u{feff}".as_bytes(), text.as_bytes()].concat();
    for (bytes, detected) in [
        (comma.clone().into_bytes(), "csv, UTF-8, separated by ','"),
        (bom(&comma), "csv, UTF-8"),
        (semicolon.clone().into_bytes(), "separated by ';'"),
        (tab.clone().into_bytes(), "separated by '\\t'"),
        (utf16(&comma, true), "UTF-16LE"),
        (utf16(&semicolon, false), "UTF-16BE"),
        (windows_1252(&semicolon), "windows-1252"),
        (windows_1252(&tab), "windows-1252"),
    ] {
        check(&plan(&t, &File::new("file.csv", bytes), &german("")), detected);
    }
    let said = german("encoding = \"windows-1252\"\ndelimiter = \";\"");
    check(&plan(&t, &File::new("file.csv", windows_1252(&semicolon)), &said), "windows-1252");
}

#[db_test]
fn a_workbook_knows_its_days_and_numbers(t: TestDb) {
    company(&t);
    // Numbers of a workbook have no separators, whatever the profile says of those of other files.
    check(&plan(&t, &File::new("file.xlsx", xlsx()), &german("")), "xlsx");
    let named = german("sheet = \"Rechnungen\"");
    check(&plan(&t, &File::new("file.xlsx", xlsx()), &named), "sheet Rechnungen");
}
