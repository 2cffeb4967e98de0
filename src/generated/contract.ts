// Generated from openapi.yaml by "npm run generate". Do not edit.
export interface paths {
    "/api/{user_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List and find tasks
         * @description The caller's tasks, oldest first unless `sort` says otherwise. A page holds at most `limit` tasks. If there are more,
         *     the `Link` header has the next page (RFC 8288). No task is repeated or skipped when others are added or deleted meanwhile.
         *
         *     Filters combine with AND; empty values are ignored. `Prefer: count=exact` adds `X-Total-Count`, the number of tasks on all
         *     pages.
         */
        get: operations["listTasks"];
        put?: never;
        /**
         * Create a task
         * @description Adds a task at the end of the caller's tasks. It is open unless you set `completed`, and in the inbox unless you set
         *     `list_id`. With `parent_id` it becomes the last subtask of that task, in the same list.
         */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Get a task
         * @description Returns one of the caller's tasks. Another user's task gets 404.
         */
        get: operations["getTask"];
        /**
         * Change a task (PUT)
         * @description Changes the fields you send and keeps the others, as `PATCH` does. Use `PATCH` (`patchTask`) in new code: it takes an
         *     `Idempotency-Key`, so it can be retried. `PUT` is for front ends that send it already.
         */
        put: operations["updateTask"];
        post?: never;
        /**
         * Delete a task
         * @description Moves the task to the trash, where it can be restored for 30 days. All other operations, a second delete included, then
         *     get 404. Its subtasks are deleted and restored with it, unless `cascade` is `false`.
         */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /**
         * Change a task
         * @description Changes the fields you send and keeps the others. `description: null` removes the description, `due: null` removes the
         *     due date, and `list_id: null` moves the task to the inbox. `parent_id` makes it a subtask, `parent_id: null` a top-level
         *     task. A task that moves to another list or parent becomes the last one there, and its subtasks move along.
         *
         *     For a recurring task, `completed: true` completes one occurrence. `completed: false` undoes the last occurrence if the
         *     task is completed, or if it is the only field you send; so sending a whole task back undoes nothing. `due` without
         *     `recurrence` moves only the current occurrence; the next one is counted from the date of the rule.
         */
        patch: operations["patchTask"];
        trace?: never;
    };
    "/api/{user_id}/tasks/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Complete or reopen a task
         * @description `{"completed": true}` completes the task and `{"completed": false}` reopens it, however often you send it. Without a
         *     body, or with `{}`, `completed` is toggled.
         *
         *     For a recurring task, each request completes one occurrence. The task moves to its next date and stays open; after the last
         *     occurrence it is completed. Reopening the task undoes the last occurrence.
         */
        patch: operations["completeTask"];
        trace?: never;
    };
    "/api/{user_id}/tasks/{id}/position": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Move a task
         * @description Moves the task directly before or after another task, taking over its list and parent, or to the start or end of its
         *     siblings. `list_id` and `parent_id` move it there first. Its subtasks move along.
         */
        put: operations["moveTask"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tasks/{id}/occurrences": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * List occurrences
         * @description Completed and skipped occurrences of a recurring task, oldest first. A page holds at most `limit` occurrences. If there are
         *     more, the `Link` header has the next page (RFC 8288). With `from` and `to`, only occurrences due in this window are listed.
         *     The last page then also has the current and the future occurrences, as if each was completed on its date: at most 100, and
         *     none after 2200-12-31.
         */
        get: operations["listOccurrences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tasks/{id}/occurrences/skip": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Skip an occurrence
         * @description Moves a recurring task to its next date without completing the current occurrence; after the last one the task is
         *     completed. A task that does not recur, or is completed, stays unchanged; the response then has no `occurrence`.
         */
        post: operations["skipOccurrence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List tags
         * @description The caller's tags in the order of first use, each with its number of tasks. A page holds at most `limit` tags. If there are
         *     more, the `Link` header has the next page (RFC 8288).
         */
        get: operations["listTags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tags/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /** @description The tag's id. */
                id: components["parameters"]["TagId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a tag
         * @description Removes the tag from all tasks, and changes the version and ETag of these tasks. The tasks themselves stay.
         */
        delete: operations["deleteTag"];
        options?: never;
        head?: never;
        /**
         * Rename or color a tag
         * @description Changes the fields you send. A new name applies to every task with the tag, and changes the version and ETag of these
         *     tasks. `color: null` removes the color.
         */
        patch: operations["updateTag"];
        trace?: never;
    };
    "/api/{user_id}/batch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Execute several operations
         * @description Executes up to 100 operations under `/api/{user_id}/` in order, in one transaction. Each operation is validated and
         *     executed as if sent on its own. With `atomic: true` all operations succeed or none is executed: the first problem is the
         *     response to the whole batch, and its `errors` point into this request. With `atomic: false` each response or problem is one
         *     of the results. A 5xx always fails the whole batch.
         *
         *     Any value in `params`, `query` or `body` can be a reference such as `{"$result": 0, "pointer": "/id"}`. It is replaced by
         *     the value at this JSON Pointer (RFC 6901) in the response to an earlier operation, counted from 0. `params` may omit
         *     `user_id`. Every operation counts as a request in `RateLimit`.
         */
        post: operations["executeBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/lists": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List lists
         * @description The caller's lists in their manual order, new ones last. A page holds at most `limit` lists. If there are more, the `Link`
         *     header has the next page (RFC 8288). The inbox is not a list and is not included.
         */
        get: operations["listLists"];
        put?: never;
        /**
         * Create a list
         * @description Adds an empty list. Names need not be unique.
         */
        post: operations["createList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The list's id.
                 * @example 3
                 */
                id: components["parameters"]["ListId"];
            };
            cookie?: never;
        };
        /**
         * Get a list
         * @description Returns one of the caller's lists. Another user's list gets 404.
         */
        get: operations["getList"];
        put?: never;
        post?: never;
        /**
         * Delete a list
         * @description Moves the list and its tasks to the trash. Restoring the list restores them, except tasks that were already in the trash.
         *     Of a list with thousands of tasks, some appear in the trash minutes later. A second delete gets 404.
         */
        delete: operations["deleteList"];
        options?: never;
        head?: never;
        /**
         * Change a list
         * @description Changes the fields you send and keeps the others. `color: null` removes the color.
         */
        patch: operations["updateList"];
        trace?: never;
    };
    "/api/{user_id}/lists/{id}/position": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The list's id.
                 * @example 3
                 */
                id: components["parameters"]["ListId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Move a list
         * @description Moves the list before or after another list, or to the start or end.
         */
        put: operations["moveList"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tasks/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a task
         * @description Restores a task from the trash to its list and position, with the subtasks that were deleted with it. If its list or
         *     a parent is in the trash, that is restored too, but not the other tasks deleted with it.
         */
        post: operations["restoreTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/lists/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The list's id.
                 * @example 3
                 */
                id: components["parameters"]["ListId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a list
         * @description Restores a list from the trash, with the tasks that were deleted with it.
         */
        post: operations["restoreList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/trash": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List the tasks in the trash
         * @description The caller's tasks that were deleted in the last 30 days, latest first. A page holds at most `limit` tasks. If there are
         *     more, the `Link` header has the next page (RFC 8288).
         */
        get: operations["listTrash"];
        put?: never;
        post?: never;
        /**
         * Empty the trash
         * @description Permanently deletes every task and list in the trash. This cannot be undone. The trash is empty at once. If it held thousands
         *     of tasks, it may take minutes until they no longer count towards the quotas.
         */
        delete: operations["emptyTrash"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/deleted-lists": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List the lists in the trash
         * @description The caller's lists that were deleted in the last 30 days, oldest list first. A page holds at most `limit` lists. If there
         *     are more, the `Link` header has the next page (RFC 8288).
         */
        get: operations["listDeletedLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/trash/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a task permanently
         * @description Permanently deletes a task in the trash. This cannot be undone. A task that is not in the trash gets 404.
         */
        delete: operations["purgeTask"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Follow what changes
         * @description Everything the caller has, and then what changes of it. Without `since`, the first page of a snapshot. Ask again with
         *     `since` set to the `cursor` of each page: first come the rest of the snapshot, then the changes since it began, each in the
         *     order of commits and with the state that it led to. With `complete: true` there is nothing more for now, and what was
         *     returned is the state of one moment. No change is ever missed or out of order; one may be repeated.
         *
         *     A deletion of a list also deletes the tasks that are still in it. A `cursor` is valid for 90 days, for up to 10,000 changes;
         *     after that, or if the database was restored from a backup, you get 410 and start again without `since`.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a change
         * @description Undoes the last change that a request of the caller made, or the one with the number `seq`, as a whole: a batch with all its
         *     operations, a deletion with everything that was deleted with it, a completion with its occurrence. What was new goes to the
         *     trash. What the operator of the service did is not undone.
         *
         *     An undo is a change itself, and can be undone: with its own `seq`, or without one if it is the last. To go back several
         *     steps, send the `seq` of each, the last one first; `GET /api/{user_id}/changes?mode=events` lists them.
         *
         *     If something was changed since that would be overwritten, you get 409 with the fields, and nothing changes. A change of something
         *     that was purged, and one that is not recorded any more, cannot be undone, nor can one of more than 10,000 things, nor a change of the
         *     e-mail address.
         */
        post: operations["undoChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Follow changes live
         * @description What changes of what the caller has, as it happens, as server-sent events. Each `change` has a change as `data`, as
         *     `GET /api/{user_id}/changes` returns it, and as `id` the cursor after it. A stream that is opened again with
         *     `Last-Event-ID` or `since` misses nothing; without them, it starts from now.
         *
         *     - `task_refresh` follows the last of several changes, for front ends that then load their tasks again. It has no data.
         *     - `reset` says that what followed the cursor is not known any more. Its `data` is the problem. The stream continues from now: read
         *       a snapshot once you have received it.
         *
         *     A comment is sent every 15 seconds. The stream ends when the session does, within 15 seconds. It is closed if you read too
         *     slowly. You can have 10 streams and long polls at a time.
         *
         *     `EventSource` sends no `Authorization` header: give it a `ticket` from `POST /api/{user_id}/events/ticket`.
         */
        get: operations["streamChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/events/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a ticket for a stream
         * @description A ticket opens one stream in place of a token, within 60 seconds: send it as `ticket` to `GET /api/{user_id}/events`. It is for
         *     `EventSource`, which cannot send a token. The stream ends with the session that the ticket was created in.
         */
        post: operations["createStreamTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List webhooks
         * @description The caller's webhooks, oldest first. There are at most 20, so they are not in pages.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description Has the service send a `POST` request to `url` after each of these events: see the [guide](/docs/guides/webhooks). Requests are
         *     signed as [Standard Webhooks](https://www.standardwebhooks.com) says, with the `secret` of this response, which is never shown
         *     again. A user can have 20 webhooks.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description One of the caller's webhooks, without its secret.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Deletes the webhook with all of its deliveries. Nothing more is sent.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change a webhook
         * @description Changes the fields you send and keeps the others. `enabled: true` also enables a webhook that was disabled because its endpoint
         *     failed: it continues where it was.
         */
        patch: operations["patchWebhook"];
        trace?: never;
    };
    "/api/{user_id}/webhooks/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate the secret of a webhook
         * @description Gives the webhook another secret, which is shown only in this response. For 24 hours, each request is signed with the previous
         *     secret as well, so that receivers can change over.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test to a webhook
         * @description Queues a request of type `webhook.test`, whatever the events of the webhook. It is sent at once, or as soon as the webhook is
         *     enabled; its delivery shows the result.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay changes to a webhook
         * @description Sets the webhook back to a number: the changes from there on are sent again, as far as they are still recorded and the webhook has
         *     their events. They are new messages, with other ids. Use it after an outage, or for a new receiver.
         */
        post: operations["replayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        /**
         * List deliveries of a webhook
         * @description What was sent to the webhook in the last 30 days (at most 10,000 messages), and what is next, newest first: each with its attempts. A page holds at most
         *     `limit` deliveries. If there are more, the `Link` header has the next page (RFC 8288).
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/webhook-deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The delivery's id.
                 * @example 9
                 */
                id: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        /**
         * Get a delivery
         * @description A message to one of the caller's webhooks, with each attempt to deliver it.
         */
        get: operations["getWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/webhook-deliveries/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The delivery's id.
                 * @example 9
                 */
                id: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver again
         * @description Queues the message of a delivery again, with the same `webhook-id` and the same body, whatever came of it before.
         */
        post: operations["redeliverWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Count tasks
         * @description The number of tasks by status, list and tag, and of tasks completed on each day of a window. The default window is the last 30
         *     days. Days are in the user's `time_zone`. Each completed occurrence of a recurring task counts once.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register
         * @description Creates an account with a password and signs it in. Addresses are compared as `email` says. A mail with a link to confirm the address
         *     follows; the account can be used before that.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description Signs in with an e-mail address and a password, as JSON or as a form. An unknown address and a wrong password get the same response after
         *     the same amount of work.
         */
        post: operations["loginUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh the tokens
         * @description Exchanges a refresh token for new tokens of the same session. A refresh token works once. If it is sent again within ten
         *     seconds it returns the same new tokens, so parallel refreshes and lost responses do no harm. If it is sent again later,
         *     it is treated as stolen, and the whole session ends.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Ends the session of the token: its access and refresh tokens get 401 from the next request on. A front end's own token has
         *     no session here, so nothing ends. A second log-out gets 401 because the session has ended, even with the same
         *     `Idempotency-Key`.
         */
        post: operations["logoutUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a new password
         * @description Sends a mail with a link to set a new password, if the address has an account with a password. The response is the same if it has
         *     none, after the same amount of work. The link is valid for 30 minutes, and once.
         *
         *     A disabled account gets no mail. Any other gets at most three such mails in 30 minutes: further requests get 204 as well, and send nothing. They count against the same
         *     limits as log-ins.
         */
        post: operations["forgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password with a link
         * @description Sets a new password with the token of a link from a mail. Every session of the account ends, its personal access tokens are revoked,
         *     and its other links become invalid. The user is not signed in: log in with the new password.
         *
         *     A link that was used, has expired or is unknown gets 400 (`link-refused`), and so does one from before the password was changed.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an address with a link
         * @description Confirms an e-mail address with the token of a link from a mail: the address of an account, or the one that it changes to. With a new
         *     address, the account has that address from now on, and a mail tells the former one. Sessions and personal access tokens remain valid;
         *     links that were sent to the former address become invalid.
         *
         *     A link that was used, has expired or is unknown gets 400 (`link-refused`), and so does one from before the password was changed or
         *     another address was asked for. A new address that another account has by now gets 409.
         */
        post: operations["verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Change the password
         * @description Sets a new password and ends every other session of the caller; the one that sends the request continues. Send
         *     `current_password`, or log in and send the request within ten minutes. It counts against the same limits as a log-in. A mail tells
         *     the user of the change, and links to set a new password become invalid. A front end's user has no password here, and gets 403.
         */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/email": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Change the e-mail address
         * @description Sends a mail with a link to the new address, and one that tells the current address. The account keeps its current address until
         *     `POST /api/auth/verify-email` confirms the new one; the caller stays signed in. Send `current_password`, or log in and send the request
         *     within ten minutes.
         *
         *     The link is valid for 30 minutes, and once. It becomes invalid when another address is asked for, or when the password changes. Whether
         *     the new address has an account already is not told here: the response is the same, and so is the mail.
         *
         *     An account gets at most three such mails in 30 minutes: further requests get 204 as well, and send nothing; the last link remains valid.
         *     They count against the same limits as log-ins. A front end's user has no password here, and gets 403.
         */
        put: operations["changeEmail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/verification": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link that confirms the address
         * @description Sends a mail with a link that confirms the caller's e-mail address, as registering does. The link is valid for 30 minutes, and once. If
         *     the address is confirmed already, you get 204 as well, and no mail.
         *
         *     An account gets at most three such mails in 30 minutes: further requests get 204, and send nothing. They count against the same limits
         *     as log-ins. A front end's user gets 403.
         */
        post: operations["requestVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List sessions
         * @description Where the caller is signed in: each session that has not ended, the last used first, 1,000 at most. A front end's user has
         *     none here.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End all other sessions
         * @description Ends every session of the caller but the one that sends the request. Their access and refresh tokens get 401 from the next
         *     request on, and their streams are closed.
         */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The session's id.
                 * @example 9
                 */
                id: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a session
         * @description Ends one session of the caller, such as that of a lost phone. Its access and refresh tokens get 401 from the next request on,
         *     and its streams are closed. If it is the session that sends the request, this logs it out.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List personal access tokens
         * @description The caller's tokens that have not expired, oldest first, without their secrets. There are at most 50, so they are not in pages.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Create a personal access token
         * @description Creates a token for a script or another program, with the scopes that you choose and an end. It is the `secret` of this
         *     response, and never shown again: only a hash of it is kept. Send it like any access token. A user can have 50.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The token's id.
                 * @example 5
                 */
                id: components["parameters"]["PersonalTokenId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a personal access token
         * @description Ends a token of the caller. It gets 401 from the next request on, and its streams are closed.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Get the caller's account
         * @description Returns the caller's account, and how much of each quota is used.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Delete the caller's account
         * @description Deletes the account and everything it owns. This cannot be undone: `GET /api/{user_id}/export` returns it all before. A front
         *     end's user who returns later is a new user without tasks.
         *
         *     - At once: e-mail address, name, password, sessions, tokens, the identity of a front end's user, and webhooks, to which nothing
         *       more is sent. The next request gets 401.
         *     - Within minutes: lists, tags, tasks, the trash, the record of changes, the deliveries to webhooks, and responses stored for an
         *       `Idempotency-Key`; at last the id itself.
         *     - Not by this request: backups and log lines, which last as long as the operator keeps them. Log lines have the user's id, but no
         *       address, name or text of a task. Mails and webhook requests that were sent are where they were sent to.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change the caller's name or time zone
         * @description Changes the fields you send. A new time zone also applies to all-day and floating due dates.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/api/{user_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Export everything of the caller's
         * @description Everything that is kept about the caller, in one document: the account, lists, tags and tasks, those in the trash included, past
         *     occurrences, sessions, personal access tokens, webhooks with their deliveries, and the record of changes. With
         *     `Accept: application/zip`, the same as a ZIP archive with a JSON file for each kind.
         *
         *     Lists, tags, tasks and occurrences are all of one moment, that of `cursor`, whatever changes meanwhile: `GET
         *     /api/{user_id}/changes` returns what followed it. The rest is as it was when it was read, later in the same request. What is
         *     permanently deleted meanwhile may be missing; otherwise, every reference leads to something in the document. What is restored
         *     from the trash meanwhile has its new `version`. Ids are those of this service. Secrets are not included: passwords, tokens and
         *     the secrets of webhooks.
         *
         *     The document ends with `complete: true`. A response that breaks off before is incomplete, and the connection is closed without
         *     the end of the response: request it again. It breaks off if the session ends, if you read too slowly, or if more than 10,000
         *     changes are made meanwhile. You can have one export at a time.
         */
        get: operations["exportAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description Returns 200 whenever the process can respond; it does not query the database.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it take requests?
         * @description Returns 200 while the database responds and the service is not stopping.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description Counters and histograms in the Prometheus text format. They name operations and statuses, never users.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The contract, as JSON
         * @description This document.
         */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The contract, as YAML
         * @description This document as written by hand, with its comments.
         */
        get: operations["getOpenapiYaml"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description The account's e-mail address.
         * @example alice@example.com
         */
        AccountEmail: string;
        /** @description A user, whether the e-mail address is confirmed, and how much of each quota is used. */
        Account: components["schemas"]["User"] & components["schemas"]["AccountVerification"] & components["schemas"]["AccountQuotas"];
        /** @description How much of each quota is used. */
        AccountQuotas: {
            /**
             * @example {
             *       "tasks": {
             *         "used": 42,
             *         "limit": 100000
             *       },
             *       "lists": {
             *         "used": 3,
             *         "limit": 1000
             *       },
             *       "tags": {
             *         "used": 5,
             *         "limit": 10000
             *       },
             *       "bytes": {
             *         "used": 3120,
             *         "limit": 100000000
             *       },
             *       "sessions": {
             *         "used": 2,
             *         "limit": 100
             *       }
             *     }
             */
            quotas: components["schemas"]["Quotas"];
        };
        /** @description Whether the e-mail address is confirmed. */
        AccountVerification: {
            /**
             * @description Whether the user has confirmed the e-mail address with a link from a mail. Null for a front end's user, whose address is up to the
             *     front end.
             * @example true
             */
            email_verified: boolean | null;
        };
        /**
         * @description A moment in the past, or a cursor of changes.
         * @example 2026-11-21T09:00:00Z
         */
        AsOf: string;
        /** @description Operations to execute together. */
        Batch: {
            /**
             * @description Whether all operations succeed or none is executed, instead of each on its own.
             * @default true
             * @example true
             */
            atomic: boolean;
            /**
             * @description The operations, in order of execution.
             * @example [
             *       {
             *         "operationId": "createTask",
             *         "body": {
             *           "title": "Buy milk"
             *         }
             *       }
             *     ]
             * @example [
             *       {
             *         "operationId": "createTask",
             *         "body": {
             *           "title": "Buy milk"
             *         }
             *       },
             *       {
             *         "operationId": "completeTask",
             *         "params": {
             *           "id": {
             *             "$result": 0,
             *             "pointer": "/id"
             *           }
             *         }
             *       }
             *     ]
             */
            operations: components["schemas"]["BatchOperation"][];
        };
        /** @description An operation and its request. */
        BatchOperation: {
            /**
             * @description Its operationId in this contract.
             * @example createTask
             */
            operationId: string;
            /**
             * @description The parameters of its path, by name.
             * @example {
             *       "id": 2
             *     }
             */
            params?: {
                [key: string]: unknown;
            };
            /**
             * @description The parameters of its query, by name.
             * @example {
             *       "limit": 20
             *     }
             */
            query?: {
                [key: string]: unknown;
            };
            /**
             * @description Its `If-Match`.
             * @example "3"
             */
            if_match?: string;
            /**
             * @description Its body.
             * @example {
             *       "title": "Buy milk"
             *     }
             */
            body?: {
                [key: string]: unknown;
            };
        };
        /** @description The response to an operation, as if it was sent on its own. */
        BatchResult: {
            /**
             * @description Its status.
             * @example 201
             */
            status: number;
            /**
             * @description Its headers.
             * @example {
             *       "ETag": "\"1\""
             *     }
             */
            headers: {
                [key: string]: string;
            };
            /**
             * @description Its body, as its operation declares it, or a problem; absent without a body.
             * @example {
             *       "id": 2
             *     }
             */
            body?: unknown;
        };
        /** @description The results of a batch. */
        BatchResults: {
            /**
             * @description The responses, in the order of the operations.
             * @example [
             *       {
             *         "status": 204,
             *         "headers": {}
             *       }
             *     ]
             */
            results: components["schemas"]["BatchResult"][];
        };
        /** @description A change of something the user has. */
        Change: {
            /**
             * @description The number of the change. Changes that were made together have the same.
             * @example 17
             */
            seq: components["schemas"]["Count"];
            type: components["schemas"]["ChangeType"];
            op: components["schemas"]["ChangeOp"];
            /**
             * @description The id of what was changed.
             * @example 2
             */
            id: components["schemas"]["Id"];
            data: components["schemas"]["ChangeData"];
            /**
             * @description The place of a list or a task in the manual order, an integer: a smaller one comes first, and of two equal ones that with the
             *     smaller id. Null for everything else.
             * @example 8388608
             */
            position?: string | null;
            /**
             * @description What happened: the type, and `created`, `updated`, `completed`, `reopened`, `moved`, `deleted` or `restored`. With
             *     `mode=events`.
             * @example task.updated
             */
            event?: string;
            /**
             * @description Each field that was changed, with its value before and after. With `mode=events`.
             * @example {
             *       "title": {
             *         "from": "Call",
             *         "to": "Call the plumber"
             *       }
             *     }
             */
            changed?: {
                [key: string]: components["schemas"]["FieldChange"];
            };
            /**
             * @description The operation that made the change; null for the service itself. With `mode=events`.
             *     What the operator of the service did to the account is `operator.disable`, `operator.enable`, `operator.end_sessions`,
             *     `operator.revoke_token` or `operator.reset_link`, a change of the user.
             * @example patchTask
             */
            operation?: string | null;
            /**
             * @description When the change was made. With `mode=events`.
             * @example 2026-11-21T08:05:00.000000Z
             */
            at?: components["schemas"]["Timestamp"];
            /**
             * @description The `X-Request-Id` of the request; null for the service itself and its operator. With `mode=events`.
             * @example 0f8fad5b-d9cb-469f-a165-70867728950e
             */
            request_id?: string | null;
            /**
             * @description The session, the personal access token or the issuer of the token that it was made with; `operator` for the operator of the
             *     service; null for the service itself. With `mode=events`.
             * @example session:7c9e6679-7425-40de-944b-e07fc1f90ae7
             */
            via?: string | null;
        };
        /**
         * @description `upsert`: it was created, changed or restored, and is now `data`. `delete`: it is gone, or in the trash.
         * @example upsert
         * @enum {string}
         */
        ChangeOp: "upsert" | "delete";
        /**
         * @description What it is a change of.
         * @example task
         * @enum {string}
         */
        ChangeType: "user" | "list" | "tag" | "task" | "occurrence";
        /**
         * @description Whether a change is told by the state that it led to, or as an event.
         * @example latest
         * @enum {string}
         */
        ChangesMode: "latest" | "events";
        /**
         * @description What was changed, as its operation returns it; null if it is gone or in the trash.
         * @example {
         *       "id": 1,
         *       "user_id": 1,
         *       "name": "household",
         *       "color": null,
         *       "created_at": "2026-11-21T08:00:00.000000Z",
         *       "updated_at": "2026-11-21T08:10:00.000000Z",
         *       "version": 2
         *     }
         */
        ChangeData: components["schemas"]["Task"] | components["schemas"]["List"] | components["schemas"]["Tag"] | components["schemas"]["Occurrence"] | components["schemas"]["User"] | null;
        /**
         * @description A thing that was changed since, and in which fields.
         * @example {
         *       "type": "task",
         *       "id": 2,
         *       "fields": [
         *         "title",
         *         "due"
         *       ]
         *     }
         */
        ChangedSince: {
            /**
             * @description What it is.
             * @example task
             */
            type: components["schemas"]["ChangeType"];
            /**
             * @description Its id.
             * @example 2
             */
            id: components["schemas"]["Id"];
            /**
             * @description The fields that were changed since, or that could not be as they were.
             * @example [
             *       "title",
             *       "due"
             *     ]
             */
            fields: string[];
        };
        /** @description A change. */
        ChangeEvent: {
            id: components["schemas"]["EventId"];
            /**
             * @description What kind of event it is.
             * @example change
             * @constant
             */
            event: "change";
            /**
             * @description The change.
             * @example {
             *       "seq": 17,
             *       "type": "task",
             *       "op": "delete",
             *       "id": 2,
             *       "position": null,
             *       "data": null
             *     }
             */
            data: components["schemas"]["Change"];
        };
        /** @description A page of changes. */
        Changes: {
            /**
             * @description The changes, in the order of commits.
             * @example []
             */
            changes: components["schemas"]["Change"][];
            /**
             * @description Where this page ends. Send it as `since` to get the next one.
             * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
             */
            cursor: string;
            /**
             * @description Whether there is nothing more for now.
             * @example true
             */
            complete: boolean;
        };
        /**
         * @description A color as `#rrggbb`, in lower case; null for none.
         * @example #cc3300
         */
        Color: string | null;
        /** @description An OpenAPI 3.1 document. */
        Contract: {
            /**
             * @description The version of OpenAPI.
             * @example 3.1.0
             */
            openapi: string;
            /**
             * @description Title and version of the API.
             * @example {
             *       "title": "Taskpact",
             *       "version": "0.1.0"
             *     }
             */
            info: {
                [key: string]: unknown;
            };
            /**
             * @description Its operations.
             * @example {}
             */
            paths: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /**
         * @description A number of tasks.
         * @example 3
         */
        Count: number;
        /** @description A tag, with its number of tasks. */
        CountedTag: {
            /**
             * @description The tag's id.
             * @example 1
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user who owns it.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            name: components["schemas"]["TagName"];
            color: components["schemas"]["Color"];
            /**
             * @description Time of first use.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description Time of the last change.
             * @example 2026-11-21T08:00:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * @description Increments on every change. The ETag is this number in quotes.
             * @example 1
             */
            version: components["schemas"]["Version"];
            /**
             * @description Number of tasks with the tag.
             * @example 3
             */
            task_count: components["schemas"]["Count"];
            /**
             * @description Number of these tasks that are open.
             * @example 2
             */
            open_count: components["schemas"]["Count"];
        };
        /** @description Credentials to sign in with. */
        Credentials: {
            email: components["schemas"]["AccountEmail"];
            /**
             * Format: password
             * @description The account's password.
             * @example correct horse battery
             */
            password: string;
        };
        /**
         * Format: password
         * @description The current password. Within ten minutes of a log-in it may be left out.
         * @example correct horse battery
         */
        CurrentPassword: string;
        /**
         * @description The place where a page starts.
         * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA
         */
        Cursor: string;
        /** @description The number of tasks completed on a day. */
        DayCount: {
            /** @description The day, in the user's time zone. */
            date: components["schemas"]["DueDate"];
            /**
             * @description Number of completed tasks.
             * @example 1
             */
            count: components["schemas"]["Count"];
        };
        /**
         * @description A date.
         * @example 2026-11-21
         */
        DayFilter: string;
        /**
         * @description A date in the user's time zone, or an instant.
         * @example 2026-11-21
         */
        DayOrTime: string;
        /** @description A list in the trash. */
        DeletedList: components["schemas"]["List"] & components["schemas"]["Deletion"];
        /** @description A task in the trash. */
        DeletedTask: components["schemas"]["Task"] & components["schemas"]["Deletion"];
        /** @description Time of deletion. */
        Deletion: {
            /**
             * @description Time of deletion. It is permanently deleted 30 days later.
             * @example 2026-11-21T10:00:00.000000Z
             */
            deleted_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description The due date, exactly as it was sent; null for none. One of
         *     - `{date}`: all-day, due at the end of the date in the user's time zone.
         *     - `{date_time}`: a local time, due in the user's time zone.
         *     - `{date_time, time_zone}`: a local time, due in this time zone.
         *
         *     When clocks go forward, a skipped local time uses the offset before the change. When clocks go back, a repeated local time
         *     is the first of the two (RFC 5545, section 3.3.5). A task is overdue when it is open and its due date has passed.
         * @example null
         * @example {
         *       "date": "2026-11-21"
         *     }
         * @example {
         *       "date_time": "2026-11-21T18:30"
         *     }
         * @example {
         *       "date_time": "2026-11-21T18:30:00",
         *       "time_zone": "Europe/Berlin"
         *     }
         */
        Due: {
            date?: components["schemas"]["DueDate"];
            date_time?: components["schemas"]["DueDateTime"];
            time_zone?: components["schemas"]["TimeZone"];
        } | null;
        /**
         * @description All-day due date, from 1900-01-01 to 2200-12-31.
         * @example 2026-11-21
         */
        DueDate: string;
        /**
         * @description A local date and time, with optional seconds and without an offset.
         * @example 2026-11-21T18:30
         */
        DueDateTime: string;
        /**
         * @description The same as `due`, as one string, for front ends that read this name: a date, a local time, or an instant in UTC (RFC 3339);
         *     null for none.
         * @example 2026-11-21
         */
        DueText: string | null;
        /**
         * @description The same as `due`, as one string, for front ends that send this name: a date, a local time, or an instant with an offset
         *     (RFC 3339), without fractions of a second. An empty string means null.
         * @example 2026-11-21
         */
        DueTextInput: string | null;
        /**
         * @description The due date; see `Due`. A string is a short form: a date for `{date}`, and an instant with an offset (RFC 3339) for
         *     `{date_time, time_zone: UTC}`, without fractions of a second.
         * @example null
         * @example {
         *       "date": "2026-11-21"
         *     }
         * @example {
         *       "date_time": "2026-11-21T18:30"
         *     }
         * @example {
         *       "date_time": "2026-11-21T18:30:00",
         *       "time_zone": "Europe/Berlin"
         *     }
         * @example 2026-11-21
         * @example 2026-11-21T18:30:00+01:00
         */
        DueInput: {
            date?: components["schemas"]["DueDate"];
            date_time?: components["schemas"]["DueDateTime"];
            time_zone?: components["schemas"]["TimeZone"];
        } | string | null;
        /**
         * @description An e-mail address, compared in Unicode normal form C, ignoring case. An internationalized domain is the same in Unicode and in ASCII.
         * @example alice@example.com
         * @example alice+tasks@example.com
         * @example zoë@münchen.example
         */
        Email: string;
        /** @description A new e-mail address. */
        EmailChange: {
            /** @example alice@example.org */
            email: components["schemas"]["Email"];
            current_password?: components["schemas"]["CurrentPassword"];
        };
        /** @description The token of a link that confirms an address. */
        EmailVerification: {
            /** @example 5Kpu3c0Rj1Zb9oYt8cQmXf2hVnWs4LdEgUyPaIrBzTk */
            verification_token: components["schemas"]["LinkToken"];
        };
        /**
         * @description An ETag, a list of them, or `*` (RFC 9110).
         * @example "3"
         */
        EntityTags: string;
        /**
         * @description The cursor after the event. Send it as `Last-Event-ID` or `since` to continue after it.
         * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
         */
        EventId: string;
        /** @description Everything that is kept about a user. */
        AccountExport: {
            /**
             * @description What kind of document it is.
             * @example taskpact-export
             * @constant
             */
            format: "taskpact-export";
            /**
             * Format: int32
             * @description The version of the format. It is raised when a program that reads the format has to change.
             * @example 1
             * @constant
             */
            format_version: 1;
            /**
             * @description When the export began.
             * @example 2026-11-21T09:00:00.000000Z
             */
            made_at: components["schemas"]["Timestamp"];
            /**
             * @description The moment of the lists, tags, tasks and occurrences, as a cursor of changes.
             * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
             */
            cursor: components["schemas"]["SyncCursor"];
            /**
             * @example {
             *       "id": 1,
             *       "email": "alice@example.com",
             *       "email_verified": true,
             *       "name": "Alice",
             *       "time_zone": "UTC",
             *       "created_at": "2026-11-21T08:00:00.000000Z",
             *       "quotas": {
             *         "tasks": {
             *           "used": 1,
             *           "limit": 100000
             *         },
             *         "lists": {
             *           "used": 0,
             *           "limit": 1000
             *         },
             *         "tags": {
             *           "used": 0,
             *           "limit": 10000
             *         },
             *         "bytes": {
             *           "used": 8,
             *           "limit": 100000000
             *         },
             *         "sessions": {
             *           "used": 1,
             *           "limit": 100
             *         }
             *       },
             *       "identity": null
             *     }
             */
            account: components["schemas"]["ExportedAccount"];
            /**
             * @description All lists by id, those in the trash included.
             * @example []
             */
            lists: components["schemas"]["ExportedList"][];
            /**
             * @description All tags by id.
             * @example []
             */
            tags: components["schemas"]["Tag"][];
            /**
             * @description All tasks and subtasks by id, those in the trash included. A subtask may come before its parent task.
             * @example []
             */
            tasks: components["schemas"]["ExportedTask"][];
            /**
             * @description The past occurrences of recurring tasks, by task and then by id.
             * @example []
             */
            occurrences: components["schemas"]["Occurrence"][];
            /**
             * @description The sessions that have not ended, the last used first.
             * @example []
             */
            sessions: components["schemas"]["SessionEntries"];
            /**
             * @description The personal access tokens that have not expired, oldest first, without their secrets.
             * @example []
             */
            tokens: components["schemas"]["PersonalTokens"];
            /**
             * @description The webhooks, oldest first, without their secrets.
             * @example []
             */
            webhooks: components["schemas"]["Webhooks"];
            /**
             * @description The deliveries to webhooks that are kept, by webhook and then by id.
             * @example []
             */
            webhook_deliveries: components["schemas"]["WebhookDelivery"][];
            /**
             * @description The record of changes as far as it is kept, oldest first, with what each changed, by which operation and when: what
             *     `GET /api/{user_id}/changes` returns with `mode=events`.
             * @example []
             */
            changes: components["schemas"]["Change"][];
            /**
             * @example {
             *       "lists": 1,
             *       "tags": 0,
             *       "tasks": 2,
             *       "occurrences": 0,
             *       "sessions": 1,
             *       "tokens": 0,
             *       "webhooks": 0,
             *       "webhook_deliveries": 0,
             *       "changes": 3
             *     }
             */
            counts: components["schemas"]["ExportCounts"];
            /**
             * @description The last member. Without it, the document is not complete.
             * @example true
             * @constant
             */
            complete: true;
        };
        /** @description The number of items in each array. */
        ExportCounts: {
            /**
             * @description The number of lists.
             * @example 1
             */
            lists: components["schemas"]["Count"];
            /**
             * @description The number of tags.
             * @example 0
             */
            tags: components["schemas"]["Count"];
            /**
             * @description The number of tasks.
             * @example 2
             */
            tasks: components["schemas"]["Count"];
            /**
             * @description The number of occurrences.
             * @example 0
             */
            occurrences: components["schemas"]["Count"];
            /**
             * @description The number of sessions.
             * @example 1
             */
            sessions: components["schemas"]["Count"];
            /**
             * @description The number of personal access tokens.
             * @example 0
             */
            tokens: components["schemas"]["Count"];
            /**
             * @description The number of webhooks.
             * @example 0
             */
            webhooks: components["schemas"]["Count"];
            /**
             * @description The number of deliveries.
             * @example 0
             */
            webhook_deliveries: components["schemas"]["Count"];
            /**
             * @description The number of changes.
             * @example 3
             */
            changes: components["schemas"]["Count"];
        };
        /** @description The account, with how much of each quota is used. */
        ExportedAccount: components["schemas"]["Account"] & components["schemas"]["ExportedIdentity"];
        /** @description How a front end names the user. */
        ExportedIdentity: {
            /**
             * @description The issuer and the subject of the front end's tokens, by which it is the same user; null for an account with a password.
             * @example null
             */
            identity: {
                /**
                 * @description The issuer of the tokens.
                 * @example https://app.example
                 */
                issuer: string;
                /**
                 * @description The subject of the tokens.
                 * @example kB3xq0
                 */
                subject: string;
            } | null;
        };
        /** @description A list, its place in the manual order, and when it was moved to the trash. */
        ExportedList: components["schemas"]["List"] & components["schemas"]["ExportedPlace"];
        /** @description The place of something in the manual order, and when it was moved to the trash. */
        ExportedPlace: {
            /**
             * @description Its place in the manual order, an integer: a smaller one comes first, and of two equal ones that with the smaller id.
             * @example 8388608
             */
            position: string;
            /**
             * @description When it was moved to the trash; null if it is not there.
             * @example null
             */
            deleted_at: components["schemas"]["OptionalTimestamp"];
        };
        /** @description How far the recurrence of a task is. */
        ExportedSeries: {
            /**
             * @description Where the rule of its recurrence begins, which of its dates the task is at, and which number that is; null without a
             *     recurrence. `due` differs from that date if only the due date was changed.
             * @example null
             */
            series: {
                /**
                 * @description The date or time from which the rule counts.
                 * @example {
                 *       "date": "2026-11-21"
                 *     }
                 */
                start: components["schemas"]["Due"];
                /**
                 * @description The date or time of the rule that the task is at.
                 * @example {
                 *       "date": "2026-11-28"
                 *     }
                 */
                date: components["schemas"]["Due"];
                /**
                 * Format: int32
                 * @description The number of the date, from 1. With COUNT, the rule ends after as many.
                 * @example 1
                 */
                number: number;
            } | null;
        };
        /** @description A task, its place in the manual order, when it was moved to the trash, and how far its recurrence is. */
        ExportedTask: components["schemas"]["Task"] & components["schemas"]["ExportedPlace"] & components["schemas"]["ExportedSeries"];
        /** @description The values of a field before and after a change. */
        FieldChange: {
            /**
             * @description The value before; null if there was none.
             * @example Call
             */
            from: unknown;
            /**
             * @description The value after; null if there is none.
             * @example Call the plumber
             */
            to: unknown;
        };
        /** @description The error of one field. One of `pointer`, `parameter` and `header` locates it. */
        FieldError: {
            /**
             * @description A field of the body, as a JSON pointer in a URI fragment (RFC 6901). `#` is the body itself.
             * @example #/title
             */
            pointer?: string;
            /**
             * @description A parameter of the path or the query.
             * @example limit
             */
            parameter?: string;
            /**
             * @description A header.
             * @example Prefer
             */
            header?: string;
            /**
             * @description What is allowed.
             * @example must not be blank or contain the NUL character
             */
            detail: string;
            /**
             * @description With `Prefer: merge`, the value of the field in the version that the change was made from.
             * @example Buy milk
             */
            base?: unknown;
            /**
             * @description With `Prefer: merge`, the value of the field now.
             * @example Buy soy milk
             */
            theirs?: unknown;
            /**
             * @description With `Prefer: merge`, the value that was sent; absent if the change would change the field without naming it.
             * @example Buy oat milk
             */
            yours?: unknown;
            /** @description Of an undo: a thing that was changed since. */
            changed?: components["schemas"]["ChangedSince"];
        };
        /** @description Whose password is forgotten. */
        ForgottenPassword: {
            email: components["schemas"]["AccountEmail"];
        };
        /** @description The status of the service. */
        Health: {
            /**
             * @description Everything works.
             * @example ok
             * @constant
             */
            status: "ok";
        };
        /**
         * Format: int64
         * @description Immutable id.
         * @example 1
         */
        Id: number;
        /**
         * @description The token of the link, after `#token=`.
         * @example q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng
         */
        LinkToken: string;
        /** @description A list of tasks of one user. The `list_id` of a task refers to it. */
        List: {
            /**
             * @description The list's id.
             * @example 3
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user who owns it.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            name: components["schemas"]["ListName"];
            color: components["schemas"]["Color"];
            /**
             * @description Time of creation.
             * @example 2026-11-21T08:01:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description Time of the last change; changes of its tasks do not count.
             * @example 2026-11-21T08:01:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * @description Increments on every change. The ETag is this number in quotes.
             * @example 1
             */
            version: components["schemas"]["Version"];
        };
        /** @description Counts of the tasks of a list. */
        ListCount: {
            /** @description The list's id, or null for the inbox. */
            list_id: components["schemas"]["ListReference"];
            /**
             * @description Number of open tasks.
             * @example 1
             */
            open: components["schemas"]["Count"];
            /**
             * @description Number of completed tasks.
             * @example 1
             */
            completed: components["schemas"]["Count"];
        };
        /** @description A new list. */
        ListCreation: {
            name: components["schemas"]["ListName"];
            color?: components["schemas"]["Color"];
        };
        /**
         * @description The name of the list. Not blank; stored exactly as sent.
         * @example Around the house
         */
        ListName: string;
        /** @description The new position of a list. Exactly one of `before`, `after`, `first` and `last`. */
        ListPosition: {
            /**
             * @description Id of the list to move it directly before.
             * @example 2
             */
            before?: components["schemas"]["Id"];
            /**
             * @description Id of the list to move it directly after.
             * @example 2
             */
            after?: components["schemas"]["Id"];
            /**
             * @description Move it to the start.
             * @example true
             * @constant
             */
            first?: true;
            /**
             * @description Move it to the end.
             * @example true
             * @constant
             */
            last?: true;
        };
        /**
         * Format: int64
         * @description The id of the task's list, or null for the inbox. It must be one of the caller's lists. Any other id gets 400, whether or
         *     not the list exists.
         * @example null
         */
        ListReference: number | null;
        /** @description The fields of a list to change; the others are kept. */
        ListUpdate: {
            name?: components["schemas"]["ListName"];
            color?: components["schemas"]["Color"];
        };
        /**
         * @description How a MONTHLY or YEARLY rule handles the 29th, 30th or 31st in a shorter month: `skip` leaves the month out (RFC 5545),
         *     `clamp` uses its last day and returns to the original day afterwards.
         * @example skip
         * @enum {string}
         */
        MonthOverflow: "clamp" | "skip";
        /** @description One due date of a recurring task, past or future. */
        Occurrence: {
            /**
             * Format: int64
             * @description Its id; null for a projected one.
             * @example 1
             */
            id: number | null;
            /**
             * @description The id of the task.
             * @example 2
             */
            task_id: components["schemas"]["Id"];
            due: components["schemas"]["Due"];
            outcome: components["schemas"]["Outcome"];
            /**
             * @description Time of completion or skipping, in UTC (RFC 3339); null for a projected one.
             * @example 2026-11-21T08:05:00.000000Z
             */
            completed_at: components["schemas"]["OptionalTimestamp"];
        };
        /**
         * Format: date-time
         * @description An instant in UTC (RFC 3339), or null.
         * @example 2026-11-21T09:30:00.000000Z
         */
        OptionalTimestamp: string | null;
        /**
         * @description The outcome of an occurrence; `projected` for a future one.
         * @example completed
         * @enum {string}
         */
        Outcome: "completed" | "skipped" | "projected";
        /**
         * Format: int64
         * @description The id of the parent task, or null. A task has at most seven ancestors and is in the same list as they are. It must be
         *     one of the caller's tasks, but not the task itself or one of its subtasks. Any other id gets 400, whether or not the task
         *     exists.
         * @example null
         */
        ParentReference: number | null;
        /**
         * Format: password
         * @description A password, compared in Unicode normal form C. Every character counts. Those that are easy to guess are refused, such as `password`, `abcabcabc`, `qwertyui`, and the e-mail address or name.
         * @example correct horse battery
         */
        Password: string;
        /** @description A new password. */
        PasswordChange: {
            current_password?: components["schemas"]["CurrentPassword"];
            /** @example a crab in a velvet hat */
            new_password: components["schemas"]["Password"];
        };
        /** @description A new password, and the token that permits it. */
        PasswordReset: {
            reset_token: components["schemas"]["LinkToken"];
            password: components["schemas"]["Password"];
        };
        /**
         * @description Personal access tokens, oldest first.
         * @example []
         */
        PersonalTokens: components["schemas"]["PersonalToken"][];
        /** @description A personal access token, without its secret. */
        PersonalToken: {
            /**
             * @description The token's id.
             * @example 5
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user who owns it.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            name: components["schemas"]["PersonalTokenName"];
            scopes: components["schemas"]["TokenScopes"];
            /**
             * @description Time of creation.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description Until when it is valid.
             * @example 2026-12-21T08:00:00.000000Z
             */
            expires_at: components["schemas"]["Timestamp"];
            last_used_on: components["schemas"]["PersonalTokenUse"];
        };
        /** @description A new personal access token. */
        PersonalTokenCreation: {
            name: components["schemas"]["PersonalTokenName"];
            scopes: components["schemas"]["TokenScopes"];
            /**
             * @description In how many days it expires.
             * @default 90
             * @example 30
             */
            expires_in_days: number;
        };
        /**
         * @description What the token is for.
         * @example Shopping script
         */
        PersonalTokenName: string;
        /**
         * @description The day, in UTC, on which the token was last used; null before its first use.
         * @example 2026-11-28
         */
        PersonalTokenUse: string | null;
        /** @description A personal access token, and its secret. */
        PersonalTokenWithSecret: {
            /**
             * @description The token's id.
             * @example 5
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user who owns it.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            name: components["schemas"]["PersonalTokenName"];
            scopes: components["schemas"]["TokenScopes"];
            /**
             * @description Time of creation.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description Until when it is valid.
             * @example 2026-12-21T08:00:00.000000Z
             */
            expires_at: components["schemas"]["Timestamp"];
            last_used_on: components["schemas"]["PersonalTokenUse"];
            /**
             * @description The token itself, which is never shown again.
             * @example tp_0000000000000000000000000000000JCTYt
             */
            secret: string;
        };
        /**
         * @description The priority, from `none` to `high`.
         * @example medium
         * @enum {string}
         */
        Priority: "none" | "low" | "medium" | "high";
        /** @description An error (RFC 9457), worded for the person who has to fix the request. */
        Problem: {
            /**
             * Format: uri-reference
             * @description The type of the problem, a link to the page that explains it.
             * @example /docs/problems/invalid-request
             */
            type: string;
            /**
             * @description The type of the problem, as text.
             * @example The request does not match the contract
             */
            title: string;
            /**
             * @description The HTTP status.
             * @example 400
             */
            status: number;
            /**
             * @description The cause of this error.
             * @example title must not be blank or contain the NUL character
             */
            detail: string;
            /**
             * Format: uri-reference
             * @description The requested path.
             * @example /api/me/tasks
             */
            instance: string;
            /**
             * @description The same as `detail`, for front ends that read this name.
             * @example title must not be blank or contain the NUL character
             */
            message: string;
            /**
             * @description The invalid fields.
             * @example [
             *       {
             *         "pointer": "#/title",
             *         "detail": "must not be blank or contain the NUL character"
             *       }
             *     ]
             */
            errors?: components["schemas"]["FieldError"][];
        };
        /** @description A quota and how much of it is used. */
        Quota: {
            /**
             * @description How much is used.
             * @example 42
             */
            used: components["schemas"]["Count"];
            /**
             * @description The maximum. The operator can change it.
             * @example 100000
             */
            limit: components["schemas"]["Count"];
        };
        /** @description The quotas of a user. A request that would exceed one gets 403 `quota-exceeded`. */
        Quotas: {
            /**
             * @description Tasks, including those in the trash.
             * @example {
             *       "used": 42,
             *       "limit": 100000
             *     }
             */
            tasks: components["schemas"]["Quota"];
            /**
             * @description Lists, including those in the trash.
             * @example {
             *       "used": 3,
             *       "limit": 1000
             *     }
             */
            lists: components["schemas"]["Quota"];
            /**
             * @description Tags.
             * @example {
             *       "used": 5,
             *       "limit": 10000
             *     }
             */
            tags: components["schemas"]["Quota"];
            /**
             * @description Bytes of text in UTF-8, in tasks, lists and tags, including what is in the trash.
             * @example {
             *       "used": 3120,
             *       "limit": 100000000
             *     }
             */
            bytes: components["schemas"]["Quota"];
            /**
             * @description Live sessions. Logging in beyond the limit ends the session that was used least recently.
             * @example {
             *       "used": 2,
             *       "limit": 100
             *     }
             */
            sessions: components["schemas"]["Quota"];
        };
        /**
         * @description The recurrence; null for none. A recurring task has a `due`. Completing it moves it to its next date and keeps it open,
         *     however far that date is; after the last date it is completed. The last date is that of COUNT or UNTIL, or else the last
         *     one of the rule up to 2200-12-31. Changing only `due` moves the current date and keeps the rule.
         * @example null
         * @example {
         *       "rule": "FREQ=MONTHLY;BYMONTHDAY=31",
         *       "anchor": "schedule",
         *       "month_overflow": "clamp"
         *     }
         */
        Recurrence: {
            /**
             * @description A rule of RFC 5545 (RRULE), without DTSTART: the due date is the first date and sets the time of day. `FREQ` is DAILY,
             *     WEEKLY, MONTHLY or YEARLY; `COUNT` and `INTERVAL` are at most 1000.
             * @example FREQ=MONTHLY;BYMONTHDAY=31
             */
            rule: components["schemas"]["RecurrenceRule"];
            anchor: components["schemas"]["RecurrenceAnchor"];
            month_overflow: components["schemas"]["MonthOverflow"];
        } | null;
        /**
         * @description What the next date is counted from: the `schedule` of the rule, however late the task is completed, or the day of its
         *     `completion` in the time zone of the due date. Counted from completion, it is later than that day and than the date
         *     just completed.
         * @example schedule
         * @enum {string}
         */
        RecurrenceAnchor: "schedule" | "completion";
        /**
         * @description The recurrence; see `Recurrence`. A string is a short form: a rule, or `daily`, `weekly`, `monthly` or `yearly`. Those that are
         *     due on the 29th, 30th or 31st use the last day of a shorter month. `no`, `none` and an empty string mean null.
         * @example null
         * @example no
         * @example FREQ=DAILY
         * @example {
         *       "rule": "FREQ=WEEKLY;BYDAY=MO,TH"
         *     }
         */
        RecurrenceInput: {
            /**
             * @description A rule of RFC 5545 (RRULE), without DTSTART: the due date is the first date and sets the time of day. `FREQ` is DAILY,
             *     WEEKLY, MONTHLY or YEARLY; `COUNT` and `INTERVAL` are at most 1000.
             * @example FREQ=MONTHLY;BYMONTHDAY=31
             */
            rule: components["schemas"]["RecurrenceRule"];
            /** @default schedule */
            anchor: components["schemas"]["RecurrenceAnchor"];
            /** @default skip */
            month_overflow: components["schemas"]["MonthOverflow"];
        } | string | null;
        /**
         * @description A recurrence rule of RFC 5545.
         * @example FREQ=WEEKLY;BYDAY=MO
         */
        RecurrenceRule: string;
        /** @description That all changes so far were sent. */
        RefreshEvent: {
            id: components["schemas"]["EventId"];
            /**
             * @description What kind of event it is.
             * @example task_refresh
             * @constant
             */
            event: "task_refresh";
            /**
             * @description Nothing.
             * @example null
             */
            data: string | null;
        };
        /** @description The token to refresh a session with. */
        Refresh: {
            /**
             * @description The refresh token of the last sign-in or refresh.
             * @example 3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
             */
            refresh_token: string;
        };
        /** @description A new account. A name is not required. */
        Registration: {
            email: components["schemas"]["Email"];
            password: components["schemas"]["Password"];
            name?: components["schemas"]["UserName"];
        };
        /**
         * @description A number of seconds.
         * @example 1
         */
        Seconds: number;
        /** @description That what followed the cursor is not known any more. */
        ResetEvent: {
            id: components["schemas"]["EventId"];
            /**
             * @description What kind of event it is.
             * @example reset
             * @constant
             */
            event: "reset";
            /**
             * @description The problem.
             * @example {
             *       "type": "/docs/problems/cursor-expired",
             *       "title": "The cursor has expired",
             *       "status": 410,
             *       "detail": "Start again with a snapshot.",
             *       "instance": "/api/me/changes",
             *       "message": "Start again with a snapshot."
             *     }
             */
            data: components["schemas"]["Problem"];
        };
        /** @description A signed-in user, and the tokens of the session. */
        Session: {
            /**
             * @example {
             *       "id": 1,
             *       "email": "alice@example.com",
             *       "name": "Alice",
             *       "time_zone": "UTC",
             *       "created_at": "2026-11-21T08:00:00.000000Z"
             *     }
             */
            user: components["schemas"]["User"];
            /**
             * @description The same as `access_token`, for front ends that read this name.
             * @example eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl
             */
            token: string;
            /**
             * @description The access token, for the `Authorization` header.
             * @example eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl
             */
            access_token: string;
            /**
             * @description The type of the access token (RFC 6750).
             * @example Bearer
             * @constant
             */
            token_type: "Bearer";
            /**
             * @description The lifetime of the access token, in seconds.
             * @example 3600
             */
            expires_in: number;
            /**
             * @description The token for `/api/auth/refresh`; valid for 30 days, and once.
             * @example 3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
             */
            refresh_token: string;
        };
        /**
         * @description Sessions, the last used first.
         * @example []
         */
        SessionEntries: components["schemas"]["SessionEntry"][];
        /** @description Where the caller is signed in. */
        SessionEntry: {
            /**
             * @description The session's id.
             * @example 9
             */
            id: components["schemas"]["Id"];
            /**
             * @description The program that logged in, as its `User-Agent` says; null if that is not known.
             * @example Firefox on Linux
             */
            client: string | null;
            /**
             * @description Time of the log-in.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description The day, in UTC, on which its tokens were last issued or refreshed. As these last an hour, it is used until an hour later at most.
             * @example 2026-11-28
             */
            last_used_on: string;
            /**
             * @description Whether it is the session of this request.
             * @example true
             */
            current: boolean;
        };
        /**
         * @description The direction of a sort.
         * @example asc
         * @enum {string}
         */
        SortOrder: "asc" | "desc";
        /** @description Counts of a user's tasks, without those in the trash. */
        Stats: {
            /**
             * @description Number of tasks, open and completed.
             * @example 4
             */
            total: components["schemas"]["Count"];
            /**
             * @description The same as `open`, for front ends that read this name.
             * @example 3
             */
            pending: components["schemas"]["Count"];
            /**
             * @description Number of open tasks.
             * @example 3
             */
            open: components["schemas"]["Count"];
            /**
             * @description Number of completed tasks.
             * @example 1
             */
            completed: components["schemas"]["Count"];
            /**
             * @description Number of open tasks whose due date has passed.
             * @example 1
             */
            overdue: components["schemas"]["Count"];
            /**
             * @description Number of open tasks due today.
             * @example 1
             */
            due_today: components["schemas"]["Count"];
            /**
             * @description Lists with tasks, the inbox first, then the oldest.
             * @example [
             *       {
             *         "list_id": null,
             *         "open": 1,
             *         "completed": 1
             *       }
             *     ]
             */
            by_list: components["schemas"]["ListCount"][];
            /**
             * @description Tags with tasks, in alphabetical order.
             * @example [
             *       {
             *         "name": "errands",
             *         "open": 1,
             *         "completed": 1
             *       }
             *     ]
             */
            by_tag: components["schemas"]["TagCount"][];
            /**
             * @description Every day of the window.
             * @example [
             *       {
             *         "date": "2026-11-21",
             *         "count": 1
             *       }
             *     ]
             */
            completed_by_day: components["schemas"]["DayCount"][];
        };
        /**
         * @description An event of a stream of changes.
         * @example {
         *       "id": "AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY",
         *       "event": "task_refresh",
         *       "data": null
         *     }
         */
        StreamEvent: components["schemas"]["ChangeEvent"] | components["schemas"]["RefreshEvent"] | components["schemas"]["ResetEvent"];
        /** @description A ticket that opens one stream. */
        StreamTicket: {
            /**
             * @description Opaque. Send it as `ticket`.
             * @example eyJ1c2VySWQiOjF9.3q2-7wXhJ0m1Vn8b0m2y3w
             */
            ticket: string;
            /**
             * @description Until when it opens a stream.
             * @example 2026-11-21T08:06:00.000000Z
             */
            expires_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description A number of direct subtasks.
         * @example 0
         */
        SubtaskCount: number;
        /**
         * @description A cursor of changes. Opaque.
         * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
         */
        SyncCursor: string;
        /** @description A tag of tasks. */
        Tag: {
            /**
             * @description The tag's id.
             * @example 1
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user who owns it.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            name: components["schemas"]["TagName"];
            color: components["schemas"]["Color"];
            /**
             * @description Time of first use.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description Time of the last change.
             * @example 2026-11-21T08:00:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * @description Increments on every change. The ETag is this number in quotes.
             * @example 1
             */
            version: components["schemas"]["Version"];
        };
        /** @description Counts of the tasks with a tag. */
        TagCount: {
            name: components["schemas"]["TagName"];
            /**
             * @description Number of open tasks.
             * @example 1
             */
            open: components["schemas"]["Count"];
            /**
             * @description Number of completed tasks.
             * @example 1
             */
            completed: components["schemas"]["Count"];
        };
        /**
         * @description How several tags are combined.
         * @example any
         * @enum {string}
         */
        TagMatch: "all" | "any";
        /**
         * @description The name of a tag. Names are compared with full Unicode case folding in normal form KC. Invisible characters and the amount
         *     of white space are ignored; accents are not.
         * @example errands
         */
        TagName: string;
        /**
         * @description The names of the task's tags, in the order you send, each once. Of several spellings the first one counts. Unknown tags are
         *     created. An existing tag keeps the spelling of its first use.
         * @example [
         *       "errands"
         *     ]
         */
        TagNames: components["schemas"]["TagName"][];
        /** @description The fields of a tag to change; the others are kept. */
        TagUpdate: {
            name?: components["schemas"]["TagName"];
            color?: components["schemas"]["Color"];
        };
        /** @description A task of one user. */
        Task: {
            /**
             * @description The task's id.
             * @example 2
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user who owns it.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            list_id: components["schemas"]["ListReference"];
            parent_id: components["schemas"]["ParentReference"];
            title: components["schemas"]["TaskTitle"];
            description: components["schemas"]["TaskDescription"];
            /**
             * @description Whether it is completed.
             * @example false
             */
            completed: boolean;
            priority: components["schemas"]["Priority"];
            tags: components["schemas"]["TagNames"];
            /**
             * @description Number of direct subtasks, without those in the trash.
             * @example 3
             */
            subtask_count: components["schemas"]["SubtaskCount"];
            /**
             * @description Number of direct subtasks that are open.
             * @example 1
             */
            open_subtask_count: components["schemas"]["SubtaskCount"];
            due: components["schemas"]["Due"];
            due_date: components["schemas"]["DueText"];
            recurrence: components["schemas"]["Recurrence"];
            /**
             * @description Time of creation.
             * @example 2026-11-21T08:05:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description Time of the last change.
             * @example 2026-11-21T08:05:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * @description Time of completion, in UTC (RFC 3339). Null while it is open, or if it was completed before the service recorded this.
             * @example null
             */
            completed_at: components["schemas"]["OptionalTimestamp"];
            /**
             * @description Increments on every change. The ETag is this number in quotes, so a task from a list can be changed with `If-Match`.
             * @example 3
             */
            version: components["schemas"]["Version"];
            /**
             * @description The occurrence that this request completed or skipped; absent in all other responses.
             * @example {
             *       "id": 1,
             *       "task_id": 2,
             *       "due": {
             *         "date": "2026-11-21"
             *       },
             *       "outcome": "completed",
             *       "completed_at": "2026-11-21T08:05:00.000000Z"
             *     }
             */
            occurrence?: components["schemas"]["Occurrence"];
        };
        /** @description Whether a task is completed. */
        TaskCompletion: {
            /**
             * @description Whether it is completed. Omit it to toggle.
             * @example true
             */
            completed?: boolean;
            /**
             * @description Whether all subtasks are completed as well, at every level, except recurring ones. If the task recurs and moves to its
             *     next date, they are reopened instead, for the next occurrence. Reopening a task does not change its
             *     subtasks.
             * @default false
             * @example true
             */
            cascade: boolean;
        };
        /** @description A new task. */
        TaskCreation: {
            title: components["schemas"]["TaskTitle"];
            description?: components["schemas"]["TaskDescription"];
            /**
             * @description Whether it is completed.
             * @default false
             * @example false
             */
            completed: boolean;
            /** @default none */
            priority: components["schemas"]["Priority"];
            list_id?: components["schemas"]["ListReference"];
            parent_id?: components["schemas"]["ParentReference"];
            /** @default [] */
            tags: components["schemas"]["TagNames"];
            due?: components["schemas"]["DueInput"];
            due_date?: components["schemas"]["DueTextInput"];
            recurrence?: components["schemas"]["RecurrenceInput"];
        };
        /**
         * @description The description, or null.
         * @example The kitchen tap drips.
         */
        TaskDescription: string | null;
        /** @description The new position of a task. Exactly one of `before`, `after`, `first` and `last`. */
        TaskPosition: {
            /**
             * @description Id of the task to move it directly before.
             * @example 2
             */
            before?: components["schemas"]["Id"];
            /**
             * @description Id of the task to move it directly after.
             * @example 2
             */
            after?: components["schemas"]["Id"];
            /**
             * @description Move it to the start.
             * @example true
             * @constant
             */
            first?: true;
            /**
             * @description Move it to the end.
             * @example true
             * @constant
             */
            last?: true;
            list_id?: components["schemas"]["ListReference"];
            parent_id?: components["schemas"]["ParentReference"];
        };
        /**
         * @description A sort key of tasks.
         * @example due
         * @enum {string}
         */
        TaskSort: "created_at" | "updated_at" | "title" | "due" | "priority" | "position" | "relevance";
        /**
         * @description Which tasks to list, by their status.
         * @example open
         * @enum {string}
         */
        TaskStatus: "all" | "open" | "completed" | "overdue";
        /**
         * @description The title. Not blank; stored exactly as sent.
         * @example Call the plumber
         */
        TaskTitle: string;
        /** @description The fields of a task to change; the others are kept. */
        TaskUpdate: {
            title?: components["schemas"]["TaskTitle"];
            description?: components["schemas"]["TaskDescription"];
            /**
             * @description Whether it is completed.
             * @example true
             */
            completed?: boolean;
            priority?: components["schemas"]["Priority"];
            list_id?: components["schemas"]["ListReference"];
            parent_id?: components["schemas"]["ParentReference"];
            tags?: components["schemas"]["TagNames"];
            due?: components["schemas"]["DueInput"];
            due_date?: components["schemas"]["DueTextInput"];
            recurrence?: components["schemas"]["RecurrenceInput"];
        };
        /**
         * @description The name of an IANA time zone, stored as sent.
         * @example Europe/Berlin
         */
        TimeZone: string;
        /**
         * Format: date-time
         * @description An instant in UTC (RFC 3339), always with microseconds.
         * @example 2026-11-21T08:05:00.000000Z
         */
        Timestamp: string;
        /** @description Which change to undo. */
        Undo: {
            /**
             * @description The number of the change, as in `GET /api/{user_id}/changes`. Omit it for the last one that a request of yours made.
             * @example 17
             */
            seq?: components["schemas"]["Version"];
        };
        /** @description A change that was undone. */
        Undone: {
            /**
             * @description The number of the change that was undone.
             * @example 17
             */
            undone: components["schemas"]["Version"];
            /**
             * @description The number of the undo, which is a change itself. Undo it to make the change again.
             * @example 18
             */
            seq: components["schemas"]["Version"];
        };
        /** @description A user. */
        User: {
            /**
             * @description The user's id.
             * @example 1
             */
            id: components["schemas"]["Id"];
            /**
             * @description The e-mail address, or null if a front end's token had none.
             * @example alice@example.com
             */
            email: string | null;
            /**
             * @description The name, or null if a front end's token had none.
             * @example Alice
             */
            name: string | null;
            /** @description The time zone of the user's days; `UTC` unless the user set another one. */
            time_zone: components["schemas"]["TimeZone"];
            /**
             * @description Time of the user's first request.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description What a personal access token may do. `changes:read` shows everything of the user; `webhooks:write` is of use only with it.
         * @example tasks:read
         * @enum {string}
         */
        TokenScope: "account:read" | "changes:read" | "lists:read" | "lists:write" | "tags:read" | "tags:write" | "tasks:read" | "tasks:write" | "webhooks:read" | "webhooks:write";
        /**
         * @description What the token may do. An operation whose scope is not among them gets 403.
         * @example [
         *       "tasks:read",
         *       "tasks:write"
         *     ]
         */
        TokenScopes: components["schemas"]["TokenScope"][];
        /**
         * @description The name of the user.
         * @example Alice
         */
        UserName: string;
        /** @description The fields of the account to change. */
        UserUpdate: {
            name?: components["schemas"]["UserName"];
            /** @description The IANA time zone of the user's days. It applies to all-day and floating due dates at once. */
            time_zone?: components["schemas"]["TimeZone"];
        };
        /**
         * @description Increments on every change; the ETag is this number in quotes.
         * @example 1
         */
        Version: number;
        /** @description An endpoint that is sent a request after each event of the caller's. */
        Webhook: {
            /**
             * @description The webhook's id.
             * @example 4
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user who owns it.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            url: components["schemas"]["WebhookUrl"];
            events: components["schemas"]["WebhookEvents"];
            enabled: components["schemas"]["WebhookEnabled"];
            disabled_reason: components["schemas"]["WebhookDisabledReason"];
            /**
             * @description Since when every request has failed; null if the last one succeeded.
             * @example null
             */
            failing_since: components["schemas"]["WebhookTime"];
            /**
             * @description Time of creation.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description Time of the last change by its owner.
             * @example 2026-11-21T08:00:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description An attempt to deliver a message. */
        WebhookAttempt: {
            /**
             * @description When it was made.
             * @example 2026-11-21T08:05:00.120000Z
             */
            at: components["schemas"]["Timestamp"];
            /**
             * @description The status of the response; null if there was none.
             * @example 204
             */
            status: number | null;
            /**
             * @description How long it took, in milliseconds.
             * @example 87
             */
            duration_ms: number;
            /**
             * @description The first 500 characters of the response.
             * @example
             */
            response: string | null;
            /**
             * @description Why there was no response.
             * @example null
             */
            error: string | null;
        };
        /**
         * @description Webhooks, oldest first.
         * @example []
         */
        Webhooks: components["schemas"]["Webhook"][];
        /**
         * @description The attempts so far, at most ten.
         * @example []
         */
        WebhookAttempts: components["schemas"]["WebhookAttempt"][];
        /** @description A new webhook. */
        WebhookCreation: {
            url: components["schemas"]["WebhookUrl"];
            events: components["schemas"]["WebhookEvents"];
            enabled?: components["schemas"]["WebhookEnabled"];
        };
        /** @description A message to a webhook, and what came of it. */
        WebhookDelivery: {
            /**
             * @description The delivery's id.
             * @example 9
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the webhook.
             * @example 4
             */
            webhook_id: components["schemas"]["Id"];
            /**
             * @description The `webhook-id` of its requests. Receivers ignore a message that they have seen.
             * @example msg_8c2f8f4f0a3e4f0d9a7f5f3c2b1a0918
             */
            message_id: string;
            /**
             * @description What happened, or `webhook.test`.
             * @example task.created
             */
            event: string;
            /**
             * @description The number of the change; null for a test.
             * @example 17
             */
            seq: components["schemas"]["WebhookSeq"];
            state: components["schemas"]["WebhookDeliveryState"];
            attempts: components["schemas"]["WebhookAttempts"];
            /**
             * @description When the next attempt is due, unless another message has to be delivered first; null if there is none.
             * @example null
             */
            next_attempt_at: components["schemas"]["WebhookTime"];
            /**
             * @description The body of its requests, as JSON in a string. It is signed, so it is the same in each of them.
             * @example {"type": "webhook.test"}
             */
            body: string;
            /**
             * @description When it was queued.
             * @example 2026-11-21T08:05:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description `queued` until an attempt succeeds or the last one has failed. Ten are made within 76 hours.
         * @example delivered
         * @enum {string}
         */
        WebhookDeliveryState: "queued" | "delivered" | "failed";
        /**
         * @description Why the service has disabled the webhook: its endpoint answered 410 (`gone`), or failed for five days (`failing`).
         * @example null
         * @enum {string|null}
         */
        WebhookDisabledReason: "gone" | "failing" | null;
        /**
         * @description Whether requests are sent. A webhook that is disabled keeps its place: once enabled, it is sent what it has missed, as far as that
         *     is still recorded.
         * @example true
         */
        WebhookEnabled: boolean;
        /**
         * @description The events that it is sent: `task.created`, `.updated`, `.completed`, `.reopened`, `.moved`, `.restored` and `.deleted`; of
         *     `list` the same, except for `.completed` and `.reopened`; of `tag` `.created`, `.updated` and `.deleted`; of `occurrence`
         *     `.created` and `.deleted`; `user.updated`. `task.*` means all of tasks, and `*` all there are, now and in later versions.
         * @example [
         *       "task.created",
         *       "task.completed"
         *     ]
         */
        WebhookEvents: string[];
        /**
         * @description The number of the first change to send again.
         * @example 1
         */
        WebhookFirstSeq: number;
        /** @description Where a replay starts. */
        WebhookReplayRequest: {
            from_seq: components["schemas"]["WebhookFirstSeq"];
        };
        /**
         * @description The number of a change.
         * @example 17
         */
        WebhookSeq: number | null;
        /**
         * Format: date-time
         * @description An instant in UTC (RFC 3339) with microseconds, or null.
         * @example 2026-11-21T08:05:00.000000Z
         */
        WebhookTime: string | null;
        /** @description The fields of a webhook to change. */
        WebhookUpdate: {
            url?: components["schemas"]["WebhookUrl"];
            events?: components["schemas"]["WebhookEvents"];
            enabled?: components["schemas"]["WebhookEnabled"];
        };
        /**
         * @description Where requests are sent, by `POST`. It starts with `https://`, has port 443 or 8443, no user name and no password, and leads to
         *     public addresses only. An operator can allow further hosts.
         * @example https://hooks.example/taskpact
         */
        WebhookUrl: string;
        /** @description A webhook, with the secret that its requests are signed with. */
        WebhookWithSecret: {
            /**
             * @description The webhook's id.
             * @example 4
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user who owns it.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            url: components["schemas"]["WebhookUrl"];
            events: components["schemas"]["WebhookEvents"];
            enabled: components["schemas"]["WebhookEnabled"];
            disabled_reason: components["schemas"]["WebhookDisabledReason"];
            /**
             * @description Since when every request has failed; null if the last one succeeded.
             * @example null
             */
            failing_since: components["schemas"]["WebhookTime"];
            /**
             * @description Time of creation.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description Time of the last change by its owner.
             * @example 2026-11-21T08:00:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * @description The secret. It is shown only once.
             * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=
             */
            secret: string;
        };
    };
    responses: {
        /** @description Another account has the new address by now, or the first request with this `Idempotency-Key` is still running. */
        AddressConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller's address is up to a front end; or the path names another user. */
        AddressElsewhere: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 100 KB after decompression. */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What followed this cursor is not known any more. `Link` with `rel="first"` is the snapshot to start again from. */
        CursorExpired: {
            headers: {
                /**
                 * @description Web links (RFC 8288): `rel="next"` is the next page; absent on the last page.
                 * @example </api/1/tasks?limit=20&cursor=AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA>; rel="next"
                 */
                Link?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `If-None-Match: *` excludes any representation, and there is one. Nothing was changed. */
        Existing: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The path names another user, a personal access token lacks the scope, or the request would exceed a quota. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The first request with this `Idempotency-Key` is still running. */
        IdempotencyInFlight: {
            headers: {
                /**
                 * @description The number of seconds to wait before a retry.
                 * @example 1
                 */
                "Retry-After": components["schemas"]["Seconds"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The `Idempotency-Key` was used for another request. */
        IdempotencyMismatch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No account has this e-mail address and password, or the operator has disabled the account. */
        InvalidCredentials: {
            headers: {
                /**
                 * @description How to authenticate (RFC 9110, RFC 6750).
                 * @example Bearer realm="taskpact"
                 */
                "WWW-Authenticate": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request does not match the contract. `errors` names the invalid fields. */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The link is unknown, was used or has expired; or the request does not match the contract. `errors` names the invalid fields. */
        LinkRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description With `Prefer: merge`: fields that are sent were changed by others since the version in `If-Match`. `errors` names each of
         *     them, with its value in that version, now, and as sent. `ETag` is the current version. Nothing was changed. Or the first
         *     request with this `Idempotency-Key` is still running.
         */
        MergeConflict: {
            headers: {
                /**
                 * @description The current version, if it is a conflict.
                 * @example "3"
                 */
                ETag?: string;
                /**
                 * @description The number of seconds to wait before a retry, if the first request is still running.
                 * @example 1
                 */
                "Retry-After"?: components["schemas"]["Seconds"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The response has no representation of a type that `Accept` allows. */
        NotAcceptable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller has no such resource. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not modified. */
        NotModified: {
            headers: {
                /**
                 * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                 * @example "3"
                 */
                ETag: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /**
         * @description With `as_of`: what was there then is not known any more, because it is too long ago, before the first recorded change, or more than
         *     10,000 changes back.
         */
        PastUnknown: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The current password is missing or wrong, or the caller has none here; or the path names another user. */
        PasswordNeeded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description `If-Match` names another version than the current one, or `If-None-Match` excludes the current one. `ETag` is the current
         *     version. Nothing was changed.
         */
        PreconditionFailed: {
            headers: {
                /**
                 * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                 * @example "3"
                 */
                ETag: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The e-mail address is already registered, or the first request with this `Idempotency-Key` is still running. */
        RegistrationConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request took too long to arrive, and the connection is closed. */
        RequestTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description Another tag has this name; or with `Prefer: merge`, others have changed the same fields; or the first request with this
         *     `Idempotency-Key` is still running.
         */
        TagConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Rate limit exceeded. `Retry-After` says when to retry. */
        TooManyRequests: {
            headers: {
                /**
                 * @description The number of seconds to wait before a retry.
                 * @example 1
                 */
                "Retry-After": components["schemas"]["Seconds"];
                /**
                 * @description The remaining quota, and the seconds until it resets (draft-ietf-httpapi-ratelimit-headers).
                 * @example "requests";r=0;t=17
                 */
                RateLimit: string;
                /**
                 * @description The quota, and its window in seconds (draft-ietf-httpapi-ratelimit-headers).
                 * @example "requests";q=6000;w=60
                 */
                "RateLimit-Policy": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The token is missing, invalid or expired, or the operator has disabled the account. */
        Unauthenticated: {
            headers: {
                /**
                 * @description How to authenticate (RFC 9110, RFC 6750).
                 * @example Bearer realm="taskpact"
                 */
                "WWW-Authenticate": string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The service is overloaded, or its database does not respond. Nothing was changed unless the detail says so. */
        Unavailable: {
            headers: {
                /**
                 * @description The number of seconds to wait before a retry.
                 * @example 1
                 */
                "Retry-After": components["schemas"]["Seconds"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description What is to be undone was changed since: `errors` names each thing and its fields. Or the first request with this
         *     `Idempotency-Key` is still running. Nothing was changed.
         */
        UndoConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not JSON in UTF-8, or uses an unsupported compression. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Returns the data as it was at an earlier moment: a time such as `2026-11-21T09:00:00Z`, or a cursor of changes, such as the
         *     `Sync-Cursor` of a response. A time in whole seconds includes that second; a change counts from the time its request began. What was
         *     permanently deleted since is not returned. A moment that is not on record any more gets 410.
         */
        AsOf: components["schemas"]["AsOf"];
        /** @description Only direct subtasks of this task; `none` for top-level tasks. Another user's task matches nothing. */
        BelowTask: string;
        /**
         * @description `latest`: of each thing the last change, with its present state. `events`: every change apart, with what it changed, by which
         *     operation and when. A snapshot is the same in both.
         */
        ChangesMode: components["schemas"]["ChangesMode"];
        /** @description Only tasks created at this instant or later, or on this date or later in the user's `time_zone`. */
        CreatedFrom: components["schemas"]["DayOrTime"];
        /** @description Only tasks created at this instant or earlier, or on this date or earlier in the user's `time_zone`. */
        CreatedTo: components["schemas"]["DayOrTime"];
        /**
         * @description The start of the page, from the `Link` of the previous page. A cursor is valid only for the same user and path. Opaque: do
         *     not parse or build one.
         */
        Cursor: components["schemas"]["Cursor"];
        /**
         * @description Whether the subtasks are deleted as well. With `false` they become the last subtasks of the parent task, or top-level tasks
         *     if there is no parent.
         */
        DeleteCascade: boolean;
        /**
         * @description The delivery's id.
         * @example 9
         */
        DeliveryId: components["schemas"]["Id"];
        /** @description Only tasks due at this instant or later, or on this date or later in the user's `time_zone`. */
        DueFrom: components["schemas"]["DayOrTime"];
        /** @description Only tasks due at this instant or earlier, or on this date or earlier in the user's `time_zone`. */
        DueTo: components["schemas"]["DayOrTime"];
        /** @description The first day of a window of at most 366 days; requires `to`. */
        From: components["schemas"]["DayFilter"];
        /**
         * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
         *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
         *     is still running, 409. If the key was used for another request, 422.
         */
        IdempotencyKey: string;
        /**
         * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
         *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
         */
        IfMatch: components["schemas"]["EntityTags"];
        /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
        IfNoneMatch: components["schemas"]["EntityTags"];
        /**
         * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
         *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
         *     service does not know is ignored.
         */
        SyncAfter: string;
        /** @description Only tasks in this list; `none` for the inbox. Another user's list matches nothing. */
        InList: string;
        /**
         * @description The `id` of the last event that you received, after which the stream continues. `EventSource` sends it by itself when it
         *     reconnects. It takes precedence over `since`.
         */
        LastEventId: string;
        /** @description The maximum size of a page. */
        Limit: number;
        /**
         * @description The list's id.
         * @example 3
         */
        ListId: components["schemas"]["Id"];
        /**
         * @description The number of tasks to skip, after the cursor if there is one. Skipping takes time for each task, so prefer the `cursor`
         *     from `Link`.
         */
        Offset: number;
        /**
         * @description `desc` is the exact reverse of `asc`, including ties and tasks without a due date. The default is `desc` for `relevance`,
         *     otherwise `asc`.
         */
        Order: components["schemas"]["SortOrder"];
        /**
         * @description The number of the page, from 1, of `limit` tasks each: `offset` in other words, so prefer the `cursor` from `Link`. With an
         *     `offset` other than 0, both must name the same place.
         */
        Page: number;
        /**
         * @description The token's id.
         * @example 5
         */
        PersonalTokenId: components["schemas"]["Id"];
        /**
         * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
         *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
         *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
         *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
         *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
         *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
         */
        Prefer: string;
        /** @description Only tasks with this priority; repeat it for several. */
        Priorities: components["schemas"]["Priority"][];
        /**
         * @description Only tasks whose title or description has words that start with each of these words. Case, accents and other marks, and
         *     punctuation are ignored. In scripts without spaces, such as Chinese, Japanese and Thai, words are found anywhere. Emoji
         *     and currency signs are words. A search without words finds nothing.
         */
        Search: string;
        /** @description The `cursor` of the previous page, or the `Sync-Cursor` of a change. Omit it to start with a snapshot. */
        Since: components["schemas"]["SyncCursor"];
        /**
         * @description The session's id.
         * @example 9
         */
        SessionId: components["schemas"]["Id"];
        /**
         * @description The sort key. Ties are in the order of creation.
         *
         *     - `created_at`: time of creation.
         *     - `updated_at`: time of the last change.
         *     - `title`: alphabetical, ignoring case and width (the root collation of CLDR at its second level).
         *     - `due`: the due date; an all-day date counts as its end in the user's `time_zone`. Tasks without one come last.
         *     - `priority`: from none to high.
         *     - `position`: the manual order. List by list, the inbox first, then the oldest; in each list top-level tasks first.
         *     - `relevance`: how well the title matches the `search`.
         *
         *     The default is `relevance` with a `search`, otherwise `created_at`.
         */
        Sort: components["schemas"]["TaskSort"];
        /**
         * @description Where to start: the `cursor` of a page of changes with `complete: true`, the `Sync-Cursor` of a change, or the `id` of an event.
         *     Omit it to start from now.
         */
        StreamSince: components["schemas"]["SyncCursor"];
        /**
         * @description `open`, `completed`, or `overdue` for open tasks whose due date has passed. A task that is due on a date is overdue when
         *     that date has ended in the user's `time_zone`.
         */
        Status: components["schemas"]["TaskStatus"];
        /** @description The tag's id. */
        TagId: components["schemas"]["Id"];
        /** @description Whether a task must have `all` of the tags, or `any` of them. */
        TagMatch: components["schemas"]["TagMatch"];
        /** @description Only tasks with this tag, ignoring case. Repeat it for several tags, combined by `tag_match`. */
        Tagged: components["schemas"]["TagNames"];
        /**
         * @description The start of the page, from the `Link` of the previous page. A cursor is valid only for the same user, filters, `sort` and
         *     `order`. Opaque: do not parse or build one.
         */
        TaskCursor: components["schemas"]["Cursor"];
        /**
         * @description The task's id.
         * @example 2
         */
        TaskId: components["schemas"]["Id"];
        /** @description A ticket in place of a token, from `POST /api/{user_id}/events/ticket`. It opens one stream. */
        Ticket: string;
        /** @description The last day of the window; requires `from`. */
        To: components["schemas"]["DayFilter"];
        /**
         * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
         *     `/api/tasks` is `/api/me/tasks`.
         * @example me
         */
        UserId: string;
        /**
         * @description How many seconds to wait for a change if there is none since the cursor. The response is sent as soon as there is one, or empty
         *     after that time.
         */
        Wait: number;
        /**
         * @description The webhook's id.
         * @example 4
         */
        WebhookId: components["schemas"]["Id"];
    };
    requestBodies: {
        /** @description The fields to change. */
        TaskUpdate: {
            content: {
                "application/json": components["schemas"]["TaskUpdate"];
            };
        };
    };
    headers: {
        /**
         * @description The name of the file to save the response to (RFC 6266).
         * @example attachment; filename="taskpact-export.json"
         */
        "Content-Disposition": string;
        /**
         * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
         * @example "3"
         */
        ETag: string;
        /**
         * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
         * @example true
         */
        "Idempotency-Replayed": "true";
        /**
         * @description Web links (RFC 8288): `rel="next"` is the next page; absent on the last page.
         * @example </api/1/tasks?limit=20&cursor=AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA>; rel="next"
         */
        Link: string;
        /**
         * @description The path of the new resource, relative to the server.
         * @example /api/1/tasks/2
         */
        Location: string;
        /**
         * @description The applied preferences of `Prefer`; with `merge`, if the change was merged with those of others.
         * @example merge
         */
        "Preference-Applied": string;
        /**
         * @description The remaining quota, and the seconds until it resets (draft-ietf-httpapi-ratelimit-headers).
         * @example "requests";r=0;t=17
         */
        RateLimit: string;
        /**
         * @description The quota, and its window in seconds (draft-ietf-httpapi-ratelimit-headers).
         * @example "requests";q=6000;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description The number of seconds to wait before a retry.
         * @example 1
         */
        "Retry-After": components["schemas"]["Seconds"];
        /**
         * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
         * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
         */
        "Sync-Cursor": string;
        /**
         * @description How to authenticate (RFC 9110, RFC 6750).
         * @example Bearer realm="taskpact"
         */
        "WWW-Authenticate": string;
        /**
         * @description The number of tasks on all pages, with `Prefer: count=exact`.
         * @example 120
         */
        "X-Total-Count": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTasks: {
        parameters: {
            query: {
                /** @description The maximum size of a page. */
                limit: components["parameters"]["Limit"];
                /**
                 * @description The start of the page, from the `Link` of the previous page. A cursor is valid only for the same user, filters, `sort` and
                 *     `order`. Opaque: do not parse or build one.
                 */
                cursor?: components["parameters"]["TaskCursor"];
                /**
                 * @description The number of tasks to skip, after the cursor if there is one. Skipping takes time for each task, so prefer the `cursor`
                 *     from `Link`.
                 */
                offset: components["parameters"]["Offset"];
                /**
                 * @description The number of the page, from 1, of `limit` tasks each: `offset` in other words, so prefer the `cursor` from `Link`. With an
                 *     `offset` other than 0, both must name the same place.
                 */
                page?: components["parameters"]["Page"];
                /**
                 * @description `open`, `completed`, or `overdue` for open tasks whose due date has passed. A task that is due on a date is overdue when
                 *     that date has ended in the user's `time_zone`.
                 */
                status: components["parameters"]["Status"];
                /** @description Only tasks with this priority; repeat it for several. */
                priority?: components["parameters"]["Priorities"];
                /** @description Only tasks with this tag, ignoring case. Repeat it for several tags, combined by `tag_match`. */
                tag?: components["parameters"]["Tagged"];
                /** @description Whether a task must have `all` of the tags, or `any` of them. */
                tag_match: components["parameters"]["TagMatch"];
                /** @description Only tasks in this list; `none` for the inbox. Another user's list matches nothing. */
                list_id?: components["parameters"]["InList"];
                /** @description Only direct subtasks of this task; `none` for top-level tasks. Another user's task matches nothing. */
                parent_id?: components["parameters"]["BelowTask"];
                /** @description Only tasks due at this instant or later, or on this date or later in the user's `time_zone`. */
                due_from?: components["parameters"]["DueFrom"];
                /** @description Only tasks due at this instant or earlier, or on this date or earlier in the user's `time_zone`. */
                due_to?: components["parameters"]["DueTo"];
                /** @description Only tasks created at this instant or later, or on this date or later in the user's `time_zone`. */
                created_from?: components["parameters"]["CreatedFrom"];
                /** @description Only tasks created at this instant or earlier, or on this date or earlier in the user's `time_zone`. */
                created_to?: components["parameters"]["CreatedTo"];
                /**
                 * @description Only tasks whose title or description has words that start with each of these words. Case, accents and other marks, and
                 *     punctuation are ignored. In scripts without spaces, such as Chinese, Japanese and Thai, words are found anywhere. Emoji
                 *     and currency signs are words. A search without words finds nothing.
                 */
                search?: components["parameters"]["Search"];
                /**
                 * @description The sort key. Ties are in the order of creation.
                 *
                 *     - `created_at`: time of creation.
                 *     - `updated_at`: time of the last change.
                 *     - `title`: alphabetical, ignoring case and width (the root collation of CLDR at its second level).
                 *     - `due`: the due date; an all-day date counts as its end in the user's `time_zone`. Tasks without one come last.
                 *     - `priority`: from none to high.
                 *     - `position`: the manual order. List by list, the inbox first, then the oldest; in each list top-level tasks first.
                 *     - `relevance`: how well the title matches the `search`.
                 *
                 *     The default is `relevance` with a `search`, otherwise `created_at`.
                 */
                sort?: components["parameters"]["Sort"];
                /**
                 * @description `desc` is the exact reverse of `asc`, including ties and tasks without a due date. The default is `desc` for `relevance`,
                 *     otherwise `asc`.
                 */
                order?: components["parameters"]["Order"];
                /**
                 * @description Returns the data as it was at an earlier moment: a time such as `2026-11-21T09:00:00Z`, or a cursor of changes, such as the
                 *     `Sync-Cursor` of a response. A time in whole seconds includes that second; a change counts from the time its request began. What was
                 *     permanently deleted since is not returned. A moment that is not on record any more gets 410.
                 */
                as_of?: components["parameters"]["AsOf"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
                 *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
                 *     service does not know is ignored.
                 */
                "Sync-After"?: components["parameters"]["SyncAfter"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tasks. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description Web links (RFC 8288): `rel="next"` is the next page; absent on the last page.
                     * @example </api/1/tasks?limit=20&cursor=AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA>; rel="next"
                     */
                    Link?: string;
                    /**
                     * @description The number of tasks on all pages, with `Prefer: count=exact`.
                     * @example 120
                     */
                    "X-Total-Count"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"][];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["PastUnknown"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new task. Only `title` is required. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskCreation"];
            };
        };
        responses: {
            /** @description The task as it was stored. */
            201: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The path of the new resource, relative to the server.
                     * @example /api/1/tasks/2
                     */
                    Location: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["Existing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTask: {
        parameters: {
            query?: {
                /**
                 * @description Returns the data as it was at an earlier moment: a time such as `2026-11-21T09:00:00Z`, or a cursor of changes, such as the
                 *     `Sync-Cursor` of a response. A time in whole seconds includes that second; a change counts from the time its request began. What was
                 *     permanently deleted since is not returned. A moment that is not on record any more gets 410.
                 */
                as_of?: components["parameters"]["AsOf"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
                 *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
                 *     service does not know is ignored.
                 */
                "Sync-After"?: components["parameters"]["SyncAfter"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["PastUnknown"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["TaskUpdate"];
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description The applied preferences of `Prefer`; with `merge`, if the change was merged with those of others.
                     * @example merge
                     */
                    "Preference-Applied"?: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["MergeConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTask: {
        parameters: {
            query: {
                /**
                 * @description Whether the subtasks are deleted as well. With `false` they become the last subtasks of the parent task, or top-level tasks
                 *     if there is no parent.
                 */
                cascade: components["parameters"]["DeleteCascade"];
            };
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task is in the trash. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    patchTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["TaskUpdate"];
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The applied preferences of `Prefer`; with `merge`, if the change was merged with those of others.
                     * @example merge
                     */
                    "Preference-Applied"?: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["MergeConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    completeTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /** @description Whether the task is completed; omit it to toggle. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TaskCompletion"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The applied preferences of `Prefer`; with `merge`, if the change was merged with those of others.
                     * @example merge
                     */
                    "Preference-Applied"?: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["MergeConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    moveTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /** @description The new position. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskPosition"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOccurrences: {
        parameters: {
            query: {
                /** @description The first day of a window of at most 366 days; requires `to`. */
                from?: components["parameters"]["From"];
                /** @description The last day of the window; requires `from`. */
                to?: components["parameters"]["To"];
                /** @description The maximum size of a page. */
                limit: components["parameters"]["Limit"];
                /**
                 * @description The start of the page, from the `Link` of the previous page. A cursor is valid only for the same user and path. Opaque: do
                 *     not parse or build one.
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
                 *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
                 *     service does not know is ignored.
                 */
                "Sync-After"?: components["parameters"]["SyncAfter"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of occurrences. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description Web links (RFC 8288): `rel="next"` is the next page; absent on the last page.
                     * @example </api/1/tasks?limit=20&cursor=AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA>; rel="next"
                     */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Occurrence"][];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    skipOccurrence: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTags: {
        parameters: {
            query: {
                /** @description The maximum size of a page. */
                limit: components["parameters"]["Limit"];
                /**
                 * @description The start of the page, from the `Link` of the previous page. A cursor is valid only for the same user and path. Opaque: do
                 *     not parse or build one.
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description Returns the data as it was at an earlier moment: a time such as `2026-11-21T09:00:00Z`, or a cursor of changes, such as the
                 *     `Sync-Cursor` of a response. A time in whole seconds includes that second; a change counts from the time its request began. What was
                 *     permanently deleted since is not returned. A moment that is not on record any more gets 410.
                 */
                as_of?: components["parameters"]["AsOf"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
                 *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
                 *     service does not know is ignored.
                 */
                "Sync-After"?: components["parameters"]["SyncAfter"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tags. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description Web links (RFC 8288): `rel="next"` is the next page; absent on the last page.
                     * @example </api/1/tasks?limit=20&cursor=AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA>; rel="next"
                     */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountedTag"][];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["PastUnknown"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTag: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /** @description The tag's id. */
                id: components["parameters"]["TagId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tag is deleted. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateTag: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /** @description The tag's id. */
                id: components["parameters"]["TagId"];
            };
            cookie?: never;
        };
        /** @description The fields to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagUpdate"];
            };
        };
        responses: {
            /** @description The tag as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The applied preferences of `Prefer`; with `merge`, if the change was merged with those of others.
                     * @example merge
                     */
                    "Preference-Applied"?: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tag"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["TagConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    executeBatch: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The operations. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description The responses, in the order of the operations. */
            200: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResults"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listLists: {
        parameters: {
            query: {
                /** @description The maximum size of a page. */
                limit: components["parameters"]["Limit"];
                /**
                 * @description The start of the page, from the `Link` of the previous page. A cursor is valid only for the same user and path. Opaque: do
                 *     not parse or build one.
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description Returns the data as it was at an earlier moment: a time such as `2026-11-21T09:00:00Z`, or a cursor of changes, such as the
                 *     `Sync-Cursor` of a response. A time in whole seconds includes that second; a change counts from the time its request began. What was
                 *     permanently deleted since is not returned. A moment that is not on record any more gets 410.
                 */
                as_of?: components["parameters"]["AsOf"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
                 *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
                 *     service does not know is ignored.
                 */
                "Sync-After"?: components["parameters"]["SyncAfter"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of lists. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description Web links (RFC 8288): `rel="next"` is the next page; absent on the last page.
                     * @example </api/1/tasks?limit=20&cursor=AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA>; rel="next"
                     */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"][];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["PastUnknown"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new list. Only `name` is required. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListCreation"];
            };
        };
        responses: {
            /** @description The list as it was stored. */
            201: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The path of the new resource, relative to the server.
                     * @example /api/1/tasks/2
                     */
                    Location: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["Existing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getList: {
        parameters: {
            query?: {
                /**
                 * @description Returns the data as it was at an earlier moment: a time such as `2026-11-21T09:00:00Z`, or a cursor of changes, such as the
                 *     `Sync-Cursor` of a response. A time in whole seconds includes that second; a change counts from the time its request began. What was
                 *     permanently deleted since is not returned. A moment that is not on record any more gets 410.
                 */
                as_of?: components["parameters"]["AsOf"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
                 *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
                 *     service does not know is ignored.
                 */
                "Sync-After"?: components["parameters"]["SyncAfter"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The list's id.
                 * @example 3
                 */
                id: components["parameters"]["ListId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            410: components["responses"]["PastUnknown"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The list's id.
                 * @example 3
                 */
                id: components["parameters"]["ListId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list is in the trash. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The list's id.
                 * @example 3
                 */
                id: components["parameters"]["ListId"];
            };
            cookie?: never;
        };
        /** @description The fields to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListUpdate"];
            };
        };
        responses: {
            /** @description The list as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The applied preferences of `Prefer`; with `merge`, if the change was merged with those of others.
                     * @example merge
                     */
                    "Preference-Applied"?: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["MergeConflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    moveList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of the resource as the client read it (RFC 9110), or `*`. If it was modified since, 412, and nothing is changed.
                 *     Without it, the last write wins. `If-None-Match` with the current `ETag`, or with `*`, gets 412 as well.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The list's id.
                 * @example 3
                 */
                id: components["parameters"]["ListId"];
            };
            cookie?: never;
        };
        /** @description The new position. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListPosition"];
            };
        };
        responses: {
            /** @description The list as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    restoreTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    restoreList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The list's id.
                 * @example 3
                 */
                id: components["parameters"]["ListId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The list as it is now. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTrash: {
        parameters: {
            query: {
                /** @description The maximum size of a page. */
                limit: components["parameters"]["Limit"];
                /**
                 * @description The start of the page, from the `Link` of the previous page. A cursor is valid only for the same user and path. Opaque: do
                 *     not parse or build one.
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
                 *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
                 *     service does not know is ignored.
                 */
                "Sync-After"?: components["parameters"]["SyncAfter"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deleted tasks. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description Web links (RFC 8288): `rel="next"` is the next page; absent on the last page.
                     * @example </api/1/tasks?limit=20&cursor=AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA>; rel="next"
                     */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedTask"][];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    emptyTrash: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trash is empty. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["Existing"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeletedLists: {
        parameters: {
            query: {
                /** @description The maximum size of a page. */
                limit: components["parameters"]["Limit"];
                /**
                 * @description The start of the page, from the `Link` of the previous page. A cursor is valid only for the same user and path. Opaque: do
                 *     not parse or build one.
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
                 *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
                 *     service does not know is ignored.
                 */
                "Sync-After"?: components["parameters"]["SyncAfter"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deleted lists. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description Web links (RFC 8288): `rel="next"` is the next page; absent on the last page.
                     * @example </api/1/tasks?limit=20&cursor=AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA>; rel="next"
                     */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedList"][];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    purgeTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The task's id.
                 * @example 2
                 */
                id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task is permanently deleted. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChanges: {
        parameters: {
            query: {
                /** @description The `cursor` of the previous page, or the `Sync-Cursor` of a change. Omit it to start with a snapshot. */
                since?: components["parameters"]["Since"];
                /**
                 * @description `latest`: of each thing the last change, with its present state. `events`: every change apart, with what it changed, by which
                 *     operation and when. A snapshot is the same in both.
                 */
                mode: components["parameters"]["ChangesMode"];
                /** @description The maximum size of a page. */
                limit: components["parameters"]["Limit"];
                /**
                 * @description How many seconds to wait for a change if there is none since the cursor. The response is sent as soon as there is one, or empty
                 *     after that time.
                 */
                wait: components["parameters"]["Wait"];
            };
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changes"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            410: components["responses"]["CursorExpired"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    undoChange: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description Which change; omit it for the last one. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Undo"];
            };
        };
        responses: {
            /** @description The change was undone. */
            200: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Undone"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["UndoConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamChanges: {
        parameters: {
            query: {
                /**
                 * @description Where to start: the `cursor` of a page of changes with `complete: true`, the `Sync-Cursor` of a change, or the `id` of an event.
                 *     Omit it to start from now.
                 */
                since?: components["parameters"]["StreamSince"];
                /**
                 * @description `latest`: of each thing the last change, with its present state. `events`: every change apart, with what it changed, by which
                 *     operation and when. A snapshot is the same in both.
                 */
                mode: components["parameters"]["ChangesMode"];
                /** @description A ticket in place of a token, from `POST /api/{user_id}/events/ticket`. It opens one stream. */
                ticket?: components["parameters"]["Ticket"];
            };
            header?: {
                /**
                 * @description The `id` of the last event that you received, after which the stream continues. `EventSource` sends it by itself when it
                 *     reconnects. It takes precedence over `since`.
                 */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, until one side closes the connection. The schema is that of one event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["StreamEvent"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createStreamTicket: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket. */
            201: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamTicket"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhooks"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new webhook. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCreation"];
            };
        };
        responses: {
            /** @description The webhook, with its secret. */
            201: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The path of the new resource, relative to the server.
                     * @example /api/1/tasks/2
                     */
                    Location: string;
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["Existing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook is deleted. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["Existing"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    patchWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        /** @description The fields to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookUpdate"];
            };
        };
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["Existing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, with its new secret. */
            200: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery, before it is sent. */
            201: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        /** @description Where to start. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookReplayRequest"];
            };
        };
        responses: {
            /** @description The changes will be sent. */
            204: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query: {
                /** @description The maximum size of a page. */
                limit: components["parameters"]["Limit"];
                /**
                 * @description The start of the page, from the `Link` of the previous page. A cursor is valid only for the same user and path. Opaque: do
                 *     not parse or build one.
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The webhook's id.
                 * @example 4
                 */
                id: components["parameters"]["WebhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    /**
                     * @description The version of the representation (RFC 9110), for `If-Match` and `If-None-Match`.
                     * @example "3"
                     */
                    ETag: string;
                    /**
                     * @description Web links (RFC 8288): `rel="next"` is the next page; absent on the last page.
                     * @example </api/1/tasks?limit=20&cursor=AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAFA>; rel="next"
                     */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"][];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The delivery's id.
                 * @example 9
                 */
                id: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    redeliverWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The delivery's id.
                 * @example 9
                 */
                id: components["parameters"]["DeliveryId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new delivery, before it is sent. */
            201: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStats: {
        parameters: {
            query?: {
                /** @description The first day of a window of at most 366 days; requires `to`. */
                from?: components["parameters"]["From"];
                /** @description The last day of the window; requires `from`. */
                to?: components["parameters"]["To"];
            };
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
                /**
                 * @description A `Sync-Cursor` of an earlier response, or a `cursor` of changes; several with commas between. The response has at least what they
                 *     tell of, also where the service reads on replicas of its database. The client in TypeScript sends it by itself. A cursor that the
                 *     service does not know is ignored.
                 */
                "Sync-After"?: components["parameters"]["SyncAfter"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    registerUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The new account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description The new account, signed in. */
            201: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The path of the new resource, relative to the server.
                     * @example /api/1/tasks/2
                     */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["RegistrationConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    loginUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The e-mail address and the password. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["InvalidCredentials"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The refresh token of the last sign-in or refresh. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description New tokens. */
            200: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    logoutUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    forgotPassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The e-mail address of the account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ForgottenPassword"];
            };
        };
        responses: {
            /** @description The request is accepted. If the address has an account, a mail follows. */
            204: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The token of the link, and the new password. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description The password is changed, and every session has ended. */
            204: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["LinkRefused"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The token of the link. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailVerification"];
            };
        };
        responses: {
            /** @description The address is confirmed. */
            204: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["LinkRefused"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["AddressConflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new password, and the current one unless the caller has just logged in. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The password is changed, and every other session has ended. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PasswordNeeded"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    changeEmail: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new address, and the current password unless the caller has just logged in. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChange"];
            };
        };
        responses: {
            /** @description The request is accepted. Unless there were three already, a mail to the new address follows. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PasswordNeeded"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    requestVerification: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is accepted. Unless the address is confirmed, a mail follows. */
            204: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["AddressElsewhere"];
            409: components["responses"]["IdempotencyInFlight"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionEntries"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The other sessions have ended. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["Existing"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The session's id.
                 * @example 9
                 */
                id: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalTokens"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new token. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonalTokenCreation"];
            };
        };
        responses: {
            /** @description The token, with its secret. */
            201: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalTokenWithSecret"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["Existing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The token's id.
                 * @example 5
                 */
                id: components["parameters"]["PersonalTokenId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token is revoked. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is deleted. */
            204: {
                headers: {
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            412: components["responses"]["Existing"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A unique key for this request, such as a UUID, chosen by the client. If the request is sent again with the same key within
                 *     24 hours, it is not executed again: it gets the first response, with `Idempotency-Replayed: true`. While the first request
                 *     is still running, 409. If the key was used for another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The fields to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserUpdate"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    /**
                     * @description `true` if this is the response to an earlier request with the same `Idempotency-Key`.
                     * @example true
                     */
                    "Idempotency-Replayed"?: "true";
                    /**
                     * @description The `cursor` after this change: `GET /api/{user_id}/changes` returns what follows it.
                     * @example AZ6xZv0nAVhGdKk3m2V4yE4AAAAAAAAAETIwMjY
                     */
                    "Sync-Cursor"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["IdempotencyInFlight"];
            412: components["responses"]["Existing"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportAccount: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict`: unknown body fields and query parameters get a 400 that names each of them,
                 *     instead of being ignored. `dry-run`: returns the response of a change without making it or using up its `Idempotency-Key`;
                 *     no effect on reads and sign-ins. `dry-run=true` is the same; a value other than true and false gets 400. `count=exact`: adds `X-Total-Count`, the number of tasks on all pages.
                 *     `merge`: a change of some fields of a task, list or tag whose `If-Match` is not current any more is made, if nobody changed
                 *     the same fields since, or only to the same values; otherwise 409. A version that is not on record any more gets 412.
                 *     `Preference-Applied` lists the applied preferences. Others are ignored. Of a repeated one, the first counts.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as the integer id, the token's subject, or `me`. Any other user gets 403. The segment can be left out:
                 *     `/api/tasks` is `/api/me/tasks`.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export. */
            200: {
                headers: {
                    /**
                     * @description The name of the file to save the response to (RFC 6266).
                     * @example attachment; filename="taskpact-export.json"
                     */
                    "Content-Disposition": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountExport"];
                    "application/zip": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is alive. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["InvalidRequest"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service is ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["InvalidRequest"];
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contract"];
                };
            };
            400: components["responses"]["InvalidRequest"];
        };
    };
    getOpenapiYaml: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": components["schemas"]["Contract"];
                };
            };
            400: components["responses"]["InvalidRequest"];
        };
    };
}
