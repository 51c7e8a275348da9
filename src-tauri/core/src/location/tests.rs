use super::*;

const MOUNTS: &str = r"22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /mnt/studio rw,relatime shared:20 - cifs //server/studio rw,vers=3.1.1
41 22 0:36 / /mnt/vecchio rw - nfs4 server:/vecchio rw
42 41 8:17 / /mnt/vecchio/disco rw - ext4 /dev/sdb1 rw
43 22 0:44 / /home/elena/con\040spazio rw - fuse.sshfs elena@server: rw
44 22 0:45 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
45 22 0:46 / /media/chiavetta rw - fuseblk /dev/sdc1 rw
46 40 8:33 / /mnt/studio rw - ext4 /dev/sdd1 rw
garbage
";

#[test]
fn a_folder_lies_on_the_file_system_that_is_mounted_nearest_above_it() {
    let remote = |folder: &str| lies_on_remote(MOUNTS, Path::new(folder));
    assert!(!remote("/home/elena/Studiolo"));
    assert!(remote("/mnt/vecchio") && remote("/mnt/vecchio/a/b"));
    assert!(!remote("/mnt/vecchio/disco/a"), "a disk of this computer below a share");
    assert!(!remote("/mnt/vecchione"), "names are compared whole");
    assert!(remote("/home/elena/con spazio/Studiolo"));
    assert!(remote("/run/user/1000/gvfs/smb-share:server=x,share=y"));
    assert!(!remote("/media/chiavetta/Studiolo"));
    assert!(!remote("/mnt/studio/a"), "mounted over the share since");
    assert!(!lies_on_remote("", Path::new("/home")));
}

#[test]
fn a_folder_that_is_not_there_yet_is_judged_by_those_above_it() {
    let home = tempfile::tempdir().unwrap();
    check(&home.path().join("not/yet/there")).unwrap();
    check(Path::new("relative")).unwrap();
}

#[test]
fn a_synced_folder_is_known_by_its_name_or_by_what_is_left_in_it() {
    let home = tempfile::tempdir().unwrap();
    let home = home.path().canonicalize().unwrap();
    for (folder, program) in [
        ("Dropbox/Studiolo", Some("Dropbox")),
        ("OneDrive - Studio Vannini/Documenti/Studiolo", Some("OneDrive")),
        ("Library/CloudStorage/GoogleDrive-elena@example.com/Il mio Drive/Studiolo", Some("Google Drive")),
        ("Library/Mobile Documents/com~apple~CloudDocs/Studiolo", Some("iCloud")),
        ("Nextcloud/Studiolo", Some("Nextcloud")),
        ("Onedriver/Studiolo", None),
        ("Documenti/Studiolo", None),
    ] {
        let folder = home.join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        assert_eq!(synced_by(&folder), program, "{}", folder.display());
    }
    std::fs::create_dir(home.join("Documenti/.stfolder")).unwrap();
    assert_eq!(synced_by(&home.join("Documenti/Studiolo")), Some("Syncthing"));
}
