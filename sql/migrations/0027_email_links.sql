-- Whether the address of an account is confirmed, and the links that confirm one: the account's own, or the one that it changes to.
alter type mail_kind add value 'email_verification';
alter type mail_kind add value 'email_change';
alter type mail_kind add value 'email_change_requested';
alter type mail_kind add value 'email_changed';

-- Where a mail goes, if not to the account's own address. It goes with the mail, which is removed once it was sent.
alter table mails add column email text constraint mail_email_length check (char_length(email) <= 254);

-- There are few accounts with a password, and the default is no rewrite of the table.
alter table passwords add column email_verified boolean not null default false;

-- Of a link there is the SHA-256 of its token. All links of an account go with its password, and with each change of it or of the address.
create table email_links (
  hash bytea primary key,
  user_id bigint not null references passwords on delete cascade,
  -- Each try to send a mail makes a link of its own.
  mail_id bigint not null,
  -- That of its mail: email_verification, or email_change.
  kind mail_kind not null,
  -- The address that it confirms.
  email text not null constraint email_link_length check (char_length(email) <= 254),
  -- A later request has replaced it. It stays until it is old, as it counts towards the mails of its account.
  replaced boolean not null default false,
  created_at timestamptz not null default now()
);
create index email_links_user on email_links (user_id);
create index email_links_created_at on email_links (created_at);

alter table email_links enable row level security, force row level security;
create policy caller on email_links using (user_id = (select caller_id()));
create policy authentication on email_links to taskpact_authentication using (true) with check (true);
create policy own on email_links as restrictive to taskpact_authentication using ((select caller_id()) is null or user_id = (select caller_id()));
create policy maintenance on email_links to taskpact_maintenance using (created_at < now() - interval '1 hour');
grant select, insert, update (replaced), delete on email_links to taskpact_authentication;
grant select, update (replaced), delete on email_links to taskpact_maintenance;

-- An account's address is changed by the role that may see its key, and confirmed too. Others see whether it is confirmed.
grant update (email) on users to taskpact_authentication;
grant update (email_key, email_verified) on passwords to taskpact_authentication;
grant select (email_verified) on passwords to taskpact_runtime;
-- The mails of an account go with it, with the address in them.
grant select (user_id), delete on mails to taskpact_runtime;

-- Keeps the hash of a link that confirms an address, unless its account has had so many mails of this kind within 30 minutes, or the address
-- twice as many from all accounts, or the mail was removed meanwhile, as a later request does with the mails of an earlier one. The password
-- is locked, as it is by such requests, so that what they have done is seen here. Returns whether it was kept.
create function keep_email_link(account bigint, mail bigint, token_hash bytea, address text, most integer) returns boolean
  language plpgsql as $$
declare
  is_retry boolean := exists (select from email_links where email_links.mail_id = mail);
  sent integer;
begin
  perform from passwords where passwords.user_id = account for no key update;
  insert into email_links (hash, user_id, mail_id, kind, email)
  select token_hash, account, mail, mails.kind, address
  from mails
  where mails.id = mail
    and mails.user_id = account
    and (
      select count(distinct email_links.mail_id)
      from email_links
      where email_links.user_id = account
        and email_links.kind = mails.kind
        and email_links.mail_id <> mail
        and email_links.created_at > now() - interval '30 minutes'
    ) < most;
  if is_retry or not found then
    return found;
  end if;
  -- An address may be a stranger's, whom new accounts must not flood either.
  insert into rate_limits (key, used, ends_at)
  values ('mails ' || encode(sha256(convert_to(lower(address), 'UTF8')), 'hex'), 1, now() + interval '30 minutes')
  on conflict (key) do update
  set used = case when rate_limits.ends_at <= now() then 1 else rate_limits.used + 1 end,
      ends_at = case when rate_limits.ends_at <= now() then excluded.ends_at else rate_limits.ends_at end
  returning rate_limits.used into sent;
  if sent > 2 * most then
    delete from email_links where email_links.hash = token_hash;
    return false;
  end if;
  return true;
end $$;

-- As before, and not for a mail that was removed meanwhile, nor for an address that is no longer the account's. The one before stays for
-- processes of the version before.
create function keep_reset_link(account bigint, mail bigint, token_hash bytea, address text, most integer) returns boolean
  language plpgsql as $$
begin
  perform from passwords where passwords.user_id = account for no key update;
  insert into reset_links (hash, user_id, mail_id)
  select token_hash, account, mails.id
  from mails
  where mails.id = mail
    and mails.user_id = account
    and exists (select from users where users.id = account and users.email = address)
    and (
      select count(distinct reset_links.mail_id)
      from reset_links
      where reset_links.user_id = account and reset_links.mail_id <> mail and reset_links.created_at > now() - interval '30 minutes'
    ) < most;
  return found;
end $$;
