import { LRUCache } from 'lru-cache'
import cache from '#cache/cache'
import { read } from '#db/statement'
import type { Account } from '#domain/account'
import { lastMoment } from '#domain/moderation'
import { networkCheck } from '#domain/networks'
import { permissionsWithin, type Scope } from '#domain/scopes'
import { grantsOfRole } from '#models/grants'
import { hasSecondFactor, needsSecondFactor } from '#models/second_factor_state'
import { accountTag, rolesTag } from '#queries/users/account_state'
import { holds } from '#resources/user'
import { digestOfPersonalToken } from '#security/personal_token'

const LIFETIME_MS = 60_000

export interface TokenState {
  account: Account
  /** Whether the token may be used from an address; null: from any. */
  isFrom: ((address: string) => boolean) | null
  /** Milliseconds since 1970. */
  expiresAt: number
}

interface Ids {
  id: number
  user_id: number
}

/** The row of a token never changes. Whether it still exists is asked each time. */
const known = new LRUCache<string, Ids>({ max: 10_000 })

/**
 * The cached account of a personal token; null for an unknown or expired one. A revocation and any change of its user
 * invalidates it.
 */
export async function accountOfPersonalToken(token: string): Promise<TokenState | null> {
  const ids = known.get(token) ?? (await findIds(token))
  return ids ? stateOf(ids) : null
}

async function findIds(token: string): Promise<Ids | undefined> {
  const digest = digestOfPersonalToken(token)
  if (digest === null) return undefined
  const [ids] = await read<Ids>({
    name: 'personal token by digest',
    text: 'select id, user_id from personal_tokens where digest = $1',
    values: [digest],
  })
  if (ids) known.set(token, ids)
  return ids
}

interface StoredState {
  scopes: Scope[]
  allowed_networks: string[] | null
  expires_at: Date
  silenced_at: Date | null
  silenced_until: Date | null
  bot: boolean
  accepted_terms: string | null
  name: string
  rank: number
  permissions: string[]
  has_second_factor: boolean
}

const stateOf = ({ id, user_id: userId }: Ids): Promise<TokenState | null> =>
  cache.remember(
    `personal token:${id}`,
    {
      tags: [accountTag(userId), rolesTag],
      ttl: LIFETIME_MS,
      endOf: (state: TokenState | null) => state?.expiresAt,
    },
    async () => {
      const [row] = await read<StoredState>({ ...state, values: [id] })
      if (!row) return null
      const scopes = new Set(row.scopes)
      const granted = grantsOfRole(row.name, row.permissions)
      return {
        account: {
          id: userId,
          rank: row.rank,
          permissions: permissionsWithin(scopes, granted),
          sessionId: 0,
          silencedUntil: row.silenced_at && (row.silenced_until?.getTime() ?? lastMoment),
          // A bot accepts no terms itself.
          acceptedTerms: row.bot ? undefined : row.accepted_terms,
          authenticatedAt: 0,
          // A bot can't sign in.
          needsSecondFactor: !row.bot && !row.has_second_factor && needsSecondFactor(granted),
          personalToken: { id, scopes },
        },
        isFrom: row.allowed_networks && networkCheck(row.allowed_networks),
        expiresAt: row.expires_at.getTime(),
      }
    }
  )

const state = {
  name: 'state of personal token',
  text: `
    select tokens.scopes, tokens.allowed_networks, tokens.expires_at,
      users.silenced_at, users.silenced_until, users.bot, users.accepted_terms,
      ${hasSecondFactor()} as has_second_factor,
      roles.name, roles.rank, roles.permissions
    from personal_tokens as tokens
    join users on users.id = tokens.user_id
    join roles on roles.name = users.role
    where tokens.id = $1 and tokens.expires_at > now()
      and users.erased_at is null and not ${holds('suspended')}`,
}
