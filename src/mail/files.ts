import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MailSettings } from '../config/settings.ts'
import { codeOf } from '../database/errors.ts'
import { messageOf } from './message.ts'
import { MailFailed } from './mail.ts'
import type { MailTransport } from './mail.ts'

/** How many mails are kept; the oldest goes first. */
const mostFiles = 1_000
const ending = '.eml'

/** Writes each mail to a file, which mail programs open, readable only by its owner. */
export function createFileTransport(from: MailSettings['from'], folder: string): MailTransport {
  const removeOldest = async (): Promise<void> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort()
    await Promise.all(names.slice(0, -mostFiles).map((name) => rm(join(folder, name), { force: true })))
  }

  return {
    sent: 'a mail was written to a file, as SMTP_URL is not set',
    async send(mail) {
      // Loaded late, as in smtp.ts.
      const { createTransport } = await import('nodemailer')
      const { message } = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail(messageOf(mail, from))
      // Named by its time, so that they are listed in their order.
      const path = join(folder, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${mail.id}${ending}`)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeFile(`${path}.part`, message, { mode: 0o600 })
        await rename(`${path}.part`, path)
        await removeOldest()
      } catch (error) {
        throw new MailFailed({ code: codeOf(error) }, false)
      }
    },
  }
}
