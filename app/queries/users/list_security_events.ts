import db from '@adonisjs/lucid/services/db'
import type { JsonResponse } from '#http/json_response'
import type { PageOptions } from '#db/keyset'
import { pageOf } from '#queries/page'
import type { AskedMembers } from '#resources/definition/view'
import { securityEvent } from '#resources/security_event'

const order = { columns: ['security_events.id'], direction: 'desc' as const }

/** Newest first. @throws ValidationException for a bad cursor */
export function listSecurityEvents(
  userId: number,
  options: PageOptions & AskedMembers
): Promise<JsonResponse> {
  const query = db.from('security_events').where('security_events.user_id', userId)
  const list = JSON.stringify(['security events of', userId])
  return pageOf(securityEvent.views.SecurityEvent, query, { order, options, list })
}
