-- Since when a user's changes are recorded: of what was before, the past is not known. For a user of before this migration, it is not
-- known before their first change.
alter table feeds add column begun_at timestamptz not null default now();
