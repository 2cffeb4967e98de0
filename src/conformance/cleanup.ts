import { send } from './http.ts'
import type { Answer, Request } from './http.ts'
import { numberOf, objectsOf, textOf } from './json.ts'
import { nextOf } from './pages.ts'
import { personOf } from './people.ts'
import type { TestUser } from './people.ts'
import { plain } from './things.ts'
import type { TestRun } from './trial.ts'

const ownersOf = ({ first, second }: TestRun): TestUser[] => [first, ...(second ? [second] : [])]

/**
 * Permanently removes what the checks of an operation created, so that a run that is killed leaves little. What cannot be removed
 * is left to `cleanUp`, which says so.
 */
export async function removeMade(trial: TestRun): Promise<void> {
  const { made } = trial
  const accounts = made.accounts.splice(0)
  for (const account of accounts) {
    const stays = account === made.guest || (await removing('an account', () => leave(trial, account))).length > 0
    if (stays) made.accounts.push(account)
  }
  const tasks = made.tasks.splice(0)
  for (const task of tasks) {
    // Those of other accounts go with them.
    const isOwn = ownersOf(trial).some(({ id }) => id === task.who.id)
    if (isOwn && (await removing('a task', () => removeTask(trial, task.who, task.id))).length > 0) made.tasks.push(task)
  }
  if (!made.tags) return
  made.tags = false
  for (const who of ownersOf(trial)) await removing('tags', () => removeTags(trial, who))
}

/** Permanently removes everything the kit created. @returns descriptions of what it could not remove */
export async function cleanUp(trial: TestRun): Promise<string[]> {
  const own = ownersOf(trial)
  const left: string[] = []
  for (const account of trial.made.accounts) left.push(...(await removing(`the account ${account.account?.email ?? ''}`, () => leave(trial, account))))
  for (const who of own) {
    left.push(...(await removing(`tasks of user ${who.id}`, () => removeTasks(trial, who))))
    left.push(...(await removing(`tags of user ${who.id}`, () => removeTags(trial, who))))
  }
  return left
}

/** @returns what is left, if an error occurred */
async function removing(what: string, work: () => Promise<string[]>): Promise<string[]> {
  try {
    return await work()
  } catch (error) {
    return [`${what}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

// Responses are not checked against the contract here: cleanup has to be tried however the deployment behaves.
const ask = (trial: TestRun, request: Request): Promise<Answer> => send(trial.url, request)

async function leave(trial: TestRun, person: TestUser): Promise<string[]> {
  const { email = '', password = '' } = person.account ?? {}
  if (await isGoneFor(trial, person)) return []
  // It may have logged out, or may be deleted already.
  const session = await ask(trial, plain(trial, 'loginUser', null, { body: { email, password } }))
  if (session.status === 401) return []
  return (await isGoneFor(trial, personOf(session.json, { email, password }))) ? [] : [`the account ${email}: it cannot be deleted`]
}

/** Deletes an account and verifies that it is gone. */
async function isGoneFor(trial: TestRun, person: TestUser): Promise<boolean> {
  const { status } = await ask(trial, plain(trial, 'deleteUser', person))
  return status === 204 && (await ask(trial, plain(trial, 'getUser', person))).status === 401
}

async function removeTasks(trial: TestRun, who: TestUser): Promise<string[]> {
  const known = trial.made.tasks.filter((task) => task.who.id === who.id).map(({ id }) => id)
  // The deployment may have created some without returning them.
  const search = plain(trial, 'listTasks', who, { query: [['search', trial.marker]] })
  const found = objectsOf((await ask(trial, search)).json)
    .filter((task) => isOurs(trial, task, 'title'))
    .map((task) => numberOf(task, 'id'))
  const left: string[] = []
  for (const id of new Set([...known, ...found])) left.push(...(await removeTask(trial, who, id)))
  return left
}

async function removeTask(trial: TestRun, who: TestUser, id: number): Promise<string[]> {
  await ask(trial, plain(trial, 'deleteTask', who, { params: { id } }))
  const { status } = await ask(trial, plain(trial, 'purgeTask', who, { params: { id } }))
  const isThere = (await ask(trial, plain(trial, 'getTask', who, { params: { id } }))).status !== 404
  return isThere || ![204, 404].includes(status) ? [`task ${id} of user ${who.id}: it cannot be removed (${status})`] : []
}

async function removeTags(trial: TestRun, who: TestUser): Promise<string[]> {
  const ours: number[] = []
  for (let next: Request | null = plain(trial, 'listTags', who), pages = 0; next !== null && pages < 1_000; pages += 1) {
    const answer: Answer = await ask(trial, next)
    ours.push(
      ...objectsOf(answer.json)
        .filter((tag) => isOurs(trial, tag, 'name'))
        .map((tag) => numberOf(tag, 'id')),
    )
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
