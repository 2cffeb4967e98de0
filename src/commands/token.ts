import { parseArgs } from 'node:util'
import jwt from 'jsonwebtoken'
import { UsageError } from './command.ts'
import type { Command } from './command.ts'
import { readSecret } from '../config/read.ts'
import type { Subcommand } from './operator/subcommand.ts'

const secondsOf: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 }
const longest = 365 * 86_400

export const command: Command = {
  summary: "Prints a bearer token for a user of a front end; lists and revokes users' personal access tokens.",
  help: `Usage: taskpact token --user <id> [--name <name>] [--email <address>] [--expires-in <time>]
       taskpact token list <user> [--json]
       taskpact token revoke <id> [--yes] [--json]

The first form prints a bearer token for a user of a front end, signed with BETTER_AUTH_SECRET:

  --user        Id of the user in the front end, 1 to 255 characters.
  --name        Name of the user; used at the user's first request.
  --email       E-mail address of the user; used at the user's first request.
  --expires-in  Lifetime of the token, such as 90s, 15m, 12h or 30d, at most 365d; default 1h.

The token is what a front end that shares BETTER_AUTH_SECRET would sign: HS256, with "sub", "iat" and "exp". Its user exists from
the first request on, and is another one than an account that was registered with a password, whatever the id: those sign in.
It cannot be taken back before it expires, but by another secret. The secret is that of the environment, or the one that
"taskpact serve" keeps in DATA_DIR. A file .env is not read.

The others are about personal access tokens, which users create themselves. "list" shows those of a user, who is named by id or by
e-mail address: what they may do, when they expire and when they were last used, never the tokens. "revoke" ends one, from the next
request on; it asks first, unless --yes says so. DATABASE_URL is the database; the default is the embedded one in DATA_DIR.`,

  async run(args) {
    const [first = ''] = args
    const ofPersonal = /^\w/.test(first) ? await subcommandOf(first) : null
    if (ofPersonal) await ofPersonal(args.slice(1))
    else printBearerToken(args)
  },
}

/** @throws UsageError for an unknown one */
async function subcommandOf(name: string): Promise<Subcommand> {
  // Loaded on use, as a token is printed without a database.
  const { listTokensOfUser, revokeTokenById } = await import('./operator/tokens.ts')
  if (name === 'list') return listTokensOfUser
  if (name === 'revoke') return revokeTokenById
  throw new UsageError(`Unknown subcommand "${name}". Those of "taskpact token" are: list, revoke. Without one, it prints a bearer token.`)
}

function printBearerToken(args: string[]): void {
  const { values } = parseArgs({
    args,
    options: { 'user': { type: 'string' }, 'name': { type: 'string' }, 'email': { type: 'string' }, 'expires-in': { type: 'string', default: '1h' } },
  })
  const { user = '', name, email } = values
  if (user === '' || user.length > 255 || /[\p{Cc}\p{Cs}]/u.test(user)) {
    throw new UsageError('--user must be the id of a user: 1 to 255 characters without control characters.')
  }
  const claims = { ...(name !== undefined && { name }), ...(email !== undefined && { email }) }
  console.log(jwt.sign(claims, readSecret(), { algorithm: 'HS256', subject: user, expiresIn: durationOf(values['expires-in']) }))
}

function durationOf(text: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,8})([smhd])$/.exec(text) ?? []
  const seconds = Number(count) * (secondsOf[unit] ?? 0)
  if (seconds === 0 || seconds > longest) throw new UsageError(`--expires-in is "${text}"; it must be a duration such as 90s, 15m, 12h or 30d, at most 365d.`)
  return seconds
}
