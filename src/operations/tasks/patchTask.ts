import type { Operation } from '../../execution/operation.ts'
import { updateTask } from './updateTask.ts'

/** PUT takes a part of a task for the sake of the plan's front ends, so the two are one. */
export const patchTask: Operation<'patchTask'> = (request) => updateTask(request)
