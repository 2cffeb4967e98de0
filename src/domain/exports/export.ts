import type { components } from '../../generated/contract.ts'
import type { DocumentPart } from '../../execution/streamed-document.ts'
import { accountOf } from '../users/account.ts'
import { arraysOf } from './arrays.ts'
import type { Source } from './source.ts'

type Export = components['schemas']['AccountExport']

/**
 * Everything that is kept about the caller, page by page: each is read once the one before has been taken, by a statement of its own, so
 * that no connection waits for the client.
 * @throws Problem 401 once the session has ended, 410 if too much has changed since it began
 */
export async function* partsOfExport(source: Source): AsyncGenerator<DocumentPart<Export>> {
  const { begun, user, cursor, service } = source
  const { issuer, subject } = source.caller
  yield { name: 'format', value: 'taskpact-export' }
  yield { name: 'format_version', value: 1 }
  yield { name: 'made_at', value: begun.made_at }
  yield { name: 'cursor', value: cursor }
  yield { name: 'account', value: { ...accountOf(user, service.quotas), identity: issuer === null ? null : { issuer, subject } } }
  const counts: Export['counts'] = { lists: 0, tags: 0, tasks: 0, occurrences: 0, sessions: 0, tokens: 0, webhooks: 0, webhook_deliveries: 0, changes: 0 }
  for await (const part of arraysOf(source)) {
    counts[part.name] += part.value.length
    yield part
  }
  yield { name: 'counts', value: counts }
  yield { name: 'complete', value: true }
}
