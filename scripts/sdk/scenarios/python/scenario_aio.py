"""What a program of a user does with the SDK for Python and asyncio: scenario_aio.py <url>."""

import asyncio
import sys
from uuid import uuid4

from taskpact import aio

password = "correct horse battery"


async def client(configuration: aio.Configuration, name: str) -> aio.SignedInClient:
    return await aio.SignedInClient.register(configuration, f"{name}-{uuid4()}@example.com", password, name)


async def main(url: str) -> None:
    configuration = aio.Configuration(host=url)
    # Both keep their own session.
    async with await client(configuration, "alice") as alice, await client(configuration, "bob") as bob:
        me = await aio.UsersApi(alice).get_user("me")
        assert me.name == "alice"
        await use_tasks(aio.TasksApi(alice))
        await meet_errors(aio.TasksApi(alice), aio.TasksApi(bob), configuration, me)
        await refresh(alice, configuration, me)


async def use_tasks(tasks: aio.TasksApi) -> None:
    # More at once than the service lets wait.
    made = await asyncio.gather(*(tasks.create_task("me", aio.TaskCreation(title=f"Task {number}")) for number in range(120)))
    assert len({task.id for task in made}) == 120

    # Every page is gone through.
    listing = aio.each(tasks.list_tasks, "me", limit=50, sort=aio.TaskSort.TITLE, order=aio.SortOrder.DESC)
    titles = [task.title async for task in listing]
    assert len(titles) == 120 and titles[0] == "Task 99"

    # What is not named in a change stays; None removes.
    milk = await tasks.create_task("me", aio.TaskCreation(title="Buy milk", description="Two litres"))
    changed = await tasks.patch_task("me", milk.id, aio.TaskUpdate(description=None), if_match=f'"{milk.version}"')
    assert (changed.title, changed.description) == ("Buy milk", None)


async def meet_errors(tasks: aio.TasksApi, bobs: aio.TasksApi, configuration: aio.Configuration, me: aio.Account) -> None:
    task = await tasks.create_task("me", aio.TaskCreation(title="Buy milk"))
    await tasks.patch_task("me", task.id, aio.TaskUpdate(title="Buy oat milk"))
    try:
        await tasks.patch_task("me", task.id, aio.TaskUpdate(title="Buy soy milk"), if_match=f'"{task.version}"')
        raise AssertionError("a stale change was made")
    except aio.PreconditionFailedException as error:
        assert error.kind == "precondition-failed" and isinstance(error.data, aio.Problem)
        assert str(error).splitlines()[0] == error.data.detail
    try:
        await bobs.list_tasks(me.id)
        raise AssertionError("another user's tasks were shown")
    except aio.ForbiddenException as error:
        assert error.status == 403
    try:
        await aio.SignedInClient.register(configuration, me.email or "", password, "alice")
        raise AssertionError("an address was registered twice")
    except aio.ConflictException as error:
        assert error.kind == "email-taken"
    try:
        await tasks.list_tasks("me", status="pendng")  # type: ignore[arg-type]
        raise AssertionError("an unknown status was taken")
    except ValueError as value_error:
        assert "'all', 'open', 'completed' or 'overdue'" in str(value_error)


async def refresh(alice: aio.SignedInClient, configuration: aio.Configuration, me: aio.Account) -> None:
    seen: list[aio.Session | None] = []

    async def store(session: aio.Session | None) -> None:
        await asyncio.sleep(0)
        seen.append(session)

    # An expired token is refreshed once for all requests that wait.
    session = await aio.SessionsApi(alice).login_user(aio.Credentials(email=me.email or "", password=password))
    stale = session.model_copy(update={"access_token": f"{session.access_token[:-6]}AAAAAA"})
    async with aio.SignedInClient(configuration, stale, store) as again:
        users = aio.UsersApi(again)
        assert {user.id for user in await asyncio.gather(*(users.get_user("me") for _ in range(20)))} == {me.id}
        assert len(seen) == 1 and seen[0] == again.session

        # A request that is cancelled meanwhile does not end the session.
        again.configuration.access_token = stale.access_token
        again.session = None if again.session is None else again.session.model_copy(update={"access_token": stale.access_token})
        impatient = asyncio.create_task(users.get_user("me"))
        while (refreshing := again._refreshing) is None:
            await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.wait([impatient])
        assert impatient.cancelled() and not refreshing.cancelled()
        assert (await users.get_user("me")).id == me.id and len(seen) == 2

        # A session that has ended is over.
        await aio.SessionsApi(again).logout_user()
        try:
            await users.get_user("me")
            raise AssertionError("a session that has ended was taken")
        except aio.UnauthorizedException:
            assert seen[2:] == [None]

    # Every session of a client is told, to store it.
    async with await aio.SignedInClient.log_in(configuration, me.email or "", password, seen.append) as last:
        assert seen[-1] == last.session
        await last.log_out()
        assert seen[-1] is None


asyncio.run(main(sys.argv[1]))
