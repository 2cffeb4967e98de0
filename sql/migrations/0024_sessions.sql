-- What users see of their sessions. The number names a session in a path: its id is in the tokens. The client is a short name of ours,
-- such as "Firefox on Linux", and never what was sent. There are few sessions, so the table is rewritten at once.
alter table sessions
  add column number bigint generated always as identity,
  add column client text constraint session_client_length check (char_length(client) <= 50),
  add column last_used_on date not null default (now() at time zone 'UTC')::date;

-- A password is changed by the role that may see it, which also tells how far the changes of its caller are.
grant update (hash) on passwords to taskpact_authentication;
grant select on feeds to taskpact_authentication;

-- Where there is a caller, that role too sees the caller's rows alone.
create policy own on users as restrictive to taskpact_authentication using ((select caller_id()) is null or id = (select caller_id()));
create policy own on passwords as restrictive to taskpact_authentication using ((select caller_id()) is null or user_id = (select caller_id()));
create policy own on sessions as restrictive to taskpact_authentication using ((select caller_id()) is null or user_id = (select caller_id()));
create policy own on refresh_tokens as restrictive to taskpact_authentication using ((select caller_id()) is null or user_id = (select caller_id()));
