// Uses what orval generates, without a service: its mocks answer.
import { QueryClient } from '@tanstack/react-query'
import { setupServer } from 'msw/node'
import { getListTasksMockHandler, getTaskpactMock } from './orval/taskpact.msw'
import { getListTasksQueryOptions } from './orval/taskpact'

// Handlers of your own come first; the others answer with values that are made up, but of the right type.
const server = setupServer(getListTasksMockHandler([]), ...getTaskpactMock())
server.listen({ onUnhandledRequest: 'error' })
const query = () => new QueryClient().fetchQuery(getListTasksQueryOptions('me'))

// In a component: useListTasks('me').
const none = await query()
if (none.status !== 200 || none.data.length !== 0) throw new Error(`These are not the tasks of the mock: ${JSON.stringify(none)}`)
server.resetHandlers(...getTaskpactMock())
const some = await query()
if (some.status !== 200 || typeof some.data[0]?.title !== 'string') throw new Error(`These are no tasks: ${JSON.stringify(some)}`)
server.close()
