-- What is looked for: whatever is null makes no difference. 0 stands for the inbox, and for what is below no task. What is due on
-- a day has the moment at which that day is over, which is the next one's first.
tasks.user_id = caller_id()
and tasks.deleted_at is null
and case :status::text when 'pending' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < now() else true end
and (:priorities?::text[] is null or priority::text = any (:priorities))
and (:list_id?::bigint is null or id_or_zero(list_id) = :list_id)
and (:parent_id?::bigint is null or case when :parent_id = 0 then parent_id is null else parent_id = :parent_id end)
and (:due_from?::timestamptz is null or due_at is not null and moment_or_never(due_at) >= :due_from and (due_at > :due_from or not due ? 'date'))
and (:due_before?::timestamptz is null or moment_or_never(due_at) <= :due_before and (due_at < :due_before or due ? 'date'))
and (:created_from?::timestamptz is null or created_at >= :created_from)
and (:created_before?::timestamptz is null or created_at < :created_before)
and (:all_tags?::text[] is null or tasks.id = any (array(select tasks_with_all_tags(:all_tags))))
and (:any_tag?::text[] is null or tasks.id = any (array(select tasks_with_any_tag(:any_tag))))
and (:search?::text is null or tasks.id = any (array(select tasks_with_words(:search))))
