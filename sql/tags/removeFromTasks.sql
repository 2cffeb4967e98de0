-- Removes a tag from a batch of tasks, however they spell it. The keys follow from the names, by a trigger.
-- @custom-plan
update tasks
set tags = array(
      select name from unnest(tags, tag_keys) with ordinality as held (name, key, place) where name_key_of(key) <> :key order by place
    ),
    tag_keys = '{}',
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = any (:ids::bigint[])
  and tag_key(user_id, :key) = any (tag_keys)
returning id
