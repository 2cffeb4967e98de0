-- The sort key of a task, as text for a cursor.
case :sort::text
when 'updated_at' then updated_at::text
when 'title' then title
when 'due' then moment_or_never(due_at)::text
when 'priority' then weight::text
when 'position' then array[id_or_zero(list_id), id_or_zero(parent_id), rank]::text
when 'relevance' then title_relevance(title, words_sought(:search?))::text
else '' end
