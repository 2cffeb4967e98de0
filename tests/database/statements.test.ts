import { beforeAll, describe, expect, test } from 'vitest'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { examples, preparing, send } from '../support/examples.ts'
import type { Example, Prepared } from '../support/examples.ts'
import { clientOf, testService } from '../support/service.ts'
import { listenAt, statementsOf, transcriptOf } from '../support/wire.ts'
import type { Conversation } from '../support/wire.ts'
import { behindProxy, poolOf } from '../support/outages.ts'

/** What a request may ask of the database: statements, and round trips that its client waits for. */
type Cost = { statements: number; roundTrips: number }

// The first statement is the one that opens the transaction.
const aRead: Cost = { statements: 2, roundTrips: 1 }
const aWrite: Cost = { statements: 3, roundTrips: 2 }
// It is claimed and looked for ahead of all else, and kept with the commit.
const aKey: Cost = { statements: 3, roundTrips: 1 }

/** Operations that may ask for more, and why. */
const exceptions: Partial<Record<OperationId, Cost & { why: string }>> = {
  registerUser: { statements: 7, roundTrips: 5, why: 'two limits are counted in transactions of their own; the account comes before its session' },
  loginUser: { statements: 7, roundTrips: 5, why: 'two limits are counted in transactions of their own; the password is compared before there is a session' },
  refreshSession: { statements: 7, roundTrips: 5, why: 'two limits are counted in transactions of their own; the token is locked before it is replaced' },
  updateTag: { statements: 4, roundTrips: 4, why: 'the name there was is looked up, and changed on every task behind the tag itself' },
  deleteTag: { statements: 3, roundTrips: 3, why: 'the tag says its name, which is then taken off every task' },
  executeBatch: { statements: 3, roundTrips: 3, why: 'its two operations ask one after the other' },
  createTask: { statements: 4, roundTrips: 4, why: 'a day is due by the time zone of the user, and a rule may end by it, so that is looked up first' },
  listOccurrences: { statements: 4, roundTrips: 2, why: 'what is over and what is to come are in two tables' },
  skipOccurrence: { statements: 4, roundTrips: 4, why: 'where a task stands is looked at under lock' },
  updateUser: { statements: 4, roundTrips: 4, why: 'with another time zone, days and local times are due at other moments' },
  deleteList: { statements: 4, roundTrips: 3, why: 'its tasks are looked for once nobody puts any more into it' },
  restoreList: { statements: 4, roundTrips: 3, why: 'the list comes first, and says which tasks were deleted with it' },
  emptyTrash: { statements: 4, roundTrips: 3, why: 'the tasks go ahead of the lists that they are in' },
  moveTask: { statements: 4, roundTrips: 4, why: 'of several moves one comes after the other, and each looks at what it moves' },
  moveList: { statements: 4, roundTrips: 4, why: 'of several moves one comes after the other, and each looks at what it moves' },
  restoreTask: { statements: 6, roundTrips: 5, why: 'what is below it comes back with it, and is counted' },
  getStats: { statements: 4, roundTrips: 2, why: "the days are those of the user's time zone, which is asked for first" },
  getReadiness: { statements: 1, roundTrips: 5, why: 'a connection of its own, opened for this, tells whether the database answers' },
}

function allowed({ operation, id, parameters }: Example): Cost {
  const { statements, roundTrips } = exceptions[id] ?? (operation.method === 'GET' ? aRead : aWrite)
  const hasKey = parameters.some(({ name }) => name === 'Idempotency-Key')
  return hasKey ? { statements: statements + aKey.statements, roundTrips: roundTrips + aKey.roundTrips } : { statements, roundTrips }
}

describe('what a request asks of the database', () => {
  const service = testService()
  const prepare = preparing(service)
  const behind = behindProxy(service)
  let converse: () => Conversation
  beforeAll(() => void (converse = listenAt(behind.proxy)))

  const quiet = (): Promise<void> => expect.poll(() => poolOf(behind.anyone), { interval: 5, timeout: 20_000 }).toMatchObject({ busy: 0 })

  /** Passes on what is held back after so many moments, each of which is a turn of the loop: a stalled machine shortens none. */
  const letGoAfter = (moments: number): NodeJS.Timeout => {
    let passed = 0
    return setInterval(() => {
      passed += 1
      if (passed === moments) behind.proxy.thaw()
    }, 40)
  }

  /** Makes a request, and tells what the database was asked until it was answered. */
  const overheard = async (prepared: Prepared, status: number): Promise<Conversation> => {
    // A connection is there, and a share of what the user may ask for in a minute has been fetched.
    const { Authorization = '' } = prepared.headers
    await clientOf(behind.url, { Authorization }).get('/api/me').expect(200)
    await quiet()
    // Nobody waits for the commit of a read: it is answered though the database has not heard of it.
    if (prepared.verb === 'get') behind.proxy.holdAt('service', 'commit\0')
    const patience = letGoAfter(20)
    const conversation = converse()
    try {
      await send(behind.url, prepared).expect(status)
    } finally {
      converse()
      clearInterval(patience)
      behind.proxy.disarm()
      behind.proxy.thaw()
      await quiet()
    }
    return conversation
  }

  test.each(examples)('$id: $name', async (example) => {
    const conversation = await overheard(await prepare(example), example.operation.success)
    const { statements, roundTrips } = allowed(example)
    const most = `${example.id} may run ${statements} statements in ${roundTrips} round trips, and ran in turn:\n${transcriptOf(conversation)}\n`
    if (example.operation.secured) expect(conversation.turns.flat(), 'nothing was overheard').not.toEqual([])
    expect(statementsOf(conversation).length, most).toBeLessThanOrEqual(statements)
    expect(conversation.turns.length, most).toBeLessThanOrEqual(roundTrips)
  })
})
