"""Background jobs of the forum; each may run twice: nothing is entered twice and nobody is reminded twice."""

from procrastinate.contrib.django import app

from consult.forums import intake_tables, moderation_reminders


@app.task(name="forums.import", queue="documents", retry=2)
def take_in(table_id: int):
    intake_tables.run(table_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="forums.remind", queue="notices", queueing_lock="forums.remind", pass_context=False)
def remind(timestamp: int):
    moderation_reminders.remind()
