import { Failure } from '#cli/failure'
import { user } from '#cli/grammar/options'
import type { TransportOptions } from '#cli/invocation'
import type { Terminal } from '#cli/terminal'
import {
  accountLinkedTo,
  accountNamed,
  hasAdmin,
  staffAccounts,
  type StaffAccount,
} from '#queries/users/staff_accounts'
import type { LocalOperator } from '#http/local_operator'
import type { Origin } from '#domain/moderation'
import { TOP_ROLE } from '#domain/permissions'
import { isStaff } from '#domain/roles'

export interface Wanted extends TransportOptions {
  as?: string
}

/**
 * Takes `--as`, PLAZA_ACTOR, the link to the operating-system user, or a prompt.
 * @returns null for the machine itself
 * @throws Failure without an account, or for one that may not act
 */
export async function actorOf(
  terminal: Terminal,
  { as, byMachine, founding }: Wanted
): Promise<LocalOperator['account']> {
  if (byMachine && !as) return null
  const reference = as ?? actorIn(terminal.env)
  if (reference) return allowed(await accountNamed(reference), reference)
  if (founding && !(await hasAdmin())) return null

  const linked = await accountLinkedTo(terminal.user)
  if (linked) return allowed(linked, terminal.user)
  if (terminal.isInteractive) return choose(terminal)
  throw new Failure(
    'usage',
    `Name the account to act as: give --as <staff user>, set PLAZA_ACTOR, or link an account to the operating-system user ${terminal.user}`
  )
}

/** The origin of a change to a job on this machine: the machine itself, unless an account is named or linked. */
export async function originOf(terminal: Terminal, { as }: Pick<Wanted, 'as'>): Promise<Origin> {
  const isNamed = as ?? actorIn(terminal.env) ?? (await accountLinkedTo(terminal.user))
  const account = isNamed ? await actorOf(terminal, { as }) : null
  const { user: osUser, host } = terminal
  return { actorId: account?.id ?? null, transport: 'cli', osUser, host, requestId: null }
}

/** The account in PLAZA_ACTOR. @throws Failure for an invalid name */
export function actorIn({ PLAZA_ACTOR: name }: NodeJS.ProcessEnv): string | undefined {
  try {
    return name ? user(name) : undefined
  } catch (error) {
    throw new Failure('usage', `PLAZA_ACTOR is ${name}. ${(error as Error).message}`)
  }
}

/** Loads the account again, since a long command may outlive its rights. @throws Failure without them */
export async function actorAgain({ id }: { id: number }): Promise<LocalOperator['account']> {
  return allowed(await accountNamed(String(id)), String(id))
}

function allowed(account: StaffAccount | null, reference: string): LocalOperator['account'] {
  if (!account) throw new Failure('not_found', `There is no user ${reference} to act as`)
  const { id, rank, permissions, username, isSuspended, silencedUntil } = account
  if (!isStaff(account)) {
    throw new Failure('forbidden', `@${username} has no permission of staff: name another user`)
  }
  if (isSuspended) throw new Failure('forbidden', `@${username} is suspended, and can't act`)
  return { id, rank, permissions, silencedUntil }
}

async function choose(terminal: Terminal): Promise<LocalOperator['account']> {
  const staff = await staffAccounts()
  if (staff.length === 0) {
    throw new Failure('usage', `There is no staff yet: plaza users create --role ${TOP_ROLE} …`)
  }
  const account = await terminal.select(
    'Act as',
    staff.map((value) => ({ name: `@${value.username} (${value.role})`, value }))
  )
  return allowed(account, account.username)
}
