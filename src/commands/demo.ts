import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createTaskpact } from '../client/index.ts'
import type { Taskpact } from '../client/index.ts'
import { readTarget } from '../config/read.ts'
import { UsageError } from './command.ts'
import type { Command } from './command.ts'
import { fill } from './demo/fill.ts'
import { bearerToken, serviceUrl } from './target.ts'

export const command: Command = {
  summary: 'Fills an account with a month of tasks, to try the service with.',
  help: `Usage: taskpact demo [--url <url>] [--token <token>] [--time-zone <zone>]

  --url        URL of the service. Default: TASKPACT_URL, or else http://localhost:8000.
  --token      Access token of an empty account. Default: TASKPACT_TOKEN, or else a new account is registered.
  --time-zone  IANA time zone of a new account, such as Europe/Berlin; default that of this machine.

The month has lists, tags, subtasks, recurring tasks, and tasks that are completed, overdue or without a date. An account that has
tasks, lists or tags is left as it is.`,

  async run(args) {
    const text = { type: 'string' } as const
    const { values } = parseArgs({ args, options: { 'url': text, 'token': text, 'time-zone': text } })
    const target = readTarget()
    const url = serviceUrl(values.url ?? target.url ?? 'http://localhost:8000')
    const token = values.token ?? target.token
    const zone = zoneOf(values['time-zone'])
    try {
      console.log(token === null ? await fillNew(url, zone) : await fillExisting(url, bearerToken(token)))
    } catch (error) {
      // What fetch() throws if there is no response.
      if (error instanceof TypeError && error.cause !== undefined)
        throw new Error(`${url} does not respond. Start the service with "taskpact serve", or check the URL.`, { cause: error })
      throw error
    }
  },
}

async function fillExisting(url: string, token: string): Promise<string> {
  const api = createTaskpact({ url, token, retries: 1 })
  const { time_zone } = await api.getUser()
  return `Filled the account: ${await summaryOf(api, time_zone)}`
}

async function fillNew(url: string, timeZone: string): Promise<string> {
  const api = createTaskpact({ url, retries: 1 })
  const [email, password] = [`demo-${randomBytes(4).toString('hex')}@example.com`, randomBytes(12).toString('base64url')]
  const { access_token } = await api.registerUser({ body: { email, password, name: 'Demo' } })
  await api.updateUser({ body: { time_zone: timeZone } })
  return `Filled a new account: ${await summaryOf(api, timeZone)}

  E-mail    ${email}
  Password  ${password}
  Token     ${access_token}

Try it at ${url}/docs, or with:
  curl '${url}/api/me/tasks?limit=3' -H 'Authorization: Bearer ${access_token}'`
}

async function summaryOf(api: Taskpact, timeZone: string): Promise<string> {
  const { lists, tasks, completed } = await fill(api, timeZone)
  return `${lists} lists and ${tasks} tasks, ${completed} of them completed.`
}

/** @throws UsageError for a time zone that does not exist */
function zoneOf(zone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw new UsageError(`--time-zone is "${zone}"; it must be an IANA time zone such as Europe/Berlin.`)
  }
}
