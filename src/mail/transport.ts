import type { MailSettings } from '../config/settings.ts'
import { createFileTransport } from './files.ts'
import type { MailTransport } from './mail.ts'
import { createSmtpTransport } from './smtp.ts'

/** Sends by SMTP where a server is set, and else writes to files. */
export const createMailTransport = ({ smtp, from, folder }: MailSettings): MailTransport =>
  smtp === null ? createFileTransport(from, folder) : createSmtpTransport(smtp, from)
