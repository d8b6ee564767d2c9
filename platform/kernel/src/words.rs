//! Enums whose values are words in the database, in files and in the API.

/// Declares an enum whose values are words: `word` tells a value's, `ALL` lists them, `FromStr` reads one and
/// names the known ones where it is none of them.
///
/// ```
/// kernel::words! {
///     /// How a parcel travels.
///     pub enum Way {
///         /// On a ship.
///         Sea = "sea",
///         /// On a train.
///         Rail = "rail",
///     }
/// }
///
/// assert_eq!("rail".parse(), Ok(Way::Rail));
/// assert_eq!(Way::Sea.to_string(), "sea");
/// assert_eq!("air".parse::<Way>(), Err("'air' is not one of sea, rail".to_owned()));
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$note:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$note])* $variant,)* }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word that the database and the API use.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|v| v.word() == word).ok_or_else(|| {
                    let known: Vec<&str> = Self::ALL.iter().map(|v| v.word()).collect();
                    format!("'{word}' is not one of {}", known.join(", "))
                })
            }
        }
    };
}
