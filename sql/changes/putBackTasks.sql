-- Puts back what a step changed of a batch of tasks. The keys of the tags follow from their names, by a trigger.
-- @custom-plan
update tasks
set list_id = put.list_id, parent_id = put.parent_id, title = put.title, description = put.description, priority = put.priority,
    completed = put.completed, completed_at = put.completed_at, tags = put.tags,
    tag_keys = case when put.tags = tasks.tags then tasks.tag_keys else '{}' end,
    subtask_count = put.subtask_count, open_subtask_count = put.open_subtask_count, due = put.due, due_at = put.due_at,
    recurrence = put.recurrence, recurs_from = put.recurs_from, recurs_at = put.recurs_at, recurs_number = put.recurs_number,
    deleted_at = case when old.columns ? 'deleted_at' then again_in_trash(put.deleted_at) else put.deleted_at end, rank = put.rank, updated_at = now(), version = tasks.version + 1
from before_step(:seq, 'task', :ids::bigint[]) as old
join tasks as held on held.user_id = caller_id() and held.id = old.id
cross join lateral jsonb_populate_record(held, old.columns) as put
where tasks.user_id = caller_id()
  and tasks.id = put.id
  and not old.is_new
returning tasks.id
