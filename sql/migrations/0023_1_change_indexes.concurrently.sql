-- What happened to one thing, and whether a change is its last. The type comes last: an enum is only compared once row-level security
-- has let a row pass, so an index is not searched by it. Few things of one user have the same id.
create index concurrently changes_of_thing on changes (user_id, entity_id, seq, ordinal, type);
-- Lists that came back with tasks of which nothing was recorded.
create index concurrently changes_with_gap on changes (user_id, seq, ordinal)
  where type = 'list' and data is not null and columns @> '{"tasks_remain": true}';
