-- The filters of a search that have an index of their own: tags and words.
(:all_tags?::text[] is null or tasks.id = any (array(select tasks_with_all_tags(:all_tags))))
and (:any_tag?::text[] is null or tasks.id = any (array(select tasks_with_any_tag(:any_tag))))
and (:search?::text is null or tasks.id = any (array(select tasks_with_words(:search))))
