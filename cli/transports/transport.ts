export interface TransportRequest {
  query?: Record<string, string | number | boolean | undefined>
  body?: object
  headers?: Record<string, string>
}

export interface Answer<Body = any> {
  status: number
  headers: Record<string, string | undefined>
  body: Body
}

/**
 * Where requests go in: the REST API of this very process, or that of a server elsewhere. A command
 * can't tell them apart, so that both have the same rules and leave the same audit entries.
 */
export interface Transport {
  /** Where it leads, for people. */
  readonly place: string

  /** @throws Failure when the answer is a problem, or none comes */
  request<Body = any>(
    method: string,
    path: string,
    request?: TransportRequest
  ): Promise<Answer<Body>>

  /**
   * Takes a batch, so that nobody else does or undoes it meanwhile. A server sees to that itself,
   * request by request.
   *
   * @returns what gives it back
   * @throws Failure that says who has it
   */
  takeBatch(id: string): Promise<() => Promise<void>>
}

/** A path with its query; parameters without a value are left out. */
export function pathWithQuery(path: string, query: TransportRequest['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] => {
    return value === undefined ? [] : [[name, String(value)]]
  })
  const search = new URLSearchParams(given)
  return search.size > 0 ? `${path}?${search}` : path
}
