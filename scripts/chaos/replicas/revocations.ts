// Sessions, tokens and accounts that end while they are used: what is sent after that must be refused.
import { setTimeout as pause } from 'node:timers/promises'
import { registerUser } from './accounts.ts'
import type { Account } from './accounts.ts'
import { any } from './users.ts'
import type { Urls } from './users.ts'

/** How often something ended, how many reads there were, how many were sent after that, how many of these were accepted, and what else should not be. */
export type Revocations = { ended: number; reads: number; sentAfter: number; accepted: number; unexpected: string[] }

/** Something that ends: a bearer token, and how it does. */
type Revocable = { kind: string; token: string; end(): Promise<number> }

type Tools = { urls: Urls; holder: Account; disable: (userId: number) => Promise<void> }

// So that a replica has what will end, and then for as long as any replica that is read may lack it.
const usedForMs = [300, 2_000] as const
const watchedForMs = 2_500

let people = 0
const another = (urls: Urls): Promise<Account> => registerUser(any(urls), `revoked-${(people += 1)}`)

const kinds: ((tools: Tools) => Promise<Revocable>)[] = [token, token, token, token, session, session, oldestSession, account, disabledAccount]

/** Has so many things end one after another, each at its own time, until it is told to stop. */
export async function revokeAtRandom(tools: Tools, count: number, isOver: () => boolean): Promise<Revocations> {
  const revocations: Revocations = { ended: 0, reads: 0, sentAfter: 0, accepted: 0, unexpected: [] }
  const work = async (): Promise<void> => {
    while (!isOver()) await endOne(await any(kinds)(tools), tools.urls, revocations)
  }
  await Promise.all(Array.from({ length: count }, work))
  return revocations
}

async function endOne(revocable: Revocable, urls: Urls, revocations: Revocations): Promise<void> {
  const state = { over: false, endedAt: Infinity }
  const reader = async (): Promise<void> => {
    while (!state.over) {
      const sentAt = performance.now()
      const { status } = await read(any(urls), revocable.token)
      revocations.reads += 1
      const isAfter = sentAt > state.endedAt
      if (isAfter) revocations.sentAfter += 1
      if (isAfter && status !== 401) {
        revocations.accepted += 1
        revocations.unexpected.push(`${revocable.kind}: ${status}, ${Math.round(sentAt - state.endedAt)} ms after it had ended`)
      }
      // While it ends, both are right.
      if (status !== 200 && status !== 401) revocations.unexpected.push(`${revocable.kind}: ${status}`)
      await pause(20)
    }
  }
  const readers = [reader(), reader()]
  await pause(usedForMs[0] + Math.random() * usedForMs[1])
  const status = await revocable.end()
  state.endedAt = performance.now()
  if (status !== 200 && status !== 204) revocations.unexpected.push(`${revocable.kind}: it ended with ${status}`)
  revocations.ended += 1
  await pause(watchedForMs)
  state.over = true
  await Promise.all(readers)
}

const bearer = (value: string): Record<string, string> => ({ 'Authorization': `Bearer ${value}`, 'Content-Type': 'application/json' })

async function read(url: string, value: string): Promise<Response> {
  const response = await fetch(`${url}/api/me/tasks`, { headers: bearer(value) })
  await response.arrayBuffer()
  return response
}

async function send(method: string, url: string, value: string, body?: object): Promise<{ status: number; json: unknown }> {
  const response = await fetch(url, { method, headers: bearer(value), body: body ? JSON.stringify(body) : null })
  const text = await response.text()
  return { status: response.status, json: text === '' ? null : JSON.parse(text) }
}

async function token({ urls, holder }: Tools): Promise<Revocable> {
  const { json } = await send('POST', `${any(urls)}/api/me/tokens`, holder.token, { name: 'For a script', scopes: ['tasks:read'] })
  const { id, secret } = json as { id: number; secret: string } // the service validated it
  const end = async (): Promise<number> => (await send('DELETE', `${any(urls)}/api/me/tokens/${id}`, holder.token)).status
  return { kind: 'token', token: secret, end }
}

async function session({ urls }: Tools): Promise<Revocable> {
  const { token: value } = await another(urls)
  const end = async (): Promise<number> => (await send('POST', `${any(urls)}/api/auth/logout`, value)).status
  return { kind: 'session', token: value, end }
}

/** Ends with the log-in after the last one that there may be. */
async function oldestSession({ urls }: Tools): Promise<Revocable> {
  const { token: value, credentials } = await another(urls)
  const logIn = async (): Promise<number> => (await send('POST', `${any(urls)}/api/auth/login`, '', credentials)).status
  for (let count = 1; count < mostSessions; count += 1) await logIn()
  return { kind: 'oldest session', token: value, end: logIn }
}

/** How many sessions of a user there may be. */
export const mostSessions = 2

async function account({ urls }: Tools): Promise<Revocable> {
  const { token: value } = await another(urls)
  const end = async (): Promise<number> => (await send('DELETE', `${any(urls)}/api/me`, value)).status
  return { kind: 'account', token: value, end }
}

async function disabledAccount({ urls, disable }: Tools): Promise<Revocable> {
  const { id, token: value } = await another(urls)
  const end = async (): Promise<number> => {
    await disable(id)
    return 204
  }
  return { kind: 'disabled account', token: value, end }
}
