//! What must hold for any file whatsoever.

mod support;

use std::sync::LazyLock;

use proptest::prelude::*;
use sheets::{Cell, Limits, ReadOptions, Writer};
use support::{Contents, drain, open, open_with, package, workbook};

/// Reads whatever can be read. That this returns is the property.
fn survive(bytes: &[u8]) -> Option<Contents> {
    let limits = Limits { record_bytes: 2_000, field_bytes: 500, columns: 20, ..Limits::default() };
    let contents = drain(open_with(bytes, &ReadOptions::default(), &limits).ok()?);
    for error in &contents.errors {
        assert!(!error.to_string().is_empty());
    }
    assert!(contents.errors.iter().rev().skip(1).all(sheets::SheetError::is_row));
    let numbers = contents.numbers();
    assert!(numbers.is_sorted_by(|before, after| before < after), "{numbers:?}");
    assert!(contents.rows.iter().all(|row| row.1.iter().all(|cell| cell.len() <= 500)));
    Some(contents)
}

/// One change to a file: where, what to write there, and how many bytes to take away.
fn mutations() -> impl Strategy<Value = Vec<(usize, Vec<u8>, usize)>> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(vec![
            &b"\""[..],
            b",",
            b";",
            b"\r",
            b"\n",
            b"\0",
            b"<",
            b">",
            b"</c>",
            b"<c>",
            b"<v>",
            b"<f>",
            b"9",
            b"-",
            b"A1",
            b"PK\x01\x02",
            b"PK\x05\x06",
            b"\xFF\xFE",
            b"&#0;",
            b"<!--",
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    prop::collection::vec((any::<usize>(), bytes, 0..6_usize), 1..6)
}

fn mutate(original: &[u8], mutations: &[(usize, Vec<u8>, usize)]) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for (place, new, gone) in mutations {
        let start = place % (bytes.len() + 1);
        let end = (start + gone).min(bytes.len());
        bytes.splice(start..end, new.iter().copied());
    }
    bytes
}

const CSV: &str =
    "Name,Amount,Due\n\"Müller, \"\"Köln\"\"\",1.50,2013-01-31\r\nAcme,-7,\n\n\"two\nlines\",3,x\n";

const ROWS: &str = r##"<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Amount</t></is></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="3"><v>147703.18</v></c></row><row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3" s="1"><v>41305</v></c></row><row r="4"><c r="A4" t="str"><f t="shared" si="0" ref="A4:A5">B1&amp;B2</f><v>x</v></c></row>"##;

static XLSX: LazyLock<Vec<u8>> = LazyLock::new(|| workbook(ROWS, &["Name", "Acme"]));

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..Default::default() })]

    #[test]
    fn random_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..3_000)) {
        survive(&bytes);
    }

    #[test]
    fn random_text_is_survived(text in "[a-c\",;\t\r\n\u{0} é€]{0,300}") {
        survive(text.as_bytes());
    }

    #[test]
    fn a_damaged_csv_file_is_survived(changes in mutations()) {
        survive(&mutate(CSV.as_bytes(), &changes));
        survive(&mutate(&CSV.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), &changes));
    }

    #[test]
    fn a_damaged_package_is_survived(changes in mutations()) {
        survive(&mutate(&XLSX, &changes));
    }

    #[test]
    fn a_damaged_part_in_a_sound_package_is_survived(changes in mutations(), part in 0..6_usize) {
        let sheet = support::sheet(ROWS);
        let strings = b"<sst uniqueCount=\"2\"><si><t>Name</t></si><si><t>Acme</t></si></sst>";
        let mut parts = [
            ("_rels/.rels", support::ROOT.as_bytes().to_vec()),
            ("xl/workbook.xml", support::WORKBOOK.as_bytes().to_vec()),
            ("xl/_rels/workbook.xml.rels", support::WORKBOOK_RELS.as_bytes().to_vec()),
            ("xl/styles.xml", support::STYLES.as_bytes().to_vec()),
            ("xl/sharedStrings.xml", strings.to_vec()),
            ("xl/worksheets/sheet1.xml", sheet),
        ];
        parts[part].1 = mutate(&parts[part].1, &changes);
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, b)| (*n, b.as_slice())).collect();
        survive(&package(&parts));
    }

    #[test]
    fn written_csv_is_read_back(table in tables()) {
        let mut writer = Writer::csv(Vec::new());
        let contents = write(&mut writer, &table);
        let bytes = writer.finish().unwrap();
        prop_assert_eq!(rows_of(&bytes), contents);
    }

    #[test]
    fn written_workbooks_are_read_back(table in tables()) {
        let mut writer = Writer::xlsx(Vec::new(), "Sheet").unwrap();
        let contents = write(&mut writer, &table);
        let bytes = writer.finish().unwrap();
        prop_assert_eq!(rows_of(&bytes), contents);
    }

    #[test]
    fn numbers_and_dates_survive_a_workbook(
        whole in 0..10_000_000_000_u64,
        cents in 0..100_u8,
        sign in prop::sample::select(vec!["", "-"]),
        (year, month, day) in (1900..=9999_u16, 1..=12_u8, 1..=28_u8),
    ) {
        let number = format!("{sign}{whole}.{cents:02}");
        let date = format!("{year:04}-{month:02}-{day:02}");
        let mut writer = Writer::xlsx(Vec::new(), "Sheet").unwrap();
        writer.headers(&["number", "date"]).unwrap();
        writer.row(&[Cell::Number(&number), Cell::Date(&date)]).unwrap();
        let rows = rows_of(&writer.finish().unwrap());
        // A number has no zeros behind its last digit, and zero has no sign.
        let shortest = number.trim_end_matches('0').trim_end_matches('.');
        let shortest = if whole == 0 && cents == 0 { "0" } else { shortest };
        prop_assert_eq!(rows, [[shortest.to_owned(), date]]);
    }

    #[test]
    fn sound_csv_means_the_same_to_the_csv_crate(
        rows in prop::collection::vec(prop::collection::vec("[a-b\",\r\n é]{0,5}", 3), 1..8),
        end in prop::sample::select(vec![csv::Terminator::CRLF, csv::Terminator::Any(b'\n')]),
    ) {
        let mut writer = csv::WriterBuilder::new().terminator(end).from_writer(Vec::new());
        writer.write_record(["p", "q", "r"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let mut reader = csv::ReaderBuilder::new().from_reader(bytes.as_slice());
        let theirs: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.unwrap().iter().map(str::to_owned).collect())
            .filter(|cells: &Vec<String>| cells.iter().any(|cell| !cell.trim().is_empty()))
            .collect();
        prop_assert_eq!(rows_of(&bytes), theirs);
    }
}

/// Tables of text that no guard changes, whose rows are not blank.
fn tables() -> impl Strategy<Value = Vec<[String; 2]>> {
    let text = "[a-z0-9 ,;\"'<>&_é€]{0,12}";
    prop::collection::vec(("[a-z]{1,4}", text).prop_map(|(a, b)| [a, b]), 0..20)
}

/// Writes the table and returns what must be read from it again.
fn write(writer: &mut Writer<Vec<u8>>, table: &[[String; 2]]) -> Vec<Vec<String>> {
    writer.headers(&["first", "second"]).unwrap();
    for [first, second] in table {
        writer.row(&[Cell::Text(first), Cell::Text(second)]).unwrap();
    }
    table.iter().map(|row| row.to_vec()).collect()
}

fn rows_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let contents = drain(open(bytes).unwrap());
    assert!(contents.errors.is_empty(), "{:?}", contents.messages());
    contents.rows.into_iter().map(|(_, cells)| cells).collect()
}
