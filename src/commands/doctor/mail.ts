import type { SmtpServer } from '../../config/settings.ts'
import { MailFailed } from '../../mail/mail.ts'
import { signInToSmtp } from '../../mail/smtp.ts'
import { finding, ok } from './finding.ts'
import type { Finding } from './finding.ts'

/** Checks that the mail server takes the service's connection and password. */
export async function examineSmtp(server: SmtpServer): Promise<Finding> {
  const name = `the mail server ${server.host}:${server.port}`
  try {
    await signInToSmtp(server)
    return ok('smtp', `${name} takes ${server.credentials === null ? 'connections' : 'the password'}`)
  } catch (error) {
    if (!(error instanceof MailFailed)) throw error
    const { code, status } = error.reason
    const reason = status === undefined ? code : `${code}, status ${status}`
    return finding(
      'smtp',
      'fail',
      `${name} cannot be used: ${reason}`,
      'Check that it runs, and the host, port, user and password in SMTP_URL. Mails wait for a day.',
    )
  }
}
