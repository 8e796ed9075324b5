/** A message on the bus. Without tags it is a heartbeat. */
export interface BusMessage {
  sender: string
  tags: string[]
}

/** Keeps a message below PostgreSQL's limit of 8000 bytes for a notification. */
const MAX_TAGS = 100
const MAX_TAG_LENGTH = 64
const MAX_MESSAGE_LENGTH = 100 + MAX_TAGS * (MAX_TAG_LENGTH + 3)

/** Plain ASCII, such as `post:42`: damaged UTF-8 can't pass for another tag. */
const tagPattern = new RegExp(`^[\\x21\\x23-\\x5b\\x5d-\\x7e ]{1,${MAX_TAG_LENGTH}}$`)

/** @throws TypeError for a tag that {@link readBusMessage} would refuse */
export function checkTags(tags: readonly string[]): void {
  const wrong = tags.find((tag) => !tagPattern.test(tag))
  if (wrong === undefined) return
  const form = `1 to ${MAX_TAG_LENGTH} printable ASCII characters, no quote and no backslash`
  throw new TypeError(`The cache tag "${wrong}" must have ${form}`)
}

export function writeBusMessages({ sender, tags }: BusMessage): string[] {
  const messages = []
  for (let start = 0; start === 0 || start < tags.length; start += MAX_TAGS) {
    const part: BusMessage = { sender, tags: tags.slice(start, start + MAX_TAGS) }
    messages.push(JSON.stringify(part))
  }
  return messages
}

/** Parses a bus message; null if invalid. Any client of the bus may have sent it, so it never throws. */
export function readBusMessage(text: string): BusMessage | null {
  if (text.length > MAX_MESSAGE_LENGTH) return null
  try {
    const message: unknown = JSON.parse(text)
    return isBusMessage(message) ? message : null
  } catch {
    return null
  }
}

function isBusMessage(value: unknown): value is BusMessage {
  if (typeof value !== 'object' || value === null) return false
  const { sender, tags } = value as Partial<BusMessage>
  return typeof sender === 'string' && areTags(tags)
}

const areTags = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.length <= MAX_TAGS &&
  value.every((tag) => typeof tag === 'string' && tagPattern.test(tag))
