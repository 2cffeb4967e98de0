import { isDeepStrictEqual } from 'node:util'
import { namesThing, requireNamed, takes } from '../check.ts'
import type { Check } from '../check.ts'
import type { Declared } from '../declared.ts'
import { numberOf } from '../json.ts'
import { Fault, Skipped } from '../outcome.ts'
import { pagesOf } from '../pages.ts'
import type { TestUser } from '../people.ts'
import { prepare } from '../requests.ts'
import { kindNamed, kindOf, makeFor } from '../things.ts'
import { isOfTrash, segmentOf, withoutAlternatives } from '../valid-request.ts'
import type { TestRun } from '../trial.ts'

function secondOf({ second }: TestRun): TestUser {
  if (!second) throw new Skipped('it needs a --second-token')
  return second
}

const others: Check = {
  title: "404 for another user's resource, which stays unchanged",
  provokes: [404],
  applies: namesThing,
  async run(trial, operation) {
    const second = secondOf(trial)
    const request = await prepare(trial, operation)
    const [kind, { who }, id] = [kindOf(operation), request, numberOf(request.params, 'id')]
    if (!kind || !who) return
    const before = await kind.read(trial, who, id)
    const { text } = await trial.expect({ ...request, who: second }, 404)
    const after = await kind.read(trial, who, id)
    if (!isDeepStrictEqual(after, before)) throw new Fault(`${JSON.stringify(before)}, as it was`, JSON.stringify(after))
    if (text.includes(trial.marker)) throw new Fault('nothing of its content', text)
    // The resource existed all along.
    await trial.expect(request, operation.success)
  },
}

const listed: Check = {
  title: "shows nothing of another user's",
  provokes: [],
  applies: ({ method, path, secured }) => method === 'GET' && secured && !path.includes('{id}'),
  async run(trial, operation) {
    const second = secondOf(trial)
    await makeSomethingFor(trial, operation)
    const request = { ...(await prepare(trial, operation)), who: second }
    const shown = takes(operation, 'cursor') ? JSON.stringify(await pagesOf(trial, request)) : (await trial.expect(request, 200)).text
    // Only the first user and the kit's own accounts have names from the kit.
    const seen = shown.split(trial.marker).length - 1
    if (seen > 0) throw new Fault("nothing of another user's", `${seen} names`)
  },
}

/** Creates something for another user that the operation would list. */
async function makeSomethingFor(trial: TestRun, operation: Declared): Promise<void> {
  // A tagged task appears in everything that counts or lists tasks or tags.
  const listing = isOfTrash(operation) || segmentOf(operation) === 'lists' ? operation : trial.expectations.operation('listTags')
  await makeFor(trial, listing, kindNamed(segmentOf(listing)).removable ? trial.first : await trial.guest())
}

const idsIn = ({ fields }: Declared): string[] => Object.keys(fields).filter((name) => fields[name]?.format === 'int64')

const planted: Check = {
  title: "400 for an id of another user's resource in the body",
  provokes: [400],
  applies: (operation) => idsIn(operation).length > 0,
  async run(trial, operation) {
    const request = await prepare(trial, operation)
    const victim = await trial.createUser()
    for (const name of idsIn(operation)) {
      const noun = { list_id: 'lists', parent_id: 'tasks' }[name] ?? segmentOf(operation)
      const id = await kindNamed(noun).make(trial, victim)
      const rest = withoutAlternatives(operation, request.body, name)
      requireNamed(await trial.expect({ ...request, body: { ...rest, [name]: id } }, 400), 'pointer', `#/${name}`)
    }
  },
}

/** Users see nothing of each other. */
export const isolation: Record<string, Check> = { 'others-thing': others, 'others-in-lists': listed, 'others-id-in-body': planted }
