//! How far a long command is, where somebody looks on.

use imports::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Times a second that the bar is drawn at the most.
const DRAWN_A_SECOND: u8 = 8;

/// A bar on the terminal; nothing at all where standard error is none.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar for something that counts what it has done.
    pub fn new(what: &'static str) -> Self {
        // With a target of its own the bar hides itself where standard error is no terminal.
        let bar = ProgressBar::with_draw_target(
            Some(0),
            ProgressDrawTarget::stderr_with_hz(DRAWN_A_SECOND),
        );
        if let Ok(style) =
            ProgressStyle::with_template("{prefix:>12} [{bar:30}] {percent:>3}%  {msg}  {eta} left")
        {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_prefix(what);
        Self(bar)
    }

    /// Moves it: so much of so much, and what to say of that.
    pub fn set(&self, done: u64, total: u64, say: String) {
        self.0.set_length(total);
        self.0.set_position(done.min(total));
        self.0.set_message(say);
    }

    /// Says what is done from now on.
    pub fn rename(&self, what: &'static str) {
        self.0.set_prefix(what);
    }

    /// Takes it away, so that what is printed next stands alone.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }

    /// What an import or its undoing tells of its progress to. It always goes on: a person stops it with the
    /// keyboard, and what is done stays done.
    pub fn follow(&self) -> impl FnMut(Progress) -> bool + '_ {
        |at| {
            self.set(at.bytes, at.bytes_total, format!("{} rows", at.rows));
            true
        }
    }
}
