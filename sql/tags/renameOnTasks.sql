-- Renames a tag on a batch of tasks, because tasks store the names of their tags. The keys follow from the names, by a trigger.
-- @custom-plan
update tasks
set tags = array(
      select case when name_key_of(held.key) = :old_key then :name else held.name end
      from unnest(tags, tag_keys) with ordinality as held (name, key, place)
      order by place
    ),
    tag_keys = '{}',
    updated_at = now(),
    version = version + 1
where user_id = caller_id()
  and id = any (:ids::bigint[])
  and tag_key(user_id, :old_key) = any (tag_keys)
returning id
