import { belongsTo } from '@adonisjs/lucid/orm'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { DataExportSchema } from '#database/schema'
import User from '#models/user'
import { exportDays, exportPauseHours } from '#domain/data_export'

/** A file with all data of a user, in parts, so that no process holds all of it. */
export default class DataExport extends DataExportSchema {
  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  static newestOf(userId: number, client: QueryClientContract): Promise<DataExport | null> {
    return this.query({ client }).where({ userId }).orderBy('id', 'desc').first()
  }

  /** 0 if the user may ask for another export. */
  get secondsUntilNext(): number {
    const next = this.createdAt.plus({ hours: exportPauseHours })
    return Math.max(Math.ceil(next.diffNow().as('seconds')), 0)
  }

  get isReady(): boolean {
    return this.finishedAt !== null && this.expiresAt! > DateTime.now()
  }

  get expiresAt(): DateTime | null {
    return this.finishedAt?.plus({ days: exportDays }) ?? null
  }

  /** Begins the user's newest export anew, and ends other runs of its job. @returns null if none waits */
  static async begin(userId: number): Promise<{ id: number; attempt: number } | null> {
    const { rows } = await db.rawQuery(
      `update data_exports set attempt = attempt + 1, size = 0
       where finished_at is null
         and id = (select max(id) from data_exports where user_id = :userId)
       returning id, attempt`,
      { userId }
    )
    const [begun = null] = rows
    if (!begun) return null
    const parts = db.from('data_export_parts').where('export_id', begun.id)
    await parts.where('attempt', '<', begun.attempt).delete()
    return begun
  }

  /** @returns whether this run of the job is still the newest */
  static async add(id: number, attempt: number, number: number, content: string) {
    const { rowCount } = await db.rawQuery(
      `with export as (
         update data_exports set size = size + octet_length(:content::text)
         where id = :id and attempt = :attempt and finished_at is null returning id
       )
       insert into data_export_parts (export_id, attempt, number, content)
       select id, :attempt, :number, :content from export`,
      { id, attempt, number, content }
    )
    return rowCount === 1
  }

  /** Deletes the user's earlier exports. @returns whether this run of the job was the newest */
  static async finish(id: number, attempt: number, client: QueryClientContract): Promise<boolean> {
    const { rowCount } = await client.rawQuery(
      `with finished as (
         update data_exports set finished_at = now()
         where id = :id and attempt = :attempt and finished_at is null returning id, user_id
       ), replaced as (
         delete from data_exports using finished
         where data_exports.user_id = finished.user_id and data_exports.id < finished.id
       )
       select id from finished`,
      { id, attempt }
    )
    return rowCount === 1
  }

  /** In order. @throws Error if the file is deleted meanwhile */
  async *parts(): AsyncGenerator<string> {
    const { id, attempt } = this
    const parts = db.from('data_export_parts').where({ export_id: id, attempt }).select('content')
    let left = this.size
    for (let number = 0; left > 0; number++) {
      const part = await parts.clone().where('number', number).first()
      if (!part) throw new Error('The export is deleted')
      yield part.content
      left -= Buffer.byteLength(part.content)
    }
  }

  static async discardAll(userId: number, client: QueryClientContract): Promise<void> {
    await this.query({ client }).where({ userId }).delete()
  }
}
