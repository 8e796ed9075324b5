import ConflictException from '#exceptions/conflict_exception'
import type { Actor } from '#domain/roles'

/**
 * Staff can't act on themselves, their content, or through a report on either. @throws ConflictException
 * @param subjectId the affected user; null if the account is erased
 */
export function refuseOneself({ id }: Actor, subjectId: number | null | undefined): void {
  if (subjectId === id)
    throw new ConflictException('You can’t act on yourself or on your own content.')
}
