-- Moves it to the trash, where its tasks have to go with it.
update lists
set deleted_at = now(),
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = :id
  and deleted_at is null
  and (:versions?::bigint[] is null or version = any (:versions?))
returning id, version
