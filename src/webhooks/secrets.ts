import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** The secrets that requests to webhooks are signed with. */
export type WebhookSecrets = {
  /** A new secret: as its owner is shown it, and as it is stored. */
  create(userId: number): { shown: string; stored: string }
  /**
   * A secret as its owner was shown it.
   * @throws if it was stored with a secret of the service that is neither the present nor the previous one
   */
  open(userId: number, stored: string): string
}

const prefix = 'whsec_'
const secretBytes = 32
const ivBytes = 12
const tagBytes = 16

/**
 * Creates secrets, and encrypts them for the database (AES-256-GCM, for one user): a copy of it is not enough to forge a request.
 * @param secrets of the service: the one that encrypts, and others that still decrypt
 */
export function createWebhookSecrets(secret: string, previousSecret: string | null): WebhookSecrets {
  const keyOf = (each: string): Buffer => Buffer.from(hkdfSync('sha256', each, '', 'taskpact webhook secrets', 32))
  const key = keyOf(secret)
  const keys = previousSecret === null ? [key] : [key, keyOf(previousSecret)]
  return {
    create(userId) {
      const bytes = randomBytes(secretBytes)
      return { shown: shownAs(bytes), stored: seal(key, userId, bytes) }
    },
    open(userId, stored) {
      for (const each of keys) {
        const bytes = unseal(each, userId, stored)
        if (bytes !== null) return shownAs(bytes)
      }
      throw new Error('The secret cannot be decrypted, because BETTER_AUTH_SECRET has changed. Rotate the secret of the webhook')
    },
  }
}

const shownAs = (bytes: Buffer): string => prefix + bytes.toString('base64')

function seal(key: Buffer, userId: number, bytes: Buffer): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(String(userId)))
  const content = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), content]).toString('base64')
}

/** What was sealed; null if it was with another key or for another user. */
function unseal(key: Buffer, userId: number, sealed: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(String(userId))).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
  } catch {
    return null
  }
}
