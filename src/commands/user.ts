import type { Command } from './command.ts'
import { runSubcommand } from './operator/subcommand.ts'
import { listUsers } from './operator/user-list.ts'
import { resetLinkOfUser } from './operator/user-reset-link.ts'
import { sessionsOfUser } from './operator/user-sessions.ts'
import { showUser } from './operator/user-show.ts'
import { deleteUser, disableUser, enableUser } from './operator/user-state.ts'

const subcommands = {
  'list': listUsers,
  'show': showUser,
  'disable': disableUser,
  'enable': enableUser,
  'delete': deleteUser,
  'reset-link': resetLinkOfUser,
  'sessions': sessionsOfUser,
}

export const command: Command = {
  summary: 'Lists, shows, disables, enables and deletes users, for the operator.',
  help: `Usage: taskpact user list [--limit <number>] [--after <id>]
       taskpact user show <user>
       taskpact user disable <user> [--yes]
       taskpact user enable <user>
       taskpact user delete <user> [--yes]
       taskpact user reset-link <user>
       taskpact user sessions <user> [--end [--yes]]

A user is named by id or by e-mail address. Every form takes --json, which prints one JSON document.

  list        The users in the order of their ids, a page at a time: --limit is 100 by default, and at most 1000.
  show        The account, and how much of each quota is used. MAX_TASKS_PER_USER and the like are the limits.
  disable     Requests get 401 from the next one on, whatever they are sent with. Nothing is removed.
  enable      Sessions and tokens work again, unless they have expired.
  delete      The account and all of its data, permanently. The user's credentials end at once.
  reset-link  Prints a link to a new password, valid for 30 minutes and once. APP_URL is where it leads.
  sessions    The sessions of the user; --end ends them all. Personal access tokens remain: see "taskpact token --help".

  --yes       Does not ask. It is required for what asks, where there is no terminal.

DATABASE_URL is the database; the default is the embedded one in DATA_DIR. The service may be running, and the effect is immediate.
What is done is recorded among the changes of the user, with "via": "operator".`,

  run: (args) => runSubcommand('user', subcommands, args),
}
