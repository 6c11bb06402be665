"""Several management commands in one process: Django starts once instead of once for each.

python -m consult.config.serve.prepare build_assets ';' migrate --noinput ';'
"""

import os
import sys


def main(words: list[str]) -> int:
    """Run the commands in order; the first that fails ends it with status 1 and its own message."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.config.settings.base")
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    for name, *arguments in _split(words):
        try:
            call_command(name, *arguments)
        except CommandError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
    return 0


def _split(words: list[str]) -> list[list[str]]:
    steps: list[list[str]] = [[]]
    for word in words:
        if word == ";":
            steps.append([])
        else:
            steps[-1].append(word)
    return [step for step in steps if step]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
