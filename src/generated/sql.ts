// Generated from sql/**/*.sql by "npm run generate". Do not edit.
import type { Statement } from '../database/statement.ts'
import type { components } from './contract.ts'

/** sql/changes/createStreamTicket.sql */
export const createStreamTicket: Statement<Record<string, never>, { id: string; expires_at: string }> = {
  name: 'createStreamTicket',
  text: "insert into stream_tickets (user_id, expires_at)\nvalues ($1::bigint, now() + interval '60 seconds')\nreturning id, expires_at",
  parameters: [],
  owned: true,
}

/** sql/changes/findMisplaced.sql */
export const findMisplaced: Statement<{ ids: number[]; lists: number[]; at: string }, { id: number; field: string }> = {
  name: 'findMisplaced',
  text: "select child.id as id, case when parent.deleted_at is not null and child.deleted_at is null then 'parent_id' else 'list_id' end as field\nfrom tasks as child\nleft join tasks as parent on parent.user_id = $1 and parent.id = child.parent_id\nleft join lists on lists.user_id = $1 and lists.id = child.list_id\nwhere child.user_id = $1\n  and (child.id = any ($2::bigint[]) or child.parent_id = any ($2) or child.list_id = any ($3::bigint[]))\n  and (\n    child.deleted_at is null and parent.deleted_at is not null\n    or child.parent_id is not null and child.list_id is distinct from parent.list_id\n    or child.deleted_at is null and lists.deleted_at is not null and (not lists.tasks_remain or child.id = any ($2) or child.updated_at > $4::timestamptz)\n  )\nlimit 100",
  parameters: ['ids', 'lists', 'at'],
  owned: true,
  customPlan: true,
}

/** sql/changes/findTooDeep.sql */
export const findTooDeep: Statement<{ seq: number; ids: number[]; most_levels: number }, { id: number }> = {
  name: 'findTooDeep',
  text: "with recursive moved as materialized (\n  select id from before_step($2, 'task', $3::bigint[]) where columns ? 'parent_id'\n), above as (\n  select id, id as at, 1 as level from moved\n  union all\n  select above.id, tasks.parent_id, above.level + 1\n  from above\n  join tasks on tasks.user_id = $1 and tasks.id = above.at\n  where tasks.parent_id is not null and above.level <= $4\n), below as (\n  select id, id as at, 1 as level from moved\n  union all\n  select below.id, tasks.id, below.level + 1\n  from below\n  join tasks on tasks.user_id = $1 and tasks.parent_id = below.at\n  where below.level <= $4\n)\nselect id as id\nfrom moved\nwhere (select max(level) from above where above.id = moved.id) + (select max(level) from below where below.id = moved.id) - 1 > $4\nlimit 100",
  parameters: ['seq', 'ids', 'most_levels'],
  owned: true,
  customPlan: true,
}

/** sql/changes/findUntagged.sql */
export const findUntagged: Statement<{ ids: number[] }, { id: number }> = {
  name: 'findUntagged',
  text: "select id\nfrom tasks\nwhere user_id = $1\n  and id = any ($2::bigint[])\n  and exists (\n    select from unnest(tags) as held (name)\n    where held.name not in (select tags.name from tags where tags.user_id = $1)\n  )\nlimit 100",
  parameters: ['ids'],
  owned: true,
  customPlan: true,
}

/** sql/changes/getBase.sql */
export const getBase: Statement<{ type: 'user' | 'list' | 'tag' | 'task' | 'occurrence'; id: number; most: number; version: string }, { known: boolean; fields: unknown }> = {
  name: 'getBase',
  text: "with recent as (\n  select seq, ordinal, before, data ->> 'version' as led_to\n  from changes\n  where user_id = $1\n    and type = $2::change_type\n    and entity_id = $3\n  order by seq desc, ordinal desc\n  limit $4\n),\nbase as (\n  select seq, ordinal from recent where before ->> 'version' = $5 order by seq desc, ordinal desc limit 1\n)\nselect\n  exists (select from base) or coalesce((select led_to = $5 from recent order by seq desc, ordinal desc limit 1), false) as known,\n  (\n    select coalesce(jsonb_object_agg(key, value), '{}')\n    from (\n      select distinct on (field.key) field.key, field.value\n      from recent\n      cross join jsonb_each(recent.before) as field\n      where (recent.seq, recent.ordinal) >= (select seq, ordinal from base)\n      order by field.key, recent.seq, recent.ordinal\n    ) as fields\n  ) as fields",
  parameters: ['type', 'id', 'most', 'version'],
  owned: true,
}

/** sql/changes/getHead.sql */
export const getHead: Statement<{ seq: number; at: string; ordinal: number; most: number }, { seq: number; at: string; known: boolean; behind: number; gap: boolean }> = {
  name: 'getHead',
  text: "select\n  feeds.seq as seq,\n  feeds.at as at,\n  feeds.seq = $2 and feeds.at = $3::timestamptz or exists (select from changes where user_id = $1 and seq = $2 and at = $3::timestamptz) or exists (select from changes where user_id = $1 and seq = $2 + 1 and ordinal = 1) and not exists (select from changes where user_id = $1 and seq = $2) as known,\n  behind.count as behind,\n  exists (\n    select from changes\n    where user_id = $1\n      and (seq, ordinal) > ($2, $4)\n      and type = 'list'\n      and data is not null\n      and columns @> '{\"tasks_remain\": true}'\n  ) as gap\nfrom feeds\ncross join (\n  select count(*)::integer as count\n  from (\n    select from changes\n    where user_id = $1\n      and (seq, ordinal) > ($2, $4)\n    limit $5\n  ) as following\n) as behind\nwhere user_id = $1",
  parameters: ['seq', 'at', 'ordinal', 'most'],
  owned: true,
}

/** sql/changes/getPast.sql */
export const getPast: Statement<{ at: string; seq: number | null; until: string; most: number }, { seq: number; is_future: boolean; known: boolean; behind: number; time_zone: string; time_zone_now: string; is_changing: boolean }> = {
  name: 'getPast',
  text: "select\n  asked.seq as seq,\n  $2::timestamptz > now() + interval '1 second' as is_future,\n  asked.known and following.numbers = asked.last - asked.seq as known,\n  following.count as behind,\n  coalesce(\n    (\n      select columns ->> 'time_zone'\n      from changes\n      where changes.user_id = $1\n        and changes.type = 'user'\n        and changes.entity_id = users.id\n        and changes.seq > asked.seq\n        and changes.columns ? 'time_zone'\n      order by changes.seq, changes.ordinal\n      limit 1\n    ),\n    users.time_zone\n  ) as time_zone,\n  users.time_zone as time_zone_now,\n  pg_current_xact_id_if_assigned() is not null as is_changing\nfrom users\ncross join lateral (\n  select\n    feeds.seq as last,\n    place.seq,\n    case\n      when $3::bigint is not null then feeds.seq = $3 and feeds.at = $2::timestamptz or exists (select from changes where user_id = $1 and seq = $3 and at = $2::timestamptz) or exists (select from changes where user_id = $1 and seq = $3 + 1 and ordinal = 1) and not exists (select from changes where user_id = $1 and seq = $3)\n      when place.seq = 0 then feeds.begun_at <= $4::timestamptz\n      else feeds.seq = place.seq and feeds.at <= $4\n        or exists (select from changes where changes.user_id = $1 and changes.seq = place.seq and changes.at <= $4)\n    end as known\n  from feeds\n  cross join lateral (\n    select coalesce(\n      $3,\n      (\n        select min(number.seq) - 1\n        from generate_series(greatest(feeds.seq - $5, 1), feeds.seq) as number (seq)\n        cross join lateral (select at from changes where changes.user_id = $1 and changes.seq = number.seq limit 1) as taken\n        where taken.at > $4\n      ),\n      feeds.seq\n    ) as seq\n  ) as place\n  where feeds.user_id = $1\n) as asked\ncross join lateral (\n  select count(*)::integer as count, count(distinct seq) as numbers\n  from (\n    select changes.seq from changes where changes.user_id = $1 and changes.seq > asked.seq limit $5 + 1\n  ) as change\n) as following\nwhere users.id = $1",
  parameters: ['at', 'seq', 'until', 'most'],
  owned: true,
  customPlan: true,
}

/** sql/changes/getSeq.sql */
export const getSeq: Statement<Record<string, never>, { seq: number; at: string }> = {
  name: 'getSeq',
  text: "select seq, at\nfrom feeds\nwhere user_id = $1",
  parameters: [],
  owned: true,
}

/** sql/changes/getStep.sql */
export const getStep: Statement<{ seq: number | null; most: number }, { seq: number; at: string; count: number; whole: boolean; purged: boolean; address: boolean; zone: boolean; dues: boolean }> = {
  name: 'getStep',
  text: "select\n  seq as seq, max(at) as at, count(*)::integer as count,\n  min(ordinal) = 1 and max(ordinal) = count(*) as whole,\n  coalesce(bool_or(type in ('task', 'list') and data is null and columns is null), false) as purged,\n  coalesce(bool_or(type = 'user' and columns ? 'email'), false) as address,\n  coalesce(bool_or(type = 'user' and columns ? 'time_zone'), false) as zone,\n  coalesce(bool_or(columns ? 'due'), false) as dues\nfrom (\n  select seq, at, ordinal, type, data, columns\n  from changes\n  where user_id = $1\n    and seq = coalesce($2, (select seq from changes where user_id = $1 and operation is not null and via is distinct from 'operator' order by seq desc limit 1))\n  limit $3\n) as step\ngroup by seq",
  parameters: ['seq', 'most'],
  owned: true,
}

/** sql/changes/isTagUsed.sql */
export const isTagUsed: Statement<{ key: string }, { used: boolean }> = {
  name: 'isTagUsed',
  text: "select exists (\n  select from tasks\n  where user_id = $1\n    and id = any (array(select tasks_with_all_tags(array[$2])))\n    and deleted_at is null\n) as used",
  parameters: ['key'],
  owned: true,
}

/** sql/changes/joinListInTrash.sql */
export const joinListInTrash: Statement<{ seq: number; lists: number[] }, { task_id: number }> = {
  name: 'joinListInTrash',
  text: "with replaced as (\n  delete from trash\n  using changes, tasks\n  where changes.user_id = $1\n    and changes.seq = $2\n    and changes.type = 'list'\n    and changes.entity_id = any ($3::bigint[])\n    and changes.columns ? 'deleted_at'\n    and tasks.user_id = $1\n    and tasks.list_id = changes.entity_id\n    and tasks.id = trash.task_id\n    and trash.user_id = $1\n    and trash.list_version = (changes.data ->> 'version')::bigint - 1\n  returning trash.id, trash.user_id, trash.task_id, trash.deleted_at, trash.with_task_id, changes.entity_id as list_id\n)\ninsert into trash (id, user_id, task_id, deleted_at, list_version, with_task_id)\noverriding system value\nselect replaced.id, replaced.user_id, task_id, replaced.deleted_at, lists.version, with_task_id\nfrom replaced\njoin lists on lists.user_id = $1 and lists.id = replaced.list_id\nreturning task_id",
  parameters: ['seq', 'lists'],
  owned: true,
}

/** sql/changes/listAllLists.sql */
export const listAllLists: Statement<{ after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; position: string }> = {
  name: 'listAllLists',
  text: "select lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version, rank::text as position\nfrom lists\nwhere user_id = $1\n  and deleted_at is null\n  and id > $2\norder by id\nlimit $3",
  parameters: ['after', 'limit'],
  owned: true,
}

/** sql/changes/listAllOccurrences.sql */
export const listAllOccurrences: Statement<{ after_task: number; after: number; limit: number }, { id: number; task_id: number; due: NonNullable<components['schemas']['Due']>; outcome: 'completed' | 'skipped'; completed_at: string }> = {
  name: 'listAllOccurrences',
  text: "select occurrences.id, occurrences.task_id, occurrences.due, occurrences.outcome, occurrences.completed_at\nfrom occurrences\nwhere user_id = $1\n  and (task_id, id) > ($2, $3)\norder by task_id, id\nlimit $4",
  parameters: ['after_task', 'after', 'limit'],
  owned: true,
}

/** sql/changes/listAllTags.sql */
export const listAllTags: Statement<{ after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'listAllTags',
  text: "select tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version\nfrom tags\nwhere user_id = $1\n  and id > $2\norder by id\nlimit $3",
  parameters: ['after', 'limit'],
  owned: true,
}

/** sql/changes/listAllTasks.sql */
export const listAllTasks: Statement<{ after: number; limit: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; position: string }> = {
  name: 'listAllTasks',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, rank::text as position\nfrom tasks\nwhere user_id = $1\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n  and id > $2\norder by id\nlimit $3",
  parameters: ['after', 'limit'],
  owned: true,
}

/** sql/changes/listChangedSince.sql */
export const listChangedSince: Statement<{ seq: number }, { type: 'user' | 'list' | 'tag' | 'task' | 'occurrence'; id: number; fields: string[] }> = {
  name: 'listChangedSince',
  text: "select type as type, id as id, array_agg(field order by field) as fields\nfrom changed_since($1)\ngroup by type, id\norder by type, id\nlimit 100",
  parameters: ['seq'],
}

/** sql/changes/listChanges.sql */
export const listChanges: Statement<{ seq: number; ordinal: number; latest: boolean; limit: number }, { seq: number; ordinal: number; at: string; type: 'user' | 'list' | 'tag' | 'task' | 'occurrence'; entity_id: number; data: NonNullable<components['schemas']['ChangeData']> | null; before: unknown | null; columns: unknown | null; position: string | null; operation: string | null; request_id: string | null; via: string | null }> = {
  name: 'listChanges',
  text: "select seq, ordinal, at, type as type, entity_id, data, before, columns, position::text as position, operation, request_id, via\nfrom changes\nwhere user_id = $1\n  and (seq, ordinal) > ($2, $3)\n  and type is not null\n  and (\n    not $4\n    or not exists (\n      select from changes as later\n      where later.user_id = $1\n        and later.type = changes.type\n        and later.entity_id = changes.entity_id\n        and (later.seq, later.ordinal) > (changes.seq, changes.ordinal)\n    )\n  )\norder by seq, ordinal\nlimit $5",
  parameters: ['seq', 'ordinal', 'latest', 'limit'],
  owned: true,
}

/** sql/changes/listCountedTasks.sql */
export const listCountedTasks: Statement<{ ids: number[] }, { id: number }> = {
  name: 'listCountedTasks',
  text: "select id\nfrom tasks\nwhere user_id = $1\n  and deleted_at is null\n  and (id = any ($2::bigint[]) or id = any (array(select parent_id from tasks as child where child.user_id = $1 and child.id = any ($2))))",
  parameters: ['ids'],
  owned: true,
  customPlan: true,
}

/** sql/changes/listNewTasks.sql */
export const listNewTasks: Statement<{ seq: number }, { id: number }> = {
  name: 'listNewTasks',
  text: "select id as id\nfrom before_step($1, 'task', null)\nwhere is_new",
  parameters: ['seq'],
}

/** sql/changes/listStepTags.sql */
export const listStepTags: Statement<{ seq: number }, { id: number; name: string; name_key: string; is_new: boolean }> = {
  name: 'listStepTags',
  text: "select tags.id, tags.name, tags.name_key, old.is_new as is_new\nfrom before_step($2, 'tag', null) as old\njoin tags on tags.user_id = $1 and tags.id = old.id\ncross join lateral (select max(ordinal) as last from changes where user_id = $1 and seq = $2 and type = 'tag' and entity_id = old.id) as step\norder by step.last desc",
  parameters: ['seq'],
  owned: true,
}

/** sql/changes/listStepTasks.sql */
export const listStepTasks: Statement<{ seq: number }, { id: number }> = {
  name: 'listStepTasks',
  text: "select distinct entity_id as id\nfrom changes\nwhere user_id = $1\n  and seq = $2\n  and (type = 'task' or type is null)\norder by entity_id",
  parameters: ['seq'],
  owned: true,
}

/** sql/changes/lockStep.sql */
export const lockStep: Statement<{ seq: number }, { locked: boolean }> = {
  name: 'lockStep',
  text: "select lock_step($1) is null as locked",
  parameters: ['seq'],
}

/** sql/changes/moveTrashedSubtasks.sql */
export const moveTrashedSubtasks: Statement<{ ids: number[] }, { id: number }> = {
  name: 'moveTrashedSubtasks',
  text: "with recursive below as (\n  select child.id, parent.list_id\n  from tasks as parent\n  join tasks as child on child.user_id = $1 and child.parent_id = parent.id\n  where parent.user_id = $1\n    and parent.id = any ($2::bigint[])\n    and child.deleted_at is not null\n    and child.list_id is distinct from parent.list_id\n  union all\n  select tasks.id, below.list_id\n  from below\n  join tasks on tasks.user_id = $1 and tasks.parent_id = below.id\n  where tasks.deleted_at is not null and tasks.list_id is distinct from below.list_id\n)\nupdate tasks\nset list_id = below.list_id, updated_at = now(), version = version + 1\nfrom below\nwhere tasks.user_id = $1\n  and tasks.id = below.id\nreturning tasks.id",
  parameters: ['ids'],
  owned: true,
  customPlan: true,
}

/** sql/changes/putBackDeletedTags.sql */
export const putBackDeletedTags: Statement<{ seq: number }, { id: number }> = {
  name: 'putBackDeletedTags',
  text: "insert into tags (id, user_id, name, name_key, color, created_at, version)\noverriding system value\nselect put.id, $1::bigint, put.name, put.name_key, put.color, put.created_at, put.version + 1\nfrom before_step($2, 'tag', null) as old\ncross join lateral jsonb_populate_record(null::tags, old.columns) as put\nwhere old.is_gone\n  and not old.is_new\nreturning id",
  parameters: ['seq'],
  owned: true,
}

/** sql/changes/putBackDues.sql */
export const putBackDues: Statement<{ offsets: number[]; starts: number[]; ids: number[] }, { id: number }> = {
  name: 'putBackDues',
  text: "update tasks\nset due_at = to_timestamp( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint - ($2::bigint[])[width_bucket( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, $3::bigint[] )] )\nwhere user_id = $1\n  and id = any ($4::bigint[])\n  and due is not null\n  and due ->> 'time_zone' is null\nreturning id",
  parameters: ['offsets', 'starts', 'ids'],
  owned: true,
  customPlan: true,
}

/** sql/changes/putBackLists.sql */
export const putBackLists: Statement<{ seq: number }, { id: number; trashed: boolean }> = {
  name: 'putBackLists',
  text: "update lists\nset name = put.name,\n    color = put.color,\n    rank = put.rank,\n    deleted_at = case\n      when old.is_new then coalesce(put.deleted_at, now())\n      when old.columns ? 'deleted_at' then again_in_trash(put.deleted_at)\n      else put.deleted_at\n    end,\n    tasks_remain = put.tasks_remain,\n    trash_position = put.trash_position,\n    updated_at = now(),\n    version = lists.version + 1\nfrom before_step($2, 'list', null) as old\njoin lists as held on held.user_id = $1 and held.id = old.id\ncross join lateral jsonb_populate_record(held, old.columns) as put\nwhere lists.user_id = $1\n  and lists.id = put.id\nreturning lists.id, lists.deleted_at is not null and (old.is_new or old.columns ? 'deleted_at') as trashed",
  parameters: ['seq'],
  owned: true,
}

/** sql/changes/putBackOccurrences.sql */
export const putBackOccurrences: Statement<{ seq: number }, { id: number }> = {
  name: 'putBackOccurrences',
  text: "insert into occurrences (id, user_id, task_id, due, outcome, completed_at, recurs_from, recurs_at, recurs_number)\noverriding system value\nselect put.id, $1::bigint, put.task_id, put.due, put.outcome, put.completed_at, put.recurs_from, put.recurs_at, put.recurs_number\nfrom before_step($2, 'occurrence', null) as old\ncross join lateral jsonb_populate_record(null::occurrences, old.columns) as put\nwhere old.is_gone\n  and not old.is_new\nreturning id",
  parameters: ['seq'],
  owned: true,
}

/** sql/changes/putBackTag.sql */
export const putBackTag: Statement<{ seq: number; id: number }, { name: string }> = {
  name: 'putBackTag',
  text: "update tags\nset name = put.name,\n    color = put.color,\n    updated_at = now(),\n    version = tags.version + 1\nfrom before_step($2, 'tag', array[$3::bigint]) as old\njoin tags as held on held.user_id = $1 and held.id = old.id\ncross join lateral jsonb_populate_record(held, old.columns) as put\nwhere tags.user_id = $1\n  and tags.id = put.id\nreturning tags.name",
  parameters: ['seq', 'id'],
  owned: true,
}

/** sql/changes/putBackTasks.sql */
export const putBackTasks: Statement<{ seq: number; ids: number[] }, { id: number }> = {
  name: 'putBackTasks',
  text: "update tasks\nset list_id = put.list_id, parent_id = put.parent_id, title = put.title, description = put.description, priority = put.priority,\n    completed = put.completed, completed_at = put.completed_at, tags = put.tags,\n    tag_keys = case when put.tags = tasks.tags then tasks.tag_keys else '{}' end,\n    subtask_count = put.subtask_count, open_subtask_count = put.open_subtask_count, due = put.due, due_at = put.due_at,\n    recurrence = put.recurrence, recurs_from = put.recurs_from, recurs_at = put.recurs_at, recurs_number = put.recurs_number,\n    deleted_at = case when old.columns ? 'deleted_at' then again_in_trash(put.deleted_at) else put.deleted_at end, rank = put.rank, updated_at = now(), version = tasks.version + 1\nfrom before_step($2, 'task', $3::bigint[]) as old\njoin tasks as held on held.user_id = $1 and held.id = old.id\ncross join lateral jsonb_populate_record(held, old.columns) as put\nwhere tasks.user_id = $1\n  and tasks.id = put.id\n  and not old.is_new\nreturning tasks.id",
  parameters: ['seq', 'ids'],
  owned: true,
  customPlan: true,
}

/** sql/changes/putBackToTrash.sql */
export const putBackToTrash: Statement<{ seq: number; ids: number[]; lists: number[] }, { task_id: number }> = {
  name: 'putBackToTrash',
  text: "insert into trash (id, user_id, task_id, deleted_at, list_version, with_task_id)\noverriding system value\nselect\n  case when put.id > users.trash_emptied_to then put.id else nextval('trash_id_seq') end,\n  $1::bigint, put.task_id, again_in_trash(put.deleted_at), case when put.list_version is null then null else coalesce(lists.version, put.list_version) end,\n  put.with_task_id\nfrom before_step($2, null, $3::bigint[]) as old\ncross join lateral jsonb_populate_record(null::trash, old.columns) as put\njoin users on users.id = $1\njoin tasks on tasks.user_id = $1 and tasks.id = put.task_id\nleft join lists on lists.user_id = $1 and lists.id = tasks.list_id and lists.id = any ($4::bigint[]) and lists.deleted_at is not null\nwhere not old.is_new\norder by put.id\nreturning task_id as task_id",
  parameters: ['seq', 'ids', 'lists'],
  owned: true,
  customPlan: true,
}

/** sql/changes/putBackUser.sql */
export const putBackUser: Statement<{ seq: number }, { id: number }> = {
  name: 'putBackUser',
  text: "update users\nset name = put.name,\n    time_zone = put.time_zone\nfrom before_step($2, 'user', null) as old\njoin users as held on held.id = $1\ncross join lateral jsonb_populate_record(held, old.columns) as put\nwhere users.id = $1\nreturning users.id",
  parameters: ['seq'],
  owned: true,
}

/** sql/changes/removeOccurrences.sql */
export const removeOccurrences: Statement<{ seq: number }, { id: number }> = {
  name: 'removeOccurrences',
  text: "delete from occurrences\nusing changes\nwhere occurrences.user_id = $1\n  and changes.user_id = $1\n  and changes.seq = $2\n  and changes.type = 'occurrence'\n  and changes.columns is null\n  and occurrences.task_id = (changes.data ->> 'task_id')::bigint\n  and occurrences.id = changes.entity_id\nreturning occurrences.id",
  parameters: ['seq'],
  owned: true,
}

/** sql/changes/takeFromTrash.sql */
export const takeFromTrash: Statement<{ seq: number; ids: number[]; created: number[] }, { task_id: number }> = {
  name: 'takeFromTrash',
  text: "delete from trash\nusing before_step($2, null, $3::bigint[]) as old\nwhere trash.user_id = $1\n  and trash.task_id = old.id\n  and not old.is_gone\n  and old.id <> all ($4::bigint[])\nreturning task_id",
  parameters: ['seq', 'ids', 'created'],
  owned: true,
  customPlan: true,
}

/** sql/changes/trashNewTasks.sql */
export const trashNewTasks: Statement<{ ids: number[] }, { task_id: number }> = {
  name: 'trashNewTasks',
  text: "with recursive fresh as (\n  select user_id, id, parent_id, list_id from tasks where user_id = $1 and id = any ($2::bigint[]) and deleted_at is null\n), below as (\n  select id, id as top from fresh where parent_id is null or parent_id <> all ($2)\n  union all\n  select fresh.id, below.top from below join fresh on fresh.parent_id = below.id\n), deleted as (\n  update tasks set deleted_at = now(), updated_at = now(), version = version + 1\n  where user_id = $1 and id in (select id from fresh)\n)\ninsert into trash (user_id, task_id, with_task_id, list_version)\nselect fresh.user_id, fresh.id, nullif(below.top, fresh.id), lists.version\nfrom fresh\njoin below on below.id = fresh.id\nleft join lists on lists.user_id = $1 and lists.id = fresh.list_id and lists.deleted_at is not null\norder by fresh.id\nreturning task_id as task_id",
  parameters: ['ids'],
  owned: true,
  customPlan: true,
}

/** sql/changes/useStreamTicket.sql */
export const useStreamTicket: Statement<{ id: string }, { id: string }> = {
  name: 'useStreamTicket',
  text: "delete from stream_tickets\nwhere user_id = $1\n  and id = $2\n  and expires_at > now()\nreturning id",
  parameters: ['id'],
  owned: true,
}

/** sql/exports/beginExport.sql */
export const beginExport: Statement<Record<string, never>, { seq: number; at: string; made_at: string; last_delivery: number }> = {
  name: 'beginExport',
  text: "select seq, at, now() as made_at,\n  coalesce((select max(webhook_deliveries.id) from webhook_deliveries where webhook_deliveries.user_id = $1), 0) as last_delivery\nfrom feeds\nwhere user_id = $1",
  parameters: [],
  owned: true,
}

/** sql/exports/exportDeliveries.sql */
export const exportDeliveries: Statement<{ after_webhook: number; after: number; until: number; limit: number }, { id: number; webhook_id: number; message_id: string; event: string; seq: number | null; state: 'queued' | 'delivered' | 'failed'; attempts: NonNullable<components['schemas']['WebhookAttempts']>; body: string; created_at: string; next_attempt_at: string | null }> = {
  name: 'exportDeliveries',
  text: "select webhook_deliveries.id, webhook_deliveries.webhook_id, webhook_deliveries.message_id, webhook_deliveries.event, webhook_deliveries.seq, webhook_deliveries.state, webhook_deliveries.attempts, webhook_deliveries.body, webhook_deliveries.created_at, case when webhook_deliveries.state = 'queued' then webhook_deliveries.next_at end as next_attempt_at\nfrom webhook_deliveries\nwhere user_id = $1\n  and (webhook_id, id) > ($2, $3)\n  and id <= $4\norder by webhook_id, id\nlimit $5",
  parameters: ['after_webhook', 'after', 'until', 'limit'],
  owned: true,
}

/** sql/exports/exportLists.sql */
export const exportLists: Statement<{ after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; position: string; deleted_at: string | null }> = {
  name: 'exportLists',
  text: "select lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version, lists.rank::text as position, lists.deleted_at as deleted_at\nfrom lists\nwhere user_id = $1\n  and (deleted_at is null or deleted_at > '-infinity')\n  and id > $2\norder by id\nlimit $3",
  parameters: ['after', 'limit'],
  owned: true,
  past: {
    name: 'exportListsAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true )\nselect lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version, lists.rank::text as position, lists.deleted_at as deleted_at\nfrom lists\nwhere user_id = $1\n  and (deleted_at is null or deleted_at > '-infinity')\n  and id > $3\norder by id\nlimit $4",
    parameters: ['as_of_seq', 'after', 'limit'],
    owned: true,
    customPlan: true,
  },
}

/** sql/exports/exportOccurrences.sql */
export const exportOccurrences: Statement<{ after_task: number; after: number; until_task: number; until: number }, { id: number; task_id: number; due: NonNullable<components['schemas']['Due']>; outcome: 'completed' | 'skipped'; completed_at: string }> = {
  name: 'exportOccurrences',
  text: "select occurrences.id, occurrences.task_id, occurrences.due, occurrences.outcome, occurrences.completed_at\nfrom occurrences\nwhere user_id = $1\n  and (task_id, id) > ($2, $3)\n  and (task_id, id) <= ($4, $5)\norder by task_id, id",
  parameters: ['after_task', 'after', 'until_task', 'until'],
  owned: true,
  past: {
    name: 'exportOccurrencesAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), occurrences as not materialized ( select kept.id, kept.user_id, kept.task_id, kept.due, kept.outcome, kept.completed_at from occurrences as kept where kept.user_id = $1 and kept.id not in ( select changes.entity_id from changes where changes.user_id = $1 and changes.type = 'occurrence' and changes.seq > $2 ) union all select past.id, past.user_id, past.task_id, past.due, past.outcome, past.completed_at from folded cross join lateral jsonb_populate_record(null::occurrences, folded.columns) as past where folded.type = 'occurrence' and not folded.is_new )\nselect occurrences.id, occurrences.task_id, occurrences.due, occurrences.outcome, occurrences.completed_at\nfrom occurrences\nwhere user_id = $1\n  and (task_id, id) > ($3, $4)\n  and (task_id, id) <= ($5, $6)\norder by task_id, id",
    parameters: ['as_of_seq', 'after_task', 'after', 'until_task', 'until'],
    owned: true,
    customPlan: true,
  },
}

/** sql/exports/exportTags.sql */
export const exportTags: Statement<{ after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'exportTags',
  text: "select tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version\nfrom tags\nwhere user_id = $1\n  and id > $2\norder by id\nlimit $3",
  parameters: ['after', 'limit'],
  owned: true,
  past: {
    name: 'exportTagsAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), tags as not materialized ( select past.id, past.user_id, past.name, past.name_key, past.color, past.created_at, past.updated_at, past.version from tags as kept left join folded on folded.type = 'tag' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true union all select past.id, past.user_id, past.name, past.name_key, past.color, past.created_at, past.updated_at, past.version from folded cross join lateral jsonb_populate_record(null::tags, folded.columns) as past where folded.type = 'tag' and not folded.is_new and not exists (select from tags where tags.user_id = $1 and tags.id = folded.id) )\nselect tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version\nfrom tags\nwhere user_id = $1\n  and id > $3\norder by id\nlimit $4",
    parameters: ['as_of_seq', 'after', 'limit'],
    owned: true,
    customPlan: true,
  },
}

/** sql/exports/exportTasks.sql */
export const exportTasks: Statement<{ after: number; until: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; position: string; recurs_from: NonNullable<components['schemas']['Due']> | null; recurs_at: NonNullable<components['schemas']['Due']> | null; recurs_number: number | null; deleted_at: string | null }> = {
  name: 'exportTasks',
  text: "with hidden as materialized (\n  select coalesce(jsonb_object_agg(id, deleted_at), '{}') as lists from lists where user_id = $1 and tasks_remain\n)\nselect tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, tasks.rank::text as position, tasks.recurs_from as recurs_from, tasks.recurs_at as recurs_at,\n  tasks.recurs_number as recurs_number,\n  coalesce(tasks.deleted_at, (hidden.lists ->> tasks.list_id::text)::timestamptz) as deleted_at\nfrom tasks\ncross join hidden\nwhere tasks.user_id = $1\n  and (tasks.deleted_at is null and hidden.lists ->> tasks.list_id::text is distinct from '-infinity' or tasks.deleted_at is not null and exists (select from trash where trash.user_id = $1 and trash.task_id = tasks.id))\n  and tasks.id > $2\n  and tasks.id <= $3\norder by tasks.id",
  parameters: ['after', 'until'],
  owned: true,
  past: {
    name: 'exportTasksAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true ), tasks as not materialized ( select kept_id as id, user_id, list_id, parent_id, title, description, completed, priority, tags, subtask_count, open_subtask_count, due, case when (folded or $3::boolean) and due is not null and due ->> 'time_zone' is null then to_timestamp( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint - ($4::bigint[])[width_bucket( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, $5::bigint[] )] ) else due_at end as due_at, recurrence, recurs_from, recurs_at, recurs_number, created_at, updated_at, completed_at, version, deleted_at, rank, folded, reworded, case when folded then array(select tag_key(user_id, name) from unnest(tags) as name) else tag_keys end as tag_keys, case when folded then case priority when 'none' then 0 when 'low' then 1 when 'medium' then 2 else 3 end else weight end as weight from ( select tasks.*, tasks.id as kept_id, false as folded, false as reworded from tasks where tasks.user_id = $1 and tasks.id not in ( select changes.entity_id from changes where changes.user_id = $1 and changes.type = 'task' and changes.seq > $2 ) union all select past.*, folded.id, true, folded.columns ?| array['title', 'description', 'deleted_at'] from folded join tasks as kept on kept.user_id = $1 and kept.id = folded.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where folded.type = 'task' and not folded.is_new ) as tasks ), hidden as materialized (\n  select coalesce(jsonb_object_agg(id, deleted_at), '{}') as lists from lists where user_id = $1 and tasks_remain\n)\nselect tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, tasks.rank::text as position, tasks.recurs_from as recurs_from, tasks.recurs_at as recurs_at,\n  tasks.recurs_number as recurs_number,\n  coalesce(tasks.deleted_at, (hidden.lists ->> tasks.list_id::text)::timestamptz) as deleted_at\nfrom tasks\ncross join hidden\nwhere tasks.user_id = $1\n  and (tasks.deleted_at is null and hidden.lists ->> tasks.list_id::text is distinct from '-infinity' or tasks.deleted_at is not null and (tasks.folded or exists (select from trash where trash.user_id = $1 and trash.task_id = tasks.id)))\n  and tasks.id > $6\n  and tasks.id <= $7\norder by tasks.id",
    parameters: ['as_of_seq', 'zone_changed', 'offsets', 'starts', 'after', 'until'],
    owned: true,
    customPlan: true,
  },
}

/** sql/exports/nextOccurrences.sql */
export const nextOccurrences: Statement<{ after_task: number; after: number; limit: number }, { task_id: number; id: number }> = {
  name: 'nextOccurrences',
  text: "select task_id, id\nfrom (select task_id, id from occurrences where user_id = $1 and (task_id, id) > ($2, $3) order by task_id, id limit $4) as next\norder by task_id desc, id desc\nlimit 1",
  parameters: ['after_task', 'after', 'limit'],
  owned: true,
}

/** sql/exports/nextTasks.sql */
export const nextTasks: Statement<{ after: number; limit: number }, { until: number | null }> = {
  name: 'nextTasks',
  text: "select max(id) as until\nfrom (select id from tasks where user_id = $1 and id > $2 order by id limit $3) as next",
  parameters: ['after', 'limit'],
  owned: true,
}

/** sql/idempotency/claimIdempotencyKey.sql */
export const claimIdempotencyKey: Statement<{ scope: string }, { held: boolean }> = {
  name: 'claimIdempotencyKey',
  text: "select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as held",
  parameters: ['scope'],
}

/** sql/idempotency/findIdempotentAnswer.sql */
export const findIdempotentAnswer: Statement<{ key: string }, { fingerprint: Buffer; status: number; headers: unknown; body: string | null }> = {
  name: 'findIdempotentAnswer',
  text: "select fingerprint, status, headers, body\nfrom idempotency_keys\nwhere user_id = $1\n  and key = $2\n  and created_at > now() - interval '24 hours'",
  parameters: ['key'],
  owned: true,
}

/** sql/idempotency/keepIdempotentAnswer.sql */
export const keepIdempotentAnswer: Statement<{ key: string; fingerprint: Buffer; status: number; headers: unknown; body: string | null }, { status: number }> = {
  name: 'keepIdempotentAnswer',
  text: "insert into idempotency_keys (user_id, key, fingerprint, status, headers, body)\nvalues ($1::bigint, $2, $3, $4, $5, $6)\non conflict on constraint idempotency_keys_unique do update\nset fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers, body = excluded.body, created_at = now()\nwhere idempotency_keys.created_at <= now() - interval '24 hours'\nreturning status",
  parameters: ['key', 'fingerprint', 'status', 'headers', 'body'],
  owned: true,
}

/** sql/identities/createIdentity.sql */
export const createIdentity: Statement<{ email: string | null; name: string | null; issuer: string; subject: string }, { user_id: number }> = {
  name: 'createIdentity',
  text: "with account as (\n  insert into users (email, name)\n  values ($1, $2)\n  returning id\n)\ninsert into identities (issuer, subject, user_id)\nselect $3, $4, id from account\nreturning user_id",
  parameters: ['email', 'name', 'issuer', 'subject'],
}

/** sql/identities/findAccounts.sql */
export const findAccounts: Statement<{ id: number | null; email_keys: string[]; most: number }, { id: number; email: string | null; name: string | null; created_at: string; disabled_at: string | null; has_password: boolean; time_zone: string; issuer: string | null; subject: string | null }> = {
  name: 'findAccounts',
  text: "select users.id, users.email, users.name, users.created_at, users.disabled_at, exists (select from passwords where passwords.user_id = users.id) as has_password, users.time_zone,\n  (select issuer from identities where identities.user_id = users.id limit 1) as issuer,\n  (select subject from identities where identities.user_id = users.id limit 1) as subject\nfrom users\nwhere users.deleted_at is null\n  and users.id in (\n    select $1::bigint\n    union all\n    select passwords.user_id from passwords where passwords.email_key = any ($2)\n    union all\n    select users.id\n    from users\n    where $1::bigint is null and lower(normalize(users.email)) = any ($2)\n  )\norder by users.id\nlimit $3",
  parameters: ['id', 'email_keys', 'most'],
}

/** sql/identities/findIdentity.sql */
export const findIdentity: Statement<{ issuer: string; subject: string }, { user_id: number }> = {
  name: 'findIdentity',
  text: "select user_id\nfrom identities\nwhere issuer = $1\n  and subject = $2",
  parameters: ['issuer', 'subject'],
}

/** sql/identities/findToken.sql */
export const findToken: Statement<{ hash: Buffer }, { id: number; user_id: number; scopes: NonNullable<components['schemas']['TokenScopes']>; used_today: boolean; has_password: boolean }> = {
  name: 'findToken',
  text: "select id,\n       user_id,\n       scopes,\n       last_used_on is not distinct from (now() at time zone 'UTC')::date as used_today,\n       exists (select from passwords where passwords.user_id = personal_tokens.user_id) as has_password\nfrom personal_tokens\nwhere hash = $1\n  and expires_at > now()",
  parameters: ['hash'],
}

/** sql/identities/findTokenOwner.sql */
export const findTokenOwner: Statement<{ id: number }, { user_id: number; name: string }> = {
  name: 'findTokenOwner',
  text: "select user_id, name\nfrom personal_tokens\nwhere id = $1\n  and expires_at > now()",
  parameters: ['id'],
}

/** sql/identities/listAccounts.sql */
export const listAccounts: Statement<{ after: number; limit: number }, { id: number; email: string | null; name: string | null; created_at: string; disabled_at: string | null; has_password: boolean }> = {
  name: 'listAccounts',
  text: "select users.id, users.email, users.name, users.created_at, users.disabled_at, exists (select from passwords where passwords.user_id = users.id) as has_password\nfrom users\nwhere users.deleted_at is null\n  and users.id > $1\norder by users.id\nlimit $2",
  parameters: ['after', 'limit'],
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
  text: "insert into lists (user_id, name, color)\nvalues ($1::bigint, $2, $3)\nreturning lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version",
  parameters: ['name', 'color'],
  owned: true,
}

/** sql/lists/deleteList.sql */
export const deleteList: Statement<{ id: number; versions: number[] | null }, { id: number; version: number }> = {
  name: 'deleteList',
  text: "update lists\nset deleted_at = now(),\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = $2\n  and deleted_at is null\n  and ($3::bigint[] is null or version = any ($3))\nreturning id, version",
  parameters: ['id', 'versions'],
  owned: true,
}

/** sql/lists/deleteTasksOfList.sql */
export const deleteTasksOfList: Statement<{ list_id: number; list_version: number }, { task_id: number }> = {
  name: 'deleteTasksOfList',
  text: "with deleted as (\n  update tasks\n  set deleted_at = now(),\n      updated_at = now(),\n      version = version + 1\n  where user_id = $1\n    and list_id = $2\n    and deleted_at is null\n    and not exists (select from lists where lists.user_id = $1 and lists.id = $2 and lists.tasks_remain)\n  returning user_id, id\n)\ninsert into trash (user_id, task_id, list_version)\nselect user_id, id, $3\nfrom deleted\norder by id\nreturning task_id",
  parameters: ['list_id', 'list_version'],
  owned: true,
}

/** sql/lists/getList.sql */
export const getList: Statement<{ id: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'getList',
  text: "select lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version\nfrom lists\nwhere user_id = $1\n  and id = $2\n  and deleted_at is null",
  parameters: ['id'],
  owned: true,
  past: {
    name: 'getListAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true )\nselect lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version\nfrom lists\nwhere user_id = $1\n  and id = $3\n  and deleted_at is null",
    parameters: ['as_of_seq', 'id'],
    owned: true,
    customPlan: true,
  },
}

/** sql/lists/getListPlace.sql */
export const getListPlace: Statement<{ id: number }, { rank: string }> = {
  name: 'getListPlace',
  text: "select rank::text as rank\nfrom lists\nwhere user_id = $1\n  and id = $2\n  and deleted_at is null",
  parameters: ['id'],
  owned: true,
}

/** sql/lists/hideTasksOfList.sql */
export const hideTasksOfList: Statement<{ id: number; most: number }, { id: number }> = {
  name: 'hideTasksOfList',
  text: "update lists\nset tasks_remain = true,\n    trash_position = nextval('trash_id_seq')\nwhere user_id = $1\n  and id = $2\n  and exists (\n    select from tasks where tasks.user_id = $1 and tasks.list_id = $2 and tasks.deleted_at is null offset $3\n  )\nreturning id",
  parameters: ['id', 'most'],
  owned: true,
}

/** sql/lists/holdList.sql */
export const holdList: Statement<{ id: number }, { id: number }> = {
  name: 'holdList',
  text: "select id\nfrom lists\nwhere user_id = $1\n  and id = $2\n  and deleted_at is null\nfor share",
  parameters: ['id'],
  owned: true,
}

/** sql/lists/listLists.sql */
export const listLists: Statement<{ rank: string; after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; key: string }> = {
  name: 'listLists',
  text: "select lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version, lists.rank::text as key\nfrom lists\nwhere user_id = $1\n  and (rank, id) > ($2::text::bigint, $3)\n  and deleted_at is null\norder by rank, id\nlimit $4",
  parameters: ['rank', 'after', 'limit'],
  owned: true,
  past: {
    name: 'listListsAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true )\nselect lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version, lists.rank::text as key\nfrom lists\nwhere user_id = $1\n  and (rank, id) > ($3::text::bigint, $4)\n  and deleted_at is null\norder by rank, id\nlimit $5",
    parameters: ['as_of_seq', 'rank', 'after', 'limit'],
    owned: true,
    customPlan: true,
  },
}

/** sql/lists/moveList.sql */
export const moveList: Statement<{ low: string | null; high: string | null; first: boolean; id: number; versions: number[] | null }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'moveList',
  text: "update lists\nset rank = case when $2::text is not null then ($2::bigint + $3::text::bigint) / 2 when $4 then -next_rank() else next_rank() end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = $5\n  and deleted_at is null\n  and ($6::bigint[] is null or version = any ($6))\nreturning lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version",
  parameters: ['low', 'high', 'first', 'id', 'versions'],
  owned: true,
}

/** sql/lists/nextListPlace.sql */
export const nextListPlace: Statement<{ rank: string; id: number }, { rank: string }> = {
  name: 'nextListPlace',
  text: "select rank::text as rank\nfrom lists\nwhere user_id = $1\n  and rank > $2::text::bigint\n  and id <> $3\norder by lists.rank\nlimit 1",
  parameters: ['rank', 'id'],
  owned: true,
}

/** sql/lists/previousListPlace.sql */
export const previousListPlace: Statement<{ rank: string; id: number }, { rank: string }> = {
  name: 'previousListPlace',
  text: "select rank::text as rank\nfrom lists\nwhere user_id = $1\n  and rank < $2::text::bigint\n  and id <> $3\norder by lists.rank desc\nlimit 1",
  parameters: ['rank', 'id'],
  owned: true,
}

/** sql/lists/spreadLists.sql */
export const spreadLists: Statement<{ rank: string }, { rank: string }> = {
  name: 'spreadLists',
  text: "with ordered as materialized (\n  select id, rank as before, next_rank() as rank\n  from (select id, rank from lists where user_id = $1 order by rank) as lists\n), spread as (\n  update lists\n  set rank = ordered.rank\n  from ordered\n  where lists.user_id = $1\n    and lists.id = ordered.id\n)\nselect rank::text as rank\nfrom ordered\nwhere before = $2::text::bigint",
  parameters: ['rank'],
  owned: true,
}

/** sql/lists/updateList.sql */
export const updateList: Statement<{ name: string | null; has_color: boolean; color: string | null; id: number; versions: number[] | null }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'updateList',
  text: "update lists\nset name = coalesce($2, name),\n    color = case when $3 then $4 else color end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = $5\n  and deleted_at is null\n  and ($6::bigint[] is null or version = any ($6))\nreturning lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version",
  parameters: ['name', 'has_color', 'color', 'id', 'versions'],
  owned: true,
}

/** sql/mails/findRecipient.sql */
export const findRecipient: Statement<{ id: number }, { kind: 'password_reset' | 'password_changed' | 'email_verification' | 'email_change' | 'email_change_requested' | 'email_changed'; client: string | null; created_at: string; user_id: number; email: string; time_zone: string }> = {
  name: 'findRecipient',
  text: "select mails.kind, mails.client, mails.created_at, passwords.user_id, coalesce(mails.email, users.email) as email, users.time_zone\nfrom mails\njoin passwords on passwords.user_id = mails.user_id\njoin users on users.id = mails.user_id\nwhere mails.id = $1\n  and mails.created_at > now() - case when mails.kind in ('password_reset', 'email_verification', 'email_change') then interval '1 hour' else interval '1 day' end\n  and not (mails.kind = 'email_verification' and passwords.email_verified)\n  and (users.disabled_at is null or mails.kind not in ('password_reset', 'email_verification', 'email_change'))",
  parameters: ['id'],
}

/** sql/mails/keepEmailLink.sql */
export const keepEmailLink: Statement<{ user_id: number; mail_id: number; hash: Buffer; email: string; most: number }, { kept: boolean }> = {
  name: 'keepEmailLink',
  text: "select keep_email_link($1, $2, $3, $4, $5) as kept",
  parameters: ['user_id', 'mail_id', 'hash', 'email', 'most'],
}

/** sql/mails/keepResetLink.sql */
export const keepResetLink: Statement<{ user_id: number; mail_id: number; hash: Buffer; email: string; most: number }, { kept: boolean }> = {
  name: 'keepResetLink',
  text: "select keep_reset_link($1, $2, $3, $4, $5) as kept",
  parameters: ['user_id', 'mail_id', 'hash', 'email', 'most'],
}

/** sql/maintenance/beat.sql */
export const beat: Statement<Record<string, never>, { installation: string; now: number; written: number | null }> = {
  name: 'beat',
  text: "select\n  heartbeat.installation as installation,\n  clock.now::double precision as now,\n  case\n    when heartbeat_at.last_value not between clock.now - 100 and clock.now then setval('heartbeat_at', clock.now)\n  end as written\nfrom heartbeat\ncross join heartbeat_at\ncross join (select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now) as clock",
  parameters: [],
}

/** sql/maintenance/beginEventPlaces.sql */
export const beginEventPlaces: Statement<{ users: number[] }, { user_id: number }> = {
  name: 'beginEventPlaces',
  text: "insert into event_places (user_id)\nselect feeds.user_id\nfrom feeds\nwhere feeds.user_id = any ($1)\n  and not exists (select from event_places where event_places.user_id = feeds.user_id)\norder by feeds.user_id\non conflict do nothing\nreturning user_id",
  parameters: ['users'],
}

/** sql/maintenance/claimDeliveries.sql */
export const claimDeliveries: Statement<{ users: number[] | null; most: number; each: number }, { id: number; user_id: number; webhook_id: number; message_id: string; seq: number | null; body: string; tries: number; url: string; secret: string; previous_secret: string | null }> = {
  name: 'claimDeliveries',
  text: "with endpoint as (\n  update webhooks\n  set claimed_at = now()\n  where (user_id, id) in (\n    select webhooks.user_id, webhooks.id\n    from webhooks\n    cross join lateral (\n      select from webhook_deliveries as due\n      where due.user_id = webhooks.user_id and due.webhook_id = webhooks.id and due.state = 'queued' and due.next_at <= now()\n      limit 1\n    ) as due\n    where webhooks.enabled\n      and not exists (select from users where users.id = webhooks.user_id and users.disabled_at is not null)\n      and ($1::bigint[] is null or webhooks.user_id = any ($1::bigint[]))\n      and coalesce(webhooks.paused_until <= now(), true)\n    order by webhooks.claimed_at nulls first\n    limit $2\n    for update of webhooks skip locked\n  )\n  returning user_id, id, url, secret, failing_since, case when previous_secret_until > now() then previous_secret end as previous_secret\n), chosen as materialized (\n  select endpoint.*, due.id as delivery_id\n  from endpoint\n  cross join lateral (\n    select waiting.id\n    from (\n      select id, next_at, row_number() over (partition by type, entity_id, case when type is null then id end order by id) as turn\n      from webhook_deliveries\n      where user_id = endpoint.user_id and webhook_id = endpoint.id and state = 'queued'\n      order by id\n      limit 2000\n    ) as waiting\n    where waiting.turn = 1\n      and waiting.next_at <= now()\n    order by waiting.next_at, waiting.id\n    limit greatest(0, case when endpoint.failing_since is null then $3 else 1 end - (\n      select count(*)\n      from webhook_deliveries as sent\n      where sent.user_id = endpoint.user_id and sent.webhook_id = endpoint.id and sent.state = 'queued' and sent.leased_until > now()\n    ))\n  ) as due\n)\nupdate webhook_deliveries\nset next_at = now() + interval '1 minute',\n    leased_until = now() + interval '1 minute'\nfrom chosen\nwhere webhook_deliveries.user_id = chosen.user_id\n  and webhook_deliveries.webhook_id = chosen.id\n  and webhook_deliveries.id = chosen.delivery_id\nreturning webhook_deliveries.id, webhook_deliveries.user_id, webhook_deliveries.webhook_id, webhook_deliveries.message_id,\n  webhook_deliveries.seq, webhook_deliveries.body, jsonb_array_length(webhook_deliveries.attempts) as tries, chosen.url, chosen.secret,\n  chosen.previous_secret as previous_secret",
  parameters: ['users', 'most', 'each'],
}

/** sql/maintenance/claimEvents.sql */
export const claimEvents: Statement<{ users: number[]; each: number; most: number; most_bytes: number }, { user_id: number; seq: number | null; ordinal: number | null; time: string | null; microseconds: number | null; type: 'user' | 'list' | 'tag' | 'task' | 'occurrence' | null; entity_id: number | null; event: string | null; data: string | null; previous: string | null; missed: number }> = {
  name: 'claimEvents',
  text: "select user_id as user_id, seq as seq, ordinal as ordinal, instant(at) as time,\n  (extract(epoch from at) * 1000000)::bigint as microseconds, type as type, entity_id as entity_id, event as event,\n  data as data, previous as previous, missed as missed\nfrom claim_events($1::bigint[], $2, $3, $4::bigint)",
  parameters: ['users', 'each', 'most', 'most_bytes'],
}

/** sql/maintenance/claimMails.sql */
export const claimMails: Statement<{ most: number }, { id: number; tries: number }> = {
  name: 'claimMails',
  text: "update mails\nset tries = tries + 1,\n    next_at = now() + interval '1 minute'\nwhere id in (\n  select id\n  from mails\n  where next_at <= now() and user_id is not null\n  order by next_at, id\n  limit $1\n  for update skip locked\n)\nreturning id, tries",
  parameters: ['most'],
}

/** sql/maintenance/endEmptying.sql */
export const endEmptying: Statement<{ most: number }, { id: number }> = {
  name: 'endEmptying',
  text: "update users\nset trash_emptied_to = 0\nwhere id in (\n  select users.id\n  from users\n  where trash_emptied_to > 0\n    and not exists (select from trash where trash.user_id = users.id and trash.id <= users.trash_emptied_to)\n  limit $1\n)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/endHiding.sql */
export const endHiding: Statement<{ most: number }, { id: number }> = {
  name: 'endHiding',
  text: "update lists\nset tasks_remain = false\nwhere (user_id, id) in (\n  select user_id, id\n  from lists\n  where tasks_remain\n    and not exists (\n      select from tasks where tasks.user_id = lists.user_id and tasks.list_id = lists.id and tasks.deleted_at is null\n    )\n  limit $1\n  for update skip locked\n)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/findChangedFeeds.sql */
export const findChangedFeeds: Statement<{ users: number[]; seqs: number[] }, { user_id: number; seq: number | null }> = {
  name: 'findChangedFeeds',
  text: "select known.user_id as user_id, feeds.seq as seq\nfrom unnest($1::bigint[], $2::bigint[]) as known (user_id, seq)\nleft join feeds on feeds.user_id = known.user_id\nwhere feeds.seq is distinct from known.seq",
  parameters: ['users', 'seqs'],
}

/** sql/maintenance/findNextMail.sql */
export const findNextMail: Statement<Record<string, never>, { seconds: number | null }> = {
  name: 'findNextMail',
  text: "select extract(epoch from min(next_at) - now())::float8 as seconds\nfrom mails",
  parameters: [],
}

/** sql/maintenance/findQueueAges.sql */
export const findQueueAges: Statement<Record<string, never>, { mails: number; webhooks: number }> = {
  name: 'findQueueAges',
  text: "select\n  coalesce((select greatest(0, extract(epoch from now() - min(created_at))) from mails where user_id is not null), 0)::float8 as mails,\n  coalesce(max(extract(epoch from now() - due.next_at)), 0)::float8 as webhooks\nfrom (\n  select user_id, id\n  from webhooks\n  where enabled\n    and coalesce(paused_until <= now(), true)\n    and not exists (select from users where users.id = webhooks.user_id and users.disabled_at is not null)\n  order by claimed_at nulls first\n  limit 1000\n) as endpoint\ncross join lateral (\n  select next_at\n  from webhook_deliveries\n  where user_id = endpoint.user_id and webhook_id = endpoint.id and state = 'queued' and next_at <= now()\n  order by next_at\n  limit 1\n) as due",
  parameters: [],
}

/** sql/maintenance/findUnpublished.sql */
export const findUnpublished: Statement<{ after: number; most: number }, { last: number | null; users: number[] }> = {
  name: 'findUnpublished',
  text: "select max(looked.user_id) as last,\n  coalesce(array_agg(looked.user_id) filter (where looked.seq > coalesce(event_places.seq, 0)\n    or looked.seq = event_places.seq and event_places.ordinal < 2147483647), '{}') as users\nfrom (select user_id, seq from feeds where user_id > $1 order by user_id limit $2) as looked\nleft join event_places on event_places.user_id = looked.user_id",
  parameters: ['after', 'most'],
}

/** sql/maintenance/hasEndpoints.sql */
export const hasEndpoints: Statement<Record<string, never>, { any: boolean }> = {
  name: 'hasEndpoints',
  text: "select exists (select from webhooks where enabled) as any",
  parameters: [],
}

/** sql/maintenance/mergeTagCounts.sql */
export const mergeTagCounts: Statement<{ most: number }, { user_id: number }> = {
  name: 'mergeTagCounts',
  text: "with alone as materialized (\n  select pg_try_advisory_xact_lock(hashtext('merge tag counts')) as held\n), fresh as materialized (\n  select tag_counts.tableoid as part, tag_counts.ctid as place, user_id, name_key, list_id\n  from tag_counts\n  where not merged\n    and (select held from alone)\n  order by user_id, name_key, list_id\n  limit $1\n), taken as (\n  delete from tag_counts\n  where ctid = any (array(select place from fresh))\n    and (tableoid, ctid) in (select part, place from fresh)\n  returning user_id, name_key, list_id, tasks, open\n), earlier as (\n  delete from tag_counts\n  using (select distinct user_id, name_key, list_id from fresh) as touched\n  where tag_counts.user_id = touched.user_id\n    and tag_counts.name_key = touched.name_key\n    and tag_counts.merged\n    and tag_counts.list_id is not distinct from touched.list_id\n  returning tag_counts.user_id, tag_counts.name_key, tag_counts.list_id, tag_counts.tasks, tag_counts.open\n), merged as (\n  insert into tag_counts (user_id, name_key, list_id, tasks, open, merged)\n  select user_id, name_key, list_id, sum(tasks), sum(open), true\n  from (select * from taken union all select * from earlier) as counts\n  group by user_id, name_key, list_id\n  having sum(tasks) <> 0 or sum(open) <> 0\n)\nselect user_id\nfrom fresh",
  parameters: ['most'],
}

/** sql/maintenance/postponeMail.sql */
export const postponeMail: Statement<{ seconds: number; id: number }, { id: number }> = {
  name: 'postponeMail',
  text: "update mails\nset next_at = now() + make_interval(secs => $1)\nwhere id = $2\nreturning id",
  parameters: ['seconds', 'id'],
}

/** sql/maintenance/queueChanges.sql */
export const queueChanges: Statement<{ users: number[] | null; most: number }, { queued: boolean }> = {
  name: 'queueChanges',
  text: "select queue_changes($1::bigint[], $2) as queued",
  parameters: ['users', 'most'],
}

/** sql/maintenance/removeMail.sql */
export const removeMail: Statement<{ id: number }, { id: number }> = {
  name: 'removeMail',
  text: "delete from mails\nwhere id = $1\nreturning id",
  parameters: ['id'],
}

/** sql/maintenance/removeMailsForNobody.sql */
export const removeMailsForNobody: Statement<{ most: number }, { id: number }> = {
  name: 'removeMailsForNobody',
  text: "delete from mails\nwhere id = any (array(select id from mails where user_id is null limit $1 for update skip locked))\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/settleDelivery.sql */
export const settleDelivery: Statement<{ attempt: unknown; state: 'queued' | 'delivered' | 'failed'; retry_seconds: number; user_id: number; webhook_id: number; id: number; pause_seconds: number; gone: boolean }, { enabled: boolean; disabled_reason: 'gone' | 'failing' | null }> = {
  name: 'settleDelivery',
  text: "with settled as (\n  update webhook_deliveries\n  set attempts = attempts::jsonb || $1::jsonb,\n      state = $2::delivery_state,\n      next_at = now() + make_interval(secs => $3),\n      leased_until = null\n  where user_id = $4\n    and webhook_id = $5\n    and id = $6\n)\nupdate webhooks\nset failing_since = case when $2::delivery_state = 'delivered' then null else coalesce(failing_since, now()) end,\n    paused_until = case when $2::delivery_state <> 'delivered' then\n      now() + greatest(make_interval(secs => $7), least((now() - coalesce(failing_since, now())) / 10, interval '1 minute'))\n    end,\n    enabled = enabled and not ($8 or $2::delivery_state <> 'delivered' and coalesce(failing_since < now() - interval '5 days', false)),\n    disabled_reason = case\n      when $8 then 'gone'::webhook_disabled_reason\n      when enabled and $2::delivery_state <> 'delivered' and failing_since < now() - interval '5 days' then 'failing'\n      else disabled_reason\n    end\nwhere user_id = $4\n  and id = $5\nreturning enabled, disabled_reason",
  parameters: ['attempt', 'state', 'retry_seconds', 'user_id', 'webhook_id', 'id', 'pause_seconds', 'gone'],
}

/** sql/maintenance/settleEvents.sql */
export const settleEvents: Statement<{ users: number[]; seqs: number[]; ordinals: number[] }, { user_id: number }> = {
  name: 'settleEvents',
  text: "update event_places\nset seq = published.seq,\n    ordinal = published.ordinal::integer\nfrom unnest($1::bigint[], $2::bigint[], $3::bigint[]) as published (user_id, seq, ordinal)\nwhere event_places.user_id = published.user_id\nreturning event_places.user_id",
  parameters: ['users', 'seqs', 'ordinals'],
}

/** sql/maintenance/sweepChanges.sql */
export const sweepChanges: Statement<{ kept_days: number; most: number }, { seq: number }> = {
  name: 'sweepChanges',
  text: "delete from changes\nwhere (user_id, seq, ordinal) in (\n  select user_id, seq, ordinal\n  from changes\n  where at < now() - make_interval(days => $1)\n  order by at, user_id, seq, ordinal\n  limit $2\n)\nreturning seq",
  parameters: ['kept_days', 'most'],
}

/** sql/maintenance/sweepChangesOfDeletedUsers.sql */
export const sweepChangesOfDeletedUsers: Statement<{ most: number }, { seq: number }> = {
  name: 'sweepChangesOfDeletedUsers',
  text: "delete from changes\nwhere (user_id, seq, ordinal) in (\n  select user_id, seq, ordinal\n  from changes\n  where user_id = any (array(select id from users where deleted_at is not null))\n  limit $1\n)\nreturning seq",
  parameters: ['most'],
}

/** sql/maintenance/sweepDeliveries.sql */
export const sweepDeliveries: Statement<{ most: number }, { id: number }> = {
  name: 'sweepDeliveries',
  text: "with old as materialized (\n  select tableoid as part, ctid as place\n  from webhook_deliveries\n  where created_at < now() - interval '30 days'\n  order by created_at\n  limit $1\n)\ndelete from webhook_deliveries\nwhere ctid = any (array(select place from old))\n  and (tableoid, ctid) in (select part, place from old)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepDeliveriesOfDeletedUsers.sql */
export const sweepDeliveriesOfDeletedUsers: Statement<{ most: number }, { id: number }> = {
  name: 'sweepDeliveriesOfDeletedUsers',
  text: "with old as materialized (\n  select tableoid as part, ctid as place\n  from webhook_deliveries\n  where user_id = any (array(select id from users where deleted_at is not null))\n  limit $1\n)\ndelete from webhook_deliveries\nwhere ctid = any (array(select place from old))\n  and (tableoid, ctid) in (select part, place from old)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepEmailLinks.sql */
export const sweepEmailLinks: Statement<{ most: number }, { user_id: number }> = {
  name: 'sweepEmailLinks',
  text: "delete from email_links\nwhere hash in (select hash from email_links where created_at < now() - interval '1 hour' limit $1 for update skip locked)\nreturning user_id",
  parameters: ['most'],
}

/** sql/maintenance/sweepEmptiedTrash.sql */
export const sweepEmptiedTrash: Statement<{ most: number }, { id: number }> = {
  name: 'sweepEmptiedTrash',
  text: "with emptied as (\n  select trash.user_id, trash.task_id\n  from users\n  join trash on trash.user_id = users.id and trash.id <= users.trash_emptied_to\n  where users.trash_emptied_to > 0\n  limit $1\n  for update of trash skip locked\n)\ndelete from tasks\nusing emptied\nwhere tasks.user_id = emptied.user_id\n  and tasks.id = emptied.task_id\nreturning tasks.id",
  parameters: ['most'],
}

/** sql/maintenance/sweepIdempotencyKeys.sql */
export const sweepIdempotencyKeys: Statement<{ most: number }, { status: number }> = {
  name: 'sweepIdempotencyKeys',
  text: "delete from idempotency_keys\nwhere (tableoid, ctid) in (\n  select tableoid, ctid from idempotency_keys where created_at < now() - interval '24 hours' limit $1 for update skip locked\n)\nreturning status",
  parameters: ['most'],
}

/** sql/maintenance/sweepKeysOfDeletedUsers.sql */
export const sweepKeysOfDeletedUsers: Statement<{ most: number }, { status: number }> = {
  name: 'sweepKeysOfDeletedUsers',
  text: "delete from idempotency_keys\nwhere (tableoid, ctid) in (\n  select tableoid, ctid\n  from idempotency_keys\n  where user_id = any (array(select id from users where deleted_at is not null))\n  limit $1\n  for update skip locked\n)\nreturning status",
  parameters: ['most'],
}

/** sql/maintenance/sweepLists.sql */
export const sweepLists: Statement<{ most: number }, { id: number }> = {
  name: 'sweepLists',
  text: "delete from lists\nwhere (user_id, id) in (\n  select user_id, id\n  from lists\n  where deleted_at < now() - interval '30 days'\n    and not tasks_remain\n    and not exists (select from tasks where tasks.user_id = lists.user_id and tasks.list_id = lists.id)\n  limit $1\n  for update skip locked\n)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepListsOfDeletedUsers.sql */
export const sweepListsOfDeletedUsers: Statement<{ most: number }, { id: number }> = {
  name: 'sweepListsOfDeletedUsers',
  text: "delete from lists\nwhere (user_id, id) in (\n  select user_id, id\n  from lists\n  where user_id = any (array(select id from users where deleted_at is not null))\n  limit $1\n  for update skip locked\n)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepLongFeeds.sql */
export const sweepLongFeeds: Statement<{ most: number }, { seq: number }> = {
  name: 'sweepLongFeeds',
  text: "delete from changes\nwhere (user_id, seq, ordinal) in (\n  select feeds.user_id, old.seq, old.ordinal\n  from feeds\n  cross join lateral (\n    select seq, ordinal\n    from changes\n    where changes.user_id = feeds.user_id\n      and changes.seq <= feeds.seq - 200000\n    order by changes.seq, changes.ordinal\n    limit $1\n  ) as old\n  where feeds.seq > 200000\n  limit $1\n)\nreturning seq",
  parameters: ['most'],
}

/** sql/maintenance/sweepLongQueues.sql */
export const sweepLongQueues: Statement<{ most: number }, { id: number }> = {
  name: 'sweepLongQueues',
  text: "delete from webhook_deliveries\nwhere (user_id, webhook_id, id) in (\n  select webhooks.user_id, webhooks.id, old.id\n  from webhooks\n  cross join lateral (\n    select webhook_deliveries.id\n    from webhook_deliveries\n    where webhook_deliveries.user_id = webhooks.user_id\n      and webhook_deliveries.webhook_id = webhooks.id\n      and webhook_deliveries.state <> 'queued'\n    order by webhook_deliveries.id desc\n    offset 10000\n    limit $1\n  ) as old\n  limit $1\n)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepMails.sql */
export const sweepMails: Statement<{ most: number }, { id: number }> = {
  name: 'sweepMails',
  text: "delete from mails\nwhere id = any (array(\n  select id from mails where created_at < now() - interval '1 day'\n  union\n  (select id from mails order by id desc offset 10000)\n  limit $1\n))\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepRateLimits.sql */
export const sweepRateLimits: Statement<{ most: number }, { key: string }> = {
  name: 'sweepRateLimits',
  text: "delete from rate_limits\nwhere key in (select key from rate_limits where ends_at < now() limit $1 for update skip locked)\nreturning key",
  parameters: ['most'],
}

/** sql/maintenance/sweepResetLinks.sql */
export const sweepResetLinks: Statement<{ most: number }, { user_id: number }> = {
  name: 'sweepResetLinks',
  text: "delete from reset_links\nwhere hash in (select hash from reset_links where created_at < now() - interval '1 hour' limit $1 for update skip locked)\nreturning user_id",
  parameters: ['most'],
}

/** sql/maintenance/sweepSessions.sql */
export const sweepSessions: Statement<{ most: number }, { id: string }> = {
  name: 'sweepSessions',
  text: "delete from sessions\nwhere id in (select id from sessions where expires_at < now() limit $1 for update skip locked)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepStreamTickets.sql */
export const sweepStreamTickets: Statement<{ most: number }, { id: string }> = {
  name: 'sweepStreamTickets',
  text: "delete from stream_tickets\nwhere (tableoid, ctid) in (select tableoid, ctid from stream_tickets where expires_at < now() limit $1 for update skip locked)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepTagCountsOfDeletedUsers.sql */
export const sweepTagCountsOfDeletedUsers: Statement<{ most: number }, { user_id: number }> = {
  name: 'sweepTagCountsOfDeletedUsers',
  text: "delete from tag_counts\nwhere (tableoid, ctid) in (\n  select tableoid, ctid\n  from tag_counts\n  where user_id = any (array(select id from users where deleted_at is not null))\n  limit $1\n)\nreturning user_id",
  parameters: ['most'],
}

/** sql/maintenance/sweepTagsOfDeletedUsers.sql */
export const sweepTagsOfDeletedUsers: Statement<{ most: number }, { id: number }> = {
  name: 'sweepTagsOfDeletedUsers',
  text: "delete from tags\nwhere (user_id, id) in (\n  select user_id, id\n  from tags\n  where user_id = any (array(select id from users where deleted_at is not null))\n  limit $1\n)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepTasksOfDeletedUsers.sql */
export const sweepTasksOfDeletedUsers: Statement<{ most: number }, { id: number }> = {
  name: 'sweepTasksOfDeletedUsers',
  text: "delete from tasks\nwhere (user_id, id) in (\n  select user_id, id\n  from tasks\n  where user_id = any (array(select id from users where deleted_at is not null))\n  limit $1\n  for update skip locked\n)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepTasksOfLists.sql */
export const sweepTasksOfLists: Statement<{ most: number }, { id: number }> = {
  name: 'sweepTasksOfLists',
  text: "delete from tasks\nwhere (user_id, id) in (\n  select tasks.user_id, tasks.id\n  from lists\n  join tasks on tasks.user_id = lists.user_id and tasks.list_id = lists.id\n  where lists.tasks_remain\n    and lists.deleted_at < now() - interval '30 days'\n    and tasks.deleted_at is null\n  limit $1\n  for update of tasks skip locked\n)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepTokens.sql */
export const sweepTokens: Statement<{ most: number }, { id: number }> = {
  name: 'sweepTokens',
  text: "delete from personal_tokens\nwhere (user_id, id) in (select user_id, id from personal_tokens where expires_at < now() limit $1 for update skip locked)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepTrash.sql */
export const sweepTrash: Statement<{ most: number }, { id: number }> = {
  name: 'sweepTrash',
  text: "delete from tasks\nwhere (user_id, id) in (\n  select user_id, task_id from trash where deleted_at < now() - interval '30 days' limit $1 for update skip locked\n)\nreturning id",
  parameters: ['most'],
}

/** sql/maintenance/sweepUsers.sql */
export const sweepUsers: Statement<{ most: number }, { id: number }> = {
  name: 'sweepUsers',
  text: "delete from users\nwhere id in (\n  select users.id\n  from users\n  where deleted_at is not null\n    and not exists (select from tasks where tasks.user_id = users.id)\n    and not exists (select from lists where lists.user_id = users.id)\n    and not exists (select from tags where tags.user_id = users.id)\n    and not exists (select from tag_counts where tag_counts.user_id = users.id)\n    and not exists (select from changes where changes.user_id = users.id)\n    and not exists (select from idempotency_keys where idempotency_keys.user_id = users.id)\n  limit $1\n)\nreturning id",
  parameters: ['most'],
}

/** sql/occurrences/getSchedule.sql */
export const getSchedule: Statement<{ id: number }, { due: NonNullable<components['schemas']['Due']> | null; completed: boolean; recurrence: NonNullable<components['schemas']['Recurrence']> | null; recurs_from: NonNullable<components['schemas']['Due']> | null; recurs_at: NonNullable<components['schemas']['Due']> | null; recurs_number: number | null; time_zone: string }> = {
  name: 'getSchedule',
  text: "select tasks.due, tasks.completed, tasks.recurrence, tasks.recurs_from, tasks.recurs_at, tasks.recurs_number, users.time_zone\nfrom tasks\njoin users on users.id = tasks.user_id\nwhere tasks.user_id = $1\n  and tasks.id = $2\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))",
  parameters: ['id'],
  owned: true,
}

/** sql/occurrences/keepOccurrence.sql */
export const keepOccurrence: Statement<{ task_id: number; outcome: 'completed' | 'skipped' }, { id: number; task_id: number; due: NonNullable<components['schemas']['Due']>; outcome: 'completed' | 'skipped'; completed_at: string }> = {
  name: 'keepOccurrence',
  text: "with oldest as (\n  delete from occurrences\n  where user_id = $1\n    and task_id = $2\n    and id <= (\n      select kept.id\n      from occurrences as kept\n      where kept.user_id = $1\n        and kept.task_id = $2\n      order by kept.id desc\n      offset greatest(coalesce(quota('occurrences'), 1000) - 1, 0)\n      limit 1\n    )\n)\ninsert into occurrences (user_id, task_id, due, outcome, recurs_from, recurs_at, recurs_number)\nselect user_id, id, due, $3, recurs_from, recurs_at, recurs_number\nfrom tasks\nwhere user_id = $1\n  and id = $2\nreturning occurrences.id, occurrences.task_id, occurrences.due, occurrences.outcome, occurrences.completed_at",
  parameters: ['task_id', 'outcome'],
  owned: true,
}

/** sql/occurrences/listOccurrences.sql */
export const listOccurrences: Statement<{ task_id: number; after: number; from: string; to: string; limit: number }, { id: number; task_id: number; due: NonNullable<components['schemas']['Due']>; outcome: 'completed' | 'skipped'; completed_at: string }> = {
  name: 'listOccurrences',
  text: "select occurrences.id, occurrences.task_id, occurrences.due, occurrences.outcome, occurrences.completed_at\nfrom occurrences\nwhere user_id = $1\n  and task_id = $2\n  and id > $3\n  and left(coalesce(due ->> 'date', due ->> 'date_time'), 10) between $4 and $5\norder by id\nlimit $6",
  parameters: ['task_id', 'after', 'from', 'to', 'limit'],
  owned: true,
}

/** sql/occurrences/undoOccurrence.sql */
export const undoOccurrence: Statement<{ task_id: number; number: number }, { due: NonNullable<components['schemas']['Due']>; recurs_from: NonNullable<components['schemas']['Due']>; recurs_at: NonNullable<components['schemas']['Due']>; recurs_number: number }> = {
  name: 'undoOccurrence',
  text: "delete from occurrences\nwhere user_id = $1\n  and task_id = $2\n  and recurs_number = $3\n  and id = (select max(last.id) from occurrences as last where last.user_id = $1 and last.task_id = $2)\nreturning due, recurs_from, recurs_at, recurs_number",
  parameters: ['task_id', 'number'],
  owned: true,
}

/** sql/operator/addResetLink.sql */
export const addResetLink: Statement<{ hash: Buffer }, { user_id: number }> = {
  name: 'addResetLink',
  text: "insert into reset_links (hash, user_id, mail_id)\nselect $2, passwords.user_id, 0\nfrom passwords\nwhere passwords.user_id = $1\nreturning user_id",
  parameters: ['hash'],
  owned: true,
}

/** sql/operator/disableAccount.sql */
export const disableAccount: Statement<Record<string, never>, { id: number }> = {
  name: 'disableAccount',
  text: "update users\nset disabled_at = now(),\n    operator_acts = operator_acts + 1\nwhere id = $1\n  and disabled_at is null\nreturning id",
  parameters: [],
  owned: true,
}

/** sql/operator/enableAccount.sql */
export const enableAccount: Statement<Record<string, never>, { id: number }> = {
  name: 'enableAccount',
  text: "update users\nset disabled_at = null,\n    operator_acts = operator_acts + 1\nwhere id = $1\n  and disabled_at is not null\nreturning id",
  parameters: [],
  owned: true,
}

/** sql/operator/endAllSessions.sql */
export const endAllSessions: Statement<Record<string, never>, { count: number }> = {
  name: 'endAllSessions',
  text: "with ended as (\n  delete from sessions\n  where user_id = $1\n  returning expires_at > now() as active\n), act as (\n  update users\n  set operator_acts = operator_acts + 1\n  where id = $1\n    and exists (select from ended)\n)\nselect count(*) as count\nfrom ended\nwhere active",
  parameters: [],
  owned: true,
}

/** sql/operator/getUsage.sql */
export const getUsage: Statement<Record<string, never>, { tasks: number; lists: number; tags: number; bytes: number; sessions: number; tokens: number; webhooks: number }> = {
  name: 'getUsage',
  text: "select quota_usage.tasks, quota_usage.lists, quota_usage.tags, quota_usage.bytes,\n  (select count(*) from sessions where sessions.user_id = $1 and sessions.expires_at > now()) as sessions,\n  (select count(*) from personal_tokens where personal_tokens.user_id = $1 and personal_tokens.expires_at > now()) as tokens,\n  (select count(*) from webhooks where webhooks.user_id = $1) as webhooks\nfrom quota_usage\nwhere quota_usage.user_id = $1",
  parameters: [],
  owned: true,
}

/** sql/operator/noteAct.sql */
export const noteAct: Statement<Record<string, never>, { id: number }> = {
  name: 'noteAct',
  text: "update users\nset operator_acts = operator_acts + 1\nwhere id = $1\nreturning id",
  parameters: [],
  owned: true,
}

/** sql/operator/revokeTokenOf.sql */
export const revokeTokenOf: Statement<{ id: number }, { id: number }> = {
  name: 'revokeTokenOf',
  text: "with revoked as (\n  delete from personal_tokens\n  where user_id = $1\n    and id = $2\n    and expires_at > now()\n  returning user_id\n)\nupdate users\nset operator_acts = operator_acts + 1\nwhere id = $1\n  and exists (select from revoked)\nreturning id",
  parameters: ['id'],
  owned: true,
}

/** sql/safety/examineServer.sql */
export const examineServer: Statement<Record<string, never>, { version: string; version_number: number; now: number; is_replica: boolean; is_privileged: boolean; statement_timeout: string; lock_timeout: string; idle_in_transaction_session_timeout: string; connections: number; max_connections: number; replicas: number; replica_lag: number | null; hidden_replicas: number; archives: boolean; archived_ago: number | null; archive_fails: boolean }> = {
  name: 'examineServer',
  text: "select\n  current_setting('server_version') as version,\n  current_setting('server_version_num')::integer as version_number,\n  extract(epoch from clock_timestamp())::float8 as now,\n  pg_is_in_recovery() as is_replica,\n  (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as is_privileged,\n  current_setting('statement_timeout') as statement_timeout,\n  current_setting('lock_timeout') as lock_timeout,\n  current_setting('idle_in_transaction_session_timeout') as idle_in_transaction_session_timeout,\n  (select sum(numbackends)::integer from pg_stat_database) as connections,\n  current_setting('max_connections')::integer as max_connections,\n  (select count(*)::integer from pg_stat_replication) as replicas,\n  (select extract(epoch from max(replay_lag))::float8 from pg_stat_replication) as replica_lag,\n  (select count(*)::integer from pg_stat_replication where state is null) as hidden_replicas,\n  current_setting('archive_mode') <> 'off' as archives,\n  (select extract(epoch from now() - last_archived_time)::float8 from pg_stat_archiver) as archived_ago,\n  (select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) from pg_stat_archiver) as archive_fails",
  parameters: [],
}

/** sql/safety/findFaults.sql */
export const findFaults: Statement<Record<string, never>, { fault: string }> = {
  name: 'findFaults',
  text: "select format('the role %s is a superuser, bypasses row-level security, makes roles or can log in', rolname) as fault\nfrom pg_roles\nwhere rolname like 'taskpact\\_%' and rolname <> 'taskpact_backup' and (rolsuper or rolbypassrls or rolcreaterole or rolcanlogin)\nunion all\nselect format('the role %s is a superuser, makes roles or can log in', rolname)\nfrom pg_roles\nwhere rolname = 'taskpact_backup' and (rolsuper or rolcreaterole or rolcanlogin)\nunion all\nselect format('the role %s is a member of %s', member::regrole, roleid::regrole)\nfrom pg_auth_members\nwhere member::regrole::text like 'taskpact\\_%'\n  and not (member::regrole::text = 'taskpact_backup' and roleid::regrole::text = 'pg_read_all_data')\nunion all\nselect format('the role %s does not exist', wanted)\nfrom unnest(array['taskpact_runtime', 'taskpact_authentication', 'taskpact_maintenance', 'taskpact_finder', 'taskpact_recorder']) as wanted\nwhere not exists (select from pg_roles where rolname = wanted)\nunion all\nselect format('%s owns %s', relowner::regrole, relname)\nfrom pg_class\nwhere relowner::regrole::text like 'taskpact\\_%' and relnamespace = 'public'::regnamespace\nunion all\nselect format('row-level security is not forced on %s', relname)\nfrom pg_class\nwhere relnamespace = 'public'::regnamespace and relkind in ('r', 'p')\n  and relname not in ('schema_migrations', 'rate_limits', 'heartbeat')\n  and not (relrowsecurity and relforcerowsecurity)\nunion all\nselect format('%s has a policy that does not ask for the caller', polrelid::regclass)\nfrom pg_policy\ncross join lateral (values (pg_get_expr(polqual, polrelid)), (pg_get_expr(polwithcheck, polrelid))) as condition (expression)\nwhere exists (select from unnest(polroles) as role where role in (0, to_regrole('taskpact_runtime')))\n  and regexp_replace(expression, '\\s+', '', 'g') !~ '^(\\((user_)?id=(caller_id\\(\\)|\\(SELECTcaller_id\\(\\)(AS\\w+)?\\))\\)|\\(\\((user_)?id=(caller_id\\(\\)|\\(SELECTcaller_id\\(\\)(AS\\w+)?\\))\\)AND.*\\))$'\nunion all\nselect format('the role %s may truncate, reference or add triggers to %s', rolname, pg_class.oid::regclass)\nfrom pg_roles\ncross join pg_class\nwhere rolname like 'taskpact\\_%' and not rolsuper\n  and relnamespace = 'public'::regnamespace and relkind in ('r', 'p')\n  and has_table_privilege(pg_roles.oid, pg_class.oid, 'truncate, references, trigger')\nunion all\nselect format('the role %s may change %s', reader, oid::regclass)\nfrom pg_class, unnest(array[to_regrole('taskpact_finder'), to_regrole('taskpact_backup')]) as reader\nwhere relnamespace = 'public'::regnamespace and relkind in ('r', 'p')\n  and has_table_privilege(reader, oid, 'insert, update, delete, truncate')\nunion all\nselect distinct format('the role %s may read or change %s', grantee::regrole, pg_class.oid::regclass)\nfrom pg_class, aclexplode(relacl)\nwhere relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname not in ('feeds', 'changes', 'webhook_deliveries')\n  and grantee = to_regrole('taskpact_recorder')\nunion all\nselect distinct format('the role %s may change %s', grantee::regrole, pg_class.oid::regclass)\nfrom pg_class, aclexplode(relacl)\nwhere relnamespace = 'public'::regnamespace and relname in ('feeds', 'changes')\n  and grantee in (to_regrole('taskpact_runtime'), to_regrole('taskpact_authentication')) and privilege_type <> 'SELECT'\nunion all\nselect format('the function %s is run as %s', oid::regprocedure, proowner::regrole)\nfrom pg_proc\nwhere pronamespace = 'public'::regnamespace and prosecdef\n  and (proowner = to_regrole('taskpact_finder') or proowner = to_regrole('taskpact_recorder')) is not true",
  parameters: [],
}

/** sql/safety/listFacts.sql */
export const listFacts: Statement<Record<string, never>, { fact: string }> = {
  name: 'listFacts',
  text: "with tables as (\n  select oid, relname, relkind, relacl from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S')\n), roles as (\n  select oid, rolname from pg_roles where rolname like 'taskpact\\_%' and rolname <> 'taskpact_backup'\n)\nselect format('create role %I nologin', rolname) as fact\nfrom roles\nunion all\nselect format('grant %I to current_user', rolname)\nfrom roles\nwhere pg_has_role(oid, 'member')\nunion all\nselect format('grant usage on schema public to %I', rolname)\nfrom roles\nwhere has_schema_privilege(oid, 'public', 'usage')\nunion all\nselect format('alter function %s owner to %I', pg_proc.oid::regprocedure, rolname)\nfrom pg_proc join roles on roles.oid = proowner\nwhere pronamespace = 'public'::regnamespace\nunion all\nselect format('grant %s on function %s to %I', lower(privilege_type), pg_proc.oid::regprocedure, rolname)\nfrom pg_proc, aclexplode(proacl) join roles on roles.oid = grantee\nwhere pronamespace = 'public'::regnamespace and grantee <> proowner\nunion all\nselect format('grant %s on %I to %I', lower(privilege_type), relname, rolname)\nfrom tables, aclexplode(relacl) join roles on roles.oid = grantee\nunion all\nselect format('grant %s (%I) on %I to %I', lower(privilege_type), attname, relname, rolname)\nfrom tables join pg_attribute on attrelid = tables.oid, aclexplode(attacl) join roles on roles.oid = grantee\nunion all\nselect format('function %s', pg_proc.oid::regprocedure)\nfrom pg_proc\nwhere pronamespace = 'public'::regnamespace\nunion all\nselect format('column %s.%s %s', relname, attname, format_type(atttypid, atttypmod))\nfrom tables join pg_attribute on attrelid = tables.oid\nwhere relkind <> 'S' and attnum > 0 and not attisdropped\nunion all\nselect format('constraint %s on %s', conname, relname)\nfrom tables join pg_constraint on conrelid = tables.oid\nwhere contype <> 'n'\nunion all\nselect format('index %s on %s', indexrelid::regclass, relname)\nfrom tables join pg_index on indrelid = tables.oid\nwhere indisvalid\nunion all\nselect format('trigger %s on %s', tgname, relname)\nfrom tables join pg_trigger on tgrelid = tables.oid\nwhere not tgisinternal and tgenabled in ('O', 'A')",
  parameters: [],
}

/** sql/safety/listGuards.sql */
export const listGuards: Statement<Record<string, never>, { guard: string; definition: string }> = {
  name: 'listGuards',
  text: "select format('the policy %s on %s', polname, polrelid::regclass) as guard,\n  regexp_replace(concat_ws(' ',\n    case when polpermissive then 'permissive' else 'restrictive' end,\n    'for ' || polcmd::text,\n    'to ' || (select string_agg(coalesce(rolname, 'public'), ', ' order by rolname) from unnest(polroles) as role left join pg_roles on pg_roles.oid = role),\n    'using ' || pg_get_expr(polqual, polrelid),\n    'with check ' || pg_get_expr(polwithcheck, polrelid)), '\\s+', ' ', 'g') as definition\nfrom pg_policy\njoin pg_class on pg_class.oid = polrelid\nwhere relnamespace = 'public'::regnamespace\n  and exists (select from unnest(polroles) as role left join pg_roles on pg_roles.oid = role where role = 0 or rolname like 'taskpact\\_%')\n  and current_setting('server_version_num')::integer < 190000\nunion all\nselect format('the function %s', pg_proc.oid::regprocedure), regexp_replace(pg_get_functiondef(pg_proc.oid), '\\s+', ' ', 'g')\nfrom pg_proc\nwhere pronamespace = 'public'::regnamespace\n  and (prosecdef or proname = 'caller_id')\n  and current_setting('server_version_num')::integer < 190000\norder by 1",
  parameters: [],
}

/** sql/sessions/changePassword.sql */
export const changePassword: Statement<{ client: string | null; hash: string }, { user_id: number }> = {
  name: 'changePassword',
  text: "with notice as (\n  insert into mails (user_id, kind, client)\n  values ($1::bigint, 'password_changed', $2)\n), link as (\n  delete from reset_links\n  where user_id = $1\n), email_link as (\n  delete from email_links\n  where user_id = $1\n), mail as (\n  delete from mails\n  where user_id = $1\n    and kind not in ('email_change_requested', 'email_changed')\n)\nupdate passwords\nset hash = $3\nwhere user_id = $1\nreturning user_id",
  parameters: ['client', 'hash'],
  owned: true,
}

/** sql/sessions/confirmEmail.sql */
export const confirmEmail: Statement<{ user_id: number; link_hash: Buffer }, { user_id: number }> = {
  name: 'confirmEmail',
  text: "with link as (\n  delete from email_links\n  where user_id = $1\n    and kind = 'email_verification'\n  returning hash\n), mail as (\n  delete from mails\n  where user_id = $1\n    and kind = 'email_verification'\n)\nupdate passwords\nset email_verified = true\nwhere user_id = $1\n  and exists (select from link where link.hash = $2)\nreturning user_id",
  parameters: ['user_id', 'link_hash'],
}

/** sql/sessions/confirmEmailChange.sql */
export const confirmEmailChange: Statement<{ user_id: number; email_key: string; link_hash: Buffer; client: string | null; email: string }, { id: number }> = {
  name: 'confirmEmailChange',
  text: "with link as (\n  delete from email_links\n  where user_id = $1\n  returning hash, replaced\n), changed as (\n  update passwords\n  set email_key = $2, email_verified = true\n  where user_id = $1\n    and exists (select from link where link.hash = $3 and not link.replaced)\n  returning user_id\n), reset as (\n  delete from reset_links\n  using changed\n  where reset_links.user_id = changed.user_id\n), mail as (\n  delete from mails\n  using changed\n  where mails.user_id = changed.user_id\n    and mails.kind in ('password_reset', 'email_verification', 'email_change')\n), notice as (\n  insert into mails (user_id, kind, email, client)\n  select users.id, 'email_changed', users.email, $4\n  from users\n  join changed on changed.user_id = users.id\n)\nupdate users\nset email = $5\nfrom changed\nwhere users.id = changed.user_id\nreturning users.id",
  parameters: ['user_id', 'email_key', 'link_hash', 'client', 'email'],
}

/** sql/sessions/endOldestSessions.sql */
export const endOldestSessions: Statement<{ user_id: number; most: number }, { id: string }> = {
  name: 'endOldestSessions',
  text: "delete from sessions\nwhere user_id = $1\n  and id in (\n    select id\n    from sessions\n    where user_id = $1\n    order by expires_at desc, id\n    offset $2\n  )\nreturning id",
  parameters: ['user_id', 'most'],
}

/** sql/sessions/endOtherSessions.sql */
export const endOtherSessions: Statement<{ session_id: string | null }, { count: number }> = {
  name: 'endOtherSessions',
  text: "with ended as (\n  delete from sessions\n  where user_id = $1\n    and id is distinct from $2::uuid\n  returning user_id\n)\nselect count(*) as count\nfrom ended\ngroup by user_id",
  parameters: ['session_id'],
  owned: true,
}

/** sql/sessions/endSession.sql */
export const endSession: Statement<{ id: number }, { id: string }> = {
  name: 'endSession',
  text: "delete from sessions\nwhere user_id = $1\n  and number = $2\n  and expires_at > now()\nreturning id",
  parameters: ['id'],
  owned: true,
}

/** sql/sessions/findEmailLink.sql */
export const findEmailLink: Statement<{ link_hash: Buffer }, { user_id: number; kind: 'password_reset' | 'password_changed' | 'email_verification' | 'email_change' | 'email_change_requested' | 'email_changed'; email: string }> = {
  name: 'findEmailLink',
  text: "select email_links.user_id, email_links.kind, email_links.email\nfrom email_links\njoin passwords on passwords.user_id = email_links.user_id\njoin users on users.id = email_links.user_id and users.disabled_at is null\nwhere email_links.hash = $1\n  and not email_links.replaced\n  and email_links.created_at > now() - interval '30 minutes'\nfor no key update of passwords",
  parameters: ['link_hash'],
}

/** sql/sessions/findEnded.sql */
export const findEnded: Statement<{ users: number[]; sessions: string[]; tokens: number[] }, { place: number }> = {
  name: 'findEnded',
  text: "select known.place::int as place\nfrom unnest($1::bigint[], $2::text[], $3::bigint[]) with ordinality as known (user_id, session_id, token_id, place)\nwhere not exists (\n    select from users\n    where users.id = known.user_id and users.deleted_at is null and users.disabled_at is null\n  )\n  or known.session_id <> '' and not exists (\n    select from sessions\n    where sessions.user_id = known.user_id and sessions.id = nullif(known.session_id, '')::uuid and sessions.expires_at > now()\n  )\n  or known.token_id <> 0 and not exists (\n    select from personal_tokens\n    where personal_tokens.user_id = known.user_id and personal_tokens.id = known.token_id and personal_tokens.expires_at > now()\n  )",
  parameters: ['users', 'sessions', 'tokens'],
}

/** sql/sessions/findPassword.sql */
export const findPassword: Statement<{ email_keys: string[] }, { hash: string; disabled: boolean; id: number; email: string | null; name: string | null; time_zone: string; created_at: string }> = {
  name: 'findPassword',
  text: "select passwords.hash, users.disabled_at is not null as disabled, users.id, users.email, users.name, users.time_zone, users.created_at\nfrom passwords\njoin users on users.id = passwords.user_id\nwhere passwords.email_key = any($1)\norder by array_position($1, passwords.email_key)\nlimit 1",
  parameters: ['email_keys'],
}

/** sql/sessions/findRefreshToken.sql */
export const findRefreshToken: Statement<{ max_days: number; hash: Buffer }, { session_id: string; replaced: boolean; just_replaced: boolean; disabled: boolean; id: number; email: string | null; name: string | null; time_zone: string; created_at: string }> = {
  name: 'findRefreshToken',
  text: "select refresh_tokens.session_id,\n       refresh_tokens.replaced_at is not null as replaced,\n       coalesce(refresh_tokens.replaced_at > now() - interval '10 seconds', false) as just_replaced,\n       users.disabled_at is not null as disabled,\n       users.id, users.email, users.name, users.time_zone, users.created_at\nfrom refresh_tokens\njoin sessions on sessions.user_id = refresh_tokens.user_id and sessions.id = refresh_tokens.session_id\n  and sessions.expires_at > now() and sessions.created_at > now() - make_interval(days => $1)\njoin users on users.id = refresh_tokens.user_id\nwhere refresh_tokens.hash = $2\nfor update of sessions, refresh_tokens",
  parameters: ['max_days', 'hash'],
}

/** sql/sessions/findResetLink.sql */
export const findResetLink: Statement<{ link_hash: Buffer }, { id: number; email: string | null; name: string | null }> = {
  name: 'findResetLink',
  text: "select users.id, users.email, users.name\nfrom reset_links\njoin passwords on passwords.user_id = reset_links.user_id\njoin users on users.id = reset_links.user_id\nwhere reset_links.hash = $1\n  and reset_links.created_at > now() - interval '30 minutes'\n  and users.disabled_at is null\nfor no key update of passwords",
  parameters: ['link_hash'],
}

/** sql/sessions/findStrangersAnswer.sql */
export const findStrangersAnswer: Statement<{ key: string }, { fingerprint: Buffer; status: number; headers: unknown; body: string | null }> = {
  name: 'findStrangersAnswer',
  text: "select fingerprint, status, headers, body\nfrom idempotency_keys\nwhere user_id is null\n  and key = $1\n  and created_at > now() - interval '24 hours'\nfor no key update",
  parameters: ['key'],
}

/** sql/sessions/isUnused.sql */
export const isUnused: Statement<{ hash: Buffer }, { unused: boolean }> = {
  name: 'isUnused',
  text: "select replaced_at is null as unused\nfrom refresh_tokens\nwhere hash = $1",
  parameters: ['hash'],
}

/** sql/sessions/listSessions.sql */
export const listSessions: Statement<{ session_id: string | null }, { id: number; client: string | null; created_at: string; last_used_on: string; current: boolean }> = {
  name: 'listSessions',
  text: "select number as id,\n       client,\n       created_at,\n       last_used_on::text as last_used_on,\n       id is not distinct from $2::uuid as current\nfrom sessions\nwhere user_id = $1\n  and expires_at > now()\norder by expires_at desc, id\nlimit 1000",
  parameters: ['session_id'],
  owned: true,
}

/** sql/sessions/lockPassword.sql */
export const lockPassword: Statement<{ session_id: string }, { hash: string; email: string | null; name: string | null; fresh: boolean }> = {
  name: 'lockPassword',
  text: "select passwords.hash, users.email, users.name, sessions.created_at > now() - interval '10 minutes' as fresh\nfrom passwords\njoin users on users.id = passwords.user_id\njoin sessions on sessions.user_id = passwords.user_id and sessions.id = $2\nwhere passwords.user_id = $1\nfor no key update of passwords",
  parameters: ['session_id'],
  owned: true,
}

/** sql/sessions/logoutUser.sql */
export const logoutUser: Statement<{ session_id: string }, { id: string }> = {
  name: 'logoutUser',
  text: "delete from sessions\nwhere user_id = $1\n  and id = $2\nreturning id",
  parameters: ['session_id'],
  owned: true,
}

/** sql/sessions/queueEmailChange.sql */
export const queueEmailChange: Statement<{ most: number; client: string | null; email: string }, { id: number }> = {
  name: 'queueEmailChange',
  text: "with account as (\n  select user_id\n  from passwords\n  where user_id = $1\n    and (\n      select count(distinct recent.mail_id)\n      from email_links as recent\n      where recent.user_id = passwords.user_id\n        and recent.kind = 'email_change'\n        and recent.created_at > now() - interval '30 minutes'\n    ) < $2\n), link as (\n  update email_links\n  set replaced = true\n  from account\n  where email_links.user_id = account.user_id\n    and email_links.kind = 'email_change'\n), mail as (\n  delete from mails\n  using account\n  where mails.user_id = account.user_id\n    and mails.kind in ('email_change', 'email_change_requested')\n)\ninsert into mails (user_id, kind, email, client)\nselect account.user_id, mail.kind, mail.email, $3\nfrom account\ncross join (values ('email_change'::mail_kind, $4), ('email_change_requested', (select users.email from users where users.id = $1))) as mail (kind, email)\nreturning id",
  parameters: ['most', 'client', 'email'],
  owned: true,
}

/** sql/sessions/queueReset.sql */
export const queueReset: Statement<{ email_keys: string[]; client: string | null }, { kind: 'password_reset' | 'password_changed' | 'email_verification' | 'email_change' | 'email_change_requested' | 'email_changed' }> = {
  name: 'queueReset',
  text: "insert into mails (user_id, kind, client)\nselect (\n  select user_id\n  from passwords\n  where email_key = any ($1)\n  order by array_position($1, email_key)\n  limit 1\n), 'password_reset', $2\nreturning kind",
  parameters: ['email_keys', 'client'],
}

/** sql/sessions/queueVerification.sql */
export const queueVerification: Statement<{ client: string | null }, { id: number }> = {
  name: 'queueVerification',
  text: "insert into mails (user_id, kind, client)\nselect user_id, 'email_verification', $2\nfrom passwords\nwhere user_id = $1\n  and not email_verified\nreturning id",
  parameters: ['client'],
  owned: true,
}

/** sql/sessions/registerUser.sql */
export const registerUser: Statement<{ email: string; name: string | null; email_key: string; hash: string; client: string | null }, { id: number; email: string | null; name: string | null; time_zone: string; created_at: string }> = {
  name: 'registerUser',
  text: "with account as (\n  insert into users (email, name)\n  values ($1, $2)\n  returning users.id, users.email, users.name, users.time_zone, users.created_at\n), secret as (\n  insert into passwords (user_id, email_key, hash)\n  select id, $3, $4 from account\n), mail as (\n  insert into mails (user_id, kind, client)\n  select id, 'email_verification', $5 from account\n)\nselect users.id, users.email, users.name, users.time_zone, users.created_at from account as users",
  parameters: ['email', 'name', 'email_key', 'hash', 'client'],
}

/** sql/sessions/replaceRefreshToken.sql */
export const replaceRefreshToken: Statement<{ hash: Buffer; max_days: number; successor: Buffer }, { session_id: string }> = {
  name: 'replaceRefreshToken',
  text: "with parent as (\n  update refresh_tokens\n  set replaced_at = now()\n  where hash = $1\n  returning user_id, session_id\n), session as (\n  update sessions\n  set expires_at = least(now() + interval '30 days', created_at + make_interval(days => $2)),\n      last_used_on = (now() at time zone 'UTC')::date\n  from parent\n  where sessions.user_id = parent.user_id\n    and sessions.id = parent.session_id\n)\ninsert into refresh_tokens (hash, user_id, session_id)\nselect $3, user_id, session_id from parent\nreturning session_id",
  parameters: ['hash', 'max_days', 'successor'],
}

/** sql/sessions/resetPassword.sql */
export const resetPassword: Statement<{ user_id: number; hash: string; link_hash: Buffer; client: string | null }, { sessions_ended: boolean; tokens_ended: boolean }> = {
  name: 'resetPassword',
  text: "with link as (\n  delete from reset_links\n  where user_id = $1\n  returning hash, mail_id\n), changed as (\n  update passwords\n  set hash = $2, email_verified = email_verified or exists (select from link where link.hash = $3 and link.mail_id <> 0)\n  where user_id = $1\n    and exists (select from link where link.hash = $3)\n  returning user_id\n), session as (\n  delete from sessions\n  using changed\n  where sessions.user_id = changed.user_id\n  returning sessions.id\n), token as (\n  delete from personal_tokens\n  using changed\n  where personal_tokens.user_id = changed.user_id\n  returning personal_tokens.id\n), email_link as (\n  delete from email_links\n  using changed\n  where email_links.user_id = changed.user_id\n), mail as (\n  delete from mails\n  using changed\n  where mails.user_id = changed.user_id\n    and mails.kind not in ('email_change_requested', 'email_changed')\n), notice as (\n  insert into mails (user_id, kind, client)\n  select user_id, 'password_changed', $4 from changed\n)\nselect exists (select from session) as sessions_ended, exists (select from token) as tokens_ended\nfrom changed",
  parameters: ['user_id', 'hash', 'link_hash', 'client'],
}

/** sql/sessions/revokeSession.sql */
export const revokeSession: Statement<{ user_id: number; session_id: string }, { id: string }> = {
  name: 'revokeSession',
  text: "delete from sessions\nwhere user_id = $1\n  and id = $2\nreturning id",
  parameters: ['user_id', 'session_id'],
}

/** sql/sessions/startSession.sql */
export const startSession: Statement<{ user_id: number; password_hash: string; client: string | null; max_days: number; hash: Buffer }, { id: string; alone: boolean }> = {
  name: 'startSession',
  text: "with password as (\n  select user_id\n  from passwords\n  where user_id = $1\n    and hash = $2\n  for share\n), session as (\n  insert into sessions (user_id, client, expires_at)\n  select user_id, $3, now() + least(interval '30 days', make_interval(days => $4))\n  from password\n  returning id, user_id\n), token as (\n  insert into refresh_tokens (hash, user_id, session_id)\n  select $5, user_id, id from session\n)\nselect id, pg_advisory_xact_lock(hashtextextended('sessions of ' || user_id, 0)) is not null as alone\nfrom session",
  parameters: ['user_id', 'password_hash', 'client', 'max_days', 'hash'],
}

/** sql/stats/countByKind.sql */
export const countByKind: Statement<{ tomorrow: string; today: string; days: string[]; from: string; before: string }, { kind: string; list_id: number | null; name: string | null; day: number | null; open: number; completed: number; overdue: number; due_today: number }> = {
  name: 'countByKind',
  text: "with mine as materialized (\n  select list_id, completed, completed_at, recurrence is not null as recurs, due ? 'date' as all_day, due_at\n  from tasks\n  where user_id = $1\n    and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n), done as (\n  select completed_at from mine where completed and not recurs\n  union all\n  select occurrences.completed_at\n  from occurrences\n  join tasks on tasks.user_id = occurrences.user_id and tasks.id = occurrences.task_id\n  where occurrences.user_id = $1\n    and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n    and occurrences.outcome = 'completed'\n), counted as (\n  select 'all' as kind, null::bigint as list_id, null::text as name, null::integer as day,\n    count(*) filter (where not completed) as open, count(*) filter (where completed) as completed,\n    count(*) filter (where not completed and due_at < now()) as overdue,\n    count(*) filter (where not completed and case when all_day then due_at = $2::timestamptz else due_at >= $3::timestamptz and due_at < $2 end) as due_today\n  from mine\n  union all\n  select 'list', list_id, null, null, count(*) filter (where not completed), count(*) filter (where completed), 0, 0\n  from mine\n  group by list_id\n  union all\n  select 'tag', null, tags.name, null, sum(tag_counts.open)::bigint, sum(tag_counts.tasks - tag_counts.open)::bigint, 0, 0\n  from tag_counts\n  join tags on tags.user_id = tag_counts.user_id and tags.name_key = tag_counts.name_key\n  where tag_counts.user_id = $1 and (tag_counts.list_id is null or tag_counts.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n  group by tags.name\n  having sum(tag_counts.tasks) > 0\n  union all\n  select 'day', null, null, width_bucket(completed_at, (select $4::text[]::timestamptz[])), 0, count(*), 0, 0\n  from done\n  where completed_at >= $5::timestamptz\n    and completed_at < $6::timestamptz\n  group by 4\n)\nselect kind as kind, list_id as list_id, name as name, day as day, open as open, completed as completed, overdue as overdue, due_today as due_today\nfrom counted\norder by list_id nulls first, name collate \"und-x-icu\", day",
  parameters: ['tomorrow', 'today', 'days', 'from', 'before'],
  owned: true,
  customPlan: true,
}

/** sql/tags/deleteTag.sql */
export const deleteTag: Statement<{ id: number; versions: number[] | null }, { name_key: string }> = {
  name: 'deleteTag',
  text: "delete from tags\nwhere user_id = $1\n  and id = $2\n  and ($3::bigint[] is null or version = any ($3))\nreturning name_key",
  parameters: ['id', 'versions'],
  owned: true,
}

/** sql/tags/getTag.sql */
export const getTag: Statement<{ id: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; name_key: string }> = {
  name: 'getTag',
  text: "select tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version, tags.name_key\nfrom tags\nwhere tags.user_id = $1\n  and tags.id = $2",
  parameters: ['id'],
  owned: true,
}

/** sql/tags/listTagged.sql */
export const listTagged: Statement<{ key: string }, { id: number }> = {
  name: 'listTagged',
  text: "select tasks_with_all_tags(array[$1]) as id",
  parameters: ['key'],
}

/** sql/tags/listTags.sql */
export const listTags: Statement<{ after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; task_count: number; open_count: number }> = {
  name: 'listTags',
  text: "select tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version, coalesce(counts.tasks, 0)::bigint as task_count, coalesce(counts.open, 0)::bigint as open_count\nfrom tags\ncross join lateral (\n  select sum(tag_counts.tasks) as tasks, sum(tag_counts.open) as open\n  from tag_counts\n  where tag_counts.name_key = tags.name_key\n    and tag_counts.user_id = $1 and (tag_counts.list_id is null or tag_counts.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n) as counts\nwhere tags.user_id = $1\n  and tags.id > $2\norder by tags.id\nlimit $3",
  parameters: ['after', 'limit'],
  owned: true,
  past: {
    name: 'listTagsAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true ), tasks as not materialized ( select kept_id as id, user_id, list_id, parent_id, title, description, completed, priority, tags, subtask_count, open_subtask_count, due, case when (folded or $3::boolean) and due is not null and due ->> 'time_zone' is null then to_timestamp( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint - ($4::bigint[])[width_bucket( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, $5::bigint[] )] ) else due_at end as due_at, recurrence, recurs_from, recurs_at, recurs_number, created_at, updated_at, completed_at, version, deleted_at, rank, folded, reworded, case when folded then array(select tag_key(user_id, name) from unnest(tags) as name) else tag_keys end as tag_keys, case when folded then case priority when 'none' then 0 when 'low' then 1 when 'medium' then 2 else 3 end else weight end as weight from ( select tasks.*, tasks.id as kept_id, false as folded, false as reworded from tasks where tasks.user_id = $1 and tasks.id not in ( select changes.entity_id from changes where changes.user_id = $1 and changes.type = 'task' and changes.seq > $2 ) union all select past.*, folded.id, true, folded.columns ?| array['title', 'description', 'deleted_at'] from folded join tasks as kept on kept.user_id = $1 and kept.id = folded.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where folded.type = 'task' and not folded.is_new ) as tasks ), tag_changes as materialized ( select name_key, list_id, sum(tasks)::bigint as tasks, sum(open)::bigint as open from ( select name_key_of(unnest(tasks.tag_keys)) as name_key, tasks.list_id, 1 as tasks, (not tasks.completed)::integer as open from tasks where tasks.folded and tasks.deleted_at is null union all select name_key_of(unnest(kept.tag_keys)), kept.list_id, -1, -(not kept.completed)::integer from folded join public.tasks as kept on kept.user_id = $1 and kept.id = folded.id where folded.type = 'task' and kept.deleted_at is null ) as counted group by name_key, list_id ), tag_counts as not materialized ( select tag_counts.user_id, tag_counts.name_key, tag_counts.list_id, tag_counts.tasks, tag_counts.open from tag_counts where tag_counts.user_id = $1 union all select $1::bigint, name_key, list_id, tasks, open from tag_changes ), tags as not materialized ( select past.id, past.user_id, past.name, past.name_key, past.color, past.created_at, past.updated_at, past.version from tags as kept left join folded on folded.type = 'tag' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true union all select past.id, past.user_id, past.name, past.name_key, past.color, past.created_at, past.updated_at, past.version from folded cross join lateral jsonb_populate_record(null::tags, folded.columns) as past where folded.type = 'tag' and not folded.is_new and not exists (select from tags where tags.user_id = $1 and tags.id = folded.id) )\nselect tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version, coalesce(counts.tasks, 0)::bigint as task_count, coalesce(counts.open, 0)::bigint as open_count\nfrom tags\ncross join lateral (\n  select sum(tag_counts.tasks) as tasks, sum(tag_counts.open) as open\n  from tag_counts\n  where tag_counts.name_key = tags.name_key\n    and tag_counts.user_id = $1 and (tag_counts.list_id is null or tag_counts.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n) as counts\nwhere tags.user_id = $1\n  and tags.id > $6\norder by tags.id\nlimit $7",
    parameters: ['as_of_seq', 'zone_changed', 'offsets', 'starts', 'after', 'limit'],
    owned: true,
    customPlan: true,
  },
}

/** sql/tags/lockTags.sql */
export const lockTags: Statement<Record<string, never>, { held: boolean }> = {
  name: 'lockTags',
  text: "select pg_advisory_xact_lock(hashtextextended('tags of ' || $1::bigint, 0)) is not null as held",
  parameters: [],
  owned: true,
}

/** sql/tags/removeFromTasks.sql */
export const removeFromTasks: Statement<{ key: string; ids: number[] }, { id: number }> = {
  name: 'removeFromTasks',
  text: "update tasks\nset tags = array(\n      select name from unnest(tags, tag_keys) with ordinality as held (name, key, place) where name_key_of(key) <> $2 order by place\n    ),\n    tag_keys = '{}',\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = any ($3::bigint[])\n  and tag_key(user_id, $2) = any (tag_keys)\nreturning id",
  parameters: ['key', 'ids'],
  owned: true,
  customPlan: true,
}

/** sql/tags/renameOnTasks.sql */
export const renameOnTasks: Statement<{ old_key: string; name: string; ids: number[] }, { id: number }> = {
  name: 'renameOnTasks',
  text: "update tasks\nset tags = array(\n      select case when name_key_of(held.key) = $2 then $3 else held.name end\n      from unnest(tags, tag_keys) with ordinality as held (name, key, place)\n      order by place\n    ),\n    tag_keys = '{}',\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = any ($4::bigint[])\n  and tag_key(user_id, $2) = any (tag_keys)\nreturning id",
  parameters: ['old_key', 'name', 'ids'],
  owned: true,
  customPlan: true,
}

/** sql/tags/shareTags.sql */
export const shareTags: Statement<Record<string, never>, { held: boolean }> = {
  name: 'shareTags',
  text: "select pg_advisory_xact_lock_shared(hashtextextended('tags of ' || $1::bigint, 0)) is not null as held",
  parameters: [],
  owned: true,
}

/** sql/tags/updateTag.sql */
export const updateTag: Statement<{ name: string | null; has_color: boolean; color: string | null; id: number; versions: number[] | null }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'updateTag',
  text: "update tags\nset name = coalesce($2, name),\n    color = case when $3 then $4 else color end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = $5\n  and ($6::bigint[] is null or version = any ($6))\nreturning tags.id, tags.user_id, tags.name, tags.color, tags.created_at, tags.updated_at, tags.version",
  parameters: ['name', 'has_color', 'color', 'id', 'versions'],
  owned: true,
}

/** sql/tags/useTags.sql */
export const useTags: Statement<{ names: string[] }, { name: string }> = {
  name: 'useTags',
  text: "with wanted as (\n  select distinct on (name_key) name, fold_name(name) as name_key, place\n  from unnest($2::text[]) with ordinality as given (name, place)\n  order by name_key, place\n), made as (\n  insert into tags (user_id, name, name_key)\n  select $1::bigint, name, name_key\n  from wanted\n  order by place\n  on conflict on constraint tags_name_taken do nothing\n)\nselect coalesce(tags.name, wanted.name) as name\nfrom wanted\nleft join tags on tags.user_id = $1 and tags.name_key = wanted.name_key\norder by wanted.place",
  parameters: ['names'],
  owned: true,
}

/** sql/tasks/advanceTask.sql */
export const advanceTask: Statement<{ completed: boolean; due: NonNullable<components['schemas']['Due']>; due_at: string; recurs_from: NonNullable<components['schemas']['Due']>; recurs_at: NonNullable<components['schemas']['Due']>; recurs_number: number; id: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'advanceTask',
  text: "update tasks\nset completed = $2,\n    completed_at = case when $2 then now() end,\n    due = $3,\n    due_at = $4,\n    recurs_from = $5,\n    recurs_at = $6,\n    recurs_number = $7,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = $8\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['completed', 'due', 'due_at', 'recurs_from', 'recurs_at', 'recurs_number', 'id'],
  owned: true,
}

/** sql/tasks/completeTask.sql */
export const completeTask: Statement<{ completed: boolean | null; id: number; versions: number[] | null }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'completeTask',
  text: "update tasks\nset completed = coalesce($2, not completed),\n    completed_at = case when coalesce($2, not completed) then coalesce(completed_at, now()) end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = $3\n  and recurrence is null\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n  and ($4::bigint[] is null or version = any ($4))\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['completed', 'id', 'versions'],
  owned: true,
}

/** sql/tasks/countFoundTasks.sql */
export const countFoundTasks: Statement<{ status: string; priorities: string[] | null; list_id: number | null; parent_id: number | null; due_from: string | null; due_before: string | null; created_from: string | null; created_before: string | null; all_tags: string[] | null; any_tag: string[] | null; search: string | null }, { total: number }> = {
  name: 'countFoundTasks',
  text: "select count(*) as total\nfrom tasks\nwhere tasks.user_id = $1 and case $2::text when 'open' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < now() else true end and ($3::text[] is null or priority::text = any ($3)) and ($4::bigint is null or id_or_zero(list_id) = $4) and ($5::bigint is null or case when $5 = 0 then parent_id is null else parent_id = $5 end) and ($6::timestamptz is null or due_at is not null and moment_or_never(due_at) >= $6 and (due_at > $6 or not due ? 'date')) and ($7::timestamptz is null or moment_or_never(due_at) <= $7 and (due_at < $7 or due ? 'date')) and ($8::timestamptz is null or created_at >= $8) and ($9::timestamptz is null or created_at < $9) and ($10::text[] is null or tasks.id = any (array(select tasks_with_all_tags($10)))) and ($11::text[] is null or tasks.id = any (array(select tasks_with_any_tag($11)))) and ($12::text is null or tasks.id = any (array(select tasks_with_words($12))))\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))",
  parameters: ['status', 'priorities', 'list_id', 'parent_id', 'due_from', 'due_before', 'created_from', 'created_before', 'all_tags', 'any_tag', 'search'],
  owned: true,
  customPlan: true,
  past: {
    name: 'countFoundTasksAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true ), tasks as not materialized ( select kept_id as id, user_id, list_id, parent_id, title, description, completed, priority, tags, subtask_count, open_subtask_count, due, case when (folded or $3::boolean) and due is not null and due ->> 'time_zone' is null then to_timestamp( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint - ($4::bigint[])[width_bucket( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, $5::bigint[] )] ) else due_at end as due_at, recurrence, recurs_from, recurs_at, recurs_number, created_at, updated_at, completed_at, version, deleted_at, rank, folded, reworded, case when folded then array(select tag_key(user_id, name) from unnest(tags) as name) else tag_keys end as tag_keys, case when folded then case priority when 'none' then 0 when 'low' then 1 when 'medium' then 2 else 3 end else weight end as weight from ( select tasks.*, tasks.id as kept_id, false as folded, false as reworded from tasks where tasks.user_id = $1 and tasks.id not in ( select changes.entity_id from changes where changes.user_id = $1 and changes.type = 'task' and changes.seq > $2 ) union all select past.*, folded.id, true, folded.columns ?| array['title', 'description', 'deleted_at'] from folded join tasks as kept on kept.user_id = $1 and kept.id = folded.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where folded.type = 'task' and not folded.is_new ) as tasks )\nselect count(*) as total\nfrom tasks\nwhere tasks.user_id = $1 and case $6::text when 'open' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < $7::timestamptz else true end and ($8::text[] is null or priority::text = any ($8)) and ($9::bigint is null or id_or_zero(list_id) = $9) and ($10::bigint is null or case when $10 = 0 then parent_id is null else parent_id = $10 end) and ($11::timestamptz is null or due_at is not null and moment_or_never(due_at) >= $11 and (due_at > $11 or not due ? 'date')) and ($12::timestamptz is null or moment_or_never(due_at) <= $12 and (due_at < $12 or due ? 'date')) and ($13::timestamptz is null or created_at >= $13) and ($14::timestamptz is null or created_at < $14) and ($15::text[] is null or case when folded then tasks.tag_keys @> array(select tag_key($1::bigint, name) from unnest($15) as name) else tasks.id in (select tasks_with_all_tags($15)) end) and ($16::text[] is null or case when folded then tasks.tag_keys && array(select tag_key($1::bigint, name) from unnest($16) as name) else tasks.id in (select tasks_with_any_tag($16)) end) and ($17::text is null or case when reworded then search_keys(tasks.user_id, title, description) @@ ( select string_agg('''' || $1::bigint::text || '/' || word || ''':*', ' & ')::tsquery from unnest(words_sought($17)) as word ) else tasks.id in (select tasks_with_words($17)) end)\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))",
    parameters: ['as_of_seq', 'zone_changed', 'offsets', 'starts', 'status', 'as_of', 'priorities', 'list_id', 'parent_id', 'due_from', 'due_before', 'created_from', 'created_before', 'all_tags', 'any_tag', 'search'],
    owned: true,
    customPlan: true,
  },
}

/** sql/tasks/countSubtasks.sql */
export const countSubtasks: Statement<{ ids: number[] }, { id: number }> = {
  name: 'countSubtasks',
  text: "update tasks\nset subtask_count = counted.subtasks,\n    open_subtask_count = counted.open_subtasks,\n    updated_at = now(),\n    version = version + 1\nfrom (\n  select parent.id, count(child.id) as subtasks, count(child.id) filter (where not child.completed) as open_subtasks\n  from unnest($2::bigint[]) as parent (id)\n  left join tasks as child on child.user_id = $1 and child.parent_id = parent.id and child.deleted_at is null\n  group by parent.id\n) as counted\nwhere tasks.user_id = $1\n  and tasks.id = counted.id\n  and (tasks.subtask_count, tasks.open_subtask_count) <> (counted.subtasks, counted.open_subtasks)\nreturning tasks.id as id",
  parameters: ['ids'],
  owned: true,
  customPlan: true,
}

/** sql/tasks/createTask.sql */
export const createTask: Statement<{ list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; due: NonNullable<components['schemas']['Due']> | null; due_at: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; recurs_from: NonNullable<components['schemas']['Due']> | null; tags: string[] }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'createTask',
  text: "insert into tasks (\n  user_id, list_id, parent_id, title, description, completed, priority, due, due_at, recurrence, recurs_from, recurs_at, recurs_number, completed_at,\n  tags\n)\nvalues (\n  $1::bigint, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11,\n  case when $10::recurrence is not null then 1 end, case when $6 then now() end,\n  $12\n)\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['list_id', 'parent_id', 'title', 'description', 'completed', 'priority', 'due', 'due_at', 'recurrence', 'recurs_from', 'tags'],
  owned: true,
}

/** sql/tasks/deleteSubtasks.sql */
export const deleteSubtasks: Statement<{ ids: number[]; id: number }, { task_id: number }> = {
  name: 'deleteSubtasks',
  text: "with deleted as (\n  update tasks\n  set deleted_at = now(),\n      updated_at = now(),\n      version = version + 1\n  where user_id = $1\n    and id = any ($2::bigint[])\n    and deleted_at is null\n  returning user_id, id\n)\ninsert into trash (user_id, task_id, with_task_id)\nselect user_id, id, $3::bigint\nfrom deleted\norder by id\nreturning task_id",
  parameters: ['ids', 'id'],
  owned: true,
  customPlan: true,
}

/** sql/tasks/deleteTask.sql */
export const deleteTask: Statement<{ id: number; versions: number[] | null }, { parent_id: number | null; subtask_count: number }> = {
  name: 'deleteTask',
  text: "with deleted as (\n  update tasks\n  set deleted_at = now(),\n      updated_at = now(),\n      version = version + 1\n  where user_id = $1\n    and id = $2\n    and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n    and ($3::bigint[] is null or version = any ($3))\n  returning user_id, id, parent_id, subtask_count\n), entry as (\n  insert into trash (user_id, task_id)\n  select user_id, id\n  from deleted\n)\nselect parent_id as parent_id, subtask_count as subtask_count\nfrom deleted",
  parameters: ['id', 'versions'],
  owned: true,
}

/** sql/tasks/findTasks.sql */
export const findTasks: Statement<{ sort: string; search: string | null; status: string; priorities: string[] | null; list_id: number | null; parent_id: number | null; due_from: string | null; due_before: string | null; created_from: string | null; created_before: string | null; all_tags: string[] | null; any_tag: string[] | null; after: number | null; key: string | null; limit: number; offset: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; key: string }> = {
  name: 'findTasks',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, case $2::text when 'updated_at' then updated_at::text when 'title' then title when 'due' then moment_or_never(due_at)::text when 'priority' then weight::text when 'position' then array[id_or_zero(list_id), id_or_zero(parent_id), rank]::text when 'relevance' then title_relevance(title, words_sought($3))::text else '' end as key\nfrom tasks\nwhere tasks.user_id = $1 and case $4::text when 'open' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < now() else true end and ($5::text[] is null or priority::text = any ($5)) and ($6::bigint is null or id_or_zero(list_id) = $6) and ($7::bigint is null or case when $7 = 0 then parent_id is null else parent_id = $7 end) and ($8::timestamptz is null or due_at is not null and moment_or_never(due_at) >= $8 and (due_at > $8 or not due ? 'date')) and ($9::timestamptz is null or moment_or_never(due_at) <= $9 and (due_at < $9 or due ? 'date')) and ($10::timestamptz is null or created_at >= $10) and ($11::timestamptz is null or created_at < $11) and ($12::text[] is null or tasks.id = any (array(select tasks_with_all_tags($12)))) and ($13::text[] is null or tasks.id = any (array(select tasks_with_any_tag($13)))) and ($3::text is null or tasks.id = any (array(select tasks_with_words($3))))\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n  and ($14::bigint is null or case $2\n    when 'updated_at' then (updated_at, id) > ($15::text::timestamptz, $14)\n    when 'title' then (title collate title_order, id) > ($15, $14)\n    when 'due' then (moment_or_never(due_at), id) > ($15::timestamptz, $14)\n    when 'priority' then (weight, id) > ($15::integer, $14)\n    when 'position' then (id_or_zero(list_id), id_or_zero(parent_id), rank, id)\n      > (($15::bigint[])[1], ($15::bigint[])[2], ($15::bigint[])[3], $14)\n    when 'relevance' then (title_relevance(title, words_sought($3)), id) > ($15::integer, $14)\n    else id > $14 end)\norder by\n  case $2 when 'updated_at' then updated_at when 'due' then moment_or_never(due_at) end asc,\n  case $2 when 'title' then title collate title_order end asc,\n  case $2 when 'priority' then weight when 'relevance' then title_relevance(title, words_sought($3)) end asc,\n  case $2 when 'position' then id_or_zero(list_id) end asc,\n  case $2 when 'position' then id_or_zero(parent_id) end asc,\n  case $2 when 'position' then rank end asc,\n  id asc\nlimit $16 offset $17",
  parameters: ['sort', 'search', 'status', 'priorities', 'list_id', 'parent_id', 'due_from', 'due_before', 'created_from', 'created_before', 'all_tags', 'any_tag', 'after', 'key', 'limit', 'offset'],
  owned: true,
  customPlan: true,
  past: {
    name: 'findTasksAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true ), tasks as not materialized ( select kept_id as id, user_id, list_id, parent_id, title, description, completed, priority, tags, subtask_count, open_subtask_count, due, case when (folded or $3::boolean) and due is not null and due ->> 'time_zone' is null then to_timestamp( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint - ($4::bigint[])[width_bucket( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, $5::bigint[] )] ) else due_at end as due_at, recurrence, recurs_from, recurs_at, recurs_number, created_at, updated_at, completed_at, version, deleted_at, rank, folded, reworded, case when folded then array(select tag_key(user_id, name) from unnest(tags) as name) else tag_keys end as tag_keys, case when folded then case priority when 'none' then 0 when 'low' then 1 when 'medium' then 2 else 3 end else weight end as weight from ( select tasks.*, tasks.id as kept_id, false as folded, false as reworded from tasks where tasks.user_id = $1 and tasks.id not in ( select changes.entity_id from changes where changes.user_id = $1 and changes.type = 'task' and changes.seq > $2 ) union all select past.*, folded.id, true, folded.columns ?| array['title', 'description', 'deleted_at'] from folded join tasks as kept on kept.user_id = $1 and kept.id = folded.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where folded.type = 'task' and not folded.is_new ) as tasks )\nselect tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, case $6::text when 'updated_at' then updated_at::text when 'title' then title when 'due' then moment_or_never(due_at)::text when 'priority' then weight::text when 'position' then array[id_or_zero(list_id), id_or_zero(parent_id), rank]::text when 'relevance' then title_relevance(title, words_sought($7))::text else '' end as key\nfrom tasks\nwhere tasks.user_id = $1 and case $8::text when 'open' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < $9::timestamptz else true end and ($10::text[] is null or priority::text = any ($10)) and ($11::bigint is null or id_or_zero(list_id) = $11) and ($12::bigint is null or case when $12 = 0 then parent_id is null else parent_id = $12 end) and ($13::timestamptz is null or due_at is not null and moment_or_never(due_at) >= $13 and (due_at > $13 or not due ? 'date')) and ($14::timestamptz is null or moment_or_never(due_at) <= $14 and (due_at < $14 or due ? 'date')) and ($15::timestamptz is null or created_at >= $15) and ($16::timestamptz is null or created_at < $16) and ($17::text[] is null or case when folded then tasks.tag_keys @> array(select tag_key($1::bigint, name) from unnest($17) as name) else tasks.id in (select tasks_with_all_tags($17)) end) and ($18::text[] is null or case when folded then tasks.tag_keys && array(select tag_key($1::bigint, name) from unnest($18) as name) else tasks.id in (select tasks_with_any_tag($18)) end) and ($7::text is null or case when reworded then search_keys(tasks.user_id, title, description) @@ ( select string_agg('''' || $1::bigint::text || '/' || word || ''':*', ' & ')::tsquery from unnest(words_sought($7)) as word ) else tasks.id in (select tasks_with_words($7)) end)\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n  and ($19::bigint is null or case $6\n    when 'updated_at' then (updated_at, id) > ($20::text::timestamptz, $19)\n    when 'title' then (title collate title_order, id) > ($20, $19)\n    when 'due' then (moment_or_never(due_at), id) > ($20::timestamptz, $19)\n    when 'priority' then (weight, id) > ($20::integer, $19)\n    when 'position' then (id_or_zero(list_id), id_or_zero(parent_id), rank, id)\n      > (($20::bigint[])[1], ($20::bigint[])[2], ($20::bigint[])[3], $19)\n    when 'relevance' then (title_relevance(title, words_sought($7)), id) > ($20::integer, $19)\n    else id > $19 end)\norder by\n  case $6 when 'updated_at' then updated_at when 'due' then moment_or_never(due_at) end asc,\n  case $6 when 'title' then title collate title_order end asc,\n  case $6 when 'priority' then weight when 'relevance' then title_relevance(title, words_sought($7)) end asc,\n  case $6 when 'position' then id_or_zero(list_id) end asc,\n  case $6 when 'position' then id_or_zero(parent_id) end asc,\n  case $6 when 'position' then rank end asc,\n  id asc\nlimit $21 offset $22",
    parameters: ['as_of_seq', 'zone_changed', 'offsets', 'starts', 'sort', 'search', 'status', 'as_of', 'priorities', 'list_id', 'parent_id', 'due_from', 'due_before', 'created_from', 'created_before', 'all_tags', 'any_tag', 'after', 'key', 'limit', 'offset'],
    owned: true,
    customPlan: true,
  },
}

/** sql/tasks/findTasksBackwards.sql */
export const findTasksBackwards: Statement<{ sort: string; search: string | null; status: string; priorities: string[] | null; list_id: number | null; parent_id: number | null; due_from: string | null; due_before: string | null; created_from: string | null; created_before: string | null; all_tags: string[] | null; any_tag: string[] | null; after: number | null; key: string | null; limit: number; offset: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; key: string }> = {
  name: 'findTasksBackwards',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, case $2::text when 'updated_at' then updated_at::text when 'title' then title when 'due' then moment_or_never(due_at)::text when 'priority' then weight::text when 'position' then array[id_or_zero(list_id), id_or_zero(parent_id), rank]::text when 'relevance' then title_relevance(title, words_sought($3))::text else '' end as key\nfrom tasks\nwhere tasks.user_id = $1 and case $4::text when 'open' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < now() else true end and ($5::text[] is null or priority::text = any ($5)) and ($6::bigint is null or id_or_zero(list_id) = $6) and ($7::bigint is null or case when $7 = 0 then parent_id is null else parent_id = $7 end) and ($8::timestamptz is null or due_at is not null and moment_or_never(due_at) >= $8 and (due_at > $8 or not due ? 'date')) and ($9::timestamptz is null or moment_or_never(due_at) <= $9 and (due_at < $9 or due ? 'date')) and ($10::timestamptz is null or created_at >= $10) and ($11::timestamptz is null or created_at < $11) and ($12::text[] is null or tasks.id = any (array(select tasks_with_all_tags($12)))) and ($13::text[] is null or tasks.id = any (array(select tasks_with_any_tag($13)))) and ($3::text is null or tasks.id = any (array(select tasks_with_words($3))))\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n  and ($14::bigint is null or case $2\n    when 'updated_at' then (updated_at, id) < ($15::text::timestamptz, $14)\n    when 'title' then (title collate title_order, id) < ($15, $14)\n    when 'due' then (moment_or_never(due_at), id) < ($15::timestamptz, $14)\n    when 'priority' then (weight, id) < ($15::integer, $14)\n    when 'position' then (id_or_zero(list_id), id_or_zero(parent_id), rank, id)\n      < (($15::bigint[])[1], ($15::bigint[])[2], ($15::bigint[])[3], $14)\n    when 'relevance' then (title_relevance(title, words_sought($3)), id) < ($15::integer, $14)\n    else id < $14 end)\norder by\n  case $2 when 'updated_at' then updated_at when 'due' then moment_or_never(due_at) end desc,\n  case $2 when 'title' then title collate title_order end desc,\n  case $2 when 'priority' then weight when 'relevance' then title_relevance(title, words_sought($3)) end desc,\n  case $2 when 'position' then id_or_zero(list_id) end desc,\n  case $2 when 'position' then id_or_zero(parent_id) end desc,\n  case $2 when 'position' then rank end desc,\n  id desc\nlimit $16 offset $17",
  parameters: ['sort', 'search', 'status', 'priorities', 'list_id', 'parent_id', 'due_from', 'due_before', 'created_from', 'created_before', 'all_tags', 'any_tag', 'after', 'key', 'limit', 'offset'],
  owned: true,
  customPlan: true,
  past: {
    name: 'findTasksBackwardsAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true ), tasks as not materialized ( select kept_id as id, user_id, list_id, parent_id, title, description, completed, priority, tags, subtask_count, open_subtask_count, due, case when (folded or $3::boolean) and due is not null and due ->> 'time_zone' is null then to_timestamp( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint - ($4::bigint[])[width_bucket( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, $5::bigint[] )] ) else due_at end as due_at, recurrence, recurs_from, recurs_at, recurs_number, created_at, updated_at, completed_at, version, deleted_at, rank, folded, reworded, case when folded then array(select tag_key(user_id, name) from unnest(tags) as name) else tag_keys end as tag_keys, case when folded then case priority when 'none' then 0 when 'low' then 1 when 'medium' then 2 else 3 end else weight end as weight from ( select tasks.*, tasks.id as kept_id, false as folded, false as reworded from tasks where tasks.user_id = $1 and tasks.id not in ( select changes.entity_id from changes where changes.user_id = $1 and changes.type = 'task' and changes.seq > $2 ) union all select past.*, folded.id, true, folded.columns ?| array['title', 'description', 'deleted_at'] from folded join tasks as kept on kept.user_id = $1 and kept.id = folded.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where folded.type = 'task' and not folded.is_new ) as tasks )\nselect tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, case $6::text when 'updated_at' then updated_at::text when 'title' then title when 'due' then moment_or_never(due_at)::text when 'priority' then weight::text when 'position' then array[id_or_zero(list_id), id_or_zero(parent_id), rank]::text when 'relevance' then title_relevance(title, words_sought($7))::text else '' end as key\nfrom tasks\nwhere tasks.user_id = $1 and case $8::text when 'open' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < $9::timestamptz else true end and ($10::text[] is null or priority::text = any ($10)) and ($11::bigint is null or id_or_zero(list_id) = $11) and ($12::bigint is null or case when $12 = 0 then parent_id is null else parent_id = $12 end) and ($13::timestamptz is null or due_at is not null and moment_or_never(due_at) >= $13 and (due_at > $13 or not due ? 'date')) and ($14::timestamptz is null or moment_or_never(due_at) <= $14 and (due_at < $14 or due ? 'date')) and ($15::timestamptz is null or created_at >= $15) and ($16::timestamptz is null or created_at < $16) and ($17::text[] is null or case when folded then tasks.tag_keys @> array(select tag_key($1::bigint, name) from unnest($17) as name) else tasks.id in (select tasks_with_all_tags($17)) end) and ($18::text[] is null or case when folded then tasks.tag_keys && array(select tag_key($1::bigint, name) from unnest($18) as name) else tasks.id in (select tasks_with_any_tag($18)) end) and ($7::text is null or case when reworded then search_keys(tasks.user_id, title, description) @@ ( select string_agg('''' || $1::bigint::text || '/' || word || ''':*', ' & ')::tsquery from unnest(words_sought($7)) as word ) else tasks.id in (select tasks_with_words($7)) end)\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n  and ($19::bigint is null or case $6\n    when 'updated_at' then (updated_at, id) < ($20::text::timestamptz, $19)\n    when 'title' then (title collate title_order, id) < ($20, $19)\n    when 'due' then (moment_or_never(due_at), id) < ($20::timestamptz, $19)\n    when 'priority' then (weight, id) < ($20::integer, $19)\n    when 'position' then (id_or_zero(list_id), id_or_zero(parent_id), rank, id)\n      < (($20::bigint[])[1], ($20::bigint[])[2], ($20::bigint[])[3], $19)\n    when 'relevance' then (title_relevance(title, words_sought($7)), id) < ($20::integer, $19)\n    else id < $19 end)\norder by\n  case $6 when 'updated_at' then updated_at when 'due' then moment_or_never(due_at) end desc,\n  case $6 when 'title' then title collate title_order end desc,\n  case $6 when 'priority' then weight when 'relevance' then title_relevance(title, words_sought($7)) end desc,\n  case $6 when 'position' then id_or_zero(list_id) end desc,\n  case $6 when 'position' then id_or_zero(parent_id) end desc,\n  case $6 when 'position' then rank end desc,\n  id desc\nlimit $21 offset $22",
    parameters: ['as_of_seq', 'zone_changed', 'offsets', 'starts', 'sort', 'search', 'status', 'as_of', 'priorities', 'list_id', 'parent_id', 'due_from', 'due_before', 'created_from', 'created_before', 'all_tags', 'any_tag', 'after', 'key', 'limit', 'offset'],
    owned: true,
    customPlan: true,
  },
}

/** sql/tasks/getDepth.sql */
export const getDepth: Statement<{ id: number; task_id: number | null }, { depth: number; includes: boolean }> = {
  name: 'getDepth',
  text: "with recursive above as (\n  select tasks.id, tasks.parent_id, 1 as level\n  from tasks\n  where tasks.user_id = $1\n    and tasks.id = $2\n  union all\n  select tasks.id, tasks.parent_id, above.level + 1\n  from above\n  join tasks on tasks.user_id = $1 and tasks.id = above.parent_id\n  where above.level < 100\n)\nselect coalesce(max(level), 0) as depth, coalesce(bool_or(id = $3), false) as includes\nfrom above",
  parameters: ['id', 'task_id'],
  owned: true,
}

/** sql/tasks/getHeight.sql */
export const getHeight: Statement<{ id: number }, { height: number }> = {
  name: 'getHeight',
  text: "with recursive below as (\n  select $2::bigint as id, 1 as level\n  union all\n  select tasks.id, below.level + 1\n  from below\n  join tasks on tasks.user_id = $1 and tasks.parent_id = below.id\n  where below.level < 100\n)\nselect max(level) as height\nfrom below",
  parameters: ['id'],
  owned: true,
}

/** sql/tasks/getPlace.sql */
export const getPlace: Statement<{ id: number }, { list_id: number | null; parent_id: number | null; rank: string }> = {
  name: 'getPlace',
  text: "select list_id, parent_id, rank::text as rank\nfrom tasks\nwhere user_id = $1\n  and id = $2\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))",
  parameters: ['id'],
  owned: true,
}

/** sql/tasks/getTask.sql */
export const getTask: Statement<{ id: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'getTask',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version\nfrom tasks\nwhere user_id = $1\n  and id = $2\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))",
  parameters: ['id'],
  owned: true,
  past: {
    name: 'getTaskAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true ), tasks as not materialized ( select kept_id as id, user_id, list_id, parent_id, title, description, completed, priority, tags, subtask_count, open_subtask_count, due, case when (folded or $3::boolean) and due is not null and due ->> 'time_zone' is null then to_timestamp( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint - ($4::bigint[])[width_bucket( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, $5::bigint[] )] ) else due_at end as due_at, recurrence, recurs_from, recurs_at, recurs_number, created_at, updated_at, completed_at, version, deleted_at, rank, folded, reworded, case when folded then array(select tag_key(user_id, name) from unnest(tags) as name) else tag_keys end as tag_keys, case when folded then case priority when 'none' then 0 when 'low' then 1 when 'medium' then 2 else 3 end else weight end as weight from ( select tasks.*, tasks.id as kept_id, false as folded, false as reworded from tasks where tasks.user_id = $1 and tasks.id not in ( select changes.entity_id from changes where changes.user_id = $1 and changes.type = 'task' and changes.seq > $2 ) union all select past.*, folded.id, true, folded.columns ?| array['title', 'description', 'deleted_at'] from folded join tasks as kept on kept.user_id = $1 and kept.id = folded.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where folded.type = 'task' and not folded.is_new ) as tasks )\nselect tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version\nfrom tasks\nwhere user_id = $1\n  and id = $6\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))",
    parameters: ['as_of_seq', 'zone_changed', 'offsets', 'starts', 'id'],
    owned: true,
    customPlan: true,
  },
}

/** sql/tasks/listDirectSubtasks.sql */
export const listDirectSubtasks: Statement<{ id: number }, { id: number }> = {
  name: 'listDirectSubtasks',
  text: "select id\nfrom tasks\nwhere user_id = $1\n  and parent_id = $2\norder by rank",
  parameters: ['id'],
  owned: true,
}

/** sql/tasks/listSubtasks.sql */
export const listSubtasks: Statement<{ id: number }, { id: number }> = {
  name: 'listSubtasks',
  text: "with recursive below as ( select $2::bigint as id union all select tasks.id from below join tasks on tasks.user_id = $1 and tasks.parent_id = below.id )\nselect id as id\nfrom below\nwhere id <> $2\norder by id",
  parameters: ['id'],
  owned: true,
}

/** sql/tasks/listTasks.sql */
export const listTasks: Statement<{ after: number; limit: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'listTasks',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version\nfrom tasks\nwhere user_id = $1\n  and id > $2\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\norder by id\nlimit $3",
  parameters: ['after', 'limit'],
  owned: true,
  past: {
    name: 'listTasksAsOf',
    text: "with folded as not materialized ( select changes.type, changes.entity_id as id, (array_agg(changes.columns is null order by changes.seq, changes.ordinal))[1] as is_new, coalesce(jsonb_object_agg(held.key, held.value order by changes.seq desc, changes.ordinal desc) filter (where held.key is not null), '{}') as columns from changes left join lateral jsonb_each( jsonb_strip_nulls(jsonb_build_object( 'version', changes.before -> 'version', 'updated_at', changes.before -> 'updated_at', 'due_at', case when changes.columns ? 'due' then coalesce(changes.before -> 'due_date', changes.data -> 'due_date') end )) || changes.columns ) as held on true where changes.user_id = $1 and changes.seq > $2 group by changes.type, changes.entity_id ), lists as not materialized ( select past.id, past.user_id, past.name, past.color, past.created_at, past.updated_at, past.version, past.deleted_at, past.rank, past.tasks_remain from lists as kept left join folded on folded.type = 'list' and folded.id = kept.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where kept.user_id = $1 and folded.is_new is not true ), tasks as not materialized ( select kept_id as id, user_id, list_id, parent_id, title, description, completed, priority, tags, subtask_count, open_subtask_count, due, case when (folded or $3::boolean) and due is not null and due ->> 'time_zone' is null then to_timestamp( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint - ($4::bigint[])[width_bucket( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, $5::bigint[] )] ) else due_at end as due_at, recurrence, recurs_from, recurs_at, recurs_number, created_at, updated_at, completed_at, version, deleted_at, rank, folded, reworded, case when folded then array(select tag_key(user_id, name) from unnest(tags) as name) else tag_keys end as tag_keys, case when folded then case priority when 'none' then 0 when 'low' then 1 when 'medium' then 2 else 3 end else weight end as weight from ( select tasks.*, tasks.id as kept_id, false as folded, false as reworded from tasks where tasks.user_id = $1 and tasks.id not in ( select changes.entity_id from changes where changes.user_id = $1 and changes.type = 'task' and changes.seq > $2 ) union all select past.*, folded.id, true, folded.columns ?| array['title', 'description', 'deleted_at'] from folded join tasks as kept on kept.user_id = $1 and kept.id = folded.id cross join lateral jsonb_populate_record(kept, folded.columns) as past where folded.type = 'task' and not folded.is_new ) as tasks )\nselect tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version\nfrom tasks\nwhere user_id = $1\n  and id > $6\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\norder by id\nlimit $7",
    parameters: ['as_of_seq', 'zone_changed', 'offsets', 'starts', 'after', 'limit'],
    owned: true,
    customPlan: true,
  },
}

/** sql/tasks/lockTask.sql */
export const lockTask: Statement<{ id: number; versions: number[] | null }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; recurs_from: NonNullable<components['schemas']['Due']> | null; recurs_at: NonNullable<components['schemas']['Due']> | null; recurs_number: number | null }> = {
  name: 'lockTask',
  text: "select tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, recurs_from, recurs_at, recurs_number\nfrom tasks\nwhere user_id = $1\n  and id = $2\n  and ($3::bigint[] is null or version = any ($3))\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\nfor update",
  parameters: ['id', 'versions'],
  owned: true,
}

/** sql/tasks/lockTasks.sql */
export const lockTasks: Statement<{ ids: number[] }, { id: number }> = {
  name: 'lockTasks',
  text: "select id\nfrom tasks\nwhere user_id = $1\n  and id = any ($2::bigint[])\norder by id\nfor no key update",
  parameters: ['ids'],
  owned: true,
  customPlan: true,
}

/** sql/tasks/moveSubtasks.sql */
export const moveSubtasks: Statement<{ list_id: number | null; ids: number[] }, { id: number }> = {
  name: 'moveSubtasks',
  text: "update tasks\nset list_id = $2,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = any ($3::bigint[])\nreturning id",
  parameters: ['list_id', 'ids'],
  owned: true,
  customPlan: true,
}

/** sql/tasks/moveTask.sql */
export const moveTask: Statement<{ list_id: number | null; parent_id: number | null; low: string | null; high: string | null; first: boolean; id: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'moveTask',
  text: "update tasks\nset list_id = $2,\n    parent_id = $3,\n    rank = case when $4::text is not null then ($4::bigint + $5::text::bigint) / 2 when $6 then -next_rank() else next_rank() end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = $7\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['list_id', 'parent_id', 'low', 'high', 'first', 'id'],
  owned: true,
}

/** sql/tasks/nextPlace.sql */
export const nextPlace: Statement<{ list_id: number | null; parent_id: number | null; rank: string; id: number; offset: number }, { rank: string }> = {
  name: 'nextPlace',
  text: "select rank::text as rank\nfrom tasks\nwhere user_id = $1\n  and id_or_zero(list_id) = id_or_zero($2::bigint)\n  and id_or_zero(parent_id) = id_or_zero($3::bigint)\n  and rank > $4::text::bigint\n  and id <> $5\norder by tasks.rank\nlimit 1 offset $6",
  parameters: ['list_id', 'parent_id', 'rank', 'id', 'offset'],
  owned: true,
}

/** sql/tasks/previousPlace.sql */
export const previousPlace: Statement<{ list_id: number | null; parent_id: number | null; rank: string; id: number }, { rank: string }> = {
  name: 'previousPlace',
  text: "select rank::text as rank\nfrom tasks\nwhere user_id = $1\n  and id_or_zero(list_id) = id_or_zero($2::bigint)\n  and id_or_zero(parent_id) = id_or_zero($3::bigint)\n  and rank < $4::text::bigint\n  and id <> $5\norder by tasks.rank desc\nlimit 1",
  parameters: ['list_id', 'parent_id', 'rank', 'id'],
  owned: true,
}

/** sql/tasks/promoteSubtasks.sql */
export const promoteSubtasks: Statement<{ id: number; ids: number[]; parent_id: number | null }, { id: number }> = {
  name: 'promoteSubtasks',
  text: "with promoted as materialized (\n  select id, next_rank() as rank\n  from (select id from tasks where user_id = $1 and parent_id = $2 and id = any ($3::bigint[]) order by rank) as ordered\n)\nupdate tasks\nset parent_id = $4,\n    rank = promoted.rank,\n    updated_at = now(),\n    version = version + 1\nfrom promoted\nwhere tasks.user_id = $1\n  and tasks.id = promoted.id\nreturning tasks.id",
  parameters: ['id', 'ids', 'parent_id'],
  owned: true,
}

/** sql/tasks/settleSubtasks.sql */
export const settleSubtasks: Statement<{ completed: boolean; ids: number[] }, { parent_id: number }> = {
  name: 'settleSubtasks',
  text: "update tasks\nset completed = $2,\n    completed_at = case when $2 then now() end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = any ($3::bigint[])\n  and completed <> $2\n  and recurrence is null\n  and deleted_at is null\nreturning parent_id as parent_id",
  parameters: ['completed', 'ids'],
  owned: true,
  customPlan: true,
}

/** sql/tasks/spreadTasks.sql */
export const spreadTasks: Statement<{ high: string | null; list_id: number | null; parent_id: number | null; low: string; id: number; window: number }, { id: number }> = {
  name: 'spreadTasks',
  text: "with following as materialized (\n  select id, row_number() over (order by rank) as number, case when $2::text is null then next_rank() end as fresh\n  from (\n    select id, rank\n    from tasks\n    where user_id = $1\n      and id_or_zero(list_id) = id_or_zero($3::bigint)\n      and id_or_zero(parent_id) = id_or_zero($4::bigint)\n      and rank > $5::text::bigint\n      and id <> $6\n    order by rank\n    limit $7\n  ) as ordered\n)\nupdate tasks\nset rank = coalesce(fresh, $5::bigint + ($2::bigint - $5::bigint) / ($7 + 1) * number)\nfrom following\nwhere tasks.user_id = $1\n  and tasks.id = following.id\nreturning tasks.id",
  parameters: ['high', 'list_id', 'parent_id', 'low', 'id', 'window'],
  owned: true,
  customPlan: true,
}

/** sql/tasks/updateTask.sql */
export const updateTask: Statement<{ title: string | null; has_description: boolean; description: string | null; moved: boolean; list_id: number | null; parent_id: number | null; completed: boolean | null; priority: 'none' | 'low' | 'medium' | 'high' | null; tags: string[] | null; has_due: boolean; due: NonNullable<components['schemas']['Due']> | null; due_at: string | null; has_recurrence: boolean; recurrence: NonNullable<components['schemas']['Recurrence']> | null; recurs_from: NonNullable<components['schemas']['Due']> | null; id: number; of_plain: boolean; versions: number[] | null }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number }> = {
  name: 'updateTask',
  text: "update tasks\nset title = coalesce($2, title),\n    description = case when $3 then $4 else description end,\n    list_id = case when $5 then $6 else list_id end,\n    parent_id = case when $5 then $7 else parent_id end,\n    rank = case when $5 then next_rank() else rank end,\n    completed = coalesce($8, completed),\n    completed_at = case when coalesce($8, completed) then coalesce(completed_at, now()) end,\n    priority = coalesce($9, priority),\n    tags = coalesce($10::text[], tags),\n    tag_keys = case when $10 is null then tag_keys else '{}' end,\n    due = case when $11 then $12::due else due end,\n    due_at = case when $11 then $13 else due_at end,\n    recurrence = case when $14 then $15::recurrence else recurrence end,\n    recurs_from = case when $14 then $16::due else recurs_from end,\n    recurs_at = case when $14 then $16::due else recurs_at end,\n    recurs_number = case when not $14 then recurs_number when $15::recurrence is not null then 1 end,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = $17\n  and (recurrence is null or not $18)\n  and tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain)))\n  and ($19::bigint[] is null or version = any ($19))\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version",
  parameters: ['title', 'has_description', 'description', 'moved', 'list_id', 'parent_id', 'completed', 'priority', 'tags', 'has_due', 'due', 'due_at', 'has_recurrence', 'recurrence', 'recurs_from', 'id', 'of_plain', 'versions'],
  owned: true,
}

/** sql/tokens/createToken.sql */
export const createToken: Statement<{ name: string; scopes: unknown; hash: Buffer; days: number; most: number }, { id: number; user_id: number; name: string; scopes: NonNullable<components['schemas']['TokenScopes']>; created_at: string; expires_at: string; last_used_on: string | null }> = {
  name: 'createToken',
  text: "insert into personal_tokens (user_id, name, scopes, hash, expires_at)\nselect $1::bigint, $2, $3::jsonb, $4, now() + make_interval(days => $5)\nwhere (select count(*) from personal_tokens where user_id = $1 and expires_at > now()) < $6\nreturning personal_tokens.id, personal_tokens.user_id, personal_tokens.name, personal_tokens.scopes, personal_tokens.created_at, personal_tokens.expires_at, personal_tokens.last_used_on::text as last_used_on",
  parameters: ['name', 'scopes', 'hash', 'days', 'most'],
  owned: true,
}

/** sql/tokens/listTokens.sql */
export const listTokens: Statement<Record<string, never>, { id: number; user_id: number; name: string; scopes: NonNullable<components['schemas']['TokenScopes']>; created_at: string; expires_at: string; last_used_on: string | null }> = {
  name: 'listTokens',
  text: "select personal_tokens.id, personal_tokens.user_id, personal_tokens.name, personal_tokens.scopes, personal_tokens.created_at, personal_tokens.expires_at, personal_tokens.last_used_on::text as last_used_on\nfrom personal_tokens\nwhere user_id = $1\n  and expires_at > now()\norder by id",
  parameters: [],
  owned: true,
}

/** sql/tokens/revokeToken.sql */
export const revokeToken: Statement<{ id: number }, { id: number }> = {
  name: 'revokeToken',
  text: "delete from personal_tokens\nwhere user_id = $1\n  and id = $2\n  and expires_at > now()\nreturning id",
  parameters: ['id'],
  owned: true,
}

/** sql/tokens/useToken.sql */
export const useToken: Statement<{ id: number }, { id: number }> = {
  name: 'useToken',
  text: "update personal_tokens\nset last_used_on = (now() at time zone 'UTC')::date\nwhere user_id = $1\n  and id = $2\n  and last_used_on is distinct from (now() at time zone 'UTC')::date\nreturning id",
  parameters: ['id'],
  owned: true,
}

/** sql/transactions/askReplica.sql */
export const askReplica: Statement<Record<string, never>, { installation: string; at: number; seq: number }> = {
  name: 'askReplica',
  text: "with opened as (\n  select set_config('app.user_id', coalesce($1::bigint::text, ''), true) as user_id\n)\nselect\n  heartbeat.installation as installation,\n  heartbeat_at.last_value::double precision as at,\n  coalesce((select seq from feeds where feeds.user_id = nullif(opened.user_id, '')::bigint and feeds.user_id = $1), 0) as seq\nfrom opened\ncross join heartbeat\ncross join heartbeat_at",
  parameters: [],
  owned: true,
}

/** sql/transactions/finishChanges.sql */
export const finishChanges: Statement<Record<string, never>, { seq: number; at: string }> = {
  name: 'finishChanges',
  text: "select seq as seq, at as at from finish_changes()",
  parameters: [],
}

/** sql/transactions/openAccount.sql */
export const openAccount: Statement<{ user_id: string; quotas: string; request: string; role: string; read_only: string; statement_timeout: string }, { stands: boolean | null }> = {
  name: 'openAccount',
  text: "select (\n  select users.disabled_at is null\n  from users\n  where users.id = opened.user_id::bigint and users.id = $1 and users.deleted_at is null\n) as stands\nfrom (\n  select set_config('app.user_id', $2, true) as user_id, set_config('app.quotas', $3, true), set_config('app.request', $4, true), set_config('role', $5, true), set_config('transaction_read_only', $6, true), set_config('statement_timeout', $7, true)\n) as opened",
  parameters: ['user_id', 'quotas', 'request', 'role', 'read_only', 'statement_timeout'],
  owned: true,
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

/** sql/transactions/openOperator.sql */
export const openOperator: Statement<{ user_id: string; quotas: string; request: string; role: string; read_only: string; statement_timeout: string }, { stands: boolean | null }> = {
  name: 'openOperator',
  text: "select (\n  select true\n  from users\n  where users.id = opened.user_id::bigint and users.id = $1 and users.deleted_at is null\n) as stands\nfrom (\n  select set_config('app.user_id', $2, true) as user_id, set_config('app.quotas', $3, true), set_config('app.request', $4, true), set_config('role', $5, true), set_config('transaction_read_only', $6, true), set_config('statement_timeout', $7, true)\n) as opened",
  parameters: ['user_id', 'quotas', 'request', 'role', 'read_only', 'statement_timeout'],
  owned: true,
}

/** sql/transactions/openSession.sql */
export const openSession: Statement<{ session_id: string; user_id: string; quotas: string; request: string; role: string; read_only: string; statement_timeout: string }, { stands: boolean | null }> = {
  name: 'openSession',
  text: "select (\n  select users.disabled_at is null\n  from sessions\n  join users on users.id = sessions.user_id\n  where sessions.user_id = opened.user_id::bigint and sessions.user_id = $1 and sessions.id = $2 and sessions.expires_at > now()\n) as stands\nfrom (\n  select set_config('app.user_id', $3, true) as user_id, set_config('app.quotas', $4, true), set_config('app.request', $5, true), set_config('role', $6, true), set_config('transaction_read_only', $7, true), set_config('statement_timeout', $8, true)\n) as opened",
  parameters: ['session_id', 'user_id', 'quotas', 'request', 'role', 'read_only', 'statement_timeout'],
  owned: true,
}

/** sql/transactions/openToken.sql */
export const openToken: Statement<{ token_id: number; user_id: string; quotas: string; request: string; role: string; read_only: string; statement_timeout: string }, { stands: boolean | null }> = {
  name: 'openToken',
  text: "select (\n  select users.disabled_at is null\n  from personal_tokens\n  join users on users.id = personal_tokens.user_id\n  where personal_tokens.user_id = opened.user_id::bigint and personal_tokens.user_id = $1 and personal_tokens.id = $2 and personal_tokens.expires_at > now()\n) as stands\nfrom (\n  select set_config('app.user_id', $3, true) as user_id, set_config('app.quotas', $4, true), set_config('app.request', $5, true), set_config('role', $6, true), set_config('transaction_read_only', $7, true), set_config('statement_timeout', $8, true)\n) as opened",
  parameters: ['token_id', 'user_id', 'quotas', 'request', 'role', 'read_only', 'statement_timeout'],
  owned: true,
}

/** sql/trash/expireLists.sql */
export const expireLists: Statement<Record<string, never>, { id: number }> = {
  name: 'expireLists',
  text: "update lists\nset deleted_at = '-infinity'\nwhere user_id = $1\n  and deleted_at is not null\nreturning id",
  parameters: [],
  owned: true,
}

/** sql/trash/findHidingList.sql */
export const findHidingList: Statement<{ id: number }, { id: number }> = {
  name: 'findHidingList',
  text: "select lists.id\nfrom tasks\njoin lists on lists.user_id = tasks.user_id and lists.id = tasks.list_id\nwhere tasks.user_id = $1\n  and tasks.id = $2\n  and tasks.deleted_at is null and lists.tasks_remain and lists.deleted_at > '-infinity'",
  parameters: ['id'],
  owned: true,
}

/** sql/trash/listDeletedLists.sql */
export const listDeletedLists: Statement<{ after: number; limit: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number; deleted_at: string }> = {
  name: 'listDeletedLists',
  text: "select lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version, lists.deleted_at as deleted_at\nfrom lists\nwhere user_id = $1\n  and id > $2\n  and deleted_at > '-infinity'\norder by id\nlimit $3",
  parameters: ['after', 'limit'],
  owned: true,
}

/** sql/trash/listHiddenTasks.sql */
export const listHiddenTasks: Statement<{ list_id: number; except: number | null }, { id: number }> = {
  name: 'listHiddenTasks',
  text: "select id\nfrom tasks\nwhere user_id = $1\n  and list_id = $2\n  and deleted_at is null\n  and id is distinct from $3\norder by id",
  parameters: ['list_id', 'except'],
  owned: true,
}

/** sql/trash/listPurged.sql */
export const listPurged: Statement<{ id: number }, { id: number }> = {
  name: 'listPurged',
  text: "select task_id as id\nfrom trash\nwhere user_id = $1\n  and (task_id = $2 or with_task_id = $2)\n  and exists (select from trash as entry where entry.user_id = $1 and entry.task_id = $2)\nunion\nselect tasks.id\nfrom tasks\njoin lists on lists.user_id = tasks.user_id and lists.id = tasks.list_id\nwhere tasks.user_id = $1\n  and tasks.id = $2\n  and tasks.deleted_at is null and lists.tasks_remain and lists.deleted_at > '-infinity'\norder by 1",
  parameters: ['id'],
  owned: true,
}

/** sql/trash/listTasksOfDeletedList.sql */
export const listTasksOfDeletedList: Statement<{ list_id: number; list_version: number }, { id: number }> = {
  name: 'listTasksOfDeletedList',
  text: "select tasks.id\nfrom tasks\njoin trash on trash.user_id = tasks.user_id and trash.task_id = tasks.id\nwhere tasks.user_id = $1\n  and tasks.list_id = $2\n  and tasks.deleted_at is not null\n  and trash.list_version = $3\norder by tasks.id",
  parameters: ['list_id', 'list_version'],
  owned: true,
}

/** sql/trash/listTrash.sql */
export const listTrash: Statement<{ before: number; limit: number; before_task: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; deleted_at: string; key: string }> = {
  name: 'listTrash',
  text: "with entries as materialized (\n  (\n    select trash.task_id, trash.deleted_at, trash.id as position\n    from trash\n    where trash.user_id = $1\n      and trash.id < $2\n    order by trash.id desc\n    limit $3\n  )\n  union all\n  (\n    select tasks.id, lists.deleted_at, lists.trash_position\n    from lists\n    join tasks on tasks.user_id = lists.user_id and tasks.list_id = lists.id\n    where lists.user_id = $1\n      and tasks.deleted_at is null and lists.tasks_remain and lists.deleted_at > '-infinity'\n      and (lists.trash_position, tasks.id) < ($2, $4)\n    order by lists.trash_position desc, tasks.id desc\n    limit $3\n  )\n)\nselect tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, entries.deleted_at as deleted_at, entries.position::text as key\nfrom entries\njoin tasks on tasks.user_id = $1 and tasks.id = entries.task_id\norder by entries.position desc, tasks.id desc\nlimit $3",
  parameters: ['before', 'limit', 'before_task'],
  owned: true,
}

/** sql/trash/lockList.sql */
export const lockList: Statement<{ id: number }, { deleted: boolean; hides_tasks: boolean }> = {
  name: 'lockList',
  text: "select deleted_at is not null as deleted, tasks_remain as hides_tasks\nfrom lists\nwhere user_id = $1\n  and id = $2\nfor no key update",
  parameters: ['id'],
  owned: true,
}

/** sql/trash/lockLists.sql */
export const lockLists: Statement<Record<string, never>, { id: number }> = {
  name: 'lockLists',
  text: "select id\nfrom lists\nwhere user_id = $1\norder by id\nfor no key update",
  parameters: [],
  owned: true,
}

/** sql/trash/markEmptied.sql */
export const markEmptied: Statement<Record<string, never>, { id: number }> = {
  name: 'markEmptied',
  text: "update users\nset trash_emptied_to = (select max(trash.id) from trash where trash.user_id = $1)\nwhere id = $1\n  and exists (select from trash where trash.user_id = $1)\nreturning id",
  parameters: [],
  owned: true,
}

/** sql/trash/purgeLists.sql */
export const purgeLists: Statement<Record<string, never>, { id: number }> = {
  name: 'purgeLists',
  text: "with remaining as (\n  update lists\n  set deleted_at = '-infinity'\n  where user_id = $1\n    and deleted_at is not null\n    and tasks_remain\n)\ndelete from lists\nwhere user_id = $1\n  and deleted_at is not null\n  and not tasks_remain\nreturning id",
  parameters: [],
  owned: true,
}

/** sql/trash/purgeTasks.sql */
export const purgeTasks: Statement<{ most: number }, { id: number }> = {
  name: 'purgeTasks',
  text: "with chosen as (\n  select task_id\n  from trash\n  where user_id = $1\n  limit $2\n)\ndelete from tasks\nusing chosen\nwhere tasks.user_id = $1\n  and tasks.id = chosen.task_id\n  and tasks.deleted_at is not null\nreturning tasks.id",
  parameters: ['most'],
  owned: true,
}

/** sql/trash/purgeTree.sql */
export const purgeTree: Statement<{ ids: number[] }, { id: number }> = {
  name: 'purgeTree',
  text: "delete from tasks\nwhere user_id = $1\n  and id = any ($2::bigint[])\n  and not (tasks.deleted_at is null and (tasks.list_id is null or tasks.list_id <> all (array(select lists.id from lists where lists.user_id = $1 and lists.tasks_remain))))\nreturning id",
  parameters: ['ids'],
  owned: true,
  customPlan: true,
}

/** sql/trash/restoreAbove.sql */
export const restoreAbove: Statement<{ id: number }, { id: number; parent_id: number | null }> = {
  name: 'restoreAbove',
  text: "with recursive above as (\n  select tasks.parent_id as id\n  from tasks\n  where tasks.user_id = $1\n    and tasks.id = $2\n  union all\n  select tasks.parent_id\n  from above\n  join tasks on tasks.user_id = $1 and tasks.id = above.id\n), entries as (\n  delete from trash\n  using above\n  where trash.user_id = $1\n    and trash.task_id = above.id\n  returning trash.task_id\n)\nupdate tasks\nset deleted_at = null,\n    updated_at = now(),\n    version = version + 1\nfrom entries\nwhere tasks.user_id = $1\n  and tasks.id = entries.task_id\nreturning tasks.id, tasks.parent_id",
  parameters: ['id'],
  owned: true,
}

/** sql/trash/restoreBelow.sql */
export const restoreBelow: Statement<{ ids: number[]; id: number; with_task_id: number | null }, { id: number }> = {
  name: 'restoreBelow',
  text: "with entries as (\n  delete from trash\n  where user_id = $1\n    and task_id = any ($2::bigint[])\n    and with_task_id in ($3, $4)\n  returning task_id\n)\nupdate tasks\nset deleted_at = null,\n    updated_at = now(),\n    version = version + 1\nfrom entries\nwhere tasks.user_id = $1\n  and tasks.id = entries.task_id\nreturning tasks.id",
  parameters: ['ids', 'id', 'with_task_id'],
  owned: true,
  customPlan: true,
}

/** sql/trash/restoreList.sql */
export const restoreList: Statement<{ id: number }, { id: number; user_id: number; name: string; color: string | null; created_at: string; updated_at: string; version: number }> = {
  name: 'restoreList',
  text: "update lists\nset deleted_at = null,\n    tasks_remain = false,\n    trash_position = null,\n    updated_at = now(),\n    version = version + 1\nwhere user_id = $1\n  and id = $2\n  and deleted_at > '-infinity'\nreturning lists.id, lists.user_id, lists.name, lists.color, lists.created_at, lists.updated_at, lists.version",
  parameters: ['id'],
  owned: true,
}

/** sql/trash/restoreTask.sql */
export const restoreTask: Statement<{ id: number }, { id: number; user_id: number; list_id: number | null; parent_id: number | null; title: string; description: string | null; completed: boolean; priority: 'none' | 'low' | 'medium' | 'high'; tags: string[]; subtask_count: number; open_subtask_count: number; due: NonNullable<components['schemas']['Due']> | null; due_date: string | null; recurrence: NonNullable<components['schemas']['Recurrence']> | null; created_at: string; updated_at: string; completed_at: string | null; version: number; with_task_id: number | null }> = {
  name: 'restoreTask',
  text: "with entry as (\n  delete from trash\n  where user_id = $1\n    and task_id = $2\n  returning task_id, with_task_id\n)\nupdate tasks\nset deleted_at = null,\n    updated_at = now(),\n    version = version + 1\nfrom entry\nwhere tasks.user_id = $1\n  and tasks.id = entry.task_id\nreturning tasks.id, tasks.user_id, tasks.list_id, tasks.parent_id, tasks.title, tasks.description, tasks.completed, tasks.priority, tasks.tags, tasks.subtask_count, tasks.open_subtask_count, tasks.due, case when tasks.due ? 'time_zone' then to_char(tasks.due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') else coalesce(tasks.due ->> 'date', tasks.due ->> 'date_time') end as due_date, tasks.recurrence, tasks.created_at, tasks.updated_at, tasks.completed_at, tasks.version, entry.with_task_id as with_task_id",
  parameters: ['id'],
  owned: true,
}

/** sql/trash/restoreTasksOfList.sql */
export const restoreTasksOfList: Statement<{ ids: number[] }, { id: number }> = {
  name: 'restoreTasksOfList',
  text: "with entries as (\n  delete from trash\n  where user_id = $1\n    and task_id = any ($2::bigint[])\n  returning task_id\n)\nupdate tasks\nset deleted_at = null,\n    updated_at = now(),\n    version = version + 1\nfrom entries\nwhere tasks.user_id = $1\n  and tasks.id = entries.task_id\nreturning tasks.id",
  parameters: ['ids'],
  owned: true,
  customPlan: true,
}

/** sql/trash/unpackTasks.sql */
export const unpackTasks: Statement<{ ids: number[] }, { task_id: number }> = {
  name: 'unpackTasks',
  text: "with moved as (\n  update tasks\n  set deleted_at = lists.deleted_at,\n      updated_at = now(),\n      version = tasks.version + 1\n  from lists\n  where tasks.user_id = $1\n    and tasks.id = any ($2::bigint[])\n    and lists.user_id = tasks.user_id\n    and lists.id = tasks.list_id\n  returning tasks.user_id, tasks.id, lists.deleted_at, lists.version\n)\ninsert into trash (user_id, task_id, deleted_at, list_version)\nselect user_id, id, deleted_at, version\nfrom moved\norder by id\nreturning task_id",
  parameters: ['ids'],
  owned: true,
  customPlan: true,
}

/** sql/users/deleteUser.sql */
export const deleteUser: Statement<Record<string, never>, { id: number }> = {
  name: 'deleteUser',
  text: "with password as (\n  delete from passwords\n  where user_id = $1\n), identity as (\n  delete from identities\n  where user_id = $1\n), endpoints as (\n  delete from webhooks\n  where user_id = $1\n), tokens as (\n  delete from personal_tokens\n  where user_id = $1\n), mail as (\n  delete from mails\n  where user_id = $1\n), usage as (\n  delete from quota_usage\n  where user_id = $1\n)\nupdate users\nset deleted_at = now(),\n    email = null,\n    name = null\nwhere id = $1\n  and deleted_at is null\nreturning id",
  parameters: [],
  owned: true,
}

/** sql/users/getUser.sql */
export const getUser: Statement<Record<string, never>, { id: number; email: string | null; name: string | null; time_zone: string; created_at: string; email_verified: boolean | null; tasks: number; lists: number; tags: number; bytes: number; sessions: number }> = {
  name: 'getUser',
  text: "select users.id, users.email, users.name, users.time_zone, users.created_at, (select email_verified from passwords where passwords.user_id = $1) as email_verified,\n  quota_usage.tasks, quota_usage.lists, quota_usage.tags, quota_usage.bytes,\n  (select count(*) from sessions where sessions.user_id = $1 and sessions.expires_at > now()) as sessions\nfrom users\njoin quota_usage on quota_usage.user_id = $1\nwhere users.id = $1",
  parameters: [],
  owned: true,
}

/** sql/users/lockPlaces.sql */
export const lockPlaces: Statement<Record<string, never>, { id: number }> = {
  name: 'lockPlaces',
  text: "select id\nfrom users\nwhere id = $1\nfor no key update",
  parameters: [],
  owned: true,
}

/** sql/users/lockTimeZone.sql */
export const lockTimeZone: Statement<Record<string, never>, { time_zone: string }> = {
  name: 'lockTimeZone',
  text: "select time_zone\nfrom users\nwhere id = $1\nfor share",
  parameters: [],
  owned: true,
}

/** sql/users/moveLocalDues.sql */
export const moveLocalDues: Statement<{ offsets: number[]; starts: number[]; after: number; most: number }, { id: number }> = {
  name: 'moveLocalDues',
  text: "update tasks\nset due_at = to_timestamp( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint - ($2::bigint[])[width_bucket( extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, $3::bigint[] )] )\nwhere user_id = $1\n  and id > $4\n  and id <= (\n    select max(part.id)\n    from (\n      select tasks.id\n      from tasks\n      where tasks.user_id = $1\n        and tasks.id > $4\n        and tasks.due is not null\n        and tasks.due ->> 'time_zone' is null\n      order by tasks.id\n      limit $5\n    ) as part\n  )\n  and due is not null\n  and due ->> 'time_zone' is null\nreturning id",
  parameters: ['offsets', 'starts', 'after', 'most'],
  owned: true,
}

/** sql/users/updateUser.sql */
export const updateUser: Statement<{ name: string | null; time_zone: string | null }, { id: number; email: string | null; name: string | null; time_zone: string; created_at: string }> = {
  name: 'updateUser',
  text: "update users\nset name = coalesce($2, name),\n    time_zone = coalesce($3, time_zone)\nwhere id = $1\nreturning users.id, users.email, users.name, users.time_zone, users.created_at",
  parameters: ['name', 'time_zone'],
  owned: true,
}

/** sql/webhooks/createWebhook.sql */
export const createWebhook: Statement<{ url: string; events: string[]; enabled: boolean; secret: string; most: number }, { id: number; user_id: number; url: string; events: string[]; enabled: boolean; disabled_reason: 'gone' | 'failing' | null; failing_since: string | null; created_at: string; updated_at: string }> = {
  name: 'createWebhook',
  text: "insert into webhooks (user_id, url, events, enabled, secret, queued_seq)\nselect $1::bigint, $2, $3::text[], $4, $5, coalesce((select max(seq) from feeds where user_id = $1), 0)\nwhere (select count(*) from webhooks where user_id = $1) < $6\nreturning webhooks.id, webhooks.user_id, webhooks.url, webhooks.events, webhooks.enabled, webhooks.disabled_reason, webhooks.failing_since, webhooks.created_at, webhooks.updated_at",
  parameters: ['url', 'events', 'enabled', 'secret', 'most'],
  owned: true,
}

/** sql/webhooks/deleteWebhook.sql */
export const deleteWebhook: Statement<{ id: number }, { id: number }> = {
  name: 'deleteWebhook',
  text: "delete from webhooks\nwhere user_id = $1\n  and id = $2\nreturning id",
  parameters: ['id'],
  owned: true,
}

/** sql/webhooks/getDelivery.sql */
export const getDelivery: Statement<{ id: number }, { id: number; webhook_id: number; message_id: string; event: string; seq: number | null; state: 'queued' | 'delivered' | 'failed'; attempts: NonNullable<components['schemas']['WebhookAttempts']>; body: string; created_at: string; next_attempt_at: string | null }> = {
  name: 'getDelivery',
  text: "select webhook_deliveries.id, webhook_deliveries.webhook_id, webhook_deliveries.message_id, webhook_deliveries.event, webhook_deliveries.seq, webhook_deliveries.state, webhook_deliveries.attempts, webhook_deliveries.body, webhook_deliveries.created_at, case when webhook_deliveries.state = 'queued' then webhook_deliveries.next_at end as next_attempt_at\nfrom webhook_deliveries\njoin webhooks on webhooks.user_id = webhook_deliveries.user_id and webhooks.id = webhook_deliveries.webhook_id\nwhere webhook_deliveries.user_id = $1\n  and webhook_deliveries.id = $2",
  parameters: ['id'],
  owned: true,
}

/** sql/webhooks/getWebhook.sql */
export const getWebhook: Statement<{ id: number }, { id: number; user_id: number; url: string; events: string[]; enabled: boolean; disabled_reason: 'gone' | 'failing' | null; failing_since: string | null; created_at: string; updated_at: string }> = {
  name: 'getWebhook',
  text: "select webhooks.id, webhooks.user_id, webhooks.url, webhooks.events, webhooks.enabled, webhooks.disabled_reason, webhooks.failing_since, webhooks.created_at, webhooks.updated_at\nfrom webhooks\nwhere user_id = $1\n  and id = $2",
  parameters: ['id'],
  owned: true,
}

/** sql/webhooks/listDeliveries.sql */
export const listDeliveries: Statement<{ webhook_id: number; before: number; limit: number }, { id: number; webhook_id: number; message_id: string; event: string; seq: number | null; state: 'queued' | 'delivered' | 'failed'; attempts: NonNullable<components['schemas']['WebhookAttempts']>; body: string; created_at: string; next_attempt_at: string | null }> = {
  name: 'listDeliveries',
  text: "select webhook_deliveries.id, webhook_deliveries.webhook_id, webhook_deliveries.message_id, webhook_deliveries.event, webhook_deliveries.seq, webhook_deliveries.state, webhook_deliveries.attempts, webhook_deliveries.body, webhook_deliveries.created_at, case when webhook_deliveries.state = 'queued' then webhook_deliveries.next_at end as next_attempt_at\nfrom webhook_deliveries\nwhere user_id = $1\n  and webhook_id = $2\n  and id < $3\norder by id desc\nlimit $4",
  parameters: ['webhook_id', 'before', 'limit'],
  owned: true,
}

/** sql/webhooks/listWebhooks.sql */
export const listWebhooks: Statement<Record<string, never>, { id: number; user_id: number; url: string; events: string[]; enabled: boolean; disabled_reason: 'gone' | 'failing' | null; failing_since: string | null; created_at: string; updated_at: string }> = {
  name: 'listWebhooks',
  text: "select webhooks.id, webhooks.user_id, webhooks.url, webhooks.events, webhooks.enabled, webhooks.disabled_reason, webhooks.failing_since, webhooks.created_at, webhooks.updated_at\nfrom webhooks\nwhere user_id = $1\norder by id",
  parameters: [],
  owned: true,
}

/** sql/webhooks/patchWebhook.sql */
export const patchWebhook: Statement<{ url: string | null; events: string[] | null; enabled: boolean | null; id: number }, { id: number; user_id: number; url: string; events: string[]; enabled: boolean; disabled_reason: 'gone' | 'failing' | null; failing_since: string | null; created_at: string; updated_at: string }> = {
  name: 'patchWebhook',
  text: "update webhooks\nset url = coalesce($2, url),\n    events = coalesce($3::text[], events),\n    enabled = coalesce($4, enabled),\n    disabled_reason = case when $4 is null then disabled_reason end,\n    failing_since = case when $4 then null else failing_since end,\n    paused_until = null,\n    updated_at = now()\nwhere user_id = $1\n  and id = $5\nreturning webhooks.id, webhooks.user_id, webhooks.url, webhooks.events, webhooks.enabled, webhooks.disabled_reason, webhooks.failing_since, webhooks.created_at, webhooks.updated_at",
  parameters: ['url', 'events', 'enabled', 'id'],
  owned: true,
}

/** sql/webhooks/queueTest.sql */
export const queueTest: Statement<{ id: number }, { id: number; webhook_id: number; message_id: string; event: string; seq: number | null; state: 'queued' | 'delivered' | 'failed'; attempts: NonNullable<components['schemas']['WebhookAttempts']>; body: string; created_at: string; next_attempt_at: string | null }> = {
  name: 'queueTest',
  text: "insert into webhook_deliveries (user_id, webhook_id, event, body)\nselect user_id, id, 'webhook.test', jsonb_build_object('type', 'webhook.test', 'timestamp', instant(now()), 'data', jsonb_build_object('webhook_id', id))::text\nfrom webhooks\nwhere user_id = $1\n  and id = $2\nreturning webhook_deliveries.id, webhook_deliveries.webhook_id, webhook_deliveries.message_id, webhook_deliveries.event, webhook_deliveries.seq, webhook_deliveries.state, webhook_deliveries.attempts, webhook_deliveries.body, webhook_deliveries.created_at, case when webhook_deliveries.state = 'queued' then webhook_deliveries.next_at end as next_attempt_at",
  parameters: ['id'],
  owned: true,
}

/** sql/webhooks/redeliver.sql */
export const redeliver: Statement<{ id: number }, { id: number; webhook_id: number; message_id: string; event: string; seq: number | null; state: 'queued' | 'delivered' | 'failed'; attempts: NonNullable<components['schemas']['WebhookAttempts']>; body: string; created_at: string; next_attempt_at: string | null }> = {
  name: 'redeliver',
  text: "insert into webhook_deliveries (user_id, webhook_id, message_id, event, type, entity_id, seq, body)\nselect sent.user_id, sent.webhook_id, sent.message_id, sent.event, sent.type, sent.entity_id, sent.seq, sent.body\nfrom webhook_deliveries as sent\njoin webhooks on webhooks.user_id = sent.user_id and webhooks.id = sent.webhook_id\nwhere sent.user_id = $1\n  and sent.id = $2\nreturning webhook_deliveries.id, webhook_deliveries.webhook_id, webhook_deliveries.message_id, webhook_deliveries.event, webhook_deliveries.seq, webhook_deliveries.state, webhook_deliveries.attempts, webhook_deliveries.body, webhook_deliveries.created_at, case when webhook_deliveries.state = 'queued' then webhook_deliveries.next_at end as next_attempt_at",
  parameters: ['id'],
  owned: true,
}

/** sql/webhooks/replayWebhook.sql */
export const replayWebhook: Statement<{ from_seq: number; id: number }, { last_seq: number }> = {
  name: 'replayWebhook',
  text: "update webhooks\nset queued_seq = least(queued_seq, $2::bigint - 1),\n    queued_ordinal = case when queued_seq < $2 then queued_ordinal else 2147483647 end\nfrom feeds\nwhere webhooks.user_id = $1\n  and webhooks.id = $3\n  and feeds.user_id = webhooks.user_id\nreturning feeds.seq as last_seq",
  parameters: ['from_seq', 'id'],
  owned: true,
}

/** sql/webhooks/rotateSecret.sql */
export const rotateSecret: Statement<{ secret: string; id: number }, { id: number; user_id: number; url: string; events: string[]; enabled: boolean; disabled_reason: 'gone' | 'failing' | null; failing_since: string | null; created_at: string; updated_at: string }> = {
  name: 'rotateSecret',
  text: "update webhooks\nset secret = $2,\n    previous_secret = secret,\n    previous_secret_until = now() + interval '24 hours',\n    updated_at = now()\nwhere user_id = $1\n  and id = $3\nreturning webhooks.id, webhooks.user_id, webhooks.url, webhooks.events, webhooks.enabled, webhooks.disabled_reason, webhooks.failing_since, webhooks.created_at, webhooks.updated_at",
  parameters: ['secret', 'id'],
  owned: true,
}
