"""Adds jobs to APScheduler's SQLAlchemy job store on SQLite, one by one, and prints how many seconds that took.

Arguments: the database's file, the number of jobs, SQLite's journal mode (DELETE or WAL).
"""

import sys
import time
from datetime import datetime, timedelta, timezone

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import create_engine, event

FILE, COUNT, JOURNAL = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def remind(chat):
    """What a job would do, were it ever due here."""


def set_up(connection, _record):
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA journal_mode={JOURNAL}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


engine = create_engine(f"sqlite:///{FILE}")
event.listen(engine, "connect", set_up)
scheduler = BackgroundScheduler(jobstores={"default": SQLAlchemyJobStore(engine=engine)}, timezone=timezone.utc)
# Paused, so that no thread of the scheduler takes part of the time.
scheduler.start(paused=True)

due = datetime.now(timezone.utc) + timedelta(days=3)
start = time.perf_counter()
for number in range(COUNT):
    scheduler.add_job(remind, "date", run_date=due, args=[number], id=f"chat-{number}")
seconds = time.perf_counter() - start

if len(scheduler.get_jobs()) != COUNT:
    sys.exit("not every job was stored")
scheduler.shutdown()
print(seconds)
