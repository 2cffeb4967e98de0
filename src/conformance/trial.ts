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

/** What every check works with: the deployment, those who ask it, and what was made there. */
export type TestRun = {
  url: string
  expectations: Expectations
  /** The owner of the token. */
  first: TestUser
  /** The owner of the second token; null without one. */
  second: TestUser | null
  /** The word that all names hold that the kit gives. */
  marker: string
  /** A name that nothing else has. */
  name(): string
  /** An account of the kit's own, for what could not be undone in somebody's. @throws Prevented where none is to be had */
  guest(): Promise<TestUser>
  /** A new account for whoever is about to lose it, or to sign in. @throws Prevented */
  createUser(): Promise<TestUser>
  /** Sends a request and holds the answer to the contract. @throws Fault */
  call(request: Request): Promise<Answer>
  /** The same, where the answer has to be one of these. @throws Fault */
  expect(request: Request, ...statuses: number[]): Promise<Answer>
  made: Made
  /** The last request, in words. */
  asked: string | null
}

/** What is there because of the kit. */
export type Made = { tasks: { who: TestUser; id: number }[]; accounts: TestUser[]; problemTypes: Set<string> }

/** For so many seconds the kit waits where it was asked to slow down. */
const longestPause = 60

type Settings = Pick<TestRun, 'url' | 'expectations' | 'first' | 'second'>

/** Begins a run. */
export function createTestRun({ url, expectations, first, second }: Settings): TestRun {
  const marker = `kit${randomBytes(5).toString('hex')}`
  const made: Made = { tasks: [], accounts: [], problemTypes: new Set() }
  let names = 0
  let guest: Promise<TestUser> | null = null
  const name = (): string => `${marker} ${(names += 1)}`

  const record = (request: Request, { status, json }: Answer): void => {
    if (status >= 400 && textOf(json, 'type') !== '') made.problemTypes.add(textOf(json, 'type'))
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
    if (!patient || seconds > longestPause) throw new Prevented(`a limit of the deployment is used up, for another ${seconds} seconds`)
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
      throw error instanceof Fault ? new Prevented(`no account could be registered for it: ${error.came}`) : error
    }
    const person = made.accounts.at(-1)
    if (!person) throw new Error('a registration was not recorded')
    return person
  }

  const trial: TestRun = { url, expectations, first, second, marker, made, name, createUser, guest: () => (guest ??= createUser()), call, expect, asked: null }
  return trial
}
