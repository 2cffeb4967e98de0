import jwt from 'jsonwebtoken'
import { secret } from './service.ts'
import type { Client, TestService } from './service.ts'

/** A user of a front end that signs its own tokens with the shared secret, as its token names it. */
export const frontEndUser = (service: TestService, subject: string, claims: object = {}): Client =>
  service.client({ Authorization: `Bearer ${jwt.sign(claims, secret, { subject, expiresIn: 600 })}` })
