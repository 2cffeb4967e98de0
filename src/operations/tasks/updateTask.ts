import { changeTask } from '../../domain/tasks/change-task.ts'
import type { Operation } from '../../execution/operation.ts'

/** Some front ends send partial tasks with PUT, so it is the same as PATCH. */
export const updateTask: Operation<'updateTask'> = (request) => changeTask(request)
