/** The expected answer of the API: a status, and the counts. */
export interface Outcome {
  status: number
  counts?: object
}

export const done = (status = 200): Outcome => ({ status })
export const refused = (status: number): Outcome => ({ status })
