import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { clientName } from '../../identity/client-name.ts'
import { addressElsewhere } from '../../problem.ts'

export const requestVerification: Operation<'requestVerification'> = async ({ caller: { sessionId }, headers, db }) => {
  if (sessionId === null) throw addressElsewhere()
  // No row means that the address is confirmed already.
  await db.maybeOne(sql.queueVerification, { client: clientName(headers['user-agent']) })
}
