// Generated from sql/**/*.sql by "npm run generate". Do not edit.
import type { Statement } from '../database/statement.ts'
import type { components } from './contract.ts'

/** sql/idempotency/claimIdempotencyKey.sql */
export const claimIdempotencyKey: Statement<{ scope: string }, { held: boolean }> = {
  name: 'claimIdempotencyKey',
  text: "select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as held",
  parameters: ['scope'],
}

/** sql/idempotency/findIdempotentAnswer.sql */
export const findIdempotentAnswer: Statement<{ key: string }, { fingerprint: Buffer; status: number; headers: unknown; body: string | null }> = {
  name: 'findIdempotentAnswer',
  text: "select fingerprint, status, headers, body\nfrom idempotency_keys\nwhere user_id is not distinct from caller_id()\n  and key = $1\n  and created_at > now() - interval '24 hours'",
  parameters: ['key'],
}

/** sql/idempotency/keepIdempotentAnswer.sql */
export const keepIdempotentAnswer: Statement<{ key: string; fingerprint: Buffer; status: number; headers: unknown; body: string | null }, { status: number }> = {
  name: 'keepIdempotentAnswer',
  text: "insert into idempotency_keys (user_id, key, fingerprint, status, headers, body)\nvalues (caller_id(), $1, $2, $3, $4, $5)\non conflict on constraint idempotency_keys_unique do update\nset fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers, body = excluded.body, created_at = now()\nwhere idempotency_keys.created_at <= now() - interval '24 hours'\nreturning status",
  parameters: ['key', 'fingerprint', 'status', 'headers', 'body'],
}

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

/** sql/limits/useLimit.sql */
export const useLimit: Statement<{ key: string; amount: number; seconds: number }, { used: number; seconds_left: number }> = {
  name: 'useLimit',
  text: "insert into rate_limits (key, used, ends_at)\nvalues ($1, $2, now() + make_interval(secs => $3))\non conflict (key) do update\nset used = case when rate_limits.ends_at <= now() then excluded.used else rate_limits.used + excluded.used end,\n    ends_at = case when rate_limits.ends_at <= now() then excluded.ends_at else rate_limits.ends_at end\nreturning used, extract(epoch from ends_at - now())::float8 as seconds_left",
  parameters: ['key', 'amount', 'seconds'],
}

/** sql/lists/createList.sql */
export const createList: Statement<{ name: string; color: string | null }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'createList',
  text: "insert into lists (user_id, name, color)\nvalues (caller_id(), $1, $2)\nreturning lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version",
  parameters: ['name', 'color'],
}

/** sql/lists/deleteList.sql */
export const deleteList: Statement<{ id: number; versions: number[] | null }, { id: number; version: number }> = {
  name: 'deleteList',
  text: "update lists\nset deleted_at = now(),\n    updated_at = now(),\n    version = version + 1\nwhere user_id = caller_id()\n  and id = $1\n  and deleted_at is null\n  and ($2::bigint[] is null or version = any ($2))\nreturning id, version",
  parameters: ['id', 'versions'],
}

/** sql/lists/deleteTasksOfList.sql */
export const deleteTasksOfList: Statement<{ list_id: number; most: number; list_version: number }, { task_id: number }> = {
  name: 'deleteTasksOfList',
  text: "with chosen as (\n  select id\n  from tasks\n  where user_id = caller_id()\n    and list_id = $1\n    and deleted_at is null\n  limit $2\n), deleted as (\n  update tasks\n  set deleted_at = now(),\n      updated_at = now(),\n      version = version + 1\n  from chosen\n  where tasks.user_id = caller_id()\n    and tasks.id = chosen.id\n    and tasks.deleted_at is null\n  returning tasks.user_id, tasks.id\n)\ninsert into trash (user_id, task_id, list_version)\nselect user_id, id, $3\nfrom deleted\norder by id\nreturning task_id",
  parameters: ['list_id', 'most', 'list_version'],
}

/** sql/lists/getList.sql */
export const getList: Statement<{ id: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'getList',
  text: "select lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version\nfrom lists\nwhere user_id = caller_id()\n  and id = $1\n  and deleted_at is null",
  parameters: ['id'],
}

/** sql/lists/getListPlace.sql */
export const getListPlace: Statement<{ id: number }, { rank: string }> = {
  name: 'getListPlace',
  text: "select rank::text as rank\nfrom lists\nwhere user_id = caller_id()\n  and id = $1\n  and deleted_at is null",
  parameters: ['id'],
}

/** sql/lists/holdList.sql */
export const holdList: Statement<{ id: number }, { id: number }> = {
  name: 'holdList',
  text: "select id\nfrom lists\nwhere user_id = caller_id()\n  and id = $1\n  and deleted_at is null\nfor share",
  parameters: ['id'],
}

/** sql/lists/listLists.sql */
export const listLists: Statement<{ rank: string; after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; key: string }> = {
  name: 'listLists',
  text: "select lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version, lists.rank::text as key\nfrom lists\nwhere user_id = caller_id()\n  and (rank, id) > ($1::text::bigint, $2)\n  and deleted_at is null\norder by rank, id\nlimit $3",
  parameters: ['rank', 'after', 'limit'],
}

/** sql/lists/moveList.sql */
export const moveList: Statement<{ low: string | null; high: string | null; first: boolean; id: number; versions: number[] | null }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'moveList',
  text: "update lists\nset rank = case when $1::text is not null then ($1::bigint + $2::text::bigint) / 2 when $3 then -next_rank() else next_rank() end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = caller_id()\n  and id = $4\n  and deleted_at is null\n  and ($5::bigint[] is null or version = any ($5))\nreturning lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version",
  parameters: ['low', 'high', 'first', 'id', 'versions'],
}

/** sql/lists/nextListPlace.sql */
export const nextListPlace: Statement<{ rank: string; id: number }, { rank: string }> = {
  name: 'nextListPlace',
  text: "select rank::text as rank\nfrom lists\nwhere user_id = caller_id()\n  and rank > $1::text::bigint\n  and id <> $2\norder by lists.rank\nlimit 1",
  parameters: ['rank', 'id'],
}

/** sql/lists/previousListPlace.sql */
export const previousListPlace: Statement<{ rank: string; id: number }, { rank: string }> = {
  name: 'previousListPlace',
  text: "select rank::text as rank\nfrom lists\nwhere user_id = caller_id()\n  and rank < $1::text::bigint\n  and id <> $2\norder by lists.rank desc\nlimit 1",
  parameters: ['rank', 'id'],
}

/** sql/lists/spreadLists.sql */
export const spreadLists: Statement<{ rank: string }, { rank: string }> = {
  name: 'spreadLists',
  text: "with ordered as materialized (\n  select id, rank as before, next_rank() as rank\n  from (select id, rank from lists where user_id = caller_id() order by rank) as lists\n), spread as (\n  update lists\n  set rank = ordered.rank\n  from ordered\n  where lists.user_id = caller_id()\n    and lists.id = ordered.id\n)\nselect rank::text as rank\nfrom ordered\nwhere before = $1::text::bigint",
  parameters: ['rank'],
}

/** sql/lists/updateList.sql */
export const updateList: Statement<{ name: string | null; has_color: boolean; color: string | null; id: number; versions: number[] | null }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'updateList',
  text: "update lists\nset name = coalesce($1, name),\n    color = case when $2 then $3 else color end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = caller_id()\n  and id = $4\n  and deleted_at is null\n  and ($5::bigint[] is null or version = any ($5))\nreturning lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version",
  parameters: ['name', 'has_color', 'color', 'id', 'versions'],
}

/** sql/maintenance/sweepIdempotencyKeys.sql */
export const sweepIdempotencyKeys: Statement<Record<string, never>, { status: number }> = {
  name: 'sweepIdempotencyKeys',
  text: "delete from idempotency_keys\nwhere ctid in (\n  select ctid from idempotency_keys where created_at < now() - interval '24 hours' limit 1000 for update skip locked\n)\nreturning status",
  parameters: [],
}

/** sql/maintenance/sweepLists.sql */
export const sweepLists: Statement<Record<string, never>, { id: number }> = {
  name: 'sweepLists',
  text: "delete from lists\nwhere (user_id, id) in (\n  select user_id, id from lists where deleted_at < now() - interval '30 days' limit 1000 for update skip locked\n)\nreturning id",
  parameters: [],
}

/** sql/maintenance/sweepRateLimits.sql */
export const sweepRateLimits: Statement<Record<string, never>, { key: string }> = {
  name: 'sweepRateLimits',
  text: "delete from rate_limits\nwhere key in (select key from rate_limits where ends_at < now() limit 1000 for update skip locked)\nreturning key",
  parameters: [],
}

/** sql/maintenance/sweepSessions.sql */
export const sweepSessions: Statement<Record<string, never>, { id: string }> = {
  name: 'sweepSessions',
  text: "delete from sessions\nwhere id in (select id from sessions where expires_at < now() limit 1000 for update skip locked)\nreturning id",
  parameters: [],
}

/** sql/maintenance/sweepTrash.sql */
export const sweepTrash: Statement<Record<string, never>, { id: number }> = {
  name: 'sweepTrash',
  text: "delete from tasks\nwhere (user_id, id) in (\n  select user_id, task_id from trash where deleted_at < now() - interval '30 days' limit 1000 for update skip locked\n)\nreturning id",
  parameters: [],
}

/** sql/occurrences/getSchedule.sql */
export const getSchedule: Statement<{ id: number }, { due: NonNullable<components['schemas']['Due']> | null; completed: boolean; recurrence: NonNullable<components['schemas']['Recurrence']> | null; recurs_from: NonNullable<components['schemas']['Due']> | null; recurs_at: NonNullable<components['schemas']['Due']> | null; recurs_number: number | null; time_zone: string }> = {
  name: 'getSchedule',
  text: "select tasks.due, tasks.completed, tasks.recurrence, tasks.recurs_from, tasks.recurs_at, tasks.recurs_number, users.time_zone\nfrom tasks\njoin users on users.id = tasks.user_id\nwhere tasks.user_id = caller_id()\n  and tasks.id = $1\n  and tasks.deleted_at is null",
  parameters: ['id'],
}

/** sql/occurrences/keepOccurrence.sql */
export const keepOccurrence: Statement<{ outcome: 'completed' | 'skipped'; task_id: number }, { id: number; task_id: number; due: NonNullable<components['schemas']['Due']>; outcome: 'completed' | 'skipped'; completed_at: string }> = {
  name: 'keepOccurrence',
  text: "insert into occurrences (user_id, task_id, due, outcome, recurs_from, recurs_at, recurs_number)\nselect user_id, id, due, $1, recurs_from, recurs_at, recurs_number\nfrom tasks\nwhere user_id = caller_id()\n  and id = $2\nreturning occurrences.id, occurrences.task_id, occurrences.due, occurrences.outcome, occurrences.completed_at",
  parameters: ['outcome', 'task_id'],
}

/** sql/occurrences/listOccurrences.sql */
export const listOccurrences: Statement<{ task_id: number; after: number; from: string; to: string; limit: number }, { id: number; task_id: number; due: NonNullable<components['schemas']['Due']>; outcome: 'completed' | 'skipped'; completed_at: string }> = {
  name: 'listOccurrences',
  text: "select occurrences.id, occurrences.task_id, occurrences.due, occurrences.outcome, occurrences.completed_at\nfrom occurrences\nwhere user_id = caller_id()\n  and task_id = $1\n  and id > $2\n  and left(coalesce(due ->> 'date', due ->> 'date_time'), 10) between $3 and $4\norder by id\nlimit $5",
  parameters: ['task_id', 'after', 'from', 'to', 'limit'],
}

/** sql/occurrences/undoOccurrence.sql */
export const undoOccurrence: Statement<{ task_id: number; number: number }, { due: NonNullable<components['schemas']['Due']>; recurs_from: NonNullable<components['schemas']['Due']>; recurs_at: NonNullable<components['schemas']['Due']>; recurs_number: number }> = {
  name: 'undoOccurrence',
  text: "delete from occurrences\nwhere user_id = caller_id()\n  and task_id = $1\n  and recurs_number = $2\n  and id = (select max(last.id) from occurrences as last where last.user_id = caller_id() and last.task_id = $1)\nreturning due, recurs_from, recurs_at, recurs_number",
  parameters: ['task_id', 'number'],
}

/** sql/safety/findFaults.sql */
export const findFaults: Statement<Record<string, never>, { fault: string }> = {
  name: 'findFaults',
  text: "select format('the role %s is a superuser, bypasses row-level security, makes roles or can log in', rolname) as fault\nfrom pg_roles\nwhere rolname like 'taskpact\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcanlogin)\nunion all\nselect format('the role %s is a member of %s', member::regrole, roleid::regrole)\nfrom pg_auth_members\nwhere member::regrole::text like 'taskpact\\_%'\nunion all\nselect format('the role %s does not exist', wanted)\nfrom unnest(array['taskpact_runtime', 'taskpact_authentication', 'taskpact_maintenance', 'taskpact_finder']) as wanted\nwhere not exists (select from pg_roles where rolname = wanted)\nunion all\nselect format('%s owns %s', relowner::regrole, relname)\nfrom pg_class\nwhere relowner::regrole::text like 'taskpact\\_%' and relnamespace = 'public'::regnamespace\nunion all\nselect format('row-level security is not forced on %s', relname)\nfrom pg_class\nwhere relnamespace = 'public'::regnamespace and relkind in ('r', 'p')\n  and relname not in ('schema_migrations', 'rate_limits')\n  and not (relrowsecurity and relforcerowsecurity)\nunion all\nselect format('%s has a policy that does not ask for the caller', polrelid::regclass)\nfrom pg_policy\nwhere exists (select from unnest(polroles) as role where role in (0, to_regrole('taskpact_runtime')))\n  and (pg_get_expr(polqual, polrelid) not like '%caller_id()%' or pg_get_expr(polwithcheck, polrelid) not like '%caller_id()%')\nunion all\nselect format('the role taskpact_finder may change %s', oid::regclass)\nfrom pg_class\nwhere relnamespace = 'public'::regnamespace and relkind in ('r', 'p')\n  and has_table_privilege(to_regrole('taskpact_finder'), oid, 'insert, update, delete, truncate')\nunion all\nselect format('the function %s is run as %s', oid::regprocedure, proowner::regrole)\nfrom pg_proc\nwhere pronamespace = 'public'::regnamespace and prosecdef and proowner is distinct from to_regrole('taskpact_finder')",
  parameters: [],
}

/** sql/sessions/findPassword.sql */
export const findPassword: Statement<{ email_key: string }, { hash: string; id: number; email: string | null; name: string | null; time_zone: string; created_at: string }> = {
  name: 'findPassword',
  text: "select passwords.hash, users.id, users.email, users.name, users.time_zone, users.created_at\nfrom passwords\njoin users on users.id = passwords.user_id\nwhere passwords.email_key = $1",
  parameters: ['email_key'],
}

/** sql/sessions/findRefreshToken.sql */
export const findRefreshToken: Statement<{ hash: Buffer }, { session_id: string; replaced: boolean; just_replaced: boolean; id: number; email: string | null; name: string | null; time_zone: string; created_at: string }> = {
  name: 'findRefreshToken',
  text: "select refresh_tokens.session_id,\n       refresh_tokens.replaced_at is not null as replaced,\n       coalesce(refresh_tokens.replaced_at > now() - interval '10 seconds', false) as just_replaced,\n       users.id, users.email, users.name, users.time_zone, users.created_at\nfrom refresh_tokens\njoin sessions on sessions.id = refresh_tokens.session_id and sessions.expires_at > now()\njoin users on users.id = refresh_tokens.user_id\nwhere refresh_tokens.hash = $1\nfor update of sessions, refresh_tokens",
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
export const registerUser: Statement<{ email: string; name: string; email_key: string; hash: string }, { id: number; email: string | null; name: string | null; time_zone: string; created_at: string }> = {
  name: 'registerUser',
  text: "with account as (\n  insert into users (email, name)\n  values ($1, $2)\n  returning users.id, users.email, users.name, users.time_zone, users.created_at\n), secret as (\n  insert into passwords (user_id, email_key, hash)\n  select id, $3, $4 from account\n)\nselect users.id, users.email, users.name, users.time_zone, users.created_at from account as users",
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

/** sql/stats/countByKind.sql */
export const countByKind: Statement<{ tomorrow: string; today: string; days: string[]; from: string; before: string }, { kind: string; list_id: number | null; name: string | null; day: number | null; open: number; completed: number; overdue: number; due_today: number }> = {
  name: 'countByKind',
  text: "with mine as materialized (\n  select list_id, tags, completed, completed_at, recurrence is not null as recurs, due, due_at\n  from tasks\n  where user_id = caller_id()\n    and deleted_at is null\n), done as (\n  select completed_at from mine where completed and not recurs\n  union all\n  select occurrences.completed_at\n  from occurrences\n  join tasks on tasks.user_id = occurrences.user_id and tasks.id = occurrences.task_id and tasks.deleted_at is null\n  where occurrences.user_id = caller_id()\n    and occurrences.outcome = 'completed'\n), counted as (\n  select 'all' as kind, null::bigint as list_id, null::text as name, null::integer as day,\n    count(*) filter (where not completed) as open, count(*) filter (where completed) as completed,\n    count(*) filter (where not completed and due_at < now()) as overdue,\n    count(*) filter (where not completed and case when due ? 'date' then due_at = $1::timestamptz else due_at >= $2::timestamptz and due_at < $1 end) as due_today\n  from mine\n  union all\n  select 'list', list_id, null, null, count(*) filter (where not completed), count(*) filter (where completed), 0, 0\n  from mine\n  group by list_id\n  union all\n  select 'tag', null, name, null, count(*) filter (where not completed), count(*) filter (where completed), 0, 0\n  from mine, unnest(tags) as name\n  group by name\n  union all\n  select 'day', null, null, width_bucket(completed_at, $3::text[]::timestamptz[]), 0, count(*), 0, 0\n  from done\n  where completed_at >= $4::timestamptz\n    and completed_at < $5::timestamptz\n  group by 4\n)\nselect kind as kind, list_id as list_id, name as name, day as day, open as open, completed as completed, overdue as overdue, due_today as due_today\nfrom counted\norder by list_id nulls first, name collate \"und-x-icu\", day",
  parameters: ['tomorrow', 'today', 'days', 'from', 'before'],
  anew: true,
}

/** sql/tags/deleteTag.sql */
export const deleteTag: Statement<{ id: number; versions: number[] | null }, { name: string; name_key: string }> = {
  name: 'deleteTag',
  text: "delete from tags\nwhere user_id = caller_id()\n  and id = $1\n  and ($2::bigint[] is null or version = any ($2))\nreturning name, name_key",
  parameters: ['id', 'versions'],
}

/** sql/tags/getTag.sql */
export const getTag: Statement<{ id: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; name_key: string }> = {
  name: 'getTag',
  text: "select tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version, tags.name_key\nfrom tags\nwhere tags.user_id = caller_id()\n  and tags.id = $1",
  parameters: ['id'],
}

/** sql/tags/listTags.sql */
export const listTags: Statement<{ after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; task_count: number; open_count: number }> = {
  name: 'listTags',
  text: "select tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version, counts.task_count as task_count, counts.open_count as open_count\nfrom tags\ncross join lateral (\n  select count(*) as task_count, count(*) filter (where not tasks.completed) as open_count\n  from tasks\n  where tasks.user_id = caller_id()\n    and tasks.deleted_at is null\n    and tasks.id = any (array(select tasks_with_all_tags(array[tags.name_key])))\n) as counts\nwhere tags.user_id = caller_id()\n  and tags.id > $1\norder by tags.id\nlimit $2",
  parameters: ['after', 'limit'],
  anew: true,
}

/** sql/tags/removeFromTasks.sql */
export const removeFromTasks: Statement<{ key: string; name: string }, { id: number }> = {
  name: 'removeFromTasks',
  text: "with gone as (\n  select caller_id() || ':' || $1 as key\n)\nupdate tasks\nset tags = array_remove(tags, $2),\n    tag_keys = array_remove(tag_keys, gone.key),\n    updated_at = now(),\n    version = version + 1\nfrom gone\nwhere tasks.user_id = caller_id()\n  and tasks.id = any (array(select tasks_with_all_tags(array[$1])))\nreturning tasks.id",
  parameters: ['key', 'name'],
}

/** sql/tags/renameOnTasks.sql */
export const renameOnTasks: Statement<{ old_key: string; key: string; old_name: string; name: string }, { id: number }> = {
  name: 'renameOnTasks',
  text: "with keys as (\n  select caller_id() || ':' || $1 as old_key, caller_id() || ':' || $2 as key\n)\nupdate tasks\nset tags = array_replace(tags, $3, $4),\n    tag_keys = array_replace(tag_keys, keys.old_key, keys.key),\n    updated_at = now(),\n    version = version + 1\nfrom keys\nwhere tasks.user_id = caller_id()\n  and tasks.id = any (array(select tasks_with_all_tags(array[$1])))\nreturning tasks.id",
  parameters: ['old_key', 'key', 'old_name', 'name'],
}

/** sql/tags/updateTag.sql */
export const updateTag: Statement<{ name: string | null; key: string | null; has_color: boolean; color: string | null; id: number; versions: number[] | null }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'updateTag',
  text: "update tags\nset name = coalesce($1, name),\n    name_key = coalesce($2, name_key),\n    color = case when $3 then $4 else color end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = caller_id()\n  and id = $5\n  and ($6::bigint[] is null or version = any ($6))\nreturning tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version",
  parameters: ['name', 'key', 'has_color', 'color', 'id', 'versions'],
}

/** sql/tags/useTags.sql */
export const useTags: Statement<{ names: string[]; keys: string[] }, { name: string }> = {
  name: 'useTags',
  text: "with wanted as (\n  select name, name_key, place\n  from unnest($1::text[], $2::text[]) with ordinality as wanted (name, name_key, place)\n), made as (\n  insert into tags (user_id, name, name_key)\n  select caller_id(), name, name_key\n  from wanted\n  on conflict on constraint tags_name_taken do nothing\n)\nselect coalesce(tags.name, wanted.name) as name\nfrom wanted\nleft join tags on tags.user_id = caller_id() and tags.name_key = wanted.name_key\norder by wanted.place",
  parameters: ['names', 'keys'],
}

/** sql/tasks/advanceTask.sql */
export const advanceTask: Statement<{ completed: boolean; due: NonNullable<components['schemas']['Due']>; due_at: string; recurs_from: NonNullable<components['schemas']['Due']>; recurs_at: NonNullable<components['schemas']['Due']>; recurs_number: number; id: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'advanceTask',
  text: "update tasks\nset completed = $1,\n    completed_at = case when $1 then now() end,\n    due = $2,\n    due_at = $3,\n    recurs_from = $4,\n    recurs_at = $5,\n    recurs_number = $6,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = caller_id()\n  and id = $7\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['completed', 'due', 'due_at', 'recurs_from', 'recurs_at', 'recurs_number', 'id'],
}

/** sql/tasks/completeTask.sql */
export const completeTask: Statement<{ completed: boolean | null; id: number; versions: number[] | null }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'completeTask',
  text: "update tasks\nset completed = coalesce($1, not completed),\n    completed_at = case when coalesce($1, not completed) then coalesce(completed_at, now()) end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = caller_id()\n  and id = $2\n  and recurrence is null\n  and deleted_at is null\n  and ($3::bigint[] is null or version = any ($3))\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['completed', 'id', 'versions'],
}

/** sql/tasks/countFoundTasks.sql */
export const countFoundTasks: Statement<{ status: string; priorities: string[] | null; list_id: number | null; parent_id: number | null; due_from: string | null; due_before: string | null; created_from: string | null; created_before: string | null; all_tags: string[] | null; any_tag: string[] | null; search: string | null }, { total: number }> = {
  name: 'countFoundTasks',
  text: "select count(*) as total\nfrom tasks\nwhere tasks.user_id = caller_id() and tasks.deleted_at is null and case $1::text when 'pending' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < now() else true end and ($2::text[] is null or priority::text = any ($2)) and ($3::bigint is null or id_or_zero(list_id) = $3) and ($4::bigint is null or case when $4 = 0 then parent_id is null else parent_id = $4 end) and ($5::timestamptz is null or due_at is not null and moment_or_never(due_at) >= $5 and (due_at > $5 or not due ? 'date')) and ($6::timestamptz is null or moment_or_never(due_at) <= $6 and (due_at < $6 or due ? 'date')) and ($7::timestamptz is null or created_at >= $7) and ($8::timestamptz is null or created_at < $8) and ($9::text[] is null or tasks.id = any (array(select tasks_with_all_tags($9)))) and ($10::text[] is null or tasks.id = any (array(select tasks_with_any_tag($10)))) and ($11::text is null or tasks.id = any (array(select tasks_with_words($11))))",
  parameters: ['status', 'priorities', 'list_id', 'parent_id', 'due_from', 'due_before', 'created_from', 'created_before', 'all_tags', 'any_tag', 'search'],
  anew: true,
}

/** sql/tasks/countSubtasks.sql */
export const countSubtasks: Statement<{ ids: number[] }, { id: number }> = {
  name: 'countSubtasks',
  text: "update tasks\nset subtask_count = counted.subtasks,\n    open_subtask_count = counted.open_subtasks,\n    updated_at = now(),\n    version = version + 1\nfrom (\n  select parent.id, count(child.id) as subtasks, count(child.id) filter (where not child.completed) as open_subtasks\n  from unnest($1::bigint[]) as parent (id)\n  left join tasks as child on child.user_id = caller_id() and child.parent_id = parent.id and child.deleted_at is null\n  group by parent.id\n) as counted\nwhere tasks.user_id = caller_id()\n  and tasks.id = counted.id\n  and (tasks.subtask_count, tasks.open_subtask_count) <> (counted.subtasks, counted.open_subtasks)\nreturning tasks.id as id",
  parameters: ['ids'],
  anew: true,
}

/** sql/tasks/createTask.sql */
export const createTask: Statement<{ list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; due: NonNullable<components['schemas']['Due']> | null; due_at: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; recurs_from: NonNullable<components['schemas']['Due']> | null; tags: string[]; tag_keys: string[] }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'createTask',
  text: "insert into tasks (\n  user_id, list_id, parent_id, title, description, completed, priority, due, due_at, recurrence, recurs_from, recurs_at, recurs_number, completed_at,\n  tags, tag_keys\n)\nvalues (\n  caller_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10,\n  case when $9::recurrence is not null then 1 end, case when $5 then now() end,\n  $11, array(select caller_id() || ':' || key from unnest($12::text[]) as key)\n)\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['list_id', 'parent_id', 'title', 'description', 'completed', 'priority', 'due', 'due_at', 'recurrence', 'recurs_from', 'tags', 'tag_keys'],
}

/** sql/tasks/deleteSubtasks.sql */
export const deleteSubtasks: Statement<{ id: number }, { task_id: number }> = {
  name: 'deleteSubtasks',
  text: "with recursive below as (\n  select $1::bigint as id\n  union all\n  select tasks.id\n  from below\n  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id\n  where tasks.deleted_at is null\n), deleted as (\n  update tasks\n  set deleted_at = now(),\n      updated_at = now(),\n      version = version + 1\n  from below\n  where tasks.user_id = caller_id()\n    and tasks.id = below.id\n    and tasks.deleted_at is null\n  returning tasks.user_id, tasks.id\n)\ninsert into trash (user_id, task_id, with_task_id)\nselect user_id, id, $1\nfrom deleted\norder by id\nreturning task_id",
  parameters: ['id'],
}

/** sql/tasks/deleteTask.sql */
export const deleteTask: Statement<{ id: number; versions: number[] | null }, { parent_id: number | null; subtask_count: number }> = {
  name: 'deleteTask',
  text: "with deleted as (\n  update tasks\n  set deleted_at = now(),\n      updated_at = now(),\n      version = version + 1\n  where user_id = caller_id()\n    and id = $1\n    and deleted_at is null\n    and ($2::bigint[] is null or version = any ($2))\n  returning user_id, id, parent_id, subtask_count\n), entry as (\n  insert into trash (user_id, task_id)\n  select user_id, id\n  from deleted\n)\nselect parent_id as parent_id, subtask_count as subtask_count\nfrom deleted",
  parameters: ['id', 'versions'],
}

/** sql/tasks/findTasks.sql */
export const findTasks: Statement<{ sort: string; search: string | null; status: string; priorities: string[] | null; list_id: number | null; parent_id: number | null; due_from: string | null; due_before: string | null; created_from: string | null; created_before: string | null; all_tags: string[] | null; any_tag: string[] | null; after: number | null; key: string | null; limit: number; offset: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; key: string }> = {
  name: 'findTasks',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, case $1::text when 'updated' then updated_at::text when 'title' then title when 'due_date' then moment_or_never(due_at)::text when 'priority' then weight::text when 'position' then array[id_or_zero(list_id), id_or_zero(parent_id), rank]::text when 'relevance' then relevance(title, $2)::text else '' end as key\nfrom tasks\nwhere tasks.user_id = caller_id() and tasks.deleted_at is null and case $3::text when 'pending' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < now() else true end and ($4::text[] is null or priority::text = any ($4)) and ($5::bigint is null or id_or_zero(list_id) = $5) and ($6::bigint is null or case when $6 = 0 then parent_id is null else parent_id = $6 end) and ($7::timestamptz is null or due_at is not null and moment_or_never(due_at) >= $7 and (due_at > $7 or not due ? 'date')) and ($8::timestamptz is null or moment_or_never(due_at) <= $8 and (due_at < $8 or due ? 'date')) and ($9::timestamptz is null or created_at >= $9) and ($10::timestamptz is null or created_at < $10) and ($11::text[] is null or tasks.id = any (array(select tasks_with_all_tags($11)))) and ($12::text[] is null or tasks.id = any (array(select tasks_with_any_tag($12)))) and ($2::text is null or tasks.id = any (array(select tasks_with_words($2))))\n  and ($13::bigint is null or case $1\n    when 'updated' then (updated_at, id) > ($14::text::timestamptz, $13)\n    when 'title' then (title collate \"und-x-icu\", id) > ($14, $13)\n    when 'due_date' then (moment_or_never(due_at), id) > ($14::timestamptz, $13)\n    when 'priority' then (weight, id) > ($14::integer, $13)\n    when 'position' then (id_or_zero(list_id), id_or_zero(parent_id), rank, id)\n      > (($14::bigint[])[1], ($14::bigint[])[2], ($14::bigint[])[3], $13)\n    when 'relevance' then (relevance(title, $2), id) > ($14::integer, $13)\n    else id > $13 end)\norder by\n  case $1 when 'updated' then updated_at when 'due_date' then moment_or_never(due_at) end asc,\n  case $1 when 'title' then title collate \"und-x-icu\" end asc,\n  case $1 when 'priority' then weight when 'relevance' then relevance(title, $2) end asc,\n  case $1 when 'position' then id_or_zero(list_id) end asc,\n  case $1 when 'position' then id_or_zero(parent_id) end asc,\n  case $1 when 'position' then rank end asc,\n  id asc\nlimit $15 offset $16",
  parameters: ['sort', 'search', 'status', 'priorities', 'list_id', 'parent_id', 'due_from', 'due_before', 'created_from', 'created_before', 'all_tags', 'any_tag', 'after', 'key', 'limit', 'offset'],
  anew: true,
}

/** sql/tasks/findTasksBackwards.sql */
export const findTasksBackwards: Statement<{ sort: string; search: string | null; status: string; priorities: string[] | null; list_id: number | null; parent_id: number | null; due_from: string | null; due_before: string | null; created_from: string | null; created_before: string | null; all_tags: string[] | null; any_tag: string[] | null; after: number | null; key: string | null; limit: number; offset: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; key: string }> = {
  name: 'findTasksBackwards',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, case $1::text when 'updated' then updated_at::text when 'title' then title when 'due_date' then moment_or_never(due_at)::text when 'priority' then weight::text when 'position' then array[id_or_zero(list_id), id_or_zero(parent_id), rank]::text when 'relevance' then relevance(title, $2)::text else '' end as key\nfrom tasks\nwhere tasks.user_id = caller_id() and tasks.deleted_at is null and case $3::text when 'pending' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < now() else true end and ($4::text[] is null or priority::text = any ($4)) and ($5::bigint is null or id_or_zero(list_id) = $5) and ($6::bigint is null or case when $6 = 0 then parent_id is null else parent_id = $6 end) and ($7::timestamptz is null or due_at is not null and moment_or_never(due_at) >= $7 and (due_at > $7 or not due ? 'date')) and ($8::timestamptz is null or moment_or_never(due_at) <= $8 and (due_at < $8 or due ? 'date')) and ($9::timestamptz is null or created_at >= $9) and ($10::timestamptz is null or created_at < $10) and ($11::text[] is null or tasks.id = any (array(select tasks_with_all_tags($11)))) and ($12::text[] is null or tasks.id = any (array(select tasks_with_any_tag($12)))) and ($2::text is null or tasks.id = any (array(select tasks_with_words($2))))\n  and ($13::bigint is null or case $1\n    when 'updated' then (updated_at, id) < ($14::text::timestamptz, $13)\n    when 'title' then (title collate \"und-x-icu\", id) < ($14, $13)\n    when 'due_date' then (moment_or_never(due_at), id) < ($14::timestamptz, $13)\n    when 'priority' then (weight, id) < ($14::integer, $13)\n    when 'position' then (id_or_zero(list_id), id_or_zero(parent_id), rank, id)\n      < (($14::bigint[])[1], ($14::bigint[])[2], ($14::bigint[])[3], $13)\n    when 'relevance' then (relevance(title, $2), id) < ($14::integer, $13)\n    else id < $13 end)\norder by\n  case $1 when 'updated' then updated_at when 'due_date' then moment_or_never(due_at) end desc,\n  case $1 when 'title' then title collate \"und-x-icu\" end desc,\n  case $1 when 'priority' then weight when 'relevance' then relevance(title, $2) end desc,\n  case $1 when 'position' then id_or_zero(list_id) end desc,\n  case $1 when 'position' then id_or_zero(parent_id) end desc,\n  case $1 when 'position' then rank end desc,\n  id desc\nlimit $15 offset $16",
  parameters: ['sort', 'search', 'status', 'priorities', 'list_id', 'parent_id', 'due_from', 'due_before', 'created_from', 'created_before', 'all_tags', 'any_tag', 'after', 'key', 'limit', 'offset'],
  anew: true,
}

/** sql/tasks/getDepth.sql */
export const getDepth: Statement<{ id: number; task_id: number | null }, { depth: number; includes: boolean }> = {
  name: 'getDepth',
  text: "with recursive above as (\n  select tasks.id, tasks.parent_id, 1 as level\n  from tasks\n  where tasks.user_id = caller_id()\n    and tasks.id = $1\n  union all\n  select tasks.id, tasks.parent_id, above.level + 1\n  from above\n  join tasks on tasks.user_id = caller_id() and tasks.id = above.parent_id\n  where above.level < 100\n)\nselect coalesce(max(level), 0) as depth, coalesce(bool_or(id = $2), false) as includes\nfrom above",
  parameters: ['id', 'task_id'],
}

/** sql/tasks/getHeight.sql */
export const getHeight: Statement<{ id: number }, { height: number }> = {
  name: 'getHeight',
  text: "with recursive below as (\n  select $1::bigint as id, 1 as level\n  union all\n  select tasks.id, below.level + 1\n  from below\n  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id\n  where below.level < 100\n)\nselect max(level) as height\nfrom below",
  parameters: ['id'],
}

/** sql/tasks/getPlace.sql */
export const getPlace: Statement<{ id: number }, { list_id: number | null; parent_id: number | null; rank: string }> = {
  name: 'getPlace',
  text: "select list_id, parent_id, rank::text as rank\nfrom tasks\nwhere user_id = caller_id()\n  and id = $1\n  and deleted_at is null",
  parameters: ['id'],
}

/** sql/tasks/getTask.sql */
export const getTask: Statement<{ id: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'getTask',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version\nfrom tasks\nwhere user_id = caller_id()\n  and id = $1\n  and deleted_at is null",
  parameters: ['id'],
}

/** sql/tasks/listTasks.sql */
export const listTasks: Statement<{ after: number; limit: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'listTasks',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version\nfrom tasks\nwhere user_id = caller_id()\n  and id > $1\n  and deleted_at is null\norder by id\nlimit $2",
  parameters: ['after', 'limit'],
}

/** sql/tasks/lockTask.sql */
export const lockTask: Statement<{ id: number; versions: number[] | null }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; recurs_from: NonNullable<components['schemas']['Due']> | null; recurs_at: NonNullable<components['schemas']['Due']> | null; recurs_number: number | null }> = {
  name: 'lockTask',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, recurs_from, recurs_at, recurs_number\nfrom tasks\nwhere user_id = caller_id()\n  and id = $1\n  and ($2::bigint[] is null or version = any ($2))\n  and deleted_at is null\nfor update",
  parameters: ['id', 'versions'],
}

/** sql/tasks/lockTasks.sql */
export const lockTasks: Statement<{ ids: number[] }, { id: number }> = {
  name: 'lockTasks',
  text: "select id\nfrom tasks\nwhere user_id = caller_id()\n  and id = any ($1::bigint[])\norder by id\nfor no key update",
  parameters: ['ids'],
  anew: true,
}

/** sql/tasks/moveSubtasks.sql */
export const moveSubtasks: Statement<{ id: number; list_id: number | null }, { id: number }> = {
  name: 'moveSubtasks',
  text: "with recursive below as ( select $1::bigint as id union all select tasks.id from below join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id )\nupdate tasks\nset list_id = $2,\n    updated_at = now(),\n    version = version + 1\nfrom below\nwhere tasks.user_id = caller_id()\n  and tasks.id = below.id\n  and tasks.id <> $1\nreturning tasks.id",
  parameters: ['id', 'list_id'],
}

/** sql/tasks/moveTask.sql */
export const moveTask: Statement<{ list_id: number | null; parent_id: number | null; low: string | null; high: string | null; first: boolean; id: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'moveTask',
  text: "update tasks\nset list_id = $1,\n    parent_id = $2,\n    rank = case when $3::text is not null then ($3::bigint + $4::text::bigint) / 2 when $5 then -next_rank() else next_rank() end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = caller_id()\n  and id = $6\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['list_id', 'parent_id', 'low', 'high', 'first', 'id'],
}

/** sql/tasks/nextPlace.sql */
export const nextPlace: Statement<{ list_id: number | null; parent_id: number | null; rank: string; id: number; offset: number }, { rank: string }> = {
  name: 'nextPlace',
  text: "select rank::text as rank\nfrom tasks\nwhere user_id = caller_id()\n  and id_or_zero(list_id) = id_or_zero($1::bigint)\n  and id_or_zero(parent_id) = id_or_zero($2::bigint)\n  and rank > $3::text::bigint\n  and id <> $4\norder by tasks.rank\nlimit 1 offset $5",
  parameters: ['list_id', 'parent_id', 'rank', 'id', 'offset'],
}

/** sql/tasks/previousPlace.sql */
export const previousPlace: Statement<{ list_id: number | null; parent_id: number | null; rank: string; id: number }, { rank: string }> = {
  name: 'previousPlace',
  text: "select rank::text as rank\nfrom tasks\nwhere user_id = caller_id()\n  and id_or_zero(list_id) = id_or_zero($1::bigint)\n  and id_or_zero(parent_id) = id_or_zero($2::bigint)\n  and rank < $3::text::bigint\n  and id <> $4\norder by tasks.rank desc\nlimit 1",
  parameters: ['list_id', 'parent_id', 'rank', 'id'],
}

/** sql/tasks/promoteSubtasks.sql */
export const promoteSubtasks: Statement<{ id: number; parent_id: number | null }, { id: number }> = {
  name: 'promoteSubtasks',
  text: "with promoted as materialized (\n  select id, next_rank() as rank\n  from (select id from tasks where user_id = caller_id() and parent_id = $1 order by rank) as ordered\n)\nupdate tasks\nset parent_id = $2,\n    rank = promoted.rank,\n    updated_at = now(),\n    version = version + 1\nfrom promoted\nwhere tasks.user_id = caller_id()\n  and tasks.id = promoted.id\nreturning tasks.id",
  parameters: ['id', 'parent_id'],
}

/** sql/tasks/settleSubtasks.sql */
export const settleSubtasks: Statement<{ id: number; completed: boolean }, { parent_id: number }> = {
  name: 'settleSubtasks',
  text: "with recursive below as ( select $1::bigint as id union all select tasks.id from below join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id )\nupdate tasks\nset completed = $2,\n    completed_at = case when $2 then now() end,\n    updated_at = now(),\n    version = version + 1\nfrom below\nwhere tasks.user_id = caller_id()\n  and tasks.id = below.id\n  and tasks.id <> $1\n  and tasks.completed <> $2\n  and tasks.recurrence is null\n  and tasks.deleted_at is null\nreturning tasks.parent_id as parent_id",
  parameters: ['id', 'completed'],
}

/** sql/tasks/spreadTasks.sql */
export const spreadTasks: Statement<{ high: string | null; list_id: number | null; parent_id: number | null; low: string; id: number; window: number }, { id: number }> = {
  name: 'spreadTasks',
  text: "with following as materialized (\n  select id, row_number() over (order by rank) as number, case when $1::text is null then next_rank() end as fresh\n  from (\n    select id, rank\n    from tasks\n    where user_id = caller_id()\n      and id_or_zero(list_id) = id_or_zero($2::bigint)\n      and id_or_zero(parent_id) = id_or_zero($3::bigint)\n      and rank > $4::text::bigint\n      and id <> $5\n    order by rank\n    limit $6\n  ) as ordered\n)\nupdate tasks\nset rank = coalesce(fresh, $4::bigint + ($1::bigint - $4::bigint) / ($6 + 1) * number)\nfrom following\nwhere tasks.user_id = caller_id()\n  and tasks.id = following.id\nreturning tasks.id",
  parameters: ['high', 'list_id', 'parent_id', 'low', 'id', 'window'],
  anew: true,
}

/** sql/tasks/updateTask.sql */
export const updateTask: Statement<{ title: string | null; has_description: boolean; description: string | null; moved: boolean; list_id: number | null; parent_id: number | null; completed: boolean | null; priority: 'none' | 'low' | 'medium' | 'high' | null; tags: string[] | null; tag_keys: string[]; has_due: boolean; due: NonNullable<components['schemas']['Due']> | null; due_at: string | null; has_recurrence: boolean; recurrence: NonNullable<components['schemas']['Recurrence']> | null; recurs_from: NonNullable<components['schemas']['Due']> | null; id: number; of_plain: boolean; versions: number[] | null }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'updateTask',
  text: "update tasks\nset title = coalesce($1, title),\n    description = case when $2 then $3 else description end,\n    list_id = case when $4 then $5 else list_id end,\n    parent_id = case when $4 then $6 else parent_id end,\n    rank = case when $4 then next_rank() else rank end,\n    completed = coalesce($7, completed),\n    completed_at = case when coalesce($7, completed) then coalesce(completed_at, now()) end,\n    priority = coalesce($8, priority),\n    tags = coalesce($9::text[], tags),\n    tag_keys = case when $9::text[] is null then tag_keys\n      else array(select caller_id() || ':' || key from unnest($10::text[]) as key) end,\n    due = case when $11 then $12::due else due end,\n    due_at = case when $11 then $13 else due_at end,\n    recurrence = case when $14 then $15::recurrence else recurrence end,\n    recurs_from = case when $14 then $16::due else recurs_from end,\n    recurs_at = case when $14 then $16::due else recurs_at end,\n    recurs_number = case when not $14 then recurs_number when $15::recurrence is not null then 1 end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = caller_id()\n  and id = $17\n  and (recurrence is null or not $18)\n  and deleted_at is null\n  and ($19::bigint[] is null or version = any ($19))\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['title', 'has_description', 'description', 'moved', 'list_id', 'parent_id', 'completed', 'priority', 'tags', 'tag_keys', 'has_due', 'due', 'due_at', 'has_recurrence', 'recurrence', 'recurs_from', 'id', 'of_plain', 'versions'],
}

/** sql/transactions/openAccount.sql */
export const openAccount: Statement<{ user_id: string; read_only: string }, { stands: boolean }> = {
  name: 'openAccount',
  text: "select exists (\n  select from users\n  where users.id = opened.user_id::bigint\n) as stands\nfrom (\n  select\n    set_config('app.user_id', $1, true) as user_id,\n    set_config('role', 'taskpact_runtime', true),\n    set_config('transaction_read_only', $2, true)\n) as opened",
  parameters: ['user_id', 'read_only'],
}

/** sql/transactions/openAuthentication.sql */
export const openAuthentication: Statement<Record<string, never>, { stands: boolean }> = {
  name: 'openAuthentication',
  text: "select set_config('role', 'taskpact_authentication', true) is not null as stands\nfrom (select set_config('app.user_id', '', true)) as nobody",
  parameters: [],
}

/** sql/transactions/openCounting.sql */
export const openCounting: Statement<Record<string, never>, { stands: boolean }> = {
  name: 'openCounting',
  text: "select set_config('role', 'taskpact_authentication', true) is not null as stands\nfrom (\n  select\n    set_config('app.user_id', '', true),\n    set_config('synchronous_commit', 'off', true)\n) as nobody",
  parameters: [],
}

/** sql/transactions/openMaintenance.sql */
export const openMaintenance: Statement<Record<string, never>, { stands: boolean }> = {
  name: 'openMaintenance',
  text: "select set_config('role', 'taskpact_maintenance', true) is not null as stands\nfrom (select set_config('app.user_id', '', true)) as nobody",
  parameters: [],
}

/** sql/transactions/openSession.sql */
export const openSession: Statement<{ session_id: string; user_id: string; read_only: string }, { stands: boolean }> = {
  name: 'openSession',
  text: "select exists (\n  select from sessions\n  where sessions.user_id = opened.user_id::bigint and sessions.id = $1 and sessions.expires_at > now()\n) as stands\nfrom (\n  select\n    set_config('app.user_id', $2, true) as user_id,\n    set_config('role', 'taskpact_runtime', true),\n    set_config('transaction_read_only', $3, true)\n) as opened",
  parameters: ['session_id', 'user_id', 'read_only'],
}

/** sql/trash/listDeletedLists.sql */
export const listDeletedLists: Statement<{ after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; deleted_at: string }> = {
  name: 'listDeletedLists',
  text: "select lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version, lists.deleted_at as deleted_at\nfrom lists\nwhere user_id = caller_id()\n  and id > $1\n  and deleted_at is not null\norder by id\nlimit $2",
  parameters: ['after', 'limit'],
}

/** sql/trash/listTrash.sql */
export const listTrash: Statement<{ before: number; limit: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; deleted_at: string; position: number }> = {
  name: 'listTrash',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, trash.deleted_at, trash.id as position\nfrom trash\njoin tasks on tasks.user_id = trash.user_id and tasks.id = trash.task_id\nwhere trash.user_id = caller_id()\n  and trash.id < $1\norder by trash.id desc\nlimit $2",
  parameters: ['before', 'limit'],
}

/** sql/trash/lockList.sql */
export const lockList: Statement<{ id: number }, { deleted: boolean }> = {
  name: 'lockList',
  text: "select deleted_at is not null as deleted\nfrom lists\nwhere user_id = caller_id()\n  and id = $1\nfor no key update",
  parameters: ['id'],
}

/** sql/trash/purgeLists.sql */
export const purgeLists: Statement<Record<string, never>, { id: number }> = {
  name: 'purgeLists',
  text: "delete from lists\nwhere user_id = caller_id()\n  and deleted_at is not null\nreturning id",
  parameters: [],
}

/** sql/trash/purgeTask.sql */
export const purgeTask: Statement<{ id: number }, { id: number }> = {
  name: 'purgeTask',
  text: "delete from tasks\nusing trash\nwhere trash.user_id = caller_id()\n  and trash.task_id = $1\n  and tasks.user_id = trash.user_id\n  and tasks.deleted_at is not null\n  and tasks.id in (select $1::bigint union all select task_id from trash where user_id = caller_id() and with_task_id = $1)\nreturning tasks.id",
  parameters: ['id'],
}

/** sql/trash/purgeTasks.sql */
export const purgeTasks: Statement<{ most: number }, { id: number }> = {
  name: 'purgeTasks',
  text: "with chosen as (\n  select task_id\n  from trash\n  where user_id = caller_id()\n  limit $1\n)\ndelete from tasks\nusing chosen\nwhere tasks.user_id = caller_id()\n  and tasks.id = chosen.task_id\n  and tasks.deleted_at is not null\nreturning tasks.id",
  parameters: ['most'],
}

/** sql/trash/restoreAbove.sql */
export const restoreAbove: Statement<{ id: number }, { id: number; parent_id: number | null }> = {
  name: 'restoreAbove',
  text: "with recursive above as (\n  select tasks.parent_id as id\n  from tasks\n  where tasks.user_id = caller_id()\n    and tasks.id = $1\n  union all\n  select tasks.parent_id\n  from above\n  join tasks on tasks.user_id = caller_id() and tasks.id = above.id\n), entries as (\n  delete from trash\n  using above\n  where trash.user_id = caller_id()\n    and trash.task_id = above.id\n  returning trash.task_id\n)\nupdate tasks\nset deleted_at = null,\n    updated_at = now(),\n    version = version + 1\nfrom entries\nwhere tasks.user_id = caller_id()\n  and tasks.id = entries.task_id\nreturning tasks.id, tasks.parent_id",
  parameters: ['id'],
}

/** sql/trash/restoreBelow.sql */
export const restoreBelow: Statement<{ id: number; with_task_id: number | null }, { id: number }> = {
  name: 'restoreBelow',
  text: "with recursive below as (\n  select $1::bigint as id\n  union all\n  select tasks.id\n  from below\n  join tasks on tasks.user_id = caller_id() and tasks.parent_id = below.id\n  join trash on trash.user_id = caller_id() and trash.task_id = tasks.id\n  where trash.with_task_id in ($1, $2)\n), entries as (\n  delete from trash\n  using below\n  where trash.user_id = caller_id()\n    and trash.task_id = below.id\n  returning trash.task_id\n)\nupdate tasks\nset deleted_at = null,\n    updated_at = now(),\n    version = version + 1\nfrom entries\nwhere tasks.user_id = caller_id()\n  and tasks.id = entries.task_id\nreturning tasks.id",
  parameters: ['id', 'with_task_id'],
}

/** sql/trash/restoreList.sql */
export const restoreList: Statement<{ id: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'restoreList',
  text: "update lists\nset deleted_at = null,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = caller_id()\n  and id = $1\n  and deleted_at is not null\nreturning lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version",
  parameters: ['id'],
}

/** sql/trash/restoreTask.sql */
export const restoreTask: Statement<{ id: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; with_task_id: number | null }> = {
  name: 'restoreTask',
  text: "with entry as (\n  delete from trash\n  where user_id = caller_id()\n    and task_id = $1\n  returning task_id, with_task_id\n)\nupdate tasks\nset deleted_at = null,\n    updated_at = now(),\n    version = version + 1\nfrom entry\nwhere tasks.user_id = caller_id()\n  and tasks.id = entry.task_id\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, entry.with_task_id as with_task_id",
  parameters: ['id'],
}

/** sql/trash/restoreTasksOfList.sql */
export const restoreTasksOfList: Statement<{ list_version: number; list_id: number }, { id: number }> = {
  name: 'restoreTasksOfList',
  text: "with entries as (\n  delete from trash\n  using tasks\n  where trash.user_id = caller_id()\n    and trash.list_version = $1\n    and tasks.user_id = trash.user_id\n    and tasks.id = trash.task_id\n    and tasks.list_id = $2\n  returning trash.task_id\n)\nupdate tasks\nset deleted_at = null,\n    updated_at = now(),\n    version = version + 1\nfrom entries\nwhere tasks.user_id = caller_id()\n  and tasks.id = entries.task_id\nreturning tasks.id",
  parameters: ['list_version', 'list_id'],
}

/** sql/users/deleteUser.sql */
export const deleteUser: Statement<Record<string, never>, { id: number }> = {
  name: 'deleteUser',
  text: "delete from users\nwhere id = caller_id()\nreturning id",
  parameters: [],
}

/** sql/users/findLocalDues.sql */
export const findLocalDues: Statement<Record<string, never>, { due: NonNullable<components['schemas']['Due']> }> = {
  name: 'findLocalDues',
  text: "select distinct due as due\nfrom tasks\nwhere user_id = caller_id()\n  and due ->> 'time_zone' is null\n  and due is not null",
  parameters: [],
}

/** sql/users/getUser.sql */
export const getUser: Statement<Record<string, never>, { id: number; email: string | null; name: string | null; time_zone: string; created_at: string }> = {
  name: 'getUser',
  text: "select users.id, users.email, users.name, users.time_zone, users.created_at\nfrom users\nwhere id = caller_id()",
  parameters: [],
}

/** sql/users/lockPlaces.sql */
export const lockPlaces: Statement<Record<string, never>, { id: number }> = {
  name: 'lockPlaces',
  text: "select id\nfrom users\nwhere id = caller_id()\nfor no key update",
  parameters: [],
}

/** sql/users/lockTimeZone.sql */
export const lockTimeZone: Statement<Record<string, never>, { time_zone: string }> = {
  name: 'lockTimeZone',
  text: "select time_zone\nfrom users\nwhere id = caller_id()\nfor share",
  parameters: [],
}

/** sql/users/moveLocalDues.sql */
export const moveLocalDues: Statement<{ moved: unknown }, { id: number }> = {
  name: 'moveLocalDues',
  text: "update tasks\nset due_at = moved.due_at\nfrom jsonb_to_recordset($1) as moved (due jsonb, due_at timestamptz)\nwhere tasks.user_id = caller_id()\n  and tasks.due = moved.due\nreturning tasks.id",
  parameters: ['moved'],
}

/** sql/users/updateUser.sql */
export const updateUser: Statement<{ name: string | null; time_zone: string | null }, { id: number; email: string | null; name: string | null; time_zone: string; created_at: string }> = {
  name: 'updateUser',
  text: "update users\nset name = coalesce($1, name),\n    time_zone = coalesce($2, time_zone)\nwhere id = caller_id()\nreturning users.id, users.email, users.name, users.time_zone, users.created_at",
  parameters: ['name', 'time_zone'],
}
