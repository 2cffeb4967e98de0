package taskpact

import (
	"iter"
	"net/http"
	"net/url"
	"regexp"
)

var nextLink = regexp.MustCompile(`<([^>]*)>;\s*rel="?next"?`)

// Each gives every item on every page of an operation that lists, and asks for a page when it is needed. The function is given where the page
// starts: an empty cursor is the first one. After an error there is nothing more.
func Each[T any](page func(cursor string) ([]T, *http.Response, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for cursor, more := "", true; more; {
			items, response, err := page(cursor)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			cursor, more = NextCursor(response)
		}
	}
}

// NextCursor is where the page after this one starts; false on the last one.
func NextCursor(response *http.Response) (string, bool) {
	link := nextLink.FindStringSubmatch(response.Header.Get("Link"))
	if link == nil {
		return "", false
	}
	target, err := url.Parse(link[1])
	if err != nil {
		return "", false
	}
	cursor := target.Query().Get("cursor")
	return cursor, cursor != ""
}
