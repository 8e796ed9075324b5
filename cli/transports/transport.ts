export interface TransportRequest {
  query?: Record<string, string | number | boolean | undefined>
  body?: object
  headers?: Record<string, string>
}

export interface TransportResponse<Body = any> {
  status: number
  headers: Record<string, string | undefined>
  body: Body
}

/**
 * A way to the REST API: in this process, or of another server. Commands can't tell them apart, so both
 * have the same rules and audit entries.
 */
export interface Transport {
  readonly place: string

  /** @throws Failure for an error status, or without a response */
  request<Body = any>(
    method: string,
    path: string,
    request?: TransportRequest
  ): Promise<TransportResponse<Body>>

  /**
   * A remote server locks by itself, for each request. @returns releases the lock
   * @throws Failure that names the present holder
   */
  lockBatch(id: string): Promise<() => Promise<void>>
}

export function pathWithQuery(path: string, query: TransportRequest['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] => {
    return value === undefined ? [] : [[name, String(value)]]
  })
  const search = new URLSearchParams(given)
  return search.size > 0 ? `${path}?${search}` : path
}
