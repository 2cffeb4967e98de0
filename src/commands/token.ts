import { parseArgs } from 'node:util'
import jwt from 'jsonwebtoken'
import { UsageError } from './command.ts'
import type { Command } from './command.ts'
import { readConfig } from '../config.ts'

const secondsOf: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 }
const longest = 365 * 86_400

export const command: Command = {
  summary: 'Prints a bearer token for a user of a front end, signed with BETTER_AUTH_SECRET.',
  help: `Usage: taskpact token --user <id> [--name <name>] [--email <address>] [--expires-in <time>]

  --user        Who the token is for: the id that the front end has for its user, of 1 to 255 characters.
  --name        What the user is called here; counts at the user's first request.
  --email       Its e-mail address; likewise.
  --expires-in  How long the token is good, such as 90s, 15m, 12h or 30d, at most 365d; 1h if left out.

The token is what a front end that shares BETTER_AUTH_SECRET would sign: HS256, with "sub", "iat" and "exp". Its user exists from
the first request on, and is another one than an account that was registered with a password, whatever the id: those sign in.
It cannot be taken back before it expires, but by another secret. The secret is read as "taskpact serve" reads it, so run this
with the same environment, in the same folder.`,

  run(args) {
    const { values } = parseArgs({
      args,
      options: { user: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' }, 'expires-in': { type: 'string', default: '1h' } },
    })
    const { user = '', name, email } = values
    if (user === '' || user.length > 255 || /[\p{Cc}\p{Cs}]/u.test(user)) {
      throw new UsageError('--user has to be the id of a user: 1 to 255 characters, none of them a control character.')
    }
    const claims = { ...(name !== undefined && { name }), ...(email !== undefined && { email }) }
    const { secret } = readConfig()
    console.log(jwt.sign(claims, secret, { algorithm: 'HS256', subject: user, expiresIn: durationOf(values['expires-in']) }))
  },
}

function durationOf(text: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,8})([smhd])$/.exec(text) ?? []
  const seconds = Number(count) * (secondsOf[unit] ?? 0)
  if (seconds === 0 || seconds > longest) throw new UsageError(`--expires-in is "${text}"; it has to be a time such as 90s, 15m, 12h or 30d, at most 365d.`)
  return seconds
}
