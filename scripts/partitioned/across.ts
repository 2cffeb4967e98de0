// Statements that may look into several partitions, and why.

/** By the folder of sql/ that they are in. */
export const acrossByFolder: Readonly<Record<string, string>> = {
  maintenance: 'work for all users: it looks for what has expired, waits or has changed, whosever it is',
  operator: 'the operator acts, who looks for accounts',
}

/** By name. */
export const across: Readonly<Record<string, string>> = {
  findAccounts: 'the operator looks for accounts by their addresses',
  listAccounts: 'the operator lists all accounts',
  findEmailLink: 'a link is found by its hash, and says whose it is',
  findResetLink: 'a link is found by its hash, and says whose it is',
  findRefreshToken: 'a token is found by its hash, and says whose it is',
  replaceRefreshToken: 'a token is found by its hash, and says whose it is',
  isUnused: 'a token is found by its hash, and says whose it is',
  findToken: 'a token is found by its hash, and says whose it is',
  findTokenOwner: 'the operator looks for a token by its id',
  findRecipient: 'a mail is taken from the queue by its id, and says whose it is',
  findEnded: 'the sessions of all open streams are asked for together',
  findStrangersAnswer: 'nobody is signed in: these answers have no owner, and are in one partition of their own',
}

/** Of what functions and triggers run, by how it begins. */
export const acrossInFunctions: Readonly<Record<string, string>> = {
  'exists (select from email_links where email_links.mail_id = mail)': 'a mail is sent, and its link found by it',
  'select webhooks.*': 'the work of queueChanges, for the endpoints of all users',
}
