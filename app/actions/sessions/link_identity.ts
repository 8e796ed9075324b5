import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { giveRoleOfGroups, lockMember } from '#actions/identities/role_of_groups'
import { requireFactor } from '#actions/second_factors/require_factor'
import { insertSession } from '#actions/sessions/insert_session'
import { queueMails } from '#mail/outbox'
import ConflictException from '#exceptions/conflict_exception'
import InvalidChallengeException from '#exceptions/invalid_challenge_exception'
import Identity from '#models/identity'
import OidcSignIn from '#models/oidc_sign_in'
import SecurityEvent from '#models/security_event'
import type { SessionParts } from '#models/session'
import User from '#models/user'
import type { Claims, Issuer } from '#domain/oidc'
import type { FactorProof } from '#domain/second_factor'
import type { Source } from '#domain/security_event'
import type { Credentials } from '#queries/users/find_credentials'

interface LinkIdentityInput {
  issuer: Issuer
  challenge: string
  /** The owner, by the password. */
  user: Credentials
  proof: FactorProof
  source: Source
  /** Seconds without a refresh until the session ends. */
  lifetime: number
}

/**
 * Links an identity at an issuer to the account with its e-mail, and signs the owner in. A wrong code leaves the
 * challenge. @throws InvalidChallengeException, MissingCodeException, WrongCodeException, WrongPasskeyException,
 * ConflictException, SuspendedException
 */
export default class LinkIdentity {
  handle(input: LinkIdentityInput): Promise<SessionParts> {
    const { issuer, challenge, user, proof, source, lifetime } = input
    return db.transaction(async (client) => {
      const signIn = await OidcSignIn.withChallenge(challenge, issuer.name, client)
      if (!signIn) throw new InvalidChallengeException()
      const claims = signIn.claims!
      await Identity.takeTurn(claims, client)
      const pending = await OidcSignIn.stillAt(signIn, client)
      if (!pending || pending.userId !== user.id) throw new InvalidChallengeException()
      await lockMember(issuer, user.id, client)
      await this.#refuseChanged(user, claims, client)
      const factor = await requireFactor(user.id, { proof, source }, client)
      await pending.delete()
      await Identity.link(claims, { userId: user.id, name: issuer.name }, client)
      const event = await SecurityEvent.record(
        'identity_linked',
        { userId: user.id, source },
        client
      )
      await queueMails([{ kind: 'identity', id: event.id }], client)
      const { groups } = claims
      const audit = await giveRoleOfGroups(issuer, { userId: user.id, groups }, client)
      const methods = ['pwd' as const, 'fed' as const, ...factor]
      const session = await insertSession({ user, source, lifetime, methods, client })
      await audit()
      return session
    })
  }

  /** Both sides must still have the e-mail, and the identity no account. */
  async #refuseChanged(
    { id, password }: Credentials,
    claims: Claims,
    client: TransactionClientContract
  ) {
    const user = await User.query({ client })
      .where({ id, password })
      .whereRaw('lower(email) = lower(?)', [claims.email!])
      .whereNotNull('emailConfirmedAt')
      .first()
    if (!user || (await Identity.known(claims, client))) throw new InvalidChallengeException()
    const others = await Identity.of(id, client)
    if (others.length < Identity.maxPerUser) return
    throw new ConflictException(`An account has up to ${Identity.maxPerUser} identities.`)
  }
}
