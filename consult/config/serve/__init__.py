"""`python -m consult.config.serve`: the database, the web server and the worker of one machine, in one process tree.

For the demonstration and for small installations with an external DATABASE_URL. Standard library only, and no
Django in this process: it must start, explain itself and stop cleanly when Django cannot.
"""
