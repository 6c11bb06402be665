"""Background jobs of the desk; each may run twice without harm."""

from procrastinate.contrib.django import app

from consult.desk import print_copies


@app.task(name="desk.print", queue="documents", retry=2)
def make_copy(copy_id: int):
    print_copies.run(copy_id)


@app.periodic(cron="17 * * * *")
@app.task(name="desk.clear_copies", queue="notices", queueing_lock="desk.clear_copies", pass_context=False)
def clear_copies(timestamp: int):
    print_copies.clear()
