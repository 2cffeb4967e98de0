-- An account, a list or a trash of any size is gone at once, by a mark on one row; the cleanup then removes what is behind it in
-- parts. What is marked is hidden from everybody by row-level security until then.
alter table users
  add column deleted_at timestamptz,
  -- Entries of the trash up to this one were emptied; 0 where none is left to be removed.
  add column trash_emptied_to bigint not null default 0;
create index users_with_rest on users (id) where deleted_at is not null or trash_emptied_to > 0;

-- Of a deleted list: whether tasks of it still have to be moved to the trash.
alter table lists add column tasks_remain boolean not null default false;
create index lists_with_rest on lists (user_id, id) where tasks_remain;

-- A session is one of an account with a password, so that it ends with that password, and none begins once it is gone.
alter table sessions drop constraint sessions_user_id_fkey;
alter table sessions add constraint sessions_user_id_fkey foreign key (user_id) references passwords on delete cascade;

alter policy caller on tasks using (
  user_id = (select caller_id())
  and (list_id is null or deleted_at is not null or list_id <> all (array(select lists.id from lists where lists.user_id = caller_id() and lists.tasks_remain)))
);
alter policy caller on trash using (
  user_id = (select caller_id())
  and deleted_at > '-infinity'
  and id > (select users.trash_emptied_to from users where users.id = caller_id())
) with check (user_id = (select caller_id()));

-- What a policy looks at has to be readable by every role that it may hold for.
grant select (id, deleted_at, trash_emptied_to) on users to taskpact_maintenance;
grant select (id, user_id, tasks_remain) on lists to taskpact_finder;

grant delete, update (trash_emptied_to) on users to taskpact_maintenance;
create policy looking on users for select to taskpact_maintenance using (true);
create policy marking on users for update to taskpact_maintenance using (trash_emptied_to > 0) with check (trash_emptied_to = 0);
create policy maintenance on users for delete to taskpact_maintenance using (deleted_at is not null);

alter policy maintenance on trash using (
  deleted_at < now() - interval '30 days'
  or id <= (select users.trash_emptied_to from users where users.id = trash.user_id)
);
alter policy maintenance on tasks using (
  deleted_at < now() - interval '30 days'
  or user_id = any (array(select users.id from users where users.deleted_at is not null))
  or deleted_at is not null and exists (select from trash where trash.user_id = tasks.user_id and trash.task_id = tasks.id)
);
alter policy maintenance on lists using (
  deleted_at < now() - interval '30 days'
  or user_id = any (array(select users.id from users where users.deleted_at is not null))
);
alter policy maintenance on idempotency_keys using (
  created_at < now() - interval '24 hours'
  or user_id = any (array(select users.id from users where users.deleted_at is not null))
);
create policy maintenance on tags to taskpact_maintenance using (
  user_id = any (array(select users.id from users where users.deleted_at is not null))
);
grant select (user_id, id), delete on tags to taskpact_maintenance;

-- Moving the tasks of a deleted list to the trash. Nothing of what is in a task has to be seen for that.
create policy moving on lists for select to taskpact_maintenance using (deleted_at is not null);
create policy moved on lists for update to taskpact_maintenance using (tasks_remain) with check (not tasks_remain);
create policy moving on tasks for select to taskpact_maintenance using (
  exists (select from lists where lists.user_id = tasks.user_id and lists.id = tasks.list_id and lists.tasks_remain)
);
create policy moved on tasks for update to taskpact_maintenance using (
  deleted_at is null
  and exists (select from lists where lists.user_id = tasks.user_id and lists.id = tasks.list_id and lists.tasks_remain)
) with check (deleted_at is not null);
create policy moving on trash for insert to taskpact_maintenance with check (true);
grant select (version, tasks_remain), update (tasks_remain) on lists to taskpact_maintenance;
grant select (list_id, deleted_at, version), update (deleted_at, updated_at, version) on tasks to taskpact_maintenance;
grant insert (user_id, task_id, deleted_at, list_version) on trash to taskpact_maintenance;

-- An account ends without its password being seen.
revoke delete on users from taskpact_runtime;
grant update (email, deleted_at, trash_emptied_to) on users to taskpact_runtime;
grant select (user_id), delete on passwords, identities to taskpact_runtime;
