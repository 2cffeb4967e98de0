"""What a client does when the service is busy or a connection is lost, with and without asyncio."""

import asyncio
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Iterator, List, NamedTuple, Optional, Union

import taskpact
from taskpact import aio

lost = "lost"
task = taskpact.TaskUpdate(title="Buy milk")


class Answer(NamedTuple):
    """The status of a response, and its Retry-After."""

    status: int
    retry_after: Optional[str] = None


class Script:
    """The responses of a service, and the keys that it received."""

    def __init__(self, answers: List[Union[Answer, str]]) -> None:
        self.answers = answers
        self.keys: List[Optional[str]] = []


@contextmanager
def service(*answers: Union[Answer, str]) -> Iterator[tuple[str, Script]]:
    script = Script(list(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            script.keys.append(self.headers.get("Idempotency-Key"))
            answer = script.answers.pop(0)
            if isinstance(answer, str):
                self.close_connection = True
                return
            self.send_response(answer.status)
            if answer.retry_after is not None:
                self.send_header("Retry-After", answer.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any

        def log_message(self, *_: Any) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", script
    finally:
        server.shutdown()
        server.server_close()


class Outcome(NamedTuple):
    """The error of an operation, if any, and the keys that the service received."""

    error: Optional[Exception]
    keys: List[Optional[str]]


def outcome(operation: str, *answers: Union[Answer, str], **settings: Any) -> Outcome:
    """The outcome of an operation, which is the same with asyncio."""
    arguments = ["me", 1, *([task] if operation in ("patch_task", "update_task") else [])]
    with service(*answers) as (url, script), taskpact.ApiClient(taskpact.Configuration(url, **settings)) as client:
        error = None
        try:
            getattr(taskpact.TasksApi(client), operation)(*arguments)
        except taskpact.OpenApiException as raised:
            error = raised
    with service(*answers) as (url, script_of_aio):
        error_of_aio = asyncio.run(outcome_of_aio(url, operation, arguments, settings))
    assert type(error) is type(error_of_aio) and len(script.keys) == len(script_of_aio.keys), (error, error_of_aio)
    return Outcome(error, script.keys)


async def outcome_of_aio(url: str, operation: str, arguments: List[Any], settings: Any) -> Optional[Exception]:
    async with aio.ApiClient(aio.Configuration(url, **settings)) as client:
        try:
            await getattr(aio.TasksApi(client), operation)(*arguments)
        except aio.OpenApiException as raised:
            return raised
    return None


def main() -> None:
    done, busy, limited = Answer(204), Answer(503, "0"), Answer(429, "0")

    # A busy service is asked again, with the same key.
    first, second, third = outcome("patch_task", busy, lost, done).keys
    assert first is not None and first == second == third
    assert outcome("get_task", limited, lost, done) == (None, [None] * 3)

    # What may have been done is not done twice.
    assert outcome("delete_task", lost, Answer(404)) == (None, [None] * 2)
    assert isinstance(outcome("delete_task", limited, Answer(404)).error, taskpact.NotFoundException)
    assert len(outcome("update_task", limited, done).keys) == 2
    assert isinstance(outcome("update_task", lost).error, taskpact.ConnectionException)
    assert isinstance(outcome("update_task", busy).error, taskpact.ServiceException)

    # A first try that is still running is waited for; another conflict is final.
    assert len(outcome("patch_task", Answer(409, "0"), done).keys) == 2
    assert isinstance(outcome("patch_task", Answer(409)).error, taskpact.ConflictException)

    # It gives up after some retries, or at once if the wait is too long.
    error, keys = outcome("get_task", *[limited] * 3, retries=2)
    assert isinstance(error, taskpact.TooManyRequestsException) and error.retry_after == 0 and len(keys) == 3
    error, keys = outcome("get_task", Answer(429, "900"))
    assert isinstance(error, taskpact.TooManyRequestsException) and error.retry_after == 900 and len(keys) == 1
    error, _ = outcome("get_task", Answer(503, "Fri, 31 Dec 2199 23:59:59 GMT"))
    assert isinstance(error, taskpact.ServiceException) and (error.retry_after or 0) > 1_000_000
    error, keys = outcome("get_task", lost, retries=0)
    assert isinstance(error, taskpact.ConnectionException) and "did not respond" in str(error) and len(keys) == 1


main()
