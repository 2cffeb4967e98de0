// Plausible small mistakes, each of which a check has to find.

/** A piece of a file that a mistake replaces. */
export type Mutant = {
  name: string
  file: string
  old: string
  by: string
  /** The test that fails, by its file and a part of its title, or the check of `npm run check`, by a part of its name. */
  found: { test: string; title: string } | { check: string }
  /** Whether CI plants it. */
  inCi?: true
}

const versions = { test: 'tests/database/versions.test.ts', title: 'raises the version and the time of the change' }
const counts = { test: 'tests/domain/counts.test.ts', title: 'each count is what is counted' }
const leases = { test: 'tests/trust/limits.test.ts', title: 'whatever a process leases at once is counted' }
const windows = { test: 'tests/trust/limits.test.ts', title: 'served again in the next window' }
const owners = { test: 'tests/database/owners.test.ts', title: "reads and changes the caller's rows alone" }
const isolation = { test: 'tests/trust/isolation.test.ts', title: 'getStats' }
const leftAlone = { test: 'tests/contract/checks.test.ts', title: 'leaves each file as it is' }

const raised = '    updated_at = now(),\n    version = version + 1\n'
const dated = '    updated_at = now()\n'

export const mutants: Mutant[] = [
  {
    name: 'A task moves to another list, and its subtasks keep their versions',
    file: 'sql/tasks/moveSubtasks.sql',
    old: raised,
    by: dated,
    found: versions,
    inCi: true,
  },
  { name: 'Subtasks move up, and keep their versions', file: 'sql/tasks/promoteSubtasks.sql', old: raised, by: dated, found: versions },
  {
    name: 'A tag is renamed on tasks that keep their time of change',
    file: 'sql/tags/renameOnTasks.sql',
    old: '    updated_at = now(),\n',
    by: '',
    found: versions,
  },
  {
    name: 'A change of a completion time that no statement dates keeps the version',
    file: 'sql/migrations/0016_versions.sql',
    old: 'new.completed_at, ',
    by: 'old.completed_at, ',
    found: { test: 'tests/database/versions.test.ts', title: 'a change of tasks.completed_at raises the version' },
  },
  {
    name: 'A grandchild is restored, and the parent above is not counted again',
    file: 'src/operations/trash/restoreTask.ts',
    old: '    ...above.map(({ parent_id }) => parent_id),\n',
    by: '',
    found: counts,
    inCi: true,
  },
  {
    name: 'A task is restored, and its own subtasks are not counted again',
    file: 'src/operations/trash/restoreTask.ts',
    old: '    ...[...above, ...below].map((other) => other.id),\n',
    by: '',
    found: { test: 'tests/domain/deleting-subtasks.test.ts', title: 'what was purged meanwhile counts no more' },
  },
  {
    name: 'Completing with cascade completes what is in the trash',
    file: 'sql/tasks/settleSubtasks.sql',
    old: '  and deleted_at is null\n',
    by: '',
    found: counts,
  },
  {
    name: 'A task is deleted, and its parent is not counted again',
    file: 'src/operations/tasks/deleteTask.ts',
    old: '  await refreshSubtaskCounts(db, task.parent_id)\n',
    by: '',
    found: counts,
  },
  {
    name: 'A completed task is counted as open',
    file: 'sql/tasks/countSubtasks.sql',
    old: ' filter (where not child.completed)',
    by: '',
    found: counts,
  },
  {
    name: 'A deleted tag stays on its tasks',
    file: 'src/operations/tags/deleteTag.ts',
    old: '  await removeFromTasks(db, tag.name_key)\n',
    by: '',
    found: counts,
  },
  {
    name: 'A lease of 60 requests is counted as one',
    file: 'src/http/rate-limits.ts',
    old: 'String(userId), chunk + owed)',
    by: 'String(userId), 1 + owed)',
    found: leases,
    inCi: true,
  },
  {
    name: 'A user who was refused stays refused',
    file: 'src/http/rate-limits.ts',
    old: 'if (left <= 0) return null',
    by: 'if (left <= 0 && lease.used < perUser) return null',
    found: windows,
  },
  {
    name: 'A window never ends in the database',
    file: 'sql/limits/useLimit.sql',
    old: 'set used = case when rate_limits.ends_at <= now() then excluded.used else rate_limits.used + excluded.used end',
    by: 'set used = rate_limits.used + excluded.used',
    found: windows,
  },
  {
    name: 'Statistics count the tasks of every user, but for row-level security',
    file: 'sql/stats/countByKind.sql',
    old: 'where user_id = caller_id()\n    and {live}',
    by: 'where {live}',
    found: isolation,
  },
  {
    name: 'A total counts the tasks of every user, but for row-level security',
    file: 'sql/fragments/found.sql',
    old: 'tasks.user_id = caller_id()\nand ',
    by: '',
    found: owners,
    inCi: true,
  },
  {
    name: 'A log-in starts a session with a password that was changed after it was compared',
    file: 'sql/sessions/startSession.sql',
    old: '    and hash = :password_hash\n',
    by: '    and :password_hash::text is not null\n',
    found: { test: 'tests/sessions/loginUser.test.ts', title: 'a password that is changed after it was compared' },
  },
  {
    name: 'A change of the password does not wait for log-ins that have compared the former one',
    file: 'sql/sessions/startSession.sql',
    old: '  for share\n',
    by: '',
    found: { test: 'tests/sessions/loginUser.test.ts', title: 'a password that is changed after it was compared' },
  },
  {
    name: 'A link sets a password that was used between the look for it and the change',
    file: 'sql/sessions/resetPassword.sql',
    old: '    and exists (select from link where link.hash = :link_hash)\n',
    by: '    and :link_hash::bytea is not null\n',
    found: { test: 'tests/sessions/resetPassword.test.ts', title: 'a link that another process uses at the same time' },
  },
  {
    name: 'A link sets a password for ever',
    file: 'sql/sessions/findResetLink.sql',
    old: "  and reset_links.created_at > now() - interval '30 minutes'\n",
    by: '',
    found: { test: 'tests/sessions/resetPassword.test.ts', title: 'a link that has expired' },
  },
  {
    name: 'A link gives an account an address though it was used between the look for it and the change',
    file: 'sql/sessions/confirmEmailChange.sql',
    old: '    and exists (select from link where link.hash = :link_hash and not link.replaced)\n',
    by: '    and :link_hash::bytea is not null\n',
    found: { test: 'tests/sessions/verifyEmail.test.ts', title: 'a link that another process uses at the same time' },
  },
  {
    name: 'A link confirms an address for ever',
    file: 'sql/sessions/findEmailLink.sql',
    old: "  and email_links.created_at > now() - interval '30 minutes'\n",
    by: '',
    found: { test: 'tests/sessions/verifyEmail.test.ts', title: 'a link that has expired' },
  },
  {
    name: 'The link of an earlier change of the address remains valid',
    file: 'sql/sessions/findEmailLink.sql',
    old: '  and not email_links.replaced\n',
    by: '',
    found: { test: 'tests/sessions/changeEmail.test.ts', title: 'a later request replaces the earlier one' },
  },
  {
    name: 'Links to a new password that went to the former address remain valid',
    file: 'sql/sessions/confirmEmailChange.sql',
    old: 'where reset_links.user_id = changed.user_id\n',
    by: 'where reset_links.user_id = changed.user_id and false\n',
    found: { test: 'tests/sessions/verifyEmail.test.ts', title: 'links that went there are not valid any more' },
  },
  {
    name: 'A mail is queued for known addresses alone',
    file: 'sql/sessions/queueReset.sql',
    old: "), 'password_reset', :client?\n",
    by: "), 'password_reset', :client?\nwhere exists (select from passwords where email_key = any (:email_keys))\n",
    found: { test: 'tests/sessions/forgotPassword.test.ts', title: 'an unknown address gets the same answer' },
  },
  {
    name: 'A session that is refreshed counts as a log-in of just now',
    file: 'sql/sessions/replaceRefreshToken.sql',
    old: "last_used_on = (now() at time zone 'UTC')::date",
    by: "last_used_on = (now() at time zone 'UTC')::date, created_at = now()",
    found: { test: 'tests/sessions/changePassword.test.ts', title: 'though it was refreshed since' },
  },
  {
    name: 'A token without one of the scopes that an operation needs is accepted',
    file: 'src/execution/scopes.ts',
    old: '  if (missing.length > 0)',
    by: '  if (missing.length > 1)',
    found: { test: 'tests/trust/scopes.test.ts', title: 'a token with every scope but' },
    inCi: true,
  },
  {
    name: 'A batch does what a token has no scope for',
    file: 'src/execution/batch.ts',
    old: '        requireScope(operation)\n',
    by: '',
    found: { test: 'tests/trust/scopes.test.ts', title: 'of which one has not, and nothing is done' },
  },
  {
    name: "A front end's token is not held to its scope",
    file: 'src/identity/authentication.ts',
    old: 'tokenId: null, scopes }))',
    by: 'tokenId: null, scopes: null }))',
    found: { test: 'tests/trust/scopes.test.ts', title: 'with a scope, is held to it' },
  },
  {
    name: 'A personal access token that has expired still counts',
    file: 'sql/transactions/openToken.sql',
    old: ' and personal_tokens.expires_at > now()',
    by: '',
    found: { test: 'tests/trust/scopes.test.ts', title: 'that has expired, used before or not' },
  },
  {
    name: "A disabled user's sessions still count",
    file: 'sql/transactions/openSession.sql',
    old: 'users.disabled_at is null',
    by: 'true',
    found: { test: 'tests/identity/disabled.test.ts', title: 'a session 401' },
  },
  {
    name: 'A token for another service is accepted',
    file: 'src/identity/tokens.ts',
    old: ' && !isOfProgram && !audience.some(isOurs)',
    by: ' && audience.length > 9',
    found: { test: 'tests/trust/credentials.test.ts', title: 'an OAuth token for another resource' },
    inCi: true,
  },
  {
    name: 'An OAuth token without scopes may do everything',
    file: 'src/identity/tokens.ts',
    old: 'isOfProgram && claims.scopes === null',
    by: 'claims.scopes === undefined',
    found: { test: 'tests/trust/credentials.test.ts', title: 'an OAuth token without scopes' },
  },
  {
    name: 'A stream outlives its personal access token',
    file: 'sql/sessions/findEnded.sql',
    old: ' and personal_tokens.expires_at > now()',
    by: '',
    found: { test: 'tests/changes/streamChanges.test.ts', title: 'though that ended elsewhere' },
  },
  {
    name: 'npm run check generates files, and does not report stale ones',
    file: 'scripts/check.ts',
    old: "...script('generate.ts'), '--check'",
    by: "...script('generate.ts')",
    found: leftAlone,
    inCi: true,
  },
  {
    name: 'npm run generate -- --check writes files',
    file: 'scripts/generate.ts',
    old: 'if (!check) await writeFile',
    by: 'await writeFile',
    found: leftAlone,
  },
  { name: 'npm run check formats files', file: 'scripts/check.ts', old: "    '--check',\n    '.',", by: "    '--write',\n    '.',", found: leftAlone },
  {
    name: 'A field is no longer required in a response',
    file: 'openapi.yaml',
    old: 'overdue, due_today, by_list',
    by: 'due_today, by_list',
    found: { check: 'as accepted' },
    inCi: true,
  },
  {
    name: 'A batch is not atomic by default',
    file: 'openapi.yaml',
    old: 'instead of each on its own.\n          default: true',
    by: 'instead of each on its own.\n          default: false',
    found: { check: 'as accepted' },
  },
  {
    name: 'A policy of a migration is widened',
    file: 'sql/migrations/0012_quotas.sql',
    old: 'create policy caller on quota_usage using (user_id = (select caller_id()));',
    by: "create policy caller on quota_usage using (user_id = (select caller_id()) or current_user = 'nobody');",
    found: { check: 'generated' },
  },
  {
    name: 'The audit at start lets a widened policy pass',
    file: 'src/database/row-level-security.ts',
    old: 'return expected === definition ? []',
    by: 'return definition.startsWith(expected.slice(0, 40)) ? []',
    found: { test: 'tests/database/safety.test.ts', title: 'any policy is widened, however little' },
    inCi: true,
  },
]

/** A mutant's text in place of the one that is there. @throws if the text is not there exactly once */
export function mutated(text: string, { name, file, old, by }: Mutant): string {
  const [before, after, ...more] = text.split(old)
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`"${name}": ${file} has to hold this text once: ${old}`)
  return before + by + after
}
