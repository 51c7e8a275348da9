no-display = Non c’è uno schermo per una finestra. Avvia lo studio senza: studioloctl --office CARTELLA serve

tray-open = Apri Studiolo
tray-open-unread = Apri Studiolo: { $unread ->
        [one] 1 chat da leggere
       *[other] { $unread } chat da leggere
    }
tray-ready = { $queued ->
        [0] Posta: tutto inviato
        [one] Posta: 1 messaggio in uscita
       *[other] Posta: { $queued } messaggi in uscita
    }
tray-caught = Demo: la posta resta nella cartella dello studio
tray-paused = Promemoria in pausa
tray-next = Prossimo promemoria: { $when }
tray-next-open = Prossimo promemoria: all’apertura dell’orario di invio
tray-next-none = Nessun promemoria in partenza
tray-pause = Sospendi tutti i promemoria
tray-resume = Riprendi i promemoria
tray-backup = Ultima copia: { $when }
tray-backup-none = Ancora nessuna copia di sicurezza
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
tray-quit = Esci: i promemoria si fermano

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
refused-network_share = Lo studio è su una cartella di rete, dove il suo archivio può rovinarsi. Sposta la cartella su un disco di questo computer, poi aprilo lì.
refused-otherwise = È successo qualcosa di inatteso. Le parole esatte sono qui sotto.

backup-title = Salva una copia di sicurezza
restore-title-file = Scegli la copia di sicurezza
restore-title-folder = Dove ripristinare: una cartella nuova o vuota
restored-folder = { $firm } ripristinato { $day }

notice-open = Apri
notice-answered = { $client } ha risposto
notice-answered-body = { $text }
notice-answered-count = { $count ->
        [one] Una risposta
       *[other] { $count } risposte
    }
notice-over = { $client }
notice-over-body = { $text }: { $sent ->
        [one] 1 promemoria inviato, nessuna risposta
       *[other] { $sent } promemoria inviati, nessuna risposta
    }
notice-over-count = { $count ->
        [one] Una chat senza risposta: promemoria finiti
       *[other] { $count } chat senza risposta: promemoria finiti
    }
notice-stopped = E-mail non inviata a { $client }
notice-stopped-body = { $text }. Apri la chat per vedere il motivo e riprovare.
notice-stopped-count = { $count ->
        [one] Un’e-mail non è partita
       *[other] { $count } e-mail non sono partite
    }
notice-account = Il server di posta rifiuta l’account
notice-account-body = La posta aspetta. Apri le impostazioni per correggerlo.
notice-account-count = Il server di posta rifiuta l’account
notice-backup = La copia di sicurezza non è riuscita
notice-backup-body = { $text }
notice-backup-count = La copia di sicurezza non è riuscita
notice-mixed-count = { $count ->
        [one] Una novità
       *[other] { $count } novità da vedere
    }
