import type { User } from '@taskpact/client'
import type { Replica } from '@taskpact/client/replica'
import { useEffect, useState } from 'react'
import type { SubmitEvent } from 'react'
import { signOut, wordsOf } from './api.ts'
import { ConflictList } from './ConflictList.tsx'
import { useReplica, wordsOfStatus } from './replica.ts'
import { TaskItem } from './TaskItem.tsx'

type Given = { user: Pick<User, 'id' | 'name'>; onSignedOut: () => void }

export function Tasks({ user, onSignedOut }: Given) {
  const replica = useReplica(user.id)
  return replica ? <TasksOf user={user} replica={replica} onSignedOut={onSignedOut} /> : <p role="status">Loading …</p>
}

function TasksOf({ user, replica, onSignedOut }: Given & { replica: Replica }) {
  const [fault, setFault] = useState('')
  const [isLeaving, setLeaving] = useState(false)
  const [list, setList] = useState<number | null>(null)
  const { status, conflicts } = replica

  // The session has ended, or somebody else has signed in. What waits is kept for the next time.
  const hasEnded = status.state === 'stopped' && !isLeaving
  useEffect(() => {
    if (hasEnded) onSignedOut()
  }, [hasEnded])

  function add(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    const text = String(new FormData(form).get('text'))
    form.reset()
    setFault('')
    if (form.name === 'list') replica.createList({ name: text })
    else replica.createTask({ title: text, list_id: shownList })
  }

  async function leave() {
    if (status.unsent > 0) return setFault('There are changes to save first.')
    setLeaving(true)
    try {
      await signOut()
      await replica.clear()
      onSignedOut()
    } catch (error) {
      setLeaving(false)
      setFault(wordsOf(error))
    }
  }

  // A new list has another id once the service has it, and one that is deleted elsewhere is gone.
  const shownList = list === null ? null : (replica.get('list', list)?.id ?? null)
  return (
    <>
      <header>
        <h1>Tasks of {user.name}</h1>
        <button onClick={() => void leave()}>Sign out</button>
      </header>
      <form name="list" onSubmit={add}>
        <select aria-label="List" value={shownList ?? ''} onChange={({ target }) => setList(target.value === '' ? null : Number(target.value))}>
          <option value="">Inbox</option>
          {replica.list('list').map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <input name="text" aria-label="Name of the list" placeholder="New list" required />
        <button>Add list</button>
      </form>
      <form name="task" onSubmit={add}>
        <input name="text" aria-label="Title of the task" placeholder="New task" required />
        <button>Add task</button>
      </form>
      <p role="status">{fault || wordsOfStatus(status, conflicts.length)}</p>
      <ConflictList conflicts={conflicts} onDecide={replica.resolve} />
      <ul>
        {replica
          .list('task', ({ list_id }) => list_id === shownList)
          .map((task) => (
            <TaskItem key={task.id} task={task} replica={replica} />
          ))}
      </ul>
    </>
  )
}
