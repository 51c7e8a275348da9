# Parole che si leggono fuori dalla finestra: nelle e-mail, nell'area di notifica, negli avvisi del sistema.
# Si dà del tu, con cortesia: frasi piane al presente, senza esclamativi.
# Le stesse chiavi stanno in en.ftl; un test lo verifica.

## Date

weekday-1 = lunedì
weekday-2 = martedì
weekday-3 = mercoledì
weekday-4 = giovedì
weekday-5 = venerdì
weekday-6 = sabato
weekday-7 = domenica

month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre

# Il giorno della settimana viene prima: così «di lunedì 8» non chiede elisioni («dell’8»).
day = { $weekday } { $day ->
    [1] 1°
   *[other] { $day }
  } { $month }
date = { $day } { $year }
date-time = { $date }, { $hour }:{ $minute }

## E-mail: oggetto

letter-subject-none = Messaggio da { $firm }
letter-subject-reminder = Promemoria: { $subject }
letter-subject-send-again = Inviato di nuovo: { $subject }
letter-subject-several = Promemoria: { letter-title-several }
# «many» vale per i milioni tondi.
letter-title-several = { $count ->
    [one] { $count } richiesta in sospeso
    [many] { $count } di richieste in sospeso
   *[other] { $count } richieste in sospeso
  }
letter-title-numbered = { $number }. { $subject }

## E-mail: testo

letter-audience = Per { $contact }, { $client }
letter-audience-person = Per { $contact }
letter-intro-reminder = Ti ricordiamo questo messaggio: aspettiamo ancora una tua risposta.
letter-intro-send-again = Ti inviamo di nuovo questo messaggio: aspettiamo una tua risposta.
letter-intro-several = Ti ricordiamo questi messaggi: aspettiamo ancora una tua risposta.
letter-byline = { $owner }, { $date }
letter-byline-reminder = { $owner }, { $date } · promemoria { $step } di { $of }
letter-tasks = Da fare
letter-documents = Documenti
letter-document-apart = { $name } (non viaggia per posta: va chiesto allo studio)
letter-open = Apri la chat
letter-answer = Rispondi a questa e-mail: la risposta arriva a { $owner }.
letter-answer-several = Rispondi a questa e-mail e scrivi a quale richiesta ti riferisci: la risposta arriva a { $owner }.
letter-footer-reminder = E-mail inviata in automatico. Dopo la tua risposta non partono altri promemoria.
letter-footer-several = E-mail inviata in automatico. Per ogni richiesta, dopo la tua risposta non partono altri promemoria.

## Pagina che il browser mostra dopo l’accesso

oauth-title = Accesso alla posta
oauth-agreed = Fatto: Studiolo ha ricevuto la risposta. Puoi chiudere questa finestra e tornare a Studiolo.
oauth-refused = L’accesso non è stato concesso. Puoi chiudere questa finestra e riprovare da Studiolo.
oauth-unknown = Qui non c’è niente da vedere: torna a Studiolo.

## E-mail del mattino al titolare

digest-subject = Oggi: { $counts }
digest-title = { $date }
digest-count-came = { $count ->
    [one] { $count } risposta
    [many] { $count } di risposte
   *[other] { $count } risposte
  }
digest-count-waiting = { $count } in attesa
digest-count-stopped = { $count ->
    [one] { $count } e-mail non partita
    [many] { $count } di e-mail non partite
   *[other] { $count } e-mail non partite
  }
digest-count-aside = { $count } da decidere
digest-count-today = { $count ->
    [one] { $count } promemoria in partenza
    [many] { $count } di promemoria in partenza
   *[other] { $count } promemoria in partenza
  }
digest-came = Arrivato
digest-waiting = In attesa di risposta, dal più vecchio
digest-stopped = Non partito, serve il tuo intervento
digest-aside = Messo da parte, decidi tu
digest-today = Promemoria che partono oggi
digest-line = { $client }: { $subject }
digest-came-line = { $who }, { $client }: { $subject }
digest-waiting-line = { $client }: { $subject } (da { $date })
digest-stopped-line = { $client }, { $address }: { $subject }
digest-today-line = { $time }, { $client }: { $subject } ({ $step } di { $of })
digest-more = { $count ->
    [one] e un altro
    [many] e altri { $count }
   *[other] e altri { $count }
  }
digest-no-subject = senza oggetto
digest-answer = Apri Studiolo per rispondere, rinviare o sospendere.
digest-footer = E-mail inviata in automatico, solo a te. Si disattiva in Impostazioni, Avvisi.

## Punteggiatura

label = { $label }:
