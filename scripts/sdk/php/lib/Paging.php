<?php

declare(strict_types=1);

namespace Taskpact;

/** Goes through all pages of an operation that lists. */
final class Paging
{
    /**
     * Every item on every page. A page is asked for when it is needed.
     *
     * @template T
     * @param callable(?string): array{0: list<T>, 1: int, 2: array<string, string[]>} $page
     *     The `…WithHttpInfo` form of an operation that lists, for the page that starts at a cursor; null is the first one.
     * @return \Generator<int, T>
     */
    public static function each(callable $page): \Generator
    {
        $cursor = null;
        do {
            [$items, , $headers] = $page($cursor);
            foreach ($items as $item) {
                yield $item;
            }
            $cursor = self::nextCursor($headers);
        } while ($cursor !== null);
    }

    /**
     * Where the page after this one starts; null on the last one.
     *
     * @param array<string, string[]> $headers
     */
    public static function nextCursor(array $headers): ?string
    {
        $link = implode(', ', array_change_key_case($headers)['link'] ?? []);
        if (preg_match('/<([^>]*)>;\s*rel="?next"?/', $link, $next) !== 1) {
            return null;
        }
        parse_str((string) parse_url($next[1], PHP_URL_QUERY), $query);

        return $query['cursor'] ?? null;
    }
}
