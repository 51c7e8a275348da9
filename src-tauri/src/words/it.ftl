no-display = Non c’è uno schermo per una finestra. Avvia lo studio senza: studioloctl --office CARTELLA serve

tray-open = Apri Studiolo
tray-ready = Posta e promemoria sono attivi
tray-caught = Demo: la posta resta nella cartella dello studio
tray-paused = Tutti i promemoria sono in pausa
tray-unset = Manca un account per inviare: { $queued ->
        [one] 1 messaggio aspetta
       *[other] { $queued } messaggi aspettano
    }
tray-unreachable = Il server di posta non risponde: { $queued ->
        [one] 1 messaggio aspetta
       *[other] { $queued } messaggi aspettano
    }
tray-refused = Il server di posta rifiuta l’account: { $queued ->
        [one] 1 messaggio aspetta
       *[other] { $queued } messaggi aspettano
    }
tray-quit = Esci: niente posta né promemoria finché non riapri Studiolo

refused-title = Studiolo non può aprire lo studio
refused-office_locked = Lo studio è già aperto in un altro programma. Chiudilo lì, poi riapri Studiolo.
refused-no_office = In questa cartella non c’è uno studio. Scegli un’altra cartella, o avvia Studiolo senza indicarne una per crearne uno nuovo.
refused-missing_key = La chiave dello studio non è nel portachiavi del sistema. Sblocca il portachiavi, o avvia Studiolo con il file della chiave (--key-file).
refused-wrong_key = Questa chiave apre un altro studio. Avvia Studiolo con la chiave di questo.
refused-newer_schema = Qui è passato uno Studiolo più recente. Installa quella versione o una successiva; nulla è cambiato.
refused-damaged = L’archivio dello studio è danneggiato. Ripristina l’ultima copia in una cartella nuova: studioloctl restore.
refused-disk_full = Il disco è pieno. Fai spazio, poi riapri Studiolo; nulla è andato perso.
refused-read_only = Studiolo non può scrivere nella cartella dello studio. Cambia i permessi, poi riapri Studiolo.
refused-disk_error = Il disco rifiuta di leggere o scrivere. Controlla il disco, poi riapri Studiolo.
refused-otherwise = È successo qualcosa di inatteso. Le parole esatte sono qui sotto.

recovery-title = Il tuo codice di recupero
recovery-code = Scrivi questo codice su carta e tienilo lontano da questo computer. Basta lui per aprire una copia su un computer nuovo. Lo vedi solo adesso.
