import type { Expectations } from './declared.ts'
import { reasonOf, send } from './http.ts'
import type { Answer, Request } from './http.ts'
import { isObject, memberOf, numberOf, textOf } from './json.ts'
import { CannotRun } from './outcome.ts'
import type { Person } from './people.ts'

/** Where the deployment is, without a slash at its end. @throws CannotRun */
export function addressOf(url: string): string {
  if (/^https?:\/\/[^\s@?#]+$/i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '')
  throw new CannotRun(`--url is "${url}"; it has to be where the deployment is, such as https://tasks.example.com.`)
}

/** Makes sure that there is a deployment of this contract. @returns the operations that it has */
export async function requireContract(url: string, { version }: Expectations): Promise<string[]> {
  const { status, json } = await fetchContract(url)
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

async function fetchContract(url: string): Promise<Pick<Answer, 'status' | 'json'>> {
  try {
    const response = await fetch(`${url}/openapi.json`, { redirect: 'manual', signal: AbortSignal.timeout(30_000) })
    const text = await response.text()
    return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : undefined }
  } catch (error) {
    throw new CannotRun(`${url} does not answer: ${reasonOf(error)}. Check the URL.`)
  }
}

/** Who a token is of. @throws CannotRun where the deployment does not take it */
export async function ownerOf(url: string, expectations: Expectations, token: string, option: string): Promise<Person> {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new CannotRun(`${option} is no token: a token has no spaces, and nothing beyond ASCII.`)
  const person: Person = { token, id: 0, account: null }
  const request: Request = { operation: expectations.operation('getUser'), who: person, params: {}, query: [], headers: {}, body: undefined }
  const { status, json } = await send(url, request)
  if (status === 200) return { ...person, id: numberOf(json, 'id') }
  const reason = textOf(json, 'detail') || 'no reason is given.'
  throw new CannotRun(`${option} ${status === 401 ? 'is refused' : `cannot be used (${status})`}: ${reason}`)
}
