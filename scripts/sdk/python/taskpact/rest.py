"""Sends the requests of the generated code."""

import time
from typing import Any, Mapping, Optional

import httpx

from taskpact.configuration import Configuration
from taskpact.exceptions import ApiException as ApiException
from taskpact.transport import Outcome, Timeout, Tries, client_options

RESTResponseType = httpx.Response


class RESTResponse:
    """A response as the generated code reads it."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self.status = response.status_code
        self.reason = response.reason_phrase
        self.headers = response.headers
        self.data = response.content

    def read(self) -> bytes:
        """The body."""
        return self.data


class RESTClientObject:
    """The connections of a client. Threads may share it."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._client = httpx.Client(**client_options(configuration))

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def request(
        self,
        method: str,
        url: str,
        headers: Optional[Mapping[str, str]] = None,
        body: Any = None,
        post_params: Any = None,
        _request_timeout: Timeout = None,
    ) -> RESTResponse:
        """Sends a request until its outcome is final."""
        tries = Tries(self._configuration, method, url, headers or {}, body, _request_timeout)
        while True:
            outcome = self._try(tries)
            wait = tries.wait_after(outcome)
            if wait is None:
                return RESTResponse(tries.result(outcome))
            time.sleep(wait)

    def _try(self, tries: Tries) -> Outcome:
        try:
            return self._client.request(**tries.request)
        except httpx.RequestError as error:
            return error
