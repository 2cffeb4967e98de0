// Generated from openapi.yaml by "npm run generate". Do not edit.
export interface paths {
    "/api/{user_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List and find tasks
         * @description The caller's tasks, oldest first unless `sort` says otherwise. A page holds at most `limit` of them; when there are more,
         *     the `Link` header names the next page (RFC 8288). No task comes twice, and none is left out, when others are added or
         *     deleted meanwhile.
         *
         *     Filters combine with AND; empty values are ignored. `Prefer: count=exact` adds `X-Total-Count`, the number of tasks on all
         *     pages together.
         */
        get: operations["listTasks"];
        put?: never;
        /**
         * Create a task
         * @description Adds a task at the end of the caller's tasks. It starts out open unless `completed` says otherwise, and in the inbox unless
         *     `list_id` does. With `parent_id` it is a subtask, at the end of that task's, and in the same list.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * @description One of the caller's tasks. Another user's task is not found here.
         */
        get: operations["getTask"];
        /**
         * Change a task (PUT)
         * @description Changes the fields that are given and leaves the others as they are. The same as `PATCH`; it is here because front
         *     ends of the plan send `PUT`.
         */
        put: operations["updateTask"];
        post?: never;
        /**
         * Delete a task
         * @description Moves the task to the trash, where it can be restored for thirty days. Everywhere else it is not found from then on, so
         *     that a second delete finds nothing. What is below it goes with it and is restored with it, unless `cascade` is `false`.
         */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /**
         * Change a task
         * @description Changes the fields that are given and leaves the others as they are. `description: null` removes the description,
         *     `due: null` when it is due, and `list_id: null` moves the task to the inbox. `parent_id` makes it a subtask, and
         *     `parent_id: null` a task of its own. In another list or below another task it comes last, and what is below it comes along.
         *
         *     Of a recurring task, `completed: true` completes one occurrence, as completing it does. `completed: false` undoes the
         *     last one where the task is completed, or where it is the only field: a front end that sends a whole task back undoes
         *     nothing. `due` by itself moves the one occurrence, and the next is counted from the rule's own date.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * @description `{"completed": true}` completes the task and `{"completed": false}` reopens it, however often it is sent. With no
         *     body, or `{}`, the task changes to the other state.
         *
         *     Of a recurring task, completing completes the one occurrence that it stands at, once for each request: the task moves to
         *     its next date and stays open, or is completed after the last one. Reopening it undoes the last occurrence.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * @description What was completed and skipped of a recurring task, oldest first, in pages of at most `limit`; when there are more, the
         *     `Link` header names the next page (RFC 8288). With `from` and `to`, those alone that were due in these days, and on the last
         *     page, behind them, those to come: the one the task stands at, and what its rule leads to, as if each was completed
         *     on its day. Of those there are at most 100, within about four years.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * @description Moves a recurring task to its next date without completing the one it stands at; after the last one it is completed. A task
         *     that does not recur, or is completed, has nothing to skip and stays as it is: its answer has no `occurrence`.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List tags
         * @description The caller's tags, in the order in which they were first used, each with how many tasks have it. A page holds at most
         *     `limit` of them; when there are more, the `Link` header names the next page (RFC 8288).
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * @description Takes the tag off every task that has it, whose version and ETag change with it. The tasks stay.
         */
        delete: operations["deleteTag"];
        options?: never;
        head?: never;
        /**
         * Rename a tag or color it
         * @description Changes the fields that are given. A new name is the tag's on every task that has it, whose version and ETag change with
         *     it. `color: null` removes the color.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carry out several operations
         * @description Carries out up to 100 operations below `/api/{user_id}/`, in their order and in one transaction. Each is
         *     validated and answered as if sent on its own. With `atomic: true` all of them are carried out or none: the first problem is
         *     the response to the whole batch, and its `errors` point into this request. With `atomic: false` each response or problem is
         *     among the results. A 5xx always fails the whole batch.
         *
         *     Wherever a value stands in `params`, `query` or `body`, `{"$answer": 0, "pointer": "/id"}` stands for what the answer to
         *     an earlier operation, counted from 0, holds at that JSON Pointer (RFC 6901). `user_id` may be left out of `params`. Every
         *     operation counts as a request in `RateLimit`.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List lists
         * @description The caller's lists, in the order in which they were put, new ones last. A page holds at most `limit` of them; when there are more, the `Link` header names the
         *     next page (RFC 8288). The inbox is no list and is not among them.
         */
        get: operations["listLists"];
        put?: never;
        /**
         * Create a list
         * @description Adds a list, with no tasks in it. Names need not differ.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * @description One of the caller's lists. Another user's list is not found here.
         */
        get: operations["getList"];
        put?: never;
        post?: never;
        /**
         * Delete a list
         * @description Moves the list to the trash, and its tasks with it; they come back when it is restored. A task that was in the trash
         *     before stays there. A second delete finds nothing.
         */
        delete: operations["deleteList"];
        options?: never;
        head?: never;
        /**
         * Change a list
         * @description Changes the fields that are given and leaves the others as they are. `color: null` removes the color.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * @description Puts the list `before` or `after` another one, or `first` or `last`.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * @description Takes the task out of the trash, to its place and into its list, with what was deleted together with it from below it.
         *     Where its list or a task above it is in the trash, that comes back with it, and what else was in there stays in the
         *     trash.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * @description Takes the list out of the trash, with the tasks that were deleted together with it.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List the tasks in the trash
         * @description The caller's tasks that were deleted in the last thirty days, the last one first. A page holds at most `limit` of them;
         *     when there are more, the `Link` header names the next page (RFC 8288).
         */
        get: operations["listTrash"];
        put?: never;
        post?: never;
        /**
         * Empty the trash
         * @description Removes every task and list in the trash for good. It cannot be undone.
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List the lists in the trash
         * @description The caller's lists that were deleted in the last thirty days, the oldest list first. A page holds at most `limit` of them; when
         *     there are more, the `Link` header names the next page (RFC 8288).
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
         * Remove a task for good
         * @description Removes a task that is in the trash. It cannot be undone. A task that is not in the trash is not found here.
         */
        delete: operations["purgeTask"];
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Count tasks
         * @description How many tasks the caller has, by state, list and tag, and how many were completed on each day of a window, which is the last
         *     thirty days where none is given. Days are those of the user's `time_zone`. A recurring task counts once for each occurrence
         *     that was completed.
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
         * @description Makes an account with a password and signs it in. E-mail addresses are compared in Unicode normal form C and without
         *     regard to case.
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
         * @description Signs in with an e-mail address and a password. An unknown address and a wrong password get the same answer after the
         *     same work.
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
         * @description Trades a refresh token for new tokens of the same session. Each refresh token works once; for ten seconds after that it
         *     gives the same successor again, so that parallel refreshes and lost answers do no harm. Later than that it is taken for
         *     stolen, and the whole session ends.
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
         * @description Ends the session of the token it is sent with: its access and refresh tokens are refused from the next request on. A
         *     front end's own token has no session here, so nothing ends. Sent once more, even with the same `Idempotency-Key`, it finds
         *     the session over and gets 401, which says as much.
         */
        post: operations["logoutUser"];
        delete?: never;
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
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Get the caller's account
         * @description Who the caller is here.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Delete the caller's account
         * @description Deletes the account with everything it owns: tasks, lists, sessions, password. It cannot be undone. A front end's user who
         *     comes back afterwards starts anew with nothing.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change the caller's name or time zone
         * @description Changes the fields that are given. A new time zone also moves the moments at which all-day and floating tasks are due.
         */
        patch: operations["updateUser"];
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
         * @description Answers whenever the process can answer at all; it asks nothing of the database.
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
         * @description Answers 200 while the database answers and the service is not stopping.
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
         * @description Counters and histograms in Prometheus' text format. They name operations and statuses, never users.
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
         * @description This document, as it is written by hand, comments and all.
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
         * @description What is to be done. Something other than white space, kept exactly as sent.
         * @example Call the plumber
         */
        TaskTitle: string;
        /**
         * @description More about it, or null.
         * @example The kitchen tap drips.
         */
        TaskDescription: string | null;
        /**
         * Format: int64
         * @description Immutable id.
         * @example 1
         */
        Id: number;
        /**
         * Format: date-time
         * @description A moment, in UTC (RFC 3339).
         * @example 2026-11-21T08:05:00.000000Z
         */
        Timestamp: string;
        /** @description Something to be done, by one user. */
        Task: {
            /**
             * @description The task's id.
             * @example 2
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user whose task it is.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            list_id: components["schemas"]["ListReference"];
            parent_id: components["schemas"]["ParentReference"];
            title: components["schemas"]["TaskTitle"];
            description: components["schemas"]["TaskDescription"];
            /**
             * @description Whether it is done.
             * @example false
             */
            completed: boolean;
            priority: components["schemas"]["Priority"];
            tags: components["schemas"]["TagNames"];
            /**
             * @description How many tasks are directly below it, those in the trash not counted.
             * @example 3
             */
            subtask_count: number;
            /**
             * @description How many of these are open.
             * @example 1
             */
            open_subtask_count: number;
            due: components["schemas"]["Due"];
            recurrence: components["schemas"]["Recurrence"];
            /**
             * @description When it was created.
             * @example 2026-11-21T08:05:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description When it was last changed.
             * @example 2026-11-21T08:05:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * Format: date-time
             * @description When it was completed, in UTC (RFC 3339); null while it is open, and where it was completed before this was kept.
             * @example null
             */
            completed_at: string | null;
            /**
             * @description Increments on every change. The ETag is this number in quotes, so a task from a list can be changed with `If-Match`.
             * @example 3
             */
            version: number;
            /**
             * @description In the answer to what completed or skipped an occurrence of a recurring task, that one; absent everywhere else.
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
        /** @description A task in the trash. */
        DeletedTask: components["schemas"]["Task"] & {
            /**
             * @description When it was deleted. Thirty days later it is gone for good.
             * @example 2026-11-21T10:00:00.000000Z
             */
            deleted_at: components["schemas"]["Timestamp"];
        };
        /**
         * @description How much it matters, from `none` to `high`.
         * @example medium
         * @enum {string}
         */
        Priority: "none" | "low" | "medium" | "high";
        /**
         * @description All-day due date, from 1900-01-01 to 2200-12-31.
         * @example 2026-11-21
         */
        DueDate: string;
        /**
         * @description A local time on such a day, in hours, minutes and, if wanted, seconds; without an offset.
         * @example 2026-11-21T18:30
         */
        DueDateTime: string;
        /**
         * @description The name of a time zone in IANA's database. It is kept as it was written.
         * @example Europe/Berlin
         */
        TimeZone: string;
        /**
         * @description When it is due, exactly as it was given; null for never. One of
         *     - `{date}`: all day. It is due at the end of that day in the time zone of the user.
         *     - `{date_time}`: a local time, wherever the user is. It is due then in the time zone of the user.
         *     - `{date_time, time_zone}`: a local time in a zone. It is due then in that zone.
         *
         *     A local time that the clocks skip means the time that much later, and one that they show twice the first of the two
         *     (RFC 5545, section 3.3.5). A task is overdue when it is open and the moment it is due has come.
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
         * @description When it is due; see `Due`. Short for it is a text: a day stands for `{date}`, and a moment with an offset (RFC 3339) for
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
         * @description How it recurs; null where it does not. A task that recurs has a `due`. Completing it moves it to its next date and leaves it
         *     open; after the last one it is completed. Another `due` by itself moves the one date and leaves the rule as it is.
         * @example null
         * @example {
         *       "rule": "FREQ=MONTHLY;BYMONTHDAY=31",
         *       "anchor": "schedule",
         *       "month_overflow": "clamp"
         *     }
         */
        Recurrence: {
            /**
             * @description A rule of RFC 5545 (RRULE), without DTSTART: the task's due is the first date, and gives the time of day. `FREQ` is DAILY,
             *     WEEKLY, MONTHLY or YEARLY, `COUNT` and `INTERVAL` are at most 1000.
             * @example FREQ=MONTHLY;BYMONTHDAY=31
             */
            rule: string;
            /**
             * @description What the next date is counted from: the rule's own `schedule`, however late the task is completed, or the day of its
             *     `completion`.
             * @example schedule
             * @enum {string}
             */
            anchor: "schedule" | "completion";
            /**
             * @description What becomes of the 29th, 30th or 31st in a month that does not have it, by a MONTHLY or YEARLY rule: `skip` leaves it out
             *     (RFC 5545), `clamp` takes the month's last day, and goes back to the 31st after.
             * @example skip
             * @enum {string}
             */
            month_overflow: "clamp" | "skip";
        } | null;
        /**
         * @description How it recurs; see `Recurrence`. `no`, `none` and an empty text stand for null.
         * @example null
         * @example no
         * @example {
         *       "rule": "FREQ=WEEKLY;BYDAY=MO,TH"
         *     }
         */
        RecurrenceInput: {
            /**
             * @description A rule of RFC 5545 (RRULE), without DTSTART: the task's due is the first date, and gives the time of day. `FREQ` is DAILY,
             *     WEEKLY, MONTHLY or YEARLY, `COUNT` and `INTERVAL` are at most 1000.
             * @example FREQ=MONTHLY;BYMONTHDAY=31
             */
            rule: string;
            /**
             * @description What the next date is counted from: the rule's own `schedule`, however late the task is completed, or the day of its
             *     `completion`.
             * @default schedule
             * @example schedule
             * @enum {string}
             */
            anchor?: "schedule" | "completion";
            /**
             * @description What becomes of the 29th, 30th or 31st in a month that does not have it, by a MONTHLY or YEARLY rule: `skip` leaves it out
             *     (RFC 5545), `clamp` takes the month's last day, and goes back to the 31st after.
             * @default skip
             * @example skip
             * @enum {string}
             */
            month_overflow?: "clamp" | "skip";
        } | string | null;
        /** @description One time that a recurring task was or will be due. */
        Occurrence: {
            /**
             * Format: int64
             * @description Its id; null for one to come.
             * @example 1
             */
            id: number | null;
            /**
             * @description The id of the task.
             * @example 2
             */
            task_id: components["schemas"]["Id"];
            due: components["schemas"]["Due"];
            /**
             * @description What became of it; `projected` is one to come.
             * @example completed
             * @enum {string}
             */
            outcome: "completed" | "skipped" | "projected";
            /**
             * Format: date-time
             * @description When it was completed or skipped, in UTC (RFC 3339); null for one to come.
             * @example 2026-11-21T08:05:00.000000Z
             */
            completed_at: string | null;
        };
        /**
         * @description What a tag is called. Names are compared in Unicode normal form C and without regard to case.
         * @example errands
         */
        TagName: string;
        /**
         * @description What it is tagged with, in the order that was given, each name once. Tags that are not there yet are made; of one that
         *     is, the name stays as it was first written.
         * @example [
         *       "errands"
         *     ]
         */
        TagNames: components["schemas"]["TagName"][];
        /**
         * @description A color as `#rrggbb`, in lower case; null for none.
         * @example #cc3300
         */
        Color: string | null;
        /** @description A word that tasks are tagged with. */
        Tag: {
            /**
             * @description The tag's id.
             * @example 1
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user whose tag it is.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            name: components["schemas"]["TagName"];
            color: components["schemas"]["Color"];
            /**
             * @description When it was first used.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description When it was last changed.
             * @example 2026-11-21T08:00:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * @description Increments on every change. The ETag is this number in quotes.
             * @example 1
             */
            version: number;
        };
        /** @description A tag, with how many tasks have it. */
        CountedTag: {
            /**
             * @description The tag's id.
             * @example 1
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user whose tag it is.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            name: components["schemas"]["TagName"];
            color: components["schemas"]["Color"];
            /**
             * @description When it was first used.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description When it was last changed.
             * @example 2026-11-21T08:00:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * @description Increments on every change. The ETag is this number in quotes.
             * @example 1
             */
            version: number;
            /**
             * @description How many tasks have it.
             * @example 3
             */
            task_count: number;
            /**
             * @description How many of them are open.
             * @example 2
             */
            open_count: number;
        };
        /** @description The fields of a tag to change; the others stay as they are. */
        TagUpdate: {
            name?: components["schemas"]["TagName"];
            color?: components["schemas"]["Color"];
        };
        /** @description A new task. */
        TaskCreation: {
            title: components["schemas"]["TaskTitle"];
            description?: components["schemas"]["TaskDescription"];
            /**
             * @description Whether it is done already.
             * @default false
             * @example false
             */
            completed?: boolean;
            /** @default none */
            priority?: components["schemas"]["Priority"];
            list_id?: components["schemas"]["ListReference"];
            parent_id?: components["schemas"]["ParentReference"];
            /** @default [] */
            tags?: components["schemas"]["TagNames"];
            due?: components["schemas"]["DueInput"];
            recurrence?: components["schemas"]["RecurrenceInput"];
        };
        /** @description The fields of a task to change; the others stay as they are. */
        TaskUpdate: {
            title?: components["schemas"]["TaskTitle"];
            description?: components["schemas"]["TaskDescription"];
            /**
             * @description Whether it is done.
             * @example true
             */
            completed?: boolean;
            priority?: components["schemas"]["Priority"];
            list_id?: components["schemas"]["ListReference"];
            parent_id?: components["schemas"]["ParentReference"];
            tags?: components["schemas"]["TagNames"];
            due?: components["schemas"]["DueInput"];
            recurrence?: components["schemas"]["RecurrenceInput"];
        };
        /** @description Operations to be carried out together. */
        Batch: {
            /**
             * @description Whether they are done all or not at all, rather than each for itself.
             * @default true
             * @example true
             */
            atomic?: boolean;
            /**
             * @description The operations, in the order in which they are carried out.
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
             *             "$answer": 0,
             *             "pointer": "/id"
             *           }
             *         }
             *       }
             *     ]
             */
            operations: components["schemas"]["BatchOperation"][];
        };
        /** @description An operation, with what its request would hold. */
        BatchOperation: {
            /**
             * @description Which one, by its name in this contract.
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
        /** @description What became of the operations of a batch. */
        BatchResults: {
            /**
             * @description The answers, in the order of the operations.
             * @example [
             *       {
             *         "status": 204,
             *         "headers": {}
             *       }
             *     ]
             */
            results: components["schemas"]["BatchResult"][];
        };
        /** @description The answer that an operation would have got by itself. */
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
             * @description Its body, as its operation declares it, or a problem; absent where there is none.
             * @example {
             *       "id": 2
             *     }
             */
            body?: unknown;
        };
        /** @description The state wanted. */
        TaskCompletion: {
            /**
             * @description Whether it is done. Left out, the task changes to the other state.
             * @example true
             */
            completed?: boolean;
            /**
             * @description Whether what is below the task is completed with it, at every level; a recurring subtask stays as it is. Where the task
             *     recurs and moves to its next date, what is below it is reopened instead, for the next time. Reopening a task
             *     leaves what is below it alone.
             * @default false
             * @example true
             */
            cascade?: boolean;
        };
        /**
         * Format: int64
         * @description The id of the list that the task is in, or null for the inbox. It has to be one of the caller's lists; any other id is
         *     refused with a 400, whether there is such a list or not.
         * @example null
         */
        ListReference: number | null;
        /**
         * Format: int64
         * @description The id of the task that this one is a part of, or null. A task has at most seven above it, none of them below it, and is in
         *     the same list as they are. Any other id than that of one of the caller's tasks is refused with a 400, whether there is
         *     such a task or not.
         * @example null
         */
        ParentReference: number | null;
        /**
         * @description What the list is called. Something other than white space, kept exactly as sent.
         * @example Around the house
         */
        ListName: string;
        /** @description Something that one user sorts tasks into. `list_id` of a task names it. */
        List: {
            /**
             * @description The list's id.
             * @example 3
             */
            id: components["schemas"]["Id"];
            /**
             * @description The id of the user whose list it is.
             * @example 1
             */
            user_id: components["schemas"]["Id"];
            name: components["schemas"]["ListName"];
            color: components["schemas"]["Color"];
            /**
             * @description When it was created.
             * @example 2026-11-21T08:01:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
            /**
             * @description When it was last changed; its tasks are not part of it.
             * @example 2026-11-21T08:01:00.000000Z
             */
            updated_at: components["schemas"]["Timestamp"];
            /**
             * @description Increments on every change. The ETag is this number in quotes.
             * @example 1
             */
            version: number;
        };
        /** @description A list in the trash. */
        DeletedList: components["schemas"]["List"] & {
            /**
             * @description When it was deleted. Thirty days later it is gone for good.
             * @example 2026-11-21T10:00:00.000000Z
             */
            deleted_at: components["schemas"]["Timestamp"];
        };
        /** @description A new list. */
        ListCreation: {
            name: components["schemas"]["ListName"];
            color?: components["schemas"]["Color"];
        };
        /** @description The fields of a list to change; the others stay as they are. */
        ListUpdate: {
            name?: components["schemas"]["ListName"];
            color?: components["schemas"]["Color"];
        };
        /** @description Where a task goes. Exactly one of `before`, `after`, `first` and `last` says where. */
        TaskPosition: {
            /**
             * @description The id of the task that it comes right before.
             * @example 2
             */
            before?: components["schemas"]["Id"];
            /**
             * @description The id of the task that it comes right after.
             * @example 2
             */
            after?: components["schemas"]["Id"];
            /**
             * @description To the start.
             * @example true
             * @constant
             */
            first?: true;
            /**
             * @description To the end.
             * @example true
             * @constant
             */
            last?: true;
            list_id?: components["schemas"]["ListReference"];
            parent_id?: components["schemas"]["ParentReference"];
        };
        /** @description Where a list goes. Exactly one of `before`, `after`, `first` and `last` says where. */
        ListPosition: {
            /**
             * @description The id of the list that it comes right before.
             * @example 2
             */
            before?: components["schemas"]["Id"];
            /**
             * @description The id of the list that it comes right after.
             * @example 2
             */
            after?: components["schemas"]["Id"];
            /**
             * @description To the start.
             * @example true
             * @constant
             */
            first?: true;
            /**
             * @description To the end.
             * @example true
             * @constant
             */
            last?: true;
        };
        /** @description What a user's tasks come to, those in the trash not counted. */
        Stats: {
            /**
             * @description How many are open.
             * @example 3
             */
            open: number;
            /**
             * @description How many are completed.
             * @example 1
             */
            completed: number;
            /**
             * @description How many are open and were due before now.
             * @example 1
             */
            overdue: number;
            /**
             * @description How many are open and due today.
             * @example 1
             */
            due_today: number;
            /**
             * @description The lists that have tasks, the inbox first, then the oldest.
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
             * @description The tags that tasks have, in alphabetical order.
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
        /** @description What the tasks of a list come to. */
        ListCount: {
            /** @description The list's id, or null for the inbox. */
            list_id: components["schemas"]["ListReference"];
            /**
             * @description How many are open.
             * @example 1
             */
            open: number;
            /**
             * @description How many are completed.
             * @example 1
             */
            completed: number;
        };
        /** @description What the tasks with a tag come to. */
        TagCount: {
            name: components["schemas"]["TagName"];
            /**
             * @description How many are open.
             * @example 1
             */
            open: number;
            /**
             * @description How many are completed.
             * @example 1
             */
            completed: number;
        };
        /** @description What was completed on a day. */
        DayCount: {
            /** @description The day, in the user's time zone. */
            date: components["schemas"]["DueDate"];
            /**
             * @description How many were completed.
             * @example 1
             */
            count: number;
        };
        /**
         * @description What the user is called.
         * @example Alice
         */
        UserName: string;
        /**
         * @description An e-mail address. Compared in Unicode normal form C and without regard to case.
         * @example alice@example.com
         */
        Email: string;
        /**
         * Format: password
         * @description A password. Compared in Unicode normal form C; every character of it counts.
         * @example correct horse battery
         */
        Password: string;
        /** @description Someone who has tasks here. */
        User: {
            /**
             * @description The user's id.
             * @example 1
             */
            id: components["schemas"]["Id"];
            /**
             * @description The e-mail address, or null if a front end's token did not name one.
             * @example alice@example.com
             */
            email: string | null;
            /**
             * @description The name, or null if a front end's token did not give one.
             * @example Alice
             */
            name: string | null;
            /** @description The time zone in which the user's days begin and end. `UTC` unless the user set another. */
            time_zone: components["schemas"]["TimeZone"];
            /**
             * @description When the user was first seen here.
             * @example 2026-11-21T08:00:00.000000Z
             */
            created_at: components["schemas"]["Timestamp"];
        };
        /** @description The fields of the account to change. */
        UserUpdate: {
            name?: components["schemas"]["UserName"];
            /** @description The IANA time zone in which the user's days begin and end. All-day and floating tasks are due by the new one at once. */
            time_zone?: components["schemas"]["TimeZone"];
        };
        /** @description A new account. */
        Registration: {
            email: components["schemas"]["Email"];
            password: components["schemas"]["Password"];
            name: components["schemas"]["UserName"];
        };
        /** @description What one signs in with. */
        Credentials: {
            /**
             * @description The account's e-mail address.
             * @example alice@example.com
             */
            email: string;
            /**
             * Format: password
             * @description The account's password.
             * @example correct horse battery
             */
            password: string;
        };
        /** @description What one refreshes with. */
        Refresh: {
            /**
             * @description The refresh token of the last sign-in or refresh.
             * @example 3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
             */
            refresh_token: string;
        };
        /** @description A user who is signed in, and the tokens to prove it. */
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
             * @description The access token once more, under the name that some front ends read.
             * @example eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl
             */
            token: string;
            /**
             * @description The access token, for the `Authorization` header.
             * @example eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl
             */
            access_token: string;
            /**
             * @description The access token's kind (RFC 6750).
             * @example Bearer
             * @constant
             */
            token_type: "Bearer";
            /**
             * @description For how many seconds the access token is good.
             * @example 3600
             */
            expires_in: number;
            /**
             * @description What to send to `/api/auth/refresh`; good for thirty days, and once.
             * @example 3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
             */
            refresh_token: string;
        };
        /** @description An OpenAPI 3.1 document. */
        Contract: {
            /**
             * @description The version of OpenAPI it is written in.
             * @example 3.1.0
             */
            openapi: string;
            /**
             * @description What the API is.
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
        /** @description That all is well. */
        Health: {
            /**
             * @description All is well.
             * @example ok
             * @constant
             */
            status: "ok";
        };
        /** @description What is wrong with one field. One of `pointer`, `parameter` and `header` says where it stands. */
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
             * @description What its value has to be.
             * @example must hold more than white space
             * @example and no NUL character
             */
            detail: string;
        };
        /** @description What went wrong (RFC 9457), worded for the person who has to mend the request. */
        Problem: {
            /**
             * Format: uri-reference
             * @description The kind of problem, as a reference to the page that explains it.
             * @example /docs/problems/invalid-request
             */
            type: string;
            /**
             * @description The kind of problem, in words.
             * @example The request does not match the contract
             */
            title: string;
            /**
             * @description The HTTP status, once more.
             * @example 400
             */
            status: number;
            /**
             * @description What went wrong this time.
             * @example title must hold more than white space, and no NUL character
             */
            detail: string;
            /**
             * Format: uri-reference
             * @description The path that was asked for.
             * @example /api/me/tasks
             */
            instance: string;
            /**
             * @description The detail once more, under the name that some front ends read.
             * @example title must hold more than white space, and no NUL character
             */
            message: string;
            /**
             * @description The fields at fault.
             * @example [
             *       {
             *         "pointer": "#/title",
             *         "detail": "must hold more than white space, and no NUL character"
             *       }
             *     ]
             */
            errors?: components["schemas"]["FieldError"][];
        };
    };
    responses: {
        /** @description The request does not match the contract. `errors` names the fields at fault. */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no token, or not one that is good (any more). */
        Unauthenticated: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no account with that address and password. */
        InvalidCredentials: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The path names another user. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The caller has no such thing. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The e-mail address has an account already; or a request with the same `Idempotency-Key` is being carried out. */
        RegistrationConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Another tag has that name; or a request with the same `Idempotency-Key` is being carried out. */
        TagConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A request with the same `Idempotency-Key` is being carried out. */
        IdempotencyInFlight: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
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
        /** @description It has changed since; `ETag` is its version now. Nothing was changed. */
        PreconditionFailed: {
            headers: {
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A limit is used up. `Retry-After` says when it starts anew. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than 100 KB once decompressed. */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not JSON in UTF-8, or is compressed in a way this service does not read. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The service cannot carry the request out just now. Nothing was changed unless the detail says so. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
         * @example me
         */
        UserId: string;
        /** @description The tag's id. */
        TagId: components["schemas"]["Id"];
        /**
         * @description The task's id.
         * @example 2
         */
        TaskId: number;
        /**
         * @description The list's id.
         * @example 3
         */
        ListId: number;
        /** @description How much a page holds at most. */
        Limit: number;
        /**
         * @description Where the page starts, as the last page's `Link` gave it, which has the other parameters too: a cursor is for the `sort` and
         *     the `order` that it was given for. Opaque: do not parse or build one.
         */
        TaskCursor: string;
        /** @description Where the page starts, as the last page's `Link` gave it. Opaque: do not parse or build one. */
        ListsCursor: string;
        /**
         * @description How many tasks to leave out first, behind the cursor where there is one. Each of them is gone through, so that a `cursor`,
         *     as `Link` gives it, is the better way on.
         */
        Offset: number;
        /**
         * @description `pending` for the open ones, `completed` for the others, `overdue` for open ones that were due before now. What is due on
         *     a day is overdue once that day is over in the user's `time_zone`.
         */
        Status: "all" | "pending" | "completed" | "overdue";
        /** @description Only those of this priority, or of one of these where it is given several times. */
        Priorities: components["schemas"]["Priority"][];
        /** @description Only those with this tag, whatever its case; where it is given several times, `tag_match` says how. */
        Tagged: components["schemas"]["TagName"][];
        /** @description Whether a task has to have `all` of the tags, or `any` of them. */
        TagMatch: "all" | "any";
        /** @description Only those in this list, or `none` for those in the inbox. Of a list that is not the caller's there are none. */
        InList: string;
        /** @description Only the subtasks of this task, or with `none` only what is no subtask. Of a task that is not the caller's there are none. */
        BelowTask: string;
        /** @description Only what is due at this moment or later, or on this day or later in the user's `time_zone`. */
        DueFrom: string;
        /** @description Only what is due at this moment or before, or on this day or before in the user's `time_zone`. */
        DueTo: string;
        /** @description Only what was created at this moment or later, or on this day or later in the user's `time_zone`. */
        CreatedFrom: string;
        /** @description Only what was created at this moment or before, or on this day or before in the user's `time_zone`. */
        CreatedTo: string;
        /**
         * @description Only those that have, in title or description, words that begin with all the words given here; case, accents and punctuation
         *     make no difference. A text without words finds nothing.
         */
        Search: string;
        /**
         * @description What the tasks are in the order of. Tasks that are alike in it are in the order of their creation.
         *
         *     - `created`: when they were created.
         *     - `updated`: when they were last changed.
         *     - `title`: in alphabetical order, whatever the case (the root collation of CLDR).
         *     - `due_date`: the moment of the due, which of a day is its end in the user's `time_zone`. What is not due comes last.
         *     - `priority`: from none to high.
         *     - `position`: where they were put. List by list, the inbox first and then the oldest; in each, what is no subtask first.
         *     - `relevance`: how well the title fits the `search`.
         *
         *     Where it is not given, `relevance` with a `search`, and otherwise `created`.
         */
        Sort: "created" | "updated" | "title" | "due_date" | "priority" | "position" | "relevance";
        /**
         * @description `desc` is `asc` from its end, ties and what is not due included. Where it is not given, `desc` for `relevance`, and otherwise
         *     `asc`.
         */
        Order: "asc" | "desc";
        /**
         * @description Whether what is below the task goes to the trash with it. With `false`, its subtasks become subtasks of the task above it, or
         *     tasks of their own where there is none, and come last there.
         */
        DeleteCascade: boolean;
        /** @description Where the page starts, as the last page's `Link` gave it. Opaque: do not parse or build one. */
        Cursor: string;
        /** @description The first day of a window of at most 366 days; `to` stands beside it. */
        From: string;
        /** @description The last day of the window; `from` stands beside it. */
        To: string;
        /**
         * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
         *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
         *     still being carried out, 409; with the same key on another request, 422.
         */
        IdempotencyKey: string;
        /**
         * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
         *     changed. Left out, the last writer wins.
         */
        IfMatch: string;
        /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
        IfNoneMatch: string;
        /**
         * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
         *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
         *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
         *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
         */
        Prefer: string;
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
         * @description Where the new resource is, relative to the server.
         * @example /api/1/tasks/2
         */
        Location: string;
        /**
         * @description The version of what is answered (RFC 9110), for `If-Match` and `If-None-Match`.
         * @example "3"
         */
        ETag: string;
        /**
         * @description `true` where this is the answer to an earlier request with the same `Idempotency-Key`.
         * @example true
         */
        "Idempotency-Replayed": "true";
        /**
         * @description What is left of a limit, and in how many seconds it starts anew (draft-ietf-httpapi-ratelimit-headers).
         * @example "requests";r=0;t=17
         */
        RateLimit: string;
        /**
         * @description The limit, and the seconds it is for (draft-ietf-httpapi-ratelimit-headers).
         * @example "requests";q=6000;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description Web links (RFC 8288): `rel="next"` is the next page, and is missing on the last one.
         * @example </api/1/tasks?limit=20&cursor=k>; rel="next"
         */
        Link: string;
        /**
         * @description How many there are on all pages together, where `Prefer` asks for `count=exact`.
         * @example 120
         */
        "X-Total-Count": string;
        /**
         * @description How to authenticate (RFC 9110, RFC 6750).
         * @example Bearer realm="taskpact"
         */
        "WWW-Authenticate": string;
        /**
         * @description After how many seconds to try again.
         * @example 1
         */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTasks: {
        parameters: {
            query?: {
                /** @description How much a page holds at most. */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Where the page starts, as the last page's `Link` gave it, which has the other parameters too: a cursor is for the `sort` and
                 *     the `order` that it was given for. Opaque: do not parse or build one.
                 */
                cursor?: components["parameters"]["TaskCursor"];
                /**
                 * @description How many tasks to leave out first, behind the cursor where there is one. Each of them is gone through, so that a `cursor`,
                 *     as `Link` gives it, is the better way on.
                 */
                offset?: components["parameters"]["Offset"];
                /**
                 * @description `pending` for the open ones, `completed` for the others, `overdue` for open ones that were due before now. What is due on
                 *     a day is overdue once that day is over in the user's `time_zone`.
                 */
                status?: components["parameters"]["Status"];
                /** @description Only those of this priority, or of one of these where it is given several times. */
                priority?: components["parameters"]["Priorities"];
                /** @description Only those with this tag, whatever its case; where it is given several times, `tag_match` says how. */
                tag?: components["parameters"]["Tagged"];
                /** @description Whether a task has to have `all` of the tags, or `any` of them. */
                tag_match?: components["parameters"]["TagMatch"];
                /** @description Only those in this list, or `none` for those in the inbox. Of a list that is not the caller's there are none. */
                list_id?: components["parameters"]["InList"];
                /** @description Only the subtasks of this task, or with `none` only what is no subtask. Of a task that is not the caller's there are none. */
                parent_id?: components["parameters"]["BelowTask"];
                /** @description Only what is due at this moment or later, or on this day or later in the user's `time_zone`. */
                due_from?: components["parameters"]["DueFrom"];
                /** @description Only what is due at this moment or before, or on this day or before in the user's `time_zone`. */
                due_to?: components["parameters"]["DueTo"];
                /** @description Only what was created at this moment or later, or on this day or later in the user's `time_zone`. */
                created_from?: components["parameters"]["CreatedFrom"];
                /** @description Only what was created at this moment or before, or on this day or before in the user's `time_zone`. */
                created_to?: components["parameters"]["CreatedTo"];
                /**
                 * @description Only those that have, in title or description, words that begin with all the words given here; case, accents and punctuation
                 *     make no difference. A text without words finds nothing.
                 */
                search?: components["parameters"]["Search"];
                /**
                 * @description What the tasks are in the order of. Tasks that are alike in it are in the order of their creation.
                 *
                 *     - `created`: when they were created.
                 *     - `updated`: when they were last changed.
                 *     - `title`: in alphabetical order, whatever the case (the root collation of CLDR).
                 *     - `due_date`: the moment of the due, which of a day is its end in the user's `time_zone`. What is not due comes last.
                 *     - `priority`: from none to high.
                 *     - `position`: where they were put. List by list, the inbox first and then the oldest; in each, what is no subtask first.
                 *     - `relevance`: how well the title fits the `search`.
                 *
                 *     Where it is not given, `relevance` with a `search`, and otherwise `created`.
                 */
                sort?: components["parameters"]["Sort"];
                /**
                 * @description `desc` is `asc` from its end, ties and what is not due included. Where it is not given, `desc` for `relevance`, and otherwise
                 *     `asc`.
                 */
                order?: components["parameters"]["Order"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    "X-Total-Count": components["headers"]["X-Total-Count"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"][];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new task. Only `title` is needed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskCreation"];
            };
        };
        responses: {
            /** @description The task as it was stored. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
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
    updateTask: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
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
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTask: {
        parameters: {
            query?: {
                /**
                 * @description Whether what is below the task goes to the trash with it. With `false`, its subtasks become subtasks of the task above it, or
                 *     tasks of their own where there is none, and come last there.
                 */
                cascade?: components["parameters"]["DeleteCascade"];
            };
            header?: {
                /**
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
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
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
        /** @description The state wanted; leave it out to change to the other one. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TaskCompletion"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
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
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
        /** @description Where to. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["TaskPosition"];
            };
        };
        responses: {
            /** @description The task as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
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
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listOccurrences: {
        parameters: {
            query?: {
                /** @description The first day of a window of at most 366 days; `to` stands beside it. */
                from?: components["parameters"]["From"];
                /** @description The last day of the window; `from` stands beside it. */
                to?: components["parameters"]["To"];
                /** @description How much a page holds at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page starts, as the last page's `Link` gave it. Opaque: do not parse or build one. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Occurrence"][];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
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
    skipOccurrence: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
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
            query?: {
                /** @description How much a page holds at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page starts, as the last page's `Link` gave it. Opaque: do not parse or build one. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountedTag"][];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTag: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
            /** @description The tag is gone. */
            204: {
                headers: {
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
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
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
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
            /** @description The answers, in the order of the operations. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
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
            query?: {
                /** @description How much a page holds at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page starts, as the last page's `Link` gave it. Opaque: do not parse or build one. */
                cursor?: components["parameters"]["ListsCursor"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"][];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new list. Only `name` is needed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListCreation"];
            };
        };
        responses: {
            /** @description The list as it was stored. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getList: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["List"];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
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
    deleteList: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
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
                 * @description The `ETag` of what the client means to change (RFC 9110), or `*`. Where that has changed since, 412, and nothing is
                 *     changed. Left out, the last writer wins.
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
        /** @description Where to. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListPosition"];
            };
        };
        responses: {
            /** @description The list as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
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
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
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
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
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
            query?: {
                /** @description How much a page holds at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page starts, as the last page's `Link` gave it. Opaque: do not parse or build one. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedTask"][];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
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
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDeletedLists: {
        parameters: {
            query?: {
                /** @description How much a page holds at most. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page starts, as the last page's `Link` gave it. Opaque: do not parse or build one. */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description The `ETag` of the representation that the client has (RFC 9110). If it is current, the response is 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    ETag: components["headers"]["ETag"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedList"][];
                };
            };
            /** @description Not modified. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
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
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
            /** @description The task is gone. */
            204: {
                headers: {
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
    getStats: {
        parameters: {
            query?: {
                /** @description The first day of a window of at most 366 days; `to` stands beside it. */
                from?: components["parameters"]["From"];
                /** @description The last day of the window; `from` stands beside it. */
                to?: components["parameters"]["To"];
            };
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description Who the account is for. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description The new account, signed in. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["InvalidRequest"];
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
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The address and the password. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Signed in. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["InvalidCredentials"];
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
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
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
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
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
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session is over. */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
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
    getUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    "application/json": components["schemas"]["User"];
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
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
                 * @example me
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name of the client's own for this request, such as a UUID. Sent again within 24 hours with the same key, the request
                 *     is not carried out again: the first answer is given once more, with `Idempotency-Replayed: true`. While the first is
                 *     still being carried out, 409; with the same key on another request, 422.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description Preferences (RFC 7240). `handling=strict` refuses unknown body fields and query parameters with a 400 that names each of
                 *     them; without it they are ignored. `dry-run` on a change gives the answer that the change would get, with nothing changed
                 *     and no `Idempotency-Key` used up; it has no effect on reads, nor where one signs in. `count=exact` has `X-Total-Count` say how
                 *     many tasks there are on all pages. `Preference-Applied` says what was heeded. Other preferences have no effect.
                 */
                Prefer?: components["parameters"]["Prefer"];
            };
            path: {
                /**
                 * @description The caller, as its integer id, its token's subject, or `me`. Anyone else's is refused with 403.
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
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyInFlight"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
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
            /** @description It is. */
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
            /** @description It can. */
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

/** Where each operation is: its method, its path, and how its answer is read where that is not JSON. */
export const routes = {
  /**
   * List and find tasks
   *
   * The caller's tasks, oldest first unless `sort` says otherwise. A page holds at most `limit` of them; when there are more,
   * the `Link` header names the next page (RFC 8288). No task comes twice, and none is left out, when others are added or
   * deleted meanwhile.
   *
   * Filters combine with AND; empty values are ignored. `Prefer: count=exact` adds `X-Total-Count`, the number of tasks on all
   * pages together.
   */
  listTasks: ['GET', '/api/{user_id}/tasks'],
  /**
   * Create a task
   *
   * Adds a task at the end of the caller's tasks. It starts out open unless `completed` says otherwise, and in the inbox unless
   * `list_id` does. With `parent_id` it is a subtask, at the end of that task's, and in the same list.
   */
  createTask: ['POST', '/api/{user_id}/tasks'],
  /**
   * Get a task
   *
   * One of the caller's tasks. Another user's task is not found here.
   */
  getTask: ['GET', '/api/{user_id}/tasks/{id}'],
  /**
   * Change a task (PUT)
   *
   * Changes the fields that are given and leaves the others as they are. The same as `PATCH`; it is here because front
   * ends of the plan send `PUT`.
   */
  updateTask: ['PUT', '/api/{user_id}/tasks/{id}'],
  /**
   * Delete a task
   *
   * Moves the task to the trash, where it can be restored for thirty days. Everywhere else it is not found from then on, so
   * that a second delete finds nothing. What is below it goes with it and is restored with it, unless `cascade` is `false`.
   */
  deleteTask: ['DELETE', '/api/{user_id}/tasks/{id}'],
  /**
   * Change a task
   *
   * Changes the fields that are given and leaves the others as they are. `description: null` removes the description,
   * `due: null` when it is due, and `list_id: null` moves the task to the inbox. `parent_id` makes it a subtask, and
   * `parent_id: null` a task of its own. In another list or below another task it comes last, and what is below it comes along.
   *
   * Of a recurring task, `completed: true` completes one occurrence, as completing it does. `completed: false` undoes the
   * last one where the task is completed, or where it is the only field: a front end that sends a whole task back undoes
   * nothing. `due` by itself moves the one occurrence, and the next is counted from the rule's own date.
   */
  patchTask: ['PATCH', '/api/{user_id}/tasks/{id}'],
  /**
   * Complete or reopen a task
   *
   * `{"completed": true}` completes the task and `{"completed": false}` reopens it, however often it is sent. With no
   * body, or `{}`, the task changes to the other state.
   *
   * Of a recurring task, completing completes the one occurrence that it stands at, once for each request: the task moves to
   * its next date and stays open, or is completed after the last one. Reopening it undoes the last occurrence.
   */
  completeTask: ['PATCH', '/api/{user_id}/tasks/{id}/complete'],
  /**
   * Move a task
   *
   * Moves the task directly before or after another task, taking over its list and parent, or to the start or end of its
   * siblings. `list_id` and `parent_id` move it there first. Its subtasks move along.
   */
  moveTask: ['PUT', '/api/{user_id}/tasks/{id}/position'],
  /**
   * List occurrences
   *
   * What was completed and skipped of a recurring task, oldest first, in pages of at most `limit`; when there are more, the
   * `Link` header names the next page (RFC 8288). With `from` and `to`, those alone that were due in these days, and on the last
   * page, behind them, those to come: the one the task stands at, and what its rule leads to, as if each was completed
   * on its day. Of those there are at most 100, within about four years.
   */
  listOccurrences: ['GET', '/api/{user_id}/tasks/{id}/occurrences'],
  /**
   * Skip an occurrence
   *
   * Moves a recurring task to its next date without completing the one it stands at; after the last one it is completed. A task
   * that does not recur, or is completed, has nothing to skip and stays as it is: its answer has no `occurrence`.
   */
  skipOccurrence: ['POST', '/api/{user_id}/tasks/{id}/occurrences/skip'],
  /**
   * List tags
   *
   * The caller's tags, in the order in which they were first used, each with how many tasks have it. A page holds at most
   * `limit` of them; when there are more, the `Link` header names the next page (RFC 8288).
   */
  listTags: ['GET', '/api/{user_id}/tags'],
  /**
   * Delete a tag
   *
   * Takes the tag off every task that has it, whose version and ETag change with it. The tasks stay.
   */
  deleteTag: ['DELETE', '/api/{user_id}/tags/{id}'],
  /**
   * Rename a tag or color it
   *
   * Changes the fields that are given. A new name is the tag's on every task that has it, whose version and ETag change with
   * it. `color: null` removes the color.
   */
  updateTag: ['PATCH', '/api/{user_id}/tags/{id}'],
  /**
   * Carry out several operations
   *
   * Carries out up to 100 operations below `/api/{user_id}/`, in their order and in one transaction. Each is
   * validated and answered as if sent on its own. With `atomic: true` all of them are carried out or none: the first problem is
   * the response to the whole batch, and its `errors` point into this request. With `atomic: false` each response or problem is
   * among the results. A 5xx always fails the whole batch.
   *
   * Wherever a value stands in `params`, `query` or `body`, `{"$answer": 0, "pointer": "/id"}` stands for what the answer to
   * an earlier operation, counted from 0, holds at that JSON Pointer (RFC 6901). `user_id` may be left out of `params`. Every
   * operation counts as a request in `RateLimit`.
   */
  executeBatch: ['POST', '/api/{user_id}/batch'],
  /**
   * List lists
   *
   * The caller's lists, in the order in which they were put, new ones last. A page holds at most `limit` of them; when there are more, the `Link` header names the
   * next page (RFC 8288). The inbox is no list and is not among them.
   */
  listLists: ['GET', '/api/{user_id}/lists'],
  /**
   * Create a list
   *
   * Adds a list, with no tasks in it. Names need not differ.
   */
  createList: ['POST', '/api/{user_id}/lists'],
  /**
   * Get a list
   *
   * One of the caller's lists. Another user's list is not found here.
   */
  getList: ['GET', '/api/{user_id}/lists/{id}'],
  /**
   * Delete a list
   *
   * Moves the list to the trash, and its tasks with it; they come back when it is restored. A task that was in the trash
   * before stays there. A second delete finds nothing.
   */
  deleteList: ['DELETE', '/api/{user_id}/lists/{id}'],
  /**
   * Change a list
   *
   * Changes the fields that are given and leaves the others as they are. `color: null` removes the color.
   */
  updateList: ['PATCH', '/api/{user_id}/lists/{id}'],
  /**
   * Move a list
   *
   * Puts the list `before` or `after` another one, or `first` or `last`.
   */
  moveList: ['PUT', '/api/{user_id}/lists/{id}/position'],
  /**
   * Restore a task
   *
   * Takes the task out of the trash, to its place and into its list, with what was deleted together with it from below it.
   * Where its list or a task above it is in the trash, that comes back with it, and what else was in there stays in the
   * trash.
   */
  restoreTask: ['POST', '/api/{user_id}/tasks/{id}/restore'],
  /**
   * Restore a list
   *
   * Takes the list out of the trash, with the tasks that were deleted together with it.
   */
  restoreList: ['POST', '/api/{user_id}/lists/{id}/restore'],
  /**
   * List the tasks in the trash
   *
   * The caller's tasks that were deleted in the last thirty days, the last one first. A page holds at most `limit` of them;
   * when there are more, the `Link` header names the next page (RFC 8288).
   */
  listTrash: ['GET', '/api/{user_id}/trash'],
  /**
   * Empty the trash
   *
   * Removes every task and list in the trash for good. It cannot be undone.
   */
  emptyTrash: ['DELETE', '/api/{user_id}/trash'],
  /**
   * List the lists in the trash
   *
   * The caller's lists that were deleted in the last thirty days, the oldest list first. A page holds at most `limit` of them; when
   * there are more, the `Link` header names the next page (RFC 8288).
   */
  listDeletedLists: ['GET', '/api/{user_id}/deleted-lists'],
  /**
   * Remove a task for good
   *
   * Removes a task that is in the trash. It cannot be undone. A task that is not in the trash is not found here.
   */
  purgeTask: ['DELETE', '/api/{user_id}/trash/{id}'],
  /**
   * Count tasks
   *
   * How many tasks the caller has, by state, list and tag, and how many were completed on each day of a window, which is the last
   * thirty days where none is given. Days are those of the user's `time_zone`. A recurring task counts once for each occurrence
   * that was completed.
   */
  getStats: ['GET', '/api/{user_id}/stats'],
  /**
   * Register
   *
   * Makes an account with a password and signs it in. E-mail addresses are compared in Unicode normal form C and without
   * regard to case.
   */
  registerUser: ['POST', '/api/auth/register'],
  /**
   * Log in
   *
   * Signs in with an e-mail address and a password. An unknown address and a wrong password get the same answer after the
   * same work.
   */
  loginUser: ['POST', '/api/auth/login'],
  /**
   * Refresh the tokens
   *
   * Trades a refresh token for new tokens of the same session. Each refresh token works once; for ten seconds after that it
   * gives the same successor again, so that parallel refreshes and lost answers do no harm. Later than that it is taken for
   * stolen, and the whole session ends.
   */
  refreshSession: ['POST', '/api/auth/refresh'],
  /**
   * Log out
   *
   * Ends the session of the token it is sent with: its access and refresh tokens are refused from the next request on. A
   * front end's own token has no session here, so nothing ends. Sent once more, even with the same `Idempotency-Key`, it finds
   * the session over and gets 401, which says as much.
   */
  logoutUser: ['POST', '/api/auth/logout'],
  /**
   * Get the caller's account
   *
   * Who the caller is here.
   */
  getUser: ['GET', '/api/{user_id}'],
  /**
   * Delete the caller's account
   *
   * Deletes the account with everything it owns: tasks, lists, sessions, password. It cannot be undone. A front end's user who
   * comes back afterwards starts anew with nothing.
   */
  deleteUser: ['DELETE', '/api/{user_id}'],
  /**
   * Change the caller's name or time zone
   *
   * Changes the fields that are given. A new time zone also moves the moments at which all-day and floating tasks are due.
   */
  updateUser: ['PATCH', '/api/{user_id}'],
  /**
   * Is the process alive?
   *
   * Answers whenever the process can answer at all; it asks nothing of the database.
   */
  getLiveness: ['GET', '/health/live'],
  /**
   * Can it take requests?
   *
   * Answers 200 while the database answers and the service is not stopping.
   */
  getReadiness: ['GET', '/health/ready'],
  /**
   * Metrics
   *
   * Counters and histograms in Prometheus' text format. They name operations and statuses, never users.
   */
  getMetrics: ['GET', '/metrics', 'text'],
  /**
   * The contract, as JSON
   *
   * This document.
   */
  getOpenapiJson: ['GET', '/openapi.json'],
  /**
   * The contract, as YAML
   *
   * This document, as it is written by hand, comments and all.
   */
  getOpenapiYaml: ['GET', '/openapi.yaml', 'text'],
} as const
