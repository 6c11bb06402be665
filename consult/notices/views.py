"""The inbox and how to hear of things."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from consult.kit.pages import act, form_page, page
from consult.notices import actions, selectors
from consult.notices.forms import ChannelsForm


@page(budget=8)
def inbox(request):
    found = selectors.inbox(request.user, request.GET.get("page"))
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
    actions.mark_read(request.user)
    messages.success(request, _("Đã đánh dấu tất cả thông báo là đã đọc."))
    return redirect("inbox")


@form_page(budget=30)
def channels(request):
    form = ChannelsForm(request.POST or None, initial=selectors.channels_of(request.user))
    if request.method == "POST" and form.is_valid():
        actions.choose_channels(request.user, channels=form.cleaned_data)
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("notice_preferences")
    return render(request, "notices/preferences.html", {"form": form})


@page(budget=4, public=True)
def demo_mails(request):
    """The mails that the demo wrote instead of sending; it exists in the demo only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "notices/demo_mails.html", {"mails": selectors.demo_mails()})
