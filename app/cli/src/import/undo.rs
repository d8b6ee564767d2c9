//! Taking back what an import brought.

use imports::{ImportId, undo};

use crate::books::Books;
use crate::error::Result;
use crate::terminal::{Bar, note};

/// What can be typed after `rapport import undo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The import, as `rapport import list` names it
    #[arg(value_name = "ID")]
    id: ImportId,
}

/// Undoes an import, or goes on undoing it.
pub fn run(args: Args, books: &Books) -> Result<()> {
    let bar = Bar::new("Undoing");
    let undone = undo::undo(&books.db, &books.actor, args.id, &mut bar.follow());
    bar.clear();
    undone?;
    note(&format!(
        "Import {} is undone: what it brought is reversed, clients that were new are gone, or archived where entries name them, and the file can be imported again.",
        args.id
    ));
    Ok(())
}
