//! Reads the rows of one XLSX sheet as a stream.
//!
//! The cell reader of `calamine` borrows from the workbook, so the two cannot be kept in one
//! value. They live on a thread of their own instead, which sends rows ahead through a short
//! queue. That the thread may panic without taking anything along is welcome, too: the parser
//! adds up the row numbers it is given without looking at how long they are.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::record::Record;
use super::{package, value};
use crate::error::{RowFault, SheetError};
use crate::limits::{Limit, Limits};

/// How many batches of rows may wait to be read.
const QUEUE_BATCHES: usize = 2;
/// A batch is sent off at this many rows …
const BATCH_ROWS: usize = 256;
/// … or at this many bytes of text.
const BATCH_BYTES: usize = 256 * 1024;

enum Message {
    /// The workbook is open and this sheet is going to be read.
    Opened(String),
    Rows(Vec<Record>),
    Failed(SheetError),
    /// All rows were sent. Without this message the thread has panicked.
    Done,
}

/// The receiving end of the thread that reads a sheet.
pub(crate) struct XlsxRows {
    file: String,
    messages: Receiver<Message>,
    batch: std::vec::IntoIter<Record>,
    last_row: Option<u64>,
    bytes_read: Arc<AtomicU64>,
    pub(crate) sheet: String,
}

impl XlsxRows {
    pub(crate) fn open(
        file: &str,
        input: File,
        sheet: Option<&str>,
        limits: &Limits,
    ) -> Result<Self, SheetError> {
        package::check(file, &input, limits)?;
        let bytes_read = Arc::new(AtomicU64::new(0));
        let (sender, messages) = sync_channel(QUEUE_BATCHES);
        let worker = Worker {
            file: file.to_owned(),
            limits: limits.clone(),
            sender,
            batch: Vec::new(),
            batch_bytes: 0,
            row: None,
            row_bytes: 0,
        };
        let input = Counted { inner: input, count: Arc::clone(&bytes_read) };
        let wanted = sheet.map(str::to_owned);
        // Nobody waits for the thread: it ends when it is done or when its queue is dropped.
        thread::Builder::new()
            .name("sheets-xlsx".to_owned())
            .spawn(move || worker.run(input, wanted.as_deref()))
            .map_err(|source| SheetError::Io { file: file.to_owned(), source })?;
        let mut rows = Self {
            file: file.to_owned(),
            messages,
            batch: Vec::new().into_iter(),
            last_row: None,
            bytes_read,
            sheet: String::new(),
        };
        match rows.receive()? {
            Message::Opened(sheet) => rows.sheet = sheet,
            _ => return Err(rows.broken_off()),
        }
        Ok(rows)
    }

    /// How many compressed bytes were read for the rows, and for the texts they share.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, SheetError> {
        loop {
            if let Some(next) = self.batch.next() {
                self.last_row = Some(next.number);
                *record = next;
                return Ok(true);
            }
            match self.receive()? {
                Message::Rows(batch) => self.batch = batch.into_iter(),
                Message::Done => return Ok(false),
                Message::Opened(_) | Message::Failed(_) => return Err(self.broken_off()),
            }
        }
    }

    fn receive(&self) -> Result<Message, SheetError> {
        match self.messages.recv() {
            Ok(Message::Failed(error)) => Err(error),
            Ok(message) => Ok(message),
            Err(_) => Err(self.broken_off()),
        }
    }

    fn broken_off(&self) -> SheetError {
        SheetError::Damaged {
            file: self.file.clone(),
            row: self.last_row,
            detail: "it could not be made sense of".to_owned(),
        }
    }
}

/// Why the thread stops before the sheet ends.
enum Stop {
    Failed(SheetError),
    /// The receiving end was dropped, so that there is nobody to tell.
    Abandoned,
}

struct Worker {
    file: String,
    limits: Limits,
    sender: SyncSender<Message>,
    batch: Vec<Record>,
    batch_bytes: usize,
    /// The row that is being put together, and the bytes of its cells.
    row: Option<Record>,
    row_bytes: usize,
}

impl Worker {
    fn run(mut self, input: Counted, sheet: Option<&str>) {
        let last = match self.read(input, sheet) {
            Ok(()) => Message::Done,
            Err(Stop::Failed(error)) => Message::Failed(error),
            Err(Stop::Abandoned) => return,
        };
        // The rows before a failure are sound. If nobody listens any more, nobody has to be told.
        let _ = self.send_batch().and_then(|()| self.send(last));
    }

    fn read(&mut self, input: Counted, sheet: Option<&str>) -> Result<(), Stop> {
        let mut workbook = Xlsx::new(BufReader::new(input)).map_err(|e| self.failed(e))?;
        let sheet = self.choose_sheet(&workbook, sheet)?;
        let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(|e| self.failed(e))?;
        self.send(Message::Opened(sheet))?;
        while let Some(cell) =
            cells.next_cell_with_formula_metadata().map_err(|e| self.failed(e))?
        {
            // A formula that results in an empty text has a value, namely that text.
            let calculated = cell.formula.is_none() || cell.value != DataRef::Empty;
            let is_number = matches!(cell.value, DataRef::Float(_) | DataRef::Int(_));
            let text =
                if calculated { value::text(cell.value) } else { Err(RowFault::NotCalculated) };
            let (row, column) = cell.pos;
            self.place(u64::from(row) + 1, column as usize, is_number, text)?;
        }
        self.end_row()
    }

    fn choose_sheet<R: Read + Seek>(
        &self,
        workbook: &Xlsx<R>,
        wanted: Option<&str>,
    ) -> Result<String, Stop> {
        let sheets =
            workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let chosen = sheets.clone().find(|sheet| match wanted {
            Some(wanted) => sheet.name == wanted,
            None => sheet.visible == SheetVisible::Visible,
        });
        chosen.map(|sheet| sheet.name.clone()).ok_or_else(|| {
            Stop::Failed(SheetError::UnknownSheet {
                file: self.file.clone(),
                sheet: wanted.map(str::to_owned),
                sheets: sheets.map(|sheet| sheet.name.clone()).collect(),
            })
        })
    }

    fn place(
        &mut self,
        number: u64,
        column: usize,
        is_number: bool,
        text: Result<String, RowFault>,
    ) -> Result<(), Stop> {
        let current = self.row.as_ref().map_or(0, |row| row.number);
        if number < current {
            return Err(self.damaged("its rows are out of order"));
        }
        if number > current {
            self.end_row()?;
        }
        let row = self.row.get_or_insert_default();
        row.number = number;
        match text {
            Ok(text) if text.is_empty() => {}
            Ok(text) => {
                self.row_bytes += text.len();
                row.open(column, &self.limits);
                row.push(column, &text, &self.limits);
                if is_number {
                    row.numbers.push(column);
                }
            }
            Err(fault) => row.blame(column, fault),
        }
        if self.row_bytes <= self.limits.record_bytes {
            return Ok(());
        }
        Err(Stop::Failed(SheetError::OverLimit {
            file: self.file.clone(),
            row: Some(number),
            limit: Limit::RecordBytes,
            allowed: self.limits.record_bytes as u64,
        }))
    }

    fn end_row(&mut self) -> Result<(), Stop> {
        let Some(row) = self.row.take() else {
            return Ok(());
        };
        self.batch_bytes += std::mem::take(&mut self.row_bytes);
        self.batch.push(row);
        if self.batch.len() < BATCH_ROWS && self.batch_bytes < BATCH_BYTES {
            return Ok(());
        }
        self.send_batch()
    }

    fn send_batch(&mut self) -> Result<(), Stop> {
        self.batch_bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return Ok(());
        }
        self.send(Message::Rows(batch))
    }

    fn send(&self, message: Message) -> Result<(), Stop> {
        self.sender.send(message).map_err(|_| Stop::Abandoned)
    }

    fn failed(&self, error: XlsxError) -> Stop {
        match error {
            XlsxError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => {
                Stop::Failed(SheetError::Io { file: self.file.clone(), source })
            }
            other => self.damaged(&other.to_string()),
        }
    }

    fn damaged(&self, detail: &str) -> Stop {
        let sent = self.batch.last().map(|row| row.number);
        Stop::Failed(SheetError::Damaged {
            file: self.file.clone(),
            row: self.row.as_ref().map(|row| row.number).or(sent),
            detail: detail.to_owned(),
        })
    }
}

/// A file that counts what is read from it, for whoever shows the progress.
struct Counted {
    inner: File,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Counted {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.inner.seek(position)
    }
}
