import * as sql from '../generated/sql.ts'
import { internal } from '../problem.ts'
import { sessionContext } from './statement-runner.ts'

/** The context of what the service does for all users: removing what has expired, and looking who has changes. */
export const maintenance = sessionContext(sql.openMaintenance, {}, () => internal(new Error('the role taskpact_maintenance was not taken')))
