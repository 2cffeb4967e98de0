"""Iterates over all pages of a listing."""

import re
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, ParamSpec, TypeVar
from urllib.parse import parse_qs, urlsplit

from taskpact.api_response import ApiResponse

T = TypeVar("T")
P = ParamSpec("P")


def each(operation: Callable[P, List[T]], *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
    """Iterates over the items of all pages, and requests a page when it is needed: `each(tasks.list_tasks, "me", limit=100)`."""
    call: Callable[..., ApiResponse[List[T]]] = with_headers(operation)
    arguments: Optional[Dict[str, Any]] = dict(kwargs)
    while arguments is not None:
        response = call(*args, **arguments)
        yield from response.data
        arguments = next_page(arguments, response.headers)


def with_headers(operation: Any) -> Any:
    """The form of an operation that returns the headers, whose `Link` is the next page."""
    form = getattr(getattr(operation, "__self__", None), f"{getattr(operation, '__name__', '')}_with_http_info", None)
    if form is None:
        raise TypeError(f"each needs an operation that lists, such as tasks.list_tasks, not {operation!r}")
    return form


def next_page(arguments: Dict[str, Any], headers: Mapping[str, str]) -> Optional[Dict[str, Any]]:
    """The arguments for the page after that of a response, or None after the last one."""
    target = re.search(r'<([^>]*)>;\s*rel="?next"?', headers.get("Link", ""))
    if target is None:
        return None
    # The cursor starts after what these skipped.
    following = {name: value for name, value in arguments.items() if name not in ("offset", "page")}
    return {**following, "cursor": parse_qs(urlsplit(target[1]).query)["cursor"][0]}
