"""Every error that the SDK raises. A response that is not a 2xx is an ApiException; its class tells the status."""

from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Mapping, NoReturn, Optional


class OpenApiException(Exception):
    """The base of all errors of the SDK."""


class ApiTypeError(OpenApiException, TypeError):
    """A value of the wrong type."""


class ApiValueError(OpenApiException, ValueError):
    """A value that is not allowed."""


class ApiAttributeError(OpenApiException, AttributeError):
    """An attribute that does not exist."""


class ApiKeyError(OpenApiException, KeyError):
    """A key that does not exist."""


class ConnectionException(OpenApiException):
    """The service did not respond, after all retries. A change may or may not have been made: check before repeating it."""

    def __init__(self, host: str, reason: str) -> None:
        self.host = host
        self.reason = reason
        super().__init__(f"{host} did not respond: {reason}")


class ApiException(OpenApiException):
    """A response that is not a 2xx. As a string it says what is wrong, then where, then the status and the id of the request."""

    def __init__(
        self,
        status: Optional[int] = None,
        reason: Optional[str] = None,
        http_resp: Any = None,
        *,
        body: Optional[str] = None,
        data: Any = None,
    ) -> None:
        self.status: Optional[int] = status if http_resp is None else http_resp.status
        self.reason: Optional[str] = reason if http_resp is None else http_resp.reason
        self.headers: Optional[Mapping[str, str]] = None if http_resp is None else http_resp.headers
        self.body = body
        self.data = data
        """The problem document; None for a response of a proxy."""
        super().__init__(str(self))

    @property
    def kind(self) -> Optional[str]:
        """The kind of problem, to act on, such as 'precondition-failed'; None for a response of a proxy."""
        kind = getattr(self.data, "type", None)
        return kind.rsplit("/", 1)[-1] if isinstance(kind, str) else None

    @property
    def detail(self) -> str:
        """What is wrong, worded for the person who has to fix the request."""
        detail = getattr(self.data, "detail", None)
        return detail if isinstance(detail, str) else self.reason or "The response has no problem document."

    @property
    def retry_after(self) -> Optional[float]:
        """The seconds to wait before the next try, from `Retry-After`; every 429 has them."""
        return seconds_in((self.headers or {}).get("Retry-After"))

    @classmethod
    def from_response(cls, *, http_resp: Any, body: Optional[str], data: Any) -> NoReturn:
        """Raises the exception of a response."""
        kind = ServiceException if http_resp.status >= 500 else by_status.get(http_resp.status, ApiException)
        raise kind(http_resp=http_resp, body=body, data=data)

    def __str__(self) -> str:
        lines = [self.detail]
        for error in getattr(self.data, "errors", None) or []:
            lines.append(f"  {error.pointer or error.parameter or error.header}: {error.detail}")
        request = (self.headers or {}).get("X-Request-Id")
        about = [str(self.status), self.kind, request and f"request {request}"]
        return "\n".join([*lines, f"({', '.join(each for each in about if each)})"])


class BadRequestException(ApiException):
    """400: an input is invalid, and `data.errors` names it; or the request is too costly."""


class UnauthorizedException(ApiException):
    """401: the token is missing, invalid or expired."""


class ForbiddenException(ApiException):
    """403: the path names another user, or a quota is exceeded."""


class NotFoundException(ApiException):
    """404: the caller has no such resource."""


class ConflictException(ApiException):
    """409: the name or address is taken, or the first request with the same key is still running."""


class PreconditionFailedException(ApiException):
    """412: the resource has changed since it was read."""


class UnprocessableEntityException(ApiException):
    """422: the Idempotency-Key was used for another request."""


class TooManyRequestsException(ApiException):
    """429: a rate limit is exceeded. Wait for `retry_after` seconds."""


class ServiceException(ApiException):
    """5xx: the service is overloaded or has failed."""


by_status: Mapping[int, type[ApiException]] = {
    400: BadRequestException,
    401: UnauthorizedException,
    403: ForbiddenException,
    404: NotFoundException,
    409: ConflictException,
    412: PreconditionFailedException,
    422: UnprocessableEntityException,
    429: TooManyRequestsException,
}


def seconds_in(retry_after: Optional[str]) -> Optional[float]:
    """The seconds to wait by a `Retry-After`, which is a number or a date (RFC 9110 section 10.2.3)."""
    if retry_after is None or retry_after.isdecimal():
        return None if retry_after is None else int(retry_after)
    try:
        return max(0, (parsedate_to_datetime(retry_after) - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return None
