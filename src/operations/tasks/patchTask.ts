import { changeTask } from '../../domain/tasks/change-task.ts'
import type { Operation } from '../../execution/operation.ts'

export const patchTask: Operation<'patchTask'> = (request) => changeTask(request)
