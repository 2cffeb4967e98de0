import { afterEach, expect, test, vi } from 'vitest'
import type { Conflict, Decision } from '../../src/client/replica/index.ts'
import { allChangesOf } from '../support/changes.ts'
import type { Change } from '../support/changes.ts'
import { createNetwork } from '../support/network.ts'
import { numbers } from '../support/random-writes.ts'
import type { Below } from '../support/random-writes.ts'
import { closeDevices, deviceOf, settled, shownBy, stateOf } from '../support/replica.ts'
import type { Device } from '../support/replica.ts'
import { testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { sharedStorage } from '../support/tabs.ts'

const service = testService()
afterEach(closeDevices)

/** What was written, each with a value of its own. */
type Written = {
  /** What each value was written over, as its writer saw it. */
  over: Map<string, unknown>
  /** Values that were chosen with the other one in view. */
  decided: Set<string>
}

const fields = ['title', 'description'] as const

// PROPERTY_SEED tries others.
const first = Number(process.env['PROPERTY_SEED'] ?? 1)
const seeds = Array.from({ length: 4 }, (_, index) => first + index)

test.each(seeds)(
  '200: three replicas that go offline and restart at random are equal in the end, and no change is lost or doubled (seed %d)',
  async (seed) => {
    const below = numbers(seed)
    const { writes, made, written } = await actAtRandom(`random-${seed}`, below, (who, decide) =>
      Promise.all([1, 2, 3].map(() => deviceOf(service.url, who, { onConflict: decide }))),
    )
    expectNothingLost(writes, made)
    // What a change replaced is what its writer saw, or was shown for a decision.
    const { over, decided } = written
    for (const { from, to, kind } of writes) if (kind === 'changed' && !decided.has(String(to))) expect([to, from]).toEqual([to, over.get(String(to))])
  },
  120_000,
)

test.each(seeds)(
  '200: so are three tabs of one storage that is told of late (seed %d)',
  async (seed) => {
    const below = numbers(seed)
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, below(3) === 0 ? below(30) : 0))
    const [network, shared] = [createNetwork(), sharedStorage()]
    const { writes, made } = await actAtRandom(`tabs-${seed}`, below, (who, decide) =>
      Promise.all([1, 2, 3].map(() => deviceOf(service.url, who, { storage: shared.tab(pause, pause), network, onConflict: decide }))),
    )
    expectNothingLost(writes, made)
  },
  120_000,
)

type Write = { from: unknown; to: unknown; kind: 'created' | 'changed' }

/**
 * Has somebody's three replicas do something at random, and waits until each has what the service has.
 * @returns what the service says was written, and what it said to the replicas
 */
async function actAtRandom(
  name: string,
  below: Below,
  open: (who: Person, decide: (conflict: Conflict) => Decision) => Promise<Device[]>,
): Promise<{ writes: Write[]; made: string[]; written: Written }> {
  const who = await service.register(name)
  const start = (await allChangesOf(who)).cursor
  const written: Written = { over: new Map(), decided: new Set() }
  const devices = await open(who, ({ body }) => {
    const value = fields.map((field) => body[field]).find((each) => typeof each === 'string')
    if (value !== undefined) written.decided.add(value)
    return below(2) === 0 ? 'mine' : 'theirs'
  })
  for (let step = 0; step < 120; step += 1) await act(devices[below(3)], `${name}-${step}`, below, written)
  for (const { network } of devices) {
    network.cut(false)
    network.lose = 0
  }
  await Promise.all(devices.map(({ replica }) => settled(replica)))
  await vi.waitFor(
    async () => {
      const state = await stateOf(who)
      for (const { replica } of devices) expect(shownBy(replica)).toEqual(state)
    },
    { timeout: 20_000 },
  )
  const { changes } = await allChangesOf(who, start, { mode: 'events', limit: '1000' })
  const made = new Set(devices.flatMap(({ network }) => network.made))
  return { writes: changes.flatMap(writesOf), made: [...made], written }
}

/** Does something on a device. */
async function act(device: Device | undefined, value: string, below: Below, { over }: Written): Promise<void> {
  if (!device) return
  const { replica, network } = device
  const tasks = replica.list('task')
  const task = tasks[below(tasks.length || 1)]
  const what = below(16)
  if (what === 0) network.cut(true)
  else if (what === 1) network.cut(false)
  else if (what === 2) network.lose += 1
  else if (what === 3) await device.restart()
  else if (what === 4) await new Promise((resolve) => setTimeout(resolve, below(300)))
  else if (what < 7 || !task) {
    const created = replica.createTask({ title: value, ...(task && below(3) === 0 && { parent_id: task.id }) })
    expect(created.id).toBeLessThan(0)
  } else if (what === 7) replica.deleteTask(task.id)
  else if (what === 8) replica.completeTask(task.id, { completed: !task.completed })
  else {
    // A few tasks are changed by all.
    const { id } = tasks[below(Math.min(3, tasks.length))] ?? task
    const field = fields[below(2)] ?? 'title'
    over.set(value, replica.get('task', id)?.[field])
    replica.patchTask(id, { [field]: value })
  }
}

/** What a change wrote, by the service's record. */
function writesOf({ event, data, changed = {} }: Change): Write[] {
  const ofFields = fields.flatMap((field): Write[] => (changed[field] ? [{ ...changed[field], kind: 'changed' }] : []))
  return event === 'task.created' && data && 'title' in data ? [{ from: null, to: data.title, kind: 'created' }] : ofFields
}

function expectNothingLost(writes: Write[], made: string[]): void {
  // Each was made once.
  const values = writes.map(({ to }) => to)
  expect(values).toHaveLength(new Set(values).size)
  // What a replica was told was made is in the record.
  for (const value of made) expect(values).toContain(value)
  expect(made.length).toBeGreaterThan(20)
}
