//! Turns the bytes of a file, whatever their encoding, into pieces of text.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// How much is read at once, and so also how far a reader runs ahead of its rows.
const READ_BYTES: usize = 64 * 1024;

/// What [`TextSource::fill`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// There is text in [`TextSource::text`].
    Text,
    /// At this very place there are bytes that mean nothing in the encoding.
    Malformed,
    /// The input is used up.
    End,
}

/// A decoder over a byte stream.
///
/// Malformed bytes are never replaced: they come out as a [`Piece::Malformed`] of their own, in
/// their place between the texts, so that the row they stand in can be named.
pub(crate) struct TextSource<R> {
    input: R,
    decoder: Decoder,
    encoding: &'static Encoding,
    raw: Vec<u8>,
    unread: std::ops::Range<usize>,
    text: String,
    taken: usize,
    malformed_next: bool,
    input_ended: bool,
    decoder_ended: bool,
    bytes_read: u64,
}

impl<R: Read> TextSource<R> {
    pub(crate) fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        // No encoding makes more than three bytes of UTF-8 from one byte; the decoder asks for a
        // little more, and with less it would only hand over its text in smaller pieces.
        let capacity = decoder
            .max_utf8_buffer_length_without_replacement(READ_BYTES)
            .unwrap_or(4 * READ_BYTES);
        Self {
            input,
            decoder,
            encoding,
            raw: vec![0; READ_BYTES],
            unread: 0..0,
            text: String::with_capacity(capacity),
            taken: 0,
            malformed_next: false,
            input_ended: false,
            decoder_ended: false,
            bytes_read: 0,
        }
    }

    pub(crate) fn encoding_name(&self) -> &'static str {
        self.encoding.name()
    }

    /// How many bytes of the input have been asked for so far.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The text that was decoded and not yet taken.
    pub(crate) fn text(&self) -> &str {
        self.text.get(self.taken..).unwrap_or_default()
    }

    /// Marks `bytes` of [`Self::text`] as taken.
    pub(crate) fn take(&mut self, bytes: usize) {
        self.taken += bytes;
    }

    /// Decodes the next piece. All text must have been taken.
    pub(crate) fn fill(&mut self) -> io::Result<Piece> {
        self.text.clear();
        self.taken = 0;
        loop {
            if std::mem::take(&mut self.malformed_next) {
                return Ok(Piece::Malformed);
            }
            if self.decoder_ended {
                return Ok(Piece::End);
            }
            if self.unread.is_empty() && !self.input_ended {
                self.read_input()?;
            }
            self.decode();
            if !self.text.is_empty() {
                return Ok(Piece::Text);
            }
        }
    }

    fn read_input(&mut self) -> io::Result<()> {
        let count = loop {
            match self.input.read(&mut self.raw) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.unread = 0..count;
        self.input_ended = count == 0;
        self.bytes_read += count as u64;
        Ok(())
    }

    fn decode(&mut self) {
        let bytes = self.raw.get(self.unread.clone()).unwrap_or_default();
        let (result, read) = self.decoder.decode_to_string_without_replacement(
            bytes,
            &mut self.text,
            self.input_ended,
        );
        self.unread.start += read;
        match result {
            // A decoder that was told that the input ended must not be used again.
            DecoderResult::InputEmpty => self.decoder_ended = self.input_ended,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => self.malformed_next = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_8, UTF_16LE, WINDOWS_1252};

    fn pieces(bytes: &[u8], encoding: &'static Encoding) -> Vec<String> {
        let mut source = TextSource::new(bytes, encoding);
        let mut found = Vec::new();
        loop {
            match source.fill().unwrap() {
                Piece::Text => {
                    found.push(source.text().to_owned());
                    let length = source.text().len();
                    source.take(length);
                }
                Piece::Malformed => found.push("!".to_owned()),
                Piece::End => return found,
            }
        }
    }

    #[test]
    fn malformed_bytes_come_out_in_their_place() {
        assert_eq!(pieces(b"ab\xFFcd", UTF_8), ["ab", "!", "cd"]);
        assert_eq!(pieces(b"\xFF\xFE", UTF_8), ["!", "!"]);
        assert_eq!(pieces(b"ab\xE2\x82", UTF_8), ["ab", "!"]);
    }

    #[test]
    fn the_byte_order_mark_is_not_text() {
        assert_eq!(pieces(b"\xEF\xBB\xBFab", UTF_8), ["ab"]);
        assert_eq!(pieces(b"\xFF\xFEa\0", UTF_16LE), ["a"]);
    }

    #[test]
    fn single_byte_encodings_have_no_malformed_bytes() {
        let all: Vec<u8> = (1..=255).collect();
        assert_eq!(pieces(&all, WINDOWS_1252).concat().chars().count(), 255);
    }
}
