import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Expectations } from './declared.ts'
import { describe, send } from './http.ts'
import type { Answer, Request } from './http.ts'
import { excerptOf, judge } from './judge.ts'
import { numberOf, textOf } from './json.ts'
import { Fault, Prevented } from './outcome.ts'
import { personOf } from './people.ts'
import type { TestUser } from './people.ts'

/** What every check works with: the deployment, its test users, and what was created there. */
export type TestRun = {
  url: string
  expectations: Expectations
  /** The owner of the token. */
  first: TestUser
  /** The owner of the second token; null without one. */
  second: TestUser | null
  /** A word in every name that the kit creates. */
  marker: string
  /** A unique name. */
  name(): string
  /** An account of the kit, for changes that could not be undone in a user's account. @throws Prevented if it cannot be registered */
  guest(): Promise<TestUser>
  /** A new account, to be deleted or to sign in with. @throws Prevented */
  createUser(): Promise<TestUser>
  /** Sends a request and checks the response against the contract. @throws Fault */
  call(request: Request): Promise<Answer>
  /** The same, and requires one of these statuses. @throws Fault */
  expect(request: Request, ...statuses: number[]): Promise<Answer>
  made: Made
  /** The last request, as text. */
  asked: string | null
}

/** What the kit created. */
export type Made = {
  tasks: { who: TestUser; id: number }[]
  /** Whether a task had tags since they were last removed. */
  tags: boolean
  accounts: TestUser[]
  /** The account among them that is used throughout. */
  guest: TestUser | null
  problemTypes: Set<string>
}

/** The longest Retry-After that the kit waits for, in seconds. */
const longestPause = 60

type Settings = Pick<TestRun, 'url' | 'expectations' | 'first' | 'second'>

/** Starts a run. */
export function createTestRun({ url, expectations, first, second }: Settings): TestRun {
  const marker = `kit${randomBytes(5).toString('hex')}`
  const made: Made = { tasks: [], tags: false, accounts: [], guest: null, problemTypes: new Set() }
  let names = 0
  let guest: Promise<TestUser> | null = null
  const name = (): string => `${marker} ${(names += 1)}`

  const record = (request: Request, { status, json }: Answer): void => {
    if (status >= 400 && textOf(json, 'type') !== '') made.problemTypes.add(textOf(json, 'type'))
    if (status < 300 && request.body?.['tags'] !== undefined) made.tags = true
    if (status !== 201) return
    if (request.operation.id === 'createTask' && request.who) made.tasks.push({ who: request.who, id: numberOf(json, 'id') })
    if (request.operation.id === 'registerUser') {
      made.accounts.push(personOf(json, { email: textOf(request.body, 'email'), password: textOf(request.body, 'password') }))
    }
  }

  const call = async (request: Request, patient = true): Promise<Answer> => {
    trial.asked = describe(request)
    const answer = await send(url, request)
    record(request, answer)
    judge(expectations, request, answer)
    if (answer.status !== 429) return answer
    const seconds = Number(answer.headers.get('Retry-After'))
    if (!patient || seconds > longestPause) throw new Prevented(`rate limit exceeded, retry after ${seconds} seconds`)
    await pause(seconds * 1000)
    return call(request, false)
  }

  const expect = async (request: Request, ...statuses: number[]): Promise<Answer> => {
    const answer = await call(request)
    if (statuses.includes(answer.status)) return answer
    throw new Fault(statuses.join(' or '), `${answer.status}${excerptOf(answer)}`)
  }

  const createUser = async (): Promise<TestUser> => {
    const body = { email: `${name().replace(' ', '-')}@example.com`, password: randomBytes(12).toString('base64url'), name: name() }
    const request: Request = { operation: expectations.operation('registerUser'), who: null, params: {}, query: [], headers: {}, body }
    try {
      await expect(request, 201)
    } catch (error) {
      throw error instanceof Fault ? new Prevented(`no account could be registered: ${error.came}`) : error
    }
    const person = made.accounts.at(-1)
    if (!person) throw new Error('a registration was not recorded')
    return person
  }

  const createGuest = async (): Promise<TestUser> => (made.guest = await createUser())

  const trial: TestRun = { url, expectations, first, second, marker, made, name, createUser, guest: () => (guest ??= createGuest()), call, expect, asked: null }
  return trial
}
