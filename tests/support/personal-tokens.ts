import type { components } from '../../src/generated/contract.ts'
import type { Client, TestService } from './service.ts'

export type Scope = components['schemas']['TokenScope']
export type NewToken = components['schemas']['PersonalTokenWithSecret']

/** Creates a personal access token of somebody's. */
export async function createToken(who: Client, scopes: readonly Scope[], more: object = {}): Promise<NewToken> {
  const { body } = await who.post('/api/me/tokens', { name: 'Script', scopes, ...more }).expect(201)
  return body
}

/** Whoever has a token. */
export const holderOf = (service: TestService, { secret }: Pick<NewToken, 'secret'>): Client => service.client({ Authorization: `Bearer ${secret}` })

/** A script of somebody's, with a token of its own. */
export const scriptOf = async (service: TestService, who: Client, scopes: readonly Scope[]): Promise<Client> =>
  holderOf(service, await createToken(who, scopes))
