-- Whether a token is there and has no successor yet.
select replaced_at is null as "unused!"
from refresh_tokens
where hash = :hash
