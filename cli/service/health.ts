export interface Health {
  kind: string
  version: string
  units: UnitHealth[]
  /** Whether /health/ready answers 200. */
  ready: boolean
  workers: number | null
  memory: number | null
  /** RFC 3339; null if there was none since the machine started. */
  last_backup: string | null
  timers: { unit: string; next: string | null }[]
  troubles: string[]
}

export interface UnitHealth {
  unit: string
  state: string
  /** The unit's status text. */
  says: string
  restarts: number
  since: string | null
}
