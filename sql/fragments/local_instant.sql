-- The instant of a due date without a zone. :offsets are the zone's offsets from UTC, in seconds, and :starts the local times from which
-- they apply.
to_timestamp(
  extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint
  - (:offsets::bigint[])[width_bucket(
    extract(epoch from coalesce((due ->> 'date_time')::timestamp, (due ->> 'date')::timestamp + interval '1 day'))::bigint, :starts::bigint[]
  )]
)
