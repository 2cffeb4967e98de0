-- The same as findTasks, in descending order.
-- @custom-plan
-- @as-of folded, lists, tasks
select {task}, {sort_key} as "key!"
from tasks
where {found}
  and {live}
  and (:after?::bigint is null or case :sort
    when 'updated_at' then (updated_at, id) < (:key?::text::timestamptz, :after)
    when 'title' then (title collate title_order, id) < (:key, :after)
    when 'due' then (moment_or_never(due_at), id) < (:key::timestamptz, :after)
    when 'priority' then (weight, id) < (:key::integer, :after)
    when 'position' then (id_or_zero(list_id), id_or_zero(parent_id), rank, id)
      < ((:key::bigint[])[1], (:key::bigint[])[2], (:key::bigint[])[3], :after)
    when 'relevance' then (title_relevance(title, words_sought(:search)), id) < (:key::integer, :after)
    else id < :after end)
order by
  case :sort when 'updated_at' then updated_at when 'due' then moment_or_never(due_at) end desc,
  case :sort when 'title' then title collate title_order end desc,
  case :sort when 'priority' then weight when 'relevance' then title_relevance(title, words_sought(:search)) end desc,
  case :sort when 'position' then id_or_zero(list_id) end desc,
  case :sort when 'position' then id_or_zero(parent_id) end desc,
  case :sort when 'position' then rank end desc,
  id desc
limit :limit offset :offset
