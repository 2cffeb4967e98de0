-- name_key is the name in normal form C and lower case, which is how names are compared.
create table tags (
  id bigint generated always as identity,
  user_id bigint not null references users on delete cascade,
  name text not null
    constraint tag_name_not_blank check (name ~ '\S')
    constraint tag_name_length check (char_length(name) <= 50),
  name_key text not null,
  colour text constraint tag_colour_form check (colour ~ '^#[0-9a-f]{6}$'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version bigint not null default 1,
  primary key (user_id, id),
  constraint tags_name_taken unique (user_id, name_key)
);

alter table tags enable row level security, force row level security;
create policy caller on tags using (user_id = (select caller_id()));
grant select, insert, update, delete on tags to taskpact_runtime;

-- The names as a task shows them, so that reading one takes no join; and their keys behind the user's id, for one index to
-- find a user's tasks by.
alter table tasks
  add column tags text[] not null default '{}',
  add column tag_keys text[] not null default '{}',
  add constraint task_tags_are_few check (cardinality(tags) <= 50 and cardinality(tag_keys) = cardinality(tags)) not valid;
create index tasks_tag_keys on tasks using gin (tag_keys) where tag_keys <> '{}';
