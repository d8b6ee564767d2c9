//! Measures an XML part of a workbook while it is inflated, before a parser is let near it.
//!
//! The parser that reads workbooks holds one tag, one text and one cell in memory at a time, but
//! puts no bound on either: a few kilobytes of zip can become a single tag of a gigabyte. This
//! scanner holds nothing, so it can look at anything. Where XML is ambiguous it errs on the side
//! of calling a part malformed, so that it never sees a token end where the parser sees it go on.

/// How much of a tag is looked at. A name and the attributes that matter fit many times over.
const HEAD_BYTES: usize = 512;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// Behind `<`, until it is clear what it begins.
    Opening,
    /// Inside a tag, with the quote of the attribute value that is open.
    Tag(Option<u8>),
    /// Inside `<!-- … -->`, `<![CDATA[ … ]]>` or `<? … ?>`.
    Section(Section),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Comment,
    CData,
    Instruction,
}

impl Section {
    fn start(self) -> &'static [u8] {
        match self {
            Self::Comment => b"!--",
            Self::CData => b"![CDATA[",
            Self::Instruction => b"?",
        }
    }

    fn end(self) -> &'static [u8] {
        match self {
            Self::Comment => b"-->",
            Self::CData => b"]]>",
            Self::Instruction => b"?>",
        }
    }
}

/// The element that a cell's content stands in, until the tag that closes it.
struct Value {
    name: Vec<u8>,
    depth: u64,
    bytes: u64,
}

/// What was measured so far.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Measures {
    /// The longest stretch that a parser has to hold at once: a tag, a text, a cell's content.
    pub(crate) longest: u64,
    /// The longest tag.
    pub(crate) longest_tag: u64,
    /// How many elements there are.
    pub(crate) elements: u64,
    /// How many strings a table of shared strings says that it has.
    pub(crate) declared_strings: u64,
    /// Whether the part is not the kind of XML that workbooks are made of.
    pub(crate) malformed: bool,
}

/// The scanner.
pub(crate) struct Scanner {
    measures: Measures,
    state: State,
    /// The bytes of the current token.
    token: u64,
    /// The beginning of the current token, without `<`.
    head: Vec<u8>,
    /// The last three bytes, by which the end of a section is known.
    tail: [u8; 3],
    value: Option<Value>,
}

impl Scanner {
    pub(crate) fn new() -> Self {
        Self {
            measures: Measures::default(),
            state: State::Text,
            token: 0,
            head: Vec::with_capacity(HEAD_BYTES),
            tail: [0; 3],
            value: None,
        }
    }

    pub(crate) fn measures(&self) -> &Measures {
        &self.measures
    }

    pub(crate) fn feed(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.measures.malformed {
            let run = match self.state {
                State::Text => bytes.iter().position(|b| *b == b'<'),
                State::Tag(Some(quote)) => bytes.iter().position(|b| *b == quote),
                State::Tag(None) => bytes.iter().position(|b| matches!(b, b'>' | b'"' | b'\'')),
                State::Opening | State::Section(_) => Some(0),
            };
            let (skipped, rest) = bytes.split_at(run.unwrap_or(bytes.len()));
            self.pass(skipped);
            bytes = rest;
            if let Some((byte, rest)) = rest.split_first() {
                self.pass(std::slice::from_ref(byte));
                self.turn(*byte);
                bytes = rest;
            }
        }
    }

    /// Counts bytes that change nothing.
    fn pass(&mut self, bytes: &[u8]) {
        let count = bytes.len() as u64;
        self.token += count;
        self.measures.longest = self.measures.longest.max(self.token);
        if let Some(value) = &mut self.value {
            value.bytes += count;
            self.measures.longest = self.measures.longest.max(value.bytes);
        }
        if self.state != State::Text {
            let room = HEAD_BYTES - self.head.len();
            self.head.extend(bytes.iter().take(room));
        }
    }

    fn turn(&mut self, byte: u8) {
        match self.state {
            State::Text => {
                self.state = State::Opening;
                self.token = 1;
                self.head.clear();
            }
            State::Opening => self.opened(byte),
            State::Tag(None) if byte == b'>' => self.end_tag(),
            State::Tag(None) => self.state = State::Tag(Some(byte)),
            State::Tag(Some(_)) => self.state = State::Tag(None),
            State::Section(section) => self.in_section(section, byte),
        }
    }

    /// Decides what `<` began, as soon as the bytes after it tell.
    fn opened(&mut self, byte: u8) {
        if !matches!(self.head.first(), Some(b'!' | b'?')) {
            self.state = State::Tag(None);
            if byte == b'>' || byte == b'"' || byte == b'\'' {
                self.measures.malformed = true;
            }
            return;
        }
        let sections = [Section::Comment, Section::CData, Section::Instruction];
        for section in sections {
            if self.head == section.start() {
                self.state = State::Section(section);
                self.tail = [0; 3];
                return;
            }
        }
        // Document type declarations have no place in a workbook.
        self.measures.malformed =
            !sections.iter().any(|section| section.start().starts_with(&self.head));
    }

    fn in_section(&mut self, section: Section, byte: u8) {
        let [_, second, third] = self.tail;
        self.tail = [second, third, byte];
        if self.tail.ends_with(section.end()) {
            self.end_token();
        } else if byte == b'>' && section != Section::CData {
            // `<!-->`, `<!--->` and `<?>` are read differently by different parsers.
            self.measures.malformed |= self.head.len() <= section.start().len() + 2;
        }
    }

    fn end_tag(&mut self) {
        self.measures.longest_tag = self.measures.longest_tag.max(self.token);
        let tag = std::mem::take(&mut self.head);
        let tag_is_cut = tag.len() == HEAD_BYTES;
        let inner = tag.strip_suffix(b">").unwrap_or(&tag);
        if let Some(closing) = inner.strip_prefix(b"/") {
            self.measures.malformed |= closing.iter().any(|b| matches!(b, b'"' | b'\''));
            self.close_value(name_of(closing));
        } else {
            self.measures.elements += 1;
            let name = name_of(inner);
            if local_name(name) == b"sst" {
                let declared = unique_count(inner);
                self.measures.declared_strings = self.measures.declared_strings.max(declared);
                self.measures.malformed |= tag_is_cut;
            }
            let empty = inner.ends_with(b"/");
            // Whether a tag that is cut is an empty one is not known; names are never that long.
            if tag_is_cut && is_value(name) {
                self.measures.malformed = true;
            } else if !empty {
                self.open_value(name);
            }
        }
        self.head = tag;
        self.end_token();
    }

    fn end_token(&mut self) {
        self.state = State::Text;
        self.token = 0;
        self.head.clear();
    }

    fn open_value(&mut self, name: &[u8]) {
        match &mut self.value {
            Some(value) if value.name == name => value.depth += 1,
            Some(_) => {}
            None if is_value(name) => {
                self.value = Some(Value { name: name.to_vec(), depth: 1, bytes: 0 });
            }
            None => {}
        }
    }

    fn close_value(&mut self, name: &[u8]) {
        if let Some(value) = &mut self.value
            && value.name == name
        {
            value.depth -= 1;
            if value.depth == 0 {
                self.value = None;
            }
        }
    }
}

/// Whether the element holds the content of a cell: its formula, value or inline text.
fn is_value(name: &[u8]) -> bool {
    matches!(local_name(name), b"f" | b"v" | b"is")
}

fn name_of(tag: &[u8]) -> &[u8] {
    let end = tag.iter().position(|b| b.is_ascii_whitespace() || *b == b'/');
    tag.get(..end.unwrap_or(tag.len())).unwrap_or(tag)
}

fn local_name(name: &[u8]) -> &[u8] {
    let colon = name.iter().position(|b| *b == b':');
    colon.map_or(name, |colon| name.get(colon + 1..).unwrap_or_default())
}

/// The largest number that any attribute called `uniqueCount` has.
fn unique_count(tag: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(tag);
    let values = text.split("uniqueCount").skip(1);
    let numbers = values.filter_map(|value| {
        let digits = value.trim_start_matches(|c: char| !c.is_ascii_digit());
        let end = digits.find(|c: char| !c.is_ascii_digit());
        let digits = digits.get(..end.unwrap_or(digits.len()))?;
        // A number too large to be read is too large all the more.
        (!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))
    });
    numbers.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(xml: &str) -> Measures {
        let mut whole = Scanner::new();
        whole.feed(xml.as_bytes());
        // The result must not depend on how the stream is cut.
        let mut bytewise = Scanner::new();
        for byte in xml.as_bytes() {
            bytewise.feed(&[*byte]);
        }
        assert_eq!(whole.measures, bytewise.measures);
        whole.measures
    }

    #[test]
    fn the_longest_token_is_found_wherever_it_hides() {
        let long = "x".repeat(5_000);
        for xml in [
            format!("<a>{long}</a>"),
            format!("<a b='{long}'/>"),
            format!("<a b=\"<a>><a/>{long}\"/>"),
            format!("<!-- <a> {long} -->"),
            format!("<![CDATA[<a>{long}</a>]]>"),
            format!("<?pi {long}?>"),
            format!("<f>{}</f>", "<g>x</g>".repeat(700)),
            format!("<x:is><f/>{}<t/></x:is>", "<r/>".repeat(1300)),
            format!("<f><f>{}</f></f>", "<r/>".repeat(1300)),
        ] {
            let measures = measure(&xml);
            assert!(!measures.malformed, "{xml}");
            assert!(measures.longest >= 5_000, "{xml}");
            assert!(measures.longest <= xml.len() as u64, "{xml}");
        }
    }

    #[test]
    fn short_tokens_do_not_add_up() {
        let xml = "<row><c r=\"A1\"><f>A1+1</f><v>12</v></c></row>".repeat(1_000);
        let measures = measure(&xml);
        assert!(!measures.malformed);
        assert!(measures.longest < 20, "{}", measures.longest);
        assert_eq!(measures.elements, 4_000);
    }

    #[test]
    fn ambiguous_or_foreign_markup_is_malformed() {
        for xml in ["<!DOCTYPE a>", "<!-->", "<!--->", "<?>", "<![CDATA ]]>", "<>", "</a b='>'>"] {
            assert!(measure(xml).malformed, "{xml}");
        }
        for xml in ["<?xml version=\"1.0\"?><a/>", "<!----><a/>", "<![CDATA[]]>"] {
            assert!(!measure(xml).malformed, "{xml}");
        }
    }

    #[test]
    fn the_declared_number_of_strings_is_read() {
        assert_eq!(measure("<sst count=\"9\" uniqueCount=\"7\">").declared_strings, 7);
        assert_eq!(measure("<x:sst uniqueCount = '12'/>").declared_strings, 12);
        let huge = format!("<sst uniqueCount=\"{}\">", "9".repeat(40));
        assert_eq!(measure(&huge).declared_strings, u64::MAX);
    }
}
