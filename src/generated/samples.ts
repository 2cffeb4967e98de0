// Generated from openapi.yaml by "npm run generate". Do not edit.
import type { OperationId } from './operations.ts'

/** A language that there are samples in, by the name that highlighters know it by. */
export type SampleLanguage = 'typescript' | 'python' | 'go' | 'java' | 'php'

/** How each operation is called in each language. */
export const samples: Record<OperationId, Record<SampleLanguage, string>> = {
  listTasks: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const tasks = await api.listTasks({ query: { limit: 20, status: 'pending' } })
console.log(tasks)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    tasks = taskpact.TasksApi(client).list_tasks(
        user_id="me",
        limit=20,
        status="pending",
    )
    print(tasks)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

tasks, _, err := client.TasksAPI.ListTasks(ctx, "me").
	Limit(20).
	Status("pending").
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(tasks)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIListTasksRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var tasks = new TasksApi(client).listTasks(APIListTasksRequest.newBuilder()
    .userId("me")
    .limit(20)
    .status("pending")
    .build());
System.out.println(tasks);`,
    php: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$tasks = (new TasksApi(config: $configuration))->listTasks(
    user_id: 'me',
    limit: 20,
    status: 'pending',
);
print_r($tasks);`,
  },
  createTask: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.createTask({ body: { title: 'Buy milk' } })
console.log(task)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).create_task(
        user_id="me",
        task_creation=taskpact.TaskCreation(title="Buy milk"),
    )
    print(task)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

task, _, err := client.TasksAPI.CreateTask(ctx, "me").
	TaskCreation(taskpact.TaskCreation{Title: "Buy milk"}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(task)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICreateTaskRequest;
import taskpact.model.TaskCreation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).createTask(APICreateTaskRequest.newBuilder()
    .userId("me")
    .taskCreation(new TaskCreation().title("Buy milk"))
    .build());
System.out.println(task);`,
    php: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCreation;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->createTask(
    user_id: 'me',
    task_creation: (new TaskCreation())->setTitle('Buy milk'),
);
print_r($task);`,
  },
  getTask: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.getTask({ params: { id: 2 } })
console.log(task)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).get_task(user_id="me", id=2)
    print(task)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

task, _, err := client.TasksAPI.GetTask(ctx, "me", 2).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(task)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIGetTaskRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).getTask(APIGetTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .build());
System.out.println(task);`,
    php: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->getTask(user_id: 'me', id: 2);
print_r($task);`,
  },
  updateTask: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.updateTask({
  params: { id: 2 },
  body: { title: 'Buy oat milk' },
})
console.log(task)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).update_task(
        user_id="me",
        id=2,
        task_update=taskpact.TaskUpdate(title="Buy oat milk"),
    )
    print(task)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

task, _, err := client.TasksAPI.UpdateTask(ctx, "me", 2).
	TaskUpdate(taskpact.TaskUpdate{Title: taskpact.PtrString("Buy oat milk")}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(task)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIUpdateTaskRequest;
import taskpact.model.TaskUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).updateTask(APIUpdateTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskUpdate(new TaskUpdate().title("Buy oat milk"))
    .build());
System.out.println(task);`,
    php: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskUpdate;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->updateTask(
    user_id: 'me',
    id: 2,
    task_update: (new TaskUpdate())->setTitle('Buy oat milk'),
);
print_r($task);`,
  },
  deleteTask: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.deleteTask({ params: { id: 2 }, query: { cascade: false } })`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    taskpact.TasksApi(client).delete_task(user_id="me", id=2, cascade=False)`,
    go: `import (
	"context"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

_, err := client.TasksAPI.DeleteTask(ctx, "me", 2).Cascade(false).Execute()
if err != nil {
	log.Fatal(err)
}`,
    java: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIDeleteTaskRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

new TasksApi(client).deleteTask(APIDeleteTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .cascade(false)
    .build());`,
    php: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
(new TasksApi(config: $configuration))->deleteTask(
    user_id: 'me',
    id: 2,
    cascade: false,
);`,
  },
  patchTask: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.patchTask({
  params: { id: 2 },
  body: { title: 'Buy oat milk' },
})
console.log(task)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).patch_task(
        user_id="me",
        id=2,
        task_update=taskpact.TaskUpdate(title="Buy oat milk"),
    )
    print(task)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

task, _, err := client.TasksAPI.PatchTask(ctx, "me", 2).
	TaskUpdate(taskpact.TaskUpdate{Title: taskpact.PtrString("Buy oat milk")}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(task)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIPatchTaskRequest;
import taskpact.model.TaskUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).patchTask(APIPatchTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskUpdate(new TaskUpdate().title("Buy oat milk"))
    .build());
System.out.println(task);`,
    php: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskUpdate;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->patchTask(
    user_id: 'me',
    id: 2,
    task_update: (new TaskUpdate())->setTitle('Buy oat milk'),
);
print_r($task);`,
  },
  completeTask: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.completeTask({
  params: { id: 2 },
  body: { completed: true },
})
console.log(task)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).complete_task(
        user_id="me",
        id=2,
        task_completion=taskpact.TaskCompletion(completed=True),
    )
    print(task)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

task, _, err := client.TasksAPI.CompleteTask(ctx, "me", 2).
	TaskCompletion(taskpact.TaskCompletion{Completed: taskpact.PtrBool(true)}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(task)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APICompleteTaskRequest;
import taskpact.model.TaskCompletion;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).completeTask(APICompleteTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskCompletion(new TaskCompletion().completed(true))
    .build());
System.out.println(task);`,
    php: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskCompletion;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->completeTask(
    user_id: 'me',
    id: 2,
    task_completion: (new TaskCompletion())->setCompleted(true),
);
print_r($task);`,
  },
  placeTask: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.placeTask({ params: { id: 2 }, body: { last: true } })
console.log(task)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TasksApi(client).place_task(
        user_id="me",
        id=2,
        task_position=taskpact.TaskPosition(last=True),
    )
    print(task)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

task, _, err := client.TasksAPI.PlaceTask(ctx, "me", 2).
	TaskPosition(taskpact.TaskPosition{Last: taskpact.PtrBool(true)}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(task)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TasksApi;
import taskpact.api.TasksApi.APIPlaceTaskRequest;
import taskpact.model.TaskPosition;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var task = new TasksApi(client).placeTask(APIPlaceTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .taskPosition(new TaskPosition().last(true))
    .build());
System.out.println(task);`,
    php: `use Taskpact\\Api\\TasksApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TaskPosition;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$task = (new TasksApi(config: $configuration))->placeTask(
    user_id: 'me',
    id: 2,
    task_position: (new TaskPosition())->setLast(true),
);
print_r($task);`,
  },
  listOccurrences: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const occurrences = await api.listOccurrences({
  params: { id: 2 },
  query: { from: '2026-11-01', to: '2026-12-31' },
})
console.log(occurrences)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    occurrences = taskpact.OccurrencesApi(client).list_occurrences(
        user_id="me",
        id=2,
        from_="2026-11-01",
        to="2026-12-31",
    )
    print(occurrences)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

occurrences, _, err := client.OccurrencesAPI.ListOccurrences(ctx, "me", 2).
	From("2026-11-01").
	To("2026-12-31").
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(occurrences)`,
    java: `import taskpact.ApiClient;
import taskpact.api.OccurrencesApi;
import taskpact.api.OccurrencesApi.APIListOccurrencesRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var occurrences = new OccurrencesApi(client).listOccurrences(APIListOccurrencesRequest.newBuilder()
    .userId("me")
    .id(2L)
    .from("2026-11-01")
    .to("2026-12-31")
    .build());
System.out.println(occurrences);`,
    php: `use Taskpact\\Api\\OccurrencesApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$occurrences = (new OccurrencesApi(config: $configuration))->listOccurrences(
    user_id: 'me',
    id: 2,
    from: '2026-11-01',
    to: '2026-12-31',
);
print_r($occurrences);`,
  },
  skipOccurrence: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.skipOccurrence({ params: { id: 2 } })
console.log(task)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.OccurrencesApi(client).skip_occurrence(user_id="me", id=2)
    print(task)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

task, _, err := client.OccurrencesAPI.SkipOccurrence(ctx, "me", 2).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(task)`,
    java: `import taskpact.ApiClient;
import taskpact.api.OccurrencesApi;
import taskpact.api.OccurrencesApi.APISkipOccurrenceRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var task = new OccurrencesApi(client).skipOccurrence(APISkipOccurrenceRequest.newBuilder()
    .userId("me")
    .id(2L)
    .build());
System.out.println(task);`,
    php: `use Taskpact\\Api\\OccurrencesApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$task = (new OccurrencesApi(config: $configuration))->skipOccurrence(
    user_id: 'me',
    id: 2,
);
print_r($task);`,
  },
  listTags: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const tags = await api.listTags({ query: { limit: 20 } })
console.log(tags)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    tags = taskpact.TagsApi(client).list_tags(user_id="me", limit=20)
    print(tags)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

tags, _, err := client.TagsAPI.ListTags(ctx, "me").Limit(20).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(tags)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TagsApi;
import taskpact.api.TagsApi.APIListTagsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var tags = new TagsApi(client).listTags(APIListTagsRequest.newBuilder()
    .userId("me")
    .limit(20)
    .build());
System.out.println(tags);`,
    php: `use Taskpact\\Api\\TagsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$tags = (new TagsApi(config: $configuration))->listTags(
    user_id: 'me',
    limit: 20,
);
print_r($tags);`,
  },
  deleteTag: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.deleteTag({ params: { id: 1 } })`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    taskpact.TagsApi(client).delete_tag(user_id="me", id=1)`,
    go: `import (
	"context"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

_, err := client.TagsAPI.DeleteTag(ctx, "me", 1).Execute()
if err != nil {
	log.Fatal(err)
}`,
    java: `import taskpact.ApiClient;
import taskpact.api.TagsApi;
import taskpact.api.TagsApi.APIDeleteTagRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

new TagsApi(client).deleteTag(APIDeleteTagRequest.newBuilder()
    .userId("me")
    .id(1L)
    .build());`,
    php: `use Taskpact\\Api\\TagsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
(new TagsApi(config: $configuration))->deleteTag(user_id: 'me', id: 1);`,
  },
  updateTag: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const tag = await api.updateTag({
  params: { id: 1 },
  body: { name: 'household' },
})
console.log(tag)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    tag = taskpact.TagsApi(client).update_tag(
        user_id="me",
        id=1,
        tag_update=taskpact.TagUpdate(name="household"),
    )
    print(tag)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

tag, _, err := client.TagsAPI.UpdateTag(ctx, "me", 1).
	TagUpdate(taskpact.TagUpdate{Name: taskpact.PtrString("household")}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(tag)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TagsApi;
import taskpact.api.TagsApi.APIUpdateTagRequest;
import taskpact.model.TagUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var tag = new TagsApi(client).updateTag(APIUpdateTagRequest.newBuilder()
    .userId("me")
    .id(1L)
    .tagUpdate(new TagUpdate().name("household"))
    .build());
System.out.println(tag);`,
    php: `use Taskpact\\Api\\TagsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\TagUpdate;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$tag = (new TagsApi(config: $configuration))->updateTag(
    user_id: 'me',
    id: 1,
    tag_update: (new TagUpdate())->setName('household'),
);
print_r($tag);`,
  },
  runBatch: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const batchResults = await api.runBatch({
  body: {
    operations: [
      { operationId: 'createTask', body: { title: 'Buy milk' } },
      {
        operationId: 'completeTask',
        params: { id: { $answer: 0, pointer: '/id' } },
        body: { completed: true },
      },
    ],
  },
})
console.log(batchResults)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    batch_results = taskpact.BatchesApi(client).run_batch(
        user_id="me",
        batch=taskpact.Batch(
            operations=[
                taskpact.BatchOperation(
                    operationId="createTask",
                    body={"title": "Buy milk"},
                ),
                taskpact.BatchOperation(
                    operationId="completeTask",
                    params={"id": {"$answer": 0, "pointer": "/id"}},
                    body={"completed": True},
                ),
            ],
        ),
    )
    print(batch_results)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

batchResults, _, err := client.BatchesAPI.RunBatch(ctx, "me").
	Batch(taskpact.Batch{
		Operations: []taskpact.BatchOperation{
			taskpact.BatchOperation{
				OperationId: "createTask",
				Body:        map[string]any{"title": "Buy milk"},
			},
			taskpact.BatchOperation{
				OperationId: "completeTask",
				Params:      map[string]any{"id": map[string]any{"$answer": 0, "pointer": "/id"}},
				Body:        map[string]any{"completed": true},
			},
		},
	}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(batchResults)`,
    java: `import java.util.List;
import java.util.Map;
import taskpact.ApiClient;
import taskpact.api.BatchesApi;
import taskpact.api.BatchesApi.APIRunBatchRequest;
import taskpact.model.Batch;
import taskpact.model.BatchOperation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var batchResults = new BatchesApi(client).runBatch(APIRunBatchRequest.newBuilder()
    .userId("me")
    .batch(new Batch()
        .operations(List.of(
            new BatchOperation()
                .operationId("createTask")
                .body(Map.of("title", "Buy milk")),
            new BatchOperation()
                .operationId("completeTask")
                .params(Map.of("id", Map.of("$answer", 0, "pointer", "/id")))
                .body(Map.of("completed", true)))))
    .build());
System.out.println(batchResults);`,
    php: `use Taskpact\\Api\\BatchesApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\Batch;
use Taskpact\\Model\\BatchOperation;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$batchResults = (new BatchesApi(config: $configuration))->runBatch(
    user_id: 'me',
    batch: (new Batch())
        ->setOperations([
            (new BatchOperation())
                ->setOperationId('createTask')
                ->setBody(['title' => 'Buy milk']),
            (new BatchOperation())
                ->setOperationId('completeTask')
                ->setParams(['id' => ['$answer' => 0, 'pointer' => '/id']])
                ->setBody(['completed' => true]),
        ]),
);
print_r($batchResults);`,
  },
  listLists: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const lists = await api.listLists({ query: { limit: 20 } })
console.log(lists)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    lists = taskpact.ListsApi(client).list_lists(user_id="me", limit=20)
    print(lists)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

lists, _, err := client.ListsAPI.ListLists(ctx, "me").Limit(20).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(lists)`,
    java: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIListListsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var lists = new ListsApi(client).listLists(APIListListsRequest.newBuilder()
    .userId("me")
    .limit(20)
    .build());
System.out.println(lists);`,
    php: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$lists = (new ListsApi(config: $configuration))->listLists(
    user_id: 'me',
    limit: 20,
);
print_r($lists);`,
  },
  createList: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.createList({ body: { name: 'Groceries' } })
console.log(taskList)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).create_list(
        user_id="me",
        list_creation=taskpact.ListCreation(name="Groceries"),
    )
    print(task_list)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

taskList, _, err := client.ListsAPI.CreateList(ctx, "me").
	ListCreation(taskpact.ListCreation{Name: "Groceries"}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(taskList)`,
    java: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APICreateListRequest;
import taskpact.model.ListCreation;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).createList(APICreateListRequest.newBuilder()
    .userId("me")
    .listCreation(new ListCreation().name("Groceries"))
    .build());
System.out.println(taskList);`,
    php: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ListCreation;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->createList(
    user_id: 'me',
    list_creation: (new ListCreation())->setName('Groceries'),
);
print_r($taskList);`,
  },
  getList: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.getList({ params: { id: 3 } })
console.log(taskList)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).get_list(user_id="me", id=3)
    print(task_list)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

taskList, _, err := client.ListsAPI.GetList(ctx, "me", 3).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(taskList)`,
    java: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIGetListRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).getList(APIGetListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .build());
System.out.println(taskList);`,
    php: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->getList(
    user_id: 'me',
    id: 3,
);
print_r($taskList);`,
  },
  deleteList: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.deleteList({ params: { id: 3 } })`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    taskpact.ListsApi(client).delete_list(user_id="me", id=3)`,
    go: `import (
	"context"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

_, err := client.ListsAPI.DeleteList(ctx, "me", 3).Execute()
if err != nil {
	log.Fatal(err)
}`,
    java: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIDeleteListRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

new ListsApi(client).deleteList(APIDeleteListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .build());`,
    php: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
(new ListsApi(config: $configuration))->deleteList(user_id: 'me', id: 3);`,
  },
  updateList: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.updateList({
  params: { id: 3 },
  body: { name: 'Shopping' },
})
console.log(taskList)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).update_list(
        user_id="me",
        id=3,
        list_update=taskpact.ListUpdate(name="Shopping"),
    )
    print(task_list)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

taskList, _, err := client.ListsAPI.UpdateList(ctx, "me", 3).
	ListUpdate(taskpact.ListUpdate{Name: taskpact.PtrString("Shopping")}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(taskList)`,
    java: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIUpdateListRequest;
import taskpact.model.ListUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).updateList(APIUpdateListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .listUpdate(new ListUpdate().name("Shopping"))
    .build());
System.out.println(taskList);`,
    php: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ListUpdate;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->updateList(
    user_id: 'me',
    id: 3,
    list_update: (new ListUpdate())->setName('Shopping'),
);
print_r($taskList);`,
  },
  placeList: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.placeList({
  params: { id: 3 },
  body: { last: true },
})
console.log(taskList)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.ListsApi(client).place_list(
        user_id="me",
        id=3,
        list_position=taskpact.ListPosition(last=True),
    )
    print(task_list)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

taskList, _, err := client.ListsAPI.PlaceList(ctx, "me", 3).
	ListPosition(taskpact.ListPosition{Last: taskpact.PtrBool(true)}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(taskList)`,
    java: `import taskpact.ApiClient;
import taskpact.api.ListsApi;
import taskpact.api.ListsApi.APIPlaceListRequest;
import taskpact.model.ListPosition;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var taskList = new ListsApi(client).placeList(APIPlaceListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .listPosition(new ListPosition().last(true))
    .build());
System.out.println(taskList);`,
    php: `use Taskpact\\Api\\ListsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\ListPosition;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$taskList = (new ListsApi(config: $configuration))->placeList(
    user_id: 'me',
    id: 3,
    list_position: (new ListPosition())->setLast(true),
);
print_r($taskList);`,
  },
  restoreTask: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const task = await api.restoreTask({ params: { id: 2 } })
console.log(task)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task = taskpact.TrashApi(client).restore_task(user_id="me", id=2)
    print(task)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

task, _, err := client.TrashAPI.RestoreTask(ctx, "me", 2).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(task)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIRestoreTaskRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var task = new TrashApi(client).restoreTask(APIRestoreTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .build());
System.out.println(task);`,
    php: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$task = (new TrashApi(config: $configuration))->restoreTask(
    user_id: 'me',
    id: 2,
);
print_r($task);`,
  },
  restoreList: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const taskList = await api.restoreList({ params: { id: 3 } })
console.log(taskList)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    task_list = taskpact.TrashApi(client).restore_list(user_id="me", id=3)
    print(task_list)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

taskList, _, err := client.TrashAPI.RestoreList(ctx, "me", 3).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(taskList)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIRestoreListRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var taskList = new TrashApi(client).restoreList(APIRestoreListRequest.newBuilder()
    .userId("me")
    .id(3L)
    .build());
System.out.println(taskList);`,
    php: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$taskList = (new TrashApi(config: $configuration))->restoreList(
    user_id: 'me',
    id: 3,
);
print_r($taskList);`,
  },
  listTrash: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const trash = await api.listTrash({ query: { limit: 20 } })
console.log(trash)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    trash = taskpact.TrashApi(client).list_trash(user_id="me", limit=20)
    print(trash)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

trash, _, err := client.TrashAPI.ListTrash(ctx, "me").Limit(20).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(trash)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIListTrashRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var trash = new TrashApi(client).listTrash(APIListTrashRequest.newBuilder()
    .userId("me")
    .limit(20)
    .build());
System.out.println(trash);`,
    php: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$trash = (new TrashApi(config: $configuration))->listTrash(
    user_id: 'me',
    limit: 20,
);
print_r($trash);`,
  },
  emptyTrash: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.emptyTrash()`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    taskpact.TrashApi(client).empty_trash(user_id="me")`,
    go: `import (
	"context"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

_, err := client.TrashAPI.EmptyTrash(ctx, "me").Execute()
if err != nil {
	log.Fatal(err)
}`,
    java: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIEmptyTrashRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

new TrashApi(client).emptyTrash(APIEmptyTrashRequest.newBuilder()
    .userId("me")
    .build());`,
    php: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
(new TrashApi(config: $configuration))->emptyTrash(user_id: 'me');`,
  },
  listDeletedLists: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const deletedLists = await api.listDeletedLists({ query: { limit: 20 } })
console.log(deletedLists)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    deleted_lists = taskpact.TrashApi(client).list_deleted_lists(
        user_id="me",
        limit=20,
    )
    print(deleted_lists)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

deletedLists, _, err := client.TrashAPI.ListDeletedLists(ctx, "me").
	Limit(20).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(deletedLists)`,
    java: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIListDeletedListsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var deletedLists = new TrashApi(client).listDeletedLists(APIListDeletedListsRequest.newBuilder()
    .userId("me")
    .limit(20)
    .build());
System.out.println(deletedLists);`,
    php: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$deletedLists = (new TrashApi(config: $configuration))->listDeletedLists(
    user_id: 'me',
    limit: 20,
);
print_r($deletedLists);`,
  },
  purgeTask: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.purgeTask({ params: { id: 2 } })`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    taskpact.TrashApi(client).purge_task(user_id="me", id=2)`,
    go: `import (
	"context"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

_, err := client.TrashAPI.PurgeTask(ctx, "me", 2).Execute()
if err != nil {
	log.Fatal(err)
}`,
    java: `import taskpact.ApiClient;
import taskpact.api.TrashApi;
import taskpact.api.TrashApi.APIPurgeTaskRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

new TrashApi(client).purgeTask(APIPurgeTaskRequest.newBuilder()
    .userId("me")
    .id(2L)
    .build());`,
    php: `use Taskpact\\Api\\TrashApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
(new TrashApi(config: $configuration))->purgeTask(user_id: 'me', id: 2);`,
  },
  getStats: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const stats = await api.getStats({
  query: { from: '2026-11-01', to: '2026-12-31' },
})
console.log(stats)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    stats = taskpact.StatsApi(client).get_stats(
        user_id="me",
        from_="2026-11-01",
        to="2026-12-31",
    )
    print(stats)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

stats, _, err := client.StatsAPI.GetStats(ctx, "me").
	From("2026-11-01").
	To("2026-12-31").
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(stats)`,
    java: `import taskpact.ApiClient;
import taskpact.api.StatsApi;
import taskpact.api.StatsApi.APIGetStatsRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var stats = new StatsApi(client).getStats(APIGetStatsRequest.newBuilder()
    .userId("me")
    .from("2026-11-01")
    .to("2026-12-31")
    .build());
System.out.println(stats);`,
    php: `use Taskpact\\Api\\StatsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$stats = (new StatsApi(config: $configuration))->getStats(
    user_id: 'me',
    from: '2026-11-01',
    to: '2026-12-31',
);
print_r($stats);`,
  },
  registerUser: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const session = await api.registerUser({
  body: {
    email: 'alice@example.com',
    password: 'correct horse battery',
    name: 'Alice',
  },
})
console.log(session)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000")
with taskpact.ApiClient(configuration) as client:
    session = taskpact.SessionsApi(client).register_user(
        registration=taskpact.Registration(
            email="alice@example.com",
            password="correct horse battery",
            name="Alice",
        ),
    )
    print(session)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

session, _, err := client.SessionsAPI.RegisterUser(ctx).
	Registration(taskpact.Registration{
		Email:    "alice@example.com",
		Password: "correct horse battery",
		Name:     "Alice",
	}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(session)`,
    java: `import taskpact.ApiClient;
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
System.out.println(session);`,
    php: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\Registration;

$configuration = (new Configuration())->setHost('http://localhost:8000');
$session = (new SessionsApi(config: $configuration))->registerUser(
    registration: (new Registration())
        ->setEmail('alice@example.com')
        ->setPassword('correct horse battery')
        ->setName('Alice'),
);
print_r($session);`,
  },
  loginUser: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const session = await api.loginUser({
  body: { email: 'alice@example.com', password: 'correct horse battery' },
})
console.log(session)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000")
with taskpact.ApiClient(configuration) as client:
    session = taskpact.SessionsApi(client).login_user(
        credentials=taskpact.Credentials(
            email="alice@example.com",
            password="correct horse battery",
        ),
    )
    print(session)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
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
fmt.Println(session)`,
    java: `import taskpact.ApiClient;
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
System.out.println(session);`,
    php: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\Credentials;

$configuration = (new Configuration())->setHost('http://localhost:8000');
$session = (new SessionsApi(config: $configuration))->loginUser(
    credentials: (new Credentials())
        ->setEmail('alice@example.com')
        ->setPassword('correct horse battery'),
);
print_r($session);`,
  },
  refreshSession: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const session = await api.refreshSession({
  body: { refresh_token: '3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
})
console.log(session)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000")
with taskpact.ApiClient(configuration) as client:
    session = taskpact.SessionsApi(client).refresh_session(
        refresh=taskpact.Refresh(
            refresh_token="3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ),
    )
    print(session)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
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
fmt.Println(session)`,
    java: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APIRefreshSessionRequest;
import taskpact.model.Refresh;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var session = new SessionsApi(client).refreshSession(APIRefreshSessionRequest.newBuilder()
    .refresh(new Refresh()
        .refreshToken("3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
    .build());
System.out.println(session);`,
    php: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\Refresh;

$configuration = (new Configuration())->setHost('http://localhost:8000');
$session = (new SessionsApi(config: $configuration))->refreshSession(
    refresh: (new Refresh())
        ->setRefreshToken('3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
);
print_r($session);`,
  },
  logoutUser: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.logoutUser()`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    taskpact.SessionsApi(client).logout_user()`,
    go: `import (
	"context"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

_, err := client.SessionsAPI.LogoutUser(ctx).Execute()
if err != nil {
	log.Fatal(err)
}`,
    java: `import taskpact.ApiClient;
import taskpact.api.SessionsApi;
import taskpact.api.SessionsApi.APILogoutUserRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

new SessionsApi(client).logoutUser(APILogoutUserRequest.newBuilder().build());`,
    php: `use Taskpact\\Api\\SessionsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
(new SessionsApi(config: $configuration))->logoutUser();`,
  },
  getUser: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const user = await api.getUser()
console.log(user)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    user = taskpact.UsersApi(client).get_user(user_id="me")
    print(user)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

user, _, err := client.UsersAPI.GetUser(ctx, "me").Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(user)`,
    java: `import taskpact.ApiClient;
import taskpact.api.UsersApi;
import taskpact.api.UsersApi.APIGetUserRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var user = new UsersApi(client).getUser(APIGetUserRequest.newBuilder()
    .userId("me")
    .build());
System.out.println(user);`,
    php: `use Taskpact\\Api\\UsersApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$user = (new UsersApi(config: $configuration))->getUser(user_id: 'me');
print_r($user);`,
  },
  deleteUser: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
await api.deleteUser()`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    taskpact.UsersApi(client).delete_user(user_id="me")`,
    go: `import (
	"context"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

_, err := client.UsersAPI.DeleteUser(ctx, "me").Execute()
if err != nil {
	log.Fatal(err)
}`,
    java: `import taskpact.ApiClient;
import taskpact.api.UsersApi;
import taskpact.api.UsersApi.APIDeleteUserRequest;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

new UsersApi(client).deleteUser(APIDeleteUserRequest.newBuilder()
    .userId("me")
    .build());`,
    php: `use Taskpact\\Api\\UsersApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
(new UsersApi(config: $configuration))->deleteUser(user_id: 'me');`,
  },
  updateUser: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000', token })
const user = await api.updateUser({ body: { name: 'Alice Liddell' } })
console.log(user)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000", access_token=token)
with taskpact.ApiClient(configuration) as client:
    user = taskpact.UsersApi(client).update_user(
        user_id="me",
        user_update=taskpact.UserUpdate(name="Alice Liddell"),
    )
    print(user)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.WithValue(context.Background(), taskpact.ContextAccessToken, token)

user, _, err := client.UsersAPI.UpdateUser(ctx, "me").
	UserUpdate(taskpact.UserUpdate{Name: taskpact.PtrString("Alice Liddell")}).
	Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(user)`,
    java: `import taskpact.ApiClient;
import taskpact.api.UsersApi;
import taskpact.api.UsersApi.APIUpdateUserRequest;
import taskpact.model.UserUpdate;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");
client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));

var user = new UsersApi(client).updateUser(APIUpdateUserRequest.newBuilder()
    .userId("me")
    .userUpdate(new UserUpdate().name("Alice Liddell"))
    .build());
System.out.println(user);`,
    php: `use Taskpact\\Api\\UsersApi;
use Taskpact\\Configuration;
use Taskpact\\Model\\UserUpdate;

$configuration = (new Configuration())->setHost('http://localhost:8000')->setAccessToken($token);
$user = (new UsersApi(config: $configuration))->updateUser(
    user_id: 'me',
    user_update: (new UserUpdate())->setName('Alice Liddell'),
);
print_r($user);`,
  },
  getLiveness: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const health = await api.getLiveness()
console.log(health)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000")
with taskpact.ApiClient(configuration) as client:
    health = taskpact.ProbesApi(client).get_liveness()
    print(health)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

health, _, err := client.ProbesAPI.GetLiveness(ctx).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(health)`,
    java: `import taskpact.ApiClient;
import taskpact.api.ProbesApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var health = new ProbesApi(client).getLiveness();
System.out.println(health);`,
    php: `use Taskpact\\Api\\ProbesApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000');
$health = (new ProbesApi(config: $configuration))->getLiveness();
print_r($health);`,
  },
  getReadiness: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const health = await api.getReadiness()
console.log(health)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000")
with taskpact.ApiClient(configuration) as client:
    health = taskpact.ProbesApi(client).get_readiness()
    print(health)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

health, _, err := client.ProbesAPI.GetReadiness(ctx).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(health)`,
    java: `import taskpact.ApiClient;
import taskpact.api.ProbesApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var health = new ProbesApi(client).getReadiness();
System.out.println(health);`,
    php: `use Taskpact\\Api\\ProbesApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000');
$health = (new ProbesApi(config: $configuration))->getReadiness();
print_r($health);`,
  },
  getMetrics: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const text = await api.getMetrics()
console.log(text)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000")
with taskpact.ApiClient(configuration) as client:
    text = taskpact.ProbesApi(client).get_metrics()
    print(text)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

text, _, err := client.ProbesAPI.GetMetrics(ctx).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(text)`,
    java: `import taskpact.ApiClient;
import taskpact.api.ProbesApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var text = new ProbesApi(client).getMetrics();
System.out.println(text);`,
    php: `use Taskpact\\Api\\ProbesApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000');
$text = (new ProbesApi(config: $configuration))->getMetrics();
print_r($text);`,
  },
  getContractAsJson: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const contract = await api.getContractAsJson()
console.log(contract)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000")
with taskpact.ApiClient(configuration) as client:
    contract = taskpact.DocumentsApi(client).get_contract_as_json()
    print(contract)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

contract, _, err := client.DocumentsAPI.GetContractAsJson(ctx).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(contract)`,
    java: `import taskpact.ApiClient;
import taskpact.api.DocumentsApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var contract = new DocumentsApi(client).getContractAsJson();
System.out.println(contract);`,
    php: `use Taskpact\\Api\\DocumentsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000');
$contract = (new DocumentsApi(config: $configuration))->getContractAsJson();
print_r($contract);`,
  },
  getContractAsYaml: {
    typescript: `import { createTaskpact } from 'taskpact/client'

const api = createTaskpact({ url: 'http://localhost:8000' })
const text = await api.getContractAsYaml()
console.log(text)`,
    python: `import taskpact

configuration = taskpact.Configuration(host="http://localhost:8000")
with taskpact.ApiClient(configuration) as client:
    text = taskpact.DocumentsApi(client).get_contract_as_yaml()
    print(text)`,
    go: `import (
	"context"
	"fmt"
	"log"

	"taskpact"
)

configuration := taskpact.NewConfiguration()
configuration.Servers = taskpact.ServerConfigurations{{URL: "http://localhost:8000"}}
client := taskpact.NewAPIClient(configuration)
ctx := context.Background()

text, _, err := client.DocumentsAPI.GetContractAsYaml(ctx).Execute()
if err != nil {
	log.Fatal(err)
}
fmt.Println(text)`,
    java: `import taskpact.ApiClient;
import taskpact.api.DocumentsApi;

ApiClient client = new ApiClient();
client.updateBaseUri("http://localhost:8000");

var text = new DocumentsApi(client).getContractAsYaml();
System.out.println(text);`,
    php: `use Taskpact\\Api\\DocumentsApi;
use Taskpact\\Configuration;

$configuration = (new Configuration())->setHost('http://localhost:8000');
$text = (new DocumentsApi(config: $configuration))->getContractAsYaml();
print_r($text);`,
  },
}
