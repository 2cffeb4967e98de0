"""Iterates over all pages of a listing, with asyncio."""

from typing import Any, AsyncIterator, Awaitable, Callable, Dict, List, Optional, ParamSpec, TypeVar

from taskpact.api_response import ApiResponse
from taskpact.paging import next_page, with_headers

T = TypeVar("T")
P = ParamSpec("P")


async def each(operation: Callable[P, Awaitable[List[T]]], *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T]:
    """Iterates over the items of all pages, and requests a page when it is needed: `async for task in each(tasks.list_tasks, "me")`."""
    call: Callable[..., Awaitable[ApiResponse[List[T]]]] = with_headers(operation)
    arguments: Optional[Dict[str, Any]] = dict(kwargs)
    while arguments is not None:
        response = await call(*args, **arguments)
        for item in response.data:
            yield item
        arguments = next_page(arguments, response.headers)
