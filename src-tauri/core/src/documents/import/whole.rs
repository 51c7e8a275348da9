//! Which folders move as they were staged: one move in place of one for each file in them.

use std::collections::{HashMap, HashSet};

#[cfg(test)]
#[path = "whole_tests.rs"]
mod tests;

/// A file that was staged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Going<'a> {
    /// Where it lies below the import's staging folder.
    pub staged: &'a str,
    /// Where it is to lie below the documents' folder; `None`: it stays behind.
    pub to: Option<&'a str>,
}

/// From where to where something moves.
pub(super) type Move = (String, String);

/// The moves of these files: whole folders, and the files that move by themselves.
///
/// A folder moves whole where there is none yet (`is_new`), if all that lands in it was staged in one folder, under the
/// same names, and nothing else was staged there.
pub(super) fn moves<'a>(
    files: impl Iterator<Item = Going<'a>> + Clone,
    is_new: impl Fn(&str) -> bool,
) -> (Vec<Move>, Vec<Move>) {
    let mut staged: HashMap<&str, usize> = HashMap::new();
    let mut landing: HashMap<&str, Landing<'a>> = HashMap::new();
    for file in files.clone() {
        for folder in folders_above(file.staged) {
            *staged.entry(folder).or_default() += 1;
        }
        for folder in file.to.into_iter().flat_map(folders_above) {
            let rest = file.to.and_then(|to| to.strip_prefix(folder));
            let from = rest.and_then(|rest| file.staged.strip_suffix(rest));
            let landing = landing.entry(folder).or_insert(Landing { from, files: 0 });
            landing.files += 1;
            landing.from = landing.from.filter(|known| from == Some(known));
        }
    }
    let staged_whole = |folder: &'a str| {
        let Landing { from, files } = landing.get(folder)?;
        let from = from.filter(|from| staged.get(from) == Some(files))?;
        is_new(folder).then_some((from, folder))
    };
    let (mut folders, mut alone, mut moved) = (Vec::new(), Vec::new(), HashSet::new());
    for Going { staged, to } in files {
        let Some(to) = to else { continue };
        match folders_above(to).find_map(staged_whole) {
            None => alone.push((staged.to_owned(), to.to_owned())),
            Some((from, folder)) => {
                if moved.insert(folder) {
                    folders.push((from.to_owned(), folder.to_owned()));
                }
            }
        }
    }
    (folders, alone)
}

/// What lands below a folder.
struct Landing<'a> {
    /// The staged folder that all of it comes from, each file under the same name as there.
    from: Option<&'a str>,
    files: usize,
}

/// The folders that a path lies in, the upper ones first.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(end, _)| path.get(..end))
}
