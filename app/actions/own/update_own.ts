import db from '@adonisjs/lucid/services/db'
import { lockedRow, type OwnInput } from '#actions/own/locked_row'

interface UpdateOwnInput extends OwnInput {
  /** By attribute. */
  changes: Record<string, unknown>
}

/** @throws E_ROW_NOT_FOUND, PreconditionFailedException */
export default class UpdateOwn {
  handle({ changes, ...input }: UpdateOwnInput): Promise<void> {
    return db.transaction(async (client) => {
      const row = await lockedRow(input, client)
      await row.merge(changes).save()
    })
  }
}
