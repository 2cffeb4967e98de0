import type { RowOf } from '../database/statement.ts'
import type * as sql from '../generated/sql.ts'
import type { Mail } from './mail.ts'

/** What a mail says, from top to bottom. */
export type Letter = { subject: string; before: string[]; link: { label: string; url: string } | null; after: string[] }

type Recipient = Pick<RowOf<typeof sql.findRecipient>, 'client' | 'created_at' | 'time_zone'>

/** The mail with a link to a new password. There is no name in it: that could be anything, and the mail goes to an address that was not confirmed. */
export const resetLetter = (recipient: Recipient, url: string): Letter => ({
  subject: 'Set a new password',
  before: [`Somebody asked for a new password for your Taskpact account on ${occasionOf(recipient)}.`, 'If that was you, set it here:'],
  link: { label: 'Set a new password', url },
  after: [
    'The link is valid for 30 minutes, and once. All your sessions then end, and your personal access tokens are revoked.',
    'If it was not you, ignore this mail. Nothing changes, and your password remains as it is.',
  ],
})

/** The mail that tells of another password. */
export const changedLetter = (recipient: Recipient): Letter => ({
  subject: 'Your password was changed',
  before: [`The password of your Taskpact account was changed on ${occasionOf(recipient)}.`],
  link: null,
  after: [
    'If that was you, there is nothing to do.',
    'If it was not you, somebody else may have access to your account. Ask for a new password at once, where you usually log in.',
  ],
})

/** The mail with a link that confirms an account's address. It may go to somebody whose address another person has entered. */
export const verificationLetter = (recipient: Recipient, url: string): Letter => ({
  subject: 'Confirm your e-mail address',
  before: [
    `This address was entered for a Taskpact account, and a mail to confirm it was asked for on ${occasionOf(recipient)}.`,
    'If that was you, confirm it here:',
  ],
  link: { label: 'Confirm the address', url },
  after: ['The link is valid for 30 minutes, and once.', 'If it was not you, ignore this mail. The address then remains unconfirmed.'],
})

/** The mail with a link that gives an account another address, to that address. */
export const changeLetter = (recipient: Recipient, url: string): Letter => ({
  subject: 'Confirm your new e-mail address',
  before: [`Somebody asked to make this the address of their Taskpact account on ${occasionOf(recipient)}.`, 'If that was you, confirm it here:'],
  link: { label: 'Confirm the new address', url },
  after: [
    'The link is valid for 30 minutes, and once. From then on you log in with this address. Until then, your former one remains.',
    'If it was not you, ignore this mail. Nothing changes.',
  ],
})

/** The mail that tells of a change that was asked for, to the current address. The new one is not in it: it may be anything. */
export const changeAskedLetter = (recipient: Recipient): Letter => ({
  subject: 'A new e-mail address was asked for',
  before: [
    `Somebody asked to change the e-mail address of your Taskpact account on ${occasionOf(recipient)}.`,
    'Your address remains as it is until the new one is confirmed by a link that was sent there.',
  ],
  link: null,
  after: [
    'If that was you, there is nothing to do here.',
    'If it was not you, somebody else may have access to your account. Change your password at once: the link is then invalid.',
  ],
})

/** The mail that tells of another address, to the former one. */
export const addressChangedLetter = (recipient: Recipient): Letter => ({
  subject: 'Your e-mail address was changed',
  before: [`The e-mail address of your Taskpact account was changed on ${occasionOf(recipient)}. It is no longer this one.`],
  link: null,
  after: ['If that was you, there is nothing to do.', 'If it was not you, somebody else has access to your account. Tell those who run the service at once.'],
})

/** A letter as plain text and as HTML. */
export function written({ subject, before, link, after }: Letter): Pick<Mail, 'subject' | 'text' | 'html'> {
  const paragraphs = (texts: string[]): string => texts.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`).join('\n')
  const button = link
    ? `<p style="margin:0 0 16px"><a href="${escaped(link.url)}" style="${buttonStyle}">${escaped(link.label)}</a></p>
<p style="margin:0 0 16px;overflow-wrap:anywhere">${escaped(link.url)}</p>`
    : ''
  return {
    subject,
    text: `${[...before, ...(link ? [link.url] : []), ...after].join('\n\n')}\n`,
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#1f2328;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:20px">${escaped(subject)}</h1>
${[paragraphs(before), button, paragraphs(after)].filter((part) => part !== '').join('\n')}
</div>
</body>
</html>
`,
  }
}

const buttonStyle = 'display:inline-block;padding:10px 16px;border-radius:6px;background:#0b57d0;color:#ffffff;text-decoration:none'

/** When it happened, for its reader, and with what. */
function occasionOf({ created_at, time_zone, client }: Recipient): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: time_zone })
  return `${format.format(new Date(created_at))} (${time_zone})${client === null ? '' : `, with ${client}`}`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
