import type { NodemailerError } from 'nodemailer'
import type { MailSettings, SmtpServer } from '../config/settings.ts'
import { messageOf } from './message.ts'
import { MailFailed } from './mail.ts'
import type { MailTransport } from './mail.ts'

/** For each step, and for all of them: less than the time for which a process has a mail to itself. */
const stepMs = 10_000
const longestMs = 30_000

/** Sends mails by SMTP, each over a connection of its own. A password is sent over TLS alone, unless the server is on this machine. */
export function createSmtpTransport(server: SmtpServer, from: MailSettings['from']): MailTransport {
  const options = optionsOf(server)
  return {
    sent: 'a mail was sent',
    async send(mail) {
      // Loaded late: it takes 15 MB and a tenth of a second, and many services send no mail.
      const { createTransport } = await import('nodemailer')
      await createTransport(options)
        .sendMail({ ...messageOf(mail, from), signal: AbortSignal.timeout(longestMs) })
        .catch((error: unknown) => {
          throw failureOf(error)
        })
    },
  }
}

/**
 * Connects and signs in, and sends no mail.
 * @throws MailFailed
 */
export async function signInToSmtp(server: SmtpServer): Promise<void> {
  const { createTransport } = await import('nodemailer')
  await createTransport(optionsOf(server))
    .verify()
    .catch((error: unknown) => {
      throw failureOf(error)
    })
}

const optionsOf = ({ host, port, secure, isLocal, credentials }: SmtpServer) => ({
  ...{ host, port, secure },
  requireTLS: credentials !== null && !isLocal,
  ...(credentials && { auth: credentials }),
  ...{ connectionTimeout: stepMs, greetingTimeout: stepMs, socketTimeout: stepMs, dnsTimeout: stepMs },
})

/** What is final is that the server refuses this recipient or this mail; the rest is for the operator to correct. */
function failureOf(error: unknown): MailFailed {
  const { code, responseCode, permanent, command } = error as NodemailerError // the library throws no other
  const ofMail = code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM')
  return new MailFailed({ code: code ?? 'unknown', status: responseCode }, permanent === true && ofMail)
}
