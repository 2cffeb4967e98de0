delete from tags
where user_id = caller_id()
  and id = :id
  and (:versions?::bigint[] is null or version = any (:versions?))
returning name_key
