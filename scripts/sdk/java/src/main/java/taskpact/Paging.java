package taskpact;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Goes through all pages of an operation that lists. */
public final class Paging {
  private static final Pattern NEXT = Pattern.compile("<[^>]*[?&]cursor=([^&>]*)[^>]*>;\\s*rel=\"?next\"?");

  private Paging() {}

  /** Asks for the page that starts at a cursor; null is the first one. */
  @FunctionalInterface
  public interface Page<T> {
    ApiResponse<List<T>> at(String cursor) throws ApiException;
  }

  /** A page could not be had, in the midst of a loop. */
  public static final class PagingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PagingException(ApiException cause) {
      super(cause);
    }

    @Override
    public synchronized ApiException getCause() {
      return (ApiException) super.getCause();
    }
  }

  /** Every item on every page. A page is asked for when it is needed; a PagingException says that it could not be had. */
  public static <T> Iterable<T> each(Page<T> page) {
    return () -> new Items<>(page);
  }

  /** Where the page after this one starts; empty on the last one. */
  public static Optional<String> nextCursor(ApiResponse<?> response) {
    for (Map.Entry<String, List<String>> header : response.getHeaders().entrySet()) {
      Matcher link = NEXT.matcher(String.join(", ", header.getValue()));
      if (header.getKey().equalsIgnoreCase("Link") && link.find()) {
        return Optional.of(URLDecoder.decode(link.group(1), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  private static final class Items<T> implements Iterator<T> {
    private final Page<T> page;
    private final Queue<T> items = new ArrayDeque<>();
    private String cursor;
    private boolean more = true;

    Items(Page<T> page) {
      this.page = page;
    }

    @Override
    public boolean hasNext() {
      while (items.isEmpty() && more) {
        turn();
      }
      return !items.isEmpty();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return items.remove();
    }

    private void turn() {
      try {
        ApiResponse<List<T>> response = page.at(cursor);
        items.addAll(response.getData());
        Optional<String> next = nextCursor(response);
        more = next.isPresent();
        cursor = next.orElse(null);
      } catch (ApiException error) {
        throw new PagingException(error);
      }
    }
  }
}
