export interface Health {
  kind: string
  version: string
  units: UnitHealth[]
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
  says: string
  restarts: number
  since: string | null
}
