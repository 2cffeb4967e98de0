/** The SQL that gives a user as much of everything as the contract allows, in so many tasks, as the superuser. */
export const heavyData = (id: number, tasks: number): string[] => [
  `insert into lists (user_id, name) select ${id}, 'List ' || n from generate_series(1, 100) n`,
  `insert into tags (user_id, name, name_key) select ${id}, 'tag ' || n, 'tag ' || n from generate_series(1, 1000) n`,
  `insert into tags (user_id, name, name_key) values (${id}, 'everywhere', 'everywhere')`,
  // Long texts of words that every search finds, four tags each, in one list, a third of them overdue.
  `insert into tasks (user_id, list_id, title, description, tags, tag_keys, due, due_at, completed, completed_at)
    select ${id}, (select min(id) from lists where user_id = ${id}), 'a ' || n, repeat('a b c d e f g h ', 60), names, array(select ${id} || ':' || name from unnest(names) as name),
      case when n % 3 = 0 then '{"date": "2026-01-01"}'::jsonb end, case when n % 3 = 0 then timestamptz '2026-01-02' end,
      n % 5 = 0, case when n % 5 = 0 then now() end
    from generate_series(1, ${tasks}) n, lateral (select array['everywhere', 'tag ' || 1 + n % 1000, 'tag ' || 1 + n * 7 % 1000, 'tag ' || 1 + n * 13 % 1000] as names) tagged`,
  taskWithSubtasks(id),
  'analyze tasks',
]

/** The SQL that gives a user a task with a thousand subtasks. */
export const taskWithSubtasks = (id: number): string =>
  `with parent as (
      insert into tasks (user_id, title, subtask_count, open_subtask_count) values (${id}, 'a parent', 1000, 1000) returning id
    )
    insert into tasks (user_id, parent_id, title) select ${id}, parent.id, 'a child ' || n from parent, generate_series(1, 1000) n`
