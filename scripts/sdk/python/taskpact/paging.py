"""Goes through all pages of an operation that lists."""

import re
from typing import Any, Callable, Iterator, List, Mapping, Optional, TypeVar
from urllib.parse import parse_qs, urlsplit

from taskpact.api_response import ApiResponse

T = TypeVar("T")


def each(operation: Callable[..., ApiResponse[List[T]]], *args: Any, **kwargs: Any) -> Iterator[T]:
    """Gives every item on every page, and asks for a page when it is needed.

    `operation` is the form of a listing operation that gives headers too: `each(tasks.list_tasks_with_http_info, "me", limit=100)`.
    """
    while True:
        answer = operation(*args, **kwargs)
        yield from answer.data
        cursor = next_cursor(answer.headers)
        if cursor is None:
            return
        # The cursor stands behind what the offset left out.
        kwargs = {**kwargs, "cursor": cursor, "offset": None} if "offset" in kwargs else {**kwargs, "cursor": cursor}


def next_cursor(headers: Optional[Mapping[str, str]]) -> Optional[str]:
    """The cursor of the next page, or None on the last one."""
    link = next((value for name, value in (headers or {}).items() if name.lower() == "link"), "")
    target = re.search(r'<([^>]*)>;\s*rel="?next"?', link)
    return parse_qs(urlsplit(target[1]).query)["cursor"][0] if target else None
