//! CSV files as they come from other programs and other people.

mod support;

use sheets::{Format, Limit, Limits, ReadOptions, RowFault, SheetError};
use support::{drain, open, open_with, read, refusal};

fn with(change: impl FnOnce(&mut ReadOptions)) -> ReadOptions {
    let mut options = ReadOptions::default();
    change(&mut options);
    options
}

fn fault(error: &SheetError) -> (u64, Option<&str>, &RowFault) {
    match error {
        SheetError::Row { row, column, fault } => {
            (*row, column.as_ref().map(|c| c.name.as_str()), fault)
        }
        other => panic!("not an error of a row: {other}"),
    }
}

#[test]
fn a_plain_file_is_read_and_described() {
    let reader = open(b"Name , Amount\nAcme,1.50\nBolt,2\n").unwrap();
    let detected = reader.detected();
    assert_eq!(detected.format, Format::Csv);
    assert_eq!(detected.encoding, "UTF-8");
    assert_eq!(detected.delimiter, Some(','));
    assert_eq!(detected.sheet, None);
    let contents = drain(reader);
    assert_eq!(contents.headers, ["Name", "Amount"]);
    assert_eq!(contents.cells(), [["Acme", "1.50"], ["Bolt", "2"]]);
    assert_eq!(contents.numbers(), [2, 3]);
    assert!(contents.errors.is_empty());
}

#[test]
fn the_separator_is_found_by_what_the_rows_agree_on() {
    for (text, expected) in [
        ("id;amount\n1;1,50\n2;2,75\n", ';'),
        ("id\tamount\n1\t1,50\n", '\t'),
        ("id|name|city\n1|a,b|c;d\n", '|'),
        ("name,city\n\"a;b;c\",\"d;e\"\n\"x;y;z\",w\n", ','),
        ("name;\"a, b, c\"\n1;\"x, y, z\"\n", ';'),
        ("only one column\nx\n", ','),
        ("a;b;c\n", ';'),
    ] {
        let reader = open(text.as_bytes()).unwrap();
        assert_eq!(reader.detected().delimiter, Some(expected), "{text}");
    }
}

#[test]
fn a_declared_separator_is_obeyed_and_is_no_row() {
    let reader = open(b"sep=;\r\na,b;c\r\n1,5;2\r\n").unwrap();
    assert_eq!(reader.detected().delimiter, Some(';'));
    let contents = drain(reader);
    assert_eq!(contents.headers, ["a,b", "c"]);
    assert_eq!(contents.rows, [(3, vec!["1,5".to_owned(), "2".to_owned()])]);
}

#[test]
fn the_caller_knows_better_than_the_detection() {
    let options = with(|o| {
        o.delimiter = Some(b'~');
        o.encoding = Some("ISO-8859-15".into());
        o.header_row = Some(3);
    });
    let text = b"List of clients\n\nName~Price\nM\xFCller~5 \xA4\n";
    let reader = open_with(text, &options, &Limits::default()).unwrap();
    assert_eq!(reader.detected().encoding, "ISO-8859-15");
    let contents = drain(reader);
    assert_eq!(contents.headers, ["Name", "Price"]);
    assert_eq!(contents.cells(), [["Müller", "5 €"]]);

    for delimiter in [b'"', b'\n', b'a', 0, 0xE9] {
        let options = with(|o| o.delimiter = Some(delimiter));
        let error = open_with(text, &options, &Limits::default()).err();
        assert!(matches!(error, Some(SheetError::BadDelimiter { .. })));
    }
    for label in ["klingon", "iso-2022-kr", ""] {
        let options = with(|o| o.encoding = Some(label.into()));
        let error = open_with(text, &options, &Limits::default()).err();
        assert!(matches!(error, Some(SheetError::UnknownEncoding { .. })), "{label}");
    }
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn every_common_encoding_is_recognised() {
    let text = "Name,Ort\nMüller,Köln\nŠimůnek,Brno\n";
    let bom = format!("\u{FEFF}{text}");
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (bom.as_bytes().to_vec(), "UTF-8"),
        (utf_16(&bom, u16::to_le_bytes), "UTF-16LE"),
        (utf_16(&bom, u16::to_be_bytes), "UTF-16BE"),
        (utf_16(text, u16::to_le_bytes), "UTF-16LE"),
        (utf_16(text, u16::to_be_bytes), "UTF-16BE"),
    ] {
        let reader = open(&bytes).unwrap();
        assert_eq!(reader.detected().encoding, encoding);
        let contents = drain(reader);
        assert_eq!(contents.headers, ["Name", "Ort"], "{encoding}");
        assert_eq!(contents.cells(), [["Müller", "Köln"], ["Šimůnek", "Brno"]]);
    }
}

#[test]
fn a_damaged_byte_spoils_its_row_and_not_the_file() {
    let text = "Name,Ort\nMüller,Köln\nŠimůnek,Brno\nAcme,B?nn\nBolt,Bonn\n";
    let mut bytes = text.as_bytes().to_vec();
    let at = bytes.iter().position(|b| *b == b'?').unwrap();
    bytes[at] = 0xFC;
    let reader = open(&bytes).unwrap();
    assert_eq!(reader.detected().encoding, "UTF-8");
    let contents = drain(reader);
    assert_eq!(contents.cells(), [["Müller", "Köln"], ["Šimůnek", "Brno"], ["Bolt", "Bonn"]]);
    let encoding = "UTF-8".into();
    let expected = (4, Some("Ort"), &RowFault::NotInEncoding { encoding });
    assert_eq!(fault(&contents.errors[0]), expected);
}

#[test]
fn western_files_without_unicode_are_recognised() {
    // The first is Latin-1 as well; the euro sign and the quotes exist in windows-1252 only.
    let latin = b"Name,Ort\nM\xFCller,K\xF6ln\nRen\xE9 Lef\xE8vre,Orl\xE9ans\n";
    let reader = open(latin).unwrap();
    assert_eq!(reader.detected().encoding, "windows-1252");
    let contents = drain(reader);
    assert_eq!(contents.cells(), [["Müller", "Köln"], ["René Lefèvre", "Orléans"]]);

    let windows = b"Item,Price\nCaf\xE9 \x93cr\xE8me\x94,5 \x80\nD\xE9j\xE0 vu,7 \x80\n";
    let reader = open(windows).unwrap();
    assert_eq!(reader.detected().encoding, "windows-1252");
    assert_eq!(drain(reader).cells()[0], ["Café “crème”", "5 €"]);
}

#[test]
fn bytes_that_go_wrong_after_the_sample_are_an_error_of_their_row() {
    let mut text = String::from("id,name\n");
    let mut line = 1;
    while text.len() < 3 * 1024 * 1024 {
        text.push_str("1,abcdefghijklmnopqrstuvwxyz\n");
        line += 1;
    }
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(b"2,caf\xE9\n3,fine\n4,\xEF\xBF\xBD\n5,cut \xE2\x82");
    let reader = open(&bytes).unwrap();
    assert_eq!(reader.detected().encoding, "UTF-8");
    let contents = drain(reader);
    let expected = RowFault::NotInEncoding { encoding: "UTF-8".into() };
    assert_eq!(contents.errors.len(), 2);
    assert_eq!(fault(&contents.errors[0]), (line + 1, Some("name"), &expected));
    assert_eq!(fault(&contents.errors[1]), (line + 4, Some("name"), &expected));
    let last = &contents.rows[contents.rows.len() - 2..];
    assert_eq!(last[0], (line + 2, vec!["3".into(), "fine".into()]));
    // A replacement character that really is in the file is not an error.
    assert_eq!(last[1], (line + 3, vec!["4".into(), "\u{FFFD}".into()]));
}

#[test]
fn half_a_character_at_the_end_of_the_sample_is_no_reason_to_doubt_utf_8() {
    for shift in 0..3 {
        let mut text = "x".repeat(shift);
        text.push_str("a,b\n");
        while text.len() < 1024 * 1024 + 10 {
            text.push_str("€€€€€€€€€€,€€€€\n");
        }
        assert_eq!(open(text.as_bytes()).unwrap().detected().encoding, "UTF-8");
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    for end in ["\n", "\r\n", "\r"] {
        let lines = ["a,b", "1,\"x", "y\"", "", "2,z", ",", "\"3", "", "4\",\"5", "6\"", "7,8"];
        let contents = read(lines.join(end).as_bytes());
        assert_eq!(contents.numbers(), [2, 5, 7, 11], "{end:?}");
        assert_eq!(contents.rows[0].1, ["1".to_owned(), format!("x{end}y")]);
        assert_eq!(contents.rows[2].1[0], format!("3{end}{end}4"));
        assert_eq!(contents.rows[2].1[1], format!("5{end}6"));
        assert_eq!(contents.rows[3].1, ["7", "8"]);
        assert!(contents.errors.is_empty());
    }
    let mixed = read(b"a,b\r1,2\n3,4\r\n5,6\n\r7,8");
    assert_eq!(mixed.numbers(), [2, 3, 4, 6]);
}

#[test]
fn quotes_follow_rfc_4180_and_forgive_blanks_behind_them() {
    let contents = read(b"a,b\n\"x\"\"y\",\"\"\n\"p\" ,q\n12\" screen,\"a,b\"\n\"\"\"\",z\n");
    assert_eq!(contents.cells(), [["x\"y", ""], ["p", "q"], ["12\" screen", "a,b"], ["\"", "z"]]);
}

#[test]
fn text_behind_a_closing_quote_is_an_error_of_its_row() {
    let text = b"name,n\n\"Acme \"Best\" Ltd\",5\n\"A\" \"B\",6\nok,7\n";
    let contents = read(text);
    assert_eq!(fault(&contents.errors[0]), (2, Some("name"), &RowFault::TextAfterQuote));
    assert_eq!(fault(&contents.errors[1]), (3, Some("name"), &RowFault::TextAfterQuote));
    assert_eq!(contents.rows, [(4, vec!["ok".into(), "7".into()])]);
}

#[test]
fn an_unclosed_quote_is_reported_where_it_opens() {
    let contents = read(b"a,b,c\n1,2,3\n4,\"x\ny\",\"never closed\n7,8,9\n");
    let error = contents.errors.last().unwrap();
    assert!(matches!(error, SheetError::UnclosedQuote { row: 4, .. }), "{error}");
    assert!(!error.is_row());
    assert!(error.to_string().contains("on row 4"), "{error}");
    assert_eq!(contents.rows.len(), 1);
    assert!(matches!(refusal(b"a,\"b\n1,2\n"), SheetError::UnclosedQuote { row: 1, .. }));
}

#[test]
fn a_nul_is_an_error_of_its_row() {
    let contents = read(b"name,note\nfirst customer,x\0y\nsecond customer,fine\n");
    assert_eq!(fault(&contents.errors[0]), (2, Some("note"), &RowFault::NulCharacter));
    assert_eq!(contents.cells(), [["second customer", "fine"]]);
    assert!(matches!(
        refusal(b"name,no\0te of the customer\n"),
        SheetError::BadHeader { row: 1, .. }
    ));
}

#[test]
fn rows_may_be_short_and_empty_but_not_long() {
    let contents = read(b"a,b\n1\n\n , \n,,,\n1,2,3\n4,5,,\n6,7, \n");
    assert_eq!(contents.cells(), [["1", ""], ["4", "5"], ["6", "7"]]);
    let fault_expected = RowFault::MoreCellsThanHeaders { cells: 3, headers: 2 };
    assert_eq!(contents.errors.len(), 1);
    assert_eq!(fault(&contents.errors[0]), (6, None, &fault_expected));
}

#[test]
fn headings_must_tell_the_columns_apart() {
    let error = refusal(b"Name,Amount, Name\n1,2,3\n");
    assert_eq!(
        error.to_string().split_once('”').unwrap().1,
        " has the heading “Name” twice in row 1: in column A and in column C. Rename or remove \
         one of them."
    );
    let error = refusal(b"\n\nName,,Amount\n1,2,3\n");
    assert!(matches!(&error, SheetError::EmptyHeader { row: 3, column, .. } if column.number == 2));
    // Separators behind the last heading are a habit of spreadsheets.
    assert_eq!(read(b"Name,Amount,,\n1,2,,\n").headers, ["Name", "Amount"]);
}

#[test]
fn a_file_without_headings_holds_no_table() {
    for bytes in [&b""[..], b"\n\r\n", b"\xEF\xBB\xBF", b"  \n , ,\n", b"\xFF\xFE", b"sep=;\n"] {
        assert!(matches!(refusal(bytes), SheetError::Empty { .. }), "{bytes:?}");
    }
    let contents = read(b"Name,Amount\n");
    assert_eq!(contents.headers, ["Name", "Amount"]);
    assert!(contents.rows.is_empty() && contents.errors.is_empty());
    assert!(read(b"Name,Amount").rows.is_empty());
}

#[test]
fn a_single_file_may_not_grow_past_the_limits() {
    let limits = Limits {
        file_bytes: 200,
        record_bytes: 50,
        field_bytes: 20,
        columns: 3,
        rows: 3,
        ..Limits::default()
    };
    let read =
        |text: &str| drain(open_with(text.as_bytes(), &ReadOptions::default(), &limits).unwrap());
    let refused = |text: &str| open_with(text.as_bytes(), &ReadOptions::default(), &limits).err();

    let contents = read("a,b\n1,2\n\n3,4\n5,6\n7,8\n");
    assert_eq!(contents.rows.len(), 3);
    assert!(matches!(
        contents.errors[..],
        [SheetError::OverLimit { limit: Limit::Rows, allowed: 3, row: Some(6), .. }]
    ));

    let contents = read(&format!("a,b\n{},2\n3,{}\n5,6\n", "x".repeat(21), "y".repeat(20)));
    assert_eq!(fault(&contents.errors[0]), (2, Some("a"), &RowFault::CellTooLong { allowed: 20 }));
    assert_eq!(contents.rows.len(), 2);

    let contents = read("a,b,c\n1,2,3,4\n1,2,3,,,,\n");
    assert_eq!(fault(&contents.errors[0]).2, &RowFault::TooManyColumns { allowed: 3 });
    assert_eq!(contents.cells(), [["1", "2", "3"]]);

    let contents = read(&format!("a,b\n1,\"{}\n", "x\n".repeat(30)));
    assert!(matches!(
        contents.errors[..],
        [SheetError::OverLimit { limit: Limit::RecordBytes, row: Some(2), .. }]
    ));

    assert!(matches!(refused("a,b,c,d\n"), Some(SheetError::BadHeader { .. })));
    let error = refused(&"a,b\n".repeat(51)).unwrap();
    assert!(matches!(error, SheetError::OverLimit { limit: Limit::FileBytes, .. }));
}

#[test]
fn files_that_are_no_tables_are_called_what_they_are() {
    for (bytes, expected) in [
        (&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on"[..], ".xls"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1F\x8B\x08....", ".gz"),
        (b"\x89PNG\r\n\x1A\n", "picture"),
        (b"PK\x05\x06\0\0", "ZIP"),
        (b"\n <!DOCTYPE html><table>", "web page"),
        (b"<HTML><table><tr><td>", "web page"),
        (b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", "neither a spreadsheet"),
    ] {
        let error = refusal(bytes);
        assert!(matches!(error, SheetError::WrongFormat { .. }), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn what_is_no_file_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &std::path::Path| {
        sheets::Reader::open(path, &ReadOptions::default(), &Limits::default()).err()
    };
    assert!(matches!(open(folder.path()), Some(SheetError::WrongFormat { .. })));
    let missing = folder.path().join("clients.csv");
    let error = open(&missing).unwrap();
    assert!(matches!(&error, SheetError::Io { file, .. } if file == "clients.csv"));
    // Where the file lies is nobody's business.
    assert!(!error.to_string().contains(folder.path().to_str().unwrap()));
}

#[test]
fn the_mark_says_which_utf_16_is_meant() {
    let options = with(|o| o.encoding = Some("utf-16".into()));
    let bytes = utf_16("\u{FEFF}Name\nMüller\n", u16::to_be_bytes);
    let reader = open_with(&bytes, &options, &Limits::default()).unwrap();
    assert_eq!(reader.detected().encoding, "UTF-16BE");
    assert_eq!(drain(reader).cells(), [["Müller"]]);
}

#[test]
fn readers_writers_and_errors_can_change_threads() {
    fn goes<T: Send>() {}
    fn is_shared<T: Send + Sync>() {}
    goes::<sheets::Reader>();
    goes::<sheets::Writer<Vec<u8>>>();
    is_shared::<SheetError>();
}

#[test]
fn progress_goes_from_nothing_to_everything() {
    let text = format!("a,b\n{}", "1,2\n".repeat(200_000));
    let mut reader = open(text.as_bytes()).unwrap();
    assert_eq!(reader.bytes_total(), text.len() as u64);
    let mut row = sheets::Row::default();
    let mut last = 0;
    while reader.next_row(&mut row).unwrap() {
        assert!(reader.bytes_read() >= last && reader.bytes_read() <= reader.bytes_total());
        last = reader.bytes_read();
        if row.number == 100_000 {
            assert!(last > reader.bytes_total() / 3 && last < reader.bytes_total());
        }
    }
    assert_eq!(reader.bytes_read(), reader.bytes_total());
    // Behind the end there is still nothing.
    assert!(!reader.next_row(&mut row).unwrap());
}
