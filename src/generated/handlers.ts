// Generated from openapi.yaml by "npm run generate". Do not edit.
import type { Operations } from '../execution/operation.ts'
import { changeEmail } from '../operations/sessions/changeEmail.ts'
import { changePassword } from '../operations/sessions/changePassword.ts'
import { completeTask } from '../operations/tasks/completeTask.ts'
import { createList } from '../operations/lists/createList.ts'
import { createStreamTicket } from '../operations/changes/createStreamTicket.ts'
import { createTask } from '../operations/tasks/createTask.ts'
import { createToken } from '../operations/tokens/createToken.ts'
import { createWebhook } from '../operations/webhooks/createWebhook.ts'
import { deleteList } from '../operations/lists/deleteList.ts'
import { deleteTag } from '../operations/tags/deleteTag.ts'
import { deleteTask } from '../operations/tasks/deleteTask.ts'
import { deleteUser } from '../operations/users/deleteUser.ts'
import { deleteWebhook } from '../operations/webhooks/deleteWebhook.ts'
import { emptyTrash } from '../operations/trash/emptyTrash.ts'
import { endOtherSessions } from '../operations/sessions/endOtherSessions.ts'
import { endSession } from '../operations/sessions/endSession.ts'
import { executeBatch } from '../operations/batch/executeBatch.ts'
import { exportAccount } from '../operations/users/exportAccount.ts'
import { forgotPassword } from '../operations/sessions/forgotPassword.ts'
import { getList } from '../operations/lists/getList.ts'
import { getLiveness } from '../operations/health/getLiveness.ts'
import { getMetrics } from '../operations/health/getMetrics.ts'
import { getOpenapiJson } from '../operations/openapi/getOpenapiJson.ts'
import { getOpenapiYaml } from '../operations/openapi/getOpenapiYaml.ts'
import { getReadiness } from '../operations/health/getReadiness.ts'
import { getStats } from '../operations/stats/getStats.ts'
import { getTask } from '../operations/tasks/getTask.ts'
import { getUser } from '../operations/users/getUser.ts'
import { getWebhook } from '../operations/webhooks/getWebhook.ts'
import { getWebhookDelivery } from '../operations/webhooks/getWebhookDelivery.ts'
import { listChanges } from '../operations/changes/listChanges.ts'
import { listDeletedLists } from '../operations/trash/listDeletedLists.ts'
import { listLists } from '../operations/lists/listLists.ts'
import { listOccurrences } from '../operations/occurrences/listOccurrences.ts'
import { listSessions } from '../operations/sessions/listSessions.ts'
import { listTags } from '../operations/tags/listTags.ts'
import { listTasks } from '../operations/tasks/listTasks.ts'
import { listTokens } from '../operations/tokens/listTokens.ts'
import { listTrash } from '../operations/trash/listTrash.ts'
import { listWebhookDeliveries } from '../operations/webhooks/listWebhookDeliveries.ts'
import { listWebhooks } from '../operations/webhooks/listWebhooks.ts'
import { loginUser } from '../operations/sessions/loginUser.ts'
import { logoutUser } from '../operations/sessions/logoutUser.ts'
import { moveList } from '../operations/lists/moveList.ts'
import { moveTask } from '../operations/tasks/moveTask.ts'
import { patchTask } from '../operations/tasks/patchTask.ts'
import { patchWebhook } from '../operations/webhooks/patchWebhook.ts'
import { purgeTask } from '../operations/trash/purgeTask.ts'
import { redeliverWebhook } from '../operations/webhooks/redeliverWebhook.ts'
import { refreshSession } from '../operations/sessions/refreshSession.ts'
import { registerUser } from '../operations/sessions/registerUser.ts'
import { replayWebhook } from '../operations/webhooks/replayWebhook.ts'
import { requestVerification } from '../operations/sessions/requestVerification.ts'
import { resetPassword } from '../operations/sessions/resetPassword.ts'
import { restoreList } from '../operations/trash/restoreList.ts'
import { restoreTask } from '../operations/trash/restoreTask.ts'
import { revokeToken } from '../operations/tokens/revokeToken.ts'
import { rotateWebhookSecret } from '../operations/webhooks/rotateWebhookSecret.ts'
import { skipOccurrence } from '../operations/occurrences/skipOccurrence.ts'
import { streamChanges } from '../operations/changes/streamChanges.ts'
import { testWebhook } from '../operations/webhooks/testWebhook.ts'
import { undoChange } from '../operations/changes/undoChange.ts'
import { updateList } from '../operations/lists/updateList.ts'
import { updateTag } from '../operations/tags/updateTag.ts'
import { updateTask } from '../operations/tasks/updateTask.ts'
import { updateUser } from '../operations/users/updateUser.ts'
import { verifyEmail } from '../operations/sessions/verifyEmail.ts'

/** The handler of each operation. */
export const operations: Operations = {
  changeEmail,
  changePassword,
  completeTask,
  createList,
  createStreamTicket,
  createTask,
  createToken,
  createWebhook,
  deleteList,
  deleteTag,
  deleteTask,
  deleteUser,
  deleteWebhook,
  emptyTrash,
  endOtherSessions,
  endSession,
  executeBatch,
  exportAccount,
  forgotPassword,
  getList,
  getLiveness,
  getMetrics,
  getOpenapiJson,
  getOpenapiYaml,
  getReadiness,
  getStats,
  getTask,
  getUser,
  getWebhook,
  getWebhookDelivery,
  listChanges,
  listDeletedLists,
  listLists,
  listOccurrences,
  listSessions,
  listTags,
  listTasks,
  listTokens,
  listTrash,
  listWebhookDeliveries,
  listWebhooks,
  loginUser,
  logoutUser,
  moveList,
  moveTask,
  patchTask,
  patchWebhook,
  purgeTask,
  redeliverWebhook,
  refreshSession,
  registerUser,
  replayWebhook,
  requestVerification,
  resetPassword,
  restoreList,
  restoreTask,
  revokeToken,
  rotateWebhookSecret,
  skipOccurrence,
  streamChanges,
  testWebhook,
  undoChange,
  updateList,
  updateTag,
  updateTask,
  updateUser,
  verifyEmail,
}
