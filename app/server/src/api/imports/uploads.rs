//! Sending a file, to be rehearsed and imported.

use std::fs::File;
use std::future::poll_fn;
use std::io::Write;
use std::pin::Pin;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, StatusCode};
use imports::preview::{self, Preview};
use jiff::Timestamp;
use kernel::code;
use people::Actor;
use people::permission::RunImports;
use serde::{Deserialize, Serialize};
use sheets::ReadOptions;
use tokio::sync::mpsc;
use tokio::time::timeout;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::plan::TURNS;
use super::profiles::ImportKind;
use crate::config::{BODY_SECONDS_MAX, UPLOAD_BYTES_MAX, UPLOAD_SECONDS_MAX};
use crate::export::FileBytes;
use crate::path::At;
use crate::problem::{Problem, ReadProblems, WriteProblems};
use crate::query::Query;
use crate::signed::Signed;
use crate::state::Server;
use crate::uploads::{Upload, UploadId, Uploads};
use crate::wire::id;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(create_import_upload))
        .routes(routes!(delete_import_upload))
        .routes(routes!(read_import_upload_preview))
}

/// Pieces of a file that wait to be written at the most.
const PIECES_MAX: usize = 8;

/// A file that was sent to be imported.
#[derive(Serialize, ToSchema)]
struct ImportUpload {
    id: Uuid,
    /// Its name, as messages and the record will have it.
    #[schema(example = "open-items.xlsx")]
    file_name: String,
    /// Its length.
    bytes: u64,
    /// When it was sent.
    uploaded_at: Timestamp,
    /// When it is thrown away.
    expires_at: Timestamp,
}

impl From<Upload> for ImportUpload {
    fn from(u: Upload) -> Self {
        let (uploaded_at, expires_at) = (u.uploaded_at(), u.expires_at());
        Self { id: u.id, file_name: u.file_name, bytes: u.bytes, uploaded_at, expires_at }
    }
}

/// What is said of a file.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UploadQuery {
    /// The file's name; what is odd in it becomes `_`.
    #[param(example = "open-items.xlsx")]
    file_name: String,
}

/// Send a file to be rehearsed and imported, CSV or XLSX; the body is the file itself. It is kept for a day.
#[utoipa::path(post, path = "/import-uploads", operation_id = "create_import_upload", tag = "imports",
    params(UploadQuery), request_body(content = FileBytes, content_type = "application/octet-stream"),
    responses((status = 201, body = ImportUpload), WriteProblems))]
async fn create_import_upload(
    State(server): State<Server>,
    Signed(actor): Signed,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> Result<(StatusCode, Json<ImportUpload>), Problem> {
    actor.allow::<RunImports>()?;
    check_length(request.headers())?;
    let (upload, uploads): (UploadId, _) = (server.new_id(), of(&server, &actor));
    let (arriving, file) =
        server.blocking(move |db| Ok(uploads.begin(upload, &query.file_name, db.now())?)).await?;
    let all = Duration::from_secs(UPLOAD_SECONDS_MAX);
    let taking = take(&server, request.into_body(), file, UPLOAD_BYTES_MAX);
    let bytes = timeout(all, taking).await.unwrap_or_else(|_| Err(too_slow()))?;
    let kept = server.blocking(move |_| Ok(arriving.keep(bytes)?)).await?;
    Ok((StatusCode::CREATED, Json(kept.into())))
}

/// Throw an uploaded file away.
#[utoipa::path(delete, path = "/import-uploads/{id}", operation_id = "delete_import_upload", tag = "imports",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "The file is gone"), WriteProblems))]
async fn delete_import_upload(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<UploadId>,
) -> Result<StatusCode, Problem> {
    actor.allow::<RunImports>()?;
    find(&server, &actor, id.uuid()).await?;
    let uploads = of(&server, &actor);
    server.blocking(move |_| Ok(uploads.remove(id)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How an uploaded file is looked at; what is not said is detected.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PreviewQuery {
    /// What the file brings, to have the fields of its columns guessed.
    #[param(nullable = false)]
    kind: Option<ImportKind>,
    /// The encoding, such as `windows-1252`.
    #[param(nullable = false)]
    encoding: Option<String>,
    /// What stands between two cells: one ASCII character.
    #[param(nullable = false)]
    delimiter: Option<String>,
    /// The sheet of a workbook; the first that can be seen where none is named.
    #[param(nullable = false)]
    sheet: Option<String>,
}

/// What an uploaded file looks like.
#[derive(Serialize, ToSchema)]
struct ImportPreview {
    /// The file's name.
    file_name: String,
    /// `csv` or `xlsx`.
    #[schema(example = "csv")]
    format: &'static str,
    /// The name of its encoding.
    #[schema(example = "windows-1252")]
    encoding: String,
    /// What stands between two cells; null for a workbook.
    #[schema(example = ";")]
    delimiter: Option<String>,
    /// The sheet that was read; null for a CSV file.
    sheet: Option<String>,
    /// The columns, in the file's order.
    columns: Vec<PreviewColumn>,
    /// The first rows, up to 20.
    rows: Vec<PreviewRow>,
    /// Whether there are more.
    more: bool,
}

/// A column of a file.
#[derive(Serialize, ToSchema)]
struct PreviewColumn {
    /// Its heading.
    #[schema(example = "Fecha de factura")]
    header: String,
    /// The field that it may be, by its heading; null where nobody can tell, or no kind was said.
    #[schema(example = "issued_on")]
    guess: Option<&'static str>,
}

/// A row of a file as it stands there.
#[derive(Serialize, ToSchema)]
struct PreviewRow {
    /// The line that it starts on, or its number in the sheet.
    row: u64,
    /// Its cells, cut after 200 characters.
    cells: Vec<String>,
    /// Why it cannot be read; null where it can.
    problem: Option<String>,
}

impl ImportPreview {
    fn of(file_name: String, preview: Preview) -> Self {
        let Preview { format, encoding, delimiter, sheet, columns, rows, more } = preview;
        let column = |(header, guess)| PreviewColumn { header, guess };
        let row = |r: preview::PreviewRow| PreviewRow {
            row: r.number,
            cells: r.cells,
            problem: r.problem,
        };
        Self {
            file_name,
            format,
            encoding,
            delimiter: delimiter.map(String::from),
            sheet,
            columns: columns.into_iter().map(column).collect(),
            rows: rows.into_iter().map(row).collect(),
            more,
        }
    }
}

/// Look at the beginning of an uploaded file: what it is, its columns, its first rows.
#[utoipa::path(get, path = "/import-uploads/{id}/preview", operation_id = "read_import_upload_preview",
    tag = "imports", params(("id" = Uuid, Path), PreviewQuery),
    responses((status = 200, body = ImportPreview), ReadProblems))]
async fn read_import_upload_preview(
    State(server): State<Server>,
    Signed(actor): Signed,
    At(id): At<UploadId>,
    Query(query): Query<PreviewQuery>,
) -> Result<Json<ImportPreview>, Problem> {
    actor.allow::<RunImports>()?;
    let upload = find(&server, &actor, id.uuid()).await?;
    let path = of(&server, &actor).path(&upload);
    let delimiter = query.delimiter.as_deref().map(|text| match text.as_bytes() {
        [one] if one.is_ascii() => Ok(*one),
        _ => {
            let detail = "a delimiter is one ASCII character";
            Err(Problem::invalid(code!("bad-parameter"), "delimiter", detail))
        }
    });
    let options = ReadOptions {
        encoding: query.encoding,
        delimiter: delimiter.transpose()?,
        sheet: query.sheet,
        header_row: None,
    };
    let kind = query.kind.map(|kind| kind.0);
    // A workbook is looked through once before its first row is known.
    let turn = TURNS.acquire().await;
    let _turn = turn.map_err(|_| Problem::internal("nobody's turn comes any more"))?;
    let preview = server.blocking(move |_| Ok(preview::preview(&path, &options, kind)?)).await?;
    Ok(Json(ImportPreview::of(upload.file_name, preview)))
}

/// The uploads of the actor's company.
pub(super) fn of(server: &Server, actor: &Actor) -> Uploads {
    Uploads::of(&server.config().data_dir, actor.tenant())
}

/// An upload of the actor's company.
pub(super) async fn find(server: &Server, actor: &Actor, upload: Uuid) -> Result<Upload, Problem> {
    let uploads = of(server, actor);
    server.blocking(move |db| Ok(uploads.find(id(upload), db.now())?)).await
}

/// Refuses at once what says of itself that it is too large.
fn check_length(headers: &HeaderMap) -> Result<(), Problem> {
    let said =
        headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    if said.is_some_and(|bytes: u64| bytes > UPLOAD_BYTES_MAX) { Err(too_large()) } else { Ok(()) }
}

/// Writes a body to a file as it arrives, and answers its length.
async fn take(server: &Server, mut body: Body, file: File, bytes_max: u64) -> Result<u64, Problem> {
    let (pieces, written) = mpsc::channel::<Bytes>(PIECES_MAX);
    let writing = server.blocking(move |_| write(file, written));
    let taking = async move {
        let mut bytes = 0_u64;
        while let Some(piece) = next_piece(&mut body).await? {
            bytes += piece.len() as u64;
            if bytes > bytes_max {
                return Err(too_large());
            }
            if pieces.send(piece).await.is_err() {
                // The writer has ended and says why.
                break;
            }
        }
        Ok(bytes)
    };
    let (bytes, written) = tokio::join!(taking, writing);
    written.and(bytes)
}

async fn next_piece(body: &mut Body) -> Result<Option<Bytes>, Problem> {
    loop {
        let frame = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx));
        let arrived = timeout(Duration::from_secs(BODY_SECONDS_MAX), frame).await;
        match arrived.map_err(|_| too_slow())? {
            None => return Ok(None),
            // Trailers are no part of the file.
            Some(Ok(frame)) => match frame.into_data() {
                Ok(piece) => return Ok(Some(piece)),
                Err(_) => continue,
            },
            Some(Err(_)) => {
                let detail = "the request's body broke off";
                return Err(Problem::new(
                    StatusCode::BAD_REQUEST,
                    code!("body-broken-off"),
                    detail,
                ));
            }
        }
    }
}

fn write(mut file: File, mut pieces: mpsc::Receiver<Bytes>) -> Result<(), Problem> {
    let failed = |e: std::io::Error| Problem::internal(format!("an upload is not written: {e}"));
    while let Some(piece) = pieces.blocking_recv() {
        file.write_all(&piece).map_err(failed)?;
    }
    file.sync_all().map_err(failed)
}

fn too_large() -> Problem {
    let detail = format!("a file to import has at most {} MiB; split it", UPLOAD_BYTES_MAX >> 20);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, code!("file-too-large"), detail)
}

fn too_slow() -> Problem {
    let detail = "the file took too long to arrive";
    Problem::new(StatusCode::REQUEST_TIMEOUT, code!("body-too-slow"), detail)
}
