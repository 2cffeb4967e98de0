/** The subjects with the changes of all users' tasks, as the guide describes them. */
export const taskEvents = 'task-events'
export const taskUpdates = 'task-updates'

/** The subject of an event of one user, such as `taskpact.1.task.completed`. */
export const subjectOf = (userId: number, event: string): string => `taskpact.${userId}.${event}`

const day = 24 * 60 * 60
const nanoseconds = 1_000_000_000

/** The stream as a relay makes it where it is missing. One that is there is left as its operator wants it. */
export const streamSettings = {
  name: 'TASKPACT',
  description: 'Changes of users, tasks, lists and tags, published by Taskpact.',
  subjects: ['taskpact.>', taskEvents, taskUpdates],
  max_age: 7 * day * nanoseconds,
  // The ids of messages are remembered for this long, in the broker's memory.
  duplicate_window: 2 * 60 * nanoseconds,
}
