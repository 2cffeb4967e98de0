import { beforeAll, describe, expect, test } from 'vitest'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { examples, preparing, send } from '../support/examples.ts'
import type { Example, Prepared } from '../support/examples.ts'
import { createToken } from '../support/personal-tokens.ts'
import { clientOf, testService } from '../support/service.ts'
import { listenAt, ofRequests, statementsOf, transcriptOf } from '../support/wire.ts'
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
  registerUser: { statements: 5, roundTrips: 4, why: 'a limit is counted in a transaction of its own; the account comes before its session' },
  loginUser: {
    statements: 10,
    roundTrips: 7,
    why: 'three limits are counted in transactions of their own; the password is compared before there is a session; the oldest end behind it',
  },
  refreshSession: { statements: 9, roundTrips: 6, why: 'three limits are counted in transactions of their own; the token is locked before it is replaced' },
  forgotPassword: { statements: 8, roundTrips: 5, why: 'three limits are counted in transactions of their own' },
  resetPassword: {
    statements: 9,
    roundTrips: 6,
    why: 'three limits are counted in transactions of their own; the account of the link is found before its password is hashed',
  },
  verifyEmail: {
    statements: 9,
    roundTrips: 6,
    why: 'three limits are counted in transactions of their own; the link is found before its address is confirmed',
  },
  requestVerification: { statements: 8, roundTrips: 5, why: 'three limits are counted in transactions of their own' },
  changeEmail: {
    statements: 9,
    roundTrips: 6,
    why: 'three limits are counted in transactions of their own; the password is compared before a mail is queued',
  },
  changePassword: {
    statements: 10,
    roundTrips: 6,
    why: 'three limits are counted in transactions of their own; the password is compared before it is changed, with which other sessions end',
  },
  updateTag: { statements: 6, roundTrips: 5, why: 'the name there was is looked up under lock, and changed on every task, in batches' },
  deleteTag: { statements: 5, roundTrips: 4, why: 'the tag is locked and says its name, which is then taken off every task, in batches' },
  executeBatch: { statements: 3, roundTrips: 3, why: 'its two operations ask one after the other' },
  createTask: { statements: 5, roundTrips: 4, why: 'a day is due by the time zone of the user, and a rule may end by it, so that is looked up first' },
  listOccurrences: { statements: 4, roundTrips: 2, why: 'what is over and what is to come are in two tables' },
  skipOccurrence: { statements: 4, roundTrips: 4, why: 'where a task stands is looked at under lock' },
  updateUser: { statements: 4, roundTrips: 4, why: 'with another time zone, days and local times are due at other moments' },
  deleteList: { statements: 4, roundTrips: 3, why: 'its tasks are looked for once nobody puts any more into it' },
  restoreList: { statements: 4, roundTrips: 3, why: 'the list comes first, and says which tasks were deleted with it' },
  emptyTrash: { statements: 4, roundTrips: 3, why: 'the tasks go ahead of the lists that they are in' },
  purgeTask: { statements: 3, roundTrips: 3, why: 'what was deleted with it goes in batches' },
  moveTask: { statements: 4, roundTrips: 4, why: 'of several moves one comes after the other, and each looks at what it moves' },
  moveList: { statements: 4, roundTrips: 4, why: 'of several moves one comes after the other, and each looks at what it moves' },
  restoreTask: { statements: 6, roundTrips: 5, why: 'what is below it comes back with it, and is counted' },
  getStats: { statements: 4, roundTrips: 2, why: "the days are those of the user's time zone, which is asked for first" },
  listChanges: { statements: 4, roundTrips: 2, why: 'a snapshot begins at a number that is known before its first page is read' },
  undoChange: { statements: 30, roundTrips: 12, why: 'every kind of thing that a change may be of is put back, and what follows from it checked' },
  listWebhookDeliveries: { statements: 4, roundTrips: 2, why: 'where there are none, it is asked whether there is such a webhook' },
  createToken: { statements: 4, roundTrips: 2, why: 'tokens are counted while no other is created' },
  createWebhook: { statements: 4, roundTrips: 2, why: 'webhooks are counted while no other is created' },
  getReadiness: { statements: 1, roundTrips: 5, why: 'a connection of its own, opened for this, tells whether the database answers' },
}

function allowed({ operation, id, parameters }: Example): Cost {
  const { statements, roundTrips } = exceptions[id] ?? (operation.method === 'GET' ? aRead : aWrite)
  const hasKey = parameters.some(({ name }) => name === 'Idempotency-Key')
  // With the commit, the number of the change is asked for.
  const numbered = operation.secured && operation.method !== 'GET' ? 1 : 0
  return { statements: statements + numbered + (hasKey ? aKey.statements : 0), roundTrips: roundTrips + (hasKey ? aKey.roundTrips : 0) }
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
    return ofRequests(conversation)
  }

  // A stream goes on asking for as long as it is open, and an export for as long as it is read.
  const answered = examples.filter(({ id }) => id !== 'streamChanges' && id !== 'exportAccount')

  test.each<[string, Omit<Prepared, 'headers'>, number]>([
    ['a read', { verb: 'get', path: '/api/me/tasks', body: undefined }, 200],
    ['a change', { verb: 'post', path: '/api/me/tasks', body: { title: 'Buy milk' } }, 201],
  ])('%s with a personal access token: what it asks with a session', async (_, request, status) => {
    const carol = await service.register(`with-token-${status}`)
    const { secret } = await createToken(carol, ['account:read', 'tasks:read', 'tasks:write'])
    const asked = async (token: string): Promise<object> => {
      const conversation = await overheard({ ...request, headers: { Authorization: `Bearer ${token}` } }, status)
      return { statements: statementsOf(conversation).length, roundTrips: conversation.turns.length }
    }
    expect(await asked(secret)).toEqual(await asked(carol.token))
  })

  test.each(answered)('$id: $name', async (example) => {
    const conversation = await overheard(await prepare(example), example.operation.success)
    const { statements, roundTrips } = allowed(example)
    const most = `${example.id} may run ${statements} statements in ${roundTrips} round trips, and ran in turn:\n${transcriptOf(conversation)}\n`
    if (example.operation.secured) expect(conversation.turns.flat(), 'nothing was overheard').not.toEqual([])
    expect(statementsOf(conversation).length, most).toBeLessThanOrEqual(statements)
    expect(conversation.turns.length, most).toBeLessThanOrEqual(roundTrips)
  })
})
