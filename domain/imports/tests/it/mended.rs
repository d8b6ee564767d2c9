//! The file of refused rows, mended and imported.

use imports::{Plan, Profile};
use sheets::{Cell, Writer};
use testkit::{TestDb, db_test};

use crate::books::{File, PLAIN, company, import, operator, plan, profile, request};

/// A plan, and the file of refused rows that it writes.
fn plan_refused(t: &TestDb, file: &File, profile: &Profile) -> (Plan, String) {
    let mut out: Vec<u8> = Vec::new();
    let path = file.path();
    let request = request(&path, profile);
    let plan = imports::plan(&t.db, &operator(t), &request, Some(&mut out), &mut |_| true).unwrap();
    (plan, String::from_utf8(out).unwrap())
}

#[db_test]
fn mended_rows_come_in_and_no_others(t: TestDb) {
    company(&t);
    let profile = profile(PLAIN);
    let head = "client,number,issued,amount,currency,name";
    let file = File::csv(&[
        head,
        "C-1,0000000001,2025-06-01,100.00,USD,First",
        "C-2,0000000002,2025-06-31,-5.00,USD,=SUM(A1)",
        "C-3,N-3,2025-06-03,300.00,USD,\"Third, of all\"",
        "C-4,N-4,2025-06-04,four,USD,'@Fourth",
        "C-5,N-5,2025-06-05,500.00,USD,+34 912",
    ]);
    let (planned, refused) = plan_refused(&t, &file, &profile);
    assert_eq!((planned.rows, planned.refused), (5, 2));
    let expect = [
        "client,number,issued,amount,currency,name,refused_because",
        "C-2,0000000002,2025-06-31,-5.00,USD,'=SUM(A1),amount: it is below nought (a profile may take such rows as credit notes: negative_amounts = \"\"credit_note\"\")",
        "C-4,N-4,2025-06-04,four,USD,''@Fourth,amount: it is not a number in the form 1234.56",
    ];
    let lines: Vec<&str> = refused.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, expect[0]));
    assert!(
        lines[1].contains("issued: it is not a day") && lines[1].contains("'=SUM(A1)"),
        "{refused}"
    );
    assert_eq!(lines[2], expect[2]);
    crate::books::apply(&t, &file, &profile, &planned.fingerprint).unwrap();

    let mended =
        refused.replace("2025-06-31", "2025-06-30").replace("-5.00", "5.00").replace("four", "4");
    let mended = File::new("mended.csv", mended);
    let (plan_of_mended, _) = import(&t, &mended, &profile);
    assert_eq!((plan_of_mended.rows, plan_of_mended.unchanged), (2, 0));
    assert_eq!(plan_of_mended.invoices.values().next(), Some(&(2, 900)));
    assert!(plan_of_mended.unused_columns.is_empty());
    let names = t.db.read(t.tenant, |tx| db::dump(tx, &[])).unwrap();
    assert!(names.contains("legal_name=\"=SUM(A1)\"") && names.contains("legal_name=\"'@Fourth\""));
    // What was right the first time is unchanged in the mended original.
    assert_eq!(plan(&t, &file, &profile).unchanged, 3);
}

#[db_test]
fn the_file_of_refused_rows_reads_whatever_the_profile_says_of_the_original(t: TestDb) {
    company(&t);
    let text = PLAIN.replace(
        "kind = \"receivables\"",
        "kind = \"receivables\"\nencoding = \"windows-1252\"\ndelimiter = \";\"\ndecimal_separator = \",\"\nnegative_amounts = \"credit_note\"",
    );
    let profile = profile(&text);
    // Müller, in windows-1252.
    let bytes =
        b"client;number;issued;amount;currency;name\nC-1;N-1;2025-06-31;-1,50;USD;M\xfcller\n";
    let (planned, refused) = plan_refused(&t, &File::new("file.csv", bytes), &profile);
    assert_eq!((planned.rows, planned.refused), (1, 1));
    let mended = File::new("mended.csv", refused.replace("2025-06-31", "2025-06-30"));
    // Refused once more for another reason, it has one reason only and comes back as it stood.
    let (_, twice) = plan_refused(&t, &File::new("m.csv", refused.clone()), &profile);
    assert_eq!(twice, refused);
    let (plan, _) = import(&t, &mended, &profile);
    assert_eq!(plan.credit_notes.values().next(), Some(&(1, 150)));
    let rows = t.db.read(t.tenant, |tx| db::dump(tx, &[])).unwrap();
    assert!(rows.contains("legal_name=\"Müller\""), "{rows}");
}

#[db_test]
fn refused_rows_of_a_workbook_keep_their_numbers(t: TestDb) {
    company(&t);
    let text = PLAIN.replace(
        "kind = \"receivables\"",
        "kind = \"receivables\"\ndecimal_separator = \",\"\nthousands_separator = \".\"",
    );
    let profile = profile(&text);
    let mut out = std::io::Cursor::new(Vec::new());
    let mut writer = Writer::xlsx(&mut out, "Rows").unwrap();
    writer.headers(&["client", "number", "issued", "amount", "currency", "name"]).unwrap();
    for (number, amount) in [("N-1", "2.675"), ("N-2", "0.3")] {
        let [client, issued, currency, name] = ["C-1", "2025-06-31", "USD", "First"];
        let cells = [client, number, issued].map(Cell::Text).into_iter();
        let cells = cells.chain([Cell::Number(amount)]).chain([currency, name].map(Cell::Text));
        writer.row(&cells.collect::<Vec<_>>()).unwrap();
    }
    writer.finish().unwrap();
    let (planned, refused) = plan_refused(&t, &File::new("rows.xlsx", out.into_inner()), &profile);
    assert_eq!(planned.refused, 2);
    // A number with three decimals is still none of dollars, and no thousands.
    let mended = File::new("mended.csv", refused.replace("2025-06-31", "2025-06-30"));
    let (again, twice) = plan_refused(&t, &mended, &profile);
    assert_eq!((again.refused, again.invoices.values().next()), (1, Some(&(1, 30))), "{twice}");
    // Mended again by hand, in the profile's own form.
    let mended = File::new("mended.csv", twice.replace(",2.675,", ",\"2.675,00\","));
    let (plan, _) = import(&t, &mended, &profile);
    assert_eq!(plan.invoices.values().next(), Some(&(1, 267_500)));
}

#[db_test]
fn texts_of_a_workbook_are_read_as_the_profile_says(t: TestDb) {
    company(&t);
    let text = PLAIN.replace(
        "kind = \"receivables\"",
        "kind = \"receivables\"\ndecimal_separator = \",\"\nthousands_separator = \".\"",
    );
    let profile = profile(&text);
    let mut out = std::io::Cursor::new(Vec::new());
    let mut writer = Writer::xlsx(&mut out, "Rows").unwrap();
    writer.headers(&["client", "number", "issued", "amount", "currency", "name"]).unwrap();
    for (number, issued, amount) in [
        ("N-1", "2025-06-30", Cell::Text("1.500")),
        ("N-2", "2025-06-30", Cell::Number("1.5")),
        ("N-3", "2025-06-31", Cell::Text("2.000")),
    ] {
        let [client, currency, name] = ["C-1", "USD", "First"].map(Cell::Text);
        let (number, issued) = (Cell::Text(number), Cell::Text(issued));
        writer.row(&[client, number, issued, amount, currency, name]).unwrap();
    }
    writer.finish().unwrap();
    let file = File::new("rows.xlsx", out.into_inner());
    let (planned, refused) = plan_refused(&t, &file, &profile);
    assert_eq!((planned.refused, planned.invoices.values().next()), (1, Some(&(2, 150_150))));
    let mended = File::new("mended.csv", refused.replace("2025-06-31", "2025-06-30"));
    let (plan, _) = import(&t, &mended, &profile);
    assert_eq!(plan.invoices.values().next(), Some(&(1, 200_000)));
}
