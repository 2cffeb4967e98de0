-- Moves a list between two ranks, or to the start or the end if no ranks are given.
update lists
set rank = case when :low?::text is not null then (:low::bigint + :high?::text::bigint) / 2 when :first then -next_rank() else next_rank() end,
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and deleted_at is null
  and (:versions?::bigint[] is null or version = any (:versions?))
returning {list}
