no-display = There is no display for a window. Run the office without one: studioloctl --office DIR serve

tray-open = Open Studiolo
tray-open-unread = Open Studiolo: { $unread ->
        [one] 1 unread chat
       *[other] { $unread } unread chats
    }
tray-ready = { $queued ->
        [0] Mail: all sent
        [one] Mail: 1 on its way
       *[other] Mail: { $queued } on their way
    }
tray-caught = Demo: mail is caught in the office’s folder
tray-paused = Reminders are paused
tray-next = Next reminder: { $when }
tray-next-open = Next reminder: when the sending hours begin
tray-next-none = No reminder is planned
tray-pause = Pause all reminders
tray-resume = Resume reminders
tray-backup = Last backup: { $when }
tray-backup-none = No backup yet
tray-unset = No sending account is set: { $queued ->
        [one] 1 mail waits
       *[other] { $queued } mails wait
    }
tray-unreachable = The mail server can’t be reached: { $queued ->
        [one] 1 mail waits
       *[other] { $queued } mails wait
    }
tray-refused = The mail server refuses the account: { $queued ->
        [one] 1 mail waits
       *[other] { $queued } mails wait
    }
tray-quit = Quit: reminders stop

refused-title = Studiolo can’t open the office
refused-office_locked = The office is already open in another program. Close it there, then open Studiolo again.
refused-no_office = There is no office in this folder. Choose another folder, or start Studiolo without one to make a new office.
refused-missing_key = The office’s key is not in the system’s keyring. Unlock the keyring, or start Studiolo with the key file (--key-file).
refused-wrong_key = This key opens another office. Start Studiolo with this office’s own key.
refused-newer_schema = A newer Studiolo was here before. Install that version or a later one; nothing was changed.
refused-damaged = The office’s database is damaged. Restore the last backup into a new folder: studioloctl restore.
refused-disk_full = The disk is full. Make some room, then open Studiolo again; nothing was lost.
refused-read_only = Studiolo may not write into the office’s folder. Change its permissions, then open Studiolo again.
refused-disk_error = The disk refuses to be read or written. Check the disk, then open Studiolo again.
refused-network_share = The office lies on a network share, where its database can be damaged. Move its folder to a disk of this computer, then open it there.
refused-otherwise = Something unexpected happened. The exact words are below.

backup-title = Save a backup
restore-title-file = Choose the backup
restore-title-folder = Where to restore: a new or empty folder
restored-folder = { $firm } restored { $day }

notice-open = Open
notice-answered = { $client } replied
notice-answered-body = { $text }
notice-answered-count = { $count ->
        [one] One reply
       *[other] { $count } replies
    }
notice-over = { $client }
notice-over-body = { $text }: { $sent ->
        [one] 1 reminder sent, no reply
       *[other] { $sent } reminders sent, no reply
    }
notice-over-count = { $count ->
        [one] One chat without a reply: its reminders are over
       *[other] { $count } chats without a reply: their reminders are over
    }
notice-stopped = E-mail to { $client } was not sent
notice-stopped-body = { $text }. Open the chat to see why and to try again.
notice-stopped-count = { $count ->
        [one] One e-mail was not sent
       *[other] { $count } e-mails were not sent
    }
notice-account = The mail server refuses the account
notice-account-body = Mail waits. Open the settings to mend it.
notice-account-count = The mail server refuses the account
notice-backup = The backup failed
notice-backup-body = { $text }
notice-backup-count = The backup failed
notice-mixed-count = { $count ->
        [one] One thing to look at
       *[other] { $count } things to look at
    }
