"""FastAPI and SQLModel on asyncio, with asyncpg."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Path, Query
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from common import DATABASE_URL, OPENING, CallerDep, Task, TaskCreate, TaskPublic, new_task, one_task, page_of_tasks

# With SQLAlchemy's default of 5 + 10 connections, 64 clients stall it.
engine = create_async_engine(DATABASE_URL.replace("postgresql://", "postgresql+asyncpg://"), pool_size=64, max_overflow=0)
app = FastAPI()


async def session(who: CallerDep):
    async with AsyncSession(engine, expire_on_commit=False) as session:
        opened = await session.execute(OPENING, {"user_id": who.user_id, "session_id": who.session_id})
        if not opened.scalar_one():
            raise HTTPException(401, "The session is over.")
        yield session


SessionDep = Annotated[AsyncSession, Depends(session)]


@app.get("/api/{user_id}/tasks/{id}", response_model=TaskPublic)
async def get_task(id: Annotated[int, Path(ge=1)], db: SessionDep) -> Task:
    task = (await db.exec(one_task(id))).first()
    await db.commit()
    if task is None:
        raise HTTPException(404, "There is no such task.")
    return task


@app.get("/api/{user_id}/tasks", response_model=list[TaskPublic])
async def list_tasks(db: SessionDep, limit: Annotated[int, Query(ge=1, le=1000)] = 1000) -> list[Task]:
    tasks = (await db.exec(page_of_tasks(limit))).all()
    await db.commit()
    return list(tasks[:limit])


@app.post("/api/{user_id}/tasks", response_model=TaskPublic, status_code=201)
async def create_task(body: TaskCreate, who: CallerDep, db: SessionDep) -> Task:
    task = new_task(body, who)
    db.add(task)
    await db.commit()
    return task
