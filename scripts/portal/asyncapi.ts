// What is published to a broker, as an AsyncAPI 3 document: https://www.asyncapi.com/docs/reference/specification/v3.0.0.
import { componentsIn, objectOf, textOf, valueAt } from '../contract/document.ts'
import type { Json, JsonObject } from '../contract/document.ts'

/** The component of each type of thing, and what it is called in a sentence. */
const types: [type: string, component: string, named: string][] = [
  ['task', 'Task', 'a task'],
  ['list', 'List', 'a list'],
  ['tag', 'Tag', 'a tag'],
  ['occurrence', 'Occurrence', 'a due date that was completed or skipped'],
  ['user', 'User', 'the account'],
]

/** The document: its messages are built here, and the things in them are components of the contract. */
export function toAsyncapi(contract: JsonObject): JsonObject {
  const info = objectOf(contract['info'])
  const things: JsonObject = Object.fromEntries(types.map(([, component]) => [component, schema(component)]))
  const needed = [...componentsIn(contract, things)].map((name) => name.replace('schemas/', '')).sort()
  const changes = types.map(([type, component, named]): [string, Json] => [`${component}Change`, changeOf(component, named, eventsOf(contract, type))])
  const shared = needed.map((name): [string, Json] => [name, valueAt(contract, ['components', 'schemas', name])])
  return {
    asyncapi: '3.0.0',
    info: {
      title: `${textOf(info['title'])}: events`,
      version: textOf(info['version']),
      description: 'Every change, published to NATS JetStream as a CloudEvent 1.0. The guide /docs/guides/broker says what is promised.',
    },
    defaultContentType: 'application/cloudevents+json',
    servers: { broker: { host: 'localhost:4222', protocol: 'nats', description: 'The server that EVENTS_URL names. The stream is called TASKPACT.' } },
    channels: {
      changes: {
        address: 'taskpact.{user_id}.{type}.{event}',
        title: 'Changes',
        description: 'Every change of every user, on a subject for each user and event.',
        parameters: {
          user_id: { description: "The user's id.", examples: ['1'] },
          type: { description: 'What was changed.', enum: types.map(([type]) => type) },
          event: { description: 'What happened to it.', enum: [...new Set(types.flatMap(([type]) => eventsOf(contract, type)))].sort() },
        },
        messages: Object.fromEntries(types.map(([type, component]) => [`${type}Change`, { $ref: `#/components/messages/${component}Change` }])),
      },
      taskUpdates: channel('task-updates', 'Task updates', 'Every change of a task of any user, with the same data as its own subject has.', 'TaskChange'),
      taskEvents: channel('task-events', 'Task events', 'Every change of a task of any user, in short.', 'TaskEvent'),
    },
    operations: {
      publishChange: operation('changes', 'Publishes a change on a subject of its own.'),
      publishTaskUpdate: operation('taskUpdates', 'Publishes a change of a task.'),
      publishTaskEvent: operation('taskEvents', 'Publishes a change of a task in short.'),
    },
    components: {
      messages: Object.fromEntries([
        ...types.map(([, component, named]): [string, Json] => [`${component}Change`, messageOf(`${component}Change`, `A change of ${named}.`)]),
        ['TaskEvent', messageOf('TaskEvent', 'A change of a task in short.')],
      ]),
      schemas: Object.fromEntries([...changes, ['TaskEvent', taskEvent], ...shared]),
    },
  }
}

/** What may happen to a type of thing: the events that a webhook may be sent. */
function eventsOf(contract: JsonObject, type: string): string[] {
  const pattern = textOf(valueAt(contract, ['components', 'schemas', 'WebhookEvents', 'items', 'pattern']))
  const [, events = ''] = new RegExp(`\\b${type}\\\\\\.\\(\\\\\\*\\|([a-z|]+)\\)`).exec(pattern) ?? []
  return events.split('|')
}

const schema = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })

const channel = (address: string, title: string, description: string, message: string): JsonObject => ({
  ...{ address, title, description },
  messages: { [message]: { $ref: `#/components/messages/${message}` } },
})

const operation = (name: string, summary: string): JsonObject => ({ action: 'send', channel: { $ref: `#/channels/${name}` }, summary })

const timestamp = {
  type: 'string',
  format: 'date-time',
  description: 'When the change was made, in UTC (RFC 3339).',
  examples: ['2026-11-21T08:10:00.000000Z'],
}

/** What is left of a thing that was deleted. */
const deleted: JsonObject = {
  type: 'object',
  description: 'After a deletion.',
  required: ['id'],
  properties: { id: schema('Id') },
  additionalProperties: false,
}

function changeOf(component: string, named: string, events: string[]): JsonObject {
  const type = component.toLowerCase()
  return {
    type: 'object',
    description: `A change of ${named}, as a webhook is sent it.`,
    required: ['type', 'timestamp', 'seq', 'data', 'previous'],
    properties: {
      type: { type: 'string', description: 'What happened.', enum: events.map((event) => `${type}.${event}`) },
      timestamp,
      seq: {
        type: 'integer',
        description: "The number of the user's transaction. Changes that were made together have the same one.",
        minimum: 1,
        examples: [18],
      },
      data: { description: 'The whole thing after the change; of a deletion only the id.', anyOf: [schema(component), deleted] },
      previous: { type: 'object', description: 'The fields that have changed, as they were.', examples: [{}] },
    },
  }
}

const taskEvent: JsonObject = {
  type: 'object',
  description: 'A change of a task in short.',
  required: ['event_type', 'task_id', 'task_data', 'user_id', 'timestamp'],
  properties: {
    event_type: {
      type: 'string',
      description: 'What happened. A restored task counts as created; a move and a reopened task as updated.',
      enum: ['created', 'updated', 'completed', 'deleted'],
    },
    task_id: schema('Id'),
    task_data: { description: 'The task after the change; of a deletion only the id.', anyOf: [schema('Task'), deleted] },
    user_id: schema('Id'),
    timestamp,
  },
}

/** A CloudEvent with data of a schema. */
function messageOf(name: string, summary: string): JsonObject {
  const text = (description: string, example: string): JsonObject => ({ type: 'string', description, minLength: 1, examples: [example] })
  return {
    ...{ name, title: name, summary },
    contentType: 'application/cloudevents+json',
    headers: {
      type: 'object',
      properties: { 'Nats-Msg-Id': text('The id of the event, by which the broker recognizes what it has stored.', 'hq3w1x2c5s0.1.18.1') },
    },
    payload: {
      type: 'object',
      required: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'userid', 'sequence', 'data'],
      properties: {
        specversion: { type: 'string', const: '1.0', description: 'The version of CloudEvents.' },
        id: text('The id of the event. Ignore an event with an id that you have seen.', 'hq3w1x2c5s0.1.18.1'),
        source: { type: 'string', const: '/taskpact', description: 'What the event comes from.' },
        type: text('What happened.', name === 'TaskEvent' ? 'taskpact.task-event' : 'taskpact.task.updated'),
        subject: text('What it happened to: a type and an id.', 'task/2'),
        time: timestamp,
        datacontenttype: { type: 'string', const: 'application/json', description: 'The media type of the data.' },
        dataschema: { type: 'string', format: 'uri', description: 'The schema of the data, where PUBLIC_URL is set.' },
        userid: text('The id of the user whose change it is.', '1'),
        sequence: text("The place of the event among the user's. Compare it as text.", '0000000000000018.0000000001'),
        data: schema(name),
      },
    },
  }
}
