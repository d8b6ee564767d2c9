//! What is written, and that it can be read again.

mod support;

use sheets::{Cell, SheetError, Writer};
use support::read;

fn csv(rows: &[&[Cell<'_>]]) -> String {
    let mut writer = Writer::csv(Vec::new());
    for row in rows {
        writer.row(row).unwrap();
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

fn xlsx(headers: &[&str], rows: &[&[Cell<'_>]]) -> Vec<u8> {
    let mut writer = Writer::xlsx(Vec::new(), "Open invoices").unwrap();
    writer.headers(headers).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap()
}

/// The text of one entry of a package.
fn entry(package: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(package)).unwrap();
    std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
}

#[test]
fn csv_is_rfc_4180_with_line_feeds() {
    let mut writer = Writer::csv(Vec::new());
    writer.headers(&["Name", "Amount, net", "Due", "Note"]).unwrap();
    writer
        .row(&[
            Cell::Text("Müller \"Köln\""),
            Cell::Number("147703.18"),
            Cell::Date("2013-01-31"),
            Cell::Text("two\nlines"),
        ])
        .unwrap();
    writer.row(&[Cell::Text(""), Cell::Number("-0.07"), Cell::Empty, Cell::Text("007")]).unwrap();
    let text = String::from_utf8(writer.finish().unwrap()).unwrap();
    assert_eq!(
        text,
        "Name,\"Amount, net\",Due,Note\n\
         \"Müller \"\"Köln\"\"\",147703.18,2013-01-31,\"two\nlines\"\n\
         ,-0.07,,007\n"
    );
}

#[test]
fn a_row_of_one_empty_cell_is_not_a_blank_line() {
    assert_eq!(csv(&[&[Cell::Empty], &[Cell::Text("x")]]), "\"\"\nx\n");
}

#[test]
fn csv_text_cannot_act_as_a_formula() {
    for (text, expected) in [
        ("=1+1", "'=1+1"),
        ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("-12.50", "'-12.50"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "\"'\r=1\""),
        ("\n=1", "\"'\n=1\""),
        ("＝1", "'＝1"),
        ("+", "'+"),
        ("+1 555", "'+1 555"),
        ("+1e5", "'+1e5"),
        ("+٣", "'+٣"),
        // These cannot act, and are left as they are.
        ("+15551234567", "+15551234567"),
        ("a=1", "a=1"),
        ("'quoted'", "'quoted'"),
        ("", "\"\""),
    ] {
        assert_eq!(csv(&[&[Cell::Text(text)]]), format!("{expected}\n"), "{text:?}");
    }
    // Numbers are checked to be numbers, so they need no guard.
    assert_eq!(csv(&[&[Cell::Number("-12.50"), Cell::Empty]]), "-12.50,\n");
    let mut writer = Writer::csv(Vec::new());
    writer.headers(&["=A1", "b"]).unwrap();
    assert_eq!(writer.finish().unwrap(), b"'=A1,b\n");
}

#[test]
fn a_workbook_is_read_back_as_it_was_written() {
    let bytes = xlsx(
        &["Name", "Amount", "Due"],
        &[
            &[Cell::Text("=1+1"), Cell::Number("147703.18"), Cell::Date("2013-01-31")],
            &[Cell::Text("007"), Cell::Number("-0.07"), Cell::Date("1899-12-31")],
            &[Cell::Text(" two\nlines "), Cell::Number("100000"), Cell::Empty],
            &[Cell::Text("+1 <&> \"'"), Cell::Number("0.50"), Cell::Date("9999-12-31")],
            &[Cell::Text("many digits"), Cell::Number("123456789012345678.90"), Cell::Empty],
            &[Cell::Text("_x0041_"), Cell::Number("0"), Cell::Date("1900-01-01")],
        ],
    );
    let contents = read(&bytes);
    assert_eq!(contents.headers, ["Name", "Amount", "Due"]);
    assert!(contents.errors.is_empty(), "{:?}", contents.messages());
    assert_eq!(
        contents.cells(),
        [
            ["=1+1", "147703.18", "2013-01-31"],
            ["007", "-0.07", "1899-12-31"],
            [" two\nlines ", "100000", ""],
            ["+1 <&> \"'", "0.5", "9999-12-31"],
            ["many digits", "123456789012345678.90", ""],
            ["_x0041_", "0", "1900-01-01"],
        ]
    );
    assert_eq!(contents.numbers(), [2, 3, 4, 5, 6, 7]);
}

#[test]
fn a_workbook_holds_numbers_and_dates_but_no_formulas() {
    let bytes = xlsx(
        &["Amount"],
        &[
            &[Cell::Text("=1+1")],
            &[Cell::Number("147703.18")],
            &[Cell::Number("5")],
            &[Cell::Date("2013-01-31")],
            &[Cell::Number("1234567890123456")],
        ],
    );
    let sheet = entry(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "{sheet}");
    assert!(sheet.contains("<t>=1+1</t>"), "{sheet}");
    assert!(sheet.contains("<v>147703.18</v>"), "{sheet}");
    assert!(sheet.contains("<v>41305</v>"), "{sheet}");
    // This has more digits than a spreadsheet keeps of a number.
    assert!(sheet.contains("<t>1234567890123456</t>"), "{sheet}");
    let styles = entry(&bytes, "xl/styles.xml");
    for format in ["yyyy-mm-dd", "0.00", "0"] {
        let format = format!("formatCode=\"{format}\"");
        assert!(styles.contains(&format), "{styles}");
    }
    assert!(entry(&bytes, "xl/workbook.xml").contains("Open invoices"));
}

#[test]
fn cells_must_be_what_they_claim_to_be() {
    let refused = |cell: Cell<'_>| {
        let mut writer = Writer::csv(Vec::new());
        writer.headers(&["Name", "Amount"]).unwrap();
        writer.row(&[Cell::Empty, cell]).unwrap_err()
    };
    let error = refused(Cell::Number("=1+1"));
    assert_eq!(
        error.to_string(),
        "Row 2, column B “Amount”: “=1+1” cannot be written because it is not a decimal number \
         like -147703.18."
    );
    assert!(matches!(refused(Cell::Number("1,5")), SheetError::BadCell { row: 2, .. }));
    assert!(matches!(refused(Cell::Date("31.01.2013")), SheetError::BadCell { .. }));

    let mut writer = Writer::xlsx(Vec::new(), "Sheet").unwrap();
    let long = "x".repeat(32_768);
    let error = writer.row(&[Cell::Text(&long)]).unwrap_err();
    assert!(matches!(&error, SheetError::BadCell { value, .. } if value.len() == 40));
    let longest = &xlsx(&[&long[1..]], &[]);
    assert!(read(longest).headers == [&long[1..]]);
}

#[test]
fn rows_must_fit_under_the_headings_and_into_the_sheet() {
    let mut writer = Writer::csv(Vec::new());
    writer.headers(&["a", "b"]).unwrap();
    let error = writer.row(&[Cell::Empty]).unwrap_err();
    assert_eq!(error.to_string(), "Row 2 has 1 cells, but there are 2 column headings.");

    let mut writer = Writer::xlsx(Vec::new(), "Sheet").unwrap();
    let error = writer.row(&vec![Cell::Empty; 16_385]).unwrap_err();
    assert!(matches!(error, SheetError::SheetFull { .. }));
    for _ in 0..1_048_576 {
        writer.row(&[]).unwrap();
    }
    assert!(matches!(writer.row(&[]).unwrap_err(), SheetError::SheetFull { .. }));
}

#[test]
fn bad_sheet_names_and_broken_outputs_are_errors() {
    for name in ["", "a/b", &"x".repeat(32)] {
        assert!(matches!(Writer::xlsx(Vec::new(), name), Err(SheetError::Write { .. })));
    }
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut writer = Writer::csv(Full);
    writer.row(&[Cell::Text("x")]).unwrap();
    assert!(matches!(writer.finish(), Err(SheetError::Write { .. })));
    let mut writer = Writer::xlsx(Full, "Sheet").unwrap();
    writer.row(&[Cell::Text("x")]).unwrap();
    assert!(matches!(writer.finish(), Err(SheetError::Write { .. })));
}
