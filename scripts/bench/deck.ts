// What a round of the load generator asks for: one of the scenarios, or requests that were made up beforehand.
import { scenarios, wireOf } from './scenarios.ts'
import type { Person, ScenarioName } from './scenarios.ts'

/** A request as it goes over the wire, the status that it should get, and the kind that its latency is counted among. */
export type Card = { kind: string; wire: string; status: number }

/** Cards are drawn at random, so that the kinds mix as they do in the deck. */
export type Asked = { scenario: ScenarioName } | { deck: Card[] }

/** How the next request is come by. */
export function drawing(asked: Asked, people: readonly Person[]): () => Card {
  if ('scenario' in asked) {
    const { scenario } = asked
    const { status } = scenarios[scenario]
    return () => ({ kind: scenario, wire: wireOf(scenario, people), status })
  }
  const { deck } = asked
  return () => {
    const card = deck[Math.floor(Math.random() * deck.length)]
    if (!card) throw new Error('there is nothing to ask')
    return card
  }
}
