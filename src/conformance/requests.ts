import type { OperationId } from '../generated/operations.ts'
import type { Declared } from './declared.ts'
import type { Request } from './http.ts'
import type { Person } from './people.ts'
import { kindOf, makeFor, nounOf, plain } from './things.ts'
import type { Trial } from './trial.ts'

/** Operations after which their caller's tokens are refused: each is asked for by somebody new. */
export const farewells: readonly OperationId[] = ['deleteUser', 'logoutUser']

/** Bodies that take something that only the deployment can give. */
const bodies: Partial<Record<OperationId, (trial: Trial) => Promise<Record<string, unknown>>>> = {
  loginUser: async (trial) => {
    const { account } = await trial.newcomer()
    return { email: account?.email, password: account?.password }
  },
  refreshSession: async (trial) => ({ refresh_token: (await trial.newcomer()).account?.refreshToken }),
}

/**
 * A request that would be carried out, about a new thing where its path names one.
 * @param who null for whoever is best to ask, or somebody to ask instead
 * @throws Prevented where it takes an account that is not to be had
 */
export async function prepare(trial: Trial, operation: Declared, who: Person | null = null): Promise<Request> {
  const caller = operation.secured ? (who ?? (await callerOf(trial, operation))) : null
  const kind = kindOf(operation)
  const id = kind && caller ? await makeFor(trial, operation, caller) : 0
  return { ...plain(trial, operation.id, caller), params: { user_id: 'me', id }, body: await bodyOf(trial, operation) }
}

/**
 * Who asks for an operation: the token's owner, where all that it leaves can be removed for good; otherwise an account of the
 * kit's own, which goes with all that it has.
 */
async function callerOf(trial: Trial, operation: Declared): Promise<Person> {
  if (farewells.includes(operation.id)) return trial.newcomer()
  const kind = kindOf(operation)
  const leavesNothing = kind ? kind.removable : operation.method === 'GET' || nounOf(operation) === 'tasks'
  return leavesNothing ? trial.first : trial.guest()
}

async function bodyOf(trial: Trial, operation: Declared): Promise<Request['body']> {
  const special = bodies[operation.id]
  if (special) return special(trial)
  const [first] = Object.values(operation.examples)
  return first && own(trial, first)
}

/** An example with names that nothing else has, so that it can be told apart and clashes with nothing. */
export function own(trial: Trial, example: Record<string, unknown>): Record<string, unknown> {
  const names = { title: trial.name(), name: trial.name(), email: `${trial.name().replace(' ', '-')}@example.com` }
  const given = Object.entries(names).filter(([name]) => name in example)
  return { ...example, ...Object.fromEntries(given) }
}

/** A body without what may not stand beside a field in it. */
export function withoutAlternatives({ alternatives }: Declared, body: Request['body'], field: string): Record<string, unknown> {
  const clashes = (name: string): boolean => alternatives.includes(field) && alternatives.includes(name)
  return Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => !clashes(name)))
}
