select {tag}, tags.name_key
from tags
where tags.user_id = caller_id()
  and tags.id = :id
