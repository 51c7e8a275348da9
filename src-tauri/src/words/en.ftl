no-display = There is no display for a window. Run the office without one: studioloctl --office DIR serve

tray-open = Open Studiolo
tray-ready = Mail and reminders are running
tray-caught = Demo: mail is caught in the office’s folder
tray-paused = All reminders are paused
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
tray-quit = Quit: no mail and no reminder goes until Studiolo is opened again

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
refused-otherwise = Something unexpected happened. The exact words are below.

recovery-title = Your recovery code
recovery-code = Write this code on paper and keep it away from this computer. With it alone a backup opens on a new computer. It is shown only now.
