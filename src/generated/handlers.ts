// Generated from openapi.yaml by "npm run generate". Do not edit.
import type { Operations } from '../execution/operation.ts'
import { completeTask } from '../operations/tasks/completeTask.ts'
import { createList } from '../operations/lists/createList.ts'
import { createTask } from '../operations/tasks/createTask.ts'
import { deleteList } from '../operations/lists/deleteList.ts'
import { deleteTag } from '../operations/tags/deleteTag.ts'
import { deleteTask } from '../operations/tasks/deleteTask.ts'
import { deleteUser } from '../operations/users/deleteUser.ts'
import { emptyTrash } from '../operations/trash/emptyTrash.ts'
import { executeBatch } from '../operations/batch/executeBatch.ts'
import { getList } from '../operations/lists/getList.ts'
import { getLiveness } from '../operations/health/getLiveness.ts'
import { getMetrics } from '../operations/health/getMetrics.ts'
import { getOpenapiJson } from '../operations/openapi/getOpenapiJson.ts'
import { getOpenapiYaml } from '../operations/openapi/getOpenapiYaml.ts'
import { getReadiness } from '../operations/health/getReadiness.ts'
import { getStats } from '../operations/stats/getStats.ts'
import { getTask } from '../operations/tasks/getTask.ts'
import { getUser } from '../operations/users/getUser.ts'
import { listDeletedLists } from '../operations/trash/listDeletedLists.ts'
import { listLists } from '../operations/lists/listLists.ts'
import { listOccurrences } from '../operations/occurrences/listOccurrences.ts'
import { listTags } from '../operations/tags/listTags.ts'
import { listTasks } from '../operations/tasks/listTasks.ts'
import { listTrash } from '../operations/trash/listTrash.ts'
import { loginUser } from '../operations/sessions/loginUser.ts'
import { logoutUser } from '../operations/sessions/logoutUser.ts'
import { moveList } from '../operations/lists/moveList.ts'
import { moveTask } from '../operations/tasks/moveTask.ts'
import { patchTask } from '../operations/tasks/patchTask.ts'
import { purgeTask } from '../operations/trash/purgeTask.ts'
import { refreshSession } from '../operations/sessions/refreshSession.ts'
import { registerUser } from '../operations/sessions/registerUser.ts'
import { restoreList } from '../operations/trash/restoreList.ts'
import { restoreTask } from '../operations/trash/restoreTask.ts'
import { skipOccurrence } from '../operations/occurrences/skipOccurrence.ts'
import { updateList } from '../operations/lists/updateList.ts'
import { updateTag } from '../operations/tags/updateTag.ts'
import { updateTask } from '../operations/tasks/updateTask.ts'
import { updateUser } from '../operations/users/updateUser.ts'

/** The handler of each operation. */
export const operations: Operations = {
  completeTask,
  createList,
  createTask,
  deleteList,
  deleteTag,
  deleteTask,
  deleteUser,
  emptyTrash,
  executeBatch,
  getList,
  getLiveness,
  getMetrics,
  getOpenapiJson,
  getOpenapiYaml,
  getReadiness,
  getStats,
  getTask,
  getUser,
  listDeletedLists,
  listLists,
  listOccurrences,
  listTags,
  listTasks,
  listTrash,
  loginUser,
  logoutUser,
  moveList,
  moveTask,
  patchTask,
  purgeTask,
  refreshSession,
  registerUser,
  restoreList,
  restoreTask,
  skipOccurrence,
  updateList,
  updateTag,
  updateTask,
  updateUser,
}
