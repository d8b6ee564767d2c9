//! Imports: sent, rehearsed, applied by a job, undone.

use std::io::{Cursor, Write};
use std::path::Path;

use serde_json::{Value, json};
use server::Config;
use tempfile::TempDir;
use testkit::{TestDb, at, db_test};

use crate::app::Answer;
use crate::company::{Company, found, person};

/// IBM's sample of receivables, outside of the repository.
const IBM: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/ar-ibm/WA_Fn-UseC_-Accounts-Receivable.csv"
);
const HEADER: &str = "client_number,client_name,invoice_number,issued_on,due_on,currency,amount,settled_on,settled_amount,reference\n";
const TWO: &str = "C1,Acme,A-1,2026-01-10,2026-02-09,USD,100.00,,,\nC2,Beta,B-1,2026-02-01,2026-03-03,USD,50.00,2026-02-20,,\n";

/// A company whose accountant imports, and its data folder.
struct Office {
    company: Company,
    config: Config,
    _data: TempDir,
}

impl Office {
    fn new(t: TestDb) -> Self {
        let data = tempfile::tempdir().unwrap();
        let config = Config { data_dir: data.path().to_owned(), ..Config::default() };
        Self { company: Company::with(t, config.clone()), config, _data: data }
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.company.by(&self.company.accountant.who).post(path, body)
    }

    fn get(&self, path: &str) -> Answer {
        self.company.by(&self.company.accountant.who).get(path)
    }

    fn send(&self, name: &str, bytes: impl Into<Vec<u8>>) -> Answer {
        let path = format!("/import-uploads?file_name={name}");
        self.company.by(&self.company.accountant.who).raw("POST", &path, bytes, None)
    }

    /// Sends a file and answers its upload's id.
    fn upload(&self, name: &str, bytes: impl Into<Vec<u8>>) -> Value {
        self.send(name, bytes).ok(201)["id"].clone()
    }

    fn plan(&self, upload: &Value, profile: &str) -> Answer {
        self.post("/imports/plan", &json!({"upload": upload, "profile": profile}))
    }

    /// Orders an import, has it done, and answers its job.
    fn run(&self, upload: &Value, profile: &str, fingerprint: &Value) -> Value {
        let order = json!({"upload": upload, "profile": profile, "fingerprint": fingerprint});
        self.done(self.post("/imports", &order))
    }

    /// Has a job done that was ordered, and answers it.
    fn done(&self, ordered: Answer) -> Value {
        let location = ordered.header("location").strip_prefix("/api/v1").unwrap().to_owned();
        assert_eq!(location, format!("/jobs/{}", ordered.ok(202)["job"].as_str().unwrap()));
        let worker = jobs::Worker::new(server::registry(&self.config));
        worker.run_once(&self.company.t.db).unwrap();
        self.get(&location).ok(200)
    }
}

#[db_test]
fn a_file_is_rehearsed_imported_and_undone(t: TestDb) {
    let office = Office::new(t);
    let sent = office.send("open%20items.csv", format!("{HEADER}{TWO}")).ok(201);
    assert_eq!(
        (&sent["file_name"], &sent["expires_at"]),
        (&json!("open_items.csv"), &json!("2026-04-01T15:00:00Z"))
    );
    let plan = office.plan(&sent["id"], "receivables").ok(200);
    assert_eq!((&plan["counts"]["rows"], &plan["counts"]["new_clients"]), (&json!(2), &json!(2)));
    let invoices = json!([{"currency": "USD", "count": 2, "sum": "150.00"}]);
    assert_eq!(plan["counts"]["invoices"], invoices);
    assert_eq!(office.get("/invoices").ok(200)["total"], 0, "a plan writes nothing");

    let odd = json!({"upload": sent["id"], "profile": "receivables", "fingerprint": "latest"});
    office.post("/imports", &odd).problem(422, "bad-fingerprint", Some("fingerprint"));
    let stale = office.run(&sent["id"], "receivables", &json!("0000000000000000"));
    assert_eq!(stale["status"], "failed");
    assert!(stale["error"].as_str().unwrap().contains("facts have moved"), "{stale}");
    assert_eq!(stale["error_code"], "facts-moved");
    let job = office.run(&sent["id"], "receivables", &plan["fingerprint"]);
    assert_eq!((&job["status"], &job["kind"]), (&json!("done"), &json!("import.apply")), "{job}");
    assert_eq!(job["done"], job["total"], "{job}");
    let import = &job["result"]["import"];
    let path = format!("/imports/{}", import.as_str().unwrap());
    let found = office.get(&path).ok(200);
    assert_eq!((&found["status"], &found["rows_done"]), (&json!("applied"), &json!(2)));
    assert_eq!((&found["counts"]["invoices"], &found["started_by"]), (&invoices, &json!("clara")));
    let aged = office.get("/reports/aging").ok(200);
    assert_eq!(aged["rows"][0]["open"], "100.00");
    // The file is gone with its import, and the same order again is the same job.
    office.plan(&sent["id"], "receivables").problem(404, "unknown-upload", None);

    let undone = office.done(office.company.by(&office.company.accountant.who).raw(
        "POST",
        &format!("{path}/undo"),
        "",
        None,
    ));
    assert_eq!(undone["status"], "done", "{undone}");
    let listed = office.get("/imports?sort=-started_at&status=undone").ok(200);
    assert_eq!(&listed["items"][0]["id"], import);
    assert_eq!(office.get("/reports/aging").ok(200)["rows"], json!([]));
    let again = office.company.by(&office.company.accountant.who);
    again.raw("POST", &format!("{path}/undo"), "", None).problem(409, "not-applied", None);
    assert_eq!(office.get("/proof").ok(200)["ok"], true);

    // Undone, the file can be imported once more, and by the same fingerprint.
    let upload = office.upload("again.csv", format!("{HEADER}{TWO}"));
    let plan = office.plan(&upload, "receivables").ok(200);
    let job = office.run(&upload, "receivables", &plan["fingerprint"]);
    assert_eq!(job["status"], "done", "{job}");
    assert_ne!(&job["result"]["import"], import);
}

#[db_test]
fn what_was_built_upon_is_not_undone(t: TestDb) {
    let office = Office::new(t);
    let upload = office.upload("a.csv", format!("{HEADER}{TWO}"));
    let plan = office.plan(&upload, "receivables").ok(200);
    let job = office.run(&upload, "receivables", &plan["fingerprint"]);
    let client = office.get("/clients?number=C1").ok(200)["items"][0]["id"].clone();
    let new = json!({"payer": client, "method": "cash", "amount": "10", "applications": {"how": "oldest_first"}});
    let receipt = office.post("/receipts", &new).ok(201);
    let path = format!("/imports/{}/undo", job["result"]["import"].as_str().unwrap());
    let undo = || {
        let clara = &office.company.accountant.who;
        office.done(office.company.by(clara).raw("POST", &path, "", None))
    };
    let refused = undo();
    assert_eq!(refused["status"], "failed");
    assert!(refused["error"].as_str().unwrap().contains("A-1"), "{refused}");
    let void = format!("/receipts/{}/void", receipt["id"].as_str().unwrap());
    office.post(&void, &json!({"reason": "not theirs"})).ok(200);
    assert_eq!(undo()["status"], "done", "ordered again, it is tried again");
}

#[db_test]
fn ibms_receivables_are_imported(t: TestDb) {
    if !Path::new(IBM).exists() {
        let message = format!("SKIPPED: {IBM} is not there, so nothing was imported");
        assert!(std::env::var_os("CI").is_none(), "{message}");
        eprintln!("{message}");
        return;
    }
    let office = Office::new(t);
    let file = std::fs::read(IBM).unwrap();
    let upload = office.upload("ibm.csv", file.clone());
    let plan = office.plan(&upload, "ibm-ar").ok(200);
    assert_eq!(plan["counts"]["invoices"][0]["sum"], "147703.18", "{plan:#}");
    let job = office.run(&upload, "ibm-ar", &plan["fingerprint"]);
    assert_eq!(job["status"], "done", "{job}");
    for (day, figures) in [
        ("2012-03-31", ["6183.10", "5613.87", "569.23"]),
        ("2012-12-31", ["5725.06", "4936.32", "788.74"]),
        ("2013-06-30", ["5119.85", "4284.29", "835.56"]),
    ] {
        let row = &office.get(&format!("/reports/aging?as_of={day}")).ok(200)["rows"][0];
        assert_eq!([&row["open"], &row["not_due"], &row["buckets"][0]], figures, "{day}");
    }
    let csv = office.get("/reports/open-items?as_of=2012-03-31&format=csv");
    assert_eq!(csv.text.lines().count(), 108);
    let again = office.upload("ibm.csv", file);
    let plan = office.plan(&again, "ibm-ar").ok(200);
    assert_eq!(plan["counts"]["unchanged"], 2466);
}

/// A workbook whose sheet is small as it is sent and large as it is read.
fn zip_bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in [
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("xl/workbook.xml", b"<workbook/>".to_vec()),
        ("xl/worksheets/sheet1.xml", vec![b' '; 32 << 20]),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[db_test]
fn bad_files_are_refused(t: TestDb) {
    let office = Office::new(t);
    let refused = |name: &str, bytes: Vec<u8>, code: &str, word: &str| {
        let answer = office.plan(&office.upload(name, bytes), "receivables");
        answer.problem(422, code, Some("file"));
        let detail = answer.json["detail"].as_str().unwrap();
        assert!(detail.contains(word), "{detail}");
        assert!(!detail.contains("uploads/"), "no folder of the server's is named: {detail}");
    };
    let bomb = zip_bomb();
    assert!(bomb.len() < 1 << 20);
    refused("bomb.xlsx", bomb, "unreadable-file", "bomb.xlsx");
    refused("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3".to_vec(), "unreadable-file", "a.pdf");
    refused("empty.csv", Vec::new(), "unreadable-file", "empty.csv");
    refused("other.csv", b"a,b\n1,2\n".to_vec(), "columns-missing", "invoice_number");
    refused("cut.xlsx", b"PK\x03\x04cut".to_vec(), "unreadable-file", "cut.xlsx");
    let unclosed = format!("{HEADER}\"C1,Acme");
    refused("quote.csv", unclosed.into_bytes(), "unreadable-file", "quote.csv");
}

#[db_test]
fn rows_of_the_wrong_encoding_are_refused_and_sent_back(t: TestDb) {
    let office = Office::new(t);
    let mut bytes = format!("{HEADER}{TWO}").into_bytes();
    bytes.extend(b"C3,Mu\xf1oz,C-1,2026-01-10,,USD,10.00,,,\nC4,=cmd(),D-1,someday,,USD,-1,,,\n");
    let upload = office.upload("latin.csv", bytes);
    let toml = include_str!("../../../../../domain/imports/profiles/receivables.toml");
    let toml = format!("encoding = \"utf-8\"\n{toml}");
    let asked = json!({"upload": upload, "profile_toml": toml});
    let plan = office.post("/imports/plan", &asked).ok(200);
    assert_eq!((&plan["counts"]["refused"], &plan["counts"]["rows"]), (&json!(2), &json!(4)));
    assert_eq!(plan["refusals"][0]["row"], 4);
    assert!(plan["refusals"][0]["why"].as_str().unwrap().contains("UTF-8"), "{plan:#}");
    assert_eq!(plan["refusals"][0]["code"], "row-unreadable");
    let csv = office.post("/imports/plan/refused", &asked);
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"refused-rows.csv\"");
    let lines: Vec<&str> = csv.text.lines().collect();
    assert!(lines[0].ends_with(",refused_because") && lines.len() == 3, "{}", csv.text);
    assert!(lines[2].contains("'=cmd()"), "{}", csv.text);
    let odd = json!({"upload": upload, "profile_toml": toml.replace("utf-8", "klingon")});
    office.post("/imports/plan", &odd).problem(422, "unreadable-file", Some("file"));
}

#[db_test]
fn uploads_are_bounded_and_ones_own(t: TestDb) {
    let office = Office::new(t);
    let company = &office.company;
    let clara = &company.accountant.who;
    let large = (server::UPLOAD_BYTES_MAX + 1).to_string();
    let path = "/import-uploads?file_name=a.csv";
    let answer = company.by(clara).with("content-length", large).raw("POST", path, "x", None);
    answer.problem(413, "file-too-large", None);
    company.by(clara).raw("POST", "/import-uploads", "x", None).problem(
        422,
        "bad-parameter",
        Some("file_name"),
    );
    let ana = &company.representative.who;
    company.by(ana).raw("POST", path, "x", None).problem(403, "permission-lacking", None);

    let upload = office.upload("a.csv", format!("{HEADER}{TWO}"));
    let operator =
        found(&company.t, kernel::TenantId::from_uuid(uuid::Uuid::from_u128(7)), "southwind");
    let roles = company.t.db.read(operator.tenant(), people::role::all).unwrap();
    let sara = person(&company.t, &operator, &roles, "sara", "Accountant").who;
    let asked = json!({"upload": upload, "profile": "receivables"});
    company.by(&sara).post("/imports/plan", &asked).problem(404, "unknown-upload", None);
    let order = json!({"upload": upload, "profile": "receivables", "fingerprint": "x"});
    company.by(&sara).post("/imports", &order).problem(404, "unknown-upload", None);
    let own = format!("/import-uploads/{}", upload.as_str().unwrap());
    company.by(&sara).delete(&own).problem(404, "unknown-upload", None);

    company.t.clock.set(at("2026-04-01T14:59:59Z"));
    office.plan(&upload, "receivables").ok(200);
    company.t.clock.set(at("2026-04-01T15:00:01Z"));
    office.plan(&upload, "receivables").problem(404, "unknown-upload", None);
    let other = office.upload("b.csv", HEADER);
    let path = format!("/import-uploads/{}", other.as_str().unwrap());
    company.by(clara).delete(&path).ok(204);
    company.by(clara).delete(&path).problem(404, "unknown-upload", None);
}

#[db_test]
fn profiles_are_listed_and_checked(t: TestDb) {
    let office = Office::new(t);
    let profiles = office.get("/import-profiles").ok(200);
    let items = profiles["items"].as_array().unwrap();
    let ibm = items.iter().find(|p| p["name"] == "ibm-ar").unwrap();
    assert_eq!(ibm["columns"]["client_number"], json!(["customerID"]));
    let fields = ibm["fields"].as_array().unwrap();
    assert!(fields.iter().any(|f| f["name"] == "amount" && f["required"] == true));
    let check = |toml: &str| office.post("/import-profiles/check", &json!({"toml": toml}));
    let good = include_str!("../../../../../domain/imports/profiles/ibm-ar.toml");
    assert_eq!(check(good).ok(200)["source"], "ibm-ar");
    check("colour = 1").problem(422, "bad-profile", Some("toml"));
    check(&"#".repeat(70_000)).problem(422, "bad-profile", Some("toml"));

    let upload = office.upload("a.csv", format!("{HEADER}{TWO}"));
    for name in ["mine", "../../../etc/passwd", "/etc/passwd"] {
        office.plan(&upload, name).problem(422, "unknown-profile", Some("profile"));
    }
    let neither = json!({"upload": upload});
    office.post("/imports/plan", &neither).problem(422, "bad-profile", Some("profile"));
    let both = json!({"upload": upload, "profile": "ibm-ar", "profile_toml": good});
    office.post("/imports/plan", &both).problem(422, "bad-profile", Some("profile"));
}

#[db_test]
fn a_job_has_no_more_rights_than_who_ordered_it(t: TestDb) {
    let office = Office::new(t);
    let company = &office.company;
    let upload = office.upload("a.csv", format!("{HEADER}{TWO}"));
    let plan = office.plan(&upload, "receivables").ok(200);
    let order =
        json!({"upload": upload, "profile": "receivables", "fingerprint": plan["fingerprint"]});
    let ordered = office.post("/imports", &order);
    let (admin, clara) = (&company.administrator.who, company.accountant.id);
    let off =
        company.by(admin).if_match(1).patch(&format!("/users/{clara}"), &json!({"active": false}));
    off.ok(200);
    let worker = jobs::Worker::new(server::registry(&office.config));
    worker.run_once(&company.t.db).unwrap();
    let job = company.by(admin).get(&format!("/jobs/{}", ordered.ok(202)["job"].as_str().unwrap()));
    let job = job.ok(200);
    assert_eq!(job["status"], "failed");
    assert!(job["error"].as_str().unwrap().contains("disabled"), "{job}");
    assert_eq!(company.by(admin).get("/invoices").ok(200)["total"], 0);
}
