//! Enums whose values are words in the database and in the API.

/// Declares such an enum: its name, what a value of it is called, and the words.
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis enum $name:ident ($what:literal) { $($(#[$note:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$note])* $variant,)* }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word for it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|v| v.word() == word).ok_or_else(|| {
                    let known: Vec<&str> = Self::ALL.iter().map(|v| v.word()).collect();
                    format!("'{word}' is not {}: use {}", $what, known.join(", "))
                })
            }
        }
    };
}
pub(crate) use words;
