-- Whether a token has no successor yet. No row means that the token does not exist.
select replaced_at is null as "unused!"
from refresh_tokens
where hash = :hash
