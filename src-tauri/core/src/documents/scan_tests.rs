use proptest::prelude::*;

use super::super::plan::Kind;
use super::*;

fn entry((number, order): (usize, u32)) -> (u32, Entry) {
    let stat = Stat { size: number as u64, mtime: 0, identity: None };
    let path = format!("Rinaldi/Dichiarazioni/{number:03}.txt");
    (order, Entry { path, kind: Kind::File, stat, links: 1, content: None })
}

proptest! {
    #[test]
    fn each_path_has_the_stat_of_its_entry_in_whatever_order_they_are(
        orders in prop::collection::vec((any::<u32>(), any::<bool>()), 0..60),
    ) {
        let paths: Vec<String> = orders
            .iter()
            .enumerate()
            .filter(|(_, (_, wanted))| *wanted)
            .map(|(number, (order, _))| entry((number, *order)).1.path)
            .collect();
        let mut entries: Vec<(u32, Entry)> =
            orders.iter().enumerate().map(|(number, (order, _))| entry((number, *order))).collect();
        entries.sort_by_key(|(order, _)| *order);
        let read = with_stats(paths.clone(), entries.into_iter().map(|(_, entry)| entry).collect());
        prop_assert_eq!(read.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>(), paths);
        for (path, stat) in read {
            let own = format!("{:03}.txt", stat.size);
            prop_assert!(path.ends_with(&own));
        }
    }
}
