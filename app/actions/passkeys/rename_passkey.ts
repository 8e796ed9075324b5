import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import Passkey from '#models/passkey'

interface RenamePasskeyInput {
  id: number
  userId: number
  name: string
}

/** @throws NotFoundException */
export default class RenamePasskey {
  async handle({ id, userId, name }: RenamePasskeyInput): Promise<void> {
    const client = db.connection()
    const [renamed] = await Passkey.query({ client }).where({ id, userId }).update({ name })
    if (!renamed) throw new NotFoundException('passkey')
  }
}
