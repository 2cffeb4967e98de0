package taskpact;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.http.HttpHeaders;
import java.util.Optional;
import taskpact.model.Problem;

/** An operation was refused, or could not be asked for. */
public class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient HttpHeaders responseHeaders;
  private final String responseBody;

  /** The service could not be reached, or could not be understood. */
  public ApiException(Throwable cause) {
    super(cause);
    code = 0;
    responseHeaders = null;
    responseBody = null;
  }

  /** The request could not be made. */
  public ApiException(int code, String message) {
    this(code, message, null, null);
  }

  /** The service refused it. */
  public ApiException(int code, String message, HttpHeaders responseHeaders, String responseBody) {
    super(message);
    this.code = code;
    this.responseHeaders = responseHeaders;
    this.responseBody = responseBody;
  }

  /** The HTTP status; 0 without a response. */
  public int getCode() {
    return code;
  }

  /** The headers of the response; null without one. */
  public HttpHeaders getResponseHeaders() {
    return responseHeaders;
  }

  /** The body of the response; null without one. */
  public String getResponseBody() {
    return responseBody;
  }

  /** The problem document that says what was wrong; empty if the response is not one, or without a response. */
  public Optional<Problem> getProblem() {
    boolean isProblem = responseHeaders != null
        && responseHeaders.firstValue("Content-Type").orElse("").startsWith("application/problem+json");
    try {
      return isProblem ? Optional.of(ApiClient.createDefaultObjectMapper().readValue(responseBody, Problem.class)) : Optional.empty();
    } catch (JsonProcessingException error) {
      return Optional.empty();
    }
  }
}
