-- Accounts that the operator has disabled, and a record of what the operator does. Each act adds one to a number, so that it is recorded among
-- the user's changes even where nothing changes that the API shows. Only the role that signs users in may write these columns: the one of
-- requests cannot enable its own account.
alter table users
  add column disabled_at timestamptz,
  add column operator_acts bigint not null default 0;
grant update (disabled_at, operator_acts) on users to taskpact_authentication;
grant select (disabled_at) on users to taskpact_maintenance;

-- What the operator does is not undone by the user.
create or replace function record_user() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform record_change(
    new.id, 'user', new.id, user_answer(old), user_answer(new),
    differing(kept_columns(to_jsonb(old)) - array['disabled_at', 'operator_acts'], to_jsonb(new)), null
  );
  return null;
end $$;

drop trigger recorded_change on users;
create constraint trigger recorded_change after update of email, name, time_zone, operator_acts on users deferrable initially deferred for each row
  when (
    (old.email, old.name, old.time_zone, old.operator_acts) is distinct from (new.email, new.name, new.time_zone, new.operator_acts)
    and new.deleted_at is null
  )
  execute function record_user();
