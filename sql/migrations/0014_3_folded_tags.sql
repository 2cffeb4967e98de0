-- Folds the keys that the version before wrote. Two tags that are one now become the older one, on every task. Each user's rows are
-- changed as theirs, so that their usage is counted; only rows are locked, and nobody waits for more than one's own tags.
do $$
declare
  tag record;
begin
  for tag in
    select *
    from (
      select user_id, id, name_key, fold_name(name) as key, first_value(id) over same as kept_id, first_value(name) over same as kept_name
      from tags
      window same as (partition by user_id, fold_name(name) order by id)
    ) as named
    where name_key <> key or id <> kept_id
    order by user_id, id = kept_id, id
  loop
    perform set_config('app.user_id', tag.user_id::text, true);
    if tag.id = tag.kept_id then
      update tasks set tag_keys = '{}' where user_id = tag.user_id and tag_keys <> '{}' and tag_keys @> array[tag.user_id || ':' || tag.name_key];
      update tags set name_key = tag.key where user_id = tag.user_id and id = tag.id;
    else
      update tasks
      set tags = array(
            select name
            from (
              select case when fold_name(held) = tag.key then tag.kept_name else held end as name, min(place) as place
              from unnest(tags) with ordinality as each (held, place)
              group by 1
            ) as named
            order by place
          ),
          tag_keys = '{}',
          updated_at = now(),
          version = version + 1
      where user_id = tag.user_id and tag_keys <> '{}' and tag_keys @> array[tag.user_id || ':' || tag.name_key];
      delete from tags where user_id = tag.user_id and id = tag.id;
    end if;
    -- What was changed is counted where a transaction ends, as the user whose it is.
    set constraints all immediate;
    set constraints all deferred;
  end loop;
  perform set_config('app.user_id', '', true);
end $$;
