/*
 * PostgreSQL that comes with the package. What each file is for, and the promise it keeps:
 *
 *   index.ts        what others import
 *   start.ts        starts it on a data folder, which is made if there is none
 *   lock.ts         one owner of a data folder at a time; a dead one's lock is taken over
 *   account.ts      PostgreSQL refuses to run as root: the account to run it under
 *   binaries.ts     the programs of this platform, also where npm ran no install scripts
 *   shared-copy.ts  where root installed them in a folder closed to that account: a copy it can reach
 *   home.ts         one data folder in the hands of one process
 *   data.ts         makes the data whole or not at all, with its roles, database and passwords
 *   server.ts       runs it on a free port of this machine until it accepts connections
 *   running.ts      a server that runs: where to connect, and how it stops
 *   attach.ts       the server on a data folder, be it running already or not
 *   backup.ts       writes its data, while it is in use, to one file
 *   restore.ts      makes a data folder of such a file
 *   archive.ts      what the file holds, and in which order
 *   upgrade.ts      makes a data folder of an older major version one of this version
 *   older.ts        the programs of an older major version
 *   watchdog.ts     after a kill -9 of ours, nothing keeps running
 *   leftover.ts     should the watchdog have been killed too, the next start ends what was left
 *   processes.ts    runs programs, and tells one process from a later one of the same id
 *   error.ts        every obstacle is one line that says what to do
 *
 * Tested in tests/processes/embedded.test.ts and shared-copy.test.ts.
 */
export { addressesOfRunning, withEmbeddedPostgres } from './attach.ts'
export { backUp } from './backup.ts'
export { EmbeddedPostgresError } from './error.ts'
export { restoreBackup } from './restore.ts'
export type { EmbeddedPostgres } from './running.ts'
export { startEmbeddedPostgres } from './start.ts'
export { upgradeData } from './upgrade.ts'
export type { Upgrade } from './upgrade.ts'
