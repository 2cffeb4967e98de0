import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import taskpact.ApiClient;
import taskpact.ApiException;
import taskpact.Paging;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIRegisterUserRequest;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICompleteTaskRequest;
import taskpact.api.TasksApi.APICreateTaskRequest;
import taskpact.api.TasksApi.APIListTasksRequest;
import taskpact.api.TasksApi.APIPatchTaskRequest;
import taskpact.api.UsersApi;
import taskpact.api.UsersApi.APIGetUserRequest;
import taskpact.model.DueInput;
import taskpact.model.MonthOverflow;
import taskpact.model.Problem;
import taskpact.model.RecurrenceInput;
import taskpact.model.Registration;
import taskpact.model.Task;
import taskpact.model.TaskCompletion;
import taskpact.model.TaskCreation;
import taskpact.model.TaskUpdate;

/** What a program of a user does with the SDK for Java: Scenario <url>. */
public final class Scenario {
  private static TasksApi tasks;

  public static void main(String[] args) throws ApiException {
    ApiClient alice = registered(args[0], "alice");
    tasks = new TasksApi(alice);
    String me = new UsersApi(alice).getUser(APIGetUserRequest.newBuilder().userId("me").build()).getId().toString();

    // Created twice with one key, it is one.
    String key = UUID.randomUUID().toString();
    TaskCreation milk = new TaskCreation().title("Buy milk").description("Two litres").tags(List.of("errands"));
    Task task = create(milk, key);
    check(create(milk, key).getId().equals(task.getId()), "a task that is created twice with one key is one");

    // What is not set in a change stays; null removes.
    Task changed = patch(task, new TaskUpdate().description(null));
    check(changed.getDescription() == null, "null removes the description");
    check(changed.getTitle().equals("Buy milk") && changed.getTags().equals(List.of("errands")), "what is not set stays");

    // A change of what has changed since is a conflict.
    Problem stale = problemOf(() -> patch(task, new TaskUpdate().title("Buy soy milk")));
    check(stale.getStatus() == 412 && stale.getType().toString().endsWith("/precondition-failed"), "a stale change is a conflict");

    // Every page is gone through.
    for (int number = 0; number < 119; number++) {
      create(new TaskCreation().title("Task " + number), null);
    }
    Set<String> titles = new HashSet<>();
    for (Task each : Paging.each((String cursor) ->
        tasks.listTasksWithHttpInfo(APIListTasksRequest.newBuilder().userId("me").limit(50).cursor(cursor).build()))) {
      titles.add(each.getTitle());
    }
    check(titles.size() == 120, "paging through 120 tasks meets each");

    // A recurring task moves to its next date.
    RecurrenceInput monthly = new RecurrenceInput().rule("FREQ=MONTHLY").monthOverflow(MonthOverflow.CLAMP);
    Task rent = create(new TaskCreation().title("Rent").due(new DueInput().date("2026-12-31")).recurrence(monthly), null);
    Task moved = tasks.completeTask(APICompleteTaskRequest.newBuilder()
        .userId("me").id(rent.getId()).taskCompletion(new TaskCompletion().completed(true)).build());
    check(!moved.getCompleted() && moved.getDue().getDate().equals("2027-01-31"), "a recurring task moves to its next date");

    // Bad input is a problem that names the field.
    Problem blank = problemOf(() -> create(new TaskCreation().title(" "), null));
    check(blank.getStatus() == 400 && blank.getErrors().get(0).getPointer().equals("#/title"), "bad input names the field");

    // Another user's path is forbidden.
    TasksApi bobs = new TasksApi(registered(args[0], "bob"));
    check(problemOf(() -> bobs.listTasks(APIListTasksRequest.newBuilder().userId(me).build())).getStatus() == 403,
        "another user's path is forbidden");
  }

  private static ApiClient registered(String url, String name) throws ApiException {
    ApiClient client = new ApiClient();
    client.updateBaseUri(url);
    Registration registration = new Registration().email(name + "-" + UUID.randomUUID() + "@example.com").password("correct horse battery").name(name);
    String token = new SessionsApi(client).registerUser(APIRegisterUserRequest.newBuilder().registration(registration).build()).getAccessToken();
    client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));
    return client;
  }

  private static Task create(TaskCreation creation, String key) throws ApiException {
    return tasks.createTask(APICreateTaskRequest.newBuilder().userId("me").taskCreation(creation).idempotencyKey(key).build());
  }

  private static Task patch(Task task, TaskUpdate change) throws ApiException {
    String version = "\"" + task.getVersion() + "\"";
    return tasks.patchTask(APIPatchTaskRequest.newBuilder().userId("me").id(task.getId()).taskUpdate(change).ifMatch(version).build());
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("It is not so: " + what);
    }
  }

  private interface Call {
    Object make() throws ApiException;
  }

  private static Problem problemOf(Call call) {
    try {
      call.make();
    } catch (ApiException error) {
      return error.getProblem().orElseThrow(() -> new AssertionError("It was refused without a problem", error));
    }
    throw new AssertionError("It should have been refused");
  }
}
