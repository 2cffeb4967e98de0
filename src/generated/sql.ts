// Generated from sql/**/*.sql by "npm run generate". Do not edit.
import type { Statement } from '../database.ts'

/** sql/identities/createIdentity.sql */
export const createIdentity: Statement<{ email: string | null; name: string | null; issuer: string; subject: string }, { user_id: number }> = {
  name: 'createIdentity',
  text: "with account as (\n  insert into users (email, name)\n  values ($1, $2)\n  returning id\n)\ninsert into identities (issuer, subject, user_id)\nselect $3, $4, id from account\nreturning user_id",
  parameters: ['email', 'name', 'issuer', 'subject'],
}

/** sql/identities/findIdentity.sql */
export const findIdentity: Statement<{ issuer: string; subject: string }, { user_id: number }> = {
  name: 'findIdentity',
  text: "select user_id\nfrom identities\nwhere issuer = $1\n  and subject = $2",
  parameters: ['issuer', 'subject'],
}

/** sql/sessions/findPassword.sql */
export const findPassword: Statement<{ email_key: string }, { hash: string; id: number; email: string | null; name: string | null; created_at: string }> = {
  name: 'findPassword',
  text: "select passwords.hash, users.id, users.email, users.name, users.created_at\nfrom passwords\njoin users on users.id = passwords.user_id\nwhere passwords.email_key = $1",
  parameters: ['email_key'],
}

/** sql/sessions/findRefreshToken.sql */
export const findRefreshToken: Statement<{ hash: Buffer }, { session_id: string; replaced: boolean; just_replaced: boolean; id: number; email: string | null; name: string | null; created_at: string }> = {
  name: 'findRefreshToken',
  text: "select refresh_tokens.session_id,\n       refresh_tokens.replaced_at is not null as replaced,\n       coalesce(refresh_tokens.replaced_at > now() - interval '10 seconds', false) as just_replaced,\n       users.id, users.email, users.name, users.created_at\nfrom refresh_tokens\njoin sessions on sessions.id = refresh_tokens.session_id and sessions.expires_at > now()\njoin users on users.id = refresh_tokens.user_id\nwhere refresh_tokens.hash = $1\nfor update of sessions, refresh_tokens",
  parameters: ['hash'],
}

/** sql/sessions/isUnused.sql */
export const isUnused: Statement<{ hash: Buffer }, { unused: boolean }> = {
  name: 'isUnused',
  text: "select replaced_at is null as unused\nfrom refresh_tokens\nwhere hash = $1",
  parameters: ['hash'],
}

/** sql/sessions/logoutUser.sql */
export const logoutUser: Statement<{ session_id: string }, { id: string }> = {
  name: 'logoutUser',
  text: "delete from sessions\nwhere user_id = caller_id()\n  and id = $1\nreturning id",
  parameters: ['session_id'],
}

/** sql/sessions/registerUser.sql */
export const registerUser: Statement<{ email: string; name: string; email_key: string; hash: string }, { id: number; email: string | null; name: string | null; created_at: string }> = {
  name: 'registerUser',
  text: "with account as (\n  insert into users (email, name)\n  values ($1, $2)\n  returning id, email, name, created_at\n), secret as (\n  insert into passwords (user_id, email_key, hash)\n  select id, $3, $4 from account\n)\nselect id, email, name, created_at from account",
  parameters: ['email', 'name', 'email_key', 'hash'],
}

/** sql/sessions/replaceRefreshToken.sql */
export const replaceRefreshToken: Statement<{ hash: Buffer; successor: Buffer }, { session_id: string }> = {
  name: 'replaceRefreshToken',
  text: "with parent as (\n  update refresh_tokens\n  set replaced_at = now()\n  where hash = $1\n  returning user_id, session_id\n), session as (\n  update sessions\n  set expires_at = now() + interval '30 days'\n  from parent\n  where sessions.id = parent.session_id\n)\ninsert into refresh_tokens (hash, user_id, session_id)\nselect $2, user_id, session_id from parent\nreturning session_id",
  parameters: ['hash', 'successor'],
}

/** sql/sessions/revokeSession.sql */
export const revokeSession: Statement<{ session_id: string }, { id: string }> = {
  name: 'revokeSession',
  text: "delete from sessions\nwhere id = $1\nreturning id",
  parameters: ['session_id'],
}

/** sql/sessions/startSession.sql */
export const startSession: Statement<{ user_id: number; hash: Buffer }, { id: string }> = {
  name: 'startSession',
  text: "with session as (\n  insert into sessions (user_id, expires_at)\n  values ($1, now() + interval '30 days')\n  returning id, user_id\n), token as (\n  insert into refresh_tokens (hash, user_id, session_id)\n  select $2, user_id, id from session\n)\nselect id from session",
  parameters: ['user_id', 'hash'],
}

/** sql/tasks/completeTask.sql */
export const completeTask: Statement<{ completed: boolean | null; id: number }, { id: number; user_id: number; title: string; description: string | null; completed: boolean; created_at: string; updated_at: string }> = {
  name: 'completeTask',
  text: "update tasks\nset completed = coalesce($1, not completed),\n    updated_at = now()\nwhere user_id = caller_id()\n  and id = $2\nreturning id, user_id, title, description, completed, created_at, updated_at",
  parameters: ['completed', 'id'],
}

/** sql/tasks/createTask.sql */
export const createTask: Statement<{ title: string; description: string | null; completed: boolean }, { id: number; user_id: number; title: string; description: string | null; completed: boolean; created_at: string; updated_at: string }> = {
  name: 'createTask',
  text: "insert into tasks (user_id, title, description, completed)\nvalues (caller_id(), $1, $2, $3)\nreturning id, user_id, title, description, completed, created_at, updated_at",
  parameters: ['title', 'description', 'completed'],
}

/** sql/tasks/deleteTask.sql */
export const deleteTask: Statement<{ id: number }, { id: number }> = {
  name: 'deleteTask',
  text: "delete from tasks\nwhere user_id = caller_id()\n  and id = $1\nreturning id",
  parameters: ['id'],
}

/** sql/tasks/getTask.sql */
export const getTask: Statement<{ id: number }, { id: number; user_id: number; title: string; description: string | null; completed: boolean; created_at: string; updated_at: string }> = {
  name: 'getTask',
  text: "select id, user_id, title, description, completed, created_at, updated_at\nfrom tasks\nwhere user_id = caller_id()\n  and id = $1",
  parameters: ['id'],
}

/** sql/tasks/listTasks.sql */
export const listTasks: Statement<{ after: number; limit: number }, { id: number; user_id: number; title: string; description: string | null; completed: boolean; created_at: string; updated_at: string }> = {
  name: 'listTasks',
  text: "select id, user_id, title, description, completed, created_at, updated_at\nfrom tasks\nwhere user_id = caller_id()\n  and id > $1\norder by id\nlimit $2",
  parameters: ['after', 'limit'],
}

/** sql/tasks/updateTask.sql */
export const updateTask: Statement<{ title: string | null; has_description: boolean; description: string | null; completed: boolean | null; id: number }, { id: number; user_id: number; title: string; description: string | null; completed: boolean; created_at: string; updated_at: string }> = {
  name: 'updateTask',
  text: "update tasks\nset title = coalesce($1, title),\n    description = case when $2 then $3 else description end,\n    completed = coalesce($4, completed),\n    updated_at = now()\nwhere user_id = caller_id()\n  and id = $5\nreturning id, user_id, title, description, completed, created_at, updated_at",
  parameters: ['title', 'has_description', 'description', 'completed', 'id'],
}

/** sql/transactions/openAccount.sql */
export const openAccount: Statement<{ user_id: string }, { stands: boolean }> = {
  name: 'openAccount',
  text: "select exists (\n  select from users\n  where users.id = opened.user_id::bigint\n) as stands\nfrom (\n  select set_config('app.user_id', $1, true) as user_id, set_config('role', 'taskpact_runtime', true)\n) as opened",
  parameters: ['user_id'],
}

/** sql/transactions/openAuthentication.sql */
export const openAuthentication: Statement<Record<string, never>, { stands: boolean }> = {
  name: 'openAuthentication',
  text: "select set_config('role', 'taskpact_authentication', true) is not null as stands\nfrom (select set_config('app.user_id', '', true)) as nobody",
  parameters: [],
}

/** sql/transactions/openSession.sql */
export const openSession: Statement<{ session_id: string; user_id: string }, { stands: boolean }> = {
  name: 'openSession',
  text: "select exists (\n  select from sessions\n  where sessions.user_id = opened.user_id::bigint and sessions.id = $1 and sessions.expires_at > now()\n) as stands\nfrom (\n  select set_config('app.user_id', $2, true) as user_id, set_config('role', 'taskpact_runtime', true)\n) as opened",
  parameters: ['session_id', 'user_id'],
}

/** sql/users/deleteUser.sql */
export const deleteUser: Statement<Record<string, never>, { id: number }> = {
  name: 'deleteUser',
  text: "delete from users\nwhere id = caller_id()\nreturning id",
  parameters: [],
}

/** sql/users/getUser.sql */
export const getUser: Statement<Record<string, never>, { id: number; email: string | null; name: string | null; created_at: string }> = {
  name: 'getUser',
  text: "select id, email, name, created_at\nfrom users\nwhere id = caller_id()",
  parameters: [],
}

/** sql/users/updateUser.sql */
export const updateUser: Statement<{ name: string | null }, { id: number; email: string | null; name: string | null; created_at: string }> = {
  name: 'updateUser',
  text: "update users\nset name = coalesce($1, name)\nwhere id = caller_id()\nreturning id, email, name, created_at",
  parameters: ['name'],
}
