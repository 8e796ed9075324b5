import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { proveFactor } from '#actions/second_factors/prove_factor'
import MissingCodeException from '#exceptions/missing_code_exception'
import WrongCodeException from '#exceptions/wrong_code_exception'
import WrongPasskeyException from '#exceptions/wrong_passkey_exception'
import { isSecondFactorOn } from '#models/second_factor'
import type { AuthenticationMethod, FactorProof } from '#domain/second_factor'
import type { Source } from '#domain/security_event'

/**
 * Uses up a proof. @returns its methods; none without a second factor
 * @throws MissingCodeException, WrongCodeException, WrongPasskeyException
 */
export async function requireFactor(
  userId: number,
  { proof, source }: { proof: FactorProof; source: Source },
  client: TransactionClientContract
): Promise<AuthenticationMethod[]> {
  if (!(await isSecondFactorOn(userId, client))) return []
  const { code, recovery_code: recoveryCode, passkey } = proof
  if ((code ?? recoveryCode ?? passkey) === undefined) throw new MissingCodeException()
  const methods = await proveFactor({ userId, proof, source, client })
  if (methods) return methods
  if (passkey !== undefined) throw new WrongPasskeyException()
  throw new WrongCodeException(code === undefined ? '/recovery_code' : '/code')
}
