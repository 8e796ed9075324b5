import config from '@adonisjs/core/services/config'
import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { giveRoleOfGroups, lockMember } from '#actions/identities/role_of_groups'
import { insertSession } from '#actions/sessions/insert_session'
import { takenOr } from '#db/taken'
import EmailTakenException from '#exceptions/email_taken_exception'
import InvalidChallengeException from '#exceptions/invalid_challenge_exception'
import SignupClosedException from '#exceptions/signup_closed_exception'
import UnverifiedEmailException from '#exceptions/unverified_email_exception'
import BarredIdentity from '#models/barred_identity'
import Identity from '#models/identity'
import OidcSignIn from '#models/oidc_sign_in'
import { isSecondFactorOn } from '#models/second_factor'
import SecurityEvent from '#models/security_event'
import type { SessionParts } from '#models/session'
import SignUp from '#models/sign_up'
import User from '#models/user'
import { freeUsername } from '#queries/users/free_username'
import type { Claims, Issuer } from '#domain/oidc'
import type { Source } from '#domain/security_event'
import type { SignupMode } from '#domain/signup'
import { challengeOf, newSecret } from '#security/oidc_secrets'

interface SignInWithIdentityInput {
  issuer: Issuer
  code: string
  verifier: string
  /** The language of mails to a new user: a BCP 47 tag. */
  language: string | null
  source: Source
  /** Seconds without a refresh until the session ends. */
  lifetime: number
}

/** A session; or a user with a second factor to prove; or a challenge for the owner of the e-mail. */
export type SignInOutcome =
  { session: SessionParts } | { waiting: { id: number; password: string } } | { challenge: string }

interface Step extends SignInWithIdentityInput {
  claims: Claims
  client: TransactionClientContract
}

/**
 * Ends a sign-in at an issuer, with an account for a new user. @throws InvalidChallengeException,
 * UnverifiedEmailException, EmailTakenException, SignupClosedException, SuspendedException
 */
export default class SignInWithIdentity {
  handle(input: SignInWithIdentityInput): Promise<SignInOutcome> {
    const { issuer, code, verifier } = input
    return db.transaction(async (client) => {
      const signIn = await OidcSignIn.withCode(code, issuer.name, client)
      const isProved = signIn?.codeChallenge === challengeOf(verifier)
      if (!signIn || !isProved) throw new InvalidChallengeException()
      const claims = signIn.claims!
      await Identity.takeTurn(claims, client)
      const pending = await OidcSignIn.stillAt(signIn, client)
      if (!pending) throw new InvalidChallengeException()

      const known = await this.#lockKnown(issuer, claims, client)
      const owner = known ? null : await this.#ownerOf(claims, client)
      if (owner) return { challenge: await pending.askForLink(owner.id) }
      const step = { ...input, claims, client }
      const userId = known?.userId ?? (await this.#signUp(step))
      await pending.delete()
      await known?.use(claims, issuer.name)
      return this.#signIn(userId, step)
    })
  }

  /** The user comes first, as in each change of the account. */
  async #lockKnown(issuer: Issuer, claims: Claims, client: TransactionClientContract) {
    const found = await Identity.known(claims, client)
    if (!found) return null
    await lockMember(issuer, found.userId, client)
    // It may be removed meanwhile.
    return Identity.known(claims, client)
  }

  /** An account with an unconfirmed e-mail may be another person's. @throws EmailTakenException */
  async #ownerOf({ email }: Claims, client: TransactionClientContract): Promise<User | null> {
    if (email === null) throw new UnverifiedEmailException()
    const owner = await User.query({ client }).whereRaw('lower(email) = lower(?)', [email]).first()
    if (owner && !owner.emailConfirmedAt) throw new EmailTakenException(unconfirmed)
    return owner
  }

  async #signUp({ issuer, claims, language, source, client }: Step): Promise<number> {
    if (config.get<SignupMode>('accounts.signup') !== 'open') throw new SignupClosedException()
    await BarredIdentity.refuse(claims, client)
    const { displayName, username: wanted } = claims
    const email = claims.email!
    const username = await freeUsername({ email, username: wanted }, client)
    const password = await hash.make(newSecret())
    const account = {
      ...{ email, username, password, displayName, language, hasPassword: false },
      // The first write asks for the terms.
      ...{ acceptedTerms: null, acceptedTermsAt: null },
    }
    const { id } = await User.createHashed(account, client).catch((error) =>
      Promise.reject(takenOr(error))
    )
    await SignUp.discardAll(email, client)
    await Identity.link(claims, { userId: id, name: issuer.name }, client)
    await SecurityEvent.record('identity_linked', { userId: id, source }, client)
    return id
  }

  async #signIn(userId: number, step: Step): Promise<SignInOutcome> {
    const { issuer, claims, source, lifetime, client } = step
    const audit = await giveRoleOfGroups(issuer, { userId, groups: claims.groups }, client)
    const user = await User.query({ client }).where('id', userId).first()
    if (!user) throw new InvalidChallengeException()
    const waits = await isSecondFactorOn(userId, client)
    const outcome = waits
      ? { waiting: { id: userId, password: user.password } }
      : {
          session: await insertSession({ user, source, lifetime, methods: ['fed'], client }),
        }
    await audit()
    return outcome
  }
}

const unconfirmed =
  'An account has this e-mail, and has not confirmed it. Confirm it there, or set a new password by mail.'
