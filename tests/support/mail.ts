import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import type { MailSettings } from '../../src/config/settings.ts'
import type { ServiceSettings } from '../../src/server.ts'
import type { TestDatabase } from './database.ts'
import { start } from './service.ts'
import type { TestService } from './service.ts'

/** A mail as it came: to whom, and what it says. */
export type Letter = { to: string[]; headers: string; text: string; html: string }

/** What a server says in place of accepting a mail; null to accept it. */
type Answer = (attempt: number) => Error | null

/** What came: `verifications` are the mails that each registration sends, and `letters` all others. */
type Mailbox = { letters: Letter[]; verifications: Letter[] }
type MailServer = Mailbox & { settings: MailSettings; attempts: () => number; close(): Promise<void> }

/** A port that nothing listens at refuses at once; a folder that cannot be made, as files would stay. */
export const unreachable: MailSettings = {
  smtp: { host: '127.0.0.1', port: 1, secure: false, isLocal: true, credentials: null },
  folder: '/nowhere',
  from: { name: 'Taskpact', address: 'taskpact@example.com' },
  appUrl: 'https://app.example.com',
}

/** A mail server on this machine. */
async function startMailServer(answer: Answer = () => null, options: object = {}): Promise<MailServer> {
  const mailbox: Mailbox = { letters: [], verifications: [] }
  let attempts = 0
  const server = new SMTPServer({
    ...{ authOptional: true, disableReverseLookup: true, disabledCommands: ['STARTTLS'] },
    onData(stream, session, done) {
      void buffer(stream).then((message) => {
        const refusal = answer((attempts += 1))
        const letter = letterOf(
          message.toString('latin1'),
          session.envelope.rcptTo.map(({ address }) => address),
        )
        if (!refusal) mailbox[/^Subject: Confirm your e-mail address\r$/m.test(letter.headers) ? 'verifications' : 'letters'].push(letter)
        done(refusal)
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  const address = await new Promise<{ port: number }>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server.server.address() as { port: number })) // it listens on a port, not on a pipe
  })
  return {
    settings: { ...unreachable, smtp: { host: '127.0.0.1', port: address.port, secure: false, isLocal: true, credentials: null } },
    ...mailbox,
    attempts: () => attempts,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** A mail server until the test is over. */
export async function mailServer(...given: Parameters<typeof startMailServer>): Promise<MailServer> {
  const server = await startMailServer(...given)
  onTestFinished(() => server.close())
  return server
}

/** What a refused mail is answered with. */
export const smtpError = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode })

/** A service that sends its mails, for one test file. */
export function serviceWithMail(settings: Partial<ServiceSettings> = {}): TestService & Mailbox {
  const service = {} as TestService & Mailbox // beforeAll fills it in, before any test can look
  let server: MailServer
  beforeAll(async () => {
    server = await startMailServer()
    Object.assign(service, await start({ settings: { mail: server.settings, ...settings } }), { letters: server.letters, verifications: server.verifications })
  })
  afterAll(async () => {
    await service.running.stop(true)
    await Promise.all([service.database.drop(), server.close()])
  })
  return service
}

/** Waits until no mail waits any more: each was sent, or was for nobody. */
export const waitForMails = (database: TestDatabase): Promise<void> =>
  expect.poll(() => database.superuser('select id from mails'), { timeout: 30_000, interval: 20 }).toEqual([])

/** The mails to somebody, once there are so many, but for those that confirm their address. */
export const lettersTo = ({ letters }: Pick<Mailbox, 'letters'>, address: string, count = 1): Promise<Letter[]> => mailsTo(letters, address, count)

/** Those that confirm the address that somebody has registered with. */
export const verificationsTo = ({ verifications }: Pick<Mailbox, 'verifications'>, address: string, count = 1): Promise<Letter[]> =>
  mailsTo(verifications, address, count)

async function mailsTo(letters: Letter[], address: string, count: number): Promise<Letter[]> {
  const theirs = (): Letter[] => letters.filter(({ to }) => to.includes(address))
  await expect.poll(() => theirs().length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(count)
  return theirs()
}

/** The token of the link in a mail. */
export function tokenIn(letter: Letter | undefined): string {
  const [, token] = /#token=([\w-]+)$/m.exec(letter?.text ?? '') ?? []
  if (token === undefined) throw new Error('the mail has no link')
  return token
}

/** Reads a mail as it is on the wire, with its two parts. */
export function letterOf(message: string, to: string[] = []): Letter {
  const [headers = '', ...rest] = message.split('\r\n\r\n')
  const boundary = /boundary="?([^"\r\n;]+)/.exec(headers)?.[1] ?? ''
  const parts = rest.join('\r\n\r\n').split(`--${boundary}`)
  const partOf = (type: string): string => {
    const [head = '', ...body] = (parts.find((part) => part.includes(`Content-Type: ${type}`)) ?? '').split('\r\n\r\n')
    const text = body.join('\r\n\r\n').replace(/\r\n$/, '')
    return Buffer.from(/quoted-printable/i.test(head) ? unquoted(text) : text, 'latin1')
      .toString()
      .replaceAll('\r\n', '\n')
  }
  return { to, headers, text: partOf('text/plain'), html: partOf('text/html') }
}

/** Decodes quoted-printable (RFC 2045 section 6.7), byte by byte. */
const unquoted = (text: string): string => text.replaceAll('=\r\n', '').replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
