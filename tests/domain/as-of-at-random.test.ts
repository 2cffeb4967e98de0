// What was there at random numbers of changes equals what was read then. `AS_OF_NUMBERS=1000` compares as many.
import { expect, test } from 'vitest'
import { changeAtRandom } from '../support/random-changes.ts'
import { numbers } from '../support/random-writes.ts'
import type { Below } from '../support/random-writes.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'

const service = testService()

// The past is known for 10,000 changes, so there is someone new after this many numbers.
const numbersEach = 60
const rounds = Math.ceil(Number(process.env['AS_OF_NUMBERS'] ?? numbersEach) / numbersEach)

type Thing = { id: number }
type Answer = { status: number; body: unknown; etag: string | undefined; total: string | undefined }
type Snapshot = { cursor: string; moment: string; answers: [path: string, answer: Answer][] }

const pages = [
  'lists?limit=1000',
  'tags?limit=1000',
  'tasks?limit=1000',
  'tasks?sort=position&limit=1000',
  'tasks?sort=due&order=desc&limit=20',
  'tasks?sort=title&status=open',
  'tasks?sort=updated_at&order=desc',
  'tasks?sort=priority&list_id=none',
  'tasks?tag=t1&tag=t2&tag_match=any&parent_id=none',
  'tasks?tag=t1&status=completed',
  'tasks?search=ti&sort=relevance',
  'tasks?due_from=2026-12-12&due_to=2026-12-24&limit=5&offset=2',
]

async function read(who: Client, path: string, asOf: string | null): Promise<Answer> {
  const query = asOf === null ? '' : `${path.includes('?') ? '&' : '?'}as_of=${encodeURIComponent(asOf)}`
  const { status, body, headers } = await who.get(`/api/me/${path}${query}`).set('Prefer', 'count=exact')
  return { status, body: status === 200 ? body : null, etag: headers['etag'], total: headers['x-total-count'] }
}

/** What someone has: pages, and some things one by one, which may be gone by now. */
async function snapshotOf(who: Client, below: Below): Promise<Snapshot> {
  const known = await Promise.all(['tasks', 'lists'].map(async (kind) => ({ kind, things: (await who.get(`/api/me/${kind}?limit=1000`)).body as Thing[] })))
  const any = known.flatMap(({ kind, things }) => Array.from({ length: 4 }, () => `${kind}/${things[below(things.length || 1)]?.id ?? 1}`))
  const answers = await Promise.all([...pages, ...any].map(async (path): Promise<[string, Answer]> => [path, await read(who, path, null)]))
  const { body } = await who.get('/api/me/changes?limit=1')
  const [row] = await service.database.superuser<{ moment: string }>('select instant(clock_timestamp()) as moment')
  return { cursor: body.cursor, moment: row?.moment ?? '', answers }
}

const seqOf = async ({ id }: { id: number }): Promise<number> => {
  const [row] = await service.database.superuser<{ seq: number }>('select seq::int from feeds where user_id = $1', [id])
  return row?.seq ?? 0
}

test.each(Array.from({ length: rounds }, (_, round) => round))('at each number, all was as it was read then (%i)', { timeout: 300_000 }, async (round) => {
  const carol = await service.register(`carol-${round}`)
  const below = numbers(7 + round)
  const snapshots: Snapshot[] = []
  for (let last = 0; snapshots.length < numbersEach;) {
    if (below(10) === 0) await carol.post('/api/me/undo')
    else await changeAtRandom(carol, below)
    const seq = await seqOf(carol)
    if (seq === last) continue
    last = seq
    snapshots.push(await snapshotOf(carol, below))
  }
  for (const { cursor, moment, answers } of snapshots) {
    const asOf = below(2) === 0 ? cursor : moment
    const then = await Promise.all(answers.map(async ([path]): Promise<[string, Answer]> => [path, await read(carol, path, asOf)]))
    for (const [index, each] of then.entries()) expect(each, asOf).toEqual(answers[index])
  }
})
