-- Whether anybody has an endpoint.
select exists (select from webhooks where enabled) as "any!"
