const PREFIX = 'data.'

/** The parameters of a query, with those of `data.<name>` gathered in one object for validators. */
export function gathered(query: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(query)
  const named = entries.filter(([name]) => name.startsWith(PREFIX))
  // A parameter `data` would be lost beside them, so then they stay unknown.
  if (named.length === 0 || 'data' in query) return query
  const others = entries.filter(([name]) => !name.startsWith(PREFIX))
  const data = named.map(([name, value]) => [name.slice(PREFIX.length), value])
  return { ...Object.fromEntries(others), data: Object.fromEntries(data) }
}
