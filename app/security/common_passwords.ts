import { dictionary } from '@zxcvbn-ts/language-common'

const common = new Set<string>(dictionary['passwords-common'] as string[])

export function isCommonPassword(password: string): boolean {
  return common.has(password.toLowerCase())
}
