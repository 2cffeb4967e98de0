import type { Client } from './service.ts'
import { createTask } from './tasks.ts'
import type { Task } from './tasks.ts'

/** Creates a task that recurs by a rule, weekly on a Saturday if nothing else is said. */
export const createRecurring = (who: Client, rule = 'FREQ=WEEKLY', due: unknown = { date: '2026-11-21' }, more: object = {}): Promise<Task> =>
  createTask(who, { due, recurrence: { rule, ...more } })

/** Completes what a task stands at, so many times. @returns the dues it then stood at; `done` behind the last */
export async function duesOf(who: Client, { id }: Task, times: number): Promise<unknown[]> {
  const dues: unknown[] = []
  for (let time = 0; time < times; time++) {
    const { body } = await who.patch(`/api/me/tasks/${id}/complete`, { completed: true }).expect(200)
    dues.push(body.completed ? 'done' : (body.due.date ?? body.due.date_time))
    if (body.completed) break
  }
  return dues
}
