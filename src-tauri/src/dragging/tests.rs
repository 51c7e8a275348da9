use super::*;

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn files(names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(PathBuf::from).collect()
}

#[test]
fn files_are_given_for_the_documents_that_are_dragged_and_for_no_others() {
    let dragging = Dragging::default();
    dragging.ask(&ids(&["a", "b"]));
    assert_eq!(dragging.files_of(["a", "b"].into_iter()), files(&[]));
    dragging.find(&ids(&["a", "b"]), files(&["/a.pdf", "/b.pdf"]));
    assert_eq!(dragging.files_of(["a", "b"].into_iter()), files(&["/a.pdf", "/b.pdf"]));
    assert_eq!(dragging.files_of(["a"].into_iter()), files(&[]));
    // The next drag has begun before the first one's files were found.
    dragging.ask(&ids(&["c"]));
    dragging.find(&ids(&["a", "b"]), files(&["/a.pdf", "/b.pdf"]));
    assert_eq!(dragging.files_of(["c"].into_iter()), files(&[]));
    assert_eq!(dragging.files_of(["a", "b"].into_iter()), files(&[]));
}

#[test]
fn what_another_program_took_is_told_and_what_came_back_is_not() {
    let dragging = Dragging::default();
    for (taken, on_window, told) in
        [(true, false, ids(&["a"])), (false, false, ids(&[])), (true, true, ids(&[]))]
    {
        dragging.ask(&ids(&["a"]));
        dragging.begin();
        assert!(dragging.is_own(false));
        if on_window {
            assert!(dragging.is_own(true));
        }
        assert_eq!(dragging.end(taken), told);
        assert!(!dragging.is_own(true), "what is dropped later comes from outside");
    }
}
