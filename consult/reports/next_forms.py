"""Shape of one step on the version that is being written."""

from django import forms


class NextForm(forms.Form):
    """Begin the version, give a unit other words, take it out, or turn a step back or forth."""

    act = forms.ChoiceField(choices=[(name, name) for name in ("begin", "reword", "strike", "undo", "redo")])
    client_key = forms.UUIDField()
    revision = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    title = forms.CharField(required=False, max_length=20_000)
    text = forms.CharField(required=False, max_length=500_000)
