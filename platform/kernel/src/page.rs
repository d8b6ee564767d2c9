//! Pages of a list: by key, never by offset, with the exact count of the whole.

/// Rows of a page when the caller does not say.
pub const PAGE_LIMIT_DEFAULT: u32 = 50;
/// Rows of a page at the most.
pub const PAGE_LIMIT_MAX: u32 = 500;

/// Which page is wanted.
#[derive(Clone, Debug, Default)]
pub struct PageRequest {
    /// Rows wanted; `None` is [`PAGE_LIMIT_DEFAULT`], and more than [`PAGE_LIMIT_MAX`] is cut to it.
    pub limit: Option<u32>,
    /// The cursor that the page before gave as `next`; `None` is the first page.
    pub after: Option<String>,
}

impl PageRequest {
    /// The number of rows to fetch, within the limits.
    pub fn rows(&self) -> u32 {
        self.limit.unwrap_or(PAGE_LIMIT_DEFAULT).clamp(1, PAGE_LIMIT_MAX)
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// How many rows the whole list has: exact, not an estimate.
    pub total: u64,
    /// The cursor of the page after this one; `None` on the last.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The same page of something made from each row.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), total: self.total, next: self.next }
    }
}
