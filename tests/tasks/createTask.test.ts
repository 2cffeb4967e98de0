import { describe, expect, test } from 'vitest'
import { refusesAsEverywhere } from '../harness/everywhere.ts'
import { testService } from '../harness/service.ts'

const service = testService()

describe('createTask', () => {
  refusesAsEverywhere(service, 'createTask', (who, user) => who.post(`/api/${user}/tasks`, { title: 'Buy milk' }))

  test('201: the task as it was stored', async () => {
    const { body, headers } = await service.alice.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    expect(body).toEqual({
      id: expect.any(Number),
      user_id: service.alice.id,
      title: 'Buy milk',
      description: null,
      completed: false,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      updated_at: body.created_at,
    })
    expect(headers['location']).toBe(`/api/${service.alice.id}/tasks/${body.id}`)
  })

  test('400: a blank title', async () => {
    const { body } = await service.alice.post('/api/me/tasks', { title: ' ' }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/title', detail: 'must hold more than white space, and no NUL character' }])
  })
})
