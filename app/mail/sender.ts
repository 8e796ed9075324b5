export interface Sender {
  /** Empty: the name of the site. */
  name: string
  address: string
}

/** Reads `no-reply@example.org` or `Plaza <no-reply@example.org>`. Null for any other text. */
export function readSender(text: string): Sender | null {
  const start = text.lastIndexOf('<')
  const isNamed = start >= 0 && text.endsWith('>')
  const address = (isNamed ? text.slice(start + 1, -1) : text).trim()
  const name = isNamed ? text.slice(0, start).trim() : ''
  if (!/^[^\s<>"@]+@[^\s<>"@]+$/.test(address) || /[\r\n"<>]/.test(name)) return null
  return { name, address }
}
