import type { BrokerSettings } from '../../config/settings.ts'
import { examineBroker } from '../../events/broker.ts'
import { finding, ok } from './finding.ts'
import type { Finding } from './finding.ts'

const check = 'events'

/** Checks that changes can be published. */
export async function examineEvents(settings: BrokerSettings): Promise<Finding> {
  const name = `the broker ${settings.host}:${settings.port}`
  try {
    const state = await examineBroker(settings)
    if (state === 'lacks JetStream') return finding(check, 'fail', `${name} has no JetStream`, 'Start nats-server with -js, and allow the account JetStream.')
    return ok(check, state === 'has the stream' ? `${name} has the stream` : `${name} responds, and the service makes its stream`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const advice = 'Check that it runs, and the host, user and password in EVENTS_URL. Changes wait until then, at most CHANGES_KEPT_DAYS.'
    return finding(check, 'fail', `${name} cannot be used: ${reason}`, advice)
  }
}
