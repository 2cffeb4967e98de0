import { Resolver, lookup } from 'node:dns/promises'

/**
 * Finds the addresses of a host, one or more.
 * @param isPrivate whether files such as /etc/hosts may name it
 * @throws if it has none, or no name server answers
 */
export type Resolve = (host: string, isPrivate: boolean) => Promise<string[]>

// Less than the time of a whole request, so that a name server that is slow is the reason given.
const resolver = new Resolver({ timeout: 2_000, tries: 2 })

/**
 * Asks the name servers themselves for a public host: the system's own resolver would hold one of the few threads that also hash
 * passwords, for as long as a name server that belongs to someone else pleases. For private hosts, the system's resolver is right.
 */
export const resolveHost: Resolve = async (host, isPrivate) => {
  if (isPrivate) return (await lookup(host, { all: true })).map(({ address }) => address)
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length === 0) throw new Error(`${host} has no address`)
  return addresses
}
