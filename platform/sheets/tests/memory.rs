//! Large files take time, but not memory. This is a test program of its own, because the memory
//! that is measured is that of the whole process.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::time::{Duration, Instant};

use sheets::{Cell, Limit, Limits, ReadOptions, Reader, Row, SheetError, Writer};

const MIB: u64 = 1024 * 1024;

/// The most memory this process ever had, or nothing where that cannot be found out.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024)
}

fn count_rows(path: &std::path::Path) -> u64 {
    let mut reader = Reader::open(path, &ReadOptions::default(), &Limits::default()).unwrap();
    let mut row = Row::default();
    let mut rows = 0;
    while reader.next_row(&mut row).unwrap() {
        rows += 1;
        assert_eq!(row.number, rows + 1);
    }
    rows
}

#[test]
fn large_files_are_read_and_written_in_constant_memory() {
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("large.csv");
    let mut writer = Writer::csv(BufWriter::new(File::create(&csv).unwrap()));
    writer.headers(&["Name", "Number", "Amount", "Due"]).unwrap();
    for number in 0..1_000_000_u32 {
        let text = number.to_string();
        let cells = [
            Cell::Text("Müller & Söhne GmbH, Köln"),
            Cell::Number(&text),
            Cell::Number("147703.18"),
            Cell::Date("2013-01-31"),
        ];
        writer.row(&cells).unwrap();
    }
    writer.finish().unwrap().flush().unwrap();
    assert!(fs::metadata(&csv).unwrap().len() > 50 * MIB);
    assert_eq!(count_rows(&csv), 1_000_000);

    let xlsx = folder.path().join("large.xlsx");
    let mut writer = Writer::xlsx(File::create(&xlsx).unwrap(), "Large").unwrap();
    writer.headers(&["Name", "Number"]).unwrap();
    for number in 0..150_000_u32 {
        let text = number.to_string();
        let cells = [Cell::Text("Müller & Söhne GmbH, Köln"), Cell::Number(&text)];
        writer.row(&cells).unwrap();
    }
    writer.finish().unwrap();
    assert_eq!(count_rows(&xlsx), 150_000);

    let one_line = folder.path().join("line.csv");
    let mut file = BufWriter::new(File::create(&one_line).unwrap());
    for _ in 0..64 {
        file.write_all(&vec![b'x'; MIB as usize]).unwrap();
    }
    file.into_inner().unwrap().set_len(1024 * MIB).unwrap();
    let start = Instant::now();
    let error = Reader::open(&one_line, &ReadOptions::default(), &Limits::default()).err();
    assert!(matches!(
        error,
        Some(SheetError::OverLimit { limit: Limit::RecordBytes, row: Some(1), .. })
    ));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());

    if let Some(peak) = peak_memory() {
        assert!(peak < 24 * MIB, "{} MiB", peak / MIB);
    }
}
