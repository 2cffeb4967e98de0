import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { unauthenticated } from '../problem.ts'
import type { Problem } from '../problem.ts'
import type { Caller } from './caller.ts'

/** A ticket: its caller, and the id by which it is used once. */
type Ticket = { caller: Caller; id: string }

/** Tickets that identify their caller in place of a token. */
export type Tickets = {
  seal(ticket: Ticket): string
  /** @throws Problem 401 unless `seal` returned it */
  open(text: string): Ticket
}

/** @param secret signs the tickets, so that what one says needs no further check */
export function createTickets(secret: string): Tickets {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'taskpact tickets', 32))
  const signatureOf = (content: string): Buffer => createHmac('sha256', key).update(content).digest()
  return {
    seal(ticket) {
      const content = Buffer.from(JSON.stringify(ticket)).toString('base64url')
      return `${content}.${signatureOf(content).toString('base64url')}`
    },
    open(text) {
      const [content = '', signature = ''] = text.split('.')
      const [given, own] = [Buffer.from(signature, 'base64url'), signatureOf(content)]
      if (given.length !== own.length || !timingSafeEqual(given, own)) throw invalidTicket()
      return JSON.parse(Buffer.from(content, 'base64url').toString()) as Ticket // signed here, as it was written
    },
  }
}

/** 401 for a ticket that opens nothing. */
export const invalidTicket = (): Problem => unauthenticated('The ticket is invalid, was used or has expired. Create another one.')
