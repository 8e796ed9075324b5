import db from '@adonisjs/lucid/services/db'
import LoginChallenge from '#models/login_challenge'
import { factorMethodsOf } from '#models/second_factor'
import type { AuthenticationMethod, FactorMethod } from '#domain/second_factor'
import type { Credentials } from '#queries/users/find_credentials'
import { digestOfChallenge, newLoginChallenge } from '#security/login_challenge'

interface Begun {
  challenge: string
  methods: FactorMethod[]
}

/** Follows the first part of a sign-in with a second factor: by default the right password. */
export default class BeginChallenge {
  async handle(
    { id, password }: Pick<Credentials, 'id' | 'password'>,
    amr: AuthenticationMethod[] = ['pwd']
  ): Promise<Begun> {
    const challenge = newLoginChallenge()
    const digest = digestOfChallenge(challenge)
    await db.rawQuery(begin, { id, password, digest, amr } as Record<string, any>)
    return { challenge, methods: await factorMethodsOf(id, db.connection()) }
  }
}

/** The delete does not see the new row. */
const begin = `
  with begun as (
    insert into login_challenges (user_id, password, digest, amr, expires_at)
    values (
      :id, :password, :digest, :amr, now() + interval '${LoginChallenge.lifetimeSeconds} seconds'
    )
  )
  delete from login_challenges where id in (
    select id from login_challenges where user_id = :id
    order by id desc offset ${LoginChallenge.maxPerUser - 1}
  )`
