/** How many requests are allowed in how many seconds. */
export interface Rate {
  requests: number
  seconds: number
}
