import { send } from './http.ts'
import type { Answer, Request } from './http.ts'
import { numberOf, objectsOf, textOf } from './json.ts'
import { nextOf } from './pages.ts'
import { personOf } from './people.ts'
import type { TestUser } from './people.ts'
import { plain } from './things.ts'
import type { TestRun } from './trial.ts'

/** Removes for good all that the kit made. @returns what it could not remove, in words */
export async function cleanUp(trial: TestRun): Promise<string[]> {
  const own = [trial.first, ...(trial.second ? [trial.second] : [])]
  const left: string[] = []
  for (const account of trial.made.accounts) left.push(...(await removing(`the account ${account.account?.email ?? ''}`, () => leave(trial, account))))
  for (const who of own) {
    left.push(...(await removing(`tasks of user ${who.id}`, () => removeTasks(trial, who))))
    left.push(...(await removing(`tags of user ${who.id}`, () => removeTags(trial, who))))
  }
  return left
}

/** @returns what is left, where it did not work */
async function removing(what: string, work: () => Promise<string[]>): Promise<string[]> {
  try {
    return await work()
  } catch (error) {
    return [`${what}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

// What it comes to is looked at, but not held to the contract: whatever the deployment is like, this is to be tried.
const ask = (trial: TestRun, request: Request): Promise<Answer> => send(trial.url, request)

async function leave(trial: TestRun, person: TestUser): Promise<string[]> {
  const { email = '', password = '' } = person.account ?? {}
  if (await isGoneFor(trial, person)) return []
  // It may have logged out; or it is gone already, and nobody can log in.
  const session = await ask(trial, plain(trial, 'loginUser', null, { body: { email, password } }))
  if (session.status === 401) return []
  return (await isGoneFor(trial, personOf(session.json, { email, password }))) ? [] : [`the account ${email}: it cannot be deleted`]
}

/** Deletes an account, and makes sure that it is gone rather than said to be. */
async function isGoneFor(trial: TestRun, person: TestUser): Promise<boolean> {
  const { status } = await ask(trial, plain(trial, 'deleteUser', person))
  return status === 204 && (await ask(trial, plain(trial, 'getUser', person))).status === 401
}

async function removeTasks(trial: TestRun, who: TestUser): Promise<string[]> {
  const known = trial.made.tasks.filter((task) => task.who.id === who.id).map(({ id }) => id)
  // There may be some that the deployment did not tell of.
  const search = plain(trial, 'listTasks', who, { query: [['search', trial.marker]] })
  const found = objectsOf((await ask(trial, search)).json).filter((task) => isOurs(trial, task, 'title')).map((task) => numberOf(task, 'id'))
  const left: string[] = []
  for (const id of new Set([...known, ...found])) {
    await ask(trial, plain(trial, 'deleteTask', who, { params: { id } }))
    const { status } = await ask(trial, plain(trial, 'purgeTask', who, { params: { id } }))
    const isThere = (await ask(trial, plain(trial, 'getTask', who, { params: { id } }))).status !== 404
    if (isThere || ![204, 404].includes(status)) left.push(`task ${id} of user ${who.id}: it cannot be removed (${status})`)
  }
  return left
}

async function removeTags(trial: TestRun, who: TestUser): Promise<string[]> {
  const ours: number[] = []
  for (let next: Request | null = plain(trial, 'listTags', who), pages = 0; next !== null && pages < 1_000; pages += 1) {
    const answer: Answer = await ask(trial, next)
    ours.push(...objectsOf(answer.json).filter((tag) => isOurs(trial, tag, 'name')).map((tag) => numberOf(tag, 'id')))
    const target = nextOf(trial.url, answer)
    next = target === null ? null : { ...next, path: target }
  }
  const left: string[] = []
  for (const id of ours) {
    const { status } = await ask(trial, plain(trial, 'deleteTag', who, { params: { id } }))
    if (status !== 204 && status !== 404) left.push(`tag ${id} of user ${who.id}: it cannot be deleted (${status})`)
  }
  return left
}

const isOurs = ({ marker }: TestRun, thing: unknown, name: string): boolean => textOf(thing, name).startsWith(marker)
