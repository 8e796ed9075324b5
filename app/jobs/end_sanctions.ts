import db from '@adonisjs/lucid/services/db'

/**
 * Clears sanctions whose time is over. They ended by themselves, for everybody who reads them, so
 * nothing happens here that the audit log has not said: its entry has the end.
 *
 * @returns whose sanctions, in numbers
 */
export async function endSanctions() {
  const { rowCount } = await db.rawQuery(`
    update users set
      silenced_at = case when silenced_until <= now() then null else silenced_at end,
      silenced_until = case when silenced_until <= now() then null else silenced_until end,
      suspended_at = case when suspended_until <= now() then null else suspended_at end,
      suspended_until = case when suspended_until <= now() then null else suspended_until end
    where silenced_at is not null and silenced_until <= now()
       or suspended_at is not null and suspended_until <= now()
  `)
  return rowCount as number
}
