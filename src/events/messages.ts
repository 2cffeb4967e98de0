import type { Message } from './broker.ts'
import { subjectOf, taskEvents, taskUpdates } from './subjects.ts'

/** A recorded change. Data and previous fields are JSON, which is passed on as it is. */
export type RecordedEvent = {
  user_id: number
  seq: number
  ordinal: number
  time: string
  /** The same time as a number, which distinguishes it from the same number in another database. */
  microseconds: number
  type: string
  entity_id: number
  event: string
  data: string
  previous: string
}

/** By what happened to a task, how the plan's event types call it. Anything else is an update. */
const eventTypes: Record<string, string> = {
  'task.created': 'created',
  'task.restored': 'created',
  'task.completed': 'completed',
  'task.deleted': 'deleted',
}

const source = '/taskpact'

/**
 * The messages that tell of a change: CloudEvents 1.0 in JSON. Each has an id of its own, which is the same whenever it is published.
 * @param publicUrl of this service, without which a message has no schema
 */
export function messagesOf(change: RecordedEvent, publicUrl: string | null): Message[] {
  const { user_id, seq, ordinal, time, microseconds, type, entity_id, event, data, previous } = change
  const message = (subject: string, schema: string, kind: string, suffix: string, json: string): Message => {
    const id = `${microseconds.toString(36)}.${user_id}.${seq}.${ordinal}${suffix}`
    const attributes = {
      ...{ specversion: '1.0', id, source, type: `taskpact.${kind}`, subject: `${type}/${entity_id}`, time },
      ...{ datacontenttype: 'application/json', ...(publicUrl !== null && { dataschema: `${publicUrl}/asyncapi.json#/components/schemas/${schema}` }) },
      ...{ userid: String(user_id), sequence: `${digits(seq, 16)}.${digits(ordinal, 10)}` },
    }
    return { id, subject, payload: `${JSON.stringify(attributes).slice(0, -1)},"data":${json}}` }
  }
  const content = `{"type":"${event}","timestamp":"${time}","seq":${seq},"data":${data},"previous":${previous}}`
  const schema = `${type.charAt(0).toUpperCase()}${type.slice(1)}Change`
  const own = message(subjectOf(user_id, event), schema, event, '', content)
  if (type !== 'task') return [own]
  const eventType = eventTypes[event] ?? 'updated'
  const task = `{"event_type":"${eventType}","task_id":${entity_id},"task_data":${data},"user_id":${user_id},"timestamp":"${time}"}`
  return [own, message(taskUpdates, schema, event, `.${taskUpdates}`, content), message(taskEvents, 'TaskEvent', 'task-event', `.${taskEvents}`, task)]
}

/** A number with leading zeros, so that strings sort as their numbers do. */
const digits = (value: number, length: number): string => String(value).padStart(length, '0')
