-- Deletes the occurrences that a step recorded.
delete from occurrences
using changes
where occurrences.user_id = caller_id()
  and changes.user_id = caller_id()
  and changes.seq = :seq
  and changes.type = 'occurrence'
  and changes.columns is null
  and occurrences.task_id = (changes.data ->> 'task_id')::bigint
  and occurrences.id = changes.entity_id
returning occurrences.id
