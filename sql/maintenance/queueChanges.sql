-- Makes deliveries of some changes for an endpoint of some users, or of all.
select queue_changes(:users?::bigint[], :most) as "queued!"
