-- Events on a broker. As with webhooks, what a transaction changes is recorded as it commits, and what is behind a place in that record
-- is still to be published. Each user has one place, which a relay holds while it publishes a page of their changes: two relays never
-- publish for one user at a time, and what one leaves as it ends, the other continues.
create table event_places (
  user_id bigint primary key references users on delete cascade,
  -- The changes up to this place are published. A relay begins with the oldest change that is recorded.
  seq bigint not null default 0,
  ordinal integer not null default 2147483647
) with (fillfactor = 50);

alter table event_places enable row level security, force row level security;
create policy maintenance on event_places to taskpact_maintenance using (true) with check (true);
grant select, insert, update on event_places to taskpact_maintenance;

-- Locks the places of some users, and returns a page of the changes behind them, each user's in order. Below the changes of a user is a
-- row with the place behind them, which has no event. A user who is behind, but is locked by another relay or does not fit into the page,
-- has a row without a place.
-- each: how many changes of one user it returns at most
-- most, most_bytes: of all; the last change may exceed the bytes
create function claim_events(users bigint[], each integer, most integer, most_bytes bigint)
returns table (user_id bigint, seq bigint, ordinal integer, at timestamptz, type change_type, entity_id bigint, event text, data text, previous text, missed bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  last_ordinal constant integer := 2147483647;
  place event_places;
  change changes;
  head bigint;
  looked integer;
  claimed bigint[] := '{}';
begin
  for place in
    select event_places.*
    from event_places
    join feeds on feeds.user_id = event_places.user_id
    where event_places.user_id = any (users) and (event_places.seq, event_places.ordinal) < (feeds.seq, last_ordinal)
    for update of event_places skip locked
  loop
    exit when most <= 0 or most_bytes <= 0;
    claimed := claimed || place.user_id;
    select feeds.seq into head from feeds where feeds.user_id = place.user_id;
    -- The account was removed meanwhile.
    continue when not found;
    looked := 0;
    user_id := place.user_id;
    seq := place.seq;
    ordinal := place.ordinal;
    missed := 0;
    for change in
      select changes.*
      from changes
      where changes.user_id = place.user_id and (changes.seq, changes.ordinal) > (place.seq, place.ordinal)
      order by changes.seq, changes.ordinal
      limit least(each, most)
    loop
      -- Numbers have no gaps: what is between the place and the first change was removed from the record.
      if looked = 0 and place.seq > 0 then
        missed := greatest(0, change.seq - place.seq - 1);
      end if;
      looked := looked + 1;
      seq := change.seq;
      ordinal := change.ordinal;
      if is_told(change, place.seq, place.ordinal) then
        at := change.at;
        type := change.type;
        entity_id := change.entity_id;
        event := change_event(change);
        data := coalesce(change.data, jsonb_build_object('id', change.entity_id))::text;
        previous := case when change.data is null then '{}' else coalesce(change.before, '{}') - array['version', 'updated_at'] end::text;
        most_bytes := most_bytes - octet_length(data) - octet_length(previous);
        return next;
      end if;
      exit when most_bytes <= 0;
    end loop;
    -- There is no more than was looked at: whatever has the number of a change is committed together with it.
    if looked < least(each, most) and most_bytes > 0 then
      if looked = 0 and place.seq > 0 then
        missed := greatest(0, head - place.seq);
      end if;
      seq := greatest(head, seq);
      ordinal := last_ordinal;
    end if;
    most := most - looked;
    event := null;
    return next;
  end loop;
  return query
  select feeds.user_id, null::bigint, null::integer, null::timestamptz, null::change_type, null::bigint, null::text, null::text, null::text, 0::bigint
  from event_places
  join feeds on feeds.user_id = event_places.user_id
  where event_places.user_id = any (users)
    and event_places.user_id <> all (claimed)
    and (event_places.seq, event_places.ordinal) < (feeds.seq, last_ordinal);
end $$;
