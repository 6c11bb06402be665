"""The file of the world in one of its later stages."""

from django.utils import timezone

from tests import factories as make


def enter(world, stage: str) -> None:
    """The file in a later stage; for answers its compilation is closed."""
    file, compilation = world.things["file"], world.things["compilation"]
    file.stages.filter(state="now").update(state="done")
    file.stages.filter(kind=stage).update(state="now")
    type(file.book).objects.filter(pk=file.book_id).update(open_verbs=make.OPEN_VERBS[stage])
    if stage == "answer":
        type(compilation).objects.filter(pk=compilation.pk).update(state="closed", closed_at=timezone.now())


def change(thing, **fields) -> None:
    """Set columns of a row as they would be by then."""
    type(thing).objects.filter(pk=thing.pk).update(**fields)


def remove(thing) -> None:
    """Take a row away; the object keeps its number, for what is undone afterwards."""
    type(thing).objects.filter(pk=thing.pk).delete()
