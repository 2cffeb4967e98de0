import specs from '@asyncapi/specs'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { memberOf } from '../../src/json.ts'
import { readContract } from '../../scripts/contract/document.ts'
import { taskEvents, taskUpdates } from '../../src/events/subjects.ts'
import { messagesOf } from '../../src/events/messages.ts'
import { testService } from '../support/service.ts'

const service = testService()

/** The schema that AsyncAPI publishes. */
const official: object = specs.schemasWithoutId['3.0.0']

describe('the AsyncAPI document', () => {
  test('200: is valid by the schema of AsyncAPI 3', async () => {
    const { body, headers } = await service.anyone.get('/asyncapi.json').expect(200)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    const ajv = new Ajv({ strict: false, allErrors: true })
    addFormats.default(ajv)
    expect(ajv.validate(official, body) ? [] : ajv.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([])
  })

  test('200: has the components of the contract as they are, and refers to nothing else', async () => {
    const { body, text } = await service.anyone.get('/asyncapi.json').expect(200)
    expect(body.info.version).toBe(memberOf(readContract()['info'], 'version'))
    const schemas = memberOf(readContract()['components'], 'schemas')
    for (const name of ['Task', 'List', 'Tag', 'Occurrence', 'User', 'Due']) expect(body.components.schemas[name]).toEqual(memberOf(schemas, name))
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      expect(
        pointer.split('/').reduce<unknown>((value, step) => memberOf(value, step), body),
        pointer,
      ).toBeTypeOf('object')
    }
  })

  test('200: has each event that a webhook may be sent, and the subjects of a change', async () => {
    const { body } = await service.anyone.get('/asyncapi.json').expect(200)
    const { channels, components } = body
    const { enum: events } = components.schemas.TaskChange.properties.type
    expect(events).toEqual(['created', 'updated', 'completed', 'reopened', 'moved', 'restored', 'deleted'].map((event) => `task.${event}`))
    expect(components.schemas.UserChange.properties.type.enum).toEqual(['user.updated'])
    expect([channels.taskUpdates.address, channels.taskEvents.address]).toEqual([taskUpdates, taskEvents])
    const change = { user_id: 1, seq: 1, ordinal: 1, time: '2026-11-21T08:10:00.000000Z', microseconds: 1, type: 'task', entity_id: 2, event: 'task.created' }
    const messages = messagesOf({ ...change, data: '{}', previous: '{}' }, 'https://tasks.example.com')
    for (const { payload } of messages) {
      const { dataschema }: { dataschema: string } = JSON.parse(payload)
      expect(Object.keys(components.schemas)).toContain(dataschema.split('/').at(-1))
    }
  })

  test('is among the downloads of the portal', async () => {
    const { text } = await service.anyone.get('/llms.txt').expect(200)
    expect(text).toContain('(/asyncapi.json)')
  })
})
