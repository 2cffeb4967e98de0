import type { SendMailOptions } from 'nodemailer'
import type { MailSettings } from '../config/settings.ts'
import type { Mail } from './mail.ts'

/** A mail for the library that sends it. Addresses are given in parts, so that none is read as several. */
export const messageOf = ({ id, to, subject, text, html }: Mail, from: MailSettings['from']): SendMailOptions => ({
  from,
  to: { name: '', address: to },
  subject,
  text,
  html,
  messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
  // Answering machines leave it alone (RFC 3834).
  headers: { 'Auto-Submitted': 'auto-generated' },
  disableFileAccess: true,
  disableUrlAccess: true,
})
