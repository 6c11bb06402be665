"""The clock closes polls; running it twice closes nothing twice."""

from procrastinate.contrib.django import app

from consult.polls import actions


@app.periodic(cron="* * * * *")
@app.task(name="polls.close_due", queue="notices", queueing_lock="polls.close_due", pass_context=False)
def close_due(timestamp: int):
    actions.close_due_polls()
