import { Temporal } from 'temporal-polyfill'
import { toInstant } from '../../domain/calendar/due-date.ts'
import * as sql from '../../generated/sql.ts'
import { windowOf } from '../../domain/occurrences/window.ts'
import type { Operation } from '../../execution/operation.ts'
import { bytesOf, maxResponseBytes } from '../../execution/size.ts'
import { requestTooCostly } from '../../problem.ts'
import type { Problem } from '../../problem.ts'

const usualDays = 30

const tooLong = (): Problem =>
  requestTooCostly(`The statistics would hold more than ${maxResponseBytes} bytes, most of them names of tags. Delete tags, or rename them to shorter names.`)

export const getStats: Operation<'getStats'> = async ({ query: { from, to }, db }) => {
  const { time_zone } = await db.one(sql.getUser, {})
  const startOf = (day: Temporal.PlainDate): string => toInstant({ date: day.subtract({ days: 1 }).toString() }, time_zone)
  const today = Temporal.Now.plainDateISO(time_zone)
  const window = windowOf(from, to) ?? { from: today.subtract({ days: usualDays - 1 }).toString(), to: today.toString() }
  const days = daysOf(window)
  const starts = days.map(startOf)
  const before = startOf(Temporal.PlainDate.from(window.to).add({ days: 1 }))
  const ofToday = { today: startOf(today), tomorrow: startOf(today.add({ days: 1 })) }
  const rows = await db.many(sql.countByKind, { ...ofToday, days: starts, from: starts[0] ?? before, before })
  const of = (kind: string): typeof rows => rows.filter((row) => row.kind === kind)
  const { open = 0, completed = 0, overdue = 0, due_today = 0 } = of('all')[0] ?? {}
  const counts = new Map(of('day').map((row) => [row.day, row.completed]))
  const stats = {
    total: open + completed,
    open,
    pending: open,
    completed,
    overdue,
    due_today,
    by_list: of('list').map((row) => ({ list_id: row.list_id, open: row.open, completed: row.completed })),
    by_tag: of('tag').map((row) => ({ name: row.name ?? '', open: row.open, completed: row.completed })),
    completed_by_day: days.map((day, index) => ({ date: day.toString(), count: counts.get(index + 1) ?? 0 })),
  }
  // A user may have thousands of tags with long names.
  if (bytesOf(stats) > maxResponseBytes) throw tooLong()
  return stats
}

function daysOf({ from, to }: { from: string; to: string }): Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from(from)
  return Array.from({ length: first.until(to).days + 1 }, (_, index) => first.add({ days: index }))
}
