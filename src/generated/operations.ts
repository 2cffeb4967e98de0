// Generated from openapi.yaml by "npm run generate". Do not edit.
import type { Operations } from '../operation.ts'
import { completeTask } from '../tasks/completeTask.ts'
import { createList } from '../lists/createList.ts'
import { createTask } from '../tasks/createTask.ts'
import { deleteList } from '../lists/deleteList.ts'
import { deleteTag } from '../tags/deleteTag.ts'
import { deleteTask } from '../tasks/deleteTask.ts'
import { deleteUser } from '../users/deleteUser.ts'
import { emptyTrash } from '../trash/emptyTrash.ts'
import { getContractAsJson } from '../documents/getContractAsJson.ts'
import { getContractAsYaml } from '../documents/getContractAsYaml.ts'
import { getList } from '../lists/getList.ts'
import { getLiveness } from '../probes/getLiveness.ts'
import { getMetrics } from '../probes/getMetrics.ts'
import { getReadiness } from '../probes/getReadiness.ts'
import { getStats } from '../stats/getStats.ts'
import { getTask } from '../tasks/getTask.ts'
import { getUser } from '../users/getUser.ts'
import { listDeletedLists } from '../trash/listDeletedLists.ts'
import { listLists } from '../lists/listLists.ts'
import { listOccurrences } from '../occurrences/listOccurrences.ts'
import { listTags } from '../tags/listTags.ts'
import { listTasks } from '../tasks/listTasks.ts'
import { listTrash } from '../trash/listTrash.ts'
import { loginUser } from '../sessions/loginUser.ts'
import { logoutUser } from '../sessions/logoutUser.ts'
import { patchTask } from '../tasks/patchTask.ts'
import { placeList } from '../lists/placeList.ts'
import { placeTask } from '../tasks/placeTask.ts'
import { purgeTask } from '../trash/purgeTask.ts'
import { refreshSession } from '../sessions/refreshSession.ts'
import { registerUser } from '../sessions/registerUser.ts'
import { restoreList } from '../trash/restoreList.ts'
import { restoreTask } from '../trash/restoreTask.ts'
import { runBatch } from '../batches/runBatch.ts'
import { skipOccurrence } from '../occurrences/skipOccurrence.ts'
import { updateList } from '../lists/updateList.ts'
import { updateTag } from '../tags/updateTag.ts'
import { updateTask } from '../tasks/updateTask.ts'
import { updateUser } from '../users/updateUser.ts'

/** The operations of the contract. */
export type OperationId =
  | 'completeTask'
  | 'createList'
  | 'createTask'
  | 'deleteList'
  | 'deleteTag'
  | 'deleteTask'
  | 'deleteUser'
  | 'emptyTrash'
  | 'getContractAsJson'
  | 'getContractAsYaml'
  | 'getList'
  | 'getLiveness'
  | 'getMetrics'
  | 'getReadiness'
  | 'getStats'
  | 'getTask'
  | 'getUser'
  | 'listDeletedLists'
  | 'listLists'
  | 'listOccurrences'
  | 'listTags'
  | 'listTasks'
  | 'listTrash'
  | 'loginUser'
  | 'logoutUser'
  | 'patchTask'
  | 'placeList'
  | 'placeTask'
  | 'purgeTask'
  | 'refreshSession'
  | 'registerUser'
  | 'restoreList'
  | 'restoreTask'
  | 'runBatch'
  | 'skipOccurrence'
  | 'updateList'
  | 'updateTag'
  | 'updateTask'
  | 'updateUser'

/** Those that take no token. */
export type PublicOperationId =
  | 'getContractAsJson'
  | 'getContractAsYaml'
  | 'getLiveness'
  | 'getMetrics'
  | 'getReadiness'
  | 'loginUser'
  | 'refreshSession'
  | 'registerUser'

/** The SHA-256 of the contract that all of this was generated from. */
export const contractDigest = '0c094241344323fa146123fbbb800937cb090fffb6c7d848ef542af4551bdb3a'

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
  getContractAsJson,
  getContractAsYaml,
  getList,
  getLiveness,
  getMetrics,
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
  patchTask,
  placeList,
  placeTask,
  purgeTask,
  refreshSession,
  registerUser,
  restoreList,
  restoreTask,
  runBatch,
  skipOccurrence,
  updateList,
  updateTag,
  updateTask,
  updateUser,
}
