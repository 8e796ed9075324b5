import db from '@adonisjs/lucid/services/db'
import { insertSession, type NewSession } from '#actions/sessions/insert_session'
import { sendsMails } from '#mail/availability'
import type { SessionParts } from '#models/session'

/** Signs a user in by the password. @throws InvalidCredentialsException, SuspendedException */
export default class OpenSession {
  handle(input: Omit<NewSession, 'client' | 'methods'>): Promise<SessionParts> {
    const open = (client: NewSession['client']) =>
      insertSession({ ...input, methods: ['pwd'], client })
    // A session may queue a mail. Without mails, one statement is enough.
    return sendsMails() ? db.transaction(open) : open(db.connection())
  }
}
