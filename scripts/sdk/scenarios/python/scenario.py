"""What a program of a user does with the SDK for Python: scenario.py <url>."""

import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import taskpact
from taskpact import (
    BadRequestException,
    ConflictException,
    ForbiddenException,
    PreconditionFailedException,
    SignedInClient,
    UnauthorizedException,
    each,
)

password = "correct horse battery"


def client(configuration: taskpact.Configuration, name: str) -> SignedInClient:
    return SignedInClient.register(configuration, f"{name}-{uuid4()}@example.com", password, name)


def main(url: str) -> None:
    configuration = taskpact.Configuration(host=url)
    # Both keep their own session.
    alice, bob = client(configuration, "alice"), client(configuration, "bob")
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
    except PreconditionFailedException as error:
        assert error.status == 412 and error.kind == "precondition-failed" and isinstance(error.data, taskpact.Problem)

    # A field that does not exist is refused before anything is sent.
    try:
        taskpact.TaskCreation.model_validate({"title": "Buy milk", "colour": "white"})
        raise AssertionError("an unknown field was taken")
    except ValueError as error:
        assert "colour" in str(error)
    # So is a choice that does not exist; a value of the right spelling is taken.
    try:
        tasks.list_tasks("me", status="pendng")  # type: ignore[arg-type]
        raise AssertionError("an unknown status was taken")
    except ValueError as error:
        assert "'all', 'open', 'completed' or 'overdue'" in str(error)
    assert tasks.list_tasks("me", status="open") == tasks.list_tasks(me.id, status=taskpact.TaskStatus.OPEN)  # type: ignore[arg-type]
    # A later service may add one to its responses.
    later = taskpact.Tag.from_dict({**taskpact.TagsApi(alice).list_tags("me")[0].to_dict(), "icon": "star"})
    assert later is not None and later.additional_properties["icon"] == "star"

    # An address is registered once.
    try:
        SignedInClient.register(configuration, me.email or "", password, "alice")
        raise AssertionError("an address was registered twice")
    except ConflictException as error:
        assert error.kind == "email-taken"

    # Every page is gone through.
    for number in range(119):
        tasks.create_task("me", taskpact.TaskCreation(title=f"Task {number}"))
    titles = [each_task.title for each_task in each(tasks.list_tasks, "me", limit=50, sort=taskpact.TaskSort.TITLE)]
    assert len(titles) == 120 and len(set(titles)) == 120
    later_pages = [each_task.title for each_task in each(tasks.list_tasks, "me", page=2, limit=50, sort=taskpact.TaskSort.TITLE)]
    assert later_pages == titles[50:]
    # The names of headers are in any case.
    page = tasks.list_tasks_with_http_info("me", limit=50)
    assert page.headers["Link"] == page.headers["link"]

    # The id of a list is taken as it is.
    groceries = taskpact.ListsApi(alice).create_list("me", taskpact.ListCreation(name="Groceries"))
    tasks.create_task("me", taskpact.TaskCreation(title="Bread", list_id=groceries.id))
    assert [bread.title for bread in tasks.list_tasks("me", list_id=groceries.id)] == ["Bread"]

    # A recurring task moves to its next date.
    rule = taskpact.RecurrenceInput(rule="FREQ=MONTHLY", month_overflow=taskpact.MonthOverflow.CLAMP)
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
        first, second, *_ = str(error).splitlines()
        assert first == error.data.detail and second == f"  #/title: {error.data.errors[0].detail}", str(error)

    # Another user's path is forbidden.
    try:
        taskpact.TasksApi(bob).list_tasks(me.id)
        raise AssertionError("another user's tasks were shown")
    except ForbiddenException as error:
        assert isinstance(error.data, taskpact.Problem) and error.data.status == 403

    # An expired token is refreshed, once for all threads; a session that has ended is over.
    seen: list[taskpact.Session | None] = []
    session = taskpact.SessionsApi(alice).login_user(taskpact.Credentials(email=me.email or "", password=password))
    stale = session.model_copy(update={"access_token": f"{session.access_token[:-6]}AAAAAA"})
    with SignedInClient(configuration, stale, seen.append) as again, ThreadPoolExecutor(8) as threads:
        assert {user.id for user in threads.map(taskpact.UsersApi(again).get_user, ["me"] * 8)} == {me.id}
        assert len(seen) == 1 and seen[0] == again.session
        taskpact.SessionsApi(again).logout_user()
        try:
            taskpact.UsersApi(again).get_user("me")
            raise AssertionError("a session that has ended was taken")
        except UnauthorizedException:
            assert seen[1:] == [None]

    # Every session of a client is told, to store it, and continues from there.
    stored: list[taskpact.Session | None] = []
    with SignedInClient.log_in(configuration, me.email or "", password, stored.append) as first:
        assert stored[0] == first.session
    with SignedInClient(configuration, taskpact.Session.model_validate_json(stored[0].model_dump_json())) as second:
        assert taskpact.UsersApi(second).get_user("me").id == me.id
        second.log_out()
        assert second.session is None


main(sys.argv[1])
