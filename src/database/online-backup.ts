import { openSession } from './single-connection.ts'

/** What PostgreSQL says at the end of a backup: two files that belong to the copy, and the last segment of its log. */
type End = { label: string; tablespaces: string; lastSegment: string }

/**
 * PostgreSQL's low-level backup of the server at a URL (its manual, section 25.3.4), while others use it.
 * @param copyData copies the data folder
 * @param copyLog copies the log up to its last segment; PostgreSQL keeps it until then
 */
export async function backUpOnline(superuserUrl: string, copyData: () => Promise<void>, copyLog: (end: End) => Promise<void>): Promise<void> {
  const client = await openSession(superuserUrl, 'taskpact backup')
  try {
    // Without the slot, a checkpoint would remove what the backup needs of the log. A temporary one ends with the connection.
    await client.query("select pg_create_physical_replication_slot('taskpact_' || pg_backend_pid(), true, true)")
    await client.query("select pg_backup_start('taskpact', true)")
    await copyData()
    const {
      rows: [end],
    } = await client.query<End>(`
      select labelfile as label, coalesce(spcmapfile, '') as tablespaces, pg_walfile_name(lsn) as "lastSegment"
      from pg_backup_stop(false)`)
    if (!end) throw new Error('the backup did not end')
    await copyLog(end)
  } finally {
    await client.end()
  }
}
