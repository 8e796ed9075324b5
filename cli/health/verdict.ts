/** The result of a check, and its remedy. */
export interface Finding {
  subject: string
  status: 'ok' | 'warning' | 'failure'
  message: string
  advice?: string
}

export type Verdict = Omit<Finding, 'subject'>

export const ok = (message: string): Verdict => ({ status: 'ok', message })
export const warning = (message: string, advice: string): Verdict => ({
  status: 'warning',
  message,
  advice,
})
export const failure = (message: string, advice: string): Verdict => ({
  status: 'failure',
  message,
  advice,
})
