// Names each test that was run again because it failed, so that CI can report it: it failed for a reason, which has to be found.
import { appendFileSync } from 'node:fs'
import { afterEach } from 'vitest'

const file = process.env['TEST_SECOND_TRIES']

if (file !== undefined) {
  afterEach(({ task }) => {
    const { retryCount = 0, errors = [] } = task.result ?? {}
    if (retryCount === 0) return
    appendFileSync(file, `${task.file.name} > ${task.name}\n  ${errors[0]?.message ?? 'no message'}\n`)
  })
}
