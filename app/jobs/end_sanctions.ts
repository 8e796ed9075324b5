import db from '@adonisjs/lucid/services/db'

/** Clears expired sanctions, which the audit log already shows as ended. @returns the number of users */
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
