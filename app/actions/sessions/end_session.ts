import SessionsEnded from '#events/sessions_ended'
import NotFoundException from '#exceptions/not_found_exception'
import Session from '#models/session'

interface EndSessionInput {
  id: number
  userId: number
}

/** @throws NotFoundException if the user has no such session */
export default class EndSession {
  async handle({ id, userId }: EndSessionInput): Promise<void> {
    const session = await Session.query().where({ id, userId }).first()
    if (!session) throw new NotFoundException('session')
    await session.delete()
    await SessionsEnded.dispatch([id])
  }
}
