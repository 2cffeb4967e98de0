"""What the clients with and without asyncio share: how a request is built, and when it is retried."""

import json
import random
from typing import Any, Dict, Mapping, Optional, Tuple, Union
from uuid import uuid4

import httpx

from taskpact.configuration import Configuration
from taskpact.exceptions import ConnectionException, seconds_in

Timeout = Union[None, float, Tuple[float, float]]
Outcome = Union[httpx.Response, httpx.RequestError]

first_pause = 0.25
longest_pause = 8.0
# The service rejects more than 64 concurrent requests of a user, so the rest wait here.
most_connections = 20


def client_options(configuration: Configuration) -> Dict[str, Any]:
    """The options of httpx's client."""
    limits = httpx.Limits(max_connections=most_connections)
    return {"verify": configuration.verify, "proxy": configuration.proxy, "limits": limits}


class Tries:
    """The tries of a request. It is retried after a lost connection or a busy service, if that cannot do anything twice.

    - `POST` and `PATCH` send the same Idempotency-Key with every try, so they are executed once.
    - `DELETE` is retried. A 404 then means that an earlier try succeeded.
    - `PUT` has no key, and completes an occurrence of a recurring task each time. So it is retried only if nothing was done.
    """

    def __init__(self, configuration: Configuration, method: str, url: str, headers: Mapping[str, str], body: Any, timeout: Timeout) -> None:
        self._configuration = configuration
        self._method = method
        self._count = 0
        self._may_have_happened = False
        sent = httpx.Headers(headers)
        if method in ("POST", "PATCH"):
            sent.setdefault("Idempotency-Key", str(uuid4()))
        self.request: Dict[str, Any] = {
            "method": method,
            "url": url,
            "headers": sent,
            "content": None if body is None else json.dumps(body),
            "timeout": _timeout(configuration.timeout if timeout is None else timeout),
        }

    def wait_after(self, outcome: Outcome) -> Optional[float]:
        """The seconds to wait until the next try; None if the outcome is final."""
        self._count += 1
        pause = _pause_after(outcome)
        if pause is None or pause > self._configuration.longest_wait or self._count > self._configuration.retries:
            return None
        self._may_have_happened = self._may_have_happened or not _was_not_executed(outcome)
        if self._method == "PUT" and self._may_have_happened:
            return None
        # Between half and all of it, so that clients rejected together do not retry together.
        return pause + min(first_pause * 2.0 ** (self._count - 1), longest_pause) * random.uniform(0.5, 1)

    def result(self, outcome: Outcome) -> httpx.Response:
        """The response. Raises ConnectionException if there is none."""
        if isinstance(outcome, httpx.RequestError):
            raise ConnectionException(self._configuration.host, str(outcome) or type(outcome).__name__) from outcome
        if outcome.status_code == 404 and self._method == "DELETE" and self._may_have_happened:
            return httpx.Response(204, headers=outcome.headers)
        return outcome


def _timeout(timeout: Union[float, Tuple[float, float]]) -> httpx.Timeout:
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    # Waiting for one of our own connections has no limit: that the program sends many requests is no error.
    return httpx.Timeout(read, connect=connect, pool=None)


def _pause_after(outcome: Outcome) -> Optional[float]:
    """The seconds to wait, as the service asks; None if the outcome is final."""
    if isinstance(outcome, httpx.RequestError):
        return 0
    asked = seconds_in(outcome.headers.get("Retry-After"))
    # A 409 with Retry-After means that the first try is still running.
    is_busy = outcome.status_code in (429, 502, 503, 504) or (outcome.status_code == 409 and asked is not None)
    return (asked or 0) if is_busy else None


def _was_not_executed(outcome: Outcome) -> bool:
    return isinstance(outcome, (httpx.ConnectError, httpx.ConnectTimeout)) or (isinstance(outcome, httpx.Response) and outcome.status_code == 429)
