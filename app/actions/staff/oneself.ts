import ConflictException from '#exceptions/conflict_exception'
import type { Actor } from '#domain/roles'

/**
 * Nobody acts on themselves, on what they wrote, or by a report on either.
 *
 * @param subjectId the user whom it concerns; null once the account is erased
 * @throws ConflictException
 */
export function refuseOneself({ id }: Actor, subjectId: number | null | undefined): void {
  if (subjectId === id) throw new ConflictException('Nobody acts on themselves, nor on their own.')
}
