import type { Proxy } from './proxy.ts'

/**
 * What a service asks of its database, as its messages tell: PostgreSQL's protocol 3.0. Each turn is what it sends on a
 * connection between two answers, and so a round trip; it holds the names of the statements, or their text where they have none.
 */
export type Conversation = { turns: string[][] }

/** What is said on a connection: the turn that goes on, whether a transaction does, and whether it is the service's own. */
type Talk = { statementsIn: (bytes: Buffer) => string[]; turn: string[] | null; inTransaction: boolean; isOwn: boolean }

const ownTurns = new WeakSet<string[]>()

/** Listens at a proxy. @returns what begins a new conversation, which goes on until the next one begins */
export function listenAt(proxy: Proxy): () => Conversation {
  const talks = new WeakMap<object, Talk>()
  let conversation: Conversation = { turns: [] }
  const talkOn = (connection: object): Talk => {
    const known = talks.get(connection)
    if (known) return known
    const talk: Talk = { statementsIn: createReader(), turn: null, inTransaction: false, isOwn: false }
    talks.set(connection, talk)
    return talk
  }
  proxy.listener = (connection, side, bytes) => {
    const talk = talkOn(connection)
    if (side === 'database') {
      talk.turn = null
      return
    }
    if (!talk.turn) {
      conversation.turns.push((talk.turn = []))
      talk.isOwn &&= talk.inTransaction
    }
    for (const statement of talk.statementsIn(bytes)) {
      talk.turn.push(statement)
      if (ofTheService.test(statement)) talk.isOwn = true
      if (talk.isOwn) ownTurns.add(talk.turn)
      if (endings.has(statement)) talk.inTransaction = statement === 'begin'
    }
  }
  return () => (conversation = { turns: [] })
}

/** Stands for the messages that open a connection, where others have statements. */
const connecting = '(connect)'
// By its name, or its text where statements have no names.
const ofTheService =
  /^(openMaintenance|findRecipient|keepResetLink|keepEmailLink)$|'taskpact_maintenance'|= mails\.user_id\njoin users|keep_(?:reset|email)_link/
const endings = new Set(['begin', 'commit', 'rollback'])

/** Without the transactions of the service's own, which no request has as this role or for a mail, and without the connections that it opens for them. */
export const ofRequests = ({ turns }: Conversation): Conversation => ({ turns: turns.filter((turn) => !ownTurns.has(turn) && !turn.includes(connecting)) })

/** The statements that were run, but for those that begin and end transactions. */
export const statementsOf = ({ turns }: Conversation): string[] => turns.flat().filter((statement) => !endings.has(statement))

/** A conversation as it is read best: a line for each round trip. */
export const transcriptOf = ({ turns }: Conversation): string => turns.map((turn, index) => `  ${index + 1}. ${turn.join(', ') || '(no statement)'}`).join('\n')

/** Takes what a client sends on one connection, and gives the statements it runs with that. */
function createReader(): (bytes: Buffer) => string[] {
  const texts = new Map<string, string>()
  let unread = Buffer.alloc(0)

  const next = (): { letter: string; content: Buffer } | null => {
    // The message that opens a connection has no letter before its length, which begins with 0.
    const letters = unread[0] === 0 ? 0 : 1
    const start = letters + 4
    if (unread.length < start) return null
    const end = letters + unread.readInt32BE(letters)
    if (unread.length < end) return null
    const message = { letter: unread.toString('latin1', 0, letters), content: unread.subarray(start, end) }
    unread = unread.subarray(end)
    return message
  }

  return (bytes) => {
    unread = Buffer.concat([unread, bytes])
    const statements: string[] = []
    for (let message = next(); message; message = next()) {
      const [first = '', second = ''] = message.content.toString('utf8').split('\0', 2)
      if (message.letter === 'P') texts.set(first, second)
      if (message.letter === '' || message.letter === 'p') statements.push(connecting)
      if (message.letter === 'Q') statements.push(first)
      // What is bound is run; without a name, it is what was parsed last.
      if (message.letter === 'B') statements.push(second || (texts.get('') ?? ''))
    }
    return statements
  }
}
