-- The same folding, by PL/pgSQL functions that keep their plans. Before PostgreSQL 18, an SQL function that is not inlined plans its
-- expression at each call: to index a task took 30 times as long. Classes of characters are given as arguments, because an index is
-- built without a search path, and so only built-in functions can be called by name.

-- A strict function whose arguments could be null where its own are not would not be inlined.
alter function unicode_ignorable() strict;
alter function unicode_marks() strict;
alter function unicode_dividers() strict;
alter function unicode_symbols() strict;
alter function unicode_unspaced() strict;
alter function unicode_late_letters() strict;
alter function unicode_late_folds() strict;

create function fold_case_by(text text, late_letters text, late_folds text) returns text
  language plpgsql immutable parallel safe strict as $$
begin
  if octet_length(text) = length(text) then
    return lower(text collate "C");
  end if;
  if text ~ ('[' || late_letters || ']') then
    text := translate(text, late_letters, late_folds);
  end if;
  return translate(
    lower(upper(lower(translate(normalize(text, NFKD), 'ı', U&'\FFFE') collate "und-x-icu"))),
    U&'ς\FFFE', 'σı'
  ) collate "C";
end $$;

create or replace function fold_case(text text) returns text
  language sql immutable parallel safe strict
  return fold_case_by(text, unicode_late_letters(), unicode_late_folds());

drop function fold_late_letters(text);

create function divide_words(folded text, ascii boolean, marks text, dividers text, unspaced text, symbols text) returns text
  language plpgsql immutable parallel safe strict as $$
begin
  if ascii then
    return replace(regexp_replace(folded, dividers, ' ', 'g'), '$', E' \x01$ ');
  end if;
  folded := replace(replace(regexp_replace(folded, marks, '', 'g'), 'æ', 'ae'), 'œ', 'oe');
  folded := regexp_replace(translate(folded, 'øđħıłŧ', 'odhilt'), dividers, ' ', 'g');
  return regexp_replace(folded, '(' || unspaced || '+|' || symbols || '+)', E' \x01\\1 ', 'g');
end $$;

create or replace function fold_words(text text) returns text
  language sql immutable parallel safe strict
  return divide_words(
    fold_case(text), octet_length(text) = length(text),
    unicode_marks(), unicode_dividers(), unicode_unspaced(), unicode_symbols()
  );

create function own_words(user_id bigint, words text[]) returns tsvector
  language plpgsql immutable parallel safe as $$
begin
  return array_to_tsvector(string_to_array(user_id::text || '/' || array_to_string(words, ' ' || user_id::text || '/'), ' '));
end $$;

create or replace function search_keys(user_id bigint, title text, description text) returns tsvector
  language sql immutable parallel safe
  return own_words(user_id, words_held(title || ' ' || coalesce(description, '')));
