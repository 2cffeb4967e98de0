import { describe } from 'vitest'
import { changesTasks } from '../shared/changing-tasks.ts'
import { testService } from '../support/service.ts'

const service = testService()

describe('updateTask', () => changesTasks(service, 'updateTask', 'put'))
