<?php

// What a program of a user does with the SDK for PHP: scenario.php <the SDK's autoloader> <url>.

declare(strict_types=1);

use Taskpact\Api\SessionsApi;
use Taskpact\Api\TasksApi;
use Taskpact\ApiException;
use Taskpact\Configuration;
use Taskpact\Model\DueInput;
use Taskpact\Model\MonthOverflow;
use Taskpact\Model\Problem;
use Taskpact\Model\RecurrenceInput;
use Taskpact\Model\Registration;
use Taskpact\Model\TaskCompletion;
use Taskpact\Model\TaskCreation;
use Taskpact\Model\TaskUpdate;
use Taskpact\Paging;

// A warning or something deprecated is a fault of the SDK.
set_error_handler(function (int $level, string $message, string $file, int $line): bool {
    throw new ErrorException($message, 0, $level, $file, $line);
});
[, $autoloader, $url] = $argv;
require $autoloader;

function check(bool $holds, string $what): void
{
    if (!$holds) {
        throw new RuntimeException("It is not so: $what");
    }
}

function problemOf(callable $call): Problem
{
    try {
        $call();
    } catch (ApiException $error) {
        $problem = $error->getResponseObject();
        check($problem instanceof Problem, 'it is refused with a problem');

        return $problem;
    }
    throw new RuntimeException('It should have been refused');
}

/** @return array{TasksApi, int} */
function registered(string $url, string $name): array
{
    $configuration = (new Configuration())->setHost($url);
    $email = $name . '-' . bin2hex(random_bytes(8)) . '@example.com';
    $registration = new Registration(['email' => $email, 'password' => 'correct horse battery', 'name' => $name]);
    $session = (new SessionsApi(config: $configuration))->registerUser($registration);
    $configuration->setAccessToken($session->getAccessToken());

    return [new TasksApi(config: $configuration), $session->getUser()->getId()];
}

[$tasks, $me] = registered($url, 'alice');
[$bobs] = registered($url, 'bob');

// Created twice with one key, it is one.
$key = bin2hex(random_bytes(16));
$milk = new TaskCreation(['title' => 'Buy milk', 'description' => 'Two litres', 'tags' => ['errands']]);
$task = $tasks->createTask('me', $milk, idempotency_key: $key);
check($tasks->createTask('me', $milk, idempotency_key: $key)->getId() === $task->getId(), 'a task that is created twice with one key is one');

// What is not set in a change stays; null removes.
$version = '"' . $task->getVersion() . '"';
$changed = $tasks->patchTask('me', $task->getId(), (new TaskUpdate())->setDescription(null), if_match: $version);
check($changed->getDescription() === null, 'null removes the description');
check($changed->getTitle() === 'Buy milk' && $changed->getTags() === ['errands'], 'what is not set stays');

// A change of what has changed since is a conflict.
$stale = problemOf(fn () => $tasks->patchTask('me', $task->getId(), (new TaskUpdate())->setTitle('Buy soy milk'), if_match: $version));
check($stale->getStatus() === 412 && str_ends_with($stale->getType(), '/precondition-failed'), 'a stale change is a conflict');

// Every page is gone through.
for ($number = 0; $number < 119; $number++) {
    $tasks->createTask('me', new TaskCreation(['title' => "Task $number"]));
}
$titles = [];
foreach (Paging::each(fn (?string $cursor) => $tasks->listTasksWithHttpInfo('me', limit: 50, cursor: $cursor)) as $each) {
    $titles[$each->getTitle()] = true;
}
check(count($titles) === 120, 'paging through 120 tasks meets each');

// A recurring task moves to its next date.
$rent = $tasks->createTask('me', new TaskCreation([
    'title' => 'Rent',
    'due' => new DueInput(['date' => '2026-12-31']),
    'recurrence' => new RecurrenceInput(['rule' => 'FREQ=MONTHLY', 'month_overflow' => MonthOverflow::CLAMP]),
]));
$moved = $tasks->completeTask('me', $rent->getId(), task_completion: new TaskCompletion(['completed' => true]));
check(!$moved->getCompleted() && $moved->getDue()->getDate() === '2027-01-31', 'a recurring task moves to its next date');

// Bad input is a problem that names the field.
$blank = problemOf(fn () => $tasks->createTask('me', new TaskCreation(['title' => ' '])));
check($blank->getStatus() === 400 && $blank->getErrors()[0]->getPointer() === '#/title', 'bad input names the field');

// Another user's path is forbidden.
check(problemOf(fn () => $bobs->listTasks((string) $me))->getStatus() === 403, "another user's path is forbidden");
