import { createHash } from 'node:crypto'

/** The stored form of a secret that is random enough not to be guessed: its SHA-256, which is of one length whatever was sent. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
