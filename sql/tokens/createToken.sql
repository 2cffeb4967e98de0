-- Creates a personal access token, unless the caller has :most already. The caller's other changes of this kind wait for each other at
-- lockPlaces.
insert into personal_tokens (user_id, name, scopes, hash, expires_at)
select caller_id(), :name, :scopes::jsonb, :hash, now() + make_interval(days => :days)
where (select count(*) from personal_tokens where user_id = caller_id() and expires_at > now()) < :most
returning {personal_token}
