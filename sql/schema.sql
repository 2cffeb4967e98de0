-- Generated from sql/migrations by "npm run generate". Do not edit. For reading: it is not run.

CREATE OR REPLACE FUNCTION public.caller_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint


table idempotency_keys
  user_id bigint
  key text not null
  fingerprint bytea not null
  status integer not null
  headers jsonb not null
  body text
  created_at timestamp with time zone not null default now()
  constraint idempotency_keys_unique UNIQUE NULLS NOT DISTINCT (user_id, key)
  constraint idempotency_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant insert, select, update to taskpact_authentication
  grant delete, select, update to taskpact_maintenance
  grant insert, select, update to taskpact_runtime
  CREATE INDEX idempotency_keys_created_at ON public.idempotency_keys USING btree (created_at)
  policy authentication to taskpact_authentication using ((user_id IS NULL)) with check ((user_id IS NULL))
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((created_at < (now() - '24:00:00'::interval)))
  row level security on, forced

table identities
  issuer text not null
  subject text not null
  user_id bigint not null
  constraint identities_pkey PRIMARY KEY (issuer, subject)
  constraint identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant insert, select to taskpact_authentication
  CREATE INDEX identities_user_id ON public.identities USING btree (user_id)
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  row level security on, forced

table lists
  id bigint not null generated always as identity
  user_id bigint not null
  name text not null
  colour text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  version bigint not null default 1
  deleted_at timestamp with time zone
  constraint list_colour_format CHECK ((colour ~ '^#[0-9a-f]{6}$'::text))
  constraint list_name_length CHECK ((char_length(name) <= 100))
  constraint list_name_not_blank CHECK ((name ~ '\S'::text))
  constraint lists_pkey PRIMARY KEY (user_id, id)
  constraint lists_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant delete, select (deleted_at), select (id), select (user_id), update (deleted_at) to taskpact_maintenance
  grant delete, insert, select, update to taskpact_runtime
  CREATE INDEX lists_deleted_at ON public.lists USING btree (deleted_at) WHERE (deleted_at IS NOT NULL)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((deleted_at < (now() - '30 days'::interval)))
  row level security on, forced

table occurrences
  id bigint not null generated always as identity
  user_id bigint not null
  task_id bigint not null
  due due not null
  outcome outcome not null
  completed_at timestamp with time zone not null default now()
  recurs_from due not null
  recurs_at due not null
  recurs_number integer not null
  constraint occurrences_pkey PRIMARY KEY (user_id, task_id, id)
  constraint occurrences_user_id_task_id_fkey FOREIGN KEY (user_id, task_id) REFERENCES tasks(user_id, id) ON DELETE CASCADE
  grant delete, insert, select to taskpact_runtime
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  row level security on, forced

table passwords
  user_id bigint not null
  email_key text not null
  hash text not null
  constraint passwords_email_taken UNIQUE (email_key)
  constraint passwords_pkey PRIMARY KEY (user_id)
  constraint passwords_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant insert, select to taskpact_authentication
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  row level security on, forced

table rate_limits
  key text not null
  used bigint not null
  ends_at timestamp with time zone not null
  constraint rate_limits_pkey PRIMARY KEY (key)
  grant insert, select, update to taskpact_authentication
  grant delete, select, update to taskpact_maintenance
  CREATE INDEX rate_limits_ends_at ON public.rate_limits USING btree (ends_at)
  row level security OFF, NOT FORCED

table refresh_tokens
  hash bytea not null
  user_id bigint not null
  session_id uuid not null
  replaced_at timestamp with time zone
  constraint refresh_tokens_pkey PRIMARY KEY (hash)
  constraint refresh_tokens_user_id_session_id_fkey FOREIGN KEY (user_id, session_id) REFERENCES sessions(user_id, id) ON DELETE CASCADE
  grant delete, insert, select, update to taskpact_authentication
  CREATE INDEX refresh_tokens_session ON public.refresh_tokens USING btree (user_id, session_id)
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  row level security on, forced

table schema_migrations
  name text not null
  checksum text not null
  applied_at timestamp with time zone not null default now()
  constraint schema_migrations_pkey PRIMARY KEY (name)
  row level security OFF, NOT FORCED

table sessions
  id uuid not null default gen_random_uuid()
  user_id bigint not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  constraint sessions_pkey PRIMARY KEY (id)
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  constraint sessions_user_id_id_key UNIQUE (user_id, id)
  grant delete, insert, select, update to taskpact_authentication
  grant delete, select, update to taskpact_maintenance
  grant delete, select to taskpact_runtime
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((expires_at < now()))
  row level security on, forced

table tags
  id bigint not null generated always as identity
  user_id bigint not null
  name text not null
  name_key text not null
  colour text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  version bigint not null default 1
  constraint tag_colour_form CHECK ((colour ~ '^#[0-9a-f]{6}$'::text))
  constraint tag_name_length CHECK ((char_length(name) <= 50))
  constraint tag_name_not_blank CHECK ((name ~ '\S'::text))
  constraint tags_name_taken UNIQUE (user_id, name_key)
  constraint tags_pkey PRIMARY KEY (user_id, id)
  constraint tags_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant delete, insert, select, update to taskpact_runtime
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  row level security on, forced

table tasks
  id bigint not null generated always as identity
  user_id bigint not null
  title text not null
  description text
  completed boolean not null default false
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  version bigint not null default 1
  priority priority not null default 'none'::priority
  completed_at timestamp with time zone
  due due
  due_at timestamp with time zone
  recurrence recurrence
  recurs_from due
  recurs_at due
  recurs_number integer
  list_id bigint
  deleted_at timestamp with time zone
  tags text[] not null default '{}'::text[]
  tag_keys text[] not null default '{}'::text[]
  constraint task_description_length CHECK ((char_length(description) <= 1000))
  constraint task_due_has_its_moment CHECK (((due IS NULL) = (due_at IS NULL))) NOT VALID
  constraint task_list_fkey FOREIGN KEY (user_id, list_id) REFERENCES lists(user_id, id) ON DELETE SET NULL (list_id) NOT VALID
  constraint task_open_is_not_completed CHECK ((completed OR (completed_at IS NULL))) NOT VALID
  constraint task_recurring_has_a_due CHECK (((recurrence IS NULL) OR (due IS NOT NULL))) NOT VALID
  constraint task_recurring_has_its_place CHECK (((recurrence IS NULL) = (recurs_number IS NULL))) NOT VALID
  constraint task_tags_are_few CHECK (((cardinality(tags) <= 50) AND (cardinality(tag_keys) = cardinality(tags)))) NOT VALID
  constraint task_title_length CHECK ((char_length(title) <= 255))
  constraint task_title_not_blank CHECK ((title ~ '\S'::text))
  constraint tasks_pkey PRIMARY KEY (user_id, id)
  constraint tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant delete, select (id), select (user_id) to taskpact_maintenance
  grant delete, insert, select, update to taskpact_runtime
  CREATE INDEX tasks_tag_keys ON public.tasks USING gin (tag_keys) WHERE (tag_keys <> '{}'::text[])
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((deleted_at < (now() - '30 days'::interval)))
  row level security on, forced

table trash
  id bigint not null generated always as identity
  user_id bigint not null
  task_id bigint not null
  deleted_at timestamp with time zone not null default now()
  list_version bigint
  constraint trash_pkey PRIMARY KEY (user_id, id)
  constraint trash_user_id_task_id_fkey FOREIGN KEY (user_id, task_id) REFERENCES tasks(user_id, id) ON DELETE CASCADE
  constraint trash_user_id_task_id_key UNIQUE (user_id, task_id)
  grant select, update (deleted_at) to taskpact_maintenance
  grant delete, insert, select to taskpact_runtime
  CREATE INDEX trash_deleted_at ON public.trash USING btree (deleted_at)
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy maintenance to taskpact_maintenance using ((deleted_at < (now() - '30 days'::interval)))
  row level security on, forced

table users
  id bigint not null generated always as identity
  email text
  name text
  created_at timestamp with time zone not null default now()
  time_zone text not null default 'UTC'::text
  constraint users_pkey PRIMARY KEY (id)
  grant insert, select to taskpact_authentication
  grant delete, select, update (name), update (time_zone) to taskpact_runtime
  policy authentication to taskpact_authentication using (true) with check (true)
  policy caller to public using ((id = ( SELECT caller_id() AS caller_id)))
  row level security on, forced
