"""The result of an operation in its form `…_with_http_info`."""

from typing import Generic, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class ApiResponse(BaseModel, Generic[T]):
    """A response with its status and headers."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    status_code: int = Field(description="The HTTP status.")
    headers: httpx.Headers = Field(description='The headers, by names in any case: `headers["ETag"]`.')
    data: T = Field(description="The result of the plain operation.")
    raw_data: bytes = Field(description="The body.")
