//! How much of a stranger's file this crate is willing to take in.

/// The largest file that is opened at all.
pub const FILE_BYTES: u64 = 2 * GIB;
/// The longest record: one CSV record with all its line ends, or the text of one XLSX row.
pub const RECORD_BYTES: usize = MIB as usize;
/// The longest cell. Excel itself stops at 32,767 characters, four bytes each at most.
pub const FIELD_BYTES: usize = 128 * KIB as usize;
/// The most columns a table may have.
pub const COLUMNS: usize = 1_000;
/// The most rows a table may have, headings and blank rows not counted.
pub const ROWS: u64 = 10_000_000;
/// The most entries an XLSX package may list. Real workbooks have a few dozen.
pub const ZIP_ENTRIES: usize = 4_096;
/// The most bytes all entries of an XLSX package may inflate to.
pub const ZIP_BYTES: u64 = 4 * GIB;
/// How many times larger than its compressed form an entry, or the whole package, may be.
/// Spreadsheet programs number their cells, which keeps a sheet near 10 even if all of its rows
/// are alike; deflate itself can reach 1,032.
pub const ZIP_RATIO: u64 = 200;
/// Inflated sizes up to here are never judged by their ratio.
pub const ZIP_RATIO_FROM: u64 = 10 * MIB;
/// The largest entry of an XLSX package that is not a worksheet.
pub const PART_BYTES: u64 = 64 * MIB;
/// The most memory that an entry which must be held whole (the shared strings, the styles) may
/// come to, estimated from what was counted while it was inflated.
pub const HELD_BYTES: u64 = 512 * MIB;

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;
const GIB: u64 = 1024 * MIB;

/// The limits one reader works under; [`Limits::default`] gives the constants of this module.
///
/// The limits of a zip package are checked against what its entries inflate to when they are
/// inflated, never against the sizes it declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// See [`FILE_BYTES`].
    pub file_bytes: u64,
    /// See [`RECORD_BYTES`].
    pub record_bytes: usize,
    /// See [`FIELD_BYTES`].
    pub field_bytes: usize,
    /// See [`COLUMNS`].
    pub columns: usize,
    /// See [`ROWS`].
    pub rows: u64,
    /// See [`ZIP_ENTRIES`].
    pub zip_entries: usize,
    /// See [`ZIP_BYTES`].
    pub zip_bytes: u64,
    /// See [`ZIP_RATIO`].
    pub zip_ratio: u64,
    /// See [`PART_BYTES`].
    pub part_bytes: u64,
    /// See [`HELD_BYTES`].
    pub held_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: FILE_BYTES,
            record_bytes: RECORD_BYTES,
            field_bytes: FIELD_BYTES,
            columns: COLUMNS,
            rows: ROWS,
            zip_entries: ZIP_ENTRIES,
            zip_bytes: ZIP_BYTES,
            zip_ratio: ZIP_RATIO,
            part_bytes: PART_BYTES,
            held_bytes: HELD_BYTES,
        }
    }
}

/// The limit that a file went over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::file_bytes`]
    FileBytes,
    /// [`Limits::record_bytes`]
    RecordBytes,
    /// [`Limits::rows`]
    Rows,
    /// [`Limits::zip_entries`]
    ZipEntries,
    /// [`Limits::zip_bytes`]
    ZipBytes,
    /// [`Limits::zip_ratio`]
    ZipRatio,
    /// [`Limits::part_bytes`]
    PartBytes,
    /// [`Limits::held_bytes`]
    HeldBytes,
}
