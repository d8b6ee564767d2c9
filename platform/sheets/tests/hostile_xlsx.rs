//! Packages that were built to do harm, or might as well have been.

mod support;

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use sheets::{Limit, Limits, ReadOptions, SheetError};
use support::{
    ROOT, STYLES, WORKBOOK, WORKBOOK_RELS, open, open_with, refusal, sheet, workbook_of,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MIB: usize = 1024 * 1024;
const SHEET: &str = "xl/worksheets/sheet1.xml";
const ROW: &[u8] = b"<row><c t=\"inlineStr\"><is><t>x</t></is></c></row>";

/// A sound workbook with a repeated piece of content in one entry, and more entries if need be.
fn package(
    name: &str,
    piece: &[u8],
    times: usize,
    more: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>),
) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().large_file(false);
    for (entry, content) in [
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        (SHEET, &sheet(std::str::from_utf8(ROW).unwrap())),
    ] {
        if entry != name {
            zip.start_file(entry, options).unwrap();
            zip.write_all(content).unwrap();
        }
    }
    zip.start_file(name, options).unwrap();
    for _ in 0..times {
        zip.write_all(piece).unwrap();
    }
    more(&mut zip);
    zip.finish().unwrap().into_inner()
}

fn limit_of(error: &SheetError) -> Limit {
    match error {
        SheetError::OverLimit { limit, .. } => *limit,
        other => panic!("no limit: {other}"),
    }
}

/// Makes the package claim that an entry is small.
fn understate_size(package: &mut [u8], name: &str) {
    let mut patched = 0;
    for (signature, name_at, size_at) in [(b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)] {
        let headers: Vec<usize> = (0..package.len() - name_at - name.len())
            .filter(|at| package[*at..].starts_with(signature))
            .filter(|at| package[at + name_at..].starts_with(name.as_bytes()))
            .collect();
        for at in headers {
            package[at + size_at..at + size_at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
            patched += 1;
        }
    }
    assert_eq!(patched, 2);
}

#[test]
fn a_gigabyte_of_zeros_is_refused_long_before_its_end() {
    let mut bomb = package("xl/drawing.xml", &vec![0; MIB], 1024, |_| {});
    assert!(bomb.len() < 2 * MIB);
    let start = Instant::now();
    assert_eq!(limit_of(&refusal(&bomb)), Limit::PartBytes);
    assert!(start.elapsed() < Duration::from_secs(10));

    // What the package says about itself makes no difference.
    understate_size(&mut bomb, "xl/drawing.xml");
    assert!(matches!(refusal(&bomb), SheetError::Damaged { .. }));

    // As a sheet it would be allowed to be large, but is nothing that can be read in pieces.
    let bomb = package(SHEET, &vec![0; MIB], 1024, |_| {});
    assert!(matches!(refusal(&bomb), SheetError::Damaged { .. }));
}

#[test]
fn endless_blank_rows_are_refused_for_their_ratio() {
    let rows = b"<row/>".repeat(MIB / 6);
    let bomb = package(SHEET, &rows, 150, |_| {});
    assert!(bomb.len() * 200 < 150 * MIB);
    assert_eq!(limit_of(&refusal(&bomb)), Limit::ZipRatio);
}

#[test]
fn a_bomb_in_an_entry_that_is_never_read_is_refused_as_well() {
    let bomb = package("xl/media/image1.png", &vec![0; MIB], 64, |_| {});
    assert_eq!(limit_of(&refusal(&bomb)), Limit::ZipRatio);
}

#[test]
fn many_small_bombs_are_as_bad_as_a_large_one() {
    let piece = vec![0; 9 * MIB];
    let bomb = package("xl/a.xml", &piece, 1, |zip| {
        for number in 0..4 {
            zip.start_file(format!("xl/{number}.xml"), SimpleFileOptions::default()).unwrap();
            zip.write_all(&piece).unwrap();
        }
    });
    assert_eq!(limit_of(&refusal(&bomb)), Limit::ZipRatio);
}

#[test]
fn a_package_inside_a_package_is_only_bytes() {
    let inner = package(SHEET, &vec![0; MIB], 256, |_| {});
    let outer = package("xl/embeddings/book.xlsx", &inner, 1, |_| {});
    assert_eq!(open(&outer).unwrap().headers(), ["x"]);
}

#[test]
fn entries_that_share_their_bytes_are_refused() {
    let bytes = package("xl/media/a.bin", b"some bytes", 1, |zip| {
        zip.shallow_copy_file("xl/media/a.bin", "xl/media/b.bin").unwrap();
    });
    let error = refusal(&bytes);
    assert!(error.to_string().contains("overlap"), "{error}");
}

#[test]
fn a_package_of_very_many_entries_is_refused_before_they_are_listed() {
    let bytes = package("xl/a", b"", 1, |zip| {
        for number in 0..5_000 {
            zip.start_file(format!("{number}"), SimpleFileOptions::default()).unwrap();
        }
    });
    assert_eq!(limit_of(&refusal(&bytes)), Limit::ZipEntries);
}

#[test]
fn everything_together_has_a_limit() {
    let limits = Limits { zip_bytes: 2 * MIB as u64, ..Limits::default() };
    let refused = |bytes: &[u8]| open_with(bytes, &ReadOptions::default(), &limits).err();
    let bytes = package("xl/media/a.bin", &vec![7; MIB], 1, |zip| {
        zip.start_file("xl/media/b.bin", SimpleFileOptions::default()).unwrap();
        zip.write_all(&vec![7; MIB]).unwrap();
    });
    assert_eq!(limit_of(&refused(&bytes).unwrap()), Limit::ZipBytes);
    assert!(refused(&package("xl/media/a.bin", &vec![7; MIB], 1, |_| {})).is_none());
}

#[test]
fn what_is_held_in_memory_is_limited_more_tightly() {
    let limits = Limits { part_bytes: 200_000, held_bytes: 400_000, ..Limits::default() };
    let outcome = |name: &str, piece: &[u8], times: usize| {
        let bytes = package(name, piece, times, |_| {});
        open_with(&bytes, &ReadOptions::default(), &limits).err()
    };
    let limit =
        |name: &str, piece: &[u8], times: usize| outcome(name, piece, times).as_ref().map(limit_of);
    // Many strings weigh more than their bytes, and the longest name counts for every style.
    let strings = "xl/sharedStrings.xml";
    assert_eq!(limit(strings, b"<si><t>some text</t></si>", 10_000), Some(Limit::HeldBytes));
    assert_eq!(limit(strings, b"<si/>", 20_000), Some(Limit::HeldBytes));
    assert_eq!(limit("xl/styles.xml", b"<xf/>", 2_000), Some(Limit::HeldBytes));
    assert_eq!(limit("xl/workbook.xml", b"<a/>", 100_000), Some(Limit::PartBytes));
    assert_eq!(limit("docProps/app.xml", b"<a/>", 100_000), Some(Limit::PartBytes));
}

#[test]
fn a_large_sheet_may_not_hide_a_large_cell() {
    let limits = Limits { part_bytes: 100_000, record_bytes: 50_000, ..Limits::default() };
    let outcome = |rows: &str| {
        let bytes = workbook_of(&sheet(rows), b"<sst></sst>");
        open_with(&bytes, &ReadOptions::default(), &limits).err()
    };
    let row = std::str::from_utf8(ROW).unwrap();
    assert!(outcome(&row.repeat(5_000)).is_none());
    for hidden in [
        format!("<c t=\"{}\"/>", "x".repeat(60_000)),
        format!("<c><f>{}</f></c>", "<f></f>".repeat(10_000)),
        format!("<!-- {} -->", "<row/>".repeat(10_000)),
        format!("<c t=\"inlineStr\"><is>{}</is></c>", "<t>x</t>".repeat(8_000)),
        "<!DOCTYPE x>".to_owned(),
    ] {
        let error = outcome(&format!("{}<row>{hidden}</row>", row.repeat(5_000)));
        assert!(matches!(error, Some(SheetError::Damaged { .. })), "{error:?}");
    }
}

#[test]
fn a_sheet_may_not_pose_as_the_workbook() {
    let root = ROOT.replace("xl/workbook.xml", "xl/worksheets/workbook.xml");
    let bytes = package("_rels/.rels", root.as_bytes(), 1, |_| {});
    assert!(matches!(refusal(&bytes), SheetError::Damaged { .. }));
}

#[test]
fn a_claim_of_endless_texts_reserves_no_memory() {
    for count in ["99999999999999", "18446744073709551615", "999999999999999999999999"] {
        let strings = format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
        let row = "<row><c t=\"s\"><v>0</v></c></row>";
        let error = refusal(&workbook_of(&sheet(row), strings.as_bytes()));
        assert!(matches!(error, SheetError::Damaged { .. }), "{error}");
    }
    // A small lie, as told by careless programs, is forgiven.
    let strings = b"<sst uniqueCount=\"1000\"><si><t>x</t></si></sst>";
    let row = "<row><c t=\"s\"><v>0</v></c></row>";
    assert_eq!(open(&workbook_of(&sheet(row), strings)).unwrap().headers(), ["x"]);
}

#[test]
fn entities_that_multiply_are_not_expanded() {
    let mut xml = String::from("<!DOCTYPE s [<!ENTITY a0 \"ha\">");
    for level in 1..40 {
        let below = level - 1;
        xml.push_str(&format!("<!ENTITY a{level} \"&a{below};&a{below};\">"));
    }
    xml.push_str("]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&a39;</t></is></c></row></sheetData></worksheet>");
    let start = Instant::now();
    assert!(matches!(refusal(&workbook_of(xml.as_bytes(), b"<sst/>")), SheetError::Damaged { .. }));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn repetitive_but_honest_sheets_are_let_through() {
    let row = |n: u32| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>1</v></c><c r=\"B{n}\"/></row>");
    let rows: String = (1..300_000).map(row).collect();
    let bytes = workbook_of(&sheet(&rows), b"<sst/>");
    assert!(bytes.len() * 5 < rows.len());
    assert_eq!(open(&bytes).unwrap().headers(), ["1"]);
}
