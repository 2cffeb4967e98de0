import type { Page } from 'playwright-core'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { operationsOf, readContract, textOf } from '../contract/document.ts'
import type { Operation } from '../contract/document.ts'
import { client, edit, open, register, responseTo, sendButton, tryIt } from './reference.ts'
import { insist, visit } from './visit.ts'
import type { Stage } from './visit.ts'

/** What is sent: an operation with its example as it is, or with another body, and a pattern that its response matches. */
type Step = [id: OperationId, shows: RegExp, body?: object]

// As someone would who has just found the portal: first the service, then tasks, lists and tags, then cleaning up.
const steps: Step[] = [
  ['getLiveness', /ok/],
  ['getReadiness', /ok/],
  ['getMetrics', /taskpact_/],
  ['getOpenapiJson', /"openapi"/],
  ['getOpenapiYaml', /openapi:/],
  ['registerUser', /"refresh_token"/],
  ['loginUser', /"refresh_token"/],
  ['refreshSession', /"refresh_token"/],
  ['forgotPassword', /^$/],
  ['getUser', /"name":"Alice"/],
  ['updateUser', /"name":"Alice Liddell"/],
  ['createTask', /"title":"Buy milk"/],
  ['listTasks', /^\[\{.*"title":"Buy milk"/],
  ['getTask', /"title":"Buy milk"/],
  ['updateTask', /"title":"Buy oat milk"/],
  ['patchTask', /"title":"Buy oat milk"/],
  ['completeTask', /"title":"Buy oat milk".*"completed":true/],
  ['moveTask', /"title":"Buy oat milk"/],
  ['deleteTask', /^$/],
  ['listTrash', /"title":"Buy oat milk"/],
  ['restoreTask', /"title":"Buy oat milk"/],
  ['createList', /"name":"Groceries"/],
  ['listLists', /"name":"Groceries"/],
  ['getList', /"name":"Groceries"/],
  ['updateList', /"name":"Shopping"/],
  ['moveList', /"name":"Shopping"/],
  ['deleteList', /^$/],
  ['listDeletedLists', /"name":"Shopping"/],
  ['restoreList', /"name":"Shopping"/],
  ['createTask', /"tags":\["errands"\]/, { title: 'Buy oat milk', tags: ['errands'], priority: 'high' }],
  ['listTags', /"name":"errands"/],
  ['updateTag', /"name":"household"/],
  ['deleteTag', /^$/],
  ['createTask', /"FREQ=MONTHLY/, { title: 'Pay the rent', due: { date: '2026-12-31' }, recurrence: { rule: 'FREQ=MONTHLY', month_overflow: 'clamp' } }],
  ['skipOccurrence', /2027-01-31/],
  ['listOccurrences', /2026-12-31/],
  ['executeBatch', /"title":"Buy milk"/],
  ['listChanges', /"complete":false/],
  ['undoChange', /"undone":\d+/],
  ['createStreamTicket', /"ticket"/],
  ['streamChanges', /^$/],
  ['createWebhook', /"secret":"whsec_/],
  ['listWebhooks', /"url":"https:\/\/hooks.example/],
  ['getWebhook', /"url":"https:\/\/hooks.example/],
  ['patchWebhook', /"task\.\*"/],
  ['rotateWebhookSecret', /"secret":"whsec_/],
  ['testWebhook', /"webhook\.test"/],
  ['replayWebhook', /^$/],
  ['listWebhookDeliveries', /"webhook\.test"/],
  ['getWebhookDelivery', /"message_id":"msg_/],
  ['redeliverWebhook', /"message_id":"msg_/],
  ['deleteWebhook', /^$/],
  ['getStats', /"completed"/],
  ['deleteTask', /^$/],
  ['purgeTask', /^$/],
  ['emptyTrash', /^$/],
  ['createToken', /"secret":"tp_/],
  ['listTokens', /"name":"Shopping script"/],
  ['revokeToken', /^$/],
  ['listSessions', /"current":true/],
  ['endSession', /^$/],
  ['loginUser', /"refresh_token"/],
  ['endOtherSessions', /^$/],
  // The same one, so that the example of a log-in still works.
  ['changePassword', /^$/, { current_password: 'correct horse battery', new_password: 'correct horse battery' }],
  ['changeEmail', /^$/],
  ['requestVerification', /^$/],
  ['logoutUser', /^$/],
  ['loginUser', /"refresh_token"/],
  ['exportAccount', /"complete":true/],
  ['deleteUser', /^$/],
]

/** They take the link from a mail, which is not on a page. */
const takingMail = ['resetPassword', 'verifyEmail']

/** Sends every operation from the portal as a new user would, by the list in its try-it client. */
export async function sendEveryOperation(stage: Stage): Promise<string> {
  const operations = operationsOf(readContract())
  const unsent = operations.map(({ id }) => id).filter((id) => !takingMail.includes(id) && !steps.some(([sent]) => sent === id))
  insist(unsent.length === 0, `every operation is sent; add ${unsent.join(', ')} to scripts/browser/every-operation.ts`)
  await visit(stage, { name: 'newcomer', origins: [stage.url] }, async ({ page }) => {
    await open(page, stage.url)
    await tryIt(page, stage.url, register)
    await client(page).locator('.scalar-sidebar-toggle').first().click()
    for (const step of steps) await send(page, operations, step)
  })
  return `a new user sends all ${operations.length - takingMail.length} operations that need no mail with their examples, and each response shows what was made before`
}

async function send(page: Page, operations: Operation[], [id, shows, body]: Step): Promise<void> {
  const operation = operations.find((each) => each.id === id)
  insist(operation !== undefined, `the contract has ${id}`)
  await choose(page, operation)
  if (body) await edit(client(page), body)
  const response = await responseTo(page, () => sendButton(page).click())
  const request = response.request()
  // A stream does not end.
  const hasText = response.status() !== 204 && response.headers()['content-type'] !== 'text/event-stream'
  const answer = hasText ? await response.text() : ''
  insist(
    response.ok() && shows.test(answer),
    `${id} succeeds and shows ${String(shows)}, not ${response.status()} to ${request.url()} with ${request.postData() ?? 'no body'}: ${answer.slice(0, 500)}`,
  )
  insist(new URL(request.url()).search === '', `${id} is sent without optional parameters, not as ${request.url()}`)
}

async function choose(page: Page, { name, summary, operation }: Operation): Promise<void> {
  const [method = '', path = ''] = name.split(' ')
  const entry = client(page).getByRole('button', { name: `${summary} HTTP Method` })
  if (!(await entry.isVisible())) {
    const [tag] = [operation['tags']].flat().map(textOf)
    await client(page)
      .getByRole('button', { name: new RegExp(`^${tag} Open Group`, 'i') })
      .click()
  }
  await entry.click()
  // The client shows the chosen operation a moment later.
  await client(page)
    .getByRole('button', { name: new RegExp(`^Send ${method.toLowerCase()} request.*${path.replace(/[{}.]/g, '\\$&')}$`) })
    .waitFor()
}
