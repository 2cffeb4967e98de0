import type { OperationId } from '../generated/operation-ids.ts'
import type { Expectations } from './declared.ts'
import { send } from './http.ts'
import type { Answer, Request } from './http.ts'
import { isObject, memberOf, numberOf, textOf } from './json.ts'
import { CannotRun, Fault } from './outcome.ts'
import type { TestUser } from './people.ts'

/** Where the deployment is, without a slash at its end. @throws CannotRun */
export function addressOf(url: string): string {
  if (/^https?:\/\/[^\s@?#]+$/i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '')
  throw new CannotRun(`--url is "${url}"; it has to be where the deployment is, such as https://tasks.example.com.`)
}

/** Makes sure that there is a deployment of this contract. @returns the operations that it has */
export async function requireContract(url: string, expectations: Expectations): Promise<string[]> {
  const { version } = expectations
  const { status, json } = await firstAnswer(url, expectations, 'getOpenapiJson', null)
  const served = textOf(memberOf(json, 'info'), 'version')
  if (status !== 200 || served === '') throw new CannotRun(`${url} is no deployment of this contract: GET /openapi.json gives none (${status}). Check the URL.`)
  if (majorOf(served) !== majorOf(version)) {
    throw new CannotRun(`${url} has version ${served} of the contract, and this kit is for version ${version}. Use the kit of version ${majorOf(served)}.`)
  }
  const paths = memberOf(json, 'paths')
  const items = Object.values(isObject(paths) ? paths : {}).flatMap((item) => Object.values(isObject(item) ? item : {}))
  return items.map((operation) => textOf(operation, 'operationId')).filter((id) => id !== '')
}

const majorOf = (version: string): string => version.split('.')[0] ?? ''

/** What a first request comes to. @throws CannotRun where nobody answers it */
async function firstAnswer(url: string, expectations: Expectations, operation: OperationId, who: TestUser | null): Promise<Answer> {
  const request: Request = { operation: expectations.operation(operation), who, params: {}, query: [], headers: {}, body: undefined }
  try {
    return await send(url, request)
  } catch (error) {
    throw error instanceof Fault ? new CannotRun(`${url} does not answer: ${error.came.replace('none: ', '')}. Check the URL.`) : error
  }
}

/** Who a token is of. @throws CannotRun where the deployment does not take it */
export async function ownerOf(url: string, expectations: Expectations, token: string, option: string): Promise<TestUser> {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new CannotRun(`${option} is no token: a token has no spaces, and nothing beyond ASCII.`)
  const person: TestUser = { token, id: 0, account: null }
  const { status, json } = await firstAnswer(url, expectations, 'getUser', person)
  if (status === 200) return { ...person, id: numberOf(json, 'id') }
  const reason = textOf(json, 'detail') || 'no reason is given.'
  throw new CannotRun(`${option} ${status === 401 ? 'is refused' : `cannot be used (${status})`}: ${reason}`)
}
