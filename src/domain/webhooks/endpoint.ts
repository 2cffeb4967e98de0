import { invalidRequest } from '../../problem.ts'
import type { Service } from '../../execution/services.ts'

/** How many webhooks a user can have: each change may be sent to all of them. */
export const mostWebhooks = 20

/**
 * Checks the URL of an endpoint, as far as that needs no network: the addresses of its host are checked with each request.
 * @throws Problem 400
 */
export function requireReachable({ webhooks }: Pick<Service, 'webhooks'>, url: string): void {
  const fault = webhooks.faultOf(url)
  if (fault !== null) throw invalidRequest([{ pointer: '#/url', detail: fault }])
}
