import db from '@adonisjs/lucid/services/db'
import { lockedRow, type OwnInput } from '#actions/own/locked_row'
import IdempotencyKey from '#models/idempotency_key'
import type { Mention } from '#http/idempotency'

interface DeleteOwnInput extends OwnInput {
  /** The row in stored answers, such as `bookmark:42`. */
  mention: Mention
}

/** Deletes a row, and the stored answers that show it. @throws E_ROW_NOT_FOUND, PreconditionFailedException */
export default class DeleteOwn {
  handle({ mention, ...input }: DeleteOwnInput): Promise<void> {
    return db.transaction(async (client) => {
      const row = await lockedRow(input, client)
      await row.delete()
      await IdempotencyKey.clearAnswers([mention], client)
    })
  }
}
