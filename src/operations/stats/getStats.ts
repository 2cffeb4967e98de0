import { Temporal } from 'temporal-polyfill'
import { dateAfter, datesBetween, startsOf } from '../../domain/calendar/days.ts'
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
  const today = Temporal.Now.plainDateISO(time_zone)
  const window = windowOf(from, to) ?? { from: today.subtract({ days: usualDays - 1 }).toString(), to: today.toString() }
  const days = datesBetween(window)
  const starts = startsOf([...days, dateAfter(window.to)], time_zone)
  const [startOfToday = '', tomorrow = ''] = startsOf([today.toString(), dateAfter(today.toString())], time_zone)
  const before = starts.pop() ?? ''
  const rows = await db.many(sql.countByKind, { today: startOfToday, tomorrow, days: starts, from: starts[0] ?? before, before })
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
    completed_by_day: days.map((day, index) => ({ date: day, count: counts.get(index + 1) ?? 0 })),
  }
  // A user may have thousands of tags with long names.
  if (bytesOf(stats) > maxResponseBytes) throw tooLong()
  return stats
}
