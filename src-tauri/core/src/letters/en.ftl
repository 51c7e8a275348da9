# Words that are read outside the window: in mails, in the tray, in the system's notices.
# Courteous and plain: present tense, sentence case, no exclamation marks.
# The same keys stand in it.ftl; a test holds it so.

## Dates

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

day = { $weekday } { $day } { $month }
date = { $day } { $year }
date-time = { $date }, { $hour }:{ $minute }

## Mail: subject

letter-subject-none = Message from { $firm }
letter-subject-reminder = Reminder: { $subject }
letter-subject-send-again = Sent again: { $subject }
letter-subject-several = Reminder: { letter-title-several }
letter-title-several = { $count ->
    [one] { $count } request awaiting your answer
   *[other] { $count } requests awaiting your answer
  }
letter-title-numbered = { $number }. { $subject }

## Mail: text

letter-audience = For { $contact }, { $client }
letter-audience-person = For { $contact }
letter-intro-reminder = A reminder of this message: we are still waiting for your answer.
letter-intro-send-again = Here is this message again: we are waiting for your answer.
letter-intro-several = A reminder of these messages: we are still waiting for your answer.
letter-byline = { $owner }, { $date }
letter-byline-reminder = { $owner }, { $date } · reminder { $step } of { $of }
letter-tasks = To do
letter-documents = Documents
letter-document-apart = { $name } (it does not travel by mail: ask the firm for it)
letter-open = Open the chat
letter-answer = Reply to this e-mail: your answer goes to { $owner }.
letter-answer-several = Reply to this e-mail and say which request you mean: your answer goes to { $owner }.
letter-footer-reminder = Sent automatically. Once you answer, no further reminders are sent.
letter-footer-several = Sent automatically. Once you answer a request, no further reminders of it are sent.

## Page that the browser shows after signing in

oauth-title = Signing in to mail
oauth-agreed = Done: Studiolo has the answer. You can close this window and go back to Studiolo.
oauth-refused = Access was not granted. You can close this window and try again from Studiolo.
oauth-unknown = There is nothing to see here: go back to Studiolo.

## The owner's morning mail

digest-subject = Today: { $counts }
digest-title = { $date }
digest-count-came = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
  }
digest-count-waiting = { $count } waiting
digest-count-stopped = { $count ->
    [one] { $count } e-mail not sent
   *[other] { $count } e-mails not sent
  }
digest-count-aside = { $count } to decide
digest-count-today = { $count ->
    [one] { $count } reminder going out
   *[other] { $count } reminders going out
  }
digest-came = New
digest-waiting = Waiting for an answer, oldest first
digest-stopped = Not sent, this needs you
digest-aside = Kept aside, you decide
digest-today = Reminders that go out today
digest-line = { $client }: { $subject }
digest-came-line = { $who }, { $client }: { $subject }
digest-waiting-line = { $client }: { $subject } (since { $date })
digest-stopped-line = { $client }, { $address }: { $subject }
digest-today-line = { $time }, { $client }: { $subject } ({ $step } of { $of })
digest-more = { $count ->
    [one] and one more
   *[other] and { $count } more
  }
digest-no-subject = no subject
digest-answer = Open Studiolo to answer, send again or pause.
digest-footer = Sent automatically, to you alone. Switch it off in Settings, Notices.

## Punctuation

label = { $label }:
