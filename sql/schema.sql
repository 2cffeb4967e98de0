-- Generated from sql/migrations by "npm run generate". Do not edit. For reading: it is not run.

CREATE OR REPLACE FUNCTION public.caller_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id'::text, true), ''::text))::bigint


CREATE OR REPLACE FUNCTION public.folded(text text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN rtrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(translate(replace(replace(replace(NORMALIZE(lower((NORMALIZE((' '::text || text), NFKC) COLLATE "und-x-icu")), NFKD), 'ß'::text, 'ss'::text), 'æ'::text, 'ae'::text), 'œ'::text, 'oe'::text), 'øđħıłŧ'::text, 'odhilt'::text), '[\u0300-\u036f]+'::text, ''::text, 'g'::text), '([\u3040-\u30ff\u3400-\u9fff])'::text, ' \1 '::text, 'g'::text), '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u3000-\u303f]+'::text, ' '::text, 'g'::text), '([^ ]{100})[^ ]+'::text, '\1'::text, 'g'::text))


CREATE OR REPLACE FUNCTION public.id_or_zero(id bigint)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (id IS NULL) THEN (0)::bigint ELSE id END


CREATE OR REPLACE FUNCTION public.keys_of(user_id bigint, title text, description text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(array_remove(string_to_array(replace(folded(((title || ' '::text) || COALESCE(description, ''::text))), ' '::text, ((' '::text || (user_id)::text) || '/'::text)), ' '::text), ''::text))


CREATE OR REPLACE FUNCTION public.moment_or_never(moment timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (moment IS NULL) THEN 'infinity'::timestamp with time zone ELSE moment END


CREATE OR REPLACE FUNCTION public.next_rank()
 RETURNS bigint
 LANGUAGE sql
RETURN (nextval('task_ranks'::regclass) << 22)


CREATE OR REPLACE FUNCTION public.relevance(title text, search text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (SELECT (COALESCE(sum(CASE WHEN (asked.wanted = ANY (held.held)) THEN 2 WHEN (EXISTS (SELECT FROM unnest(held.held) word(word) WHERE starts_with(word.word, asked.wanted))) THEN 1 ELSE 0 END), (0)::bigint))::integer AS "coalesce" FROM (SELECT DISTINCT unnest(words_of(relevance.search)) AS wanted) asked, words_of(relevance.title) held(held))


CREATE OR REPLACE FUNCTION public.tasks_with_all_tags(keys text[])
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
BEGIN ATOMIC
 SELECT tasks.id
    FROM tasks
   WHERE ((tasks.user_id = caller_id()) AND (tasks.tag_keys <> '{}'::text[]) AND (tasks.tag_keys @> ARRAY( SELECT (((caller_id())::text || ':'::text) || key.key)
            FROM unnest(tasks_with_all_tags.keys) key(key))));
END


CREATE OR REPLACE FUNCTION public.tasks_with_any_tag(keys text[])
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
BEGIN ATOMIC
 SELECT tasks.id
    FROM tasks
   WHERE ((tasks.user_id = caller_id()) AND (tasks.tag_keys <> '{}'::text[]) AND (tasks.tag_keys && ARRAY( SELECT (((caller_id())::text || ':'::text) || key.key)
            FROM unnest(tasks_with_any_tag.keys) key(key))));
END


CREATE OR REPLACE FUNCTION public.tasks_with_words(search text)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
BEGIN ATOMIC
 SELECT tasks.id
    FROM tasks
   WHERE ((tasks.user_id = caller_id()) AND (tasks.deleted_at IS NULL) AND (keys_of(tasks.user_id, tasks.title, tasks.description) @@ ( SELECT (string_agg(((((''''::text || (caller_id())::text) || '/'::text) || word.word) || ''':*'::text), ' & '::text))::tsquery AS string_agg
            FROM unnest(words_of(tasks_with_words.search)) word(word))));
END


CREATE OR REPLACE FUNCTION public.words_of(text text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN array_remove(string_to_array(folded(text), ' '::text), ''::text)


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
  color text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  version bigint not null default 1
  deleted_at timestamp with time zone
  rank bigint not null default next_rank()
  constraint list_color_format CHECK ((color ~ '^#[0-9a-f]{6}$'::text))
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
  color text
  created_at timestamp with time zone not null default now()
  updated_at timestamp with time zone not null default now()
  version bigint not null default 1
  constraint tag_color_form CHECK ((color ~ '^#[0-9a-f]{6}$'::text))
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
  parent_id bigint
  subtask_count integer not null default 0
  open_subtask_count integer not null default 0
  rank bigint not null default next_rank()
  weight integer not null generated always as (
CASE priority
    WHEN 'none'::priority THEN 0
    WHEN 'low'::priority THEN 1
    WHEN 'medium'::priority THEN 2
    ELSE 3
END) stored
  constraint task_description_length CHECK ((char_length(description) <= 1000))
  constraint task_due_has_its_moment CHECK (((due IS NULL) = (due_at IS NULL))) NOT VALID
  constraint task_is_not_its_own_parent CHECK ((parent_id <> id)) NOT VALID
  constraint task_list_fkey FOREIGN KEY (user_id, list_id) REFERENCES lists(user_id, id) ON DELETE SET NULL (list_id) NOT VALID
  constraint task_open_is_not_completed CHECK ((completed OR (completed_at IS NULL))) NOT VALID
  constraint task_parent_fkey FOREIGN KEY (user_id, parent_id) REFERENCES tasks(user_id, id) ON DELETE SET NULL (parent_id) NOT VALID
  constraint task_recurring_has_a_due CHECK (((recurrence IS NULL) OR (due IS NOT NULL))) NOT VALID
  constraint task_recurring_has_its_place CHECK (((recurrence IS NULL) = (recurs_number IS NULL))) NOT VALID
  constraint task_tags_are_few CHECK (((cardinality(tags) <= 50) AND (cardinality(tag_keys) = cardinality(tags)))) NOT VALID
  constraint task_title_length CHECK ((char_length(title) <= 255))
  constraint task_title_not_blank CHECK ((title ~ '\S'::text))
  constraint tasks_pkey PRIMARY KEY (user_id, id)
  constraint tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
  grant select (deleted_at), select (description), select (id), select (tag_keys), select (title), select (user_id) to taskpact_finder
  grant delete, select (id), select (user_id) to taskpact_maintenance
  grant delete, insert, select, update to taskpact_runtime
  CREATE INDEX tasks_by_due ON public.tasks USING btree (user_id, moment_or_never(due_at), id)
  CREATE INDEX tasks_by_place ON public.tasks USING btree (user_id, id_or_zero(list_id), id_or_zero(parent_id), rank, id)
  CREATE INDEX tasks_by_priority ON public.tasks USING btree (user_id, weight, id)
  CREATE INDEX tasks_by_title ON public.tasks USING btree (user_id, title COLLATE "und-x-icu", id)
  CREATE INDEX tasks_by_update ON public.tasks USING btree (user_id, updated_at, id)
  CREATE INDEX tasks_of_list ON public.tasks USING btree (user_id, list_id) WHERE (list_id IS NOT NULL)
  CREATE INDEX tasks_of_parent ON public.tasks USING btree (user_id, parent_id) WHERE (parent_id IS NOT NULL)
  CREATE INDEX tasks_tag_keys ON public.tasks USING gin (tag_keys) WHERE (tag_keys <> '{}'::text[])
  CREATE INDEX tasks_words ON public.tasks USING gin (keys_of(user_id, title, description))
  policy caller to public using ((user_id = ( SELECT caller_id() AS caller_id)))
  policy finding to taskpact_finder using (true)
  policy maintenance to taskpact_maintenance using ((deleted_at < (now() - '30 days'::interval)))
  row level security on, forced

table trash
  id bigint not null generated always as identity
  user_id bigint not null
  task_id bigint not null
  deleted_at timestamp with time zone not null default now()
  list_version bigint
  with_task_id bigint
  constraint trash_pkey PRIMARY KEY (user_id, id)
  constraint trash_user_id_task_id_fkey FOREIGN KEY (user_id, task_id) REFERENCES tasks(user_id, id) ON DELETE CASCADE
  constraint trash_user_id_task_id_key UNIQUE (user_id, task_id)
  grant select, update (deleted_at) to taskpact_maintenance
  grant delete, insert, select to taskpact_runtime
  CREATE INDEX trash_deleted_at ON public.trash USING btree (deleted_at)
  CREATE INDEX trash_with_task ON public.trash USING btree (user_id, with_task_id) WHERE (with_task_id IS NOT NULL)
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
