import type { OperationId } from '../generated/operation-ids.ts'
import type { Declared } from './declared.ts'
import { numberOf } from './json.ts'
import { Fault } from './outcome.ts'
import type { Account } from './people.ts'

/** A request that succeeds: its path parameters and its body. */
export type ValidRequest = { params: { user_id: 'me'; id: number }; body: Record<string, unknown> | undefined }

/** The user that sends a request, and how to create what the request needs. */
export type Requester = {
  /** A name that nothing else of this user has. */
  name(): string
  /** Executes an operation as this user. @returns its JSON @throws if it fails */
  carryOut(id: OperationId, request?: { params?: { id: number }; body?: Record<string, unknown> }): Promise<unknown>
  /** Everything that an operation lists for this user. */
  list(id: OperationId): Promise<Record<string, unknown>[]>
  /** An account to sign in with: the user's own, if they have one. */
  account(): Promise<Pick<Account, 'email' | 'password' | 'refreshToken'>>
  /** The token of a link to a new password, of an account that nothing else needs. @throws if it is only in a mail */
  resetToken(): Promise<string>
  /** The token of a link that confirms the address of such an account. @throws if it is only in a mail */
  verificationToken(): Promise<string>
}

/** What `{id}` in a path can identify, by the noun before it. */
export type Noun = 'tasks' | 'lists' | 'tags' | 'webhooks' | 'webhook-deliveries' | 'sessions' | 'tokens'

const creations: Record<Noun, (who: Requester) => Promise<number>> = {
  'tasks': async (who) => numberOf(await who.carryOut('createTask', { body: { title: who.name() } }), 'id'),
  'lists': async (who) => numberOf(await who.carryOut('createList', { body: { name: who.name() } }), 'id'),
  async 'tags'(who) {
    const name = who.name()
    await who.carryOut('createTask', { body: { title: who.name(), tags: [name] } })
    const tag = (await who.list('listTags')).find((candidate) => candidate['name'] === name)
    if (!tag) throw new Fault(`the tag "${name}" of a new task in the list of tags`, 'none of that name')
    return numberOf(tag, 'id')
  },
  // A webhook that is not enabled is sent nothing.
  async 'webhooks'(who) {
    await makeRoom(who)
    return numberOf(await who.carryOut('createWebhook', { body: { url: 'https://hooks.example/', events: ['*'], enabled: false } }), 'id')
  },
  async 'webhook-deliveries'(who) {
    const id = await creations.webhooks(who)
    return numberOf(await who.carryOut('testWebhook', { params: { id } }), 'id')
  },
  async 'tokens'(who) {
    await makeRoomForToken(who)
    return numberOf(await who.carryOut('createToken', { body: { name: who.name(), scopes: ['tasks:read'] } }), 'id')
  },
  async 'sessions'(who) {
    const idsOfOthers = async (): Promise<number[]> =>
      (await who.list('listSessions')).filter((session) => session['current'] === false).map((session) => numberOf(session, 'id'))
    const before = await idsOfOthers()
    const { email, password } = await who.account()
    await who.carryOut('loginUser', { body: { email, password } })
    const added = (await idsOfOthers()).find((id) => !before.includes(id))
    if (added === undefined) throw new Fault('a session more in the list of sessions, after a log-in', 'none')
    return added
  },
}

/** A user can have few tokens: revokes all but the newest. */
async function makeRoomForToken(who: Requester): Promise<void> {
  const tokens = await who.list('listTokens')
  for (const token of tokens.slice(0, -5)) await who.carryOut('revokeToken', { params: { id: numberOf(token, 'id') } })
}

/** A user can have few webhooks: deletes all but the newest. */
async function makeRoom(who: Requester): Promise<void> {
  const webhooks = await who.list('listWebhooks')
  for (const webhook of webhooks.slice(0, -5)) await who.carryOut('deleteWebhook', { params: { id: numberOf(webhook, 'id') } })
}

// The trash has path segments of its own.
const inTrash: Record<string, Noun> = { 'trash': 'tasks', 'deleted-lists': 'lists' }

const isNoun = (text: string): text is Noun => Object.hasOwn(creations, text)

/** The noun of an operation's path, such as tasks; empty for the account itself and for paths without a user. */
export const segmentOf = ({ path }: Pick<Declared, 'path'>): string => /^\/api\/\{user_id\}\/([\w-]+)/.exec(path)?.[1] ?? ''

/** The noun of a path segment. @throws Fault for an unknown one */
export function nounNamed(segment: string): Noun {
  const noun = inTrash[segment] ?? segment
  if (isNoun(noun)) return noun
  throw new Fault('a resource that the kit can create', `"${segment}": add how one is created to "creations" in src/conformance/valid-request.ts`)
}

/** What the `{id}` in an operation's path identifies; null without one. */
export const nounOf = (operation: Pick<Declared, 'path'>): Noun | null => (operation.path.includes('{id}') ? nounNamed(segmentOf(operation)) : null)

/** Whether an operation is about the trash. */
export const isOfTrash = ({ tag }: Pick<Declared, 'tag'>): boolean => tag === 'trash'

/** Whether an operation is about an account with a password, and so does nothing for other users. */
export const isOfAccount = ({ tag, secured }: Pick<Declared, 'tag' | 'secured'>): boolean => tag === 'sessions' && secured

/** Whether an operation ends the session of its caller. */
export const endsSession = ({ session }: Pick<Declared, 'session'>): boolean => session === 'ends' || session === 'removes'

/** Creates a resource of a user. @returns its id */
export const create = (noun: Noun, who: Requester): Promise<number> => creations[noun](who)

/** Creates a resource that an operation lists or identifies, in the trash if the operation is about the trash. @returns its id */
export async function createFor(operation: Declared, who: Requester): Promise<number> {
  const noun = nounNamed(segmentOf(operation))
  const id = await create(noun, who)
  if (isOfTrash(operation)) await who.carryOut(noun === 'lists' ? 'deleteList' : 'deleteTask', { params: { id } })
  return id
}

/** Body fields whose values only the deployment knows, and what has to be there for others. */
const given: Partial<Record<OperationId, (who: Requester) => Promise<Record<string, unknown>>>> = {
  async loginUser(who) {
    const { email, password } = await who.account()
    return { email, password }
  },
  async createWebhook(who) {
    await makeRoom(who)
    return {}
  },
  // The password stays, so that the user can still sign in with it.
  async changePassword(who) {
    const { password } = await who.account()
    return { current_password: password, new_password: password }
  },
  // Their own address, so that nobody else gets a mail.
  async changeEmail(who) {
    const { email, password } = await who.account()
    return { email, current_password: password }
  },
  async createToken(who) {
    await makeRoomForToken(who)
    return {}
  },
  resetPassword: async (who) => ({ reset_token: await who.resetToken() }),
  verifyEmail: async (who) => ({ verification_token: await who.verificationToken() }),
  refreshSession: async (who) => ({ refresh_token: (await who.account()).refreshToken }),
  async undoChange(who) {
    await create('tasks', who)
    return {}
  },
}

/**
 * A request of an operation, built from the contract: with a new resource if its path has an id, and with the first example body.
 * @param example another example body of the contract
 */
export async function validRequest(operation: Declared, who: Requester, example = firstOf(operation)): Promise<ValidRequest> {
  const id = nounOf(operation) === null ? 0 : await createFor(operation, who)
  const values = Object.entries((await given[operation.id]?.(who)) ?? {})
  return { params: { user_id: 'me', id }, body: example && { ...example, ...Object.fromEntries(values.filter(([name]) => name in example)) } }
}

const firstOf = ({ examples }: Declared): Record<string, unknown> | undefined => Object.values(examples)[0]

/** A body without the fields that exclude another one. */
export function withoutAlternatives({ alternatives }: Declared, body: ValidRequest['body'], field: string): Record<string, unknown> {
  const clashes = (name: string): boolean => alternatives.includes(field) && alternatives.includes(name)
  return Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => !clashes(name)))
}
