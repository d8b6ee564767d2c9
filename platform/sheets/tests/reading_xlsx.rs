//! XLSX workbooks, written by hand so that every oddity is in plain sight.

mod support;

use sheets::{Format, Limit, Limits, ReadOptions, RowFault, SheetError};
use support::{ROOT, drain, open, open_with, package, read, refusal, sheet, workbook, workbook_of};

const HEADINGS: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t xml:space="preserve"> Amount </t></is></c></row>"#;

fn with_headings(rows: &str) -> Vec<u8> {
    workbook(&format!("{HEADINGS}{rows}"), &["Acme", "007", " kept "])
}

fn fault(error: &SheetError) -> (u64, Option<&str>, &RowFault) {
    match error {
        SheetError::Row { row, column, fault } => {
            (*row, column.as_ref().map(|c| c.name.as_str()), fault)
        }
        other => panic!("not an error of a row: {other}"),
    }
}

/// Reads one cell of a row whose other cell holds a name.
fn cell(xml: &str) -> Result<String, SheetError> {
    let row = format!("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>{xml}</row>");
    let mut contents = read(&with_headings(&row));
    match contents.errors.pop() {
        Some(error) => Err(error),
        None => Ok(contents.rows.remove(0).1.remove(1)),
    }
}

#[test]
fn a_workbook_is_read_and_described() {
    let rows = r#"<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>1.5</v></c></row><row r="7"><c r="B7"><v>2</v></c></row>"#;
    let reader = open(&with_headings(rows)).unwrap();
    assert_eq!(reader.detected().format, Format::Xlsx);
    assert_eq!(reader.detected().delimiter, None);
    assert_eq!(reader.detected().sheet.as_deref(), Some("Data"));
    let contents = drain(reader);
    assert_eq!(contents.headers, ["Name", "Amount"]);
    assert_eq!(contents.cells(), [["Acme", "1.5"], ["", "2"]]);
    assert_eq!(contents.numbers(), [2, 7]);
}

#[test]
fn cells_become_the_text_that_is_meant() {
    for (xml, expected) in [
        (r#"<c r="B2" t="s"><v>1</v></c>"#, "007"),
        (r#"<c r="B2" t="s"><v>2</v></c>"#, " kept "),
        (r#"<c r="B2"><v>100000</v></c>"#, "100000"),
        (r#"<c r="B2"><v>1E+05</v></c>"#, "100000"),
        (r#"<c r="B2"><v>0.30000000000000004</v></c>"#, "0.3"),
        (r#"<c r="B2" s="3"><v>147703.17999999999</v></c>"#, "147703.18"),
        (r#"<c r="B2"><v>-1E-2</v></c>"#, "-0.01"),
        (r#"<c r="B2"><v>1234567890123456</v></c>"#, "1234567890123456"),
        (r#"<c r="B2" s="1"><v>41305</v></c>"#, "2013-01-31"),
        (r#"<c r="B2" s="2"><v>41305.75</v></c>"#, "2013-01-31T18:00:00"),
        (r#"<c r="B2" t="d"><v>2013-01-31</v></c>"#, "2013-01-31"),
        (r#"<c r="B2" t="b"><v>1</v></c>"#, "true"),
        (r#"<c r="B2" t="b"><v>0</v></c>"#, "false"),
        (r#"<c r="B2" t="str"><f>A1&amp;A2</f><v>joined</v></c>"#, "joined"),
        (r#"<c r="B2" t="str"><f>IF(1,"","")</f><v></v></c>"#, ""),
        (r#"<c r="B2"><f>1+1</f><v>2</v></c>"#, "2"),
        (r#"<c r="B2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>"#, "ab"),
        (r#"<c r="B2" s="3"/>"#, ""),
        ("", ""),
    ] {
        assert_eq!(cell(xml).unwrap(), expected, "{xml}");
    }
}

#[test]
fn cells_without_a_meaning_are_errors_of_their_row() {
    let shown = "#N/A".to_owned();
    let value = "-5".to_owned();
    let infinite = "inf".to_owned();
    for (xml, expected) in [
        (r#"<c r="B2" t="e"><v>#N/A</v></c>"#, RowFault::ErrorValue { shown }),
        (r#"<c r="B2"><f>A1*2</f></c>"#, RowFault::NotCalculated),
        (r#"<c r="B2"><f>A1*2</f><v></v></c>"#, RowFault::NotCalculated),
        (r#"<c r="B2" s="1"><v>-5</v></c>"#, RowFault::NotADate { value }),
        (r#"<c r="B2"><v>inf</v></c>"#, RowFault::NotANumber { value: infinite }),
        (r#"<c r="B2" t="inlineStr"><is><t>x_x0000_y</t></is></c>"#, RowFault::NulCharacter),
    ] {
        let error = cell(xml).unwrap_err();
        assert_eq!(fault(&error), (2, Some("Amount"), &expected));
    }
    let error = cell(r#"<c r="B2" t="e"><v>#N/A</v></c>"#).unwrap_err();
    assert!(error.to_string().starts_with("Row 2, column B “Amount”: "), "{error}");
}

#[test]
fn reading_goes_on_behind_a_faulty_row() {
    let rows = r#"<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row><row r="3"><c r="A3"><v>1</v></c><c r="B3"><v>2</v></c><c r="D3"><v>4</v></c></row><row r="4"><c r="C4" t="inlineStr"><is><t> </t></is></c><c r="A4"><v>9</v></c></row><row r="5"/><row r="6"><c r="A6" s="3"/></row>"#;
    let contents = read(&with_headings(rows));
    assert_eq!(contents.errors.len(), 2);
    assert_eq!(fault(&contents.errors[0]).0, 2);
    let wide = RowFault::MoreCellsThanHeaders { cells: 4, headers: 2 };
    assert_eq!(fault(&contents.errors[1]), (3, None, &wide));
    assert_eq!(contents.rows, [(4, vec!["9".into(), String::new()])]);
}

#[test]
fn the_sheet_can_be_chosen() {
    let workbook = r#"<workbook xmlns:r="r"><sheets><sheet name="Secret" state="hidden" r:id="r1"/><sheet name="Paid &amp; open" r:id="r2"/><sheet name="Empty" r:id="r3"/></sheets></workbook>"#;
    let relation = |id: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://x/relationships/worksheet\" Target=\"worksheets/{id}.xml\"/>"
        )
    };
    let relations = format!(
        "<Relationships>{}{}{}</Relationships>",
        relation("r1"),
        relation("r2"),
        relation("r3")
    );
    let text =
        |text: &str| sheet(&format!("<row><c t=\"inlineStr\"><is><t>{text}</t></is></c></row>"));
    let bytes = package(&[
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/r1.xml", &text("hidden")),
        ("xl/worksheets/r2.xml", &text("visible")),
        ("xl/worksheets/r3.xml", &sheet("")),
    ]);
    let open = |name: Option<&str>| {
        let options = ReadOptions { sheet: name.map(str::to_owned), ..ReadOptions::default() };
        open_with(&bytes, &options, &Limits::default())
    };
    // The first sheet that can be seen is the one that is meant.
    assert_eq!(open(None).unwrap().headers(), ["visible"]);
    assert_eq!(open(Some("Secret")).unwrap().headers(), ["hidden"]);
    let chosen = open(Some("Paid & open")).unwrap();
    assert_eq!(chosen.detected().sheet.as_deref(), Some("Paid & open"));
    let error = open(Some("Empty")).err().unwrap();
    assert!(matches!(&error, SheetError::Empty { sheet: Some(name), .. } if name == "Empty"));
    let error = open(Some("paid")).err().unwrap();
    assert!(
        error
            .to_string()
            .ends_with("has no sheet called “paid”. Its sheets are: Secret, Paid & open, Empty."),
        "{error}"
    );
}

#[test]
fn headings_follow_the_same_rules_as_in_csv() {
    let text = |cell: &str, text: &str| {
        format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let row = |cells: &[String]| workbook(&format!("<row>{}</row>", cells.concat()), &[]);
    assert!(matches!(
        refusal(&row(&[text("A3", "Name"), text("C3", "Name")])),
        SheetError::EmptyHeader { row: 3, .. }
    ));
    assert!(matches!(
        refusal(&row(&[text("A3", "Name"), text("B3", "Name ")])),
        SheetError::DuplicateHeader { row: 3, .. }
    ));
    assert!(matches!(
        refusal(&row(&[r##"<c r="B3" t="e"><v>#REF!</v></c>"##.to_owned()])),
        SheetError::BadHeader { row: 3, .. }
    ));
    assert!(matches!(refusal(&workbook("", &[])), SheetError::Empty { .. }));

    let title = text("A1", "Clients in May");
    let headings = text("A3", "Name");
    let bytes = workbook(&format!("<row>{title}</row><row r=\"3\">{headings}</row>"), &[]);
    let options = ReadOptions { header_row: Some(2), ..ReadOptions::default() };
    assert_eq!(open_with(&bytes, &options, &Limits::default()).unwrap().headers(), ["Name"]);
}

#[test]
fn limits_hold_for_sheets_as_well() {
    let limits = Limits { record_bytes: 60, field_bytes: 20, columns: 2, ..Limits::default() };
    let read = |row: &str| {
        drain(open_with(&with_headings(row), &ReadOptions::default(), &limits).unwrap())
    };
    let long = |cell: &str, length: usize| {
        format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{}</t></is></c>", "x".repeat(length))
    };
    let contents = read(&format!("<row r=\"2\">{}</row>", long("A2", 21)));
    assert_eq!(fault(&contents.errors[0]).2, &RowFault::CellTooLong { allowed: 20 });
    let contents = read("<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>");
    assert_eq!(fault(&contents.errors[0]).2, &RowFault::TooManyColumns { allowed: 2 });
    let contents = read(&format!("<row r=\"2\">{}{}</row>", long("A2", 31), long("B2", 31)));
    assert!(matches!(
        contents.errors[..],
        [SheetError::OverLimit { limit: Limit::RecordBytes, row: Some(2), .. }]
    ));
}

#[test]
fn other_packages_are_called_what_they_are() {
    for (entries, expected) in [
        (&["xl/workbook.bin", "_rels/.rels"][..], ".xlsb"),
        (&["word/document.xml", "_rels/.rels"], "Word"),
        (&["ppt/presentation.xml", "_rels/.rels"], "PowerPoint"),
        (&["mimetype", "content.xml"], ".ods"),
        (&["clients.csv"], "ZIP archive"),
    ] {
        let entries: Vec<(&str, &[u8])> = entries.iter().map(|name| (*name, &b"x"[..])).collect();
        let error = refusal(&package(&entries));
        assert!(matches!(error, SheetError::WrongFormat { .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn a_damaged_workbook_is_an_error_and_nothing_worse() {
    let whole = with_headings("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row>");
    let cut = &whole[..whole.len() / 2];
    assert!(matches!(refusal(cut), SheetError::Damaged { .. }));

    // The parser panics over the first and, if it checks its sums, over the second as well.
    let dimension = b"<worksheet><dimension ref=\"B9:A1\"/><sheetData/></worksheet>";
    assert!(matches!(refusal(&workbook_of(dimension, b"<sst/>")), SheetError::Damaged { .. }));
    let rows = "<row r=\"99999999999999999999\"><c r=\"A1\"><v>1</v></c></row>";
    let outcome = open(&with_headings(rows)).map(drain);
    assert!(outcome.is_err() || outcome.is_ok_and(|contents| contents.rows.len() <= 1));

    let rows =
        "<row r=\"9\"><c r=\"A9\"><v>1</v></c></row><row r=\"3\"><c r=\"A3\"><v>1</v></c></row>";
    let contents = read(&with_headings(rows));
    assert!(matches!(contents.errors[..], [SheetError::Damaged { row: Some(9), .. }]));

    let rows = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>99</v></c></row>";
    assert!(matches!(refusal(&with_headings(rows)), SheetError::Damaged { row: Some(1), .. }));
}

#[test]
fn a_reader_can_be_dropped_at_any_time() {
    let row = |n: u32| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>{n}</v></c></row>");
    let rows: String = (2..5_000).map(row).collect();
    let mut reader = open(&with_headings(&rows)).unwrap();
    let mut row = sheets::Row::default();
    assert!(reader.next_row(&mut row).unwrap());
    assert!(reader.bytes_read() <= reader.bytes_total());
    drop(reader);
    assert_eq!(read(&with_headings(&rows)).rows.len(), 4_998);
}
