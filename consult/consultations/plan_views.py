"""Pages of the yearly plan of a council."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.consultations import plan_actions as actions
from consult.consultations import plan_rules as may
from consult.consultations import plan_selectors as selectors
from consult.consultations.plan_forms import (
    MarkForm,
    PlaceForm,
    PlanItemForm,
    edit_item_form,
    new_item_form,
)
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused, Stale


@page(budget=16)
def plan(request, slug, year):
    """The plan of one year: items in order, files without one, what was dropped or removed."""
    council = selectors.council_or_404(request.user, slug, year)
    found = selectors.plan_page(request.user, council, year, request.GET.get("bo", ""))
    return render(request, "consultations/plan.html", {"page": found})


@form_page(budget=24)
def plan_new(request, slug, year):
    """A new item; `ho-so` names the file that it begins from."""
    council = selectors.council_or_404(request.user, slug, year)
    may.may_write_plan(request.user, council).or_refuse()
    choices = _choices(request.user, council)
    if request.method != "POST":
        wanted = request.GET.get("ho-so", "")
        start = next((file for file in choices["files"] if file.code == wanted), None)
        return _item(request, council, year, new_item_form(start, **choices))
    form = PlanItemForm(request.POST, **choices)
    if not form.is_valid():
        return _item(request, council, year, form, status=400)
    key = form.cleaned_data["client_key"]
    try:
        item = actions.add_item(request.user, council=council, year=year, client_key=key, **form.sent())
    except NotThere:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _item(request, council, year, form, status=403)
    messages.success(request, _("Đã thêm mục vào kế hoạch."))
    return _to(item)


@form_page(budget=28)
def plan_item(request, pk):
    """Change an item; another change in between is 409 with both texts."""
    item = selectors.item_or_404(request.user, pk)
    may.may_change_item(request.user, item).or_refuse()
    choices = _choices(request.user, item.council, item)
    if request.method != "POST":
        return _edit(request, item, edit_item_form(item, **choices))
    form = PlanItemForm(request.POST, **choices)
    if not form.is_valid():
        return _edit(request, item, form, status=400)
    try:
        version = form.cleaned_data["version"] or 0
        item = actions.edit_item(request.user, item=item, version=version, **form.sent())
    except NotThere:
        raise
    except Stale as stale:
        form.add_error(None, str(stale))
        form.data = {**form.data.dict(), "version": stale.stored["version"]}
        now = selectors.item_or_404(request.user, pk)
        return _edit(request, now, form, status=409, stored=selectors.words_of(now))
    except Refused as refused:
        form.add_error(None, str(refused))
        return _edit(request, item, form, status=403)
    messages.success(request, _("Đã lưu mục kế hoạch."))
    return _to(item)


@act(budget=30)
def plan_item_mark(request, pk):
    """Done, dropped, or as its file says again."""
    item = selectors.item_or_404(request.user, pk)
    may.may_change_item(request.user, item).or_refuse()
    form = MarkForm(request.POST)
    valid = form.is_valid()
    if valid:
        try:
            item = actions.mark_item(request.user, item=item, **form.cleaned_data)
            messages.success(request, _("Đã ghi tình trạng của mục."))
            return _to(item)
        except NotThere:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
    choices = _choices(request.user, item.council, item)
    status = 403 if valid else 400
    return _edit(request, item, edit_item_form(item, **choices), mark=form, status=status)


@act(budget=22)
def plan_item_move(request, pk):
    """To another place of the list; the page comes back at the item."""
    item = selectors.item_or_404(request.user, pk)
    may.may_change_item(request.user, item).or_refuse()
    form = PlaceForm(request.POST)
    if form.is_valid():
        item = actions.move_item(request.user, item=item, place=form.cleaned_data["place"])
        messages.success(request, _("Đã chuyển mục đến vị trí mới."))
    return _to(item)


@act(budget=20)
def plan_item_remove(request, pk):
    """Out of the plan; the page that follows offers to take it back."""
    item = actions.remove_item(request.user, item=selectors.item_or_404(request.user, pk))
    return redirect(f"{reverse('plan', args=[item.council.slug, item.year])}?bo={item.pk}")


@act(budget=20)
def plan_item_restore(request, pk):
    item = actions.restore_item(request.user, item=selectors.item_or_404(request.user, pk))
    messages.success(request, _("Đã khôi phục mục kế hoạch."))
    return _to(item)


def _choices(user, council, item=None) -> dict:
    return {"agencies": selectors.agencies(), "files": selectors.files_to_name(user, council, item)}


def _to(item):
    """The list, at the item."""
    return redirect(f"{reverse('plan', args=[item.council.slug, item.year])}#muc-{item.pk}")


def _item(request, council, year, form, status=200):
    context = {"council": council, "year": year, "form": form}
    return render(request, "consultations/plan_item.html", context, status=status)


def _edit(request, item, form, status=200, mark=None, stored=None):
    found = selectors.item_page(request.user, item)
    context = {
        "council": item.council,
        "year": item.year,
        "page": found,
        "form": form,
        "mark": mark or MarkForm(initial={"mark": item.mark, "reason": item.mark_reason}),
        "stored": stored,
    }
    return render(request, "consultations/plan_item.html", context, status=status)
