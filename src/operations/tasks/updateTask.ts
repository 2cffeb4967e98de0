import { changeTask } from '../../domain/tasks/change-task.ts'
import type { Operation } from '../../execution/operation.ts'

/** PUT takes a part of a task for the sake of the plan's front ends, so it is the same as PATCH. */
export const updateTask: Operation<'updateTask'> = (request) => changeTask(request)
