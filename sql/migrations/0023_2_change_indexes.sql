-- changes_of_thing takes its place.
drop index changes_of_entity;
