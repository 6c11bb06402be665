"""Pages of a room, and one address for each act. A script asks for JSON; without it each act ends on the page."""

from datetime import timedelta

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused
from consult.rooms import actions, papers, rules, selectors
from consult.rooms.forms import AgendaFormSet, CloseForm, RoomForm, SayForm, ShowForm
from consult.rooms.minutes import record_of

OLDEST = timedelta(days=366)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _page(request, found, *, status=200, refused="", **forms):
    """The room as it is now, with the forms in hand: whatever was typed stays."""
    state = selectors.state_of(request.user, found)
    before = request.GET.get("truoc", "")
    stream = selectors.stream_of(found, int(before[:18]) if before.isascii() and before.isdigit() else 0)
    context = {
        "room": state,
        "stream": stream,
        "record": record_of(found) if state.hosting else None,
        "refused": refused,
        "say_form": forms.get("say") or SayForm(),
        "show_form": forms.get("show") or ShowForm(),
        "close_form": forms.get("close") or CloseForm(),
    }
    return render(request, "rooms/room.html", context, status=status)


def _done(request, found, do, **forms):
    """Do an act and answer: JSON for the script, the page again for a plain form."""
    scripted = request.headers.get("X-Live") == "1"
    try:
        do()
    except NotThere:
        raise
    except Refused as refused:
        if scripted:
            return JsonResponse({"reason": str(refused)}, status=403)
        return _page(request, found, status=403, refused=str(refused), **forms)
    return JsonResponse({"done": True}) if scripted else redirect("room", found.pk)


def _bad(request, found, **forms):
    """A form of the wrong shape, with its errors."""
    if request.headers.get("X-Live") == "1":
        form = next(iter(forms.values()))
        reason = next(iter(form.errors.values()))[0]
        return JsonResponse({"reason": str(reason)}, status=400)
    return _page(request, found, status=400, **forms)


@page(budget=32)
def room(request, pk):
    return _page(request, selectors.room_or_404(request.user, pk))


@act(budget=48)
def room_open(request, pk):
    found = selectors.room_or_404(request.user, pk)
    return _done(request, found, lambda: actions.open_room(request.user, room=found))


@act(budget=48)
def room_close(request, pk):
    found = selectors.room_or_404(request.user, pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _bad(request, found, close=form)
    words = form.cleaned_data["conclusion"]
    return _done(
        request, found, lambda: actions.close_room(request.user, room=found, conclusion=words), close=form
    )


@act(budget=48)
def room_enter(request, pk):
    found = selectors.room_or_404(request.user, pk)
    return _done(request, found, lambda: actions.enter(request.user, room=found))


@act(budget=48)
def room_say(request, pk):
    found = selectors.room_or_404(request.user, pk)
    form = SayForm(request.POST)
    if not form.is_valid():
        return _bad(request, found, say=form)
    sent = form.cleaned_data
    return _done(request, found, lambda: actions.say(request.user, room=found, **sent), say=form)


@act(budget=48)
def room_turn(request, pk):
    """One of: ask, withdraw, call, end; the last three with the number of the turn."""
    found = selectors.room_or_404(request.user, pk)
    if "ask" in request.POST:
        return _done(request, found, lambda: actions.ask_turn(request.user, room=found))
    steps = {"withdraw": actions.withdraw_turn, "call": actions.call_turn, "end": actions.end_turn}
    name = next((name for name in steps if name in request.POST), None)
    if name is None:
        raise NotThere("")
    turn = selectors.turn_or_404(found, request.POST[name])
    return _done(request, found, lambda: steps[name](request.user, turn=turn))


@act(budget=48)
def room_agenda(request, pk):
    found = selectors.room_or_404(request.user, pk)
    item = selectors.item_or_404(found, request.POST.get("item", ""))
    return _done(request, found, lambda: actions.move_agenda(request.user, room=found, item=item))


@act(budget=48)
def room_show(request, pk):
    """Open a show of hands, or close the one whose number is sent."""
    found = selectors.room_or_404(request.user, pk)
    if "close" in request.POST:
        show = selectors.show_or_404(found, request.POST["close"])
        return _done(request, found, lambda: actions.close_show(request.user, show=show))
    form = ShowForm(request.POST)
    if not form.is_valid():
        return _bad(request, found, show=form)
    sent = form.cleaned_data
    return _done(request, found, lambda: actions.open_show(request.user, room=found, **sent), show=form)


@act(budget=48)
def room_hand(request, pk):
    found = selectors.room_or_404(request.user, pk)
    show = selectors.show_or_404(found, request.POST.get("show", ""))
    value = request.POST.get("value", "")
    return _done(request, found, lambda: actions.raise_hand(request.user, show=show, value=value))


@page(budget=24)
def room_minutes(request, pk):
    """The minutes as a Word file."""
    found = selectors.room_or_404(request.user, pk)
    rules.may_read_minutes(request.user, found).or_refuse()
    response = HttpResponse(papers.minutes_docx(found), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{papers.minutes_name(found)}"'
    return response


@form_page(budget=32)
def room_new(request, code):
    """Call a session: title, time, hosts, agenda with its clauses."""
    call = selectors.calling(request.user, code)
    form = RoomForm(request.POST or None, hosts=call.hosts)
    agenda = AgendaFormSet(request.POST or None, form_kwargs={"clauses": call.clauses}, prefix="agenda")
    context = {"call": call, "form": form, "agenda": agenda}
    if request.method != "POST":
        return render(request, "rooms/room_new.html", context)
    if not (form.is_valid() & agenda.is_valid()):
        return render(request, "rooms/room_new.html", context, status=400)
    try:
        made = _create(request.user, call, form.cleaned_data, agenda.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "rooms/room_new.html", context, status=403)
    return redirect("room", made.pk)


def _create(user, call, sent, lines):
    if sent["starts_at"] < timezone.now() - OLDEST:
        raise Refused(_("Thời gian bắt đầu không hợp lệ."), "bad-time")
    items = [(line["title"], call.units.get(line["clause"])) for line in lines if line.get("title")]
    return actions.create_room(
        user,
        consultation=call.consultation,
        title=sent["title"],
        starts_at=sent["starts_at"],
        chair=call.people[sent["chair"]],
        secretary=call.people[sent["secretary"]],
        agenda=items,
        client_key=sent["client_key"],
    )
