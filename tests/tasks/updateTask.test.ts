import { describe } from 'vitest'
import { changesTasks } from '../shared/changing-tasks.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'

const test = testsOf('updateTask')
const service = testService()

describe('updateTask', () => changesTasks(service, test, 'put'))
