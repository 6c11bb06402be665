"""Anybody who holds a receipt's number can check it."""

from django.shortcuts import render

from consult.kit.pages import page
from consult.ledger import selectors


@page(budget=6, public=True)
def receipt_check(request):
    number = request.GET.get("so", "")[:60]
    found = selectors.find_receipt(number) if number else None
    return render(request, "ledger/receipt_check.html", {"number": number, "receipt": found})
