// Uses what @hey-api/openapi-ts generates, with a service: use-hey-api.ts <url> <token>.
import { QueryClient } from '@tanstack/react-query'
import { ZodError } from 'zod'
import { createTask } from './hey-api'
import { createTaskMutation, listTasksOptions } from './hey-api/@tanstack/react-query.gen'
import { client } from './hey-api/client.gen'
import { zTask } from './hey-api/zod.gen'

const [, , url = '', token = ''] = process.argv
client.setConfig({ baseUrl: url, auth: token })
const path = { user_id: 'me' }

const { data } = await createTask({ path, body: { title: 'Made with hey-api' }, throwOnError: true })
const { title } = zTask.parse(data)

// In a component: useQuery(listTasksOptions({ path })), useMutation(createTaskMutation({ path })).
const tasks = await new QueryClient().fetchQuery(listTasksOptions({ path }))
if (!tasks.some((task) => task.title === title)) throw new Error(`The tasks lack "${title}": ${JSON.stringify(tasks)}`)
if (typeof createTaskMutation({ path }).mutationFn !== 'function') throw new Error('There is no mutation.')
// zod checks requests too: an invalid one is not sent.
const refused: unknown = await createTask({ path, body: { title: ' ' } }).catch((error: unknown) => error)
if (!(refused instanceof ZodError)) throw new Error(`A blank title was taken: ${JSON.stringify(refused)}`)
