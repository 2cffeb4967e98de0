:as_of::timestamptz
