select user_id
from identities
where issuer = :issuer
  and subject = :subject
