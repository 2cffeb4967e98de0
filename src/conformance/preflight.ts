import { decodeJwt } from 'jose'
import type { OperationId } from '../generated/operation-ids.ts'
import type { Expectations } from './declared.ts'
import { send } from './http.ts'
import type { Answer, Request } from './http.ts'
import { numberOf, textOf } from './json.ts'
import { isObject, memberOf } from '../json.ts'
import { CannotRun, Fault } from './outcome.ts'
import type { TestUser } from './people.ts'

/** The URL of the deployment, without a trailing slash. @throws CannotRun */
export function addressOf(url: string): string {
  if (/^https?:\/\/[^\s@?#]+$/i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '')
  throw new CannotRun(`--url is "${url}"; it must be the URL of the deployment, such as https://tasks.example.com.`)
}

/** Checks that the URL is a deployment of this contract. @returns its operations */
export async function requireContract(url: string, expectations: Expectations): Promise<string[]> {
  const { version } = expectations
  const { status, json } = await firstAnswer(url, expectations, 'getOpenapiJson', null)
  const served = textOf(memberOf(json, 'info'), 'version')
  if (status !== 200 || served === '')
    throw new CannotRun(`${url} is not a deployment of this contract: GET /openapi.json returns none (${status}). Check the URL.`)
  if (majorOf(served) !== majorOf(version)) {
    throw new CannotRun(`${url} has version ${served} of the contract, but this kit is for version ${version}. Use the kit of version ${majorOf(served)}.`)
  }
  const paths = memberOf(json, 'paths')
  const items = Object.values(isObject(paths) ? paths : {}).flatMap((item) => Object.values(isObject(item) ? item : {}))
  return items.map((operation) => textOf(operation, 'operationId')).filter((id) => id !== '')
}

const majorOf = (version: string): string => version.split('.')[0] ?? ''

/** The response to the first request. @throws CannotRun if there is none */
async function firstAnswer(url: string, expectations: Expectations, operation: OperationId, who: TestUser | null): Promise<Answer> {
  const request: Request = { operation: expectations.operation(operation), who, params: {}, query: [], headers: {}, body: undefined }
  try {
    return await send(url, request)
  } catch (error) {
    throw error instanceof Fault ? new CannotRun(`${url} does not respond: ${error.came.replace('none: ', '')}. Check the URL.`) : error
  }
}

/** The owner of a token. @throws CannotRun if the deployment rejects it */
export async function ownerOf(url: string, expectations: Expectations, token: string, option: string): Promise<TestUser> {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new CannotRun(`${option} is not a token: a token has no spaces and only ASCII characters.`)
  const person: TestUser = { token, id: 0, account: null }
  const { status, json } = await firstAnswer(url, expectations, 'getUser', person)
  if (status === 200) {
    requireTime(token, option)
    return { ...person, id: numberOf(json, 'id') }
  }
  const reason = textOf(json, 'detail') || 'no reason given.'
  throw new CannotRun(`${option} ${status === 401 ? 'is rejected' : `cannot be used (${status})`}: ${reason}`)
}

// A run takes half a minute; on a slow deployment it takes a few.
const leastSeconds = 300

/** A token that expires during the run fails its checks, and what they created could not be removed. @throws CannotRun */
function requireTime(token: string, option: string): void {
  const left = expiryOf(token) - Date.now() / 1_000
  if (left >= leastSeconds) return
  throw new CannotRun(
    `${option} expires in ${Math.max(0, Math.round(left))} seconds, and a run may take ${leastSeconds}. Get a new token, such as by a log-in.`,
  )
}

/** When a token expires, in seconds since 1970: never, as far as is known, if it is no JWT. */
function expiryOf(token: string): number {
  try {
    return decodeJwt(token).exp ?? Infinity
  } catch {
    return Infinity
  }
}
