//! The servers' configuration.

use std::fs::{self, File, FileTimes, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{Ports, shown, tokens};

/// Fails with words that help when the servers cannot run here.
pub(super) fn check_installed() {
    let needed = ["/usr/sbin/postfix", "/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/lmtp"];
    let missing: Vec<&str> = needed.into_iter().filter(|file| !Path::new(file).exists()).collect();
    assert!(
        missing.is_empty(),
        "the mail servers for tests are not installed ({} missing): run `cargo xtask test`, which installs them, \
         or `apt-get install postfix dovecot-imapd dovecot-lmtpd`",
        missing.join(", ")
    );
    let uid = std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap());
    assert!(
        uid == 0,
        "the mail servers for tests need root: run `cargo xtask test` as root or in a container"
    );
}

/// Writes all files that the servers need below `root`.
pub(super) fn write(root: &Path, ports: &Ports, policy_port: u16) {
    // Postfix and Dovecot run as other users.
    fs::set_permissions(root, Permissions::from_mode(0o755)).unwrap();
    let (nobody, nogroup) = account("nobody");
    let (postfix, postfix_group) = account("postfix");
    for (folder, user, group) in [
        ("run", nobody, nogroup),
        ("state", nobody, nogroup),
        ("mail", nobody, nogroup),
        ("keys/default/HS256", 0, 0),
        ("postfix", 0, 0),
        ("queue", 0, 0),
        ("data", postfix, postfix_group),
    ] {
        fs::create_dir_all(root.join(folder)).unwrap();
        chown(root.join(folder), Some(user), Some(group)).unwrap();
    }
    for file in ["users", "full", "dovecot.log"] {
        File::create(root.join(file)).unwrap();
        chown(root.join(file), Some(nobody), Some(nogroup)).unwrap();
    }
    fs::write(root.join("keys/default/HS256/default"), tokens::key_file()).unwrap();
    fs::write(root.join("oauth2.conf.ext"), oauth2(root)).unwrap();
    fs::write(root.join("dovecot.conf"), dovecot(root, ports)).unwrap();
    fs::write(root.join("postfix/main.cf"), postfix_main(root, ports, policy_port)).unwrap();
    fs::write(root.join("postfix/master.cf"), postfix_master(ports)).unwrap();
    fs::write(root.join("run.sh"), run_script(root)).unwrap();
    // Postfix waits two seconds while its configuration looks as if it were being edited.
    let long_ago = FileTimes::new().set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000));
    for file in ["postfix/main.cf", "postfix/master.cf"] {
        File::options().append(true).open(root.join(file)).unwrap().set_times(long_ago).unwrap();
    }
}

/// A user's ids.
pub(super) fn account(name: &str) -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.split(':').next() == Some(name));
    let mut ids = line.unwrap_or_else(|| panic!("there is no user {name}")).split(':').skip(2);
    let mut id = || ids.next().unwrap().parse().unwrap();
    (id(), id())
}

/// Runs both until the standard input ends, as it does when the test process ends, in whatever way. Dovecot
/// has a process group of its own to be killed by, since it takes seconds to say goodbye.
fn run_script(root: &Path) -> String {
    let root = shown(root);
    format!(
        r"#!/bin/sh
trap : INT TERM HUP
cd {root} || exit 1
postfix -c {root}/postfix check </dev/null
setsid setpriv --reuid=nobody --regid=nogroup --clear-groups dovecot -F -c {root}/dovecot.conf &
dovecot=$!
/usr/lib/postfix/sbin/master -s -c {root}/postfix &
postfix=$!
read -r _
kill -TERM $postfix
kill -KILL -$dovecot || kill -KILL $dovecot
wait
"
    )
}

fn dovecot(root: &Path, ports: &Ports) -> String {
    let root = shown(root);
    let Ports { imaps, lmtp, sasl, .. } = ports;
    format!(
        r#"base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
first_valid_gid = 1
recipient_delimiter = +
mail_location = maildir:~/Maildir
namespace inbox {{
  inbox = yes
  mailbox "Posta inviata" {{
    auto = create
    special_use = \Sent
  }}
}}
ssl = yes
ssl_cert = <{root}/server.crt
ssl_key = <{root}/server.key
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = {root}/users
  mechanisms = plain login
}}
passdb {{
  driver = oauth2
  args = {root}/oauth2.conf.ext
  mechanisms = xoauth2 oauthbearer
}}
mail_plugins = quota
plugin {{
  quota = maildir:Everybody
  quota_grace = 0
}}
# Whose mailbox is full; all others have no quota.
userdb {{
  driver = passwd-file
  args = username_format=%Lu {root}/full
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={root}/mail/%Lu allow_all_users=yes
}}
# Without this a wrong password makes the next sign-in wait for seconds.
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener sasl {{
    port = {sasl}
  }}
}}
"#
    )
}

fn oauth2(root: &Path) -> String {
    format!(
        "introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={}/keys/\nusername_attribute = email\n",
        shown(root)
    )
}

fn postfix_main(root: &Path, ports: &Ports, policy_port: u16) -> String {
    let root = shown(root);
    let Ports { lmtp, sasl, .. } = ports;
    format!(
        "compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {root}/postfix.log
maillog_file_prefixes = {root}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks =
recipient_delimiter = +
virtual_mailbox_domains = static:all
message_size_limit = 0
mailbox_size_limit = 0
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = error:nothing leaves this computer
transport_maps = inline:{{ {{ nowhere.test = nowhere: }} }}
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_tls_cert_file = {root}/server.crt
smtpd_tls_key_file = {root}/server.key
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{policy_port}, permit_sasl_authenticated, reject
smtpd_error_sleep_time = 0
smtpd_client_connection_count_limit = 0
"
    )
}

fn postfix_master(ports: &Ports) -> String {
    let Ports { submission, submissions, .. } = ports;
    format!(
        "{submission} inet n - n - - smtpd
{submissions} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
nowhere unix - n n - - pipe user=nobody argv=/bin/sh -c {{echo no such person here; exit 67}}
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"
    )
}
