-- The filters of a search: null matches everything. 0 means the inbox for a list, and the top level for a parent. An all-day due date
-- has the instant at which its day ends, which is also the first of the next day.
tasks.user_id = caller_id()
and case :status::text when 'open' then not completed when 'completed' then completed when 'overdue' then not completed and moment_or_never(due_at) < {moment} else true end
and (:priorities?::text[] is null or priority::text = any (:priorities))
and (:list_id?::bigint is null or id_or_zero(list_id) = :list_id)
and (:parent_id?::bigint is null or case when :parent_id = 0 then parent_id is null else parent_id = :parent_id end)
and (:due_from?::timestamptz is null or due_at is not null and moment_or_never(due_at) >= :due_from and (due_at > :due_from or not due ? 'date'))
and (:due_before?::timestamptz is null or moment_or_never(due_at) <= :due_before and (due_at < :due_before or due ? 'date'))
and (:created_from?::timestamptz is null or created_at >= :created_from)
and (:created_before?::timestamptz is null or created_at < :created_before)
and {matching}
