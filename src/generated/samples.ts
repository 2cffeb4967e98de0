// Generated from openapi.yaml by "npm run generate". Do not edit.
import type { OperationId } from './operation-ids.ts'

/** A call in a language, by the name that highlighters know it by, with an example of the body in the contract. */
export type Sample = { lang: 'typescript' | 'python' | 'go' | 'java' | 'php'; example?: string; source: string }

/** How each operation is called in each language. */
export const samples: Record<OperationId, Sample[]> = {
  listTasks: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const tasks = await api.listTasks({
  query: { limit: 20, page: 2 },
})
console.log(tasks)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    tasks = taskpact.TasksApi(client).list_tasks(
        user_id="me",
        limit=20,
        page=2,
    )
    print(tasks)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

tasks, _, err := client.TasksAPI.ListTasks(ctx, "me").
    Limit(20).
    Page(2).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(tasks)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIListTasksRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var tasks = new TasksApi(client).listTasks(APIListTasksRequest.newBuilder()
    .userId("me")
    .limit(20)
    .page(2)
    .build());
System.out.println(tasks);` },
    { lang: 'php', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$tasks = (new TasksApi(config: $configuration))->listTasks(
    user_id: 'me',
    limit: 20,
    page: 2,
);
print_r($tasks);` },
  ],
  createTask: [
    { lang: 'typescript', example: 'short', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.createTask({
  body: { title: 'Buy milk' },
})
console.log(task)` },
    { lang: 'typescript', example: 'described', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.createTask({
  body: {
    title: 'Call the plumber',
    description: 'The kitchen tap drips.',
  },
})
console.log(task)` },
    { lang: 'typescript', example: 'due', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.createTask({
  body: {
    title: 'Water the plants',
    due: { date: '2026-11-21' },
  },
})
console.log(task)` },
    { lang: 'typescript', example: 'tagged', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.createTask({
  body: {
    title: 'Buy oat milk',
    tags: ['errands'],
    priority: 'high',
  },
})
console.log(task)` },
    { lang: 'typescript', example: 'recurring', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.createTask({
  body: {
    title: 'Pay the rent',
    due: { date: '2026-12-31' },
    recurrence: {
      rule: 'FREQ=MONTHLY',
      month_overflow: 'clamp',
    },
  },
})
console.log(task)` },
    { lang: 'python', example: 'short', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).create_task(
        user_id="me",
        task_creation=taskpact.TaskCreation(title="Buy milk"),
    )
    print(task)` },
    { lang: 'python', example: 'described', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).create_task(
        user_id="me",
        task_creation=taskpact.TaskCreation(
            title="Call the plumber",
            description="The kitchen tap drips.",
        ),
    )
    print(task)` },
    { lang: 'python', example: 'due', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).create_task(
        user_id="me",
        task_creation=taskpact.TaskCreation(
            title="Water the plants",
            due=taskpact.DueInput(date_="2026-11-21"),
        ),
    )
    print(task)` },
    { lang: 'python', example: 'tagged', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).create_task(
        user_id="me",
        task_creation=taskpact.TaskCreation(
            title="Buy oat milk",
            tags=["errands"],
            priority=taskpact.Priority.HIGH,
        ),
    )
    print(task)` },
    { lang: 'python', example: 'recurring', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).create_task(
        user_id="me",
        task_creation=taskpact.TaskCreation(
            title="Pay the rent",
            due=taskpact.DueInput(date_="2026-12-31"),
            recurrence=taskpact.RecurrenceInput(
                rule="FREQ=MONTHLY",
                month_overflow=taskpact.MonthOverflow.CLAMP,
            ),
        ),
    )
    print(task)` },
    { lang: 'go', example: 'short', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.CreateTask(ctx, "me").
    TaskCreation(taskpact.TaskCreation{Title: "Buy milk"}).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'described', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.CreateTask(ctx, "me").
    TaskCreation(taskpact.TaskCreation{
        Title:       "Call the plumber",
        Description: *taskpact.NewNullableString(taskpact.PtrString("The kitchen tap drips.")),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'due', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.CreateTask(ctx, "me").
    TaskCreation(taskpact.TaskCreation{
        Title: "Water the plants",
        Due: *taskpact.NewNullableDueInput(&taskpact.DueInput{
            Date: taskpact.PtrString("2026-11-21"),
        }),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'tagged', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.CreateTask(ctx, "me").
    TaskCreation(taskpact.TaskCreation{
        Title:    "Buy oat milk",
        Tags:     []string{"errands"},
        Priority: taskpact.PRIORITY_HIGH.Ptr(),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'recurring', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.CreateTask(ctx, "me").
    TaskCreation(taskpact.TaskCreation{
        Title: "Pay the rent",
        Due: *taskpact.NewNullableDueInput(&taskpact.DueInput{
            Date: taskpact.PtrString("2026-12-31"),
        }),
        Recurrence: *taskpact.NewNullableRecurrenceInput(&taskpact.RecurrenceInput{
            Rule:          "FREQ=MONTHLY",
            MonthOverflow: taskpact.MONTHOVERFLOW_CLAMP.Ptr(),
        }),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'java', example: 'short', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICreateTaskRequest;
import taskpact.model.TaskCreation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).createTask(APICreateTaskRequest.newBuilder()
    .userId("me")
    .taskCreation(new TaskCreation().title("Buy milk"))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'described', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICreateTaskRequest;
import taskpact.model.TaskCreation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).createTask(APICreateTaskRequest.newBuilder()
    .userId("me")
    .taskCreation(new TaskCreation()
        .title("Call the plumber")
        .description("The kitchen tap drips."))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'due', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICreateTaskRequest;
import taskpact.model.TaskCreation;
import taskpact.model.DueInput;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).createTask(APICreateTaskRequest.newBuilder()
    .userId("me")
    .taskCreation(new TaskCreation()
        .title("Water the plants")
        .due(new DueInput().date("2026-11-21")))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'tagged', source: `import java.util.List;
import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICreateTaskRequest;
import taskpact.model.TaskCreation;
import taskpact.model.Priority;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).createTask(APICreateTaskRequest.newBuilder()
    .userId("me")
    .taskCreation(new TaskCreation()
        .title("Buy oat milk")
        .tags(List.of("errands"))
        .priority(Priority.HIGH))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'recurring', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICreateTaskRequest;
import taskpact.model.TaskCreation;
import taskpact.model.DueInput;
import taskpact.model.RecurrenceInput;
import taskpact.model.MonthOverflow;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).createTask(APICreateTaskRequest.newBuilder()
    .userId("me")
    .taskCreation(new TaskCreation()
        .title("Pay the rent")
        .due(new DueInput().date("2026-12-31"))
        .recurrence(new RecurrenceInput()
            .rule("FREQ=MONTHLY")
            .monthOverflow(MonthOverflow.CLAMP)))
    .build());
System.out.println(task);` },
    { lang: 'php', example: 'short', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCreation;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->createTask(
    user_id: 'me',
    task_creation: (new TaskCreation())->setTitle('Buy milk'),
);
print_r($task);` },
    { lang: 'php', example: 'described', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCreation;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->createTask(
    user_id: 'me',
    task_creation: (new TaskCreation())
        ->setTitle('Call the plumber')
        ->setDescription('The kitchen tap drips.'),
);
print_r($task);` },
    { lang: 'php', example: 'due', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCreation;
use Taskpact\\Model\\DueInput;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->createTask(
    user_id: 'me',
    task_creation: (new TaskCreation())
        ->setTitle('Water the plants')
        ->setDue((new DueInput())->setDate('2026-11-21')),
);
print_r($task);` },
    { lang: 'php', example: 'tagged', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCreation;
use Taskpact\\Model\\Priority;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->createTask(
    user_id: 'me',
    task_creation: (new TaskCreation())
        ->setTitle('Buy oat milk')
        ->setTags(['errands'])
        ->setPriority(Priority::HIGH),
);
print_r($task);` },
    { lang: 'php', example: 'recurring', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCreation;
use Taskpact\\Model\\DueInput;
use Taskpact\\Model\\RecurrenceInput;
use Taskpact\\Model\\MonthOverflow;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->createTask(
    user_id: 'me',
    task_creation: (new TaskCreation())
        ->setTitle('Pay the rent')
        ->setDue((new DueInput())->setDate('2026-12-31'))
        ->setRecurrence((new RecurrenceInput())
            ->setRule('FREQ=MONTHLY')
            ->setMonthOverflow(MonthOverflow::CLAMP)),
);
print_r($task);` },
  ],
  getTask: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.getTask({
  params: { id: 2 },
  query: { as_of: '2026-11-21T09:00:00Z' },
})
console.log(task)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).get_task(
        user_id="me",
        id=2,
        as_of="2026-11-21T09:00:00Z",
    )
    print(task)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.GetTask(ctx, "me", 2).
    AsOf("2026-11-21T09:00:00Z").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIGetTaskRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).getTask(APIGetTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .asOf("2026-11-21T09:00:00Z")
    .build());
System.out.println(task);` },
    { lang: 'php', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->getTask(
    user_id: 'me',
    id: 2,
    as_of: '2026-11-21T09:00:00Z',
);
print_r($task);` },
  ],
  updateTask: [
    { lang: 'typescript', example: 'rename', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.updateTask({
  params: { id: 2 },
  body: { title: 'Buy oat milk' },
})
console.log(task)` },
    { lang: 'typescript', example: 'reschedule', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.updateTask({
  params: { id: 2 },
  body: {
    due: {
      date_time: '2026-11-23T09:00',
      time_zone: 'Europe/Berlin',
    },
  },
})
console.log(task)` },
    { lang: 'typescript', example: 'clear', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.updateTask({
  params: { id: 2 },
  body: { description: null, completed: true },
})
console.log(task)` },
    { lang: 'python', example: 'rename', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).update_task(
        user_id="me",
        id=2,
        task_update=taskpact.TaskUpdate(title="Buy oat milk"),
    )
    print(task)` },
    { lang: 'python', example: 'reschedule', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).update_task(
        user_id="me",
        id=2,
        task_update=taskpact.TaskUpdate(
            due=taskpact.DueInput(
                date_time="2026-11-23T09:00",
                time_zone="Europe/Berlin",
            ),
        ),
    )
    print(task)` },
    { lang: 'python', example: 'clear', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).update_task(
        user_id="me",
        id=2,
        task_update=taskpact.TaskUpdate(
            description=None,
            completed=True,
        ),
    )
    print(task)` },
    { lang: 'go', example: 'rename', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.UpdateTask(ctx, "me", 2).
    TaskUpdate(taskpact.TaskUpdate{
        Title: taskpact.PtrString("Buy oat milk"),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'reschedule', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.UpdateTask(ctx, "me", 2).
    TaskUpdate(taskpact.TaskUpdate{
        Due: *taskpact.NewNullableDueInput(&taskpact.DueInput{
            DateTime: taskpact.PtrString("2026-11-23T09:00"),
            TimeZone: taskpact.PtrString("Europe/Berlin"),
        }),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'clear', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.UpdateTask(ctx, "me", 2).
    TaskUpdate(taskpact.TaskUpdate{
        Description: *taskpact.NewNullableString(nil),
        Completed:   taskpact.PtrBool(true),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'java', example: 'rename', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIUpdateTaskRequest;
import taskpact.model.TaskUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).updateTask(APIUpdateTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskUpdate(new TaskUpdate().title("Buy oat milk"))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'reschedule', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIUpdateTaskRequest;
import taskpact.model.TaskUpdate;
import taskpact.model.DueInput;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).updateTask(APIUpdateTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskUpdate(new TaskUpdate()
        .due(new DueInput()
            .dateTime("2026-11-23T09:00")
            .timeZone("Europe/Berlin")))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'clear', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIUpdateTaskRequest;
import taskpact.model.TaskUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).updateTask(APIUpdateTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskUpdate(new TaskUpdate()
        .description(null)
        .completed(true))
    .build());
System.out.println(task);` },
    { lang: 'php', example: 'rename', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->updateTask(
    user_id: 'me',
    id: 2,
    task_update: (new TaskUpdate())->setTitle('Buy oat milk'),
);
print_r($task);` },
    { lang: 'php', example: 'reschedule', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskUpdate;
use Taskpact\\Model\\DueInput;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->updateTask(
    user_id: 'me',
    id: 2,
    task_update: (new TaskUpdate())
        ->setDue((new DueInput())
            ->setDateTime('2026-11-23T09:00')
            ->setTimeZone('Europe/Berlin')),
);
print_r($task);` },
    { lang: 'php', example: 'clear', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->updateTask(
    user_id: 'me',
    id: 2,
    task_update: (new TaskUpdate())
        ->setDescription(null)
        ->setCompleted(true),
);
print_r($task);` },
  ],
  deleteTask: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.deleteTask({
  params: { id: 2 },
  query: { cascade: false },
})` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.TasksApi(client).delete_task(
        user_id="me",
        id=2,
        cascade=False,
    )` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.TasksAPI.DeleteTask(ctx, "me", 2).
    Cascade(false).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIDeleteTaskRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new TasksApi(client).deleteTask(APIDeleteTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .cascade(false)
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new TasksApi(config: $configuration))->deleteTask(
    user_id: 'me',
    id: 2,
    cascade: false,
);` },
  ],
  patchTask: [
    { lang: 'typescript', example: 'rename', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.patchTask({
  params: { id: 2 },
  body: { title: 'Buy oat milk' },
})
console.log(task)` },
    { lang: 'typescript', example: 'reschedule', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.patchTask({
  params: { id: 2 },
  body: {
    due: {
      date_time: '2026-11-23T09:00',
      time_zone: 'Europe/Berlin',
    },
  },
})
console.log(task)` },
    { lang: 'typescript', example: 'clear', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.patchTask({
  params: { id: 2 },
  body: { description: null, completed: true },
})
console.log(task)` },
    { lang: 'python', example: 'rename', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).patch_task(
        user_id="me",
        id=2,
        task_update=taskpact.TaskUpdate(title="Buy oat milk"),
    )
    print(task)` },
    { lang: 'python', example: 'reschedule', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).patch_task(
        user_id="me",
        id=2,
        task_update=taskpact.TaskUpdate(
            due=taskpact.DueInput(
                date_time="2026-11-23T09:00",
                time_zone="Europe/Berlin",
            ),
        ),
    )
    print(task)` },
    { lang: 'python', example: 'clear', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).patch_task(
        user_id="me",
        id=2,
        task_update=taskpact.TaskUpdate(
            description=None,
            completed=True,
        ),
    )
    print(task)` },
    { lang: 'go', example: 'rename', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.PatchTask(ctx, "me", 2).
    TaskUpdate(taskpact.TaskUpdate{
        Title: taskpact.PtrString("Buy oat milk"),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'reschedule', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.PatchTask(ctx, "me", 2).
    TaskUpdate(taskpact.TaskUpdate{
        Due: *taskpact.NewNullableDueInput(&taskpact.DueInput{
            DateTime: taskpact.PtrString("2026-11-23T09:00"),
            TimeZone: taskpact.PtrString("Europe/Berlin"),
        }),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'clear', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.PatchTask(ctx, "me", 2).
    TaskUpdate(taskpact.TaskUpdate{
        Description: *taskpact.NewNullableString(nil),
        Completed:   taskpact.PtrBool(true),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'java', example: 'rename', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIPatchTaskRequest;
import taskpact.model.TaskUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).patchTask(APIPatchTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskUpdate(new TaskUpdate().title("Buy oat milk"))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'reschedule', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIPatchTaskRequest;
import taskpact.model.TaskUpdate;
import taskpact.model.DueInput;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).patchTask(APIPatchTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskUpdate(new TaskUpdate()
        .due(new DueInput()
            .dateTime("2026-11-23T09:00")
            .timeZone("Europe/Berlin")))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'clear', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIPatchTaskRequest;
import taskpact.model.TaskUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).patchTask(APIPatchTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskUpdate(new TaskUpdate()
        .description(null)
        .completed(true))
    .build());
System.out.println(task);` },
    { lang: 'php', example: 'rename', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->patchTask(
    user_id: 'me',
    id: 2,
    task_update: (new TaskUpdate())->setTitle('Buy oat milk'),
);
print_r($task);` },
    { lang: 'php', example: 'reschedule', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskUpdate;
use Taskpact\\Model\\DueInput;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->patchTask(
    user_id: 'me',
    id: 2,
    task_update: (new TaskUpdate())
        ->setDue((new DueInput())
            ->setDateTime('2026-11-23T09:00')
            ->setTimeZone('Europe/Berlin')),
);
print_r($task);` },
    { lang: 'php', example: 'clear', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->patchTask(
    user_id: 'me',
    id: 2,
    task_update: (new TaskUpdate())
        ->setDescription(null)
        ->setCompleted(true),
);
print_r($task);` },
  ],
  completeTask: [
    { lang: 'typescript', example: 'complete', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.completeTask({
  params: { id: 2 },
  body: { completed: true },
})
console.log(task)` },
    { lang: 'typescript', example: 'toggle', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.completeTask({
  params: { id: 2 },
  body: {},
})
console.log(task)` },
    { lang: 'typescript', example: 'all', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.completeTask({
  params: { id: 2 },
  body: { completed: true, cascade: true },
})
console.log(task)` },
    { lang: 'python', example: 'complete', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).complete_task(
        user_id="me",
        id=2,
        task_completion=taskpact.TaskCompletion(completed=True),
    )
    print(task)` },
    { lang: 'python', example: 'toggle', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).complete_task(
        user_id="me",
        id=2,
        task_completion=taskpact.TaskCompletion(),
    )
    print(task)` },
    { lang: 'python', example: 'all', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).complete_task(
        user_id="me",
        id=2,
        task_completion=taskpact.TaskCompletion(
            completed=True,
            cascade=True,
        ),
    )
    print(task)` },
    { lang: 'go', example: 'complete', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.CompleteTask(ctx, "me", 2).
    TaskCompletion(taskpact.TaskCompletion{
        Completed: taskpact.PtrBool(true),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'toggle', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.CompleteTask(ctx, "me", 2).
    TaskCompletion(taskpact.TaskCompletion{}).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'all', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.CompleteTask(ctx, "me", 2).
    TaskCompletion(taskpact.TaskCompletion{
        Completed: taskpact.PtrBool(true),
        Cascade:   taskpact.PtrBool(true),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'java', example: 'complete', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICompleteTaskRequest;
import taskpact.model.TaskCompletion;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).completeTask(APICompleteTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskCompletion(new TaskCompletion().completed(true))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'toggle', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICompleteTaskRequest;
import taskpact.model.TaskCompletion;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).completeTask(APICompleteTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskCompletion(new TaskCompletion())
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'all', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICompleteTaskRequest;
import taskpact.model.TaskCompletion;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).completeTask(APICompleteTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskCompletion(new TaskCompletion()
        .completed(true)
        .cascade(true))
    .build());
System.out.println(task);` },
    { lang: 'php', example: 'complete', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCompletion;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->completeTask(
    user_id: 'me',
    id: 2,
    task_completion: (new TaskCompletion())->setCompleted(true),
);
print_r($task);` },
    { lang: 'php', example: 'toggle', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCompletion;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->completeTask(
    user_id: 'me',
    id: 2,
    task_completion: new TaskCompletion(),
);
print_r($task);` },
    { lang: 'php', example: 'all', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCompletion;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->completeTask(
    user_id: 'me',
    id: 2,
    task_completion: (new TaskCompletion())
        ->setCompleted(true)
        ->setCascade(true),
);
print_r($task);` },
  ],
  moveTask: [
    { lang: 'typescript', example: 'last', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.moveTask({
  params: { id: 2 },
  body: { last: true },
})
console.log(task)` },
    { lang: 'typescript', example: 'first', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.moveTask({
  params: { id: 2 },
  body: { first: true },
})
console.log(task)` },
    { lang: 'python', example: 'last', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).move_task(
        user_id="me",
        id=2,
        task_position=taskpact.TaskPosition(last=True),
    )
    print(task)` },
    { lang: 'python', example: 'first', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).move_task(
        user_id="me",
        id=2,
        task_position=taskpact.TaskPosition(first=True),
    )
    print(task)` },
    { lang: 'go', example: 'last', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.MoveTask(ctx, "me", 2).
    TaskPosition(taskpact.TaskPosition{
        Last: taskpact.PtrBool(true),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'go', example: 'first', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TasksAPI.MoveTask(ctx, "me", 2).
    TaskPosition(taskpact.TaskPosition{
        First: taskpact.PtrBool(true),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'java', example: 'last', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIMoveTaskRequest;
import taskpact.model.TaskPosition;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).moveTask(APIMoveTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskPosition(new TaskPosition().last(true))
    .build());
System.out.println(task);` },
    { lang: 'java', example: 'first', source: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIMoveTaskRequest;
import taskpact.model.TaskPosition;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).moveTask(APIMoveTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskPosition(new TaskPosition().first(true))
    .build());
System.out.println(task);` },
    { lang: 'php', example: 'last', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskPosition;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->moveTask(
    user_id: 'me',
    id: 2,
    task_position: (new TaskPosition())->setLast(true),
);
print_r($task);` },
    { lang: 'php', example: 'first', source: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskPosition;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->moveTask(
    user_id: 'me',
    id: 2,
    task_position: (new TaskPosition())->setFirst(true),
);
print_r($task);` },
  ],
  listOccurrences: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const occurrences = await api.listOccurrences({
  params: { id: 2 },
  query: { from: '2026-11-01', to: '2026-12-31' },
})
console.log(occurrences)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    occurrences = taskpact.OccurrencesApi(client).list_occurrences(
        user_id="me",
        id=2,
        from_="2026-11-01",
        to="2026-12-31",
    )
    print(occurrences)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

occurrences, _, err := client.OccurrencesAPI.ListOccurrences(ctx, "me", 2).
    From("2026-11-01").
    To("2026-12-31").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(occurrences)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.OccurrencesApi;
import taskpact.api.OccurrencesApi.APIListOccurrencesRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var occurrences = new OccurrencesApi(client).listOccurrences(APIListOccurrencesRequest.newBuilder()
    .userId("me")
    .id(2L)
    .from("2026-11-01")
    .to("2026-12-31")
    .build());
System.out.println(occurrences);` },
    { lang: 'php', source: `use Taskpact\\Api\\OccurrencesApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$occurrences = (new OccurrencesApi(config: $configuration))->listOccurrences(
    user_id: 'me',
    id: 2,
    from: '2026-11-01',
    to: '2026-12-31',
);
print_r($occurrences);` },
  ],
  skipOccurrence: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.skipOccurrence({ params: { id: 2 } })
console.log(task)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.OccurrencesApi(client).skip_occurrence(
        user_id="me",
        id=2,
    )
    print(task)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.OccurrencesAPI.SkipOccurrence(ctx, "me", 2).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.OccurrencesApi;
import taskpact.api.OccurrencesApi.APISkipOccurrenceRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new OccurrencesApi(client).skipOccurrence(APISkipOccurrenceRequest.newBuilder()
    .userId("me")
    .id(2L)
    .build());
System.out.println(task);` },
    { lang: 'php', source: `use Taskpact\\Api\\OccurrencesApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new OccurrencesApi(config: $configuration))->skipOccurrence(
    user_id: 'me',
    id: 2,
);
print_r($task);` },
  ],
  listTags: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const tags = await api.listTags({
  query: { limit: 20, as_of: '2026-11-21T09:00:00Z' },
})
console.log(tags)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    tags = taskpact.TagsApi(client).list_tags(
        user_id="me",
        limit=20,
        as_of="2026-11-21T09:00:00Z",
    )
    print(tags)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

tags, _, err := client.TagsAPI.ListTags(ctx, "me").
    Limit(20).
    AsOf("2026-11-21T09:00:00Z").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(tags)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TagsApi;
import taskpact.api.TagsApi.APIListTagsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var tags = new TagsApi(client).listTags(APIListTagsRequest.newBuilder()
    .userId("me")
    .limit(20)
    .asOf("2026-11-21T09:00:00Z")
    .build());
System.out.println(tags);` },
    { lang: 'php', source: `use Taskpact\\Api\\TagsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$tags = (new TagsApi(config: $configuration))->listTags(
    user_id: 'me',
    limit: 20,
    as_of: '2026-11-21T09:00:00Z',
);
print_r($tags);` },
  ],
  deleteTag: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.deleteTag({ params: { id: 1 } })` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.TagsApi(client).delete_tag(user_id="me", id=1)` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.TagsAPI.DeleteTag(ctx, "me", 1).Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TagsApi;
import taskpact.api.TagsApi.APIDeleteTagRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new TagsApi(client).deleteTag(APIDeleteTagRequest.newBuilder()
    .userId("me")
    .id(1L)
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\TagsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new TagsApi(config: $configuration))->deleteTag(
    user_id: 'me',
    id: 1,
);` },
  ],
  updateTag: [
    { lang: 'typescript', example: 'rename', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const tag = await api.updateTag({
  params: { id: 1 },
  body: { name: 'household' },
})
console.log(tag)` },
    { lang: 'python', example: 'rename', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    tag = taskpact.TagsApi(client).update_tag(
        user_id="me",
        id=1,
        tag_update=taskpact.TagUpdate(name="household"),
    )
    print(tag)` },
    { lang: 'go', example: 'rename', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

tag, _, err := client.TagsAPI.UpdateTag(ctx, "me", 1).
    TagUpdate(taskpact.TagUpdate{
        Name: taskpact.PtrString("household"),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(tag)` },
    { lang: 'java', example: 'rename', source: `import taskpact.ApiClient;
import taskpact.api.TagsApi;
import taskpact.api.TagsApi.APIUpdateTagRequest;
import taskpact.model.TagUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var tag = new TagsApi(client).updateTag(APIUpdateTagRequest.newBuilder()
    .userId("me")
    .id(1L)
    .tagUpdate(new TagUpdate().name("household"))
    .build());
System.out.println(tag);` },
    { lang: 'php', example: 'rename', source: `use Taskpact\\Api\\TagsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TagUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$tag = (new TagsApi(config: $configuration))->updateTag(
    user_id: 'me',
    id: 1,
    tag_update: (new TagUpdate())->setName('household'),
);
print_r($tag);` },
  ],
  executeBatch: [
    { lang: 'typescript', example: 'create', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const batchResults = await api.executeBatch({
  body: {
    operations: [
      { operationId: 'createTask', body: { title: 'Buy milk' } },
      {
        operationId: 'completeTask',
        params: { id: { $result: 0, pointer: '/id' } },
        body: { completed: true },
      },
    ],
  },
})
console.log(batchResults)` },
    { lang: 'python', example: 'create', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    batch_results = taskpact.BatchApi(client).execute_batch(
        user_id="me",
        batch=taskpact.Batch(
            operations=[
                taskpact.BatchOperation(
                    operationId="createTask",
                    body={"title": "Buy milk"},
                ),
                taskpact.BatchOperation(
                    operationId="completeTask",
                    params={
                        "id": {"$result": 0, "pointer": "/id"},
                    },
                    body={"completed": True},
                ),
            ],
        ),
    )
    print(batch_results)` },
    { lang: 'go', example: 'create', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

batchResults, _, err := client.BatchAPI.ExecuteBatch(ctx, "me").
    Batch(taskpact.Batch{
        Operations: []taskpact.BatchOperation{
            taskpact.BatchOperation{
                OperationId: "createTask",
                Body:        map[string]any{"title": "Buy milk"},
            },
            taskpact.BatchOperation{
                OperationId: "completeTask",
                Params: map[string]any{
                    "id": map[string]any{"$result": 0, "pointer": "/id"},
                },
                Body: map[string]any{"completed": true},
            },
        },
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(batchResults)` },
    { lang: 'java', example: 'create', source: `import java.util.List;
import java.util.Map;
import taskpact.ApiClient;
import taskpact.api.BatchApi;
import taskpact.api.BatchApi.APIExecuteBatchRequest;
import taskpact.model.Batch;
import taskpact.model.BatchOperation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var batchResults = new BatchApi(client).executeBatch(APIExecuteBatchRequest.newBuilder()
    .userId("me")
    .batch(new Batch()
        .operations(List.of(
            new BatchOperation()
                .operationId("createTask")
                .body(Map.of("title", "Buy milk")),
            new BatchOperation()
                .operationId("completeTask")
                .params(Map.of(
                    "id", Map.of("$result", 0, "pointer", "/id")))
                .body(Map.of("completed", true)))))
    .build());
System.out.println(batchResults);` },
    { lang: 'php', example: 'create', source: `use Taskpact\\Api\\BatchApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\Batch;
use Taskpact\\Model\\BatchOperation;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$batchResults = (new BatchApi(config: $configuration))->executeBatch(
    user_id: 'me',
    batch: (new Batch())
        ->setOperations([
            (new BatchOperation())
                ->setOperationId('createTask')
                ->setBody(['title' => 'Buy milk']),
            (new BatchOperation())
                ->setOperationId('completeTask')
                ->setParams([
                    'id' => ['$result' => 0, 'pointer' => '/id'],
                ])
                ->setBody(['completed' => true]),
        ]),
);
print_r($batchResults);` },
  ],
  listLists: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const lists = await api.listLists({
  query: { limit: 20, as_of: '2026-11-21T09:00:00Z' },
})
console.log(lists)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    lists = taskpact.ListsApi(client).list_lists(
        user_id="me",
        limit=20,
        as_of="2026-11-21T09:00:00Z",
    )
    print(lists)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

lists, _, err := client.ListsAPI.ListLists(ctx, "me").
    Limit(20).
    AsOf("2026-11-21T09:00:00Z").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(lists)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIListListsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var lists = new ListsApi(client).listLists(APIListListsRequest.newBuilder()
    .userId("me")
    .limit(20)
    .asOf("2026-11-21T09:00:00Z")
    .build());
System.out.println(lists);` },
    { lang: 'php', source: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$lists = (new ListsApi(config: $configuration))->listLists(
    user_id: 'me',
    limit: 20,
    as_of: '2026-11-21T09:00:00Z',
);
print_r($lists);` },
  ],
  createList: [
    { lang: 'typescript', example: 'short', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.createList({
  body: { name: 'Groceries' },
})
console.log(taskList)` },
    { lang: 'typescript', example: 'colored', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.createList({
  body: { name: 'Around the house', color: '#4a90d9' },
})
console.log(taskList)` },
    { lang: 'python', example: 'short', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).create_list(
        user_id="me",
        list_creation=taskpact.ListCreation(name="Groceries"),
    )
    print(task_list)` },
    { lang: 'python', example: 'colored', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).create_list(
        user_id="me",
        list_creation=taskpact.ListCreation(
            name="Around the house",
            color="#4a90d9",
        ),
    )
    print(task_list)` },
    { lang: 'go', example: 'short', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

taskList, _, err := client.ListsAPI.CreateList(ctx, "me").
    ListCreation(taskpact.ListCreation{Name: "Groceries"}).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(taskList)` },
    { lang: 'go', example: 'colored', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

taskList, _, err := client.ListsAPI.CreateList(ctx, "me").
    ListCreation(taskpact.ListCreation{
        Name:  "Around the house",
        Color: *taskpact.NewNullableString(taskpact.PtrString("#4a90d9")),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(taskList)` },
    { lang: 'java', example: 'short', source: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APICreateListRequest;
import taskpact.model.ListCreation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).createList(APICreateListRequest.newBuilder()
    .userId("me")
    .listCreation(new ListCreation().name("Groceries"))
    .build());
System.out.println(taskList);` },
    { lang: 'java', example: 'colored', source: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APICreateListRequest;
import taskpact.model.ListCreation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).createList(APICreateListRequest.newBuilder()
    .userId("me")
    .listCreation(new ListCreation()
        .name("Around the house")
        .color("#4a90d9"))
    .build());
System.out.println(taskList);` },
    { lang: 'php', example: 'short', source: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ListCreation;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->createList(
    user_id: 'me',
    list_creation: (new ListCreation())->setName('Groceries'),
);
print_r($taskList);` },
    { lang: 'php', example: 'colored', source: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ListCreation;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->createList(
    user_id: 'me',
    list_creation: (new ListCreation())
        ->setName('Around the house')
        ->setColor('#4a90d9'),
);
print_r($taskList);` },
  ],
  getList: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.getList({
  params: { id: 3 },
  query: { as_of: '2026-11-21T09:00:00Z' },
})
console.log(taskList)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).get_list(
        user_id="me",
        id=3,
        as_of="2026-11-21T09:00:00Z",
    )
    print(task_list)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

taskList, _, err := client.ListsAPI.GetList(ctx, "me", 3).
    AsOf("2026-11-21T09:00:00Z").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(taskList)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIGetListRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).getList(APIGetListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .asOf("2026-11-21T09:00:00Z")
    .build());
System.out.println(taskList);` },
    { lang: 'php', source: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->getList(
    user_id: 'me',
    id: 3,
    as_of: '2026-11-21T09:00:00Z',
);
print_r($taskList);` },
  ],
  deleteList: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.deleteList({ params: { id: 3 } })` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.ListsApi(client).delete_list(user_id="me", id=3)` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.ListsAPI.DeleteList(ctx, "me", 3).Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIDeleteListRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new ListsApi(client).deleteList(APIDeleteListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new ListsApi(config: $configuration))->deleteList(
    user_id: 'me',
    id: 3,
);` },
  ],
  updateList: [
    { lang: 'typescript', example: 'rename', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.updateList({
  params: { id: 3 },
  body: { name: 'Shopping' },
})
console.log(taskList)` },
    { lang: 'typescript', example: 'clear', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.updateList({
  params: { id: 3 },
  body: { color: null },
})
console.log(taskList)` },
    { lang: 'python', example: 'rename', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).update_list(
        user_id="me",
        id=3,
        list_update=taskpact.ListUpdate(name="Shopping"),
    )
    print(task_list)` },
    { lang: 'python', example: 'clear', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).update_list(
        user_id="me",
        id=3,
        list_update=taskpact.ListUpdate(color=None),
    )
    print(task_list)` },
    { lang: 'go', example: 'rename', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

taskList, _, err := client.ListsAPI.UpdateList(ctx, "me", 3).
    ListUpdate(taskpact.ListUpdate{
        Name: taskpact.PtrString("Shopping"),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(taskList)` },
    { lang: 'go', example: 'clear', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

taskList, _, err := client.ListsAPI.UpdateList(ctx, "me", 3).
    ListUpdate(taskpact.ListUpdate{
        Color: *taskpact.NewNullableString(nil),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(taskList)` },
    { lang: 'java', example: 'rename', source: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIUpdateListRequest;
import taskpact.model.ListUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).updateList(APIUpdateListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .listUpdate(new ListUpdate().name("Shopping"))
    .build());
System.out.println(taskList);` },
    { lang: 'java', example: 'clear', source: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIUpdateListRequest;
import taskpact.model.ListUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).updateList(APIUpdateListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .listUpdate(new ListUpdate().color(null))
    .build());
System.out.println(taskList);` },
    { lang: 'php', example: 'rename', source: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ListUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->updateList(
    user_id: 'me',
    id: 3,
    list_update: (new ListUpdate())->setName('Shopping'),
);
print_r($taskList);` },
    { lang: 'php', example: 'clear', source: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ListUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->updateList(
    user_id: 'me',
    id: 3,
    list_update: (new ListUpdate())->setColor(null),
);
print_r($taskList);` },
  ],
  moveList: [
    { lang: 'typescript', example: 'last', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.moveList({
  params: { id: 3 },
  body: { last: true },
})
console.log(taskList)` },
    { lang: 'typescript', example: 'first', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.moveList({
  params: { id: 3 },
  body: { first: true },
})
console.log(taskList)` },
    { lang: 'python', example: 'last', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).move_list(
        user_id="me",
        id=3,
        list_position=taskpact.ListPosition(last=True),
    )
    print(task_list)` },
    { lang: 'python', example: 'first', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).move_list(
        user_id="me",
        id=3,
        list_position=taskpact.ListPosition(first=True),
    )
    print(task_list)` },
    { lang: 'go', example: 'last', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

taskList, _, err := client.ListsAPI.MoveList(ctx, "me", 3).
    ListPosition(taskpact.ListPosition{
        Last: taskpact.PtrBool(true),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(taskList)` },
    { lang: 'go', example: 'first', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

taskList, _, err := client.ListsAPI.MoveList(ctx, "me", 3).
    ListPosition(taskpact.ListPosition{
        First: taskpact.PtrBool(true),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(taskList)` },
    { lang: 'java', example: 'last', source: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIMoveListRequest;
import taskpact.model.ListPosition;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).moveList(APIMoveListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .listPosition(new ListPosition().last(true))
    .build());
System.out.println(taskList);` },
    { lang: 'java', example: 'first', source: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIMoveListRequest;
import taskpact.model.ListPosition;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).moveList(APIMoveListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .listPosition(new ListPosition().first(true))
    .build());
System.out.println(taskList);` },
    { lang: 'php', example: 'last', source: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ListPosition;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->moveList(
    user_id: 'me',
    id: 3,
    list_position: (new ListPosition())->setLast(true),
);
print_r($taskList);` },
    { lang: 'php', example: 'first', source: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ListPosition;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->moveList(
    user_id: 'me',
    id: 3,
    list_position: (new ListPosition())->setFirst(true),
);
print_r($taskList);` },
  ],
  restoreTask: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.restoreTask({ params: { id: 2 } })
console.log(task)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TrashApi(client).restore_task(
        user_id="me",
        id=2,
    )
    print(task)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

task, _, err := client.TrashAPI.RestoreTask(ctx, "me", 2).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(task)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIRestoreTaskRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var task = new TrashApi(client).restoreTask(APIRestoreTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .build());
System.out.println(task);` },
    { lang: 'php', source: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$task = (new TrashApi(config: $configuration))->restoreTask(
    user_id: 'me',
    id: 2,
);
print_r($task);` },
  ],
  restoreList: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.restoreList({ params: { id: 3 } })
console.log(taskList)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.TrashApi(client).restore_list(
        user_id="me",
        id=3,
    )
    print(task_list)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

taskList, _, err := client.TrashAPI.RestoreList(ctx, "me", 3).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(taskList)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIRestoreListRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var taskList = new TrashApi(client).restoreList(APIRestoreListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .build());
System.out.println(taskList);` },
    { lang: 'php', source: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$taskList = (new TrashApi(config: $configuration))->restoreList(
    user_id: 'me',
    id: 3,
);
print_r($taskList);` },
  ],
  listTrash: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const trash = await api.listTrash({ query: { limit: 20 } })
console.log(trash)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    trash = taskpact.TrashApi(client).list_trash(
        user_id="me",
        limit=20,
    )
    print(trash)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

trash, _, err := client.TrashAPI.ListTrash(ctx, "me").
    Limit(20).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(trash)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIListTrashRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var trash = new TrashApi(client).listTrash(APIListTrashRequest.newBuilder()
    .userId("me")
    .limit(20)
    .build());
System.out.println(trash);` },
    { lang: 'php', source: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$trash = (new TrashApi(config: $configuration))->listTrash(
    user_id: 'me',
    limit: 20,
);
print_r($trash);` },
  ],
  emptyTrash: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.emptyTrash()` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.TrashApi(client).empty_trash(user_id="me")` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.TrashAPI.EmptyTrash(ctx, "me").Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIEmptyTrashRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new TrashApi(client).emptyTrash(APIEmptyTrashRequest.newBuilder()
    .userId("me")
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new TrashApi(config: $configuration))->emptyTrash(
    user_id: 'me',
);` },
  ],
  listDeletedLists: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const deletedLists = await api.listDeletedLists({
  query: { limit: 20 },
})
console.log(deletedLists)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    deleted_lists = taskpact.TrashApi(client).list_deleted_lists(
        user_id="me",
        limit=20,
    )
    print(deleted_lists)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

deletedLists, _, err := client.TrashAPI.ListDeletedLists(ctx, "me").
    Limit(20).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(deletedLists)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIListDeletedListsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var deletedLists = new TrashApi(client).listDeletedLists(APIListDeletedListsRequest.newBuilder()
    .userId("me")
    .limit(20)
    .build());
System.out.println(deletedLists);` },
    { lang: 'php', source: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$deletedLists = (new TrashApi(config: $configuration))->listDeletedLists(
    user_id: 'me',
    limit: 20,
);
print_r($deletedLists);` },
  ],
  purgeTask: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.purgeTask({ params: { id: 2 } })` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.TrashApi(client).purge_task(user_id="me", id=2)` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.TrashAPI.PurgeTask(ctx, "me", 2).Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIPurgeTaskRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new TrashApi(client).purgeTask(APIPurgeTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new TrashApi(config: $configuration))->purgeTask(
    user_id: 'me',
    id: 2,
);` },
  ],
  listChanges: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const changes = await api.listChanges({
  query: {
    since: 'AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY',
    mode: 'events',
  },
})
console.log(changes)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    changes = taskpact.ChangesApi(client).list_changes(
        user_id="me",
        since="AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY",
        mode=taskpact.ChangesMode.EVENTS,
    )
    print(changes)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

changes, _, err := client.ChangesAPI.ListChanges(ctx, "me").
    Since("AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY").
    Mode(taskpact.CHANGESMODE_EVENTS).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(changes)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.ChangesApi;
import taskpact.api.ChangesApi.APIListChangesRequest;
import taskpact.model.ChangesMode;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var changes = new ChangesApi(client).listChanges(APIListChangesRequest.newBuilder()
    .userId("me")
    .since("AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY")
    .mode(ChangesMode.EVENTS)
    .build());
System.out.println(changes);` },
    { lang: 'php', source: `use Taskpact\\Api\\ChangesApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ChangesMode;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$changes = (new ChangesApi(config: $configuration))->listChanges(
    user_id: 'me',
    since: 'AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY',
    mode: ChangesMode::EVENTS,
);
print_r($changes);` },
  ],
  undoChange: [
    { lang: 'typescript', example: 'last', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const undone = await api.undoChange({ body: {} })
console.log(undone)` },
    { lang: 'python', example: 'last', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    undone = taskpact.ChangesApi(client).undo_change(
        user_id="me",
        undo=taskpact.Undo(),
    )
    print(undone)` },
    { lang: 'go', example: 'last', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

undone, _, err := client.ChangesAPI.UndoChange(ctx, "me").
    Undo(taskpact.Undo{}).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(undone)` },
    { lang: 'java', example: 'last', source: `import taskpact.ApiClient;
import taskpact.api.ChangesApi;
import taskpact.api.ChangesApi.APIUndoChangeRequest;
import taskpact.model.Undo;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var undone = new ChangesApi(client).undoChange(APIUndoChangeRequest.newBuilder()
    .userId("me")
    .undo(new Undo())
    .build());
System.out.println(undone);` },
    { lang: 'php', example: 'last', source: `use Taskpact\\Api\\ChangesApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\Undo;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$undone = (new ChangesApi(config: $configuration))->undoChange(
    user_id: 'me',
    undo: new Undo(),
);
print_r($undone);` },
  ],
  streamChanges: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const text = await api.streamChanges({
  query: {
    since: 'AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY',
    mode: 'events',
  },
})
console.log(text)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    text = taskpact.ChangesApi(client).stream_changes(
        user_id="me",
        since="AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY",
        mode=taskpact.ChangesMode.EVENTS,
    )
    print(text)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

text, _, err := client.ChangesAPI.StreamChanges(ctx, "me").
    Since("AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY").
    Mode(taskpact.CHANGESMODE_EVENTS).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(text)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.ChangesApi;
import taskpact.api.ChangesApi.APIStreamChangesRequest;
import taskpact.model.ChangesMode;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var text = new ChangesApi(client).streamChanges(APIStreamChangesRequest.newBuilder()
    .userId("me")
    .since("AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY")
    .mode(ChangesMode.EVENTS)
    .build());
System.out.println(text);` },
    { lang: 'php', source: `use Taskpact\\Api\\ChangesApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ChangesMode;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$text = (new ChangesApi(config: $configuration))->streamChanges(
    user_id: 'me',
    since: 'AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY',
    mode: ChangesMode::EVENTS,
);
print_r($text);` },
  ],
  createStreamTicket: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const streamTicket = await api.createStreamTicket()
console.log(streamTicket)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    stream_ticket = taskpact.ChangesApi(client).create_stream_ticket(
        user_id="me",
    )
    print(stream_ticket)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

streamTicket, _, err := client.ChangesAPI.CreateStreamTicket(ctx, "me").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(streamTicket)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.ChangesApi;
import taskpact.api.ChangesApi.APICreateStreamTicketRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var streamTicket = new ChangesApi(client).createStreamTicket(APICreateStreamTicketRequest.newBuilder()
    .userId("me")
    .build());
System.out.println(streamTicket);` },
    { lang: 'php', source: `use Taskpact\\Api\\ChangesApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$streamTicket = (new ChangesApi(config: $configuration))->createStreamTicket(
    user_id: 'me',
);
print_r($streamTicket);` },
  ],
  listWebhooks: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhooks = await api.listWebhooks()
console.log(webhooks)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhooks = taskpact.WebhooksApi(client).list_webhooks(
        user_id="me",
    )
    print(webhooks)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhooks, _, err := client.WebhooksAPI.ListWebhooks(ctx, "me").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhooks)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIListWebhooksRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhooks = new WebhooksApi(client).listWebhooks(APIListWebhooksRequest.newBuilder()
    .userId("me")
    .build());
System.out.println(webhooks);` },
    { lang: 'php', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhooks = (new WebhooksApi(config: $configuration))->listWebhooks(
    user_id: 'me',
);
print_r($webhooks);` },
  ],
  createWebhook: [
    { lang: 'typescript', example: 'tasks', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhookWithSecret = await api.createWebhook({
  body: {
    url: 'https://hooks.example/taskpact',
    events: ['task.created', 'task.completed'],
  },
})
console.log(webhookWithSecret)` },
    { lang: 'typescript', example: 'everything', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhookWithSecret = await api.createWebhook({
  body: { url: 'https://hooks.example/taskpact', events: ['*'] },
})
console.log(webhookWithSecret)` },
    { lang: 'python', example: 'tasks', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook_with_secret = taskpact.WebhooksApi(client).create_webhook(
        user_id="me",
        webhook_creation=taskpact.WebhookCreation(
            url="https://hooks.example/taskpact",
            events=["task.created", "task.completed"],
        ),
    )
    print(webhook_with_secret)` },
    { lang: 'python', example: 'everything', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook_with_secret = taskpact.WebhooksApi(client).create_webhook(
        user_id="me",
        webhook_creation=taskpact.WebhookCreation(
            url="https://hooks.example/taskpact",
            events=["*"],
        ),
    )
    print(webhook_with_secret)` },
    { lang: 'go', example: 'tasks', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhookWithSecret, _, err := client.WebhooksAPI.CreateWebhook(ctx, "me").
    WebhookCreation(taskpact.WebhookCreation{
        Url:    "https://hooks.example/taskpact",
        Events: []string{"task.created", "task.completed"},
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhookWithSecret)` },
    { lang: 'go', example: 'everything', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhookWithSecret, _, err := client.WebhooksAPI.CreateWebhook(ctx, "me").
    WebhookCreation(taskpact.WebhookCreation{
        Url:    "https://hooks.example/taskpact",
        Events: []string{"*"},
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhookWithSecret)` },
    { lang: 'java', example: 'tasks', source: `import java.util.List;
import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APICreateWebhookRequest;
import taskpact.model.WebhookCreation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhookWithSecret = new WebhooksApi(client).createWebhook(APICreateWebhookRequest.newBuilder()
    .userId("me")
    .webhookCreation(new WebhookCreation()
        .url("https://hooks.example/taskpact")
        .events(List.of("task.created", "task.completed")))
    .build());
System.out.println(webhookWithSecret);` },
    { lang: 'java', example: 'everything', source: `import java.util.List;
import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APICreateWebhookRequest;
import taskpact.model.WebhookCreation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhookWithSecret = new WebhooksApi(client).createWebhook(APICreateWebhookRequest.newBuilder()
    .userId("me")
    .webhookCreation(new WebhookCreation()
        .url("https://hooks.example/taskpact")
        .events(List.of("*")))
    .build());
System.out.println(webhookWithSecret);` },
    { lang: 'php', example: 'tasks', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\WebhookCreation;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhookWithSecret = (new WebhooksApi(config: $configuration))->createWebhook(
    user_id: 'me',
    webhook_creation: (new WebhookCreation())
        ->setUrl('https://hooks.example/taskpact')
        ->setEvents(['task.created', 'task.completed']),
);
print_r($webhookWithSecret);` },
    { lang: 'php', example: 'everything', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\WebhookCreation;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhookWithSecret = (new WebhooksApi(config: $configuration))->createWebhook(
    user_id: 'me',
    webhook_creation: (new WebhookCreation())
        ->setUrl('https://hooks.example/taskpact')
        ->setEvents(['*']),
);
print_r($webhookWithSecret);` },
  ],
  getWebhook: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhook = await api.getWebhook({ params: { id: 4 } })
console.log(webhook)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook = taskpact.WebhooksApi(client).get_webhook(
        user_id="me",
        id=4,
    )
    print(webhook)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhook, _, err := client.WebhooksAPI.GetWebhook(ctx, "me", 4).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhook)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIGetWebhookRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhook = new WebhooksApi(client).getWebhook(APIGetWebhookRequest.newBuilder()
    .userId("me")
    .id(4L)
    .build());
System.out.println(webhook);` },
    { lang: 'php', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhook = (new WebhooksApi(config: $configuration))->getWebhook(
    user_id: 'me',
    id: 4,
);
print_r($webhook);` },
  ],
  deleteWebhook: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.deleteWebhook({ params: { id: 4 } })` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.WebhooksApi(client).delete_webhook(
        user_id="me",
        id=4,
    )` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.WebhooksAPI.DeleteWebhook(ctx, "me", 4).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIDeleteWebhookRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new WebhooksApi(client).deleteWebhook(APIDeleteWebhookRequest.newBuilder()
    .userId("me")
    .id(4L)
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new WebhooksApi(config: $configuration))->deleteWebhook(
    user_id: 'me',
    id: 4,
);` },
  ],
  patchWebhook: [
    { lang: 'typescript', example: 'events', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhook = await api.patchWebhook({
  params: { id: 4 },
  body: { events: ['task.*', 'list.*'] },
})
console.log(webhook)` },
    { lang: 'typescript', example: 'pause', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhook = await api.patchWebhook({
  params: { id: 4 },
  body: { enabled: false },
})
console.log(webhook)` },
    { lang: 'python', example: 'events', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook = taskpact.WebhooksApi(client).patch_webhook(
        user_id="me",
        id=4,
        webhook_update=taskpact.WebhookUpdate(
            events=["task.*", "list.*"],
        ),
    )
    print(webhook)` },
    { lang: 'python', example: 'pause', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook = taskpact.WebhooksApi(client).patch_webhook(
        user_id="me",
        id=4,
        webhook_update=taskpact.WebhookUpdate(enabled=False),
    )
    print(webhook)` },
    { lang: 'go', example: 'events', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhook, _, err := client.WebhooksAPI.PatchWebhook(ctx, "me", 4).
    WebhookUpdate(taskpact.WebhookUpdate{
        Events: []string{"task.*", "list.*"},
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhook)` },
    { lang: 'go', example: 'pause', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhook, _, err := client.WebhooksAPI.PatchWebhook(ctx, "me", 4).
    WebhookUpdate(taskpact.WebhookUpdate{
        Enabled: taskpact.PtrBool(false),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhook)` },
    { lang: 'java', example: 'events', source: `import java.util.List;
import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIPatchWebhookRequest;
import taskpact.model.WebhookUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhook = new WebhooksApi(client).patchWebhook(APIPatchWebhookRequest.newBuilder()
    .userId("me")
    .id(4L)
    .webhookUpdate(new WebhookUpdate()
        .events(List.of("task.*", "list.*")))
    .build());
System.out.println(webhook);` },
    { lang: 'java', example: 'pause', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIPatchWebhookRequest;
import taskpact.model.WebhookUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhook = new WebhooksApi(client).patchWebhook(APIPatchWebhookRequest.newBuilder()
    .userId("me")
    .id(4L)
    .webhookUpdate(new WebhookUpdate().enabled(false))
    .build());
System.out.println(webhook);` },
    { lang: 'php', example: 'events', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\WebhookUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhook = (new WebhooksApi(config: $configuration))->patchWebhook(
    user_id: 'me',
    id: 4,
    webhook_update: (new WebhookUpdate())
        ->setEvents(['task.*', 'list.*']),
);
print_r($webhook);` },
    { lang: 'php', example: 'pause', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\WebhookUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhook = (new WebhooksApi(config: $configuration))->patchWebhook(
    user_id: 'me',
    id: 4,
    webhook_update: (new WebhookUpdate())->setEnabled(false),
);
print_r($webhook);` },
  ],
  rotateWebhookSecret: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhookWithSecret = await api.rotateWebhookSecret({
  params: { id: 4 },
})
console.log(webhookWithSecret)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook_with_secret = taskpact.WebhooksApi(client).rotate_webhook_secret(
        user_id="me",
        id=4,
    )
    print(webhook_with_secret)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhookWithSecret, _, err := client.WebhooksAPI.RotateWebhookSecret(ctx, "me", 4).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhookWithSecret)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIRotateWebhookSecretRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhookWithSecret = new WebhooksApi(client).rotateWebhookSecret(APIRotateWebhookSecretRequest.newBuilder()
    .userId("me")
    .id(4L)
    .build());
System.out.println(webhookWithSecret);` },
    { lang: 'php', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhookWithSecret = (new WebhooksApi(config: $configuration))->rotateWebhookSecret(
    user_id: 'me',
    id: 4,
);
print_r($webhookWithSecret);` },
  ],
  testWebhook: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhookDelivery = await api.testWebhook({
  params: { id: 4 },
})
console.log(webhookDelivery)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook_delivery = taskpact.WebhooksApi(client).test_webhook(
        user_id="me",
        id=4,
    )
    print(webhook_delivery)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhookDelivery, _, err := client.WebhooksAPI.TestWebhook(ctx, "me", 4).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhookDelivery)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APITestWebhookRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhookDelivery = new WebhooksApi(client).testWebhook(APITestWebhookRequest.newBuilder()
    .userId("me")
    .id(4L)
    .build());
System.out.println(webhookDelivery);` },
    { lang: 'php', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhookDelivery = (new WebhooksApi(config: $configuration))->testWebhook(
    user_id: 'me',
    id: 4,
);
print_r($webhookDelivery);` },
  ],
  replayWebhook: [
    { lang: 'typescript', example: 'all', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.replayWebhook({
  params: { id: 4 },
  body: { from_seq: 1 },
})` },
    { lang: 'python', example: 'all', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.WebhooksApi(client).replay_webhook(
        user_id="me",
        id=4,
        webhook_replay_request=taskpact.WebhookReplayRequest(
            from_seq=1,
        ),
    )` },
    { lang: 'go', example: 'all', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.WebhooksAPI.ReplayWebhook(ctx, "me", 4).
    WebhookReplayRequest(taskpact.WebhookReplayRequest{FromSeq: 1}).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', example: 'all', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIReplayWebhookRequest;
import taskpact.model.WebhookReplayRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new WebhooksApi(client).replayWebhook(APIReplayWebhookRequest.newBuilder()
    .userId("me")
    .id(4L)
    .webhookReplayRequest(new WebhookReplayRequest()
        .fromSeq(1L))
    .build());` },
    { lang: 'php', example: 'all', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\WebhookReplayRequest;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new WebhooksApi(config: $configuration))->replayWebhook(
    user_id: 'me',
    id: 4,
    webhook_replay_request: (new WebhookReplayRequest())
        ->setFromSeq(1),
);` },
  ],
  listWebhookDeliveries: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhookDeliveries = await api.listWebhookDeliveries({
  params: { id: 4 },
  query: { limit: 20 },
})
console.log(webhookDeliveries)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook_deliveries = taskpact.WebhooksApi(client).list_webhook_deliveries(
        user_id="me",
        id=4,
        limit=20,
    )
    print(webhook_deliveries)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhookDeliveries, _, err := client.WebhooksAPI.ListWebhookDeliveries(ctx, "me", 4).
    Limit(20).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhookDeliveries)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIListWebhookDeliveriesRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhookDeliveries = new WebhooksApi(client).listWebhookDeliveries(APIListWebhookDeliveriesRequest.newBuilder()
    .userId("me")
    .id(4L)
    .limit(20)
    .build());
System.out.println(webhookDeliveries);` },
    { lang: 'php', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhookDeliveries = (new WebhooksApi(config: $configuration))->listWebhookDeliveries(
    user_id: 'me',
    id: 4,
    limit: 20,
);
print_r($webhookDeliveries);` },
  ],
  getWebhookDelivery: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhookDelivery = await api.getWebhookDelivery({
  params: { id: 9 },
})
console.log(webhookDelivery)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook_delivery = taskpact.WebhooksApi(client).get_webhook_delivery(
        user_id="me",
        id=9,
    )
    print(webhook_delivery)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhookDelivery, _, err := client.WebhooksAPI.GetWebhookDelivery(ctx, "me", 9).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhookDelivery)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIGetWebhookDeliveryRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhookDelivery = new WebhooksApi(client).getWebhookDelivery(APIGetWebhookDeliveryRequest.newBuilder()
    .userId("me")
    .id(9L)
    .build());
System.out.println(webhookDelivery);` },
    { lang: 'php', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhookDelivery = (new WebhooksApi(config: $configuration))->getWebhookDelivery(
    user_id: 'me',
    id: 9,
);
print_r($webhookDelivery);` },
  ],
  redeliverWebhook: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const webhookDelivery = await api.redeliverWebhook({
  params: { id: 9 },
})
console.log(webhookDelivery)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    webhook_delivery = taskpact.WebhooksApi(client).redeliver_webhook(
        user_id="me",
        id=9,
    )
    print(webhook_delivery)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

webhookDelivery, _, err := client.WebhooksAPI.RedeliverWebhook(ctx, "me", 9).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(webhookDelivery)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.WebhooksApi;
import taskpact.api.WebhooksApi.APIRedeliverWebhookRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var webhookDelivery = new WebhooksApi(client).redeliverWebhook(APIRedeliverWebhookRequest.newBuilder()
    .userId("me")
    .id(9L)
    .build());
System.out.println(webhookDelivery);` },
    { lang: 'php', source: `use Taskpact\\Api\\WebhooksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$webhookDelivery = (new WebhooksApi(config: $configuration))->redeliverWebhook(
    user_id: 'me',
    id: 9,
);
print_r($webhookDelivery);` },
  ],
  getStats: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const stats = await api.getStats({
  query: { from: '2026-11-01', to: '2026-12-31' },
})
console.log(stats)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    stats = taskpact.StatsApi(client).get_stats(
        user_id="me",
        from_="2026-11-01",
        to="2026-12-31",
    )
    print(stats)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

stats, _, err := client.StatsAPI.GetStats(ctx, "me").
    From("2026-11-01").
    To("2026-12-31").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(stats)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.StatsApi;
import taskpact.api.StatsApi.APIGetStatsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var stats = new StatsApi(client).getStats(APIGetStatsRequest.newBuilder()
    .userId("me")
    .from("2026-11-01")
    .to("2026-12-31")
    .build());
System.out.println(stats);` },
    { lang: 'php', source: `use Taskpact\\Api\\StatsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$stats = (new StatsApi(config: $configuration))->getStats(
    user_id: 'me',
    from: '2026-11-01',
    to: '2026-12-31',
);
print_r($stats);` },
  ],
  registerUser: [
    { lang: 'typescript', example: 'alice', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const session = await api.registerUser({
  body: {
    email: 'alice@example.com',
    password: 'correct horse battery',
    name: 'Alice',
  },
})
console.log(session)` },
    { lang: 'python', example: 'alice', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    session = taskpact.SessionsApi(client).register_user(
        registration=taskpact.Registration(
            email="alice@example.com",
            password="correct horse battery",
            name="Alice",
        ),
    )
    print(session)` },
    { lang: 'go', example: 'alice', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

session, _, err := client.SessionsAPI.RegisterUser(ctx).
    Registration(taskpact.Registration{
        Email:    "alice@example.com",
        Password: "correct horse battery",
        Name:     taskpact.PtrString("Alice"),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(session)` },
    { lang: 'java', example: 'alice', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIRegisterUserRequest;
import taskpact.model.Registration;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var session = new SessionsApi(client).registerUser(APIRegisterUserRequest.newBuilder()
    .registration(new Registration()
        .email("alice@example.com")
        .password("correct horse battery")
        .name("Alice"))
    .build());
System.out.println(session);` },
    { lang: 'php', example: 'alice', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\Registration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
$session = (new SessionsApi(config: $configuration))->registerUser(
    registration: (new Registration())
        ->setEmail('alice@example.com')
        ->setPassword('correct horse battery')
        ->setName('Alice'),
);
print_r($session);` },
  ],
  loginUser: [
    { lang: 'typescript', example: 'alice', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const session = await api.loginUser({
  body: {
    email: 'alice@example.com',
    password: 'correct horse battery',
  },
})
console.log(session)` },
    { lang: 'python', example: 'alice', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    session = taskpact.SessionsApi(client).login_user(
        credentials=taskpact.Credentials(
            email="alice@example.com",
            password="correct horse battery",
        ),
    )
    print(session)` },
    { lang: 'go', example: 'alice', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

session, _, err := client.SessionsAPI.LoginUser(ctx).
    Credentials(taskpact.Credentials{
        Email:    "alice@example.com",
        Password: "correct horse battery",
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(session)` },
    { lang: 'java', example: 'alice', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APILoginUserRequest;
import taskpact.model.Credentials;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var session = new SessionsApi(client).loginUser(APILoginUserRequest.newBuilder()
    .credentials(new Credentials()
        .email("alice@example.com")
        .password("correct horse battery"))
    .build());
System.out.println(session);` },
    { lang: 'php', example: 'alice', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\Credentials;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
$session = (new SessionsApi(config: $configuration))->loginUser(
    credentials: (new Credentials())
        ->setEmail('alice@example.com')
        ->setPassword('correct horse battery'),
);
print_r($session);` },
  ],
  refreshSession: [
    { lang: 'typescript', example: 'refresh', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const session = await api.refreshSession({
  body: {
    refresh_token: '3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  },
})
console.log(session)` },
    { lang: 'python', example: 'refresh', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    session = taskpact.SessionsApi(client).refresh_session(
        refresh=taskpact.Refresh(
            refresh_token="3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ),
    )
    print(session)` },
    { lang: 'go', example: 'refresh', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

session, _, err := client.SessionsAPI.RefreshSession(ctx).
    Refresh(taskpact.Refresh{
        RefreshToken: "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(session)` },
    { lang: 'java', example: 'refresh', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIRefreshSessionRequest;
import taskpact.model.Refresh;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var session = new SessionsApi(client).refreshSession(APIRefreshSessionRequest.newBuilder()
    .refresh(new Refresh()
        .refreshToken("3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
    .build());
System.out.println(session);` },
    { lang: 'php', example: 'refresh', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\Refresh;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
$session = (new SessionsApi(config: $configuration))->refreshSession(
    refresh: (new Refresh())
        ->setRefreshToken('3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
);
print_r($session);` },
  ],
  logoutUser: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.logoutUser()` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).logout_user()` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.SessionsAPI.LogoutUser(ctx).Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APILogoutUserRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new SessionsApi(client).logoutUser(APILogoutUserRequest.newBuilder()
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new SessionsApi(config: $configuration))->logoutUser();` },
  ],
  forgotPassword: [
    { lang: 'typescript', example: 'alice', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
await api.forgotPassword({
  body: { email: 'alice@example.com' },
})` },
    { lang: 'python', example: 'alice', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).forgot_password(
        forgotten_password=taskpact.ForgottenPassword(
            email="alice@example.com",
        ),
    )` },
    { lang: 'go', example: 'alice', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

_, err := client.SessionsAPI.ForgotPassword(ctx).
    ForgottenPassword(taskpact.ForgottenPassword{
        Email: "alice@example.com",
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', example: 'alice', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIForgotPasswordRequest;
import taskpact.model.ForgottenPassword;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

new SessionsApi(client).forgotPassword(APIForgotPasswordRequest.newBuilder()
    .forgottenPassword(new ForgottenPassword()
        .email("alice@example.com"))
    .build());` },
    { lang: 'php', example: 'alice', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ForgottenPassword;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
(new SessionsApi(config: $configuration))->forgotPassword(
    forgotten_password: (new ForgottenPassword())
        ->setEmail('alice@example.com'),
);` },
  ],
  resetPassword: [
    { lang: 'typescript', example: 'reset', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
await api.resetPassword({
  body: {
    reset_token: 'q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng',
    password: 'a crab in a velvet hat',
  },
})` },
    { lang: 'python', example: 'reset', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).reset_password(
        password_reset=taskpact.PasswordReset(
            reset_token="q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng",
            password="a crab in a velvet hat",
        ),
    )` },
    { lang: 'go', example: 'reset', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

_, err := client.SessionsAPI.ResetPassword(ctx).
    PasswordReset(taskpact.PasswordReset{
        ResetToken: "q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng",
        Password:   "a crab in a velvet hat",
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', example: 'reset', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIResetPasswordRequest;
import taskpact.model.PasswordReset;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

new SessionsApi(client).resetPassword(APIResetPasswordRequest.newBuilder()
    .passwordReset(new PasswordReset()
        .resetToken("q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng")
        .password("a crab in a velvet hat"))
    .build());` },
    { lang: 'php', example: 'reset', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\PasswordReset;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
(new SessionsApi(config: $configuration))->resetPassword(
    password_reset: (new PasswordReset())
        ->setResetToken('q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng')
        ->setPassword('a crab in a velvet hat'),
);` },
  ],
  verifyEmail: [
    { lang: 'typescript', example: 'link', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
await api.verifyEmail({
  body: {
    verification_token: '5Kpu3c0Rj1Zb9oYt8cQmXf2hVnWs4LdEgUyPaIrBzTk',
  },
})` },
    { lang: 'python', example: 'link', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).verify_email(
        email_verification=taskpact.EmailVerification(
            verification_token="5Kpu3c0Rj1Zb9oYt8cQmXf2hVnWs4LdEgUyPaIrBzTk",
        ),
    )` },
    { lang: 'go', example: 'link', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

_, err := client.SessionsAPI.VerifyEmail(ctx).
    EmailVerification(taskpact.EmailVerification{
        VerificationToken: "5Kpu3c0Rj1Zb9oYt8cQmXf2hVnWs4LdEgUyPaIrBzTk",
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', example: 'link', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIVerifyEmailRequest;
import taskpact.model.EmailVerification;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

new SessionsApi(client).verifyEmail(APIVerifyEmailRequest.newBuilder()
    .emailVerification(new EmailVerification()
        .verificationToken("5Kpu3c0Rj1Zb9oYt8cQmXf2hVnWs4LdEgUyPaIrBzTk"))
    .build());` },
    { lang: 'php', example: 'link', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\EmailVerification;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
(new SessionsApi(config: $configuration))->verifyEmail(
    email_verification: (new EmailVerification())
        ->setVerificationToken('5Kpu3c0Rj1Zb9oYt8cQmXf2hVnWs4LdEgUyPaIrBzTk'),
);` },
  ],
  changePassword: [
    { lang: 'typescript', example: 'known', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.changePassword({
  body: {
    current_password: 'correct horse battery',
    new_password: 'a crab in a velvet hat',
  },
})` },
    { lang: 'typescript', example: 'fresh', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.changePassword({
  body: { new_password: 'a crab in a velvet hat' },
})` },
    { lang: 'python', example: 'known', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).change_password(
        user_id="me",
        password_change=taskpact.PasswordChange(
            current_password="correct horse battery",
            new_password="a crab in a velvet hat",
        ),
    )` },
    { lang: 'python', example: 'fresh', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).change_password(
        user_id="me",
        password_change=taskpact.PasswordChange(
            new_password="a crab in a velvet hat",
        ),
    )` },
    { lang: 'go', example: 'known', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.SessionsAPI.ChangePassword(ctx, "me").
    PasswordChange(taskpact.PasswordChange{
        CurrentPassword: taskpact.PtrString("correct horse battery"),
        NewPassword:     "a crab in a velvet hat",
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'go', example: 'fresh', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.SessionsAPI.ChangePassword(ctx, "me").
    PasswordChange(taskpact.PasswordChange{
        NewPassword: "a crab in a velvet hat",
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', example: 'known', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIChangePasswordRequest;
import taskpact.model.PasswordChange;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new SessionsApi(client).changePassword(APIChangePasswordRequest.newBuilder()
    .userId("me")
    .passwordChange(new PasswordChange()
        .currentPassword("correct horse battery")
        .newPassword("a crab in a velvet hat"))
    .build());` },
    { lang: 'java', example: 'fresh', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIChangePasswordRequest;
import taskpact.model.PasswordChange;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new SessionsApi(client).changePassword(APIChangePasswordRequest.newBuilder()
    .userId("me")
    .passwordChange(new PasswordChange()
        .newPassword("a crab in a velvet hat"))
    .build());` },
    { lang: 'php', example: 'known', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\PasswordChange;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new SessionsApi(config: $configuration))->changePassword(
    user_id: 'me',
    password_change: (new PasswordChange())
        ->setCurrentPassword('correct horse battery')
        ->setNewPassword('a crab in a velvet hat'),
);` },
    { lang: 'php', example: 'fresh', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\PasswordChange;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new SessionsApi(config: $configuration))->changePassword(
    user_id: 'me',
    password_change: (new PasswordChange())
        ->setNewPassword('a crab in a velvet hat'),
);` },
  ],
  changeEmail: [
    { lang: 'typescript', example: 'known', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.changeEmail({
  body: {
    email: 'alice@example.org',
    current_password: 'correct horse battery',
  },
})` },
    { lang: 'typescript', example: 'fresh', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.changeEmail({ body: { email: 'alice@example.org' } })` },
    { lang: 'python', example: 'known', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).change_email(
        user_id="me",
        email_change=taskpact.EmailChange(
            email="alice@example.org",
            current_password="correct horse battery",
        ),
    )` },
    { lang: 'python', example: 'fresh', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).change_email(
        user_id="me",
        email_change=taskpact.EmailChange(
            email="alice@example.org",
        ),
    )` },
    { lang: 'go', example: 'known', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.SessionsAPI.ChangeEmail(ctx, "me").
    EmailChange(taskpact.EmailChange{
        Email:           "alice@example.org",
        CurrentPassword: taskpact.PtrString("correct horse battery"),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'go', example: 'fresh', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.SessionsAPI.ChangeEmail(ctx, "me").
    EmailChange(taskpact.EmailChange{Email: "alice@example.org"}).
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', example: 'known', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIChangeEmailRequest;
import taskpact.model.EmailChange;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new SessionsApi(client).changeEmail(APIChangeEmailRequest.newBuilder()
    .userId("me")
    .emailChange(new EmailChange()
        .email("alice@example.org")
        .currentPassword("correct horse battery"))
    .build());` },
    { lang: 'java', example: 'fresh', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIChangeEmailRequest;
import taskpact.model.EmailChange;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new SessionsApi(client).changeEmail(APIChangeEmailRequest.newBuilder()
    .userId("me")
    .emailChange(new EmailChange().email("alice@example.org"))
    .build());` },
    { lang: 'php', example: 'known', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\EmailChange;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new SessionsApi(config: $configuration))->changeEmail(
    user_id: 'me',
    email_change: (new EmailChange())
        ->setEmail('alice@example.org')
        ->setCurrentPassword('correct horse battery'),
);` },
    { lang: 'php', example: 'fresh', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\EmailChange;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new SessionsApi(config: $configuration))->changeEmail(
    user_id: 'me',
    email_change: (new EmailChange())
        ->setEmail('alice@example.org'),
);` },
  ],
  requestVerification: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.requestVerification()` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).request_verification(
        user_id="me",
    )` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.SessionsAPI.RequestVerification(ctx, "me").
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIRequestVerificationRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new SessionsApi(client).requestVerification(APIRequestVerificationRequest.newBuilder()
    .userId("me")
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new SessionsApi(config: $configuration))->requestVerification(
    user_id: 'me',
);` },
  ],
  listSessions: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const sessions = await api.listSessions()
console.log(sessions)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    sessions = taskpact.SessionsApi(client).list_sessions(
        user_id="me",
    )
    print(sessions)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

sessions, _, err := client.SessionsAPI.ListSessions(ctx, "me").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(sessions)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIListSessionsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var sessions = new SessionsApi(client).listSessions(APIListSessionsRequest.newBuilder()
    .userId("me")
    .build());
System.out.println(sessions);` },
    { lang: 'php', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$sessions = (new SessionsApi(config: $configuration))->listSessions(
    user_id: 'me',
);
print_r($sessions);` },
  ],
  endOtherSessions: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.endOtherSessions()` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).end_other_sessions(
        user_id="me",
    )` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.SessionsAPI.EndOtherSessions(ctx, "me").
    Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIEndOtherSessionsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new SessionsApi(client).endOtherSessions(APIEndOtherSessionsRequest.newBuilder()
    .userId("me")
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new SessionsApi(config: $configuration))->endOtherSessions(
    user_id: 'me',
);` },
  ],
  endSession: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.endSession({ params: { id: 9 } })` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).end_session(user_id="me", id=9)` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.SessionsAPI.EndSession(ctx, "me", 9).Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIEndSessionRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new SessionsApi(client).endSession(APIEndSessionRequest.newBuilder()
    .userId("me")
    .id(9L)
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new SessionsApi(config: $configuration))->endSession(
    user_id: 'me',
    id: 9,
);` },
  ],
  listTokens: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const tokens = await api.listTokens()
console.log(tokens)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    tokens = taskpact.TokensApi(client).list_tokens(
        user_id="me",
    )
    print(tokens)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

tokens, _, err := client.TokensAPI.ListTokens(ctx, "me").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(tokens)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TokensApi;
import taskpact.api.TokensApi.APIListTokensRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var tokens = new TokensApi(client).listTokens(APIListTokensRequest.newBuilder()
    .userId("me")
    .build());
System.out.println(tokens);` },
    { lang: 'php', source: `use Taskpact\\Api\\TokensApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$tokens = (new TokensApi(config: $configuration))->listTokens(
    user_id: 'me',
);
print_r($tokens);` },
  ],
  createToken: [
    { lang: 'typescript', example: 'script', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const personalTokenWithSecret = await api.createToken({
  body: {
    name: 'Shopping script',
    scopes: ['tasks:read', 'tasks:write'],
    expires_in_days: 30,
  },
})
console.log(personalTokenWithSecret)` },
    { lang: 'python', example: 'script', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    personal_token_with_secret = taskpact.TokensApi(client).create_token(
        user_id="me",
        personal_token_creation=taskpact.PersonalTokenCreation(
            name="Shopping script",
            scopes=[
                taskpact.TokenScope.TASKS_READ,
                taskpact.TokenScope.TASKS_WRITE,
            ],
            expires_in_days=30,
        ),
    )
    print(personal_token_with_secret)` },
    { lang: 'go', example: 'script', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

personalTokenWithSecret, _, err := client.TokensAPI.CreateToken(ctx, "me").
    PersonalTokenCreation(taskpact.PersonalTokenCreation{
        Name: "Shopping script",
        Scopes: []taskpact.TokenScope{
            taskpact.TOKENSCOPE_TASKS_READ,
            taskpact.TOKENSCOPE_TASKS_WRITE,
        },
        ExpiresInDays: taskpact.PtrInt32(30),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(personalTokenWithSecret)` },
    { lang: 'java', example: 'script', source: `import java.util.List;
import taskpact.ApiClient;
import taskpact.api.TokensApi;
import taskpact.api.TokensApi.APICreateTokenRequest;
import taskpact.model.PersonalTokenCreation;
import taskpact.model.TokenScope;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var personalTokenWithSecret = new TokensApi(client).createToken(APICreateTokenRequest.newBuilder()
    .userId("me")
    .personalTokenCreation(new PersonalTokenCreation()
        .name("Shopping script")
        .scopes(List.of(
            TokenScope.TASKS_READ,
            TokenScope.TASKS_WRITE))
        .expiresInDays(30))
    .build());
System.out.println(personalTokenWithSecret);` },
    { lang: 'php', example: 'script', source: `use Taskpact\\Api\\TokensApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\PersonalTokenCreation;
use Taskpact\\Model\\TokenScope;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$personalTokenWithSecret = (new TokensApi(config: $configuration))->createToken(
    user_id: 'me',
    personal_token_creation: (new PersonalTokenCreation())
        ->setName('Shopping script')
        ->setScopes([
            TokenScope::TASKS_READ,
            TokenScope::TASKS_WRITE,
        ])
        ->setExpiresInDays(30),
);
print_r($personalTokenWithSecret);` },
  ],
  revokeToken: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.revokeToken({ params: { id: 5 } })` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.TokensApi(client).revoke_token(user_id="me", id=5)` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.TokensAPI.RevokeToken(ctx, "me", 5).Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.TokensApi;
import taskpact.api.TokensApi.APIRevokeTokenRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new TokensApi(client).revokeToken(APIRevokeTokenRequest.newBuilder()
    .userId("me")
    .id(5L)
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\TokensApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new TokensApi(config: $configuration))->revokeToken(
    user_id: 'me',
    id: 5,
);` },
  ],
  getUser: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const account = await api.getUser()
console.log(account)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    account = taskpact.UsersApi(client).get_user(user_id="me")
    print(account)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

account, _, err := client.UsersAPI.GetUser(ctx, "me").Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(account)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.UsersApi;
import taskpact.api.UsersApi.APIGetUserRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var account = new UsersApi(client).getUser(APIGetUserRequest.newBuilder()
    .userId("me")
    .build());
System.out.println(account);` },
    { lang: 'php', source: `use Taskpact\\Api\\UsersApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$account = (new UsersApi(config: $configuration))->getUser(
    user_id: 'me',
);
print_r($account);` },
  ],
  deleteUser: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.deleteUser()` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    taskpact.UsersApi(client).delete_user(user_id="me")` },
    { lang: 'go', source: `import (
    "context"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

_, err := client.UsersAPI.DeleteUser(ctx, "me").Execute()
if err != nil {
    log.Fatal(err)
}` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.UsersApi;
import taskpact.api.UsersApi.APIDeleteUserRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

new UsersApi(client).deleteUser(APIDeleteUserRequest.newBuilder()
    .userId("me")
    .build());` },
    { lang: 'php', source: `use Taskpact\\Api\\UsersApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
(new UsersApi(config: $configuration))->deleteUser(
    user_id: 'me',
);` },
  ],
  updateUser: [
    { lang: 'typescript', example: 'rename', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const user = await api.updateUser({
  body: { name: 'Alice Liddell' },
})
console.log(user)` },
    { lang: 'typescript', example: 'move', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const user = await api.updateUser({
  body: { time_zone: 'Europe/Berlin' },
})
console.log(user)` },
    { lang: 'python', example: 'rename', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    user = taskpact.UsersApi(client).update_user(
        user_id="me",
        user_update=taskpact.UserUpdate(name="Alice Liddell"),
    )
    print(user)` },
    { lang: 'python', example: 'move', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    user = taskpact.UsersApi(client).update_user(
        user_id="me",
        user_update=taskpact.UserUpdate(
            time_zone="Europe/Berlin",
        ),
    )
    print(user)` },
    { lang: 'go', example: 'rename', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

user, _, err := client.UsersAPI.UpdateUser(ctx, "me").
    UserUpdate(taskpact.UserUpdate{
        Name: taskpact.PtrString("Alice Liddell"),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(user)` },
    { lang: 'go', example: 'move', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

user, _, err := client.UsersAPI.UpdateUser(ctx, "me").
    UserUpdate(taskpact.UserUpdate{
        TimeZone: taskpact.PtrString("Europe/Berlin"),
    }).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(user)` },
    { lang: 'java', example: 'rename', source: `import taskpact.ApiClient;
import taskpact.api.UsersApi;
import taskpact.api.UsersApi.APIUpdateUserRequest;
import taskpact.model.UserUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var user = new UsersApi(client).updateUser(APIUpdateUserRequest.newBuilder()
    .userId("me")
    .userUpdate(new UserUpdate().name("Alice Liddell"))
    .build());
System.out.println(user);` },
    { lang: 'java', example: 'move', source: `import taskpact.ApiClient;
import taskpact.api.UsersApi;
import taskpact.api.UsersApi.APIUpdateUserRequest;
import taskpact.model.UserUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var user = new UsersApi(client).updateUser(APIUpdateUserRequest.newBuilder()
    .userId("me")
    .userUpdate(new UserUpdate().timeZone("Europe/Berlin"))
    .build());
System.out.println(user);` },
    { lang: 'php', example: 'rename', source: `use Taskpact\\Api\\UsersApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\UserUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$user = (new UsersApi(config: $configuration))->updateUser(
    user_id: 'me',
    user_update: (new UserUpdate())->setName('Alice Liddell'),
);
print_r($user);` },
    { lang: 'php', example: 'move', source: `use Taskpact\\Api\\UsersApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\UserUpdate;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$user = (new UsersApi(config: $configuration))->updateUser(
    user_id: 'me',
    user_update: (new UserUpdate())
        ->setTimeZone('Europe/Berlin'),
);
print_r($user);` },
  ],
  exportAccount: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const accountExport = await api.exportAccount()
console.log(accountExport)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
    access_token=token,
)
with taskpact.ApiClient(configuration) as client:
    account_export = taskpact.UsersApi(client).export_account(
        user_id="me",
    )
    print(account_export)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(
    context.Background(),
    taskpact.ContextAccessToken,
    token,
)

accountExport, _, err := client.UsersAPI.ExportAccount(ctx, "me").
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(accountExport)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.UsersApi;
import taskpact.api.UsersApi.APIExportAccountRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request ->
    request.setHeader("Authorization", "Bearer " + token));

var accountExport = new UsersApi(client).exportAccount(APIExportAccountRequest.newBuilder()
    .userId("me")
    .build());
System.out.println(accountExport);` },
    { lang: 'php', source: `use Taskpact\\Api\\UsersApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000')
    ->setAccessToken($token);
$accountExport = (new UsersApi(config: $configuration))->exportAccount(
    user_id: 'me',
);
print_r($accountExport);` },
  ],
  getLiveness: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const health = await api.service.getLiveness()
console.log(health)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    health = taskpact.HealthApi(client).get_liveness()
    print(health)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

health, _, err := client.HealthAPI.GetLiveness(ctx).Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(health)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.HealthApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var health = new HealthApi(client).getLiveness();
System.out.println(health);` },
    { lang: 'php', source: `use Taskpact\\Api\\HealthApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
$health = (new HealthApi(config: $configuration))->getLiveness();
print_r($health);` },
  ],
  getReadiness: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const health = await api.service.getReadiness()
console.log(health)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    health = taskpact.HealthApi(client).get_readiness()
    print(health)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

health, _, err := client.HealthAPI.GetReadiness(ctx).Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(health)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.HealthApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var health = new HealthApi(client).getReadiness();
System.out.println(health);` },
    { lang: 'php', source: `use Taskpact\\Api\\HealthApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
$health = (new HealthApi(config: $configuration))->getReadiness();
print_r($health);` },
  ],
  getMetrics: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const text = await api.service.getMetrics()
console.log(text)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    text = taskpact.HealthApi(client).get_metrics()
    print(text)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

text, _, err := client.HealthAPI.GetMetrics(ctx).Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(text)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.HealthApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var text = new HealthApi(client).getMetrics();
System.out.println(text);` },
    { lang: 'php', source: `use Taskpact\\Api\\HealthApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
$text = (new HealthApi(config: $configuration))->getMetrics();
print_r($text);` },
  ],
  getOpenapiJson: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const contract = await api.service.getOpenapiJson()
console.log(contract)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    contract = taskpact.OpenapiApi(client).get_openapi_json()
    print(contract)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

contract, _, err := client.OpenapiAPI.GetOpenapiJson(ctx).
    Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(contract)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.OpenapiApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var contract = new OpenapiApi(client).getOpenapiJson();
System.out.println(contract);` },
    { lang: 'php', source: `use Taskpact\\Api\\OpenapiApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
$contract = (new OpenapiApi(config: $configuration))->getOpenapiJson();
print_r($contract);` },
  ],
  getOpenapiYaml: [
    { lang: 'typescript', source: `import { createTaskpact } from '@taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const text = await api.service.getOpenapiYaml()
console.log(text)` },
    { lang: 'python', source: `import taskpact

configuration = taskpact.Configuration(
    host="http://localhost:8000",
)
with taskpact.ApiClient(configuration) as client:
    text = taskpact.OpenapiApi(client).get_openapi_yaml()
    print(text)` },
    { lang: 'go', source: `import (
    "context"
    "fmt"
    "log"

    "taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{
    {URL: "http://localhost:8000"},
}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

text, _, err := client.OpenapiAPI.GetOpenapiYaml(ctx).Execute()
if err != nil {
    log.Fatal(err)
}
fmt.Println(text)` },
    { lang: 'java', source: `import taskpact.ApiClient;
import taskpact.api.OpenapiApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var text = new OpenapiApi(client).getOpenapiYaml();
System.out.println(text);` },
    { lang: 'php', source: `use Taskpact\\Api\\OpenapiApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())
    ->setHost('http://localhost:8000');
$text = (new OpenapiApi(config: $configuration))->getOpenapiYaml();
print_r($text);` },
  ],
}
