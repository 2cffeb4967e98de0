"""What a program of a user does with the SDK for Python: scenario.py <url>."""

import sys
from uuid import uuid4

import taskpact
from taskpact.exceptions import BadRequestException, ForbiddenException
from taskpact.paging import each


def client(url: str, name: str) -> taskpact.ApiClient:
    configuration = taskpact.Configuration(host=url)
    api = taskpact.ApiClient(configuration)
    registration = taskpact.Registration(email=f"{name}-{uuid4()}@example.com", password="correct horse battery", name=name)
    configuration.access_token = taskpact.SessionsApi(api).register_user(registration).access_token
    return api


def main(url: str) -> None:
    alice = client(url, "alice")
    me = taskpact.UsersApi(alice).get_user("me")
    assert me.name == "alice"
    tasks = taskpact.TasksApi(alice)

    # Created twice with one key, it is one.
    key = str(uuid4())
    milk = taskpact.TaskCreation(title="Buy milk", description="Two litres", tags=["errands"])
    task = tasks.create_task("me", milk, idempotency_key=key)
    assert tasks.create_task("me", milk, idempotency_key=key).id == task.id

    # What is not named in a change stays; None removes.
    changed = tasks.patch_task("me", task.id, taskpact.TaskUpdate(description=None), if_match=f'"{task.version}"')
    assert (changed.title, changed.description, changed.tags) == ("Buy milk", None, ["errands"])

    # A change of what has changed since is a conflict.
    try:
        tasks.patch_task("me", task.id, taskpact.TaskUpdate(title="Buy soy milk"), if_match=f'"{task.version}"')
        raise AssertionError("a stale change was made")
    except taskpact.ApiException as error:
        assert error.status == 412 and isinstance(error.data, taskpact.Problem)
        assert error.data.type.endswith("/precondition-failed")

    # Every page is gone through.
    for number in range(119):
        tasks.create_task("me", taskpact.TaskCreation(title=f"Task {number}"))
    titles = [each_task.title for each_task in each(tasks.list_tasks_with_http_info, "me", limit=50)]
    assert len(titles) == 120 and len(set(titles)) == 120

    # A recurring task moves to its next date.
    rule = taskpact.RecurrenceInput(rule="FREQ=MONTHLY", month_overflow="clamp")
    rent = tasks.create_task("me", taskpact.TaskCreation(title="Rent", due=taskpact.DueInput(date_="2026-12-31"), recurrence=rule))
    moved = tasks.complete_task("me", rent.id, task_completion=taskpact.TaskCompletion(completed=True))
    assert not moved.completed and moved.due is not None and moved.due.date_ == "2027-01-31"

    # Bad input is a problem that names the field.
    try:
        tasks.create_task("me", taskpact.TaskCreation(title=" "))
        raise AssertionError("a blank title was taken")
    except BadRequestException as error:
        assert isinstance(error.data, taskpact.Problem) and error.data.errors
        assert error.data.errors[0].pointer == "#/title"

    # Another user's path is forbidden.
    try:
        taskpact.TasksApi(client(url, "bob")).list_tasks(str(me.id))
        raise AssertionError("another user's tasks were shown")
    except ForbiddenException as error:
        assert isinstance(error.data, taskpact.Problem) and error.data.status == 403


main(sys.argv[1])
