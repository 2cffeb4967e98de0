import type { Task } from '@taskpact/client'
import type { Replica } from '@taskpact/client/replica'
import { useState } from 'react'
import type { SubmitEvent } from 'react'

/** A task with what can be done to it, which takes effect at once. */
export function TaskItem({ task: { id, title, completed }, replica }: { task: Task; replica: Replica }) {
  const [isRenaming, setRenaming] = useState(false)

  function rename(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    setRenaming(false)
    replica.patchTask(id, { title: String(new FormData(event.currentTarget).get('title')) })
  }

  if (isRenaming) {
    return (
      <li>
        <form onSubmit={rename} onKeyDown={({ key }) => key === 'Escape' && setRenaming(false)}>
          <input name="title" aria-label={`New title of ${title}`} defaultValue={title} required autoFocus />
          <button>Save</button>
        </form>
      </li>
    )
  }
  return (
    <li>
      <input type="checkbox" aria-label={`${title} is completed`} checked={completed} onChange={() => replica.completeTask(id, { completed: !completed })} />
      <span className={completed ? 'completed' : ''}>{title}</span>
      {id < 0 && <small>not saved yet</small>}
      <button aria-label={`Rename ${title}`} onClick={() => setRenaming(true)}>
        Rename
      </button>
      <button aria-label={`Delete ${title}`} onClick={() => replica.deleteTask(id)}>
        Delete
      </button>
    </li>
  )
}
