import { describe } from 'vitest'
import { changesTasks } from '../harness/changing.ts'
import { testService } from '../harness/service.ts'

const service = testService()

describe('updateTask', () => changesTasks(service, 'updateTask', 'put'))
