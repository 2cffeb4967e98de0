-- Mails that wait to be sent, and the links to a new password that some of them carry. A row says whom a mail is for and what it is about;
-- its text is written as it is sent, so that the database never has it, nor the token of its link.
create type mail_kind as enum ('password_reset', 'password_changed');

create table mails (
  id bigint generated always as identity primary key,
  -- Null for an address without an account. It is queued like any other, and found not to be for anybody once nobody waits for an answer.
  -- There is no foreign key, as its check would take time for an account alone.
  user_id bigint,
  kind mail_kind not null,
  -- The short name of the client that was used, as for sessions.
  client text constraint mail_client_length check (char_length(client) <= 50),
  tries integer not null default 0,
  -- When it is sent; while a process sends it, when another one takes it over.
  next_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create index mails_next_at on mails (next_at);

-- Of a link there is the SHA-256 of its token. All links of an account go with its password, and with each change of it.
create table reset_links (
  hash bytea primary key,
  user_id bigint not null references passwords on delete cascade,
  -- Each try to send a mail makes a link of its own.
  mail_id bigint not null,
  created_at timestamptz not null default now()
);
create index reset_links_user on reset_links (user_id);
create index reset_links_created_at on reset_links (created_at);

alter table mails enable row level security, force row level security;
alter table reset_links enable row level security, force row level security;
create policy caller on mails using (user_id = (select caller_id()));
create policy caller on reset_links using (user_id = (select caller_id()));
create policy authentication on mails to taskpact_authentication using (true) with check (true);
create policy authentication on reset_links to taskpact_authentication using (true) with check (true);
create policy own on mails as restrictive to taskpact_authentication using ((select caller_id()) is null or user_id = (select caller_id()));
create policy own on reset_links as restrictive to taskpact_authentication using ((select caller_id()) is null or user_id = (select caller_id()));
create policy maintenance on mails to taskpact_maintenance using (true) with check (true);
create policy maintenance on reset_links to taskpact_maintenance using (created_at < now() - interval '1 hour');
grant select, insert, delete on mails to taskpact_authentication;
grant select, insert, delete on reset_links to taskpact_authentication;
grant select (id, user_id, kind, tries, next_at, created_at), update (tries, next_at), delete on mails to taskpact_maintenance;
grant select, update, delete on reset_links to taskpact_maintenance;

-- Keeps the hash of a link for a mail, unless other mails have so many links of its account that are valid by their age. So an account that
-- gets no further mail has a valid link, whoever asked for it. The password is locked, so that of two mails at once the second sees the link of
-- the first.
-- Returns whether it was kept.
create function keep_reset_link(account bigint, mail bigint, token_hash bytea, most integer) returns boolean
  language plpgsql as $$
begin
  perform from passwords where passwords.user_id = account for no key update;
  if not found then
    return false;
  end if;
  insert into reset_links (hash, user_id, mail_id)
  select token_hash, account, mail
  where (
    select count(distinct reset_links.mail_id)
    from reset_links
    where reset_links.user_id = account and reset_links.mail_id <> mail and reset_links.created_at > now() - interval '30 minutes'
  ) < most;
  return found;
end $$;

-- Who has forgotten a password may have lost it to somebody else, whose tokens end with it.
create policy authentication_ends on personal_tokens for delete to taskpact_authentication
  using ((select caller_id()) is null or user_id = (select caller_id()));
grant delete on personal_tokens to taskpact_authentication;
