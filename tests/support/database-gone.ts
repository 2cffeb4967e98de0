import { clientOf, start } from './service.ts'
import type { Client } from './service.ts'

/** Does something with a service that has answered, and whose database was then taken away with every connection to it. */
export async function withDatabaseGone(work: (anyone: Client) => Promise<void>): Promise<void> {
  const service = await start()
  try {
    const anyone = clientOf(service.url, {})
    await anyone.get('/health/ready').expect(200)
    await service.database.drop()
    await work(anyone)
  } finally {
    await service.running.stop(true)
  }
}
