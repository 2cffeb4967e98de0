-- A step of the caller's changes, the last one that a request of theirs made if no number is given, and what undoing it involves. It is
-- counted up to :most changes. What the operator did is not theirs.
select
  seq as "seq!", max(at) as "at!", count(*)::integer as "count!",
  min(ordinal) = 1 and max(ordinal) = count(*) as "whole!",
  coalesce(bool_or(type in ('task', 'list') and data is null and columns is null), false) as "purged!",
  coalesce(bool_or(type = 'user' and columns ? 'email'), false) as "address!",
  coalesce(bool_or(type = 'user' and columns ? 'time_zone'), false) as "zone!",
  coalesce(bool_or(columns ? 'due'), false) as "dues!"
from (
  select seq, at, ordinal, type, data, columns
  from changes
  where user_id = caller_id()
    and seq = coalesce(:seq?, (select seq from changes where user_id = caller_id() and operation is not null and via is distinct from 'operator' order by seq desc limit 1))
  limit :most
) as step
group by seq
