-- What a task is sorted by, as a text that stands for it in a cursor.
case :sort::text
when 'updated' then updated_at::text
when 'title' then title
when 'due_date' then moment_or_never(due_at)::text
when 'priority' then weight::text
when 'position' then array[id_or_zero(list_id), id_or_zero(parent_id), rank]::text
when 'relevance' then relevance(title, :search?)::text
else '' end
