"""What the sync and the async app share: models, the token check and the statement that opens a transaction."""

import base64
import os
from datetime import datetime
from typing import Annotated

import jwt
from fastapi import Depends, Header, HTTPException, Path
from sqlalchemy import BigInteger, Column, DateTime, FetchedValue, func, text
from sqlmodel import Field, SQLModel, select

KEY = base64.urlsafe_b64decode(os.environ["TOKEN_KEY"] + "==")
DATABASE_URL = os.environ["DATABASE_URL"]

OPENING = text("""
select exists (
  select from sessions
  where sessions.user_id = opened.user_id::bigint and sessions.id = cast(:session_id as uuid) and sessions.expires_at > now()
) as stands
from (
  select set_config('app.user_id', :user_id, true) as user_id, set_config('role', 'taskpact_runtime', true)
) as opened
""")


class TaskCreate(SQLModel):
    title: str = Field(min_length=1, max_length=255, regex=r"^[^\x00]*[^\s\x00][^\x00]*$")
    description: str | None = Field(default=None, max_length=1000, regex=r"^[^\x00]*$")
    completed: bool = False


class TaskPublic(SQLModel):
    id: int
    user_id: int
    title: str
    description: str | None
    completed: bool
    created_at: datetime
    updated_at: datetime


class Task(SQLModel, table=True):
    __tablename__ = "tasks"
    # The database sets these; eager defaults bring them back with the insert itself.
    __mapper_args__ = {"eager_defaults": True}

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    user_id: int = Field(sa_type=BigInteger)
    title: str
    description: str | None = None
    completed: bool = False
    created_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), server_default=FetchedValue()))
    updated_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), server_default=FetchedValue()))
    version: int | None = Field(default=None, sa_column=Column(BigInteger, server_default=FetchedValue()))


class Caller(SQLModel):
    user_id: str
    session_id: str


def caller(user_id: Annotated[str, Path(max_length=255)], authorization: Annotated[str, Header()] = "") -> Caller:
    scheme, _, token = authorization.partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise HTTPException(401, "Sign in first.")
        claims = jwt.decode(token, KEY, algorithms=["HS256"], issuer="taskpact")
    except jwt.InvalidTokenError:
        raise HTTPException(401, "The token is not valid.") from None
    if user_id not in ("me", claims["sub"]):
        raise HTTPException(403, "This belongs to someone else.")
    return Caller(user_id=claims["sub"], session_id=claims["sid"])


CallerDep = Annotated[Caller, Depends(caller)]


def one_task(task_id: int):
    return select(Task).where(Task.user_id == func.caller_id(), Task.id == task_id)


def page_of_tasks(limit: int):
    return select(Task).where(Task.user_id == func.caller_id(), Task.id > 0).order_by(Task.id).limit(limit + 1)


def new_task(body: TaskCreate, whose: Caller) -> Task:
    return Task(user_id=int(whose.user_id), title=body.title, description=body.description, completed=body.completed)
