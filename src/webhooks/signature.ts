import { createHmac } from 'node:crypto'

/** A message as it is sent: its id is the same in each attempt. */
export type Message = { id: string; body: string }

/**
 * The headers that sign a message (Standard Webhooks 1.0): one signature for each secret, as two are valid while one replaces the other.
 * @param secrets as their owner was shown them
 */
export function signatureHeaders({ id, body }: Message, secrets: readonly string[], now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const sign = (secret: string): string => {
    const key = Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  }
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': secrets.map(sign).join(' ') }
}
