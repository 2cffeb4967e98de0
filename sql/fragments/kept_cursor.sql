-- Whether a cursor is of this database and what followed it is still kept.
feeds.seq = :seq and feeds.at = :at::timestamptz
    or exists (select from changes where user_id = caller_id() and seq = :seq and at = :at::timestamptz)
    -- Nothing that followed is missing, though what the cursor is of is not kept any more.
    or exists (select from changes where user_id = caller_id() and seq = :seq + 1 and ordinal = 1)
      and not exists (select from changes where user_id = caller_id() and seq = :seq)
