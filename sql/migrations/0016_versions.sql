-- A change that a client can see raises the version, whatever makes it: also a statement that does not, and a foreign key that is set
-- to null as its row is deleted. The condition costs a comparison of two numbers and two times where the statement has raised both.
create function raise_version() returns trigger
  language plpgsql as $$
begin
  new.version := greatest(new.version, old.version + 1);
  new.updated_at := now();
  return new;
end $$;

create trigger version_raised before update on tasks for each row
  when (
    (new.version <= old.version or new.updated_at = old.updated_at)
    and (new.list_id, new.parent_id, new.title, new.description, new.completed, new.priority, new.tags, new.subtask_count,
      new.open_subtask_count, new.due, new.recurrence, new.completed_at, new.deleted_at)
    is distinct from (old.list_id, old.parent_id, old.title, old.description, old.completed, old.priority, old.tags, old.subtask_count,
      old.open_subtask_count, old.due, old.recurrence, old.completed_at, old.deleted_at)
  )
  execute function raise_version();

-- Nobody sees a list again whose deletion lies before all times.
create trigger version_raised before update on lists for each row
  when (
    (new.version <= old.version or new.updated_at = old.updated_at)
    and (new.name, new.color, new.deleted_at) is distinct from (old.name, old.color, old.deleted_at)
    and new.deleted_at is distinct from '-infinity'
  )
  execute function raise_version();

create trigger version_raised before update on tags for each row
  when (
    (new.version <= old.version or new.updated_at = old.updated_at)
    and (new.name, new.color) is distinct from (old.name, old.color)
  )
  execute function raise_version();
