import db from '@adonisjs/lucid/services/db'
import { proveFactor } from '#actions/second_factors/prove_factor'
import { insertSession } from '#actions/sessions/insert_session'
import InvalidChallengeException from '#exceptions/invalid_challenge_exception'
import InvalidCodeException from '#exceptions/invalid_code_exception'
import InvalidPasskeyException from '#exceptions/invalid_passkey_exception'
import LoginChallenge from '#models/login_challenge'
import type { SessionParts } from '#models/session'
import User from '#models/user'
import type { FactorProof } from '#domain/second_factor'
import type { Source } from '#domain/security_event'

interface AnswerChallengeInput {
  userId: number
  challenge: string
  proof: FactorProof
  source: Source
  /** Seconds without a refresh until the session ends. */
  lifetime: number
}

/**
 * Signs a user in by password and second factor. A wrong proof leaves the challenge. @throws InvalidChallengeException,
 * InvalidCodeException, InvalidPasskeyException, InvalidCredentialsException for a changed password, SuspendedException
 */
export default class AnswerChallenge {
  handle(input: AnswerChallengeInput): Promise<SessionParts> {
    const { userId: id, challenge, proof, source, lifetime } = input
    return db.transaction(async (client) => {
      // First, as in each change of the account.
      await User.query({ client }).where({ id }).forShare().first()
      const pending = await LoginChallenge.locked(challenge, client)
      if (!pending) throw new InvalidChallengeException()
      const { password, amr } = pending
      const factor = await proveFactor({ userId: id, proof, source, client })
      if (!factor) throw proof.passkey ? new InvalidPasskeyException() : new InvalidCodeException()
      await pending.delete()
      const methods = [...amr, ...factor]
      return insertSession({ user: { id, password }, source, lifetime, methods, client })
    })
  }
}
