//! Which client would belong to which, when the rows so far are in the books.
//!
//! A client of the file is known by the short key of its number, for it may have no id yet.

use std::collections::HashMap;

use clients::client::LEVELS_MAX;

use crate::wrong::Wrong;

/// The numbers of a client: the one that the file gives it, and the one that the database has where there is
/// one.
pub(super) type Numbers = (u128, Option<u128>);

/// What the file says of parents.
#[derive(Default)]
pub(super) struct Tree {
    /// The parent of each client that the file gives or takes one.
    parents: HashMap<u128, Option<u128>>,
    /// How many levels the file puts below a client.
    heights: HashMap<u128, usize>,
    /// What the file calls clients that the database calls otherwise.
    renamed: HashMap<u128, u128>,
}

impl Tree {
    /// Puts a client below its parent. `raised` is what [`Both::check`] answered.
    pub(super) fn place(
        &mut self,
        (number, was): Numbers,
        parent: Option<u128>,
        raised: Vec<(u128, usize)>,
    ) {
        self.parents.insert(number, parent);
        if let Some(was) = was.filter(|was| *was != number) {
            self.renamed.insert(was, number);
        }
        self.heights.extend(raised);
    }

    /// Takes over what a chunk says.
    pub(super) fn take(&mut self, chunk: Self) {
        self.parents.extend(chunk.parents);
        self.heights.extend(chunk.heights);
        self.renamed.extend(chunk.renamed);
    }
}

/// The rows before and the rows of this chunk, and what the database has of clients that both point at: the
/// parent of each client above them.
pub(super) struct Both<'a> {
    pub(super) seen: &'a Tree,
    pub(super) staged: &'a Tree,
    pub(super) lines: &'a HashMap<u128, Option<u128>>,
}

impl Both<'_> {
    /// Checks that a client may belong to a parent, with `height` levels below it in the database, and answers
    /// the height that each client above it then has.
    pub(super) fn check(
        &self,
        (number, was): Numbers,
        parent: Option<u128>,
        height: usize,
    ) -> Result<Vec<(u128, usize)>, Wrong> {
        let height = height.max(self.height(number));
        let mut above = Vec::new();
        let mut at = parent;
        while let Some(node) = at {
            let node = self.called(node);
            if node == number || Some(node) == was {
                return Err(Wrong::ParentCycle);
            }
            let levels = above.len() + 1 + height;
            if levels > LEVELS_MAX {
                return Err(Wrong::TooManyLevels);
            }
            above.push((node, levels.max(self.height(node))));
            at = self.parent(node);
        }
        Ok(above)
    }

    fn parent(&self, node: u128) -> Option<u128> {
        let said = self.staged.parents.get(&node).or_else(|| self.seen.parents.get(&node));
        said.or_else(|| self.lines.get(&node)).copied().flatten()
    }

    fn height(&self, node: u128) -> usize {
        let said = self.staged.heights.get(&node).or_else(|| self.seen.heights.get(&node));
        said.copied().unwrap_or(0)
    }

    fn called(&self, node: u128) -> u128 {
        let renamed = self.staged.renamed.get(&node).or_else(|| self.seen.renamed.get(&node));
        renamed.copied().unwrap_or(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stands_above_itself_nor_too_deep() {
        // In the database 3 belongs to 2 and 2 to 1.
        let lines = HashMap::from([(3, Some(2)), (2, Some(1)), (1, None)]);
        let (seen, mut staged) = (Tree::default(), Tree::default());
        let check = |staged: &Tree, number, was, parent, height| {
            Both { seen: &seen, staged, lines: &lines }.check((number, was), parent, height)
        };
        assert!(check(&staged, 1, Some(1), Some(3), 2).is_err(), "1 is above 3");
        assert!(check(&staged, 4, None, Some(4), 0).is_err(), "itself");
        assert_eq!(check(&staged, 4, None, Some(3), 0).unwrap(), [(3, 1), (2, 2), (1, 3)]);
        assert!(check(&staged, 4, Some(4), Some(3), 7).is_ok());
        assert!(check(&staged, 4, Some(4), Some(3), 8).is_err(), "11 levels");
        // The file takes 2 out from under 1, and calls it 20; then 1 may go below 3.
        let raised = check(&staged, 20, Some(2), None, 1).unwrap();
        staged.place((20, Some(2)), None, raised);
        let raised = check(&staged, 1, Some(1), Some(3), 0).unwrap();
        assert_eq!(raised, [(3, 1), (20, 2)]);
        staged.place((1, Some(1)), Some(3), raised);
        assert!(
            check(&staged, 20, Some(2), Some(1), 1).is_err(),
            "20 is above 3, which is above 1"
        );
        // A new client below a new client, down to the last level.
        for n in 101..=110 {
            let raised = check(&staged, n, None, (n > 101).then_some(n - 1), 0).unwrap();
            staged.place((n, None), (n > 101).then_some(n - 1), raised);
        }
        let raised = check(&staged, 111, None, Some(110), 0).unwrap();
        staged.place((111, None), Some(110), raised);
        assert!(check(&staged, 112, None, Some(111), 0).is_err());
        assert!(check(&staged, 101, None, Some(1), 0).is_err(), "ten levels are below 101");
    }
}
