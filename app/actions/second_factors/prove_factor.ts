import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { queueMails } from '#mail/outbox'
import { useSecondFactor } from '#models/second_factor'
import SecurityEvent from '#models/security_event'
import type { FactorProof } from '#domain/second_factor'
import type { Source } from '#domain/security_event'

interface Proved {
  userId: number
  proof: FactorProof
  source: Source
  client: TransactionClientContract
}

/** Uses up a proof; a mail tells of a used recovery code. @returns its methods; null if it is wrong or used already */
export async function proveFactor({ userId, proof, source, client }: Proved) {
  const { address } = source
  const methods = await useSecondFactor({ userId, proof, address }, client)
  if (methods && proof.code === undefined && proof.passkey === undefined) {
    const event = await SecurityEvent.record('recovery_code_used', { userId, source }, client)
    await queueMails([{ kind: 'second_factor', id: event.id }], client)
  }
  return methods
}
