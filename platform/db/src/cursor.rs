//! Cursors: where a page of a list ended.
//!
//! A cursor names the list, order and filters that it belongs to, and is refused for any other. It carries
//! what was counted for the first page, so that the pages behind it need not count again.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::{Error, Value};

/// Writes a cursor of a list and parts of its own.
pub fn write(list: &str, parts: &[&str]) -> String {
    let all: Vec<&str> = std::iter::once(list).chain(parts.iter().copied()).collect();
    URL_SAFE_NO_PAD.encode(serde_json::json!(all).to_string())
}

/// The parts of a cursor that [`write()`] wrote for the same list.
pub fn read<const N: usize>(cursor: &str, list: &str) -> Result<[String; N], Error> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Error::Cursor)?;
    let mut parts: Vec<String> = serde_json::from_slice(&bytes).map_err(|_| Error::Cursor)?;
    if parts.first().is_none_or(|first| first != list) || parts.iter().any(|p| p.contains('\0')) {
        return Err(Error::Cursor);
    }
    parts.remove(0);
    parts.try_into().map_err(|_| Error::Cursor)
}

/// A short print of values (FNV-1a over their text), so that a cursor can tell filters apart.
pub fn print<'v>(values: impl IntoIterator<Item = &'v Value<'v>>) -> String {
    let text = values.into_iter().map(|v| format!("{v:?};")).collect::<String>();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_of_one_list() {
        let cursor = write("due", &["2026-03-31", "x\u{1f}y"]);
        assert_eq!(read::<2>(&cursor, "due").unwrap(), ["2026-03-31", "x\u{1f}y"]);
        for bad in ["", "%%%", "AAAA", &cursor[1..]] {
            assert!(read::<2>(bad, "due").is_err());
        }
        assert!(read::<1>(&write("due", &["a\0b"]), "due").is_err(), "no database keeps a NUL");
        assert!(read::<2>(&cursor, "number").is_err() && read::<3>(&cursor, "due").is_err());
    }

    #[test]
    fn other_filters_have_another_print() {
        let (one, two) = (Value::from("a"), Value::from("b"));
        assert_eq!(print([&one, &two]), print([&one, &two]));
        assert_ne!(print([&one, &two]), print([&two, &one]));
        assert_ne!(print([&one]), print([]));
    }
}
