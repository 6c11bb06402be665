"""What every page declares: its query budget and whether a visitor may see it without signing in."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator

from consult.kit.verdicts import NotThere


def page(*, budget: int, public: bool = False, methods: tuple[str, ...] = ("GET", "HEAD")):
    """Declare a page: at most `budget` queries whatever the number of rows, and its methods.

    Without `public=True` the site's middleware asks for sign-in first. A contract test fails on a view
    that declares nothing.
    """

    def declare(view):
        from django.views.decorators.http import require_http_methods

        @wraps(view)
        def wrapped(request, *args, **kwargs):
            return view(request, *args, **kwargs)

        served = require_http_methods(list(methods))(wrapped)
        if public:
            served = login_not_required(served)
        served.budget = budget
        served.public = public
        return served

    return declare


def form_page(*, budget: int, public: bool = False):
    """A page that shows a form and takes it."""
    return page(budget=budget, public=public, methods=("GET", "HEAD", "POST"))


def act(*, budget: int, public: bool = False):
    """A view that only takes a POST."""
    return page(budget=budget, public=public, methods=("POST",))


def paginate(queryset, number, per_page: int = 24):
    """One page of a list; a number that makes no sense is 404, never an error."""
    paginator = Paginator(queryset, per_page)
    try:
        wanted = int(str(number or 1)[:7])
    except ValueError as error:
        raise NotThere("") from error
    if not 1 <= wanted <= paginator.num_pages:
        raise NotThere("")
    return paginator.page(wanted)
