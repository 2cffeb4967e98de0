-- Webhooks. What a transaction has changed is recorded as it commits; each endpoint has its place in that record, and what is behind it is
-- its queue. A write thus costs the same with endpoints as without, and one that is down keeps nothing but its place. Some changes from
-- the place on are made into deliveries: messages whose bytes remain as they are.
create type webhook_disabled_reason as enum ('gone', 'failing');
create type delivery_state as enum ('queued', 'delivered', 'failed');

-- The attempts of a delivery as the API returns them.
create domain webhook_attempts as jsonb;

create table webhooks (
  id bigint generated always as identity,
  user_id bigint not null references users on delete cascade,
  url text not null,
  events text[] not null,
  enabled boolean not null default true,
  disabled_reason webhook_disabled_reason,
  -- Encrypted with a key that the database does not have. Signatures are made with the previous one too, until its time is over.
  secret text not null,
  previous_secret text,
  previous_secret_until timestamptz,
  -- Its place among the changes of its user: those up to it have become deliveries.
  queued_seq bigint not null,
  queued_ordinal integer not null default 2147483647,
  -- Since when every attempt has failed.
  failing_since timestamptz,
  -- The endpoint asked for this pause.
  paused_until timestamptz,
  -- When deliveries were last taken from its queue: the one that has waited longest comes next.
  claimed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, id)
) with (fillfactor = 80);
create index webhooks_enabled on webhooks (user_id, id) where enabled;

-- Without foreign keys, because the cleanup removes them in parts.
create table webhook_deliveries (
  id bigint generated always as identity,
  user_id bigint not null,
  webhook_id bigint not null,
  message_id text not null default 'msg_' || replace(gen_random_uuid()::text, '-', ''),
  event text not null,
  -- What the event is about; null for a test.
  type change_type,
  entity_id bigint,
  seq bigint,
  body text not null,
  state delivery_state not null default 'queued',
  attempts webhook_attempts not null default '[]',
  next_at timestamptz default now(),
  -- While a process sends it. If that ends on the way, another one sends it after this time.
  leased_until timestamptz,
  created_at timestamptz not null default now(),
  primary key (user_id, webhook_id, id)
);
create unique index webhook_deliveries_id on webhook_deliveries (user_id, id);
create index webhook_deliveries_due on webhook_deliveries (user_id, webhook_id, next_at) where state = 'queued';
create index webhook_deliveries_of_entity on webhook_deliveries (user_id, type, entity_id);
create index webhook_deliveries_created_at on webhook_deliveries (created_at);

alter table webhooks enable row level security, force row level security;
alter table webhook_deliveries enable row level security, force row level security;
create policy caller on webhooks using (user_id = (select caller_id()));
create policy caller on webhook_deliveries using (user_id = (select caller_id()));
create policy recording on webhook_deliveries to taskpact_recorder using (true) with check (true);
create policy maintenance on webhooks to taskpact_maintenance using (true) with check (true);
create policy maintenance on webhook_deliveries to taskpact_maintenance using (true) with check (true);
grant select, insert, update, delete on webhooks to taskpact_runtime;
grant select, insert on webhook_deliveries to taskpact_runtime;
grant select (user_id, type, entity_id, event), delete on webhook_deliveries to taskpact_recorder;
grant select, update on webhooks to taskpact_maintenance;
grant select, insert, update, delete on webhook_deliveries to taskpact_maintenance;
grant select on changes to taskpact_maintenance;

-- The event of a recorded change, such as task.completed.
create function change_event(change changes) returns text
  language plpgsql immutable parallel safe as $$
begin
  return change.type || '.' || case
    when change.data is null then 'deleted'
    when change.columns is null then 'created'
    when change.columns ? 'deleted_at' then 'restored'
    when change.before ? 'completed' then case when (change.data -> 'completed')::boolean then 'completed' else 'reopened' end
    when change.columns ?| array['list_id', 'parent_id', 'rank'] then 'moved'
    else 'updated'
  end;
end $$;

-- The body of the request that tells of a change. Of what was deleted it has only the id.
create function change_message(change changes, event text) returns text
  language plpgsql stable parallel safe as $$
begin
  return jsonb_build_object(
    'type', event, 'timestamp', instant(change.at), 'seq', change.seq, 'data', coalesce(change.data, jsonb_build_object('id', change.entity_id)),
    'previous', case when change.data is null then '{}' else coalesce(change.before, '{}') - array['version', 'updated_at'] end
  )::text;
end $$;

-- Whether endpoints are told of a change; they were told of those up to a place. What is removed from the trash was told of as it was put
-- there, unless both are behind that place: its text is gone from the record by then.
create function is_told(change changes, told_seq bigint, told_ordinal integer) returns boolean
  language plpgsql stable parallel safe as $$
begin
  if change.type is null then
    return false;
  end if;
  if change.data is not null or change.before is not null then
    return true;
  end if;
  return not exists (
    select from changes as later
    where later.user_id = change.user_id and later.type = change.type and later.entity_id = change.entity_id
      and (later.seq, later.ordinal) > (change.seq, change.ordinal)
  ) and exists (
    select from changes as earlier
    where earlier.user_id = change.user_id and earlier.type = change.type and earlier.entity_id = change.entity_id
      and (earlier.seq, earlier.ordinal) < (change.seq, change.ordinal)
      and (earlier.seq, earlier.ordinal) > (told_seq, told_ordinal)
  );
end $$;

-- Makes deliveries of some changes that an endpoint is behind with: the one that has waited longest. One with a thousand deliveries in
-- its queue gets no more.
-- users: whose endpoints; null for all
-- Returns whether there was one.
create function queue_changes(users bigint[], most integer) returns boolean
  language plpgsql as $$
declare
  last_ordinal constant integer := 2147483647;
  endpoint webhooks;
  number bigint;
begin
  select webhooks.*
  into endpoint
  from webhooks
  join feeds on feeds.user_id = webhooks.user_id
  where webhooks.enabled
    and (users is null or webhooks.user_id = any (users))
    and (webhooks.queued_seq, webhooks.queued_ordinal) < (feeds.seq, last_ordinal)
    and not exists (
      select from webhook_deliveries as waiting
      where waiting.user_id = webhooks.user_id and waiting.webhook_id = webhooks.id and waiting.state = 'queued'
      offset 999
    )
  order by webhooks.claimed_at nulls first
  limit 1
  for update of webhooks skip locked;
  if not found then
    return false;
  end if;
  -- From here on nothing of the user is purged, so that no text of it gets into a delivery.
  perform take_feed(endpoint.user_id);
  select feeds.seq into number from feeds where feeds.user_id = endpoint.user_id;
  with found as (
    select changes, change_event(changes) as event
    from changes
    where changes.user_id = endpoint.user_id
      and (changes.seq, changes.ordinal) > (endpoint.queued_seq, endpoint.queued_ordinal)
    order by changes.seq, changes.ordinal
    limit most
  ),
  queued as (
    insert into webhook_deliveries (user_id, webhook_id, event, type, entity_id, seq, body)
    select endpoint.user_id, endpoint.id, event, (changes).type, (changes).entity_id, (changes).seq, change_message(changes, event)
    from found
    where is_told(changes, endpoint.queued_seq, endpoint.queued_ordinal)
      and endpoint.events && array['*', (changes).type || '.*', event]
    order by (changes).seq, (changes).ordinal
  ),
  place as (
    select (changes).seq, (changes).ordinal from found order by (changes).seq, (changes).ordinal offset most - 1
  )
  update webhooks
  set queued_seq = coalesce((select place.seq from place), number),
      queued_ordinal = coalesce((select place.ordinal from place), last_ordinal)
  where webhooks.user_id = endpoint.user_id and webhooks.id = endpoint.id;
  return true;
end $$;

-- The text of what was purged is removed from deliveries as it is from changes. A deletion has none.
create function forget_deliveries() returns trigger
  language plpgsql as $$
begin
  delete from webhook_deliveries
  where webhook_deliveries.user_id = new.user_id
    and webhook_deliveries.type = new.type
    and webhook_deliveries.entity_id = new.entity_id
    and webhook_deliveries.event not like '%.deleted';
  return null;
end $$;
create trigger forgotten after update on changes for each row when (old.data is not null and new.data is null) execute function forget_deliveries();
