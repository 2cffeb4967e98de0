import type { Conflict, Decision, Resource } from '@taskpact/client/replica'

/** The changes that meet another one, each with both sides and a choice. */
export function ConflictList({ conflicts, onDecide }: { conflicts: Conflict[]; onDecide: (key: string, decision: Decision) => void }) {
  if (conflicts.length === 0) return null
  return (
    <section aria-labelledby="conflicts">
      <h2 id="conflicts">Also changed elsewhere</h2>
      {conflicts.map((conflict) => (
        <fieldset key={conflict.key}>
          <legend>{nameOf(conflict.seen ?? conflict.theirs)}</legend>
          <dl>
            <dt>Your change</dt>
            <dd>{wordsOfChange(conflict)}</dd>
            <dt>{conflict.reason === 'refused' ? 'Refused' : 'Other change'}</dt>
            <dd>{conflict.reason === 'refused' ? conflict.detail : wordsOfResource(conflict.theirs)}</dd>
          </dl>
          {conflict.reason === 'refused' || <button onClick={() => onDecide(conflict.key, 'mine')}>Keep my change</button>}
          <button onClick={() => onDecide(conflict.key, 'theirs')}>Keep the other</button>
        </fieldset>
      ))}
    </section>
  )
}

function wordsOfChange({ operation, body }: Conflict): string {
  if (operation === 'completeTask') return body['completed'] === true ? 'completed' : 'open'
  if (operation === 'deleteTask') return 'deleted'
  return String(body['title'] ?? body['name'] ?? 'restored')
}

function wordsOfResource(resource: Resource | null): string {
  if (resource === null) return 'deleted'
  return 'completed' in resource ? `${resource.title} (${resource.completed ? 'completed' : 'open'})` : resource.name
}

const nameOf = (resource: Resource | null): string => (resource === null ? 'New' : 'title' in resource ? resource.title : resource.name)
