-- Moves a list to the trash. The caller of this statement moves its tasks too.
update lists
set deleted_at = now(),
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and deleted_at is null
  and (:versions?::bigint[] is null or version = any (:versions?))
returning id, version
