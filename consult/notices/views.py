"""The inbox and how to hear of things."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from consult.kit.pages import act, form_page, page
from consult.notices import actions, selectors, stopping
from consult.notices.forms import ChannelsForm, HabitForm


@page(budget=12)
def inbox(request):
    found = selectors.inbox(request.user, request.GET.get("page"), only_unread="moi" in request.GET)
    return render(request, "notices/inbox.html", {"inbox": found})


@act(budget=12)
def open_notice(request, pk):
    """Mark a notice as read and go where it leads (an address of this site)."""
    url = selectors.notice_url(request.user, pk)
    actions.mark_read(request.user, notice_id=pk)
    safe = url and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return redirect(url if safe else "inbox")


@act(budget=8)
def read_all(request):
    """One group when the form names it, else all of them."""
    group = request.POST.get("group", "")[:120]
    actions.mark_read(request.user, group=group)
    done = (
        _("Đã đánh dấu nhóm thông báo là đã đọc.") if group else _("Đã đánh dấu tất cả thông báo là đã đọc.")
    )
    messages.success(request, done)
    return redirect("inbox")


@form_page(budget=60)
def channels(request):
    given = request.POST or None
    form = ChannelsForm(given, initial=selectors.channels_of(request.user))
    habit = HabitForm(given, initial=selectors.habit_of(request.user))
    if request.method == "POST" and form.is_valid() and habit.is_valid():
        actions.choose_channels(request.user, channels=form.cleaned_data)
        actions.choose_habit(request.user, **habit.cleaned_data)
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("notice_preferences")
    status = 400 if request.method == "POST" else 200
    return render(request, "notices/preferences.html", {"form": form, "habit": habit}, status=status)


# A mail program posts here for its user, without a session (RFC 8058): the signed token is the right.
@csrf_exempt
@form_page(budget=30, public=True)
def mail_stop(request, token):
    """Stop one kind of mail from the mail itself; the page that answers can take it back."""
    stop = stopping.read_token(token)
    done, back = "", ""
    if request.method == "POST" and "back" in request.POST:
        actions.resume_mails(stop.user, channels=stopping.read_back(stop.user, request.POST["back"]))
        done = "resumed"
    elif request.method == "POST":
        back = stopping.back_token(stop.user, actions.stop_mails(stop.user, kinds=list(stop.kinds)))
        done = "stopped"
    context = {"kinds": stop.labels, "done": done, "back": back}
    return render(request, "notices/mail_stop.html", context)


@page(budget=4, public=True)
def demo_mails(request):
    """The mails that the demo wrote instead of sending; it exists in the demo only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "notices/demo_mails.html", {"mails": selectors.demo_mails()})
