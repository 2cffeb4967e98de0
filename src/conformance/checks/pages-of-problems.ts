import { send } from '../http.ts'
import { excerptOf } from '../judge.ts'
import { Fault } from '../outcome.ts'
import { targetAt } from '../pages.ts'
import { plain } from '../things.ts'
import type { TestRun } from '../trial.ts'

/** Requires a page for every problem type that occurred, if the type is a URL of the deployment. @throws Fault */
export async function requirePages(trial: TestRun): Promise<void> {
  // At least this one occurs.
  await trial.expect(plain(trial, 'getUser', null), 401)
  for (const type of trial.made.problemTypes) {
    const address = new URL(type, `${trial.url}/`)
    if (address.host !== new URL(trial.url).host) continue
    const answer = await send(trial.url, { ...plain(trial, 'getLiveness', null), path: targetAt(trial.url, address.href, 'type') })
    if (answer.status !== 200) throw new Fault(`a page that explains the problem type ${type}`, `${answer.status}${excerptOf(answer)}`)
  }
}
