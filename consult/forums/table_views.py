"""Take in a table of opinions: upload, columns, rows, progress, result. One address follows it from step to step."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from consult.core import papers as documents
from consult.forums import intake_selectors
from consult.forums import intake_tables as actions
from consult.forums import table_selectors as selectors
from consult.forums.draft_places import citations_of
from consult.forums.intake_forms import ColumnsForm, RowForm, TableForm, UndoForm
from consult.forums.selectors import file_or_404
from consult.kit.pages import act, form_page, page
from consult.kit.verdicts import NotThere, Refused, Stale

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@form_page(budget=20)
def table_new(request, code):
    """Choose a file, say who sent it."""
    consultation = file_or_404(request.user, code)
    intake_selectors.clerk_or_refuse(request.user, consultation)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {"client_key": uuid4(), "received_on": timezone.localdate()}
    form = TableForm(*given, initial=initial, levels=intake_selectors.levels(request.user, consultation))
    if form.is_bound and form.is_valid():
        data, name = form.cleaned_data["scan"]
        key = form.cleaned_data["client_key"]
        try:
            table = actions.take_table(
                request.user,
                consultation=consultation,
                data=data,
                name=name,
                facts=form.facts,
                client_key=key,
            )
            return redirect("table", code, table.paper_id)
        except NotThere:
            raise
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"consultation": consultation, "form": form}
    return render(request, "forums/table_new.html", context, status=400 if form.is_bound else 200)


@page(budget=10)
def table_template_xlsx(request, code):
    file_or_404(request.user, code)
    return _download(documents.opinions_xlsx(), XLSX, "mau-bang-gop-y.xlsx")


@page(budget=10)
def table_template_docx(request, code):
    file_or_404(request.user, code)
    return _download(documents.opinions_docx(), DOCX, "mau-bang-gop-y.docx")


def _download(data: bytes, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=kind, headers=disposition)


@page(budget=20)
def table(request, code, pk):
    """Where the import stands: waiting, its rows, its result. While it waits the page asks again."""
    consultation = file_or_404(request.user, code)
    asked = {"chosen": request.GET.get("dong", ""), "number": request.GET.get("page")}
    found = selectors.table_page(request.user, consultation, pk, **asked)
    if found.state == "mapping":
        return _go(request, reverse("table_columns", args=[code, pk]))
    if request.htmx and not found.waits:
        return _go(request, reverse("table", args=[code, pk]))
    context = {"consultation": consultation, "table": found, "undo": UndoForm()}
    if request.htmx:
        return render(request, "forums/_table_progress.html", context)
    if found.lines:
        context |= {"rows": [(row, _row_form(row)) for row in found.lines],
                    "citations": citations_of(consultation.version_id)}  # fmt: skip
    return render(request, "forums/table.html", context)


def _go(request, address):
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _row_form(row):
    names = ("version", "place", "speaker", "position", "text", "proposed", "counted")
    return RowForm(initial={name: getattr(row, name) for name in names}, auto_id=f"id_{row.order}_%s")


@form_page(budget=24)
def table_columns(request, code, pk):
    """What each column holds: guessed, changed by hand."""
    consultation = file_or_404(request.user, code)
    found = selectors.table_or_404(request.user, consultation, pk, cells=True)
    if found.state not in ("mapping", "checked"):
        return redirect("table", code, pk)
    groups = selectors.groups_of(found)
    forms = [ColumnsForm(request.POST or None, group=group) for group in groups]
    error = ""
    valid = [form.is_valid() for form in forms]  # every form shows its own errors
    if request.method == "POST" and all(valid):
        chosen = {form.group.first: form.layout for form in forms}
        layouts = selectors.layouts_from(found, groups, chosen)
        try:
            actions.name_columns(request.user, table=found, layouts=layouts)
            return redirect("table", code, pk)
        except NotThere:
            raise
        except Refused as refused:
            error = str(refused)
    context = {"consultation": consultation, "table": found, "forms": forms, "error": error}
    return render(request, "forums/table_columns.html", context, status=400 if request.POST else 200)


@form_page(budget=24)
def table_row(request, code, pk, number):
    """One row: corrected, accepted as it is, or set aside with a reason."""
    consultation = file_or_404(request.user, code)
    found = selectors.table_or_404(request.user, consultation, pk)
    row = selectors.row_or_404(found, number)
    shown = selectors.line_row(row, found.names)
    if request.method != "POST":
        return _row(request, consultation, found, shown, _row_form(shown))
    form = RowForm(request.POST, auto_id=f"id_{number}_%s")
    try:
        if "accept" in request.POST:
            actions.accept_rows(request.user, table=found, rows=[row.pk])
        elif "aside" in request.POST:
            actions.set_aside(request.user, row=row, reason=request.POST.get("aside_reason", ""))
        elif form.is_valid():
            row = actions.correct_row(request.user, row=row, **form.cleaned_data)
        else:
            return _row(request, consultation, found, shown, form, status=400)
    except (NotThere, Stale):
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return _row(request, consultation, found, shown, form, status=403)
    messages.success(request, _("Đã ghi dòng vừa xem."))
    return redirect(f"{reverse('table', args=[code, pk])}?dong={request.POST.get('dong', '')[:6]}#rows")


def _row(request, consultation, table, row, form, status=200):
    context = {
        "consultation": consultation, "paper_id": table.paper_id, "row": row, "form": form,
        "citations": citations_of(consultation.version_id),
    }  # fmt: skip
    return render(request, "forums/table_row.html", context, status=status)


@act(budget=24)
def table_accept(request, code, pk):
    """Enter all doubtful rows as they were understood, where nothing forbids it."""
    consultation = file_or_404(request.user, code)
    found = selectors.table_or_404(request.user, consultation, pk)
    count = actions.accept_rows(request.user, table=found)
    messages.success(request, _("Đã chấp nhận %(count)s dòng.") % {"count": count})
    return redirect("table", code, pk)


@act(budget=24)
def table_start(request, code, pk):
    """Enter the rows that are ready."""
    consultation = file_or_404(request.user, code)
    found = selectors.table_or_404(request.user, consultation, pk)
    actions.start_entering(request.user, table=found)
    return redirect("table", code, pk)
