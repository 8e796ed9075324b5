import { dictionary } from '@zxcvbn-ts/language-common'

const common = new Set<string>(dictionary['passwords-common'] as string[])

/** Whether a password, in any case, is one of the tens of thousands that leaked most often. */
export function isCommonPassword(password: string): boolean {
  return common.has(password.toLowerCase())
}
