//! Page cursors of the lists that need a day, which [`db::List`] has no place for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What stands between the parts of a cursor before it is written out; no number or id holds it.
const BETWEEN: char = '\u{1f}';

/// Writes a cursor of parts.
pub(crate) fn write(parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(parts.join(&BETWEEN.to_string()))
}

/// The parts of a cursor that [`write`] wrote for the same list and order, which the first part names.
pub(crate) fn read<const N: usize>(cursor: &str, list: &str) -> Result<[String; N], db::Error> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| db::Error::Cursor)?;
    let text = String::from_utf8(bytes).map_err(|_| db::Error::Cursor)?;
    let mut parts = text.split(BETWEEN);
    if parts.next() != Some(list) {
        return Err(db::Error::Cursor);
    }
    let rest: Vec<String> = parts.map(str::to_owned).collect();
    rest.try_into().map_err(|_| db::Error::Cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_of_one_list() {
        let cursor = write(&["due", "2026-03-31", "x"]);
        assert_eq!(read::<2>(&cursor, "due").unwrap(), ["2026-03-31", "x"]);
        for bad in ["", "%%%", "AAAA", &cursor[1..]] {
            assert!(read::<2>(bad, "due").is_err());
        }
        assert!(read::<2>(&cursor, "number").is_err() && read::<3>(&cursor, "due").is_err());
    }
}
