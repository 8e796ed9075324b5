export interface Rate {
  requests: number
  seconds: number
}
