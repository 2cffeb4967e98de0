/** A mail with everything that it says, to one address. */
export type Mail = {
  /** The same in each try, so that a mailbox can tell. */
  id: string
  to: string
  subject: string
  text: string
  html: string
}

/** Where mails go. */
export type MailTransport = {
  /** What the log says of a mail that went there: never to whom, nor what is in it. */
  sent: string
  /** @throws MailFailed */
  send(mail: Mail): Promise<void>
}

/** A mail did not go out this time. */
export class MailFailed extends Error {
  /** A word of Node's or of SMTP, and the status of the server's response; never its words, which may quote an address. */
  readonly reason: { code: string; status?: number | undefined }
  /** Whether it would fail the next time as well. */
  readonly isFinal: boolean

  constructor(reason: MailFailed['reason'], isFinal: boolean) {
    super('a mail could not be sent')
    this.reason = reason
    this.isFinal = isFinal
  }
}
